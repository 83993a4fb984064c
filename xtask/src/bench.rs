//! Runs the benchmarks and puts what they print side by side in one table.
//!
//! A harness prints a line for each measure, `name<TAB>value<TAB>unit`; lines that start with `#`
//! are remarks. What belongs side by side, and how much is enough, is in [`goals`].

mod compare;
mod files;
mod goals;
pub(crate) mod instructions;
mod options;
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
use options::Options;
use table::Measure;

const DOCUMENT: &str = "docs/performance.md";
const COMMAND: &str = "cargo xtask bench --write";
const BEGIN: &str = "<!-- measured -->";
const END: &str = "<!-- /measured -->";

/// What `--quick` runs: what changes of the rules, the server or the store slow down first.
const QUICK: [&str; 4] = ["pipeline", "merge", "engine", "http"];

/// `cargo xtask bench [--quick] [--json FILE] [--write | HARNESS...]`, `cargo xtask bench write PART...`,
/// `cargo xtask bench compare A B`, `cargo xtask bench files [CONTACTS] [--exports] [--binary FILE]` and
/// `cargo xtask bench instructions [--accept]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    match *arguments {
        ["compare", before, after] => {
            print!("{}", compare::render(&read(before)?, &read(after)?)?);
            return Ok(ExitCode::SUCCESS);
        }
        ["write", ref parts @ ..] if !parts.is_empty() => {
            let mut measures = Vec::new();
            for part in parts {
                measures.extend(read(part)?);
            }
            write(&table::render(&measures, goals::GOALS)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        ["files", ref rest @ ..] => return files::task(rest),
        ["instructions"] => return instructions::task(false),
        ["instructions", "--accept"] => return instructions::task(true),
        _ => {}
    }
    let all = harnesses()?;
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let options = match Options::parse(arguments, &all) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("error: {problem}\nthe benchmarks are: {}\n", all.join(" "));
            return usage();
        }
    };
    let picked: &[&str] = match options.harnesses.as_slice() {
        [] if options.quick => &QUICK,
        [] => &all,
        some => some,
    };
    let measures = measure(picked, options.quick)?;
    if let Some(path) = options.json {
        let text = serde_json::to_string_pretty(&measures)?;
        fs::write(path, text + "\n").map_err(|error| format!("cannot write {path}: {error}"))?;
    }
    if options.write {
        write(&table::render(&measures, goals::GOALS)?)?;
    } else {
        let whole = picked.len() == all.len();
        let goals = goals::GOALS
            .iter()
            .filter(|goal| whole || table::measured(&measures, goal));
        println!("{}", table::render(&measures, goals)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// The measures that `--json` wrote.
fn read(path: &str) -> Result<Vec<Measure>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    let measures = serde_json::from_str(&text);
    Ok(measures.map_err(|error| format!("{path} was not written by --json: {error}"))?)
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
///
/// A quick one is built without optimisation across crates, and measures for a shorter time.
fn measure(harnesses: &[&str], quick: bool) -> Result<Vec<Measure>, Box<dyn Error>> {
    let mut cargo = workspace::cargo();
    if quick {
        cargo
            .env("CARGO_PROFILE_BENCH_LTO", "off")
            .env("CARGO_PROFILE_BENCH_CODEGEN_UNITS", "16")
            .env("PEOPLE_BENCH_QUICK", "1");
    }
    let mut child = cargo
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
