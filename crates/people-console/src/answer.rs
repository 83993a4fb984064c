//! What is answered: pages, redirects, and refusals as pages.
use askama::Template;
use axum::body::Body;
use http::{HeaderName, HeaderValue, StatusCode, header};
use people_model::{Code, Status};
use people_server::Failure;

use crate::{
    console::Shared,
    pages::{Page, Refusal},
};

pub(crate) type Response = http::Response<Body>;

pub(crate) type Answer = Result<Response, Refused>;

/// Why there is no such page, or why an action was not done.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    text: String,
    /// Whether the answer may be a page, whose forms have a token. Another site gets none.
    bare: bool,
}

impl Refused {
    pub(crate) fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
            bare: false,
        }
    }

    /// A refusal that is plain text.
    pub(crate) fn bare(status: StatusCode, text: impl Into<String>) -> Self {
        Self {
            bare: true,
            ..Self::new(status, text)
        }
    }

    pub(crate) fn not_found(text: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, text)
    }

    pub(crate) fn invalid(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text)
    }

    /// An error that should never happen, and that the user cannot fix.
    pub(crate) fn broken(text: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, text)
    }

    /// Says more about it.
    pub(crate) fn and(mut self, more: &str) -> Self {
        self.text = format!("{} {more}", self.text);
        self
    }

    /// What was refused, as a text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the caller can do something about it.
    pub(crate) fn is_of_caller(&self) -> bool {
        self.status.is_client_error()
    }

    pub(crate) fn into_response(self, shared: &Shared) -> Response {
        let is_busy = self.status == StatusCode::SERVICE_UNAVAILABLE;
        let mut response = self.told(shared);
        if is_busy {
            let soon = HeaderValue::from_static("2");
            response.headers_mut().insert(header::RETRY_AFTER, soon);
        }
        response
    }

    fn told(self, shared: &Shared) -> Response {
        if self.bare {
            return plain(self.status, self.text);
        }
        let title = match self.status {
            StatusCode::NOT_FOUND => "Not found",
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "Not permitted",
            status if status.is_server_error() => "Not possible now",
            _ => "Not done",
        };
        let refusal = Refusal {
            page: Page::new(shared, title),
            text: &self.text,
        };
        page(self.status, &refusal).unwrap_or_else(|refused| plain(refused.status, refused.text))
    }
}

impl From<Status> for Refused {
    fn from(status: Status) -> Self {
        let code = status.code().map_or(500, Code::http_status);
        let code = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(code, status.message)
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        failure.into_status().into()
    }
}

/// A page.
pub(crate) fn page(status: StatusCode, page: &impl Template) -> Answer {
    let text = page.render().map_err(|error| {
        let text = format!("The page cannot be shown: {error}.");
        Refused::bare(StatusCode::INTERNAL_SERVER_ERROR, text)
    })?;
    Ok(with_type(status, "text/html; charset=utf-8", text))
}

/// Has the browser load another page, with `GET`.
pub(crate) fn see_other(address: &str) -> Response {
    let mut response = plain(StatusCode::SEE_OTHER, String::new());
    let address = HeaderValue::from_str(address);
    let address = address.unwrap_or_else(|_| HeaderValue::from_static("/console"));
    response.headers_mut().insert(header::LOCATION, address);
    response
}

pub(crate) fn plain(status: StatusCode, text: impl Into<Body>) -> Response {
    with_type(status, "text/plain; charset=utf-8", text)
}

pub(crate) fn with_type(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Has a browser run and load nothing but what this console serves (rule `W22`).
pub(crate) fn protect(response: &mut Response) {
    let headers = response.headers_mut();
    for (name, value) in PROTECTION {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

const PROTECTION: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // With none at all, a browser would call the origin of a form `null`.
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];
