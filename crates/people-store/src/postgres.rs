mod address;
mod call;
mod changes;
mod check;
mod commit;
mod connect;
mod copy;
mod derived;
mod fault;
mod identity;
mod lines;
mod pipeline;
mod pool;
mod reader;
mod schema;
mod state;
mod statements;
mod statistics;
mod text;
mod transaction;

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::sync::oneshot;
use tracing::{Instrument, Span};

pub use self::check::PostgresInspection;
use self::{
    address::Address,
    call::Known,
    commit::{Verdict, Waiting, Work},
    copy::Purpose,
    lines::Lines,
    pool::Pool,
    statistics::Statistics,
};
use crate::{
    Account, Batch, CommitError, Committed, Cursor, Derivation, Durability, Hit, Invalid, Order,
    Page, Replacement, Row, RowKind, Standing, Store, StoreError, Version,
};

/// Keeps rows in a PostgreSQL database, which any number of stores share, in as many processes.
///
/// A read is one statement, and so is a commit. Commits of an account that wait in one store share a transaction. The
/// transaction holds the lock of the account's row. So the commits of all servers take versions and check conditions
/// one at a time. If a connection breaks while a commit ends, the store looks for the commit in the database. So no
/// commit is lost or made twice. A commit that has started continues even if its future is dropped.
///
/// All clones are the same store. It works only on the tokio runtime on which it was opened.
///
/// ```no_run
/// use people_store::{Account, RowKind, Postgres, PostgresOptions, Store};
///
/// # async fn example() -> Result<(), people_store::StoreError> {
/// let url = "postgres://people@db.example/people";
/// let store = Postgres::open(url, PostgresOptions::default()).await?;
/// assert_eq!(store.count(&Account::new("ada").unwrap(), RowKind::Contact).await?, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Postgres {
    database: Arc<Database>,
}

/// How a [`Postgres`] store is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // callers write it out, with `..PostgresOptions::default()`
pub struct PostgresOptions {
    /// What an acknowledged commit survives. [`Full`](Durability::Full) is what the server is configured for, and at
    /// least a sync of its disk.
    pub durability: Durability,
    /// How many connections the store makes at most. Default: 16.
    pub connections: NonZeroUsize,
    /// How many reads may wait for a connection, and how many commits for others of their account,
    /// before more fail with [`Overloaded`](crate::Unavailable::Overloaded). Default:
    /// 4,096.
    pub queue: NonZeroUsize,
    /// If a connection breaks during a commit: how long the store tries to find out whether the commit happened. After
    /// that, the commit fails with [`StoreError::Unsettled`]. Two minutes after the commit was sent, the store cannot
    /// find out anymore. Default: 30 seconds.
    pub patience: Duration,
    /// Whether to create the tables if there are none. Default: yes.
    pub create: bool,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        let positive = |number| NonZeroUsize::new(number).unwrap_or(NonZeroUsize::MIN);
        Self {
            durability: Durability::Full,
            connections: positive(16),
            queue: positive(4_096),
            patience: Duration::from_secs(30),
            create: true,
        }
    }
}

/// The database, and what this process knows about the store in it.
struct Database {
    pool: Pool,
    lines: Arc<Lines<Waiting>>,
    statistics: Statistics,
    patience: Duration,
    purpose: Purpose,
    /// The secret of the store that was opened, or of the store that was copied into it since then.
    secret: RwLock<[u8; 32]>,
    /// The rules by which sort keys and terms are derived; 0 if they are not set.
    rules: AtomicU32,
}

impl Postgres {
    /// Opens the store in the database at this address, and creates its tables if there are none.
    ///
    /// The address has libpq's form: `postgres://user:password@host:port/database?option=value`. It can have several
    /// hosts: the store uses the one that accepts writes. A connection to another machine is encrypted, unless the
    /// address has `sslmode=disable`. The store verifies the server's certificate, against `sslrootcert=FILE` if the
    /// address has it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Address`] when the address is not of this form, or the database's encoding is not UTF-8;
    /// [`StoreError::NewerSchema`] when a later version of this crate has written it; [`StoreError::Corrupt`] when
    /// there are tables of another program; [`StoreError::Unfinished`] when a copy into it is not finished;
    /// [`StoreError::Missing`] when there is no store and [`create`](PostgresOptions::create) is off.
    pub async fn open(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        Self::open_for(Purpose::Service, url, options).await
    }

    /// Opens a store to copy another one into: a new store, or one with an unfinished copy.
    ///
    /// No server may have the database open. If a server has it open, its store closes at the next commit, or at the
    /// next call of [`secret`](Store::secret).
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and [`StoreError::Occupied`] when there are accounts in it.
    pub async fn open_for_copy(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        Self::open_for(Purpose::Copy, url, options).await
    }

    async fn open_for(
        purpose: Purpose,
        url: &str,
        options: PostgresOptions,
    ) -> Result<Self, StoreError> {
        let pool = Pool::open(Address::parse(url)?, &options).await?;
        let identity = reader::identity(&pool).await?;
        purpose.check(&pool, identity).await?;
        let statistics = Statistics::of(&pool).await?;
        Ok(Self {
            database: Arc::new(Database {
                pool,
                lines: Lines::new(options.queue.get()),
                statistics,
                patience: options.patience,
                purpose,
                secret: RwLock::new(identity.secret),
                rules: AtomicU32::new(0),
            }),
        })
    }

