//! What a person would want of a merge, case by case, whichever side is whose.
mod alike;
mod members;
mod notes;
mod spelling;

use expect_test::Expect;
use people_model::Person;
use people_rules::{Conflict, Merge, merge};
use serde_json::{Map, Value, json};

use crate::person;

/// A field as three sides have it. An entry is JSON, or `value/type`, or `key=value`.
#[track_caller]
fn case(field: &str, [base, ours, theirs]: [&str; 3], expect: Expect) {
    let [base, ours, theirs] = [base, ours, theirs].map(|side| read(field, side));
    let here = merge(&base, &ours, &theirs);
    expect.assert_eq(&told(field, &here));

    // The other way round it is the same, but for order and where it is open.
    let there = merge(&base, &theirs, &ours);
    let conflicts = |merge: &Merge, turn: fn(&Conflict) -> [Option<Value>; 2]| {
        let mut told: Vec<String> = merge
            .conflicts
            .iter()
            .map(|conflict| format!("{} {:?}", conflict.path(), turn(conflict)))
            .collect();
        told.sort_unstable();
        told
    };
    assert_eq!(
        conflicts(&here, |it| [it.ours.clone(), it.theirs.clone()]),
        conflicts(&there, |it| [it.theirs.clone(), it.ours.clone()])
    );
    if here.conflicts.is_empty() {
        let entries = |merge: &Merge| {
            let mut entries = shown(field, merge);
            entries.sort_unstable();
            entries
        };
        assert_eq!(entries(&here), entries(&there));
        // It stays when it is merged again.
        for side in [&ours, &theirs] {
            let again = merge(&base, side, &here.person);
            assert!(
                again.mask.is_empty() && again.conflicts.is_empty(),
                "{}",
                told(field, &again)
            );
        }
    }
}

fn read(field: &str, side: &str) -> Person {
    let list = match side {
        "" => "[]".to_owned(),
        json if json.starts_with('{') => format!("[{json}]"),
        short => {
            let entries = short.split(", ").map(|entry| entry_of(field, entry));
            Value::from_iter(entries).to_string()
        }
    };
    person(&format!(r#"{{"{field}":{list}}}"#))
}

fn entry_of(field: &str, short: &str) -> Value {
    let short = short
        .replace("\\n", "\n")
        .replace("\\u00eb", "\u{eb}")
        .replace("\\u0308", "\u{308}");
    if field == "memberships" {
        let name = format!("contactGroups/{short}");
        return json!({"contactGroupMembership": {"contactGroupResourceName": name}});
    }
    if let Some((key, value)) = short.split_once('=') {
        return json!({"key": key, "value": value});
    }
    let is_url = short.starts_with("http");
    let (value, label) = match short.rsplit_once('/') {
        Some((value, label)) if !is_url || !value.ends_with('/') => (value, Some(label)),
        _ => (short.as_str(), None),
    };
    let member = match field {
        "relations" => "person",
        "organizations" => "name",
        _ => "value",
    };
    let mut entry = Map::new();
    entry.insert(member.to_owned(), value.into());
    entry.extend(label.map(|label| ("type".to_owned(), label.into())));
    entry.into()
}

fn shown(field: &str, merge: &Merge) -> Vec<String> {
    let json = serde_json::to_value(&merge.person).expect("JSON");
    let entries = json[field].as_array().cloned().unwrap_or_default();
    entries.iter().map(Value::to_string).collect()
}

/// The result, if nothing is open, and what conflicts.
fn told(field: &str, merge: &Merge) -> String {
    let mut lines = match merge.conflicts.is_empty() {
        true => shown(field, merge),
        false => Vec::new(),
    };
    lines.extend(
        merge
            .conflicts
            .iter()
            .map(|conflict| format!("! {conflict}")),
    );
    lines.join("\n")
}
