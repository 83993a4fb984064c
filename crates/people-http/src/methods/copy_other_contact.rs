use people_model::{CopyOtherContactToMyContactsGroupRequest, FieldMask, Method, Person};
use people_rules::{MaskParameter, OTHER_CONTACT_FIELDS, Sources, Violation, read_mask};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `otherContacts.copyOtherContactToMyContactsGroup`: makes a contact of another contact, which stays
/// (rule `O4`).
///
/// ```
/// use people_http::{CopyOtherContactToMyContactsGroup, Request};
/// use people_model::FieldMask;
///
/// let copy = CopyOtherContactToMyContactsGroup::new("otherContacts/c17", FieldMask::NAMES);
/// assert_eq!(
///     *copy.to_http().uri(),
///     "/v1/otherContacts/c17:copyOtherContactToMyContactsGroup",
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CopyOtherContactToMyContactsGroup {
    /// The other contact.
    pub resource_name: String,
    /// The fields to copy: some of [`OTHER_CONTACT_FIELDS`]; required.
    pub copy: FieldMask,
    /// The fields of the new contact to return.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl CopyOtherContactToMyContactsGroup {
    /// Copies the `copy` fields, and returns them with metadata and memberships.
    pub fn new(resource_name: impl Into<String>, copy: FieldMask) -> Self {
        Self {
            resource_name: resource_name.into(),
            copy,
            read: shown(copy),
            sources: Sources::DEFAULT,
        }
    }
}

/// What is returned where the request says nothing.
fn shown(copy: FieldMask) -> FieldMask {
    copy.union(FieldMask::METADATA)
        .union(FieldMask::MEMBERSHIPS)
}

setters!(CopyOtherContactToMyContactsGroup: returning);

impl Sealed for CopyOtherContactToMyContactsGroup {}

impl Request for CopyOtherContactToMyContactsGroup {
    const METHOD: Method = Method::CopyOtherContactToMyContactsGroup;
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
        let mut body = CopyOtherContactToMyContactsGroupRequest::new()
            .copy_mask(self.copy.to_string())
            .read_mask(match self.read == shown(self.copy) {
                true => String::new(),
                false => self.read.to_string(),
            });
        body.sources = self.sources.unless_default();
        Outgoing::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .body(&body)
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (_, body): (_, CopyOtherContactToMyContactsGroupRequest) =
            Incoming::read_with_body(Self::METHOD, query, body)?;
        let parameter = MaskParameter::CopyMask;
        let copy = read_mask(parameter, &body.copy_mask)?;
        let copy = copy.ok_or(Violation::MaskRequired { parameter })?;
        if let Some(field) = copy.difference(OTHER_CONTACT_FIELDS).iter().next() {
            let path = field.as_str().to_owned();
            return Err(Violation::InvalidMaskPath { parameter, path }.into());
        }
        let read = read_mask(MaskParameter::ReadMask, &body.read_mask)?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            copy,
            read: read.unwrap_or_else(|| shown(copy)),
            sources: body.sources.into_iter().collect(),
        })
    }
}
