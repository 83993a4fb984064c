//! No change is lost: whatever is edited, in files and here, in any order.
mod groups;
mod mirror;
mod sides;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use people_server::{ImportOptions, SourceConflicts, SourceEntry};
use people_store::Memory;
use proptest::prelude::*;
use serde_json::{Value, json};

pub(super) use self::{
    groups::Groups,
    mirror::{plan, same},
    sides::{Edit, One, Set, Side},
    steps::edit,
};
use self::{
    sides::{ONES, SETS, family},
    steps::{Step, steps},
};
use super::{Contract, Server, ada, text};
use crate::service::{faults, photos::base64};

const CONTACTS: usize = 2;
const FILES: [&str; 3] = ["a.vcf", "b.vcf", "c.vcf"];
/// A contact may leave a group for another one in a file, and for a third one here.
const NAMES: [&str; 3] = ["Engine", "Chess", "Walks"];

/// What is expected, by the letter of the law: three sides of each contact.
#[derive(Clone, Debug, Default)]
pub(super) struct Expected {
    pub(super) file: Side,
    in_file: bool,
    /// Of a contact that is here and was imported.
    pub(super) base: Side,
    /// Whether it was imported from this file.
    known: bool,
    /// What is kept of the file, if it is all that the file said.
    whole: Option<Side>,
    pub(super) here: Option<Side>,
}

impl Expected {
    /// Imports the entry; returns how many conflicts there are.
    pub(super) fn import(&mut self, conflicts: SourceConflicts, groups: &Groups) -> usize {
        let file = &self.file;
        let Some(here) = &mut self.here else {
            let mut here = file.clone();
            here.sets
                .insert(Set::Groups, &file.set(Set::Groups) - &groups.deleted);
            self.here = Some(here);
            self.base = file.clone();
            return 0;
        };
        let mut found = 0;
        for one in ONES {
            let (base, now, new) = (self.base.one(one), here.one(one), file.one(one));
            let take = match (new == base || new == now, now == base) {
                (true, _) => false,
                (false, true) => true,
                (false, false) => {
                    found += 1;
                    if conflicts == SourceConflicts::Leave {
                        continue;
                    }
                    conflicts == SourceConflicts::File
                }
            };
            if take {
                here.ones.insert(one, new);
            }
            self.base.ones.insert(one, new);
        }
        for set in SETS {
            let (base, now, new) = (self.base.set(set), here.set(set), file.set(set));
            let removed: BTreeSet<u8> = &base - &new;
            let mut added: BTreeSet<u8> = &new - &base;
            if set == Set::Groups {
                // Nobody gets into a group that was deleted here.
                added = &added - &groups.deleted;
            }
            here.sets.insert(set, &(&now - &removed) | &added);
            self.base.sets.insert(set, new);
        }
        found
    }
}

impl Expected {
    /// Imports the entry of one of several files. Returns how many conflicts there are.
    fn import_of(
        all: &mut [Vec<Expected>],
        (of, at): (usize, usize),
        conflicts: SourceConflicts,
        groups: &Groups,
    ) -> usize {
        let file = all[of][at].file.plain();
        let same = |it: &&Vec<Expected>| it[at].known && it[at].whole.as_ref() == Some(&file);
        let same = all.iter().find(same).map(|it| it[at].base.clone());
        let mine = &mut all[of][at];
        if !mine.known && mine.here.is_some() {
            // The first time, all of it is new, unless another file has said the same.
            mine.base = same.unwrap_or_default();
        }
        let was_known = mine.here.is_some();
        let found = mine.import(conflicts, groups);
        mine.known = true;
        let photo = mine.here.as_ref().map_or(0, |here| here.one(One::Photo));
        let is_photo = [mine.base.one(One::Photo), photo].contains(&file.one(One::Photo));
        let left = was_known && conflicts == SourceConflicts::Leave;
        let others = found - usize::from(left && !is_photo);
        mine.whole = (!left || others == 0).then(|| {
            let mut whole = file.clone();
            whole.ones.insert(One::Photo, mine.base.one(One::Photo));
            whole.plain()
        });
        let here = mine.here.clone();
        all.iter_mut().for_each(|it| it[at].here.clone_from(&here));
        found
    }

    /// The contact is gone, with all that was known of it.
    fn forget(all: &mut [Vec<Expected>], at: usize) {
        for it in all.iter_mut().map(|it| &mut it[at]) {
            (it.here, it.known, it.whole) = (None, false, None);
            it.base = Side::default();
        }
    }
}

