use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::{fault::fault, pool::Pool};
use crate::StoreError;

/// After how many rows the server must analyze tables for which it has no statistics.
const ROWS: usize = 1_000;

const IS_KNOWN: &str = "SELECT reltuples > 0 FROM pg_class WHERE oid = to_regclass('records')";
/// The table of records only: the planner rightly reads a small table as a whole, and still does so after it has grown.
/// Even a few rows can be large.
const ANALYZE: &str = "ANALYZE records";

/// The planner's statistics of a new table.
///
/// Without statistics PostgreSQL considers all indexes equally good, and may read a whole account for
/// one row. Its autovacuum collects them too, but only after minutes, in which a copy or an import can
/// make a store large.
pub(super) struct Statistics {
    /// How many rows are left until the tables need to be analyzed; `None` when that is done.
    left: AtomicUsize,
}

impl Statistics {
    pub(super) async fn of(pool: &Pool) -> Result<Self, StoreError> {
        let known = pool.read(IS_KNOWN, &[]).await?;
        let known = known.first().and_then(|row| row.try_get(0).ok());
        let left = if known == Some(true) { 0 } else { ROWS };
        Ok(Self {
            left: AtomicUsize::new(left),
        })
    }

    /// Counts rows that were written; returns whether the server should analyze the tables now.
    pub(super) fn wrote(&self, rows: usize) -> bool {
        let fewer = |left: usize| (left > 0).then(|| left.saturating_sub(rows));
        let before = self.left.fetch_update(Relaxed, Relaxed, fewer);
        before.is_ok_and(|left| left <= rows)
    }
}

/// Lets PostgreSQL collect statistics, without waiting. A failure is logged and has no other effect.
pub(super) async fn analyze(pool: &Pool) {
    let analyzed = match pool.client().await {
        Ok(client) => client.batch_execute(ANALYZE).await.map_err(fault),
        Err(error) => Err(error),
    };
    if let Err(error) = analyzed {
        tracing::warn!("the tables were not analyzed: {error}");
    }
}
