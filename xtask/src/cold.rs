//! How long builds take from nothing: a client beside the other Rust client of the API, and the binary.

mod binary;
mod client;
mod timings;

use std::{
    error::Error,
    fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use crate::{TaskResult, usage, workspace};

/// Builds something from nothing, below this folder, and prints how long it took.
type Measure = fn(&Path) -> Result<(), Box<dyn Error>>;

/// `cargo xtask cold [client | binary | release]`. A release takes several times as long as the rest together, so it
/// is built only if asked for.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    let measures: &[Measure] = match arguments {
        [] => &[client::measure, binary::measure],
        ["client"] => &[client::measure],
        ["binary"] => &[binary::measure],
        ["release"] => &[binary::measure_release],
        _ => return usage(),
    };
    let folder = workspace::metadata()?.target_directory.join("cold");
    let folder = folder.as_std_path();
    empty(folder)?;
    let measured = measures.iter().try_for_each(|measure| measure(folder));
    fs::remove_dir_all(folder)?;
    measured?;
    Ok(ExitCode::SUCCESS)
}

/// An empty folder, whatever was there before.
fn empty(folder: &Path) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Runs cargo in a folder, with another for what it builds. No wrapper may have the result of an earlier build.
fn run(folder: &Path, target: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = Command::new(workspace::cargo().get_program())
        .current_dir(folder)
        .args(arguments)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTC_WRAPPER", "")
        .stdout(Stdio::null())
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err(format!(
            "cargo {} failed in {}",
            arguments.join(" "),
            folder.display()
        )
        .into()),
    }
}
