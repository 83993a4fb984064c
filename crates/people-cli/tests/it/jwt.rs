//! Tokens of an issuer whose keys are in a file or behind an address (rule A5).
mod issuer;

use std::{fs, path::Path};

use people_model::{Code, FieldMask};
use serde_json::{Value, json};

use self::issuer::{Issuer, KeyServer, claims, encoded, now};
use crate::{
    Server,
    auth::{code, until_known, until_logged},
    named, people,
};

const ISSUER: [&str; 6] = [
    "--auth",
    "jwt",
    "--jwt-issuer",
    "https://issuer.example",
    "--jwt-audience",
    "people",
];

fn serve(folder: &Path, keys: &str, more: &[&str]) -> Server {
    let arguments = [&ISSUER[..], &["--jwt-keys", keys], more].concat();
    let log = folder.join("log");
    Server::start_logging(&folder.join("data"), &arguments, &log)
}

fn write_keys(folder: &Path, keys: &[Value]) -> String {
    let file = folder.join("keys.json");
    fs::write(&file, json!({"keys": keys}).to_string()).expect("a file to write");
    file.to_str().expect("text").to_owned()
}

/// What a call with this token gets: nothing, or the code of an error.
async fn call(server: &Server, token: &str) -> Option<Code> {
    let client = server.client(token);
    let called = client.get("people/me", FieldMask::NAMES).await;
    called.err().map(|error| code(&error).expect("an answer"))
}

#[tokio::test]
async fn a_token_of_each_kind_of_key_is_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let rsa: Value = serde_json::from_str(include_str!("rsa.json")).expect("JSON");
    let issuers = [
        Issuer::p256("p256"),
        Issuer::p384("p384"),
        Issuer::ed25519("ed"),
    ];
    let mut keys: Vec<Value> = issuers.iter().map(Issuer::key).collect();
    keys.extend(rsa["keys"].as_array().expect("keys").clone());
    // What else may be in a set: keys for other things, of other kinds, and what is no key.
    keys.push(json!({"kty": "RSA", "use": "enc", "kid": "enc", "n": "AQAB", "e": "AQAB"}));
    keys.push(json!({"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}));
    keys.push(json!({"kty": "AKP", "kid": "later", "alg": "ML-DSA-44", "pub": ""}));
    keys.push(json!(17));
    let server = serve(folder.path(), &write_keys(folder.path(), &keys), &[]);
    for issuer in &issuers {
        let token = issuer.sign(&claims());
        assert_eq!(call(&server, &token).await, None, "{}", issuer.algorithm());
    }
    for (algorithm, token) in rsa["tokens"].as_object().expect("tokens") {
        let token = token.as_str().expect("text");
        assert_eq!(call(&server, token).await, None, "{algorithm}");
        let (start, end) = token.split_at(token.len() - 9);
        let other = format!(
            "{start}{}{}",
            if end.starts_with('A') { 'B' } else { 'A' },
            &end[1..]
        );
        assert_eq!(call(&server, &other).await, Some(Code::Unauthenticated));
    }
    let small = rsa["small"].as_str().expect("text");
    assert_eq!(call(&server, small).await, Some(Code::Unauthenticated));
}

/// At the level that a server logs by default; and without a part of the token.
#[tokio::test]
async fn the_log_says_why_a_token_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let issuer = Issuer::p256("k");
    let keys = write_keys(folder.path(), &[issuer.key()]);
    let server = serve(folder.path(), &keys, &[]);
    let mut expired = claims();
    expired["exp"] = json!(now() - 3600);
    let token = issuer.sign(&expired);
    assert_eq!(call(&server, &token).await, Some(Code::Unauthenticated));
    let log = folder.path().join("log");
    until_logged(&log, "a token is refused: it has expired").await;
    for _ in 0..50 {
        assert_eq!(call(&server, "no.jwt").await, Some(Code::Unauthenticated));
    }
    until_logged(&log, "more like it in the last second").await;
    let log = fs::read_to_string(&log).expect("a log");
    assert!(log.contains("a token is refused: it is not a JWT"), "{log}");
    assert!(log.lines().count() < 10, "{log}");
    for part in token.split('.') {
        assert!(!log.contains(part), "{log}");
    }
}

#[tokio::test]
async fn the_claims_say_who_calls_and_what_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let issuer = Issuer::p256("k");
    let keys = write_keys(folder.path(), &[issuer.key()]);
    let server = serve(folder.path(), &keys, &["--jwt-account-claim", "email"]);
    let token = |change: Value| {
        let mut claims = claims();
        claims["email"] = json!("ada@example.com");
        merge(&mut claims, change);
        issuer.sign(&claims)
    };
    let create = async |token: &str| {
        let created = server.client(token).create(named("Ada")).await;
        created.map_err(|error| code(&error).expect("an answer"))
    };
    let name = create(&token(json!({})))
        .await
        .expect("a contact")
        .resource_name;

    let read_only = "https://www.googleapis.com/auth/contacts.readonly";
    for scope in [
        json!({"scope": read_only}),
        json!({"scope": null, "scp": ["openid", "contacts.readonly"]}),
        json!({"scope": "openid", "scp": "contacts.readonly"}),
    ] {
        let token = token(scope);
        assert_eq!(create(&token).await.err(), Some(Code::PermissionDenied));
        let client = server.client(&token);
        client
            .get(&name, FieldMask::NAMES)
            .await
            .expect("the same account");
    }
    for scope in [
        json!({"scope": null}),
        json!({"scope": 7}),
        json!({"scope": "Contacts"}),
    ] {
        let token = token(scope);
        assert_eq!(call(&server, &token).await, Some(Code::PermissionDenied));
    }
    for account in [
        json!(null),
        json!(7),
        json!(""),
        json!("a\nb"),
        json!(["ada@example.com"]),
    ] {
        let token = token(json!({"email": account}));
        assert_eq!(call(&server, &token).await, Some(Code::Unauthenticated));
    }
    let other = server.client(&token(json!({"email": "mary@example.com"})));
    let missing = other.get(&name, FieldMask::NAMES).await.expect_err("ada's");
    assert_eq!(code(&missing), Some(Code::NotFound));
}

