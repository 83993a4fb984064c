use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::{
    sync::oneshot,
    time::{Instant, sleep, timeout},
};
use tracing::{Instrument, Span};

use super::{
    Database,
    call::{self, Known, Mark},
    changes::{self, Places, parameters},
    fault::{damaged, fault, slow},
    identity::Identity,
    lines::{Entry, Head},
    pipeline::Sent,
    pool::{ANSWER, Pool, TURN},
    statements::{COMMIT, FENCE, FORGET_ACCOUNT, FOUND_ACCOUNT, IDENTITY, LOCK, SIGNED, THERE},
    transaction::{BEGIN, Failure, Session, begin, finish},
};
use crate::{
    Account, Batch, CommitError, Committed, Replacement, StoreError, Unavailable, Version, Write,
    replacement::Changes, sql::unsigned,
};

/// How often to try a commit that collided with others, or whose connection broke before it was sent.
pub(super) const ATTEMPTS: u32 = 10;

/// How often to send a commit again after the store has found out that it did not happen. The commit itself may be what
/// breaks the session, or the whole server.
const RESENT: u32 = 3;

/// How many commits of an account may share a transaction, and how many bytes their rows may have together. The
/// transaction holds the account's lock, for which other servers wait.
const TOGETHER: usize = 64;
const BYTES: usize = 1 << 20;

/// The most bytes of a single commit. PostgreSQL does not accept a message of 1 GiB.
const MOST: usize = 900 << 20;

/// How long after a commit its missing signature means that the commit did not happen. The database keeps signatures
/// for at least a minute more.
const EVIDENCE: Duration = Duration::from_secs(120);

/// A moment, by two clocks. One of them stops while the machine is suspended, and the other may be set back.
#[derive(Clone, Copy)]
struct Moment {
    counted: Instant,
    told: SystemTime,
}

impl Moment {
    fn now() -> Self {
        Self {
            counted: Instant::now(),
            told: SystemTime::now(),
        }
    }

    /// How long ago it was, by the clock that shows more.
    fn elapsed(self) -> Duration {
        let told = self.told.elapsed().unwrap_or_default();
        self.counted.elapsed().max(told)
    }
}

pub(super) type Verdict = Result<Committed, CommitError>;

/// A commit that waits in the line of its account.
pub(super) struct Waiting {
    /// None once its caller has stopped waiting.
    work: Arc<Mutex<Option<Work>>>,
    /// The size of the work. It is computed once, because it is read while the lock of all lines is held.
    size: Option<usize>,
    reply: oneshot::Sender<Verdict>,
    span: Span,
}

/// The caller of a commit holds this while it waits. If the caller leaves before the commit is taken from its line, the
/// drop frees the work. So a long line keeps no work without a caller.
pub(super) struct Wanted(Arc<Mutex<Option<Work>>>);

/// A commit that was taken from its line.
struct Taken {
    work: Work,
    reply: oneshot::Sender<Verdict>,
    /// The span of the caller who waits for it.
    span: Span,
}

impl Waiting {
    pub(super) fn new(work: Work, reply: oneshot::Sender<Verdict>, span: Span) -> (Self, Wanted) {
        let size = work.size();
        let work = Arc::new(Mutex::new(Some(work)));
        let wanted = Wanted(Arc::clone(&work));
        let waiting = Self {
            work,
            size,
            reply,
            span,
        };
        (waiting, wanted)
    }

    /// None if its caller has stopped waiting.
    fn take(self) -> Option<Taken> {
        let Self {
            work, reply, span, ..
        } = self;
        let work = take(&work)?;
        Some(Taken { work, reply, span })
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        drop(take(&self.0));
    }
}

fn take(work: &Mutex<Option<Work>>) -> Option<Work> {
    work.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// What a commit does.
pub(super) enum Work {
    Batch(Batch),
    Replacement(Replacement),
}

impl Work {
    /// How many rows it writes.
    fn rows(&self) -> usize {
        match self {
            Self::Batch(batch) => batch.writes.len(),
            Self::Replacement(replacement) => replacement.rows.len(),
        }
    }

    /// How many bytes it adds to a transaction. `None` if it needs a transaction alone.
    fn size(&self) -> Option<usize> {
        match self {
            Self::Batch(batch) => Some(bytes(batch)),
            Self::Replacement(_) => None,
        }
    }
}

impl Entry for Waiting {
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn size(&self) -> Option<usize> {
        self.size
    }
}

/// Carries out the commits of a line until the line is empty.
pub(super) async fn serve(database: Arc<Database>, mut head: Head<Waiting>) {
    while let Some(waiting) = head.next(TOGETHER, BYTES) {
        let taken: Vec<Taken> = waiting.into_iter().filter_map(Waiting::take).collect();
        if taken.is_empty() {
            continue;
        }
        let span = tracing::debug_span!("transaction", commits = taken.len());
        for taken in &taken {
            span.follows_from(&taken.span);
        }
        let group = Group {
            database: &database,
            account: head.account(),
        };
        group.run(taken).instrument(span).await;
    }
}

/// Commits of one account that are taken together, with their retries. Each try is a transaction.
///
/// A transaction is one round trip: a single statement takes the lock of the account's row, and then judges and carries
/// out one commit after the other. While it holds the lock, no other commit can change the rows of the conditions, or
/// take the next version. Only a replacement takes more round trips, so it has a transaction alone.
struct Group<'g> {
    database: &'g Arc<Database>,
    account: &'g Account,
}

