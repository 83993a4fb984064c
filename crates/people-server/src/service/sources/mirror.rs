//! Plans an import into an account on another server (rule `I11`). This server has the rows that the plan needs in
//! memory. The caller writes what is planned over the API.
use std::collections::HashMap;

use people_model::{Code, ContactId, FieldMask, GroupId, Person};
use people_rules::PhotoFormat;
use people_store::{Account, Batch, Condition, Memory, Record, RowKind, Store, StoreError, Write};
use serde::{Deserialize, Serialize};

use super::{
    StoredSources,
    entry::{Effect, ImportedEntry, SourceEntry},
    find::{Finder, Found, Target},
    import::ImportOptions,
    kept::KeptSource,
    take::{Prepared, Take, as_created},
};
use crate::{
    api::Failure,
    service::{
        People, Settings,
        photos::{self, PhotoMark},
        rows::as_stored,
        write::{Change, Desk},
    },
};

/// What an import has to know about an account on another server: its groups, its contacts, and what files said of them
/// before. It decides as [`People::import_file`] does, and writes nothing there.
///
/// ```
/// use people_model::{Name, Person};
/// use people_server::{
///     Effect, FoundEntries, ImportOptions, Mirror, PlannedEntry, PlannedPhoto, Settings, SourceEntry,
/// };
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let entries = [SourceEntry::new(Person::new().names([Name::new().given_name("Ada")])).key("1")];
/// let mirror = Mirror::new(Settings::default()).await?;
/// let found: FoundEntries = mirror.find("a.vcf", &entries, SourceEntry::clone).await.unwrap();
/// let plan = mirror.plan(&found, 0, entries[0].clone(), ImportOptions::default());
/// let planned: PlannedEntry = plan.await.unwrap();
/// assert_eq!(planned.imported.effect, Effect::Added);
/// assert_eq!(planned.person.names[0].given_name, "Ada");
/// assert_ne!(planned.photo, Some(PlannedPhoto::Set));
/// # Ok::<(), people_server::Failure>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct Mirror {
    people: People<Memory>,
    account: Account,
    /// The contacts that this server could not keep, and why.
    unreadable: HashMap<u64, String>,
}

/// Which contacts the entries of a file are.
#[derive(Debug)]
pub struct FoundEntries {
    file: String,
    found: Found,
}

impl FoundEntries {
    /// The contact of an entry; none if the entry is new or refused.
    #[must_use]
    pub fn contact(&self, index: usize) -> Option<ContactId> {
        self.found.targets.get(index)?.contact()
    }

    /// Contacts of which an earlier file of this name had an entry, and this one has none.
    pub fn missing(&self) -> impl Iterator<Item = ContactId> {
        self.found
            .missing
            .iter()
            .copied()
            .filter_map(ContactId::new)
    }
}

/// What to write for an entry.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PlannedEntry {
    /// What the import makes of the entry.
    pub imported: ImportedEntry,
    /// The contact as it was given to the mirror; none if it is new.
    pub before: Option<Person>,
    /// The contact as it shall be: a new contact, or the fields of the mask.
    pub person: Person,
    /// The change of its photo; none if it stays.
    pub photo: Option<PlannedPhoto>,
    /// What to store of the contact when all of this is written.
    pub sources: SourceRecord,
    /// The same when all but the photo is written.
    pub sources_without_photo: SourceRecord,
}

/// The change of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlannedPhoto {
    /// It is that of the entry.
    Set,
    /// The photo is removed.
    Delete,
}

/// What files said of a contact, in the form in which a store keeps it (rule `I5`), for programs that keep it
/// elsewhere. It is an object of JSON.
///
/// ```
/// use people_server::SourceRecord;
///
/// let kept = r#"{"sources":[{"file":"a.vcf","key":"1","said":{"names":[{"givenName":"Ada"}]}}]}"#;
/// let record: SourceRecord = serde_json::from_str(kept)?;
/// assert_eq!(serde_json::to_string(&record)?, kept);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceRecord(pub(super) StoredSources);

