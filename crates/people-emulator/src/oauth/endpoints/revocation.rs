//! `/revoke`: a token that is good for nothing from now on (rule `X47`).
use axum::{body::Body, response::Response};
use http::StatusCode;
use people_server::Api;
use serde_json::json;

use super::{Desk, Form, Refusal};
use crate::control::to_json;

pub(super) fn answer<A: Api>(desk: &Desk<'_, A>, form: &Form) -> Result<Response<Body>, Refusal> {
    match desk.oauth.revoke(form.need("token")?, desk.clock()) {
        true => Ok(to_json(StatusCode::OK, &json!({}))),
        false => Err(Refusal::new("invalid_token", "Token expired or revoked")),
    }
}
