//! A part of a batch: the headers of the part, and in it a request without a connection.
use std::fmt;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method as Verb, Uri, header, request::Parts,
    uri::PathAndQuery,
};
use memchr::memchr;

use crate::front::invalid_batch::InvalidPart;

/// How long the header of a part may be: as long as that of a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadLimits {
    pub(super) fields: usize,
    pub(super) bytes: usize,
}

/// A part, as far as it could be read.
pub(super) struct Part {
    /// The `Content-ID`, which the reply repeats; empty if there is none.
    pub(super) content_id: Option<HeaderValue>,
    /// The request's own header fields and its body.
    pub(super) request: Result<(Parts, Bytes), InvalidPart>,
}

impl Part {
    /// Reads a part. Its body is a slice of `bytes`.
    pub(super) fn read(bytes: &Bytes, limits: HeadLimits) -> Self {
        let mut lines = Lines { bytes, at: 0 };
        let mut headers = HeaderMap::new();
        lines.skip_blank(limits);
        // Clients leave these out, or begin with an empty line.
        let read = match lines.clone().next().is_some_and(is_field) {
            true => lines.fields(limits).map(|fields| headers = fields),
            false => Ok(()),
        };
        let content_id = headers.remove("content-id");
        let is_http = headers.get(header::CONTENT_TYPE).is_none_or(is_http);
        let request = match (read, is_http) {
            (Err(invalid), _) => Err(invalid),
            (Ok(()), false) => Err(InvalidPart::ContentType),
            (Ok(()), true) => request(lines, limits),
        };
        Self {
            content_id,
            request,
        }
    }
}

/// A message in a part of a batch, or of the reply to one: see [`parts_of_batch`](crate::parts_of_batch).
///
/// ```
/// use people_server::BatchPart;
///
/// /// The status of a reply, as `404` in `HTTP/1.1 404 Not Found`.
/// fn status(reply: &BatchPart) -> Option<u16> {
///     reply.line.split(' ').nth(1)?.parse().ok()
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchPart {
    /// The first line: `GET /v1/people/c17 HTTP/1.1`, or `HTTP/1.1 200 OK`.
    pub line: String,
    /// The header fields of the message; those of the part are not among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl BatchPart {
    /// Reads a request or a reply; none if it is not a message.
    pub(super) fn read(bytes: &Bytes) -> Option<Self> {
        let limits = HeadLimits {
            fields: 1_000,
            bytes: bytes.len(),
        };
        let mut lines = Lines { bytes, at: 0 };
        lines.skip_blank(limits);
        if lines.clone().next().is_some_and(is_field) {
            lines.fields(limits).ok()?;
            lines.skip_blank(limits);
        }
        let line = String::from_utf8_lossy(lines.next()?).into_owned();
        Some(Self {
            line,
            headers: lines.fields(limits).ok()?,
            body: lines.bytes.slice(lines.at..),
        })
    }
}

/// Shows no contact's data and no credential.
impl fmt::Debug for BatchPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchPart")
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

fn request(mut lines: Lines<'_>, limits: HeadLimits) -> Result<(Parts, Bytes), InvalidPart> {
    lines.skip_blank(limits);
    let line = lines.next().ok_or(InvalidPart::RequestLine)?;
    let (verb, target) = request_line(line, limits)?;
    let mut request = http::Request::new(());
    *request.method_mut() = verb;
    *request.uri_mut() = Uri::from(target);
    *request.headers_mut() = lines.fields(limits)?;
    // How it is framed is known, and its length is often wrong by the line break after it.
    for name in &OF_A_CONNECTION {
        request.headers_mut().remove(name);
    }
    let rest = lines.bytes.slice(lines.at..);
    let body = match rest.iter().all(u8::is_ascii_whitespace) {
        true => Bytes::new(),
        false => rest,
    };
    Ok((request.into_parts().0, body))
}

