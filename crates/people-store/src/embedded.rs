mod backup;
mod cache;
mod check;
mod checkpoint;
mod checksum;
mod connection;
mod copy;
mod derived;
mod fault;
mod files;
mod folder;
mod mark;
mod options;
mod queue;
mod reader;
mod reserve;
mod schema;
mod task;
mod workers;
mod writer;

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, atomic::Ordering::Relaxed},
    thread,
};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};
use tracing::Instrument;

use self::{
    cache::Cache,
    checkpoint::Log,
    copy::Purpose,
    files::Files,
    folder::Folder,
    mark::{Mark, Remains},
    queue::Queue,
    reader::ask,
    reserve::Reserve,
    task::Task,
    workers::{Threads, Workers, write},
    writer::{Commit, Counters, Job, Replace, Sweeps, Writer},
};
pub use self::{
    check::Inspection,
    options::{EmbeddedOptions, Stats},
};
use crate::{
    Account, Batch, CommitError, Committed, Cursor, Derivation, Hit, Invalid, Order, Page,
    Replacement, Row, RowKind, Standing, Store, StoreError, Unavailable, Version,
    derivation::Progress,
};

/// Keeps rows in SQLite, in a folder that no other process can open at the same time.
///
/// One thread writes: commits that wait while it syncs share the next transaction and the next sync,
/// and each gets its own result. A few threads read, each with its own connection. Callers of the
/// store only await these threads, on any runtime. Rows that were read or written lately are also in memory,
/// where a read finds them without another thread.
///
/// All clones are the same store. [`close`](Self::close) closes it, and so does dropping the last clone:
/// both finish the waiting commits first. Dropping blocks until that is done, so in async code
/// `close` is the better way.
///
/// If the future of a commit is dropped before the writer takes the commit, the commit may be skipped.
///
/// ```
/// use people_store::{Account, Embedded, EmbeddedOptions, RowKind, Store};
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let folder = folder.path().join("people-data");
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let store = Embedded::open(&folder, EmbeddedOptions::default())?;
/// assert_eq!(store.count(&Account::new("ada").unwrap(), RowKind::Contact).await?, 0);
/// store.close().await?;
/// # Ok::<(), people_store::StoreError>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct Embedded {
    workers: Arc<Workers>,
}

impl Embedded {
    /// Opens the store in `folder`, and creates it if there is none.
    ///
    /// It blocks on the disk, for some milliseconds on a good one; async code calls it at its start.
    ///
    /// # Errors
    ///
    /// [`StoreError::Locked`] when another process, or another part of this one, has it open;
    /// [`StoreError::NewerSchema`] when a later version of this crate has written it; [`StoreError::Corrupt`] when the
    /// database is not one of this crate's; [`StoreError::Unfinished`] when a copy into it is not finished;
    /// [`StoreError::Behind`] when an acknowledged commit is missing; [`StoreError::Unavailable`] when the disk is
    /// full, read-only or failing.
    pub fn open(folder: impl AsRef<Path>, options: EmbeddedOptions) -> Result<Self, StoreError> {
        Self::open_for(Purpose::Service, folder.as_ref(), &options)
    }

    /// Opens a store to copy another one into: a new store, or one with an unfinished copy.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and [`StoreError::Occupied`] when there are accounts in it.
    pub fn open_for_copy(
        folder: impl AsRef<Path>,
        options: EmbeddedOptions,
    ) -> Result<Self, StoreError> {
        Self::open_for(Purpose::Copy, folder.as_ref(), &options)
    }

    fn open_for(
        purpose: Purpose,
        folder: &Path,
        options: &EmbeddedOptions,
    ) -> Result<Self, StoreError> {
        match Self::open_once(purpose, folder, options) {
            Err(error) if error.is_full() && Reserve::give_up_of(folder) => {
                tracing::warn!("the disk is full: the store uses its reserve to open");
                Self::open_once(purpose, folder, options)
            }
            opened => opened,
        }
    }

