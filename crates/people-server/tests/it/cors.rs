//! Pages of other origins, as a browser asks and listens (rule `F17`).
use expect_test::expect;
use http::HeaderMap;
use people_model::{Code, Method};
use people_server::{Cors, CorsOrigin, Dev, Failure, Front, HostCheck, Limits};

use crate::fake::{Answer, Fake, GET, UPDATE, ada, anonymous, send, with};

const PAGE: &str = "https://app.example";

fn cors(origins: &[&str]) -> Cors {
    let parsed = origins.iter().map(|origin| origin.parse::<CorsOrigin>());
    parsed.collect::<Result<_, _>>().expect("origins")
}

async fn answer(
    fake: &Fake,
    allowed: &[&str],
    request: http::Request<http_body_util::Full<bytes::Bytes>>,
) -> Answer {
    let front = fake.front().with_cors(cors(allowed));
    send(front.into_router(), request).await
}

/// The question that a browser asks before it sends a request of `PAGE` that has a token.
fn preflight(
    path: &str,
    origin: &str,
    verb: &str,
) -> http::Request<http_body_util::Full<bytes::Bytes>> {
    let request = with(anonymous("OPTIONS", path, ""), "origin", origin);
    let request = with(request, "access-control-request-method", verb);
    with(
        request,
        "access-control-request-headers",
        "authorization,content-type,x-goog-api-client",
    )
}

fn of_cors(headers: &HeaderMap) -> String {
    let mut lines: Vec<String> = headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("access-control-") || *name == "vary")
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().expect("text")))
        .collect();
    lines.sort();
    lines.concat()
}

