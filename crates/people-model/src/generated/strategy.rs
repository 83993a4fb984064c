// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use proptest::strategy::Strategy;
use crate::{
    extra::Extra, generated::{enums::*, messages::*, person_field::PersonField},
    strategy::{Choices, Draw, drawn},
};
impl Draw for AgeRange {
    fn draw(choices: &mut Choices) -> Self {
        match choices.number(Self::DESCRIPTOR) {
            Some(number) => Self::from_number(number),
            None if choices.flip() => Self::Unknown("FROM_THE_FUTURE".to_owned()),
            None => Self::UnknownNumber(1_000_000),
        }
    }
}
impl Draw for ContentType {
    fn draw(choices: &mut Choices) -> Self {
        match choices.number(Self::DESCRIPTOR) {
            Some(number) => Self::from_number(number),
            None if choices.flip() => Self::Unknown("FROM_THE_FUTURE".to_owned()),
            None => Self::UnknownNumber(1_000_000),
        }
    }
}
impl Draw for DirectoryMergeSourceType {
    fn draw(choices: &mut Choices) -> Self {
        choices.number(Self::DESCRIPTOR).and_then(Self::from_number).unwrap_or_default()
    }
}
impl Draw for DirectorySourceType {
    fn draw(choices: &mut Choices) -> Self {
        choices.number(Self::DESCRIPTOR).and_then(Self::from_number).unwrap_or_default()
    }
}
impl Draw for GroupType {
    fn draw(choices: &mut Choices) -> Self {
        match choices.number(Self::DESCRIPTOR) {
            Some(number) => Self::from_number(number),
            None if choices.flip() => Self::Unknown("FROM_THE_FUTURE".to_owned()),
            None => Self::UnknownNumber(1_000_000),
        }
    }
}
impl Draw for MiscKeywordType {
    fn draw(choices: &mut Choices) -> Self {
        match choices.number(Self::DESCRIPTOR) {
            Some(number) => Self::from_number(number),
            None if choices.flip() => Self::Unknown("FROM_THE_FUTURE".to_owned()),
            None => Self::UnknownNumber(1_000_000),
        }
    }
}
impl Draw for NicknameType {
    fn draw(choices: &mut Choices) -> Self {
        match choices.number(Self::DESCRIPTOR) {
            Some(number) => Self::from_number(number),
            None if choices.flip() => Self::Unknown("FROM_THE_FUTURE".to_owned()),
            None => Self::UnknownNumber(1_000_000),
        }
    }
}
impl Draw for ObjectType {
    fn draw(choices: &mut Choices) -> Self {
        match choices.number(Self::DESCRIPTOR) {
            Some(number) => Self::from_number(number),
            None if choices.flip() => Self::Unknown("FROM_THE_FUTURE".to_owned()),
            None => Self::UnknownNumber(1_000_000),
        }
    }
}
impl Draw for ReadSourceType {
    fn draw(choices: &mut Choices) -> Self {
        choices.number(Self::DESCRIPTOR).and_then(Self::from_number).unwrap_or_default()
    }
}
impl Draw for SortOrder {
    fn draw(choices: &mut Choices) -> Self {
        choices.number(Self::DESCRIPTOR).and_then(Self::from_number).unwrap_or_default()
    }
}
impl Draw for SourceType {
    fn draw(choices: &mut Choices) -> Self {
        match choices.number(Self::DESCRIPTOR) {
            Some(number) => Self::from_number(number),
            None if choices.flip() => Self::Unknown("FROM_THE_FUTURE".to_owned()),
            None => Self::UnknownNumber(1_000_000),
        }
    }
}
impl Draw for UserType {
    fn draw(choices: &mut Choices) -> Self {
        match choices.number(Self::DESCRIPTOR) {
            Some(number) => Self::from_number(number),
            None if choices.flip() => Self::Unknown("FROM_THE_FUTURE".to_owned()),
            None => Self::UnknownNumber(1_000_000),
        }
    }
}
impl Draw for Address {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            formatted_value: choices
                .string(&["12 Example Street\nLondon\nUnited Kingdom"]),
            r#type: choices.string(&["home", "other", "work"]),
            formatted_type: choices.string(&[]),
            po_box: choices.string(&[]),
            street_address: choices.string(&["12 Example Street", "Bahnhofstrasse 1"]),
            extended_address: choices.string(&[]),
            city: choices.string(&["London", "Zürich", "東京"]),
            region: choices.string(&[]),
            postal_code: choices.string(&["SW1A 1AA", "8001"]),
            country: choices.string(&["United Kingdom", "Switzerland"]),
            country_code: choices.string(&["GB", "CH", "JP"]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Address`].
pub fn address() -> impl Strategy<Value = Address> + Clone {
    drawn(112)
}
impl Draw for AgeRangeType {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            age_range: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`AgeRangeType`].
pub fn age_range_type() -> impl Strategy<Value = AgeRangeType> + Clone {
    drawn(92)
}
impl Draw for BatchCreateContactsRequest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            contacts: Draw::draw(choices),
            read_mask: choices.string(&[]),
            sources: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`BatchCreateContactsRequest`].
pub fn batch_create_contacts_request() -> impl Strategy<
    Value = BatchCreateContactsRequest,
> + Clone {
    drawn(1000)
}
impl Draw for BatchCreateContactsResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            created_people: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`BatchCreateContactsResponse`].
pub fn batch_create_contacts_response() -> impl Strategy<
    Value = BatchCreateContactsResponse,
> + Clone {
    drawn(1000)
}
impl Draw for BatchDeleteContactsRequest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            resource_names: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`BatchDeleteContactsRequest`].
pub fn batch_delete_contacts_request() -> impl Strategy<
    Value = BatchDeleteContactsRequest,
> + Clone {
    drawn(16)
}
impl Draw for BatchGetContactGroupsResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            responses: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`BatchGetContactGroupsResponse`].
pub fn batch_get_contact_groups_response() -> impl Strategy<
    Value = BatchGetContactGroupsResponse,
> + Clone {
    drawn(174)
}
impl Draw for BatchUpdateContactsRequest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            contacts: Draw::draw(choices),
            update_mask: choices.string(&[]),
            read_mask: choices.string(&[]),
            sources: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`BatchUpdateContactsRequest`].
pub fn batch_update_contacts_request() -> impl Strategy<
    Value = BatchUpdateContactsRequest,
> + Clone {
    drawn(1000)
}
impl Draw for BatchUpdateContactsResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            update_result: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`BatchUpdateContactsResponse`].
pub fn batch_update_contacts_response() -> impl Strategy<
    Value = BatchUpdateContactsResponse,
> + Clone {
    drawn(1000)
}
impl Draw for Biography {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&["Wrote the first program.", "line one\nline two"]),
            content_type: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Biography`].
pub fn biography() -> impl Strategy<Value = Biography> + Clone {
    drawn(94)
}
impl Draw for Birthday {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            date: Draw::draw(choices),
            text: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Birthday`].
pub fn birthday() -> impl Strategy<Value = Birthday> + Clone {
    drawn(106)
}
impl Draw for BraggingRights {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`BraggingRights`].
pub fn bragging_rights() -> impl Strategy<Value = BraggingRights> + Clone {
    drawn(92)
}
impl Draw for CalendarUrl {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            url: choices.string(&["https://calendar.example.com/ada"]),
            r#type: choices.string(&["freeBusy", "home", "work"]),
            formatted_type: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`CalendarUrl`].
pub fn calendar_url() -> impl Strategy<Value = CalendarUrl> + Clone {
    drawn(96)
}
impl Draw for ClientData {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            key: choices.string(&["externalId", "sync"]),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ClientData`].
pub fn client_data() -> impl Strategy<Value = ClientData> + Clone {
    drawn(94)
}
impl Draw for ContactGroup {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            resource_name: choices.string(&[]),
            etag: choices.string(&[]),
            metadata: Draw::draw(choices),
            group_type: Draw::draw(choices),
            name: choices.string(&[]),
            formatted_name: choices.string(&[]),
            member_resource_names: Draw::draw(choices),
            member_count: Draw::draw(choices),
            client_data: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ContactGroup`].
pub fn contact_group() -> impl Strategy<Value = ContactGroup> + Clone {
    drawn(34)
}
impl Draw for ContactGroupMembership {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            contact_group_id: choices.string(&[]),
            contact_group_resource_name: choices
                .string(
                    &[
                        "contactGroups/myContacts",
                        "contactGroups/starred",
                        "contactGroups/1a2b3c",
                    ],
                ),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ContactGroupMembership`].
pub fn contact_group_membership() -> impl Strategy<
    Value = ContactGroupMembership,
> + Clone {
    drawn(16)
}
impl Draw for ContactGroupMetadata {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            update_time: choices.string(&[]),
            deleted: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ContactGroupMetadata`].
pub fn contact_group_metadata() -> impl Strategy<Value = ContactGroupMetadata> + Clone {
    drawn(16)
}
impl Draw for ContactGroupResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            requested_resource_name: choices.string(&[]),
            status: Draw::draw(choices),
            contact_group: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ContactGroupResponse`].
pub fn contact_group_response() -> impl Strategy<Value = ContactGroupResponse> + Clone {
    drawn(86)
}
impl Draw for ContactToCreate {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            contact_person: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ContactToCreate`].
pub fn contact_to_create() -> impl Strategy<Value = ContactToCreate> + Clone {
    drawn(1000)
}
impl Draw for CopyOtherContactToMyContactsGroupRequest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            copy_mask: choices.string(&[]),
            read_mask: choices.string(&[]),
            sources: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`CopyOtherContactToMyContactsGroupRequest`].
pub fn copy_other_contact_to_my_contacts_group_request() -> impl Strategy<
    Value = CopyOtherContactToMyContactsGroupRequest,
> + Clone {
    drawn(16)
}
impl Draw for CoverPhoto {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            url: choices.string(&[]),
            default: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`CoverPhoto`].
pub fn cover_photo() -> impl Strategy<Value = CoverPhoto> + Clone {
    drawn(94)
}
impl Draw for CreateContactGroupRequest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            contact_group: Draw::draw(choices),
            read_group_fields: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`CreateContactGroupRequest`].
pub fn create_contact_group_request() -> impl Strategy<
    Value = CreateContactGroupRequest,
> + Clone {
    drawn(72)
}
impl Draw for Date {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            year: Draw::draw(choices),
            month: Draw::draw(choices),
            day: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Date`].
pub fn date() -> impl Strategy<Value = Date> + Clone {
    drawn(16)
}
impl Draw for DeleteContactPhotoResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            person: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`DeleteContactPhotoResponse`].
pub fn delete_contact_photo_response() -> impl Strategy<
    Value = DeleteContactPhotoResponse,
