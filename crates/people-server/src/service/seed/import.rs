//! A seed that is imported: all of it is checked before anything is written, and compared after.
use std::{fmt, iter, ops::Range};

use people_model::{ContactGroup, GroupId};
use people_store::{
    Account, Batch, CommitError, Condition, Record, RowKind, Store, StoreError, Unavailable, Write,
};

use super::{
    Entry, Seed, SeedAccount, SeedError, SeedReport,
    add::{named, reason},
    groups::{GroupIds, Once, SeedGroup},
    naming::Naming,
    others::{SeedRow, parts},
    owner,
    people::SeedPerson,
    refused,
};
use crate::service::{
    People, Region, Service, Sizes, etags::PROFILE_ROW, groups::StoredGroup, photos::NewPhoto,
    rows::has,
};

/// How many contacts, and how many bytes of them, share a commit.
const CONTACTS: usize = 500;
const BYTES: usize = 4 << 20;

/// How often contacts are looked for again that somebody else has written in between.
const RACES: usize = 16;

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// What was not there before.
    pub added: SeedReport,
    /// How many entries the seed has: profiles, groups, contacts, other contacts,
    /// domains and the people of their directories.
    pub entries: u64,
    /// Those that the store does not hold as the seed has them.
    pub differing: Vec<Differing>,
}

/// An entry that the store does not hold as the seed has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Differing {
    /// The account.
    pub account: String,
    /// What of it, such as `contact 3`.
    pub what: String,
    /// Whether it exists with other values.
    pub is_there: bool,
    /// Where a group of its name has another resource name in the store: that one. Its members are put
    /// in it.
    pub is_named: Option<String>,
}

impl fmt::Display for Differing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: ", owner(&self.account), self.what)?;
        match (&self.is_named, self.is_there) {
            (Some(name), _) => write!(f, "is there as {name}, where its members were put"),
            (None, true) => f.write_str("is there with other values, which were left as they are"),
            (None, false) => f.write_str("is not there"),
        }
    }
}

