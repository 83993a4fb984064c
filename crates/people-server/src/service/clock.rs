//! The time, and how the API writes it.
use std::{
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

use jiff::{Timestamp, fmt::temporal::DateTimePrinter};
use people_store::{Account, Micros};

/// Shows the time, which can differ by account. A trait, so that tests can stop it.
///
/// ```
/// use people_server::{Clock, SystemClock};
/// use people_store::Account;
///
/// /// The moment at which the tests were written.
/// #[derive(Debug)]
/// struct Stopped;
///
/// impl Clock for Stopped {
///     fn now(&self, _account: &Account) -> i64 {
///         1_689_233_915_132_300
///     }
/// }
///
/// let ada = Account::new("ada")?;
/// assert!(Stopped.now(&ada) < SystemClock.now(&ada));
/// # Ok::<(), people_store::InvalidAccount>(())
/// ```
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time of an account, in microseconds since the Unix epoch.
    fn now(&self, account: &Account) -> Micros;

    /// The time that a commit of the account gets. A clock that moves by itself shows the time.
    fn stamp(&self, account: &Account) -> Micros {
        self.now(account)
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)] // has no parts
pub struct SystemClock;

impl SystemClock {
    /// The time, in microseconds since the Unix epoch.
    pub fn time(self) -> Micros {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX)
    }
}

impl Clock for SystemClock {
    fn now(&self, _account: &Account) -> Micros {
        self.time()
    }
}

/// RFC 3339 in UTC with no, three or six digits of a second, as the API trims them (rule `E5`).
pub(crate) fn rfc3339(time: Micros) -> String {
    let Ok(timestamp) = Timestamp::from_microsecond(time) else {
        return String::new();
    };
    let precision = match time.rem_euclid(1_000_000) {
        0 => 0,
        micros if micros % 1_000 == 0 => 3,
        _ => 6,
    };
    let printer = DateTimePrinter::new().precision(Some(precision));
    printer.timestamp_to_string(&timestamp)
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn digits_come_in_threes() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(
            rfc3339(1_689_233_915_132_300),
            "2023-07-13T07:38:35.132300Z"
        );
        assert_eq!(rfc3339(1_689_233_915_130_000), "2023-07-13T07:38:35.130Z");
    }
}
