//! Conversations of any bytes with a server, below the socket. The fuzz target of this crate makes
//! them up, and an ordinary test run plays its corpus.
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri, header};
use http_body_util::{BodyExt, Full};
use people_server::{Audit, Dev, Front, People, Seed, Settings};
use people_store::{Memory, Order, RowKind, Store};
use serde_json::Value;
use tower::ServiceExt;

use crate::steps::{Count, Steps};

const BREAK: &[u8] = b"\n### ";
const AT_ONCE: usize = 1_000;

/// Requests, each with a line for the verb and the address, lines for the header, an empty line and
/// a body; between two of them a line that begins with `### `. Names of tokens in braces stand for
/// the last ones that the server gave, and who says nothing of who they are is ada.
///
/// # Panics
///
/// When a request gets no answer, one that is the server's fault, or one that is no JSON; and when
/// afterwards the store holds anything that it should not.
pub(crate) fn conversation(bytes: &[u8]) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let store = Memory::with_secret([7; 32]);
        let mut settings = Settings::default();
        settings.clock = Arc::new(Steps::new());
        settings.ids = Arc::new(Count::new());
        let people = People::open(store.clone(), settings).await.expect("people");
        let seed = Seed::from_json(include_str!("golden/seed.json")).expect("a seed");
        people.seed(seed).await.expect("a seed");
        let front = Front::new(people, Dev);
        let mut tokens = Tokens::default();
        for bytes in split(bytes, BREAK) {
            if let Some(request) = request(&tokens.fill(bytes)) {
                tokens.take(answer(&front, request).await);
            }
        }
        audit(&store).await;
    });
}

fn request(bytes: &[u8]) -> Option<Request<Full<Bytes>>> {
    let (head, body) = cut(bytes, b"\n\n");
    let (line, head) = cut(head, b"\n");
    let (verb, address) = cut(line, b" ");
    let mut request = Request::new(Full::new(Bytes::copy_from_slice(body)));
    *request.method_mut() = Method::from_bytes(verb).ok()?;
    *request.uri_mut() = Uri::try_from(address).ok()?;
    let headers = request.headers_mut();
    headers.insert(
        header::AUTHORIZATION,
        HeaderValue::from_static("Bearer ada"),
    );
    for line in split(head, b"\n").filter(|line| !line.is_empty()) {
        let (name, value) = cut(line, b":");
        let name = HeaderName::from_bytes(name).ok()?;
        let value = HeaderValue::from_bytes(value.trim_ascii()).ok()?;
        if name == header::AUTHORIZATION {
            headers.insert(name, value);
        } else {
            headers.append(name, value);
        }
    }
    Some(request)
}

/// The reply, where it can be read.
async fn answer(front: &Front<People<Memory>, Dev>, request: Request<Full<Bytes>>) -> Value {
    let what = format!("{} {}", request.method(), request.uri());
    let Ok(response) = front.clone().oneshot(request).await;
    let (head, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    let status = head.status.as_u16();
    assert!(status < 500 || status == 501, "{what}: {status}");
    let is = |name, value: &str| head.headers.get(name).is_some_and(|it| it == value);
    if is(header::CONTENT_ENCODING, "gzip")
        || !is(header::CONTENT_TYPE, "application/json; charset=UTF-8")
    {
        return Value::Null;
    }
    serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{what}: {status}, {error}"))
}

/// Looks at every row as `people store check` does.
async fn audit(store: &Memory) {
    for account in store.accounts(None, AT_ONCE).await.expect("accounts") {
        let mut audit = Audit::default();
        // Groups come before the contacts in them, and photos after the people whom they show.
        let mut kinds = RowKind::ALL;
        kinds.sort_by_key(|kind| match kind {
            RowKind::Group => 0,
            RowKind::Photo | RowKind::ProfilePhoto => 2,
            _ => 1,
        });
        for kind in kinds {
            let page = store.page(&account, kind, Order::Id, None, AT_ONCE).await;
            for row in page.expect("a page").rows {
                assert_eq!(audit.row(&account, kind, &row), Vec::<String>::new());
            }
        }
        assert_eq!(audit.end(), Vec::<String>::new());
    }
}

/// What the server gave last.
#[derive(Default)]
struct Tokens([Vec<u8>; Self::NAMES.len()]);

impl Tokens {
    const NAMES: [&str; 3] = ["etag", "nextPageToken", "nextSyncToken"];

    fn take(&mut self, reply: Value) {
        for (kept, name) in self.0.iter_mut().zip(Self::NAMES) {
            if let Some(token) = reply[name].as_str() {
                *kept = token.into();
            }
        }
    }

    fn fill(&self, bytes: &[u8]) -> Vec<u8> {
        let mut filled = bytes.to_vec();
        for (kept, name) in self.0.iter().zip(Self::NAMES) {
            let name = format!("{{{name}}}").into_bytes();
            filled = split(&filled, &name).collect::<Vec<_>>().join(&kept[..]);
        }
        filled
    }
}

fn cut<'b>(bytes: &'b [u8], at: &[u8]) -> (&'b [u8], &'b [u8]) {
    match find(bytes, at) {
        Some(start) => (&bytes[..start], &bytes[start + at.len()..]),
        None => (bytes, &[]),
    }
}

fn split<'b>(bytes: &'b [u8], at: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let bytes = rest?;
        rest = find(bytes, at).map(|start| &bytes[start + at.len()..]);
        Some(cut(bytes, at).0)
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|there| there == wanted)
}

#[cfg(test)]
#[test]
fn the_corpus_of_conversations_is_answered() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/server");
    let files: Vec<_> = std::fs::read_dir(corpus).expect("a corpus").collect();
    assert!(files.len() > 50, "{}", files.len());
    for file in files {
        conversation(&std::fs::read(file.expect("a file").path()).expect("bytes"));
    }
}