> + Clone {
    drawn(1000)
}
impl Draw for DomainMembership {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            in_viewer_domain: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`DomainMembership`].
pub fn domain_membership() -> impl Strategy<Value = DomainMembership> + Clone {
    drawn(16)
}
impl Draw for EmailAddress {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices
                .string(
                    &[
                        "ada@example.com",
                        "Ada@Example.COM",
                        "grace@example.org",
                        "ädä@exämple.com",
                    ],
                ),
            r#type: choices.string(&["home", "other", "work"]),
            formatted_type: choices.string(&[]),
            display_name: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`EmailAddress`].
pub fn email_address() -> impl Strategy<Value = EmailAddress> + Clone {
    drawn(98)
}
impl Draw for Empty {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Empty`].
pub fn empty() -> impl Strategy<Value = Empty> + Clone {
    drawn(16)
}
impl Draw for Event {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            date: Draw::draw(choices),
            r#type: choices.string(&["anniversary", "other"]),
            formatted_type: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Event`].
pub fn event() -> impl Strategy<Value = Event> + Clone {
    drawn(108)
}
impl Draw for ExternalId {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            r#type: choices
                .string(&["account", "customer", "loginId", "network", "organization"]),
            formatted_type: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ExternalId`].
pub fn external_id() -> impl Strategy<Value = ExternalId> + Clone {
    drawn(96)
}
impl Draw for FieldMetadata {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            primary: Draw::draw(choices),
            verified: Draw::draw(choices),
            source: Draw::draw(choices),
            source_primary: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`FieldMetadata`].
pub fn field_metadata() -> impl Strategy<Value = FieldMetadata> + Clone {
    drawn(44)
}
impl Draw for FileAs {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`FileAs`].
pub fn file_as() -> impl Strategy<Value = FileAs> + Clone {
    drawn(92)
}
impl Draw for Gender {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&["female", "male", "unspecified"]),
            formatted_value: choices.string(&[]),
            address_me_as: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Gender`].
