//! What accounts have left of their quotas (rule `Q3`).
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use people_http::{Bucket, Cost, Quota};
use people_store::{Account, Micros};
use tokio::time::Instant;

use crate::service::Clock;

/// The buckets of all accounts. They fill at an even pace, up to the amount of a minute.
#[derive(Debug)]
pub(super) struct Meter {
    quota: Quota,
    accounts: Mutex<Accounts>,
    started: Instant,
    /// The clock that the buckets fill by, if it is not the real time.
    clock: OnceLock<Arc<dyn Clock>>,
}

#[derive(Debug)]
struct Accounts {
    levels: HashMap<Account, Levels>,
    /// Above this number, accounts whose buckets are full again are forgotten.
    tidy_at: usize,
}

/// The content of each bucket, in the order of [`Bucket::ALL`], as of a moment.
#[derive(Clone, Copy, Debug)]
struct Levels {
    left: [f64; Bucket::ALL.len()],
    at: Micros,
}

/// A bucket that has too little in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exceeded {
    pub(super) bucket: Bucket,
    /// How long it takes until there is enough; `None` if there never is.
    pub(super) wait: Option<Duration>,
}

/// In microseconds.
const MINUTE: f64 = 60e6;
const FEW: usize = 1024;

impl Meter {
    pub(super) fn new(quota: Quota) -> Self {
        Self {
            quota,
            accounts: Mutex::new(Accounts {
                levels: HashMap::new(),
                tidy_at: FEW,
            }),
            started: Instant::now(),
            clock: OnceLock::new(),
        }
    }

    /// From now on the buckets of an account fill by this clock.
    pub(super) fn follow(&self, clock: Arc<dyn Clock>) {
        // The first one stays.
        let _ = self.clock.set(clock);
    }

    /// The time of an account.
    fn now(&self, account: &Account) -> Micros {
        match self.clock.get() {
            Some(clock) => clock.now(account),
            None => i64::try_from(self.started.elapsed().as_micros()).unwrap_or(i64::MAX),
        }
    }

    /// Takes the cost of a call out of both buckets, or out of neither if one has too little.
    pub(super) fn spend(&self, account: &Account, cost: Cost) -> Result<(), Exceeded> {
        if cost == Cost::FREE {
            return Ok(());
        }
        let now = self.now(account);
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let known = accounts.levels.get(account).copied();
        let mut levels = self.at(known, now);
        if known.is_some_and(|known| known.at > now) {
            // Where a clock was set back, the buckets go on filling from there.
            accounts.levels.insert(account.clone(), levels);
        }
        for (index, bucket) in Bucket::ALL.into_iter().enumerate() {
            let missing = f64::from(cost.get(bucket)) - levels.left[index];
            if missing > 0.0 {
                let (cost, full) = (cost.get(bucket), self.quota.get(bucket));
                let wait = || Duration::from_secs_f64(missing * 60.0 / f64::from(full));
                let wait = (cost <= full).then(wait);
                return Err(Exceeded { bucket, wait });
            }
        }
        for (index, bucket) in Bucket::ALL.into_iter().enumerate() {
            levels.left[index] -= f64::from(cost.get(bucket));
        }
        if known.is_none() && accounts.levels.len() >= accounts.tidy_at {
            accounts
                .levels
                .retain(|account, levels| !self.is_full(levels, self.now(account)));
            accounts.tidy_at = (2 * accounts.levels.len()).max(FEW);
        }
        accounts.levels.insert(account.clone(), levels);
        Ok(())
    }

    /// What is in the buckets now; those of a new account are full.
    fn at(&self, known: Option<Levels>, now: Micros) -> Levels {
        let full = Bucket::ALL.map(|bucket| f64::from(self.quota.get(bucket)));
        let mut levels = known.unwrap_or(Levels {
            left: full,
            at: now,
        });
        // None have passed where a clock was set back.
        let minutes = now.saturating_sub(levels.at).max(0) as f64 / MINUTE;
        for (left, full) in levels.left.iter_mut().zip(full) {
            *left = (*left + full * minutes).min(full);
        }
        levels.at = now;
        levels
    }

    fn is_full(&self, levels: &Levels, now: Micros) -> bool {
        let left = self.at(Some(*levels), now).left.into_iter();
        left.zip(Bucket::ALL)
            .all(|(left, bucket)| left >= f64::from(self.quota.get(bucket)))
    }
}

#[cfg(test)]
mod tests {
    use people_model::Method;

    use super::*;

    fn account(name: &str) -> Account {
        Account::new(name).expect("a name")
    }

    /// An account that called once is not remembered for ever.
    #[tokio::test(start_paused = true)]
    async fn full_buckets_are_forgotten() {
        let meter = Meter::new(Quota::GOOGLE);
        let cost = Cost::of(Method::UpdateContact);
        for number in 0..10 * FEW {
            let stranger = account(&format!("stranger {number}"));
            assert_eq!(meter.spend(&stranger, cost), Ok(()));
            tokio::time::advance(Duration::from_millis(100)).await;
        }
        let known = meter.accounts.lock().expect("not poisoned").levels.len();
        assert!(known <= 2 * FEW, "{known}");
    }
}
