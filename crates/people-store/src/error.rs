use std::{error::Error, path::PathBuf, sync::Arc};

use crate::Version;

/// What an engine said. Shared, since commits that fail together fail for one reason.
pub type Cause = Arc<dyn Error + Send + Sync>;

/// Why a call of a store failed.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Not now: the same may succeed later. Nothing was written.
    #[error("the store is unavailable: {reason}")]
    #[non_exhaustive]
    Unavailable {
        /// Why it is unavailable.
        reason: Unavailable,
        /// What the engine said.
        source: Option<Cause>,
    },
    /// The store has data that this crate cannot have written.
    #[error("the store is damaged: {what}")]
    #[non_exhaustive]
    Corrupt {
        /// Which part, and what is wrong with it.
        what: String,
        /// What the engine said.
        source: Option<Cause>,
    },
    /// A later version of this crate wrote the store. It is unchanged.
    #[error("the store has schema {found}, and this program knows schemas up to {known}")]
    #[non_exhaustive]
    NewerSchema {
        /// The store's schema.
        found: u32,
        /// The latest schema that this crate knows.
        known: u32,
    },
    /// Acknowledged commits are missing from the store. It is unchanged.
    #[error(
        "the store lacks {missing} commits of an account that were acknowledged: {why}; restore the \
         missing files or a backup. To lose these commits and go on, remove {}",
        mark.display()
    )]
    #[non_exhaustive]
    Behind {
        /// How many commits the account of the last one lacks. Others may lack some as well.
        missing: u64,
        /// What is missing or was replaced.
        why: String,
        /// The file that says what was acknowledged.
        mark: PathBuf,
    },
    /// The derived data of the rows follows later rules than those of this program. It is unchanged.
    #[error(
        "the store's sort keys and terms follow rules {found}, and this program knows rules up to {known}"
    )]
    #[non_exhaustive]
    NewerRules {
        /// The store's.
        found: u32,
        /// Those that were asked for.
        known: u32,
    },
    /// Another process has the store open.
    #[error("another process has the store open: {} is locked", path.display())]
    #[non_exhaustive]
    Locked {
        /// The file whose lock it holds.
        path: PathBuf,
    },
    /// The target exists already. It is unchanged.
    #[error("{} exists already", path.display())]
    #[non_exhaustive]
    Exists {
        /// The file that exists.
        path: PathBuf,
    },
    /// The address of the database is malformed, or cannot be used.
    #[error(
        "not the address of a PostgreSQL database, such as postgres://user@host/database: {reason}"
    )]
    #[non_exhaustive]
    Address {
        /// What is wrong with it, without quoting it.
        reason: String,
    },
    /// A copy into the store is unfinished.
    #[error("a copy into the store is not finished: run `people store copy` again")]
    #[non_exhaustive]
    Unfinished,
    /// The store holds other data than the copy. It is unchanged.
    #[error("the store is not empty, and its data is not from the copied store: name an empty one")]
    #[non_exhaustive]
    Occupied,
    /// Since the store was opened, another one was copied into its database.
    #[error("another store was copied into this database: restart the server")]
    #[non_exhaustive]
    Replaced,
    /// There is no store, and the call must not create one.
    #[error("the store does not exist")]
    #[non_exhaustive]
    Missing,
    /// The query or the batch is invalid; it never reached the engine.
    #[error("{reason}")]
    #[non_exhaustive]
    Invalid {
        /// What is wrong with it.
        reason: Invalid,
    },
    /// The connection broke during a commit, and the store could not find out whether the commit happened. It
    /// happened as a whole or not at all.
    #[error("cannot find out whether the commit happened")]
    #[non_exhaustive]
    Unsettled {
        /// What went wrong last.
        source: Option<Cause>,
    },
    /// The engine failed for any other reason.
    #[error("the storage engine failed")]
    #[non_exhaustive]
    Engine {
        /// What the engine said.
        source: Cause,
    },
}

impl StoreError {
    /// The store cannot do it now.
    pub fn unavailable(reason: Unavailable) -> Self {
        Self::Unavailable {
            reason,
            source: None,
        }
    }

