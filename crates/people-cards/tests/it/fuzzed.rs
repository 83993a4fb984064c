//! Any bytes for a file of cards, for a table and for jCards. The fuzz targets of this crate make them up, and what they found to
//! differ is played here.
#![allow(dead_code)] // each target takes one

use people_cards::{
    Card, Cards, ContactFile, Flavour, GoogleSheet, Groups, ReadRow, Table, from_jcard,
    from_person, outlook_header, outlook_row_with, portable, to_jcard, to_person,
};
use people_model::PersonField;

/// # Panics
///
/// When a file does not print as it was, or a person is not read as it was written.
pub(crate) fn cards(bytes: &[u8]) {
    let groups = Groups::new();
    let mut printed = Vec::new();
    for item in Cards::new(bytes) {
        match item {
            Err(error) => printed.extend_from_slice(&bytes[error.span.range]),
            Ok(card) => {
                printed.extend(card.to_bytes());
                let (person, rest) = to_person(&card, &groups);
                for flavour in Flavour::ALL {
                    let version = flavour.version();
                    let other = from_person(&person, Some(&rest), version, flavour, &groups);
                    if version == card.version() {
                        assert_eq!(other.to_bytes(), card.to_bytes());
                    }
                    assert_eq!(to_person(&other, &groups).0, person);
                }
            }
        }
    }
    assert_eq!(printed, bytes);
}

/// # Panics
///
/// When a row that was read is written as another person, and no field is named as left out.
pub(crate) fn tables(bytes: &[u8]) {
    let groups = Groups::new();
    let Ok(table) = Table::read(bytes, None) else {
        return;
    };
    let mut sheet = GoogleSheet::new();
    let read = table.rows().iter().map(|row| row.to_person(&groups));
    let read: Vec<ReadRow> = read.collect();
    for ReadRow { person, .. } in &read {
        sheet.count(person);
    }
    for read in &read {
        let (person, rest) = (&read.person, read.rest());
        let rest = rest.as_ref();
        for (header, row) in [
            (sheet.header(), sheet.row_with(person, rest, &groups)),
            (outlook_header(), outlook_row_with(person, rest, &groups)),
        ] {
            let written = header + &row.text;
            let again = Table::read(written.as_bytes(), None).expect("a table");
            let again = again.rows().first().map(|row| row.to_person(&groups));
            let again = again.map(|read| read.person).unwrap_or_default();
            for field in PersonField::ALL
                .into_iter()
                .filter(|field| field.is_updatable() && !row.left_out.contains(field))
            {
                assert!(again.field_eq(&portable(person), field), "{field:?}");
            }
        }
    }
}

/// # Panics
///
/// When a file of jCards is neither read nor refused, or a jCard is not written as it was read.
pub(crate) fn jcards(bytes: &[u8]) {
    if let Ok(file) = ContactFile::read(bytes.to_vec(), None) {
        for at in 0..file.lines().len() {
            let _ = file.contact(at, &Groups::new(), "file", bytes.len());
        }
    }
    let Some(card) = serde_json::from_slice(bytes)
        .ok()
        .and_then(|json| from_jcard(&json).ok())
    else {
        return;
    };
    let again = from_jcard(&to_jcard(&card)).expect("a card");
    assert_eq!(to_jcard(&again), to_jcard(&card));
    assert_eq!(
        Card::parse(&card.to_bytes()).expect("a card").to_bytes(),
        card.to_bytes()
    );
}

#[cfg(test)]
#[test]
fn the_corpus_of_formats_is_read_as_it_is_written() {
    let mut files = 0;
    for (folder, play) in [
        ("cards", cards as fn(&[u8])),
        ("tables", tables),
        ("jcards", jcards),
    ] {
        for corpus in [format!("fuzz/corpus/{folder}"), "tests/corpus".to_owned()] {
            let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(corpus);
            for file in std::fs::read_dir(corpus).expect("a corpus") {
                files += 1;
                play(&std::fs::read(file.expect("a file").path()).expect("bytes"));
            }
        }
    }
    assert!(files > 200, "{files}");
}
