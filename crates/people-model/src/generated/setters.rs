// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use crate::setters::setters;
use super::{enums::*, messages::*};

setters! {
    Address {
        metadata: message FieldMetadata,
        formatted_value: value String,
        r#type: value String,
        formatted_type: value String,
        po_box: value String,
        street_address: value String,
        extended_address: value String,
        city: value String,
        region: value String,
        postal_code: value String,
        country: value String,
        country_code: value String,
    }
}

setters! {
    AgeRangeType {
        metadata: message FieldMetadata,
        age_range: value AgeRange,
    }
}

setters! {
    BatchCreateContactsRequest {
        contacts: list ContactToCreate,
        read_mask: value String,
        sources: list ReadSourceType,
    }
}

setters! {
    BatchCreateContactsResponse {
        created_people: list PersonResponse,
    }
}

setters! {
    BatchDeleteContactsRequest {
        resource_names: list String,
    }
}

setters! {
    BatchGetContactGroupsResponse {
        responses: list ContactGroupResponse,
    }
}

setters! {
    BatchUpdateContactsRequest {
        contacts: map Person,
        update_mask: value String,
        read_mask: value String,
        sources: list ReadSourceType,
    }
}

setters! {
    BatchUpdateContactsResponse {
        update_result: map PersonResponse,
    }
}

setters! {
    Biography {
        metadata: message FieldMetadata,
        value: value String,
        content_type: value ContentType,
    }
}

setters! {
    Birthday {
        metadata: message FieldMetadata,
        date: message Date,
        text: value String,
    }
}

setters! {
    BraggingRights {
        metadata: message FieldMetadata,
        value: value String,
    }
}

setters! {
    CalendarUrl {
        metadata: message FieldMetadata,
        url: value String,
        r#type: value String,
        formatted_type: value String,
    }
}

setters! {
    ClientData {
        metadata: message FieldMetadata,
        key: value String,
        value: value String,
    }
}

setters! {
    ContactGroup {
        resource_name: value String,
        etag: value String,
        metadata: message ContactGroupMetadata,
        group_type: value GroupType,
        name: value String,
        formatted_name: value String,
        member_resource_names: list String,
        member_count: plain i32,
        client_data: list GroupClientData,
    }
}

setters! {
    ContactGroupMembership {
        contact_group_id: value String,
        contact_group_resource_name: value String,
    }
}

setters! {
    ContactGroupMetadata {
        update_time: value String,
        deleted: plain bool,
    }
}

setters! {
    ContactGroupResponse {
        requested_resource_name: value String,
        status: message Status,
        contact_group: message ContactGroup,
    }
}

setters! {
    ContactToCreate {
        contact_person: message Person,
    }
}

setters! {
    CopyOtherContactToMyContactsGroupRequest {
        copy_mask: value String,
        read_mask: value String,
        sources: list ReadSourceType,
    }
}

setters! {
    CoverPhoto {
        metadata: message FieldMetadata,
        url: value String,
        default: plain bool,
    }
}

setters! {
    CreateContactGroupRequest {
        contact_group: message ContactGroup,
        read_group_fields: value String,
    }
}

setters! {
    Date {
        year: plain i32,
        month: plain i32,
        day: plain i32,
    }
}

setters! {
    DeleteContactPhotoResponse {
        person: message Person,
    }
}

setters! {
    DomainMembership {
        in_viewer_domain: plain bool,
    }
}

setters! {
    EmailAddress {
        metadata: message FieldMetadata,
        value: value String,
        r#type: value String,
        formatted_type: value String,
        display_name: value String,
    }
}

setters! {
    Empty {
    }
}

setters! {
    Event {
        metadata: message FieldMetadata,
        date: message Date,
        r#type: value String,
        formatted_type: value String,
    }
}

setters! {
    ExternalId {
        metadata: message FieldMetadata,
        value: value String,
        r#type: value String,
        formatted_type: value String,
    }
}

