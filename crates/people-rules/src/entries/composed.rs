//! Members that the API composes of others (rule `M5`).
use std::any::Any;

use people_model::{Address, Entry, Name, PersonField};

use crate::{derive, names};

/// The member that the API composes of the others unless it is sent (rules `D4`, `D5`).
pub(crate) fn composed<T: Entry>() -> Option<usize> {
    let name = match T::FIELD {
        PersonField::Names => "unstructuredName",
        PersonField::Addresses => "formattedValue",
        _ => return None,
    };
    T::DESCRIPTOR
        .members
        .iter()
        .position(|member| member.json == name)
}

fn compose<T: Entry>(entry: &T) -> String {
    let entry: &dyn Any = entry;
    if let Some(name) = entry.downcast_ref::<Name>() {
        names::display_name(name)
    } else if let Some(address) = entry.downcast_ref::<Address>() {
        derive::formatted_address(address)
    } else {
        String::new()
    }
}

/// Whether the composed member says what the API would make of the parts.
pub(super) fn follows<T: Entry>(entry: &T) -> bool {
    composed::<T>().is_some_and(|position| {
        let text = entry.member(position);
        text.is_some_and(|text| text == compose(entry))
    })
}

pub(crate) fn clear_composed<T: Entry>(entry: &mut T) {
    if let Some(position) = composed::<T>() {
        entry.copy_member(&T::default(), position);
    }
}

/// Whether the members that another is composed of are the same.
pub(crate) fn parts_eq<T: Entry>(left: &T, right: &T) -> bool {
    parts::<T>().all(|position| left.member_eq(right, position))
}

/// The members that another is composed of: not what kind of address it is, nor how a name sounds.
fn parts<T: Entry>() -> impl Iterator<Item = usize> {
    let composed = composed::<T>();
    let members = T::UNITS.iter().copied().flatten().copied();
    members.filter(move |&position| {
        let name = T::DESCRIPTOR.members[position].json;
        Some(position) != composed && name != "type" && !name.starts_with("phonetic")
    })
}

/// Lets the composed member go with its parts: an edit that changes the parts, and not the text
/// that was made of them, means the text to be made anew (rule `M5`).
///
/// What a name is composed of is known exactly, so that a text of somebody's own is told apart and
/// kept; addresses are formatted by the rules of their countries, and one without any parts was
/// written by somebody.
pub(crate) fn settle<T: Entry>(before: &T, after: &mut T) {
    let Some(position) = composed::<T>() else {
        return;
    };
    if parts_eq(before, after) {
        return;
    }
    let stale = match before.member(position) {
        Some(_) => {
            let formatted = parts::<T>().any(|part| before.member(part).is_some());
            T::FIELD == PersonField::Addresses && formatted && after.member_eq(before, position)
        }
        None => after
            .member(position)
            .is_some_and(|text| text == compose(before)),
    };
    if stale {
        let text = after.clone();
        clear_composed(after);
        // All that is left of an address may be its text.
        if !after.has_content() {
            *after = text;
        }
    }
}
