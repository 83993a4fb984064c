//! Requests of the API, as they come and go.
use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant, SystemTime},
};

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method as Verb, request::Parts};
use http_body_util::BodyExt;
use people_http::effective_verb;
use people_model::{Code, Status};
use people_server::{Api, ContentEncoding};

use crate::{
    Emulator,
    body::Kept,
    broken,
    context::{ActingAs, Context},
    control,
    findings::{LARGEST_BODY, Noting},
    journal::{self, Entry, Headers, Kind, Sent},
    oauth,
    rules::once,
    then::Then,
    words::invalid,
};

/// The header field with the name of the test that a request belongs to (rule `X3`).
const TEST: HeaderName = HeaderName::from_static("x-people-test");

/// Bytes of the name of a test.
const LONGEST_NAME: usize = 128;

/// Answers a request of the API, lets all that answers it know which request it is, and keeps both sides in
/// the journal (rule `X4`).
pub(crate) async fn answer<A: Api>(
    emulator: &Emulator<A>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let asked = test_of(request.headers())
        .and_then(|test| Ok((test, once(request.headers(), emulator.grammar())?)));
    let (test, once) = match asked {
        Ok(asked) => asked,
        Err(status) => return control::refusal(status),
    };
    let acting = request.extensions().get::<ActingAs>().cloned();
    let context = Context::new(emulator.next_number(), test, once).acting_as(acting);
    let context = Arc::new(context);
    if is_probe(request.uri().path()) {
        return context.scope(next.run(request)).await;
    }

    let largest = emulator.journal().largest_body();
    let came = Came::now();
    let (head, body) = request.into_parts();
    let asked = Head::of(&head);
    let (body, kept) = Kept::of(body, largest.max(LARGEST_BODY));
    let noting = Noting::begin(emulator.findings(), &context, &asked, kept, came.begun);
    let request = Request::from_parts(head, body);
    let response = Arc::clone(&context).scope(next.run(request)).await;
    let ended = Instant::now();
    let is_broken = context.known().broken.is_some();
    let refused = (!is_broken).then(|| !response.status().is_success());
    let plain = noting.end(refused, ended);
    if !emulator.journal().is_kept() {
        let broken = context.known().broken.take();
        return broken::sent(response, broken.as_ref()).await;
    }
    let took = ended.saturating_duration_since(came.begun);
    let (response, broken) =
        keep(emulator, &context, asked, plain, (came.at, took), response).await;
    broken::sent(response, broken.as_ref()).await
}

