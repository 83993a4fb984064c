//! `people import --url`: files into the account of a server (rules I11 and I12).
mod cut_off;
mod joined;
mod laws;

use std::path::{Path, PathBuf};

use people_model::{FieldMask, Person, UpdateMask};
use serde_json::{Value, json};

use crate::{Server, people, store::text};

/// The header of a PNG file, and all that is looked at.
const PHOTO: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// A folder with a file and a state, and what a run of the command says.
struct Desk {
    folder: tempfile::TempDir,
}

struct Said {
    done: bool,
    out: String,
    wrong: String,
}

impl Desk {
    fn new() -> Self {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, text: &str) {
        std::fs::write(self.path("contacts.vcf"), text).expect("a file");
    }

    fn arguments(&self, server: &Server, more: &[&str]) -> Vec<String> {
        let file = self.path("contacts.vcf").display().to_string();
        let state = self.path("state").display().to_string();
        let common = ["import", &*file, "--url", &server.url, "--state", &*state];
        let all = common.iter().chain(more);
        all.map(|argument| (*argument).to_owned()).collect()
    }

    fn import(&self, server: &Server, more: &[&str]) -> Said {
        let arguments = self.arguments(server, more);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = people(&arguments);
        let file = self.path("contacts.vcf").display().to_string();
        let said = |bytes: &[u8]| text(bytes).replace(&file, "FILE");
        Said {
            done: output.status.success(),
            out: said(&output.stdout),
            wrong: said(&output.stderr),
        }
    }
}

impl Server {
    fn emulated() -> Self {
        Self::start(Path::new("memory"), &[])
    }

