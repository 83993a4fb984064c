//! Whether a contact shows that an update of it happened (rule R4).
use people_http::{DeleteContact, GetPerson, Sendable, UpdateContact};
use people_model::{ContactId, FieldMask, Person, UpdateMask};

/// Whether an update of `sent` is taken for done when `kept` is read back.
#[track_caller]
fn check(mask: &str, sent: &str, kept: &str, done: bool) {
    let mask = UpdateMask::try_from(mask.parse::<FieldMask>().unwrap()).unwrap();
    let sent: Person = serde_json::from_str(sent).unwrap();
    let kept: Person = serde_json::from_str(kept).unwrap();
    let update = UpdateContact::new(ContactId::new(17).unwrap(), sent, mask);
    let reply = update.reply_from(kept);
    assert_eq!(reply.is_some(), done, "{reply:?}");
}

#[test]
fn r4_what_the_server_fills_in_is_looked_past() {
    check(
        "names",
        r#"{"names": [{"unstructuredName": "Ada King"}]}"#,
        r#"{"names": [{"unstructuredName": "Ada King", "givenName": "Ada", "familyName": "King"}]}"#,
        true,
    );
    check(
        "addresses",
        r#"{"addresses": [{"city": "London", "type": "home"}]}"#,
        r#"{"addresses": [{"city": "London", "type": "home", "formattedType": "Home", "formattedValue": "London"}]}"#,
        true,
    );
    check(
        "biographies,birthdays",
        r#"{"biographies": [{"value": "Wrote."}], "birthdays": [{"date": {"month": 12}, "text": "1"}]}"#,
        r#"{"biographies": [{"value": "Wrote.", "contentType": "TEXT_PLAIN"}], "birthdays": [{"date": {"month": 12}}]}"#,
        true,
    );
    check(
        "phoneNumbers",
        r#"{"phoneNumbers": [{"value": "020"}, {}, {"value": "1", "metadata": {"source": {"type": "PROFILE"}}}]}"#,
        r#"{"phoneNumbers": [{"value": "020", "canonicalForm": "+44"}]}"#,
        true,
    );
    check(
        "memberships",
        r#"{"memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/b"}}, {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/a"}}]}"#,
        r#"{"memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/a", "contactGroupId": "a"}}, {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/b", "contactGroupId": "b"}}]}"#,
        true,
    );
}

#[test]
fn r4_what_was_cleared_must_be_gone() {
    let kept =
        r#"{"names": [{"givenName": "Ada", "familyName": "King"}], "urls": [{"value": "a"}]}"#;
    check("names", r#"{"names": [{"givenName": "Ada"}]}"#, kept, false);
    check("urls", "{}", kept, false);
    check("nicknames", "{}", kept, true);
    let second = r#"{"urls": [{"value": "a"}, {"value": "b"}]}"#;
    check("urls", second, kept, false);
    check("urls", kept, second, false);
    let leads = r#"{"urls": [{"value": "a", "metadata": {"sourcePrimary": true}}]}"#;
    check("urls", leads, kept, false);
}

#[test]
fn r3_what_may_be_sent_twice() {
    let id = ContactId::new(17).unwrap();
    let update = |person: &str| {
        let person = serde_json::from_str(person).unwrap();
        UpdateContact::new(id, person, FieldMask::NAMES.try_into().unwrap())
    };
    assert!(!update("{}").is_repeatable());
    assert!(!update(r#"{"metadata": {"sources": [{"type": "CONTACT"}]}}"#).is_repeatable());
    assert!(update(r##"{"metadata": {"sources": [{"etag": "#"}]}}"##).is_repeatable());
    assert!(update(r#"{"etag": "%"}"#).is_repeatable());
    assert!(GetPerson::new("people/c17", FieldMask::NAMES).is_repeatable());
    assert!(DeleteContact::new(id).is_repeatable());
    assert!(!people_http::CreateContact::new(Person::default()).is_repeatable());
    assert!(!people_http::UpdateContactPhoto::new(id, vec![1]).is_repeatable());
    assert!(!people_http::DeleteContactPhoto::new(id).is_repeatable());
}
