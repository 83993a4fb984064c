//! The journal on pages (rules `W29` and `W30`).
use std::time::{Duration, Instant};

use axum::body::Body;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use people_emulator::{OAuth, OAuthFiles, OAuthSettings};
use serde_json::Value;
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
async fn w29_requests_that_are_sent_again_and_delayed_take_no_place_of_pages() {
    let server = Server::start().await;
    server.call(Method::GET, LIST, "ada", "").await;
    let slow = r#"{"then": {"delay": "3s"}}"#;
    let rules = "/emulator/v1/rules";
    server.call(Method::POST, rules, "", slow).await;
    let token = server.token().await;
    let form = format!("_token={token}");
    let origin = format!("http://{HOST}");
    let fields = [("origin", &*origin)];
    let again = || server.post_as_it_is("/console/requests/1", &fields, &form);
    let sent = async {
        let sent = tokio::join!(again(), again(), again(), again(), again(), again());
        assert_eq!(sent.0.status, StatusCode::SEE_OTHER, "{}", sent.0.text);
        Instant::now()
    };
    let shown = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let page = server.get("/console/@ada").await;
        assert_eq!(page.status, StatusCode::OK);
        Instant::now()
    };
    let (sent, shown) = tokio::join!(sent, shown);
    assert!(shown < sent, "the page waited for requests");
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

#[tokio::test]
async fn w29_a_request_is_sent_again_as_its_account_where_no_name_is_a_token() {
    let files = OAuthFiles::generate(&"http://127.0.0.1:8710".parse().expect("a URL"));
    let files = files.expect("random numbers");
    let mut strict = OAuthSettings::default();
    strict.strict_tokens = true;
    let oauth = OAuth::new(files.clients().expect("clients"), strict);
    let server = Server::with_oauth(oauth).await;
    // The seed makes the account, which then permits something to the program of the files.
    let seed = r#"{"accounts": {"ada": {}}}"#;
    server
        .call(Method::POST, "/emulator/v1/seed", "", seed)
        .await;
    let grant = r#"{"account": "ada"}"#;
    server
        .call(Method::POST, "/emulator/v1/oauth/grants", "", grant)
        .await;
    let file: Value = serde_json::from_str(&files.client).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let id = text(&file["installed"]["client_id"]);
    let of_program = [("client_id", &*id), ("redirect_uri", "http://localhost/")];
    let asked = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(of_program)
        .append_pair("response_type", "code")
        .append_pair("scope", "https://www.googleapis.com/auth/contacts")
        .append_pair("prompt", "none")
        .append_pair("login_hint", "ada")
        .finish();
    let back = server.get(&format!("/o/oauth2/v2/auth?{asked}")).await;
    let (_, code) = back.field("location").split_once("code=").expect("a code");
    let code = code.split('&').next().unwrap_or_default();
    let code = percent_encoding::percent_decode_str(code).decode_utf8_lossy();
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(of_program)
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", &code)
        .append_pair("client_secret", &text(&file["installed"]["client_secret"]))
        .finish();
    let given = server.post_as_it_is("/token", &[], &form).await;
    assert_eq!(given.status, 200, "{}", given.text);
    let given: Value = serde_json::from_str(&given.text).expect("JSON");
    let ada = r#"{"names": [{"givenName": "Ada"}]}"#;
    let token = text(&given["access_token"]);
    server
        .call(Method::POST, "/v1/people:createContact", &token, ada)
        .await;

    // The journal has the login too.
    let created = "/emulator/v1/requests?method=people.people.createContact";
    let numbers = async || {
        let listed = server.call(Method::GET, created, "", "").await;
        let listed = listed["requests"].as_array().cloned().unwrap_or_default();
        let numbers = listed.iter().map(|entry| entry["number"].to_string());
        numbers.collect::<Vec<_>>()
    };
    let first = format!("/console/requests/{}", numbers().await[0]);
    server.submit(&first, &[]).await.shows("sent again");
    let again = format!("/console/requests/{}", numbers().await[1]);
    let page = server.get(&again).await;
    page.shows("<span class=\"good\">200</span>");
    page.shows("<bdi>ada</bdi>");
    page.hides("Bearer console");
    let listed = server.call(Method::GET, LIST, &token, "").await;
    assert_eq!(listed["connections"].as_array().map(Vec::len), Some(2));
    // Over a connection the same token is nobody's.
    let fields = [("authorization", "Bearer console")];
    let answer = server.send(Method::GET, LIST, &fields, "").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
