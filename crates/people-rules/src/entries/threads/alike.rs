//! Pairs entries with different identities, and those that are left over.
use std::collections::HashMap;

use people_model::Entry;

use super::{
    BASE, OURS, THEIRS, Thread,
    crowd::{At, Crowd, Pair, entries, ordered},
    evidence::{ALIKE, NAMED, grade},
    pairing::PAIRS,
};
use crate::entries::likeness::{Likeness, Traits, is_near, known_by};

/// The most pairs of letters that are compared to find corrected texts.
const LETTERS: usize = 1 << 22;

impl<T: Entry> Crowd<'_, T> {
    /// Pairs entries that are alike and have different identities, or none.
    pub(super) fn pair_alike(&mut self, lacking: &[usize], free: &[usize]) {
        if (lacking.len() + free.len()) * free.len() > PAIRS / 2 {
            return;
        }
        let mut texts: HashMap<At, Option<String>> = HashMap::new();
        let mut lengths = [0, 0];
        for (group, threads) in [lacking, free].into_iter().enumerate() {
            for &thread in threads {
                for at in entries(&self.threads[thread].clone()) {
                    self.learn(at);
                    let text = known_by(&self.sides[at.0][at.1]);
                    lengths[group] += text.as_ref().map_or(0, String::len);
                    texts.insert(at, text);
                }
            }
        }
        let readable = (lengths[0] + lengths[1]).saturating_mul(lengths[1]) <= LETTERS;
        let near = |one: At, other: At| {
            readable
                && matches!((&texts[&one], &texts[&other]), (Some(one), Some(other)) if is_near(one, other))
        };
        let mut pairs = Vec::new();
        // Two entries that both lack a base are not compared: each is compared with the base's.
        for (index, &with) in lacking.iter().chain(free).enumerate() {
            for &without in &free[index.saturating_sub(lacking.len())..] {
                let (with, without) = (self.threads[with], self.threads[without]);
                if !Self::disjoint(&with, &without) {
                    continue;
                }
                for one in entries(&with) {
                    for other in entries(&without) {
                        if let Some(evidence) = self.likeness(one, other, near(one, other)) {
                            pairs.push(Pair {
                                evidence,
                                one,
                                other,
                            });
                        }
                    }
                }
            }
        }
        for pair in &pairs {
            self.alike
                .insert(ordered(pair.one, pair.other), pair.evidence);
        }
        let scope: Vec<usize> = lacking.iter().chain(free).copied().collect();
        self.join_along(pairs, &scope, Self::fit_with_base);
    }

    /// Pairs what is left, if each side has one entry and all three set only the same member.
    pub(super) fn pair_last(&mut self) {
        let last = |side: usize| {
            let mut alone = (0..self.threads.len()).filter(|&index| {
                let mut found = entries(&self.threads[index]);
                found.next().is_some_and(|at| at.0 == side) && found.next().is_none()
            });
            alone.next().filter(|_| alone.next().is_none())
        };
        let (Some(base), Some(ours), Some(theirs)) = (last(BASE), last(OURS), last(THEIRS)) else {
            return;
        };
        let says = |thread: usize| {
            let at = entries(&self.threads[thread]).next()?;
            self.units.only(&Traits::of(&self.sides[at.0][at.1].entry))
        };
        if let Some(one) = says(base)
            && says(ours) == Some(one)
            && says(theirs) == Some(one)
        {
            self.join(base, ours);
            self.join(base, theirs);
        }
    }

    /// Separates the entries of weak pairs. If one side replaced an entry and the other removed it, there is no
    /// conflict: the entry is removed, and its replacement is new.
    pub(super) fn part_weak(&mut self, scope: &mut Vec<usize>) {
        for index in scope.clone() {
            if self.is_weak(&self.threads[index])
                && let Some(at) = entries(&self.threads[index]).last()
            {
                self.threads[index][at.0] = None;
                scope.push(self.threads.len());
                self.add(at);
            }
        }
    }

    pub(super) fn is_weak(&self, thread: &Thread) -> bool {
        let mut pair = entries(thread);
        let (Some(base), Some(at), None) = (pair.next(), pair.next(), pair.next()) else {
            return false;
        };
        let is_alike = |likeness: Likeness| likeness.agree > likeness.differ;
        base.0 == BASE
            && self.evidence(base, at) < NAMED
            && !self.across(base, at).is_some_and(is_alike)
    }

    pub(super) fn across(&self, one: At, other: At) -> Option<Likeness> {
        let (one, other) = (self.traits(one)?, self.traits(other)?);
        Some(self.units.across_identities(one, other))
    }

    /// The evidence for a pair of different identities, of which one may be an edit of the other.
    pub(super) fn likeness(&self, one: At, other: At, near: bool) -> Option<u32> {
        let mut likeness = self.across(one, other)?;
        if near {
            likeness.agree += 1;
            likeness.differ = likeness.differ.saturating_sub(1);
        }
        let is_one = near || likeness.agree > 0 && likeness.agree >= likeness.differ;
        is_one.then(|| ALIKE | grade(likeness.agree, likeness.differ))
    }
}
