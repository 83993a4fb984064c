//! U1 to U8 and U14 to U17, case by case.
use expect_test::{Expect, expect};
use people_model::{Fingerprint, PersonEtag, SourceEtag};
use people_rules::{
    Contract::{self, Documented, Observed},
    Index, MaskParameter, Update, Violation, added_groups, check, read_mask, update_mask,
    violations,
};

use crate::{id, person};

const CURRENT: Fingerprint = Fingerprint([1; 8]);
const OLD: Fingerprint = Fingerprint([2; 8]);

/// The verdict of an update whose etags are current: `ok`, or rule, code and message.
#[track_caller]
fn verdict(contract: Contract, mask: &str, body: &str, expect: Expect) {
    let verdict = || {
        let update = Update {
            id: id(),
            person: person(body),
            mask: update_mask(mask)?,
        };
        check(update, contract)?.verify(CURRENT, CURRENT)
    };
    expect.assert_eq(&match verdict() {
        Ok(()) => "ok".to_owned(),
        Err(violation) => format!(
            "{} {}: {violation}",
            violation.rule(),
            violation.code().as_str()
        ),
    });
}

fn source(fingerprint: Fingerprint) -> String {
    format!(
        r#"{{"sources":[{{"type":"CONTACT","id":"11","etag":"{}"}}]}}"#,
        SourceEtag::new(fingerprint)
    )
}

fn etag(fingerprint: Fingerprint) -> String {
    PersonEtag::new(people_model::FieldMask::NAMES, &[1, 2, 5, 7], fingerprint).to_string()
}