    fn open_once(
        purpose: Purpose,
        folder: &Path,
        options: &EmbeddedOptions,
    ) -> Result<Self, StoreError> {
        let mut folder = Folder::open(folder)?;
        let path = folder.database();
        let remains = Remains::of(folder.path())?;
        let mut connection = connection::writer(&path)?;
        // Until it is known whether it is all there.
        connection::keep_log(&connection, true)?;
        schema::check(&connection)?;
        let last = remains.compare(&connection)?;
        connection::keep_log(&connection, false)?;
        connection::prepare(&connection, options)?;
        schema::migrate(&mut connection)?;
        derived::bring_checksums_up_to_date(&mut connection)?;
        folder.keep();
        purpose.check(&connection)?;
        let mark = Mark::open(folder.path(), options.durability, last)?;
        folder.sync()?;

        let counters = Arc::new(Counters::default());
        let mut log = Log::new(&mut connection, &path, Arc::clone(&counters))?;
        let cache = Arc::new(Cache::new(options.cache));
        let commits = Arc::new(Queue::new(options.queue.get()));
        let reads = Arc::new(Queue::new(options.queue.get()));
        let mut threads = Threads {
            reads: Arc::clone(&reads),
            readers: Vec::new(),
        };
        for number in 1..=options.readers.get() {
            threads.add(number, connection::reader(&path)?)?;
        }
        // SQLite has made them all by now.
        let files = Arc::new(Files::of(folder.path()));
        let (announce, closed) = watch::channel(None);
        let reserve = Reserve::of(
            folder.path(),
            match options.max_bytes {
                None => options.reserve,
                // It is not the disk that is full.
                Some(_) => 0,
            },
        );
        if reserve.is_given_up() {
            // Of the log that was left, for deletions to begin anew in its space.
            log.empty(&connection).ok();
        }
        let writer = Writer {
            connection,
            log,
            mark,
            reserve,
            files: Arc::clone(&files),
            counters: Arc::clone(&counters),
            cache: Arc::clone(&cache),
            sweeps: Sweeps::default(),
        };
        let queue = Arc::clone(&commits);
        let writer = thread::Builder::new()
            .name("people-store-write".to_owned())
            .spawn(move || {
                let outcome = write(writer, &queue, threads);
                drop(folder);
                announce.send_replace(Some(outcome));
            })
            .map_err(StoreError::engine)?;
        let writer = Mutex::new(Some(writer));
        Ok(Self {
            workers: Arc::new(Workers {
                commits,
                reads,
                files,
                counters,
                cache,
                closed,
                writer,
            }),
        })
    }

    /// What the store has done so far.
    pub fn stats(&self) -> Stats {
        let counters = &self.workers.counters;
        let (cache_hits, cache_misses) = self.workers.cache.hits_and_misses();
        Stats {
            commits: counters.commits.load(Relaxed),
            conflicts: counters.conflicts.load(Relaxed),
            transactions: counters.transactions.load(Relaxed),
            checkpoints: counters.checkpoints.load(Relaxed),
            checkpoint_syncs: counters.syncs.load(Relaxed),
            log_pages: counters.log_pages.load(Relaxed),
            cache_hits,
            cache_misses,
        }
    }

    /// Closes the store for all its clones. Waiting commits are finished, later calls fail with
    /// [`Closed`](Unavailable::Closed), and when this returns the folder can be opened again.
    ///
    /// # Errors
    ///
    /// When the database could not be closed in order. Everything that was committed is kept.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.workers.hang_up();
        let mut closed = self.workers.closed.clone();
        match closed.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone().unwrap_or(Ok(())),
            // The writer panicked, which ended it as well.
            Err(_) => Ok(()),
        }
    }

    /// Passes a job to the writer.
    fn push(&self, job: Job) -> Result<(), StoreError> {
        let commits = &self.workers.commits;
        commits.push(job).map_err(StoreError::unavailable)
    }

    /// Runs `work` on the writer's thread, in a separate transaction.
    async fn perform<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (task, outcome) = Task::new(work);
        self.push(Job::Task(task))?;
        let closed = Err(StoreError::unavailable(Unavailable::Closed));
        outcome.await.unwrap_or(closed)
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.workers.files.check_if_gone()?;
        ask(&self.workers.reads, question).await
    }
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embedded")
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}

impl Store for Embedded {
    async fn get(
        &self,
        account: &Account,
        kind: RowKind,
        id: u64,
    ) -> Result<Option<Row>, StoreError> {
        self.workers.files.check_if_gone()?;
        let cache = &self.workers.cache;
        let ticket = match cache.find(account, kind, id) {
            Ok(row) => return Ok(Some(row)),
            Err(ticket) => ticket,
        };
        let asked = account.clone();
        let row = self
            .ask(move |connection| reader::get(connection, &asked, kind, id))
            .await?;
        if let Some(row) = &row {
            cache.keep(&ticket, account, kind, row);
        }
        Ok(row)
    }

