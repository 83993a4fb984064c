//! Finds the entries that a name identifies.
use people_model::{Date, Entry, Person, PersonField};
use serde_json::Value;

use super::parse_date;
use crate::{
    check::is_own,
    collation::folded,
    entries::{answers_to, leads},
};

/// The main member of a field's entries: the address of an e-mail, the date of a birthday, the whole text of
/// a postal address. `None` for fields that clients cannot set.
///
/// ```
/// use people_model::PersonField;
/// use people_rules::main_member;
///
/// assert_eq!(main_member(PersonField::Relations), Some("person"));
/// assert_eq!(main_member(PersonField::Photos), None);
/// ```
pub fn main_member(field: PersonField) -> Option<&'static str> {
    use PersonField as F;
    Some(match field {
        F::Addresses => "formattedValue",
        F::Birthdays | F::Events => "date",
        F::CalendarUrls => "url",
        F::ClientData | F::UserDefined => "key",
        F::ImClients => "username",
        F::Memberships => "contactGroupMembership",
        F::Names => "unstructuredName",
        F::Organizations => "name",
        F::Relations => "person",
        F::Biographies
        | F::EmailAddresses
        | F::ExternalIds
        | F::Genders
        | F::Interests
        | F::Locales
        | F::Locations
        | F::MiscKeywords
        | F::Nicknames
        | F::Occupations
        | F::PhoneNumbers
        | F::SipAddresses
        | F::Urls => "value",
        // Clients do not set these.
        F::AgeRanges | F::CoverPhotos | F::Metadata | F::Photos | F::Skills => return None,
    })
}

/// The positions of the contact's own entries that this name identifies: first by identity, and if no entry
/// matches, by the other members by which people name one.
pub(super) fn find<T: Entry>(person: &Person, name: &str) -> Vec<usize> {
    let entries = T::of(person);
    let those = |is_meant: &dyn Fn(&T) -> bool| -> Vec<usize> {
        let own = entries.iter().enumerate();
        let meant = own.filter(|(_, entry)| is_own(entry.metadata()) && is_meant(entry));
        meant.map(|(position, _)| position).collect()
    };
    let found = those(&|entry| answers_to(entry, name));
    if !found.is_empty() {
        return found;
    }
    let date = parse_date(name).ok().map(json);
    let name = words(name);
    those(&|entry| {
        called_by::<T>().any(|position| match entry.member(position) {
            Some(Value::String(text)) => !name.is_empty() && words(&text) == name,
            value => value.is_some() && value == date,
        })
    })
}

/// Whether two entries are of the same address, number, key, and so on; false where `entry` does not
/// say of which.
pub(super) fn is_of_the_same<T: Entry>(known: &T, entry: &T) -> bool {
    let mut named = main_positions::<T>()
        .filter(|&position| entry.member(position).is_some())
        .peekable();
    named.peek().is_some() && named.all(|position| is_same(known, entry, position))
}

/// Whether `known` says all that `entry` does, or nothing else instead. The two are of the same.
pub(super) fn can_say<T: Entry>(known: &T, entry: &T) -> bool {
    (leads(known) || !leads(entry))
        && entry.extra().is_empty()
        && said(entry).all(|position| {
            known.member(position).is_none()
                || known.member_eq(entry, position)
                || main_positions::<T>().any(|main| main == position)
        })
}

/// The members of an entry that clients set and that are set.
pub(super) fn said<T: Entry>(entry: &T) -> impl Iterator<Item = usize> {
    let members = T::UNITS.iter().copied().flatten().copied();
    members.filter(|&position| entry.member(position).is_some())
}

/// Whether a member says the same on both, however it is spelled.
fn is_same<T: Entry>(known: &T, entry: &T, position: usize) -> bool {
    let text = match entry.member(position) {
        Some(Value::String(text)) => text,
        Some(Value::Object(group)) if T::FIELD == PersonField::Memberships => {
            let name = group.get("contactGroupResourceName");
            name.and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        _ => return known.member_eq(entry, position),
    };
    match T::FIELD {
        PersonField::EmailAddresses | PersonField::PhoneNumbers | PersonField::Memberships => {
            answers_to(known, &text)
        }
        PersonField::Addresses => {
            let known = known.text(position);
            known.is_some_and(|known| words(known) == words(&text))
        }
        PersonField::AgeRanges
        | PersonField::Biographies
        | PersonField::Birthdays
        | PersonField::CalendarUrls
        | PersonField::ClientData
        | PersonField::CoverPhotos
        | PersonField::Events
        | PersonField::ExternalIds
        | PersonField::Genders
        | PersonField::ImClients
        | PersonField::Interests
        | PersonField::Locales
        | PersonField::Locations
        | PersonField::Metadata
        | PersonField::MiscKeywords
        | PersonField::Names
        | PersonField::Nicknames
        | PersonField::Occupations
        | PersonField::Organizations
        | PersonField::Photos
        | PersonField::Relations
        | PersonField::SipAddresses
        | PersonField::Skills
        | PersonField::Urls
        | PersonField::UserDefined => known.member_eq(entry, position),
    }
}

/// The members that say what an entry is.
fn main_positions<T: Entry>() -> impl Iterator<Item = usize> {
    let street = (T::FIELD == PersonField::Addresses).then_some("streetAddress");
    positions::<T>(main_member(T::FIELD), street)
}

/// The members by whose value people call an entry.
fn called_by<T: Entry>() -> impl Iterator<Item = usize> {
    let also = match T::FIELD {
        PersonField::Addresses => Some("streetAddress"),
        PersonField::Organizations => Some("title"),
        PersonField::Names => Some("displayName"),
        PersonField::AgeRanges
        | PersonField::Biographies
        | PersonField::Birthdays
        | PersonField::CalendarUrls
        | PersonField::ClientData
        | PersonField::CoverPhotos
        | PersonField::EmailAddresses
        | PersonField::Events
        | PersonField::ExternalIds
        | PersonField::Genders
        | PersonField::ImClients
        | PersonField::Interests
        | PersonField::Locales
        | PersonField::Locations
        | PersonField::Memberships
        | PersonField::Metadata
        | PersonField::MiscKeywords
        | PersonField::Nicknames
        | PersonField::Occupations
        | PersonField::PhoneNumbers
        | PersonField::Photos
        | PersonField::Relations
        | PersonField::SipAddresses
        | PersonField::Skills
        | PersonField::Urls
        | PersonField::UserDefined => None,
    };
    positions::<T>(main_member(T::FIELD), also)
}

fn positions<T: Entry>(
    name: Option<&'static str>,
    other: Option<&'static str>,
) -> impl Iterator<Item = usize> {
    name.into_iter().chain(other).filter_map(|name| {
        let mut members = T::DESCRIPTOR.members.iter();
        members.position(|member| member.json == name)
    })
}

/// Lines and commas of an address part the same words.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| letter == ',' || letter.is_whitespace());
    words.filter(|word| !word.is_empty()).map(folded).collect()
}

fn json(date: Date) -> Value {
    serde_json::to_value(&date).unwrap_or_default()
}
