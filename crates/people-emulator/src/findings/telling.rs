//! What a finding says.
use super::{
    exchange::{Author, Exchange},
    finding::{Finding, Grade, Kind, LostValue},
    overwritten::{Fault, Update},
};

/// The numbers of what led to a finding, and of what did it.
pub(super) fn requests(first: u64, last: u64) -> Vec<u64> {
    match first == last {
        true => vec![first],
        false => vec![first, last],
    }
}

/// A finding about an exchange.
pub(super) fn finding(exchange: &Exchange, kind: Kind, grade: Grade, text: String) -> Finding {
    let test = match &exchange.by {
        Author::Program(test) => test.clone(),
        Author::SomebodyElse => None,
    };
    Finding {
        number: 0,
        id: kind,
        grade,
        account: exchange.account.clone(),
        test,
        resource_name: None,
        text,
        requests: vec![exchange.number],
        values: Vec::new(),
        advice: kind.advice(),
    }
}

pub(super) fn overwritten(exchange: &Exchange, update: &Update<'_>, fault: Fault) -> Finding {
    let fields = format!("`{}`", fault.fields.to_string().replace(',', "`, `"));
    let text = match (fault.kind, fault.grade) {
        (Kind::FieldErased, Grade::Error) => format!(
            "The mask named {fields}, the body left them out, and the program had not read what was erased."
        ),
        (Kind::FieldErased, _) => {
            format!(
                "The mask named {fields}, and the body left them out beside fields that it had."
            )
        }
        (Kind::MemberErased, Grade::Error) => {
            format!("An update of {fields} erased members that the program had not read.")
        }
        (Kind::MemberErased, _) => {
            format!("An update of {fields} did not send members back that the program had read.")
        }
        (Kind::EntryDropped, _) => {
            format!("An update of {fields} dropped entries that the program had not read.")
        }
        (Kind::MembershipDropped, _) => {
            "An update took the contact out of groups whose memberships the program had not read."
                .to_owned()
        }
        (Kind::EditLost, _) => format!(
            "Somebody changed {fields} after the program had read them, and its update undid that without a \
             conflict."
        ),
        (Kind::StaleRetried, _) => format!(
            "An update was refused because its etag was stale. The program sent it again with another etag, and \
             overwrote what others had changed in {fields}."
        ),
        (
            Kind::BlindOverwrite
            | Kind::CreateRepeated
            | Kind::SyncAbandoned
            | Kind::RetryStorm
            | Kind::ParallelWrites,
            _,
        ) => {
            format!("An update replaced {fields}, which the program had not read.")
        }
    };
    let values = fault.items.into_iter().map(|item| LostValue {
        path: item.path,
        before: item.before,
        after: item.after,
    });
    Finding {
        resource_name: Some(update.replaced.id.resource_name().to_string()),
        requests: requests(fault.cause, update.number),
        values: values.collect(),
        ..finding(exchange, fault.kind, fault.grade, text)
    }
}
