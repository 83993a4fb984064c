//! What the compiler does not see: layers, generated files, rule ids, traces of a machine, snippets, links, examples.

mod documents;
mod examples;
mod files;
mod layers;
mod links;
mod rules;
mod tree;

use std::{error::Error, fmt, process::ExitCode};

use crate::{TaskResult, codegen, usage, workspace};
use tree::Tree;

/// `cargo xtask check`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    match arguments {
        [] => run(),
        _ => usage(),
    }
}

/// Every check, each to its end, so that one run shows everything that is wrong.
fn run() -> TaskResult {
    let tree = Tree::load(&workspace::root())?;
    let checks: [(&str, Check); 7] = [
        ("layers", layers::faults),
        ("generated files", generated),
        ("rules and their tests", rules::faults),
        ("files", files::faults),
        ("documents", documents::faults),
        ("links", |tree| Ok(links::faults(tree))),
        ("examples", examples::faults),
    ];
    let mut failed = false;
    for (name, check) in checks {
        let faults = check(&tree)?;
        for fault in &faults {
            eprintln!("{fault}");
        }
        let verdict = match faults.len() {
            0 => "ok".to_owned(),
            1 => "1 fault".to_owned(),
            count => format!("{count} faults"),
        };
        eprintln!("check {name}: {verdict}");
        failed |= !faults.is_empty();
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

type Check = fn(&Tree) -> Result<Vec<Fault>, Box<dyn Error>>;

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    file: String,
    /// From 1; absent when the whole file is meant.
    line: Option<usize>,
    message: String,
}

impl Fault {
    fn new(file: &str, line: impl Into<Option<usize>>, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: line.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// The rendered types against what is committed.
fn generated(_: &Tree) -> Result<Vec<Fault>, Box<dyn Error>> {
    Ok(match codegen::task(&["--check"]) {
        Ok(code) if code == ExitCode::SUCCESS => Vec::new(),
        Ok(_) => vec![Fault::new(
            GENERATED,
            None,
            "differs from what the schema gives",
        )],
        Err(error) => vec![Fault::new(GENERATED, None, error.to_string())],
    })
}

const GENERATED: &str = "crates/*/src/generated";
