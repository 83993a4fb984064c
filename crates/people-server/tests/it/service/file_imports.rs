//! I6 to I9: what files say of contacts, brought into an account once and again.
mod files;
mod found;
mod laws;
mod rows;

use people_model::Person;
use people_rules::Contract;
use people_server::{
    Effect, ImportOptions, ImportedEntry, Sizes, SourceConflicts, SourceEntry, SourceFile,
    SourceGroup,
};
use people_store::{Account, Memory, Order, RowKind, Store};
use serde_json::{Value, json};

use super::{Server, edited, faults, list, photos::png, text};

fn ada() -> Account {
    Account::new("ada").expect("a name")
}

fn person(json: &Value) -> Person {
    serde_json::from_value(json.clone()).expect("a person")
}

fn card(key: &str, json: &Value) -> SourceEntry {
    SourceEntry::new(person(json)).key(key)
}

fn row(json: &Value) -> SourceEntry {
    SourceEntry::new(person(json))
}

async fn server() -> Server<Memory> {
    Server::over(Memory::new(), Contract::Documented).await
}

impl<S: Store> Server<S> {
    async fn import_as(
        &self,
        file: &str,
        entries: &[SourceEntry],
        options: ImportOptions,
    ) -> (Vec<ImportedEntry>, SourceFile) {
        let mut imported = vec![None; entries.len()];
        let done = |index: usize, entry| {
            assert_eq!(imported[index].replace(entry), None, "each once");
        };
        let (people, ada) = (&self.people, ada());
        let file = people.import_file(&ada, file, entries, SourceEntry::clone, options, done);
        let file = file.await.expect("imported");
        let imported = imported.into_iter().map(|entry| entry.expect("an entry"));
        (imported.collect(), file)
    }

    async fn import(&self, entries: &[SourceEntry]) -> Vec<ImportedEntry> {
        let options = ImportOptions::default();
        self.import_as("a.vcf", entries, options).await.0
    }

    async fn version(&self) -> u64 {
        let standing = self.people.standing(&ada()).await;
        standing.expect("a standing").version.0
    }

    async fn contacts(&self) -> Vec<Value> {
        let dump = self.people.dump(&ada()).await.expect("a dump");
        list(&dump["accounts"]["ada"], "contacts").to_vec()
    }

