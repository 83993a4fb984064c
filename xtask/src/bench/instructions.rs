//! Counts the instructions of the rules, and compares the counts with those that are committed.
//!
//! Times differ from run to run and from machine to machine; counts hardly do. Callgrind runs each case of a
//! benchmark on a processor of its own, so the machine's processor has little influence. The counts do depend on
//! the compiler, the C library and on callgrind itself. The committed file names these, and counts of others are
//! not compared.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use cargo_metadata::Message;

use crate::{TaskResult, workspace};

const COUNTS: &str = "crates/people-rules/benches/instructions.txt";
const ACCEPT: &str = "cargo xtask bench instructions --accept";
/// How much a count may differ, in percent. The seeds of hash tables differ from run to run.
const TOLERANCE: u64 = 3;

/// What is counted: the benchmark, the case in it, and how many turns make a steady count.
const CASES: &[(&str, &str, u64)] = &[
    ("pipeline", "pipeline.people", 500),
    ("pipeline", "decode.request.people", 500),
    ("pipeline", "check", 5_000),
    ("pipeline", "apply", 500),
    ("pipeline", "project.all", 5_000),
    ("pipeline", "encode.person.people", 500),
    ("pipeline", "round_trip.person.people", 500),
    ("merge", "merge.2k.people", 200),
    ("merge", "merge.20k.people", 50),
    ("merge", "diff.2k.people", 200),
    ("merge", "diff.20k.people", 50),
];

/// The result of the comparison.
#[derive(Debug)]
pub(crate) enum Compared {
    /// Whether each count is near the committed one.
    Same(bool),
    /// Nothing was compared, and why.
    Skipped(String),
}

