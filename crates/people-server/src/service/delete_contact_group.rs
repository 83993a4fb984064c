use people_http::DeleteContactGroup;
use people_model::{ContactId, Empty, GroupId, GroupResourceName, Message, SystemGroup};
use people_rules::{Departure, Violation, group_term, leave};
use people_store::{Account, Condition, RowKind, Store, Write};

use super::{
    Service,
    groups::user_group,
    rows::{AT_ONCE, Stored, as_stored, deletes},
    write::{Change, Desk, Needs, Plan, Rows},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `contactGroups.delete`: rule `G8`.
    ///
    /// First the members leave, so many in one commit and each as a whole, then the group goes, once it
    /// has none. So the same call finishes one that was broken off.
    pub(super) async fn delete_contact_group(
        &self,
        account: &Account,
        call: DeleteContactGroup,
    ) -> Result<Reply, Failure> {
        let id = user_group(&call.resource_name)?;
        let row = self.store.get(account, RowKind::Group, id.get()).await?;
        row.ok_or(Violation::NotFound)?;
        let term = group_term(GroupResourceName::from(id).id());
        loop {
            let members = self
                .store
                .find(account, RowKind::Contact, &term, 0, AT_ONCE);
            let ids: Vec<ContactId> = members
                .await?
                .into_iter()
                .filter_map(ContactId::new)
                .collect();
            if ids.is_empty() {
                let term = term.clone();
                let (is_gone, _) = self.write(account, Delete { id, term }).await?;
                match is_gone {
                    true => return Ok(Reply::new("{}", Empty::DESCRIPTOR)),
                    // Somebody has joined it since.
                    false => continue,
                }
            }
            let change = Dismiss {
                group: id.into(),
                deletes: call.delete_contacts,
                ids,
            };
            self.write(account, change).await?;
        }
    }
}

/// Some members leave the group, or are deleted.
struct Dismiss {
    group: GroupResourceName,
    deletes: bool,
    ids: Vec<ContactId>,
}

impl Change for Dismiss {
    type Outcome = ();

    fn needs(&self) -> Needs {
        match self.deletes {
            true => Needs::to_delete(self.ids.iter().copied()),
            false => Needs {
                contacts: self.ids.iter().map(|id| id.get()).collect(),
                ..Needs::default()
            },
        }
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<()>, Failure> {
        let (facts, account) = (desk.facts, desk.account);
        let mut writes = Vec::new();
        for &id in &self.ids {
            // One that is gone is no member any more.
            let Ok(row) = rows.take_contact(id) else {
                continue;
            };
            let current = Stored::from_row(row.clone())?;
            let canonical_phone = |value: &str| facts.canonical_phone(account, value);
            let context = facts.context(id, &canonical_phone);
            let instead = Some(SystemGroup::MyContacts);
            let left = match leave(&current.contact, &self.group, instead, &context) {
                Departure::Left(contact) => contact,
                Departure::NoMember | Departure::Last => continue,
            };
            if self.deletes {
                writes.extend(deletes(&row, rows));
                continue;
            }
            writes.push(Write::Put {
                kind: RowKind::Contact,
                id: id.get(),
                // Of any size: what was stored stays stored.
                record: as_stored(left, current.photo.as_ref()),
                condition: Condition::Version(current.version),
            });
        }
        let outcome = ();
        Ok(Plan { writes, outcome })
    }
}

/// Deletes the group if it has no members; returns whether it did.
struct Delete {
    id: GroupId,
    /// That of its members.
    term: String,
}

impl Change for Delete {
    type Outcome = bool;

    fn needs(&self) -> Needs {
        Needs {
            groups: vec![self.id.get()],
            terms: vec![(RowKind::Contact, self.term.clone())],
            ..Needs::default()
        }
    }

    fn plan(&mut self, rows: &mut Rows, _: &Desk<'_>) -> Result<Plan<bool>, Failure> {
        let id = self.id.get();
        let version = rows.require_group(id)?.version;
        let outcome = !rows.has_term(RowKind::Contact, &self.term);
        let kind = RowKind::Group;
        let writes = match outcome {
            true => vec![
                Write::Delete { kind, id, version },
                Write::RequireFree {
                    kind: RowKind::Contact,
                    term: self.term.clone(),
                },
            ],
            false => Vec::new(),
        };
        Ok(Plan { writes, outcome })
    }
}
