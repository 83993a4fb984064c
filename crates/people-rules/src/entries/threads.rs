//! Which entries of three lists are one (rule `M2`).
mod alike;
mod crowd;
mod evidence;
mod pairing;

use std::collections::HashMap;

use people_model::Entry;

use self::crowd::Crowd;
use super::{Own, likeness::is_nameless, value};

/// The positions of one entry in the lists of the three sides, where they have it.
pub(crate) type Thread = [Option<usize>; 3];

pub(crate) const BASE: usize = 0;
pub(crate) const OURS: usize = 1;
pub(crate) const THEIRS: usize = 2;

/// Which entries of three lists are one.
#[derive(Clone, Debug)]
pub(crate) struct Threads {
    /// Each entry of each side is in one of them: those of the base in its order, then what else we
    /// have in ours, then what else they have in theirs.
    pub(crate) threads: Vec<Thread>,
    /// Threads, by their place, whose entries could be paired otherwise with as good reason, and
    /// another result.
    pub(crate) unclear: Vec<Vec<usize>>,
    /// Threads, by their place, of which an entry took the place of another: where it stands was not
    /// chosen for it.
    pub(crate) replaced: Vec<usize>,
    /// How the entries of the result stand where the orders of the sides differ.
    pub(crate) standing: Standing,
    /// Whether each entry was recognised by an identity that no other has, so that it will be again.
    pub(crate) certain: bool,
}

/// How the entries of a result stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    /// As on the side that moved some, and as in theirs where neither did.
    #[default]
    AsMoved,
    AsOurs,
    AsTheirs,
    /// No order would stay when an edit is merged again: the orders conflict.
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
    /// The same with ours for theirs.
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

    /// Tells that it cannot be known of these threads which entry is which.
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

    /// Whether entries that two sides have stand in another order.
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

/// Finds the entries of three sides in each other: base, ours, theirs.
///
/// Entries that are equal to the letter are one, ours and theirs included; then those of one
/// identity, the most alike first, what two sides added among them; then what is alike under another
/// identity; then what each side has left, if it is one entry that says one thing.
///
/// What is found does not depend on which side is ours: where it is not certain, both are taken in an
/// order that follows from what they say.
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

/// Whether theirs comes before ours in the order that depends only on what they say.
pub(crate) fn is_turned<T: Entry>([_, ours, theirs]: [&[Own<T>]; 3]) -> bool {
    let mut both = ours.iter().zip(theirs);
    match both.find(|(ours, theirs)| ours.entry != theirs.entry) {
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

/// Where a thread stands among all: those of the base first, then ours, then theirs.
fn place(thread: &Thread) -> (usize, usize) {
    match *thread {
        [Some(base), ..] => (0, base),
        [None, Some(ours), _] => (1, ours),
        [None, None, theirs] => (2, theirs.unwrap_or(usize::MAX)),
    }
}

/// The lists, of which the same entries stand at the beginning, and at the end.
struct Aligned<'a, T> {
    sides: [&'a [Own<T>]; 3],
    front: usize,
    back: usize,
}

/// Where the entries of one identity stand.
#[derive(Default)]
struct Place {
    at: Thread,
    /// Whether a side has several of them, or they have no identity, or others look like it.
    crowded: bool,
}

impl<'a, T: Entry> Aligned<'a, T> {
    fn of(sides: [&'a [Own<T>]; 3]) -> Self {
        let shortest = sides.map(<[_]>::len).into_iter().min().unwrap_or(0);
        let equal = |at: [usize; 3]| {
            let [base, ours, theirs] = [0, 1, 2].map(|side| &sides[side][at[side]].entry);
            base == ours && base == theirs
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

    /// The others, by side and place.
    fn rest(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..3).flat_map(move |side| {
            (self.front..self.sides[side].len() - self.back).map(move |index| (side, index))
        })
    }

    /// The others by what they are recognised by.
    fn places(&self) -> HashMap<&'a str, Place> {
        let mut places: HashMap<&str, Place> = HashMap::new();
        for (side, index) in self.rest() {
            let own = &self.sides[side][index];
            let place = places.entry(own.bucket()).or_default();
            place.crowded |= own.key.is_empty() || is_nameless::<T>() || place.at[side].is_some();
            // In one bucket there may be different numbers.
            let known = place.at.iter().enumerate();
            place.crowded |= known
                .filter_map(|(side, at)| Some(&self.sides[side][(*at)?]))
                .any(|known| !known.is_named_as(own));
            place.at[side] = Some(index);
        }
        places
    }

    /// Whether any are crowded, by those that are aligned as well.
    fn find_crowds(&self, places: &mut HashMap<&'a str, Place>) -> bool {
        if places.is_empty() {
            return false;
        }
        for thread in self.threads() {
            let base = thread[BASE].map(|base| self.sides[BASE][base].bucket());
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
