//! Who sees pages, who sends forms, and what a browser may load (rules `W20` to `W22`).
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use http_body::Frame;
use people_emulator::{ControlToken, Options};
use tower::ServiceExt;

use crate::server::{Answer, HOST, Server};

const STATE: &str = "/console/@ada/state";

async fn has_a_contact(server: &Server) -> String {
    let ada = r#"{"names": [{"givenName": "Ada"}]}"#;
    let created = server.call(Method::POST, "/v1/people:createContact", "ada", ada);
    let created = created.await;
    created["resourceName"].as_str().expect("a name").to_owned()
}

async fn contacts(server: &Server) -> usize {
    let list = "/v1/people/me/connections?personFields=names";
    let listed = server.call(Method::GET, list, "ada", "").await;
    listed["connections"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn w20_only_the_own_address_and_the_own_pages_are_answered() {
    let server = Server::start().await;
    assert_eq!(server.get("/console").await.status, 200);
    for host in [
        "evil.example:8710",
        "127.0.0.1",
        "127.0.0.1:80",
        "people.googleapis.com",
        "",
    ] {
        let answer = server
            .send(Method::GET, "/console", &[("host", host)], "")
            .await;
        assert_eq!(answer.status, 403, "{host}");
        answer.hides("_token");
    }
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:8710"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let fields = [("host", HOST), (name, value)];
        let answer = server.send(Method::GET, "/console", &fields, "").await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        answer.hides("_token");
    }
}

#[tokio::test]
async fn w21_a_form_of_another_page_changes_nothing() {
    let server = Server::start().await;
    has_a_contact(&server).await;
    let token = server.token().await;
    let with = format!("do=remove&_token={token}");
    let own = ("origin", "http://127.0.0.1:8710");
    for (fields, body) in [
        (&[own][..], "do=remove"),
        (&[own], "do=remove&_token="),
        (&[own], "do=remove&_token=00000000000000000000000000000000"),
        (&[("origin", "http://evil.example")], &with),
        (&[("origin", "null")], &with),
        (&[("sec-fetch-site", "cross-site")], &with),
        (&[("host", "evil.example:8710")], &with),
    ] {
        let answer = server.post_as_it_is(STATE, fields, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{fields:?} {body}");
        assert_eq!(contacts(&server).await, 1);
    }
    let query = format!("{STATE}?_token={token}");
    let answer = server.post_as_it_is(&query, &[own], "do=remove").await;
    assert_eq!(answer.status, 403, "a token in an address is none");

    let answer = server.post_as_it_is(STATE, &[own], &with).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(contacts(&server).await, 0);
}

#[tokio::test]
async fn w21_another_server_has_another_token() {
    let (one, other) = (Server::start().await, Server::start().await);
    assert_ne!(one.token().await, other.token().await);
}

#[tokio::test]
async fn w22_a_browser_loads_and_runs_nothing_else() {
    let server = Server::start().await;
    has_a_contact(&server).await;
    for address in [
        "/console",
        "/console/connect",
        STATE,
        "/console/no-such-page",
    ] {
        let answer = server.get(address).await;
        let policy = answer.field("content-security-policy");
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
             require-trusted-types-for 'script'"
        );
        assert_eq!(answer.field("x-content-type-options"), "nosniff");
        assert_eq!(answer.field("referrer-policy"), "same-origin");
        assert_eq!(answer.field("cache-control"), "no-store");
        for inline in [
            "<style",
            " style=",
            " onclick=",
            "javascript:",
            "src=\"http",
            "href=\"http",
        ] {
            answer.hides(inline);
        }
    }
}

#[tokio::test]
async fn w22_the_files_of_a_page_are_in_the_binary_and_may_be_kept() {
    let server = Server::start().await;
    let page = server.get("/console").await.text;
    let mut files: Vec<&str> = page
        .split('"')
        .filter(|it| it.starts_with("/console/assets/"))
        .collect();
    files.sort_unstable();
    files.dedup();
    assert_eq!(files.len(), 3, "{files:?}");
    let mut bytes = page.len();
    for file in files {
        let answer = server.get(file).await;
        assert_eq!(answer.status, 200, "{file}");
        assert!(
            answer.field("cache-control").contains("immutable"),
            "{file}"
        );
        if file.ends_with(".js") {
            assert!(answer.text.len() <= 15 << 10, "{} bytes", answer.text.len());
        }
        bytes += answer.text.len();
    }
    assert!(bytes < 50 << 10, "the first page has {bytes} bytes");
    assert_eq!(server.get("/console/assets/other.js").await.status, 404);
}

#[tokio::test]
async fn w23_a_browser_at_the_root_is_led_to_the_console() {
    let server = Server::start().await;
    let answer = server.get("/").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.field("location"), "/console");
    for (verb, accept) in [(Method::GET, "*/*"), (Method::POST, "text/html")] {
        let answer = server.send(verb, "/", &[("accept", accept)], "").await;
        assert_eq!(answer.status, 404, "as before: {accept}");
    }
    let answer = server.get("/consoles").await;
    assert_eq!(answer.status, 404);
    answer.hides("People</a>");
}

