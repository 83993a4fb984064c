//! A clock and ids that leave nothing to chance.
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering::SeqCst},
};

use people_server::{Clock, Ids};
use people_store::{Account, Micros};

/// A clock that moves only when it is asked, by a sixteenth of a second.
#[derive(Clone, Debug)]
pub(crate) struct Steps(Arc<AtomicI64>);

impl Steps {
    const STEP: Micros = 62_500;

    pub(crate) fn new() -> Self {
        let noon_of_1_may_2026 = 1_777_636_800_000_000;
        Self(Arc::new(AtomicI64::new(noon_of_1_may_2026)))
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, SeqCst);
    }
}

impl Clock for Steps {
    fn now(&self, _: &Account) -> Micros {
        self.0.fetch_add(Self::STEP, SeqCst)
    }
}

/// Ids from 1001 on.
#[derive(Debug)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn new() -> Self {
        Self(AtomicU64::new(1001))
    }
}

impl Ids for Count {
    fn next(&self, _: &Account) -> u64 {
        self.0.fetch_add(1, SeqCst)
    }
}