impl<S: Store> People<S> {
    /// Adds what a seed has and the store has not, and then compares the two.
    ///
    /// Existing entries stay unchanged; those with other values are reported. All entries are
    /// checked before the first is written. Call it again to resume an import that was
    /// interrupted: a contact without a resource name gets an id that is derived from its
    /// content, so that it is found again. `progress` is called with the number of entries that are
    /// done, and of all.
    ///
    /// ```
    /// use people_server::{People, Seed, Settings};
    /// use people_store::Memory;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let seed = r#"{"accounts": {"ada": {"contacts": [{"names": [{"givenName": "Charles"}]}]}}}"#;
    /// let seed = Seed::from_json(seed)?;
    /// assert_eq!(people.import(&seed, |_done, _all| {}).await?.added.contacts, 1);
    /// assert_eq!(people.import(&seed, |_done, _all| {}).await?.added.contacts, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`SeedError::Refused`] for the first entry that cannot be stored, when nothing was written;
    /// [`SeedError::Store`] when the store failed, and keeps what came before.
    pub async fn import(
        &self,
        seed: &Seed,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Imported, SeedError> {
        let parts = seed.accounts.iter();
        let parts: Vec<Part<'_, S>> = parts
            .map(|(name, content)| Part::new(&self.inner, name, content))
            .collect::<Result<_, _>>()?;
        let directories = self.inner.directories(seed).await?;
        let of_directories = directories.iter().map(|it| it.entries() as u64);
        let entries = parts.iter().map(Part::entries).sum::<u64>() + of_directories.sum::<u64>();
        let mut done = 0;
        let mut progress = |more: u64| {
            done += more;
            progress(done, 3 * entries);
        };
        let mut imported = Imported {
            entries,
            ..Imported::default()
        };
        imported.added.accounts = parts.len();
        let service = &self.inner;
        for part in &parts {
            // Every account has the system groups that a list may have: they are nothing to import.
            imported.entries -= part.check(&mut progress).await?;
        }
        for directory in &directories {
            service.check_directory(directory)?;
            progress(directory.entries() as u64);
        }
        for part in &parts {
            part.add(&mut imported.added, &mut progress).await?;
        }
        // Another process may have stored a domain since.
        let directories = service.directories(seed).await?;
        for directory in &directories {
            imported.added.directory_people += service.add_directory(directory).await?;
            progress(directory.entries() as u64);
        }
        for part in &parts {
            part.compare(&mut imported.differing, &mut progress).await?;
        }
        for directory in &directories {
            let differing = &mut imported.differing;
            service.compare_directory(directory, differing).await?;
            progress(directory.entries() as u64);
        }
        Ok(imported)
    }

    /// What the store has otherwise than a seed: [`seed`](Self::seed) and [`import`](Self::import) leave
    /// it as it is. What the store does not have is not among it.
    ///
    /// ```
    /// use people_server::{People, Seed, Settings};
    /// use people_store::Memory;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let shares = r#"{"accounts": {}, "domains": {"corp.example": {"sharing": true}}}"#;
    /// people.seed(Seed::from_json(shares)?).await?;
    /// let seed = Seed::from_json(&shares.replace("true", "false"))?;
    /// assert_eq!(people.differing(&seed).await?.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`SeedError::Refused`] for an entry that cannot be stored, [`SeedError::Store`] when the store
    /// failed.
    pub async fn differing(&self, seed: &Seed) -> Result<Vec<Differing>, SeedError> {
        let mut differing = Vec::new();
        for (name, content) in &seed.accounts {
            let part = Part::new(&self.inner, name, content)?;
            part.compare(&mut differing, &mut |_| {}).await?;
        }
        for directory in self.inner.directories(seed).await? {
            let compared = self.inner.compare_directory(&directory, &mut differing);
            compared.await?;
        }
        differing.retain(|entry| entry.is_there);
        Ok(differing)
    }
}

/// The id that a group gets that is not there.
fn planned(stored: &StoredGroup, id: Option<GroupId>) -> u64 {
    id.map_or_else(|| stored.first_id(), GroupId::get)
}

/// What a seed has of one account.
struct Part<'s, S> {
    service: &'s Service<S>,
    name: &'s str,
    account: Account,
    content: &'s SeedAccount,
}

/// A contact as it will be stored.
struct Row {
    index: usize,
    id: u64,
    record: Record,
    photo: Option<NewPhoto>,
}

impl<'s, S: Store> Part<'s, S> {
    fn new(
        service: &'s Service<S>,
        name: &'s str,
        content: &'s SeedAccount,
    ) -> Result<Self, SeedError> {
        let account = Account::new(name);
        Ok(Self {
            service,
            name,
            account: account.map_err(|error| refused(name, "its name", error.to_string()))?,
            content,
        })
    }

    fn entries(&self) -> u64 {
        let profile = u64::from(self.content.has_profile());
        let domain = u64::from(!self.content.domain.is_empty());
        let content = self.content;
        let lists = content.groups.len() + content.contacts.len() + content.other_contacts.len();
        profile + domain + lists as u64
    }

