//! What a newcomer sees: the banner of `people serve`, `people demo`, and the calls to paste.
use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::{
    Server, people,
    wait::{ended, finished, output, until},
};

#[test]
fn the_banner_says_what_is_served_and_where_to_look_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut server = Server::start(&data, &["--contract", "observed"]);
    let banner = server.banner();
    let url = &server.url;
    let data = data.display();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        banner,
        format!(
            "
  people    {version}
  data      {data}
  contract  observed
  callers   any bearer token is the name of an account
  console   {url}/console
  next      people demo --curl --url {url} --contract observed

"
        )
    );
    assert_eq!(server.stop(), "", "the log is all that comes after it");
}

#[test]
fn the_banner_of_a_server_with_tokens_does_not_promise_any() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tokens.json");
    let file = file.to_str().expect("text");
    assert!(
        people(&["token", "create", "ada", "--file", file])
            .status
            .success()
    );
    let auth = format!("tokens={file}");
    let banner = Server::start("memory", &["--auth", &auth]).banner();
    assert!(
        banner.contains("data      in memory, lost when"),
        "{banner}"
    );
    assert!(
        banner.contains(&format!("callers   the tokens of {file}")),
        "{banner}"
    );
    assert!(banner.contains("--token TOKEN\n"), "{banner}");
    assert!(!banner.contains("console"), "{banner}");
}

/// Two screens of 25 lines, of which the longest is a message of Google's.
#[test]
fn the_demo_fits_two_screens() {
    let shown = people(&["demo"]);
    assert!(shown.status.success());
    let text = String::from_utf8(shown.stdout).expect("text");
    assert!(
        text.lines().count() <= 50,
        "{} lines:\n{text}",
        text.lines().count()
    );
    for line in text.lines() {
        assert!(line.chars().count() <= 115, "{line}");
    }
    in_order(
        &text,
        &[
            "> POST /v1/people:createContact",
            "< 200 OK",
            "updatePersonFields=names",
            "Lovelace",
            "< 400 Bad Request FAILED_PRECONDITION",
            "person.etag is different",
            "\"familyName\":\"Lovelace\",\"givenName\":\"Augusta Ada\"",
            "conflict: names",
            "Cannot have more than one person.birthdays",
        ],
    );
}

