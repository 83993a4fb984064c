//! What programs lose, as the emulator tells it (rules `X20` to `X31`).
use std::{io, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use http_body_util::Full;
use people_http::{Client, RetryPolicy};
use people_model::{EmailAddress, FieldMask, Name, Nickname, Person, PersonField};
use people_server::HangUp;
use serde_json::{Value, json};
use tower::{ServiceExt, service_fn};

use crate::server::{Answer, Server};

const ADA: (&str, &str) = ("authorization", "Bearer ada");
const SETUP: (&str, &str) = ("x-people-test", "setup");

/// A contact that another program has put there.
async fn contact(server: &Server) -> String {
    let body = json!({
        "names": [{"givenName": "Ada", "middleName": "King", "familyName": "Byron"}],
        "emailAddresses": [{"value": "ada@x.example", "type": "home"}, {"value": "ada@y.example"}],
        "urls": [{"value": "https://ada.example"}],
    });
    let create = "/v1/people:createContact";
    let answer = server.send("POST", create, &[ADA, SETUP], body.to_string());
    let person = answer.await.json();
    person["resourceName"].as_str().expect("a name").to_owned()
}

async fn get(server: &Server, address: &str, fields: &[(&str, &str)]) -> Value {
    let answer = server.send("GET", address, fields, "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn update(
    server: &Server,
    name: &str,
    mask: &str,
    fields: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let address = format!("/v1/{name}:updateContact?updatePersonFields={mask}");
    server
        .send("PATCH", &address, fields, body.to_string())
        .await
}

async fn rules(server: &Server, rules: Value) {
    let answer = server.control("PUT", "rules", &rules.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.message());
}

/// The ids of what was found, with the numbers of the requests.
async fn found(server: &Server, query: &str) -> Vec<(String, Vec<u64>)> {
    let answer = server.control("GET", &format!("findings{query}"), "").await;
    assert_eq!(answer.status, 200, "{}", answer.message());
    let findings = answer.json()["findings"].take();
    let findings: Vec<Value> = serde_json::from_value(findings).expect("a list");
    let short = findings.into_iter().map(|mut it| {
        let id = it["id"].as_str().expect("an id").to_owned();
        let requests = serde_json::from_value(it["requests"].take());
        (id, requests.expect("numbers"))
    });
    short.collect()
}

/// X31: what a program erases over HTTP, by account, test and grade.
#[tokio::test]
async fn x31_a_test_asks_what_its_program_lost() {
    let server = Server::start().await;
    let name = contact(&server).await;
    let (one, other) = (("x-people-test", "one"), ("x-people-test", "other"));
    for test in [one, other] {
        get(
            &server,
            &format!("/v1/{name}?personFields=urls"),
            &[ADA, test],
        )
        .await;
    }
    let read = format!("/v1/{name}?personFields=names,metadata");
    let person = get(&server, &read, &[ADA, one]).await;
    let body = json!({
        "etag": person["etag"],
        "metadata": person["metadata"],
        "names": person["names"],
    });
    let answer = update(
        &server,
        &name,
        "names,urls,emailAddresses",
        &[ADA, one],
        &body,
    )
    .await;
    assert_eq!(answer.status, 200, "{answer:?}");

    let all = found(&server, "").await;
    let ids: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(
        ids,
        ["FIELD_ERASED", "FIELD_ERASED"],
        "one was read, and one was not"
    );
    assert!(
        all.iter().all(|(_, requests)| requests.last() == Some(&5)),
        "{all:?}"
    );
    assert_eq!(found(&server, "?grade=error").await.len(), 1);
    assert_eq!(
        found(&server, "?account=ada&test=one&wait=1m").await.len(),
        2
    );
    assert_eq!(found(&server, "?test=other&wait=10ms").await, []);
    assert_eq!(found(&server, "?account=bob").await, []);

    for (query, message) in [
        ("?grade=fatal", "`grade=fatal`"),
        ("?accounts=ada", "Did you mean `account`?"),
        ("?wait=soon", "`wait=soon`"),
        ("?account=", "`account=`"),
    ] {
        let answer = server.control("GET", &format!("findings{query}"), "").await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.message().contains(message), "{}", answer.message());
    }
    let removed = server
        .control("DELETE", "findings?test=one&grade=error", "")
        .await;
    assert_eq!(removed.status, 200);
    assert_eq!(found(&server, "").await.len(), 1);
    server.control("DELETE", "findings", "").await;
    assert_eq!(found(&server, "").await, []);
}

/// X31: a request that waits has its answer when there is a finding.
#[tokio::test]
async fn x31_a_test_waits_for_a_finding() {
    let server = Server::start().await;
    let name = contact(&server).await;
    let waiting = server.clone();
    let waiting = tokio::spawn(async move { found(&waiting, "?account=ada&wait=1m").await });
    let read = format!("/v1/{name}?personFields=metadata");
    let person = get(&server, &read, &[ADA]).await;
    let mut body = json!({"etag": person["etag"], "metadata": person["metadata"]});
    body["urls"] = json!([{"value": "https://b.example"}]);
    update(&server, &name, "urls", &[ADA], &body).await;
    let found = tokio::time::timeout(Duration::from_secs(50), waiting).await;
    let found = found.expect("before the time is over").expect("an answer");
    assert_eq!(found, [("BLIND_OVERWRITE".to_owned(), vec![2, 3])]);
}

/// X25: an edit that a rule makes is somebody else's.
#[tokio::test]
async fn x25_an_edit_of_a_rule_is_lost() {
    let server = Server::start().await;
    let name = contact(&server).await;
    let theirs =
        json!([{"value": "ada@x.example"}, {"value": "ada@y.example"}, {"value": "new@z.example"}]);
    let edit = json!({"resourceName": name, "person": {"emailAddresses": theirs}, "mask": "emailAddresses"});
    let matching = json!({"method": "people.people.get", "test": "mine", "after": 1});
    rules(
        &server,
        json!({"match": matching, "times": 1, "then": {"edit": edit}}),
    )
    .await;
    let mine = ("x-people-test", "mine");
    let read = |mask: &str| format!("/v1/{name}?personFields={mask},metadata");
    let mut person = get(&server, &read("emailAddresses"), &[ADA, mine]).await;
    let fresh = get(&server, &read("names"), &[ADA, mine]).await;
    for member in ["etag", "metadata"] {
        person[member] = fresh[member].clone();
    }
    person["emailAddresses"][0]["value"] = "ada@w.example".into();
    let answer = update(&server, &name, "emailAddresses", &[ADA, mine], &person).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(
        found(&server, "").await,
        [("EDIT_LOST".to_owned(), vec![3, 4])]
    );
}

/// X27: a create whose reply a rule loses, and which goes on in a task of its own.
#[tokio::test]
async fn x27_a_create_whose_connection_broke() {
    let server = Server::start().await;
    let matching = json!({"method": "people.people.createContact"});
    rules(
        &server,
        json!({"match": matching, "times": 1, "then": {"drop": "after"}}),
    )
    .await;
    let body = r#"{"names": [{"givenName": "Ada"}]}"#;
    for _ in 0..2 {
        server
            .send("POST", "/v1/people:createContact", &[ADA], body)
            .await;
    }
    assert_eq!(
        found(&server, "").await,
        [("CREATE_REPEATED".to_owned(), vec![1, 2])]
    );
}

/// A batch of updates of contacts, each with its mask.
async fn update_in_batch(server: &Server, updates: &[(&str, &str, &Value)]) -> Answer {
    let mut body = String::new();
    for (name, mask, person) in updates {
        let person = person.to_string();
        body += &format!(
            "--b\r\nContent-Type: application/http\r\n\r\nPATCH /v1/{name}:updateContact?updatePersonFields={mask} \
             HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{person}\r\n",
            person.len()
        );
    }
    let kind = ("content-type", "multipart/mixed; boundary=b");
    let body = body + "--b--\r\n";
    let answer = server.send("POST", "/batch", &[ADA, kind], body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer
}

/// X20 to X22: the calls of a batch are looked at as the same calls alone.
#[tokio::test]
async fn x22_updates_in_a_batch() {
    for in_batch in [false, true] {
        let server = Server::start().await;
        let name = contact(&server).await;
        let read = format!("/v1/{name}?personFields=metadata");
        let person = get(&server, &read, &[ADA]).await;
        let sent = json!({
            "etag": person["etag"],
            "metadata": person["metadata"],
            "emailAddresses": [{"value": "ada@x.example", "type": "home"}],
        });
        let mask = "emailAddresses,urls";
        match in_batch {
            true => update_in_batch(&server, &[(&name, mask, &sent)]).await,
            false => update(&server, &name, mask, &[ADA], &sent).await,
        };
        let found = found(&server, "").await;
        let expected = ["FIELD_ERASED", "ENTRY_DROPPED"].map(|id| (id.to_owned(), vec![2, 3]));
        assert_eq!(found, expected, "in a batch: {in_batch}");
    }
}

/// X20: an update is looked at in every encoding that the server reads.
#[tokio::test]
async fn x20_a_compressed_update_is_looked_at() {
    for (encoding, members) in [("gzip", 1), ("x-gzip", 1), (" X-GZIP", 1), ("gzip", 2)] {
        let server = Server::start().await;
        let name = contact(&server).await;
        let read = format!("/v1/{name}?personFields=metadata");
        let person = get(&server, &read, &[ADA]).await;
        let sent = json!({
            "etag": person["etag"],
            "metadata": person["metadata"],
            "emailAddresses": [{"value": "ada@x.example", "type": "home"}],
        });
        let body = sent.to_string();
        let pieces = body.as_bytes().chunks(body.len().div_ceil(members));
        let zipped: Vec<u8> = pieces.flat_map(crate::journal::zipped).collect();
        let mask = "emailAddresses,urls";
        let address = format!("/v1/{name}:updateContact?updatePersonFields={mask}");
        let fields = [ADA, ("content-encoding", encoding)];
        let answer = server.send("PATCH", &address, &fields, zipped).await;
        assert_eq!(answer.status, 200, "{encoding}: {answer:?}");
        let found = found(&server, "").await;
        let expected = ["FIELD_ERASED", "ENTRY_DROPPED"].map(|id| (id.to_owned(), vec![2, 3]));
        assert_eq!(found, expected, "{encoding}, members: {members}");
    }
}

/// X20: what was read is a warning in a batch too, and what is cleared there is meant.
#[tokio::test]
async fn x20_a_batch_says_what_it_means() {
    let server = Server::start().await;
    let name = contact(&server).await;
    let read = format!("/v1/{name}?personFields=names,urls,metadata");
    let person = get(&server, &read, &[ADA]).await;
    let mut sent = json!({"etag": person["etag"], "metadata": person["metadata"], "names": person["names"], "urls": []});
    let answer = update_in_batch(&server, &[(&name, "names,urls", &sent)]).await;
    assert!(String::from_utf8_lossy(&answer.body).contains("HTTP/1.1 200 OK"));
    assert_eq!(found(&server, "").await, []);

    let other = contact(&server).await;
    let read = format!("/v1/{other}?personFields=names,urls,metadata");
    let person = get(&server, &read, &[ADA]).await;
    sent =
        json!({"etag": person["etag"], "metadata": person["metadata"], "names": person["names"]});
    update_in_batch(&server, &[(&other, "names,urls", &sent)]).await;
    let all = server.control("GET", "findings", "").await.json();
    assert_eq!(all["findings"][0]["id"], "FIELD_ERASED", "{all}");
    assert_eq!(all["findings"][0]["grade"], "warning", "{all}");
}

/// A client in the same process, for which a broken connection is one.
fn client(server: &Server) -> Client {
    let router = server.router.clone();
    let service = service_fn(move |mut request: http::Request<Full<Bytes>>| {
        let router = router.clone();
        async move {
            let host = "127.0.0.1:8710".parse().expect("a host");
            request.headers_mut().insert("host", host);
            let Ok(response) = router.oneshot(request.map(Body::new)).await;
            match response.extensions().get::<HangUp>() {
                Some(_) => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
                None => Ok(response),
            }
        }
    });
    let mut retry = RetryPolicy::default();
    retry.first_wait = Duration::from_millis(200);
    let client = Client::builder()
        .base_url("http://127.0.0.1:8710")
        .token("ada");
    client.retry(retry).build_over(service).expect("a client")
}

/// X20 to X30: `Client::edit` loses nothing, whatever happens around it.
#[tokio::test]
async fn x20_a_client_that_edits_is_a_saint() {
    let server = Server::start().await;
    let name = contact(&server).await;
    let edit = |mask: &str, person: Value| json!({"edit": {"resourceName": name, "person": person, "mask": mask}});
    let update = json!({"method": "people.people.updateContact", "account": "ada"});
    let read = json!({"method": "people.people.get", "account": "ada"});
    let theirs = json!({"emailAddresses": [
        {"value": "ada@x.example", "type": "home"}, {"value": "ada@y.example"}, {"value": "new@z.example"}]});
    rules(
        &server,
        json!([
            {"match": update, "times": 1, "then": edit("emailAddresses", theirs)},
            {"match": update, "times": 1, "then": edit("nicknames", json!({"nicknames": [{"value": "Theirs"}]}))},
            {"match": {"method": "people.people.updateContact", "after": 2}, "times": 1, "then": {"drop": "after"}},
            {"match": {"method": "people.people.updateContact", "after": 4}, "times": 1, "then": {"drop": "before"}},
            {"match": read, "times": 2, "then": {"lag": "1s"}},
            {"match": {"method": "people.people.createContact"}, "times": 1, "then": {"drop": "after"}},
        ]),
    )
    .await;
    let client = client(&server);
    client
        .edit(name.as_str(), |ada| {
            ada.get_mut::<EmailAddress>("ada@y.example")
                .expect("it")
                .value = "ada@w.example".to_owned();
        })
        .await
        .expect("an edit");
    client
        .edit(name.as_str(), |ada| {
            ada.only::<Name>().family_name = "Lovelace".to_owned();
            ada.add(Nickname::new().value("Countess"));
        })
        .await
        .expect("an edit");
    client
        .edit(name.as_str(), |ada| {
            ada.remove::<EmailAddress>("ada@x.example");
            ada.clear(PersonField::Urls);
        })
        .await
        .expect("an edit");
    let grace = Person::new().names([Name::new().given_name("Grace")]);
    // It does not repeat a create whose reply was lost.
    let lost = client.create(grace).await.expect_err("a lost reply");
    assert!(lost.is_ambiguous());

    let now = client
        .get(name.as_str(), FieldMask::ALL)
        .await
        .expect("the contact");
    let emails: Vec<&str> = now
        .email_addresses
        .iter()
        .map(|it| it.value.as_str())
        .collect();
    assert_eq!(emails, ["ada@w.example", "new@z.example"]);
    assert_eq!(now.names[0].middle_name, "King");
    assert_eq!(now.names[0].family_name, "Lovelace");
    assert_eq!(now.nicknames.len(), 2);
    assert!(now.urls.is_empty());
    assert_eq!(found(&server, "").await, []);
}

/// What was written before an account went back to a saved state is not lost by those who write after it.
#[tokio::test]
async fn x20_a_restore_loses_nobodys_edit() {
    let server = Server::start().await;
    let name = contact(&server).await;
    let save = server.control("POST", "accounts/ada:save", r#"{"name": "before"}"#);
    assert_eq!(save.await.status, 200);
    let address = format!("/v1/{name}?personFields=metadata,emailAddresses");
    let read = get(&server, &address, &[ADA]).await;
    let edit = |value: &str| {
        let emails = json!([{"value": value}]);
        json!({"etag": read["etag"], "metadata": read["metadata"], "emailAddresses": emails})
    };
    let (theirs, ours) = (edit("their@x.example"), edit("our@x.example"));
    let theirs = update(&server, &name, "emailAddresses", &[ADA, SETUP], &theirs);
    assert_eq!(theirs.await.status, 200);
    let restore = server.control("POST", "accounts/ada:restore", r#"{"name": "before"}"#);
    assert_eq!(restore.await.status, 200);

    // The etag of the saved state is good again.
    let ours = update(&server, &name, "emailAddresses", &[ADA], &ours);
    assert_eq!(ours.await.status, 200);
    assert_eq!(found(&server, "").await, []);
}