    /// Replaces the rules of the emulator.
    fn rules(&self, rules: &Value) {
        let body = rules.to_string();
        let host = self.url.trim_start_matches("http://");
        let answer = self.exchange(&format!(
            "PUT /emulator/v1/rules HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        ));
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    /// How often the rules fired.
    fn fired(&self) -> u64 {
        let host = self.url.trim_start_matches("http://");
        let answer = self.exchange(&format!(
            "GET /emulator/v1/rules HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
        ));
        let start = answer.find(['[', '{']).expect("JSON");
        let rules: Value = serde_json::from_str(answer[start..].trim()).expect("JSON");
        let rules = rules.as_array().or_else(|| rules["rules"].as_array());
        let fired = rules
            .expect("rules")
            .iter()
            .map(|rule| rule["fired"].as_u64());
        fired.map(Option::unwrap_or_default).sum()
    }

    /// All contacts, by the family name.
    async fn all(&self) -> Vec<Person> {
        let mut all = self
            .client("ada")
            .connections(FieldMask::ALL)
            .all()
            .await
            .expect("a list");
        all.sort_by_key(|person| family(person).to_owned());
        all
    }

    async fn edit(&self, person: &Person, mask: UpdateMask, change: impl FnOnce(&mut Person)) {
        let client = self.client("ada");
        let mut now = client
            .get(person.resource_name.as_str(), FieldMask::ALL)
            .await
            .expect("read");
        change(&mut now);
        client.update(now, mask).await.expect("updated");
    }
}

fn family(person: &Person) -> &str {
    person.names.first().map_or("", |name| &name.family_name)
}

fn card(uid: usize, more: &str) -> String {
    format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-{uid}\r\nN:F{uid:04};Charles;;;\r\nFN:Charles F{uid:04}\r\n{more}END:VCARD\r\n"
    )
}

fn cards(count: usize) -> String {
    (0..count).map(|uid| card(uid, "")).collect()
}

/// Contacts are there once each, and no mark of an import is left in them.
async fn once(server: &Server, count: usize) {
    let all = server.all().await;
    let names: Vec<&str> = all.iter().map(family).collect();
    let mut single = names.clone();
    single.dedup();
    assert_eq!(names, single, "a contact came twice");
    assert_eq!(names.len(), count);
    for person in &all {
        assert_eq!(person.client_data.len(), 0, "{:?}", person.client_data);
    }
}

/// Cards become contacts of the server, with groups and photos. The same file again changes nothing, not even a
/// version. What has changed in the file and in the account since is in both afterwards; what has changed in both is
/// a conflict.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i11_files_are_imported_over_the_api_once_and_again() {
    let (desk, server) = (Desk::new(), Server::emulated());
    let more = format!(
        "TITLE:Clerk\r\nORG:Works\r\nCATEGORIES:Engine,starred\r\nX-MOON:full\r\nPHOTO;ENCODING=b;TYPE=PNG:{PHOTO}\r\n"
    );
    let first = card(1, &more) + &card(2, "EMAIL:grace@example.com\r\n");
    desk.write(&first);

    let said = desk.import(&server, &["--dry-run"]);
    assert!(said.done, "{}", said.wrong);
    assert!(
        said.out
            .starts_with("FILE:1: add (Charles F0001); keep X-MOON beside it\n"),
        "{}",
        said.out
    );
    assert_eq!(server.all().await.len(), 0);
    assert!(!desk.path("state").exists());

    let said = desk.import(&server, &[]);
    assert!(said.done, "{}{}", said.out, said.wrong);
    assert!(
        said.out
            .starts_with("added 2 contacts and 1 groups, updated 0, unchanged 0\n"),
        "{}",
        said.out
    );
    once(&server, 2).await;
    let before = server.all().await;
    let [charles, grace] = &before[..] else {
        panic!("{before:?}")
    };
    assert!(!charles.photos[0].default);
    assert_eq!(charles.memberships.len(), 2, "starred, and the new group");
    assert_eq!(grace.memberships.len(), 1);

    let said = desk.import(&server, &[]);
    assert!(said.done, "{}", said.wrong);
    assert!(
        said.out
            .starts_with("added 0 contacts and 0 groups, updated 0, unchanged 2\n"),
        "{}",
        said.out
    );
    assert_eq!(server.all().await, before, "and no version");

    // What a contact cannot hold is given back.
    let state = desk.path("state").display().to_string();
    let export = ["export", "--url", &*server.url, "--format", "vcard3"];
    let bare = text(&people(&export).stdout);
    let whole = text(&people(&[&export[..], &["--state", &*state]].concat()).stdout);
    assert!(!bare.contains("X-MOON"), "{bare}");
    assert!(
        whole.contains("UID:u-1\r\n") && whole.contains("X-MOON:full\r\n"),
        "{whole}"
    );

    // Edits on both sides.
    server
        .edit(charles, UpdateMask::ORGANIZATIONS, |it| {
            "Professor".clone_into(&mut it.organizations[0].title);
        })
        .await;
    let second = first
        .replace("Charles F0001", "Carl F0001")
        .replace("F0001;Charles", "F0001;Carl")
        .replace("TITLE:Clerk", "TITLE:Engineer")
        .replace("EMAIL:grace@example.com", "EMAIL:hopper@example.com");
    desk.write(&second);
    for (side, title, told) in [
        ("leave", "Professor", true),
        ("file", "Engineer", true),
        ("leave", "Engineer", false),
    ] {
        let said = desk.import(&server, &["--on-conflict", side]);
        assert_eq!(
            said.done,
            side == "file" || !told,
            "{side}: {}{}",
            said.out,
            said.wrong
        );
        let conflict = "organizations[Works].title\n  before | file     | account\n";
        assert_eq!(said.wrong.contains(conflict), told, "{}", said.wrong);
        let now = server.all().await;
        assert_eq!(now[0].names[0].given_name, "Carl");
        assert_eq!(now[0].organizations[0].title, title);
        assert_eq!(now[1].email_addresses[0].value, "hopper@example.com");
        assert_eq!(now[1].email_addresses.len(), 1);
    }
    once(&server, 2).await;

    // A photo that somebody took away stays away, and one that the file drops goes.
    desk.write(&second.replace(&format!("PHOTO;ENCODING=b;TYPE=PNG:{PHOTO}\r\n"), ""));
    assert!(desk.import(&server, &[]).done);
    assert!(
        server.all().await[0]
            .photos
            .iter()
            .all(|photo| photo.default)
    );
    server.stop();
}

/// A contact that was deleted on the server is new to the next import; one that the file has no longer stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i11_nothing_is_deleted_over_the_api() {
    let (desk, server) = (Desk::new(), Server::emulated());
    desk.write(&cards(3));
    assert!(desk.import(&server, &[]).done);
    let all = server.all().await;
    let name = all[0].resource_name.as_str();
    server.client("ada").delete(name).await.expect("deleted");
    desk.write(&(card(0, "") + &card(1, "")));
    let said = desk.import(&server, &[]);
    assert!(said.done, "{}", said.wrong);
    assert!(
        said.out
            .contains("added 1 contacts and 0 groups, updated 0, unchanged 1"),
        "{}",
        said.out
    );
    let gone = &all[2].resource_name;
    assert!(
        said.out
            .contains(&format!("{gone} is no longer in the file; it stays")),
        "{}",
        said.out
    );
    once(&server, 3).await;
    server.stop();
}

