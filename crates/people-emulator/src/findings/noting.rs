//! What is noted of a request while it is answered.
use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard},
    time::Instant,
};

use bytes::Bytes;
use http::Method as Verb;
use people_http::{Call, Selector, Shape};
use people_server::{
    Caller, ContentEncoding, Failure, ObservedCall, Observer, Received, Reply, Written,
};
use people_store::Account;

use super::{Author, Exchange, Findings, Original, Outcome, lock};
use crate::{body::Kept, context::Context, journal, request::Head};

/// The most bytes of a body that the findings examine: as many as a batch of updates may have by default.
pub(crate) const LARGEST_BODY: usize = 8 << 20;

tokio::task_local! {
    static SOMEBODY_ELSE: ();
}

/// Runs a write that another program makes, and not the program under test.
pub(crate) async fn somebody_else<F: Future>(writing: F) -> F::Output {
    SOMEBODY_ELSE.scope((), writing).await
}

/// Tells an [`Emulator`](crate::Emulator) what each commit replaced. Without it there are no findings.
///
/// ```
/// use std::sync::Arc;
/// use people_emulator::Watcher;
/// use people_server::Settings;
///
/// let mut settings = Settings::default();
/// settings.observer = Some(Arc::new(Watcher));
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::exhaustive_structs)] // it has no state
pub struct Watcher;

impl Observer for Watcher {
    fn committed(&self, _: &Account, written: Vec<Written>) {
        if let Some(context) = Context::current() {
            context.noted.wrote(written);
        }
    }

    fn carry(&self, call: ObservedCall) -> ObservedCall {
        match Context::current() {
            Some(context) => Box::pin(context.scope(call)),
            None => call,
        }
    }
}

/// The calls of one request: one, or those of a batch.
#[derive(Debug, Default)]
pub(crate) struct Noted(Mutex<Parts>);

#[derive(Debug, Default)]
struct Parts {
    parts: Vec<Part>,
    /// The request has ended. What is written from now on is written without a caller who waits.
    ended: Option<Ended>,
}

#[derive(Debug)]
struct Part {
    account: Account,
    shape: Shape<'static>,
    /// The call, if the original request is not kept.
    call: Option<Call>,
    selector: Option<Selector>,
    /// A part of a batch as it was sent. A request that is not a batch is known when it ends.
    original: Option<Original>,
    outcome: Option<Outcome>,
    written: Vec<Written>,
    /// What another program wrote before the call.
    edits: Vec<Written>,
}

#[derive(Debug)]
struct Ended {
    findings: Arc<Findings>,
    number: u64,
    account: Account,
    by: Author,
    started: u64,
}

impl Noted {
    /// A call begins. Returns its place.
    pub(crate) fn begin(
        &self,
        caller: &Caller,
        call: &Call,
        shape: Shape<'_>,
        request: Option<Received<'_>>,
    ) -> usize {
        let part = Part {
            account: caller.account.clone(),
            shape: shape.into_owned(),
            call: match request {
                Some(request) if request.body.len() <= LARGEST_BODY => None,
                Some(_) | None => Some(call.clone()),
            },
            selector: request.and_then(|request| request.selector.cloned()),
            original: request
                .filter(|request| request.part.is_some())
                .map(part_of_batch),
            outcome: None,
            written: Vec::new(),
            edits: Vec::new(),
        };
        let mut parts = self.parts();
        parts.parts.push(part);
        parts.parts.len() - 1
    }

    /// The call at a place has its answer.
    pub(crate) fn answered(&self, place: usize, answer: &Result<Reply, Failure>) {
        if let Some(part) = self.parts().parts.get_mut(place) {
            let selector = part.selector.as_ref();
            let outcome = Outcome::of(answer, &part.shape, selector, &part.written);
            part.outcome = Some(outcome);
        }
    }

    /// Something was written.
    fn wrote(&self, written: Vec<Written>) {
        let mut parts = self.parts();
        if let Some(ended) = &parts.ended {
            let exchange = ended.exchange(written);
            let findings = Arc::clone(&ended.findings);
            drop(parts);
            findings.note(exchange);
        } else if let Some(part) = parts.parts.last_mut() {
            let edits = SOMEBODY_ELSE.try_with(|()| ()).is_ok();
            let into = match edits {
                true => &mut part.edits,
                false => &mut part.written,
            };
            into.extend(written);
        }
    }

    fn parts(&self) -> MutexGuard<'_, Parts> {
        lock(&self.0)
    }
}

