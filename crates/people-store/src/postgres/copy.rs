use tokio::time::timeout;
use tokio_postgres::{Error, Row as SqlRow};

use super::{
    Postgres,
    changes::{self, is_at, keep_steps, parameters},
    commit::{ATTEMPTS, rest},
    fault::{Trouble, slow},
    identity::Identity,
    pipeline::Request,
    pool::{ANSWER, Pool},
    reader,
    state::State,
    statements::{ACCOUNTS, ADVANCE, BEGIN_INDEX, DERIVED, END_INDEX, FORGET_INDEX, IDENTITY},
    transaction::{Failure, Session, begin, finish},
};
use crate::{
    Account, CopyTarget, Row, RowKind, Standing, StoreError, copy::validate, sql::bounded,
};

/// Waits for the running commits, and blocks new ones until this transaction ends. They then see its changes.
const LOCK_OUT: &str =
    "BEGIN ISOLATION LEVEL READ COMMITTED; LOCK TABLE accounts IN EXCLUSIVE MODE";
const MARK: &str = "INSERT INTO settings (name) VALUES ('unfinished')";
const UNMARK: &str = "DELETE FROM settings WHERE name = 'unfinished'";
const SET_SECRET: &str = "UPDATE settings SET bytes = $1 WHERE name = 'identity'";

/// What to open a store for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Service,
    Copy,
}

impl Purpose {
    /// Checks that the store fits this purpose.
    pub(super) async fn check(self, pool: &Pool, found: Identity) -> Result<(), StoreError> {
        match (self, found.is_unfinished) {
            (Self::Service, true) => Err(StoreError::Unfinished),
            (Self::Copy, false) if !reader::accounts(pool, None, 1).await?.is_empty() => {
                Err(StoreError::Occupied)
            }
            _ => Ok(()),
        }
    }
}

impl CopyTarget for Postgres {
    async fn begin(&self, secret: [u8; 32]) -> Result<(), StoreError> {
        self.perform(Step::Begin(secret)).await?;
        self.database.become_store(secret);
        Ok(())
    }

    async fn put_rows(
        &self,
        account: &Account,
        rows: Vec<(RowKind, Row)>,
    ) -> Result<(), StoreError> {
        validate(&rows)?;
        let (secret, rows) = (self.database.secret(), &*rows);
        self.perform(Step::Rows {
            account,
            rows,
            secret,
        })
        .await?;
        self.database.take_note(rows.len());
        Ok(())
    }

    async fn put_standing(&self, account: &Account, standing: Standing) -> Result<(), StoreError> {
        let secret = self.database.secret();
        self.perform(Step::Standing {
            account,
            standing,
            secret,
        })
        .await
    }

    async fn finish(&self) -> Result<(), StoreError> {
        self.perform(Step::Finish(self.database.secret())).await
    }
}

impl Postgres {
    /// Takes a step. If the store cannot find out whether the step was taken, it takes it again: twice has the same
    /// effect.
    pub(super) async fn perform(&self, step: Step<'_>) -> Result<(), StoreError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let error = match step.attempt(&self.database.pool).await {
                Ok(()) => return Ok(()),
                Err(Failure::Final(error)) => return Err(error),
                Err(
                    Failure::Again(error) | Failure::Relayed(error) | Failure::Ambiguous(error),
                ) => error,
            };
            if attempt == ATTEMPTS {
                return Err(error);
            }
            rest(attempt).await;
        }
    }
}

/// The steps of a copy or of an index update. Each is a transaction.
pub(super) enum Step<'i> {
    Begin([u8; 32]),
    Rows {
        account: &'i Account,
        rows: &'i [(RowKind, Row)],
        secret: [u8; 32],
    },
    Standing {
        account: &'i Account,
        standing: Standing,
        secret: [u8; 32],
    },
    Finish([u8; 32]),
    /// Ensures that from now on no server writes by earlier rules.
    BeginIndex {
        secret: [u8; 32],
        rules: u32,
    },
    /// Writes rows as they should be. After it, all rows of the account up to this kind and id follow the rules.
    Index {
        account: &'i Account,
        rows: &'i [(RowKind, Row)],
        until: (i16, i64),
        secret: [u8; 32],
        rules: u32,
    },
    EndIndex {
        secret: [u8; 32],
        rules: u32,
    },
}

impl Step<'_> {
    async fn attempt(&self, pool: &Pool) -> Result<(), Failure> {
        let session = Session::new(pool.client().await.map_err(Failure::Final)?);
        let taken = match *self {
            Self::Rows {
                account,
                rows,
                secret,
            } => put_rows(&session, account, rows, secret).await,
            Self::Standing {
                account,
                standing,
                secret,
            } => put_standing(&session, account, standing, secret).await,
            Self::Begin(secret) => {
                let taken = timeout(ANSWER, take_over(&session, secret)).await;
                taken.unwrap_or_else(|_| Err(Failure::Final(slow())))
            }
            Self::Finish(secret) => {
                let taken = timeout(ANSWER, hand_over(&session, secret)).await;
                taken.unwrap_or_else(|_| Err(Failure::Final(slow())))
            }
            Self::BeginIndex { secret, rules } => {
                let taken = timeout(ANSWER, begin_index(&session, secret, rules)).await;
                taken.unwrap_or_else(|_| Err(Failure::Final(slow())))
            }
            Self::Index {
                account,
                rows,
                until,
                secret,
                rules,
            } => index(&session, account, rows, until, (secret, rules)).await,
            Self::EndIndex { secret, rules } => {
                let taken = timeout(ANSWER, end_index(&session, secret, rules)).await;
                taken.unwrap_or_else(|_| Err(Failure::Final(slow())))
            }
        };
        match taken {
            Ok(()) => {
                session.release();
                Ok(())
            }
            Err(failure) => Err(session.end(failure).await),
        }
    }
}

