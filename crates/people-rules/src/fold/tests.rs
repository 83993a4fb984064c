//! The short way folds as the long one.
use proptest::{collection::vec, prelude::*, sample::select};

use super::*;

/// What `fold` appends.
fn folded(fold: fn(&str, &mut String), text: &str) -> String {
    let mut folded = String::from("before");
    fold(text, &mut folded);
    folded.split_off("before".len())
}

/// Texts in which words, signs, blanks and cases meet.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(&["Ada", "o'Neil", "x", "DR.", "42", "R&D", "A@b.C", "@"][..]),
        4 => select(&[" ", ", ", ",", "\t", "  ", "-", "\u{1}", "\u{7f}"][..]),
        2 => select(&["é", "e\u{301}", "ß", "\u{a0}", "Ａ", "İ", "\u{200b}", "が", "٤"][..]),
    ];
    vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn k4_the_short_way_folds_as_the_long_one(text in "[\\x00-\\x7f]{0,60}", made in texts()) {
        for text in [text, made.replace(|letter: char| !letter.is_ascii(), "")] {
            prop_assert_eq!(folded(fold_ascii, &text), folded(fold_unicode, &text), "{:?}", text);
        }
    }

    #[test]
    fn k4_folding_again_changes_nothing(text in prop_oneof![texts(), "\\PC{0,40}"]) {
        let once = folded(fold, &text);
        prop_assert_eq!(folded(fold, &once), once, "{:?}", text);
    }
}
