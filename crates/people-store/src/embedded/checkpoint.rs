use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{
            AtomicU8, AtomicU32, AtomicU64,
            Ordering::{AcqRel, Acquire, Relaxed, Release},
        },
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::{Connection, DEFAULT_NAME, wal::CheckpointMode};

use super::{connection, fault::fault};
use crate::StoreError;

/// From how many pages on the write-ahead log is copied into the database: 8 MiB of them.
const PAGES: u32 = 2_000;

/// From how many on where the disk is full: 128 KiB.
const FEW_PAGES: u32 = 32;

/// How long the writer waits for reads that began before the log was copied.
const PATIENCE: Duration = Duration::from_millis(100);

/// Copies the write-ahead log into the database when it has grown, and restarts the log.
///
/// A separate thread copies almost all of it while commits continue. That alone would never end under
/// load, because the log grows meanwhile; so the writer copies the small rest between
/// two transactions. Reads that hold the log back make it try again after as many pages, and the
/// file is cut to [`connection::LOG_BYTES`] once it starts again.
pub(super) struct Log {
    /// Pages in the log, as of the last commit.
    pages: Arc<AtomicU32>,
    /// From how many pages on something is done.
    due: u32,
    phase: Arc<AtomicU8>,
    requests: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    completed: Arc<AtomicU64>,
}

const IDLE: u8 = 0;
const COPYING: u8 = 1;
const COPIED: u8 = 2;

impl Log {
    /// Watches the log of the writer's connection, for a database at `path`.
    pub(super) fn new(
        writer: &mut Connection,
        path: &Path,
        completed: Arc<AtomicU64>,
    ) -> Result<Self, StoreError> {
        let pages = Arc::new(AtomicU32::new(0));
        let seen = Arc::clone(&pages);
        // In place of SQLite's own, which would copy within a commit.
        let hook = move |_: &mut rusqlite::hooks::Wal, pages| {
            seen.store(u32::try_from(pages).unwrap_or(0), Relaxed);
            Ok(())
        };
        writer.wal_hook(Some(hook)).map_err(fault)?;

        let (requests, incoming) = sync_channel(1);
        let phase = Arc::new(AtomicU8::new(IDLE));
        let connection = connection::copier(path)?;
        let shared = Arc::clone(&phase);
        let thread = thread::Builder::new()
            .name("people-store-log".to_owned())
            .spawn(move || copy(&connection, &incoming, &shared))
            .map_err(StoreError::engine)?;
        Ok(Self {
            pages,
            due: PAGES,
            phase,
            requests: Some(requests),
            thread: Some(thread),
            completed,
        })
    }

    /// Does what is due. Called by the writer between transactions.
    ///
    /// # Errors
    ///
    /// As [`empty`](Self::empty).
    pub(super) fn tend(&mut self, writer: &Connection) -> Result<(), StoreError> {
        let pages = self.pages.load(Relaxed);
        if pages < self.due {
            return Ok(());
        }
        let phase = self.phase.load(Acquire);
        // The other thread may have died: the log must not grow for ever.
        if phase == COPIED || pages >= self.due.saturating_add(8 * PAGES) {
            let outcome = self.restart(writer, pages);
            self.phase.store(IDLE, Release);
            return outcome;
        } else if phase == IDLE
            && let Some(requests) = &self.requests
        {
            self.phase.store(COPYING, Release);
            let _ = requests.try_send(());
        }
        Ok(())
    }

    /// Copies the log and starts it again as soon as it has grown a little, so that it needs no more of
    /// the disk than it has.
    pub(super) fn shrink(&mut self, writer: &Connection) {
        if self.pages.load(Relaxed) >= FEW_PAGES {
            self.empty(writer).ok();
        }
    }

    /// Copies the log into the database, and starts it again.
    ///
    /// # Errors
    ///
    /// When the database cannot grow, or reads hold the log back. What could not be copied stays.
    pub(super) fn empty(&mut self, writer: &Connection) -> Result<(), StoreError> {
        let pages = self.pages.load(Relaxed);
        self.restart(writer, pages)
    }

    /// How many bytes of pages are in the log, as of the last commit.
    pub(super) fn bytes(&self) -> u64 {
        u64::from(self.pages.load(Relaxed)) * connection::PAGE_BYTES.unsigned_abs()
    }

    fn restart(&mut self, writer: &Connection, pages: u32) -> Result<(), StoreError> {
        let outcome = writer.busy_timeout(PATIENCE).and_then(|()| {
            let outcome = writer.wal_checkpoint_v2(DEFAULT_NAME, CheckpointMode::RESTART);
            writer.busy_timeout(connection::PATIENCE)?;
            outcome
        });
        match outcome {
            Ok(_) => {
                self.due = PAGES;
                self.pages.store(0, Relaxed);
                self.completed.fetch_add(1, Relaxed);
                Ok(())
            }
            Err(error) => {
                self.due = pages.saturating_add(PAGES);
                tracing::debug!("the write-ahead log goes on at {pages} pages: {error}");
                Err(fault(error))
            }
        }
    }

    /// Ends the thread.
    pub(super) fn close(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that copies the write-ahead log had panicked");
        }
    }
}

fn copy(connection: &Connection, requests: &Receiver<()>, phase: &AtomicU8) {
    while requests.recv().is_ok() {
        if let Err(error) = connection.wal_checkpoint_v2(DEFAULT_NAME, CheckpointMode::PASSIVE) {
            tracing::warn!("cannot copy the write-ahead log into the database: {error}");
        }
        // What could not be copied now is tried again by the writer.
        let _ = phase.compare_exchange(COPYING, COPIED, AcqRel, Acquire);
    }
}
