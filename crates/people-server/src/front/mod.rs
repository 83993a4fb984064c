//! Transport: a request becomes a call, and a reply becomes a response.
mod body;
mod cors;
mod default_photo;
mod discovery;
mod document;
mod gate;
mod host_check;
mod meter;
mod page;
mod pretty;
mod refusal;
mod replies;
pub(crate) mod reply;
mod request_id;
mod texts;
mod values;
mod within;

use std::{
    convert::Infallible,
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use axum::{
    Router,
    middleware::{Next, from_fn},
    routing::get,
};
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, Uri, header, request::Parts};
use http_body_util::Full;
use hyper::body::Body;
use people_http::{
    Call, Cost, Query, Rejection, Route, Selector, SystemParameters, effective_verb, route,
};
use people_model::Method;
use tokio::sync::Semaphore;
use tower::Service;
use tracing::{Instrument, field::Empty};

use self::{
    body::{Bounds, Unread, Whole},
    cors::Met,
    discovery::Roots,
    gate::Gate,
    meter::Meter,
    refusal::{BrokenRule, Refusal},
    replies::Replies,
    reply::{Form, accepts_gzip},
    request_id::RequestId,
    within::within,
};
pub use self::{
    cors::{Cors, CorsOrigin, InvalidCorsOrigin},
    host_check::{HostCheck, InvalidPublicUrl, PublicUrl},
};
use crate::{
    api::{Api, Caller, Reply},
    auth::{Authenticate, Credential, Denied},
    fault_log,
    limits::Limits,
    listen::{Stage, Standing},
    metrics::Metrics,
};

/// What answers a request.
type Response = http::Response<Full<Bytes>>;

/// A router for everything a server of the API answers, with the default [`Limits`].
///
/// Beside the API there are `/healthz` (the process runs), `/readyz` (calls can be answered),
/// `/openapi.json` and the discovery documents (what the API is), and `/photos/…`, the default photo of contacts. See [`Front`]
/// for the rest.
pub fn router<A: Api, C: Authenticate>(api: A, authenticate: C) -> Router {
    Front::new(api, authenticate).into_router()
}

/// The HTTP side of the API, as a [`tower::Service`] over any [`Api`].
///
/// A request is taken apart in this order, and the first step that fails answers it: route (an HTML
/// page), credential (401), scope (403), quota (429), query, body (400), and then the method itself. Methods are
/// found by verb and path alone; a verb that a path does not have, `HEAD` and `OPTIONS` among them,
/// is as unknown as the path would be. Pages of other origins are answered only
/// [where that is asked for](Self::with_cors).
///
/// It needs a tokio runtime with time, for bodies that do not arrive.
pub struct Front<A, C> {
    parts: Arc<FrontParts<A, C>>,
    cors: Arc<Cors>,
    roots: Arc<Roots>,
    metrics: Option<Metrics>,
}

/// What all clones of a front share.
struct FrontParts<A, C> {
    api: A,
    authenticate: C,
    limits: Limits,
    gate: Gate,
    /// For bodies.
    memory: Semaphore,
    replies: Replies,
    /// Only where there are quotas.
    meter: Option<Meter>,
}

impl<A: Api, C: Authenticate> Front<A, C> {
    /// Answers with `api` for those whom `authenticate` knows.
    pub fn new(api: A, authenticate: C) -> Self {
        Self::with_limits(api, authenticate, Limits::default())
    }

    /// The same with limits of one's own.
    pub fn with_limits(api: A, authenticate: C, limits: Limits) -> Self {
        let limits = limits.within_clocks();
        Self {
            parts: Arc::new(FrontParts {
                api,
                authenticate,
                gate: Gate::new(&limits),
                memory: body::memory(&limits),
                replies: Replies::new(&limits),
                meter: limits.quota.map(Meter::new),
                limits,
            }),
            cors: Arc::default(),
            roots: Arc::default(),
            metrics: None,
        }
    }

