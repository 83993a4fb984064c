//! A test report of `people exec`, as JUnit XML.
use std::error::Error;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde_json::Value;

use super::in_full;

/// The report: one test for the command, and one for each finding, or one that says that nothing was found. A
/// finding is a failure where `fails` says so.
///
/// # Errors
///
/// When a text cannot be written as XML.
pub(super) fn report(
    command: &str,
    status: u8,
    findings: &[Value],
    fails: impl Fn(&Value) -> bool,
) -> Result<String, Box<dyn Error>> {
    let mut suite = TestSuite::new("people exec");
    let of_command = match status {
        0 => TestCaseStatus::success(),
        status => failure("exit status", &format!("The exit status is {status}.")),
    };
    suite.add_test_case(TestCase::new(command, of_command));
    if findings.is_empty() {
        suite.add_test_case(TestCase::new("findings", TestCaseStatus::success()));
    }
    for finding in findings {
        let text = |name: &str| finding[name].as_str().unwrap_or_default();
        let name = match text("resourceName") {
            "" => text("id").to_owned(),
            resource => format!("{} {resource}", text("id")),
        };
        let status = match fails(finding) {
            true => failure(text("id"), &in_full(finding)),
            false => TestCaseStatus::success(),
        };
        let mut case = TestCase::new(name, status);
        case.set_classname(match text("test") {
            "" => text("account"),
            test => test,
        });
        if !fails(finding) {
            case.set_system_out(in_full(finding));
        }
        suite.add_test_case(case);
    }
    let mut report = Report::new("people exec");
    report.add_test_suite(suite);
    Ok(report.to_string()?)
}

fn failure(kind: &str, text: &str) -> TestCaseStatus {
    let mut failure = TestCaseStatus::non_success(NonSuccessKind::Failure);
    failure.set_type(kind).set_message(text);
    failure
}
