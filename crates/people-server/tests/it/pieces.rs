//! Replies that are sent in pieces: V5.
use std::{io::Read, time::Duration};

use flate2::read::GzDecoder;
use http::{Response, Version};
use http_body_util::BodyExt;
use hyper::body::Body;
use people_model::Code;
use people_server::{Failure, Limits, ResponseBody};
use serde_json::Value;
use tower::ServiceExt;

use crate::{
    fake::{Fake, GET, PIECE, ada, send, with},
    socket::{Server, within},
};

/// A person in four pieces, the second of which is large.
fn fake() -> Fake {
    let large = format!(",{{\"value\":\"{}\"}}", "ä\\\"]".repeat(200_000));
    let pieces = [
        &large,
        ",{\"value\":\"\",\"metadata\":{}}",
        "],\"etag\":\"%Eg==\"}",
    ];
    Fake::new()
        .replies("{\"names\":[{\"givenName\":\"Ada\"}")
        .continues(pieces.map(|piece| Ok(piece.as_bytes().to_vec())))
}

async fn begin(
    fake: &Fake,
    request: http::Request<http_body_util::Full<bytes::Bytes>>,
) -> Response<ResponseBody> {
    let Ok(response) = fake.front().oneshot(request).await;
    response
}

#[tokio::test]
async fn v5_pieces_are_what_the_whole_reply_is() {
    let compact = format!("{GET}&prettyPrint=false");
    for address in [GET, &compact] {
        let mut whole = ada("GET", address, "");
        *whole.version_mut() = Version::HTTP_10;
        let whole = begin(&fake(), whole).await;
        assert!(
            whole.body().size_hint().exact().is_some(),
            "whole for HTTP/1.0"
        );
        let whole = whole
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        serde_json::from_slice::<Value>(&whole).expect("JSON");

        let pieces = begin(&fake(), ada("GET", address, "")).await;
        assert_eq!(pieces.body().size_hint().exact(), None);
        assert!(!pieces.body().is_end_stream());
        let (mut body, mut frames, mut joined) = (pieces.into_body(), 0, Vec::new());
        while let Some(frame) = body.frame().await {
            joined.extend_from_slice(frame.expect("a frame").data_ref().expect("data"));
            frames += 1;
        }
        assert!(body.is_end_stream());
        assert_eq!((frames, joined == whole), (4, true), "{address}");

        let request = with(ada("GET", address, ""), "accept-encoding", "gzip");
        let zipped = send(fake().front(), request).await;
        assert_eq!(zipped.header("content-encoding"), "gzip");
        assert!(
            zipped.body.len() < whole.len() / 20,
            "{}",
            zipped.body.len()
        );
        let mut inflated = Vec::new();
        GzDecoder::new(&zipped.body[..])
            .read_to_end(&mut inflated)
            .expect("gzip");
        assert!(inflated == whole, "{address}");
    }
}

/// Who wants a part, numbers, or a batch gets it of the whole reply.
#[tokio::test]
async fn v5_what_has_to_be_whole_is_whole() {
    for (query, expected) in [
        ("&fields=etag", "{\n  \"etag\": \"%Eg==\"\n}\n"),
        (
            "&fields=names.givenName&prettyPrint=false",
            "{\"names\":[{\"givenName\":\"Ada\"}]}",
        ),
    ] {
        let answer = send(fake().front(), ada("GET", &format!("{GET}{query}"), "")).await;
        let text = answer.text().replace(",{}", "");
        assert_eq!(text, expected, "{query}");
    }
    let numbers = begin(
        &fake(),
        ada(
            "GET",
            &format!("{GET}&$.xgafv=1&$alt=json;enum-encoding=int"),
            "",
        ),
    )
    .await;
    assert!(numbers.body().size_hint().exact().is_some());

    let batch =
        format!("--x\r\nContent-Type: application/http\r\n\r\nGET {GET} HTTP/1.1\r\n\r\n\r\n--x--");
    let request = with(
        ada("POST", "/batch", batch),
        "content-type",
        "multipart/mixed; boundary=x",
    );
    let answer = send(fake().front(), request).await;
    assert!(
        answer.text().contains("\"etag\": \"%Eg==\"\n}"),
        "{}",
        answer.text().len()
    );
}

/// No piece is made before the ones before it were taken.
#[tokio::test]
async fn v5_pieces_are_made_as_they_are_taken() {
    let fake = fake();
    let mut body = begin(&fake, ada("GET", GET, "")).await.into_body();
    for taken in 0_usize..4 {
        assert_eq!(fake.made(), taken.saturating_sub(1));
        body.frame().await.expect("a frame").expect("a piece");
        tokio::time::sleep(2 * PIECE).await;
    }
    assert!(body.frame().await.is_none());
}

