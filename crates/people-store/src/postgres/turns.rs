use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::OwnedMutexGuard;

use crate::{Account, StoreError, Unavailable};

/// Lets the commits of an account run one at a time, in the order of their calls.
///
/// The database would make them wait as well, for the lock of the account's row, but each on a
/// connection of the pool: a busy account would take them all from the others.
pub(super) struct Turns {
    lines: Mutex<HashMap<Account, Line>>,
    /// How many may wait in one line.
    limit: usize,
}

struct Line {
    head: Arc<tokio::sync::Mutex<()>>,
    /// Who is in the line, its head included.
    length: usize,
}

/// While this value lives, no other commit of the account runs in this process.
pub(super) struct Turn {
    _head: OwnedMutexGuard<()>,
    // After the guard, so that the line is not forgotten while somebody has its turn.
    _place: Place,
}

struct Place {
    turns: Arc<Turns>,
    account: Account,
}

impl Turns {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            lines: Mutex::default(),
            limit,
        })
    }

    /// Waits in the account's line. A caller that stops waiting leaves it.
    pub(super) async fn take(self: &Arc<Self>, account: &Account) -> Result<Turn, StoreError> {
        let (place, head) = self.enter(account)?;
        Ok(Turn {
            _head: head.lock_owned().await,
            _place: place,
        })
    }

    fn enter(
        self: &Arc<Self>,
        account: &Account,
    ) -> Result<(Place, Arc<tokio::sync::Mutex<()>>), StoreError> {
        let mut lines = self.lock();
        let line = lines.entry(account.clone()).or_insert_with(|| Line {
            head: Arc::default(),
            length: 0,
        });
        if line.length > self.limit {
            return Err(StoreError::unavailable(Unavailable::Overloaded));
        }
        line.length += 1;
        let place = Place {
            turns: Arc::clone(self),
            account: account.clone(),
        };
        Ok((place, Arc::clone(&line.head)))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Account, Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut lines = self.turns.lock();
        if let Some(line) = lines.get_mut(&self.account) {
            line.length -= 1;
            if line.length == 0 {
                lines.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::{Future, poll_fn},
        pin::pin,
        task::Poll,
    };

    use super::*;

    fn account(name: &str) -> Account {
        Account::new(name).unwrap()
    }

    #[tokio::test]
    async fn turns_are_of_one_account_and_leave_nothing_behind() {
        let turns = Turns::new(1);
        let first = turns.take(&account("ada")).await.unwrap();
        let other = turns.take(&account("grace")).await.unwrap();
        let ada = account("ada");
        let mut second = pin!(turns.take(&ada));
        let waits = poll_fn(|context| Poll::Ready(second.as_mut().poll(context).is_pending()));
        assert!(waits.await);
        let third = turns.take(&account("ada")).await;
        assert!(third.is_err(), "one waits already");

        drop((first, other));
        drop(second.await.unwrap());
        assert!(turns.lock().is_empty());
    }

    #[tokio::test]
    async fn whoever_stops_waiting_leaves_the_line() {
        let turns = Turns::new(1);
        let ada = account("ada");
        let first = turns.take(&ada).await.unwrap();
        {
            let mut gone = pin!(turns.take(&ada));
            poll_fn(|context| Poll::Ready(gone.as_mut().poll(context).is_pending())).await;
        }
        drop(first);
        assert!(turns.lock().is_empty());
        turns.take(&ada).await.unwrap();
    }
}
