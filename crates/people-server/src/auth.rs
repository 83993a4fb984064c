//! Who is calling: credentials in, callers out.
mod token_file;

use std::{borrow::Cow, future::Future, net::SocketAddr, str};

use http::{HeaderMap, header};
use people_http::Query;
use people_store::Account;

pub use self::token_file::{InvalidTokenFile, SecretToken, TokenEntry, TokenFile, Tokens};
use crate::api::{Caller, Scopes};

/// Finds the account and the scopes of a bearer token.
pub trait Authenticate: Clone + Send + Sync + 'static {
    /// Finds out whose `token` is.
    ///
    /// The token is what the request gave, untouched; it was not looked at before.
    ///
    /// # Errors
    ///
    /// When the token is unknown.
    fn authenticate(&self, token: &str) -> impl Future<Output = Result<Caller, Denied>> + Send;
}

/// Why a token was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denied {
    /// The token is unknown, or no longer valid.
    #[error("the token is not valid")]
    Invalid,
    /// The same, with the reason, for the operator who configures the issuer. The server logs it at `warn`,
    /// and the caller does not see it. It must not quote the token.
    #[error("the token is not valid: {0}")]
    Because(&'static str),
}

/// Accepts any token: it is the name of the account.
///
/// `ada` is the account of that name with every scope. `ada;scopes=contacts.readonly` has only that
/// scope, to try a program with fewer permissions; several are separated by commas, each is
/// a URL or what follows `https://www.googleapis.com/auth/` in it. Anything else behind a semicolon,
/// and a scope that no method accepts, is refused (rule `A3`).
///
/// It is for developing against the server on one's own machine, and
/// [`check_address`](Self::check_address) keeps it there.
///
/// ```
/// use people_model::Method;
/// use people_server::{Authenticate, Dev};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let caller = Dev.authenticate("ada;scopes=contacts.readonly").await?;
///
/// assert_eq!(caller.account.as_str(), "ada");
/// assert!(caller.scopes.permits(Method::ListConnections));
/// assert!(!caller.scopes.permits(Method::CreateContact));
/// # Ok::<(), people_server::Denied>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::exhaustive_structs)] // there is nothing to know about it
pub struct Dev;

impl Dev {
    /// Refuses an address that other machines may reach: every program there could act for every account.
    ///
    /// # Errors
    ///
    /// When `address` is not a loopback address.
    pub fn check_address(address: SocketAddr) -> Result<(), NotLoopback> {
        if address.ip().to_canonical().is_loopback() {
            Ok(())
        } else {
            Err(NotLoopback { address })
        }
    }

    fn read(token: &str) -> Option<Caller> {
        let (name, scopes) = match token.split_once(';') {
            None => (token, Scopes::ALL),
            Some((name, options)) => (name, read_scopes(options.strip_prefix("scopes=")?)?),
        };
        Some(Caller::new(Account::new(name).ok()?, scopes))
    }
}

impl Authenticate for Dev {
    fn authenticate(&self, token: &str) -> impl Future<Output = Result<Caller, Denied>> + Send {
        std::future::ready(Self::read(token).ok_or(Denied::Invalid))
    }
}

/// [`Dev`] would accept callers from other machines.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{address}` is not a loopback address, and dev authentication accepts every caller: listen on 127.0.0.1"
)]
pub struct NotLoopback {
    address: SocketAddr,
}

fn read_scopes(list: &str) -> Option<Scopes> {
    list.split(',')
        .filter(|name| !name.is_empty())
        .map(Scopes::named)
        .try_fold(Scopes::NONE, |scopes, scope| Some(scopes.union(scope?)))
}

/// What a request says about who sent it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Credential<'r> {
    /// Nothing.
    Missing,
    /// A credential that is not a bearer token.
    Malformed,
    Token(Cow<'r, str>),
}

impl<'r> Credential<'r> {
    /// Looks for a bearer token in the header, else among the parameters (rule `A2`).
    pub(crate) fn of(headers: &'r HeaderMap, query: &Query<'_>) -> Self {
        let mut values = headers.get_all(header::AUTHORIZATION).iter();
        match (values.next(), values.next()) {
            (None, _) => Self::of_query(query),
            (Some(value), None) => match bearer(value.as_bytes()) {
                Some(token) => Self::Token(Cow::Borrowed(token)),
                None => Self::Malformed,
            },
            // A proxy in between might have checked the other one.
            (Some(_), Some(_)) => Self::Malformed,
        }
    }

    fn of_query(query: &Query<'_>) -> Self {
        query
            .iter()
            .find(|(name, _)| matches!(*name, "access_token" | "oauth_token"))
            .filter(|(_, token)| !token.is_empty())
            .map_or(Self::Missing, |(_, token)| {
                Self::Token(Cow::Owned(token.to_owned()))
            })
    }
}

/// The token of an `Authorization` header. Names of accounts need not be ASCII.
fn bearer(value: &[u8]) -> Option<&str> {
    let (scheme, token) = str::from_utf8(value).ok()?.split_once(' ')?;
    let token = token.trim_matches(' ');
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