/// `cargo xtask bench instructions [--accept]`.
pub(super) fn task(accept: bool) -> TaskResult {
    if accept {
        let text = render(&Surroundings::here()?, &count()?);
        fs::write(workspace::root().join(COUNTS), text)?;
        eprintln!("wrote {COUNTS}");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(match compare()? {
        Compared::Same(true) => ExitCode::SUCCESS,
        Compared::Same(false) => ExitCode::FAILURE,
        Compared::Skipped(why) => {
            eprintln!("not compared: {why}");
            ExitCode::SUCCESS
        }
    })
}

/// Counts, and prints each count that differs too much.
///
/// # Errors
///
/// If a benchmark does not build, or a case cannot be counted.
pub(crate) fn compare() -> Result<Compared, Box<dyn Error>> {
    let committed = fs::read_to_string(workspace::root().join(COUNTS))
        .map_err(|error| format!("cannot read {COUNTS}: {error}"))?;
    let (there, committed) = parse(&committed)?;
    if let Some(why) = there.difference(&Surroundings::here()?) {
        return Ok(Compared::Skipped(why));
    }
    let differing = differing(&committed, &count()?);
    for line in &differing {
        eprintln!("{line}");
    }
    if !differing.is_empty() {
        eprintln!("if this is intended, run `{ACCEPT}` and give the reason in the commit");
    }
    Ok(Compared::Same(differing.is_empty()))
}

/// Whether valgrind, the tool that counts, is installed.
pub(crate) fn is_installed() -> bool {
    printed("valgrind", "--version").is_some()
}

/// What the counts depend on, apart from the code.
#[derive(Debug, PartialEq, Eq)]
struct Surroundings(BTreeMap<String, String>);

impl Surroundings {
    fn here() -> Result<Self, Box<dyn Error>> {
        let version = workspace::rustc(&["--version", "--verbose"])?;
        let line = |name: &str| version.lines().find_map(|line| line.strip_prefix(name));
        let line = |name: &str| line(name).unwrap_or("unknown").trim().to_owned();
        let first = |text: Option<String>| {
            let line = text.as_deref().and_then(|text| text.lines().next());
            line.unwrap_or("none").to_owned()
        };
        let all = [
            (
                "compiler",
                format!("{} for {}", line("release:"), line("host:")),
            ),
            ("C library", first(printed("ldd", "--version"))),
            ("valgrind", first(printed("valgrind", "--version"))),
            ("processor", features()),
        ];
        let all = all.map(|(name, value)| (name.to_owned(), value));
        Ok(Self(all.into()))
    }

    /// Why counts of the two cannot be compared; none if they can.
    fn difference(&self, here: &Self) -> Option<String> {
        let mut names = here.0.keys().chain(self.0.keys());
        let name = names.find(|&name| self.0.get(name) != here.0.get(name))?;
        let of = |side: &Self| {
            side.0
                .get(name)
                .cloned()
                .unwrap_or_else(|| "unknown".to_owned())
        };
        Some(format!(
            "{COUNTS} has counts of the {name} \"{}\", and here it is \"{}\"",
            of(self),
            of(here)
        ))
    }
}

/// What a program prints; none if it cannot be run.
fn printed(program: &str, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then_some(text)
}

/// Of what the processor can do, that which callgrind passes on to the program: libraries choose their code by it.
fn features() -> String {
    const PASSED_ON: [&str; 8] = [
        "abm", "avx", "avx2", "bmi1", "cx16", "f16c", "rdrand", "rdtscp",
    ];
    let known = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let flags = known.lines().find(|line| line.starts_with("flags"));
    let flags: BTreeSet<&str> = flags.unwrap_or_default().split_whitespace().collect();
    PASSED_ON
        .into_iter()
        .filter(|flag| flags.contains(flag))
        .collect::<Vec<_>>()
        .join(" ")
}

type Counts = BTreeMap<String, u64>;

/// The instructions of one turn of each case.
fn count() -> Result<Counts, Box<dyn Error>> {
    let harnesses = build()?;
    let mut counts = Counts::new();
    for &(harness, case, turns) in CASES {
        let binary = harnesses.get(harness).ok_or("a benchmark is not built")?;
        // What comes before the turns is in both.
        let (none, all) = (
            instructions(binary, case, 0)?,
            instructions(binary, case, turns)?,
        );
        let count = all.saturating_sub(none) / turns;
        if count == 0 {
            return Err(format!("{case} has no instructions").into());
        }
        eprintln!("{case}\t{count}\tinstructions");
        counts.insert(case.to_owned(), count);
    }
    Ok(counts)
}

/// The benchmarks of the rules, in a profile that builds fast.
fn build() -> Result<BTreeMap<String, PathBuf>, Box<dyn Error>> {
    let names: BTreeSet<&str> = CASES.iter().map(|&(harness, ..)| harness).collect();
    let mut command = workspace::cargo();
    command.args(["bench", "--package", "people-rules", "--locked", "--no-run"]);
    command.args(["--profile", "counted"]);
    command.args(names.into_iter().flat_map(|name| ["--bench", name]));
    // Flags of the environment would change the counts.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.ends_with("RUSTFLAGS") || text.starts_with("CARGO_PROFILE_") {
            command.env_remove(&name);
        }
    }
    let output = command
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("the benchmarks do not build".into());
    }
    let mut built = BTreeMap::new();
    for message in Message::parse_stream(&output.stdout[..]) {
        if let Message::CompilerArtifact(artifact) = message?
            && let Some(binary) = artifact.executable
        {
            built.insert(artifact.target.name, binary.into());
        }
    }
    Ok(built)
}

/// The instructions of a whole run that has this many turns of a case.
fn instructions(binary: &Path, case: &str, turns: u64) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(binary)
        .args(["--count", case, &turns.to_string()])
        .output()
        .map_err(|error| format!("cannot run valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    match collected(&said) {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("cannot count {case}: {said}").into()),
    }
}

/// The number in callgrind's line `==17== Collected : 12345`.
fn collected(said: &str) -> Option<u64> {
    let mut lines = said.lines();
    let count = lines.find_map(|line| line.split_once("Collected :"))?.1;
    count.trim().parse().ok()
}

fn render(here: &Surroundings, counts: &Counts) -> String {
    let mut text = format!("# Instructions of one turn. Written by `{ACCEPT}`.\n");
    for (name, value) in &here.0 {
        let _ = writeln!(text, "# {name}: {value}");
    }
    for (case, count) in counts {
        let _ = writeln!(text, "{case}\t{count}");
    }
    text
}

