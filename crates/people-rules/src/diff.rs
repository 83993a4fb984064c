use std::fmt;

use people_model::{Entry, EntryVisitor, FieldMask, Person, PersonField};
use serde_json::Value;

use crate::{
    entries::{
        BASE, OURS, Own, clear_stale_composed, get_unit, label, leads, member_name, own,
        own_of_edit, threads, value,
    },
    merge::Subject,
};

/// The changes that an edit makes to what clients set in the contact's own values (rule `M3`).
///
/// Entries are recognised as in a [`merge`](crate::merge()). Members that the API fills in
/// and values of other sources are ignored.
///
/// ```
/// use people_model::{FieldMask, Person};
/// use people_rules::diff;
///
/// let before: Person = serde_json::from_str(r#"{"emailAddresses": [{"value": "ada@example.com"}]}"#)?;
/// let mut after = before.clone();
/// after.email_addresses[0].r#type = "work".to_owned();
///
/// let diff = diff(&before, &after);
/// assert_eq!(diff.mask(), FieldMask::EMAIL_ADDRESSES);
/// assert_eq!(diff.changes[0].to_string(), "emailAddresses[ada@example.com].type: nothing → \"work\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn diff(before: &Person, after: &Person) -> Diff {
    let mut changes = Vec::new();
    for field in FieldMask::UPDATABLE.iter() {
        if !before.field_eq(after, field) {
            field.visit(Compared {
                before,
                after,
                changes: &mut changes,
            });
        }
    }
    Diff { changes }
}

/// What differs between two states of a contact.
///
/// ```
/// use people_model::Person;
/// use people_rules::diff;
///
/// let before: Person = serde_json::from_str(r#"{"nicknames": [{"value": "Ada"}, {"value": "Countess"}]}"#)?;
/// let mut after = before.clone();
/// after.nicknames.pop();
///
/// let diff = diff(&before, &after);
/// assert!(!diff.is_empty());
/// assert_eq!(diff.mask().to_string(), "nicknames"); // to update with
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Diff {
    /// The changes, in wire order.
    pub changes: Vec<Change>,
}

impl Diff {
    /// The fields that differ: the mask of an update that makes one state the other.
    pub fn mask(&self) -> FieldMask {
        self.changes.iter().map(|change| change.field).collect()
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// One difference.
///
/// `Display` shows all of it, contact data included.
///
/// ```
/// use people_model::Person;
/// use people_rules::diff;
///
/// let before: Person = serde_json::from_str(r#"{"nicknames": [{"value": "Countess"}]}"#)?;
/// let diff = diff(&before, &Person::default());
///
/// let change = &diff.changes[0];
/// assert_eq!(change.path(), "nicknames[Countess]");
/// assert_eq!(change.before.as_ref().unwrap()["value"], "Countess");
/// assert_eq!(change.after, None); // it is not there any more
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The field.
    pub field: PersonField,
    /// What of the field: a member of an entry, an entry, the order, or which entry leads.
    pub subject: Subject,
    /// The old value; `None` if it is new.
    pub before: Option<Value>,
    /// The new value; `None` if it was removed.
    pub after: Option<Value>,
}

impl Change {
    /// Where it is: `emailAddresses[ada@example.com].type`.
    pub fn path(&self) -> String {
        self.subject.path(self.field)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: &Option<Value>| match value {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        };
        let (before, after) = (text(&self.before), text(&self.after));
        write!(f, "{}: {before} → {after}", self.path())
    }
}

struct Compared<'a> {
    before: &'a Person,
    after: &'a Person,
    changes: &'a mut Vec<Change>,
}

impl EntryVisitor for Compared<'_> {
    type Output = ();

    fn visit<T: Entry>(self) {
        let before = own::<T>(self.before);
        let mut after = own_of_edit(self.after, self.before, &before);
        let found = threads([&before, &after, &before]);
        let mut push = |subject, before, after| {
            self.changes.push(Change {
                field: T::FIELD,
                subject,
                before,
                after,
            });
        };
        for thread in &found.threads {
            match (thread[BASE], thread[OURS]) {
                (Some(from), Some(to)) if before[from].is_shared(&after[to]) => {}
                (Some(from), Some(to)) => {
                    clear_stale_composed(&before[from].entry, after[to].entry_mut());
                    members(&before[from].entry, &after[to].entry, &mut push);
                }
                (Some(from), None) => {
                    let removed = &before[from].entry;
                    push(subject(removed), Some(value(removed)), None);
                }
                (None, Some(to)) => {
                    let added = &after[to].entry;
                    push(subject(added), None, Some(value(added)));
                }
                (None, None) => {}
            }
        }
        if found.moved(BASE, OURS) && T::FIELD != PersonField::Memberships {
            push(Subject::Order, Some(labels(&before)), Some(labels(&after)));
        }
    }
}

fn members<T: Entry>(
    before: &T,
    after: &T,
    push: &mut impl FnMut(Subject, Option<Value>, Option<Value>),
) {
    let member = |name: &str| Subject::Member {
        entry: label(before),
        member: name.to_owned(),
    };
    for unit in T::UNITS {
        if !unit
            .iter()
            .all(|&position| before.member_eq(after, position))
        {
            let name = member_name::<T>(unit[0]);
            push(member(name), get_unit(before, unit), get_unit(after, unit));
        }
    }
    let unknown = before.extra().iter().chain(after.extra().iter());
    let mut names: Vec<&str> = unknown.map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (before, after) = (before.extra().get(name), after.extra().get(name));
        if before != after {
            push(member(name), before.cloned(), after.cloned());
        }
    }
    if leads(before) != leads(after) {
        let flag = |entry| leads(entry).then_some(Value::Bool(true));
        push(member("metadata.sourcePrimary"), flag(before), flag(after));
    }
}

fn subject<T: Entry>(entry: &T) -> Subject {
    Subject::Entry {
        entry: label(entry),
    }
}

fn labels<T: Entry>(all: &[Own<T>]) -> Value {
    all.iter()
        .map(|own| Value::from(label(&own.entry)))
        .collect()
}
