//! Entries that the merge cannot tell apart (rule `M10`).
use people_model::{Entry, PersonField};

use super::{Conflict, Judge, Resolution, Subject, replay::Replay, settle::settle_all};
use crate::entries::{
    BASE, OURS, Own, Standing, THEIRS, Thread, Threads, composed, is_nameless, is_turned, same,
    spelled_eq, threads,
};

/// Marks the threads that are unclear, if the pairing was not certain.
///
/// A correct result is stable: a merge of either side's edit into it changes nothing. If the edit would be made
/// again, the pairing was wrong, and the changed entries become one conflict. The answer does not depend on
/// which side is ours. `read` has the two edits before stale composed texts were cleared.
pub(super) fn known<T: Entry>(
    sides: [&[Own<T>]; 3],
    read: [&[Own<T>]; 2],
    found: Threads,
) -> Threads {
    if found.certain {
        return found;
    }
    if !is_turned(sides) {
        return doubted(sides, read, found);
    }
    let ([base, ours, theirs], [our, their]) = (sides, read);
    doubted([base, theirs, ours], [their, our], found.turned()).turned()
}

fn doubted<T: Entry>(sides: [&[Own<T>]; 3], read: [&[Own<T>]; 2], mut found: Threads) -> Threads {
    doubt_gone(sides, &mut found);
    if T::FIELD != PersonField::Memberships && found.as_moved() == Standing::Open {
        return found;
    }
    // The result may be in either order, depending on which side is ours: both are tried.
    let orders = [Standing::AsTheirs, Standing::AsOurs];
    let [Some(by_theirs), Some(by_ours)] = orders.map(|it| attempt(sides, &found, it)) else {
        return found;
    };
    let stands = |merged: Vec<T>| {
        let merged: Vec<Own<T>> = merged.into_iter().map(Own::new).collect();
        let stand = read.map(|edit| stands(sides[BASE], edit, &merged));
        let [Some(one), Some(other)] = stand else {
            return None;
        };
        Some(one.min(other))
    };
    let is_one = by_theirs.merged == by_ours.merged;
    let by_theirs = stands(by_theirs.merged);
    let by_ours = match is_one {
        true => by_theirs,
        false => stands(by_ours.merged),
    };
    let orders = [(Standing::AsTheirs, by_theirs), (Standing::AsOurs, by_ours)];
    let in_order = |&&(_, stands): &&(Standing, Option<Stands>)| stands == Some(Stands::InOrder);
    let mut good = orders.iter().filter(in_order);
    match (good.next(), good.next()) {
        (Some(_), Some(_)) => {}
        (Some(&(standing, _)), None) => found.standing = standing,
        (None, _) if orders.iter().any(|(_, stands)| stands.is_some()) => {
            found.standing = Standing::Open;
        }
        (None, _) => {
            let changed: Vec<usize> = changed(sides, &found).collect();
            found.doubt(&changed);
        }
    }
    found
}

/// What a second merge of the same edit does to a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// It changes the order of the entries.
    Otherwise,
    /// It changes nothing.
    InOrder,
}

/// Marks the threads of identities that both sides have and the result would lack.
fn doubt_gone<T: Entry>(sides: [&[Own<T>]; 3], found: &mut Threads) {
    for group in gone(sides, found) {
        found.doubt(&group);
    }
    let [base, ours, theirs] = sides;
    let mut turned = found.clone().turned();
    for group in gone([base, theirs, ours], &turned) {
        turned.doubt(&group);
    }
    *found = turned.turned();
}

/// What a second merge of an edit does to a result; none if it changes the entries.
fn stands<T: Entry>(base: &[Own<T>], edit: &[Own<T>], merged: &[Own<T>]) -> Option<Stands> {
    let mut found = threads([base, edit, merged]);
    let settled = composed::<T>().map(|_| {
        let (mut edit, mut merged) = (edit.to_vec(), merged.to_vec());
        settle_all(base, &mut edit, &found, OURS);
        settle_all(base, &mut merged, &found, THEIRS);
        (edit, merged)
    });
    let (edit, merged) = match &settled {
        Some((edit, merged)) => (&edit[..], &merged[..]),
        None => (edit, merged),
    };
    if same(edit, base) || same(edit, merged) {
        return Some(Stands::InOrder);
    }
    let again = [base, edit, merged];
    if !found.certain {
        doubt_gone(again, &mut found);
    }
    let again = attempt(again, &found, Standing::AsMoved)?;
    let merged = || merged.iter().map(|own| &own.entry);
    if !again.has_open_order && again.merged.iter().eq(merged()) {
        return Some(Stands::InOrder);
    }
    let merged: Vec<T> = merged().cloned().collect();
    is_same_set(&again.merged, &merged).then_some(Stands::Otherwise)
}

/// The result of a merge without a policy.
struct Attempt<T> {
    merged: Vec<T>,
    /// Whether the orders conflict.
    has_open_order: bool,
}

/// Merges without a policy; none if anything but the order conflicts.
fn attempt<T: Entry>(
    sides: [&[Own<T>]; 3],
    found: &Threads,
    standing: Standing,
) -> Option<Attempt<T>> {
    let mut conflicts = Vec::new();
    let mut judge = Judge {
        resolve: &mut |_| Resolution::Unresolved,
        conflicts: &mut conflicts,
    };
    let mut merge = Replay::new(sides, found, &mut judge);
    merge.standing = standing;
    let merged = merge.run();
    let is_order = |conflict: &Conflict| conflict.subject == Subject::Order;
    conflicts.iter().all(is_order).then_some(Attempt {
        merged,
        has_open_order: !conflicts.is_empty(),
    })
}

/// The threads of identities that both sides have and the result would lack: each side removed or renamed
/// another entry of that identity.
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
            // It is a conflict if the side that kept the entry changed it.
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

fn is_same_set<T: Entry>(one: &[T], other: &[T]) -> bool {
    let mut rest: Vec<&T> = other.iter().collect();
    let found = one.iter().all(|entry| {
        let copy = rest.iter().position(|other| *other == entry);
        copy.map(|copy| rest.swap_remove(copy)).is_some()
    });
    found && rest.is_empty()
}

/// The threads in which a side changed something.
fn changed<T: Entry>(sides: [&[Own<T>]; 3], found: &Threads) -> impl Iterator<Item = usize> {
    let changed = move |thread: &Thread| match *thread {
        [Some(base), Some(ours), Some(theirs)] => {
            let base = &sides[BASE][base];
            !base.entry_eq(&sides[OURS][ours]) || !base.entry_eq(&sides[THEIRS][theirs])
        }
        _ => true,
    };
    let threads = found.threads.iter().enumerate();
    threads
        .filter(move |(_, thread)| changed(thread))
        .map(|(index, _)| index)
}
