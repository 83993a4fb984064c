//! Updates derived data row by row when its rules change. Each transaction updates rows of one account, has a bounded
//! size, and records the progress. If a server is killed meanwhile, its next start or another server continues from
//! there.
use tokio_postgres::types::ToSql;

use super::{
    Postgres,
    copy::Step,
    fault::damaged,
    pool::Pool,
    reader,
    state::State,
    statements::{DERIVED, NEXT_ROWS, ROWS_LEFT},
};
use crate::{
    Account, Derivation, Row, RowKind, StoreError,
    derivation::Progress,
    sql::{kind, number},
};

/// The most rows to read at once, and to write in one transaction.
const ROWS: i64 = 100;

impl Postgres {
    pub(super) async fn bring_up_to_date(&self, derivation: Derivation) -> Result<u64, StoreError> {
        let secret = self.database.secret();
        let rules = derivation.rules;
        self.perform(Step::BeginIndex { secret, rules }).await?;
        self.database.know_rules(rules);
        let pool = &self.database.pool;
        let state = State::of(&pool.read(DERIVED, &[]).await?)?;
        let Some((account, mut kind, mut id)) = state.and_then(|state| state.place) else {
            return Ok(0);
        };
        let rows = pool.read(ROWS_LEFT, &[]).await?;
        let rows: i64 = rows
            .first()
            .map_or(Ok(0), |row| row.try_get(0).map_err(damaged))?;
        let (mut progress, mut all) = (
            Progress::begin("sort keys and terms", rows.unsigned_abs()),
            0,
        );
        let mut of = Account::stored(&account).ok();
        loop {
            if let Some(account) = &of {
                let rows = next(pool, account, (kind, id)).await?;
                if let Some((last_kind, last)) = rows.last() {
                    (kind, id) = (number(*last_kind), last.id as i64);
                    let changed: Vec<(RowKind, Row)> = rows
                        .iter()
                        .filter_map(|(kind, row)| {
                            Some((*kind, derivation.change(account, *kind, row)?))
                        })
                        .collect();
                    self.perform(Step::Index {
                        account,
                        rows: &changed,
                        until: (kind, id),
                        secret,
                        rules,
                    })
                    .await?;
                    progress.add(rows.len() as u64);
                    all += rows.len() as u64;
                    continue;
                }
            }
            let last = of.take();
            of = reader::accounts(pool, last.as_ref(), 1).await?.pop();
            if of.is_none() {
                break;
            }
            (kind, id) = (i16::MIN, 0);
        }
        self.perform(Step::EndIndex { secret, rules }).await?;
        progress.end();
        Ok(all)
    }
}

/// The next live rows of an account, by kind and id.
async fn next(
    pool: &Pool,
    account: &Account,
    (after_kind, after): (i16, i64),
) -> Result<Vec<(RowKind, Row)>, StoreError> {
    let parameters: [&(dyn ToSql + Sync); 4] = [&account.as_str(), &after_kind, &after, &ROWS];
    let rows = pool.read(NEXT_ROWS, &parameters).await?;
    rows.iter()
        .map(|row| {
            let found: i16 = row.try_get(9).map_err(damaged)?;
            let kind =
                kind(found.into()).ok_or_else(|| StoreError::corrupt("the kind of a row"))?;
            Ok((kind, reader::row(row)?))
        })
        .collect()
}
