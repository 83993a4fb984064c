//! What a call is about, in words that methods share.
use std::{borrow::Cow, fmt};

use people_model::{ContactId, FieldMask, Method, Person, UpdateMask};
use people_rules::Sources;

use crate::group_fields::GroupFields;

/// What a call is about: a program that treats all methods of one kind alike matches on this, and not on
/// the methods.
///
/// ```
/// use people_http::{Change, ListConnections, Request, Returns};
/// use people_model::FieldMask;
///
/// let list = ListConnections::new(FieldMask::NAMES).request_sync_token(true);
/// let shape = list.shape();
/// assert!(matches!(shape.returns, Returns::People { read: FieldMask::NAMES, .. }));
/// assert_eq!(shape.change, Change::None);
/// assert!(shape.list.is_some_and(|list| list.gives_sync_token()));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Shape<'c> {
    /// The method that is called.
    pub method: Method,
    /// The resources that the call wants in the answer. [`Method::returned`] says where the answer has them.
    pub returns: Returns,
    /// What the call changes.
    pub change: Change<'c>,
    /// For a list that has sync tokens: where it begins.
    pub list: Option<SyncedList<'c>>,
    /// For a search: the words that it looks for.
    pub search: Option<Cow<'c, str>>,
}

/// The resources that a call wants in the answer, and which of their fields.
///
/// ```
/// use people_http::{Request, Returns, SearchOtherContacts};
/// use people_model::FieldMask;
///
/// let search = SearchOtherContacts::new("ada", FieldMask::NAMES);
/// assert_eq!(search.shape().returns, Returns::OtherContacts(FieldMask::NAMES));
/// assert_eq!(search.shape().returns.to_string(), "names");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // a `match` over the kinds has to meet a new one
pub enum Returns {
    /// Contacts and profiles.
    People {
        /// The fields.
        read: FieldMask,
        /// The source types.
        sources: Sources,
    },
    /// Other contacts.
    OtherContacts(FieldMask),
    /// People of a domain's directory.
    DirectoryPeople(FieldMask),
    /// Contact groups.
    Groups(GroupFields),
    /// No resources.
    Nothing,
}

/// What a call changes.
///
/// ```
/// use people_http::{Change, DeleteContact, Request};
/// use people_model::ContactId;
///
/// let ada = ContactId::new(17).unwrap();
/// assert_eq!(DeleteContact::new(ada).shape().change, Change::DeleteContacts([ada][..].into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::exhaustive_enums)] // a `match` over the kinds has to meet a new one
pub enum Change<'c> {
    /// Nothing: the call only reads.
    None,
    /// Creates contacts, by their values or as copies.
    CreateContacts,
    /// Replaces fields of contacts.
    UpdateContacts {
        /// The contacts with their new values. The values are absent after [`Shape::into_owned`].
        contacts: Vec<(ContactId, Option<&'c Person>)>,
        /// The fields.
        mask: UpdateMask,
    },
    /// Deletes contacts.
    DeleteContacts(Cow<'c, [ContactId]>),
    /// Sets or deletes the photo of a contact.
    Photo(ContactId),
    /// Creates a contact group.
    CreateGroup,
    /// Replaces fields of a contact group.
    UpdateGroup {
        /// The group.
        resource_name: Cow<'c, str>,
        /// The fields.
        fields: GroupFields,
    },
    /// Deletes a contact group, perhaps with its contacts.
    DeleteGroup,
    /// Puts contacts into a group and takes contacts from it.
    Members {
        /// The group.
        resource_name: Cow<'c, str>,
        /// The contacts that come into it.
        added: Cow<'c, [ContactId]>,
    },
}

/// Where a list begins that has sync tokens.
///
/// ```
/// use people_http::{ListConnections, Request};
/// use people_model::FieldMask;
///
/// let list = ListConnections::new(FieldMask::NAMES).sync_token("t");
/// let list = list.shape().list.unwrap();
/// assert_eq!((&*list.page_token, &*list.sync_token), ("", "t"));
/// // The caller has a sync token and gets the next one, without asking for it.
/// assert!(!list.asks_for_sync_token && list.gives_sync_token());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyncedList<'c> {
    /// Which page; empty for the first.
    pub page_token: Cow<'c, str>,
    /// The token whose changes are read; empty for everything.
    pub sync_token: Cow<'c, str>,
    /// Whether the call asks for a sync token.
    pub asks_for_sync_token: bool,
    /// Whether the last page always has a sync token.
    pub always_gives_sync_token: bool,
}

