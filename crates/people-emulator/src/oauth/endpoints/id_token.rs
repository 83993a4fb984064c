//! Who logged in, as a JWT that this server signs (OpenID Connect Core, 2).
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use people_server::{Api, SystemClock};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{Desk, Refusal};
use crate::oauth::{SECOND, people, random::NoRandom, tokens::Access};

/// Seconds that an id token is good for.
const LIFETIME: i64 = 3_600;

/// The id token of a login.
///
/// A program checks it by the clock of its machine. So it has the time of the machine, and not the time of the account.
pub(super) async fn sign<A: Api>(
    desk: &Desk<'_, A>,
    access: &Access,
    token: &str,
    nonce: Option<&str>,
) -> Result<String, Refusal> {
    let mut claims = people::claims(desk.emulator, &access.account, access.scopes).await;
    let now = SystemClock.time() / SECOND;
    let hash = Sha256::digest(token);
    let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    add("iss", desk.base.as_str().into());
    add("azp", (*access.client).into());
    add("aud", (*access.client).into());
    add("at_hash", URL_SAFE_NO_PAD.encode(&hash[..16]).into());
    add("iat", now.into());
    add("exp", (now + LIFETIME).into());
    if let Some(nonce) = nonce {
        add("nonce", nonce.into());
    }
    let signed = desk.oauth.key().await?.sign(&claims);
    signed.map_err(|_| Refusal::from(NoRandom))
}

/// The claims of an id token that this server signed and that is still good.
pub(super) async fn read<A: Api>(
    desk: &Desk<'_, A>,
    token: &str,
) -> Result<Option<Map<String, Value>>, Refusal> {
    let claims = desk.oauth.key().await?.public().verify(token);
    let now = SystemClock.time() / SECOND;
    Ok(claims.filter(|claims| {
        let is_good = claims
            .get("exp")
            .and_then(Value::as_i64)
            .is_some_and(|exp| exp > now);
        is_good && claims.get("iss").and_then(Value::as_str) == Some(&desk.base)
    }))
}
