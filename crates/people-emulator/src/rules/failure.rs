//! How the API says that a call fails.
use std::time::Duration;

use people_http::Bucket;
use people_model::{Code, Method};
use people_rules::{EtagKind, Violation};
use people_server::Failure;

use crate::then::Error;

/// The consumer of the quotas: a server without projects has one.
const PROJECT: u64 = 1;

/// What the API answers to a call of this method.
pub(super) fn failure(error: Error, method: Method, retry_after: Option<Duration>) -> Failure {
    let failure = match error {
        Error::ExpiredSyncToken => Failure::expired_sync_token(),
        Error::Quota(bucket) => bucket.exceeded(PROJECT).into(),
        Error::Code(Code::ResourceExhausted) => {
            let bucket = match method.mutates() {
                true => Bucket::Writes,
                false => Bucket::Reads,
            };
            bucket.exceeded(PROJECT).into()
        }
        Error::Code(Code::FailedPrecondition) => stale(method),
        Error::Code(code) => Failure::of(code),
    };
    match retry_after {
        Some(time) => failure.retry_after(time),
        None => failure,
    }
}

/// The precondition that a method has most often.
fn stale(method: Method) -> Failure {
    match method {
        Method::UpdateContact | Method::BatchUpdateContacts => Violation::StaleEtag {
            etag: EtagKind::Person,
        }
        .into(),
        Method::UpdateContactGroup => Violation::StaleGroup.into(),
        Method::BatchCreateContacts
        | Method::BatchDeleteContacts
        | Method::CreateContact
        | Method::DeleteContact
        | Method::DeleteContactPhoto
        | Method::GetPerson
        | Method::GetPeople
        | Method::ListDirectoryPeople
        | Method::SearchContacts
        | Method::SearchDirectoryPeople
        | Method::UpdateContactPhoto
        | Method::ListConnections
        | Method::BatchGetContactGroups
        | Method::CreateContactGroup
        | Method::DeleteContactGroup
        | Method::GetContactGroup
        | Method::ListContactGroups
        | Method::ModifyContactGroupMembers
        | Method::CopyOtherContactToMyContactsGroup
        | Method::ListOtherContacts
        | Method::SearchOtherContacts => Failure::of(Code::FailedPrecondition),
    }
}
