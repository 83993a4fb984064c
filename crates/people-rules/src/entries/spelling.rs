//! When two texts are two spellings of one text (rule `M11`).
use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use people_model::Entry;

use super::member_name;
use crate::{
    collation::folded,
    field_traits::{FieldTraits, Wording},
};

/// Whether a member says the same on both sides, in perhaps another spelling.
pub(crate) fn same_member<T: Entry>(left: &T, right: &T, position: usize) -> bool {
    if left.member_eq(right, position) {
        return true;
    }
    match (left.text(position), right.text(position)) {
        (Some(left), Some(right)) => match Spelling::of::<T>(position) {
            Spelling::Number => Number::new(left).is(&Number::new(right)),
            spelling => spelling.fold(left) == spelling.fold(right),
        },
        _ => false,
    }
}

/// The one of two spellings that a merge keeps: the one with a `+`, else the lesser by bytes.
pub(crate) fn preferred<'t>(left: &'t str, right: &'t str) -> &'t str {
    let international = |text: &str| text.trim_start().starts_with(PLUS);
    match (international(left), international(right)) {
        (true, false) => left,
        (false, true) => right,
        _ => left.min(right),
    }
}

/// Which differences between two texts are only spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Case and the blanks around it.
    Email,
    /// Everything that is not dialled.
    Number,
    /// How Unicode composes a letter, and how a line ends.
    Text,
}

impl Spelling {
    pub(crate) fn of<T: Entry>(position: usize) -> Self {
        let traits = FieldTraits::of(T::FIELD);
        let is_main = || traits.main == Some(member_name::<T>(position));
        match traits.wording {
            Wording::Email if is_main() => Self::Email,
            Wording::Number if is_main() => Self::Number,
            Wording::Email | Wording::Number | Wording::Group | Wording::Words | Wording::Exact => {
                Self::Text
            }
        }
    }

    /// One text for all spellings; for a number, what is dialled.
    pub(crate) fn fold(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Email => Cow::Owned(folded(&fold_text(text.trim()))),
            Self::Number => Cow::Owned(Number::new(text).dialled),
            Self::Text => fold_text(text),
        }
    }
}

/// The text in normal form C, with line feeds as ends of lines.
pub(crate) fn fold_text(text: &str) -> Cow<'_, str> {
    let plain = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    if plain.is_ascii() {
        return plain;
    }
    const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
    match plain {
        Cow::Borrowed(text) => NFC.normalize(text),
        Cow::Owned(text) => Cow::Owned(NFC.normalize(&text).into_owned()),
    }
}

/// A phone number as it is dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its digits and letters (letters stand for digits or for an extension), without the prefix of an
    /// international number. A number without digits is its text.
    pub(crate) dialled: String,
    /// Whether it begins with a country code.
    pub(crate) international: bool,
}

impl Number {
    pub(crate) fn new(number: &str) -> Self {
        let mut dialled: String = number
            .chars()
            .filter_map(|letter| match digit(letter) {
                Some(digit) => Some(char::from(b'0' + digit)),
                None if letter.is_ascii_alphabetic() => Some(letter.to_ascii_lowercase()),
                None => None,
            })
            .collect();
        if !dialled.contains(|letter: char| letter.is_ascii_digit()) {
            let dialled = folded(&fold_text(number.trim()));
            return Self {
                dialled,
                international: false,
            };
        }
        let mut international = number.trim_start().starts_with(PLUS);
        if !international && dialled.starts_with("00") && dialled.len() > 2 + NATIONAL {
            dialled.drain(..2);
            international = true;
        }
        Self {
            dialled,
            international,
        }
    }

    /// Whether both reach the same telephone. A national number matches an international one that ends
    /// with it.
    pub(crate) fn is(&self, other: &Self) -> bool {
        let abroad = |international: &Self, national: &Self| {
            let national = national
                .dialled
                .strip_prefix('0')
                .unwrap_or(&national.dialled);
            national.len() >= NATIONAL && international.dialled.ends_with(national)
        };
        self.dialled == other.dialled
            || match (self.international, other.international) {
                (true, false) => abroad(self, other),
                (false, true) => abroad(other, self),
                _ => false,
            }
    }

    /// A text that is equal for all numbers that could match this one.
    pub(crate) fn tail(dialled: &str) -> &str {
        let start = dialled.len().saturating_sub(NATIONAL);
        dialled.get(start..).unwrap_or(dialled)
    }
}

/// The fewest digits of a national number, without its trunk prefix.
const NATIONAL: usize = 7;

const PLUS: [char; 2] = ['+', '＋'];

/// The value of a decimal digit of any script in which numbers are written.
pub(crate) fn digit(letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return letter.to_digit(10).map(|digit| digit as u8);
    }
    ZEROS.iter().find_map(|&zero| {
        let digit = u32::from(letter).checked_sub(u32::from(zero))?;
        (digit < 10).then_some(digit as u8)
    })
}

/// The zeros of Arabic, Persian, N'Ko, Indic, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian and
/// full-width digits; the others follow in order.
const ZEROS: [char; 19] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}',
    '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}',
    '\u{17e0}', '\u{1810}', '\u{ff10}',
];
