use people_model::{ContactId, GroupResourceName, Person, PersonField, SystemGroup};
use people_rules::{
    Checked, ContactKind, Contract, OTHER_CONTACT_FIELDS, Update, added_groups, apply,
    contact_from_other,
};
use people_store::{Account, Condition, RowKind, Store, StoreError, Write};

use super::{
    Service,
    create_contact::named_groups,
    facts::Facts,
    replaced::Replaced,
    rows::{Stored, record},
    write::{Change, Desk, Needs, Plan, Room, Rows, still_there},
};
use crate::api::Failure;

impl<S: Store> Service<S> {
    /// Whether an update is the move of another contact to the contacts (rule `O5`).
    pub(super) async fn is_move(
        &self,
        account: &Account,
        update: &Update,
    ) -> Result<bool, StoreError> {
        let Update { id, person, mask } = update;
        if self.facts.settings.contract != Contract::Observed
            || !mask.contains(PersonField::Memberships)
            || !is_put_in_my_contacts(person)
        {
            return Ok(false);
        }
        let contact = self.store.get(account, RowKind::Contact, id.get()).await?;
        if contact.is_some() {
            return Ok(false);
        }
        let other = self
            .store
            .get(account, RowKind::OtherContact, id.get())
            .await?;
        Ok(other.is_some())
    }
}

fn is_put_in_my_contacts(person: &Person) -> bool {
    let my_contacts = GroupResourceName::from(SystemGroup::MyContacts);
    let mut groups = person.memberships.iter();
    groups.any(|membership| {
        let group = membership.contact_group_membership.as_ref();
        group.is_some_and(|group| group.contact_group_resource_name == my_contacts.as_str())
    })
}

/// An update that makes a contact of another contact, which is gone then. The contact has its number.
pub(super) struct Move {
    id: ContactId,
    update: Checked,
}

impl Move {
    pub(super) fn of(update: Checked) -> Self {
        Self {
            id: update.update().id,
            update,
        }
    }
}

impl Change for Move {
    type Outcome = Replaced;

    fn needs(&self) -> Needs {
        Needs {
            others: vec![self.id.get()],
            groups: named_groups(&self.update.update().person),
            ..Needs::default()
        }
    }

    fn room(&self, facts: &Facts) -> Option<Room> {
        Some(Room::for_contact(facts))
    }

    fn admit(&self, rows: &Rows) -> Result<(), Failure> {
        Ok(rows.require_other(self.id)?)
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<Replaced>, Failure> {
        let (facts, account, id) = (desk.facts, desk.account, self.id);
        let mut other = Stored::of_kind(ContactKind::Other, rows.take_other(id)?)?;
        // Its photo has the same number, so that it is the contact's from now on.
        let photo = other.photo.take();
        let linked = facts.profiles.linked(other.contact.index.terms.iter());
        let (person, contact) = facts.fingerprints(account, &other, linked.as_deref());
        self.update.verify(person, contact)?;
        let canonical_phone = |value: &str| facts.canonical_phone(account, value);
        let context = facts.context(id, &canonical_phone);
        let current = contact_from_other(&other.contact, OTHER_CONTACT_FIELDS, &context)?;
        let added = added_groups(&current.index, &self.update.update().person)?;
        rows.require(&added)?;
        let contact = apply(current, self.update.clone(), &context);
        let linked = facts.profiles.linked(contact.index.terms.iter());
        let (record, fields) = record(contact, photo.as_ref(), &facts.settings.sizes)?;
        let mut writes = vec![
            Write::Put {
                kind: RowKind::Contact,
                id: id.get(),
                record,
                condition: Condition::Absent,
            },
            Write::Delete {
                kind: RowKind::OtherContact,
                id: id.get(),
                version: other.version,
            },
        ];
        writes.extend(still_there(&added));
        Ok(Plan {
            writes,
            outcome: Replaced {
                fields,
                photo,
                linked,
            },
        })
    }
}
