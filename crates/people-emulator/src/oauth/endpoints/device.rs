//! `/device/code` and `/device`: the login of a device without a browser, and the page where its user types a code
//! (rule `X48`).
use std::sync::Arc;

use axum::{body::Body, response::Response};
use http::StatusCode;
use people_server::{Api, SystemClock};
use serde_json::json;

use super::{Desk, Form, Refusal, decision, token};
use crate::{
    control::to_json,
    oauth::{
        devices::{INTERVAL, LIFETIME},
        pages::{self, Page},
    },
};

/// Gives a device its codes.
pub(super) fn code<A: Api>(desk: &Desk<'_, A>, form: &Form) -> Result<Response<Body>, Refusal> {
    // A device sends its secret only with its code (RFC 8628, 3.1).
    let id = form.need("client_id")?;
    let app = desk.oauth.clients().app(id);
    let app = app.ok_or_else(|| Refusal::invalid_client("The OAuth client was not found."))?;
    let scopes = token::scopes(form.need("scope")?)?;
    if scopes.is_empty() {
        return Err(Refusal::missing("scope"));
    }
    let random = desk.oauth.random();
    let (code, user_code) = (random.text(&app.id)?, random.user_code(&app.id)?);
    let page = format!("{}/device", desk.base);
    let answer = json!({
        "device_code": code,
        "user_code": user_code,
        "verification_url": page,
        "verification_uri": page,
        "verification_uri_complete": format!("{page}?user_code={user_code}"),
        "expires_in": LIFETIME,
        "interval": INTERVAL,
    });
    desk.oauth.state().devices.add(
        code,
        user_code,
        Arc::clone(&app.id),
        scopes,
        SystemClock.time(),
    );
    Ok(to_json(StatusCode::OK, &answer))
}

/// The page for a user: it asks for the code, and then for the account.
pub(super) async fn page<A: Api>(
    desk: &Desk<'_, A>,
    form: &Form,
) -> Result<Response<Body>, Refusal> {
    let Some(typed) = form.get("user_code") else {
        return Ok(pages::enter_code(StatusCode::OK, None));
    };
    let code = {
        let state = desk.oauth.state();
        state
            .devices
            .of_user(typed, SystemClock.time())
            .map(|(code, _)| code.to_owned())
    };
    match code {
        Some(code) => decision::page(desk, Page::Device(code), None, None).await,
        None => {
            let text = "No device waits with this code. Look at it again, or ask the device for a new one.";
            Ok(pages::enter_code(StatusCode::BAD_REQUEST, Some(text)))
        }
    }
}
