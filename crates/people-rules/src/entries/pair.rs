//! Which entry of one list is which of another (rule `M2`).
use std::collections::{HashMap, VecDeque};

use people_model::{Entry, Kind};

use super::Own;

/// Which entry of one list is which of another.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// By position in the first list: the position in the second.
    pub(crate) forward: Vec<Option<usize>>,
    /// By position in the second list: the position in the first.
    pub(crate) backward: Vec<Option<usize>>,
}

impl Pairs {
    /// Whether entries that are in both lists stand in another order.
    pub(crate) fn moved(&self) -> bool {
        let kept: Vec<usize> = self.forward.iter().copied().flatten().collect();
        !kept.is_sorted()
    }

    fn link(&mut self, from: usize, to: usize) {
        self.forward[from] = Some(to);
        self.backward[to] = Some(from);
    }
}

/// Finds the entries of `from` again in `to`: the equal ones first, then those with the same
/// identity in their order, then those of which a single part of the identity changed, then those
/// that are mostly the same (rule `M2`).
///
/// Where several could be meant, it is one whose key `is_elsewhere` too: on the other side, where
/// the same was made of it.
pub(crate) fn pair<T: Entry>(
    from: &[Own<T>],
    to: &[Own<T>],
    is_elsewhere: impl Fn(&str) -> bool,
) -> Pairs {
    let mut pairs = Pairs {
        forward: vec![None; from.len()],
        backward: vec![None; to.len()],
    };
    if T::FIELD.is_singleton() {
        (0..from.len().min(to.len())).for_each(|index| pairs.link(index, index));
        return pairs;
    }
    let mut by_key: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (index, own) in to.iter().enumerate() {
        by_key.entry(&own.key).or_default().push_back(index);
    }
    for (index, own) in from.iter().enumerate() {
        let Some(free) = by_key.get_mut(own.key.as_str()) else {
            continue;
        };
        let mut few = free.iter().take(FEW);
        if let Some(equal) = few.position(|&free| content_eq(&own.entry, &to[free].entry))
            && let Some(found) = free.remove(equal)
        {
            pairs.link(index, found);
        }
    }
    for (index, own) in from.iter().enumerate() {
        // Without any of the members that tell it from others, it is known by what else it says.
        if pairs.forward[index].is_none()
            && !own.key.is_empty()
            && let Some(free) = by_key.get_mut(own.key.as_str())
            && let Some(found) = free.pop_front()
        {
            pairs.link(index, found);
        }
    }
    let mut free: VecDeque<usize> = (0..to.len())
        .filter(|&index| pairs.backward[index].is_none())
        .collect();
    for same in [Own::is_named_as, is_renamed, is_like, is_mostly_same] {
        for (index, own) in from.iter().enumerate() {
            if pairs.forward[index].is_some() {
                continue;
            }
            let found = free.iter().take(FEW).enumerate();
            let mut found = found.filter(|&(_, &candidate)| same(own, &to[candidate]));
            let first = found.next();
            let candidates = first.into_iter().chain(found);
            let elsewhere = candidates
                .filter(|&(_, &candidate)| is_elsewhere(&to[candidate].key))
                .min_by_key(|&(_, &candidate)| &to[candidate].key);
            if let Some((at, _)) = elsewhere.or(first)
                && let Some(found) = free.remove(at)
            {
                pairs.link(index, found);
            }
        }
    }
    pairs
}

/// How many candidates are looked at: lists with more of the same are paired by order.
const FEW: usize = 64;

/// Whether two entries say the same, whichever leads.
fn content_eq<T: Entry>(left: &T, right: &T) -> bool {
    let mut members = T::UNITS.iter().copied().flatten();
    members.all(|&position| left.member_eq(right, position)) && left.extra() == right.extra()
}

/// Whether two entries differ in one part of their identity and agree in all else, of which there
/// is something.
fn is_renamed<T: Entry>(from: &Own<T>, to: &Own<T>) -> bool {
    let (from, to) = (&from.entry, &to.entry);
    let mut differing = differing(from, to);
    let renamed = differing
        .next()
        .is_some_and(|position| T::IDENTITY.contains(&position));
    renamed && differing.next().is_none() && agreeing(from, to) > 0 && from.extra() == to.extra()
}

/// Whether two entries without any identity have something in common.
fn is_like<T: Entry>(from: &Own<T>, to: &Own<T>) -> bool {
    from.key.is_empty() && to.key.is_empty() && agreeing(&from.entry, &to.entry) > 0
}

/// Whether more members are the same than differ.
fn is_mostly_same<T: Entry>(from: &Own<T>, to: &Own<T>) -> bool {
    let (from, to) = (&from.entry, &to.entry);
    agreeing(from, to) > differing(from, to).count()
}

fn differing<T: Entry>(left: &T, right: &T) -> impl Iterator<Item = usize> {
    let members = T::UNITS.iter().copied().flatten().copied();
    members.filter(|&position| !left.member_eq(right, position))
}

/// How many members are set to the same, of those that say something: a flag or a kind agrees by
/// chance.
fn agreeing<T: Entry>(left: &T, right: &T) -> usize {
    let telling = |&position: &usize| {
        let kind = T::DESCRIPTOR.members[position].kind;
        !matches!(kind, Kind::Bool | Kind::Int32 | Kind::Enum(_))
    };
    let members = T::UNITS.iter().copied().flatten().copied();
    members
        .filter(telling)
        .filter(|&position| left.member_eq(right, position) && left.member(position).is_some())
        .count()
}
