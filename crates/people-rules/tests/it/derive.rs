//! The members that the API fills (rules `D1` to `D12`, `U17`, `C2`, `C3`).
use expect_test::{Expect, expect};
use people_rules::{
    Contact,
    Contract::{self, Documented, Observed},
    Update, Violation, apply, create, update_mask,
};

use crate::{checked, context, id, person};

/// One field of the contact that a create of `body` makes, without the noise of `metadata`.
#[track_caller]
fn created(field: &str, values: &str, expect: Expect) {
    let body = person(&format!(
        r#"{{"{field}":{values},"nicknames":[{{"value":"x"}}]}}"#
    ));
    let contact = create(body, &context(Documented)).expect("a contact");
    let mut json: serde_json::Value = serde_json::from_str(contact.fields.as_json()).expect("JSON");
    let mut list = json[field].take();
    for value in list.as_array_mut().into_iter().flatten() {
        value
            .as_object_mut()
            .map(|value| value.shift_remove("metadata"));
    }
    expect.assert_eq(&list.to_string());
}

#[test]
fn d3_d4_names() {
    created(
        "names",
        r#"[{"honorificPrefix":"Dr.","givenName":"Ada","middleName":"Byron","familyName":"Lovelace","honorificSuffix":"III"}]"#,
        expect![[
            r#"[{"displayName":"Dr. Ada Byron Lovelace III","familyName":"Lovelace","givenName":"Ada","middleName":"Byron","honorificPrefix":"Dr.","honorificSuffix":"III","displayNameLastFirst":"Lovelace, Dr. Ada Byron, III","unstructuredName":"Dr. Ada Byron Lovelace III"}]"#
        ]],
    );
    created(
        "names",
        r#"[{"givenName":"Ada"}]"#,
        expect![[
            r#"[{"displayName":"Ada","givenName":"Ada","displayNameLastFirst":"Ada","unstructuredName":"Ada"}]"#
        ]],
    );
    created(
        "names",
        r#"[{"unstructuredName":"Prof. Ada Byron van der Lovelace Jr."}]"#,
        expect![[
            r#"[{"displayName":"Prof. Ada Byron van der Lovelace Jr.","familyName":"van der Lovelace","givenName":"Ada","middleName":"Byron","honorificPrefix":"Prof.","honorificSuffix":"Jr.","displayNameLastFirst":"van der Lovelace, Prof. Ada Byron, Jr.","unstructuredName":"Prof. Ada Byron van der Lovelace Jr."}]"#
        ]],
    );
    created(
        "names",
        r#"[{"unstructuredName":"Lovelace, Ada"}]"#,
        expect![[
            r#"[{"displayName":"Ada Lovelace","familyName":"Lovelace","givenName":"Ada","displayNameLastFirst":"Lovelace, Ada","unstructuredName":"Lovelace, Ada"}]"#
        ]],
    );
    created(
        "names",
        r#"[{"unstructuredName":"A. L.","givenName":"Ada"}]"#,
        expect![[
            r#"[{"displayName":"Ada","givenName":"Ada","displayNameLastFirst":"Ada","unstructuredName":"A. L."}]"#
        ]],
    );
    // A part that is only blanks is a part all the same: nothing is guessed over it.
    created(
        "names",
        r#"[{"unstructuredName":"Ada Lovelace","familyName":"\t"}]"#,
        expect![[
            r#"[{"displayName":"Ada Lovelace","familyName":"\t","displayNameLastFirst":"Ada Lovelace","unstructuredName":"Ada Lovelace"}]"#
        ]],
    );
}

