//! What is sent and answered in batches, and outcomes in short.
use std::ops::Range;

use people_http::Error;
use people_model::{Name, Person};
use serde_json::{Value, json};

use crate::client::{
    predicates,
    script::{Answer, ok, status},
};

pub(super) fn name(number: usize) -> String {
    format!("people/c{}", number + 1000)
}

/// A contact as it is sent: its given name is a number.
pub(super) fn sent(number: usize) -> Person {
    Person::new()
        .resource_name(name(number))
        .etag("%1")
        .names([Name::new().given_name(number.to_string())])
}

pub(super) fn all_sent(numbers: Range<usize>) -> Vec<Person> {
    numbers.map(sent).collect()
}

/// The same as the service shows it afterwards, with what it fills in.
pub(super) fn kept(number: usize, second: u8) -> Value {
    let given = number.to_string();
    json!({
        "resourceName": name(number),
        "etag": "%2",
        "metadata": {"sources": [{
            "type": "CONTACT",
            "id": format!("{:x}", number + 1000),
            "updateTime": format!("2026-01-01T00:00:{second:02}.5Z"),
        }]},
        "names": [{"displayName": given, "unstructuredName": given, "givenName": given}],
        "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}}],
    })
}

/// The reply to a batch of creates.
pub(super) fn created(numbers: Range<usize>) -> Answer {
    let people: Vec<_> = numbers
        .map(|number| json!({"httpStatusCode": 200, "person": kept(number, 9)}))
        .collect();
    ok(&json!({"createdPeople": people}).to_string())
}

/// The reply to a batch of updates, without one of them.
pub(super) fn updated(numbers: Range<usize>, but: usize) -> Answer {
    let people = numbers
        .filter(|number| *number != but)
        .map(|number| (name(number), json!({"person": kept(number, 9)})));
    let people: serde_json::Map<String, Value> = people.collect();
    ok(&json!({"updateResult": people}).to_string())
}

/// A page of contacts, the latest first.
pub(super) fn listed(people: impl IntoIterator<Item = Value>) -> Answer {
    let people: Vec<_> = people.into_iter().collect();
    ok(&json!({"connections": people}).to_string())
}

/// The reply to a read of several, of which those without a person are not found.
pub(super) fn read(people: impl IntoIterator<Item = (usize, Option<Value>)>) -> Answer {
    let responses = people.into_iter().map(|(number, person)| {
        let mut response = json!({"requestedResourceName": name(number)});
        match person {
            Some(person) => response["person"] = person,
            None => response["httpStatusCode"] = 404.into(),
        }
        response
    });
    let responses: Vec<_> = responses.collect();
    ok(&json!({"responses": responses}).to_string())
}

/// A batch that is refused: these of its contacts, each with its own status.
pub(super) fn refused(kind: &str, errors: &[(&str, Value)]) -> Answer {
    let first = errors[0].1.clone();
    let errors: serde_json::Map<String, Value> = errors
        .iter()
        .map(|(key, status)| ((*key).to_owned(), status.clone()))
        .collect();
    let body = json!({"error": {
        "code": 400,
        "message": first["message"],
        "status": "FAILED_PRECONDITION",
        "details": [{
            "@type": format!("type.googleapis.com/google.people.v1.{kind}"),
            "contactErrors": errors,
        }],
    }});
    status(400, &body.to_string())
}

pub(super) fn stale() -> Value {
    json!({"code": 9, "message": "Request person.etag is different than the current person.etag. Clear local cache and get the latest person."})
}

pub(super) fn not_found() -> Value {
    json!({"code": 5, "message": "Requested entity was not found."})
}

pub(super) const NOT_FOUND: &str = r#"{"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}"#;

/// Outcomes in short: how many of one kind follow each other.
pub(super) fn told<T>(outcomes: &[Result<T, Error>]) -> Vec<String> {
    let mut told: Vec<(String, usize)> = Vec::new();
    for outcome in outcomes {
        let kind = match outcome {
            Ok(_) => "done".to_owned(),
            Err(error) if error.is_not_tried() => "not tried".to_owned(),
            Err(error) => predicates(error),
        };
        match told.last_mut() {
            Some((last, count)) if *last == kind => *count += 1,
            _ => told.push((kind, 1)),
        }
    }
    let told = told.into_iter();
    told.map(|(kind, count)| format!("{count} {kind}"))
        .collect()
}
