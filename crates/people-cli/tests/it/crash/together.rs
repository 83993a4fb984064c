//! Writers of every sort that race on the same contacts and groups, on every engine, and servers that are
//! killed under them: what each was told is enough to say what must be there (rules `B2`, `B4`, `G7`, `G8`,
//! `U19`).
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    env,
    ffi::{OsStr, OsString},
    mem,
    ops::Range,
    sync::{Arc, Mutex},
    time::Duration,
};

use people_http::{
    BatchUpdateContacts, Client, DeleteContactGroup, DeleteContactPhoto, Error, GetPeople,
    ModifyContactGroupMembers, UpdateContact, UpdateContactPhoto,
};
use people_model::{
    Code, ContactGroupMembership, ContactId, FieldMask, GroupType, Membership, Person, UpdateMask,
};
use people_rules::Sources;
use tokio::time::sleep;

use crate::{Server, named, nicknamed, nicknames, people};

const WRITERS: usize = 16;
const CONTACTS: usize = 8;
const GROUPS: usize = 2;
/// What each writer does in a round on a server that is left alone.
const CHANGES: usize = 8;
/// How often a server is killed, unless the variable says otherwise.
const KILLS: usize = 2;
const KILLS_VARIABLE: &str = "PEOPLE_TEST_KILLS";
/// When it is killed: so long after the writers have begun.
const MOMENT: Range<u64> = 30..500;

#[tokio::test(flavor = "multi_thread", worker_threads = 16)]
async fn racing_writers_of_every_sort_agree() {
    Run::new("memory").await.undisturbed().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 16)]
async fn racing_writers_agree_in_the_embedded_store() {
    let data = tempfile::tempdir().expect("a folder");
    let mut run = Run::new(data.path()).await;
    run.undisturbed().await;
    run.killed().await;
    run.stop_and_inspect();
}

/// Through two servers in front of one database.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 16)]
async fn racing_writers_agree_on_postgres() {
    let Some(database) = crate::postgres::server::fresh() else {
        return;
    };
    let mut run = Run::new(&database).await;
    run.servers.push(Server::start(&database, &[]));
    run.undisturbed().await;
    run.killed().await;
    run.stop_and_inspect();
}

/// The servers of a store, and what its contacts must be.
struct Run {
    data: OsString,
    servers: Vec<Server>,
    shared: Arc<Shared>,
    /// The mark of each contact when the writers began.
    marks: BTreeMap<String, String>,
}

/// What all writers know.
struct Shared {
    names: Vec<String>,
    groups: Mutex<Vec<String>>,
    made: Mutex<usize>,
}

/// A change of the marks of contacts, all by one call: of each contact the mark that it replaced.
#[derive(Debug)]
struct Change {
    mark: String,
    replaced: Vec<(String, String)>,
    outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Landed,
    /// There was no reply.
    Lost,
}

impl Run {
    async fn new(data: impl AsRef<OsStr>) -> Self {
        let data = data.as_ref().to_owned();
        let server = Server::start(&data, &[]);
        let client = server.client("ada");
        let mut marks = BTreeMap::new();
        for number in 0..CONTACTS {
            let mut person = named("Ada");
            person.nicknames = nicknamed(&person, &format!("start {number}")).nicknames;
            let person = client.create(person).await.expect("a contact");
            marks.insert(person.resource_name, format!("start {number}"));
        }
        let shared = Arc::new(Shared {
            names: marks.keys().cloned().collect(),
            groups: Mutex::default(),
            made: Mutex::default(),
        });
        for _ in 0..GROUPS {
            shared.make_group(&client).await.expect("a group");
        }
        Self {
            data,
            servers: vec![server],
            shared,
            marks,
        }
    }

    /// Every writer makes its changes to the end.
    async fn undisturbed(&mut self) {
        let running = self.race(CHANGES);
        let mut changes = Vec::new();
        for writer in running {
            changes.extend(writer.await.expect("a writer"));
        }
        assert!(changes.len() > CHANGES, "hardly anything was written");
        assert!(changes.iter().all(|it| it.outcome == Outcome::Landed));
        self.check(changes).await;
    }

