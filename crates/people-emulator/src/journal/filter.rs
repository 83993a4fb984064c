//! Which entries are meant.
use std::str::FromStr;

use people_model::Method;
use serde_json::Value;

use super::Entry;
use crate::{members::Members, words::nearest};

/// Which entries are meant: those of which all that it names is true.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) account: Option<String>,
    pub(crate) method: Option<MethodId>,
    pub(crate) test: Option<String>,
    pub(crate) status: Option<StatusFilter>,
    /// Requests with a greater number.
    pub(crate) after: Option<u64>,
    /// A part of the body of the request.
    pub(crate) body: Option<Value>,
}

/// A method, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MethodId(pub(crate) Method);

/// A status, such as `404` or `4xx`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusFilter {
    One(u16),
    /// The hundreds.
    Class(u16),
}

impl Filter {
    /// Reads what a test wrote.
    pub(super) fn read(value: Value) -> Result<Self, String> {
        let mut members = Members::new("match", r#"{"account": "ada"}"#, value)?;
        let filter = Self {
            account: members.text("account", r#""ada""#)?,
            method: members.parsed("method", r#""people.people.updateContact""#)?,
            test: members.text("test", r#""t1""#)?,
            status: members.take("status").map(status).transpose()?,
            after: members.number("after", 7)?,
            body: members.take("body"),
        };
        members.finish()?;
        Ok(filter)
    }

    /// Whether an entry is meant, or a call of it if it is a batch.
    pub(crate) fn matches(&self, entry: &Entry) -> bool {
        self.allows(entry)
            && (self.means(entry) || entry.parts().iter().any(|part| self.means(part)))
    }

    /// Whether exactly this is meant, and not only a call of it.
    pub(crate) fn means(&self, entry: &Entry) -> bool {
        self.allows(entry) && self.differences(entry).next().is_none()
    }

    /// Whether it has the test and the number that are meant, as all calls of a batch have. Nothing is read for this.
    fn allows(&self, entry: &Entry) -> bool {
        let is_of_test = match &self.test {
            Some(test) => entry.test.as_deref() == Some(&**test),
            None => true,
        };
        is_of_test && self.after.is_none_or(|after| entry.number > after)
    }

    /// In what an entry is not what is meant.
    pub(crate) fn differences(&self, entry: &Entry) -> impl Iterator<Item = String> {
        // A batch whose calls are known by themselves is none of them.
        let calls = || match entry.calls.is_empty() || !entry.has_parts() {
            true => entry.calls.iter(),
            false => [].iter(),
        };
        let account = self.account.as_ref().and_then(|account| {
            let calls = calls().map(|call| call.account.as_str());
            let sender = entry.account.as_ref().map(|account| account.as_str());
            let found = sender.into_iter().chain(calls).any(|own| own == account);
            let sender = sender.unwrap_or("nobody");
            (!found).then(|| format!("account: {sender}, not {account}"))
        });
        let method = self.method.and_then(|MethodId(method)| {
            let own = entry.method();
            let found = own == Some(method) || calls().any(|call| call.method == method);
            let own = own.map_or("none", Method::id);
            (!found).then(|| format!("method: {own}, not {}", method.id()))
        });
        let test = self.test.as_ref().and_then(|test| {
            let own = entry.test.as_deref();
            let shown = own.unwrap_or("none");
            (own != Some(&**test)).then(|| format!("test: {shown}, not {test}"))
        });
        let status = self.status.and_then(|status| {
            let own = entry.status.as_u16();
            let (found, meant) = match status {
                StatusFilter::One(one) => (own == one, one.to_string()),
                StatusFilter::Class(class) => (own / 100 == class, format!("{class}xx")),
            };
            (!found).then(|| format!("status: {own}, not {meant}"))
        });
        let after = self.after.and_then(|after| {
            let number = entry.number;
            (number <= after).then(|| format!("number: {number}, not after {after}"))
        });
        let body = self.body.as_ref().and_then(|part| body(part, entry));
        let all = [account, method, test, status, after, body];
        all.into_iter().flatten()
    }
}

/// In what the body of an entry's request does not hold `part`.
fn body(part: &Value, entry: &Entry) -> Option<String> {
    let Some(body) = entry.request.plain() else {
        return Some("body: it was not kept".to_owned());
    };
    match serde_json::from_slice(&body) {
        Ok(body) => missing(part, &body, "body"),
        Err(_) => Some("body: it is not JSON".to_owned()),
    }
}

/// Where `whole` does not hold `part`: an object may have more members, and a list more entries.
fn missing(part: &Value, whole: &Value, place: &str) -> Option<String> {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().find_map(|(name, value)| match whole.get(name) {
                Some(own) => missing(value, own, &format!("{place}.{name}")),
                None => Some(format!("{place}.{name}: it is missing")),
            })
        }
        (Value::Array(part), Value::Array(whole)) => part.iter().find_map(|entry| {
            let is_there = whole.iter().any(|own| missing(entry, own, place).is_none());
            (!is_there).then(|| format!("{place}: no entry holds {entry}"))
        }),
        (part, whole) => (part != whole).then(|| format!("{place}: {whole}, not {part}")),
    }
}

impl FromStr for MethodId {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        Method::from_id(id).map(Self).ok_or_else(|| {
            let ids = Method::ALL.iter().map(|method| method.id());
            let near = nearest(id, ids.clone());
            // The last part of an id says enough to know which is meant.
            let near = near.or_else(|| ids.clone().find(|own| own.rsplit('.').next() == Some(id)));
            let near = near.unwrap_or(Method::UpdateContact.id());
            format!("`{id}` is not the id of a method; write for instance `{near}`")
        })
    }
}

impl FromStr for StatusFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (digits, range) = match text.strip_suffix("xx") {
            Some(class) => (class, 1..=5),
            None => (text, 100..=599),
        };
        let number = digits.parse().ok().filter(|number| range.contains(number));
        match (number, text == digits) {
            (Some(status), true) => Ok(Self::One(status)),
            (Some(class), false) => Ok(Self::Class(class)),
            (None, _) => Err(format!("`{text}` is not a status such as `404` or `4xx`")),
        }
    }
}

/// A status in JSON, which is a number or a text.
fn status(value: Value) -> Result<StatusFilter, String> {
    match value {
        Value::String(text) => text.parse(),
        other => other.to_string().parse(),
    }
    .map_err(|why| format!("`status`: {why}"))
}
