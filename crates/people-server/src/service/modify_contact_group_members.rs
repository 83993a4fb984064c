use std::{collections::HashSet, slice};

use people_http::ModifyContactGroupMembers;
use people_model::{ContactId, GroupResourceName, Message, ModifyContactGroupMembersResponse};
use people_rules::{Departure, Violation, join, leave};
use people_store::{Account, Condition, RowKind, Store, Write};

use super::{
    Service,
    rows::{AT_ONCE, Stored, as_stored, record},
    write::{Change, Desk, Needs, Plan, Rows, still_there},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `contactGroups.members.modify`: does what can be done, and says what cannot (rule `G7`).
    ///
    /// A thousand contacts may be large: they are changed so many in one commit, each as a whole.
    pub(super) async fn modify_contact_group_members(
        &self,
        account: &Account,
        call: ModifyContactGroupMembers,
    ) -> Result<Reply, Failure> {
        let group = GroupResourceName::parse(&call.resource_name).ok_or(Violation::NotFound)?;
        match group.user_id() {
            Some(id) => {
                let row = self.store.get(account, RowKind::Group, id).await?;
                row.ok_or(Violation::NotFound)?;
            }
            None => {
                let takes = group.system().is_some_and(|system| system.takes_members());
                if !takes && !call.add.is_empty() {
                    return Err(Violation::DeprecatedGroup.into());
                }
            }
        }
        let mut response = ModifyContactGroupMembersResponse::default();
        let names = |ids: Vec<ContactId>| ids.into_iter().map(|id| id.resource_name().to_string());
        for (joins, ids) in [(true, call.add), (false, call.remove)] {
            let mut seen = HashSet::new();
            let ids: Vec<ContactId> = ids.into_iter().filter(|id| seen.insert(*id)).collect();
            for ids in ids.chunks(AT_ONCE) {
                let ids = ids.to_vec();
                let (left_out, _) = self.write(account, Modify { group, joins, ids }).await?;
                let missing = names(left_out.missing);
                response.not_found_resource_names.extend(missing);
                let last = names(left_out.last);
                response
                    .can_not_remove_last_contact_group_resource_names
                    .extend(last);
            }
        }
        let body = serde_json::to_string(&response)
            .map_err(|error| Failure::internal("encode members", &error))?;
        Ok(Reply::new(
            body,
            ModifyContactGroupMembersResponse::DESCRIPTOR,
        ))
    }
}

/// Some contacts join a group, or leave it.
struct Modify {
    group: GroupResourceName,
    joins: bool,
    ids: Vec<ContactId>,
}

/// The contacts that stay as they are, and not because they are so already.
#[derive(Default)]
struct LeftOut {
    missing: Vec<ContactId>,
    last: Vec<ContactId>,
}

impl Change for Modify {
    type Outcome = LeftOut;

    fn needs(&self) -> Needs {
        Needs {
            contacts: self.ids.iter().map(|id| id.get()).collect(),
            groups: self.group.user_id().into_iter().collect(),
            ..Needs::default()
        }
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<LeftOut>, Failure> {
        let (facts, account) = (desk.facts, desk.account);
        let mut left_out = LeftOut::default();
        let mut writes = Vec::new();
        let joined = match (self.joins, self.group.user_id()) {
            (true, Some(_)) => slice::from_ref(&self.group),
            (true, None) | (false, _) => &[],
        };
        rows.require(joined)?;
        for &id in &self.ids {
            let Ok(row) = rows.take_contact(id) else {
                left_out.missing.push(id);
                continue;
            };
            let current = Stored::from_row(row)?;
            let photo = current.photo.as_ref();
            let canonical_phone = |value: &str| facts.canonical_phone(account, value);
            let context = facts.context(id, &canonical_phone);
            let record = if self.joins {
                match join(&current.contact, &self.group, &context) {
                    Some(contact) => record(contact, photo, &facts.settings.sizes)?.0,
                    None => continue,
                }
            } else {
                match leave(&current.contact, &self.group, None, &context) {
                    Departure::Left(contact) => as_stored(contact, photo),
                    Departure::NoMember => continue,
                    Departure::Last => {
                        left_out.last.push(id);
                        continue;
                    }
                }
            };
            writes.push(Write::Put {
                kind: RowKind::Contact,
                id: id.get(),
                record,
                condition: Condition::Version(current.version),
            });
        }
        if !writes.is_empty() {
            writes.extend(still_there(joined));
        }
        Ok(Plan {
            writes,
            outcome: left_out,
        })
    }
}
