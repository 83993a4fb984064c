use people_model::{
    BatchCreateContactsRequest, BatchCreateContactsResponse, ContactToCreate, FieldMask, Method,
    Person,
};
use people_rules::{MaskParameter, Sources, Violation, read_mask};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `people.batchCreateContacts`: creates several contacts, or none of them (rule `B3`).
///
/// ```
/// use people_http::{BatchCreateContacts, Request};
/// use people_model::{FieldMask, Name, Person};
/// use people_rules::Sources;
///
/// let person = Person::new().names([Name::new().given_name("Ada")]);
/// let create = BatchCreateContacts::new([person]).returning(FieldMask::NAMES, Sources::DEFAULT);
/// assert_eq!(
///     &**create.to_http().body(),
///     br#"{"contacts":[{"contactPerson":{"names":[{"givenName":"Ada"}]}}],"readMask":"names"}"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BatchCreateContacts {
    /// The new contacts, 1 to [`BatchCreateContacts::MAX`] of them.
    pub contacts: Vec<ContactToCreate>,
    /// The fields to return (rule `U3`). Where it is empty, as it is at first, the reply is empty too.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl BatchCreateContacts {
    /// How many contacts one call creates.
    pub const MAX: usize = 200;

    /// Creates a contact with the values of each of the persons.
    pub fn new(people: impl IntoIterator<Item = Person>) -> Self {
        let contacts = people
            .into_iter()
            .map(|person| ContactToCreate::new().contact_person(person));
        Self {
            contacts: contacts.collect(),
            read: FieldMask::EMPTY,
            sources: Sources::DEFAULT,
        }
    }
}

setters!(BatchCreateContacts: returning);

impl Sealed for BatchCreateContacts {}

impl Request for BatchCreateContacts {
    const METHOD: Method = Method::BatchCreateContacts;
    type Response = BatchCreateContactsResponse;

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
        let mut body = BatchCreateContactsRequest::new()
            .contacts(self.contacts.iter().cloned())
            .read_mask(self.read.to_string());
        body.sources = self.sources.unless_default();
        Outgoing::new(Self::METHOD).body(&body).finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (_, body): (_, BatchCreateContactsRequest) =
            Incoming::read_with_body(Self::METHOD, query, body)?;
        if !(1..=Self::MAX).contains(&body.contacts.len()) {
            return Err(Violation::InvalidArgument.into());
        }
        Ok(Self {
            contacts: body.contacts,
            read: read_mask(MaskParameter::ReadMask, &body.read_mask)?.unwrap_or_default(),
            sources: body.sources.into_iter().collect(),
        })
    }
}
