//! What the id of a rule means.
use askama::Template;
use http::StatusCode;

use super::{Page, Section};
use crate::{
    answer::{Answer, Refused, page},
    console::Shared,
};

/// The document of all rules: a link to docs/semantics.md.
const SEMANTICS: &str = include_str!("../../assets/semantics.txt");

#[derive(Template)]
#[template(path = "rule.html")]
struct Rule<'r> {
    page: Page,
    id: &'r str,
    rule: Vec<(bool, &'r str)>,
    choice: Vec<(bool, &'r str)>,
}

/// `GET /console/rule/U6`.
pub(crate) fn show(shared: &Shared, id: &str) -> Answer {
    let mut rows = rows(SEMANTICS).filter(|row| row.id == id);
    let none = || Refused::not_found(format!("There is no rule `{id}`."));
    let Row { id, rule, choice } = rows.next().ok_or_else(none)?;
    page(
        StatusCode::OK,
        &Rule {
            page: Page::new(shared, format!("Rule {id}")).at(Section::Requests),
            id,
            rule: parts(rule),
            choice: parts(choice),
        },
    )
}

/// A rule of the document.
struct Row<'r> {
    id: &'r str,
    rule: &'r str,
    choice: &'r str,
}

/// The rows of the tables of rules: id, rule, source, choice, tests.
fn rows(document: &str) -> impl Iterator<Item = Row<'_>> {
    document.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        let [id, rule, _, choice, ..] = cells[..] else {
            return None;
        };
        let number = id.strip_prefix(|letter: char| letter.is_ascii_uppercase())?;
        let is_id = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
        is_id.then_some(Row { id, rule, choice })
    })
}

/// The parts of a text, each with whether it is between backticks.
fn parts(text: &str) -> Vec<(bool, &str)> {
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| (index % 2 == 1, part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_known() {
        let ids: Vec<&str> = rows(SEMANTICS).map(|row| row.id).collect();
        assert!(ids.len() > 150, "{ids:?}");
        for id in ["U6", "X31", "W29"] {
            assert!(ids.contains(&id), "{id}");
        }
    }
}
