//! What is noted of a request while it is answered.
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    mem,
    sync::{Arc, Mutex, MutexGuard},
};

use bytes::Bytes;
use http::{Method as Verb, Uri};
use people_http::{Call, Query, Selector, SystemParameters};
use people_server::{Caller, Failure, ObservedCall, Observer, Reply, Written};
use people_store::Account;

use super::{Author, Exchange, Findings, Outcome, lock};
use crate::context::Context;

tokio::task_local! {
    static SOMEBODY_ELSE: ();
}

/// Runs a write that somebody else makes, and not the program under test.
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
    call: Call,
    outcome: Option<Outcome>,
    written: Vec<Written>,
    /// What somebody else wrote before the call.
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
    pub(crate) fn begin(&self, caller: &Caller, call: &Call) -> usize {
        let mut parts = self.parts();
        parts.parts.push(Part {
            account: caller.account.clone(),
            call: call.clone(),
            outcome: None,
            written: Vec::new(),
            edits: Vec::new(),
        });
        parts.parts.len() - 1
    }

    /// The call at a place has its answer.
    pub(crate) fn answered(&self, place: usize, answer: &Result<Reply, Failure>) {
        let outcome = match answer {
            Ok(reply) => Outcome::Reply(Bytes::copy_from_slice(&reply.body)),
            Err(failure) => Outcome::Failed {
                code: failure.status().code(),
                rule: failure.rule(),
            },
        };
        if let Some(part) = self.parts().parts.get_mut(place) {
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
            call: None,
            body: None,
            selector: None,
            outcome: Outcome::Failed {
                code: None,
                rule: None,
            },
            reached: false,
            signature: unique(self.number, usize::MAX),
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
    uri: Uri,
    started: u64,
    end: End,
}

/// How a request ended.
#[derive(Debug, Default)]
struct End {
    reached: bool,
    refused: bool,
    body: Option<Bytes>,
}

impl Noting {
    pub(crate) fn begin(
        findings: &Arc<Findings>,
        context: &Arc<Context>,
        verb: &Verb,
        uri: &Uri,
    ) -> Self {
        Self {
            started: findings.now(),
            findings: Arc::clone(findings),
            context: Arc::clone(context),
            verb: verb.clone(),
            uri: uri.clone(),
            end: End::default(),
        }
    }

    /// The reply is about to be sent whole. `refused` says that it is an error; `body` is what the program sent, inflated.
    pub(crate) fn end(mut self, refused: bool, body: Option<Bytes>) {
        self.end = End {
            reached: true,
            refused,
            body,
        };
    }

    /// The caller does not get the reply, because a rule wants it so; `body` is what the program sent, inflated.
    pub(crate) fn lose(mut self, body: Option<Bytes>) {
        self.end.body = body;
    }

    fn author(&self) -> Author {
        Author::Program(self.context.test.clone())
    }
}

impl Drop for Noting {
    fn drop(&mut self) {
        let End {
            reached,
            refused,
            body,
        } = mem::take(&mut self.end);
        let (number, ended) = (self.context.number, self.findings.now());
        let mut noted = self.context.noted.parts();
        let parts = mem::take(&mut noted.parts);
        let account = match parts.first() {
            Some(part) => Some(part.account.clone()),
            None => self.context.known().account.clone(),
        };
        let Some(account) = account else { return };
        noted.ended = Some(Ended {
            findings: Arc::clone(&self.findings),
            number,
            account: account.clone(),
            by: self.author(),
            started: self.started,
        });
        drop(noted);

        let signature = signature(&self.verb, &self.uri, body.as_ref());
        let exchange = Exchange {
            number,
            account,
            by: self.author(),
            started: self.started,
            ended,
            call: None,
            body: None,
            selector: None,
            outcome: Outcome::Failed {
                code: None,
                rule: None,
            },
            reached,
            signature,
            written: Vec::new(),
        };
        if parts.is_empty() && refused {
            self.findings.note(exchange);
            return;
        }
        let alone = parts.len() == 1 && !self.uri.path().starts_with("/batch");
        for (place, part) in parts.into_iter().enumerate() {
            if !part.edits.is_empty() {
                self.findings.note(Exchange {
                    account: part.account.clone(),
                    by: Author::SomebodyElse,
                    written: part.edits,
                    ..exchange.clone()
                });
            }
            let outcome = part.outcome.unwrap_or(exchange.outcome.clone());
            // There was a reply, and the server sent an error instead.
            let replaced = refused && matches!(outcome, Outcome::Reply(_));
            let mut noted = Exchange {
                account: part.account,
                outcome,
                reached: reached && !replaced,
                written: part.written,
                signature: unique(number, place),
                ..exchange.clone()
            };
            // What a part of a batch says to the letter is not looked for: it counts as meant, and as seen.
            if alone {
                noted.signature = exchange.signature;
                noted.body.clone_from(&body);
                noted.selector = selector(&self.uri, &part.call);
            }
            noted.call = Some(part.call);
            self.findings.note(noted);
        }
    }
}

/// What of the reply the caller wants to see.
fn selector(uri: &Uri, call: &Call) -> Option<Selector> {
    let query = Query::parse(uri.query().unwrap_or_default());
    let (system, _) = SystemParameters::split(query).ok()?;
    let selector: Selector = system.fields?.parse().ok()?;
    selector.resolve(call.method().response()).ok()
}

fn signature(verb: &Verb, uri: &Uri, body: Option<&Bytes>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (verb, uri, body).hash(&mut hasher);
    hasher.finish()
}

/// A signature that no other request has.
fn unique(number: u64, place: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    (number, place).hash(&mut hasher);
    hasher.finish()
}
