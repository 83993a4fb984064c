//! The addresses beside those of methods, which route by verb and path.

/// Both addresses under which clients look for the discovery document. Some clients write the `$` as `%24`, which means
/// the same.
pub(super) const DISCOVERY: [&str; 3] = [
    "/$discovery/rest",
    "/%24discovery/rest",
    "/discovery/v1/apis/people/v1/rest",
];

/// Whether batches are sent to this path: that of the discovery document, or the longer one of old clients.
pub(super) fn is_batch(path: &str) -> bool {
    matches!(path, "/batch" | "/batch/people/v1")
}
