//! Who wrote a contact, and when.
use std::{
    cell::OnceCell,
    collections::{HashMap, VecDeque},
};

use people_model::{ContactId, FieldMask, Fields, Fingerprint, PersonField};
use people_server::{RowState, Written};

use super::{account::contact, exchange::Author};

/// The most writes of one contact that are kept.
const WRITES: usize = 64;
/// The most contacts of an account whose writes are kept.
const CONTACTS: usize = 20_000;

/// A contact that a write replaced by another state of it.
pub(super) struct Replaced<'w> {
    pub(super) id: ContactId,
    pub(super) before: &'w RowState,
    pub(super) after: &'w RowState,
    /// What both say, once it is asked.
    fields: OnceCell<[Fields; 2]>,
    /// The fields that say something else since.
    pub(super) changed: FieldMask,
}

impl<'w> Replaced<'w> {
    /// None if something else was written, or a contact came or went.
    pub(super) fn of(written: &'w Written) -> Option<Self> {
        let id = contact(written)?;
        let (before, after) = written.before.as_ref().zip(written.after.as_ref())?;
        let mut replaced = Self {
            id,
            before,
            after,
            fields: OnceCell::new(),
            changed: FieldMask::EMPTY,
        };
        replaced.changed = FieldMask::UPDATABLE & replaced.differing();
        Some(replaced)
    }

    pub(super) fn fields_before(&self) -> &Fields {
        &self.fields()[0]
    }

    pub(super) fn fields_after(&self) -> &Fields {
        &self.fields()[1]
    }

    fn differing(&self) -> FieldMask {
        let differing = Fields::differing(parts(self.before), parts(self.after));
        differing.unwrap_or_else(|| {
            let [before, after] = self.fields();
            let differs = |field: &PersonField| before.get(*field) != after.get(*field);
            FieldMask::ALL.iter().filter(differs).collect()
        })
    }

    fn fields(&self) -> &[Fields; 2] {
        self.fields
            .get_or_init(|| [self.before, self.after].map(fields))
    }
}

/// The writes of an account's contacts.
#[derive(Debug, Default)]
pub(super) struct History {
    contacts: HashMap<ContactId, VecDeque<Write>>,
    order: VecDeque<ContactId>,
}

#[derive(Debug)]
struct Write {
    number: u64,
    author: Author,
    before: (Fingerprint, u64),
    after: (Fingerprint, u64),
    /// The fields that say something else since.
    changed: FieldMask,
}

impl History {
    pub(super) fn add(&mut self, replaced: &Replaced<'_>, number: u64, author: &Author) {
        let id = replaced.id;
        if !self.contacts.contains_key(&id) {
            self.order.push_back(id);
            if self.order.len() > CONTACTS
                && let Some(oldest) = self.order.pop_front()
            {
                self.contacts.remove(&oldest);
            }
        }
        let writes = self.contacts.entry(id).or_default();
        writes.push_back(Write {
            number,
            author: author.clone(),
            before: version(replaced.before),
            after: version(replaced.after),
            changed: replaced.changed,
        });
        if writes.len() > WRITES {
            writes.pop_front();
        }
    }

    /// The account's version at which the contact had this etag; none if that is not known.
    pub(super) fn version_of(&self, id: ContactId, etag: Fingerprint) -> Option<u64> {
        let writes = self.contacts.get(&id)?;
        let mut known = writes.iter().rev().flat_map(|it| [it.after, it.before]);
        known
            .find(|(known, _)| *known == etag)
            .map(|(_, version)| version)
    }

    /// The last request of another caller that changed a field, after one version and up to another.
    pub(super) fn edit_of(
        &self,
        id: ContactId,
        fields: FieldMask,
        (after, upto): (u64, u64),
        author: &Author,
    ) -> Option<u64> {
        let mut writes = self.contacts.get(&id)?.iter().rev();
        let found = writes.find(|it| {
            it.after.1 > after
                && it.after.1 <= upto
                && it.author != *author
                && !(it.changed & fields).is_empty()
        });
        found.map(|it| it.number)
    }
}

fn version(state: &RowState) -> (Fingerprint, u64) {
    (state.fingerprint, state.row.version.0)
}

fn fields(state: &RowState) -> Fields {
    let (json, layout) = parts(state);
    Fields::from_parts(json.to_owned(), layout).unwrap_or_default()
}

fn parts(state: &RowState) -> (&str, &[u8]) {
    let record = &state.row.record;
    (&record.body, &record.layout)
}
