//! How long texts may be, in requests and in seeds (rule `N4`).
use people_http::Rejection;
use people_model::{Body, Descriptor, FieldViolation, Member, ValueKind};
use serde_json::Value;

/// Refuses a body with a text of more than `limit` characters, wherever it is: in any method's
/// request, by what the method table says of it.
///
/// Notes may be longer, and so may what the server ignores. The body was decoded before, so all of
/// its members are known.
pub(crate) fn check(json: &[u8], body: Body, limit: usize) -> Result<(), Rejection> {
    let path = body.field.unwrap_or_default();
    match too_long(json, body.message, path, limit) {
        None => Ok(()),
        Some(TooLong { field, description }) => Err(Rejection::Fields(vec![FieldViolation {
            field,
            description,
        }])),
    }
}

/// A text that is too long.
pub(crate) struct TooLong {
    /// Where it is.
    pub(crate) field: String,
    pub(crate) description: String,
}

/// The first text of a message that has more than `limit` characters. Paths start with `root`.
pub(crate) fn too_long(
    json: &[u8],
    message: &Descriptor,
    root: &str,
    limit: usize,
) -> Option<TooLong> {
    // A character has at least one byte, so counting bytes is usually enough.
    if json.len() <= limit || longest(json) <= limit {
        return None;
    }
    let strict = serde_json::from_slice(json);
    let value = strict.or_else(|_| serde_json::from_str(&people_model::as_json(json)));
    let field = find(&value.ok()?, message, root, limit)?;
    Some(TooLong {
        description: format!("{field} has more than {limit} characters."),
        field,
    })
}

/// The bytes of the longest string, as it is written.
///
/// Byte by byte: most strings are so short that a search for the end of each takes longer.
fn longest(json: &[u8]) -> usize {
    let (mut longest, mut start) = (0, 0);
    let (mut quote, mut is_escaped) = (None, false);
    for (at, &byte) in json.iter().enumerate() {
        match quote {
            None if matches!(byte, b'"' | b'\'') => (quote, start) = (Some(byte), at + 1),
            None => {}
            // What follows a backslash ends nothing.
            Some(_) if is_escaped => is_escaped = false,
            Some(_) if byte == b'\\' => is_escaped = true,
            Some(opening) if byte == opening => {
                longest = longest.max(at - start);
                quote = None;
            }
            Some(_) => {}
        }
    }
    longest
}

/// Where the first text is that is too long.
fn find(value: &Value, message: &Descriptor, path: &str, limit: usize) -> Option<String> {
    let members = value.as_object()?.iter();
    members
        .filter_map(|(name, value)| Some((message.member(name)?, value)))
        .filter(|(member, _)| !member.output_only && member.proto != NOTES)
        .find_map(|(member, value)| {
            let dot = if path.is_empty() { "" } else { "." };
            find_in(value, member, format!("{path}{dot}{}", member.proto), limit)
        })
}

const NOTES: &str = "biographies";

fn find_in(value: &Value, member: &Member, path: String, limit: usize) -> Option<String> {
    if let Value::Array(entries) = value {
        let mut entries = entries.iter().enumerate();
        return entries
            .find_map(|(at, entry)| find_in(entry, member, format!("{path}[{at}]"), limit));
    }
    match member.kind {
        ValueKind::String => {
            let text = value.as_str()?;
            (text.len() > limit && text.chars().count() > limit).then_some(path)
        }
        ValueKind::Message(message) => find(value, message, &path, limit),
        ValueKind::Map(message) => {
            let mut entries = value.as_object()?.iter();
            entries
                .find_map(|(key, entry)| find(entry, message, &format!("{path}[{key:?}]"), limit))
        }
        // Types with their own form are checked against that form. The size of bytes is limited by the body.
        ValueKind::Bool
        | ValueKind::Int32
        | ValueKind::Timestamp
        | ValueKind::FieldMask
        | ValueKind::Bytes
        | ValueKind::Struct
        | ValueKind::Enum(_) => None,
    }
}
