//! Sync tokens on a page (rule `W48`).
use http::{Method, StatusCode};

use crate::{hostile::is_text, server::Server};

const LIST: &str = "/v1/people/me/connections?personFields=names&requestSyncToken=true";
const TOKENS: &str = "/console/@ada/tokens";

#[tokio::test]
async fn w48_sync_tokens_are_shown_opened_and_ended() {
    let server = Server::start().await;
    let page = server.get(TOKENS).await;
    page.shows("No program has a sync token of this account.");
    let fields = [
        ("authorization", "Bearer ada"),
        ("x-people-test", "<b>t</b>"),
    ];
    let listed = server.send(Method::GET, LIST, &fields, "").await;
    let listed: serde_json::Value = serde_json::from_str(&listed.text).expect("JSON");
    let token = listed["nextSyncToken"].as_str().expect("a token");
    let ada = r#"{"names": [{"givenName": "Ada"}]}"#;
    server
        .call(Method::POST, "/v1/people:createContact", "ada", ada)
        .await;

    let page = server.get(TOKENS).await;
    page.shows("people.people.connections.list");
    page.shows("version 0, 1 change since");
    page.shows("<a href=\"/console/requests/1\">request 1</a>");
    page.shows(token);
    is_text(&page.text);
    server.get("/console/@bob/tokens").await.hides(token);

    for (address, action) in [
        ("/console/@bob/tokens", "end:1"),
        (TOKENS, "end:2"),
        (TOKENS, "end:x"),
        (TOKENS, "end:1:expire/.."),
        (TOKENS, "begin:1"),
    ] {
        let answer = server.post(address, &[("do", action)]).await;
        assert!(answer.status.is_client_error(), "{address} {action}");
    }
    let with = format!("{LIST}&syncToken={token}");
    let bearer = [("authorization", "Bearer ada")];
    let status = async || server.send(Method::GET, &with, &bearer, "").await.status;
    assert_eq!(status().await, StatusCode::OK);
    let page = server.submit(TOKENS, &[("do", "end:1")]).await;
    page.shows("The token is ended.");
    page.shows("<span class=\"tag\">ended here</span>");
    assert_eq!(status().await, StatusCode::BAD_REQUEST);
}