impl Server<Memory> {
    /// The contacts that are here, by their numbers.
    async fn here(&self) -> BTreeMap<usize, Value> {
        let contacts = self.contacts().await.into_iter().map(|contact| {
            let family = text(&contact["names"][0], "familyName");
            let number = (0..CONTACTS).find(|number| *family == self::family(*number));
            (number.expect("a number"), contact)
        });
        contacts.collect()
    }

    pub(super) async fn edit_here(&self, name: &str, mut person: Value, side: &Side, edit: &Edit) {
        let mask = match edit {
            Edit::One(One::Photo, _) => {
                let address = format!("/v1/{name}:updateContactPhoto");
                let answer = match side.photo() {
                    Some(photo) => {
                        let body = json!({"photoBytes": base64(&photo)});
                        self.call("ada", "PATCH", &address, &body).await
                    }
                    None => {
                        let address = format!("/v1/{name}:deleteContactPhoto");
                        self.call("ada", "DELETE", &address, &Value::Null).await
                    }
                };
                // 404 if there was none before.
                assert!([200, 404].contains(&answer.status.as_u16()));
                return;
            }
            Edit::One(One::Given, _) => "names",
            Edit::One(One::Title, _) | Edit::Set(Set::Jobs, _) => "organizations",
            Edit::One(One::Birthday, _) => "birthdays",
            Edit::Set(Set::Emails, _) => "emailAddresses",
            Edit::Set(Set::Groups, _) => "memberships",
        };
        let mine = json!({"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}});
        let memberships = person["memberships"].as_array_mut().expect("a list");
        memberships.push(mine);
        self.edit(name, mask, person[mask].take()).await;
    }
}

/// All contacts are in all files, and none is here.
fn begin() -> Vec<Vec<Expected>> {
    let expected = Expected {
        in_file: true,
        ..Expected::default()
    };
    vec![vec![expected; CONTACTS]; FILES.len()]
}

async fn run(steps: Vec<Step>, mirrored: bool) {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let mut groups = Groups::new(&server).await;
    let mut all = begin();
    for step in steps {
        match &step {
            Step::File(of, at, edit) => all[*of][*at].file.edit(edit),
            Step::InFile(of, at) => all[*of][*at].in_file = !all[*of][*at].in_file,
            Step::Copy(of, from) => {
                let sides: Vec<Side> = all[*from].iter().map(|it| it.file.clone()).collect();
                let pairs = all[*of].iter_mut().zip(sides);
                pairs.for_each(|(it, side)| it.file = side);
            }
            Step::Here(at, edit) => {
                if all[0][*at].here.is_some() && groups.takes(edit) {
                    let sides = all.iter_mut().filter_map(|it| it[*at].here.as_mut());
                    sides.for_each(|here| here.edit(edit));
                    let here = all[0][*at].here.as_ref().expect("a side");
                    let now = server.here().await;
                    let name = text(&now[at], "resourceName");
                    let person = here.person(&family(*at), &groups.names);
                    server.edit_here(name, person, here, edit).await;
                }
            }
            Step::RenameGroup(at) => groups.rename(&server, *at).await,
            Step::DeleteGroup(at) => groups.delete(&server, *at, &mut all).await,
            Step::DeleteHere(at) => {
                if all[0][*at].here.is_some() {
                    Expected::forget(&mut all, *at);
                    let now = server.here().await;
                    let name = text(&now[at], "resourceName");
                    assert_eq!(server.delete("ada", name).await.status, 200);
                }
            }
            Step::Import(of, conflicts) => {
                let (of, name) = (*of, FILES[*of]);
                let mut options = ImportOptions::default();
                options.conflicts = *conflicts;
                let numbers = (0..CONTACTS).filter(|at| all[of][*at].in_file);
                let numbers: Vec<usize> = numbers.collect();
                let named = numbers
                    .iter()
                    .flat_map(|at| all[of][*at].file.set(Set::Groups));
                groups.look_up(&server, &named.collect(), &mut all).await;
                let entry = |at: &usize| all[of][*at].file.entry(*at, &groups.names);
                let entries = numbers.iter().map(entry);
                let entries: Vec<SourceEntry> = entries.collect();
                for again in [false, true] {
                    let version = server.version().await;
                    let planned = match mirrored {
                        true => {
                            let file = (name, &*entries);
                            plan(&server, &store, file, options, &groups.here()).await
                        }
                        false => Vec::new(),
                    };
                    let (imported, _) = server.import_as(name, &entries, options).await;
                    for (planned, imported) in planned.iter().zip(&imported) {
                        same(planned, imported, &store).await;
                    }
                    for (at, imported) in numbers.iter().zip(&imported) {
                        let found = Expected::import_of(&mut all, (of, *at), *conflicts, &groups);
                        let told = imported.conflicts.len() + usize::from(imported.photo_conflict);
                        assert_eq!(told, found, "conflicts of {at}: {imported:?}");
                    }
                    if again {
                        assert_eq!(server.version().await, version, "the same file again");
                    }
                }
            }
        }
        let now = server.here().await;
        for (at, expected) in all[0].iter().enumerate() {
            let mut is = now.get(&at).map(|contact| Side::of(contact, &groups.names));
            let mut wanted = expected.here.clone();
            for side in is.iter_mut().chain(&mut wanted) {
                side.ones.retain(|_, value| *value > 0);
                side.sets.retain(|_, values| !values.is_empty());
            }
            assert_eq!(is, wanted, "contact {at} after {step:?}");
        }
    }
    assert_eq!(faults(&store, &ada()).await, [""; 0]);
}

proptest! {
    #![proptest_config(cases(96))]

    /// I8: after any edits, in any order, and any number of imports, what changed on one side is there, and what
    /// changed on both was told and decided. The same file again changes nothing.
    #[test]
    fn i8_no_change_is_lost(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(run(steps, false));
    }
}

proptest! {
    #![proptest_config(cases(48))]

    /// I11: a mirror of an account plans what an import into the account does.
    #[test]
    fn i11_a_mirror_plans_what_an_import_does(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(run(steps, true));
    }
}

/// The file moves a contact from one group into another, and somebody here moves it from there into a third one. Both
/// moves are made, and they are no conflict: who goes into a group changes no other membership.
#[tokio::test]
async fn i8_both_sides_move_a_contact_to_two_groups() {
    use SourceConflicts::{Account, File, Leave};

    let file = |group| Step::File(0, 0, Edit::Set(Set::Groups, group));
    let here = |group| Step::Here(0, Edit::Set(Set::Groups, group));
    for conflicts in [Leave, File, Account] {
        let import = || Step::Import(0, conflicts);
        // The group that a contact is put into here has another name then, so that the file means a new one.
        let renamed = vec![
            file(0),
            import(),
            file(1),
            here(1),
            Step::RenameGroup(1),
            file(0),
            here(0),
            import(),
        ];
        let moved = vec![
            file(0),
            import(),
            file(0),
            file(1),
            here(0),
            here(2),
            import(),
        ];
        for mirrored in [false, true] {
            run(renamed.clone(), mirrored).await;
            run(moved.clone(), mirrored).await;
        }
    }
}

/// So many cases, or as many as `PROPTEST_CASES` says.
pub(super) fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok();
    let cases = cases.and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(usual))
}

/// The steps come to conflicts, which the law is about.
#[test]
fn i8_the_law_meets_conflicts() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let (mut imports, mut found, none) = (0, 0, Groups::default());
    for _ in 0..192 {
        let steps = steps().new_tree(&mut runner);
        let mut all = begin();
        for step in steps.expect("steps").current() {
            match step {
                Step::File(of, at, edit) => all[of][at].file.edit(&edit),
                Step::InFile(of, at) => all[of][at].in_file = !all[of][at].in_file,
                Step::Copy(..) => {}
                Step::Here(at, edit) => {
                    let sides = all.iter_mut().filter_map(|it| it[at].here.as_mut());
                    sides.for_each(|it| it.edit(&edit));
                }
                Step::DeleteHere(at) => Expected::forget(&mut all, at),
                Step::RenameGroup(_) | Step::DeleteGroup(_) => {}
                Step::Import(of, conflicts) => {
                    imports += 1;
                    for at in 0..CONTACTS {
                        if all[of][at].in_file {
                            found += Expected::import_of(&mut all, (of, at), conflicts, &none);
                        }
                    }
                }
            }
        }
    }
    assert!(
        imports > 400 && found > 50,
        "{found} conflicts in {imports} imports"
    );
}
