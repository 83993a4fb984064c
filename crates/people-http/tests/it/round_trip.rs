//! What a client writes is what a server reads: the details. `methods.rs` has the law for every method.

use std::fmt::Debug;

use people_http::{
    CreateContact, CreateContactGroup, DeleteContact, GetContactGroup, ListConnections,
    ListContactGroups, Query, Rejection, Request, UpdateContact, effective_verb, route,
};
use people_model::{
    ContactGroup, ContactId, Descriptor, FieldMask, Message, Person, ValueKind, decode, strategy,
};
use people_rules::Sources;
use proptest::prelude::*;

use crate::methods::requests::{contact_id, retain_known};

/// Sends a request to itself.
fn receive<R: Request>(request: &R) -> Result<R, Rejection> {
    let sent = request.to_http();
    let verb = effective_verb(sent.method(), sent.headers());
    let path = sent.uri().path();
    let found = route(&verb, path).unwrap_or_else(|| panic!("{verb} {path} has no route"));
    assert_eq!(found.method, R::METHOD);
    let mut query = Query::parse(sent.uri().query().unwrap_or_default());
    let mut body = &**sent.body();
    if sent.method() != verb {
        query.append(str::from_utf8(body).unwrap());
        body = b"";
    }
    R::from_http(&found, &query, body)
}

#[track_caller]
fn check<R: Request + PartialEq + Debug>(request: &R) {
    assert_eq!(receive(request).as_ref(), Ok(request));
}

proptest! {
    /// A client sends what it does not know; the server refuses it, and says where.
    #[test]
    fn unknown_members_are_sent_and_refused(
        id in contact_id(),
        person in strategy::person(),
        mask in strategy::update_mask(),
    ) {
        let problems = decode::<Person>(person.to_json().as_bytes(), "person").unwrap().problems;
        let request = UpdateContact::new(id, person, mask);
        match receive(&request) {
            Ok(received) => {
                prop_assert_eq!(problems, []);
                prop_assert_eq!(received, request);
            }
            Err(Rejection::Fields(violations)) => {
                let fields = violations.iter().map(|violation| violation.field.as_str());
                let paths = problems.iter().map(|problem| problem.path()).take(100);
                prop_assert!(fields.eq(paths));
                prop_assert!(!problems.is_empty());
            }
            Err(rejection) => prop_assert!(false, "{}", rejection),
        }
    }
}

#[test]
fn what_is_unset_is_not_sent() {
    let uri = |request: http::Request<bytes::Bytes>| request.uri().to_string();
    let person = Person::default();
    let id = ContactId::new(1).unwrap();
    let mask = FieldMask::NAMES.try_into().unwrap();
    assert_eq!(
        uri(UpdateContact::new(id, person.clone(), mask).to_http()),
        "/v1/people/c1:updateContact?updatePersonFields=names",
    );
    assert_eq!(
        uri(CreateContact::new(person).to_http()),
        "/v1/people:createContact"
    );
    assert_eq!(
        uri(DeleteContact::new(id).to_http()),
        "/v1/people/c1:deleteContact"
    );
    assert_eq!(
        uri(ListConnections::new(FieldMask::NAMES).to_http()),
        "/v1/people/me/connections?personFields=names",
    );
    assert_eq!(uri(ListContactGroups::new().to_http()), "/v1/contactGroups");
    assert_eq!(
        uri(GetContactGroup::new("contactGroups/1f").to_http()),
        "/v1/contactGroups/1f"
    );
    let create = CreateContactGroup::new(ContactGroup::default()).to_http();
    assert_eq!(&**create.body(), br#"{"contactGroup":{}}"#);
    assert_eq!(create.headers()["content-type"], "application/json");
}

/// Every mask but that of all fields is sent, the largest ones too.
#[test]
fn only_the_mask_of_all_fields_is_left_out() {
    for field in FieldMask::ALL.iter() {
        let read = FieldMask::ALL.difference(field.into());
        let create = CreateContact::new(Person::default());
        check(&create.clone().returning(read, Sources::DEFAULT));
        check(&create.returning(field.into(), Sources::DEFAULT));
    }
    check(&CreateContact::new(Person::default()).returning(FieldMask::UPDATABLE, Sources::DEFAULT));
}

/// The walk that the tests above rely on drops what is unknown and nothing else.
#[test]
fn known_members_stay() {
    let descriptor: &Descriptor = Person::DESCRIPTOR;
    let mut json = serde_json::json!({
        "names": [{"givenName": "Ada", "x": 1}],
        "metadata": {"objectType": "NEW", "sources": [{"type": "CONTACT"}]},
        "y": {},
    });
    retain_known(&mut json, ValueKind::Message(descriptor));
    assert_eq!(
        json,
        serde_json::json!({
            "names": [{"givenName": "Ada"}],
            "metadata": {"sources": [{"type": "CONTACT"}]},
        }),
    );
}
