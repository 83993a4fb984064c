//! Laws over generated persons and cards (rules Z2 to Z6).

use people_cards::{Card, Flavour, Groups, Line, Version, from_person, portable, to_person};
use people_model::{Person, PersonField, strategy};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{RngAlgorithm, RngSeed, TestRng, TestRunner},
};

pub(crate) fn groups() -> Groups {
    Groups::from_iter([
        ("contactGroups/1a2b3c", "Book club; \"Verne, Jules\"\\n"),
        ("contactGroups/2", "Chess"),
    ])
}

fn fields() -> impl Iterator<Item = PersonField> {
    PersonField::ALL
        .into_iter()
        .filter(|field| field.is_updatable())
}

pub(crate) fn version() -> impl Strategy<Value = Version> {
    prop::sample::select(&Version::ALL[..])
}

pub(crate) fn flavour() -> impl Strategy<Value = Flavour> {
    prop::sample::select(&Flavour::ALL[..])
}

/// Text that has broken a reader or a writer somewhere, without NUL.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(
            &[
                ",",
                ";",
                ":",
                "\\",
                "\"",
                "\n",
                "\r\n",
                "\\n",
                "=",
                "=41",
                "^",
                "^n",
                "%41",
                " ",
                "\t",
                "🦀",
                "שלום",
                "\u{202e}",
                "\u{feff}",
                "\u{85}",
                "\u{b}",
                "\u{1}",
                "é",
                "e\u{301}",
                "BEGIN:VCARD",
                "\nEND:VCARD\n",
                "home",
                "Home",
                "WORK",
                "pref",
                "_$!<Home>!$_",
                "x-",
                "http://a.example/",
                "sip:",
                "tel:",
                "xmpp:",
                "1604-04-15",
                "--0415",
                "1815",
                "Ada",
                "Acme",
                "ada@example.com",
                "+44 20 7946 0018",
                "X-CUSTOM(a,b)",
                "VALUE=text",
            ][..]
        )
        .prop_map(str::to_owned),
        "[a-zA-Z0-9]{1,3}",
        Just("long text without end ".repeat(8)),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// A person whose texts are hostile, look alike and repeat.
pub(crate) fn hostile() -> impl Strategy<Value = Person> {
    let texts = prop::collection::vec(text(), 1..6);
    (strategy::contact_person(), texts, any::<u64>()).prop_map(|(person, texts, seed)| {
        let mut value = serde_json::to_value(&person).expect("JSON");
        let mut at = seed as usize;
        replace(&mut value, &texts, &mut at);
        serde_json::from_value(value).expect("a person")
    })
}

fn replace(value: &mut serde_json::Value, texts: &[String], at: &mut usize) {
    match value {
        serde_json::Value::Array(values) => values
            .iter_mut()
            .for_each(|value| replace(value, texts, at)),
        serde_json::Value::Object(members) => {
            // To serde_json this is no member.
            members.remove("$serde_json::private::RawValue");
            for (name, value) in members.iter_mut() {
                // Groups exist, and enums are those of the schema.
                let is_free =
                    !["contactGroupResourceName", "contentType", "metadata"].contains(&&**name);
                if let serde_json::Value::String(text) = value {
                    *at = at.wrapping_mul(31).wrapping_add(7);
                    if is_free
                        && !at.is_multiple_of(3)
                        && !(name == "type"
                            && text
                                .chars()
                                .all(|letter| letter.is_ascii_uppercase() || letter == '_'))
                    {
                        *text = texts[*at % texts.len()].clone();
                    }
                } else if is_free {
                    replace(value, texts, at);
                }
            }
        }
        _ => {}
    }
}

/// The same hostile people at every run.
pub(crate) fn generated() -> impl Iterator<Item = Person> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let strategy = hostile();
    std::iter::repeat_with(move || {
        let tree = strategy.new_tree(&mut runner).expect("a person");
        tree.current()
    })
}

/// The person without members that its messages do not have, and without odd enums.
pub(crate) fn known(person: &Person) -> Person {
    let mut value = serde_json::to_value(person).expect("JSON");
    for field in PersonField::ALL {
        let entries = value.get_mut(field.as_str());
        let entries = entries.and_then(serde_json::Value::as_array_mut);
        for entry in entries.into_iter().flatten() {
            let entry = entry.as_object_mut().expect("an entry");
            entry.retain(|name, value| {
                let is_odd = name == "contentType" && !value.is_string();
                field.descriptor().member(name).is_some() && !is_odd
            });
        }
    }
    serde_json::from_value(value).expect("a person")
}

/// The person with each of its texts changed.
pub(crate) fn with_texts(person: &Person, change: &dyn Fn(&str) -> String) -> Person {
    let mut value = serde_json::to_value(person).expect("JSON");
    change_texts(&mut value, change);
    serde_json::from_value(value).expect("a person")
}

