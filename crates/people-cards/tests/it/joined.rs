//! What several files say beside one contact, written as one file.
use people_cards::{
    Card, Flavour, GoogleSheet, Groups, Rest, Table, Version, from_person, outlook_header,
    outlook_row_with, to_person,
};

fn rest(lines: &[&str]) -> Rest {
    let text = format!("BEGIN:VCARD\r\n{}\r\nEND:VCARD\r\n", lines.join("\r\n"));
    Rest::new(Card::parse(text.as_bytes()).expect("a card"))
}

fn printed(rest: &Rest) -> String {
    String::from_utf8(rest.card().to_bytes()).expect("a text")
}

/// The result has all lines of the newest card, byte for byte, and after them each line that only the others have, once.
#[test]
fn z21_several_files_are_one_card() {
    let none = Groups::new();
    let one = rest(&[
        "VERSION:3.0",
        "UID:1",
        "FN:Ada King",
        "N:King;Ada;;;",
        "item1.X-SHIP:Beagle",
        "item1.X-ABLabel:First",
        "X-MOON:f\r\n ull",
    ]);
    let other = rest(&[
        "VERSION:2.1",
        "UID:2",
        "REV:20260101T000000Z",
        "FN:Ada Lovelace",
        "N:Lovelace;Ada",
        "TEL:1",
        "x-moon:full",
        "item1.X-SHIP:Argo",
        "item1.X-ABLabel:Second",
        // Of a label that is there, what it labels is new.
        "item2.X-SHIP:Fram",
        "item2.X-ABLabel:First",
        "X-CITY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Z=C3=BCrich",
        "X-PEOPLE-CELL:Locker;7",
    ]);
    let joined = one.join(&other, &none);
    let own = printed(&one);
    let added = "item2.X-SHIP:Argo\r\nitem2.X-ABLabel:Second\r\nitem3.X-SHIP:Fram\r\nitem3.X-ABLabel:First\r\n\
        X-CITY:Z\u{fc}rich\r\nX-PEOPLE-CELL:Locker;7\r\n";
    let expected = own.replace("END:VCARD", &format!("{added}END:VCARD"));
    assert_eq!(printed(&joined), expected);
    assert_eq!(joined.join(&other, &none), joined, "again");
    assert_eq!(joined.join(&one, &none), joined);

    // With the person of the card, it is that card; no other one lends a name or a number.
    let (person, _) = to_person(one.card(), &none);
    let card = from_person(&person, Some(&joined), Version::V3, Flavour::Rfc, &none);
    assert_eq!(card.to_bytes(), expected.as_bytes());
    assert_eq!(to_person(&card, &none).0, person);

    // A line end of another system stays, and the cells of a table are no card.
    let text = b"BEGIN:VCARD\nVERSION:4.0\nFN:Ada\nEND:VCARD";
    let cells = rest(&[
        "VERSION:4.0",
        "X-PEOPLE-CELL:Locker;7",
        "PHOTO:https://p.example/a",
    ]);
    let cells_text = cells.card().to_bytes();
    let all = Rest::of_all([Some(&text[..]), Some(&cells_text)], &none);
    let (at, all) = all.expect("a card");
    let lines = "X-PEOPLE-CELL:Locker;7\nPHOTO:https://p.example/a\nEND:VCARD";
    assert_eq!(
        (at, printed(&all)),
        (0, format!("BEGIN:VCARD\nVERSION:4.0\nFN:Ada\n{lines}"))
    );
    assert_eq!(Rest::of_all([None, None], &none), None);
    let (at, all) = Rest::of_all([Some(&cells_text[..]), None], &none).expect("cells");
    assert_eq!((at, all), (0, cells));
}

/// A table that is imported and exported has its cells again, also those that say nothing of a person.
#[test]
fn z23_kept_cells_come_back() {
    let none = Groups::new();
    let google = "First Name,File As,Photo,Labels,Event 1 - Label,Event 1 - Value,Phone 1 - Label,Phone 1 - Value,Locker,\
        Grade\r\n\
        Ada,\"King, Ada\",https://p.example/a,,Party,some day,Mobile,1,B;7,\r\n\
        Bob,,,,Party,2020-01-02,,,,\"a\"\"b\nc\"\r\n";
    let table = Table::read(google.as_bytes(), None).expect("a table");
    let read = |table: &Table| -> Vec<_> {
        let rows = table.rows().iter().map(|row| row.to_person(&none));
        rows.map(|row| (row.person.clone(), row.rest())).collect()
    };
    let rows = read(&table);
    let mut sheet = GoogleSheet::new();
    for (person, rest) in &rows {
        sheet.count(person);
        rest.iter().for_each(|rest| sheet.count_cells(rest));
    }
    let mut text = sheet.header();
    for (person, rest) in &rows {
        let row = sheet.row_with(person, rest.as_ref(), &none);
        assert_eq!(
            (row.left_out, row.cells_left_out),
            (vec![], Vec::<String>::new())
        );
        text.push_str(&row.text);
    }
    let again = Table::read(text.as_bytes(), None).expect("a table");
    let sorted = |rows: Vec<(people_model::Person, Option<Rest>)>| -> Vec<_> {
        let cells = |rest: Option<Rest>| {
            let lines = rest.iter().flat_map(|rest| rest.card().lines().to_vec());
            let mut lines: Vec<String> = lines
                .map(|line| format!("{}:{}", line.name(), line.written()))
                .collect();
            lines.sort();
            lines
        };
        rows.into_iter()
            .map(|(person, rest)| (person, cells(rest)))
            .collect()
    };
    assert_eq!(sorted(read(&again)), sorted(rows), "{text}");

    // Outlook's table has its own columns alone.
    let outlook = "First Name,Last Name,Anniversary,Locker,E-mail Address\r\nAda,King,some day,B7,a@x.example\r\n";
    let table = Table::read(outlook.as_bytes(), None).expect("a table");
    let (person, rest) = read(&table).remove(0);
    let row = outlook_row_with(&person, rest.as_ref(), &none);
    assert_eq!(
        (row.left_out, row.cells_left_out),
        (vec![], vec!["Locker".to_owned()])
    );
    let again = Table::read((outlook_header() + &row.text).as_bytes(), None).expect("a table");
    let cells: Vec<_> = read(&again).remove(0).1.expect("a rest").cells().collect();
    assert_eq!(cells, [("Anniversary".to_owned(), "some day".to_owned())]);
}
