//! Where requests name what might be another account's, by the method table.
use std::collections::BTreeSet;

use people_model::{Descriptor, Member, Method, ValueKind};
use serde_json::Value;

/// Where a method takes the name of a resource or a token: `path people/*`, `query pageToken`,
/// `body memberships[].contactGroupMembership.contactGroupResourceName`.
pub(super) fn places(method: Method) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    if let Some((_, pattern)) = method.path().split_once('=') {
        let pattern = pattern.split('}').next().unwrap_or_default();
        places.insert(format!("path {pattern}"));
    }
    for parameter in method.query() {
        if names_something(parameter.json) {
            places.insert(format!("query {}", parameter.json));
        }
    }
    if let Some(body) = method.body() {
        of_message(body.message, "body ", &mut places);
    }
    places
}

fn of_message(message: &'static Descriptor, path: &str, places: &mut BTreeSet<String>) {
    for member in message.members.iter().filter(|member| !is_ignored(member)) {
        let list = if member.repeated { "[]" } else { "" };
        let path = format!("{path}{}{list}", member.json);
        match member.kind {
            ValueKind::String if names_something(member.json) => {
                places.insert(path);
            }
            ValueKind::Message(message) => of_message(message, &format!("{path}."), places),
            ValueKind::Map(message) => {
                places.insert(format!("{path}{{}}"));
                of_message(message, &format!("{path}{{}}."), places);
            }
            _ => {}
        }
    }
}

fn is_ignored(member: &Member) -> bool {
    member.output_only
}

fn names_something(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("resourcename") || name.ends_with("token") && name != "requestsynctoken"
}

/// Where a request holds one of the `names`.
pub(super) fn filled(
    method: Method,
    address: &str,
    body: &Value,
    names: &[&str],
) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    let holds = |text: &str| names.iter().any(|name| text.contains(name));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    for place in self::places(method) {
        if place.starts_with("path ") && holds(path) {
            places.insert(place);
        }
    }
    for (parameter, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        if holds(value) {
            places.insert(format!("query {parameter}"));
        }
    }
    of_value(body, "body ", &holds, &mut places);
    places
}

fn of_value(
    value: &Value,
    path: &str,
    holds: &dyn Fn(&str) -> bool,
    places: &mut BTreeSet<String>,
) {
    match value {
        Value::String(text) if holds(text) => {
            places.insert(path.trim_end_matches('.').to_owned());
        }
        Value::Array(entries) => {
            let path = format!("{}[].", path.trim_end_matches('.'));
            entries
                .iter()
                .for_each(|entry| of_value(entry, &path, holds, places));
        }
        Value::Object(members) => {
            for (name, value) in members {
                let path = if holds(name) {
                    let path = format!("{}{{}}", path.trim_end_matches('.'));
                    places.insert(path.clone());
                    format!("{path}.")
                } else {
                    format!("{path}{name}.")
                };
                of_value(value, &path, holds, places);
            }
        }
        _ => {}
    }
}
