use std::fmt;

use people_model::PersonField;
use serde_json::Value;

/// Something that both sides changed to different values.
///
/// `Display` shows all of it, contact data included.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Conflict {
    /// The field.
    pub field: PersonField,
    /// The part of the field.
    pub subject: Subject,
    /// The old value; `None` if there was none.
    pub base: Option<Value>,
    /// Our value; `None` if we removed it.
    pub ours: Option<Value>,
    /// The current value; `None` if it was removed.
    pub theirs: Option<Value>,
    /// The decision.
    pub resolution: Resolution,
}

/// The part of a field that conflicts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A member of an entry. Both sides changed it.
    Member {
        /// The entry's identity, such as an address; empty for a singleton.
        entry: String,
        /// The member, as JSON spells it. Members that only make sense together count as one and have the name
        /// of the first.
        member: String,
    },
    /// An entry. One side changed it, the other removed it.
    Entry {
        /// The entry's identity; empty for a singleton.
        entry: String,
    },
    /// Entries that look so alike that the merge cannot know which became which. The values are lists of
    /// them.
    Entries {
        /// Their identity; empty if they have none, or several.
        entry: String,
    },
    /// Lines of a text. Both sides changed them. The values are texts of one or more lines, or `None` for no
    /// line.
    Lines {
        /// The member, as JSON spells it.
        member: String,
        /// The number of the first of the lines in the base, from 1.
        line: usize,
    },
    /// The order of the entries. Both sides changed it. The values are the entries' identities.
    Order,
    /// Which entry leads (`metadata.sourcePrimary`). The values are the entries' identities.
    Primary,
    /// All memberships. Each side left a group, and a merge of both would leave the last one (rule `U7`).
    Everything,
}

/// The decision on a [`Conflict`].
///
/// ```
/// use people_model::Person;
/// use people_rules::{Conflict, Resolution, Subject, merge_with};
/// use serde_json::json;
///
/// let person = |json| serde_json::from_str::<Person>(json);
/// let base = person(r#"{"biographies": [{"value": "Wrote a note."}]}"#)?;
/// let ours = person(r#"{"biographies": [{"value": "Wrote notes."}]}"#)?;
/// let theirs = person(r#"{"biographies": [{"value": "Wrote a note on an engine."}]}"#)?;
///
/// // Lines that conflict are kept from both sides. For all else, the current value wins.
/// let both = |conflict: &Conflict| match (&conflict.subject, &conflict.ours, &conflict.theirs) {
///     (Subject::Lines { .. }, Some(ours), Some(theirs)) => {
///         let texts = [theirs, ours].map(|side| side.as_str().unwrap_or_default());
///         Resolution::Value(json!(texts.join("\n")))
///     }
///     _ => Resolution::Theirs,
/// };
/// let merge = merge_with(&base, &ours, &theirs, both);
/// assert_eq!(merge.person.biographies[0].value, "Wrote a note on an engine.\nWrote notes.");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Resolution {
    /// None yet: the result has the value of `theirs` and must not be sent.
    #[default]
    Unresolved,
    /// Our value.
    Ours,
    /// The current value.
    Theirs,
    /// Another value, as JSON. For a member it is a value of its type, for members that count as one it is an object,
    /// for an entry it is the entry. For entries that look alike it is a list, and for lines their text. `null` unsets
    /// a member and removes an entry. A value of another type leaves the conflict unresolved. So does any value for an
    /// order, a leader or all memberships.
    Value(Value),
}

impl Conflict {
    /// The path of what conflicts: `emailAddresses[ada@example.com].type`.
    pub fn path(&self) -> String {
        self.subject.path(self.field)
    }
}

impl Subject {
    pub(crate) fn path(&self, field: PersonField) -> String {
        let field = field.as_str();
        let of = |entry: &str| match entry {
            "" => field.to_owned(),
            entry => format!("{field}[{entry}]"),
        };
        match self {
            Self::Member { entry, member } => format!("{}.{member}", of(entry)),
            Self::Entry { entry } | Self::Entries { entry } => of(entry),
            Self::Lines { member, line } => format!("{field}.{member} (line {line})"),
            Self::Order => format!("{field} (order)"),
            Self::Primary => format!("{field} (metadata.sourcePrimary)"),
            Self::Everything => field.to_owned(),
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: &Option<Value>| match value {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        };
        write!(
            f,
            "{}: base {}, ours {}, theirs {}",
            self.path(),
            text(&self.base),
            text(&self.ours),
            text(&self.theirs)
        )
    }
}

/// The conflicts because of which a merge must not be sent.
///
/// As an error it names their paths. An entry of a list is named by its identity, such as an address.
///
/// ```
/// use people_model::Person;
/// use people_rules::{Conflicts, merge};
///
/// let person = |json| serde_json::from_str::<Person>(json);
/// let base = person(r#"{"names": [{"givenName": "Ada"}]}"#)?;
/// let ours = person(r#"{"names": [{"givenName": "Augusta"}]}"#)?;
/// let theirs = person(r#"{"names": [{"givenName": "A."}]}"#)?;
///
/// let open: Vec<_> = merge(&base, &ours, &theirs).unresolved().cloned().collect();
/// assert_eq!(Conflicts(open).to_string(), "`names.givenName` changed on both sides");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{} changed on both sides", Paths(.0))]
#[allow(clippy::exhaustive_structs)] // the conflicts, and nothing else
pub struct Conflicts(pub Vec<Conflict>);

struct Paths<'c>(&'c [Conflict]);

impl fmt::Display for Paths<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, conflict) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "`{}`", conflict.path())?;
        }
        Ok(())
    }
}
