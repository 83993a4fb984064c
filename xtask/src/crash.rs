//! Crashes servers many more times than the tests do.

use crate::{TaskResult, usage, workspace};

/// How often a server is killed unless said.
const KILLS: &str = "200";

/// `cargo xtask crash [KILLS]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    let kills = match arguments {
        [] => KILLS,
        [kills] if kills.parse::<u32>().is_ok() => kills,
        _ => return usage(),
    };
    let status = workspace::cargo()
        .args(["test", "--locked", "--package", "people-cli"])
        .args(["--test", "it", "--", "--nocapture", "crash::"])
        .env("PEOPLE_TEST_KILLS", kills)
        .status()?;
    Ok(u8::from(!status.success()).into())
}
