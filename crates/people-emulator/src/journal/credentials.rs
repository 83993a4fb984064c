//! What a journal never keeps: credentials (rule `X4`).
use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::{Map, Value};

/// The text that replaces a credential.
const REMOVED: &str = "[removed]";

/// Names of credentials, in small letters and without `-` and `_`. They are names of header fields, of parameters, of
/// pairs of a form, and of members of a reply of an authorization server.
const NAMES: [&str; 16] = [
    "assertion",
    "code",
    "codeverifier",
    "devicecode",
    "idtokenhint",
    "key",
    // What a page of a login is answered under.
    "page",
    "privatekey",
    // An address may have a token in it.
    "referer",
    "setcookie",
    "sessionid",
    "sid",
    "usercode",
    // The address with the code in it.
    "verificationuricomplete",
    "verificationurlcomplete",
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
    // Each request has many names, and hardly any ends with two letters like these.
    let is_sign = |letter: &u8| matches!(letter, b'-' | b'_');
    let mut letters = name.bytes().rev().filter(|letter| !is_sign(letter));
    let (last, before) = (letters.next(), letters.next());
    let is_known = |last: u8| ENDS[usize::from(last) & 31] & bit(before.unwrap_or(b'@')) != 0;
    if !last.is_some_and(is_known) {
        return false;
    }
    // The end of the name, in small letters and without signs: longer than any name of the lists.
    let mut letters = [0; 32];
    let mut start = letters.len();
    for letter in name.bytes().rev().filter(|letter| !is_sign(letter)) {
        if start == 0 {
            break;
        }
        start -= 1;
        letters[start] = letter.to_ascii_lowercase();
    }
    let end = &letters[start..];
    let is = |known: &&str| end == known.as_bytes();
    let ends = |ending: &&str| end.ends_with(ending.as_bytes());
    NAMES.iter().any(is) || ENDINGS.iter().any(ends) && !OF_THE_API.iter().any(is)
}

/// By the last letter of a name of the lists, large or small: the letters before it.
const ENDS: [u32; 32] = {
    let mut ends = [0; 32];
    let mut place = 0;
    while place < NAMES.len() + ENDINGS.len() {
        let name = match place < NAMES.len() {
            true => NAMES[place].as_bytes(),
            false => ENDINGS[place - NAMES.len()].as_bytes(),
        };
        let [.., before, last] = name else {
            panic!("no name has one letter only");
        };
        ends[(*last & 31) as usize] |= bit(*before);
        place += 1;
    }
    ends
};

/// Stands for a letter, large or small. Other characters share the bits of some.
const fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

/// The value of a header field, replaced if it is a credential.
pub(super) fn without_value<'v>(name: &HeaderName, value: &'v HeaderValue) -> Cow<'v, [u8]> {
    if is_credential(name.as_str()) {
        return REMOVED.as_bytes().into();
    }
    if *name != header::LOCATION {
        return value.as_bytes().into();
    }
    // Where a login goes on has its code in it.
    match value.to_str() {
        Ok(address) => without_query(address).into_bytes().into(),
        Err(_) => REMOVED.as_bytes().into(),
    }
}

/// A path and query, with the values of credentials replaced.
pub(crate) fn without_query(address: &str) -> String {
    match address.split_once('?') {
        Some((_, query)) if !query.split('&').any(names_credential) => address.to_owned(),
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
    let name = pair.split('=').next().unwrap_or_default();
    let is_encoded = |byte| matches!(byte, b'%' | b'+');
    if !name.bytes().any(is_encoded) {
        return is_credential(name);
    }
    let decoded = form_urlencoded::parse(name.as_bytes()).next();
    decoded.is_some_and(|(name, _)| is_credential(&name))
}

/// What a body is, as far as credentials may be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Form,
    /// A body that has the type of a form, and was sent to an address that is not of the API.
    LoginForm,
    Multipart,
    /// JSON that is neither a person nor a group, such as the reply of an authorization server.
    Json,
    Page,
    /// No credential is in it.
    Other,
    /// A body that no address of a login reads: a credential may be anywhere in it.
    Unread,
}

impl Kind {
    /// That of the body of a request to this path.
    pub(crate) fn of_request(headers: &HeaderMap, path: &str) -> Self {
        match Self::of(headers, path) {
            // The lines of its parts may have credentials, also where the server refuses its type.
            _ if path.starts_with("/batch") => Self::Multipart,
            kind if is_of_the_api(path) => kind,
            // All addresses of a login read forms alone.
            Self::Form | Self::LoginForm => Self::LoginForm,
            Self::Multipart | Self::Json | Self::Page | Self::Other | Self::Unread => Self::Unread,
        }
    }

    /// That of the body of the reply to a request to this path.
    pub(crate) fn of(headers: &HeaderMap, path: &str) -> Self {
        let kind = headers.get(header::CONTENT_TYPE);
        let kind = kind.map_or(&[][..], |kind| kind.as_bytes());
        let is = |name: &str| {
            let start = kind.get(..name.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        };
        if is("application/json") {
            return match is_of_the_api(path) {
                true => Self::Other,
                false => Self::Json,
            };
        }
        if is("application/x-www-form-urlencoded") {
            return Self::Form;
        }
        if is("text/html") {
            return Self::Page;
        }
        match is("multipart/") {
            true => Self::Multipart,
            false => Self::Other,
        }
    }

    /// A body, with the values of credentials replaced: those of a form, those in the parts of a batch, and the members
    /// of an object. None if a credential may be anywhere in it.
    pub(crate) fn without_credentials(self, body: Bytes) -> Option<Bytes> {
        let kept = match self {
            Self::Form => without_pairs(&String::from_utf8_lossy(&body)).into(),
            Self::LoginForm => without_pairs(form_of(&String::from_utf8_lossy(&body))?).into(),
            Self::Multipart => without_lines(&body).into(),
            Self::Json => without_members(body),
            Self::Page | Self::Other => body,
            Self::Unread => return body.is_empty().then_some(body),
        };
        Some(kept)
    }
}

/// A form; none if it is something else, such as JSON or a token, under the type of a form.
fn form_of(text: &str) -> Option<&str> {
    let is_sign = |letter| matches!(letter, '-' | '_' | '.' | '%' | '+' | '[' | ']' | '?' | '$');
    let is_name = |name: &str| {
        let mut letters = name.chars();
        letters.all(|letter| letter.is_ascii_alphanumeric() || is_sign(letter))
    };
    let is_pair =
        |pair: &str| pair.is_empty() || pair.split_once('=').is_some_and(|(name, _)| is_name(name));
    text.split('&').all(is_pair).then_some(text)
}

/// Whether a path belongs to the API: the JSON there is contacts and groups, and has no credentials.
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
        let kept = Kind::of(&headers, "/token").without_credentials(body.into());
        let kept = kept.expect("a form, or JSON");
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
        let back = HeaderValue::from_static("http://127.0.0.1:9/?state=x&code=s");
        assert_eq!(
            *without_value(&header::LOCATION, &back),
            *b"http://127.0.0.1:9/?state=x&code=[removed]"
        );
    }
}
