use people_model::{Empty, Method};

use super::{Incoming, Outgoing};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `contactGroups.delete`: deletes a contact group, and with it its members if asked to (rule `G8`).
///
/// ```
/// use people_http::{DeleteContactGroup, Request};
///
/// let delete = DeleteContactGroup::new("contactGroups/1f");
/// assert_eq!(*delete.to_http().uri(), "/v1/contactGroups/1f");
/// assert_eq!(
///     *delete.with_contacts().to_http().uri(),
///     "/v1/contactGroups/1f?deleteContacts=true",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeleteContactGroup {
    /// The group, such as `contactGroups/1f`.
    pub resource_name: String,
    /// Whether the contacts that are in it are deleted as well.
    pub delete_contacts: bool,
}

impl DeleteContactGroup {
    /// Deletes a contact group; the contacts that are in it stay.
    pub fn new(resource_name: impl Into<String>) -> Self {
        Self {
            resource_name: resource_name.into(),
            delete_contacts: false,
        }
    }

    /// Deletes the contacts that are in the group as well.
    #[must_use]
    pub fn with_contacts(mut self) -> Self {
        self.delete_contacts = true;
        self
    }
}

impl Sealed for DeleteContactGroup {}

impl Request for DeleteContactGroup {
    const METHOD: Method = Method::DeleteContactGroup;
    type Response = Empty;

    fn shape(&self) -> Shape<'_> {
        Shape::change(Self::METHOD, Change::DeleteGroup, Returns::Nothing)
    }

    fn encode(&self) -> Encoded {
        Outgoing::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .boolean("deleteContacts", self.delete_contacts)
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let incoming = Incoming::read(Self::METHOD, query)?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            delete_contacts: incoming.arguments.boolean("deleteContacts"),
        })
    }
}
