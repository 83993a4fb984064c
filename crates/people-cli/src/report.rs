//! What a person reads: a contact, and the conflicts of a merge.
use std::io::{self, Write};

use people_model::Person;
use people_rules::Conflict;
use serde_json::Value;

use crate::Outcome;

/// Prints a person as the API does.
pub(crate) fn print(person: &Person) -> Outcome {
    writeln!(io::stdout(), "{}", serde_json::to_string_pretty(person)?)?;
    Ok(())
}

/// Shows conflicts on standard error, the three values of each side by side.
pub(crate) fn conflicts(conflicts: &[Conflict]) -> io::Result<()> {
    if conflicts.is_empty() {
        return Ok(());
    }
    let mut out = io::stderr().lock();
    for conflict in conflicts {
        writeln!(out, "conflict: {}", conflict.path())?;
        let columns =
            [&conflict.base, &conflict.ours, &conflict.theirs].map(|value| lines(value.as_ref()));
        let widths = columns.each_ref().map(|lines| {
            let widest = lines.iter().map(|line| line.chars().count()).max();
            widest.unwrap_or_default().clamp(6, COLUMN)
        });
        row(&mut out, widths, ["base", "ours", "theirs"])?;
        row(
            &mut out,
            widths,
            widths
                .map(|width| "-".repeat(width))
                .each_ref()
                .map(String::as_str),
        )?;
        let height = columns.iter().map(Vec::len).max().unwrap_or_default();
        for line in 0..height {
            let cells = columns
                .each_ref()
                .map(|lines| lines.get(line).map_or("", String::as_str));
            row(&mut out, widths, cells)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The width that a column has at most.
const COLUMN: usize = 32;

fn row(out: &mut impl Write, [base, ours, _]: [usize; 3], cells: [&str; 3]) -> io::Result<()> {
    let line = format!("  {:base$} | {:ours$} | {}", cells[0], cells[1], cells[2]);
    writeln!(out, "{}", line.trim_end())
}

/// A value in lines that fit a column: of an object a member each, and text as it is.
fn lines(value: Option<&Value>) -> Vec<String> {
    let text = match value {
        None => vec!["(nothing)".to_owned()],
        Some(Value::Object(members)) => members
            .iter()
            .map(|(name, value)| format!("{name}: {}", plain(value)))
            .collect(),
        Some(Value::Array(values)) => values.iter().map(plain).collect(),
        Some(value) => vec![plain(value)],
    };
    text.iter()
        .flat_map(|text| text.lines())
        .flat_map(folded)
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Control characters have no place on a terminal.
fn folded(line: &str) -> Vec<String> {
    let shown: Vec<char> = line
        .chars()
        .map(|letter| {
            if letter.is_control() {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect();
    match shown.is_empty() {
        true => vec![String::new()],
        false => shown
            .chunks(COLUMN)
            .map(|chunk| chunk.iter().collect())
            .collect(),
    }
}
