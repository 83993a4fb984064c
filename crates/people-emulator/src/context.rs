//! What is known of the request that is being answered.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use people_model::Method;
use people_server::{Caller, Scopes};
use people_store::Account;

use crate::{findings::Noted, then::Then};

tokio::task_local! {
    static CURRENT: Arc<Context>;
}

/// What is known of one request, while it is answered.
///
/// The layer in front of the router sets it for the task. So the code that answers the call knows which request the
/// call belongs to. [`Watcher`](crate::Watcher) makes it known to the tasks that the service starts.
#[derive(Debug)]
pub(crate) struct Context {
    /// From 1 on, in the order in which requests arrived.
    pub(crate) number: u64,
    /// The name in `x-people-test`.
    pub(crate) test: Option<Arc<str>>,
    /// The calls that reached the API.
    pub(crate) noted: Noted,
    /// Who calls, if a console in this process says so.
    acting: Option<ActingAs>,
    known: Mutex<Known>,
}

/// Among the extensions of a request: the account that it is of. Its token then does not count (rule `W29`).
///
/// So a console in the same process sends a request again whose token the journal did not keep. What comes over a
/// connection has no extensions.
///
/// ```
/// use http::Request;
/// use people_emulator::ActingAs;
/// use people_store::Account;
///
/// let request = Request::get("/v1/people/me?personFields=names")
///     .extension(ActingAs::new(Account::new("ada")?))
///     .body(())?;
/// assert!(request.extensions().get::<ActingAs>().is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActingAs(Account);

impl ActingAs {
    /// As this account, with all scopes.
    pub fn new(account: Account) -> Self {
        Self(account)
    }
}

/// What becomes known while a request is answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Who called, once that was found out; for a batch, who sent it.
    pub(crate) account: Option<Account>,
    /// What the request asks for itself, for its first call.
    once: Vec<Then>,
    /// The rules that fired, in their order.
    pub(crate) fired: Vec<Fired>,
    /// What answers in the place of the server.
    pub(crate) broken: Option<Then>,
}

/// A rule that fired.
#[derive(Clone, Debug)]
pub(crate) struct Fired {
    /// The rule; none if the request asked for it itself.
    pub(crate) rule: Option<u64>,
    /// Why it had no effect.
    pub(crate) error: Option<String>,
}

/// A call that reached the API.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    pub(crate) account: Account,
    pub(crate) method: Method,
    /// Which call of a batch it is, from 1 on.
    pub(crate) part: Option<usize>,
}

impl Context {
    pub(crate) fn new(number: u64, test: Option<Arc<str>>, once: Vec<Then>) -> Self {
        Self {
            number,
            test,
            noted: Noted::default(),
            acting: None,
            known: Mutex::new(Known {
                once,
                ..Known::default()
            }),
        }
    }

    /// Says who calls, if the extensions of a request do.
    pub(crate) fn acting_as(self, acting: Option<ActingAs>) -> Self {
        Self { acting, ..self }
    }

    /// Who calls, if that is known without a token.
    pub(crate) fn caller(&self) -> Option<Caller> {
        let ActingAs(account) = self.acting.clone()?;
        Some(Caller::new(account, Scopes::ALL))
    }

    /// What the request asks for itself; nothing if a call took it already.
    pub(crate) fn take_once(&self) -> Vec<Then> {
        std::mem::take(&mut self.known().once)
    }

    /// Whether the request asks for something itself, and no call took it.
    pub(crate) fn has_once(&self) -> bool {
        !self.known().once.is_empty()
    }

    /// That of the request that this task answers.
    pub(crate) fn current() -> Option<Arc<Self>> {
        CURRENT.try_with(Arc::clone).ok()
    }

    /// Runs `answering`, which knows this as the current one.
    pub(crate) async fn scope<F: Future>(self: Arc<Self>, answering: F) -> F::Output {
        CURRENT.scope(self, answering).await
    }

    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes who calls. The first one counts: it sent the batch.
    pub(crate) fn know(&self, caller: &Caller) {
        let mut known = self.known();
        known.account.get_or_insert_with(|| caller.account.clone());
    }
}
