//! Which entries of the three lists are the same entry (rule `M2`).
mod alike;
mod crowd;
mod evidence;
mod pairing;

use std::collections::HashMap;

use people_model::Entry;

use self::crowd::Crowd;
use super::{Own, likeness::is_nameless, value};

/// One entry: its position in the list of each side that has it.
pub(crate) type Thread = [Option<usize>; 3];

pub(crate) const BASE: usize = 0;
pub(crate) const OURS: usize = 1;
pub(crate) const THEIRS: usize = 2;

/// The entries of the three lists, grouped into threads.
#[derive(Clone, Debug)]
pub(crate) struct Threads {
    /// Each entry of each side is in one thread. First the threads of the base's entries, in the base's order;
    /// then the other entries of ours, then those of theirs.
    pub(crate) threads: Vec<Thread>,
    /// Groups of threads, by index, whose entries could be paired in another way with equal evidence and
    /// another result.
    pub(crate) unclear: Vec<Vec<usize>>,
    /// Threads, by index, in which one entry replaced another. No side chose their place.
    pub(crate) replaced: Vec<usize>,
    /// The order of the result if the sides have different orders.
    pub(crate) standing: Standing,
    /// Whether each entry has an identity that no other has, so that another run finds the same threads.
    pub(crate) certain: bool,
}

/// The order of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The order of the side that moved entries; that of theirs if neither did.
    #[default]
    AsMoved,
    AsOurs,
    AsTheirs,
    /// The orders conflict: with any order, merging an edit again would change it.
    Open,
}

impl Standing {
    fn turned(self) -> Self {
        match self {
            Self::AsOurs => Self::AsTheirs,
            Self::AsTheirs => Self::AsOurs,
            Self::AsMoved | Self::Open => self,
        }
    }
}

impl Threads {
    /// The same threads with ours and theirs exchanged.
    pub(crate) fn turned(mut self) -> Self {
        let turned = |[base, ours, theirs]: Thread| [base, theirs, ours];
        let threads: Vec<Thread> = self.threads.iter().copied().map(turned).collect();
        let mut order: Vec<usize> = (0..threads.len()).collect();
        order.sort_by_key(|&index| place(&threads[index]));
        let mut new = vec![0; threads.len()];
        for (to, &from) in order.iter().enumerate() {
            new[from] = to;
        }
        for group in self.unclear.iter_mut().chain([&mut self.replaced]) {
            group.iter_mut().for_each(|index| *index = new[*index]);
            group.sort_unstable();
        }
        self.unclear.sort_unstable();
        self.threads = order.into_iter().map(|index| threads[index]).collect();
        self.standing = self.standing.turned();
        self
    }

    /// Marks these threads as unclear: which entry is which cannot be known.
    pub(crate) fn doubt(&mut self, threads: &[usize]) {
        let mut group = threads.to_vec();
        if group.is_empty() {
            return;
        }
        self.unclear.retain(|known| {
            let meets = known.iter().any(|thread| group.contains(thread));
            if meets {
                group.extend(known);
            }
            !meets
        });
        group.sort_unstable();
        group.dedup();
        self.unclear.push(group);
        self.unclear.sort_unstable();
    }

    /// The order of the entries of the result, if they are in the order of the side that moved some.
    pub(crate) fn as_moved(&self) -> Standing {
        match self.moved(OURS, THEIRS) && self.moved(BASE, OURS) {
            false => Standing::AsTheirs,
            true if !self.moved(BASE, THEIRS) => Standing::AsOurs,
            true => Standing::Open,
        }
    }

    /// Whether the entries that both sides have are in different orders.
    pub(crate) fn moved(&self, from: usize, to: usize) -> bool {
        let mut both: Vec<(usize, usize)> = self
            .threads
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.replaced.contains(index))
            .filter_map(|(_, thread)| Some((thread[from]?, thread[to]?)))
            .collect();
        both.sort_unstable();
        !both.is_sorted_by_key(|&(_, to)| to)
    }
}

/// Finds which entries of the three sides (base, ours, theirs) are the same entry.
///
/// It pairs in this order: entries that are exactly equal; entries with the same identity, the most alike first;
/// entries that are alike and have different identities. If each side then has one entry left that sets only the same
/// member, it pairs these two. Entries that ours and theirs both added are paired too.
///
/// The result does not depend on which side is ours: if a pairing is not certain, the contents of the two sides decide
/// the order.
pub(crate) fn threads<T: Entry>(sides: [&[Own<T>]; 3]) -> Threads {
    if T::FIELD.is_singleton() {
        let first = |side: &[Own<T>]| (!side.is_empty()).then_some(0);
        return Threads {
            threads: vec![sides.map(first)],
            unclear: Vec::new(),
            replaced: Vec::new(),
            standing: Standing::AsMoved,
            certain: true,
        };
    }
    let found = found(sides);
    if found.certain || !is_turned(sides) {
        return found;
    }
    let [base, ours, theirs] = sides;
    self::found([base, theirs, ours]).turned()
}

/// Whether theirs comes before ours in the order of their contents.
pub(crate) fn is_turned<T: Entry>([_, ours, theirs]: [&[Own<T>]; 3]) -> bool {
    let mut both = ours.iter().zip(theirs);
    match both.find(|(ours, theirs)| !ours.entry_eq(theirs)) {
        Some((ours, theirs)) => {
            let said = |own: &Own<T>| value(&own.entry).to_string();
            said(theirs) < said(ours)
        }
        None => theirs.len() < ours.len(),
    }
}

