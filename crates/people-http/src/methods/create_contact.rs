use people_model::{FieldMask, Method, Person};
use people_rules::{Sources, Violation};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    body::is_blank,
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `people.createContact`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateContact {
    /// The new contact's values.
    pub person: Person,
    /// The fields to return (rule `U3`). Default: all.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl CreateContact {
    /// Creates a contact with the values of `person`.
    pub fn new(person: Person) -> Self {
        Self {
            person,
            read: FieldMask::ALL,
            sources: Sources::DEFAULT,
        }
    }
}

setters!(CreateContact: returning);

impl Sealed for CreateContact {}

impl Request for CreateContact {
    const METHOD: Method = Method::CreateContact;
    type Response = Person;

    fn shape(&self) -> Shape<'_> {
        Shape::change(
            Self::METHOD,
            Change::CreateContacts,
            Returns::People {
                read: self.read,
                sources: self.sources,
            },
        )
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .mask_or_all("personFields", self.read)
            .sources(self.sources)
            .body(&self.person)
            .finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (incoming, person) = Incoming::read_with_body(Self::METHOD, query, body)?;
        if is_blank(body) {
            return Err(Violation::PersonRequired.into());
        }
        Ok(Self {
            person,
            read: incoming.person_fields()?,
            sources: incoming.sources(),
        })
    }
}
