use std::time::Duration;

use deadpool_postgres::Object;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::{Row as SqlRow, types::ToSql};

use super::{
    changes::{self, Parameter, Places, Standing, Step, parameters},
    fault::{Trouble, damaged, fault, slow},
    pool::{ANSWER, Pool, Request, Sent, discard},
    statements::{FOUND_ACCOUNT, JUDGE, LOCK, SIGNED},
};
use crate::{Account, Batch, CommitError, Committed, Kind, StoreError, Version, sql::number};

/// How often a commit is tried that met others, or whose connection broke before it was sent.
const ATTEMPTS: u32 = 10;

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// One commit, in as many transactions as it takes.
///
/// Each is two round trips. The first takes the lock of the account's row and reads what the
/// conditions are about, so that nobody changes it or takes the next version meanwhile. The second
/// writes, and ends the transaction.
pub(super) struct Commit {
    pub(super) account: Account,
    pub(super) batch: Batch,
    /// What it is known by in the table of commits.
    pub(super) signature: [u8; 16],
    /// How long is asked what became of it.
    pub(super) patience: Duration,
}

/// How one transaction failed.
enum Failure {
    /// For good: nothing was written.
    Final(CommitError),
    /// Nothing was written, and nothing is wrong with the commit.
    Again(StoreError),
    /// The connection broke after the end was sent: it is this version, or nothing was written.
    Ambiguous { version: i64, error: StoreError },
}

impl Commit {
    pub(super) async fn run(self, pool: &Pool) -> Result<Committed, CommitError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let error = match self.attempt(pool).await {
                Ok(version) => return committed(version),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Again(error)) => error,
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
            sleep(Duration::from_millis(fastrand::u64(1..4 << attempt.min(7)))).await;
        }
    }

    async fn attempt(&self, pool: &Pool) -> Result<i64, Failure> {
        let client = pool.client().await.map_err(Failure::of_store)?;
        let session = Session::new(client);
        let begun = timeout(ANSWER, self.begin(&session)).await;
        // Whatever failed, the end was not sent.
        let (standing, places) = match begun.unwrap_or_else(|_| Err(Failure::of_store(slow()))) {
            Ok(begun) => begun,
            Err(failure) => return Err(session.end(failure).await),
        };
        let version = standing.version + 1;
        let steps = changes::judge(&self.batch, &places).and_then(|()| {
            let Self {
                account,
                batch,
                signature,
                ..
            } = self;
            Ok(changes::steps(
                account, batch, signature, standing, &places,
            )?)
        });
        let steps = match steps {
            Ok(steps) => steps,
            Err(error) => return Err(session.end(Failure::Final(error)).await),
        };
        match finish(&session, version, &steps).await {
            Ok(()) => {
                session.release();
                Ok(version)
            }
            Err(failure) => Err(session.end(failure).await),
        }
    }

    /// The first round trip. A new account takes another: it has no row to lock yet.
    async fn begin(&self, session: &Session) -> Result<(Standing, Places), Failure> {
        let account = self.account.as_str();
        let kinds: Vec<(Kind, Vec<i64>)> = Kind::ALL
            .into_iter()
            .map(|kind| (kind, self.ids(kind)))
            .filter(|(_, ids)| !ids.is_empty())
            .collect();
        for is_known in [true, false] {
            let answers = async {
                let mut requests = vec![match is_known {
                    true => session.simple(BEGIN),
                    false => session.query(FOUND_ACCOUNT, parameters![account]).await?,
                }];
                requests.push(session.query(LOCK, parameters![account]).await?);
                for (kind, ids) in &kinds {
                    let parameters = parameters![account, number(*kind), ids];
                    requests.push(session.query(JUDGE, parameters).await?);
                }
                Sent::all(requests).await?.answers().await
            };
            let answers = answers.await.map_err(Failure::before)?;
            let Some(standing) = answers[1].first() else {
                continue;
            };
            let standing = Standing::of(standing).map_err(Failure::of_store)?;
            let mut places = Places::new();
            for ((kind, _), rows) in kinds.iter().zip(&answers[2..]) {
                for row in rows {
                    places.extend([changes::found(*kind, row).map_err(Failure::of_store)?]);
                }
            }
            return Ok((standing, places));
        }
        let error = StoreError::corrupt("an account has no row");
        Err(Failure::of_store(error))
    }

    /// Whether the commit happened as this version, once that is known for good.
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
                session.simple("ROLLBACK"),
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
        session.release();
        verdict
    }

    fn ids(&self, of: Kind) -> Vec<i64> {
        let rows = self.batch.writes.iter().map(|write| write.row());
        rows.filter(|(kind, _)| *kind == of)
            .map(|(_, id)| id as i64)
            .collect()
    }
}