pub fn gender() -> impl Strategy<Value = Gender> + Clone {
    drawn(96)
}
impl Draw for GetPeopleResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            responses: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`GetPeopleResponse`].
pub fn get_people_response() -> impl Strategy<Value = GetPeopleResponse> + Clone {
    drawn(1000)
}
impl Draw for GroupClientData {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            key: choices.string(&[]),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`GroupClientData`].
pub fn group_client_data() -> impl Strategy<Value = GroupClientData> + Clone {
    drawn(16)
}
impl Draw for ImClient {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            username: choices.string(&["ada", "grace.h"]),
            r#type: choices.string(&["home", "other", "work"]),
            formatted_type: choices.string(&[]),
            protocol: choices
                .string(
                    &[
                        "aim",
                        "googleTalk",
                        "icq",
                        "jabber",
                        "msn",
                        "netMeeting",
                        "qq",
                        "skype",
                        "yahoo",
                    ],
                ),
            formatted_protocol: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ImClient`].
pub fn im_client() -> impl Strategy<Value = ImClient> + Clone {
    drawn(100)
}
impl Draw for Interest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Interest`].
pub fn interest() -> impl Strategy<Value = Interest> + Clone {
    drawn(92)
}
impl Draw for ListConnectionsResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            connections: Draw::draw(choices),
            next_page_token: choices.string(&[]),
            next_sync_token: choices.string(&[]),
            total_people: Draw::draw(choices),
            total_items: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ListConnectionsResponse`].
pub fn list_connections_response() -> impl Strategy<
    Value = ListConnectionsResponse,
> + Clone {
    drawn(1000)
}
impl Draw for ListContactGroupsResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            contact_groups: Draw::draw(choices),
            total_items: Draw::draw(choices),
            next_page_token: choices.string(&[]),
            next_sync_token: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ListContactGroupsResponse`].
