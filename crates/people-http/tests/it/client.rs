//! The client against a socket that says what it was told to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    thread::{self, JoinHandle},
    time::Duration,
};

use expect_test::{Expect, expect};
use people_http::{Client, Error, GetPeople, GetPerson, ListConnections, RetryPolicy};
use people_model::{Code, FieldMask, Person, UpdateMask};
use people_rules::Contract;

mod batch;
mod batches;
mod credentials;
mod directory;
mod edits;
mod google;
mod groups;
mod others;
mod pages;
mod photos;
mod quota;
mod retries;
mod script;
mod search;
mod settled;
mod traces;
mod turns;
mod violations;

/// Answers one connection per reply, and remembers what was asked.
struct Stub {
    url: String,
    asked: JoinHandle<Vec<String>>,
}

impl Stub {
    /// `None` hangs up on the request.
    fn new(replies: Vec<Option<String>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = thread::spawn(move || {
            let serve = |reply: Option<String>| {
                let (mut socket, _) = listener.accept().unwrap();
                let request = read(&mut BufReader::new(&socket));
                if let Some(reply) = reply {
                    socket.write_all(reply.as_bytes()).unwrap();
                }
                request
            };
            replies.into_iter().map(serve).collect()
        });
        Self { url, asked }
    }

    fn client(&self) -> Client {
        client(&self.url)
    }

    /// What was asked, once everything was answered.
    fn asked(self) -> Vec<String> {
        self.asked.join().unwrap()
    }
}

/// Reads one request; header lines sorted and without those that depend on the port or the version.
fn read(from: &mut impl BufRead) -> String {
    let mut line = String::new();
    from.read_line(&mut line).unwrap();
    let mut headers = Vec::new();
    let mut length = 0;
    loop {
        let mut header = String::new();
        from.read_line(&mut header).unwrap();
        let header = header.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length: ") {
            length = value.parse().unwrap();
        }
        if !header.starts_with("host: ") && !header.starts_with("user-agent: ") {
            headers.push(header);
        }
    }
    headers.sort();
    let mut body = vec![0; length];
    from.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    format!("{}\n{}\n\n{body}\n", line.trim_end(), headers.join("\n"))
}

fn reply(status: &str, body: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json; charset=UTF-8\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len(),
    ))
}

fn client(url: &str) -> Client {
    Client::builder()
        .base_url(url)
        .token("Secret-Token")
        .retry(RetryPolicy::none())
        // So that what is sent can be as short as `ada`.
        .contract(Contract::Observed)
        .build()
        .unwrap()
}

fn run<T>(call: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(call)
}

fn ada() -> Person {
    serde_json::from_str(
        r#"{"resourceName": "people/c17", "etag": "%", "names": [{"givenName": "Ada"}]}"#,
    )
    .unwrap()
}

fn names() -> UpdateMask {
    FieldMask::NAMES.try_into().unwrap()
}

