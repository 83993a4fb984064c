//! One decoder, lenient as ProtoJSON is: what it cannot use it reports and leaves unset.

mod any;
mod container;
mod context;
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
    syntax::{SyntaxError, SyntaxErrorKind},
};
use crate::message::Message;

/// What [`decode`] made of a JSON text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The message. Members with a problem are unset, but for those that say otherwise.
    pub value: T,
    /// What was wrong with the text, in order of appearance. Usually nothing.
    pub problems: Vec<Problem>,
}

/// Decodes a JSON object, as leniently as the API's front end does.
///
/// `null` leaves a member unset; a number may be text or an integral float; a truth
/// value may be text; an enum may be its name or its number; a member may be spelt
/// `givenName` or `given_name`; one value where a list is expected is a list of one;
/// of two members of the same name the last counts.
///
/// Whatever else does not fit is a [`Problem`], and decoding goes on, so that a server
/// can answer with every problem at once and a client can ignore them. Paths in
/// problems start with `root`, which may be empty.
///
/// ```
/// use people_model::{Person, decode};
///
/// let body = br#"{"names": {"given_name": "Ada"}, "birthdays": [{"date": {"year": "abc"}}]}"#;
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
/// When the bytes are not one JSON object in UTF-8, or nest deeper than 128 levels.
pub fn decode<T: Message>(json: &[u8], root: &str) -> Result<Decoded<T>, SyntaxError> {
    let text = str::from_utf8(json).map_err(|error| SyntaxError::invalid_utf8(json, error))?;
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
