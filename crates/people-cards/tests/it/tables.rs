//! Tables of contacts (rules Z7 and Z8).

use std::{fs, path::PathBuf};

use expect_test::expect_file;
use people_cards::{
    Flavour, GoogleSheet, Groups, Layout, Map, Table, Version, from_person, outlook_header,
    outlook_row, portable, to_person,
};
use people_model::{
    Biography, Birthday, ContentType, Date, EmailAddress, Event, FieldMetadata, Message as _, Name,
    Organization, Person, PersonField, PhoneNumber, Relation, Url, UserDefined,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::laws::hostile;

fn groups() -> Groups {
    Groups::from_iter([("contactGroups/10", "Chess"), ("contactGroups/11", "Choir")])
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

#[test]
fn z7_the_corpus_of_tables_says_what_it_says() {
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .expect("a folder")
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    assert!(files.len() >= 12, "{}", files.len());
    for path in files {
        let bytes = fs::read(&path).expect("bytes");
        let map = fs::read_to_string(path.with_extension("map")).ok();
        let map: Option<Map> = map.map(|text| text.parse().expect("a map"));
        let said = match Table::read(&bytes, map.as_ref()) {
            Err(error) => json!({"refused": error.to_string()}),
            Ok(table) => {
                let rows: Vec<Value> = table
                    .rows()
                    .iter()
                    .map(|row| {
                        let read = row.to_person(&groups());
                        let person: Value = serde_json::from_str(&read.person.to_json()).expect("JSON");
                        json!({"line": row.span().line, "person": person, "groups": read.groups, "unmapped": read.unmapped})
                    })
                    .collect();
                json!({"layout": format!("{:?}", table.layout()), "rows": rows})
            }
        };
        let text = serde_json::to_string_pretty(&said).expect("JSON") + "\n";
        expect_file![path.with_extension("csv.json")].assert_eq(&text);
    }
}

#[test]
fn z7_a_table_says_where_it_is_wrong() {
    let reason = |bytes: &[u8]| Table::read(bytes, None).unwrap_err().to_string();
    assert_eq!(
        reason(b""),
        "line 1, column 1: the table has no row with the names of its columns"
    );
    assert!(
        reason(b"a,b\n1,2\n").contains("no known table"),
        "{}",
        reason(b"a,b\n1,2\n")
    );
    let open = b"First Name,Labels\nAda,x\nGrace,\"y\nnever ends\n";
    assert_eq!(
        reason(open),
        "line 3, column 1: a quoted cell that begins in this row does not end"
    );
    let map: Map = "Name = names.givenName".parse().expect("a map");
    let error = Table::read(b"Surname\nx\n", Some(&map)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1, column 1: there is no column `Name`; there are Surname"
    );
    for (line, reason) in [
        ("x", "line 1: expected COLUMN = FIELD.MEMBER"),
        ("x = names.moon", "line 1: `names` has no member `moon`"),
        ("x = photos.url", "line 1: a contact has no field `photos`"),
        (
            "\nx = emailAddresses.formattedType",
            "line 2: `emailAddresses` has no member `formattedType`",
        ),
        ("x = names.givenName home", "line 1: `names` has no type"),
        (
            "x = emailAddresses[a].value",
            "line 1: expected a number between [ and ]",
        ),
        (
            "x = locations.current",
            "line 1: `current` is neither a text nor a date",
        ),
        (
            "x = value",
            "line 1: `value` is a member of several fields, write one of: locales.value, ",
        ),
        (
            "x = emails",
            "line 1: a contact has no field `emails`; it has names, ",
        ),
        (
            "x = birthdays\nx = city",
            "line 2: column `x` is in the table twice",
        ),
    ] {
        let said = line.parse::<Map>().unwrap_err().to_string();
        assert!(said.starts_with(reason), "{said}");
    }
}

#[test]
fn z7_rows_keep_what_has_no_place() {
    let file = b"First Name,Photo,E-mail 1 - Label,E-mail 1 - Value,Labels\nAda,https://p.example/1,Work,,Go ::: Chess,more\n";
    let table = Table::read(file, None).expect("a table");
    let read = table.rows()[0].to_person(&groups());
    assert_eq!(read.groups, ["Go"]);
    assert_eq!(read.person.memberships.len(), 1);
    let unmapped = [("Photo", "https://p.example/1"), ("column 6", "more")];
    assert_eq!(
        read.unmapped,
        unmapped.map(|(name, text)| (name.to_owned(), text.to_owned()))
    );
    assert_eq!(table.unmapped_columns().collect::<Vec<_>>(), ["Photo"]);
}

/// A map in short: fields stand for their values, and members for the only field that has them.
#[test]
fn z7_cells_behind_the_named_columns_are_few_and_not_empty() {
    let names = "First Name,Labels\n";
    let read = |row: &str| Table::read(format!("{names}{row}\n").as_bytes(), None);
    let table = read(&format!("Ada,{},7,,", ",".repeat(60))).expect("a table");
    let row = table.rows()[0].to_person(&Groups::new());
    assert_eq!(row.unmapped, [("column 63".to_owned(), "7".to_owned())]);

    assert!(read(&format!("Ada{}", ",".repeat(1_999))).is_ok());
    let error = read(&format!("Ada{}", ",".repeat(2_000))).expect_err("too many");
    assert_eq!(
        error.to_string(),
        "line 2, column 1: the row has more than 2000 columns"
    );
}

#[test]
fn z7_a_map_in_short() {
    let map = "Nr = key\nVorname = givenName\nMail = emailAddresses work\nGeboren = birthdays\nFirma = organizations\n\
        Ort = city\nSpind = userDefined\nTeams = groups\nKind = relations child\nSonst = biographies";
    let map: Map = map.parse().expect("a map");
    let file = b"Nr,Vorname,Mail,Geboren,Firma,Ort,Spind,Teams,Kind,Sonst,Rest\n\
        17,Ada,ada@example.com,10.12.1815,Werke,London,7,Chess;Go,Byron,Notizen,x\n";
    let table = Table::read(file, Some(&map)).expect("a table");
    let read = table.rows()[0].to_person(&groups());
    assert_eq!(
        (&*read.key, &read.groups[..]),
        ("17", &["Go".to_owned()][..])
    );
    let expected = json!({
        "names": [{"givenName": "Ada"}],
        "emailAddresses": [{"value": "ada@example.com", "type": "work"}],
        "birthdays": [{"date": {"year": 1815, "month": 12, "day": 10}}],
        "organizations": [{"name": "Werke"}],
        "addresses": [{"city": "London"}],
        "userDefined": [{"key": "Spind", "value": "7"}],
        "relations": [{"person": "Byron", "type": "child"}],
        "biographies": [{"value": "Notizen", "contentType": "TEXT_PLAIN"}],
        "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/10"}}],
    });
    let person: Value = serde_json::from_str(&read.person.to_json()).expect("JSON");
    assert_eq!(person, expected);
    let rest = read.rest().expect("a rest").card().to_bytes();
    let rest = String::from_utf8(rest).expect("text");
    assert_eq!(
        rest,
        "BEGIN:VCARD\r\nVERSION:4.0\r\nCATEGORIES:Go\r\nX-PEOPLE-CELL:Rest;x\r\nEND:VCARD\r\n"
    );
}

