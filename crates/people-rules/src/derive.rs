//! The members that the API fills itself (rules `D1` to `D9`).
use std::{any::Any, collections::HashSet};

use people_model::{
    Address, Birthday, ContentType, Date, Entry, EntryVisitor, FieldMask, FieldMetadata,
    Membership, Person, PersonField, Source, SourceType,
};

use crate::{
    check::is_own,
    context::{CanonicalPhone, Context},
    countries::Country,
    display_names,
};

/// Reduces `person` to what a contact keeps of the `mask` fields: its own values (rule `U9`), without output-only
/// members (rule `D1`) and without empty values (rule `D10`).
pub(crate) fn normalize(person: &mut Person, mask: FieldMask) {
    for field in mask.iter() {
        field.visit(Normalize(person));
    }
}

struct Normalize<'p>(&'p mut Person);

impl EntryVisitor for Normalize<'_> {
    type Output = ();

    fn visit<T: Entry>(self) {
        normalize_values(T::of_mut(self.0));
    }
}

/// The same for the values of one field.
pub(crate) fn normalize_values<T: Entry>(values: &mut Vec<T>) {
    values.retain_mut(|entry| is_own(entry.metadata()) && has_content_of_its_own(entry));
    if let Some(memberships) = (values as &mut dyn Any).downcast_mut() {
        normalize_memberships(memberships);
    }
}

/// What a contact keeps of a value, but for the metadata; none if it keeps nothing. As
/// [`normalize_values`], without a copy of what that would clear.
pub(crate) fn kept<T: Entry>(entry: &T) -> Option<T> {
    if !is_own(entry.metadata()) {
        return None;
    }
    let mut kept = T::default();
    for &position in T::UNITS.iter().copied().flatten() {
        kept.copy_member(entry, position);
    }
    kept.extra_mut().clone_from(entry.extra());
    has_content_of_its_own(&mut kept).then_some(kept)
}

/// Clears what the API fills in, and returns whether anything is left.
fn has_content_of_its_own<T: Entry>(entry: &mut T) -> bool {
    entry.strip_output_only();
    entry.has_content()
}

/// A set, with the user's own groups first (rule `D9`).
fn normalize_memberships(memberships: &mut Vec<Membership>) {
    let mut seen: HashSet<String> = HashSet::new();
    memberships.retain(|membership| {
        let group = membership.contact_group_membership.as_ref();
        let name = group.map_or("", |group| &group.contact_group_resource_name);
        // Keep a membership of an unknown kind.
        let unknown = !membership.extra.is_empty() || group.is_some_and(|it| !it.extra.is_empty());
        match name {
            "" => unknown,
            name => seen.insert(name.to_owned()),
        }
    });
    memberships.sort_by_key(|membership| {
        let group = membership.contact_group_membership.as_ref();
        group.is_some_and(|group| is_system_group(&group.contact_group_resource_name))
    });
}

fn is_system_group(name: &str) -> bool {
    people_model::GroupResourceName::parse(name).is_some_and(|name| name.is_system())
}

/// Fills the derived members of every value in `mask`.
pub(crate) fn derive(person: &mut Person, mask: FieldMask, context: &Context<'_>) {
    let id = context.id.source_id();
    for field in mask.iter() {
        metadata(person, field, &id);
        members(person, field, context.canonical_phone);
    }
}

/// `metadata` of every value: its source, and which value is primary (rule `D2`).
fn metadata(person: &mut Person, field: PersonField, id: &str) {
    let mut primary = 0;
    person.metadata_mut(field, |index, metadata| {
        if metadata
            .as_ref()
            .is_some_and(|metadata| metadata.source_primary)
        {
            primary = index;
        }
    });
    person.metadata_mut(field, |index, metadata| {
        let mut source = Source::default();
        source.r#type = SourceType::Contact;
        source.id = id.to_owned();
        let metadata = metadata.get_or_insert_with(FieldMetadata::default);
        metadata.source = Some(source);
        metadata.primary = index == primary && field != PersonField::Memberships;
        metadata.source_primary |= field == PersonField::Names;
        metadata.source_primary &= field != PersonField::Memberships;
    });
}

