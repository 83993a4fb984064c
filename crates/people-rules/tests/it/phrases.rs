//! K2 to K4: what a search finds a person by.
use people_model::Person;
use people_rules::{Contract, Index, create, search_prefixes};
use proptest::prelude::*;

use crate::{context, dialled_forms, person};

/// Whether the query finds a contact with these values.
fn finds(values: &str, query: &str) -> bool {
    let person = person(&format!("{{{values}}}"));
    let contact = create(person, &context(Contract::Documented)).expect("a contact");
    let terms = contact.index.terms;
    let prefixes = search_prefixes(query);
    let has = |prefix: &String| terms.iter().any(|term| term.starts_with(prefix.as_str()));
    prefixes.iter().any(has)
}

#[track_caller]
fn check(values: &str, found: &[&str], not: &[&str]) {
    for query in found {
        assert!(finds(values, query), "{query:?} finds {values}");
    }
    for query in not {
        assert!(!finds(values, query), "{query:?} does not find {values}");
    }
}

/// K2: the example of the page first.
#[test]
fn k2_a_phrase_begins_at_any_word() {
    let name = r#""names": [{"givenName": "foo", "familyName": "name"}]"#;
    check(
        name,
        &[
            "f", "fo", "foo", "foo ", "foo n", "nam", "name", "name f", "name, f",
        ],
        &["oo n", "oo", "ame", "foo  x", "foon", "names", "f n"],
    );
    let name = r#""names": [{"givenName": "Seán-Óg", "familyName": "O'Neil (jr)"}]"#;
    check(
        name,
        &["sean", "og o'n", "neil", "o'neil (", "(jr)", "jr"],
        &["eil", "'neil", "sean og", ")"],
    );
    check(
        r#""nicknames": [{"value": "Countess of Computing"}]"#,
        &["of comp", "computing"],
        &["countess comp"],
    );
    check(
        r#""organizations": [{"name": "Analytical Engines", "title": "Chief Programmer", "department": "R&D"}]"#,
        &["engines", "chief p", "d", "r&d"],
        &["analytical engines chief", "programmers"],
    );
    check(
        r#""emailAddresses": [{"value": "Ada.Love_Lace@mail.Example.com", "displayName": "The Countess"}]"#,
        &[
            "ada.love_lace@mail.example.com",
            "love_l",
            "lace@",
            "mail.ex",
            "countess",
        ],
        &["example", "com", "ada love"],
    );
    // What is not searched.
    check(
        r#""nicknames": [{"value": "x"}], "biographies": [{"value": "Zeta"}], "urls": [{"value": "zeta"}],
           "addresses": [{"city": "Zeta"}], "userDefined": [{"key": "zeta", "value": "zeta"}],
           "events": [{"type": "zeta", "date": {"year": 1815}}], "relations": [{"person": "Zeta"}]"#,
        &["x"],
        &["z", "zeta", "1815"],
    );
}

/// K3. The tests' E.164 form of a number is its digits, and its country has two of them.
#[test]
fn k3_a_number_is_found_however_it_is_dialled() {
    check(
        r#""phoneNumbers": [{"value": "+44 20 7946-0018"}]"#,
        &[
            "+442079460018",
            "+44 (20) 79",
            "442079",
            "0044 20 7946 0018",
            "020 7946",
            "02079460018",
            "2079460018",
            "7946 0018",
            "79460018",
            "0018",
            "４４２０",
            "+٤٤٢٠",
        ],
        &[
            "+20",
            "46 0018",
            "018",
            "02079460019",
            "004420794600189",
            "++",
            "+",
        ],
    );
    // Letters are text, as they are written.
    check(
        r#""phoneNumbers": [{"value": "1-800-FLOWERS"}]"#,
        &["1-800-fl", "flowers", "1800", "800-f"],
        &["1800fl", "lowers"],
    );
    // Too little of a number is no end of it.
    check(
        r#""phoneNumbers": [{"value": "12 34 567"}]"#,
        &["1234567", "34 567"],
        &["567"],
    );
}

