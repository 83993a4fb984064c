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
        "\n  Ada    | Augusta | A.\\u001b[2J\n",
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

/// A member that is no field is shown with its three sides, as every other.
#[test]
fn a_conflict_in_an_unknown_member_shows_both_sides() {
    let side = |value: Value| json!({"names": [{"givenName": "Ada"}], "foo": value});
    let files = Files::new([
        &side(json!(1)),
        &side(json!({"a": "ours", "b": true})),
        &side(json!("theirs")),
    ]);
    let told = String::from_utf8(files.merge(&[]).stderr).expect("text");
    for part in [
        "conflict: foo\n  base   | ours    | theirs\n",
        "  1      |         | theirs\n         | a: ours |\n         | b: true |\n",
        "1 conflict is open",
    ] {
        assert!(told.contains(part), "{part:?} is not in:\n{told}");
    }
    let files = Files::new([&json!({}), &json!({"foo": 1}), &json!({"foo": 2})]);
    let told = String::from_utf8(files.merge(&[]).stderr).expect("text");
    assert!(told.contains("(nothing) | 1"), "{told}");
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

/// Two that were added on both sides, by different names: what the server sets is of one side.
#[test]
fn a_base_of_nothing_ends_in_no_conflict_of_what_the_server_sets() {
    let side = |name: &str, given: &str, more: Value| {
        let mut side = json!({
            "resourceName": name, "etag": given, "metadata": {"sources": [{"type": "CONTACT", "id": given}]},
            "names": [{"givenName": "Ada"}], "ageRanges": [{"ageRange": given}],
        });
        side.as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        side
    };
    let ours = side("people/c1", "1", json!({"nicknames": [{"value": "A"}]}));
    let theirs = side("people/c2", "2", json!({"urls": [{"value": "u"}]}));
    let merged = |base: &Value, options: &[&str]| -> Value {
        let output = Files::new([base, &ours, &theirs]).merge(options);
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let told = |merged: &Value| {
        [
            &merged["resourceName"],
            &merged["etag"],
            &merged["metadata"]["sources"][0]["id"],
        ]
        .map(|value| value.as_str().expect("text").to_owned())
    };
    let merge = merged(&json!({}), &[]);
    assert_eq!(told(&merge), ["people/c1", "1", "1"]);
    assert_eq!(merge["urls"][0]["value"], "u");
    assert_eq!(merge["nicknames"][0]["value"], "A");
    assert_eq!(
        told(&merged(&json!({}), &["--on-conflict", "theirs"])),
        ["people/c2", "2", "2"]
    );
    // Never the name of one with the etag of the other.
    let mut base = ours.clone();
    base["etag"] = json!("0");
    assert_eq!(told(&merged(&base, &[])), ["people/c1", "1", "1"]);
    base = ours.clone();
    assert_eq!(told(&merged(&base, &[])), ["people/c2", "2", "2"]);
}

/// Members side by side, dates as people write them, and words whole.
#[test]
fn a_conflict_of_several_members_is_shown_member_by_member() {
    let birthday = |day: u8, text: &str| {
        json!({
            "birthdays": [{"date": {"year": 1815, "month": 12, "day": day}}],
            "addresses": [{"type": "home", "streetAddress": text, "city": "London", "country": "UK"}],
        })
    };
    let mut theirs = birthday(12, "1 Main St");
    theirs["addresses"] = json!([]);
    let files = Files::new([
        &birthday(10, "1 Main St"),
        &birthday(11, "Flat 7, the second house behind the mill"),
        &theirs,
    ]);
    let told = String::from_utf8(files.merge(&[]).stderr).expect("text");
    for part in [
        "  date: 1815-12-10 | date: 1815-12-11 | date: 1815-12-12\n",
        "| (nothing)\n",
        "| city: London",
        "| streetAddress: Flat 7, the",
        "second house behind the mill",
    ] {
        assert!(told.contains(part), "{part:?} is not in:\n{told}");
    }
    assert!(!told.contains('{'), "{told}");
}

/// The file that is written over stays what it was in all but its text.
#[cfg(unix)]
#[test]
fn a_merged_file_keeps_its_mode_its_link_and_its_neighbours() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let files = Files::new([
        &json!({"names": [{"givenName": "Ada"}]}),
        &json!({"names": [{"givenName": "Ada"}], "urls": [{"value": "u"}]}),
        &json!({"names": [{"givenName": "Augusta"}]}),
    ]);
    let mode = |name: &str| {
        let file = fs::metadata(files.path(name)).expect("a file");
        file.permissions().mode() & 0o777
    };
    let folder = files.0.path();
    let kept = folder.join("kept");
    fs::create_dir(&kept).expect("a folder");
    fs::rename(files.path("ours"), kept.join("ada.json")).expect("a file to move");
    symlink("kept/ada.json", files.path("ours")).expect("a link");
    for permissions in [0o600, 0o640] {
        fs::set_permissions(
            kept.join("ada.json"),
            fs::Permissions::from_mode(permissions),
        )
        .expect("a file of ours");
        fs::write(files.path("ours.merged"), "somebody's").expect("a file");
        fs::write(kept.join("ada.json.merged"), "somebody's").expect("a file");
        assert!(files.merge(&["--write"]).status.success());
        assert_eq!(mode("ours"), permissions);
        let link = fs::symlink_metadata(files.path("ours")).expect("a link");
        assert!(link.is_symlink());
    }
    assert_eq!(files.read("ours")["names"][0]["givenName"], "Augusta");
    for neighbour in [folder.join("ours.merged"), kept.join("ada.json.merged")] {
        assert_eq!(fs::read_to_string(neighbour).expect("a file"), "somebody's");
    }
    let left = fs::read_dir(&kept).expect("a folder").count();
    assert_eq!(left, 2, "nothing is left behind");
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
