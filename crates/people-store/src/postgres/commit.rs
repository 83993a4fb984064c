use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::{
    changes::{self, Places, Standing, Step, parameters},
    fault::{damaged, fault, slow},
    pipeline::Sent,
    pool::{ANSWER, Pool, TURN},
    statements::{FOUND_ACCOUNT, LOCK, SIGNED, THERE},
    transaction::{BEGIN, Begun, Failure, Session, begin, finish},
};
use crate::{
    Account, Batch, CommitError, Committed, Replacement, StoreError, Version, Write,
    replacement::Changes, sql::unsigned,
};

/// How often a commit is tried that collided with others, or whose connection broke before it was sent.
pub(super) const ATTEMPTS: u32 = 10;

/// One commit, with its retries. Each try is a transaction.
///
/// Each is two round trips. The first takes the lock of the account's row and reads what the
/// conditions are about; while it holds the lock, no other commit can change this or take the next
/// version. The second writes, and ends the transaction.
pub(super) struct Commit {
    pub(super) account: Account,
    pub(super) work: Work,
    /// What it is known by in the table of commits.
    pub(super) signature: [u8; 16],
    /// The secret of the store that it is for.
    pub(super) secret: [u8; 32],
    /// The rules by which its sort keys and terms are derived; 0 if they are not set.
    pub(super) rules: u32,
    /// How long the store looks for it after its connection broke.
    pub(super) patience: Duration,
}

/// What a commit does.
pub(super) enum Work {
    Batch(Batch),
    Replacement(Replacement),
}

impl Work {
    /// How many rows it writes.
    pub(super) fn rows(&self) -> usize {
        match self {
            Self::Batch(batch) => batch.writes.len(),
            Self::Replacement(replacement) => replacement.rows.len(),
        }
    }

    /// The writes of a batch.
    fn writes(&self) -> &[Write] {
        match self {
            Self::Batch(batch) => &batch.writes,
            Self::Replacement(_) => &[],
        }
    }
}

