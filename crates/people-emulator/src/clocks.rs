//! A clock for each account (rules `J3`, `J4`).
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::{Span, Timestamp, tz::TimeZone};
use people_server::{Clock, SystemClock};
use people_store::{Account, Micros};

/// The clocks of all accounts. Each runs, is set and is stopped independently.
///
/// An account has the time of the machine until its clock is set. [`deterministic`](Self::deterministic)
/// clocks do not look at the machine.
///
/// ```
/// use people_emulator::Clocks;
/// use people_server::Clock;
/// use people_store::Account;
///
/// let (clocks, ada, bob) = (Clocks::new(), Account::new("ada")?, Account::new("bob")?);
/// clocks.advance(&ada, "P8D".parse()?)?;
/// let days = (clocks.now(&ada) - clocks.now(&bob)) / (24 * 60 * 60 * 1_000_000);
/// assert!((7..=8).contains(&days));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Clocks {
    /// The clock of an account that was not set.
    begin: Setting,
    set: Mutex<HashMap<Account, Setting>>,
}

/// How a clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// With the machine's, and this much ahead of it.
    Ahead(Micros),
    /// It is stopped, but takes a step after each commit.
    Stands {
        /// The time that it shows.
        at: Micros,
        /// How much a commit takes.
        step: Micros,
    },
}

/// What a clock shows.
///
/// ```
/// use people_emulator::{ClockState, Clocks};
/// use people_store::Account;
///
/// let (clocks, ada) = (Clocks::new(), Account::new("ada")?);
/// clocks.freeze(&ada, true);
/// let state: ClockState = clocks.state(&ada);
/// assert!(state.is_frozen);
/// # Ok::<(), people_store::InvalidAccount>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClockState {
    /// The time, in microseconds since the Unix epoch.
    pub now: Micros,
    /// Whether it was stopped.
    pub is_frozen: bool,
}

/// A time that no clock can show.
///
/// ```
/// use people_emulator::{Clocks, OutOfRange};
/// use people_store::Account;
///
/// let set: Result<(), OutOfRange> = Clocks::new().set(&Account::new("ada")?, i64::MAX);
/// assert!(set.is_err());
/// # Ok::<(), people_store::InvalidAccount>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a clock shows times from {RANGE}")]
pub struct OutOfRange(());

/// The times that a clock shows.
pub(crate) const RANGE: &str = "1970-01-01T00:00:00Z to 9998-12-31T23:59:59Z";
/// 1970-01-01T00:00:00Z.
const FIRST: Micros = 0;
/// 9998-12-31T23:59:59Z. What follows from a time, such as when a token expires, is then one too.
const LAST: Micros = 253_370_764_799_000_000;

/// Where a deterministic clock begins: 2025-01-01T00:00:00Z.
const BEGIN: Micros = 1_735_689_600_000_000;
/// What a commit takes by a deterministic clock.
const STEP: Micros = 1_000;

impl Clocks {
    /// Clocks that follow the machine's clock.
    pub fn new() -> Self {
        Self::beginning(Setting::Ahead(0))
    }

    /// Clocks that show the same at every run: each begins at 2025-01-01T00:00:00Z, and a commit of its account
    /// takes a millisecond.
    ///
    /// ```
    /// use people_emulator::Clocks;
    /// use people_server::Clock;
    /// use people_store::Account;
    ///
    /// let (clocks, ada) = (Clocks::deterministic(), Account::new("ada")?);
    /// assert_eq!(clocks.now(&ada), clocks.now(&ada));
    /// assert_eq!(clocks.stamp(&ada) + 1_000, clocks.stamp(&ada));
    /// # Ok::<(), people_store::InvalidAccount>(())
    /// ```
    pub fn deterministic() -> Self {
        Self::beginning(Setting::Stands {
            at: BEGIN,
            step: STEP,
        })
    }

    fn beginning(begin: Setting) -> Self {
        Self {
            begin,
            set: Mutex::default(),
        }
    }

    /// What an account's clock shows.
    pub fn state(&self, account: &Account) -> ClockState {
        let setting = self.setting(account);
        ClockState {
            now: setting.now(),
            is_frozen: matches!(setting, Setting::Stands { step: 0, .. }),
        }
    }

    /// Moves an account's clock on.
    ///
    /// # Errors
    ///
    /// When it would leave the years 1970 to 9998; the clock is then as it was.
    pub fn advance(&self, account: &Account, by: Span) -> Result<(), OutOfRange> {
        self.change(account, |setting| {
            let now = Timestamp::from_microsecond(setting.now()).map_err(|_| OutOfRange(()))?;
            // In UTC, where every day has 24 hours: a month is that of the calendar.
            let then = now.to_zoned_datetime(TimeZone::UTC).checked_add(by);
            let then = then.map_err(|_| OutOfRange(()))?.timestamp();
            setting.moved(then.as_microsecond())
        })
    }

    /// Sets an account's clock, forward or back.
    ///
    /// # Errors
    ///
    /// As [`advance`](Self::advance).
    pub fn set(&self, account: &Account, time: Micros) -> Result<(), OutOfRange> {
        self.change(account, |setting| setting.moved(time))
    }

    /// Stops an account's clock, or lets it continue from the time that it shows.
    pub fn freeze(&self, account: &Account, freeze: bool) {
        let begin = self.begin;
        let frozen = self.change(account, |setting| {
            let at = setting.now();
            Ok(match (freeze, setting, begin) {
                (true, ..) => Setting::Stands { at, step: 0 },
                (false, Setting::Stands { step: 0, .. }, Setting::Stands { step, .. }) => {
                    Setting::Stands { at, step }
                }
                (false, Setting::Stands { .. }, Setting::Ahead(_)) => {
                    Setting::Ahead(at.saturating_sub(SystemClock.time()))
                }
                (false, setting, _) => setting,
            })
        });
        debug_assert!(frozen.is_ok(), "it shows the time that it showed");
    }

