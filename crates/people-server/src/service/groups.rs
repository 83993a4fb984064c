use icu_properties::{
    CodePointSetData, CodePointSetDataBorrowed, props::DefaultIgnorableCodePoint,
};
use people_http::GroupFields;
use people_model::{
    Code, ContactGroup, ContactGroupMetadata, GroupClientData, GroupId, GroupResourceName,
    GroupType, Message, SystemGroup,
};
use people_rules::{Violation, group_term, sort_key};
use people_store::{Account, Record, Row, RowKind, Store, StoreError, Write};
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher24;

use super::{Service, clock::rfc3339, facts::Facts, moment::Moment};
use crate::api::{Failure, Reply};

/// A user's group as its row holds it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoredGroup {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    client_data: Vec<GroupClientData>,
}

impl StoredGroup {
    pub(super) fn of(group: &ContactGroup) -> Self {
        Self {
            name: group.name.trim().to_owned(),
            client_data: group.client_data.clone(),
        }
    }

    /// Whether a group may have this name (rules `G1`, `G2`).
    pub(super) fn check(&self) -> Result<(), Failure> {
        // A longer one could not be looked up, and so not be unique.
        if self.name.chars().all(is_unseen) || self.term().len() > Record::MAX_TERM {
            return Err(Violation::InvalidArgument.into());
        }
        let folded = self.folded();
        let mut systems = SystemGroup::ALL.iter();
        let is_of = |system: &SystemGroup| {
            let mut names = [system.id(), system.formatted_name()].into_iter();
            names.any(|name| name.to_lowercase() == folded)
        };
        match systems.any(is_of) {
            true => Err(already_exists()),
            false => Ok(()),
        }
    }

    /// The same group with other values: of the mask, those of `group`.
    pub(super) fn updated(mut self, group: &ContactGroup, mask: GroupFields) -> Self {
        let other = Self::of(group);
        if mask.contains(GroupFields::NAME) {
            self.name = other.name;
        }
        if mask.contains(GroupFields::CLIENT_DATA) {
            self.client_data = other.client_data;
        }
        self
    }

    /// The group that a row holds.
    pub(super) fn of_row(row: &Row) -> Result<Self, StoreError> {
        serde_json::from_str(&row.record.body).map_err(|_| corrupt(row))
    }

    /// That no group has its name when it gets it (rule `G1`).
    pub(super) fn unshared(&self) -> Write {
        Write::RequireFree {
            kind: RowKind::Group,
            term: self.term(),
        }
    }

    /// The terms that it is found by.
    pub(super) fn term(&self) -> String {
        name_term(&self.folded())
    }

    /// The id that it gets, unless another has it.
    pub(super) fn first_id(&self) -> u64 {
        group_id(&self.folded(), 0)
    }

    /// The ids that it may get, in the order in which they are tried.
    pub(super) fn ids(&self) -> impl Iterator<Item = u64> + use<> {
        let folded = self.folded();
        (0..TRIES).map(move |attempt| group_id(&folded, attempt))
    }

    fn folded(&self) -> String {
        self.name.to_lowercase()
    }

    /// The row of this group.
    pub(super) fn record(&self) -> Result<Record, serde_json::Error> {
        let key = sort_key(&[&self.name]);
        let record = Record {
            body: serde_json::to_string(self)?,
            layout: Vec::new(),
            terms: [self.term()].into(),
            sort_keys: [key.clone(), key],
        };
        Ok(record.indexable())
    }
}

/// The record of a group's row, derived again from its body.
pub(super) fn rederived(row: &Row) -> Option<Record> {
    let group: StoredGroup = serde_json::from_str(&row.record.body).ok()?;
    group.record().ok()
}

impl From<StoredGroup> for ContactGroup {
    fn from(stored: StoredGroup) -> Self {
        let mut group = Self::default();
        group.name = stored.name;
        group.client_data = stored.client_data;
        group
    }
}

