//! Partial replies and enums as numbers.

use people_http::{Selector, rewrite};
use people_model::{Descriptor, ListConnectionsResponse, Message, Person, ValueKind, strategy};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn part(selector: &Selector, reply: &Value) -> Value {
    let json = serde_json::to_vec(reply).unwrap();
    let part = rewrite(json, Some(selector), None).unwrap();
    serde_json::from_slice(&part).unwrap()
}

fn numbered(reply: &Value, descriptor: &'static Descriptor) -> Value {
    let json = serde_json::to_vec(reply).unwrap();
    let numbered = rewrite(json, None, Some(descriptor)).unwrap();
    serde_json::from_slice(&numbered).unwrap()
}

fn reply() -> Value {
    json!({
        "connections": [
            {
                "resourceName": "people/c1",
                "etag": "%",
                "metadata": {"sources": [{"type": "CONTACT", "id": "1"}], "objectType": "PERSON"},
                "names": [{"givenName": "Ada", "familyName": "Lovelace"}],
            },
            {"resourceName": "people/c2", "biographies": [{"value": "…", "contentType": "TEXT_PLAIN"}]},
        ],
        "nextPageToken": "t",
        "totalItems": 2,
    })
}

#[track_caller]
fn check(fields: &str, expected: Value) {
    let selector: Selector = fields.parse().unwrap();
    assert_eq!(part(&selector, &reply()), expected, "{fields}");
    let resolved = selector
        .resolve(ListConnectionsResponse::DESCRIPTOR)
        .unwrap();
    assert_eq!(part(&resolved, &reply()), expected, "{fields}, resolved");
}

#[test]
fn a_selection_keeps_what_it_names() {
    check("nextPageToken", json!({"nextPageToken": "t"}));
    check(
        "nextPageToken,totalItems",
        json!({"nextPageToken": "t", "totalItems": 2}),
    );
    check("nextSyncToken", json!({}));
    check("*", reply());
    check(
        "connections/resourceName",
        json!({"connections": [{"resourceName": "people/c1"}, {"resourceName": "people/c2"}]}),
    );
    check(
        "connections.names.givenName",
        json!({"connections": [{"names": [{"givenName": "Ada"}]}, {}]}),
    );
    check(
        "connections(etag,names(familyName)),totalItems",
        json!({
            "connections": [{"etag": "%", "names": [{"familyName": "Lovelace"}]}, {}],
            "totalItems": 2,
        }),
    );
    check(
        "connections/metadata/sources(id)",
        json!({"connections": [{"metadata": {"sources": [{"id": "1"}]}}, {}]}),
    );
    check(
        "*/resourceName",
        json!({"connections": [{"resourceName": "people/c1"}, {"resourceName": "people/c2"}]}),
    );
    check(
        "connections/*/value",
        json!({"connections": [{"metadata": {}, "names": [{}]}, {"biographies": [{"value": "…"}]}]}),
    );
    // A member that is selected as a whole stays whole if its parts are selected too.
    check(
        "connections,connections/etag",
        json!({"connections": reply()["connections"]}),
    );
}

#[test]
fn a_star_is_one_of_the_names() {
    check("*,connections/etag", reply());
    check("connections/etag,*", reply());
}

#[test]
fn order_is_the_replys() {
    let selector: Selector = "totalItems,nextPageToken".parse().unwrap();
    assert_eq!(
        part(&selector, &reply()).to_string(),
        r#"{"nextPageToken":"t","totalItems":2}"#,
    );
}

#[test]
fn what_is_no_selection_is_refused() {
    let deep = "a/".repeat(100) + "a";
    let nested = "a(".repeat(100_000);
    for fields in [
        "", ",", "a,", ",a", "a(", "a()", "a(b", "a)", "a(b))", "a/", "/a", "a//b", "a(b)c", "a b",
        "a[0]", "**", "a*", "é", &deep, &nested,
    ] {
        let error = fields.parse::<Selector>().unwrap_err();
        assert_eq!(error.to_string(), "Request contains an invalid argument.");
    }
}

