//! Serve HTTP/1.1 on a socket.
use std::{
    convert::Infallible, error::Error, future::Future, io, pin::pin, sync::Arc, time::Duration,
};

use http::{Request, Response};
use hyper::{
    body::{Body, Incoming},
    server::conn::http1,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{JoinError, JoinSet},
};
use tower::Service;

use crate::limits::Limits;

/// Serves until `shutdown` is there, with the default [`Limits`].
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

/// Serves until `shutdown` is there.
///
/// From then on no connection is accepted, connections at rest are closed, and requests under way
/// are finished: as long as [`Limits::shutdown_time`] allows, after which they are cut off.
///
/// # Errors
///
/// When the listener fails for good. A connection that fails, or that there is no file descriptor
/// for, ends nothing but itself.
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
    let protocol = protocol(limits);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    let stopped = loop {
        let (stream, slot) = tokio::select! {
            biased;
            () = &mut shutdown => break Ok(()),
            Some(ended) = connections.join_next() => {
                log_panic(ended);
                continue;
            }
            accepted = accept(&listener, &slots) => match accepted {
                Ok(accepted) => accepted,
                Err(error) => break Err(error),
            },
        };
        // Replies are written whole, so there is nothing to wait for.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("cannot set TCP_NODELAY: {error}");
        }
        let service = TowerToHyperService::new(service.clone());
        let connection = protocol.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection failed: {error}");
            }
            drop(slot);
        });
    };
    drop(listener);
    if tokio::time::timeout(limits.shutdown_time, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("{} connections did not finish in time", connections.len());
    }
    connections.shutdown().await;
    stopped
}

fn protocol(limits: &Limits) -> http1::Builder {
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

/// Waits for a slot first: a connection that cannot be served yet is better kept by the kernel.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots)
        .acquire_owned()
        .await
        .expect("nobody closes the semaphore");
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return Ok((stream, slot)),
            Err(error) if is_fatal(&error) => return Err(error),
            // The peer is gone already, or the process is out of file descriptors: then waiting is
            // better than asking again at once.
            Err(error) => {
                tracing::warn!("cannot accept a connection: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Whether the listener itself is of no use anymore.
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
