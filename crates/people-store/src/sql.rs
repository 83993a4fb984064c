//! What the engines on SQL have in common: the form of numbers and terms in columns.
use std::{fmt, sync::Arc};

use serde::{
    Deserializer, Serializer as _,
    de::{DeserializeSeed, Error as _, SeqAccess, Visitor},
};

use crate::{RowKind, StoreError, Terms};

/// Terms as a row keeps them: a JSON list.
pub(crate) fn terms_to_text(terms: &Terms) -> Result<String, StoreError> {
    let mut text = Vec::with_capacity(terms.bytes() + 4 * terms.len() + 2);
    let list = serde_json::Serializer::new(&mut text).collect_seq(terms.iter());
    list.map_err(StoreError::engine)?;
    String::from_utf8(text).map_err(StoreError::engine)
}

pub(crate) fn terms_from_text(text: &str) -> Result<Terms, StoreError> {
    if text.is_empty() {
        return Ok(Terms::new());
    }
    let mut list = serde_json::Deserializer::from_str(text);
    let terms = list.deserialize_seq(List(text.len()));
    let terms = terms.and_then(|terms| list.end().map(|()| terms));
    terms.map_err(|error| StoreError::Corrupt {
        what: "the terms of a row".to_owned(),
        source: Some(Arc::new(error)),
    })
}

/// Reads terms without a text of each, from a list of so many bytes.
struct List(usize);

impl<'de> Visitor<'de> for List {
    type Value = Terms;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of terms")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Terms, A::Error> {
        let mut terms = Terms::with_room(self.0);
        while let Some(()) = list.next_element_seed(Term(&mut terms))? {}
        match terms.is_sorted() {
            true => Ok(terms),
            false => Err(A::Error::custom("the terms are not sorted")),
        }
    }
}

/// Reads the next term.
struct Term<'t>(&'t mut Terms);

impl<'de> DeserializeSeed<'de> for Term<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Term<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a term")
    }

    fn visit_str<E>(self, term: &str) -> Result<(), E> {
        self.0.push(term);
        Ok(())
    }
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

/// A bound above every id, version and count, so it compares with them correctly.
pub(crate) fn bounded(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::corrupt("a negative number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_a_json_list_in_a_column() {
        let terms = Terms::from(["a", "b\t1", "c\"\\", "é"]);
        let text = terms_to_text(&terms).unwrap();
        assert_eq!(text, r#"["a","b\t1","c\"\\","é"]"#);
        assert_eq!(terms_from_text(&text).unwrap(), terms);
        assert_eq!(terms_to_text(&Terms::new()).unwrap(), "[]");
        for none in ["", "[]"] {
            assert!(terms_from_text(none).unwrap().is_empty());
        }
    }

    #[test]
    fn a_column_without_a_list_of_terms_is_corrupt() {
        for text in [
            r#"["b","a"]"#,
            r#"["a","a"]"#,
            "[1]",
            "{}",
            r#"["a"]]"#,
            "no list",
        ] {
            let read = terms_from_text(text);
            assert!(matches!(read, Err(StoreError::Corrupt { .. })), "{text}");
        }
    }
}
