//! Tokens that were handed out (rule A4).
use std::error::Error;

use expect_test::{Expect, expect};
use people_model::Method;
use people_server::{Authenticate, Denied, Front, TokenFile, Tokens};

use crate::fake::{Fake, GET, UPDATE, anonymous, send, with};

fn file_with(scopes: &[&str]) -> (TokenFile, String) {
    let mut file = TokenFile::default();
    let token = file.add("ada", scopes, "", 0).expect("a token");
    (file, token.as_str().to_owned())
}

async fn status_of(tokens: &Tokens, token: &str, verb: &str, address: &str) -> u16 {
    let front = Front::new(Fake::new(), tokens.clone());
    let request = with(
        anonymous(verb, address, "{}"),
        "authorization",
        &format!("Bearer {token}"),
    );
    send(front, request).await.status.as_u16()
}

#[tokio::test]
async fn a_token_is_of_its_account_and_scopes() {
    let (file, token) = file_with(&["contacts.readonly"]);
    let tokens = Tokens::new(&file);
    let caller = tokens.authenticate(&token).await.expect("a caller");
    assert_eq!(caller.account.as_str(), "ada");
    assert!(caller.scopes.permits(Method::GetPerson));
    assert_eq!(status_of(&tokens, &token, "GET", GET).await, 200);
    assert_eq!(status_of(&tokens, &token, "PATCH", UPDATE).await, 403);
}

#[tokio::test]
async fn what_was_not_handed_out_is_nobodys() {
    let (file, token) = file_with(&["contacts"]);
    let tokens = Tokens::new(&file);
    let hash = file.to_json();
    let hash = hash
        .split('"')
        .find(|part| part.len() == 64)
        .expect("a hash");
    let shorter = &token[..token.len() - 1];
    let longer = format!("{token}A");
    let long = "a".repeat(60_000);
    for guess in ["ada", hash, shorter, &longer, &token.to_lowercase(), &long] {
        assert_eq!(status_of(&tokens, guess, "GET", GET).await, 401, "{guess}");
    }
    assert_eq!(status_of(&tokens, &token, "GET", GET).await, 200);
}

#[tokio::test]
async fn a_revoked_token_is_nobodys_at_once() {
    let (mut file, token) = file_with(&["contacts"]);
    let other = file.add("mary", &["contacts"], "", 0).expect("a token");
    let tokens = Tokens::new(&file);
    let server = tokens.clone(); // the one that runs
    let id = file.entries()[0].id();
    assert!(file.revoke(&id).is_some());
    assert!(file.revoke(&id).is_none());
    tokens.replace(&file);
    assert_eq!(server.authenticate(&token).await, Err(Denied::Invalid));
    assert!(server.authenticate(other.as_str()).await.is_ok());
}

#[test]
fn the_file_holds_no_token() {
    let (file, token) = file_with(&["contacts"]);
    let secret = token.strip_prefix("people_").expect("a mark");
    assert_eq!(secret.len(), 43, "256 bits");
    assert!(!file.to_json().contains(secret));
    assert!(!format!("{file:?}").contains(secret));
    assert_eq!(TokenFile::from_json(&file.to_json()).expect("a file"), file);
}

/// A file that somebody else could have written, with what is between its brackets.
#[track_caller]
fn check_refused(tokens: &str, expected: Expect) {
    let hash = "ab".repeat(32);
    let json = format!("{{\"tokens\": [{tokens}]}}").replace("HASH", &hash);
    let error = TokenFile::from_json(&json).expect_err("it is wrong");
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    expected.assert_eq(format!("{error} {cause}").trim_end());
}

#[test]
fn a_wrong_file_says_what_is_wrong() {
    check_refused(
        r#"{"account": "ada", "scopes": ["contacts"], "sha256": "abc"}"#,
        expect![
            "not a file of tokens: a SHA-256 hash is 64 hexadecimal digits at line 1 column 71"
        ],
    );
    check_refused(
        r#"{"account": "ada", "scopes": ["contacts"], "sha256": "é234567890123456789012345678901234567890123456789012345678901234"}"#,
        expect![
            "not a file of tokens: a SHA-256 hash is 64 hexadecimal digits at line 1 column 133"
        ],
    );
    check_refused(
        r#"{"account": "", "scopes": ["contacts"], "sha256": "HASH"}"#,
        expect!["an account's name has 1 to 256 bytes and no control characters"],
    );
    check_refused(
        r#"{"account": "ada", "scopes": ["contact"], "sha256": "HASH"}"#,
        expect!["`contact` is not a scope of the API"],
    );
    check_refused(
        r#"{"account": "ada", "scopes": [], "sha256": "HASH"}"#,
        expect!["token abababababab has no scope: give it one"],
    );
    check_refused(
        r#"{"account": "ada", "sha256": "HASH"}"#,
        expect!["not a file of tokens: missing field `scopes` at line 1 column 108"],
    );
    check_refused(
        r#"{"account": "ada", "scope": "contacts", "scopes": ["contacts"], "sha256": "HASH"}"#,
        expect![
            "not a file of tokens: unknown field `scope`, expected one of `account`, `scopes`, `note`, `created`, `sha256` at line 1 column 38"
        ],
    );
    check_refused(
        r#"{"account": "ada", "scopes": ["contacts"], "sha256": "HASH"},
           {"account": "mary", "scopes": ["contacts"], "sha256": "HASH"}"#,
        expect!["token abababababab is in the file twice: remove one"],
    );
}