    /// A server is killed under them, again and again.
    async fn killed(&mut self) {
        let kills = env::var(KILLS_VARIABLE).map_or(KILLS, |text| text.parse().expect("a number"));
        for _ in 0..kills {
            let running = self.race(usize::MAX);
            sleep(Duration::from_millis(fastrand::u64(MOMENT))).await;
            let count = self.servers.len();
            for server in mem::take(&mut self.servers) {
                server.kill();
            }
            let mut changes = Vec::new();
            for writer in running {
                changes.extend(writer.await.expect("a writer ends when its server does"));
            }
            for _ in 0..count {
                self.servers.push(Server::start(&self.data, &[]));
            }
            self.check(changes).await;
        }
    }

    fn race(&self, changes: usize) -> Vec<tokio::task::JoinHandle<Vec<Change>>> {
        let writer = |number: usize| {
            let server = &self.servers[number % self.servers.len()];
            let writer = Writer {
                client: server.client("ada"),
                shared: Arc::clone(&self.shared),
                changes: Vec::new(),
            };
            tokio::spawn(writer.run(changes))
        };
        (0..WRITERS).map(writer).collect()
    }

    /// Holds what is there against what the writers were told.
    async fn check(&mut self, changes: Vec<Change>) {
        let client = self.servers[0].client("ada");
        // A delete of a group that was interrupted is finished by the same call.
        let groups = self.shared.groups.lock().expect("groups").clone();
        for group in &groups[..groups.len() - 1] {
            match client.send(DeleteContactGroup::new(group)).await {
                Ok(_) => {}
                Err(error) => assert!(error.is_not_found(), "{error}"),
            }
        }
        *self.shared.groups.lock().expect("groups") = groups[groups.len() - 1..].to_vec();
        while self.shared.groups.lock().expect("groups").len() < GROUPS {
            self.shared.make_group(&client).await.expect("a group");
        }

        let read = FieldMask::NICKNAMES | FieldMask::MEMBERSHIPS | FieldMask::PHOTOS;
        let all = client.connections(read).all().await.expect("a list");
        assert_eq!(all.len(), CONTACTS);
        groups_agree(&client, &all).await;
        for person in &all {
            photo_is_there(&self.servers[0], person);
        }
        let last: BTreeMap<_, _> = all
            .iter()
            .map(|person| (person.resource_name.clone(), mark(person)))
            .collect();
        follow(&self.marks, &changes, &last);
        self.marks = last;
    }

    /// Nothing is wrong with the rows, and no contact has the photo of another.
    fn stop_and_inspect(self) {
        for server in self.servers {
            server.stop();
        }
        let data = self.data.to_str().expect("text");
        let checked = people(&["store", "check", data]);
        let said = String::from_utf8_lossy(&checked.stderr).into_owned();
        assert!(checked.status.success(), "{said}");
    }
}

/// Every version had one winner: each mark was replaced once at most, and from the first to the last, the
/// marks of each contact are those of the changes that landed. A change whose reply was lost happened to all
/// of its contacts, or to none.
fn follow(first: &BTreeMap<String, String>, changes: &[Change], last: &BTreeMap<String, String>) {
    let mut successors: HashMap<(&str, &str), Vec<&Change>> = HashMap::new();
    for change in changes {
        for (name, mark) in &change.replaced {
            let place = (name.as_str(), mark.as_str());
            successors.entry(place).or_default().push(change);
        }
    }
    let mut happened: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, start) in first {
        let mut mark = start.as_str();
        // Of several whose replies were lost, that one has happened of which something is seen: a change that
        // landed after it, or the end.
        while let Some(next) = successors.get(&(name.as_str(), mark)) {
            let landed: Vec<_> = next
                .iter()
                .filter(|it| it.outcome == Outcome::Landed)
                .collect();
            assert!(
                landed.len() <= 1,
                "{name}: `{mark}` was replaced twice: {landed:?}"
            );
            let lost = next.iter().find(|it| {
                let is_replaced = successors.contains_key(&(name.as_str(), it.mark.as_str()));
                it.outcome == Outcome::Lost && (is_replaced || last[name] == it.mark)
            });
            let change = match (landed.first(), lost) {
                (Some(landed), None) => landed,
                (None, Some(lost)) => lost,
                (None, None) => break,
                (Some(landed), Some(lost)) => panic!("{name}: {landed:?} and {lost:?}"),
            };
            mark = &change.mark;
            *happened.entry(mark).or_default() += 1;
        }
        assert_eq!(
            last[name], mark,
            "{name}: its last mark is of no change that happened"
        );
    }
    for change in changes {
        let count = happened.get(&*change.mark).copied().unwrap_or(0);
        let is_whole = count == change.replaced.len();
        match change.outcome {
            Outcome::Landed => assert!(is_whole, "{count} of it happened: {change:?}"),
            Outcome::Lost => assert!(is_whole || count == 0, "{count} of it happened: {change:?}"),
        }
    }
}

