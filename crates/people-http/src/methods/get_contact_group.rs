use people_model::{ContactGroup, Method};

use super::{Incoming, Outgoing};
use crate::{
    group_fields::GroupFields,
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape},
};

/// `contactGroups.get`: reads a contact group.
///
/// ```
/// use people_http::{GetContactGroup, Request};
///
/// let mut get = GetContactGroup::new("contactGroups/starred");
/// get.max_members = 10;
/// assert_eq!(get.to_http().uri(), "/v1/contactGroups/starred?maxMembers=10");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GetContactGroup {
    /// The group, such as `contactGroups/myContacts`.
    pub resource_name: String,
    /// The fields to return.
    pub read: GroupFields,
    /// How many members to name; 0 for none.
    pub max_members: i32,
}

impl GetContactGroup {
    /// Reads a contact group.
    pub fn new(resource_name: impl Into<String>) -> Self {
        Self {
            resource_name: resource_name.into(),
            read: GroupFields::DEFAULT,
            max_members: 0,
        }
    }
}

impl Sealed for GetContactGroup {}

impl Request for GetContactGroup {
    const METHOD: Method = Method::GetContactGroup;
    type Response = ContactGroup;

    fn shape(&self) -> Shape<'_> {
        Shape::read(Self::METHOD, Returns::Groups(self.read))
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .int32("maxMembers", self.max_members)
            .text("groupFields", &self.read.unless(GroupFields::DEFAULT))
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            read: incoming.group_fields()?,
            max_members: incoming.arguments.int32("maxMembers"),
        })
    }
}
