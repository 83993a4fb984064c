//! The other contacts of a seed.
use std::{iter, ops::Range};

use people_model::{ContactId, FieldMask};
use people_rules::{Contact, OTHER_CONTACT_FIELDS, other_contact};
use people_store::{Account, Condition, Record, RowKind, Store, StoreError, Write};

use super::{
    Differing, Entry, SeedAccount, SeedError, groups::DELETED, naming::Naming, people::SeedPerson,
    reason::reason, refused,
};
use crate::service::{
    Region, Service, phones,
    photos::NewPhoto,
    rows::{has, record},
};

/// How many rows, and how many bytes of entries, share a commit.
const AT_ONCE: usize = 500;
const BYTES: usize = 4 << 20;

/// A row of a seed by itself: it depends on no group.
pub(super) struct SeedRow {
    /// Its name in messages for people.
    pub(super) what: String,
    pub(super) kind: RowKind,
    pub(super) id: u64,
    pub(super) record: Record,
    /// The photo of the person that the row has.
    pub(super) photo: Option<NewPhoto>,
}

/// Parts of a list of entries.
pub(super) fn parts(entries: &[Entry]) -> impl Iterator<Item = Range<usize>> {
    parts_of(entries.len(), |index| entries[index].0.get().len())
}

/// Parts of a list of so many entries, of which each has so many bytes.
pub(super) fn parts_of(
    entries: usize,
    bytes_of: impl Fn(usize) -> usize,
) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    iter::from_fn(move || {
        let (start, mut bytes) = (next, 0);
        while next < entries && next - start < AT_ONCE && bytes < BYTES {
            bytes += bytes_of(next);
            next += 1;
        }
        (next > start).then_some(start..next)
    })
}

impl<S: Store> Service<S> {
    /// The rows of some of the account's other contacts. An other contact without a resource name gets an id that is
    /// derived from its content, so that it is found again.
    pub(super) fn other_rows(
        &self,
        (name, account): (&str, &Account),
        content: &SeedAccount,
        some: Range<usize>,
        naming: &mut Naming,
    ) -> Result<Vec<SeedRow>, SeedError> {
        let region = self.region(account, &content.region);
        let mut rows = Vec::new();
        for index in some {
            let what = content.other_name(index);
            let refused = |why| refused(name, &what, why);
            let person = self.seed_person(&content.other_contacts[index]);
            let person = person.map_err(refused)?;
            let given = &person.person.resource_name;
            let known = ContactId::parse_other_contact(given);
            if known.is_none() && !given.is_empty() {
                let why = format!("`{given}` is not the name of an other contact");
                return Err(refused(why));
            }
            let photo = person.photo.clone();
            let text = serde_json::to_string(&person.person);
            let text = text.map_err(|error| refused(error.to_string()))?;
            let (id, first) = naming.id(known, index, || (&self.facts.mint, account, text));
            let record = self.other_record(person, id, region).map_err(refused)?;
            let Some(first) = first else {
                let (kind, id) = (RowKind::OtherContact, id.get());
                rows.push(SeedRow {
                    what,
                    kind,
                    id,
                    record,
                    photo,
                });
                continue;
            };
            let earlier = self.seed_person(&content.other_contacts[first]);
            let earlier = earlier.map_err(refused)?;
            if self.other_record(earlier, id, region).map_err(refused)? != record {
                let first = content.other_name(first);
                return Err(refused(format!(
                    "{first} has its resource name, with other values"
                )));
            }
        }
        Ok(rows)
    }

    fn other_record(
        &self,
        person: SeedPerson,
        id: ContactId,
        region: Option<Region>,
    ) -> Result<Record, String> {
        let mark = person.mark();
        let person = person.person;
        let metadata = person.metadata.as_ref();
        if metadata.is_some_and(|metadata| metadata.deleted) {
            return Err(DELETED.to_owned());
        }
        let ignored = FieldMask::METADATA.union(FieldMask::PHOTOS);
        let fields = person.fields().difference(ignored);
        if let Some(field) = fields.difference(OTHER_CONTACT_FIELDS).iter().next() {
            let field = field.as_str();
            return Err(format!(
                "an other contact has only names, emailAddresses and phoneNumbers, not {field}"
            ));
        }
        let canonical = |value: &str| phones::canonical(value, region);
        let context = self.facts.context(id, &canonical);
        let contact: Contact = other_contact(person, &context).map_err(|it| it.to_string())?;
        let (record, _) =
            record(contact, mark.as_ref(), &self.facts.settings.sizes).map_err(reason)?;
        Ok(record)
    }

    /// Adds those rows that are not there; returns how many there were.
    pub(super) async fn add_rows(
        &self,
        account: &Account,
        rows: Vec<SeedRow>,
    ) -> Result<usize, StoreError> {
        let mut added;
        // Another server, started with the same seed, may add some of them in between.
        loop {
            let there = self.rows_there(account, &rows).await?;
            let absent = rows
                .iter()
                .zip(&there)
                .filter(|(_, there)| !there.is_there());
            let mut writes = Vec::new();
            added = 0;
            for (row, _) in absent {
                added += 1;
                writes.push(Write::Put {
                    kind: row.kind,
                    id: row.id,
                    record: row.record.clone(),
                    condition: Condition::Absent,
                });
                writes.extend(row.photo.as_ref().map(|photo| photo.put(row.id, None)));
            }
            if writes.is_empty() || self.commit(account, writes).await?.is_some() {
                return Ok(added);
            }
        }
    }

    /// Reports those rows that the store does not hold as they are.
    pub(super) async fn compare_rows(
        &self,
        account: &Account,
        rows: Vec<SeedRow>,
        differing: &mut Vec<Differing>,
    ) -> Result<(), StoreError> {
        let there = self.rows_there(account, &rows).await?;
        for (row, there) in rows.into_iter().zip(there) {
            let is_there = match there {
                There::Moved => continue,
                There::As(record) if has(&record, &row.record) => continue,
                There::As(_) => true,
                There::Absent => false,
            };
            let what = match row.kind {
                RowKind::OtherContact => format!("{} (otherContacts/c{})", row.what, row.id),
                _ => row.what,
            };
            differing.push(Differing {
                account: account.as_str().to_owned(),
                what,
                is_there,
                is_named: None,
            });
        }
        Ok(())
    }

    /// What the store has of these rows, in their order.
    async fn rows_there(
        &self,
        account: &Account,
        rows: &[SeedRow],
    ) -> Result<Vec<There>, StoreError> {
        let mut there = Vec::with_capacity(rows.len());
        for of_kind in rows.chunk_by(|one, other| one.kind == other.kind) {
            let kind = of_kind[0].kind;
            let ids: Vec<u64> = of_kind.iter().map(|row| row.id).collect();
            let found = self.store.get_many(account, kind, &ids).await?;
            let contacts = match kind {
                RowKind::OtherContact => {
                    self.store.get_many(account, RowKind::Contact, &ids).await?
                }
                _ => vec![None; ids.len()],
            };
            let found = found.into_iter().zip(contacts);
            there.extend(found.map(|found| match found {
                (Some(row), _) => There::As(row.record),
                (None, Some(_)) => There::Moved,
                (None, None) => There::Absent,
            }));
        }
        Ok(there)
    }
}

/// What a store has of a row.
enum There {
    Absent,
    As(std::sync::Arc<Record>),
    /// It is a contact by now.
    Moved,
}

impl There {
    fn is_there(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}