    /// Counts and times requests.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Metrics) -> Self {
        self.metrics = Some(metrics);
        self
    }

    /// Lets pages of these origins call from a browser (rule `F17`).
    #[must_use]
    pub fn with_cors(mut self, cors: Cors) -> Self {
        self.cors = Arc::new(cors);
        self
    }

    /// Says where clients reach the server: `own` is the URL under which it listens, `public` are those
    /// of proxies in front of it. They are the root of the addresses in the discovery document (rule
    /// `F18`). Default: `http` and the name that a request calls.
    #[must_use]
    pub fn with_urls(mut self, own: &PublicUrl, public: &[PublicUrl]) -> Self {
        self.roots = Arc::new(Roots::new(own, public));
        self
    }

    /// Adds what is not the API's: see [`router`].
    pub fn into_router(self) -> Router {
        let api = self.parts.api.clone();
        let ready = move || {
            let api = api.clone();
            async move {
                match api.ready().await {
                    true => (StatusCode::OK, "ok\n"),
                    false => (StatusCode::SERVICE_UNAVAILABLE, "unavailable\n"),
                }
            }
        };
        Router::new()
            .route("/healthz", get(|| async { "ok\n" }))
            .route("/readyz", get(ready))
            .route("/openapi.json", get(|| async { document::description() }))
            .route(
                "/photos/{token}",
                get(|uri: Uri| async move { default_photo::photo(uri.path()) }),
            )
            .merge(self.discovery())
            .fallback_service(self)
    }

    /// The discovery documents, which pages of other origins may read as they may the API.
    fn discovery(&self) -> Router {
        let describe = |roots: Arc<Roots>| {
            get(move |uri: Uri, headers: HeaderMap| async move {
                discovery::answer(&roots, &uri, &headers)
            })
        };
        let [short, long] = discovery::PATHS;
        let cors = Arc::clone(&self.cors);
        Router::new()
            .route(short, describe(Arc::clone(&self.roots)))
            .route(long, describe(Arc::clone(&self.roots)))
            .layer(from_fn(
                move |request: axum::extract::Request, next: Next| {
                    let cors = Arc::clone(&cors);
                    async move {
                        let (head, body) = request.into_parts();
                        match cors.meet(&head) {
                            Met::Preflight(answer) => answer.map(axum::body::Body::new),
                            Met::Request(reading) => {
                                let request = Request::from_parts(head, body);
                                let mut response = next.run(request).await;
                                reading.apply(response.headers_mut());
                                response
                            }
                        }
                    }
                },
            ))
    }
}

impl<A, C, B> Service<Request<B>> for Front<A, C>
where
    A: Api,
    C: Authenticate,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Send,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (parts, cors) = (Arc::clone(&self.parts), Arc::clone(&self.cors));
        // Without a log and metrics, nothing is measured.
        if self.metrics.is_none() && !tracing::enabled!(tracing::Level::INFO) {
            return Box::pin(async move { Ok(parts.answer(request, &cors, None).await.0) });
        }
        let metrics = self.metrics.clone();
        Box::pin(async move { Ok(parts.watch(request, &cors, metrics).await) })
    }
}

impl<A, C> Clone for Front<A, C> {
    fn clone(&self) -> Self {
        Self {
            parts: Arc::clone(&self.parts),
            cors: Arc::clone(&self.cors),
            roots: Arc::clone(&self.roots),
            metrics: self.metrics.clone(),
        }
    }
}

impl<A, C> fmt::Debug for Front<A, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front")
            .field("limits", &self.parts.limits)
            .finish_non_exhaustive()
    }
}

impl<A: Api, C: Authenticate> FrontParts<A, C> {
    /// Answers a request, measures that, and gives everything that is logged the request's number.
    async fn watch<B>(&self, request: Request<B>, cors: &Cors, metrics: Option<Metrics>) -> Response
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Send,
    {
        let start = Instant::now();
        let in_flight = metrics.as_ref().map(Metrics::in_flight);
        let span = tracing::info_span!(
            "request",
            id = %RequestId::next(),
            method = Empty,
            status = Empty,
        );
        let answer = self.answer(request, cors, metrics.as_ref());
        let (mut response, method) = answer.instrument(span.clone()).await;
        let rule = response.extensions_mut().remove::<BrokenRule>();
        let rule = rule.map(|BrokenRule(id)| id);
        drop(in_flight);

        let (status, time) = (response.status().as_u16(), start.elapsed());
        if let Some(metrics) = metrics {
            metrics.observe(method, status, time);
        }
        let method = method.map_or("none", Method::id);
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        span.in_scope(|| tracing::info!(method, status, rule, micros, "answered"));
        // For tracing; after the log line, which would otherwise have it twice.
        span.record("method", method).record("status", status);
        response
    }