#[test]
fn d1_output_only_members_are_derived_anew() {
    created(
        "names",
        r#"[{"givenName":"Ada","displayName":"Somebody else"}]"#,
        expect![[
            r#"[{"displayName":"Ada","givenName":"Ada","displayNameLastFirst":"Ada","unstructuredName":"Ada"}]"#
        ]],
    );
    created(
        "phoneNumbers",
        r#"[{"value":"020 7946","canonicalForm":"+1","formattedType":"?"}]"#,
        expect![[r#"[{"value":"020 7946","canonicalForm":"+0207946"}]"#]],
    );
}

/// The text that is made of an address.
#[track_caller]
fn formatted(address: &str) -> String {
    let body = person(&format!(r#"{{"addresses":{address}}}"#));
    let contact = create(body, &context(Documented)).expect("a contact");
    contact.fields.to_person().addresses[0]
        .formatted_value
        .clone()
}

#[test]
fn d5_addresses() {
    created(
        "addresses",
        r#"[{"streetAddress":"Herengracht 1","postalCode":"1015 BA","city":"Amsterdam","country":"Netherlands","countryCode":"NL","type":"work"}]"#,
        expect![[
            r#"[{"formattedValue":"Herengracht 1\n1015 BA Amsterdam\nNetherlands","type":"work","formattedType":"Work","streetAddress":"Herengracht 1","city":"Amsterdam","postalCode":"1015 BA","country":"Netherlands","countryCode":"NL"}]"#
        ]],
    );
    created(
        "addresses",
        r#"[{"streetAddress":"1 Main St","city":"Springfield","region":"IL","postalCode":"62701","countryCode":"US"}]"#,
        expect![[
            r#"[{"formattedValue":"1 Main St\nSpringfield, IL 62701\nUS","streetAddress":"1 Main St","city":"Springfield","region":"IL","postalCode":"62701","countryCode":"US"}]"#
        ]],
    );
    for country in [
        "United States",
        "USA",
        "U.S.A.",
        "Vereinigte Staaten",
        "États-Unis",
        "アメリカ合衆国",
        "Canada",
        "Kanada",
        "UK",
        "England",
        "Royaume-Uni",
        "Éire",
        "Irland",
        "Australien",
        "New Zealand",
        "Nouvelle-Zélande",
        "India",
        "भारत",
    ] {
        let address = format!(
            r#"[{{"city":"Springfield","region":"IL","postalCode":"62701","country":"{country}"}}]"#
        );
        assert_eq!(
            formatted(&address),
            format!("Springfield, IL 62701\n{country}")
        );
    }
    for rest in [
        r#""country":"Deutschland""#,
        r#""country":"United States","countryCode":"DE""#, // the code says it
        r#""countryCode":"FR""#,
        r#""region":"""#,
    ] {
        let address = format!(r#"[{{"city":"Springfield","postalCode":"62701",{rest}}}]"#);
        assert!(
            formatted(&address).starts_with("62701 Springfield"),
            "{rest}"
        );
    }
    for code in ["us", "USA", "UK", " GB", "gbr", "IRL"] {
        let address = format!(r#"[{{"city":"A","postalCode":"1","countryCode":"{code}"}}]"#);
        assert!(formatted(&address).starts_with("A 1"), "{code}");
    }
    created(
        "addresses",
        r#"[{"formattedValue":"as sent","city":"Paris"}]"#,
        expect![[r#"[{"formattedValue":"as sent","city":"Paris"}]"#]],
    );
}

#[test]
fn d6_d12_defaults() {
    created(
        "birthdays",
        r#"[{"text":"10 December","date":{"month":12,"day":10}}]"#,
        expect![[r#"[{"date":{"month":12,"day":10}}]"#]],
    );
    created(
        "birthdays",
        r#"[{"text":"10 December"}]"#,
        expect![[r#"[{"text":"10 December"}]"#]],
    );
    created(
        "biographies",
        r#"[{"value":"First programmer"}]"#,
        expect![[r#"[{"value":"First programmer","contentType":"TEXT_PLAIN"}]"#]],
    );
    created(
        "nicknames",
        r#"[{"value":"Ada","type":"DEFAULT"}]"#,
        expect![[r#"[{"value":"x"}]"#]],
    );
}

#[test]
fn d11_formatted_types() {
    created(
        "emailAddresses",
        r#"[{"value":"a@example.com","type":"home"},{"value":"b@example.com","type":"Carrier pigeon"}]"#,
        expect![[
            r#"[{"value":"a@example.com","type":"home","formattedType":"Home"},{"value":"b@example.com","type":"Carrier pigeon","formattedType":"Carrier pigeon"}]"#
        ]],
    );
    created(
        "imClients",
        r#"[{"username":"ada","protocol":"googleTalk"}]"#,
        expect![[
            r#"[{"username":"ada","protocol":"googleTalk","formattedProtocol":"Google Talk"}]"#
        ]],
    );
    created(
        "genders",
        r#"[{"value":"female"}]"#,
        expect![[r#"[{"value":"female","formattedValue":"Female"}]"#]],
    );
    created(
        "genders",
        r#"[{"value":"countess"}]"#,
        expect![[r#"[{"value":"countess","formattedValue":"countess"}]"#]],
    );
}

#[test]
fn d10_values_without_content_are_dropped() {
    for values in [
        "[{}]",
        r#"[{"value":""}]"#,
        r#"[{"formattedType":"Home"}]"#,
        r#"[{"metadata":{"primary":true}}]"#,
    ] {
        created("urls", values, expect!["null"]);
    }
    created(
        "urls",
        r#"[{"newMember":1}]"#,
        expect![[r#"[{"newMember":1}]"#]],
    );
}

#[test]
fn d2_metadata_of_values() {
    let contact = create(
        person(
            r#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"a"},{"value":"b","metadata":{"sourcePrimary":true}}]}"#,
        ),
        &context(Documented),
    );
    expect![[r#"{"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"},"sourcePrimary":true},"displayName":"Ada","givenName":"Ada","displayNameLastFirst":"Ada","unstructuredName":"Ada"}],"urls":[{"metadata":{"source":{"type":"CONTACT","id":"11"}},"value":"a"},{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"},"sourcePrimary":true},"value":"b"}],"memberships":[{"metadata":{"source":{"type":"CONTACT","id":"11"}},"contactGroupMembership":{"contactGroupId":"myContacts","contactGroupResourceName":"contactGroups/myContacts"}}]}"#]]
        .assert_eq(contact.unwrap().fields.as_json());
}

#[test]
fn c2_a_create_needs_a_field_of_its_own() {
    for body in [
        "{}",
        r#"{"names":[{"displayName":"Ada"}]}"#,
        r#"{"photos":[{"url":"x"}]}"#,
        r#"{"urls":[{"value":"x","metadata":{"source":{"type":"PROFILE"}}}]}"#,
    ] {
        assert_eq!(
            create(person(body), &context(Documented)),
            Err(Violation::NoContactField),
            "{body}"
        );
    }
}

#[track_caller]
fn memberships_after(contract: Contract, groups: &[&str], expect: Expect) {
    let contact = create(
        person(r#"{"nicknames":[{"value":"x"}]}"#),
        &context(contract),
    )
    .unwrap();
    let values: Vec<_> = groups.iter().map(|group| format!(r#"{{"contactGroupMembership":{{"contactGroupResourceName":"contactGroups/{group}"}}}}"#)).collect();
    let update = Update {
        id: id(),
        person: person(&format!(r#"{{"memberships":[{}]}}"#, values.join(","))),
        mask: update_mask("memberships").unwrap(),
    };
    let Contact { fields, index } = apply(contact.clone(), checked(update), &context(contract));
    let groups: Vec<_> = fields
        .to_person()
        .memberships
        .into_iter()
        .filter_map(|m| m.contact_group_membership)
        .map(|m| m.contact_group_id)
        .collect();
    let terms = index.terms.iter().filter(|term| term.starts_with("group:"));
    expect.assert_eq(&format!("{groups:?} {:?}", terms.collect::<Vec<_>>()));
}

#[test]
fn u17_my_contacts_can_be_left_by_the_page_alone() {
    memberships_after(
        Documented,
        &["1a2b"],
        expect![[r#"["1a2b"] ["group:1a2b"]"#]],
    );
    memberships_after(
        Observed,
        &["1a2b"],
        expect![[r#"["1a2b", "myContacts"] ["group:1a2b", "group:myContacts"]"#]],
    );
}

#[test]
fn d9_memberships_are_a_set_with_user_groups_first() {
    memberships_after(
        Documented,
        &["starred", "1a2b", "myContacts", "1a2b", "3c"],
        expect![[
            r#"["1a2b", "3c", "starred", "myContacts"] ["group:1a2b", "group:3c", "group:myContacts", "group:starred"]"#
        ]],
    );
}
