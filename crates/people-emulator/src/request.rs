//! Requests of the API, as they come and go.
use std::{sync::Arc, time::Instant};

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName};
use http_body::Body as _;
use http_body_util::BodyExt;
use people_model::{Code, Status};
use people_server::Api;

use crate::{
    Emulator, broken,
    context::{ActingAs, Context},
    control,
    draft::{Asked, Got, Reply, Underway},
    findings::LARGEST_BODY,
    rules::once,
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

    let records = emulator.records();
    let most = records.largest_body().max(LARGEST_BODY);
    let (request, asked) = Asked::of(request, &context, most);
    let underway = Underway::new(records, asked);
    let response = Arc::clone(&context).scope(next.run(request)).await;
    let ended = Instant::now();
    // What a rule wants in the place of the response.
    let broken = context.known().broken.clone();
    let got = match &broken {
        Some(_) => Got::Nothing,
        None if response.status().is_success() => Got::Reply,
        None => Got::Error,
    };
    let (response, reply) = match records.has_journal() {
        true => both(response).await,
        false => (response, None),
    };
    underway.end(got, ended, reply);
    broken::sent(response, broken.as_ref()).await
}

/// Answers a request that is not of the API, and keeps both sides in the journal too.
pub(crate) async fn record<A: Api, F: Future<Output = Response<Body>>>(
    emulator: &Emulator<A>,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response<Body> {
    let records = emulator.records();
    if !records.has_journal() {
        return answer(request).await;
    }
    let test = match test_of(request.headers()) {
        Ok(test) => test,
        Err(status) => return control::refusal(status),
    };
    let context = Arc::new(Context::new(emulator.next_number(), test, Vec::new()));
    let (request, asked) = Asked::of(request, &context, records.largest_body());
    let response = Arc::clone(&context).scope(answer(request)).await;
    let ended = Instant::now();
    let (response, reply) = both(response).await;
    if let Some(reply) = reply {
        records.note(asked.ended(ended, reply));
    }
    response
}

/// A response, and the same for the journal.
async fn both(response: Response<Body>) -> (Response<Body>, Option<Reply>) {
    let (head, body) = response.into_parts();
    let Ok(body) = whole(body).await else {
        // What the server answers is whole before it is sent, so that this does not happen.
        let status = Status::new(Code::Internal, "The reply broke off.");
        return (control::refusal(status), None);
    };
    let reply = Reply {
        status: head.status,
        headers: head.headers.clone(),
        body: body.clone(),
    };
    (Response::from_parts(head, Body::from(body)), Some(reply))
}

/// All of a body. That of a reply is in one piece, which is not copied.
async fn whole(mut body: Body) -> Result<Bytes, axum::Error> {
    let first = match body.frame().await {
        Some(frame) => frame?.into_data().unwrap_or_default(),
        None => Bytes::new(),
    };
    if body.is_end_stream() {
        return Ok(first);
    }
    let rest = body.collect().await?.to_bytes();
    Ok([first, rest].concat().into())
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
