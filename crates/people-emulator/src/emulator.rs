//! The emulator around an [`Api`], and in front of its router.
use std::{
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
};
use people_http::{Call, SyncedList};
use people_model::{Code, Status};
use people_server::{
    Api, Authenticate, Caller, Clock, Denied, Failure, HostCheck, Photo, Received, Reply,
    SystemClock,
};
use people_store::Store;

use serde_json::Value;
use tokio::sync::{Semaphore, SemaphorePermit, watch};

use crate::{
    Accounts, EditGrammar, OAuth, Options,
    context::Context,
    control::{self, Guard, Keeping},
    findings::{Filter, Findings, Grade},
    journal::Journal,
    oauth,
    records::Records,
    request,
    rules::{Engine, Match},
    sync_tokens::SyncTokens,
};

/// An [`Api`] that a test controls: it does what the API inside does, unless the test asks for something else.
///
/// It has three places: around the API, around the authentication ([`knowing`](Self::knowing)), and in front of the
/// router ([`layer`](Self::layer)). There it also answers `/emulator/v1/`. All three share the same emulator. Cheap to
/// clone; all clones are one emulator.
///
/// ```
/// use people_emulator::{Emulator, Options};
/// use people_server::{Dev, Front, HostCheck, People, Settings};
/// use people_store::Memory;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let people = People::open(Memory::new(), Settings::default()).await?;
/// let emulator = Emulator::new(people, Options::default());
///
/// let check = HostCheck::new(&"http://127.0.0.1:8710".parse()?);
/// let front = Front::new(emulator.clone(), emulator.knowing(Dev));
/// let router = check.clone().layer(emulator.layer(front.into_router(), check));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Emulator<A> {
    pub(crate) api: A,
    pub(crate) shared: Arc<Shared>,
}

/// What all clones of an emulator share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    /// Of the last request.
    number: AtomicU64,
    records: Arc<Records>,
    rules: Engine,
    sync_tokens: SyncTokens,
    /// Places for requests that wait for others.
    waiting: Semaphore,
    pub(crate) stop: watch::Sender<bool>,
    keeping: OnceLock<Arc<dyn Keeping>>,
    oauth: OnceLock<OAuth>,
}

/// The most requests that may wait for others at the same time.
const WAITING: usize = 64;

impl<A: Api> Emulator<A> {
    /// An emulator around `api`.
    pub fn new(api: A, options: Options) -> Self {
        let rules = Engine::default();
        rules.add(options.rules.clone().into_rules());
        let journal = Journal::new(options.journal, options.journal_bytes);
        Self {
            api,
            shared: Arc::new(Shared {
                number: AtomicU64::new(0),
                records: Arc::new(Records::new(journal)),
                rules,
                sync_tokens: SyncTokens::default(),
                waiting: Semaphore::new(WAITING),
                stop: watch::Sender::new(false),
                keeping: OnceLock::new(),
                oauth: OnceLock::new(),
                options,
            }),
        }
    }

    /// Also answers for the state of these accounts and their clocks. The first ones count.
    #[must_use]
    pub fn with_accounts<S: Store>(self, accounts: Accounts<S>) -> Self {
        accounts.tell(self.records());
        // One that has some keeps them.
        let _ = self.shared.keeping.set(Arc::new(accounts));
        self
    }

    /// Also gives tokens as Google does, and knows them. The first one counts.
    #[must_use]
    pub fn with_oauth(self, oauth: OAuth) -> Self {
        // One that has some keeps it.
        let _ = self.shared.oauth.set(oauth);
        self
    }

    pub(crate) fn keeping(&self) -> Option<&dyn Keeping> {
        self.shared.keeping.get().map(|keeping| &**keeping)
    }

    pub(crate) fn oauth(&self) -> Option<&OAuth> {
        self.shared.oauth.get()
    }

    /// The clocks of the accounts.
    pub(crate) fn clock(&self) -> &dyn Clock {
        self.shared.clock()
    }

    /// Knows the callers that `authenticate` knows, and those with a token of [`with_oauth`](Self::with_oauth); and
    /// remembers for each request who sent it.
    pub fn knowing<C: Authenticate>(&self, authenticate: C) -> Knowing<C> {
        Knowing {
            others: authenticate,
            shared: Arc::clone(&self.shared),
        }
    }

    /// Puts the emulator in front of the routes of `router`. It answers `/emulator/v1/` itself, and the addresses of
    /// OAuth if it has [OAuth](Self::with_oauth).
    ///
    /// `own` says which names and origins are the server's own: no other request controls the
    /// emulator (rule `X1`).
    pub fn layer(&self, router: Router, own: HostCheck) -> Router {
        let emulator = self.clone();
        let guard = Arc::new(Guard::new(own, &self.shared.options));
        router.layer(from_fn(move |request: Request, next: Next| {
            answer(emulator.clone(), Arc::clone(&guard), request, next)
        }))
    }

    /// Ends the requests that wait for others, and lets none wait from now on. Call it when the server begins
    /// to stop: it would otherwise wait for them.
    pub fn stop(&self) {
        self.shared.stop.send_replace(true);
    }

    /// The requests and replies of the journal, as `GET /emulator/v1/requests` lists them.
    pub fn requests(&self) -> Vec<Value> {
        let entries = self.journal().all();
        entries.iter().map(|entry| entry.to_json()).collect()
    }

    /// The rules, with how often each fired, as `GET /emulator/v1/rules` lists them.
    pub fn rules_as_json(&self) -> Vec<Value> {
        self.shared.rules.list(&Match::default())
    }

    /// What programs lost, of this grade and worse, as `GET /emulator/v1/findings` lists it.
    pub fn findings_as_json(&self, grade: Grade) -> Vec<Value> {
        let filter = Filter {
            grade,
            ..Filter::default()
        };
        let found = self.findings().all(&filter).findings;
        found
            .iter()
            .filter_map(|it| serde_json::to_value(it).ok())
            .collect()
    }

