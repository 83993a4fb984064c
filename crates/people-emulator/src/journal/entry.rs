//! A request and its reply, as the journal keeps them.
use std::{
    io::Read,
    sync::{Arc, OnceLock},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::{HeaderMap, HeaderName, Method as Verb, StatusCode, header};
use people_http::route;
use people_model::Method;
use people_server::ContentEncoding;
use people_store::Account;
use serde_json::{Map, Value, json};

use super::{credentials::without_value, parts::parts};
use crate::{
    context::{Called, Fired},
    then::Then,
};

/// A request and its reply.
#[derive(Debug)]
pub(crate) struct Entry {
    /// From 1 on, in the order in which requests arrived.
    pub(crate) number: u64,
    /// Which call of a batch it is, from 1 on; none for a request.
    pub(crate) part: Option<usize>,
    pub(crate) test: Option<Arc<str>>,
    /// Who called, if that was found out.
    pub(crate) account: Option<Account>,
    /// The calls that reached the API: one, or those of a batch, in their order.
    pub(crate) calls: Vec<Called>,
    /// The rules that fired.
    pub(crate) fired: Vec<Fired>,
    /// What was sent in the place of the reply: then the caller did not get the reply, or not all of it.
    pub(crate) broken: Option<Then>,
    /// When the request arrived.
    pub(crate) at: SystemTime,
    /// How long it took to answer.
    pub(crate) took: Duration,
    pub(crate) verb: Verb,
    /// The one that counts, if the request overrides it.
    pub(crate) effective: Verb,
    /// Path and query, without credentials.
    pub(crate) address: Arc<str>,
    pub(crate) request: Sent,
    pub(crate) status: StatusCode,
    pub(crate) reply: Sent,
    /// Whether it is a batch whose calls are known by themselves, once that was asked.
    pub(crate) has_parts: OnceLock<bool>,
}

/// One side of an exchange.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) headers: Headers,
    pub(crate) body: Body,
}

/// Header fields without credentials, in one text: a line for each. It keeps nothing of the buffer of a connection.
#[derive(Debug, Default)]
pub(crate) struct Headers(Box<[u8]>);

/// A body, if it was kept.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Kept(Bytes),
    /// It was too large to keep, or did not arrive as a whole.
    LeftOut,
}

impl Headers {
    /// The header fields of a message whose body is kept as it was sent.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self::those(headers, |_| true)
    }

    /// The header fields of a message whose body is kept without its compression.
    pub(crate) fn of_inflated(headers: &HeaderMap) -> Self {
        Self::those(headers, |name| *name != header::CONTENT_ENCODING)
    }

    fn those(headers: &HeaderMap, is_kept: impl Fn(&HeaderName) -> bool) -> Self {
        let size = headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 2);
        let mut lines = Vec::with_capacity(size.sum());
        for (name, value) in headers.iter().filter(|(name, _)| is_kept(name)) {
            lines.extend_from_slice(name.as_str().as_bytes());
            lines.push(b':');
            lines.extend_from_slice(&without_value(name, value));
            // No value has one.
            lines.push(b'\n');
        }
        Self(lines.into())
    }

    /// Each name with its value. A name may come several times.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.split(|&byte| byte == b'\n').filter_map(|line| {
            let colon = line.iter().position(|&byte| byte == b':')?;
            let (name, value) = line.split_at(colon);
            Some((str::from_utf8(name).ok()?, &value[1..]))
        })
    }

    fn is_gzip(&self) -> bool {
        let mut fields = self.iter();
        let encoding = fields.find(|(name, _)| *name == header::CONTENT_ENCODING.as_str());
        let encoding = encoding.and_then(|(_, value)| ContentEncoding::named(value));
        encoding == Some(ContentEncoding::Gzip)
    }
}

impl Sent {
    /// The body without its compression; `None` if it was not kept.
    pub(crate) fn plain(&self) -> Option<Bytes> {
        match &self.body {
            Body::LeftOut => None,
            Body::Kept(body) if self.headers.is_gzip() => {
                inflated(body, MOST_INFLATED).map(Bytes::from)
            }
            Body::Kept(body) => Some(body.clone()),
        }
    }

    fn bytes(&self) -> usize {
        self.headers.0.len()
            + match &self.body {
                Body::Kept(body) => body.len(),
                Body::LeftOut => 0,
            }
    }

    fn to_json(&self) -> Map<String, Value> {
        let mut headers: Map<String, Value> = Map::new();
        for (name, value) in self.headers.iter() {
            let value = String::from_utf8_lossy(value);
            match headers.get_mut(name) {
                Some(Value::String(before)) => {
                    before.push_str(", ");
                    before.push_str(&value);
                }
                _ => {
                    headers.insert(name.to_owned(), value.into());
                }
            }
        }
        let mut sent = Map::new();
        sent.insert("headers".to_owned(), headers.into());
        match self.plain() {
            None => {
                sent.insert("bodyLeftOut".to_owned(), true.into());
            }
            Some(body) if body.is_empty() => {}
            Some(body) => {
                let text = || String::from_utf8_lossy(&body).into_owned().into();
                let body = serde_json::from_slice(&body).unwrap_or_else(|_| text());
                sent.insert("body".to_owned(), body);
            }
        }
        sent
    }
}

