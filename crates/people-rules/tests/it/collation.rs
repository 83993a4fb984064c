//! Where names stand in the orders by name.
use people_model::{Name, Person};
use people_rules::{Index, sort_key};
use proptest::prelude::*;

fn person(given: &str, family: &str) -> Person {
    let mut name = Name::default();
    name.given_name = given.to_owned();
    name.family_name = family.to_owned();
    let mut person = Person::default();
    person.names.push(name);
    person
}

/// The names in the order of one of their keys.
fn sorted<'n>(names: &[(&'n str, &'n str)], key: usize) -> Vec<(&'n str, &'n str)> {
    let mut names = names.to_vec();
    names.sort_by_cached_key(|(given, family)| {
        Index::of(&person(given, family), &|_| Vec::new()).sort_keys[key].clone()
    });
    names
}

#[test]
fn l2_accents_stand_with_their_letter() {
    let mut names = [
        "Zola", "Eva", "Östen", "Åsa", "Émile", "Otto", "Emily", "asa", "Øre", "Æsa", "Ñu", "Nuno",
    ];
    names.sort_by_cached_key(|name| sort_key(&[name]));
    let order = [
        "Æsa", "asa", "Åsa", "Émile", "Emily", "Eva", "Ñu", "Nuno", "Øre", "Östen", "Otto", "Zola",
    ];
    assert_eq!(names, order);
}

#[test]
fn l2_the_first_name_decides_before_an_accent_of_the_second() {
    let names = [
        ("José", "Zapata"),
        ("Jose", "Álvarez"),
        ("José", "Alba"),
        ("Josefa", "Abad"),
        ("Jo", "Zola"),
    ];
    let by_first = sorted(&names, 0);
    let order = [
        ("Jo", "Zola"),
        ("José", "Alba"),
        ("Jose", "Álvarez"),
        ("José", "Zapata"),
        ("Josefa", "Abad"),
    ];
    assert_eq!(by_first, order);
    let by_last = sorted(&names, 1);
    let order = [
        ("Josefa", "Abad"),
        ("José", "Alba"),
        ("Jose", "Álvarez"),
        ("José", "Zapata"),
        ("Jo", "Zola"),
    ];
    assert_eq!(by_last, order);
}

#[test]
fn l2_one_text_in_two_forms_has_one_place() {
    assert_eq!(sort_key(&["Zo\u{eb}"]), sort_key(&["Zoe\u{308}"]));
    assert_eq!(sort_key(&["ADA"]), sort_key(&["ada"]));
}

proptest! {
    /// Nothing that a name may be sorts after a contact without a name.
    #[test]
    fn l2_no_name_comes_last(given in "\\PC{0,8}", family in any::<String>()) {
        let nameless = Index::of(&Person::default(), &|_| Vec::new()).sort_keys;
        let keys = Index::of(&person(&given, &family), &|_| Vec::new()).sort_keys;
        prop_assert!(keys[0] < nameless[0] && keys[1] < nameless[1]);
    }
}

/// Stores keep keys. When this fails, a new version of the collation made other ones: raise
/// `Index::RULES` with the number here, so that stores make theirs anew.
#[test]
fn keys_stay_what_they_are_for_as_long_as_the_number_of_their_rules() {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for letter in ('\0'..'\u{30000}').step_by(7) {
        for byte in sort_key(&["a", letter.encode_utf8(&mut [0; 4])]).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    assert_eq!(
        (Index::RULES, format!("{hash:x}")),
        (3, "7cd10932b0bb23f7".to_owned())
    );
}
