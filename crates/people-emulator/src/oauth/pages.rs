//! The pages that a user sees: plain HTML, without script (rule `X50`).
use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::{body::Body, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

use super::{endpoints::Authorization, redirect::origin};
use crate::style::STYLE_SHEET;

/// What a page asks its user about, until the answer comes with its one-time value.
#[derive(Clone, Debug)]
pub(super) enum Page {
    /// A program that sent its user here.
    Authorization(Arc<Authorization>),
    /// The device of this code.
    Device(String),
}

/// The page where a user chooses an account, and permits scopes.
#[derive(Template)]
#[template(path = "oauth/consent.html")]
pub(super) struct Consent<'p> {
    pub(super) client: &'p str,
    /// Each with whether its user ticked that it is not permitted.
    pub(super) scopes: Vec<(&'static str, bool)>,
    pub(super) accounts: Vec<String>,
    /// What was typed.
    pub(super) other: &'p str,
    pub(super) action: &'static str,
    /// The one-time value.
    pub(super) page: &'p str,
    pub(super) asks_for_token: bool,
    pub(super) error: Option<String>,
    /// The name that the error is about.
    pub(super) refused: Option<&'p str>,
    style: &'static str,
}

#[derive(Template)]
#[template(path = "oauth/device.html")]
struct EnterCode<'p> {
    error: Option<&'p str>,
    style: &'static str,
}

#[derive(Template)]
#[template(path = "oauth/message.html")]
struct Message<'p> {
    title: &'p str,
    text: &'p str,
    style: &'static str,
}

impl<'p> Consent<'p> {
    pub(super) fn new(client: &'p str, action: &'static str, page: &'p str) -> Self {
        Self {
            client,
            scopes: Vec::new(),
            accounts: Vec::new(),
            other: "",
            action,
            page,
            asks_for_token: false,
            error: None,
            refused: None,
            style: STYLE_SHEET,
        }
    }

    /// The page; what it is answered with leads to `redirect`, if that is an address.
    pub(super) fn into_response(
        self,
        status: StatusCode,
        redirect: Option<&str>,
    ) -> Response<Body> {
        response(status, &self, redirect)
    }
}

/// The page where a user types the code of a device.
pub(super) fn enter_code(status: StatusCode, error: Option<&str>) -> Response<Body> {
    let page = EnterCode {
        error,
        style: STYLE_SHEET,
    };
    response(status, &page, None)
}

/// A page that says something.
pub(super) fn message(status: StatusCode, title: &str, text: &str) -> Response<Body> {
    let page = Message {
        title,
        text,
        style: STYLE_SHEET,
    };
    response(status, &page, None)
}

fn response(status: StatusCode, page: &impl Template, redirect: Option<&str>) -> Response<Body> {
    let (status, html) = match page.render() {
        Ok(html) => (status, html),
        // Writing to a text does not fail.
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
    };
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in FIELDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::try_from(policy(redirect)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

const FIELDS: [(HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: a browser would then send `Origin: null` with the form.
    (header::REFERRER_POLICY, "same-origin"),
];

/// What a page may load and do: its own style and its own form. A browser also holds the redirect that answers a form
/// to `form-action`.
fn policy(redirect: Option<&str>) -> String {
    static STYLE_HASH: LazyLock<String> =
        LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE_SHEET)));

    let redirect = redirect.and_then(origin).map(|origin| format!(" {origin}"));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; form-action 'self'{}; frame-ancestors 'none'; base-uri 'none'",
        *STYLE_HASH,
        redirect.unwrap_or_default()
    )
}
