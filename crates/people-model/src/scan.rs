//! Reads JSON text without decoding it: the one place that knows where a string ends.
use std::{borrow::Cow, str};

use memchr::memchr2;

/// Where the string that begins at `start` ends: the place behind its closing quote.
///
/// The text may be JSON or what [`as_json`](crate::as_json) takes as JSON, so that a single quote
/// opens a string as well. `None` if no string begins at `start`, or if the string has no end.
///
/// ```
/// use people_model::string_end;
///
/// let json = br#"{"given\"Name": 'Ada'}"#;
/// assert_eq!(string_end(json, 1), Some(14));
/// assert_eq!(string_end(json, 16), Some(21));
/// assert_eq!(string_end(json, 0), None);
/// ```
pub fn string_end(json: &[u8], start: usize) -> Option<usize> {
    let quote = *json
        .get(start)
        .filter(|byte| matches!(byte, b'"' | b'\''))?;
    let mut at = start + 1;
    loop {
        at += memchr2(quote, b'\\', json.get(at..)?)?;
        match json[at] == quote {
            true => return Some(at + 1),
            // What follows a backslash ends nothing.
            false => at += 2,
        }
    }
}

/// The name of a member, of its text with both double quotes. A client may escape any character of it.
///
/// `None` if the text is not a JSON string.
///
/// ```
/// use people_model::member_name;
///
/// assert_eq!(member_name(br#""\u006eames""#).as_deref(), Some("names"));
/// assert_eq!(member_name(b"names"), None);
/// ```
pub fn member_name(quoted: &[u8]) -> Option<Cow<'_, str>> {
    if quoted.contains(&b'\\') {
        return serde_json::from_slice(quoted).ok().map(Cow::Owned);
    }
    let name = quoted.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    str::from_utf8(name).ok().map(Cow::Borrowed)
}
