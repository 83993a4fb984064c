//! The ids of the entries of a seed.
use std::collections::{HashMap, hash_map::Entry as Place};

use people_model::ContactId;
use people_store::Account;

use crate::service::etags::Mint;

/// The ids of an account's contacts, or of its other contacts.
#[derive(Default)]
pub(super) struct Naming {
    taken: HashMap<ContactId, usize>,
    /// How often the same entry without a name has come.
    times: HashMap<String, u64>,
}

impl Naming {
    /// Whether an entry has this id.
    pub(super) fn has(&self, id: u64) -> bool {
        ContactId::new(id).is_some_and(|id| self.taken.contains_key(&id))
    }

    /// The id of an entry that has this one by its resource name, or none, and the entry that has it
    /// already. `of` says what the id of one without a name follows from.
    pub(super) fn id<'m>(
        &mut self,
        named: Option<ContactId>,
        index: usize,
        of: impl FnOnce() -> (&'m Mint, &'m Account, String),
    ) -> (ContactId, Option<usize>) {
        if let Some(id) = named {
            return match self.taken.entry(id) {
                Place::Vacant(place) => {
                    place.insert(index);
                    (id, None)
                }
                Place::Occupied(first) => (id, Some(*first.get())),
            };
        }
        let (mint, account, text) = of();
        loop {
            let times = self.times.entry(text.clone()).or_default();
            let id = mint.entry(account, &text, *times);
            *times += 1;
            // Where it is no id, or another's: as if it had come once more.
            if let Some(id) = ContactId::new(id)
                && let Place::Vacant(place) = self.taken.entry(id)
            {
                place.insert(index);
                return (id, None);
            }
        }
    }
}
