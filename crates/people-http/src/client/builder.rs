use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use bytes::Bytes;
use http_body::Body;
use http_body_util::Full;
use people_rules::Contract;
use reqwest::Url;
use tower_service::Service;

use super::{
    Client, Shared,
    credentials::{AnyCredentials, Credentials, Token},
    error::{Error, ErrorKind},
    exchange::bearer,
    retry::RetryPolicy,
    tls,
    transport::{Over, Transport},
};
use crate::quota::Quota;

/// Configures a [`Client`]: the address, the credentials, the retries.
pub struct ClientBuilder {
    base_url: String,
    token: Option<Token>,
    credentials: Option<Box<dyn AnyCredentials>>,
    timeout: Duration,
    longest_reply: usize,
    retry: RetryPolicy,
    quota: Option<Quota>,
    contract: Contract,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            base_url: GOOGLE.to_owned(),
            token: None,
            credentials: None,
            timeout: Duration::from_secs(60),
            longest_reply: 64 << 20,
            retry: RetryPolicy::default(),
            quota: None,
            contract: Contract::default(),
        }
    }

    /// The base address, to which the method's path is appended. Default: `https://people.googleapis.com`.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// The bearer token that every call carries. Without one, calls carry no credential.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Token::new(token));
        self.credentials = None;
        self
    }

    /// The credentials that supply the bearer token of each call, instead of one token.
    pub fn credentials(mut self, credentials: impl Credentials) -> Self {
        self.credentials = Some(Box::new(credentials));
        self.token = None;
        self
    }

    /// How long one attempt may take, from connecting to the end of the reply.
    /// Default: a minute.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The maximum size of a reply in bytes; the client gives up on a larger one. Default: 64 MiB.
    ///
    /// The largest reply to expect is a page of 1,000 contacts of 64 KiB.
    pub fn longest_reply(mut self, bytes: usize) -> Self {
        self.longest_reply = bytes;
        self
    }

    /// How failed calls are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The quota that the client respects, by waiting before a call. Default: none.
    pub fn quota(mut self, quota: Quota) -> Self {
        self.quota = Some(quota);
        self
    }

    /// The contract that the client checks an update by, before it sends it. Default: the documented one.
    pub fn contract(mut self, contract: Contract) -> Self {
        self.contract = contract;
        self
    }

    /// The client, over reqwest with the certificates that the machine trusts. Calls by https go through the proxy that
    /// `HTTPS_PROXY` or `ALL_PROXY` names. Calls by plain http never go through a proxy, because it would read the
    /// token.
    ///
    /// # Errors
    ///
    /// When the base URL does not begin with http:// or https://, when the token cannot be sent in a header, and when
    /// the machine has no trusted certificates.
    pub fn build(self) -> Result<Client, Error> {
        let secure = self.base()?.scheme() == "https";
        let mut reqwest = reqwest::Client::builder();
        if !secure {
            // A proxy of the environment would read the token.
            reqwest = reqwest.no_proxy();
        }
        let reqwest = reqwest
            // The API answers where it is asked, and a token is for one host.
            .redirect(reqwest::redirect::Policy::none())
            // What ends before there is a connection was not sent, and says so.
            .connect_timeout(self.timeout.min(CONNECT))
            .tls_backend_preconfigured(tls::config(secure).map_err(|source| {
                setup("cannot load the trusted certificates of this machine").because(source)
            })?)
            .build()
            .map_err(|source| setup("the HTTP client cannot start").because(source))?;
        self.over_transport(Box::new(reqwest))
    }

    /// The client over any tower service: a stack of layers, a recorder, or a server in the same process for
    /// tests.
    ///
    /// The service gets the requests for the base URL. An error that it returns counts as a lost reply. But if
    /// `poll_ready` returns the error, or an I/O error in its chain says that the connection was refused,
    /// nothing was sent.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use http_body_util::Full;
    /// use people_http::Client;
    /// use people_model::FieldMask;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), people_http::Error> {
    /// let ada = tower::service_fn(|_request: http::Request<Full<Bytes>>| async {
    ///     let body = r#"{"resourceName": "people/c1", "names": [{"givenName": "Ada"}]}"#;
    ///     Ok::<_, std::convert::Infallible>(http::Response::new(Full::<Bytes>::from(body)))
    /// });
    /// let client = Client::builder().token("ada").build_over(ada)?;
    ///
    /// let person = client.get("people/c1", FieldMask::NAMES).await?;
    /// assert_eq!(person.names[0].given_name, "Ada");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the base URL does not begin with http:// or https://, or the token cannot be sent in a header.
    pub fn build_over<S, R>(self, service: S) -> Result<Client, Error>
    where
        S: Service<http::Request<Full<Bytes>>, Response = http::Response<R>>
            + Clone
            + Send
            + 'static,
        S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
        S::Future: Send + 'static,
        R: Body + Send + 'static,
        R::Data: Send,
        R::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.over_transport(Box::new(Over::new(service)))
    }

    fn over_transport(self, transport: Box<dyn Transport>) -> Result<Client, Error> {
        let base_url = self.base()?;
        if let Some(token) = &self.token {
            bearer(token)
                .map_err(|_| setup("the token has a character that an HTTP header cannot have"))?;
        }
        let credentials = self.credentials.or_else(|| {
            self.token
                .map(|token| Box::new(token) as Box<dyn AnyCredentials>)
        });
        let shared = Shared {
            transport,
            base_url: base_url.as_str().trim_end_matches('/').to_owned(),
            timeout: self.timeout,
            longest_reply: self.longest_reply,
            retry: self.retry,
            quota: self.quota,
            contract: self.contract,
        };
        Ok(Client::new(Arc::new(shared), credentials))
    }

    fn base(&self) -> Result<Url, Error> {
        self.base_url.parse().map(|BaseUrl(url)| url)
    }
}

/// The address of a server, to which the client appends the path of a method. Use it to read the address before there
/// is a client, such as from a command line: [`ClientBuilder::base_url`] takes it.
///
/// ```
/// use people_http::BaseUrl;
///
/// let server: BaseUrl = "http://127.0.0.1:8710".parse()?;
/// assert_eq!(server.as_str(), "http://127.0.0.1:8710/");
/// assert!("localhost:8710".parse::<BaseUrl>().is_err());
/// # Ok::<(), people_http::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Reads an http or https URL without a query.
impl FromStr for BaseUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let url = Url::parse(text)
            .map_err(|source| setup("the base URL is not a URL").because(source))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(setup(
                "the base URL does not begin with http:// or https://",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(setup("the base URL has a query or a fragment: remove it"));
        }
        Ok(Self(url))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<BaseUrl> for String {
    fn from(url: BaseUrl) -> Self {
        url.0.into()
    }
}

/// Shows where, and not as whom.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("quota", &self.quota)
            .field("contract", &self.contract)
            .finish_non_exhaustive()
    }
}

const GOOGLE: &str = "https://people.googleapis.com";

/// How long a connection may take: less than most timeouts, so that it is known for one.
const CONNECT: Duration = Duration::from_secs(10);

fn setup(reason: &'static str) -> Error {
    Error::new(None, ErrorKind::Setup(reason))
}
