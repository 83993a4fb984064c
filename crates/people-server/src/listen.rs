//! Serve HTTP on a socket.
mod clock;
mod framing;
mod reply;
mod slots;
mod standing;
mod stream;

use std::{
    convert::Infallible,
    error::Error,
    future::Future,
    io,
    pin::pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::{
    body::{Body, Incoming},
    server::conn::{http1, http2},
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinError, JoinSet},
};
use tower::Service;

pub(crate) use self::standing::{Stage, Standing};
use self::{
    framing::Scanner,
    reply::{Reply, Untaken},
    slots::{Slot, Slots},
    stream::Patient,
};
use crate::{fault_log, limits::Limits};

/// Serves until `shutdown` completes, with the default [`Limits`].
///
/// # Errors
///
/// See [`serve_with`].
///
/// ```no_run
/// # async fn run<A: people_server::Api>(api: A) -> std::io::Result<()> {
/// use people_server::{Dev, router, serve};
///
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:8710").await?;
/// let interrupted = async { tokio::signal::ctrl_c().await.expect("a signal handler") };
/// serve(listener, router(api, Dev), interrupted).await
/// # }
/// ```
pub async fn serve<S, B>(
    listener: TcpListener,
    service: S,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    serve_with(listener, service, &Limits::default(), shutdown).await
}

/// Serves until `shutdown` completes.
///
/// From then on the server accepts no connections, and closes idle connections and those in a handshake. It finishes
/// running requests within [`Limits::shutdown_time`], and then closes their connections too.
///
/// A connection on which `service` answers something is not closed to make room for another. A
/// [`Front`](crate::Front) says more: its connections make room until the caller is known and the
/// request is whole, and then not before the reply is taken.
///
/// ```
/// # async fn example() -> std::io::Result<()> {
/// use people_server::{Limits, router, serve_with};
/// # use people_server::{Dev, People, Settings};
/// # let people = People::open(people_store::Memory::new(), Settings::default()).await.unwrap();
///
/// let mut limits = Limits::default();
/// limits.connections = 100;
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// serve_with(listener, router(people, Dev), &limits, std::future::pending()).await
/// # }
/// ```
///
/// # Errors
///
/// When the clock is before 1970 or after 9999, and when the listener fails for good. If a connection fails, or there
/// is no file descriptor for it, only that connection ends.
pub async fn serve_with<S, B>(
    listener: TcpListener,
    service: S,
    limits: &Limits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    serve_through(listener, Plain, service, limits, shutdown).await
}

/// In the extensions of a response: the connection is closed, and no byte of the response is sent. Over HTTP/2
/// only the stream is reset. It is for services that show what a broken network looks like.
///
/// ```
/// use people_server::HangUp;
///
/// let mut response = http::Response::new(());
/// response.extensions_mut().insert(HangUp);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service hangs up")]
#[allow(clippy::exhaustive_structs)] // has no parts
pub struct HangUp;

/// What a connection goes through before HTTP is spoken on it, such as TLS.
///
/// ```
/// use std::{io, time::Duration};
///
/// use people_server::{Handshake, Plain, Protocol};
/// use tokio::net::TcpStream;
///
/// /// Lets no caller begin at once.
/// #[derive(Clone)]
/// struct Delayed;
///
/// impl Handshake for Delayed {
///     type Stream = TcpStream;
///
///     async fn shake(&self, connection: TcpStream) -> io::Result<(TcpStream, Protocol)> {
///         tokio::time::sleep(Duration::from_millis(10)).await;
///         Plain.shake(connection).await
///     }
/// }
/// ```
pub trait Handshake: Clone + Send + Sync + 'static {
    /// What HTTP is spoken over.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// Makes a stream of a connection, and agrees on a protocol.
    ///
    /// It may take as long as [`Limits::head_time`], and is dropped when the server stops.
    ///
    /// # Errors
    ///
    /// When the handshake fails. Only this connection ends.
    fn shake(
        &self,
        connection: TcpStream,
    ) -> impl Future<Output = io::Result<(Self::Stream, Protocol)>> + Send;
}

/// What is spoken on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protocol {
    /// HTTP/1.1.
    Http1,
    /// HTTP/2.
    Http2,
}

/// No handshake: HTTP/1.1 on the connection as it is.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::exhaustive_structs)] // has no parts
pub struct Plain;

impl Handshake for Plain {
    type Stream = TcpStream;

