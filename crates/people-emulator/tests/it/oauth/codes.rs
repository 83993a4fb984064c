//! Codes: once, for one client, one address and one verifier (rules `X42`, `X44`).
use super::{AS_OTHER, CONTACTS, Login, REDIRECT, Sent, VERIFIER, refused, s256};

const GRANT: &str = "invalid_grant";

#[tokio::test]
async fn x42_a_user_logs_in() {
    let login = Login::start().await;
    for path in ["/o/oauth2/v2/auth", "/o/oauth2/auth"] {
        let address = login.address(&[]).replace("/o/oauth2/v2/auth", path);
        assert_eq!(login.get(&address).await.status, 200, "{path}");
    }
    let sent = login.choose("ada", &[("state", "a&b=c d\u{e9}")]).await;
    assert_eq!(sent.to, REDIRECT);
    assert_eq!(sent.get("state").as_deref(), Some("a&b=c d\u{e9}"));
    assert_eq!(sent.get("scope").as_deref(), Some(CONTACTS));
    assert_eq!(sent.get("iss").as_deref(), Some("http://127.0.0.1:8710"));
    let given = login
        .exchange(&sent.get("code").expect("a code"), &[])
        .await;
    assert_eq!(given.status, 200);
    assert_eq!(given.headers["cache-control"], "no-store");
    let given = given.json();
    assert_eq!(given["token_type"], "Bearer");
    let listed = login.list(&given["access_token"]).await.json();
    assert_eq!(listed["connections"].as_array().map(Vec::len), Some(1));
    // An installed app always gets one.
    assert!(
        given["refresh_token"]
            .as_str()
            .is_some_and(|token| token.starts_with("1//"))
    );
    assert!(given.get("id_token").is_none(), "nobody asked for openid");
}

#[tokio::test]
async fn x44_a_code_works_once() {
    let login = Login::start().await;
    let code = login.code("ada", &[]).await;
    let first = login.exchange(&code, &[]).await.json();
    let kept = login.tokens("ada", &[]).await;
    assert_eq!(login.list(&first["access_token"]).await.status, 200);
    let refreshed = login
        .refresh(first["refresh_token"].as_str().expect("a token"), &[])
        .await
        .json();

    let text = refused(&login.exchange(&code, &[]).await, 400, GRANT);
    assert!(text.contains("revoked"), "{text}");
    for token in [&first["access_token"], &refreshed["access_token"]] {
        assert_eq!(
            login.list(token).await.status,
            401,
            "what the code gave is revoked"
        );
    }
    let refresh = first["refresh_token"].as_str().expect("a token");
    refused(&login.refresh(refresh, &[]).await, 400, GRANT);
    // What another code gave is not.
    assert_eq!(login.list(&kept["access_token"]).await.status, 200);
    refused(&login.exchange(&code, &[]).await, 400, GRANT);
}

#[tokio::test]
async fn x44_a_code_is_for_one_client_and_one_address() {
    let login = Login::start().await;
    let code = login.code("ada", &[]).await;
    let with = |pair: (&'static str, &'static str)| [pair];
    refused(&login.exchange(&code, &AS_OTHER).await, 400, GRANT);
    for uri in [
        "http://localhost:4712/",
        "http://localhost:4711",
        "http://127.0.0.1:4711/",
    ] {
        refused(
            &login.exchange(&code, &with(("redirect_uri", uri))).await,
            400,
            GRANT,
        );
    }
    refused(
        &login.exchange(&code, &[("redirect_uri", "")]).await,
        400,
        "invalid_request",
    );
    for other in [
        "",
        "4/",
        "4/AAAA",
        &code[..code.len() - 1],
        &code.to_lowercase(),
    ] {
        let error = if other.is_empty() {
            "invalid_request"
        } else {
            GRANT
        };
        refused(&login.exchange(other, &[]).await, 400, error);
    }
    // None of that used it up.
    assert_eq!(login.exchange(&code, &[]).await.status, 200);
}

#[tokio::test]
async fn x44_a_code_expires_by_the_accounts_clock() {
    let login = Login::start().await;
    let code = login.code("ada", &[]).await;
    login.advance("bob", "PT1H").await;
    login.advance("ada", "PT9M30S").await;
    let late = login.code("ada", &[]).await;
    assert_eq!(login.exchange(&code, &[]).await.status, 200);
    login.advance("ada", "PT10M").await;
    refused(&login.exchange(&late, &[]).await, 400, GRANT);
}