/// Header fields about how a request is sent, not about its content. A part is not sent on a connection by itself, and
/// its reply is never compressed by itself.
pub(super) const OF_A_CONNECTION: [HeaderName; 9] = [
    header::ACCEPT_ENCODING,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::HOST,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// A verb and a path; the version after them may be left out.
fn request_line(line: &[u8], limits: HeadLimits) -> Result<(Verb, PathAndQuery), InvalidPart> {
    if line.len() > limits.bytes {
        return Err(InvalidPart::TooLong {
            limit: limits.bytes,
        });
    }
    let words = line.split(u8::is_ascii_whitespace);
    let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).take(4).collect();
    let (verb, target) = match words[..] {
        [verb, target] => (verb, target),
        [verb, target, version] if version.starts_with(b"HTTP/") => (verb, target),
        _ => return Err(InvalidPart::RequestLine),
    };
    let verb = Verb::from_bytes(verb).map_err(|_| InvalidPart::RequestLine)?;
    if !target.starts_with(b"/") {
        let is_url = str::from_utf8(target).is_ok_and(|target| target.contains("://"));
        return Err(match is_url {
            true => InvalidPart::FullUrl,
            false => InvalidPart::RequestLine,
        });
    }
    let target = PathAndQuery::try_from(target).map_err(|_| InvalidPart::RequestLine)?;
    Ok((verb, target))
}

/// The lines of a part, without their ends.
#[derive(Clone)]
struct Lines<'p> {
    bytes: &'p Bytes,
    at: usize,
}

impl<'p> Lines<'p> {
    /// The header fields up to an empty line, or to the end.
    ///
    /// A line that begins with a blank continues the one before: mail libraries break long lines.
    fn fields(&mut self, limits: HeadLimits) -> Result<HeaderMap, InvalidPart> {
        let begun = self.at;
        let mut fields = HeaderMap::new();
        let mut open: Option<(HeaderName, Vec<u8>)> = None;
        let mut number = 0;
        while let Some(line) = self.next() {
            if self.at - begun > limits.bytes {
                return Err(InvalidPart::TooLong {
                    limit: limits.bytes,
                });
            }
            number += 1;
            let wrong = InvalidPart::Header { line: number };
            if line.is_empty() {
                break;
            }
            if line.starts_with(b" ") || line.starts_with(b"\t") {
                let (_, value) = open.as_mut().ok_or(wrong)?;
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii());
                continue;
            }
            if let Some(field) = open.take() {
                append(&mut fields, field).ok_or(wrong.clone())?;
            }
            if fields.len() >= limits.fields {
                return Err(InvalidPart::TooManyHeaders {
                    limit: limits.fields,
                });
            }
            let colon = line.iter().position(|&byte| byte == b':');
            let (name, value) = line.split_at(colon.ok_or(wrong.clone())?);
            let name = HeaderName::from_bytes(name).map_err(|_| wrong)?;
            open = Some((name, value[1..].trim_ascii().to_vec()));
        }
        match open {
            None => Ok(fields),
            Some(field) => append(&mut fields, field)
                .map(|()| fields)
                .ok_or(InvalidPart::Header { line: number }),
        }
    }

    /// Skips empty lines, at most as many as a header may have bytes.
    fn skip_blank(&mut self, limits: HeadLimits) {
        let (mut ahead, mut at) = (self.clone(), self.at);
        while at - self.at < limits.bytes && ahead.next().is_some_and(<[u8]>::is_empty) {
            at = ahead.at;
        }
        self.at = at;
    }
}

impl<'p> Iterator for Lines<'p> {
    type Item = &'p [u8];

    fn next(&mut self) -> Option<&'p [u8]> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = memchr(b'\n', rest);
        let line = &rest[..end.unwrap_or(rest.len())];
        self.at += end.map_or(rest.len(), |end| end + 1);
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

fn append(fields: &mut HeaderMap, (name, value): (HeaderName, Vec<u8>)) -> Option<()> {
    let value = HeaderValue::from_maybe_shared(Bytes::from(value)).ok()?;
    fields.try_append(name, value).ok()?;
    Some(())
}

/// Whether a line is a header field, and not the first line of a request.
fn is_field(line: &[u8]) -> bool {
    let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
    name.len() < line.len() && HeaderName::from_bytes(name).is_ok()
}

fn is_http(value: &HeaderValue) -> bool {
    let kind = value.as_bytes().split(|&byte| byte == b';').next();
    kind.is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case(b"application/http"))
}
