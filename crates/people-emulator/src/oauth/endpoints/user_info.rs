//! `/oauth2/v3/userinfo`: who a token is of (OpenID Connect Core, 5.3).
use axum::{body::Body, response::Response};
use http::{StatusCode, header};
use people_server::Api;
use serde_json::Value;

use super::{Desk, Refusal};
use crate::{control::to_json, oauth::people};

pub(super) async fn answer<A: Api>(desk: &Desk<'_, A>) -> Result<Response<Body>, Refusal> {
    let mut values = desk.headers.get_all(header::AUTHORIZATION).iter();
    let token = match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().and_then(bearer),
        _ => None,
    };
    let access = token.and_then(|token| desk.oauth.access(token, desk.clock()));
    let access = access.ok_or_else(|| {
        Refusal::new("invalid_token", "Invalid Credentials")
            .with_status(StatusCode::UNAUTHORIZED)
            .with_challenge("Bearer error=\"invalid_token\"")
    })?;
    if !(access.scopes.has_openid() || access.scopes.has_email() || access.scopes.has_profile()) {
        return Err(Refusal::new(
            "insufficient_scope",
            "One of openid, email and profile is needed.",
        )
        .with_status(StatusCode::FORBIDDEN)
        .with_challenge("Bearer error=\"insufficient_scope\", scope=\"openid email profile\""));
    }
    let claims = people::claims(desk.emulator, &access.account, access.scopes).await;
    Ok(to_json(StatusCode::OK, &Value::Object(claims)))
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}
