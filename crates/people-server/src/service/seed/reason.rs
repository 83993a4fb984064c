use crate::api::Failure;

/// Why an entry is refused, as a request with it would hear.
pub(super) fn reason(failure: Failure) -> String {
    failure.into_status().message
}
