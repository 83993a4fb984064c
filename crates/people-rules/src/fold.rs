//! Texts as a search compares them: without case, accents and spellings of signs (rule `K4`).
use icu_normalizer::{
    ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed,
    properties::CanonicalCombiningClassMapBorrowed,
};

/// Appends a text without case, accents and spelling of signs (rule `K4`). A run of blanks and commas becomes one
/// blank, and is removed at both ends.
pub(crate) fn fold(text: &str, folded: &mut String) {
    if text.is_ascii() {
        fold_ascii(text, folded);
    } else {
        fold_unicode(text, folded);
    }
}

/// What [`fold_unicode`] does to most texts, in a tenth of the time.
fn fold_ascii(text: &str, folded: &mut String) {
    let start = folded.len();
    if is_in_single_blanks(text) {
        folded.push_str(text);
    } else {
        push_words(text, folded);
    }
    folded[start..].make_ascii_lowercase();
}

/// Whether there is exactly one blank between two words, and none at both ends.
fn is_in_single_blanks(text: &str) -> bool {
    let mut before = b' ';
    let is_word = |byte: &u8| *byte > b' ' && *byte != b',' && *byte != 0x7f;
    for byte in text.bytes() {
        if !is_word(&byte) && (byte != b' ' || before == b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// Appends the words of a text of ASCII, with a blank between two of them.
fn push_words(text: &str, folded: &mut String) {
    let start = folded.len();
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if folded.len() > start {
            folded.push(' ');
        }
        folded.push_str(word);
    }
}

pub(crate) fn fold_unicode(text: &str, folded: &mut String) {
    const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();
    const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
    let mut plain = String::with_capacity(text.len());
    for letter in NFKD.normalize_iter(text.chars()) {
        if !is_accent(letter) {
            letter
                .to_lowercase()
                .for_each(|letter| push_plain(&mut plain, letter));
        }
    }
    let start = folded.len();
    for letter in NFC.normalize(&plain).chars() {
        if !is_blank(letter) {
            folded.push(letter.to_ascii_lowercase());
        } else if folded.len() > start && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(start + folded[start..].trim_end().len());
}

fn is_blank(letter: char) -> bool {
    match letter.is_ascii() {
        true => letter <= ' ' || letter == ',' || letter == '\u{7f}',
        false => letter.is_whitespace() || letter.is_control(),
    }
}

/// Whether a mark only changes how its letter sounds. Marks for vowels or for the voicing of kana make another letter.
fn is_accent(letter: char) -> bool {
    const CLASSES: CanonicalCombiningClassMapBorrowed<'static> =
        CanonicalCombiningClassMapBorrowed::new();
    matches!(CLASSES.get_u8(letter), 1 | 10..=35 | 202..=240)
}

/// The letters that Unicode does not take apart, and signs of several spellings. Invisible signs, such as those of
/// direction, are left out.
fn push_plain(plain: &mut String, letter: char) {
    let replaced = match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => "'",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => "",
        letter => return plain.push(letter),
    };
    plain.push_str(replaced);
}

#[cfg(test)]
mod tests;
