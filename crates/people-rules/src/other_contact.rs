//! Other contacts: people whom the user has met and not put among the contacts (rules `O1` to `O5`).
use people_model::{FieldMask, Person, Source, SourceType};

use crate::{
    apply::create, check, contact::Contact, context::Context, derive, violation::Violation,
};

/// The fields that another contact has.
///
/// ```
/// use people_rules::OTHER_CONTACT_FIELDS;
///
/// assert_eq!(OTHER_CONTACT_FIELDS.to_string(), "names,emailAddresses,phoneNumbers");
/// ```
pub const OTHER_CONTACT_FIELDS: FieldMask = FieldMask::EMAIL_ADDRESSES
    .union(FieldMask::NAMES)
    .union(FieldMask::PHONE_NUMBERS);

/// The data of another contact, whose values are of the source `OTHER_CONTACT`. It is in no group.
///
/// It leaves out values of other sources, and fields that are not in [`OTHER_CONTACT_FIELDS`].
///
/// ```
/// use people_model::{ContactId, EmailAddress, Person, SourceType};
/// use people_rules::{Context, Contract, other_contact};
///
/// let (id, contract) = (ContactId::new(17).unwrap(), Contract::Documented);
/// let context = Context { id, contract, canonical_phone: &|_| None, dialled_forms: &|_| Vec::new() };
/// let person = Person::new().email_addresses([EmailAddress::new().value("b@example.com")]);
///
/// let other = other_contact(person, &context)?;
/// assert!(other.index.terms.contains("email:b@example.com"));
/// let person = other.fields.to_person();
/// let metadata = person.email_addresses[0].metadata.as_ref().unwrap();
/// assert_eq!(metadata.source.as_ref().unwrap().r#type, SourceType::OtherContact);
/// # Ok::<(), people_rules::Violation>(())
/// ```
///
/// # Errors
///
/// The violations of the values, as for a contact, and [`Violation::NoContactField`] when there is none.
pub fn other_contact(mut person: Person, context: &Context<'_>) -> Result<Contact, Violation> {
    let mask = OTHER_CONTACT_FIELDS;
    retype(
        &mut person,
        &SourceType::OtherContact,
        &SourceType::Unspecified,
    );
    if let Some(violation) = check::values(&person, people_model::UpdateMask::ALL).next() {
        return Err(violation);
    }
    derive::normalize(&mut person, mask);
    if person.fields().intersection(mask).is_empty() {
        return Err(Violation::NoContactField);
    }
    derive::derive(&mut person, mask, context);
    retype(&mut person, &SourceType::Contact, &SourceType::OtherContact);
    Ok(Contact::new(mask, &person, context.dialled_forms))
}

/// The contact that is made of these fields of another contact. It is in `myContacts`.
///
/// ```
/// use people_model::{ContactId, EmailAddress, FieldMask, Name, Person};
/// use people_rules::{Context, Contract, contact_from_other, other_contact};
///
/// let (id, contract) = (ContactId::new(17).unwrap(), Contract::Documented);
/// let context = Context { id, contract, canonical_phone: &|_| None, dialled_forms: &|_| Vec::new() };
/// let bo = Person::new()
///     .names([Name::new().given_name("Bo")])
///     .email_addresses([EmailAddress::new().value("b@example.com")]);
/// let other = other_contact(bo, &context)?;
///
/// let contact = contact_from_other(&other, FieldMask::EMAIL_ADDRESSES, &context)?.fields.to_person();
/// assert_eq!(contact.email_addresses[0].value, "b@example.com");
/// assert!(contact.names.is_empty());
/// # Ok::<(), people_rules::Violation>(())
/// ```
///
/// # Errors
///
/// [`Violation::NoContactField`] when the other contact has none of the fields.
pub fn contact_from_other(
    other: &Contact,
    fields: FieldMask,
    context: &Context<'_>,
) -> Result<Contact, Violation> {
    let mut person = other.fields.to_person();
    for field in person.fields().difference(fields).iter() {
        person.clear_field(field);
    }
    retype(
        &mut person,
        &SourceType::OtherContact,
        &SourceType::Unspecified,
    );
    create(person, context)
}

/// Gives the values that are of one type of source another one.
fn retype(person: &mut Person, from: &SourceType, to: &SourceType) {
    for field in OTHER_CONTACT_FIELDS.iter() {
        person.metadata_mut(field, |_, metadata| {
            let source = metadata.as_mut().and_then(|it| it.source.as_mut());
            if let Some(Source { r#type, .. }) = source
                && r#type == from
            {
                r#type.clone_from(to);
            }
        });
    }
}
