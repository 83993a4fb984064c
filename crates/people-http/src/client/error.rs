use std::fmt;

use people_model::{Code, Method, Status};

/// A call that did not succeed. Branch with the predicates; print the chain of sources.
///
/// `Display` has the service's message, which may repeat what was sent. `Debug` leaves out whatever
/// the message quotes.
pub struct Error(Box<Inner>);

struct Inner {
    /// `None` while the client is being built.
    method: Option<Method>,
    kind: Kind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

pub(super) enum Kind {
    /// The client cannot be built.
    Setup(&'static str),
    /// The resource name is none of the method's: not sent.
    NotAddressable,
    /// There was no connection: not sent.
    Unreachable,
    /// It may have been sent, and no whole answer came.
    NoAnswer,
    /// A success was announced and cannot be read.
    Unreadable,
    /// The service said no.
    Refused { http: u16, status: Status },
}

impl Error {
    pub(super) fn new(method: Option<Method>, kind: Kind) -> Self {
        Self(Box::new(Inner {
            method,
            kind,
            source: None,
        }))
    }

    pub(super) fn because(
        mut self,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// What the service answered, if it did.
    pub fn status(&self) -> Option<&Status> {
        match &self.0.kind {
            Kind::Refused { status, .. } => Some(status),
            _ => None,
        }
    }

    /// Whether the contact changed since the etag that was sent was read (rule `U6`).
    ///
    /// Get the latest person, make the edit again, and update that.
    pub fn is_stale(&self) -> bool {
        // The same code for a call without any etag was seen too.
        self.0.method.is_some_and(|method| method.mutates())
            && self.status().is_some_and(|status| {
                status.code() == Some(Code::FailedPrecondition)
                    && status.message.contains("etag")
                    && !status.message.starts_with("Request must set")
            })
    }

    /// Whether the request itself is wrong: it will be as wrong the next time.
    pub fn is_invalid(&self) -> bool {
        matches!(self.0.kind, Kind::NotAddressable) || self.is(Code::InvalidArgument)
    }

    /// Whether there is no such contact, or none of the caller's.
    pub fn is_not_found(&self) -> bool {
        self.is(Code::NotFound)
    }

    /// Whether the credential is missing or no longer good.
    pub fn is_unauthenticated(&self) -> bool {
        self.is(Code::Unauthenticated)
    }

    /// Whether the caller may not do this, for example because the token lacks a scope.
    pub fn is_forbidden(&self) -> bool {
        self.is(Code::PermissionDenied)
    }

    /// Whether a quota is used up: wait before the next call.
    pub fn is_quota(&self) -> bool {
        self.is(Code::ResourceExhausted)
    }

    /// Whether the service cannot be reached or says that it is not there just now.
    pub fn is_unavailable(&self) -> bool {
        matches!(self.0.kind, Kind::Unreachable) || self.is(Code::Unavailable)
    }

    /// Whether the call may have taken effect although it failed.
    ///
    /// Of a read this is never so. Of an update, read the contact to find out; a create must not be
    /// repeated blindly.
    pub fn is_ambiguous(&self) -> bool {
        let unsettled = match &self.0.kind {
            Kind::Setup(_) | Kind::NotAddressable | Kind::Unreachable => false,
            Kind::NoAnswer | Kind::Unreadable => true,
            Kind::Refused { http, .. } => matches!(http, 500 | 502 | 504),
        };
        unsettled && self.0.method.is_some_and(|method| method.mutates())
    }

    fn is(&self, code: Code) -> bool {
        self.status().and_then(Status::code) == Some(code)
    }

    fn what(&self) -> Option<&'static str> {
        match self.0.kind {
            Kind::Setup(reason) => Some(reason),
            Kind::NotAddressable => Some("the resource name is not one of this method's"),
            Kind::Unreachable => Some("cannot connect"),
            Kind::NoAnswer => Some("no answer came"),
            Kind::Unreadable => Some("the answer cannot be read"),
            Kind::Refused { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = self.0.method {
            write!(f, "{}: ", method.rpc())?;
        }
        match (&self.0.kind, self.what()) {
            (Kind::Refused { http, status }, _) => {
                write!(f, "{http} {}", code_name(status))?;
                if let Some(info) = status.error_info() {
                    write!(f, " ({})", info.reason)?;
                }
                write!(f, ": {}", status.message)
            }
            (_, what) => f.write_str(what.unwrap_or_default()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        if let Some(method) = self.0.method {
            debug.field("method", &method.rpc());
        }
        match (&self.0.kind, self.what()) {
            (Kind::Refused { http, status }, _) => debug
                .field("http", http)
                .field("code", &code_name(status))
                .field("message", &redact(&status.message)),
            (_, what) => debug.field("kind", &what.unwrap_or_default()),
        };
        if let Some(source) = &self.0.source {
            debug.field("source", &source.to_string());
        }
        debug.finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

fn code_name(status: &Status) -> &'static str {
    status.code().unwrap_or(Code::Unknown).as_str()
}

/// A message without what it quotes, from the first quotation mark to the last.
fn redact(message: &str) -> String {
    match (message.find('"'), message.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}…{}", &message[..=first], &message[last..])
        }
        _ => message.to_owned(),
    }
}
