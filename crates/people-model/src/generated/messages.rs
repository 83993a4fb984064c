// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use std::collections::BTreeMap;
use serde_json::{Map, Value};
use crate::extra::Extra;
use super::enums::*;
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Address {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `formattedValue`:
    pub formatted_value: String,
    /// `type`:
    ///
    /// Known values: `home`, `other`, `work`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// `poBox`:
    pub po_box: String,
    /// `streetAddress`:
    pub street_address: String,
    /// `extendedAddress`:
    pub extended_address: String,
    /// `city`:
    pub city: String,
    /// `region`:
    pub region: String,
    /// `postalCode`:
    pub postal_code: String,
    /// `country`:
    pub country: String,
    /// `countryCode`:
    pub country_code: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AgeRangeType {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `ageRange`:
    pub age_range: AgeRange,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchCreateContactsRequest {
    /// `contacts`:
    pub contacts: Vec<ContactToCreate>,
    /// `readMask`:
    pub read_mask: String,
    /// `sources`:
    pub sources: Vec<ReadSourceType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchCreateContactsResponse {
    /// `createdPeople`:
    pub created_people: Vec<PersonResponse>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchDeleteContactsRequest {
    /// `resourceNames`:
    pub resource_names: Vec<String>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchGetContactGroupsResponse {
    /// `responses`:
    pub responses: Vec<ContactGroupResponse>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchUpdateContactsRequest {
    /// `contacts`:
    pub contacts: BTreeMap<String, Person>,
    /// `updateMask`:
    pub update_mask: String,
    /// `readMask`:
    pub read_mask: String,
    /// `sources`:
    pub sources: Vec<ReadSourceType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchUpdateContactsResponse {
    /// `updateResult`:
    pub update_result: BTreeMap<String, PersonResponse>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Biography {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `contentType`:
    pub content_type: ContentType,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Birthday {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `date`:
    pub date: Option<Date>,
    /// `text`:  Deprecated by the API.
    pub text: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
///
///
/// Deprecated by the API.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BraggingRights {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CalendarUrl {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `url`:
    pub url: String,
    /// `type`:
    ///
    /// Known values: `freeBusy`, `home`, `work`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ClientData {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `key`:
    pub key: String,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContactGroup {
    /// `resourceName`:
    pub resource_name: String,
    /// `etag`:
    pub etag: String,
    /// `metadata`:  Set by the server.
    pub metadata: Option<ContactGroupMetadata>,
    /// `groupType`:  Set by the server.
    pub group_type: GroupType,
    /// `name`:
    pub name: String,
    /// `formattedName`:  Set by the server.
    pub formatted_name: String,
    /// `memberResourceNames`:  Set by the server.
    pub member_resource_names: Vec<String>,
    /// `memberCount`:  Set by the server.
    pub member_count: i32,
    /// `clientData`:
    pub client_data: Vec<GroupClientData>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContactGroupMembership {
    /// `contactGroupId`:  Set by the server. Deprecated by the API.
    pub contact_group_id: String,
    /// `contactGroupResourceName`:
    pub contact_group_resource_name: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContactGroupMetadata {
    /// `updateTime`:  Set by the server.
    pub update_time: String,
    /// `deleted`:  Set by the server.
    pub deleted: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContactGroupResponse {
    /// `requestedResourceName`:
    pub requested_resource_name: String,
    /// `status`:
    pub status: Option<Status>,
    /// `contactGroup`:
    pub contact_group: Option<ContactGroup>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContactToCreate {
    /// `contactPerson`:
    pub contact_person: Option<Person>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CopyOtherContactToMyContactsGroupRequest {
    /// `copyMask`:
    pub copy_mask: String,
    /// `readMask`:
    pub read_mask: String,
    /// `sources`:
    pub sources: Vec<ReadSourceType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CoverPhoto {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `url`:
    pub url: String,
    /// `default`:
    pub default: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CreateContactGroupRequest {
    /// `contactGroup`:
    pub contact_group: Option<ContactGroup>,
    /// `readGroupFields`:
    pub read_group_fields: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Date {
    /// `year`:
    pub year: i32,
    /// `month`:
    pub month: i32,
    /// `day`:
    pub day: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DeleteContactPhotoResponse {
    /// `person`:
    pub person: Option<Person>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DomainMembership {
    /// `inViewerDomain`:
    pub in_viewer_domain: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EmailAddress {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `type`:
    ///
    /// Known values: `home`, `other`, `work`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// `displayName`:
    pub display_name: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Empty {
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `date`:
    pub date: Option<Date>,
    /// `type`:
    ///
    /// Known values: `anniversary`, `other`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ExternalId {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `type`:
    ///
    /// Known values: `account`, `customer`, `loginId`, `network`, `organization`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FieldMetadata {
    /// `primary`:  Set by the server.
    pub primary: bool,
    /// `verified`:  Set by the server.
    pub verified: bool,
    /// `source`:
    pub source: Option<Source>,
    /// `sourcePrimary`:
    pub source_primary: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FileAs {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Gender {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    ///
    /// Known values: `female`, `male`, `unspecified`.
    pub value: String,
    /// `formattedValue`:  Set by the server.
    pub formatted_value: String,
    /// `addressMeAs`:
    pub address_me_as: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GetPeopleResponse {
    /// `responses`:
    pub responses: Vec<PersonResponse>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GroupClientData {
    /// `key`:
    pub key: String,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ImClient {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `username`:
    pub username: String,
    /// `type`:
    ///
    /// Known values: `home`, `other`, `work`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// `protocol`:
    ///
    /// Known values: `aim`, `googleTalk`, `icq`, `jabber`, `msn`, `netMeeting`, `qq`, `skype`, `yahoo`.
    pub protocol: String,
    /// `formattedProtocol`:  Set by the server.
    pub formatted_protocol: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Interest {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ListConnectionsResponse {
    /// `connections`:
    pub connections: Vec<Person>,
    /// `nextPageToken`:
    pub next_page_token: String,
    /// `nextSyncToken`:
    pub next_sync_token: String,
    /// `totalPeople`:  Deprecated by the API.
    pub total_people: i32,
    /// `totalItems`:
    pub total_items: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ListContactGroupsResponse {
    /// `contactGroups`:
    pub contact_groups: Vec<ContactGroup>,
    /// `totalItems`:
    pub total_items: i32,
    /// `nextPageToken`:
    pub next_page_token: String,
    /// `nextSyncToken`:
    pub next_sync_token: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ListDirectoryPeopleResponse {
    /// `people`:
    pub people: Vec<Person>,
    /// `nextPageToken`:
    pub next_page_token: String,
    /// `nextSyncToken`:
    pub next_sync_token: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ListOtherContactsResponse {
    /// `otherContacts`:
    pub other_contacts: Vec<Person>,
    /// `nextPageToken`:
    pub next_page_token: String,
    /// `nextSyncToken`:
    pub next_sync_token: String,
    /// `totalSize`:
    pub total_size: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Locale {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Location {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `type`:
    ///
    /// Known values: `desk`, `grewUp`.
    pub r#type: String,
    /// `current`:
    pub current: bool,
    /// `buildingId`:
    pub building_id: String,
    /// `floor`:
    pub floor: String,
    /// `floorSection`:
    pub floor_section: String,
    /// `deskCode`:
    pub desk_code: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Membership {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `contactGroupMembership`:
    pub contact_group_membership: Option<ContactGroupMembership>,
    /// `domainMembership`:  Set by the server.
    pub domain_membership: Option<DomainMembership>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MiscKeyword {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `type`:
    ///
    /// Known values: `HOME`, `OTHER`, `OUTLOOK_BILLING_INFORMATION`, `OUTLOOK_DIRECTORY_SERVER`, `OUTLOOK_KEYWORD`, `OUTLOOK_MILEAGE`, `OUTLOOK_PRIORITY`, `OUTLOOK_SENSITIVITY`, `OUTLOOK_SUBJECT`, `OUTLOOK_USER`, `WORK`.
    pub r#type: MiscKeywordType,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ModifyContactGroupMembersRequest {
    /// `resourceNamesToAdd`:
    pub resource_names_to_add: Vec<String>,
    /// `resourceNamesToRemove`:
    pub resource_names_to_remove: Vec<String>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ModifyContactGroupMembersResponse {
    /// `notFoundResourceNames`:
    pub not_found_resource_names: Vec<String>,
    /// `canNotRemoveLastContactGroupResourceNames`:
    pub can_not_remove_last_contact_group_resource_names: Vec<String>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Name {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `displayName`:  Set by the server.
    pub display_name: String,
    /// `familyName`:
    pub family_name: String,
    /// `givenName`:
    pub given_name: String,
    /// `middleName`:
    pub middle_name: String,
    /// `honorificPrefix`:
    pub honorific_prefix: String,
    /// `honorificSuffix`:
    pub honorific_suffix: String,
    /// `phoneticFamilyName`:
    pub phonetic_family_name: String,
    /// `phoneticGivenName`:
    pub phonetic_given_name: String,
    /// `phoneticMiddleName`:
    pub phonetic_middle_name: String,
    /// `phoneticHonorificPrefix`:
    pub phonetic_honorific_prefix: String,
    /// `phoneticHonorificSuffix`:
    pub phonetic_honorific_suffix: String,
    /// `phoneticFullName`:
    pub phonetic_full_name: String,
    /// `displayNameLastFirst`:  Set by the server.
    pub display_name_last_first: String,
    /// `unstructuredName`:
    pub unstructured_name: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Nickname {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `type`:
    pub r#type: NicknameType,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Occupation {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Organization {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `type`:
    ///
    /// Known values: `school`, `work`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// `startDate`:
    pub start_date: Option<Date>,
    /// `endDate`:
    pub end_date: Option<Date>,
    /// `current`:
    pub current: bool,
    /// `name`:
    pub name: String,
    /// `phoneticName`:
    pub phonetic_name: String,
    /// `department`:
    pub department: String,
    /// `title`:
    pub title: String,
    /// `jobDescription`:
    pub job_description: String,
    /// `symbol`:
    pub symbol: String,
    /// `domain`:
    pub domain: String,
    /// `location`:
    pub location: String,
    /// `costCenter`:
    pub cost_center: String,
    /// `fullTimeEquivalentMillipercent`:
    pub full_time_equivalent_millipercent: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Person {
    /// `resourceName`:
    pub resource_name: String,
    /// `etag`:
    pub etag: String,
    /// `metadata`:  Set by the server.
    pub metadata: Option<PersonMetadata>,
    /// `locales`:
    pub locales: Vec<Locale>,
    /// `names`:
    pub names: Vec<Name>,
    /// `nicknames`:
    pub nicknames: Vec<Nickname>,
    /// `coverPhotos`:  Set by the server.
    pub cover_photos: Vec<CoverPhoto>,
    /// `photos`:  Set by the server.
    pub photos: Vec<Photo>,
    /// `genders`:
    pub genders: Vec<Gender>,
    /// `ageRange`:  Set by the server. Deprecated by the API.
    pub age_range: AgeRange,
    /// `ageRanges`:  Set by the server.
    pub age_ranges: Vec<AgeRangeType>,
    /// `birthdays`:
    pub birthdays: Vec<Birthday>,
    /// `addresses`:
    pub addresses: Vec<Address>,
    /// `residences`:  Deprecated by the API.
    pub residences: Vec<Residence>,
    /// `emailAddresses`:
    pub email_addresses: Vec<EmailAddress>,
    /// `phoneNumbers`:
    pub phone_numbers: Vec<PhoneNumber>,
    /// `biographies`:
    pub biographies: Vec<Biography>,
    /// `urls`:
    pub urls: Vec<Url>,
    /// `organizations`:
    pub organizations: Vec<Organization>,
    /// `occupations`:
    pub occupations: Vec<Occupation>,
    /// `taglines`:  Set by the server. Deprecated by the API.
    pub taglines: Vec<Tagline>,
    /// `braggingRights`:  Deprecated by the API.
    pub bragging_rights: Vec<BraggingRights>,
    /// `skills`:
    pub skills: Vec<Skill>,
    /// `interests`:
    pub interests: Vec<Interest>,
    /// `relationshipStatuses`:  Set by the server. Deprecated by the API.
    pub relationship_statuses: Vec<RelationshipStatus>,
    /// `relationshipInterests`:  Set by the server. Deprecated by the API.
    pub relationship_interests: Vec<RelationshipInterest>,
    /// `memberships`:
    pub memberships: Vec<Membership>,
    /// `events`:
    pub events: Vec<Event>,
    /// `imClients`:
    pub im_clients: Vec<ImClient>,
    /// `relations`:
    pub relations: Vec<Relation>,
    /// `userDefined`:
    pub user_defined: Vec<UserDefined>,
    /// `sipAddresses`:
    pub sip_addresses: Vec<SipAddress>,
    /// `calendarUrls`:
    pub calendar_urls: Vec<CalendarUrl>,
    /// `clientData`:
    pub client_data: Vec<ClientData>,
    /// `externalIds`:
    pub external_ids: Vec<ExternalId>,
    /// `fileAses`:
    pub file_ases: Vec<FileAs>,
    /// `locations`:
    pub locations: Vec<Location>,
    /// `miscKeywords`:
    pub misc_keywords: Vec<MiscKeyword>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PersonMetadata {
    /// `sources`:
    pub sources: Vec<Source>,
    /// `previousResourceNames`:  Set by the server.
    pub previous_resource_names: Vec<String>,
    /// `linkedPeopleResourceNames`:  Set by the server.
    pub linked_people_resource_names: Vec<String>,
    /// `deleted`:  Set by the server.
    pub deleted: bool,
    /// `objectType`:  Set by the server. Deprecated by the API.
    pub object_type: ObjectType,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PersonResponse {
    /// `httpStatusCode`:  Deprecated by the API.
    pub http_status_code: i32,
    /// `person`:
    pub person: Option<Person>,
    /// `requestedResourceName`:
    pub requested_resource_name: String,
    /// `status`:
    pub status: Option<Status>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PhoneNumber {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `canonicalForm`:  Set by the server.
    pub canonical_form: String,
    /// `type`:
    ///
    /// Known values: `googleVoice`, `home`, `homeFax`, `main`, `mobile`, `other`, `otherFax`, `pager`, `work`, `workFax`, `workMobile`, `workPager`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Photo {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `url`:
    pub url: String,
    /// `default`:
    pub default: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ProfileMetadata {
    /// `objectType`:  Set by the server.
    pub object_type: ObjectType,
    /// `userTypes`:  Set by the server.
    pub user_types: Vec<UserType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Relation {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `person`:
    pub person: String,
    /// `type`:
    ///
    /// Known values: `assistant`, `brother`, `child`, `domesticPartner`, `father`, `friend`, `manager`, `mother`, `parent`, `partner`, `referredBy`, `relative`, `sister`, `spouse`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
///
///
/// Deprecated by the API.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RelationshipInterest {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `formattedValue`:  Set by the server.
    pub formatted_value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
///
///
/// Deprecated by the API.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RelationshipStatus {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `formattedValue`:  Set by the server.
    pub formatted_value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
///
///
/// Deprecated by the API.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Residence {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `current`:
    pub current: bool,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SearchDirectoryPeopleResponse {
    /// `people`:
    pub people: Vec<Person>,
    /// `nextPageToken`:
    pub next_page_token: String,
    /// `totalSize`:
    pub total_size: i32,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SearchResponse {
    /// `results`:
    pub results: Vec<SearchResult>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SearchResult {
    /// `person`:
    pub person: Option<Person>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SipAddress {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `type`:
    ///
    /// Known values: `home`, `mobile`, `other`, `work`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Skill {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Source {
    /// `type`:
    pub r#type: SourceType,
    /// `id`:
    pub id: String,
    /// `etag`:
    pub etag: String,
    /// `profileMetadata`:  Set by the server.
    pub profile_metadata: Option<ProfileMetadata>,
    /// `updateTime`:  Set by the server.
    pub update_time: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Status {
    /// `code`:
    pub code: i32,
    /// `message`:
    pub message: String,
    /// `details`:
    pub details: Vec<Map<String, Value>>,
    /// Members that this version does not know.
    pub extra: Extra,
}
///
///
/// Deprecated by the API.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Tagline {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UpdateContactGroupRequest {
    /// `contactGroup`:
    pub contact_group: Option<ContactGroup>,
    /// `updateGroupFields`:
    pub update_group_fields: String,
    /// `readGroupFields`:
    pub read_group_fields: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UpdateContactPhotoRequest {
    /// `photoBytes`:
    pub photo_bytes: String,
    /// `personFields`:
    pub person_fields: String,
    /// `sources`:
    pub sources: Vec<ReadSourceType>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UpdateContactPhotoResponse {
    /// `person`:
    pub person: Option<Person>,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Url {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `value`:
    pub value: String,
    /// `type`:
    ///
    /// Known values: `appInstallPage`, `blog`, `ftp`, `home`, `homePage`, `other`, `profile`, `reservations`, `work`.
    pub r#type: String,
    /// `formattedType`:  Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UserDefined {
    /// `metadata`:
    pub metadata: Option<FieldMetadata>,
    /// `key`:
    pub key: String,
    /// `value`:
    pub value: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
