//! The discovery document (rule `F18`).
use people_model::Method;
use people_server::PublicUrl;
use serde_json::Value;

use crate::fake::{Answer, Fake, anonymous, send, with};

const SHORT: &str = "/$discovery/rest?version=v1";
const LONG: &str = "/discovery/v1/apis/people/v1/rest";

fn url(text: &str) -> PublicUrl {
    text.parse().expect("a URL")
}

async fn get(own: &str, public: &[&str], address: &str, host: &str) -> Answer {
    let public: Vec<PublicUrl> = public.iter().map(|text| url(text)).collect();
    let front = Fake::new().front().with_urls(&url(own), &public);
    let request = with(anonymous("GET", address, ""), "host", host);
    send(front.into_router(), request).await
}

const OWN: &str = "http://127.0.0.1:8710";

#[tokio::test]
async fn f18_the_document_is_at_both_addresses() {
    let short = get(OWN, &[], SHORT, "localhost:8710").await;
    assert_eq!(short.status, 200);
    assert_eq!(
        short.header("content-type"),
        "application/json; charset=UTF-8"
    );
    for address in [
        LONG,
        "/$discovery/rest",
        "/$discovery/rest?version=v1&key=x",
        "/%24discovery/rest?version=v1",
    ] {
        let other = get(OWN, &[], address, "localhost:8710").await;
        assert_eq!(
            (other.status, &other.body),
            (short.status, &short.body),
            "{address}"
        );
    }
    // Another version, another API.
    for address in [
        "/$discovery/rest?version=v2",
        "/discovery/v1/apis/gmail/v1/rest",
    ] {
        let other = get(OWN, &[], address, "localhost:8710").await;
        assert_eq!(other.status, 404, "{address}");
        assert!(other.text().starts_with("<!DOCTYPE html>"), "{address}");
    }
}

#[tokio::test]
async fn f18_each_method_is_in_the_document() {
    let document = get(OWN, &[], LONG, "localhost:8710").await.json();
    for method in Method::ALL {
        let mut names: Vec<&str> = method.id().split('.').skip(1).collect();
        let name = names.pop().expect("a name");
        let parents: String = names
            .iter()
            .map(|name| format!("/resources/{name}"))
            .collect();
        let place = format!("{parents}/methods/{name}");
        let described = document.pointer(&place).unwrap_or(&Value::Null);
        assert_eq!(described["id"], method.id(), "{place}");
        assert_eq!(described["httpMethod"], method.verb().to_string());
        let scopes = described["scopes"].as_array().expect("scopes");
        assert!(
            scopes
                .iter()
                .map(|scope| scope.as_str().expect("text"))
                .eq(method.scopes().iter().copied())
        );
    }
}

#[tokio::test]
async fn f18_addresses_lead_to_where_the_caller_is() {
    let proxied = &["https://contacts.test/api/", "http://other.test:8080"][..];
    for (own, public, address, host, root) in [
        (
            OWN,
            &[][..],
            LONG,
            "localhost:8710",
            "http://localhost:8710/",
        ),
        (OWN, &[], LONG, "127.0.0.1:8710", "http://127.0.0.1:8710/"),
        (OWN, &[], LONG, "[::1]:8710", "http://[::1]:8710/"),
        (
            OWN,
            &[],
            LONG,
            "people.googleapis.com",
            "http://people.googleapis.com/",
        ),
        (
            OWN,
            &[],
            "http://a.test:1/$discovery/rest",
            "b.test",
            "http://a.test:1/",
        ),
        (
            "https://10.0.0.1:443",
            &[],
            LONG,
            "people.test:443",
            "https://people.test/",
        ),
        (
            OWN,
            proxied,
            LONG,
            "contacts.test",
            "https://contacts.test/api/",
        ),
        (
            OWN,
            proxied,
            LONG,
            "CONTACTS.test:443",
            "https://contacts.test/api/",
        ),
        (
            OWN,
            proxied,
            LONG,
            "other.test:8080",
            "http://other.test:8080/",
        ),
        // A proxy may have put a name of its own there.
        (
            OWN,
            proxied,
            LONG,
            "backend:9000",
            "https://contacts.test/api/",
        ),
        (OWN, proxied, LONG, "", "https://contacts.test/api/"),
        (
            OWN,
            proxied,
            LONG,
            "localhost:8710",
            "http://localhost:8710/",
        ),
        (OWN, &[], LONG, "", "http://localhost/"),
        (OWN, &[], LONG, "x\"y", "http://localhost/"),
        (
            OWN,
            &["http://a.test/\""],
            LONG,
            "a.test",
            "http://a.test/\"/",
        ),
    ] {
        let answer = get(own, public, address, host).await;
        let document = answer.json();
        for member in ["rootUrl", "baseUrl", "mtlsRootUrl"] {
            assert_eq!(document[member], root, "{member} for {host:?}");
        }
        assert_eq!(document["servicePath"], "");
        assert_eq!(
            answer.text().matches("127.0.0.1:8710").count(),
            if root.contains("127.0.0.1") { 3 } else { 0 }
        );
    }
}
