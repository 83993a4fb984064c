use std::collections::HashSet;

use crate::{Invalid, Micros, Record, RowKind, Version};

/// Writes that happen together or not at all.
///
/// ```
/// use people_store::{Account, Batch, CommitError, Condition, RowKind, Memory, Record, Store, Write};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let (store, ada) = (Memory::new(), Account::new("ada").unwrap());
/// let put = |condition| Batch {
///     writes: vec![Write::Put { kind: RowKind::Contact, id: 7, record: Record::default(), condition }],
///     time: 1_700_000_000_000_000,
/// };
/// let first = store.commit(&ada, put(Condition::Absent)).await?;
/// let second = store.commit(&ada, put(Condition::Version(first.version))).await?;
///
/// // A writer that still holds the first version is too late.
/// let late = store.commit(&ada, put(Condition::Version(first.version))).await;
/// assert!(matches!(late, Err(CommitError::Conflict { index: 0, current: Some(now) }) if now == second.version));
/// # Ok::<(), CommitError>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // callers write it out
pub struct Batch {
    /// The writes and their conditions: 1 to [`MAX_WRITES`](Self::MAX_WRITES). At least one changes a row, and
    /// no two change the same row. Conditions are checked against the rows as they are before the batch.
    pub writes: Vec<Write>,
    /// The time that the written rows get. The store has no clock.
    pub time: Micros,
}

impl Batch {
    /// The most writes of a batch.
    pub const MAX_WRITES: usize = 10_000;

    /// Checks what does not depend on the store's content: what every engine does first.
    ///
    /// # Errors
    ///
    /// The first reason why no store would take the batch.
    pub fn validate(&self) -> Result<(), Invalid> {
        if self.writes.is_empty() || self.writes.len() > Self::MAX_WRITES {
            return Err(Invalid::BatchSize);
        }
        let mut rows = HashSet::new();
        for write in &self.writes {
            if write.row().is_some_and(|(_, id)| !is_id(id)) {
                return Err(Invalid::Id);
            }
            match write {
                Write::Put { record, .. } => record.validate()?,
                Write::Delete { .. } | Write::RequireLive { .. } => {}
                Write::RequireFree { term, .. } => match term.len() {
                    1..=Record::MAX_TERM => {}
                    _ => return Err(Invalid::Terms),
                },
            }
            if let Some(row) = write.changes()
                && !rows.insert(row)
            {
                return Err(Invalid::RepeatedRow);
            }
        }
        match rows.is_empty() {
            true => Err(Invalid::NoChange),
            false => Ok(()),
        }
    }
}

/// One change of one row, or a condition about what the batch leaves as it is. There is no unconditional
/// write.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // every engine must know every write
pub enum Write {
    /// Creates the row, or replaces it.
    Put {
        /// The row's collection.
        kind: RowKind,
        /// The row's id: 1 to `i64::MAX`.
        id: u64,
        /// The new content.
        record: Record,
        /// What must be true for it.
        condition: Condition,
    },
    /// Leaves a tombstone of the row.
    Delete {
        /// The row's collection.
        kind: RowKind,
        /// The row's id: 1 to `i64::MAX`.
        id: u64,
        /// The version that the live row must be at.
        version: Version,
    },
    /// Requires a live row, at any version, and does not change it.
    RequireLive {
        /// The row's collection.
        kind: RowKind,
        /// The row's id: 1 to `i64::MAX`.
        id: u64,
    },
    /// Requires that no live row of the collection has the term, and changes nothing.
    ///
    /// ```
    /// use people_store::{Account, Batch, CommitError, Condition, RowKind, Memory, Record, Store, Write};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let (store, ada) = (Memory::new(), Account::new("ada").unwrap());
    /// let named = |id| {
    ///     let term = "name:engine".to_owned();
    ///     let record = Record { terms: [&term].into(), ..Record::default() };
    ///     let put = Write::Put { kind: RowKind::Group, id, record, condition: Condition::Absent };
    ///     Batch { writes: vec![put, Write::RequireFree { kind: RowKind::Group, term }], time: 1 }
    /// };
    /// store.commit(&ada, named(7)).await?;
    ///
    /// // Another row cannot have the name as well.
    /// let second = store.commit(&ada, named(8)).await;
    /// assert!(matches!(second, Err(CommitError::Conflict { index: 1, .. })));
    /// # Ok::<(), CommitError>(())
    /// # }).unwrap();
    /// ```
    RequireFree {
        /// The rows' collection.
        kind: RowKind,
        /// The term: 1 to [`MAX_TERM`](Record::MAX_TERM) bytes.
        term: String,
    },
}

impl Write {
    /// The row that it is about; `None` if it is about a term.
    pub fn row(&self) -> Option<(RowKind, u64)> {
        match *self {
            Self::Put { kind, id, .. }
            | Self::Delete { kind, id, .. }
            | Self::RequireLive { kind, id } => Some((kind, id)),
            Self::RequireFree { .. } => None,
        }
    }

    /// The row that it changes; `None` if it is only a condition.
    pub fn changes(&self) -> Option<(RowKind, u64)> {
        match *self {
            Self::Put { kind, id, .. } | Self::Delete { kind, id, .. } => Some((kind, id)),
            Self::RequireLive { .. } | Self::RequireFree { .. } => None,
        }
    }

    /// Whether its condition holds, given the version of the live row that it is about. For
    /// [`RequireFree`](Self::RequireFree) that is the first row with the term.
    pub fn allows(&self, current: Option<Version>) -> bool {
        match self {
            Self::Put {
                condition: Condition::Absent,
                ..
            }
            | Self::RequireFree { .. } => current.is_none(),
            Self::RequireLive { .. } => current.is_some(),
            Self::Put {
                condition: Condition::Version(version),
                ..
            }
            | Self::Delete { version, .. } => current == Some(*version),
        }
    }
}

/// What must be true for a put to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // every engine must know every condition
pub enum Condition {
    /// There is no live row. If there is a tombstone, the put revives it.
    Absent,
    /// The row is live and at this version.
    Version(Version),
}

/// What a commit made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // engines outside this crate make them
pub struct Committed {
    /// The version of the batch: that of each row it wrote, and the account's from now on.
    pub version: Version,
}

/// Whether a row can have this id.
pub(crate) fn is_id(id: u64) -> bool {
    id >= 1 && i64::try_from(id).is_ok()
}
