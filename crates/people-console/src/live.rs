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
use people_store::Account;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use crate::{
    answer::{Answer, Refused, Response, plain, with_type},
    console::Shared,
};

/// How often a page hears of news at most.
const PACE: Duration = Duration::from_millis(200);
/// How often a page hears that the server is still there.
const BEAT: Duration = Duration::from_secs(15);

/// `GET /console/requests/events`: says when there may be another request. It ends when the server stops.
pub(crate) fn requests(shared: &Shared) -> Answer {
    let place = place(shared)?;
    let backend = Arc::clone(&shared.backend);
    let (news, events) = mpsc::channel(1);
    tokio::spawn(async move {
        let _place = place;
        let mut stopping = backend.stopping();
        // Before the first event: the page that opened this may have missed some.
        let mut more = backend.more_requests();
        let mut event = MORE;
        loop {
            if news.send(event).await.is_err() {
                return; // The page is gone.
            }
            tokio::time::sleep(PACE).await;
            event = tokio::select! {
                () = &mut more => {
                    // What comes from now on is news after this event.
                    more = backend.more_requests();
                    MORE
                }
                () = tokio::time::sleep(BEAT) => Bytes::from_static(b":\n\n"),
                () = news.closed() => return,
                () = &mut stopping => return,
            };
        }
    });
    Ok(streamed(events))
}

/// `GET /console/@ada/duplicates/events`: says how far the search is that runs. Without one the answer is 204, so that
/// a browser does not ask again.
pub(crate) fn duplicates(shared: &Shared, account: &Account) -> Answer {
    let Some(mut search) = shared.searches.running(account) else {
        return Ok(plain(StatusCode::NO_CONTENT, ""));
    };
    let place = place(shared)?;
    let mut stopping = shared.backend.stopping();
    let (news, events) = mpsc::channel(1);
    tokio::spawn(async move {
        let _place = place;
        loop {
            let has_ended = search.borrow_and_update().has_ended();
            if news.send(MORE).await.is_err() || has_ended {
                return;
            }
            tokio::time::sleep(PACE).await;
            tokio::select! {
                changed = search.changed() => if changed.is_err() { return },
                () = news.closed() => return,
                () = &mut stopping => return,
            }
        }
    });
    Ok(streamed(events))
}

const MORE: Bytes = Bytes::from_static(b"retry: 2000\n\nevent: more\ndata:\n\n");

/// A place among the pages that listen.
fn place(shared: &Shared) -> Result<OwnedSemaphorePermit, Refused> {
    let place = Arc::clone(&shared.listeners).try_acquire_owned();
    place.map_err(|_| {
        let text = "Too many pages listen. Close some, or load this one again.";
        Refused::bare(StatusCode::SERVICE_UNAVAILABLE, text)
    })
}

fn streamed(events: mpsc::Receiver<Bytes>) -> Response {
    with_type(
        StatusCode::OK,
        "text/event-stream",
        Body::new(Events(events)),
    )
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
