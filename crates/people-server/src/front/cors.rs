//! Which pages of other origins may call the API, and what their browsers want to hear (rule `F17`).
use std::{fmt, str::FromStr};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method as Verb, StatusCode, header, request::Parts,
};

use super::{
    addresses::{self, DISCOVERY},
    public_url::PublicUrl,
    reply::SERVER,
    response::Response,
};

/// The origins whose pages may call the API from a browser (rule `F17`). Default: none.
///
/// A browser lets a page read an answer of another origin only if the answer permits it. Before a request with a token
/// or with JSON, the browser asks for permission. [`Front::with_cors`](crate::Front::with_cors) gives both answers;
/// [`HostCheck::with_cors`](crate::HostCheck::with_cors) lets the requests pass that it would refuse. They cover the
/// addresses under `/v1/`, batches, and the discovery documents, and no other path.
///
/// ```
/// use people_server::{Cors, CorsOrigin};
///
/// let page: CorsOrigin = "https://app.example.com".parse()?;
/// let cors: Cors = [page].into_iter().collect();
/// assert_eq!(cors.to_string(), "https://app.example.com");
/// # Ok::<(), people_server::InvalidCorsOrigin>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cors {
    /// Pages of all origins may call.
    any: bool,
    origins: Vec<String>,
}

impl Cors {
    /// Whether pages of all origins may call.
    pub fn allows_any(&self) -> bool {
        self.any
    }

    /// Whether a page of this origin may call something at this path.
    pub(super) fn allows(&self, path: &str, origin: &HeaderValue) -> bool {
        is_covered(path) && (self.any || self.names(origin))
    }

    /// Answers a preflight, or says what the browser hears with the answer to a request.
    pub(super) fn meet(&self, head: &Parts) -> Met {
        let path = head.uri.path();
        if *self == Self::default() || !is_covered(path) {
            return Met::Request(Reading::default());
        }
        let grant = self.grant(path, &head.headers);
        let preflight = grant
            .as_ref()
            .and_then(|grant| grant.preflight(&head.method, &head.headers));
        match preflight {
            Some(answer) => Met::Preflight(answer),
            None => Met::Request(Reading {
                varies: true,
                grant,
            }),
        }
    }

    fn grant(&self, path: &str, headers: &HeaderMap) -> Option<Grant> {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let (Some(origin), None) = (origins.next(), origins.next()) else {
            return None;
        };
        self.allows(path, origin).then(|| match self.names(origin) {
            true => Grant::Origin(origin.clone()),
            false => Grant::Any,
        })
    }

    fn names(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|known| **known == *origin)
    }
}

impl FromIterator<CorsOrigin> for Cors {
    fn from_iter<I: IntoIterator<Item = CorsOrigin>>(origins: I) -> Self {
        let mut cors = Self::default();
        for CorsOrigin(origin) in origins {
            match origin {
                None => cors.any = true,
                Some(origin) => cors.origins.push(origin),
            }
        }
        cors
    }
}

/// The origins, separated by commas.
impl fmt::Display for Cors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any = self.any.then_some("*");
        let named = self.origins.iter().map(String::as_str);
        let all: Vec<&str> = any.into_iter().chain(named).collect();
        f.write_str(&all.join(", "))
    }
}

/// An origin whose pages may call, or `*` for all of them.
///
/// ```
/// use people_server::CorsOrigin;
///
/// let page: CorsOrigin = "https://App.example.com:443/".parse()?;
/// assert_eq!(page.to_string(), "https://app.example.com");
/// assert!("https://*.example.com".parse::<CorsOrigin>().is_err());
/// # Ok::<(), people_server::InvalidCorsOrigin>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorsOrigin(Option<String>);

impl FromStr for CorsOrigin {
    type Err = InvalidCorsOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "*" {
            return Ok(Self(None));
        }
        let invalid = || InvalidCorsOrigin(text.to_owned());
        let url: PublicUrl = text.parse().map_err(|_| invalid())?;
        let (_, authority) = url.as_str().split_once("://").ok_or_else(invalid)?;
        // A browser compares whole names, so that a pattern would allow nothing.
        match authority.contains(['/', '*']) {
            true => Err(invalid()),
            false => Ok(Self(Some(url.origin().to_owned()))),
        }
    }
}

