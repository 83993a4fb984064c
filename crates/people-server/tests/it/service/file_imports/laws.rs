//! No change is lost: whatever is edited, in files and here, in any order.
use std::collections::{BTreeMap, BTreeSet};

use people_server::{ImportOptions, SourceConflicts, SourceEntry};
use people_store::Memory;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Contract, Server, ada, card, list, png, text};
use crate::service::{faults, photos::base64};

const CONTACTS: usize = 2;

/// What one side has of a contact: values that are one, and sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Side {
    ones: BTreeMap<One, u8>,
    sets: BTreeMap<Set, BTreeSet<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum One {
    Given,
    Title,
    Birthday,
    Photo,
}

const ONES: [One; 4] = [One::Given, One::Title, One::Birthday, One::Photo];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Set {
    Emails,
    Groups,
}

const SETS: [Set; 2] = [Set::Emails, Set::Groups];

#[derive(Clone, Debug)]
enum Edit {
    /// 0 is nothing.
    One(One, u8),
    /// Puts it in, or takes it out.
    Set(Set, u8),
}

impl Side {
    fn one(&self, one: One) -> u8 {
        self.ones.get(&one).copied().unwrap_or(0)
    }

    fn set(&self, set: Set) -> BTreeSet<u8> {
        self.sets.get(&set).cloned().unwrap_or_default()
    }

    fn edit(&mut self, edit: &Edit) {
        match *edit {
            Edit::One(one, value) => drop(self.ones.insert(one, value)),
            Edit::Set(set, value) => {
                let values = self.sets.entry(set).or_default();
                if !values.insert(value) {
                    values.remove(&value);
                }
            }
        }
    }

    fn person(&self, number: usize, groups: &[String]) -> Value {
        let mut person = json!({"names": [{"familyName": family(number)}]});
        if self.one(One::Given) > 0 {
            person["names"][0]["givenName"] = format!("G{}", self.one(One::Given)).into();
        }
        if self.one(One::Title) > 0 {
            let title = format!("T{}", self.one(One::Title));
            person["organizations"] = json!([{"name": "Works", "title": title}]);
        }
        if self.one(One::Birthday) > 0 {
            let day = self.one(One::Birthday);
            person["birthdays"] = json!([{"date": {"month": 12, "day": day}}]);
        }
        let emails = self.set(Set::Emails).into_iter();
        let emails: Vec<Value> = emails.map(|at| json!({"value": email(at)})).collect();
        person["emailAddresses"] = emails.into();
        let groups = self.set(Set::Groups).into_iter().map(|at| {
            let name = &groups[usize::from(at)];
            json!({"contactGroupMembership": {"contactGroupResourceName": name}})
        });
        person["memberships"] = groups.collect::<Vec<_>>().into();
        person
    }

    fn photo(&self) -> Option<Vec<u8>> {
        let photo = self.one(One::Photo);
        (photo > 0).then(|| png(&format!("photo {photo}")))
    }

    fn entry(&self, number: usize, groups: &[String]) -> SourceEntry {
        let mut entry = card(&format!("u{number}"), &self.person(number, groups));
        entry.photo = self.photo();
        entry
    }

    /// What a contact of a dump says.
    fn of(contact: &Value, groups: &[String]) -> Self {
        let number = |value: &Value| value.as_str().and_then(|it| it[1..].parse().ok());
        let mut side = Self::default();
        let given = number(&contact["names"][0]["givenName"]);
        side.ones.insert(One::Given, given.unwrap_or(0));
        let title = number(&contact["organizations"][0]["title"]);
        side.ones.insert(One::Title, title.unwrap_or(0));
        let day = contact["birthdays"][0]["date"]["day"].as_u64();
        side.ones.insert(One::Birthday, day.unwrap_or(0) as u8);
        let photo = contact["photo"].as_str();
        let photo = photo.map(|photo| {
            let mut all = 1..=3;
            all.find(|at| base64(&png(&format!("photo {at}"))) == photo)
        });
        side.ones.insert(One::Photo, photo.flatten().unwrap_or(0));
        let emails = list(contact, "emailAddresses").iter();
        let emails =
            emails.filter_map(|it| number(&it["value"].as_str()?.split('@').next()?.into()));
        side.sets.insert(Set::Emails, emails.collect());
        let of = |it: &Value| {
            let name = &it["contactGroupMembership"]["contactGroupResourceName"];
            groups.iter().position(|group| name == group)
        };
        let groups = list(contact, "memberships").iter().filter_map(of);
        side.sets
            .insert(Set::Groups, groups.map(|at| at as u8).collect());
        side
    }
}

fn family(number: usize) -> String {
    format!("Family {number}")
}

fn email(number: u8) -> String {
    format!("e{number}@x.example")
}

#[derive(Clone, Debug)]
enum Step {
    File(usize, Edit),
    /// The file has an entry, or has it no longer.
    InFile(usize),
    Here(usize, Edit),
    DeleteHere(usize),
    Import(SourceConflicts),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (prop::sample::select(ONES.to_vec()), 0..=3_u8).prop_map(|(one, to)| Edit::One(one, to)),
        (prop::sample::select(SETS.to_vec()), 0..2_u8).prop_map(|(set, at)| Edit::Set(set, at)),
    ]
}

