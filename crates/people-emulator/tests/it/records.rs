//! What a request leaves behind is written down after its reply, and nobody sees that (rules `X4`, `X31`).
//!
//! In a runtime of one thread, nothing else runs while a test does not wait. So these tests know what is written down
//! and what still waits.
use std::{
    net::SocketAddr,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use people_emulator::{Grade, Options, Selection};
use people_server::serve;
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    task::{unconstrained, yield_now},
    time::timeout,
};
use tower::ServiceExt;

use crate::server::{OWN, Server};

/// No test waits longer for anything; none expects to.
const PATIENCE: Duration = Duration::from_secs(60);

const ADA: (&str, &str) = ("authorization", "Bearer ada");
const ME: &str = "/v1/people/me?personFields=names";
const CREATE: &str = "/v1/people:createContact";

/// The most requests that wait to be written down.
const DRAFTS: usize = 64;
/// The most bytes of the bodies and the rows of one.
const LARGEST: usize = 16 << 10;

/// A read, which does not wait for anything.
async fn read(server: &Server) {
    assert_eq!(server.send("GET", ME, &[ADA], "").await.status, 200);
}

/// Whether it is complete.
fn is_ready(future: impl Future<Output = ()>) -> bool {
    let mut context = Context::from_waker(Waker::noop());
    pin!(future).poll(&mut context) == Poll::Ready(())
}

/// Whether `sending` leaves something that is written down before its reply is sent. Nothing waits at its begin.
async fn is_at_once(server: &Server, sending: impl Future<Output = ()>) -> bool {
    let more = server.emulator.more_requests();
    // Tokio has no turn in between.
    unconstrained(sending).await;
    is_ready(more)
}

/// A contact of another program. Returns its name.
async fn contact(server: &Server, biography: &str) -> String {
    let body = json!({
        "names": [{"givenName": "Ada"}],
        "urls": [{"value": "https://ada.example"}],
        "biographies": [{"value": biography}],
    });
    let fields = [ADA, ("x-people-test", "setup")];
    let answer = server.send("POST", CREATE, &fields, body.to_string());
    let person = answer.await.json();
    person["resourceName"].as_str().expect("a name").to_owned()
}

