// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use serde_json::{Map, Value};
use crate::{by_name::ByName, debug::short_debug, extra::Extra, text::is_same_text};
use super::enums::*;
short_debug! {
    Address AgeRangeType BatchCreateContactsRequest BatchCreateContactsResponse
    BatchDeleteContactsRequest BatchGetContactGroupsResponse BatchUpdateContactsRequest
    BatchUpdateContactsResponse Biography Birthday BraggingRights CalendarUrl ClientData
    ContactGroup ContactGroupMembership ContactGroupMetadata ContactGroupResponse
    ContactToCreate CopyOtherContactToMyContactsGroupRequest CoverPhoto
    CreateContactGroupRequest Date DeleteContactPhotoResponse DomainMembership
    EmailAddress Empty Event ExternalId FieldMetadata FileAs Gender GetPeopleResponse
    GroupClientData ImClient Interest ListConnectionsResponse ListContactGroupsResponse
    ListDirectoryPeopleResponse ListOtherContactsResponse Locale Location Membership
    MiscKeyword ModifyContactGroupMembersRequest ModifyContactGroupMembersResponse Name
    Nickname Occupation Organization Person PersonMetadata PersonResponse PhoneNumber
    Photo ProfileMetadata Relation RelationshipInterest RelationshipStatus Residence
    SearchDirectoryPeopleResponse SearchResponse SearchResult SipAddress Skill Source
    Status Tagline UpdateContactGroupRequest UpdateContactPhotoRequest
    UpdateContactPhotoResponse Url UserDefined
}
/// A postal address.
///
/// ```
/// use people_model::{Message, Address};
///
/// let address = Address::new().formatted_value("12 Example Street\nLondon\nUnited Kingdom");
/// assert_eq!(address.to_json(), r#"{"formattedValue":"12 Example Street\nLondon\nUnited Kingdom"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Address {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `formattedValue`: The whole address as lines of text; made from the parts when not given.
    pub formatted_value: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `home`, `other`, `work`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// `poBox`: The post office box.
    pub po_box: String,
    /// `streetAddress`: Street and house number.
    pub street_address: String,
    /// `extendedAddress`: Flat, floor or suite.
    pub extended_address: String,
    /// `city`: The town.
    pub city: String,
    /// `region`: The state, county or province.
    pub region: String,
    /// `postalCode`: The postcode.
    pub postal_code: String,
    /// `country`: The country, spelt out.
    pub country: String,
    /// `countryCode`: The country as two letters of ISO 3166.
    pub country_code: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.formatted_value, &other.formatted_value)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && is_same_text(&self.po_box, &other.po_box)
            && is_same_text(&self.street_address, &other.street_address)
            && is_same_text(&self.extended_address, &other.extended_address)
            && is_same_text(&self.city, &other.city)
            && is_same_text(&self.region, &other.region)
            && is_same_text(&self.postal_code, &other.postal_code)
            && is_same_text(&self.country, &other.country)
            && is_same_text(&self.country_code, &other.country_code)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// An age bracket of a profile.
///
/// ```
/// use people_model::{Message, AgeRangeType};
///
/// let age_range_type = AgeRangeType::new().metadata(people_model::FieldMetadata::new());
/// assert_eq!(age_range_type.to_json(), r#"{"metadata":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct AgeRangeType {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `ageRange`: The bracket.
    pub age_range: AgeRange,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for AgeRangeType {
    fn eq(&self, other: &Self) -> bool {
        self.metadata == other.metadata && self.age_range == other.age_range
            && self.extra == other.extra
    }
}
/// Asks for up to 200 contacts to be created at once.
///
/// ```
/// use people_model::{Message, BatchCreateContactsRequest};
///
/// let batch_create_contacts_request = BatchCreateContactsRequest::new().contacts([people_model::ContactToCreate::new()]);
/// assert_eq!(batch_create_contacts_request.to_json(), r#"{"contacts":[{}]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BatchCreateContactsRequest {
    /// `contacts`: The new contacts.
    pub contacts: Vec<ContactToCreate>,
    /// `readMask`: The fields wanted in the answer, comma-separated.
    pub read_mask: String,
    /// `sources`: The kinds of source wanted in the answer.
    pub sources: Vec<ReadSourceType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for BatchCreateContactsRequest {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.read_mask, &other.read_mask)
            && self.contacts == other.contacts && self.sources == other.sources
            && self.extra == other.extra
    }
}
/// What became of the contacts to create.
///
/// ```
/// use people_model::{Message, BatchCreateContactsResponse};
///
/// let batch_create_contacts_response = BatchCreateContactsResponse::new().created_people([people_model::PersonResponse::new()]);
/// assert_eq!(batch_create_contacts_response.to_json(), r#"{"createdPeople":[{}]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BatchCreateContactsResponse {
    /// `createdPeople`: One entry per new contact, in order; none when no field was asked for.
    pub created_people: Vec<PersonResponse>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for BatchCreateContactsResponse {
    fn eq(&self, other: &Self) -> bool {
        self.created_people == other.created_people && self.extra == other.extra
    }
}
/// Asks for up to 500 contacts to be deleted at once.
///
/// ```
/// use people_model::{Message, BatchDeleteContactsRequest};
///
/// let batch_delete_contacts_request = BatchDeleteContactsRequest::new().resource_names(["text"]);
/// assert_eq!(batch_delete_contacts_request.to_json(), r#"{"resourceNames":["text"]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BatchDeleteContactsRequest {
    /// `resourceNames`: The contacts to delete.
    pub resource_names: Vec<String>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for BatchDeleteContactsRequest {
    fn eq(&self, other: &Self) -> bool {
        self.resource_names == other.resource_names && self.extra == other.extra
    }
}
/// Several groups.
///
/// ```
/// use people_model::{Message, BatchGetContactGroupsResponse};
///
/// let batch_get_contact_groups_response = BatchGetContactGroupsResponse::new().responses([people_model::ContactGroupResponse::new()]);
/// assert_eq!(batch_get_contact_groups_response.to_json(), r#"{"responses":[{}]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BatchGetContactGroupsResponse {
    /// `responses`: One entry per group asked for.
    pub responses: Vec<ContactGroupResponse>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for BatchGetContactGroupsResponse {
    fn eq(&self, other: &Self) -> bool {
        self.responses == other.responses && self.extra == other.extra
    }
}
/// Asks for up to 200 contacts to be updated at once.
///
/// ```
/// use people_model::{Message, BatchUpdateContactsRequest};
///
/// let batch_update_contacts_request = BatchUpdateContactsRequest::new().contacts([("people/c1", people_model::Person::new())]);
/// assert_eq!(batch_update_contacts_request.to_json(), r#"{"contacts":{"people/c1":{}}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BatchUpdateContactsRequest {
    /// `contacts`: The new data by resource name; each entry carries its etag.
    pub contacts: ByName<Person>,
    /// `updateMask`: The fields to replace in every contact, comma-separated.
    pub update_mask: String,
    /// `readMask`: The fields wanted in the answer, comma-separated.
    pub read_mask: String,
    /// `sources`: The kinds of source wanted in the answer.
    pub sources: Vec<ReadSourceType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for BatchUpdateContactsRequest {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.update_mask, &other.update_mask)
            && is_same_text(&self.read_mask, &other.read_mask)
            && self.contacts == other.contacts && self.sources == other.sources
            && self.extra == other.extra
    }
}
/// What became of the contacts to update.
///
/// ```
/// use people_model::{Message, BatchUpdateContactsResponse};
///
/// let batch_update_contacts_response = BatchUpdateContactsResponse::new().update_result([("people/c1", people_model::PersonResponse::new())]);
/// assert_eq!(batch_update_contacts_response.to_json(), r#"{"updateResult":{"people/c1":{}}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BatchUpdateContactsResponse {
    /// `updateResult`: The contacts by resource name; none when no field was asked for.
    pub update_result: ByName<PersonResponse>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for BatchUpdateContactsResponse {
    fn eq(&self, other: &Self) -> bool {
        self.update_result == other.update_result && self.extra == other.extra
    }
}
/// A note about the person.
///
/// ```
/// use people_model::{Message, Biography};
///
/// let biography = Biography::new().value("Wrote the first program.");
/// assert_eq!(biography.to_json(), r#"{"value":"Wrote the first program."}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Biography {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The text.
    pub value: String,
    /// `contentType`: Whether the text is plain or HTML.
    pub content_type: ContentType,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Biography {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.content_type == other.content_type && self.extra == other.extra
    }
}
/// A date of birth, as a date or as free text.
///
/// ```
/// use people_model::{Message, Birthday};
///
/// let birthday = Birthday::new().metadata(people_model::FieldMetadata::new());
/// assert_eq!(birthday.to_json(), r#"{"metadata":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Birthday {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `date`: The date; the year may be missing.
    pub date: Option<Date>,
    /// `text`: The date as somebody typed it, unchecked. Deprecated by the API.
    pub text: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Birthday {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.text, &other.text) && self.metadata == other.metadata
            && self.date == other.date && self.extra == other.extra
    }
}
/// Something the person was proud of.
///
/// Deprecated by the API.
///
/// ```
/// use people_model::{Message, BraggingRights};
///
/// let bragging_rights = BraggingRights::new().value("text");
/// assert_eq!(bragging_rights.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BraggingRights {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The text.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for BraggingRights {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.extra == other.extra
    }
}
/// The address of a calendar.
///
/// ```
/// use people_model::{Message, CalendarUrl};
///
/// let calendar_url = CalendarUrl::new().url("https://calendar.example.com/ada");
/// assert_eq!(calendar_url.to_json(), r#"{"url":"https://calendar.example.com/ada"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CalendarUrl {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `url`: The address.
    pub url: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `freeBusy`, `home`, `work`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for CalendarUrl {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.url, &other.url) && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// A key and a value that a program keeps with the contact.
