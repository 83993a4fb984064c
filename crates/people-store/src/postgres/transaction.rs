//! Transactions of one account. A transaction of several round trips begins by taking the account's lock. A call of
//! `commit_batches` is a whole transaction.
use std::{future::poll_fn, pin::pin};

use deadpool_postgres::Object;
use futures_core::Stream;
use tokio::time::timeout;
use tokio_postgres::{Error, Row as SqlRow, types::ToSql};

use super::{
    changes::{self, Parameter, Places, Standing, Step, parameters},
    fault::{Trouble, slow},
    identity::Identity,
    pipeline::{Request, Sent},
    pool::{ANSWER, discard},
    statements::{FOUND_ACCOUNT, IDENTITY, JUDGE, LOCK},
};
use crate::{Account, RowKind, StoreError, Unavailable, sql::number};

pub(super) const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// How a transaction failed.
pub(super) enum Failure {
    /// Nothing was written, and the same would fail again.
    Final(StoreError),
    /// Nothing was written, but the commit is valid: it can be tried again.
    Again(StoreError),
    /// As `Again`, but a server could not reach another server that it needs. It may take long to find that out.
    Relayed(StoreError),
    /// The connection broke after the end was sent, or the answer is invalid: either everything was written, or
    /// nothing.
    Ambiguous(StoreError),
}

/// What the first round trip reads.
pub(super) struct Begun {
    /// Which store the database holds now.
    pub(super) identity: Identity,
    pub(super) standing: Standing,
    pub(super) places: Places,
}

/// The first round trip: takes the lock of the account's row, and reads these rows. A new account takes another round
/// trip: it has no row to lock yet.
pub(super) async fn begin(
    session: &Session,
    account: &Account,
    rows: impl Iterator<Item = (RowKind, u64)>,
) -> Result<Begun, Failure> {
    let account = account.as_str();
    let mut ids: [Vec<i64>; RowKind::ALL.len()] = Default::default();
    for (kind, id) in rows {
        ids[kind.index()].push(id as i64);
    }
    let kinds: Vec<(RowKind, &Vec<i64>)> = RowKind::ALL
        .into_iter()
        .zip(&ids)
        .filter(|(_, ids)| !ids.is_empty())
        .collect();
    for is_known in [true, false] {
        let answers = async {
            let mut requests = vec![match is_known {
                true => session.simple(BEGIN),
                false => session.query(FOUND_ACCOUNT, parameters![account]).await?,
            }];
            requests.push(session.query(LOCK, parameters![account]).await?);
            // Read after the lock is taken: every writer that changes it waits for the lock.
            requests.push(session.query(IDENTITY, []).await?);
            for (kind, ids) in &kinds {
                let parameters = parameters![account, number(*kind), ids];
                requests.push(session.query(JUDGE, parameters).await?);
            }
            Sent::all(requests).await?.answers().await
        };
        let answers = answers.await.map_err(Failure::before)?;
        let identity = Identity::of(&answers[2]).map_err(Failure::Final)?;
        let Some(standing) = answers[1].first() else {
            continue;
        };
        let standing = Standing::of(standing).map_err(Failure::Final)?;
        let mut places = Places::new();
        for ((kind, _), rows) in kinds.iter().zip(&answers[3..]) {
            for row in rows {
                places.extend([changes::found(*kind, row, 0).map_err(Failure::Final)?]);
            }
        }
        return Ok(Begun {
            identity,
            standing,
            places,
        });
    }
    let error = StoreError::corrupt("an account has no row");
    Err(Failure::Final(error))
}

impl Failure {
    /// An error that came before the end was sent.
    pub(super) fn before(error: tokio_postgres::Error) -> Self {
        match Trouble::of(error) {
            Trouble::Refused(error) => Self::Final(error),
            Trouble::Again(error) | Trouble::Lost(error) => Self::Again(error),
            Trouble::Relayed(error) => Self::Relayed(error),
        }
    }
}

