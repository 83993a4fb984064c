//! What continuous integration runs, in order, with the time of each step.

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use crate::{
    TaskResult, api,
    bench::instructions::{self, Compared},
    check, crash, laws, portable, usage, verify, workspace,
};

/// Names a Python that has the packages of the client's tests.
const PYTHON: &str = "PEOPLE_TEST_PYTHON";
const PYTHON_TESTS: &str = "crates/people-cli/tests/python";
/// Names the folder that has the packages of Node's tests.
const NODE: &str = "PEOPLE_TEST_NODE";
const NODE_TESTS: &str = "crates/people-cli/tests/node";
/// A crate outside of the workspace.
const RUST_TESTS: &str = "crates/people-cli/tests/rust";
const WASM: &str = "wasm32-unknown-unknown";
const TESTS: &[&str] = &["test", "--workspace", "--locked", "--no-fail-fast"];
/// Where the property tests begin, so that a run on one commit says the same each time. New cases are for
/// `cargo test` and for the long run.
const SEED: &str = "2027";

/// Whether a step whose tools are not there is left out or is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Here,
    Full,
}

/// `cargo xtask ci [--full | --long]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    match arguments {
        [] => run(STEPS, Extent::Here),
        ["--full"] => run(STEPS, Extent::Full),
        ["--long"] => run(LONG_STEPS, Extent::Here),
        _ => usage(),
    }
}

