//! An account or a domain, written down as a seed.
use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use people_model::{ContactId, Fields, GroupId, GroupResourceName};
use people_store::{Account, Row, RowKind, Store, StoreError};
use serde_json::{Map, Value, json};

use crate::{
    api::Failure,
    service::{
        People,
        directory::{StoredDomain, StoredPerson},
        groups::StoredGroup,
        photos,
        profiles::StoredProfile,
        rows::Stored,
    },
};

impl<S: Store> People<S> {
    /// What an account has, or a domain, in the form of a seed: [loaded](Self::load), it makes the same, with
    /// the same resource names. Etags and times are new then.
    ///
    /// # Errors
    ///
    /// When the store fails, or others write the account all the time.
    pub async fn dump(&self, account: &Account) -> Result<Value, Failure> {
        let rows = self.save(account).await?.into_rows();
        let mut of_kind: HashMap<RowKind, Vec<Row>> = HashMap::new();
        for (kind, row) in rows {
            of_kind.entry(kind).or_default().push(row);
        }
        let mut take = |kind| of_kind.remove(&kind).unwrap_or_default();
        let photos = Photos {
            of_people: by_id(take(RowKind::Photo)),
            of_profile: by_id(take(RowKind::ProfilePhoto)),
        };
        if let Some(domain) = account.domain() {
            let domains = take(RowKind::Domain);
            let mut members = Map::new();
            if let Some(row) = domains.first() {
                let stored: StoredDomain = parsed(row)?;
                members.insert("sharing".to_owned(), stored.sharing.unwrap_or(true).into());
            }
            let people = take(RowKind::DirectoryPerson);
            let people = people.iter().map(|row| directory_person(row, &photos));
            let people: Result<Vec<Value>, StoreError> = people.collect();
            let mut people = people?;
            // Their rows come in an order that follows from the secret of the store.
            people.sort_by_cached_key(|person| person["resourceName"].to_string());
            members.insert("people".to_owned(), people.into());
            return Ok(json!({"accounts": {}, "domains": {(domain): members}}));
        }
        let mut members = Map::new();
        if let Some(row) = take(RowKind::Domain).first() {
            let stored: StoredDomain = parsed(row)?;
            members.insert("domain".to_owned(), stored.domain.into());
        }
        if let Some(row) = take(RowKind::Profile).first() {
            let stored: StoredProfile = parsed(row)?;
            let mut person = object(stored.fields)?;
            photos.put(&mut person, photos.of_profile.get(&row.id));
            if !stored.region.is_empty() {
                members.insert("region".to_owned(), stored.region.into());
            }
            let (id, types) = (stored.id, stored.user_types);
            let profile = json!({"id": id, "userTypes": types, "person": person});
            members.insert("profile".to_owned(), profile);
        }
        let groups = take(RowKind::Group);
        let groups: Result<Vec<Value>, Failure> = groups.iter().map(group).collect();
        let contacts = take(RowKind::Contact).into_iter().map(|row| {
            let id = row.id;
            let named = |id: ContactId| id.resource_name();
            contact(row, named, photos.of_people.get(&id), &photos)
        });
        let contacts: Result<Vec<Value>, StoreError> = contacts.collect();
        let others = take(RowKind::OtherContact).into_iter().map(|row| {
            let id = row.id;
            let named = |id: ContactId| format!("otherContacts/c{}", id.get());
            contact(row, named, photos.of_people.get(&id), &photos)
        });
        let others: Result<Vec<Value>, StoreError> = others.collect();
        for (name, entries) in [
            ("groups", groups?),
            ("contacts", contacts?),
            ("otherContacts", others?),
        ] {
            members.insert(name.to_owned(), entries.into());
        }
        Ok(json!({"accounts": {(account.as_str()): members}}))
    }
}

/// The rows of the photos, by id.
struct Photos {
    of_people: HashMap<u64, Row>,
    of_profile: HashMap<u64, Row>,
}

impl Photos {
    /// Puts a photo beside the fields of a person.
    fn put(&self, person: &mut Map<String, Value>, photo: Option<&Row>) {
        let bytes = photo.and_then(|row| photos::bytes(&row.record.body));
        if let Some(bytes) = bytes {
            person.insert("photo".to_owned(), STANDARD.encode(bytes).into());
        }
    }
}

fn by_id(rows: Vec<Row>) -> HashMap<u64, Row> {
    rows.into_iter().map(|row| (row.id, row)).collect()
}

fn contact(
    row: Row,
    named: impl Fn(ContactId) -> String,
    photo: Option<&Row>,
    photos: &Photos,
) -> Result<Value, StoreError> {
    let stored = Stored::from_row(row)?;
    let mut person = Map::new();
    person.insert("resourceName".to_owned(), named(stored.id).into());
    person.extend(of_fields(&stored.contact.fields)?);
    photos.put(&mut person, photo.filter(|_| stored.photo.is_some()));
    Ok(person.into())
}

fn directory_person(row: &Row, photos: &Photos) -> Result<Value, StoreError> {
    let (stored, source, fields) = StoredPerson::read(row)?;
    let mut person = Map::new();
    let name = format!("people/{}", stored.id);
    person.insert("source".to_owned(), source.as_str().into());
    person.insert("resourceName".to_owned(), name.into());
    person.extend(of_fields(&fields)?);
    let photo = photos.of_people.get(&row.id);
    photos.put(&mut person, photo.filter(|_| stored.photo.is_some()));
    Ok(person.into())
}

fn group(row: &Row) -> Result<Value, Failure> {
    let group = people_model::ContactGroup::from(StoredGroup::of_row(row)?);
    let id = GroupId::new(row.id).ok_or_else(|| corrupt(row))?;
    let mut members = Map::new();
    let name = GroupResourceName::from(id).to_string();
    members.insert("resourceName".to_owned(), name.into());
    members.insert("name".to_owned(), group.name.into());
    if !group.client_data.is_empty() {
        let data = serde_json::to_value(&group.client_data)
            .map_err(|error| Failure::internal("encode a group", &error))?;
        members.insert("clientData".to_owned(), data);
    }
    Ok(members.into())
}

/// The fields of a person as they are on the wire.
fn of_fields(fields: &Fields) -> Result<Map<String, Value>, StoreError> {
    object(serde_json::from_str(fields.as_json()).map_err(StoreError::engine)?)
}

fn object(value: Value) -> Result<Map<String, Value>, StoreError> {
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(StoreError::corrupt("the fields of a person")),
    }
}

fn parsed<T: serde::de::DeserializeOwned>(row: &Row) -> Result<T, StoreError> {
    serde_json::from_str(&row.record.body).map_err(|_| corrupt(row))
}

fn corrupt(row: &Row) -> StoreError {
    StoreError::corrupt(format!("the body of row {}", row.id))
}