/// An update that erases what the program has not read, and so many blanks.
async fn erase(server: &Server, name: &str, blanks: usize) {
    let address = format!("/v1/{name}?personFields=names,metadata");
    let person = server.send("GET", &address, &[ADA], "").await.json();
    let names = json!([{"givenName": "Grace"}]);
    let sent = json!({"etag": person["etag"], "metadata": person["metadata"], "names": names});
    let address = format!("/v1/{name}:updateContact?updatePersonFields=names,urls");
    let body = format!("{sent}{}", " ".repeat(blanks));
    let answer = server.send("PATCH", &address, &[ADA], body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// An update of a contact of which the program sees nothing but the name.
async fn rename(server: &Server, name: &str) {
    let address = format!("/v1/{name}?personFields=metadata");
    let person = server.send("GET", &address, &[ADA], "").await.json();
    let names = json!([{"givenName": "Grace"}]);
    let sent = json!({"etag": person["etag"], "metadata": person["metadata"], "names": names});
    let address = format!("/v1/{name}:updateContact?updatePersonFields=names&personFields=names");
    let answer = server.send("PATCH", &address, &[ADA], sent.to_string());
    assert_eq!(answer.await.status, 200);
}

/// The requests that findings are about, in the order in which they were found.
fn found(server: &Server) -> Vec<Vec<u64>> {
    let found = server.emulator.findings_as_json(Grade::Note);
    let requests = found.into_iter().map(|it| it["requests"].clone());
    let requests = requests.map(serde_json::from_value);
    let requests: Result<_, _> = requests.collect();
    requests.expect("numbers")
}

#[tokio::test]
async fn x4_a_request_is_written_down_after_its_reply() {
    let server = Server::start().await;
    let more = server.emulator.more_requests();
    read(&server).await;
    assert!(!is_ready(more), "it is written down before the reply");
    // Nobody asks.
    let more = server.emulator.more_requests();
    read(&server).await;
    timeout(PATIENCE, more).await.expect("it is written down");
}

/// Each way to see what requests left, right after the reply.
#[tokio::test]
async fn x4_who_reads_finds_all_requests_that_have_ended() {
    let server = Server::start().await;
    let emulator = &server.emulator;
    let mut sent = 0;
    let mut one_more = async || {
        read(&server).await;
        sent += 1;
        sent
    };
    assert_eq!(one_more().await, emulator.requests().len());
    let sent = one_more().await;
    let recent = emulator.recent(&Selection::default(), 9);
    assert_eq!(recent.expect("a selection").len(), sent);

    let sent = one_more().await;
    let answer = server.control("GET", "requests", "").await.json();
    assert_eq!(answer["requests"].as_array().map(Vec::len), Some(sent));
    let last = format!("requests/{}", one_more().await);
    assert_eq!(server.control("GET", &last, "").await.status, 200);
    let last = format!("requests/{}/curl", one_more().await);
    assert_eq!(server.control("GET", &last, "").await.status, 200);
    let after = format!("requests?wait=60s&after={}", one_more().await - 1);
    let answer = server.control("GET", &after, "").await.json();
    assert_eq!(answer["requests"].as_array().map(Vec::len), Some(1));
    let expected = json!({"match": {"account": "ada"}, "count": one_more().await}).to_string();
    let answer = server.control("POST", "requests:verify", &expected).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let sent = one_more().await;
    let answer = server.control("DELETE", "requests", "").await.json();
    assert_eq!(answer, json!({"removed": sent}));
    assert_eq!(emulator.requests(), Vec::<Value>::new());
}

#[tokio::test]
async fn x31_who_asks_for_findings_gets_those_of_all_requests_that_have_ended() {
    let server = Server::start().await;
    let count = |answer: Value| answer["findings"].as_array().map(Vec::len);
    let name = contact(&server, "").await;
    erase(&server, &name, 0).await;
    assert_eq!(found(&server), [vec![2, 3]]);
    let name = contact(&server, "").await;
    erase(&server, &name, 0).await;
    let answer = server.control("GET", "findings", "").await.json();
    assert_eq!(count(answer), Some(2));
    let name = contact(&server, "").await;
    erase(&server, &name, 0).await;
    server.control("DELETE", "findings", "").await;
    assert_eq!(found(&server), Vec::<Vec<u64>>::new());
    let name = contact(&server, "").await;
    erase(&server, &name, 0).await;
    let answer = server.control("GET", "findings?wait=60s", "").await.json();
    assert_eq!(count(answer), Some(1));
}

/// What a program read before its account went back to a saved state is forgotten, also if it is not written down yet.
#[tokio::test]
async fn x20_a_restore_forgets_what_is_not_written_down() {
    // Nothing is known for certain of a program whose etag nobody knows.
    for (is_restored, expected) in [(false, &["FIELD_ERASED"][..]), (true, &[])] {
        let server = Server::start().await;
        let name = contact(&server, "").await;
        let saved = r#"{"name": "before"}"#;
        let answer = server.control("POST", "accounts/ada:save", saved).await;
        assert_eq!(answer.status, 200);
        let more = server.emulator.more_requests();
        let address = format!("/v1/{name}?personFields=names,urls,metadata");
        let mut person = server.send("GET", &address, &[ADA], "").await.json();
        assert!(!is_ready(more), "it waits");
        if is_restored {
            let answer = server.control("POST", "accounts/ada:restore", saved).await;
            assert_eq!(answer.status, 200);
        }
        let sent = person.as_object_mut().expect("a person");
        sent.remove("urls");
        let address = format!("/v1/{name}:updateContact?updatePersonFields=names,urls");
        let answer = server
            .send("PATCH", &address, &[ADA], person.to_string())
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let found = server.emulator.findings_as_json(Grade::Note);
        let found: Vec<&Value> = found.iter().map(|it| &it["id"]).collect();
        assert_eq!(found, expected, "restored: {is_restored}");
    }
}

/// Who waits for findings is woken by a request that is written down after its reply.
#[tokio::test]
async fn x31_who_waits_for_findings_is_woken_when_nobody_asks() {
    let server = Server::start().await;
    let name = contact(&server, "").await;
    let waiting = {
        let server = server.clone();
        tokio::spawn(async move { server.control("GET", "findings?wait=300s", "").await })
    };
    yield_now().await;
    erase(&server, &name, 0).await;
    let answer = timeout(PATIENCE, waiting).await.expect("an answer");
    let found = answer.expect("no panic").json();
    assert_eq!(
        found["findings"].as_array().map(Vec::len),
        Some(1),
        "{found}"
    );
}

/// Requests are written down in the order in which they ended, also if one of them may not wait.
#[tokio::test]
async fn x31_findings_are_in_the_order_of_the_requests() {
    let server = Server::start().await;
    let mut expected = Vec::new();
    let mut number = 0;
    for blanks in [0, LARGEST, 0, 0, LARGEST, LARGEST] {
        let name = contact(&server, "").await;
        erase(&server, &name, blanks).await;
        expected.push(vec![number + 2, number + 3]);
        number += 3;
    }
    assert_eq!(found(&server), expected);
}

/// What waits takes little memory: so many requests, and so many bytes of bodies.
#[tokio::test]
async fn v1_few_requests_wait_to_be_written_down() {
    let server = Server::start().await;
    let name = contact(&server, &"a".repeat(LARGEST / 3)).await;
    let address = format!("/v1/{name}?personFields=biographies");
    let reads = async |requests: usize, address: &str| {
        for _ in 0..requests {
            let answer = server.send("GET", address, &[ADA], "").await;
            assert_eq!(answer.status, 200);
        }
    };
    assert!(!is_at_once(&server, reads(DRAFTS - 1, ME)).await);
    assert!(is_at_once(&server, reads(DRAFTS, ME)).await);
    // Half as many large ones are already too many.
    assert!(!is_at_once(&server, reads(1, &address)).await);
    assert!(is_at_once(&server, reads(DRAFTS / 2, &address)).await);
}

/// Of a batch, much may be written. What a rule keeps back has to be known before.
#[tokio::test]
async fn x4_a_batch_and_a_broken_reply_do_not_wait_to_be_written_down() {
    let server = Server::start().await;
    let part =
        format!("--b\r\nContent-Type: application/http\r\n\r\nGET {ME} HTTP/1.1\r\n\r\n\r\n");
    let batch = format!("{part}{part}--b--\r\n");
    let fields = [ADA, ("content-type", "multipart/mixed; boundary=b")];
    let sending = async {
        let answer = server.send("POST", "/batch", &fields, batch).await;
        assert_eq!(answer.status, 200);
    };
    assert!(is_at_once(&server, sending).await);
    for broken in [r#"{"drop": "before"}"#, r#"{"page": 502}"#] {
        let fields = [ADA, ("x-people-emulator", broken)];
        let sending = async {
            let answer = server.send("GET", ME, &fields, "").await;
            assert_eq!(answer.status, 502);
        };
        assert!(is_at_once(&server, sending).await, "{broken}");
    }
}

/// The memory of a large reply counts for the server until it is dropped. So nothing waits that has one, nor a large
/// body.
#[tokio::test]
async fn v1_a_large_body_does_not_wait_to_be_written_down() {
    let server = Server::start().await;
    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(contact(&server, &"a".repeat(LARGEST / 3)).await);
    }
    let one = format!("/v1/{}?personFields=biographies", names[0]);
    let all = "/v1/people/me/connections?personFields=biographies";
    for (address, at_once) in [(&*one, false), (all, true)] {
        let sending = async {
            let answer = server.send("GET", address, &[ADA], "").await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.body.len() > LARGEST, at_once, "{address}");
        };
        assert_eq!(is_at_once(&server, sending).await, at_once, "{address}");
    }
    // Its rows are larger than what is sent and answered.
    for (bytes, at_once) in [(100, false), (LARGEST / 2, true)] {
        let name = contact(&server, &"a".repeat(bytes)).await;
        let sending = rename(&server, &name);
        assert_eq!(is_at_once(&server, sending).await, at_once, "{bytes}");
    }
    // A short one may be long before it is compressed.
    for (encoding, at_once) in [("identity", false), ("gzip", true)] {
        let sending = async {
            let fields = [ADA, ("content-encoding", encoding)];
            let answer = server.send("POST", CREATE, &fields, "x").await;
            assert_eq!(answer.status, 400, "{answer:?}");
        };
        assert_eq!(is_at_once(&server, sending).await, at_once, "{encoding}");
    }
    for (bytes, at_once) in [(100, false), (LARGEST + 1, true)] {
        let sending = async {
            // It is refused before anything is written.
            let answer = server.send("POST", CREATE, &[ADA], "x".repeat(bytes)).await;
            assert_eq!(answer.status, 400);
        };
        assert_eq!(is_at_once(&server, sending).await, at_once, "{bytes}");
    }
}

