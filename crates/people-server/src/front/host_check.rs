//! Which host names the server answers to, and pages of which origins may call it (rule `A3`).
use std::{fmt, net::IpAddr, str::FromStr, sync::Arc};

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::IntoResponse,
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header, uri::Authority};
use people_http::ErrorBody;
use people_model::{Code, Status};

use super::{
    cors::Cors,
    reply::{self, Form},
};

/// Refuses requests that a page of another site may have sent, with 403 (rule `A3`).
///
/// With [`Dev`](crate::Dev) authentication any caller is believed, so that a page in a browser on this
/// machine could act for any account. A browser says two things that such a page cannot change:
///
/// - `Host`, the name that the page called. An attacker can make a name lead to this machine, but the
///   request then carries that name. The server answers to loopback names, to the host of each
///   [public URL](Self::with_public_url), and to `*.googleapis.com`, for clients whose calls to
///   Google are led here.
/// - `Origin`, the site of the page. It has to be the server's own, scheme and port included: the
///   loopback name under which it was called, or the origin of a public URL. Anybody can host a page
///   on `storage.googleapis.com`, and another port of this machine is another program, so neither
///   is allowed. `Origin: null` is refused too. [Other origins](Self::with_cors) may call the API, and
///   nothing else, where that is asked for.
///
/// ```
/// use people_server::{Dev, HostCheck, People, Settings, router};
/// use people_store::Memory;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let people = People::open(Memory::new(), Settings::default()).await?;
/// let check = HostCheck::new(&"http://127.0.0.1:8710".parse()?)
///     .with_public_url(&"https://contacts.example.com".parse()?);
/// let router = check.layer(router(people, Dev));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct HostCheck {
    own: PublicUrl,
    public: Vec<PublicUrl>,
    cors: Cors,
}

impl HostCheck {
    /// Answers to loopback names; `own` is the URL under which the server listens.
    pub fn new(own: &PublicUrl) -> Self {
        Self {
            own: own.clone(),
            public: Vec::new(),
            cors: Cors::default(),
        }
    }

    /// Answers to the host of `url` also, and to pages of its origin.
    #[must_use]
    pub fn with_public_url(mut self, url: &PublicUrl) -> Self {
        self.public.push(url.clone());
        self
    }

    /// Lets pages of these origins call the API too (rule `F17`).
    #[must_use]
    pub fn with_cors(mut self, cors: Cors) -> Self {
        self.cors = cors;
        self
    }

