//! Pairs the entries that look alike, and puts them into threads.
//!
//! Each pair has *evidence* that its entries are the same. Threads grow along the pairs with the best evidence.
//! Then two threads at a time exchange an entry if the evidence gets better, or stays equal with fewer
//! conflicts. If an exchange has equal evidence and another result, which entry is which is unclear.
//! Every step is bounded: if too many entries look alike, nothing is guessed.
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use people_model::{Entry, PersonField};

use super::{
    BASE, OURS, Standing, THEIRS, Thread, Threads,
    crowd::{At, Crowd, Pair, entries, ordered},
    evidence::{NAMED, exchanged},
    place,
};
use crate::entries::content_eq;

/// The most pairs that one step compares.
pub(super) const PAIRS: usize = 1 << 14;

/// The most rounds of exchanges.
const ROUNDS: usize = 6;

impl<T: Entry> Crowd<'_, T> {
    /// Pairs all entries of one identity, or of none.
    pub(super) fn gather(&mut self, all: &[At]) {
        self.prepare();
        for &at in all {
            self.add(at);
        }
        self.pair_equals(all);
        let open: Vec<At> = all
            .iter()
            .copied()
            .filter(|&at| self.threads[self.thread(at)].contains(&None))
            .collect();
        let mut scope: Vec<usize> = all.iter().map(|&at| self.thread(at)).collect();
        scope.sort_unstable();
        scope.dedup();
        let counts = [BASE, OURS, THEIRS].map(|side| open.iter().filter(|at| at.0 == side).count());
        let pairs = counts[BASE] * counts[OURS]
            + counts[BASE] * counts[THEIRS]
            + counts[OURS] * counts[THEIRS];
        if pairs > PAIRS {
            self.give_up(&scope);
            return;
        }
        let mut pairs = Vec::new();
        for (index, &one) in open.iter().enumerate() {
            for &other in &open[index + 1..] {
                if one.0 != other.0
                    && let Some(evidence) = self.named(one, other)
                {
                    pairs.push(Pair {
                        evidence,
                        one,
                        other,
                    });
                }
            }
        }
        self.join_along(pairs, &scope, Self::fit);
    }

    /// Pairs entries whose identity changed, and puts the threads in order.
    pub(super) fn finish(mut self, mut certain: bool) -> Threads {
        let lacking: Vec<usize> = (0..self.threads.len())
            .filter(|&index| {
                let thread = &self.threads[index];
                thread[BASE].is_some() && thread.contains(&None)
            })
            .collect();
        let free: Vec<usize> = (0..self.threads.len())
            .filter(|&index| {
                let thread = &self.threads[index];
                thread[BASE].is_none() && thread.iter().any(Option::is_some)
            })
            .collect();
        // A membership says no more than which group it is in: one of another group is no edit of it, but one that goes
        // and one that comes (rule `D9`).
        let may_be_edits = T::FIELD != PersonField::Memberships;
        if may_be_edits && !lacking.is_empty() && !free.is_empty() {
            certain = false;
            self.prepare();
            self.pair_alike(&lacking, &free);
            self.pair_last();
        }
        // If the identity includes a type, each side may have removed another type of the same value.
        let only = |side: usize| {
            let mut lacking = lacking.iter();
            lacking.any(|&index| self.threads[index][side].is_some())
        };
        certain &= T::IDENTITY.len() < 2 || !only(OURS) || !only(THEIRS);
        self.ordered(certain)
    }

    /// Pairs entries that are equal to the letter: on all three sides, then with the base, then ours with
    /// theirs.
    fn pair_equals(&mut self, all: &[At]) {
        let mut classes: Vec<[Vec<usize>; 3]> = Vec::new();
        let mut known: HashMap<&[u64], Vec<usize>> = HashMap::new();
        for &(side, index) in all {
            let entry = &self.sides[side][index].entry;
            let Some(traits) = &self.traits[side][index] else {
                continue;
            };
            let candidates = known.entry(&traits.units).or_default();
            let found = candidates.iter().copied().find(|&class: &usize| {
                let first = classes[class].iter().enumerate();
                let mut first = first.filter_map(|(side, all)| Some((side, *all.first()?)));
                first
                    .next()
                    .is_some_and(|(side, first)| content_eq(&self.sides[side][first].entry, entry))
            });
            let class = found.unwrap_or_else(|| {
                candidates.push(classes.len());
                classes.push(Default::default());
                classes.len() - 1
            });
            classes[class][side].push(index);
        }
        for class in classes {
            self.pair_copies(class);
        }
    }

    fn pair_copies(&mut self, class: [Vec<usize>; 3]) {
        // The primary copy of one side is that of another.
        let class = [0, 1, 2].map(|side| {
            let mut copies = class[side].clone();
            copies.sort_by_key(|&index| !crate::entries::leads(&self.sides[side][index].entry));
            copies
        });
        let [base, ours, theirs] = &class;
        let all = base.len().min(ours.len()).min(theirs.len());
        let mut link = |one: At, other: At| {
            let (from, to) = (self.thread(other), self.thread(one));
            self.join(to, from);
        };
        for (index, &at) in base.iter().enumerate() {
            // A base copy that only one of ours and theirs still has is paired with that one.
            if let Some(&ours) = ours.get(index) {
                link((BASE, at), (OURS, ours));
            }
            if let Some(&theirs) = theirs.get(index) {
                link((BASE, at), (THEIRS, theirs));
            }
        }
        for index in all.max(base.len())..ours.len().min(theirs.len()) {
            link((OURS, ours[index]), (THEIRS, theirs[index]));
        }
    }

    /// Joins threads along the pairs with the best evidence, then improves them by exchanges.
    pub(super) fn join_along(
        &mut self,
        mut pairs: Vec<Pair>,
        scope: &[usize],
        fit: fn(&Self, &Pair) -> bool,
    ) {
        if pairs.is_empty() {
            return;
        }
        let ranks = self.ranks(&pairs, scope);
        let rank = |at: At| ranks.get(&at).copied().unwrap_or(usize::MAX);
        pairs.sort_by_cached_key(|pair| {
            let (one, other) = (rank(pair.one), rank(pair.other));
            let places = ordered(pair.one, pair.other);
            (
                Reverse(pair.evidence),
                one.min(other),
                one.max(other),
                places,
            )
        });
        let mut scope = scope.to_vec();
        scope.sort_by_cached_key(|&index| {
            let [base, ours, theirs] = [BASE, OURS, THEIRS].map(|side| {
                let at = self.threads[index][side];
                at.map_or(usize::MAX, |at| rank((side, at)))
            });
            (base, ours.min(theirs), ours.max(theirs), index)
        });
        for round in 0..ROUNDS {
            for pair in &pairs {
                if fit(self, pair) {
                    let (to, from) = (self.thread(pair.one), self.thread(pair.other));
                    self.join(to, from);
                }
            }
            if round == 0 {
                scope = self.restless(&scope);
                if scope.len() * scope.len() > PAIRS {
                    self.give_up(&scope);
                    return;
                }
            }
            if !self.exchange(&scope) {
                break;
            }
        }
        self.are_joined = true;
        self.part_weak(&mut scope);
        self.find_unclear(&scope);
        self.are_joined = false;
    }

    /// A rank of each entry by its content, so that its place in the list decides nothing.
    fn ranks(&self, pairs: &[Pair], scope: &[usize]) -> HashMap<At, usize> {
        let paired = pairs.iter().flat_map(|pair| [pair.one, pair.other]);
        let threads = scope
            .iter()
            .flat_map(|&index| entries(&self.threads[index]));
        let all: HashSet<At> = paired.chain(threads).collect();
        let said = |at: &At| self.traits(*at).map(|traits| &traits.units);
        let mut contents: Vec<_> = all.iter().map(said).collect();
        contents.sort_unstable();
        contents.dedup();
        let rank = |at: At| Some((at, contents.binary_search(&said(&at)).ok()?));
        all.iter().filter_map(|&at| rank(at)).collect()
    }

    fn fit(&self, pair: &Pair) -> bool {
        let (one, other) = (self.thread(pair.one), self.thread(pair.other));
        one != other && Self::disjoint(&self.threads[one], &self.threads[other])
    }

    pub(super) fn fit_with_base(&self, pair: &Pair) -> bool {
        let with_base = |at| self.threads[self.thread(at)][BASE].is_some();
        self.fit(pair) && (with_base(pair.one) || with_base(pair.other))
    }

    /// The threads in which a side changed something, and the threads with copies of their entries.
    fn restless(&self, scope: &[usize]) -> Vec<usize> {
        let still = |thread: &Thread| match *thread {
            [Some(base), Some(ours), Some(theirs)] => {
                self.equal((BASE, base), (OURS, ours)) && self.equal((BASE, base), (THEIRS, theirs))
            }
            _ => false,
        };
        let of = |thread: &Thread| {
            entries(thread)
                .filter_map(|at| self.traits[at.0][at.1].as_ref())
                .map(|traits| &traits.units)
                .collect::<Vec<_>>()
        };
        let held: HashSet<_> = scope
            .iter()
            .map(|&index| &self.threads[index])
            .filter(|thread| !still(thread))
            .flat_map(of)
            .collect();
        let mut restless = scope.to_vec();
        restless.retain(|&index| {
            let thread = &self.threads[index];
            thread.iter().any(Option::is_some)
                && (!still(thread) || of(thread).iter().any(|units| held.contains(units)))
        });
        restless
    }

    /// Exchanges entries between threads if that is better. Returns whether any exchange was.
    fn exchange(&mut self, scope: &[usize]) -> bool {
        let mut better = false;
        for (index, &one) in scope.iter().enumerate() {
            for &other in &scope[index + 1..] {
                let now = [self.threads[one], self.threads[other]];
                let mut best = (now, self.weigh(now));
                for side in [BASE, OURS, THEIRS] {
                    let Some(then) = exchanged(now, side) else {
                        continue;
                    };
                    let Some(after) = self.weigh(then) else {
                        continue;
                    };
                    if best.1.is_none_or(|before| after.is_better(&before)) {
                        best = (then, Some(after));
                    }
                }
                if best.0 != now {
                    self.set(one, best.0[0]);
                    self.set(other, best.0[1]);
                    better = true;
                }
            }
        }
        better
    }

    /// Finds the threads between which an exchange has equal evidence and another result.
    fn find_unclear(&mut self, scope: &[usize]) {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (index, &one) in scope.iter().enumerate() {
            for &other in &scope[index + 1..] {
                let now = [self.threads[one], self.threads[other]];
                let Some(before) = self.weigh(now) else {
                    continue;
                };
                let copies = match now.map(|thread| thread[BASE]) {
                    [Some(one), Some(other)] => self.equal((BASE, one), (BASE, other)),
                    _ => false,
                };
                let otherwise = [BASE, OURS, THEIRS].into_iter().any(|side| {
                    let then = exchanged(now, side).and_then(|then| self.weigh(then));
                    then.is_some_and(|after| {
                        after.is_as_good_as(&before, copies) && after != before
                    })
                });
                if otherwise {
                    unite(&mut groups, one, other);
                }
            }
        }
        self.unclear.extend(groups);
    }

    /// Too many entries look alike: the threads in which a side changed something are unclear.
    fn give_up(&mut self, scope: &[usize]) {
        let restless = self.restless(scope);
        if !restless.is_empty() {
            self.unclear.push(restless);
        }
    }

    fn ordered(self, certain: bool) -> Threads {
        let mut order: Vec<usize> = (0..self.threads.len())
            .filter(|&index| self.threads[index].iter().any(Option::is_some))
            .collect();
        order.sort_unstable_by_key(|&index| place(&self.threads[index]));
        let mut unclear = self.unclear.clone();
        if !unclear.is_empty() {
            let mut new = vec![usize::MAX; self.threads.len()];
            order
                .iter()
                .enumerate()
                .for_each(|(to, &from)| new[from] = to);
            let mut groups = Vec::new();
            for group in unclear {
                let mut group = group
                    .into_iter()
                    .map(|from| new[from])
                    .filter(|&to| to != usize::MAX);
                if let Some(first) = group.next() {
                    unite(&mut groups, first, first);
                    group.for_each(|other| unite(&mut groups, first, other));
                }
            }
            groups.iter_mut().for_each(|group| group.sort_unstable());
            groups.sort_unstable();
            unclear = groups;
        }
        let alike: HashSet<At> = self
            .alike
            .keys()
            .flat_map(|&(one, other)| [one, other])
            .collect();
        let is_replaced = |thread: &Thread| {
            let mut others = entries(thread).filter(|at| at.0 != BASE && alike.contains(at));
            let base = thread[BASE].map(|base| (BASE, base));
            base.is_some_and(|base| others.any(|at| self.evidence(base, at) < NAMED))
        };
        let threads: Vec<Thread> = order.into_iter().map(|index| self.threads[index]).collect();
        let replaced = match self.alike.is_empty() {
            true => Vec::new(),
            false => (0..threads.len())
                .filter(|&index| is_replaced(&threads[index]))
                .collect(),
        };
        Threads {
            threads,
            unclear,
            replaced,
            standing: Standing::AsMoved,
            certain,
        }
    }
}

/// Puts two into one group.
fn unite(groups: &mut Vec<Vec<usize>>, one: usize, other: usize) {
    let found = |groups: &[Vec<usize>], item| groups.iter().position(|group| group.contains(&item));
    match (found(groups, one), found(groups, other)) {
        (None, None) if one == other => groups.push(vec![one]),
        (None, None) => groups.push(vec![one, other]),
        (Some(group), None) => groups[group].push(other),
        (None, Some(group)) => groups[group].push(one),
        (Some(group), Some(with)) if group != with => {
            let moved = groups.swap_remove(group.max(with));
            groups[group.min(with)].extend(moved);
        }
        _ => {}
    }
}
