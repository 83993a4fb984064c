//! A reply, until its client has taken it.
use std::{
    collections::HashMap,
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Buf;
use hyper::body::{Body, Frame, SizeHint};
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use super::standing::Standing;

/// The body of a reply. Its connection is kept open until all of it is handed to the stream. Over HTTP/2 that is long
/// after the end of the body.
pub(super) struct Reply<B> {
    body: Option<Pin<Box<B>>>,
    standing: Standing,
    untaken: Option<Arc<Untaken>>,
    /// That of the parts which are still to be taken.
    wait: Weak<Wait>,
}

impl<B> Reply<B> {
    /// A reply to the request of that standing. `untaken` is for protocols in which a client can stop reading one reply
    /// and continue to read others.
    pub(super) fn new(body: B, standing: Standing, untaken: Option<Arc<Untaken>>) -> Self {
        Self {
            body: Some(Box::pin(body)),
            standing,
            untaken,
            wait: Weak::new(),
        }
    }

    /// An empty body.
    pub(super) fn nothing() -> Self {
        Self {
            body: None,
            standing: Standing::default(),
            untaken: None,
            wait: Weak::new(),
        }
    }

    /// One for all parts: a part that is behind others is not taken before them.
    fn wait(&mut self) -> Option<Arc<Wait>> {
        let untaken = self.untaken.as_ref()?;
        let begun = self.wait.upgrade();
        let wait = begun.unwrap_or_else(|| Arc::new(untaken.wait()));
        self.wait = Arc::downgrade(&wait);
        Some(wait)
    }
}

impl<B: Body> Body for Reply<B> {
    type Data = Owed<B::Data>;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let frame = ready!(body.as_mut().poll_frame(context));
        let owed = |data| Owed {
            data,
            standing: self.standing.clone(),
            wait: self.wait(),
        };
        Poll::Ready(frame.map(|frame| frame.map(|frame| frame.map_data(owed))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        let nothing = || SizeHint::with_exact(0);
        self.body
            .as_ref()
            .map_or_else(nothing, |body| body.size_hint())
    }
}

/// A part of a reply, which is dropped once it is handed to the stream.
pub(super) struct Owed<D> {
    data: D,
    standing: Standing,
    wait: Option<Arc<Wait>>,
}

impl<D: Buf> Buf for Owed<D> {
    fn remaining(&self) -> usize {
        self.data.remaining()
    }

    fn chunk(&self) -> &[u8] {
        self.data.chunk()
    }

    fn chunks_vectored<'a>(&'a self, slices: &mut [io::IoSlice<'a>]) -> usize {
        self.data.chunks_vectored(slices)
    }

    fn advance(&mut self, bytes: usize) {
        self.data.advance(bytes);
        if let Some(wait) = &self.wait {
            wait.renew();
        }
    }
}

impl<D> Drop for Owed<D> {
    fn drop(&mut self) {
        self.standing.hand_over();
    }
}

/// The replies on one connection of which something has yet to be taken, and since when each waits.
///
/// The connection itself does not show that: a client may read from it and answer pings, but never make room for one of
/// the replies.
#[derive(Debug, Default)]
pub(super) struct Untaken {
    since: Mutex<Waits>,
    more: Notify,
}

#[derive(Debug, Default)]
struct Waits {
    open: HashMap<u64, Instant>,
    last: u64,
}

impl Untaken {
    fn wait(self: &Arc<Self>) -> Wait {
        let number = {
            let mut waits = self.lock();
            waits.last += 1;
            let number = waits.last;
            waits.open.insert(number, Instant::now());
            number
        };
        self.more.notify_one();
        Wait {
            untaken: Arc::clone(self),
            number,
        }
    }

    /// Completes once nothing of some reply was taken for `patience`.
    pub(super) async fn overdue(&self, patience: Duration) {
        loop {
            let longest = self.lock().open.values().min().copied();
            match longest.map(|since| since + patience) {
                None => self.more.notified().await,
                Some(end) if end <= Instant::now() => return,
                Some(end) => sleep_until(end).await,
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waits> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One that waits, until it is dropped.
struct Wait {
    untaken: Arc<Untaken>,
    number: u64,
}

impl Wait {
    /// Something was taken.
    fn renew(&self) {
        self.untaken.lock().open.insert(self.number, Instant::now());
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.untaken.lock().open.remove(&self.number);
    }
}
