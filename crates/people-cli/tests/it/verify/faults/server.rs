//! A server of this workspace, in this process, behind a fault.
use std::{convert::Infallible, future::Future, pin::Pin, sync::Arc};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use people_rules::Contract;
use people_server::{Dev, Limits, People, Seed, Settings};
use people_store::Memory;
use reqwest::Url;
use serde_json::Value;
use tokio::{net::TcpListener, sync::oneshot};
use tower::{ServiceExt, service_fn};

use super::super::SEED;

pub(crate) type Reply = Response<Bytes>;
pub(crate) type Answer = Pin<Box<dyn Future<Output = Reply> + Send>>;
/// The server behind the fault.
pub(crate) type Inner = Arc<dyn Fn(Request<Bytes>) -> Answer + Send + Sync>;

/// One way to break a rule.
pub(crate) struct Fault {
    pub(crate) rule: &'static str,
    pub(crate) what: &'static str,
    contract: Contract,
    headers: usize,
    request: fn(&mut Request<Bytes>),
    around: fn(Inner, Request<Bytes>) -> Answer,
    reply: fn(&Request<Bytes>, &mut Reply),
    /// If it is there, each person of a reply is changed by it.
    person: Option<fn(&mut Value)>,
}

impl Fault {
    /// A fault of this rule that does nothing yet.
    pub(crate) fn of(rule: &'static str) -> Self {
        Self {
            rule,
            what: "",
            contract: Contract::Documented,
            headers: Limits::default().headers,
            request: |_| {},
            around: |inner, request| inner(request),
            reply: |_, _| {},
            person: None,
        }
    }

    pub(crate) fn is(mut self, what: &'static str) -> Self {
        self.what = what;
        self
    }

    /// Changes what the server reads.
    pub(crate) fn reads(mut self, request: fn(&mut Request<Bytes>)) -> Self {
        self.request = request;
        self
    }

    /// Does something else than the server.
    pub(crate) fn does(mut self, around: fn(Inner, Request<Bytes>) -> Answer) -> Self {
        self.around = around;
        self
    }

    /// Changes what the server answers.
    pub(crate) fn says(mut self, reply: fn(&Request<Bytes>, &mut Reply)) -> Self {
        self.reply = reply;
        self
    }

    /// Changes each person, contact group and other contact that the server answers.
    pub(crate) fn changes(mut self, person: fn(&mut Value)) -> Self {
        self.person = Some(person);
        self
    }

    /// Takes so many header fields.
    pub(crate) fn headers(mut self, headers: usize) -> Self {
        self.headers = headers;
        self
    }

    /// Follows the other contract.
    pub(crate) fn observes(mut self) -> Self {
        self.contract = Contract::Observed;
        self
    }
}

/// The server; it ends when this is dropped.
pub(crate) struct Faulty {
    pub(crate) url: String,
    _stop: oneshot::Sender<()>,
}

impl Faulty {
    pub(crate) async fn start(fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let mut settings = Settings::default();
        settings.contract = fault.contract;
        settings.public_url = url.clone();
        let mut limits = Limits::default();
        limits.headers = fault.headers;
        let people = People::open(Memory::new(), settings)
            .await
            .expect("a store");
        let seed = std::fs::read_to_string(SEED).expect("a seed");
        people
            .seed(Seed::from_json(&seed).expect("a seed"))
            .await
            .expect("a seed");
        let router = people_server::router(people, Dev);
        let inner: Inner = Arc::new(move |request| {
            let router = router.clone();
            Box::pin(async move {
                let reply = router
                    .oneshot(request.map(Full::new))
                    .await
                    .unwrap_or_else(|never| match never {});
                let (head, body) = reply.into_parts();
                let body = body.collect().await.expect("a body").to_bytes();
                Response::from_parts(head, body)
            })
        });
        let fault = Arc::new(fault);
        let service = service_fn(move |request: Request<hyper::body::Incoming>| {
            let (inner, fault) = (Arc::clone(&inner), Arc::clone(&fault));
            async move {
                let (head, body) = request.into_parts();
                let body = body
                    .collect()
                    .await
                    .map(|body| body.to_bytes())
                    .unwrap_or_default();
                let mut request = Request::from_parts(head, body);
                (fault.request)(&mut request);
                let sent = copy(&request);
                let mut reply = (fault.around)(inner, request).await;
                (fault.reply)(&sent, &mut reply);
                if let Some(change) = fault.person {
                    each_person(&mut reply, change);
                }
                reply.headers_mut().remove("content-length");
                Ok::<_, Infallible>(reply.map(Full::new))
            }
        });
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let stopped = async move { drop(stopped.await) };
            people_server::serve_with(listener, service, &limits, stopped)
                .await
                .expect("a server");
        });
        Self { url, _stop: stop }
    }
}