/// Both sides edit the same, often to two different things.
fn both() -> impl Strategy<Value = Vec<Step>> {
    let one = prop::sample::select(ONES.to_vec());
    (0..CONTACTS, one, 0..=3_u8, 0..=3_u8).prop_map(|(at, one, file, here)| {
        vec![
            Step::File(at, Edit::One(one, file)),
            Step::Here(at, Edit::One(one, here)),
        ]
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let some = prop_oneof![3 => step().prop_map(|step| vec![step]), 1 => both()];
    prop::collection::vec(some, 1..40).prop_map(|all| all.concat())
}

fn step() -> impl Strategy<Value = Step> {
    use SourceConflicts::{Account, File, Leave};
    prop_oneof![
        6 => (0..CONTACTS, edit()).prop_map(|(at, edit)| Step::File(at, edit)),
        6 => (0..CONTACTS, edit()).prop_map(|(at, edit)| Step::Here(at, edit)),
        1 => (0..CONTACTS).prop_map(Step::InFile),
        1 => (0..CONTACTS).prop_map(Step::DeleteHere),
        5 => prop::sample::select(vec![Leave, Leave, File, Account]).prop_map(Step::Import),
    ]
}

/// What is expected, by the letter of the law: three sides of each contact.
#[derive(Clone, Debug, Default)]
struct Expected {
    file: Side,
    in_file: bool,
    /// Of a contact that is here and was imported.
    base: Side,
    here: Option<Side>,
}

impl Expected {
    /// Imports the entry; returns how many conflicts there are.
    fn import(&mut self, conflicts: SourceConflicts) -> usize {
        let file = &self.file;
        let Some(here) = &mut self.here else {
            self.here = Some(file.clone());
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
            let added: BTreeSet<u8> = &new - &base;
            here.sets.insert(set, &(&now - &removed) | &added);
            self.base.sets.insert(set, new);
        }
        found
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

    async fn edit_here(
        &self,
        name: &str,
        number: usize,
        side: &Side,
        edit: &Edit,
        groups: &[String],
    ) {
        let mut person = side.person(number, groups);
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
            Edit::One(One::Title, _) => "organizations",
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

/// All contacts are in the file, and none is here.
fn begin() -> Vec<Expected> {
    let expected = Expected {
        in_file: true,
        ..Expected::default()
    };
    vec![expected; CONTACTS]
}

async fn run(steps: Vec<Step>) {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let groups = server
        .people
        .source_groups(&ada(), ["Engine", "Chess"], false)
        .await;
    let groups: Vec<String> = groups
        .expect("groups")
        .into_iter()
        .map(|it| it.group.expect("a group"))
        .collect();
    let mut all = begin();
    for step in steps {
        match &step {
            Step::File(at, edit) => all[*at].file.edit(edit),
            Step::InFile(at) => all[*at].in_file = !all[*at].in_file,
            Step::Here(at, edit) => {
                if let Some(here) = &mut all[*at].here {
                    here.edit(edit);
                    let now = server.here().await;
                    let name = text(&now[at], "resourceName");
                    server.edit_here(name, *at, here, edit, &groups).await;
                }
            }
            Step::DeleteHere(at) => {
                if all[*at].here.take().is_some() {
                    let now = server.here().await;
                    let name = text(&now[at], "resourceName");
                    assert_eq!(server.delete("ada", name).await.status, 200);
                }
            }
            Step::Import(conflicts) => {
                let mut options = ImportOptions::default();
                options.conflicts = *conflicts;
                let numbers: Vec<usize> = (0..CONTACTS).filter(|at| all[*at].in_file).collect();
                let entries = numbers.iter().map(|at| all[*at].file.entry(*at, &groups));
                let entries: Vec<SourceEntry> = entries.collect();
                for again in [false, true] {
                    let version = server.version().await;
                    let (imported, _) = server.import_as("a.vcf", &entries, options).await;
                    for (at, imported) in numbers.iter().zip(&imported) {
                        let found = all[*at].import(*conflicts);
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
        for (at, expected) in all.iter().enumerate() {
            let mut is = now.get(&at).map(|contact| Side::of(contact, &groups));
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
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// I8: after any edits, in any order, and any number of imports, what changed on one side is there, and what
    /// changed on both was told and decided. The same file again changes nothing.
    #[test]
    fn i8_no_change_is_lost(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(run(steps));
    }
}

/// The steps come to conflicts, which the law is about.
#[test]
fn i8_the_law_meets_conflicts() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let (mut imports, mut found) = (0, 0);
    for _ in 0..96 {
        let steps = steps().new_tree(&mut runner);
        let mut all = begin();
        for step in steps.expect("steps").current() {
            match step {
                Step::File(at, edit) => all[at].file.edit(&edit),
                Step::InFile(at) => all[at].in_file = !all[at].in_file,
                Step::Here(at, edit) => {
                    all[at]
                        .here
                        .as_mut()
                        .into_iter()
                        .for_each(|it| it.edit(&edit));
                }
                Step::DeleteHere(at) => all[at].here = None,
                Step::Import(conflicts) => {
                    imports += 1;
                    let in_file = all.iter_mut().filter(|it| it.in_file);
                    found += in_file.map(|it| it.import(conflicts)).sum::<usize>();
                }
            }
        }
    }
    assert!(
        imports > 200 && found > 50,
        "{found} conflicts in {imports} imports"
    );
}