/// A body with a current contact source and `members`.
fn sourced(members: &str) -> String {
    format!(r#"{{"metadata":{},{members}}}"#, source(CURRENT))
}

#[test]
fn u2_the_mask_is_required_and_known() {
    let body = sourced(r#""names":[]"#);
    verdict(Documented, "names", &body, expect!["ok"]);
    verdict(Documented, ",names,names,", &body, expect!["ok"]);
    verdict(
        Documented,
        "email_addresses,imClients",
        &body,
        expect!["ok"],
    );
    verdict(
        Documented,
        "",
        &body,
        expect![
            "U2 INVALID_ARGUMENT: updatePersonFields mask is required. Please specify one or more valid paths. Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/updateContact."
        ],
    );
    verdict(
        Documented,
        "names,photos",
        &body,
        expect![[
            r#"U2 INVALID_ARGUMENT: Invalid updatePersonFields mask path: "photos". Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/updateContact."#
        ]],
    );
    verdict(Documented, " names , urls", &body, expect!["ok"]);
    verdict(
        Documented,
        "names, u rls ",
        &body,
        expect![[
            r#"U2 INVALID_ARGUMENT: Invalid updatePersonFields mask path: "u rls". Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/updateContact."#
        ]],
    );
    verdict(
        Documented,
        "names.givenName",
        &body,
        expect![[
            r#"U2 INVALID_ARGUMENT: Invalid updatePersonFields mask path: "names.givenName". Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/updateContact."#
        ]],
    );
    verdict(
        Documented,
        r#""names""#,
        &body,
        expect![[
            r#"U2 INVALID_ARGUMENT: Invalid value at 'update_person_fields' (type.googleapis.com/google.protobuf.FieldMask), Field 'update_person_fields', Invalid FieldMask '"names"'. Map keys should be represented as ["some_key"]."#
        ]],
    );
}

#[test]
fn u3_a_read_mask_may_be_unset() {
    assert_eq!(read_mask(MaskParameter::PersonFields, ""), Ok(None));
    let violation = read_mask(MaskParameter::PersonFields, "etag").unwrap_err();
    expect![[r#"Invalid personFields mask path: "etag". Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get."#]]
        .assert_eq(&violation.to_string());
    let missing = |parameter| Violation::MaskRequired { parameter }.to_string();
    expect!["personFields mask is required. Please specify one or more valid paths. Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get."]
        .assert_eq(&missing(MaskParameter::PersonFields));
    expect!["readMask is required. Please specify one or more valid paths. Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get."]
        .assert_eq(&missing(MaskParameter::ReadMask));
}

#[test]
fn u5_a_contact_source_is_required_by_the_page() {
    let alone = format!(r#"{{"etag":"{}"}}"#, etag(CURRENT));
    verdict(
        Documented,
        "names",
        &alone,
        expect![
            "U5 INVALID_ARGUMENT: Request must set person.metadata.sources with the contact source that is being updated. (The documented contract asks for it; the live service accepts person.etag alone, and so does this server with --contract observed.)"
        ],
    );
    verdict(Observed, "names", &alone, expect!["ok"]);

    let profile = format!(
        r#"{{"etag":"{}","metadata":{{"sources":[{{"type":"PROFILE","id":"11"}}]}}}}"#,
        etag(CURRENT)
    );
    verdict(
        Documented,
        "names",
        &profile,
        expect![
            "U5 INVALID_ARGUMENT: Request person.metadata.sources has no contact source for the person that is being updated. (The documented contract asks for one; the live service accepts person.etag alone, and so does this server with --contract observed.)"
        ],
    );
    verdict(Observed, "names", &profile, expect!["ok"]);

    let anothers = sourced(r#""names":[]"#).replace(r#""id":"11""#, r#""id":"12""#);
    verdict(
        Documented,
        "names",
        &anothers,
        expect![
            "U5 INVALID_ARGUMENT: Request person.metadata.sources has no contact source for the person that is being updated. (The documented contract asks for one; the live service accepts person.etag alone, and so does this server with --contract observed.)"
        ],
    );
}

#[test]
fn u6_some_etag_is_required() {
    let none = r#"{"metadata":{"sources":[{"type":"CONTACT","id":"11"}]}}"#;
    for contract in [Documented, Observed] {
        verdict(
            contract,
            "names",
            none,
            expect![
                "U6 INVALID_ARGUMENT: Request must set person.etag or person.metadata.sources.etag for the source that is being updated."
            ],
        );
    }
    verdict(
        Observed,
        "names",
        "{}",
        expect![
            "U6 INVALID_ARGUMENT: Request must set person.etag or person.metadata.sources.etag for the source that is being updated."
        ],
    );
}

#[test]
fn u6_a_stale_etag_fails_the_precondition() {
    let stale_source = format!(r#"{{"metadata":{}}}"#, source(OLD));
    for contract in [Documented, Observed] {
        verdict(
            contract,
            "names",
            &stale_source,
            expect![
                "U6 FAILED_PRECONDITION: Request person.metadata.sources.etag is different than the current person.metadata.sources.etag. Clear local cache and get the latest person."
            ],
        );
    }
    let stale_person = format!(
        r#"{{"etag":"{}","metadata":{}}}"#,
        etag(OLD),
        source(CURRENT)
    );
    for contract in [Documented, Observed] {
        verdict(
            contract,
            "names",
            &stale_person,
            expect![
                "U6 FAILED_PRECONDITION: Request person.etag is different than the current person.etag. Clear local cache and get the latest person."
            ],
        );
    }
    // The source's etag in the person's place was never a person's etag.
    let swapped = format!(
        r#"{{"etag":"{}","metadata":{}}}"#,
        SourceEtag::new(CURRENT),
        source(CURRENT)
    );
    verdict(
        Documented,
        "names",
        &swapped,
        expect![
            "U6 FAILED_PRECONDITION: Request person.etag is different than the current person.etag. Clear local cache and get the latest person."
        ],
    );
}

#[test]
fn u6_two_etags_must_both_be_current_by_the_page() {
    let disagreeing = format!(
        r#"{{"etag":"{}","metadata":{}}}"#,
        etag(CURRENT),
        source(OLD)
    );
    verdict(
        Documented,
        "names",
        &disagreeing,
        expect![
            "U6 FAILED_PRECONDITION: Request person.metadata.sources.etag is different than the current person.metadata.sources.etag. Clear local cache and get the latest person."
        ],
    );
    verdict(Observed, "names", &disagreeing, expect!["ok"]);
}

#[test]
fn u6_an_etag_of_any_mask_will_do() {
    let other = PersonEtag::new(people_model::FieldMask::URLS, &[2], CURRENT).to_string();
    assert_ne!(other, etag(CURRENT));
    verdict(
        Documented,
        "names",
        &format!(r#"{{"etag":"{other}","metadata":{}}}"#, source(CURRENT)),
        expect!["ok"],
    );
}

#[test]
fn u7_memberships_need_a_contact_group() {
    for members in [
        r#""memberships":[]"#,
        r#""memberships":[{}]"#,
        r#""memberships":[{"domainMembership":{"inViewerDomain":true}}]"#,
        r#""memberships":[{"contactGroupMembership":{"contactGroupId":"myContacts"}}]"#,
        r#""memberships":[{"metadata":{"source":{"type":"DOMAIN_PROFILE"}},"contactGroupMembership":{"contactGroupResourceName":"contactGroups/myContacts"}}]"#,
    ] {
        verdict(
            Documented,
            "memberships",
            &sourced(members),
            expect![
                "U7 INVALID_ARGUMENT: Request must set at least one person.memberships.contact_group_membership when memberships are updated: a contact is always in at least one contact group."
            ],
        );
        verdict(Documented, "names", &sourced(members), expect!["ok"]);
    }
    let given = r#""memberships":[{"contactGroupMembership":{"contactGroupResourceName":"contactGroups/myContacts"}}]"#;
    verdict(Documented, "memberships", &sourced(given), expect!["ok"]);
}

#[test]
fn u8_singletons_take_one_value_of_the_contacts_own() {
    for (field, value) in [
        ("biographies", r#"{"value":"x"}"#),
        ("birthdays", r#"{"text":"x"}"#),
        ("genders", r#"{"value":"x"}"#),
        ("names", r#"{"givenName":"x"}"#),
    ] {
        let message = format!("Cannot have more than one person.{field} per source.");
        let two = format!(r#""{field}":[{value},{value}]"#);
        let update = Update {
            id: id(),
            person: person(&sourced(&two)),
            mask: update_mask(field).unwrap(),
        };
        let violation = check(update, Documented).unwrap_err();
        assert_eq!((violation.rule(), violation.to_string()), ("U8", message));

        let foreign = value.replacen(
            '{',
            r#"{"metadata":{"source":{"type":"PROFILE","id":"1"}},"#,
            1,
        );
        verdict(
            Documented,
            field,
            &sourced(&format!(r#""{field}":[{value},{foreign}]"#)),
            expect!["ok"],
        );
        verdict(Documented, "urls", &sourced(&two), expect!["ok"]);
    }
    verdict(
        Documented,
        "nicknames",
        &sourced(r#""nicknames":[{"value":"a"},{"value":"b"}]"#),
        expect!["ok"],
    );
}

#[test]
fn u14_dates_are_calendar_dates() {
    for date in [
        r#"{"year":2024,"month":2,"day":29}"#,
        r#"{"month":2,"day":29}"#,
        r#"{"year":1815}"#,
        r#"{"year":1815,"month":12}"#,
    ] {
        verdict(
            Documented,
            "birthdays",
            &sourced(&format!(r#""birthdays":[{{"date":{date}}}]"#)),
            expect!["ok"],
        );
    }
    for date in [
        r#"{"year":2023,"month":2,"day":29}"#,
        r#"{"month":2,"day":30}"#,
        r#"{"month":13}"#,
        r#"{"day":4}"#,
        r#"{"year":10000}"#,
        r#"{"year":-1}"#,
        r#"{"month":4,"day":31}"#,
        r#"{"month":-2147483648,"day":1}"#,
    ] {
        let body = sourced(&format!(r#""events":[{{}},{{"date":{date}}}]"#));
        let update = Update {
            id: id(),
            person: person(&body),
            mask: update_mask("events").unwrap(),
        };
        let violation = check(update, Documented).expect_err(date);
        assert_eq!(violation.rule(), "U14");
        assert!(
            violation
                .to_string()
                .starts_with("Invalid date at 'person.events[1].date'"),
            "{violation}"
        );
    }
}

#[test]
fn u15_u16_groups_must_exist_and_take_members() {
    let in_group = |name: &str| {
        person(&format!(
            r#"{{"memberships":[{{"contactGroupMembership":{{"contactGroupResourceName":"{name}"}}}}]}}"#
        ))
    };
    let nowhere = Index::default();
    assert_eq!(
        added_groups(&nowhere, &in_group("contactGroups/starred")),
        Ok(vec![])
    );
    assert_eq!(
        added_groups(&nowhere, &in_group("contactGroups/friends")),
        Err(Violation::DeprecatedGroup)
    );
    assert_eq!(
        added_groups(&nowhere, &in_group("contactGroups/no such group")),
        Err(Violation::NotFound)
    );
    assert_eq!(
        added_groups(&nowhere, &in_group("contactGroups/1a2b"))
            .unwrap()
            .len(),
        1
    );

    let member = Index {
        terms: ["group:1a2b", "group:friends"].into(),
        ..Index::default()
    };
    assert_eq!(
        added_groups(&member, &in_group("contactGroups/1a2b")),
        Ok(vec![])
    );
    assert_eq!(
        added_groups(&member, &in_group("contactGroups/friends")),
        Ok(vec![])
    );
}

#[test]
fn the_first_violation_is_the_first_of_all() {
    let body = r#"{"names":[{},{}],"birthdays":[{"date":{"month":13}},{}],"memberships":[]}"#;
    let update = Update {
        id: id(),
        person: person(body),
        mask: update_mask("memberships,names,birthdays").unwrap(),
    };
    let all = violations(&update, Documented);
    let rules: Vec<_> = all.iter().map(Violation::rule).collect();
    assert_eq!(rules, ["U8", "U8", "U14", "U7", "U5", "U6"]);
    assert_eq!(check(update, Documented).unwrap_err(), all[0]);
}

/// Rule D2.
#[test]
fn d2_one_value_is_the_sources_primary() {
    let two = r#""urls":[{"value":"a","metadata":{"sourcePrimary":true}},{"value":"b","metadata":{"sourcePrimary":true}}]"#;
    verdict(
        Documented,
        "urls",
        &sourced(two),
        expect![
            "D2 INVALID_ARGUMENT: Cannot have more than one source primary value in person.urls per source."
        ],
    );
}
