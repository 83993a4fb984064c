//! Which request reaches which method, and what the others get.
use people_http::Call;

use crate::fake::{Answer, Fake, GET, UPDATE, ada, anonymous, send, with};

async fn get(path: &str) -> Answer {
    send(
        Fake::new().front().into_router(),
        anonymous("GET", path, ""),
    )
    .await
}

#[track_caller]
fn assert_page(answer: &Answer, path: &str) {
    assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        "text/html; charset=UTF-8",
        "{path}"
    );
    assert!(
        answer.text().contains("<b>404.</b> That's an error."),
        "{path}"
    );
}

/// Rule F1.
#[tokio::test]
async fn an_unknown_path_gets_the_page() {
    let answer = get("/v1/people/?personFields=names").await;
    assert_page(&answer, "");
    assert_eq!(
        answer.text().lines().rev().take(2).collect::<Vec<_>>(),
        [
            "<p>The requested URL <code>/v1/people/</code> was not found on this server. That's all we know.</p>",
            "<p><b>404.</b> That's an error.</p>",
        ],
    );
}

#[tokio::test]
async fn the_page_comes_before_any_other_check() {
    for (verb, path) in [
        ("GET", "/"),
        ("GET", "/v1"),
        ("GET", "/v2/people/c17"),
        ("GET", "/v1/people/c17/"),
        ("GET", "/v1//people/c17"),
        ("GET", "/v1/people//c17"),
        ("GET", "/v1/people%2Fc17"),
        ("GET", "/v1/people/%FF"),
        ("GET", "/V1/people/c17"),
        ("GET", "/photos"),
        ("GET", "/photos/a/b"),
        ("POST", "/v1/people/me:createContact"),
        ("PATCH", "/v1/people/c17"),
        ("PATCH", "/v1/people/c17:updatecontact"),
        ("PATCH", "/v1/people/c17:updateContact:"),
        ("PATCH", "/v1/people/c17/updateContact"),
        // A verb that the path does not have is as unknown as a path.
        ("PUT", "/v1/people/c17:updateContact"),
        ("GET", "/v1/people/c17:updateContact"),
        ("POST", "/v1/people/c17"),
        ("HEAD", "/v1/people/c17"),
        ("OPTIONS", "/v1/people/c17"),
        ("TRACE", "/v1/people/c17"),
        ("BREW", "/v1/people/c17"),
    ] {
        let fake = Fake::new();
        let request = anonymous(verb, path, "not even JSON");
        assert_page(&send(fake.front().into_router(), request).await, path);
        assert_eq!(fake.calls(), []);
    }
}

#[tokio::test]
async fn the_page_shows_no_query_and_escapes_the_path() {
    let answer = get("/v1/&lt;b'\"?access_token=secret").await;
    assert_page(&answer, "");
    assert!(
        answer
            .text()
            .contains("<code>/v1/&amp;lt;b&#39;&quot;</code>"),
        "{}",
        answer.text()
    );
    assert!(!answer.text().contains("secret"));
}

#[tokio::test]
async fn the_page_does_not_repeat_a_long_path() {
    let answer = get(&format!("/v1/{}", "a".repeat(60_000))).await;
    assert_page(&answer, "a long one");
    assert!(answer.body.len() < 2000);
}

/// Rule F1.
#[tokio::test]
async fn a_path_trick_is_just_an_id() {
    for (path, name) in [
        ("/v1/people/%2e%2e?personFields=names", "people/.."),
        ("/v1/people/..?personFields=names", "people/.."),
        ("/v1/people/c17%2Fc18?personFields=names", "people/c17/c18"),
        (
            "/v1/people/c17%3AdeleteContact?personFields=names",
            "people/c17:deleteContact",
        ),
        ("/v1/people/%00?personFields=names", "people/\0"),
    ] {
        let fake = Fake::new();
        send(fake.front(), ada("GET", path, "")).await;
        let calls = fake.calls();
        let [Call::GetPerson(call)] = &calls[..] else {
            panic!("{path} became {calls:?}");
        };
        assert_eq!(call.resource_name, name);
    }
}

/// What a request became, in a word.
async fn become_of(verb: &str, address: &str, overridden: &str) -> String {
    let fake = Fake::new();
    let request = with(
        ada(verb, address, "{}"),
        "x-http-method-override",
        overridden,
    );
    let answer = send(
        fake.front(),
        with(request, "content-type", "application/json"),
    )
    .await;
    match &fake.calls()[..] {
        [] => answer.status.as_u16().to_string(),
        [call] => call
            .method()
            .id()
            .rsplit_once('.')
            .expect("an id")
            .1
            .to_owned(),
        calls => panic!("one request made {calls:?}"),
    }
}

/// Rule F2.
#[tokio::test]
async fn a_post_can_mean_another_verb() {
    assert_eq!(become_of("POST", UPDATE, "PATCH").await, "updateContact");
    assert_eq!(
        become_of("POST", "/v1/people/c17:deleteContact", "DELETE").await,
        "deleteContact"
    );
    assert_eq!(become_of("POST", GET, "GET").await, "get");
    assert_eq!(become_of("POST", "/v1/contactGroups", "GET").await, "list");
    assert_eq!(
        become_of("POST", "/v1/people:createContact", "POST").await,
        "createContact"
    );
}