impl Failure {
    fn of_store(error: StoreError) -> Self {
        Self::Final(error.into())
    }

    /// An error before the end was sent.
    fn before(error: tokio_postgres::Error) -> Self {
        match Trouble::of(error) {
            Trouble::Refused(error) => Self::of_store(error),
            Trouble::Again(error) | Trouble::Lost(error) => Self::Again(error),
        }
    }
}

/// The second round trip. The end is sent once everything before it was.
async fn finish(session: &Session, version: i64, steps: &[Step<'_>]) -> Result<(), Failure> {
    let mut writes = Vec::with_capacity(steps.len());
    for Step { sql, parameters } in steps {
        writes.push(
            session
                .query(sql, parameters)
                .await
                .map_err(Failure::before)?,
        );
    }
    let writes = Sent::all(writes).await.map_err(Failure::before)?;
    let end = Sent::all(vec![session.simple("COMMIT")]).await;
    let end = end.map_err(Failure::before)?;
    // An error of a write ends the transaction, and makes its COMMIT a ROLLBACK.
    let answers = async {
        writes.answers().await?;
        end.answers().await
    };
    let trouble = match timeout(ANSWER, answers).await {
        Ok(Ok(_)) => return Ok(()),
        Ok(Err(error)) => Trouble::of(error),
        Err(_) => Trouble::Lost(slow()),
    };
    Err(match trouble {
        Trouble::Refused(error) => Failure::of_store(error),
        Trouble::Again(error) => Failure::Again(error),
        Trouble::Lost(error) => Failure::Ambiguous { version, error },
    })
}

/// A connection with a transaction on it. Unless it is known to have ended, the connection is closed,
/// which ends it.
struct Session(Option<Object>);

impl Session {
    fn new(client: Object) -> Self {
        Self(Some(client))
    }

    fn release(mut self) {
        drop(self.0.take());
    }

    /// Rolls back what a failure has left behind.
    async fn end(self, failure: Failure) -> Failure {
        if let Failure::Ambiguous { .. } = failure {
            return failure;
        }
        let rollback = self.simple("ROLLBACK");
        if let Ok(Ok(_)) = timeout(ANSWER, rollback).await
            && !is_read_only(&failure)
        {
            self.release();
        }
        failure
    }

    fn client(&self) -> &Object {
        self.0.as_ref().expect("it is there until it is released")
    }

    fn simple(&self, sql: &'static str) -> Request<'_, Vec<SqlRow>> {
        let client = self.client();
        Box::pin(async move { client.batch_execute(sql).await.map(|()| Vec::new()) })
    }

    /// A statement to send. It is prepared by now, so that it is sent in its turn.
    async fn query<'q>(
        &'q self,
        sql: &'static str,
        parameters: impl AsRef<[Parameter<'q>]> + Send + Sync + 'q,
    ) -> Result<Request<'q, Vec<SqlRow>>, tokio_postgres::Error> {
        let client = self.client();
        let statement = client.prepare_cached(sql).await?;
        Ok(Box::pin(async move {
            let parameters = parameters.as_ref().iter();
            let parameters: Vec<&(dyn ToSql + Sync)> =
                parameters.map(|parameter| &**parameter as _).collect();
            client.query(&statement, &parameters).await
        }))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(client) = self.0.take() {
            discard(client);
        }
    }
}

/// A server that has become a standby: another connection may find the one that can be written.
fn is_read_only(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Final(CommitError::Store(StoreError::Unavailable {
            reason: crate::Unavailable::ReadOnly,
            ..
        }))
    )
}

fn committed(version: i64) -> Result<Committed, CommitError> {
    let version = Version(crate::sql::unsigned(version)?);
    Ok(Committed { version })
}
