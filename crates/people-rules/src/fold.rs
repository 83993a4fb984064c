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
    let mut after_blank = true;
    for byte in text.bytes() {
        let is_between = IS_BLANK[usize::from(byte)];
        if is_between & (byte != b' ' || after_blank) {
            return false;
        }
        after_blank = is_between;
    }
    !after_blank
}

/// What [`is_blank`] says of each byte of ASCII.
static IS_BLANK: [bool; 256] = {
    let (mut blanks, mut byte) = ([false; 256], 0);
    while byte < 0x80_u8 {
        blanks[byte as usize] = byte <= b' ' || byte == b',' || byte == 0x7f;
        byte += 1;
    }
    blanks
};

/// Appends the words of a text of ASCII, with a blank between two of them.
fn push_words(text: &str, folded: &mut String) {
    let start = folded.len();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.bytes().position(|byte| IS_BLANK[usize::from(byte)]);
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        if !word.is_empty() {
            if folded.len() > start {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        rest = behind.get(1..).unwrap_or_default();
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
        true => IS_BLANK[letter as usize],
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
