use rusqlite::{Connection, OptionalExtension, params};

use super::{Embedded, derived, fault::fault, reader, writer::changes};
use crate::{
    Account, CopyTarget, Row, RowKind, Standing, StoreError, copy::validate, sql::bounded,
};

const MARKED: &str = "SELECT 1 FROM settings WHERE name = 'unfinished'";
const MARK: &str = "INSERT INTO settings (name, value) VALUES ('unfinished', x'')";
const UNMARK: &str = "DELETE FROM settings WHERE name = 'unfinished'";
const SET_SECRET: &str = "UPDATE settings SET value = ?1 WHERE name = 'secret'";
const OCCUPIED: &str = "SELECT 1 FROM accounts";

/// What a store is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Service,
    Copy,
}

impl Purpose {
    /// Checks that the store fits this purpose.
    pub(super) fn check(self, connection: &Connection) -> Result<(), StoreError> {
        match (self, is_unfinished(connection)?) {
            (Self::Service, true) => Err(StoreError::Unfinished),
            (Self::Copy, false) if is_occupied(connection)? => Err(StoreError::Occupied),
            _ => Ok(()),
        }
    }
}

impl CopyTarget for Embedded {
    async fn begin(&self, secret: [u8; 32]) -> Result<(), StoreError> {
        self.perform(move |connection| {
            if is_unfinished(connection)? {
                return match reader::secret(connection)? == secret {
                    true => Ok(()),
                    false => Err(StoreError::Occupied),
                };
            }
            if is_occupied(connection)? {
                return Err(StoreError::Occupied);
            }
            connection.execute(MARK, []).map_err(fault)?;
            let secret = params![&secret[..]];
            connection.execute(SET_SECRET, secret).map_err(fault)?;
            derived::forget_index(connection)
        })
        .await
    }

    async fn put_rows(
        &self,
        account: &Account,
        rows: Vec<(RowKind, Row)>,
    ) -> Result<(), StoreError> {
        validate(&rows)?;
        let account = account.clone();
        self.perform(move |connection| {
            if !is_unfinished(connection)? {
                return Err(StoreError::Occupied);
            }
            let mut standing = changes::load(connection, &account)?;
            for (kind, row) in &rows {
                changes::keep(connection, &mut standing, &account, *kind, row)?;
            }
            changes::save(connection, &account, &standing)
        })
        .await
    }

    async fn put_standing(&self, account: &Account, standing: Standing) -> Result<(), StoreError> {
        let account = account.clone();
        self.perform(move |connection| {
            if !is_unfinished(connection)? {
                return Err(StoreError::Occupied);
            }
            let mut known = changes::load(connection, &account)?;
            known.version = bounded(standing.version.0);
            known.replaced = bounded(standing.replaced.0);
            changes::save(connection, &account, &known)
        })
        .await
    }

    async fn finish(&self) -> Result<(), StoreError> {
        self.perform(|connection| {
            connection.execute(UNMARK, []).map_err(fault)?;
            Ok(())
        })
        .await
    }
}

fn is_unfinished(connection: &Connection) -> Result<bool, StoreError> {
    is_there(connection, MARKED)
}

fn is_occupied(connection: &Connection) -> Result<bool, StoreError> {
    is_there(connection, OCCUPIED)
}

fn is_there(connection: &Connection, sql: &str) -> Result<bool, StoreError> {
    let row = connection.query_row(sql, [], |_| Ok(())).optional();
    Ok(row.map_err(fault)?.is_some())
}
