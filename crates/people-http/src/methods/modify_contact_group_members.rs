use std::collections::HashSet;

use people_model::{
    ContactId, Method, ModifyContactGroupMembersRequest, ModifyContactGroupMembersResponse,
};
use people_rules::Violation;

use super::{Incoming, Outgoing, incoming::contact_id};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `contactGroups.members.modify`: puts contacts in a contact group and takes others out of it (rule
/// `G7`).
///
/// ```
/// use people_http::{ModifyContactGroupMembers, Request};
/// use people_model::ContactId;
///
/// let [ada, grace] = [17, 18].map(|id| ContactId::new(id).unwrap());
/// let modify = ModifyContactGroupMembers::new("contactGroups/1f").add([ada]).remove([grace]);
/// let sent = modify.to_http();
/// assert_eq!(*sent.uri(), "/v1/contactGroups/1f/members:modify");
/// assert_eq!(
///     sent.body(),
///     r#"{"resourceNamesToAdd":["people/c17"],"resourceNamesToRemove":["people/c18"]}"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModifyContactGroupMembers {
    /// The group, such as `contactGroups/starred`.
    pub resource_name: String,
    /// The contacts to put in it.
    pub add: Vec<ContactId>,
    /// The contacts to take out of it. Together with those to put in it they are
    /// [`ModifyContactGroupMembers::MAX`] at most, and no contact is among both.
    pub remove: Vec<ContactId>,
}

impl ModifyContactGroupMembers {
    /// How many contacts one call adds and removes.
    pub const MAX: usize = 1000;

    /// Modifies the members of this group.
    pub fn new(resource_name: impl Into<String>) -> Self {
        Self {
            resource_name: resource_name.into(),
            add: Vec::new(),
            remove: Vec::new(),
        }
    }

    /// Puts these contacts in the group.
    #[allow(clippy::should_implement_trait)] // no sum: it stands beside `remove`
    #[must_use]
    pub fn add(mut self, ids: impl IntoIterator<Item = ContactId>) -> Self {
        self.add.extend(ids);
        self
    }

    /// Takes these contacts out of the group.
    #[must_use]
    pub fn remove(mut self, ids: impl IntoIterator<Item = ContactId>) -> Self {
        self.remove.extend(ids);
        self
    }
}

impl Sealed for ModifyContactGroupMembers {}

impl Request for ModifyContactGroupMembers {
    const METHOD: Method = Method::ModifyContactGroupMembers;
    type Response = ModifyContactGroupMembersResponse;

    fn shape(&self) -> Shape<'_> {
        let change = Change::Members {
            resource_name: self.resource_name.as_str().into(),
            added: (&*self.add).into(),
        };
        Shape::change(Self::METHOD, change, Returns::Nothing)
    }

    fn encode(&self) -> Encoded {
        let names = |ids: &[ContactId]| -> Vec<String> {
            ids.iter()
                .map(|id| id.resource_name().to_string())
                .collect()
        };
        let body = ModifyContactGroupMembersRequest::new()
            .resource_names_to_add(names(&self.add))
            .resource_names_to_remove(names(&self.remove));
        Outgoing::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .body(&body)
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (_, body): (_, ModifyContactGroupMembersRequest) =
            Incoming::read_with_body(Self::METHOD, query, body)?;
        let (add, remove) = (body.resource_names_to_add, body.resource_names_to_remove);
        if add.len() + remove.len() > Self::MAX {
            return Err(Violation::InvalidArgument.into());
        }
        let ids = |names: Vec<String>| -> Result<Vec<ContactId>, Violation> {
            names.into_iter().map(contact_id).collect()
        };
        let (add, remove) = (ids(add)?, ids(remove)?);
        let added: HashSet<_> = add.iter().collect();
        if remove.iter().any(|id| added.contains(id)) {
            return Err(Violation::InvalidArgument.into());
        }
        Ok(Self {
            resource_name: route.name().to_owned(),
            add,
            remove,
        })
    }
}
