//! B2 to B5, F6, F19, F20, G7, H2, N7, V1: requests that are meant to harm are refused with a reason, nothing
//! of them is done, and others are answered meanwhile.
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use bytes::Bytes;
use people_rules::Contract;
use people_store::{Account, Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Value, json};

use super::{
    Server, edited,
    photos::{base64, png, png_of},
    text,
};
use crate::fake::{anonymous, with};

const ATTACKERS: usize = 3;
/// What another account does meanwhile.
const EDITS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn harm_is_refused_while_others_are_answered() {
    attacked(Memory::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn harm_is_refused_by_the_embedded_store_while_others_are_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    attacked(store).await;
}

async fn attacked<S: Store>(store: S) {
    let server = Server::over(store.clone(), Contract::Documented).await;
    let server = Arc::new(server);
    let eve = server
        .create("eve", &json!({"nicknames": [{"value": "Eve"}]}))
        .await;
    let account = Account::new("eve").expect("a name");
    let before = store.version(&account).await.expect("a version");

    let attacks: Arc<[Attack]> = attacks(text(&eve, "resourceName")).into();
    let is_over = Arc::new(AtomicBool::new(false));
    let attackers = (0..ATTACKERS).map(|attacker| {
        let (server, attacks, is_over) = (server.clone(), attacks.clone(), is_over.clone());
        tokio::spawn(async move {
            let mut turns = 0;
            while turns == 0 || !is_over.load(Ordering::Relaxed) {
                for attack in attacks.iter().cycle().skip(attacker).take(attacks.len()) {
                    attack.is_refused_by(&server).await;
                }
                turns += 1;
            }
        })
    });
    let attackers: Vec<_> = attackers.collect();

    let mut ada = server
        .create("ada", &json!({"nicknames": [{"value": "0"}]}))
        .await;
    for edit in 1..=EDITS {
        let value = json!([{"value": format!("edit {edit}")}]);
        let answer = server
            .update("ada", "nicknames", &edited(&ada, "nicknames", value))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        ada = answer.json();
        let search = "/v1/people:searchContacts?query=edit&readMask=nicknames";
        let found = server.get("ada", search).await;
        let found = &found["results"][0]["person"]["nicknames"][0]["value"];
        assert_eq!(*found, format!("edit {edit}"));
    }
    is_over.store(true, Ordering::Relaxed);
    for attacker in attackers {
        attacker.await.expect("an attacker that was answered");
    }
    // What was there is there, and nothing else.
    assert_eq!(store.version(&account).await.expect("a version"), before);
    let address = format!("/v1/{}?personFields=nicknames", text(&eve, "resourceName"));
    assert_eq!(
        server.get("eve", &address).await["nicknames"][0]["value"],
        "Eve"
    );
}

/// A request, and what the reply says of it.
struct Attack {
    what: &'static str,
    verb: &'static str,
    address: String,
    content_type: &'static str,
    body: Bytes,
    said: &'static str,
}

impl Attack {
    async fn is_refused_by<S: Store>(&self, server: &Server<S>) {
        let request = anonymous(self.verb, &self.address, self.body.clone());
        let request = with(request, "content-type", self.content_type);
        let answer = server
            .send(with(request, "authorization", "Bearer eve"))
            .await;
        let (what, reply) = (self.what, answer.text());
        assert!(reply.contains(self.said), "{what}: {reply}");
        if answer.status == 200 {
            // Each call of a batch has its own answer.
            assert!(self.address == "/batch", "{what}: {reply}");
            assert!(!reply.contains("HTTP/1.1 2"), "{what}: {reply}");
            assert!(reply.contains("HTTP/1.1 4"), "{what}: {reply}");
        } else {
            assert!(answer.status.is_client_error(), "{what}: {reply}");
            assert!(!answer.message().is_empty(), "{what}");
        }
    }
}

fn attacks(contact: &str) -> Vec<Attack> {
    let json = |what, verb, address: &str, body: Value, said| Attack {
        what,
        verb,
        address: address.to_owned(),
        content_type: "application/json",
        body: body.to_string().into(),
        said,
    };
    let post = |what, method: &str, body, said| {
        json(what, "POST", &format!("/v1/people:{method}"), body, said)
    };
    let photo = |what, bytes: Value, said| {
        let address = format!("/v1/{contact}:updateContactPhoto");
        json(what, "PATCH", &address, json!({"photoBytes": bytes}), said)
    };
    let file = |what, file: &[u8], said| photo(what, json!(base64(file)), said);
    let batch = |what, body: String, said| Attack {
        what,
        verb: "POST",
        address: "/batch".to_owned(),
        content_type: "multipart/mixed; boundary=b",
        body: body.into(),
        said,
    };
    const INVALID: &str = "Request contains an invalid argument.";
    const NO_PHOTO: &str = "Invalid photo format";

    let person = json!({"nicknames": [{"value": "Nick"}]});
    let creates = vec![json!({"contactPerson": person}); 201];
    let names: Vec<String> = (1..=1_001).map(|id| format!("people/c{id}")).collect();
    let updates = names[..201]
        .iter()
        .map(|name| (name.clone(), person.clone()));
    let updates: serde_json::Map<String, Value> = updates.collect();
    let many: Vec<Value> = vec![json!({"value": "x"}); 5_000];
    let (html, zip) = (b"<script>alert(1)</script>", b"PK\x03\x04");
    let delete = format!("DELETE /v1/{contact}:deleteContact HTTP/1.1\r\n\r\n");
    let part = |call: &str| format!("--b\r\nContent-Type: application/http\r\n\r\n{call}\r\n");
    let nested = format!(
        "POST /batch HTTP/1.1\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n\
         --c\r\nContent-Type: application/http\r\n\r\n{delete}\r\n--c--"
    );
    vec![
        post(
            "201 creates",
            "batchCreateContacts",
            json!({"contacts": creates}),
            INVALID,
        ),
        post(
            "201 updates",
            "batchUpdateContacts",
            json!({"contacts": updates, "updateMask": "nicknames"}),
            INVALID,
        ),
        post(
            "501 deletes",
            "batchDeleteContacts",
            json!({"resourceNames": names[..501]}),
            INVALID,
        ),
        json(
            "1,001 members",
            "POST",
            "/v1/contactGroups/starred/members:modify",
            json!({"resourceNamesToAdd": names}),
            INVALID,
        ),
        post(
            "a list for a map",
            "batchUpdateContacts",
            json!({"contacts": [person], "updateMask": "nicknames"}),
            "Cannot bind a list to map",
        ),
        post(
            "5,000 values of a contact of a batch",
            "batchCreateContacts",
            json!({"contacts": [{"contactPerson": {"nicknames": many}}]}),
            "values",
        ),
        file(
            "a photo of 10 MB",
            &png_of(1, &[b'x'; 10_000_000]),
            "exceeds the limit",
        ),
        file(
            "a photo beyond the limit of photos",
            &png_of(1, &[b'x'; 3_000_000]),
            "more than 3000000 bytes",
        ),
        file("a bomb", &png_of(100_000, b"bomb"), "is too large"),
        file(
            "an image and a page",
            &[&png("a")[..], html].concat(),
            NO_PHOTO,
        ),
        file(
            "an image and an archive",
            &[&png("a")[..], zip].concat(),
            NO_PHOTO,
        ),
        file("a page", html, NO_PHOTO),
        photo("no base64", json!("=!#"), "Base64 decoding failed"),
        photo("a number for bytes", json!(17), "TYPE_BYTES"),
        batch(
            "a batch in a batch",
            format!("{}--b--", part(&nested)),
            "HTTP/1.1 400",
        ),
        batch(
            "a call of another server",
            format!(
                "{}--b--",
                part("GET http://169.254.169.254/ HTTP/1.1\r\n\r\n")
            ),
            "HTTP/1.1 400",
        ),
        batch(
            "1,001 parts",
            format!("{}--b--", part(&delete).repeat(1_001)),
            "at most 1000 calls",
        ),
        batch(
            "a boundary that never ends",
            part(&delete),
            "ends with the line --b--",
        ),
        batch(
            "half a megabyte of delimiters",
            "--b\n".repeat(125_000),
            "at most 1000 calls",
        ),
    ]
}