#[test]
fn an_update_is_sent_as_the_method_is_written() {
    let stub = Stub::new(vec![reply(
        "200 OK",
        r#"{"resourceName": "people/c17", "etag": "%2"}"#,
    )]);
    let person = run(stub.client().update(ada(), names())).unwrap();
    assert_eq!(person.etag, "%2");

    expect![[r#"
        PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1
        accept-encoding: gzip
        accept: */*
        authorization: bearer secret-token
        content-length: 70
        content-type: application/json

        {"resourceName":"people/c17","etag":"%","names":[{"givenName":"Ada"}]}
    "#]]
    .assert_eq(&stub.asked()[0]);
}

#[test]
fn each_call_returns_what_its_method_does() {
    let stub = Stub::new(vec![
        reply("200 OK", r#"{"resourceName": "people/c17"}"#),
        reply("200 OK", r#"{"resourceName": "people/c18"}"#),
        reply("200 OK", "{}"),
        reply("200 OK", ""),
        reply(
            "200 OK",
            r#"{"connections": [{"etag": "%"}], "nextPageToken": "t"}"#,
        ),
        reply("200 OK", r#"{"responses": [{"httpStatusCode": 200}]}"#),
    ]);
    let client = stub.client();
    run(async {
        let person = client.get("people/c17", FieldMask::NAMES).await.unwrap();
        assert_eq!(person.resource_name, "people/c17");
        let person = client.create(ada()).await.unwrap();
        assert_eq!(person.resource_name, "people/c18");
        client.delete("people/c17").await.unwrap();
        client.delete("people/c17").await.unwrap();
        let mut list = ListConnections::new(FieldMask::NAMES);
        list.page_token = "before".to_owned();
        let page = client.send(list).await.unwrap();
        assert_eq!(
            (page.connections.len(), page.next_page_token.as_str()),
            (1, "t")
        );
        let people = client
            .send(GetPeople::new(["people/c1"], FieldMask::URLS))
            .await
            .unwrap();
        assert_eq!(people.responses[0].http_status_code, 200);
    });
    let asked = stub.asked();
    let lines: Vec<&str> = asked
        .iter()
        .map(|request| request.lines().next().unwrap())
        .collect();
    expect![[r#"
        GET /v1/people/c17?personFields=names HTTP/1.1
        POST /v1/people:createContact HTTP/1.1
        DELETE /v1/people/c17:deleteContact HTTP/1.1
        DELETE /v1/people/c17:deleteContact HTTP/1.1
        GET /v1/people/me/connections?personFields=names&pageToken=before HTTP/1.1
        GET /v1/people:batchGet?resourceNames=people%2Fc1&personFields=urls HTTP/1.1"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn members_that_are_unknown_are_kept() {
    let stub = Stub::new(vec![reply(
        "200 OK",
        r#"{"names": [{"givenName": "Ada", "new": [1]}]}"#,
    )]);
    let person = run(stub.client().get("people/c17", FieldMask::NAMES)).unwrap();
    assert_eq!(
        person.names[0].extra.get("new"),
        Some(&serde_json::json!([1]))
    );
    stub.asked();
}

/// The bound is on what the reply unpacks to.
#[test]
fn a_reply_that_is_too_long() {
    let body = format!(r#"{{"etag": "{}"}}"#, "x".repeat(1_000));
    let stub = Stub::new(vec![reply("200 OK", &body), reply("200 OK", &body)]);
    let client = |bytes| {
        let builder = Client::builder().base_url(&stub.url).longest_reply(bytes);
        builder.retry(RetryPolicy::default()).build().unwrap()
    };
    run(async {
        let get = |bytes| async move { client(bytes).get("people/c17", FieldMask::NAMES).await };
        let error = get(body.len() - 1).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "GetPerson people/c17: the reply cannot be read"
        );
        get(body.len()).await.unwrap();
    });
    stub.asked();
}

#[test]
fn a_base_url_may_have_a_path() {
    let stub = Stub::new(vec![reply("200 OK", "{}")]);
    let client = client(&format!("{}/people/", stub.url));
    run(client.get("people/me", FieldMask::NAMES)).unwrap();
    assert!(stub.asked()[0].starts_with("GET /people/v1/people/me?personFields=names HTTP/1.1\n"));
}

/// What a failed update is like: its predicates, `Display` and `Debug`.
#[track_caller]
fn check(answer: Option<String>, expected: Expect) -> Error {
    let stub = Stub::new(vec![answer]);
    let error = run(stub.client().update(ada(), names())).unwrap_err();
    stub.asked();
    expected.assert_eq(&format!("{}\n{error}\n{error:?}\n", predicates(&error)));
    error
}

fn predicates(error: &Error) -> String {
    [
        (error.is_stale(), "stale"),
        (error.is_invalid(), "invalid"),
        (error.is_not_found(), "not found"),
        (error.is_unauthenticated(), "unauthenticated"),
        (error.is_forbidden(), "forbidden"),
        (error.is_quota(), "quota"),
        (error.is_unavailable(), "unavailable"),
        (error.is_ambiguous(), "ambiguous"),
    ]
    .into_iter()
    .filter_map(|(holds, name)| holds.then_some(name))
    .collect::<Vec<_>>()
    .join(", ")
}

#[test]
fn a_stale_etag() {
    let error = check(
        reply(
            "400 Bad Request",
            r#"{"error": {"code": 400, "message": "Request person.etag is different than the current person.etag. Clear local cache and get the latest person.", "status": "FAILED_PRECONDITION"}}"#,
        ),
        expect![[r#"
            stale
            UpdateContact people/c17: 400 FAILED_PRECONDITION: Request person.etag is different than the current person.etag. Clear local cache and get the latest person.
            Error { method: "UpdateContact", http: 400, code: "FAILED_PRECONDITION", message: "Request person.etag is different than the current person.etag. Clear local cache and get the latest person.", violations: ["U6"] }
        "#]],
    );
    assert_eq!(
        error.status().unwrap().code(),
        Some(Code::FailedPrecondition)
    );
}

#[test]
fn no_etag_is_not_a_stale_one() {
    check(
        reply(
            "400 Bad Request",
            r#"{"error": {"code": 400, "message": "Request must set person.etag or person.metadata.sources.etag for the source that is being updated.", "status": "FAILED_PRECONDITION"}}"#,
        ),
        expect![[r#"

            UpdateContact people/c17: 400 FAILED_PRECONDITION: Request must set person.etag or person.metadata.sources.etag for the source that is being updated.
            Error { method: "UpdateContact", http: 400, code: "FAILED_PRECONDITION", message: "Request must set person.etag or person.metadata.sources.etag for the source that is being updated." }
        "#]],
    );
}

#[test]
fn debug_leaves_out_what_the_message_quotes() {
    check(
        reply(
            "400 Bad Request",
            r#"{"error": {"code": 400, "message": "Invalid value at 'person.names[0].given_name' (TYPE_STRING), [\"Ada\", \"King\"]", "status": "INVALID_ARGUMENT"}}"#,
        ),
        expect![[r#"
            invalid
            UpdateContact people/c17: 400 INVALID_ARGUMENT: Invalid value at 'person.names[0].given_name' (TYPE_STRING), ["Ada", "King"]
            Error { method: "UpdateContact", http: 400, code: "INVALID_ARGUMENT", message: "Invalid value at 'person.names[0].given_name' (TYPE_STRING), [\"…\"]" }
        "#]],
    );
}

#[test]
fn a_scope_that_is_missing() {
    check(
        reply(
            "403 Forbidden",
            r#"{"error": {"code": 403, "message": "Request had insufficient authentication scopes.", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "domain": "googleapis.com"}]}}"#,
        ),
        expect![[r#"
            forbidden
            UpdateContact people/c17: 403 PERMISSION_DENIED (ACCESS_TOKEN_SCOPE_INSUFFICIENT): Request had insufficient authentication scopes.
            Error { method: "UpdateContact", http: 403, code: "PERMISSION_DENIED", message: "Request had insufficient authentication scopes." }
        "#]],
    );
}

#[test]
fn errors_without_json() {
    let mut lines = Vec::new();
    for status in [
        "401 Unauthorized",
        "404 Not Found",
        "429 Too Many Requests",
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable",
        "504 Gateway Timeout",
        "302 Found",
    ] {
        let stub = Stub::new(vec![reply(status, "<html>no</html>")]);
        let error = run(stub.client().update(ada(), names())).unwrap_err();
        stub.asked();
        lines.push(format!("{error}: {}", predicates(&error)));
    }
    expect![[r#"
        UpdateContact people/c17: 401 UNAUTHENTICATED: HTTP status 401 (Unauthorized): unauthenticated
        UpdateContact people/c17: 404 NOT_FOUND: HTTP status 404 (Not Found): not found
        UpdateContact people/c17: 429 RESOURCE_EXHAUSTED: HTTP status 429 (Too Many Requests): quota
        UpdateContact people/c17: 500 INTERNAL: HTTP status 500 (Internal Server Error): ambiguous
        UpdateContact people/c17: 502 UNAVAILABLE: HTTP status 502 (Bad Gateway): unavailable, ambiguous
        UpdateContact people/c17: 503 UNAVAILABLE: HTTP status 503 (Service Unavailable): unavailable, ambiguous
        UpdateContact people/c17: 504 DEADLINE_EXCEEDED: HTTP status 504 (Gateway Timeout): ambiguous
        UpdateContact people/c17: 302 UNKNOWN: HTTP status 302 (Found): "#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_reply_that_never_comes() {
    let stub = Stub::new(vec![None, None]);
    let client = stub.client();
    run(async {
        let error = client.update(ada(), names()).await.unwrap_err();
        assert_eq!(predicates(&error), "ambiguous");
        assert_eq!(error.to_string(), "UpdateContact people/c17: no reply came");
        assert!(!format!("{error:?}").contains("c17"), "{error:?}");
        // Nothing hangs on a read.
        let error = client
            .get("people/c17", FieldMask::NAMES)
            .await
            .unwrap_err();
        assert_eq!(predicates(&error), "");
    });
    stub.asked();
}

#[test]
fn a_reply_that_takes_too_long() {
    // Bound, and never answered.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Client::builder()
        .base_url(format!("http://{}", listener.local_addr().unwrap()))
        .timeout(Duration::from_millis(50))
        .retry(RetryPolicy::none())
        .contract(Contract::Observed)
        .build()
        .unwrap();
    let error = run(client.update(ada(), names())).unwrap_err();
    assert_eq!(predicates(&error), "ambiguous");
}

#[test]
fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = run(client(&url).update(ada(), names())).unwrap_err();
    assert_eq!(predicates(&error), "unavailable");
    assert_eq!(
        error.to_string(),
        "UpdateContact people/c17: cannot connect"
    );
}

/// Nothing is sent before the connection can be trusted.
#[test]
fn somebody_there_who_speaks_no_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let client = match Client::builder()
        .base_url(url)
        .token("Secret-Token")
        .retry(RetryPolicy::none())
        .contract(Contract::Observed)
        .build()
    {
        Ok(client) => client,
        // A machine without certificates cannot be a client of https.
        Err(error) => return assert_eq!(error.to_string(), "no trusted certificates"),
    };
    let heard = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut hello = vec![0; 4096];
        let length = socket.read(&mut hello).unwrap();
        socket
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
        String::from_utf8_lossy(&hello[..length]).into_owned()
    });
    let error = run(client.update(ada(), names())).unwrap_err();
    assert_eq!(predicates(&error), "unavailable");
    assert!(!heard.join().unwrap().contains("people"));
}

#[test]
fn a_success_that_cannot_be_read() {
    for body in [
        "<html>",
        "[]",
        r#"{"names": 7}"#,
        r#"{"names": [{"givenName": "#,
    ] {
        let stub = Stub::new(vec![reply("200 OK", body)]);
        let error = run(stub.client().update(ada(), names())).unwrap_err();
        stub.asked();
        assert_eq!(predicates(&error), "ambiguous", "{body}");
        assert_eq!(
            error.to_string(),
            "UpdateContact people/c17: the reply cannot be read"
        );
    }
}

#[test]
fn a_name_of_another_kind_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let client = client(&format!("http://{}", listener.local_addr().unwrap()));
    run(async {
        let stranger = Person::default();
        let error = client.update(stranger, names()).await.unwrap_err();
        assert_eq!(predicates(&error), "invalid");
        assert_eq!(
            error.to_string(),
            "UpdateContact: the resource name does not fit this method: \
             U1: Resource name \"\" is not a valid contact person resource.",
        );
        for name in [
            "",
            "people",
            "people/",
            "c17",
            "contactGroups/1",
            "people/.",
            "people/..",
            "/",
        ] {
            let error = client
                .send(GetPerson::new(name, FieldMask::NAMES))
                .await
                .unwrap_err();
            assert_eq!(predicates(&error), "invalid", "{name}");
        }
        let long = format!("people/{}", "x".repeat(100_000));
        assert!(
            client
                .get(&long, FieldMask::NAMES)
                .await
                .unwrap_err()
                .is_invalid()
        );
        assert!(client.delete("people/me").await.unwrap_err().is_invalid());
    });
    assert!(listener.accept().is_err(), "something was sent");
}

#[test]
fn a_builder_says_what_it_cannot_use() {
    let fail = |url: &str, token: &str| {
        let error = Client::builder()
            .base_url(url)
            .token(token)
            .build()
            .unwrap_err();
        assert_eq!(predicates(&error), "");
        error.to_string()
    };
    assert_eq!(fail("", "t"), "the base URL is not a URL");
    assert_eq!(fail("people.example.com", "t"), "the base URL is not a URL");
    assert_eq!(
        fail("ftp://people.example.com", "t"),
        "the base URL does not begin with http:// or https://"
    );
    assert_eq!(
        fail("http://h/?a=b", "t"),
        "the base URL has a query or a fragment: remove it"
    );
    assert_eq!(
        fail("http://h", "a\nb"),
        "the token has a character that an HTTP header cannot have"
    );
}

#[test]
fn debug_shows_no_token() {
    let builder = Client::builder()
        .base_url("http://127.0.0.1:1")
        .token("Secret-Token");
    let shown = format!("{builder:?}");
    assert!(
        shown.contains("127.0.0.1") && !shown.contains("Secret"),
        "{shown}"
    );
    let shown = format!("{:?}", builder.build().unwrap());
    assert!(
        shown.contains("127.0.0.1") && !shown.contains("Secret"),
        "{shown}"
    );
}

#[test]
fn calls_and_errors_move_between_threads() {
    fn check(_: &(impl Send + ?Sized)) {}
    let client = client("http://127.0.0.1:1");
    check(&client);
    check(&client.update(ada(), names()));
    check(&client.connections(FieldMask::NAMES).next());
    let error = Client::builder().base_url("").build().unwrap_err();
    check(&error);
}
