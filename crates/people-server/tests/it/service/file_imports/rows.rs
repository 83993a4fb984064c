//! No change of a row without a key is lost, and look-alikes are not mixed up.
use std::collections::{BTreeMap, BTreeSet};

use people_server::{Effect, ImportOptions, SourceConflicts, SourceEntry};
use people_store::Memory;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    Contract, Server, ada, faults,
    laws::{Edit, Expected, Groups, One, Set, Side, edit},
    list, row, text,
};

/// Two of one name, and somebody else.
const FAMILIES: [&str; 3] = ["Twin", "Twin", "Other"];

#[derive(Clone, Debug)]
enum Step {
    File(usize, Edit),
    InFile(usize),
    /// The contact of a row, counted from the oldest.
    Here(usize, usize, Edit),
    DeleteHere(usize, usize),
    Import(SourceConflicts),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    use SourceConflicts::{Account, File, Leave};
    let edit = || {
        edit().prop_filter("what tells twins apart stays", |edit| {
            !matches!(
                edit,
                Edit::One(One::Birthday | One::Photo, _) | Edit::Set(Set::Jobs | Set::Groups, _)
            )
        })
    };
    let rows = || 0..FAMILIES.len();
    let step = prop_oneof![
        6 => (rows(), edit()).prop_map(|(at, edit)| Step::File(at, edit)),
        6 => (rows(), 0..2_usize, edit()).prop_map(|(at, of, edit)| Step::Here(at, of, edit)),
        2 => rows().prop_map(Step::InFile),
        1 => (rows(), 0..2_usize).prop_map(|(at, of)| Step::DeleteHere(at, of)),
        5 => prop::sample::select(vec![Leave, Leave, File, Account]).prop_map(Step::Import),
    ];
    prop::collection::vec(step, 1..40)
}

/// A person of the row: two of one name have two birthdays and nicknames.
fn person(side: &Side, at: usize) -> Value {
    let mut person = side.person(FAMILIES[at], &[]);
    person["birthdays"] = json!([{"date": {"year": 1815, "month": 12, "day": at + 1}}]);
    person["nicknames"] = json!([{"value": format!("N{at}")}]);
    person
}

/// A contact that is here: the row that it is of, and what is expected of it.
type Known = BTreeMap<String, (usize, Expected)>;

async fn run(steps: Vec<Step>) {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let none = Groups::default();
    let mut rows: Vec<(Side, bool)> = vec![(Side::default(), true); FAMILIES.len()];
    let mut known = Known::new();
    for step in steps {
        let nth = |known: &Known, at: usize, of: usize| {
            let mut all = known.iter().filter(|(_, (row, _))| *row == at);
            all.nth(of).map(|(name, _)| name.clone())
        };
        match &step {
            Step::File(at, edit) => rows[*at].0.edit(edit),
            Step::InFile(at) => rows[*at].1 = !rows[*at].1,
            Step::Here(at, of, edit) => {
                if let Some(name) = nth(&known, *at, *of) {
                    let (_, expected) = known.get_mut(&name).expect("a contact");
                    let here = expected.here.as_mut().expect("a side");
                    here.edit(edit);
                    server.edit_here(&name, person(here, *at), here, edit).await;
                }
            }
            Step::DeleteHere(at, of) => {
                if let Some(name) = nth(&known, *at, *of) {
                    known.remove(&name);
                    assert_eq!(server.delete("ada", &name).await.status, 200);
                }
            }
            Step::Import(conflicts) => import(&server, &rows, &mut known, *conflicts, &none).await,
        }
        let mut contacts = BTreeMap::new();
        for contact in server.contacts().await {
            contacts.insert(text(&contact, "resourceName").to_owned(), contact);
        }
        assert!(contacts.keys().eq(known.keys()), "{contacts:?} {known:?}");
        for (name, (at, expected)) in &known {
            let contact = &contacts[name];
            let nickname = text(&list(contact, "nicknames")[0], "value");
            assert_eq!(*nickname, format!("N{at}"), "mixed up: {contact}");
            let mut is = Side::of(contact, &[]);
            let mut wanted = expected.here.clone().expect("a side");
            for side in [&mut is, &mut wanted] {
                side.ones
                    .retain(|one, value| *value > 0 && *one != One::Birthday);
                side.sets.retain(|_, values| !values.is_empty());
            }
            assert_eq!(is, wanted, "{name} of {at} after {step:?}");
        }
    }
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

/// Each row becomes a new contact, or an edit of one of its own; the same file again changes nothing.
async fn import(
    server: &Server<Memory>,
    rows: &[(Side, bool)],
    known: &mut Known,
    conflicts: SourceConflicts,
    none: &Groups,
) {
    let mut options = ImportOptions::default();
    options.conflicts = conflicts;
    let numbers: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].1).collect();
    let entries = numbers.iter().map(|at| row(&person(&rows[*at].0, *at)));
    let entries: Vec<SourceEntry> = entries.collect();
    for again in [false, true] {
        let version = server.version().await;
        let (imported, _) = server.import_as("a.csv", &entries, options).await;
        let mut taken = BTreeSet::new();
        for (at, imported) in numbers.iter().zip(imported) {
            let name = imported.contact.expect("a contact").resource_name();
            assert!(taken.insert(name.clone()), "two rows are one contact");
            let mut same = known.values().filter(|(row, _)| row == at);
            let only = same.next().filter(|_| same.next().is_none());
            let file = &rows[*at].0;
            if imported.effect == Effect::Added {
                assert!(!again, "the same file again adds {at}");
                let has_name =
                    only.is_some_and(|(_, it)| it.base.one(One::Given) == file.one(One::Given));
                assert!(*at < 2 || !has_name, "the only one of its name is found");
                let mut expected = Expected::default();
                expected.file = file.clone();
                expected.import(conflicts, none);
                assert!(known.insert(name, (*at, expected)).is_none());
                continue;
            }
            let (of, expected) = known.get_mut(&name).expect("a contact");
            assert_eq!(of, at, "a look-alike is taken for another");
            expected.file = file.clone();
            let found = expected.import(conflicts, none);
            assert_eq!(
                imported.conflicts.len(),
                found,
                "conflicts of {at}: {imported:?}"
            );
        }
        if again {
            assert_eq!(server.version().await, version, "the same file again");
        }
    }
}

proptest! {
    #![proptest_config(super::laws::cases(96))]

    /// I7, I8: so it is for rows without keys, two of which look alike. What is not certain is a new contact, and the
    /// other one stays.
    #[test]
    fn i8_no_change_of_a_row_is_lost(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(run(steps));
    }
}
