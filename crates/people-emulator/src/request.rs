//! Requests of the API, as they come and go.
use std::{
    sync::Arc,
    time::{Instant, SystemTime},
};

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use bytes::Bytes;
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use people_model::{Code, Status};
use people_server::Api;

use crate::{
    Emulator,
    body::Kept,
    broken,
    context::{ActingAs, Context},
    control,
    findings::Noting,
    journal::{self, Entry, Sent},
    rules::once,
    words::invalid,
};

/// The header field with the name of the test that a request belongs to (rule `X3`).
const TEST: &str = "x-people-test";

/// Bytes of a body that the findings look at: as many as a batch of updates may have by default.
const LARGEST_BODY: usize = 8 << 20;

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

    let journal = emulator.journal();
    let largest = journal.largest_body();
    let (at, begun) = (SystemTime::now(), Instant::now());
    let (head, body) = request.into_parts();
    let (verb, uri, headers) = (head.method.clone(), head.uri.clone(), head.headers.clone());
    let noting = Noting::begin(emulator.findings(), &context, &verb, &uri);
    let (body, kept) = Kept::of(body, largest.max(LARGEST_BODY));
    let request = Request::from_parts(head, body);
    let response = Arc::clone(&context).scope(next.run(request)).await;
    let took = begun.elapsed();
    let asked = kept.take();
    let plain = asked.as_ref().and_then(|body| plain(&headers, body));
    let is_broken = context.known().broken.is_some();
    match is_broken {
        true => noting.lose(plain),
        false => noting.end(!response.status().is_success(), plain),
    }
    if !journal.is_kept() {
        let broken = context.known().broken.take();
        return broken::sent(response, broken.as_ref()).await;
    }

    let (head, body) = response.into_parts();
    let Ok(body) = body.collect().await else {
        // What the server answers is whole before it is sent, so that this does not happen.
        return control::refusal(Status::new(Code::Internal, "The reply broke off."));
    };
    let body = body.to_bytes();
    let path = uri
        .path_and_query()
        .map_or(uri.path(), |path| path.as_str());
    let mut entry = Entry {
        number: context.number,
        test: context.test.clone(),
        account: None,
        calls: Vec::new(),
        fired: Vec::new(),
        broken: None,
        at,
        took,
        verb,
        address: journal::without_query(path),
        request: sent(
            headers,
            asked.filter(|body| body.len() <= largest),
            largest,
            uri.path(),
        ),
        status: head.status,
        reply: reply(&head.headers, &body, largest, uri.path()),
    };
    entry.know(&context);
    let broken = entry.broken.clone();
    journal.add(entry);
    let response = Response::from_parts(head, Body::from(body));
    broken::sent(response, broken.as_ref()).await
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

/// A body as it was before it was compressed.
fn plain(headers: &HeaderMap, body: &Bytes) -> Option<Bytes> {
    match journal::is_gzip(headers) {
        true => journal::inflated(body, LARGEST_BODY).map(Bytes::from),
        false => Some(body.clone()),
    }
}

/// The reply without credentials. A body of the API has none.
fn reply(headers: &HeaderMap, body: &Bytes, largest: usize, path: &str) -> Sent {
    if body.len() > largest {
        return Sent {
            headers: journal::without_headers(headers.clone()),
            body: journal::Body::LeftOut,
        };
    }
    // A copy: the memory of a reply counts for the server until it is dropped (rule `V1`).
    let body = Bytes::copy_from_slice(body);
    match journal::is_of_the_api(path) {
        true => Sent {
            headers: journal::without_headers(headers.clone()),
            body: journal::Body::Kept(body),
        },
        false => sent(headers.clone(), Some(body), largest, path),
    }
}

/// A side of an exchange without credentials, which may be in a body too, even in a compressed one.
fn sent(mut headers: HeaderMap, body: Option<Bytes>, largest: usize, path: &str) -> Sent {
    let body = match journal::is_gzip(&headers) {
        true => {
            let body = body.and_then(|body| journal::inflated(&body, largest));
            headers.remove(header::CONTENT_ENCODING);
            body.map(Bytes::from)
        }
        false => body,
    };
    let body = body.map(|body| journal::without(body, &headers, path));
    Sent {
        headers: journal::without_headers(headers),
        body: body.map_or(journal::Body::LeftOut, journal::Body::Kept),
    }
}