/// The second round trip. It sends the end after everything else was sent.
pub(super) async fn finish(session: &Session, steps: &[Step<'_>]) -> Result<(), Failure> {
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
    // The first poll of a request may already read its answer. An error then does not say whether the request was
    // carried out.
    let end = Sent::all(vec![session.simple("COMMIT")]).await;
    let end = end.map_err(|error| of_end(Trouble::of(error)))?;
    // An error of a write ends the transaction, and makes its COMMIT a ROLLBACK.
    let answers = async {
        let written = writes.answers().await;
        written.map_err(|error| (Trouble::of(error), false))?;
        let ended = end.answers().await;
        ended.map_err(|error| (Trouble::of(error), true))
    };
    let (trouble, is_of_end) = match timeout(ANSWER, answers).await {
        Ok(Ok(_)) => return Ok(()),
        Ok(Err(failed)) => failed,
        Err(_) => (Trouble::Lost(slow()), true),
    };
    Err(match trouble {
        Trouble::Relayed(error) if !is_of_end => Failure::Relayed(error),
        trouble => of_end(trouble),
    })
}

/// What an error at the end of a transaction says about its commit.
fn of_end(trouble: Trouble) -> Failure {
    match trouble {
        Trouble::Refused(error) => Failure::Final(error),
        Trouble::Again(error) => Failure::Again(error),
        Trouble::Relayed(error) | Trouble::Lost(error) => Failure::Ambiguous(error),
    }
}

/// A connection with an open transaction. If the transaction may still be open at the drop, this closes the connection,
/// which ends it.
pub(super) struct Session(Option<Object>);

impl Session {
    pub(super) fn new(client: Object) -> Self {
        Self(Some(client))
    }

    pub(super) fn release(mut self) {
        drop(self.0.take());
    }

    /// Rolls back what a failed transaction has left.
    pub(super) async fn end(self, failure: Failure) -> Failure {
        if let Failure::Ambiguous(_) = failure {
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

    /// Decides whether to keep the connection after a call that was a whole transaction has failed.
    pub(super) fn end_of_call(self, failure: Failure) -> Failure {
        if !matches!(failure, Failure::Ambiguous(_)) && !is_read_only(&failure) {
            self.release();
        }
        failure
    }

    /// Calls a function as a whole transaction, and returns its only row. The row arrives before the transaction ends.
    pub(super) async fn call(
        &self,
        sql: &'static str,
        parameters: Vec<Parameter<'_>>,
    ) -> Result<SqlRow, Failure> {
        let client = self.client();
        let statement = client.prepare_cached(sql).await;
        let statement = statement.map_err(Failure::before)?;
        let parameters = parameters.iter();
        let parameters = parameters.map(|parameter| &**parameter as &(dyn ToSql + Sync));
        let mut row = None;
        let answers = async {
            let mut answers = pin!(client.query_raw(&statement, parameters).await?);
            while let Some(answer) = poll_fn(|context| answers.as_mut().poll_next(context)).await {
                row = Some(answer?);
            }
            Ok(())
        };
        let ended: Result<(), Error> = answers.await;
        match (ended.map_err(Trouble::of), row) {
            (Ok(()), Some(row)) => Ok(row),
            (Ok(()), None) => Err(Failure::Ambiguous(StoreError::corrupt(
                "the answer to a commit",
            ))),
            (Err(Trouble::Relayed(error)), None) => Err(Failure::Relayed(error)),
            (Err(trouble), _) => Err(of_end(trouble)),
        }
    }

    fn client(&self) -> &Object {
        self.0.as_ref().expect("it is there until it is released")
    }

    pub(super) fn simple(&self, sql: &'static str) -> Request<'_, Vec<SqlRow>> {
        let client = self.client();
        Box::pin(async move { client.batch_execute(sql).await.map(|()| Vec::new()) })
    }

    /// A statement to send. It is already prepared, so that the order of requests is kept.
    pub(super) async fn query<'q>(
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

/// A server that has become a standby. Another connection may find the server that accepts writes.
fn is_read_only(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Final(StoreError::Unavailable {
            reason: Unavailable::ReadOnly,
            ..
        })
    )
}
