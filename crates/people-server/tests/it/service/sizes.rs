//! How much accounts and contacts may hold: N1, N2, N3, N5.
use std::{
    future::{Future, poll_fn},
    sync::Arc,
    task::Poll,
};

use people_rules::Contract;
use people_server::Sizes;
use people_store::{Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Server, edited, list, text, turns::Turns};

async fn server<S: Store>(store: S, change: impl FnOnce(&mut Sizes)) -> Server<S> {
    let mut sizes = Sizes::default();
    change(&mut sizes);
    Server::sized(store, Contract::Documented, sizes).await
}

async fn count<S: Store>(server: &Server<S>) -> u64 {
    let address = "/v1/people/me/connections?personFields=metadata";
    server.get("ada", address).await["totalItems"]
        .as_u64()
        .unwrap_or(0)
}

fn person(nickname: &str) -> Value {
    json!({"nicknames": [{"value": nickname}]})
}

/// The status and the message of an answer that refuses.
fn refusal(answer: &crate::fake::Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.message())
}

#[tokio::test]
async fn an_account_holds_so_many_contacts() {
    let server = server(Memory::new(), |sizes| sizes.contacts = 3).await;
    let mut names = Vec::new();
    for number in 0..3 {
        let created = server.create("ada", &person(&number.to_string())).await;
        names.push(text(&created, "resourceName").to_owned());
    }
    let address = "/v1/people:createContact";
    let full = server.call("ada", "POST", address, &person("4")).await;
    let message = "MY_CONTACTS_OVERFLOW_COUNT: the account has no room beyond 3 contacts.";
    assert_eq!(refusal(&full), (400, message.to_owned()));
    assert_eq!(full.json()["error"]["status"], "FAILED_PRECONDITION");
    assert_eq!(count(&server).await, 3);

    // Others have room of their own, updates need none, and a delete makes some.
    server.create("mary", &person("hers")).await;
    let address = format!("/v1/{}?personFields=metadata,nicknames", names[0]);
    let first = server.get("ada", &address).await;
    let update = edited(&first, "nicknames", json!([{"value": "Nick"}]));
    assert_eq!(server.update("ada", "nicknames", &update).await.status, 200);
    assert_eq!(server.delete("ada", &names[1]).await.status, 200);
    server.create("ada", &person("4")).await;
    assert_eq!(count(&server).await, 3);
}

/// Only calls beyond the limit are refused.
#[tokio::test]
async fn racing_creates_fill_the_account_exactly() {
    for round in 0..20 {
        let server = server(Turns(Memory::new()), |sizes| sizes.contacts = 10).await;
        let server = Arc::new(server);
        let mut creates = JoinSet::new();
        for number in 0..32 {
            let server = Arc::clone(&server);
            creates.spawn(async move {
                let body = person(&number.to_string());
                let address = "/v1/people:createContact";
                server
                    .call("ada", "POST", address, &body)
                    .await
                    .status
                    .as_u16()
            });
        }
        let statuses = creates.join_all().await;
        let made = statuses.iter().filter(|status| **status == 200).count();
        let refused = statuses.iter().filter(|status| **status == 400).count();
        assert_eq!((made, refused), (10, 22), "round {round}");
        assert_eq!(count(&server).await, 10);
    }
}

#[tokio::test]
async fn an_account_holds_so_many_groups() {
    let server = server(Turns(Memory::new()), |sizes| sizes.groups = 3).await;
    let server = Arc::new(server);
    let address = "/v1/contactGroups";
    let group = |name: &str| json!({"contactGroup": {"name": name}});
    let mut creates = JoinSet::new();
    for number in 0..8 {
        let (server, body) = (Arc::clone(&server), group(&number.to_string()));
        creates.spawn(async move { server.call("ada", "POST", address, &body).await });
    }
    let answers = creates.join_all().await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|it| it.status == 200);
    assert_eq!((made.len(), refused.len()), (3, 5));
    for answer in refused {
        let message = "The account has no room beyond 3 contact groups.";
        assert_eq!(refusal(answer), (400, message.to_owned()));
        assert_eq!(answer.json()["error"]["status"], "FAILED_PRECONDITION");
    }

    // A name that is taken is said to be, and others have room of their own.
    let first = made[0].json();
    let taken = group(text(&first, "name"));
    assert_eq!(
        server.call("ada", "POST", address, &taken).await.status,
        409
    );
    assert_eq!(
        server.call("mary", "POST", address, &taken).await.status,
        200
    );
}

