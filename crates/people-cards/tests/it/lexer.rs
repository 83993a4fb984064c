//! Lines, their continuations and encodings, and where cards begin and end (rule Z1).

use people_cards::{Card, Cards, ParseErrorKind, ValueEncoding, Version};
use proptest::prelude::*;

fn card(version: &str, lines: &str) -> Card {
    Card::parse(format!("BEGIN:VCARD\r\nVERSION:{version}\r\n{lines}END:VCARD\r\n").as_bytes())
        .expect("a card")
}

fn text(version: &str, line: &str) -> String {
    card(version, line).lines()[2].text()
}

#[test]
fn z1_folded_lines_are_joined() {
    assert_eq!(
        text("3.0", "NOTE:one\r\n  two\r\n\tthree\r\n"),
        "one twothree"
    );
    assert_eq!(text("4.0", "NO\r\n TE:one\r\n"), "one");
    // vCard 2.1 keeps the blank at which it folds.
    assert_eq!(text("2.1", "NOTE:one\r\n two\r\n"), "one two");
}

#[test]
fn z1_quoted_printable_breaks_inside_of_a_character() {
    let line = "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Z=C3=\r\n=BCrich=0D=0Atwo\r\n";
    assert_eq!(text("2.1", line), "Zürich\ntwo");
    // Programs forget the `=` before a break.
    assert_eq!(
        text("2.1", "NOTE;QUOTED-PRINTABLE:Z=C3\r\n=BCrich\r\n"),
        "Zürich"
    );
    assert_eq!(
        text("3.0", "NOTE;ENCODING=quoted-printable:a=3D=\r\nb\r\n"),
        "a=b"
    );
    // The last line of a card that ends in `=` does not take its end along.
    let cut = card("2.1", "NOTE;QUOTED-PRINTABLE:half=\r\n");
    assert_eq!(cut.lines().len(), 4);
    assert_eq!(cut.lines()[2].text(), "half=");
}

#[test]
fn z1_separators_that_are_encoded_separate_nothing() {
    let n = card("2.1", "N;QUOTED-PRINTABLE:O=3BNeil;A\\;B;C=5C\r\n");
    assert_eq!(n.lines()[2].components(), ["O;Neil", "A;B", "C\\"]);
    let list = card("3.0", "CATEGORIES:a\\,b,c\\\\,d\r\n");
    assert_eq!(list.lines()[2].list(), ["a,b", "c\\", "d"]);
}

#[test]
fn z1_charsets_are_those_of_the_line() {
    let mut file =
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=Windows-1252:M\xfcller;J\xf6rg\r\n".to_vec();
    file.extend_from_slice(
        b"NOTE;CHARSET=SHIFT_JIS:\x83\x5c\x83\x6e;x\r\nORG:Caf\xe9\r\nEND:VCARD\r\n",
    );
    let card = Card::parse(&file).expect("a card");
    assert_eq!(card.lines()[2].components(), ["Müller", "Jörg"]);
    // A second byte of Shift_JIS may look like a backslash.
    assert_eq!(card.lines()[3].components(), ["ソハ", "x"]);
    assert_eq!(card.lines()[4].text(), "Café");
    assert_eq!(card.to_bytes(), file);
}

#[test]
fn z1_escapes_are_those_of_the_version() {
    assert_eq!(
        text("3.0", "NOTE:a\\nb\\, c\\; d\\\\n\r\n"),
        "a\nb, c; d\\n"
    );
    assert_eq!(
        text("3.0", "URL:http\\://example.com\r\n"),
        "http://example.com"
    );
    assert_eq!(text("2.1", "NOTE:C:\\new\\\\x\r\n"), "C:\\new\\\\x");
    assert_eq!(text("4.0", "NOTE:C:\\temp\r\n"), "C:\\temp");
}

#[test]
fn z1_parameters_in_all_forms() {
    let line = "item1.TEL;CELL;type=\"a:b;c\",d;X-Q=^'x^'^n^^;PREF=1:+1:2\r\n";
    let card = card("3.0", line);
    let tel = &card.lines()[2];
    assert_eq!((tel.group(), tel.name()), (Some("item1"), "TEL"));
    let params: Vec<(&str, Vec<&str>)> = tel
        .params()
        .iter()
        .map(|param| {
            (
                &*param.name,
                param.values.iter().map(|value| &**value).collect(),
            )
        })
        .collect();
    let expected = [
        ("", vec!["CELL"]),
        ("type", vec!["a:b;c", "d"]),
        ("X-Q", vec!["\"x\"\n^"]),
        ("PREF", vec!["1"]),
    ];
    assert_eq!(params, expected);
    assert_eq!(tel.text(), "+1:2");
}

