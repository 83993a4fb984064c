pub(super) mod changes;
mod listing;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use rusqlite::Connection;
use tokio::sync::oneshot;
use tracing::Span;

pub(super) use self::listing::Sweeps;
use self::{
    changes::{Found, Standing},
    listing::Sweep,
};
use super::{
    cache::{Cache, Writing},
    checkpoint::Log,
    fault::fault,
    files::Files,
    mark::Mark,
    queue::{Hangup, Queue},
    reserve::Reserve,
    task::Task,
};
use crate::{
    Account, Batch, CommitError, Committed, Record, Replacement, StoreError, Unavailable, Version,
    Write,
};

/// The most commits that share a transaction.
const GROUP: usize = 512;

/// A job for the writer.
pub(super) enum Job {
    Commit(Commit),
    Replace(Replace),
    Task(Task),
}

/// A commit that waits for the writer.
pub(super) struct Commit {
    pub(super) account: Account,
    pub(super) batch: Batch,
    pub(super) reply: oneshot::Sender<Verdict>,
    /// The span of the caller who waits for it.
    pub(super) span: Span,
}

/// An account to replace.
pub(super) struct Replace {
    pub(super) account: Account,
    pub(super) replacement: Replacement,
    pub(super) reply: oneshot::Sender<Result<Committed, StoreError>>,
}

pub(super) type Verdict = Result<Committed, CommitError>;

/// What has been done since the store was opened.
#[derive(Default)]
pub(super) struct Counters {
    pub(super) commits: AtomicU64,
    pub(super) conflicts: AtomicU64,
    pub(super) transactions: AtomicU64,
    pub(super) checkpoints: AtomicU64,
    /// Of the files, by checkpoints.
    pub(super) syncs: AtomicU64,
    pub(super) log_pages: AtomicU64,
}

/// The one thread that writes. All commits that wait share a transaction and its sync; after the
/// sync, each gets its own result.
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) log: Log,
    pub(super) mark: Mark,
    pub(super) reserve: Reserve,
    pub(super) files: Arc<Files>,
    pub(super) counters: Arc<Counters>,
    pub(super) cache: Arc<Cache>,
    pub(super) sweeps: Sweeps,
}

impl Writer {
    /// Commits what comes until the queue ends.
    pub(super) fn run(&mut self, queue: &Queue<Job>) {
        let _hangup = Hangup(queue);
        loop {
            let jobs = queue.pop_many(GROUP);
            if jobs.is_empty() {
                return;
            }
            let files = self.files.check();
            let mut group = Vec::with_capacity(jobs.len());
            for job in jobs {
                match (job, &files) {
                    (Job::Commit(commit), Ok(())) => group.push(commit),
                    (Job::Replace(replace), Ok(())) => {
                        self.replace(replace);
                        self.tend_log();
                    }
                    (Job::Replace(replace), Err(error)) => {
                        let _ = replace.reply.send(Err(error.clone()));
                    }
                    (Job::Task(task), Ok(())) => {
                        self.sweeps.under_way = None;
                        // It does not say which rows it changes.
                        let cache = Arc::clone(&self.cache);
                        let writing = cache.writing_any();
                        task.run(Ok(&mut self.connection));
                        drop(writing);
                        self.tend_log();
                    }
                    (Job::Commit(commit), Err(error)) => {
                        let _ = commit.reply.send(Err(error.clone().into()));
                    }
                    (Job::Task(task), Err(error)) => task.run(Err(error.clone())),
                }
            }
            if files.is_err() {
                continue;
            }
            for group in self.portions(group) {
                self.commit(group);
                self.tend_log();
            }
        }
    }

    /// Splits a group into ones whose log the database can take in when the disk is full. Only a commit
    /// that is larger by itself is left, with space for it or refused.
    fn portions(&self, group: Vec<Commit>) -> Vec<Vec<Commit>> {
        let most = self.reserve.portion();
        let (mut portions, mut portion, mut taken) = (Vec::new(), Vec::new(), 0_u64);
        for commit in group {
            let bytes = bytes(&commit.batch);
            if !self.has_room(bytes) {
                refuse(commit);
                continue;
            }
            taken = taken.saturating_add(bytes);
            if taken > most && !portion.is_empty() {
                portions.push(std::mem::take(&mut portion));
                taken = bytes;
            }
            portion.push(commit);
        }
        portions.push(portion);
        portions
    }