#[test]
fn names_are_those_of_the_reply() {
    let resolve = |fields: &str| {
        fields
            .parse::<Selector>()
            .unwrap()
            .resolve(ListConnectionsResponse::DESCRIPTOR)
    };
    for fields in [
        "conections",
        "connections/nam",
        "totalItems/x",
        "connections/names/givenName/x",
    ] {
        assert!(resolve(fields).is_err(), "{fields}");
    }
    let snake = resolve("next_page_token,connections(resource_name)").unwrap();
    let camel = resolve("nextPageToken,connections(resourceName)").unwrap();
    assert_eq!(snake, camel);
    assert_ne!(part(&snake, &reply()), json!({}));
}

#[test]
fn a_map_has_any_name() {
    let fields: Selector = "updateResult(*(person/etag))".parse().unwrap();
    let resolved = fields
        .resolve(people_model::BatchUpdateContactsResponse::DESCRIPTOR)
        .unwrap();
    let reply = json!({"updateResult": {"people/c1": {"httpStatusCode": 200, "person": {"etag": "%", "names": []}}}});
    assert_eq!(
        part(&resolved, &reply),
        json!({"updateResult": {"people/c1": {"person": {"etag": "%"}}}}),
    );
    let unknown: Selector = "updateResult(x/y)".parse().unwrap();
    assert!(
        unknown
            .resolve(people_model::BatchUpdateContactsResponse::DESCRIPTOR)
            .is_err()
    );
}

#[test]
fn enums_become_numbers_wherever_they_stand() {
    let list = numbered(&reply(), ListConnectionsResponse::DESCRIPTOR);

    let mut expected = reply();
    expected["connections"][0]["metadata"]["sources"][0]["type"] = json!(4);
    expected["connections"][0]["metadata"]["objectType"] = json!(1);
    expected["connections"][1]["biographies"][0]["contentType"] = json!(1);
    assert_eq!(list, expected);

    // The message is the same one.
    let person: Person = serde_json::from_value(list["connections"][0].clone()).unwrap();
    assert_eq!(
        person,
        serde_json::from_value(reply()["connections"][0].clone()).unwrap()
    );
}

#[test]
fn in_maps_and_where_the_name_is_unknown() {
    let reply = json!({
        "updateResult": {"people/c1": {"person": {"metadata": {"objectType": "PAGE"}}}},
        "unknown": "PAGE",
    });
    assert_eq!(
        numbered(
            &reply,
            people_model::BatchUpdateContactsResponse::DESCRIPTOR
        ),
        json!({
            "updateResult": {"people/c1": {"person": {"metadata": {"objectType": 2}}}},
            "unknown": "PAGE",
        }),
    );
    let person = json!({"metadata": {"objectType": "SOMETHING_NEW"}});
    assert_eq!(numbered(&person, Person::DESCRIPTOR), person);
}

