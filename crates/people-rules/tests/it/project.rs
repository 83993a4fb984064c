//! What a read returns (rules `U3`, `U4`, `U11`, `D8`, `S1` to `S6`).
use expect_test::{Expect, expect};
use people_model::{FieldMask, Fields, Fingerprint, ProfileId, ReadSourceType, UserType};
use people_rules::{
    Contact, ContactKind, ContactSource, Contract, Extent, ProfileSource, Sources, View, create,
    profile, project, project_deleted,
};

use crate::{context, id, person};

fn contact(json: &str) -> Contact {
    create(person(json), &context(Contract::Documented)).expect("a contact")
}

fn profile_id() -> ProfileId {
    ProfileId::parse("100000000000000000017").expect("an id")
}

/// Projects `people/c17`, linked to a profile if there is one.
pub(crate) fn shown(
    contact: &Contact,
    linked: Option<&Fields>,
    mask: FieldMask,
    sources: Sources,
    extent: Extent,
) -> String {
    let profile_id = profile_id();
    let view = View {
        resource_name: "people/c17",
        fingerprint: Fingerprint([3; 8]),
        contact: Some(ContactSource {
            id: id(),
            kind: ContactKind::Own,
            fields: contact.fields.borrowed(),
            fingerprint: Fingerprint([1; 8]),
            update_time: "2026-01-02T03:04:05.678901Z",
            photo_url: "http://localhost/photos/11=s100",
            photo_is_default: true,
        }),
        profile: linked.map(|fields| ProfileSource {
            id: &profile_id,
            fields,
            fingerprint: Fingerprint([2; 8]),
            update_time: "2025-01-02T03:04:05Z",
            user_types: &[UserType::GoogleUser],
        }),
    };
    project(&view, mask, sources, extent)
}

