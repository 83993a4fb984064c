//! What a request means for the connection that it came on (rule `V3`).
use std::sync::{Arc, Mutex, PoisonError, atomic::Ordering::Relaxed};

use http::Extensions;

use super::slots::{Connection, Slot, Slots};

/// What a request means for its connection, until the last of its clones is dropped.
///
/// The listener puts it into the request. The code that answers reports there what is known of the
/// caller; without a listener the report has no effect.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing(Option<Arc<Request>>);

/// How strongly a connection is kept open for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Not yet classified: the connection keeps its place until there is an answer.
    Unsaid,
    /// The caller is unknown or was refused: the connection may be closed.
    Stranger,
    /// The caller is known, but has not sent all of the request: the connection may be closed, but only after the
    /// others.
    Receiving,
    /// A call that is under way: the connection keeps its place until the reply is taken.
    Admitted,
}

#[derive(Debug)]
struct Request {
    slots: Arc<Slots>,
    connection: Arc<Connection>,
    stage: Mutex<Stage>,
}

impl Standing {
    /// That of a request that begins to arrive on the connection of `slot`.
    pub(super) fn new(slot: &Slot) -> Self {
        slot.connection.arrive();
        let first = match slot.connection.begin() {
            true => Stage::Unsaid,
            false => Stage::Stranger,
        };
        Self(Some(Arc::new(Request {
            slots: Arc::clone(&slot.slots),
            connection: Arc::clone(&slot.connection),
            stage: Mutex::new(first),
        })))
    }

    /// Takes the standing of a request out of it.
    pub(crate) fn of(extensions: &mut Extensions) -> Self {
        extensions.remove::<Self>().unwrap_or_default()
    }

    /// Reports what is known now. Returns `false` if the connection is being closed, so that the answer
    /// would not arrive.
    pub(crate) fn set(&self, stage: Stage) -> bool {
        self.0.as_ref().is_none_or(|request| request.set(stage))
    }

    /// Notes that there is an answer. A connection is kept open only for the replies of known callers.
    pub(super) fn answer(&self) {
        if let Some(request) = &self.0
            && request.stage() == Stage::Unsaid
        {
            request.set(Stage::Stranger);
        }
    }

    /// Says that a part of the reply was handed to the stream, which may have to keep it for a while.
    pub(super) fn hand_over(&self) {
        if let Some(request) = &self.0
            && request.stage() == Stage::Admitted
        {
            request.connection.owing.store(true, Relaxed);
        }
    }
}

impl Request {
    fn stage(&self) -> Stage {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, stage: Stage) -> bool {
        let mut now = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        match stage {
            Stage::Unsaid | Stage::Admitted if !self.connection.begin() => return false,
            Stage::Unsaid | Stage::Admitted | Stage::Stranger => {}
            Stage::Receiving => self.connection.receive(),
        }
        let before = std::mem::replace(&mut *now, stage);
        self.leave(before);
        true
    }

    fn leave(&self, stage: Stage) {
        match stage {
            Stage::Unsaid | Stage::Admitted => self.connection.finish(),
            Stage::Receiving => self.connection.received(),
            Stage::Stranger => {}
        }
        self.slots.change();
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        let last = *self.stage.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.leave(last);
        self.slots.end(&self.connection);
    }
}
