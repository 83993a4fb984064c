//! M43 and M44: one contact of two in one commit, and two of one again.
use people_model::{Code, ContactId, Person};
use people_rules::{Contract, Resolution, unite};
use people_server::{Effect, Failure, ImportOptions, ImportedEntry, SourceEntry, Union};
use people_store::{Account, Batch, Condition, Memory, Order, Record, RowKind, Store, Write};
use serde_json::{Value, json};

use super::{Server, edited, faults, text};

const JPEG: &str = "/9j/wAALCAABAAEBAREA/9oACAEBAAA/AAH/2Q==";

fn ada() -> Account {
    Account::new("ada").expect("a name")
}

const ALL: &str = "personFields=names,emailAddresses,nicknames,urls,memberships,metadata,photos";

async fn read(server: &Server<Memory>, name: &str) -> Value {
    server.get("ada", &format!("/v1/{name}?{ALL}")).await
}

fn person(json: &Value) -> Person {
    serde_json::from_value(json.clone()).expect("a person")
}

/// Makes one contact of people/c1 and people/c2.
async fn united(server: &Server<Memory>) -> Result<Union, Failure> {
    let kept = person(&read(server, "people/c1").await);
    let gone = person(&read(server, "people/c2").await);
    let after = unite(&kept, &gone).merge.person;
    server.people.unite(&ada(), &kept, &gone, &after).await
}

async fn divided(server: &Server<Memory>) -> Result<Union, Failure> {
    let [union] = &server.people.unions(&ada()).await.expect("a list")[..] else {
        panic!("one union");
    };
    server
        .people
        .divide(&ada(), union.id, Resolution::Unresolved)
        .await
}

/// What a contact says, whatever its version.
fn said(person: &Value) -> Vec<Value> {
    [
        "names",
        "emailAddresses",
        "nicknames",
        "urls",
        "memberships",
    ]
    .map(|field| person[field].clone())
    .to_vec()
}

/// Two contacts of one person. The second one has a photo and a source.
async fn server() -> (Memory, Server<Memory>) {
    let store = Memory::new();
    let groups = json!([{"resourceName": "contactGroups/1f", "name": "Engine"}]);
    let contacts = json!([
        {"resourceName": "people/c1", "names": [{"givenName": "Ada", "familyName": "King"}],
         "emailAddresses": [{"value": "ada@example.com"}, {"value": "a@work.example"}]},
        {"resourceName": "people/c2", "names": [{"givenName": "Ada", "familyName": "King"}],
         "emailAddresses": [{"value": "ada@example.com", "type": "home"}], "nicknames": [{"value": "Countess"}],
         "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/1f"}}],
         "photo": JPEG},
    ]);
    let seed = json!({"accounts": {"ada": {"groups": groups, "contacts": contacts}}});
    let server = Server::over(store.clone(), Contract::Documented).await;
    let server = server.seeded(&seed.to_string()).await;
    let body = json!({"sources": [{"file": "a.vcf", "key": "uid-2", "said": {"names": []}}]});
    let record = Record {
        body: body.to_string(),
        terms: ["contact:2", "key:uid-2"].into(),
        ..Record::default()
    };
    let put = Write::Put {
        kind: RowKind::Source,
        id: 2,
        record,
        condition: Condition::Absent,
    };
    let batch = Batch {
        writes: vec![put],
        time: 1,
    };
    store.commit(&ada(), batch).await.expect("a source");
    (store, server)
}

async fn rows(store: &Memory, kind: RowKind) -> Vec<(u64, Record)> {
    let page = store.page(&ada(), kind, Order::Id, None, 100).await;
    let rows = page.expect("a page").rows.into_iter();
    rows.map(|row| (row.id, (*row.record).clone())).collect()
}