    /// Whether the disk has space for rows of so many bytes: in the log, in the database, and for what they
    /// are found by.
    fn has_room(&self, bytes: u64) -> bool {
        bytes <= self.reserve.portion() || self.reserve.leaves(bytes.saturating_mul(3))
    }

    /// Copies the log into the database when that is due. Where the disk is nearly full, that is soon.
    fn tend_log(&mut self) {
        let portion = self.reserve.portion();
        let bytes = self.log.bytes();
        let wanted = portion.saturating_mul(16).saturating_add(bytes);
        let tended = match bytes > portion && !self.reserve.leaves(wanted) {
            true => self.log.empty(&self.connection),
            false => self.log.tend(&self.connection),
        };
        if tended.is_err_and(|error| error.is_full()) {
            self.give_up_reserve();
        }
    }

    /// Frees the reserve, and the log with it; `false` if none is left.
    fn give_up_reserve(&mut self) -> bool {
        let gave_up = self.reserve.give_up();
        if gave_up {
            tracing::warn!(
                "the disk is full: until it has space, the store accepts only deletions"
            );
            self.log.empty(&self.connection).ok();
        }
        gave_up
    }

    /// Commits a group. The conditions of each commit are checked after the commits before it.
    fn commit(&mut self, mut group: Vec<Commit>) {
        // Skip commits whose caller has gone: they were never acknowledged.
        group.retain(|commit| !commit.reply.is_closed());
        self.reserve.tend();
        if self.reserve.is_given_up() {
            group = only_deletions(group);
            self.log.shrink(&self.connection);
        }
        let cache = Arc::clone(&self.cache);
        let mut may_sweep = true;
        while !group.is_empty() {
            let batches = group.iter().map(|commit| (&commit.account, &commit.batch));
            let writing = cache.writing(batches);
            match self.transaction(&group, may_sweep) {
                Ok(verdicts) => {
                    self.announce(group, verdicts, &writing);
                    if self.reserve.is_given_up() {
                        self.log.shrink(&self.connection);
                    }
                    return;
                }
                // A sweep is nothing that these commits need.
                Err(Failure::Sweep(account, error)) => {
                    may_sweep = false;
                    if !is_of_all(&error) {
                        // The log names no account; the check finds which one is damaged.
                        tracing::warn!(
                            "outdated entries of an account stay until the store is opened again: {error}"
                        );
                        self.sweeps.failed.insert(account);
                    }
                }
                Err(Failure::Store(error)) if error.is_full() && self.sweeps.took_part => {
                    may_sweep = false;
                }
                Err(Failure::Store(error)) if error.is_full() && self.give_up_reserve() => {
                    group = only_deletions(group);
                }
                // Half of them may fit.
                Err(Failure::Store(error)) if error.is_full() && group.len() > 1 => {
                    let rest = group.split_off(group.len() / 2);
                    self.commit(group);
                    group = rest;
                }
                Err(Failure::Commit(index, error)) => {
                    tracing::warn!("a commit failed: {error}");
                    let _ = group.remove(index).reply.send(Err(error.into()));
                }
                Err(Failure::Store(error)) => {
                    // The caller that asked for them reports the reason.
                    tracing::debug!("a transaction of {} commits failed: {error}", group.len());
                    for commit in group {
                        let _ = commit.reply.send(Err(error.clone().into()));
                    }
                    return;
                }
            }
        }
    }

    /// Replaces an account, in a separate transaction.
    fn replace(&mut self, replace: Replace) {
        let Replace {
            account,
            replacement,
            reply,
        } = replace;
        // As with commits: it was never acknowledged.
        if reply.is_closed() {
            return;
        }
        self.reserve.tend();
        let rows = replacement.rows.iter();
        let bytes = rows.map(|(_, row)| record_bytes(&row.record)).sum();
        let is_deletion = replacement.rows.is_empty();
        if !is_deletion && (self.reserve.is_given_up() || !self.has_room(bytes)) {
            let _ = reply.send(Err(StoreError::unavailable(Unavailable::Full)));
            return;
        }
        self.sweeps.under_way = None;
        let cache = Arc::clone(&self.cache);
        let writing = cache.writing_any();
        let mut replaced =
            self.write(|connection| changes::replace(connection, &account, replacement));
        if is_deletion
            && replaced.as_ref().is_err_and(StoreError::is_full)
            && self.give_up_reserve()
        {
            let nothing = Replacement::nothing();
            replaced = self.write(|connection| changes::replace(connection, &account, nothing));
        }
        drop(writing);
        if let Ok(version) = replaced {
            self.mark.note(&account, version);
            self.counters.commits.fetch_add(1, Relaxed);
            self.counters.transactions.fetch_add(1, Relaxed);
        }
        let _ = reply.send(replaced.map(|version| Committed { version }));
    }