fn change_texts(value: &mut serde_json::Value, change: &dyn Fn(&str) -> String) {
    match value {
        serde_json::Value::String(text) => *text = change(text),
        serde_json::Value::Array(values) => {
            values
                .iter_mut()
                .for_each(|value| change_texts(value, change));
        }
        serde_json::Value::Object(members) => {
            members
                .values_mut()
                .for_each(|value| change_texts(value, change));
        }
        _ => {}
    }
}

fn show(card: &Card) -> String {
    String::from_utf8_lossy(&card.to_bytes()).into_owned()
}

pub(crate) fn same(got: &Person, wanted: &Person, card: &Card) -> Result<(), TestCaseError> {
    for field in fields() {
        prop_assert!(
            got.field_eq(wanted, field),
            "{field:?}\n{}\n{:#?}\n{:#?}",
            show(card),
            only(got, field),
            only(wanted, field)
        );
    }
    Ok(())
}

fn only(person: &Person, field: PersonField) -> Person {
    let mut one = Person::default();
    one.copy_field(person, field);
    one
}

/// So many cases, or as many as `PROPTEST_CASES` says.
pub(crate) fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok();
    let cases = cases.and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(usual))
}

/// The same cases at every run; with `PROPTEST_CASES`, so many new ones.
pub(crate) fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok();
    match cases.and_then(|cases| cases.parse().ok()) {
        Some(cases) => ProptestConfig::with_cases(cases),
        None => ProptestConfig {
            cases: 1_500,
            rng_seed: RngSeed::Fixed(9554),
            ..ProptestConfig::default()
        },
    }
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn z3_what_is_written_is_read_as_the_same_person(person in hostile(), version in version(), flavour in flavour()) {
        let card = from_person(&person, None, version, flavour, &groups());
        prop_assert_eq!(Card::parse(&card.to_bytes()).map(|card| card.to_bytes()), Ok(card.to_bytes()));
        let (read, _) = to_person(&card, &groups());
        same(&read, &portable(&person), &card)?;
    }

    #[test]
    fn z3_what_is_portable_is_portable(person in hostile()) {
        let once = portable(&person);
        prop_assert_eq!(&portable(&once), &once);
    }

    #[test]
    fn z5_a_card_that_nobody_edits_stays_as_it_is(lines in lines(), version in version(), flavour in flavour()) {
        let card = card(version, &lines);
        let (person, rest) = to_person(&card, &groups());
        let again = from_person(&person, Some(&rest), version, flavour, &groups());
        prop_assert_eq!(show(&again), show(&card));
    }

    #[test]
    fn z5_an_edited_card_says_the_edited_person(
        lines in lines(), other in hostile(), field in prop::sample::select(fields().collect::<Vec<_>>()),
        version in version(), target in version(), flavour in flavour(),
    ) {
        let card = card(version, &lines);
        let (mut person, rest) = to_person(&card, &groups());
        person.copy_field(&portable(&other), field);
        let edited = from_person(&person, Some(&rest), target, flavour, &groups());
        let (read, _) = to_person(&edited, &groups());
        same(&read, &person, &edited)?;
    }

    #[test]
    fn z5_an_edit_of_one_field_changes_only_its_lines(
        lines in lines(), other in hostile(), version in version(), flavour in flavour(),
        field in prop::sample::select(fields().collect::<Vec<_>>()),
    ) {
        let card = card(version, &lines);
        let (mut person, rest) = to_person(&card, &groups());
        let mut without = person.clone();
        without.clear_field(field);
        person.copy_field(&portable(&other), field);
        // Lines that say other fields, or nothing that a person has. An `FN` may stand for another field.
        let others = from_person(&without, Some(&rest), version, flavour, &groups());
        let kept: Vec<&[u8]> = others
            .lines()
            .iter()
            .filter(|line| !line.is_named("FN") && !line.is_named("CATEGORIES"))
            .map(|line| line.raw())
            .collect();
        let edited = from_person(&person, Some(&rest), version, flavour, &groups());
        let mut left = edited.lines().iter().map(|line| line.raw());
        for line in kept {
            prop_assert!(
                left.any(|other| other == line),
                "{field:?}: {}\nis not in its place in\n{}\nwas\n{}",
                String::from_utf8_lossy(line), show(&edited), show(&card)
            );
        }
    }

    #[test]
    fn z5_another_version_keeps_every_line_and_parameter(lines in lines(), version in version(), target in version()) {
        let card = card(version, &lines);
        let (person, rest) = to_person(&card, &groups());
        let other = from_person(&person, Some(&rest), target, Flavour::Rfc, &groups());
        same(&to_person(&other, &groups()).0, &person, &other)?;
        let shown = |line: &Line| format!("{:?} {} {:?}", line.group(), line.name(), line.param("X-KEPT"));
        let mut left: Vec<String> = other.lines().iter().map(shown).collect();
        for line in rest.unmapped(&groups()) {
            let at = left.iter().position(|other| *other == shown(line));
            prop_assert!(at.is_some(), "{}\n{}\n{}", shown(line), show(&card), show(&other));
            at.map(|at| left.swap_remove(at));
        }
        let kept = |card: &Card| card.lines().iter().filter(|line| line.param("X-KEPT").is_some()).count();
        prop_assert!(kept(&other) >= kept(&card).min(1), "{}\n{}", show(&card), show(&other));
    }
}

