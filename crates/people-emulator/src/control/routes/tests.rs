//! The addresses and their description are the same (rule `X2`).
use std::collections::BTreeSet;

use serde_json::Value;

use super::{ROUTES, find};

#[test]
fn x2_each_address_is_described_and_each_description_is_an_address() {
    let description: Value =
        serde_json::from_slice(crate::control::DESCRIPTION).expect("the description is JSON");
    let paths = description["paths"].as_object().expect("paths");
    let mut described = BTreeSet::new();
    for (path, operations) in paths {
        for verb in operations.as_object().expect("verbs").keys() {
            described.insert((verb.to_uppercase(), path.clone()));
        }
    }
    let routed: BTreeSet<(String, String)> = ROUTES
        .iter()
        .map(|route| (route.verb.to_string(), route.path.to_owned()))
        .collect();
    assert_eq!(routed, described);
    assert_eq!(routed.len(), ROUTES.len(), "no address is there twice");
}

#[test]
fn x2_each_address_is_found() {
    for route in ROUTES {
        let path = route.path.replace('{', "a%2F").replace('}', "");
        let found = find(&route.verb, &path).expect(route.path);
        assert_eq!(found.operation, route.operation, "{}", route.path);
        assert_eq!(found.segments.len(), route.path.matches('{').count());
        for segment in found.segments {
            assert!(segment.starts_with("a/"), "{segment} of {}", route.path);
        }
    }
}
