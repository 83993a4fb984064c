use http::StatusCode;
use people_model::{Code, Status};
use serde_json::{Map, Value, json};

/// The JSON that carries an error: `{"error": {"code", "message", "errors"?, "status", "details"?}}`.
///
/// ```
/// use people_http::{ErrorBody, status_of};
/// use people_rules::Violation;
///
/// let body = ErrorBody::new(status_of(&Violation::NotFound));
///
/// assert_eq!(body.http_status(), 404);
/// assert_eq!(
///     body.to_json(false),
///     br#"{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorBody {
    status: Status,
    errors: Vec<Value>,
}

impl ErrorBody {
    /// The error with only its status.
    pub fn new(status: Status) -> Self {
        Self {
            status,
            errors: Vec::new(),
        }
    }

    /// Adds `errors[]`, for callers that get it: see
    /// [`SystemParameters::lists_errors`](crate::SystemParameters::lists_errors).
    pub fn with_errors(mut self) -> Self {
        self.errors = vec![json!({
            "message": self.status.message,
            "domain": "global",
            "reason": reason(&self.status),
        })];
        self
    }

    /// Adds `errors[]` as it is when the parameter `fields` is to blame.
    pub fn with_fields_error(mut self) -> Self {
        self.errors = vec![json!({
            "message": "Invalid Parameter",
            "domain": "global",
            "reason": "invalidParameter",
            "location": "fields",
            "locationType": "parameter",
        })];
        self
    }

    /// The status of the reply.
    pub fn http_status(&self) -> u16 {
        code_of(&self.status).http_status()
    }

    /// What the body says.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// What the body says, by itself.
    pub fn into_status(self) -> Status {
        self.status
    }

    /// The body, with line breaks and two-space indentation when `pretty`.
    pub fn to_json(&self, pretty: bool) -> Vec<u8> {
        let code = code_of(&self.status);
        let mut error = Map::new();
        error.insert("code".to_owned(), code.http_status().into());
        error.insert("message".to_owned(), self.status.message.as_str().into());
        if !self.errors.is_empty() {
            error.insert("errors".to_owned(), self.errors.clone().into());
        }
        error.insert("status".to_owned(), code.as_str().into());
        if !self.status.details.is_empty() {
            error.insert("details".to_owned(), self.status.details.clone().into());
        }
        let body = json!({ "error": error });
        let json = if pretty {
            serde_json::to_vec_pretty(&body)
        } else {
            serde_json::to_vec(&body)
        };
        json.expect("a tree of values can be written")
    }

    /// Reads the body of a reply that is an error.
    ///
    /// For a body that is not this JSON (a proxy's page, an empty body) the error follows from the status.
    pub fn decode(http: StatusCode, body: &[u8]) -> Self {
        let error = serde_json::from_slice::<Value>(body)
            .ok()
            .and_then(|mut body| match body.get_mut("error").map(Value::take) {
                Some(Value::Object(error)) => Some(error),
                _ => None,
            });
        let Some(mut error) = error else {
            let phrase = http.canonical_reason().unwrap_or("no reason given");
            let message = format!("HTTP status {} ({phrase})", http.as_u16());
            return Self::new(Status::new(code_of_http(http.as_u16()), message));
        };
        let code = error
            .get("status")
            .and_then(Value::as_str)
            .and_then(|name| name.parse().ok())
            .unwrap_or_else(|| code_of_http(http.as_u16()));
        let message = match error.get_mut("message").map(Value::take) {
            Some(Value::String(message)) => message,
            _ => String::new(),
        };
        let mut list = |name| match error.get_mut(name).map(Value::take) {
            Some(Value::Array(entries)) => entries,
            _ => Vec::new(),
        };
        let errors = list("errors");
        let mut status = Status::new(code, message);
        status.details = list("details")
            .into_iter()
            .filter_map(|detail| match detail {
                Value::Object(detail) => Some(detail),
                _ => None,
            })
            .collect();
        Self { status, errors }
    }
}

fn code_of(status: &Status) -> Code {
    status.code().unwrap_or(Code::Unknown)
}

/// The word of the first version of the error form.
fn reason(status: &Status) -> &'static str {
    match code_of(status) {
        Code::InvalidArgument | Code::OutOfRange => "badRequest",
        Code::FailedPrecondition => "failedPrecondition",
        Code::NotFound => "notFound",
        Code::AlreadyExists => "alreadyExists",
        Code::Aborted => "aborted",
        Code::Unauthenticated => "authError",
        Code::PermissionDenied if lacks_scope(status) => "insufficientPermissions",
        Code::PermissionDenied => "forbidden",
        Code::ResourceExhausted => "rateLimitExceeded",
        Code::Cancelled => "cancelled",
        Code::Unimplemented => "notImplemented",
        Code::Ok
        | Code::Unknown
        | Code::DeadlineExceeded
        | Code::Internal
        | Code::Unavailable
        | Code::DataLoss => "backendError",
    }
}

fn lacks_scope(status: &Status) -> bool {
    status
        .error_info()
        .is_some_and(|info| info.reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
}

/// The likeliest code behind a reply that does not name one.
fn code_of_http(status: u16) -> Code {
    match status {
        400 => Code::InvalidArgument,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::NotFound,
        409 => Code::Aborted,
        412 => Code::FailedPrecondition,
        429 => Code::ResourceExhausted,
        499 => Code::Cancelled,
        501 => Code::Unimplemented,
        502 | 503 => Code::Unavailable,
        504 => Code::DeadlineExceeded,
        500..=599 => Code::Internal,
        _ => Code::Unknown,
    }
}
