//! All that an account has, as one thing: to save and restore it, to write it down and load it, to remove it.
use people_model::Code;
use people_store::{
    Account, Order, Replacement, Row, RowKind, Standing, Store, StoreError, Version, Versions,
};

use super::{
    People, Service, etags::PROFILE_ROW, photos::OF_PROFILE, portions::List, rows::AT_ONCE,
};
use crate::api::Failure;

/// How often to read an account again if other calls change it during the read.
const RACES: usize = 64;

/// All rows of an account, as they were at one moment: [`People::save`] makes it.
///
/// ```
/// use people_server::{AccountState, People, Settings};
/// use people_store::{Account, Memory};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let people = People::open(Memory::new(), Settings::default()).await?;
/// let nothing: AccountState = people.save(&Account::new("ada")?).await.unwrap();
/// assert_eq!((nothing.rows(), nothing.bytes()), (0, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct AccountState {
    account: Account,
    rows: Vec<(RowKind, Row)>,
    bytes: usize,
}

impl AccountState {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The rows, in the order of their kinds and their changes.
    pub(super) fn into_rows(self) -> Vec<(RowKind, Row)> {
        self.rows
    }

    fn of(account: &Account, rows: Vec<(RowKind, Row)>) -> Self {
        let bytes = |(_, row): &(RowKind, Row)| {
            let record = &row.record;
            let keys: usize = record.sort_keys.iter().map(String::len).sum();
            size_of::<(RowKind, Row)>()
                + record.body.len()
                + record.layout.len()
                + keys
                + record.terms.bytes()
                + record.terms.len() * size_of::<usize>()
        };
        Self {
            account: account.clone(),
            bytes: rows.iter().map(bytes).sum(),
            rows,
        }
    }
}

/// For emulators and tests: no method of the API comes here.
impl<S: Store> People<S> {
    /// At most `limit` accounts that have anything, by name after `after`, domains among them, with what each
    /// has; and the account to go on after, if there may be more.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn accounts(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> Result<(Vec<(Account, Standing)>, Option<Account>), Failure> {
        let store = &self.inner.store;
        let names = store.accounts(after, limit).await?;
        let next = names.last().filter(|_| names.len() == limit).cloned();
        let mut accounts = Vec::with_capacity(names.len());
        for account in names {
            let standing = store.standing(&account).await?;
            if standing.rows() > 0 {
                accounts.push((account, standing));
            }
        }
        Ok((accounts, next))
    }

    /// The state of an account.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn standing(&self, account: &Account) -> Result<Standing, Failure> {
        Ok(self.inner.store.standing(account).await?)
    }

    /// All that an account has now, for [`restore`](Self::restore).
    ///
    /// ```
    /// use people_server::{People, Seed, Settings};
    /// use people_store::{Account, Memory};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let ada = Account::new("ada")?;
    /// let seed = r#"{"accounts": {"ada": {"contacts": [{"names": [{"givenName": "Charles"}]}]}}}"#;
    /// people.load(&ada, Seed::from_json(seed)?).await?;
    /// let before = people.save(&ada).await.unwrap();
    ///
    /// people.remove(&ada).await.unwrap();
    /// assert_eq!(people.standing(&ada).await.unwrap().rows(), 0);
    /// people.restore(&before).await.unwrap();
    /// assert_eq!(people.standing(&ada).await.unwrap().rows(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// When the store fails, or others write the account all the time.
    pub async fn save(&self, account: &Account) -> Result<AccountState, Failure> {
        let service = &self.inner;
        for _ in 0..RACES {
            let before = service.store.standing(account).await?.version;
            let mut rows = Vec::new();
            for kind in RowKind::ALL {
                rows.extend(service.all_rows(account, kind).await?);
            }
            // Every commit takes a version: without one, all was read as of one moment.
            if service.store.standing(account).await?.version == before {
                return Ok(AccountState::of(account, rows));
            }
        }
        let text = "Other calls keep changing the account, so it cannot be read as of one moment. Try again.";
        Err(Failure::new(Code::Aborted, text))
    }

    /// Restores an account to a [saved](Self::save) state: every contact has the etag and the time that it had. Etags,
    /// sync tokens and page tokens of what is discarded are good for nothing.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn restore(&self, state: &AccountState) -> Result<(), Failure> {
        let AccountState { account, rows, .. } = state;
        let replacement = Replacement {
            rows: rows.clone(),
            versions: Versions::Kept,
        };
        self.inner.store.replace(account, replacement).await?;
        Ok(self.inner.know_profile(account).await?)
    }

    /// Removes all that an account has. No trace of it is left, except that its versions are not used again.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn remove(&self, account: &Account) -> Result<(), Failure> {
        let store = &self.inner.store;
        if store.standing(account).await?.version == Version::ZERO {
            return Ok(());
        }
        store.replace(account, Replacement::nothing()).await?;
        Ok(self.inner.know_profile(account).await?)
    }
}

impl<S: Store> Service<S> {
    /// All live rows of a kind, in the order of their changes.
    pub(super) async fn all_rows(
        &self,
        account: &Account,
        kind: RowKind,
    ) -> Result<Vec<(RowKind, Row)>, StoreError> {
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let list = List::All(Order::VersionAscending);
            let page = self.rows(account, kind, list, after, AT_ONCE).await?;
            rows.extend(page.rows.into_iter().map(|row| (kind, row)));
            after = page.next;
            if after.is_none() {
                return Ok(rows);
            }
        }
    }

    /// Knows the profile that is stored, or that there is none, once an account was replaced.
    pub(super) async fn know_profile(&self, account: &Account) -> Result<(), StoreError> {
        let (kind, profiles) = (RowKind::Profile, &self.facts.profiles);
        profiles.forget(account);
        let Some(row) = self.store.get(account, kind, PROFILE_ROW).await? else {
            return Ok(());
        };
        let photo_url = |account: &Account, digest: &str| {
            let facts = &self.facts;
            facts.own_photo_url(account, OF_PROFILE, digest)
        };
        profiles.learn(account, &row, &self.facts.mint, &photo_url)
    }
}
