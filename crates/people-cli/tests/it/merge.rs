//! `people merge`, by itself and as git's merge driver.
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};

use crate::{people, wait::output};

struct Files(tempfile::TempDir);

impl Files {
    fn new(sides: [&Value; 3]) -> Self {
        let files = Self(tempfile::tempdir().expect("a folder"));
        for (name, side) in ["base", "ours", "theirs"].iter().zip(sides) {
            fs::write(files.path(name), side.to_string()).expect("a file");
        }
        files
    }

    fn path(&self, name: &str) -> String {
        let path = self.0.path().join(name);
        path.to_str().expect("a path").to_owned()
    }

    fn merge(&self, options: &[&str]) -> Output {
        let [base, ours, theirs] = ["base", "ours", "theirs"].map(|name| self.path(name));
        people(&[&["merge", &base, &ours, &theirs], options].concat())
    }

    fn read(&self, name: &str) -> Value {
        let text = fs::read_to_string(self.path(name)).expect("a file");
        serde_json::from_str(&text).expect("JSON")
    }
}

#[test]
fn files_are_merged_and_what_is_no_field_is_kept() {
    let foreign =
        json!({"metadata": {"source": {"type": "PROFILE"}}, "value": "ada@profile.example"});
    let files = Files::new([
        &json!({"etag": "1", "names": [{"givenName": "Ada"}], "note": 1, "emailAddresses": [foreign]}),
        &json!({"etag": "2", "names": [{"givenName": "Augusta"}], "note": 2, "emailAddresses": [{"value": "a@example.com"}, foreign]}),
        &json!({"etag": "3", "names": [{"givenName": "Ada", "familyName": "King"}], "note": 1, "more": true, "emailAddresses": [foreign]}),
    ]);
    let output = files.merge(&[]);
    assert!(output.status.success(), "{output:?}");
    let merged: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        merged,
        json!({
            "etag": "2",
            "names": [{"familyName": "King", "givenName": "Augusta"}],
            "emailAddresses": [{"value": "a@example.com"}, foreign],
            "note": 2,
            "more": true,
        })
    );
    assert_eq!(
        files.read("ours")["etag"],
        "2",
        "nothing is written unless asked"
    );
}

#[test]
fn conflicts_are_shown_in_columns_and_decided_by_a_policy() {
    let files = Files::new([
        &json!({"names": [{"givenName": "Ada"}], "emailAddresses": [{"value": "a@example.com"}]}),
        &json!({"names": [{"givenName": "Augusta"}], "emailAddresses": [{"value": "a@example.com", "type": "home"}]}),
        &json!({"names": [{"givenName": "A.\u{1b}[2J"}], "emailAddresses": [], "urls": [{"value": "u"}]}),
    ]);
    let failed = files.merge(&["--write"]);
    let told = String::from_utf8(failed.stderr).expect("text");
    assert!(!failed.status.success());
    for part in [
        "conflict: names.givenName\n  base   | ours    | theirs\n",
        "\n  Ada    | Augusta | A.\u{fffd}[2J\n",
        "conflict: emailAddresses[a@example.com]\n",
        "| (nothing)\n",
        "2 conflicts are open",
    ] {
        assert!(told.contains(part), "{part:?} is not in:\n{told}");
    }
    // What is open stays as it was here, the rest is merged.
    let open = files.read("ours");
    assert_eq!(open["names"][0]["givenName"], "Augusta");
    assert_eq!(open["urls"][0]["value"], "u");

    let decided = |policy| {
        let output = files.merge(&["--on-conflict", policy]);
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    assert_eq!(decided("ours")["emailAddresses"][0]["type"], "home");
    assert_eq!(decided("theirs").get("emailAddresses"), None);
}

#[test]
fn files_that_are_no_persons_are_left_alone() {
    let files = Files::new([&json!({}), &json!([1]), &json!({"names": 7})]);
    for broken in ["ours", "theirs"] {
        let output = files.merge(&["--write"]);
        let told = String::from_utf8(output.stderr).expect("text");
        assert!(!output.status.success() && told.contains(broken), "{told}");
        fs::write(files.path("ours"), "{}").expect("a file");
    }
    assert_eq!(files.read("theirs"), json!({"names": 7}));
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut git = Command::new("git");
    git.current_dir(folder)
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    output(&mut git)
}

/// The lines of a name conflict for git; the driver knows that two members changed.
#[test]
fn git_merges_contacts_with_the_driver() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let file = at.join("ada.person.json");
    let write = |person: Value| {
        let text = serde_json::to_string_pretty(&person).expect("JSON");
        fs::write(&file, text + "\n").expect("a file");
    };
    let commit = |message: &str| {
        let output = git(at, &["commit", "--all", "--message", message]);
        assert!(output.status.success(), "{output:?}");
    };
    let driver = format!("'{}' merge %O %A %B --write", env!("CARGO_BIN_EXE_people"));
    assert!(git(at, &["init", "--quiet"]).status.success());
    git(at, &["config", "merge.people.name", "contacts"]);
    git(at, &["config", "merge.people.driver", &driver]);
    fs::write(at.join(".gitattributes"), "*.person.json merge=people\n").expect("a file");
    write(json!({"names": [{"givenName": "Ada"}], "emailAddresses": [{"value": "a@example.com"}]}));
    git(at, &["add", "--all"]);
    commit("Add Ada");

    git(at, &["checkout", "--quiet", "-b", "theirs"]);
    write(
        json!({"names": [{"familyName": "King", "givenName": "Ada"}], "emailAddresses": [{"value": "b@example.com"}, {"value": "a@example.com"}]}),
    );
    commit("Marry");
    git(at, &["checkout", "--quiet", "main"]);
    write(
        json!({"names": [{"givenName": "Augusta"}], "emailAddresses": [{"value": "a@example.com", "type": "home"}]}),
    );
    commit("Use the first name");

    let merged = git(at, &["merge", "--no-edit", "theirs"]);
    assert!(merged.status.success(), "{merged:?}");
    let read = || -> Value {
        serde_json::from_str(&fs::read_to_string(&file).expect("a file")).expect("JSON")
    };
    assert_eq!(
        read(),
        json!({
            "names": [{"familyName": "King", "givenName": "Augusta"}],
            "emailAddresses": [{"value": "b@example.com"}, {"value": "a@example.com", "type": "home"}],
        })
    );
    assert!(
        !git(at, &["status", "--porcelain"])
            .stdout
            .starts_with(b"UU")
    );

    // A conflict is git's, too.
    git(at, &["checkout", "--quiet", "-b", "other", "HEAD"]);
    write(json!({"names": [{"givenName": "A."}]}));
    commit("Shorten");
    git(at, &["checkout", "--quiet", "main"]);
    write(json!({"names": [{"givenName": "Ada"}]}));
    commit("Use the name she used");
    let conflicting = git(at, &["merge", "--no-edit", "other"]);
    assert!(!conflicting.status.success());
    assert!(String::from_utf8_lossy(&conflicting.stderr).contains("names.givenName"));
    let status = git(at, &["status", "--porcelain"]).stdout;
    assert!(
        status.starts_with(b"UU ada.person.json"),
        "{}",
        String::from_utf8_lossy(&status)
    );
    assert_eq!(
        read()["names"][0]["givenName"],
        "Ada",
        "ours stays until somebody decides"
    );
}