/// A create whose caller left is done to its end, and its room is not free before.
#[tokio::test]
async fn a_create_that_nobody_waits_for_keeps_its_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let embedded = Embedded::open(folder.path(), EmbeddedOptions::default());
    one_has_room(Turns(Memory::new())).await;
    one_has_room(embedded.expect("a store")).await;
}

async fn one_has_room<S: Store>(store: S) {
    let server = server(store, |sizes| sizes.contacts = 1).await;
    let (address, body) = ("/v1/people:createContact", person("Nick"));
    let mut first = Box::pin(server.call("ada", "POST", address, &body));
    // It begins, and is let go of.
    assert!(poll_fn(|cx| Poll::Ready(first.as_mut().poll(cx).is_pending())).await);
    drop(first);
    assert_eq!(server.call("ada", "POST", address, &body).await.status, 400);
    assert_eq!(count(&server).await, 1);
}

/// A create that fails gives its room back.
#[tokio::test]
async fn a_failed_create_leaves_its_room_to_others() {
    let server = server(Memory::new(), |sizes| sizes.contacts = 1).await;
    for _ in 0..3 {
        let refused = server
            .call("ada", "POST", "/v1/people:createContact", &json!({}))
            .await;
        assert_eq!(refused.status, 400);
    }
    server.create("ada", &person("Nick")).await;
}

/// Nothing of a contact that is too large is stored.
#[tokio::test]
async fn a_contact_holds_so_many_values() {
    let server = server(Memory::new(), |_| {}).await;
    let values = |count: usize| -> Value {
        let value = |number| json!({"value": format!("{number}@example.com")});
        (0..count).map(value).collect()
    };
    let urls = json!([{"value": "https://example.com"}]);
    let full = json!({"emailAddresses": values(498), "urls": urls});
    let created = server.create("ada", &full).await; // and one membership
    let more = edited(&created, "emailAddresses", values(499));
    let refused = server.update("ada", "emailAddresses", &more).await;
    let message = "Person has more than 500 values.".to_owned();
    assert_eq!(refusal(&refused), (400, message.clone()));
    let address = format!(
        "/v1/{}?personFields=metadata,emailAddresses,urls,memberships",
        text(&created, "resourceName")
    );
    let stored = server.get("ada", &address).await;
    assert_eq!(list(&stored, "emailAddresses").len(), 498);
    assert_eq!(stored["etag"].is_string(), created["etag"].is_string());
    assert_eq!(stored["metadata"], created["metadata"], "it did not change");

    let too_many = json!({"emailAddresses": values(500)});
    let address = "/v1/people:createContact";
    let refused = server.call("ada", "POST", address, &too_many).await;
    assert_eq!(refusal(&refused), (400, message));
    assert_eq!(count(&server).await, 1);
    // What frees is always possible.
    let fewer = edited(&stored, "emailAddresses", values(1));
    assert_eq!(
        server.update("ada", "emailAddresses", &fewer).await.status,
        200
    );
}

#[tokio::test]
async fn a_contact_holds_so_many_bytes() {
    let server = server(Memory::new(), |_| {}).await;
    let notes = |bytes: usize| json!([{"value": "n".repeat(bytes)}]);
    let created = server
        .create("ada", &json!({"biographies": notes(130_000)}))
        .await;
    let message = "Person has more than 131072 bytes.".to_owned();
    for (field, value) in [
        ("biographies", notes(131_000)),
        ("nicknames", json!([{"value": "é".repeat(1000)}])),
    ] {
        let refused = server
            .update("ada", field, &edited(&created, field, value))
            .await;
        assert_eq!(refusal(&refused), (400, message.clone()), "{field}");
    }
    let body = json!({"biographies": notes(140_000)});
    let refused = server
        .call("ada", "POST", "/v1/people:createContact", &body)
        .await;
    assert_eq!(refusal(&refused), (400, message));
    assert_eq!(count(&server).await, 1);
}