    /// How the server is reached: `http` or `https`.
    ///
    /// ```
    /// use people_server::HostCheck;
    ///
    /// let check = HostCheck::new(&"http://127.0.0.1:8710".parse()?);
    /// assert_eq!(check.scheme(), "http");
    /// # Ok::<(), people_server::InvalidPublicUrl>(())
    /// ```
    pub fn scheme(&self) -> &'static str {
        self.own.scheme.name()
    }

    /// Puts the check in front of all routes of `router`.
    pub fn layer(self, router: Router) -> Router {
        let check = Arc::new(self);
        router.layer(from_fn(move |request: Request, next: Next| {
            let refused = check.check(request.uri(), request.headers()).err();
            async move {
                match refused {
                    None => next.run(request).await,
                    Some(foreign) => refusal(foreign).into_response(),
                }
            }
        }))
    }

    /// Checks that a request calls the server by an address of its own, port included, and that no page
    /// of another origin sent it (rule `X1`). That is stricter than [`layer`](Self::layer): `--cors` has no
    /// effect, and neither `*.googleapis.com` nor a request without a host passes.
    ///
    /// It is for addresses that are not the API's, such as those that control an emulator.
    ///
    /// ```
    /// use http::{HeaderMap, Uri, header};
    /// use people_server::HostCheck;
    ///
    /// let check = HostCheck::new(&"http://127.0.0.1:8710".parse()?);
    /// let uri = Uri::from_static("/emulator/v1/requests");
    /// let mut headers = HeaderMap::new();
    /// headers.insert(header::HOST, "localhost:8710".parse()?);
    /// assert!(check.check_own(&uri, &headers).is_ok());
    ///
    /// headers.insert(header::ORIGIN, "http://localhost:3000".parse()?);
    /// assert!(check.check_own(&uri, &headers).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A [`NotOwn`] that says which addresses are the server's own.
    pub fn check_own(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), NotOwn> {
        let named = named_host(uri, headers);
        let is_own = |host: &Host| {
            let is_at = |url: &PublicUrl| host.port_of(url.scheme) == url.port;
            (host.is_loopback() && is_at(&self.own))
                || (self.public.iter()).any(|url| url.host == host.name && is_at(url))
        };
        let Some(host) = Host::parse(&named).filter(is_own) else {
            return Err(NotOwn(self.not_own(format_args!("the address `{named}`"))));
        };
        let own = host.is_loopback().then(|| host.origin(self.own.scheme));
        for origin in headers.get_all(header::ORIGIN) {
            let is_own = own.as_ref().is_some_and(|own| **own == *origin);
            if !is_own && !self.public.iter().any(|url| *url.origin == *origin) {
                let origin = text(origin);
                return Err(NotOwn(self.not_own(format_args!("a page of `{origin}`"))));
            }
        }
        // A browser says this also where it leaves out the origin, such as for a link or an image.
        let site = headers.get("sec-fetch-site");
        match site.is_none_or(|site| *site == "same-origin" || *site == "none") {
            true => Ok(()),
            false => Err(NotOwn(self.not_own(format_args!("a page of another site")))),
        }
    }

    fn not_own(&self, found: fmt::Arguments<'_>) -> String {
        let mut own = format!("the loopback names of this machine, port {}", self.own.port);
        for url in &self.public {
            own.push_str(", ");
            own.push_str(&url.origin);
        }
        format!(
            "This address answers under the server's own names and to pages of its own origin alone: {own}. \
             The request was for or from {found}. To add a name, start the server with `--public-url`."
        )
    }

    fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Foreign> {
        let named = named_host(uri, headers);
        let host = Host::parse(&named);
        // An empty name is allowed: old programs leave it out, and browsers never do.
        if !named.is_empty() && !host.as_ref().is_some_and(|host| self.answers_to(host)) {
            return Err(Foreign::Host {
                answered: self.answered(),
                named,
            });
        }
        let own = host.filter(Host::is_loopback);
        let own = own.map(|host| host.origin(self.own.scheme));
        for origin in headers.get_all(header::ORIGIN) {
            let is_own = own.as_ref().is_some_and(|own| **own == *origin);
            let is_public = || self.public.iter().any(|url| *url.origin == *origin);
            if !is_own && !is_public() && !self.cors.allows(uri.path(), origin) {
                return Err(Foreign::Origin {
                    origin: text(origin),
                });
            }
        }
        Ok(())
    }

    fn answers_to(&self, host: &Host) -> bool {
        host.is_loopback()
            || host.name.ends_with(".googleapis.com")
            || self.public.iter().any(|url| url.host == host.name)
    }

    fn answered(&self) -> String {
        let mut names = "localhost, *.localhost, loopback addresses, *.googleapis.com".to_owned();
        for url in &self.public {
            names.push_str(", ");
            names.push_str(&url.host);
        }
        names
    }
}

/// An address under which clients reach a server: `http` or `https`, a host, perhaps a port and a path.
///
/// ```
/// use people_server::PublicUrl;
///
/// let url: PublicUrl = "https://Contacts.example.com:443/people/".parse()?;
/// assert_eq!(url.as_str(), "https://Contacts.example.com:443/people");
/// assert_eq!(url.origin(), "https://contacts.example.com");
/// assert!("contacts.example.com".parse::<PublicUrl>().is_err());
/// # Ok::<(), people_server::InvalidPublicUrl>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    scheme: Scheme,
    host: String,
    port: u16,
    origin: String,
}

