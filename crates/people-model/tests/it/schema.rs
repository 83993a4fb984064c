//! What the schema says at run time: descriptors, the method table, the fields.

use people_model::{
    EmailAddress, FieldMask, Message, Method, Name, Person, PersonField, SYSTEM_PARAMETERS,
    SystemParameter, ValueKind, display_protocol,
};

#[test]
fn a_descriptor_knows_its_members_in_either_spelling() {
    let member = Person::DESCRIPTOR.member("email_addresses").unwrap();
    assert_eq!(member.json, "emailAddresses");
    assert!(std::ptr::eq(
        member,
        Person::DESCRIPTOR.member("emailAddresses").unwrap()
    ));
    assert!(member.repeated && !member.output_only && !member.deprecated);
    let ValueKind::Message(entry) = member.kind else {
        panic!("{:?}", member.kind)
    };
    assert!(std::ptr::eq(entry, EmailAddress::DESCRIPTOR));
    assert_eq!(
        member.kind.type_name(),
        "type.googleapis.com/google.people.v1.EmailAddress"
    );
    assert!(Name::DESCRIPTOR.member("displayName").unwrap().output_only);
    assert!(Person::DESCRIPTOR.member("ageRange").unwrap().deprecated);
    assert!(Name::DESCRIPTOR.member("nope").is_none());
}

#[test]
fn fields_are_in_the_order_of_their_members() {
    let members: Vec<&str> = Person::DESCRIPTOR
        .members
        .iter()
        .map(|member| member.json)
        .collect();
    let order =
        PersonField::ALL.map(|field| members.iter().position(|name| *name == field.as_str()));
    assert!(order.iter().all(Option::is_some) && order.is_sorted());
    for (index, field) in PersonField::ALL.into_iter().enumerate() {
        assert_eq!(field as usize, index);
        assert_eq!(PersonField::from_wire(field.as_str()), Some(field));
        assert_eq!(PersonField::from_wire(field.proto()), Some(field));
        let member = Person::DESCRIPTOR.member(field.as_str()).unwrap();
        let ValueKind::Message(entry) = member.kind else {
            panic!("{field:?}")
        };
        assert!(std::ptr::eq(entry, field.descriptor()));
    }
    assert_eq!(
        PersonField::ALL
            .iter()
            .filter(|field| field.is_updatable())
            .count(),
        24
    );
    assert_eq!(
        PersonField::ALL
            .iter()
            .filter(|field| field.is_singleton())
            .count(),
        4
    );
    for name in [
        "",
        "etag",
        "Names",
        "names ",
        "fileAses",
        "emailaddresses",
        "email_Addresses",
    ] {
        assert_eq!(PersonField::from_wire(name), None, "{name}");
    }
}

#[test]
fn types_are_shown_as_people_write_them() {
    let cases = [
        (PersonField::EmailAddresses, "home", "Home"),
        (PersonField::PhoneNumbers, "workFax", "Work Fax"),
        (PersonField::Genders, "male", "Male"),
        (PersonField::MiscKeywords, "OUTLOOK_USER", "User"),
        (PersonField::Relations, "colleague", "colleague"),
        (PersonField::EmailAddresses, "", ""),
        (PersonField::Names, "home", "home"),
    ];
    for (field, value, shown) in cases {
        assert_eq!(field.display_type(value), shown, "{field:?}");
    }
    assert_eq!(display_protocol("googleTalk"), "Google Talk");
    assert_eq!(display_protocol("matrix"), "matrix");
    assert!(PersonField::Addresses.has_type() && !PersonField::Names.has_type());
    assert_eq!(PersonField::UserDefined.identity(), ["key"]);
}

