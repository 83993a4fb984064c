use std::time::Duration;

use tokio_postgres::{Client, error::SqlState};

use super::fault::{damaged, fault};
use crate::StoreError;

/// Each migration takes the schema from its index to the next number. Migrations are never changed.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
];

/// How often a server looks again while other servers update the schema.
const ATTEMPTS: u32 = 20;

const IS_OURS: &str = "SELECT to_regclass('settings') IS NOT NULL";
const NUMBER: &str = "SELECT number FROM settings WHERE name = 'schema'";
/// Other servers wait here until the schema is up to date. Readers of the secret do not wait.
const LOCK: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; LOCK TABLE settings IN EXCLUSIVE MODE";

/// The latest schema that this crate knows.
pub(super) fn known() -> u32 {
    MIGRATIONS.len() as u32
}

/// The schema of an existing store, if this crate knows it. It changes nothing.
pub(super) async fn check(client: &Client) -> Result<u32, StoreError> {
    check_encoding(client).await?;
    match number(client).await? {
        0 => Err(StoreError::Missing),
        found if found > known() => Err(newer(found)),
        found => Ok(found),
    }
}

/// Whether the server has checksums of its pages. With them, it notices if its disk damages data.
pub(super) async fn has_page_checksums(client: &Client) -> Result<bool, StoreError> {
    let row = client.query_one("SHOW data_checksums", &[]).await;
    let value: String = row.map_err(fault)?.try_get(0).map_err(damaged)?;
    Ok(value == "on")
}

/// Updates the schema, and mints the secret of a new store. Several servers may do this at once. If there are no
/// tables, one of them creates the tables in its transaction. The others fail and look again.
pub(super) async fn migrate(client: &Client, create: bool) -> Result<(), StoreError> {
    check_encoding(client).await?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(StoreError::engine)?;
    let mut attempt = 0;
    loop {
        let found = number(client).await?;
        if found > known() {
            return Err(newer(found));
        }
        if found == known() {
            return Ok(());
        }
        if found == 0 && !create {
            return Err(StoreError::Missing);
        }
        attempt += 1;
        match bring_up_to_date(client, found, &secret).await {
            Ok(()) => {}
            Err(error) if attempt < ATTEMPTS && is_race(&error) => {
                tracing::info!("another server is creating the tables");
                client.batch_execute("ROLLBACK").await.map_err(fault)?;
                tokio::time::sleep(Duration::from_millis(fastrand::u64(5..50))).await;
            }
            Err(error) => return Err(fault(error)),
        }
    }
}

fn newer(found: u32) -> StoreError {
    let known = known();
    StoreError::NewerSchema { found, known }
}

/// The database must return every text unchanged, in all scripts.
async fn check_encoding(client: &Client) -> Result<(), StoreError> {
    let row = client.query_one("SHOW server_encoding", &[]).await;
    let encoding: String = row.map_err(fault)?.get(0);
    if encoding == "UTF8" {
        return Ok(());
    }
    Err(StoreError::Address {
        reason: format!("its encoding must be UTF8, and is {encoding}"),
    })
}

/// The version of the existing schema; 0 if there is none.
async fn number(client: &Client) -> Result<u32, StoreError> {
    let ours: bool = client.query_one(IS_OURS, &[]).await.map_err(fault)?.get(0);
    if !ours {
        return Ok(0);
    }
    let foreign = || StoreError::corrupt("the database belongs to another program");
    let row = client.query_opt(NUMBER, &[]).await;
    let row = row.map_err(|_| foreign())?.ok_or_else(foreign)?;
    let number: i64 = row.try_get(0).map_err(|_| foreign())?;
    u32::try_from(number).map_err(|_| foreign())
}

async fn bring_up_to_date(
    client: &Client,
    found: u32,
    secret: &[u8],
) -> Result<(), tokio_postgres::Error> {
    if found == 0 {
        client.batch_execute("BEGIN").await?;
    } else {
        client.batch_execute(LOCK).await?;
        let row = client.query_one(NUMBER, &[]).await?;
        if row.get::<_, i64>(0) != i64::from(found) {
            return client.batch_execute("ROLLBACK").await;
        }
    }
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        if found > 0 {
            tracing::warn!("updating the store to schema {}", index + 1);
        }
        client.batch_execute(migration).await?;
    }
    if found == 0 {
        let insert = "INSERT INTO settings (name, number, bytes) \
                      VALUES ('schema', 0, NULL), ('identity', NULL, $1)";
        client.execute(insert, &[&secret]).await?;
    }
    let update = "UPDATE settings SET number = $1 WHERE name = 'schema'";
    client.execute(update, &[&i64::from(known())]).await?;
    client.batch_execute("COMMIT").await
}

/// If two transactions create the same table, one fails in one of these ways. Which one depends on their timing.
fn is_race(error: &tokio_postgres::Error) -> bool {
    let ways = [
        SqlState::DUPLICATE_TABLE,
        SqlState::DUPLICATE_OBJECT,
        SqlState::UNIQUE_VIOLATION,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
    ];
    error.code().is_some_and(|code| ways.contains(code))
}
