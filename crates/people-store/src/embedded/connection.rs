use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{EmbeddedOptions, fault::fault};
use crate::{Durability, StoreError};

/// How long a connection waits for a program outside that holds the database.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// What the file of the write-ahead log is cut to when it starts again. Somewhat more than it usually has, so
/// that it need not grow anew each time.
pub(super) const LOG_BYTES: i64 = 80 << 20;

pub(super) const PAGE_BYTES: i64 = 4096;

/// How many statements a connection keeps prepared: all that there are.
const STATEMENTS: usize = 32;

/// A connection that may write, before anything was read or written.
pub(super) fn writer(path: &Path) -> Result<Connection, StoreError> {
    open(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )
}

/// Readies the writer's connection. The database is known to be ours by now.
pub(super) fn prepare(
    connection: &Connection,
    options: &EmbeddedOptions,
) -> Result<(), StoreError> {
    let set = |name, value: &dyn rusqlite::ToSql| {
        connection.pragma_update(None, name, value).map_err(fault)
    };
    set("page_size", &PAGE_BYTES)?;
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
        .map_err(fault)?;
    if mode != "wal" {
        return Err(StoreError::engine(NoLog { mode }));
    }
    durability(connection, options.durability)?;
    set("journal_size_limit", &LOG_BYTES)?;
    set("cache_size", &-8_192)?;
    if let Some(bytes) = options.max_bytes {
        let pages = i64::try_from(bytes / PAGE_BYTES.unsigned_abs())
            .unwrap_or(i64::MAX)
            .max(1);
        set("max_page_count", &pages.min(i64::from(u32::MAX - 1)))?;
    }
    Ok(())
}

/// Whether the log is copied and removed when the last connection is closed; else it is left as it is.
pub(super) fn keep_log(connection: &Connection, keep: bool) -> Result<(), StoreError> {
    let option = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    connection.set_db_config(option, keep).map_err(fault)?;
    Ok(())
}

/// A connection that copies the log.
pub(super) fn copier(path: &Path) -> Result<Connection, StoreError> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Copied pages are always synced before the log restarts, even if commits are not synced.
    durability(&connection, Durability::Relaxed)?;
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    // Each connection is one thread's.
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let connection = connection.map_err(fault)?;
    connection.busy_timeout(PATIENCE).map_err(fault)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Without it, a statement is prepared anew for each new value of a limit or of the bound of a range: the planner
    // would look at it.
    let stable_plans = DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
    connection
        .set_db_config(stable_plans, true)
        .map_err(fault)?;
    connection
        .pragma_update(None, "trusted_schema", false)
        .map_err(fault)?;
    connection
        .pragma_update(None, "temp_store", "memory")
        .map_err(fault)?;
    Ok(connection)
}

fn durability(connection: &Connection, durability: Durability) -> Result<(), StoreError> {
    let synchronous = match durability {
        Durability::Full => "full",
        Durability::Relaxed => "normal",
    };
    connection
        .pragma_update(None, "synchronous", synchronous)
        .map_err(fault)?;
    // On macOS a plain sync leaves the data in the disk's own cache. Elsewhere these say nothing.
    connection
        .pragma_update(None, "fullfsync", true)
        .map_err(fault)?;
    connection
        .pragma_update(None, "checkpoint_fullfsync", true)
        .map_err(fault)
}

#[derive(Debug, thiserror::Error)]
#[error("the file system does not support a write-ahead log: journal mode `{mode}`")]
struct NoLog {
    mode: String,
}