/// Every step, also after one has failed, so that one run shows everything that is wrong.
fn run(steps: &[(&'static str, Step)], extent: Extent) -> TaskResult {
    let mut done = Vec::new();
    for (name, step) in steps {
        eprintln!("\n=== {name}");
        let start = Instant::now();
        let verdict = step(extent).unwrap_or_else(|error| {
            eprintln!("error: {error}");
            Verdict::Failed
        });
        done.push(Done {
            name,
            verdict,
            time: start.elapsed(),
        });
    }
    eprint!("\n{}", summary(&done));
    let failed = done.iter().any(|step| step.verdict == Verdict::Failed);
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

type Step = fn(Extent) -> Result<Verdict, Box<dyn Error>>;

/// In the order of what is quick to say no, but for the tests, which build what later steps use.
const STEPS: &[(&str, Step)] = &[
    ("format", |_| format()),
    ("lints", |_| {
        let clippy = ["clippy", "--workspace", "--all-targets", "--locked"];
        let rest = ["--features", "people-cli/otel", "--", "--deny", "warnings"];
        cargo(&[&clippy[..], &rest].concat())
    }),
    ("checks", |_| {
        Ok(Verdict::of(check::task(&[])? == ExitCode::SUCCESS))
    }),
    ("dependencies", |extent| {
        deny(extent, &["check", "bans", "licenses", "sources"])
    }),
    ("advisories", advisories),
    ("tests", |_| {
        verdict(command(TESTS).env("PROPTEST_RNG_SEED", SEED))
    }),
    ("documentation", |_| {
        let arguments = ["doc", "--workspace", "--no-deps", "--locked"];
        verdict(command(&arguments).env("RUSTDOCFLAGS", "--deny warnings"))
    }),
    ("public API", |_| public_api()),
    ("packages", |_| packages()),
    ("fewest features", |_| fewest_features()),
    ("wasm", |_| wasm()),
    ("Google's Python client", |extent| {
        python(extent, "google_client.py")
    }),
    ("every method by Google's Python client", |extent| {
        python(extent, "every_method.py")
    }),
    ("Google's Node client", |extent| {
        node(extent, "google_client.js")
    }),
    ("logins by Google's Python libraries", |extent| {
        python(extent, "logins.py")
    }),
    ("the first test of the docs", |extent| {
        python(extent, "first_test.py")
    }),
    ("sinners and saints", |extent| python(extent, "findings.py")),
    ("sinners and saints of Node", |extent| {
        node(extent, "findings.js")
    }),
    ("the console in a browser", |extent| {
        python(extent, "console.py")
    }),
    ("the console by keyboard", |extent| {
        python(extent, "console_keyboard.py")
    }),
    ("the console with hostile data", |extent| {
        python(extent, "console_hostile.py")
    }),
    ("signing in by a browser", |extent| {
        python(extent, "sign_in.py")
    }),
    ("google-people1, for Rust", rust),
    ("rules seen from outside", |_| {
        Ok(Verdict::of(verify::all(&binary()?)?))
    }),
    ("Schemathesis", |extent| python(extent, "openapi.py")),
    ("instructions", instruction_counts),
    // Last: it leaves another binary where the steps before look for theirs.
    ("traces", |_| {
        let arguments = ["test", "--package", "people-cli", "--locked"];
        cargo(
            &[
                &arguments[..],
                &["--features", "otel", "--test", "it", "otel"],
            ]
            .concat(),
        )
    }),
];

/// What takes hours, for a night: each also runs by itself.
const LONG_STEPS: &[(&str, Step)] = &[
    ("laws", |_| passed(laws::task(&[]))),
    ("tests on new cases", |_| cargo(TESTS)),
    ("kills and power failures", |_| passed(crash::task(&[]))),
    ("static binary", |_| passed(portable::task(&[]))),
    ("fuzzed requests", |_| fuzz("people-http", "request")),
    ("fuzzed texts", |_| fuzz("people-model", "model")),
    ("fuzzed cards", |_| fuzz("people-cards", "cards")),
    ("fuzzed tables", |_| fuzz("people-cards", "tables")),
    ("fuzzed jCards", |_| fuzz("people-cards", "jcards")),
    ("fuzzed conversations", |_| fuzz("people-server", "server")),
];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    /// Not run, and why.
    Skipped(String),
}

impl Verdict {
    fn of(passed: bool) -> Self {
        if passed { Self::Passed } else { Self::Failed }
    }
}

struct Done {
    name: &'static str,
    verdict: Verdict,
    time: Duration,
}

fn summary(done: &[Done]) -> String {
    let width = done
        .iter()
        .map(|step| step.name.len())
        .max()
        .unwrap_or_default();
    let line = |step: &Done| {
        let verdict = match &step.verdict {
            Verdict::Passed => "passed".to_owned(),
            Verdict::Failed => "FAILED".to_owned(),
            Verdict::Skipped(why) => format!("skipped: {why}"),
        };
        format!(
            "{:width$}  {:>6.1} s  {verdict}\n",
            step.name,
            step.time.as_secs_f64()
        )
    };
    done.iter().map(line).collect()
}

fn passed(task: TaskResult) -> Result<Verdict, Box<dyn Error>> {
    Ok(Verdict::of(task? == ExitCode::SUCCESS))
}

/// The workspace, and the crate that is outside of it.
fn format() -> Result<Verdict, Box<dyn Error>> {
    let workspace = cargo(&["fmt", "--all", "--check"])?;
    let outside = cargo(&["fmt", "--check", "--manifest-path", &rust_manifest()])?;
    let formatted = [workspace, outside].iter().all(|it| *it == Verdict::Passed);
    Ok(Verdict::of(formatted))
}

/// What a user of the libraries sees, against what is committed.
fn public_api() -> Result<Verdict, Box<dyn Error>> {
    match api::check()? {
        api::Checked::Known(same) => Ok(Verdict::of(same)),
        api::Checked::Unreadable(why) => Ok(Verdict::Skipped(why)),
    }
}

/// Every crate that is published, as it would be uploaded. They are not built again: each would be, from
/// nothing, by what the others are in a registry, where they may not be yet.
fn packages() -> Result<Verdict, Box<dyn Error>> {
    let package = ["package", "--workspace", "--exclude", "xtask", "--locked"];
    let rest = ["--no-verify", "--allow-dirty", "--quiet"];
    cargo(&[&package[..], &rest].concat())
}

/// Ten minutes of a fuzz target, where a nightly compiler and cargo-fuzz are.
fn fuzz(package: &str, target: &str) -> Result<Verdict, Box<dyn Error>> {
    let folder = workspace::root().join("crates").join(package).join("fuzz");
    let fuzz = |arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command.arg("+nightly").arg("fuzz").args(arguments);
        command.current_dir(&folder);
        command
    };
    let there = fuzz(&["--version"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        let why = "a nightly compiler with cargo-fuzz is not installed";
        return Ok(Verdict::Skipped(why.to_owned()));
    }
    let run = [
        "run",
        "--fuzz-dir",
        ".",
        target,
        "--",
        "-max_total_time=600",
    ];
    verdict(&mut fuzz(&run))
}

/// The libraries with the fewest features they build with: as a whole, the workspace is always built
/// with all that any member asks for.
fn fewest_features() -> Result<Verdict, Box<dyn Error>> {
    let packages = workspace::LIBRARIES
        .iter()
        .flat_map(|library| ["--package", library]);
    let mut arguments = vec!["clippy", "--lib", "--no-default-features", "--locked"];
    arguments.extend(packages);
    arguments.extend(["--", "--deny", "warnings"]);
    cargo(&arguments)
}

fn wasm() -> Result<Verdict, Box<dyn Error>> {
    let libraries = workspace::rustc(&["--print", "target-libdir", "--target", WASM])?;
    let folder = Path::new(libraries.trim());
    if !folder.is_dir() {
        return Ok(Verdict::Skipped(format!(
            "the target {WASM} is not installed"
        )));
    }
    let packages = [
        "--package",
        "people-model",
        "--package",
        "people-rules",
        "--package",
        "people-cards",
    ];
    cargo(
        &[
            &["check", "--lib", "--locked", "--target", WASM][..],
            &packages,
        ]
        .concat(),
    )
}

/// What is known against the dependencies, where the list of it is within reach.
fn advisories(extent: Extent) -> Result<Verdict, Box<dyn Error>> {
    if deny(extent, &["fetch", "db"])? == Verdict::Failed {
        let why = "the advisories cannot be fetched";
        return Ok(Verdict::Skipped(why.to_owned()));
    }
    deny(extent, &["check", "--disable-fetch", "advisories"])
}

fn deny(extent: Extent, arguments: &[&str]) -> Result<Verdict, Box<dyn Error>> {
    if !command(&["deny", "--version"]).output()?.status.success() {
        return missing(extent, "cargo-deny is not installed".to_owned());
    }
    cargo(&[&["deny"][..], arguments].concat())
}

/// A program of Python's against the binary that the tests have built.
fn python(extent: Extent, script: &str) -> Result<Verdict, Box<dyn Error>> {
    let Some(python) = env::var_os(PYTHON) else {
        let why = format!(
            "{PYTHON} does not name a Python with the packages of {PYTHON_TESTS}/requirements.txt"
        );
        return missing(extent, why);
    };
    let script = workspace::root().join(PYTHON_TESTS).join(script);
    verdict(Command::new(python).arg(script).arg(binary()?))
}

/// How many instructions the rules take, against what is committed.
fn instruction_counts(extent: Extent) -> Result<Verdict, Box<dyn Error>> {
    if !instructions::is_installed() {
        return missing(extent, "valgrind is not installed".to_owned());
    }
    match instructions::compare()? {
        Compared::Same(same) => Ok(Verdict::of(same)),
        Compared::Skipped(why) => Ok(Verdict::Skipped(why)),
    }
}

/// A program of Node's against the same binary.
fn node(extent: Extent, script: &str) -> Result<Verdict, Box<dyn Error>> {
    if env::var_os(NODE).is_none() {
        let why = format!("{NODE} does not name a folder with the packages of {NODE_TESTS}");
        return missing(extent, why);
    }
    let script = workspace::root().join(NODE_TESTS).join(script);
    verdict(Command::new("node").arg(script).arg(binary()?))
}

/// The Rust client that is generated from Google's description, against the same binary. It is built
/// into a folder for itself: what it depends on is nothing that the workspace has.
fn rust(extent: Extent) -> Result<Verdict, Box<dyn Error>> {
    let manifest = rust_manifest();
    let package = ["--locked", "--manifest-path", &manifest];
    if cargo(&[&["fetch"][..], &package].concat())? == Verdict::Failed {
        return missing(extent, "google-people1 cannot be fetched".to_owned());
    }
    let target = workspace::metadata()?.target_directory.join("ci/rust");
    let mut run = command(&["run", "--quiet"]);
    run.args(package).args(["--target-dir", target.as_str()]);
    verdict(run.arg("--").arg(binary()?))
}

fn rust_manifest() -> String {
    let manifest = workspace::root().join(RUST_TESTS).join("Cargo.toml");
    manifest.display().to_string()
}

/// The binary that the tests have built.
fn binary() -> Result<PathBuf, Box<dyn Error>> {
    let folder = workspace::metadata()?.target_directory.join("debug");
    let name = format!("people{}", env::consts::EXE_SUFFIX);
    Ok(folder.join(name).into())
}

fn missing(extent: Extent, why: String) -> Result<Verdict, Box<dyn Error>> {
    match extent {
        Extent::Here => Ok(Verdict::Skipped(why)),
        Extent::Full => Err(why.into()),
    }
}

fn cargo(arguments: &[&str]) -> Result<Verdict, Box<dyn Error>> {
    verdict(&mut command(arguments))
}

fn command(arguments: &[&str]) -> Command {
    let mut command = workspace::cargo();
    command.args(arguments);
    command
}

fn verdict(command: &mut Command) -> Result<Verdict, Box<dyn Error>> {
    let program = command.get_program().to_owned();
    let status = command
        .status()
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    Ok(Verdict::of(status.success()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(name: &'static str, verdict: Verdict, millis: u64) -> Done {
        Done {
            name,
            verdict,
            time: Duration::from_millis(millis),
        }
    }

    #[test]
    fn the_summary_says_what_failed_and_why_a_step_was_left_out() {
        let steps = [
            done("format", Verdict::Passed, 1_240),
            done("documentation", Verdict::Failed, 61_000),
            done("wasm", Verdict::Skipped("not installed".to_owned()), 3),
        ];
        let expected = "format            1.2 s  passed\n\
                        documentation    61.0 s  FAILED\n\
                        wasm              0.0 s  skipped: not installed\n";
        assert_eq!(summary(&steps), expected);
    }

    #[test]
    fn a_command_that_fails_fails_its_step() {
        assert_eq!(cargo(&["--version"]).unwrap(), Verdict::Passed);
        assert_eq!(cargo(&["no-such-command"]).unwrap(), Verdict::Failed);
        assert!(verdict(&mut Command::new("no such program")).is_err());
    }
}
