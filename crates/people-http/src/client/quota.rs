//! The quotas of a user, spent here before the service counts them.
use std::{collections::VecDeque, time::Duration};

use people_model::Method;
use tokio::{
    sync::Mutex,
    time::{Instant, sleep_until},
};

/// How many critical reads and writes a user may make in a minute (rule `R7`).
///
/// A client that has one waits before a call that would exceed it, rather than have the service
/// refuse it. Calls that wait are made in the order in which they came; each kind waits by itself.
///
/// | method | reads | writes |
/// |---|---|---|
/// | `people.get`, `getBatchGet`, `connections.list` | 1 | |
/// | `people.createContact`, `updateContact` | 1 | 1 |
/// | `people.deleteContact` | | 1 |
/// | `people.batchCreateContacts`, `batchUpdateContacts` | 6 | 6 |
/// | `people.batchDeleteContacts` | | 10 |
/// | any other that changes something | | 1 |
/// | any other | | |
///
/// It knows of nothing but this client's calls: other programs of the same user spend from the same
/// quota. What the service refuses all the same is made again as [`RetryPolicy`] says.
///
/// [`RetryPolicy`]: crate::RetryPolicy
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quota {
    /// Critical reads per minute.
    pub reads: u32,
    /// Critical writes per minute.
    pub writes: u32,
}

impl Quota {
    /// What Google gives a user of a project by default: 90 of each.
    pub const GOOGLE: Self = Self::per_minute(90);

    /// As many reads as writes.
    pub const fn per_minute(calls: u32) -> Self {
        Self {
            reads: calls,
            writes: calls,
        }
    }
}

/// What one call takes of the two quotas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cost {
    reads: u32,
    writes: u32,
}

/// The one table of costs (rule `R7`).
fn cost(method: Method) -> Cost {
    let (reads, writes) = match method {
        Method::GetPerson | Method::GetPeople | Method::ListConnections => (1, 0),
        Method::CreateContact | Method::UpdateContact => (1, 1),
        Method::BatchCreateContacts | Method::BatchUpdateContacts => (6, 6),
        Method::BatchDeleteContacts => (0, 10),
        method if method.mutates() => (0, 1),
        _ => (0, 0),
    };
    Cost { reads, writes }
}

/// What is left of a user's quota.
#[derive(Debug)]
pub(super) struct Budget {
    reads: Bucket,
    writes: Bucket,
}

impl Budget {
    pub(super) fn new(quota: Quota) -> Self {
        Self {
            reads: Bucket::new(quota.reads),
            writes: Bucket::new(quota.writes),
        }
    }

    /// Takes what a call costs, once that is there.
    ///
    /// One kind after the other: a read that waits behind a write would wait for the wrong quota.
    pub(super) async fn spend(&self, method: Method) {
        let cost = cost(method);
        self.reads.take(cost.reads).await;
        self.writes.take(cost.writes).await;
    }
}

/// A minute as the service may count it, and what the way there may shorten it by.
const WINDOW: Duration = Duration::from_secs(61);

/// No more than so many in any minute.
///
/// A bucket that refills would let twice as many through in a minute that follows a quiet one, and
/// the service counts by the minute.
#[derive(Debug)]
struct Bucket {
    limit: u32,
    /// What was taken within the window, oldest first. The lock is fair, and is held while waiting.
    taken: Mutex<VecDeque<(Instant, u32)>>,
}

impl Bucket {
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
        // What costs more than there ever is takes everything.
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
