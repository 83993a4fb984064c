//! What cannot be known about which entry is which (rule `M10`).
use people_model::Entry;

use super::{Judge, Resolution, field::FieldMerge};
use crate::entries::{
    BASE, OURS, Own, THEIRS, Thread, Threads, content_eq, is_nameless, spelled_eq, threads,
};

/// Adds to what was found of three lists what cannot be known, where it was not certain which entry
/// is which.
///
/// It is found the same whichever side is whose; and neither side's edit is made again when it is
/// merged into the result. Otherwise entries were paired wrongly, and those concerned are one
/// conflict.
pub(super) fn known<T: Entry>(sides: [&[Own<T>]; 3], found: Threads) -> Threads {
    if found.certain {
        return found;
    }
    let mut found = from_both(sides, found);
    if let Some(merged) = attempt(sides, &found) {
        let merged: Vec<Own<T>> = merged.into_iter().map(Own::new).collect();
        if !is_repeated(sides, OURS, &merged) || !is_repeated(sides, THEIRS, &merged) {
            let changed: Vec<usize> = changed(sides, &found).collect();
            found.doubt(&changed);
        }
    }
    found
}

/// Adds what is found otherwise when ours and theirs change places, and what would be gone.
fn from_both<T: Entry>(sides: [&[Own<T>]; 3], mut found: Threads) -> Threads {
    for group in gone(sides, &found) {
        found.doubt(&group);
    }
    let swapped = [sides[BASE], sides[THEIRS], sides[OURS]];
    let otherwise = threads(swapped);
    for group in &otherwise.unclear {
        let group: Vec<Thread> = group
            .iter()
            .map(|&index| turned(otherwise.threads[index]))
            .collect();
        let meets = |thread: &Thread| {
            group.iter().any(|other| {
                let mut both = thread.iter().zip(other);
                both.any(|(one, other)| one.is_some() && one == other)
            })
        };
        let indexes = 0..found.threads.len();
        let group: Vec<usize> = indexes
            .filter(|&index| meets(&found.threads[index]))
            .collect();
        found.doubt(&group);
    }
    let differing = differing(sides, &found, &otherwise);
    if !differing.is_empty() {
        let results = (attempt(sides, &found), attempt(swapped, &otherwise));
        let same = matches!(&results, (Some(one), Some(other)) if is_same_set(one, other));
        if !same {
            found.doubt(&differing);
        }
    }
    found
}

/// Whether what was merged stays as it is when a side is merged into it again.
fn is_repeated<T: Entry>(sides: [&[Own<T>]; 3], side: usize, merged: &[Own<T>]) -> bool {
    let is_merged =
        |entries: &mut dyn Iterator<Item = &T>| entries.eq(merged.iter().map(|own| &own.entry));
    let again = [sides[BASE], sides[side], merged];
    sides[side].len() == sides[BASE].len()
        && is_merged(&mut sides[side].iter().map(|own| &own.entry))
        || attempt(again, &repeated(again)).is_some_and(|again| is_merged(&mut again.iter()))
}

fn repeated<T: Entry>(sides: [&[Own<T>]; 3]) -> Threads {
    let found = threads(sides);
    match found.certain {
        true => found,
        false => from_both(sides, found),
    }
}

/// The merge without a policy; none where anything conflicts.
fn attempt<T: Entry>(sides: [&[Own<T>]; 3], found: &Threads) -> Option<Vec<T>> {
    let mut conflicts = Vec::new();
    let mut judge = Judge {
        resolve: &mut |_| Resolution::Unresolved,
        conflicts: &mut conflicts,
    };
    let merged = FieldMerge::new(sides, found, &mut judge).run();
    conflicts.is_empty().then_some(merged)
}

