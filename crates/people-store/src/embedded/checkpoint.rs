use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
        mpsc::{Receiver, SyncSender, TryRecvError, sync_channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::{Connection, DEFAULT_NAME, wal::CheckpointMode};

use super::{
    connection,
    fault::{fault, file_fault},
    writer::Counters,
};
use crate::StoreError;

/// From how many pages on the write-ahead log is copied into the database: 62 MiB of them. A batch of 200
/// updates writes 200 to 500, and a copy syncs three to five times.
const PAGES: u32 = 16_000;

/// How many pages the database may lack before the log is copied: 8 MiB of them. They fit into the space that
/// is reserved for a full disk.
const NEW_PAGES: u32 = 2_000;

/// Up to how many pages a database has that the writer copies at once, which takes it a few milliseconds.
const SMALL: u32 = 2_000;

/// From how many pages on the writer waits for the thread that copies.
const MOST_PAGES: u32 = 2 * PAGES;

/// From how many on the log is copied where the disk is full: 128 KiB.
const FEW_PAGES: u32 = 32;

/// How long the writer waits for reads that began before the log was copied.
const PATIENCE: Duration = Duration::from_millis(100);

/// Copies the write-ahead log into the database when it has grown, and restarts the log.
///
/// A separate thread copies almost all of it while commits continue. That alone would never end under load, because the
/// log keeps growing. So the writer copies the small rest between two transactions. A small database is not worth the
/// thread, whose copy takes two more syncs. Reads that hold the log back make it try again after [`NEW_PAGES`] more,
/// and the file is cut to [`connection::LOG_BYTES`] once it starts again.
pub(super) struct Log {
    /// Pages in the log, as of the last commit.
    pages: Arc<AtomicU32>,
    /// From how many pages on something may have to be done.
    due: u32,
    database: PathBuf,
    is_copying: bool,
    requests: Option<SyncSender<()>>,
    copied: Receiver<()>,
    thread: Option<JoinHandle<()>>,
    counters: Arc<Counters>,
}

/// How many pages a database has.
struct Size {
    all: u32,
    /// Pages that are only in the log, and will take space in the database.
    new: u32,
}

impl Log {
    /// Watches the log of the writer's connection, for a database at `path`.
    pub(super) fn new(
        writer: &mut Connection,
        path: &Path,
        counters: Arc<Counters>,
    ) -> Result<Self, StoreError> {
        let pages = Arc::new(AtomicU32::new(0));
        let (seen, shared) = (Arc::clone(&pages), Arc::clone(&counters));
        // In place of SQLite's own, which would copy within a commit.
        let hook = move |_: &mut rusqlite::hooks::Wal, pages| {
            let pages = u32::try_from(pages).unwrap_or(0);
            let before = seen.swap(pages, Relaxed);
            // A log that is shorter than before has started again.
            let new = pages.checked_sub(before).unwrap_or(pages);
            shared.log_pages.fetch_add(new.into(), Relaxed);
            Ok(())
        };
        writer.wal_hook(Some(hook)).map_err(fault)?;

        let (requests, incoming) = sync_channel(1);
        let (done, copied) = sync_channel(1);
        let connection = connection::copier(path)?;
        let shared = Arc::clone(&counters);
        let thread = thread::Builder::new()
            .name("people-store-log".to_owned())
            .spawn(move || copy(&connection, &incoming, &done, &shared))
            .map_err(StoreError::engine)?;
        Ok(Self {
            pages,
            due: NEW_PAGES,
            database: path.to_owned(),
            is_copying: false,
            requests: Some(requests),
            copied,
            thread: Some(thread),
            counters,
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
        if self.is_copying {
            if !self.is_copied(pages) {
                return Ok(());
            }
            self.is_copying = false;
            return self.restart(writer, pages);
        }
        let size = self.size(writer)?;
        if pages < PAGES && size.new < NEW_PAGES {
            // No page of the log adds more than one to the database.
            self.due = PAGES.min(pages.saturating_add(NEW_PAGES - size.new));
            return Ok(());
        }
        if size.all > SMALL
            && let Some(requests) = &self.requests
            && requests.try_send(()).is_ok()
        {
            self.is_copying = true;
            return Ok(());
        }
        self.restart(writer, pages)
    }

    /// Copies the log and starts it again as soon as it has grown a little, so that it does not need more disk space.
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

    /// Whether the other thread has finished. The writer copies what that thread could not copy.
    fn is_copied(&self, pages: u32) -> bool {
        match pages < MOST_PAGES {
            true => self.copied.try_recv() != Err(TryRecvError::Empty),
            // Otherwise a log could grow for ever that is written faster than it is copied. The thread may
            // also have died.
            false => {
                let _ = self.copied.recv();
                true
            }
        }
    }

    fn size(&self, writer: &Connection) -> Result<Size, StoreError> {
        let mut statement = writer.prepare_cached("PRAGMA page_count").map_err(fault)?;
        let all: u32 = statement.query_row([], |row| row.get(0)).map_err(fault)?;
        let file = fs::metadata(&self.database).map_err(file_fault)?;
        let there = file.len() / connection::PAGE_BYTES.unsigned_abs();
        let new = u64::from(all).saturating_sub(there);
        let new = u32::try_from(new).unwrap_or(u32::MAX);
        Ok(Size { all, new })
    }

    fn restart(&mut self, writer: &Connection, pages: u32) -> Result<(), StoreError> {
        let outcome = writer.busy_timeout(PATIENCE).and_then(|()| {
            let outcome = writer.wal_checkpoint_v2(DEFAULT_NAME, CheckpointMode::RESTART);
            writer.busy_timeout(connection::PATIENCE)?;
            outcome
        });
        match outcome {
            Ok(_) => {
                self.due = NEW_PAGES;
                self.pages.store(0, Relaxed);
                self.counters.checkpoints.fetch_add(1, Relaxed);
                // Of the log, of the database, and later of the log's new start.
                self.counters.syncs.fetch_add(3, Relaxed);
                Ok(())
            }
            Err(error) => {
                self.due = pages.saturating_add(NEW_PAGES);
                tracing::debug!(
                    "cannot shorten the write-ahead log, which has {pages} pages: {error}"
                );
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

fn copy(
    connection: &Connection,
    requests: &Receiver<()>,
    done: &SyncSender<()>,
    counters: &Counters,
) {
    while requests.recv().is_ok() {
        // Of the log, and of the database unless the log has grown meanwhile.
        counters.syncs.fetch_add(2, Relaxed);
        if let Err(error) = connection.wal_checkpoint_v2(DEFAULT_NAME, CheckpointMode::PASSIVE) {
            tracing::warn!("cannot copy the write-ahead log into the database: {error}");
        }
        // What could not be copied now is tried again by the writer.
        let _ = done.try_send(());
    }
}
