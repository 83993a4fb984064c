//! What concerns a list as a whole: which entry leads, and the order of the entries (rule `M4`).
use people_model::{Entry, PersonField};
use serde_json::Value;

use super::{Conflict, Judge, Resolution, Subject};
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

/// Leaves at most one leader (rule `D2`). Two leaders are a conflict: each side chose another.
pub(super) fn lead<T: Entry>(sides: [&[Own<T>]; 3], nodes: &mut [Node<T>], judge: &mut Judge<'_>) {
    if nodes.iter().filter(|node| leads(&node.entry)).count() < 2 {
        return;
    }
    let leader = sides.map(|side| side.iter().position(|own| leads(&own.entry)));
    let name = |side: usize| Some(Value::from(label(&sides[side][leader[side]?].entry)));
    let conflict = Conflict {
        field: T::FIELD,
        subject: Subject::Primary,
        base: name(BASE),
        ours: name(OURS),
        theirs: name(THEIRS),
        resolution: Resolution::Unresolved,
    };
    let for_ours = judge.decide(conflict, |_| false) == Resolution::Ours;
    let chosen = leader[if for_ours { OURS } else { THEIRS }];
    let is_chosen = |node: &Node<T>| leads(&node.entry) && node.place(for_ours) == chosen;
    // Entries that a policy made share one place, and may mark several: the first one stays.
    let kept = nodes
        .iter()
        .position(is_chosen)
        .or_else(|| nodes.iter().position(|node| leads(&node.entry)));
    for (index, node) in nodes.iter_mut().enumerate() {
        if kept != Some(index) {
            set_leads(&mut node.entry, false);
        }
    }
}

/// Whether the result has our order: we changed it and they did not, or a policy chose ours.
pub(super) fn is_ours<T: Entry>(
    sides: [&[Own<T>]; 3],
    standing: Standing,
    judge: &mut Judge<'_>,
) -> bool {
    // A set has no order.
    if T::FIELD == PersonField::Memberships {
        return false;
    }
    match standing {
        Standing::AsOurs => return true,
        Standing::AsTheirs => return false,
        Standing::AsMoved | Standing::Open => {}
    }
    let labels = |side: usize| {
        let labels = sides[side].iter();
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
    judge.decide(conflict, |_| false) == Resolution::Ours
}

/// The entries in the order of one side. An entry that only the other side has comes after the entry that it follows
/// there.
pub(super) fn ordered<T: Entry>(nodes: Vec<Node<T>>, by_ours: bool) -> Vec<T> {
    let (mut placed, mut rest): (Vec<Node<T>>, Vec<Node<T>>) = nodes
        .into_iter()
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
    // A policy may have emptied an entry (rule `D10`).
    entries.filter(T::has_content).collect()
}

/// Removes copies that only the merge made: no content is in the result more often than on the side that
/// has it most often.
pub(super) fn without_copies<T: Entry>(sides: [&[Own<T>]; 3], merged: Vec<T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::with_capacity(merged.len());
    for entry in merged {
        let equal = |other: &&T| content_eq(*other, &entry);
        let found = kept.iter().filter(equal).count();
        let on = |side: usize| {
            let entries = sides[side].iter().map(|own| &own.entry);
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
