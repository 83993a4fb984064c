//! Memory that all requests share, of which one account has half at most (rule `V1`).
use std::sync::Arc;

use people_store::Account;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{gate::Busy, shares::Shares};

/// How much memory there is, in KiB, and how much of it each account still has.
#[derive(Debug)]
pub(super) struct Memory {
    common: Arc<Semaphore>,
    all: u32,
    shares: Shares,
}

/// What a body or a reply has taken, of the share of its account and of what is common to all. It is
/// given back with this.
#[derive(Debug)]
pub(super) struct Taken {
    own: OwnedSemaphorePermit,
    common: OwnedSemaphorePermit,
}

const KIB: usize = 1 << 10;
/// What each body and each reply may take without asking. Most are smaller.
pub(super) const FREE: usize = 16 * KIB;

impl Memory {
    pub(super) fn new(bytes: usize) -> Self {
        let all = (bytes / KIB).min(Semaphore::MAX_PERMITS);
        let all = u32::try_from(all).unwrap_or(u32::MAX);
        Self {
            common: Arc::new(Semaphore::new(all as usize)),
            all,
            shares: Shares::new(all.div_ceil(2) as usize),
        }
    }

    /// Whether an account may ever have this many bytes at the same time.
    pub(super) fn fits(&self, bytes: usize) -> bool {
        in_kib(bytes) <= self.all.div_ceil(2)
    }

    /// Takes the memory that is missing for this number of bytes. If there is not enough, what it already has stays
    /// taken.
    pub(super) fn grow(
        &self,
        account: &Account,
        taken: &mut Option<Taken>,
        bytes: usize,
    ) -> Result<(), Busy> {
        let (own, common) = self.needed(bytes);
        let (own_taken, common_taken) = taken.as_ref().map_or((0, 0), Taken::permits);
        let own = own.saturating_sub(own_taken);
        let common = common.saturating_sub(common_taken);
        if (own, common) == (0, 0) {
            return Ok(());
        }
        match taken {
            Some(taken) => {
                let more = resized(taken.own.semaphore(), None, own)?;
                taken.common.merge(resized(&self.common, None, common)?);
                taken.own.merge(more);
            }
            None => {
                *taken = Some(Taken {
                    own: resized(&self.shares.of(account), None, own)?,
                    common: resized(&self.common, None, common)?,
                });
            }
        }
        Ok(())
    }

    /// Takes the memory for this number of bytes in place of what was `taken`.
    pub(super) fn take(
        &self,
        account: &Account,
        bytes: usize,
        taken: Option<Taken>,
    ) -> Result<Option<Taken>, Busy> {
        let (own, common) = self.needed(bytes);
        let taken = match taken {
            _ if common == 0 => return Ok(None),
            Some(Taken { own, common }) => (Some(own), Some(common)),
            None => (None, None),
        };
        Ok(Some(Taken {
            own: resized(&self.shares.of(account), taken.0, own)?,
            common: resized(&self.common, taken.1, common)?,
        }))
    }

    /// Waits for the memory for this number of bytes.
    pub(super) async fn take_in_turn(
        &self,
        account: &Account,
        bytes: usize,
    ) -> Result<Option<Taken>, Busy> {
        let (own, common) = match self.needed(bytes) {
            (_, 0) => return Ok(None),
            needed => needed,
        };
        // The account's share first, so that no caller holds what others need while it waits.
        let own = self.shares.of(account).acquire_many_owned(own).await;
        let common = Arc::clone(&self.common).acquire_many_owned(common).await;
        Ok(Some(Taken {
            own: own.map_err(|_| Busy)?,
            common: common.map_err(|_| Busy)?,
        }))
    }

    /// Takes memory that belongs to no account from the common part.
    pub(super) fn take_common(&self, bytes: usize) -> Result<Option<OwnedSemaphorePermit>, Busy> {
        match self.needed(bytes) {
            (_, 0) => Ok(None),
            (_, common) => resized(&self.common, None, common).map(Some),
        }
    }

    /// Of the account's and of all: what needs more than there is takes all of it.
    fn needed(&self, bytes: usize) -> (u32, u32) {
        let needed = in_kib(bytes);
        (needed.min(self.all.div_ceil(2)), needed.min(self.all))
    }
}

impl Taken {
    fn permits(&self) -> (u32, u32) {
        let permits =
            |of: &OwnedSemaphorePermit| u32::try_from(of.num_permits()).unwrap_or(u32::MAX);
        (permits(&self.own), permits(&self.common))
    }
}

/// How much this many bytes take beyond the free part.
fn in_kib(bytes: usize) -> u32 {
    let needed = bytes.saturating_sub(FREE).div_ceil(KIB);
    u32::try_from(needed).unwrap_or(u32::MAX)
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