/// Answers a request that is not of the API, and keeps both sides in the journal too.
pub(crate) async fn record<A: Api, F: Future<Output = Response<Body>>>(
    emulator: &Emulator<A>,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response<Body> {
    if !emulator.journal().is_kept() {
        return answer(request).await;
    }
    let test = match test_of(request.headers()) {
        Ok(test) => test,
        Err(status) => return control::refusal(status),
    };
    let context = Arc::new(Context::new(emulator.next_number(), test, Vec::new()));
    let came = Came::now();
    let (head, body) = request.into_parts();
    let asked = Head::of(&head);
    let (body, kept) = Kept::of(body, emulator.journal().largest_body());
    let request = Request::from_parts(head, body);
    let response = Arc::clone(&context).scope(answer(request)).await;
    let took = came.begun.elapsed();
    let plain = kept.plain(asked.encoding);
    let (response, _) = keep(emulator, &context, asked, plain, (came.at, took), response).await;
    response
}

/// When a request came.
struct Came {
    at: SystemTime,
    begun: Instant,
}

impl Came {
    fn now() -> Self {
        Self {
            at: SystemTime::now(),
            begun: Instant::now(),
        }
    }
}

/// Keeps both sides of an exchange, and returns the response with what a rule wants in its place.
async fn keep<A: Api>(
    emulator: &Emulator<A>,
    context: &Context,
    asked: Head,
    plain: Option<Bytes>,
    (at, took): (SystemTime, Duration),
    response: Response<Body>,
) -> (Response<Body>, Option<Then>) {
    let journal = emulator.journal();
    let largest = journal.largest_body();
    let (head, body) = response.into_parts();
    let Ok(body) = body.collect().await else {
        // What the server answers is whole before it is sent, so that this does not happen.
        let status = Status::new(Code::Internal, "The reply broke off.");
        return (control::refusal(status), None);
    };
    let body = body.to_bytes();
    let reply = reply(&head.headers, &body, largest, asked.path());
    let mut entry = Entry {
        number: context.number,
        part: None,
        test: context.test.clone(),
        account: None,
        calls: Vec::new(),
        fired: Vec::new(),
        broken: None,
        at,
        took,
        verb: asked.verb,
        effective: asked.effective,
        reply,
        address: asked.address,
        request: Sent {
            headers: asked.headers,
            body: kept_body(plain, largest, asked.kind),
        },
        status: head.status,
        has_parts: OnceLock::new(),
    };
    entry.know(context);
    let broken = entry.broken.clone();
    journal.add(entry);
    (Response::from_parts(head, Body::from(body)), broken)
}

/// The head of a request, without credentials.
pub(crate) struct Head {
    verb: Verb,
    /// The one that counts, if the request overrides it.
    pub(crate) effective: Verb,
    /// Path and query.
    pub(crate) address: Arc<str>,
    headers: Headers,
    kind: Kind,
    /// How the body is compressed; none if the server does not read it.
    pub(crate) encoding: Option<ContentEncoding>,
}

impl Head {
    fn of(head: &Parts) -> Self {
        let (uri, headers) = (&head.uri, &head.headers);
        let encoding = ContentEncoding::of(headers);
        let address = uri.path_and_query();
        let address = address.map_or(uri.path(), |address| address.as_str());
        Self {
            verb: head.method.clone(),
            effective: effective_verb(&head.method, headers),
            address: journal::without_query(address).into(),
            headers: match encoding {
                Some(ContentEncoding::Gzip) => Headers::of_inflated(headers),
                Some(_) | None => Headers::of(headers),
            },
            kind: Kind::of_request(headers, uri.path()),
            encoding,
        }
    }

    fn path(&self) -> &str {
        self.address.split('?').next().unwrap_or_default()
    }
}

fn test_of(headers: &HeaderMap) -> Result<Option<Arc<str>>, Status> {
    let mut values = headers.get_all(TEST).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let name = value.to_str().unwrap_or_default().trim();
    match name.is_empty() || name.len() > LONGEST_NAME || values.next().is_some() {
        true => Err(invalid(format!(
            "`{TEST}` is sent once, with the name of a test: 1 to {LONGEST_NAME} characters of ASCII."
        ))),
        false => Ok(Some(name.into())),
    }
}

/// What a program asks of the server and not of the API.
fn is_probe(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz" | "/openapi.json")
}

/// The reply without credentials. A body of the API has none.
fn reply(headers: &HeaderMap, body: &Bytes, largest: usize, path: &str) -> Sent {
    // A copy: the memory of a reply counts for the server until it is dropped (rule `V1`).
    let copy = || Bytes::copy_from_slice(body);
    let kind = Kind::of(headers, path);
    match journal::is_gzip(headers) {
        // A page of a login has in it what the answer to it is known by.
        _ if oauth::is_address(path) && kind == Kind::Page => Sent {
            headers: Headers::of(headers),
            body: journal::Body::LeftOut,
        },
        true if !journal::is_of_the_api(path) => Sent {
            headers: Headers::of_inflated(headers),
            body: kept_body(
                journal::inflated(body, largest).map(Bytes::from),
                largest,
                kind,
            ),
        },
        _ if body.len() > largest => Sent {
            headers: Headers::of(headers),
            body: journal::Body::LeftOut,
        },
        true => Sent {
            headers: Headers::of(headers),
            body: journal::Body::Kept(copy()),
        },
        false => Sent {
            headers: Headers::of(headers),
            body: kept_body(Some(copy()), largest, kind),
        },
    }
}

/// A body without credentials, if it is not too large to keep.
fn kept_body(body: Option<Bytes>, largest: usize, kind: Kind) -> journal::Body {
    let body = body.filter(|body| body.len() <= largest);
    match body.and_then(|body| kind.without_credentials(body)) {
        Some(body) => journal::Body::Kept(body),
        None => journal::Body::LeftOut,
    }
}
