//! The ids of new contacts and groups.
use std::fmt;

/// Where ids of new contacts and groups come from.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use people_server::{Ids, RandomIds};
///
/// /// 1, 2, 3, …: for tests that compare names.
/// #[derive(Debug, Default)]
/// struct Counted(AtomicU64);
///
/// impl Ids for Counted {
///     fn next(&self) -> u64 {
///         self.0.fetch_add(1, Ordering::Relaxed) + 1
///     }
/// }
///
/// assert_eq!(Counted::default().next(), 1);
/// assert_ne!(RandomIds.next(), RandomIds.next());
/// ```
pub trait Ids: fmt::Debug + Send + Sync {
    /// An id from 1 to `i64::MAX`, most likely not in use.
    fn next(&self) -> u64;
}

/// Ids from the operating system's random numbers, so that none tells of another.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)] // has no parts
pub struct RandomIds;

impl Ids for RandomIds {
    fn next(&self) -> u64 {
        // A machine without random numbers cannot mint secrets either, and does not get this far.
        let random = getrandom::u64().unwrap_or_else(|_| u64::from(std::process::id()));
        (random >> 1).max(1)
    }
}
