// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use crate::{
    descriptor::{Descriptor, ValueKind},
    method::{Body, Parameter, Resources, Scope, SystemParameter},
};
use super::{descriptors, enums::*};
/// The gRPC service that every method belongs to; error details name it.
pub const SERVICE: &str = "google.people.v1.PeopleService";
/// Every scope that some method accepts.
pub const SCOPES: &[Scope] = &[
    Scope::new("https://www.googleapis.com/auth/contacts", "Read and change contacts."),
    Scope::new(
        "https://www.googleapis.com/auth/contacts.other.readonly",
        "Read other contacts.",
    ),
    Scope::new("https://www.googleapis.com/auth/contacts.readonly", "Read contacts."),
    Scope::new(
        "https://www.googleapis.com/auth/directory.readonly",
        "Read the directory of the user's organisation.",
    ),
    Scope::new(
        "https://www.googleapis.com/auth/user.addresses.read",
        "Read the user's own postal addresses.",
    ),
    Scope::new(
        "https://www.googleapis.com/auth/user.birthday.read",
        "Read the user's own birthday.",
    ),
    Scope::new(
        "https://www.googleapis.com/auth/user.emails.read",
        "Read all of the user's own e-mail addresses.",
    ),
    Scope::new(
        "https://www.googleapis.com/auth/user.gender.read",
        "Read the user's own gender.",
    ),
    Scope::new(
        "https://www.googleapis.com/auth/user.organization.read",
        "Read the user's own employers and schools.",
    ),
    Scope::new(
        "https://www.googleapis.com/auth/user.phonenumbers.read",
        "Read the user's own phone numbers.",
    ),
    Scope::new(
        "https://www.googleapis.com/auth/userinfo.email",
        "Read the user's main e-mail address.",
    ),
    Scope::new(
        "https://www.googleapis.com/auth/userinfo.profile",
        "Read what the user's profile says in public.",
    ),
];
/// The query parameters that every method takes (rule of the front end, not of a method).
pub const SYSTEM_PARAMETERS: &[SystemParameter] = &[
    SystemParameter::new(
        "$.xgafv",
        None,
        &["1", "2"],
        "The version of the error format.",
    ),
    SystemParameter::new(
        "access_token",
        None,
        &[],
        "A bearer token, in place of the header.",
    ),
    SystemParameter::new(
        "alt",
        Some("$alt"),
        &["json", "media", "proto"],
        "The format of the answer.",
    ),
    SystemParameter::new(
        "callback",
        Some("$callback"),
        &[],
        "The function that wraps a JSONP answer.",
    ),
    SystemParameter::new(
        "fields",
        Some("$fields"),
        &[],
        "The parts wanted of the answer.",
    ),
    SystemParameter::new("key", Some("$key"), &[], "The caller's project."),
    SystemParameter::new(
        "oauth_token",
        None,
        &[],
        "A bearer token, in place of the header.",
    ),
    SystemParameter::new(
        "prettyPrint",
        Some("$prettyPrint"),
        &[],
        "Whether the answer is indented; it is by default.",
    ),
    SystemParameter::new(
        "quotaUser",
        Some("$quotaUser"),
        &[],
        "Whose quota a call counts against.",
    ),
    SystemParameter::new(
        "uploadType",
        None,
        &[],
        "How media is uploaded, the older way.",
    ),
    SystemParameter::new("upload_protocol", None, &[], "How media is uploaded."),
];
/// A method of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)]
pub enum Method {
    /// `people.people.batchCreateContacts`: creates several contacts.
    BatchCreateContacts,
    /// `people.people.batchDeleteContacts`: deletes several contacts.
    BatchDeleteContacts,
    /// `people.people.batchUpdateContacts`: updates several contacts.
    BatchUpdateContacts,
    /// `people.people.createContact`: creates a contact.
    CreateContact,
    /// `people.people.deleteContact`: deletes a contact.
    DeleteContact,
    /// `people.people.deleteContactPhoto`: takes the photo from a contact.
    DeleteContactPhoto,
    /// `people.people.get`: reads a person; `people/me` is the caller.
    GetPerson,
    /// `people.people.getBatchGet`: reads several persons.
    GetPeople,
    /// `people.people.listDirectoryPeople`: lists an organisation's directory.
    ListDirectoryPeople,
    /// `people.people.searchContacts`: finds contacts by prefixes of words.
    SearchContacts,
    /// `people.people.searchDirectoryPeople`: finds persons in an organisation's directory.
    SearchDirectoryPeople,
    /// `people.people.updateContact`: replaces the masked fields of a contact.
    UpdateContact,
    /// `people.people.updateContactPhoto`: gives a contact a photo.
    UpdateContactPhoto,
    /// `people.people.connections.list`: lists the caller's contacts, or what changed of them.
    ListConnections,
    /// `people.contactGroups.batchGet`: reads several groups.
    BatchGetContactGroups,
    /// `people.contactGroups.create`: creates a group.
    CreateContactGroup,
    /// `people.contactGroups.delete`: deletes a group.
    DeleteContactGroup,
    /// `people.contactGroups.get`: reads a group.
    GetContactGroup,
    /// `people.contactGroups.list`: lists the caller's groups, or what changed of them.
    ListContactGroups,
    /// `people.contactGroups.update`: renames a group.
    UpdateContactGroup,
    /// `people.contactGroups.members.modify`: adds contacts to a group and takes contacts from it.
    ModifyContactGroupMembers,
    /// `people.otherContacts.copyOtherContactToMyContactsGroup`: makes a contact of an other contact.
    CopyOtherContactToMyContactsGroup,
    /// `people.otherContacts.list`: lists the caller's other contacts, or what changed of them.
    ListOtherContacts,
    /// `people.otherContacts.search`: finds other contacts by prefixes of words.
    SearchOtherContacts,
}
impl Method {
    /// Every method.
    pub const ALL: [Self; 24] = [
        Self::BatchCreateContacts,
        Self::BatchDeleteContacts,
        Self::BatchUpdateContacts,
        Self::CreateContact,
        Self::DeleteContact,
        Self::DeleteContactPhoto,
        Self::GetPerson,
        Self::GetPeople,
        Self::ListDirectoryPeople,
        Self::SearchContacts,
        Self::SearchDirectoryPeople,
        Self::UpdateContact,
        Self::UpdateContactPhoto,
        Self::ListConnections,
        Self::BatchGetContactGroups,
        Self::CreateContactGroup,
        Self::DeleteContactGroup,
        Self::GetContactGroup,
        Self::ListContactGroups,
        Self::UpdateContactGroup,
        Self::ModifyContactGroupMembers,
        Self::CopyOtherContactToMyContactsGroup,
        Self::ListOtherContacts,
        Self::SearchOtherContacts,
    ];
    /// The id in the API's discovery document: `people.people.updateContact`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::BatchCreateContacts => "people.people.batchCreateContacts",
            Self::BatchDeleteContacts => "people.people.batchDeleteContacts",
            Self::BatchUpdateContacts => "people.people.batchUpdateContacts",
            Self::CreateContact => "people.people.createContact",
            Self::DeleteContact => "people.people.deleteContact",
            Self::DeleteContactPhoto => "people.people.deleteContactPhoto",
            Self::GetPerson => "people.people.get",
            Self::GetPeople => "people.people.getBatchGet",
            Self::ListDirectoryPeople => "people.people.listDirectoryPeople",
            Self::SearchContacts => "people.people.searchContacts",
            Self::SearchDirectoryPeople => "people.people.searchDirectoryPeople",
            Self::UpdateContact => "people.people.updateContact",
            Self::UpdateContactPhoto => "people.people.updateContactPhoto",
            Self::ListConnections => "people.people.connections.list",
            Self::BatchGetContactGroups => "people.contactGroups.batchGet",
            Self::CreateContactGroup => "people.contactGroups.create",
            Self::DeleteContactGroup => "people.contactGroups.delete",
            Self::GetContactGroup => "people.contactGroups.get",
            Self::ListContactGroups => "people.contactGroups.list",
            Self::UpdateContactGroup => "people.contactGroups.update",
            Self::ModifyContactGroupMembers => "people.contactGroups.members.modify",
            Self::CopyOtherContactToMyContactsGroup => {
                "people.otherContacts.copyOtherContactToMyContactsGroup"
            }
            Self::ListOtherContacts => "people.otherContacts.list",
            Self::SearchOtherContacts => "people.otherContacts.search",
        }
    }
    /// The name in the gRPC service: `UpdateContact`.
    #[must_use]
    pub const fn rpc(self) -> &'static str {
        match self {
            Self::BatchCreateContacts => "BatchCreateContacts",
            Self::BatchDeleteContacts => "BatchDeleteContacts",
            Self::BatchUpdateContacts => "BatchUpdateContacts",
            Self::CreateContact => "CreateContact",
            Self::DeleteContact => "DeleteContact",
            Self::DeleteContactPhoto => "DeleteContactPhoto",
            Self::GetPerson => "GetPerson",
            Self::GetPeople => "GetPeople",
            Self::ListDirectoryPeople => "ListDirectoryPeople",
            Self::SearchContacts => "SearchContacts",
            Self::SearchDirectoryPeople => "SearchDirectoryPeople",
            Self::UpdateContact => "UpdateContact",
            Self::UpdateContactPhoto => "UpdateContactPhoto",
            Self::ListConnections => "ListConnections",
            Self::BatchGetContactGroups => "BatchGetContactGroups",
            Self::CreateContactGroup => "CreateContactGroup",
            Self::DeleteContactGroup => "DeleteContactGroup",
            Self::GetContactGroup => "GetContactGroup",
            Self::ListContactGroups => "ListContactGroups",
            Self::UpdateContactGroup => "UpdateContactGroup",
            Self::ModifyContactGroupMembers => "ModifyContactGroupMembers",
            Self::CopyOtherContactToMyContactsGroup => {
                "CopyOtherContactToMyContactsGroup"
            }
            Self::ListOtherContacts => "ListOtherContacts",
            Self::SearchOtherContacts => "SearchOtherContacts",
        }
    }
    /// The HTTP verb: `PATCH`.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::BatchCreateContacts => "POST",
            Self::BatchDeleteContacts => "POST",
            Self::BatchUpdateContacts => "POST",
            Self::CreateContact => "POST",
            Self::DeleteContact => "DELETE",
            Self::DeleteContactPhoto => "DELETE",
            Self::GetPerson => "GET",
            Self::GetPeople => "GET",
            Self::ListDirectoryPeople => "GET",
            Self::SearchContacts => "GET",
            Self::SearchDirectoryPeople => "GET",
            Self::UpdateContact => "PATCH",
            Self::UpdateContactPhoto => "PATCH",
            Self::ListConnections => "GET",
            Self::BatchGetContactGroups => "GET",
            Self::CreateContactGroup => "POST",
            Self::DeleteContactGroup => "DELETE",
            Self::GetContactGroup => "GET",
            Self::ListContactGroups => "GET",
            Self::UpdateContactGroup => "PUT",
            Self::ModifyContactGroupMembers => "POST",
            Self::CopyOtherContactToMyContactsGroup => "POST",
            Self::ListOtherContacts => "GET",
            Self::SearchOtherContacts => "GET",
        }
    }
    /// The path, as a gRPC transcoding template:
    /// `/v1/{person.resourceName=people/*}:updateContact`.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::BatchCreateContacts => "/v1/people:batchCreateContacts",
            Self::BatchDeleteContacts => "/v1/people:batchDeleteContacts",
            Self::BatchUpdateContacts => "/v1/people:batchUpdateContacts",
            Self::CreateContact => "/v1/people:createContact",
            Self::DeleteContact => "/v1/{resourceName=people/*}:deleteContact",
            Self::DeleteContactPhoto => "/v1/{resourceName=people/*}:deleteContactPhoto",
            Self::GetPerson => "/v1/{resourceName=people/*}",
            Self::GetPeople => "/v1/people:batchGet",
            Self::ListDirectoryPeople => "/v1/people:listDirectoryPeople",
            Self::SearchContacts => "/v1/people:searchContacts",
            Self::SearchDirectoryPeople => "/v1/people:searchDirectoryPeople",
            Self::UpdateContact => "/v1/{person.resourceName=people/*}:updateContact",
            Self::UpdateContactPhoto => "/v1/{resourceName=people/*}:updateContactPhoto",
            Self::ListConnections => "/v1/{resourceName=people/*}/connections",
            Self::BatchGetContactGroups => "/v1/contactGroups:batchGet",
            Self::CreateContactGroup => "/v1/contactGroups",
            Self::DeleteContactGroup => "/v1/{resourceName=contactGroups/*}",
            Self::GetContactGroup => "/v1/{resourceName=contactGroups/*}",
            Self::ListContactGroups => "/v1/contactGroups",
            Self::UpdateContactGroup => "/v1/{contactGroup.resourceName=contactGroups/*}",
            Self::ModifyContactGroupMembers => {
                "/v1/{resourceName=contactGroups/*}/members:modify"
            }
            Self::CopyOtherContactToMyContactsGroup => {
                "/v1/{resourceName=otherContacts/*}:copyOtherContactToMyContactsGroup"
            }
            Self::ListOtherContacts => "/v1/otherContacts",
            Self::SearchOtherContacts => "/v1/otherContacts:search",
        }
    }
    /// The query parameters, beside the [system's](SYSTEM_PARAMETERS).
    #[must_use]
    pub const fn query(self) -> &'static [Parameter] {
        match self {
            Self::BatchCreateContacts => const { &[] }
            Self::BatchDeleteContacts => const { &[] }
            Self::BatchUpdateContacts => const { &[] }
            Self::CreateContact => {
                const {
                    &[
                        Parameter::new(
                            "personFields",
                            "person_fields",
                            ValueKind::FieldMask,
                            "The fields wanted in the answer.",
                        ),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(ReadSourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated(),
                    ]
                }
            }
            Self::DeleteContact => const { &[] }
            Self::DeleteContactPhoto => {
                const {
                    &[
                        Parameter::new(
                            "personFields",
                            "person_fields",
                            ValueKind::FieldMask,
                            "The fields wanted in the answer.",
                        ),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(ReadSourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated(),
                    ]
                }
            }
            Self::GetPerson => {
                const {
                    &[
                        Parameter::new(
                                "personFields",
                                "person_fields",
                                ValueKind::FieldMask,
                                "The fields wanted in the answer.",
                            )
                            .required(),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(ReadSourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated(),
                        Parameter::new(
                            "requestMask.includeField",
                            "request_mask.include_field",
                            ValueKind::FieldMask,
                            "The fields wanted in the answer, each after `person.`; an older form of `personFields`.",
                        ),
                    ]
                }
            }
            Self::GetPeople => {
                const {
                    &[
                        Parameter::new(
                                "resourceNames",
                                "resource_names",
                                ValueKind::String,
                                "What to read.",
                            )
                            .repeated()
                            .required(),
                        Parameter::new(
                                "personFields",
                                "person_fields",
                                ValueKind::FieldMask,
                                "The fields wanted in the answer.",
                            )
                            .required(),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(ReadSourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated(),
                        Parameter::new(
                            "requestMask.includeField",
                            "request_mask.include_field",
                            ValueKind::FieldMask,
                            "The fields wanted in the answer, each after `person.`; an older form of `personFields`.",
                        ),
                    ]
                }
            }
            Self::ListDirectoryPeople => {
                const {
                    &[
                        Parameter::new(
                                "readMask",
                                "read_mask",
                                ValueKind::FieldMask,
                                "The fields wanted in the answer.",
                            )
                            .required(),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(DirectorySourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated()
                            .required(),
                        Parameter::new(
                                "mergeSources",
                                "merge_sources",
                                ValueKind::Enum(DirectoryMergeSourceType::DESCRIPTOR),
                                "What to add to each entry.",
                            )
                            .repeated(),
                        Parameter::new(
                            "pageSize",
                            "page_size",
                            ValueKind::Int32,
                            "How many entries a page has at most.",
                        ),
                        Parameter::new(
                            "pageToken",
                            "page_token",
                            ValueKind::String,
                            "Where the page begins, from the answer before.",
                        ),
                        Parameter::new(
                            "requestSyncToken",
                            "request_sync_token",
                            ValueKind::Bool,
                            "Whether the last page should carry a sync token.",
                        ),
                        Parameter::new(
                            "syncToken",
                            "sync_token",
                            ValueKind::String,
                            "Asks for what changed since this token was given out.",
                        ),
                    ]
                }
            }
            Self::SearchContacts => {
                const {
                    &[
                        Parameter::new(
                                "query",
                                "query",
                                ValueKind::String,
                                "The words to look for, or their beginnings.",
                            )
                            .required(),
                        Parameter::new(
                                "readMask",
                                "read_mask",
                                ValueKind::FieldMask,
                                "The fields wanted in the answer.",
                            )
                            .required(),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(ReadSourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated(),
                        Parameter::new(
                            "pageSize",
                            "page_size",
                            ValueKind::Int32,
                            "How many entries a page has at most.",
                        ),
                    ]
                }
            }
            Self::SearchDirectoryPeople => {
                const {
                    &[
                        Parameter::new(
                                "query",
                                "query",
                                ValueKind::String,
                                "The words to look for, or their beginnings.",
                            )
                            .required(),
                        Parameter::new(
                                "readMask",
                                "read_mask",
                                ValueKind::FieldMask,
                                "The fields wanted in the answer.",
                            )
                            .required(),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(DirectorySourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated()
                            .required(),
                        Parameter::new(
                                "mergeSources",
                                "merge_sources",
                                ValueKind::Enum(DirectoryMergeSourceType::DESCRIPTOR),
                                "What to add to each entry.",
                            )
                            .repeated(),
                        Parameter::new(
                            "pageSize",
                            "page_size",
                            ValueKind::Int32,
                            "How many entries a page has at most.",
                        ),
                        Parameter::new(
                            "pageToken",
                            "page_token",
                            ValueKind::String,
                            "Where the page begins, from the answer before.",
                        ),
                    ]
                }
            }
            Self::UpdateContact => {
                const {
                    &[
                        Parameter::new(
                                "updatePersonFields",
                                "update_person_fields",
                                ValueKind::FieldMask,
                                "The fields to replace.",
                            )
                            .required(),
                        Parameter::new(
                            "personFields",
                            "person_fields",
                            ValueKind::FieldMask,
                            "The fields wanted in the answer.",
                        ),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(ReadSourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated(),
                    ]
                }
            }
            Self::UpdateContactPhoto => const { &[] }
            Self::ListConnections => {
                const {
                    &[
                        Parameter::new(
                                "personFields",
                                "person_fields",
                                ValueKind::FieldMask,
                                "The fields wanted in the answer.",
                            )
                            .required(),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(ReadSourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated(),
                        Parameter::new(
                            "requestMask.includeField",
                            "request_mask.include_field",
                            ValueKind::FieldMask,
                            "The fields wanted in the answer, each after `person.`; an older form of `personFields`.",
                        ),
                        Parameter::new(
                            "pageSize",
                            "page_size",
                            ValueKind::Int32,
                            "How many entries a page has at most.",
                        ),
                        Parameter::new(
                            "pageToken",
                            "page_token",
                            ValueKind::String,
                            "Where the page begins, from the answer before.",
                        ),
                        Parameter::new(
                            "sortOrder",
                            "sort_order",
                            ValueKind::Enum(SortOrder::DESCRIPTOR),
                            "How the entries are ordered.",
                        ),
                        Parameter::new(
                            "requestSyncToken",
                            "request_sync_token",
                            ValueKind::Bool,
                            "Whether the last page should carry a sync token.",
                        ),
                        Parameter::new(
                            "syncToken",
                            "sync_token",
                            ValueKind::String,
                            "Asks for what changed since this token was given out.",
                        ),
                    ]
                }
            }
            Self::BatchGetContactGroups => {
                const {
                    &[
                        Parameter::new(
                                "resourceNames",
                                "resource_names",
                                ValueKind::String,
                                "What to read.",
                            )
                            .repeated()
                            .required(),
                        Parameter::new(
                            "groupFields",
                            "group_fields",
                            ValueKind::FieldMask,
                            "The group fields wanted in the answer.",
                        ),
                        Parameter::new(
                            "maxMembers",
                            "max_members",
                            ValueKind::Int32,
                            "How many members of a group are listed at most.",
                        ),
                    ]
                }
            }
            Self::CreateContactGroup => const { &[] }
            Self::DeleteContactGroup => {
                const {
                    &[
                        Parameter::new(
                            "deleteContacts",
                            "delete_contacts",
                            ValueKind::Bool,
                            "Whether the members are deleted too.",
                        ),
                    ]
                }
            }
            Self::GetContactGroup => {
                const {
                    &[
                        Parameter::new(
                            "groupFields",
                            "group_fields",
                            ValueKind::FieldMask,
                            "The group fields wanted in the answer.",
                        ),
                        Parameter::new(
                            "maxMembers",
                            "max_members",
                            ValueKind::Int32,
                            "How many members of a group are listed at most.",
                        ),
                    ]
                }
            }
            Self::ListContactGroups => {
                const {
                    &[
                        Parameter::new(
                            "groupFields",
                            "group_fields",
                            ValueKind::FieldMask,
                            "The group fields wanted in the answer.",
                        ),
                        Parameter::new(
                            "pageSize",
                            "page_size",
                            ValueKind::Int32,
                            "How many entries a page has at most.",
                        ),
                        Parameter::new(
                            "pageToken",
                            "page_token",
                            ValueKind::String,
                            "Where the page begins, from the answer before.",
                        ),
                        Parameter::new(
                            "syncToken",
                            "sync_token",
                            ValueKind::String,
                            "Asks for what changed since this token was given out.",
                        ),
                    ]
                }
            }
            Self::UpdateContactGroup => const { &[] }
            Self::ModifyContactGroupMembers => const { &[] }
            Self::CopyOtherContactToMyContactsGroup => const { &[] }
            Self::ListOtherContacts => {
                const {
                    &[
                        Parameter::new(
                                "readMask",
                                "read_mask",
                                ValueKind::FieldMask,
                                "The fields wanted in the answer.",
                            )
                            .required(),
                        Parameter::new(
                                "sources",
                                "sources",
                                ValueKind::Enum(ReadSourceType::DESCRIPTOR),
                                "The kinds of source wanted in the answer.",
                            )
                            .repeated(),
                        Parameter::new(
                            "pageSize",
                            "page_size",
                            ValueKind::Int32,
                            "How many entries a page has at most.",
                        ),
                        Parameter::new(
                            "pageToken",
                            "page_token",
                            ValueKind::String,
                            "Where the page begins, from the answer before.",
                        ),
                        Parameter::new(
                            "requestSyncToken",
                            "request_sync_token",
                            ValueKind::Bool,
                            "Whether the last page should carry a sync token.",
                        ),
                        Parameter::new(
                            "syncToken",
                            "sync_token",
                            ValueKind::String,
                            "Asks for what changed since this token was given out.",
                        ),
                    ]
                }
            }
            Self::SearchOtherContacts => {
                const {
                    &[
                        Parameter::new(
                                "query",
                                "query",
                                ValueKind::String,
                                "The words to look for, or their beginnings.",
                            )
                            .required(),
                        Parameter::new(
                                "readMask",
                                "read_mask",
                                ValueKind::FieldMask,
                                "The fields wanted in the answer.",
                            )
                            .required(),
                        Parameter::new(
                            "pageSize",
                            "page_size",
                            ValueKind::Int32,
                            "How many entries a page has at most.",
                        ),
                    ]
                }
            }
        }
    }
    /// What the request's body holds, if it has one.
    #[must_use]
    pub const fn body(self) -> Option<Body> {
        match self {
            Self::BatchCreateContacts => {
                Some(
                    Body::new(
                        None,
                        &descriptors::BATCH_CREATE_CONTACTS_REQUEST,
                        8,
                        Resources::People(&["contacts", "*", "contactPerson"]),
                    ),
                )
            }
            Self::BatchDeleteContacts => {
                Some(
                    Body::new(
                        None,
                        &descriptors::BATCH_DELETE_CONTACTS_REQUEST,
                        1,
                        Resources::None,
                    ),
                )
            }
            Self::BatchUpdateContacts => {
                Some(
                    Body::new(
                        None,
                        &descriptors::BATCH_UPDATE_CONTACTS_REQUEST,
                        8,
                        Resources::People(&["contacts", "*"]),
                    ),
                )
            }
            Self::CreateContact => {
                Some(
                    Body::new(
                        Some("person"),
                        &descriptors::PERSON,
                        1,
                        Resources::People(&[]),
                    ),
                )
            }
            Self::DeleteContact => None,
            Self::DeleteContactPhoto => None,
            Self::GetPerson => None,
            Self::GetPeople => None,
            Self::ListDirectoryPeople => None,
            Self::SearchContacts => None,
            Self::SearchDirectoryPeople => None,
            Self::UpdateContact => {
                Some(
                    Body::new(
                        Some("person"),
                        &descriptors::PERSON,
                        1,
                        Resources::People(&[]),
                    ),
                )
            }
            Self::UpdateContactPhoto => {
                Some(
                    Body::new(
                        None,
                        &descriptors::UPDATE_CONTACT_PHOTO_REQUEST,
                        4,
                        Resources::None,
                    ),
                )
            }
            Self::ListConnections => None,
            Self::BatchGetContactGroups => None,
            Self::CreateContactGroup => {
                Some(
                    Body::new(
                        None,
                        &descriptors::CREATE_CONTACT_GROUP_REQUEST,
                        1,
                        Resources::Groups(&["contactGroup"]),
                    ),
                )
            }
            Self::DeleteContactGroup => None,
            Self::GetContactGroup => None,
            Self::ListContactGroups => None,
            Self::UpdateContactGroup => {
                Some(
                    Body::new(
                        None,
                        &descriptors::UPDATE_CONTACT_GROUP_REQUEST,
                        1,
                        Resources::Groups(&["contactGroup"]),
                    ),
                )
            }
            Self::ModifyContactGroupMembers => {
                Some(
                    Body::new(
                        None,
                        &descriptors::MODIFY_CONTACT_GROUP_MEMBERS_REQUEST,
                        1,
                        Resources::None,
                    ),
                )
            }
            Self::CopyOtherContactToMyContactsGroup => {
                Some(
                    Body::new(
                        None,
                        &descriptors::COPY_OTHER_CONTACT_TO_MY_CONTACTS_GROUP_REQUEST,
                        1,
                        Resources::None,
                    ),
                )
            }
            Self::ListOtherContacts => None,
            Self::SearchOtherContacts => None,
        }
    }
    /// The message that the method answers with.
    #[must_use]
    pub const fn response(self) -> &'static Descriptor {
        match self {
            Self::BatchCreateContacts => &descriptors::BATCH_CREATE_CONTACTS_RESPONSE,
            Self::BatchDeleteContacts => &descriptors::EMPTY,
            Self::BatchUpdateContacts => &descriptors::BATCH_UPDATE_CONTACTS_RESPONSE,
            Self::CreateContact => &descriptors::PERSON,
            Self::DeleteContact => &descriptors::EMPTY,
            Self::DeleteContactPhoto => &descriptors::DELETE_CONTACT_PHOTO_RESPONSE,
            Self::GetPerson => &descriptors::PERSON,
            Self::GetPeople => &descriptors::GET_PEOPLE_RESPONSE,
            Self::ListDirectoryPeople => &descriptors::LIST_DIRECTORY_PEOPLE_RESPONSE,
            Self::SearchContacts => &descriptors::SEARCH_RESPONSE,
            Self::SearchDirectoryPeople => &descriptors::SEARCH_DIRECTORY_PEOPLE_RESPONSE,
            Self::UpdateContact => &descriptors::PERSON,
            Self::UpdateContactPhoto => &descriptors::UPDATE_CONTACT_PHOTO_RESPONSE,
            Self::ListConnections => &descriptors::LIST_CONNECTIONS_RESPONSE,
            Self::BatchGetContactGroups => {
                &descriptors::BATCH_GET_CONTACT_GROUPS_RESPONSE
            }
            Self::CreateContactGroup => &descriptors::CONTACT_GROUP,
            Self::DeleteContactGroup => &descriptors::EMPTY,
            Self::GetContactGroup => &descriptors::CONTACT_GROUP,
            Self::ListContactGroups => &descriptors::LIST_CONTACT_GROUPS_RESPONSE,
            Self::UpdateContactGroup => &descriptors::CONTACT_GROUP,
            Self::ModifyContactGroupMembers => {
                &descriptors::MODIFY_CONTACT_GROUP_MEMBERS_RESPONSE
            }
            Self::CopyOtherContactToMyContactsGroup => &descriptors::PERSON,
            Self::ListOtherContacts => &descriptors::LIST_OTHER_CONTACTS_RESPONSE,
            Self::SearchOtherContacts => &descriptors::SEARCH_RESPONSE,
        }
    }
    /// The people or contact groups of the answer, and where it has them.
    #[must_use]
    pub const fn returned(self) -> Resources {
        match self {
            Self::BatchCreateContacts => {
                Resources::People(&["createdPeople", "*", "person"])
            }
            Self::BatchDeleteContacts => Resources::None,
            Self::BatchUpdateContacts => {
                Resources::People(&["updateResult", "*", "person"])
            }
            Self::CreateContact => Resources::People(&[]),
            Self::DeleteContact => Resources::None,
            Self::DeleteContactPhoto => Resources::People(&["person"]),
            Self::GetPerson => Resources::People(&[]),
            Self::GetPeople => Resources::People(&["responses", "*", "person"]),
            Self::ListDirectoryPeople => Resources::People(&["people", "*"]),
            Self::SearchContacts => Resources::People(&["results", "*", "person"]),
            Self::SearchDirectoryPeople => Resources::People(&["people", "*"]),
            Self::UpdateContact => Resources::People(&[]),
            Self::UpdateContactPhoto => Resources::People(&["person"]),
            Self::ListConnections => Resources::People(&["connections", "*"]),
            Self::BatchGetContactGroups => {
                Resources::Groups(&["responses", "*", "contactGroup"])
            }
            Self::CreateContactGroup => Resources::Groups(&[]),
            Self::DeleteContactGroup => Resources::None,
            Self::GetContactGroup => Resources::Groups(&[]),
            Self::ListContactGroups => Resources::Groups(&["contactGroups", "*"]),
            Self::UpdateContactGroup => Resources::Groups(&[]),
            Self::ModifyContactGroupMembers => Resources::None,
            Self::CopyOtherContactToMyContactsGroup => Resources::People(&[]),
            Self::ListOtherContacts => Resources::People(&["otherContacts", "*"]),
            Self::SearchOtherContacts => Resources::People(&["results", "*", "person"]),
        }
    }
    /// The scopes of which a caller needs one, as full URLs (rule U12).
    #[must_use]
    pub const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::BatchCreateContacts => &["https://www.googleapis.com/auth/contacts"],
            Self::BatchDeleteContacts => &["https://www.googleapis.com/auth/contacts"],
            Self::BatchUpdateContacts => &["https://www.googleapis.com/auth/contacts"],
            Self::CreateContact => &["https://www.googleapis.com/auth/contacts"],
            Self::DeleteContact => &["https://www.googleapis.com/auth/contacts"],
            Self::DeleteContactPhoto => &["https://www.googleapis.com/auth/contacts"],
            Self::GetPerson => {
                &[
                    "https://www.googleapis.com/auth/contacts",
                    "https://www.googleapis.com/auth/contacts.other.readonly",
                    "https://www.googleapis.com/auth/contacts.readonly",
                    "https://www.googleapis.com/auth/directory.readonly",
                    "https://www.googleapis.com/auth/user.addresses.read",
                    "https://www.googleapis.com/auth/user.birthday.read",
                    "https://www.googleapis.com/auth/user.emails.read",
                    "https://www.googleapis.com/auth/user.gender.read",
                    "https://www.googleapis.com/auth/user.organization.read",
                    "https://www.googleapis.com/auth/user.phonenumbers.read",
                    "https://www.googleapis.com/auth/userinfo.email",
                    "https://www.googleapis.com/auth/userinfo.profile",
                ]
            }
            Self::GetPeople => {
                &[
                    "https://www.googleapis.com/auth/contacts",
                    "https://www.googleapis.com/auth/contacts.other.readonly",
                    "https://www.googleapis.com/auth/contacts.readonly",
                    "https://www.googleapis.com/auth/directory.readonly",
                    "https://www.googleapis.com/auth/user.addresses.read",
                    "https://www.googleapis.com/auth/user.birthday.read",
                    "https://www.googleapis.com/auth/user.emails.read",
                    "https://www.googleapis.com/auth/user.gender.read",
                    "https://www.googleapis.com/auth/user.organization.read",
                    "https://www.googleapis.com/auth/user.phonenumbers.read",
                    "https://www.googleapis.com/auth/userinfo.email",
                    "https://www.googleapis.com/auth/userinfo.profile",
                ]
            }
            Self::ListDirectoryPeople => {
                &["https://www.googleapis.com/auth/directory.readonly"]
            }
            Self::SearchContacts => {
                &[
                    "https://www.googleapis.com/auth/contacts",
                    "https://www.googleapis.com/auth/contacts.readonly",
                ]
            }
            Self::SearchDirectoryPeople => {
                &["https://www.googleapis.com/auth/directory.readonly"]
            }
            Self::UpdateContact => &["https://www.googleapis.com/auth/contacts"],
            Self::UpdateContactPhoto => &["https://www.googleapis.com/auth/contacts"],
            Self::ListConnections => {
                &[
                    "https://www.googleapis.com/auth/contacts",
                    "https://www.googleapis.com/auth/contacts.readonly",
                ]
            }
            Self::BatchGetContactGroups => {
                &[
                    "https://www.googleapis.com/auth/contacts",
                    "https://www.googleapis.com/auth/contacts.readonly",
                ]
            }
            Self::CreateContactGroup => &["https://www.googleapis.com/auth/contacts"],
            Self::DeleteContactGroup => &["https://www.googleapis.com/auth/contacts"],
            Self::GetContactGroup => {
                &[
                    "https://www.googleapis.com/auth/contacts",
                    "https://www.googleapis.com/auth/contacts.readonly",
                ]
            }
            Self::ListContactGroups => {
                &[
                    "https://www.googleapis.com/auth/contacts",
                    "https://www.googleapis.com/auth/contacts.readonly",
                ]
            }
            Self::UpdateContactGroup => &["https://www.googleapis.com/auth/contacts"],
            Self::ModifyContactGroupMembers => {
                &["https://www.googleapis.com/auth/contacts"]
            }
            Self::CopyOtherContactToMyContactsGroup => {
                &[
                    "https://www.googleapis.com/auth/contacts",
                    "https://www.googleapis.com/auth/contacts.other.readonly",
                ]
            }
            Self::ListOtherContacts => {
                &["https://www.googleapis.com/auth/contacts.other.readonly"]
            }
            Self::SearchOtherContacts => {
                &["https://www.googleapis.com/auth/contacts.other.readonly"]
            }
        }
    }
    /// The critical reads that a call takes out of the caller's quota (rule Q1).
    #[must_use]
    pub const fn critical_reads(self) -> u32 {
        match self {
            Self::BatchCreateContacts => 6,
            Self::BatchDeleteContacts => 0,
            Self::BatchUpdateContacts => 6,
            Self::CreateContact => 1,
            Self::DeleteContact => 0,
            Self::DeleteContactPhoto => 0,
            Self::GetPerson => 1,
            Self::GetPeople => 1,
            Self::ListDirectoryPeople => 0,
            Self::SearchContacts => 0,
            Self::SearchDirectoryPeople => 0,
            Self::UpdateContact => 1,
            Self::UpdateContactPhoto => 0,
            Self::ListConnections => 1,
            Self::BatchGetContactGroups => 0,
            Self::CreateContactGroup => 0,
            Self::DeleteContactGroup => 0,
            Self::GetContactGroup => 0,
            Self::ListContactGroups => 0,
            Self::UpdateContactGroup => 0,
            Self::ModifyContactGroupMembers => 0,
            Self::CopyOtherContactToMyContactsGroup => 0,
            Self::ListOtherContacts => 0,
            Self::SearchOtherContacts => 0,
        }
    }
    /// The critical writes that a call takes out of the caller's quota (rule Q1).
    #[must_use]
    pub const fn critical_writes(self) -> u32 {
        match self {
            Self::BatchCreateContacts => 6,
            Self::BatchDeleteContacts => 10,
            Self::BatchUpdateContacts => 6,
            Self::CreateContact => 1,
            Self::DeleteContact => 1,
            Self::DeleteContactPhoto => 1,
            Self::GetPerson => 0,
            Self::GetPeople => 0,
            Self::ListDirectoryPeople => 0,
            Self::SearchContacts => 0,
            Self::SearchDirectoryPeople => 0,
            Self::UpdateContact => 1,
            Self::UpdateContactPhoto => 1,
            Self::ListConnections => 0,
            Self::BatchGetContactGroups => 0,
            Self::CreateContactGroup => 1,
            Self::DeleteContactGroup => 1,
            Self::GetContactGroup => 0,
            Self::ListContactGroups => 0,
            Self::UpdateContactGroup => 1,
            Self::ModifyContactGroupMembers => 1,
            Self::CopyOtherContactToMyContactsGroup => 1,
            Self::ListOtherContacts => 0,
            Self::SearchOtherContacts => 0,
        }
    }
}