    /// Closes the store for all its clones. Calls under way finish; later calls fail with
    /// [`Closed`](crate::Unavailable::Closed).
    pub fn close(&self) {
        self.database.pool.close();
    }
}

impl Database {
    fn secret(&self) -> [u8; 32] {
        *self.secret.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn know_rules(&self, rules: u32) {
        self.rules.store(rules, Relaxed);
    }

    fn become_store(&self, secret: [u8; 32]) {
        *self.secret.write().unwrap_or_else(PoisonError::into_inner) = secret;
    }

    fn known(&self) -> Known {
        Known {
            secret: self.secret(),
            rules: self.rules.load(Relaxed),
        }
    }

    /// Waits in the account's line, and then commits.
    async fn commit(self: &Arc<Self>, account: &Account, work: Work) -> Verdict {
        let (reply, verdict) = oneshot::channel();
        let (waiting, _wanted) = Waiting::new(work, reply, Span::current());
        if let Some(head) = self.lines.enter(account, waiting)? {
            // A separate task: if the caller stops waiting, the transaction still ends.
            tokio::spawn(commit::serve(Arc::clone(self), head));
        }
        let unsettled = StoreError::Unsettled { source: None };
        verdict.await.unwrap_or_else(|_| Err(unsettled.into()))
    }

    /// Of rows that were written.
    fn take_note(self: &Arc<Self>, rows: usize) {
        if self.statistics.wrote(rows) {
            let database = Arc::clone(self);
            tokio::spawn(async move { statistics::analyze(&database.pool).await });
        }
    }

    /// Closes a store that another one has replaced, or that a later server has upgraded: the secret and the rules that
    /// callers of this store hold are out of date.
    fn leave_if_replaced(&self, error: &StoreError) {
        let replaced = matches!(
            error,
            StoreError::Unfinished
                | StoreError::Replaced
                | StoreError::NewerSchema { .. }
                | StoreError::NewerRules { .. }
        );
        if replaced && self.purpose == Purpose::Service {
            tracing::error!("closing the store: {error}");
            self.pool.close();
        }
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").finish_non_exhaustive()
    }
}

impl Store for Postgres {
    async fn get(
        &self,
        account: &Account,
        kind: RowKind,
        id: u64,
    ) -> Result<Option<Row>, StoreError> {
        reader::get(&self.database.pool, account, kind, id).await
    }

    async fn get_many(
        &self,
        account: &Account,
        kind: RowKind,
        ids: &[u64],
    ) -> Result<Vec<Option<Row>>, StoreError> {
        reader::get_many(&self.database.pool, account, kind, ids).await
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
        let (pool, wanted) = (&self.database.pool, limit.saturating_add(1));
        let rows = reader::page(pool, account, kind, order, after, wanted).await?;
        Ok(Page::cut(rows, limit, |row| Cursor::after(row, order)))
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
        let (pool, wanted) = (&self.database.pool, limit.saturating_add(1));
        let rows = reader::changes(pool, account, kind, after, cursor, wanted).await?;
        Ok(Page::cut(rows, limit, |row| {
            Cursor::after(row, Order::VersionAscending)
        }))
    }

    async fn find(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        reader::find(&self.database.pool, account, kind, term, after, limit).await
    }

    async fn find_prefix(
        &self,
        account: &Account,
        kind: RowKind,
        prefix: &str,
        after: Option<&Hit>,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        reader::find_prefix(&self.database.pool, account, kind, prefix, after, limit).await
    }

    async fn count(&self, account: &Account, kind: RowKind) -> Result<u64, StoreError> {
        reader::count(&self.database.pool, account, kind).await
    }

    async fn count_term(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
    ) -> Result<u64, StoreError> {
        reader::count_term(&self.database.pool, account, kind, term).await
    }

    async fn count_changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
    ) -> Result<u64, StoreError> {
        reader::count_changes(&self.database.pool, account, kind, after).await
    }

    async fn version(&self, account: &Account) -> Result<Version, StoreError> {
        reader::version(&self.database.pool, account).await
    }

    async fn standing(&self, account: &Account) -> Result<Standing, StoreError> {
        reader::standing(&self.database.pool, account).await
    }

    async fn commit(&self, account: &Account, batch: Batch) -> Result<Committed, CommitError> {
        batch.validate()?;
        let span = tracing::debug_span!("commit", writes = batch.writes.len());
        let commit = self.database.commit(account, Work::Batch(batch));
        commit.instrument(span).await
    }

    async fn replace(
        &self,
        account: &Account,
        replacement: Replacement,
    ) -> Result<Committed, StoreError> {
        replacement.validate()?;
        let span = tracing::debug_span!("replace", rows = replacement.rows.len());
        let work = Work::Replacement(replacement);
        let replaced = self.database.commit(account, work).instrument(span).await;
        replaced.map_err(|error| match error {
            CommitError::Store(error) => error,
            // It has no condition.
            error @ CommitError::Conflict { .. } => StoreError::engine(error),
        })
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        let known = self.database.secret();
        let found = reader::identity(&self.database.pool).await?;
        found
            .check(known, self.database.rules.load(Relaxed))
            .inspect_err(|error| self.database.leave_if_replaced(error))?;
        Ok(known)
    }

    async fn derive(&self, derivation: Derivation) -> Result<u64, StoreError> {
        self.bring_up_to_date(derivation).await
    }

    async fn accounts(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> Result<Vec<Account>, StoreError> {
        reader::accounts(&self.database.pool, after, limit).await
    }
}
