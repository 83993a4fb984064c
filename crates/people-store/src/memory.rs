mod shelf;

use std::{
    collections::{BTreeSet, HashMap, hash_map::RandomState},
    fmt,
    hash::BuildHasher,
    ops::Bound::{Excluded, Unbounded},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use crate::{
    Account, Batch, CommitError, Committed, Cursor, Derivation, Hit, Invalid, Order, Page,
    Replacement, Row, RowKind, Standing, Store, StoreError, Version, memory::shelf::Shelf,
};

/// How many maps the accounts are spread over, so that looking one up seldom meets another.
const SHARDS: usize = 64;

/// Keeps rows in the memory of the process, for as long as a clone of it lives.
///
/// Every method behaves like those of the other engines. Each account has its own lock, which
/// is held during a read or a commit; no method waits for anything else.
///
/// ```
/// use people_store::{Account, RowKind, Memory, Store};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let store = Memory::new();
/// assert_eq!(store.count(&Account::new("ada").unwrap(), RowKind::Contact).await?, 0);
/// # Ok::<(), people_store::StoreError>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct Memory {
    shelves: Arc<Shelves>,
}

/// Every account's rows, in parts that are locked one by one.
struct Shelves {
    hasher: RandomState,
    shards: Vec<RwLock<HashMap<Account, Arc<Mutex<Shelf>>>>>,
    /// The accounts that have committed something, in order.
    accounts: RwLock<BTreeSet<Account>>,
    /// The rules for sort keys and terms.
    rules: Mutex<u32>,
    secret: Result<[u8; 32], StoreError>,
}

impl Memory {
    /// An empty store.
    pub fn new() -> Self {
        let mut secret = [0; 32];
        let minted = getrandom::fill(&mut secret);
        Self::of_secret(minted.map(|()| secret).map_err(StoreError::engine))
    }

    /// An empty store with a known secret, so that etags and tokens are the same in every run of a test.
    pub fn with_secret(secret: [u8; 32]) -> Self {
        Self::of_secret(Ok(secret))
    }

    fn of_secret(secret: Result<[u8; 32], StoreError>) -> Self {
        let shelves = Shelves {
            hasher: RandomState::new(),
            shards: (0..SHARDS).map(|_| RwLock::default()).collect(),
            accounts: RwLock::default(),
            rules: Mutex::default(),
            secret,
        };
        Self {
            shelves: Arc::new(shelves),
        }
    }

    /// Calls `read` with the account, or with an empty one if it does not exist.
    fn read<T>(&self, account: &Account, read: impl FnOnce(&Shelf) -> T) -> T {
        match self.shelves.shelf(account) {
            Some(shelf) => read(&lock(&shelf)),
            None => read(&Shelf::default()),
        }
    }

    fn write(&self, account: &Account, batch: Batch) -> Result<Committed, CommitError> {
        batch.validate()?;
        let shelf = match self.shelves.shelf(account) {
            Some(shelf) => shelf,
            None => {
                // A commit that fails must not leave an account behind.
                Shelf::default().check(&batch)?;
                self.shelves.add(account)
            }
        };
        let mut shelf = lock(&shelf);
        shelf.check(&batch)?;
        if shelf.version() == Version::ZERO {
            self.shelves.list(account);
        }
        let version = shelf.apply(batch);
        Ok(Committed { version })
    }

    fn put_in_place(
        &self,
        account: &Account,
        replacement: Replacement,
    ) -> Result<Committed, Invalid> {
        replacement.validate()?;
        let shelf = match self.shelves.shelf(account) {
            Some(shelf) => shelf,
            None => {
                // One that fails must not leave an account behind.
                replacement.clone().after(Version::ZERO)?;
                self.shelves.add(account)
            }
        };
        let mut shelf = lock(&shelf);
        let (rows, version) = replacement.after(shelf.version())?;
        if shelf.version() == Version::ZERO {
            self.shelves.list(account);
        }
        shelf.put_in_place(rows, version);
        Ok(Committed { version })
    }
}

impl Shelves {
    fn shard(&self, account: &Account) -> &RwLock<HashMap<Account, Arc<Mutex<Shelf>>>> {
        let hash = self.hasher.hash_one(account);
        &self.shards[hash as usize % SHARDS]
    }

