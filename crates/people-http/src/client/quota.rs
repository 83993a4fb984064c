//! The quotas of a user, spent here before the service counts them.
use std::{collections::VecDeque, time::Duration};

use people_model::Method;
use tokio::{
    sync::Mutex,
    time::{Instant, sleep_until},
};

use crate::quota::{Cost, Quota};

/// What is left of a user's quota.
#[derive(Debug)]
pub(super) struct Budget {
    reads: Allowance,
    writes: Allowance,
}

impl Budget {
    pub(super) fn new(quota: Quota) -> Self {
        Self {
            reads: Allowance::new(quota.reads),
            writes: Allowance::new(quota.writes),
        }
    }

    /// Takes the cost of a call, as soon as the quota has that much.
    ///
    /// One kind after the other: a read that waits behind a write would wait for the wrong quota.
    pub(super) async fn spend(&self, method: Method) {
        let cost = Cost::of(method);
        self.reads.take(cost.reads).await;
        self.writes.take(cost.writes).await;
    }
}

/// A minute as the service may count it, and a second in case requests arrive closer together.
const WINDOW: Duration = Duration::from_secs(61);

/// At most a fixed number in any minute.
///
/// A bucket that refills would let twice as many calls through in a minute that follows a quiet one. The service counts
/// by the minute.
#[derive(Debug)]
struct Allowance {
    limit: u32,
    /// What was taken within the window, oldest first. The lock is fair, and is held while waiting.
    taken: Mutex<VecDeque<(Instant, u32)>>,
}

impl Allowance {
    fn new(limit: u32) -> Self {
        Self {
            limit: limit.max(1),
            taken: Mutex::default(),
        }
    }

    async fn take(&self, cost: u32) {
        if cost == 0 {
            return;
        }
        // A call that costs more than the whole limit takes all of it.
        let cost = cost.min(self.limit);
        let mut taken = self.taken.lock().await;
        loop {
            let now = Instant::now();
            while taken.front().is_some_and(|(at, _)| *at + WINDOW <= now) {
                taken.pop_front();
            }
            let sum: u32 = taken.iter().map(|(_, cost)| cost).sum();
            match taken.front() {
                Some(&(oldest, _)) if sum + cost > self.limit => {
                    sleep_until(oldest + WINDOW).await;
                }
                _ => break taken.push_back((now, cost)),
            }
        }
    }
}
