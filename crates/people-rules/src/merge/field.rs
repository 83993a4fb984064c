//! The merge of one field.
use std::{any::Any, collections::HashSet};

use people_model::{Entry, Person, PersonField};
use serde_json::Value;

use super::{Conflict, Judge, Resolution, Sides, Subject, entry::merge_entry};
use crate::{
    check::names_group,
    entries::{Own, Pairs, label, leads, member_name, own, pair, set_leads, settle, value},
};

/// The merged values of a field; none where they are those of `theirs`.
pub(super) fn merge<T: Entry>(sides: Sides<'_>, judge: &mut Judge<'_>) -> Option<Vec<T>> {
    let base = own::<T>(sides.base);
    let mut ours = own::<T>(sides.ours);
    let untouched = T::of(sides.theirs) == T::of(sides.base);
    let theirs = match untouched {
        true => Vec::new(),
        false => own::<T>(sides.theirs),
    };
    // Of several that an entry could have become, each side's is the one that both sides have,
    // whichever side is whose.
    let made = |all: &[Own<T>]| -> HashSet<String> {
        let known: HashSet<&str> = base.iter().map(|own| own.key.as_str()).collect();
        let keys = all.iter().map(|own| own.key.as_str());
        keys.filter(|key| !known.contains(key))
            .map(str::to_owned)
            .collect()
    };
    let (by_us, by_them) = (made(&ours), made(&theirs));
    let to_ours = pair(&base, &ours, |key| by_them.contains(key));
    for (before, after) in base.iter().zip(&to_ours.forward) {
        if let Some(after) = *after {
            settle(&before.entry, &mut ours[after].entry);
        }
    }
    if same(&ours, &base) {
        return None;
    }
    let entries = |all: Vec<Own<T>>| Some(all.into_iter().map(|own| own.entry).collect());
    if untouched {
        return entries(ours);
    }
    if same(&ours, &theirs) {
        return None;
    }
    if same(&base, &theirs) {
        return entries(ours);
    }
    let mut merge = FieldMerge {
        to_theirs: pair(&base, &theirs, |key| by_us.contains(key)),
        to_ours,
        base: &base,
        ours: &ours,
        theirs: &theirs,
        judge,
        nodes: Vec::with_capacity(ours.len().max(theirs.len())),
    };
    merge.known();
    merge.added();
    merge.leader();
    let merged = merge.ordered();
    let merged = merge.not_empty(merged);
    let changed = !merged.iter().eq(theirs.iter().map(|own| &own.entry));
    changed.then_some(merged)
}

fn same<T: Entry>(left: &[Own<T>], right: &[Own<T>]) -> bool {
    left.iter()
        .map(|own| &own.entry)
        .eq(right.iter().map(|own| &own.entry))
}

struct FieldMerge<'a, 'j, T> {
    base: &'a [Own<T>],
    ours: &'a [Own<T>],
    theirs: &'a [Own<T>],
    to_ours: Pairs,
    to_theirs: Pairs,
    judge: &'a mut Judge<'j>,
    nodes: Vec<Node<T>>,
}

/// An entry of the result, and where it stood on the two sides.
struct Node<T> {
    entry: T,
    ours: Option<usize>,
    theirs: Option<usize>,
}

impl<T: Entry> FieldMerge<'_, '_, T> {
    /// The entries of the base: kept, changed or removed.
    fn known(&mut self) {
        for (index, base) in self.base.iter().enumerate() {
            let before = &base.entry;
            let (ours, theirs) = (self.to_ours.forward[index], self.to_theirs.forward[index]);
            let entry = match (
                ours.map(|index| &self.ours[index].entry),
                theirs.map(|index| &self.theirs[index].entry),
            ) {
                (Some(ours), Some(theirs)) => Some(merge_entry(before, ours, theirs, self.judge)),
                (Some(kept), None) | (None, Some(kept)) if kept == before => None,
                (Some(changed), None) => self.removed_and_changed(before, Some(changed), None),
                (None, Some(changed)) => self.removed_and_changed(before, None, Some(changed)),
                (None, None) => None,
            };
            self.nodes.extend(entry.map(|entry| Node {
                entry,
                ours,
                theirs,
            }));
        }
    }

    fn removed_and_changed(
        &mut self,
        before: &T,
        ours: Option<&T>,
        theirs: Option<&T>,
    ) -> Option<T> {
        let subject = Subject::Entry {
            entry: label(before),
        };
        let conflict = conflict(subject, Some(before), ours, theirs);
        match self
            .judge
            .decide(conflict, |value| read_entry::<T>(value).is_some())
        {
            Resolution::Ours => ours.cloned(),
            Resolution::Value(value) => read_entry(&value).flatten(),
            _ => theirs.cloned(),
        }
    }

