use people_http::{GroupFields, UpdateContactGroup};
use people_model::{Fingerprint, GroupId, GroupResourceName};
use people_rules::Violation;
use people_store::{Account, Condition, RowKind, Store, Write};

use super::{
    Service,
    groups::{StoredGroup, already_exists, reply, user_group},
    write::{Change, Desk, Needs, Plan, Rows},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `contactGroups.update`: rules `G1` and `G6`.
    pub(super) async fn update_contact_group(
        &self,
        account: &Account,
        call: UpdateContactGroup,
    ) -> Result<Reply, Failure> {
        let read = call.read;
        let id = user_group(&call.resource_name)?;
        if call.update.contains(GroupFields::NAME) {
            StoredGroup::of(&call.group).check()?;
        }
        let (stored, moment) = self.write(account, Replace { id, call }).await?;
        let count = self
            .member_count(account, &GroupResourceName::from(id), read)
            .await?;
        let facts = &self.facts;
        let shown = facts.shown_group(account, id.get(), moment, stored.into(), read, count);
        Ok(reply(&shown))
    }
}

/// The group keeps its id under any name.
struct Replace {
    id: GroupId,
    call: UpdateContactGroup,
}

impl Change for Replace {
    type Outcome = StoredGroup;

    fn needs(&self) -> Needs {
        let renames = self.call.update.contains(GroupFields::NAME);
        let term = renames.then(|| StoredGroup::of(&self.call.group).term());
        let term = term.map(|term| (RowKind::Group, term));
        Needs {
            groups: vec![self.id.get()],
            terms: term.into_iter().collect(),
            ..Needs::default()
        }
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<StoredGroup>, Failure> {
        let id = self.id.get();
        let row = rows.require_group(id)?;
        let etag = self.call.group.etag.as_str();
        let current = desk
            .facts
            .mint
            .row(desk.account, RowKind::Group, id, row.version);
        if !etag.is_empty() && Fingerprint::from_group_etag(etag) != Some(current) {
            return Err(Violation::StaleGroup.into());
        }
        let before = StoredGroup::of_row(row)?;
        let term = before.term();
        let after = before.updated(&self.call.group, self.call.update);
        let record = after.record();
        let record = record.map_err(|error| Failure::internal("encode a group", &error))?;
        let mut writes = vec![Write::Put {
            kind: RowKind::Group,
            id,
            record,
            condition: Condition::Version(row.version),
        }];
        // It may be called what it is called, in another spelling too.
        if after.term() != term {
            if rows.has_term(RowKind::Group, &after.term()) {
                return Err(already_exists());
            }
            writes.push(after.unshared());
        }
        Ok(Plan {
            writes,
            outcome: after,
        })
    }
}
