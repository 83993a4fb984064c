//! How an emulator says what would have been right.
use people_model::{Code, Status};

/// 400 with this text.
pub(crate) fn invalid(message: impl Into<String>) -> Status {
    Status::new(Code::InvalidArgument, message)
}

/// The one of `known` that looks most like `given`, if one does.
pub(crate) fn nearest<'k>(given: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    /// Between 0 and 1. Below it, a suggestion misleads.
    const ALIKE: f64 = 0.6;

    known
        .map(|known| (strsim::normalized_damerau_levenshtein(given, known), known))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}
