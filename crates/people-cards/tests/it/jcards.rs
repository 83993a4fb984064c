//! Cards as JSON (rule Z9).

use people_cards::{Card, Flavour, Version, from_jcard, from_person, to_jcard, to_person};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::laws::{groups, hostile};

fn text(card: &Card) -> String {
    String::from_utf8_lossy(&card.to_bytes()).into_owned()
}

#[test]
fn z9_properties_have_their_types() {
    let file = "BEGIN:VCARD\r\nVERSION:4.0\r\nN:King;Ada;Byron,Augusta;;\r\nORG:Mill\r\nBDAY:--1210\r\n\
                ANNIVERSARY;VALUE=text:once\r\nNICKNAME:Al,Be\\,t\r\nURL;TYPE=home:https://a.example/?b=1,2\r\n\
                TEL;VALUE=uri:tel:+1\r\nX-MOON;PHASE=\"a;b\":fu\\;ll;x\r\nNOTE:a\\nb\\, c\r\nREV:20240102T030405Z\r\n\
                END:VCARD\r\n";
    let card = Card::parse(file.as_bytes()).expect("a card");
    let json = to_jcard(&card);
    let expected = json!(["vcard", [
        ["version", {}, "text", "4.0"],
        ["n", {}, "text", ["King", "Ada", ["Byron", "Augusta"], "", ""]],
        ["org", {}, "text", "Mill"],
        ["bday", {}, "date-and-or-time", "--12-10"],
        ["anniversary", {}, "text", "once"],
        ["nickname", {}, "text", "Al", "Be,t"],
        ["url", {"type": "home"}, "uri", "https://a.example/?b=1,2"],
        ["tel", {}, "uri", "tel:+1"],
        ["x-moon", {"phase": "a;b"}, "unknown", "fu\\;ll;x"],
        ["note", {}, "text", "a\nb, c"],
        ["rev", {}, "unknown", "20240102T030405Z"],
    ]]);
    assert_eq!(json, expected);
    assert_eq!(text(&from_jcard(&json).expect("a card")), file);
}

/// A list is a list with `VALUE=text` too. Values of an unknown type stay as they are written.
#[test]
fn z9_lists_of_any_type_keep_their_values() {
    let file = "BEGIN:VCARD\r\nVERSION:4.0\r\nN;VALUE=text:King;Ada;;;\r\nCATEGORIES;VALUE=text:Chess,Go\\,\r\n\
                CATEGORIES;VALUE=x-game:Chess,Go\r\nX-AGE;VALUE=integer:36,37\r\n\
                ORG;VALUE=x-tree:Mill;Cards,Looms\r\nURL:https://a.example/,https://b.example\r\nEND:VCARD\r\n";
    let expected = json!([
        "vcard",
        [
            ["version", {}, "text", "4.0"],
            ["n", {}, "text", ["King", "Ada", "", "", ""]],
            ["categories", {}, "text", "Chess", "Go,"],
            ["categories", {}, "x-game", "Chess,Go"],
            ["x-age", {}, "integer", "36,37"],
            ["org", {}, "x-tree", "Mill;Cards,Looms"],
            ["url", {}, "uri", "https://a.example/,https://b.example"],
        ]
    ]);
    let card = Card::parse(file.as_bytes()).expect("a card");
    assert_eq!(to_jcard(&card), expected);

    let mut said = expected.clone();
    said[1][3] = json!(["categories", {}, "x-game", "Chess", "Go"]);
    said[1][1] = json!(["n", {}, "text", "King", "Ada", "", "", ""]);
    said[1][4] = json!(["x-age", {}, "integer", 36, 37]);
    said[1][5] = json!(["org", {}, "x-tree", ["Mill", ["Cards", "Looms"]]]);
    said[1][6] = json!(["url", {}, "uri", "https://a.example/", "https://b.example"]);
    for json in [expected, said] {
        let read = from_jcard(&json).expect("a card");
        assert_eq!(text(&read), file.replace(";VALUE=text", ""));
    }
    let backslash = json!([
        "vcard",
        [
            ["version", {}, "text", "4.0"],
            ["url", {}, "uri", "a\\", "b"]
        ]
    ]);
    let read = from_jcard(&backslash).expect("a card");
    assert_eq!(to_jcard(&read)[1][1], json!(["url", {}, "uri", "a\\,b"]));
}

