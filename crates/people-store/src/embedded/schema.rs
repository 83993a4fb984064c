use rusqlite::{Connection, TransactionBehavior};

use super::fault::fault;
use crate::StoreError;

/// Each migration takes the schema from its index to the next number. None is ever changed.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
];

/// Marks the file as one of ours: "PPLS".
const APPLICATION: i32 = 0x5050_4C53;

/// The latest schema that this crate knows.
pub(super) fn known() -> u32 {
    MIGRATIONS.len() as u32
}

/// Refuses a database that is not ours, or is of a later schema. Writes nothing.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let number = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(fault)
    };
    let found = number("user_version")?;
    if number("application_id")? != i64::from(APPLICATION) {
        let objects = "SELECT count(*) FROM sqlite_schema";
        let objects: i64 = connection
            .query_row(objects, [], |row| row.get(0))
            .map_err(fault)?;
        if objects > 0 || found != 0 {
            return Err(StoreError::corrupt(
                "the database belongs to another program",
            ));
        }
    }
    match u32::try_from(found) {
        Ok(found) if found <= known() => Ok(()),
        Ok(found) => Err(StoreError::NewerSchema {
            found,
            known: known(),
        }),
        Err(_) => Err(StoreError::corrupt("the number of its schema")),
    }
}

/// The schema of a database of this crate; 0 if it is empty.
pub(super) fn found(connection: &Connection) -> Result<u32, StoreError> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(fault)
}

/// Refuses a database that has nothing of ours in it.
pub(super) fn require_ours(connection: &Connection) -> Result<(), StoreError> {
    match found(connection)? {
        0 => Err(StoreError::corrupt("the file is not a store")),
        _ => Ok(()),
    }
}

/// Brings the schema up to date, and mints the secret of a new store.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault)?;
    let found = found(&transaction)?;
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        if found > 0 {
            tracing::warn!("updating the store to schema {}", index + 1);
        }
        transaction.execute_batch(migration).map_err(fault)?;
    }
    if found == 0 {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(StoreError::engine)?;
        let insert = "INSERT INTO settings (name, value) VALUES ('secret', ?1)";
        transaction.execute(insert, [&secret[..]]).map_err(fault)?;
    }
    if found < known() {
        transaction
            .pragma_update(None, "application_id", APPLICATION)
            .map_err(fault)?;
        transaction
            .pragma_update(None, "user_version", known())
            .map_err(fault)?;
    }
    transaction.commit().map_err(fault)
}