#[track_caller]
fn check(linked: Option<&Fields>, mask: &str, sources: &[ReadSourceType], expect: Expect) {
    let contact =
        contact(r#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"https://example.com"}]}"#);
    let mask = mask.parse().expect("a mask");
    expect.assert_eq(&shown(
        &contact,
        linked,
        mask,
        sources.iter().copied().collect(),
        Extent::Whole,
    ));
}

#[test]
fn s6_name_and_etag_come_with_every_mask() {
    check(
        None,
        "birthdays",
        &[],
        expect![[
            r##"{"resourceName":"people/c17","etag":"%EgQBBy43GgQBAgUHIgxBd01EQXdNREF3TT0="}"##
        ]],
    );
}

#[test]
fn u3_only_masked_fields_in_wire_order() {
    check(
        None,
        "urls,metadata,names",
        &[],
        expect![[
            r##"{"resourceName":"people/c17","etag":"%EgYBAg4uNz0aBAECBQciDEF3TURBd01EQXdNPQ==","metadata":{"sources":[{"type":"CONTACT","id":"11","etag":"#AQEBAQEBAQE=","updateTime":"2026-01-02T03:04:05.678901Z"}],"objectType":"PERSON"},"names":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"},"sourcePrimary":true},"displayName":"Ada","givenName":"Ada","displayNameLastFirst":"Ada","unstructuredName":"Ada"}],"urls":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"}},"value":"https://example.com"}]}"##
        ]],
    );
}

#[test]
fn d8_a_contact_has_a_photo() {
    check(
        None,
        "photos",
        &[],
        expect![[
            r##"{"resourceName":"people/c17","etag":"%EgQBAy43GgQBAgUHIgxBd01EQXdNREF3TT0=","photos":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"}},"url":"http://localhost/photos/11=s100","default":true}]}"##
        ]],
    );
}

#[test]
fn u4_s1_s3_sources_of_a_linked_contact() {
    let linked = profile(
        &person(
            r#"{"urls":[{"value":"https://profile.example.com"}],"nicknames":[{"value":"Countess"}],"photos":[{"url":"http://localhost/p"}]}"#,
        ),
        &profile_id(),
        &|_| None,
    )
    .fields;
    check(
        Some(&linked),
        "metadata,nicknames,photos,urls",
        &[],
        expect![[
            r##"{"resourceName":"people/c17","etag":"%EgYBAwoOLjcaBAECBQciDEF3TURBd01EQXdNPQ==","metadata":{"sources":[{"type":"CONTACT","id":"11","etag":"#AQEBAQEBAQE=","updateTime":"2026-01-02T03:04:05.678901Z"},{"type":"PROFILE","id":"100000000000000000017","etag":"#AgICAgICAgI=","profileMetadata":{"objectType":"PERSON","userTypes":["GOOGLE_USER"]},"updateTime":"2025-01-02T03:04:05Z"}],"objectType":"PERSON"},"nicknames":[{"metadata":{"primary":true,"source":{"type":"PROFILE","id":"100000000000000000017"}},"value":"Countess"}],"photos":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"}},"url":"http://localhost/photos/11=s100","default":true},{"metadata":{"source":{"type":"PROFILE","id":"100000000000000000017"}},"url":"http://localhost/p"}],"urls":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"}},"value":"https://example.com"},{"metadata":{"source":{"type":"PROFILE","id":"100000000000000000017"}},"value":"https://profile.example.com"}]}"##
        ]],
    );
    check(
        Some(&linked),
        "metadata,nicknames,photos,urls",
        &[ReadSourceType::Contact],
        expect![[
            r##"{"resourceName":"people/c17","etag":"%EgYBAwoOLjcaAQIiDEF3TURBd01EQXdNPQ==","metadata":{"sources":[{"type":"CONTACT","id":"11","etag":"#AQEBAQEBAQE=","updateTime":"2026-01-02T03:04:05.678901Z"}],"objectType":"PERSON"},"photos":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"}},"url":"http://localhost/photos/11=s100","default":true}],"urls":[{"metadata":{"primary":true,"source":{"type":"CONTACT","id":"11"}},"value":"https://example.com"}]}"##
        ]],
    );
    check(
        Some(&linked),
        "metadata,nicknames,photos,urls",
        &[ReadSourceType::Profile],
        expect![[
            r##"{"resourceName":"people/c17","etag":"%EgYBAwoOLjcaAwEFByIMQXdNREF3TURBd009","metadata":{"sources":[{"type":"PROFILE","id":"100000000000000000017","etag":"#AgICAgICAgI=","profileMetadata":{"objectType":"PERSON","userTypes":["GOOGLE_USER"]},"updateTime":"2025-01-02T03:04:05Z"}],"objectType":"PERSON"},"nicknames":[{"metadata":{"primary":true,"source":{"type":"PROFILE","id":"100000000000000000017"}},"value":"Countess"}],"photos":[{"metadata":{"primary":true,"source":{"type":"PROFILE","id":"100000000000000000017"}},"url":"http://localhost/p"}],"urls":[{"metadata":{"primary":true,"source":{"type":"PROFILE","id":"100000000000000000017"}},"value":"https://profile.example.com"}]}"##
        ]],
    );
}

#[test]
fn s5_lists_stop_at_a_hundred() {
    let emails: Vec<_> = (0..150)
        .map(|n| format!(r#"{{"value":"{n}@example.com"}}"#))
        .collect();
    let contact = contact(&format!(r#"{{"emailAddresses":[{}]}}"#, emails.join(",")));
    let count = |extent| {
        let shown = shown(
            &contact,
            None,
            FieldMask::EMAIL_ADDRESSES,
            Sources::DEFAULT,
            extent,
        );
        person(&shown).email_addresses.len()
    };
    assert_eq!((count(Extent::Whole), count(Extent::Listed)), (150, 100));
}

/// Rule Y2.
#[test]
fn y2_what_is_left_of_a_deleted_contact() {
    let shown = project_deleted(
        ContactKind::Own,
        id(),
        Fingerprint([4; 8]),
        FieldMask::NAMES,
        Sources::DEFAULT,
        "http://localhost/p",
    );
    expect![[r##"{"resourceName":"people/c17","etag":"%EgUBAi43PRoEAQIFByIMQkFRRUJBUUVCQVE9","metadata":{"sources":[{"type":"CONTACT","id":"11","etag":"#BAQEBAQEBAQ=","updateTime":"1970-01-01T00:00:00Z"}],"deleted":true,"objectType":"PERSON"}}"##]].assert_eq(&shown);
}

/// Rules Y2 and O3: the etag and the source of a deleted other contact tell no state.
#[test]
fn y2_what_is_left_of_a_deleted_other_contact() {
    let mask = FieldMask::NAMES.union(FieldMask::EMAIL_ADDRESSES);
    let shown = project_deleted(
        ContactKind::Other,
        id(),
        Fingerprint([4; 8]),
        mask,
        Sources::DEFAULT,
        "http://localhost/p",
    );
    expect![[r##"{"resourceName":"otherContacts/c17","etag":"%EgcBAgkuNz0+GgEC","metadata":{"sources":[{"type":"OTHER_CONTACT","id":"11"}],"deleted":true,"objectType":"PERSON"}}"##]].assert_eq(&shown);
}