impl Group<'_> {
    async fn run(&self, waiting: Vec<Taken>) {
        let mut parts = vec![waiting];
        while let Some(part) = parts.pop() {
            let (mut others, error) = match self.part(part).await {
                Ok(()) => continue,
                Err(failed) => failed,
            };
            // One of the commits may be the reason.
            if others.len() > 1 && !is_of_all(&error) {
                let second = others.split_off(others.len() / 2);
                parts.extend([second, others]);
                continue;
            }
            self.database.leave_if_replaced(&error);
            for waiting in others {
                waiting.reply.send(Err(error.clone().into())).ok();
            }
        }
    }

    /// Commits a part in one transaction.
    ///
    /// # Errors
    ///
    /// The commits that have no verdict yet, and why.
    async fn part(&self, mut part: Vec<Taken>) -> Result<(), (Vec<Taken>, StoreError)> {
        let (start, mut attempt, mut lost) = (Instant::now(), 0, 0);
        loop {
            attempt += 1;
            let (mark, sent) = match Mark::new() {
                Ok(mark) => (mark, Moment::now()),
                Err(error) => return Err((part, error)),
            };
            let error = match self.attempt(mark, &part).await {
                Ok(verdicts) => {
                    for (waiting, verdict) in part.into_iter().zip(verdicts) {
                        self.answer(waiting, verdict);
                    }
                    return Ok(());
                }
                Err(Failure::Final(error)) => return Err((part, error)),
                Err(Failure::Again(error)) => error,
                Err(Failure::Relayed(error)) if start.elapsed() < TURN => error,
                Err(Failure::Relayed(error)) => return Err((part, error)),
                Err(Failure::Ambiguous(error)) => {
                    tracing::warn!(
                        "a connection broke during a commit; finding out whether it happened: {error}"
                    );
                    match self.settle(mark, sent, &error).await {
                        Ok(found) => part = self.answer_found(part, mark, &found),
                        Err(unsettled) => return Err((part, unsettled)),
                    }
                    if part.is_empty() {
                        return Ok(());
                    }
                    lost += 1;
                    error
                }
            };
            if attempt == ATTEMPTS || lost > RESENT {
                return Err((part, error));
            }
            rest(attempt).await;
        }
    }

    /// Answers the commits that were found, and returns the others: they were refused, or nothing was written.
    fn answer_found(
        &self,
        part: Vec<Taken>,
        mark: Mark,
        found: &HashMap<Vec<u8>, Version>,
    ) -> Vec<Taken> {
        let mut others = Vec::new();
        for (place, waiting) in part.into_iter().enumerate() {
            match found.get(&mark.signature(place)) {
                Some(&version) => self.answer(waiting, Ok(Committed { version })),
                None => others.push(waiting),
            }
        }
        others
    }

    fn answer(&self, waiting: Taken, verdict: Verdict) {
        if verdict.is_ok() {
            self.database.take_note(waiting.work.rows());
        }
        // The caller may have left.
        waiting.reply.send(verdict).ok();
    }

    async fn attempt(&self, mark: Mark, part: &[Taken]) -> Result<Vec<Verdict>, Failure> {
        let mut batches = Vec::with_capacity(part.len());
        for waiting in part {
            match &waiting.work {
                Work::Batch(batch) => batches.push(batch),
                Work::Replacement(replacement) => {
                    let version = self.replace(mark, replacement.clone()).await?;
                    return Ok(vec![Ok(Committed { version })]);
                }
            }
        }
        self.commit(mark, &batches).await
    }

    /// Carries out batches by one statement, which is one transaction.
    async fn commit(&self, mark: Mark, batches: &[&Batch]) -> Result<Vec<Verdict>, Failure> {
        if batches.iter().any(|batch| bytes(batch) > MOST) {
            let error = StoreError::unavailable(Unavailable::Memory);
            return Err(Failure::Final(error));
        }
        let known = self.database.known();
        let parameters = call::parameters_of(self.account, known, mark, batches);
        let parameters = parameters.map_err(Failure::Final)?;
        let session = Session::new(self.pool().client().await.map_err(Failure::Final)?);
        let answer = timeout(ANSWER, session.call(COMMIT, parameters)).await;
        let row = match answer.unwrap_or_else(|_| Err(Failure::Ambiguous(slow()))) {
            Ok(row) => row,
            Err(failure) => return Err(session.end_of_call(failure)),
        };
        let verdicts = match call::verdicts(&row, batches.len()) {
            Ok(Some(verdicts)) => verdicts,
            Ok(None) => {
                // The database did not hold the store that the caller knows.
                let read = async { session.query(IDENTITY, []).await?.await };
                let found = timeout(ANSWER, read).await;
                let found = found.map_err(|_| Failure::Again(slow()))?;
                let found = Identity::of(&found.map_err(Failure::before)?);
                let found = found.map_err(Failure::Final)?;
                found
                    .check(known.secret, known.rules)
                    .map_err(Failure::Final)?;
                let again = StoreError::unavailable(Unavailable::Busy);
                return Err(Failure::Again(again));
            }
            // The commits were carried out, although the answer is invalid.
            Err(error) => return Err(Failure::Ambiguous(error)),
        };
        session.release();
        Ok(verdicts)
    }

    /// Replaces all rows of the account by these rows. A row that stays the same is not sent.
    async fn replace(&self, mark: Mark, replacement: Replacement) -> Result<Version, Failure> {
        let session = Session::new(self.pool().client().await.map_err(Failure::Final)?);
        match self.replace_in(&session, mark, replacement).await {
            Ok(version) => {
                session.release();
                Ok(version)
            }
            Err(failure) => Err(session.end(failure).await),
        }
    }

    async fn replace_in(
        &self,
        session: &Session,
        mark: Mark,
        replacement: Replacement,
    ) -> Result<Version, Failure> {
        let begun = timeout(ANSWER, begin(session, self.account, std::iter::empty())).await;
        // The commit itself was not sent, so nothing was written.
        let begun = begun.unwrap_or_else(|_| Err(Failure::Final(slow())))?;
        let Known { secret, rules } = self.database.known();
        let checked = begun.identity.check(secret, rules);
        checked.map_err(Failure::Final)?;
        let account = self.account.as_str();
        let there = async { session.query(THERE, parameters![account]).await?.await };
        let there = match timeout(ANSWER, there).await {
            Ok(there) => there.map_err(Failure::before)?,
            Err(_) => return Err(Failure::Final(slow())),
        };
        let places: Result<Places, _> = there.iter().map(changes::there).collect();
        let places = places.map_err(Failure::Final)?;
        let at = unsigned(begun.standing.version).map_err(Failure::Final)?;
        let after = replacement.after(Version(at));
        let (rows, version) = after.map_err(|error| Failure::Final(error.into()))?;
        let known = changes::known(&places).map_err(Failure::Final)?;
        let (changes, signature) = (Changes::between(known, rows), mark.signature(0));
        let (account, standing) = (self.account, begun.standing);
        let steps =
            changes::replace_steps(account, &changes, version, &signature, standing, places);
        finish(session, &steps.map_err(Failure::Final)?).await?;
        Ok(version)
    }

    /// Which commits of the transaction happened, once that is certain. If none has happened, none will.
    async fn settle(
        &self,
        mark: Mark,
        sent: Moment,
        lost: &StoreError,
    ) -> Result<HashMap<Vec<u8>, Version>, StoreError> {
        let deadline = Instant::now() + self.database.patience;
        loop {
            let error = match timeout(ANSWER, self.look(mark, sent)).await {
                Ok(Ok(found)) => return Ok(found),
                Ok(Err(error)) => error,
                Err(_) => slow(),
            };
            // The signatures may be deleted by now, so the store cannot find out anymore.
            let gone = matches!(error, StoreError::Unsettled { .. });
            if gone || Instant::now() >= deadline {
                tracing::error!("cannot find out whether a commit happened: {lost}, then {error}");
                let source = Some(Arc::new(error) as _);
                return Err(StoreError::Unsettled { source });
            }
            sleep(Duration::from_millis(fastrand::u64(20..200))).await;
        }
    }

    /// Takes the account's lock, and looks for the transaction while it holds the lock. If the transaction has not
    /// happened, its call may not have arrived yet: so this writes a fence, which the call will find.
    async fn look(
        &self,
        mark: Mark,
        sent: Moment,
    ) -> Result<HashMap<Vec<u8>, Version>, StoreError> {
        let session = Session::new(self.pool().client().await?);
        let account = self.account.as_str();
        let signatures: Vec<_> = (0..TOGETHER).map(|place| mark.signature(place)).collect();
        let answers = async {
            let requests = vec![
                session.simple(BEGIN),
                // A new account has no row to lock yet, but only one transaction can create the row.
                session.query(FOUND_ACCOUNT, parameters![account]).await?,
                session.query(LOCK, parameters![account]).await?,
                session
                    .query(SIGNED, parameters![account, signatures])
                    .await?,
            ];
            Sent::all(requests).await?.answers().await
        };
        let answers = answers.await.map_err(fault)?;
        let mut found = HashMap::new();
        for row in &answers[3] {
            let version = unsigned(row.try_get(0).map_err(damaged)?)?;
            let signature = row.try_get(1).map_err(damaged)?;
            found.insert(signature, Version(version));
        }
        if found.is_empty() {
            if sent.elapsed() > EVIDENCE {
                return Err(StoreError::Unsettled { source: None });
            }
            let fence = session.query(FENCE, parameters![account, mark.fence()]);
            let fence = async { fence.await?.await };
            fence.await.map_err(fault)?;
            if !answers[1].is_empty() {
                // A commit that is refused creates no account.
                let forget = session.query(FORGET_ACCOUNT, parameters![account]);
                let forget = async { forget.await?.await };
                forget.await.map_err(fault)?;
            }
        }
        // A server can show a commit that no standby has yet, if the session that waited for the standby has ended. So
        // this transaction waits for the standby: taking the lock is a logged change, and it is later than the commit.
        session.simple("COMMIT").await.map_err(fault)?;
        session.release();
        Ok(found)
    }

    fn pool(&self) -> &Pool {
        &self.database.pool
    }
}

