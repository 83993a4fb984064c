//! Crashes servers, and fails the power under them, many more times than the tests do.

use crate::{TaskResult, usage, workspace};

/// How often a server is killed. Default of `cargo xtask crash`.
const KILLS: u32 = 200;

/// How often the power fails for each kill: that takes a fifth of the time.
const FAILURES: u32 = 5;

/// `cargo xtask crash [KILLS]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    let kills = match arguments {
        [] => KILLS,
        [kills] => match kills.parse::<u32>() {
            Ok(kills) => kills,
            Err(_) => return usage(),
        },
        _ => return usage(),
    };
    let status = workspace::cargo()
        .args(["test", "--locked", "--package", "people-cli"])
        .args(["--test", "it", "--", "--nocapture", "--test-threads=1"])
        .args(["crash::", "power::"])
        .env("PEOPLE_TEST_KILLS", kills.to_string())
        .env(
            "PEOPLE_TEST_POWER_FAILURES",
            kills.saturating_mul(FAILURES).to_string(),
        )
        .status()?;
    Ok(u8::from(!status.success()).into())
}