    /// Makes every row, and writes none. Returns how many entries are system groups.
    async fn check(&self, progress: &mut impl FnMut(u64)) -> Result<u64, SeedError> {
        let mut system_groups = 0;
        if self.content.has_profile() {
            self.profile()?;
            progress(1);
        }
        let (mut ids, mut once) = (GroupIds::default(), Once::default());
        for (index, entry) in self.content.groups.iter().enumerate() {
            progress(1);
            let group = self.group(index, entry)?;
            let Some((stored, id)) = self.own_group(index, &group)? else {
                system_groups += 1;
                continue;
            };
            let what = self.content.group_name(index);
            once.check(index, &stored, id).map_err(|(first, shares)| {
                let first = self.content.group_name(first);
                refused(self.name, &what, format!("{first} {shares}"))
            })?;
            let there = self.service.seed_group_of(&self.account, &stored, id);
            let there = there.await.map_err(|source| self.failed(&what, source))?;
            ids.insert(&group, there.unwrap_or_else(|| planned(&stored, id)));
        }
        let mut naming = Naming::default();
        for (index, entry) in self.content.contacts.iter().enumerate() {
            let person = self.person(index, entry)?;
            let in_groups = self
                .service
                .check_groups(&self.account, &person.person, &ids);
            let in_groups = in_groups.await;
            in_groups.map_err(|why| refused(self.name, &self.content.contact_name(index), why))?;
            self.row(index, person, &ids, &mut naming)?;
            progress(1);
        }
        let mut of_others = Naming::default();
        for some in parts(&self.content.other_contacts) {
            progress(some.len() as u64);
            for row in self.others(some, &mut of_others)? {
                if naming.has(row.id) {
                    let why = format!("people/c{} has its number", row.id);
                    return Err(refused(self.name, &row.what, why));
                }
            }
        }
        progress(self.domain()?.len() as u64);
        Ok(system_groups)
    }

    /// The row of its domain, if it has one.
    fn domain(&self) -> Result<Vec<SeedRow>, SeedError> {
        Ok(self.content.domain_row(self.name)?.into_iter().collect())
    }

    fn others(&self, some: Range<usize>, naming: &mut Naming) -> Result<Vec<SeedRow>, SeedError> {
        let named = (self.name, &self.account);
        self.service.other_rows(named, self.content, some, naming)
    }

    async fn add(
        &self,
        added: &mut SeedReport,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), SeedError> {
        if self.content.has_profile() {
            let profile = self.profile()?;
            let new = self.service.add_profile(&self.account, profile).await;
            let new = new.map_err(|source| self.failed("its profile", source))?;
            added.profiles += usize::from(new);
            progress(1);
        }
        let mut ids = GroupIds::default();
        for (index, entry) in self.content.groups.iter().enumerate() {
            progress(1);
            let group = self.group(index, entry)?;
            let Some((stored, id)) = self.own_group(index, &group)? else {
                continue;
            };
            let kept = self.service.seed_group(&self.account, &stored, id);
            let (id, new) = kept.await.map_err(|failure| {
                // It was checked, so that this is the store's doing.
                let source = StoreError::engine(std::io::Error::other(reason(failure)));
                self.failed(&self.content.group_name(index), source)
            })?;
            ids.insert(&group, id);
            added.groups += usize::from(new);
        }
        let mut rows = Rows::new(self, ids);
        while let Some((some, count)) = rows.next_some()? {
            let Some(first) = some.first() else {
                progress(count);
                continue;
            };
            let what = self.content.contact_name(first.index);
            let new = self.add_contacts(some).await;
            added.contacts += new.map_err(|source| self.failed(&what, source))?;
            progress(count);
        }
        let mut naming = Naming::default();
        for some in parts(&self.content.other_contacts) {
            progress(some.len() as u64);
            let what = self.content.other_name(some.start);
            let rows = self.others(some, &mut naming)?;
            let new = self.service.add_rows(&self.account, rows).await;
            added.other_contacts += new.map_err(|source| self.failed(&what, source))?;
        }
        let domain = self.domain()?;
        progress(domain.len() as u64);
        let new = self.service.add_rows(&self.account, domain).await;
        new.map_err(|source| self.failed("its domain", source))?;
        Ok(())
    }

