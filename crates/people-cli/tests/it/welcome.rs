//! The lines that `people serve` prints work as pasted.
use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::{Server, wait::finished};

fn paste(args: &[&str]) -> Option<String> {
    for tool in ["curl", "sed", "sh"] {
        if Command::new(tool)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_err()
        {
            eprintln!("SKIPPED: the printed lines need `{tool}`, which is not installed");
            return None;
        }
    }
    let data = tempfile::tempdir().expect("a folder");
    let printed = Server::start(data.path(), args).stop();

    // The lines name the address of the server that printed them, so it is started again there.
    let url = printed
        .lines()
        .find_map(|line| line.strip_prefix("api="))
        .expect("an address")
        .trim_end_matches("/v1")
        .to_owned();
    let server = Server::start(data.path(), args);
    let lines = printed.replace(&url, &server.url);
    let mut shell = Command::new("sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell");
    shell
        .stdin
        .take()
        .expect("a pipe")
        .write_all(lines.as_bytes())
        .expect("a shell that reads");
    let output = finished(shell);
    let said = String::from_utf8(output.stderr).expect("text")
        + &String::from_utf8(output.stdout).expect("text");
    Some(said)
}

#[track_caller]
fn in_order(said: &str, parts: &[&str]) {
    let mut rest = said;
    for part in parts {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("{part:?} is not where it belongs in:\n{said}"));
        rest = &rest[at + part.len()..];
    }
}

const REFUSED: &[&str] = &[
    "Request person.etag is different than the current person.etag. Clear local cache and get the latest person.",
    "FAILED_PRECONDITION",
    "Cannot have more than one person.birthdays per source.",
    "Request must set at least one person.memberships.contact_group_membership",
];

#[test]
fn the_printed_lines_show_the_documented_contract() {
    let Some(said) = paste(&[]) else { return };
    in_order(&said, REFUSED);
    in_order(
        &said,
        &[
            "\"familyName\": \"Lovelace\"",
            "\"code\": 400",
            "Request person.metadata.sources has no contact source",
            "updatePersonFields mask is required.",
            "Invalid updatePersonFields mask path: \\\"shoeSize\\\"",
            "\"code\": 404",
            "\"code\": 404",
            "Request must set person.metadata.sources with the contact source",
        ],
    );
}

#[test]
fn the_printed_lines_show_the_observed_contract() {
    let Some(said) = paste(&["--contract", "observed"]) else {
        return;
    };
    in_order(&said, REFUSED);
    in_order(
        &said,
        &[
            "updatePersonFields mask is required.",
            "\"code\": 404",
            "\"code\": 404",
            "Countess",
        ],
    );
}
