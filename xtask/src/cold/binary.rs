//! The binary, as `cargo run -- serve` builds it, and what each crate of it costs.

use std::{error::Error, fs, path::Path, time::Instant};

use super::{empty, run, timings::Timings};
use crate::workspace;

/// How many crates have a row each.
const SHOWN: usize = 20;

/// In the development profile.
pub(super) fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    build(&folder.join("binary"), "cold.binary", &[])
}

/// In the release profile.
pub(super) fn measure_release(folder: &Path) -> Result<(), Box<dyn Error>> {
    build(&folder.join("release"), "cold.release", &["--release"])
}

/// Without `--package`, since cargo then takes the features of all default members, as `cargo run` does.
fn build(target: &Path, name: &str, profile: &[&str]) -> Result<(), Box<dyn Error>> {
    let root = workspace::root();
    empty(target)?;
    run(&root, target, &["fetch", "--locked"])?;
    let arguments = ["build", "--locked", "--offline", "--bin", "people"];
    let (start, before) = (Instant::now(), children());
    run(
        &root,
        target,
        &[&arguments[..], profile, &["--timings"]].concat(),
    )?;
    println!("{name}\t{:.1}\ts", start.elapsed().as_secs_f64());
    if let (Some(before), Some(after)) = (before, children()) {
        println!("{name}.cpu\t{:.1}\ts", after - before);
    }
    let report = fs::read_to_string(target.join("cargo-timings/cargo-timing.html"))?;
    print!("\n{}", Timings::parse(&report)?.render(SHOWN));
    Ok(())
}

/// The seconds of CPU time of all processes that have ended below this one. `None` where the system does not tell it:
/// elsewhere than on Linux.
fn children() -> Option<f64> {
    cpu_of_children(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// From the 16th and 17th field of `/proc/PID/stat`, in the ticks of user space, 100 a second. The second field is a
/// name in parentheses, which may contain spaces and parentheses.
fn cpu_of_children(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks: Vec<f64> = ticks.map(str::parse).collect::<Result<_, _>>().ok()?;
    (ticks.len() == 2).then(|| ticks.iter().sum::<f64>() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_of_children_is_user_and_system_time() {
        let stat = "4102 (a) b (c) S 1 4102 4102 0 -1 4194304 1 2 3 4 5 6 700 25 20 0 1 0 99 8 9 1";
        assert_eq!(cpu_of_children(stat), Some(7.25));
        assert_eq!(cpu_of_children("4102 (xtask) S 1"), None);
    }
}
