//! What a store must hold, from what its writers were told.
use std::collections::{BTreeMap, BTreeSet};

use people_http::{Client, ListConnections};
use people_model::{Biography, ContactId, FieldMask, Nickname, Person, PersonMetadata};
use people_store::{Account, Row, RowKind, Store, Version};

/// How many contacts a writer keeps at most.
const CONTACTS: usize = 6;

/// A change of one contact. A mark is unique, and a contact's whole content follows from it.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Create(String),
    Update(String, String),
    Delete(String),
}

/// A contact as its writer was told of it last.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) mark: String,
    pub(crate) etag: String,
    pub(crate) metadata: Option<PersonMetadata>,
}

/// One of many that change contacts of their own.
#[derive(Debug)]
pub(crate) struct Writer {
    number: usize,
    pub(crate) account: usize,
    marks: usize,
    pub(crate) contacts: BTreeMap<String, Known>,
    /// What was acknowledged since the last check.
    pub(crate) acknowledged: usize,
    deleted: BTreeSet<String>,
    /// What was sent and not acknowledged.
    pub(crate) under_way: Vec<Change>,
}

impl Writer {
    pub(crate) fn new(number: usize, account: usize) -> Self {
        Self {
            number,
            account,
            marks: 0,
            contacts: BTreeMap::new(),
            acknowledged: 0,
            deleted: BTreeSet::new(),
            under_way: Vec::new(),
        }
    }

    /// What to do next: mostly updates, and about as many deletes as creates.
    pub(crate) fn choose(&mut self) -> Change {
        let names: Vec<_> = self.contacts.keys().cloned().collect();
        match (fastrand::choice(names), fastrand::u8(0..8)) {
            (Some(name), 0) => Change::Delete(name),
            (None, _) | (_, 1) if self.contacts.len() < CONTACTS => Change::Create(self.mark()),
            (Some(name), _) => Change::Update(name, self.mark()),
            (None, _) => unreachable!("a writer without contacts creates one"),
        }
    }

    fn mark(&mut self) -> String {
        self.marks += 1;
        format!("{}-{}", self.number, self.marks)
    }

    /// The change that was sent last has happened; a reply is what came of it.
    pub(crate) fn acknowledge(&mut self, reply: Option<Person>) {
        self.acknowledged += 1;
        match (self.under_way.pop(), reply) {
            (Some(Change::Delete(name)), None) => {
                self.contacts.remove(&name);
                self.deleted.insert(name);
            }
            (Some(Change::Create(mark) | Change::Update(_, mark)), Some(person)) => {
                let known = Known {
                    mark,
                    etag: person.etag,
                    metadata: person.metadata,
                };
                self.contacts.insert(person.resource_name, known);
            }
            (change, _) => panic!("not what was asked for: {change:?}"),
        }
    }
}

/// A contact with this mark: a long text, so that it lies on several pages.
pub(crate) fn content(mark: &str) -> Person {
    let mut nickname = Nickname::default();
    nickname.value = mark.to_owned();
    let mut biography = Biography::default();
    biography.value = long(mark);
    let mut person = Person::default();
    person.nicknames = vec![nickname];
    person.biographies = vec![biography];
    person
}

fn long(mark: &str) -> String {
    // Lengths differ, so that rows move.
    format!("{mark} ").repeat(100 + mark.len() * mark.len() * 10)
}

/// The mark of a contact that is whole.
pub(crate) fn mark(person: &Person) -> String {
    let mark = person.nicknames[0].value.clone();
    assert_eq!(person.biographies[0].value, long(&mark), "a torn contact");
    mark
}

/// An entry of a list: a contact and its mark, or none of one that was deleted.
#[derive(Debug)]
struct Content {
    name: String,
    mark: Option<String>,
    etag: String,
}

impl Content {
    fn of(person: &Person) -> Self {
        let deleted = person.metadata.as_ref().is_some_and(|it| it.deleted);
        Self {
            name: person.resource_name.clone(),
            mark: (!deleted).then(|| mark(person)),
            etag: source_etag(person.metadata.as_ref()),
        }
    }
}

/// The part of the etag that is the same for every mask.
fn source_etag(metadata: Option<&PersonMetadata>) -> String {
    let sources = metadata.map_or(&[][..], |metadata| &metadata.sources);
    sources
        .first()
        .map_or_else(String::new, |it| it.etag.clone())
}

/// What an account must hold.
#[derive(Debug)]
pub(crate) struct AccountModel {
    pub(crate) name: String,
    sync_token: String,
    version: Version,
    /// The last change of every contact there ever was, and the mark of one that is there.
    rows: BTreeMap<String, (Version, Option<String>)>,
    /// The etag of those whose last change was acknowledged.
    etags: BTreeMap<String, String>,
    /// Who changed since the last sync.
    changed: BTreeSet<String>,
}

impl AccountModel {
    pub(crate) fn new(number: usize) -> Self {
        Self {
            name: format!("account-{number}"),
            sync_token: String::new(),
            version: Version::ZERO,
            rows: BTreeMap::new(),
            etags: BTreeMap::new(),
            changed: BTreeSet::new(),
        }
    }

