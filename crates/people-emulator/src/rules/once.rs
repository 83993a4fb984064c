//! A rule that a request brings in a header field, for its first call only (rule `X9`).
use http::{HeaderMap, HeaderName, StatusCode};
use people_model::Status;

use crate::{
    duration::Span,
    then::{EditGrammar, Error, Then, When, code_of},
    words::invalid,
};

/// Ours: what `then` of a rule is.
const OWN: HeaderName = HeaderName::from_static("x-people-emulator");
/// That of the emulators of Google.
const GOOGLE: HeaderName = HeaderName::from_static("x-goog-emulator-instructions");

/// What the header fields of a request ask for.
pub(crate) fn once(
    headers: &HeaderMap,
    grammar: Option<&dyn EditGrammar>,
) -> Result<Vec<Then>, Status> {
    let mut once = Vec::new();
    for value in headers.get_all(OWN) {
        let text = String::from_utf8_lossy(value.as_bytes());
        let form = serde_json::from_str(&text);
        let form = form.map_err(|_| invalid(format!("`{OWN}: {text}`: {FORM}.")))?;
        let then = Then::read(form, grammar);
        once.push(then.map_err(|error| invalid(format!("`{OWN}`: {error}.")))?);
    }
    for value in headers.get_all(GOOGLE) {
        let text = value.to_str().unwrap_or_default().trim();
        let then = instruction(text);
        let then = then.ok_or_else(|| invalid(format!("`{GOOGLE}: {text}`: {INSTRUCTIONS}.")))?;
        once.push(then);
    }
    Ok(once)
}

const FORM: &str = "it is `then` of a rule, in JSON, such as `{\"drop\": \"after\"}`";

const INSTRUCTIONS: &str = "it is `return-503` or another status, `return-reset-connection`, \
     `return-broken-stream`, or `stall-for-2s`";

fn instruction(text: &str) -> Option<Then> {
    if let Some(time) = text.strip_prefix("stall-for-") {
        let Span(time) = time.to_ascii_lowercase().parse().ok()?;
        return Some(Then::Delay(time));
    }
    match text.strip_prefix("return-")? {
        "reset-connection" => Some(Then::Drop(When::Before)),
        "broken-stream" => Some(Then::Drop(When::Body)),
        status => {
            let status = StatusCode::from_bytes(status.as_bytes()).ok()?;
            if status == StatusCode::BAD_GATEWAY {
                return Some(Then::Page(status));
            }
            let code = code_of(status)?;
            Some(Then::Fail {
                error: Error::Code(code),
                retry_after: None,
            })
        }
    }
}