pub fn list_contact_groups_response() -> impl Strategy<
    Value = ListContactGroupsResponse,
> + Clone {
    drawn(76)
}
impl Draw for ListDirectoryPeopleResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            people: Draw::draw(choices),
            next_page_token: choices.string(&[]),
            next_sync_token: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ListDirectoryPeopleResponse`].
pub fn list_directory_people_response() -> impl Strategy<
    Value = ListDirectoryPeopleResponse,
> + Clone {
    drawn(1000)
}
impl Draw for ListOtherContactsResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            other_contacts: Draw::draw(choices),
            next_page_token: choices.string(&[]),
            next_sync_token: choices.string(&[]),
            total_size: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ListOtherContactsResponse`].
pub fn list_other_contacts_response() -> impl Strategy<
    Value = ListOtherContactsResponse,
> + Clone {
    drawn(1000)
}
impl Draw for Locale {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&["en", "en-GB", "de-CH"]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Locale`].
pub fn locale() -> impl Strategy<Value = Locale> + Clone {
    drawn(92)
}
impl Draw for Location {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            r#type: choices.string(&["desk", "grewUp"]),
            current: Draw::draw(choices),
            building_id: choices.string(&[]),
            floor: choices.string(&[]),
            floor_section: choices.string(&[]),
            desk_code: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Location`].
pub fn location() -> impl Strategy<Value = Location> + Clone {
    drawn(104)
}
impl Draw for Membership {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            contact_group_membership: Draw::draw(choices),
            domain_membership: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Membership`].
pub fn membership() -> impl Strategy<Value = Membership> + Clone {
    drawn(106)
}
impl Draw for MiscKeyword {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            r#type: Draw::draw(choices),
            formatted_type: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`MiscKeyword`].
pub fn misc_keyword() -> impl Strategy<Value = MiscKeyword> + Clone {
    drawn(96)
}
impl Draw for ModifyContactGroupMembersRequest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            resource_names_to_add: Draw::draw(choices),
            resource_names_to_remove: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ModifyContactGroupMembersRequest`].
pub fn modify_contact_group_members_request() -> impl Strategy<
    Value = ModifyContactGroupMembersRequest,
