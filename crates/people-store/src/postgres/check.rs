mod walk;

use tokio::task::JoinHandle;
use tokio_postgres::{Client, IsolationLevel, Row as SqlRow, Statement};

use self::walk::{Seen, Statements, Walk};
use super::{
    Postgres,
    address::Address,
    fault::{damaged, fault},
    schema,
    state::State,
    statements::{
        DERIVED, STANDING, STANDING_OF_SCHEMA_2, STANDING_OF_SCHEMA_3, STANDING_OF_SCHEMA_4,
    },
};
use crate::{
    Account, Fault, Row, RowKind, StoreError, Version,
    inspection::{KINDS, Tally},
};

/// A check that was stopped must not hold a snapshot forever. But a check may wait while an operator pages through the
/// faults.
const SESSION: &str = "SET default_transaction_read_only = on; SET statement_timeout = 0; \
     SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '10min'";
/// The function that carries out commits, from schema 6 on.
const FUNCTION: &str = "SELECT to_regprocedure('commit_batches(text, bytea, bigint, bigint, bigint, bytea[], \
     bigint[], int[], smallint[], smallint[], bigint[], bigint[], text[], text[], text[], bytea[], text[])') \
     IS NOT NULL";
const ESTIMATE: &str = "SELECT greatest(reltuples, 0)::bigint FROM pg_class \
     WHERE oid = to_regclass('records')";
/// Schema 1 stores it under the first name, schema 2 under the second.
const SECRET: &str = "SELECT octet_length(bytes) = 32 FROM settings \
     WHERE name IN ('secret', 'identity')";
/// The next account that has any row. An index finds it in each table.
const NEXT_ACCOUNT: &str = "SELECT least( \
     (SELECT min(account) FROM accounts WHERE account > $1), \
     (SELECT min(account) FROM records WHERE account > $1), \
     (SELECT min(account) FROM terms WHERE account > $1))";
const FIRST_ACCOUNT: &str = "SELECT least((SELECT min(account) FROM accounts), \
     (SELECT min(account) FROM records), (SELECT min(account) FROM terms))";
const STRAY_KINDS: &str = "SELECT kind::bigint FROM records \
     WHERE account = $1 AND (kind < 0 OR kind > 9) \
     UNION SELECT kind FROM terms WHERE account = $1 AND (kind < 0 OR kind > 9) ORDER BY 1";

impl Postgres {
    /// Opens the store in the database at this address to check it. Servers may be running.
    ///
    /// It changes nothing, and does not upgrade the schema.
    ///
    /// ```no_run
    /// use people_store::Postgres;
    ///
    /// # async fn example() -> Result<(), people_store::StoreError> {
    /// let mut inspection = Postgres::inspect("postgres://people@db.example/people").await?;
    /// let mut faults = Vec::new();
    /// inspection.run(|_, _, _| Vec::new(), |fault| faults.push(fault)).await?;
    /// assert_eq!(faults, []);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`StoreError::Address`] when it is no such address; [`StoreError::Missing`] when there is no
    /// store; [`StoreError::NewerSchema`] when a later version of this crate has written it;
    /// [`StoreError::Corrupt`] when there are tables of another program;
    /// [`StoreError::Unavailable`] when the database cannot be reached.
    pub async fn inspect(url: &str) -> Result<PostgresInspection, StoreError> {
        PostgresInspection::open(Address::parse(url)?).await
    }
}

/// Checks everything in a store: [`Postgres::inspect`] makes one.
///
/// It reads one account after the other, each from its own snapshot, so it holds no snapshot for long. Its memory does
/// not grow with the number of rows.
#[derive(Debug)]
pub struct PostgresInspection {
    client: Client,
    connection: JoinHandle<()>,
    next_account: Statement,
    standing: Statement,
    stray_kinds: Statement,
    statements: Statements,
    schema: u32,
    rules: Option<u32>,
    has_page_checksums: bool,
}

impl PostgresInspection {
    async fn open(address: Address) -> Result<Self, StoreError> {
        let Address { config, tls } = address;
        let (client, connection) = config.connect(tls).await.map_err(fault)?;
        let connection = tokio::spawn(async {
            if let Err(error) = connection.await {
                tracing::debug!("a connection broke: {error}");
            }
        });
        client.batch_execute(SESSION).await.map_err(fault)?;
        let schema = schema::check(&client).await?;
        let standing = match schema {
            1 | 2 => STANDING_OF_SCHEMA_2,
            3 => STANDING_OF_SCHEMA_3,
            4 => STANDING_OF_SCHEMA_4,
            _ => STANDING,
        };
        let rules = match schema {
            1 => None,
            _ => {
                let state = client.query(DERIVED, &[]).await.map_err(fault)?;
                State::of(&state)?.and_then(State::rules_of_all)
            }
        };
        Ok(Self {
            next_account: client.prepare(NEXT_ACCOUNT).await.map_err(fault)?,
            standing: client.prepare(standing).await.map_err(fault)?,
            stray_kinds: client.prepare(STRAY_KINDS).await.map_err(fault)?,
            statements: Statements::prepare(&client).await?,
            schema,
            rules,
            has_page_checksums: schema::has_page_checksums(&client).await?,
            client,
            connection,
        })
    }

