//! A file of jCards (RFC 7095), as the cards that they are.
use serde_json::{Value, value::RawValue};

use super::{ContactFileError, cards::CardFile};
use crate::jcard::from_jcard;

/// Whether the bytes are one jCard, or an array of them.
pub(super) fn are_in(bytes: &[u8]) -> bool {
    let bytes = text(bytes).trim_ascii_start();
    let Some(first) = bytes.strip_prefix(b"[").map(<[u8]>::trim_ascii_start) else {
        return false;
    };
    let first = first
        .strip_prefix(b"[")
        .map_or(first, <[u8]>::trim_ascii_start);
    let word = first.get(..NAME.len()).unwrap_or_default();
    word.eq_ignore_ascii_case(NAME)
}

const NAME: &[u8] = b"\"vcard\"";

/// The first `most` cards of the file. A card that is none is refused, with its line.
///
/// # Errors
///
/// If the file is not JSON.
pub(super) fn read(bytes: &[u8], most: usize) -> Result<CardFile, ContactFileError> {
    let text = str::from_utf8(text(bytes))?;
    let all: Vec<&RawValue> = serde_json::from_str(text)?;
    let is_one = all
        .first()
        .is_some_and(|first| first.get().starts_with('"'));
    let cards = match is_one {
        true => vec![text],
        false => all.into_iter().map(RawValue::get).collect(),
    };
    let (mut file, mut line, mut before) = (CardFile::default(), 1, 0);
    for card in cards.into_iter().take(most) {
        // What the value is a part of begins before it.
        let at = card.as_ptr().addr() - text.as_ptr().addr();
        line += text[before..at].matches('\n').count();
        before = at;
        let read = serde_json::from_str::<Value>(card).map_err(|error| error.to_string());
        match read.and_then(|json| from_jcard(&json).map_err(|error| error.to_string())) {
            Ok(card) => file.add(&card, line),
            Err(why) => file.refused.push((line, why)),
        }
    }
    Ok(file)
}

fn text(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}
