//! The decoder. It is as lenient as ProtoJSON: it reports what it cannot use, and leaves it unset.

mod any;
mod container;
mod context;
pub(crate) mod lenient;
mod not_an_object;
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
    lenient::as_json,
    problem::Problem,
    syntax::{SyntaxError, SyntaxErrorKind},
};
/// The result of [`decode`](crate::decode()).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The message. Members with a problem are unset, but for those that say otherwise.
    pub value: T,
    /// What was wrong with the text, in order of appearance. Usually nothing. It has the first 1,000
    /// problems that are [kept](Problem::is_kept), and the first 1,000 of the others.
    pub problems: Vec<Problem>,
}

/// Of each sort: a problem takes a few bytes to send, and a few hundred to describe.
const MOST_PROBLEMS: usize = 1000;

/// Decodes a text that is JSON, such as one that is stored as it is.
pub(crate) fn decode_strictly<T: Record>(
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
