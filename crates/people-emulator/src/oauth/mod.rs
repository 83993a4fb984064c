//! OAuth 2.0 as Google has it, offline and strict (rules `X41` to `X52`): programs log in here as they would there.
//!
//! Everything is in memory. Who asks for a token has to be a client of the files that were given; what an account
//! permitted is what a token permits.
mod bounded;
mod clients;
mod crypto;
mod devices;
mod endpoints;
mod files;
mod form;
mod grants;
mod keys;
mod pages;
mod people;
mod random;
mod redirect;
mod refusal;
mod scopes;
mod tokens;

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use people_server::{Caller, Clock, Denied};
use people_store::{Account, Micros};
use tokio::sync::OnceCell;

pub(crate) use self::endpoints::{OfGrants, answer, answer_control, is_address};
use self::{
    bounded::Bounded,
    devices::Devices,
    grants::{CODE, Grants},
    keys::SigningKey,
    pages::Page,
    random::{NoRandom, Random},
    refusal::Refusal,
    tokens::{ACCESS, Access, LIFETIME, REFRESH, Refresh, Revoked, Tokens},
};
pub use self::{
    clients::{Clients, InvalidClient},
    files::{CannotGenerate, OAuthFiles},
};

const SECOND: Micros = 1_000_000;

/// What is chosen of an [`OAuth`].
///
/// ```
/// use people_emulator::OAuthSettings;
///
/// let mut settings = OAuthSettings::default();
/// settings.strict_tokens = true;
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct OAuthSettings {
    /// Whether the API refuses a token that was not given here, such as `Bearer ada`. Default: no.
    pub strict_tokens: bool,
    /// A text from which codes and tokens follow, so that they are the same at every run. Default: none, and they
    /// are random.
    pub deterministic: Option<String>,
}

/// What gives and knows tokens: see [`Emulator::with_oauth`](crate::Emulator::with_oauth). Cheap to clone; all clones are
/// one.
///
/// ```
/// use people_emulator::{Clients, Emulator, OAuth, OAuthSettings, Options};
/// use people_server::{People, Settings};
/// use people_store::Memory;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let mut clients = Clients::default();
/// clients.add(r#"{"installed": {
///     "client_id": "tests",
///     "client_secret": "secret",
///     "redirect_uris": ["http://localhost"]
/// }}"#)?;
/// let people = People::open(Memory::new(), Settings::default()).await?;
/// let oauth = OAuth::new(clients, OAuthSettings::default());
/// let emulator = Emulator::new(people, Options::default()).with_oauth(oauth);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct OAuth(Arc<Shared>);

struct Shared {
    clients: Clients,
    is_strict: bool,
    random: Random,
    /// What signs id tokens. Made when one is asked for first, which takes a moment.
    key: OnceCell<SigningKey>,
    state: Mutex<State>,
}

/// What changes as programs log in.
#[derive(Debug)]
struct State {
    grants: Grants,
    tokens: Tokens,
    devices: Devices,
    /// The pages that wait for their user, by their one-time value.
    pages: Bounded<Page>,
    /// Accounts that logged in by name.
    named: BTreeSet<Account>,
    /// Of the last code.
    family: u64,
}

/// Accounts that log in by a new name at most.
const MOST_NAMED: usize = 10_000;

/// What a client gets.
#[derive(Debug)]
struct Given {
    token: String,
    /// What the token permits.
    access: Access,
    refresh: Option<String>,
}

impl OAuth {
    /// Gives tokens to these clients, and to no others.
    pub fn new(clients: Clients, settings: OAuthSettings) -> Self {
        crypto::install();
        let seed = settings.deterministic.as_deref();
        Self(Arc::new(Shared {
            clients,
            is_strict: settings.strict_tokens,
            random: seed.map_or(Random::System, Random::seeded),
            key: OnceCell::new(),
            state: Mutex::new(State {
                grants: Grants::default(),
                tokens: Tokens::default(),
                devices: Devices::default(),
                pages: Bounded::new(1_000),
                named: BTreeSet::new(),
                family: 0,
            }),
        }))
    }

