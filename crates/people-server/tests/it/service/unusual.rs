//! Texts that programs stumble over are texts, and numbers that are none are refused: F4, U14.
use people_rules::Contract;
use people_store::{Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Value, json};

use super::{Server, list, text};
use crate::fake::{anonymous, with};

const TEXTS: &[&str] = &[
    "\0",
    "nul\0in the middle",
    "\u{202e}right to left\u{202c}",
    "\u{2066}isolated\u{2069}",
    "zero\u{200b}width\u{feff}",
    "\u{ffff}\u{fffe}\u{fdd0}",
    "\u{10ffff}",
    "e\u{301}\u{301}\u{301}\u{301}",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{7f}\u{80}\u{9f}\u{1b}[31m",
    "line\nbreak\r\n\t",
    "\u{2028}\u{2029}",
    "'; DROP TABLE records; --",
    "<script>alert(1)</script>",
    "%00%2e%2e/",
    "${jndi:ldap://x}",
    "\\u0000\\\"",
    "İıſß",
];

async fn are_kept<S: Store>(store: S) {
    let server = Server::over(store, Contract::Documented).await;
    for &odd in TEXTS {
        // Beside something usual, since of some nothing is left once blanks are trimmed.
        let person = json!({
            "names": [{"givenName": odd, "familyName": "Ada"}],
            "nicknames": [{"value": odd}],
            "emailAddresses": [{"value": odd, "type": odd}],
            "phoneNumbers": [{"value": odd}],
            "biographies": [{"value": odd}],
            "userDefined": [{"key": odd, "value": odd}],
            "clientData": [{"key": odd, "value": odd}],
        });
        let created = server.create("ada", &person).await;
        let name = text(&created, "resourceName");
        let read = server.get("ada", &format!("/v1/{name}?personFields=names,nicknames,emailAddresses,phoneNumbers,biographies,userDefined,clientData")).await;
        assert_eq!(read["names"][0]["givenName"], odd);
        assert_eq!(read["nicknames"][0]["value"], odd);
        assert_eq!(read["emailAddresses"][0]["value"], odd);
        assert_eq!(read["emailAddresses"][0]["type"], odd);
        assert_eq!(read["phoneNumbers"][0]["value"], odd);
        assert_eq!(read["biographies"][0]["value"], odd);
        for field in ["userDefined", "clientData"] {
            assert_eq!(read[field][0]["key"], odd);
            assert_eq!(read[field][0]["value"], odd);
        }
        let group =
            json!({"contactGroup": {"name": odd, "clientData": [{"key": odd, "value": odd}]}});
        let made = server
            .call("ada", "POST", "/v1/contactGroups", &group)
            .await;
        // G1: something of a name is seen.
        let is_seen = |letter: char| !letter.is_whitespace() && !letter.is_control();
        if odd.contains(is_seen) {
            assert_eq!(made.status, 200, "{odd:?}: {}", made.text());
            assert_eq!(made.json()["name"], odd.trim());
        }
    }
    for order in [
        "LAST_MODIFIED_ASCENDING",
        "FIRST_NAME_ASCENDING",
        "LAST_NAME_ASCENDING",
    ] {
        let mut seen = 0;
        let mut token = String::new();
        loop {
            let page = server.get("ada", &format!("/v1/people/me/connections?personFields=names&pageSize=4&sortOrder={order}&pageToken={token}")).await;
            seen += list(&page, "connections").len();
            match page.get("nextPageToken") {
                Some(next) => token = next.as_str().expect("text").to_owned(),
                None => break,
            }
        }
        assert_eq!(seen, TEXTS.len(), "{order}");
    }
}

#[tokio::test]
async fn odd_texts_are_kept() {
    are_kept(Memory::new()).await;
}

#[tokio::test]
async fn odd_texts_are_kept_in_the_embedded_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    are_kept(store).await;
}

/// What becomes of a body: the status, and the members that were stored of it.
async fn become_of(body: &[u8]) -> (u16, Value) {
    let server = Server::new().await;
    let request = anonymous(
        "POST",
        "/v1/people:createContact?personFields=names,birthdays",
        body.to_vec(),
    );
    let answer = server
        .send(with(request, "authorization", "Bearer ada"))
        .await;
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn of_two_members_the_last_counts() {
    let body = br#"{"names": [{"givenName": "first"}], "names": [{"givenName": "a", "givenName": "last"}]}"#;
    let (status, person) = become_of(body).await;
    assert_eq!(status, 200);
    assert_eq!(list(&person, "names").len(), 1);
    assert_eq!(person["names"][0]["givenName"], "last");
}

#[tokio::test]
async fn numbers_have_an_end() {
    for number in [
        "99999999999999999999",
        "1e400",
        "-1e400",
        "1e-400",
        "2147483648",
        "-2147483649",
        "1.5",
        "NaN",
        "Infinity",
        "0x10",
        "01",
        "+1",
        "\"1e999\"",
        "\"99999999999999999999\"",
        "[1]",
        "true",
        "10000",
        "-1",
    ] {
        let body = format!(
            "{{\"birthdays\": [{{\"date\": {{\"year\": {number}, \"month\": 1, \"day\": 1}}}}]}}"
        );
        let (status, answer) = become_of(body.as_bytes()).await;
        assert_eq!(
            status,
            if number == "1e-400" { 200 } else { 400 },
            "{number}: {answer}"
        );
    }
    let long = "9".repeat(100_000);
    let body = format!("{{\"birthdays\": [{{\"date\": {{\"year\": {long}}}}}]}}");
    assert_eq!(become_of(body.as_bytes()).await.0, 400);
}

/// As the API's front end has it: a blank for each byte, and one character for each half of a pair.
#[tokio::test]
async fn f04_what_is_no_unicode_is_replaced() {
    for (name, expected) in [
        (&b"J\xff"[..], "J "),
        (b"a\xc0\xafb", "a  b"),           // an overlong slash
        (b"a\xed\xa0\x80b", "a   b"),      // a surrogate in three bytes
        (b"a\xf4\x90\x80\x80b", "a    b"), // beyond the last code point
        (b"\\ud800", "\u{fffd}"),
        (b"\\udc00\\ud800", "\u{fffd}\u{fffd}"),
        (b"\\ud800x", "\u{fffd}x"),
        (b"\\ud83d\\ude00", "\u{1f600}"),
    ] {
        let body = [b"{\"names\": [{\"givenName\": \"", name, b"\"}]}"].concat();
        let (status, person) = become_of(&body).await;
        let shown = body.escape_ascii();
        assert_eq!(status, 200, "{shown}: {person}");
        assert_eq!(person["names"][0]["givenName"], expected, "{shown}");
    }
    for body in [&b"{\"\xff\": 1}"[..], b"\xff\xfe{\x00}\x00"] {
        assert_eq!(become_of(body).await.0, 400, "{}", body.escape_ascii());
    }
    let marked = b"\xef\xbb\xbf{'names': [{givenName: 'Ada',},],}";
    let (status, person) = become_of(marked).await;
    assert_eq!(
        (status, &person["names"][0]["givenName"]),
        (200, &json!("Ada"))
    );
}
