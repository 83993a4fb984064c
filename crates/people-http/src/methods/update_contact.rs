use people_model::{ContactId, FieldMask, Method, Person, UpdateMask};
use people_rules::{Sources, update_mask};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `people.updateContact`: replaces fields of a contact (rule `U1`).
///
/// ```
/// use people_http::{Query, Request, UpdateContact, route};
/// use people_model::{ContactId, FieldMask, Person};
///
/// let id = ContactId::new(17).unwrap();
/// let person: Person = serde_json::from_str(r#"{"names": [{"givenName": "Ada"}]}"#)?;
/// let update = UpdateContact::new(id, person, FieldMask::NAMES.try_into()?);
///
/// let request = update.to_http();
/// assert_eq!(request.method(), "PATCH");
/// assert_eq!(*request.uri(), "/v1/people/c17:updateContact?updatePersonFields=names");
///
/// let route = route(request.method(), request.uri().path()).unwrap();
/// let query = Query::parse(request.uri().query().unwrap_or_default());
/// assert_eq!(UpdateContact::from_http(&route, &query, request.body())?, update);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UpdateContact {
    /// The contact, which the path names. The name in the body is ignored.
    pub id: ContactId,
    /// The new values, and what they were read from: `etag` and `metadata.sources`.
    pub person: Person,
    /// The fields to replace (rule `U2`).
    pub mask: UpdateMask,
    /// The fields to return (rule `U3`). Default: all.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl UpdateContact {
    /// Replaces the `mask` fields of a contact with those of `person`.
    pub fn new(id: ContactId, person: Person, mask: UpdateMask) -> Self {
        Self {
            id,
            person,
            mask,
            read: FieldMask::ALL,
            sources: Sources::DEFAULT,
        }
    }
}

setters!(UpdateContact: returning);

impl Sealed for UpdateContact {}

impl Request for UpdateContact {
    const METHOD: Method = Method::UpdateContact;
    type Response = Person;

    fn shape(&self) -> Shape<'_> {
        let change = Change::UpdateContacts {
            contacts: vec![(self.id, Some(&self.person))],
            mask: self.mask,
        };
        Shape::change(
            Self::METHOD,
            change,
            Returns::People {
                read: self.read,
                sources: self.sources,
            },
        )
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .name(self.id.resource_name())
            .mask("updatePersonFields", self.mask.fields())
            .mask_or_all("personFields", self.read)
            .sources(self.sources)
            .person(&self.person, self.mask.fields())
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (incoming, person) = Incoming::read_with_body(Self::METHOD, query, body)?;
        let id = route.contact_id()?;
        let mask = update_mask(incoming.arguments.text("updatePersonFields"))?;
        let read = incoming.person_fields()?;
        Ok(Self {
            id,
            person,
            mask,
            read,
            sources: incoming.sources(),
        })
    }
}
