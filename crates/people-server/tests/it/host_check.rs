//! Which names a server with dev authentication answers to, and pages of which origins (rule `A3`).
use people_model::Method;
use people_server::{Dev, HostCheck, PublicUrl};

use crate::fake::{Answer, Fake, GET, ada, send, with};

fn url(text: &str) -> PublicUrl {
    text.parse().expect("a URL")
}

/// What a server on that address answers to a request with those headers.
async fn answer(
    fake: &Fake,
    own: &str,
    verb: &str,
    address: &str,
    headers: &[(&'static str, &str)],
) -> Answer {
    let router = people_server::router(fake.clone(), Dev);
    let check = HostCheck::new(&url(own))
        .with_public_url(&url("http://contacts.test:8710/"))
        .with_public_url(&url("https://People.test/api"));
    let body = if verb == "POST" {
        r#"{"names":[{"givenName":"Eve"}]}"#
    } else {
        ""
    };
    let mut request = ada(verb, address, body);
    for &(name, value) in headers {
        request = with(request, name, value);
    }
    send(check.layer(router), request).await
}

const OWN: &str = "http://127.0.0.1:8710";

#[tokio::test]
async fn a3_a_server_answers_to_its_own_names() {
    let fake = Fake::new();
    for host in [
        "localhost",
        "LOCALHOST:8710",
        "people.localhost",
        "127.0.0.1:8710",
        "127.1.2.3",
        "[::1]:8710",
        "people.googleapis.com",
        "contacts.test",
        "people.test:443",
        "",
    ] {
        let answer = answer(&fake, OWN, "GET", GET, &[("host", host)]).await;
        assert_eq!(answer.status, 200, "{host}");
        assert_eq!(fake.calls().len(), 1);
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "user@localhost",
        "localhost.",
        "localhost:99999",
        "localhost:port",
        "localhost\u{e9}",
        "googleapis.com.evil.example",
        "storage-googleapis.com",
    ] {
        let answer = answer(&fake, OWN, "GET", GET, &[("host", host)]).await;
        assert_eq!(answer.status, 403, "{host}");
    }
    // An address may say it too, and counts over the header.
    let absolute = format!("http://evil.example{GET}");
    let answer = answer(&fake, OWN, "GET", &absolute, &[("host", "localhost")]).await;
    assert_eq!(answer.status, 403);
    assert_eq!(fake.calls(), [], "nothing was called");
}

#[tokio::test]
async fn a3_a_foreign_name_is_told_which_are_answered() {
    let foreign = [("host", "evil.example")];
    let message = answer(&Fake::new(), OWN, "GET", GET, &foreign)
        .await
        .message();
    for part in [
        "evil.example",
        "localhost",
        "contacts.test",
        "people.test",
        "--public-url",
    ] {
        assert!(message.contains(part), "{part} in {message}");
    }
}

#[tokio::test]
async fn a3_only_pages_of_the_own_origin_may_call() {
    let fake = Fake::new();
    // A browser sends this without asking first, since the type is one of a form's.
    let post = async |own, host, origin: &str| {
        let headers = [
            ("host", host),
            ("origin", origin),
            ("content-type", "text/plain"),
        ];
        let create = Method::CreateContact.path();
        answer(&fake, own, "POST", create, &headers)
            .await
            .status
            .as_u16()
    };
    for (own, host, origin) in [
        (OWN, "127.0.0.1:8710", "http://127.0.0.1:8710"),
        (OWN, "localhost:8710", "http://localhost:8710"),
        (OWN, "[::1]:8710", "http://[::1]:8710"),
        ("http://127.0.0.1:80", "localhost", "http://localhost"),
        ("http://127.0.0.1:80", "localhost:80", "http://localhost"),
        ("https://127.0.0.1:443", "localhost", "https://localhost"),
        // Those of the public URLs, under any of their names.
        (OWN, "contacts.test:8710", "http://contacts.test:8710"),
        (OWN, "people.test", "https://people.test"),
        (OWN, "localhost:8710", "https://people.test"),
    ] {
        assert_eq!(post(own, host, origin).await, 200, "{host} {origin}");
        assert_eq!(fake.calls().len(), 1);
    }
    for (own, host, origin) in [
        (OWN, "localhost:8710", "https://storage.googleapis.com"),
        (
            OWN,
            "people.googleapis.com",
            "https://people.googleapis.com",
        ),
        (OWN, "people.googleapis.com", "http://people.googleapis.com"),
        (OWN, "localhost:8710", "http://localhost:3000"),
        (OWN, "localhost:8710", "http://localhost"),
        (OWN, "localhost:8710", "https://localhost:8710"),
        (OWN, "localhost:8710", "http://127.0.0.1:8710"),
        (OWN, "localhost:8710", "http://evil.localhost:8710"),
        (OWN, "contacts.test:8710", "http://contacts.test"),
        (OWN, "contacts.test:8710", "https://contacts.test:8710"),
        (OWN, "contacts.test:9000", "http://contacts.test:9000"),
        (OWN, "people.test", "http://people.test"),
        (OWN, "localhost:8710", "https://evil.example"),
        (OWN, "localhost:8710", "http://localhost:8710.evil.example"),
        (OWN, "localhost:8710", "null"),
        (OWN, "localhost:8710", ""),
        (OWN, "localhost:8710", "http://localhost:8710\u{e9}"),
        (OWN, "", "null"),
        (OWN, "", "http://"),
        // The page of another program that listens on the port for the other scheme.
        ("http://127.0.0.1:80", "localhost", "https://localhost"),
    ] {
        assert_eq!(post(own, host, origin).await, 403, "{host} {origin}");
    }
    let twice = [
        ("host", "localhost"),
        ("origin", "http://localhost"),
        ("origin", "null"),
    ];
    assert_eq!(answer(&fake, OWN, "GET", GET, &twice).await.status, 403);
    assert_eq!(fake.calls(), [], "nothing was called");
}

#[test]
fn a3_a_public_url_is_one() {
    for text in [
        "",
        "foo",
        "contacts.test",
        "contacts.test:80",
        "ftp://contacts.test",
        "/people",
        "http://",
        "http://user@contacts.test",
        "http://contacts.test:99999",
        "http://contacts.test?x=1",
    ] {
        let refused = text.parse::<PublicUrl>().expect_err(text);
        assert!(refused.to_string().contains(text), "{refused}");
    }
}
