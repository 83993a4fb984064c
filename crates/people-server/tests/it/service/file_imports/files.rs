//! I7, I8: several files that say something of one contact.
use people_model::ContactId;
use people_server::{ImportOptions, ImportedEntry, SourceEntry};
use people_store::{Memory, RowKind, Store};
use serde_json::{Value, json};

use super::{
    Contract, Server, ada, card, effects, faults, laws, list, png, row, server, text, values,
};

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

/// A file that was exported names a contact by its resource name. The contact gets what the file adds, unless it is
/// somebody else: another account has another contact of that name.
#[tokio::test]
async fn i7_a_resource_name_is_a_key() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let content = json!({"names": [{"givenName": "Ada", "familyName": "King"}], "nicknames": [{"value": "A"}],
        "birthdays": [{"date": {"year": 1815, "month": 12, "day": 10}}],
        "phoneNumbers": [{"value": "+44 20 7946 0018"}]});
    let there = server.create("ada", &content).await;
    let name = text(&there, "resourceName");
    let url = |at: usize| json!([{"value": format!("https://{at}.example")}]);
    for (at, (json, is_same)) in [
        (json!({"names": [{"givenName": "Ada", "familyName": "Lovelace"}]}), true),
        (json!({"phoneNumbers": [{"value": "020 7946 0018"}, {"value": "+44 20 7946 0018"}]}), true),
        (json!({"names": [{"givenName": "Grace"}], "phoneNumbers": [{"value": "+44 20 7946 0018"}]}), false),
        (json!({"names": [{"givenName": "Ada"}], "birthdays": [{"date": {"year": 1906, "month": 12, "day": 9}}]}), false),
        (json!({"nicknames": [{"value": "A"}]}), false),
    ]
    .into_iter()
    .enumerate()
    {
        let server = self::server().await;
        let there = server.create("ada", &content).await;
        let mut json = json;
        json["urls"] = url(at);
        let entry = card(text(&there, "resourceName"), &json);
        let imported = server.import_from("b.vcf", entry.clone()).await;
        let expected = if is_same { "updated" } else { "added" };
        assert_eq!(is(&imported), expected, "{json}");
        assert_eq!(is(&server.import_from("b.vcf", entry).await), "unchanged");
        let contacts = server.contacts().await;
        assert_eq!(contacts.len(), if is_same { 1 } else { 2 }, "{json}");
        assert!(contacts.iter().any(|it| it["nicknames"] == there["nicknames"] || !is_same));
    }
    let entry = card(
        name,
        &json!({"names": [{"givenName": "Ada", "familyName": "King"}], "urls": url(9)}),
    );
    for expected in ["updated", "unchanged"] {
        let file = ("b.vcf", std::slice::from_ref(&entry));
        let planned = laws::plan(&server, &store, file, ImportOptions::default(), &[]).await;
        let imported = server.import_from("b.vcf", entry.clone()).await;
        assert_eq!(is(&imported), expected);
        laws::same(&planned[0], &imported, &store).await;
    }
    let contacts = server.contacts().await;
    assert_eq!(
        (contacts.len(), list(&contacts[0], "nicknames").len()),
        (1, 1)
    );
    assert_eq!(server.delete("ada", name).await.status, 200);
    assert_eq!(is(&server.import_from("b.vcf", entry).await), "added");
}

/// Of several files, the one that said something new last is the last one.
#[tokio::test]
async fn z21_the_file_that_changed_last_is_the_last() {
    let server = server().await;
    let of = |rest: &str| card("u1", &json!({"names": [{"givenName": "Ada"}]})).rest(rest);
    let first = server.import_from("a.vcf", of("a1")).await;
    let name = first.contact.expect("a contact").resource_name();
    server.import_from("b.vcf", of("b1")).await;
    assert_eq!(server.rests(&name).await, ["a1", "b1"]);
    server.import_from("a.vcf", of("a2")).await;
    assert_eq!(server.rests(&name).await, ["b1", "a2"]);
    let version = server.version().await;
    server.import_from("b.vcf", of("b1")).await;
    assert_eq!(server.rests(&name).await, ["b1", "a2"]);
    assert_eq!(server.version().await, version);
}

