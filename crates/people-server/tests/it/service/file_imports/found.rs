//! I7: by what the contact of an entry is found.
use people_rules::Contract;
use people_server::{ImportOptions, SourceEntry};
use people_store::Memory;
use serde_json::{Value, json};

use super::{Server, ada, card, effects, faults, list, person, row, server, text, values};

/// Rows of a table have no keys: what they said before, their names and addresses tell who they are.
#[tokio::test]
async fn i7_rows_without_keys_are_found_again() {
    let server = server().await;
    let of = |given: &str, email: &str, nick: &str| {
        row(
            &json!({"names": [{"givenName": given, "familyName": "Lovelace"}],
            "emailAddresses": [{"value": email}], "nicknames": [{"value": nick}]}),
        )
    };
    let twins = [
        of("Twin", "t@x.example", "T"),
        of("Twin", "t@x.example", "T"),
    ];
    let first = [of("Ada", "a@x.example", "A"), of("Ben", "b@x.example", "B")];
    let file = [&first[..], &twins].concat();
    assert_eq!(effects(&server.import(&file).await), ["added"; 4]);
    let version = server.version().await;
    assert_eq!(effects(&server.import(&file).await), ["unchanged"; 4]);
    assert_eq!(server.version().await, version);
    // Ada is found by her name, and Ben, who has another one now, by his address.
    let second = [
        of("Benjamin", "b@x.example", "B"),
        of("Ada", "ada@x.example", "A2"),
    ];
    let file = [&second[..], &twins].concat();
    let (imported, missing) = server
        .import_as("a.vcf", &file, ImportOptions::default())
        .await;
    assert_eq!(
        effects(&imported),
        ["updated", "updated", "unchanged", "unchanged"]
    );
    assert_eq!(missing.missing, []);
    let contacts = server.contacts().await;
    assert_eq!(contacts.len(), 4);
    let nicknames = values(&contacts, "nicknames", "value");
    assert_eq!(nicknames[0], ("Ada".to_owned(), vec!["A2".to_owned()]));
    // Of two that look alike it cannot be known which one changed.
    let third = [
        of("Twin", "t@x.example", "T3"),
        of("Twin", "t@x.example", "T4"),
    ];
    let file = [&second[..], &third].concat();
    let (imported, missing) = server
        .import_as("a.vcf", &file, ImportOptions::default())
        .await;
    assert_eq!(
        effects(&imported),
        ["unchanged", "unchanged", "added", "added"]
    );
    assert_eq!(missing.missing.len(), 2, "they stay, and are reported");
    // A family's address does not make two people one.
    let son = of("Ada", "son@x.example", "S");
    let mut other = of("Zoe", "son@x.example", "Z");
    other.person.names[0].family_name = "Other".to_owned();
    assert_eq!(effects(&server.import(&[son]).await), ["updated"]);
    assert_eq!(effects(&server.import(&[other]).await), ["added"]);
}

/// Two imports at once add each contact once.
#[tokio::test]
async fn i7_two_imports_at_once_add_one_contact() {
    let server = server().await;
    let of = |key: &str| card(key, &json!({"names": [{"givenName": key}]}));
    let file = ["u1", "u2"].map(of);
    let (people, ada) = (&server.people, ada());
    let import = async |before: &(dyn Fn() + Sync)| {
        let (options, mut imported) = (ImportOptions::default(), Vec::new());
        let reads = std::cell::Cell::new(0);
        // All entries are looked for before the first one is read again.
        let read = |entry: &SourceEntry| {
            reads.set(reads.get() + 1);
            if reads.get() == file.len() + 1 {
                before();
            }
            entry.clone()
        };
        let done = |_, entry| imported.push(entry);
        let done = people.import_file(&ada, "a.vcf", &file, read, options, done);
        done.await.expect("imported");
        effects(&imported)
    };
    let other = || {
        let runtime = || tokio::runtime::Builder::new_current_thread().build();
        let run = || runtime().expect("a runtime").block_on(import(&|| {}));
        let added = std::thread::scope(|scope| scope.spawn(run).join());
        assert_eq!(added.expect("an import"), ["added", "added"]);
    };
    assert_eq!(import(&other).await, ["unchanged", "unchanged"]);
    assert_eq!(server.contacts().await.len(), 2);
}

