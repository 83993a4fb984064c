//! The data of a person's own profile.
use people_model::{FieldMask, Fields, Person, PersonField, ProfileId, Source, SourceType};

use crate::{contact::Contact, context::CanonicalPhone, derive, index::Index};

/// The data of a profile, as [`project`](crate::project()) joins it to a contact (rule `S3`), and the
/// terms of its addresses and numbers, by which contacts are linked to it (rule `S2`).
///
/// Values keep the source type they name and are the profile's where they name none; e-mail
/// addresses and phone numbers count as verified. Derived members are filled as for a contact.
pub fn profile(person: &Person, id: &ProfileId, canonical_phone: CanonicalPhone<'_>) -> Contact {
    let mask = FieldMask::ALL.difference(FieldMask::only(PersonField::Metadata));
    let mut person = person.clone();
    for field in mask.iter() {
        person.metadata_mut(field, |index, metadata| {
            let kind = metadata
                .as_ref()
                .and_then(|m| m.source.as_ref())
                .map(|s| s.r#type.clone());
            let mut source = Source::default();
            source.r#type = match kind {
                Some(kind @ (SourceType::Account | SourceType::DomainProfile)) => kind,
                _ => SourceType::Profile,
            };
            source.id = id.to_string();
            let metadata = metadata.get_or_insert_default();
            metadata.source = Some(source);
            metadata.primary = index == 0;
            let reachable = matches!(
                field,
                PersonField::EmailAddresses | PersonField::PhoneNumbers
            );
            metadata.source_primary = index == 0 && (reachable || field == PersonField::Names);
            metadata.verified = reachable;
        });
    }
    for field in mask.difference(FieldMask::MEMBERSHIPS).iter() {
        derive::members(&mut person, field, canonical_phone);
    }
    let linking = FieldMask::EMAIL_ADDRESSES.union(FieldMask::PHONE_NUMBERS);
    Contact {
        fields: Fields::from_person(&person, mask),
        index: Index::default().replace(linking, &person),
    }
}
