//! Bodies that are watched as they pass, and bodies that break off.
use std::{
    fmt, iter, mem,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use people_server::ContentEncoding;

use crate::{findings::LARGEST_BODY, journal};

/// What arrived of a body, up to a number of bytes.
#[derive(Clone, Debug)]
pub(crate) struct Kept(Arc<Mutex<Arrived>>);

#[derive(Debug, Default)]
struct Arrived {
    /// Mostly it is the only piece.
    first: Bytes,
    others: Vec<Bytes>,
    bytes: usize,
    /// All of it arrived.
    whole: bool,
    /// All of it, in a separate piece.
    copy: Option<Bytes>,
}

impl Kept {
    /// The body, and what arrives of it until it has more than `most` bytes.
    ///
    /// It passes as it comes, so that the limits of the server hold for it.
    pub(crate) fn of(body: Body, most: usize) -> (Body, Self) {
        let kept = Self(Arc::default());
        if body.is_end_stream() {
            kept.arrived().whole = true;
            return (body, kept);
        }
        let watched = Watched {
            body,
            kept: kept.clone(),
            most,
        };
        (Body::new(watched), kept)
    }

    /// How many bytes arrived.
    pub(crate) fn bytes(&self) -> usize {
        self.arrived().bytes
    }

    /// The body, if all of it arrived and it is not larger than what is kept.
    pub(crate) fn body(&self) -> Option<Bytes> {
        let mut arrived = self.arrived();
        if !arrived.whole {
            return None;
        }
        if let Some(copy) = &arrived.copy {
            return Some(copy.clone());
        }
        // A copy, because a piece keeps the whole buffer of the connection.
        let mut whole = Vec::with_capacity(arrived.bytes);
        for piece in arrived.take_pieces() {
            whole.extend_from_slice(&piece);
        }
        let whole = Bytes::from(whole);
        arrived.copy = Some(whole.clone());
        Some(whole)
    }

    /// The same as it was before it was compressed; none too if the server does not read this encoding.
    pub(crate) fn plain(&self, encoding: Option<ContentEncoding>) -> Option<Bytes> {
        let body = self.body()?;
        match encoding {
            // The server reads no encoding of a body that is empty.
            _ if body.is_empty() => Some(body),
            Some(ContentEncoding::Identity) => Some(body),
            Some(ContentEncoding::Gzip) => journal::inflated(&body, LARGEST_BODY).map(Bytes::from),
            Some(_) | None => None,
        }
    }

    fn arrived(&self) -> MutexGuard<'_, Arrived> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Arrived {
    fn push(&mut self, piece: Bytes) {
        match self.first.is_empty() {
            true => self.first = piece,
            false => self.others.push(piece),
        }
    }

    fn take_pieces(&mut self) -> impl Iterator<Item = Bytes> + use<> {
        iter::once(mem::take(&mut self.first)).chain(mem::take(&mut self.others))
    }
}

struct Watched {
    body: Body,
    kept: Kept,
    most: usize,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = ready!(Pin::new(&mut self.body).poll_frame(context));
        let is_last = polled.is_none() || self.body.is_end_stream();
        let mut arrived = self.kept.arrived();
        if let Some(Ok(frame)) = &polled
            && let Some(piece) = frame.data_ref()
        {
            arrived.bytes += piece.len();
            match arrived.bytes <= self.most {
                true => arrived.push(piece.clone()),
                false => drop(arrived.take_pieces()),
            }
        }
        arrived.whole |= is_last && arrived.bytes <= self.most;
        drop(arrived);
        Poll::Ready(polled)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
/// A body that says how long it is, and breaks off in its middle.
pub(crate) struct Cut {
    first: Option<Bytes>,
    length: u64,
    /// What was given is sent before the connection breaks.
    rest: Pin<Box<tokio::time::Sleep>>,
}

impl Cut {
    /// The first half of `whole`.
    pub(crate) fn in_the_middle(whole: &Bytes) -> Body {
        /// For the first half to leave.
        const MOMENT: std::time::Duration = std::time::Duration::from_millis(50);

        Body::new(Self {
            first: Some(whole.slice(..whole.len() / 2)),
            length: whole.len() as u64,
            rest: Box::pin(tokio::time::sleep(MOMENT)),
        })
    }
}

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if let Some(first) = self.first.take().filter(|first| !first.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        ready!(self.rest.as_mut().poll(context));
        Poll::Ready(Some(Err(BrokenOff)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// A rule asked for the connection to break.
#[derive(Debug)]
pub(crate) struct BrokenOff;

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rule of the emulator breaks the connection")
    }
}

impl std::error::Error for BrokenOff {}