    /// Commits those contacts that are not there, all together; returns how many there were.
    async fn add_contacts(&self, mut rows: Vec<Row>) -> Result<usize, StoreError> {
        for _ in 0..RACES {
            let ids: Vec<u64> = rows.iter().map(|row| row.id).collect();
            let store = &self.service.store;
            let there = store
                .get_many(&self.account, RowKind::Contact, &ids)
                .await?;
            let mut there = there.iter();
            rows.retain(|_| there.next().is_none_or(Option::is_none));
            if rows.is_empty() {
                return Ok(0);
            }
            let writes = rows.iter().flat_map(|row| {
                let contact = Write::Put {
                    kind: RowKind::Contact,
                    id: row.id,
                    record: row.record.clone(),
                    condition: Condition::Absent,
                };
                let photo = row.photo.as_ref().map(|photo| photo.put(row.id, None));
                iter::once(contact).chain(photo)
            });
            let batch = Batch {
                writes: writes.collect(),
                time: self.service.facts.settings.clock.now(),
            };
            match store.commit(&self.account, batch).await {
                Ok(_) => return Ok(rows.len()),
                Err(CommitError::Conflict { .. }) => {}
                Err(CommitError::Store(error)) => return Err(error),
                Err(error) => return Err(StoreError::engine(error)),
            }
        }
        Err(StoreError::unavailable(Unavailable::Busy))
    }

    /// Reads the existing entries, and reports those that differ from what was written.
    async fn compare(
        &self,
        differing: &mut Vec<Differing>,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), SeedError> {
        let (account, store) = (&self.account, &self.service.store);
        let mut differs = |what: String,
                           found: Option<&people_store::Row>,
                           wanted: &Record,
                           is_named: Option<String>| {
            if found.is_none_or(|row| !has(&row.record, wanted)) || is_named.is_some() {
                differing.push(Differing {
                    account: self.name.to_owned(),
                    what,
                    is_there: found.is_some(),
                    is_named,
                });
            }
        };
        if self.content.has_profile() {
            let found = store.get(account, RowKind::Profile, PROFILE_ROW).await;
            let found = found.map_err(|source| self.failed("its profile", source))?;
            let (profile, _) = self.profile()?;
            differs("its profile".to_owned(), found.as_ref(), &profile, None);
            progress(1);
        }
        let mut ids = GroupIds::default();
        for (index, entry) in self.content.groups.iter().enumerate() {
            progress(1);
            let (what, group) = (self.content.group_name(index), self.group(index, entry)?);
            let failed = |source| self.failed(&what, source);
            let Some((stored, given)) = self.own_group(index, &group)? else {
                continue;
            };
            let id = self.service.seed_group_of(account, &stored, given).await;
            let id = id.map_err(failed)?;
            let found = match id {
                Some(id) => store
                    .get(account, RowKind::Group, id)
                    .await
                    .map_err(failed)?,
                None => None,
            };
            let wanted = stored.record();
            let wanted = wanted.map_err(|error| failed(StoreError::engine(error)))?;
            let id = id.unwrap_or_else(|| planned(&stored, given));
            let is_named = given
                .is_some_and(|given| given.get() != id)
                .then(|| format!("contactGroups/{id:x}"));
            ids.insert(&group, id);
            differs(what, found.as_ref(), &wanted, is_named);
        }
        let mut rows = Rows::new(self, ids);
        while let Some((some, count)) = rows.next_some()? {
            let Some(first) = some.first() else {
                progress(count);
                continue;
            };
            let wanted: Vec<u64> = some.iter().map(|row| row.id).collect();
            let found = store.get_many(account, RowKind::Contact, &wanted).await;
            let found = found
                .map_err(|source| self.failed(&self.content.contact_name(first.index), source))?;
            for (row, found) in some.iter().zip(&found) {
                let what = self.content.contact_name(row.index);
                let what = format!("{what} (people/c{})", row.id);
                differs(what, found.as_ref(), &row.record, None);
            }
            progress(count);
        }
        let mut naming = Naming::default();
        for some in parts(&self.content.other_contacts) {
            progress(some.len() as u64);
            let what = self.content.other_name(some.start);
            let rows = self.others(some, &mut naming)?;
            let found = self.service.compare_rows(account, rows, differing).await;
            found.map_err(|source| self.failed(&what, source))?;
        }
        let domain = self.domain()?;
        progress(domain.len() as u64);
        let found = self.service.compare_rows(account, domain, differing).await;
        found.map_err(|source| self.failed("its domain", source))
    }