    async fn shake(&self, connection: TcpStream) -> io::Result<(TcpStream, Protocol)> {
        Ok((connection, Protocol::Http1))
    }
}

/// Serves until `shutdown` completes, behind a handshake; see [`serve_with`].
///
/// ```
/// # async fn example() -> std::io::Result<()> {
/// use people_server::{Limits, Plain, router, serve_through};
/// # use people_server::{Dev, People, Settings};
/// # let people = People::open(people_store::Memory::new(), Settings::default()).await.unwrap();
///
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// let (router, limits) = (router(people, Dev), Limits::default());
/// serve_through(listener, Plain, router, &limits, std::future::pending()).await
/// # }
/// ```
///
/// # Errors
///
/// As [`serve_with`].
pub async fn serve_through<H, S, B>(
    listener: TcpListener,
    handshake: H,
    service: S,
    limits: &Limits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()>
where
    H: Handshake,
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    clock::check(SystemTime::now())?;
    let limits = limits.within_clocks();
    let slots = Slots::new(limits.connections);
    let graceful = GracefulShutdown::new();
    let (stop, stopping) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    // One that was accepted and waits for a slot. The others wait in the kernel.
    let mut accepted = None;
    let stopped = loop {
        let slot = tokio::select! {
            biased;
            () = &mut shutdown => break Ok(()),
            Some(ended) = connections.join_next() => {
                log_panic(ended);
                continue;
            }
            stream = accept(&listener), if accepted.is_none() => match stream {
                Ok(stream) => {
                    accepted = Some(stream);
                    continue;
                }
                Err(error) => break Err(error),
            },
            slot = slots.take(), if accepted.is_some() => slot,
        };
        let Some(stream) = accepted.take() else {
            continue;
        };
        // Replies are written whole or in large pieces, so no delay is needed.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("cannot set TCP_NODELAY: {error}");
        }
        let (handshake, service) = (handshake.clone(), service.clone());
        let (limits, watcher) = (limits.clone(), graceful.watcher());
        let mut stopping = stopping.clone();
        let connection = async move {
            let shaken = tokio::time::timeout(limits.head_time, handshake.shake(stream));
            let (stream, protocol) = tokio::select! {
                shaken = shaken => match shaken {
                    Ok(Ok(shaken)) => shaken,
                    Ok(Err(error)) => return tracing::debug!("a handshake failed: {error}"),
                    Err(_) => return tracing::debug!("a handshake took too long"),
                },
                () = slot.connection.asked.notified() => return,
                () = stopped(&mut stopping) => return,
            };
            let mut stream = Patient::new(stream, limits.write_time, Arc::clone(&slot.connection));
            // HTTP/2 says where each part ends.
            let verdicts = (protocol == Protocol::Http1).then(|| {
                let scanner = Scanner::default();
                let verdicts = scanner.verdicts();
                stream.scan(scanner);
                verdicts
            });
            let io = TokioIo::new(stream);
            let slot = Arc::new(slot);
            let working = Arc::clone(&slot);
            let service = TowerToHyperService::new(service);
            // Over HTTP/1.1 it is the stream that has to be taken from.
            let untaken = (protocol == Protocol::Http2).then(Arc::<Untaken>::default);
            let replies = untaken.clone();
            let service = service_fn(move |mut request: Request<Incoming>| {
                let fault = verdicts.as_ref().map(|verdicts| verdicts.next(&request));
                let refused = match fault.transpose() {
                    Err(fault) => {
                        tracing::debug!("refused a request: {fault}");
                        Some(StatusCode::BAD_REQUEST)
                    }
                    // HTTP/2 counts bytes alone.
                    Ok(_) if request.headers().len() > limits.headers => {
                        Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
                    }
                    Ok(_) => None,
                };
                let called = match refused {
                    Some(status) => Err(status),
                    None => {
                        let standing = Standing::new(&working);
                        request.extensions_mut().insert(standing.clone());
                        Ok((service.call(request), standing, replies.clone()))
                    }
                };
                async move {
                    let (call, standing, untaken) = match called {
                        Ok(called) => called,
                        Err(status) => return Ok(refusal(status)),
                    };
                    let Ok(response) = call.await;
                    if response.extensions().get::<HangUp>().is_some() {
                        return Err(HangUp);
                    }
                    standing.answer();
                    Ok(response.map(|body| Reply::new(body, standing, untaken)))
                }
            });
            let ended = match untaken {
                None => {
                    let connection = http1(&limits).serve_connection(io, service);
                    let overdue = unused(&slot, &mut stopping);
                    drive(watcher.watch(connection), &slot, overdue).await
                }
                Some(untaken) => {
                    let connection = http2(&limits).serve_connection(io, service);
                    let overdue = async {
                        tokio::select! {
                            // HTTP/1.1 has a separate limit for the time between requests.
                            () = rested(&slot, limits.head_time) => {}
                            () = untaken.overdue(limits.write_time) => {}
                            () = unused(&slot, &mut stopping) => {}
                        }
                    };
                    drive(watcher.watch(connection), &slot, overdue).await
                }
            };
            if let Err(error) = ended {
                tracing::debug!("a connection failed: {error}");
            }
        };
        connections.spawn(async {
            if let Err(error) = clock::checked(SystemTime::now, connection).await {
                fault_log::error("closed a connection", error);
            }
        });
    };
    drop((listener, stop));
    if tokio::time::timeout(limits.shutdown_time, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!(
            "stopping: closed {} connections whose calls did not end in time",
            connections.len()
        );
    }
    connections.shutdown().await;
    stopped
}

