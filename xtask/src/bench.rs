//! Runs the benchmarks and puts what they print side by side in one table.
//!
//! A harness prints a line for each measure, `name<TAB>value<TAB>unit`; lines that start with `#`
//! are remarks. What belongs side by side, and how much is enough, is in [`goals`].

mod goals;
mod table;

use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader},
    process::{ExitCode, Stdio},
    thread::available_parallelism,
};

use cargo_metadata::TargetKind;

use crate::{TaskResult, usage, workspace};
use table::Measure;

const DOCUMENT: &str = "docs/performance.md";
const COMMAND: &str = "cargo xtask bench --write";
const BEGIN: &str = "<!-- measured -->";
const END: &str = "<!-- /measured -->";

/// `cargo xtask bench [--write | HARNESS...]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    let all = harnesses()?;
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    match arguments {
        [] => println!("{}", table::render(&measure(&all)?, goals::GOALS)?),
        ["--write"] => write(&table::render(&measure(&all)?, goals::GOALS)?)?,
        some if some.iter().all(|name| all.contains(name)) => {
            let measures = measure(some)?;
            let goals = goals::GOALS
                .iter()
                .filter(|goal| table::measured(&measures, goal));
            println!("{}", table::render(&measures, goals)?);
        }
        _ => {
            eprintln!("the benchmarks are: {}\n", all.join(" "));
            return usage();
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The names of the workspace's benchmarks.
fn harnesses() -> Result<Vec<String>, Box<dyn Error>> {
    let metadata = workspace::metadata()?;
    let packages = metadata.workspace_packages();
    let targets = packages.iter().flat_map(|package| &package.targets);
    let benches = targets.filter(|target| target.kind.contains(&TargetKind::Bench));
    Ok(benches.map(|target| target.name.clone()).collect())
}

/// What one run of these harnesses prints.
fn measure(harnesses: &[&str]) -> Result<Vec<Measure>, Box<dyn Error>> {
    let mut child = workspace::cargo()
        .args(["bench", "--workspace", "--locked"])
        .args(harnesses.iter().flat_map(|name| ["--bench", name]))
        .stdout(Stdio::piped())
        .spawn()?;
    let mut measures: Vec<Measure> = Vec::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            // As it goes: a run takes minutes.
            eprintln!("{line}");
            measures.extend(table::parse(&line)?);
        }
    }
    if !child.wait()?.success() {
        return Err("a benchmark failed".into());
    }
    Ok(measures)
}

/// Puts the table between its marks, with the command that made it.
fn write(table: &str) -> Result<(), Box<dyn Error>> {
    let path = workspace::root().join(DOCUMENT);
    let document =
        fs::read_to_string(&path).map_err(|error| format!("cannot read {DOCUMENT}: {error}"))?;
    let cores = available_parallelism().map_or(1, usize::from);
    let version = workspace::rustc(&["--version"])?;
    let version = version.split(' ').nth(1).unwrap_or("of an unknown version");
    let text = format!("`{COMMAND}`, on {cores} cores, with Rust {version}:\n\n{table}");
    fs::write(&path, between_marks(&document, &text)?)?;
    Ok(())
}

fn between_marks(document: &str, text: &str) -> Result<String, String> {
    let missing = || format!("{DOCUMENT} needs the marks {BEGIN} and {END}");
    let (before, rest) = document.split_once(BEGIN).ok_or_else(missing)?;
    let (_, after) = rest.split_once(END).ok_or_else(missing)?;
    Ok(format!(
        "{before}{BEGIN}\n\n{}\n\n{END}{after}",
        text.trim_end()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_replaced_and_the_rest_stays() {
        let document = format!("# Speed\n\n{BEGIN}\nold\n{END}\n\nThe end.\n");
        let new = between_marks(&document, "| new |\n").unwrap();
        assert_eq!(
            new,
            format!("# Speed\n\n{BEGIN}\n\n| new |\n\n{END}\n\nThe end.\n")
        );
        assert_eq!(between_marks(&new, "| new |\n").unwrap(), new);
        assert!(between_marks("# Speed\n", "| new |\n").is_err());
    }

    #[test]
    fn every_harness_of_the_workspace_is_found() {
        assert!(harnesses().unwrap().contains(&"pipeline".to_owned()));
    }
}
