//! Sync tokens that programs got: what they hold, and their end (rule `X61`).
use serde_json::{Value, json};

use crate::server::{Answer, Server};

const ADA: (&str, &str) = ("authorization", "Bearer ada");
const LIST: &str = "/v1/people/me/connections?personFields=names&requestSyncToken=true";

/// The sync token of a list.
async fn synced(server: &Server, address: &str) -> String {
    let answer = server.send("GET", address, &[ADA], "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let token = answer.json()["nextSyncToken"].take();
    token.as_str().expect("a token").to_owned()
}

async fn with(server: &Server, address: &str, token: &str) -> Answer {
    let address = format!("{address}&syncToken={token}");
    server.send("GET", &address, &[ADA], "").await
}

async fn create(server: &Server) {
    let body = r#"{"names": [{"givenName": "Ada"}]}"#;
    let answer = server.send("POST", "/v1/people:createContact", &[ADA], body);
    assert_eq!(answer.await.status, 200);
}

async fn listed(server: &Server) -> Vec<Value> {
    let answer = server.control("GET", "accounts/ada/syncTokens", "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_value(answer.json()["syncTokens"].take()).expect("a list")
}

#[tokio::test]
async fn x61_sync_tokens_are_listed_with_what_they_hold() {
    let server = Server::deterministic("seed").await;
    create(&server).await;
    let fields = [ADA, ("x-people-test", "t1")];
    let first = server.send("GET", LIST, &fields, "").await.json();
    // Without a sync there is no token.
    let plain = "/v1/people/me/connections?personFields=names";
    server.send("GET", plain, &[ADA], "").await;
    create(&server).await;
    synced(&server, "/v1/contactGroups?groupFields=name").await;
    synced(
        &server,
        "/v1/otherContacts?readMask=names&requestSyncToken=true",
    )
    .await;

    let all = listed(&server).await;
    let methods: Vec<&Value> = all.iter().map(|it| &it["method"]).collect();
    assert_eq!(
        methods,
        [
            "people.otherContacts.list",
            "people.contactGroups.list",
            "people.people.connections.list"
        ]
    );
    let one = &all[2];
    assert_eq!(one["id"], 1);
    assert_eq!(one["syncToken"], first["nextSyncToken"]);
    assert_eq!(
        (&one["fields"], &one["request"], &one["test"]),
        (&json!("names"), &json!(2), &json!("t1"))
    );
    assert_eq!(
        (&one["state"], &one["changes"]),
        (&json!("VALID"), &json!(1))
    );
    assert_eq!(one["version"], 1);
    let time = |name: &str| one[name].as_str().expect("a time").to_owned();
    assert_eq!(time("since")[10..], time("expireTime")[10..], "whole days");
    assert_ne!(time("since"), time("expireTime"));
    let other = server.control("GET", "accounts/bob/syncTokens", "").await;
    assert_eq!(other.json(), json!({"syncTokens": []}));
}

#[tokio::test]
async fn x61_a_token_ends_by_the_clock_of_the_account_and_with_its_data() {
    let server = Server::start().await;
    create(&server).await;
    let token = synced(&server, LIST).await;
    let advance = r#"{"advance": "P8D"}"#;
    let clock = "accounts/ada/clock";
    assert_eq!(server.control("PUT", clock, advance).await.status, 200);
    assert_eq!(listed(&server).await[0]["state"], "EXPIRED");
    assert_eq!(with(&server, LIST, &token).await.status, 400);
    assert_eq!(server.control("DELETE", clock, "").await.status, 200);
    assert_eq!(listed(&server).await[0]["state"], "VALID");
    assert_eq!(
        server.control("DELETE", "accounts/ada", "").await.status,
        200
    );
    assert_eq!(listed(&server).await[0]["state"], "REPLACED");
    assert_eq!(with(&server, LIST, &token).await.status, 400);
}

#[tokio::test]
async fn x61_a_token_that_is_ended_is_refused_as_an_expired_one() {
    let server = Server::start().await;
    create(&server).await;
    let (first, second) = (synced(&server, LIST).await, synced(&server, LIST).await);
    let end = "accounts/ada/syncTokens/1:expire";
    for (address, status) in [
        ("accounts/bob/syncTokens/1:expire", 404),
        ("accounts/ada/syncTokens/9:expire", 404),
        ("accounts/ada/syncTokens/x:expire", 400),
        ("accounts/ada/syncTokens/1", 404),
        (end, 200),
        (end, 200),
    ] {
        let answer = server.control("POST", address, "").await;
        assert_eq!(answer.status, status, "{address}: {answer:?}");
    }
    let refused = with(&server, LIST, &first).await;
    assert_eq!(refused.status, 400);
    let error = &refused.json()["error"];
    assert_eq!(error["details"][0]["reason"], "EXPIRED_SYNC_TOKEN");
    assert_eq!(error["status"], "FAILED_PRECONDITION");
    assert_eq!(
        with(&server, LIST, &second).await.status,
        200,
        "another one"
    );
    let all = listed(&server).await;
    let states: Vec<&Value> = all.iter().map(|it| &it["state"]).collect();
    assert_eq!(
        states,
        ["VALID", "VALID", "ENDED"],
        "the delta has got one too"
    );
    // A whole list begins anew.
    synced(&server, LIST).await;
    let found = server.control("GET", "findings?account=ada", "").await;
    assert_eq!(found.json()["findings"], json!([]));
}
