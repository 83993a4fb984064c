//! B2 to B5: writes of many contacts at once.

use people_rules::Contract;
use people_server::Sizes;
use people_store::{Account, Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Map, Value, json};

use super::{Server, list, text, turns::Turns};

const CREATE: &str = "/v1/people:batchCreateContacts";
const UPDATE: &str = "/v1/people:batchUpdateContacts";
const DELETE: &str = "/v1/people:batchDeleteContacts";

fn embedded() -> (tempfile::TempDir, Embedded) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    (folder, store)
}

/// So many new contacts, each with its number for a nickname, and what `readMask` asks for.
fn creates(count: usize) -> Value {
    let contacts = (0..count)
        .map(|number| json!({"contactPerson": {"nicknames": [{"value": number.to_string()}]}}));
    json!({"contacts": contacts.collect::<Vec<_>>(), "readMask": "metadata,nicknames"})
}

/// An update of the nickname of each person to `nickname`, by the etag that it has.
fn updates<'p>(people: impl IntoIterator<Item = &'p Value>, nickname: &str) -> Value {
    let contacts = people.into_iter().map(|person| {
        let mut update = person.clone();
        update["nicknames"] = json!([{"value": nickname}]);
        (text(person, "resourceName").to_owned(), update)
    });
    let contacts: Map<String, Value> = contacts.collect();
    json!({"contacts": contacts, "updateMask": "nicknames", "readMask": "metadata,nicknames"})
}

/// The persons of a reply to a batch of creates.
fn people(reply: &Value) -> Vec<Value> {
    let created = list(reply, "createdPeople").iter();
    created.map(|entry| entry["person"].clone()).collect()
}

async fn post<S: Store>(server: &Server<S>, address: &str, body: &Value) -> (u16, Value) {
    let answer = server.call("ada", "POST", address, body).await;
    (answer.status.as_u16(), answer.json())
}

/// How many contacts the account has, and at which version it is: each commit is one more.
async fn state<S: Store>(server: &Server<S>, store: &S) -> (usize, u64) {
    let address = "/v1/people/me/connections?personFields=names&pageSize=1000";
    let contacts = list(&server.get("ada", address).await, "connections").len();
    let ada = Account::new("ada").expect("an account");
    (contacts, store.version(&ada).await.expect("a version").0)
}

/// B2 to B5, F14: as many as one batch takes are one commit, and of none or of one more nothing is done.
async fn batches_are_one_commit<S: Store + Clone>(store: S) {
    let server = Server::over(store.clone(), Contract::Documented).await;
    for refused in [creates(0), creates(201)] {
        let (status, reply) = post(&server, CREATE, &refused).await;
        assert_eq!(status, 400, "{reply}");
        assert_eq!(
            reply["error"]["message"],
            "Request contains an invalid argument."
        );
    }
    assert_eq!(state(&server, &store).await, (0, 0));

    let mut all = Vec::new();
    for batch in 1..=3 {
        let (status, reply) = post(&server, CREATE, &creates(200)).await;
        assert_eq!(status, 200, "{reply}");
        let created = people(&reply);
        let nicknames = created.iter().map(|it| text(&it["nicknames"][0], "value"));
        assert!(
            nicknames.eq((0..200).map(|number| number.to_string())),
            "in order"
        );
        all.extend(created);
        assert_eq!(state(&server, &store).await, (all.len(), batch));
    }

    for refused in [updates(&all[..201], "Nick"), updates(&[], "Nick")] {
        let (status, reply) = post(&server, UPDATE, &refused).await;
        assert_eq!(status, 400, "{reply}");
        assert_eq!(
            reply["error"]["message"],
            "Request contains an invalid argument."
        );
    }
    assert_eq!(state(&server, &store).await, (600, 3));
    let reversed = updates(all[..200].iter().rev(), "Nick");
    let (status, reply) = post(&server, UPDATE, &reversed).await;
    assert_eq!(status, 200, "{reply}");
    let result = reply["updateResult"].as_object().expect("a map");
    let names = all[..200].iter().rev().map(|it| text(it, "resourceName"));
    assert!(result.keys().eq(names), "in order");
    for (name, entry) in result {
        assert_eq!(text(entry, "requestedResourceName"), name);
        assert_eq!(text(&entry["person"], "resourceName"), name);
        assert_eq!(entry["person"]["nicknames"][0]["value"], "Nick");
    }
    assert_eq!(state(&server, &store).await, (600, 4));

    let names: Vec<&str> = all.iter().map(|it| text(it, "resourceName")).collect();
    let mut unknown = names[..500].to_vec();
    for place in [0, 250, 499] {
        unknown[place] = "people/c7";
    }
    for (names, expected) in [(&names[..501], 400), (&[], 400), (&unknown, 404)] {
        let (status, reply) = post(&server, DELETE, &json!({"resourceNames": names})).await;
        assert_eq!(status, expected, "{reply}");
    }
    assert_eq!(state(&server, &store).await, (600, 4));
    let (status, reply) = post(&server, DELETE, &json!({"resourceNames": names[..500]})).await;
    assert_eq!((status, reply), (200, json!({})));
    assert_eq!(state(&server, &store).await, (100, 5));
}

#[tokio::test]
async fn a_batch_is_one_commit() {
    batches_are_one_commit(Turns(Memory::with_secret([7; 32]))).await;
}

#[tokio::test]
async fn a_batch_is_one_commit_of_the_embedded_store() {
    let (_folder, store) = embedded();
    batches_are_one_commit(store).await;
}

