//! What all calls share.
use std::sync::Arc;

use tokio::sync::Semaphore;

use super::{gate::Gate, memory::Memory, meter::Meter, replies::Replies};
use crate::limits::Limits;

/// What all clones of a front share.
pub(super) struct FrontParts<A, C> {
    pub(super) api: A,
    pub(super) authenticate: C,
    pub(super) limits: Limits,
    pub(super) gate: Gate,
    pub(super) bodies: Memory,
    pub(super) replies: Arc<Replies>,
    /// For photos that are read.
    pub(super) photos: Semaphore,
    /// Only where there are quotas.
    pub(super) meter: Option<Meter>,
}

/// How many photos are read at the same time, because unknown callers can request them.
const PHOTOS: usize = 8;

impl<A, C> FrontParts<A, C> {
    pub(super) fn new(api: A, authenticate: C, limits: Limits) -> Self {
        let limits = limits.within_clocks();
        Self {
            api,
            authenticate,
            gate: Gate::new(&limits),
            bodies: Memory::new(limits.bodies),
            replies: Arc::new(Replies::new(&limits)),
            photos: Semaphore::new(PHOTOS),
            meter: limits.quota.map(Meter::new),
            limits,
        }
    }
}