    /// Answers a request, lets the page that sent it read the answer, and says which method it was for.
    async fn answer<B>(
        &self,
        request: Request<B>,
        cors: &Cors,
        metrics: Option<&Metrics>,
    ) -> (Response, Option<Method>)
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Send,
    {
        let (head, body) = request.into_parts();
        let reading = match cors.meet(&head) {
            Met::Request(reading) => reading,
            Met::Preflight(answer) => {
                body::forsake(&head.headers, body);
                return (answer, None);
            }
        };
        let (mut response, method) = self.answer_call(head, body, metrics).await;
        reading.apply(response.headers_mut());
        (response, method)
    }

    /// Answers a request, and says which method it was for.
    async fn answer_call<B>(
        &self,
        mut head: Parts,
        body: B,
        metrics: Option<&Metrics>,
    ) -> (Response, Option<Method>)
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Send,
    {
        let standing = Standing::of(&mut head.extensions);
        standing.set(Stage::Stranger);

        let verb = effective_verb(&head.method, &head.headers);
        let Some(route) = route(&verb, head.uri.path()) else {
            body::forsake(&head.headers, body);
            let mut response = page::not_found(head.uri.path());
            response.extensions_mut().insert(BrokenRule("F1"));
            return (response, None);
        };

        let forsake = |body: Option<B>| {
            body.into_iter()
                .for_each(|body| body::forsake(&head.headers, body));
        };
        let address = || Query::parse(head.uri.query().unwrap_or_default());
        let mut query = address();
        let mut body = Some(body);
        let is_form = is_form(&head, &verb);
        // Who says in the head who they are is known before anything else of theirs is read.
        let names_caller = Credential::of(&head.headers, &query) != Credential::Missing;
        let form;
        if let Some(body) = body.take_if(|_| is_form && !names_caller) {
            let bounds = Bounds::of_form_of_a_stranger(&self.limits);
            form = match self.read_form(&head.headers, body, bounds).await {
                Ok(form) => form,
                Err(unread) => {
                    let system = SystemParameters::default();
                    let response = Refusal::Body(unread).response(&system, &head.headers);
                    return (response, Some(route.method));
                }
            };
            query.append(&form);
        }
        let credential = Credential::of(&head.headers, &query);
        let (mut system, query) = split(query);

        let answered = async {
            let form;
            let mut query = query;
            let caller = match self.admit(route.method, &credential).await {
                Ok(caller) => caller,
                Err(refusal) => {
                    forsake(body);
                    return Err(refusal);
                }
            };
            standing.set(Stage::Receiving);
            let body = match (body, route.method.body()) {
                (Some(body), _) if is_form => {
                    let bounds = Bounds::of_form(&self.limits);
                    form = self.read_form(&head.headers, body, bounds).await?;
                    let mut whole = address();
                    whole.append(&form);
                    (system, query) = split(whole);
                    None
                }
                (Some(body), Some(described)) => {
                    let bounds = Bounds::of_body(&self.limits, described.room);
                    Some(self.read(&head.headers, body, bounds).await)
                }
                (body, _) => {
                    forsake(body);
                    None
                }
            };
            let query = query.map_err(|rejection| Refusal::request(rejection, "F3"))?;
            let mut body = body.transpose()?;
            if !standing.set(Stage::Admitted) {
                return Err(Refusal::Busy); // not sent: the connection is being closed to make room
            }
            let waiting = metrics.map(Metrics::waiting);
            let _pass = self.gate.enter(&caller.account).await?;
            drop(waiting);
            let performed = self.perform(&caller, &route, query, &system, body.as_mut());
            let (reply, selector) = performed.await?;
            let form = Form {
                selector,
                enums: system.enums_as_numbers.then_some(reply.descriptor),
                pretty: system.pretty_print,
                gzip: accepts_gzip(&head.headers),
            };
            self.reply(&caller, route.method, reply.body, form).await
        };
        let response = match answered.await {
            Ok(response) => response,
            Err(refusal) => refusal.response(&system, &head.headers),
        };
        (response, Some(route.method))
    }