    /// Completes once the server stops.
    pub(crate) async fn stopped(&self) {
        let mut stop = self.shared.stop.subscribe();
        // The sender lives as long as this does.
        stop.wait_for(|stop| *stop).await.ok();
    }

    /// A place among the requests that wait for others.
    pub(crate) fn waiting(&self) -> Result<SemaphorePermit<'_>, Status> {
        self.shared.waiting.try_acquire().map_err(|_| {
            let message = format!("{WAITING} requests wait already. Send fewer with `wait`.");
            Status::new(Code::ResourceExhausted, message)
        })
    }

    /// What knows edits as a command line writes them.
    pub(crate) fn grammar(&self) -> Option<&dyn EditGrammar> {
        self.shared.options.grammar.as_deref()
    }

    pub(crate) fn rules(&self) -> &Engine {
        &self.shared.rules
    }

    pub(crate) fn sync_tokens(&self) -> &SyncTokens {
        &self.shared.sync_tokens
    }

    pub(crate) fn records(&self) -> &Arc<Records> {
        &self.shared.records
    }

    /// The findings, with all requests that have ended.
    pub(crate) fn findings(&self) -> &Findings {
        self.records().findings()
    }

    /// The journal, with all requests that have ended.
    pub(crate) fn journal(&self) -> &Journal {
        self.records().journal()
    }

    /// Answers a call. `request` is the request that it was decoded from, if that is known.
    async fn perform(
        &self,
        caller: &Caller,
        call: Call,
        request: Option<Received<'_>>,
    ) -> Result<Reply, Failure> {
        let context = Context::current();
        let tokens = self.sync_tokens();
        let shape = call.shape();
        let refused = tokens.refusal(shape.list.as_ref());
        let gives = shape
            .list
            .as_ref()
            .is_some_and(SyncedList::gives_sync_token);
        let place = context
            .as_ref()
            .map(|it| it.noted.begin(caller, &call, shape, request));
        let answer = match refused {
            Some(refused) => Err(refused),
            None => {
                let list = gives.then(|| call.clone());
                let context = context.as_deref();
                // In a box: the future of a call is large, and would be copied with each future that contains it.
                let answer = match self.rules().has_any(context) {
                    true => Box::pin(self.rules().call(&self.api, caller, call, context)).await,
                    false => Box::pin(self.api.call(caller, call)).await,
                };
                if let (Some(list), Ok(reply)) = (list, &answer) {
                    tokens.note(&caller.account, list, reply, context);
                }
                answer
            }
        };
        if let Some((context, place)) = context.zip(place) {
            context.noted.answered(place, &answer);
        }
        answer
    }

    /// The number of a request that begins now.
    pub(crate) fn next_number(&self) -> u64 {
        self.shared.number.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl<A: Api> Api for Emulator<A> {
    async fn call(&self, caller: &Caller, call: Call) -> Result<Reply, Failure> {
        self.perform(caller, call, None).await
    }

    async fn received(
        &self,
        caller: &Caller,
        call: Call,
        request: Received<'_>,
    ) -> Result<Reply, Failure> {
        self.perform(caller, call, Some(request)).await
    }

    async fn photo(&self, token: &str) -> Result<Option<Photo>, Failure> {
        self.api.photo(token).await
    }

    async fn ready(&self) -> bool {
        self.api.ready().await
    }
}

/// Answers a request that came to [`Emulator::layer`].
///
/// Each kind of answer has its own box. In one future they would take as much memory as the largest of them, and a
/// future is copied as a whole when it is moved.
fn answer<A: Api>(
    emulator: Emulator<A>,
    guard: Arc<Guard>,
    request: Request,
    next: Next,
) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> {
    let path = request.uri().path();
    if control::is_address(path) {
        return Box::pin(async move { control::answer(&emulator, &guard, request).await });
    }
    if oauth::is_address(path) && emulator.oauth().is_some() {
        return Box::pin(async move {
            let Some(oauth) = emulator.oauth() else {
                return next.run(request).await;
            };
            let answer = |request| oauth::answer(&emulator, oauth, &guard, request);
            request::record(&emulator, request, answer).await
        });
    }
    Box::pin(async move { request::answer(&emulator, request, next).await })
}

/// Authenticates callers, and tells the emulator who sent a request: see [`Emulator::knowing`].
///
/// ```
/// use people_emulator::{Emulator, Knowing, Options};
/// use people_server::{Authenticate, Dev, People, Settings};
/// use people_store::Memory;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let people = People::open(Memory::new(), Settings::default()).await?;
/// let knowing: Knowing<Dev> = Emulator::new(people, Options::default()).knowing(Dev);
/// assert_eq!(knowing.authenticate("ada").await?.account.as_str(), "ada");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Knowing<C> {
    others: C,
    shared: Arc<Shared>,
}

impl Shared {
    fn clock(&self) -> &dyn Clock {
        self.keeping
            .get()
            .map_or(&SystemClock, |keeping| keeping.clock())
    }
}

impl<C: Authenticate> Authenticate for Knowing<C> {
    async fn authenticate(&self, token: &str) -> Result<Caller, Denied> {
        let context = Context::current();
        let acting = context.as_ref().and_then(|context| context.caller());
        let known = match self.shared.oauth.get() {
            Some(oauth) if acting.is_none() => oauth.caller(token, self.shared.clock())?,
            Some(_) | None => acting,
        };
        let caller = match known {
            Some(caller) => caller,
            None => self.others.authenticate(token).await?,
        };
        if let Some(context) = context {
            context.know(&caller);
        }
        Ok(caller)
    }
}
