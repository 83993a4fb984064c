//! One decoder, lenient as ProtoJSON is: what it cannot use it reports and leaves unset.

mod any;
mod container;
mod context;
mod lenient;
mod problem;
mod read;
mod scalar;
mod syntax;

pub(crate) use self::{
    context::{Context, Place},
    read::{Decode, Record, deserialize, document, member, message},
    scalar::{Fit, Scalar, scalar},
};
pub use self::{
    problem::Problem,
    scalar::{parse_bool, parse_int32},
    syntax::{SyntaxError, SyntaxErrorKind},
};
use std::borrow::Cow;

use serde::de::IgnoredAny;

use crate::message::Message;

/// The result of [`decode`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The message. Members with a problem are unset, but for those that say otherwise.
    pub value: T,
    /// What was wrong with the text, in order of appearance. Usually nothing.
    pub problems: Vec<Problem>,
}

/// Decodes a JSON object, as leniently as the API's front end does (rule `F4`).
///
/// `null` leaves a member unset; a number may be text or an integral float; a truth
/// value may be text or a number; an enum may be its name in any case or its number; a member
/// may be spelt `givenName` or `given_name`; one value where a list is expected is a list of
/// one; of two members of the same name the last counts.
///
/// The text may differ from JSON as [`as_json`] says.
///
/// Anything else that does not fit is a [`Problem`], and decoding continues, so that a server
/// can answer with every problem at once and a client can ignore them. Paths in
/// problems start with `root`, which may be empty.
///
/// ```
/// use people_model::{Person, decode};
///
/// let body = br#"{names: {'given_name': "Ada",}, "birthdays": [{"date": {"year": "abc"}}]}"#;
/// let decoded = decode::<Person>(body, "person")?;
///
/// assert_eq!(decoded.value.names[0].given_name, "Ada");
/// assert_eq!(
///     decoded.problems[0].message(),
///     r#"Invalid value at 'person.birthdays[0].date.year' (TYPE_INT32), "abc""#,
/// );
/// # Ok::<(), people_model::SyntaxError>(())
/// ```
///
/// # Errors
///
/// When the bytes are not one JSON object, or nest deeper than 128 levels.
pub fn decode<T: Message>(json: &[u8], root: &str) -> Result<Decoded<T>, SyntaxError> {
    let text = lenient::text(json);
    let error = match decode_strictly(&text, root) {
        Ok(decoded) => return Ok(decoded),
        Err(error) => error,
    };
    if error.kind() != SyntaxErrorKind::Malformed {
        return Err(error);
    }
    match lenient::rewrite(&text) {
        None => Err(error),
        Some(json) => decode_strictly(&json, root).map_err(|error| {
            let offset = lenient::origin(&text, error.offset());
            error.moved_to(&text, offset)
        }),
    }
}

/// Decodes a text that is JSON, such as one that is stored as it is.
pub(crate) fn decode_strictly<T: Message>(
    text: &str,
    root: &str,
) -> Result<Decoded<T>, SyntaxError> {
    if !text.trim_ascii_start().starts_with('{') {
        return Err(SyntaxError::without_object(text));
    }
    let mut context = Context::new(root);
    let value = T::decode(text, &mut context).map_err(|error| SyntaxError::new(text, &error))?;
    Ok(Decoded {
        value,
        problems: context.into_problems(),
    })
}

/// The text that [`decode`] reads: as it is where it is JSON, and else with what the API's front
/// end takes written as JSON (rule `F4`).
///
/// That is: strings in single quotes, names without quotes, a comma after the last entry of a list
/// or an object, control characters and unknown escapes in strings, numbers such as `1.`, a byte
/// order mark at the beginning, vertical tabs and form feeds between tokens. Half of a surrogate
/// pair becomes U+FFFD, and a byte that is not UTF-8 a blank. Anything else stays and is no JSON.
///
/// ```
/// use people_model::as_json;
///
/// assert_eq!(as_json(br"{names: [{givenName: 'O\'Hara'},]}"), r#"{"names": [{"givenName": "O'Hara"} ]}"#);
/// assert_eq!(as_json(br#"{"a": "\ud800"}"#), "{\"a\": \"\u{fffd}\"}");
/// assert_eq!(as_json(b"{'a': nope}"), r#"{"a": nope}"#);
/// ```
#[must_use]
pub fn as_json(json: &[u8]) -> Cow<'_, str> {
    let text = lenient::text(json);
    // What is ignored is not unescaped, so this takes half of a surrogate pair for JSON.
    let may_be_half = ["\\ud", "\\uD"].iter().any(|escape| text.contains(escape));
    if !may_be_half && serde_json::from_str::<IgnoredAny>(&text).is_ok() {
        return text;
    }
    match lenient::rewrite(&text) {
        Some(json) => json.into(),
        None => text,
    }
}
