use std::fmt;

use people_model::PersonField;
use serde_json::Value;

/// Something that was changed on both sides, to two different things.
///
/// `Display` tells all of it, contact data included.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Conflict {
    /// The field.
    pub field: PersonField,
    /// What of the field.
    pub subject: Subject,
    /// What it was; none where it was not there.
    pub base: Option<Value>,
    /// What we made of it; none where we removed it.
    pub ours: Option<Value>,
    /// What it is by now; none where it was removed.
    pub theirs: Option<Value>,
    /// What was decided.
    pub resolution: Resolution,
}

/// What of a field conflicts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A member of an entry, changed on both sides.
    Member {
        /// What the entry is recognised by, such as an address; empty for a singleton.
        entry: String,
        /// The member, as JSON spells it. Members that only make sense together are one, and named
        /// by the first of them.
        member: String,
    },
    /// An entry that was changed on one side and removed on the other.
    Entry {
        /// What the entry is recognised by; empty for a singleton.
        entry: String,
    },
    /// Entries that look alike, of which it cannot be known which became which. The values are lists
    /// of them.
    Entries {
        /// What they are recognised by; empty where they have no identity, or several.
        entry: String,
    },
    /// Lines of a text, changed on both sides. The values are texts of a line or more, none where
    /// there is no such line.
    Lines {
        /// The member, as JSON spells it.
        member: String,
        /// The number of the first of the lines in the base, from 1.
        line: usize,
    },
    /// The order of the entries, changed on both sides. The values are the entries' identities.
    Order,
    /// Which entry leads (`metadata.sourcePrimary`). The values are the entries' identities.
    Primary,
    /// All memberships: each side left one group, and together they would have left the last (rule
    /// `U7`).
    Everything,
}

/// What is decided about a [`Conflict`].
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
/// // Both texts of the lines in question, one behind the other; of all else, what is there by now.
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
    /// Nothing: the result has what `theirs` has, and may not be sent.
    #[default]
    Unresolved,
    /// What we made of it.
    Ours,
    /// What it is by now.
    Theirs,
    /// Something else: JSON of the member's type, for an entry the entry, for entries that look alike
    /// a list of them, for lines their text. Where members are one unit it is an object of them;
    /// `null` is unset, or removed. A value that does not fit, and one for an order, a leader or all
    /// memberships, leaves the conflict unresolved.
    Value(Value),
}

impl Conflict {
    /// Where it is: `emailAddresses[ada@example.com].type`.
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

/// The conflicts that keep a merge from being sent.
///
/// As an error it names where they are: an entry of a list by what it is recognised by, such as an address.
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
