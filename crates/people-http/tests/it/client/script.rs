//! A service that does what it was told to, and remembers what it was asked and when.
use std::{
    collections::VecDeque,
    convert::Infallible,
    future::{Ready, pending, ready},
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use people_http::{Client, ClientBuilder, RetryPolicy};
use people_rules::Contract;
use tokio::{sync::Notify, time::Instant};
use tower::Service;

/// What becomes of a request.
pub(super) enum Answer {
    Reply(Response<String>),
    /// Nobody listens.
    Refused,
    /// The connection breaks, before or after the request was acted on: there is no telling.
    Reset,
    /// The reply breaks off.
    Cut,
    /// No reply ever.
    Silence,
    /// The reply comes once it is let go.
    Held(Response<String>, Arc<Notify>),
}

pub(super) fn ok(body: &str) -> Answer {
    status(200, body)
}

pub(super) fn status(status: u16, body: &str) -> Answer {
    let reply = Response::builder().status(status);
    Answer::Reply(reply.body(body.to_owned()).unwrap())
}

pub(super) fn with(answer: Answer, name: &'static str, value: &str) -> Answer {
    let Answer::Reply(mut reply) = answer else {
        panic!("only a reply has headers")
    };
    reply.headers_mut().insert(name, value.parse().unwrap());
    Answer::Reply(reply)
}

pub(super) fn held(body: &str) -> (Answer, Arc<Notify>) {
    let go_on = Arc::new(Notify::new());
    let reply = Response::new(body.to_owned());
    (Answer::Held(reply, Arc::clone(&go_on)), go_on)
}

pub(super) fn stale() -> Answer {
    status(
        400,
        r#"{"error": {"code": 400, "message": "Request person.etag is different than the current person.etag. Clear local cache and get the latest person.", "status": "FAILED_PRECONDITION"}}"#,
    )
}

#[derive(Clone)]
pub(super) struct Script(Arc<Mutex<State>>);

struct State {
    answers: VecDeque<Answer>,
    asked: Vec<Asked>,
}

#[derive(Clone)]
pub(super) struct Asked {
    pub(super) at: Instant,
    /// Verb and path.
    pub(super) line: String,
    pub(super) query: String,
    pub(super) token: String,
    pub(super) body: String,
}

impl Script {
    pub(super) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self(Arc::new(Mutex::new(State {
            answers: answers.into_iter().collect(),
            asked: Vec::new(),
        })))
    }

    pub(super) fn builder() -> ClientBuilder {
        let mut policy = RetryPolicy::default();
        policy.attempts = 3;
        Client::builder()
            .base_url("http://people.example")
            .token("Secret-Token")
            .timeout(Duration::from_secs(20))
            .retry(policy)
            .contract(Contract::Observed)
    }

    pub(super) fn client(&self) -> Client {
        Self::builder().build_over(self.clone()).unwrap()
    }

    /// What was asked so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }

    /// How long it took from each request to the next.
    pub(super) fn gaps(&self) -> Vec<Duration> {
        let asked = self.asked();
        asked.windows(2).map(|two| two[1].at - two[0].at).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }
}

impl Service<Request<Full<Bytes>>> for Script {
    type Response = Response<BoxBody<Bytes, io::Error>>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, io::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        let token = request.headers().get("authorization");
        let token = token.map_or("", |value| value.to_str().unwrap());
        let mut state = self.state();
        state.asked.push(Asked {
            at: Instant::now(),
            line: format!("{} {}", request.method(), request.uri().path()),
            query: request.uri().query().unwrap_or_default().to_owned(),
            token: token.trim_start_matches("Bearer ").to_owned(),
            body: text(request.body().clone()),
        });
        match state.answers.pop_front().expect("an answer is left") {
            Answer::Reply(reply) => Box::pin(ready(Ok(whole(reply)))),
            Answer::Refused => Box::pin(fails(io::ErrorKind::ConnectionRefused)),
            Answer::Reset => Box::pin(fails(io::ErrorKind::ConnectionReset)),
            Answer::Cut => Box::pin(ready(Ok(Response::new(cut())))),
            Answer::Silence => Box::pin(pending()),
            Answer::Held(reply, go_on) => Box::pin(async move {
                go_on.notified().await;
                Ok(whole(reply))
            }),
        }
    }
}

fn whole(reply: Response<String>) -> Response<BoxBody<Bytes, io::Error>> {
    reply.map(|body| {
        Full::from(body)
            .map_err(|error: Infallible| match error {})
            .boxed()
    })
}

fn cut() -> BoxBody<Bytes, io::Error> {
    struct Cut(Option<Bytes>);

    impl http_body::Body for Cut {
        type Data = Bytes;
        type Error = io::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<io::Result<http_body::Frame<Bytes>>>> {
            Poll::Ready(Some(match self.0.take() {
                Some(data) => Ok(http_body::Frame::data(data)),
                None => Err(io::ErrorKind::UnexpectedEof.into()),
            }))
        }
    }

    Cut(Some(Bytes::from_static(b"{\"etag\":"))).boxed()
}

/// A body that is there at once.
fn text(mut body: Full<Bytes>) -> String {
    let frame = Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop()));
    match frame {
        Poll::Ready(Some(Ok(frame))) => {
            String::from_utf8(frame.into_data().unwrap().into()).unwrap()
        }
        _ => String::new(),
    }
}

fn fails<T>(kind: io::ErrorKind) -> Ready<io::Result<T>> {
    ready(Err(kind.into()))
}