> + Clone {
    drawn(16)
}
impl Draw for ModifyContactGroupMembersResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            not_found_resource_names: Draw::draw(choices),
            can_not_remove_last_contact_group_resource_names: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ModifyContactGroupMembersResponse`].
pub fn modify_contact_group_members_response() -> impl Strategy<
    Value = ModifyContactGroupMembersResponse,
> + Clone {
    drawn(16)
}
impl Draw for Name {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            display_name: choices.string(&[]),
            family_name: choices.string(&["Lovelace", "Hopper", "O'Neil", "李"]),
            given_name: choices.string(&["Ada", "Grace", "José", "小龙"]),
            middle_name: choices.string(&[]),
            honorific_prefix: choices.string(&["Dr.", "Prof."]),
            honorific_suffix: choices.string(&["III", "PhD"]),
            phonetic_family_name: choices.string(&[]),
            phonetic_given_name: choices.string(&[]),
            phonetic_middle_name: choices.string(&[]),
            phonetic_honorific_prefix: choices.string(&[]),
            phonetic_honorific_suffix: choices.string(&[]),
            phonetic_full_name: choices.string(&[]),
            display_name_last_first: choices.string(&[]),
            unstructured_name: choices
                .string(&["Ada Lovelace", "Dr. Grace Brewster Hopper"]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Name`].
pub fn name() -> impl Strategy<Value = Name> + Clone {
    drawn(118)
}
impl Draw for Nickname {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&["Countess", "Amazing Grace"]),
            r#type: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Nickname`].
pub fn nickname() -> impl Strategy<Value = Nickname> + Clone {
    drawn(94)
}
impl Draw for Occupation {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Occupation`].
pub fn occupation() -> impl Strategy<Value = Occupation> + Clone {
    drawn(92)
}
impl Draw for Organization {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            r#type: choices.string(&["school", "work"]),
            formatted_type: choices.string(&[]),
            start_date: Draw::draw(choices),
            end_date: Draw::draw(choices),
            current: Draw::draw(choices),
            name: choices.string(&["Analytical Engines", "Example GmbH"]),
            phonetic_name: choices.string(&[]),
            department: choices.string(&[]),
            title: choices.string(&["Engineer", "Mathematician"]),
            job_description: choices.string(&[]),
            symbol: choices.string(&[]),
            domain: choices.string(&[]),
            location: choices.string(&[]),
            cost_center: choices.string(&[]),
            full_time_equivalent_millipercent: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Organization`].
pub fn organization() -> impl Strategy<Value = Organization> + Clone {
    drawn(132)
}
impl Draw for Person {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            resource_name: choices
                .string(&["people/c1", "people/c5170723913980391624", "people/me"]),
            etag: choices.string(&["%EgMBLjcaBAECBQciDGFCY0RlRmdIaUprPQ=="]),
            metadata: Draw::draw(choices),
            locales: Draw::draw(choices),
            names: Draw::draw(choices),
            nicknames: Draw::draw(choices),
            cover_photos: Draw::draw(choices),
            photos: Draw::draw(choices),
            genders: Draw::draw(choices),
            age_range: Draw::draw(choices),
            age_ranges: Draw::draw(choices),
            birthdays: Draw::draw(choices),
            addresses: Draw::draw(choices),
            residences: Draw::draw(choices),
            email_addresses: Draw::draw(choices),
            phone_numbers: Draw::draw(choices),
            biographies: Draw::draw(choices),
            urls: Draw::draw(choices),
            organizations: Draw::draw(choices),
            occupations: Draw::draw(choices),
            taglines: Draw::draw(choices),
            bragging_rights: Draw::draw(choices),
            skills: Draw::draw(choices),
            interests: Draw::draw(choices),
            relationship_statuses: Draw::draw(choices),
            relationship_interests: Draw::draw(choices),
            memberships: Draw::draw(choices),
            events: Draw::draw(choices),
            im_clients: Draw::draw(choices),
            relations: Draw::draw(choices),
            user_defined: Draw::draw(choices),
            sip_addresses: Draw::draw(choices),
            calendar_urls: Draw::draw(choices),
            client_data: Draw::draw(choices),
            external_ids: Draw::draw(choices),
            file_ases: Draw::draw(choices),
            locations: Draw::draw(choices),
            misc_keywords: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Person`].
pub fn person() -> impl Strategy<Value = Person> + Clone {
    drawn(840)
}
impl Draw for PersonMetadata {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            sources: Draw::draw(choices),
            previous_resource_names: Draw::draw(choices),
            linked_people_resource_names: Draw::draw(choices),
            deleted: Draw::draw(choices),
            object_type: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`PersonMetadata`].
pub fn person_metadata() -> impl Strategy<Value = PersonMetadata> + Clone {
    drawn(46)
}
impl Draw for PersonResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            http_status_code: Draw::draw(choices),
            person: Draw::draw(choices),
            requested_resource_name: choices.string(&[]),
            status: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`PersonResponse`].
pub fn person_response() -> impl Strategy<Value = PersonResponse> + Clone {
    drawn(1000)
}
impl Draw for PhoneNumber {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices
                .string(
                    &[
                        "+44 20 7946 0018",
                        "(650) 555-0100",
                        "0044 20 79460018 ext. 3",
                        "not a number",
                    ],
                ),
            canonical_form: choices.string(&[]),
            r#type: choices
                .string(
                    &[
                        "googleVoice",
                        "home",
                        "homeFax",
                        "main",
                        "mobile",
                        "other",
                        "otherFax",
                        "pager",
                        "work",
                        "workFax",
                        "workMobile",
                        "workPager",
                    ],
                ),
            formatted_type: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`PhoneNumber`].
pub fn phone_number() -> impl Strategy<Value = PhoneNumber> + Clone {
    drawn(98)
}
impl Draw for Photo {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            url: choices.string(&[]),
            default: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Photo`].
