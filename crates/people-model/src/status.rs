use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Status;

/// How a call ended, as google.rpc numbers and names it.
///
/// Closed on purpose: these are all there are, and a server has to know each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)] // the set has been frozen since it was published
#[repr(i32)]
pub enum Code {
    /// It succeeded.
    Ok = 0,
    /// The caller gave up.
    Cancelled = 1,
    /// An error that says nothing of itself.
    Unknown = 2,
    /// The request is invalid in every state of the service.
    InvalidArgument = 3,
    /// It took too long; it may have happened.
    DeadlineExceeded = 4,
    /// What the request names is not there.
    NotFound = 5,
    /// The resource that the request creates exists already.
    AlreadyExists = 6,
    /// The caller is known, and not allowed to do this.
    PermissionDenied = 7,
    /// A quota is used up.
    ResourceExhausted = 8,
    /// The state of the service does not allow this. Reading the state again may help.
    FailedPrecondition = 9,
    /// Another call got in the way; the whole of it can be tried again.
    Aborted = 10,
    /// Beyond the end of the existing data.
    OutOfRange = 11,
    /// Not done by this service.
    Unimplemented = 12,
    /// The service has an internal error.
    Internal = 13,
    /// Not now; the call can be tried again.
    Unavailable = 14,
    /// Data is lost or corrupt.
    DataLoss = 15,
    /// The caller is not known.
    Unauthenticated = 16,
}

impl Code {
    /// Every code; its position is its number.
    pub const ALL: [Self; 17] = [
        Self::Ok,
        Self::Cancelled,
        Self::Unknown,
        Self::InvalidArgument,
        Self::DeadlineExceeded,
        Self::NotFound,
        Self::AlreadyExists,
        Self::PermissionDenied,
        Self::ResourceExhausted,
        Self::FailedPrecondition,
        Self::Aborted,
        Self::OutOfRange,
        Self::Unimplemented,
        Self::Internal,
        Self::Unavailable,
        Self::DataLoss,
        Self::Unauthenticated,
    ];

    /// The name: `INVALID_ARGUMENT`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Cancelled => "CANCELLED",
            Self::Unknown => "UNKNOWN",
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::ResourceExhausted => "RESOURCE_EXHAUSTED",
            Self::FailedPrecondition => "FAILED_PRECONDITION",
            Self::Aborted => "ABORTED",
            Self::OutOfRange => "OUT_OF_RANGE",
            Self::Unimplemented => "UNIMPLEMENTED",
            Self::Internal => "INTERNAL",
            Self::Unavailable => "UNAVAILABLE",
            Self::DataLoss => "DATA_LOSS",
            Self::Unauthenticated => "UNAUTHENTICATED",
        }
    }

    /// The number: 3.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// The code with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }

    /// The status of an HTTP reply that ends so: 400. Several codes share one.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Ok => 200,
            Self::InvalidArgument | Self::FailedPrecondition | Self::OutOfRange => 400,
            Self::Unauthenticated => 401,
            Self::PermissionDenied => 403,
            Self::NotFound => 404,
            Self::AlreadyExists | Self::Aborted => 409,
            Self::ResourceExhausted => 429,
            Self::Cancelled => 499,
            Self::Unknown | Self::Internal | Self::DataLoss => 500,
            Self::Unimplemented => 501,
            Self::Unavailable => 503,
            Self::DeadlineExceeded => 504,
        }
    }
}

/// The name.
impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The text is not the name of a [`Code`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not the name of a status code")]
pub struct ParseCodeError {
    found: String,
}

impl FromStr for Code {
    type Err = ParseCodeError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut codes = Self::ALL.into_iter();
        codes
            .find(|code| code.as_str() == name)
            .ok_or_else(|| ParseCodeError {
                found: name.to_owned(),
            })
    }
}

