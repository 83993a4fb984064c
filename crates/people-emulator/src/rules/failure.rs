//! How the API says that a call fails.
use std::time::Duration;

use people_http::{Bucket, Call, Change};
use people_model::Code;
use people_rules::{EtagKind, Violation};
use people_server::Failure;

use crate::then::Error;

/// The consumer of the quotas: a server without projects has one.
const PROJECT: u64 = 1;

/// What the API answers to a call.
pub(super) fn failure(error: Error, call: &Call, retry_after: Option<Duration>) -> Failure {
    let failure = match error {
        Error::ExpiredSyncToken => Failure::expired_sync_token(),
        Error::Quota(bucket) => bucket.exceeded(PROJECT).into(),
        Error::Code(Code::ResourceExhausted) => {
            let bucket = match call.method().mutates() {
                true => Bucket::Writes,
                false => Bucket::Reads,
            };
            bucket.exceeded(PROJECT).into()
        }
        Error::Code(Code::FailedPrecondition) => stale(call),
        Error::Code(code) => Failure::of(code),
    };
    match retry_after {
        Some(time) => failure.retry_after(time),
        None => failure,
    }
}

/// The precondition that calls of this kind have.
fn stale(call: &Call) -> Failure {
    match call.shape().change {
        Change::UpdateContacts { .. } => Violation::StaleEtag {
            etag: EtagKind::Person,
        }
        .into(),
        Change::UpdateGroup { .. } => Violation::StaleGroup.into(),
        Change::None
        | Change::CreateContacts
        | Change::DeleteContacts(_)
        | Change::Photo(_)
        | Change::CreateGroup
        | Change::DeleteGroup
        | Change::Members { .. } => Failure::of(Code::FailedPrecondition),
    }
}
