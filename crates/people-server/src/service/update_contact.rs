use people_http::UpdateContact;
use people_model::{Code, ContactId, FieldMask, Message, Person, PersonField};
use people_rules::{Checked, Precondition, Update, added_groups, apply, check};
use people_store::{Account, Condition, RowKind, Store, Write};

use super::{
    Service,
    create_contact::named_groups,
    move_other_contact::Move,
    phones::Known,
    replaced::Replaced,
    rows::{Stored, record},
    write::{Change, Desk, Needs, Plan, Rows, aborted, still_there},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.updateContact`: rules `U1` to `U13`, in the order of `docs/semantics.md`.
    ///
    /// Where another writer is faster after the etag was compared, the answer is the same as if it had
    /// been a moment earlier (rule `U19`).
    pub(super) async fn update_contact(
        &self,
        account: &Account,
        call: UpdateContact,
    ) -> Result<Reply, Failure> {
        let UpdateContact {
            id,
            person,
            mask,
            read,
            sources,
            ..
        } = call;
        let update = Update { id, person, mask };
        let update = check(update, self.facts.settings.contract)?;
        let (replaced, moment) = match self.is_move(account, update.update()).await? {
            // Where another call was faster to move it, this one is an update of the contact that it made.
            true => match self.write(account, Move::of(update.clone())).await {
                Err(failure) if failure.status().code() == Some(Code::NotFound) => {
                    self.write(account, Replace::of(update)).await?
                }
                moved => moved?,
            },
            false => self.write(account, Replace::of(update)).await?,
        };
        let stored = Stored::written(id, replaced.fields, replaced.photo, moment);
        let linked = replaced.linked.as_deref();
        let body = self.shown(account, read, sources).stored(&stored, linked);
        Ok(Reply::new(body, Person::DESCRIPTOR))
    }
}

/// An update that is valid for some contact.
pub(super) struct Replace {
    id: ContactId,
    /// None once it was planned, if its values are in the plan.
    update: Option<Checked>,
    precondition: Precondition,
    /// Whether it is the only change of its commit.
    alone: bool,
}

impl Replace {
    pub(super) fn of(update: Checked) -> Self {
        Self {
            id: update.update().id,
            precondition: update.precondition(),
            update: Some(update),
            alone: true,
        }
    }

    /// An update of a batch. It is planned again, and may succeed, where the contact of another one changed.
    pub(super) fn among_others(update: Checked) -> Self {
        Self {
            alone: false,
            ..Self::of(update)
        }
    }
}

impl Change for Replace {
    type Outcome = Replaced;

    fn needs(&self) -> Needs {
        let update = self.update.as_ref().map(Checked::update);
        let update = update.filter(|it| it.mask.contains(PersonField::Memberships));
        Needs {
            groups: update.map_or_else(Vec::new, |update| named_groups(&update.person)),
            ..Needs::contact(self.id)
        }
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<Replaced>, Failure> {
        let (facts, account, id) = (desk.facts, desk.account, self.id);
        let mut current = Stored::from_row(rows.take_contact(id)?)?;
        let photo = current.photo.take();
        let linked = facts.profiles.linked(current.contact.index.terms.iter());
        let (person, contact) = facts.fingerprints(account, &current, linked.as_deref());
        self.precondition.verify(person, contact)?;

        let Update { person, mask, .. } = self.update.as_ref().ok_or_else(aborted)?.update();
        let mask = *mask;
        let added = match mask.contains(PersonField::Memberships) {
            true => added_groups(&current.contact.index, person)?,
            false => Vec::new(),
        };
        rows.require(&added)?;
        // One that is alone is planned again where the contact changed, and is refused then, or where a group did.
        let update = match self.alone && added.is_empty() {
            true => self.update.take(),
            false => self.update.clone(),
        };
        let update = update.ok_or_else(aborted)?;
        let known = Known::of(&current.contact.fields, mask.into());
        let canonical_phone = |value: &str| {
            let known = known.canonical(value);
            known.or_else(|| facts.canonical_phone(account, value))
        };
        let context = facts.context(id, &canonical_phone);
        let contact = apply(current.contact, update, &context);
        let linked = match (mask & LINKING).is_empty() {
            true => linked,
            false => facts.profiles.linked(contact.index.terms.iter()),
        };
        let (record, fields) = record(contact, photo.as_ref(), &facts.settings.sizes)?;
        let mut writes = vec![Write::Put {
            kind: RowKind::Contact,
            id: id.get(),
            record,
            condition: Condition::Version(current.version),
        }];
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

/// The fields that link a contact to a profile (rule `S2`).
const LINKING: FieldMask = FieldMask::EMAIL_ADDRESSES.union(FieldMask::PHONE_NUMBERS);