///
/// ```
/// use people_model::{Message, ClientData};
///
/// let client_data = ClientData::new().key("externalId");
/// assert_eq!(client_data.to_json(), r#"{"key":"externalId"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ClientData {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `key`: The key; need not be unique.
    pub key: String,
    /// `value`: The value.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ClientData {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.key, &other.key) && is_same_text(&self.value, &other.value)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// A label that contacts can carry.
///
/// ```
/// use people_model::{Message, ContactGroup};
///
/// let contact_group = ContactGroup::new().resource_name("text");
/// assert_eq!(contact_group.to_json(), r#"{"resourceName":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ContactGroup {
    /// `resourceName`: The name of the group: `contactGroups/` and an id.
    pub resource_name: String,
    /// `etag`: The version of the group; system groups have none.
    pub etag: String,
    /// `metadata`: When it changed, and whether it is gone. Set by the server.
    pub metadata: Option<ContactGroupMetadata>,
    /// `groupType`: Whether the user made it or the system. Set by the server.
    pub group_type: GroupType,
    /// `name`: The name in the user's words, or an identifier for a system group.
    pub name: String,
    /// `formattedName`: The name as shown to people. Set by the server.
    pub formatted_name: String,
    /// `memberResourceNames`: The members, as many as were asked for. Set by the server.
    pub member_resource_names: Vec<String>,
    /// `memberCount`: How many members there are in all. Set by the server.
    pub member_count: i32,
    /// `clientData`: Keys and values that programs keep with the group.
    pub client_data: Vec<GroupClientData>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ContactGroup {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.resource_name, &other.resource_name)
            && is_same_text(&self.etag, &other.etag)
            && is_same_text(&self.name, &other.name)
            && is_same_text(&self.formatted_name, &other.formatted_name)
            && self.metadata == other.metadata && self.group_type == other.group_type
            && self.member_resource_names == other.member_resource_names
            && self.member_count == other.member_count
            && self.client_data == other.client_data && self.extra == other.extra
    }
}
/// That a contact carries a label.
///
/// ```
/// use people_model::{Message, ContactGroupMembership};
///
/// let contact_group_membership = ContactGroupMembership::new().contact_group_resource_name("contactGroups/myContacts");
/// assert_eq!(contact_group_membership.to_json(), r#"{"contactGroupResourceName":"contactGroups/myContacts"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ContactGroupMembership {
    /// `contactGroupId`: The last segment of the group's name. Set by the server. Deprecated by the API.
    pub contact_group_id: String,
    /// `contactGroupResourceName`: The group. The only member that a change looks at.
    pub contact_group_resource_name: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ContactGroupMembership {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.contact_group_id, &other.contact_group_id)
            && is_same_text(
                &self.contact_group_resource_name,
                &other.contact_group_resource_name,
            ) && self.extra == other.extra
    }
}
/// When a group changed, and whether it is gone.
///
/// ```
/// use people_model::{Message, ContactGroupMetadata};
///
/// let contact_group_metadata = ContactGroupMetadata::new().update_time("text");
/// assert_eq!(contact_group_metadata.to_json(), r#"{"updateTime":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ContactGroupMetadata {
    /// `updateTime`: When it last changed. Set by the server.
    pub update_time: String,
    /// `deleted`: Whether it was deleted; only in listings of changes. Set by the server.
    pub deleted: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ContactGroupMetadata {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.update_time, &other.update_time)
            && self.deleted == other.deleted && self.extra == other.extra
    }
}
/// One group of several asked for.
///
/// ```
/// use people_model::{Message, ContactGroupResponse};
///
/// let contact_group_response = ContactGroupResponse::new().requested_resource_name("text");
/// assert_eq!(contact_group_response.to_json(), r#"{"requestedResourceName":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ContactGroupResponse {
    /// `requestedResourceName`: The name it was asked for by.
    pub requested_resource_name: String,
    /// `status`: Why it is missing, if it is.
    pub status: Option<Status>,
    /// `contactGroup`: The group.
    pub contact_group: Option<ContactGroup>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ContactGroupResponse {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.requested_resource_name, &other.requested_resource_name)
            && self.status == other.status && self.contact_group == other.contact_group
            && self.extra == other.extra
    }
}
/// One contact of several to create.
///
/// ```
/// use people_model::{Message, ContactToCreate};
///
/// let contact_to_create = ContactToCreate::new().contact_person(people_model::Person::new());
/// assert_eq!(contact_to_create.to_json(), r#"{"contactPerson":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ContactToCreate {
    /// `contactPerson`: Its data.
    pub contact_person: Option<Person>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ContactToCreate {
    fn eq(&self, other: &Self) -> bool {
        self.contact_person == other.contact_person && self.extra == other.extra
    }
}
/// Asks for an other contact to become a contact.
///
/// ```
/// use people_model::{Message, CopyOtherContactToMyContactsGroupRequest};
///
/// let copy_other_contact_to_my_contacts_group_request = CopyOtherContactToMyContactsGroupRequest::new().copy_mask("text");
/// assert_eq!(copy_other_contact_to_my_contacts_group_request.to_json(), r#"{"copyMask":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CopyOtherContactToMyContactsGroupRequest {
    /// `copyMask`: The fields to copy, comma-separated.
    pub copy_mask: String,
    /// `readMask`: The fields wanted in the answer, comma-separated.
    pub read_mask: String,
    /// `sources`: The kinds of source wanted in the answer.
    pub sources: Vec<ReadSourceType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for CopyOtherContactToMyContactsGroupRequest {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.copy_mask, &other.copy_mask)
            && is_same_text(&self.read_mask, &other.read_mask)
            && self.sources == other.sources && self.extra == other.extra
    }
}
/// The banner of a profile.
///
/// ```
/// use people_model::{Message, CoverPhoto};
///
/// let cover_photo = CoverPhoto::new().url("text");
/// assert_eq!(cover_photo.to_json(), r#"{"url":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CoverPhoto {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `url`: Where the picture is.
    pub url: String,
    /// `default`: Whether it is a default that the user did not choose.
    pub default: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for CoverPhoto {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.url, &other.url) && self.metadata == other.metadata
            && self.default == other.default && self.extra == other.extra
    }
}
/// Asks for a group to be created.
///
/// ```
/// use people_model::{Message, CreateContactGroupRequest};
///
/// let create_contact_group_request = CreateContactGroupRequest::new().contact_group(people_model::ContactGroup::new());
/// assert_eq!(create_contact_group_request.to_json(), r#"{"contactGroup":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CreateContactGroupRequest {
    /// `contactGroup`: The group; only its name and client data count.
    pub contact_group: Option<ContactGroup>,
    /// `readGroupFields`: The group fields wanted in the answer, comma-separated.
    pub read_group_fields: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for CreateContactGroupRequest {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.read_group_fields, &other.read_group_fields)
            && self.contact_group == other.contact_group && self.extra == other.extra
    }
}
/// A calendar date, parts of which may be missing.
///
/// ```
/// use people_model::{Message, Date};
///
/// let date = Date::new().year(1);
/// assert_eq!(date.to_json(), r#"{"year":1}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Date {
    /// `year`: 1 to 9999; unset when unknown.
    pub year: i32,
    /// `month`: 1 to 12; unset when only the year is known.
    pub month: i32,
    /// `day`: 1 to 31; unset when only the month or the year is known.
    pub day: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Date {
    fn eq(&self, other: &Self) -> bool {
        self.year == other.year && self.month == other.month && self.day == other.day
            && self.extra == other.extra
    }
}
/// The contact without its photo.
///
/// ```
/// use people_model::{Message, DeleteContactPhotoResponse};
///
/// let delete_contact_photo_response = DeleteContactPhotoResponse::new().person(people_model::Person::new());
/// assert_eq!(delete_contact_photo_response.to_json(), r#"{"person":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct DeleteContactPhotoResponse {
    /// `person`: The contact, if fields were asked for.
    pub person: Option<Person>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for DeleteContactPhotoResponse {
    fn eq(&self, other: &Self) -> bool {
        self.person == other.person && self.extra == other.extra
    }
}
/// That the person belongs to an organisation's domain.
///
/// ```
/// use people_model::{Message, DomainMembership};
///
/// let domain_membership = DomainMembership::new().in_viewer_domain(true);
/// assert_eq!(domain_membership.to_json(), r#"{"inViewerDomain":true}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct DomainMembership {
    /// `inViewerDomain`: Whether it is the domain of the caller.
    pub in_viewer_domain: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for DomainMembership {
    fn eq(&self, other: &Self) -> bool {
        self.in_viewer_domain == other.in_viewer_domain && self.extra == other.extra
    }
}
/// An e-mail address.
///
/// ```
/// use people_model::{Message, EmailAddress};
///
/// let email_address = EmailAddress::new().value("ada@example.com");
/// assert_eq!(email_address.to_json(), r#"{"value":"ada@example.com"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct EmailAddress {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The address.
    pub value: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `home`, `other`, `work`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// `displayName`: The name to write beside the address.
    pub display_name: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && is_same_text(&self.display_name, &other.display_name)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// Nothing.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Empty {
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Empty {
    fn eq(&self, other: &Self) -> bool {
        self.extra == other.extra
    }
}
/// A date that matters to the person.
///
/// ```
/// use people_model::{Message, Event};
///
/// let event = Event::new().r#type("anniversary");
/// assert_eq!(event.to_json(), r#"{"type":"anniversary"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Event {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `date`: The date.
    pub date: Option<Date>,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `anniversary`, `other`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.date == other.date
            && self.extra == other.extra
    }
}
/// What another system calls the person.
///
/// ```
/// use people_model::{Message, ExternalId};
///
/// let external_id = ExternalId::new().value("text");
/// assert_eq!(external_id.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ExternalId {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The identifier.
    pub value: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `account`, `customer`, `loginId`, `network`, `organization`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ExternalId {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// Where a value comes from and how it ranks.
///
/// ```
/// use people_model::{Message, FieldMetadata};
///
/// let field_metadata = FieldMetadata::new().source(people_model::Source::new());
/// assert_eq!(field_metadata.to_json(), r#"{"source":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FieldMetadata {
    /// `primary`: Whether it leads among the values of all sources. Set by the server.
    pub primary: bool,
    /// `verified`: Whether it is known to belong to the person. Set by the server.
    pub verified: bool,
    /// `source`: The source it comes from.
    pub source: Option<Source>,
    /// `sourcePrimary`: Whether it leads among the values of its source.
    pub source_primary: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for FieldMetadata {
    fn eq(&self, other: &Self) -> bool {
        self.primary == other.primary && self.verified == other.verified
            && self.source == other.source && self.source_primary == other.source_primary
            && self.extra == other.extra
    }
}
/// The name a contact is filed under.
///
/// ```
/// use people_model::{Message, FileAs};
///
/// let file_as = FileAs::new().value("text");
/// assert_eq!(file_as.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FileAs {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The name.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for FileAs {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.extra == other.extra
    }
}
/// A gender.
///
/// ```
/// use people_model::{Message, Gender};
///
/// let gender = Gender::new().value("female");
/// assert_eq!(gender.to_json(), r#"{"value":"female"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Gender {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The gender, known or in the user's words.
    ///
    /// Known values: `female`, `male`, `unspecified`.
    pub value: String,
    /// `formattedValue`: The gender as shown to people. Set by the server.
    pub formatted_value: String,
    /// `addressMeAs`: The pronouns to use.
    pub address_me_as: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Gender {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.formatted_value, &other.formatted_value)
            && is_same_text(&self.address_me_as, &other.address_me_as)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// Several persons.
