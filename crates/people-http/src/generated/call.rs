// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use people_model::Method;
#[cfg(feature = "client")]
use crate::client::Sendable;
use crate::{
    methods::{
        BatchCreateContacts, BatchDeleteContacts, BatchUpdateContacts, CreateContact,
        DeleteContact, DeleteContactPhoto, GetPerson, GetPeople, ListDirectoryPeople,
        SearchContacts, SearchDirectoryPeople, UpdateContact, UpdateContactPhoto,
        ListConnections, BatchGetContactGroups, CreateContactGroup, DeleteContactGroup,
        GetContactGroup, ListContactGroups, UpdateContactGroup,
        ModifyContactGroupMembers, CopyOtherContactToMyContactsGroup, ListOtherContacts,
        SearchOtherContacts,
    },
    query::Query, rejection::Rejection, request::Request, route::Route,
};
/// A request for any of the methods, decoded.
///
/// ```
/// use people_http::{Call, Query, route};
///
/// let route = route(&http::Method::GET, "/v1/people/me").unwrap();
/// let call = Call::from_http(&route, &Query::parse("personFields=names"), b"")?;
///
/// assert!(matches!(call, Call::GetPerson(get) if get.resource_name == "people/me"));
/// # Ok::<(), people_http::Rejection>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::exhaustive_enums)]
pub enum Call {
    /// `people.people.batchCreateContacts`: creates several contacts.
    BatchCreateContacts(Box<BatchCreateContacts>),
    /// `people.people.batchDeleteContacts`: deletes several contacts.
    BatchDeleteContacts(Box<BatchDeleteContacts>),
    /// `people.people.batchUpdateContacts`: updates several contacts.
    BatchUpdateContacts(Box<BatchUpdateContacts>),
    /// `people.people.createContact`: creates a contact.
    CreateContact(Box<CreateContact>),
    /// `people.people.deleteContact`: deletes a contact.
    DeleteContact(DeleteContact),
    /// `people.people.deleteContactPhoto`: takes the photo from a contact.
    DeleteContactPhoto(DeleteContactPhoto),
    /// `people.people.get`: reads a person; `people/me` is the caller.
    GetPerson(GetPerson),
    /// `people.people.getBatchGet`: reads several persons.
    GetPeople(GetPeople),
    /// `people.people.listDirectoryPeople`: lists an organisation's directory.
    ListDirectoryPeople(ListDirectoryPeople),
    /// `people.people.searchContacts`: finds contacts by prefixes of words.
    SearchContacts(SearchContacts),
    /// `people.people.searchDirectoryPeople`: finds persons in an organisation's directory.
    SearchDirectoryPeople(SearchDirectoryPeople),
    /// `people.people.updateContact`: replaces the masked fields of a contact.
    UpdateContact(Box<UpdateContact>),
    /// `people.people.updateContactPhoto`: gives a contact a photo.
    UpdateContactPhoto(Box<UpdateContactPhoto>),
    /// `people.people.connections.list`: lists the caller's contacts, or what changed of them.
    ListConnections(ListConnections),
    /// `people.contactGroups.batchGet`: reads several groups.
    BatchGetContactGroups(BatchGetContactGroups),
    /// `people.contactGroups.create`: creates a group.
    CreateContactGroup(Box<CreateContactGroup>),
    /// `people.contactGroups.delete`: deletes a group.
    DeleteContactGroup(DeleteContactGroup),
    /// `people.contactGroups.get`: reads a group.
    GetContactGroup(GetContactGroup),
    /// `people.contactGroups.list`: lists the caller's groups, or what changed of them.
    ListContactGroups(ListContactGroups),
    /// `people.contactGroups.update`: renames a group.
    UpdateContactGroup(Box<UpdateContactGroup>),
    /// `people.contactGroups.members.modify`: adds contacts to a group and takes contacts from it.
    ModifyContactGroupMembers(Box<ModifyContactGroupMembers>),
    /// `people.otherContacts.copyOtherContactToMyContactsGroup`: makes a contact of an other contact.
    CopyOtherContactToMyContactsGroup(Box<CopyOtherContactToMyContactsGroup>),
    /// `people.otherContacts.list`: lists the caller's other contacts, or what changed of them.
    ListOtherContacts(ListOtherContacts),
    /// `people.otherContacts.search`: finds other contacts by prefixes of words.
    SearchOtherContacts(SearchOtherContacts),
    /// A method of the API that this crate has no request for. Nothing of it was decoded.
    Unimplemented(Method),
}
impl Call {
    /// Reads a request as the method it was routed to.
    ///
    /// # Errors
    ///
    /// See [`Request::from_http`].
    pub fn from_http(
        route: &Route,
        query: &Query<'_>,
        body: &[u8],
    ) -> Result<Self, Rejection> {
        Ok(
            match route.method {
                Method::BatchCreateContacts => {
                    Self::BatchCreateContacts(
                        Box::new(BatchCreateContacts::from_http(route, query, body)?),
                    )
                }
                Method::BatchDeleteContacts => {
                    Self::BatchDeleteContacts(
                        Box::new(BatchDeleteContacts::from_http(route, query, body)?),
                    )
                }
                Method::BatchUpdateContacts => {
                    Self::BatchUpdateContacts(
                        Box::new(BatchUpdateContacts::from_http(route, query, body)?),
                    )
                }
                Method::CreateContact => {
                    Self::CreateContact(
                        Box::new(CreateContact::from_http(route, query, body)?),
                    )
                }
                Method::DeleteContact => {
                    Self::DeleteContact(DeleteContact::from_http(route, query, body)?)
                }
                Method::DeleteContactPhoto => {
                    Self::DeleteContactPhoto(
                        DeleteContactPhoto::from_http(route, query, body)?,
                    )
                }
                Method::GetPerson => {
                    Self::GetPerson(GetPerson::from_http(route, query, body)?)
                }
                Method::GetPeople => {
                    Self::GetPeople(GetPeople::from_http(route, query, body)?)
                }
                Method::ListDirectoryPeople => {
                    Self::ListDirectoryPeople(
                        ListDirectoryPeople::from_http(route, query, body)?,
                    )
                }
                Method::SearchContacts => {
                    Self::SearchContacts(SearchContacts::from_http(route, query, body)?)
                }
                Method::SearchDirectoryPeople => {
                    Self::SearchDirectoryPeople(
                        SearchDirectoryPeople::from_http(route, query, body)?,
                    )
                }
                Method::UpdateContact => {
                    Self::UpdateContact(
                        Box::new(UpdateContact::from_http(route, query, body)?),
                    )
                }
                Method::UpdateContactPhoto => {
                    Self::UpdateContactPhoto(
                        Box::new(UpdateContactPhoto::from_http(route, query, body)?),
                    )
                }
                Method::ListConnections => {
                    Self::ListConnections(
                        ListConnections::from_http(route, query, body)?,
                    )
                }
                Method::BatchGetContactGroups => {
                    Self::BatchGetContactGroups(
                        BatchGetContactGroups::from_http(route, query, body)?,
                    )
                }
                Method::CreateContactGroup => {
                    Self::CreateContactGroup(
                        Box::new(CreateContactGroup::from_http(route, query, body)?),
                    )
                }
                Method::DeleteContactGroup => {
                    Self::DeleteContactGroup(
                        DeleteContactGroup::from_http(route, query, body)?,
                    )
                }
                Method::GetContactGroup => {
                    Self::GetContactGroup(
                        GetContactGroup::from_http(route, query, body)?,
                    )
                }
                Method::ListContactGroups => {
                    Self::ListContactGroups(
                        ListContactGroups::from_http(route, query, body)?,
                    )
                }
                Method::UpdateContactGroup => {
                    Self::UpdateContactGroup(
                        Box::new(UpdateContactGroup::from_http(route, query, body)?),
                    )
                }
                Method::ModifyContactGroupMembers => {
                    Self::ModifyContactGroupMembers(
                        Box::new(
                            ModifyContactGroupMembers::from_http(route, query, body)?,
                        ),
                    )
                }
                Method::CopyOtherContactToMyContactsGroup => {
                    Self::CopyOtherContactToMyContactsGroup(
                        Box::new(
                            CopyOtherContactToMyContactsGroup::from_http(
                                route,
                                query,
                                body,
                            )?,
                        ),
                    )
                }
                Method::ListOtherContacts => {
                    Self::ListOtherContacts(
                        ListOtherContacts::from_http(route, query, body)?,
                    )
                }
                Method::SearchOtherContacts => {
                    Self::SearchOtherContacts(
                        SearchOtherContacts::from_http(route, query, body)?,
                    )
                }
            },
        )
    }
    /// The method that is called.
    #[must_use]
    pub fn method(&self) -> Method {
        match self {
            Self::BatchCreateContacts(_) => Method::BatchCreateContacts,
            Self::BatchDeleteContacts(_) => Method::BatchDeleteContacts,
            Self::BatchUpdateContacts(_) => Method::BatchUpdateContacts,
            Self::CreateContact(_) => Method::CreateContact,
            Self::DeleteContact(_) => Method::DeleteContact,
            Self::DeleteContactPhoto(_) => Method::DeleteContactPhoto,
            Self::GetPerson(_) => Method::GetPerson,
            Self::GetPeople(_) => Method::GetPeople,
            Self::ListDirectoryPeople(_) => Method::ListDirectoryPeople,
            Self::SearchContacts(_) => Method::SearchContacts,
            Self::SearchDirectoryPeople(_) => Method::SearchDirectoryPeople,
            Self::UpdateContact(_) => Method::UpdateContact,
            Self::UpdateContactPhoto(_) => Method::UpdateContactPhoto,
            Self::ListConnections(_) => Method::ListConnections,
            Self::BatchGetContactGroups(_) => Method::BatchGetContactGroups,
            Self::CreateContactGroup(_) => Method::CreateContactGroup,
            Self::DeleteContactGroup(_) => Method::DeleteContactGroup,
            Self::GetContactGroup(_) => Method::GetContactGroup,
            Self::ListContactGroups(_) => Method::ListContactGroups,
            Self::UpdateContactGroup(_) => Method::UpdateContactGroup,
            Self::ModifyContactGroupMembers(_) => Method::ModifyContactGroupMembers,
            Self::CopyOtherContactToMyContactsGroup(_) => {
                Method::CopyOtherContactToMyContactsGroup
            }
            Self::ListOtherContacts(_) => Method::ListOtherContacts,
            Self::SearchOtherContacts(_) => Method::SearchOtherContacts,
            Self::Unimplemented(method) => *method,
        }
    }
}
#[cfg(feature = "client")]
impl Sendable for GetPerson {}
#[cfg(feature = "client")]
impl Sendable for GetPeople {}
#[cfg(feature = "client")]
impl Sendable for ListDirectoryPeople {}
#[cfg(feature = "client")]
impl Sendable for SearchContacts {}
#[cfg(feature = "client")]
impl Sendable for SearchDirectoryPeople {}
#[cfg(feature = "client")]
impl Sendable for ListConnections {}
#[cfg(feature = "client")]
impl Sendable for BatchGetContactGroups {}
#[cfg(feature = "client")]
impl Sendable for GetContactGroup {}
#[cfg(feature = "client")]
impl Sendable for ListContactGroups {}
#[cfg(feature = "client")]
impl Sendable for ListOtherContacts {}
#[cfg(feature = "client")]
impl Sendable for SearchOtherContacts {}
/// A method that the client does not know how to send does not compile.
#[cfg(feature = "client")]
const _: fn() = || {
    fn is_sendable<R: Sendable>() {}
    is_sendable::<BatchCreateContacts>();
    is_sendable::<BatchDeleteContacts>();
    is_sendable::<BatchUpdateContacts>();
    is_sendable::<CreateContact>();
    is_sendable::<DeleteContact>();
    is_sendable::<DeleteContactPhoto>();
    is_sendable::<GetPerson>();
    is_sendable::<GetPeople>();
    is_sendable::<ListDirectoryPeople>();
    is_sendable::<SearchContacts>();
    is_sendable::<SearchDirectoryPeople>();
    is_sendable::<UpdateContact>();
    is_sendable::<UpdateContactPhoto>();
    is_sendable::<ListConnections>();
    is_sendable::<BatchGetContactGroups>();
    is_sendable::<CreateContactGroup>();
    is_sendable::<DeleteContactGroup>();
    is_sendable::<GetContactGroup>();
    is_sendable::<ListContactGroups>();
    is_sendable::<UpdateContactGroup>();
    is_sendable::<ModifyContactGroupMembers>();
    is_sendable::<CopyOtherContactToMyContactsGroup>();
    is_sendable::<ListOtherContacts>();
    is_sendable::<SearchOtherContacts>();
};
