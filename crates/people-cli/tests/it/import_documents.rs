//! docs/import.md: its commands, as a reader types them.
use std::{path::Path, process::Command};

use crate::store::text;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../people-cards/tests/corpus");

/// The files of the document, each as its program writes it.
const FILES: [(&str, &str); 6] = [
    ("contacts.csv", "google-new.csv"),
    ("icloud.vcf", "mac.vcf"),
    ("outlook.csv", "outlook-de.csv"),
    ("nextcloud.vcf", "nextcloud.vcf"),
    ("thunderbird.csv", "thunderbird.csv"),
    ("members.csv", "mapped.csv"),
];

/// The lines of the document between ```sh and ```. Those that need a server are tried elsewhere.
fn commands() -> Vec<String> {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/import.md");
    let document = std::fs::read_to_string(document).expect("the document");
    let blocks = document.split("```sh\n").skip(1);
    let blocks = blocks.filter_map(|block| block.split("```").next());
    let lines = blocks.flat_map(str::lines);
    let lines = lines.filter(|line| !line.contains(" --url "));
    lines.map(str::to_owned).collect()
}

fn run(command: &str, folder: &Path) -> String {
    let people = Path::new(env!("CARGO_BIN_EXE_people"));
    let folders = [people.parent().expect("a folder").to_owned()];
    let before = std::env::var_os("PATH").unwrap_or_default();
    let path = folders.into_iter().chain(std::env::split_paths(&before));
    let output = Command::new("sh")
        .args(["-ec", command])
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .env_remove("PEOPLE_DATA")
        .current_dir(folder)
        .output();
    let output = output.expect("sh");
    assert!(
        output.status.success(),
        "{command}: {}",
        text(&output.stderr)
    );
    text(&output.stdout)
}

/// Each command imports the file of its program, and changes nothing the second time.
#[test]
fn i10_the_commands_of_the_document_import() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, of) in FILES {
        let file = Path::new(CORPUS).join(of);
        std::fs::copy(file, folder.path().join(name)).expect("a file");
    }
    let map = "Given = givenName\nBorn = birthdays\nClubs = groups\n";
    std::fs::write(folder.path().join("columns.txt"), map).expect("a file");
    let commands = commands();
    for (file, _) in FILES {
        let is_in = |command: &&String| command.starts_with(&format!("people import {file} "));
        assert_eq!(commands.iter().filter(is_in).count(), 1, "{file}");
    }
    assert_eq!(commands.len(), FILES.len(), "{commands:?}");
    for command in &commands {
        let planned = run(&format!("{command} --dry-run"), folder.path());
        assert!(planned.contains(": add ("), "{command}: {planned}");
        let said = run(command, folder.path());
        assert!(
            said.starts_with("added ") && !said.starts_with("added 0"),
            "{command}: {said}"
        );
        let said = run(command, folder.path());
        assert!(
            said.starts_with("added 0 contacts and 0 groups, updated 0"),
            "{command}: {said}"
        );
    }
}
