//! Several requests in one round trip.
use std::{
    future::{Future, poll_fn, ready},
    pin::Pin,
    task::Poll,
};

use tokio_postgres::Error;

/// A statement whose future sends it at the first poll, so that many of them take one round trip.
pub(super) type Request<'c, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'c>>;

/// Requests that were sent, in order.
pub(super) struct Sent<'c, T> {
    waiting: Vec<Request<'c, T>>,
}

impl<'c, T: Send + 'c> Sent<'c, T> {
    /// Sends requests in order, and does not wait for answers.
    ///
    /// # Errors
    ///
    /// When a request could not be sent. The requests after it were not sent either.
    pub(super) async fn all(requests: Vec<Request<'c, T>>) -> Result<Self, Error> {
        let mut waiting = Vec::with_capacity(requests.len());
        for mut request in requests {
            match poll_fn(|context| Poll::Ready(request.as_mut().poll(context))).await {
                Poll::Pending => waiting.push(request),
                Poll::Ready(answer) => waiting.push(Box::pin(ready(Ok(answer?)))),
            }
        }
        Ok(Self { waiting })
    }

    /// All answers, or the first error.
    pub(super) async fn answers(self) -> Result<Vec<T>, Error> {
        let mut answers = Vec::with_capacity(self.waiting.len());
        for request in self.waiting {
            answers.push(request.await?);
        }
        Ok(answers)
    }
}
