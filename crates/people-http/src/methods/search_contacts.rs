use people_model::{FieldMask, Method, SearchResponse};
use people_rules::Sources;

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape},
};

/// `people.searchContacts`: finds contacts by the beginnings of their names, nicknames, e-mail addresses,
/// phone numbers and organizations (rule `K1`).
///
/// ```
/// use people_http::{Request, SearchContacts};
/// use people_model::FieldMask;
///
/// let search = SearchContacts::new("ada l", FieldMask::NAMES).page_size(30);
/// assert_eq!(
///     *search.to_http().uri(),
///     "/v1/people:searchContacts?query=ada+l&readMask=names&pageSize=30",
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchContacts {
    /// What the contacts are found by. An empty one finds none.
    pub query: String,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// The source types to return (rule `U4`). Default: only contact.
    pub sources: Sources,
    /// How many contacts to return, as the request says it; 0 when unset.
    pub page_size: i32,
}

impl SearchContacts {
    /// Returns the `read` fields of the contacts that the query finds.
    pub fn new(query: impl Into<String>, read: FieldMask) -> Self {
        Self {
            query: query.into(),
            read,
            sources: Sources::CONTACT,
            page_size: 0,
        }
    }

    /// Sets how many contacts are returned: at most 30.
    #[must_use]
    pub fn page_size(mut self, page_size: i32) -> Self {
        self.page_size = page_size;
        self
    }
}

setters!(SearchContacts: sources);

impl Sealed for SearchContacts {}

impl Request for SearchContacts {
    const METHOD: Method = Method::SearchContacts;
    type Response = SearchResponse;

    fn shape(&self) -> Shape<'_> {
        Shape::read(
            Self::METHOD,
            Returns::People {
                read: self.read,
                sources: self.sources,
            },
        )
        .search(&self.query)
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .text("query", &self.query)
            .mask("readMask", self.read)
            .sources_unless(Sources::CONTACT, self.sources)
            .int32("pageSize", self.page_size)
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            query: incoming.arguments.text("query").to_owned(),
            read: incoming.read_mask()?,
            sources: incoming.sources_or(Sources::CONTACT),
            page_size: incoming.arguments.int32("pageSize"),
        })
    }
}
