//! The workspace's own tasks, run as `cargo xtask <task>`.

mod api;
mod bench;
mod check;
mod ci;
mod codegen;
mod cold;
mod crash;
mod failover;
mod laws;
mod portable;
mod verify;
mod workspace;

use std::{env, error::Error, process::ExitCode};

const USAGE: &str = "\
usage: cargo xtask <task>

tasks:
  codegen                    render crates/people-model/src/generated from its schema
  codegen --check            fail when what is committed differs from what would be rendered
  codegen --diff DISCOVERY   compare the schema with a discovery document, both ways
  check                      layers, generated files, rule ids against tests, traces of a machine
  api                        write the public API of the libraries to docs/api (needs rustdoc's JSON: a nightly
                             compiler, or the one at hand if its form is known)
  api --check                fail when what is committed differs
  ci                         what continuous integration runs, but for what is not installed
  ci --full                  the same, where what is not installed is a failure
  ci --long                  what takes hours: laws on 100,000 forks, kills, power failures, fuzzing, the static binary
  laws [CASES]               try the laws of the merge on 100,000 forks each, or so many
  cold                       build people-http and google-people1 from nothing, side by side, then the binary
  cold client | binary       only one of the two; for the binary, print what each crate of it costs
  cold release               the binary in release, which takes several times as long
  crash [KILLS]              kill a server under load 200 times, or so many, and fail its power 5 times as
                             often; look at what it kept (needs strace)
  failover [ROUNDS]          break a cluster of three nodes under load 18 times, or so many; look at what it
                             kept and how long it took (needs root, PostgreSQL, Patroni and etcd)
  static [--release]         build the binary without shared libraries, and serve from a root directory that has
                             nothing else in it (needs root)
  bench [HARNESS...]         run the benchmarks and print them side by side
  bench --quick              the same for those that a change slows down first, in minutes
  bench --json FILE          the same, and write what was measured to a file
  bench --write              put the table into docs/performance.md
  bench write PART...        the same with what was measured in parts, one after the other: files that --json wrote
  bench compare A B          set two such files side by side
  bench files [CONTACTS] [--exports] [--binary FILE]
                             import, export and compare an address book of 25,000 contacts, or so many; print rate
                             and largest memory of each as a table for docs/performance.md; with --exports, only
                             import a seed and export it
  bench instructions         count the instructions of the rules; fail if they differ from the committed counts by
                             more than 3 % (needs valgrind)
  bench instructions --accept
                             commit to the counts as they are now
";

/// What a task returns: the code that the process exits with, or why it broke.
type TaskResult = Result<ExitCode, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.split_first() {
        None | Some((&("help" | "--help" | "-h"), _)) => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        Some((&"api", rest)) => api::task(rest),
        Some((&"codegen", rest)) => codegen::task(rest),
        Some((&"check", rest)) => check::task(rest),
        Some((&"ci", rest)) => ci::task(rest),
        Some((&"cold", rest)) => cold::task(rest),
        Some((&"laws", rest)) => laws::task(rest),
        Some((&"crash", rest)) => crash::task(rest),
        Some((&"failover", rest)) => failover::task(rest),
        Some((&"static", rest)) => portable::task(rest),
        Some((&"bench", rest)) => bench::task(rest),
        _ => usage(),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

/// Says how the tasks are called; the code is the one that shells use for that.
fn usage() -> TaskResult {
    eprint!("{USAGE}");
    Ok(ExitCode::from(2))
}