///
/// ```
/// use people_model::{Message, GetPeopleResponse};
///
/// let get_people_response = GetPeopleResponse::new().responses([people_model::PersonResponse::new()]);
/// assert_eq!(get_people_response.to_json(), r#"{"responses":[{}]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct GetPeopleResponse {
    /// `responses`: One entry per person asked for.
    pub responses: Vec<PersonResponse>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for GetPeopleResponse {
    fn eq(&self, other: &Self) -> bool {
        self.responses == other.responses && self.extra == other.extra
    }
}
/// A key and a value that a program keeps with a group.
///
/// ```
/// use people_model::{Message, GroupClientData};
///
/// let group_client_data = GroupClientData::new().key("text");
/// assert_eq!(group_client_data.to_json(), r#"{"key":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct GroupClientData {
    /// `key`: The key.
    pub key: String,
    /// `value`: The value.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for GroupClientData {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.key, &other.key) && is_same_text(&self.value, &other.value)
            && self.extra == other.extra
    }
}
/// An account of an instant messenger.
///
/// ```
/// use people_model::{Message, ImClient};
///
/// let im_client = ImClient::new().username("ada");
/// assert_eq!(im_client.to_json(), r#"{"username":"ada"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ImClient {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `username`: The account.
    pub username: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `home`, `other`, `work`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// `protocol`: The messenger, known or made up by the user.
    ///
    /// Known values: `aim`, `googleTalk`, `icq`, `jabber`, `msn`, `netMeeting`, `qq`, `skype`, `yahoo`.
    pub protocol: String,
    /// `formattedProtocol`: The messenger as shown to people. Set by the server.
    pub formatted_protocol: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ImClient {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.username, &other.username)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && is_same_text(&self.protocol, &other.protocol)
            && is_same_text(&self.formatted_protocol, &other.formatted_protocol)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// Something the person likes.