async fn put_rows(
    session: &Session,
    account: &Account,
    rows: &[(RowKind, Row)],
    secret: [u8; 32],
) -> Result<(), Failure> {
    let places = rows.iter().map(|(kind, row)| (*kind, row.id));
    let begun = timeout(ANSWER, begin(session, account, places)).await;
    let begun = begun.unwrap_or_else(|_| Err(Failure::Final(slow())))?;
    if !is_taking_over(begun.identity, secret) {
        return Err(Failure::Final(StoreError::Occupied));
    }
    let steps = keep_steps(account, rows, begun.standing, begun.places);
    finish(session, &steps.map_err(Failure::Final)?).await
}

async fn put_standing(
    session: &Session,
    account: &Account,
    standing: Standing,
    secret: [u8; 32],
) -> Result<(), Failure> {
    let begun = timeout(ANSWER, begin(session, account, std::iter::empty())).await;
    let begun = begun.unwrap_or_else(|_| Err(Failure::Final(slow())))?;
    if !is_taking_over(begun.identity, secret) {
        return Err(Failure::Final(StoreError::Occupied));
    }
    let mut known = begun.standing;
    known.version = bounded(standing.version.0);
    known.replaced = bounded(standing.replaced.0);
    finish(session, &[known.save(account.as_str())]).await
}

async fn begin_index(session: &Session, secret: [u8; 32], rules: u32) -> Result<(), Failure> {
    let found = lock_out(session).await?;
    found.check(secret, rules).map_err(Failure::Final)?;
    let state = answer(session.query(DERIVED, []).await).await?;
    let state = State::of(&state).map_err(Failure::Final)?;
    if state.is_some_and(|state| state.rules == i64::from(rules)) {
        return end(session, "ROLLBACK").await;
    }
    let rules = parameters![i64::from(rules)];
    answer(session.query(BEGIN_INDEX, rules).await).await?;
    end(session, "COMMIT").await
}

async fn index(
    session: &Session,
    account: &Account,
    rows: &[(RowKind, Row)],
    (kind, id): (i16, i64),
    (secret, rules): ([u8; 32], u32),
) -> Result<(), Failure> {
    let places = rows.iter().map(|(kind, row)| (*kind, row.id));
    let begun = timeout(ANSWER, begin(session, account, places)).await;
    let begun = begun.unwrap_or_else(|_| Err(Failure::Final(slow())))?;
    let identity = begun.identity.check(secret, rules);
    identity.map_err(Failure::Final)?;
    // If a row was changed since it was read, a server that knows the rules changed it.
    let rows: Vec<(RowKind, Row)> = rows
        .iter()
        .filter(|(kind, row)| is_at(&begun.places, *kind, row))
        .cloned()
        .collect();
    let steps = keep_steps(account, &rows, begun.standing, begun.places);
    let mut steps = steps.map_err(Failure::Final)?;
    steps.push(changes::Step {
        sql: ADVANCE,
        parameters: parameters![account.as_str(), kind, id],
    });
    finish(session, &steps).await
}

async fn end_index(session: &Session, secret: [u8; 32], rules: u32) -> Result<(), Failure> {
    let found = lock_out(session).await?;
    found.check(secret, rules).map_err(Failure::Final)?;
    answer(session.query(END_INDEX, []).await).await?;
    end(session, "COMMIT").await
}

async fn take_over(session: &Session, secret: [u8; 32]) -> Result<(), Failure> {
    let found = lock_out(session).await?;
    if found.is_unfinished {
        return match found.secret == secret {
            true => end(session, "ROLLBACK").await,
            false => Err(Failure::Final(StoreError::Occupied)),
        };
    }
    let accounts = session.query(ACCOUNTS, parameters!["", 1_i64]).await;
    let accounts = answer(accounts).await?;
    if !accounts.is_empty() {
        return Err(Failure::Final(StoreError::Occupied));
    }
    let bytes = secret.to_vec();
    answer(session.query(MARK, []).await).await?;
    answer(session.query(SET_SECRET, parameters![bytes]).await).await?;
    // The rows come from another store, so it is not known which rules they follow.
    answer(session.query(FORGET_INDEX, []).await).await?;
    end(session, "COMMIT").await
}

async fn hand_over(session: &Session, secret: [u8; 32]) -> Result<(), Failure> {
    let found = lock_out(session).await?;
    if found.secret != secret {
        return Err(Failure::Final(StoreError::Occupied));
    }
    answer(session.query(UNMARK, []).await).await?;
    end(session, "COMMIT").await
}

async fn lock_out(session: &Session) -> Result<Identity, Failure> {
    session.simple(LOCK_OUT).await.map_err(Failure::before)?;
    let found = answer(session.query(IDENTITY, []).await).await?;
    Identity::of(&found).map_err(Failure::Final)
}

/// After an error of this statement, the store does not know whether the statement took effect.
async fn end(session: &Session, sql: &'static str) -> Result<(), Failure> {
    match session.simple(sql).await.map_err(Trouble::of) {
        Ok(_) => Ok(()),
        Err(Trouble::Refused(error)) => Err(Failure::Final(error)),
        Err(Trouble::Again(error) | Trouble::Relayed(error) | Trouble::Lost(error)) => {
            Err(Failure::Again(error))
        }
    }
}

async fn answer(request: Result<Request<'_, Vec<SqlRow>>, Error>) -> Result<Vec<SqlRow>, Failure> {
    request
        .map_err(Failure::before)?
        .await
        .map_err(Failure::before)
}

fn is_taking_over(found: Identity, secret: [u8; 32]) -> bool {
    found.is_unfinished && found.secret == secret
}
