//! I7, I8: several files that say something of one contact.
use people_model::ContactId;
use people_server::{ImportOptions, ImportedEntry, SourceEntry};
use people_store::Memory;
use serde_json::{Value, json};

use super::{Contract, Server, ada, card, effects, laws, png, row, server, text, values};

impl Server<Memory> {
    async fn import_from(&self, file: &str, entry: SourceEntry) -> ImportedEntry {
        let options = ImportOptions::default();
        let (mut imported, _) = self.import_as(file, &[entry], options).await;
        imported.remove(0)
    }

    /// What files said beside a contact, the last one at the end.
    async fn rests(&self, name: &str) -> Vec<String> {
        let id = ContactId::parse(name).expect("a contact");
        let kept = self.people.kept_sources(&ada(), &[id]).await;
        let kept = kept.expect("what is kept").remove(0).into_iter();
        let rests = kept.filter_map(|source| source.rest);
        rests
            .map(|rest| String::from_utf8(rest).expect("a text"))
            .collect()
    }
}

fn is(entry: &ImportedEntry) -> &'static str {
    effects(std::slice::from_ref(entry))[0]
}

/// What another program left out of a card is no edit: its file is united with the contact, and only what that file
/// changes later is an edit. The file that came first is still compared with itself.
#[tokio::test]
async fn i7_another_file_of_a_key_takes_nothing_away() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let full = |phone: &str| {
        let json = json!({"names": [{"givenName": "Ada"}], "nicknames": [{"value": "A"}],
            "phoneNumbers": [{"value": phone}]});
        card("u1", &json).photo(png("ada")).rest("X-MOON:full\r\n")
    };
    let lean = |name: &str, mail: &str| {
        let json = json!({"names": [{"givenName": name}], "emailAddresses": [{"value": mail}],
            "phoneNumbers": [{"value": "+44 20 7946 0018"}]});
        card("u1", &json).rest("X-LEAN:1\r\n")
    };
    server.import_from("a.vcf", full("+44 20 7946 0018")).await;
    let all = |contact: &Value, field: &str| {
        let contact = std::slice::from_ref(contact);
        values(contact, field, "value")[0].1.clone()
    };
    // A name that differs is a conflict.
    for conflicts in [1, 0] {
        let name = ["Ada", "Augusta"][conflicts];
        for again in [false, true] {
            let entry = lean(name, "a@x.example");
            let planned = laws::plan(
                &server,
                &store,
                ("b.vcf", std::slice::from_ref(&entry)),
                ImportOptions::default(),
                &[],
            );
            let planned = planned.await;
            let imported = server.import_from("b.vcf", entry).await;
            laws::same(&planned[0], &imported, &store).await;
            let updated = conflicts == 1 && !again;
            let expected = if updated { "updated" } else { "unchanged" };
            assert_eq!(is(&imported), expected);
            assert_eq!(imported.conflicts.len(), conflicts, "{imported:?}");
            assert!(!imported.photo_conflict);
            let contacts = server.contacts().await;
            assert_eq!(contacts.len(), 1);
            assert_eq!(all(&contacts[0], "nicknames"), ["A"]);
            assert_eq!(all(&contacts[0], "phoneNumbers"), ["+44 20 7946 0018"]);
            assert_eq!(all(&contacts[0], "emailAddresses"), ["a@x.example"]);
            assert!(contacts[0]["photo"].is_string(), "{contacts:?}");
        }
    }
    let name = text(&server.contacts().await[0], "resourceName").to_owned();
    let kept = server.rests(&name).await;
    assert_eq!(kept, ["X-MOON:full\r\n", "X-LEAN:1\r\n"]);

    // Each file's later edits are edits.
    let imported = server.import_from("b.vcf", lean("Ada", "b@x.example"));
    assert_eq!(is(&imported.await), "updated");
    let imported = server.import_from("a.vcf", full("+44 20 7946 0111"));
    assert_eq!(is(&imported.await), "updated");
    let contacts = server.contacts().await;
    assert_eq!(all(&contacts[0], "emailAddresses"), ["b@x.example"]);
    assert_eq!(all(&contacts[0], "phoneNumbers"), ["+44 20 7946 0111"]);
    assert_eq!(all(&contacts[0], "nicknames"), ["A"]);
}

/// A photo of another file is a conflict with the one that is there, and is taken where there is none.
#[tokio::test]
async fn i7_another_file_of_a_key_replaces_no_photo() {
    let server = server().await;
    let of = |key: &str| card(key, &json!({"names": [{"givenName": key}]}));
    server
        .import_from("a.vcf", of("u1").photo(png("one")))
        .await;
    let imported = server.import_from("b.vcf", of("u1").photo(png("two")));
    let imported = imported.await;
    assert_eq!(
        (is(&imported), imported.photo_conflict),
        ("unchanged", true)
    );
    server.import_from("a.vcf", of("u2")).await;
    let imported = server.import_from("b.vcf", of("u2").photo(png("two")));
    assert_eq!(is(&imported.await), "updated");
}

/// A file that names no group puts nobody into one.
#[tokio::test]
async fn i7_another_file_of_a_key_without_groups_changes_none() {
    let server = server().await;
    let ada = json!({"names": [{"givenName": "Ada"}]});
    server.import_from("a.vcf", card("u1", &ada)).await;
    let before = server.contacts().await;
    let name = text(&before[0], "resourceName");
    let body = json!({"resourceNamesToRemove": [name]});
    let address = "/v1/contactGroups/myContacts/members:modify";
    let starred = "/v1/contactGroups/starred/members:modify";
    let add = json!({"resourceNamesToAdd": [name]});
    assert_eq!(server.call("ada", "POST", starred, &add).await.status, 200);
    let answer = server.call("ada", "POST", address, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let before = server.contacts().await;
    let imported = server.import_from("b.vcf", card("u1", &ada)).await;
    assert_eq!(is(&imported), "unchanged");
    assert_eq!(server.contacts().await, before);
}

/// A row that another file has too is still a row of both.
#[tokio::test]
async fn i7_a_row_of_two_files_is_a_row_of_both() {
    let server = server().await;
    let of =
        |nick: &str| row(&json!({"names": [{"givenName": "Ada"}], "nicknames": [{"value": nick}]}));
    server.import_from("a.csv", of("A")).await;
    assert_eq!(is(&server.import_from("b.csv", of("A")).await), "unchanged");
    assert_eq!(is(&server.import_from("a.csv", of("B")).await), "updated");
    let version = server.version().await;
    assert_eq!(is(&server.import_from("b.csv", of("A")).await), "unchanged");
    assert_eq!(server.version().await, version);
    // What the other file has made of it meanwhile is an edit of this one, and so is what was before.
    assert_eq!(is(&server.import_from("b.csv", of("B")).await), "unchanged");
    assert_eq!(is(&server.import_from("b.csv", of("C")).await), "updated");
    assert_eq!(is(&server.import_from("b.csv", of("B")).await), "updated");
    assert_eq!(server.contacts().await.len(), 1);
    let nicknames = values(&server.contacts().await, "nicknames", "value");
    assert_eq!(nicknames[0].1, ["B"]);
}