    /// Writes in a transaction, unless it fails.
    fn write<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        execute(&self.connection, "BEGIN IMMEDIATE")?;
        let outcome = work(&self.connection).and_then(|done| {
            execute(&self.connection, "COMMIT")?;
            Ok(done)
        });
        // Some errors have rolled back already.
        if outcome.is_err() && !self.connection.is_autocommit() {
            execute(&self.connection, "ROLLBACK")?;
        }
        outcome
    }

    /// One attempt. If it fails, nothing of the group was written.
    fn transaction(&mut self, group: &[Commit], may_sweep: bool) -> Result<Vec<Verdict>, Failure> {
        let span = tracing::debug_span!("transaction", commits = group.len());
        if !span.is_disabled() {
            for commit in group {
                span.follows_from(&commit.span);
            }
        }
        let _entered = span.enter();
        self.sweeps.took_part = false;
        execute(&self.connection, "BEGIN IMMEDIATE").map_err(Failure::Store)?;
        let outcome = self.verdicts(group, may_sweep).and_then(|verdicts| {
            execute(&self.connection, "COMMIT").map_err(Failure::Store)?;
            Ok(verdicts)
        });
        if outcome.is_err() {
            // What it removed is there again.
            self.sweeps.under_way = None;
        }
        // Some errors have rolled back already.
        if outcome.is_err() && !self.connection.is_autocommit() {
            execute(&self.connection, "ROLLBACK").map_err(Failure::Store)?;
        }
        outcome
    }

    fn verdicts(&mut self, group: &[Commit], may_sweep: bool) -> Result<Vec<Verdict>, Failure> {
        let mut standings = HashMap::new();
        let mut verdicts = Vec::with_capacity(group.len());
        for (index, commit) in group.iter().enumerate() {
            let found = match changes::judge(&self.connection, &commit.account, &commit.batch) {
                Ok(found) => found,
                Err(CommitError::Store(error)) if is_of_all(&error) => {
                    return Err(Failure::Store(error));
                }
                // It has written nothing so far, so the others need not start again.
                Err(error) => {
                    verdicts.push(Err(error));
                    continue;
                }
            };
            match self.apply(&mut standings, commit, &found) {
                Ok(version) => verdicts.push(Ok(Committed { version })),
                Err(error) if is_of_all(&error) => return Err(Failure::Store(error)),
                Err(error) => return Err(Failure::Commit(index, error)),
            }
        }
        let rows = group.iter().map(|commit| commit.batch.writes.len()).sum();
        if may_sweep && !self.reserve.is_given_up() {
            self.sweep(&mut standings, rows)?;
        }
        for (account, standing) in &standings {
            changes::save(&self.connection, account, standing).map_err(|error| {
                let mut all = group.iter().zip(&verdicts);
                let first = all
                    .position(|(commit, verdict)| commit.account == **account && verdict.is_ok());
                match first {
                    Some(first) if !is_of_all(&error) => Failure::Commit(first, error),
                    _ => Failure::Store(error),
                }
            })?;
        }
        Ok(verdicts)
    }

    fn apply<'g>(
        &self,
        standings: &mut HashMap<&'g Account, Standing>,
        commit: &'g Commit,
        found: &[Option<Found>],
    ) -> Result<Version, StoreError> {
        let standing = match standings.get_mut(&commit.account) {
            Some(standing) => standing,
            None => {
                let standing = changes::load(&self.connection, &commit.account)?;
                standings.entry(&commit.account).or_insert(standing)
            }
        };
        changes::apply(
            &self.connection,
            standing,
            &commit.account,
            &commit.batch,
            found,
        )
    }

    /// Removes outdated entries of accounts that have many, in proportion to the `rows` that the transaction commits.
    /// One account is swept at a time. When it has no more of them, the next one is, if the group writes to one that
    /// is due.
    fn sweep(
        &mut self,
        standings: &mut HashMap<&Account, Standing>,
        rows: usize,
    ) -> Result<(), Failure> {
        let mut left = rows * listing::PACE;
        // Those that this transaction has not begun with.
        let mut due: Vec<&Account> = standings
            .iter()
            .filter(|(_, standing)| listing::is_sweep_due(standing))
            .map(|(account, _)| *account)
            .filter(|account| !self.sweeps.failed.contains(*account))
            .collect();
        while left > 0 {
            let sweep = match &mut self.sweeps.under_way {
                Some(sweep) => sweep,
                none => {
                    let Some(account) = due.pop() else {
                        break;
                    };
                    let standing = &standings[account];
                    // Its own sweep may just be over.
                    if !listing::is_sweep_due(standing) {
                        continue;
                    }
                    let begun = Sweep::begin(&self.connection, account, standing);
                    none.insert(begun.map_err(|error| Failure::Sweep(account.clone(), error))?)
                }
            };
            self.sweeps.took_part = true;
            let mut all = standings.iter_mut();
            let standing = all.find(|(account, _)| **account == sweep.account());
            let stepped = match standing {
                Some((_, standing)) => sweep.step(&self.connection, standing, left),
                None => sweep.step_alone(&self.connection, left),
            };
            let of_sweep = |error| Failure::Sweep(sweep.account().clone(), error);
            let (steps, is_done) = stepped.map_err(of_sweep)?;
            left -= steps;
            if is_done {
                self.sweeps.under_way = None;
            }
        }
        Ok(())
    }

    fn announce(&mut self, group: Vec<Commit>, verdicts: Vec<Verdict>, writing: &Writing<'_>) {
        let mut last = group.iter().zip(&verdicts).rev();
        let last = last.find_map(|(commit, verdict)| {
            let committed = verdict.as_ref().ok()?;
            Some((&commit.account, committed.version))
        });
        if let Some((account, version)) = last {
            self.mark.note(account, version);
        }
        let counts = |verdict: &&Verdict| verdict.is_ok();
        let commits = verdicts.iter().filter(counts).count() as u64;
        let conflict = |verdict: &&Verdict| matches!(verdict, Err(CommitError::Conflict { .. }));
        let conflicts = verdicts.iter().filter(conflict).count() as u64;
        self.counters.commits.fetch_add(commits, Relaxed);
        self.counters.conflicts.fetch_add(conflicts, Relaxed);
        self.counters
            .transactions
            .fetch_add(u64::from(commits > 0), Relaxed);
        for (commit, verdict) in group.into_iter().zip(verdicts) {
            let Commit {
                account,
                batch,
                reply,
                ..
            } = commit;
            if let Ok(committed) = verdict {
                writing.committed(&account, batch, committed);
            }
            let _ = reply.send(verdict);
        }
    }
}