impl SourceRecord {
    /// Takes what files said of another contact that is this one now: two were made one.
    ///
    /// ```
    /// use people_server::SourceRecord;
    ///
    /// let kept = |file: &str| format!(r#"{{"sources":[{{"file":"{file}","key":"1","said":{{}}}}]}}"#);
    /// let mut one: SourceRecord = serde_json::from_str(&kept("a.vcf"))?;
    /// let other: SourceRecord = serde_json::from_str(&kept("b.vcf"))?;
    /// one.join(other);
    /// assert_eq!(
    ///     serde_json::to_string(&one)?,
    ///     r#"{"sources":[{"file":"a.vcf","also":["b.vcf"],"key":"1","said":{}}]}"#
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn join(&mut self, other: Self) {
        self.0.join(other.0);
    }

    /// Takes out what [`join`](Self::join) brought from another contact: the two are two again. `joined` is what files
    /// said of that contact then. It gets what they say now of entries without a key; entries with a key stay as they
    /// were, so that the next import brings what has changed since.
    ///
    /// ```
    /// use people_server::SourceRecord;
    ///
    /// let kept = |key: &str| format!(r#"{{"sources":[{{"file":"a.vcf","key":"{key}","said":{{}}}}]}}"#);
    /// let (one, mut other): (SourceRecord, SourceRecord) =
    ///     (serde_json::from_str(&kept("1"))?, serde_json::from_str(&kept("2"))?);
    /// let mut both = one.clone();
    /// both.join(other.clone());
    /// both.give_back(&mut other);
    /// assert_eq!((serde_json::to_string(&both)?, serde_json::to_string(&other)?), (kept("1"), kept("2")));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn give_back(&mut self, joined: &mut Self) {
        self.0.give_back(&mut joined.0);
    }
}

impl PartialEq for SourceRecord {
    fn eq(&self, other: &Self) -> bool {
        let text = |record: &Self| serde_json::to_string(record).unwrap_or_default();
        text(self) == text(other)
    }
}

impl PlannedEntry {
    pub(super) fn new(
        imported: ImportedEntry,
        before: Option<Person>,
        person: Person,
        photo: Option<PlannedPhoto>,
        sources: StoredSources,
        (place, photo_before): (usize, &str),
    ) -> Self {
        let mut without_photo = sources.clone();
        if photo.is_some() {
            photo_before.clone_into(&mut without_photo.sources[place].photo);
        }
        Self {
            imported,
            before,
            person,
            photo,
            sources: SourceRecord(sources),
            sources_without_photo: SourceRecord(without_photo),
        }
    }

    fn refused(reason: impl Into<String>) -> Self {
        let imported = ImportedEntry::refused(reason);
        let nothing = StoredSources::default();
        Self::new(imported, None, Person::default(), None, nothing, (0, ""))
    }
}

impl Mirror {
    /// An account without contacts and groups.
    ///
    /// # Errors
    ///
    /// When the system's random number generator failed.
    pub async fn new(settings: Settings) -> Result<Self, StoreError> {
        let account = Account::new("mirror").map_err(StoreError::engine)?;
        Ok(Self {
            people: People::open(Memory::new(), settings).await?,
            account,
            unreadable: HashMap::new(),
        })
    }

    /// Adds a group of the user to the mirror.
    ///
    /// # Errors
    ///
    /// When the mirror already has it.
    pub async fn add_group(&self, id: GroupId) -> Result<(), StoreError> {
        let write = Write::Put {
            kind: RowKind::Group,
            id: id.get(),
            record: Record {
                body: "{}".to_owned(),
                ..Record::default()
            },
            condition: Condition::Absent,
        };
        self.commit(vec![write]).await
    }

    /// Sets the current state of a contact: the person, the digest of its photo, and what files said of it before. It
    /// replaces an earlier state of the contact.
    ///
    /// A contact that breaks the rules of this server is kept too: its entry is refused.
    ///
    /// # Errors
    ///
    /// When the person is not a contact.
    pub async fn put_contact(
        &mut self,
        person: &Person,
        photo: Option<&str>,
        sources: Option<&SourceRecord>,
    ) -> Result<(), Failure> {
        let Some(id) = ContactId::parse(&person.resource_name) else {
            let text = format!("`{}` is not a contact.", person.resource_name);
            return Err(Failure::new(Code::InvalidArgument, text));
        };
        let service = &self.people.inner;
        let mut own = Person::default();
        for field in FieldMask::UPDATABLE.iter() {
            own.copy_field(person, field);
        }
        let record = match as_created(&service.facts, &self.account, id, &own) {
            Ok(contact) => {
                let mark = photo.map(PhotoMark::of_digest);
                as_stored(contact, mark.as_ref())
            }
            Err(violation) => {
                self.unreadable.insert(id.get(), violation.to_string());
                Record {
                    body: "{}".to_owned(),
                    ..Record::default()
                }
            }
        };
        let mut writes = vec![self.put(RowKind::Contact, id, record).await?];
        if let Some(SourceRecord(sources)) = sources {
            let record = sources.record(id.get());
            let record = record.map_err(|error| Failure::internal("encode a source", &error))?;
            writes.push(self.put(RowKind::Source, id, record).await?);
        }
        Ok(self.commit(writes).await?)
    }

