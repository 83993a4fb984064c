use std::{
    collections::{HashMap, VecDeque},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{Account, StoreError, Unavailable};

/// An entry that waits in the line of an account.
pub(super) trait Entry {
    /// Whether its caller has stopped waiting.
    fn is_abandoned(&self) -> bool;

    /// How much it adds to the entries that are taken together. `None` if it must be taken alone. It is called while
    /// the lock of all lines is held, so it must be fast.
    fn size(&self) -> Option<usize>;
}

/// Lets the commits of each account wait while this process makes a transaction for that account: it makes one at a
/// time.
///
/// In the database they would wait too, for the lock of the account's row. But there each would hold a connection of
/// the pool, and a busy account would take all connections from the others. Commits that have waited together are taken
/// together.
pub(super) struct Lines<E> {
    /// The line of each account that is being served.
    lines: Mutex<HashMap<Account, VecDeque<E>>>,
    /// How many entries may wait in one line.
    limit: usize,
}

impl<E: Entry> Lines<E> {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            lines: Mutex::default(),
            limit,
        })
    }

    /// Adds an entry at the end of the account's line. If no task serves the line yet, it returns the line's head, and
    /// the caller must serve the line.
    pub(super) fn enter(
        self: &Arc<Self>,
        account: &Account,
        entry: E,
    ) -> Result<Option<Head<E>>, StoreError> {
        // Dropped after the lock is released, because all accounts wait for the lock.
        let mut left = VecDeque::new();
        let mut lines = self.lock();
        if let Some(line) = lines.get_mut(account) {
            if line.len() >= self.limit {
                let (gone, waiting);
                (gone, waiting) = mem::take(line).into_iter().partition(E::is_abandoned);
                left.extend::<VecDeque<E>>(gone);
                *line = waiting;
            }
            if line.len() >= self.limit {
                return Err(StoreError::unavailable(Unavailable::Overloaded));
            }
            line.push_back(entry);
            return Ok(None);
        }
        lines.insert(account.clone(), VecDeque::from([entry]));
        drop(lines);
        Ok(Some(Head {
            lines: Arc::clone(self),
            account: account.clone(),
            has_ended: false,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Account, VecDeque<E>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The head of an account's line. Its owner serves the line until it is empty. If the head is dropped before, for
/// example by a panic, it drops the waiting entries too. The next entry then starts a new line.
pub(super) struct Head<E: Entry> {
    lines: Arc<Lines<E>>,
    account: Account,
    has_ended: bool,
}

impl<E: Entry> Head<E> {
    pub(super) fn account(&self) -> &Account {
        &self.account
    }

    /// Takes the first entries whose callers still wait: at most `most` entries, with at most `size` together, unless
    /// the first alone is larger. None when the line has ended.
    pub(super) fn next(&mut self, most: usize, size: usize) -> Option<Vec<E>> {
        // Dropped after the lock is released, because all accounts wait for the lock.
        let mut left = Vec::new();
        let mut lines = self.lines.lock();
        let line = (!self.has_ended).then(|| lines.get_mut(&self.account))??;
        let (mut taken, mut sum) = (Vec::new(), 0_usize);
        while let Some(entry) = line.pop_front() {
            if entry.is_abandoned() {
                left.push(entry);
                continue;
            }
            let adds = entry.size();
            sum = sum.saturating_add(adds.unwrap_or(size));
            if !taken.is_empty() && (adds.is_none() || sum > size || taken.len() == most) {
                line.push_front(entry);
                break;
            }
            taken.push(entry);
            if adds.is_none() {
                break;
            }
        }
        if taken.is_empty() {
            lines.remove(&self.account);
            self.has_ended = true;
            return None;
        }
        Some(taken)
    }
}

impl<E: Entry> Drop for Head<E> {
    fn drop(&mut self) {
        // After its end, the account may have another line.
        if !self.has_ended {
            let waiting = self.lines.lock().remove(&self.account);
            drop(waiting);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether its caller has left, and its size.
    #[derive(Clone, Debug, PartialEq)]
    struct Test(bool, Option<usize>);

    impl Entry for Test {
        fn is_abandoned(&self) -> bool {
            self.0
        }

        fn size(&self) -> Option<usize> {
            self.1
        }
    }

    fn account(name: &str) -> Account {
        Account::new(name).unwrap()
    }

    fn sized(size: usize) -> Test {
        Test(false, Some(size))
    }

    #[test]
    fn lines_are_of_one_account_and_leave_nothing_behind() {
        let lines = Lines::new(1);
        let mut first = lines.enter(&account("ada"), sized(1)).unwrap().unwrap();
        let mut other = lines.enter(&account("grace"), sized(2)).unwrap().unwrap();
        assert_eq!(first.next(9, 9), Some(vec![sized(1)]));
        // One is served, and one waits.
        assert!(lines.enter(&account("ada"), sized(3)).unwrap().is_none());
        assert!(lines.enter(&account("ada"), sized(4)).is_err());
        assert_eq!(first.next(9, 9), Some(vec![sized(3)]));
        assert_eq!(other.next(9, 9), Some(vec![sized(2)]));
        assert_eq!((first.next(9, 9), other.next(9, 9)), (None, None));
        assert!(lines.lock().is_empty());
        // An ended line does not end the one that has begun since.
        let mut next = lines.enter(&account("ada"), sized(5)).unwrap().unwrap();
        assert_eq!(first.next(9, 9), None);
        drop(first);
        assert_eq!(next.next(9, 9), Some(vec![sized(5)]));
    }

    #[test]
    fn what_is_taken_together_is_bounded() {
        let lines = Lines::new(99);
        let ada = account("ada");
        let mut head = lines.enter(&ada, sized(7)).unwrap().unwrap();
        for entry in [
            sized(2),
            sized(1),
            sized(50),
            Test(false, None),
            sized(1),
            sized(1),
        ] {
            assert!(lines.enter(&ada, entry).unwrap().is_none());
        }
        assert_eq!(head.next(9, 9), Some(vec![sized(7), sized(2)]));
        assert_eq!(head.next(9, 9), Some(vec![sized(1)]));
        assert_eq!(
            head.next(9, 9),
            Some(vec![sized(50)]),
            "larger than the bound"
        );
        assert_eq!(head.next(9, 9), Some(vec![Test(false, None)]), "alone");
        assert_eq!(head.next(1, 9), Some(vec![sized(1)]));
        assert_eq!(head.next(1, 9), Some(vec![sized(1)]));
        assert_eq!(head.next(1, 9), None);
    }

    #[test]
    fn whoever_stops_waiting_leaves_the_line() {
        let lines = Lines::new(1);
        let ada = account("ada");
        let mut head = lines.enter(&ada, sized(1)).unwrap().unwrap();
        head.next(9, 9);
        let gone = Test(true, Some(1));
        assert!(lines.enter(&ada, gone.clone()).unwrap().is_none());
        assert!(lines.enter(&ada, sized(2)).unwrap().is_none());
        assert_eq!(head.next(9, 9), Some(vec![sized(2)]));
        assert!(lines.enter(&ada, gone).unwrap().is_none());
        assert_eq!(head.next(9, 9), None);
        assert!(lines.lock().is_empty());
    }

    #[test]
    fn a_head_that_is_lost_takes_its_line_with_it() {
        let lines = Lines::new(9);
        let ada = account("ada");
        let head = lines.enter(&ada, sized(1)).unwrap();
        lines.enter(&ada, sized(2)).unwrap();
        drop(head);
        let mut head = lines.enter(&ada, sized(3)).unwrap().unwrap();
        assert_eq!(head.next(9, 9), Some(vec![sized(3)]));
    }
}