fn card(version: Version, lines: &str) -> Card {
    let text = format!("BEGIN:VCARD\r\nVERSION:{version}\r\n{lines}END:VCARD\r\n");
    Card::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Lines of a card that look alike, share groups and labels, and repeat.
fn lines() -> impl Strategy<Value = String> {
    let group = prop::sample::select(&["", "", "", "item1.", "item2.", "ITEM1.", "g."][..]);
    let name = prop::sample::select(
        &[
            "N",
            "FN",
            "NICKNAME",
            "EMAIL",
            "EMAIL",
            "TEL",
            "TEL",
            "ADR",
            "URL",
            "NOTE",
            "BDAY",
            "ANNIVERSARY",
            "X-ABDATE",
            "X-ABLabel",
            "X-ABLabel",
            "X-ABADR",
            "LABEL",
            "ORG",
            "TITLE",
            "ROLE",
            "GENDER",
            "PRONOUNS",
            "GRAMGENDER",
            "IMPP",
            "X-JABBER",
            "X-SPOUSE",
            "RELATED",
            "X-ABRELATEDNAMES",
            "CATEGORIES",
            "LANG",
            "UID",
            "REV",
            "X-MOON",
            "X-MOON",
            "PHOTO",
            "KEY",
            "X-PHONETIC-FIRST-NAME",
            "X-PHONETIC-ORG",
            "X-PEOPLE-MEMBER",
            "X-PEOPLE-FIELD",
            "X-PEOPLE-ENTRY",
            "X-ANDROID-CUSTOM",
            "X-SOCIALPROFILE",
            "EXPERTISE",
            "X-MAIDENNAME",
        ][..],
    );
    let params = prop::collection::vec(
        prop::sample::select(
            &[
                ";TYPE=home",
                ";TYPE=WORK",
                ";type=CELL;type=VOICE",
                ";TYPE=fax",
                ";TYPE=x-dog",
                ";type=pref",
                ";PREF=1",
                ";PREF=2",
                ";X-KEPT=yes",
                ";X-KEPT=\"a;b:c\"",
                ";VALUE=text",
                ";VALUE=uri",
                ";CC=gb",
                ";LANGUAGE=de",
                ";ALTID=1",
                ";PHONETIC=ipa",
                ";X-SERVICE-TYPE=Skype",
                ";NAME=type",
                ";NAME=value",
                ";FIELD=names",
                ";FIELD=emailAddresses",
                ";HOME",
                ";X-APPLE-OMIT-YEAR=1604",
                ";LABEL=\"x^ny\"",
            ][..],
        ),
        0..3,
    );
    let value = prop::sample::select(
        &[
            "",
            "x",
            "Ada",
            "Ada Lovelace",
            "Lovelace;Ada;;;",
            "Lovelace;Ada;A,B;Dr.;Jr.;extra;parts",
            ";;;;",
            "ada@example.com",
            "ada@example.com",
            "+44 20 7946 0018",
            "tel:+1-2;ext=3",
            ";;1 Street;City;;;GB",
            ";;1 Street;City;;;GB;room;more",
            "1604-04-15",
            "--0415",
            "18151210",
            "1815-12-10T00:00:00Z",
            "soon",
            "Acme",
            "Acme;R&D;Lab",
            "F",
            "F;female",
            ";they",
            "skype:ada",
            "xmpp:ada@x",
            "sip:ada@example.com",
            "Chess",
            "Chess,Go,myContacts",
            "urn:uuid:1",
            "http\\://a.example/",
            "a\\nb\\, c\\; d",
            "_$!<Home>!$_",
            "Boat",
            "home",
            "{}",
            "{\"value\":\"x\"}",
            "{\"givenName\":\"J\"}",
            "k;v",
            "feminine",
            "us",
            "vnd.android.cursor.item/relation;Bob;14;;;;",
            "vnd.android.cursor.item/contact_event;1815-12-10;1;;",
            "é🦀",
        ][..],
    );
    let end = prop::sample::select(&["\r\n", "\r\n", "\r\n", "\r\n \r\n"][..]);
    let line = (group, name, params, value, end).prop_map(|(group, name, params, value, end)| {
        format!("{group}{name}{}:{value}{end}", params.concat())
    });
    prop::collection::vec(line, 0..9).prop_map(|lines| lines.concat())
}
