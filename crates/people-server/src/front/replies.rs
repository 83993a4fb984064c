//! How much the replies that are not sent yet take of memory (rule `V1`).
use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
};

use bytes::Bytes;
use http::StatusCode;
use people_store::Account;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    gate::Busy,
    refusal::Refusal,
    reply::{self, Form, Written},
    response::Response,
};
use crate::{api::Failure, limits::Limits};

/// What the replies to all requests may take, in KiB. An account has half of it at most.
#[derive(Debug)]
pub(super) struct Replies {
    memory: Arc<Semaphore>,
    all: u32,
    shares: Mutex<HashMap<Account, Weak<Semaphore>>>,
    /// Large ones that may be written at a time.
    pens: Semaphore,
}

const KIB: usize = 1 << 10;
/// What each reply may take without asking. Most are smaller.
const FREE: usize = 16 * KIB;
/// From this size on, a reply is written outside the async workers.
const LARGE: usize = 256 * KIB;

/// A reply, and what it takes of memory for as long as any part of it is to be sent.
struct Charged<M> {
    bytes: Vec<u8>,
    _memory: M,
}

/// What a reply has taken, of what its account may and of what all may.
pub(super) struct Memory {
    own: OwnedSemaphorePermit,
    common: OwnedSemaphorePermit,
}

impl Memory {
    fn permits(&self) -> (u32, u32) {
        let permits =
            |of: &OwnedSemaphorePermit| u32::try_from(of.num_permits()).unwrap_or(u32::MAX);
        (permits(&self.own), permits(&self.common))
    }
}

