//! `/token`: what a program gets for a code, a refresh token, a device or an assertion.
use std::sync::Arc;

use axum::{body::Body, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, StatusCode, header};
use people_server::{Api, SystemClock};
use people_store::Account;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{Desk, Form, Refusal, id_token};
use crate::{
    control::to_json,
    oauth::{
        Given, SECOND, State,
        clients::{App, ServiceAccount},
        devices::NoToken,
        grants::BadCode,
        keys::Unverified,
        people,
        scopes::ScopeSet,
        tokens::{Access, LIFETIME},
    },
};

/// What a program has to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grant {
    Code,
    Refresh,
    Device,
    Assertion,
}

impl Grant {
    pub(super) const ALL: [Self; 4] = [Self::Code, Self::Refresh, Self::Device, Self::Assertion];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Code => "authorization_code",
            Self::Refresh => "refresh_token",
            Self::Device => "urn:ietf:params:oauth:grant-type:device_code",
            Self::Assertion => "urn:ietf:params:oauth:grant-type:jwt-bearer",
        }
    }
}

/// Answers a request for a token.
pub(super) async fn answer<A: Api>(
    desk: &Desk<'_, A>,
    form: &Form,
) -> Result<Response<Body>, Refusal> {
    let name = form.need("grant_type")?;
    let of_old = (name == OLD_DEVICE).then_some(Grant::Device);
    let grant = Grant::ALL.into_iter().find(|grant| grant.name() == name);
    match grant.or(of_old) {
        Some(Grant::Code) => of_code(desk, form).await,
        Some(Grant::Refresh) => of_refresh(desk, form).await,
        Some(Grant::Device) => of_device(desk, form).await,
        Some(Grant::Assertion) => of_assertion(desk, form).await,
        None => Err(Refusal::new(
            "unsupported_grant_type",
            format!("Invalid grant_type: {name}"),
        )),
    }
}

/// What Google called the grant of a device before RFC 8628; its clients still send it.
const OLD_DEVICE: &str = "http://oauth.net/grant_type/device/1.0";

/// The program that asks, by its id and its secret (RFC 6749, 2.3).
pub(super) fn client<A: Api>(desk: &Desk<'_, A>, form: &Form) -> Result<Arc<App>, Refusal> {
    let basic = basic(&desk.headers)?;
    let (id, secret) = match (&basic, form.get("client_secret")) {
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid_request(
                "The secret stands in the body or in the header, and not in both.",
            ));
        }
        (Some((id, secret)), None) => match form.get("client_id") {
            Some(other) if other != id => {
                return Err(Refusal::invalid_request(
                    "The header and the body name two clients.",
                ));
            }
            _ => (id.as_str(), secret.as_str()),
        },
        (None, secret) => {
            let id = form.get("client_id");
            let id = id.ok_or_else(|| {
                Refusal::invalid_request("Could not determine client ID from request.")
            })?;
            (id, secret.unwrap_or_default())
        }
    };
    let challenged = |refusal: Refusal| match basic {
        Some(_) => refusal.with_challenge("Basic realm=\"OAuth\""),
        None => refusal,
    };
    let app = desk.oauth.clients().app(id);
    let app =
        app.ok_or_else(|| challenged(Refusal::invalid_client("The OAuth client was not found.")))?;
    match app.has_secret(secret) {
        true => Ok(Arc::clone(app)),
        false if secret.is_empty() => Err(Refusal::invalid_request("client_secret is missing.")),
        false => Err(challenged(Refusal::invalid_client(
            "The provided client secret is invalid.",
        ))),
    }
}

/// The id and the secret of a header, each of them escaped as in a form.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refusal> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let read = || {
        let (scheme, value) = value.to_str().ok()?.split_once(' ')?;
        let decoded = STANDARD.decode(value.trim()).ok()?;
        let decoded = String::from_utf8(decoded).ok()?;
        let (id, secret) = decoded.split_once(':')?;
        let plain = |text: &str| {
            let text = text.replace('+', " ");
            Some(percent_decode_str(&text).decode_utf8().ok()?.into_owned())
        };
        scheme
            .eq_ignore_ascii_case("basic")
            .then_some((plain(id)?, plain(secret)?))
    };
    match (read(), values.next()) {
        (Some(read), None) => Ok(Some(read)),
        _ => Err(Refusal::invalid_client(
            "The header `Authorization` is no id and secret of a client.",
        )
        .with_challenge("Basic realm=\"OAuth\"")),
    }
}

