//! What documents promise: snippets that are compiled, dependencies that exist, lines that fit a screen.

use std::error::Error;

use super::{
    Fault,
    tree::{File, Tree},
};

pub(super) fn faults(tree: &Tree) -> Result<Vec<Fault>, Box<dyn Error>> {
    let manifest = tree.find("Cargo.toml").ok_or("there is no Cargo.toml")?;
    let manifest: toml::Table = manifest.text.parse()?;
    let version = manifest["workspace"]["package"]["version"].as_str();
    let version = version.ok_or("the workspace has no version")?;

    let mut faults = Vec::new();
    for document in tree.files.iter().filter(|file| file.path.ends_with(".md")) {
        let mut block = None;
        let mut has_rust = false;
        for (number, line) in document.lines() {
            if block.is_none() && is_too_long(line) {
                let message = format!("a line of more than {WIDTH} characters");
                faults.push(Fault::new(&document.path, number, message));
            }
            let line = line.trim_start();
            if let Some(info) = line.strip_prefix("```") {
                block = match block {
                    Some(_) => None,
                    None => Some(info),
                };
                let words: Vec<&str> = block.unwrap_or_default().split(',').collect();
                has_rust |= words[0] == "rust";
                if words.contains(&"ignore") {
                    let message = "a snippet that is not compiled";
                    faults.push(Fault::new(&document.path, number, message));
                }
            } else if block == Some("toml")
                && let Some(message) = wrong_version(line, version)
            {
                faults.push(Fault::new(&document.path, number, message));
            }
        }
        if has_rust && !is_doctest(tree, document) {
            let message = "no crate includes its snippets, so that they are never compiled";
            faults.push(Fault::new(&document.path, None, message));
        }
    }
    Ok(faults)
}

/// The most characters of a line of prose.
const WIDTH: usize = 120;

/// A row of a table and a word without a blank cannot be wrapped.
fn is_too_long(line: &str) -> bool {
    let text = line.trim();
    line.chars().count() > WIDTH && text.contains(' ') && !text.starts_with('|')
}

/// Whether a crate has the document in its documentation.
fn is_doctest(tree: &Tree, document: &File) -> bool {
    let mut sources = tree.files.iter().filter(|file| file.path.ends_with(".rs"));
    sources.any(|source| {
        let included = source.text.split("doc = include_str!(\"").skip(1);
        let mut paths = included.filter_map(|rest| rest.split('"').next());
        paths.any(|path| resolved(&source.path, path).as_deref() == Some(&document.path))
    })
}

/// Where a relative path leads from the folder of a file.
pub(super) fn resolved(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What is wrong with a line of `[dependencies]`, if it is one of ours.
fn wrong_version(line: &str, version: &str) -> Option<String> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim();
    if !name.starts_with("people-") {
        return None;
    }
    let asked = value.split('"').nth(1).unwrap_or_default();
    let matches = version == asked || version.starts_with(&format!("{asked}."));
    (asked.is_empty() || !matches)
        .then(|| format!("asks for {name} {asked:?}, and the workspace has {version}"))
}

#[cfg(test)]
mod tests {
    use super::{super::tree::tree, *};

    #[track_caller]
    fn check(document: &str, source: &str, expected: &[&str]) {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\n";
        let tree = tree(&[
            ("Cargo.toml", manifest),
            ("docs/a.md", document),
            ("crates/x/src/lib.rs", source),
        ]);
        let found: Vec<_> = faults(&tree)
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_snippet_is_part_of_a_crates_documentation() {
        let included = "#[doc = include_str!(\"../../../docs/a.md\")]\nstruct A;";
        let left_out = "docs/a.md: no crate includes its snippets, so that they are never compiled";
        check("```rust\nlet x = 1;\n```\n", included, &[]);
        check("```rust\nlet x = 1;\n```\n", "", &[left_out]);
        let other = "#[doc = include_str!(\"../../docs/a.md\")]\nstruct A;";
        check("```rust,no_run\nlet x = 1;\n```\n", other, &[left_out]);
        check("```sh\nrust\n```\n", "", &[]);
    }

    #[test]
    fn a_line_of_prose_fits_a_screen() {
        let (fits, long) = ("ä ".repeat(60), "ä ".repeat(61));
        let message = "docs/a.md:1: a line of more than 120 characters";
        check(&fits, "", &[]);
        check(&long, "", &[message]);
        check(&format!("| {long} |"), "", &[]);
        check(&format!("```sh\n{long}\n```\n"), "", &[]);
        check(&"x".repeat(121), "", &[]);
    }

    #[test]
    fn no_snippet_is_ignored() {
        let included = "#![doc = include_str!(\"../../../docs/a.md\")]";
        let message = "docs/a.md:1: a snippet that is not compiled";
        check("```rust,ignore\nlet x;\n```\n", included, &[message]);
    }

    #[test]
    fn a_dependency_is_of_the_workspaces_version() {
        let toml = |line: &str| format!("```toml\n[dependencies]\n{line}\n```\n");
        check(&toml("people-model = \"0.1\""), "", &[]);
        check(&toml("people-http = { version = \"0.1.0\" }"), "", &[]);
        check(&toml("serde = \"9\""), "", &[]);
        let message = "docs/a.md:3: asks for people-model \"0.2\", and the workspace has 0.1.0";
        check(&toml("people-model = \"0.2\""), "", &[message]);
    }
}
