//! The file of a batch: persons, or names of contacts.
use std::{error::Error, path::Path};

use people_model::Person;
use serde_json::{Deserializer, Value};

use crate::file::{MANY, in_file, text};

/// What the file has of one contact.
pub(super) struct Item<T> {
    pub(super) value: T,
    /// The contact's resource name; empty for a new one.
    pub(super) name: String,
    /// The same as a line of a file.
    pub(super) line: String,
}

/// The persons of a file: an array, a value each, or pages of a list. Each is called by its `name`.
pub(super) fn people(
    path: &Path,
    name: impl Fn(&Person) -> String,
) -> Result<Vec<Item<Person>>, Box<dyn Error>> {
    let values = values(path, &text(path, MANY)?)?;
    let person = |(index, value): (usize, Value)| {
        let line = value.to_string();
        let wrong = |why: String| in_contact(path, index, &why);
        let decoded = people_model::decode::<Person>(line.as_bytes(), "");
        let decoded = decoded.map_err(|_| wrong("expected a JSON object".to_owned()))?;
        match decoded.problems.iter().find(|problem| !problem.is_kept()) {
            Some(problem) => Err(wrong(format!("`{}` has the wrong type", problem.path()))),
            None => Ok(Item {
                name: name(&decoded.value),
                value: decoded.value,
                line,
            }),
        }
    };
    values.into_iter().enumerate().map(person).collect()
}

/// The names of a file: one on each line, or those of its persons. A name that occurs twice counts once.
pub(super) fn names(path: &Path) -> Result<Vec<Item<()>>, Box<dyn Error>> {
    let text = text(path, MANY)?;
    let names: Vec<String> = if text.trim_start().starts_with(['{', '[', '"']) {
        let values = values(path, &text)?.into_iter().enumerate();
        let names = values.map(|(index, value)| {
            let name = match &value {
                Value::String(name) => Some(name.as_str()),
                value => value.get("resourceName").and_then(Value::as_str),
            };
            let missing = || in_contact(path, index, "`resourceName` is missing");
            name.map(str::to_owned).ok_or_else(missing)
        });
        names.collect::<Result<_, _>>()?
    } else {
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut seen = std::collections::HashSet::new();
    let names = names.into_iter().filter(|name| seen.insert(name.clone()));
    let item = |name: String| Item {
        line: name.clone(),
        name,
        value: (),
    };
    Ok(names.map(item).collect())
}

fn values(path: &Path, text: &str) -> Result<Vec<Value>, Box<dyn Error>> {
    let mut all = Vec::new();
    for value in Deserializer::from_str(text).into_iter::<Value>() {
        match value.map_err(|error| in_file(path, &error))? {
            Value::Array(values) => all.extend(values),
            Value::Object(mut reply) => match reply.get_mut("connections").map(Value::take) {
                Some(Value::Array(connections)) => all.extend(connections),
                _ => all.push(Value::Object(reply)),
            },
            value => all.push(value),
        }
    }
    Ok(all)
}

fn in_contact(path: &Path, index: usize, why: &str) -> Box<dyn Error> {
    format!("{}: contact {}: {why}", path.display(), index + 1).into()
}