/// What a request of a program is that left before the reply: a create that it repeats.
#[tokio::test]
async fn x27_a_client_that_left_is_written_down() {
    let server = Server::start().await;
    let body = r#"{"names":[{"givenName":"Ada"}]}"#;
    let request = Request::post(CREATE)
        .header("host", "127.0.0.1:8710")
        .header(ADA.0, ADA.1)
        .body(Body::from(body))
        .expect("a request");
    // A task makes the write, while the request waits for it.
    let mut sending = Box::pin(server.router.clone().oneshot(request));
    let mut context = Context::from_waker(Waker::noop());
    assert!(sending.as_mut().poll(&mut context).is_pending());
    let list = "/v1/people/me/connections?personFields=names";
    let setup = [ADA, ("x-people-test", "setup")];
    let created = async || {
        let answer = server.send("GET", list, &setup, "");
        answer.await.json()["totalItems"] == 1
    };
    while !created().await {
        yield_now().await;
    }
    drop(sending);
    let answer = server.send("POST", CREATE, &[ADA], body).await;
    assert_eq!(answer.status, 200);
    let found = server.emulator.findings_as_json(Grade::Note);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["id"], "CREATE_REPEATED");
    assert_eq!(found[0]["requests"][0], 1);
}

/// A runtime that ends writes down what waits.
#[test]
fn x4_the_end_of_a_runtime_loses_nothing() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().expect("a runtime")
    };
    let first = runtime();
    let server = first.block_on(Server::start());
    let more = server.emulator.more_requests();
    first.block_on(read(&server));
    drop(first);
    assert!(is_ready(more));
    // Another one goes on.
    let other = runtime();
    let more = server.emulator.more_requests();
    other.block_on(async {
        read(&server).await;
        timeout(PATIENCE, more).await.expect("it is written down");
    });
    assert_eq!(server.emulator.requests().len(), 2);
}

