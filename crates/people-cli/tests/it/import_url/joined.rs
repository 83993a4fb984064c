//! Contacts that were merged on the server between two imports: nothing is created again.
use std::{collections::BTreeMap, thread, time::Duration};

use people_model::UpdateMask;
use serde_json::json;

use super::Desk;
use crate::{Server, people, store::text};

fn ada(uid: &str, more: &str) -> String {
    format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nN:King;Ada;;;\r\nFN:Ada King\r\nEMAIL:ada@example.com\r\n{more}END:VCARD\r\n"
    )
}

impl Desk {
    fn import_after_merges(&self, server: &Server) -> super::Said {
        let merges = self.path("merges").display().to_string();
        self.import(server, &["--merges", &merges])
    }
}

/// `people duplicates` has made one contact of two of the file: both cards are that contact's, and what changes in
/// either of them later is an edit of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_what_was_merged_is_not_created_again() {
    let (desk, server) = (Desk::new(), Server::emulated());
    let file = |more: &str| {
        let other = ada("u-3", "NICKNAME:Countess\r\n");
        ada("u-1", "X-MOON:full\r\nORG:Works\r\n") + &ada("u-2", more) + &other
    };
    desk.write(&file("X-SUN:high\r\n"));
    assert!(desk.import(&server, &[]).done);
    assert_eq!(server.all().await.len(), 3);
    let merges = desk.path("merges").display().to_string();
    let merge = [
        "duplicates",
        "--merge",
        "--yes",
        "--url",
        &*server.url,
        "--state",
        &*merges,
    ];
    let merged = people(&merge);
    assert!(merged.status.success(), "{}", text(&merged.stderr));
    let all = server.all().await;
    assert_eq!(all.len(), 1, "{}", text(&merged.stdout));

    for _ in 0..2 {
        let said = desk.import_after_merges(&server);
        assert!(said.done, "{}{}", said.out, said.wrong);
        assert!(
            said.out
                .contains("added 0 contacts and 0 groups, updated 0, unchanged 3"),
            "{}",
            said.out
        );
        assert_eq!(server.all().await, all);
    }
    desk.write(&file("X-SUN:low\r\nTEL:+44 20 7946 0018\r\n"));
    let said = desk.import_after_merges(&server);
    assert!(
        said.out
            .contains("added 0 contacts and 0 groups, updated 1, unchanged 2"),
        "{}{}",
        said.out,
        said.wrong
    );
    let all = server.all().await;
    assert_eq!((all.len(), all[0].phone_numbers.len()), (1, 1));

    // All that the cards say beside the contact is in the export, each line once.
    let state = desk.path("state").display().to_string();
    let export = [
        "export",
        "--url",
        &*server.url,
        "--format",
        "vcard3",
        "--state",
        &*state,
    ];
    let card = text(&people(&export).stdout);
    for line in ["X-MOON:full\r\n", "X-SUN:low\r\n", "UID:u-2\r\n"] {
        assert_eq!(card.matches(line).count(), 1, "{line}{card}");
    }

    // One that was deleted after all is new.
    let name = all[0].resource_name.clone();
    server.client("ada").delete(&name).await.expect("deleted");
    let said = desk.import_after_merges(&server);
    assert!(
        said.out.contains("added 3 contacts"),
        "{}{}",
        said.out,
        said.wrong
    );
    server.stop();
}

/// `people duplicates` merges contacts while an import waits for the list of them: they are not gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_what_is_merged_during_an_import_is_not_created_again() {
    let (desk, server) = (Desk::new(), Server::emulated());
    desk.write(&(ada("u-1", "") + &ada("u-2", "NICKNAME:Countess\r\n")));
    assert!(desk.import(&server, &[]).done);
    server.rules(&json!([{
        "match": {"method": "people.people.connections.list"},
        "times": 1,
        "then": {"delay": "8s"},
    }]));
    thread::scope(|scope| {
        let during = scope.spawn(|| desk.import_after_merges(&server));
        while server.fired() == 0 {
            thread::sleep(Duration::from_millis(10));
        }
        desk.with_merges(&server, &["duplicates", "--merge", "--yes"]);
        assert!(
            !during.is_finished(),
            "the merge took longer than the delay"
        );
        let said = during.join().expect("an import");
        assert!(said.done, "{}{}", said.out, said.wrong);
    });
    for _ in 0..2 {
        assert_eq!(server.all().await.len(), 1);
        let said = desk.import_after_merges(&server);
        let unchanged = "added 0 contacts and 0 groups, updated 0, unchanged 2";
        assert!(said.out.contains(unchanged), "{}{}", said.out, said.wrong);
    }
    server.stop();
}

