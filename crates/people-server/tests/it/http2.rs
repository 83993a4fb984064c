//! HTTP/2: what a client can do there that it cannot over HTTP/1.1 (rule V3).
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::{
    body::Incoming,
    client::conn::http2::{Builder, SendRequest},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use people_server::Limits;

use crate::{
    fake::{Fake, GET},
    socket::{Http2, Server, within},
};

const WINDOW: u32 = 64 << 10;

struct Client {
    requests: SendRequest<Empty<Bytes>>,
}

impl Client {
    /// A client that takes so much of a reply before it has read some of it.
    async fn connect(server: &Server, window: u32) -> Self {
        let stream = server.connect().await.stream;
        let (requests, connection) = Builder::new(TokioExecutor::new())
            .initial_stream_window_size(window)
            .initial_connection_window_size(1 << 20)
            .handshake(TokioIo::new(stream))
            .await
            .expect("a connection");
        tokio::spawn(connection);
        Self { requests }
    }

    async fn send(&mut self, token: &str) -> hyper::Result<Response<Incoming>> {
        self.request(get(token)).await
    }

    async fn request(&mut self, request: Get) -> hyper::Result<Response<Incoming>> {
        within(self.requests.ready()).await?;
        within(self.requests.send_request(request)).await
    }
}

type Get = Request<Empty<Bytes>>;

fn get(token: &str) -> Get {
    Request::get(format!("http://localhost{GET}"))
        .header("authorization", format!("Bearer {token}"))
        .body(Empty::new())
        .expect("a request")
}

/// Rule F13.
#[tokio::test]
async fn a_flood_of_headers_over_http2_is_431() {
    let server = start(Fake::new(), |limits| limits.headers = 20).await;
    let mut client = Client::connect(&server, WINDOW).await;
    // One is there already, and the same name twice is two fields.
    for (fields, expected) in [(19, 200), (20, 431), (19, 200)] {
        let mut request = get("ada");
        for _ in 0..fields {
            let headers = request.headers_mut();
            headers.append("x-flood", HeaderValue::from_static("1"));
        }
        let answer = client.request(request).await.expect("a response");
        assert_eq!(answer.status(), expected, "{fields}");
        answer.into_body().collect().await.expect("a body");
    }
    assert_eq!(server.fake.calls().len(), 2);
}

fn long(bytes: usize) -> Fake {
    Fake::new().replies(format!("{{\"etag\":\"{}\"}}", "x".repeat(bytes)))
}

async fn start(fake: Fake, change: impl FnOnce(&mut Limits)) -> Server {
    let mut limits = Limits::default();
    change(&mut limits);
    Server::start_through(Http2, fake, limits).await
}

#[tokio::test]
async fn a_client_that_leaves_a_reply_over_http2_is_cut_off() {
    let server = start(long(1 << 20), |limits| {
        limits.write_time = Duration::from_millis(100);
    })
    .await;
    let mut client = Client::connect(&server, WINDOW).await;
    let left = client.send("ada").await.expect("a response");
    // It reads others all the while.
    let others = async {
        while let Ok(other) = client.send(";").await {
            assert_eq!(other.status(), StatusCode::UNAUTHORIZED);
            if other.into_body().collect().await.is_err() {
                return;
            }
        }
    };
    within(others).await;
    assert!(left.into_body().collect().await.is_err());
}

#[tokio::test]
async fn a_client_that_reads_slowly_over_http2_is_not() {
    let server = start(long(1 << 20), |limits| {
        limits.head_time = Duration::from_secs(1);
        limits.write_time = Duration::from_secs(20);
    })
    .await;
    // All together much longer than a connection may rest.
    let length = read_slowly(&server, Duration::from_millis(50)).await;
    assert!(length > 1 << 20, "{length}");
}

/// V5: the same of a reply in pieces, of which the second waits behind the first.
#[tokio::test]
async fn a_client_that_reads_pieces_slowly_over_http2_is_not_cut_off() {
    let value = |bytes: usize| format!("{{\"value\":\"{}\"}}", "x".repeat(bytes));
    let pieces = (0..3).map(|_| Ok(format!(",{}", value(300_000)).into_bytes()));
    let fake = Fake::new().replies(format!("{{\"names\":[{}", value(300_000)));
    let server = start(
        fake.continues(pieces.chain([Ok(b"]}".to_vec())])),
        |limits| {
            limits.head_time = Duration::from_secs(1);
            limits.write_time = Duration::from_secs(1);
        },
    )
    .await;
    // Each piece takes longer than a client may take nothing of it.
    let length = read_slowly(&server, Duration::from_millis(100)).await;
    assert!(length > 1_200_000, "{length}");
}

/// V5: the stream is reset, which shows the client that the reply is cut.
#[tokio::test]
async fn v5_a_reply_that_breaks_off_over_http2_is_reset() {
    let failure = people_server::Failure::of(people_model::Code::Unavailable);
    let fake = Fake::new().replies("{\"names\":[{}");
    let server = start(fake.continues([Ok(b",{}".to_vec()), Err(failure)]), |_| {}).await;
    let mut client = Client::connect(&server, WINDOW).await;
    let reply = client.send("ada").await.expect("a response");
    assert_eq!(reply.status(), StatusCode::OK);
    assert!(within(reply.into_body().collect()).await.is_err());
    // Others on the connection go on.
    let other = client.send(";").await.expect("a response");
    assert_eq!(other.status(), StatusCode::UNAUTHORIZED);
}

/// Reads a reply with a pause after each piece, and says how long it was.
pub(crate) async fn read_slowly(server: &Server, pause: Duration) -> usize {
    let mut client = Client::connect(server, WINDOW).await;
    let mut body = client.send("ada").await.expect("a response").into_body();
    let mut length = 0;
    while let Some(frame) = within(body.frame()).await {
        length += frame.expect("more").into_data().expect("data").len();
        tokio::time::sleep(pause).await;
    }
    length
}

#[tokio::test]
async fn a_reply_under_way_over_http2_keeps_its_place() {
    let server = start(long(1 << 20), |limits| limits.connections = 2).await;
    let mut client = Client::connect(&server, WINDOW).await;
    let reply = client.send("ada").await.expect("a response");
    for _ in 0..5 {
        let mut other = Client::connect(&server, WINDOW).await;
        let answer = other.send(";").await.expect("a response");
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let body = within(reply.into_body().collect()).await.expect("all");
    assert!(body.to_bytes().len() > 1 << 20);
}

#[tokio::test]
async fn an_answer_to_a_stranger_over_http2_keeps_no_place() {
    let server = start(Fake::new(), |limits| {
        limits.connections = 1;
        limits.write_time = Duration::from_secs(600);
    })
    .await;
    let mut deaf = Client::connect(&server, 0).await;
    let untaken = deaf.send(";").await.expect("a response");
    let mut other = Client::connect(&server, WINDOW).await;
    let answer = other.send("ada").await.expect("a response");
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(untaken.into_body().collect().await.is_err());
}
