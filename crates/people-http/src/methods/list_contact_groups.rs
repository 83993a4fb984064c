use people_model::{ListContactGroupsResponse, Method};

use super::{Incoming, Outgoing};
use crate::{
    group_fields::GroupFields,
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
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

    /// Sets how many groups a page holds.
    #[must_use]
    pub fn page_size(mut self, page_size: i32) -> Self {
        self.page_size = page_size;
        self
    }

    /// Sets which page is read: the token comes with the page before it.
    #[must_use]
    pub fn page_token(mut self, page_token: impl Into<String>) -> Self {
        self.page_token = page_token.into();
        self
    }

    /// Reads what changed since the token was given, and nothing else.
    #[must_use]
    pub fn sync_token(mut self, sync_token: impl Into<String>) -> Self {
        self.sync_token = sync_token.into();
        self
    }
}

impl Default for ListContactGroups {
    fn default() -> Self {
        Self::new()
    }
}

impl Sealed for ListContactGroups {}

impl Request for ListContactGroups {
    const METHOD: Method = Method::ListContactGroups;
    type Response = ListContactGroupsResponse;

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
