use people_model::{FieldMask, Method, Person};
use people_rules::Sources;

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Returns, Shape},
};

/// `people.get`: reads a person.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetPerson {
    /// The person, such as `people/c1` or `people/me`.
    pub resource_name: String,
    /// The fields to return (rule `U3`); required.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl GetPerson {
    /// Reads the `read` fields of a person.
    pub fn new(resource_name: impl Into<String>, read: FieldMask) -> Self {
        Self {
            resource_name: resource_name.into(),
            read,
            sources: Sources::DEFAULT,
        }
    }
}

setters!(GetPerson: sources);

impl Sealed for GetPerson {}

impl Request for GetPerson {
    const METHOD: Method = Method::GetPerson;
    type Response = Person;

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
            .name(self.resource_name.as_str())
            .mask("personFields", self.read)
            .sources(self.sources)
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            read: incoming.person_fields()?,
            sources: incoming.sources(),
        })
    }
}