fn merge(claims: &mut Value, change: Value) {
    let Value::Object(change) = change else {
        panic!("members")
    };
    for (claim, value) in change {
        claims[claim] = value;
    }
}

#[tokio::test]
async fn a_token_for_others_or_for_another_time_is_nobodys() {
    let folder = tempfile::tempdir().expect("a folder");
    let issuer = Issuer::ed25519("k");
    let keys = write_keys(folder.path(), &[issuer.key()]);
    let server = serve(folder.path(), &keys, &[]);
    for (change, believed) in [
        (json!({"aud": ["other", "people"]}), true),
        (json!({"exp": now() - 20}), true), // within the leeway of a minute
        (json!({"nbf": now() + 20}), true),
        (json!({"iss": "https://issuer.example/"}), false),
        (
            json!({"iss": ["https://issuer.example", "https://evil.example"]}),
            false,
        ),
        (json!({"iss": null}), false),
        (json!({"aud": "other"}), false),
        (json!({"aud": []}), false),
        (json!({"aud": null}), false),
        (json!({"exp": now() - 120}), false),
        (json!({"exp": "9999999999"}), false),
        (json!({"exp": null}), false),
        (json!({"nbf": now() + 120}), false),
        (json!({"nbf": "0"}), false),
    ] {
        let mut claims = claims();
        merge(&mut claims, change.clone());
        let expected = (!believed).then_some(Code::Unauthenticated);
        assert_eq!(
            call(&server, &issuer.sign(&claims)).await,
            expected,
            "{change}"
        );
    }
}

/// Who holds no private key cannot choose the algorithm either.
#[tokio::test]
async fn a_forged_token_is_nobodys() {
    let folder = tempfile::tempdir().expect("a folder");
    let issuer = Issuer::p256("k");
    let stranger = Issuer::p256("k");
    let keys = write_keys(
        folder.path(),
        &[
            issuer.key(),
            json!({"kty": "oct", "kid": "oct", "k": "c2VjcmV0"}),
        ],
    );
    let server = serve(folder.path(), &keys, &[]);
    let good = issuer.sign(&claims());
    assert_eq!(call(&server, &good).await, None);
    let (message, signature) = good.rsplit_once('.').expect("three parts");
    let (header, payload) = message.split_once('.').expect("three parts");

    let mut mary = claims();
    mary["sub"] = json!("mary");
    let x = issuer.key()["x"].as_str().expect("text").to_owned();
    let forged = [
        stranger.sign(&claims()),
        format!("{header}.{}.{signature}", encoded(&mary)),
        format!("{message}."),
        message.to_owned(),
        format!("{message}.{signature}.{signature}"),
        format!("{}.{payload}.", encoded(&json!({"alg": "none"}))),
        format!(
            "{}.{payload}.{signature}",
            encoded(&json!({"alg": "None", "kid": "k"}))
        ),
        format!("{}.{payload}.", encoded(&json!({"kid": "k"}))),
        issuer::hmac("k", x.as_bytes()),
        issuer::hmac("k", issuer.key().to_string().as_bytes()),
        issuer::hmac("oct", b"secret"),
        // The right signature, by the right key, for an algorithm of another.
        issuer.sign_as(&json!({"alg": "ES384", "kid": "k"}), &claims()),
        issuer.sign_as(&json!({"alg": "EdDSA", "kid": "k"}), &claims()),
        // The key in the token, where some servers looked.
        stranger.sign_as(&json!({"alg": "ES256", "jwk": stranger.key()}), &claims()),
        stranger.sign_as(
            &json!({"alg": "ES256", "jku": "http://127.0.0.1:1/keys"}),
            &claims(),
        ),
        issuer.sign_as(
            &json!({"alg": "ES256", "kid": "k", "crit": ["b64"], "b64": false}),
            &claims(),
        ),
        issuer.sign_as(&json!({"alg": "ES256", "kid": "../k"}), &claims()),
        issuer.sign_as(
            &json!({"alg": "ES256", "kid": "k".repeat(10_000)}),
            &claims(),
        ),
        "a.b.c".to_owned(),
        "ada".to_owned(),
        "..".to_owned(),
    ];
    for token in &forged {
        assert_eq!(
            call(&server, token).await,
            Some(Code::Unauthenticated),
            "{token}"
        );
    }
    // One usable key needs no name.
    let unnamed = issuer.sign_as(&json!({"alg": "ES256"}), &claims());
    assert_eq!(call(&server, &unnamed).await, None);
}

