//! Request bodies: what is read, and what is too much.
use std::{
    collections::VecDeque,
    io::Write,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Frame};
use people_http::Call;
use people_server::Limits;
use tower::ServiceExt;

use crate::fake::{Answer, Fake, UPDATE, ada, anonymous, send, with};

const ADA: &str = r#"{"names":[{"givenName":"Ada"}]}"#;

pub(crate) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).expect("a vector takes everything");
    encoder.finish().expect("a vector takes everything")
}

/// The given name that arrived, or the message of the refusal.
async fn update(
    fake: &Fake,
    encoding: &str,
    body: impl Into<Bytes>,
) -> Result<String, Box<Answer>> {
    let mut request = ada("PATCH", UPDATE, body);
    if !encoding.is_empty() {
        request = with(request, "content-encoding", encoding);
    }
    let answer = send(fake.front(), request).await;
    arrived(fake, answer)
}

fn arrived(fake: &Fake, answer: Answer) -> Result<String, Box<Answer>> {
    match &fake.calls()[..] {
        [Call::UpdateContact(call)] => Ok(call.person.names[0].given_name.clone()),
        [] => Err(Box::new(answer)),
        calls => panic!("an update became {calls:?}"),
    }
}

/// Rule F5.
#[tokio::test]
async fn a_body_comes_as_it_is_or_as_gzip() {
    let fake = Fake::new();
    let zipped = gzip(ADA.as_bytes());
    let (half, rest) = ADA.split_at(10);
    let members = [gzip(half.as_bytes()), gzip(b""), gzip(rest.as_bytes())].concat();
    for (encoding, body) in [
        ("", ADA.into()),
        ("identity", ADA.into()),
        ("gzip", zipped.clone()),
        ("GZip", zipped.clone()),
        ("x-gzip", zipped),
        ("gzip", members),
    ] {
        assert_eq!(
            update(&fake, encoding, body).await.expect("an update"),
            "Ada",
            "{encoding}"
        );
    }
}

#[tokio::test]
async fn no_body_is_not_inflated() {
    for (verb, address) in [
        ("GET", "/v1/people/c17?personFields=names"),
        ("DELETE", "/v1/people/c17:deleteContact"),
        ("PATCH", UPDATE),
    ] {
        let fake = Fake::new();
        let request = with(ada(verb, address, ""), "content-encoding", "gzip");
        assert_eq!(send(fake.front(), request).await.status, 200, "{verb}");
    }
}

/// Rule F5.
#[tokio::test]
async fn other_encodings_are_refused() {
    for encoding in [
        "br",
        "deflate",
        "zstd",
        "compress",
        "gzip, gzip",
        "identity, gzip",
        "gzip\u{e9}",
    ] {
        let answer = update(&Fake::new(), encoding, gzip(ADA.as_bytes()))
            .await
            .expect_err("refused");
        assert_eq!(answer.status, 400);
        assert_eq!(
            answer.message(),
            format!(
                "Unsupported Content-Encoding \"{encoding}\". A request body comes as it is, or as gzip."
            ),
        );
    }
    let twice = with(
        with(ada("PATCH", UPDATE, ADA), "content-encoding", "gzip"),
        "content-encoding",
        "gzip",
    );
    assert_eq!(send(Fake::new().front(), twice).await.status, 400);
}

#[tokio::test]
async fn broken_gzip_is_refused() {
    let zipped = gzip(ADA.as_bytes());
    let mut wrong_sum = zipped.clone();
    *wrong_sum.iter_mut().rev().nth(6).expect("a checksum") ^= 1;
    for body in [
        ADA.into(),
        zipped[..zipped.len() - 1].to_vec(),
        wrong_sum,
        [&zipped[..], b"and more"].concat(),
    ] {
        let answer = update(&Fake::new(), "gzip", body)
            .await
            .expect_err("refused");
        assert_eq!(answer.status, 400);
        assert_eq!(
            answer.message(),
            "Request body is not valid gzip data, which its Content-Encoding says it is.",
        );
    }
}

const TOO_LARGE: &str = "Request payload size exceeds the limit: 1048576 bytes.";

/// Rule F6.
#[tokio::test]
async fn a_body_of_10_mb_is_refused() {
    let answer = update(&Fake::new(), "", vec![b' '; 10 << 20])
        .await
        .expect_err("refused");
    assert_eq!(
        (answer.status.as_u16(), answer.message().as_str()),
        (400, TOO_LARGE)
    );
    assert_eq!(answer.json()["error"]["status"], "INVALID_ARGUMENT");
}

/// Rule F6.
#[tokio::test]
async fn a_gzip_bomb_is_refused() {
    let bomb = gzip(&vec![b' '; 256 << 20]);
    assert!(bomb.len() < 1 << 20, "it looks harmless");
    let answer = update(&Fake::new(), "gzip", bomb)
        .await
        .expect_err("refused");
    assert_eq!(
        (answer.status.as_u16(), answer.message().as_str()),
        (400, TOO_LARGE)
    );
}

