//! The merge of one list, after its entries are matched.
use std::any::Any;

use people_model::{Entry, Person, PersonField};
use serde_json::Value;

use super::{
    Conflict, Judge, Resolution, Subject,
    entry::merge_entry,
    order::{self, Node},
};
use crate::{
    check::names_group,
    entries::{
        BASE, OURS, Own, Standing, THEIRS, Thread, Threads, label, leads, own, set_leads,
        spelled_eq, value,
    },
};

pub(super) struct Replay<'a, 'j, T> {
    pub(super) sides: [&'a [Own<T>]; 3],
    pub(super) threads: &'a Threads,
    pub(super) judge: &'a mut Judge<'j>,
    pub(super) nodes: Vec<Node<T>>,
    pub(super) standing: Standing,
}

impl<'a, 'j, T: Entry> Replay<'a, 'j, T> {
    pub(super) fn new(
        sides: [&'a [Own<T>]; 3],
        threads: &'a Threads,
        judge: &'a mut Judge<'j>,
    ) -> Self {
        Self {
            sides,
            threads,
            judge,
            nodes: Vec::with_capacity(threads.threads.len()),
            standing: threads.standing,
        }
    }

    pub(super) fn run(mut self) -> Vec<T> {
        let threads = self.threads;
        let mut grouped = vec![None; threads.threads.len()];
        for group in &threads.unclear {
            group
                .iter()
                .for_each(|&thread| grouped[thread] = Some(group));
        }
        for (index, &thread) in threads.threads.iter().enumerate() {
            match grouped[index] {
                None => self.thread(thread),
                Some(group) if group.first() == Some(&index) => self.unclear(group),
                Some(_) => {}
            }
        }
        order::lead(self.sides, &mut self.nodes, self.judge);
        let standing = match self.standing {
            Standing::AsMoved => threads.as_moved(),
            standing => standing,
        };
        let by_ours = order::is_ours(self.sides, standing, self.judge);
        let mut merged = order::ordered(std::mem::take(&mut self.nodes), by_ours);
        if !threads.certain {
            merged = order::without_copies(self.sides, merged);
        }
        self.not_empty(merged)
    }

    /// Merges one entry: it is kept, changed, removed or added. If both sides added it, it is added once.
    fn thread(&mut self, [base, ours, theirs]: Thread) {
        let at =
            |side: usize, index: Option<usize>| index.map(|index| &self.sides[side][index].entry);
        let left_alone = matches!((base, ours), (Some(base), Some(ours))
            if self.sides[BASE][base].is_shared(&self.sides[OURS][ours]));
        let entry = match (at(BASE, base), at(OURS, ours), at(THEIRS, theirs)) {
            (_, None, None) => None,
            (Some(before), Some(ours), Some(theirs)) => {
                let told = self.judge.conflicts.len();
                let merged = match left_alone {
                    true => theirs.clone(),
                    false => merge_entry(before, ours, theirs, self.judge),
                };
                match merged.has_content() || self.judge.conflicts.len() > told {
                    true => Some(merged),
                    // Each side unset the members that the other kept.
                    false => self.removed_and_changed(before, Some(ours), Some(theirs)),
                }
            }
            // A new spelling does not keep an entry that the other side removed.
            (Some(before), Some(kept), None) | (Some(before), None, Some(kept))
                if leads(before) == leads(kept) && spelled_eq(kept, before) =>
            {
                None
            }
            (Some(before), ours, theirs) => self.removed_and_changed(before, ours, theirs),
            (None, Some(ours), Some(theirs)) => {
                Some(merge_entry(&T::default(), ours, theirs, self.judge))
            }
            (None, Some(added), None) | (None, None, Some(added)) => Some(added.clone()),
        };
        self.nodes.extend(entry.map(|entry| Node {
            entry,
            ours,
            theirs,
        }));
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

    /// Takes the entries that cannot be told apart from one side.
    fn unclear(&mut self, group: &[usize]) {
        let of = |side: usize| -> Vec<usize> {
            let places = group.iter();
            let mut places: Vec<usize> = places
                .filter_map(|&thread| self.threads.threads[thread][side])
                .collect();
            places.sort_unstable();
            places
        };
        let values = |side: usize| -> Option<Value> {
            let places = of(side);
            let entries = places.iter().map(|&at| value(&self.sides[side][at].entry));
            (!places.is_empty()).then(|| entries.collect())
        };
        let sides = [BASE, OURS, THEIRS];
        let mut labels: Vec<String> = sides
            .into_iter()
            .flat_map(|side| of(side).into_iter().map(move |at| (side, at)))
            .map(|(side, at)| label(&self.sides[side][at].entry))
            .collect();
        labels.dedup();
        let conflict = Conflict {
            field: T::FIELD,
            subject: Subject::Entries {
                entry: labels
                    .pop()
                    .filter(|_| labels.is_empty())
                    .unwrap_or_default(),
            },
            base: values(BASE),
            ours: values(OURS),
            theirs: values(THEIRS),
            resolution: Resolution::Unresolved,
        };
        let (ours, theirs) = (of(OURS), of(THEIRS));
        let decided = self
            .judge
            .decide(conflict, |value| read_entries::<T>(value).is_some());
        match decided {
            Resolution::Ours => self.nodes.extend(ours.iter().map(|&at| Node {
                entry: self.sides[OURS][at].entry.clone(),
                ours: Some(at),
                theirs: None,
            })),
            Resolution::Value(value) => {
                let first = theirs.first().copied();
                let entries = read_entries::<T>(&value).unwrap_or_default();
                self.nodes.extend(entries.into_iter().map(|entry| Node {
                    entry,
                    ours: None,
                    theirs: first.or(Some(self.sides[THEIRS].len())),
                }));
            }
            _ => self.nodes.extend(theirs.iter().map(|&at| Node {
                entry: self.sides[THEIRS][at].entry.clone(),
                ours: None,
                theirs: Some(at),
            })),
        }
    }

    /// Keeps the last membership: a contact is in some group (rule `U7`).
    fn not_empty(&mut self, merged: Vec<T>) -> Vec<T> {
        if T::FIELD != PersonField::Memberships {
            return merged;
        }
        let named = |entry: &T| (entry as &dyn Any).downcast_ref().is_some_and(names_group);
        let member = |all: &[Own<T>]| all.iter().any(|own| named(&own.entry));
        let others = member(self.sides[THEIRS]) || !merged.is_empty();
        if merged.iter().any(named) || !member(self.sides[OURS]) || !others {
            let mut person = Person::default();
            *T::of_mut(&mut person) = merged;
            return own(&person).into_iter().map(Own::into_entry).collect();
        }
        let entries = |all: &[Own<T>]| all.iter().map(|own| own.entry.clone()).collect::<Vec<T>>();
        let values = |all: &[Own<T>]| Some(all.iter().map(|own| value(&own.entry)).collect());
        let conflict = Conflict {
            field: T::FIELD,
            subject: Subject::Everything,
            base: values(self.sides[BASE]),
            ours: values(self.sides[OURS]),
            theirs: values(self.sides[THEIRS]),
            resolution: Resolution::Unresolved,
        };
        match self.judge.decide(conflict, |_| false) {
            Resolution::Ours => entries(self.sides[OURS]),
            _ => entries(self.sides[THEIRS]),
        }
    }
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

/// Reads an entry that a policy returned; `null` is none.
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

/// Reads a list of entries that a policy returned.
fn read_entries<T: Entry>(value: &Value) -> Option<Vec<T>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::Array(values) => values.iter().map(|value| read_entry(value)?).collect(),
        _ => None,
    }
}