impl Facts {
    /// A user's group as the API shows it.
    pub(super) fn shown_group(
        &self,
        account: &Account,
        id: u64,
        moment: Moment,
        stored: ContactGroup,
        read: GroupFields,
        count: Option<i32>,
    ) -> ContactGroup {
        let mut group = ContactGroup::default();
        group.resource_name = GroupId::new(id)
            .map(|id| GroupResourceName::from(id).to_string())
            .unwrap_or_default();
        group.etag = self
            .mint
            .row(account, RowKind::Group, id, moment.version)
            .to_group_etag();
        if read.contains(GroupFields::METADATA) {
            let mut metadata = ContactGroupMetadata::default();
            metadata.update_time = rfc3339(moment.time);
            group.metadata = Some(metadata);
        }
        if read.contains(GroupFields::GROUP_TYPE) {
            group.group_type = GroupType::UserContactGroup;
        }
        if read.contains(GroupFields::NAME) {
            group.formatted_name.clone_from(&stored.name);
            group.name = stored.name;
        }
        if read.contains(GroupFields::CLIENT_DATA) {
            group.client_data = stored.client_data;
        }
        group.member_count = count.unwrap_or(0);
        group
    }

    /// The group of a row.
    pub(super) fn shown_row(
        &self,
        account: &Account,
        row: &Row,
        read: GroupFields,
        count: Option<i32>,
    ) -> Result<ContactGroup, StoreError> {
        let stored = StoredGroup::of_row(row)?;
        let moment = Moment {
            version: row.version,
            time: row.update_time,
        };
        Ok(self.shown_group(account, row.id, moment, stored.into(), read, count))
    }
}

impl<S: Store> Service<S> {
    /// The id of the group that has this one's name.
    pub(super) async fn group_of(
        &self,
        account: &Account,
        group: &StoredGroup,
    ) -> Result<Option<u64>, StoreError> {
        let term = group.term();
        let ids = self
            .store
            .find(account, RowKind::Group, &term, 0, 1)
            .await?;
        Ok(ids.first().copied())
    }

    /// A system group has neither etag nor metadata.
    pub(super) async fn shown_system(
        &self,
        account: &Account,
        system: SystemGroup,
        read: GroupFields,
    ) -> Result<ContactGroup, Failure> {
        let name = GroupResourceName::from(system);
        let mut group = ContactGroup::default();
        group.resource_name = name.to_string();
        if read.contains(GroupFields::GROUP_TYPE) {
            group.group_type = GroupType::SystemContactGroup;
        }
        if read.contains(GroupFields::NAME) {
            group.name = system.id().to_owned();
            group.formatted_name = system.formatted_name().to_owned();
        }
        group.member_count = self.member_count(account, &name, read).await?.unwrap_or(0);
        Ok(group)
    }

    pub(super) async fn member_count(
        &self,
        account: &Account,
        name: &GroupResourceName,
        read: GroupFields,
    ) -> Result<Option<i32>, StoreError> {
        if !read.contains(GroupFields::MEMBER_COUNT) {
            return Ok(None);
        }
        let term = group_term(name.id());
        let count = self
            .store
            .count_term(account, RowKind::Contact, &term)
            .await?;
        Ok(Some(i32::try_from(count).unwrap_or(i32::MAX)))
    }
}

fn name_term(folded: &str) -> String {
    format!("name:{folded}")
}

/// How many ids a name may have: more than one only where a group was renamed.
const TRIES: u64 = 8;

/// Not a secret and not a checksum: any well-spread function of the name serves.
fn group_id(folded: &str, attempt: u64) -> u64 {
    (SipHasher24::new_with_keys(attempt, 0).hash(folded.as_bytes()) >> 1).max(1)
}

pub(super) fn corrupt(row: &Row) -> StoreError {
    StoreError::corrupt(format!(
        "contact group {:x}: the body is not a contact group",
        row.id
    ))
}

/// The id of a user's group. Only such groups can be changed and deleted (rule `G6`).
pub(super) fn user_group(resource_name: &str) -> Result<GroupId, Violation> {
    match GroupResourceName::parse(resource_name) {
        Some(GroupResourceName::User(id)) => Ok(id),
        Some(GroupResourceName::System(_)) => Err(Violation::SystemGroup {
            resource_name: resource_name.to_owned(),
        }),
        None => Err(Violation::NotFound),
    }
}

/// Whether a character of a name shows nothing.
fn is_unseen(letter: char) -> bool {
    const IGNORABLE: CodePointSetDataBorrowed<'static> =
        CodePointSetData::new::<DefaultIgnorableCodePoint>();
    letter.is_whitespace() || letter.is_control() || IGNORABLE.contains(letter)
}

pub(super) fn already_exists() -> Failure {
    Failure::new(Code::AlreadyExists, "Contact group name already exists").by_rule("G1")
}

pub(super) fn reply(group: &ContactGroup) -> Reply {
    Reply::new(
        serde_json::to_string(group).expect("a group encodes"),
        ContactGroup::DESCRIPTOR,
    )
}