#[test]
fn what_is_kept_keeps_its_bytes() {
    let selector: Selector = "a,c".parse().unwrap();
    for (reply, expected) in [
        (
            r#"{"a":1.0,"b":2,"c":"\u00e9\/\""}"#,
            r#"{"a":1.0,"c":"\u00e9\/\""}"#,
        ),
        (r#"{"b":"},\"a\":1","a":1e400}"#, r#"{"a":1e400}"#),
        (r#"{ "b" : [ ] , "a" : { } }"#, r#"{"a":{ }}"#),
        (r#"{"\u0061":true}"#, r#"{"\u0061":true}"#),
        (r#""text""#, "{}"),
        ("[]", "[]"),
    ] {
        let part = rewrite(reply.into(), Some(&selector), None).unwrap();
        assert_eq!(String::from_utf8(part).unwrap(), expected, "{reply}");
    }
}

#[test]
fn what_is_no_json_is_an_error() {
    let selector: Selector = "a/b".parse().unwrap();
    let deep = format!("{}{}", "[".repeat(129), "]".repeat(129));
    for reply in [
        "",
        "{",
        "[",
        r#"{"a""#,
        r#"{"a":"#,
        r#"{"a":}"#,
        r#"{"a":{"b":"x}}"#,
        r#"{"a":1}}"#,
        r#"{"a":1"#,
        r#"{"a":1,}"#,
        r#"{a:1}"#,
        r#"{"a" 1}"#,
        "[1 2]",
        "\"",
        r#"{"\ud800":1}"#,
        &deep,
    ] {
        let refused = rewrite(reply.into(), Some(&selector), None);
        assert!(refused.is_err(), "{reply}: {refused:?}");
    }
}

/// What is selected, said once more: by paths, on a tree.
fn part_of(paths: &[&[String]], value: &Value) -> Option<Value> {
    if paths.iter().any(|path| path.is_empty()) {
        return Some(value.clone());
    }
    match value {
        Value::Object(members) => {
            let mut kept = Map::new();
            for (name, value) in members {
                let of_member = |path: &&[String]| path[0] == *name || path[0] == "*";
                let below = paths.iter().copied().filter(of_member);
                let below: Vec<&[String]> = below.map(|path| &path[1..]).collect();
                if let Some(value) = part_of(&below, value).filter(|_| !below.is_empty()) {
                    kept.insert(name.clone(), value);
                }
            }
            Some(Value::Object(kept))
        }
        Value::Array(entries) => {
            let parts = entries.iter().filter_map(|entry| part_of(paths, entry));
            Some(Value::Array(parts.collect()))
        }
        _ => None,
    }
}

/// Enums as numbers, on a tree.
fn numbers_of(value: &Value, kind: ValueKind) -> Value {
    match (value, kind) {
        (Value::Array(entries), _) => Value::Array(
            entries
                .iter()
                .map(|entry| numbers_of(entry, kind))
                .collect(),
        ),
        (Value::Object(members), ValueKind::Map(message)) => {
            let number = |(name, value): (&String, &Value)| {
                (name.clone(), numbers_of(value, ValueKind::Message(message)))
            };
            Value::Object(members.iter().map(number).collect())
        }
        (Value::Object(members), ValueKind::Message(message)) => {
            let number = |(name, value): (&String, &Value)| {
                let kind = message.member(name).map(|member| member.kind);
                let value = kind.map_or_else(|| value.clone(), |kind| numbers_of(value, kind));
                (name.clone(), value)
            };
            Value::Object(members.iter().map(number).collect())
        }
        (Value::String(name), ValueKind::Enum(set)) => {
            set.number(name).map_or_else(|| value.clone(), Value::from)
        }
        _ => value.clone(),
    }
}

fn paths() -> impl Strategy<Value = Vec<Vec<String>>> {
    let name = prop::sample::select(&["a", "b", "c", "*"][..]).prop_map(str::to_owned);
    prop::collection::vec(prop::collection::vec(name, 1..4), 1..4)
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        r#"[a\\"{}\[\],:é ]{0,6}"#.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let name = prop_oneof![4 => "[abc]", 1 => r#"["\\a{é]{0,3}"#];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn a_part_is_that_of_the_tree(paths in paths(), reply in json(), spaced in any::<bool>()) {
        let fields: Vec<String> = paths.iter().map(|path| path.join("/")).collect();
        let selector: Selector = fields.join(",").parse().unwrap();
        let text = if spaced {
            serde_json::to_vec_pretty(&reply).unwrap()
        } else {
            serde_json::to_vec(&reply).unwrap()
        };
        let part = rewrite(text, Some(&selector), None).unwrap();
        let paths: Vec<&[String]> = paths.iter().map(Vec::as_slice).collect();
        let expected = part_of(&paths, &reply).unwrap_or_else(|| json!({}));
        prop_assert_eq!(serde_json::from_slice::<Value>(&part).unwrap(), expected.clone());
        if !spaced {
            prop_assert_eq!(part, serde_json::to_vec(&expected).unwrap());
        }
    }

    #[test]
    fn a_part_of_any_bytes_is_an_answer(paths in paths(), bytes in r#"[\[\]{}",:\\ab1 ]{0,24}"#) {
        let fields: Vec<String> = paths.iter().map(|path| path.join("/")).collect();
        let selector: Selector = fields.join(",").parse().unwrap();
        let _ = rewrite(bytes.into(), Some(&selector), Some(Person::DESCRIPTOR));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn numbers_are_those_of_the_tree(person in strategy::person()) {
        let json = serde_json::to_vec(&person).unwrap();
        // A name that serde_json keeps for itself cannot be in a tree.
        let Ok(tree) = serde_json::from_slice::<Value>(&json) else {
            return Ok(());
        };
        let numbered = rewrite(json, None, Some(Person::DESCRIPTOR)).unwrap();
        let expected = numbers_of(&tree, ValueKind::Message(Person::DESCRIPTOR));
        prop_assert_eq!(serde_json::from_slice::<Value>(&numbered).unwrap(), expected);
    }
}
