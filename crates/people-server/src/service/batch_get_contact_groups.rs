use std::collections::HashMap;

use people_http::{BatchGetContactGroups, status_of};
use people_model::{
    BatchGetContactGroupsResponse, ContactGroup, ContactGroupResponse, GroupResourceName, Message,
};
use people_rules::Violation;
use people_store::{Account, Store};

use super::{Service, write::Needs};
use crate::api::{Failure, Reply};

/// How many members one answer names, of all its groups together: 200 groups of 25,000 would be five
/// million.
const MOST_MEMBERS: usize = 100_000;

impl<S: Store> Service<S> {
    /// `contactGroups.batchGet`: each name gets its own answer (rule `G5`).
    pub(super) async fn batch_get_contact_groups(
        &self,
        account: &Account,
        call: BatchGetContactGroups,
    ) -> Result<Reply, Failure> {
        let names = call.resource_names.iter();
        let parsed = names
            .clone()
            .filter_map(|name| GroupResourceName::parse(name));
        let needs = Needs {
            groups: parsed.filter_map(|name| name.user_id()).collect(),
            ..Needs::default()
        };
        let rows = self.rows_of(account, needs).await?;

        let most = usize::try_from(call.max_members).unwrap_or(0);
        let mut left = MOST_MEMBERS;
        let mut response = BatchGetContactGroupsResponse::default();
        let mut seen: HashMap<&str, Option<ContactGroup>> = HashMap::new();
        for requested in names {
            let group = match seen.get(requested.as_str()) {
                // A name that is given twice is answered twice, but read once.
                Some(group) => group.clone().map(|mut group| {
                    group.member_resource_names.truncate(left);
                    group
                }),
                None => match GroupResourceName::parse(requested) {
                    Some(name) => {
                        let row = name.user_id().and_then(|id| rows.group(id));
                        let most = most.min(left);
                        self.shown_named(account, &name, row, call.read, most)
                            .await?
                    }
                    None => None,
                },
            };
            let members = group
                .as_ref()
                .map(|group| group.member_resource_names.len());
            left -= members.unwrap_or(0);
            let mut entry = ContactGroupResponse::default();
            entry.requested_resource_name.clone_from(requested);
            if group.is_none() {
                entry.status = Some(status_of(&Violation::NotFound));
            }
            entry.contact_group.clone_from(&group);
            response.responses.push(entry);
            seen.entry(requested).or_insert(group);
        }
        let body = serde_json::to_string(&response)
            .map_err(|error| Failure::internal("encode groups", &error))?;
        Ok(Reply::new(body, BatchGetContactGroupsResponse::DESCRIPTOR))
    }
}