/// How to make a status, and its details as types.
///
/// ```
/// use people_model::{Code, ErrorInfo, Status};
///
/// let status = Status::new(Code::FailedPrecondition, "the token has expired")
///     .with_detail(ErrorInfo::new("EXPIRED_SYNC_TOKEN", "people.example.com"));
///
/// assert_eq!(status.code(), Some(Code::FailedPrecondition));
/// assert_eq!(status.error_info().unwrap().reason, "EXPIRED_SYNC_TOKEN");
/// ```
impl Status {
    /// A status without details.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code: code.number(),
            message: message.into(),
            ..Self::default()
        }
    }

    /// Adds a detail: one of those with a type here, or any object with an `@type`.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Map<String, Value>>) -> Self {
        self.details.push(detail.into());
        self
    }

    /// The code, if its number is one of google.rpc's.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        Code::from_number(self.code)
    }

    /// The first detail that says why, in a word for programs.
    #[must_use]
    pub fn error_info(&self) -> Option<ErrorInfo> {
        self.detail(ERROR_INFO)
    }

    /// The first detail that says what is wrong with the request.
    #[must_use]
    pub fn bad_request(&self) -> Option<BadRequest> {
        self.detail(BAD_REQUEST)
    }

    /// The first detail that says which quota is used up.
    #[must_use]
    pub fn quota_failure(&self) -> Option<QuotaFailure> {
        self.detail(QUOTA_FAILURE)
    }

    /// A detail that does not have the members of its type is as one that is not there.
    fn detail<'de, T: Deserialize<'de>>(&'de self, name: &str) -> Option<T> {
        self.details
            .iter()
            .filter(|detail| detail.get("@type").and_then(Value::as_str) == Some(name))
            .find_map(|detail| T::deserialize(detail).ok())
    }
}

/// Why a call failed, in a word for programs: `google.rpc.ErrorInfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ErrorInfo {
    /// The word: `ACCESS_TOKEN_SCOPE_INSUFFICIENT`.
    pub reason: String,
    /// The service whose word it is: `googleapis.com`.
    pub domain: String,
    /// What more there is to know.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

impl ErrorInfo {
    /// A reason without metadata.
    #[must_use]
    pub fn new(reason: impl Into<String>, domain: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            domain: domain.into(),
            metadata: BTreeMap::new(),
        }
    }

    /// Adds an entry to the metadata.
    #[must_use]
    pub fn with_metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }
}

/// What is wrong with a request: `google.rpc.BadRequest`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(clippy::exhaustive_structs)] // servers write it out
pub struct BadRequest {
    /// Every violation that was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub field_violations: Vec<FieldViolation>,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(clippy::exhaustive_structs)] // servers write it out
pub struct FieldViolation {
    /// The place, as a path of `snake_case` names; empty if the fault has no place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// What.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// Which quotas are used up: `google.rpc.QuotaFailure`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(clippy::exhaustive_structs)] // servers write it out
pub struct QuotaFailure {
    /// Each of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<QuotaViolation>,
}

/// One quota that is used up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(clippy::exhaustive_structs)] // servers write it out
pub struct QuotaViolation {
    /// Whose quota.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// Which, and how it was used up.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
}

const ERROR_INFO: &str = "type.googleapis.com/google.rpc.ErrorInfo";
const BAD_REQUEST: &str = "type.googleapis.com/google.rpc.BadRequest";
const QUOTA_FAILURE: &str = "type.googleapis.com/google.rpc.QuotaFailure";

impl From<ErrorInfo> for Map<String, Value> {
    fn from(detail: ErrorInfo) -> Self {
        object(ERROR_INFO, &detail)
    }
}

impl From<BadRequest> for Map<String, Value> {
    fn from(detail: BadRequest) -> Self {
        object(BAD_REQUEST, &detail)
    }
}

impl From<QuotaFailure> for Map<String, Value> {
    fn from(detail: QuotaFailure) -> Self {
        object(QUOTA_FAILURE, &detail)
    }
}

fn object(name: &str, detail: &impl Serialize) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("@type".to_owned(), name.into());
    if let Ok(Value::Object(members)) = serde_json::to_value(detail) {
        object.extend(members);
    }
    object
}