/// The wait between two attempts. It grows with each attempt.
pub(super) async fn rest(attempt: u32) {
    sleep(Duration::from_millis(fastrand::u64(1..4 << attempt.min(7)))).await;
}

/// Whether the failure concerns all commits, and not one of them.
fn is_of_all(error: &StoreError) -> bool {
    match error {
        // A damaged part of the disk concerns only the commits whose rows are there.
        StoreError::Unavailable { reason, .. } => !matches!(
            reason,
            Unavailable::Full | Unavailable::Memory | Unavailable::Disk
        ),
        StoreError::Engine { .. } | StoreError::Corrupt { .. } => false,
        _ => true,
    }
}

/// About how many bytes a batch takes. Every write counts, because a small one is work too. The work of a delete grows
/// with the terms of its row: each term takes a statement.
fn bytes(batch: &Batch) -> usize {
    const ANY: usize = 128;
    const DELETE: usize = 2 << 10;
    let of = |write: &Write| match write {
        Write::Put { record, .. } => {
            let terms = record.terms.iter().map(|term| term.len() + 3);
            ANY + record.body.len() + record.layout.len() + terms.sum::<usize>()
        }
        Write::Delete { .. } => DELETE,
        Write::RequireLive { .. } | Write::RequireFree { .. } => ANY,
    };
    batch.writes.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RowKind;

    /// A caller that stops waiting frees its rows at once, before its turn comes.
    #[test]
    fn whoever_stops_waiting_takes_the_work_along() {
        let work = || {
            let write = Write::RequireLive {
                kind: RowKind::Contact,
                id: 1,
            };
            let writes = vec![write];
            Work::Batch(Batch { writes, time: 1 })
        };
        let (reply, verdict) = oneshot::channel();
        let (left, wanted) = Waiting::new(work(), reply, Span::none());
        assert_eq!(left.size(), work().size());
        drop((wanted, verdict));
        assert!(left.work.lock().unwrap().is_none());
        assert!(left.is_abandoned() && left.take().is_none());

        let (reply, _verdict) = oneshot::channel();
        let (waiting, _wanted) = Waiting::new(work(), reply, Span::none());
        assert!(!waiting.is_abandoned() && waiting.take().is_some());
    }

    /// A suspended machine, or a clock that was set back, does not make a commit look younger.
    #[test]
    fn a_moment_is_as_long_ago_as_either_clock_says() {
        let now = Moment::now();
        let long = Duration::from_secs(600);
        let suspended = Moment {
            told: now.told - long,
            ..now
        };
        assert!(suspended.elapsed() >= long);
        let set_back = Moment {
            told: now.told + long,
            ..now
        };
        std::thread::sleep(Duration::from_millis(2));
        assert!(set_back.elapsed() >= Duration::from_millis(2));
        assert!(set_back.elapsed() < long);
    }

    /// Each of them costs about twenty statements.
    #[test]
    fn few_deletes_are_taken_together() {
        let delete = |id| Write::Delete {
            kind: RowKind::Contact,
            id,
            version: Version(1),
        };
        let writes = (1..=512).map(delete).collect();
        assert_eq!(bytes(&Batch { writes, time: 1 }), BYTES);
    }
}