/// Every contact is in a group that is there, and groups and contacts say the same of each other.
async fn groups_agree(client: &Client, all: &[Person]) {
    let mut members: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for person in all {
        assert!(!person.memberships.is_empty(), "{}", person.resource_name);
        for membership in &person.memberships {
            let group = membership.contact_group_membership.as_ref();
            let group = &group.expect("a group").contact_group_resource_name;
            let of_group = members.entry(group.clone()).or_default();
            of_group.insert(&person.resource_name);
        }
    }
    let groups = client.groups().all().await.expect("a list");
    for group in &groups {
        let expected = members.remove(&group.resource_name).unwrap_or_default();
        let count = usize::try_from(group.member_count).expect("a count");
        assert_eq!(count, expected.len(), "{}", group.resource_name);
        if group.group_type == GroupType::UserContactGroup {
            let mut read = people_http::GetContactGroup::new(&group.resource_name);
            read.max_members = 1000;
            let found = client.send(read).await.expect("a group");
            let found = found.member_resource_names.iter().map(String::as_str);
            assert_eq!(found.collect::<BTreeSet<_>>(), expected);
        }
    }
    assert!(members.is_empty(), "groups that there are not: {members:?}");
}

/// The photo that a contact shows is served.
fn photo_is_there(server: &Server, person: &Person) {
    let photo = &person.photos[0];
    let path = photo.url.splitn(4, '/').nth(3).expect("a path");
    let answer = server.exchange(&format!(
        "GET /{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    ));
    assert_eq!(answer.get(9..12), Some("200"), "{answer}");
}

fn mark(person: &Person) -> String {
    person.nicknames[0].value.clone()
}

impl Shared {
    /// A number that no other change has.
    fn number(&self) -> usize {
        let mut made = self.made.lock().expect("a number");
        *made += 1;
        *made
    }

    async fn make_group(&self, client: &Client) -> Result<(), Error> {
        let name = format!("group {}", self.number());
        let group = client.create_group(&name).await?;
        let mut groups = self.groups.lock().expect("groups");
        groups.push(group.resource_name);
        Ok(())
    }

    fn group(&self) -> String {
        let groups = self.groups.lock().expect("groups");
        let recent = &groups[groups.len().saturating_sub(GROUPS)..];
        fastrand::choice(recent).expect("a group").clone()
    }

    fn some(&self, count: usize) -> Vec<String> {
        fastrand::choose_multiple(self.names.iter().cloned(), count)
    }
}

struct Writer {
    client: Client,
    shared: Arc<Shared>,
    changes: Vec<Change>,
}

impl Writer {
    /// Makes so many changes, or as many as it can until its server is gone. Returns those of marks.
    async fn run(mut self, changes: usize) -> Vec<Change> {
        for _ in 0..changes {
            let done = match fastrand::u8(0..12) {
                0..4 => self.mark(1).await,
                4..7 => self.mark(4).await,
                7..9 => self.modify().await,
                9 => self.regroup().await,
                10 => self.photo().await,
                _ => self.replace_group().await,
            };
            match done {
                Ok(()) => {}
                Err(error) if error.status().is_none() => break,
                Err(error) => assert!(is_late(&error), "refused: {error}"),
            }
        }
        self.changes
    }

    /// Gives some contacts a mark, alone or as a batch.
    async fn mark(&mut self, count: usize) -> Result<(), Error> {
        let names = self.shared.some(count);
        let read = FieldMask::METADATA | FieldMask::NICKNAMES;
        let read = self.client.send(GetPeople::new(&names, read)).await?;
        let people: Vec<Person> = read
            .responses
            .into_iter()
            .filter_map(|it| it.person)
            .collect();
        let value = format!("mark {}", self.shared.number());
        let replaced = people
            .iter()
            .map(|person| (person.resource_name.clone(), mark(person)));
        let mut change = Change {
            mark: value.clone(),
            replaced: replaced.collect(),
            outcome: Outcome::Landed,
        };
        let updates = people.iter().map(|person| nicknamed(person, &value));
        let done = match count {
            1 => {
                let update = updates.into_iter().next().expect("a contact");
                self.client.update(update, nicknames()).await.map(drop)
            }
            _ => {
                let updates = updates.map(|person| {
                    let id = ContactId::parse(&person.resource_name);
                    (id.expect("a contact"), person)
                });
                let batch = BatchUpdateContacts::new(updates, nicknames());
                self.client.send(batch).await.map(drop)
            }
        };
        match &done {
            Ok(()) => self.changes.push(change),
            Err(error) if error.status().is_none() => {
                change.outcome = Outcome::Lost;
                self.changes.push(change);
            }
            Err(_) => {}
        }
        done
    }

    /// Puts some contacts in a group, or takes them out of it.
    async fn modify(&self) -> Result<(), Error> {
        let names = self.shared.some(3);
        let ids = names.iter().filter_map(|name| ContactId::parse(name));
        let group = match fastrand::u8(0..4) {
            0 => "contactGroups/myContacts".to_owned(),
            _ => self.shared.group(),
        };
        let modify = ModifyContactGroupMembers::new(group);
        let modify = match fastrand::bool() {
            true => modify.add(ids),
            false => modify.remove(ids),
        };
        self.client.send(modify).await.map(drop)
    }

    /// Replaces the groups of a contact.
    async fn regroup(&self) -> Result<(), Error> {
        let name = self.shared.some(1).remove(0);
        let mut person = self.client.get(&name, FieldMask::METADATA).await?;
        let group = ContactGroupMembership::new().contact_group_resource_name(self.shared.group());
        person.memberships = vec![Membership::new().contact_group_membership(group)];
        let mask = UpdateMask::try_from(FieldMask::MEMBERSHIPS).expect("updatable");
        let id = ContactId::parse(&name).expect("a contact");
        let update = UpdateContact::new(id, person, mask);
        self.client.send(update).await.map(drop)
    }

    /// Gives a contact a photo, or takes it away.
    async fn photo(&self) -> Result<(), Error> {
        let name = self.shared.some(1).remove(0);
        let id = ContactId::parse(&name).expect("a contact");
        if fastrand::u8(0..4) == 0 {
            return self
                .client
                .send(DeleteContactPhoto::new(id))
                .await
                .map(drop);
        }
        let mut jpeg = b"\xff\xd8\xff\xfe\0\x08".to_vec();
        jpeg.extend(format!("{:06}", self.shared.number()).as_bytes());
        jpeg.extend(b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x01\xff\xd9");
        let update = UpdateContactPhoto::new(id, jpeg);
        let update = update.returning(FieldMask::PHOTOS, Sources::DEFAULT);
        self.client.send(update).await.map(drop)
    }

    /// Makes a group, and deletes one whose members others are changing.
    async fn replace_group(&self) -> Result<(), Error> {
        let group = self.shared.group();
        self.shared.make_group(&self.client).await?;
        let delete = DeleteContactGroup::new(&group);
        self.client.send(delete).await.map(drop)
    }
}

/// Another writer was faster, and nothing was done.
fn is_late(error: &Error) -> bool {
    let code = error.status().and_then(|status| status.code());
    error.is_stale()
        || matches!(
            code,
            Some(Code::NotFound | Code::Aborted | Code::FailedPrecondition)
        )
}