///
/// ```
/// use people_model::{Message, Interest};
///
/// let interest = Interest::new().value("text");
/// assert_eq!(interest.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Interest {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The text.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Interest {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.extra == other.extra
    }
}
/// A page of contacts.
///
/// ```
/// use people_model::{Message, ListConnectionsResponse};
///
/// let list_connections_response = ListConnectionsResponse::new().next_page_token("text");
/// assert_eq!(list_connections_response.to_json(), r#"{"nextPageToken":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListConnectionsResponse {
    /// `connections`: The contacts.
    pub connections: Vec<Person>,
    /// `nextPageToken`: Continues the listing where this page ended; unset on the last page.
    pub next_page_token: String,
    /// `nextSyncToken`: Asks later for what changed since now.
    pub next_sync_token: String,
    /// `totalPeople`: How many there are on all pages, under its old name. Deprecated by the API.
    pub total_people: i32,
    /// `totalItems`: How many there are on all pages.
    pub total_items: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ListConnectionsResponse {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.next_page_token, &other.next_page_token)
            && is_same_text(&self.next_sync_token, &other.next_sync_token)
            && self.connections == other.connections
            && self.total_people == other.total_people
            && self.total_items == other.total_items && self.extra == other.extra
    }
}
/// A page of groups.
///
/// ```
/// use people_model::{Message, ListContactGroupsResponse};
///
/// let list_contact_groups_response = ListContactGroupsResponse::new().next_page_token("text");
/// assert_eq!(list_contact_groups_response.to_json(), r#"{"nextPageToken":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListContactGroupsResponse {
    /// `contactGroups`: The groups, without their members.
    pub contact_groups: Vec<ContactGroup>,
    /// `totalItems`: How many there are on all pages.
    pub total_items: i32,
    /// `nextPageToken`: Continues the listing where this page ended; unset on the last page.
    pub next_page_token: String,
    /// `nextSyncToken`: Asks later for what changed since now.
    pub next_sync_token: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ListContactGroupsResponse {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.next_page_token, &other.next_page_token)
            && is_same_text(&self.next_sync_token, &other.next_sync_token)
            && self.contact_groups == other.contact_groups
            && self.total_items == other.total_items && self.extra == other.extra
    }
}
/// A page of an organisation's directory.
///
/// ```
/// use people_model::{Message, ListDirectoryPeopleResponse};
///
/// let list_directory_people_response = ListDirectoryPeopleResponse::new().next_page_token("text");
/// assert_eq!(list_directory_people_response.to_json(), r#"{"nextPageToken":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListDirectoryPeopleResponse {
    /// `people`: The persons.
    pub people: Vec<Person>,
    /// `nextPageToken`: Continues the listing where this page ended; unset on the last page.
    pub next_page_token: String,
    /// `nextSyncToken`: Asks later for what changed since now.
    pub next_sync_token: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ListDirectoryPeopleResponse {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.next_page_token, &other.next_page_token)
            && is_same_text(&self.next_sync_token, &other.next_sync_token)
            && self.people == other.people && self.extra == other.extra
    }
}
/// A page of other contacts.
///
/// ```
/// use people_model::{Message, ListOtherContactsResponse};
///
/// let list_other_contacts_response = ListOtherContactsResponse::new().next_page_token("text");
/// assert_eq!(list_other_contacts_response.to_json(), r#"{"nextPageToken":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListOtherContactsResponse {
    /// `otherContacts`: The other contacts.
    pub other_contacts: Vec<Person>,
    /// `nextPageToken`: Continues the listing where this page ended; unset on the last page.
    pub next_page_token: String,
    /// `nextSyncToken`: Asks later for what changed since now.
    pub next_sync_token: String,
    /// `totalSize`: How many there are on all pages.
    pub total_size: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ListOtherContactsResponse {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.next_page_token, &other.next_page_token)
            && is_same_text(&self.next_sync_token, &other.next_sync_token)
            && self.other_contacts == other.other_contacts
            && self.total_size == other.total_size && self.extra == other.extra
    }
}
/// A language preference.
///
/// ```
/// use people_model::{Message, Locale};
///
/// let locale = Locale::new().value("en");
/// assert_eq!(locale.to_json(), r#"{"value":"en"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Locale {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: A BCP 47 language tag.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.extra == other.extra
    }
}
/// Where the person sits or is from.
///
/// ```
/// use people_model::{Message, Location};
///
/// let location = Location::new().value("text");
/// assert_eq!(location.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Location {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The place in free text.
    pub value: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `desk`, `grewUp`.
    pub r#type: String,
    /// `current`: Whether it is so now.
    pub current: bool,
    /// `buildingId`: The building.
    pub building_id: String,
    /// `floor`: The floor.
    pub floor: String,
    /// `floorSection`: The part of the floor.
    pub floor_section: String,
    /// `deskCode`: The desk.
    pub desk_code: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Location {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.building_id, &other.building_id)
            && is_same_text(&self.floor, &other.floor)
            && is_same_text(&self.floor_section, &other.floor_section)
            && is_same_text(&self.desk_code, &other.desk_code)
            && self.metadata == other.metadata && self.current == other.current
            && self.extra == other.extra
    }
}
/// That the person belongs to a group or a domain.
///
/// ```
/// use people_model::{Message, Membership};
///
/// let membership = Membership::new().metadata(people_model::FieldMetadata::new());
/// assert_eq!(membership.to_json(), r#"{"metadata":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Membership {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `contactGroupMembership`: The group.
    pub contact_group_membership: Option<ContactGroupMembership>,
    /// `domainMembership`: The domain. Set by the server.
    pub domain_membership: Option<DomainMembership>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Membership {
    fn eq(&self, other: &Self) -> bool {
        self.metadata == other.metadata
            && self.contact_group_membership == other.contact_group_membership
            && self.domain_membership == other.domain_membership
            && self.extra == other.extra
    }
}
/// A keyword carried over from another program.
///
/// ```
/// use people_model::{Message, MiscKeyword};
///
/// let misc_keyword = MiscKeyword::new().value("text");
/// assert_eq!(misc_keyword.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct MiscKeyword {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The keyword.
    pub value: String,
    /// `type`: Its kind.
    ///
    /// Known values: `HOME`, `OTHER`, `OUTLOOK_BILLING_INFORMATION`, `OUTLOOK_DIRECTORY_SERVER`, `OUTLOOK_KEYWORD`, `OUTLOOK_MILEAGE`, `OUTLOOK_PRIORITY`, `OUTLOOK_SENSITIVITY`, `OUTLOOK_SUBJECT`, `OUTLOOK_USER`, `WORK`.
    pub r#type: MiscKeywordType,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for MiscKeyword {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.r#type == other.r#type
            && self.extra == other.extra
    }
}
/// Asks for contacts to join or leave a group.
///
/// ```
/// use people_model::{Message, ModifyContactGroupMembersRequest};
///
/// let modify_contact_group_members_request = ModifyContactGroupMembersRequest::new().resource_names_to_add(["text"]);
/// assert_eq!(modify_contact_group_members_request.to_json(), r#"{"resourceNamesToAdd":["text"]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ModifyContactGroupMembersRequest {
    /// `resourceNamesToAdd`: The contacts to join.
    pub resource_names_to_add: Vec<String>,
    /// `resourceNamesToRemove`: The contacts to leave.
    pub resource_names_to_remove: Vec<String>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ModifyContactGroupMembersRequest {
    fn eq(&self, other: &Self) -> bool {
        self.resource_names_to_add == other.resource_names_to_add
            && self.resource_names_to_remove == other.resource_names_to_remove
            && self.extra == other.extra
    }
}
/// Which contacts did not join or leave.
///
/// ```
/// use people_model::{Message, ModifyContactGroupMembersResponse};
///
/// let modify_contact_group_members_response = ModifyContactGroupMembersResponse::new().not_found_resource_names(["text"]);
/// assert_eq!(modify_contact_group_members_response.to_json(), r#"{"notFoundResourceNames":["text"]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ModifyContactGroupMembersResponse {
    /// `notFoundResourceNames`: Those that do not exist.
    pub not_found_resource_names: Vec<String>,
    /// `canNotRemoveLastContactGroupResourceNames`: Those that have no other group.
    pub can_not_remove_last_contact_group_resource_names: Vec<String>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ModifyContactGroupMembersResponse {
    fn eq(&self, other: &Self) -> bool {
        self.not_found_resource_names == other.not_found_resource_names
            && self.can_not_remove_last_contact_group_resource_names
                == other.can_not_remove_last_contact_group_resource_names
            && self.extra == other.extra
    }
}
/// A name and its parts.
///
/// ```
/// use people_model::{Message, Name};
///
/// let name = Name::new().family_name("Lovelace");
/// assert_eq!(name.to_json(), r#"{"familyName":"Lovelace"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Name {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `displayName`: The name to show, in the usual order. Set by the server.
    pub display_name: String,
    /// `familyName`: The surname.
    pub family_name: String,
    /// `givenName`: The first name.
    pub given_name: String,
    /// `middleName`: What stands between first name and surname.
    pub middle_name: String,
    /// `honorificPrefix`: A title before the name.
    pub honorific_prefix: String,
    /// `honorificSuffix`: A title or generation after the name.
    pub honorific_suffix: String,
    /// `phoneticFamilyName`: How the surname sounds.
    pub phonetic_family_name: String,
    /// `phoneticGivenName`: How the first name sounds.
    pub phonetic_given_name: String,
    /// `phoneticMiddleName`: How the middle name sounds.
    pub phonetic_middle_name: String,
    /// `phoneticHonorificPrefix`: How the title before the name sounds.
    pub phonetic_honorific_prefix: String,
    /// `phoneticHonorificSuffix`: How what follows the name sounds.
    pub phonetic_honorific_suffix: String,
    /// `phoneticFullName`: How the whole name sounds.
    pub phonetic_full_name: String,
    /// `displayNameLastFirst`: The name to show, surname first. Set by the server.
    pub display_name_last_first: String,
    /// `unstructuredName`: The whole name as somebody typed it.
    pub unstructured_name: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.display_name, &other.display_name)
            && is_same_text(&self.family_name, &other.family_name)
            && is_same_text(&self.given_name, &other.given_name)
            && is_same_text(&self.middle_name, &other.middle_name)
            && is_same_text(&self.honorific_prefix, &other.honorific_prefix)
            && is_same_text(&self.honorific_suffix, &other.honorific_suffix)
            && is_same_text(&self.phonetic_family_name, &other.phonetic_family_name)
            && is_same_text(&self.phonetic_given_name, &other.phonetic_given_name)
            && is_same_text(&self.phonetic_middle_name, &other.phonetic_middle_name)
            && is_same_text(
                &self.phonetic_honorific_prefix,
                &other.phonetic_honorific_prefix,
            )
            && is_same_text(
                &self.phonetic_honorific_suffix,
                &other.phonetic_honorific_suffix,
            ) && is_same_text(&self.phonetic_full_name, &other.phonetic_full_name)
            && is_same_text(
                &self.display_name_last_first,
                &other.display_name_last_first,
            ) && is_same_text(&self.unstructured_name, &other.unstructured_name)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// Another name the person goes by.
