//! `people import`, into a folder and into a database.
use std::{
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use people_model::FieldMask;
use serde_json::{Value, json};

use crate::{
    Server, nicknamed, nicknames, people,
    seed::SEED,
    store::text,
    wait::{Deadline, ended},
};

fn import(file: &str, data: &str) -> Output {
    people(&["import", file, "--data", data])
}

/// Imports, and expects that it succeeds.
fn imported(file: &str, data: &str) -> String {
    let output = import(file, data);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout)
}

/// Expects that it fails; all that it said, without passwords.
fn refused(file: &str, data: &str) -> String {
    let output = import(file, data);
    assert!(!output.status.success());
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(!said.contains("hush"), "{said}");
    said
}

/// A file of so many contacts, every other one without a name.
fn many(file: &Path, contacts: usize) {
    let contact = |number: usize| {
        let mut contact = json!({
            "names": [{"givenName": format!("Number {number}")}],
            "memberships": [{"contactGroupMembership":
                {"contactGroupResourceName": "contactGroups/Engine"}}],
        });
        if number.is_multiple_of(2) {
            contact["resourceName"] = json!(format!("people/c{number}"));
        }
        contact
    };
    let contacts: Vec<Value> = (1..=contacts).map(contact).collect();
    let ada = json!({"groups": [{"name": "Engine"}], "contacts": contacts});
    let seed = json!({"accounts": {"ada": ada}}).to_string();
    std::fs::write(file, seed).expect("a file");
}

/// An import is served; the same import again adds nothing; entries that were changed are reported and kept.
async fn is_added_once_and_compared(data: &str) {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seed.json").display().to_string();
    std::fs::write(&file, SEED).expect("a file");
    let there = "all 4 entries of the file are in the store\n";
    assert_eq!(
        imported(&file, data),
        format!("added 1 contacts, 1 groups and 2 profiles in 2 accounts\n{there}")
    );
    assert_eq!(
        imported(&file, data),
        format!("added 0 contacts, 0 groups and 0 profiles in 2 accounts\n{there}")
    );
    let server = Server::start(data, &[]);
    let charles = server.client("ada").get("people/c17", FieldMask::ALL).await;
    let charles = charles.expect("the contact");
    assert_eq!(charles.phone_numbers[0].canonical_form, "+31612345678");
    assert_eq!(charles.nicknames[0].value, "Engineer", "of the profile");
    let update = nicknamed(&charles, "Changed");
    let updated = server.client("ada").update(update, nicknames()).await;
    updated.expect("updated");
    server.stop();

    let said = refused(&file, data);
    for part in [
        "added 0 contacts",
        "account `ada`, contact 1 (people/c17): exists with other values",
        "1 of 4 entries differ between the file and the store",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let server = Server::start(data, &[]);
    let kept = server.client("ada").get("people/c17", FieldMask::ALL).await;
    assert_eq!(kept.expect("the contact").nicknames[0].value, "Changed");
    server.stop();

    // Other contacts and a directory beside it.
    let more = r#"{"accounts": {"bea": {"domain": "corp.example",
        "otherContacts": [{"resourceName": "otherContacts/c5", "names": [{"givenName": "Ben"}]}]}},
        "domains": {"corp.example": {"people": [{"names": [{"givenName": "Xavier"}]}]}}}"#;
    std::fs::write(&file, more).expect("a file");
    for (others, people) in [
        ("1 other contacts, ", ", and 1 people in directories"),
        ("", ""),
    ] {
        let all = "all 4 entries of the file are in the store";
        assert_eq!(
            imported(&file, data),
            format!(
                "added 0 contacts, {others}0 groups and 0 profiles in 1 accounts{people}\n{all}\n"
            )
        );
    }
    let server = Server::start(data, &[]);
    for (address, expected) in [
        ("otherContacts?readMask=names", "Ben"),
        (
            "people:listDirectoryPeople?readMask=names&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE",
            "Xavier",
        ),
    ] {
        let url = format!("{}/v1/{address}", server.url);
        let reply = reqwest::Client::new()
            .get(url)
            .bearer_auth("bea")
            .send()
            .await;
        let reply = reply.expect("a reply").text().await.expect("a body");
        assert!(reply.contains(expected), "{reply}");
    }
    server.stop();
    let checked = people(&["store", "check", data]);
    let told = text(&checked.stdout) + &text(&checked.stderr);
    assert!(checked.status.success() && !told.contains("hush"), "{told}");
}

