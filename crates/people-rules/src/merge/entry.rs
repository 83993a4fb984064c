//! The merge of one entry, member by member.
use people_model::{Entry, PersonField};
use serde_json::{Map, Value};

use super::{Conflict, Judge, Resolution, Subject};
use crate::entries::{
    clear_composed, composed, get_unit, label, leads, member_name, parts_eq, set_leads,
};

/// Replays the change `base` → `ours` of one entry on `theirs`, member by member.
pub(super) fn merge_entry<T: Entry>(base: &T, ours: &T, theirs: &T, judge: &mut Judge<'_>) -> T {
    let mut merged = theirs.clone();
    if ours == base || ours == theirs {
        return merged;
    }
    if theirs == base {
        return ours.clone();
    }
    let composed = composed::<T>();
    for unit in T::UNITS {
        let eq = |left: &T, right: &T| unit.iter().all(|&position| left.member_eq(right, position));
        if eq(ours, base) || eq(ours, theirs) || composed == Some(unit[0]) {
            continue;
        }
        let resolution = match eq(theirs, base) {
            true => Resolution::Ours,
            false => judge.decide(member_conflict(unit, base, ours, theirs), |value| {
                set_unit(&mut T::default(), unit, value)
            }),
        };
        match resolution {
            Resolution::Ours => unit
                .iter()
                .for_each(|&position| merged.copy_member(ours, position)),
            Resolution::Value(value) => {
                set_unit(&mut merged, unit, &value);
            }
            _ => {}
        }
    }
    merge_extra(base, ours, theirs, &mut merged, judge);
    if leads(ours) != leads(base) {
        set_leads(&mut merged, leads(ours));
    }
    if let Some(position) = composed {
        merge_composed(position, base, ours, theirs, &mut merged, judge);
    }
    merged
}

/// The member that the API composes of the others: it goes with them, unless somebody set it to a
/// text of their own (rule `M5`).
fn merge_composed<T: Entry>(
    position: usize,
    base: &T,
    ours: &T,
    theirs: &T,
    merged: &mut T,
    judge: &mut Judge<'_>,
) {
    // Unset and the parts changed: it was left to be composed of them.
    let unset = |side: &T| side.member(position).is_none();
    let changed = |side: &T| !side.member_eq(base, position);
    let set = |side: &T| changed(side) && (!unset(side) || parts_eq(side, base));
    let followed = T::FIELD == PersonField::Addresses && !parts_eq(theirs, base);
    let (meant, meant_by_them) = (set(ours), set(theirs) && !followed);
    if meant {
        let unit = &[position];
        let resolution = match meant_by_them && !ours.member_eq(theirs, position) {
            false => Resolution::Ours,
            true => judge.decide(member_conflict(unit, base, ours, theirs), |value| {
                set_unit(&mut T::default(), unit, value)
            }),
        };
        match resolution {
            Resolution::Ours => merged.copy_member(ours, position),
            Resolution::Value(value) => {
                set_unit(merged, unit, &value);
            }
            _ => {}
        }
    } else if !meant_by_them && !parts_eq(merged, theirs) && (unset(ours) || changed(theirs)) {
        clear_composed(merged);
    }
}

/// Members that this version does not know, each by itself.
fn merge_extra<T: Entry>(base: &T, ours: &T, theirs: &T, merged: &mut T, judge: &mut Judge<'_>) {
    let removed = base.extra().iter();
    let removed = removed.filter(|(name, _)| ours.extra().get(name).is_none());
    for (name, _) in ours.extra().iter().chain(removed) {
        let [before, our, their] = [base, ours, theirs].map(|side| side.extra().get(name));
        if our == before || our == their {
            continue;
        }
        let resolution = match their == before {
            true => Resolution::Ours,
            false => judge.decide(
                Conflict {
                    field: T::FIELD,
                    subject: Subject::Member {
                        entry: label(theirs),
                        member: name.to_owned(),
                    },
                    base: before.cloned(),
                    ours: our.cloned(),
                    theirs: their.cloned(),
                    resolution: Resolution::Unresolved,
                },
                |_| true,
            ),
        };
        let value = match resolution {
            Resolution::Ours => our.cloned(),
            Resolution::Value(value) => Some(value).filter(|value| !value.is_null()),
            _ => continue,
        };
        match value {
            Some(value) => merged.extra_mut().insert(name, value),
            None => merged.extra_mut().remove(name),
        };
    }
}

fn member_conflict<T: Entry>(unit: &[usize], base: &T, ours: &T, theirs: &T) -> Conflict {
    let known = match base == &T::default() {
        true => theirs,
        false => base,
    };
    Conflict {
        field: T::FIELD,
        subject: Subject::Member {
            entry: label(known),
            member: member_name::<T>(unit[0]).to_owned(),
        },
        base: get_unit(base, unit),
        ours: get_unit(ours, unit),
        theirs: get_unit(theirs, unit),
        resolution: Resolution::Unresolved,
    }
}

fn set_unit<T: Entry>(entry: &mut T, unit: &[usize], value: &Value) -> bool {
    if let [position] = unit {
        return entry.set_member(*position, value.clone());
    }
    let members = match value {
        Value::Null => &Map::new(),
        Value::Object(members) => members,
        _ => return false,
    };
    let known = |member: &String| {
        unit.iter()
            .any(|&position| member_name::<T>(position) == member)
    };
    members.keys().all(known)
        && unit.iter().all(|&position| {
            let value = members.get(member_name::<T>(position)).cloned();
            entry.set_member(position, value.unwrap_or_default())
        })
}