    async fn get_many(
        &self,
        account: &Account,
        kind: RowKind,
        ids: &[u64],
    ) -> Result<Vec<Option<Row>>, StoreError> {
        let (account, ids) = (account.clone(), ids.to_vec());
        self.ask(move |connection| reader::get_many(connection, &account, kind, &ids))
            .await
    }

    async fn page(
        &self,
        account: &Account,
        kind: RowKind,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        if limit == 0 {
            return Err(Invalid::Limit.into());
        }
        let (account, after) = (account.clone(), after.cloned());
        self.ask(move |connection| {
            reader::page(connection, &account, kind, order, after.as_ref(), limit)
        })
        .await
    }

    async fn changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        if limit == 0 {
            return Err(Invalid::Limit.into());
        }
        let (account, cursor) = (account.clone(), cursor.cloned());
        self.ask(move |connection| {
            reader::changes(connection, &account, kind, after, cursor.as_ref(), limit)
        })
        .await
    }

    async fn find(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        let (account, term) = (account.clone(), term.to_owned());
        self.ask(move |connection| reader::find(connection, &account, kind, &term, after, limit))
            .await
    }

    async fn find_prefix(
        &self,
        account: &Account,
        kind: RowKind,
        prefix: &str,
        after: Option<&Hit>,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        let (account, prefix, after) = (account.clone(), prefix.to_owned(), after.cloned());
        self.ask(move |connection| {
            reader::find_prefix(connection, &account, kind, &prefix, after.as_ref(), limit)
        })
        .await
    }

    async fn count(&self, account: &Account, kind: RowKind) -> Result<u64, StoreError> {
        let account = account.clone();
        self.ask(move |connection| reader::count(connection, &account, kind))
            .await
    }

    async fn count_term(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
    ) -> Result<u64, StoreError> {
        let (account, term) = (account.clone(), term.to_owned());
        self.ask(move |connection| reader::count_term(connection, &account, kind, &term))
            .await
    }

    async fn count_changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
    ) -> Result<u64, StoreError> {
        let account = account.clone();
        self.ask(move |connection| reader::count_changes(connection, &account, kind, after))
            .await
    }

    async fn version(&self, account: &Account) -> Result<Version, StoreError> {
        let account = account.clone();
        self.ask(move |connection| reader::version(connection, &account))
            .await
    }

    async fn standing(&self, account: &Account) -> Result<Standing, StoreError> {
        let account = account.clone();
        self.ask(move |connection| reader::standing(connection, &account))
            .await
    }

    async fn commit(&self, account: &Account, batch: Batch) -> Result<Committed, CommitError> {
        batch.validate()?;
        let span = tracing::debug_span!("commit", writes = batch.writes.len());
        let (reply, verdict) = oneshot::channel();
        let commit = Commit {
            account: account.clone(),
            batch,
            reply,
            span: span.clone(),
        };
        self.push(Job::Commit(commit))?;
        let closed = || StoreError::unavailable(Unavailable::Closed);
        let verdict = verdict.instrument(span).await;
        verdict.unwrap_or_else(|_| Err(closed().into()))
    }

    async fn replace(
        &self,
        account: &Account,
        replacement: Replacement,
    ) -> Result<Committed, StoreError> {
        replacement.validate()?;
        let (reply, verdict) = oneshot::channel();
        self.push(Job::Replace(Replace {
            account: account.clone(),
            replacement,
            reply,
        }))?;
        let closed = Err(StoreError::unavailable(Unavailable::Closed));
        verdict.await.unwrap_or(closed)
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        let files = Arc::clone(&self.workers.files);
        // The caller asks whether the store can be used now, so check the files again.
        ask(&self.workers.reads, move |connection| {
            files.check()?;
            reader::secret(connection)
        })
        .await
    }

    async fn derive(&self, derivation: Derivation) -> Result<u64, StoreError> {
        let rules = derivation.rules;
        let begin = self.perform(move |connection| derived::begin_index(connection, rules));
        if !begin.await? {
            return Ok(0);
        }
        let rows = self
            .ask(|connection| derived::rows_left(connection))
            .await?;
        let (mut progress, mut all) = (Progress::begin("sort keys and terms", rows), 0);
        loop {
            let some = self.perform(move |connection| derived::index(connection, derivation));
            let Some(rows) = some.await? else {
                break;
            };
            progress.add(rows);
            all += rows;
        }
        progress.end();
        Ok(all)
    }

    async fn accounts(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> Result<Vec<Account>, StoreError> {
        let after = after.cloned();
        self.ask(move |connection| reader::accounts(connection, after.as_ref(), limit))
            .await
    }
}