/// B2: the reply has the error of each contact, and nothing is written.
#[tokio::test]
async fn every_contact_that_is_refused_is_told() {
    let store = Memory::with_secret([7; 32]);
    let server = Server::over(store.clone(), Contract::Documented).await;
    let (_, reply) = post(&server, CREATE, &creates(6)).await;
    let all = people(&reply);
    let (status, _) = post(&server, UPDATE, &updates(&all[..1], "faster")).await;
    assert_eq!(status, 200);
    let before = state(&server, &store).await;

    let mut batch = updates(&all, "Nick");
    let name = |place: usize| text(&all[place], "resourceName").to_owned();
    batch["contacts"][name(2)]["nicknames"] = json!([{"value": "x".repeat(900)}]);
    batch["contacts"][name(3)] = json!({});
    let etag = text(&all[4]["metadata"]["sources"][0], "etag");
    batch["contacts"]["people/c7"] =
        json!({"metadata": {"sources": [{"type": "CONTACT", "etag": etag}]}});
    let (status, reply) = post(&server, UPDATE, &batch).await;
    assert_eq!(status, 400, "{reply}");
    let errors = reply["error"]["details"][0]["contactErrors"].as_object();
    let errors = errors.expect("errors").iter();
    let codes: Vec<_> = errors
        .map(|(name, it)| (name.as_str(), it["code"].as_u64()))
        .collect();
    // A stale one, one without sources, and one that is not there; the rest would have succeeded.
    let expected = [
        (name(0), Some(9)),
        (name(3), Some(3)),
        ("people/c7".to_owned(), Some(5)),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, code)| (name.as_str(), *code))
        .collect();
    assert_eq!(codes, expected);
    assert_eq!(
        reply["error"]["status"], "FAILED_PRECONDITION",
        "that of the first"
    );
    assert_eq!(state(&server, &store).await, before);
}

/// N1: a batch takes as much room as it has contacts; what has no room is not one contact's fault.
#[tokio::test]
async fn a_batch_has_room_for_all_or_none() {
    let store = Memory::with_secret([7; 32]);
    let mut sizes = Sizes::default();
    sizes.contacts = 5;
    let server = Server::sized(store.clone(), Contract::Documented, sizes).await;
    assert_eq!(post(&server, CREATE, &creates(3)).await.0, 200);
    let (status, reply) = post(&server, CREATE, &creates(3)).await;
    assert_eq!(status, 400, "{reply}");
    assert!(text(&reply["error"], "message").contains("MY_CONTACTS_OVERFLOW_COUNT"));
    assert!(reply["error"]["details"].is_null());
    assert_eq!(state(&server, &store).await, (3, 1));
    assert_eq!(post(&server, CREATE, &creates(2)).await.0, 200);
}

/// N2, N3: each contact of a batch may be as large as one by itself, and no larger.
#[tokio::test]
async fn sizes_are_those_of_each_contact() {
    let server = Server::new().await;
    let note = |bytes: usize| json!({"biographies": [{"value": "n".repeat(bytes)}]});
    let of = |people: Vec<Value>| {
        let contacts = people.into_iter().map(|it| json!({"contactPerson": it}));
        json!({"contacts": contacts.collect::<Vec<_>>()})
    };
    let (status, reply) = post(&server, CREATE, &of(vec![note(8_000); 200])).await;
    assert_eq!((status, reply), (200, json!({})));
    let values = |count: usize| json!({"urls": vec![json!({"value": "x"}); count]});
    let (status, reply) = post(
        &server,
        CREATE,
        &of(vec![values(499), note(200_000), values(500), note(8_000)]),
    )
    .await;
    assert_eq!(status, 400, "{reply}");
    let errors = reply["error"]["details"][0]["contactErrors"].as_object();
    let refused: Vec<_> = errors.expect("errors").keys().cloned().collect();
    // With its group, the third has 501 values.
    assert_eq!(refused, ["1", "2"], "{reply}");
}

/// B4: a map is no list, and a list is no map.
#[tokio::test]
async fn a_list_is_no_map() {
    let server = Server::new().await;
    let body = json!({"contacts": [{"resourceName": "people/c1"}], "updateMask": "names"});
    let (status, reply) = post(&server, UPDATE, &body).await;
    assert_eq!(status, 400);
    let message = text(&reply["error"], "message");
    assert!(message.contains("Cannot bind a list to map"), "{message}");
    for contacts in [json!("people/c1"), json!(1), json!(true)] {
        let body = json!({"contacts": contacts, "updateMask": "names"});
        assert_eq!(post(&server, UPDATE, &body).await.0, 400, "{body}");
    }
    // A person that is unset is no contact to update.
    let body = json!({"contacts": {"people/c1": null}, "updateMask": "names"});
    assert_eq!(post(&server, UPDATE, &body).await.0, 400);
}

/// B5: what is no list of names is refused.
#[tokio::test]
async fn what_is_no_list_of_names_is_refused() {
    let server = Server::new().await;
    let (_, reply) = post(&server, CREATE, &creates(1)).await;
    let name = text(&people(&reply)[0], "resourceName").to_owned();
    for body in [
        json!({"resourceNames": {"0": name}}),
        json!({"resourceNames": [[name]]}),
        json!({"resourceNames": [name, 1]}),
        json!({"names": [name]}),
        json!([name]),
    ] {
        let (status, reply) = post(&server, DELETE, &body).await;
        assert_eq!(status, 400, "{body}: {reply}");
    }
    // One value for a list, and null in one, are as in every body (rule F4).
    let body = json!({"resourceNames": name});
    assert_eq!(post(&server, DELETE, &body).await.0, 200);
    let body = json!({"resourceNames": [Value::Null]});
    assert_eq!(post(&server, DELETE, &body).await.0, 400);
}
