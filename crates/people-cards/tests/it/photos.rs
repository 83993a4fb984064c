//! Photos that are taken out of cards and put back (rule Z21).

use people_cards::{
    Card, CardPhoto, Cards, Flavour, Groups, Rest, Version, from_person, to_person,
};

use crate::corpus::files;

const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n a photo of some length: more than a line of a card can hold, and more than two";

/// A line of that photo, in a card of a version.
fn card(version: Version, line: &str) -> Vec<u8> {
    let text =
        format!("BEGIN:VCARD\r\nVERSION:{version}\r\nFN:Ada\r\n{line}\r\nTEL:1\r\nEND:VCARD\r\n");
    text.into_bytes()
}

fn unchanged(photo: &[u8]) -> CardPhoto<'_> {
    let mut photo = CardPhoto::new("image/png", photo);
    photo.is_unchanged = true;
    photo
}

/// In every way to fold, the photo goes back to where it was.
#[test]
fn z21_a_photo_is_put_back_as_it_was() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let data = STANDARD.encode(PHOTO);
    let folded = |head: &str, first: usize, next: usize, begin: &str, end: &str| {
        let (one, rest) = data.split_at(first);
        let mut line = format!("{head}{one}");
        for part in rest.as_bytes().chunks(next) {
            line.push_str(end);
            line.push_str(begin);
            line.push_str(std::str::from_utf8(part).unwrap());
        }
        line
    };
    let whole = data.len();
    for (version, line) in [
        (
            Version::V3,
            folded("PHOTO;ENCODING=b;TYPE=PNG:", whole, 1, "", ""),
        ),
        (
            Version::V3,
            folded("PHOTO;ENCODING=b;TYPE=PNG:", 49, 74, " ", "\r\n"),
        ),
        (
            Version::V3,
            folded(
                "item1.PHOTO;X-ABCROP-RECTANGLE=ABClipRect_1&0&0;ENCODING=b:",
                0,
                74,
                "  ",
                "\r\n",
            ),
        ),
        (
            Version::V3,
            folded(
                "PHOTO;VALUE=uri:data:image/png;base64\\,",
                10,
                60,
                "\t",
                "\r\n",
            ),
        ),
        (
            Version::V2_1,
            folded("PHOTO;ENCODING=BASE64;PNG:", 30, 76, " ", "\r\n") + "\r\n",
        ),
        (
            Version::V2_1,
            folded("PHOTO;ENCODING=BASE64;PNG:", 0, 76, "", "\r\n") + "\r\n",
        ),
        (
            Version::V4,
            folded("PHOTO:data:image/png;base64,", 40, 74, " ", "\r\n"),
        ),
        (
            Version::V4,
            folded("photo;PREF=1:data:image/png;base64,", whole, 1, "", ""),
        ),
    ] {
        let file = card(version, &line);
        let (photo, rest) = Card::parse(&file).unwrap().take_photo().expect(&line);
        assert_eq!(photo, PHOTO, "{line}");
        assert!(rest.to_bytes().len() < 200, "{line}: the photo is out");
        let again = rest.with_photo(Some(unchanged(&photo)));
        let shown = String::from_utf8(again.to_bytes()).unwrap();
        assert_eq!(shown, String::from_utf8(file).unwrap());
    }
}

/// A card that is folded with very many blanks is neither written nor compared at their length.
#[test]
fn z21_many_blanks_are_no_way_to_fold() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let photo = [PHOTO, &[7; 75_000]].concat();
    let data = STANDARD.encode(&photo);
    let line = |blanks: usize, width: usize| {
        let (one, more) = data.split_at(width);
        let blanks = " ".repeat(blanks);
        format!("PHOTO;ENCODING=b:\r\n{blanks}{one}\r\n {more}")
    };
    for (blanks, width) in [(100_000, 1), (17, 1), (17, 70)] {
        let file = card(Version::V3, &line(blanks, width));
        let (taken, rest) = Card::parse(&file).unwrap().take_photo().unwrap();
        assert!(taken == photo && rest.to_bytes().len() < 200);
        let again = rest.with_photo(Some(unchanged(&photo)));
        assert!(again.to_bytes().len() < 110_000);
        let line = again.property("PHOTO").and_then(people_cards::Line::bytes);
        assert!(line == Some(photo.clone()));
    }
}

/// A card may have a parameter of that name already. Its lines stay, unless they are empty as ours are.
#[test]
fn z21_a_parameter_of_another_program_is_no_empty_line() {
    let real = "PHOTO;ENCODING=b;TYPE=PNG:iVBORw==";
    for fold in [
        "3.0-0-9223372036854775807-9223372036854775806",
        "3.0-0-100000-99999",
        "3.0-75-75-1",
        "5.0-75-75-1",
        "3.0-75-17-17",
        "yes",
        "",
    ] {
        for (value, stays) in [
            (":x", true),
            (";VALUE=uri:https://p.example/a", true),
            (":", fold != "3.0-75-75-1"),
        ] {
            let foreign = format!("PHOTO;X-PEOPLE-FOLD={fold}{value}");
            for lines in [
                format!("{foreign}\r\n{real}"),
                format!("{real}\r\n{foreign}"),
            ] {
                let file = card(Version::V3, &lines);
                let (photo, rest) = Card::parse(&file).unwrap().take_photo().expect(&lines);
                assert_eq!(photo, b"\x89PNG", "{lines}");
                let said = |lines: &str| String::from_utf8(card(Version::V3, lines)).unwrap();
                let shown = |photo| String::from_utf8(rest.with_photo(photo).to_bytes()).unwrap();
                let whole = if stays { lines } else { real.to_owned() };
                assert_eq!(shown(Some(unchanged(&photo))), said(&whole));
                let left = if stays {
                    said(&foreign)
                } else {
                    said("").replace("\r\n\r\n", "\r\n")
                };
                assert_eq!(shown(None), left);
            }
            if stays {
                let alone = Card::parse(&card(Version::V3, &foreign)).unwrap();
                assert_eq!(alone.take_photo(), None);
                assert_eq!(alone.with_photo(None), alone);
            }
        }
    }
    let both = "PHOTO;X-PEOPLE-FOLD=3.0-75-75-1;ENCODING=b:iVBORw==";
    let file = card(Version::V3, both);
    let (photo, rest) = Card::parse(&file).unwrap().take_photo().unwrap();
    assert_eq!(rest.with_photo(Some(unchanged(&photo))).to_bytes(), file);
}

