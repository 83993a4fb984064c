// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use crate::descriptor::{Descriptor, ValueKind, Member};
use super::enums::*;
pub(crate) static ADDRESS: Descriptor = Descriptor::new(
    "Address",
    "google.people.v1.Address",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("formattedValue", "formatted_value", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
            .predefined(&[("home", "Home"), ("other", "Other"), ("work", "Work")]),
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
        Member::new("poBox", "po_box", ValueKind::String),
        Member::new("streetAddress", "street_address", ValueKind::String),
        Member::new("extendedAddress", "extended_address", ValueKind::String),
        Member::new("city", "city", ValueKind::String),
        Member::new("region", "region", ValueKind::String),
        Member::new("postalCode", "postal_code", ValueKind::String),
        Member::new("country", "country", ValueKind::String),
        Member::new("countryCode", "country_code", ValueKind::String),
    ],
);
pub(crate) static AGE_RANGE_TYPE: Descriptor = Descriptor::new(
    "AgeRangeType",
    "google.people.v1.AgeRangeType",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("ageRange", "age_range", ValueKind::Enum(AgeRange::DESCRIPTOR)),
    ],
);
pub(crate) static BATCH_CREATE_CONTACTS_REQUEST: Descriptor = Descriptor::new(
    "BatchCreateContactsRequest",
    "google.people.v1.BatchCreateContactsRequest",
    &[
        Member::new("contacts", "contacts", ValueKind::Message(&CONTACT_TO_CREATE))
            .repeated(),
        Member::new("readMask", "read_mask", ValueKind::FieldMask),
        Member::new("sources", "sources", ValueKind::Enum(ReadSourceType::DESCRIPTOR))
            .repeated(),
    ],
);
pub(crate) static BATCH_CREATE_CONTACTS_RESPONSE: Descriptor = Descriptor::new(
    "BatchCreateContactsResponse",
    "google.people.v1.BatchCreateContactsResponse",
    &[
        Member::new(
                "createdPeople",
                "created_people",
                ValueKind::Message(&PERSON_RESPONSE),
            )
            .repeated(),
    ],
);
pub(crate) static BATCH_DELETE_CONTACTS_REQUEST: Descriptor = Descriptor::new(
    "BatchDeleteContactsRequest",
    "google.people.v1.BatchDeleteContactsRequest",
    &[Member::new("resourceNames", "resource_names", ValueKind::String).repeated()],
);
pub(crate) static BATCH_GET_CONTACT_GROUPS_RESPONSE: Descriptor = Descriptor::new(
    "BatchGetContactGroupsResponse",
    "google.people.v1.BatchGetContactGroupsResponse",
    &[
        Member::new(
                "responses",
                "responses",
                ValueKind::Message(&CONTACT_GROUP_RESPONSE),
            )
            .repeated(),
    ],
);
pub(crate) static BATCH_UPDATE_CONTACTS_REQUEST: Descriptor = Descriptor::new(
    "BatchUpdateContactsRequest",
    "google.people.v1.BatchUpdateContactsRequest",
    &[
        Member::new("contacts", "contacts", ValueKind::Map(&PERSON)),
        Member::new("updateMask", "update_mask", ValueKind::FieldMask),
        Member::new("readMask", "read_mask", ValueKind::FieldMask),
        Member::new("sources", "sources", ValueKind::Enum(ReadSourceType::DESCRIPTOR))
            .repeated(),
    ],
);
pub(crate) static BATCH_UPDATE_CONTACTS_RESPONSE: Descriptor = Descriptor::new(
    "BatchUpdateContactsResponse",
    "google.people.v1.BatchUpdateContactsResponse",
    &[Member::new("updateResult", "update_result", ValueKind::Map(&PERSON_RESPONSE))],
);
pub(crate) static BIOGRAPHY: Descriptor = Descriptor::new(
    "Biography",
    "google.people.v1.Biography",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new(
            "contentType",
            "content_type",
            ValueKind::Enum(ContentType::DESCRIPTOR),
        ),
    ],
);
pub(crate) static BIRTHDAY: Descriptor = Descriptor::new(
    "Birthday",
    "google.people.v1.Birthday",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("date", "date", ValueKind::Message(&DATE)),
        Member::new("text", "text", ValueKind::String).deprecated(),
    ],
);
pub(crate) static BRAGGING_RIGHTS: Descriptor = Descriptor::new(
    "BraggingRights",
    "google.people.v1.BraggingRights",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static CALENDAR_URL: Descriptor = Descriptor::new(
    "CalendarUrl",
    "google.people.v1.CalendarUrl",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("url", "url", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
            .predefined(
                &[("freeBusy", "Free/Busy"), ("home", "Home"), ("work", "Work")],
            ),
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
    ],
);
pub(crate) static CLIENT_DATA: Descriptor = Descriptor::new(
    "ClientData",
    "google.people.v1.ClientData",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("key", "key", ValueKind::String),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static CONTACT_GROUP: Descriptor = Descriptor::new(
    "ContactGroup",
    "google.people.v1.ContactGroup",
    &[
        Member::new("resourceName", "resource_name", ValueKind::String),
        Member::new("etag", "etag", ValueKind::String),
        Member::new("metadata", "metadata", ValueKind::Message(&CONTACT_GROUP_METADATA))
            .output_only(),
        Member::new("groupType", "group_type", ValueKind::Enum(GroupType::DESCRIPTOR))
            .output_only(),
        Member::new("name", "name", ValueKind::String),
        Member::new("formattedName", "formatted_name", ValueKind::String).output_only(),
        Member::new("memberResourceNames", "member_resource_names", ValueKind::String)
            .repeated()
            .output_only(),
        Member::new("memberCount", "member_count", ValueKind::Int32).output_only(),
        Member::new("clientData", "client_data", ValueKind::Message(&GROUP_CLIENT_DATA))
            .repeated(),
    ],
);
pub(crate) static CONTACT_GROUP_MEMBERSHIP: Descriptor = Descriptor::new(
    "ContactGroupMembership",
    "google.people.v1.ContactGroupMembership",
    &[
        Member::new("contactGroupId", "contact_group_id", ValueKind::String)
            .output_only()
            .deprecated(),
        Member::new(
            "contactGroupResourceName",
            "contact_group_resource_name",
            ValueKind::String,
        ),
    ],
);
pub(crate) static CONTACT_GROUP_METADATA: Descriptor = Descriptor::new(
    "ContactGroupMetadata",
    "google.people.v1.ContactGroupMetadata",
    &[
        Member::new("updateTime", "update_time", ValueKind::Timestamp).output_only(),
        Member::new("deleted", "deleted", ValueKind::Bool).output_only(),
    ],
);
pub(crate) static CONTACT_GROUP_RESPONSE: Descriptor = Descriptor::new(
    "ContactGroupResponse",
    "google.people.v1.ContactGroupResponse",
    &[
        Member::new(
            "requestedResourceName",
            "requested_resource_name",
            ValueKind::String,
        ),
        Member::new("status", "status", ValueKind::Message(&STATUS)),
        Member::new("contactGroup", "contact_group", ValueKind::Message(&CONTACT_GROUP)),
    ],
);
pub(crate) static CONTACT_TO_CREATE: Descriptor = Descriptor::new(
    "ContactToCreate",
    "google.people.v1.ContactToCreate",
    &[Member::new("contactPerson", "contact_person", ValueKind::Message(&PERSON))],
);
pub(crate) static COPY_OTHER_CONTACT_TO_MY_CONTACTS_GROUP_REQUEST: Descriptor = Descriptor::new(
    "CopyOtherContactToMyContactsGroupRequest",
    "google.people.v1.CopyOtherContactToMyContactsGroupRequest",
    &[
        Member::new("copyMask", "copy_mask", ValueKind::FieldMask),
        Member::new("readMask", "read_mask", ValueKind::FieldMask),
        Member::new("sources", "sources", ValueKind::Enum(ReadSourceType::DESCRIPTOR))
            .repeated(),
    ],
);
pub(crate) static COVER_PHOTO: Descriptor = Descriptor::new(
    "CoverPhoto",
    "google.people.v1.CoverPhoto",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("url", "url", ValueKind::String),
        Member::new("default", "default", ValueKind::Bool),
    ],
);
pub(crate) static CREATE_CONTACT_GROUP_REQUEST: Descriptor = Descriptor::new(
    "CreateContactGroupRequest",
    "google.people.v1.CreateContactGroupRequest",
    &[
        Member::new("contactGroup", "contact_group", ValueKind::Message(&CONTACT_GROUP)),
        Member::new("readGroupFields", "read_group_fields", ValueKind::FieldMask),
    ],
);
pub(crate) static DATE: Descriptor = Descriptor::new(
    "Date",
    "google.type.Date",
    &[
        Member::new("year", "year", ValueKind::Int32),
        Member::new("month", "month", ValueKind::Int32),
        Member::new("day", "day", ValueKind::Int32),
    ],
);
pub(crate) static DELETE_CONTACT_PHOTO_RESPONSE: Descriptor = Descriptor::new(
    "DeleteContactPhotoResponse",
    "google.people.v1.DeleteContactPhotoResponse",
    &[Member::new("person", "person", ValueKind::Message(&PERSON))],
);
pub(crate) static DOMAIN_MEMBERSHIP: Descriptor = Descriptor::new(
    "DomainMembership",
    "google.people.v1.DomainMembership",
    &[Member::new("inViewerDomain", "in_viewer_domain", ValueKind::Bool)],
);
pub(crate) static EMAIL_ADDRESS: Descriptor = Descriptor::new(
    "EmailAddress",
    "google.people.v1.EmailAddress",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
            .predefined(&[("home", "Home"), ("other", "Other"), ("work", "Work")]),
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
        Member::new("displayName", "display_name", ValueKind::String),
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
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("date", "date", ValueKind::Message(&DATE)),
        Member::new("type", "type", ValueKind::String)
            .predefined(&[("anniversary", "Anniversary"), ("other", "Other")]),
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
    ],
);
pub(crate) static EXTERNAL_ID: Descriptor = Descriptor::new(
    "ExternalId",
    "google.people.v1.ExternalId",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
            .predefined(
                &[
                    ("account", "Account"),
                    ("customer", "Customer"),
                    ("loginId", "Login ID"),
                    ("network", "Network"),
                    ("organization", "Organization"),
                ],
            ),
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
    ],
);
pub(crate) static FIELD_METADATA: Descriptor = Descriptor::new(
    "FieldMetadata",
    "google.people.v1.FieldMetadata",
    &[
        Member::new("primary", "primary", ValueKind::Bool).output_only(),
        Member::new("verified", "verified", ValueKind::Bool).output_only(),
        Member::new("source", "source", ValueKind::Message(&SOURCE)),
        Member::new("sourcePrimary", "source_primary", ValueKind::Bool),
    ],
);
pub(crate) static FILE_AS: Descriptor = Descriptor::new(
    "FileAs",
    "google.people.v1.FileAs",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static GENDER: Descriptor = Descriptor::new(
    "Gender",
    "google.people.v1.Gender",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String)
            .predefined(
                &[("female", "Female"), ("male", "Male"), ("unspecified", "Unspecified")],
            ),
        Member::new("formattedValue", "formatted_value", ValueKind::String)
            .output_only(),
        Member::new("addressMeAs", "address_me_as", ValueKind::String),
    ],
);
pub(crate) static GET_PEOPLE_RESPONSE: Descriptor = Descriptor::new(
    "GetPeopleResponse",
    "google.people.v1.GetPeopleResponse",
    &[
        Member::new("responses", "responses", ValueKind::Message(&PERSON_RESPONSE))
            .repeated(),
    ],
);
pub(crate) static GROUP_CLIENT_DATA: Descriptor = Descriptor::new(
    "GroupClientData",
    "google.people.v1.GroupClientData",
    &[
        Member::new("key", "key", ValueKind::String),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static IM_CLIENT: Descriptor = Descriptor::new(
    "ImClient",
    "google.people.v1.ImClient",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("username", "username", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
            .predefined(&[("home", "Home"), ("other", "Other"), ("work", "Work")]),
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
        Member::new("protocol", "protocol", ValueKind::String)
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
        Member::new("formattedProtocol", "formatted_protocol", ValueKind::String)
            .output_only(),
    ],
);
pub(crate) static INTEREST: Descriptor = Descriptor::new(
    "Interest",
    "google.people.v1.Interest",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static LIST_CONNECTIONS_RESPONSE: Descriptor = Descriptor::new(
    "ListConnectionsResponse",
    "google.people.v1.ListConnectionsResponse",
    &[
        Member::new("connections", "connections", ValueKind::Message(&PERSON))
            .repeated(),
        Member::new("nextPageToken", "next_page_token", ValueKind::String),
        Member::new("nextSyncToken", "next_sync_token", ValueKind::String),
        Member::new("totalPeople", "total_people", ValueKind::Int32).deprecated(),
        Member::new("totalItems", "total_items", ValueKind::Int32),
    ],
);
pub(crate) static LIST_CONTACT_GROUPS_RESPONSE: Descriptor = Descriptor::new(
    "ListContactGroupsResponse",
    "google.people.v1.ListContactGroupsResponse",
    &[
        Member::new(
                "contactGroups",
                "contact_groups",
                ValueKind::Message(&CONTACT_GROUP),
            )
            .repeated(),
        Member::new("totalItems", "total_items", ValueKind::Int32),
        Member::new("nextPageToken", "next_page_token", ValueKind::String),
        Member::new("nextSyncToken", "next_sync_token", ValueKind::String),
    ],
);
pub(crate) static LIST_DIRECTORY_PEOPLE_RESPONSE: Descriptor = Descriptor::new(
    "ListDirectoryPeopleResponse",
    "google.people.v1.ListDirectoryPeopleResponse",
    &[
        Member::new("people", "people", ValueKind::Message(&PERSON)).repeated(),
        Member::new("nextPageToken", "next_page_token", ValueKind::String),
        Member::new("nextSyncToken", "next_sync_token", ValueKind::String),
    ],
);
pub(crate) static LIST_OTHER_CONTACTS_RESPONSE: Descriptor = Descriptor::new(
    "ListOtherContactsResponse",
    "google.people.v1.ListOtherContactsResponse",
    &[
        Member::new("otherContacts", "other_contacts", ValueKind::Message(&PERSON))
            .repeated(),
        Member::new("nextPageToken", "next_page_token", ValueKind::String),
        Member::new("nextSyncToken", "next_sync_token", ValueKind::String),
        Member::new("totalSize", "total_size", ValueKind::Int32),
    ],
);
pub(crate) static LOCALE: Descriptor = Descriptor::new(
    "Locale",
    "google.people.v1.Locale",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static LOCATION: Descriptor = Descriptor::new(
    "Location",
    "google.people.v1.Location",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
            .predefined(&[("desk", "Desk"), ("grewUp", "Grew Up")]),
        Member::new("current", "current", ValueKind::Bool),
        Member::new("buildingId", "building_id", ValueKind::String),
        Member::new("floor", "floor", ValueKind::String),
        Member::new("floorSection", "floor_section", ValueKind::String),
        Member::new("deskCode", "desk_code", ValueKind::String),
    ],
);
pub(crate) static MEMBERSHIP: Descriptor = Descriptor::new(
    "Membership",
    "google.people.v1.Membership",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new(
            "contactGroupMembership",
            "contact_group_membership",
            ValueKind::Message(&CONTACT_GROUP_MEMBERSHIP),
        ),
        Member::new(
                "domainMembership",
                "domain_membership",
                ValueKind::Message(&DOMAIN_MEMBERSHIP),
            )
            .output_only(),
    ],
);
pub(crate) static MISC_KEYWORD: Descriptor = Descriptor::new(
    "MiscKeyword",
    "google.people.v1.MiscKeyword",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("type", "type", ValueKind::Enum(MiscKeywordType::DESCRIPTOR))
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
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
    ],
);
pub(crate) static MODIFY_CONTACT_GROUP_MEMBERS_REQUEST: Descriptor = Descriptor::new(
    "ModifyContactGroupMembersRequest",
    "google.people.v1.ModifyContactGroupMembersRequest",
    &[
        Member::new("resourceNamesToAdd", "resource_names_to_add", ValueKind::String)
            .repeated(),
        Member::new(
                "resourceNamesToRemove",
                "resource_names_to_remove",
                ValueKind::String,
            )
            .repeated(),
    ],
);
pub(crate) static MODIFY_CONTACT_GROUP_MEMBERS_RESPONSE: Descriptor = Descriptor::new(
    "ModifyContactGroupMembersResponse",
    "google.people.v1.ModifyContactGroupMembersResponse",
    &[
        Member::new(
                "notFoundResourceNames",
                "not_found_resource_names",
                ValueKind::String,
            )
            .repeated(),
        Member::new(
                "canNotRemoveLastContactGroupResourceNames",
                "can_not_remove_last_contact_group_resource_names",
                ValueKind::String,
            )
            .repeated(),
    ],
);
pub(crate) static NAME: Descriptor = Descriptor::new(
    "Name",
    "google.people.v1.Name",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("displayName", "display_name", ValueKind::String).output_only(),
        Member::new("familyName", "family_name", ValueKind::String),
        Member::new("givenName", "given_name", ValueKind::String),
        Member::new("middleName", "middle_name", ValueKind::String),
        Member::new("honorificPrefix", "honorific_prefix", ValueKind::String),
        Member::new("honorificSuffix", "honorific_suffix", ValueKind::String),
        Member::new("phoneticFamilyName", "phonetic_family_name", ValueKind::String),
        Member::new("phoneticGivenName", "phonetic_given_name", ValueKind::String),
        Member::new("phoneticMiddleName", "phonetic_middle_name", ValueKind::String),
        Member::new(
            "phoneticHonorificPrefix",
            "phonetic_honorific_prefix",
            ValueKind::String,
        ),
        Member::new(
            "phoneticHonorificSuffix",
            "phonetic_honorific_suffix",
            ValueKind::String,
        ),
        Member::new("phoneticFullName", "phonetic_full_name", ValueKind::String),
        Member::new("displayNameLastFirst", "display_name_last_first", ValueKind::String)
            .output_only(),
        Member::new("unstructuredName", "unstructured_name", ValueKind::String),
    ],
);
pub(crate) static NICKNAME: Descriptor = Descriptor::new(
    "Nickname",
    "google.people.v1.Nickname",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("type", "type", ValueKind::Enum(NicknameType::DESCRIPTOR)),
    ],
);
pub(crate) static OCCUPATION: Descriptor = Descriptor::new(
    "Occupation",
    "google.people.v1.Occupation",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static ORGANIZATION: Descriptor = Descriptor::new(
    "Organization",
    "google.people.v1.Organization",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("type", "type", ValueKind::String)
            .predefined(&[("school", "School"), ("work", "Work")]),
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
        Member::new("startDate", "start_date", ValueKind::Message(&DATE)),
        Member::new("endDate", "end_date", ValueKind::Message(&DATE)),
        Member::new("current", "current", ValueKind::Bool),
        Member::new("name", "name", ValueKind::String),
        Member::new("phoneticName", "phonetic_name", ValueKind::String),
        Member::new("department", "department", ValueKind::String),
        Member::new("title", "title", ValueKind::String),
        Member::new("jobDescription", "job_description", ValueKind::String),
        Member::new("symbol", "symbol", ValueKind::String),
        Member::new("domain", "domain", ValueKind::String),
        Member::new("location", "location", ValueKind::String),
        Member::new("costCenter", "cost_center", ValueKind::String),
        Member::new(
            "fullTimeEquivalentMillipercent",
            "full_time_equivalent_millipercent",
            ValueKind::Int32,
        ),
    ],
);
pub(crate) static PERSON: Descriptor = Descriptor::new(
    "Person",
    "google.people.v1.Person",
    &[
        Member::new("resourceName", "resource_name", ValueKind::String),
        Member::new("etag", "etag", ValueKind::String),
        Member::new("metadata", "metadata", ValueKind::Message(&PERSON_METADATA))
            .output_only(),
        Member::new("locales", "locales", ValueKind::Message(&LOCALE)).repeated(),
        Member::new("names", "names", ValueKind::Message(&NAME)).repeated(),
        Member::new("nicknames", "nicknames", ValueKind::Message(&NICKNAME)).repeated(),
        Member::new("coverPhotos", "cover_photos", ValueKind::Message(&COVER_PHOTO))
            .repeated()
            .output_only(),
        Member::new("photos", "photos", ValueKind::Message(&PHOTO))
            .repeated()
            .output_only(),
        Member::new("genders", "genders", ValueKind::Message(&GENDER)).repeated(),
        Member::new("ageRange", "age_range", ValueKind::Enum(AgeRange::DESCRIPTOR))
            .output_only()
            .deprecated(),
        Member::new("ageRanges", "age_ranges", ValueKind::Message(&AGE_RANGE_TYPE))
            .repeated()
            .output_only(),
        Member::new("birthdays", "birthdays", ValueKind::Message(&BIRTHDAY)).repeated(),
        Member::new("addresses", "addresses", ValueKind::Message(&ADDRESS)).repeated(),
        Member::new("residences", "residences", ValueKind::Message(&RESIDENCE))
            .repeated()
            .deprecated(),
        Member::new(
                "emailAddresses",
                "email_addresses",
                ValueKind::Message(&EMAIL_ADDRESS),
            )
            .repeated(),
        Member::new("phoneNumbers", "phone_numbers", ValueKind::Message(&PHONE_NUMBER))
            .repeated(),
        Member::new("biographies", "biographies", ValueKind::Message(&BIOGRAPHY))
            .repeated(),
        Member::new("urls", "urls", ValueKind::Message(&URL)).repeated(),
        Member::new("organizations", "organizations", ValueKind::Message(&ORGANIZATION))
            .repeated(),
        Member::new("occupations", "occupations", ValueKind::Message(&OCCUPATION))
            .repeated(),
        Member::new("taglines", "taglines", ValueKind::Message(&TAGLINE))
            .repeated()
            .output_only()
            .deprecated(),
        Member::new(
                "braggingRights",
                "bragging_rights",
                ValueKind::Message(&BRAGGING_RIGHTS),
            )
            .repeated()
            .deprecated(),
        Member::new("skills", "skills", ValueKind::Message(&SKILL)).repeated(),
        Member::new("interests", "interests", ValueKind::Message(&INTEREST)).repeated(),
        Member::new(
                "relationshipStatuses",
                "relationship_statuses",
                ValueKind::Message(&RELATIONSHIP_STATUS),
            )
            .repeated()
            .output_only()
            .deprecated(),
        Member::new(
                "relationshipInterests",
                "relationship_interests",
                ValueKind::Message(&RELATIONSHIP_INTEREST),
            )
            .repeated()
            .output_only()
            .deprecated(),
        Member::new("memberships", "memberships", ValueKind::Message(&MEMBERSHIP))
            .repeated(),
        Member::new("events", "events", ValueKind::Message(&EVENT)).repeated(),
        Member::new("imClients", "im_clients", ValueKind::Message(&IM_CLIENT))
            .repeated(),
        Member::new("relations", "relations", ValueKind::Message(&RELATION)).repeated(),
        Member::new("userDefined", "user_defined", ValueKind::Message(&USER_DEFINED))
            .repeated(),
        Member::new("sipAddresses", "sip_addresses", ValueKind::Message(&SIP_ADDRESS))
            .repeated(),
        Member::new("calendarUrls", "calendar_urls", ValueKind::Message(&CALENDAR_URL))
            .repeated(),
        Member::new("clientData", "client_data", ValueKind::Message(&CLIENT_DATA))
            .repeated(),
        Member::new("externalIds", "external_ids", ValueKind::Message(&EXTERNAL_ID))
            .repeated(),
        Member::new("fileAses", "file_ases", ValueKind::Message(&FILE_AS)).repeated(),
        Member::new("locations", "locations", ValueKind::Message(&LOCATION)).repeated(),
        Member::new("miscKeywords", "misc_keywords", ValueKind::Message(&MISC_KEYWORD))
            .repeated(),
    ],
);
pub(crate) static PERSON_METADATA: Descriptor = Descriptor::new(
    "PersonMetadata",
    "google.people.v1.PersonMetadata",
    &[
        Member::new("sources", "sources", ValueKind::Message(&SOURCE)).repeated(),
        Member::new(
                "previousResourceNames",
                "previous_resource_names",
                ValueKind::String,
            )
            .repeated()
            .output_only(),
        Member::new(
                "linkedPeopleResourceNames",
                "linked_people_resource_names",
                ValueKind::String,
            )
            .repeated()
            .output_only(),
        Member::new("deleted", "deleted", ValueKind::Bool).output_only(),
        Member::new("objectType", "object_type", ValueKind::Enum(ObjectType::DESCRIPTOR))
            .output_only()
            .deprecated(),
    ],
);
pub(crate) static PERSON_RESPONSE: Descriptor = Descriptor::new(
    "PersonResponse",
    "google.people.v1.PersonResponse",
    &[
        Member::new("httpStatusCode", "http_status_code", ValueKind::Int32).deprecated(),
        Member::new("person", "person", ValueKind::Message(&PERSON)),
        Member::new(
            "requestedResourceName",
            "requested_resource_name",
            ValueKind::String,
        ),
        Member::new("status", "status", ValueKind::Message(&STATUS)),
    ],
);
pub(crate) static PHONE_NUMBER: Descriptor = Descriptor::new(
    "PhoneNumber",
    "google.people.v1.PhoneNumber",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("canonicalForm", "canonical_form", ValueKind::String).output_only(),
        Member::new("type", "type", ValueKind::String)
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
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
    ],
);
pub(crate) static PHOTO: Descriptor = Descriptor::new(
    "Photo",
    "google.people.v1.Photo",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("url", "url", ValueKind::String),
        Member::new("default", "default", ValueKind::Bool),
    ],
);
pub(crate) static PROFILE_METADATA: Descriptor = Descriptor::new(
    "ProfileMetadata",
    "google.people.v1.ProfileMetadata",
    &[
        Member::new("objectType", "object_type", ValueKind::Enum(ObjectType::DESCRIPTOR))
            .output_only(),
        Member::new("userTypes", "user_types", ValueKind::Enum(UserType::DESCRIPTOR))
            .repeated()
            .output_only(),
    ],
);
pub(crate) static RELATION: Descriptor = Descriptor::new(
    "Relation",
    "google.people.v1.Relation",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("person", "person", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
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
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
    ],
);
pub(crate) static RELATIONSHIP_INTEREST: Descriptor = Descriptor::new(
    "RelationshipInterest",
    "google.people.v1.RelationshipInterest",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("formattedValue", "formatted_value", ValueKind::String).output_only(),
    ],
);
pub(crate) static RELATIONSHIP_STATUS: Descriptor = Descriptor::new(
    "RelationshipStatus",
    "google.people.v1.RelationshipStatus",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("formattedValue", "formatted_value", ValueKind::String).output_only(),
    ],
);
pub(crate) static RESIDENCE: Descriptor = Descriptor::new(
    "Residence",
    "google.people.v1.Residence",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("current", "current", ValueKind::Bool),
    ],
);
pub(crate) static SEARCH_DIRECTORY_PEOPLE_RESPONSE: Descriptor = Descriptor::new(
    "SearchDirectoryPeopleResponse",
    "google.people.v1.SearchDirectoryPeopleResponse",
    &[
        Member::new("people", "people", ValueKind::Message(&PERSON)).repeated(),
        Member::new("nextPageToken", "next_page_token", ValueKind::String),
        Member::new("totalSize", "total_size", ValueKind::Int32),
    ],
);
pub(crate) static SEARCH_RESPONSE: Descriptor = Descriptor::new(
    "SearchResponse",
    "google.people.v1.SearchResponse",
    &[Member::new("results", "results", ValueKind::Message(&SEARCH_RESULT)).repeated()],
);
pub(crate) static SEARCH_RESULT: Descriptor = Descriptor::new(
    "SearchResult",
    "google.people.v1.SearchResult",
    &[Member::new("person", "person", ValueKind::Message(&PERSON))],
);
pub(crate) static SIP_ADDRESS: Descriptor = Descriptor::new(
    "SipAddress",
    "google.people.v1.SipAddress",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
            .predefined(
                &[
                    ("home", "Home"),
                    ("mobile", "Mobile"),
                    ("other", "Other"),
                    ("work", "Work"),
                ],
            ),
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
    ],
);
pub(crate) static SKILL: Descriptor = Descriptor::new(
    "Skill",
    "google.people.v1.Skill",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static SOURCE: Descriptor = Descriptor::new(
    "Source",
    "google.people.v1.Source",
    &[
        Member::new("type", "type", ValueKind::Enum(SourceType::DESCRIPTOR)),
        Member::new("id", "id", ValueKind::String),
        Member::new("etag", "etag", ValueKind::String),
        Member::new(
                "profileMetadata",
                "profile_metadata",
                ValueKind::Message(&PROFILE_METADATA),
            )
            .output_only(),
        Member::new("updateTime", "update_time", ValueKind::Timestamp).output_only(),
    ],
);
pub(crate) static STATUS: Descriptor = Descriptor::new(
    "Status",
    "google.rpc.Status",
    &[
        Member::new("code", "code", ValueKind::Int32),
        Member::new("message", "message", ValueKind::String),
        Member::new("details", "details", ValueKind::Struct).repeated(),
    ],
);
pub(crate) static TAGLINE: Descriptor = Descriptor::new(
    "Tagline",
    "google.people.v1.Tagline",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
    ],
);
pub(crate) static UPDATE_CONTACT_GROUP_REQUEST: Descriptor = Descriptor::new(
    "UpdateContactGroupRequest",
    "google.people.v1.UpdateContactGroupRequest",
    &[
        Member::new("contactGroup", "contact_group", ValueKind::Message(&CONTACT_GROUP)),
        Member::new("updateGroupFields", "update_group_fields", ValueKind::FieldMask),
        Member::new("readGroupFields", "read_group_fields", ValueKind::FieldMask),
    ],
);
pub(crate) static UPDATE_CONTACT_PHOTO_REQUEST: Descriptor = Descriptor::new(
    "UpdateContactPhotoRequest",
    "google.people.v1.UpdateContactPhotoRequest",
    &[
        Member::new("photoBytes", "photo_bytes", ValueKind::Bytes),
        Member::new("personFields", "person_fields", ValueKind::FieldMask),
        Member::new("sources", "sources", ValueKind::Enum(ReadSourceType::DESCRIPTOR))
            .repeated(),
    ],
);
pub(crate) static UPDATE_CONTACT_PHOTO_RESPONSE: Descriptor = Descriptor::new(
    "UpdateContactPhotoResponse",
    "google.people.v1.UpdateContactPhotoResponse",
    &[Member::new("person", "person", ValueKind::Message(&PERSON))],
);
pub(crate) static URL: Descriptor = Descriptor::new(
    "Url",
    "google.people.v1.Url",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("value", "value", ValueKind::String),
        Member::new("type", "type", ValueKind::String)
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
        Member::new("formattedType", "formatted_type", ValueKind::String).output_only(),
    ],
);
pub(crate) static USER_DEFINED: Descriptor = Descriptor::new(
    "UserDefined",
    "google.people.v1.UserDefined",
    &[
        Member::new("metadata", "metadata", ValueKind::Message(&FIELD_METADATA)),
        Member::new("key", "key", ValueKind::String),
        Member::new("value", "value", ValueKind::String),
    ],
);
