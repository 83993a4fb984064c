//! Messages made in one expression.

use people_model::{
    BatchUpdateContactsRequest, Birthday, ContactGroup, ContactGroupMembership, ContentType, Date,
    EmailAddress, FieldMetadata, Membership, Message, Name, Person, ReadSourceType,
};

#[track_caller]
fn check(message: &impl Message, json: &str) {
    assert_eq!(message.to_json(), json);
}

#[test]
fn every_kind_of_member_has_a_setter() {
    let ada = Person::new()
        .resource_name("people/c1")
        .names([Name::new().given_name("Ada").family_name("Lovelace")])
        .birthdays([Birthday::new().date(Date::new().year(1815).month(12).day(10))])
        .email_addresses([EmailAddress::new()
            .metadata(FieldMetadata::new().source_primary(true))
            .value(String::from("ada@example.com"))
            .r#type("work")]);
    check(
        &ada,
        concat!(
            r#"{"resourceName":"people/c1","names":[{"familyName":"Lovelace","givenName":"Ada"}],"#,
            r#""birthdays":[{"date":{"year":1815,"month":12,"day":10}}],"emailAddresses":[{"metadata":"#,
            r#"{"sourcePrimary":true},"value":"ada@example.com","type":"work"}]}"#
        ),
    );
}

#[test]
fn a_setter_replaces_what_was_set() {
    let membership = Membership::new().contact_group_membership(
        ContactGroupMembership::new().contact_group_resource_name("contactGroups/starred"),
    );
    check(&membership.contact_group_membership(None), "{}");

    let names = Person::new().names([Name::new().given_name("Ada")]);
    check(&names.names(Vec::<Name>::new()), "{}");
    check(&ContactGroup::new().name("Club").name(""), "{}");
}

#[test]
fn lists_maps_and_enums_take_what_converts() {
    let contacts = [("people/c1", Person::new().etag("%a"))];
    let request = BatchUpdateContactsRequest::new()
        .contacts(contacts)
        .update_mask("names")
        .sources([ReadSourceType::Contact]);
    check(
        &request,
        r#"{"contacts":{"people/c1":{"etag":"%a"}},"updateMask":"names","sources":["READ_SOURCE_TYPE_CONTACT"]}"#,
    );
    let text = people_model::Biography::new().value("<b>Ada</b>");
    assert_eq!(
        text.clone().content_type("TEXT_HTML"),
        text.content_type(ContentType::TextHtml)
    );
}
