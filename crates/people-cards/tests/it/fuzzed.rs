//! Any bytes for a file of cards and for a table. The fuzz targets of this crate make them up, and what they found to
//! differ is played here.
#![allow(dead_code)] // each target takes one

use people_cards::{Cards, Flavour, Groups, Table, from_person, outlook_row, to_person};

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
/// When a row that was read is written as something that is not read again.
pub(crate) fn tables(bytes: &[u8]) {
    let groups = Groups::new();
    if let Ok(table) = Table::read(bytes, None) {
        for row in table.rows() {
            let _ = outlook_row(&row.to_person(&groups).person, &groups);
        }
    }
}

#[cfg(test)]
#[test]
fn the_corpus_of_formats_is_read_as_it_is_written() {
    let mut files = 0;
    for (folder, play) in [("cards", cards as fn(&[u8])), ("tables", tables)] {
        for corpus in [format!("fuzz/corpus/{folder}"), "tests/corpus".to_owned()] {
            let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(corpus);
            for file in std::fs::read_dir(corpus).expect("a corpus") {
                files += 1;
                play(&std::fs::read(file.expect("a file").path()).expect("bytes"));
            }
        }
    }
    assert!(files > 80, "{files}");
}