#[test]
fn z1_quotes_that_do_not_close_are_text() {
    assert_eq!(text("3.0", "TEL;X=\"a:1\r\n"), "1");
    let folded = "NOTE;X=\"a:b\r\n c\":yes\r\n";
    assert_eq!(text("3.0", folded), "yes");
}

#[test]
fn z1_androids_custom_types_are_one_parameter() {
    let line = "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=D0=9C;=D0=B0):+7 495\r\n";
    let card = card("2.1", line);
    assert_eq!(card.lines()[2].encoding(), ValueEncoding::Plain);
    assert_eq!(card.lines()[2].text(), "+7 495");
    assert_eq!(
        card.lines()[2].types().collect::<Vec<_>>(),
        ["X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=D0=9C;=D0=B0)"]
    );
}

#[test]
fn z1_base64_ends_at_an_empty_line() {
    for photo in [
        "PHOTO;ENCODING=BASE64;JPEG:/9j/\r\n 4AAQ\r\n\r\n",
        "PHOTO;BASE64;JPEG:\r\n/9j/\r\n4AAQ\r\n\r\n",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4A\r\n AQ\r\n",
    ] {
        let card = card("2.1", &format!("{photo}FN:Ada\r\n"));
        let bytes = card.lines()[2].bytes();
        assert_eq!(
            bytes.as_deref(),
            Some(&b"\xff\xd8\xff\xe0\x00\x10"[..]),
            "{photo}"
        );
        assert_eq!(
            card.property("FN").map(|name| name.text()),
            Some("Ada".to_owned())
        );
    }
    // A property follows without an empty line: no letter of base64 is a colon.
    let card = card("2.1", "PHOTO;BASE64:/9j/\r\nFN:Ada\r\n");
    assert_eq!(card.lines().len(), 5);
}

#[test]
fn z1_an_escaped_comma_in_a_data_uri_keeps_the_photo() {
    for photo in [
        "PHOTO:data:image/png;base64\\,iVBORw0KGgo=",
        "PHOTO:data:image/png;base64,iVBORw0KGgo=",
    ] {
        let card = card("3.0", &format!("{photo}\r\n"));
        assert_eq!(
            card.lines()[2].bytes().as_deref(),
            Some(&b"\x89PNG\r\n\x1a\n"[..])
        );
    }
    assert_eq!(
        card("4.0", "PHOTO:https://example.com/a,b\r\n").lines()[2].bytes(),
        None
    );
}

#[test]
fn z1_a_card_inside_of_a_card_is_one_line() {
    for agent in [
        "AGENT:\r\nBEGIN:VCARD\r\nFN:Inner\r\nEND:VCARD\r\n",
        "AGENT:BEGIN:VCARD\r\nFN:Inner\r\nAGENT:\r\nBEGIN:VCARD\r\nEND:VCARD\r\nEND:VCARD\r\n",
    ] {
        let card = card("2.1", &format!("{agent}FN:Outer\r\n"));
        assert_eq!(card.lines().len(), 5, "{agent}");
        assert_eq!(card.lines()[2].raw(), agent.as_bytes());
        assert!(
            card.lines()[2]
                .text()
                .trim_start()
                .starts_with("BEGIN:VCARD")
        );
    }
    let text = |version: &str, agent: &str| card(version, agent).lines()[2].text();
    assert_eq!(
        text("2.1", "AGENT:\r\nBEGIN:VCARD\r\nEND:VCARD\r\n"),
        "\nBEGIN:VCARD\nEND:VCARD"
    );
    // vCard 3.0 has a card as text.
    assert_eq!(
        text("3.0", "AGENT:BEGIN:VCARD\\n\r\n END:VCARD\\n\r\n"),
        "BEGIN:VCARD\nEND:VCARD\n"
    );
    let cut =
        Card::parse(b"BEGIN:VCARD\nVERSION:2.1\nAGENT:\nBEGIN:VCARD\nEND:VCARD\n").unwrap_err();
    assert_eq!(cut.kind, ParseErrorKind::CutOff);
}

