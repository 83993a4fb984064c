//! What is stored beside contacts, for an export that writes it again (rule `EX1`).
use base64::{Engine, engine::general_purpose::STANDARD};
use people_model::{ContactId, FieldMask, Person};
use people_store::{Account, RowKind, Store, StoreError};
use serde_json::{Value, value::RawValue};

use super::{StoredSource, StoredSources, file_term, take::as_created};
use crate::{
    api::Photo,
    service::{People, facts::Facts, photos, rows::AT_ONCE},
};

/// What a file of an import said of a contact and a person cannot say.
///
/// ```
/// use people_server::KeptSource;
///
/// /// The file that said something of a contact last.
/// fn last(sources: &[KeptSource]) -> Option<&str> {
///     sources.last().map(|source| &*source.file)
/// }
///
/// assert_eq!(last(&[]), None);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeptSource {
    /// The name of the file.
    pub file: String,
    /// What the file calls the contact; empty where it has no name for it.
    pub key: String,
    /// What was stored of it, as the import gave it.
    pub rest: Option<Vec<u8>>,
    photo: String,
    said: Person,
    /// What became of that when it was stored.
    created: Person,
}

impl KeptSource {
    /// The person with what the file said, in all fields that are as the file said them.
    ///
    /// The API completes what it stores: the parts of a name, the text of an address. That is no edit, and not in the
    /// file.
    #[must_use]
    pub fn as_said(&self, person: &Person) -> Person {
        let mut as_said = person.clone();
        for field in FieldMask::UPDATABLE.iter() {
            let [mut now, mut created] = [person.clone(), self.created.clone()].map(|from| {
                let mut one = Person::default();
                one.copy_field(&from, field);
                one
            });
            now.strip_output_only(field);
            created.strip_output_only(field);
            if now.field_eq(&created, field) {
                as_said.copy_field(&self.said, field);
            }
        }
        as_said
    }

    /// Whether the file had just this photo.
    #[must_use]
    pub fn had(&self, photo: &Photo) -> bool {
        self.photo == photos::digest(photo.format.media_type(), &photo.bytes)
    }
}

/// What an account knows of a file that was imported into it.
///
/// ```
/// use people_server::ImportedFile;
///
/// fn in_words(file: &ImportedFile) -> String {
///     format!("it said something of {} contacts", file.contacts)
/// }
/// # let _ = in_words;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportedFile {
    /// Contacts of which it said something.
    pub contacts: u64,
}

impl<S: Store> People<S> {
    /// What is known of the files of this name that were imported before; none if there was no such file (rule `I7`).
    ///
    /// ```
    /// use people_model::{Name, Person};
    /// use people_server::{ImportOptions, People, Settings, SourceEntry};
    /// use people_store::{Account, Memory};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let ada = Account::new("ada")?;
    /// assert_eq!(people.imported_file(&ada, "a.vcf").await?, None);
    /// let card = SourceEntry::new(Person::new().names([Name::new().given_name("Charles")]));
    /// let options = ImportOptions::default();
    /// people.import_file(&ada, "a.vcf", &[card], SourceEntry::clone, options, |_, _| {}).await.unwrap();
    /// assert_eq!(people.imported_file(&ada, "a.vcf").await?.unwrap().contacts, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn imported_file(
        &self,
        account: &Account,
        file: &str,
    ) -> Result<Option<ImportedFile>, StoreError> {
        let (store, kind, term) = (&self.inner.store, RowKind::Source, file_term(file));
        let (mut contacts, mut after) = (0, 0);
        loop {
            let ids = store.find(account, kind, &term, after, AT_ONCE).await?;
            let Some(last) = ids.last() else {
                return Ok((contacts > 0).then_some(ImportedFile { contacts }));
            };
            after = *last;
            contacts += ids.len() as u64;
        }
    }

    /// What files said of each of these contacts, the file that said something last at the end.
    ///
    /// ```
    /// use people_model::{Name, Person};
    /// use people_server::{ImportOptions, People, Settings, SourceEntry};
    /// use people_store::{Account, Memory};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let ada = Account::new("ada")?;
    /// let card = SourceEntry::new(Person::new().names([Name::new().given_name("Charles")])).rest("X-MOON:full");
    /// let mut contacts = Vec::new();
    /// let done = |_, entry: people_server::ImportedEntry| contacts.extend(entry.contact);
    /// people.import_file(&ada, "a.vcf", &[card], SourceEntry::clone, ImportOptions::default(), done).await.unwrap();
    ///
    /// let kept = people.kept_sources(&ada, &contacts).await?;
    /// assert_eq!(kept[0][0].rest.as_deref(), Some(&b"X-MOON:full"[..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn kept_sources(
        &self,
        account: &Account,
        contacts: &[ContactId],
    ) -> Result<Vec<Vec<KeptSource>>, StoreError> {
        let mut kept = Vec::with_capacity(contacts.len());
        for some in contacts.chunks(AT_ONCE) {
            let ids: Vec<u64> = some.iter().map(|id| id.get()).collect();
            let store = &self.inner.store;
            let rows = store.get_many(account, RowKind::Source, &ids).await?;
            for (row, id) in rows.iter().zip(some) {
                let sources = row.as_ref().and_then(StoredSources::of_row);
                let sources = sources.unwrap_or_default().sources.into_iter();
                let facts = &self.inner.facts;
                kept.push(
                    sources
                        .map(|it| KeptSource::of(it, facts, account, *id))
                        .collect(),
                );
            }
        }
        Ok(kept)
    }

    /// The photo of a contact.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn kept_photo(
        &self,
        account: &Account,
        contact: ContactId,
    ) -> Result<Option<Photo>, StoreError> {
        let store = &self.inner.store;
        let row = store.get(account, RowKind::Photo, contact.get()).await?;
        Ok(row.and_then(|row| photos::of_row(&row.record.body)))
    }
}

impl KeptSource {
    pub(super) fn of(
        source: StoredSource,
        facts: &Facts,
        account: &Account,
        id: ContactId,
    ) -> Self {
        let said: Person = serde_json::from_str(source.said.get()).unwrap_or_default();
        let created = as_created(facts, account, id, &said);
        let created = created.map(|contact| contact.fields.to_person());
        Self {
            created: created.unwrap_or_default(),
            said,
            rest: source.rest.as_deref().and_then(rest_of_json),
            file: source.file,
            key: source.key,
            photo: source.photo,
        }
    }
}

/// The bytes that are stored as JSON.
fn rest_of_json(rest: &RawValue) -> Option<Vec<u8>> {
    match serde_json::from_str(rest.get()).ok()? {
        Value::String(text) => Some(text.into_bytes()),
        Value::Object(members) => STANDARD.decode(members.get("base64")?.as_str()?).ok(),
        _ => None,
    }
}
