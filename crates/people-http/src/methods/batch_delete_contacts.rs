use people_model::{BatchDeleteContactsRequest, ContactId, Empty, Method};
use people_rules::Violation;

use super::{Incoming, Outgoing, incoming::contact_id};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `people.batchDeleteContacts`: deletes several contacts, or none of them (rule `B5`).
///
/// ```
/// use people_http::{BatchDeleteContacts, Request};
/// use people_model::ContactId;
///
/// let delete = BatchDeleteContacts::new([17, 18].map(|id| ContactId::new(id).unwrap()));
/// let request = delete.to_http();
/// assert_eq!(*request.uri(), "/v1/people:batchDeleteContacts");
/// assert_eq!(&**request.body(), br#"{"resourceNames":["people/c17","people/c18"]}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchDeleteContacts {
    /// The contacts, 1 to [`BatchDeleteContacts::MAX`] of them.
    pub ids: Vec<ContactId>,
}

impl BatchDeleteContacts {
    /// How many contacts one call deletes.
    pub const MAX: usize = 500;

    /// Deletes several contacts.
    pub fn new(ids: impl IntoIterator<Item = ContactId>) -> Self {
        Self {
            ids: ids.into_iter().collect(),
        }
    }
}

impl Sealed for BatchDeleteContacts {}

impl Request for BatchDeleteContacts {
    const METHOD: Method = Method::BatchDeleteContacts;
    type Response = Empty;

    fn shape(&self) -> Shape<'_> {
        Shape::change(
            Self::METHOD,
            Change::DeleteContacts((&*self.ids).into()),
            Returns::Nothing,
        )
    }

    fn encode(&self) -> Encoded {
        let names = self.ids.iter().map(|id| id.resource_name());
        let body = BatchDeleteContactsRequest::new().resource_names(names);
        Outgoing::new(Self::METHOD).body(&body).finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (_, body): (_, BatchDeleteContactsRequest) =
            Incoming::read_with_body(Self::METHOD, query, body)?;
        if !(1..=Self::MAX).contains(&body.resource_names.len()) {
            return Err(Violation::InvalidArgument.into());
        }
        let ids = body.resource_names.into_iter().map(contact_id);
        Ok(Self {
            ids: ids.collect::<Result<_, _>>()?,
        })
    }
}
