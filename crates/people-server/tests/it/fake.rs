//! An API that remembers what it was asked and answers what it was told, and ways to ask it.
use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Body;
use people_http::Call;
use people_model::{Message, Person};
use people_server::{
    Api, Caller, Dev, Failure, Front, Limits, Piece, Received, Reply, Rest, Scopes,
};
use tokio::sync::Notify;
use tower::{Service, ServiceExt};

pub(crate) const CONTACT: &str = r#"{"resourceName":"people/c17","etag":"%Eg==","names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"}},"displayName":"Ada Lovelace","givenName":"Ada"}],"nicknames":[{"value":"Countess","type":"ALTERNATE_NAME"}]}"#;

#[derive(Clone)]
pub(crate) struct Fake {
    state: Arc<Mutex<State>>,
    /// A call began; and a call that is held may go on.
    pub(crate) began: Arc<Notify>,
    pub(crate) go_on: Arc<Notify>,
}

struct State {
    calls: Vec<(Caller, Call)>,
    reply: Result<Reply, Failure>,
    /// What comes behind the reply, if it is sent in pieces.
    pieces: Vec<Result<Vec<u8>, Failure>>,
    /// How many of them were made.
    made: Arc<AtomicUsize>,
    ready: bool,
    held: bool,
}

impl Fake {
    pub(crate) fn new() -> Self {
        Self {
            state: Arc::new(Mutex::new(State {
                calls: Vec::new(),
                reply: Ok(Reply::new(CONTACT, Person::DESCRIPTOR)),
                pieces: Vec::new(),
                made: Arc::default(),
                ready: true,
                held: false,
            })),
            began: Arc::default(),
            go_on: Arc::default(),
        }
    }

    pub(crate) fn replies(self, body: impl Into<Vec<u8>>) -> Self {
        self.state().reply = Ok(Reply::new(body, Person::DESCRIPTOR));
        self
    }

    /// Pieces that come behind the reply, each after a [moment](PIECE).
    pub(crate) fn continues(
        self,
        pieces: impl IntoIterator<Item = Result<Vec<u8>, Failure>>,
    ) -> Self {
        self.state().pieces = pieces.into_iter().collect();
        self
    }

    /// How many pieces were made so far.
    pub(crate) fn made(&self) -> usize {
        self.state().made.load(Ordering::Relaxed)
    }

    pub(crate) fn fails(self, failure: impl Into<Failure>) -> Self {
        self.state().reply = Err(failure.into());
        self
    }

    /// Calls wait until the test lets them continue.
    pub(crate) fn holds(self) -> Self {
        self.state().held = true;
        self
    }

    pub(crate) fn set_ready(&self, ready: bool) {
        self.state().ready = ready;
    }

    /// The calls since this was last asked.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.callers().into_iter().map(|(_, call)| call).collect()
    }

    /// The calls since this was last asked, and who called.
    pub(crate) fn callers(&self) -> Vec<(Caller, Call)> {
        std::mem::take(&mut self.state().calls)
    }

    pub(crate) fn front(&self) -> Front<Self, Dev> {
        Front::new(self.clone(), Dev)
    }

    pub(crate) fn front_within(&self, limits: Limits) -> Front<Self, Dev> {
        Front::with_limits(self.clone(), Dev, limits)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .expect("no test panics while it holds this")
    }
}

impl Api for Fake {
    async fn call(&self, caller: &Caller, call: Call) -> Result<Reply, Failure> {
        let held = {
            let mut state = self.state();
            state.calls.push((caller.clone(), call));
            state.held
        };
        self.began.notify_one();
        if held {
            self.go_on.notified().await;
        }
        self.state().reply.clone()
    }

    async fn received(
        &self,
        caller: &Caller,
        call: Call,
        _: Received<'_>,
    ) -> Result<Reply, Failure> {
        let mut reply = self.call(caller, call).await?;
        let pieces = self.state().pieces.clone();
        for piece in pieces {
            reply.body.extend(piece?);
        }
        Ok(reply)
    }

    async fn answer(
        &self,
        caller: &Caller,
        call: Call,
        _: Received<'_>,
    ) -> Result<people_server::Answer, Failure> {
        let reply = self.call(caller, call).await?;
        let (pieces, made) = {
            let state = self.state();
            (state.pieces.clone(), Arc::clone(&state.made))
        };
        Ok(match rest(pieces.into(), made) {
            Some(rest) => people_server::Answer::Begun { begun: reply, rest },
            None => people_server::Answer::Whole(reply),
        })
    }

    async fn ready(&self) -> bool {
        self.state().ready
    }
}

/// How long a piece takes.
pub(crate) const PIECE: Duration = Duration::from_millis(10);

fn rest(mut pieces: VecDeque<Result<Vec<u8>, Failure>>, made: Arc<AtomicUsize>) -> Option<Rest> {
    let next = pieces.pop_front()?;
    Some(Rest::new(async move {
        tokio::time::sleep(PIECE).await;
        made.fetch_add(1, Ordering::Relaxed);
        Ok(Piece {
            json: next?,
            rest: rest(pieces, made),
        })
    }))
}

/// A response, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("a body of JSON")
    }

    pub(crate) fn message(&self) -> String {
        self.json()["error"]["message"]
            .as_str()
            .expect("an error in JSON")
            .to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("a header of text"))
    }
}

pub(crate) async fn send<S, B>(service: S, request: Request<Full<Bytes>>) -> Answer
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>, Error = Infallible>,
    B: Body<Data = Bytes>,
    B::Error: std::fmt::Debug,
{
    let Ok(response) = service.oneshot(request).await;
    let (head, body) = response.into_parts();
    Answer {
        status: head.status,
        headers: head.headers,
        body: body.collect().await.expect("the body").to_bytes(),
    }
}

/// A request of ada's.
pub(crate) fn ada(verb: &str, address: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    let mut request = anonymous(verb, address, body);
    set(&mut request, "authorization", "Bearer ada");
    request
}

pub(crate) fn anonymous(verb: &str, address: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::builder()
        .method(verb)
        .uri(address)
        .body(Full::new(body.into()))
        .expect("a request")
}

pub(crate) fn with(
    mut request: Request<Full<Bytes>>,
    name: &'static str,
    value: &str,
) -> Request<Full<Bytes>> {
    set(&mut request, name, value);
    request
}

fn set(request: &mut Request<Full<Bytes>>, name: &'static str, value: &str) {
    let value = http::HeaderValue::from_bytes(value.as_bytes()).expect("a header's value");
    request.headers_mut().append(name, value);
}

/// Whether the scopes are ada's whole set, which is what she has unless a test says less.
pub(crate) fn is_ada(caller: &Caller) -> bool {
    caller.account.as_str() == "ada" && caller.scopes == Scopes::ALL
}

pub(crate) const GET: &str = "/v1/people/c17?personFields=names";
pub(crate) const UPDATE: &str = "/v1/people/c17:updateContact?updatePersonFields=names";
