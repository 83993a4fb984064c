//! Notes, line by line.
use expect_test::expect;
use people_rules::{Conflict, Resolution, merge, merge_with};
use serde_json::json;

use super::{case, read};

/// M9: lines beside each other do not conflict.
#[test]
fn m9_notes_merge_line_by_line() {
    case(
        "biographies",
        [
            r#"Met in 1833.\n\nLikes whist."#,
            r#"Met in June 1833.\n\nLikes whist."#,
            r#"Met in 1833.\n\nLikes whist and riding."#,
        ],
        expect![[r#"{"value":"Met in June 1833.\n\nLikes whist and riding."}"#]],
    );
    case(
        "biographies",
        [r#"one\ntwo"#, r#"ONE\ntwo"#, r#"one\nTWO"#],
        expect![[r#"{"value":"ONE\nTWO"}"#]],
    );
    case(
        "biographies",
        [r#"one\ntwo"#, r#"zero\none\ntwo"#, r#"one\ntwo\nthree"#],
        expect![[r#"{"value":"zero\none\ntwo\nthree"}"#]],
    );
    case(
        "biographies",
        [r#"one\ntwo"#, r#"one\ntwo\nthree"#, r#"one\nTWO"#],
        expect![[r#"{"value":"one\nTWO\nthree"}"#]],
    );
    case(
        "biographies",
        [r#"one\ntwo"#, "one", r#"one\nTWO"#],
        expect![[r#"! biographies.value (line 2): base "two", ours nothing, theirs "TWO""#]],
    );
    case(
        "biographies",
        [
            r#"one\ntwo\nthree"#,
            r#"one\n2\nthree"#,
            r#"one\nzwei\nthree\nfour"#,
        ],
        expect![[r#"! biographies.value (line 2): base "two", ours "2", theirs "zwei""#]],
    );
    case(
        "biographies",
        ["", r#"one\ntwo"#, r#"one\ndeux"#],
        expect![[r#"! biographies.value (line 1): base nothing, ours "two", theirs "deux""#]],
    );
    case(
        "biographies",
        [
            r#"{"value":"<b>one</b>\ntwo","contentType":"TEXT_HTML"}"#,
            r#"{"value":"<b>1</b>\ntwo","contentType":"TEXT_HTML"}"#,
            r#"{"value":"<b>one</b>\n2","contentType":"TEXT_HTML"}"#,
        ],
        expect![[
            r#"! biographies.value: base {"value":"<b>one</b>\ntwo","contentType":"TEXT_HTML"}, ours {"value":"<b>1</b>\ntwo","contentType":"TEXT_HTML"}, theirs {"value":"<b>one</b>\n2","contentType":"TEXT_HTML"}"#
        ]],
    );
}

/// M9: a policy decides each place, and what both have of it is kept.
#[test]
fn m9_a_policy_decides_lines() {
    let [base, ours, theirs] = [
        "one\\ntwo\\nthree\\nfour",
        "one\\n2\\nthree\\n4",
        "one\\nzwei\\ndrei\\nvier",
    ]
    .map(|side| read("biographies", side));
    let decided = |resolution: Resolution| {
        let merged = merge_with(&base, &ours, &theirs, |_| resolution.clone());
        (
            merged.person.biographies[0].value.clone(),
            merged.unresolved().count(),
        )
    };
    let merged = merge(&base, &ours, &theirs);
    let subjects: Vec<String> = merged.conflicts.iter().map(Conflict::path).collect();
    assert_eq!(
        subjects,
        ["biographies.value (line 2)", "biographies.value (line 4)"]
    );
    let (ours, theirs) = ("one\n2\ndrei\n4", "one\nzwei\ndrei\nvier");
    assert_eq!(decided(Resolution::Ours), (ours.to_owned(), 0));
    assert_eq!(decided(Resolution::Theirs), (theirs.to_owned(), 0));
    assert_eq!(decided(Resolution::Unresolved), (theirs.to_owned(), 2));
    let text = Resolution::Value(json!("II\nii"));
    assert_eq!(decided(text), ("one\nII\nii\ndrei\nII\nii".to_owned(), 0));
    assert_eq!(
        decided(Resolution::Value(json!(null))),
        ("one\ndrei".to_owned(), 0)
    );
    assert_eq!(decided(Resolution::Value(json!(2))), (theirs.to_owned(), 2));
}
