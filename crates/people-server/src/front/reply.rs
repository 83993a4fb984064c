//! Replies in JSON, and their headers.
use std::{cell::RefCell, sync::LazyLock};

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress, Status};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::Full;
use people_http::{MalformedReply, Selector};
use people_model::Descriptor;

use super::{pretty::pretty, response::Response};

/// Names the program without its version, so that answers do not change with every release.
pub(crate) const SERVER: &str = "People";

/// How a caller wants a reply written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// The part of it (rule `F8`).
    pub(crate) selector: Option<Selector>,
    /// The reply's type, for enums as numbers (rule `F10`).
    pub(crate) enums: Option<&'static Descriptor>,
    pub(crate) pretty: bool,
    pub(crate) gzip: bool,
}

impl Form {
    /// Whether a reply is sent as it came from its method.
    pub(crate) fn keeps(&self) -> bool {
        let Self {
            selector,
            enums,
            pretty,
            gzip,
        } = self;
        selector.is_none() && enums.is_none() && !pretty && !gzip
    }
}

/// A body as it is sent.
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    pub(crate) gzip: bool,
}

/// Writes `json`, which is compact, and selects from it first.
///
/// # Errors
///
/// When there is a selection, and `json` is not JSON.
pub(crate) fn write(mut json: Vec<u8>, form: &Form) -> Result<Written, MalformedReply> {
    if form.selector.is_some() || form.enums.is_some() {
        json = people_http::rewrite(json, form.selector.as_ref(), form.enums)?;
        // Otherwise a small part keeps the memory of the whole reply.
        json.shrink_to_fit();
    }
    Ok(laid_out(json, form))
}

/// A reply of the server's own whose body is `json`, which is compact: all of it is written.
pub(crate) fn json(status: StatusCode, json: Vec<u8>, form: &Form) -> Response {
    let Written { bytes, gzip } = laid_out(json, form);
    response(status, bytes.into(), gzip)
}

fn laid_out(json: Vec<u8>, form: &Form) -> Written {
    let bytes = if form.pretty { pretty(&json) } else { json };
    match form.gzip.then(|| gzip(&bytes)).flatten() {
        Some(bytes) => Written { bytes, gzip: true },
        None => Written { bytes, gzip: false },
    }
}

/// A reply of a body that was written.
pub(crate) fn response(status: StatusCode, body: Bytes, gzip: bool) -> Response {
    let mut response = http::Response::new(Full::new(body));
    *response.status_mut() = status;
    *response.headers_mut() = HEADERS.clone();
    if gzip {
        let gzip = HeaderValue::from_static("gzip");
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, gzip);
    }
    response
}

/// Whether a reply may be gzip (rule `F11`): only if the caller asks for it, because some clients cannot read it.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
            name.trim().eq_ignore_ascii_case("gzip") && !is_zero(weight)
        })
}

/// Whether `;q=0` or `;q=0.000` is meant.
fn is_zero(weight: &str) -> bool {
    let weight = weight.trim();
    let value = weight
        .strip_prefix("q=")
        .or_else(|| weight.strip_prefix("Q="));
    value.is_some_and(|value| value.parse() == Ok(0.0))
}

/// The headers of every reply in JSON, as the API sends them (rule `F12`).
///
/// There is no `ETag` header, because the API has none; the etag is in the body.
static HEADERS: LazyLock<HeaderMap> = LazyLock::new(|| {
    [
        (header::CONTENT_TYPE, "application/json; charset=UTF-8"),
        (header::VARY, "Origin, X-Origin, Referer, Accept-Encoding"),
        (header::SERVER, SERVER),
        (header::CACHE_CONTROL, "private"),
        (header::X_XSS_PROTECTION, "0"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
    .into_iter()
    .map(|(name, value)| (name, HeaderValue::from_static(value)))
    .collect()
});

/// A smaller body fits into a packet or two anyway.
const WORTH_ZIPPING: usize = 1024;

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    thread_local! {
        /// It is reused, because a compressor allocates and clears 300 KB, and a reply has about 2 KB.
        static COMPRESSOR: RefCell<Compress> =
            RefCell::new(Compress::new_gzip(Compression::fast(), WINDOW_BITS));
    }
    if body.len() < WORTH_ZIPPING {
        return None;
    }
    let mut zipped = Vec::with_capacity(body.len() / 2);
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        loop {
            let rest = &body[compressor.total_in() as usize..];
            let status = compressor.compress_vec(rest, &mut zipped, FlushCompress::Finish);
            match status.ok()? {
                Status::StreamEnd => return Some(zipped),
                Status::Ok | Status::BufError => zipped.reserve(body.len() / 4),
            }
        }
    })
}

const WINDOW_BITS: u8 = 15;