/// A contact that was made of two is that of both entries, and gets what either says.
#[tokio::test]
async fn i7_a_contact_of_two_has_two_entries() {
    let server = server().await;
    let of = |key: &str, url: Value| {
        let nick = json!([{"value": key}]);
        card(
            key,
            &json!({"names": [{"givenName": "Ada"}], "nicknames": nick, "urls": url}),
        )
    };
    let mut file = [of("u1", json!([])), of("u2", json!([]))];
    server.import(&file).await;
    let mut two = Vec::new();
    for contact in server.contacts().await {
        let name = text(&contact, "resourceName");
        let address = format!("/v1/{name}?personFields=names,nicknames,urls,memberships,metadata");
        two.push(person(&server.get("ada", &address).await));
    }
    let after = people_rules::unite(&two[0], &two[1]).merge.person;
    let union = server.people.unite(&ada(), &two[0], &two[1], &after).await;
    union.expect("a union");
    let version = server.version().await;
    assert_eq!(effects(&server.import(&file).await), ["unchanged"; 2]);
    assert_eq!(server.version().await, version);
    file = ["u1", "u2"].map(|key| of(key, json!([{"value": format!("https://{key}.example")}])));
    assert_eq!(effects(&server.import(&file).await), ["updated"; 2]);
    let contacts = server.contacts().await;
    assert_eq!((contacts.len(), list(&contacts[0], "urls").len()), (1, 2));
}

impl Server<Memory> {
    /// Makes one contact of the two that there are.
    async fn unite_both(&self) {
        let mut two = Vec::new();
        for contact in self.contacts().await {
            let name = text(&contact, "resourceName");
            let read = "names,nicknames,urls,emailAddresses,memberships,metadata";
            let address = format!("/v1/{name}?personFields={read}");
            two.push(person(&self.get("ada", &address).await));
        }
        let after = people_rules::unite(&two[0], &two[1]).merge.person;
        let union = self.people.unite(&ada(), &two[0], &two[1], &after).await;
        union.expect("a union");
    }
}

/// The same holds for two rows without a key: neither is added again, even if its values change.
#[tokio::test]
async fn i7_a_contact_of_two_has_two_rows() {
    for address in ["b", "a"] {
        let server = server().await;
        let of = |mail: &str, url: Value| {
            row(&json!({"names": [{"givenName": "Ada"}], "urls": url,
                "emailAddresses": [{"value": format!("{mail}@x.example")}]}))
        };
        let url = |name: &str| json!([{"value": format!("https://{name}.example")}]);
        let mut file = vec![of("a", json!([])), of(address, json!([]))];
        assert_eq!(effects(&server.import(&file).await), ["added"; 2]);
        server.unite_both().await;
        let version = server.version().await;
        let count = async || server.contacts().await.len();
        assert_eq!(effects(&server.import(&file).await), ["unchanged"; 2]);
        assert_eq!((server.version().await, count().await), (version, 1));

        file[1] = of(address, url("one"));
        assert_eq!(
            effects(&server.import(&file).await),
            ["unchanged", "updated"]
        );
        if address == "b" {
            file = vec![of("b", url("two")), of("a", url("three"))];
            assert_eq!(effects(&server.import(&file).await), ["updated"; 2]);
            let contacts = server.contacts().await;
            assert_eq!(list(&contacts[0], "emailAddresses").len(), 2);
            assert_eq!(list(&contacts[0], "urls").len(), 2);
        }
        assert_eq!(count().await, 1);
        let (_, told) = server
            .import_as("a.vcf", &file[..1], ImportOptions::default())
            .await;
        assert_eq!(told.missing, [], "one of its rows is in the file");
        let (imported, _) = server
            .import_as(
                "a.vcf",
                &[&file[..], &file[..1]].concat(),
                ImportOptions::default(),
            )
            .await;
        assert_eq!(
            effects(&imported),
            ["unchanged", "unchanged", "added"],
            "a third row is a third contact"
        );
    }
}

/// However many entries say the same, the same file again changes nothing.
#[tokio::test]
async fn i7_many_rows_that_say_the_same() {
    let server = server().await;
    let file = vec![row(&json!({"names": [{"givenName": "Ada"}]})); 45];
    assert_eq!(effects(&server.import(&file).await), ["added"; 45]);
    let version = server.version().await;
    assert_eq!(effects(&server.import(&file).await), ["unchanged"; 45]);
    assert_eq!(server.version().await, version);
}

/// A contact that is there and says the same is the entry's, and gets the groups of the file.
#[tokio::test]
async fn i7_equal_content_is_one_contact() {
    let server = server().await;
    let content =
        json!({"names": [{"givenName": "Ada"}], "phoneNumbers": [{"value": "020 7946 0018"}]});
    let there = server.create("ada", &content).await;
    let twin = server.create("ada", &content).await;
    let groups = server.people.source_groups(&ada(), ["Engine"], false).await;
    let group = groups.expect("groups")[0].group.clone().expect("a group");
    let version = server.version().await;
    let imported = server.import(&[card("u1", &content)]).await;
    assert_eq!(effects(&imported), ["unchanged"]);
    assert_eq!(server.version().await, version + 1, "its source");
    let found = imported[0].contact.expect("a contact").resource_name();
    assert_eq!(found, text(&there, "resourceName"));
    let mut with_group = content.clone();
    with_group["memberships"] =
        json!([{"contactGroupMembership": {"contactGroupResourceName": group}}]);
    let imported = server
        .import(&[card("u1", &content), card("u2", &with_group)])
        .await;
    assert_eq!(effects(&imported), ["unchanged", "updated"]);
    let found = imported[1].contact.expect("a contact").resource_name();
    assert_eq!(found, text(&twin, "resourceName"));
    let other = card(
        "u3",
        &json!({"names": [{"givenName": "Ada"}], "nicknames": [{"value": "A"}]}),
    );
    assert_eq!(effects(&server.import(&[other]).await), ["added"]);
    assert_eq!(server.contacts().await.len(), 3);
}

