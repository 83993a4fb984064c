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

/// The keys of two parts in one order and in the other.
pub(crate) fn sort_keys(one: &str, other: &str) -> [String; 2] {
    let Some(key) = key_of_ascii(&[one, other]) else {
        return [key_of_any(&[one, other]), key_of_any(&[other, one])];
    };
    let turned = turned(&key).unwrap_or_else(|| sort_key(&[other, one]));
    [key, turned]
}

/// The key of two parts of ASCII in the other order: it has the weights of the other part first. No weight has a
/// byte that stands between weights.
fn turned(key: &str) -> Option<String> {
    let (weights, levels) = key.split_at(key.find(char::from(BETWEEN_LEVELS))?);
    let (one, other) = weights.split_once(char::from(BETWEEN_PARTS))?;
    let mut turned = String::with_capacity(key.len());
    turned.push_str(other);
    turned.push(BETWEEN_PARTS.into());
    turned.push_str(one);
    turned.push_str(levels);
    Some(turned)
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
    let known = &*WEIGHTS;
    let size: usize = parts.iter().map(|part| 2 * part.len() + 3).sum();
    let mut key = Vec::with_capacity(size);
    let mut weights = 0;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            key.push(BETWEEN_PARTS);
            weights += 1;
        }
        weights += part.len();
        for byte in part.bytes() {
            let weight = known.get(usize::from(byte))?;
            if weight.length == 0 {
                return None;
            }
            let text = &weight.text[..weight.length];
            text.iter().for_each(|&byte| key.push(byte));
        }
    }
    key.push(BETWEEN_LEVELS);
    if let Some(mut more) = weights.checked_sub(1) {
        while more >= COUNTED {
            key.push(MANY);
            more -= COUNTED;
        }
        key.push(ONE + more as u8);
    }
    String::from_utf8(key).ok()
}

const BETWEEN_LEVELS: u8 = 1;
const BETWEEN_PARTS: u8 = 2;
/// How the collation writes a number of equal second weights: as so many times [`COUNTED`], and one and the rest.
const MANY: u8 = 0x25;
const COUNTED: usize = 33;
const ONE: u8 = 5;

/// The first weight of a letter, as it stands in a key.
#[derive(Clone, Copy, Default)]
struct Weight {
    text: [u8; 6],
    /// Zero if it has none of its own.
    length: usize,
}

/// The first weights of ASCII, as the collation has them. None of what it ignores, or writes in fewer bytes where
/// two of them meet.
static WEIGHTS: LazyLock<[Weight; 128]> = LazyLock::new(|| {
    let mut weights = [Weight::default(); 128];
    for (letter, weight) in ('\0'..).zip(&mut weights) {
        *weight = Weight::of(letter).unwrap_or_default();
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
        let mut weight = Self {
            length: first.len(),
            ..Self::default()
        };
        let text = weight.text.get_mut(..first.len())?;
        text.copy_from_slice(first.as_bytes());
        Some(weight)
    }
}

/// In lower case.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    push_folded(text, &mut folded);
    folded
}

/// Appends a text in lower case. Most text is ASCII, which takes a tenth of the time.
pub(crate) fn push_folded(text: &str, folded: &mut String) {
    if !text.is_ascii() {
        return folded.push_str(&text.to_lowercase());
    }
    let start = folded.len();
    folded.push_str(text);
    folded[start..].make_ascii_lowercase();
}

#[cfg(test)]
mod tests;
