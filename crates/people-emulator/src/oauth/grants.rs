//! What accounts permitted to programs, and the codes that say so (rules `X42`, `X44`).
use std::{collections::BTreeMap, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use people_store::{Account, Micros};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{bounded::Bounded, scopes::ScopeSet};

/// How a code begins.
pub(super) const CODE: &str = "4/";

/// Seconds that a code is good for.
pub(super) const CODE_LIFETIME: i64 = 600;

/// What accounts permitted, and the codes that were given for it.
#[derive(Debug)]
pub(super) struct Grants {
    /// By account and client.
    granted: BTreeMap<(Account, Arc<str>), ScopeSet>,
    codes: Bounded<Code>,
}

/// A code, and what it is exchanged for.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) account: Account,
    pub(super) client: Arc<str>,
    pub(super) redirect_uri: String,
    pub(super) challenge: Option<Challenge>,
    pub(super) scopes: ScopeSet,
    pub(super) nonce: Option<String>,
    /// Whether a refresh token is given for it.
    pub(super) is_offline: bool,
    pub(super) expires: Micros,
    /// Of the tokens that come from it.
    pub(super) family: u64,
    is_used: bool,
}

/// What the verifier of a program has to fit (RFC 7636).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    Plain(String),
    S256(String),
}

/// Why a code is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadCode {
    Unknown,
    /// It was used before. The caller must revoke the tokens of this family.
    Used(u64),
    Expired,
    OtherClient,
    OtherRedirect,
    MissingVerifier,
    WrongVerifier,
    /// There is a verifier, and there was no challenge.
    NoChallenge,
}

impl Default for Grants {
    fn default() -> Self {
        Self {
            granted: BTreeMap::new(),
            codes: Bounded::new(10_000),
        }
    }
}

/// The most pairs of an account and a client whose consent is remembered.
const MOST_GRANTS: usize = 100_000;

impl Grants {
    /// Notes that an account permits these scopes to a client, besides those that it permitted before.
    pub(super) fn grant(&mut self, account: &Account, client: &Arc<str>, scopes: ScopeSet) {
        let key = (account.clone(), Arc::clone(client));
        if self.granted.len() >= MOST_GRANTS && !self.granted.contains_key(&key) {
            return;
        }
        let granted = self.granted.entry(key).or_default();
        *granted = granted.union(scopes);
    }

    /// What an account permitted to a client.
    pub(super) fn granted(&self, account: &Account, client: &Arc<str>) -> ScopeSet {
        let key = (account.clone(), Arc::clone(client));
        self.granted.get(&key).copied().unwrap_or_default()
    }

    /// All that was permitted.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Account, &Arc<str>, ScopeSet)> {
        let all = self.granted.iter();
        all.map(|((account, client), scopes)| (account, client, *scopes))
    }

    /// Whether an account permitted anything.
    pub(super) fn knows(&self, account: &Account) -> bool {
        self.granted.keys().any(|(known, _)| known == account)
    }

    /// Forgets what an account permitted to a client; to any, if none is named.
    pub(super) fn revoke(&mut self, account: &Account, client: Option<&str>) {
        let is_kept =
            |of: &Account, to: &str| of != account || client.is_some_and(|client| client != to);
        self.granted.retain(|(of, to), _| is_kept(of, to));
        self.codes
            .retain(|code| is_kept(&code.account, &code.client));
    }

    pub(super) fn add_code(&mut self, text: String, code: Code) {
        self.codes.insert(text, code);
    }

    /// Exchanges a code, once.
    pub(super) fn redeem(
        &mut self,
        text: &str,
        client: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        now: impl Fn(&Account) -> Micros,
    ) -> Result<Code, BadCode> {
        let code = self.codes.get_mut(text).ok_or(BadCode::Unknown)?;
        if *code.client != *client {
            return Err(BadCode::OtherClient);
        }
        if code.is_used {
            return Err(BadCode::Used(code.family));
        }
        if now(&code.account) >= code.expires {
            return Err(BadCode::Expired);
        }
        if code.redirect_uri != redirect_uri {
            return Err(BadCode::OtherRedirect);
        }
        match (&code.challenge, verifier) {
            (None, None) => {}
            (None, Some(_)) => return Err(BadCode::NoChallenge),
            (Some(_), None) => return Err(BadCode::MissingVerifier),
            (Some(challenge), Some(verifier)) if challenge.is_met_by(verifier) => {}
            (Some(_), Some(_)) => return Err(BadCode::WrongVerifier),
        }
        code.is_used = true;
        Ok(code.clone())
    }
}

impl Code {
    /// One that is not used yet.
    #[allow(clippy::too_many_arguments)] // each is a member
    pub(super) fn new(
        account: Account,
        client: Arc<str>,
        redirect_uri: String,
        challenge: Option<Challenge>,
        scopes: ScopeSet,
        nonce: Option<String>,
        is_offline: bool,
        expires: Micros,
        family: u64,
    ) -> Self {
        Self {
            account,
            client,
            redirect_uri,
            challenge,
            scopes,
            nonce,
            is_offline,
            expires,
            family,
            is_used: false,
        }
    }
}

impl Challenge {
    /// A challenge of this method, which is `plain` if none is named (RFC 7636, 4.3); `None` if it cannot be one.
    pub(super) fn new(challenge: &str, method: Option<&str>) -> Option<Self> {
        if !is_verifier(challenge) {
            return None;
        }
        match method {
            None | Some("plain") => Some(Self::Plain(challenge.to_owned())),
            Some("S256") => Some(Self::S256(challenge.to_owned())),
            Some(_) => None,
        }
    }

    fn is_met_by(&self, verifier: &str) -> bool {
        let (challenge, given) = match self {
            _ if !is_verifier(verifier) => return false,
            Self::Plain(challenge) => (challenge, verifier.to_owned()),
            Self::S256(challenge) => (challenge, URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))),
        };
        challenge.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

/// 43 to 128 characters, as RFC 7636 has them.
fn is_verifier(text: &str) -> bool {
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x44_a_verifier_fits_its_challenge() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let s256 = Challenge::new(challenge, Some("S256")).expect("a challenge");
        assert!(s256.is_met_by(verifier));
        assert!(!s256.is_met_by(challenge), "not as `plain`");
        let plain = Challenge::new(challenge, None).expect("a challenge");
        assert!(plain.is_met_by(challenge) && !plain.is_met_by(verifier));
        for (challenge, method) in [
            (challenge, "s256"),
            (challenge, "none"),
            ("short", "S256"),
            ("", "plain"),
        ] {
            assert_eq!(Challenge::new(challenge, Some(method)), None);
        }
    }
}
