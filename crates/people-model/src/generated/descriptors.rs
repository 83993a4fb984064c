// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use crate::message::{Descriptor, Kind, Member};
use super::enums::*;
pub(crate) static ADDRESS: Descriptor = Descriptor::new(
    "Address",
    "google.people.v1.Address",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("formattedValue", "formatted_value", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(&[("home", "Home"), ("other", "Other"), ("work", "Work")]),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
        Member::new("poBox", "po_box", Kind::String),
        Member::new("streetAddress", "street_address", Kind::String),
        Member::new("extendedAddress", "extended_address", Kind::String),
        Member::new("city", "city", Kind::String),
        Member::new("region", "region", Kind::String),
        Member::new("postalCode", "postal_code", Kind::String),
        Member::new("country", "country", Kind::String),
        Member::new("countryCode", "country_code", Kind::String),
    ],
);
pub(crate) static AGE_RANGE_TYPE: Descriptor = Descriptor::new(
    "AgeRangeType",
    "google.people.v1.AgeRangeType",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("ageRange", "age_range", Kind::Enum(AgeRange::DESCRIPTOR)),
    ],
);
pub(crate) static BATCH_CREATE_CONTACTS_REQUEST: Descriptor = Descriptor::new(
    "BatchCreateContactsRequest",
    "google.people.v1.BatchCreateContactsRequest",
    &[
        Member::new("contacts", "contacts", Kind::Message(&CONTACT_TO_CREATE))
            .repeated(),
        Member::new("readMask", "read_mask", Kind::FieldMask),
        Member::new("sources", "sources", Kind::Enum(ReadSourceType::DESCRIPTOR))
            .repeated(),
    ],
);
pub(crate) static BATCH_CREATE_CONTACTS_RESPONSE: Descriptor = Descriptor::new(
    "BatchCreateContactsResponse",
    "google.people.v1.BatchCreateContactsResponse",
    &[
        Member::new("createdPeople", "created_people", Kind::Message(&PERSON_RESPONSE))
            .repeated(),
    ],
);
pub(crate) static BATCH_DELETE_CONTACTS_REQUEST: Descriptor = Descriptor::new(
    "BatchDeleteContactsRequest",
    "google.people.v1.BatchDeleteContactsRequest",
    &[Member::new("resourceNames", "resource_names", Kind::String).repeated()],
);
pub(crate) static BATCH_GET_CONTACT_GROUPS_RESPONSE: Descriptor = Descriptor::new(
    "BatchGetContactGroupsResponse",
    "google.people.v1.BatchGetContactGroupsResponse",
    &[
        Member::new("responses", "responses", Kind::Message(&CONTACT_GROUP_RESPONSE))
            .repeated(),
    ],
);
pub(crate) static BATCH_UPDATE_CONTACTS_REQUEST: Descriptor = Descriptor::new(
    "BatchUpdateContactsRequest",
    "google.people.v1.BatchUpdateContactsRequest",
    &[
        Member::new("contacts", "contacts", Kind::Map(&PERSON)),
        Member::new("updateMask", "update_mask", Kind::FieldMask),
        Member::new("readMask", "read_mask", Kind::FieldMask),
        Member::new("sources", "sources", Kind::Enum(ReadSourceType::DESCRIPTOR))
            .repeated(),
    ],
);
pub(crate) static BATCH_UPDATE_CONTACTS_RESPONSE: Descriptor = Descriptor::new(
    "BatchUpdateContactsResponse",
    "google.people.v1.BatchUpdateContactsResponse",
    &[Member::new("updateResult", "update_result", Kind::Map(&PERSON_RESPONSE))],
);
pub(crate) static BIOGRAPHY: Descriptor = Descriptor::new(
    "Biography",
    "google.people.v1.Biography",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("contentType", "content_type", Kind::Enum(ContentType::DESCRIPTOR)),
    ],
);
pub(crate) static BIRTHDAY: Descriptor = Descriptor::new(
    "Birthday",
    "google.people.v1.Birthday",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("date", "date", Kind::Message(&DATE)),
        Member::new("text", "text", Kind::String).deprecated(),
    ],
);
pub(crate) static BRAGGING_RIGHTS: Descriptor = Descriptor::new(
    "BraggingRights",
    "google.people.v1.BraggingRights",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static CALENDAR_URL: Descriptor = Descriptor::new(
    "CalendarUrl",
    "google.people.v1.CalendarUrl",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("url", "url", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(
                &[("freeBusy", "Free/Busy"), ("home", "Home"), ("work", "Work")],
            ),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
    ],
);
pub(crate) static CLIENT_DATA: Descriptor = Descriptor::new(
    "ClientData",
    "google.people.v1.ClientData",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("key", "key", Kind::String),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static CONTACT_GROUP: Descriptor = Descriptor::new(
    "ContactGroup",
    "google.people.v1.ContactGroup",
    &[
        Member::new("resourceName", "resource_name", Kind::String),
        Member::new("etag", "etag", Kind::String),
        Member::new("metadata", "metadata", Kind::Message(&CONTACT_GROUP_METADATA))
            .output_only(),
        Member::new("groupType", "group_type", Kind::Enum(GroupType::DESCRIPTOR))
            .output_only(),
        Member::new("name", "name", Kind::String),
        Member::new("formattedName", "formatted_name", Kind::String).output_only(),
        Member::new("memberResourceNames", "member_resource_names", Kind::String)
            .repeated()
            .output_only(),
        Member::new("memberCount", "member_count", Kind::Int32).output_only(),
        Member::new("clientData", "client_data", Kind::Message(&GROUP_CLIENT_DATA))
            .repeated(),
    ],
);
pub(crate) static CONTACT_GROUP_MEMBERSHIP: Descriptor = Descriptor::new(
    "ContactGroupMembership",
    "google.people.v1.ContactGroupMembership",
    &[
        Member::new("contactGroupId", "contact_group_id", Kind::String)
            .output_only()
            .deprecated(),
        Member::new(
            "contactGroupResourceName",
            "contact_group_resource_name",
            Kind::String,
        ),
    ],
);
pub(crate) static CONTACT_GROUP_METADATA: Descriptor = Descriptor::new(
    "ContactGroupMetadata",
    "google.people.v1.ContactGroupMetadata",
    &[
        Member::new("updateTime", "update_time", Kind::Timestamp).output_only(),
        Member::new("deleted", "deleted", Kind::Bool).output_only(),
    ],
);
pub(crate) static CONTACT_GROUP_RESPONSE: Descriptor = Descriptor::new(
    "ContactGroupResponse",
    "google.people.v1.ContactGroupResponse",
    &[
        Member::new("requestedResourceName", "requested_resource_name", Kind::String),
        Member::new("status", "status", Kind::Message(&STATUS)),
        Member::new("contactGroup", "contact_group", Kind::Message(&CONTACT_GROUP)),
    ],
);
pub(crate) static CONTACT_TO_CREATE: Descriptor = Descriptor::new(
    "ContactToCreate",
    "google.people.v1.ContactToCreate",
    &[Member::new("contactPerson", "contact_person", Kind::Message(&PERSON))],
);
pub(crate) static COPY_OTHER_CONTACT_TO_MY_CONTACTS_GROUP_REQUEST: Descriptor = Descriptor::new(
    "CopyOtherContactToMyContactsGroupRequest",
    "google.people.v1.CopyOtherContactToMyContactsGroupRequest",
    &[
        Member::new("copyMask", "copy_mask", Kind::FieldMask),
        Member::new("readMask", "read_mask", Kind::FieldMask),
        Member::new("sources", "sources", Kind::Enum(ReadSourceType::DESCRIPTOR))
            .repeated(),
    ],
);
pub(crate) static COVER_PHOTO: Descriptor = Descriptor::new(
    "CoverPhoto",
    "google.people.v1.CoverPhoto",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("url", "url", Kind::String),
        Member::new("default", "default", Kind::Bool),
    ],
);
pub(crate) static CREATE_CONTACT_GROUP_REQUEST: Descriptor = Descriptor::new(
    "CreateContactGroupRequest",
    "google.people.v1.CreateContactGroupRequest",
    &[
        Member::new("contactGroup", "contact_group", Kind::Message(&CONTACT_GROUP)),
        Member::new("readGroupFields", "read_group_fields", Kind::FieldMask),
    ],
);
pub(crate) static DATE: Descriptor = Descriptor::new(
    "Date",
    "google.type.Date",
    &[
        Member::new("year", "year", Kind::Int32),
        Member::new("month", "month", Kind::Int32),
        Member::new("day", "day", Kind::Int32),
    ],
);
pub(crate) static DELETE_CONTACT_PHOTO_RESPONSE: Descriptor = Descriptor::new(
    "DeleteContactPhotoResponse",
    "google.people.v1.DeleteContactPhotoResponse",
    &[Member::new("person", "person", Kind::Message(&PERSON))],
);
pub(crate) static DOMAIN_MEMBERSHIP: Descriptor = Descriptor::new(
    "DomainMembership",
    "google.people.v1.DomainMembership",
    &[Member::new("inViewerDomain", "in_viewer_domain", Kind::Bool)],
);
pub(crate) static EMAIL_ADDRESS: Descriptor = Descriptor::new(
    "EmailAddress",
    "google.people.v1.EmailAddress",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(&[("home", "Home"), ("other", "Other"), ("work", "Work")]),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
        Member::new("displayName", "display_name", Kind::String),
    ],
);
pub(crate) static EMPTY: Descriptor = Descriptor::new(
    "Empty",
    "google.protobuf.Empty",
    &[],
);
pub(crate) static EVENT: Descriptor = Descriptor::new(
    "Event",
    "google.people.v1.Event",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("date", "date", Kind::Message(&DATE)),
        Member::new("type", "type", Kind::String)
            .predefined(&[("anniversary", "Anniversary"), ("other", "Other")]),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
    ],
);
pub(crate) static EXTERNAL_ID: Descriptor = Descriptor::new(
    "ExternalId",
    "google.people.v1.ExternalId",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(
                &[
                    ("account", "Account"),
                    ("customer", "Customer"),
                    ("loginId", "Login ID"),
                    ("network", "Network"),
                    ("organization", "Organization"),
                ],
            ),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
    ],
);
pub(crate) static FIELD_METADATA: Descriptor = Descriptor::new(
    "FieldMetadata",
    "google.people.v1.FieldMetadata",
    &[
        Member::new("primary", "primary", Kind::Bool).output_only(),
        Member::new("verified", "verified", Kind::Bool).output_only(),
        Member::new("source", "source", Kind::Message(&SOURCE)),
        Member::new("sourcePrimary", "source_primary", Kind::Bool),
    ],
);
pub(crate) static FILE_AS: Descriptor = Descriptor::new(
    "FileAs",
    "google.people.v1.FileAs",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static GENDER: Descriptor = Descriptor::new(
    "Gender",
    "google.people.v1.Gender",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String)
            .predefined(
                &[("female", "Female"), ("male", "Male"), ("unspecified", "Unspecified")],
            ),
        Member::new("formattedValue", "formatted_value", Kind::String).output_only(),
        Member::new("addressMeAs", "address_me_as", Kind::String),
    ],
);
pub(crate) static GET_PEOPLE_RESPONSE: Descriptor = Descriptor::new(
    "GetPeopleResponse",
    "google.people.v1.GetPeopleResponse",
    &[Member::new("responses", "responses", Kind::Message(&PERSON_RESPONSE)).repeated()],
);
pub(crate) static GROUP_CLIENT_DATA: Descriptor = Descriptor::new(
    "GroupClientData",
    "google.people.v1.GroupClientData",
    &[
        Member::new("key", "key", Kind::String),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static IM_CLIENT: Descriptor = Descriptor::new(
    "ImClient",
    "google.people.v1.ImClient",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("username", "username", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(&[("home", "Home"), ("other", "Other"), ("work", "Work")]),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
        Member::new("protocol", "protocol", Kind::String)
            .predefined(
                &[
                    ("aim", "AIM"),
                    ("googleTalk", "Google Talk"),
                    ("icq", "ICQ"),
                    ("jabber", "Jabber"),
                    ("msn", "MSN"),
                    ("netMeeting", "NetMeeting"),
                    ("qq", "QQ"),
                    ("skype", "Skype"),
                    ("yahoo", "Yahoo"),
                ],
            ),
        Member::new("formattedProtocol", "formatted_protocol", Kind::String)
            .output_only(),
    ],
);
pub(crate) static INTEREST: Descriptor = Descriptor::new(
    "Interest",
    "google.people.v1.Interest",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static LIST_CONNECTIONS_RESPONSE: Descriptor = Descriptor::new(
    "ListConnectionsResponse",
    "google.people.v1.ListConnectionsResponse",
    &[
        Member::new("connections", "connections", Kind::Message(&PERSON)).repeated(),
        Member::new("nextPageToken", "next_page_token", Kind::String),
        Member::new("nextSyncToken", "next_sync_token", Kind::String),
        Member::new("totalPeople", "total_people", Kind::Int32).deprecated(),
        Member::new("totalItems", "total_items", Kind::Int32),
    ],
);
pub(crate) static LIST_CONTACT_GROUPS_RESPONSE: Descriptor = Descriptor::new(
    "ListContactGroupsResponse",
    "google.people.v1.ListContactGroupsResponse",
    &[
        Member::new("contactGroups", "contact_groups", Kind::Message(&CONTACT_GROUP))
            .repeated(),
        Member::new("totalItems", "total_items", Kind::Int32),
        Member::new("nextPageToken", "next_page_token", Kind::String),
        Member::new("nextSyncToken", "next_sync_token", Kind::String),
    ],
);
pub(crate) static LIST_DIRECTORY_PEOPLE_RESPONSE: Descriptor = Descriptor::new(
    "ListDirectoryPeopleResponse",
    "google.people.v1.ListDirectoryPeopleResponse",
    &[
        Member::new("people", "people", Kind::Message(&PERSON)).repeated(),
        Member::new("nextPageToken", "next_page_token", Kind::String),
        Member::new("nextSyncToken", "next_sync_token", Kind::String),
    ],
);
pub(crate) static LIST_OTHER_CONTACTS_RESPONSE: Descriptor = Descriptor::new(
    "ListOtherContactsResponse",
    "google.people.v1.ListOtherContactsResponse",
    &[
        Member::new("otherContacts", "other_contacts", Kind::Message(&PERSON))
            .repeated(),
        Member::new("nextPageToken", "next_page_token", Kind::String),
        Member::new("nextSyncToken", "next_sync_token", Kind::String),
        Member::new("totalSize", "total_size", Kind::Int32),
    ],
);
pub(crate) static LOCALE: Descriptor = Descriptor::new(
    "Locale",
    "google.people.v1.Locale",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static LOCATION: Descriptor = Descriptor::new(
    "Location",
    "google.people.v1.Location",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(&[("desk", "Desk"), ("grewUp", "Grew Up")]),
        Member::new("current", "current", Kind::Bool),
        Member::new("buildingId", "building_id", Kind::String),
        Member::new("floor", "floor", Kind::String),
        Member::new("floorSection", "floor_section", Kind::String),
        Member::new("deskCode", "desk_code", Kind::String),
    ],
);
pub(crate) static MEMBERSHIP: Descriptor = Descriptor::new(
    "Membership",
    "google.people.v1.Membership",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new(
            "contactGroupMembership",
            "contact_group_membership",
            Kind::Message(&CONTACT_GROUP_MEMBERSHIP),
        ),
        Member::new(
                "domainMembership",
                "domain_membership",
                Kind::Message(&DOMAIN_MEMBERSHIP),
            )
            .output_only(),
    ],
);
pub(crate) static MISC_KEYWORD: Descriptor = Descriptor::new(
    "MiscKeyword",
    "google.people.v1.MiscKeyword",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("type", "type", Kind::Enum(MiscKeywordType::DESCRIPTOR))
            .predefined(
                &[
                    ("HOME", "Home"),
                    ("OTHER", "Other"),
                    ("OUTLOOK_BILLING_INFORMATION", "Billing Information"),
                    ("OUTLOOK_DIRECTORY_SERVER", "Directory Server"),
                    ("OUTLOOK_KEYWORD", "Keyword"),
                    ("OUTLOOK_MILEAGE", "Mileage"),
                    ("OUTLOOK_PRIORITY", "Priority"),
                    ("OUTLOOK_SENSITIVITY", "Sensitivity"),
                    ("OUTLOOK_SUBJECT", "Subject"),
                    ("OUTLOOK_USER", "User"),
                    ("WORK", "Work"),
                ],
            ),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
    ],
);
pub(crate) static MODIFY_CONTACT_GROUP_MEMBERS_REQUEST: Descriptor = Descriptor::new(
    "ModifyContactGroupMembersRequest",
    "google.people.v1.ModifyContactGroupMembersRequest",
    &[
        Member::new("resourceNamesToAdd", "resource_names_to_add", Kind::String)
            .repeated(),
        Member::new("resourceNamesToRemove", "resource_names_to_remove", Kind::String)
            .repeated(),
    ],
);
pub(crate) static MODIFY_CONTACT_GROUP_MEMBERS_RESPONSE: Descriptor = Descriptor::new(
    "ModifyContactGroupMembersResponse",
    "google.people.v1.ModifyContactGroupMembersResponse",
    &[
        Member::new("notFoundResourceNames", "not_found_resource_names", Kind::String)
            .repeated(),
        Member::new(
                "canNotRemoveLastContactGroupResourceNames",
                "can_not_remove_last_contact_group_resource_names",
                Kind::String,
            )
            .repeated(),
    ],
);
pub(crate) static NAME: Descriptor = Descriptor::new(
    "Name",
    "google.people.v1.Name",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("displayName", "display_name", Kind::String).output_only(),
        Member::new("familyName", "family_name", Kind::String),
        Member::new("givenName", "given_name", Kind::String),
        Member::new("middleName", "middle_name", Kind::String),
        Member::new("honorificPrefix", "honorific_prefix", Kind::String),
        Member::new("honorificSuffix", "honorific_suffix", Kind::String),
        Member::new("phoneticFamilyName", "phonetic_family_name", Kind::String),
        Member::new("phoneticGivenName", "phonetic_given_name", Kind::String),
        Member::new("phoneticMiddleName", "phonetic_middle_name", Kind::String),
        Member::new(
            "phoneticHonorificPrefix",
            "phonetic_honorific_prefix",
            Kind::String,
        ),
        Member::new(
            "phoneticHonorificSuffix",
            "phonetic_honorific_suffix",
            Kind::String,
        ),
        Member::new("phoneticFullName", "phonetic_full_name", Kind::String),
        Member::new("displayNameLastFirst", "display_name_last_first", Kind::String)
            .output_only(),
        Member::new("unstructuredName", "unstructured_name", Kind::String),
    ],
);
pub(crate) static NICKNAME: Descriptor = Descriptor::new(
    "Nickname",
    "google.people.v1.Nickname",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("type", "type", Kind::Enum(NicknameType::DESCRIPTOR)),
    ],
);
pub(crate) static OCCUPATION: Descriptor = Descriptor::new(
    "Occupation",
    "google.people.v1.Occupation",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static ORGANIZATION: Descriptor = Descriptor::new(
    "Organization",
    "google.people.v1.Organization",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("type", "type", Kind::String)
            .predefined(&[("school", "School"), ("work", "Work")]),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
        Member::new("startDate", "start_date", Kind::Message(&DATE)),
        Member::new("endDate", "end_date", Kind::Message(&DATE)),
        Member::new("current", "current", Kind::Bool),
        Member::new("name", "name", Kind::String),
        Member::new("phoneticName", "phonetic_name", Kind::String),
        Member::new("department", "department", Kind::String),
        Member::new("title", "title", Kind::String),
        Member::new("jobDescription", "job_description", Kind::String),
        Member::new("symbol", "symbol", Kind::String),
        Member::new("domain", "domain", Kind::String),
        Member::new("location", "location", Kind::String),
        Member::new("costCenter", "cost_center", Kind::String),
        Member::new(
            "fullTimeEquivalentMillipercent",
            "full_time_equivalent_millipercent",
            Kind::Int32,
        ),
    ],
);
pub(crate) static PERSON: Descriptor = Descriptor::new(
    "Person",
    "google.people.v1.Person",
    &[
        Member::new("resourceName", "resource_name", Kind::String),
        Member::new("etag", "etag", Kind::String),
        Member::new("metadata", "metadata", Kind::Message(&PERSON_METADATA))
            .output_only(),
        Member::new("locales", "locales", Kind::Message(&LOCALE)).repeated(),
        Member::new("names", "names", Kind::Message(&NAME)).repeated(),
        Member::new("nicknames", "nicknames", Kind::Message(&NICKNAME)).repeated(),
        Member::new("coverPhotos", "cover_photos", Kind::Message(&COVER_PHOTO))
            .repeated()
            .output_only(),
        Member::new("photos", "photos", Kind::Message(&PHOTO)).repeated().output_only(),
        Member::new("genders", "genders", Kind::Message(&GENDER)).repeated(),
        Member::new("ageRange", "age_range", Kind::Enum(AgeRange::DESCRIPTOR))
            .output_only()
            .deprecated(),
        Member::new("ageRanges", "age_ranges", Kind::Message(&AGE_RANGE_TYPE))
            .repeated()
            .output_only(),
        Member::new("birthdays", "birthdays", Kind::Message(&BIRTHDAY)).repeated(),
        Member::new("addresses", "addresses", Kind::Message(&ADDRESS)).repeated(),
        Member::new("residences", "residences", Kind::Message(&RESIDENCE))
            .repeated()
            .deprecated(),
        Member::new("emailAddresses", "email_addresses", Kind::Message(&EMAIL_ADDRESS))
            .repeated(),
        Member::new("phoneNumbers", "phone_numbers", Kind::Message(&PHONE_NUMBER))
            .repeated(),
        Member::new("biographies", "biographies", Kind::Message(&BIOGRAPHY)).repeated(),
        Member::new("urls", "urls", Kind::Message(&URL)).repeated(),
        Member::new("organizations", "organizations", Kind::Message(&ORGANIZATION))
            .repeated(),
        Member::new("occupations", "occupations", Kind::Message(&OCCUPATION)).repeated(),
        Member::new("taglines", "taglines", Kind::Message(&TAGLINE))
            .repeated()
            .output_only()
            .deprecated(),
        Member::new("braggingRights", "bragging_rights", Kind::Message(&BRAGGING_RIGHTS))
            .repeated()
            .deprecated(),
        Member::new("skills", "skills", Kind::Message(&SKILL)).repeated(),
        Member::new("interests", "interests", Kind::Message(&INTEREST)).repeated(),
        Member::new(
                "relationshipStatuses",
                "relationship_statuses",
                Kind::Message(&RELATIONSHIP_STATUS),
            )
            .repeated()
            .output_only()
            .deprecated(),
        Member::new(
                "relationshipInterests",
                "relationship_interests",
                Kind::Message(&RELATIONSHIP_INTEREST),
            )
            .repeated()
            .output_only()
            .deprecated(),
        Member::new("memberships", "memberships", Kind::Message(&MEMBERSHIP)).repeated(),
        Member::new("events", "events", Kind::Message(&EVENT)).repeated(),
        Member::new("imClients", "im_clients", Kind::Message(&IM_CLIENT)).repeated(),
        Member::new("relations", "relations", Kind::Message(&RELATION)).repeated(),
        Member::new("userDefined", "user_defined", Kind::Message(&USER_DEFINED))
            .repeated(),
        Member::new("sipAddresses", "sip_addresses", Kind::Message(&SIP_ADDRESS))
            .repeated(),
        Member::new("calendarUrls", "calendar_urls", Kind::Message(&CALENDAR_URL))
            .repeated(),
        Member::new("clientData", "client_data", Kind::Message(&CLIENT_DATA)).repeated(),
        Member::new("externalIds", "external_ids", Kind::Message(&EXTERNAL_ID))
            .repeated(),
        Member::new("fileAses", "file_ases", Kind::Message(&FILE_AS)).repeated(),
        Member::new("locations", "locations", Kind::Message(&LOCATION)).repeated(),
        Member::new("miscKeywords", "misc_keywords", Kind::Message(&MISC_KEYWORD))
            .repeated(),
    ],
);
pub(crate) static PERSON_METADATA: Descriptor = Descriptor::new(
    "PersonMetadata",
    "google.people.v1.PersonMetadata",
    &[
        Member::new("sources", "sources", Kind::Message(&SOURCE)).repeated(),
        Member::new("previousResourceNames", "previous_resource_names", Kind::String)
            .repeated()
            .output_only(),
        Member::new(
                "linkedPeopleResourceNames",
                "linked_people_resource_names",
                Kind::String,
            )
            .repeated()
            .output_only(),
        Member::new("deleted", "deleted", Kind::Bool).output_only(),
        Member::new("objectType", "object_type", Kind::Enum(ObjectType::DESCRIPTOR))
            .output_only()
            .deprecated(),
    ],
);
pub(crate) static PERSON_RESPONSE: Descriptor = Descriptor::new(
    "PersonResponse",
    "google.people.v1.PersonResponse",
    &[
        Member::new("httpStatusCode", "http_status_code", Kind::Int32).deprecated(),
        Member::new("person", "person", Kind::Message(&PERSON)),
        Member::new("requestedResourceName", "requested_resource_name", Kind::String),
        Member::new("status", "status", Kind::Message(&STATUS)),
    ],
);
pub(crate) static PHONE_NUMBER: Descriptor = Descriptor::new(
    "PhoneNumber",
    "google.people.v1.PhoneNumber",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("canonicalForm", "canonical_form", Kind::String).output_only(),
        Member::new("type", "type", Kind::String)
            .predefined(
                &[
                    ("googleVoice", "Google Voice"),
                    ("home", "Home"),
                    ("homeFax", "Home Fax"),
                    ("main", "Main"),
                    ("mobile", "Mobile"),
                    ("other", "Other"),
                    ("otherFax", "Other Fax"),
                    ("pager", "Pager"),
                    ("work", "Work"),
                    ("workFax", "Work Fax"),
                    ("workMobile", "Work Mobile"),
                    ("workPager", "Work Pager"),
                ],
            ),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
    ],
);
pub(crate) static PHOTO: Descriptor = Descriptor::new(
    "Photo",
    "google.people.v1.Photo",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("url", "url", Kind::String),
        Member::new("default", "default", Kind::Bool),
    ],
);
pub(crate) static PROFILE_METADATA: Descriptor = Descriptor::new(
    "ProfileMetadata",
    "google.people.v1.ProfileMetadata",
    &[
        Member::new("objectType", "object_type", Kind::Enum(ObjectType::DESCRIPTOR))
            .output_only(),
        Member::new("userTypes", "user_types", Kind::Enum(UserType::DESCRIPTOR))
            .repeated()
            .output_only(),
    ],
);
pub(crate) static RELATION: Descriptor = Descriptor::new(
    "Relation",
    "google.people.v1.Relation",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("person", "person", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(
                &[
                    ("assistant", "Assistant"),
                    ("brother", "Brother"),
                    ("child", "Child"),
                    ("domesticPartner", "Domestic Partner"),
                    ("father", "Father"),
                    ("friend", "Friend"),
                    ("manager", "Manager"),
                    ("mother", "Mother"),
                    ("parent", "Parent"),
                    ("partner", "Partner"),
                    ("referredBy", "Referred By"),
                    ("relative", "Relative"),
                    ("sister", "Sister"),
                    ("spouse", "Spouse"),
                ],
            ),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
    ],
);
pub(crate) static RELATIONSHIP_INTEREST: Descriptor = Descriptor::new(
    "RelationshipInterest",
    "google.people.v1.RelationshipInterest",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("formattedValue", "formatted_value", Kind::String).output_only(),
    ],
);
pub(crate) static RELATIONSHIP_STATUS: Descriptor = Descriptor::new(
    "RelationshipStatus",
    "google.people.v1.RelationshipStatus",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("formattedValue", "formatted_value", Kind::String).output_only(),
    ],
);
pub(crate) static RESIDENCE: Descriptor = Descriptor::new(
    "Residence",
    "google.people.v1.Residence",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("current", "current", Kind::Bool),
    ],
);
pub(crate) static SEARCH_DIRECTORY_PEOPLE_RESPONSE: Descriptor = Descriptor::new(
    "SearchDirectoryPeopleResponse",
    "google.people.v1.SearchDirectoryPeopleResponse",
    &[
        Member::new("people", "people", Kind::Message(&PERSON)).repeated(),
        Member::new("nextPageToken", "next_page_token", Kind::String),
        Member::new("totalSize", "total_size", Kind::Int32),
    ],
);
pub(crate) static SEARCH_RESPONSE: Descriptor = Descriptor::new(
    "SearchResponse",
    "google.people.v1.SearchResponse",
    &[Member::new("results", "results", Kind::Message(&SEARCH_RESULT)).repeated()],
);
pub(crate) static SEARCH_RESULT: Descriptor = Descriptor::new(
    "SearchResult",
    "google.people.v1.SearchResult",
    &[Member::new("person", "person", Kind::Message(&PERSON))],
);
pub(crate) static SIP_ADDRESS: Descriptor = Descriptor::new(
    "SipAddress",
    "google.people.v1.SipAddress",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(
                &[
                    ("home", "Home"),
                    ("mobile", "Mobile"),
                    ("other", "Other"),
                    ("work", "Work"),
                ],
            ),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
    ],
);
pub(crate) static SKILL: Descriptor = Descriptor::new(
    "Skill",
    "google.people.v1.Skill",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static SOURCE: Descriptor = Descriptor::new(
    "Source",
    "google.people.v1.Source",
    &[
        Member::new("type", "type", Kind::Enum(SourceType::DESCRIPTOR)),
        Member::new("id", "id", Kind::String),
        Member::new("etag", "etag", Kind::String),
        Member::new(
                "profileMetadata",
                "profile_metadata",
                Kind::Message(&PROFILE_METADATA),
            )
            .output_only(),
        Member::new("updateTime", "update_time", Kind::Timestamp).output_only(),
    ],
);
pub(crate) static STATUS: Descriptor = Descriptor::new(
    "Status",
    "google.rpc.Status",
    &[
        Member::new("code", "code", Kind::Int32),
        Member::new("message", "message", Kind::String),
        Member::new("details", "details", Kind::Struct).repeated(),
    ],
);
pub(crate) static TAGLINE: Descriptor = Descriptor::new(
    "Tagline",
    "google.people.v1.Tagline",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
    ],
);
pub(crate) static UPDATE_CONTACT_GROUP_REQUEST: Descriptor = Descriptor::new(
    "UpdateContactGroupRequest",
    "google.people.v1.UpdateContactGroupRequest",
    &[
        Member::new("contactGroup", "contact_group", Kind::Message(&CONTACT_GROUP)),
        Member::new("updateGroupFields", "update_group_fields", Kind::FieldMask),
        Member::new("readGroupFields", "read_group_fields", Kind::FieldMask),
    ],
);
pub(crate) static UPDATE_CONTACT_PHOTO_REQUEST: Descriptor = Descriptor::new(
    "UpdateContactPhotoRequest",
    "google.people.v1.UpdateContactPhotoRequest",
    &[
        Member::new("photoBytes", "photo_bytes", Kind::Bytes),
        Member::new("personFields", "person_fields", Kind::FieldMask),
        Member::new("sources", "sources", Kind::Enum(ReadSourceType::DESCRIPTOR))
            .repeated(),
    ],
);
pub(crate) static UPDATE_CONTACT_PHOTO_RESPONSE: Descriptor = Descriptor::new(
    "UpdateContactPhotoResponse",
    "google.people.v1.UpdateContactPhotoResponse",
    &[Member::new("person", "person", Kind::Message(&PERSON))],
);
pub(crate) static URL: Descriptor = Descriptor::new(
    "Url",
    "google.people.v1.Url",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("value", "value", Kind::String),
        Member::new("type", "type", Kind::String)
            .predefined(
                &[
                    ("appInstallPage", "App Install Page"),
                    ("blog", "Blog"),
                    ("ftp", "FTP"),
                    ("home", "Home"),
                    ("homePage", "Home Page"),
                    ("other", "Other"),
                    ("profile", "Profile"),
                    ("reservations", "Reservations"),
                    ("work", "Work"),
                ],
            ),
        Member::new("formattedType", "formatted_type", Kind::String).output_only(),
    ],
);
pub(crate) static USER_DEFINED: Descriptor = Descriptor::new(
    "UserDefined",
    "google.people.v1.UserDefined",
    &[
        Member::new("metadata", "metadata", Kind::Message(&FIELD_METADATA)),
        Member::new("key", "key", Kind::String),
        Member::new("value", "value", Kind::String),
    ],
);
