//! Transport: a request becomes a call, and a reply becomes a response.
mod addresses;
mod answered;
mod batch;
mod body;
mod call;
mod cors;
mod default_photo;
mod discovery;
mod document;
mod gate;
mod host_check;
mod invalid_batch;
mod memory;
mod meter;
mod own_photo;
mod page;
mod parts;
mod pretty;
mod public_url;
mod refusal;
mod replies;
pub(crate) mod reply;
mod request_id;
mod response;
mod shares;
mod streamed;
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
use http::{HeaderMap, Method as Verb, Request, StatusCode, Uri};
use hyper::body::Body;
use tower::Service;
use tracing::{Instrument, field::Empty};

use self::{
    addresses::DISCOVERY, call::Place, cors::Met, discovery::Roots, parts::FrontParts,
    request_id::RequestId, response::Response,
};
pub use self::{
    batch::{BatchPart, parts_of_batch},
    body::ContentEncoding,
    cors::{Cors, CorsOrigin, InvalidCorsOrigin},
    host_check::{HostCheck, NotOwn},
    public_url::{InvalidPublicUrl, PublicUrl},
    response::ResponseBody,
    streamed::BrokenOff,
};
use crate::{
    api::Api, auth::Authenticate, called::Called, limits::Limits, metrics::Metrics, service::Clock,
};

/// A router for everything a server of the API answers, with the default [`Limits`].
///
/// Beside the API there are `/healthz` (the process runs), `/readyz` (calls can be answered),
/// `/openapi.json` and the discovery documents (what the API is), and `/photos/…`, the photos of contacts.
/// See [`Front`] for the rest.
pub fn router<A: Api, C: Authenticate>(api: A, authenticate: C) -> Router {
    Front::new(api, authenticate).into_router()
}

/// The HTTP side of the API, as a [`tower::Service`] over any [`Api`].
///
/// A request passes these steps in this order, and the first step that fails answers it: route (an HTML page),
/// credential (401), scope (403), quota (429), query, body (400). Then the method runs. Methods are found only by verb
/// and path. A verb that a path does not have, such as `HEAD` and `OPTIONS`, is answered like an unknown path. Pages of
/// other origins are answered only [where that is asked for](Self::with_cors).
///
/// `POST /batch` holds many such requests; each is taken apart by itself (rules `F19`, `F20`).
///
/// It needs a tokio runtime with time, for bodies that do not arrive.
pub struct Front<A, C> {
    parts: Arc<FrontParts<A, C>>,
    cors: Arc<Cors>,
    roots: Arc<Roots>,
    metrics: Option<Metrics>,
}

impl<A: Api, C: Authenticate> Front<A, C> {
    /// Answers calls with `api`, for the callers that `authenticate` accepts.
    pub fn new(api: A, authenticate: C) -> Self {
        Self::with_limits(api, authenticate, Limits::default())
    }

    /// The same with other limits.
    pub fn with_limits(api: A, authenticate: C, limits: Limits) -> Self {
        Self {
            parts: Arc::new(FrontParts::new(api, authenticate, limits)),
            cors: Arc::default(),
            roots: Arc::default(),
            metrics: None,
        }
    }

    /// Fills the quotas of an account by this clock, where there are quotas. Default: by the time that passes.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        if let Some(meter) = &self.parts.meter {
            meter.follow(clock);
        }
        self
    }

    /// Counts and times requests.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Metrics) -> Self {
        self.metrics = Some(metrics);
        self
    }

    /// Lets pages of these origins call from a browser (rule `F17`).
    ///
    /// ```
    /// # use people_server::{Cors, Dev, Front, People, Settings};
    /// # use people_store::Memory;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let cors: Cors = ["http://localhost:3000".parse()?].into_iter().collect();
    /// let router = Front::new(people, Dev).with_cors(cors).into_router();
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_cors(mut self, cors: Cors) -> Self {
        self.cors = Arc::new(cors);
        self
    }

    /// Says where clients reach the server: `own` is the URL under which it listens, `public` are those
    /// of proxies in front of it. They are the root of the addresses in the discovery document (rule
    /// `F18`). Default: `http` and the name that a request calls.
    ///
    /// ```
    /// # use people_server::{Dev, Front, People, Settings};
    /// # use people_store::Memory;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let own = "http://127.0.0.1:8710".parse()?;
    /// let proxy = "https://contacts.example.com".parse()?;
    /// let router = Front::new(people, Dev).with_urls(&own, &[proxy]).into_router();
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_urls(mut self, own: &PublicUrl, public: &[PublicUrl]) -> Self {
        self.roots = Arc::new(Roots::new(own, public));
        self
    }

    /// Adds what is not the API's: see [`router`].
    pub fn into_router(self) -> Router {
        let parts = Arc::clone(&self.parts);
        let photo = move |uri: Uri| async move { parts.photo(uri.path()).await };
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
            .route("/photos/contacts/{token}", get(photo))
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
        let described = DISCOVERY.into_iter();
        let described = described.fold(Router::new(), |router, path| {
            router.route(path, describe(Arc::clone(&self.roots)))
        });
        let cors = Arc::clone(&self.cors);
        described.layer(from_fn(
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
        // Without a log and metrics, nothing needs to be measured.
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
        let (mut response, called) = answer.instrument(span.clone()).await;
        drop(in_flight);

        let time = start.elapsed();
        span.in_scope(|| answered::report(metrics.as_ref(), None, called, &mut response, time));
        let (method, status) = (called.name(), response.status().as_u16());
        // For tracing; after the log line, which would otherwise have it twice.
        span.record("method", method).record("status", status);
        response
    }

    /// Answers a request, lets the page that sent it read the answer, and says what was called.
    async fn answer<B>(
        &self,
        request: Request<B>,
        cors: &Cors,
        metrics: Option<&Metrics>,
    ) -> (Response, Called)
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Send,
    {
        let (head, body) = request.into_parts();
        let reading = match cors.meet(&head) {
            Met::Request(reading) => reading,
            Met::Preflight(answer) => {
                body::forsake(&head.headers, body);
                return (answer, Called::Nothing);
            }
        };
        let is_batch = head.method == Verb::POST && addresses::is_batch(head.uri.path());
        let (mut response, called) = match is_batch {
            true => {
                let answered = self.answer_batch(head, body, metrics).await;
                (answered, Called::Batch)
            }
            false => self.answer_call(head, body, metrics, Place::Alone).await,
        };
        reading.apply(response.headers_mut());
        (response, called)
    }
}
