//! Calls as bytes: this module sends everything that it gets, even what no client would send, and shows replies
//! unchanged.
use std::{fmt, sync::Mutex, time::Duration};

use http::{HeaderMap, Method, StatusCode};
use reqwest::redirect;
use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use super::pace::{Pace, until};
use crate::{
    base::{self, Base},
    interrupt::Interrupt,
    trust,
};

/// A request, without the address of the server.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    credential: Credential,
}

/// What a call says about its caller.
#[derive(Clone, Debug)]
pub(super) enum Credential {
    Own,
    /// The token that can only read.
    ReadOnly,
    None,
    /// The value of the header `Authorization`.
    Header(String),
}

impl Call {
    pub(super) fn new(method: Method, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Vec::new(),
            credential: Credential::Own,
        }
    }

    pub(super) fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub(super) fn delete(path: &str) -> Self {
        Self::new(Method::DELETE, path)
    }

    pub(super) fn post(path: &str, body: &Value) -> Self {
        Self::new(Method::POST, path).json(body)
    }

    pub(super) fn patch(path: &str, body: &Value) -> Self {
        Self::new(Method::PATCH, path).json(body)
    }

    pub(super) fn put(path: &str, body: &Value) -> Self {
        Self::new(Method::PUT, path).json(body)
    }

    pub(super) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json")
            .bytes(body.to_string())
    }

    pub(super) fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Adds a parameter; the value is escaped when it is sent.
    pub(super) fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets a header field; another value of it is replaced.
    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.more_header(name, value)
    }

    /// Adds a header field beside others of that name.
    pub(super) fn more_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(super) fn by(mut self, credential: Credential) -> Self {
        self.credential = credential;
        self
    }

    /// Whether the reply may name something new.
    pub(super) fn makes(&self) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        let creates = [
            ":createContact",
            ":batchCreateContacts",
            ":copyOtherContactToMyContactsGroup",
            "/contactGroups",
        ];
        self.method == Method::POST
            && (creates.iter().any(|end| path.ends_with(end)) || path.starts_with("/batch"))
    }
}

/// As a report shows it: without credentials and header fields.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        let mut sign = if self.path.contains('?') { '&' } else { '?' };
        for (name, value) in &self.query {
            let shown: String = value.chars().take(100).collect();
            write!(f, "{sign}{name}={shown}")?;
            sign = '&';
        }
        Ok(())
    }
}

/// A reply, read to its end.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Vec<u8>,
    /// The body, if it is JSON; else null.
    pub(super) json: Value,
}

impl Reply {
    /// A header field, empty if it is absent.
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    /// The value at a JSON pointer, null if it is absent.
    pub(super) fn at(&self, pointer: &str) -> Value {
        self.json.pointer(pointer).cloned().unwrap_or_default()
    }

    pub(super) fn message(&self) -> String {
        text(&self.at("/error/message"))
    }

    pub(super) fn error_status(&self) -> String {
        text(&self.at("/error/status"))
    }

    /// Whether the API answers a list of contacts like this.
    pub(super) fn is_of_the_api(&self) -> bool {
        match self.status.is_success() {
            true => {
                let known = ["connections", "totalPeople", "totalItems", "nextPageToken"];
                let members = self.json.as_object();
                members.is_some_and(|members| {
                    members.is_empty() || known.iter().any(|name| members.contains_key(*name))
                })
            }
            false => self.has_error(),
        }
    }

    /// The status, and the type of the body.
    pub(super) fn outlined(&self) -> String {
        let status = self.status.as_u16();
        match self.header("content-type") {
            "" => format!("{status}"),
            kind => format!("{status} with {kind}"),
        }
    }

    /// Whether this is how the API, and not a web server in its place, says no.
    pub(super) fn has_error(&self) -> bool {
        self.at("/error/status").is_string()
    }
}

/// In one line, as a report shows it.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status.as_u16())?;
        match self.has_error() {
            true => write!(f, " {}: {}", self.error_status(), self.message()),
            false if self.json.is_null() && !self.bytes.is_empty() => {
                write!(f, " with a body that is not JSON")
            }
            false => Ok(()),
        }
    }
}

/// The text of a value; empty if it is not text.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Why there is no reply.
#[derive(Debug)]
pub(super) enum Lost {
    Interrupted,
    /// The request certainly did not arrive.
    Unsent(String),
    /// The request may have arrived.
    Unanswered(String),
}

pub(super) struct Tokens {
    pub(super) own: String,
    pub(super) read_only: Option<String>,
}

/// The server.
pub(super) struct Api {
    base: Base,
    tokens: Tokens,
    client: reqwest::Client,
    pace: Mutex<Pace>,
    interrupt: Interrupt,
}

