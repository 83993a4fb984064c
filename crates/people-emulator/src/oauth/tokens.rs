//! Access tokens and refresh tokens that were given (rules `X46`, `X47`).
use std::sync::Arc;

use people_store::{Account, Micros};

use super::{bounded::Bounded, scopes::ScopeSet};

/// How an access token begins.
pub(super) const ACCESS: &str = "ya29.";
/// How a refresh token begins.
pub(super) const REFRESH: &str = "1//";

/// Seconds that an access token is good for.
pub(super) const LIFETIME: i64 = 3_599;

/// Refresh tokens of an account and a client. One more, and the oldest is good for nothing.
const REFRESH_TOKENS: usize = 100;

/// What an access token permits.
#[derive(Clone, Debug)]
pub(super) struct Access {
    pub(super) account: Account,
    /// The app, or the service account.
    pub(super) client: Arc<str>,
    pub(super) scopes: ScopeSet,
    pub(super) expires: Micros,
    /// Whether a refresh token came with it.
    pub(super) is_offline: bool,
    /// Of all that came from one code.
    pub(super) family: Option<u64>,
}

/// The grant of a refresh token.
#[derive(Clone, Debug)]
pub(super) struct Refresh {
    pub(super) account: Account,
    pub(super) client: Arc<str>,
    pub(super) scopes: ScopeSet,
    pub(super) family: u64,
}

/// All tokens that are good, and some that have expired.
#[derive(Debug)]
pub(super) struct Tokens {
    access: Bounded<Access>,
    refresh: Bounded<Refresh>,
}

/// Whose a revoked token was.
pub(super) enum Revoked {
    /// Of an app: so all that the account permitted to it is revoked.
    App(Account, Arc<str>),
    /// Of a service account: that token alone.
    Alone,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            access: Bounded::new(100_000),
            refresh: Bounded::new(10_000),
        }
    }
}

impl Tokens {
    pub(super) fn add_access(&mut self, token: String, access: Access) {
        self.access.insert(token, access);
    }

    pub(super) fn add_refresh(&mut self, token: String, refresh: Refresh) {
        let same =
            |other: &&Refresh| other.account == refresh.account && other.client == refresh.client;
        if self.refresh.iter().filter(|(_, other)| same(other)).count() >= REFRESH_TOKENS {
            let oldest = self.refresh.iter().find(|(_, other)| same(other));
            if let Some(oldest) = oldest.map(|(token, _)| token.to_owned()) {
                self.refresh.remove(&oldest);
            }
        }
        self.refresh.insert(token, refresh);
    }

    /// What this access token permits, whether or not it has expired.
    pub(super) fn access(&self, token: &str) -> Option<&Access> {
        self.access.get(token)
    }

    pub(super) fn refresh(&self, token: &str) -> Option<&Refresh> {
        self.refresh.get(token)
    }

    /// Revokes a token of either kind. An access token that has expired is as good as none.
    pub(super) fn revoke(
        &mut self,
        token: &str,
        now: impl Fn(&Account) -> Micros,
    ) -> Option<Revoked> {
        if let Some(refresh) = self.refresh.get(token) {
            return Some(Revoked::App(
                refresh.account.clone(),
                Arc::clone(&refresh.client),
            ));
        }
        let access = self.access.remove(token)?;
        if now(&access.account) >= access.expires {
            return None;
        }
        Some(match access.family {
            Some(_) => Revoked::App(access.account, access.client),
            None => Revoked::Alone,
        })
    }

    /// Revokes what came from one code.
    pub(super) fn revoke_family(&mut self, family: u64) {
        self.access.retain(|access| access.family != Some(family));
        self.refresh.retain(|refresh| refresh.family != family);
    }

    /// Revokes what an account gave to a client; to any, if none is named.
    pub(super) fn revoke_all(&mut self, account: &Account, client: Option<&str>) {
        let is_kept =
            |of: &Account, to: &str| of != account || client.is_some_and(|client| client != to);
        self.access.retain(|it| is_kept(&it.account, &it.client));
        self.refresh.retain(|it| is_kept(&it.account, &it.client));
    }
}