/// An import that is killed after its first write is resumed, and every entry is there once.
fn is_gone_on_with(data: &str, has_begun: impl Fn() -> bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seed.json");
    many(&file, 3_000);
    let file = file.display().to_string();
    let mut killed = Import::start(&file, data);
    let deadline = Deadline::new();
    while !has_begun() {
        assert!(killed.is_running(), "it has not written anything");
        deadline.check("it has written something");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    drop(killed);
    let said = imported(&file, data);
    assert!(
        said.ends_with("all 3001 entries of the file are in the store\n"),
        "{said}"
    );
    let said = imported(&file, data);
    assert!(said.starts_with("added 0 contacts, 0 groups"), "{said}");
}

/// An import that runs until it is killed, by dropping this.
struct Import(Child);

impl Import {
    fn start(file: &str, data: &str) -> Self {
        let import = Command::new(env!("CARGO_BIN_EXE_people"))
            .args(["import", file, "--data", data])
            .stdout(Stdio::null())
            .spawn();
        Self(import.expect("the binary starts"))
    }

    fn is_running(&mut self) -> bool {
        self.0.try_wait().expect("a process").is_none()
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        self.0.kill().ok();
        ended(&mut self.0);
    }
}

#[tokio::test]
async fn a_file_is_added_to_a_folder_once_and_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data").display().to_string();
    is_added_once_and_compared(&data).await;
}

#[test]
fn an_import_to_a_folder_that_was_killed_is_gone_on_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let log = data.join("people.sqlite3-wal");
    // More than the tables of an empty store.
    let has_begun = || std::fs::metadata(&log).is_ok_and(|log| log.len() > 300_000);
    is_gone_on_with(&data.display().to_string(), has_begun);
    let checked = people(&["store", "check", &data.display().to_string()]);
    assert_eq!(text(&checked.stdout), "3001 rows, no faults\n");
}

/// The error of a file names the file and the entry, and no store is created.
#[test]
fn a_bad_file_is_told_by_its_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (file, data) = (path("seed.json"), path("data"));
    let cases = [
        (
            "[]",
            "seed.json: nothing was written: the seed is not readable",
        ),
        ("{\"accounts\":\n {\"ada\": {]}}", "at line 2 column"),
        (
            r#"{"accounts": {"ada": {"contacts": [{"nicknames": [{"value": "Nick"}]}, {"shoeSize": 7}]}}}"#,
            "seed.json: nothing was written: account `ada`, contact 2: ",
        ),
    ];
    for (seed, complaint) in cases {
        std::fs::write(&file, seed).expect("a file");
        let said = refused(&file, &data);
        assert!(said.contains(complaint), "{said}");
        assert!(!Path::new(&data).exists(), "{complaint}");
    }
    assert!(refused(&path("nowhere.json"), &data).contains("nowhere.json: "));
    std::fs::write(&file, r#"{"accounts": {"ada": {"contacts": [{}]}}}"#).expect("a file");
    let said = refused(&file, &data);
    let complaint = "account `ada`, contact 1: Must specify a non-metadata contact field";
    assert!(said.contains(complaint), "{said}");
    let checked = people(&["store", "check", &data]);
    assert_eq!(text(&checked.stdout), "0 rows, no faults\n");
}

#[tokio::test]
async fn a_folder_that_is_served_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (file, data) = (path("seed.json"), path("data"));
    std::fs::write(&file, SEED).expect("a file");
    let server = Server::start(&data, &[]);
    let said = refused(&file, &data);
    assert!(
        said.contains("another process has the store open"),
        "{said}"
    );
    server.stop();
    assert!(refused(&file, "memory").contains("ends with its server"));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_added_to_a_database_once_and_compared() {
    let Some(database) = crate::postgres::copy::database() else {
        return;
    };
    is_added_once_and_compared(&database).await;
}

