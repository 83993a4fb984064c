//! Service accounts, for themselves and for others (rule `X51`).
use people_emulator::OAuthFiles;
use ring::{
    hmac,
    signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PSS_SHA256},
};
use serde_json::{Value, json};

use super::{CONTACTS, Login, claims, jwt, of_service_account, refused, rs256, signed};
use crate::server::OWN;

const GRANT: &str = "invalid_grant";

#[tokio::test]
async fn x51_a_service_account_acts_for_an_account() {
    let login = Login::start().await;
    for (sub, contacts) in [("ada", 1), ("ada@example.com", 1), ("bob", 0)] {
        let answer = login.assert(&signed(&claims(Some(sub)))).await;
        let given = answer.json();
        assert_eq!(answer.status, 200, "{given}");
        assert_eq!(given["token_type"], "Bearer");
        assert_eq!(given["scope"], CONTACTS);
        assert!(
            given["expires_in"]
                .as_i64()
                .is_some_and(|seconds| seconds > 3_000)
        );
        assert!(
            given.get("refresh_token").is_none(),
            "it signs another assertion"
        );
        let listed = login.list(&given["access_token"]).await;
        assert_eq!(listed.status, 200, "{sub}");
        let listed = listed.json();
        let people = listed["connections"].as_array().map_or(0, Vec::len);
        assert_eq!(people, contacts, "{sub}: {listed}");
    }
    // For itself, it is an account like others.
    let own = of_service_account("client_email");
    for claims in [claims(None), claims(Some(&own))] {
        let given = login.assert(&signed(&claims)).await.json();
        assert_eq!(login.list(&given["access_token"]).await.json(), json!({}));
    }
}

