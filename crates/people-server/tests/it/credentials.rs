//! Who may call what.
use std::net::SocketAddr;

use expect_test::{Expect, expect};
use http::{HeaderValue, Request};
use http_body_util::Full;
use people_model::Method;
use people_server::Dev;

use crate::fake::{Fake, GET, UPDATE, ada, anonymous, is_ada, send, with};

/// Sends a request and shows the status, the challenge and the body.
async fn check(request: Request<Full<bytes::Bytes>>, expect: Expect) {
    let fake = Fake::new();
    let answer = send(fake.front(), request).await;
    assert_eq!(fake.calls(), [], "nothing was called");
    let challenge = answer.header("www-authenticate");
    expect.assert_eq(&format!(
        "{}\n{challenge}\n{}",
        answer.status,
        answer.text()
    ));
}

/// Rule A1.
#[tokio::test]
async fn no_credential_is_401() {
    check(
        anonymous("GET", GET, ""),
        expect![[r#"
            401 Unauthorized
            Bearer realm="https://accounts.google.com/"
            {
              "error": {
                "code": 401,
                "message": "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
                "status": "UNAUTHENTICATED",
                "details": [
                  {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "CREDENTIALS_MISSING",
                    "domain": "googleapis.com",
                    "metadata": {
                      "method": "google.people.v1.PeopleService.GetPerson",
                      "service": "people.googleapis.com"
                    }
                  }
                ]
              }
            }
        "#]],
    )
    .await;
}

/// Rule A1.
#[tokio::test]
async fn a_credential_that_is_nobodys_is_401() {
    check(
        with(anonymous("GET", GET, ""), "authorization", "Bearer ada;scope=contacts"),
        expect![[r#"
            401 Unauthorized
            Bearer realm="https://accounts.google.com/", error="invalid_token"
            {
              "error": {
                "code": 401,
                "message": "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
                "status": "UNAUTHENTICATED",
                "details": [
                  {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "ACCESS_TOKEN_TYPE_UNSUPPORTED",
                    "domain": "googleapis.com",
                    "metadata": {
                      "method": "google.people.v1.PeopleService.GetPerson",
                      "service": "people.googleapis.com"
                    }
                  }
                ]
              }
            }
        "#]],
    )
    .await;
}

/// Rules U12 and A3.
#[tokio::test]
async fn too_few_scopes_are_403() {
    check(
        with(anonymous("PATCH", UPDATE, "{}"), "authorization", "Bearer ada;scopes=contacts.readonly"),
        expect![[r#"
            403 Forbidden
            Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="https://www.googleapis.com/auth/contacts"
            {
              "error": {
                "code": 403,
                "message": "Request had insufficient authentication scopes.",
                "status": "PERMISSION_DENIED",
                "details": [
                  {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                    "domain": "googleapis.com",
                    "metadata": {
                      "method": "google.people.v1.PeopleService.UpdateContact",
                      "service": "people.googleapis.com"
                    }
                  }
                ]
              }
            }
        "#]],
    )
    .await;
}

async fn status_of(request: Request<Full<bytes::Bytes>>) -> u16 {
    send(Fake::new().front(), request).await.status.as_u16()
}

#[tokio::test]
async fn what_is_no_bearer_token_is_401() {
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer    ",
        "ada",
        "Basic YWRhOg==",
        "Bearerada",
        "Bearer\tada",
        "Bearer ;scopes=contacts",
        "Bearer ada;scopes=everything",
        "Bearer ada;",
        "Bearer a\u{85}b",
    ] {
        let request = with(anonymous("GET", GET, ""), "authorization", value);
        assert_eq!(status_of(request).await, 401, "{value:?}");
    }
    let two = with(ada("GET", GET, ""), "authorization", "Bearer charles");
    assert_eq!(status_of(two).await, 401, "two headers");
    let mut not_utf8 = anonymous("GET", GET, "");
    let value = HeaderValue::from_bytes(b"Bearer \xFF").expect("a header's value");
    not_utf8.headers_mut().insert("authorization", value);
    assert_eq!(status_of(not_utf8).await, 401, "not UTF-8");
    let long = with(
        anonymous("GET", GET, ""),
        "authorization",
        &format!("Bearer {}", "a".repeat(257)),
    );
    assert_eq!(status_of(long).await, 401, "longer than a name may be");
}

/// The account a request is taken to be for.
async fn account_of(request: Request<Full<bytes::Bytes>>) -> String {
    let fake = Fake::new();
    let answer = send(fake.front(), request).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut callers = fake.callers();
    let (caller, _) = callers.pop().expect("a call");
    caller.account.as_str().to_owned()
}

/// Rule A3.
#[tokio::test]
async fn a_bearer_token_is_the_account_of_that_name() {
    for (value, account) in [
        ("Bearer ada", "ada"),
        ("bearer ada", "ada"),
        ("BEARER   ada  ", "ada"),
        ("Bearer ada@example.com", "ada@example.com"),
        ("Bearer ada+work@example.com", "ada+work@example.com"),
        ("Bearer ya29.a0-_~+/==", "ya29.a0-_~+/=="),
        ("Bearer Ada Lovelace", "Ada Lovelace"),
        ("Bearer Zoë 王", "Zoë 王"),
        ("Bearer ada;scopes=contacts.readonly", "ada"),
        (
            "Bearer ada;scopes=https://www.googleapis.com/auth/contacts,directory.readonly",
            "ada",
        ),
    ] {
        let request = with(anonymous("GET", GET, ""), "authorization", value);
        assert_eq!(account_of(request).await, account, "{value:?}");
    }
    let fake = Fake::new();
    send(fake.front(), ada("GET", GET, "")).await;
    assert!(is_ada(&fake.callers()[0].0));
}

/// Rule A2.
#[tokio::test]
async fn a_token_may_be_a_parameter() {
    for parameter in ["access_token", "oauth_token"] {
        let address = format!("{GET}&{parameter}=ada%40example.com");
        assert_eq!(
            account_of(anonymous("GET", &address, "")).await,
            "ada@example.com"
        );
    }
    let form = with(
        anonymous(
            "POST",
            "/v1/people/c17",
            "personFields=names&access_token=ada",
        ),
        "x-http-method-override",
        "GET",
    );
    let form = with(form, "content-type", "application/x-www-form-urlencoded");
    assert_eq!(account_of(form).await, "ada");
    assert_eq!(
        status_of(anonymous("GET", &format!("{GET}&access_token="), "")).await,
        401
    );
    assert_eq!(
        status_of(anonymous("GET", &format!("{GET}&key=ada"), "")).await,
        401
    );
}

/// Rule A2.
#[tokio::test]
async fn the_header_decides_over_the_parameter() {
    assert_eq!(
        account_of(ada("GET", &format!("{GET}&access_token=charles"), "")).await,
        "ada"
    );
    let malformed = with(
        anonymous("GET", &format!("{GET}&access_token=charles"), ""),
        "authorization",
        "Basic YWRhOg==",
    );
    assert_eq!(status_of(malformed).await, 401);
}

/// An address that reaches a method.
fn address(method: Method) -> String {
    let path = method.path();
    let (path, verb) = path
        .rsplit_once(':')
        .map_or((path, ""), |(path, verb)| (path, verb));
    let path: Vec<&str> = path
        .split('/')
        .map(|segment| {
            match segment
                .trim_end_matches('}')
                .rsplit_once('=')
                .map_or(segment, |(_, first)| first)
            {
                segment if segment.starts_with('*') => "c17",
                segment => segment,
            }
        })
        .collect();
    let verb = if verb.is_empty() {
        String::new()
    } else {
        format!(":{verb}")
    };
    path.join("/") + &verb
}

/// For every method, and with any fault in the rest of the request: route, then
/// credential, then scope (rules U12, O4), then decoding.
#[tokio::test]
async fn every_method_asks_who_calls_before_it_looks_at_the_request() {
    for &method in Method::ALL.iter() {
        let address = format!("{}?unknown=1&alt=proto", address(method));
        let request = |token: &str| {
            let request = anonymous(method.verb(), &address, "{\"unknown\": ");
            if token.is_empty() {
                request
            } else {
                with(request, "authorization", token)
            }
        };
        assert_eq!(status_of(request("")).await, 401, "{}", method.id());
        let answer = send(Fake::new().front(), request("Bearer ada;scopes=")).await;
        assert_eq!(answer.status, 403, "{}", method.id());
        let json = answer.json();
        let info = &json["error"]["details"][0];
        assert_eq!(
            info["metadata"]["method"],
            format!("google.people.v1.PeopleService.{}", method.rpc())
        );
        for scope in method.scopes() {
            let expected = if method.needs_every_scope() { 403 } else { 400 };
            assert_eq!(
                status_of(request(&format!("Bearer ada;scopes={scope}"))).await,
                expected,
                "{} with {scope}",
                method.id()
            );
        }
        let all = method.scopes().join(",");
        let answer = status_of(request(&format!("Bearer ada;scopes={all}"))).await;
        assert_eq!(answer, 400, "{} with all", method.id());
    }
}

/// Rules U12 and O4.
#[tokio::test]
async fn scopes_are_those_of_the_table() {
    for &method in Method::ALL.iter() {
        for scope in people_model::SCOPES {
            let token = format!("Bearer ada;scopes={}", scope.url);
            let request = with(
                anonymous(method.verb(), &address(method), "{}"),
                "authorization",
                &token,
            );
            let denied = status_of(request).await == 403;
            assert_eq!(
                denied,
                !method.scopes().contains(&scope.url) || method.needs_every_scope(),
                "{} with {}",
                method.id(),
                scope.url
            );
        }
    }
}

#[test]
fn dev_believes_callers_of_this_machine_only() {
    for address in [
        "127.0.0.1:8710",
        "127.1.2.3:80",
        "[::1]:8710",
        "[::ffff:127.0.0.1]:80",
    ] {
        let address: SocketAddr = address.parse().expect("an address");
        assert_eq!(Dev::check_address(address), Ok(()));
    }
    for address in [
        "0.0.0.0:8710",
        "192.168.1.1:80",
        "[::]:8710",
        "[2001:db8::1]:80",
        "[::ffff:10.0.0.1]:80",
    ] {
        let address: SocketAddr = address.parse().expect("an address");
        let refused = Dev::check_address(address).expect_err("another machine may reach it");
        assert!(refused.to_string().contains(&address.to_string()));
    }
}