    async fn admit(&self, method: Method, credential: &Credential<'_>) -> Result<Caller, Refusal> {
        let caller = match credential {
            Credential::Missing => return Err(Refusal::NoCredential(method)),
            Credential::Malformed => return Err(Refusal::BadCredential(method)),
            Credential::Token(token) => self.authenticate.authenticate(token).await,
        };
        let caller = caller.map_err(|denied| {
            if let Denied::Because(reason) = denied {
                // Of strangers there may be any number, each with a token that is none.
                fault_log::warn("a token is refused", reason);
            }
            Refusal::BadCredential(method)
        })?;
        if !caller.scopes.permits(method) {
            return Err(Refusal::Scope(method));
        }
        if let Some(meter) = &self.meter {
            meter.spend(&caller.account, Cost::of(method))?;
        }
        Ok(caller)
    }

    async fn read<B>(
        &self,
        headers: &HeaderMap,
        body: B,
        bounds: Bounds,
    ) -> Result<Whole<'_>, Unread>
    where
        B: Body<Data = Bytes>,
    {
        body::read(headers, body, bounds, &self.memory).await
    }

    async fn read_form<B>(
        &self,
        headers: &HeaderMap,
        body: B,
        bounds: Bounds,
    ) -> Result<String, Unread>
    where
        B: Body<Data = Bytes>,
    {
        let form = self.read(headers, body, bounds).await?;
        Ok(String::from_utf8_lossy(&form.bytes).into_owned())
    }

    /// Calls the method, and returns its reply with the part of it that the caller wants.
    async fn perform(
        &self,
        caller: &Caller,
        route: &Route,
        query: Query<'_>,
        system: &SystemParameters,
        body: Option<&mut Whole<'_>>,
    ) -> Result<(Reply, Option<Selector>), Refusal> {
        // Before the call: what it changes would stay changed.
        let selector = match &system.fields {
            Some(fields) => {
                let selector: Selector = fields.parse()?;
                Some(selector.resolve(route.method.response())?)
            }
            None => None,
        };
        let body = match body {
            Some(body) => {
                let decoded = values::check(route.method, &body.bytes, self.limits.values)?;
                if decoded > self.limits.bodies {
                    return Err(values::too_large().into());
                }
                body.decoded(decoded)?;
                &body.bytes[..]
            }
            None => &[],
        };
        let call = Call::from_http(route, &query, body).map_err(|rejection| {
            // Of the query, if another body does not help.
            let again = Call::from_http(route, &query, b"{}");
            let is_query = matches!(again, Err(Rejection::Fields(_)));
            Refusal::request(rejection, if is_query { "F3" } else { "F4" })
        })?;
        if let Some(described) = route.method.body() {
            texts::check(body, described, self.limits.characters)
                .map_err(|rejection| Refusal::request(rejection, "N4"))?;
        }
        let called = within(self.limits.call_time, self.api.call(caller, call)).await;
        Ok((called.ok_or(Refusal::Slow)??, selector))
    }

    /// The reply, once there is memory for it until it is sent.
    async fn reply(
        &self,
        caller: &Caller,
        method: Method,
        json: Vec<u8>,
        form: Form,
    ) -> Result<Response, Refusal> {
        let account = &caller.account;
        if !method.mutates() {
            return self.replies.write(account, json, form).await;
        }
        // What is changed stays changed, so that it is not refused.
        let written = self.replies.write_in_turn(account, json, form);
        let written = within(self.limits.call_time, written).await;
        written.ok_or(Refusal::Slow)?
    }
}

fn split(query: Query<'_>) -> (SystemParameters, Result<Query<'_>, Rejection>) {
    match SystemParameters::split(query) {
        Ok((system, query)) => (system, Ok(query)),
        Err(rejection) => (SystemParameters::default(), Err(rejection)),
    }
}

/// Whether a body belongs to the query (rule `F2`): that of a `GET` too long for an address.
fn is_form(head: &Parts, verb: &http::Method) -> bool {
    head.method == http::Method::POST && verb == http::Method::GET && is_form_type(&head.headers)
}

fn is_form_type(headers: &HeaderMap) -> bool {
    const FORM: &[u8] = b"application/x-www-form-urlencoded";
    headers.get(header::CONTENT_TYPE).is_some_and(|value| {
        value
            .as_bytes()
            .get(..FORM.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(FORM))
    })
}
