use people_http::{CreateContactGroup, GetContactGroup, GroupFields};
use people_model::{
    Code, ContactGroup, ContactGroupMetadata, GroupClientData, GroupId, GroupName, GroupType,
    Message, SystemGroup,
};
use people_rules::{Violation, group_term};
use people_store::{Account, Condition, Kind, Record, Row, Store, StoreError, Write};
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher24;

use super::{Inner, clock::rfc3339, rows::aborted};
use crate::api::{Failure, Reply};

/// A user's group as its row holds it.
#[derive(Serialize, Deserialize)]
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
        if self.name.is_empty() || self.term().len() > Record::MAX_TERM {
            return Err(Violation::InvalidArgument.into());
        }
        let folded = self.folded();
        let mut systems = SystemGroup::ALL.iter();
        match systems.any(|system| system.id().to_lowercase() == folded) {
            true => Err(already_exists()),
            false => Ok(()),
        }
    }

    /// What it is found by.
    pub(super) fn term(&self) -> String {
        name_term(&self.folded())
    }

    /// The id that it gets, unless another has it.
    pub(super) fn first_id(&self) -> u64 {
        group_id(&self.folded(), 0)
    }

    fn folded(&self) -> String {
        self.name.to_lowercase()
    }

    /// The row of this group.
    pub(super) fn record(&self) -> Result<Record, serde_json::Error> {
        let folded = self.folded();
        let record = Record {
            body: serde_json::to_string(self)?,
            layout: Vec::new(),
            terms: vec![name_term(&folded)],
            sort_keys: [folded.clone(), folded],
        };
        Ok(record.indexable())
    }
}

impl<S: Store> Inner<S> {
    pub(super) async fn create_contact_group(
        &self,
        account: &Account,
        call: CreateContactGroup,
    ) -> Result<Reply, Failure> {
        let (row, group) = self
            .add_group(account, call.group, self.settings.sizes.groups)
            .await?;
        let shown = self.shown(account, &row, group, call.read, None);
        Ok(reply(&shown))
    }

    /// Stores a new group, if the account then has no more than `limit` (rules `G1`, `G2`, `N5`).
    ///
    /// The id follows from the name, so that two creates of one name contend for one row and the
    /// store lets one of them win, whichever process they come from.
    pub(super) async fn add_group(
        &self,
        account: &Account,
        group: ContactGroup,
        limit: u64,
    ) -> Result<(Row, ContactGroup), Failure> {
        let stored = StoredGroup::of(&group);
        stored.check()?;
        if self.group_of(account, &stored).await?.is_some() {
            return Err(already_exists());
        }
        let (folded, term) = (stored.folded(), stored.term());
        let rooms = &self.group_rooms;
        let _room = rooms.reserve(&self.store, account, 1, limit).await?;
        let record = stored
            .record()
            .map_err(|error| Failure::internal("encode a group", &error))?;
        for attempt in 0..8_u64 {
            let id = group_id(&folded, attempt);
            let write = Write::Put {
                kind: Kind::Group,
                id,
                record: record.clone(),
                condition: Condition::Absent,
            };
            if let Some((version, update_time)) = self.commit(account, write).await? {
                let row = Row {
                    id,
                    version,
                    update_time,
                    deleted: false,
                    record: record.into(),
                };
                let group = self.decode(&row)?;
                return Ok((row, group));
            }
            let holder = self.store.get(account, Kind::Group, id).await?;
            if holder.is_some_and(|row| row.record.terms.contains(&term)) {
                return Err(already_exists());
            }
            // The row of a group that was renamed since: the next id.
        }
        Err(aborted())
    }

    /// The id of the group that has this one's name.
    pub(super) async fn group_of(
        &self,
        account: &Account,
        group: &StoredGroup,
    ) -> Result<Option<u64>, StoreError> {
        let term = group.term();
        let ids = self.store.find(account, Kind::Group, &term, 0, 1).await?;
        Ok(ids.first().copied())
    }

    pub(super) async fn get_contact_group(
        &self,
        account: &Account,
        call: GetContactGroup,
    ) -> Result<Reply, Failure> {
        let name = GroupName::parse(&call.resource_name).ok_or(Violation::NotFound)?;
        let mut shown = match name.system() {
            Some(system) => self.shown_system(account, system, call.read).await?,
            None => {
                let id = name.user_id().ok_or(Violation::NotFound)?;
                let row = self
                    .store
                    .get(account, Kind::Group, id)
                    .await?
                    .ok_or(Violation::NotFound)?;
                let group = self.decode(&row)?;
                let count = self.member_count(account, &name, call.read).await?;
                self.shown(account, &row, group, call.read, count)
            }
        };
        let members = usize::try_from(call.max_members).unwrap_or(0);
        if members > 0 {
            let term = group_term(name.id());
            let ids = self
                .store
                .find(account, Kind::Contact, &term, 0, members)
                .await?;
            shown.member_resource_names = ids.iter().map(|id| format!("people/c{id}")).collect();
        }
        Ok(reply(&shown))
    }

    pub(super) fn decode(&self, row: &Row) -> Result<ContactGroup, Failure> {
        let stored: StoredGroup =
            serde_json::from_str(&row.record.body).map_err(|_| corrupt(row))?;
        let mut group = ContactGroup::default();
        group.name = stored.name;
        group.client_data = stored.client_data;
        Ok(group)
    }

    pub(super) fn shown(
        &self,
        account: &Account,
        row: &Row,
        stored: ContactGroup,
        read: GroupFields,
        count: Option<i32>,
    ) -> ContactGroup {
        let mut group = ContactGroup::default();
        group.resource_name = GroupId::new(row.id)
            .map(|id| GroupName::from(id).to_string())
            .unwrap_or_default();
        group.etag = self
            .mint
            .row(account, Kind::Group, row.id, row.version)
            .to_group_etag();
        if read.contains(GroupFields::METADATA) {
            let mut metadata = ContactGroupMetadata::default();
            metadata.update_time = rfc3339(row.update_time);
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

    /// A system group has neither etag nor metadata.
    pub(super) async fn shown_system(
        &self,
        account: &Account,
        system: SystemGroup,
        read: GroupFields,
    ) -> Result<ContactGroup, Failure> {
        let name = GroupName::from(system);
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
        name: &GroupName,
        read: GroupFields,
    ) -> Result<Option<i32>, StoreError> {
        if !read.contains(GroupFields::MEMBER_COUNT) {
            return Ok(None);
        }
        let term = group_term(name.id());
        let count = self.store.count_term(account, Kind::Contact, &term).await?;
        Ok(Some(i32::try_from(count).unwrap_or(i32::MAX)))
    }
}

fn name_term(folded: &str) -> String {
    format!("name:{folded}")
}

/// Not a secret and not a checksum: any well-spread function of the name serves.
fn group_id(folded: &str, attempt: u64) -> u64 {
    (SipHasher24::new_with_keys(attempt, 0).hash(folded.as_bytes()) >> 1).max(1)
}

pub(super) fn corrupt(row: &Row) -> StoreError {
    StoreError::corrupt(format!(
        "contact group {:x}: the body is not a group's",
        row.id
    ))
}

fn already_exists() -> Failure {
    Failure::new(Code::AlreadyExists, "Contact group name already exists")
}

fn reply(group: &ContactGroup) -> Reply {
    Reply::new(
        serde_json::to_string(group).expect("a group encodes"),
        ContactGroup::DESCRIPTOR,
    )
}
