//! The merge of one field.
use std::any::Any;

use people_model::{Entry, Person, PersonField};
use serde_json::Value;

use super::{Conflict, Judge, Resolution, Sides, Subject, doubt, entry::merge_entry, order::Node};
use crate::{
    check::names_group,
    entries::{
        BASE, OURS, Own, Standing, THEIRS, Thread, Threads, clear_stale_composed, composed,
        content_eq, label, leads, own, own_of_edit, set_leads, spelled_eq, threads, value,
    },
};

/// The merged values of a field; none where they are those of `theirs`.
pub(super) fn merge<T: Entry>(sides: Sides<'_>, judge: &mut Judge<'_>) -> Option<Vec<T>> {
    let base = own::<T>(sides.base);
    let mut ours = own_of_edit(sides.ours, sides.base, &base);
    let untouched = T::of(sides.theirs) == T::of(sides.base);
    let mut theirs = match untouched {
        true => None,
        false => Some(own_of_edit(sides.theirs, sides.base, &base)),
    };
    let mut known = None;
    let mut read = None;
    if composed::<T>().is_some() {
        let found = threads([&base, &ours, theirs.as_deref().unwrap_or(&base)]);
        if !found.certain {
            read = Some((ours.clone(), theirs.clone()));
        }
        settle_all(&base, &mut ours, &found, OURS);
        if let Some(theirs) = &mut theirs {
            settle_all(&base, theirs, &found, THEIRS);
        }
        known = Some(found);
    }
    if same(&ours, &base) {
        return None;
    }
    let entries = |all: Vec<Own<T>>| Some(all.into_iter().map(Own::into_entry).collect());
    let Some(theirs) = theirs else {
        return entries(ours);
    };
    if same(&ours, &theirs) {
        return None;
    }
    if same(&base, &theirs) {
        return entries(ours);
    }
    let sides = [&base[..], &ours, &theirs];
    let found = known.unwrap_or_else(|| threads(sides));
    let found = match &read {
        Some((our, Some(their))) => doubt::known(sides, [our, their], found),
        _ => doubt::known(sides, [&ours, &theirs], found),
    };
    let merged = FieldMerge::new(sides, &found, judge).run();
    let changed = !merged.iter().eq(theirs.iter().map(|own| &own.entry));
    changed.then_some(merged)
}

/// Lets what is composed go with what it was composed of, in the edit of one side.
pub(super) fn settle_all<T: Entry>(
    base: &[Own<T>],
    edited: &mut [Own<T>],
    found: &Threads,
    side: usize,
) {
    let read = (!found.certain).then(|| edited.to_vec());
    for thread in &found.threads {
        let (Some(before), Some(after)) = (thread[BASE], thread[side]) else {
            continue;
        };
        if base[before].is_shared(&edited[after]) {
            continue;
        }
        clear_stale_composed(&base[before].entry, edited[after].entry_mut());
        let Some(read) = &read else { continue };
        let settled = &edited[after].entry;
        if *settled == read[after].entry {
            continue;
        }
        // Its copies are as stale.
        let settled = settled.clone();
        for (own, other) in edited.iter_mut().zip(read) {
            if content_eq(&other.entry, &read[after].entry) {
                let leads = leads(&own.entry);
                let entry = own.entry_mut();
                *entry = settled.clone();
                set_leads(entry, leads);
            }
        }
    }
}

pub(super) fn same<T: Entry>(left: &[Own<T>], right: &[Own<T>]) -> bool {
    let mut both = left.iter().zip(right);
    left.len() == right.len() && both.all(|(left, right)| left.entry_eq(right))
}

pub(super) struct FieldMerge<'a, 'j, T> {
    pub(super) sides: [&'a [Own<T>]; 3],
    pub(super) threads: &'a Threads,
    pub(super) judge: &'a mut Judge<'j>,
    pub(super) nodes: Vec<Node<T>>,
    pub(super) standing: Standing,
}

impl<'a, 'j, T: Entry> FieldMerge<'a, 'j, T> {
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
        self.leader();
        let mut merged = self.ordered();
        if !self.threads.certain {
            merged = self.without_copies(merged);
        }
        self.not_empty(merged)
    }

    /// What becomes of one entry: kept, changed, removed or added. What both sides added is one.
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
                    // Each unset what the other left.
                    false => self.removed_and_changed(before, Some(ours), Some(theirs)),
                }
            }
            // What was only spelled anew is gone, too.
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

    /// Entries of which it cannot be known which is which: all of one side.
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

    /// A contact is in some group (rule `U7`).
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

/// A list of entries that a policy made up.
fn read_entries<T: Entry>(value: &Value) -> Option<Vec<T>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::Array(values) => values.iter().map(|value| read_entry(value)?).collect(),
        _ => None,
    }
}
