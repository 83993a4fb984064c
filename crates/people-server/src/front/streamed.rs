//! A reply that is made while it is sent.
use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::Frame;
use people_model::Code;
use tokio::sync::Semaphore;

use super::{gate::Busy, replies::Room, reply::Writer, within::within};
use crate::{
    api::{Failure, Piece, Rest},
    fault_log,
};

/// The pieces of a reply. The next one is made when the ones before were handed to the connection, so that a client
/// who reads slowly holds one of them and not all.
pub(super) struct Streamed {
    writer: Writer,
    next: Next,
    room: Room,
    makers: Arc<Semaphore>,
    /// How long a piece may take.
    time: Duration,
}

enum Next {
    Ready(Piece),
    Waiting(Pin<Box<dyn Future<Output = Option<Result<Piece, Failure>>> + Send>>),
    Nothing,
}

/// Why a reply was not sent to its end.
#[derive(Debug, thiserror::Error)]
#[error("a reply broke off: {failure}")]
#[non_exhaustive]
pub struct BrokenOff {
    /// What happened to the next piece.
    pub failure: Failure,
}

/// Shows nothing of the reply.
impl fmt::Debug for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streamed").finish_non_exhaustive()
    }
}

impl Streamed {
    /// A reply that begins with `first`. Each other piece may take `time`.
    pub(super) fn new(
        first: Piece,
        writer: Writer,
        room: Room,
        makers: Arc<Semaphore>,
        time: Duration,
    ) -> Self {
        Self {
            writer,
            next: Next::Ready(first),
            room,
            makers,
            time,
        }
    }

    pub(super) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        loop {
            let Piece { json, rest } = match std::mem::replace(&mut self.next, Next::Nothing) {
                Next::Nothing => return Poll::Ready(None),
                Next::Ready(piece) => piece,
                Next::Waiting(mut waiting) => {
                    let Poll::Ready(made) = waiting.as_mut().poll(context) else {
                        self.next = Next::Waiting(waiting);
                        return Poll::Pending;
                    };
                    match made.unwrap_or_else(|| Err(Failure::of(Code::DeadlineExceeded))) {
                        Ok(piece) => piece,
                        Err(failure) => return Poll::Ready(Some(Err(break_off(failure)))),
                    }
                }
            };
            let is_last = rest.is_none();
            if let Some(rest) = rest {
                let made = make(rest, Arc::clone(&self.makers));
                self.next = Next::Waiting(Box::pin(within(self.time, made)));
            }
            let written = self.writer.write(json, is_last).ok_or(Code::Internal);
            let held = written.and_then(|bytes| match self.room.hold(bytes.len()) {
                Ok(()) => Ok(bytes),
                Err(Busy) => Err(Code::Unavailable),
            });
            let bytes = match held {
                Ok(bytes) => bytes,
                Err(code) => {
                    self.next = Next::Nothing;
                    return Poll::Ready(Some(Err(break_off(Failure::of(code)))));
                }
            };
            if !bytes.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(bytes.into()))));
            }
        }
    }

    /// Whether there is no more to send.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.next, Next::Nothing)
    }
}

/// Makes the next piece, in turn.
async fn make(rest: Rest, makers: Arc<Semaphore>) -> Result<Piece, Failure> {
    let _turn = makers.acquire().await;
    rest.next().await
}

fn break_off(failure: Failure) -> BrokenOff {
    fault_log::warn("closed a connection, as a reply broke off", &failure);
    BrokenOff { failure }
}