    /// The entries that the base does not have. What both sides added is one entry.
    fn added(&mut self) {
        let new = |all: &[Own<T>], pairs: &Pairs| -> (Vec<usize>, Vec<Own<T>>) {
            let new = all.iter().enumerate();
            new.filter(|(index, _)| pairs.backward[*index].is_none())
                .map(|(index, own)| (index, own.clone()))
                .unzip()
        };
        let (of_ours, ours) = new(self.ours, &self.to_ours);
        let (of_theirs, theirs) = new(self.theirs, &self.to_theirs);
        let both = pair(&ours, &theirs, |_| false);
        let nothing = T::default();
        let mut twins = vec![false; theirs.len()];
        for (index, own) in ours.iter().enumerate() {
            let twin = both.forward[index].filter(|&twin| is_twin(own, &theirs[twin]));
            if let Some(twin) = twin {
                twins[twin] = true;
            }
            let entry = match twin {
                Some(twin) => merge_entry(&nothing, &own.entry, &theirs[twin].entry, self.judge),
                None => own.entry.clone(),
            };
            self.nodes.push(Node {
                entry,
                ours: Some(of_ours[index]),
                theirs: twin.map(|twin| of_theirs[twin]),
            });
        }
        for (index, own) in theirs.into_iter().enumerate() {
            if !twins[index] {
                self.nodes.push(Node {
                    entry: own.entry,
                    ours: None,
                    theirs: Some(of_theirs[index]),
                });
            }
        }
    }

    /// At most one entry leads (rule `D2`).
    fn leader(&mut self) {
        if self.nodes.iter().filter(|node| leads(&node.entry)).count() < 2 {
            return;
        }
        let of = |all: &[Own<T>]| all.iter().position(|own| leads(&own.entry));
        let (ours, theirs) = (of(self.ours), of(self.theirs));
        let name = |all: &[Own<T>], index: Option<usize>| {
            index.map(|index| Value::from(label(&all[index].entry)))
        };
        let conflict = Conflict {
            field: T::FIELD,
            subject: Subject::Primary,
            base: name(self.base, of(self.base)),
            ours: name(self.ours, ours),
            theirs: name(self.theirs, theirs),
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
    fn ordered(&mut self) -> Vec<T> {
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
        // Where each side unset what the other left, nothing is left (rule `D10`).
        entries.filter(T::has_content).collect()
    }

    /// Whether the result has our order: where we changed it and they did not, or were overruled.
    fn follows_ours(&mut self) -> bool {
        // A set has no order.
        if T::FIELD == PersonField::Memberships || !self.to_ours.moved() {
            return false;
        }
        if !self.to_theirs.moved() {
            return true;
        }
        let mut common: Vec<&Node<T>> = self
            .nodes
            .iter()
            .filter(|node| node.ours.is_some() && node.theirs.is_some())
            .collect();
        common.sort_by_key(|node| node.ours);
        if common.is_sorted_by_key(|node| node.theirs) {
            return false;
        }
        let labels = |all: &[Own<T>]| {
            let labels = all.iter().map(|own| Value::from(label(&own.entry)));
            Some(labels.collect())
        };
        let conflict = Conflict {
            field: T::FIELD,
            subject: Subject::Order,
            base: labels(self.base),
            ours: labels(self.ours),
            theirs: labels(self.theirs),
            resolution: Resolution::Unresolved,
        };
        self.judge.decide(conflict, |_| false) == Resolution::Ours
    }

    /// A contact is in some group (rule `U7`).
    fn not_empty(&mut self, merged: Vec<T>) -> Vec<T> {
        if T::FIELD != PersonField::Memberships {
            return merged;
        }
        let named = |entry: &T| (entry as &dyn Any).downcast_ref().is_some_and(names_group);
        let member = |all: &[Own<T>]| all.iter().any(|own| named(&own.entry));
        let others = member(self.theirs) || !merged.is_empty();
        if merged.iter().any(named) || !member(self.ours) || !others {
            let mut person = Person::default();
            *T::of_mut(&mut person) = merged;
            return own(&person).into_iter().map(|own| own.entry).collect();
        }
        let entries = |all: &[Own<T>]| all.iter().map(|own| own.entry.clone()).collect::<Vec<T>>();
        let values = |all: &[Own<T>]| Some(all.iter().map(|own| value(&own.entry)).collect());
        let conflict = Conflict {
            field: T::FIELD,
            subject: Subject::Everything,
            base: values(self.base),
            ours: values(self.ours),
            theirs: values(self.theirs),
            resolution: Resolution::Unresolved,
        };
        match self.judge.decide(conflict, |_| false) {
            Resolution::Ours => entries(self.ours),
            _ => entries(self.theirs),
        }
    }
}

impl<T> Node<T> {
    fn place(&self, ours: bool) -> Option<usize> {
        if ours { self.ours } else { self.theirs }
    }
}

/// Whether two entries that were added on two sides are one: they have the same identity, or are
/// the only one there can be. A type alone does not make them so, where they say different things.
fn is_twin<T: Entry>(ours: &Own<T>, theirs: &Own<T>) -> bool {
    if T::FIELD.is_singleton() {
        return true;
    }
    let typed = T::IDENTITY
        .iter()
        .all(|&position| member_name::<T>(position) == "type");
    ours.is_named_as(theirs) && !typed || ours.entry == theirs.entry
}

fn conflict<T: Entry>(
    subject: Subject,
    base: Option<&T>,
    ours: Option<&T>,
    theirs: Option<&T>,
) -> Conflict {
    Conflict {
        field: T::FIELD,
        subject,
        base: base.map(value),
        ours: ours.map(value),
        theirs: theirs.map(value),
        resolution: Resolution::Unresolved,
    }
}

/// An entry that a policy made up, as one of the contact's own: `null` is none.
fn read_entry<T: Entry>(value: &Value) -> Option<Option<T>> {
    match value {
        Value::Null => Some(None),
        value => {
            let mut entry: T = serde_json::from_value(value.clone()).ok()?;
            entry.strip_output_only();
            let leads = leads(&entry);
            set_leads(&mut entry, leads);
            Some(Some(entry))
        }
    }
}
