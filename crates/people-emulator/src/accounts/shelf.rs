//! Keeps seeds and saved states, beside the store. They last as long as the process.
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use people_model::{Code, Status};
use people_server::{AccountState, Seed};
use people_store::Account;

use crate::clocks::Setting;

/// The most saved states of all accounts together.
const MOST_SAVES: usize = 1_000;
/// The most bytes that they take.
const MOST_BYTES: usize = 256 << 20;
/// The longest name of a saved state, in bytes.
const LONGEST_NAME: usize = 256;

/// What an account was at one moment.
#[derive(Clone, Debug)]
pub(super) struct Saved {
    pub(super) state: Arc<AccountState>,
    pub(super) clock: Setting,
    /// How many ids it had taken.
    pub(super) ids: u64,
}

/// What an account is reset to.
#[derive(Clone, Debug)]
pub(super) enum Baseline {
    /// Its state after its seed was stored.
    State(Saved),
    /// A seed that met other data in the store: it is stored anew at the first reset.
    Seed(Arc<Seed>),
}

/// A saved state, as it is listed.
///
/// ```
/// use std::sync::Arc;
///
/// use people_emulator::{Accounts, Clocks, SaveInfo};
/// use people_server::{People, Settings};
/// use people_store::{Account, Memory};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let people = People::open(Memory::new(), Settings::default()).await?;
/// let accounts = Accounts::new(people, Arc::new(Clocks::new()), None);
/// let saved: SaveInfo = accounts.save(&Account::new("ada")?, "before").await?;
/// assert_eq!((&*saved.name, saved.rows), ("before", 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SaveInfo {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: usize,
    /// About how much memory it takes.
    pub bytes: usize,
}

#[derive(Debug, Default)]
pub(super) struct Shelf {
    baselines: HashMap<Account, Baseline>,
    saves: BTreeMap<(Account, String), Saved>,
    bytes: usize,
}

impl Shelf {
    pub(super) fn set_baseline(&mut self, account: Account, baseline: Baseline) {
        self.baselines.insert(account, baseline);
    }

    pub(super) fn baseline(&self, account: &Account) -> Option<Baseline> {
        self.baselines.get(account).cloned()
    }

    /// Whether there is a seed or a saved state of an account.
    pub(super) fn knows(&self, account: &Account) -> bool {
        self.baselines.contains_key(account) || !self.saves(account).is_empty()
    }

    pub(super) fn save(
        &mut self,
        account: &Account,
        name: &str,
        saved: Saved,
    ) -> Result<SaveInfo, Status> {
        if name.is_empty() || name.len() > LONGEST_NAME {
            let text = format!("`name`: a saved state has a name of 1 to {LONGEST_NAME} bytes.");
            return Err(Status::new(Code::InvalidArgument, text));
        }
        let key = (account.clone(), name.to_owned());
        let before = self.saves.get(&key).map(|saved| saved.state.bytes());
        let count = self.saves.len() + usize::from(before.is_none());
        let bytes = self.bytes - before.unwrap_or(0) + saved.state.bytes();
        if count > MOST_SAVES || bytes > MOST_BYTES {
            return Err(full(format!(
                "There would be {count} saved states, with {bytes} bytes. The server keeps at most {MOST_SAVES}, \
                 with {MOST_BYTES} bytes. Remove some with DELETE \
                 /emulator/v1/accounts/{{account}}/saves/{{name}}."
            )));
        }
        let info = info(name, &saved);
        self.saves.insert(key, saved);
        self.bytes = bytes;
        Ok(info)
    }

    pub(super) fn saved(&self, account: &Account, name: &str) -> Result<Saved, Status> {
        let key = (account.clone(), name.to_owned());
        let saved = self.saves.get(&key);
        saved.cloned().ok_or_else(|| self.unknown(account, name))
    }

    pub(super) fn saves(&self, account: &Account) -> Vec<SaveInfo> {
        let from = (account.clone(), String::new());
        let saves = self.saves.range(from..);
        let own = saves.take_while(|((of, _), _)| of == account);
        own.map(|((_, name), saved)| info(name, saved)).collect()
    }

    pub(super) fn forget(&mut self, account: &Account, name: &str) -> Result<(), Status> {
        match self.saves.remove(&(account.clone(), name.to_owned())) {
            Some(saved) => {
                self.bytes -= saved.state.bytes();
                Ok(())
            }
            None => Err(self.unknown(account, name)),
        }
    }

    /// The error that there is no such saved state. It names those that exist.
    fn unknown(&self, account: &Account, name: &str) -> Status {
        let saves = self.saves(account);
        let names: Vec<&str> = saves.iter().take(10).map(|save| &*save.name).collect();
        let has = match names[..] {
            [] => "it has none".to_owned(),
            _ => format!("it has {}", names.join(", ")),
        };
        let text = format!("Account `{account}` has no saved state `{name}`: {has}.");
        Status::new(Code::NotFound, text)
    }
}

fn info(name: &str, saved: &Saved) -> SaveInfo {
    SaveInfo {
        name: name.to_owned(),
        rows: saved.state.rows(),
        bytes: saved.state.bytes(),
    }
}

fn full(text: String) -> Status {
    Status::new(Code::ResourceExhausted, text)
}
