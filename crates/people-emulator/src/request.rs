//! Requests of the API, as they come and go.
use std::sync::Arc;

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::HeaderMap;
use people_model::Status;
use people_server::Api;

use crate::{
    Emulator,
    context::Context,
    control::{self, invalid},
};

/// The header field with the name of the test that a request belongs to (rule `X3`).
pub(crate) const TEST: &str = "x-people-test";

/// Bytes of the name of a test.
const LONGEST_NAME: usize = 128;

/// Answers a request of the API, and lets all that answers it know which request it is.
pub(crate) async fn answer<A: Api>(
    emulator: &Emulator<A>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let test = match test_of(request.headers()) {
        Ok(test) => test,
        Err(status) => return control::refusal(status),
    };
    let context = Arc::new(Context::new(emulator.next_number(), test));
    Arc::clone(&context).scope(next.run(request)).await
}

fn test_of(headers: &HeaderMap) -> Result<Option<Arc<str>>, Status> {
    let mut values = headers.get_all(TEST).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let name = value.to_str().unwrap_or_default().trim();
    match name.is_empty() || name.len() > LONGEST_NAME || values.next().is_some() {
        true => Err(invalid(format!(
            "`{TEST}` is sent once, with the name of a test: 1 to {LONGEST_NAME} characters of ASCII."
        ))),
        false => Ok(Some(name.into())),
    }
}