impl PublicUrl {
    /// The URL as it was given, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// What a browser sends as `Origin` for a page of this URL (RFC 6454, 6.2).
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl FromStr for PublicUrl {
    type Err = InvalidPublicUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidPublicUrl(text.to_owned());
        let uri = Uri::try_from(text).map_err(|_| invalid())?;
        let scheme = match uri.scheme_str() {
            Some("http") => Scheme::Http,
            Some("https") => Scheme::Https,
            _ => return Err(invalid()),
        };
        let authority = uri.authority().ok_or_else(invalid)?;
        let host = Host::parse(authority.as_str()).ok_or_else(invalid)?;
        if uri.query().is_some() {
            return Err(invalid());
        }
        Ok(Self {
            text: text.trim_end_matches('/').to_owned(),
            scheme,
            origin: host.origin(scheme),
            port: host.port_of(scheme),
            host: host.name,
        })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A text is not a [`PublicUrl`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a URL such as https://contacts.example.com")]
pub struct InvalidPublicUrl(String);

/// A request is for another server, or from a page of another origin.
///
/// ```
/// use http::{HeaderMap, Uri, header};
/// use people_server::HostCheck;
///
/// let check = HostCheck::new(&"http://127.0.0.1:8710".parse()?);
/// let mut headers = HeaderMap::new();
/// headers.insert(header::HOST, "evil.example:8710".parse()?);
///
/// let not_own = check.check_own(&Uri::from_static("/emulator"), &headers).unwrap_err();
/// assert!(not_own.to_string().contains("evil.example"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotOwn(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The one that is left out.
    fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// A host in lower case, and its port where one is given.
pub(super) struct Host {
    name: String,
    port: Option<u16>,
}

impl Host {
    /// `None` for what is no host, and for one with a user in front of it.
    pub(super) fn parse(authority: &str) -> Option<Self> {
        let parsed = Authority::try_from(authority).ok()?;
        let name = parsed.host();
        let port = authority.strip_prefix(name)?;
        let port = match port.strip_prefix(':') {
            Some("") => None,
            Some(digits) => Some(digits.parse().ok()?),
            None if port.is_empty() => None,
            None => return None,
        };
        (!name.is_empty()).then(|| Self {
            name: name.to_ascii_lowercase(),
            port,
        })
    }

    pub(super) fn is_loopback(&self) -> bool {
        let address = self.name.trim_start_matches('[').trim_end_matches(']');
        let is_loopback = |ip: IpAddr| ip.to_canonical().is_loopback();
        address.parse().is_ok_and(is_loopback)
            || self.name == "localhost"
            || self.name.ends_with(".localhost")
    }

    /// The port, which may be that of the scheme.
    fn port_of(&self, scheme: Scheme) -> u16 {
        self.port.unwrap_or(scheme.port())
    }

    /// As a browser writes it: without the port that the scheme has by default.
    pub(super) fn origin(&self, scheme: Scheme) -> String {
        let usual = scheme.port();
        let scheme = scheme.name();
        match self.port.filter(|&port| port != usual) {
            None => format!("{scheme}://{}", self.name),
            Some(port) => format!("{scheme}://{}:{port}", self.name),
        }
    }
}

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
enum Foreign {
    #[error(
        "This server does not answer to the host name `{named}`. It answers to {answered}. \
         To add a name, start it with `--public-url` and a URL of that name."
    )]
    Host { named: String, answered: String },
    #[error(
        "Pages of the origin `{origin}` may not call this server. Pages of its own origin may, \
         which is the address that they call, with scheme and port. To let pages of \
         another origin call the API, start the server with `--cors` and that origin."
    )]
    Origin { origin: String },
}

/// The host that a request names; empty if it names none.
pub(super) fn named_host(uri: &Uri, headers: &HeaderMap) -> String {
    // RFC 9112, 3.2.2: the authority of an absolute address replaces the header.
    match uri.authority() {
        Some(authority) => authority.as_str().to_owned(),
        None => headers.get(header::HOST).map(text).unwrap_or_default(),
    }
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

fn refusal(foreign: Foreign) -> http::Response<axum::body::Body> {
    let error = ErrorBody::new(Status::new(Code::PermissionDenied, foreign.to_string()));
    let form = Form {
        pretty: true,
        ..Form::default()
    };
    reply::json(StatusCode::FORBIDDEN, error.to_json(false), &form).map(axum::body::Body::new)
}
