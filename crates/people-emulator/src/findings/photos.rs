//! `BLIND_OVERWRITE` of photos: a call that sets one has no etag, so all that a program can do is look first.
use std::collections::HashSet;

use people_http::{Change, Returns, Shape};
use people_model::{ContactId, PersonField};
use people_server::Written;

use super::{
    exchange::{Exchange, shown},
    finding::{Finding, Grade, Kind},
    knowledge::Known,
    telling::{finding, requests},
};

/// Contacts whose photos a caller knows.
const CONTACTS: usize = 20_000;

/// The contacts of which a caller knows the photo that they have now.
#[derive(Debug, Default)]
pub(super) struct Photos {
    known: HashSet<ContactId>,
    /// Whether some were forgotten.
    forgot: bool,
}

impl Photos {
    /// What another program did to photos: this one has not seen it.
    pub(super) fn somebody_else(&mut self, exchange: &Exchange) {
        if let Some((id, _)) = replaced(exchange) {
            self.known.remove(&id);
        }
    }

    /// Whether the program replaced a photo that it had not read.
    pub(super) fn judge<'k>(
        &self,
        exchange: &Exchange,
        knowledge: impl Fn(ContactId) -> Option<&'k Known>,
        found: &mut Vec<Finding>,
    ) {
        let Some((id, true)) = replaced(exchange) else {
            return;
        };
        // A name that comes from elsewhere comes from what is not known.
        let known = knowledge(id).filter(|known| known.is_complete());
        let read = known.and_then(Known::last_request);
        if let Some(read) = read.filter(|_| !self.forgot && !self.known.contains(&id)) {
            let text = "The program replaced or deleted a photo that it had not read.";
            found.push(Finding {
                resource_name: Some(id.resource_name().to_string()),
                requests: requests(read, exchange.number),
                ..finding(exchange, Kind::BlindOverwrite, Grade::Note, text.to_owned())
            });
        }
    }

    /// The photos that a reply shows, and the one that was set.
    pub(super) fn learn(&mut self, exchange: &Exchange) {
        if let Some((id, _)) = replaced(exchange) {
            self.know(id);
        }
        // Most replies have no photos, and need not be read.
        let shape = exchange.shape.as_ref();
        let Some(shape) = shape.filter(|shape| shows_photos(shape)) else {
            return;
        };
        let Some((whole, seen)) = exchange.seen_reply() else {
            return;
        };
        for person in shown(shape, &whole, &seen) {
            if person.read.contains(PersonField::Photos)
                && person.seen["photos"] == person.whole["photos"]
            {
                self.know(person.id);
            }
        }
    }

    fn know(&mut self, id: ContactId) {
        if self.known.len() < CONTACTS || self.known.contains(&id) {
            self.known.insert(id);
        } else {
            self.forgot = true;
        }
    }
}

fn shows_photos(shape: &Shape<'_>) -> bool {
    match shape.returns {
        Returns::People { read, .. } => read.contains(PersonField::Photos),
        Returns::OtherContacts(_)
        | Returns::DirectoryPeople(_)
        | Returns::Groups(_)
        | Returns::Nothing => false,
    }
}

/// The contact whose photo a call set or deleted, and whether it had one.
fn replaced(exchange: &Exchange) -> Option<(ContactId, bool)> {
    let id = match exchange.shape.as_ref()?.change {
        Change::Photo(id) => id,
        Change::None
        | Change::CreateContacts
        | Change::UpdateContacts { .. }
        | Change::DeleteContacts(_)
        | Change::CreateGroup
        | Change::UpdateGroup { .. }
        | Change::DeleteGroup
        | Change::Members { .. } => return None,
    };
    let is_it = |written: &&Written| ContactId::new(written.id) == Some(id);
    let written = exchange.written.iter().find(is_it)?;
    // The photo of a contact is one of the terms of its row, and nothing else of it changes here.
    let terms = |state: &people_server::RowState| state.row.record.terms.clone();
    let (before, after) = (
        terms(written.before.as_ref()?),
        terms(written.after.as_ref()?),
    );
    let had = before.iter().any(|term| !after.contains(term));
    Some((id, had))
}
