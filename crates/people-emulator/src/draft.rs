//! A request that ended, as it was: not yet what the journal and the findings keep of it.
use std::{
    fmt, mem,
    sync::{Arc, OnceLock},
    time::{Instant, SystemTime},
};

use axum::extract::Request;
use bytes::Bytes;
use http::{HeaderMap, Method as Verb, StatusCode, Uri};
use people_http::effective_verb;
use people_server::ContentEncoding;

use crate::{
    body::Kept,
    context::Context,
    findings::{Calls, Ending, Exchange, Findings, Original},
    journal::{self, Entry, Headers, Journal, Kind, Sent},
    oauth,
    records::Records,
};

/// The most bytes of a draft that waits: of its bodies, and of the rows that its call has written. The memory of a reply
/// counts for the server until it is dropped (rule `V1`), so that a large one is not held longer than the caller takes to
/// get it.
const LARGEST: usize = 16 << 10;
/// The most rows that the call of a draft that waits has written.
const MOST_ROWS: usize = 4;

/// A request that ended, and its reply. It has credentials, and lives until its [notes](Self::notes) are taken.
pub(crate) struct Draft {
    asked: Asked,
    /// Its calls; none if the request was not of the API.
    calls: Option<Calls>,
    ended: Instant,
    got: Got,
    /// None if the journal does not keep it.
    reply: Option<Reply>,
    /// Of the bodies and the rows.
    bytes: usize,
}

/// What a program asked.
pub(crate) struct Asked {
    pub(crate) context: Arc<Context>,
    came: Came,
    verb: Verb,
    uri: Uri,
    headers: HeaderMap,
    body: Kept,
}

/// When a request came.
struct Came {
    at: SystemTime,
    begun: Instant,
}

/// What the caller got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Got {
    /// The reply to its call.
    Reply,
    /// An error.
    Error,
    /// Neither: it left before, or a rule wanted it so.
    Nothing,
}

/// The reply as the server made it.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    /// What a request asks, and the request, whose body is kept up to `most` bytes as it is read.
    pub(crate) fn of(request: Request, context: &Arc<Context>, most: usize) -> (Request, Self) {
        let came = Came {
            at: SystemTime::now(),
            begun: Instant::now(),
        };
        let (head, body) = request.into_parts();
        let (body, kept) = Kept::of(body, most);
        let asked = Self {
            context: Arc::clone(context),
            came,
            verb: head.method.clone(),
            uri: head.uri.clone(),
            headers: head.headers.clone(),
            body: kept,
        };
        (Request::from_parts(head, body), asked)
    }

    /// Whether the body is as long as it was sent. A compressed one may be a thousand times as long.
    fn is_plain(&self) -> bool {
        let encoding = || ContentEncoding::of(&self.headers);
        self.body.bytes() == 0 || encoding() == Some(ContentEncoding::Identity)
    }

    /// The draft of a request that was not of the API, and had this reply.
    pub(crate) fn ended(self, ended: Instant, reply: Reply) -> Draft {
        Draft::new(self, None, ended, Got::Nothing, Some(reply))
    }
}

impl Draft {
    fn new(
        asked: Asked,
        calls: Option<Calls>,
        ended: Instant,
        got: Got,
        reply: Option<Reply>,
    ) -> Self {
        let sent = reply.as_ref().map_or(0, |reply| reply.body.len());
        let held = calls.as_ref().map_or(0, Calls::bytes);
        Self {
            bytes: asked.body.bytes() + sent + held,
            asked,
            calls,
            ended,
            got,
            reply,
        }
    }

    /// Of what was sent, of what was answered, before and after it was compressed, and of what was written.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether it may wait until the reply is sent. One of an ordinary call may, which takes little memory.
    pub(crate) fn may_wait(&self) -> bool {
        let is_small = |calls: &Calls| calls.rows().is_some_and(|rows| rows <= MOST_ROWS);
        self.got != Got::Nothing
            && self.bytes <= LARGEST
            && self.asked.is_plain()
            && self.calls.as_ref().is_some_and(is_small)
    }

    /// What is kept of it, without credentials.
    pub(crate) fn notes(self, journal: &Journal, findings: &Findings) -> Notes {
        let Asked {
            context,
            came,
            verb,
            uri,
            headers,
            body,
        } = self.asked;
        let encoding = ContentEncoding::of(&headers);
        let plain = body.plain(encoding);
        let effective = effective_verb(&verb, &headers);
        let address = uri.path_and_query();
        let address = address.map_or(uri.path(), |address| address.as_str());
        let address: Arc<str> = journal::without_query(address).into();
        let called = self.calls.as_ref().map(Calls::called).unwrap_or_default();
        let ending = Ending {
            number: context.number,
            test: context.test.clone(),
            started: findings.at(came.begun),
            ended: findings.at(self.ended),
            got: self.got,
            original: Original {
                verb: effective.clone(),
                address: Arc::clone(&address),
                body: plain.clone(),
            },
        };
        let exchanges = self.calls.map(|calls| calls.exchanges(ending));
        let entry = self.reply.map(|sent| {
            let largest = journal.largest_body();
            let known = mem::take(&mut *context.known());
            Entry {
                number: context.number,
                part: None,
                test: context.test.clone(),
                account: known.account,
                calls: called,
                fired: known.fired,
                broken: known.broken,
                at: came.at,
                took: self.ended.saturating_duration_since(came.begun),
                verb,
                effective,
                address,
                request: Sent {
                    headers: match encoding {
                        Some(ContentEncoding::Gzip) => Headers::of_inflated(&headers),
                        Some(_) | None => Headers::of(&headers),
                    },
                    body: kept_body(plain, largest, Kind::of_request(&headers, uri.path())),
                },
                status: sent.status,
                reply: reply(&sent.headers, &sent.body, largest, uri.path()),
                has_parts: OnceLock::new(),
            }
        });
        Notes {
            exchanges: exchanges.unwrap_or_default(),
            entry,
        }
    }
}

/// What is kept of a request.
pub(crate) struct Notes {
    exchanges: Vec<Exchange>,
    entry: Option<Entry>,
}

impl Notes {
    /// Adds them to what is kept of other requests.
    pub(crate) fn add_to(self, journal: &Journal, findings: &Arc<Findings>) {
        for exchange in self.exchanges {
            findings.note(exchange);
        }
        if let Some(entry) = self.entry {
            journal.add(entry);
        }
    }
}

/// Shows nothing that a program sent or got: it has credentials.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}

/// A request of the API that is being answered. If it is dropped, the caller got no reply.
pub(crate) struct Underway<'r> {
    records: &'r Arc<Records>,
    /// Until it ends.
    asked: Option<Asked>,
}

impl<'r> Underway<'r> {
    pub(crate) fn new(records: &'r Arc<Records>, asked: Asked) -> Self {
        Self {
            records,
            asked: Some(asked),
        }
    }

    /// The reply is about to be sent, and was known at `ended`. Without a `reply` the journal keeps nothing.
    pub(crate) fn end(mut self, got: Got, ended: Instant, reply: Option<Reply>) {
        self.note(got, ended, reply);
    }

    fn note(&mut self, got: Got, ended: Instant, reply: Option<Reply>) {
        if let Some(asked) = self.asked.take() {
            let begun = asked.came.begun;
            let calls = asked.context.noted.end(&asked.context, self.records, begun);
            let draft = Draft::new(asked, Some(calls), ended, got, reply);
            self.records.note(draft);
        }
    }
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        self.note(Got::Nothing, Instant::now(), None);
    }
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
