//! The data of a person's own profile.
use people_model::{FieldMask, Fields, Person, PersonField, ProfileId, Source, SourceType};

use crate::{
    contact::Contact, context::CanonicalPhone, derive, directory::DirectorySource, index::Index,
};

/// The data of a profile, as [`project`](crate::project()) joins it to a contact (rule `S3`), and the terms of its
/// addresses and numbers, which link contacts to it (rule `S2`).
///
/// Values keep the source type they name and are the profile's where they name none; e-mail
/// addresses and phone numbers count as verified. Derived members are filled as for a contact.
///
/// ```
/// use people_model::{EmailAddress, Person, ProfileId};
/// use people_rules::profile;
///
/// let ada = Person::new().email_addresses([EmailAddress::new().value("Ada@example.com")]);
/// let id = ProfileId::parse("100000000000000000042").unwrap();
///
/// let ada = profile(&ada, &id, &|_| None);
/// assert_eq!(ada.index.terms, ["email:ada@example.com"]); // contacts with this address are linked
/// let email = &ada.fields.to_person().email_addresses[0];
/// assert!(email.metadata.as_ref().unwrap().verified);
/// ```
pub fn profile(person: &Person, id: &ProfileId, canonical_phone: CanonicalPhone<'_>) -> Contact {
    let mask = FieldMask::ALL.difference(FieldMask::METADATA);
    let kept = [SourceType::Account, SourceType::DomainProfile];
    let of = Origin {
        source: SourceType::Profile,
        kept: &kept,
        id: id.as_str(),
        verified: true,
    };
    let person = of.fill(person, mask, canonical_phone);
    Contact {
        fields: Fields::from_person(&person, mask),
        index: Index {
            terms: Index::linking_terms(&person),
            ..Index::default()
        },
    }
}

/// The data of a person of a domain's directory (rule `W2`): a profile of the domain, or a contact that the domain
/// shares. Only a profile's addresses and numbers count as verified.
///
/// ```
/// use people_model::{EmailAddress, Person};
/// use people_rules::{DirectorySource, directory_person};
///
/// let xavier = Person::new().email_addresses([EmailAddress::new().value("X@corp.example")]);
/// let xavier = directory_person(&xavier, "42", DirectorySource::Profile, &|_| None);
///
/// assert_eq!(xavier.index.terms, ["email:x@corp.example"]);
/// let email = &xavier.fields.to_person().email_addresses[0];
/// assert!(email.metadata.as_ref().unwrap().verified);
/// ```
pub fn directory_person(
    person: &Person,
    id: &str,
    source: DirectorySource,
    canonical_phone: CanonicalPhone<'_>,
) -> Contact {
    // A directory shows no groups.
    let hidden = FieldMask::METADATA.union(FieldMask::MEMBERSHIPS);
    let mask = FieldMask::ALL.difference(hidden);
    let of = Origin {
        source: source.source_type(),
        kept: &[],
        id,
        verified: source == DirectorySource::Profile,
    };
    let person = of.fill(person, mask, canonical_phone);
    Contact {
        fields: Fields::from_person(&person, mask),
        index: Index {
            terms: Index::linking_terms(&person),
            ..Index::default()
        },
    }
}

/// Which source the values of a profile are of.
struct Origin<'o> {
    source: SourceType,
    /// Sources that values may name instead.
    kept: &'o [SourceType],
    id: &'o str,
    verified: bool,
}

impl Origin<'_> {
    /// The person with metadata and derived members.
    fn fill(
        &self,
        person: &Person,
        mask: FieldMask,
        canonical_phone: CanonicalPhone<'_>,
    ) -> Person {
        let mut person = person.clone();
        for field in mask.iter() {
            person.metadata_mut(field, |index, metadata| {
                let named = metadata.as_ref().and_then(|it| it.source.as_ref());
                let named = named.map(|source| source.r#type.clone());
                let kind = named.filter(|kind| self.kept.contains(kind));
                let mut source = Source::default();
                source.r#type = kind.unwrap_or_else(|| self.source.clone());
                source.id = self.id.to_owned();
                let metadata = metadata.get_or_insert_default();
                metadata.source = Some(source);
                metadata.primary = index == 0;
                let reachable = matches!(
                    field,
                    PersonField::EmailAddresses | PersonField::PhoneNumbers
                );
                metadata.source_primary = index == 0 && (reachable || field == PersonField::Names);
                metadata.verified = reachable && self.verified;
            });
        }
        for field in mask.difference(FieldMask::MEMBERSHIPS).iter() {
            derive::members(&mut person, field, canonical_phone);
        }
        person
    }
}
