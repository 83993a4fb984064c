//! The issued tokens, kept as hashes.
use std::{
    collections::HashMap,
    fmt,
    future::Future,
    sync::{Arc, PoisonError, RwLock},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use people_store::{Account, InvalidAccount, Micros};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Authenticate, Denied};
use crate::{
    api::{Caller, Scopes},
    service::rfc3339,
};

/// Accepts the tokens of a [`TokenFile`] (rule `A4`).
///
/// Clones share their tokens, so that [`replace`](Self::replace) changes a running server.
#[derive(Clone)]
pub struct Tokens {
    callers: Arc<RwLock<Callers>>,
}

type Callers = HashMap<Hash, Caller>;

impl Tokens {
    /// Accepts the tokens of `file`.
    pub fn new(file: &TokenFile) -> Self {
        Self {
            callers: Arc::new(RwLock::new(file.callers())),
        }
    }

    /// From now on accepts the tokens of `file`, and no others.
    pub fn replace(&self, file: &TokenFile) {
        let callers = file.callers();
        *self.callers.write().unwrap_or_else(PoisonError::into_inner) = callers;
    }

    /// A lookup in a table of hashes may take longer for a hash that is partly right. That does not help an attacker:
    /// the bytes of a hash say nothing about the token.
    fn caller(&self, token: &str) -> Option<Caller> {
        if token.len() > LONGEST {
            return None;
        }
        let callers = self.callers.read().unwrap_or_else(PoisonError::into_inner);
        callers.get(&Hash::of(token)).cloned()
    }
}

/// No issued token is longer, and hashing a longer text would be wasted work.
const LONGEST: usize = 1024;

impl Authenticate for Tokens {
    fn authenticate(&self, token: &str) -> impl Future<Output = Result<Caller, Denied>> + Send {
        std::future::ready(self.caller(token).ok_or(Denied::Invalid))
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

/// The issued tokens: the account and the scopes of each. It does not hold the tokens
/// themselves.
///
/// Each has 256 random bits, so one round of SHA-256 is enough. Slow hashes protect passwords, which can be guessed;
/// these tokens cannot. A slow hash would delay each call, and an attacker could keep the server busy with wrong
/// tokens.
///
/// ```
/// use people_server::{Authenticate, TokenFile, Tokens};
///
/// let mut file = TokenFile::default();
/// let token = file.add("ada", &["contacts.readonly"], "her telephone", 0)?;
/// let tokens = Tokens::new(&TokenFile::from_json(&file.to_json())?);
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(tokens.authenticate(token.as_str()).await.unwrap().account.as_str(), "ada");
/// file.revoke(&file.entries()[0].id()).unwrap();
/// tokens.replace(&file);
/// assert!(tokens.authenticate(token.as_str()).await.is_err());
/// # });
/// # Ok::<(), people_server::InvalidTokenFile>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenFile {
    tokens: Vec<TokenEntry>,
}

/// One token of a [`TokenFile`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TokenEntry {
    /// The account that it is for.
    pub account: String,
    /// The scopes that it permits, by their URLs or by the part after the last slash.
    pub scopes: Vec<String>,
    /// Who has it, for those who read the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it was made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub created: String,
    sha256: Hash,
}

impl TokenEntry {
    /// The id of the token: the start of its hash, which does not reveal the token.
    pub fn id(&self) -> String {
        let mut hash = self.sha256.to_string();
        hash.truncate(12);
        hash
    }

    fn caller(&self) -> Result<Caller, InvalidTokenFile> {
        let scopes = self.scopes.iter().try_fold(Scopes::NONE, |scopes, name| {
            Scopes::named(name)
                .map(|scope| scopes.union(scope))
                .ok_or_else(|| InvalidTokenFile::Scope(name.clone()))
        })?;
        if scopes == Scopes::NONE {
            return Err(InvalidTokenFile::NoScope(self.id()));
        }
        Ok(Caller::new(Account::new(&self.account)?, scopes))
    }
}

