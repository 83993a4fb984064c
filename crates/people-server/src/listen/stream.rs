//! A stream whose other end has to read.
use std::{
    io,
    pin::Pin,
    sync::{Arc, atomic::Ordering::Relaxed},
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

use super::{framing::Scanner, slots::Connection};

/// Fails once the other end has read nothing for `patience`.
///
/// A reply is in memory until it is read. Without this, a client that asks for long replies and does
/// not read them keeps them there for ever.
pub(super) struct Patient<S> {
    stream: S,
    patience: Duration,
    /// Made when it is needed first, which for most connections is never.
    deadline: Option<Pin<Box<Sleep>>>,
    connection: Arc<Connection>,
    stalled: bool,
    scanner: Option<Scanner>,
}

impl<S> Patient<S> {
    pub(super) fn new(stream: S, patience: Duration, connection: Arc<Connection>) -> Self {
        Self {
            stream,
            patience,
            deadline: None,
            connection,
            stalled: false,
            scanner: None,
        }
    }

    /// Shows what is read to a scanner first.
    pub(super) fn scan(&mut self, scanner: Scanner) {
        self.scanner = Some(scanner);
    }

    /// What comes of an attempt to write.
    fn attempted<T>(
        &mut self,
        attempt: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if attempt.is_ready() {
            self.set_stalled(false);
            return attempt;
        }
        let patience = self.patience;
        let sleep = self
            .deadline
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        if !self.stalled {
            sleep.as_mut().reset(Instant::now() + patience);
            self.set_stalled(true);
        }
        match self
            .deadline
            .as_mut()
            .map(|sleep| sleep.as_mut().poll(context))
        {
            Some(Poll::Ready(())) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            _ => Poll::Pending,
        }
    }

    fn set_stalled(&mut self, stalled: bool) {
        if self.stalled != stalled {
            self.stalled = stalled;
            self.connection.stalled.store(stalled, Relaxed);
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(scanner) = &mut self.scanner {
            scanner.read(&buffer.filled()[before..]);
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let attempt = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.attempted(attempt, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let attempt = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.attempted(attempt, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let attempt = Pin::new(&mut self.stream).poll_flush(context);
        if attempt.is_ready() {
            self.connection.owing.store(false, Relaxed);
        }
        self.attempted(attempt, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let attempt = Pin::new(&mut self.stream).poll_shutdown(context);
        self.attempted(attempt, context)
    }
}
