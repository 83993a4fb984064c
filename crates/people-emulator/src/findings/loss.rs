//! What an update lost: values that it replaced or put back without its caller knowing them.
use std::collections::HashSet;

use people_model::{FieldMask, Person, PersonField};
use people_rules::{Change, Subject, diff};
use serde_json::Value;

use super::knowledge::View;

/// A value that was removed, or that came back.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) field: PersonField,
    pub(super) subject: Subject,
    /// Such as `emailAddresses[ada@example.com].type`.
    pub(super) path: String,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
}

impl Item {
    /// Whether an entry came or went.
    pub(super) fn is_entry(&self) -> bool {
        matches!(self.subject, Subject::Entry { .. })
    }

    /// Whether an entry is gone: it was left out, or another one replaced it.
    pub(super) fn drops_entry(&self) -> bool {
        let mut identity = self.field.identity().iter();
        let names_another = identity.any(|name| *name == self.member() && *name != "type");
        self.before.is_some()
            && (self.is_entry() || names_another && self.after.is_some())
            && !self.field.is_singleton()
    }

    pub(super) fn member(&self) -> &str {
        match &self.subject {
            Subject::Member { member, .. } => member,
            _ => "",
        }
    }

    pub(super) fn entry(&self) -> &str {
        match &self.subject {
            Subject::Entry { entry } | Subject::Member { entry, .. } => entry,
            _ => "",
        }
    }

    fn of(change: Change) -> Option<Self> {
        let path = change.path();
        let Change {
            field,
            subject,
            before,
            after,
            ..
        } = change;
        let counts = match &subject {
            Subject::Entry { .. } => true,
            Subject::Member { member, .. } => member != "metadata.sourcePrimary",
            // The order and which entry leads are no data.
            _ => false,
        };
        counts.then_some(Self {
            field,
            subject,
            path,
            before,
            after,
        })
    }
}

/// What differs between two states, in some fields.
pub(super) fn items(from: &Person, to: &Person, fields: FieldMask) -> Vec<Item> {
    let changes = diff(from, to).changes.into_iter();
    let changes = changes.filter(|change| fields.contains(change.field));
    let items: Vec<Item> = changes.filter_map(Item::of).collect();
    let composed = |item: &Item| is_composed(item, from) || is_composed(item, to);
    let (composed, rest): (Vec<Item>, Vec<Item>) = items.into_iter().partition(composed);
    drop(composed);
    rest
}

/// How a view of an existing value differs from the state before the update.
pub(super) struct Compared<'v> {
    pub(super) view: &'v View,
    differing: Vec<Item>,
}

impl<'v> Compared<'v> {
    /// Compares the state before an update with a view of a field.
    pub(super) fn of(view: &'v View, before: &Person, field: PersonField) -> Self {
        Self {
            view,
            differing: items(before, &view.person(), FieldMask::only(field)),
        }
    }

    /// Whether the view says of the field what the state before the update says.
    pub(super) fn is_exact(&self, field: PersonField) -> bool {
        let hides = self.view.hidden.iter().any(|(of, _)| *of == field);
        self.differing.is_empty() && !hides && !self.view.partial.contains(field)
    }

    /// What of a lost value the caller did not see in this view. None if it saw it.
    pub(super) fn unseen(&self, lost: &Item) -> Option<Unseen> {
        let here = |item: &&Item| item.field == lost.field && item.entry() == lost.entry();
        let differs = match &lost.subject {
            Subject::Member { member, .. } => {
                self.differing
                    .iter()
                    .filter(here)
                    .any(|it| match &it.subject {
                        Subject::Member { member: of, .. } => of == member && it.before.is_some(),
                        _ => it.before.is_some(),
                    })
            }
            _ => self
                .differing
                .iter()
                .filter(here)
                .any(|it| it.before.is_some()),
        };
        let hidden = match &lost.subject {
            Subject::Member { member, .. } => self.view.hides(lost.field, member),
            _ => false,
        };
        let partial = self.view.partial.contains(lost.field);
        match (differs, hidden) {
            (true, _) if !partial => Some(Unseen::Newer),
            (true, _) => Some(Unseen::Hidden),
            (false, true) => Some(Unseen::Hidden),
            (false, false) => None,
        }
    }

    /// Whether a change sets a value to what it was in this view, and was no longer before the update.
    pub(super) fn puts_back(&self, change: &Item) -> bool {
        !self.view.partial.contains(change.field)
            && self.differing.iter().any(|it| {
                it.field == change.field && it.subject == change.subject && it.after == change.after
            })
    }
}

/// Whether an entry that is gone came back with the part that the caller saw in these views, and without the rest.
pub(super) fn is_sent_in_part(views: &[&Compared<'_>], gone: &Item, mine: &[&Item]) -> bool {
    let Some(before) = gone.before.as_ref().and_then(|it| it.as_object()) else {
        return false;
    };
    let is_hidden = |name: &str| {
        let member = Item {
            subject: Subject::Member {
                entry: gone.entry().to_owned(),
                member: name.to_owned(),
            },
            ..gone.clone()
        };
        views.iter().all(|it| it.unseen(&member).is_some())
    };
    if !gone.is_entry() || !before.keys().any(|name| is_hidden(name)) {
        return false;
    }
    // In an entry that came, or in one that is taken for another entry that is gone.
    let is_there = |name: &str, value: &Value| {
        mine.iter().any(|it| match &it.subject {
            Subject::Member { member, .. } => member == name && it.after.as_ref() == Some(value),
            _ if it.before.is_some() => false,
            _ => it.after.as_ref().and_then(|added| added.get(name)) == Some(value),
        })
    };
    let mut seen = before.iter().filter(|(name, _)| !is_hidden(name));
    seen.any(|(name, value)| is_there(name, value))
}

/// Why a view does not have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unseen {
    /// It was written after the view.
    Newer,
    /// The caller asked for other members.
    Hidden,
}

/// Whether a member is composed by the API of others that are there.
fn is_composed(item: &Item, person: &Person) -> bool {
    let Subject::Member { member, .. } = &item.subject else {
        return false;
    };
    match (item.field, member.as_str()) {
        (PersonField::Names, "unstructuredName") => person.names.iter().any(|name| {
            let parts = [
                &name.given_name,
                &name.middle_name,
                &name.family_name,
                &name.honorific_prefix,
                &name.honorific_suffix,
            ];
            parts.iter().any(|part| !part.is_empty())
        }),
        (PersonField::Addresses, "formattedValue") => person.addresses.iter().any(|address| {
            let parts = [
                &address.street_address,
                &address.extended_address,
                &address.city,
                &address.region,
                &address.postal_code,
                &address.po_box,
                &address.country,
                &address.country_code,
            ];
            parts.iter().any(|part| !part.is_empty())
        }),
        _ => false,
    }
}

/// The names of entries that changes are about.
pub(super) fn entries(items: &[Item]) -> HashSet<(PersonField, &str)> {
    items.iter().map(|it| (it.field, it.entry())).collect()
}
