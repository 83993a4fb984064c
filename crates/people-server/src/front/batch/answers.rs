//! The reply to a batch: the replies to its calls, each a response without a connection.
use std::fmt::Write as _;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header};
use people_store::Account;

use crate::{
    api::Failure,
    front::{memory::Taken, refusal::Refusal, replies::Replies, response::Response},
    limits::Limits,
};

/// The replies so far, and the memory that they take.
pub(super) struct Answers<'f> {
    replies: &'f Replies,
    account: &'f Account,
    /// Bytes of all replies.
    limit: usize,
    boundary: String,
    bytes: Vec<u8>,
    memory: Option<Taken>,
    is_full: bool,
}

impl<'f> Answers<'f> {
    /// No replies yet. Those of all calls may take an eighth of what the replies to all requests may.
    pub(super) fn new(
        replies: &'f Replies,
        account: &'f Account,
        limits: &Limits,
    ) -> Result<Self, Refusal> {
        // A boundary that cannot be guessed is in no reply, even if an attacker chose its content.
        let mut random = [0; 24];
        let filled = getrandom::fill(&mut random);
        filled.map_err(|error| Failure::internal("get random numbers", &error))?;
        let random = BASE64_URL_SAFE_NO_PAD.encode(random);
        Ok(Self {
            replies,
            account,
            limit: limits.replies / 8,
            boundary: format!("batch_{random}"),
            bytes: Vec::new(),
            memory: None,
            is_full: false,
        })
    }

    /// Whether there is no room for any other reply.
    pub(super) fn are_full(&self) -> bool {
        self.is_full
    }

    /// Takes the memory for a reply. If there is no room, no further call should be made.
    pub(super) fn have_room(
        &mut self,
        content_id: Option<&HeaderValue>,
        response: &Response,
    ) -> bool {
        let id = content_id.map_or(0, HeaderValue::len);
        let needed = self.bytes.len() + id + length(response) + OVERHEAD;
        let has_room = needed <= self.limit
            && self
                .replies
                .grow(self.account, &mut self.memory, needed)
                .is_ok();
        self.is_full |= !has_room;
        has_room
    }

    pub(super) fn add(&mut self, content_id: Option<&HeaderValue>, response: Response) {
        let (head, body) = response.into_parts();
        let mut text = format!("--{}\r\nContent-Type: application/http\r\n", self.boundary);
        text.push_str("Content-ID: ");
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.extend_from_slice(&answering(content_id));
        let mut text = format!("\r\n\r\nHTTP/1.1 {}", head.status.as_u16());
        let reason = head.status.canonical_reason().unwrap_or_default();
        // A text takes everything.
        write!(text, " {reason}\r\n").unwrap_or_default();
        self.bytes.extend_from_slice(text.as_bytes());
        write_headers(&head.headers, &mut self.bytes);
        self.bytes.extend_from_slice(b"\r\n");
        if let Some(body) = body.into_whole() {
            self.bytes.extend_from_slice(&body);
        }
        self.bytes.extend_from_slice(b"\r\n");
    }

    pub(super) async fn finish(mut self, gzip: bool) -> Result<Response, Refusal> {
        let end = format!("--{}--\r\n", self.boundary);
        self.bytes.extend_from_slice(end.as_bytes());
        let response = self.replies.write_taken(self.bytes, self.memory, gzip);
        let mut response = response.await?;
        let kind = format!("multipart/mixed; boundary={}", self.boundary);
        if let Ok(kind) = HeaderValue::try_from(kind) {
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        Ok(response)
    }
}

/// What a reply takes beside its body, at most by much: lines of the part, and header fields.
const OVERHEAD: usize = 512;

fn length(response: &Response) -> usize {
    use hyper::body::Body;

    usize::try_from(response.body().size_hint().lower()).unwrap_or(usize::MAX)
}

/// `<response-a>` for `<a>`, `response-7` for `7`, `response-` for none.
fn answering(content_id: Option<&HeaderValue>) -> Vec<u8> {
    let id = content_id.map_or(&[][..], |id| id.as_bytes());
    match id.strip_prefix(b"<") {
        Some(id) => [b"<response-", id].concat(),
        None => [b"response-", id].concat(),
    }
}

/// The header fields that mean something without a connection.
fn write_headers(headers: &HeaderMap, bytes: &mut Vec<u8>) {
    let mut line = |name: &str, value: &[u8]| {
        for piece in [name.as_bytes(), b": ", value, b"\r\n"] {
            bytes.extend_from_slice(piece);
        }
    };
    for (name, shown) in [
        (header::CONTENT_TYPE, "Content-Type"),
        (header::RETRY_AFTER, "Retry-After"),
        (header::WWW_AUTHENTICATE, "WWW-Authenticate"),
    ] {
        if let Some(value) = headers.get(name) {
            line(shown, value.as_bytes());
        }
    }
    // As Google's server writes them: one each.
    for value in ["Origin", "X-Origin", "Referer"] {
        line("Vary", value.as_bytes());
    }
}
