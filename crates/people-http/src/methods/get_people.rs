use people_model::{FieldMask, GetPeopleResponse, Method};
use people_rules::Sources;

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape},
};

/// `people.getBatchGet`: reads several persons.
///
/// ```
/// use people_http::{GetPeople, Request};
/// use people_model::FieldMask;
///
/// let get = GetPeople::new(["people/c17", "people/me"], FieldMask::NAMES).to_http();
/// assert_eq!(
///     get.uri(),
///     "/v1/people:batchGet?resourceNames=people%2Fc17&resourceNames=people%2Fme&personFields=names",
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetPeople {
    /// The persons, 1 to [`GetPeople::MAX`] of them.
    pub resource_names: Vec<String>,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl GetPeople {
    /// How many persons one call reads.
    pub const MAX: usize = 200;

    /// Reads the `read` fields of several persons.
    pub fn new<S: Into<String>>(names: impl IntoIterator<Item = S>, read: FieldMask) -> Self {
        Self {
            resource_names: names.into_iter().map(Into::into).collect(),
            read,
            sources: Sources::DEFAULT,
        }
    }
}

setters!(GetPeople: sources);

impl Sealed for GetPeople {}

impl Request for GetPeople {
    const METHOD: Method = Method::GetPeople;
    type Response = GetPeopleResponse;

    fn shape(&self) -> Shape<'_> {
        Shape::read(
            Self::METHOD,
            Returns::People {
                read: self.read,
                sources: self.sources,
            },
        )
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .texts("resourceNames", &self.resource_names)
            .mask("personFields", self.read)
            .sources(self.sources)
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            resource_names: incoming.resource_names(Self::MAX)?,
            read: incoming.person_fields()?,
            sources: incoming.sources(),
        })
    }
}
