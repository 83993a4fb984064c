//! U6, U13, U18, E1 to E3: when etags change, and what they are good for.
use people_rules::Contract;
use people_store::{Embedded, EmbeddedOptions, Memory};
use serde_json::{Value, json};

use super::{Server, edited, list, text};

/// The etags of a contact: the person's and its source's.
async fn etags(server: &Server<Memory>, name: &str) -> (String, String) {
    let person = server
        .get("ada", &format!("/v1/{name}?personFields=metadata"))
        .await;
    let source = &person["metadata"]["sources"][0];
    (
        text(&person, "etag").to_owned(),
        text(source, "etag").to_owned(),
    )
}

/// Without the final letter, which sorts after digits, times sort as text.
fn time(source: &Value) -> &str {
    text(source, "updateTime").trim_end_matches('Z')
}

async fn contact(server: &Server<Memory>, nickname: &str) -> Value {
    server
        .create("ada", &json!({"nicknames": [{"value": nickname}]}))
        .await
}

/// U18: every update advances the etag and the time, one that changes nothing too, and no state
/// ever has an etag again that another had.
#[tokio::test]
async fn every_update_has_an_etag_of_its_own() {
    let server = Server::new().await;
    let mut person = contact(&server, "a").await;
    let mut seen = vec![(
        person["etag"].clone(),
        person["metadata"]["sources"][0].clone(),
    )];
    for nickname in ["a", "b", "a", "a"] {
        let answer = server
            .update(
                "ada",
                "nicknames",
                &edited(&person, "nicknames", json!([{"value": nickname}])),
            )
            .await;
        person = answer.json();
        let source = person["metadata"]["sources"][0].clone();
        for (etag, before) in &seen {
            assert_ne!(*etag, person["etag"]);
            assert_ne!(before["etag"], source["etag"]);
            assert!(time(before) < time(&source), "{source}");
        }
        seen.push((person["etag"].clone(), source));
    }
    // Each of them is stale but the last.
    for (etag, source) in &seen[..seen.len() - 1] {
        let mut stale = person.clone();
        stale["etag"] = etag.clone();
        assert_eq!(server.update("ada", "nicknames", &stale).await.status, 400);
        stale["etag"] = person["etag"].clone();
        stale["metadata"]["sources"][0] = source.clone();
        assert_eq!(server.update("ada", "nicknames", &stale).await.status, 400);
    }
    assert_eq!(server.update("ada", "nicknames", &person).await.status, 200);
}

/// E1, U6: an update of one contact, a new one, a deleted one and a new group change no other's etag.
#[tokio::test]
async fn an_etag_is_of_one_contact() {
    let server = Server::new().await;
    let (one, other, third) = (
        contact(&server, "1").await,
        contact(&server, "2").await,
        contact(&server, "3").await,
    );
    let name = text(&other, "resourceName");
    let before = etags(&server, name).await;

    assert_eq!(server.update("ada", "nicknames", &one).await.status, 200);
    contact(&server, "4").await;
    assert_eq!(
        server
            .delete("ada", text(&third, "resourceName"))
            .await
            .status,
        200
    );
    let body = json!({"contactGroup": {"name": "Engine"}});
    assert_eq!(
        server
            .call("ada", "POST", "/v1/contactGroups", &body)
            .await
            .status,
        200
    );
    assert_eq!(
        server.update("ada", "names", &one).await.status,
        400,
        "a refused update"
    );

    assert_eq!(etags(&server, name).await, before);
    assert_eq!(server.update("ada", "nicknames", &other).await.status, 200);
}

