//! What is not JSON: the pages for requests that reach no method, and the default photo.
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::Full;

use super::{Response, reply::SERVER};

/// The page for an address that is no method's (rule `F1`).
///
/// The path is shown and the query is not: it may hold a credential.
pub(crate) fn not_found(path: &str) -> Response {
    let path = Escaped(path);
    page(
        StatusCode::NOT_FOUND,
        "Not Found",
        format_args!("The requested URL <code>{path}</code> was not found on this server."),
    )
}

/// The page for a request whose body did not arrive in time (rule `F7`). The connection ends with it.
pub(crate) fn timeout() -> Response {
    let mut response = page(
        StatusCode::REQUEST_TIMEOUT,
        "Request Timeout",
        format_args!("The request took too long to arrive."),
    );
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

fn page(status: StatusCode, title: &str, sentence: fmt::Arguments<'_>) -> Response {
    let code = status.as_u16();
    let html = format!(
        "<!DOCTYPE html>\n\
         <html lang=\"en\">\n\
         <meta charset=\"utf-8\">\n\
         <title>Error {code} ({title})</title>\n\
         <style>body {{ font: 1rem/1.5 sans-serif; margin: 4rem auto; max-width: 32rem }}</style>\n\
         <p><b>{code}.</b> That's an error.</p>\n\
         <p>{sentence} That's all we know.</p>\n"
    );
    let mut response = http::Response::new(Full::new(Bytes::from(html)));
    *response.status_mut() = status;
    set(response.headers_mut(), "text/html; charset=UTF-8");
    response
}

/// What the API is, for tools that read OpenAPI.
pub(crate) fn description() -> Response {
    const DESCRIPTION: &str = include_str!("../generated/openapi.json");
    let mut response = http::Response::new(Full::new(Bytes::from_static(DESCRIPTION.as_bytes())));
    set(response.headers_mut(), "application/json; charset=UTF-8");
    response
}

/// The default photo of a contact (rule `D8`): a silhouette, as large as the token's `=s100` says.
pub(crate) fn photo(token: &str) -> Response {
    let size = token
        .rsplit_once("=s")
        .and_then(|(_, size)| size.parse().ok())
        .unwrap_or(100_u16)
        .clamp(1, 2048);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" \
         viewBox=\"0 0 100 100\"><path fill=\"#dfe3e8\" d=\"M0 0h100v100H0z\"/>\
         <g fill=\"#8f98a3\"><circle cx=\"50\" cy=\"38\" r=\"17\"/>\
         <path d=\"M15 100a35 36 0 0 1 70 0z\"/></g></svg>\n"
    );
    let mut response = http::Response::new(Full::new(Bytes::from(svg)));
    let headers = response.headers_mut();
    set(headers, "image/svg+xml");
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    headers.insert(header::CACHE_CONTROL, for_a_day);
    response
}

fn set(headers: &mut HeaderMap, content_type: &'static str) {
    let fields = [
        (header::CONTENT_TYPE, content_type),
        (header::SERVER, SERVER),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in fields {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Text escaped for HTML, up to a useful length.
struct Escaped<'t>(&'t str);

const MAX_SHOWN: usize = 1000;

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;

        let mut characters = self.0.chars();
        for character in characters.by_ref().take(MAX_SHOWN) {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                character => f.write_char(character)?,
            }
        }
        if characters.next().is_some() {
            f.write_char('…')?;
        }
        Ok(())
    }
}
