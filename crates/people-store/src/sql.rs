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
    match plain(text) {
        Some(terms) if terms.is_sorted() => Ok(terms),
        _ => decoded(text),
    }
}

/// The terms of a list without blanks, and without escapes other than those of tabs. Nearly all rows have such a list,
/// and every read of a row reads its list. None for all other texts, also for those that are no list.
fn plain(text: &str) -> Option<Terms> {
    let bytes = text.as_bytes();
    // JSON has no control characters in its texts.
    if bytes.iter().fold(u8::MAX, |least, &byte| least.min(byte)) < b' ' {
        return None;
    }
    let (terms, escapes) = (count(b'"', bytes) / 2, count(b'\\', bytes));
    // Each term has two quotes, and a comma or the first bracket. An escape is two characters for one.
    let room = text.len().checked_sub(3 * terms + 1 + escapes)?;
    let mut terms = Terms::with_room(terms, room);
    if bytes.first() != Some(&b'[') {
        return None;
    }
    let mut at = 1;
    loop {
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        at = terms.push_by(|term| take_term(text, at + 1, term))?;
        match bytes.get(at..)? {
            b"]" => return Some(terms),
            [b',', ..] => at += 1,
            _ => return None,
        }
    }
}

/// Takes the term that begins at a place of a text, and returns the place behind its quote. None if there is no quote,
/// or another escape than that of a tab.
///
/// Single bytes are compared as such: a prefix of one would be compared by a call.
fn take_term(text: &str, mut at: usize, term: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        let end = at + quote_or_escape(&bytes[at..])?;
        term.push_str(&text[at..end]);
        match bytes[end..] {
            [b'"', ..] => return Some(end + 1),
            [b'\\', b't', ..] => {
                term.push('\t');
                at = end + 2;
            }
            _ => return None,
        }
    }
}

/// How many of these bytes are this one. A `u8` counts up to 255 of them, so that the processor counts many at a time.
fn count(wanted: u8, bytes: &[u8]) -> usize {
    let matches = |part: &[u8]| {
        let found = part.iter().map(|&byte| u8::from(byte == wanted));
        usize::from(found.sum::<u8>())
    };
    bytes.chunks(usize::from(u8::MAX)).map(matches).sum()
}

/// Where the first quote or backslash is. It looks at eight bytes at a time: a term is too short for more.
fn quote_or_escape(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    // The high bit of the first byte that is the wanted one, and maybe bits of later bytes.
    let marks = |word: u64, wanted: u8| {
        let differing = word ^ (ONES * u64::from(wanted));
        differing.wrapping_sub(ONES) & !differing & (ONES << 7)
    };
    let (words, last) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let marks = marks(word, b'"') | marks(word, b'\\');
        if marks != 0 {
            return Some(8 * index + marks.trailing_zeros() as usize / 8);
        }
    }
    let last = last.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    Some(8 * words.len() + last?)
}

/// The terms of any list of texts in JSON.
fn decoded(text: &str) -> Result<Terms, StoreError> {
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
        let mut terms = Terms::with_room(0, self.0);
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
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        /// Reading a list the short way changes nothing.
        #[test]
        fn terms_are_read_as_json_is(
            text in prop_oneof![
                r#"\[("[ab]{0,2}",?){0,3}\]"#,
                r#"\[?("(a|é|,|\[|\]|\\t|\\"|\\\\|\\u0009| |\t){0,4}"[, ]?){0,3}\]?"#,
                r#"[\[\]",\\taé \t]{0,12}"#,
            ],
            terms in vec(r#"[a!#\[\]\t"\\é,\n]{0,4}|[a-cé]{0,20}\t[1-5]"#, 0..6),
        ) {
            if !text.is_empty() {
                prop_assert_eq!(terms_from_text(&text).ok(), decoded(&text).ok());
            }
            let terms: Terms = terms.into_iter().collect();
            prop_assert_eq!(terms_from_text(&terms_to_text(&terms).unwrap()).unwrap(), terms);
        }
    }

    /// Most lists are read the short way, into as much memory as they take.
    #[test]
    fn terms_with_tabs_are_plain() {
        let terms = Terms::from(["email:é@x", "word:ada\t1", "word:ada\tb\t4", "word:ada\\"]);
        assert_eq!(plain(&terms_to_text(&terms).unwrap()), None);
        let terms = terms.without(&["word:ada\\"].into()).collect::<Terms>();
        let read = plain(&terms_to_text(&terms).unwrap()).unwrap();
        assert_eq!(read, terms);
        assert_eq!(read.room(), (terms.bytes(), terms.len()));
    }

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
            r#"["a""b"]"#,
            r#"["a","#,
            r#"["a\"]"#,
            r#"["a\q"]"#,
            "[\"a\t1\"]",
            "]",
            "no list",
        ] {
            let read = terms_from_text(text);
            assert!(matches!(read, Err(StoreError::Corrupt { .. })), "{text}");
        }
    }
}
