//! The tests there are, by name.

use std::collections::BTreeMap;

use super::super::tree::{File, Tree};

/// Where each test stands.
#[derive(Debug)]
pub(super) struct Tests<'a> {
    by_name: BTreeMap<&'a str, Vec<&'a File>>,
}

impl<'a> Tests<'a> {
    pub(super) fn of(tree: &'a Tree) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
        for file in tree.files.iter().filter(|file| file.package().is_some()) {
            for name in names(file) {
                by_name.entry(name).or_default().push(file);
            }
        }
        Self { by_name }
    }

    /// The files that hold the test of this name; what stands before its last `::` narrows them.
    pub(super) fn find(&self, name: &str) -> Vec<&'a File> {
        let mut path: Vec<&str> = name.split("::").collect();
        let function = path.pop().unwrap_or_default();
        let files = self.by_name.get(function).into_iter().flatten().copied();
        files
            .filter(|file| path.iter().all(|module| within(file, module)))
            .collect()
    }
}

/// Whether a test is named after a rule: `u10_fields_are_replaced_whole` after U10.
pub(super) fn named_after(name: &str, id: &str) -> bool {
    let function = name.rsplit("::").next().unwrap_or(name);
    let function = function.strip_prefix("test_").unwrap_or(function);
    let first = function
        .split('_')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let (letter, number) = id.split_at(1);
    first
        .strip_prefix(letter)
        .is_some_and(|digits| digits == number || digits.strip_prefix('0') == Some(number))
}

/// Whether the file belongs to a crate or module of that name, or holds it.
fn within(file: &File, module: &str) -> bool {
    let stem = file
        .path
        .rsplit_once('.')
        .map_or(file.path.as_str(), |(stem, _)| stem);
    stem.split('/').any(|part| part.replace('-', "_") == module)
        || file.text.contains(&format!("mod {module} {{"))
}

fn names(file: &File) -> Vec<&str> {
    if file.path.ends_with(".py") {
        let name = |line: &'_ str| -> Option<usize> {
            line.trim_start()
                .strip_prefix("def test_")
                .map(|_| line.find("test_"))?
        };
        return file
            .text
            .lines()
            .filter_map(|line| name(line).map(|at| word(&line[at..])))
            .collect();
    }
    if !file.path.ends_with(".rs") {
        return Vec::new();
    }
    // The suite's cases become tests in the crates that call its macro.
    let suite = file.path.contains("/conformance");
    let mut found = Vec::new();
    let mut attributed = false;
    for line in file.text.lines().map(str::trim) {
        let attribute = line
            .strip_prefix("#[")
            .map(|rest| rest.trim_end_matches(']'));
        if let Some(attribute) = attribute {
            attributed |= attribute == "test" || attribute.contains("::test");
        } else if let Some(name) = function(line) {
            if attributed || suite {
                found.push(name);
            }
            attributed = false;
        } else if line.ends_with(['}', ';']) {
            attributed = false;
        }
    }
    found
}

/// The name of the function that starts on this line.
fn function(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("pub ")
        .or_else(|| line.strip_prefix("pub(crate) "))
        .unwrap_or(line);
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    rest.strip_prefix("fn ").map(word)
}

fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    &text[..end]
}
