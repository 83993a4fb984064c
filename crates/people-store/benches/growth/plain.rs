//! SQLite without a store around it, growing in the same way: what the machine sets a limit to.
use std::{path::Path, time::Instant};

use people_store::Durability;
use rusqlite::{Connection, params};

use super::{Done, End, Size, WRITERS, kit::body};

/// As much as the store lets its log grow to, and keeps in memory.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 16000;
    PRAGMA journal_size_limit = 83886080; PRAGMA cache_size = -8192;";
const TABLE: &str = "CREATE TABLE contacts (account TEXT, id INTEGER, version INTEGER, body TEXT, \
    PRIMARY KEY (account, id))";
const READ: &str = "SELECT version, body FROM contacts WHERE account = ?1 AND id = ?2";
const UPDATE: &str = "UPDATE contacts SET version = version + 1, body = ?4 \
    WHERE account = ?1 AND id = ?2 AND version = ?3";

/// One table whose rows are as long as the store's. It has a key and no other index.
pub(crate) struct Plain(Connection);

impl Plain {
    pub(crate) fn open(path: &Path, size: &Size, durability: Durability) -> Self {
        let is_new = !path.exists();
        let connection = Connection::open(path).expect("a database");
        connection.execute_batch(SETTINGS).expect("settings");
        let synchronous = match durability {
            Durability::Full => "full",
            Durability::Relaxed => "normal",
        };
        let set = connection.pragma_update(None, "synchronous", synchronous);
        set.expect("a setting");
        if is_new {
            connection.execute_batch(TABLE).expect("a table");
            let transaction = connection.unchecked_transaction().expect("a transaction");
            let insert = "INSERT INTO contacts VALUES (?1, ?2, 1, ?3)";
            let mut insert = transaction.prepare(insert).expect("a statement");
            for account in 0..size.accounts {
                for id in 1..=size.each() {
                    let row = params![format!("account-{account}"), id as i64, body(id)];
                    insert.execute(row).expect("a row");
                }
            }
            drop(insert);
            transaction.commit().expect("a table with rows");
        }
        Self(connection)
    }

    /// Conditional updates of contacts all over the table, each read before, with as many in a transaction as the
    /// store has writers.
    pub(crate) fn updates(&self, size: &Size, end: End) -> Done {
        let mut read = self.0.prepare(READ).expect("a statement");
        let mut update = self.0.prepare(UPDATE).expect("a statement");
        let (most, window) = end.of_writer();
        let (start, mut done) = (Instant::now(), 0);
        while done < most.saturating_mul(WRITERS) && start.elapsed() < window {
            self.0.execute_batch("BEGIN IMMEDIATE").expect("begun");
            for writer in 0..WRITERS {
                let (account, id) = size.pick(writer);
                let account = format!("account-{account}");
                let row = read.query_row(params![account, id as i64], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
                });
                let (version, _body) = row.expect("a row");
                let row = params![account, id as i64, version, body(id)];
                assert_eq!(update.execute(row).expect("an update"), 1);
            }
            self.0.execute_batch("COMMIT").expect("committed");
            done += WRITERS;
        }
        Done {
            updates: done,
            transactions: done / WRITERS,
            time: start.elapsed(),
            pages: None,
        }
    }
}
