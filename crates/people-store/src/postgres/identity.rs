use tokio_postgres::Row as SqlRow;

use super::fault::damaged;
use crate::StoreError;

/// Which store a database holds, and whether a copy into it has come to its end.
#[derive(Clone, Copy)]
pub(super) struct Identity {
    pub(super) secret: [u8; 32],
    pub(super) is_unfinished: bool,
}

impl Identity {
    /// As its statement reads it.
    pub(super) fn of(rows: &[SqlRow]) -> Result<Self, StoreError> {
        let missing = || StoreError::corrupt("the secret is missing");
        let row = rows.first().ok_or_else(missing)?;
        let secret: &[u8] = row.try_get(0).map_err(damaged)?;
        Ok(Self {
            secret: secret.try_into().map_err(|_| missing())?,
            is_unfinished: row.try_get(1).map_err(damaged)?,
        })
    }

    /// Whether this is a whole store, and the one that has this secret.
    pub(super) fn check(self, secret: [u8; 32]) -> Result<(), StoreError> {
        if self.is_unfinished {
            return Err(StoreError::Unfinished);
        }
        if self.secret != secret {
            return Err(StoreError::Replaced);
        }
        Ok(())
    }
}