/// Why a transaction was rolled back.
enum Failure {
    /// This one commit failed; the others can try again without it.
    Commit(usize, StoreError),
    /// The sweep of this account failed; the commits can try again without it.
    Sweep(Account, StoreError),
    /// The store failed, for every writer.
    Store(StoreError),
}

/// Refuses what may need more space than there is left.
fn only_deletions(group: Vec<Commit>) -> Vec<Commit> {
    let (deletions, others): (Vec<_>, Vec<_>) = group
        .into_iter()
        .partition(|commit| commit.batch.writes.iter().all(|write| !is_put(write)));
    others.into_iter().for_each(refuse);
    deletions
}

fn is_put(write: &Write) -> bool {
    match write {
        Write::Put { .. } => true,
        Write::Delete { .. } | Write::RequireLive { .. } | Write::RequireFree { .. } => false,
    }
}

fn refuse(commit: Commit) {
    let error = StoreError::unavailable(Unavailable::Full);
    let _ = commit.reply.send(Err(error.into()));
}

/// About how many bytes a batch adds to a store.
fn bytes(batch: &Batch) -> u64 {
    let of = |write: &Write| match write {
        Write::Put { record, .. } => record_bytes(record),
        Write::Delete { .. } | Write::RequireLive { .. } | Write::RequireFree { .. } => 0,
    };
    batch.writes.iter().map(of).sum()
}

fn record_bytes(record: &Record) -> u64 {
    (record.body.len() + record.layout.len() + record.terms.bytes()) as u64
}

fn is_of_all(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable { .. })
}

fn execute(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(fault)?;
    statement.execute([]).map_err(fault)?;
    Ok(())
}
