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

/// How long is waited for a connection to be free, and for an answer. What a server could not reach is not tried
/// again after the first of them.
pub(super) const TURN: Duration = Duration::from_secs(10);
pub(super) const ANSWER: Duration = Duration::from_secs(30);

/// On how many connections a read is tried: after a restart of the server, all that are kept are dead.
const READS: u32 = 4;

/// What every session starts with. A commit is never given up by the server, which would leave it to be looked for.
/// The warning that a commit no longer waits for its standby is heard. A commit is a transaction of its own, whose
/// every statement sees what was committed before it.
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
    /// How many may wait for one.
    queue: usize,
}

impl Pool {
    /// Connects, brings the schema up to date, and makes the pool.
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

    /// The rows of one statement that changes nothing: asked again where its connection broke.
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

/// Closes a connection that may be in the middle of something.
pub(super) fn discard(client: Object) {
    drop(Object::take(client));
}

/// Brings the schema up to date, and warns of a server without checksums.
async fn prepare_database(client: &Client, create: bool) -> Result<(), StoreError> {
    schema::migrate(client, create).await?;
    if !schema::has_page_checksums(client).await? {
        tracing::warn!(
            "the PostgreSQL server has no checksums of its pages (data_checksums is off): it does not \
             notice when its disk changes data"
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
