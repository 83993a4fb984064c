//! What a test says to the emulator: the addresses under `/emulator/v1/`.
//!
//! Requests here take no place among the calls, have no quota, and are in no journal.
mod accounts;
mod asked;
mod clock;
mod findings;
mod guard;
mod requests;
mod routes;
mod rules;
mod sync_tokens;

use axum::{body::Body, extract::Request, response::Response};
use http::{HeaderValue, StatusCode, header};
use people_http::ErrorBody;
use people_model::{Code, Status};
use people_server::Api;
use serde_json::Value;

use self::routes::{Found, NotFound, Operation};
pub(crate) use self::{
    accounts::Keeping,
    asked::{Asked, read},
    guard::Guard,
};
use crate::{Emulator, oauth};

/// The description of these addresses, as OpenAPI.
const DESCRIPTION: &[u8] = include_bytes!("openapi.json");

/// The answer of an operation: a response, or an error.
pub(crate) type Answer = Result<Response<Body>, Status>;

/// Whether a path belongs to the emulator, even if no address has it.
pub(crate) fn is_address(path: &str) -> bool {
    path.strip_prefix("/emulator")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Answers a request to control the emulator.
pub(crate) async fn answer<A: Api>(
    emulator: &Emulator<A>,
    guard: &Guard,
    request: Request,
) -> Response<Body> {
    let (uri, headers) = (request.uri(), request.headers());
    let answered = match guard.admit(uri, headers) {
        Ok(()) => operate(emulator, guard.base(uri, headers), request).await,
        Err(refused) => Err(refused),
    };
    answered.unwrap_or_else(refusal)
}

/// Does what an admitted request asks for. The server was reached at `base`.
pub(crate) async fn operate<A: Api>(
    emulator: &Emulator<A>,
    base: String,
    request: Request,
) -> Answer {
    let Found {
        operation,
        segments,
    } = match routes::find(request.method(), request.uri().path()) {
        Ok(found) => found,
        Err(NotFound::Path(status)) => return Err(status),
        Err(NotFound::Verb { path, allowed }) => {
            return Ok(wrong_verb(request.method(), &path, &allowed));
        }
    };
    let asked = Asked::read(request, segments, base).await?;
    match operation {
        Operation::Describe => {
            asked.allow(&[])?;
            Ok(json(StatusCode::OK, DESCRIPTION))
        }
        Operation::ListRequests => requests::list(emulator, &asked).await,
        Operation::DeleteRequests => requests::delete(emulator, &asked),
        Operation::VerifyRequests => requests::verify(emulator, &asked).await,
        Operation::GetRequest => requests::get(emulator, &asked),
        Operation::GetRequestAsCurl => requests::as_curl(emulator, &asked),
        Operation::ListFindings => findings::list(emulator, &asked).await,
        Operation::DeleteFindings => findings::clear(emulator, &asked),
        Operation::Accounts(operation) => match emulator.keeping() {
            Some(keeping) => keeping.answer(operation, asked).await,
            None => Err(no_accounts()),
        },
        Operation::ListRules => rules::list(emulator, &asked),
        Operation::ReplaceRules => rules::replace(emulator, &asked),
        Operation::AddRules => rules::add(emulator, &asked),
        Operation::DeleteRules => rules::delete(emulator, &asked),
        Operation::GetRule => rules::get(emulator, &asked),
        Operation::EnableRule => rules::enable(emulator, &asked),
        Operation::DeleteRule => rules::delete_one(emulator, &asked),
        Operation::SyncTokens(operation) => sync_tokens::answer(emulator, operation, &asked).await,
        Operation::Grants(operation) => oauth::answer_control(emulator.oauth(), operation, &asked),
    }
}

/// What an emulator that was made without accounts answers.
pub(crate) fn no_accounts() -> Status {
    let text = "This emulator sees only calls, and not the data of its accounts.";
    Status::new(Code::Unimplemented, text)
}

/// An answer whose body is this JSON.
pub(crate) fn json(status: StatusCode, json: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(json.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/json; charset=UTF-8");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An answer whose body is this value.
pub(crate) fn to_json(status: StatusCode, value: &Value) -> Response<Body> {
    json(status, format!("{value:#}\n"))
}

/// The answer to a request that is refused: an error in the form of the API's.
pub(crate) fn refusal(status: Status) -> Response<Body> {
    let error = ErrorBody::new(status);
    let status = StatusCode::from_u16(error.http_status());
    let mut body = error.to_json(true);
    body.push(b'\n');
    json(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body)
}

/// The answer to a verb that a path does not know. The errors of the API have no code for it.
fn wrong_verb(verb: &http::Method, path: &str, allowed: &str) -> Response<Body> {
    let error = serde_json::json!({"error": {
        "code": StatusCode::METHOD_NOT_ALLOWED.as_u16(),
        "message": format!("`{path}` does not answer {verb}. It answers {allowed}."),
        "status": "UNIMPLEMENTED",
    }});
    let mut answer = to_json(StatusCode::METHOD_NOT_ALLOWED, &error);
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    answer
}
