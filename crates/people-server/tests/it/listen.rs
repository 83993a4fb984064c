//! Connections: how many, how long, and how they end.
use std::{io, sync::Arc, time::Duration};

use people_server::{Handshake, Limits, Protocol};
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::Notify};

use crate::{
    fake::Fake,
    http2::read_slowly,
    socket::{Http2, Server, within},
};

const GET: &str = "GET /v1/people/c17?personFields=names HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\n";

#[tokio::test]
async fn a_connection_takes_many_requests() {
    let server = Server::start(Fake::new()).await;
    let mut socket = server.connect().await;
    for _ in 0..3 {
        socket.write(format!("{GET}\r\n")).await;
        let (status, head, body) = socket.read().await.expect("a response");
        assert_eq!(status, 200);
        assert!(
            head.contains("\r\ncontent-type: application/json; charset=UTF-8\r\n"),
            "{head}"
        );
        assert!(head.contains("\r\ndate: "), "{head}");
        assert!(body.ends_with(b"}\n"));
    }
    // All at once, too.
    socket.write(format!("{GET}\r\n").repeat(3)).await;
    for _ in 0..3 {
        assert_eq!(socket.read().await.expect("a response").0, 200);
    }
    assert_eq!(server.fake.calls().len(), 6);
    assert!(socket.stream.nodelay().is_ok());
}

/// Rule F13.
#[tokio::test]
async fn a_flood_of_headers_is_431() {
    let server = Server::start(Fake::new()).await;
    let many = format!("{GET}{}\r\n", "x-flood: 1\r\n".repeat(200));
    let long = format!("{GET}x-flood: {}\r\n\r\n", "1".repeat(100_000));
    let endless = format!("{GET}x-flood: {}", "1".repeat(8 << 20));
    for flood in [many, long, endless] {
        let text = server
            .connect()
            .await
            .write_and_read(flood.into_bytes())
            .await;
        assert!(text.starts_with("HTTP/1.1 431 "), "{text}");
    }
    assert_eq!(server.fake.calls(), []);
}

#[tokio::test]
async fn a_head_within_its_limits_is_taken() {
    let server = Server::start(Fake::new()).await;
    let mut socket = server.connect().await;
    // Three are there already.
    socket
        .write(format!("{GET}{}\r\n", "x-flood: 1\r\n".repeat(97)))
        .await;
    assert_eq!(socket.read().await.expect("a response").0, 200);
    socket
        .write(format!("{GET}x-flood: {}\r\n\r\n", "1".repeat(60_000)))
        .await;
    assert_eq!(socket.read().await.expect("a response").0, 200);
}

#[tokio::test]
async fn limits_of_heads_are_an_operators_choice() {
    let mut limits = Limits::default();
    limits.headers = 5;
    limits.head = 10_000;
    let server = Server::start_within(Fake::new(), limits).await;
    for (flood, expected) in [
        ("x-flood: 1\r\n".repeat(2), "200"),
        ("x-flood: 1\r\n".repeat(4), "431"),
        (format!("x-flood: {}\r\n", "1".repeat(9_000)), "200"),
        (format!("x-flood: {}\r\n", "1".repeat(11_000)), "431"),
    ] {
        let request = format!("{GET}connection: close\r\n{flood}\r\n");
        let text = server
            .connect()
            .await
            .write_and_read(request.into_bytes())
            .await;
        assert_eq!(text.get(9..12), Some(expected), "{text}");
    }
}

#[tokio::test]
async fn an_address_of_any_length_gets_an_answer() {
    let server = Server::start(Fake::new()).await;
    for (length, expected) in [(10_000, "404"), (60_000, "404"), (70_000, "431")] {
        let path = "a".repeat(length);
        let request = format!(
            "GET /v1/people/c17/{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
        );
        let text = server
            .connect()
            .await
            .write_and_read(request.into_bytes())
            .await;
        assert_eq!(
            text.get(9..12),
            Some(expected),
            "{length}: {}",
            &text[..text.len().min(200)]
        );
    }
}