    async fn edit(&self, name: &str, mask: &str, value: Value) {
        let now = format!("/v1/{name}?personFields=metadata,{mask}");
        let now = self.get("ada", &now).await;
        let answer = self.update("ada", mask, &edited(&now, mask, value)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

/// Contacts here, by their given names, and the values of a field.
fn values(contacts: &[Value], field: &str, member: &str) -> Vec<(String, Vec<String>)> {
    let value = |entry: &Value| entry[member].as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> = contacts
        .iter()
        .map(|it| {
            let name = it["names"][0]["givenName"].as_str().unwrap_or_default();
            (name.to_owned(), list(it, field).iter().map(value).collect())
        })
        .collect();
    all.sort();
    all
}

fn effects(imported: &[ImportedEntry]) -> Vec<&'static str> {
    let name = |entry: &ImportedEntry| match entry.effect {
        Effect::Added => "added",
        Effect::Updated { .. } => "updated",
        Effect::Unchanged => "unchanged",
        Effect::Refused { .. } => "refused",
        _ => "unknown",
    };
    imported.iter().map(name).collect()
}

fn reason(entry: &ImportedEntry) -> &str {
    match &entry.effect {
        Effect::Refused { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

/// What a file says becomes contacts as the API would make them; what it says beside them is kept, and no
/// method shows it.
#[tokio::test]
async fn i6_a_file_becomes_contacts() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let ada = ada();
    let groups = server
        .people
        .source_groups(&ada, ["Engine", "Starred", " "], false);
    let groups = groups.await.expect("groups");
    let engine = groups[0].group.clone().expect("a group");
    assert!(groups[0].is_new && groups[2].group.is_err());
    assert_eq!(groups[1].group.as_deref(), Ok("contactGroups/starred"));
    let again = server.people.source_groups(&ada, ["engine"], false).await;
    let again = again.expect("groups");
    assert_eq!(
        (again[0].group.as_deref(), again[0].is_new),
        (Ok(&*engine), false)
    );

    let charles = card(
        "u1",
        &json!({"names": [{"givenName": "Charles", "familyName": "Babbage"}],
        "phoneNumbers": [{"value": "+44 20 7946 0018", "type": "work"}],
        "memberships": [{"contactGroupMembership": {"contactGroupResourceName": engine}}]}),
    );
    let charles = charles.photo(png("charles")).rest("X-MOON:full\r\n");
    let grace = card(
        "u2",
        &json!({"names": [{"unstructuredName": "Grace Hopper"}]}),
    );
    let grace = grace.rest(b"X-\xff".to_vec()).photo(b"no photo".to_vec());
    let nothing = card("u3", &json!({}));
    let long = card("u4", &json!({"urls": [{"value": "u".repeat(2_000)}]}));
    let imported = server
        .import(&[charles.clone(), grace, nothing, long])
        .await;
    assert_eq!(effects(&imported), ["added", "added", "refused", "refused"]);
    assert!(reason(&imported[3]).contains("1024"), "{imported:?}");
    let refused = imported[1].photo_refused.as_deref();
    assert!(refused.is_some(), "{imported:?}");

    let address = "/v1/people/me/connections?personFields=names,phoneNumbers,memberships,photos";
    let listed = server.get("ada", address).await;
    let charles = &list(&listed, "connections")[0];
    assert_eq!(text(&charles["names"][0], "displayName"), "Charles Babbage");
    assert_eq!(
        text(&charles["phoneNumbers"][0], "canonicalForm"),
        "+442079460018"
    );
    assert_eq!(text(&charles["phoneNumbers"][0], "formattedType"), "Work");
    assert!(text(&charles["photos"][0], "url").contains("/photos/"));
    let of = |it: &Value| it["contactGroupMembership"]["contactGroupResourceName"].clone();
    let groups: Vec<Value> = list(charles, "memberships").iter().map(of).collect();
    assert_eq!(groups, [json!(engine), json!("contactGroups/myContacts")]);
    assert!(!listed.to_string().contains("X-MOON"));
    let rows = store.page(&ada, RowKind::Source, Order::Id, None, 10).await;
    let rows = rows.expect("rows").rows;
    assert!(rows[0].record.body.contains(r#""rest":"X-MOON:full\r\n""#));
    assert!(rows[1].record.body.contains(r#""rest":{"base64":"WC3/"}"#));
    assert!(!rows[0].record.body.contains("myContacts") || rows[0].record.body.len() < 1_000);
}

/// A dry run says what an import does, and writes nothing.
#[tokio::test]
async fn i6_a_dry_run_writes_nothing() {
    let server = server().await;
    let mut dry = ImportOptions::default();
    dry.dry_run = true;
    let groups = server.people.source_groups(&ada(), ["Engine"], true).await;
    let group = groups.expect("groups")[0].group.clone().expect("a group");
    let charles = |nick: &str| {
        card(
            "u1",
            &json!({"names": [{"givenName": "Charles"}], "nicknames": [{"value": nick}],
            "memberships": [{"contactGroupMembership": {"contactGroupResourceName": group}}]}),
        )
    };
    let (planned, _) = server.import_as("a.vcf", &[charles("C")], dry).await;
    assert_eq!((effects(&planned)[0], planned[0].contact), ("added", None));
    assert_eq!(server.version().await, 0);
    let made = server.people.source_groups(&ada(), ["Engine"], false).await;
    assert_eq!(made.expect("groups")[0].group, Ok(group.clone()));
    server.import(&[charles("C")]).await;
    let version = server.version().await;
    let (planned, _) = server.import_as("a.vcf", &[charles("D")], dry).await;
    assert_eq!(effects(&planned), ["updated"]);
    assert!(planned[0].contact.is_some());
    assert_eq!(server.version().await, version);
}

/// An account that is full takes as many as it has room for.
#[tokio::test]
async fn i6_a_full_account_refuses_the_rest() {
    let mut sizes = people_server::Sizes::default();
    sizes.contacts = 2;
    let server = Server::sized(Memory::new(), Contract::Documented, sizes).await;
    let cards: Vec<_> = (0..4)
        .map(|at| {
            card(
                &format!("u{at}"),
                &json!({"names": [{"givenName": format!("A{at}")}]}),
            )
        })
        .collect();
    let imported = server.import(&cards[..1]).await;
    assert_eq!(effects(&imported), ["added"]);
    let imported = server.import(&cards).await;
    assert_eq!(
        effects(&imported),
        ["unchanged", "added", "refused", "refused"]
    );
    assert!(reason(&imported[3]).contains("2 contacts"));
}

/// A key that comes twice in a file is one contact.
#[tokio::test]
async fn i7_a_key_is_one_contact() {
    let server = server().await;
    let one = card("u1", &json!({"names": [{"givenName": "Ada"}]}));
    let other = card("u1", &json!({"names": [{"givenName": "Grace"}]}));
    let imported = server
        .import(&[one.clone(), one.clone(), other.clone()])
        .await;
    assert_eq!(effects(&imported), ["added", "refused", "refused"]);
    assert_eq!(reason(&imported[1]), "it repeats entry 1");
    assert_eq!(
        reason(&imported[2]),
        "entry 1 has the same key and other values"
    );
    // In any file, and however long.
    let options = ImportOptions::default();
    let (imported, _) = server.import_as("b.vcf", &[other], options).await;
    let conflicts = imported[0].conflicts.len();
    assert_eq!((effects(&imported)[0], conflicts), ("unchanged", 1));
    assert_eq!(server.contacts().await.len(), 1);
    let long = "u".repeat(5_000);
    let one = card(&long, &json!({"names": [{"givenName": "Long"}]}));
    let other = card(
        &format!("{long}2"),
        &json!({"names": [{"givenName": "Longer"}]}),
    );
    let imported = server.import(&[one.clone(), other.clone()]).await;
    assert_eq!(effects(&imported), ["added", "added"]);
    let imported = server.import(&[other, one]).await;
    assert_eq!(effects(&imported), ["unchanged", "unchanged"]);
}

/// What changed in the file and what changed here are both there; what changed in both is decided.
#[tokio::test]
async fn i8_a_second_import_is_a_three_way_merge() {
    for (conflicts, nick, again) in [
        (SourceConflicts::Leave, "here", 1),
        (SourceConflicts::Account, "here", 0),
        (SourceConflicts::File, "file", 0),
    ] {
        let server = server().await;
        let mut options = ImportOptions::default();
        options.conflicts = conflicts;
        let file = |given: &str, nick: &str, phone: &str| {
            [card(
                "u1",
                &json!({"names": [{"givenName": given, "familyName": "King"}],
                "organizations": [{"name": "Works", "title": nick}],
                "phoneNumbers": [{"value": phone}]}),
            )]
        };
        server.import(&file("Ada", "old", "+44 20 7946 0018")).await;
        let name = text(&server.contacts().await[0], "resourceName").to_owned();
        let title = json!([{"name": "Works", "title": "here"}]);
        server.edit(&name, "organizations", title).await;
        let phones = json!([{"value": "+44 20 7946 0018"}, {"value": "+44 20 7946 0999"}]);
        server.edit(&name, "phoneNumbers", phones).await;
        let second = file("Augusta", "file", "+44 20 7946 0111");
        let (imported, _) = server.import_as("a.vcf", &second, options).await;
        assert_eq!(effects(&imported), ["updated"]);
        let [conflict] = &imported[0].conflicts[..] else {
            panic!("{imported:?}")
        };
        assert_eq!(conflict.path().to_string(), "organizations[Works].title");
        let contacts = server.contacts().await;
        assert_eq!(text(&contacts[0]["names"][0], "givenName"), "Augusta");
        assert_eq!(text(&contacts[0]["organizations"][0], "title"), nick);
        let phones = &values(&contacts, "phoneNumbers", "value")[0].1;
        assert_eq!(phones.len(), 2, "{phones:?}");
        for phone in ["+44 20 7946 0111", "+44 20 7946 0999"] {
            assert!(phones.contains(&phone.to_owned()), "{phones:?}");
        }
        let version = server.version().await;
        let (imported, _) = server.import_as("a.vcf", &second, options).await;
        assert_eq!(effects(&imported), ["unchanged"]);
        assert_eq!(imported[0].conflicts.len(), again, "{conflicts:?}");
        assert_eq!(server.version().await, version);
    }
}

/// An edit that both sides made is made, also where a conflict was left beside it: undone here, it does not come back.
#[tokio::test]
async fn i8_an_edit_of_both_sides_is_not_made_again() {
    let server = server().await;
    let emails = |kind: &str, more: &[&str]| {
        let more = more.iter().map(|value| json!({"value": value}));
        let first = json!({"value": "a@x.example", "type": kind});
        Value::from_iter([first].into_iter().chain(more))
    };
    let file = |kind: &str, more: &[&str]| {
        let names = json!([{"givenName": "Ada"}]);
        [card(
            "u1",
            &json!({"names": names, "emailAddresses": emails(kind, more)}),
        )]
    };
    server.import(&file("home", &[])).await;
    let name = text(&server.contacts().await[0], "resourceName").to_owned();
    let here = emails("work", &["b@x.example"]);
    server.edit(&name, "emailAddresses", here).await;
    let second = file("other", &["b@x.example", "c@x.example"]);
    let imported = server.import(&second).await;
    assert_eq!(
        (effects(&imported)[0], imported[0].conflicts.len()),
        ("updated", 1)
    );
    let here = emails("work", &["c@x.example"]);
    server.edit(&name, "emailAddresses", here).await;
    for _ in 0..2 {
        let imported = server.import(&second).await;
        assert_eq!(
            (effects(&imported)[0], imported[0].conflicts.len()),
            ("unchanged", 1)
        );
    }
    let all = &values(&server.contacts().await, "emailAddresses", "value")[0].1;
    assert_eq!(all, &["a@x.example", "c@x.example"]);
}

/// A dry run counts what the entries and the groups before would have added: it says what the import then does.
#[tokio::test]
async fn i6_a_dry_run_of_a_full_account_says_what_an_import_does() {
    let mut sizes = Sizes::default();
    (sizes.contacts, sizes.groups) = (300, 3);
    let server = Server::sized(Memory::new(), Contract::Documented, sizes).await;
    let of = |from: usize, to: usize| -> Vec<SourceEntry> {
        let one = |at: usize| row(&json!({"names": [{"givenName": format!("A{at}")}]}));
        (from..to).map(one).collect()
    };
    server.import(&of(0, 50)).await;
    let there = ["Engine"];
    let groups = server.people.source_groups(&ada(), there, false).await;
    groups.expect("groups");

    // More than one commit. Some of them are there, some could not be stored anyway.
    let mut file = of(40, 320);
    for at in [3, 275] {
        let values = vec![json!({"value": "a"}); 501];
        file[at] = row(&json!({"nicknames": values}));
    }
    let names = [
        "Chess", "chess", " ", "engine", "Go", "CHESS", "Bridge", "Starred",
    ];
    let run = async |dry_run: bool| {
        let mut options = ImportOptions::default();
        options.dry_run = dry_run;
        let groups = server.people.source_groups(&ada(), names, dry_run).await;
        let (imported, _) = server.import_as("b.csv", &file, options).await;
        let effects: Vec<Effect> = imported.into_iter().map(|it| it.effect).collect();
        (groups.expect("groups"), effects)
    };
    let (planned, done) = (run(true).await, run(false).await);
    assert_eq!(planned.0, done.0);
    assert_eq!(planned.1, done.1);
    let new = |groups: &[SourceGroup]| groups.iter().filter(|it| it.is_new).count();
    assert_eq!(new(&done.0), 2);
    assert!(
        done.0[6]
            .group
            .as_ref()
            .is_err_and(|why| why.contains("3 contact groups"))
    );
    let added = done.1.iter().filter(|it| **it == Effect::Added);
    assert_eq!(added.count(), 250);
    assert_eq!(server.contacts().await.len(), 300);
}

/// A group that was renamed or deleted here is still the one that the file means.
#[tokio::test]
async fn i8_groups_that_changed_here_stay() {
    for is_deleted in [false, true] {
        let server = server().await;
        let import = async || {
            let groups = server.people.source_groups(&ada(), ["Chess"], false).await;
            let group = groups.expect("groups")[0].group.clone().expect("a group");
            let json = json!({"names": [{"givenName": "Ada"}],
                "memberships": [{"contactGroupMembership": {"contactGroupResourceName": group}}]});
            let imported = server.import(&[card("u1", &json)]).await;
            (effects(&imported), group)
        };
        let (_, group) = import().await;
        let address = format!("/v1/{group}");
        let answer = match is_deleted {
            true => server.call("ada", "DELETE", &address, &Value::Null).await,
            false => {
                let body = json!({"contactGroup": {"name": "Chess club"}});
                server.call("ada", "PUT", &address, &body).await
            }
        };
        assert_eq!(answer.status, 200, "{}", answer.text());
        let (version, before) = (server.version().await, server.contacts().await);
        assert_eq!(import().await, (vec!["unchanged"], group));
        assert_eq!(server.version().await, version);
        assert_eq!(server.contacts().await, before);
    }
}

/// An entry that a file has no longer is no deletion, and one that is deleted here comes back as a new one.
#[tokio::test]
async fn i9_nothing_is_deleted() {
    let server = server().await;
    let of = |at: u32| {
        card(
            &format!("u{at}"),
            &json!({"names": [{"givenName": format!("A{at}")}]}),
        )
    };
    server.import(&[of(1), of(2)]).await;
    let options = ImportOptions::default();
    let (_, file) = server.import_as("a.vcf", &[of(2)], options).await;
    let [missing] = file.missing[..] else {
        panic!("{file:?}")
    };
    let answer = server.delete("ada", &missing.resource_name()).await;
    assert_eq!(answer.status, 200);
    let (imported, file) = server.import_as("a.vcf", &[of(1), of(2)], options).await;
    assert_eq!(effects(&imported), ["added", "unchanged"]);
    assert_eq!(file, SourceFile::default());
}