impl fmt::Display for CorsOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("*"))
    }
}

/// A text is not a [`CorsOrigin`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither an origin such as https://app.example.com nor `*`")]
pub struct InvalidCorsOrigin(String);

/// What a request is to a browser.
pub(super) enum Met {
    /// The browser asks whether it may send a request. This is the answer.
    Preflight(Response),
    Request(Reading),
}

/// What a browser hears with an answer.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The answer depends on `Origin`.
    varies: bool,
    grant: Option<Grant>,
}

impl Reading {
    pub(super) fn apply(&self, fields: &mut HeaderMap) {
        if self.varies {
            vary(fields);
        }
        if let Some(grant) = &self.grant {
            grant.apply(fields);
        }
    }
}

/// What a page may do, as its browser hears it.
#[derive(Debug)]
enum Grant {
    /// Pages of this origin may, with their credentials.
    Origin(HeaderValue),
    /// Any page may, without credentials: with both, every site could use those of the browser.
    Any,
}

impl Grant {
    /// The answer to a preflight; `None` if the request is not a preflight.
    ///
    /// It needs no credential, because a browser sends none with it.
    fn preflight(&self, verb: &Verb, headers: &HeaderMap) -> Option<Response> {
        if verb != Verb::OPTIONS || !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
            return None;
        }
        let mut response = http::Response::new(Bytes::new().into());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let fields = response.headers_mut();
        self.allow(fields);
        for (name, value) in PREFLIGHT {
            fields.insert(name, HeaderValue::from_static(value));
        }
        // `*` would not cover `Authorization` (Fetch, 4.9), so the names are repeated.
        if let Some(names) = requested(headers) {
            fields.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names);
        }
        Some(response)
    }

    /// Lets the page read an answer.
    fn apply(&self, fields: &mut HeaderMap) {
        self.allow(fields);
        let exposed = HeaderValue::from_static(EXPOSED);
        fields.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }

    fn allow(&self, fields: &mut HeaderMap) {
        let origin = match self {
            Self::Any => HeaderValue::from_static("*"),
            Self::Origin(origin) => {
                let yes = HeaderValue::from_static("true");
                fields.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
                origin.clone()
            }
        };
        fields.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
}

/// Says that answers depend on `Origin`, for caches. Answers in JSON say so already.
fn vary(fields: &mut HeaderMap) {
    let named = |value: &HeaderValue| {
        value.to_str().is_ok_and(|value| {
            value
                .split(',')
                .any(|name| name.trim().eq_ignore_ascii_case("origin"))
        })
    };
    if !fields.get_all(header::VARY).iter().any(named) {
        fields.append(header::VARY, HeaderValue::from_static("Origin"));
    }
}

/// The API, batches of its calls, and its discovery. Not `/healthz`, `/readyz`, photos, nor
/// what a program adds to the router.
fn is_covered(path: &str) -> bool {
    path.starts_with("/v1/") || addresses::is_batch(path) || DISCOVERY.contains(&path)
}

/// The header fields that a preflight asks for, if each is a name.
fn requested(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut values = headers
        .get_all(header::ACCESS_CONTROL_REQUEST_HEADERS)
        .iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let is_name = |name: &str| HeaderName::from_bytes(name.trim().as_bytes()).is_ok();
    let are_names = value
        .to_str()
        .is_ok_and(|names| names.split(',').all(is_name));
    are_names.then(|| value.clone())
}

const PREFLIGHT: [(HeaderName, &str); 4] = [
    (
        header::ACCESS_CONTROL_ALLOW_METHODS,
        "DELETE, GET, OPTIONS, PATCH, POST, PUT",
    ),
    (header::ACCESS_CONTROL_MAX_AGE, "3600"),
    (
        header::VARY,
        "Origin, X-Origin, Referer, Access-Control-Request-Method, Access-Control-Request-Headers",
    ),
    (header::SERVER, SERVER),
];

/// What scripts may read beside the few fields that they always may.
const EXPOSED: &str =
    "Content-Encoding, Content-Length, Date, Retry-After, Server, Vary, WWW-Authenticate";
