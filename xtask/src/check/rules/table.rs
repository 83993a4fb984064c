//! The tables of rules in a Markdown file.

use super::super::{Fault, tree::File};

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) line: usize,
    pub(super) tests: Vec<String>,
}

/// The rows of every table whose first column is `id`, and what is wrong with their form.
pub(super) fn rows(document: &File) -> (Vec<Row>, Vec<Fault>) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let mut columns: Option<Columns> = None;
    let mut in_table = false;
    for (line, text) in document.lines() {
        let mut fault = |message| faults.push(Fault::new(&document.path, line, message));
        let Some(cells) = cells(text) else {
            (columns, in_table) = (None, false);
            continue;
        };
        if !in_table {
            in_table = true;
            if cells[0].eq_ignore_ascii_case("id") {
                let tests = cells
                    .iter()
                    .position(|cell| cell.eq_ignore_ascii_case("tests"));
                match tests {
                    Some(tests) => {
                        columns = Some(Columns {
                            count: cells.len(),
                            tests,
                        })
                    }
                    None => fault("a table of rules needs a column `tests`".to_owned()),
                }
            }
            continue;
        }
        let Some(columns) = &columns else { continue };
        if cells
            .iter()
            .all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':')))
        {
            continue;
        }
        let id = cells[0].trim_matches('`');
        if cells.len() != columns.count {
            fault(format!(
                "{} cells where the table has {}",
                cells.len(),
                columns.count
            ));
        } else if !is_id(id) {
            fault(format!(
                "`{id}` is no rule id; an id is a capital and a number, as in U10"
            ));
        } else {
            let tests = quoted(&cells[columns.tests]);
            rows.push(Row {
                id: id.to_owned(),
                line,
                tests,
            });
        }
    }
    (rows, faults)
}

/// What stands between backticks in the column of that name, row by row, with the line of each.
pub(super) fn column(document: &File, name: &str) -> Vec<(usize, Vec<String>)> {
    let (mut rows, mut column, mut in_table) = (Vec::new(), None, false);
    for (line, text) in document.lines() {
        let Some(cells) = cells(text) else {
            in_table = false;
            continue;
        };
        if !in_table {
            in_table = true;
            column = cells.iter().position(|cell| cell == name);
        } else if let Some(cell) = column.and_then(|column| cells.get(column))
            && !cell.starts_with("---")
        {
            rows.push((line, quoted(cell)));
        }
    }
    rows
}

struct Columns {
    count: usize,
    tests: usize,
}

/// The cells of a table's line, if it is one. A `\|` is part of its cell.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        match cells.last_mut() {
            Some(_) if c == '|' && !escaped => cells.push(String::new()),
            Some(cell) => cell.push(c),
            None => {}
        }
        escaped = c == '\\' && !escaped;
    }
    Some(cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(|name| name.trim().to_owned())
        .collect()
}

pub(super) fn is_id(text: &str) -> bool {
    let digits = text
        .strip_prefix(|c: char| c.is_ascii_uppercase())
        .unwrap_or_default();
    matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit())
}