impl Desk {
    /// Runs a command on the server, with the file of merges.
    fn with_merges(&self, server: &Server, command: &[&str]) -> String {
        let merges = self.path("merges").display().to_string();
        let place = ["--url", &*server.url, "--state", &*merges];
        let output = people(&[command, &place].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    /// What each contact has of its card beside the person.
    fn cards(&self, server: &Server) -> BTreeMap<String, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let (state, out) = (
            self.path("state").display().to_string(),
            folder.path().display().to_string(),
        );
        let export = [
            "export",
            "--url",
            &*server.url,
            "--state",
            &*state,
            "--format",
            "vcard3",
            "--out",
            &*out,
        ];
        let output = people(&export);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let files = std::fs::read_dir(folder.path()).expect("a folder");
        let files = files.map(|file| file.expect("a file").path());
        files
            .map(|file| {
                let card = std::fs::read_to_string(&file).expect("a card");
                let lines = card
                    .lines()
                    .filter(|line| line.starts_with("UID") || line.starts_with("X-"));
                let name = file
                    .file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned();
                let id = name
                    .rsplit([' ', '-', '_'])
                    .next()
                    .expect("an id")
                    .to_owned();
                (format!("people/{id}"), lines.collect())
            })
            .collect()
    }

    /// The restored contact of an undo.
    fn undo(&self, server: &Server) -> String {
        let said = self.with_merges(server, &["undo", "--json"]);
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        said["restored"].as_str().expect("a name").to_owned()
    }
}

/// A file with two cards of one person, whose contacts `people duplicates` has merged.
struct Pair {
    desk: Desk,
    server: Server,
    /// What each contact had of its card before.
    before: BTreeMap<String, String>,
    kept: String,
    gone: String,
}

/// A line that changes in the card of the contact that was merged into the other one.
const PHONE: &str = "TEL:+44 20 7946 0018\r\n";

impl Pair {
    /// Imports two cards with these lines more, and merges their contacts.
    async fn merged(more: [&str; 2]) -> Self {
        let (desk, server) = (Desk::new(), Server::emulated());
        desk.write(&cards(more));
        assert!(desk.import(&server, &[]).done);
        let before = desk.cards(&server);
        desk.with_merges(&server, &["duplicates", "--merge", "--yes"]);
        let kept = server.all().await[0].resource_name.clone();
        let gone = before.keys().find(|name| **name != kept);
        let gone = gone.expect("another").clone();
        Self {
            desk,
            server,
            before,
            kept,
            gone,
        }
    }

    /// Writes the cards again, that of the contact that went with a phone number.
    fn write_phone(&self, more: [&str; 2]) {
        let mut lines = more.map(str::to_owned);
        let is_first = self.before[&self.gone].contains("u-1");
        lines[usize::from(!is_first)].push_str(PHONE);
        self.desk.write(&cards([&*lines[0], &*lines[1]]));
    }

    /// The contacts with a phone number.
    async fn with_phone(&self) -> Vec<String> {
        let all = self.server.all().await.into_iter();
        let with_phone = all.filter(|contact| !contact.phone_numbers.is_empty());
        with_phone.map(|contact| contact.resource_name).collect()
    }
}

fn cards(more: [&str; 2]) -> String {
    ada("u-1", more[0]) + &ada("u-2", more[1])
}

/// After an undo, each contact has its own card again. What changes in the card changes that contact, whether or not an
/// import has seen the merge.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_what_was_divided_again_has_its_own_entries() {
    for imported_between in [false, true] {
        let more = ["X-MOON:full\r\n", "X-SUN:high\r\n"];
        let pair = Pair::merged(more).await;
        let (desk, server) = (&pair.desk, &pair.server);
        if imported_between {
            let said = desk.import_after_merges(server);
            assert!(
                said.out.contains("unchanged 2"),
                "{}{}",
                said.out,
                said.wrong
            );
        }
        let restored = desk.undo(server);
        for _ in 0..2 {
            let said = desk.import_after_merges(server);
            let same = "added 0 contacts and 0 groups, updated 0, unchanged 2";
            assert!(said.out.contains(same), "{}{}", said.out, said.wrong);
        }

        let after = desk.cards(server);
        assert_eq!(after[&pair.kept], pair.before[&pair.kept]);
        assert_eq!(after[&restored], pair.before[&pair.gone]);

        pair.write_phone(more);
        let said = desk.import_after_merges(server);
        let one = "added 0 contacts and 0 groups, updated 1, unchanged 1";
        assert!(said.out.contains(one), "{}{}", said.out, said.wrong);
        assert_eq!(pair.with_phone().await, [restored]);
        pair.server.stop();
    }
}