/// The client sees that the reply is cut.
#[tokio::test]
async fn v5_a_reply_that_breaks_off_is_no_reply() {
    let fake = || {
        Fake::new()
            .replies("{\"names\":[{}")
            .continues([Ok(b",{}".to_vec()), Err(Failure::of(Code::Unavailable))])
    };
    let mut body = begin(&fake(), ada("GET", GET, "")).await.into_body();
    for _ in 0..2 {
        body.frame().await.expect("a frame").expect("a piece");
    }
    let error = body.frame().await.expect("an end").expect_err("an error");
    assert_eq!(error.failure, Failure::of(Code::Unavailable));
    assert!(
        error.to_string().starts_with("a reply broke off: "),
        "{error}"
    );
    assert!(body.frame().await.is_none() && body.is_end_stream());

    // On a connection: the last chunk is missing, and nothing else comes.
    let server = Server::start(fake()).await;
    let mut socket = server.connect().await;
    let request =
        format!("GET {GET} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\n\r\n");
    socket.write(&request).await;
    let sent = within(socket.rest()).await;
    assert!(sent.starts_with("HTTP/1.1 200 OK"), "{sent}");
    assert!(sent.contains("transfer-encoding: chunked"), "{sent}");
    assert!(!sent.contains("\r\n0\r\n"), "{sent}");

    // Where it is whole, it is an error.
    let answer = send(
        fake().front(),
        ada("GET", &format!("{GET}&fields=etag"), ""),
    )
    .await;
    assert_eq!(answer.status, 503);
}

#[tokio::test(start_paused = true)]
async fn v5_a_piece_may_take_as_long_as_a_call() {
    let mut limits = Limits::default();
    limits.call_time = PIECE / 2;
    let Ok(response) = fake()
        .front_within(limits)
        .oneshot(ada("GET", GET, ""))
        .await;
    let mut body = response.into_body();
    body.frame()
        .await
        .expect("a frame")
        .expect("the first piece");
    let error = body.frame().await.expect("an end").expect_err("too long");
    assert_eq!(error.failure, Failure::of(Code::DeadlineExceeded));
}

/// Pieces take memory as long as their reply lives, large ones more of it.
#[tokio::test]
async fn v5_replies_in_pieces_have_so_much_memory() {
    let mut limits = Limits::default();
    limits.replies = 4 << 20; // an account has 2 MiB: room for two replies of small pieces
    let small = Fake::new()
        .replies("{\"names\":[{}")
        .continues([Ok(b"]}".to_vec())]);
    let front = small.front_within(limits.clone());
    let call = || front.clone().oneshot(ada("GET", GET, ""));
    let Ok(first) = call().await;
    let Ok(second) = call().await;
    let Ok(third) = call().await;
    let statuses = [&first, &second, &third].map(|it| it.status().as_u16());
    assert_eq!(statuses, [200, 200, 503]);
    drop(first);
    let Ok(fourth) = call().await;
    assert_eq!(fourth.status(), 200);
    for whole in [second, fourth] {
        whole.into_body().collect().await.expect("all of it");
    }

    // What the connection has still to send takes memory too.
    let Ok(first) = call().await;
    let mut body = first.into_body();
    let mut sent = Vec::new();
    while let Some(frame) = body.frame().await {
        sent.push(frame.expect("a piece"));
    }
    drop(body);
    let (Ok(second), Ok(third)) = (call().await, call().await);
    let statuses = [&second, &third].map(|it| it.status().as_u16());
    assert_eq!(statuses, [200, 503]);
    drop((sent, second));

    // A large piece, for which there is no memory beside another reply.
    let front = fake().front_within(limits);
    let call = || front.clone().oneshot(ada("GET", GET, ""));
    let (Ok(first), Ok(second)) = (call().await, call().await);
    let (mut first, mut second) = (first.into_body(), second.into_body());
    first.frame().await.expect("a frame").expect("small");
    second.frame().await.expect("a frame").expect("small");
    let error = second
        .frame()
        .await
        .expect("an end")
        .expect_err("no memory");
    assert_eq!(error.failure, Failure::of(Code::Unavailable));
    drop(second);
    let rest = tokio::time::timeout(Duration::from_secs(10), first.collect()).await;
    rest.expect("in time").expect("all of it");
}
