//! What is noted of a request while it is answered.
use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard},
    time::Instant,
};

use bytes::Bytes;
use people_http::{Call, Selector, Shape};
use people_server::{Caller, Failure, ObservedCall, Observer, Received, Reply, Written};
use people_store::Account;

use super::{Author, Exchange, Original, Outcome, bytes_of_rows, lock};
use crate::{
    context::{Called, Context},
    draft::Got,
    journal,
    records::Records,
};

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
    /// Which call of a batch it is, from 1 on.
    number: Option<usize>,
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

#[derive(Clone, Debug)]
struct Ended {
    records: Arc<Records>,
    number: u64,
    account: Account,
    by: Author,
    begun: Instant,
}

/// The calls of a request that has ended.
#[derive(Debug)]
pub(crate) struct Calls {
    /// Who sent it; none if that was not found out.
    account: Option<Account>,
    parts: Vec<Part>,
}

/// How a request ended.
#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) number: u64,
    pub(crate) test: Option<Arc<str>>,
    /// As [`Findings::at`](super::Findings::at) counts.
    pub(crate) started: u64,
    pub(crate) ended: u64,
    pub(crate) got: Got,
    pub(crate) original: Original,
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
            number: request.and_then(|request| request.part),
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
            let ended = ended.clone();
            drop(parts);
            ended.note(written);
        } else if let Some(part) = parts.parts.last_mut() {
            let edits = SOMEBODY_ELSE.try_with(|()| ()).is_ok();
            let into = match edits {
                true => &mut part.edits,
                false => &mut part.written,
            };
            match into.is_empty() {
                true => *into = written,
                false => into.extend(written),
            }
        }
    }

    /// The request ends: what is written from now on has no caller who waits. Returns its calls.
    pub(crate) fn end(&self, context: &Context, records: &Arc<Records>, begun: Instant) -> Calls {
        let mut noted = self.parts();
        let parts = mem::take(&mut noted.parts);
        let account = match parts.first() {
            Some(part) => Some(part.account.clone()),
            None => context.known().account.clone(),
        };
        noted.ended = account.clone().map(|account| Ended {
            records: Arc::clone(records),
            number: context.number,
            account,
            by: Author::Program(context.test.clone()),
            begun,
        });
        Calls { account, parts }
    }

    fn parts(&self) -> MutexGuard<'_, Parts> {
        lock(&self.0)
    }
}

impl Ended {
    /// Notes what was written after the request had ended.
    fn note(self, written: Vec<Written>) {
        let findings = self.records.findings();
        let exchange = Exchange {
            number: self.number,
            account: self.account,
            by: self.by,
            started: findings.at(self.begun),
            ended: findings.at(Instant::now()),
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
        };
        findings.note(exchange);
        findings.tell();
    }
}

impl Calls {
    /// How many rows were written; none if there are several calls.
    pub(crate) fn rows(&self) -> Option<usize> {
        match &self.parts[..] {
            [] => Some(0),
            [part] => Some(part.written.len() + part.edits.len()),
            _ => None,
        }
    }

    /// Bytes of what was answered, and of the rows that were written.
    pub(crate) fn bytes(&self) -> usize {
        let bytes = self.parts.iter().map(|part| {
            let reply = part.outcome.as_ref().map_or(0, Outcome::bytes);
            reply + bytes_of_rows(&part.written) + bytes_of_rows(&part.edits)
        });
        bytes.sum()
    }

    /// What the journal keeps of each.
    pub(crate) fn called(&self) -> Vec<Called> {
        let called = self.parts.iter().map(|part| Called {
            account: part.account.clone(),
            method: part.shape.method,
            part: part.number,
        });
        called.collect()
    }

    /// What the findings examine: each call, and what another program wrote before it.
    pub(crate) fn exchanges(self, ending: Ending) -> Vec<Exchange> {
        let Some(account) = self.account else {
            return Vec::new();
        };
        let by = Author::Program(ending.test);
        let reached = ending.got != Got::Nothing;
        let refused = ending.got == Got::Error;
        let exchange = |account: Account| Exchange {
            number: ending.number,
            account,
            by: by.clone(),
            started: ending.started,
            ended: ending.ended,
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
        let original = ending.original;
        if self.parts.is_empty() && refused {
            return vec![Exchange {
                original: Some(original),
                ..exchange(account)
            }];
        }
        let mut exchanges = Vec::with_capacity(self.parts.len());
        for part in self.parts {
            if !part.edits.is_empty() {
                exchanges.push(Exchange {
                    by: Author::SomebodyElse,
                    written: part.edits,
                    ..exchange(part.account.clone())
                });
            }
            let unknown = exchange(part.account);
            let outcome = part.outcome.unwrap_or(unknown.outcome);
            // There was a reply, and the server sent an error instead.
            let replaced = refused && matches!(outcome, Outcome::Reply(_) | Outcome::Written);
            exchanges.push(Exchange {
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
        exchanges
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
