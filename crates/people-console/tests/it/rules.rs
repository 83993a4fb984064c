//! The rules of the emulator on a page (rules `W33` and `W46`).
use http::{Method, StatusCode};

use crate::{
    hostile::{escaped, is_text},
    server::Server,
};

const PAGE: &str = "/console/rules";
const ME: &str = "/v1/people/me?personFields=names";

async fn status(server: &Server) -> u16 {
    let fields = [("authorization", "Bearer ada")];
    let answer = server.send(Method::GET, ME, &fields, "").await;
    answer.status.as_u16()
}

#[tokio::test]
async fn w33_rules_are_added_and_removed() {
    let server = Server::start().await;
    let rule = r#"{"match": {"account": "<b>"}, "times": 2, "then": {"status": "UNAVAILABLE"}}"#;
    let add = [("do", "add-json"), ("rule", rule)];
    let page = server.submit(PAGE, &add).await;
    page.shows("It fails: UNAVAILABLE");
    page.shows("&#60;b&#62;");
    page.shows("data-label=\"Left\">2</td>");
    server.submit(PAGE, &add).await.shows("value=\"off:2\"");
    let page = server.submit(PAGE, &[("do", "remove:1")]).await;
    page.hides("value=\"off:1\"");
    page.shows("value=\"off:2\"");
    let page = server.submit(PAGE, &[("do", "remove-all")]).await;
    page.shows("No rule is set");
    let wrong = [("do", "add-json"), ("rule", "{\"then\": {}}")];
    let wrong = server.post(PAGE, &wrong).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.shows("`then` has one of");
    wrong.shows("{&#34;then&#34;: {}}</textarea>");
    // The place of the text is open, and the other form is as it was.
    wrong.shows("<details class=\"raw\" open>");
    wrong.shows("name=\"kind\" value=\"status\" checked");
    wrong.shows("name=\"times\" value=\"1\"");
    let page = server.get(PAGE).await;
    page.hides("<details class=\"raw\" open>");
}

#[tokio::test]
async fn w33_a_page_says_how_many_rules_there_are() {
    let server = Server::start().await;
    let rule = r#"{"match": {"account": "ada"}, "then": {"status": "UNAVAILABLE"}}"#;
    let rules = |many: usize| format!("[{}]", vec![rule; many].join(","));
    let page = server
        .submit(PAGE, &[("do", "add-json"), ("rule", &rules(200))])
        .await;
    page.hides("are shown");
    let page = server
        .submit(PAGE, &[("do", "add-json"), ("rule", rule)])
        .await;
    page.shows("The first 200 of 201 rules are shown.");
    page.hides("value=\"off:201\"");
}

#[tokio::test]
async fn w46_a_rule_is_added_by_a_form_turned_off_and_on() {
    let server = Server::start().await;
    let form = [
        ("do", "add"),
        ("account", "ada"),
        ("kind", "status"),
        ("status", "INTERNAL"),
        ("status.retryAfter", "2s"),
        // Of the other kinds, which were not chosen.
        ("page", "no number"),
        ("delay", "300ms"),
    ];
    let page = server.submit(PAGE, &form).await;
    page.shows("The rule is added.");
    page.shows("It fails: INTERNAL, try again after 2s");
    assert_eq!(status(&server).await, 500);
    let page = server.submit(PAGE, &[("do", "off:1")]).await;
    page.shows("The rule is off. Its counts stay.");
    page.shows("data-label=\"Fired\">1</td>");
    assert_eq!(status(&server).await, 200);
    let page = server.submit(PAGE, &[("do", "on:1")]).await;
    page.shows("data-label=\"Seen\">1</td>");
    assert_eq!(status(&server).await, 500);

    for action in [
        "off:2",
        "on:99",
        "off:x",
        "on:",
        "off:1/../..",
        "nothing",
        "",
    ] {
        let answer = server.post(PAGE, &[("do", action)]).await;
        assert!(
            answer.status.is_client_error(),
            "{action}: {}",
            answer.status
        );
    }
    assert_eq!(status(&server).await, 500, "it is still on");
}

#[tokio::test]
async fn w46_a_wrong_form_stays_filled_in() {
    let server = Server::start().await;
    let hostile = "\"><script>alert(1)</script>";
    for (name, value, said) in [
        ("times", "0", "`times` is 1 or more"),
        ("times", hostile, "`times` is a whole number"),
        ("after", "-1", "`after` is a whole number"),
        ("status", hostile, "is no error of the API"),
        ("status.retryAfter", "soon", "retryAfter"),
        ("method", "people.get", "method"),
    ] {
        let form = [
            ("do", "add"),
            ("kind", "status"),
            ("test", hostile),
            (name, value),
        ];
        let form = [&form[..], &[("account", "a&b")]].concat();
        let answer = server.post(PAGE, &form).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
        answer.shows("role=\"alert\">The body: rule 0: ");
        answer.shows(said);
        answer.shows("value=\"a&#38;b\"");
        answer.shows(&escaped(hostile));
        is_text(&answer.text);
    }
    let listed = server.call(Method::GET, "/emulator/v1/rules", "", "").await;
    assert_eq!(listed["rules"].as_array().map(Vec::len), Some(0));
}
