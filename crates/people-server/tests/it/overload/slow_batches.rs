//! Replies to batches that are read slowly: V4.
use std::time::Duration;

use super::{REQUEST, limits};
use crate::{
    fake::Fake,
    socket::{Server, Socket, within},
};

const CALLS: usize = 5;

/// Replies that are read a little at a time keep others waiting for nothing, and take no more memory
/// than their account's share.
#[tokio::test]
async fn v4_a_batch_that_is_read_slowly_stalls_nobody() {
    let reply = format!("{{\"etag\":\"{}\"}}", "x".repeat(3 << 20));
    let limits = limits(|limits| {
        limits.replies = 128 << 20; // an account has 64 MiB, a batch 16 MiB
        limits.write_time = Duration::from_secs(600);
    });
    let server = Server::start_within(Fake::new().replies(reply), limits).await;
    let mut slow = Vec::new();
    for _ in 0..4 {
        let mut socket = server.connect_slowly().await;
        socket.write(batch("ada")).await;
        socket.begun().await;
        slow.push(socket);
    }

    // The account has room for one reply more.
    let mut ada = server.connect().await;
    assert_eq!(statuses(&mut ada, "ada").await, [200, 429, 429, 429, 429]);
    // Another account has all that it may have, again and again.
    let mut mary = server.connect().await;
    for _ in 0..3 {
        assert_eq!(statuses(&mut mary, "mary").await, [200; CALLS]);
    }
    for _ in 0..20 {
        for socket in &mut slow {
            socket.some(1000).await;
        }
        mary.write(format!("{REQUEST}\r\n").replace("ada", "mary"))
            .await;
        assert_eq!(mary.read().await.expect("a response").0, 200);
    }

    // What is read slowly is whole, and its memory is given back.
    for mut socket in slow {
        let (status, _, body) = socket.read().await.expect("a response");
        assert_eq!((status, statuses_in(&body)), (200, vec![200; CALLS]));
    }
    let again = async { while statuses(&mut ada, "ada").await != [200; CALLS] {} };
    within(again).await;
}

/// A batch of reads.
fn batch(account: &str) -> String {
    let part = "--b\r\nContent-Type: application/http\r\n\r\nGET /v1/people/c17?personFields=names\r\n\r\n";
    let body = part.repeat(CALLS) + "--b--\r\n";
    let length = body.len();
    format!(
        "POST /batch HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {account}\r\n\
         content-type: multipart/mixed; boundary=b\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

async fn statuses(socket: &mut Socket, account: &str) -> Vec<u16> {
    socket.write(batch(account)).await;
    let (status, _, body) = socket.read().await.expect("a response");
    assert_eq!(status, 200);
    statuses_in(&body)
}

/// The statuses of the calls, in a body that is whole.
fn statuses_in(body: &[u8]) -> Vec<u16> {
    let body = std::str::from_utf8(body).expect("text");
    assert!(body.ends_with("--\r\n"), "no end");
    let responses = body.split("\r\n\r\nHTTP/1.1 ").skip(1);
    responses
        .map(|response| response[..3].parse().expect("a status"))
        .collect()
}
