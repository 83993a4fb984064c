use people_model::Method;

use crate::{
    groups::{CreateContactGroup, GetContactGroup, ListContactGroups},
    people::{CreateContact, DeleteContact, GetPeople, GetPerson, ListConnections, UpdateContact},
    query::Query,
    rejection::Rejection,
    request::Request,
    route::Route,
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
#[non_exhaustive]
pub enum Call {
    /// `people.updateContact`.
    UpdateContact(Box<UpdateContact>),
    /// `people.createContact`.
    CreateContact(Box<CreateContact>),
    /// `people.get`.
    GetPerson(GetPerson),
    /// `people.getBatchGet`.
    GetPeople(GetPeople),
    /// `people.deleteContact`.
    DeleteContact(DeleteContact),
    /// `people.connections.list`.
    ListConnections(ListConnections),
    /// `contactGroups.list`.
    ListContactGroups(ListContactGroups),
    /// `contactGroups.get`.
    GetContactGroup(GetContactGroup),
    /// `contactGroups.create`.
    CreateContactGroup(Box<CreateContactGroup>),
    /// A method of the API that this crate has no request for. Nothing of it was decoded.
    Unimplemented(Method),
}

impl Call {
    /// Reads a request as the method it was routed to.
    ///
    /// # Errors
    ///
    /// See [`Request::from_http`].
    pub fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        Ok(match route.method {
            Method::UpdateContact => Self::UpdateContact(Box::new(read(route, query, body)?)),
            Method::CreateContact => Self::CreateContact(Box::new(read(route, query, body)?)),
            Method::GetPerson => Self::GetPerson(read(route, query, body)?),
            Method::GetPeople => Self::GetPeople(read(route, query, body)?),
            Method::DeleteContact => Self::DeleteContact(read(route, query, body)?),
            Method::ListConnections => Self::ListConnections(read(route, query, body)?),
            Method::ListContactGroups => Self::ListContactGroups(read(route, query, body)?),
            Method::GetContactGroup => Self::GetContactGroup(read(route, query, body)?),
            Method::CreateContactGroup => {
                Self::CreateContactGroup(Box::new(read(route, query, body)?))
            }
            method => Self::Unimplemented(method),
        })
    }

    /// The method that is called.
    pub fn method(&self) -> Method {
        match self {
            Self::UpdateContact(_) => Method::UpdateContact,
            Self::CreateContact(_) => Method::CreateContact,
            Self::GetPerson(_) => Method::GetPerson,
            Self::GetPeople(_) => Method::GetPeople,
            Self::DeleteContact(_) => Method::DeleteContact,
            Self::ListConnections(_) => Method::ListConnections,
            Self::ListContactGroups(_) => Method::ListContactGroups,
            Self::GetContactGroup(_) => Method::GetContactGroup,
            Self::CreateContactGroup(_) => Method::CreateContactGroup,
            Self::Unimplemented(method) => *method,
        }
    }
}

fn read<R: Request>(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<R, Rejection> {
    R::from_http(route, query, body)
}