/// U6, E2: an etag that was read with one mask is good for an update with another, and so is one of
/// a list, a batch or a create.
#[tokio::test]
async fn an_etag_of_any_read_is_good_for_any_update() {
    let server = Server::new().await;
    let person = contact(&server, "Nick").await;
    let name = text(&person, "resourceName");
    let reads = [
        format!("/v1/{name}?personFields=names"),
        format!("/v1/{name}?personFields=metadata,urls,skills"),
        format!("/v1/{name}?personFields=nicknames&sources=READ_SOURCE_TYPE_CONTACT"),
        "/v1/people/me/connections?personFields=names".to_owned(),
        "/v1/people/me/connections?personFields=urls&sortOrder=FIRST_NAME_ASCENDING".to_owned(),
        format!("/v1/people:batchGet?personFields=names&resourceNames={name}"),
    ];
    let mut seen: Vec<Value> = Vec::new();
    for (address, mask) in reads.iter().zip([
        "urls",
        "nicknames",
        "names,urls",
        "events",
        "nicknames",
        "names",
    ]) {
        let reply = server.get("ada", address).await;
        let read = match reply.get("connections").or(reply.get("responses")) {
            None => &reply,
            Some(entries) => entries[0].get("person").unwrap_or(&entries[0]),
        };
        assert!(!seen.contains(&read["etag"]));
        seen.push(read["etag"].clone());
        let update = json!({
            "resourceName": name,
            "etag": read["etag"],
            "metadata": {"sources": [{"type": "CONTACT"}]},
            "nicknames": [{"value": "Nick"}],
        });
        let answer = server.update("ada", mask, &update).await;
        assert_eq!(answer.status, 200, "{address}, {mask}: {}", answer.text());
    }
}

/// U13, L2: the list in the order of change is the order of the commits.
#[tokio::test]
async fn changes_come_in_the_order_of_their_commits() {
    let server = Server::new().await;
    let mut people = Vec::new();
    for number in 0..6 {
        people.push(contact(&server, &number.to_string()).await);
    }
    for index in [4, 0, 2] {
        assert_eq!(
            server
                .update("ada", "nicknames", &people[index])
                .await
                .status,
            200
        );
    }
    let page = server
        .get("ada", "/v1/people/me/connections?personFields=nicknames")
        .await;
    let order: Vec<&str> = list(&page, "connections")
        .iter()
        .map(|person| text(&person["nicknames"][0], "value"))
        .collect();
    assert_eq!(order, ["1", "3", "5", "4", "0", "2"]);
}

/// E3, S2: where a contact is linked to a profile, the profile is in the person's fingerprint and
/// not in the contact's, and both etags are good for an update.
#[tokio::test]
async fn a_linked_person_has_a_fingerprint_of_its_own() {
    let server = Server::new()
        .await
        .seeded(include_str!("../golden/seed.json"))
        .await;
    let (person, source) = etags(&server, "people/c42").await;
    let before = json!({
        "resourceName": "people/c42",
        "etag": person,
        "metadata": {"sources": [{"type": "CONTACT", "etag": source}]},
    });
    // Losing the address unlinks it: the person's etag is then its contact's again.
    let answer = server.update("ada", "emailAddresses", &before).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let after = answer.json();
    assert_eq!(list(&after["metadata"], "sources").len(), 1);
    assert_eq!(server.update("ada", "nicknames", &before).await.status, 400);
    assert_eq!(server.update("ada", "nicknames", &after).await.status, 200);
}

/// E1, P1, Y1: etags and tokens outlive the process, since what they are sealed with is in the store.
#[tokio::test]
async fn etags_and_tokens_outlive_the_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let address = "/v1/people/me/connections?personFields=metadata";

    let store = open();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let person = server
        .create("ada", &json!({"nicknames": [{"value": "Nick"}]}))
        .await;
    server
        .create("ada", &json!({"nicknames": [{"value": "Nack"}]}))
        .await;
    let page = server.get("ada", &format!("{address}&pageSize=1")).await;
    let full = server
        .get("ada", &format!("{address}&requestSyncToken=true"))
        .await;
    store.close().await.expect("a clean end");
    drop(server);

    let server = Server::over(open(), Contract::Documented).await;
    server
        .get(
            "ada",
            &format!(
                "{address}&pageSize=1&pageToken={}",
                text(&page, "nextPageToken")
            ),
        )
        .await;
    assert_eq!(server.update("ada", "nicknames", &person).await.status, 200);
    let delta = server
        .get(
            "ada",
            &format!("{address}&syncToken={}", text(&full, "nextSyncToken")),
        )
        .await;
    assert_eq!(list(&delta, "connections").len(), 1);
}
