//! The state of each account: its seed, its saved states, and how it goes back to them.
mod shelf;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use people_model::Code;
use people_server::{AccountState, Failure, People, Seed, SeedError, SeedReport};
use people_store::{Account, Standing, Store, Version};
use serde_json::Value;

pub use self::shelf::SaveInfo;
use self::shelf::{Baseline, Saved, Shelf};
use crate::{Clocks, Sequence, clocks::ClockState, records::Records};

/// The accounts of an emulator. Each can be saved, restored, exported, loaded and reset, and has its own clock. Cheap
/// to clone; all clones are the same.
///
/// ```
/// use std::sync::Arc;
///
/// use people_emulator::{Accounts, Clocks};
/// use people_server::{People, Seed, Settings};
/// use people_store::{Account, Memory};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let clocks = Arc::new(Clocks::new());
/// let mut settings = Settings::default();
/// settings.clock = Arc::clone(&clocks) as _;
/// let people = People::open(Memory::new(), settings).await?;
/// let accounts = Accounts::new(people.clone(), clocks, None);
///
/// let seed = r#"{"accounts": {"ada": {"contacts": [{"names": [{"givenName": "Charles"}]}]}}}"#;
/// accounts.seed(Seed::from_json(seed)?).await?;
/// let ada = Account::new("ada")?;
/// people.remove(&ada).await?;
/// accounts.reset(&ada).await?;
/// assert_eq!(people.standing(&ada).await?.rows(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Accounts<S> {
    people: People<S>,
    shared: Arc<Shared>,
}

/// Hears of an account that is put into another state, and says whether it will hear of the next one.
pub(crate) type Told = Box<dyn Fn(&Account) -> bool + Send + Sync>;

/// What all clones share.
struct Shared {
    clocks: Arc<Clocks>,
    sequence: Option<Arc<Sequence>>,
    shelf: Mutex<Shelf>,
    /// What forgets an account that is put into another state; none without an emulator.
    records: OnceLock<Arc<Records>>,
    told: Mutex<Vec<Told>>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Shared");
        shown.field("clocks", &self.clocks);
        shown.field("sequence", &self.sequence);
        shown.field("shelf", &self.shelf);
        shown.finish_non_exhaustive()
    }
}

impl<S> Clone for Accounts<S> {
    fn clone(&self) -> Self {
        Self {
            people: self.people.clone(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<S: Store> Accounts<S> {
    /// The accounts of `people`, whose settings have these clocks, and these ids if there are some.
    pub fn new(people: People<S>, clocks: Arc<Clocks>, sequence: Option<Arc<Sequence>>) -> Self {
        Self {
            people,
            shared: Arc::new(Shared {
                clocks,
                sequence,
                shelf: Mutex::default(),
                records: OnceLock::new(),
                told: Mutex::default(),
            }),
        }
    }

    /// Has these records forget each account that is put into another state. The first ones count.
    pub(crate) fn tell(&self, records: &Arc<Records>) {
        // One that has some keeps them.
        let _ = self.shared.records.set(Arc::clone(records));
    }

    /// Calls `told` after an account was put into another state.
    pub(crate) fn when_replaced(&self, told: Told) {
        let all = self.shared.told.lock();
        all.unwrap_or_else(PoisonError::into_inner).push(told);
    }

    /// Adds what a seed has and the store has not, as [`People::seed`] does. From now on its accounts are
    /// [reset](Self::reset) to it.
    ///
    /// # Errors
    ///
    /// As [`People::seed`].
    pub async fn seed(&self, seed: Seed) -> Result<SeedReport, SeedError> {
        let accounts = seed.accounts();
        let mut new = Vec::with_capacity(accounts.len());
        for account in &accounts {
            let standing = self.people.standing(account).await;
            new.push(standing.is_ok_and(|standing| standing.version == Version::ZERO));
        }
        let kept = Arc::new(seed.clone());
        let report = self.people.seed(seed).await?;
        for (account, is_new) in accounts.into_iter().zip(new) {
            // What is there now is the seed, and nothing else: so its contacts keep their names and etags.
            let saved = match is_new {
                true => self.saved(&account).await.ok(),
                false => None,
            };
            let baseline = match saved {
                Some(saved) => Baseline::State(saved),
                None => Baseline::Seed(Arc::clone(&kept)),
            };
            self.shelf().set_baseline(account, baseline);
        }
        Ok(report)
    }

    /// Has an account be again what its seed says, with its clock and its ids as they were then; an account that
    /// no seed has is then empty.
    ///
    /// # Errors
    ///
    /// When the store fails, or the seed can no longer be stored.
    pub async fn reset(&self, account: &Account) -> Result<(), Failure> {
        let baseline = self.shelf().baseline(account);
        match baseline {
            Some(Baseline::State(saved)) => self.put_back(account, &saved).await,
            Some(Baseline::Seed(seed)) => {
                self.begin_again(account);
                self.load(account, seed.only(account)).await?;
                let saved = self.saved(account).await?;
                let state = Baseline::State(saved);
                self.shelf().set_baseline(account.clone(), state);
                Ok(())
            }
            None => self.remove(account).await,
        }
    }

    /// Keeps what an account has now, under a name. What was saved under it before is forgotten.
    ///
    /// # Errors
    ///
    /// `RESOURCE_EXHAUSTED` when there are too many saved states, or they have too many bytes.
    pub async fn save(&self, account: &Account, name: &str) -> Result<SaveInfo, Failure> {
        let saved = self.saved(account).await?;
        Ok(self.shelf().save(account, name, saved)?)
    }

    /// Restores the state of an account that was saved under this name, with its clock and its ids.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` when there is no such saved state.
    pub async fn restore(&self, account: &Account, name: &str) -> Result<(), Failure> {
        let saved = self.shelf().saved(account, name)?;
        self.put_back(account, &saved).await
    }

    /// The saved states of an account, by name.
    pub fn saves(&self, account: &Account) -> Vec<SaveInfo> {
        self.shelf().saves(account)
    }

    /// Forgets a saved state.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` when there is no such saved state.
    pub fn forget(&self, account: &Account, name: &str) -> Result<(), Failure> {
        Ok(self.shelf().forget(account, name)?)
    }

    /// What an account has, in the form of a seed.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn dump(&self, account: &Account) -> Result<Value, Failure> {
        self.people.dump(account).await
    }

    /// Puts what a seed has of one account in the place of all that `account` has.
    ///
    /// # Errors
    ///
    /// When the seed has another number of accounts, or cannot be stored.
    pub async fn load(&self, account: &Account, seed: Seed) -> Result<SeedReport, Failure> {
        let report = self.people.load(account, seed).await.map_err(of_seed)?;
        self.forget_what_was_known(account);
        Ok(report)
    }

    /// Removes all that an account has, and has its clock and its ids begin again. Its seed and its saved states stay.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn remove(&self, account: &Account) -> Result<(), Failure> {
        self.people.remove(account).await?;
        self.begin_again(account);
        self.forget_what_was_known(account);
        Ok(())
    }

    /// At most `limit` accounts that have anything, domains among them; and the one to go on after.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn list(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> Result<(Vec<(Account, Standing)>, Option<Account>), Failure> {
        self.people.accounts(after, limit).await
    }

    /// Whether an account has anything: data, a seed or a saved state.
    ///
    /// # Errors
    ///
    /// When the store fails.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use people_emulator::{Accounts, Clocks};
    /// # use people_server::{People, Settings};
    /// # use people_store::{Account, Memory};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let people = People::open(Memory::new(), Settings::default()).await?;
    /// let accounts = Accounts::new(people, Arc::new(Clocks::new()), None);
    /// let ada = Account::new("ada")?;
    /// assert!(!accounts.is_there(&ada).await?);
    /// accounts.save(&ada, "empty").await?;
    /// assert!(accounts.is_there(&ada).await?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn is_there(&self, account: &Account) -> Result<bool, Failure> {
        Ok(self.shelf().knows(account) || self.standing(account).await?.rows() > 0)
    }