#[test]
fn z1_line_ends_and_a_byte_order_mark_stay() {
    for end in ["\r\n", "\n", "\r"] {
        let file = format!(
            "\u{feff}{end}BEGIN:VCARD{end}VERSION:4.0{end}FN:A{end} b{end}END:VCARD{end}{end}"
        );
        let card = Card::parse(file.as_bytes()).expect("a card");
        assert_eq!(card.version(), Version::V4);
        assert_eq!(
            card.property("FN").map(|name| name.text()),
            Some("Ab".to_owned())
        );
        assert_eq!(card.to_bytes(), file.as_bytes());
    }
}

#[test]
fn z1_what_is_no_card_is_named_with_its_place() {
    let file = b"# contacts\nBEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nleft over\nBEGIN:VCARD\nFN:C";
    let items: Vec<_> = Cards::new(file).collect();
    let errors: Vec<_> = items
        .iter()
        .filter_map(|item| item.as_ref().err().map(ToString::to_string))
        .collect();
    assert_eq!(
        errors,
        [
            "line 1, column 1: the line is outside of a card: a card begins with BEGIN:VCARD",
            "line 2, column 1: the card has no END:VCARD",
            "line 7, column 1: the line is outside of a card: a card begins with BEGIN:VCARD",
            "line 8, column 1: the card has no END:VCARD",
        ]
    );
    assert_eq!(items.iter().flatten().count(), 1);
    let kind = |bytes: &[u8]| Card::parse(bytes).unwrap_err().kind;
    assert_eq!(kind(b""), ParseErrorKind::NoCard);
    assert_eq!(kind(b"\n\n"), ParseErrorKind::NoCard);
    assert_eq!(kind(b"First Name,Last Name\n"), ParseErrorKind::NoCard);
    assert_eq!(kind(b"\xff\xfeB\0E\0"), ParseErrorKind::Utf16);
    assert_eq!(
        kind(b"BEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n"),
        ParseErrorKind::Second
    );
}

/// Pieces of cards, in any order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"BEGIN:VCARD".to_vec()),
        Just(b"END:VCARD".to_vec()),
        Just(b"VERSION:2.1".to_vec()),
        Just(b"VERSION:4.0".to_vec()),
        Just(b"AGENT:".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"\n ".to_vec()),
        Just(b"=\r\n".to_vec()),
        Just(b"\n=C3".to_vec()),
        Just(b"NOTE;ENCODING=QUOTED-PRINTABLE:".to_vec()),
        Just(b"PHOTO;BASE64:".to_vec()),
        Just(b"item1.TEL;type=\"a:b\",c;X-CUSTOM(a,b):".to_vec()),
        Just(b"\xef\xbb\xbf".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\\".to_vec()),
        Just(b";".to_vec()),
        Just(b":".to_vec()),
        Just(b"AAAA".to_vec()),
        prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut printed = Vec::new();
    for item in Cards::new(bytes) {
        match item {
            Err(error) => {
                prop_assert_eq!(printed.len(), error.span.range.start);
                printed.extend_from_slice(&bytes[error.span.range]);
            }
            Ok(card) => {
                for line in card.lines() {
                    prop_assert_eq!(printed.len(), line.span().range.start);
                    prop_assert_eq!(&bytes[line.span().range.clone()], line.raw());
                    let (_, _, _) = (line.text(), line.components(), line.list());
                    let (_, _) = (line.bytes(), line.written());
                    printed.extend_from_slice(line.raw());
                }
                prop_assert_eq!(
                    Card::parse(&card.to_bytes()).map(|card| card.to_bytes()),
                    Ok(card.to_bytes())
                );
            }
        }
    }
    prop_assert_eq!(printed, bytes);
    Ok(())
}

proptest! {
    #![proptest_config(crate::laws::cases(2_000))]

    #[test]
    fn z1_what_is_read_prints_as_it_was(bytes in pieces()) {
        check(&bytes)?;
        check(&[&b"BEGIN:VCARD\nVERSION:2.1\n"[..], &bytes, b"\nEND:VCARD\n"].concat())?;
    }

    #[test]
    fn z1_any_bytes_print_as_they_were(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes)?;
    }
}
