//! The ids of new contacts and groups.
use std::fmt;

use people_store::Account;

/// Where ids of new contacts and groups come from.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use people_server::{Ids, RandomIds};
/// use people_store::Account;
///
/// /// 1, 2, 3, …: for tests that compare names.
/// #[derive(Debug, Default)]
/// struct Counted(AtomicU64);
///
/// impl Ids for Counted {
///     fn next(&self, _account: &Account) -> u64 {
///         self.0.fetch_add(1, Ordering::Relaxed) + 1
///     }
/// }
///
/// let ada = Account::new("ada")?;
/// assert_eq!(Counted::default().next(&ada), 1);
/// assert_ne!(RandomIds.next(&ada), RandomIds.next(&ada));
/// # Ok::<(), people_store::InvalidAccount>(())
/// ```
pub trait Ids: fmt::Debug + Send + Sync {
    /// An id from 1 to `i64::MAX`, most likely not in use in the account.
    fn next(&self, account: &Account) -> u64;
}

/// Ids from the operating system's random numbers, so that no id says anything about another.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)] // has no parts
pub struct RandomIds;

impl Ids for RandomIds {
    fn next(&self, _account: &Account) -> u64 {
        // A machine without random numbers cannot mint secrets either, and does not get this far.
        let random = getrandom::u64().unwrap_or_else(|_| u64::from(std::process::id()));
        (random >> 1).max(1)
    }
}
