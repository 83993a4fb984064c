//! Members that the API composes of others (rule `M5`).
use std::any::Any;

use people_model::{Address, Entry, Name, PersonField};

use crate::{derive, display_names};

/// The member that the API composes of the others unless it is sent (rules `D4`, `D5`).
pub(crate) fn composed<T: Entry>() -> Option<usize> {
    T::COMPOSED.map(|composed| composed.whole)
}

fn compose<T: Entry>(entry: &T) -> String {
    let entry: &dyn Any = entry;
    if let Some(name) = entry.downcast_ref::<Name>() {
        display_names::display_name(name)
    } else if let Some(address) = entry.downcast_ref::<Address>() {
        derive::formatted_address(address)
    } else {
        String::new()
    }
}

/// The composed text of an entry, or if it is unset, the text that the API would compose.
pub(super) fn whole<T: Entry>(entry: &T) -> Option<String> {
    let position = composed::<T>()?;
    let text = entry.text(position).map(str::to_owned);
    Some(text.unwrap_or_else(|| compose(entry))).filter(|text| !text.is_empty())
}

/// Whether the composed text is the one that the API would compose of the parts.
pub(crate) fn follows<T: Entry>(entry: &T) -> bool {
    composed::<T>().is_some_and(|position| {
        let text = entry.text(position);
        text.is_some_and(|text| text == compose(entry))
    })
}

pub(crate) fn clear_composed<T: Entry>(entry: &mut T) {
    if let Some(position) = composed::<T>() {
        entry.copy_member(&T::default(), position);
    }
}

/// Whether two entries have the same parts.
pub(crate) fn parts_eq<T: Entry>(left: &T, right: &T) -> bool {
    parts::<T>().all(|position| left.member_eq(right, position))
}

/// The members that the API composes a text of.
fn parts<T: Entry>() -> impl Iterator<Item = usize> {
    let parts = T::COMPOSED.map_or(&[][..], |composed| composed.parts);
    parts.iter().copied()
}

/// Whether a member is one of the parts.
pub(super) fn is_part<T: Entry>(position: usize) -> bool {
    parts::<T>().any(|part| part == position)
}

/// Whether any of the parts is set.
pub(crate) fn has_parts<T: Entry>(entry: &T) -> bool {
    let is_set = |position| entry.text(position).is_some() || entry.member(position).is_some();
    parts::<T>().any(is_set)
}

/// If only the parts changed, clears the text so that the API composes it again (rule `M5`).
///
/// A name's text is cleared only if it is the text that the API composes of the parts. Another text was written by a
/// user, and stays. How Google formats an address depends on its country, so an address's text is cleared whenever the
/// address had parts.
pub(crate) fn clear_stale_composed<T: Entry>(before: &T, after: &mut T) {
    let Some(position) = composed::<T>() else {
        return;
    };
    if parts_eq(before, after) {
        return;
    }
    let stale = match before.text(position) {
        Some(_) => {
            let addressed = T::FIELD == PersonField::Addresses && has_parts(before);
            addressed && after.member_eq(before, position)
        }
        None => after
            .text(position)
            .is_some_and(|text| text == compose(before)),
    };
    if stale {
        let text = after.clone();
        clear_composed(after);
        // The text may be all that the entry has.
        if !has_parts(after) {
            *after = text;
        }
    }
}