impl<M> AsRef<[u8]> for Charged<M> {
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
            shares: Mutex::default(),
            pens: Semaphore::new(thread::available_parallelism().map_or(2, NonZeroUsize::get)),
        }
    }

    /// Writes a reply. If there is no memory for it, it is refused.
    pub(super) async fn write(
        &self,
        account: &Account,
        json: Vec<u8>,
        form: Form,
    ) -> Result<Response, Refusal> {
        let mut memory = self.take(account, json.len(), None)?;
        let Written { bytes, gzip } = self.written(json, form).await?;
        memory = self.take(account, bytes.len(), memory)?;
        Ok(reply::response(StatusCode::OK, held(bytes, memory), gzip))
    }

    /// Writes the reply to a call of a batch, for which the batch has to have memory.
    pub(super) async fn write_part(&self, json: Vec<u8>, form: Form) -> Result<Response, Refusal> {
        let Written { bytes, gzip } = self.written(json, form).await?;
        Ok(reply::response(StatusCode::OK, bytes.into(), gzip))
    }

    /// Writes a reply for which the memory is taken already.
    pub(super) async fn write_taken(
        &self,
        bytes: Vec<u8>,
        memory: Option<Memory>,
        gzip: bool,
    ) -> Result<Response, Refusal> {
        let form = Form {
            gzip,
            ..Form::default()
        };
        let Written { bytes, gzip } = self.written(bytes, form).await?;
        Ok(reply::response(StatusCode::OK, held(bytes, memory), gzip))
    }

    /// Takes what is missing for this number of bytes; what was taken stays so if there is no more.
    pub(super) fn grow(
        &self,
        account: &Account,
        memory: &mut Option<Memory>,
        bytes: usize,
    ) -> Result<(), Busy> {
        let (own, common) = self.needed(bytes);
        let (own_taken, common_taken) = memory.as_ref().map_or((0, 0), Memory::permits);
        let own = own.saturating_sub(own_taken);
        let common = common.saturating_sub(common_taken);
        if (own, common) == (0, 0) {
            return Ok(());
        }
        let more = Memory {
            own: resized(&self.share(account), None, own)?,
            common: resized(&self.memory, None, common)?,
        };
        match memory {
            Some(memory) => {
                memory.own.merge(more.own);
                memory.common.merge(more.common);
            }
            None => *memory = Some(more),
        }
        Ok(())
    }

    /// Writes a reply, and waits for memory: it reports a change that is made already.
    pub(super) async fn write_in_turn(
        &self,
        account: &Account,
        json: Vec<u8>,
        form: Form,
    ) -> Result<Response, Refusal> {
        let Written { bytes, gzip } = self.written(json, form).await?;
        let memory = match self.needed(bytes.len()) {
            (_, 0) => None,
            (own, common) => {
                // The account's share first, so that no caller holds what others need while it waits.
                let own = self.share(account).acquire_many_owned(own).await;
                let memory = Arc::clone(&self.memory);
                let common = memory.acquire_many_owned(common).await;
                Some(Memory {
                    own: own.map_err(|_| Busy)?,
                    common: common.map_err(|_| Busy)?,
                })
            }
        };
        Ok(reply::response(StatusCode::OK, held(bytes, memory), gzip))
    }

    /// Takes the memory for a reply that is not an account's, of what is common to all.
    pub(super) fn hold(&self, bytes: Vec<u8>) -> Result<Bytes, Busy> {
        let (_, common) = self.needed(bytes.len());
        let memory = match common {
            0 => None,
            common => Some(resized(&self.memory, None, common)?),
        };
        Ok(held(bytes, memory))
    }

    /// Encodes a reply. A large one is encoded outside the workers, so that other calls need not wait for
    /// it, and only a few at a time, because each is in memory twice meanwhile.
    async fn written(&self, json: Vec<u8>, form: Form) -> Result<Written, Failure> {
        let written = if json.len() < LARGE {
            reply::write(json, &form)
        } else {
            let _pen = self.pens.acquire().await;
            let written = tokio::task::spawn_blocking(move || reply::write(json, &form)).await;
            written.map_err(|error| Failure::internal("write a reply", &error))?
        };
        written.map_err(|error| Failure::internal("write a reply", &error))
    }

    /// Takes the memory for this number of bytes in place of what was `taken`.
    fn take(
        &self,
        account: &Account,
        bytes: usize,
        taken: Option<Memory>,
    ) -> Result<Option<Memory>, Busy> {
        let (own, common) = self.needed(bytes);
        let taken = match taken {
            _ if common == 0 => return Ok(None),
            Some(Memory { own, common }) => (Some(own), Some(common)),
            None => (None, None),
        };
        Ok(Some(Memory {
            own: resized(&self.share(account), taken.0, own)?,
            common: resized(&self.memory, taken.1, common)?,
        }))
    }

    /// Of the account's and of all: a reply that needs more than there is takes all of it, so that it
    /// is sent while no other is.
    fn needed(&self, bytes: usize) -> (u32, u32) {
        let needed = bytes.saturating_sub(FREE).div_ceil(KIB);
        let needed = u32::try_from(needed).unwrap_or(u32::MAX);
        (needed.min(self.all.div_ceil(2)), needed.min(self.all))
    }

    /// The account's share, which exists as long as some of it is taken.
    fn share(&self, account: &Account) -> Arc<Semaphore> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get(account).and_then(Weak::upgrade) {
            return share;
        }
        shares.retain(|_, share| share.strong_count() > 0);
        let share = Arc::new(Semaphore::new(self.all.div_ceil(2) as usize));
        shares.insert(account.clone(), Arc::downgrade(&share));
        share
    }
}

fn resized(
    memory: &Arc<Semaphore>,
    taken: Option<OwnedSemaphorePermit>,
    needed: u32,
) -> Result<OwnedSemaphorePermit, Busy> {
    let take = |permits| {
        let memory = Arc::clone(memory).try_acquire_many_owned(permits);
        memory.map_err(|_| Busy)
    };
    let Some(mut taken) = taken else {
        return take(needed);
    };
    if let Some(enough) = taken.split(needed as usize) {
        return Ok(enough);
    }
    taken.merge(take(needed - taken.num_permits() as u32)?);
    Ok(taken)
}

fn held<M: Send + Sync + 'static>(mut bytes: Vec<u8>, memory: Option<M>) -> Bytes {
    let Some(memory) = memory else {
        return bytes.into();
    };
    bytes.shrink_to_fit();
    Bytes::from_owner(Charged {
        bytes,
        _memory: memory,
    })
}