// What faults are made of.

pub(crate) fn copy(request: &Request<Bytes>) -> Request<Bytes> {
    let mut copy = Request::new(request.body().clone());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    copy
}

/// Whether the request is for what this text is part of.
pub(crate) fn is(request: &Request<Bytes>, part: &str) -> bool {
    request.uri().path().contains(part)
}

/// The parameters of a request, with the escapes undone.
pub(crate) fn parameters(request: &Request<Bytes>) -> Vec<(String, String)> {
    let url: Url = format!("http://localhost{}", request.uri())
        .parse()
        .expect("an address");
    url.query_pairs().into_owned().collect()
}

pub(crate) fn parameter(request: &Request<Bytes>, name: &str) -> String {
    let found = parameters(request)
        .into_iter()
        .find(|(known, _)| known == name);
    found.map(|(_, value)| value).unwrap_or_default()
}

/// Changes the parameters of a request.
pub(crate) fn with_parameters(
    request: &mut Request<Bytes>,
    change: impl FnOnce(&mut Vec<(String, String)>),
) {
    let mut pairs = parameters(request);
    change(&mut pairs);
    let mut url: Url = "http://localhost".parse().expect("an address");
    url.query_pairs_mut().extend_pairs(&pairs);
    let uri = format!(
        "{}?{}",
        request.uri().path(),
        url.query().unwrap_or_default()
    );
    *request.uri_mut() = uri.parse().expect("an address");
}

pub(crate) fn without(request: &mut Request<Bytes>, name: &str) {
    with_parameters(request, |pairs| pairs.retain(|(known, _)| known != name));
}

/// Sets a parameter of requests that have it.
pub(crate) fn replace(request: &mut Request<Bytes>, name: &str, from: &str, to: &str) {
    with_parameters(request, |pairs| {
        let found = pairs
            .iter_mut()
            .filter(|(known, value)| known == name && value == from);
        found.for_each(|(_, value)| *value = to.to_owned());
    });
}

/// Changes the JSON of a request's body, if it is some.
pub(crate) fn with_body(request: &mut Request<Bytes>, change: impl FnOnce(&mut Value)) {
    if let Ok(mut json) = serde_json::from_slice::<Value>(request.body()) {
        change(&mut json);
        let body = Bytes::from(json.to_string());
        request
            .headers_mut()
            .insert("content-length", body.len().into());
        *request.body_mut() = body;
    }
}

/// Changes the JSON of a reply.
pub(crate) fn with_reply(reply: &mut Reply, change: impl FnOnce(&mut Value)) {
    if let Ok(mut json) = serde_json::from_slice::<Value>(reply.body()) {
        change(&mut json);
        *reply.body_mut() = Bytes::from(json.to_string());
    }
}

/// Answers 200 where the server refuses.
pub(crate) fn accept(reply: &mut Reply) {
    if reply.status().is_client_error() {
        *reply.status_mut() = http::StatusCode::OK;
        *reply.body_mut() = Bytes::from_static(b"{}");
    }
}

/// Changes each person in a reply: of a single one, and of lists and batches.
fn each_person(reply: &mut Reply, change: fn(&mut Value)) {
    fn walk(value: &mut Value, change: fn(&mut Value)) {
        match value {
            Value::Object(object) if object.contains_key("resourceName") => change(value),
            Value::Object(object) => object.values_mut().for_each(|value| walk(value, change)),
            Value::Array(values) => values.iter_mut().for_each(|value| walk(value, change)),
            _ => {}
        }
    }
    with_reply(reply, |json| walk(json, change));
}

/// The entries of a list, none if it is not there.
pub(crate) fn entries<'a>(json: &'a mut Value, name: &str) -> std::slice::IterMut<'a, Value> {
    match json.get_mut(name).and_then(Value::as_array_mut) {
        Some(entries) => entries.iter_mut(),
        None => [].iter_mut(),
    }
}

pub(crate) fn reverse(json: &mut Value, name: &str) {
    if let Some(entries) = json.get_mut(name).and_then(Value::as_array_mut) {
        entries.reverse();
    }
}

pub(crate) fn take(json: &mut Value, name: &str) {
    if let Some(object) = json.as_object_mut() {
        object.remove(name);
    }
}
