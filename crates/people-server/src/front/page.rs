//! The pages for requests that reach no method.
use std::fmt;

use http::{HeaderValue, StatusCode, header};

use super::{document::document, response::Response};

/// The page for an address that no method has (rule `F1`).
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
    let mut response = document("text/html; charset=UTF-8", html.into());
    *response.status_mut() = status;
    response
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
