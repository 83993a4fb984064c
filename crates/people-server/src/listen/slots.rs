//! Bounds the number of connections, and chooses the one to close for a new one (rule `V3`).
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{
        AtomicBool, AtomicU64, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
};

use tokio::sync::Notify;

/// Room for connections. If there is no slot for a new connection, the connection that has been idle for longest is
/// closed. Connections are cheap to open, and a client that opens many must not lock others out.
#[derive(Debug)]
pub(super) struct Slots {
    limit: usize,
    open: Mutex<Vec<Arc<Connection>>>,
    /// A new connection waits for a slot.
    wanted: AtomicBool,
    changed: Notify,
    /// Counts the times that some connection came to rest.
    rests: AtomicU64,
}

/// What is known of a connection while it is open.
#[derive(Debug, Default)]
pub(super) struct Connection {
    /// Requests in progress and replies that are not read yet, of any standing.
    requests: AtomicUsize,
    /// Requests and replies for which it must stay open; [`CLOSED`] once no new request may begin.
    busy: AtomicUsize,
    /// Requests of known callers, of whose bodies something has yet to come.
    receiving: AtomicUsize,
    /// The number of its last rest; the lower, the longer ago.
    rest: AtomicU64,
    /// The other end does not take what is written.
    pub(super) stalled: AtomicBool,
    /// In what is written there may be some of a known caller's reply.
    pub(super) owing: AtomicBool,
    /// Asks the connection to make room.
    pub(super) asked: Notify,
}

/// More than can be.
const CLOSED: usize = usize::MAX;

impl Connection {
    /// Whether it can be closed without losing a known caller's request or reply.
    fn is_at_rest(&self) -> bool {
        self.busy.load(SeqCst) == 0 && !self.is_owed()
    }

    /// Whether no request is under way at all.
    pub(super) fn is_idle(&self) -> bool {
        self.requests.load(SeqCst) == 0 && self.is_at_rest()
    }

    /// Closes it for new requests, if it is at rest.
    pub(super) fn close(&self) -> bool {
        !self.is_owed()
            && self
                .busy
                .compare_exchange(0, CLOSED, SeqCst, SeqCst)
                .is_ok()
    }

    /// Whether a known caller has yet to take something that is written.
    fn is_owed(&self) -> bool {
        self.stalled.load(Relaxed) && self.owing.load(Relaxed)
    }

    /// Counts a request, until [`Slots::end`].
    pub(super) fn arrive(&self) {
        self.requests.fetch_add(1, SeqCst);
    }

    /// Counts a request as one that it must not be closed for, unless it is being closed.
    pub(super) fn begin(&self) -> bool {
        let begin = |busy| (busy != CLOSED).then(|| busy + 1);
        self.busy.fetch_update(SeqCst, SeqCst, begin).is_ok()
    }

    /// The reverse of [`begin`](Self::begin).
    pub(super) fn finish(&self) {
        self.busy.fetch_sub(1, SeqCst);
    }

    pub(super) fn receive(&self) {
        self.receiving.fetch_add(1, SeqCst);
    }

    /// The reverse of [`receive`](Self::receive).
    pub(super) fn received(&self) {
        self.receiving.fetch_sub(1, SeqCst);
    }

    /// If two calls return the same number, there was no request in between.
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
                // What a known caller has begun to send goes last.
                let turn =
                    |other: &&Arc<Connection>| (other.receiving.load(SeqCst) > 0, other.rest());
                if let Some(longest) = resting.min_by_key(turn) {
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

    /// Wakes those who wait for room.
    pub(super) fn change(&self) {
        if self.wanted.load(SeqCst) {
            self.changed.notify_waiters();
        }
    }

    /// A request on the connection is over, and it may rest.
    pub(super) fn end(&self, connection: &Connection) {
        let rest = self.rests.fetch_add(1, Relaxed);
        connection.rest.store(rest, Relaxed);
        connection.requests.fetch_sub(1, SeqCst);
        self.change();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room for one connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) slots: Arc<Slots>,
    pub(super) connection: Arc<Connection>,
}

impl Slot {
    /// The connection was asked to make room, but is busy now.
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
