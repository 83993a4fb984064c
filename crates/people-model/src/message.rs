//! What all messages have in common, and how JSON text becomes one.

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    decode::{Decoded, Record, SyntaxError, SyntaxErrorKind, decode_strictly, lenient},
    descriptor::Descriptor,
};

/// A message of the API: a struct that JSON text decodes to and that encodes to JSON text.
///
/// Implemented by every generated message, and by nothing else.
///
/// ```
/// use people_model::{Message, PhoneNumber};
///
/// let mut phone = PhoneNumber::default();
/// phone.value = "+44 20 7946 0018".to_owned();
///
/// assert_eq!(phone.to_json(), r#"{"value":"+44 20 7946 0018"}"#);
/// assert_eq!(PhoneNumber::DESCRIPTOR.member("canonical_form").map(|member| member.output_only), Some(true));
/// ```
pub trait Message:
    Record
    + Serialize
    + DeserializeOwned
    + Clone
    + fmt::Debug
    + Default
    + PartialEq
    + Send
    + Sync
    + 'static
{
    /// The names and types of the message's members.
    const DESCRIPTOR: &'static Descriptor;

    /// The message as compact JSON, members in wire order.
    #[must_use]
    fn to_json(&self) -> String {
        self.encode()
    }
}

/// Decodes a JSON object, as leniently as the API's front end does (rule `F4`).
///
/// `null` leaves a member unset. A number may be text or an integral float. A boolean may be text or a number. An enum
/// may be its name in any case or its number. A member may be spelt `givenName` or `given_name`. One value where a list
/// is expected is a list of one. Of two members of the same name, the last counts.
///
/// The text may differ from JSON as [`as_json`](crate::as_json) says.
///
/// Anything else that does not fit is a [`Problem`](crate::Problem), and decoding continues. So a server can report
/// every problem at once, and a client can ignore them. Paths in problems start with `root`, which may be empty.
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
