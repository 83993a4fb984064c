//! Who wrote a contact, and when.
use std::collections::{HashMap, VecDeque};

use people_model::{ContactId, FieldMask, Fields, Fingerprint};
use people_server::{RowState, Written};

use super::exchange::Author;

/// Writes of one contact that are kept.
const WRITES: usize = 64;
/// Contacts of an account whose writes are kept.
const CONTACTS: usize = 20_000;

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
    pub(super) fn add(&mut self, id: ContactId, written: &Written, number: u64, author: &Author) {
        let (Some(before), Some(after)) = (&written.before, &written.after) else {
            return;
        };
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
            before: version(before),
            after: version(after),
            changed: changed(before, after),
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

    /// The request that changed a field last, after one version and up to another, and was somebody else's.
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

fn changed(before: &RowState, after: &RowState) -> FieldMask {
    let fields = |state: &RowState| {
        Fields::from_parts(state.row.record.body.clone(), &state.row.record.layout)
            .unwrap_or_default()
    };
    let (before, after) = (fields(before), fields(after));
    let differs = |field| before.get(field) != after.get(field);
    let fields = FieldMask::UPDATABLE.iter().filter(|&field| differs(field));
    fields.collect()
}
