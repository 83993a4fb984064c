//! Partial replies and enums as numbers.

use people_http::{Selector, enums_as_numbers};
use people_model::{ListConnectionsResponse, Message, Person};
use serde_json::{Value, json};

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
    assert_eq!(selector.apply(reply()), expected, "{fields}");
    let resolved = selector
        .resolve(ListConnectionsResponse::DESCRIPTOR)
        .unwrap();
    assert_eq!(resolved.apply(reply()), expected, "{fields}, resolved");
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
    // What is named whole stays whole, however often its parts are named.
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
        selector.apply(reply()).to_string(),
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
    assert_ne!(snake.apply(reply()), json!({}));
}

#[test]
fn a_map_has_any_name() {
    let fields: Selector = "updateResult(*(person/etag))".parse().unwrap();
    let resolved = fields
        .resolve(people_model::BatchUpdateContactsResponse::DESCRIPTOR)
        .unwrap();
    let reply = json!({"updateResult": {"people/c1": {"httpStatusCode": 200, "person": {"etag": "%", "names": []}}}});
    assert_eq!(
        resolved.apply(reply),
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
    let mut list = reply();
    enums_as_numbers(&mut list, ListConnectionsResponse::DESCRIPTOR);

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
    let mut reply = json!({
        "updateResult": {"people/c1": {"person": {"metadata": {"objectType": "PAGE"}}}},
        "unknown": "PAGE",
    });
    enums_as_numbers(
        &mut reply,
        people_model::BatchUpdateContactsResponse::DESCRIPTOR,
    );
    assert_eq!(
        reply,
        json!({
            "updateResult": {"people/c1": {"person": {"metadata": {"objectType": 2}}}},
            "unknown": "PAGE",
        }),
    );
    let mut person = json!({"metadata": {"objectType": "SOMETHING_NEW"}});
    enums_as_numbers(&mut person, Person::DESCRIPTOR);
    assert_eq!(person, json!({"metadata": {"objectType": "SOMETHING_NEW"}}));
}
