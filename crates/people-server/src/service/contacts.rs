use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::Arc,
};

use people_http::{CreateContact, DeleteContact, GetPeople, GetPerson, UpdateContact};
use people_model::{
    ContactId, Fields, Fingerprint, GetPeopleResponse, GroupName, Message, Person, PersonName,
    ProfileId, UserType,
};
use people_rules::{Context, Extent, Update, Violation, added_groups, apply, check, create};
use people_store::{Account, Condition, Kind, Store, Version, Write};

use super::{
    Inner,
    clock::rfc3339,
    lists::AT_ONCE,
    phones,
    profiles::Profile,
    rows::{Stored, aborted, record},
};
use crate::api::{Failure, Reply};

/// How often a write that lost a race to another one is tried again where its request named no
/// version that it was written against.
const RACES: usize = 16;

impl<S: Store> Inner<S> {
    /// `people.updateContact`: rules `U1` to `U13`, in the order of `docs/semantics.md`.
    pub(super) async fn update_contact(
        &self,
        account: &Account,
        call: UpdateContact,
    ) -> Result<Reply, Failure> {
        let UpdateContact {
            id,
            person,
            mask,
            read,
            sources,
            ..
        } = call;
        let update = Update { id, person, mask };
        let precondition = check(&update, self.settings.contract)?;

        let current = self.read(account, id).await?.ok_or(Violation::NotFound)?;
        self.verify(account, &current, &precondition)?;
        if update
            .mask
            .fields()
            .contains(people_model::PersonField::Memberships)
        {
            let added = added_groups(&current.contact.index, &update.person)?;
            self.require_groups(account, &added).await?;
        }

        let canonical = |value: &str| self.canonical_phone(account, value);
        let context = Context {
            id,
            contract: self.settings.contract,
            canonical_phone: &canonical,
        };
        let contact = apply(&current.contact, update, &context);
        let condition = Condition::Version(current.version);
        let Some(stored) = self.put(account, id, contact, condition).await? else {
            // Another writer was faster since the etag was compared: the same answer as if it had
            // been a moment earlier.
            let latest = self.read(account, id).await?.ok_or(Violation::NotFound)?;
            self.verify(account, &latest, &precondition)?;
            return Err(aborted());
        };
        let body = self.show(account, &stored, read, sources, Extent::Whole);
        Ok(Reply::new(body, Person::DESCRIPTOR))
    }

    pub(super) async fn create_contact(
        &self,
        account: &Account,
        call: CreateContact,
    ) -> Result<Reply, Failure> {
        let CreateContact {
            person,
            read,
            sources,
            ..
        } = call;
        let added = added_groups(&people_rules::Index::default(), &person)?;
        self.require_groups(account, &added).await?;

        let limit = self.settings.sizes.contacts;
        let _room = self.rooms.reserve(&self.store, account, 1, limit).await?;
        let canonical = |value: &str| self.canonical_phone(account, value);
        for _ in 0..RACES {
            let Some(id) = ContactId::new(self.settings.ids.next()) else {
                continue;
            };
            let context = Context {
                id,
                contract: self.settings.contract,
                canonical_phone: &canonical,
            };
            let contact = create(person.clone(), &context)?;
            // Where the id is taken: another one.
            if let Some(stored) = self.put(account, id, contact, Condition::Absent).await? {
                let body = self.show(account, &stored, read, sources, Extent::Whole);
                return Ok(Reply::new(body, Person::DESCRIPTOR));
            }
        }
        Err(aborted())
    }

    pub(super) async fn delete_contact(
        &self,
        account: &Account,
        call: DeleteContact,
    ) -> Result<Reply, Failure> {
        let id = call.id.get();
        for _ in 0..RACES {
            let row = self.store.get(account, Kind::Contact, id).await?;
            let version = row.ok_or(Violation::NotFound)?.version;
            let write = Write::Delete {
                kind: Kind::Contact,
                id,
                version,
            };
            // Where it changed since it was read, which a delete does not mind: again.
            if self.commit(account, write).await?.is_some() {
                return Ok(Reply::new("{}", people_model::Empty::DESCRIPTOR));
            }
        }
        Err(aborted())
    }

    pub(super) async fn get_person(
        &self,
        account: &Account,
        call: GetPerson,
    ) -> Result<Reply, Failure> {
        let shown = match PersonName::parse(&call.resource_name) {
            Some(PersonName::Contact(id)) => self
                .read(account, id)
                .await?
                .map(|stored| self.show(account, &stored, call.read, call.sources, Extent::Whole)),
            Some(name) => self.own_profile(account, &name, call.read, call.sources),
            None => None,
        };
        Ok(Reply::new(
            shown.ok_or(Violation::NotFound)?,
            Person::DESCRIPTOR,
        ))
    }

