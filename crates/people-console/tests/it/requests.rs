//! The journal on pages (rules `W29` and `W30`).
use std::time::Duration;

use axum::body::Body;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::{
    hostile::{escaped, is_text},
    server::{HOST, Server},
};

const LIST: &str = "/v1/people/me/connections?personFields=names";

#[tokio::test]
async fn w29_requests_are_listed_newest_first_and_filtered() {
    let server = Server::start().await;
    server
        .get("/console/requests")
        .await
        .shows("No request has come yet");
    for account in ["ada", "grace"] {
        server.call(Method::GET, LIST, account, "").await;
    }
    let fields = [("authorization", "Bearer ada"), ("x-people-test", "unit")];
    server
        .send(Method::GET, "/v1/people/c1?personFields=names", &fields, "")
        .await;
    let page = server.get("/console/requests").await;
    let at = |text: &str| page.text.find(text).expect("a line");
    assert!(at("/console/requests/3") < at("/console/requests/2"));
    page.shows("<a href=\"/console/rule/U15\"");

    for (filter, shown) in [
        ("account=grace", &["2"][..]),
        ("status=4xx", &["3"]),
        ("test=unit", &["3"]),
        ("method=people.people.connections.list", &["2", "1"]),
        ("account=ada&status=200", &["1"]),
        ("before=3", &["2", "1"]),
    ] {
        let page = server.get(&format!("/console/requests?{filter}")).await;
        let all = ["1", "2", "3"];
        let is_there = |it: &&str| page.text.contains(&format!("/console/requests/{it}\""));
        let found: Vec<&str> = all.into_iter().filter(is_there).rev().collect();
        assert_eq!(found, shown, "{filter}");
    }
    let page = server.get("/console/requests?status=%3Cb%3E").await;
    page.shows("role=\"alert\"");
    page.shows("&#60;b&#62;");
}

#[tokio::test]
async fn w29_a_journal_is_read_page_by_page() {
    let server = Server::start().await;
    for _ in 0..60 {
        server.call(Method::GET, LIST, "ada", "").await;
    }
    let page = server.get("/console/requests?account=ada").await;
    assert_eq!(page.text.matches("<th scope=\"row\">").count(), 50);
    page.shows("/console/requests?account=ada&#38;before=11");
    let page = server.get("/console/requests?account=ada&before=11").await;
    assert_eq!(page.text.matches("<th scope=\"row\">").count(), 10);
    page.hides("data-live");
}

#[tokio::test]
async fn w29_a_request_is_shown_whole_and_sent_again() {
    let server = Server::start().await;
    let ada = r#"{"names": [{"givenName": "<b>Ada</b>"}]}"#;
    server
        .call(Method::POST, "/v1/people:createContact", "ada", ada)
        .await;
    let page = server.get("/console/requests/1").await;
    page.shows("people.people.createContact");
    page.shows(&escaped("<b>Ada</b>"));
    page.shows("curl -sS -g -X POST &#39;http://127.0.0.1:8710/v1/people:createContact");
    page.hides("secret");

    let page = server.submit("/console/requests/1", &[]).await;
    page.shows("sent again");
    page.shows("/console/requests/2\"");
    let listed = server.call(Method::GET, LIST, "ada", "").await;
    assert_eq!(listed["connections"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        server.get("/console/requests/99").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        server.get("/console/requests/x").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn w29_the_fault_that_fired_is_shown() {
    let server = Server::start().await;
    let down = r#"{"times": 1, "then": {"status": "UNAVAILABLE"}}"#;
    server
        .call(Method::POST, "/emulator/v1/rules", "", down)
        .await;
    let fields = [("authorization", "Bearer ada")];
    let answer = server.send(Method::GET, LIST, &fields, "").await;
    assert_eq!(answer.status, 503);
    server.get("/console/requests").await.shows("rule 1");
    server.get("/console/requests/1").await.shows("rule 1");
}

#[tokio::test]
async fn w25_requests_are_text() {
    let server = Server::start().await;
    let fields = [
        ("authorization", "Bearer <script>alert(1)</script>"),
        ("x-people-test", "\"><img src=x onerror=alert(1)>"),
        ("user-agent", "<script>alert(1)</script>"),
    ];
    let address = "/v1/people/%3Cscript%3E?personFields=names&x='><script";
    let address = address.replace('<', "%3C").replace('>', "%3E");
    server
        .send(Method::GET, &address, &fields, "<script>")
        .await;
    for page in ["/console/requests", "/console/requests/1"] {
        is_text(&server.get(page).await.text);
    }
}

#[tokio::test]
async fn w29_the_meaning_of_a_rule_is_a_page() {
    let server = Server::start().await;
    let page = server.get("/console/rule/U6").await;
    page.shows("<h1>Rule U6</h1>");
    page.shows("<code>FAILED_PRECONDITION</code>");
    assert_eq!(
        server.get("/console/rule/U999").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn w30_a_page_hears_of_each_request() {
    let server = Server::start().await;
    let request = Request::get("/console/requests/events").header("host", HOST);
    let request = request.body(Body::empty()).expect("a request");
    let answer = server.router().oneshot(request).await.expect("answered");
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut events = answer.into_body();
    let mut heard = async || {
        let event = tokio::time::timeout(Duration::from_secs(10), events.frame()).await;
        let event = event
            .expect("in time")
            .expect("an event")
            .expect("no fault");
        String::from_utf8(event.into_data().expect("data").to_vec()).expect("text")
    };
    assert!(heard().await.contains("event: more"));
    for _ in 0..3 {
        server.call(Method::GET, LIST, "ada", "").await;
        assert!(heard().await.contains("event: more"));
    }
}
