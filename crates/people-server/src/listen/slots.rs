//! So many connections at a time, and which has to go for a new one (rule `V3`).
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{
        AtomicBool, AtomicU64, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
};

use tokio::sync::Notify;

/// Room for connections. Where there is none for a new one, the one that is at rest for longest
/// makes room: connections are cheap to open, and whoever opens many shall not keep others out.
#[derive(Debug)]
pub(super) struct Slots {
    limit: usize,
    open: Mutex<Vec<Arc<Connection>>>,
    /// Somebody waits for room.
    wanted: AtomicBool,
    changed: Notify,
    /// Counts the times that some connection came to rest.
    rests: AtomicU64,
}

/// What is known of a connection while it is open.
#[derive(Debug, Default)]
pub(super) struct Connection {
    /// Requests that are being answered.
    busy: AtomicUsize,
    /// The number of its last rest; the lower, the longer ago.
    rest: AtomicU64,
    /// The other end does not take what is written.
    pub(super) stalled: AtomicBool,
    /// Asks the connection to make room.
    pub(super) asked: Notify,
}

impl Connection {
    /// Whether nothing is lost if it is closed, but what was not asked yet.
    pub(super) fn is_at_rest(&self) -> bool {
        self.busy.load(SeqCst) == 0 && !self.stalled.load(Relaxed)
    }

    /// Of two equal numbers there was no request in between.
    pub(super) fn rest(&self) -> u64 {
        self.rest.load(Relaxed)
    }
}

impl Slots {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            limit: limit.max(1),
            open: Mutex::default(),
            wanted: AtomicBool::new(false),
            changed: Notify::new(),
            rests: AtomicU64::new(0),
        })
    }

    /// Waits for room for a connection.
    pub(super) async fn take(self: &Arc<Self>) -> Slot {
        let connection = Arc::new(Connection::default());
        connection
            .rest
            .store(self.rests.fetch_add(1, Relaxed), Relaxed);
        loop {
            let changed = self.changed.notified();
            self.wanted.store(true, SeqCst);
            {
                let mut open = self.lock();
                if open.len() < self.limit {
                    open.push(Arc::clone(&connection));
                    self.wanted.store(false, SeqCst);
                    break;
                }
                let resting = open.iter().filter(|other| other.is_at_rest());
                if let Some(longest) = resting.min_by_key(|other| other.rest()) {
                    longest.asked.notify_one();
                }
            }
            changed.await;
        }
        Slot {
            slots: Arc::clone(self),
            connection,
        }
    }

    /// Something may be possible that was not.
    fn change(&self) {
        if self.wanted.load(SeqCst) {
            self.changed.notify_waiters();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room for one connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    slots: Arc<Slots>,
    pub(super) connection: Arc<Connection>,
}

impl Slot {
    /// Says that a request is being answered, until what is returned is dropped.
    pub(super) fn work(&self) -> Work {
        self.connection.busy.fetch_add(1, SeqCst);
        Work {
            slots: Arc::clone(&self.slots),
            connection: Arc::clone(&self.connection),
        }
    }

    /// It was asked to make room, and cannot now.
    pub(super) fn decline(&self) {
        self.slots.change();
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots
            .lock()
            .retain(|other| !Arc::ptr_eq(other, &self.connection));
        self.slots.change();
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Work {
    slots: Arc<Slots>,
    connection: Arc<Connection>,
}

impl Drop for Work {
    fn drop(&mut self) {
        let rest = self.slots.rests.fetch_add(1, Relaxed);
        self.connection.rest.store(rest, Relaxed);
        self.connection.busy.fetch_sub(1, SeqCst);
        self.slots.change();
    }
}
