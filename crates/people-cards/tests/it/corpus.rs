//! Cards in the habits of programs, and what they say (rules Z1 to Z5). The people are invented.

use std::{fs, path::PathBuf};

use expect_test::expect_file;
use people_cards::{Card, Cards, Flavour, Groups, Version, from_person, portable, to_person};
use people_model::Message as _;
use serde_json::{Value, json};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn groups() -> Groups {
    Groups::from_iter([("contactGroups/10", "Chess"), ("contactGroups/11", "Choir")])
}

pub(crate) fn files() -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder()).expect("a folder");
    let mut files: Vec<_> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "vcf"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("bytes"))
        })
        .collect();
    files.sort();
    files
}

fn described(card: &Card) -> Value {
    let (person, rest) = to_person(card, &groups());
    let kept: Vec<String> = rest
        .unmapped(&groups())
        .map(|line| {
            let text: String = line.text().chars().take(40).collect();
            format!("{}: {}: {text}", line.span().line, line.name())
        })
        .collect();
    let problems: Vec<String> = card.problems().map(|problem| problem.to_string()).collect();
    let person: Value = serde_json::from_str(&person.to_json()).expect("JSON");
    json!({"version": card.version().as_str(), "person": person, "kept": kept, "problems": problems})
}

#[test]
fn z2_the_corpus_says_what_it_says() {
    let files = files();
    let mut cards = 0;
    for (name, bytes) in files {
        let items: Vec<Value> = Cards::new(&bytes)
            .map(|item| match item {
                Ok(card) => {
                    cards += 1;
                    described(&card)
                }
                Err(error) => json!({"refused": error.to_string()}),
            })
            .collect();
        let text = serde_json::to_string_pretty(&items).expect("JSON") + "\n";
        expect_file![folder().join(format!("{name}.json"))].assert_eq(&text);
    }
    assert!(cards >= 60, "{cards}");
}

#[test]
fn z5_the_corpus_stays_as_it_is_where_nobody_edits() {
    for (name, bytes) in files() {
        for card in Cards::new(&bytes).flatten() {
            let (person, rest) = to_person(&card, &groups());
            for flavour in Flavour::ALL {
                let again = from_person(&person, Some(&rest), card.version(), flavour, &groups());
                assert_eq!(again.to_bytes(), card.to_bytes(), "{name}");
            }
        }
    }
}

#[test]
fn z5_the_corpus_is_said_in_every_version_and_flavour() {
    for (name, bytes) in files() {
        for card in Cards::new(&bytes).flatten() {
            let (person, rest) = to_person(&card, &groups());
            assert_eq!(portable(&person), person, "{name}: only what cards can say");
            for (version, flavour) in Version::ALL
                .into_iter()
                .flat_map(|version| Flavour::ALL.map(|flavour| (version, flavour)))
            {
                for rest in [None, Some(&rest)] {
                    let other = from_person(&person, rest, version, flavour, &groups());
                    let (read, _) = to_person(&other, &groups());
                    let text = String::from_utf8_lossy(&other.to_bytes()).into_owned();
                    assert_eq!(read, person, "{name} {version} {flavour}\n{text}");
                }
            }
        }
    }
}
