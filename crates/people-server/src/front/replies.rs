//! How much the replies that are not sent yet take of memory (rule `V1`).
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::gate::Busy;
use crate::limits::Limits;

/// What the replies to all requests may take, in KiB.
#[derive(Debug)]
pub(super) struct Replies {
    memory: Arc<Semaphore>,
    all: u32,
}

const KIB: usize = 1 << 10;
/// What each reply may take without asking. Most are smaller.
const FREE: usize = 16 * KIB;

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
        }
    }

    /// A reply that is turned down where there is no memory for it.
    pub(super) fn charge(&self, bytes: Vec<u8>) -> Result<Bytes, Busy> {
        let Some(needed) = self.needed(&bytes) else {
            return Ok(bytes.into());
        };
        let memory = Arc::clone(&self.memory).try_acquire_many_owned(needed);
        Ok(held(bytes, memory.map_err(|_| Busy)?))
    }

    /// A reply that waits for memory: it says what was changed.
    pub(super) async fn charge_in_turn(&self, bytes: Vec<u8>) -> Result<Bytes, Busy> {
        let Some(needed) = self.needed(&bytes) else {
            return Ok(bytes.into());
        };
        let memory = Arc::clone(&self.memory).acquire_many_owned(needed).await;
        Ok(held(bytes, memory.map_err(|_| Busy)?))
    }

    /// One that needs more than there is takes all of it, so that it is sent while no other is.
    fn needed(&self, bytes: &[u8]) -> Option<u32> {
        let needed = bytes.len().saturating_sub(FREE).div_ceil(KIB);
        let needed = u32::try_from(needed).unwrap_or(u32::MAX).min(self.all);
        (needed > 0).then_some(needed)
    }
}

fn held(mut bytes: Vec<u8>, memory: OwnedSemaphorePermit) -> Bytes {
    bytes.shrink_to_fit();
    Bytes::from_owner(Charged {
        bytes,
        _memory: memory,
    })
}