/// The keys are asked for again when a token names an unknown one.
#[tokio::test]
async fn a_new_key_is_fetched_when_a_token_names_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (old, new) = (Issuer::p256("old"), Issuer::p256("new"));
    let issuer = KeyServer::start(&[old.key()]);
    let server = serve(folder.path(), issuer.url(), &["--jwt-rest", "0"]);
    assert_eq!(call(&server, &old.sign(&claims())).await, None);
    assert_eq!(issuer.asked(), 1, "a known key needs no question");

    let token = new.sign(&claims());
    assert_eq!(call(&server, &token).await, Some(Code::Unauthenticated));
    assert_eq!(issuer.asked(), 2);
    issuer.holds(&[new.key()]);
    assert_eq!(call(&server, &token).await, None);
    assert_eq!(
        call(&server, &old.sign(&claims())).await,
        Some(Code::Unauthenticated)
    );

    issuer.breaks();
    assert_eq!(
        call(&server, &old.sign(&claims())).await,
        Some(Code::Unauthenticated)
    );
    until_logged(
        &folder.path().join("log"),
        "still using the keys that were read before",
    )
    .await;
    assert_eq!(call(&server, &token).await, None);
}

#[tokio::test]
async fn strangers_cannot_make_the_server_ask_again_and_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let known = Issuer::ed25519("known");
    let issuer = KeyServer::start(&[known.key()]);
    let server = serve(folder.path(), issuer.url(), &[]);
    for number in 0..50 {
        let stranger = Issuer::ed25519(&format!("stranger-{number}"));
        let token = stranger.sign(&claims());
        assert_eq!(call(&server, &token).await, Some(Code::Unauthenticated));
    }
    assert_eq!(issuer.asked(), 1, "the keys were fetched at the start");
    assert_eq!(call(&server, &known.sign(&claims())).await, None);
}

#[tokio::test]
async fn a_file_of_keys_is_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (old, new) = (Issuer::p256("old"), Issuer::p256("new"));
    let keys = write_keys(folder.path(), &[old.key()]);
    let server = serve(folder.path(), &keys, &[]);
    assert_eq!(call(&server, &old.sign(&claims())).await, None);
    write_keys(folder.path(), &[new.key()]);
    until_known(&server, &new.sign(&claims()), true).await;
    assert_eq!(
        call(&server, &old.sign(&claims())).await,
        Some(Code::Unauthenticated)
    );
    fs::write(&keys, "{").expect("a file to write");
    until_logged(
        &folder.path().join("log"),
        "still using the keys that were read before",
    )
    .await;
    assert_eq!(call(&server, &new.sign(&claims())).await, None);
}

#[test]
fn what_cannot_work_is_refused_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = write_keys(
        folder.path(),
        &[json!({"kty": "oct", "kid": "k", "k": "c2VjcmV0"})],
    );
    for (arguments, said) in [
        (vec!["--auth", "jwt"], "needs --jwt-keys"),
        (
            vec!["--auth", "jwt", "--jwt-keys", &keys],
            "needs --jwt-issuer",
        ),
        (
            [&ISSUER[..], &["--jwt-keys", &keys][..]].concat(),
            "the file has no public key for signatures",
        ),
        (
            [&ISSUER[..], &["--jwt-keys", "no-such-file"][..]].concat(),
            "no-such-file: No such file",
        ),
        (
            [
                &ISSUER[..],
                &["--jwt-keys", "http://issuer.example/keys"][..],
            ]
            .concat(),
            "keys are fetched only by https",
        ),
        (
            [&ISSUER[..], &["--jwt-keys", "http://127.0.0.1:1/keys"][..]].concat(),
            "http://127.0.0.1:1/keys: ",
        ),
    ] {
        let serve = ["serve", "--data", "memory", "--listen", "127.0.0.1:0"];
        let refused = people(&[&serve[..], &arguments].concat());
        assert!(!refused.status.success(), "{arguments:?}");
        let stderr = String::from_utf8(refused.stderr).expect("text");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    }
}