/// When the last page of a list has a sync token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SyncTokens {
    /// Always.
    Always,
    /// If the call asks for one.
    OnRequest {
        /// Whether the call does.
        asks: bool,
    },
}

impl<'c> Shape<'c> {
    /// The shape of a call that only reads.
    pub(crate) fn read(method: Method, returns: Returns) -> Self {
        Self::change(method, Change::None, returns)
    }

    /// The shape of a call that changes something.
    pub(crate) fn change(method: Method, change: Change<'c>, returns: Returns) -> Self {
        Self {
            method,
            returns,
            change,
            list: None,
            search: None,
        }
    }

    /// The same for a list that has sync tokens.
    pub(crate) fn list(self, page_token: &'c str, sync_token: &'c str, gives: SyncTokens) -> Self {
        let list = SyncedList {
            page_token: page_token.into(),
            sync_token: sync_token.into(),
            asks_for_sync_token: gives == SyncTokens::OnRequest { asks: true },
            always_gives_sync_token: gives == SyncTokens::Always,
        };
        Self {
            list: Some(list),
            ..self
        }
    }

    /// The same for a search.
    pub(crate) fn search(self, query: &'c str) -> Self {
        Self {
            search: Some(query.into()),
            ..self
        }
    }

    /// The shape without the call: it keeps everything but the values of contacts.
    ///
    /// ```
    /// use people_http::{Change, Request, UpdateContact};
    /// use people_model::{ContactId, Person, UpdateMask};
    ///
    /// let ada = ContactId::new(17).unwrap();
    /// let update = UpdateContact::new(ada, Person::default(), UpdateMask::NAMES);
    /// let contacts = vec![(ada, None)];
    /// let mask = UpdateMask::NAMES;
    /// assert_eq!(update.shape().into_owned().change, Change::UpdateContacts { contacts, mask });
    /// ```
    #[must_use]
    pub fn into_owned(self) -> Shape<'static> {
        Shape {
            method: self.method,
            returns: self.returns,
            change: self.change.into_owned(),
            list: self.list.map(SyncedList::into_owned),
            search: self.search.map(owned),
        }
    }
}

impl Change<'_> {
    fn into_owned(self) -> Change<'static> {
        match self {
            Self::None => Change::None,
            Self::CreateContacts => Change::CreateContacts,
            Self::UpdateContacts { contacts, mask } => {
                let contacts = contacts.into_iter().map(|(id, _)| (id, None)).collect();
                Change::UpdateContacts { contacts, mask }
            }
            Self::DeleteContacts(ids) => Change::DeleteContacts(ids.into_owned().into()),
            Self::Photo(id) => Change::Photo(id),
            Self::CreateGroup => Change::CreateGroup,
            Self::UpdateGroup {
                resource_name,
                fields,
            } => Change::UpdateGroup {
                resource_name: owned(resource_name),
                fields,
            },
            Self::DeleteGroup => Change::DeleteGroup,
            Self::Members {
                resource_name,
                added,
            } => Change::Members {
                resource_name: owned(resource_name),
                added: added.into_owned().into(),
            },
        }
    }
}

impl SyncedList<'_> {
    /// Whether the last page has a sync token.
    #[must_use]
    pub fn gives_sync_token(&self) -> bool {
        self.always_gives_sync_token || self.asks_for_sync_token || !self.sync_token.is_empty()
    }

    fn into_owned(self) -> SyncedList<'static> {
        SyncedList {
            page_token: owned(self.page_token),
            sync_token: owned(self.sync_token),
            ..self
        }
    }
}

/// The fields, as a mask.
impl fmt::Display for Returns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::People { read, .. } | Self::OtherContacts(read) | Self::DirectoryPeople(read) => {
                read.fmt(f)
            }
            Self::Groups(read) => read.fmt(f),
            Self::Nothing => Ok(()),
        }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}
