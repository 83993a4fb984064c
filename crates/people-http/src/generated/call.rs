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
    shape::{Change, Returns, Shape},
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
    /// The request, for your own HTTP stack: see [`Request::to_http`]. None for one that was not decoded.
    #[must_use]
    pub fn to_http(&self) -> Option<http::Request<bytes::Bytes>> {
        match self {
            Self::BatchCreateContacts(call) => Some(call.to_http()),
            Self::BatchDeleteContacts(call) => Some(call.to_http()),
            Self::BatchUpdateContacts(call) => Some(call.to_http()),
            Self::CreateContact(call) => Some(call.to_http()),
            Self::DeleteContact(call) => Some(call.to_http()),
            Self::DeleteContactPhoto(call) => Some(call.to_http()),
            Self::GetPerson(call) => Some(call.to_http()),
            Self::GetPeople(call) => Some(call.to_http()),
            Self::ListDirectoryPeople(call) => Some(call.to_http()),
            Self::SearchContacts(call) => Some(call.to_http()),
            Self::SearchDirectoryPeople(call) => Some(call.to_http()),
            Self::UpdateContact(call) => Some(call.to_http()),
            Self::UpdateContactPhoto(call) => Some(call.to_http()),
            Self::ListConnections(call) => Some(call.to_http()),
            Self::BatchGetContactGroups(call) => Some(call.to_http()),
            Self::CreateContactGroup(call) => Some(call.to_http()),
            Self::DeleteContactGroup(call) => Some(call.to_http()),
            Self::GetContactGroup(call) => Some(call.to_http()),
            Self::ListContactGroups(call) => Some(call.to_http()),
            Self::UpdateContactGroup(call) => Some(call.to_http()),
            Self::ModifyContactGroupMembers(call) => Some(call.to_http()),
            Self::CopyOtherContactToMyContactsGroup(call) => Some(call.to_http()),
            Self::ListOtherContacts(call) => Some(call.to_http()),
            Self::SearchOtherContacts(call) => Some(call.to_http()),
            Self::Unimplemented(_) => None,
        }
    }
    /// What the call is about, in words that methods share.
    #[must_use]
    pub fn shape(&self) -> Shape<'_> {
        match self {
            Self::BatchCreateContacts(call) => call.shape(),
            Self::BatchDeleteContacts(call) => call.shape(),
            Self::BatchUpdateContacts(call) => call.shape(),
            Self::CreateContact(call) => call.shape(),
            Self::DeleteContact(call) => call.shape(),
            Self::DeleteContactPhoto(call) => call.shape(),
            Self::GetPerson(call) => call.shape(),
            Self::GetPeople(call) => call.shape(),
            Self::ListDirectoryPeople(call) => call.shape(),
            Self::SearchContacts(call) => call.shape(),
            Self::SearchDirectoryPeople(call) => call.shape(),
            Self::UpdateContact(call) => call.shape(),
            Self::UpdateContactPhoto(call) => call.shape(),
            Self::ListConnections(call) => call.shape(),
            Self::BatchGetContactGroups(call) => call.shape(),
            Self::CreateContactGroup(call) => call.shape(),
            Self::DeleteContactGroup(call) => call.shape(),
            Self::GetContactGroup(call) => call.shape(),
            Self::ListContactGroups(call) => call.shape(),
            Self::UpdateContactGroup(call) => call.shape(),
            Self::ModifyContactGroupMembers(call) => call.shape(),
            Self::CopyOtherContactToMyContactsGroup(call) => call.shape(),
            Self::ListOtherContacts(call) => call.shape(),
            Self::SearchOtherContacts(call) => call.shape(),
            Self::Unimplemented(method) => {
                Shape::change(*method, Change::None, Returns::Nothing)
            }
        }
    }
    /// The call, if it is a list that has sync tokens.
    #[must_use]
    pub fn as_list(&self) -> Option<ListCall<'_>> {
        match self {
            Self::ListDirectoryPeople(call) => Some(ListCall::ListDirectoryPeople(call)),
            Self::ListConnections(call) => Some(ListCall::ListConnections(call)),
            Self::ListContactGroups(call) => Some(ListCall::ListContactGroups(call)),
            Self::ListOtherContacts(call) => Some(ListCall::ListOtherContacts(call)),
            Self::BatchCreateContacts(_)
            | Self::BatchDeleteContacts(_)
            | Self::BatchUpdateContacts(_)
            | Self::CreateContact(_)
            | Self::DeleteContact(_)
            | Self::DeleteContactPhoto(_)
            | Self::GetPerson(_)
            | Self::GetPeople(_)
            | Self::SearchContacts(_)
            | Self::SearchDirectoryPeople(_)
            | Self::UpdateContact(_)
            | Self::UpdateContactPhoto(_)
            | Self::BatchGetContactGroups(_)
            | Self::CreateContactGroup(_)
            | Self::DeleteContactGroup(_)
            | Self::GetContactGroup(_)
            | Self::UpdateContactGroup(_)
            | Self::ModifyContactGroupMembers(_)
            | Self::CopyOtherContactToMyContactsGroup(_)
            | Self::SearchOtherContacts(_)
            | Self::Unimplemented(_) => None,
        }
    }
}
impl From<BatchCreateContacts> for Call {
    fn from(call: BatchCreateContacts) -> Self {
        Self::BatchCreateContacts(Box::new(call))
    }
}
impl From<BatchDeleteContacts> for Call {
    fn from(call: BatchDeleteContacts) -> Self {
        Self::BatchDeleteContacts(Box::new(call))
    }
}
impl From<BatchUpdateContacts> for Call {
    fn from(call: BatchUpdateContacts) -> Self {
        Self::BatchUpdateContacts(Box::new(call))
    }
}
impl From<CreateContact> for Call {
    fn from(call: CreateContact) -> Self {
        Self::CreateContact(Box::new(call))
    }
}
impl From<DeleteContact> for Call {
    fn from(call: DeleteContact) -> Self {
        Self::DeleteContact(call)
    }
}
impl From<DeleteContactPhoto> for Call {
    fn from(call: DeleteContactPhoto) -> Self {
        Self::DeleteContactPhoto(call)
    }
}
impl From<GetPerson> for Call {
    fn from(call: GetPerson) -> Self {
        Self::GetPerson(call)
    }
}
impl From<GetPeople> for Call {
    fn from(call: GetPeople) -> Self {
        Self::GetPeople(call)
    }
}
impl From<ListDirectoryPeople> for Call {
    fn from(call: ListDirectoryPeople) -> Self {
        Self::ListDirectoryPeople(call)
    }
}
impl From<SearchContacts> for Call {
    fn from(call: SearchContacts) -> Self {
        Self::SearchContacts(call)
    }
}
impl From<SearchDirectoryPeople> for Call {
    fn from(call: SearchDirectoryPeople) -> Self {
        Self::SearchDirectoryPeople(call)
    }
}
impl From<UpdateContact> for Call {
    fn from(call: UpdateContact) -> Self {
        Self::UpdateContact(Box::new(call))
    }
}
impl From<UpdateContactPhoto> for Call {
    fn from(call: UpdateContactPhoto) -> Self {
        Self::UpdateContactPhoto(Box::new(call))
    }
}
impl From<ListConnections> for Call {
    fn from(call: ListConnections) -> Self {
        Self::ListConnections(call)
    }
}
impl From<BatchGetContactGroups> for Call {
    fn from(call: BatchGetContactGroups) -> Self {
        Self::BatchGetContactGroups(call)
    }
}
impl From<CreateContactGroup> for Call {
    fn from(call: CreateContactGroup) -> Self {
        Self::CreateContactGroup(Box::new(call))
    }
}
impl From<DeleteContactGroup> for Call {
    fn from(call: DeleteContactGroup) -> Self {
        Self::DeleteContactGroup(call)
    }
}
impl From<GetContactGroup> for Call {
    fn from(call: GetContactGroup) -> Self {
        Self::GetContactGroup(call)
    }
}
impl From<ListContactGroups> for Call {
    fn from(call: ListContactGroups) -> Self {
        Self::ListContactGroups(call)
    }
}
impl From<UpdateContactGroup> for Call {
    fn from(call: UpdateContactGroup) -> Self {
        Self::UpdateContactGroup(Box::new(call))
    }
}
impl From<ModifyContactGroupMembers> for Call {
    fn from(call: ModifyContactGroupMembers) -> Self {
        Self::ModifyContactGroupMembers(Box::new(call))
    }
}
impl From<CopyOtherContactToMyContactsGroup> for Call {
    fn from(call: CopyOtherContactToMyContactsGroup) -> Self {
        Self::CopyOtherContactToMyContactsGroup(Box::new(call))
    }
}
impl From<ListOtherContacts> for Call {
    fn from(call: ListOtherContacts) -> Self {
        Self::ListOtherContacts(call)
    }
}
impl From<SearchOtherContacts> for Call {
    fn from(call: SearchOtherContacts) -> Self {
        Self::SearchOtherContacts(call)
    }
}
/// A call of a list that has sync tokens.
///
/// ```
/// use people_http::{Call, ListCall, ListContactGroups};
///
/// let call = Call::ListContactGroups(ListContactGroups::new());
/// assert!(matches!(call.as_list(), Some(ListCall::ListContactGroups(_))));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(clippy::exhaustive_enums)]
pub enum ListCall<'c> {
    /// `people.people.listDirectoryPeople`: lists an organisation's directory.
    ListDirectoryPeople(&'c ListDirectoryPeople),
    /// `people.people.connections.list`: lists the caller's contacts, or what changed of them.
    ListConnections(&'c ListConnections),
    /// `people.contactGroups.list`: lists the caller's groups, or what changed of them.
    ListContactGroups(&'c ListContactGroups),
    /// `people.otherContacts.list`: lists the caller's other contacts, or what changed of them.
    ListOtherContacts(&'c ListOtherContacts),
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