    /// `people.getBatchGet`: each name gets its own answer (rule `B1`).
    pub(super) async fn get_people(
        &self,
        account: &Account,
        call: GetPeople,
    ) -> Result<Reply, Failure> {
        // A name that is there again is answered again, but nothing is read or shown for it twice.
        let mut seen = HashSet::new();
        let names = call.resource_names.iter();
        let names: Vec<_> = names
            .map(|name| (name, PersonName::parse(name).filter(|_| seen.insert(name))))
            .collect();
        let contacts = |(_, name): &(_, Option<PersonName>)| match name {
            Some(PersonName::Contact(id)) => Some(id.get()),
            _ => None,
        };
        let mut body = String::from("{\"responses\":[");
        let mut answers: HashMap<&str, Range<usize>> = HashMap::new();
        for part in names.chunks(AT_ONCE) {
            let ids: Vec<u64> = part.iter().filter_map(contacts).collect();
            let rows = self.store.get_many(account, Kind::Contact, &ids).await?;
            let mut rows = rows.into_iter();
            for (requested, name) in part {
                if !answers.is_empty() {
                    body.push(',');
                }
                if let Some(answer) = answers.get(requested.as_str()) {
                    body.extend_from_within(answer.clone());
                    continue;
                }
                let shown = match name {
                    Some(PersonName::Contact(_)) => match rows.next().flatten() {
                        Some(row) => {
                            let stored = Stored::from_row(&row)?;
                            Some(self.show(
                                account,
                                &stored,
                                call.read,
                                call.sources,
                                Extent::Whole,
                            ))
                        }
                        None => None,
                    },
                    Some(name) => self.own_profile(account, name, call.read, call.sources),
                    None => None,
                };
                let start = body.len();
                push_response(&mut body, requested, shown.as_deref());
                answers.insert(requested, start..body.len());
            }
        }
        body.push_str("]}");
        Ok(Reply::new(body, GetPeopleResponse::DESCRIPTOR))
    }

    /// The caller's own profile, by `people/me` or its id. Another's is as if it were not there
    /// (rule `S4`).
    fn own_profile(
        &self,
        account: &Account,
        name: &PersonName,
        read: people_model::FieldMask,
        sources: people_rules::Sources,
    ) -> Option<String> {
        let profile = self
            .directory
            .of(account)
            .unwrap_or_else(|| self.unseeded_profile(account));
        let named = match name {
            PersonName::Me => true,
            PersonName::Profile(id) => *id == profile.id,
            _ => false,
        };
        named.then(|| self.show_profile(&profile, read, sources))
    }

    /// Whoever has an account has a profile, if only an empty one.
    fn unseeded_profile(&self, account: &Account) -> Arc<Profile> {
        Arc::new(Profile {
            account: account.clone(),
            id: self.own_id(account),
            region: None,
            user_types: vec![UserType::GoogleUser],
            fields: Fields::new(),
            version: Version::ZERO,
            update_time: rfc3339(0),
        })
    }

    /// The id of the profile of an account that none was given: 21 digits, as profiles have.
    pub(super) fn own_id(&self, account: &Account) -> ProfileId {
        let Fingerprint(bytes) = self.mint.row(account, Kind::Profile, 0, Version::ZERO);
        let digits = format!("1{:020}", u64::from_le_bytes(bytes));
        ProfileId::parse(&digits).expect("21 digits are a profile id")
    }

    fn verify(
        &self,
        account: &Account,
        current: &Stored,
        precondition: &people_rules::Precondition,
    ) -> Result<(), Violation> {
        let linked = self.directory.linked(&current.contact.index.terms);
        let (person, contact) = self.fingerprints(account, current, linked.as_deref());
        precondition.verify(person, contact)
    }

    /// Every group must exist (rule `U15`).
    pub(super) async fn require_groups(
        &self,
        account: &Account,
        groups: &[GroupName],
    ) -> Result<(), Failure> {
        for group in groups {
            let id = group.user_id().ok_or(Violation::NotFound)?;
            self.store
                .get(account, Kind::Group, id)
                .await?
                .ok_or(Violation::NotFound)?;
        }
        Ok(())
    }

    /// Stores a contact and returns it as stored; nothing where the condition does not hold.
    ///
    /// # Errors
    ///
    /// When it is too large, and when the store cannot.
    pub(super) async fn put(
        &self,
        account: &Account,
        id: ContactId,
        contact: people_rules::Contact,
        condition: Condition,
    ) -> Result<Option<Stored>, Failure> {
        let write = Write::Put {
            kind: Kind::Contact,
            id: id.get(),
            record: record(&contact, &self.settings.sizes)?,
            condition,
        };
        let committed = self.commit(account, write).await?;
        Ok(committed.map(|(version, update_time)| Stored {
            id,
            contact,
            version,
            update_time,
        }))
    }

    pub(super) fn canonical_phone(&self, account: &Account, value: &str) -> Option<String> {
        let own = self
            .directory
            .of(account)
            .and_then(|profile| profile.region);
        phones::canonical(value, own.or(self.settings.region))
    }
}

fn push_response(body: &mut String, requested: &str, shown: Option<&str>) {
    let requested = serde_json::Value::from(requested).to_string();
    match shown {
        Some(person) => {
            body.push_str("{\"httpStatusCode\":200,\"person\":");
            body.push_str(person);
            body.push_str(",\"requestedResourceName\":");
            body.push_str(&requested);
            body.push('}');
        }
        None => {
            body.push_str("{\"httpStatusCode\":404,\"requestedResourceName\":");
            body.push_str(&requested);
            body.push_str(",\"status\":{\"code\":5,\"message\":\"");
            body.push_str(&Violation::NotFound.to_string());
            body.push_str("\"}}");
        }
    }
}
