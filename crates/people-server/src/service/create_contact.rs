use std::sync::Arc;

use people_http::CreateContact;
use people_model::{ContactId, Fields, GroupResourceName, Membership, Message, Person};
use people_rules::{Index, added_groups, create};
use people_store::{Account, Condition, RowKind, Store, Write};

use super::{
    Service,
    facts::Facts,
    profiles::Profile,
    rows::{Stored, record},
    write::{Change, Desk, Needs, Plan, Room, Rows, aborted, still_there},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.createContact`: rules `C1` to `C3`.
    pub(super) async fn create_contact(
        &self,
        account: &Account,
        call: CreateContact,
    ) -> Result<Reply, Failure> {
        let CreateContact {
            person,
            read,
            sources,
            ..
        } = call;
        let (created, moment) = self.write(account, Create { person }).await?;
        let stored = Stored::written(created.id, created.fields, None, moment);
        let linked = created.linked.as_deref();
        let body = self.shown(account, read, sources).stored(&stored, linked);
        Ok(Reply::new(body, Person::DESCRIPTOR))
    }
}

/// The user groups that a person's memberships name.
pub(super) fn named_groups(person: &Person) -> Vec<u64> {
    person.memberships.iter().filter_map(named_group).collect()
}

/// The user's own group that a membership names.
pub(super) fn named_group(membership: &Membership) -> Option<u64> {
    let group = membership.contact_group_membership.as_ref()?;
    GroupResourceName::parse(&group.contact_group_resource_name)?.user_id()
}

pub(super) struct Create {
    pub(super) person: Person,
}

pub(super) struct Created {
    pub(super) id: ContactId,
    pub(super) fields: Fields,
    pub(super) linked: Option<Arc<Profile>>,
}

impl Change for Create {
    type Outcome = Created;

    fn needs(&self) -> Needs {
        Needs {
            groups: named_groups(&self.person),
            ..Needs::default()
        }
    }

    fn room(&self, facts: &Facts) -> Option<Room> {
        Some(Room::for_contact(facts))
    }

    fn admit(&self, rows: &Rows) -> Result<(), Failure> {
        let added = added_groups(&Index::default(), &self.person)?;
        Ok(rows.require(&added)?)
    }

    fn plan(&mut self, _: &mut Rows, desk: &Desk<'_>) -> Result<Plan<Created>, Failure> {
        let (facts, account) = (desk.facts, desk.account);
        let id = desk.fresh.ok_or_else(aborted)?;
        let canonical_phone = |value: &str| facts.canonical_phone(account, value);
        let context = facts.context(id, &canonical_phone);
        let added = added_groups(&Index::default(), &self.person)?;
        // Where the id is taken, the next plan has another one.
        let contact = create(self.person.clone(), &context)?;
        let linked = facts.profiles.linked(contact.index.terms.iter());
        let (record, fields) = record(contact, None, &facts.settings.sizes)?;
        let mut writes = vec![Write::Put {
            kind: RowKind::Contact,
            id: id.get(),
            record,
            condition: Condition::Absent,
        }];
        writes.extend(still_there(&added));
        Ok(Plan {
            writes,
            outcome: Created { id, fields, linked },
        })
    }
}
