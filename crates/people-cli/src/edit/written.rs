//! An entry as it is shown to a person.
use people_model::Entry;
use people_rules::main_member;
use serde_json::Value;

use super::member::settable;
use crate::{output, report};

/// An entry on one line, in the form that `--add` takes.
pub(crate) fn written<T: Entry>(entry: &T) -> String {
    let main = main_member(T::FIELD);
    let members = T::DESCRIPTOR.members.iter().enumerate();
    let settable = members.filter(|(_, member)| settable(T::DESCRIPTOR, member.json).is_some());
    let mut said: Vec<(&str, String)> = settable
        .filter_map(|(at, member)| Some((member.json, plain(&entry.member(at)?))))
        .collect();
    said.sort_by_key(|(name, _)| Some(*name) != main);
    let written = said.iter().map(|(name, text)| match Some(*name) == main {
        true => text.clone(),
        false => format!("{name}={text}"),
    });
    written.collect::<Vec<_>>().join(",")
}

/// The most that is shown of a value.
const SHOWN: usize = 60;

fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(members) => match members.get("contactGroupResourceName") {
            Some(Value::String(group)) => group.clone(),
            _ => report::date(value).unwrap_or_else(|| value.to_string()),
        },
        value => value.to_string(),
    };
    let lines = text.lines().collect::<Vec<_>>().join(", ");
    let line = output::plain(&lines).into_owned();
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
