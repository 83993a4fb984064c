//! A transaction of one account: how it begins behind the account's lock, and how it ends.
use deadpool_postgres::Object;
use tokio::time::timeout;
use tokio_postgres::{Row as SqlRow, types::ToSql};

use super::{
    changes::{self, Holders, Parameter, Places, Standing, Step, parameters},
    fault::{Trouble, damaged, slow},
    identity::Identity,
    pipeline::{Request, Sent},
    pool::{ANSWER, discard},
    statements::{FOUND_ACCOUNT, HOLDER, IDENTITY, JUDGE, LOCK},
    text::escape,
};
use crate::{Account, CommitError, RowKind, StoreError, sql::number};

pub(super) const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// How it failed.
pub(super) enum Failure {
    /// Finally: nothing was written.
    Final(CommitError),
    /// Nothing was written, and nothing is wrong with the commit.
    Again(StoreError),
    /// As before, but a server could not reach another one behind it, which may take it long to find out.
    Relayed(StoreError),
    /// The connection broke after the end was sent: it is this version, or nothing was written.
    Ambiguous { version: i64, error: StoreError },
}

/// What the first round trip finds.
pub(super) struct Begun {
    /// Which store this is by now.
    pub(super) identity: Identity,
    pub(super) standing: Standing,
    pub(super) places: Places,
    pub(super) holders: Holders,
}

/// The first round trip: takes the lock of the account's row, and reads what is in these rows and which
/// have these terms. A new account takes another one: it has no row to lock yet.
pub(super) async fn begin(
    session: &Session,
    account: &Account,
    rows: impl Iterator<Item = (RowKind, u64)>,
    terms: &[(RowKind, &str)],
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
            // After the lock: every writer that changes it waits for the lock.
            requests.push(session.query(IDENTITY, []).await?);
            for (kind, ids) in &kinds {
                let parameters = parameters![account, number(*kind), ids];
                requests.push(session.query(JUDGE, parameters).await?);
            }
            for (kind, term) in terms {
                let parameters = parameters![account, number(*kind), escape(term).into_owned()];
                requests.push(session.query(HOLDER, parameters).await?);
            }
            Sent::all(requests).await?.answers().await
        };
        let answers = answers.await.map_err(Failure::before)?;
        let identity = Identity::of(&answers[2]).map_err(Failure::of_store)?;
        let Some(standing) = answers[1].first() else {
            continue;
        };
        let standing = Standing::of(standing).map_err(Failure::of_store)?;
        let mut places = Places::new();
        for ((kind, _), rows) in kinds.iter().zip(&answers[3..]) {
            for row in rows {
                places.extend([changes::found(*kind, row, 0).map_err(Failure::of_store)?]);
            }
        }
        let mut holders = Holders::new();
        for ((kind, term), rows) in terms.iter().zip(&answers[3 + kinds.len()..]) {
            if let Some(row) = rows.first() {
                let version = row.try_get(0).map_err(damaged);
                let version = version.map_err(Failure::of_store)?;
                holders.insert((*kind, (*term).to_owned()), version);
            }
        }
        return Ok(Begun {
            identity,
            standing,
            places,
            holders,
        });
    }
    let error = StoreError::corrupt("an account has no row");
    Err(Failure::of_store(error))
}

impl Failure {
    pub(super) fn of_store(error: StoreError) -> Self {
        Self::Final(error.into())
    }

    /// An error before the end was sent.
    pub(super) fn before(error: tokio_postgres::Error) -> Self {
        match Trouble::of(error) {
            Trouble::Refused(error) => Self::of_store(error),
            Trouble::Again(error) | Trouble::Lost(error) => Self::Again(error),
            Trouble::Relayed(error) => Self::Relayed(error),
        }
    }
}

/// The second round trip. The end is sent once everything before it was.
pub(super) async fn finish(
    session: &Session,
    version: i64,
    steps: &[Step<'_>],
) -> Result<(), Failure> {
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
    // The first look at what was sent may be at its answer already: then it is not known either.
    let end = Sent::all(vec![session.simple("COMMIT")]).await;
    let end = end.map_err(|error| of_end(Trouble::of(error), version))?;
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
        trouble => of_end(trouble, version),
    })
}

/// What trouble with the end of a transaction says about its commit.
fn of_end(trouble: Trouble, version: i64) -> Failure {
    match trouble {
        Trouble::Refused(error) => Failure::of_store(error),
        Trouble::Again(error) => Failure::Again(error),
        Trouble::Relayed(error) | Trouble::Lost(error) => Failure::Ambiguous { version, error },
    }
}

/// A connection with a transaction on it. Unless it is known to have ended, the connection is closed,
/// which ends it.
pub(super) struct Session(Option<Object>);

impl Session {
    pub(super) fn new(client: Object) -> Self {
        Self(Some(client))
    }

    pub(super) fn release(mut self) {
        drop(self.0.take());
    }

    /// Rolls back what a failure has left behind.
    pub(super) async fn end(self, failure: Failure) -> Failure {
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

    pub(super) fn simple(&self, sql: &'static str) -> Request<'_, Vec<SqlRow>> {
        let client = self.client();
        Box::pin(async move { client.batch_execute(sql).await.map(|()| Vec::new()) })
    }

    /// A statement to send. It is prepared by now, so that it is sent in its turn.
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
