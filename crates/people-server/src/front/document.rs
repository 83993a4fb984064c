//! Answers that are not replies to calls: the description of the API, and the header fields of such answers.
use bytes::Bytes;
use http::{HeaderValue, header};

use super::{reply::SERVER, response::Response};

/// What the API is, for tools that read OpenAPI.
pub(crate) fn description() -> Response {
    const DESCRIPTION: &str = include_str!("../generated/openapi.json");
    document(
        "application/json; charset=UTF-8",
        Bytes::from_static(DESCRIPTION.as_bytes()),
    )
}

/// The answer 200 with this body.
pub(super) fn document(content_type: &'static str, body: Bytes) -> Response {
    of_body(content_type, body.into())
}

/// The same with a body of any kind.
pub(super) fn of_body<B>(content_type: &'static str, body: B) -> http::Response<B> {
    let mut response = http::Response::new(body);
    let fields = [
        (header::CONTENT_TYPE, content_type),
        (header::SERVER, SERVER),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in fields {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}
