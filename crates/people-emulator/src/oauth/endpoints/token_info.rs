//! `/tokeninfo`: what a token says and permits.
use axum::{body::Body, response::Response};
use http::StatusCode;
use people_server::Api;
use serde_json::{Map, Value};

use super::{Desk, Form, Refusal, id_token};
use crate::{
    control::to_json,
    oauth::{SECOND, people},
};

/// Answers with texts only, as Google does, even for numbers.
pub(super) async fn answer<A: Api>(
    desk: &Desk<'_, A>,
    form: &Form,
) -> Result<Response<Body>, Refusal> {
    let invalid = || Refusal::new("invalid_token", "Invalid Value");
    let claims = match (form.get("access_token"), form.get("id_token")) {
        (Some(token), None) => of_access(desk, token).await,
        (None, Some(token)) => id_token::read(desk, token).await?,
        _ => {
            return Err(Refusal::invalid_request(
                "either access_token or id_token required",
            ));
        }
    };
    let claims = claims
        .ok_or_else(invalid)?
        .into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => (name, text.into()),
            value => (name, value.to_string().into()),
        });
    Ok(to_json(StatusCode::OK, &Value::Object(claims.collect())))
}

async fn of_access<A: Api>(desk: &Desk<'_, A>, token: &str) -> Option<Map<String, Value>> {
    let access = desk.oauth.access(token, desk.clock())?;
    let left = (access.expires - desk.clock().now(&access.account)) / SECOND;
    let mut claims = Map::new();
    let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    add("azp", (*access.client).into());
    add("aud", (*access.client).into());
    add("scope", access.scopes.to_string().into());
    add("exp", (access.expires / SECOND).into());
    add("expires_in", left.into());
    add(
        "access_type",
        if access.is_offline {
            "offline"
        } else {
            "online"
        }
        .into(),
    );
    if access.scopes.has_openid() || access.scopes.has_email() || access.scopes.has_profile() {
        let who = people::claims(desk.emulator, &access.account, access.scopes).await;
        let is_told = |name: &str| matches!(name, "sub" | "email" | "email_verified");
        claims.extend(who.into_iter().filter(|(name, _)| is_told(name)));
    }
    Some(claims)
}