#[tokio::test]
async fn w20_beyond_this_machine_a_browser_signs_in() {
    let mut options = Options::default();
    options.beyond_loopback = true;
    let server = Server::with(options.clone()).await;
    let answer = server.get("/console").await;
    assert_eq!(answer.status, 403);
    answer.shows("--emulator-token");
    answer.hides("_token\"");

    options.token = Some(ControlToken::new("secret"));
    let server = Server::with(options).await;
    let answer = server.get(STATE).await;
    assert_eq!(answer.status, 401);
    answer.shows("<h1>Sign in</h1>");
    let wrong = server.post("/console/sign-in", &[("token", "other")]).await;
    assert_eq!(wrong.status, 401);
    assert_eq!(wrong.field("set-cookie"), "");
    let state = server.post(STATE, &[("do", "remove")]).await;
    assert_eq!(state.status, 401);

    let right = server
        .post("/console/sign-in", &[("token", "secret")])
        .await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    let cookie = right.field("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/console"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().expect("a cookie");
    let both = format!("theme=dark; {cookie}");
    let answer = server
        .send(Method::GET, STATE, &[("cookie", &both)], "")
        .await;
    assert_eq!(answer.status, 200);
    let answer = server
        .send(Method::GET, STATE, &[("cookie", "people-console=00")], "")
        .await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn w20_of_who_has_not_signed_in_little_is_read() {
    let mut options = Options::default();
    options.beyond_loopback = true;
    for token in [None, Some(ControlToken::new("secret"))] {
        options.token = token;
        let server = Server::with(options.clone()).await;
        for (bytes, said) in [
            (8 << 10, "This form is not one"),
            (17 << 10, "The form has more than 16 KiB."),
        ] {
            let body = format!("token=secret&more={}", "x".repeat(bytes));
            let address = "/console/sign-in";
            let answer = server.post_as_it_is(address, &[], &body).await;
            answer.shows(said);
        }
    }
    let server = Server::start().await;
    let body = format!("more={}", "x".repeat(17 << 10));
    let answer = server.post_as_it_is(STATE, &[], &body).await;
    answer.shows("This form is not one");
}

/// A body that never arrives.
struct Never;

impl http_body::Body for Never {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

#[tokio::test]
async fn w20_who_has_not_signed_in_takes_no_place_of_who_has() {
    /// One more than may wait.
    const MOST: usize = 33;
    const FILE: &str = "/console/@ada/import";
    let mut options = Options::default();
    options.beyond_loopback = true;
    options.token = Some(ControlToken::new("secret"));
    for slow in [FILE, STATE] {
        let server = Server::with(options.clone()).await;
        let form = [("token", "secret")];
        let signed_in = server.post("/console/sign-in", &form).await;
        let cookie = signed_in.field("set-cookie").split(';').next();
        let cookie = ("cookie", cookie.expect("a cookie"));
        let token = server.token().await;
        let (answer, mut answered) = tokio::sync::mpsc::unbounded_channel();
        for _ in 0..MOST {
            let request = Request::post(slow).header("host", HOST);
            let request = request.body(Body::new(Never)).expect("a request");
            let (router, answer) = (server.router(), answer.clone());
            tokio::spawn(async move { answer.send(router.oneshot(request).await) });
        }
        // Of them one is too many, and none of the others is answered.
        let refused = answered.recv().await.expect("an answer").expect("answered");
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);

        let page = server.send(Method::GET, STATE, &[cookie], "").await;
        assert_eq!(page.status, StatusCode::OK, "{slow}");
        let part = "--b\r\ncontent-disposition: form-data; name=";
        let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nEND:VCARD\r\n";
        let body = format!(
            "{part}\"_token\"\r\n\r\n{token}\r\n{part}\"file\"; filename=\"a.vcf\"\r\n\r\n{card}\r\n--b--\r\n"
        );
        let kind = ("content-type", "multipart/form-data; boundary=b");
        let sent = server
            .send(Method::POST, FILE, &[cookie, kind], &body)
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{slow}: {}", sent.text);
    }
}

#[tokio::test]
async fn w21_a_form_has_no_more_fields_in_parts_than_otherwise() {
    let server = Server::start().await;
    let part =
        |name: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n\r\n");
    let file = part("f\"; filename=\"f");
    for part in [part("a"), file] {
        for (parts, said) in [
            (50_000, "This form is not one"),
            (50_001, "too many fields"),
        ] {
            let body = format!("{}--b--\r\n", part.repeat(parts));
            let fields = [("content-type", "multipart/form-data; boundary=b")];
            let answer = server.send(Method::POST, STATE, &fields, &body).await;
            answer.shows(said);
        }
    }
}

#[tokio::test]
async fn w23_what_is_no_page_is_said_on_a_page() {
    let server = Server::start().await;
    let answer = server.get("/console/nothing/%3Cb%3Ehere").await;
    assert_eq!(answer.status, 404);
    answer.shows("&#60;b&#62;here");
    for verb in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let answer = server.send(verb.clone(), "/console", &[], "").await;
        assert_eq!(answer.status, 405, "{verb}");
    }
    assert_eq!(server.get("/console/%FF").await.status, 404);
    let head = server.send(Method::HEAD, "/console", &[], "").await;
    assert_eq!((head.status, &*head.text), (StatusCode::OK, ""));
}

/// A form from a page of this address.
async fn post_from(server: &Server, host: &str, origin: &str, address: &str, form: &str) -> Answer {
    let fields = [("host", host), ("origin", origin)];
    server.post_as_it_is(address, &fields, form).await
}

#[tokio::test]
async fn w45_behind_a_proxy_the_console_has_the_public_address() {
    let public = ["https://people.example", "https://other.example:8443"];
    let server = Server::reached_by(Options::default(), &public).await;
    let token = server.token().await;
    for (host, origin) in [
        ("people.example", "https://people.example"),
        ("people.example:443", "https://people.example"),
        ("PEOPLE.example", "https://people.example"),
        ("other.example:8443", "https://other.example:8443"),
        (HOST, "http://127.0.0.1:8710"),
    ] {
        let fields = [("host", host)];
        let page = server.send(Method::GET, "/console/connect", &fields, "");
        let page = page.await;
        assert_eq!(page.status, 200, "{host}");
        page.shows(&format!("{origin}/v1/people/me/connections"));
        let form = format!("do=freeze&_token={token}");
        let answer = post_from(&server, host, origin, STATE, &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{host} {origin}");
    }
    for (host, origin) in [
        // The proxy alone has the name, and its port is that of its scheme.
        ("people.example", "http://people.example"),
        ("people.example:80", "https://people.example"),
        ("people.example:8710", "http://people.example:8710"),
        ("other.example", "https://other.example"),
        // A name of somebody else that leads to this machine.
        ("evil.example", "http://evil.example"),
        ("people.example.evil.example", "https://people.example"),
        ("127.0.0.1:443", "https://127.0.0.1"),
    ] {
        let form = format!("do=freeze&_token={token}");
        let answer = post_from(&server, host, origin, STATE, &form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{host} {origin}");
        answer.hides("_token");
    }
}

#[tokio::test]
async fn w45_the_cookie_of_a_page_behind_tls_is_secure() {
    let mut options = Options::default();
    options.token = Some(ControlToken::new("secret"));
    let server = Server::reached_by(options, &["https://people.example"]).await;
    let form = format!("token=secret&_token={}", server.token().await);
    for (host, origin, is_secure) in [
        ("people.example", "https://people.example", true),
        (HOST, "http://127.0.0.1:8710", false),
    ] {
        let answer = post_from(&server, host, origin, "/console/sign-in", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let cookie = answer.field("set-cookie");
        assert_eq!(cookie.ends_with("; Secure"), is_secure, "{host}: {cookie}");
    }
}