#[cfg(unix)]
#[test]
fn an_import_to_a_database_that_was_killed_is_gone_on_with() {
    use crate::postgres::{copy::database, server::psql};

    let Some(database) = database() else { return };
    let contacts = "SELECT count(*) FROM records WHERE kind = 0";
    let is_made = "SELECT to_regclass('records') IS NOT NULL";
    let has_begun = || psql(&database, is_made) == "t\n" && psql(&database, contacts) != "0\n";
    is_gone_on_with(&database, has_begun);
    assert_eq!(psql(&database, contacts), "3000\n");
}

/// Errors about addresses do not contain their passwords.
#[test]
fn an_import_tells_no_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seed.json").display().to_string();
    std::fs::write(&file, SEED).expect("a file");
    for (data, why) in [
        (
            "postgre://ada:hush@localhost/people",
            "`postgre` is not a kind of store",
        ),
        (
            "postgres://ada:hush@127.0.0.1:1/people",
            "cannot be reached",
        ),
    ] {
        let said = refused(&file, data);
        assert!(said.contains(why), "{said}");
    }
}

/// I1: what curl writes of one server is what another is filled with.
#[tokio::test]
async fn i1_replies_in_files_fill_another_server() {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    many(Path::new(&path("seed.json")), 25);
    let first = Server::start("memory", &["--seed", &path("seed.json")]);
    let curl = async |server: &Server, address: &str| -> String {
        let url = format!("{}/v1/{address}", server.url);
        let reply = reqwest::Client::new()
            .get(url)
            .bearer_auth("ada")
            .send()
            .await;
        reply.expect("a reply").text().await.expect("a body")
    };
    let groups = "contactGroups?groupFields=name,groupType,memberCount";
    let contacts = "people/me/connections?personFields=names,memberships";
    let mut files = vec![path("groups.json")];
    std::fs::write(&files[0], curl(&first, groups).await).expect("a file");
    let mut next = String::new();
    loop {
        let page = curl(&first, &format!("{contacts}&pageSize=10{next}")).await;
        files.push(path(&format!("page{}.json", files.len())));
        std::fs::write(files.last().expect("a file"), &page).expect("a file");
        let page: Value = serde_json::from_str(&page).expect("JSON");
        match page["nextPageToken"].as_str() {
            Some(token) if !token.is_empty() => next = format!("&pageToken={token}"),
            _ => break,
        }
    }
    assert_eq!(files.len(), 4);

    let data = path("data");
    let run = |files: &[String], more: &[&str]| {
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        people(&[&["import", "--data", &data], &files[..], more].concat())
    };
    for (files, more, why) in [
        (&files[..], &[][..], "give it by --account"),
        (&files[..1], &[], "give it by --account"),
        (&files[..3], &["--account", "ada"], "give all of its pages"),
        (
            &[path("seed.json")],
            &["--account", "ada"],
            "which names its accounts",
        ),
    ] {
        let refused = run(files, more);
        assert!(!refused.status.success(), "{more:?}");
        assert!(
            text(&refused.stderr).contains(why),
            "{}",
            text(&refused.stderr)
        );
    }
    assert!(!Path::new(&data).exists());
    for added in [25, 0] {
        let done = run(&files, &["--account", "ada"]);
        let told = text(&done.stdout) + &text(&done.stderr);
        assert!(done.status.success(), "{told}");
        assert!(
            told.starts_with(&format!("added {added} contacts")),
            "{told}"
        );
    }
    let second = Server::start(&data, &[]);
    let listed = async |server: &Server| -> Vec<Value> {
        let mut lists = Vec::new();
        for (address, list) in [(groups, "contactGroups"), (contacts, "connections")] {
            let reply = curl(server, &format!("{address}&pageSize=100")).await;
            let mut reply: Value = serde_json::from_str(&reply).expect("JSON");
            let mut entries = reply[list].take();
            for entry in entries.as_array_mut().expect("a list") {
                entry.as_object_mut().expect("an object").remove("etag");
            }
            entries
                .as_array_mut()
                .expect("a list")
                .sort_by_key(|entry| entry.to_string());
            lists.push(entries);
        }
        lists
    };
    assert_eq!(listed(&second).await, listed(&first).await);
}
