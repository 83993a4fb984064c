use people_http::{GroupFields, ListContactGroups};
use people_model::{
    ContactGroup, ContactGroupMetadata, GroupId, GroupResourceName, ListContactGroupsResponse,
    Message, SystemGroup,
};
use people_rules::Violation;
use people_store::{Account, Cursor, Order, Row, RowKind, Standing, Store, Version};

use super::{
    Service,
    groups::corrupt,
    lists::{LARGEST_PAGE, PageState, SyncState, encode, page_size},
    portions::List,
};
use crate::api::{Failure, Reply};

const DEFAULT_PAGE: usize = 30;

/// Before the number of a system group, where a page begins with that.
const SYSTEM: &str = "system:";

/// Groups of one page, and where the next one begins.
#[derive(Default)]
struct Groups {
    shown: Vec<ContactGroup>,
    next: Option<String>,
    total: u64,
}

impl<S: Store> Service<S> {
    /// `contactGroups.list`: the user's groups, then the system's (rule `G3`), or the changes since
    /// a sync token (rule `G4`).
    pub(super) async fn list_contact_groups(
        &self,
        account: &Account,
        call: ListContactGroups,
    ) -> Result<Reply, Failure> {
        let of_sync = synced(&call);
        let of_pages = format!("groups\u{1f}{}\u{1f}{}", call.read, call.sync_token);
        // Fixed before the first page is read, as for connections.
        let standing = self.store.standing(account).await?;
        let delta_since = self.sync_state(account, &call.sync_token, &of_sync, &standing)?;
        let state = match call.page_token.as_str() {
            "" => None,
            token => Some(self.page_state(account, token, &of_pages, &standing)?),
        };
        let next_sync = match state.as_ref().and_then(|state| state.sync) {
            Some(sync) => sync,
            None => self.next_sync(account, delta_since, &standing),
        };
        let from = state.as_ref().map(|state| state.cursor.as_str());

        let groups = match delta_since {
            None => self.all_groups(account, &call, from, &standing).await?,
            Some(sync) => self.changed_groups(account, &call, sync, from).await?,
        };
        let mut response = ListContactGroupsResponse::default();
        response.contact_groups = groups.shown;
        response.total_items = i32::try_from(groups.total).unwrap_or(i32::MAX);
        if let Some(cursor) = groups.next {
            let state = encode(&PageState {
                cursor,
                sync: Some(next_sync),
                replaced: standing.replaced.0,
            });
            response.next_page_token = self.tokens.seal(&state, account, &of_pages)?;
        }
        response.next_sync_token = self.tokens.seal(&encode(&next_sync), account, &of_sync)?;
        let body = serde_json::to_string(&response)
            .map_err(|error| Failure::internal("encode groups", &error))?;
        Ok(Reply::new(body, ListContactGroupsResponse::DESCRIPTOR))
    }

    /// A page that begins somewhere in the user's groups, or in the system's once those are all
    /// shown.
    async fn all_groups(
        &self,
        account: &Account,
        call: &ListContactGroups,
        from: Option<&str>,
        standing: &Standing,
    ) -> Result<Groups, Failure> {
        let limit = page_size(call.page_size, DEFAULT_PAGE, LARGEST_PAGE);
        let mut groups = Groups::default();
        let mut system_from = from
            .and_then(|from| from.strip_prefix(SYSTEM))
            .map(str::parse);
        if system_from.is_none() {
            let after = from.map(cursor).transpose()?;
            let list = List::All(Order::FirstName);
            let page = self
                .rows(account, RowKind::Group, list, after, limit)
                .await?;
            for row in &page.rows {
                groups
                    .shown
                    .push(self.shown_row(account, row, call.read).await?);
            }
            groups.next = page.next.map(|cursor| cursor.to_string());
            if groups.next.is_none() {
                system_from = Some(Ok(0));
            }
        }
        if let Some(from) = system_from {
            let from: usize = from.map_err(|_| Violation::InvalidArgument)?;
            let room = limit - groups.shown.len();
            for &system in SystemGroup::ALL.iter().skip(from).take(room) {
                groups
                    .shown
                    .push(self.shown_system(account, system, call.read).await?);
            }
            let next = from + room;
            groups.next = (next < SystemGroup::ALL.len()).then(|| format!("{SYSTEM}{next}"));
        }
        let users = standing.count(RowKind::Group);
        groups.total = users + SystemGroup::ALL.len() as u64;
        Ok(groups)
    }

    async fn changed_groups(
        &self,
        account: &Account,
        call: &ListContactGroups,
        since: SyncState,
        from: Option<&str>,
    ) -> Result<Groups, Failure> {
        let after = from.map(cursor).transpose()?;
        let limit = page_size(call.page_size, DEFAULT_PAGE, LARGEST_PAGE);
        let list = List::Changes(Version(since.version));
        let page = self
            .rows(account, RowKind::Group, list, after, limit)
            .await?;
        let is_all = from.is_none() && page.next.is_none();
        let all = is_all.then_some(page.rows.len());
        let total = self
            .count_changes(account, RowKind::Group, since, all)
            .await?;
        let mut shown = Vec::new();
        for row in &page.rows {
            shown.push(match row.deleted {
                true => self.shown_deleted(account, row)?,
                false => self.shown_row(account, row, call.read).await?,
            });
        }
        let next = page.next.map(|cursor| cursor.to_string());
        Ok(Groups { shown, next, total })
    }

    async fn shown_row(
        &self,
        account: &Account,
        row: &Row,
        read: GroupFields,
    ) -> Result<ContactGroup, Failure> {
        let name = GroupResourceName::from(GroupId::new(row.id).ok_or_else(|| corrupt(row))?);
        let count = self.member_count(account, &name, read).await?;
        Ok(self.facts.shown_row(account, row, read, count)?)
    }

    /// What a deleted group shows, for any mask.
    fn shown_deleted(&self, account: &Account, row: &Row) -> Result<ContactGroup, Failure> {
        let id = GroupId::new(row.id).ok_or_else(|| corrupt(row))?;
        let fingerprint = self
            .facts
            .mint
            .row(account, RowKind::Group, row.id, row.version);
        let mut metadata = ContactGroupMetadata::default();
        metadata.deleted = true;
        let mut group = ContactGroup::default();
        group.resource_name = GroupResourceName::from(id).to_string();
        group.etag = fingerprint.to_group_etag();
        group.metadata = Some(metadata);
        Ok(group)
    }
}

/// What must be the same on every sync of groups.
pub(super) fn synced(call: &ListContactGroups) -> String {
    format!("group changes\u{1f}{}", call.read)
}

fn cursor(text: &str) -> Result<Cursor, Violation> {
    text.parse().map_err(|_| Violation::InvalidArgument)
}
