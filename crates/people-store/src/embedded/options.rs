//! The options of an embedded store, and what it has done.
use std::{num::NonZeroUsize, thread};

use crate::Durability;

/// The options of an [`Embedded`](super::Embedded) store.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // callers write it out, with `..EmbeddedOptions::default()`
pub struct EmbeddedOptions {
    /// What a commit that was answered survives.
    pub durability: Durability,
    /// How many reads run at once. Default: the number of cores of the machine, from 2 to 8.
    pub readers: NonZeroUsize,
    /// How many commits may wait, and how many reads, before more fail with
    /// [`Overloaded`](crate::Unavailable::Overloaded). Default: 4,096.
    pub queue: NonZeroUsize,
    /// The most bytes of the database. Default: no limit but the disk. Commits that need more fail with
    /// [`Unavailable::Full`](crate::Unavailable::Full) until something was deleted.
    pub max_bytes: Option<u64>,
    /// How many bytes the store reserves in a file beside the database, so that contacts can still be deleted
    /// when the disk is full. Default: 16 MiB, twice what the log may add to the database; less may not
    /// be enough.
    pub reserve: u64,
    /// How many bytes of rows to cache in memory, for reads of one row by its id. The cache has the rows that were read
    /// or written last. Default: 32 MiB.
    pub cache: u64,
}

impl Default for EmbeddedOptions {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(2, NonZeroUsize::get);
        let positive = |number| NonZeroUsize::new(number).unwrap_or(NonZeroUsize::MIN);
        Self {
            durability: Durability::Full,
            readers: positive(cores.clamp(2, 8)),
            queue: positive(4_096),
            max_bytes: None,
            reserve: 16 << 20,
            cache: 32 << 20,
        }
    }
}

/// What an [`Embedded`](super::Embedded) store has done since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Commits that succeeded.
    pub commits: u64,
    /// Commits whose conditions did not hold.
    pub conflicts: u64,
    /// Transactions that carried them. Each is one sync of the disk, if the store's durability is
    /// [`Full`](Durability::Full).
    pub transactions: u64,
    /// How often the write-ahead log was copied into the database and started again.
    pub checkpoints: u64,
    /// How many more syncs that took at most: three for each checkpoint, and two for each that a separate
    /// thread began, in a database that is not small.
    pub checkpoint_syncs: u64,
    /// Pages that were written to the write-ahead log.
    pub log_pages: u64,
    /// Reads of one row that were answered from memory.
    pub cache_hits: u64,
    /// Reads of one row that were not.
    pub cache_misses: u64,
}