#[tokio::test]
async fn what_is_no_http_is_400() {
    let server = Server::start(Fake::new()).await;
    for bytes in [
        "\0\0\0\0\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /v1 HTTP/1.1\r\nno header\r\n\r\n",
        "\x16\x03\x01\x02\0\x01\0\x01\u{fc}\x03\x03\r\n\r\n",
    ] {
        let text = server.connect().await.write_and_read(bytes.into()).await;
        assert!(text.starts_with("HTTP/1.1 400 "), "{bytes:?}: {text}");
    }
}

/// Rule F16. Behind each is a request that the server must not answer: the connection ends.
#[tokio::test]
async fn smuggling_forms_are_refused() {
    let server = Server::start(Fake::new()).await;
    let hidden = "GET /v1/people/c18?personFields=names HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\n\r\n";
    let update = "PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1";
    let known = "authorization: Bearer ada";
    let host = "host: localhost";
    let sized = "{}";
    let chunked = "2\r\n{}\r\n0\r\n\r\n";
    for (line, fields, body) in [
        // Two lengths.
        (
            update,
            "host: localhost\r\ncontent-length: 2\r\ncontent-length: 3",
            sized,
        ),
        (update, "host: localhost\r\ncontent-length: 2, 3", sized),
        (
            update,
            "host: localhost\r\ncontent-length: 2\r\ntransfer-encoding: chunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: chunked\r\ncontent-length: 2",
            chunked,
        ),
        (
            update,
            "host: localhost\r\nContent-Length: 12\r\nTRANSFER-ENCODING: Chunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ncontent-length:0\r\nx: y\r\ntransfer-encoding:chunked",
            chunked,
        ),
        // A length that is none.
        (update, "host: localhost\r\ncontent-length: +2", sized),
        (update, "host: localhost\r\ncontent-length: -2", sized),
        (update, "host: localhost\r\ncontent-length: 0x2", sized),
        (update, "host: localhost\r\ncontent-length: 2 2", sized),
        (update, "host: localhost\r\ncontent-length:", sized),
        (
            update,
            "host: localhost\r\ncontent-length: 99999999999999999999",
            sized,
        ),
        // Codings that are not `chunked` alone.
        (
            update,
            "host: localhost\r\ntransfer-encoding: gzip",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: chunked, gzip",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: gzip, chunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: chunked, chunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: identity, chunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: , chunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: gzip\r\ntransfer-encoding: chunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: xchunked",
            chunked,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding: \"chunked\"",
            chunked,
        ),
        (update, "host: localhost\r\ntransfer-encoding:", sized),
        (
            "PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.0",
            "host: localhost\r\nconnection: keep-alive\r\ntransfer-encoding: chunked",
            chunked,
        ),
        // Lines that another reader splits elsewhere.
        (
            update,
            "host: localhost\r\ntransfer-encoding : chunked",
            chunked,
        ),
        (update, "host: localhost\r\ncontent-length : 2", sized),
        (update, "host: localhost\r\n content-length: 2", sized),
        (
            update,
            "host: localhost\r\nx: y\r\n content-length: 2",
            sized,
        ),
        (
            update,
            "host: localhost\r\ntransfer-encoding:\r\n chunked",
            chunked,
        ),
        (update, "host: localhost\ncontent-length: 2", sized),
        (update, "host: localhost\r\nx: y\ncontent-length: 2", sized),
        (update, "host: localhost\r\nx: y\rcontent-length: 2", sized),
        (
            update,
            "host: localhost\r\nx: y\0\r\ncontent-length: 2",
            sized,
        ),
        (update, "host: localhost\r\ncontent-length: 2\r\n\n", sized),
        (update, "host: localhost\r\n: y\r\ncontent-length: 2", sized),
        (
            update,
            "host: localhost\r\nno colon\r\ncontent-length: 2",
            sized,
        ),
        (
            "PATCH  /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1",
            "host: localhost\r\ncontent-length: 2",
            sized,
        ),
        (
            "PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1 ",
            "host: localhost\r\ncontent-length: 2",
            sized,
        ),
        (
            "PATCH /v1/people/c17:updateContact?updatePersonFields=names",
            "host: localhost\r\ncontent-length: 2",
            sized,
        ),
        // Hosts.
        (update, "content-length: 2", sized),
        (
            update,
            "host: localhost\r\nhost: localhost\r\ncontent-length: 2",
            sized,
        ),
        (
            update,
            "host: localhost\r\nHost: other.example\r\ncontent-length: 2",
            sized,
        ),
        (
            update,
            "host: localhost, other.example\r\ncontent-length: 2",
            sized,
        ),
        (update, "host: local host\r\ncontent-length: 2", sized),
        (update, "host: localhost/x\r\ncontent-length: 2", sized),
        (update, "host: ada@localhost\r\ncontent-length: 2", sized),
    ] {
        let request = format!("{line}\r\n{known}\r\n{fields}\r\n\r\n{body}{hidden}");
        let text = server
            .connect()
            .await
            .write_and_read(request.into_bytes())
            .await;
        assert_eq!(text.get(9..12), Some("400"), "{line} {fields:?}: {text}");
        assert_eq!(
            text.matches("HTTP/1.").count(),
            1,
            "{line} {fields:?}: {text}"
        );
        assert_eq!(server.fake.calls(), [], "{line} {fields:?}");
    }
    // And the second request of a connection, of which the first one is good.
    let good =
        format!("{update}\r\n{known}\r\n{host}\r\ntransfer-encoding: chunked\r\n\r\n{chunked}");
    let bad = format!(
        "{update}\r\n{known}\r\n{host}\r\ntransfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n{chunked}{hidden}"
    );
    let text = server
        .connect()
        .await
        .write_and_read((good + &bad).into_bytes())
        .await;
    let statuses: Vec<&str> = text
        .match_indices("HTTP/1.1 ")
        .map(|(at, _)| &text[at + 9..at + 12])
        .collect();
    assert_eq!(statuses, ["200", "400"], "{text}");
    assert_eq!(server.fake.calls().len(), 1);
}