fn found<T: Entry>(sides: [&[Own<T>]; 3]) -> Threads {
    let mut threads = Vec::with_capacity(sides[BASE].len() + 4);
    let aligned = Aligned::of(sides);
    let mut places = aligned.places();
    let crowded = aligned.find_crowds(&mut places);
    let is_crowded =
        |own: &Own<T>| crowded && places.get(own.bucket()).is_some_and(|place| place.crowded);
    threads.extend(
        aligned
            .threads()
            .filter(|thread| !thread[BASE].is_some_and(|base| is_crowded(&sides[BASE][base]))),
    );
    let alone = places.values().filter(|place| !place.crowded);
    let first = threads.len();
    threads.extend(alone.map(|place| place.at));
    threads[first..].sort_unstable();
    let mut crowd = Crowd::new(sides, threads);
    if crowded {
        for all in aligned.crowds(&places) {
            crowd.gather(&all);
        }
    }
    crowd.finish(!crowded)
}

/// The place of a thread among all: those of the base first, then ours, then theirs.
fn place(thread: &Thread) -> (usize, usize) {
    match *thread {
        [Some(base), ..] => (0, base),
        [None, Some(ours), _] => (1, ours),
        [None, None, theirs] => (2, theirs.unwrap_or(usize::MAX)),
    }
}

/// The three lists, and how many equal entries they have at their beginnings and at their ends.
struct Aligned<'a, T> {
    sides: [&'a [Own<T>]; 3],
    front: usize,
    back: usize,
}

/// The entries that share a bucket.
#[derive(Default)]
struct Place {
    at: Thread,
    /// Whether a side has several of them, they have no identity, or an aligned entry shares the bucket.
    crowded: bool,
}

impl<'a, T: Entry> Aligned<'a, T> {
    fn of(sides: [&'a [Own<T>]; 3]) -> Self {
        let shortest = sides.map(<[_]>::len).into_iter().min().unwrap_or(0);
        let equal = |at: [usize; 3]| {
            let [base, ours, theirs] = [0, 1, 2].map(|side| &sides[side][at[side]]);
            base.entry_eq(ours) && base.entry_eq(theirs)
        };
        let front = (0..shortest)
            .find(|&index| !equal([index; 3]))
            .unwrap_or(shortest);
        let most = shortest - front;
        let back = (0..most)
            .find(|&index| !equal(sides.map(|side| side.len() - 1 - index)))
            .unwrap_or(most);
        Self { sides, front, back }
    }

    fn threads(&self) -> impl Iterator<Item = Thread> {
        let front = (0..self.front).map(|index| [Some(index); 3]);
        let back = (1..=self.back)
            .rev()
            .map(|index| self.sides.map(|side| Some(side.len() - index)));
        front.chain(back)
    }

    /// The entries that are not aligned, by side and place.
    fn rest(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..3).flat_map(move |side| {
            (self.front..self.sides[side].len() - self.back).map(move |index| (side, index))
        })
    }

    /// The entries that are not aligned, by bucket.
    fn places(&self) -> HashMap<&'a str, Place> {
        let mut places: HashMap<&str, Place> = HashMap::new();
        for (side, index) in self.rest() {
            let own = &self.sides[side][index];
            let place = places.entry(own.bucket()).or_default();
            place.crowded |= own.key.is_empty() || is_nameless::<T>() || place.at[side].is_some();
            // Different phone numbers may share a bucket.
            let known = place.at.iter().enumerate();
            place.crowded |= known
                .filter_map(|(side, at)| Some(&self.sides[side][(*at)?]))
                .any(|known| !known.is_named_as(own));
            place.at[side] = Some(index);
        }
        places
    }

    /// Marks the places that an aligned entry shares, and says whether any place is crowded.
    fn find_crowds(&self, places: &mut HashMap<&'a str, Place>) -> bool {
        if places.is_empty() {
            return false;
        }
        // Most of those that are aligned are like none of the others; hashing each takes long.
        let marks = places.keys().fold(0, |marks, bucket| marks | mark(bucket));
        for thread in self.threads() {
            let base = thread[BASE].map(|base| self.sides[BASE][base].bucket());
            let base = base.filter(|bucket| marks & mark(bucket) != 0);
            if let Some(place) = base.and_then(|bucket| places.get_mut(bucket)) {
                place.crowded = true;
            }
        }
        places.values().any(|place| place.crowded)
    }

    /// All the entries of each crowded place, by side and place.
    fn crowds(&self, places: &HashMap<&'a str, Place>) -> Vec<Vec<(usize, usize)>> {
        let mut crowds: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        for (side, all) in self.sides.iter().enumerate() {
            for (index, own) in all.iter().enumerate() {
                let bucket = own.bucket();
                if places.get(bucket).is_some_and(|place| place.crowded) {
                    crowds.entry(bucket).or_default().push((side, index));
                }
            }
        }
        let mut crowds: Vec<_> = crowds.into_values().collect();
        crowds.sort_unstable();
        crowds
    }
}

/// One bit of 128, the same for equal texts.
fn mark(text: &str) -> u128 {
    let bytes = text.as_bytes();
    let sum = [0, bytes.len() / 2, bytes.len().saturating_sub(1)]
        .into_iter()
        .filter_map(|at| bytes.get(at))
        .fold(bytes.len(), |sum, &byte| sum * 31 + usize::from(byte));
    1 << (sum % 128)
}