/// Rule F6.
#[tokio::test]
async fn the_limit_is_to_the_byte() {
    let mut body = ADA.as_bytes().to_vec();
    body.resize(1 << 20, b' ');
    let fake = Fake::new();
    assert_eq!(
        update(&fake, "", body.clone()).await.expect("an update"),
        "Ada"
    );
    assert_eq!(
        update(&fake, "gzip", gzip(&body)).await.expect("an update"),
        "Ada"
    );
    body.push(b' ');
    assert_eq!(
        update(&fake, "", body.clone())
            .await
            .expect_err("refused")
            .message(),
        TOO_LARGE
    );
    assert_eq!(
        update(&fake, "gzip", gzip(&body))
            .await
            .expect_err("refused")
            .message(),
        TOO_LARGE
    );
}

#[tokio::test]
async fn a_body_has_the_room_of_its_method() {
    let mut limits = Limits::default();
    limits.body = 1_000;
    let front = Fake::new().front_within(limits);
    for (verb, address, room) in [
        ("PATCH", UPDATE, 1),
        ("POST", "/v1/people:batchDeleteContacts", 1),
        ("PATCH", "/v1/people/c17:updateContactPhoto", 4),
        ("POST", "/v1/people:batchCreateContacts", 8),
        ("POST", "/v1/people:batchUpdateContacts", 8),
    ] {
        let message = async |body: String| {
            let answer = send(front.clone(), ada(verb, address, body)).await;
            answer.json()["error"]["message"].to_string()
        };
        let (fits, exceeds) = (room * 1_000, room * 1_000 + 1);
        let too_large = format!("the limit: {fits} bytes.");
        let found = message(" ".repeat(fits)).await;
        assert!(!found.contains("the limit"), "{address}: {found}");
        let found = message(" ".repeat(exceeds)).await;
        assert!(found.contains(&too_large), "{address}: {found}");
    }
}

#[tokio::test]
async fn limits_are_an_operators_choice() {
    let mut limits = Limits::default();
    limits.body = 80;
    limits.inflated_body = 100;
    let fake = Fake::new();
    let long = format!("{ADA}{}", " ".repeat(60));
    for (encoding, body, limit) in [
        ("identity", long.clone().into_bytes(), Some(80)),
        ("gzip", gzip(long.as_bytes()), None),
        ("gzip", gzip(format!("{long}{long}").as_bytes()), Some(100)),
    ] {
        let request = with(ada("PATCH", UPDATE, body), "content-encoding", encoding);
        let answer = send(fake.front_within(limits.clone()), request).await;
        match (limit, arrived(&fake, answer)) {
            (None, outcome) => assert_eq!(outcome.expect("an update"), "Ada"),
            (Some(limit), outcome) => assert_eq!(
                outcome.expect_err("refused").message(),
                format!("Request payload size exceeds the limit: {limit} bytes."),
            ),
        }
    }
}

/// A read whose query is this form (rule F2).
fn read(form: impl Into<Bytes>, token: Option<&str>) -> Request<Full<Bytes>> {
    let request = anonymous("POST", "/v1/people:batchGet", form);
    let request = with(request, "x-http-method-override", "GET");
    let request = with(request, "content-type", "application/x-www-form-urlencoded");
    match token {
        Some(token) => with(request, "authorization", &format!("Bearer {token}")),
        None => request,
    }
}

fn form(bytes: usize) -> String {
    let rest = "access_token=ada&personFields=names&resourceNames=people%2Fc";
    format!("{rest}{}", "1".repeat(bytes - rest.len()))
}

/// Rule F2.
#[tokio::test]
async fn a_form_is_as_long_as_a_head_may_be() {
    for (bytes, token, refused) in [
        (64 << 10, Some("ada"), None),
        ((64 << 10) + 1, Some("ada"), Some("65536")),
        // Of a stranger's there is no more than is there for each.
        (16 << 10, None, None),
        ((16 << 10) + 1, None, Some("16384")),
    ] {
        let zipped = with(
            read(gzip(form(bytes).as_bytes()), token),
            "content-encoding",
            "gzip",
        );
        for request in [read(form(bytes), token), zipped] {
            let answer = send(Fake::new().front(), request).await;
            match refused {
                None => assert_eq!(answer.status, 200, "{bytes}"),
                Some(limit) => assert_eq!(
                    (answer.status.as_u16(), answer.message()),
                    (
                        400,
                        format!("Request payload size exceeds the limit: {limit} bytes.")
                    ),
                ),
            }
        }
    }
}

/// What a stranger sends takes nothing of the memory that is for all.
#[tokio::test]
async fn forms_of_strangers_leave_bodies_their_memory() {
    let mut limits = Limits::default();
    limits.bodies = 2 << 20;
    let fake = Fake::new();
    let front = fake.front_within(limits);
    let mut held = Vec::new();
    for number in 0..200 {
        let half = Bytes::from(vec![b'x'; 15 << 10]);
        let (token, content_type) = match number % 3 {
            0 => (None, true),
            1 => (Some(";"), true),
            _ => (None, false),
        };
        let mut request = read("", token).map(|_| Half([half].into()));
        if !content_type {
            request.headers_mut().remove("content-type");
            let long = Bytes::from(vec![b'x'; 1_000_000]);
            *request.body_mut() = Half([long].into());
        }
        held.push(tokio::spawn(front.clone().oneshot(request)));
    }
    tokio::task::yield_now().await;
    let large = format!("{ADA}{}", " ".repeat(900_000));
    assert_eq!(send(front, ada("PATCH", UPDATE, large)).await.status, 200);
    for (number, answer) in held.into_iter().enumerate() {
        match number % 3 {
            0 => answer.abort(), // it waits for the rest of a credential
            _ => {
                let Ok(response) = answer.await.expect("no panic");
                assert_eq!(response.status(), 401);
            }
        }
    }
}

