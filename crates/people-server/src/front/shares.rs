use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use people_store::Account;
use tokio::sync::Semaphore;

/// What each account may have of something at a time.
#[derive(Debug)]
pub(super) struct Shares {
    each: usize,
    of: Mutex<HashMap<Account, Weak<Semaphore>>>,
}

impl Shares {
    /// Each account may have so many permits.
    pub(super) fn new(each: usize) -> Self {
        Self {
            each,
            of: Mutex::default(),
        }
    }

    /// The account's share, which exists as long as some of it is taken.
    pub(super) fn of(&self, account: &Account) -> Arc<Semaphore> {
        let mut shares = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get(account).and_then(Weak::upgrade) {
            return share;
        }
        shares.retain(|_, share| share.strong_count() > 0);
        let share = Arc::new(Semaphore::new(self.each));
        shares.insert(account.clone(), Arc::downgrade(&share));
        share
    }
}