/// The other members of every value of a field, whichever source it is of (rules `D3` to `D12`).
pub(crate) fn members(
    person: &mut Person,
    field: PersonField,
    canonical_phone: CanonicalPhone<'_>,
) {
    match field {
        PersonField::Names => person.names.iter_mut().for_each(display_names::complete),
        PersonField::Biographies => {
            for biography in &mut person.biographies {
                if biography.content_type == ContentType::Unspecified {
                    biography.content_type = ContentType::TextPlain;
                }
            }
        }
        PersonField::Birthdays => {
            person.birthdays.iter_mut().for_each(prefer_date);
        }
        PersonField::Genders => {
            for gender in &mut person.genders {
                gender.formatted_value = field.display_type(&gender.value);
            }
        }
        PersonField::PhoneNumbers => {
            for phone in &mut person.phone_numbers {
                phone.formatted_type = field.display_type(&phone.r#type);
                phone.canonical_form = canonical_phone(&phone.value).unwrap_or_default();
            }
        }
        PersonField::Addresses => {
            for address in &mut person.addresses {
                address.formatted_type = field.display_type(&address.r#type);
                if address.formatted_value.is_empty() {
                    address.formatted_value = formatted_address(address);
                }
            }
        }
        PersonField::ImClients => {
            for client in &mut person.im_clients {
                client.formatted_type = field.display_type(&client.r#type);
                client.formatted_protocol = people_model::display_protocol(&client.protocol);
            }
        }
        PersonField::Memberships => {
            for membership in &mut person.memberships {
                membership.domain_membership = None;
                if let Some(group) = &mut membership.contact_group_membership {
                    let name = &group.contact_group_resource_name;
                    group.contact_group_id = name
                        .strip_prefix("contactGroups/")
                        .unwrap_or(name)
                        .to_owned();
                }
            }
        }
        PersonField::MiscKeywords => {
            for keyword in &mut person.misc_keywords {
                keyword.formatted_type = field.display_type(keyword.r#type.as_str());
            }
        }
        PersonField::CalendarUrls => {
            person
                .calendar_urls
                .iter_mut()
                .for_each(|url| url.formatted_type = field.display_type(&url.r#type));
        }
        PersonField::EmailAddresses => {
            person
                .email_addresses
                .iter_mut()
                .for_each(|email| email.formatted_type = field.display_type(&email.r#type));
        }
        PersonField::Events => {
            person
                .events
                .iter_mut()
                .for_each(|event| event.formatted_type = field.display_type(&event.r#type));
        }
        PersonField::ExternalIds => {
            person
                .external_ids
                .iter_mut()
                .for_each(|id| id.formatted_type = field.display_type(&id.r#type));
        }
        PersonField::Organizations => {
            person
                .organizations
                .iter_mut()
                .for_each(|org| org.formatted_type = field.display_type(&org.r#type));
        }
        PersonField::Relations => {
            person.relations.iter_mut().for_each(|relation| {
                relation.formatted_type = field.display_type(&relation.r#type)
            });
        }
        PersonField::SipAddresses => {
            person
                .sip_addresses
                .iter_mut()
                .for_each(|sip| sip.formatted_type = field.display_type(&sip.r#type));
        }
        PersonField::Urls => {
            person
                .urls
                .iter_mut()
                .for_each(|url| url.formatted_type = field.display_type(&url.r#type));
        }
        // Nothing of theirs is derived.
        PersonField::AgeRanges
        | PersonField::ClientData
        | PersonField::CoverPhotos
        | PersonField::Interests
        | PersonField::Locales
        | PersonField::Locations
        | PersonField::Metadata
        | PersonField::Nicknames
        | PersonField::Occupations
        | PersonField::Photos
        | PersonField::Skills
        | PersonField::UserDefined => {}
    }
}

/// A date replaces the deprecated free text (rule `D6`), unless the date is empty.
pub(crate) fn prefer_date(birthday: &mut Birthday) {
    if birthday
        .date
        .as_ref()
        .is_some_and(|date| *date != Date::default())
    {
        birthday.text.clear();
    }
}

/// The lines of an address from its parts (rule `D5`).
///
/// Two orders of the locality line: `78790 Town, Region` if the postal code comes first, and `Town, Region 78790` in
/// the countries that write it last. The country is known by its code, or by its name.
///
/// ```
/// use people_model::Address;
///
/// let address = Address::new().street_address("Ring 1").city("Bern").postal_code("3000");
/// assert_eq!(people_rules::formatted_address(&address), "Ring 1\n3000 Bern");
/// ```
#[must_use]
pub fn formatted_address(address: &Address) -> String {
    let country = match address.country_code.trim() {
        "" => Country::from_name(&address.country),
        code => Country::from_code(code),
    };
    let place = joined([&address.city, &address.region], ", ");
    let locality = if country.is_some() {
        joined([&place, &address.postal_code], " ")
    } else {
        joined([&address.postal_code, &place], " ")
    };
    let country = if address.country.is_empty() {
        &address.country_code
    } else {
        &address.country
    };
    joined(
        [
            &address.street_address,
            &address.po_box,
            &address.extended_address,
            &locality,
            country,
        ],
        "\n",
    )
}

fn joined<const N: usize>(parts: [&str; N], separator: &str) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}
