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
/// // Whoever still holds the first version has been overtaken.
/// let late = store.commit(&ada, put(Condition::Version(first.version))).await;
/// assert!(matches!(late, Err(CommitError::Conflict { index: 0, current: Some(now) }) if now == second.version));
/// # Ok::<(), CommitError>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // callers write it out
pub struct Batch {
    /// What shall happen: 1 to [`MAX_WRITES`](Self::MAX_WRITES) writes, each to another row. The
    /// conditions are about the rows as they are before any of them.
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
            let (kind, id) = write.row();
            if !is_id(id) {
                return Err(Invalid::Id);
            }
            if self.writes.len() > 1 && !rows.insert((kind, id)) {
                return Err(Invalid::RepeatedRow);
            }
            if let Write::Put { record, .. } = write {
                record.validate()?;
            }
        }
        Ok(())
    }
}

/// One change of one row. There is no unconditional write.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // every engine must know every write
pub enum Write {
    /// Creates the row, or replaces it.
    Put {
        /// The row's collection.
        kind: RowKind,
        /// The row's id: 1 to `i64::MAX`.
        id: u64,
        /// What it shall hold.
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
}

impl Write {
    /// Which row it is about.
    pub fn row(&self) -> (RowKind, u64) {
        match *self {
            Self::Put { kind, id, .. } | Self::Delete { kind, id, .. } => (kind, id),
        }
    }

    /// Whether the write may happen, given the version of the live row.
    pub fn allows(&self, current: Option<Version>) -> bool {
        match self {
            Self::Put {
                condition: Condition::Absent,
                ..
            } => current.is_none(),
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
    /// There is no row, or only a tombstone, which the put revives.
    Absent,
    /// The row is live, and this commit changed it last.
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
