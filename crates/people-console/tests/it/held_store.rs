//! A store that holds a call until it may go on.
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use people_store::{
    Account, Batch, CommitError, Committed, Cursor, Derivation, Hit, Memory, Order, Page,
    Replacement, Row, RowKind, Standing, Store, StoreError, Version,
};

/// A store in memory in which the next count of the contacts of one account waits for its gate.
#[derive(Clone, Debug)]
pub(crate) struct HeldStore {
    store: Memory,
    account: &'static str,
    gate: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Whether the next count waits.
    holds: AtomicBool,
    began: mpsc::Sender<()>,
    may_go_on: Mutex<mpsc::Receiver<()>>,
}

/// What a test does with the store.
pub(crate) struct Gate {
    shared: Arc<Shared>,
    began: mpsc::Receiver<()>,
    go_on: mpsc::Sender<()>,
}

impl HeldStore {
    pub(crate) fn new(account: &'static str) -> (Self, Gate) {
        let (begin, began) = mpsc::channel();
        let (go_on, may_go_on) = mpsc::channel();
        let shared = Arc::new(Shared {
            holds: AtomicBool::new(false),
            began: begin,
            may_go_on: Mutex::new(may_go_on),
        });
        let store = Self {
            store: Memory::new(),
            account,
            gate: Arc::clone(&shared),
        };
        let gate = Gate {
            shared,
            began,
            go_on,
        };
        (store, gate)
    }
}

impl Gate {
    /// The next count will wait.
    pub(crate) fn hold(&self) {
        self.shared.holds.store(true, Ordering::SeqCst);
    }

    /// Waits until a count waits.
    pub(crate) fn wait(&self) {
        let patience = Duration::from_secs(60);
        self.began.recv_timeout(patience).expect("a count waits");
    }

    pub(crate) fn go_on(&self) {
        self.go_on.send(()).expect("a count waits");
    }
}

impl Store for HeldStore {
    async fn get(
        &self,
        account: &Account,
        kind: RowKind,
        id: u64,
    ) -> Result<Option<Row>, StoreError> {
        self.store.get(account, kind, id).await
    }

    async fn get_many(
        &self,
        account: &Account,
        kind: RowKind,
        ids: &[u64],
    ) -> Result<Vec<Option<Row>>, StoreError> {
        self.store.get_many(account, kind, ids).await
    }

    async fn page(
        &self,
        account: &Account,
        kind: RowKind,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.store.page(account, kind, order, after, limit).await
    }

    async fn changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.store
            .changes(account, kind, after, cursor, limit)
            .await
    }

    async fn find(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.store.find(account, kind, term, after, limit).await
    }

    async fn find_prefix(
        &self,
        account: &Account,
        kind: RowKind,
        prefix: &str,
        after: Option<&Hit>,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        self.store
            .find_prefix(account, kind, prefix, after, limit)
            .await
    }

    async fn count(&self, account: &Account, kind: RowKind) -> Result<u64, StoreError> {
        let is_held = kind == RowKind::Contact && account.as_str() == self.account;
        if is_held && self.gate.holds.swap(false, Ordering::SeqCst) {
            self.gate.began.send(()).ok();
            let may_go_on = self.gate.may_go_on.lock();
            may_go_on
                .unwrap_or_else(PoisonError::into_inner)
                .recv()
                .ok();
        }
        self.store.count(account, kind).await
    }

    async fn count_term(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
    ) -> Result<u64, StoreError> {
        self.store.count_term(account, kind, term).await
    }

    async fn count_changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
    ) -> Result<u64, StoreError> {
        self.store.count_changes(account, kind, after).await
    }

    async fn version(&self, account: &Account) -> Result<Version, StoreError> {
        self.store.version(account).await
    }

    async fn standing(&self, account: &Account) -> Result<Standing, StoreError> {
        self.store.standing(account).await
    }

    async fn replace(
        &self,
        account: &Account,
        replacement: Replacement,
    ) -> Result<Committed, StoreError> {
        self.store.replace(account, replacement).await
    }

    async fn commit(&self, account: &Account, batch: Batch) -> Result<Committed, CommitError> {
        self.store.commit(account, batch).await
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.store.secret().await
    }

    async fn derive(&self, derivation: Derivation) -> Result<u64, StoreError> {
        self.store.derive(derivation).await
    }

    async fn accounts(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> Result<Vec<Account>, StoreError> {
        self.store.accounts(after, limit).await
    }
}
