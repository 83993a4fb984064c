//! The separators and escapes of a value.

use crate::version::Version;

/// The parts of a value between separators that are not escaped.
pub(crate) fn split(source: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, letter) in source.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == separator {
            parts.push(&source[start..at]);
            start = at + 1;
        }
    }
    parts.push(&source[start..]);
    parts
}

/// Resolves the escapes of a value.
pub(crate) fn unescape(source: &str, version: Version) -> String {
    if !source.contains('\\') {
        return source.to_owned();
    }
    let mut text = String::with_capacity(source.len());
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        let resolved = (letter == '\\')
            .then(|| resolve(*letters.peek()?, version))
            .flatten();
        if resolved.is_some() {
            letters.next();
        }
        text.push(resolved.unwrap_or(letter));
    }
    text
}

/// What stands for the letter after a backslash. vCard 2.1 escapes nothing but separators.
const fn resolve(letter: char, version: Version) -> Option<char> {
    match (version, letter) {
        (_, ';' | ',') => Some(letter),
        (Version::V2_1, _) => None,
        (Version::V3 | Version::V4, 'n' | 'N') => Some('\n'),
        // Google escapes the colon of an address.
        (Version::V3 | Version::V4, '\\' | ':') => Some(letter),
        (Version::V3 | Version::V4, _) => None,
    }
}
