//! How texts are sorted, and how they are compared without case.
use std::sync::LazyLock;

use icu_collator::{
    Collator, CollatorBorrowed,
    options::{CollatorOptions, Strength},
};

/// Sorts below every character, on every level: what is before it decides first.
const SEPARATOR: char = '\u{fffe}';

/// The order of no language: that of Unicode (UCA, CLDR's root). Case does not matter.
static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Secondary);
    Collator::try_new(Default::default(), options).expect("the order is compiled in")
});

/// The sort key of a text of several parts. Texts are sorted by the bytes of their keys.
///
/// It is the order of Unicode's collation. A letter with an accent is sorted with its letter; the
/// accent decides only between texts that are otherwise equal. Case does not matter. The second part
/// decides only if the first parts are equal.
///
/// A key has the bytes of the collation as the characters U+0000 to U+00FF, which have the same order. So a key is text
/// for every store.
///
/// Keys of another version of Unicode may differ: see [`Index::RULES`](crate::Index::RULES).
///
/// ```
/// use people_rules::sort_key;
///
/// assert!(sort_key(&["Zoë", "Lund"]) < sort_key(&["Zoe", "Lundberg"]));
/// assert!(sort_key(&["Émile"]) < sort_key(&["Eva"]));
/// assert_eq!(sort_key(&["ada"]), sort_key(&["Ada"]));
/// ```
pub fn sort_key(parts: &[&str]) -> String {
    key_of_ascii(parts).unwrap_or_else(|| key_of_any(parts))
}

/// The key as the collation makes it.
fn key_of_any(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len() + 3).sum());
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push(SEPARATOR);
        }
        text.push_str(part);
    }
    let mut key = Vec::with_capacity(2 * text.len() + 8);
    let Ok(()) = COLLATOR.write_sort_key_to(&text, &mut key);
    key.into_iter().map(char::from).collect()
}

/// The same key in a fraction of the time, for most names: texts in which each letter has its own weight.
///
/// A key is the first weights of all letters, and then their second weights. The second weights of such letters
/// and of the separator are all the same, and the collation writes only how many there are.
fn key_of_ascii(parts: &[&str]) -> Option<String> {
    let size: usize = parts.iter().map(|part| 2 * part.len() + 3).sum();
    let mut key = String::with_capacity(size);
    let mut weights = 0;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            key.push(BETWEEN_PARTS);
            weights += 1;
        }
        weights += part.len();
        for byte in part.bytes() {
            let weight = WEIGHTS.get(usize::from(byte))?.as_ref()?;
            for &byte in &weight.bytes[..weight.length] {
                key.push(char::from(byte));
            }
        }
    }
    key.push(BETWEEN_LEVELS);
    if let Some(mut more) = weights.checked_sub(1) {
        while more >= COUNTED {
            key.push(MANY);
            more -= COUNTED;
        }
        key.push(char::from(ONE + more as u8));
    }
    Some(key)
}

const BETWEEN_LEVELS: char = '\u{1}';
const BETWEEN_PARTS: char = '\u{2}';
/// How the collation writes a number of equal second weights: as so many times [`COUNTED`], and one and the rest.
const MANY: char = '\u{25}';
const COUNTED: usize = 33;
const ONE: u8 = 5;

/// The first weight of a letter.
#[derive(Clone, Copy)]
struct Weight {
    bytes: [u8; 3],
    length: usize,
}

/// The first weights of ASCII, as the collation has them. None of what it ignores, or writes in fewer bytes where
/// two of them meet.
static WEIGHTS: LazyLock<[Option<Weight>; 128]> = LazyLock::new(|| {
    let mut weights = [None; 128];
    for (letter, weight) in ('\0'..).zip(&mut weights) {
        *weight = Weight::of(letter);
    }
    weights
});

impl Weight {
    fn of(letter: char) -> Option<Self> {
        let one = key_of_any(&[letter.encode_utf8(&mut [0; 4])]);
        let first = one.strip_suffix("\u{1}\u{5}")?;
        let two = key_of_any(&[&String::from_iter([letter, letter])]);
        if two != [first, first, "\u{1}\u{6}"].concat() {
            return None;
        }
        let (mut bytes, mut length) = ([0; 3], 0);
        for letter in first.chars() {
            *bytes.get_mut(length)? = u8::try_from(letter).ok()?;
            length += 1;
        }
        Some(Self { bytes, length })
    }
}

/// In lower case. Most text is ASCII, which takes a tenth of the time.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.to_lowercase()
    }
}

#[cfg(test)]
mod tests;
