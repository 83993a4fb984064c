//! What every engine on SQL looks for in its rows.
use std::fmt;

use crate::{Account, Record, Row, RowKind, Version};

/// Profiles, groups and sources come before the contacts that have them, and photos after the people whom
/// they show.
pub(crate) const KINDS: [RowKind; RowKind::ALL.len()] = [
    RowKind::Domain,
    RowKind::Profile,
    RowKind::Group,
    RowKind::Source,
    RowKind::Contact,
    RowKind::OtherContact,
    RowKind::DirectoryPerson,
    RowKind::Photo,
    RowKind::ProfilePhoto,
    RowKind::Undo,
];

/// A fault in a store. It contains no contact data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// Where: the database, an account, or a row of one.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl Fault {
    pub(crate) fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        let (place, what) = (place.into(), what.into());
        Self { place, what }
    }

    pub(crate) fn of_database(what: impl Into<String>) -> Self {
        Self::new("the database", what)
    }

    /// Of rows and terms that name an account which does not exist.
    pub(crate) fn stray_account(account: &str) -> Self {
        let what = "it has rows, and is not in the table of accounts";
        Self::new(format!("account {account:?}"), what)
    }

    /// Of an account with a name that is not allowed.
    pub(crate) fn impossible_account(account: &str, why: impl fmt::Display) -> Self {
        Self::new(format!("account {account:?}"), why.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Adds up the rows of an account, kind by kind, and compares the sums with the account's row.
pub(crate) struct Tally {
    place: String,
    /// The version in the account's row.
    version: Version,
    /// The version of the last replacement in the account's row.
    replaced: Version,
    /// The version of its latest row.
    latest: Version,
    /// How many rows of the present kind are live.
    live: u64,
}

impl Tally {
    pub(crate) fn new(account: &Account, version: Version, replaced: Version) -> Self {
        Self {
            place: format!("account `{account}`"),
            version,
            replaced,
            latest: Version::ZERO,
            live: 0,
        }
    }

    /// A fault of one row.
    pub(crate) fn fault(&self, kind: RowKind, id: i64, what: impl Into<String>) -> Fault {
        Fault::new(format!("{}, {kind} {id}", self.place), what)
    }

    /// A fault of the account's own row.
    pub(crate) fn of_account(&self, what: impl Into<String>) -> Fault {
        Fault::new(&*self.place, what)
    }

    pub(crate) fn terms_without_row(&self, kind: RowKind, id: i64) -> Fault {
        self.fault(kind, id, "it has terms but no row")
    }

    /// Counts a row, also one with a fault.
    pub(crate) fn count(&mut self, version: i64, deleted: bool) {
        let version = Version(u64::try_from(version).unwrap_or(0));
        self.latest = self.latest.max(version);
        self.live += u64::from(!deleted);
    }

    /// The faults of a row that do not depend on its meaning. The index has `there` of its own terms, and `indexed`
    /// terms for its id.
    pub(crate) fn row(&self, kind: RowKind, row: &Row, there: u64, indexed: u64) -> Vec<Fault> {
        let mut wrong = Vec::new();
        if row.id == 0 {
            wrong.push("no row can have this id".to_owned());
        }
        if row.version == Version::ZERO || row.version > self.version {
            wrong.push(format!(
                "at version {}, but its account is at {}",
                row.version, self.version
            ));
        }
        if row.deleted && *row.record != Record::default() {
            wrong.push("a tombstone with content".to_owned());
        }
        if let Err(reason) = row.record.validate() {
            wrong.push(reason.to_string());
        }
        let missing = (row.record.terms.len() as u64).saturating_sub(there);
        if missing > 0 {
            wrong.push(format!("the index lacks {missing} of its terms"));
        }
        if indexed > there {
            wrong.push(format!(
                "the index has {} terms that it does not have",
                indexed - there
            ));
        }
        let fault = |what| self.fault(kind, row.id.cast_signed(), what);
        wrong.into_iter().map(fault).collect()
    }

    /// After the last row of a kind, of which the account counts so many as live.
    pub(crate) fn end_of_kind(&mut self, kind: RowKind, counted: u64) -> Option<Fault> {
        let live = std::mem::take(&mut self.live);
        let what = format!("counted as {counted} live rows of {kind}, not {live}");
        (counted != live).then(|| Fault::new(&*self.place, what))
    }

    /// After the last kind.
    pub(crate) fn end(&self) -> Option<Fault> {
        let (version, latest) = (self.version, self.latest);
        // Each commit leaves a row of its version, but for a replacement whose rows kept theirs.
        let is_replaced = self.replaced == version && latest < version;
        let what = match self.replaced > version {
            true => format!(
                "at version {version}, but replaced at version {}",
                self.replaced
            ),
            false => format!("at version {version}, but its latest row is at {latest}"),
        };
        (latest != version && !is_replaced || self.replaced > version)
            .then(|| Fault::new(&*self.place, what))
    }

    pub(crate) fn stray_kind(&self, kind: i64) -> Fault {
        let what = format!("it has rows of kind {kind}, which does not exist");
        Fault::new(&*self.place, what)
    }
}