/// Rule F16.
#[tokio::test]
async fn f16_forms_that_are_not_ambiguous_are_answered() {
    let server = Server::start(Fake::new()).await;
    let path = "/v1/people/c17:updateContact?updatePersonFields=names";
    for (target, version, fields, body) in [
        (
            path,
            "1.1",
            "host: localhost\r\ntransfer-encoding: ChunKED",
            "2;x=y\r\n{}\r\n0\r\nx: y\r\n\r\n",
        ),
        (
            path,
            "1.1",
            "host: localhost\r\nTransfer-Encoding:chunked ",
            "002\r\n{}\r\n0\r\n\r\n",
        ),
        (
            path,
            "1.1",
            "host: localhost\r\ncontent-length:   2  ",
            "{}",
        ),
        (
            path,
            "1.1",
            "host: localhost\r\ncontent-length: 2\r\ncontent-length: 2",
            "{}",
        ),
        (path, "1.1", "host:\r\ncontent-length: 2", "{}"),
        (path, "1.1", "Host: [::1]:8710\r\ncontent-length: 2", "{}"),
        (path, "1.0", "host: localhost\r\ncontent-length: 2", "{}"),
        (path, "1.0", "content-length: 2", "{}"),
    ] {
        let request = format!(
            "PATCH {target} HTTP/{version}\r\nauthorization: Bearer ada\r\nconnection: close\r\n{fields}\r\n\r\n{body}"
        );
        let text = server
            .connect()
            .await
            .write_and_read(request.into_bytes())
            .await;
        assert_eq!(text.get(9..12), Some("200"), "{fields:?}: {text}");
        assert_eq!(server.fake.calls().len(), 1);
    }
}

