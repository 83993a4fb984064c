//! The contact that an update or a create makes.
use people_model::{FieldMask, GroupResourceName, Person, SystemGroup, UpdateMask};

use crate::{
    check::{self, Checked},
    contact::Contact,
    context::Context,
    derive,
    memberships::{keep_my_contacts, membership},
    violation::Violation,
};

/// Replaces the masked fields of `current` with those of the request (rule `U10`).
///
/// Replacement is wholesale: a masked list is not merged value by value, and a masked field that
/// the request leaves out is cleared. Fields outside the mask keep every byte they had. Values of
/// other sources are ignored (rule `U9`) and output-only members are derived again.
///
/// It does not compare etags: call [`Checked::verify`] for that.
///
/// ```
/// use people_model::{ContactId, Name, Nickname, Person, UpdateMask};
/// use people_rules::{Context, Contract, Update, apply, check, create};
///
/// let (id, contract) = (ContactId::new(17).unwrap(), Contract::Observed);
/// let context = Context { id, contract, canonical_phone: &|_| None, dialled_forms: &|_| Vec::new() };
/// let ada = Person::new()
///     .names([Name::new().given_name("Ada")])
///     .nicknames([Nickname::new().value("Countess")]);
/// let current = create(ada, &context)?;
///
/// let person = Person::new().etag("%e").names([Name::new().family_name("Lovelace")]);
/// let update = check(Update { id, person, mask: UpdateMask::NAMES }, contract)?;
/// let updated = apply(current, update, &context).fields.to_person();
///
/// assert_eq!(updated.names[0].display_name, "Lovelace"); // the given name is gone: whole replacement
/// assert_eq!(updated.nicknames[0].value, "Countess");
/// # Ok::<(), people_rules::Violation>(())
/// ```
pub fn apply(current: Contact, update: Checked, context: &Context<'_>) -> Contact {
    let update = update.update;
    let mask = update.mask.fields();
    let mut person = update.person;
    derive::normalize(&mut person, mask);
    keep_my_contacts(&mut person, mask, &current, context.contract);
    derive::derive(&mut person, mask, context);
    current.replace(mask, &person, context.dialled_forms)
}

/// The contact that a create makes (rules `C1` to `C3`).
///
/// # Errors
///
/// The violations of the values, as for an update of every field, and
/// [`Violation::NoContactField`] when the person has no value of a contact.
pub fn create(mut person: Person, context: &Context<'_>) -> Result<Contact, Violation> {
    let mask = FieldMask::UPDATABLE;
    if let Some(violation) = check::values(&person, UpdateMask::ALL).next() {
        return Err(violation);
    }
    derive::normalize(&mut person, mask);
    if person.fields().intersection(mask).is_empty() {
        return Err(Violation::NoContactField);
    }
    if person.memberships.is_empty() {
        let my_contacts = GroupResourceName::from(SystemGroup::MyContacts);
        person.memberships.push(membership(&my_contacts));
    }
    derive::derive(&mut person, mask, context);
    Ok(Contact::new(mask, &person, context.dialled_forms))
}
