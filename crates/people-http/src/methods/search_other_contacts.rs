use people_model::{FieldMask, Method, SearchResponse};
use people_rules::Violation;

use super::{Incoming, Outgoing, list_other_contacts::READABLE};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape},
};

/// `otherContacts.search`: finds other contacts by the beginnings of their names, e-mail addresses and phone
/// numbers (rule `O6`).
///
/// ```
/// use people_http::{Request, SearchOtherContacts};
/// use people_model::FieldMask;
///
/// let search = SearchOtherContacts::new("ben", FieldMask::NAMES).page_size(30);
/// assert_eq!(
///     *search.to_http().uri(),
///     "/v1/otherContacts:search?query=ben&readMask=names&pageSize=30",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SearchOtherContacts {
    /// What the other contacts are found by. An empty one finds none.
    pub query: String,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// How many other contacts to return, as the request says it; 0 when unset.
    pub page_size: i32,
}

impl SearchOtherContacts {
    /// Returns the `read` fields of the other contacts that the query finds.
    pub fn new(query: impl Into<String>, read: FieldMask) -> Self {
        Self {
            query: query.into(),
            read,
            page_size: 0,
        }
    }

    /// Sets how many other contacts are returned: at most 30.
    #[must_use]
    pub fn page_size(mut self, page_size: i32) -> Self {
        self.page_size = page_size;
        self
    }
}

impl Sealed for SearchOtherContacts {}

impl Request for SearchOtherContacts {
    const METHOD: Method = Method::SearchOtherContacts;
    type Response = SearchResponse;

    fn shape(&self) -> Shape<'_> {
        Shape::read(Self::METHOD, Returns::OtherContacts(self.read)).search(&self.query)
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .text("query", &self.query)
            .mask("readMask", self.read)
            .int32("pageSize", self.page_size)
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        let read = incoming.read_mask()?;
        if let Some(field) = read.difference(READABLE).iter().next() {
            return Err(Violation::NotOfOtherContacts { field }.into());
        }
        Ok(Self {
            query: incoming.arguments.text("query").to_owned(),
            read,
            page_size: incoming.arguments.int32("pageSize"),
        })
    }
}