/// By `NO_COLOR`, by what a pipe is, and by what stands for a terminal where there is none.
#[test]
fn colour_is_for_terminals() {
    let colored = |variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
        command
            .arg("demo")
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE");
        let shown = output(command.envs(variables.iter().copied()));
        shown.stdout.contains(&b'\x1b')
    };
    assert!(!colored(&[]));
    assert!(colored(&[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

/// `script` runs a command on a terminal of its own.
#[cfg(target_os = "linux")]
#[test]
fn the_banner_and_the_log_have_colour_on_a_terminal() {
    if !is_there("script") {
        eprintln!("SKIPPED: a terminal needs `script`, which is not installed");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (no_color, colored) in [(false, true), (true, false)] {
        let shown = folder
            .path()
            .join(format!("shown with NO_COLOR {no_color}"));
        let people = env!("CARGO_BIN_EXE_people");
        let command = format!("{people} serve --data memory --listen 127.0.0.1:0 --log info");
        let mut terminal = Command::new("script");
        terminal
            .args(["--quiet", "--flush", "--command", &command])
            .arg(&shown)
            .env_remove("NO_COLOR")
            .env("TERM", "xterm")
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        if no_color {
            terminal.env("NO_COLOR", "1");
        }
        let mut terminal = terminal.spawn().expect("it runs");
        let text = until("the server is ready", || {
            let bytes = std::fs::read(&shown).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            text.contains("ready").then_some(text)
        });
        // What ctrl-c sends.
        let mut keyboard = terminal.stdin.take().expect("a pipe");
        keyboard.write_all(b"\x03").expect("a terminal that reads");
        ended(&mut terminal);
        let banner = text.lines().find(|line| line.contains("listening on"));
        let log = text.lines().find(|line| line.contains("INFO"));
        for line in [banner.expect("a banner"), log.expect("a log")] {
            assert_eq!(line.contains('\x1b'), colored, "{line:?}");
        }
    }
}

#[test]
fn the_calls_in_the_docs_are_those_that_are_printed() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/emulator.md");
    let docs = std::fs::read_to_string(docs).expect("the docs");
    let printed = people(&["demo", "--curl"]);
    let printed = String::from_utf8(printed.stdout).expect("text");
    assert!(
        docs.contains(&format!("```sh\n{printed}```\n")),
        "{printed}"
    );
}

#[test]
fn calls_that_a_shell_would_misread_are_refused() {
    let refused = people(&["demo", "--curl", "--token", "a'b"]);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("the token has a character"), "{said}");
}

/// Interactive, as where they are pasted: without comments in zsh, and with a history in both.
const SHELLS: [(&str, &[&str]); 4] = [
    ("sh", &["-i"]),
    ("dash", &["-i"]),
    ("bash", &["--norc", "-i"]),
    ("zsh", &["-f", "-i"]),
];

fn is_there(tool: &str) -> bool {
    let mut tool = Command::new(tool);
    let run = tool.arg("--version").stdin(Stdio::null());
    run.stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// Pastes the calls into every shell that there is, and returns what each of them said.
fn paste(contract: &str) -> Vec<String> {
    let required = std::env::var("PEOPLE_TEST_TOOLS").is_ok_and(|value| value == "required");
    let mut said = Vec::new();
    for (shell, arguments) in SHELLS {
        let missing = ["curl", "sed", shell]
            .into_iter()
            .find(|tool| !is_there(tool));
        if let Some(missing) = missing {
            assert!(!required, "`{missing}` is not installed");
            eprintln!(
                "SKIPPED: calls pasted into {shell} need `{missing}`, which is not installed"
            );
            continue;
        }
        let server = Server::start("memory", &["--contract", contract]);
        let calls = [
            "demo",
            "--curl",
            "--contract",
            contract,
            "--url",
            &server.url,
        ];
        let mut shell = Command::new(shell)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut terminal = shell.stdin.take().expect("a pipe");
        let pasted = terminal.write_all(&people(&calls).stdout);
        pasted.expect("a shell that reads");
        drop(terminal);
        let output = finished(shell);
        let [output, errors] = [output.stdout, output.stderr].map(String::from_utf8);
        let errors = errors.expect("text");
        for wrong in [
            "command not found",
            "no matches",
            "parse error",
            "unexpected",
        ] {
            assert!(!errors.contains(wrong), "{errors}");
        }
        said.push(output.expect("text"));
    }
    said
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
    "== Update it with the right etag",
    "\"familyName\": \"Lovelace\"",
    "== The same update again",
    "Request person.etag is different than the current person.etag. Clear local cache and get the latest person.",
    "FAILED_PRECONDITION",
    "Cannot have more than one person.birthdays per source.",
    "Request must set at least one person.memberships.contact_group_membership",
];

#[test]
fn the_pasted_calls_show_the_documented_contract() {
    for said in paste("documented") {
        in_order(&said, REFUSED);
        in_order(
            &said,
            &[
                "\"code\": 400",
                "Request person.metadata.sources has no contact source",
                "updatePersonFields mask is required.",
                "Invalid updatePersonFields mask path: \\\"shoeSize\\\"",
                "\"code\": 404",
                "Request must set person.metadata.sources with the contact source",
            ],
        );
    }
}

#[test]
fn the_pasted_calls_show_the_observed_contract() {
    for said in paste("observed") {
        in_order(&said, REFUSED);
        in_order(
            &said,
            &[
                "updatePersonFields mask is required.",
                "\"code\": 404",
                "Countess",
            ],
        );
    }
}