setters! {
    FieldMetadata {
        primary: plain bool,
        verified: plain bool,
        source: message Source,
        source_primary: plain bool,
    }
}

setters! {
    FileAs {
        metadata: message FieldMetadata,
        value: value String,
    }
}

setters! {
    Gender {
        metadata: message FieldMetadata,
        value: value String,
        formatted_value: value String,
        address_me_as: value String,
    }
}

setters! {
    GetPeopleResponse {
        responses: list PersonResponse,
    }
}

setters! {
    GroupClientData {
        key: value String,
        value: value String,
    }
}

setters! {
    ImClient {
        metadata: message FieldMetadata,
        username: value String,
        r#type: value String,
        formatted_type: value String,
        protocol: value String,
        formatted_protocol: value String,
    }
}

setters! {
    Interest {
        metadata: message FieldMetadata,
        value: value String,
    }
}

setters! {
    ListConnectionsResponse {
        connections: list Person,
        next_page_token: value String,
        next_sync_token: value String,
        total_people: plain i32,
        total_items: plain i32,
    }
}

setters! {
    ListContactGroupsResponse {
        contact_groups: list ContactGroup,
        total_items: plain i32,
        next_page_token: value String,
        next_sync_token: value String,
    }
}

setters! {
    ListDirectoryPeopleResponse {
        people: list Person,
        next_page_token: value String,
        next_sync_token: value String,
    }
}

setters! {
    ListOtherContactsResponse {
        other_contacts: list Person,
        next_page_token: value String,
        next_sync_token: value String,
        total_size: plain i32,
    }
}

setters! {
    Locale {
        metadata: message FieldMetadata,
        value: value String,
    }
}

setters! {
    Location {
        metadata: message FieldMetadata,
        value: value String,
        r#type: value String,
        current: plain bool,
        building_id: value String,
        floor: value String,
        floor_section: value String,
        desk_code: value String,
    }
}

setters! {
    Membership {
        metadata: message FieldMetadata,
        contact_group_membership: message ContactGroupMembership,
        domain_membership: message DomainMembership,
    }
}

setters! {
    MiscKeyword {
        metadata: message FieldMetadata,
        value: value String,
        r#type: value MiscKeywordType,
        formatted_type: value String,
    }
}

setters! {
    ModifyContactGroupMembersRequest {
        resource_names_to_add: list String,
        resource_names_to_remove: list String,
    }
}

setters! {
    ModifyContactGroupMembersResponse {
        not_found_resource_names: list String,
        can_not_remove_last_contact_group_resource_names: list String,
    }
}

setters! {
    Name {
        metadata: message FieldMetadata,
        display_name: value String,
        family_name: value String,
        given_name: value String,
        middle_name: value String,
        honorific_prefix: value String,
        honorific_suffix: value String,
        phonetic_family_name: value String,
        phonetic_given_name: value String,
        phonetic_middle_name: value String,
        phonetic_honorific_prefix: value String,
        phonetic_honorific_suffix: value String,
        phonetic_full_name: value String,
        display_name_last_first: value String,
        unstructured_name: value String,
    }
}

setters! {
    Nickname {
        metadata: message FieldMetadata,
        value: value String,
        r#type: value NicknameType,
    }
}

setters! {
    Occupation {
        metadata: message FieldMetadata,
        value: value String,
    }
}

setters! {
    Organization {
        metadata: message FieldMetadata,
        r#type: value String,
        formatted_type: value String,
        start_date: message Date,
        end_date: message Date,
        current: plain bool,
        name: value String,
        phonetic_name: value String,
        department: value String,
        title: value String,
        job_description: value String,
        symbol: value String,
        domain: value String,
        location: value String,
        cost_center: value String,
        full_time_equivalent_millipercent: plain i32,
    }
}

