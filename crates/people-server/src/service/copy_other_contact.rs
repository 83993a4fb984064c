use people_http::CopyOtherContactToMyContactsGroup;
use people_model::{ContactId, FieldMask, Message, Person};
use people_rules::{ContactKind, Violation, contact_from_other};
use people_store::{Account, Condition, RowKind, Store, Write};

use super::{
    Service,
    create_contact::Created,
    facts::Facts,
    rows::{Stored, record},
    write::{Change, Desk, Needs, Plan, Room, Rows, aborted},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `otherContacts.copyOtherContactToMyContactsGroup`: rule `O4`.
    pub(super) async fn copy_other_contact(
        &self,
        account: &Account,
        call: CopyOtherContactToMyContactsGroup,
    ) -> Result<Reply, Failure> {
        let CopyOtherContactToMyContactsGroup {
            resource_name,
            copy,
            read,
            sources,
            ..
        } = call;
        let id = ContactId::parse_other_contact(&resource_name).ok_or(Violation::NotFound)?;
        let (created, moment) = self.write(account, Copy { id, fields: copy }).await?;
        let stored = Stored::written(created.id, created.fields, None, moment);
        let linked = created.linked.as_deref();
        let body = self.shown(account, read, sources).stored(&stored, linked);
        Ok(Reply::new(body, Person::DESCRIPTOR))
    }
}

/// A new contact with some fields of another contact.
struct Copy {
    id: ContactId,
    fields: FieldMask,
}

impl Change for Copy {
    type Outcome = Created;

    fn needs(&self) -> Needs {
        Needs {
            others: vec![self.id.get()],
            ..Needs::default()
        }
    }

    fn room(&self, facts: &Facts) -> Option<Room> {
        Some(Room::for_contact(facts))
    }

    fn admit(&self, rows: &Rows) -> Result<(), Failure> {
        Ok(rows.require_other(self.id)?)
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<Created>, Failure> {
        let (facts, account) = (desk.facts, desk.account);
        let other = Stored::of_kind(ContactKind::Other, rows.take_other(self.id)?)?;
        let id = desk.fresh.ok_or_else(aborted)?;
        let canonical_phone = |value: &str| facts.canonical_phone(account, value);
        let context = facts.context(id, &canonical_phone);
        let contact = contact_from_other(&other.contact, self.fields, &context)?;
        let linked = facts.profiles.linked(contact.index.terms.iter());
        let (record, fields) = record(contact, None, &facts.settings.sizes)?;
        let put = Write::Put {
            kind: RowKind::Contact,
            id: id.get(),
            record,
            condition: Condition::Absent,
        };
        // It was not moved meanwhile.
        let still_there = Write::RequireLive {
            kind: RowKind::OtherContact,
            id: self.id.get(),
        };
        Ok(Plan {
            writes: vec![put, still_there],
            outcome: Created { id, fields, linked },
        })
    }
}