#[tokio::test]
async fn chunks_that_are_none_are_400() {
    let server = Server::start(Fake::new()).await;
    let update = "PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    for chunks in [
        "zz\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}xx0\r\n\r\n",
        "fffffffffffffffff\r\n{}",
    ] {
        let request = format!("{update}{chunks}");
        let text = server
            .connect()
            .await
            .write_and_read(request.into_bytes())
            .await;
        assert_eq!(text.get(9..12), Some("400"), "{chunks:?}: {text}");
    }
    assert_eq!(server.fake.calls(), []);
}

#[tokio::test]
async fn a_body_of_10_mb_gets_its_answer() {
    let server = Server::start(Fake::new()).await;
    let length = 10 << 20;
    let head = |more: &str| {
        format!(
            "PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\ncontent-length: {length}\r\n{more}\r\n"
        )
    };
    // To a client that does not read before it has written everything.
    let mut socket = server.connect().await;
    socket.write(head("")).await;
    socket.write(vec![b' '; length]).await;
    let (status, _, body) = socket.read().await.expect("a response");
    assert_eq!(status, 400);
    assert!(
        String::from_utf8_lossy(&body)
            .contains("Request payload size exceeds the limit: 1048576 bytes.")
    );
    // And the connection goes on.
    socket.write(format!("{GET}\r\n")).await;
    assert_eq!(socket.read().await.expect("a response").0, 200);

    // To one that asks first: before it has sent anything.
    let mut socket = server.connect().await;
    socket.write(head("expect: 100-continue\r\n")).await;
    assert_eq!(socket.read().await.expect("a response").0, 400);
}

#[tokio::test]
async fn a_client_that_asks_first_is_told_to_go_on() {
    let server = Server::start(Fake::new()).await;
    let mut socket = server.connect().await;
    socket.write("PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n").await;
    assert_eq!(socket.read().await.expect("an interim response").0, 100);
    socket.write("{}").await;
    assert_eq!(socket.read().await.expect("a response").0, 200);
}

#[tokio::test]
async fn slow_clients_are_cut_off() {
    let mut limits = Limits::default();
    limits.head_time = Duration::from_millis(50);
    limits.body_time = Duration::from_millis(50);
    let server = Server::start_within(Fake::new(), limits).await;

    let mut slow_head = server.connect().await;
    slow_head.write(GET).await;
    assert_eq!(slow_head.read().await, None);

    let mut silent = server.connect().await;
    assert_eq!(silent.read().await, None);

    let mut slow_body = server.connect().await;
    slow_body.write("PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\ncontent-length: 2\r\n\r\n{").await;
    assert_eq!(slow_body.read().await.expect("a response").0, 408);
    assert_eq!(slow_body.read().await, None);
    assert_eq!(server.fake.calls(), []);
}

