//! The merge of one field.
use people_model::Entry;

use super::{Judge, Sides, doubt, replay::Replay, settle::settle_all};
use crate::entries::{OURS, Own, THEIRS, composed, own, own_of_edit, same, threads};

/// The merged values of a field; none if they are equal to those of `theirs`.
pub(super) fn merge<T: Entry>(sides: Sides<'_>, judge: &mut Judge<'_>) -> Option<Vec<T>> {
    let base = own::<T>(sides.base);
    let mut ours = own_of_edit(sides.ours, sides.base, &base);
    let untouched = T::of(sides.theirs) == T::of(sides.base);
    let mut theirs = match untouched {
        true => None,
        false => Some(own_of_edit(sides.theirs, sides.base, &base)),
    };
    let mut known = None;
    let mut read = None;
    if composed::<T>().is_some() {
        let found = threads([&base, &ours, theirs.as_deref().unwrap_or(&base)]);
        if !found.certain {
            read = Some((ours.clone(), theirs.clone()));
        }
        settle_all(&base, &mut ours, &found, OURS);
        if let Some(theirs) = &mut theirs {
            settle_all(&base, theirs, &found, THEIRS);
        }
        known = Some(found);
    }
    if same(&ours, &base) {
        return None;
    }
    let entries = |all: Vec<Own<T>>| Some(all.into_iter().map(Own::into_entry).collect());
    let Some(theirs) = theirs else {
        return entries(ours);
    };
    if same(&ours, &theirs) {
        return None;
    }
    if same(&base, &theirs) {
        return entries(ours);
    }
    let sides = [&base[..], &ours, &theirs];
    let found = known.unwrap_or_else(|| threads(sides));
    let found = match &read {
        Some((our, Some(their))) => doubt::known(sides, [our, their], found),
        _ => doubt::known(sides, [&ours, &theirs], found),
    };
    let merged = Replay::new(sides, &found, judge).run();
    let changed = !merged.iter().eq(theirs.iter().map(|own| &own.entry));
    changed.then_some(merged)
}
