use people_model::{ContactId, Empty, Method};

use super::{Incoming, Outgoing};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `people.deleteContact`.
///
/// ```
/// use people_http::{DeleteContact, Request};
/// use people_model::ContactId;
///
/// let delete = DeleteContact::new(ContactId::new(17).unwrap()).to_http();
/// assert_eq!(delete.method(), "DELETE");
/// assert_eq!(delete.uri(), "/v1/people/c17:deleteContact");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeleteContact {
    /// The contact.
    pub id: ContactId,
}

impl DeleteContact {
    /// Deletes a contact.
    pub fn new(id: ContactId) -> Self {
        Self { id }
    }
}

impl Sealed for DeleteContact {}

impl Request for DeleteContact {
    const METHOD: Method = Method::DeleteContact;
    type Response = Empty;

    fn shape(&self) -> Shape<'_> {
        let id = std::slice::from_ref(&self.id);
        Shape::change(
            Self::METHOD,
            Change::DeleteContacts(id.into()),
            Returns::Nothing,
        )
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .name(self.id.resource_name())
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        Incoming::read(Self::METHOD, query)?;
        let id = route.contact_id()?;
        Ok(Self { id })
    }
}