impl Commit {
    pub(super) async fn run(self, pool: &Pool) -> Result<Committed, CommitError> {
        let (start, mut attempt) = (Instant::now(), 0);
        loop {
            attempt += 1;
            let error = match self.attempt(pool).await {
                Ok(version) => return committed(version),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Again(error)) => error,
                Err(Failure::Relayed(error)) if start.elapsed() < TURN => error,
                Err(Failure::Relayed(error)) => return Err(error.into()),
                Err(Failure::Ambiguous { version, error }) => {
                    tracing::warn!("a connection broke under a commit, which is looked for now");
                    if self.settle(pool, version, &error).await? {
                        return committed(version);
                    }
                    error
                }
            };
            if attempt == ATTEMPTS {
                return Err(error.into());
            }
            rest(attempt).await;
        }
    }

    async fn attempt(&self, pool: &Pool) -> Result<i64, Failure> {
        let client = pool.client().await.map_err(Failure::of_store)?;
        let session = Session::new(client);
        let rows = self.work.writes().iter().filter_map(Write::row);
        let terms = self.work.writes().iter().filter_map(|write| match write {
            Write::RequireFree { kind, term } => Some((*kind, term.as_str())),
            Write::Put { .. } | Write::Delete { .. } | Write::RequireLive { .. } => None,
        });
        let terms: Vec<_> = terms.collect();
        let begun = timeout(ANSWER, begin(&session, &self.account, rows, &terms)).await;
        // The commit itself was not sent, so nothing was written.
        let begun = match begun.unwrap_or_else(|_| Err(Failure::of_store(slow()))) {
            Ok(begun) => begun,
            Err(failure) => return Err(session.end(failure).await),
        };
        let done = match &self.work {
            Work::Batch(batch) => self.batch(&session, begun, batch).await,
            Work::Replacement(rows) => self.replacement(&session, begun, rows.clone()).await,
        };
        match done {
            Ok(version) => {
                session.release();
                Ok(version)
            }
            Err(failure) => Err(session.end(failure).await),
        }
    }

    /// Carries out a batch, if its conditions hold.
    async fn batch(&self, session: &Session, begun: Begun, batch: &Batch) -> Result<i64, Failure> {
        let version = begun.standing.version + 1;
        let steps = self.steps(begun, batch).map_err(Failure::Final)?;
        finish(session, version, &steps).await?;
        Ok(version)
    }

    /// Checks the conditions of the batch, and returns the statements that carry it out.
    fn steps<'c>(&'c self, begun: Begun, batch: &'c Batch) -> Result<Vec<Step<'c>>, CommitError> {
        let Begun {
            identity,
            standing,
            places,
            holders,
        } = begun;
        identity.check(self.secret, self.rules)?;
        changes::judge(batch, &places, &holders)?;
        let (account, signature) = (&self.account, &self.signature);
        let steps = changes::steps(account, batch, signature, standing, &places)?;
        Ok(steps)
    }

    /// Puts rows in the place of all that the account has. Of a row that stays, nothing is sent.
    async fn replacement(
        &self,
        session: &Session,
        begun: Begun,
        replacement: Replacement,
    ) -> Result<i64, Failure> {
        let (identity, standing) = (begun.identity, begun.standing);
        let checked = identity.check(self.secret, self.rules);
        checked.map_err(Failure::of_store)?;
        let account = self.account.as_str();
        let there = async { session.query(THERE, parameters![account]).await?.await };
        let there = match timeout(ANSWER, there).await {
            Ok(there) => there.map_err(Failure::before)?,
            Err(_) => return Err(Failure::of_store(slow())),
        };
        let places: Result<Places, _> = there.iter().map(changes::there).collect();
        let places = places.map_err(Failure::of_store)?;
        let at = unsigned(standing.version).map_err(Failure::of_store)?;
        let after = replacement.after(Version(at));
        let (rows, version) = after.map_err(|error| Failure::of_store(error.into()))?;
        let known = changes::known(&places).map_err(Failure::of_store)?;
        let changes = Changes::between(known, rows);
        let (account, signature) = (&self.account, &self.signature);
        let steps = changes::replace_steps(account, &changes, version, signature, standing, places);
        let version = version.0.cast_signed();
        finish(session, version, &steps.map_err(Failure::of_store)?).await?;
        Ok(version)
    }

    /// Whether the commit happened as this version, once that is certain.
    async fn settle(
        &self,
        pool: &Pool,
        version: i64,
        lost: &StoreError,
    ) -> Result<bool, CommitError> {
        let deadline = Instant::now() + self.patience;
        loop {
            let error = match timeout(ANSWER, self.look(pool, version)).await {
                Ok(Ok(verdict)) => return Ok(verdict),
                Ok(Err(error)) => error,
                Err(_) => slow(),
            };
            // Evidence that is gone does not come back.
            let gone = matches!(error, StoreError::Unsettled { .. });
            if gone || Instant::now() >= deadline {
                tracing::error!("a commit is left unsettled: {lost}, then {error}");
                let source = Some(std::sync::Arc::new(error) as _);
                return Err(StoreError::Unsettled { source }.into());
            }
            sleep(Duration::from_millis(fastrand::u64(20..200))).await;
        }
    }

    /// Looks for the commit behind the lock that its transaction held: as long as the server may
    /// still carry it out, this waits.
    async fn look(&self, pool: &Pool, version: i64) -> Result<bool, StoreError> {
        let session = Session::new(pool.client().await?);
        let account = self.account.as_str();
        let answers = async {
            let requests = vec![
                session.simple(BEGIN),
                // A new account has no row to lock yet, but only one can make it.
                session.query(FOUND_ACCOUNT, parameters![account]).await?,
                session.query(LOCK, parameters![account]).await?,
                session.query(SIGNED, parameters![account, version]).await?,
            ];
            Sent::all(requests).await?.answers().await
        };
        let answers = answers.await.map_err(fault)?;
        let standing = answers[2].first().map(Standing::of).transpose()?;
        let signature = answers[3].first().map(|row| row.try_get(0));
        let signature: Option<&[u8]> = signature.transpose().map_err(damaged)?;
        let verdict = match (standing, signature) {
            (_, Some(signature)) => Ok(signature == self.signature),
            (Some(standing), None) if standing.version >= version => {
                Err(StoreError::Unsettled { source: None })
            }
            _ => Ok(false),
        };
        // A server shows what no standby has yet where the session that waited for one has ended.
        // This waits in its stead: the lock is a change that is logged, after the commit.
        let end = if let Ok(true) = verdict {
            "COMMIT"
        } else {
            "ROLLBACK"
        };
        session.simple(end).await.map_err(fault)?;
        session.release();
        verdict
    }
}

/// Between two attempts, longer after each.
pub(super) async fn rest(attempt: u32) {
    sleep(Duration::from_millis(fastrand::u64(1..4 << attempt.min(7)))).await;
}

fn committed(version: i64) -> Result<Committed, CommitError> {
    let version = Version(unsigned(version)?);
    Ok(Committed { version })
}
