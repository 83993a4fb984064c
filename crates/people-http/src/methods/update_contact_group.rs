use people_model::{ContactGroup, Method, UpdateContactGroupRequest};
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

/// `contactGroups.update`: replaces the name of a contact group, its data of clients, or both (rule
/// `G6`).
///
/// ```
/// use people_http::{Request, UpdateContactGroup};
/// use people_model::ContactGroup;
///
/// let renamed = ContactGroup::new().name("Society").etag("EzJq9t4+mPA=");
/// let update = UpdateContactGroup::new("contactGroups/1f", renamed);
/// let sent = update.to_http();
/// assert_eq!((sent.method().as_str(), sent.uri().path()), ("PUT", "/v1/contactGroups/1f"));
/// assert_eq!(
///     sent.body(),
///     r#"{"contactGroup":{"etag":"EzJq9t4+mPA=","name":"Society"}}"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UpdateContactGroup {
    /// The group, such as `contactGroups/1f`.
    pub resource_name: String,
    /// The new values; of it, those in the mask and the etag count. Without an etag it is updated in
    /// any state.
    pub group: ContactGroup,
    /// The fields to replace: [`NAME`](GroupFields::NAME), [`CLIENT_DATA`](GroupFields::CLIENT_DATA)
    /// or both.
    pub update: GroupFields,
    /// The fields to return.
    pub read: GroupFields,
}

impl UpdateContactGroup {
    /// What can be replaced.
    const UPDATABLE: GroupFields = GroupFields::NAME.union(GroupFields::CLIENT_DATA);

    /// Replaces the name of the group.
    pub fn new(resource_name: impl Into<String>, group: ContactGroup) -> Self {
        Self {
            resource_name: resource_name.into(),
            group,
            update: GroupFields::NAME,
            read: GroupFields::DEFAULT_ON_WRITE,
        }
    }

    /// Replaces these fields instead: [`NAME`](GroupFields::NAME),
    /// [`CLIENT_DATA`](GroupFields::CLIENT_DATA) or both.
    #[must_use]
    pub fn updating(mut self, update: GroupFields) -> Self {
        self.update = update;
        self
    }

    /// Limits what is returned to these fields.
    #[must_use]
    pub fn returning(mut self, read: GroupFields) -> Self {
        self.read = read;
        self
    }
}

impl Sealed for UpdateContactGroup {}

impl Request for UpdateContactGroup {
    const METHOD: Method = Method::UpdateContactGroup;
    type Response = ContactGroup;

    fn shape(&self) -> Shape<'_> {
        let change = Change::UpdateGroup {
            resource_name: self.resource_name.as_str().into(),
            fields: self.update,
        };
        Shape::change(Self::METHOD, change, Returns::Groups(self.read))
    }

    fn encode(&self) -> Encoded {
        let mut body = UpdateContactGroupRequest::default();
        body.contact_group = Some(self.group.clone());
        body.update_group_fields = self.update.unless(GroupFields::NAME);
        body.read_group_fields = self.read.unless(GroupFields::DEFAULT_ON_WRITE);
        Outgoing::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .body(&body)
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (_, body): (_, UpdateContactGroupRequest) =
            Incoming::read_with_body(Self::METHOD, query, body)?;
        let update = GroupFields::parse_of(
            MaskParameter::UpdateGroupFields,
            &body.update_group_fields,
            GroupFields::NAME,
            Self::UPDATABLE,
        )?;
        let read = GroupFields::parse(
            MaskParameter::ReadGroupFields,
            &body.read_group_fields,
            GroupFields::DEFAULT_ON_WRITE,
        )?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            group: body.contact_group.ok_or(Violation::InvalidArgument)?,
            update,
            read,
        })
    }
}
