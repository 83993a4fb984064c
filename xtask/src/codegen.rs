//! Renders the types of `people-model`, the calls of `people-http`, and the descriptions that the server
//! serves, from the schema.
//!
//! The input is `schema/people.v1.json` (facts) and `schema/overlay.toml` (what
//! the API publishes only as prose); the output is a pure function of the two.
//! Nothing here depends on the crate that it renders, so generated code that
//! does not compile cannot stop its own repair.

mod diff;
mod discovery;
mod openapi;
mod render;
mod schema;
mod spellings;

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{TaskResult, usage};
use schema::Schema;

/// Whether to bring the generated files up to date or only to say that they are not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Write,
    Check,
}

/// `cargo xtask codegen [--check | --diff DISCOVERY]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    match arguments {
        [] => generate(Mode::Write).map(|()| ExitCode::SUCCESS),
        ["--diff", discovery] => {
            let document = fs::read_to_string(discovery)
                .map_err(|error| format!("cannot read {discovery}: {error}"))?;
            let differences = diff::compare(&load()?, &document)?;
            for difference in &differences {
                println!("{difference}");
            }
            Ok(ExitCode::from(u8::from(!differences.is_empty())))
        }
        ["--check"] => generate(Mode::Check).map(|()| ExitCode::SUCCESS),
        _ => usage(),
    }
}

fn generate(mode: Mode) -> Result<(), Box<dyn Error>> {
    let schema = load()?;
    let rendered = |name: &str| folder(name).join("src/generated");
    sync(mode, &rendered("people-model"), &render::model(&schema)?)?;
    sync(mode, &rendered("people-http"), &render::http(&schema)?)?;
    let descriptions = BTreeMap::from([
        ("discovery.json".to_owned(), discovery::document(&schema)),
        ("openapi.json".to_owned(), openapi::document(&schema)),
    ]);
    sync(mode, &rendered("people-server"), &descriptions)
}

fn load() -> Result<Schema, Box<dyn Error>> {
    let read = |name: &str| {
        let path = folder("people-model").join("schema").join(name);
        fs::read_to_string(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))
    };
    Schema::parse(&read("people.v1.json")?, &read("overlay.toml")?)
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates")
        .join(name)
}

/// Makes `dir` hold `files` and nothing else, so that no output is ever orphaned.
fn sync(mode: Mode, dir: &Path, files: &BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    let mut stale = Vec::new();
    for (name, wanted) in files {
        let path = dir.join(name);
        let found = fs::read_to_string(&path).unwrap_or_default();
        if found != *wanted {
            stale.push(format!("{name}: {}", first_difference(&found, wanted)));
            if mode == Mode::Write {
                fs::create_dir_all(dir)?;
                fs::write(&path, wanted)?;
            }
        }
    }
    if dir.exists() {
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !files.contains_key(&name) {
                stale.push(format!("{name}: nothing renders this file"));
                if mode == Mode::Write {
                    fs::remove_file(entry.path())?;
                }
            }
        }
    }
    if mode == Mode::Check && !stale.is_empty() {
        let list = stale.join("\n  ");
        return Err(format!("stale generated files; run `cargo xtask codegen`\n  {list}").into());
    }
    Ok(())
}

/// The first line that differs, enough to see what happened without a full diff.
fn first_difference(found: &str, wanted: &str) -> String {
    let mut lines = found.lines();
    for (number, wanted) in (1..).zip(wanted.lines()) {
        match lines.next() {
            Some(found) if found == wanted => {}
            Some(found) => return format!("line {number} is `{found}`, should be `{wanted}`"),
            None => return format!("line {number} is missing, should be `{wanted}`"),
        }
    }
    "has lines after its end".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_fresh() {
        generate(Mode::Check).unwrap();
    }

    #[test]
    fn rendering_twice_gives_the_same_files() {
        let schema = load().unwrap();
        assert_eq!(
            render::model(&schema).unwrap(),
            render::model(&schema).unwrap()
        );
        assert_eq!(
            render::http(&schema).unwrap(),
            render::http(&schema).unwrap()
        );
    }

    #[test]
    fn sync_writes_what_is_wanted_and_removes_the_rest() {
        let dir = std::env::temp_dir().join(format!("people-xtask-sync-{}", std::process::id()));
        let one = BTreeMap::from([("a.rs".to_owned(), "a\n".to_owned())]);
        let two = BTreeMap::from([("b.rs".to_owned(), "b\n".to_owned())]);
        sync(Mode::Write, &dir, &one).unwrap();
        assert!(sync(Mode::Check, &dir, &one).is_ok());

        let report = sync(Mode::Check, &dir, &two).unwrap_err().to_string();
        assert!(
            report.contains("a.rs: nothing renders this file"),
            "{report}"
        );
        assert!(
            report.contains("b.rs: line 1 is missing, should be `b`"),
            "{report}"
        );

        sync(Mode::Write, &dir, &two).unwrap();
        assert!(sync(Mode::Check, &dir, &two).is_ok());
        assert!(!dir.join("a.rs").exists());
        fs::remove_dir_all(&dir).unwrap();
    }
}
