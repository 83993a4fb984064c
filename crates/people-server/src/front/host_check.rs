//! Which host names the server answers to, and pages of which origins may call it (rule `A3`).
use std::{fmt, sync::Arc};

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::IntoResponse,
};
use http::{HeaderMap, StatusCode, Uri, header};
use people_http::ErrorBody;
use people_model::{Code, Status};

use super::{
    cors::Cors,
    public_url::{Host, PublicUrl, named_host, text},
    reply::{self, Form},
};

/// Refuses requests that a page of another site may have sent, with 403 (rule `A3`).
///
/// With [`Dev`](crate::Dev) authentication any caller is believed, so that a page in a browser on this machine could
/// act for any account. A browser sends two header fields that such a page cannot change:
///
/// - `Host`, the name that the page called. An attacker can make a name lead to this machine, but the
///   request then carries that name. The server answers to loopback names, to the host of each
///   [public URL](Self::with_public_url), and to `*.googleapis.com`, for clients whose calls to
///   Google are led here.
/// - `Origin`, the site of the page. It has to be the server's own, scheme and port included: the loopback name under
///   which it was called, or the origin of a public URL. Everyone can host a page on `storage.googleapis.com`, and
///   another port of this machine is another program. So neither is allowed. `Origin: null` is refused too. [Other
///   origins](Self::with_cors) may call the API, and nothing else, where that is asked for.
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
        self.own.scheme().name()
    }

    /// Where a request reached the server: the origin of the public URL whose host and port it names, and otherwise
    /// [`scheme`](Self::scheme) and the host that it names. Behind a proxy for TLS the two differ.
    ///
    /// ```
    /// use http::{HeaderMap, Uri, header};
    /// use people_server::HostCheck;
    ///
    /// let check = HostCheck::new(&"http://127.0.0.1:8710".parse()?)
    ///     .with_public_url(&"https://contacts.example.com".parse()?);
    /// let uri = Uri::from_static("/token");
    /// let mut headers = HeaderMap::new();
    /// headers.insert(header::HOST, "contacts.example.com".parse()?);
    /// assert_eq!(check.base(&uri, &headers), "https://contacts.example.com");
    ///
    /// headers.insert(header::HOST, "localhost:8710".parse()?);
    /// assert_eq!(check.base(&uri, &headers), "http://localhost:8710");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn base(&self, uri: &Uri, headers: &HeaderMap) -> String {
        let named = named_host(uri, headers);
        let public = Host::parse(&named).and_then(|host| {
            let is_named = |url: &&PublicUrl| {
                url.host() == host.name() && url.port() == host.port_of(url.scheme())
            };
            self.public.iter().find(is_named)
        });
        match public {
            Some(url) => url.origin().to_owned(),
            None => format!("{}://{named}", self.scheme()),
        }
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

    /// Checks that a request calls the server by one of the server's own names and its port, and that no page of
    /// another origin sent it (rule `X1`). That is stricter than [`layer`](Self::layer): `--cors` has no effect, and
    /// neither `*.googleapis.com` nor a request without a host passes.
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
            let is_at = |url: &PublicUrl| host.port_of(url.scheme()) == url.port();
            (host.is_loopback() && is_at(&self.own))
                || (self.public.iter()).any(|url| url.host() == host.name() && is_at(url))
        };
        let Some(host) = Host::parse(&named).filter(is_own) else {
            return Err(NotOwn(self.not_own(format_args!("the address `{named}`"))));
        };
        let own = host.is_loopback().then(|| host.origin(self.own.scheme()));
        for origin in headers.get_all(header::ORIGIN) {
            let is_own = own.as_ref().is_some_and(|own| **own == *origin);
            if !is_own && !self.public.iter().any(|url| *url.origin() == *origin) {
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
        let mut own = format!(
            "the loopback names of this machine, port {}",
            self.own.port()
        );
        for url in &self.public {
            own.push_str(", ");
            own.push_str(url.origin());
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
        let own = own.map(|host| host.origin(self.own.scheme()));
        for origin in headers.get_all(header::ORIGIN) {
            let is_own = own.as_ref().is_some_and(|own| **own == *origin);
            let is_public = || self.public.iter().any(|url| *url.origin() == *origin);
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
            || host.name().ends_with(".googleapis.com")
            || self.public.iter().any(|url| url.host() == host.name())
    }

    fn answered(&self) -> String {
        let mut names = "localhost, *.localhost, loopback addresses, *.googleapis.com".to_owned();
        for url in &self.public {
            names.push_str(", ");
            names.push_str(url.host());
        }
        names
    }
}

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

fn refusal(foreign: Foreign) -> http::Response<axum::body::Body> {
    let error = ErrorBody::new(Status::new(Code::PermissionDenied, foreign.to_string()));
    let form = Form {
        pretty: true,
        ..Form::default()
    };
    reply::json(StatusCode::FORBIDDEN, error.to_json(false), &form).map(axum::body::Body::new)
}
