//! What the batches of writes have in common: changes that may be refused before they are planned, an error for each
//! contact (rule `B2`), and a reply for each contact.
use people_model::Status;
use people_rules::Violation;
use serde_json::{Map, Value};

use super::{
    facts::Facts,
    write::{Change, Desk, Needs, Plan, Room, Rows, Unwritten},
};
use crate::api::Failure;

/// A change of a batch.
pub(super) enum Proposed<C> {
    Change(C),
    /// A change that is invalid for any rows.
    Refused(Violation),
}

impl<C: Change> Change for Proposed<C> {
    type Outcome = C::Outcome;

    fn needs(&self) -> Needs {
        match self {
            Self::Change(change) => change.needs(),
            Self::Refused(_) => Needs::default(),
        }
    }

    fn room(&self, facts: &Facts) -> Option<Room> {
        match self {
            Self::Change(change) => change.room(facts),
            Self::Refused(_) => None,
        }
    }

    fn admit(&self, rows: &Rows) -> Result<(), Failure> {
        match self {
            Self::Change(change) => change.admit(rows),
            Self::Refused(violation) => Err(violation.clone().into()),
        }
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<C::Outcome>, Failure> {
        match self {
            Self::Change(change) => change.plan(rows, desk),
            Self::Refused(violation) => Err(violation.clone().into()),
        }
    }
}

/// The detail of a batch that was refused, by its type.
pub(super) const CREATE_ERRORS: &str =
    "type.googleapis.com/google.people.v1.BatchCreateContactsErrorDetails";
pub(super) const UPDATE_ERRORS: &str =
    "type.googleapis.com/google.people.v1.BatchUpdateContactsErrorDetails";

/// The answer to a batch that was not written. It has the status of the first contact that was refused. A detail of
/// type `errors` has the status of each, by its key.
pub(super) fn refusal(
    unwritten: Unwritten,
    errors: &str,
    key: impl Fn(usize) -> Option<String>,
) -> Failure {
    let refused = match unwritten {
        Unwritten::Refused(refused) => refused,
        failed @ Unwritten::Failed(_) => return failed.first(),
    };
    let entries = refused.iter().filter_map(|(index, failure)| {
        let status = serde_json::to_value(failure.status()).ok()?;
        Some((key(*index)?, status))
    });
    let entries: Map<String, Value> = entries.collect();
    let detail = Map::from_iter([
        ("@type".to_owned(), errors.into()),
        ("contactErrors".to_owned(), entries.into()),
    ]);
    let first = Unwritten::Refused(refused).first();
    let rule = first.rule();
    let Status { code, message, .. } = first.into_status();
    let mut status = Status::default();
    (status.code, status.message) = (code, message);
    let failure = Failure::from(status.with_detail(detail));
    match rule {
        Some(rule) => failure.by_rule(rule),
        None => failure,
    }
}

/// Adds a `PersonResponse` with the person that `push` appends.
pub(super) fn push_found<T>(
    body: &mut String,
    requested: &str,
    push: impl FnOnce(&mut String) -> T,
) -> T {
    body.push_str("{\"httpStatusCode\":200,\"person\":");
    let pushed = push(body);
    body.push_str(",\"requestedResourceName\":");
    body.push_str(&Value::from(requested).to_string());
    body.push('}');
    pushed
}