    /// Whom `token` belongs to; `None` if it is not one of these tokens, and may be of another kind.
    ///
    /// # Errors
    ///
    /// When it was a token of these, or has to be one.
    pub(crate) fn caller(&self, token: &str, clock: &dyn Clock) -> Result<Option<Caller>, Denied> {
        // What was given here is never taken for the name of an account, not even by mistake.
        if ![ACCESS, REFRESH, CODE]
            .iter()
            .any(|kind| token.starts_with(kind))
        {
            return match self.0.is_strict {
                true => Err(Denied::Because(
                    "--strict-tokens: this server did not issue it",
                )),
                false => Ok(None),
            };
        }
        let access = self.access(token, clock).ok_or(Denied::Invalid)?;
        Ok(Some(Caller::new(access.account, access.scopes.of_api())))
    }

    /// What a token permits now.
    fn access(&self, token: &str, clock: &dyn Clock) -> Option<Access> {
        let access = self.state().tokens.access(token)?.clone();
        (clock.now(&access.account) < access.expires).then_some(access)
    }

    fn clients(&self) -> &Clients {
        &self.0.clients
    }

    /// Gives an access token; with the first one of a login, a refresh token too if the access is offline.
    ///
    /// `state` is the one in which what is shown for it was found good: nothing is revoked in between.
    fn give(&self, state: &mut State, access: Access, is_first: bool) -> Result<Given, NoRandom> {
        let owner = format!("{} {}", access.client, access.account);
        let text = || self.0.random.text(&owner);
        let token = format!("{ACCESS}{}", text()?);
        let refresh = match access.family.filter(|_| access.is_offline && is_first) {
            Some(family) => Some((format!("{REFRESH}{}", text()?), family)),
            None => None,
        };
        let refresh = refresh.map(|(text, family)| {
            let refresh = Refresh {
                account: access.account.clone(),
                client: Arc::clone(&access.client),
                scopes: access.scopes,
                family,
            };
            state.tokens.add_refresh(text.clone(), refresh);
            text
        });
        state.tokens.add_access(token.clone(), access.clone());
        Ok(Given {
            token,
            access,
            refresh,
        })
    }

    /// Revokes a token; if an account gave it to an app, all that it permitted to that app. Returns whether it was one
    /// and had not expired.
    fn revoke(&self, token: &str, clock: &dyn Clock) -> bool {
        let mut state = self.state();
        match state.tokens.revoke(token, |account| clock.now(account)) {
            Some(Revoked::App(account, client)) => {
                state.revoke(&account, Some(&client));
                true
            }
            Some(Revoked::Alone) => true,
            None => false,
        }
    }

    /// What signs id tokens.
    async fn key(&self) -> Result<&SigningKey, Refusal> {
        let generate = || async {
            let generated = tokio::task::spawn_blocking(SigningKey::generate).await;
            match generated {
                Ok(Ok(key)) => Ok(key),
                Ok(Err(_)) | Err(_) => Err(Refusal::from(NoRandom)),
            }
        };
        self.0.key.get_or_try_init(generate).await
    }

    fn random(&self) -> &Random {
        &self.0.random
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Of the tokens that come from a new code.
    fn next_family(&mut self) -> u64 {
        self.family += 1;
        self.family
    }

    /// Remembers an account that logged in.
    fn name(&mut self, account: &Account) {
        if self.named.len() < MOST_NAMED {
            self.named.insert(account.clone());
        }
    }

    /// Forgets what an account permitted to a client, and the tokens for it; to any, if none is named.
    fn revoke(&mut self, account: &Account, client: Option<&str>) {
        self.grants.revoke(account, client);
        self.tokens.revoke_all(account, client);
        self.devices.revoke(account, client);
    }

    /// What an access token of an account expires at.
    fn expires(clock: &dyn Clock, account: &Account) -> Micros {
        clock.now(account).saturating_add(LIFETIME * SECOND)
    }
}

/// Shows no secret.
impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth")
            .field("clients", &self.0.clients)
            .field("is_strict", &self.0.is_strict)
            .finish_non_exhaustive()
    }
}