#[tokio::test]
async fn f17_a_preflight_needs_no_credential() {
    let fake = Fake::new();
    let asked = answer(&fake, &[PAGE], preflight(UPDATE, PAGE, "PATCH")).await;
    assert_eq!((asked.status.as_u16(), asked.text()), (204, ""));
    expect![[r#"
        access-control-allow-credentials: true
        access-control-allow-headers: authorization,content-type,x-goog-api-client
        access-control-allow-methods: DELETE, GET, OPTIONS, PATCH, POST, PUT
        access-control-allow-origin: https://app.example
        access-control-max-age: 3600
        vary: Origin, X-Origin, Referer, Access-Control-Request-Method, Access-Control-Request-Headers
    "#]]
    .assert_eq(&of_cors(&asked.headers));
    assert_eq!(fake.calls(), [], "nothing was called");
    for method in Method::ALL {
        let verb = method.verb();
        assert!(asked.header("access-control-allow-methods").contains(verb));
    }
}

#[tokio::test]
async fn f17_a_page_reads_answers_and_errors() {
    let fake = Fake::new();
    let read = answer(&fake, &[PAGE], with(ada("GET", GET, ""), "origin", PAGE)).await;
    assert_eq!(read.status, 200);
    let expected = expect![[r#"
        access-control-allow-credentials: true
        access-control-allow-origin: https://app.example
        access-control-expose-headers: Content-Encoding, Content-Length, Date, Retry-After, Server, Vary, WWW-Authenticate
        vary: Origin, X-Origin, Referer, Accept-Encoding
    "#]];
    expected.assert_eq(&of_cors(&read.headers));

    let failing = Fake::new().fails(Failure::new(Code::NotFound, "Gone."));
    let create = Method::CreateContact.path();
    for (request, status) in [
        (ada("GET", GET, ""), 404),
        (anonymous("GET", GET, ""), 401),
        (
            with(
                anonymous("POST", create, "{}"),
                "authorization",
                "Bearer ada;scopes=contacts.readonly",
            ),
            403,
        ),
        (ada("GET", "/v1/people/c17?personFields=x", ""), 400),
        (ada("POST", create, "{"), 400),
    ] {
        let refused = answer(&failing, &[PAGE], with(request, "origin", PAGE)).await;
        assert_eq!(refused.status.as_u16(), status);
        expected.assert_eq(&of_cors(&refused.headers));
    }
    for path in [
        "/$discovery/rest?version=v1",
        "/%24discovery/rest?version=v1",
        "/discovery/v1/apis/people/v1/rest",
    ] {
        let asked = answer(&fake, &[PAGE], preflight(path, PAGE, "GET")).await;
        assert_eq!(asked.status, 204, "{path}");
        let read = with(anonymous("GET", path, ""), "origin", PAGE);
        let read = answer(&fake, &[PAGE], read).await;
        assert_eq!(read.status, 200, "{path}");
        assert_eq!(read.header("access-control-allow-origin"), PAGE);
    }
    let asked = answer(&fake, &[PAGE], preflight("/batch", PAGE, "POST")).await;
    assert_eq!(asked.status, 204);
    let batch = with(ada("POST", "/batch", ""), "origin", PAGE);
    let batch = answer(&fake, &[PAGE], batch).await;
    assert_eq!(batch.status, 400);
    assert_eq!(batch.header("access-control-allow-origin"), PAGE);
    // A page too: it says nothing of `Vary` by itself.
    let page = with(ada("GET", "/v1/no/such/path", ""), "origin", PAGE);
    let page = answer(&fake, &[PAGE], page).await;
    assert_eq!((page.status.as_u16(), page.header("vary")), (404, "Origin"));
    assert_eq!(page.header("access-control-allow-origin"), PAGE);
}

#[tokio::test]
async fn f17_a_refusal_for_lack_of_room_can_be_read() {
    let mut limits = Limits::default();
    (limits.account_calls, limits.waiting) = (1, 0);
    let fake = Fake::new().holds();
    let front = Front::with_limits(fake.clone(), Dev, limits).with_cors(cors(&[PAGE]));
    let first = tokio::spawn(send(front.clone(), ada("GET", GET, "")));
    fake.began.notified().await;
    let busy = send(front, with(ada("GET", GET, ""), "origin", PAGE)).await;
    assert_eq!(busy.status, 503);
    assert_eq!(busy.header("access-control-allow-origin"), PAGE);
    fake.go_on.notify_one();
    assert_eq!(first.await.expect("it ends").status, 200);
}

#[tokio::test]
async fn f17_any_origin_never_goes_with_credentials() {
    let fake = Fake::new();
    for origin in ["https://other.example", "null"] {
        for request in [
            preflight(GET, origin, "GET"),
            with(ada("GET", GET, ""), "origin", origin),
        ] {
            let any = answer(&fake, &["*"], request).await;
            assert_eq!(any.header("access-control-allow-origin"), "*");
            assert_eq!(any.header("access-control-allow-credentials"), "");
        }
    }
    // One that is named beside it has them.
    let named = answer(
        &fake,
        &["*", PAGE],
        with(ada("GET", GET, ""), "origin", PAGE),
    )
    .await;
    assert_eq!(named.header("access-control-allow-origin"), PAGE);
    assert_eq!(named.header("access-control-allow-credentials"), "true");
}

#[tokio::test]
async fn f17_other_origins_hear_nothing() {
    let fake = Fake::new();
    for (allowed, origin) in [
        (&[][..], PAGE),
        (&[PAGE], "https://evil.example"),
        (&[PAGE], "http://app.example"),
        (&[PAGE], "https://app.example:8443"),
        (&[PAGE], "https://app.example.evil.example"),
        (&[PAGE], "null"),
        (&[PAGE], ""),
    ] {
        let asked = answer(&fake, allowed, preflight(GET, origin, "GET")).await;
        assert_eq!(asked.status, 404, "{origin}");
        assert!(
            !of_cors(&asked.headers).contains("access-control-"),
            "{origin}"
        );
        let read = answer(&fake, allowed, with(ada("GET", GET, ""), "origin", origin)).await;
        assert_eq!(read.status, 200);
        assert!(
            !of_cors(&read.headers).contains("access-control-"),
            "{origin}"
        );
        assert!(read.header("vary").starts_with("Origin"));
    }
    // Neither does who says two.
    let two = with(with(ada("GET", GET, ""), "origin", PAGE), "origin", PAGE);
    let two = answer(&fake, &[PAGE], two).await;
    assert!(!of_cors(&two.headers).contains("access-control-"));
    // `OPTIONS` that is no preflight is no verb of the API (F1).
    let options = with(ada("OPTIONS", GET, ""), "origin", PAGE);
    assert_eq!(answer(&fake, &[PAGE], options).await.status, 404);
    // Names are repeated only if they are names.
    let odd = with(anonymous("OPTIONS", GET, ""), "origin", PAGE);
    let odd = with(odd, "access-control-request-method", "GET");
    let odd = with(odd, "access-control-request-headers", "a b, <script>");
    let odd = answer(&fake, &[PAGE], odd).await;
    assert_eq!(
        (
            odd.status.as_u16(),
            odd.header("access-control-allow-headers")
        ),
        (204, "")
    );
}

#[tokio::test]
async fn f17_nothing_but_the_api_is_covered() {
    let fake = Fake::new();
    for path in [
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/photos/x=s100",
        "/metrics",
        "/emulator/v1/state",
        "/v1",
        "/",
    ] {
        for request in [
            preflight(path, PAGE, "GET"),
            with(ada("GET", path, ""), "origin", PAGE),
        ] {
            for allowed in [PAGE, "*"] {
                let request = request.clone();
                let answer = answer(&fake, &[allowed], request).await;
                assert_ne!(answer.status, 204, "{path}");
                assert!(
                    !of_cors(&answer.headers).contains("access-control-"),
                    "{path}"
                );
            }
        }
    }
}

/// Rules A3 and F17: dev authentication believes any caller, so that a page has to be named.
#[tokio::test]
async fn f17_dev_authentication_lets_named_pages_call_the_api_alone() {
    let fake = Fake::new();
    let send = async |allowed: &[&str], host, path, origin| {
        let router = fake.front().with_cors(cors(allowed)).into_router();
        let check = HostCheck::new(&"http://127.0.0.1:8710".parse().expect("a URL"));
        let check = check.with_cors(cors(allowed));
        let request = with(with(ada("GET", path, ""), "host", host), "origin", origin);
        send(check.layer(router), request).await
    };
    let own = "localhost:8710";
    for (allowed, origin) in [(&[PAGE][..], PAGE), (&["*"], PAGE), (&["*"], "null")] {
        let called = send(allowed, own, GET, origin).await;
        assert_eq!(called.status, 200);
        assert_ne!(called.header("access-control-allow-origin"), "");
        assert_eq!(fake.calls().len(), 1);
        for path in [
            "/healthz",
            "/openapi.json",
            "/photos/x",
            "/emulator/v1/state",
        ] {
            assert_eq!(send(allowed, own, path, origin).await.status, 403, "{path}");
        }
        // Another name of this machine stays refused (DNS rebinding).
        assert_eq!(send(allowed, "evil.example", GET, origin).await.status, 403);
    }
    let other = send(&[PAGE], own, GET, "https://evil.example").await;
    assert_eq!(other.status, 403);
    assert!(other.message().contains("--cors"), "{}", other.message());
    assert_eq!(fake.calls(), [], "nothing was called");
}

#[test]
fn f17_an_origin_is_one() {
    for (text, origin) in [
        ("*", "*"),
        ("https://app.example", "https://app.example"),
        ("HTTP://LocalHost:3000/", "http://localhost:3000"),
        ("https://app.example:443", "https://app.example"),
        ("http://[::1]:80", "http://[::1]"),
    ] {
        let parsed: CorsOrigin = text.parse().expect(text);
        assert_eq!(parsed.to_string(), origin);
    }
    for text in [
        "",
        "null",
        "app.example",
        "//app.example",
        "https://*.example",
        "https://*",
        "**",
        "https://app.example/page",
        "https://app.example?x",
        "ftp://app.example",
        "https://user@app.example",
        "https://a.example,https://b.example",
    ] {
        let refused = text.parse::<CorsOrigin>().expect_err(text);
        assert!(
            refused.to_string().contains(&format!("`{text}`")),
            "{refused}"
        );
    }
    assert!(cors(&["*"]).allows_any() && !cors(&[PAGE]).allows_any());
}
