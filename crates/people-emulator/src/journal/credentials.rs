//! What a journal never keeps: credentials (rule `X4`).
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::{Map, Value};

/// What stands in the place of a credential.
const REMOVED: &str = "[removed]";

/// Names of credentials, in small letters and without `-` and `_`: of header fields, of parameters, of the pairs of a
/// form, and of the members of a reply of an authorization server.
const NAMES: [&str; 11] = [
    "assertion",
    "code",
    "codeverifier",
    "devicecode",
    "key",
    "privatekey",
    // An address may have a token in it.
    "referer",
    "setcookie",
    "sessionid",
    "sid",
    "xgoogiamauthority",
];

/// How names of credentials end: `X-Auth-Token`, `Private-Token`, `client_secret`.
const ENDINGS: [&str; 9] = [
    "accesskey",
    "apikey",
    "assertion",
    "authorization",
    "cookie",
    "password",
    "secret",
    "signature",
    "token",
];

/// Names that end like those, and are parameters of the API.
const OF_THE_API: [&str; 4] = [
    "nextpagetoken",
    "pagetoken",
    "requestsynctoken",
    "synctoken",
];

/// Whether what has this name is a credential, in a header field, a query or a form.
pub(crate) fn is_credential(name: &str) -> bool {
    // From its end, and without a copy: each request has many names.
    let letters = || {
        let letters = name.bytes().rev();
        let letters = letters.filter(|letter| !matches!(letter, b'-' | b'_'));
        letters.map(|letter| letter.to_ascii_lowercase())
    };
    let is = |known: &&str| letters().eq(known.bytes().rev());
    let ends = |ending: &&str| {
        let mut letters = letters();
        ending
            .bytes()
            .rev()
            .all(|letter| letters.next() == Some(letter))
    };
    NAMES.iter().any(is) || ENDINGS.iter().any(ends) && !OF_THE_API.iter().any(is)
}

/// The header fields, with the values of credentials replaced.
pub(crate) fn without_headers(mut headers: HeaderMap) -> HeaderMap {
    let credentials: Vec<HeaderName> = headers
        .keys()
        .filter(|name| is_credential(name.as_str()))
        .cloned()
        .collect();
    for name in credentials {
        headers.insert(name, HeaderValue::from_static(REMOVED));
    }
    // Where a login goes on has its code in it.
    if let Some(to) = headers.get_mut(header::LOCATION) {
        let without = to.to_str().map(without_query).unwrap_or_default();
        *to = HeaderValue::from_str(&without).unwrap_or(HeaderValue::from_static(REMOVED));
    }
    headers
}

/// A path and query, or a form, with the values of credentials replaced.
pub(crate) fn without_query(address: &str) -> String {
    match address.split_once('?') {
        Some((path, query)) => format!("{path}?{}", without_pairs(query)),
        None if address.contains('=') => without_pairs(address),
        None => address.to_owned(),
    }
}

/// A path and query without the credentials whose values were replaced.
pub(super) fn without_removed(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let is_kept = |pair: &&str| !(names_credential(pair) && pair.ends_with(REMOVED));
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    match kept.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", kept.join("&")),
    }
}

/// A query or a form, with the values of credentials replaced.
fn without_pairs(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match names_credential(pair) {
        true => format!("{}={REMOVED}", pair.split('=').next().unwrap_or_default()),
        false => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn names_credential(pair: &str) -> bool {
    let pair = form_urlencoded::parse(pair.as_bytes()).next();
    pair.is_some_and(|(name, _)| is_credential(&name))
}

/// The body of a request or a reply of this path, with the values of credentials replaced: those of a form, those in the
/// parts of a batch, and the members of what is no person or group, such as the reply of an authorization server.
pub(crate) fn without(body: Bytes, headers: &HeaderMap, path: &str) -> Bytes {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.map_or(&[][..], |kind| kind.as_bytes());
    let is = |name: &str| {
        let start = kind.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    };
    if is("application/x-www-form-urlencoded") {
        return without_pairs(&String::from_utf8_lossy(&body)).into();
    }
    if is("multipart/") {
        return without_lines(&body).into();
    }
    match is("application/json") && !is_of_the_api(path) {
        true => without_members(body),
        false => body,
    }
}

/// Whether a path is one of the API: the JSON there is contacts and groups, in which nothing is a credential.
pub(crate) fn is_of_the_api(path: &str) -> bool {
    path.starts_with("/v1/") || path.starts_with("/batch")
}

/// A JSON object, with the values of members that are credentials replaced.
fn without_members(body: Bytes) -> Bytes {
    let Ok(mut members) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return body;
    };
    let mut is_changed = false;
    for (name, value) in &mut members {
        if is_credential(name) && !value.is_null() {
            *value = REMOVED.into();
            is_changed = true;
        }
    }
    match is_changed {
        true => Value::from(members).to_string().into(),
        false => body,
    }
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
        in_credential = text.contains(':') && is_credential(name);
        match in_credential {
            true => kept.extend_from_slice(format!("{name}: {REMOVED}").as_bytes()),
            // An address or a form; a quotation mark is in neither, but in JSON.
            false if text.contains('=') => {
                let words = text.split(' ').map(|word| match word.contains('"') {
                    true => word.to_owned(),
                    false => without_query(word),
                });
                kept.extend_from_slice(words.collect::<Vec<_>>().join(" ").as_bytes());
            }
            false => kept.extend_from_slice(text.as_bytes()),
        }
        kept.extend_from_slice(end);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let field = |(name, value): &(&'static str, &'static str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        pairs.iter().map(field).collect()
    }

    fn kept(body: &'static str, kind: &'static str) -> String {
        let headers = fields(&[("content-type", kind)]);
        let kept = without(body.into(), &headers, "/token");
        String::from_utf8(kept.to_vec()).expect("text")
    }

    /// What a program sends and gets when it logs in.
    #[test]
    fn x4_a_login_leaves_no_credential() {
        const FORM: &str = "application/x-www-form-urlencoded";
        for (sent, expected) in [
            (
                "grant_type=authorization_code&code=s&client_id=c&client_secret=s&code_verifier=s",
                "grant_type=authorization_code&code=[removed]&client_id=c&client_secret=[removed]&\
                 code_verifier=[removed]",
            ),
            (
                "grant_type=refresh_token&refresh_token=s",
                "grant_type=refresh_token&refresh_token=[removed]",
            ),
            ("assertion=a.b.c&x=1", "assertion=[removed]&x=1"),
            (
                "device_code=s&client_id=c",
                "device_code=[removed]&client_id=c",
            ),
            ("token=s", "token=[removed]"),
            ("", ""),
            ("what?token=s&code=s", "what?token=[removed]&code=[removed]"),
        ] {
            assert_eq!(kept(sent, FORM), expected);
        }
        assert_eq!(
            kept(
                r#"{"access_token": "s", "expires_in": 3600, "refresh_token": "s", "id_token": "s"}"#,
                "application/json; charset=UTF-8"
            ),
            r#"{"access_token":"[removed]","expires_in":3600,"refresh_token":"[removed]","id_token":"[removed]"}"#
        );
        let back = fields(&[("location", "http://127.0.0.1:9/?state=x&code=s")]);
        let back = without_headers(back);
        assert_eq!(
            back["location"],
            "http://127.0.0.1:9/?state=x&code=[removed]"
        );
    }
}