    fn shelf(&self, account: &Account) -> Option<Arc<Mutex<Shelf>>> {
        let shard = self
            .shard(account)
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        shard.get(account).cloned()
    }

    /// Has the account among those that have committed something.
    fn list(&self, account: &Account) {
        let accounts = self.accounts.write();
        let mut accounts = accounts.unwrap_or_else(PoisonError::into_inner);
        accounts.insert(account.clone());
    }

    fn add(&self, account: &Account) -> Arc<Mutex<Shelf>> {
        let mut shard = self
            .shard(account)
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shard.entry(account.clone()).or_default())
    }
}

/// A shelf is only ever changed by code that does not panic half-way.
fn lock(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

impl Store for Memory {
    async fn get(
        &self,
        account: &Account,
        kind: RowKind,
        id: u64,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.read(account, |shelf| shelf.get(kind, id)))
    }

    async fn get_many(
        &self,
        account: &Account,
        kind: RowKind,
        ids: &[u64],
    ) -> Result<Vec<Option<Row>>, StoreError> {
        let many = |shelf: &Shelf| ids.iter().map(|&id| shelf.get(kind, id)).collect();
        Ok(self.read(account, many))
    }

    async fn page(
        &self,
        account: &Account,
        kind: RowKind,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        if limit == 0 {
            return Err(Invalid::Limit.into());
        }
        let wanted = limit.saturating_add(1);
        let rows = self.read(account, |shelf| shelf.page(kind, order, after, wanted))?;
        Ok(Page::cut(rows, limit, |row| Cursor::after(row, order)))
    }

    async fn changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        if limit == 0 {
            return Err(Invalid::Limit.into());
        }
        let wanted = limit.saturating_add(1);
        let rows = self.read(account, |shelf| shelf.changes(kind, after, cursor, wanted))?;
        Ok(Page::cut(rows, limit, |row| {
            Cursor::after(row, Order::VersionAscending)
        }))
    }

    async fn find(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        Ok(self.read(account, |shelf| shelf.find(kind, term, after, limit)))
    }

    async fn find_prefix(
        &self,
        account: &Account,
        kind: RowKind,
        prefix: &str,
        after: Option<&Hit>,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        Ok(self.read(account, |shelf| {
            shelf.find_prefix(kind, prefix, after, limit)
        }))
    }

    async fn count(&self, account: &Account, kind: RowKind) -> Result<u64, StoreError> {
        Ok(self.read(account, |shelf| shelf.count(kind)))
    }

    async fn count_term(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
    ) -> Result<u64, StoreError> {
        Ok(self.read(account, |shelf| shelf.count_term(kind, term)))
    }

    async fn count_changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
    ) -> Result<u64, StoreError> {
        Ok(self.read(account, |shelf| shelf.count_changes(kind, after)))
    }

    async fn version(&self, account: &Account) -> Result<Version, StoreError> {
        Ok(self.read(account, Shelf::version))
    }

    async fn standing(&self, account: &Account) -> Result<Standing, StoreError> {
        Ok(self.read(account, Shelf::standing))
    }

    async fn commit(&self, account: &Account, batch: Batch) -> Result<Committed, CommitError> {
        self.write(account, batch)
    }

    async fn replace(
        &self,
        account: &Account,
        replacement: Replacement,
    ) -> Result<Committed, StoreError> {
        Ok(self.put_in_place(account, replacement)?)
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.shelves.secret.clone()
    }

    async fn derive(&self, derivation: Derivation) -> Result<u64, StoreError> {
        let mut rules = self
            .shelves
            .rules
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (found, known) = (*rules, derivation.rules);
        if found > known {
            return Err(StoreError::NewerRules { found, known });
        }
        if found == known {
            return Ok(0);
        }
        *rules = known;
        let accounts = self.shelves.accounts.read();
        let accounts = accounts.unwrap_or_else(PoisonError::into_inner).clone();
        let shelves = accounts
            .iter()
            .filter_map(|account| Some((account, self.shelves.shelf(account)?)));
        Ok(shelves
            .map(|(account, shelf)| lock(&shelf).derive(account, derivation))
            .sum())
    }

    async fn accounts(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> Result<Vec<Account>, StoreError> {
        let accounts = self
            .shelves
            .accounts
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let rest = accounts.range::<Account, _>((after.map_or(Unbounded, Excluded), Unbounded));
        Ok(rest.take(limit).cloned().collect())
    }
}
