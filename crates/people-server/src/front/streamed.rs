//! A reply that is made while it is sent (rule `V5`).
use std::{
    fmt,
    future::{self, Future},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::Frame;
use people_model::Code;
use people_store::Account;
use tokio::sync::Semaphore;
use tracing::Span;

use super::{
    memory::{Memory, Taken},
    replies::{Replies, charged},
    reply::Writer,
    shares::Shares,
    within::within,
};
use crate::{
    api::{Failure, Piece, Rest},
    fault_log,
};

/// The pieces of a reply. The next one is made when the ones before were handed to the connection, so that a client
/// who reads slowly holds one of them and not all.
pub(super) struct Streamed {
    /// None if there is no more to send.
    next: Option<Making>,
    room: Arc<Room>,
    replies: Arc<Replies>,
    /// How long a piece may take.
    time: Duration,
    /// That of the request, for the log.
    span: Span,
}

/// A piece that is being made; none if it takes too long.
type Making = Pin<Box<dyn Future<Output = Option<Result<Written, Failure>>> + Send>>;

/// A piece as it is sent, and what makes the next one.
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    pub(super) rest: Option<(Rest, Writer)>,
}

/// Why a reply was not sent to its end.
///
/// ```
/// use people_model::Code;
/// use people_server::BrokenOff;
///
/// /// Whether it may succeed when it is asked for again.
/// fn may_succeed(error: &BrokenOff) -> bool {
///     matches!(error.failure.status().code(), Some(Code::Unavailable | Code::DeadlineExceeded))
/// }
/// # let _ = may_succeed;
/// ```
#[derive(Debug, thiserror::Error)]
#[error("a reply broke off: {failure}")]
#[non_exhaustive]
pub struct BrokenOff {
    /// What happened to the next piece.
    pub failure: Failure,
}

impl Streamed {
    /// A reply that begins with `first`. Each other piece may take `time`.
    pub(super) fn new(
        first: Written,
        room: Arc<Room>,
        replies: &Arc<Replies>,
        time: Duration,
    ) -> Self {
        Self {
            next: Some(Box::pin(future::ready(Some(Ok(first))))),
            room,
            replies: Arc::clone(replies),
            time,
            span: Span::current(),
        }
    }

    pub(super) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        loop {
            let Some(making) = &mut self.next else {
                return Poll::Ready(None);
            };
            let made = ready!(making.as_mut().poll(context));
            self.next = None;
            let made = made.unwrap_or_else(|| Err(Failure::of(Code::DeadlineExceeded)));
            let Written { bytes, rest } = match made {
                Ok(written) => written,
                Err(failure) => {
                    let log = || fault_log::warn("a reply broke off", &failure);
                    self.span.in_scope(log);
                    return Poll::Ready(Some(Err(BrokenOff { failure })));
                }
            };
            if let Some((rest, writer)) = rest {
                let (replies, room) = (Arc::clone(&self.replies), Arc::clone(&self.room));
                let made = async move { replies.next_piece(rest, writer, &room).await };
                self.next = Some(Box::pin(within(self.time, made)));
            }
            if !bytes.is_empty() {
                // The connection may have it longer than the body lives.
                let data = charged(bytes, Arc::clone(&self.room));
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
        }
    }

    /// Whether there is no more to send.
    pub(super) fn is_over(&self) -> bool {
        self.next.is_none()
    }
}

/// Shows nothing of the reply.
impl fmt::Debug for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streamed").finish_non_exhaustive()
    }
}

/// The memory of a reply in pieces. It is given back when the last piece was sent.
#[derive(Debug)]
pub(super) struct Room {
    memory: Arc<Memory>,
    pub(super) account: Account,
    taken: Mutex<Option<Taken>>,
}

impl Room {
    pub(super) fn new(memory: &Arc<Memory>, account: &Account) -> Self {
        Self {
            memory: Arc::clone(memory),
            account: account.clone(),
            taken: Mutex::default(),
        }
    }

    /// Takes what is missing for pieces of this many bytes. The connection may have one while the next one is made and
    /// laid out, and a compressor takes a quarter of a MiB.
    ///
    /// # Errors
    ///
    /// When there is not enough.
    pub(super) fn hold(&self, piece: usize) -> Result<(), Failure> {
        let bytes = (256 << 10) + 2 * piece.max(256 << 10);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let grown = self.memory.grow(&self.account, &mut taken, bytes);
        grown.map_err(|_| Failure::of(Code::Unavailable))
    }
}

/// How many pieces are made at a time. Each takes the memory of its rows meanwhile, and a connection to the store.
///
/// An account has half of the turns at most, so that the others need not wait for all its lists.
#[derive(Debug)]
pub(super) struct Turns {
    all: Semaphore,
    shares: Shares,
}

impl Turns {
    pub(super) fn new(turns: usize) -> Self {
        Self {
            all: Semaphore::new(turns),
            shares: Shares::new(turns.div_ceil(2)),
        }
    }

    /// Makes a piece when it is its account's turn.
    pub(super) async fn make(&self, account: &Account, rest: Rest) -> Result<Piece, Failure> {
        // The account's share first, so that no caller holds what others need while it waits.
        let share = self.shares.of(account);
        let _own = share.acquire().await;
        let _turn = self.all.acquire().await;
        rest.next().await
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    /// An account whose pieces never end leaves turns to others.
    #[tokio::test]
    async fn v5_an_account_has_half_the_turns() {
        let turns = Turns::new(4);
        let account = |name| Account::new(name).expect("an account");
        let (ada, mary) = (account("ada"), account("mary"));
        let made = || {
            Rest::new(async {
                Ok(Piece {
                    json: Vec::new(),
                    rest: None,
                })
            })
        };
        let mut waiting: Vec<_> = (0..10)
            .map(|_| Box::pin(turns.make(&ada, Rest::new(pending()))))
            .collect();
        waiting
            .iter_mut()
            .for_each(|making| assert!(!is_done(making)));
        let time = Duration::from_secs(5);
        let others = within(time, turns.make(&mary, made())).await;
        assert!(others.is_some_and(|made| made.is_ok()));
        assert!(!is_done(&mut Box::pin(turns.make(&ada, made()))));
        waiting.clear();
        assert!(turns.make(&ada, made()).await.is_ok());
    }

    /// Whether it is done when it is asked once.
    fn is_done<T>(making: &mut Pin<Box<impl Future<Output = T>>>) -> bool {
        let mut context = Context::from_waker(std::task::Waker::noop());
        making.as_mut().poll(&mut context).is_ready()
    }
}
