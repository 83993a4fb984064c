//! An error as text: all of it for the caller, and without contact data for logs.
use std::fmt;

use people_model::{BadRequest, Code, Status};
use people_rules::Violation;

use super::{Error, ErrorKind};

impl Error {
    fn what(&self) -> Option<&'static str> {
        match self.0.kind {
            ErrorKind::Setup(reason) => Some(reason),
            ErrorKind::NotAddressable => Some("the resource name does not fit this method"),
            ErrorKind::Broken => Some("not sent, because it breaks rules"),
            ErrorKind::EditFailed => Some("the edit failed, and nothing was sent"),
            ErrorKind::NotRead => Some("not sent, because it changes fields that were not read"),
            ErrorKind::Conflict(_) => Some("another program changed the same value"),
            ErrorKind::NotTried => Some("not tried, because an earlier call failed"),
            ErrorKind::NoToken => Some("there is no token for the call"),
            ErrorKind::Unreachable => Some("cannot connect"),
            ErrorKind::NoAnswer => Some("no reply came"),
            ErrorKind::Unreadable => Some("the reply cannot be read"),
            ErrorKind::Refused { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = self.0.method {
            f.write_str(method.rpc())?;
            if !self.0.name.is_empty() {
                write!(f, " {}", self.0.name)?;
            }
            f.write_str(": ")?;
        }
        match (&self.0.kind, self.what()) {
            (ErrorKind::Refused { http, status, .. }, _) => {
                write!(f, "{http} {}", code_name(status))?;
                if let Some(info) = status.error_info() {
                    write!(f, " ({})", info.reason)?;
                }
                write!(f, ": {}", status.message)?;
                for field in fields(status).filter(|field| !status.message.contains(field)) {
                    write!(f, " [{field}]")?;
                }
            }
            (_, what) => f.write_str(what.unwrap_or_default())?,
        }
        for (index, conflict) in self.conflicts().iter().enumerate() {
            let separator = if index == 0 { ": " } else { ", " };
            write!(f, "{separator}{}", conflict.path())?;
        }
        if self.0.violations.is_empty() || self.status().is_some() {
            return self.remark(f);
        }
        for (index, violation) in self.0.violations.iter().enumerate() {
            let separator = if index == 0 { ": " } else { "; " };
            write!(f, "{separator}{}: {violation}", violation.rule())?;
        }
        self.remark(f)
    }
}

impl Error {
    fn remark(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.unsettled && !self.is_lost() {
            f.write_str(" (an earlier attempt may have taken effect)")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        if let Some(method) = self.0.method {
            debug.field("method", &method.rpc());
        }
        match (&self.0.kind, self.what()) {
            (ErrorKind::Refused { http, status, .. }, _) => debug
                .field("http", http)
                .field("code", &code_name(status))
                .field("message", &redact(&status.message)),
            (_, what) => debug.field("kind", &what.unwrap_or_default()),
        };
        if !self.0.violations.is_empty() {
            // Their data is the contact's.
            let rules: Vec<_> = self.0.violations.iter().map(Violation::rule).collect();
            debug.field("violations", &rules);
        }
        if self.is_conflict() {
            let fields = self.conflicts().iter().map(|it| it.field.as_str());
            debug.field("conflicts", &fields.collect::<Vec<_>>());
        }
        if self.0.unsettled {
            debug.field("unsettled", &true);
        }
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

/// The fields that the answer blames.
fn fields(status: &Status) -> impl Iterator<Item = String> {
    let fields = status
        .bad_request()
        .map(|it: BadRequest| it.field_violations);
    fields
        .into_iter()
        .flatten()
        .map(|violation| violation.field)
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
