//! `POST /batch`: many calls in one request (rules `F19`, `F20`, `V4`).
mod answers;
mod multipart;
mod part;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Uri, header, request::Parts, uri::PathAndQuery};
use http_body_util::Full;
use hyper::body::Body;
use people_http::{Query, SystemParameters};
use tokio::time::Instant;

use self::{
    answers::Answers,
    part::{HeadLimits, OF_A_CONNECTION, Part},
};
use super::{
    addresses, answered,
    body::{self, Bounds, Unread},
    call::{Place, split},
    invalid_batch::{InvalidPart, Unmade},
    parts::FrontParts,
    refusal::Refusal,
    reply::accepts_gzip,
    response::Response,
};
use crate::{
    api::{Api, Caller},
    auth::{Authenticate, Credential},
    called::Called,
    listen::{Stage, Standing},
    metrics::Metrics,
};

pub use self::part::BatchPart;

/// The messages in a body of `multipart/mixed`: the calls of a batch, or the replies to them (rule `F19`).
///
/// `None` if the body is not a batch. A part that is not a message is `None` too, so that the other parts keep their
/// places.
///
/// ```
/// use people_server::parts_of_batch;
///
/// let body = "--b\r\nContent-Type: application/http\r\n\r\nGET /v1/people/me HTTP/1.1\r\n\r\n--b--";
/// let parts = parts_of_batch(b"multipart/mixed; boundary=b", &body.into()).unwrap();
/// let first = parts[0].as_ref().unwrap();
/// assert_eq!(first.line, "GET /v1/people/me HTTP/1.1");
/// ```
pub fn parts_of_batch(content_type: &[u8], body: &Bytes) -> Option<Vec<Option<BatchPart>>> {
    let boundary = multipart::boundary(content_type).ok()?;
    let parts = multipart::split(body, &boundary).ok()?.into_iter();
    Some(
        parts
            .map(|range| BatchPart::read(&body.slice(range)))
            .collect(),
    )
}

/// A batch may be this many times larger than the body of one contact, like a batch of updates.
const ROOM: u32 = 8;

impl<A: Api, C: Authenticate> FrontParts<A, C> {
    /// Makes the calls of a batch, one after the other, and answers with their replies in that order.
    ///
    /// Each is a call like any other: it is admitted, counted and let through by itself, so that the
    /// accounts take turns at every call. If the client goes away, the calls that have not begun are
    /// not made.
    pub(super) async fn answer_batch<B>(
        &self,
        mut head: Parts,
        body: B,
        metrics: Option<&Metrics>,
    ) -> Response
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Send,
    {
        let standing = Standing::of(&mut head.extensions);
        standing.set(Stage::Stranger);
        let address = || Query::parse(head.uri.query().unwrap_or_default());
        let (system, _) = split(address());

        let answered = async {
            let query = address();
            let credential = Credential::of(&head.headers, &query);
            let caller = match &credential {
                // Then the calls may say it.
                Credential::Missing => None,
                Credential::Malformed | Credential::Token(_) => {
                    match self.know(None, &credential).await {
                        Ok(caller) => Some(caller),
                        Err(refusal) => {
                            body::forsake(&head.headers, body);
                            return Err(refusal);
                        }
                    }
                }
            };
            let content_type = head.headers.get(header::CONTENT_TYPE);
            let content_type = content_type.map_or(&[][..], |value| value.as_bytes());
            let boundary = match multipart::boundary(content_type) {
                Ok(boundary) => boundary,
                Err(invalid) => {
                    body::forsake(&head.headers, body);
                    return Err(invalid.into());
                }
            };
            let bounds = match &caller {
                None => Bounds::of_a_stranger(&self.limits),
                Some(_) => {
                    standing.set(Stage::Receiving);
                    Bounds::of_body(&self.limits, ROOM)
                }
            };
            let account = caller.as_ref().map(|caller| &caller.account);
            let whole = match self.read(&head.headers, body, bounds, account).await {
                Err(Unread::TooLarge { .. }) if caller.is_none() => {
                    return Err(Refusal::NoCredential(None));
                }
                read => read?,
            };
            let parts = multipart::split(&whole.bytes, &boundary)?;
            let mut parts = parts.into_iter().map(|range| whole.bytes.slice(range));
            let named;
            let caller = match &caller {
                Some(caller) => caller,
                None => {
                    let first = parts.clone().next().unwrap_or_default();
                    named = self.know_by_part(&first).await?;
                    &named
                }
            };
            if !standing.set(Stage::Admitted) {
                return Err(Refusal::Busy); // not sent: the connection is being closed to make room
            }
            let batch = Batch {
                head: &head,
                system: &system,
                metrics,
            };
            let mut answers = Answers::new(&self.replies, &caller.account, &self.limits)?;
            self.make_all(&batch, &mut parts, &mut answers).await;
            answers.finish(accepts_gzip(&head.headers)).await
        };
        match answered.await {
            Ok(response) => response,
            Err(refusal) => refusal.response(&system, &head.headers),
        }
    }

