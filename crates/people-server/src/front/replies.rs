//! How much the replies that are not sent yet take of memory (rule `V1`).
use std::{num::NonZeroUsize, sync::Arc, thread};

use bytes::Bytes;
use http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Response,
    gate::Busy,
    refusal::Refusal,
    reply::{self, Form, Written},
};
use crate::{api::Failure, limits::Limits};

/// What the replies to all requests may take, in KiB.
#[derive(Debug)]
pub(super) struct Replies {
    memory: Arc<Semaphore>,
    all: u32,
    /// Large ones that may be written at a time.
    pens: Semaphore,
}

const KIB: usize = 1 << 10;
/// What each reply may take without asking. Most are smaller.
const FREE: usize = 16 * KIB;
/// What takes longer to write than others should wait for a worker.
const LARGE: usize = 256 * KIB;

/// A reply, and what it takes of memory for as long as any part of it is to be sent.
struct Charged {
    bytes: Vec<u8>,
    _memory: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Charged {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Replies {
    pub(super) fn new(limits: &Limits) -> Self {
        let all = (limits.replies / KIB).min(Semaphore::MAX_PERMITS);
        let all = u32::try_from(all).unwrap_or(u32::MAX);
        Self {
            memory: Arc::new(Semaphore::new(all as usize)),
            all,
            pens: Semaphore::new(thread::available_parallelism().map_or(2, NonZeroUsize::get)),
        }
    }

    /// Writes a reply that is turned down where there is no memory for it.
    pub(super) async fn write(&self, json: Vec<u8>, form: Form) -> Result<Response, Refusal> {
        let mut memory = self.take(json.len(), None)?;
        let Written { bytes, gzip } = if json.len() < LARGE {
            reply::write(json, form)
        } else {
            let _pen = self.pens.acquire().await;
            let written = tokio::task::spawn_blocking(move || reply::write(json, form)).await;
            written.map_err(|error| Failure::internal("write a reply", &error))?
        };
        memory = self.take(bytes.len(), memory)?;
        Ok(reply::response(StatusCode::OK, held(bytes, memory), gzip))
    }

    /// Writes a reply that waits for memory: it says what was changed.
    pub(super) async fn write_in_turn(&self, json: Vec<u8>, form: Form) -> Response {
        let Written { bytes, gzip } = reply::write(json, form);
        let memory = match self.needed(bytes.len()) {
            0 => None,
            // It is never closed.
            needed => Arc::clone(&self.memory)
                .acquire_many_owned(needed)
                .await
                .ok(),
        };
        reply::response(StatusCode::OK, held(bytes, memory), gzip)
    }

    /// Takes what so many bytes need instead of what was `taken`.
    fn take(
        &self,
        bytes: usize,
        taken: Option<OwnedSemaphorePermit>,
    ) -> Result<Option<OwnedSemaphorePermit>, Busy> {
        let needed = self.needed(bytes);
        let had = taken.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        if needed as usize == had {
            return Ok(taken);
        }
        let Some(more) = needed.checked_sub(had as u32) else {
            return Ok(taken.and_then(|mut taken| taken.split(needed as usize)));
        };
        let more = Arc::clone(&self.memory).try_acquire_many_owned(more);
        let mut more = more.map_err(|_| Busy)?;
        if let Some(taken) = taken {
            more.merge(taken);
        }
        Ok(Some(more))
    }

    /// One that needs more than there is takes all of it, so that it is sent while no other is.
    fn needed(&self, bytes: usize) -> u32 {
        let needed = bytes.saturating_sub(FREE).div_ceil(KIB);
        u32::try_from(needed).unwrap_or(u32::MAX).min(self.all)
    }
}

fn held(mut bytes: Vec<u8>, memory: Option<OwnedSemaphorePermit>) -> Bytes {
    let Some(memory) = memory.filter(|memory| memory.num_permits() > 0) else {
        return bytes.into();
    };
    bytes.shrink_to_fit();
    Bytes::from_owner(Charged {
        bytes,
        _memory: memory,
    })
}
