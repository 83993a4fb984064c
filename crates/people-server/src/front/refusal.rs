//! Every way in which a request is refused, and the answer to the caller.
use http::{HeaderMap, HeaderValue, StatusCode, header};
use people_http::{ErrorBody, InvalidSelector, Rejection, SystemParameters};
use people_model::{Code, ErrorInfo, Method, SERVICE, Status};

use super::{
    body::Unread,
    gate::Busy,
    invalid_batch::{InvalidBatch, InvalidPart, Unmade},
    meter::Exceeded,
    page,
    reply::{self, Form, accepts_gzip},
    response::Response,
};
use crate::api::Failure;

#[derive(Debug)]
pub(crate) enum Refusal {
    /// No credential (rule `A1`).
    NoCredential(Option<Method>),
    /// An unknown credential (rule `A1`).
    BadCredential(Option<Method>),
    /// A credential that does not permit the method (rule `U12`).
    Scope(Method),
    /// A bucket of the caller's that has too little in it (rule `Q3`).
    Quota(Exceeded),
    Body(Unread),
    /// Too many calls are under way (rule `V1`).
    Busy,
    /// The answer took too long (rule `V2`).
    Slow,
    /// A body that is not a batch (rule `F19`).
    Batch(InvalidBatch),
    /// A part of a batch that is not a call (rule `F20`).
    Part(InvalidPart),
    /// A call of a batch that was not made (rule `V4`).
    Unmade(Unmade),
    /// A request that could not be read, and the rule that it broke.
    Request(Rejection, &'static str),
    Failed(Failure),
}

/// The rule that a request broke, as an extension of its response: for the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrokenRule(pub(crate) &'static str);

impl Refusal {
    /// What was not understood, and the rule that it broke where it does not say so itself.
    pub(crate) fn request(rejection: Rejection, otherwise: &'static str) -> Self {
        let rule = rejection.rule().unwrap_or(otherwise);
        Self::Request(rejection, rule)
    }

    pub(crate) fn response(self, system: &SystemParameters, headers: &HeaderMap) -> Response {
        let rule = self.rule();
        let mut response = self.written(system, headers);
        if let Some(rule) = rule {
            response.extensions_mut().insert(BrokenRule(rule));
        }
        response
    }

