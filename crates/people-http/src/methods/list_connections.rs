use people_model::{FieldMask, ListConnectionsResponse, Method, SortOrder};
use people_rules::Sources;

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape, SyncTokens},
};

/// `people.connections.list`: reads a page of the caller's contacts.
///
/// ```
/// use people_http::{ListConnections, Request};
/// use people_model::FieldMask;
///
/// let list = ListConnections::new(FieldMask::NAMES).page_size(1000).request_sync_token(true);
/// let http = list.to_http();
/// assert!(http.uri().query().unwrap().contains("pageSize=1000"));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListConnections {
    /// Whose contacts: only `people/me` has any.
    pub resource_name: String,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
    /// How many contacts a page holds, as the request says it; 0 when unset.
    pub page_size: i32,
    /// Which page; empty for the first.
    pub page_token: String,
    /// Whether the last page brings a token for the changes after it.
    pub request_sync_token: bool,
    /// The token whose changes are read; empty for everything.
    pub sync_token: String,
    /// The order of the contacts.
    pub sort_order: SortOrder,
}

impl ListConnections {
    /// Reads the `read` fields of the caller's contacts, from the first page.
    pub fn new(read: FieldMask) -> Self {
        Self {
            resource_name: "people/me".to_owned(),
            read,
            sources: Sources::DEFAULT,
            page_size: 0,
            page_token: String::new(),
            request_sync_token: false,
            sync_token: String::new(),
            sort_order: SortOrder::default(),
        }
    }

    /// Sets the order of the contacts.
    #[must_use]
    pub fn sort_order(mut self, sort_order: SortOrder) -> Self {
        self.sort_order = sort_order;
        self
    }
}

setters!(ListConnections: sources, page_size, page_token, request_sync_token, sync_token);

impl Sealed for ListConnections {}

impl Request for ListConnections {
    const METHOD: Method = Method::ListConnections;
    type Response = ListConnectionsResponse;

    fn shape(&self) -> Shape<'_> {
        let asks = self.request_sync_token;
        let gives = SyncTokens::OnRequest { asks };
        Shape::read(
            Self::METHOD,
            Returns::People {
                read: self.read,
                sources: self.sources,
            },
        )
        .list(&self.page_token, &self.sync_token, gives)
    }

    fn encode(&self) -> Encoded {
        let sort_order = match self.sort_order == SortOrder::default() {
            true => "",
            false => self.sort_order.as_str(),
        };
        Outgoing::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .mask("personFields", self.read)
            .sources(self.sources)
            .int32("pageSize", self.page_size)
            .text("pageToken", &self.page_token)
            .boolean("requestSyncToken", self.request_sync_token)
            .text("syncToken", &self.sync_token)
            .text("sortOrder", sort_order)
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            read: incoming.person_fields()?,
            sources: incoming.sources(),
            page_size: incoming.arguments.int32("pageSize"),
            page_token: incoming.arguments.text("pageToken").to_owned(),
            request_sync_token: incoming.arguments.boolean("requestSyncToken"),
            sync_token: incoming.arguments.text("syncToken").to_owned(),
            sort_order: incoming
                .arguments
                .enums("sortOrder")
                .last()
                .unwrap_or_default(),
        })
    }
}
