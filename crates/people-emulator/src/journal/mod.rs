//! The last requests and their replies (rules `X3`, `X4`).
mod credentials;
mod curl;
mod entry;
mod filter;
mod parts;
mod resource;
mod verify;

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Notify, futures::Notified};

pub(crate) use self::{
    credentials::{Kind, is_of_the_api, without_query},
    curl::curl,
    entry::{Body, Entry, Headers, Sent, inflated, is_gzip},
    filter::{Filter, MethodId},
    resource::Resource,
    verify::{Expected, Verdict},
};

/// The last requests and their replies, so many and of so many bytes.
#[derive(Debug)]
pub(crate) struct Journal {
    entries: Mutex<Ring>,
    /// There is another entry.
    more: Notify,
    most: usize,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Ring {
    /// In the order in which they were answered.
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
}

impl Journal {
    /// A journal of at most so many entries, and so many bytes of them.
    pub(crate) fn new(most: usize, most_bytes: usize) -> Self {
        Self {
            entries: Mutex::default(),
            more: Notify::new(),
            most,
            most_bytes,
        }
    }

    /// Whether entries are kept at all.
    pub(crate) fn is_kept(&self) -> bool {
        self.most > 0
    }

    /// Bytes of a body that is kept. A larger one is left out, or a few would push out all others.
    pub(crate) fn largest_body(&self) -> usize {
        self.most_bytes / 8
    }

    pub(crate) fn add(&self, entry: Entry) {
        let bytes = entry.bytes();
        let entry = Arc::new(entry);
        let mut gone = None;
        let mut ring = self.ring();
        ring.entries.push_back(entry);
        ring.bytes += bytes;
        while ring.entries.len() > self.most || ring.bytes > self.most_bytes {
            let Some(oldest) = ring.entries.pop_front() else {
                break;
            };
            ring.bytes -= oldest.bytes();
            // The last one is freed when others may go on. Mostly it is the only one.
            gone = Some(oldest);
        }
        drop(ring);
        drop(gone);
    }

    /// Wakes those who wait for entries. They look at once, so the caller holds no lock.
    pub(crate) fn tell(&self) {
        self.more.notify_waiters();
    }

    /// The entries that match, in the order in which the requests arrived.
    pub(crate) fn find(&self, filter: &Filter) -> Vec<Arc<Entry>> {
        let all = self.all();
        let matching = all.into_iter().filter(|entry| filter.matches(entry));
        matching.collect()
    }

    /// All entries, in the order in which the requests arrived.
    pub(crate) fn all(&self) -> Vec<Arc<Entry>> {
        let mut entries: Vec<Arc<Entry>> = self.ring().entries.iter().cloned().collect();
        entries.sort_by_key(|entry| entry.number);
        entries
    }

    /// Removes the entries that match, and says how many there were.
    pub(crate) fn remove(&self, filter: &Filter) -> usize {
        // A batch is inflated to be compared: not while other requests wait for the lock.
        let found = self.find(filter);
        let found: HashSet<u64> = found.iter().map(|entry| entry.number).collect();
        let mut ring = self.ring();
        let before = ring.entries.len();
        ring.entries.retain(|entry| !found.contains(&entry.number));
        ring.bytes = ring.entries.iter().map(|entry| entry.bytes()).sum();
        before - ring.entries.len()
    }

    /// Completes once there may be another entry. It listens from now on, and not from the first poll.
    pub(crate) fn more(&self) -> Notified<'_> {
        self.more.notified()
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