///
/// ```
/// use people_model::{Message, Nickname};
///
/// let nickname = Nickname::new().value("Countess");
/// assert_eq!(nickname.to_json(), r#"{"value":"Countess"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Nickname {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The name.
    pub value: String,
    /// `type`: Its kind.
    pub r#type: NicknameType,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Nickname {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.r#type == other.r#type && self.extra == other.extra
    }
}
/// What the person does.
///
/// ```
/// use people_model::{Message, Occupation};
///
/// let occupation = Occupation::new().value("text");
/// assert_eq!(occupation.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Occupation {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The text.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Occupation {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.extra == other.extra
    }
}
/// An employer or a school, and the role there.
///
/// ```
/// use people_model::{Message, Organization};
///
/// let organization = Organization::new().r#type("school");
/// assert_eq!(organization.to_json(), r#"{"type":"school"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Organization {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `school`, `work`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// `startDate`: When the person joined.
    pub start_date: Option<Date>,
    /// `endDate`: When the person left.
    pub end_date: Option<Date>,
    /// `current`: Whether it is so now.
    pub current: bool,
    /// `name`: The organisation's name.
    pub name: String,
    /// `phoneticName`: How the organisation's name sounds.
    pub phonetic_name: String,
    /// `department`: The department.
    pub department: String,
    /// `title`: The job title.
    pub title: String,
    /// `jobDescription`: What the job is.
    pub job_description: String,
    /// `symbol`: A short sign for the organisation, as on a stock exchange.
    pub symbol: String,
    /// `domain`: The organisation's domain name.
    pub domain: String,
    /// `location`: The office.
    pub location: String,
    /// `costCenter`: The cost centre.
    pub cost_center: String,
    /// `fullTimeEquivalentMillipercent`: The share of a full post: 100000 is all of it.
    pub full_time_equivalent_millipercent: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Organization {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && is_same_text(&self.name, &other.name)
            && is_same_text(&self.phonetic_name, &other.phonetic_name)
            && is_same_text(&self.department, &other.department)
            && is_same_text(&self.title, &other.title)
            && is_same_text(&self.job_description, &other.job_description)
            && is_same_text(&self.symbol, &other.symbol)
            && is_same_text(&self.domain, &other.domain)
            && is_same_text(&self.location, &other.location)
            && is_same_text(&self.cost_center, &other.cost_center)
            && self.metadata == other.metadata && self.start_date == other.start_date
            && self.end_date == other.end_date && self.current == other.current
            && self.full_time_equivalent_millipercent
                == other.full_time_equivalent_millipercent && self.extra == other.extra
    }
}
/// Everything known about someone, from one source or several.
///
/// ```
/// use people_model::{Message, Person};
///
/// let person = Person::new().resource_name("people/c1");
/// assert_eq!(person.to_json(), r#"{"resourceName":"people/c1"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Person {
    /// `resourceName`: The name of the person: `people/` and an id.
    pub resource_name: String,
    /// `etag`: The version of the person, as read with a certain mask.
    pub etag: String,
    /// `metadata`: The sources, and whether the person is gone. Set by the server.
    pub metadata: Option<PersonMetadata>,
    /// `locales`: Language preferences.
    pub locales: Vec<Locale>,
    /// `names`: Names.
    pub names: Vec<Name>,
    /// `nicknames`: Nicknames.
    pub nicknames: Vec<Nickname>,
    /// `coverPhotos`: Banners of profiles. Set by the server.
    pub cover_photos: Vec<CoverPhoto>,
    /// `photos`: Pictures. Set by the server.
    pub photos: Vec<Photo>,
    /// `genders`: Genders.
    pub genders: Vec<Gender>,
    /// `ageRange`: The age bracket. Set by the server. Deprecated by the API.
    pub age_range: AgeRange,
    /// `ageRanges`: Age brackets. Set by the server.
    pub age_ranges: Vec<AgeRangeType>,
    /// `birthdays`: Birthdays.
    pub birthdays: Vec<Birthday>,
    /// `addresses`: Postal addresses.
    pub addresses: Vec<Address>,
    /// `residences`: Places of living. Deprecated by the API.
    pub residences: Vec<Residence>,
    /// `emailAddresses`: E-mail addresses.
    pub email_addresses: Vec<EmailAddress>,
    /// `phoneNumbers`: Phone numbers.
    pub phone_numbers: Vec<PhoneNumber>,
    /// `biographies`: Notes about the person.
    pub biographies: Vec<Biography>,
    /// `urls`: Web addresses.
    pub urls: Vec<Url>,
    /// `organizations`: Employers and schools.
    pub organizations: Vec<Organization>,
    /// `occupations`: Occupations.
    pub occupations: Vec<Occupation>,
    /// `taglines`: One-line introductions. Set by the server. Deprecated by the API.
    pub taglines: Vec<Tagline>,
    /// `braggingRights`: Achievements. Deprecated by the API.
    pub bragging_rights: Vec<BraggingRights>,
    /// `skills`: Skills.
    pub skills: Vec<Skill>,
    /// `interests`: Interests.
    pub interests: Vec<Interest>,
    /// `relationshipStatuses`: Relationship statuses. Set by the server. Deprecated by the API.
    pub relationship_statuses: Vec<RelationshipStatus>,
    /// `relationshipInterests`: Kinds of relationship looked for. Set by the server. Deprecated by the API.
    pub relationship_interests: Vec<RelationshipInterest>,
    /// `memberships`: Groups and domains the person belongs to.
    pub memberships: Vec<Membership>,
    /// `events`: Dates that matter.
    pub events: Vec<Event>,
    /// `imClients`: Instant messengers.
    pub im_clients: Vec<ImClient>,
    /// `relations`: Relations to other people.
    pub relations: Vec<Relation>,
    /// `userDefined`: Fields that the user made up.
    pub user_defined: Vec<UserDefined>,
    /// `sipAddresses`: Internet telephony addresses.
    pub sip_addresses: Vec<SipAddress>,
    /// `calendarUrls`: Addresses of calendars.
    pub calendar_urls: Vec<CalendarUrl>,
    /// `clientData`: Keys and values that programs keep.
    pub client_data: Vec<ClientData>,
    /// `externalIds`: Identifiers in other systems.
    pub external_ids: Vec<ExternalId>,
    /// `fileAses`: Names the contact is filed under.
    pub file_ases: Vec<FileAs>,
    /// `locations`: Desks and places of origin.
    pub locations: Vec<Location>,
    /// `miscKeywords`: Keywords from other programs.
    pub misc_keywords: Vec<MiscKeyword>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Person {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.resource_name, &other.resource_name)
            && is_same_text(&self.etag, &other.etag) && self.metadata == other.metadata
            && self.locales == other.locales && self.names == other.names
            && self.nicknames == other.nicknames
            && self.cover_photos == other.cover_photos && self.photos == other.photos
            && self.genders == other.genders && self.age_range == other.age_range
            && self.age_ranges == other.age_ranges && self.birthdays == other.birthdays
            && self.addresses == other.addresses && self.residences == other.residences
            && self.email_addresses == other.email_addresses
            && self.phone_numbers == other.phone_numbers
            && self.biographies == other.biographies && self.urls == other.urls
            && self.organizations == other.organizations
            && self.occupations == other.occupations && self.taglines == other.taglines
            && self.bragging_rights == other.bragging_rights
            && self.skills == other.skills && self.interests == other.interests
            && self.relationship_statuses == other.relationship_statuses
            && self.relationship_interests == other.relationship_interests
            && self.memberships == other.memberships && self.events == other.events
            && self.im_clients == other.im_clients && self.relations == other.relations
            && self.user_defined == other.user_defined
            && self.sip_addresses == other.sip_addresses
            && self.calendar_urls == other.calendar_urls
            && self.client_data == other.client_data
            && self.external_ids == other.external_ids
            && self.file_ases == other.file_ases && self.locations == other.locations
            && self.misc_keywords == other.misc_keywords && self.extra == other.extra
    }
}
/// The sources of a person, and its state.
///
/// ```
/// use people_model::{Message, PersonMetadata};
///
/// let person_metadata = PersonMetadata::new().sources([people_model::Source::new()]);
/// assert_eq!(person_metadata.to_json(), r#"{"sources":[{}]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct PersonMetadata {
    /// `sources`: The sources that the person combines, each with its own version.
    pub sources: Vec<Source>,
    /// `previousResourceNames`: Names the person had before; only in listings of changes. Set by the server.
    pub previous_resource_names: Vec<String>,
    /// `linkedPeopleResourceNames`: Persons that are linked to this one. Set by the server.
    pub linked_people_resource_names: Vec<String>,
    /// `deleted`: Whether the person was deleted; only in listings of changes. Set by the server.
    pub deleted: bool,
    /// `objectType`: Person or page. Set by the server. Deprecated by the API.
    pub object_type: ObjectType,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for PersonMetadata {
    fn eq(&self, other: &Self) -> bool {
        self.sources == other.sources
            && self.previous_resource_names == other.previous_resource_names
            && self.linked_people_resource_names == other.linked_people_resource_names
            && self.deleted == other.deleted && self.object_type == other.object_type
            && self.extra == other.extra
    }
}
/// One person of several asked for.
///
/// ```
/// use people_model::{Message, PersonResponse};
///
/// let person_response = PersonResponse::new().requested_resource_name("text");
/// assert_eq!(person_response.to_json(), r#"{"requestedResourceName":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct PersonResponse {
    /// `httpStatusCode`: The outcome as an HTTP status code. Deprecated by the API.
    pub http_status_code: i32,
    /// `person`: The person.
    pub person: Option<Person>,
    /// `requestedResourceName`: The name it was asked for by, which the person may no longer have.
    pub requested_resource_name: String,
    /// `status`: The outcome.
    pub status: Option<Status>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for PersonResponse {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.requested_resource_name, &other.requested_resource_name)
            && self.http_status_code == other.http_status_code
            && self.person == other.person && self.status == other.status
            && self.extra == other.extra
    }
}
/// A phone number.
///
/// ```
/// use people_model::{Message, PhoneNumber};
///
/// let phone_number = PhoneNumber::new().value("+44 20 7946 0018");
/// assert_eq!(phone_number.to_json(), r#"{"value":"+44 20 7946 0018"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct PhoneNumber {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The number as somebody typed it.
    pub value: String,
    /// `canonicalForm`: The number in E.164, if it is valid. Set by the server.
    pub canonical_form: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `googleVoice`, `home`, `homeFax`, `main`, `mobile`, `other`, `otherFax`, `pager`, `work`, `workFax`, `workMobile`, `workPager`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for PhoneNumber {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.canonical_form, &other.canonical_form)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// A picture of the person.