#[tokio::test]
async fn m43_one_commit_makes_one_contact_of_two() {
    let (store, server) = server().await;
    let before = store.standing(&ada()).await.expect("a store").version.0;
    let union = united(&server).await.expect("a union");
    assert_eq!(
        store.standing(&ada()).await.expect("a store").version.0,
        before + 1
    );
    assert_eq!((union.kept.get(), union.gone.get()), (1, 2));
    let now = read(&server, "people/c1").await;
    assert_eq!(now["emailAddresses"][0]["type"], "home");
    assert_eq!(now["emailAddresses"][1]["value"], "a@work.example");
    assert_eq!(now["nicknames"][0]["value"], "Countess");
    assert_eq!(
        now["memberships"].as_array().expect("a list").len(),
        2,
        "{now}"
    );
    assert!(now["photos"][0].get("default").is_none(), "{now}");
    let gone = server
        .call("ada", "GET", &format!("/v1/people/c2?{ALL}"), &Value::Null)
        .await;
    assert_eq!(gone.status, 404);
    let sources = rows(&store, RowKind::Source).await;
    let [(1, source)] = &sources[..] else {
        panic!("{sources:?}")
    };
    assert!(
        source.terms.contains("key:uid-2"),
        "another import finds it"
    );
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

#[tokio::test]
async fn m43_a_contact_that_changed_is_not_united() {
    let (store, server) = server().await;
    let kept = person(&read(&server, "people/c1").await);
    let gone = person(&read(&server, "people/c2").await);
    let after = unite(&kept, &gone).merge.person;
    for name in ["people/c2", "people/c1"] {
        let edit = edited(
            &read(&server, name).await,
            "urls",
            json!([{"value": "https://ada.example"}]),
        );
        assert_eq!(server.update("ada", "urls", &edit).await.status, 200);
        let stale = server
            .people
            .unite(&ada(), &kept, &gone, &after)
            .await
            .expect_err("a refusal");
        assert_eq!(stale.status().code(), Some(Code::FailedPrecondition));
        assert_eq!(rows(&store, RowKind::Contact).await.len(), 2);
        assert_eq!(rows(&store, RowKind::Undo).await.len(), 0);
    }
}

/// What could not be undone with its photo is refused.
#[tokio::test]
async fn m43_a_union_that_no_row_holds_is_refused() {
    let (store, server) = server().await;
    let photo = super::photos::png(&"x".repeat(2_999_900));
    let body = json!({"photoBytes": super::photos::base64(&photo)});
    let address = "/v1/people/c2:updateContactPhoto";
    let answer = server.call("ada", "PATCH", address, &body).await;
    assert_eq!(answer.status, 200);
    let row = store.get(&ada(), RowKind::Source, 2).await;
    let row = row.expect("a store").expect("a row");
    let mut record = (*row.record).clone();
    let rest = format!(r#""rest":"{}","said""#, "X".repeat(300_000));
    record.body = record.body.replace(r#""said""#, &rest);
    let put = Write::Put {
        kind: RowKind::Source,
        id: 2,
        record,
        condition: Condition::Version(row.version),
    };
    let batch = Batch {
        writes: vec![put],
        time: row.update_time,
    };
    store.commit(&ada(), batch).await.expect("a source");
    let version = store.standing(&ada()).await.expect("a store").version;
    let refused = united(&server).await.expect_err("a refusal");
    assert_eq!(refused.status().code(), Some(Code::InvalidArgument));
    let told = &refused.status().message;
    assert!(told.contains("photo of people/c2"), "{told}");
    let now = store.standing(&ada()).await.expect("a store").version;
    assert_eq!(now, version, "nothing was written");
}

#[tokio::test]
async fn m44_two_contacts_are_as_they_were() {
    let (store, server) = server().await;
    let before = [
        read(&server, "people/c1").await,
        read(&server, "people/c2").await,
    ];
    let sources = rows(&store, RowKind::Source).await;
    let photos = rows(&store, RowKind::Photo).await;
    united(&server).await.expect("a union");
    divided(&server).await.expect("two contacts");
    for old in &before {
        let now = read(&server, text(old, "resourceName")).await;
        assert_eq!(said(&now), said(old));
    }
    // The terms are those of this version.
    let bodies = |rows: Vec<(u64, Record)>| -> Vec<(u64, String)> {
        let bodies = rows.into_iter().map(|(id, record)| (id, record.body));
        bodies.collect()
    };
    assert_eq!(bodies(rows(&store, RowKind::Source).await), bodies(sources));
    assert_eq!(rows(&store, RowKind::Photo).await, photos);
    assert_eq!(rows(&store, RowKind::Undo).await.len(), 0);
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
    // And once more.
    united(&server).await.expect("a union");
    assert_eq!(rows(&store, RowKind::Contact).await.len(), 1);
}

#[tokio::test]
async fn m44_edits_since_stay() {
    let (store, server) = server().await;
    united(&server).await.expect("a union");
    let edit = edited(
        &read(&server, "people/c1").await,
        "urls",
        json!([{"value": "https://ada.example"}]),
    );
    assert_eq!(server.update("ada", "urls", &edit).await.status, 200);
    let deleted = server
        .call("ada", "DELETE", "/v1/contactGroups/1f", &Value::Null)
        .await;
    assert_eq!(deleted.status, 200);
    divided(&server).await.expect("two contacts");
    let [kept, back] = [
        read(&server, "people/c1").await,
        read(&server, "people/c2").await,
    ];
    assert_eq!(kept["urls"][0]["value"], "https://ada.example");
    assert!(kept["nicknames"].is_null(), "{kept}");
    assert_eq!(back["nicknames"][0]["value"], "Countess");
    assert!(
        !back["memberships"].to_string().contains("1f"),
        "a group that is gone: {back}"
    );
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

/// What files have said since of either stays, and another import finds both.
#[tokio::test]
async fn m44_imports_since_stay() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let entry = |key: &str, json: &Value| SourceEntry::new(person(json)).key(key);
    let named =
        |nick: &str| json!({"names": [{"givenName": "Ada"}], "nicknames": [{"value": nick}]});
    let import = async |file: &str, entries: &[SourceEntry]| {
        let (ada, options) = (ada(), ImportOptions::default());
        let mut effects = Vec::new();
        let done = |_, it: ImportedEntry| effects.push(it.effect);
        let read = SourceEntry::clone;
        let imported = server
            .people
            .import_file(&ada, file, entries, read, options, done);
        imported.await.expect("imported");
        effects
    };
    let both = ["A", "B"].map(|nick| entry(nick, &named(nick)));
    let files = ["a.vcf", "b.vcf"];
    for (file, entry) in files.iter().zip(&both) {
        import(file, std::slice::from_ref(entry)).await;
    }
    let contacts = rows(&store, RowKind::Contact).await;
    let name = |at: usize| {
        ContactId::new(contacts[at].0)
            .expect("an id")
            .resource_name()
    };
    let kept = person(&read(&server, &name(0)).await);
    let gone = person(&read(&server, &name(1)).await);
    let stays = usize::from(kept.nicknames[0].value == "B");
    let after = unite(&kept, &gone).merge.person;
    let union = server.people.unite(&ada(), &kept, &gone, &after).await;
    union.expect("a union");
    // Another file says the same of it, and the first one something new.
    let now = read(&server, &name(0)).await;
    let mut same = named("");
    let nicknames = now["nicknames"].as_array().expect("a list").iter();
    same["nicknames"] = nicknames.map(|it| json!({"value": it["value"]})).collect();
    let since = [entry("since", &same)];
    assert_eq!(import("c.vcf", &since).await, [Effect::Unchanged]);
    let key = ["A", "B"][stays];
    let mut more = named(key);
    more["urls"] = json!([{"value": "https://ada.example"}]);
    let mut later = both.clone();
    later[stays] = entry(key, &more);
    import(files[stays], &later[stays..=stays]).await;
    divided(&server).await.expect("two contacts");
    let version = store.standing(&ada()).await.expect("a store").version;
    for (file, entry) in files.iter().zip(&later).chain([(&"c.vcf", &since[0])]) {
        let again = import(file, std::slice::from_ref(entry)).await;
        assert_eq!(again, [Effect::Unchanged], "{file}");
    }
    let now = store.standing(&ada()).await.expect("a store").version;
    assert_eq!(now, version, "the same files again");
    assert_eq!(rows(&store, RowKind::Contact).await.len(), 2);
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

#[tokio::test]
async fn m44_what_was_changed_since_is_a_conflict() {
    let (store, server) = server().await;
    united(&server).await.expect("a union");
    let now = read(&server, "people/c1").await;
    let mut emails = now["emailAddresses"].clone();
    emails[0]["type"] = json!("other");
    assert_eq!(
        server
            .update(
                "ada",
                "emailAddresses",
                &edited(&now, "emailAddresses", emails)
            )
            .await
            .status,
        200
    );
    let refused = divided(&server).await.expect_err("a conflict");
    assert_eq!(refused.status().code(), Some(Code::FailedPrecondition));
    assert!(
        refused
            .status()
            .message
            .contains("emailAddresses[ada@example.com].type"),
        "{refused}"
    );
    assert_eq!(rows(&store, RowKind::Contact).await.len(), 1);
    let id = server.people.unions(&ada()).await.expect("a list")[0].id;
    server
        .people
        .divide(&ada(), id, Resolution::Theirs)
        .await
        .expect("two contacts");
    assert_eq!(
        read(&server, "people/c1").await["emailAddresses"][0]["type"],
        "other"
    );
    // Without the contact that stayed, the other one comes back all the same.
    united(&server).await.expect("a union");
    assert_eq!(server.delete("ada", "people/c1").await.status, 200);
    divided(&server).await.expect("a contact");
    assert_eq!(rows(&store, RowKind::Contact).await.len(), 1);
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

#[tokio::test]
async fn m44_a_union_is_kept_for_30_days() {
    let (store, server) = server().await;
    united(&server).await.expect("a union");
    // At the second the first one is 31 days old.
    for days in [29, 2] {
        assert!(
            rows(&store, RowKind::Undo)
                .await
                .iter()
                .any(|(id, _)| *id == 1)
        );
        server.clock.advance(days * 24 * 60 * 60);
        let bob = json!({"names": [{"givenName": format!("Bob {days}")}]});
        let pair = [
            server.create("ada", &bob).await,
            server.create("ada", &bob).await,
        ];
        let [kept, gone] = pair.map(|json| person(&json));
        let after = unite(&kept, &gone).merge.person;
        let union = server.people.unite(&ada(), &kept, &gone, &after).await;
        union.expect("a union");
        assert_eq!(rows(&store, RowKind::Undo).await.len(), 2);
    }
    let left = rows(&store, RowKind::Undo).await;
    assert!(left.iter().all(|(id, _)| *id != 1));
}