async fn of_code<A: Api>(desk: &Desk<'_, A>, form: &Form) -> Result<Response<Body>, Refusal> {
    let app = client(desk, form)?;
    let code = form.need("code")?;
    let redirect_uri = form.need("redirect_uri")?;
    let verifier = form.get("code_verifier");
    let (given, nonce) = {
        let mut state = desk.oauth.state();
        let now = |account: &Account| desk.clock().now(account);
        let redeemed = state
            .grants
            .redeem(code, &app.id, redirect_uri, verifier, now);
        let code = redeemed.map_err(|bad| {
            if let BadCode::Used(family) = bad {
                state.tokens.revoke_family(family);
            }
            of_bad_code(bad)
        })?;
        let access = Access {
            expires: State::expires(desk.clock(), &code.account),
            account: code.account,
            client: code.client,
            scopes: code.scopes,
            is_offline: code.is_offline,
            family: Some(code.family),
        };
        (desk.oauth.give(&mut state, access, true)?, code.nonce)
    };
    answered(desk, given, nonce.as_deref()).await
}

fn of_bad_code(bad: BadCode) -> Refusal {
    Refusal::invalid_grant(match bad {
        BadCode::Unknown => "Malformed auth code.",
        BadCode::Used(_) => {
            "Bad Request: the code was used before. The tokens that were given for it are revoked."
        }
        BadCode::Expired => "Bad Request: the code has expired.",
        BadCode::OtherClient => "Bad Request: the code was given to another client.",
        BadCode::OtherRedirect => "Bad Request: the code was sent to another redirect_uri.",
        BadCode::MissingVerifier => "Missing code verifier.",
        BadCode::WrongVerifier => "Invalid code verifier.",
        BadCode::NoChallenge => "code_verifier or verifier is not needed.",
    })
}

async fn of_refresh<A: Api>(desk: &Desk<'_, A>, form: &Form) -> Result<Response<Body>, Refusal> {
    let app = client(desk, form)?;
    let token = form.need("refresh_token")?;
    let given = {
        let mut state = desk.oauth.state();
        let refresh = state.tokens.refresh(token).cloned();
        let refresh = refresh.filter(|refresh| refresh.client == app.id);
        let refresh =
            refresh.ok_or_else(|| Refusal::invalid_grant("Token has been expired or revoked."))?;
        let scopes = match form.get("scope") {
            Some(list) => scopes(list)?,
            None => refresh.scopes,
        };
        if !refresh.scopes.contains(scopes) {
            let more = scopes.without(refresh.scopes);
            return Err(Refusal::invalid_scope(format!(
                "The account did not permit `{more}`."
            )));
        }
        let access = Access {
            expires: State::expires(desk.clock(), &refresh.account),
            account: refresh.account,
            client: refresh.client,
            scopes,
            is_offline: true,
            family: Some(refresh.family),
        };
        desk.oauth.give(&mut state, access, false)?
    };
    answered(desk, given, None).await
}

async fn of_device<A: Api>(desk: &Desk<'_, A>, form: &Form) -> Result<Response<Body>, Refusal> {
    let app = client(desk, form)?;
    // With the older name of the grant it is `code`.
    let code = match form.get("code") {
        Some(code) if form.get("grant_type") == Some(OLD_DEVICE) => code,
        _ => form.need("device_code")?,
    };
    let given = {
        let mut state = desk.oauth.state();
        let (account, scopes) = state
            .devices
            .poll(code, &app.id, SystemClock.time())
            .map_err(of_waiting_device)?;
        let access = Access {
            expires: State::expires(desk.clock(), &account),
            account,
            client: Arc::clone(&app.id),
            scopes,
            is_offline: true,
            family: Some(state.next_family()),
        };
        desk.oauth.give(&mut state, access, true)?
    };
    answered(desk, given, None).await
}

/// With the statuses that Google has, where RFC 8628 has 400.
fn of_waiting_device(why: NoToken) -> Refusal {
    let (error, status, text) = match why {
        NoToken::Unknown => (
            "invalid_grant",
            StatusCode::BAD_REQUEST,
            "Malformed device code.",
        ),
        NoToken::Expired => (
            "expired_token",
            StatusCode::BAD_REQUEST,
            "The device code has expired.",
        ),
        NoToken::Pending => (
            "authorization_pending",
            StatusCode::PRECONDITION_REQUIRED,
            "The user did not decide yet.",
        ),
        NoToken::SlowDown => (
            "slow_down",
            StatusCode::FORBIDDEN,
            "Ask less often: from now on wait five seconds more.",
        ),
        NoToken::Denied => (
            "access_denied",
            StatusCode::FORBIDDEN,
            "The user denied access.",
        ),
    };
    Refusal::new(error, text).with_status(status)
}

