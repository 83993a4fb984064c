//! What a person reads: a contact, and the conflicts of a merge.
use people_model::Person;
use people_rules::Conflict;
use serde_json::Value;

use crate::{Outcome, output};

/// Prints a person as the API does.
pub(crate) fn print(person: &Person) -> Outcome {
    Ok(output::line(serde_json::to_string_pretty(person)?)?)
}

/// Shows conflicts on standard error.
pub(crate) fn conflicts(conflicts: &[Conflict]) {
    for conflict in conflicts {
        let sides = [&conflict.base, &conflict.ours, &conflict.theirs];
        self::conflict(&conflict.path().to_string(), sides);
    }
}

/// Shows a conflict at `path` on standard error, the three values side by side.
pub(crate) fn conflict(path: &str, sides: [&Option<Value>; 3]) {
    conflict_of(path, ["base", "ours", "theirs"], sides);
}

/// The same of sides that have these names.
pub(crate) fn conflict_of(path: &str, names: [&str; 3], sides: [&Option<Value>; 3]) {
    let columns = columns(sides);
    let widths = columns.each_ref().map(|lines| {
        let widest = lines.iter().map(|line| line.chars().count()).max();
        widest.unwrap_or_default().clamp(6, COLUMN)
    });
    let rules = widths.map(|width| "-".repeat(width));
    output::note(format_args!("conflict: {path}"));
    row(widths, names);
    row(widths, rules.each_ref().map(String::as_str));
    let height = columns.iter().map(Vec::len).max().unwrap_or_default();
    for line in 0..height {
        let cells = columns
            .each_ref()
            .map(|lines| lines.get(line).map_or("", String::as_str));
        row(widths, cells);
    }
    output::note("");
}

/// The width that a column has at most.
const COLUMN: usize = 32;

fn row([base, ours, _]: [usize; 3], cells: [&str; 3]) {
    let line = format!("  {:base$} | {:ours$} | {}", cells[0], cells[1], cells[2]);
    output::note(line.trim_end());
}

/// Three values in lines that fit a column. The members of objects are shown side by side.
fn columns(values: [&Option<Value>; 3]) -> [Vec<String>; 3] {
    let members = values.map(|value| value.as_ref().map(members));
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in members.iter().flatten().flatten() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut columns = members.each_ref().map(|members| match members {
        None => vec!["(nothing)".to_owned()],
        Some(_) => Vec::new(),
    });
    for (index, name) in names.into_iter().enumerate() {
        let height = |columns: &[Vec<String>; 3]| columns.iter().map(Vec::len).max();
        if index > 0 {
            let height = height(&columns).unwrap_or_default();
            let fill = |column: &mut Vec<String>| column.resize(height, String::new());
            columns.iter_mut().for_each(fill);
        }
        for (column, members) in columns.iter_mut().zip(&members) {
            let found = members.iter().flatten().find(|(other, _)| other == name);
            let text = match found {
                None => continue,
                Some((name, text)) if name.is_empty() => text.clone(),
                Some((name, text)) => format!("{name}: {text}"),
            };
            column.extend(text.lines().flat_map(folded));
        }
    }
    columns
}

/// The members of a value by their paths, with dates as people write them. A value that is not an object is one member
/// without a name.
fn members(value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Object(object) if date(value).is_none() => {
            let of = |(name, value): (&String, &Value)| {
                let below = members(value).into_iter();
                let path = |(below, text): (String, String)| match &*below {
                    "" => (name.clone(), text),
                    below => (format!("{name}.{below}"), text),
                };
                below.map(path).collect::<Vec<_>>()
            };
            object.iter().flat_map(of).collect()
        }
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(plain).collect();
            vec![(String::new(), values.join("\n"))]
        }
        value => vec![(String::new(), plain(value))],
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => date(value).unwrap_or_else(|| value.to_string()),
    }
}

/// A `google.type.Date` in the form that `people edit` reads: `1815-12-10`, `--12-10`, `1815-12`, `1815`.
pub(crate) fn date(value: &Value) -> Option<String> {
    let members = value.as_object()?;
    let known = |name: &String| matches!(name.as_str(), "year" | "month" | "day");
    if members.is_empty() || !members.keys().all(known) {
        return None;
    }
    let number = |name: &str| members.get(name).map_or(Some(0), Value::as_i64);
    Some(match (number("year")?, number("month")?, number("day")?) {
        (0, 0, _) | (1.., 0, 1..) => return None,
        (0, month, 0) => format!("--{month:02}"),
        (0, month, day) => format!("--{month:02}-{day:02}"),
        (year, 0, _) => format!("{year:04}"),
        (year, month, 0) => format!("{year:04}-{month:02}"),
        (year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
    })
}

/// A line that is too long ends behind a word, if it can.
fn folded(line: &str) -> Vec<String> {
    let letters: Vec<char> = output::plain(line).chars().collect();
    let (mut rest, mut lines) = (&letters[..], Vec::new());
    while rest.len() > COLUMN {
        let blank = rest[..COLUMN].iter().rposition(|letter| *letter == ' ');
        let end = blank
            .filter(|at| *at > COLUMN / 2)
            .map_or(COLUMN, |at| at + 1);
        let (first, others) = rest.split_at(end);
        lines.push(String::from_iter(first).trim_end().to_owned());
        rest = others;
    }
    lines.push(String::from_iter(rest));
    lines
}