/// Without a journal the findings have everything, too.
#[tokio::test]
async fn x31_findings_need_no_journal() {
    let mut options = Options::default();
    options.journal = 0;
    let server = Server::with(options).await;
    let name = contact(&server, "").await;
    erase(&server, &name, 0).await;
    assert_eq!(found(&server), [vec![2, 3]]);
    assert_eq!(server.emulator.requests(), Vec::<Value>::new());
}

/// What waits has the credentials of its request. It shows none.
#[tokio::test]
async fn x4_what_waits_shows_no_credential() {
    let server = Server::start().await;
    let address = format!("{ME}&access_token=s3cr3t");
    let more = server.emulator.more_requests();
    server
        .send("GET", &address, &[ADA, ("x-api-key", "s3cr3t")], "")
        .await;
    assert!(!is_ready(more));
    let shown = format!("{:?}", server.emulator);
    assert!(!shown.contains("s3cr3t"), "{shown}");
}

/// A client of a server with a socket.
struct Client(SendRequest<Full<Bytes>>);

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        let (connection, driver) = handshake(TokioIo::new(stream)).await.expect("HTTP");
        tokio::spawn(driver);
        Self(connection)
    }

    async fn send(&mut self, verb: &str, address: &str, who: (&str, &str), body: Value) -> Value {
        let request = Request::builder()
            .method(verb)
            .uri(address)
            .header("host", &OWN["http://".len()..])
            .header("authorization", format!("Bearer {}", who.0))
            .header("x-people-test", who.1);
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let request = request.body(Full::new(body.into())).expect("a request");
        self.0.ready().await.expect("a connection");
        let reply = self.0.send_request(request).await.expect("a reply");
        let status = reply.status();
        let body = reply.into_body().collect().await.expect("a body");
        let body = body.to_bytes();
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).expect("JSON")
    }
}