impl Ended {
    fn exchange(&self, written: Vec<Written>) -> Exchange {
        let now = self.findings.now();
        Exchange {
            number: self.number,
            account: self.account.clone(),
            by: self.by.clone(),
            started: self.started,
            ended: now,
            shape: None,
            call: None,
            original: None,
            selector: None,
            outcome: Outcome::Failed {
                code: None,
                rule: None,
            },
            reached: false,
            written,
        }
    }
}

/// A request that is being answered. If it is dropped, the caller got no reply.
#[derive(Debug)]
pub(crate) struct Noting {
    findings: Arc<Findings>,
    context: Arc<Context>,
    verb: Verb,
    address: Arc<str>,
    body: Kept,
    encoding: Option<ContentEncoding>,
    started: u64,
    end: Option<End>,
}

/// How a request ended.
#[derive(Debug)]
struct End {
    time: u64,
    /// Whether the reply is an error; none if the caller does not get it.
    refused: Option<bool>,
    body: Option<Bytes>,
}

impl Noting {
    /// A request begins.
    pub(crate) fn begin(
        findings: &Arc<Findings>,
        context: &Arc<Context>,
        head: &Head,
        body: Kept,
        begun: Instant,
    ) -> Self {
        Self {
            started: findings.at(begun),
            findings: Arc::clone(findings),
            context: Arc::clone(context),
            verb: head.effective.clone(),
            address: Arc::clone(&head.address),
            body,
            encoding: head.encoding,
            end: None,
        }
    }

    /// The reply is about to be sent whole; `refused` says whether it is an error, and is none if a rule wants the caller
    /// not to get it. Returns what the program sent, inflated.
    pub(crate) fn end(mut self, refused: Option<bool>, ended: Instant) -> Option<Bytes> {
        let body = self.body.plain(self.encoding);
        self.end = Some(End {
            time: self.findings.at(ended),
            refused,
            body: body.clone(),
        });
        body
    }
}

impl Drop for Noting {
    fn drop(&mut self) {
        let number = self.context.number;
        let (reached, refused, ended, body) = match self.end.take() {
            Some(End {
                time,
                refused,
                body,
            }) => (refused.is_some(), refused == Some(true), time, body),
            None => (
                false,
                false,
                self.findings.now(),
                self.body.plain(self.encoding),
            ),
        };
        let mut noted = self.context.noted.parts();
        let parts = mem::take(&mut noted.parts);
        let account = match parts.first() {
            Some(part) => Some(part.account.clone()),
            None => self.context.known().account.clone(),
        };
        let Some(account) = account else { return };
        let by = Author::Program(self.context.test.clone());
        noted.ended = Some(Ended {
            findings: Arc::clone(&self.findings),
            number,
            account: account.clone(),
            by: by.clone(),
            started: self.started,
        });
        drop(noted);

        let original = Original {
            verb: self.verb.clone(),
            address: Arc::clone(&self.address),
            body,
        };
        let exchange = |account: Account| Exchange {
            number,
            account,
            by: by.clone(),
            started: self.started,
            ended,
            shape: None,
            call: None,
            original: None,
            selector: None,
            outcome: Outcome::Failed {
                code: None,
                rule: None,
            },
            reached,
            written: Vec::new(),
        };
        if parts.is_empty() && refused {
            self.findings.note(Exchange {
                original: Some(original),
                ..exchange(account)
            });
            return;
        }
        for part in parts {
            if !part.edits.is_empty() {
                self.findings.note(Exchange {
                    by: Author::SomebodyElse,
                    written: part.edits,
                    ..exchange(part.account.clone())
                });
            }
            let unknown = exchange(part.account);
            let outcome = part.outcome.unwrap_or(unknown.outcome);
            // There was a reply, and the server sent an error instead.
            let replaced = refused && matches!(outcome, Outcome::Reply(_) | Outcome::Written);
            self.findings.note(Exchange {
                shape: Some(part.shape),
                call: part.call,
                original: part.original.or_else(|| Some(original.clone())),
                selector: part.selector,
                outcome,
                reached: reached && !replaced,
                written: part.written,
                ..unknown
            });
        }
    }
}

/// A call of a batch, as if it were a separate request.
fn part_of_batch(request: Received<'_>) -> Original {
    let address = request.uri.path_and_query();
    let address = address.map_or(request.uri.path(), |address| address.as_str());
    let body = request.body;
    Original {
        verb: request.verb.clone(),
        address: journal::without_query(address).into(),
        // A copy, because the piece would keep the whole batch.
        body: (body.len() <= LARGEST_BODY).then(|| Bytes::copy_from_slice(body)),
    }
}
