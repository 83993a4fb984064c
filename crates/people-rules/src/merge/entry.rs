//! The merge of one entry, member by member.
use std::any::Any;

use people_model::{Biography, ContentType, Entry, PersonField};
use serde_json::{Map, Value};

use super::{
    Conflict, Judge, Resolution, Subject,
    lines::{OpenLines, Part, lines, merge_lines},
};
use crate::entries::{
    clear_composed, composed, follows, get_unit, has_parts, label, leads, member_name, parts_eq,
    preferred, same_member, set_leads,
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
        match decide_unit(unit, base, ours, theirs, judge) {
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

/// Decides a unit that we changed. A change of spelling yields to every other change (rule `M11`).
fn decide_unit<T: Entry>(
    unit: &[usize],
    base: &T,
    ours: &T,
    theirs: &T,
    judge: &mut Judge<'_>,
) -> Resolution {
    let eq = |left: &T, right: &T| unit.iter().all(|&position| left.member_eq(right, position));
    let same = |left: &T, right: &T| {
        let mut positions = unit.iter();
        positions.all(|&position| same_member(left, right, position))
    };
    if eq(theirs, base) {
        return Resolution::Ours;
    }
    match (same(ours, base), same(theirs, base)) {
        (true, false) => return Resolution::Theirs,
        (false, true) => return Resolution::Ours,
        _ if same(ours, theirs) => {
            return match is_preferred(unit, ours, theirs) {
                true => Resolution::Ours,
                false => Resolution::Theirs,
            };
        }
        _ => {}
    }
    let notes = [base, ours, theirs].map(|side| plain_note(side));
    if let [Some(base), Some(ours), Some(theirs)] = notes {
        return merge_notes(base, ours, theirs, judge);
    }
    judge.decide(member_conflict(unit, base, ours, theirs), |value| {
        set_unit(&mut T::default(), unit, value)
    })
}

/// Whether our spelling of a unit is preferred to theirs.
fn is_preferred<T: Entry>(unit: &[usize], ours: &T, theirs: &T) -> bool {
    let texts = unit.iter().filter_map(|&position| {
        let (ours, theirs) = (ours.text(position)?, theirs.text(position)?);
        (ours != theirs).then_some((ours, theirs))
    });
    texts
        .take(1)
        .all(|(ours, theirs)| preferred(ours, theirs) == ours)
}

/// A note without markup.
fn plain_note<T: Entry>(entry: &T) -> Option<&Biography> {
    let note: &Biography = (entry as &dyn Any).downcast_ref()?;
    let plain = [ContentType::Unspecified, ContentType::TextPlain];
    plain.contains(&note.content_type).then_some(note)
}

/// Merges notes line by line (rule `M9`), with their content type.
fn merge_notes(
    base: &Biography,
    ours: &Biography,
    theirs: &Biography,
    judge: &mut Judge<'_>,
) -> Resolution {
    let [before, our, their] = [base, ours, theirs].map(|note| lines(&note.value));
    let mut merged: Vec<String> = Vec::new();
    for part in merge_lines(&before, &our, &their) {
        match part {
            Part::Lines(lines) => merged.extend(lines.into_iter().map(str::to_owned)),
            Part::Open(open) => {
                let decided = judge.decide(lines_conflict(&open), |value| {
                    value.is_null() || value.is_string()
                });
                match decided {
                    Resolution::Ours => merged.extend(open.ours.into_iter().map(str::to_owned)),
                    Resolution::Value(Value::String(text)) => {
                        merged.extend(lines(&text).into_iter().map(str::to_owned));
                    }
                    Resolution::Value(_) => {}
                    _ => merged.extend(open.theirs.into_iter().map(str::to_owned)),
                }
            }
        }
    }
    let both_return = [ours, theirs].map(|note| note.value.contains("\r\n")) == [true; 2];
    let end = if both_return { "\r\n" } else { "\n" };
    let mut unit = Map::new();
    unit.insert("value".to_owned(), merged.join(end).into());
    // Unset is plain text, too.
    if [ours, theirs]
        .iter()
        .any(|note| note.content_type == ContentType::TextPlain)
    {
        unit.insert("contentType".to_owned(), "TEXT_PLAIN".into());
    }
    Resolution::Value(unit.into())
}

fn lines_conflict(open: &OpenLines<'_>) -> Conflict {
    let text = |lines: &[&str]| (!lines.is_empty()).then(|| lines.join("\n").into());
    Conflict {
        field: PersonField::Biographies,
        subject: Subject::Lines {
            member: "value".to_owned(),
            line: open.line,
        },
        base: text(&open.base),
        ours: text(&open.ours),
        theirs: text(&open.theirs),
        resolution: Resolution::Unresolved,
    }
}

/// Merges the member that the API composes of others. It follows them, unless a user wrote another text (rule `M5`).
fn merge_composed<T: Entry>(
    position: usize,
    base: &T,
    ours: &T,
    theirs: &T,
    merged: &mut T,
    judge: &mut Judge<'_>,
) {
    let parted = |side: &T| !parts_eq(side, base);
    let unset = |side: &T| side.text(position).is_none();
    // If it is unset and the parts changed, the API composes it. If the parts of an address changed together
    // with the text, the text was probably composed of them.
    let made = |side: &T| {
        let composed = unset(side) || T::FIELD == PersonField::Addresses && has_parts(base);
        parted(side) && composed
    };
    let set = |side: &T| !same_member(side, base, position) && !made(side);
    let same = same_member(ours, theirs, position);
    // One side wrote a text, and the other changed the parts. If the base had the text alone, the two are
    // unrelated.
    let alone = !unset(base) && !has_parts(base);
    let disagrees = |side: &T, other: &T| {
        let own = set(side) && !unset(side) && !alone;
        own && parted(other) && !parts_eq(side, other) && {
            let mut both = merged.clone();
            both.copy_member(side, position);
            !follows(&both)
        }
    };
    let both = set(ours) && set(theirs);
    let unit = &[position];
    let resolution = if !same && (both || disagrees(ours, theirs) || disagrees(theirs, ours)) {
        judge.decide(member_conflict(unit, base, ours, theirs), |value| {
            set_unit(&mut T::default(), unit, value)
        })
    } else if same && (both || !parted(ours) && !parted(theirs)) {
        decide_spelling(position, base, ours, theirs)
    } else if set(ours) {
        Resolution::Ours
    } else if set(theirs) || parts_eq(merged, theirs) {
        Resolution::Theirs
    } else if parts_eq(merged, ours) {
        Resolution::Ours
    } else if made(ours) || made(theirs) {
        Resolution::Value(Value::Null)
    } else {
        decide_spelling(position, base, ours, theirs)
    };
    match resolution {
        Resolution::Ours => merged.copy_member(ours, position),
        Resolution::Value(value) => {
            set_unit(merged, unit, &value);
        }
        _ => {}
    }
    if follows(merged) {
        clear_composed(merged);
    }
}

/// Decides between two spellings of the same text.
fn decide_spelling<T: Entry>(position: usize, base: &T, ours: &T, theirs: &T) -> Resolution {
    let kept = ours.member_eq(base, position);
    let by_us = theirs.member_eq(base, position) || is_preferred(&[position], ours, theirs);
    match by_us && !kept {
        true => Resolution::Ours,
        false => Resolution::Theirs,
    }
}

/// Merges the members that this version does not know, each by itself.
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
