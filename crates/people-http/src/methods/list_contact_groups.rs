use people_model::{ListContactGroupsResponse, Method};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    group_fields::GroupFields,
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape, SyncTokens},
};

/// `contactGroups.list`: reads a page of the caller's contact groups.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListContactGroups {
    /// The fields to return.
    pub read: GroupFields,
    /// How many groups a page holds, as the request says it; 0 when unset.
    pub page_size: i32,
    /// Which page; empty for the first.
    pub page_token: String,
    /// The token whose changes are read; empty for everything.
    pub sync_token: String,
}

impl ListContactGroups {
    /// Reads the caller's contact groups, from the first page.
    pub fn new() -> Self {
        Self {
            read: GroupFields::DEFAULT,
            page_size: 0,
            page_token: String::new(),
            sync_token: String::new(),
        }
    }

    /// Limits what is returned to these fields.
    #[must_use]
    pub fn read(mut self, read: GroupFields) -> Self {
        self.read = read;
        self
    }
}

impl Default for ListContactGroups {
    fn default() -> Self {
        Self::new()
    }
}

setters!(ListContactGroups: page_size, page_token, sync_token);

impl Sealed for ListContactGroups {}

impl Request for ListContactGroups {
    const METHOD: Method = Method::ListContactGroups;
    type Response = ListContactGroupsResponse;

    fn shape(&self) -> Shape<'_> {
        Shape::read(Self::METHOD, Returns::Groups(self.read)).list(
            &self.page_token,
            &self.sync_token,
            SyncTokens::Always,
        )
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .text("groupFields", &self.read.unless(GroupFields::DEFAULT))
            .int32("pageSize", self.page_size)
            .text("pageToken", &self.page_token)
            .text("syncToken", &self.sync_token)
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            read: incoming.group_fields()?,
            page_size: incoming.arguments.int32("pageSize"),
            page_token: incoming.arguments.text("pageToken").to_owned(),
            sync_token: incoming.arguments.text("syncToken").to_owned(),
        })
    }
}
