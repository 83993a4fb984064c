//! Who may control an emulator (rule `X1`), and what wrong requests get (rule `X2`).
use people_emulator::{ControlToken, Options};

use crate::server::{Answer, Server};

const DESCRIPTION: &str = "/emulator/v1/openapi.json";

async fn get(server: &Server, address: &str, fields: &[(&str, &str)]) -> Answer {
    server.send("GET", address, fields, "").await
}

#[tokio::test]
async fn x1_only_requests_to_the_own_address_control_the_emulator() {
    let server = Server::start().await;
    for host in [
        "127.0.0.1:8710",
        "localhost:8710",
        "[::1]:8710",
        "people.localhost:8710",
        "people.test",
        "people.test:443",
    ] {
        let answer = get(&server, DESCRIPTION, &[("host", host)]).await;
        assert_eq!(answer.status, 200, "{host}");
    }
    for host in [
        // Another program of this machine: a port that leads here.
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost:3000",
        "people.test:8710",
        // The API answers under this name, for clients of Google's address.
        "people.googleapis.com",
        "people.googleapis.com:8710",
        "evil.example:8710",
        "localhost.evil.example:8710",
        "127.0.0.1:8710@evil.example",
        "",
    ] {
        let answer = get(&server, DESCRIPTION, &[("host", host)]).await;
        assert_eq!(answer.status, 403, "{host}");
        assert_eq!(answer.json()["error"]["status"], "PERMISSION_DENIED");
    }
    let answer = get(&server, DESCRIPTION, &[("host", "127.0.0.1")]).await;
    for part in ["8710", "people.test", "`127.0.0.1`", "--public-url"] {
        assert!(answer.message().contains(part), "{}", answer.message());
    }
}

#[tokio::test]
async fn x1_only_pages_of_the_own_origin_control_the_emulator() {
    let server = Server::start().await;
    for (host, origin) in [
        ("127.0.0.1:8710", "http://127.0.0.1:8710"),
        ("localhost:8710", "http://localhost:8710"),
        ("people.test", "https://people.test"),
    ] {
        let fields = [("host", host), ("origin", origin)];
        let answer = get(&server, DESCRIPTION, &fields).await;
        assert_eq!(answer.status, 200, "{host} {origin}");
    }
    for (host, origin) in [
        // `--cors` allows this page to call the API, and nothing else.
        ("localhost:8710", "http://localhost:3000"),
        ("localhost:8710", "http://127.0.0.1:8710"),
        ("localhost:8710", "https://localhost:8710"),
        ("localhost:8710", "https://evil.example"),
        ("localhost:8710", "null"),
        ("localhost:8710", ""),
        ("people.test", "http://people.test"),
    ] {
        let fields = [("host", host), ("origin", origin)];
        for address in [DESCRIPTION, "/emulator", "/emulator/v1/nothing"] {
            let answer = get(&server, address, &fields).await;
            assert_eq!(answer.status, 403, "{address} {host} {origin}");
        }
        let preflight = [
            fields[0],
            fields[1],
            ("access-control-request-method", "GET"),
        ];
        let answer = server.send("OPTIONS", DESCRIPTION, &preflight, "").await;
        assert_eq!(answer.status, 403);
        let granted = answer.headers.get("access-control-allow-origin");
        assert_eq!(granted, None, "{origin}");
    }
    for (site, status) in [
        ("same-origin", 200),
        ("none", 200),
        ("same-site", 403),
        ("cross-site", 403),
    ] {
        let answer = get(&server, DESCRIPTION, &[("sec-fetch-site", site)]).await;
        assert_eq!(answer.status, status, "{site}");
    }
}

#[tokio::test]
async fn x1_beyond_this_machine_a_token_is_needed() {
    let mut options = Options::default();
    options.beyond_loopback = true;
    let server = Server::with(options.clone()).await;
    let fields = [("authorization", "Bearer secret")];
    let answer = get(&server, DESCRIPTION, &fields).await;
    assert_eq!(answer.status, 403);
    assert!(answer.message().contains("--emulator-token"));

    options.token = Some(ControlToken::new("secret"));
    for beyond_loopback in [true, false] {
        options.beyond_loopback = beyond_loopback;
        let server = Server::with(options.clone()).await;
        for fields in [
            ("authorization", "Bearer secret"),
            ("authorization", "bearer  secret"),
            ("x-emulator-token", "secret"),
        ] {
            let answer = get(&server, DESCRIPTION, &[fields]).await;
            assert_eq!(answer.status, 200, "{fields:?}");
        }
        for fields in [
            ("authorization", "Bearer secre"),
            ("authorization", "Bearer secret2"),
            ("authorization", "Basic secret"),
            ("authorization", "secret"),
            ("x-emulator-token", ""),
            ("cookie", "secret"),
        ] {
            let answer = get(&server, DESCRIPTION, &[fields]).await;
            assert_eq!(answer.status, 401, "{fields:?}");
            assert!(!answer.message().contains("secret"));
        }
        // The token is beside the other checks, not in their place.
        let fields = [fields[0], ("origin", "http://localhost:3000")];
        assert_eq!(get(&server, DESCRIPTION, &fields).await.status, 403);
    }
}

