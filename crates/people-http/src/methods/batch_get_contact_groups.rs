use people_model::{BatchGetContactGroupsResponse, Method};

use super::{Incoming, Outgoing};
use crate::{
    group_fields::GroupFields,
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape},
};

/// `contactGroups.batchGet`: reads several contact groups (rule `G5`).
///
/// ```
/// use people_http::{BatchGetContactGroups, Request};
///
/// let get = BatchGetContactGroups::new(["contactGroups/starred"]).max_members(10);
/// assert_eq!(
///     *get.to_http().uri(),
///     "/v1/contactGroups:batchGet?resourceNames=contactGroups%2Fstarred&maxMembers=10",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchGetContactGroups {
    /// The groups, 1 to [`BatchGetContactGroups::MAX`] of them.
    pub resource_names: Vec<String>,
    /// The fields to return.
    pub read: GroupFields,
    /// How many members of each group to name; 0 for none.
    pub max_members: i32,
}

impl BatchGetContactGroups {
    /// How many groups one call reads.
    pub const MAX: usize = 200;

    /// Reads several contact groups.
    pub fn new<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self {
            resource_names: names.into_iter().map(Into::into).collect(),
            read: GroupFields::DEFAULT,
            max_members: 0,
        }
    }

    /// Limits what is returned to these fields.
    #[must_use]
    pub fn read(mut self, read: GroupFields) -> Self {
        self.read = read;
        self
    }

    /// Sets how many members of each group are named.
    #[must_use]
    pub fn max_members(mut self, max_members: i32) -> Self {
        self.max_members = max_members;
        self
    }
}

impl Sealed for BatchGetContactGroups {}

impl Request for BatchGetContactGroups {
    const METHOD: Method = Method::BatchGetContactGroups;
    type Response = BatchGetContactGroupsResponse;

    fn shape(&self) -> Shape<'_> {
        Shape::read(Self::METHOD, Returns::Groups(self.read))
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .texts("resourceNames", &self.resource_names)
            .int32("maxMembers", self.max_members)
            .text("groupFields", &self.read.unless(GroupFields::DEFAULT))
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            resource_names: incoming.resource_names(Self::MAX)?,
            read: incoming.group_fields()?,
            max_members: incoming.arguments.int32("maxMembers"),
        })
    }
}
