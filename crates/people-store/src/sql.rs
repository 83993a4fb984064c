//! What the engines on SQL have in common: how numbers and terms are kept in columns.
use std::sync::Arc;

use crate::{RowKind, StoreError};

/// Terms as a row keeps them.
pub(crate) fn terms_to_text(terms: &[String]) -> Result<String, StoreError> {
    serde_json::to_string(terms).map_err(StoreError::engine)
}

pub(crate) fn terms_from_text(text: &str) -> Result<Vec<String>, StoreError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt {
        what: "the terms of a row".to_owned(),
        source: Some(Arc::new(error)),
    })
}

/// A kind as rows keep it.
pub(crate) fn number(kind: RowKind) -> i16 {
    match kind {
        RowKind::Contact => 0,
        RowKind::Group => 1,
        RowKind::Profile => 2,
        RowKind::Photo => 3,
        RowKind::ProfilePhoto => 4,
        RowKind::OtherContact => 5,
        RowKind::DirectoryPerson => 6,
        RowKind::Domain => 7,
        RowKind::Source => 8,
        RowKind::Undo => 9,
    }
}

/// The kind that rows keep as this.
pub(crate) fn kind(found: i64) -> Option<RowKind> {
    RowKind::ALL
        .into_iter()
        .find(|kind| i64::from(number(*kind)) == found)
}

/// The columns of an account in which its live rows are counted, in the order of [`RowKind::ALL`].
macro_rules! counts {
    () => {
        "contacts, groups, profiles, photos, profile_photos, other_contacts, directory_people, domains, \
         sources, undos"
    };
}
pub(crate) use counts;

/// All of an account's live rows.
macro_rules! count_of_all {
    () => {
        "contacts + groups + profiles + photos + profile_photos + other_contacts \
         + directory_people + domains + sources + undos"
    };
}
pub(crate) use count_of_all;

/// No id, version or count is above this bound, so that it compares with them as what it stands for.
pub(crate) fn bounded(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::corrupt("a negative number"))
}