/// Another program changes a contact during the import: both changes survive.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i11_another_writer_and_the_file_both_stay() {
    let (desk, server) = (Desk::new(), Server::emulated());
    let first = card(0, "ORG:Works\r\nTITLE:Clerk\r\n") + &card(1, "");
    desk.write(&first);
    assert!(desk.import(&server, &[]).done);
    let all = server.all().await;
    let name = &all[0].resource_name;
    desk.write(&first.replace("Clerk", "Engineer"));
    let edit = |set: &str| {
        json!({"match": {"method": "people.people.batchUpdateContacts"}, "times": 1,
               "then": {"edit": {"resourceName": name, "add": set}}})
    };
    server.rules(&json!([
        edit("nicknames=Carl"),
        edit("emailAddresses=carl@example.com")
    ]));
    let said = desk.import(&server, &[]);
    assert!(said.done, "{}{}", said.out, said.wrong);
    assert!(server.fired() > 0);
    assert!(said.out.contains("updated 1, unchanged 1"), "{}", said.out);
    let now = &server.all().await[0];
    assert_eq!(now.organizations[0].title, "Engineer");
    assert!(
        now.nicknames.len() + now.email_addresses.len() > 0,
        "{now:?}"
    );
    assert!(desk.import(&server, &[]).out.contains("unchanged 2"));
    server.stop();
}

/// An account that is full takes as many as it has room for, and the others are refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i11_a_full_account_refuses_the_rest() {
    let (desk, server) = (
        Desk::new(),
        Server::start(Path::new("memory"), &["--max-contacts", "3"]),
    );
    desk.write(&cards(5));
    let said = desk.import(&server, &[]);
    assert!(!said.done);
    assert!(
        said.out.contains("added 3 contacts"),
        "{}{}",
        said.out,
        said.wrong
    );
    assert!(
        said.wrong.contains("MY_CONTACTS_OVERFLOW_COUNT"),
        "{}",
        said.wrong
    );
    assert!(said.wrong.contains("refused 2"), "{}", said.wrong);
    once(&server, 3).await;
    server.stop();
}

/// The command reports a wrong argument before it sends or writes anything.
#[test]
fn i11_a_server_needs_a_state_and_files_of_contacts() {
    let desk = Desk::new();
    desk.write(&cards(1));
    let cards = desk.path("contacts.vcf").display().to_string();
    let seed = desk.path("a.json").display().to_string();
    std::fs::write(&seed, r#"{"accounts": {}}"#).expect("a file");
    let state = desk.path("state").display().to_string();
    let data = desk.path("data").display().to_string();
    let url = "http://127.0.0.1:9";
    for (arguments, why) in [
        (&[&*cards, "--url", url][..], "--url needs --state FILE"),
        (
            &[&*seed, "--url", url, "--state", &*state],
            "takes only vCards, jCards and tables",
        ),
        (
            &[&*cards, "--url", "http://192.0.2.1", "--state", &*state],
            "use https",
        ),
        (
            &[
                &*cards,
                "--url",
                url,
                "--state",
                &*state,
                "--account",
                "ada",
            ],
            "cannot be used with",
        ),
        (
            &[
                &*cards,
                "--account",
                "ada",
                "--data",
                &*data,
                "--state",
                &*state,
            ],
            "--url",
        ),
        (
            &[&*cards, "--url", url, "--state", &*state, "--token", "ada"],
            "--token",
        ),
    ] {
        let output = people(&[&["import"], arguments].concat());
        assert!(!output.status.success(), "{arguments:?}");
        let said = text(&output.stderr);
        assert!(said.contains(why), "{arguments:?}: {said}");
    }
    assert!(!desk.path("state").exists());
}

/// A photo at an address that is not public is refused, and one that is not fetched is left as the contact has it, in a
/// store and over the API.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i13_a_photo_that_is_not_fetched_stays() {
    let (desk, server) = (Desk::new(), Server::emulated());
    let photo = |value: &str| card(0, &format!("PHOTO{value}\r\n"));
    let inside = photo(";VALUE=uri:http://127.0.0.1/photo.png");
    desk.write(&photo(&format!(";ENCODING=b;TYPE=PNG:{PHOTO}")));
    let data = desk.path("data").display().to_string();
    let file = desk.path("contacts.vcf").display().to_string();
    let stored = ["import", &*file, "--account", "ada", "--data", &*data];
    assert!(desk.import(&server, &[]).done);
    assert!(people(&stored).status.success());
    desk.write(&inside);
    for more in [&[][..], &["--fetch-photos"]] {
        let said = desk.import(&server, more);
        let into_store = people(&[&stored[..], more].concat());
        assert_eq!(said.done, more.is_empty(), "{}", said.wrong);
        assert_eq!(into_store.status.success(), more.is_empty());
        for wrong in [&*said.wrong, &text(&into_store.stderr)] {
            let why = "127.0.0.1, which is not a public address";
            assert_eq!(wrong.contains(why), !more.is_empty(), "{wrong}");
        }
        assert!(!server.all().await[0].photos[0].default);
    }
    server.stop();
    let server = Server::start(&data, &[]);
    assert!(!server.all().await[0].photos[0].default);
    server.stop();
}
