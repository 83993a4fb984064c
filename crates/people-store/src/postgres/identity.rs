use tokio_postgres::Row as SqlRow;

use super::{fault::damaged, schema};
use crate::StoreError;

/// Which store a database holds, and whether a copy into it is unfinished.
#[derive(Clone, Copy)]
pub(super) struct Identity {
    pub(super) secret: [u8; 32],
    pub(super) is_unfinished: bool,
    schema: i64,
    /// The rules by which sort keys and terms are derived; none if they are not set.
    rules: Option<i64>,
}

impl Identity {
    /// Reads the row of its statement.
    pub(super) fn of(rows: &[SqlRow]) -> Result<Self, StoreError> {
        let missing = || StoreError::corrupt("the secret is missing");
        let row = rows.first().ok_or_else(missing)?;
        let secret: &[u8] = row.try_get(0).map_err(damaged)?;
        Ok(Self {
            secret: secret.try_into().map_err(|_| missing())?,
            is_unfinished: row.try_get(1).map_err(damaged)?,
            schema: row.try_get(2).map_err(damaged)?,
            rules: row.try_get(3).map_err(damaged)?,
        })
    }

    /// Checks that this is a whole store, that it has this secret, and that its schema and rules have not changed: a
    /// later server may have upgraded them. Rules 0 mean that the caller does not know any.
    pub(super) fn check(self, secret: [u8; 32], rules: u32) -> Result<(), StoreError> {
        if let Ok(found) = u32::try_from(self.schema)
            && found > schema::known()
        {
            let known = schema::known();
            return Err(StoreError::NewerSchema { found, known });
        }
        if let Some(found) = self.rules
            && rules > 0
            && found > rules.into()
        {
            let (found, known) = (u32::try_from(found).unwrap_or(u32::MAX), rules);
            return Err(StoreError::NewerRules { found, known });
        }
        if self.is_unfinished {
            return Err(StoreError::Unfinished);
        }
        if self.secret != secret {
            return Err(StoreError::Replaced);
        }
        Ok(())
    }
}
