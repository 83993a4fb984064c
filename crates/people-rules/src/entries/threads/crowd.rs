//! Entries that look alike, and the threads that they are in so far.
use std::collections::HashMap;

use people_model::Entry;

use super::Thread;
use crate::entries::{
    Own,
    likeness::{Traits, Units},
};

/// An entry: its side and its place there.
pub(super) type At = (usize, usize);

/// Two entries, and the evidence that they are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) evidence: u32,
    pub(super) one: At,
    pub(super) other: At,
}

pub(super) struct Crowd<'a, T> {
    pub(super) sides: [&'a [Own<T>]; 3],
    pub(super) threads: Vec<Thread>,
    /// The thread of each entry, by side.
    pub(super) of: [Vec<usize>; 3],
    pub(super) units: Units,
    pub(super) traits: [Vec<Option<Traits>>; 3],
    /// The evidence for pairs of different identities. The entry of the lesser side comes first.
    pub(super) alike: HashMap<(At, At), u32>,
    pub(super) unclear: Vec<Vec<usize>>,
    /// Whether all pairs are joined, so that no thread gets better evidence later.
    pub(super) are_joined: bool,
}

impl<'a, T: Entry> Crowd<'a, T> {
    /// Begins with the threads that are certain. The other entries are still to be gathered.
    pub(super) fn new(sides: [&'a [Own<T>]; 3], threads: Vec<Thread>) -> Self {
        Self {
            sides,
            threads,
            of: [const { Vec::new() }; 3],
            units: Units::default(),
            traits: [const { Vec::new() }; 3],
            alike: HashMap::new(),
            unclear: Vec::new(),
            are_joined: false,
        }
    }

    pub(super) fn prepare(&mut self) {
        if !self.units.is_empty() {
            return;
        }
        self.units = Units::of::<T>();
        self.of = self.sides.map(|side| vec![usize::MAX; side.len()]);
        self.traits = self.sides.map(|side| vec![None; side.len()]);
        for (index, thread) in self.threads.iter().enumerate() {
            for at in entries(thread) {
                self.of[at.0][at.1] = index;
            }
        }
    }

    /// Adds an entry, in a new thread.
    pub(super) fn add(&mut self, at: At) {
        let mut thread = Thread::default();
        thread[at.0] = Some(at.1);
        self.of[at.0][at.1] = self.threads.len();
        self.threads.push(thread);
        self.learn(at);
    }

    pub(super) fn learn(&mut self, at: At) {
        let traits = &mut self.traits[at.0][at.1];
        if traits.is_none() {
            *traits = Some(Traits::of(&self.sides[at.0][at.1].entry));
        }
    }

    pub(super) fn traits(&self, at: At) -> Option<&Traits> {
        self.traits[at.0][at.1].as_ref()
    }

    pub(super) fn thread(&self, at: At) -> usize {
        self.of[at.0][at.1]
    }

    pub(super) fn disjoint(one: &Thread, other: &Thread) -> bool {
        one.iter()
            .zip(other)
            .all(|(one, other)| one.is_none() || other.is_none())
    }

    pub(super) fn join(&mut self, to: usize, from: usize) {
        let mut thread = self.threads[to];
        for (side, index) in entries(&std::mem::take(&mut self.threads[from])) {
            thread[side] = Some(index);
        }
        self.set(to, thread);
    }

    pub(super) fn set(&mut self, at: usize, thread: Thread) {
        for (side, index) in entries(&thread) {
            self.of[side][index] = at;
        }
        self.threads[at] = thread;
    }
}

/// The entries of a thread, the base's first.
pub(super) fn entries(thread: &Thread) -> impl Iterator<Item = At> + use<> {
    let thread = *thread;
    (0..3).filter_map(move |side| Some((side, thread[side]?)))
}

pub(super) fn ordered(one: At, other: At) -> (At, At) {
    (one.min(other), one.max(other))
}