/// K4.
#[test]
fn k4_case_accents_and_spellings_do_not_count() {
    let pairs = [
        ("José Ångström", "JOSE ANGSTROM"),
        ("jose angstrom", "JÖSÉ ÅNGSTRÖM"),
        ("Zoe\u{308} Lund", "zoë lund"),
        ("Straße", "STRASSE"),
        ("STRASSE", "straße"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσεύς"),
        ("Οδυσσεύς", "ΟΔΥΣ"),
        ("Łódź Ørsted", "lodz orsted"),
        ("İstanbul Ağrı", "istanbul agri"),
        ("O’Neil", "o'neil"),
        ("Ａｄａ", "ada"),
        ("\u{200f}Ada\u{200e}", "ada"),
        ("Ada\u{a0}\u{3000} Lovelace", "ada lovelace"),
        ("مُحَمَّد", "محمد"),
        ("かとう", "かとう"),
        ("김철수", "김철"),
    ];
    for (value, query) in pairs {
        check(
            &format!(r#""nicknames": [{{"value": "{value}"}}]"#),
            &[query],
            &[],
        );
    }
    // These are other letters, not letters with an accent.
    check(r#""nicknames": [{"value": "がとう"}]"#, &["が"], &["か"]);
    check(r#""nicknames": [{"value": "स्तुति"}]"#, &["स्तुति"], &["तुति"]);
}

/// K4: each stands for itself.
#[test]
fn k4_signs_are_text() {
    let value = r#""nicknames": [{"value": "50% a_b *star* [x] \\ \" ?"}]"#;
    check(
        value,
        &["50%", "a_", "*s", "[x", "\\ \"", "?"],
        &["%", "_", "5_", "5*", "a%", "a?b", ".", "*b"],
    );
    for query in ["", " ", "\t\n", ",", " , ,", "\u{200b}", "\u{301}", "\0"] {
        assert!(search_prefixes(query).is_empty(), "{query:?}");
    }
}

/// K4: the bounds.
#[test]
fn k4_the_first_hundred_characters_and_ten_words_count() {
    let long = "é".repeat(300);
    let value = format!(r#""nicknames": [{{"value": "{long}"}}]"#);
    check(
        &value,
        &[&long[..10], &long, &"e".repeat(100), &format!("{long}x")],
        &["ee e"],
    );
    check(&value, &[], &[&format!("{}x", "e".repeat(99))]);
    let words: Vec<String> = (0..12).map(|number| format!("w{number:02}")).collect();
    let value = format!(r#""nicknames": [{{"value": "{}"}}]"#, words.join(" "));
    check(&value, &["w00", "w09", "w09 w10 w11"], &["w10", "w11"]);
}

proptest! {
    /// Any text is found by its beginning, in any case; its terms are few and short.
    #[test]
    fn k4_any_text_is_found_by_its_beginning(text in "\\PC{1,40}", length in 1..40_usize) {
        let mut ada = Person::new();
        ada.nicknames = vec![people_model::Nickname::new().value(text.as_str())];
        let terms = Index::of(&ada, &dialled_forms).terms;
        prop_assert!(terms.len() <= 10, "{:?}", terms);
        let query: String = text.chars().take(length).collect();
        for query in [query.to_lowercase(), query.clone()] {
            let prefixes = search_prefixes(&query);
            // A cut may leave a letter without its mark, or half of one: what is then another letter.
            let Some(word) = prefixes.first().filter(|_| text.is_ascii()) else { continue };
            let found = terms.iter().any(|term| term.starts_with(word.as_str()));
            prop_assert!(found, "{:?} in {:?}", word, terms);
        }
        let whole = search_prefixes(&text);
        let found = whole.first().is_none_or(|word| terms.iter().any(|term| term.starts_with(word.as_str())));
        prop_assert!(found, "{:?} in {:?}", whole, terms);
    }
}