/// If the head has a credential, nothing else is read before the caller is known.
#[tokio::test]
async fn a_form_is_read_for_a_known_caller() {
    let request = read("", Some(";")).map(|_| Stalled);
    let Ok(response) = Fake::new().front().oneshot(request).await;
    assert_eq!(response.status(), 401);
}

#[tokio::test]
async fn what_is_no_json_is_refused_with_a_message() {
    let deep = format!("{{\"names\":{}{}}}", "[".repeat(200), "]".repeat(200));
    let deep_objects = format!("{}1{}", "{\"metadata\":".repeat(200), "}".repeat(200));
    for body in [
        deep.as_bytes(),
        deep_objects.as_bytes(),
        b"{\"names\":[{\"givenName\":\"\xFF\"},,]}",
        b"{'names':[{'givenName':'\\ud800\"}]}",
        b"{\"names\":",
        b"[]",
        b"null and void",
        b"\"text\"",
        b"{} {}",
        b"\0",
        b"\x1f\x8b",
    ] {
        let answer = update(&Fake::new(), "", body.to_vec())
            .await
            .expect_err("refused");
        let text = String::from_utf8_lossy(body);
        assert_eq!(answer.status, 400, "{text}");
        assert_eq!(
            answer.json()["error"]["status"],
            "INVALID_ARGUMENT",
            "{text}"
        );
        assert!(
            answer
                .message()
                .starts_with("Invalid JSON payload received. "),
            "{text}: {}",
            answer.message()
        );
    }
}

#[tokio::test]
async fn blanks_around_a_body_are_nothing() {
    let body = format!(" \r\n\t{ADA}\n\n");
    assert_eq!(
        update(&Fake::new(), "", body).await.expect("an update"),
        "Ada"
    );
}

#[tokio::test]
async fn a_body_in_pieces_is_one() {
    let fake = Fake::new();
    let pieces = [&ADA[..1], "", &ADA[1..20], &ADA[20..]]
        .map(|piece| Frame::data(Bytes::copy_from_slice(piece.as_bytes())));
    let trailers = Frame::trailers(http::HeaderMap::new());
    let pieces = Pieces(pieces.into_iter().chain([trailers]).collect());
    let request = ada("PATCH", UPDATE, "").map(|_| pieces);
    let Ok(response) = fake.front().oneshot(request).await;
    assert_eq!(response.status(), 200);
    assert!(
        matches!(&fake.calls()[..], [Call::UpdateContact(call)] if call.person.names[0].given_name == "Ada")
    );
}

/// Rule F7.
#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let mut limits = Limits::default();
    limits.body_time = Duration::from_millis(20);
    let fake = Fake::new();
    let Ok(response) = fake
        .front_within(limits.clone())
        .oneshot(stalled(ada("PATCH", UPDATE, "")))
        .await;
    assert_eq!(response.status(), 408);
    assert_eq!(response.headers()["connection"], "close");
    let body = response
        .into_body()
        .collect()
        .await
        .expect("the body")
        .to_bytes();
    assert!(String::from_utf8_lossy(&body).contains("<b>408.</b> That's an error."));
    assert_eq!(fake.calls(), []);

    // Where the body is of no use, it is only not waited for.
    for (request, status) in [
        (anonymous("PATCH", UPDATE, ""), 401),
        (ada("PATCH", "/v1/people/c17", ""), 404),
        (ada("GET", "/v1/people/c17?personFields=names", ""), 200),
    ] {
        let Ok(response) = fake
            .front_within(limits.clone())
            .oneshot(stalled(request))
            .await;
        assert_eq!(response.status(), status);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused() {
    let request = ada("PATCH", UPDATE, "").map(|_| Broken);
    let Ok(response) = Fake::new().front().oneshot(request).await;
    assert_eq!(response.status(), 400);
}

fn stalled<B>(request: Request<B>) -> Request<Stalled> {
    request.map(|_| Stalled)
}

struct Pieces(VecDeque<Frame<Bytes>>);

impl Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

/// A body of which nothing ever comes.
struct Stalled;

impl Body for Stalled {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Pending
    }
}

/// A body that begins with these and does not go on.
#[derive(Clone)]
pub(crate) struct Half(pub(crate) VecDeque<Bytes>);

impl Body for Half {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.0.pop_front() {
            Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            None => Poll::Pending,
        }
    }
}

struct Broken;

impl Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(Some(Err(std::io::Error::other("the peer is gone"))))
    }
}