/// Where a line cannot be made again from its photo, the photo is read and the line stays.
#[test]
fn z21_a_photo_that_cannot_be_put_back_stays_in_its_card() {
    let cards = [
        // Of quoted-printable, an `=` at the end takes the next line along.
        card(
            Version::V3,
            "PHOTO;ENCODING=QUOTED-PRINTABLE:data:image/png;base64,iVBORw=3D=3D",
        ),
        card(
            Version::V2_1,
            "PHOTO;QUOTED-PRINTABLE:data:image/png;base64=2CiVBORw=3D=3D",
        ),
        card(Version::V3, "PHOTO:data\\:image/png;base64\\,iVBORw"),
        // Not in UTF-8.
        [
            b"BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO;X-BY=Ren\xe9;ENCODING=b:".as_slice(),
            b"iVBORw==\r\nEND:VCARD\r\n",
        ]
        .concat(),
    ];
    for file in cards {
        let shown = String::from_utf8_lossy(&file).into_owned();
        let (photo, rest) = Card::parse(&file).unwrap().take_photo().expect(&shown);
        assert_eq!(photo, b"\x89PNG", "{shown}");
        let again = rest.with_photo(Some(unchanged(&photo)));
        assert_eq!(String::from_utf8_lossy(&again.to_bytes()), shown);
    }
}

/// In another version, another photo and none.
#[test]
fn z21_another_photo_takes_its_place() {
    let file = card(Version::V3, "PHOTO;X-CROP=1;ENCODING=b;TYPE=JPEG:iVBORw==");
    let (_, rest) = Card::parse(&file).unwrap().take_photo().unwrap();
    let lines = |card: &Card| {
        let text = String::from_utf8(card.to_bytes()).unwrap();
        let lines = text.replace("\r\n ", "");
        let lines = lines
            .lines()
            .filter(|line| line.to_ascii_uppercase().contains("PHOTO"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let other = CardPhoto::new("image/png", b"\x89PNG!");
    assert_eq!(
        lines(&rest.with_photo(Some(other))),
        ["PHOTO;TYPE=PNG;ENCODING=b:iVBORyE="]
    );
    assert_eq!(lines(&rest.with_photo(None)), [""; 0]);

    let (person, kept) = to_person(&rest, &Groups::new());
    let new = from_person(
        &person,
        Some(&kept),
        Version::V4,
        Flavour::Rfc,
        &Groups::new(),
    );
    let new = new.with_photo(Some(unchanged(b"\x89PNG")));
    assert_eq!(
        lines(&new),
        ["PHOTO;X-CROP=1:data:image/png;base64,iVBORw=="]
    );
    assert_eq!(
        new.property("PHOTO")
            .and_then(|photo| photo.bytes())
            .as_deref(),
        Some(&b"\x89PNG"[..])
    );

    for (version, line) in [
        (Version::V2_1, "PHOTO;PNG;ENCODING=BASE64:iVBORyE="),
        (Version::V3, "PHOTO;TYPE=PNG;ENCODING=b:iVBORyE="),
        (Version::V4, "PHOTO:data:image/png;base64,iVBORyE="),
    ] {
        let none = Card::parse(&card(version, "NOTE:none")).unwrap();
        assert_eq!(lines(&none.with_photo(Some(other))), [line]);
        assert_eq!(none.with_photo(None), none);
        let address =
            Card::parse(&card(version, "PHOTO;VALUE=uri:https://p.example/a.png")).unwrap();
        assert_eq!(
            lines(&address.with_photo(Some(other))),
            [line],
            "instead of an address"
        );
    }
}

/// Every card of the corpus that has a photo.
#[test]
fn z21_photos_of_the_corpus_are_put_back() {
    let mut photos = 0;
    let files = files();
    let cards = files
        .iter()
        .flat_map(|(_, bytes)| Cards::new(bytes).flatten());
    for card in cards {
        let Some((photo, emptied)) = card.take_photo() else {
            continue;
        };
        photos += 1;
        let (person, _) = to_person(&emptied, &Groups::new());
        let rest = Rest::new(emptied);
        let version = card.version();
        let again = from_person(&person, Some(&rest), version, Flavour::Rfc, &Groups::new());
        let again = again.with_photo(Some(unchanged(&photo)));
        let shown = |card: &Card| String::from_utf8_lossy(&card.to_bytes()).into_owned();
        assert_eq!(shown(&again), shown(&card));
    }
    assert!(photos > 3, "{photos}");
}
