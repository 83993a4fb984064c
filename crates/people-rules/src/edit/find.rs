//! Finds the entries that a name identifies.
use people_model::{Date, Entry, Person};
use serde_json::Value;

use super::parse_date;
use crate::{
    check::is_own,
    collation::folded,
    entries::{answers_to, leads},
    field_traits::{FieldTraits, Wording},
};

/// The positions of the contact's own entries that this name identifies. It compares their identity first. If no entry
/// matches, it compares the other members that people name an entry by.
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
    let wording = FieldTraits::of(T::FIELD).wording;
    let text = match entry.member(position) {
        Some(Value::String(text)) => text,
        Some(Value::Object(group)) if wording == Wording::Group => {
            let name = group.get("contactGroupResourceName");
            name.and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        _ => return known.member_eq(entry, position),
    };
    match wording {
        Wording::Email | Wording::Number | Wording::Group => answers_to(known, &text),
        Wording::Words => {
            let known = known.text(position);
            known.is_some_and(|known| words(known) == words(&text))
        }
        Wording::Exact => known.member_eq(entry, position),
    }
}

/// The members that say what an entry is.
fn main_positions<T: Entry>() -> impl Iterator<Item = usize> {
    let traits = FieldTraits::of(T::FIELD);
    positions::<T>([traits.main, traits.main_part])
}

/// The members by whose value people call an entry.
fn called_by<T: Entry>() -> impl Iterator<Item = usize> {
    let traits = FieldTraits::of(T::FIELD);
    positions::<T>([traits.main, traits.main_part, traits.also])
}

fn positions<T: Entry>(
    names: impl IntoIterator<Item = Option<&'static str>>,
) -> impl Iterator<Item = usize> {
    names.into_iter().flatten().filter_map(|name| {
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