///
/// ```
/// use people_model::{Message, Photo};
///
/// let photo = Photo::new().url("text");
/// assert_eq!(photo.to_json(), r#"{"url":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Photo {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `url`: Where the picture is.
    pub url: String,
    /// `default`: Whether it is a default that the user did not choose.
    pub default: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Photo {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.url, &other.url) && self.metadata == other.metadata
            && self.default == other.default && self.extra == other.extra
    }
}
/// What a profile is.
///
/// ```
/// use people_model::{Message, ProfileMetadata};
///
/// let profile_metadata = ProfileMetadata::new().object_type("PAGE");
/// assert_eq!(profile_metadata.to_json(), r#"{"objectType":"PAGE"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ProfileMetadata {
    /// `objectType`: Person or page. Set by the server.
    pub object_type: ObjectType,
    /// `userTypes`: The kinds of account behind it. Set by the server.
    pub user_types: Vec<UserType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for ProfileMetadata {
    fn eq(&self, other: &Self) -> bool {
        self.object_type == other.object_type && self.user_types == other.user_types
            && self.extra == other.extra
    }
}
/// Someone related to the person.
///
/// ```
/// use people_model::{Message, Relation};
///
/// let relation = Relation::new().person("Charles Babbage");
/// assert_eq!(relation.to_json(), r#"{"person":"Charles Babbage"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Relation {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `person`: The other person's name.
    pub person: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `assistant`, `brother`, `child`, `domesticPartner`, `father`, `friend`, `manager`, `mother`, `parent`, `partner`, `referredBy`, `relative`, `sister`, `spouse`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Relation {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.person, &other.person)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// A kind of relationship looked for.
