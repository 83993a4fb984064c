use people_http::{CreateContactGroup, GetContactGroup, GroupFields, ListContactGroups};
use people_model::{
    Code, ContactGroup, ContactGroupMetadata, GroupClientData, GroupId, GroupName, GroupType,
    ListContactGroupsResponse, Message, SystemGroup,
};
use people_rules::{Violation, group_term};
use people_store::{
    Account, Condition, Cursor, Kind, Order, Record, Row, Store, StoreError, Write,
};
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher24;

use super::{Inner, clock::rfc3339, lists::page_size, rows::aborted};
use crate::api::{Failure, Reply};

const DEFAULT_PAGE: usize = 30;

/// A user's group as its row holds it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoredGroup {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    client_data: Vec<GroupClientData>,
}

impl StoredGroup {
    /// The row of this group.
    pub(super) fn record(&self) -> Result<Record, serde_json::Error> {
        let folded = self.name.to_lowercase();
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
        let (row, group) = self.add_group(account, call.group).await?;
        let shown = self.shown(account, &row, group, call.read, None);
        Ok(reply(&shown))
    }

    /// Stores a new group (rules `G1`, `G2`).
    ///
    /// The id follows from the name, so that two creates of one name contend for one row and the
    /// store lets one of them win, whichever process they come from.
    pub(super) async fn add_group(
        &self,
        account: &Account,
        group: ContactGroup,
    ) -> Result<(Row, ContactGroup), Failure> {
        let name = group.name.trim();
        if name.is_empty() {
            return Err(Violation::InvalidArgument.into());
        }
        let folded = name.to_lowercase();
        // A longer one could not be looked up, and so not be unique.
        let term = name_term(&folded);
        if term.len() > Record::MAX_TERM {
            return Err(Violation::InvalidArgument.into());
        }
        let taken = self.store.find(account, Kind::Group, &term, 0, 1).await?;
        if !taken.is_empty()
            || SystemGroup::ALL
                .iter()
                .any(|system| system.id().to_lowercase() == folded)
        {
            return Err(already_exists());
        }
        let stored = StoredGroup {
            name: name.to_owned(),
            client_data: group.client_data,
        };
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

    /// `contactGroups.list`: the user's groups, then the system's (rule `G3`).
    pub(super) async fn list_contact_groups(
        &self,
        account: &Account,
        call: ListContactGroups,
    ) -> Result<Reply, Failure> {
        if !call.sync_token.is_empty() {
            // No token of ours is a sync token of groups yet, so this one is malformed.
            return Err(Violation::InvalidArgument.into());
        }
        let parameters = format!("groups\u{1f}{}", call.read);
        // Where in the user's groups the page begins, or in the system's once those are all shown.
        let (mut cursor, mut system_from): (Option<Cursor>, Option<usize>) = (None, None);
        if !call.page_token.is_empty() {
            let content = self.tokens.open(&call.page_token, account, &parameters)?;
            match content.strip_prefix("system:") {
                Some(index) => {
                    system_from = Some(index.parse().map_err(|_| Violation::InvalidArgument)?)
                }
                None => cursor = Some(content.parse().map_err(|_| Violation::InvalidArgument)?),
            }
        }
        let limit = page_size(call.page_size, DEFAULT_PAGE);

        let mut response = ListContactGroupsResponse::default();
        let mut next = None;
        if system_from.is_none() {
            let page = self
                .store
                .page(
                    account,
                    Kind::Group,
                    Order::FirstName,
                    cursor.as_ref(),
                    limit,
                )
                .await?;
            for row in &page.rows {
                let group = self.decode(row)?;
                let name = GroupName::from(GroupId::new(row.id).ok_or_else(|| corrupt(row))?);
                let count = self.member_count(account, &name, call.read).await?;
                response
                    .contact_groups
                    .push(self.shown(account, row, group, call.read, count));
            }
            next = page.next.map(|cursor| cursor.to_string());
        }
        if next.is_none() {
            let system_from = system_from.unwrap_or(0);
            let room = limit - response.contact_groups.len();
            for &system in SystemGroup::ALL.iter().skip(system_from).take(room) {
                response
                    .contact_groups
                    .push(self.shown_system(account, system, call.read).await?);
            }
            let shown = system_from + room;
            next = (shown < SystemGroup::ALL.len()).then(|| format!("system:{shown}"));
        }
        if let Some(state) = next {
            response.next_page_token = self.tokens.seal(&state, account, &parameters)?;
        }
        let users = self.store.count(account, Kind::Group).await?;
        response.total_items = i32::try_from(users)
            .unwrap_or(i32::MAX)
            .saturating_add(SystemGroup::ALL.len() as i32);
        let body = serde_json::to_string(&response)
            .map_err(|error| Failure::internal("encode groups", &error))?;
        Ok(Reply::new(body, ListContactGroupsResponse::DESCRIPTOR))
    }

    fn decode(&self, row: &Row) -> Result<ContactGroup, Failure> {
        let stored: StoredGroup =
            serde_json::from_str(&row.record.body).map_err(|_| corrupt(row))?;
        let mut group = ContactGroup::default();
        group.name = stored.name;
        group.client_data = stored.client_data;
        Ok(group)
    }

    fn shown(
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
    async fn shown_system(
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

    async fn member_count(
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

pub(super) fn name_term(folded: &str) -> String {
    format!("name:{folded}")
}

/// Not a secret and not a checksum: any well-spread function of the name serves.
fn group_id(folded: &str, attempt: u64) -> u64 {
    (SipHasher24::new_with_keys(attempt, 0).hash(folded.as_bytes()) >> 1).max(1)
}

fn corrupt(row: &Row) -> StoreError {
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