    /// The number of the rules that all rows [follow](crate::Store::derive). `None` if no update of the rows has been
    /// made, or if it is not finished.
    pub fn rules(&self) -> Option<u32> {
        self.rules
    }

    /// Whether the server has checksums of its pages. With them, it notices if its disk damages data. Without them, a
    /// check finds damage only where it makes a row invalid.
    pub fn has_page_checksums(&self) -> bool {
        self.has_page_checksums
    }

    /// About how many rows there are, tombstones included, by the server's statistics.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn estimated_rows(&self) -> Result<u64, StoreError> {
        let rows = self.client.query_opt(ESTIMATE, &[]).await.map_err(fault)?;
        let rows = rows.map_or(Ok(0), |row| row.try_get::<_, i64>(0).map_err(damaged))?;
        Ok(rows.unsigned_abs())
    }

    /// Walks every row, account by account, and each account by kind: profiles, groups and sources before contacts, and
    /// photos after them. `audit` returns the faults in the meaning of a live row, which the store does not know. The
    /// walk calls `found` with every fault, and returns the number of rows.
    ///
    /// # Errors
    ///
    /// When the database cannot be read at all.
    pub async fn run(
        &mut self,
        mut audit: impl FnMut(&Account, RowKind, &Row) -> Vec<String>,
        mut found: impl FnMut(Fault),
    ) -> Result<u64, StoreError> {
        let secret = self.client.query_opt(SECRET, &[]).await.map_err(fault)?;
        let is_whole = |row: SqlRow| row.try_get::<_, Option<bool>>(0).ok().flatten();
        if secret.and_then(is_whole) != Some(true) {
            found(Fault::of_database("the secret is missing"));
        }
        if self.schema >= 6 {
            let there = self.client.query_one(FUNCTION, &[]).await.map_err(fault)?;
            if !there.try_get::<_, bool>(0).map_err(damaged)? {
                found(Fault::of_database("the function commit_batches is missing"));
            }
        }
        let (mut rows, mut last) = (0, None);
        while let Some(name) = self.next_account(last.as_deref()).await? {
            match Account::stored(&name) {
                Ok(account) => rows += self.account(&account, &mut audit, &mut found).await?,
                Err(error) => found(Fault::impossible_account(&name, error)),
            }
            last = Some(name);
        }
        Ok(rows)
    }

    async fn next_account(&self, last: Option<&str>) -> Result<Option<String>, StoreError> {
        let next = match last {
            Some(last) => self.client.query_one(&self.next_account, &[&last]).await,
            None => self.client.query_one(FIRST_ACCOUNT, &[]).await,
        };
        next.map_err(fault)?.try_get(0).map_err(damaged)
    }

    /// Checks one snapshot of an account, and returns how many rows it has.
    async fn account(
        &mut self,
        account: &Account,
        audit: &mut impl FnMut(&Account, RowKind, &Row) -> Vec<String>,
        found: &mut impl FnMut(Fault),
    ) -> Result<u64, StoreError> {
        let snapshot = self
            .client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await
            .map_err(fault)?;
        let standing = snapshot
            .query_opt(&self.standing, &[&account.as_str()])
            .await
            .map_err(fault)?;
        let Some(standing) = standing else {
            found(Fault::stray_account(account.as_str()));
            return Ok(0);
        };
        let number_of = |column| -> Result<u64, StoreError> {
            let number: i64 = standing.try_get(column).map_err(damaged)?;
            Ok(u64::try_from(number).unwrap_or(0))
        };
        let mut tally = Tally::new(account, Version(number_of(0)?), Version(number_of(1)?));
        let mut all = 0;
        for kind in KINDS {
            let mut walk = Walk::begin(&snapshot, &self.statements, account, kind).await?;
            loop {
                let page = walk.next(&mut tally, found).await?;
                if page.is_empty() {
                    break;
                }
                for Seen {
                    id,
                    row,
                    there,
                    indexed,
                } in page
                {
                    all += 1;
                    let row = match row {
                        Ok(row) => row,
                        Err(StoreError::Corrupt { what, .. }) => {
                            found(tally.fault(kind, id, what));
                            continue;
                        }
                        Err(error) => return Err(error),
                    };
                    tally
                        .row(kind, &row, there, indexed)
                        .into_iter()
                        .for_each(&mut *found);
                    if !row.deleted {
                        for what in audit(account, kind, &row) {
                            found(tally.fault(kind, id, what));
                        }
                    }
                }
            }
            let counted = number_of(2 + kind.index())?;
            tally
                .end_of_kind(kind, counted)
                .into_iter()
                .for_each(&mut *found);
        }
        tally.end().into_iter().for_each(&mut *found);
        let strays = snapshot
            .query(&self.stray_kinds, &[&account.as_str()])
            .await;
        for stray in strays.map_err(fault)? {
            found(tally.stray_kind(stray.try_get(0).map_err(damaged)?));
        }
        snapshot.commit().await.map_err(fault)?;
        Ok(all)
    }
}

impl Drop for PostgresInspection {
    fn drop(&mut self) {
        self.connection.abort();
    }
}