    /// Lets an account's clock show the time of the machine again.
    pub fn reset(&self, account: &Account) {
        self.lock().remove(account);
    }

    /// How an account's clock goes, for [`restore`](Self::restore).
    pub(crate) fn setting(&self, account: &Account) -> Setting {
        self.lock().get(account).copied().unwrap_or(self.begin)
    }

    /// Has it go again as it went then.
    pub(crate) fn restore(&self, account: &Account, setting: Setting) {
        let mut set = self.lock();
        match setting == self.begin {
            true => set.remove(account),
            false => set.insert(account.clone(), setting),
        };
    }

    fn change(
        &self,
        account: &Account,
        change: impl FnOnce(Setting) -> Result<Setting, OutOfRange>,
    ) -> Result<(), OutOfRange> {
        let mut set = self.lock();
        let changed = change(set.get(account).copied().unwrap_or(self.begin))?;
        set.insert(account.clone(), changed);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Account, Setting>> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Setting {
    fn now(self) -> Micros {
        match self {
            Self::Ahead(ahead) => SystemClock.time().saturating_add(ahead),
            Self::Stands { at, .. } => at,
        }
    }

    /// The same, from another time on.
    fn moved(self, to: Micros) -> Result<Self, OutOfRange> {
        if !(FIRST..=LAST).contains(&to) {
            return Err(OutOfRange(()));
        }
        Ok(match self {
            Self::Ahead(_) => Self::Ahead(to.saturating_sub(SystemClock.time())),
            Self::Stands { step, .. } => Self::Stands { at: to, step },
        })
    }
}

impl Default for Clocks {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for Clocks {
    fn now(&self, account: &Account) -> Micros {
        self.setting(account).now()
    }

    fn stamp(&self, account: &Account) -> Micros {
        let mut set = self.lock();
        let setting = set.get(account).copied().unwrap_or(self.begin);
        if let Setting::Stands { at, step } = setting
            && step > 0
        {
            let at = at.saturating_add(step);
            set.insert(account.clone(), Setting::Stands { at, step });
        }
        setting.now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Micros = 3_600_000_000;

    fn account(name: &str) -> Account {
        Account::new(name).expect("a name")
    }

    #[test]
    fn j3_a_clock_is_of_one_account() {
        let (clocks, ada, bob) = (Clocks::new(), account("ada"), account("bob"));
        clocks.freeze(&ada, true);
        clocks.set(&ada, BEGIN).expect("a time");
        assert!(clocks.now(&bob) > BEGIN + HOUR);
        assert_eq!(
            clocks.state(&ada),
            ClockState {
                now: BEGIN,
                is_frozen: true
            }
        );
        clocks
            .advance(&ada, "PT1H".parse().expect("a span"))
            .expect("a time");
        assert_eq!(clocks.now(&ada), BEGIN + HOUR);
        assert_eq!(clocks.stamp(&ada), clocks.stamp(&ada));
        clocks.freeze(&ada, false);
        let state = clocks.state(&ada);
        assert!(!state.is_frozen);
        assert!(
            (BEGIN + HOUR..BEGIN + 24 * HOUR).contains(&state.now),
            "it goes on from there"
        );
        clocks.reset(&ada);
        assert!((clocks.now(&ada) - clocks.now(&bob)).abs() < 24 * HOUR);
    }

    #[test]
    fn j3_months_are_those_of_the_calendar() {
        let (clocks, ada) = (Clocks::deterministic(), account("ada"));
        clocks
            .advance(&ada, "P1M".parse().expect("a span"))
            .expect("a time");
        assert_eq!(clocks.now(&ada), BEGIN + 31 * 24 * HOUR);
        let before = clocks.state(&ada);
        assert!(
            clocks
                .advance(&ada, "P9000Y".parse().expect("a span"))
                .is_err()
        );
        assert!(clocks.set(&ada, Micros::MAX).is_err());
        assert!(clocks.set(&ada, FIRST - 1).is_err());
        assert!(clocks.set(&ada, LAST + 1).is_err());
        let last = Timestamp::from_microsecond(LAST).expect("a time");
        assert_eq!(last.to_string(), "9998-12-31T23:59:59Z");
        let error = OutOfRange(()).to_string();
        assert!(error.ends_with(&last.to_string()), "{error}");
        assert_eq!(clocks.state(&ada), before);
    }

    #[test]
    fn j4_a_commit_takes_a_step() {
        let (clocks, ada, bob) = (Clocks::deterministic(), account("ada"), account("bob"));
        for number in 0..3 {
            assert_eq!(clocks.now(&ada), BEGIN + number * STEP);
            assert_eq!(clocks.stamp(&ada), BEGIN + number * STEP);
        }
        assert_eq!(clocks.now(&bob), BEGIN);
        let then = clocks.setting(&ada);
        clocks.freeze(&ada, true);
        assert_eq!(clocks.stamp(&ada), clocks.stamp(&ada));
        clocks.freeze(&ada, false);
        assert_eq!(clocks.stamp(&ada) + STEP, clocks.stamp(&ada));
        clocks.restore(&ada, then);
        assert_eq!(clocks.now(&ada), BEGIN + 3 * STEP);
    }
}
