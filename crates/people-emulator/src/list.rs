//! Lists that can be continued by a sync token.
use people_http::{
    Call, ListConnections, ListContactGroups, ListDirectoryPeople, ListOtherContacts,
};

/// A call that lists something, and whose sync token lists what has changed since.
#[derive(Clone, Copy, Debug)]
pub(crate) enum List<'c> {
    Connections(&'c ListConnections),
    OtherContacts(&'c ListOtherContacts),
    Directory(&'c ListDirectoryPeople),
    Groups(&'c ListContactGroups),
}

impl<'c> List<'c> {
    pub(crate) fn of(call: &'c Call) -> Option<Self> {
        match call {
            Call::ListConnections(it) => Some(Self::Connections(it)),
            Call::ListOtherContacts(it) => Some(Self::OtherContacts(it)),
            Call::ListDirectoryPeople(it) => Some(Self::Directory(it)),
            Call::ListContactGroups(it) => Some(Self::Groups(it)),
            Call::BatchCreateContacts(_)
            | Call::BatchDeleteContacts(_)
            | Call::BatchUpdateContacts(_)
            | Call::CreateContact(_)
            | Call::DeleteContact(_)
            | Call::DeleteContactPhoto(_)
            | Call::GetPerson(_)
            | Call::GetPeople(_)
            | Call::SearchContacts(_)
            | Call::SearchDirectoryPeople(_)
            | Call::UpdateContact(_)
            | Call::UpdateContactPhoto(_)
            | Call::BatchGetContactGroups(_)
            | Call::CreateContactGroup(_)
            | Call::DeleteContactGroup(_)
            | Call::GetContactGroup(_)
            | Call::UpdateContactGroup(_)
            | Call::ModifyContactGroupMembers(_)
            | Call::CopyOtherContactToMyContactsGroup(_)
            | Call::SearchOtherContacts(_)
            | Call::Unimplemented(_) => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Connections(_) => "connections",
            Self::OtherContacts(_) => "otherContacts",
            Self::Directory(_) => "directory",
            Self::Groups(_) => "groups",
        }
    }

    pub(crate) fn page_token(self) -> &'c str {
        match self {
            Self::Connections(it) => &it.page_token,
            Self::OtherContacts(it) => &it.page_token,
            Self::Directory(it) => &it.page_token,
            Self::Groups(it) => &it.page_token,
        }
    }

    /// Empty for a list from the start.
    pub(crate) fn sync_token(self) -> &'c str {
        match self {
            Self::Connections(it) => &it.sync_token,
            Self::OtherContacts(it) => &it.sync_token,
            Self::Directory(it) => &it.sync_token,
            Self::Groups(it) => &it.sync_token,
        }
    }

    /// Whether it asks for a sync token. Groups have one in any case.
    pub(crate) fn asks(self) -> bool {
        match self {
            Self::Connections(it) => it.request_sync_token,
            Self::OtherContacts(it) => it.request_sync_token,
            Self::Directory(it) => it.request_sync_token,
            Self::Groups(_) => false,
        }
    }

    /// Whether its last page has a sync token.
    pub(crate) fn gives(self) -> bool {
        matches!(self, Self::Groups(_)) || self.asks() || !self.sync_token().is_empty()
    }

    /// The fields that it asks for.
    pub(crate) fn fields(self) -> String {
        match self {
            Self::Connections(it) => it.read.to_string(),
            Self::OtherContacts(it) => it.read.to_string(),
            Self::Directory(it) => it.read.to_string(),
            Self::Groups(it) => it.read.to_string(),
        }
    }
}