/// What the committed counts depend on, and the counts.
fn parse(text: &str) -> Result<(Surroundings, Counts), String> {
    let unreadable =
        |line: &str| format!("cannot read \"{line}\" in {COUNTS}; `{ACCEPT}` writes it anew");
    let (mut there, mut counts) = (BTreeMap::new(), Counts::new());
    for line in text.lines() {
        if let Some(remark) = line.strip_prefix("# ") {
            if let Some((name, value)) = remark.split_once(": ") {
                there.insert(name.to_owned(), value.to_owned());
            }
            continue;
        }
        let (case, count) = line.split_once('\t').ok_or_else(|| unreadable(line))?;
        let count = count.parse().map_err(|_| unreadable(line))?;
        counts.insert(case.to_owned(), count);
    }
    Ok((Surroundings(there), counts))
}

/// A line for each case that differs by more than the tolerance, or is on one side only.
fn differing(committed: &Counts, now: &Counts) -> Vec<String> {
    let cases: BTreeSet<&String> = committed.keys().chain(now.keys()).collect();
    let line = |case: &String| match (committed.get(case), now.get(case)) {
        (Some(&before), Some(&after)) => {
            let differs = after.abs_diff(before) * 100 > TOLERANCE * before;
            let change = (after as f64 / before as f64 - 1.0) * 100.0;
            let line = format!("{case}: {after} instructions, before {before}: {change:+.1} %");
            differs.then_some(line)
        }
        (None, _) => Some(format!("{case} is not in {COUNTS}")),
        (_, None) => Some(format!("{case} is in {COUNTS}, but no case has this name")),
    };
    cases.into_iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(all: &[(&str, u64)]) -> Counts {
        all.iter()
            .map(|&(case, count)| (case.to_owned(), count))
            .collect()
    }

    fn surroundings(compiler: &str) -> Surroundings {
        let all = [("compiler", compiler), ("processor", "avx avx2")];
        Surroundings(
            all.map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        )
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (here, all) = (
            surroundings("1.95.0"),
            counts(&[("apply", 1_000), ("check", 20)]),
        );
        let text = render(&here, &all);
        assert_eq!(parse(&text).unwrap(), (here, all));
        assert!(parse(&text.replace("\t20", "\ttwenty")).is_err());
        assert!(parse(&text.replace("\t20", "")).is_err());
    }

    #[test]
    fn counts_of_other_surroundings_are_not_compared() {
        let there = surroundings("1.95.0");
        assert_eq!(there.difference(&surroundings("1.95.0")), None);
        let why = there.difference(&surroundings("1.96.0")).unwrap();
        let said = "has counts of the compiler \"1.95.0\", and here it is \"1.96.0\"";
        assert!(why.ends_with(said), "{why}");
        let nothing = Surroundings(BTreeMap::new());
        assert!(nothing.difference(&there).is_some() && there.difference(&nothing).is_some());
    }

    #[test]
    fn more_than_three_percent_is_reported_both_ways() {
        let committed = counts(&[("a", 1_000), ("b", 1_000), ("c", 1_000), ("d", 1_000)]);
        let now = counts(&[("a", 1_030), ("b", 1_031), ("c", 969), ("d", 970)]);
        assert_eq!(
            differing(&committed, &now),
            [
                "b: 1031 instructions, before 1000: +3.1 %",
                "c: 969 instructions, before 1000: -3.1 %"
            ]
        );
        let told = differing(&counts(&[("gone", 1)]), &counts(&[("new", 1)]));
        assert_eq!(told.len(), 2, "{told:?}");
    }

    #[test]
    fn the_count_is_found_in_what_callgrind_prints() {
        let said = "==17== Events    : Ir\n==17== Collected : 5678\n==17== \n";
        assert_eq!(collected(said), Some(5_678));
        assert_eq!(collected("==17== Events    : Ir\n"), None);
    }

    #[test]
    fn the_committed_file_has_every_case() {
        let text = fs::read_to_string(workspace::root().join(COUNTS)).unwrap();
        let (there, committed) = parse(&text).unwrap();
        let names: Vec<&str> = there.0.keys().map(String::as_str).collect();
        assert_eq!(names, ["C library", "compiler", "processor", "valgrind"]);
        let cases: Vec<&str> = committed.keys().map(String::as_str).collect();
        let mut counted: Vec<&str> = CASES.iter().map(|&(_, case, _)| case).collect();
        counted.sort_unstable();
        assert_eq!(cases, counted);
    }
}