setters! {
    Person {
        resource_name: value String,
        etag: value String,
        metadata: message PersonMetadata,
        locales: list Locale,
        names: list Name,
        nicknames: list Nickname,
        cover_photos: list CoverPhoto,
        photos: list Photo,
        genders: list Gender,
        age_range: value AgeRange,
        age_ranges: list AgeRangeType,
        birthdays: list Birthday,
        addresses: list Address,
        residences: list Residence,
        email_addresses: list EmailAddress,
        phone_numbers: list PhoneNumber,
        biographies: list Biography,
        urls: list Url,
        organizations: list Organization,
        occupations: list Occupation,
        taglines: list Tagline,
        bragging_rights: list BraggingRights,
        skills: list Skill,
        interests: list Interest,
        relationship_statuses: list RelationshipStatus,
        relationship_interests: list RelationshipInterest,
        memberships: list Membership,
        events: list Event,
        im_clients: list ImClient,
        relations: list Relation,
        user_defined: list UserDefined,
        sip_addresses: list SipAddress,
        calendar_urls: list CalendarUrl,
        client_data: list ClientData,
        external_ids: list ExternalId,
        file_ases: list FileAs,
        locations: list Location,
        misc_keywords: list MiscKeyword,
    }
}

setters! {
    PersonMetadata {
        sources: list Source,
        previous_resource_names: list String,
        linked_people_resource_names: list String,
        deleted: plain bool,
        object_type: value ObjectType,
    }
}

setters! {
    PersonResponse {
        http_status_code: plain i32,
        person: message Person,
        requested_resource_name: value String,
        status: message Status,
    }
}

setters! {
    PhoneNumber {
        metadata: message FieldMetadata,
        value: value String,
        canonical_form: value String,
        r#type: value String,
        formatted_type: value String,
    }
}

setters! {
    Photo {
        metadata: message FieldMetadata,
        url: value String,
        default: plain bool,
    }
}

setters! {
    ProfileMetadata {
        object_type: value ObjectType,
        user_types: list UserType,
    }
}

setters! {
    Relation {
        metadata: message FieldMetadata,
        person: value String,
        r#type: value String,
        formatted_type: value String,
    }
}

setters! {
    RelationshipInterest {
        metadata: message FieldMetadata,
        value: value String,
        formatted_value: value String,
    }
}

setters! {
    RelationshipStatus {
        metadata: message FieldMetadata,
        value: value String,
        formatted_value: value String,
    }
}

setters! {
    Residence {
        metadata: message FieldMetadata,
        value: value String,
        current: plain bool,
    }
}

setters! {
    SearchDirectoryPeopleResponse {
        people: list Person,
        next_page_token: value String,
        total_size: plain i32,
    }
}

setters! {
    SearchResponse {
        results: list SearchResult,
    }
}

setters! {
    SearchResult {
        person: message Person,
    }
}

setters! {
    SipAddress {
        metadata: message FieldMetadata,
        value: value String,
        r#type: value String,
        formatted_type: value String,
    }
}

setters! {
    Skill {
        metadata: message FieldMetadata,
        value: value String,
    }
}

setters! {
    Source {
        r#type: value SourceType,
        id: value String,
        etag: value String,
        profile_metadata: message ProfileMetadata,
        update_time: value String,
    }
}

setters! {
    Tagline {
        metadata: message FieldMetadata,
        value: value String,
    }
}

setters! {
    UpdateContactGroupRequest {
        contact_group: message ContactGroup,
        update_group_fields: value String,
        read_group_fields: value String,
    }
}

setters! {
    UpdateContactPhotoRequest {
        photo_bytes: value String,
        person_fields: value String,
        sources: list ReadSourceType,
    }
}

setters! {
    UpdateContactPhotoResponse {
        person: message Person,
    }
}

setters! {
    Url {
        metadata: message FieldMetadata,
        value: value String,
        r#type: value String,
        formatted_type: value String,
    }
}

setters! {
    UserDefined {
        metadata: message FieldMetadata,
        key: value String,
        value: value String,
    }
}