/// What an undo restored is found although no list shows it yet, and no card of it is written to the other contact.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_a_restored_contact_that_a_list_does_not_show_yet() {
    for imported_between in [false, true] {
        // The list is late for longer than `--lag`, or for less.
        for (late, lag) in [("1m", "1s"), ("2s", "6s")] {
            let pair = Pair::merged(["", ""]).await;
            let (desk, server) = (&pair.desk, &pair.server);
            if imported_between {
                assert!(desk.import_after_merges(server).done);
            }
            server.rules(&json!([
                {"match": {"method": "people.people.connections.list"}, "then": {"lag": late}},
            ]));
            // The emulator answers later what it answers now.
            assert!(desk.import(server, &["--dry-run"]).done);
            let restored = desk.undo(server);
            pair.write_phone(["", ""]);
            let merges = desk.path("merges").display().to_string();
            let said = desk.import(server, &["--merges", &merges, "--lag", lag]);
            let one = "added 0 contacts and 0 groups, updated 1, unchanged 1";
            assert!(said.out.contains(one), "{lag}: {}{}", said.out, said.wrong);
            server.rules(&json!([]));
            assert_eq!(server.all().await.len(), 2, "{lag} {imported_between}");
            let with_phone = pair.with_phone().await;
            assert_eq!(with_phone, [&*restored], "{lag} {imported_between}");
            // It is read by its name only when the list has had its time.
            let host = server.url.trim_start_matches("http://");
            let journal = server.exchange(&format!(
                "GET /emulator/v1/requests?method=people.people.getBatchGet HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
            ));
            let id = restored.trim_start_matches("people/");
            assert_eq!(journal.contains(id), late == "1m", "{lag} {journal}");
            pair.server.stop();
        }
    }
}

/// A card of a contact that an undo restored and somebody then deleted is new: it is no longer a card of the contact
/// that the deleted one was a part of.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_a_restored_contact_that_was_deleted_is_new() {
    for imported_between in [false, true] {
        let pair = Pair::merged(["", ""]).await;
        let (desk, server) = (&pair.desk, &pair.server);
        if imported_between {
            assert!(desk.import_after_merges(server).done);
        }
        let restored = desk.undo(server);
        let client = server.client("ada");
        client.delete(&restored).await.expect("deleted");
        pair.write_phone(["", ""]);
        let said = desk.import_after_merges(server);
        let new = "added 1 contacts and 0 groups, updated 0, unchanged 1";
        assert!(said.out.contains(new), "{}{}", said.out, said.wrong);
        for contact in server.all().await {
            let has_phone = !contact.phone_numbers.is_empty();
            assert_eq!(
                has_phone,
                contact.resource_name != pair.kept,
                "{imported_between}"
            );
        }
        let said = desk.import_after_merges(server);
        assert!(
            said.out.contains("unchanged 2"),
            "{}{}",
            said.out,
            said.wrong
        );
        pair.server.stop();
    }
}

/// Contacts that a list does not show are read with the values of their own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i11_only_the_contacts_own_values_are_read() {
    let (desk, server) = (Desk::new(), Server::emulated());
    desk.write(&super::cards(2));
    assert!(desk.import(&server, &[]).done);
    let all = server.all().await;
    server
        .edit(&all[0], UpdateMask::NICKNAMES, |it| {
            it.nicknames = vec![people_model::Nickname::new().value("N")];
        })
        .await;
    server.client("ada").delete(&all[1]).await.expect("deleted");
    let said = desk.import(&server, &[]);
    assert!(
        said.out.contains("added 1 contacts"),
        "{}{}",
        said.out,
        said.wrong
    );
    let host = server.url.trim_start_matches("http://");
    let journal = server.exchange(&format!(
        "GET /emulator/v1/requests?method=people.people.getBatchGet HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    ));
    let read = journal.matches("people:batchGet?").count();
    let own = journal.matches("sources=READ_SOURCE_TYPE_CONTACT").count();
    let others = journal.matches("READ_SOURCE_TYPE_PROFILE").count();
    assert!(read > 0 && own >= read && others == 0, "{journal}");
    server.stop();
}

/// An import that makes no progress ends, and says why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i11_an_import_without_progress_ends() {
    let (desk, server) = (Desk::new(), Server::emulated());
    desk.write(&super::card(1, ""));
    assert!(desk.import(&server, &[]).done);
    // Somebody else is always faster.
    let name = &server.all().await[0].resource_name;
    let faster = (0..20).map(|at| {
        let edit = json!({"resourceName": name, "add": format!("nicknames=N{at}")});
        json!({"match": {"method": "people.people.batchUpdateContacts", "after": at}, "times": 1, "then": {"edit": edit}})
    });
    server.rules(&faster.collect());
    desk.write(&super::card(1, "TEL:+44 20 7946 0018\r\n"));
    let said = desk.import(&server, &[]);
    assert!(!said.done);
    let why = "given up after 12 attempts: another program keeps changing its contact";
    assert!(said.wrong.contains(why), "{}", said.wrong);
    server.stop();
}
