//! Connections that a rule breaks, over sockets (rule `X8`).
use std::{io, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use people_server::{Handshake, Limits, Plain, Protocol, serve_through};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use crate::server::Server;

/// No test waits longer for anything; none expects to.
const PATIENCE: Duration = Duration::from_secs(60);

const BODY: &str = r#"{"names":[{"givenName":"Ada"}]}"#;

/// HTTP/2 from the first byte, as after TLS.
#[derive(Clone)]
struct Http2;

impl Handshake for Http2 {
    type Stream = TcpStream;

    async fn shake(&self, connection: TcpStream) -> io::Result<(TcpStream, Protocol)> {
        Ok((connection, Protocol::Http2))
    }
}

async fn listening(server: &Server, handshake: impl Handshake) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    let router = server.router.clone();
    tokio::spawn(async move {
        let limits = Limits::default();
        serve_through(listener, handshake, router, &limits, std::future::pending()).await
    });
    TcpStream::connect(address).await.expect("a connection")
}

async fn rule(server: &Server, when: &str) {
    let rule = json!({"match": {"method": "people.people.createContact"}, "times": 1, "then": {"drop": when}});
    let answer = server.control("PUT", "rules", &rule.to_string()).await;
    assert_eq!(answer.status, 200);
}

/// How many contacts there are.
async fn contacts(server: &Server) -> usize {
    let list = "/v1/people/me/connections?personFields=names";
    let answer = server
        .send("GET", list, &[("authorization", "Bearer ada")], "")
        .await;
    answer.json()["connections"].as_array().map_or(0, Vec::len)
}

/// What happened to the last create, as the journal has it.
async fn journalled(server: &Server) -> (String, u64) {
    let list = "requests?method=people.people.createContact";
    let journal = server.control("GET", list, "").await.json();
    let last = journal["requests"]
        .as_array()
        .and_then(|all| all.last().cloned());
    let last = last.expect("an entry");
    let sent = last["sent"].as_str().unwrap_or_default().to_owned();
    (sent, last["response"]["status"].as_u64().expect("a status"))
}

#[tokio::test]
async fn x8_a_connection_breaks_over_http1() {
    let server = Server::start().await;
    for (when, created, status) in [("before", 0, 503), ("after", 1, 200), ("body", 2, 200)] {
        rule(&server, when).await;
        let mut stream = listening(&server, Plain).await;
        let request = format!(
            "POST /v1/people:createContact HTTP/1.1\r\nHost: 127.0.0.1:8710\r\n\
             Authorization: Bearer ada\r\nContent-Length: {}\r\n\r\n{BODY}",
            BODY.len()
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("to write");
        let mut read = Vec::new();
        let end = timeout(PATIENCE, stream.read_to_end(&mut read)).await;
        // Whether the end is clean or a reset is not promised.
        let _ = end.expect("the connection ends");
        let text = String::from_utf8(read).expect("text");
        if when == "body" {
            let (head, body) = text.split_once("\r\n\r\n").expect("a head");
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.expect("a length").parse().expect("a number");
            assert_eq!(body.len(), length / 2, "{text}");
        } else {
            assert_eq!(text, "", "{when}");
        }
        assert_eq!(contacts(&server).await, created, "{when}");
        assert_eq!(journalled(&server).await, (format!("drop {when}"), status));
    }
}

#[tokio::test]
async fn x8_a_stream_breaks_over_http2() {
    let server = Server::start().await;
    for (when, created) in [("before", 0), ("after", 1), ("body", 2)] {
        rule(&server, when).await;
        let stream = TokioIo::new(listening(&server, Http2).await);
        let connecting = hyper::client::conn::http2::handshake(TokioExecutor::new(), stream);
        let (mut client, connection) = connecting.await.expect("a connection");
        tokio::spawn(connection);
        let request = |verb: &str, path: &str, body: &'static str| {
            http::Request::builder()
                .method(verb)
                .uri(format!("http://127.0.0.1:8710{path}"))
                .header("authorization", "Bearer ada")
                .body(Full::new(Bytes::from_static(body.as_bytes())))
                .expect("a request")
        };
        let create = request("POST", "/v1/people:createContact", BODY);
        let answer = timeout(PATIENCE, client.send_request(create)).await;
        let answer = answer.expect("an end");
        if when == "body" {
            let body = answer.expect("a head").into_body().collect();
            let body = timeout(PATIENCE, body).await.expect("an end");
            assert!(body.is_err(), "the body breaks off");
        } else {
            assert!(answer.is_err(), "{when}");
        }
        assert_eq!(contacts(&server).await, created, "{when}");
        // Only the stream broke.
        let again = request("GET", "/v1/people/me?personFields=names", "");
        let again = timeout(PATIENCE, client.send_request(again)).await;
        assert_eq!(again.expect("an end").expect("an answer").status(), 200);
    }
}