pub fn photo() -> impl Strategy<Value = Photo> + Clone {
    drawn(94)
}
impl Draw for ProfileMetadata {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            object_type: Draw::draw(choices),
            user_types: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`ProfileMetadata`].
pub fn profile_metadata() -> impl Strategy<Value = ProfileMetadata> + Clone {
    drawn(16)
}
impl Draw for Relation {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            person: choices.string(&["Charles Babbage", "Lord Byron"]),
            r#type: choices
                .string(
                    &[
                        "assistant",
                        "brother",
                        "child",
                        "domesticPartner",
                        "father",
                        "friend",
                        "manager",
                        "mother",
                        "parent",
                        "partner",
                        "referredBy",
                        "relative",
                        "sister",
                        "spouse",
                    ],
                ),
            formatted_type: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Relation`].
pub fn relation() -> impl Strategy<Value = Relation> + Clone {
    drawn(96)
}
impl Draw for RelationshipInterest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            formatted_value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`RelationshipInterest`].
pub fn relationship_interest() -> impl Strategy<Value = RelationshipInterest> + Clone {
    drawn(94)
}
impl Draw for RelationshipStatus {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            formatted_value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`RelationshipStatus`].
pub fn relationship_status() -> impl Strategy<Value = RelationshipStatus> + Clone {
    drawn(94)
}
impl Draw for Residence {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            current: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Residence`].
pub fn residence() -> impl Strategy<Value = Residence> + Clone {
    drawn(94)
}
impl Draw for SearchDirectoryPeopleResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            people: Draw::draw(choices),
            next_page_token: choices.string(&[]),
            total_size: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`SearchDirectoryPeopleResponse`].
pub fn search_directory_people_response() -> impl Strategy<
    Value = SearchDirectoryPeopleResponse,
> + Clone {
    drawn(1000)
}
impl Draw for SearchResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            results: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`SearchResponse`].
pub fn search_response() -> impl Strategy<Value = SearchResponse> + Clone {
    drawn(1000)
}
impl Draw for SearchResult {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            person: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`SearchResult`].
pub fn search_result() -> impl Strategy<Value = SearchResult> + Clone {
    drawn(1000)
}
impl Draw for SipAddress {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&["sip:ada@example.com"]),
            r#type: choices.string(&["home", "mobile", "other", "work"]),
            formatted_type: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`SipAddress`].
pub fn sip_address() -> impl Strategy<Value = SipAddress> + Clone {
    drawn(96)
}
impl Draw for Skill {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Skill`].
pub fn skill() -> impl Strategy<Value = Skill> + Clone {
    drawn(92)
}
impl Draw for Source {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            r#type: Draw::draw(choices),
            id: choices.string(&["1", "47c21a010c6b30c8"]),
            etag: choices.string(&["#Zm4YfTizA7M="]),
            profile_metadata: Draw::draw(choices),
            update_time: choices
                .string(&["2026-02-24T16:40:20.181599Z", "2026-02-24T16:40:20Z"]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Source`].