#[tokio::test]
async fn x44_a_challenge_needs_its_verifier() {
    let login = Login::start().await;
    let s256 = s256(VERIFIER);
    let other = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM-other";
    let long = "a".repeat(129);
    for (challenge, method, verifier, is_right) in [
        (&*s256, "S256", VERIFIER, true),
        (VERIFIER, "plain", VERIFIER, true),
        (VERIFIER, "", VERIFIER, true),
        // Without a verifier, and with another.
        (&s256, "S256", "", false),
        (&s256, "S256", other, false),
        (&s256, "S256", &long, false),
        (VERIFIER, "plain", other, false),
        // A downgrade: the challenge as it was seen, in the place of the verifier.
        (&s256, "S256", &s256, false),
        // The method of the exchange counts for nothing.
        (VERIFIER, "", &s256, false),
    ] {
        let code = login
            .code(
                "ada",
                &[
                    ("code_challenge", challenge),
                    ("code_challenge_method", method),
                ],
            )
            .await;
        let answer = login
            .exchange(
                &code,
                &[
                    ("code_verifier", verifier),
                    ("code_challenge_method", "plain"),
                ],
            )
            .await;
        match is_right {
            true => assert_eq!(answer.status, 200, "{method} {verifier}"),
            false => {
                refused(&answer, 400, GRANT);
            }
        }
    }
    // A code of somebody who asked for no challenge, in the login of a program that made one.
    let code = login.code("ada", &[]).await;
    refused(
        &login.exchange(&code, &[("code_verifier", VERIFIER)]).await,
        400,
        GRANT,
    );
}

#[tokio::test]
async fn x44_a_challenge_that_is_none_is_refused_at_once() {
    let login = Login::start().await;
    for (challenge, method) in [
        ("short", "S256"),
        (VERIFIER, "S512"),
        (VERIFIER, "s256"),
        (VERIFIER, "none"),
        ("", "S256"),
        ("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw/cM", "S256"),
    ] {
        let address = login.address(&[
            ("code_challenge", challenge),
            ("code_challenge_method", method),
        ]);
        let sent = Sent::of(&login.get(&address).await);
        assert_eq!(
            sent.get("error").as_deref(),
            Some("invalid_request"),
            "{challenge} {method}"
        );
        assert_eq!(sent.get("state").as_deref(), Some("a state"));
        assert_eq!(sent.get("code"), None);
    }
}

#[tokio::test]
async fn x42_a_client_shows_who_it_is() {
    let login = Login::start().await;
    let code = login.code("ada", &[]).await;
    for (pair, status, error) in [
        (("client_secret", "wrong"), 401, "invalid_client"),
        (("client_secret", ""), 400, "invalid_request"),
        (("client_id", "eve"), 401, "invalid_client"),
        (("client_id", ""), 400, "invalid_request"),
        (("grant_type", ""), 400, "invalid_request"),
        (("grant_type", "password"), 400, "unsupported_grant_type"),
        (
            ("grant_type", "client_credentials"),
            400,
            "unsupported_grant_type",
        ),
    ] {
        refused(&login.exchange(&code, &[pair]).await, status, error);
    }
    // By the header as well, and not by both.
    let basic = |pair: String| {
        format!(
            "Basic {}",
            base64::Engine::encode(&base64::prelude::BASE64_STANDARD, pair)
        )
    };
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", REDIRECT),
    ];
    for (header, status) in [
        (basic(format!("{}:wrong", login.id)), 401),
        (basic("other:other secret".into()), 400),
        ("Basic ?".to_owned(), 401),
        ("Bearer ada".to_owned(), 401),
        (basic(format!("{}:{}", login.id, login.secret)), 200),
    ] {
        let both = [&form[..], &[("client_secret", "x")]].concat();
        let answer = login
            .post_with("/token", &[("authorization", &header)], &both)
            .await;
        assert_ne!(answer.status, 200, "{header}");
        let answer = login
            .post_with("/token", &[("authorization", &header)], &form)
            .await;
        assert_eq!(answer.status, status, "{header}");
        let challenge = answer.headers.get("www-authenticate");
        assert_eq!(challenge.is_some(), status == 401, "{header}");
    }
}

#[tokio::test]
async fn x42_a_parameter_comes_once_in_a_form() {
    let login = Login::start().await;
    let code = login.code("ada", &[]).await;
    // Each request is right but for one thing: nothing else refuses it.
    let right = [
        ("grant_type", "authorization_code"),
        ("client_id", &*login.id),
        ("code", &*code),
        ("redirect_uri", REDIRECT),
    ];
    let without_secret = super::form(&right);
    let secret = super::form(&[("client_secret", &login.secret)]);
    let right = format!("{without_secret}&{secret}");
    let large = "y".repeat(70_000);
    let form = "application/x-www-form-urlencoded";
    for (address, kind, body, said) in [
        (
            "/token",
            form,
            format!("{right}&code=4/other"),
            "not allowed twice",
        ),
        (
            "/token",
            "application/json",
            right.clone(),
            "The body is a form",
        ),
        ("/token", form, format!("{right}&x={large}"), "at most"),
        // A secret in an address ends in logs.
        (
            &*format!("/token?{secret}"),
            form,
            without_secret,
            "client_secret is missing",
        ),
    ] {
        let fields = [("content-type", kind)];
        let answer = login.server.send("POST", address, &fields, body).await;
        let text = refused(&answer, 400, "invalid_request");
        assert!(text.contains(said), "{text}");
    }
    let answer = login.get("/token").await;
    assert_eq!(
        (answer.status.as_u16(), answer.headers["allow"].as_bytes()),
        (405, &b"POST"[..])
    );
    let fields = [("content-type", form)];
    let answer = login.server.send("POST", "/token", &fields, right).await;
    assert_eq!(answer.status, 200, "it was right: {:?}", answer.body);
}