/// What a table says beside a person is given back by a card, in each version.
#[test]
fn z7_cells_without_a_place_come_back_in_a_card() {
    let texts = ["a;b,c", "two\nlines", "\\n", "\u{e9}", " "];
    let cells: Vec<(String, String)> = texts
        .iter()
        .map(|text| (format!("Column {text}"), (*text).to_owned()))
        .collect();
    let quoted = |text: &str| format!("\"{text}\"");
    let names: Vec<String> = cells.iter().map(|(name, _)| quoted(name)).collect();
    let values: Vec<String> = cells.iter().map(|(_, value)| quoted(value)).collect();
    let file = format!(
        "First Name,Labels,{}\nAda,Go,{}\n",
        names.join(","),
        values.join(",")
    );
    let table = Table::read(file.as_bytes(), None).expect("a table");
    let read = table.rows()[0].to_person(&groups());
    let rest = read.rest().expect("a rest");
    // A cell of blanks alone says nothing.
    let kept: Vec<(String, String)> = cells[..4]
        .iter()
        .map(|(name, cell)| (name.trim().to_owned(), cell.clone()))
        .collect();
    assert_eq!(rest.cells().collect::<Vec<_>>(), kept);
    for version in [Version::V2_1, Version::V3, Version::V4] {
        let card = from_person(&read.person, Some(&rest), version, Flavour::Rfc, &groups());
        let (person, rest) = to_person(&card, &groups());
        assert_eq!(person, read.person, "{version:?}");
        assert_eq!(rest.cells().collect::<Vec<_>>(), kept, "{version:?}");
        assert!(card.property("CATEGORIES").is_some(), "{version:?}");
    }
}

