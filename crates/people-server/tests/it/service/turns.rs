use std::collections::HashSet;

use people_store::{
    Account, Batch, CommitError, Committed, Cursor, Derivation, Hit, Order, Page, Replacement, Row,
    RowKind, Standing, Store, StoreError, Version,
};

/// A store that lets all other tasks run before it commits, so that every race happens.
///
/// Without it a call on the memory engine runs from its read to its commit in one go, and a server
/// that loses updates passes for one that does not.
#[derive(Clone, Debug)]
pub(super) struct Turns<S>(pub(super) S);

/// The most rows that a call needs of one read.
const AT_ONCE: usize = 100;

impl<S: Store> Store for Turns<S> {
    async fn get(
        &self,
        account: &Account,
        kind: RowKind,
        id: u64,
    ) -> Result<Option<Row>, StoreError> {
        self.0.get(account, kind, id).await
    }

    async fn get_many(
        &self,
        account: &Account,
        kind: RowKind,
        ids: &[u64],
    ) -> Result<Vec<Option<Row>>, StoreError> {
        assert!(ids.len() <= AT_ONCE, "no read takes a reader for long");
        let mut seen = HashSet::new();
        assert!(
            ids.iter().all(|id| seen.insert(id)),
            "no call reads a row twice"
        );
        self.0.get_many(account, kind, ids).await
    }

    async fn page(
        &self,
        account: &Account,
        kind: RowKind,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        assert!(limit <= AT_ONCE, "no read takes a reader for long");
        self.0.page(account, kind, order, after, limit).await
    }

    async fn changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        assert!(limit <= AT_ONCE, "no read takes a reader for long");
        self.0.changes(account, kind, after, cursor, limit).await
    }

    async fn find(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.0.find(account, kind, term, after, limit).await
    }

    async fn find_prefix(
        &self,
        account: &Account,
        kind: RowKind,
        prefix: &str,
        after: Option<&Hit>,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        assert!(limit <= 1_000, "no read takes a reader for long");
        self.0
            .find_prefix(account, kind, prefix, after, limit)
            .await
    }

    async fn count(&self, account: &Account, kind: RowKind) -> Result<u64, StoreError> {
        self.0.count(account, kind).await
    }

    async fn count_term(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
    ) -> Result<u64, StoreError> {
        self.0.count_term(account, kind, term).await
    }

    async fn count_changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
    ) -> Result<u64, StoreError> {
        self.0.count_changes(account, kind, after).await
    }

    async fn version(&self, account: &Account) -> Result<Version, StoreError> {
        self.0.version(account).await
    }

    async fn standing(&self, account: &Account) -> Result<Standing, StoreError> {
        self.0.standing(account).await
    }

    async fn replace(
        &self,
        account: &Account,
        replacement: Replacement,
    ) -> Result<Committed, StoreError> {
        tokio::task::yield_now().await;
        self.0.replace(account, replacement).await
    }

    async fn commit(&self, account: &Account, batch: Batch) -> Result<Committed, CommitError> {
        tokio::task::yield_now().await;
        self.0.commit(account, batch).await
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.0.secret().await
    }

    async fn derive(&self, derivation: Derivation) -> Result<u64, StoreError> {
        self.0.derive(derivation).await
    }

    async fn accounts(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> Result<Vec<Account>, StoreError> {
        self.0.accounts(after, limit).await
    }
}
