//! How many calls the server answers at the same time, and of which accounts (rule `V1`).
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use people_store::Account;
use tokio::sync::oneshot;

use crate::limits::Limits;

/// Lets a limited number of calls through at the same time. The others wait, in a queue for each account, and the
/// accounts take turns: an account that calls a lot delays only itself.
///
/// If too many wait, the last call of the longest queue is refused.
#[derive(Debug)]
pub(super) struct Gate {
    calls: usize,
    account_calls: usize,
    waiting: usize,
    patience: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    running: usize,
    waiting: usize,
    accounts: HashMap<Account, Share>,
    /// The accounts that have calls waiting, the next one first.
    turns: VecDeque<Account>,
    last_ticket: u64,
}

#[derive(Debug, Default)]
struct Share {
    running: usize,
    queue: VecDeque<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    ticket: u64,
    /// Receives the permission to continue; refused when this is dropped.
    go_on: oneshot::Sender<()>,
}

/// Too many calls wait already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Busy;

/// A call that was let through, until it is dropped.
#[derive(Debug)]
pub(super) struct Pass<'g> {
    gate: &'g Gate,
    account: &'g Account,
}

impl Gate {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            calls: limits.calls.max(1),
            account_calls: limits.account_calls.max(1),
            waiting: limits.waiting,
            patience: limits.waiting_time,
            state: Mutex::default(),
        }
    }

    /// Waits until a call of the account may be answered.
    pub(super) async fn enter<'g>(&'g self, account: &'g Account) -> Result<Pass<'g>, Busy> {
        let mut place = {
            let mut state = self.lock();
            // A caller that waits then waits for calls of the same account.
            if self.has_room(&state, account) {
                state.start(account);
                return Ok(Pass {
                    gate: self,
                    account,
                });
            }
            if state.waiting >= self.waiting {
                state.turn_one_away(account)?;
            }
            let (ticket, told) = state.queue(account);
            Place {
                gate: self,
                account,
                ticket,
                told,
                left: false,
            }
        };
        let told = tokio::time::timeout(self.patience, &mut place.told).await;
        if let Ok(Ok(())) = told {
            place.left = true;
            return Ok(Pass {
                gate: self,
                account,
            });
        }
        Err(Busy)
    }

    fn has_room(&self, state: &State, account: &Account) -> bool {
        let share = state.accounts.get(account);
        state.running < self.calls && share.map_or(0, |share| share.running) < self.account_calls
    }

    /// Gives free places to those who wait, account by account.
    fn let_through(&self, state: &mut State) {
        // Accounts that have all the calls under way that they may are passed over.
        let mut held_up = 0;
        while state.running < self.calls && held_up < state.turns.len() {
            let Some(account) = state.turns.pop_front() else {
                return;
            };
            let Some(share) = state.accounts.get_mut(&account) else {
                continue;
            };
            if share.running >= self.account_calls {
                state.turns.push_back(account);
                held_up += 1;
                continue;
            }
            let Some(next) = share.queue.pop_front() else {
                continue;
            };
            if !share.queue.is_empty() {
                state.turns.push_back(account.clone());
            }
            state.waiting -= 1;
            state.start(&account);
            // The receiver exists: a caller that gives up its place removes it from the queue first.
            let _ = next.go_on.send(());
            held_up = 0;
        }
    }

    fn leave(&self, account: &Account) {
        let mut state = self.lock();
        state.stop(account);
        self.let_through(&mut state);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn start(&mut self, account: &Account) {
        self.running += 1;
        match self.accounts.get_mut(account) {
            Some(share) => share.running += 1,
            None => {
                let share = Share {
                    running: 1,
                    queue: VecDeque::new(),
                };
                self.accounts.insert(account.clone(), share);
            }
        }
    }

    fn stop(&mut self, account: &Account) {
        self.running -= 1;
        if let Some(share) = self.accounts.get_mut(account) {
            share.running -= 1;
            if share.running == 0 && share.queue.is_empty() {
                self.accounts.remove(account);
            }
        }
    }

    fn queue(&mut self, account: &Account) -> (u64, oneshot::Receiver<()>) {
        let (go_on, told) = oneshot::channel();
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        let share = self.accounts.entry(account.clone()).or_default();
        if share.queue.is_empty() {
            self.turns.push_back(account.clone());
        }
        share.queue.push_back(Waiting { ticket, go_on });
        self.waiting += 1;
        (ticket, told)
    }

    /// Makes room for one more of `account` to wait, unless its own queue is the longest.
    fn turn_one_away(&mut self, account: &Account) -> Result<(), Busy> {
        let length = |share: &Share| share.queue.len();
        let own = self.accounts.get(account).map_or(0, length);
        let longest = self
            .turns
            .iter()
            .max_by_key(|&account| self.accounts.get(account).map_or(0, length));
        let longest = longest.cloned().ok_or(Busy)?;
        let Some(share) = self
            .accounts
            .get_mut(&longest)
            .filter(|share| length(share) > own + 1)
        else {
            return Err(Busy);
        };
        share.queue.pop_back();
        self.waiting -= 1;
        Ok(())
    }

    /// Forgets one that waits, if it still does.
    fn forget(&mut self, account: &Account, ticket: u64) {
        let Some(share) = self.accounts.get_mut(account) else {
            return;
        };
        let waited = share.queue.len();
        share.queue.retain(|waiting| waiting.ticket != ticket);
        self.waiting -= waited - share.queue.len();
        if share.queue.is_empty() && waited > 0 {
            if share.running == 0 {
                self.accounts.remove(account);
            }
            self.turns.retain(|other| other != account);
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.leave(self.account);
    }
}

/// A place in a queue. Dropping it, because the caller disconnected, removes it from the queue.
struct Place<'g> {
    gate: &'g Gate,
    account: &'g Account,
    ticket: u64,
    told: oneshot::Receiver<()>,
    /// By the gate; then there is nothing to give up.
    left: bool,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if self.left {
            return;
        }
        self.gate.lock().forget(self.account, self.ticket);
        if self.told.try_recv().is_ok() {
            self.gate.leave(self.account); // let through, and never heard of it
        }
    }
}

#[cfg(test)]
mod tests;
