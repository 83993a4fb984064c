//! What sides share is what each would read by itself.
use people_model::{EntryVisitor, FieldMask, strategy};
use proptest::prelude::*;

use super::*;

/// Reads a field of an edit in both ways.
struct Shared<'p> {
    base: &'p Person,
    edit: &'p Person,
}

impl EntryVisitor for Shared<'_> {
    type Output = [String; 2];

    fn visit<T: Entry>(self) -> [String; 2] {
        let known = own::<T>(self.base);
        let shared = own_of_edit(self.edit, self.base, &known);
        let alone = own::<T>(self.edit);
        [shared, alone].map(|all| {
            let said = |own: &Own<T>| {
                let (entry, key, number) = (value(&own.entry), &own.key, &own.number);
                format!("{entry} {key} {number:?}")
            };
            all.iter().map(said).collect::<Vec<_>>().join("\n")
        })
    }
}

/// Copies what is kept of each entry, and clears what is not of a copy of all.
struct Kept<'p>(&'p Person);

impl EntryVisitor for Kept<'_> {
    type Output = [String; 2];

    fn visit<T: Entry>(self) -> [String; 2] {
        let mut cleared = T::of(self.0).clone();
        derive::normalize_values(&mut cleared);
        cleared.iter_mut().for_each(|entry| set_leads(entry, false));
        let mut kept: Vec<T> = T::of(self.0).iter().filter_map(derive::kept).collect();
        // Memberships are a set besides.
        derive::normalize_values(&mut kept);
        [cleared, kept].map(|all| said(&all))
    }
}

fn said<T: Entry>(all: &[T]) -> String {
    let said: Vec<String> = all.iter().map(|entry| value(entry).to_string()).collect();
    said.join("\n")
}

fn states() -> impl Strategy<Value = [Person; 2]> {
    // As a client reads them: some lack values in front, or have more of them.
    let shift = |mut states: [Person; 2], from: usize| {
        for field in FieldMask::UPDATABLE.iter() {
            let mut index = 0;
            states[1].retain_values(field, |_| {
                index += 1;
                index > from
            });
        }
        states
    };
    let forks = prop_oneof![strategy::fork(), strategy::fork_of_lookalikes()];
    let forks = forks.prop_map(|fork| [fork.base, fork.ours]);
    let persons = (strategy::person(), strategy::person()).prop_map(|(one, other)| [one, other]);
    let same = strategy::person().prop_map(|person| [person.clone(), person]);
    (prop_oneof![4 => forks, 1 => persons, 2 => same], 0..3_usize)
        .prop_map(move |(states, from)| shift(states, from))
}

proptest! {
    /// M1: an edit that shares what it left alone says what it says by itself.
    #[test]
    fn m1_what_is_shared_is_read_alike(states in states()) {
        for [base, edit] in [[0, 1], [1, 0]] {
            let (base, edit) = (&states[base], &states[edit]);
            for field in FieldMask::UPDATABLE.iter() {
                if let Some([shared, alone]) = field.visit(Shared { base, edit }) {
                    prop_assert_eq!(shared, alone, "{:?}", field);
                }
            }
        }
    }

    /// D1, D10: what is copied of a value is what is left of a copy.
    #[test]
    fn d01_what_is_kept_is_what_is_not_cleared(states in states()) {
        for field in FieldMask::UPDATABLE.iter() {
            if let Some([cleared, kept]) = field.visit(Kept(&states[0])) {
                prop_assert_eq!(kept, cleared, "{:?}", field);
            }
        }
    }
}
