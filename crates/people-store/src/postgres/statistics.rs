use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::{fault::fault, pool::Pool};
use crate::StoreError;

/// How many rows are written to tables that the server knows nothing of, until it is told to look.
const ROWS: usize = 1_000;

const IS_KNOWN: &str = "SELECT reltuples > 0 FROM pg_class WHERE oid = to_regclass('records')";
/// Not the others: a small table is read as a whole for good reasons, and goes on to be when it has
/// grown. Of rows, also a few are large.
const ANALYZE: &str = "ANALYZE records";

/// What the server knows of a young table.
///
/// Of one that nobody has looked at it takes all indexes for equally good, and may go through all of
/// an account for one row. Its autovacuum looks as well, but within minutes, in which a store that is
/// copied or imported comes to be large.
pub(super) struct Statistics {
    /// Rows until somebody has to look; none when there is nothing to do any more.
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

    /// Takes note of rows that were written; whether now is when the server has to look.
    pub(super) fn wrote(&self, rows: usize) -> bool {
        let fewer = |left: usize| (left > 0).then(|| left.saturating_sub(rows));
        let before = self.left.fetch_update(Relaxed, Relaxed, fewer);
        before.is_ok_and(|left| left <= rows)
    }
}

/// Has the server look. Nobody waits for it, and all goes on without it.
pub(super) async fn analyze(pool: &Pool) {
    let analyzed = match pool.client().await {
        Ok(client) => client.batch_execute(ANALYZE).await.map_err(fault),
        Err(error) => Err(error),
    };
    if let Err(error) = analyzed {
        tracing::warn!("the tables were not analyzed: {error}");
    }
}