/// Who has the name of somebody who is in the file no longer, but another birthday, or another address and
/// organization, is somebody else. A birthday alone that is another one now is an edit.
#[tokio::test]
async fn i7_look_alikes_are_not_mixed_up() {
    for (others, is_same) in [
        (
            json!({"birthdays": [{"date": {"month": 12, "day": 11}}]}),
            true,
        ),
        (
            json!({"birthdays": [{"date": {"month": 12, "day": 11}}], "nicknames": [{"value": "J"}]}),
            false,
        ),
        (
            json!({"emailAddresses": [{"value": "other@y.example"}]}),
            true,
        ),
        (
            json!({"emailAddresses": [{"value": "other@y.example"}], "organizations": [{"name": "Mill"}]}),
            false,
        ),
    ] {
        let server = server().await;
        let mut john = json!({"names": [{"givenName": "John", "familyName": "Smith"}],
            "birthdays": [{"date": {"month": 12, "day": 10}}],
            "emailAddresses": [{"value": "john@x.example"}], "organizations": [{"name": "Works"}]});
        server.import(&[row(&john)]).await;
        for (field, value) in others.as_object().expect("fields") {
            john[field] = value.clone();
        }
        let imported = server.import(&[row(&john)]).await;
        let expected = if is_same { "updated" } else { "added" };
        assert_eq!(effects(&imported), [expected], "{others}");
    }
}

/// An address or a number tells rows of one name apart, unless two of the rows have it.
#[tokio::test]
async fn i7_rows_of_one_name_are_found_by_a_number() {
    let server = server().await;
    let of = |number: &str, note: &str| {
        row(
            &json!({"names": [{"givenName": "John"}], "phoneNumbers": [{"value": number}],
            "biographies": [{"value": note, "contentType": "TEXT_PLAIN"}]}),
        )
    };
    let (one, other) = ("+44 20 7946 0018", "+44 20 7946 0019");
    server.import(&[of(one, "1"), of(other, "2")]).await;
    let file = [of(one, "3"), of(other, "4")];
    assert_eq!(effects(&server.import(&file).await), ["updated"; 2]);
    assert_eq!(effects(&server.import(&file).await), ["unchanged"; 2]);
    let file = [of(one, "5"), of(one, "6")];
    assert_eq!(effects(&server.import(&file).await), ["added"; 2]);
}

/// The file that is imported most is known by its name, however many copies come between.
#[tokio::test]
async fn i7_a_file_that_comes_again_is_not_forgotten() {
    for is_keyed in [false, true] {
        let store = Memory::new();
        let server = Server::over(store.clone(), Contract::Documented).await;
        let of = |phone: &str| {
            let json = json!({"names": [{"givenName": "Ada"}], "phoneNumbers": [{"value": phone}]});
            [row(&json).key(if is_keyed { "u1" } else { "" })]
        };
        let import = async |file: &str, phone: &str| {
            let options = ImportOptions::default();
            let (imported, _) = server.import_as(file, &of(phone), options).await;
            effects(&imported)[0]
        };
        let (before, after) = ("+44 20 7946 0018", "+44 20 7946 0019");
        assert_eq!(import("contacts.csv", before).await, "added");
        let contacts = server.contacts().await;
        for copy in 1..=8 {
            let copy = format!("contacts ({copy}).csv");
            for file in ["contacts.csv", &*copy] {
                assert_eq!(import(file, before).await, "unchanged", "{file}");
            }
            let version = server.version().await;
            assert_eq!(import(&copy, before).await, "unchanged");
            assert_eq!(server.version().await, version, "the same file twice");
        }
        assert_eq!(server.contacts().await, contacts, "no contact was written");
        assert_eq!(import("contacts.csv", after).await, "updated", "{is_keyed}");
        let phones = values(&server.contacts().await, "phoneNumbers", "value");
        let expected = vec![after.to_owned()];
        assert_eq!(phones, [("Ada".to_owned(), expected)]);
        assert_eq!(faults(&store, &ada()).await, [""; 0]);
    }
}