#[test]
fn the_update_method_is_as_documented() {
    let method = Method::UpdateContact;
    assert_eq!(method.id(), "people.people.updateContact");
    assert_eq!(Method::from_id("people.people.updateContact"), Some(method));
    assert_eq!(Method::from_id("people.people.nope"), None);
    assert_eq!(method.verb(), "PATCH");
    assert_eq!(
        method.path(),
        "/v1/{person.resourceName=people/*}:updateContact"
    );
    assert_eq!(
        method.scopes(),
        ["https://www.googleapis.com/auth/contacts"]
    );
    let body = method.body().unwrap();
    assert_eq!((body.field, body.message.name), (Some("person"), "Person"));
    assert_eq!(method.response().name, "Person");
    assert!(method.mutates());

    let names: Vec<&str> = method
        .query()
        .iter()
        .map(|parameter| parameter.proto)
        .collect();
    assert_eq!(names, ["update_person_fields", "person_fields", "sources"]);
    let [mask, _, sources] = method.query() else {
        panic!("three parameters")
    };
    assert!(mask.required && !mask.repeated && matches!(mask.kind, ValueKind::FieldMask));
    assert!(!sources.required && sources.repeated);
    let ValueKind::Enum(set) = sources.kind else {
        panic!("{:?}", sources.kind)
    };
    assert_eq!(set.number("READ_SOURCE_TYPE_CONTACT"), Some(2));
}

#[test]
fn every_method_has_a_place_of_its_own() {
    for method in Method::ALL {
        let same_place =
            |other: &&Method| (other.verb(), other.path()) == (method.verb(), method.path());
        assert_eq!(
            Method::ALL.iter().filter(same_place).count(),
            1,
            "{method:?}"
        );
        assert_eq!(
            Method::ALL
                .iter()
                .filter(|other| other.rpc() == method.rpc())
                .count(),
            1
        );
        assert!(
            method.path().starts_with("/v1/") && !method.scopes().is_empty(),
            "{method:?}"
        );
        assert_eq!(method.mutates(), method.verb() != "GET");
        if method.verb() == "GET" {
            assert!(method.body().is_none(), "{method:?}");
        }
    }
}

#[test]
fn system_parameters_have_a_second_spelling() {
    assert_eq!(SYSTEM_PARAMETERS.len(), 11);
    assert_eq!(SystemParameter::find("$alt").unwrap().name, "alt");
    assert_eq!(
        SystemParameter::find("alt").unwrap().values,
        ["json", "media", "proto"]
    );
    assert_eq!(SystemParameter::find("$.xgafv").unwrap().values, ["1", "2"]);
    assert!(SystemParameter::find("personFields").is_none());
}

#[test]
fn values_that_say_nothing_are_dropped() {
    let json = r#"{
        "names": [
            {"displayName": "set by the server", "metadata": {"primary": true}},
            {"givenName": ""}, {"middleName": "B"}, {"new": null}
        ],
        "birthdays": [{"date": {}}, {"date": {"year": 0}}, {"date": {"month": 12}}, {}],
        "memberships": [
            {"contactGroupMembership": {"contactGroupId": "x"}},
            {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/x"}},
            {"domainMembership": {"inViewerDomain": true}}
        ],
        "biographies": [{"contentType": "TEXT_PLAIN"}],
        "metadata": {"deleted": true}
    }"#;
    let mut person: Person = serde_json::from_str(json).unwrap();
    assert_eq!(person.fields().len(), 5);
    PersonField::ALL
        .into_iter()
        .for_each(|field| person.drop_empty_values(field));
    assert_eq!(
        person.to_json(),
        r#"{"names":[{"middleName":"B"},{"new":null}],"birthdays":[{"date":{"month":12}}],"biographies":[{"contentType":"TEXT_PLAIN"}],"memberships":[{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/x"}}]}"#
    );
    assert_eq!(
        person.fields(),
        FieldMask::parse("names,birthdays,biographies,memberships").unwrap()
    );
}

#[test]
fn output_only_members_are_stripped_at_every_depth() {
    let json = r#"{
        "names": [{"displayName": "A", "givenName": "Ada", "metadata": {
            "primary": true, "verified": true, "sourcePrimary": true, "source": {"id": "1"}}}],
        "memberships": [{"contactGroupMembership": {"contactGroupId": "x", "contactGroupResourceName": "contactGroups/x"},
            "domainMembership": {"inViewerDomain": true}, "metadata": {"source": {"id": "1"}}}],
        "photos": [{"url": "u"}], "metadata": {"deleted": true}
    }"#;
    let mut person: Person = serde_json::from_str(json).unwrap();
    PersonField::ALL
        .into_iter()
        .for_each(|field| person.strip_output_only(field));
    assert_eq!(
        person.to_json(),
        r#"{"names":[{"metadata":{"sourcePrimary":true},"givenName":"Ada"}],"memberships":[{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/x"}}]}"#
    );
}
