use people_model::{FieldMask, Method, SearchDirectoryPeopleResponse};
use people_rules::{DirectorySources, Violation};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape},
};

/// `people.searchDirectoryPeople`: finds people of the caller's domain by the beginnings of their words and
/// numbers (rule `W5`).
///
/// ```
/// use people_http::{Request, SearchDirectoryPeople};
/// use people_model::FieldMask;
/// use people_rules::DirectorySources;
///
/// let sources = DirectorySources { profiles: true, ..DirectorySources::default() };
/// let search = SearchDirectoryPeople::new("xav", FieldMask::NAMES, sources);
/// assert_eq!(
///     *search.to_http().uri(),
///     "/v1/people:searchDirectoryPeople?query=xav&readMask=names\
///      &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE",
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchDirectoryPeople {
    /// What the people are found by; required.
    pub query: String,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// What to return of the directory: profiles, contacts or both; required.
    pub sources: DirectorySources,
    /// How many people a page holds, as the request says it; 0 when unset.
    pub page_size: i32,
    /// Which page; empty for the first.
    pub page_token: String,
}

impl SearchDirectoryPeople {
    /// Returns the `read` fields of the people that the query finds, from the first page.
    pub fn new(query: impl Into<String>, read: FieldMask, sources: DirectorySources) -> Self {
        Self {
            query: query.into(),
            read,
            sources,
            page_size: 0,
            page_token: String::new(),
        }
    }

    /// Sets how many people a page holds: at most 500.
    #[must_use]
    pub fn page_size(mut self, page_size: i32) -> Self {
        self.page_size = page_size;
        self
    }
}

setters!(SearchDirectoryPeople: page_token);

impl Sealed for SearchDirectoryPeople {}

impl Request for SearchDirectoryPeople {
    const METHOD: Method = Method::SearchDirectoryPeople;
    type Response = SearchDirectoryPeopleResponse;

    fn shape(&self) -> Shape<'_> {
        Shape::read(Self::METHOD, Returns::DirectoryPeople(self.read)).search(&self.query)
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .text("query", &self.query)
            .mask("readMask", self.read)
            .directory_sources(self.sources)
            .int32("pageSize", self.page_size)
            .text("pageToken", &self.page_token)
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        let query = incoming.arguments.text("query").to_owned();
        let read = incoming.read_mask()?;
        let sources = incoming.directory_sources()?;
        if query.is_empty() {
            return Err(Violation::InvalidArgument.into());
        }
        Ok(Self {
            query,
            read,
            sources,
            page_size: incoming.arguments.int32("pageSize"),
            page_token: incoming.arguments.text("pageToken").to_owned(),
        })
    }
}
