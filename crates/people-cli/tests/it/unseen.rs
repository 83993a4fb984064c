//! Texts that a terminal acts on, that turn its direction, or that have no look.
use std::process::Output;

use people_model::{ContactGroup, Person};

use crate::{Server, people};

/// A title for the window, another colour in each of two ways, a text from right to left, and nothing.
const ODD: &str = "a\u{1b}]0;b\u{7}\u{1b}[8mc\u{9b}31md\u{202e}e\u{2066}f\u{200b}\u{feff}\u{7f}g";
const SEEN: &str = r"a\u001b]0;b\u0007\u001b[8mc\u009b31md\u202ee\u2066f\u200b\ufeff\u007fg";

fn call(server: &Server, arguments: &[&str]) -> Output {
    let target = ["--url", &server.url, "--token", "ada"];
    people(&[arguments, &target].concat())
}

/// What a command prints, of which everything can be seen.
#[track_caller]
fn printed(output: &Output) -> String {
    let text = [&*output.stdout, &output.stderr].concat();
    let text = String::from_utf8(text).expect("text");
    let unseen = |letter: char| {
        letter.is_control() && letter != '\n' || "\u{202e}\u{2066}\u{200b}\u{feff}".contains(letter)
    };
    assert!(!text.contains(unseen), "{text:?}");
    text
}

#[test]
fn what_a_terminal_acts_on_is_printed_as_an_escape() {
    let server = Server::start("memory", &[]);
    let name = format!("names.givenName={ODD}");
    let notes = format!("biographies={ODD}\n{ODD}");
    let create = ["create", "--set", &name, "--add", &notes, "--json"];
    let created = printed(&call(&server, &create));
    let created: Person = serde_json::from_str(&created).expect("a person");
    assert_eq!(created.names[0].given_name, ODD, "it is stored as it is");
    let contact = created.resource_name.as_str();
    let made = printed(&call(&server, &["group", "create", ODD]));
    assert!(made.contains(&SEEN[..30]), "{made}");

    let organization = format!("organizations=x{ODD}");
    let commands: [&[&str]; 8] = [
        &["list"],
        &["list", "--json"],
        &["get", contact],
        &["group", "list"],
        &["group", "list", "--json"],
        &["search", "a"],
        &["create", "--set", &name, "--add", &notes],
        &["edit", contact, "--plan", "--add", &organization],
    ];
    for command in commands {
        let output = call(&server, command);
        let text = printed(&output);
        assert!(output.status.success(), "{command:?}: {text}");
        // A cell of a table is cut.
        assert!(text.contains(&SEEN[..30]), "{command:?}: {text}");
        if command == ["list", "--json"] {
            let person: Person = serde_json::from_str(&text).expect("a person");
            assert_eq!(person.names[0].given_name, ODD);
        }
        if command == ["group", "list", "--json"] {
            let groups = text.lines().map(serde_json::from_str::<ContactGroup>);
            assert!(
                groups
                    .into_iter()
                    .any(|it| it.expect("a group").name == ODD)
            );
        }
    }
    let missing = format!("people/c{ODD}");
    let errors: [&[&str]; 3] = [
        &["group", "create", ODD],
        &["group", "delete", &ODD[1..]],
        &["get", &missing],
    ];
    for command in errors {
        let output = call(&server, command);
        let text = printed(&output);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {text}");
    }
}