/// About how much memory an entry takes in addition to its content.
const AN_ENTRY: usize = 512;
/// Bytes of a reply that is inflated to be shown.
const MOST_INFLATED: usize = 256 << 20;
/// Bytes of a refusal that is shown in a line.
const LONGEST_ERROR: usize = 64 << 10;

pub(crate) fn is_gzip(headers: &HeaderMap) -> bool {
    ContentEncoding::of(headers) == Some(ContentEncoding::Gzip)
}

/// What a body was before it was compressed; `None` if it is not gzip, or had more than `most` bytes.
pub(crate) fn inflated(body: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut inflating = MultiGzDecoder::new(body).take(bound);
    inflating.read_to_end(&mut plain).ok()?;
    (plain.len() <= most).then_some(plain)
}

impl Entry {
    /// The method of the address; none for a batch, and for an address that no method has.
    pub(crate) fn method(&self) -> Option<Method> {
        let path = self.address.split('?').next().unwrap_or_default();
        route(&self.effective, path).map(|route| route.method)
    }

    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        AN_ENTRY + self.address.len() + self.request.bytes() + self.reply.bytes()
    }

    /// As a test sees it.
    pub(crate) fn to_json(&self) -> Value {
        let mut entry = self.outline();
        let mut request = self.request_line();
        request.extend(self.request.to_json());
        entry.insert("request".to_owned(), request.into());
        let mut response = Map::new();
        response.insert("status".to_owned(), self.status.as_u16().into());
        response.extend(self.reply.to_json());
        entry.insert("response".to_owned(), response.into());
        let parts = self.parts();
        if !parts.is_empty() {
            let parts = parts.iter().map(Self::to_json);
            entry.insert("parts".to_owned(), parts.collect());
        }
        entry.into()
    }

    /// The calls of a batch, each as a separate request; none if it is not a batch, or not all of it was kept.
    pub(crate) fn parts(&self) -> Vec<Self> {
        if self.has_parts.get() == Some(&false) {
            return Vec::new();
        }
        let parts = parts(self);
        self.has_parts.get_or_init(|| !parts.is_empty());
        parts
    }

    /// Whether it has [parts](Self::parts). They are read once for this, and then it is known.
    pub(crate) fn has_parts(&self) -> bool {
        let read = || !parts(self).is_empty();
        *self.has_parts.get_or_init(read)
    }

    /// The same without header fields and bodies, and with the `error` of a refusal.
    pub(crate) fn line(&self) -> Value {
        let mut entry = self.outline();
        entry.insert("request".to_owned(), self.request_line().into());
        entry.insert(
            "response".to_owned(),
            json!({"status": self.status.as_u16()}),
        );
        if let Some(error) = self.error() {
            entry.insert("error".to_owned(), error);
        }
        entry.into()
    }

    /// What the API said against the request.
    fn error(&self) -> Option<Value> {
        if self.status.is_success() || self.status.is_redirection() {
            return None;
        }
        let body = self
            .reply
            .plain()
            .filter(|body| body.len() <= LONGEST_ERROR)?;
        let mut body: Value = serde_json::from_slice(&body).ok()?;
        body.get_mut("error").map(Value::take)
    }

    fn request_line(&self) -> Map<String, Value> {
        let mut request = Map::new();
        request.insert("method".to_owned(), self.verb.as_str().into());
        request.insert("url".to_owned(), (*self.address).into());
        request
    }

    /// What is known of both sides together.
    fn outline(&self) -> Map<String, Value> {
        let mut entry = Map::new();
        entry.insert("number".to_owned(), self.number.into());
        if let Some(part) = self.part {
            entry.insert("part".to_owned(), part.into());
        }
        let time = jiff::Timestamp::try_from(self.at).ok();
        entry.insert("time".to_owned(), time.map(|time| time.to_string()).into());
        let micros = u64::try_from(self.took.as_micros()).unwrap_or(u64::MAX);
        entry.insert("micros".to_owned(), micros.into());
        if let Some(test) = &self.test {
            entry.insert("test".to_owned(), (**test).into());
        }
        if let Some(account) = &self.account {
            entry.insert("account".to_owned(), account.as_str().into());
        }
        if let Some(method) = self.method() {
            entry.insert("method".to_owned(), method.id().into());
        } else if !self.calls.is_empty() {
            let calls = self.calls.iter();
            let calls = calls
                .map(|call| json!({"account": call.account.as_str(), "method": call.method.id()}));
            entry.insert("calls".to_owned(), calls.collect());
        }
        let fired = self.fired.iter();
        let fired = fired.map(|fired| match (fired.rule, &fired.error) {
            (rule, None) => json!({"rule": rule}),
            (rule, Some(error)) => json!({"rule": rule, "error": error}),
        });
        if !self.fired.is_empty() {
            entry.insert("fired".to_owned(), fired.collect());
        }
        match &self.broken {
            Some(Then::Page(status)) => {
                entry.insert(
                    "sent".to_owned(),
                    format!("page {}", status.as_u16()).into(),
                );
            }
            Some(Then::Drop(when)) => {
                entry.insert("sent".to_owned(), format!("drop {}", when.as_str()).into());
            }
            _ => {}
        }
        entry
    }
}
