use people_model::{ContactId, DeleteContactPhotoResponse, FieldMask, Method};
use people_rules::{MaskParameter, Sources, read_mask};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `people.deleteContactPhoto`: takes a contact's photo away (rule `H3`).
///
/// ```
/// use people_http::{DeleteContactPhoto, Request};
/// use people_model::{ContactId, FieldMask};
/// use people_rules::Sources;
///
/// let delete = DeleteContactPhoto::new(ContactId::new(17).unwrap());
/// let sent = delete.returning(FieldMask::PHOTOS, Sources::DEFAULT).to_http();
/// assert_eq!(*sent.uri(), "/v1/people/c17:deleteContactPhoto?personFields=photos");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeleteContactPhoto {
    /// The contact.
    pub id: ContactId,
    /// The fields to return (rule `U3`). Where it is empty, as it is at first, no contact is returned.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl DeleteContactPhoto {
    /// Takes the photo of a contact away.
    pub fn new(id: ContactId) -> Self {
        Self {
            id,
            read: FieldMask::EMPTY,
            sources: Sources::DEFAULT,
        }
    }
}

setters!(DeleteContactPhoto: returning);

impl Sealed for DeleteContactPhoto {}

impl Request for DeleteContactPhoto {
    const METHOD: Method = Method::DeleteContactPhoto;
    type Response = DeleteContactPhotoResponse;

    fn shape(&self) -> Shape<'_> {
        Shape::change(
            Self::METHOD,
            Change::Photo(self.id),
            Returns::People {
                read: self.read,
                sources: self.sources,
            },
        )
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .name(self.id.resource_name())
            .mask("personFields", self.read)
            .sources(self.sources)
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        let id = route.contact_id()?;
        let mask = MaskParameter::PersonFields;
        let read = read_mask(mask, incoming.arguments.text(mask.as_str()))?;
        Ok(Self {
            id,
            read: read.unwrap_or_default(),
            sources: incoming.sources(),
        })
    }
}