    /// Finds the contacts of a file's entries (rule `I7`).
    ///
    /// # Errors
    ///
    /// Only if the rows of the mirror are broken.
    pub async fn find<E>(
        &self,
        file: &str,
        entries: &[E],
        read: impl Fn(&E) -> SourceEntry,
    ) -> Result<FoundEntries, Failure> {
        let mut finder = Finder::new(&self.people.inner, &self.account, file);
        for entry in entries {
            finder.add(&read(entry)).await?;
        }
        Ok(FoundEntries {
            file: file.to_owned(),
            found: finder.finish().await?,
        })
    }

    /// Plans what to write for an entry (rule `I8`). It plans each entry on the contacts of the mirror: set the state
    /// that was written before you plan another entry of the same contact.
    ///
    /// # Errors
    ///
    /// Only if the rows of the mirror are broken.
    pub async fn plan(
        &self,
        found: &FoundEntries,
        index: usize,
        entry: SourceEntry,
        options: ImportOptions,
    ) -> Result<PlannedEntry, Failure> {
        let target = match found.found.targets.get(index) {
            Some(Target::Refused(reason)) => return Ok(PlannedEntry::refused(reason.as_str())),
            Some(target) => target.clone(),
            None => return Ok(PlannedEntry::refused("the entry does not exist")),
        };
        let contact = target.contact().map(ContactId::get);
        if let Some(why) = contact.and_then(|id| self.unreadable.get(&id)) {
            let why = format!("not changed, because its contact breaks a rule: {why}");
            return Ok(PlannedEntry::refused(why));
        }
        let service = &self.people.inner;
        let options = options.of(&entry);
        let entry = Prepared::of(entry, &service.facts.settings.sizes);
        let take = Take::new(&found.file, entry, target, options);
        let mut rows = service.rows_of(&self.account, take.needs()).await?;
        let desk = Desk {
            facts: &service.facts,
            account: &self.account,
            fresh: ContactId::new(1),
        };
        let planned = take.planned(&mut rows, &desk);
        Ok(planned.unwrap_or_else(|failure| PlannedEntry::refused(failure.into_status().message)))
    }

    /// What files said of a contact, for a file that gives it back.
    #[must_use]
    pub fn kept_sources(&self, contact: ContactId, record: &SourceRecord) -> Vec<KeptSource> {
        let facts = &self.people.inner.facts;
        let sources = record.0.sources.iter().cloned();
        sources
            .map(|source| KeptSource::of(source, facts, &self.account, contact))
            .collect()
    }

    /// The digest of a photo; none if the file is not a photo.
    #[must_use]
    pub fn photo_digest(file: &[u8]) -> Option<String> {
        let format = PhotoFormat::of(file).ok()?;
        Some(photos::digest(format.media_type(), file))
    }

    async fn put(&self, kind: RowKind, id: ContactId, record: Record) -> Result<Write, StoreError> {
        let store = &self.people.inner.store;
        let before = store.get(&self.account, kind, id.get()).await?;
        Ok(Write::Put {
            kind,
            id: id.get(),
            record,
            condition: before.map_or(Condition::Absent, |row| Condition::Version(row.version)),
        })
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let batch = Batch { writes, time: 0 };
        let committed = self.people.inner.store.commit(&self.account, batch).await;
        committed.map(drop).map_err(StoreError::engine)
    }
}

impl PlannedEntry {
    /// Whether the entry was refused.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self.imported.effect, Effect::Refused { .. })
    }
}