/// A time beyond all clocks is as good as none.
#[tokio::test]
async fn no_time_is_too_long() {
    let mut limits = Limits::default();
    for time in [
        &mut limits.head_time,
        &mut limits.body_time,
        &mut limits.write_time,
        &mut limits.call_time,
        &mut limits.waiting_time,
        &mut limits.shutdown_time,
    ] {
        *time = Duration::MAX;
    }
    limits.calls = 1;
    let fake = || Fake::new().replies(format!("{{\"etag\":\"{}\"}}", "x".repeat(4 << 20)));
    let server = Server::start_within(fake(), limits.clone()).await;
    let mut sockets = [server.connect().await, server.connect().await];
    let update = "PATCH /v1/people/c17:updateContact?updatePersonFields=names HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\ncontent-length: 2\r\n\r\n{";
    for socket in &mut sockets {
        socket.write(update).await;
    }
    for socket in &mut sockets {
        // Half of a body, and three replies of which none is read until all are there.
        socket.write(format!("}}{GET}\r\n{GET}\r\n")).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    for socket in &mut sockets {
        for _ in 0..3 {
            assert_eq!(socket.read().await.expect("a response").0, 200);
        }
    }
    let done = server.stop();
    within(done).await.expect("no panic").expect("a clean end");

    let server = Server::start_through(Http2, fake(), limits).await;
    read_slowly(&server, Duration::ZERO).await;
    let done = server.stop();
    within(done).await.expect("no panic").expect("a clean end");
}

#[tokio::test]
async fn a_shutdown_finishes_what_is_under_way() {
    let server = Server::start(Fake::new().holds()).await;
    let (address, fake) = (server.address, server.fake.clone());
    let mut idle = server.connect().await;
    let mut busy = server.connect().await;
    busy.write(format!("{GET}\r\n")).await;
    within(fake.began.notified()).await;

    let done = server.stop();
    assert_eq!(idle.read().await, None, "a connection at rest is closed");
    let refused = TcpStream::connect(address)
        .await
        .expect_err("nobody listens");
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    // Time enough for a server that does not wait.
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!done.is_finished());

    fake.go_on.notify_one();
    let (status, head, _) = busy.read().await.expect("a response");
    assert_eq!(status, 200);
    assert!(head.contains("\r\nconnection: close\r\n"), "{head}");
    assert_eq!(busy.read().await, None);
    within(done).await.expect("no panic").expect("a clean end");
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_ever() {
    let mut limits = Limits::default();
    limits.shutdown_time = Duration::from_millis(50);
    let server = Server::start_within(Fake::new().holds(), limits).await;
    let fake = server.fake.clone();
    let mut busy = server.connect().await;
    busy.write(format!("{GET}\r\n")).await;
    within(fake.began.notified()).await;
    let done = server.stop();
    assert_eq!(busy.read().await, None);
    within(done).await.expect("no panic").expect("a clean end");
}

/// Who connected and asked for nothing is not waited for.
#[tokio::test]
async fn a_shutdown_does_not_wait_for_silence() {
    let mut limits = Limits::default();
    limits.head_time = Duration::from_secs(600);
    limits.shutdown_time = Duration::from_secs(600);

    let begun = Arc::new(Notify::new());
    let handshake = Endless(Arc::clone(&begun));
    let server = Server::start_through(handshake, Fake::new(), limits.clone()).await;
    let _silent = server.connect().await;
    within(begun.notified()).await;
    let done = server.stop();
    within(done).await.expect("no panic").expect("a clean end");

    let http1 = Server::start_within(Fake::new(), limits.clone()).await;
    let http2 = Server::start_through(Http2, Fake::new(), limits).await;
    for (server, words) in [(http1, &GET[..40]), (http2, "")] {
        let mut silent = server.connect().await;
        silent.write(words).await;
        // Time enough to be seen.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let done = server.stop();
        within(done).await.expect("no panic").expect("a clean end");
    }
}

/// A handshake with somebody who says nothing.
#[derive(Clone)]
struct Endless(Arc<Notify>);

impl Handshake for Endless {
    type Stream = TcpStream;

    async fn shake(&self, _connection: TcpStream) -> io::Result<(TcpStream, Protocol)> {
        self.0.notify_one();
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_client_that_leaves_disturbs_nobody() {
    let server = Server::start(Fake::new()).await;
    for _ in 0..10 {
        let mut socket = server.connect().await;
        socket.stream.set_zero_linger().expect("a socket option");
        socket.write(&GET[..40]).await;
    }
    let mut half_closed = server.connect().await;
    half_closed.write(format!("{GET}\r\n")).await;
    half_closed.stream.shutdown().await.expect("a shutdown");
    let mut socket = server.connect().await;
    socket.write(format!("{GET}\r\n")).await;
    assert_eq!(socket.read().await.expect("a response").0, 200);
}
