//! What each method says on the wire, in both directions: one file each. The client decides how to send a request and
//! what to do when the reply is lost (`client/lost.rs`).
mod batch_create_contacts;
mod batch_delete_contacts;
mod batch_get_contact_groups;
mod batch_update_contacts;
mod copy_other_contact;
mod create_contact;
mod create_contact_group;
mod delete_contact;
mod delete_contact_group;
mod delete_contact_photo;
mod get_contact_group;
mod get_people;
mod get_person;
mod list_connections;
mod list_contact_groups;
mod list_directory_people;
mod list_other_contacts;
mod modify_contact_group_members;
mod search_contacts;
mod search_directory_people;
mod search_other_contacts;
mod update_contact;
mod update_contact_group;
mod update_contact_photo;

mod incoming;
mod outgoing;
mod setters;

pub use self::{
    batch_create_contacts::BatchCreateContacts, batch_delete_contacts::BatchDeleteContacts,
    batch_get_contact_groups::BatchGetContactGroups, batch_update_contacts::BatchUpdateContacts,
    copy_other_contact::CopyOtherContactToMyContactsGroup, create_contact::CreateContact,
    create_contact_group::CreateContactGroup, delete_contact::DeleteContact,
    delete_contact_group::DeleteContactGroup, delete_contact_photo::DeleteContactPhoto,
    get_contact_group::GetContactGroup, get_people::GetPeople, get_person::GetPerson,
    list_connections::ListConnections, list_contact_groups::ListContactGroups,
    list_directory_people::ListDirectoryPeople, list_other_contacts::ListOtherContacts,
    modify_contact_group_members::ModifyContactGroupMembers, search_contacts::SearchContacts,
    search_directory_people::SearchDirectoryPeople, search_other_contacts::SearchOtherContacts,
    update_contact::UpdateContact, update_contact_group::UpdateContactGroup,
    update_contact_photo::UpdateContactPhoto,
};
use self::{incoming::Incoming, outgoing::Outgoing};
