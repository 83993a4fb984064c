//! The short way makes the keys of the long one.
use proptest::{collection::vec, prelude::*};

use super::*;

/// Whether the short way makes a key, and that it is the one of the long way.
#[track_caller]
fn check(parts: &[&str]) -> bool {
    let key = key_of_ascii(parts);
    if let Some(key) = &key {
        assert_eq!(*key, key_of_any(parts), "{parts:?}");
    }
    key.is_some()
}

#[test]
fn l2_every_two_letters_of_ascii_have_the_key_of_the_collation() {
    let mut short = String::new();
    for one in '\0'..='\u{7f}' {
        if check(&[one.encode_utf8(&mut [0; 4])]) {
            short.push(one);
        }
        for other in '\0'..='\u{7f}' {
            let text = String::from_iter([one, other]);
            check(&[&text]);
            check(&[one.encode_utf8(&mut [0; 4]), other.encode_utf8(&mut [0; 4])]);
        }
    }
    let printed = (' '..='~').all(|letter| short.contains(letter));
    assert!(
        printed,
        "all that is printed takes the short way: {short:?}"
    );
}

#[test]
fn l2_short_names_take_the_short_way() {
    assert!(check(&["Augusta Ada", "Lovelace"]));
    assert!(check(&["", "Ada"]) && check(&["Ada", ""]) && check(&["", ""]) && check(&[""]));
    for length in [31, 32, 33, 34, 65, 66, 67, 99, 100] {
        assert!(check(&[&"A".repeat(length), "B"]), "{length}");
    }
    assert!(!check(&["Zoë"]));
}

proptest! {
    #[test]
    fn l2_texts_of_ascii_have_the_key_of_the_collation(
        parts in vec("[ -~]{0,50}|[A-Za-z ]{0,100}|[\\x00-\\x7f]{0,8}", 1..4)
    ) {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        check(&parts);
    }

    #[test]
    fn l2_two_keys_at_once_are_those_of_each_order(
        one in "[ -~]{0,40}|[A-Za-z ]{0,90}|[\\x00-\\x7f]{0,8}|\\PC{0,8}",
        other in "[ -~]{0,40}|[A-Za-z ]{0,90}|[\\x00-\\x7f]{0,8}|\\PC{0,8}",
    ) {
        let expected = [key_of_any(&[&one, &other]), key_of_any(&[&other, &one])];
        prop_assert_eq!(sort_keys(&one, &other), expected);
    }
}