/// Rule F2.
#[tokio::test]
async fn nothing_but_a_post_does() {
    assert_eq!(become_of("GET", UPDATE, "PATCH").await, "404");
    assert_eq!(become_of("GET", GET, "DELETE").await, "get");
    assert_eq!(
        become_of("GET", "/v1/people/c17:deleteContact", "DELETE").await,
        "404"
    );
    assert_eq!(become_of("PATCH", UPDATE, "GET").await, "updateContact");
    assert_eq!(
        become_of("DELETE", "/v1/people/c17:deleteContact", "GET").await,
        "deleteContact"
    );
    assert_eq!(become_of("HEAD", GET, "GET").await, "404");
    assert_eq!(
        become_of("POST", "/v1/people:createContact", "GET").await,
        "404"
    );
    assert_eq!(
        become_of("POST", "/v1/people:createContact", "post").await,
        "404"
    );
    assert_eq!(
        become_of("POST", "/v1/people:createContact", "").await,
        "createContact"
    );
}

/// Rule F2.
#[tokio::test]
async fn a_long_get_comes_as_a_form() {
    let names: Vec<String> = (1..=200).map(|id| format!("people/c{id}")).collect();
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("personFields", "names,urls");
    form.extend_pairs(names.iter().map(|name| ("resourceNames", name)));
    let form = form.finish();
    for content_type in [
        "application/x-www-form-urlencoded",
        "Application/X-WWW-Form-Urlencoded; charset=utf-8",
    ] {
        let fake = Fake::new();
        let request = ada("POST", "/v1/people:batchGet?alt=json", form.clone());
        let request = with(request, "x-http-method-override", "GET");
        let answer = send(fake.front(), with(request, "content-type", content_type)).await;

        assert_eq!(answer.status, 200);
        let calls = fake.calls();
        let [Call::GetPeople(call)] = &calls[..] else {
            panic!("a form became {calls:?}");
        };
        assert_eq!(call.resource_names, names);
        assert_eq!(call.read.to_string(), "names,urls");
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_is_not_a_query() {
    for content_type in [Some("text/plain"), None] {
        let fake = Fake::new();
        let request = ada("POST", GET, "personFields=urls&broken=true");
        let mut request = with(request, "x-http-method-override", "GET");
        if let Some(content_type) = content_type {
            request = with(request, "content-type", content_type);
        }
        assert_eq!(send(fake.front(), request).await.status, 200);
        assert!(
            matches!(&fake.calls()[..], [Call::GetPerson(call)] if call.read.to_string() == "names")
        );
    }
}

#[tokio::test]
async fn reads_and_deletes_ignore_a_body() {
    for (verb, address) in [("GET", GET), ("DELETE", "/v1/people/c17:deleteContact")] {
        for body in ["", "{\"unknown\": 1}", "no JSON"] {
            let fake = Fake::new();
            let request = with(
                ada(verb, address, body),
                "content-type",
                "application/x-www-form-urlencoded",
            );
            let answer = send(
                fake.front(),
                with(request, "content-length", &body.len().to_string()),
            )
            .await;
            assert_eq!(answer.status, 200, "{verb} with {body:?}");
        }
    }
}

#[tokio::test]
async fn the_process_says_how_it_is() {
    let fake = Fake::new();
    let router = fake.front().into_router();
    let health = send(router.clone(), anonymous("GET", "/healthz", "")).await;
    assert_eq!((health.status.as_u16(), health.text()), (200, "ok\n"));
    let ready = send(router.clone(), anonymous("GET", "/readyz", "")).await;
    assert_eq!((ready.status.as_u16(), ready.text()), (200, "ok\n"));
    fake.set_ready(false);
    let ready = send(router, anonymous("GET", "/readyz", "")).await;
    assert_eq!(
        (ready.status.as_u16(), ready.text()),
        (503, "unavailable\n")
    );
}

#[tokio::test]
async fn the_default_photo_is_as_large_as_asked() {
    for (path, size) in [
        ("/photos/11=s100", 100),
        ("/photos/11=s48", 48),
        ("/photos/11", 100),
        ("/photos/11=s0", 1),
        ("/photos/11=s65535", 2048),
        ("/photos/11=s9999999", 100),
        ("/photos/%FF=s7", 7),
    ] {
        let answer = get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), "image/svg+xml");
        assert!(
            answer
                .text()
                .contains(&format!(" width=\"{size}\" height=\"{size}\" ")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_description_has_every_method() {
    let router = Fake::new().front().into_router();
    let answer = send(router, anonymous("GET", "/openapi.json", "")).await;
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=UTF-8"
    );
    let description = answer.json();
    let paths = description["paths"].as_object().expect("paths");
    let operations = paths.values().filter_map(|item| item.as_object()).flatten();
    let ids: std::collections::BTreeSet<_> = operations
        .filter_map(|(_, operation)| operation["operationId"].as_str())
        .collect();
    let known = people_model::Method::ALL
        .into_iter()
        .map(people_model::Method::id);
    assert_eq!(ids, known.collect());
}
