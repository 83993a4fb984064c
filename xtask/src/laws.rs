//! Runs the laws of the merge and of uniting two contacts over many more cases than the tests do.

use crate::{TaskResult, usage, workspace};

/// How many cases of each law are run. Default of `cargo xtask laws`.
const CASES: &str = "100000";

/// `cargo xtask laws [CASES]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    let cases = match arguments {
        [] => CASES,
        [cases] if cases.parse::<u32>().is_ok() => cases,
        _ => return usage(),
    };
    let status = workspace::cargo()
        .args(["test", "--release", "--locked", "--package", "people-rules"])
        .args(["--test", "it", "--", "merge_laws", "unite"])
        .env("PROPTEST_CASES", cases)
        .status()?;
    eprintln!("each law was tried on {cases} forks");
    Ok(u8::from(!status.success()).into())
}
