use tokio_postgres::Row as SqlRow;

use super::fault::damaged;
use crate::StoreError;

/// How far the update of the rows is.
pub(super) struct State {
    pub(super) rules: i64,
    /// The account, kind and id of the last row that is up to date; none when all are.
    pub(super) place: Option<(String, i16, i64)>,
}

impl State {
    pub(super) fn of(rows: &[SqlRow]) -> Result<Option<Self>, StoreError> {
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let account: Option<String> = row.try_get(1).map_err(damaged)?;
        let place = match account {
            Some(account) => Some((
                account,
                row.try_get(2).map_err(damaged)?,
                row.try_get(3).map_err(damaged)?,
            )),
            None => None,
        };
        let rules = row.try_get(0).map_err(damaged)?;
        Ok(Some(Self { rules, place }))
    }

    /// The state when all rows follow these rules.
    pub(super) fn rules_of_all(self) -> Option<u32> {
        match self.place {
            Some(_) => None,
            None => self.rules.try_into().ok(),
        }
    }
}