/// The same card under another name is no other file: it adds nothing again, and what is kept does not grow, however
/// many names it comes under.
#[tokio::test]
async fn i7_the_same_under_another_name_is_the_same() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let of = |phone: usize| {
        let phone = format!("+44 20 7946 {phone:04}");
        let json = json!({"names": [{"givenName": "Ada"}], "phoneNumbers": [{"value": phone}]});
        card("u1", &json).rest("X-MOON:full\r\n")
    };
    let first = server.import_from("a.vcf", of(0)).await;
    let id = first.contact.expect("a contact");
    let name = id.resource_name();
    server.edit(&name, "phoneNumbers", json!([])).await;
    let size = async || {
        let row = store.get(&ada(), RowKind::Source, id.get()).await;
        row.expect("a store").expect("a row").record.body.len()
    };
    for at in 0..30 {
        let file = format!("download ({at}).vcf");
        let imported = server.import_from(&file, of(0)).await;
        assert_eq!(is(&imported), "unchanged", "{at}");
    }
    assert_eq!(server.rests(&name).await.len(), 1);
    let before = size().await;
    for at in 30..60 {
        server
            .import_from(&format!("download ({at}).vcf"), of(0))
            .await;
    }
    assert_eq!(size().await, before);
    let contacts = server.contacts().await;
    assert_eq!(
        list(&contacts[0], "phoneNumbers").len(),
        0,
        "what was taken away here"
    );
    // Each has something new.
    for at in 1..30 {
        server.import_from(&format!("new ({at}).vcf"), of(at)).await;
    }
    assert_eq!(server.rests(&name).await.len(), 8);
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

/// Two files that said the same are compared each with itself once one of them says something else.
#[tokio::test]
async fn i7_two_files_that_said_the_same_part() {
    let server = server().await;
    let of = |mails: &[&str]| {
        let mails: Vec<Value> = mails
            .iter()
            .map(|mail| json!({"value": format!("{mail}@x.example")}))
            .collect();
        card(
            "u1",
            &json!({"names": [{"givenName": "Ada"}], "emailAddresses": mails}),
        )
    };
    for file in ["a.vcf", "b.vcf", "c.vcf"] {
        server.import_from(file, of(&["1", "2"])).await;
    }
    for (file, entry, effect, mails) in [
        ("a.vcf", of(&["1"]), "updated", &["1"][..]),
        ("b.vcf", of(&["1", "2"]), "unchanged", &["1"]),
        ("b.vcf", of(&["1", "2", "3"]), "updated", &["1", "3"]),
        ("c.vcf", of(&["2"]), "updated", &["3"]),
        ("a.vcf", of(&["1"]), "unchanged", &["3"]),
    ] {
        assert_eq!(
            is(&server.import_from(file, entry).await),
            effect,
            "{file} {mails:?}"
        );
        let now = values(&server.contacts().await, "emailAddresses", "value");
        let mails: Vec<String> = mails
            .iter()
            .map(|mail| format!("{mail}@x.example"))
            .collect();
        assert_eq!(now[0].1, mails);
    }
}

/// The contact of an entry that is refused is in the file.
#[tokio::test]
async fn i9_a_refused_entry_is_in_the_file() {
    let server = server().await;
    let ada = json!({"names": [{"givenName": "Ada"}]});
    server.import_from("a.vcf", card("u1", &ada)).await;
    for url in [2_000, 6_000_000] {
        let long = card("u1", &json!({"urls": [{"value": "u".repeat(url)}]}));
        let options = ImportOptions::default();
        let (imported, file) = server.import_as("a.vcf", &[long], options).await;
        assert_eq!(effects(&imported), ["refused"]);
        assert_eq!(file.missing, []);
    }
}

/// What no store keeps beside a contact is refused in the plan for a server too.
#[tokio::test]
async fn i11_a_mirror_refuses_what_a_store_refuses() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let of = |bytes: usize| {
        card("u1", &json!({"names": [{"givenName": "Ada"}]})).rest("x".repeat(bytes))
    };
    server.import_from("a.vcf", of(10)).await;
    let entry = of(5_000_000);
    let file = ("a.vcf", std::slice::from_ref(&entry));
    let planned = laws::plan(&server, &store, file, ImportOptions::default(), &[]).await;
    let imported = server.import_from("a.vcf", entry.clone()).await;
    assert_eq!(is(&imported), "refused");
    assert_eq!(planned[0].imported, imported);
}
