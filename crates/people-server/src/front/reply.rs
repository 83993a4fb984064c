//! Replies in JSON, and their headers.
use std::{cell::RefCell, sync::LazyLock};

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress, Status};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use people_http::{MalformedReply, Selector};
use people_model::Descriptor;

use super::{
    pretty::{Printer, pretty},
    response::{Response, ResponseBody},
};

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
    response(status, Bytes::from(bytes), gzip)
}

fn laid_out(json: Vec<u8>, form: &Form) -> Written {
    let bytes = if form.pretty { pretty(&json) } else { json };
    match form.gzip.then(|| gzip(&bytes)).flatten() {
        Some(bytes) => Written { bytes, gzip: true },
        None => Written { bytes, gzip: false },
    }
}

/// Writes a reply that comes in pieces, as [`write`] does.
pub(crate) struct Writer {
    printer: Option<Printer>,
    compressor: Option<Box<Compress>>,
}

impl Writer {
    /// A writer of whole replies: no part of one is selected.
    pub(crate) fn new(form: &Form) -> Self {
        Self {
            printer: form.pretty.then(Printer::default),
            compressor: form.gzip.then(|| Box::new(compressor())),
        }
    }

    /// Whether pieces are sent as they are.
    pub(crate) fn keeps(&self) -> bool {
        self.printer.is_none() && self.compressor.is_none()
    }

    /// The bytes to send for a piece, which may be none. `None` if it cannot be compressed.
    pub(crate) fn write(&mut self, json: Vec<u8>, is_last: bool) -> Option<Vec<u8>> {
        let mut bytes = json;
        if let Some(printer) = &mut self.printer {
            bytes = printer.print(&bytes);
        }
        if is_last && let Some(printer) = self.printer.take() {
            printer.end(&mut bytes);
        }
        match &mut self.compressor {
            Some(compressor) => zipped(compressor, &bytes, is_last),
            None => Some(bytes),
        }
    }
}

/// A reply of a body that was written.
pub(crate) fn response(status: StatusCode, body: impl Into<ResponseBody>, gzip: bool) -> Response {
    let mut response = http::Response::new(body.into());
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
            RefCell::new(compressor());
    }
    if body.len() < WORTH_ZIPPING {
        return None;
    }
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        zipped(compressor, body, true)
    })
}

fn compressor() -> Compress {
    const WINDOW_BITS: u8 = 15;

    Compress::new_gzip(Compression::fast(), WINDOW_BITS)
}

/// What the compressor has to say for the next bytes; all of it if they are the last ones.
fn zipped(compressor: &mut Compress, body: &[u8], is_last: bool) -> Option<Vec<u8>> {
    let flush = match is_last {
        true => FlushCompress::Finish,
        false => FlushCompress::None,
    };
    let start = compressor.total_in();
    let mut zipped = Vec::with_capacity(body.len() / 2 + 64);
    loop {
        let rest = &body[(compressor.total_in() - start) as usize..];
        if rest.is_empty() && !is_last {
            return Some(zipped);
        }
        match compressor.compress_vec(rest, &mut zipped, flush).ok()? {
            Status::StreamEnd => return Some(zipped),
            Status::Ok | Status::BufError => zipped.reserve(body.len() / 4 + 64),
        }
    }
}
