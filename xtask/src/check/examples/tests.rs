use super::{super::tree::tree, *};

const ROOT: &str = "crates/people-model/src/lib.rs";
const ITEMS: &str = "crates/people-model/src/items.rs";

#[track_caller]
fn check(items: &str, page: &str, excused: &'static [&'static str], expected: &[(usize, &str)]) {
    let reasons = [Reasons {
        library: "people-model",
        why: "it is small",
        items: excused,
    }];
    let files = [
        (
            ROOT,
            "pub use crate::{generated::*, items::{Item, other as make}};",
        ),
        (ITEMS, items),
        ("crates/people-model/README.md", page),
    ];
    let faults = unexplained(&tree(&files), &reasons).expect("sources that parse");
    let found: Vec<(usize, String)> = faults
        .into_iter()
        .map(|fault| (fault.line.unwrap_or_default(), fault.message))
        .collect();
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((line, message), (expected, part)) in found.iter().zip(expected) {
        assert_eq!(line, expected, "{message}");
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
}

#[test]
fn an_item_without_an_example_is_a_fault() {
    check(
        "\n/// Docs.\npub struct Item;",
        "",
        &[],
        &[(3, "`Item` has no example")],
    );
    // Text is no example, nor is what is not compiled.
    let text = "/// ```text\n/// Item\n/// ```\npub struct Item;";
    check(text, "", &[], &[(4, "`Item` has no example")]);
    let ignored = "/// ```ignore\n/// Item\n/// ```\npub struct Item;";
    check(ignored, "", &[], &[(4, "`Item` has no example")]);
}

#[test]
fn an_item_is_shown_by_its_docs_its_functions_or_another_example() {
    let own = "/// ```\n/// assert!(true);\n/// ```\npub struct Item;";
    check(own, "", &[], &[]);
    let function =
        "pub struct Item;\nimpl Item {\n/// ```\n/// assert!(true);\n/// ```\npub fn new() {}\n}";
    check(function, "", &[], &[]);
    let other = "pub struct Item;\n/// ```\n/// let _ = Item;\n/// ```\nfn private() {}";
    check(other, "", &[], &[]);
    check("pub struct Item;", "```\nlet _ = Item;\n```", &[], &[]);
    check(
        "pub struct Item;",
        "```sh\nItem\n```",
        &[],
        &[(1, "`Item` has no example")],
    );
}

#[test]
fn a_reason_is_enough_and_not_kept_for_nothing() {
    check("pub struct Item;", "", &["Item"], &[]);
    let own = "/// ```\n/// assert!(true);\n/// ```\npub struct Item;";
    check(
        own,
        "",
        &["Item"],
        &[(4, "a reason not to have one: it is small")],
    );
    check(
        own,
        "",
        &["Gone"],
        &[(
            0,
            "`Gone` has a reason to have no example, but is not exported",
        )],
    );
}
