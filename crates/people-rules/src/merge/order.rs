//! What is of a list as a whole: which entry leads, and in which order they stand (rule `M4`).
use people_model::{Entry, PersonField};
use serde_json::Value;

use super::{Conflict, Resolution, Subject, field::FieldMerge};
use crate::entries::{BASE, OURS, Own, Standing, THEIRS, content_eq, label, leads, set_leads};

/// An entry of the result, and where it stood on the two sides.
pub(super) struct Node<T> {
    pub(super) entry: T,
    pub(super) ours: Option<usize>,
    pub(super) theirs: Option<usize>,
}

impl<T> Node<T> {
    fn place(&self, ours: bool) -> Option<usize> {
        if ours { self.ours } else { self.theirs }
    }
}

impl<T: Entry> FieldMerge<'_, '_, T> {
    /// At most one entry leads (rule `D2`).
    pub(super) fn leader(&mut self) {
        if self.nodes.iter().filter(|node| leads(&node.entry)).count() < 2 {
            return;
        }
        let of = |all: &[Own<T>]| all.iter().position(|own| leads(&own.entry));
        let (ours, theirs) = (of(self.sides[OURS]), of(self.sides[THEIRS]));
        let name = |side: usize| {
            let index = of(self.sides[side])?;
            Some(Value::from(label(&self.sides[side][index].entry)))
        };
        let conflict = Conflict {
            field: T::FIELD,
            subject: Subject::Primary,
            base: name(BASE),
            ours: name(OURS),
            theirs: name(THEIRS),
            resolution: Resolution::Unresolved,
        };
        let for_ours = self.judge.decide(conflict, |_| false) == Resolution::Ours;
        for node in &mut self.nodes {
            let leader = match for_ours {
                true => node.ours == ours,
                false => node.theirs == theirs,
            };
            if !leader {
                set_leads(&mut node.entry, false);
            }
        }
    }

    /// The entries in the order of one side, and those that only the other has behind what they
    /// stood behind there.
    pub(super) fn ordered(&mut self) -> Vec<T> {
        let by_ours = self.follows_ours();
        let (mut placed, mut rest): (Vec<Node<T>>, Vec<Node<T>>) = self
            .nodes
            .drain(..)
            .partition(|node| node.place(by_ours).is_some());
        placed.sort_by_key(|node| node.place(by_ours));
        rest.sort_by_key(|node| node.place(!by_ours));
        let mut known: Vec<(Option<usize>, usize)> = (1..)
            .zip(&placed)
            .filter(|(_, node)| node.place(!by_ours).is_some())
            .map(|(behind, node)| (node.place(!by_ours), behind))
            .collect();
        known.sort_unstable();
        let mut behind: Vec<Vec<Node<T>>> = placed.iter().map(|_| Vec::new()).collect();
        behind.push(Vec::new());
        for node in rest {
            let place = node.place(!by_ours);
            let before = known.partition_point(|&(known, _)| known < place);
            let at = before.checked_sub(1).map_or(0, |before| known[before].1);
            behind[at].push(node);
        }
        let mut placed = placed.into_iter();
        let all = behind
            .into_iter()
            .flat_map(|behind| behind.into_iter().chain(placed.next()));
        let entries = all.map(|node| node.entry);
        // What a policy left empty is not kept (rule `D10`).
        entries.filter(T::has_content).collect()
    }

    /// Whether the result has our order: where we changed it and they did not, or were overruled.
    fn follows_ours(&mut self) -> bool {
        // A set has no order.
        if T::FIELD == PersonField::Memberships {
            return false;
        }
        let standing = match self.standing {
            Standing::AsMoved => self.threads.as_moved(),
            standing => standing,
        };
        match standing {
            Standing::AsOurs => return true,
            Standing::AsTheirs => return false,
            Standing::AsMoved | Standing::Open => {}
        }
        let labels = |side: usize| {
            let labels = self.sides[side].iter();
            Some(labels.map(|own| Value::from(label(&own.entry))).collect())
        };
        let conflict = Conflict {
            field: T::FIELD,
            subject: Subject::Order,
            base: labels(BASE),
            ours: labels(OURS),
            theirs: labels(THEIRS),
            resolution: Resolution::Unresolved,
        };
        self.judge.decide(conflict, |_| false) == Resolution::Ours
    }

    /// Equal copies that only the merge made become one: no content is there more often than on the
    /// side that has it most often.
    pub(super) fn without_copies(&self, merged: Vec<T>) -> Vec<T> {
        let mut kept: Vec<T> = Vec::with_capacity(merged.len());
        for entry in merged {
            let equal = |other: &&T| content_eq(*other, &entry);
            let found = kept.iter().filter(equal).count();
            let on = |side: usize| {
                let entries = self.sides[side].iter().map(|own| &own.entry);
                entries.filter(equal).count()
            };
            if found == 0 || found < on(OURS).max(on(THEIRS)) {
                kept.push(entry);
            } else if leads(&entry)
                && let Some(copy) = kept.iter_mut().find(|copy| content_eq(*copy, &entry))
            {
                set_leads(copy, true);
            }
        }
        kept
    }
}
