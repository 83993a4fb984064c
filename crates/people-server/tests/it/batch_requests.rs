//! `POST /batch`: many calls in one request (rules `F19`, `F20`, `V4`).
mod forms;
mod parts;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;

use crate::fake::{Answer, Fake, ada, anonymous, send, with};

pub(crate) const TYPE: &str = "multipart/mixed; boundary=b";
const PATH: &str = "/batch";

/// A batch of ada's.
fn batch(body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    with(ada("POST", PATH, body), "content-type", TYPE)
}

/// The same without a word of who sends it.
fn anonymous_batch(address: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    with(anonymous("POST", address, body), "content-type", TYPE)
}

/// A body of these requests, each as a part without headers but its type and number.
fn body_of<R: AsRef<str>>(requests: &[R]) -> String {
    let part = |(number, request): (usize, &R)| {
        let request = request.as_ref();
        format!(
            "--b\r\nContent-Type: application/http\r\nContent-ID: <{number}>\r\n\r\n{request}\r\n"
        )
    };
    let parts: String = requests.iter().enumerate().map(part).collect();
    parts + "--b--\r\n"
}

const READ: &str = "GET /v1/people/c17?personFields=names HTTP/1.1\r\n\r\n";

/// A reply to a call of a batch.
#[derive(Debug)]
struct PartAnswer {
    id: String,
    status: u16,
    head: String,
    body: String,
}

impl PartAnswer {
    fn message(&self) -> String {
        let json: serde_json::Value = serde_json::from_str(&self.body).expect("a body of JSON");
        json["error"]["message"]
            .as_str()
            .expect("an error")
            .to_owned()
    }
}

/// What a client reads in a reply to a batch.
fn parts_of(answer: &Answer) -> Vec<PartAnswer> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let boundary = boundary_of(answer);
    let text = answer.text();
    let parts = text
        .strip_suffix(&format!("--{boundary}--\r\n"))
        .expect("an end");
    let delimiter = format!("--{boundary}\r\n");
    parts.split(&delimiter).skip(1).map(part).collect()
}

fn boundary_of(answer: &Answer) -> String {
    let boundary = answer
        .header("content-type")
        .strip_prefix("multipart/mixed; boundary=");
    let boundary = boundary.expect("a boundary").to_owned();
    assert_eq!((boundary.len(), &boundary[..6]), (38, "batch_"));
    boundary
}

fn part(text: &str) -> PartAnswer {
    let text = text.strip_suffix("\r\n").expect("a line break");
    let (mime, response) = text.split_once("\r\n\r\n").expect("a part");
    let id = mime.strip_prefix("Content-Type: application/http\r\nContent-ID: ");
    let (head, body) = response.split_once("\r\n\r\n").expect("a response");
    let status = head
        .strip_prefix("HTTP/1.1 ")
        .and_then(|head| head.get(..3));
    PartAnswer {
        id: id.expect("an id").to_owned(),
        status: status.expect("a status").parse().expect("a number"),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

async fn answers(fake: &Fake, request: Request<Full<Bytes>>) -> Vec<PartAnswer> {
    parts_of(&send(fake.front(), request).await)
}

fn statuses(parts: &[PartAnswer]) -> Vec<u16> {
    parts.iter().map(|part| part.status).collect()
}
