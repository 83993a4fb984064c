//! What pages hear while they are open: `text/event-stream`.
use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http::StatusCode;
use http_body::Frame;
use tokio::sync::mpsc;

use crate::{
    answer::{Answer, Refused, with_type},
    console::Shared,
};

/// How often a page hears of news at most.
const PACE: Duration = Duration::from_millis(200);
/// How often a page hears that the server is still there.
const BEAT: Duration = Duration::from_secs(15);

/// `GET /console/requests/events`: says when there may be another request. It ends when the server stops.
pub(crate) fn requests(shared: &Shared) -> Answer {
    let place = Arc::clone(&shared.listeners).try_acquire_owned();
    let place = place.map_err(|_| {
        let text = "Too many pages listen. Close some, or load this one again.";
        Refused::bare(StatusCode::SERVICE_UNAVAILABLE, text)
    })?;
    let backend = Arc::clone(&shared.backend);
    let (news, events) = mpsc::channel(1);
    tokio::spawn(async move {
        let _place = place;
        let mut stopping = backend.stopping();
        // Before the first event: the page that opened this may have missed some.
        let mut more = backend.more_requests();
        let mut event = Bytes::from_static(b"retry: 2000\n\nevent: more\ndata:\n\n");
        loop {
            if news.send(event).await.is_err() {
                return; // The page is gone.
            }
            tokio::time::sleep(PACE).await;
            event = tokio::select! {
                () = &mut more => {
                    // What comes from now on is news after this event.
                    more = backend.more_requests();
                    Bytes::from_static(b"event: more\ndata:\n\n")
                }
                () = tokio::time::sleep(BEAT) => Bytes::from_static(b":\n\n"),
                () = news.closed() => return,
                () = &mut stopping => return,
            };
        }
    });
    Ok(with_type(
        StatusCode::OK,
        "text/event-stream",
        Body::new(Events(events)),
    ))
}

/// A body that has an event as soon as there is one.
struct Events(mpsc::Receiver<Bytes>);

impl http_body::Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let event = self.0.poll_recv(context);
        event.map(|event| event.map(|event| Ok(Frame::data(event))))
    }
}
