//! The discovery document, from which Google's client libraries build themselves (rule `F18`).
use std::{
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    sync::LazyLock,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Response, Uri};
use hyper::body::{Body, Frame, SizeHint};
use people_http::Query;

use super::{
    document::of_body,
    page,
    public_url::{Host, PublicUrl, Scheme, named_host},
};

/// Where clients reach a server, for the addresses in the document.
#[derive(Clone, Debug)]
pub(super) struct Roots {
    scheme: Scheme,
    public: Vec<PublicUrl>,
}

impl Default for Roots {
    fn default() -> Self {
        Self {
            scheme: Scheme::Http,
            public: Vec::new(),
        }
    }
}

impl Roots {
    /// Of a server that listens at `own`, and is reached at the `public` URLs.
    pub(super) fn new(own: &PublicUrl, public: &[PublicUrl]) -> Self {
        Self {
            scheme: own.scheme(),
            public: public.to_vec(),
        }
    }

    /// The root of the addresses for this request: the public URL or the loopback name that it was sent to. For any
    /// other name it is the first public URL, because a proxy may have changed the name.
    fn of(&self, uri: &Uri, headers: &HeaderMap) -> String {
        let host = Host::parse(&named_host(uri, headers));
        let is_called = |url: &&PublicUrl| {
            let called = host.as_ref().map(|host| host.origin(url.scheme()));
            called.is_some_and(|called| called == url.origin())
        };
        let called = self.public.iter().find(is_called);
        let own = || {
            let own = host.as_ref();
            own.filter(|host| host.is_loopback() || self.public.is_empty())
        };
        let root = match (called, own(), self.public.first()) {
            (Some(url), _, _) | (None, None, Some(url)) => url.as_str().to_owned(),
            (None, Some(host), _) => host.origin(self.scheme),
            (None, None, None) => "http://localhost".to_owned(), // the request names no host
        };
        root + "/"
    }
}

/// Answers a request for the document, which has only one version.
pub(super) fn answer(roots: &Roots, uri: &Uri, headers: &HeaderMap) -> Response<axum::body::Body> {
    let query = Query::parse(uri.query().unwrap_or_default());
    let mut versions = query.iter().filter(|(name, _)| *name == "version");
    if versions.any(|(_, version)| version != "v1") {
        return page::not_found(uri.path()).map(axum::body::Body::new);
    }
    let root = serde_json::Value::from(roots.of(uri, headers)).to_string();
    let document = axum::body::Body::new(Document::new(root.into()));
    of_body("application/json; charset=UTF-8", document)
}

/// The document as it is sent: parts of the one in the binary, and the root between them. So no request
/// takes the memory of a copy.
struct Document(VecDeque<Bytes>);

impl Document {
    fn new(root: Bytes) -> Self {
        static PARTS: LazyLock<Vec<&str>> = LazyLock::new(|| DOCUMENT.split(ROOT).collect());

        let mut pieces = VecDeque::new();
        for part in PARTS.iter() {
            if !pieces.is_empty() {
                pieces.push_back(root.clone());
            }
            pieces.push_back(Bytes::from_static(part.as_bytes()));
        }
        Self(pieces)
    }
}

const DOCUMENT: &str = include_str!("../generated/discovery.json");
/// The placeholder for the root in the document.
const ROOT: &str = "\"http://127.0.0.1:8710/\"";

impl Body for Document {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.iter().map(|piece| piece.len() as u64).sum())
    }
}
