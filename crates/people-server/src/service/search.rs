//! Finds rows by the beginnings of their phrases and numbers, in the store's index of terms.
use std::collections::HashSet;

use people_rules::search_prefixes;
use people_store::{Account, Hit, Row, RowKind, Store};

use super::Service;
use crate::api::Failure;

/// How many entries of the index are read at first, and the most that are read at once.
const AT_FIRST: usize = 64;
const AT_MOST: usize = 1_000;

impl<S: Store> Service<S> {
    /// The first `limit` rows that a query finds. They come in the order of the phrases that match, and for the same
    /// phrase by id. Rows found only by a number come last (rule `K5`).
    ///
    /// It reads the entries of at most `limit` rows, even if more match.
    pub(super) async fn search(
        &self,
        account: &Account,
        kind: RowKind,
        query: &str,
        limit: usize,
    ) -> Result<Vec<Row>, Failure> {
        let prefixes = search_prefixes(query);
        let mut ids = Vec::new();
        let mut seen = HashSet::new();
        for prefix in &prefixes {
            let mut after: Option<Hit> = None;
            let mut at_once = AT_FIRST;
            while ids.len() < limit {
                let found = self
                    .store
                    .find_prefix(account, kind, prefix, after.as_ref(), at_once);
                let hits = found.await?;
                let is_last = hits.len() < at_once;
                let new = hits.iter().map(|hit| hit.id).filter(|id| seen.insert(*id));
                ids.extend(new);
                after = hits.into_iter().next_back();
                if is_last {
                    break;
                }
                at_once = AT_MOST;
            }
        }
        ids.truncate(limit);
        let rows = self.store.get_many(account, kind, &ids).await?;
        // What changed since the index was read may not match any more.
        let matches = |row: &Row| {
            let terms = &row.record.terms;
            let has = |prefix: &String| terms.beginning_with(prefix).next().is_some();
            prefixes.iter().any(has)
        };
        Ok(rows.into_iter().flatten().filter(matches).collect())
    }
}