///
/// Deprecated by the API.
///
/// ```
/// use people_model::{Message, RelationshipInterest};
///
/// let relationship_interest = RelationshipInterest::new().value("text");
/// assert_eq!(relationship_interest.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RelationshipInterest {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The kind.
    pub value: String,
    /// `formattedValue`: The kind as shown to people. Set by the server.
    pub formatted_value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for RelationshipInterest {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.formatted_value, &other.formatted_value)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// A relationship status.
///
/// Deprecated by the API.
///
/// ```
/// use people_model::{Message, RelationshipStatus};
///
/// let relationship_status = RelationshipStatus::new().value("text");
/// assert_eq!(relationship_status.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RelationshipStatus {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The status.
    pub value: String,
    /// `formattedValue`: The status as shown to people. Set by the server.
    pub formatted_value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for RelationshipStatus {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.formatted_value, &other.formatted_value)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// A place of living.
///
/// Deprecated by the API.
///
/// ```
/// use people_model::{Message, Residence};
///
/// let residence = Residence::new().value("text");
/// assert_eq!(residence.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Residence {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The place.
    pub value: String,
    /// `current`: Whether it is so now.
    pub current: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Residence {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.current == other.current && self.extra == other.extra
    }
}
/// Persons of an organisation's directory that match a query.
///
/// ```
/// use people_model::{Message, SearchDirectoryPeopleResponse};
///
/// let search_directory_people_response = SearchDirectoryPeopleResponse::new().next_page_token("text");
/// assert_eq!(search_directory_people_response.to_json(), r#"{"nextPageToken":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SearchDirectoryPeopleResponse {
    /// `people`: The persons.
    pub people: Vec<Person>,
    /// `nextPageToken`: Continues the listing where this page ended; unset on the last page.
    pub next_page_token: String,
    /// `totalSize`: How many there are on all pages.
    pub total_size: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for SearchDirectoryPeopleResponse {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.next_page_token, &other.next_page_token)
            && self.people == other.people && self.total_size == other.total_size
            && self.extra == other.extra
    }
}
/// Contacts that match a query.
///
/// ```
/// use people_model::{Message, SearchResponse};
///
/// let search_response = SearchResponse::new().results([people_model::SearchResult::new()]);
/// assert_eq!(search_response.to_json(), r#"{"results":[{}]}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SearchResponse {
    /// `results`: The matches.
    pub results: Vec<SearchResult>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for SearchResponse {
    fn eq(&self, other: &Self) -> bool {
        self.results == other.results && self.extra == other.extra
    }
}
/// A match.
///
/// ```
/// use people_model::{Message, SearchResult};
///
/// let search_result = SearchResult::new().person(people_model::Person::new());
/// assert_eq!(search_result.to_json(), r#"{"person":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SearchResult {
    /// `person`: The contact.
    pub person: Option<Person>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for SearchResult {
    fn eq(&self, other: &Self) -> bool {
        self.person == other.person && self.extra == other.extra
    }
}
/// An internet telephony address.
///
/// ```
/// use people_model::{Message, SipAddress};
///
/// let sip_address = SipAddress::new().value("sip:ada@example.com");
/// assert_eq!(sip_address.to_json(), r#"{"value":"sip:ada@example.com"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SipAddress {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The address, usually a SIP URI.
    pub value: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `home`, `mobile`, `other`, `work`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for SipAddress {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// Something the person is good at.
///
/// ```
/// use people_model::{Message, Skill};
///
/// let skill = Skill::new().value("text");
/// assert_eq!(skill.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Skill {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The text.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Skill {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.extra == other.extra
    }
}
/// Where data comes from: a contact, a profile, a directory.
///
/// ```
/// use people_model::{Message, Source};
///
/// let source = Source::new().id("1");
/// assert_eq!(source.to_json(), r#"{"id":"1"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Source {
    /// `type`: The kind of source.
    pub r#type: SourceType,
    /// `id`: The source's id: hexadecimal for a contact, decimal for a profile.
    pub id: String,
    /// `etag`: The version of the source.
    pub etag: String,
    /// `profileMetadata`: What the profile is, if it is one. Set by the server.
    pub profile_metadata: Option<ProfileMetadata>,
    /// `updateTime`: When the source last changed. Set by the server.
    pub update_time: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.id, &other.id) && is_same_text(&self.etag, &other.etag)
            && is_same_text(&self.update_time, &other.update_time)
            && self.r#type == other.r#type
            && self.profile_metadata == other.profile_metadata
            && self.extra == other.extra
    }
}
/// The outcome of a call.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Status {
    /// `code`: A code of google.rpc; 0 is success.
    pub code: i32,
    /// `message`: What went wrong, for a developer.
    pub message: String,
    /// `details`: More about it, objects that name their type in `@type`.
    pub details: Vec<Map<String, Value>>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Status {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.message, &other.message) && self.code == other.code
            && self.details == other.details && self.extra == other.extra
    }
}
/// A one-line introduction.
///
/// Deprecated by the API.
///
/// ```
/// use people_model::{Message, Tagline};
///
/// let tagline = Tagline::new().value("text");
/// assert_eq!(tagline.to_json(), r#"{"value":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Tagline {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The text.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Tagline {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value) && self.metadata == other.metadata
            && self.extra == other.extra
    }
}
/// Asks for a group to be changed.
///
/// ```
/// use people_model::{Message, UpdateContactGroupRequest};
///
/// let update_contact_group_request = UpdateContactGroupRequest::new().contact_group(people_model::ContactGroup::new());
/// assert_eq!(update_contact_group_request.to_json(), r#"{"contactGroup":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct UpdateContactGroupRequest {
    /// `contactGroup`: The group with its new name and its etag.
    pub contact_group: Option<ContactGroup>,
    /// `updateGroupFields`: The group fields to replace, comma-separated.
    pub update_group_fields: String,
    /// `readGroupFields`: The group fields wanted in the answer, comma-separated.
    pub read_group_fields: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for UpdateContactGroupRequest {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.update_group_fields, &other.update_group_fields)
            && is_same_text(&self.read_group_fields, &other.read_group_fields)
            && self.contact_group == other.contact_group && self.extra == other.extra
    }
}
/// Asks for a contact to get a photo.
///
/// ```
/// use people_model::{Message, UpdateContactPhotoRequest};
///
/// let update_contact_photo_request = UpdateContactPhotoRequest::new().photo_bytes("text");
/// assert_eq!(update_contact_photo_request.to_json(), r#"{"photoBytes":"text"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct UpdateContactPhotoRequest {
    /// `photoBytes`: A JPEG or PNG file in base64.
    pub photo_bytes: String,
    /// `personFields`: The fields wanted in the answer, comma-separated.
    pub person_fields: String,
    /// `sources`: The kinds of source wanted in the answer.
    pub sources: Vec<ReadSourceType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for UpdateContactPhotoRequest {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.photo_bytes, &other.photo_bytes)
            && is_same_text(&self.person_fields, &other.person_fields)
            && self.sources == other.sources && self.extra == other.extra
    }
}
/// The contact with its photo.
///
/// ```
/// use people_model::{Message, UpdateContactPhotoResponse};
///
/// let update_contact_photo_response = UpdateContactPhotoResponse::new().person(people_model::Person::new());
/// assert_eq!(update_contact_photo_response.to_json(), r#"{"person":{}}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct UpdateContactPhotoResponse {
    /// `person`: The contact, if fields were asked for.
    pub person: Option<Person>,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for UpdateContactPhotoResponse {
    fn eq(&self, other: &Self) -> bool {
        self.person == other.person && self.extra == other.extra
    }
}
/// A web address.
///
/// ```
/// use people_model::{Message, Url};
///
/// let url = Url::new().value("https://example.com/ada");
/// assert_eq!(url.to_json(), r#"{"value":"https://example.com/ada"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Url {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `value`: The address.
    pub value: String,
    /// `type`: Its kind, known or made up by the user.
    ///
    /// Known values: `appInstallPage`, `blog`, `ftp`, `home`, `homePage`, `other`, `profile`, `reservations`, `work`.
    pub r#type: String,
    /// `formattedType`: Its kind as shown to people. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Url {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.value, &other.value)
            && is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
/// A field that the user made up.
///
/// ```
/// use people_model::{Message, UserDefined};
///
/// let user_defined = UserDefined::new().key("Allergies");
/// assert_eq!(user_defined.to_json(), r#"{"key":"Allergies"}"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct UserDefined {
    /// `metadata`: Where it comes from, and whether it leads.
    pub metadata: Option<FieldMetadata>,
    /// `key`: The field's name.
    pub key: String,
    /// `value`: The field's value.
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for UserDefined {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.key, &other.key) && is_same_text(&self.value, &other.value)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}
