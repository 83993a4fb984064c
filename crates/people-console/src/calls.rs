//! Calls of the API, as the account of a page.
use people_http::{
    Call, GetContactGroup, GetPeople, GetPerson, GroupFields, ListConnections, ListContactGroups,
    SearchContacts,
};
use people_model::{
    ContactGroup, ContactId, FieldMask, ListContactGroupsResponse, Person, ReadSourceType,
    SortOrder,
};
use people_rules::Sources;
use people_store::Account;
use serde::de::DeserializeOwned;

use crate::{answer::Refused, console::Shared};

/// Contacts of a page.
pub(crate) const PAGE: i32 = 50;

/// What a list shows of a contact.
pub(crate) const IN_A_LIST: FieldMask = FieldMask::NAMES
    .union(FieldMask::EMAIL_ADDRESSES)
    .union(FieldMask::PHONE_NUMBERS)
    .union(FieldMask::ORGANIZATIONS)
    .union(FieldMask::PHOTOS);

/// Makes a call, and reads its answer.
pub(crate) async fn call<T: DeserializeOwned>(
    shared: &Shared,
    account: &Account,
    call: Call,
) -> Result<T, Refused> {
    let reply = shared.backend.call(account, call).await?;
    serde_json::from_slice(&reply.body)
        .map_err(|error| Refused::broken(format!("The answer of the API cannot be read: {error}.")))
}

/// A page of contacts, by name.
pub(crate) fn list(page_token: &str) -> Call {
    let list = ListConnections::new(IN_A_LIST)
        .page_size(PAGE)
        .page_token(page_token)
        .sort_order(SortOrder::FirstNameAscending);
    Call::ListConnections(list)
}

/// The contacts that a text finds.
pub(crate) fn search(query: &str) -> Call {
    Call::SearchContacts(SearchContacts::new(query, IN_A_LIST).page_size(30))
}

/// These contacts.
pub(crate) fn these(names: &[String]) -> Call {
    Call::GetPeople(GetPeople::new(names.iter().cloned(), IN_A_LIST))
}

/// A contact, with all that is known of it.
pub(crate) fn whole(id: ContactId) -> Call {
    let sources = Sources::named([
        ReadSourceType::Contact,
        ReadSourceType::Profile,
        ReadSourceType::DomainContact,
    ]);
    let get = GetPerson::new(id.resource_name(), FieldMask::ALL);
    Call::GetPerson(get.sources(sources.unwrap_or(Sources::DEFAULT)))
}

/// A contact, with the values that an update can replace.
pub(crate) async fn own(
    shared: &Shared,
    account: &Account,
    id: ContactId,
) -> Result<Person, Refused> {
    let mask = FieldMask::UPDATABLE | FieldMask::METADATA;
    let get = GetPerson::new(id.resource_name(), mask).sources(Sources::CONTACT);
    call(shared, account, Call::GetPerson(get)).await
}

/// The groups of an account, the first 200 of them.
pub(crate) async fn groups(
    shared: &Shared,
    account: &Account,
) -> Result<Vec<ContactGroup>, Refused> {
    let mut list = ListContactGroups::new();
    list.page_size = 200;
    let listed = call::<ListContactGroupsResponse>(shared, account, Call::ListContactGroups(list));
    Ok(listed.await?.contact_groups)
}

/// A group with the names of its first members.
pub(crate) fn group(name: &str, members: i32) -> Call {
    let mut get = GetContactGroup::new(name);
    get.read = GroupFields::DEFAULT;
    get.max_members = members;
    Call::GetContactGroup(get)
}
