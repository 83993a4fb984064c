use people_model::Message;

use crate::rejection::{Problems, Rejection};

/// Reads a body and ends the search for problems: those of the query come before its own.
///
/// No body at all is an empty message. `root` is what the method calls the body: `person`, or
/// nothing.
pub(crate) fn decode<T: Message>(
    body: &[u8],
    root: &str,
    mut problems: Problems,
) -> Result<T, Rejection> {
    if is_blank(body) {
        problems.finish()?;
        return Ok(T::default());
    }
    match people_model::decode::<T>(body, root) {
        Ok(decoded) => {
            for problem in &decoded.problems {
                problems.member(problem);
            }
            problems.finish()?;
            Ok(decoded.value)
        }
        Err(error) => Err(problems.syntax(&error)),
    }
}

pub(crate) fn is_blank(body: &[u8]) -> bool {
    body.iter().all(u8::is_ascii_whitespace)
}
