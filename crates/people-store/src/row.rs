use std::{fmt, sync::Arc};

use crate::{Invalid, Terms};

/// A moment: microseconds since the Unix epoch.
pub type Micros = i64;

/// A position in an account's sequence of commits.
///
/// An account's first commit makes version 1, and each commit after it the next one: no version is
/// skipped and none is used twice, even after deletions and restarts. Only a
/// [replacement](crate::Store::replace) of all rows may skip some.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs)] // a number, and nothing else
pub struct Version(pub u64);

impl Version {
    /// Before the first commit.
    pub const ZERO: Self = Self(0);
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A collection of an account. Ids of one have nothing to do with ids of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)] // what an account has is part of the schema
pub enum RowKind {
    /// Contacts.
    Contact,
    /// Contact groups of the user's own.
    Group,
    /// The account's own profile.
    Profile,
    /// The photo of a contact or another contact, or of a person of a directory: under the id of that
    /// row.
    Photo,
    /// The photo of the account's own profile: under the id of the profile.
    ProfilePhoto,
    /// People whom the account has met and not put among its contacts.
    OtherContact,
    /// The people of a domain, in the [account of the domain](crate::Account::of_domain).
    DirectoryPerson,
    /// Which domain an account belongs to; in the account of a domain, how it is set up.
    Domain,
    /// What the files that a contact was imported from said of it, and what a person cannot say: under the id of
    /// the contact.
    Source,
    /// What a merge of contacts replaced, to undo it.
    Undo,
}

impl RowKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Contact,
        Self::Group,
        Self::Profile,
        Self::Photo,
        Self::ProfilePhoto,
        Self::OtherContact,
        Self::DirectoryPerson,
        Self::Domain,
        Self::Source,
        Self::Undo,
    ];

    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

/// How it is called where an operator reads it.
///
/// ```
/// use people_store::RowKind;
///
/// assert_eq!(RowKind::OtherContact.to_string(), "other contact");
/// ```
impl fmt::Display for RowKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Contact => "contact",
            Self::Group => "group",
            Self::Profile => "profile",
            Self::Photo => "photo",
            Self::ProfilePhoto => "profile photo",
            Self::OtherContact => "other contact",
            Self::DirectoryPerson => "directory person",
            Self::Domain => "domain",
            Self::Source => "contact source",
            Self::Undo => "undo record",
        })
    }
}

/// One entry of a collection, as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // engines outside this crate make them
pub struct Row {
    /// Which entry of its collection: 1 to `i64::MAX`.
    pub id: u64,
    /// The commit that changed it last.
    pub version: Version,
    /// The time that this commit was given.
    pub update_time: Micros,
    /// Whether the row is the tombstone of a deleted one. Its record is then empty.
    pub deleted: bool,
    /// The content. Shared, so that reading a row does not copy it.
    pub record: Arc<Record>,
}

/// The content of a row. The store knows only its sort keys and terms.
///
/// [`Default`] is an empty one, as tombstones have.
#[derive(Clone, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // callers write it out
pub struct Record {
    /// Compact JSON, for an operator to read. At most [`MAX_BODY`](Self::MAX_BODY) bytes without a
    /// NUL, which JSON does not have; otherwise the store does not look at it.
    pub body: String,
    /// A companion of the body, such as a table of ranges in it; may be empty. At most
    /// [`MAX_LAYOUT`](Self::MAX_LAYOUT) bytes.
    pub layout: Vec<u8>,
    /// The sort keys of the row in [`Order::FirstName`](crate::Order::FirstName) and
    /// [`Order::LastName`](crate::Order::LastName). Keys are compared byte by byte, so differences that must not count,
    /// such as case, are folded before. Each at most [`MAX_SORT_KEY`](Self::MAX_SORT_KEY) bytes.
    pub sort_keys: [String; 2],
    /// What [`Store::find`](crate::Store::find) finds the row by, such as `group:1a2b`. At most
    /// [`MAX_TERMS`](Self::MAX_TERMS) of them, each of 1 to [`MAX_TERM`](Self::MAX_TERM) bytes.
    pub terms: Terms,
}

impl Record {
    /// The most bytes of a body: 4 MiB.
    pub const MAX_BODY: usize = 4 << 20;
    /// The most bytes of a layout: 64 KiB.
    pub const MAX_LAYOUT: usize = 64 << 10;
    /// The most bytes of a sort key. Indexes of SQL engines do not hold much longer ones.
    pub const MAX_SORT_KEY: usize = 512;
    /// The most bytes of a term. Indexes of SQL engines do not hold much longer ones.
    pub const MAX_TERM: usize = 1024;
    /// The most terms.
    pub const MAX_TERMS: usize = 10_000;

    /// The record in the form that a store accepts. Sort keys are cut to the allowed length between two characters.
    /// Terms that are empty, too long or too many are left out.
    ///
    /// For callers whose keys and terms come from text that anyone may have written at any length.
    ///
    /// ```
    /// use people_store::Record;
    ///
    /// let record = Record {
    ///     sort_keys: ["é".repeat(1_000), String::new()],
    ///     terms: ["group:1", "group:2", &"email:".repeat(1_000)].into(),
    ///     ..Record::default()
    /// };
    /// let record = record.indexable();
    ///
    /// assert_eq!(record.sort_keys[0], "é".repeat(256));
    /// assert_eq!(record.terms, ["group:1", "group:2"]);
    /// ```
    #[must_use]
    pub fn indexable(mut self) -> Self {
        for key in &mut self.sort_keys {
            let mut end = key.len().min(Self::MAX_SORT_KEY);
            while !key.is_char_boundary(end) {
                end -= 1;
            }
            key.truncate(end);
        }
        if self.terms.len() > Self::MAX_TERMS || !self.terms.iter().all(Self::can_be_term) {
            let terms = self.terms.iter().filter(|term| Self::can_be_term(term));
            self.terms = terms.take(Self::MAX_TERMS).collect();
        }
        self
    }

    pub(crate) fn validate(&self) -> Result<(), Invalid> {
        if self.body.len() > Self::MAX_BODY || self.body.contains('\0') {
            return Err(Invalid::Body);
        }
        if self.layout.len() > Self::MAX_LAYOUT {
            return Err(Invalid::Layout);
        }
        if self
            .sort_keys
            .iter()
            .any(|key| key.len() > Self::MAX_SORT_KEY)
        {
            return Err(Invalid::SortKey);
        }
        if self.terms.len() > Self::MAX_TERMS || !self.terms.iter().all(Self::can_be_term) {
            return Err(Invalid::Terms);
        }
        Ok(())
    }

    fn can_be_term(text: &str) -> bool {
        (1..=Self::MAX_TERM).contains(&text.len())
    }
}

/// Shows only sizes, because the content is personal data.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("body_bytes", &self.body.len())
            .field("layout_bytes", &self.layout.len())
            .field("terms", &self.terms.len())
            .finish_non_exhaustive()
    }
}
