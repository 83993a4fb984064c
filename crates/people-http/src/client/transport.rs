//! How a request leaves and a reply comes back: over reqwest, or over a service of the caller's.
use std::{
    error::Error as StdError,
    future::{Future, poll_fn},
    io,
    pin::Pin,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use http_body::Body;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use tower_service::Service;

use super::BoxError;

/// A reply, read to its end.
pub(super) type Reply = http::Response<Bytes>;

/// The wait for a reply. It owns its data, so that it can outlive the call.
pub(super) type Exchange = Pin<Box<dyn Future<Output = Result<Reply, Lost>> + Send>>;

/// Why there is no reply.
#[derive(Debug)]
pub(super) enum Lost {
    /// The request certainly did not arrive.
    Unsent(BoxError),
    /// The request may have arrived.
    Unanswered(BoxError),
    /// The reply is longer than the limit.
    TooLong,
}

/// The service that exchanges requests for replies. Its type is erased, so that there is one type of client.
pub(super) trait Transport: Send + Sync {
    /// Sends a request and reads the reply, of at most `longest` bytes.
    fn exchange(&self, request: http::Request<Bytes>, longest: usize) -> Exchange;
}

impl Transport for reqwest::Client {
    fn exchange(&self, request: http::Request<Bytes>, longest: usize) -> Exchange {
        let client = self.clone();
        Box::pin(async move {
            // The address would say whose contact this is about.
            let request = reqwest::Request::try_from(request)
                .map_err(|error| Lost::Unsent(error.without_url().into()))?;
            let reply = client.execute(request).await.map_err(|error| {
                let unsent = error.is_connect();
                let error = error.without_url().into();
                match unsent {
                    true => Lost::Unsent(error),
                    false => Lost::Unanswered(error),
                }
            })?;
            read(http::Response::<reqwest::Body>::from(reply), longest).await
        })
    }
}

/// A service, of which every call gets a clone.
pub(super) struct Over<S>(Mutex<S>);

impl<S> Over<S> {
    pub(super) fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, R> Transport for Over<S>
where
    S: Service<http::Request<Full<Bytes>>, Response = http::Response<R>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    R: Body + Send + 'static,
    R::Data: Send,
    R::Error: Into<BoxError>,
{
    fn exchange(&self, request: http::Request<Bytes>, longest: usize) -> Exchange {
        let mut service = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(|error| Lost::Unsent(error.into()))?;
            let reply = service.call(request.map(Full::new)).await;
            let reply = reply.map_err(|error| {
                let error = error.into();
                match is_refused_connection(&*error) {
                    true => Lost::Unsent(error),
                    false => Lost::Unanswered(error),
                }
            })?;
            read(reply, longest).await
        })
    }
}

/// Whether the connection was refused: the only failure that always means that nothing was sent.
fn is_refused_connection(error: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::ConnectionRefused)
}

async fn read<R>(reply: http::Response<R>, longest: usize) -> Result<Reply, Lost>
where
    R: Body,
    R::Error: Into<BoxError>,
{
    let (head, body) = reply.into_parts();
    let body = Limited::new(body, longest).collect().await;
    let body = body.map_err(|error| match error.is::<LengthLimitError>() {
        true => Lost::TooLong,
        false => Lost::Unanswered(error),
    })?;
    Ok(http::Response::from_parts(head, body.to_bytes()))
}