    fn profile(&self) -> Result<(Record, Option<NewPhoto>), SeedError> {
        let record = self.service.profile_record(&self.account, self.content);
        record.map_err(|why| refused(self.name, "its profile", why))
    }

    fn group(&self, index: usize, entry: &Entry) -> Result<ContactGroup, SeedError> {
        let group = entry.decode(self.sizes());
        group.map_err(|why| refused(self.name, &self.content.group_name(index), why))
    }

    /// A group as it is stored, with the id of its resource name; none where every account has it.
    fn own_group(
        &self,
        index: usize,
        group: &ContactGroup,
    ) -> Result<Option<(StoredGroup, Option<GroupId>)>, SeedError> {
        match SeedGroup::read(group) {
            Ok(SeedGroup::System) => Ok(None),
            Ok(SeedGroup::Own { stored, id }) => Ok(Some((stored, id))),
            Err(why) => Err(refused(self.name, &self.content.group_name(index), why)),
        }
    }

    fn person(&self, index: usize, entry: &Entry) -> Result<SeedPerson, SeedError> {
        let person = self.service.seed_person(entry);
        person.map_err(|why| refused(self.name, &self.content.contact_name(index), why))
    }

    /// None where an earlier contact has the same resource name and says the same: pages of a list
    /// overlap where it changed meanwhile.
    fn row(
        &self,
        index: usize,
        person: SeedPerson,
        groups: &GroupIds,
        naming: &mut Naming,
    ) -> Result<Option<Row>, SeedError> {
        let region = self.region();
        let record = |person, id| self.service.contact_record(person, id, groups, region);
        let row = || {
            let named = named(&person.person)?;
            let text = serde_json::to_string(&person.person);
            let text = text.map_err(|error| error.to_string())?;
            let photo = person.photo.clone();
            let mint = &self.service.facts.mint;
            let (id, first) = naming.id(named, index, || (mint, &self.account, text));
            let record = match first {
                None => record(person, id)?,
                Some(first) => {
                    let known = self.service.seed_person(&self.content.contacts[first])?;
                    return match record(known, id)? == record(person, id)? {
                        true => Ok(None),
                        false => Err(self.content.named_twice(first)),
                    };
                }
            };
            let id = id.get();
            Ok(Some(Row {
                index,
                id,
                record,
                photo,
            }))
        };
        row().map_err(|why| refused(self.name, &self.content.contact_name(index), why))
    }

    fn sizes(&self) -> &Sizes {
        &self.service.facts.settings.sizes
    }

    fn region(&self) -> Option<Region> {
        self.service.region(&self.account, &self.content.region)
    }

    fn failed(&self, what: &str, source: StoreError) -> SeedError {
        SeedError::Store {
            account: self.name.to_owned(),
            what: what.to_owned(),
            source,
        }
    }
}

/// The contacts of an account, some at a time.
struct Rows<'p, 's, S> {
    part: &'p Part<'s, S>,
    groups: GroupIds,
    naming: Naming,
    next: usize,
}

impl<'p, 's, S: Store> Rows<'p, 's, S> {
    fn new(part: &'p Part<'s, S>, groups: GroupIds) -> Self {
        Self {
            part,
            groups,
            naming: Naming::default(),
            next: 0,
        }
    }

    /// As many as share a commit, and of how many contacts they are; none at the end.
    fn next_some(&mut self) -> Result<Option<(Vec<Row>, u64)>, SeedError> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        let begin = self.next;
        while rows.len() < CONTACTS && bytes < BYTES {
            let Some(entry) = self.part.content.contacts.get(self.next) else {
                break;
            };
            let person = self.part.person(self.next, entry)?;
            let row = self
                .part
                .row(self.next, person, &self.groups, &mut self.naming)?;
            if let Some(row) = row {
                bytes += row.record.body.len();
                bytes += row.photo.as_ref().map_or(0, NewPhoto::bytes);
                rows.push(row);
            }
            self.next += 1;
        }
        let count = self.next - begin;
        Ok((count > 0).then_some((rows, count as u64)))
    }
}
