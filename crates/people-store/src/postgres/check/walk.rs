use std::{collections::HashMap, vec::IntoIter};

use tokio_postgres::{Client, Portal, Row as SqlRow, Statement, Transaction};

use super::super::{
    fault::{damaged, fault},
    reader,
    text::escape,
};
use crate::{Account, Fault, Row, RowKind, StoreError, inspection::Tally, sql::number};

/// The most rows in memory at once. It is also the most counts of terms.
const ROWS: i64 = 100;
const COUNTS: i32 = 10_000;

const PAGE: &str = "SELECT id, version, update_time, deleted, first_name, last_name, terms, layout, \
     body FROM records WHERE account = $1 AND kind = $2 AND id >= $3 ORDER BY id LIMIT $4";
const TERMS_BY_ROW: &str = "SELECT id, count(*) FROM terms WHERE account = $1 AND kind = $2 \
     GROUP BY id ORDER BY id";
const TERMS_THERE: &str = "SELECT own.id, count(*) \
     FROM unnest($3::bigint[], $4::text[]) AS own (id, term) \
     JOIN terms ON terms.account = $1 AND terms.kind = $2 \
     AND terms.term = own.term AND terms.id = own.id GROUP BY own.id";

/// What a walk asks the server.
#[derive(Debug)]
pub(super) struct Statements {
    page: Statement,
    terms_by_row: Statement,
    terms_there: Statement,
}

impl Statements {
    pub(super) async fn prepare(client: &Client) -> Result<Self, StoreError> {
        Ok(Self {
            page: client.prepare(PAGE).await.map_err(fault)?,
            terms_by_row: client.prepare(TERMS_BY_ROW).await.map_err(fault)?,
            terms_there: client.prepare(TERMS_THERE).await.map_err(fault)?,
        })
    }
}

/// A row, and what the table of terms says about it.
pub(super) struct Seen {
    pub(super) id: i64,
    pub(super) row: Result<Row, StoreError>,
    /// How many of its own terms the table has, and how many terms the table has for its id.
    pub(super) there: u64,
    pub(super) indexed: u64,
}

/// Walks the rows of a kind and the terms of that kind side by side, in the order of ids. It holds one page of each.
pub(super) struct Walk<'w> {
    snapshot: &'w Transaction<'w>,
    statements: &'w Statements,
    account: &'w Account,
    kind: RowKind,
    /// Where the next page begins; none after the last one.
    from: Option<i64>,
    terms: TermCounts<'w>,
}

impl<'w> Walk<'w> {
    pub(super) async fn begin(
        snapshot: &'w Transaction<'w>,
        statements: &'w Statements,
        account: &'w Account,
        kind: RowKind,
    ) -> Result<Self, StoreError> {
        let portal = snapshot
            .bind(
                &statements.terms_by_row,
                &[&account.as_str(), &number(kind)],
            )
            .await
            .map_err(fault)?;
        Ok(Self {
            snapshot,
            statements,
            account,
            kind,
            from: Some(i64::MIN),
            terms: TermCounts {
                snapshot,
                portal,
                page: Vec::new().into_iter(),
                is_over: false,
            },
        })
    }

    /// The next rows; empty after the last ones. It counts the rows, and calls `found` with the terms that have no row.
    pub(super) async fn next(
        &mut self,
        tally: &mut Tally,
        found: &mut impl FnMut(Fault),
    ) -> Result<Vec<Seen>, StoreError> {
        let rows = self.page().await?;
        let mut page = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: i64 = row.try_get(0).map_err(damaged)?;
            tally.count(
                row.try_get(1).map_err(damaged)?,
                row.try_get(3).map_err(damaged)?,
            );
            let indexed = loop {
                match self.terms.next_until(id).await? {
                    Some((of, count)) if of == id => break count,
                    Some((of, _)) => found(tally.terms_without_row(self.kind, of)),
                    None => break 0,
                }
            };
            page.push(Seen {
                id,
                row: reader::row(row),
                there: 0,
                indexed,
            });
        }
        self.look_up_terms(&mut page).await?;
        if self.from.is_none() {
            while let Some((of, _)) = self.terms.next_until(i64::MAX).await? {
                found(tally.terms_without_row(self.kind, of));
            }
        }
        Ok(page)
    }

    async fn page(&mut self) -> Result<Vec<SqlRow>, StoreError> {
        let Some(from) = self.from else {
            return Ok(Vec::new());
        };
        let (account, kind) = (self.account.as_str(), number(self.kind));
        let rows = self
            .snapshot
            .query(&self.statements.page, &[&account, &kind, &from, &ROWS])
            .await
            .map_err(fault)?;
        self.from = match rows.last() {
            Some(last) if rows.len() as i64 == ROWS => {
                let last: i64 = last.try_get(0).map_err(damaged)?;
                last.checked_add(1)
            }
            _ => None,
        };
        Ok(rows)
    }

    async fn look_up_terms(&self, page: &mut [Seen]) -> Result<(), StoreError> {
        let (mut ids, mut terms) = (Vec::new(), Vec::new());
        for seen in &*page {
            for term in seen.row.iter().flat_map(|row| row.record.terms.iter()) {
                ids.push(seen.id);
                terms.push(escape(term));
            }
        }
        if ids.is_empty() {
            return Ok(());
        }
        let (account, kind) = (self.account.as_str(), number(self.kind));
        let found = self
            .snapshot
            .query(
                &self.statements.terms_there,
                &[&account, &kind, &ids, &terms],
            )
            .await
            .map_err(fault)?;
        let found: HashMap<i64, u64> = found.iter().map(count).collect::<Result<_, _>>()?;
        for seen in page {
            seen.there = found.get(&seen.id).copied().unwrap_or(0);
        }
        Ok(())
    }
}

/// How many terms each id has, in the order of ids.
struct TermCounts<'w> {
    snapshot: &'w Transaction<'w>,
    portal: Portal,
    page: IntoIter<SqlRow>,
    is_over: bool,
}

impl TermCounts<'_> {
    /// The next id and its count, unless it is beyond `last`.
    async fn next_until(&mut self, last: i64) -> Result<Option<(i64, u64)>, StoreError> {
        if self.page.as_slice().is_empty() && !self.is_over {
            let page = self.snapshot.query_portal(&self.portal, COUNTS).await;
            self.page = page.map_err(fault)?.into_iter();
            self.is_over = self.page.as_slice().len() < COUNTS as usize;
        }
        let Some(next) = self.page.as_slice().first() else {
            return Ok(None);
        };
        let next = count(next)?;
        if next.0 > last {
            return Ok(None);
        }
        self.page.next();
        Ok(Some(next))
    }
}

fn count(row: &SqlRow) -> Result<(i64, u64), StoreError> {
    let count: i64 = row.try_get(1).map_err(damaged)?;
    Ok((row.try_get(0).map_err(damaged)?, count.unsigned_abs()))
}
