//! The evidence that entries are the same, and what a merge of them would give.
use people_model::Entry;

use super::{
    BASE, OURS, THEIRS, Thread,
    crowd::{At, Crowd, entries, ordered},
};
use crate::entries::{
    content_eq,
    likeness::{Traits, is_nameless},
};

/// The best evidence: equal to the letter.
pub(super) const EQUAL: u32 = 3 << 24;
/// Evidence of one identity.
pub(super) const NAMED: u32 = 2 << 24;
/// Evidence of a likeness under different identities.
pub(super) const ALIKE: u32 = 1 << 24;

impl<T: Entry> Crowd<'_, T> {
    /// The evidence for two threads, and what a merge of them would give; none if one of them has no
    /// evidence.
    pub(super) fn weigh(&self, threads: [Thread; 2]) -> Option<Weight> {
        let [one, other] = [self.grounds(&threads[0])?, self.grounds(&threads[1])?];
        let mut evidence = [one[0], one[1], other[0], other[1]];
        evidence.sort_unstable_by(|one, other| other.cmp(one));
        let outcomes = threads.map(|thread| self.outcome(&thread));
        let mut results = outcomes.map(|(_, result)| result);
        results.sort_unstable();
        Some(Weight {
            evidence,
            conflicts: outcomes[0].0 + outcomes[1].0,
            removed: threads.iter().filter(|thread| is_removed(thread)).count(),
            results,
        })
    }

    /// The best evidence that the entries of a thread are the same.
    pub(super) fn grounds(&self, thread: &Thread) -> Option<[u32; 2]> {
        let of = |one: usize, other: usize| {
            let pair = thread[one].zip(thread[other]);
            pair.map_or(0, |(at, to)| self.evidence((one, at), (other, to)))
        };
        let mut grounds = [of(BASE, OURS), of(BASE, THEIRS), of(OURS, THEIRS)];
        // Ours and theirs alone need the same identity.
        if thread[BASE].is_none() && grounds[2] < NAMED {
            grounds[2] = 0;
        }
        grounds.sort_unstable_by(|one, other| other.cmp(one));
        let links = entries(thread).count().saturating_sub(1);
        let founded = grounds[..links].iter().all(|&evidence| evidence > 0)
            && !(self.are_joined && self.is_weak(thread));
        grounds[links..].fill(0);
        founded.then_some([grounds[0], grounds[1]])
    }

    pub(super) fn evidence(&self, one: At, other: At) -> u32 {
        if self.equal(one, other) {
            return EQUAL;
        }
        let alike = || self.alike.get(&ordered(one, other)).copied();
        self.named(one, other).or_else(alike).unwrap_or(0)
    }

    pub(super) fn equal(&self, one: At, other: At) -> bool {
        self.traits(one).is_some_and(|traits| {
            self.traits(other)
                .is_some_and(|other| traits.units == other.units)
        }) && content_eq(
            &self.sides[one.0][one.1].entry,
            &self.sides[other.0][other.1].entry,
        )
    }

    /// The evidence for a pair of one identity. Two without an identity need other members that agree.
    pub(super) fn named(&self, one: At, other: At) -> Option<u32> {
        let (left, right) = (&self.sides[one.0][one.1], &self.sides[other.0][other.1]);
        let likeness = self
            .units
            .within_identity(self.traits(one)?, self.traits(other)?);
        let is_one = match is_nameless::<T>() || left.key.is_empty() {
            true => left.key == right.key && likeness.agree > likeness.contradict,
            false => left.is_named_as(right),
        };
        is_one.then(|| NAMED | grade(likeness.agree, likeness.differ))
    }

    /// How many conflicts a merge of the thread has, and a hash of its result.
    pub(super) fn outcome(&self, thread: &Thread) -> (u32, u64) {
        let side = |side: usize| thread[side].and_then(|index| self.traits((side, index)));
        let mix = |result: u64, said: u64| {
            (result ^ said)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
        };
        let whole = |traits: &Traits| {
            let said = traits.units.iter().copied();
            said.fold(1 + u64::from(traits.leads), mix)
        };
        let (base, ours, theirs) = (side(BASE), side(OURS), side(THEIRS));
        match (ours, theirs) {
            (None, None) => (0, 0),
            (Some(kept), None) | (None, Some(kept)) => match base {
                Some(base) if base.units == kept.units => (0, 0),
                // The pair will be separated: the old entry is removed, and the other is new.
                Some(_) if self.is_weak(thread) => (0, whole(kept)),
                Some(base) => (1, mix(whole(base), whole(kept))),
                None => (0, whole(kept)),
            },
            (Some(ours), Some(theirs)) => {
                let mut conflicts = 0;
                let led = base.is_some_and(|base| base.leads);
                let leads = if ours.leads == led {
                    theirs.leads
                } else {
                    ours.leads
                };
                let mut result = 1 + u64::from(leads);
                for (index, (&ours, &theirs)) in ours.units.iter().zip(&theirs.units).enumerate() {
                    let base = base.map_or(0, |base| base.units[index]);
                    let said = if ours == theirs || theirs == base {
                        ours
                    } else if ours == base {
                        theirs
                    } else {
                        conflicts += 1;
                        ours.wrapping_add(theirs)
                    };
                    result = mix(result, said);
                }
                (conflicts, result)
            }
        }
    }
}

pub(super) fn grade(agree: u32, differ: u32) -> u32 {
    agree.min(0xfff) << 12 | (0xfff - differ.min(0xfff))
}

/// The evidence for two threads, and what a merge of them would give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    evidence: [u32; 4],
    conflicts: u32,
    /// How many entries only one side removed.
    removed: usize,
    results: [u64; 2],
}

impl Weight {
    pub(super) fn is_better(&self, other: &Self) -> bool {
        let cost = |weight: &Self| (weight.conflicts, weight.removed);
        self.evidence > other.evidence
            || self.evidence == other.evidence && cost(self) < cost(other)
    }

    /// Whether the evidence and the conflicts are equal. For copies, the removals must be equal, too.
    pub(super) fn is_as_good_as(&self, other: &Self, copies: bool) -> bool {
        self.evidence == other.evidence
            && self.conflicts == other.conflicts
            && (!copies || self.removed == other.removed)
    }
}

/// Two threads after they exchanged their entries of a side; none if that changes nothing.
pub(super) fn exchanged([mut one, mut other]: [Thread; 2], side: usize) -> Option<[Thread; 2]> {
    let rest = |thread: &Thread| (0..3).any(|at| at != side && thread[at].is_some());
    // Two threads with no other entries would only change their names.
    if one[side].is_none() && other[side].is_none() || !rest(&one) && !rest(&other) {
        return None;
    }
    std::mem::swap(&mut one[side], &mut other[side]);
    Some([one, other])
}

fn is_removed(thread: &Thread) -> bool {
    thread[BASE].is_some() && thread[OURS].is_some() != thread[THEIRS].is_some()
}
