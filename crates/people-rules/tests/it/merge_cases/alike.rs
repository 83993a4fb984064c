//! Entries that look alike.
use expect_test::expect;
use people_model::Person;
use people_rules::{Resolution, merge, merge_with};
use serde_json::{Value, json};

use super::{case, read, shown, told};
use crate::person;

/// M2: entries that are equal to the letter are one, whichever side has them.
#[test]
fn m2_what_is_equal_is_one_on_all_sides() {
    // Added here, and there already when another is corrected, removed or replaced.
    case(
        "emailAddresses",
        [
            "old@x.example/work",
            "old@x.example/work, new@x.example/work",
            "ol@x.example/work, new@x.example/work",
        ],
        expect![[r#"
        {"value":"ol@x.example","type":"work"}
        {"value":"new@x.example","type":"work"}"#]],
    );
    case(
        "emailAddresses",
        [
            "old@x.example/work",
            "old@x.example/work, new@x.example/work",
            "new@x.example/work",
        ],
        expect![[r#"{"value":"new@x.example","type":"work"}"#]],
    );
    case(
        "emailAddresses",
        [
            "old@x.example/work",
            "old@x.example/work, new@x.example/work",
            "other@y.example/work, new@x.example/work",
        ],
        expect![[r#"
        {"value":"other@y.example","type":"work"}
        {"value":"new@x.example","type":"work"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0018/work",
            "020 7946 0018/work, 07700 900123/work",
            "020 7946 0081/work, 07700 900123/work",
        ],
        expect![[r#"
        {"value":"020 7946 0081","type":"work"}
        {"value":"07700 900123","type":"work"}"#]],
    );
    case(
        "relations",
        [
            "Byron/father",
            "Byron/father, Milbanke/mother",
            "Biron/father, Milbanke/mother",
        ],
        expect![[r#"
        {"person":"Biron","type":"father"}
        {"person":"Milbanke","type":"mother"}"#]],
    );
    case(
        "relations",
        [
            "Charles/friend",
            "Charles/friend, Mary/friend",
            "Carl/friend, Mary/friend",
        ],
        expect![[r#"
        {"person":"Carl","type":"friend"}
        {"person":"Mary","type":"friend"}"#]],
    );
    case(
        "events",
        [
            r#"{"type":"met","date":{"year":1833}}"#,
            r#"{"type":"met","date":{"year":1833}},{"type":"met","date":{"year":1842}}"#,
            r#"{"type":"met","date":{"year":1834}},{"type":"met","date":{"year":1842}}"#,
        ],
        expect![[r#"
        {"date":{"year":1834},"type":"met"}
        {"date":{"year":1842},"type":"met"}"#]],
    );
    case(
        "organizations",
        ["Engines", "Engines, Looms", "Engine, Looms"],
        expect![[r#"
        {"name":"Engine"}
        {"name":"Looms"}"#]],
    );
    case(
        "organizations",
        [
            r#"{"name":"Engines","title":"Analyst"}"#,
            r#"{"name":"Engines","title":"Analyst"},{"name":"Looms","title":"Analyst"}"#,
            r#"{"name":"Machines","title":"Analyst"},{"name":"Looms","title":"Analyst"}"#,
        ],
        expect![[r#"
        {"name":"Machines","title":"Analyst"}
        {"name":"Looms","title":"Analyst"}"#]],
    );
    case(
        "userDefined",
        ["k=old", "k=old, k=new", "k=ol, k=new"],
        expect![[r#"
        {"key":"k","value":"ol"}
        {"key":"k","value":"new"}"#]],
    );
    case(
        "userDefined",
        ["k=old", "k=old, k=new", "k=new"],
        expect![[r#"{"key":"k","value":"new"}"#]],
    );
    // Relabelled here, where there it was removed and another number put in its place.
    case(
        "phoneNumbers",
        [
            "020 7946 0018/mobile",
            "020 7946 0018/main, 07700 900123/mobile",
            "07700 900123/mobile",
        ],
        expect![[
            r#"! phoneNumbers[020 7946 0018]: base {"value":"020 7946 0018","type":"mobile"}, ours {"value":"020 7946 0018","type":"main"}, theirs nothing"#
        ]],
    );
    // One of two labels for each side.
    case(
        "phoneNumbers",
        [
            "020 7946 0018/work",
            "020 7946 0018/work, 020 7946 0018/home",
            "020 7946 0018/home",
        ],
        expect![[r#"{"value":"020 7946 0018","type":"home"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0018/work, 020 7946 0018/home",
            "020 7946 0018/mobile, 020 7946 0018/home",
            "020 7946 0018/work, 020 7946 0018/mobile",
        ],
        expect![[r#"{"value":"020 7946 0018","type":"mobile"}"#]],
    );
    // Each side takes another label away.
    case(
        "phoneNumbers",
        [
            "020 7946 0018/work, 020 7946 0018/workFax",
            "020 7946 0018/work",
            "020 7946 0018/workFax",
        ],
        expect![[
            r#"! phoneNumbers[020 7946 0018]: base [{"value":"020 7946 0018","type":"work"},{"value":"020 7946 0018","type":"workFax"}], ours [{"value":"020 7946 0018","type":"work"}], theirs [{"value":"020 7946 0018","type":"workFax"}]"#
        ]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0018/work, 020 7946 0018/workFax",
            "020 7946 0018/workFax",
            "020 7946 0018/work, 020 7946 0018/homeFax",
        ],
        expect![[r#"{"value":"020 7946 0018","type":"homeFax"}"#]],
    );
    // Each side takes another copy away.
    case(
        "emailAddresses",
        [
            "ada@x.example, ada@x.example",
            "ada@x.example",
            "ada@x.example, ada@x.example/work",
        ],
        expect![[r#"{"value":"ada@x.example","type":"work"}"#]],
    );
    case(
        "emailAddresses",
        [
            "Ada@x.example/work, ada@x.example/home",
            "ada@x.example/home",
            "Ada@x.example/work",
        ],
        expect![[
            r#"! emailAddresses: base [{"value":"Ada@x.example","type":"work"},{"value":"ada@x.example","type":"home"}], ours [{"value":"ada@x.example","type":"home"}], theirs [{"value":"Ada@x.example","type":"work"}]"#
        ]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0018/work, +44 20 7946 0018/home",
            "+44 20 7946 0018/home",
            "020 7946 0018/work",
        ],
        expect![[
            r#"! phoneNumbers: base [{"value":"020 7946 0018","type":"work"},{"value":"+44 20 7946 0018","type":"home"}], ours [{"value":"+44 20 7946 0018","type":"home"}], theirs [{"value":"020 7946 0018","type":"work"}]"#
        ]],
    );
    // Both take a copy away.
    case(
        "occupations",
        ["one, one", "one, other, one", "other, one"],
        expect![[r#"
        {"value":"other"}
        {"value":"one"}"#]],
    );
}

/// M2: of two addresses of one type each keeps its own.
#[test]
fn m2_addresses_of_one_type_are_told_apart() {
    case(
        "addresses",
        [
            r#"{"type":"home","city":"London"},{"type":"home","city":"Paris"}"#,
            r#"{"type":"home","city":"London","country":"UK"},{"type":"home","city":"Paris"}"#,
            r#"{"type":"home","city":"Paris","postalCode":"75001"}"#,
        ],
        expect![[
            r#"! addresses[home]: base {"type":"home","city":"London"}, ours {"type":"home","city":"London","country":"UK"}, theirs nothing"#
        ]],
    );
    // A new one in front of the old one.
    case(
        "addresses",
        [
            r#"{"type":"home","city":"London"}"#,
            r#"{"type":"home","city":"London","country":"UK"}"#,
            r#"{"type":"home","city":"Paris"},{"type":"home","city":"London"}"#,
        ],
        expect![[r#"
        {"type":"home","city":"Paris"}
        {"type":"home","city":"London","country":"UK"}"#]],
    );
    // Without a type.
    case(
        "addresses",
        [
            r#"{"streetAddress":"1 Main St"},{"streetAddress":"2 Oak"}"#,
            r#"{"streetAddress":"2 Oak","postalCode":"8001"}"#,
            r#"{"streetAddress":"1 Main St","extendedAddress":"c/o Bo"},{"streetAddress":"2 Oak"}"#,
        ],
        expect![[
            r#"! addresses: base {"streetAddress":"1 Main St"}, ours nothing, theirs {"streetAddress":"1 Main St","extendedAddress":"c/o Bo"}"#
        ]],
    );
    // Relabelled here, replaced by a wholly new one there.
    case(
        "addresses",
        [
            r#"{"type":"home","city":"London"}"#,
            r#"{"type":"work","city":"London"}"#,
            r#"{"type":"home","city":"Paris"}"#,
        ],
        expect![[
            r#"! addresses[home]: base {"type":"home","city":"London"}, ours {"type":"work","city":"London"}, theirs nothing"#
        ]],
    );
    case(
        "addresses",
        [
            r#"{"type":"home","city":"London"}"#,
            r#"{"type":"home","city":"London","country":"UK"}"#,
            r#"{"type":"home","city":"Paris"}"#,
        ],
        expect![[
            r#"! addresses[home]: base {"type":"home","city":"London"}, ours {"type":"home","city":"London","country":"UK"}, theirs nothing"#
        ]],
    );
    // Relabelled here, corrected there.
    case(
        "addresses",
        [
            r#"{"type":"home","streetAddress":"1 Main St","city":"London","postalCode":"N1"}"#,
            r#"{"type":"work","streetAddress":"1 Main St","city":"London","postalCode":"N1"}"#,
            r#"{"type":"home","streetAddress":"2 Main St","city":"London","postalCode":"N1"}"#,
        ],
        expect![[
            r#"{"type":"work","streetAddress":"2 Main St","city":"London","postalCode":"N1"}"#
        ]],
    );
    // Two members, one on each side.
    case(
        "addresses",
        [
            r#"{"type":"home","streetAddress":"1 Main St","city":"London","postalCode":"N1"}"#,
            r#"{"type":"home","streetAddress":"1 Main St","city":"Leeds","postalCode":"N1"}"#,
            r#"{"type":"home","streetAddress":"1 Main St","city":"London","postalCode":"N2"}"#,
        ],
        expect![[
            r#"{"type":"home","streetAddress":"1 Main St","city":"Leeds","postalCode":"N2"}"#
        ]],
    );
    // The same one added in parts, and as a text.
    case(
        "addresses",
        [
            "",
            r#"{"type":"home","streetAddress":"1 Park","city":"Ockham"}"#,
            r#"{"type":"home","formattedValue":"1 Park\nOckham"}"#,
        ],
        expect![[r#"{"type":"home","streetAddress":"1 Park","city":"Ockham"}"#]],
    );
    // Two stints at one employer.
    case(
        "organizations",
        [
            r#"{"name":"Engines","title":"Analyst","startDate":{"year":1833}},{"name":"Engines","title":"Chief","startDate":{"year":1840}}"#,
            r#"{"name":"Engines","title":"Analyst","startDate":{"year":1833},"endDate":{"year":1840}},{"name":"Engines","title":"Chief","startDate":{"year":1840}}"#,
            r#"{"name":"Engines","title":"Chief","startDate":{"year":1840},"location":"London"}"#,
        ],
        expect![[
            r#"! organizations[Engines]: base {"startDate":{"year":1833},"name":"Engines","title":"Analyst"}, ours {"startDate":{"year":1833},"endDate":{"year":1840},"name":"Engines","title":"Analyst"}, theirs nothing"#
        ]],
    );
}

/// M10: what cannot be told apart is one conflict with three lists, and a policy takes one or gives
/// another.
#[test]
fn m10_what_cannot_be_told_apart_is_one_conflict() {
    let sides = [
        "1000001/home, 2000002/home",
        "3000003/home, 4000004/home",
        "1000001/work, 2000002/home",
    ];
    case(
        "phoneNumbers",
        sides,
        expect![[
            r#"! phoneNumbers: base [{"value":"1000001","type":"home"},{"value":"2000002","type":"home"}], ours [{"value":"3000003","type":"home"},{"value":"4000004","type":"home"}], theirs [{"value":"1000001","type":"work"},{"value":"2000002","type":"home"}]"#
        ]],
    );
    let [base, ours, theirs] = sides.map(|side| read("phoneNumbers", side));
    let decided = |resolution: Resolution| {
        let merged = merge_with(&base, &ours, &theirs, |_| resolution.clone());
        (shown("phoneNumbers", &merged), merged.unresolved().count())
    };
    assert_eq!(decided(Resolution::Ours), (shown_of(&ours), 0));
    assert_eq!(decided(Resolution::Theirs), (shown_of(&theirs), 0));
    assert_eq!(decided(Resolution::Unresolved), (shown_of(&theirs), 1));
    let list = Resolution::Value(json!([{"value": "5000005"}]));
    assert_eq!(
        decided(list),
        (vec![r#"{"value":"5000005"}"#.to_owned()], 0)
    );
    assert_eq!(decided(Resolution::Value(json!(null))), (vec![], 0));
    assert_eq!(
        decided(Resolution::Value(json!("5000005"))),
        (shown_of(&theirs), 1)
    );
}

fn shown_of(person: &Person) -> Vec<String> {
    let phones = person.phone_numbers.iter();
    phones
        .map(|phone| serde_json::to_string(phone).expect("JSON"))
        .collect()
}

/// M2: lists as long as they may be, of entries that look alike, are merged without a search that
/// grows beyond the product of their lengths.
#[test]
fn m2_many_that_look_alike_are_merged_in_bounded_time() {
    let list = |field: &str, entry: &dyn Fn(usize) -> Value| {
        let entries: Vec<Value> = (0..500).map(entry).collect();
        person(&json!({field: entries}).to_string())
    };
    let one_key = |text: &'static str| {
        list(
            "userDefined",
            &move |at| json!({"key": "k", "value": format!("{text} {at}")}),
        )
    };
    let one_label = |text: &'static str| {
        list(
            "emailAddresses",
            &move |at| json!({"value": format!("{at}@{text}.example"), "type": "work"}),
        )
    };
    let one_type = |text: &'static str| {
        list(
            "addresses",
            &move |at| json!({"type": "home", "city": text, "postalCode": at.to_string()}),
        )
    };
    let copies = |text: &'static str| list("nicknames", &move |_| json!({"value": text}));
    for [base, ours, theirs] in [
        ["a", "b", "c"].map(one_key),
        ["a", "b", "c"].map(one_label),
        ["a", "b", "c"].map(one_type),
        ["a", "b", "c"].map(copies),
    ] {
        let merged = merge(&base, &ours, &theirs);
        assert!(merged.unresolved().count() <= 1, "one conflict at most");
    }
    // One change here and one there are found among 500 of one identity.
    let base = one_key("a");
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.user_defined[7].value = "ours".to_owned();
    theirs.user_defined.remove(9);
    let merged = merge(&base, &ours, &theirs);
    assert!(
        merged.conflicts.is_empty(),
        "{}",
        told("userDefined", &merged)
    );
    assert_eq!(merged.person.user_defined.len(), 499);
    assert_eq!(merged.person.user_defined[7].value, "ours");
}

/// M6: copies of one value, which the sides moved, labelled, spelled anew or multiplied.
#[test]
fn m6_copies_are_merged_the_same_whichever_side_is_ours() {
    case(
        "userDefined",
        [
            r#"{"key":"one"},{"key":"two"},{"key":"two"}"#,
            r#"{"key":"one"},{"key":"two"},{"key":"two","metadata":{"sourcePrimary":true}}"#,
            r#"{"key":"one"},{"key":"two"},{"key":"two"},{"key":"two"}"#,
        ],
        expect![[r#"
            {"key":"one"}
            {"key":"two"}
            {"key":"two"}
            {"metadata":{"sourcePrimary":true},"key":"two"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "020 7946 0019, 020 7946 0018/home",
            "020 7946 0018, 020 7946 0018/home",
            "020 7946 0018/work, 020 7946 0018/home",
        ],
        expect![[r#"
            {"value":"020 7946 0018","type":"work"}
            {"value":"020 7946 0018","type":"home"}"#]],
    );
    case(
        "nicknames",
        [
            r#"{"value":"two"},{"value":"two"},{"value":"café"}"#,
            r#"{"value":"café"},{"value":"two"},{"value":"two"}"#,
            r#"{"value":"one"},{"value":"two","type":"OTHER_NAME"},{"value":"two","type":"GPLUS"},{"value":"café"},{"value":"two"},{"value":"café"}"#,
        ],
        expect![[r#"
            {"value":"one"}
            {"value":"two","type":"OTHER_NAME"}
            {"value":"two","type":"GPLUS"}
            {"value":"café"}
            {"value":"two"}
            {"value":"café"}"#]],
    );
    case(
        "addresses",
        [
            r#"{"type":"home"},{"city":"home"}"#,
            r#"{"type":"home","metadata":{"sourcePrimary":true}},{"city":"home"}"#,
            r#"{"formattedValue":"one","type":"home"},{"city":"home"}"#,
        ],
        expect![[
            r#"! addresses[home]: base {"type":"home"}, ours {"metadata":{"sourcePrimary":true},"type":"home"}, theirs nothing"#
        ]],
    );
}

/// M6: memberships are a set, those of no group included.
#[test]
fn m6_another_order_of_memberships_is_no_edit() {
    let domain = |text: &str| json!({"domainMembership": {}, "later": text});
    let group =
        json!({"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}});
    let base = json!({"memberships": [domain("a"), group, domain("b")]});
    let ours = json!({"memberships": [domain("b"), domain("a"), group]});
    let [base, ours] = [base, ours].map(|side| person(&side.to_string()));
    let merged = merge(&base, &ours, &base);
    assert!(merged.mask.is_empty(), "{}", merged.mask);
}