    /// The store cannot do it now, and the engine said why.
    pub fn unavailable_because(reason: Unavailable, source: impl Into<Cause>) -> Self {
        Self::Unavailable {
            reason,
            source: Some(source.into()),
        }
    }

    /// What was read cannot have been written: `what` names the part and its fault.
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt {
            what: what.into(),
            source: None,
        }
    }

    /// The query or the batch is invalid.
    pub fn invalid(reason: Invalid) -> Self {
        Self::Invalid { reason }
    }

    /// The engine failed for any other reason.
    pub fn engine(source: impl Error + Send + Sync + 'static) -> Self {
        Self::Engine {
            source: Arc::new(source),
        }
    }

    /// Whether there is no space left.
    #[cfg(feature = "embedded")]
    pub(crate) fn is_full(&self) -> bool {
        matches!(
            self,
            Self::Unavailable {
                reason: Unavailable::Full,
                ..
            }
        )
    }
}

/// What a store lacks at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unavailable {
    /// Another program has locked the database for too long.
    Busy,
    /// The disk is full, or the store may not grow any further.
    Full,
    /// The disk or the files can only be read.
    ReadOnly,
    /// Too many calls are waiting.
    Overloaded,
    /// The store was closed.
    Closed,
    /// The disk failed to read or write.
    Disk,
    /// The files of the store were deleted, moved or replaced while it was open.
    Moved,
    /// The machine has no memory left.
    Memory,
    /// The database cannot be reached, or refuses connections.
    Unreachable,
}

impl std::fmt::Display for Unavailable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Busy => "another program has locked the database",
            Self::Full => "there is no space left",
            Self::ReadOnly => "it is read-only",
            Self::Overloaded => "too many calls are waiting",
            Self::Closed => "it was closed",
            Self::Disk => "the disk failed",
            Self::Moved => "its files were deleted, moved or replaced",
            Self::Memory => "there is no memory left",
            Self::Unreachable => "its database cannot be reached",
        })
    }
}

/// What makes a query or a batch invalid for every store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// A batch without writes, or with too many.
    #[error("a batch has 1 to 10,000 writes")]
    BatchSize,
    /// A batch of conditions, which would change nothing.
    #[error("a batch changes at least one row")]
    NoChange,
    /// Two writes of a batch, or two rows of a replacement, to one row.
    #[error("a batch or a replacement writes each row only once")]
    RepeatedRow,
    /// An id that no row can have.
    #[error("an id is from 1 to 9,223,372,036,854,775,807")]
    Id,
    /// A body that is too long, or has a NUL.
    #[error("a body has at most 4 MiB and no NUL")]
    Body,
    /// A layout that is too long.
    #[error("a layout has at most 64 KiB")]
    Layout,
    /// A sort key that is too long.
    #[error("a sort key has at most 512 bytes")]
    SortKey,
    /// Terms that are too many, not sorted, not distinct, empty or too long.
    #[error("a row has at most 10,000 terms, each of 1 to 1,024 bytes, sorted and distinct")]
    Terms,
    /// A page size of zero.
    #[error("a page has at least one row")]
    Limit,
    /// A version that the account cannot have been at, or cannot come to.
    #[error("a replacement has only versions that the account has had")]
    Version,
    /// A tombstone in a replacement.
    #[error("a replacement has no tombstones")]
    Tombstone,
    /// A cursor of another order.
    #[error("the cursor is from a list in another order")]
    Cursor,
}

impl From<Invalid> for StoreError {
    fn from(reason: Invalid) -> Self {
        Self::Invalid { reason }
    }
}

/// Why a batch was not committed. Nothing of it was written, unless the error says that this is not
/// known: [`StoreError::Unsettled`], and [`Unavailable::Disk`].
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// A condition does not hold.
    #[error("write {index} of the batch found its row at another version")]
    Conflict {
        /// The first write whose condition does not hold, counted from 0.
        index: usize,
        /// The version of its live row; none if there is no row or only a tombstone.
        current: Option<Version>,
    },
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Invalid> for CommitError {
    fn from(reason: Invalid) -> Self {
        Self::Store(reason.into())
    }
}