#[test]
fn z9_a_list_of_no_types_is_no_type() {
    let json = json!(["vcard", [["tel", {"type": []}, "text", "020 7946 0000"]]]);
    let card = from_jcard(&json).expect("a card");
    let (person, _) = to_person(&card, &groups());
    assert_eq!(person.phone_numbers[0].r#type, "");
    assert!(text(&card).contains("\r\nTEL:020"), "{}", text(&card));
}

#[test]
fn z9_what_is_no_jcard_is_named() {
    for (json, error) in [
        (
            json!({}),
            "[0]: expected a card: [\"vcard\", [property, …]]",
        ),
        (
            json!(["vcalendar", []]),
            "[0]: expected a card: [\"vcard\", [property, …]]",
        ),
        (
            json!(["vcard", [["fn", {}, "text", "x"], 7]]),
            "[1][1]: expected a property: [name, parameters, type, value, …]",
        ),
        (
            json!(["vcard", [["f n", {}, "text", "x"]]]),
            "[1][0]: a name has letters, digits and hyphens",
        ),
        (
            json!(["vcard", [["tel", {}, "text", null]]]),
            "[1][0]: expected a text, a number, true or false, or a list of these",
        ),
        (
            json!(["vcard", [["n", {}, "text", ["King", [{}]]]]]),
            "[1][0]: expected a text, a number, true or false, or a list of these",
        ),
        (
            json!(["vcard", [["photo", {"encoding": "b"}, "text", "YQ==", "Yg=="]]]),
            "[1][0]: a property of bytes has one value",
        ),
        (
            json!(["vcard", [["fn", {"a:b": "c"}, "text", "x"]]]),
            "[1][0]: a name has letters, digits and hyphens",
        ),
        (
            json!(["vcard", [["fn", {"group": "a.b"}, "text", "x"]]]),
            "[1][0]: a group has letters, digits and hyphens",
        ),
        (
            json!(["vcard", [["end", {}, "text", "vcard"]]]),
            "[1][0]: BEGIN and END are no properties of a jCard",
        ),
    ] {
        assert_eq!(from_jcard(&json).unwrap_err().to_string(), error);
    }
    // Nothing in a value ends the card, or begins a line.
    let hostile = json!(["vcard", [["fn", {"x-a": "\r\nEND:VCARD\r\n"}, "unknown", "a\r\nEND:VCARD\r\nTEL:1"]]]);
    let card = from_jcard(&hostile).expect("a card");
    assert_eq!(card.lines().len(), 4, "{}", text(&card));
}

/// JSON has text: what said how it stood in bytes is not said of it, and changes nothing in a jCard that says it.
#[test]
fn z9_a_jcard_has_text_in_no_charset() {
    let file = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=Windows-1252:J\xf6rg\r\n\
                 NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:1=3D1 =C3=A9\r\nTITLE;QUOTED-PRINTABLE:a=3Db\r\n\
                 PHOTO;BASE64;JPEG:/9j/\r\n\r\nX-KEY;ENCODING=B:AQID\r\nEND:VCARD\r\n";
    let card = Card::parse(file).expect("a card");
    let json = to_jcard(&card);
    let expected = json!(["vcard", [
        ["version", {}, "text", "2.1"],
        ["fn", {}, "text", "Jörg"],
        ["note", {}, "text", "1=1 é"],
        ["title", {}, "text", "a=b"],
        ["photo", {"encoding": "b", "type": "JPEG"}, "uri", "/9j/"],
        ["x-key", {"encoding": "b"}, "unknown", "AQID"],
    ]]);
    assert_eq!(json, expected);
    let read = from_jcard(&json).expect("a card");
    let values = |card: &Card| {
        card.lines()[2..]
            .iter()
            .map(|it| (it.text(), it.bytes()))
            .collect::<Vec<_>>()
    };
    let of = |card: &Card| {
        values(card)
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&read), of(&card), "{}", text(&read));

    let other = json!(["vcard", [
        ["fn", {"charset": "Windows-1252"}, "text", "Jörg"],
        ["note", {"Encoding": "quoted-printable", "x-a": "b"}, "text", "a=41"],
    ]]);
    let read = from_jcard(&other).expect("a card");
    let lines = "VERSION:4.0\r\nFN:Jörg\r\nNOTE;X-A=b:a=41\r\n";
    assert_eq!(text(&read), format!("BEGIN:VCARD\r\n{lines}END:VCARD\r\n"));
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        prop::sample::select(
            &[
                "vcard",
                "fn",
                "n",
                "bday",
                "text",
                "uri",
                "x-a",
                "group",
                "a\nb;c,d\\",
                "--12-10",
                "é"
            ][..]
        )
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            inner
                .clone()
                .prop_map(|value| json!(["fn", {"type": value.clone()}, "text", value])),
            prop::collection::vec(inner, 0..4).prop_map(|values| json!(["vcard", values])),
            prop::collection::vec(property(), 0..4).prop_map(|values| json!(["vcard", values])),
        ]
    })
}

/// A property of any type, with one value or several.
fn property() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 8] = [
        "fn",
        "n",
        "bday",
        "categories",
        "nickname",
        "url",
        "tel",
        "x-a",
    ];
    const KINDS: [&str; 8] = [
        "text",
        "uri",
        "date",
        "date-and-or-time",
        "integer",
        "unknown",
        "+text",
        "x-a",
    ];
    let value = prop_oneof!["[a,;\\\\\n]{0,3}", Just("1815-12-10".to_owned())];
    let name = prop::sample::select(&NAMES[..]);
    let kind = prop::sample::select(&KINDS[..]);
    let values = prop::collection::vec(value, 1..4);
    (name, kind, values).prop_map(|(name, kind, values)| {
        let head = [json!(name), json!({}), json!(kind)];
        head.into_iter()
            .chain(values.into_iter().map(Value::from))
            .collect()
    })
}

proptest! {
    #![proptest_config(crate::laws::cases(500))]

    #[test]
    fn z9_a_person_is_the_same_as_json(person in hostile()) {
        let card = from_person(&person, None, Version::V4, Flavour::Rfc, &groups());
        let again = from_jcard(&to_jcard(&card)).expect("a card");
        let (said, said_again) = (to_person(&card, &groups()).0, to_person(&again, &groups()).0);
        prop_assert_eq!(&said, &said_again, "{}\n{}", text(&card), text(&again));
        prop_assert_eq!(to_jcard(&again), to_jcard(&card));
    }

    #[test]
    fn z9_any_json_is_a_card_or_an_error(json in json()) {
        if let Ok(card) = from_jcard(&json) {
            let again = from_jcard(&to_jcard(&card)).expect("a card");
            prop_assert_eq!(to_jcard(&again), to_jcard(&card), "{}", text(&card));
        }
    }
}