/// What Google's table can say.
fn tabular() -> impl Strategy<Value = Person> {
    let text = "[a-zA-Z0-9,;\"\n .é🦀-]{0,6}";
    let label = prop::sample::select(&["", "home", "work", "Boat, \"big\"", "other"][..]);
    let phone = prop::sample::select(&["workFax", "mobile", "main", "googleVoice", "Pier"][..]);
    let dates = (prop::sample::select(&[0, 1815, 1604][..]), 1..=12, 1..=28);
    (
        prop::collection::vec(text, 12),
        label,
        phone,
        dates,
        any::<bool>(),
    )
        .prop_map(|(texts, label, phone, (year, month, day), leads)| {
            let date = Date::new()
                .year(if year == 1604 { 1999 } else { year })
                .month(month)
                .day(day);
            let mut texts = texts.into_iter();
            let mut text = || texts.next().unwrap_or_default();
            let leads = leads.then(|| FieldMetadata::new().source_primary(true));
            let person = Person::new()
                .names([Name::new()
                    .given_name(text())
                    .family_name(text())
                    .honorific_suffix(text())])
                .organizations([Organization::new()
                    .name(text())
                    .department(text())
                    .title(text())])
                .biographies([Biography::new()
                    .value(text())
                    .content_type(ContentType::TextPlain)])
                .birthdays([Birthday::new().date(date.clone())])
                .email_addresses([
                    EmailAddress::new()
                        .value(format!("x{}", text()))
                        .r#type(label)
                        .metadata(leads),
                    EmailAddress::new().value("same"),
                    EmailAddress::new().value("same"),
                ])
                .phone_numbers([PhoneNumber::new()
                    .value(format!("1{}", text()))
                    .r#type(phone)])
                .urls([Url::new()
                    .value(format!("http:{}", text()))
                    .r#type("homePage")])
                .events([Event::new().date(date).r#type("anniversary")])
                .relations([Relation::new()
                    .person(format!("r{}", text()))
                    .r#type("spouse")])
                .user_defined([UserDefined::new().key("Shoe size").value("43")]);
            let mut person = portable(&person);
            person.biographies.retain(|note| !note.value.is_empty());
            // A cell of blanks says nothing.
            let json = person.to_json();
            let blank = |text: &str| !text.is_empty() && text.trim().is_empty();
            if json.split('"').any(|text| blank(&text.replace("\\n", " "))) {
                person = Person::default();
            }
            person
        })
}

/// A table of ours is one that we read, however many values somebody has.
#[test]
fn z8_a_table_has_no_more_columns_than_are_read() {
    let addresses = |count: usize| {
        let address = |at| people_model::Address::new().city(format!("City {at}"));
        Person::new().addresses((0..count).map(address))
    };
    let emails = |count: usize| {
        let email = |at| EmailAddress::new().value(format!("{at}@example.com"));
        Person::new().email_addresses((0..count).map(email))
    };
    let urls = Person::new().urls([Url::new().value("https://ada.example")]);
    let phone = Person::new().phone_numbers([PhoneNumber::new().value("1")]);
    let mut many = addresses(300);
    many.phone_numbers.clone_from(&phone.phone_numbers);
    many.urls.clone_from(&urls.urls);
    for (persons, left_out) in [
        (vec![addresses(200), phone.clone()], vec![vec![], vec![]]),
        (
            vec![many, phone.clone(), urls.clone()],
            vec![vec![PersonField::Addresses], vec![], vec![]],
        ),
        (
            vec![emails(3_000), addresses(1), phone, urls],
            vec![vec![PersonField::EmailAddresses], vec![], vec![], vec![]],
        ),
    ] {
        let mut sheet = GoogleSheet::new();
        for person in &persons {
            sheet.count(person);
        }
        let mut text = sheet.header();
        let rows = persons.iter().map(|person| sheet.row(person, &groups()));
        let rows: Vec<_> = rows.collect();
        text.extend(rows.iter().map(|row| &*row.text));
        let table = Table::read(text.as_bytes(), None).expect("a table");
        let told: Vec<_> = rows.iter().map(|row| row.left_out.clone()).collect();
        assert_eq!(told, left_out);
        for ((person, row), left) in persons.iter().zip(table.rows()).zip(&told) {
            let read = row.to_person(&groups()).person;
            for field in PersonField::ALL
                .into_iter()
                .filter(|field| field.is_updatable())
            {
                assert_eq!(
                    read.field_eq(person, field),
                    !left.contains(&field),
                    "{field:?}"
                );
            }
        }
        let first = &table.rows()[0].to_person(&groups()).person;
        assert!(first.addresses.len().max(first.email_addresses.len()) > 100);
    }
}

proptest! {
    #![proptest_config(crate::laws::cases(300))]

    #[test]
    fn z8_googles_table_is_read_as_it_is_written(person in tabular()) {
        let mut sheet = GoogleSheet::new();
        sheet.count(&person);
        let row = sheet.row(&person, &groups());
        prop_assert_eq!(&row.left_out, &[] as &[PersonField], "{}\n{:#?}", row.text, person);
        let table = Table::read((sheet.header() + &row.text).as_bytes(), None).expect("a table");
        prop_assert_eq!(table.layout(), Layout::Google);
        if let Some(read) = table.rows().first() {
            prop_assert_eq!(read.to_person(&groups()).person.to_json(), person.to_json());
        }
    }

    #[test]
    fn z8_what_a_table_cannot_hold_is_named(person in hostile()) {
        let mut sheet = GoogleSheet::new();
        sheet.count(&person);
        let portable = portable(&person);
        for (header, row) in [
            (sheet.header(), sheet.row(&person, &groups())),
            (outlook_header(), outlook_row(&person, &groups())),
        ] {
            let table = Table::read((header + &row.text).as_bytes(), None).expect("a table");
            let read = table.rows().first().map(|row| row.to_person(&groups()).person).unwrap_or_default();
            for field in PersonField::ALL.into_iter().filter(|field| field.is_updatable()) {
                prop_assert_eq!(read.field_eq(&portable, field), !row.left_out.contains(&field), "{:?}", field);
            }
        }
    }

    #[test]
    fn z7_any_bytes_are_a_table_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..80), tail in "[,;\n\"\r ]{0,9}") {
        for start in ["First Name,Labels,E-mail 1 - Value\n", "Vorname;Nachname;Firma;Abteilung\n", ""] {
            let bytes = [start.as_bytes(), &bytes, tail.as_bytes()].concat();
            if let Ok(table) = Table::read(&bytes, None) {
                for row in table.rows() {
                    let _ = row.to_person(&groups());
                }
            }
        }
    }
}
