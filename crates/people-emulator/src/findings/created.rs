//! `CREATE_REPEATED`: a contact that was created again because the reply to its create was lost.
use std::collections::VecDeque;

use people_model::{ContactId, FieldMask, Person};

use super::loss::items;

/// The most creates with lost replies that are kept for a caller.
const LOST: usize = 256;

/// The contacts that a caller has created and does not know about, because the replies were lost.
#[derive(Debug, Default)]
pub(super) struct Created {
    lost: VecDeque<Lost>,
}

#[derive(Debug)]
struct Lost {
    number: u64,
    id: ContactId,
    person: Person,
}

impl Created {
    /// A contact was created, and the reply was lost.
    pub(super) fn lose(&mut self, number: u64, id: ContactId, person: Person) {
        self.lost.push_back(Lost { number, id, person });
        if self.lost.len() > LOST {
            self.lost.pop_front();
        }
    }

    /// The caller saw a contact, or the contact is gone.
    pub(super) fn settle(&mut self, id: ContactId) {
        self.lost.retain(|lost| lost.id != id);
    }

    /// The create that made the same contact before: its request, and the contact.
    pub(super) fn same(&self, person: &Person) -> Option<(u64, ContactId)> {
        let same = |lost: &&Lost| items(&lost.person, person, FieldMask::UPDATABLE).is_empty();
        self.lost
            .iter()
            .find(same)
            .map(|lost| (lost.number, lost.id))
    }
}
