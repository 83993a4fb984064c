//! What a journal never keeps: credentials (rule `X4`).
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// What stands in the place of a credential.
const REMOVED: &str = "[removed]";

const FIELDS: [HeaderName; 7] = [
    header::AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("x-goog-api-key"),
    HeaderName::from_static("x-emulator-token"),
    // An address may have a token in it.
    header::REFERER,
];

const PARAMETERS: [&str; 3] = ["access_token", "oauth_token", "key"];

/// The header fields, with the values of credentials replaced.
pub(crate) fn without_headers(mut headers: HeaderMap) -> HeaderMap {
    for name in &FIELDS {
        if let header::Entry::Occupied(mut field) = headers.entry(name) {
            field.insert(HeaderValue::from_static(REMOVED));
        }
    }
    headers
}

/// A path and query, or a form, with the values of credentials replaced.
pub(crate) fn without_query(address: &str) -> String {
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (Some(path), query),
        None if address.contains('=') => (None, address),
        None => return address.to_owned(),
    };
    let pairs = query.split('&').map(|pair| {
        let name = form_urlencoded::parse(pair.as_bytes()).next();
        match name.is_some_and(|(name, _)| PARAMETERS.contains(&&*name)) {
            true => format!("{}={REMOVED}", pair.split('=').next().unwrap_or_default()),
            false => pair.to_owned(),
        }
    });
    let query = pairs.collect::<Vec<_>>().join("&");
    match path {
        Some(path) => format!("{path}?{query}"),
        None => query,
    }
}

/// A body of this type, with the values of credentials replaced: those of a form, and in the parts of a batch.
pub(crate) fn without(body: Bytes, headers: &HeaderMap) -> Bytes {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.map_or(&[][..], |kind| kind.as_bytes());
    let is = |name: &str| {
        let start = kind.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    };
    if is("application/x-www-form-urlencoded") {
        let form = format!("?{}", String::from_utf8_lossy(&body));
        return without_query(&form)[1..].to_owned().into();
    }
    if !is("multipart/") {
        return body;
    }
    without_lines(&body).into()
}

/// The lines of a batch. A line that begins with a blank continues the field before it.
fn without_lines(body: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(body.len());
    let mut in_credential = false;
    for line in body.split_inclusive(|&byte| byte == b'\n') {
        let continues = line.starts_with(b" ") || line.starts_with(b"\t");
        if continues && in_credential {
            continue;
        }
        let end = line.trim_ascii_end().len();
        let (text, end) = line.split_at(end);
        let text = String::from_utf8_lossy(text);
        let name = text.split(':').next().unwrap_or_default().trim();
        in_credential = text.contains(':')
            && FIELDS
                .iter()
                .any(|field| field.as_str().eq_ignore_ascii_case(name));
        match in_credential {
            true => kept.extend_from_slice(format!("{name}: {REMOVED}").as_bytes()),
            false if text.contains('?') => {
                let words = text.split(' ').map(|word| match word.contains('?') {
                    true => without_query(word),
                    false => word.to_owned(),
                });
                kept.extend_from_slice(words.collect::<Vec<_>>().join(" ").as_bytes());
            }
            false => kept.extend_from_slice(text.as_bytes()),
        }
        kept.extend_from_slice(end);
    }
    kept
}
