//! Lets each user make only one mutation at a time.
use std::{future::Future, panic, sync::Arc};

use tokio::sync::{Mutex, OwnedMutexGuard};
use tracing::Instrument;

/// Where the mutations of one user wait for their turn, first come first served (rule `U13`).
#[derive(Default)]
pub(super) struct Queue(Arc<Mutex<()>>);

/// The right to change something, until it is dropped.
pub(super) struct Turn {
    _guard: OwnedMutexGuard<()>,
}

impl Queue {
    /// Waits in line. A caller that stops waiting leaves the line.
    pub(super) async fn turn(&self) -> Turn {
        Turn {
            _guard: Arc::clone(&self.0).lock_owned().await,
        }
    }
}

/// Does work that must end before the next call has its turn. If the caller disconnects, the work continues in its own
/// task and keeps the turn.
///
/// `None` when the runtime ended first.
pub(super) async fn see_through<T: Send + 'static>(
    turn: Turn,
    work: impl Future<Output = T> + Send + 'static,
) -> Option<(Turn, T)> {
    let work = async move {
        let done = work.await;
        (turn, done)
    };
    match tokio::spawn(work.in_current_span()).await {
        Ok(done) => Some(done),
        Err(error) if error.is_panic() => panic::resume_unwind(error.into_panic()),
        Err(_) => None,
    }
}