    /// The state of an account.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn standing(&self, account: &Account) -> Result<Standing, Failure> {
        self.people.standing(account).await
    }

    /// What has the data.
    pub(crate) fn people(&self) -> &People<S> {
        &self.people
    }

    /// Whether a seed has an account.
    pub(crate) fn has_seed(&self, account: &Account) -> bool {
        self.shelf().baseline(account).is_some()
    }

    /// The clocks of the accounts.
    pub fn clocks(&self) -> &Clocks {
        &self.shared.clocks
    }

    /// What an account's clock shows.
    pub fn clock(&self, account: &Account) -> ClockState {
        self.shared.clocks.state(account)
    }

    async fn saved(&self, account: &Account) -> Result<Saved, Failure> {
        let state: AccountState = self.people.save(account).await?;
        let sequence = self.shared.sequence.as_ref();
        Ok(Saved {
            state: Arc::new(state),
            clock: self.shared.clocks.setting(account),
            ids: sequence.map_or(0, |sequence| sequence.taken(account)),
        })
    }

    async fn put_back(&self, account: &Account, saved: &Saved) -> Result<(), Failure> {
        self.people.restore(&saved.state).await?;
        self.shared.clocks.restore(account, saved.clock);
        if let Some(sequence) = &self.shared.sequence {
            sequence.go_on(account, saved.ids);
        }
        self.forget_what_was_known(account);
        Ok(())
    }

    /// What callers read before does not say what the account has now.
    fn forget_what_was_known(&self, account: &Account) {
        if let Some(records) = self.shared.records.get() {
            records.forget(account);
        }
        let all = self.shared.told.lock();
        let mut all = all.unwrap_or_else(PoisonError::into_inner);
        all.retain(|told| told(account));
    }

    /// Has the clock and the ids of an account be as if it had never been there.
    fn begin_again(&self, account: &Account) {
        self.shared.clocks.reset(account);
        if let Some(sequence) = &self.shared.sequence {
            sequence.go_on(account, 0);
        }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        let shelf = self.shared.shelf.lock();
        shelf.unwrap_or_else(PoisonError::into_inner)
    }
}

/// The failure of a seed that could not be stored.
pub(crate) fn of_seed(error: SeedError) -> Failure {
    match error {
        SeedError::Store { source, .. } => Failure::from(source),
        SeedError::Syntax(source) => Failure::new(
            Code::InvalidArgument,
            format!("The seed is not readable: {source}."),
        ),
        error => Failure::new(Code::InvalidArgument, format!("The seed: {error}.")),
    }
}
