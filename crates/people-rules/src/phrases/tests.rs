//! The short ways find the same as the long ones.
use people_model::{EmailAddress, Nickname, Person, PersonField, strategy};
use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::{fold::fold_unicode, index::Index};

/// What `fold` appends.
fn folded(fold: fn(&str, &mut String), text: &str) -> String {
    let mut folded = String::from("before");
    fold(text, &mut folded);
    folded.split_off("before".len())
}

const LONG: &str = "a-word-of-fifty-letters-and-more-that-goes-on-and-on-and";

/// Texts in which words, signs, blanks and cases meet, some of them long.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(&["Ada", "o'Neil", "x", "DR.", "42", "R&D", "A@b.C", "@", LONG][..]),
        4 => select(&[" ", ", ", ",", "\t", "  ", "-", "\u{1}", "\u{7f}"][..]),
        2 => select(&["é", "e\u{301}", "ß", "\u{a0}", "Ａ", "İ", "\u{200b}", "が", "٤"][..]),
    ];
    vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// The phrases of several values, one text each.
fn naive(values: Vec<Vec<String>>) -> Vec<String> {
    let most = values.iter().map(Vec::len).max().unwrap_or(0);
    let turns = (0..most).flat_map(|turn| values.iter().filter_map(move |value| value.get(turn)));
    let mut phrases: Vec<String> = turns.take(TERMS).cloned().collect();
    phrases.sort();
    phrases.dedup();
    let continued = |phrase: &String| {
        let mut others = phrases.iter().filter(|other| *other != phrase);
        others.any(|other| other.starts_with(phrase.as_str()))
    };
    phrases
        .iter()
        .filter(|phrase| !continued(phrase))
        .cloned()
        .collect()
}

/// The phrases of a text. Where it is an address, its domain is one word.
fn naive_words(text: &str, is_address: bool) -> Vec<String> {
    let text = folded(fold_unicode, text);
    let domain = text.rfind('@').filter(|_| is_address).map(|at| at + 1);
    let domain = domain.unwrap_or(text.len());
    let starts: Vec<usize> = starts(&text).filter(|&start| start < domain).collect();
    let all = starts.into_iter().chain([domain]);
    all.filter(|&start| start < text.len())
        .map(|start| text[start..].chars().take(LENGTH).collect())
        .collect()
}

/// The phrases by which a person is found in one field.
fn terms_of(person: &Person, field: PersonField) -> Vec<String> {
    let mut only = Person::new();
    only.copy_field(person, field);
    let terms = Index::of(&only, &|_| Vec::new()).terms;
    let words = terms.iter().filter(|term| term.starts_with(WORD));
    words.map(str::to_owned).collect()
}

fn as_terms(phrases: Vec<String>, sign: char) -> Vec<String> {
    let term = |phrase| format!("{WORD}{phrase}{END}{sign}");
    phrases.into_iter().map(term).collect()
}

proptest! {
    #[test]
    fn k2_words_of_ascii_begin_where_all_words_do(text in "[ -~]{0,60}", last in 0..90_usize) {
        let text = folded(fold_unicode, &text);
        let mut phrases = Phrases { text: text.clone(), ..Phrases::default() };
        phrases.add_starts_of_ascii(0, last);
        let expected: Vec<Range<usize>> = starts(&text)
            .take_while(|&start| start < last)
            .map(|start| start..end(&text, start))
            .collect();
        let places = phrases.phrases.into_iter().map(|phrase| phrase.place);
        prop_assert_eq!(places.collect::<Vec<_>>(), expected, "{:?}", text);
    }

    #[test]
    fn k2_terms_are_those_of_each_value_by_itself(values in vec(texts(), 0..8)) {
        let mut person = Person::new().nicknames(values.iter().map(|text| Nickname::new().value(text)));
        let phrases = naive(values.iter().map(|text| naive_words(text, false)).collect());
        prop_assert_eq!(terms_of(&person, PersonField::Nicknames), as_terms(phrases, '2'));

        // The address as a name, too: it has other words there.
        person.email_addresses = values
            .iter()
            .map(|text| EmailAddress::new().value(text).display_name(text))
            .collect();
        let addresses = values.iter().map(|text| naive_words(text, true));
        let names = values.iter().map(|text| naive_words(text, false));
        let phrases = naive(addresses.chain(names).collect());
        prop_assert_eq!(terms_of(&person, PersonField::EmailAddresses), as_terms(phrases, '4'));
    }

    #[test]
    fn k2_terms_of_names_are_those_of_each_member(mut person in strategy::person()) {
        let texts = person.names.iter().flat_map(texts_of_name);
        let phrases = naive(texts.map(|text| naive_words(text, false)).collect());
        prop_assert_eq!(terms_of(&person, PersonField::Names), as_terms(phrases, '1'));

        let texts = person.organizations.iter().flat_map(texts_of_organization);
        let phrases = naive(texts.map(|text| naive_words(text, false)).collect());
        prop_assert_eq!(terms_of(&person, PersonField::Organizations), as_terms(phrases, '3'));

        // Names that are written twice are no others.
        let before = terms_of(&person, PersonField::Names);
        let again = person.names.clone();
        person.names.extend(again);
        prop_assert_eq!(terms_of(&person, PersonField::Names), before);
    }
}

/// K4: of too many, the first ones of all values are taken, those that are written twice as well.
#[test]
fn k4_too_many_phrases_are_taken_in_turns() {
    let text = |value: usize| {
        let words = (0..10).map(|word| format!("{value:03}x{word}"));
        words.collect::<Vec<_>>().join(" ")
    };
    for repeated in [1, 3] {
        let values: Vec<String> = (0..60 * repeated)
            .map(|value| text(value / repeated))
            .collect();
        let person = Person::new().nicknames(values.iter().map(|text| Nickname::new().value(text)));
        let phrases = naive(values.iter().map(|text| naive_words(text, false)).collect());
        assert!(phrases.len() <= TERMS);
        assert_eq!(
            terms_of(&person, PersonField::Nicknames),
            as_terms(phrases, '2')
        );
    }
}