    /// Compares with the rows of the account in the order of their last change; the writers are
    /// those of the account. Returns how many changes that were under way have happened.
    pub(crate) fn check<'w>(
        &mut self,
        rows: &[Row],
        version: Version,
        writers: impl Iterator<Item = &'w mut Writer>,
    ) -> usize {
        assert!(
            rows.is_sorted_by(|a, b| a.version < b.version),
            "{}: a version twice, or out of order",
            self.name
        );
        let found: BTreeMap<_, _> = rows.iter().map(|row| (name(row), row)).collect();
        let (mut commits, mut happened, mut expected) = (0, 0, BTreeMap::new());
        for writer in writers {
            for change in std::mem::take(&mut writer.under_way) {
                if has_happened(&change, &found) {
                    adopt(writer, change, &found);
                    happened += 1;
                }
            }
            commits += std::mem::take(&mut writer.acknowledged) as u64;
            let there = writer.contacts.iter();
            expected.extend(there.map(|(name, known)| (name.clone(), Some(known.mark.clone()))));
            let gone = std::mem::take(&mut writer.deleted).into_iter();
            expected.extend(gone.map(|name| (name, None)));
            for (name, known) in &writer.contacts {
                self.etags
                    .insert(name.clone(), source_etag(known.metadata.as_ref()));
            }
        }
        // Each commit took one version, and there were no others.
        assert_eq!(version, Version(self.version.0 + commits), "{}", self.name);
        let gone = self.rows.iter().filter(|(_, (_, mark))| mark.is_none());
        expected.extend(gone.map(|(name, _)| (name.clone(), None)));
        let stored = found
            .iter()
            .map(|(name, row)| (name.clone(), content_of(row)));
        assert_eq!(
            stored.collect::<BTreeMap<_, _>>(),
            expected,
            "{}",
            self.name
        );
        self.take_in(&found, expected, version);
        happened
    }

    /// Rows keep their version unless they were changed, which gives them one of the new ones.
    fn take_in(
        &mut self,
        found: &BTreeMap<String, &Row>,
        expected: BTreeMap<String, Option<String>>,
        version: Version,
    ) {
        for (name, mark) in expected {
            let row = found[&name];
            match self.rows.get(&name) {
                Some((before, was)) if *was == mark => assert_eq!(row.version, *before, "{name}"),
                _ => {
                    let new = self.version < row.version && row.version <= version;
                    assert!(new, "{name} changed at {}", row.version);
                    self.changed.insert(name.clone());
                }
            }
            if mark.is_none() {
                self.etags.remove(&name);
            }
            self.rows.insert(name, (row.version, mark));
        }
        self.version = version;
    }

    /// Has a client list what changed since its last sync. It must be told of every change and of
    /// nothing else, once each, and see the etags that were acknowledged.
    pub(crate) async fn check_sync(&mut self, client: &Client) {
        let mut request = ListConnections::new(
            FieldMask::METADATA | FieldMask::NICKNAMES | FieldMask::BIOGRAPHIES,
        );
        request.request_sync_token = true;
        request.sync_token.clone_from(&self.sync_token);
        let mut pages = client.list(request);
        let mut entries = Vec::new();
        while let Some(page) = pages.next_page().await.expect("a page") {
            entries.extend(page.iter().map(Content::of));
        }
        self.check_delta(entries);
        pages
            .sync_token()
            .unwrap_or_default()
            .clone_into(&mut self.sync_token);
    }

    fn check_delta(&mut self, entries: Vec<Content>) {
        // A full listing has no tombstones.
        let full = self.sync_token.is_empty();
        let mut changed = std::mem::take(&mut self.changed);
        changed.retain(|name| !full || self.rows[name].1.is_some());
        for Content { name, mark, etag } in entries {
            assert!(
                changed.remove(&name),
                "{name} is told twice, or for nothing"
            );
            assert_eq!(mark, self.rows[&name].1, "{name}");
            match self.etags.get(&name).map(String::as_str) {
                None | Some("") => {}
                Some(acknowledged) => assert_eq!(etag, acknowledged, "{name}"),
            }
        }
        assert_eq!(changed, BTreeSet::new(), "{}: nobody told", self.name);
    }
}

/// All rows, tombstones too, in the order of their last change.
pub(crate) async fn rows(store: &impl Store, account: &Account) -> Vec<Row> {
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page = store
            .changes(
                account,
                RowKind::Contact,
                Version::ZERO,
                cursor.as_ref(),
                100,
            )
            .await
            .expect("a page");
        rows.extend(page.rows);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return rows,
        }
    }
}

fn name(row: &Row) -> String {
    ContactId::new(row.id).expect("an id").resource_name()
}

fn content_of(row: &Row) -> Option<String> {
    let person = || serde_json::from_str(&row.record.body).expect("a body is a contact's");
    (!row.deleted).then(|| mark(&person()))
}

fn has_happened(change: &Change, found: &BTreeMap<String, &Row>) -> bool {
    let holds = |row: &&Row, mark: &String| content_of(row).as_ref() == Some(mark);
    match change {
        Change::Create(mark) => found.values().any(|row| holds(row, mark)),
        Change::Update(name, mark) => found.get(name).is_some_and(|row| holds(row, mark)),
        Change::Delete(name) => found.get(name).is_some_and(|row| row.deleted),
    }
}

/// The writer continues after a change whose reply was lost.
fn adopt(writer: &mut Writer, change: Change, found: &BTreeMap<String, &Row>) {
    let reply = match &change {
        Change::Delete(_) => None,
        Change::Create(mark) | Change::Update(_, mark) => {
            let mut rows = found.iter();
            let row = rows.find(|(_, row)| content_of(row).as_ref() == Some(mark));
            let mut person = Person::default();
            person
                .resource_name
                .clone_from(row.expect("it has happened").0);
            Some(person)
        }
    };
    writer.under_way.push(change);
    writer.acknowledge(reply);
}
