//! Text that may have NULs, in the form that PostgreSQL can store. The form keeps the order of texts.
use std::borrow::Cow;

use crate::StoreError;

const MARK: char = '\u{1}';
const NUL: char = '\u{1}';
const ITSELF: char = '\u{2}';

pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['\0', MARK]) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\0' => escaped.extend([MARK, NUL]),
            MARK => escaped.extend([MARK, ITSELF]),
            letter => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

pub(super) fn unescape(text: &str) -> Result<String, StoreError> {
    if !text.contains(MARK) {
        return Ok(text.to_owned());
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            MARK => match letters.next() {
                Some(NUL) => '\0',
                Some(ITSELF) => MARK,
                _ => return Err(StoreError::corrupt("an escape in a sort key or term")),
            },
            letter => letter,
        });
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Cursors and pages compare escaped keys. The result must be the same as for keys that are not escaped.
        #[test]
        fn escaped_text_keeps_its_order(one in "[\0-\u{3}aé]{0,6}", other in "[\0-\u{3}aé]{0,6}") {
            let (escaped, escaped_other) = (escape(&one), escape(&other));
            prop_assert!(!escaped.contains('\0'));
            prop_assert_eq!(escaped.cmp(&escaped_other), one.cmp(&other));
            prop_assert_eq!(unescape(&escaped).expect("an escaped text"), one);
        }
    }

    #[test]
    fn what_was_never_escaped_is_damage() {
        for text in ["\u{1}", "a\u{1}b", "\u{1}\u{3}"] {
            assert!(unescape(text).is_err(), "{text:?}");
        }
    }
}
