//! What happens to files and to the account.
use people_server::SourceConflicts;
use proptest::prelude::*;

use super::{
    CONTACTS, Edit, FILES, NAMES,
    sides::{ONES, SETS},
};

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Of a file, and a contact.
    File(usize, usize, Edit),
    /// The file has an entry, or has it no longer.
    InFile(usize, usize),
    /// A file is another one's copy from now on.
    Copy(usize, usize),
    Here(usize, Edit),
    DeleteHere(usize),
    RenameGroup(usize),
    DeleteGroup(usize),
    Import(usize, SourceConflicts),
}

pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (prop::sample::select(ONES.to_vec()), 0..=3_u8).prop_map(|(one, to)| Edit::One(one, to)),
        prop::sample::select(SETS.to_vec())
            .prop_flat_map(|set| (0..set.len()).prop_map(move |at| Edit::Set(set, at))),
    ]
}

/// Both sides edit the same, often to two different things, and something else to the same. Often they put two things
/// in the place of one.
fn both() -> impl Strategy<Value = Vec<Step>> {
    let one = prop::sample::select(ONES.to_vec());
    let set = prop::sample::select(SETS.to_vec());
    let set = set.prop_flat_map(|set| {
        let other = || 1..set.len();
        let new = prop::option::of((other(), other()));
        let new = (0..set.len(), new).prop_map(move |(old, new)| {
            let new = new.map(|(file, here)| (old + file, old + here));
            let pairs = std::iter::once((old, old)).chain(new);
            let pairs = pairs.map(|(file, here)| (file % set.len(), here % set.len()));
            pairs.collect::<Vec<_>>()
        });
        (Just(set), new)
    });
    let set = prop::option::of(set);
    let places = (file(), 0..CONTACTS);
    (places, one, 0..=3_u8, 0..=3_u8, set).prop_map(|((of, at), one, file, here, set)| {
        let mut steps = vec![
            Step::File(of, at, Edit::One(one, file)),
            Step::Here(at, Edit::One(one, here)),
        ];
        if let Some((set, values)) = set {
            for (file, here) in values {
                steps.push(Step::File(of, at, Edit::Set(set, file)));
                steps.push(Step::Here(at, Edit::Set(set, here)));
            }
        }
        steps
    })
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let some = prop_oneof![3 => step().prop_map(|step| vec![step]), 1 => both()];
    prop::collection::vec(some, 1..40).prop_map(|all| all.concat())
}

/// Most of what happens is of one file.
fn file() -> impl Strategy<Value = usize> {
    prop_oneof![3 => Just(0), 1 => 0..FILES.len()]
}

fn step() -> impl Strategy<Value = Step> {
    use SourceConflicts::{Account, File, Leave};
    prop_oneof![
        6 => (file(), 0..CONTACTS, edit()).prop_map(|(of, at, edit)| Step::File(of, at, edit)),
        6 => (0..CONTACTS, edit()).prop_map(|(at, edit)| Step::Here(at, edit)),
        1 => (file(), 0..CONTACTS).prop_map(|(of, at)| Step::InFile(of, at)),
        2 => (file(), file()).prop_map(|(of, from)| Step::Copy(of, from)),
        1 => (0..CONTACTS).prop_map(Step::DeleteHere),
        1 => (0..NAMES.len()).prop_map(Step::RenameGroup),
        1 => (0..NAMES.len()).prop_map(Step::DeleteGroup),
        5 => (file(), prop::sample::select(vec![Leave, Leave, File, Account]))
            .prop_map(|(of, conflicts)| Step::Import(of, conflicts)),
    ]
}
