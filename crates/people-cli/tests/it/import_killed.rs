//! An import of files that is killed at any point, and started again.
use std::{
    fmt::Write,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use crate::{
    Server, import_cards::listed, import_tables::import, people, store::text, wait::ended,
};

const CARDS: usize = 2_000;
const ROWS: usize = 300;
const KILLS: usize = 6;

/// Cards with and without a UID.
fn cards() -> String {
    let mut cards = String::new();
    for number in 0..CARDS {
        cards.push_str("BEGIN:VCARD\r\nVERSION:3.0\r\n");
        if number % 3 > 0 {
            write!(cards, "UID:u-{number}\r\n").expect("text");
        }
        write!(
            cards,
            "N:Card {number};Ada;;;\r\nFN:Ada Card {number}\r\nEMAIL:card{number}@example.com\r\n\
             CATEGORIES:Engine\r\nX-MOON:{number}\r\nEND:VCARD\r\n"
        )
        .expect("text");
    }
    cards
}

fn rows() -> String {
    let mut rows = "First Name,Last Name,Labels,E-mail 1 - Value\n".to_owned();
    for number in 0..ROWS {
        // Every third one looks like the one before.
        let name = number - number % 3 / 2;
        writeln!(rows, "Ada,Row {name},Chess,row{name}@example.com").expect("text");
    }
    rows
}

/// Starts an import and kills it after so many milliseconds, or lets it end before.
fn killed(files: &[&Path], data: &Path, after: u64) {
    let mut import = Command::new(env!("CARGO_BIN_EXE_people"))
        .arg("import")
        .args(files)
        .args(["--account", "ada", "--data"])
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    std::thread::sleep(Duration::from_millis(after));
    import.kill().ok();
    ended(&mut import);
}

/// After a kill at any point, the next import completes the file: each contact is there once. One more changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i7_an_import_that_was_killed_is_gone_on_with() {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    let (cards, rows) = (file("a.vcf", cards()), file("a.csv", rows()));
    let files: [&Path; 2] = [&cards, &rows];
    for _ in 0..KILLS {
        killed(&files, &data, fastrand::u64(20..1_500));
    }
    let (done, said, wrong) = import(&files, &data, &[]);
    assert!(done, "{said}{wrong}");
    let (done, said, wrong) = import(&files, &data, &[]);
    let all = CARDS + ROWS;
    let nothing = format!("added 0 contacts and 0 groups, updated 0, unchanged {all}\n");
    assert!(done && said.starts_with(&nothing), "{said}{wrong}");

    let data = data.display().to_string();
    let server = Server::start(&data, &[]);
    let contacts = listed(&server).await;
    server.stop();
    assert_eq!(contacts.len(), all);
    let of = |name: &str| {
        let family = |it: &&serde_json::Value| it["names"][0]["familyName"] == name;
        contacts.iter().filter(family).count()
    };
    assert!(
        (0..CARDS)
            .step_by(97)
            .all(|number| of(&format!("Card {number}")) == 1)
    );
    assert_eq!((of("Row 0"), of("Row 1"), of("Row 2")), (1, 2, 0));
    let checked = people(&["store", "check", &data]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
}