/// What would be gone although both sides have it: entries of one identity, of which each
/// side removed or renamed another.
fn gone<T: Entry>([base, ours, theirs]: [&[Own<T>]; 3], known: &Threads) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    if is_nameless::<T>() {
        return found;
    }
    let threads = &known.threads;
    let stays = |thread: &Thread, wanted: &Own<T>| {
        let is_it = |own: &Own<T>| own.is_known_as(wanted);
        match thread {
            [Some(before), Some(our), Some(their)] => {
                is_it(&ours[*our]) && is_it(&theirs[*their])
                    || is_it(&ours[*our]) && theirs[*their].is_known_as(&base[*before])
                    || is_it(&theirs[*their]) && ours[*our].is_known_as(&base[*before])
            }
            [None, our, their] => {
                our.is_some_and(|at| is_it(&ours[at])) || their.is_some_and(|at| is_it(&theirs[at]))
            }
            // A conflict, unless nothing was changed.
            [Some(before), Some(our), None] => !spelled_eq(&ours[*our].entry, &base[*before].entry),
            [Some(before), None, Some(their)] => {
                !spelled_eq(&theirs[*their].entry, &base[*before].entry)
            }
            _ => false,
        }
    };
    for (index, thread) in threads.iter().enumerate() {
        let [Some(_), Some(our), their] = *thread else {
            continue;
        };
        let wanted = &ours[our];
        if their.is_some_and(|at| theirs[at].is_known_as(wanted)) {
            continue;
        }
        let is_theirs = theirs.iter().any(|own| own.is_known_as(wanted));
        if !is_theirs || threads.iter().any(|thread| stays(thread, wanted)) {
            continue;
        }
        let holds = |thread: &Thread| {
            thread[THEIRS].is_some_and(|at| theirs[at].is_known_as(wanted))
                || thread[OURS].is_some_and(|at| ours[at].is_known_as(wanted))
        };
        let gone = (0..threads.len()).filter(|&other| other == index || holds(&threads[other]));
        found.push(gone.collect());
    }
    found
}

/// The threads that are not found the other way round, but for copies.
fn differing<T: Entry>(sides: [&[Own<T>]; 3], found: &Threads, otherwise: &Threads) -> Vec<usize> {
    let mut others: Vec<Thread> = otherwise.threads.iter().copied().map(turned).collect();
    others.sort_unstable();
    let mut differing: Vec<usize> = (0..found.threads.len()).collect();
    let mut rest = others.clone();
    differing.retain(|&index| others.binary_search(&found.threads[index]).is_err());
    rest.retain(|other| !found.threads.contains(other));
    let is_copy = |one: &Thread, other: &Thread| {
        (0..3).all(|side| match (one[side], other[side]) {
            (Some(one), Some(other)) => {
                content_eq(&sides[side][one].entry, &sides[side][other].entry)
            }
            (one, other) => one == other,
        })
    };
    differing.retain(|&index| {
        let copy = rest
            .iter()
            .position(|other| is_copy(&found.threads[index], other));
        copy.map(|copy| rest.swap_remove(copy)).is_none()
    });
    differing
}

/// Ours for theirs.
fn turned([base, ours, theirs]: Thread) -> Thread {
    [base, theirs, ours]
}

fn is_same_set<T: Entry>(one: &[T], other: &[T]) -> bool {
    let mut rest: Vec<&T> = other.iter().collect();
    let found = one.iter().all(|entry| {
        let copy = rest.iter().position(|other| content_eq(*other, entry));
        copy.map(|copy| rest.swap_remove(copy)).is_some()
    });
    found && rest.is_empty()
}

/// The threads in which anything happened.
fn changed<T: Entry>(sides: [&[Own<T>]; 3], found: &Threads) -> impl Iterator<Item = usize> {
    let changed = move |thread: &Thread| match *thread {
        [Some(base), Some(ours), Some(theirs)] => {
            let base = &sides[BASE][base].entry;
            *base != sides[OURS][ours].entry || *base != sides[THEIRS][theirs].entry
        }
        _ => true,
    };
    let threads = found.threads.iter().enumerate();
    threads
        .filter(move |(_, thread)| changed(thread))
        .map(|(index, _)| index)
}