impl Api {
    pub(super) fn new(
        base: Base,
        tokens: Tokens,
        apart: Duration,
        interrupt: Interrupt,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        const CONNECT: Duration = Duration::from_secs(20);
        // Longer than a server takes to give up.
        const CALL: Duration = Duration::from_secs(90);

        let mut client = reqwest::Client::builder();
        if base.url().scheme() != "https" {
            // A proxy of the environment would read the tokens.
            client = client.no_proxy();
        }
        let client = client
            .tls_backend_preconfigured(trust::tls_for(base.url())?)
            .redirect(redirect::Policy::none())
            // The bytes are looked at as they are.
            .no_gzip()
            .user_agent(concat!("people-verify/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .timeout(CALL)
            .build()?;
        Ok(Self {
            base,
            tokens,
            client,
            pace: Mutex::new(Pace::new(apart)),
            interrupt,
        })
    }

    pub(super) fn is_here(&self) -> bool {
        self.base.is_here()
    }

    pub(super) fn has_read_only_token(&self) -> bool {
        self.tokens.read_only.is_some()
    }

    /// The token itself, for the rule about its place in a request.
    pub(super) fn token(&self) -> &str {
        &self.tokens.own
    }

    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupt.is_pressed()
    }

    /// A text that may quote a token, as it may be shown.
    pub(super) fn without_tokens(&self, text: &str) -> String {
        let tokens = [Some(&self.tokens.own), self.tokens.read_only.as_ref()];
        // A short token, such as the name of an account of a test server, is no secret and part of other words.
        let secret = tokens
            .into_iter()
            .flatten()
            .filter(|token| token.len() >= 16);
        secret.fold(text.to_owned(), |text, token| {
            text.replace(token.as_str(), "…")
        })
    }

    pub(super) async fn rest(&self, time: Duration) {
        until(Instant::now() + time, &self.interrupt).await;
    }

    /// Sends a call and reads the reply. It waits for its turn first, and makes the call again while the quota is used
    /// up or, for a read, the service is unavailable.
    pub(super) async fn send(&self, call: &Call) -> Result<Reply, Lost> {
        const ATTEMPTS: u32 = 6;
        const LONGEST: Duration = Duration::from_secs(120);

        let mut wait = Duration::from_secs(5);
        let mut attempt = 0;
        loop {
            attempt += 1;
            until(self.turn(), &self.interrupt).await;
            if self.interrupt.is_pressed() {
                return Err(Lost::Interrupted);
            }
            let reply = self.exchange(call).await;
            let is_read = call.method == Method::GET;
            let (is_busy, retry_after) = match &reply {
                Ok(reply) => {
                    let is_busy = reply.status == 429 || is_read && reply.status == 503;
                    (is_busy, reply.header("retry-after").parse().ok())
                }
                Err(_) => (is_read, None),
            };
            if !is_busy || attempt >= ATTEMPTS || self.is_here() && reply.is_err() {
                return reply;
            }
            let named = retry_after.map(Duration::from_secs);
            self.rest(named.unwrap_or(wait).min(LONGEST)).await;
            wait *= 2;
        }
    }

    /// The same once, and also after Ctrl-C: what a run has made is removed then.
    pub(super) async fn send_anyway(&self, call: &Call) -> Result<Reply, Lost> {
        sleep_until(self.turn()).await;
        self.exchange(call).await
    }

    fn turn(&self) -> Instant {
        let mut pace = self
            .pace
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        pace.take()
    }

    /// Waits until so many calls may be made at once.
    pub(super) async fn save_up(&self, calls: usize) {
        let turns = (0..calls).map(|_| self.turn());
        if let Some(last) = turns.last() {
            until(last, &self.interrupt).await;
        }
    }

    /// Sends a call now.
    pub(super) async fn exchange(&self, call: &Call) -> Result<Reply, Lost> {
        let mut url = self.base.join(&call.path).map_err(Lost::Unsent)?;
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        let mut request = self.client.request(call.method.clone(), url);
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        request = match &call.credential {
            Credential::Own => request.bearer_auth(&self.tokens.own),
            Credential::ReadOnly => match &self.tokens.read_only {
                Some(token) => request.bearer_auth(token),
                None => request,
            },
            Credential::None => request,
            Credential::Header(value) => request.header("authorization", value),
        };
        let is_write = matches!(call.method, Method::POST | Method::PATCH | Method::PUT);
        if is_write || !call.body.is_empty() {
            request = request
                .header("content-length", call.body.len())
                .body(call.body.clone());
        }
        let reply = request.send().await.map_err(|error| lost(&error))?;
        read(reply).await
    }

    /// Fetches what a reply names, without a credential.
    pub(super) async fn fetch(&self, address: &str) -> Result<Reply, Lost> {
        let url: reqwest::Url = address
            .parse()
            .map_err(|error| Lost::Unsent(format!("{error}")))?;
        // What a server names is fetched by https, or from this machine if the server is on it.
        if url.scheme() != "https" && !(self.is_here() && base::is_here(&url)) {
            return Err(Lost::Unsent(format!(
                "{} is fetched only by https",
                url.scheme()
            )));
        }
        let reply = self
            .client
            .get(url)
            .send()
            .await
            .map_err(|error| lost(&error))?;
        read(reply).await
    }
}

async fn read(mut reply: reqwest::Response) -> Result<Reply, Lost> {
    const LARGEST: usize = 64 << 20;

    let (status, headers) = (reply.status(), reply.headers().clone());
    let mut bytes = Vec::new();
    while let Some(chunk) = reply.chunk().await.map_err(|error| lost(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST {
            return Err(Lost::Unanswered(
                "the reply has more than 64 MiB".to_owned(),
            ));
        }
    }
    let json = serde_json::from_slice(&bytes).unwrap_or_default();
    Ok(Reply {
        status,
        headers,
        bytes,
        json,
    })
}

fn lost(error: &reqwest::Error) -> Lost {
    let mut text = String::from("the connection to the server was lost");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    match error.is_connect() {
        true => Lost::Unsent(text),
        false => Lost::Unanswered(text),
    }
}