impl TokenFile {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// When it is not JSON of this form, when it holds a token twice, and when an account or a scope
    /// cannot be.
    pub fn from_json(json: &str) -> Result<Self, InvalidTokenFile> {
        let file: Self = serde_json::from_str(json).map_err(|error| unquoted(&error))?;
        for (index, entry) in file.tokens.iter().enumerate() {
            entry.caller()?;
            let earlier = &file.tokens[..index];
            if earlier.iter().any(|other| other.sha256 == entry.sha256) {
                return Err(InvalidTokenFile::Twice(entry.id()));
            }
        }
        Ok(file)
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("strings encode");
        json + "\n"
    }

    /// The tokens, in the order in which they were made.
    pub fn entries(&self) -> &[TokenEntry] {
        &self.tokens
    }

    /// Makes a token for an account. The file keeps only its hash: this is the only time that the token is shown.
    ///
    /// # Errors
    ///
    /// When the account or a scope cannot be, and when the system's random number generator failed.
    pub fn add(
        &mut self,
        account: &str,
        scopes: &[&str],
        note: &str,
        now: Micros,
    ) -> Result<SecretToken, InvalidTokenFile> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|_| InvalidTokenFile::NoRandomNumbers)?;
        let token = SecretToken(format!("people_{}", URL_SAFE_NO_PAD.encode(secret)));
        let entry = TokenEntry {
            account: account.to_owned(),
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            note: note.to_owned(),
            created: rfc3339(now),
            sha256: Hash::of(&token.0),
        };
        entry.caller()?;
        self.tokens.push(entry);
        Ok(token)
    }

    /// Revokes the token with this id, and returns its entry; `None` if there is none.
    pub fn revoke(&mut self, id: &str) -> Option<TokenEntry> {
        let index = self.tokens.iter().position(|entry| entry.id() == id)?;
        Some(self.tokens.remove(index))
    }

    fn callers(&self) -> Callers {
        let caller = |entry: &TokenEntry| Some((entry.sha256, entry.caller().ok()?));
        self.tokens.iter().filter_map(caller).collect()
    }
}

/// What is wrong with the text, without quoting it: it may have a token.
fn unquoted(error: &serde_json::Error) -> InvalidTokenFile {
    let message = error.to_string();
    InvalidTokenFile::Json(match message.starts_with("invalid") {
        true => format!(
            "a value is not of its type at line {} column {}",
            error.line(),
            error.column()
        ),
        false => message,
    })
}

/// A new token, in the form that a caller sends.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken(String);

impl SecretToken {
    /// The token, to hand to its owner.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Does not show it.
impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken")
    }
}

/// What is wrong with a file of tokens, or with a token to be added.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTokenFile {
    /// It is not a file of tokens at all.
    #[error("not a file of tokens: {0}")]
    Json(String),
    /// No account has this name.
    #[error(transparent)]
    Account(#[from] InvalidAccount),
    /// No method accepts this scope.
    #[error("`{0}` is not a scope of the API")]
    Scope(String),
    /// A token that permits nothing.
    #[error("token {0} has no scope: give it one")]
    NoScope(String),
    /// A token is in it more than once.
    #[error("token {0} is in the file twice: remove one")]
    Twice(String),
    /// The machine has no random numbers to make secrets from.
    #[error("the system's random number generator failed")]
    NoRandomNumbers,
}

/// SHA-256 of a token.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Hash([u8; 32]);

impl Hash {
    fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const WRONG: &str = "a SHA-256 hash is 64 hexadecimal digits";
        let digits = text.as_bytes();
        let mut hash = [0; 32];
        if digits.len() != 2 * hash.len() {
            return Err(WRONG);
        }
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |digit: u8| char::from(digit).to_digit(16).ok_or(WRONG);
            *byte = (digit(pair[0])? << 4 | digit(pair[1])?) as u8;
        }
        Ok(Self(hash))
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
