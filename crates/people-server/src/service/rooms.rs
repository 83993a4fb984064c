//! Room for rows that are about to be stored (rules `N1`, `N5`).
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Mutex, MutexGuard, PoisonError},
};

use people_model::Code;
use people_store::{Account, RowKind, Store};
use tokio::sync::Notify;

use crate::api::Failure;

/// Room for contacts, or for groups, that are about to be stored.
///
/// The store's count does not include the creates that are under way. This type knows those of this process,
/// in their order: a create has room if it has room after all creates before it. If it has room only when
/// one of them fails, it waits.
#[derive(Debug)]
pub(super) struct Rooms {
    kind: RowKind,
    /// The answer when the account has reached a limit.
    none_beyond: fn(u64) -> Failure,
    under_way: Mutex<HashMap<Account, Queue>>,
    ended: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    last: u64,
    /// Tickets and how many rows each is for, the oldest first.
    waiting: Vec<(u64, u64)>,
}

/// Reserved room. It is released when this is dropped, which is after the commit.
#[derive(Debug)]
pub(super) struct Room<'r> {
    rooms: &'r Rooms,
    account: &'r Account,
    ticket: u64,
}

impl Rooms {
    /// For contacts (rule `N1`).
    pub(super) fn of_contacts() -> Self {
        Self::of(RowKind::Contact, |limit| {
            // Programs look for the word, which is all that is known of Google's text.
            let word = "MY_CONTACTS_OVERFLOW_COUNT";
            full(
                "N1",
                format!("{word}: the account has no room beyond {limit} contacts."),
            )
        })
    }

    /// For contact groups (rule `N5`).
    pub(super) fn of_groups() -> Self {
        Self::of(RowKind::Group, |limit| {
            full(
                "N5",
                format!("The account has no room beyond {limit} contact groups."),
            )
        })
    }

    fn of(kind: RowKind, none_beyond: fn(u64) -> Failure) -> Self {
        Self {
            kind,
            none_beyond,
            under_way: Mutex::default(),
            ended: Notify::new(),
        }
    }

    /// Finds room for `wanted` more.
    ///
    /// # Errors
    ///
    /// When the account has reached the limit.
    pub(super) async fn reserve<'r, S: Store>(
        &'r self,
        store: &S,
        account: &'r Account,
        wanted: u64,
        limit: u64,
    ) -> Result<Room<'r>, Failure> {
        let room = self.enter(account, wanted);
        loop {
            // Before the count is read, so that no end is missed.
            let ended = self.ended.notified();
            let before = self.before(&room);
            let stored = store.count(account, self.kind).await?;
            self.allow(stored + wanted, limit)?;
            if stored + before + wanted <= limit {
                return Ok(room);
            }
            ended.await;
        }
    }

    /// Whether an account may have so many.
    ///
    /// # Errors
    ///
    /// When the limit is less.
    pub(super) fn allow(&self, rows: u64, limit: u64) -> Result<(), Failure> {
        match rows > limit {
            true => Err((self.none_beyond)(limit)),
            false => Ok(()),
        }
    }

    fn enter<'r>(&'r self, account: &'r Account, wanted: u64) -> Room<'r> {
        let mut under_way = self.lock();
        let queue = under_way.entry(account.clone()).or_default();
        queue.last += 1;
        let ticket = queue.last;
        queue.waiting.push((ticket, wanted));
        Room {
            rooms: self,
            account,
            ticket,
        }
    }

    /// How many rows the creates before this one add.
    fn before(&self, room: &Room<'_>) -> u64 {
        let under_way = self.lock();
        let queue = under_way.get(room.account);
        let waiting = queue.map_or(&[][..], |queue| &queue.waiting);
        let older = waiting
            .iter()
            .take_while(|(ticket, _)| *ticket < room.ticket);
        older.map(|(_, wanted)| wanted).sum()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Account, Queue>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn full(rule: &'static str, message: String) -> Failure {
    Failure::new(Code::FailedPrecondition, message).by_rule(rule)
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        let mut under_way = self.rooms.lock();
        if let Entry::Occupied(mut queue) = under_way.entry(self.account.clone()) {
            queue
                .get_mut()
                .waiting
                .retain(|(ticket, _)| *ticket != self.ticket);
            if queue.get().waiting.is_empty() {
                queue.remove();
            }
        }
        drop(under_way);
        self.rooms.ended.notify_waiters();
    }
}
