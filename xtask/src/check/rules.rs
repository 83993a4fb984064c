//! The rules of `docs/semantics.md` against the tests that hold them.
//!
//! A table of rules has the columns `id` (first) and `tests`, and any others. An id is a capital
//! and a number (`U10`); it stands in one row only. The tests are names in backticks: of a Rust
//! test (`mask_is_a_fence`, or with as much before it as helps to find it,
//! `people_rules::apply::mask_is_a_fence`), of a case of the stores' conformance suite, or of a
//! Python test. Each exists, and cites the id by its name (`u10_fields_are_replaced_whole`) or
//! anywhere in its file. The other way round, an id that a comment, a string or a document cites
//! has a row.
//!
//! `docs/security.md` says of each attack what shows how it ends, in the column `shown by`: a test,
//! which exists, or a command.

mod cite;
mod table;
mod tests;

use std::{collections::BTreeMap, error::Error};

use super::{
    Fault,
    tree::{File, Tree},
};
use tests::Tests;

const DOCUMENT: &str = "docs/semantics.md";
const ATTACKS: &str = "docs/security.md";

pub(super) fn faults(tree: &Tree) -> Result<Vec<Fault>, Box<dyn Error>> {
    Ok(check(tree))
}

fn check(tree: &Tree) -> Vec<Fault> {
    let Some(document) = tree.find(DOCUMENT) else {
        return vec![Fault::new(DOCUMENT, None, "is missing")];
    };
    let (rows, mut faults) = table::rows(document);
    if rows.is_empty() {
        faults.push(Fault::new(DOCUMENT, None, "has no table of rules"));
    }
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    let tests = Tests::of(tree);
    for row in &rows {
        let mut fault = |message| faults.push(Fault::new(DOCUMENT, row.line, message));
        if let Some(first) = lines.insert(&row.id, row.line) {
            fault(format!(
                "rule {} has a row already, on line {first}",
                row.id
            ));
        }
        if row.tests.is_empty() {
            fault(format!("rule {} names no test", row.id));
        }
        for name in &row.tests {
            let found = tests.find(name);
            if found.is_empty() {
                fault(format!("rule {}: there is no test `{name}`", row.id));
            } else if !tests::named_after(name, &row.id)
                && !found.iter().any(|file| cites(file, &row.id))
            {
                let file = &found[0].path;
                fault(format!(
                    "rule {}: {file}, where `{name}` stands, does not cite it",
                    row.id
                ));
            }
        }
    }
    faults.extend(unshown(tree, &tests));
    faults.extend(dangling(tree, &lines));
    faults
}

fn cites(file: &File, id: &str) -> bool {
    cite::citations(file)
        .iter()
        .any(|citation| citation.covers(id))
}

/// Attacks of which nothing shows how they end.
fn unshown(tree: &Tree, tests: &Tests<'_>) -> Vec<Fault> {
    let Some(document) = tree.find(ATTACKS) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (line, names) in table::column(document, "shown by") {
        let mut fault = |message| faults.push(Fault::new(ATTACKS, line, message));
        if names.is_empty() {
            fault("names neither a test nor a command".to_owned());
        }
        // A command has blanks in it.
        for name in names.iter().filter(|name| !name.contains(' ')) {
            if tests.find(name).is_empty() {
                fault(format!("there is no test `{name}`"));
            }
        }
    }
    faults
}

/// Citations of rules that the document does not have, in the families that it has.
fn dangling(tree: &Tree, lines: &BTreeMap<&str, usize>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        // The checks' own fixtures cite rules that must not exist.
        if file.path.starts_with("xtask/") {
            continue;
        }
        for citation in cite::citations(file) {
            for id in citation.ends() {
                let family = lines.keys().any(|known| known[..1] == id[..1]);
                if family && !lines.contains_key(id) {
                    let message = format!("cites rule {id}, which {DOCUMENT} does not have");
                    faults.push(Fault::new(&file.path, citation.line, message));
                }
            }
        }
    }
    faults
}

#[cfg(test)]
mod fixtures;
