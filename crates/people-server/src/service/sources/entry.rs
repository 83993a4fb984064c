//! What a file says of a contact, and the result of its import.
use people_model::{ContactId, FieldMask, Person};
use people_rules::Conflict;

use super::import::SourceConflicts;

/// What a file says of one contact: a card, or a line of a table.
///
/// ```
/// use people_model::{Name, Person};
/// use people_server::SourceEntry;
///
/// let person = Person::new().names([Name::new().given_name("Ada")]);
/// let entry = SourceEntry::new(person).key("urn:uuid:3f2c").rest("X-MOON:full\r\n");
/// assert_eq!(entry.key, "urn:uuid:3f2c");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SourceEntry {
    /// What the file calls the contact, such as the UID of a card: the next file calls it the same. Empty if it
    /// has no name for it.
    pub key: String,
    /// The person. Memberships name groups of the account.
    pub person: Person,
    /// A PNG or JPEG file.
    pub photo: Option<Vec<u8>>,
    /// Whether the file names a photo that was not read: then the contact keeps the photo that it has.
    pub photo_is_unread: bool,
    /// What the file says and a person has no place for. It is stored as it is.
    pub rest: Option<Vec<u8>>,
    /// Which side wins in this contact where the file and the account have changed the same. Without it, that of
    /// [`ImportOptions`](crate::ImportOptions).
    pub conflicts: Option<SourceConflicts>,
}

impl SourceEntry {
    /// A file that says this of a contact.
    pub fn new(person: Person) -> Self {
        Self {
            person,
            ..Self::default()
        }
    }

    /// Sets what the file calls the contact.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            ..self
        }
    }

    /// Sets the photo.
    #[must_use]
    pub fn photo(self, photo: impl Into<Vec<u8>>) -> Self {
        Self {
            photo: Some(photo.into()),
            ..self
        }
    }

    /// Sets which side wins.
    #[must_use]
    pub fn conflicts(self, conflicts: SourceConflicts) -> Self {
        Self {
            conflicts: Some(conflicts),
            ..self
        }
    }

    /// Sets what a person cannot say.
    #[must_use]
    pub fn rest(self, rest: impl Into<Vec<u8>>) -> Self {
        Self {
            rest: Some(rest.into()),
            ..self
        }
    }
}

/// What an import made of an entry, or would make of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ImportedEntry {
    /// The contact; none if the entry was refused, and if a dry run would add it.
    pub contact: Option<ContactId>,
    /// What happened to it.
    pub effect: Effect,
    /// What the file and the account have changed, to two different things.
    pub conflicts: Vec<Conflict>,
    /// Whether the photo is such a conflict.
    pub photo_conflict: bool,
    /// Why the photo was left out, if it was.
    pub photo_refused: Option<String>,
}

/// What an import does to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// It is new.
    Added,
    /// It got what the file changed.
    #[non_exhaustive]
    Updated {
        /// In these fields. Empty if only the photo changed.
        mask: FieldMask,
    },
    /// It has what the file says.
    Unchanged,
    /// The entry cannot be stored.
    #[non_exhaustive]
    Refused {
        /// Why.
        reason: String,
    },
}

impl ImportedEntry {
    pub(super) fn of(contact: Option<ContactId>, effect: Effect) -> Self {
        Self {
            contact,
            effect,
            conflicts: Vec::new(),
            photo_conflict: false,
            photo_refused: None,
        }
    }

    /// That of an entry that cannot be stored.
    ///
    /// ```
    /// use people_server::{Effect, ImportedEntry};
    ///
    /// let refused = ImportedEntry::refused("there is no room");
    /// assert!(matches!(refused.effect, Effect::Refused { .. }));
    /// ```
    pub fn refused(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self::of(None, Effect::Refused { reason })
    }
}