    /// Who sends a batch that does not say so itself: who makes its first call.
    async fn know_by_part(&self, first: &Bytes) -> Result<Caller, Refusal> {
        let part = Part::read(first, self.head_limits());
        let Ok((head, _)) = part.request else {
            return Err(Refusal::NoCredential(None));
        };
        let query = Query::parse(head.uri.query().unwrap_or_default());
        let credential = Credential::of(&head.headers, &query);
        self.know(None, &credential).await
    }

    async fn make_all(
        &self,
        batch: &Batch<'_>,
        parts: &mut impl Iterator<Item = Bytes>,
        answers: &mut Answers<'_>,
    ) {
        let begun = Instant::now();
        for (number, bytes) in (1_usize..).zip(parts) {
            let start = Instant::now();
            let part = Part::read(&bytes, self.head_limits());
            let unmade = if answers.are_full() {
                Some(Unmade::NoRoom)
            } else {
                (begun.elapsed() > self.limits.call_time).then_some(Unmade::NoTime)
            };
            let answered = match (unmade, part.request) {
                (Some(unmade), _) => Err(Refusal::Unmade(unmade)),
                (None, Err(invalid)) => Err(Refusal::Part(invalid)),
                (None, Ok((head, _))) if addresses::is_batch(head.uri.path()) => {
                    Err(Refusal::Part(InvalidPart::Nested))
                }
                (None, Ok((head, body))) => {
                    let head = batch.pass_on(head);
                    let body = Full::new(body);
                    let call = self.answer_call(head, body, batch.metrics, Place::InBatch(number));
                    // A call is large while it is made, and there may be a thousand.
                    Ok(Box::pin(call).await)
                }
            };
            let (mut response, called) = match answered {
                Ok(answered) => answered,
                Err(refusal) => {
                    // A thousand refusals in a row would keep the worker from others.
                    tokio::task::yield_now().await;
                    (batch.refuse(refusal), Called::Nothing)
                }
            };
            let changed = match called {
                Called::Method(method) => method.mutates() && response.status().is_success(),
                Called::Nothing | Called::Batch => false,
            };
            let content_id = part.content_id.as_ref();
            if !answers.have_room(content_id, &response) && !changed {
                response = batch.refuse(Refusal::Unmade(Unmade::NoRoom));
            }
            let metrics = batch.metrics;
            let time = start.elapsed();
            answered::report(metrics, Some(number), called, &mut response, time);
            answers.add(content_id, response);
        }
    }

    fn head_limits(&self) -> HeadLimits {
        HeadLimits {
            fields: self.limits.headers,
            bytes: self.limits.head,
        }
    }
}

/// What all calls of a batch have in common.
struct Batch<'b> {
    head: &'b Parts,
    system: &'b SystemParameters,
    metrics: Option<&'b Metrics>,
}

impl Batch<'_> {
    /// The head of a call with what the batch says of all of them; what the call says itself counts.
    fn pass_on(&self, mut head: Parts) -> Parts {
        let own = head.headers;
        let query = Query::parse(head.uri.query().unwrap_or_default());
        let says_who = Credential::of(&own, &query) != Credential::Missing;
        head.headers = self.head.headers.clone();
        let is_for_one = |name: &HeaderName| {
            name.as_str().starts_with("content-")
                || *name == "x-http-method-override"
                || OF_A_CONNECTION.contains(name)
                || own.contains_key(name)
                || (says_who && *name == header::AUTHORIZATION)
        };
        let dropped: Vec<HeaderName> = head
            .headers
            .keys()
            .filter(|&name| is_for_one(name))
            .cloned()
            .collect();
        for name in dropped {
            head.headers.remove(name);
        }
        extend(&mut head.headers, &own);
        if let Some(query) = self.head.uri.query() {
            head.uri = with_query(&head.uri, query).unwrap_or(head.uri);
        }
        head
    }

    fn refuse(&self, refusal: Refusal) -> Response {
        let mut headers = self.head.headers.clone();
        headers.remove(header::ACCEPT_ENCODING);
        refusal.response(self.system, &headers)
    }
}

fn extend(headers: &mut HeaderMap, more: &HeaderMap) {
    for (name, value) in more {
        // What has no room is beyond what any head may have.
        headers.try_append(name, value.clone()).ok();
    }
}

/// The address with those parameters of `query` that it does not have itself.
fn with_query(uri: &Uri, query: &str) -> Option<Uri> {
    let own = uri.query().unwrap_or_default();
    let name = |pair: &str| -> Option<String> {
        let parsed = Query::parse(pair);
        parsed.iter().next().map(|(name, _)| name.to_owned())
    };
    let mut parameters: Vec<&str> = own.split('&').filter(|pair| !pair.is_empty()).collect();
    let known: Vec<String> = parameters.iter().filter_map(|pair| name(pair)).collect();
    let is_new = |pair: &&str| name(pair).is_some_and(|name| !known.contains(&name));
    parameters.extend(query.split('&').filter(is_new));
    let target = format!("{}?{}", uri.path(), parameters.join("&"));
    Some(PathAndQuery::try_from(target).ok()?.into())
}
