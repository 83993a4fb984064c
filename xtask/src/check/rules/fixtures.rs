use super::{super::tree::tree, *};

const HEAD: &str = "# Rules\n\n| id | rule | source | choice | tests |\n|---|---|---|---|---|\n";

const TESTS: &str = "\
//! Rules U8 to U10.

/// U9, with a linked profile.
#[test]
fn profile_is_left_alone() {}

proptest! {
    #[test]
    fn mask_is_a_fence(mask in masks()) {}
}

#[tokio::test(flavor = \"multi_thread\")]
async fn served() {}

#[test]
fn u07_is_refused() {}

fn helper() {}
";

/// The faults of a document whose rows these are, beside one file of tests.
#[track_caller]
fn check_rows(rows: &str, expected: &[&str]) {
    let document = format!("{HEAD}{rows}");
    check_tree(
        &[
            (DOCUMENT, &document),
            ("crates/people-rules/tests/it/apply.rs", TESTS),
        ],
        expected,
    );
}

#[track_caller]
fn check_tree(files: &[(&str, &str)], expected: &[&str]) {
    let found = check(&tree(files));
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

const FULL: &str = "| U8 | one value | page | | `served` |\n\
                    | U9 | left alone | page | | `profile_is_left_alone`, `served` |\n";

#[test]
fn rules_whose_tests_cite_them_are_fine() {
    let fence = "`it::apply::mask_is_a_fence`<br>`people_rules::mask_is_a_fence`";
    check_rows(
        &format!("{FULL}| U10 | `a\\|b` is whole | page | ours | {fence} |\n"),
        &[],
    );
}

#[test]
fn a_rule_that_stands_twice_is_found() {
    let rows = format!("{FULL}| U10 | whole | | | `served` |\n| U8 | again | | | `served` |\n");
    check_rows(
        &rows,
        &["docs/semantics.md:8: rule U8 has a row already, on line 5"],
    );
}

#[test]
fn a_rule_without_a_test_is_found() {
    let rows = format!("{FULL}| U10 | whole | page | | see `` |\n");
    check_rows(
        &rows,
        &["docs/semantics.md:7: rule U10: there is no test ``"],
    );
    let rows = format!("{FULL}| U10 | whole | page | | later |\n");
    check_rows(&rows, &["docs/semantics.md:7: rule U10 names no test"]);
}

#[test]
fn a_test_that_does_not_exist_is_found() {
    for name in [
        "mask_is_no_fence",
        "people_store::mask_is_a_fence",
        "helper",
    ] {
        let rows = format!("{FULL}| U10 | whole | page | | `{name}` |\n");
        let fault = format!("docs/semantics.md:7: rule U10: there is no test `{name}`");
        check_rows(&rows, &[&fault]);
    }
}

#[test]
fn a_test_whose_file_does_not_cite_the_rule_is_found() {
    let rows = format!("{FULL}| U10 | whole | | | `served` |\n| U11 | answer | | | `served` |\n");
    let fault = "docs/semantics.md:8: rule U11: crates/people-rules/tests/it/apply.rs, where \
                 `served` stands, does not cite it";
    check_rows(&rows, &[fault]);
}

#[test]
fn a_test_cites_the_rule_that_it_is_named_after() {
    check_rows(
        &format!(
            "{FULL}| U10 | whole | | | `served` |\n| U7 | refused | | | `apply::u07_is_refused` |\n"
        ),
        &[],
    );
    for (name, id) in [
        ("u10_x", "U1"),
        ("u1_x", "U10"),
        ("d7_x", "U7"),
        ("u007_x", "U7"),
        ("u_7", "U7"),
    ] {
        assert!(!super::tests::named_after(name, id), "{name} {id}");
    }
}

#[test]
fn a_citation_without_a_rule_is_found() {
    let rows = format!("{HEAD}{FULL}| U10 | whole | page | | `served` |\n");
    let source = "/// Whole lists (rules `U10`, `U77`).\n\
                  let rule = \"U78\"; // see U79-U81, U10/U88, U8 to U89.\n\
                  let url = \"https://example.com/U82\";\n\
                  // U+0041, B1.8, sha1-U83, U8.1, XU84 and \"U850\" are no rules; W9 is of no family\n";
    check_tree(
        &[
            (DOCUMENT, &rows),
            ("crates/people-rules/tests/it/apply.rs", TESTS),
            ("crates/people-rules/src/apply.rs", source),
            ("docs/architecture.md", "See U86.\n"),
            ("xtask/src/check.rs", "// U87\n"),
        ],
        &[
            "crates/people-rules/src/apply.rs:1: cites rule U77, which docs/semantics.md does not have",
            "crates/people-rules/src/apply.rs:2: cites rule U78, which docs/semantics.md does not have",
            "crates/people-rules/src/apply.rs:2: cites rule U79, which docs/semantics.md does not have",
            "crates/people-rules/src/apply.rs:2: cites rule U81, which docs/semantics.md does not have",
            "crates/people-rules/src/apply.rs:2: cites rule U88, which docs/semantics.md does not have",
            "crates/people-rules/src/apply.rs:2: cites rule U89, which docs/semantics.md does not have",
            "docs/architecture.md:1: cites rule U86, which docs/semantics.md does not have",
        ],
    );
}

#[test]
fn a_row_out_of_form_is_found() {
    check_rows(
        &format!("{FULL}| U10 | whole | `served` |\n| u11 | answer | | | `served` |\n"),
        &[
            "docs/semantics.md:7: 3 cells where the table has 5",
            "docs/semantics.md:8: `u11` is no rule id; an id is a capital and a number, as in U10",
            "docs/semantics.md:7: cites rule U10, which docs/semantics.md does not have",
            "crates/people-rules/tests/it/apply.rs:1: cites rule U10, which docs/semantics.md does not have",
        ],
    );
}

#[test]
fn a_document_without_rules_is_found() {
    check_tree(&[], &["docs/semantics.md: is missing"]);
    let other = "| name | tests |\n|---|---|\n| U1 | no |\n";
    check_tree(
        &[(DOCUMENT, other)],
        &["docs/semantics.md: has no table of rules"],
    );
    check_tree(
        &[(DOCUMENT, "| id | rule |\n|---|---|\n| U1 | one |\n")],
        &[
            "docs/semantics.md:1: a table of rules needs a column `tests`",
            "docs/semantics.md: has no table of rules",
        ],
    );
}

#[test]
fn python_tests_and_cases_of_the_suite_count() {
    let document = format!(
        "{HEAD}| S1 | once | | | `google_client::test_update` |\n| S2 | race | | | `racing_edits` |\n"
    );
    check_tree(
        &[
            (DOCUMENT, &document),
            (
                "crates/people-cli/tests/python/google_client.py",
                "# S1\n    def test_update(self):\n",
            ),
            (
                "crates/people-store/src/conformance.rs",
                "/// S2\npub async fn racing_edits() {}\n",
            ),
        ],
        &[],
    );
}

#[test]
fn an_attack_is_shown_by_a_test_or_a_command() {
    let document = "| attack | answer | shown by |\n|---|---|---|\n\
                    | a | 400 | `served`, `people serve` |\n\
                    | b | 400 | |\n\
                    | c | 400 | `not_a_test` |\n\n\
                    | other | table |\n|---|---|\n| `x` | `not_a_test` |\n";
    check_tree(
        &[
            (
                DOCUMENT,
                &format!("{HEAD}{FULL}| U10 | whole | | | `mask_is_a_fence` |\n"),
            ),
            (ATTACKS, document),
            ("crates/people-rules/tests/it/apply.rs", TESTS),
        ],
        &[
            "docs/security.md:4: names neither a test nor a command",
            "docs/security.md:5: there is no test `not_a_test`",
        ],
    );
}