/// Programs that ask right after their replies, in parallel and over sockets, always find their requests and findings.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn x4_each_program_finds_what_it_just_did() {
    const PROGRAMS: usize = 8;
    const TURNS: usize = 25;

    let server = Server::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(serve(listener, server.router, std::future::pending()));
    let programs = (0..PROGRAMS).map(|program| {
        tokio::spawn(async move {
            let mut client = Client::connect(address).await;
            let name = format!("program{program}");
            let setup = (&*name, "setup");
            let person =
                json!({"names": [{"givenName": "Ada"}], "urls": [{"value": "https://ada.example"}]});
            for turn in 0..TURNS {
                let test = format!("{program}-{turn}");
                let who = (&*name, &*test);
                let create = format!("{CREATE}?personFields=names,metadata");
                let mut ada = client.send("POST", &create, setup, person.clone()).await;
                let contact = ada["resourceName"].as_str().expect("a name").to_owned();
                let address = format!("/v1/{contact}?personFields=names");
                client.send("GET", &address, who, Value::Null).await;
                let asked = format!("/emulator/v1/requests?test={test}");
                let kept = client.send("GET", &asked, who, Value::Null).await;
                assert_eq!(kept["requests"].as_array().map(Vec::len), Some(1), "{test}");
                // It erases an URL that it has not read.
                ada["names"][0]["givenName"] = test.clone().into();
                let update = format!("/v1/{contact}:updateContact?updatePersonFields=names,urls");
                client.send("PATCH", &update, who, ada).await;
                let asked = format!("/emulator/v1/findings?test={test}");
                let found = client.send("GET", &asked, who, Value::Null).await;
                assert_eq!(found["findings"][0]["id"], "FIELD_ERASED", "{found}");
            }
        })
    });
    let programs: Vec<_> = programs.collect();
    for program in programs {
        program.await.expect("it finds everything");
    }
    assert_eq!(server.emulator.requests().len(), PROGRAMS * TURNS * 3);
}

/// A test suite has many programs, each with a name. That the first ones are forgotten says nothing about the others.
#[tokio::test]
async fn x31_a_program_is_looked_at_after_many_others() {
    /// More than are distinguished at the same time.
    const PROGRAMS: usize = 300;

    let server = Server::start().await;
    let name = contact(&server, "").await;
    let erased = async |test: &str| {
        let fields = [ADA, ("x-people-test", test)];
        let address = format!("/v1/{name}?personFields=metadata");
        let person = server.send("GET", &address, &fields, "").await.json();
        let names = json!([{"givenName": test}]);
        let sent = json!({"etag": person["etag"], "metadata": person["metadata"], "names": names});
        let address = format!("/v1/{name}:updateContact?updatePersonFields=names");
        let answer = server.send("PATCH", &address, &fields, sent.to_string());
        assert_eq!(answer.await.status, 200);
        let found = server.emulator.findings_as_json(Grade::Warning);
        found.iter().filter(|it| it["test"] == test).count()
    };
    for number in 0..PROGRAMS {
        let test = format!("test {number}");
        assert!(erased(&test).await > 0, "{test}");
    }
    // The first one is forgotten by now: it may have read the name.
    assert_eq!(erased("test 0").await, 1);
}
