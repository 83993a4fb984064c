//! Two stores on one database, as two processes have them: every call goes to the other one than the
//! last. What orders the calls of one process does not order these.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use people_store::{
    Account, Batch, CommitError, Committed, Cursor, Derivation, Hit, Order, Page, Postgres,
    PostgresOptions, Replacement, Row, RowKind, Standing, Store, StoreError, Version,
};

#[derive(Clone, Debug)]
pub(crate) struct Several {
    stores: [Postgres; 2],
    calls: Arc<AtomicUsize>,
}

impl Several {
    pub(crate) async fn open(url: &str) -> Self {
        let open = || async {
            let store = Postgres::open(url, PostgresOptions::default()).await;
            store.expect("a store")
        };
        let (one, other) = tokio::join!(open(), open());
        Self {
            stores: [one, other],
            calls: Arc::default(),
        }
    }

    fn next(&self) -> &Postgres {
        &self.stores[self.calls.fetch_add(1, Ordering::Relaxed) % self.stores.len()]
    }
}

impl Store for Several {
    async fn get(
        &self,
        account: &Account,
        kind: RowKind,
        id: u64,
    ) -> Result<Option<Row>, StoreError> {
        self.next().get(account, kind, id).await
    }

    async fn get_many(
        &self,
        account: &Account,
        kind: RowKind,
        ids: &[u64],
    ) -> Result<Vec<Option<Row>>, StoreError> {
        self.next().get_many(account, kind, ids).await
    }

    async fn page(
        &self,
        account: &Account,
        kind: RowKind,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.next().page(account, kind, order, after, limit).await
    }

    async fn changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let store = self.next();
        store.changes(account, kind, after, cursor, limit).await
    }

    async fn find(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.next().find(account, kind, term, after, limit).await
    }

    async fn find_prefix(
        &self,
        account: &Account,
        kind: RowKind,
        prefix: &str,
        after: Option<&Hit>,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        self.next()
            .find_prefix(account, kind, prefix, after, limit)
            .await
    }

    async fn count(&self, account: &Account, kind: RowKind) -> Result<u64, StoreError> {
        self.next().count(account, kind).await
    }

    async fn count_term(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
    ) -> Result<u64, StoreError> {
        self.next().count_term(account, kind, term).await
    }

    async fn count_changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
    ) -> Result<u64, StoreError> {
        self.next().count_changes(account, kind, after).await
    }

    async fn version(&self, account: &Account) -> Result<Version, StoreError> {
        self.next().version(account).await
    }

    async fn standing(&self, account: &Account) -> Result<Standing, StoreError> {
        self.next().standing(account).await
    }

    async fn replace(
        &self,
        account: &Account,
        replacement: Replacement,
    ) -> Result<Committed, StoreError> {
        self.next().replace(account, replacement).await
    }

    async fn commit(&self, account: &Account, batch: Batch) -> Result<Committed, CommitError> {
        self.next().commit(account, batch).await
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.next().secret().await
    }

    async fn derive(&self, derivation: Derivation) -> Result<u64, StoreError> {
        self.next().derive(derivation).await
    }

    async fn accounts(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> Result<Vec<Account>, StoreError> {
        self.next().accounts(after, limit).await
    }
}