    fn written(self, system: &SystemParameters, headers: &HeaderMap) -> Response {
        if matches!(self, Self::Body(Unread::Slow)) {
            return page::timeout();
        }
        let challenge = self.challenge();
        let wait = self.wait();
        let blames_fields = matches!(self, Self::Request(Rejection::Selector(_), _));
        let agent = headers
            .get(header::USER_AGENT)
            .and_then(|agent| agent.to_str().ok());

        let mut error = ErrorBody::new(self.status());
        if system.lists_errors(agent) {
            error = if blames_fields {
                error.with_fields_error()
            } else {
                error.with_errors()
            };
        }
        let status =
            StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let form = Form {
            pretty: system.pretty_print,
            gzip: accepts_gzip(headers),
            ..Form::default()
        };
        let mut response = reply::json(status, error.to_json(false), &form);
        if let Some(challenge) = challenge {
            let headers = response.headers_mut();
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(wait) = wait {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }

    fn status(self) -> Status {
        match self {
            Self::NoCredential(method) => Status::new(
                Code::Unauthenticated,
                format!("Request is missing required authentication credential. {EXPECTED}"),
            )
            .with_detail(credential_info("CREDENTIALS_MISSING", method)),
            Self::BadCredential(method) => Failure::of(Code::Unauthenticated)
                .into_status()
                .with_detail(credential_info("ACCESS_TOKEN_TYPE_UNSUPPORTED", method)),
            Self::Scope(method) => Status::new(
                Code::PermissionDenied,
                "Request had insufficient authentication scopes.",
            )
            .with_detail(credential_info(
                "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                Some(method),
            )),
            Self::Quota(exceeded) => exceeded.bucket.exceeded(PROJECT),
            Self::Busy | Self::Body(Unread::NoMemory) => {
                Failure::of(Code::Unavailable).into_status()
            }
            Self::Slow => Failure::of(Code::DeadlineExceeded).into_status(),
            Self::Body(unread) => Status::new(Code::InvalidArgument, unread.to_string()),
            Self::Batch(invalid) => Status::new(Code::InvalidArgument, invalid.to_string()),
            Self::Part(invalid) => Status::new(Code::InvalidArgument, invalid.to_string()),
            Self::Unmade(unmade) => Status::new(unmade.code(), unmade.to_string()),
            Self::Request(rejection, _) => rejection.status(),
            Self::Failed(failure) => failure.into_status(),
        }
    }

    /// The rule that the request broke, or that keeps it from being answered now.
    fn rule(&self) -> Option<&'static str> {
        match self {
            Self::NoCredential(_) | Self::BadCredential(_) => Some("A1"),
            Self::Scope(_) => Some("U12"),
            Self::Quota(_) => Some("Q3"),
            Self::Body(unread) => match unread {
                Unread::TooLarge { .. } => Some("F6"),
                Unread::Slow => Some("F7"),
                Unread::NotGzip | Unread::Encoding(_) => Some("F5"),
                Unread::NoMemory => Some("V1"),
                Unread::Broken => None,
            },
            Self::Busy => Some("V1"),
            Self::Slow => Some("V2"),
            Self::Batch(_) => Some("F19"),
            Self::Part(_) => Some("F20"),
            Self::Unmade(_) => Some("V4"),
            Self::Request(_, rule) => Some(rule),
            Self::Failed(failure) => failure.rule(),
        }
    }

    /// After how many seconds the caller should try again, if that is known.
    fn wait(&self) -> Option<u64> {
        match self {
            Self::Quota(exceeded) => exceeded.wait.map(|wait| wait.as_secs() + 1),
            Self::Failed(failure) => failure.wait(),
            _ => None,
        }
    }

    fn challenge(&self) -> Option<HeaderValue> {
        let value = match self {
            Self::NoCredential(_) => REALM.to_owned(),
            Self::BadCredential(_) => invalid_token(),
            Self::Failed(failure) if failure.status().code() == Some(Code::Unauthenticated) => {
                invalid_token()
            }
            Self::Scope(method) => {
                let scopes = method.scopes().join(" ");
                format!("{REALM}, error=\"insufficient_scope\", scope=\"{scopes}\"")
            }
            _ => return None,
        };
        HeaderValue::try_from(value).ok()
    }
}

fn invalid_token() -> String {
    format!("{REALM}, error=\"invalid_token\"")
}

/// The consumer of the quotas; here a fixed one.
const PROJECT: u64 = 1;

/// The realm is the API's, as its clients know it.
const REALM: &str = "Bearer realm=\"https://accounts.google.com/\"";

const EXPECTED: &str = "Expected OAuth 2 access token, login cookie or other valid authentication \
     credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";

/// A batch is no method.
fn credential_info(reason: &str, method: Option<Method>) -> ErrorInfo {
    let info =
        ErrorInfo::new(reason, "googleapis.com").with_metadata("service", "people.googleapis.com");
    match method {
        None => info,
        Some(method) => info.with_metadata("method", format!("{SERVICE}.{}", method.rpc())),
    }
}

impl From<Exceeded> for Refusal {
    fn from(exceeded: Exceeded) -> Self {
        Self::Quota(exceeded)
    }
}

impl From<Busy> for Refusal {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl From<Unread> for Refusal {
    fn from(unread: Unread) -> Self {
        Self::Body(unread)
    }
}

impl From<InvalidBatch> for Refusal {
    fn from(invalid: InvalidBatch) -> Self {
        Self::Batch(invalid)
    }
}

impl From<InvalidSelector> for Refusal {
    fn from(invalid: InvalidSelector) -> Self {
        Self::request(invalid.into(), "F8")
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}