#[tokio::test]
async fn x2_a_wrong_address_is_told_which_are_right() {
    let server = Server::start().await;
    let answer = get(&server, "/emulator/v1/openapi.yaml", &[]).await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.json()["error"]["status"], "NOT_FOUND");
    let near = "Did you mean `/emulator/v1/openapi.json`?";
    assert!(answer.message().contains(near), "{}", answer.message());

    for (verb, path, allowed) in [
        ("DELETE", DESCRIPTION, "GET"),
        ("POST", "/emulator/v1/accounts/ada", "GET, PUT, DELETE"),
        ("GET", "/emulator/v1/accounts/ada:reset", "POST"),
        ("PATCH", "/emulator/v1/rules", "GET, PUT, POST, DELETE"),
        ("OPTIONS", "/emulator/v1/seed", "POST"),
    ] {
        let answer = server.send(verb, path, &[], "").await;
        assert_eq!(answer.status, 405, "{verb} {path}");
        assert_eq!(answer.headers["allow"], allowed);
        let message = answer.message();
        let text = format!("`{path}` does not answer {verb}. It answers {allowed}.");
        assert_eq!(message, text);
        assert_eq!(answer.json()["error"]["code"], 405);
    }
    assert_eq!(server.send("HEAD", DESCRIPTION, &[], "").await.status, 200);

    let answer = get(&server, "/emulator/v1/openapi.json?pretty=1", &[]).await;
    assert_eq!(answer.status, 400);
    assert!(answer.message().contains("no parameter `pretty`"));

    // Only the emulator's addresses are the emulator's.
    let answer = get(&server, "/emulators", &[]).await;
    assert_eq!(answer.status, 404);
    assert!(answer.body.starts_with(b"<!DOCTYPE html>"));
}

/// The description has the refusals of addresses with an id, and what the journal and the sync tokens answer.
#[tokio::test]
async fn x2_the_description_has_what_is_answered() {
    let server = Server::start().await;
    let paths = get(&server, DESCRIPTION, &[]).await.json()["paths"].take();
    let tokens = "/emulator/v1/accounts/{account}/syncTokens";
    let expire = "/emulator/v1/accounts/{account}/syncTokens/{id}:expire";
    let (request, rule) = ("/emulator/v1/requests/{number}", "/emulator/v1/rules/{id}");
    let curl = "/emulator/v1/requests/{number}/curl";
    for (verb, path) in [
        ("GET", request),
        ("GET", curl),
        ("GET", rule),
        ("PATCH", rule),
        ("DELETE", rule),
        ("POST", expire),
    ] {
        let described = &paths[path][verb.to_lowercase()]["responses"];
        let address = path.replace("{account}", "ada");
        for (id, status) in [("x", "400"), ("7", "404")] {
            let address = address.replace("{id}", id).replace("{number}", id);
            let answer = server
                .send(verb, &address, &[], r#"{"enabled": true}"#)
                .await;
            // One that is not there is removed already.
            let status = if verb == "DELETE" && id == "7" {
                "200"
            } else {
                status
            };
            assert_eq!(answer.status.as_str(), status, "{verb} {address}");
            assert!(described[status].is_object(), "{verb} {path} {status}");
        }
    }
    for (verb, path) in [("get", tokens), ("post", expire)] {
        assert!(paths[path][verb]["responses"]["501"].is_object(), "{path}");
        let text = paths[path][verb]["responses"]["200"]["description"].to_string();
        assert!(text.contains("`syncToken`"), "{text}");
    }
    for path in ["/emulator/v1/requests", request] {
        let text = paths[path]["get"]["responses"]["200"]["description"].to_string();
        assert!(
            text.contains("`parts`") && text.contains("`part`"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn x3_a_test_has_a_name() {
    let server = Server::start().await;
    let address = "/v1/people/c17?personFields=names";
    let ada = ("authorization", "Bearer ada");
    for name in ["t1", "tests/test_contacts.py::test_rename[Ada Lovelace]"] {
        let answer = get(&server, address, &[ada, ("x-people-test", name)]).await;
        assert_eq!(answer.status, 404, "{name}: the contact is not there");
    }
    // A page of an origin that `--cors` names may send it.
    let preflight = [
        ("origin", "http://localhost:3000"),
        ("access-control-request-method", "GET"),
        (
            "access-control-request-headers",
            "authorization, x-people-test",
        ),
    ];
    let answer = server.send("OPTIONS", address, &preflight, "").await;
    assert_eq!(answer.status, 204);
    let allowed = &answer.headers["access-control-allow-headers"];
    assert_eq!(allowed, "authorization, x-people-test");
    let long = "t".repeat(129);
    for name in ["", " ", &long, "t\u{e9}st"] {
        let answer = get(&server, address, &[ada, ("x-people-test", name)]).await;
        assert_eq!(answer.status, 400, "{name}");
        assert!(answer.message().contains("x-people-test"));
    }
}