pub fn source() -> impl Strategy<Value = Source> + Clone {
    drawn(18)
}
impl Draw for Status {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            code: Draw::draw(choices),
            message: choices.string(&[]),
            details: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Status`].
pub fn status() -> impl Strategy<Value = Status> + Clone {
    drawn(16)
}
impl Draw for Tagline {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Tagline`].
pub fn tagline() -> impl Strategy<Value = Tagline> + Clone {
    drawn(92)
}
impl Draw for UpdateContactGroupRequest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            contact_group: Draw::draw(choices),
            update_group_fields: choices.string(&[]),
            read_group_fields: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`UpdateContactGroupRequest`].
pub fn update_contact_group_request() -> impl Strategy<
    Value = UpdateContactGroupRequest,
> + Clone {
    drawn(74)
}
impl Draw for UpdateContactPhotoRequest {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            photo_bytes: choices.string(&[]),
            person_fields: choices.string(&[]),
            sources: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`UpdateContactPhotoRequest`].
pub fn update_contact_photo_request() -> impl Strategy<
    Value = UpdateContactPhotoRequest,
> + Clone {
    drawn(16)
}
impl Draw for UpdateContactPhotoResponse {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            person: Draw::draw(choices),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`UpdateContactPhotoResponse`].
pub fn update_contact_photo_response() -> impl Strategy<
    Value = UpdateContactPhotoResponse,
> + Clone {
    drawn(1000)
}
impl Draw for Url {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            value: choices.string(&["https://example.com/ada", "ftp://example.org"]),
            r#type: choices
                .string(
                    &[
                        "appInstallPage",
                        "blog",
                        "ftp",
                        "home",
                        "homePage",
                        "other",
                        "profile",
                        "reservations",
                        "work",
                    ],
                ),
            formatted_type: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`Url`].
pub fn url() -> impl Strategy<Value = Url> + Clone {
    drawn(96)
}
impl Draw for UserDefined {
    fn draw(choices: &mut Choices) -> Self {
        Self {
            metadata: Draw::draw(choices),
            key: choices.string(&["Allergies", "shoe size"]),
            value: choices.string(&[]),
            extra: Extra::draw(choices),
        }
    }
}
/// Draws a [`UserDefined`].
pub fn user_defined() -> impl Strategy<Value = UserDefined> + Clone {
    drawn(94)
}
pub(crate) fn draw_field(
    person: &mut Person,
    field: PersonField,
    choices: &mut Choices,
) {
    match field {
        PersonField::Metadata => person.metadata = Draw::draw(choices),
        PersonField::Locales => person.locales = Draw::draw(choices),
        PersonField::Names => person.names = Draw::draw(choices),
        PersonField::Nicknames => person.nicknames = Draw::draw(choices),
        PersonField::CoverPhotos => person.cover_photos = Draw::draw(choices),
        PersonField::Photos => person.photos = Draw::draw(choices),
        PersonField::Genders => person.genders = Draw::draw(choices),
        PersonField::AgeRanges => person.age_ranges = Draw::draw(choices),
        PersonField::Birthdays => person.birthdays = Draw::draw(choices),
        PersonField::Addresses => person.addresses = Draw::draw(choices),
        PersonField::EmailAddresses => person.email_addresses = Draw::draw(choices),
        PersonField::PhoneNumbers => person.phone_numbers = Draw::draw(choices),
        PersonField::Biographies => person.biographies = Draw::draw(choices),
        PersonField::Urls => person.urls = Draw::draw(choices),
        PersonField::Organizations => person.organizations = Draw::draw(choices),
        PersonField::Occupations => person.occupations = Draw::draw(choices),
        PersonField::Skills => person.skills = Draw::draw(choices),
        PersonField::Interests => person.interests = Draw::draw(choices),
        PersonField::Memberships => person.memberships = Draw::draw(choices),
        PersonField::Events => person.events = Draw::draw(choices),
        PersonField::ImClients => person.im_clients = Draw::draw(choices),
        PersonField::Relations => person.relations = Draw::draw(choices),
        PersonField::UserDefined => person.user_defined = Draw::draw(choices),
        PersonField::SipAddresses => person.sip_addresses = Draw::draw(choices),
        PersonField::CalendarUrls => person.calendar_urls = Draw::draw(choices),
        PersonField::ClientData => person.client_data = Draw::draw(choices),
        PersonField::ExternalIds => person.external_ids = Draw::draw(choices),
        PersonField::Locations => person.locations = Draw::draw(choices),
        PersonField::MiscKeywords => person.misc_keywords = Draw::draw(choices),
    }
}
