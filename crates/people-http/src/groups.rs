use std::fmt;

use bytes::Bytes;
use people_model::{ContactGroup, CreateContactGroupRequest, ListContactGroupsResponse, Method};
use people_rules::{MaskParameter, Violation};

use crate::{
    body,
    query::{Arguments, Query, is_malformed_mask},
    rejection::{Problems, Rejection},
    request::{Encoder, Request, sealed::Sealed},
    route::Route,
};

/// The fields of a contact group that a read returns: a set, as
/// [`FieldMask`](people_model::FieldMask) is for persons.
///
/// ```
/// use people_http::GroupFields;
///
/// assert_eq!((GroupFields::NAME | GroupFields::METADATA).to_string(), "metadata,name");
/// assert!(GroupFields::DEFAULT.contains(GroupFields::MEMBER_COUNT));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupFields(u8);

impl GroupFields {
    /// `metadata`.
    pub const METADATA: Self = Self(1);
    /// `groupType`.
    pub const GROUP_TYPE: Self = Self(1 << 1);
    /// `name`, and the formatted name with it.
    pub const NAME: Self = Self(1 << 2);
    /// `memberCount`.
    pub const MEMBER_COUNT: Self = Self(1 << 3);
    /// `clientData`.
    pub const CLIENT_DATA: Self = Self(1 << 4);
    /// What a read returns when nothing is said.
    pub const DEFAULT: Self = Self::DEFAULT_ON_WRITE.union(Self::MEMBER_COUNT);
    /// What a create returns when nothing is said: no member count.
    pub const DEFAULT_ON_WRITE: Self = Self::METADATA.union(Self::GROUP_TYPE).union(Self::NAME);

    const NAMES: [(Self, &'static str, &'static str); 5] = [
        (Self::METADATA, "metadata", "metadata"),
        (Self::GROUP_TYPE, "groupType", "group_type"),
        (Self::NAME, "name", "name"),
        (Self::MEMBER_COUNT, "memberCount", "member_count"),
        (Self::CLIENT_DATA, "clientData", "client_data"),
    ];

    /// Whether all of `fields` are in the set.
    pub const fn contains(self, fields: Self) -> bool {
        self.0 & fields.0 == fields.0
    }

    /// The fields in either set; `|` for use in `const` items.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Reads a mask; `default` when it names nothing.
    fn parse(parameter: MaskParameter, text: &str, default: Self) -> Result<Self, Violation> {
        if is_malformed_mask(text) {
            let text = text.to_owned();
            return Err(Violation::MalformedMask { parameter, text });
        }
        let mut fields = Self(0);
        for path in text.split(',').filter(|path| !path.is_empty()) {
            let (field, ..) = Self::NAMES
                .into_iter()
                .find(|&(_, json, proto)| path == json || path == proto)
                .ok_or_else(|| Violation::InvalidMaskPath {
                    parameter,
                    path: path.to_owned(),
                })?;
            fields = fields.union(field);
        }
        Ok(if fields.0 == 0 { default } else { fields })
    }

    /// The mask as a parameter: nothing when it is what the method returns anyway.
    fn unless(self, default: Self) -> String {
        if self == default {
            return String::new();
        }
        self.to_string()
    }
}

impl std::ops::BitOr for GroupFields {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl fmt::Display for GroupFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Self::NAMES
            .into_iter()
            .filter(|&(field, ..)| self.contains(field))
            .map(|(_, json, _)| json);
        for (index, name) in names.enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// `contactGroups.list`: reads a page of the caller's contact groups.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListContactGroups {
    /// The fields to return.
    pub read: GroupFields,
    /// How many groups a page holds, as the request says it; 0 when unset.
    pub page_size: i32,
    /// Which page; empty for the first.
    pub page_token: String,
    /// The token whose changes are read; empty for everything.
    pub sync_token: String,
}

impl ListContactGroups {
    /// Reads the caller's contact groups, from the first page.
    pub fn new() -> Self {
        Self {
            read: GroupFields::DEFAULT,
            page_size: 0,
            page_token: String::new(),
            sync_token: String::new(),
        }
    }
}

impl Default for ListContactGroups {
    fn default() -> Self {
        Self::new()
    }
}

impl Sealed for ListContactGroups {}

impl Request for ListContactGroups {
    const METHOD: Method = Method::ListContactGroups;
    type Response = ListContactGroupsResponse;

    fn to_http(&self) -> http::Request<Bytes> {
        Encoder::new(Self::METHOD)
            .text("groupFields", &self.read.unless(GroupFields::DEFAULT))
            .int32("pageSize", self.page_size)
            .text("pageToken", &self.page_token)
            .text("syncToken", &self.sync_token)
            .build()
    }

    fn from_http(_: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, Self::METHOD, &mut problems);
        problems.finish()?;
        Ok(Self {
            read: group_fields(&arguments)?,
            page_size: arguments.int32("pageSize"),
            page_token: arguments.text("pageToken").to_owned(),
            sync_token: arguments.text("syncToken").to_owned(),
        })
    }
}

/// `contactGroups.get`: reads a contact group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GetContactGroup {
    /// The group, such as `contactGroups/myContacts`.
    pub resource_name: String,
    /// The fields to return.
    pub read: GroupFields,
    /// How many members to name; 0 for none.
    pub max_members: i32,
}

impl GetContactGroup {
    /// Reads a contact group.
    pub fn new(resource_name: impl Into<String>) -> Self {
        Self {
            resource_name: resource_name.into(),
            read: GroupFields::DEFAULT,
            max_members: 0,
        }
    }
}

impl Sealed for GetContactGroup {}

impl Request for GetContactGroup {
    const METHOD: Method = Method::GetContactGroup;
    type Response = ContactGroup;

    fn to_http(&self) -> http::Request<Bytes> {
        Encoder::new(Self::METHOD)
            .name(self.resource_name.as_str())
            .int32("maxMembers", self.max_members)
            .text("groupFields", &self.read.unless(GroupFields::DEFAULT))
            .build()
    }

    fn from_http(route: &Route, query: &Query<'_>, _: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, Self::METHOD, &mut problems);
        problems.finish()?;
        Ok(Self {
            resource_name: route.name().to_owned(),
            read: group_fields(&arguments)?,
            max_members: arguments.int32("maxMembers"),
        })
    }
}

/// `contactGroups.create`.
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

    fn to_http(&self) -> http::Request<Bytes> {
        let mut body = CreateContactGroupRequest::default();
        body.contact_group = Some(self.group.clone());
        body.read_group_fields = self.read.unless(GroupFields::DEFAULT_ON_WRITE);
        Encoder::new(Self::METHOD).body(&body).build()
    }

    fn from_http(_: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        Arguments::bind(query, Self::METHOD, &mut problems);
        let body: CreateContactGroupRequest = body::decode(body, "", problems)?;
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

fn group_fields(arguments: &Arguments<'_>) -> Result<GroupFields, Violation> {
    GroupFields::parse(
        MaskParameter::GroupFields,
        arguments.text("groupFields"),
        GroupFields::DEFAULT,
    )
}