/// Serves a connection until it ends, is at rest when it is asked to make room, or is `overdue`.
async fn drive<E>(
    connection: impl Future<Output = Result<(), E>>,
    slot: &Slot,
    overdue: impl Future<Output = ()>,
) -> Result<(), E> {
    let (mut connection, mut overdue) = (pin!(connection), pin!(overdue));
    loop {
        tokio::select! {
            biased;
            ended = &mut connection => return ended,
            () = slot.connection.asked.notified() => {
                if slot.connection.close() {
                    return Ok(());
                }
                slot.decline();
            }
            () = &mut overdue => return Ok(()),
        }
    }
}

/// Completes once a connection had no request for so long.
async fn rested(slot: &Slot, longest: Duration) {
    loop {
        let before = slot.connection.rest();
        tokio::time::sleep(longest).await;
        if slot.connection.is_idle() && slot.connection.rest() == before {
            return;
        }
    }
}

/// Completes when the server stops, for a connection that has sent only a part of a head, or nothing.
async fn unused(slot: &Slot, stopping: &mut watch::Receiver<()>) {
    /// For what is on its way already.
    const MOMENT: Duration = Duration::from_secs(1);

    stopped(stopping).await;
    loop {
        tokio::time::sleep(MOMENT).await;
        if slot.connection.is_idle() {
            return;
        }
    }
}

/// Completes when the server stops.
async fn stopped(stopping: &mut watch::Receiver<()>) {
    while stopping.changed().await.is_ok() {}
}

fn http1(limits: &Limits) -> http1::Builder {
    const LEAST_HEAD: usize = 8 << 10; // hyper's
    const USUAL_HEADERS: usize = 100; // hyper's, for which it needs no heap

    let head = limits.head.max(LEAST_HEAD);
    let mut protocol = http1::Builder::new();
    protocol
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_header_size(head)
        .max_buf_size(head);
    if limits.headers != USUAL_HEADERS {
        protocol.max_headers(limits.headers);
    }
    protocol
}

fn http2(limits: &Limits) -> http2::Builder<TokioExecutor> {
    let mut protocol = http2::Builder::new(TokioExecutor::new());
    protocol
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(limits.head).unwrap_or(u32::MAX))
        .max_concurrent_streams(limits.streams)
        // A connection whose other end is gone is found out.
        .keep_alive_interval(limits.head_time)
        .keep_alive_timeout(limits.head_time);
    protocol
}

/// What HTTP/1.1 answers by itself: too many fields (rule `F13`), and what is ambiguous about its own
/// end (rule `F16`). With that the connection ends: where the next request begins is not known.
fn refusal<B>(status: StatusCode) -> Response<Reply<B>> {
    let mut response = Response::new(Reply::nothing());
    *response.status_mut() = status;
    if status == StatusCode::BAD_REQUEST {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

async fn accept(listener: &TcpListener) -> io::Result<TcpStream> {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return Ok(stream),
            Err(error) if is_fatal(&error) => return Err(error),
            // The peer is gone already, or the process is out of file descriptors: then waiting is
            // better than asking again at once.
            Err(error) => {
                fault_log::warn("cannot accept a connection", error);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Whether the listener itself cannot be used anymore.
fn is_fatal(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::NotConnected | io::ErrorKind::Unsupported
    )
}

fn log_panic(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!("a connection ended unexpectedly: {error}");
    }
}
