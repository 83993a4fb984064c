use std::collections::BTreeSet;

use people_model::{FieldMask, ParseFieldMaskErrorKind, PersonField};
use proptest::{collection::vec, prelude::*, sample::select};

/// What parsing gives: the mask, or the fault and its text.
#[track_caller]
fn check(text: &str, expected: &str) {
    let found = match FieldMask::parse(text) {
        Ok(mask) => mask.to_string(),
        Err(error) => format!("{:?} {}", error.kind(), error.path()),
    };
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn reads_names_in_either_spelling() {
    check("names", "names");
    check("emailAddresses,names", "names,emailAddresses");
    check(
        "email_addresses,phone_numbers",
        "emailAddresses,phoneNumbers",
    );
    check(
        "metadata,photos,skills,ageRanges,coverPhotos",
        "metadata,coverPhotos,photos,ageRanges,skills",
    );
}

#[test]
fn skips_empty_paths_and_collapses_duplicates() {
    check("", "");
    check(",,", "");
    check(",names,,urls,", "names,urls");
    check("names,names", "names");
    check("emailAddresses,email_addresses", "emailAddresses");
}

#[test]
fn u02_blanks_around_a_path_do_not_count() {
    check("names, emailAddresses", "names,emailAddresses");
    check(" urls\t,\r\n  names ", "names,urls");
    check(" , ,\t", "");
    check("\u{a0}names", "UnknownPath \u{a0}names");
}

#[test]
fn names_the_first_unknown_path() {
    check("nicknames,notes,etag", "UnknownPath notes");
    check("names.givenName", "UnknownPath names.givenName");
    check("*", "UnknownPath *");
    check("Names", "UnknownPath Names");
    check("names, shoe size ,urls", "UnknownPath shoe size");
    check("resourceName", "UnknownPath resourceName");
    check("fileAses", "UnknownPath fileAses");
    check("名前", "UnknownPath 名前");
}

#[test]
fn refuses_malformed_text_whole() {
    for text in [
        "names[0]",
        "\"names\"",
        "names:",
        "{names}",
        "(names)",
        "na\nmes",
        "a\u{7f}",
        "notes,names[\"x\"]",
    ] {
        check(text, &format!("Malformed {text}"));
    }
}

#[test]
fn an_error_prints_its_text() {
    let error = FieldMask::parse("names,notes").unwrap_err();
    assert_eq!(error.to_string(), "unknown field mask path `notes`");
    let error = FieldMask::parse("names[0]").unwrap_err();
    assert_eq!(error.to_string(), "malformed field mask `names[0]`");
}

#[test]
fn counts_the_fields_of_the_reference_page() {
    assert_eq!(FieldMask::ALL.len(), 29);
    assert_eq!(FieldMask::UPDATABLE.len(), 24);
    assert_eq!(
        FieldMask::SINGLETON.to_string(),
        "names,genders,birthdays,biographies"
    );
    assert_eq!(
        FieldMask::ALL.difference(FieldMask::UPDATABLE).to_string(),
        "metadata,coverPhotos,photos,ageRanges,skills",
    );
}

#[test]
fn works_in_constants() {
    const MASK: FieldMask = FieldMask::NAMES.union(FieldMask::only(PersonField::Urls));
    const { assert!(MASK.contains(PersonField::Urls) && !MASK.contains(PersonField::Photos)) };
    assert_eq!(format!("{MASK:?}"), "FieldMask(names,urls)");
    assert_eq!(FieldMask::default(), FieldMask::EMPTY);
}

#[test]
fn is_text_in_json() {
    let mask = FieldMask::NAMES | FieldMask::URLS;
    assert_eq!(serde_json::to_string(&mask).unwrap(), r#""names,urls""#);
    assert_eq!(
        serde_json::from_str::<FieldMask>(r#""urls,names""#).unwrap(),
        mask
    );

    let error = serde_json::from_str::<FieldMask>(r#""notes""#).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("unknown field mask path `notes`"),
        "{error}"
    );
    assert!(serde_json::from_str::<FieldMask>("1").is_err());
}

/// A path that a mask can name in one of its spellings, or one that it cannot.
fn path() -> impl Strategy<Value = String> {
    let known = select(&PersonField::ALL[..]);
    prop_oneof![
        4 => known.clone().prop_map(|field| field.as_str().to_owned()),
        2 => known.prop_map(|field| field.proto().to_owned()),
        1 => Just(String::new()),
        1 => "[a-z_.* ]{0,15}",
        1 => select(&PersonField::ALL[..]).prop_map(|field| format!(" {}\n", field.as_str())),
        1 => "[names:\"\\[\n(]{1,6}",
        1 => "\\PC{0,4}",
    ]
}

fn fields() -> impl Strategy<Value = Vec<PersonField>> {
    vec(select(&PersonField::ALL[..]), 0..12)
}

fn set(mask: FieldMask) -> BTreeSet<PersonField> {
    mask.iter().collect()
}

proptest! {
    #[test]
    fn parsing_follows_the_grammar(paths in vec(path(), 0..6)) {
        let text = paths.join(",");
        let paths: Vec<&str> = text.split(',').map(str::trim_ascii).filter(|path| !path.is_empty()).collect();
        let unknown = paths.iter().copied().find(|path| PersonField::from_wire(path).is_none());
        let malformed = paths.concat().contains(|c: char| c.is_ascii_control() || "\"[]{}():".contains(c));
        match FieldMask::parse(&text) {
            Err(error) if malformed => {
                prop_assert_eq!(error.kind(), ParseFieldMaskErrorKind::Malformed);
                prop_assert_eq!(error.path(), &text);
            }
            Err(error) => {
                prop_assert_eq!(error.kind(), ParseFieldMaskErrorKind::UnknownPath);
                prop_assert_eq!(Some(error.path()), unknown);
            }
            Ok(mask) => {
                prop_assert!(!malformed && unknown.is_none());
                let expected: BTreeSet<_> = paths.into_iter().filter_map(PersonField::from_wire).collect();
                prop_assert_eq!(set(mask), expected);
            }
        }
    }

    #[test]
    fn any_text_is_parsed_or_refused(text in any::<String>()) {
        if let Ok(mask) = FieldMask::parse(&text) {
            prop_assert_eq!(FieldMask::parse(&mask.to_string()), Ok(mask));
        }
    }

    #[test]
    fn printing_and_parsing_are_inverse(fields in fields()) {
        let mask: FieldMask = fields.into_iter().collect();
        prop_assert_eq!(mask.to_string().parse(), Ok(mask));
    }

    /// A mask is a set: order and repetition of its fields make no difference, and it prints in wire order.
    #[test]
    fn a_mask_is_a_set(one in fields(), other in fields()) {
        let (a, b) = (BTreeSet::from_iter(one.clone()), BTreeSet::from_iter(other.clone()));
        let (mask, second) = (FieldMask::from_iter(one), FieldMask::from_iter(other));

        prop_assert_eq!(mask.iter().collect::<Vec<_>>(), a.iter().copied().collect::<Vec<_>>());
        prop_assert_eq!(mask.len(), a.len());
        prop_assert_eq!(mask.is_empty(), a.is_empty());
        prop_assert_eq!(set(mask | second), &a | &b);
        prop_assert_eq!(set(mask.intersection(second)), &a & &b);
        prop_assert_eq!(set(mask.difference(second)), &a - &b);
        prop_assert_eq!((mask & second, mask - second), (mask.intersection(second), mask.difference(second)));
        let (mut union, mut both, mut rest) = (mask, mask, mask);
        union |= second;
        both &= second;
        rest -= second;
        prop_assert_eq!((union, both, rest), (mask | second, mask & second, mask - second));
        prop_assert_eq!(mask | b.iter().copied().collect::<FieldMask>(), [mask, second].into_iter().collect());
        prop_assert_eq!(mask.contains_all(second), a.is_superset(&b));
        prop_assert_eq!(mask == second, a == b);
        for field in mask {
            prop_assert!(a.contains(&field));
        }
        prop_assert_eq!(mask.iter().rev().collect::<Vec<_>>(), a.iter().rev().copied().collect::<Vec<_>>());
        prop_assert_eq!(mask.iter().len(), a.len());
        let mut ends = mask.iter();
        while let Some(first) = ends.next() {
            prop_assert!(ends.next_back().is_none_or(|last| first < last));
        }
        for field in PersonField::ALL {
            prop_assert_eq!(mask | field, mask | FieldMask::only(field));
            prop_assert_eq!(mask.contains(field), a.contains(&field));
            prop_assert_eq!(set(FieldMask::only(field)), BTreeSet::from([field]));
        }
    }
}
