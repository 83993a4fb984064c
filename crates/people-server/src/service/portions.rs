//! Rows of a list, read in portions.
use people_store::{Account, Cursor, Order, Page, Row, RowKind, Store, StoreError, Version};

use super::{Service, rows::AT_ONCE};

/// A page ends once its rows have this many bytes, so that it takes at most the memory of some dozens of contacts.
pub(super) const PAGE_BYTES: usize = 4 << 20;

/// What is listed.
#[derive(Clone, Copy)]
pub(super) enum List {
    All(Order),
    /// After a version.
    Changes(Version),
}

/// A page of rows of which some were read.
pub(super) struct Portions {
    of: Account,
    kind: RowKind,
    list: List,
    after: Option<Cursor>,
    limit: usize,
    rows: usize,
    bytes: usize,
    reads: usize,
    is_over: bool,
}

impl Portions {
    /// A page of `limit` rows at most. None of them was read.
    pub(super) fn new(
        of: Account,
        kind: RowKind,
        list: List,
        after: Option<Cursor>,
        limit: usize,
    ) -> Self {
        Self {
            of,
            kind,
            list,
            after,
            limit,
            rows: 0,
            bytes: 0,
            reads: 0,
            is_over: false,
        }
    }

    /// Reads the next rows, `most` at most.
    pub(super) async fn next(
        &mut self,
        store: &impl Store,
        most: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let (of, kind, after) = (&self.of, self.kind, self.after.as_ref());
        let wanted = most.min(self.limit - self.rows);
        let page = match self.list {
            List::All(order) => store.page(of, kind, order, after, wanted).await?,
            List::Changes(since) => store.changes(of, kind, since, after, wanted).await?,
        };
        let bodies = page.rows.iter().map(|row| row.record.body.len());
        self.bytes += bodies.sum::<usize>();
        self.rows += page.rows.len();
        self.reads += 1;
        self.after = page.next;
        self.is_over = self.after.is_none() || self.rows >= self.limit || self.bytes >= PAGE_BYTES;
        Ok(page.rows)
    }

    /// Whether the page has no more rows.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Whose rows they are.
    pub(super) fn of(&self) -> &Account {
        &self.of
    }

    pub(super) fn kind(&self) -> RowKind {
        self.kind
    }

    pub(super) fn list(&self) -> List {
        self.list
    }

    /// The most rows that the page may have.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// How many rows were read.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// How often the store was read.
    pub(super) fn reads(&self) -> usize {
        self.reads
    }

    /// Where the next page begins, once this one is over; none if this is the last one.
    pub(super) fn next_page(&self) -> Option<&Cursor> {
        self.after.as_ref()
    }
}

impl<S: Store> Service<S> {
    /// A page of at most `limit` rows. There are fewer if they are large.
    pub(super) async fn rows(
        &self,
        account: &Account,
        kind: RowKind,
        list: List,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let mut portions = Portions::new(account.clone(), kind, list, after, limit);
        let mut rows = portions.next(&self.store, AT_ONCE).await?;
        while !portions.is_over() {
            rows.extend(portions.next(&self.store, AT_ONCE).await?);
        }
        Ok(Page {
            rows,
            next: portions.after,
        })
    }
}
