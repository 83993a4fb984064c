//! Flags, the environment and a file say the same things.
use std::{fs, path::PathBuf};

use crate::{Server, named, people};

/// A file in a folder of its own, and the folder.
fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("people.toml");
    fs::write(&path, text).expect("a file to write");
    (folder, path)
}

/// What is said of a contact that is too much, which tells the limit.
async fn refusal(server: &Server) -> String {
    let created = server.client("ada").create(named("Augusta Ada")).await;
    created.expect_err("it is too long").to_string()
}

#[tokio::test]
async fn a_flag_counts_over_the_environment_and_that_over_the_file() {
    let (folder, path) = file("max-characters = 3\ncontract = \"observed\"\n");
    let config = ["--config", path.to_str().expect("text")];
    let variable = [("PEOPLE_MAX_CHARACTERS", "4")];
    let flag = [&config[..], &["--max-characters", "5"]].concat();
    for (arguments, variables, limit) in [
        (&config[..], &[][..], "3"),
        (&config, &variable, "4"),
        (&flag, &variable, "5"),
    ] {
        let server = Server::start_in(&folder.path().join("data"), arguments, variables);
        let said = refusal(&server).await;
        assert!(
            said.contains(&format!("more than {limit} characters")),
            "{said}"
        );
    }
    let named = [("PEOPLE_CONFIG", path.to_str().expect("text"))];
    let server = Server::start_in(&folder.path().join("data"), &[], &named);
    assert!(refusal(&server).await.contains("more than 3 characters"));
}

#[test]
fn a_wrong_file_says_where_it_is_wrong() {
    for (text, said) in [
        (
            "max-contact = 3",
            "people.toml:1: `max-contact` is not a flag of `people serve`",
        ),
        (
            "config = \"x\"",
            "people.toml:1: `config` is not a flag of `people serve`",
        ),
        (
            "max-contacts = [3]",
            "people.toml:1: `max-contacts` is neither a text, a number nor a boolean",
        ),
        (
            "max-contacts = \"many\"",
            "invalid value 'many' for '--max-contacts <N>'",
        ),
        (
            "log = \"info\"\n\nhead-time = 0",
            "invalid value '0' for '--head-time <SECONDS>'",
        ),
        ("log = \"info\"\n\nhead-time = 0", "/people.toml:3\n"),
        ("max-calls = 0", "expected a whole number from 1\n"),
        ("max-head = 8191", "expected a whole number from 8192\n"),
        ("max-calls = -1", "expected a whole number from 1\n"),
        ("max-contacts", "people.toml: TOML parse error at line 1"),
    ] {
        let (_folder, path) = file(text);
        let path = path.to_str().expect("text");
        let refused = people(&["serve", "--data", "memory", "--config", path]);
        let stderr = String::from_utf8(refused.stderr).expect("text");
        assert!(!refused.status.success());
        assert!(stderr.contains(said), "{text}: {stderr}");
    }
    let missing = people(&["serve", "--config", "no-such-file"]);
    assert!(String::from_utf8_lossy(&missing.stderr).contains("no-such-file: No such file"));
}

/// Rule A3.
#[test]
fn a3_a_server_has_many_names() {
    let (folder, path) = file("public-url = [\"https://one.test\", \"http://two.test:8710/\"]\n");
    let data = folder.path().join("data");
    let config = ["--config", path.to_str().expect("text")];
    let flags = [
        "--public-url",
        "https://one.test",
        "--public-url",
        "http://two.test:8710",
    ];
    let variable = [("PEOPLE_PUBLIC_URL", "https://one.test,http://two.test:8710")];
    for (arguments, variables) in [(&config[..], &[][..]), (&flags, &[]), (&[], &variable)] {
        let server = Server::start_in(&data, arguments, variables);
        for (host, status) in [
            ("one.test", 200),
            ("two.test:8710", 200),
            ("three.test", 403),
        ] {
            let said = server.exchange(&format!(
                "GET /healthz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
            ));
            assert!(
                said.starts_with(&format!("HTTP/1.1 {status} ")),
                "{host}: {said}"
            );
            assert_eq!(status == 403, said.contains("one.test, two.test"), "{said}");
        }
    }
    let refused = people(&["serve", "--data", "memory", "--public-url", "foo"]);
    let stderr = String::from_utf8_lossy(&refused.stderr);
    assert!(
        !refused.status.success() && stderr.contains("`foo` is not a URL"),
        "{stderr}"
    );
}

/// Rule F17.
#[test]
fn f17_origins_are_flags() {
    let (folder, path) = file("cors = [\"https://one.test\", \"http://two.test:3000/\"]\n");
    let data = folder.path().join("data");
    let config = ["--config", path.to_str().expect("text")];
    let flags = [
        "--cors",
        "https://one.test",
        "--cors",
        "http://two.test:3000",
    ];
    let variable = [("PEOPLE_CORS", "https://one.test,http://two.test:3000")];
    for (arguments, variables) in [(&config[..], &[][..]), (&flags, &[]), (&[], &variable)] {
        let server = Server::start_in(&data, arguments, variables);
        for (origin, status) in [
            ("https://one.test", 204),
            ("http://two.test:3000", 204),
            ("https://three.test", 403),
        ] {
            let said = server.exchange(&format!(
                "OPTIONS /v1/people/c1 HTTP/1.1\r\nhost: localhost\r\norigin: {origin}\r\n\
                 access-control-request-method: GET\r\nconnection: close\r\n\r\n"
            ));
            assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{said}");
            let granted = format!("access-control-allow-origin: {origin}\r\n");
            assert_eq!(said.contains(&granted), status == 204, "{said}");
        }
    }
    for (command, known) in [("check-config", true), ("serve", false)] {
        let origin = if known { "*" } else { "https://one.test/page" };
        let said = people(&[command, "--data", "memory", "--cors", origin]);
        assert_eq!(said.status.success(), known);
        let stderr = String::from_utf8_lossy(&said.stderr);
        assert!(known || stderr.contains("is neither an origin"), "{stderr}");
    }
}

/// Rules N1, N3, Q3.
#[tokio::test]
async fn limits_are_flags() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = [
        "--max-contacts",
        "1",
        "--max-contact-values",
        "2",
        "--quota",
        "90,3",
    ];
    let server = Server::start(folder.path(), &arguments);
    let client = server.client("ada");
    let mut two = named("Ada");
    two.nicknames = crate::nicknamed(&two, "Countess").nicknames; // and a membership
    let values = client.create(two).await.expect_err("three values");
    assert!(
        values.to_string().contains("more than 2 values"),
        "{values}"
    );
    client.create(named("Ada")).await.expect("room for one");
    let full = client.create(named("Ada")).await.expect_err("one too many");
    assert!(
        full.to_string().contains("MY_CONTACTS_OVERFLOW_COUNT"),
        "{full}"
    );
    // Without the client, which may try again.
    let said = server.exchange(
        "DELETE /v1/people/c1:deleteContact HTTP/1.1\r\nhost: localhost\r\n\
         authorization: Bearer ada\r\nconnection: close\r\n\r\n",
    );
    assert!(said.starts_with("HTTP/1.1 429 "), "{said}");
    assert!(said.contains("\r\nretry-after: "), "{said}");
}
