//! `Debug` goes into logs: it shows which message it is, and no contact data.

use people_model::{EmailAddress, Name, Person};
use proptest::prelude::*;

#[test]
fn debug_shows_members_and_no_values() {
    let ada: Person = serde_json::from_str(
        r#"{
            "resourceName": "people/c1", "etag": "%secret",
            "names": [{"givenName": "Ada", "secretMember": "secret"}],
            "emailAddresses": [{"value": "ada@example.com"}, {"value": "ada@example.org"}],
            "secretName": ["secret"]
        }"#,
    )
    .unwrap();
    assert_eq!(
        format!("{ada:?}"),
        "Person { resourceName: people/c1, etag: …, names: 1, emailAddresses: 2, unknown: 1 }",
    );
    assert_eq!(
        format!("{:?}", ada.names[0]),
        "Name { givenName: …, unknown: 1 }"
    );
    assert_eq!(format!("{:?}", ada.extra), "Extra(1)");
    assert_eq!(format!("{:?}", Name::new()), "Name");
}

#[test]
fn alternate_debug_shows_values() {
    let email = EmailAddress::new().value("ada@example.com");
    assert_eq!(
        format!("{email:#?}"),
        "EmailAddress {\n  \"value\": \"ada@example.com\"\n}"
    );
}

proptest! {
    #[test]
    fn debug_repeats_no_text_of_a_person(person in people_model::strategy::contact_person(), text in "[a-z]{12}") {
        let mut person = person;
        for name in &mut person.names {
            name.given_name.clone_from(&text);
        }
        person.names.push(Name::new().family_name(text.as_str()));
        person.extra.insert(text.as_str(), text.as_str());
        let shown = format!("{person:?} {:?}", person.names);
        prop_assert!(!shown.contains(&text), "{}", shown);
    }
}
