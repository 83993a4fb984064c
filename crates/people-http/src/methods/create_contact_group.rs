use people_model::{ContactGroup, CreateContactGroupRequest, Method};
use people_rules::{MaskParameter, Violation};

use super::{Incoming, Outgoing};
use crate::{
    group_fields::GroupFields,
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `contactGroups.create`.
///
/// ```
/// use people_http::{CreateContactGroup, Request};
/// use people_model::ContactGroup;
///
/// let create = CreateContactGroup::new(ContactGroup::new().name("Book Club")).to_http();
/// assert_eq!(create.uri(), "/v1/contactGroups");
/// assert_eq!(create.body(), r#"{"contactGroup":{"name":"Book Club"}}"#);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateContactGroup {
    /// The new group; of it, `name` and `client_data` count.
    pub group: ContactGroup,
    /// The fields to return.
    pub read: GroupFields,
}

impl CreateContactGroup {
    /// Creates a contact group.
    pub fn new(group: ContactGroup) -> Self {
        Self {
            group,
            read: GroupFields::DEFAULT_ON_WRITE,
        }
    }
}

impl Sealed for CreateContactGroup {}

impl Request for CreateContactGroup {
    const METHOD: Method = Method::CreateContactGroup;
    type Response = ContactGroup;

    fn shape(&self) -> Shape<'_> {
        Shape::change(
            Self::METHOD,
            Change::CreateGroup,
            Returns::Groups(self.read),
        )
    }

    fn encode(&self) -> Encoded {
        let mut body = CreateContactGroupRequest::default();
        body.contact_group = Some(self.group.clone());
        body.read_group_fields = self.read.unless(GroupFields::DEFAULT_ON_WRITE);
        Outgoing::new(Self::METHOD).body(&body).finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (_, body): (_, CreateContactGroupRequest) =
            Incoming::read_with_body(Self::METHOD, query, body)?;
        let read = GroupFields::parse(
            MaskParameter::ReadGroupFields,
            &body.read_group_fields,
            GroupFields::DEFAULT_ON_WRITE,
        )?;
        Ok(Self {
            group: body.contact_group.ok_or(Violation::InvalidArgument)?,
            read,
        })
    }
}
