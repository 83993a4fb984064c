//! No change is lost: whatever is edited, in files and here, in any order.
mod groups;

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::STANDARD};
use people_model::{ContactId, GroupResourceName, Person};
use people_server::{
    Effect, ImportOptions, ImportedEntry, Mirror, PlannedEntry, Settings, SourceConflicts,
    SourceEntry, SourceRecord,
};
use people_store::{Memory, RowKind, Store};
use proptest::prelude::*;
use serde_json::{Value, json};

pub(super) use self::groups::Groups;
use super::{Contract, Server, ada, card, list, png, text};
use crate::service::{faults, photos::base64};

const CONTACTS: usize = 2;
const FILES: [&str; 3] = ["a.vcf", "b.vcf", "c.vcf"];
/// A contact may leave a group for another one in a file, and for a third one here.
const NAMES: [&str; 3] = ["Engine", "Chess", "Walks"];

/// What one side has of a contact: values that are one, and sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) ones: BTreeMap<One, u8>,
    pub(super) sets: BTreeMap<Set, BTreeSet<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum One {
    Given,
    Title,
    Birthday,
    Photo,
}

const ONES: [One; 4] = [One::Given, One::Title, One::Birthday, One::Photo];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Set {
    Emails,
    Groups,
    /// Organizations beside the one with a title.
    Jobs,
}

const SETS: [Set; 3] = [Set::Emails, Set::Groups, Set::Jobs];

impl Set {
    /// How many values it may have. There are too few addresses and jobs to put two different ones in the place of one,
    /// which is a conflict.
    fn len(self) -> u8 {
        match self {
            Self::Emails | Self::Jobs => 2,
            Self::Groups => NAMES.len() as u8,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// 0 is nothing.
    One(One, u8),
    /// Puts it in, or takes it out.
    Set(Set, u8),
}

impl Side {
    pub(super) fn one(&self, one: One) -> u8 {
        self.ones.get(&one).copied().unwrap_or(0)
    }

    fn set(&self, set: Set) -> BTreeSet<u8> {
        self.sets.get(&set).cloned().unwrap_or_default()
    }

    pub(super) fn edit(&mut self, edit: &Edit) {
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

    pub(super) fn person(&self, family: &str, groups: &[String]) -> Value {
        let mut person = json!({"names": [{"familyName": family}], "organizations": []});
        if self.one(One::Given) > 0 {
            person["names"][0]["givenName"] = format!("G{}", self.one(One::Given)).into();
        }
        if self.one(One::Title) > 0 {
            let title = format!("T{}", self.one(One::Title));
            person["organizations"] = json!([{"name": "Works", "title": title}]);
        }
        let jobs = person["organizations"].as_array_mut().expect("a list");
        jobs.extend(
            self.set(Set::Jobs)
                .into_iter()
                .map(|at| json!({"name": format!("J{at}")})),
        );
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

    pub(super) fn photo(&self) -> Option<Vec<u8>> {
        let photo = self.one(One::Photo);
        (photo > 0).then(|| png(&format!("photo {photo}")))
    }

    fn entry(&self, number: usize, groups: &[String]) -> SourceEntry {
        let mut entry = card(&format!("u{number}"), &self.person(&family(number), groups));
        entry.photo = self.photo();
        entry
    }

    /// What a contact of a dump says.
    pub(super) fn of(contact: &Value, groups: &[String]) -> Self {
        let number = |value: &Value| value.as_str().and_then(|it| it[1..].parse().ok());
        let mut side = Self::default();
        let given = number(&contact["names"][0]["givenName"]);
        side.ones.insert(One::Given, given.unwrap_or(0));
        let jobs = list(contact, "organizations");
        let title = jobs.iter().find_map(|job| number(&job["title"]));
        side.ones.insert(One::Title, title.unwrap_or(0));
        let others = jobs.iter().filter_map(|job| number(&job["name"]));
        side.sets.insert(Set::Jobs, others.collect());
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

pub(super) fn edit() -> impl Strategy<Value = Edit> {
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

fn steps() -> impl Strategy<Value = Vec<Step>> {
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

impl Side {
    /// Without what says nothing.
    fn plain(&self) -> Self {
        let mut plain = self.clone();
        plain.ones.retain(|_, value| *value > 0);
        plain.sets.retain(|_, values| !values.is_empty());
        plain
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

/// What a mirror of the account plans for the entries of a file.
pub(super) async fn plan(
    server: &Server<Memory>,
    store: &Memory,
    (file, entries): (&str, &[SourceEntry]),
    options: ImportOptions,
    groups: &[String],
) -> Vec<PlannedEntry> {
    let mut mirror = Mirror::new(Settings::default()).await.expect("a mirror");
    for group in groups {
        let Some(GroupResourceName::User(id)) = GroupResourceName::parse(group) else {
            panic!("{group}");
        };
        mirror.add_group(id).await.expect("a group");
    }
    for contact in server.contacts().await {
        let person: Person = serde_json::from_value(contact.clone()).expect("a person");
        let photo = contact["photo"].as_str();
        let photo = photo.map(|photo| STANDARD.decode(photo).expect("base64"));
        let photo = photo.map(|photo| Mirror::photo_digest(&photo).expect("a photo"));
        let id = ContactId::parse(&person.resource_name).expect("a contact");
        let sources = record(store, id).await;
        let put = mirror.put_contact(&person, photo.as_deref(), sources.as_ref());
        put.await.expect("a contact");
    }
    let found = mirror.find(file, entries, SourceEntry::clone).await;
    let found = found.expect("found");
    let mut planned = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let plan = mirror.plan(&found, index, entry.clone(), options).await;
        planned.push(plan.expect("a plan"));
    }
    planned
}

/// What a store keeps of the files that said something of a contact.
async fn record(store: &Memory, id: ContactId) -> Option<SourceRecord> {
    let row = store.get(&ada(), RowKind::Source, id.get()).await;
    let row = row.expect("a store")?;
    Some(serde_json::from_str(&row.record.body).expect("a record"))
}

pub(super) async fn same(planned: &PlannedEntry, imported: &ImportedEntry, store: &Memory) {
    let mut expected = imported.clone();
    let id = expected.contact.expect("a contact");
    if expected.effect == Effect::Added {
        expected.contact = None;
    }
    assert_eq!(planned.imported, expected);
    assert_eq!(Some(&planned.sources), record(store, id).await.as_ref());
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