#[tokio::test]
async fn x51_a_service_account_has_the_scopes_that_it_asked_for() {
    let login = Login::start().await;
    let mut asked = claims(Some("ada"));
    asked["scope"] = super::READ_ONLY.into();
    let given = login.assert(&signed(&asked)).await.json();
    assert_eq!(login.list(&given["access_token"]).await.status, 200);
    let answer = login.create(&given["access_token"]).await;
    assert_eq!(answer.status, 403);
    let details = &answer.json()["error"]["details"];
    assert_eq!(
        details[0]["reason"], "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "{details}"
    );
    for scope in [
        json!(""),
        json!(" "),
        Value::Null,
        json!("contacts"),
        json!(format!("{CONTACTS}s")),
    ] {
        let mut asked = claims(Some("ada"));
        asked["scope"] = scope.clone();
        let text = refused(&login.assert(&signed(&asked)).await, 400, "invalid_scope");
        assert_eq!(
            text.contains("Did you mean"),
            scope.to_string().contains("contactss"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn x51_an_account_that_is_not_there_has_no_token() {
    let login = Login::start().await;
    for sub in [
        "eve",
        "ada@evil.example",
        "ADA",
        "",
        "bob@example.com@example.com",
    ] {
        let text = refused(&login.assert(&signed(&claims(Some(sub)))).await, 400, GRANT);
        assert!(
            text.starts_with("Invalid email or User ID"),
            "{sub}: {text}"
        );
    }
    let mut wrong = claims(None);
    wrong["sub"] = json!(["ada"]);
    refused(&login.assert(&signed(&wrong)).await, 400, GRANT);
    // Once somebody logged in to it, it is there.
    login.code("eve", &[]).await;
    assert_eq!(
        login.assert(&signed(&claims(Some("eve")))).await.status,
        200
    );
}

#[tokio::test]
async fn x51_a_forged_assertion_gets_nothing() {
    let login = Login::start().await;
    let (good, pem) = (claims(Some("ada")), of_service_account("private_key"));
    let kid = of_service_account("private_key_id");
    let header = |alg: &str| json!({"alg": alg, "typ": "JWT", "kid": kid});
    let own = |message: &[u8]| rs256(&pem, message, &RSA_PKCS1_SHA256);
    assert_eq!(
        login
            .assert(&jwt(&header("RS256"), &good, own))
            .await
            .status,
        200,
        "the good one"
    );

    let other = OAuthFiles::generate(&OWN.parse().expect("a URL")).expect("random numbers");
    let other: Value = serde_json::from_str(&other.service_account).expect("JSON");
    let other = other["private_key"].as_str().expect("a key").to_owned();
    let others = |message: &[u8]| rs256(&other, message, &RSA_PKCS1_SHA256);
    // What a library takes for a secret that is told a public key: the key, in each of its forms.
    let certs = login.get("/oauth2/v3/certs").await;
    let hs256 = |key: &[u8], message: &[u8]| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        hmac::sign(&key, message).as_ref().to_vec()
    };
    let mut forged = vec![
        ("none", jwt(&header("none"), &good, |_| Vec::new())),
        ("None", jwt(&header("None"), &good, |_| Vec::new())),
        ("no algorithm", jwt(&json!({"typ": "JWT"}), &good, own)),
        (
            "RS256 without a signature",
            jwt(&header("RS256"), &good, |_| Vec::new()),
        ),
        (
            "another key of the same name",
            jwt(&header("RS256"), &good, others),
        ),
        (
            "another name of the key",
            jwt(&json!({"alg": "RS256", "kid": "other"}), &good, own),
        ),
        (
            "another algorithm",
            jwt(&header("RS384"), &good, |it| {
                rs256(&pem, it, &RSA_PKCS1_SHA384)
            }),
        ),
        (
            "PSS",
            jwt(&header("PS256"), &good, |it| {
                rs256(&pem, it, &RSA_PSS_SHA256)
            }),
        ),
        ("a name that is wrong", jwt(&header("RS384"), &good, own)),
        (
            "an extension",
            jwt(&json!({"alg": "RS256", "crit": ["x"], "x": 1}), &good, own),
        ),
        (
            "a key of its own",
            jwt(
                &json!({"alg": "RS256", "jwk": certs.json()["keys"][0]}),
                &good,
                others,
            ),
        ),
    ];
    for key in [certs.body.to_vec(), kid.clone().into_bytes(), Vec::new()] {
        forged.push((
            "HS256",
            jwt(&header("HS256"), &good, |message| hs256(&key, message)),
        ));
    }
    let assertion = signed(&good);
    let (message, signature) = assertion.rsplit_once('.').expect("a signature");
    let eve = signed(&claims(Some("bob")));
    forged.push((
        "claims of another",
        format!(
            "{}.{signature}",
            eve.rsplit_once('.').expect("a signature").0
        ),
    ));
    for text in ["", "a", "a.b", "a.b.c", "a.b.c.d", message] {
        forged.push(("no JWT", text.to_owned()));
    }
    for (what, assertion) in forged {
        let answer = login.assert(&assertion).await;
        let error = if assertion.is_empty() {
            "invalid_request"
        } else {
            GRANT
        };
        let text = refused(&answer, 400, error);
        assert!(!text.contains("BEGIN"), "{what}: {text}");
    }
}

#[tokio::test]
async fn x51_an_assertion_for_others_or_for_another_time_gets_nothing() {
    let login = Login::start().await;
    let good = claims(Some("ada"));
    let now = good["iat"].as_i64().expect("a time");
    let set = |pairs: &[(&str, Value)]| {
        let mut claims = good.clone();
        for (name, value) in pairs {
            match value {
                Value::Null => {
                    claims.as_object_mut().expect("an object").remove(*name);
                }
                value => claims[*name] = value.clone(),
            }
        }
        claims
    };
    let times = |issued: i64, expires: i64| set(&[("iat", issued.into()), ("exp", expires.into())]);
    for good in [
        times(now - 3_000, now + 600),
        times(now + 30, now + 600),
        // What google-auth for Python says to whatever server.
        set(&[("aud", "https://oauth2.googleapis.com/token".into())]),
    ] {
        assert_eq!(login.assert(&signed(&good)).await.status, 200, "{good}");
    }
    for (what, claims) in [
        ("expired", times(now - 7_200, now - 3_700)),
        ("long", times(now, now + 3_601)),
        ("future", times(now + 600, now + 1_200)),
        ("backwards", times(now + 50, now + 10)),
        ("no exp", set(&[("exp", Value::Null)])),
        ("no iat", set(&[("iat", Value::Null)])),
        (
            "exp as text",
            set(&[("exp", (now + 600).to_string().into())]),
        ),
        ("exp at the end of time", times(i64::MIN, i64::MAX)),
        ("no iss", set(&[("iss", Value::Null)])),
        (
            "another iss",
            set(&[("iss", "eve@people-emulator.iam.gserviceaccount.com".into())]),
        ),
        ("iss of an app", set(&[("iss", login.id.clone().into())])),
        ("no aud", set(&[("aud", Value::Null)])),
        (
            "aud of another endpoint of Google's",
            set(&[("aud", "https://people.googleapis.com/".into())]),
        ),
        (
            "aud of another server",
            set(&[("aud", "http://127.0.0.1:8711/token".into())]),
        ),
        (
            "aud of another endpoint",
            set(&[("aud", format!("{OWN}/revoke").into())]),
        ),
        (
            "two aud",
            set(&[(
                "aud",
                json!([format!("{OWN}/token"), "https://evil.example"]),
            )]),
        ),
    ] {
        let text = refused(&login.assert(&signed(&claims)).await, 400, GRANT);
        assert!(!text.is_empty(), "{what}");
    }
}