/// What a service account gets, for itself or for an account (RFC 7523; rule `X51`).
///
/// The assertion is checked by the clock of the machine, because the program made it by that clock.
async fn of_assertion<A: Api>(desk: &Desk<'_, A>, form: &Form) -> Result<Response<Body>, Refusal> {
    let assertion = form.need("assertion")?;
    let (service_account, claims) = believed(desk, assertion)?;
    let text = |claim: &str| claims.get(claim).and_then(Value::as_str);
    let scopes = match text("scope").map(str::trim) {
        None | Some("") => {
            return Err(Refusal::invalid_scope(
                "Empty or missing scope not allowed.",
            ));
        }
        Some(list) => scopes(list)?,
    };
    let unknown = |name: &str| {
        Refusal::invalid_grant(format!(
            "Invalid email or User ID: there is no account `{name}`. Add it by a seed, or log in to it once."
        ))
    };
    let account = match claims.get("sub") {
        None => {
            Account::new(&service_account.email).map_err(|_| unknown(&service_account.email))?
        }
        Some(Value::String(own)) if **own == *service_account.email => {
            Account::new(own.as_str()).map_err(|_| unknown(own))?
        }
        Some(Value::String(name)) => {
            let found = people::find(desk.emulator, desk.oauth, name).await;
            found.ok_or_else(|| unknown(name))?
        }
        Some(_) => return Err(Refusal::invalid_grant("`sub` is a text.")),
    };
    let access = Access {
        expires: State::expires(desk.clock(), &account),
        account,
        client: Arc::clone(&service_account.email),
        scopes,
        is_offline: false,
        family: None,
    };
    let given = desk.oauth.give(&mut desk.oauth.state(), access, false)?;
    answered(desk, given, None).await
}

/// The service account that signed an assertion, and its claims.
fn believed<A: Api>(
    desk: &Desk<'_, A>,
    assertion: &str,
) -> Result<(Arc<ServiceAccount>, Map<String, Value>), Refusal> {
    // Only to learn whose key to take: nothing else is believed before the signature is checked.
    let claimed = Unverified::read(assertion);
    let claimed =
        claimed.ok_or_else(|| Refusal::invalid_grant("Invalid JWT: it is not a JWT of RS256."))?;
    let issuer = claimed
        .claims
        .get("iss")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let account = desk.oauth.clients().service_account(issuer);
    let account =
        account.ok_or_else(|| Refusal::invalid_grant("Invalid grant: account not found"))?;
    if claimed.key_id.is_some_and(|id| id != account.key.id) {
        return Err(Refusal::invalid_grant("Invalid JWT Signature."));
    }
    let claims = account.key.verify(assertion);
    let claims = claims.ok_or_else(|| Refusal::invalid_grant("Invalid JWT Signature."))?;

    let own = format!("{}/token", desk.base);
    let audience = claims.get("aud").and_then(Value::as_str);
    if !audience.is_some_and(|audience| audience == own || audience == GOOGLES_AUDIENCE) {
        return Err(Refusal::invalid_grant(format!(
            "Invalid JWT: Failed audience check. The right audience is {own}"
        )));
    }
    let time = |claim: &str| claims.get(claim).and_then(Value::as_i64);
    let now = SystemClock.time() / SECOND;
    let is_short = match (time("iat"), time("exp")) {
        (Some(issued), Some(expires)) => {
            issued <= now.saturating_add(SKEW)
                && expires > now.saturating_sub(SKEW)
                && expires > issued
                && expires.saturating_sub(issued) <= LONGEST
        }
        _ => false,
    };
    match is_short {
        true => Ok((Arc::clone(account), claims)),
        false => Err(Refusal::invalid_grant(
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat \
             and exp values in the JWT claim.",
        )),
    }
}

/// What Google's own library for Python asserts, wherever it sends the assertion. Only this server has the key.
const GOOGLES_AUDIENCE: &str = "https://oauth2.googleapis.com/token";

/// Seconds that an assertion is good for at most.
const LONGEST: i64 = 3_600;
/// Seconds by which two clocks may differ.
const SKEW: i64 = 60;

pub(super) fn scopes(list: &str) -> Result<ScopeSet, Refusal> {
    ScopeSet::parse(list).map_err(|unknown| Refusal::invalid_scope(unknown.to_string()))
}

/// The tokens that a program gets. A refresh token comes only with the first tokens.
async fn answered<A: Api>(
    desk: &Desk<'_, A>,
    given: Given,
    nonce: Option<&str>,
) -> Result<Response<Body>, Refusal> {
    let mut answer = json!({
        "access_token": given.token,
        "expires_in": LIFETIME,
        "scope": given.access.scopes.to_string(),
        "token_type": "Bearer",
    });
    if let Some(refresh) = &given.refresh {
        answer["refresh_token"] = refresh.as_str().into();
    }
    if given.access.scopes.has_openid() {
        answer["id_token"] = id_token::sign(desk, &given.access, &given.token, nonce)
            .await?
            .into();
    }
    Ok(to_json(StatusCode::OK, &answer))
}
