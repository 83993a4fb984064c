use std::time::Duration;

use deadpool_postgres::{
    ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, RecyclingMethod, Runtime,
};
use tokio::time::Instant;
use tokio_postgres::{Client, Error, Row, types::ToSql};

use super::{
    address::Address,
    connect::Connector,
    fault::{Trouble, fault, pool_fault, slow},
    pipeline::{Request, Sent},
    schema, statements,
};
use crate::{Durability, PostgresOptions, StoreError, Unavailable};

/// How long to wait for a free connection, and for an answer. After the first of these times, the store does not try
/// again what a server could not reach.
pub(super) const TURN: Duration = Duration::from_secs(10);
pub(super) const ANSWER: Duration = Duration::from_secs(30);

/// On how many connections to try a read: after a restart of the server, all connections of the pool are dead.
const READS: u32 = 4;

/// What every session starts with. `statement_timeout` is off, because the store would have to look for a commit that
/// the server gave up. Warnings are on, because one of them says that a commit no longer waits for its standby. `read
/// committed` lets every statement of a commit see what was committed before it.
const SESSION: &str = "SET statement_timeout = 0; SET default_transaction_isolation = 'read committed'; \
     SET client_min_messages = 'warning'; \
     SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; ";
const FULL: &str = "SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') = 'off'";
const RELAXED: &str = "SET synchronous_commit = off";

/// Connections to the database, each with its statements prepared.
pub(super) struct Pool {
    connections: deadpool_postgres::Pool,
    /// How many calls may wait for a connection.
    queue: usize,
}

impl Pool {
    /// Connects, updates the schema, and makes the pool.
    pub(super) async fn open(
        address: Address,
        options: &PostgresOptions,
    ) -> Result<Self, StoreError> {
        let Address { config, tls } = address;
        let (client, connection) = config.connect(tls.clone()).await.map_err(fault)?;
        let connection = tokio::spawn(connection);
        let migrated = prepare_database(&client, options.create).await;
        drop(client);
        connection.abort();
        migrated?;

        let durability = options.durability;
        let recycling_method = RecyclingMethod::Fast;
        let manager = ManagerConfig { recycling_method };
        let manager = Manager::from_connect(config, Connector { tls }, manager);
        let connections = deadpool_postgres::Pool::builder(manager)
            .max_size(options.connections.get())
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(TURN))
            .create_timeout(Some(TURN))
            .post_create(Hook::async_fn(move |client: &mut ClientWrapper, _| {
                let prepare = prepare(client, durability);
                Box::pin(async { prepare.await.map_err(HookError::Backend) })
            }))
            .build()
            .map_err(StoreError::engine)?;
        let queue = options.queue.get();
        Ok(Self { connections, queue })
    }

    pub(super) fn close(&self) {
        self.connections.close();
    }

    /// A connection for exclusive use.
    pub(super) async fn client(&self) -> Result<Object, StoreError> {
        if self.connections.status().waiting > self.queue {
            return Err(StoreError::unavailable(Unavailable::Overloaded));
        }
        self.connections.get().await.map_err(pool_fault)
    }

    /// The rows of one read-only statement. If the connection breaks, it asks again on another one.
    pub(super) async fn read(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        let (start, mut attempt) = (Instant::now(), 0);
        loop {
            attempt += 1;
            let client = self.client().await?;
            let answer = async {
                let statement = client.prepare_cached(sql).await?;
                client.query(&statement, parameters).await
            };
            let Ok(answer) = tokio::time::timeout(ANSWER, answer).await else {
                discard(client);
                return Err(slow());
            };
            match answer.map_err(Trouble::of) {
                Ok(rows) => return Ok(rows),
                Err(Trouble::Lost(_)) if attempt < READS => discard(client),
                Err(Trouble::Lost(error)) => {
                    discard(client);
                    return Err(error);
                }
                Err(Trouble::Again(_)) if attempt < READS => {}
                Err(Trouble::Relayed(_)) if attempt < READS && start.elapsed() < TURN => {}
                Err(trouble) => return Err(trouble.into_error()),
            }
        }
    }
}

/// Closes a connection that may be in the middle of a transaction.
pub(super) fn discard(client: Object) {
    drop(Object::take(client));
}

/// Updates the schema, and warns if the server has no checksums.
async fn prepare_database(client: &Client, create: bool) -> Result<(), StoreError> {
    schema::migrate(client, create).await?;
    if !schema::has_page_checksums(client).await? {
        tracing::warn!(
            "PostgreSQL does not checksum its pages (data_checksums is off): it does not notice if the \
             disk damages data"
        );
    }
    Ok(())
}

async fn prepare(client: &ClientWrapper, durability: Durability) -> Result<(), Error> {
    let durability = match durability {
        Durability::Full => FULL,
        Durability::Relaxed => RELAXED,
    };
    let mut requests: Vec<Request<'_, ()>> = vec![Box::pin(async move {
        client
            .batch_execute(&format!("{SESSION}{durability}"))
            .await
    })];
    for sql in statements::ALL {
        requests.push(Box::pin(async move {
            client.prepare_cached(sql).await.map(drop)
        }));
    }
    Sent::all(requests).await?.answers().await.map(drop)
}
