//! The domains of a seed, with the people of their directories.
use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use people_model::{Message, Person, PersonResourceName, ProfileId};
use people_rules::{Contact, DirectorySource, directory_person};
use people_store::{Account, Record, RowKind, Store};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Differing, Entry, Seed, SeedAccount, SeedError, decode,
    naming::Naming,
    others::{SeedRow, parts_of},
    people::take_photo,
    refused,
};
use crate::{
    service::{
        Region, Service,
        directory::{DOMAIN_ROW, DirectoryPhoto, StoredDomain, StoredPerson},
        etags::PROFILE_ROW,
        phones,
        photos::NewPhoto,
        rows::has,
    },
    texts::too_long,
};

/// A domain of a seed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeedDomain {
    #[serde(default = "yes")]
    sharing: bool,
    #[serde(default)]
    pub(super) people: Vec<Entry>,
}

fn yes() -> bool {
    true
}

impl SeedDomain {
    /// Reads every person, to be sure of all of them before anything is done with the first.
    pub(super) fn decodes(&self, domain: &Account) -> Result<(), SeedError> {
        for (index, entry) in self.people.iter().enumerate() {
            let person = named(entry, None).map(|_| ());
            person.map_err(|why| refused(domain.as_str(), &person_name(index), why))?;
        }
        Ok(())
    }
}

/// What a person of a directory is called, for people.
fn person_name(index: usize) -> String {
    super::nth("person", index)
}

/// The name of a domain. Case does not matter in it.
pub(super) fn domain(name: &str) -> Result<Account, SeedError> {
    let folded = name.to_lowercase();
    let refused = |why: String| refused(&format!("{}{name}", Account::OF_DOMAIN), "its name", why);
    Account::of_domain(&folded).map_err(|error| refused(error.to_string()))
}

/// A directory as a seed makes it: the people of the domain, then the accounts of the domain that have
/// a profile.
pub(super) struct Directory<'s> {
    pub(super) account: Account,
    /// Where the seed has the domain itself.
    sharing: Option<bool>,
    people: &'s [Entry],
    profiles: Vec<(&'s str, &'s SeedAccount)>,
}

impl<'s> Directory<'s> {
    fn empty(account: Account) -> Self {
        Self {
            account,
            sharing: None,
            people: &[],
            profiles: Vec::new(),
        }
    }

    /// How many entries it has. The domain itself counts as one.
    pub(super) fn entries(&self) -> usize {
        usize::from(self.sharing.is_some()) + self.people()
    }

    /// How many people it has.
    pub(super) fn people(&self) -> usize {
        self.people.len() + self.profiles.len()
    }

    /// Its people, in portions.
    fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        let of_profile = |index: usize| {
            let (_, content) = self.profiles[index - self.people.len()];
            let profile = content.profile.as_deref();
            profile.and_then(|profile| profile.person.as_ref())
        };
        parts_of(self.people(), move |index| {
            let entry = self.people.get(index).or_else(|| of_profile(index));
            entry.map_or(0, |entry| entry.0.get().len())
        })
    }

    /// The row of the domain itself, where the seed has it.
    pub(super) fn row(&self) -> Result<Option<SeedRow>, SeedError> {
        let Some(sharing) = self.sharing else {
            return Ok(None);
        };
        let stored = StoredDomain {
            domain: String::new(),
            sharing: Some(sharing),
        };
        let row = domain_row("the domain", &stored);
        row.map(Some)
            .map_err(|why| refused(self.account.as_str(), "the domain", why))
    }
}

impl SeedAccount {
    /// The row that says which domain the account is of, if it is of one.
    pub(super) fn domain_row(&self, name: &str) -> Result<Option<SeedRow>, SeedError> {
        if self.domain.is_empty() {
            return Ok(None);
        }
        let account = domain(&self.domain)?;
        let stored = StoredDomain {
            domain: account.domain().unwrap_or_default().to_owned(),
            sharing: None,
        };
        let row = domain_row("its domain", &stored);
        row.map(Some)
            .map_err(|why| refused(name, "its domain", why))
    }
}

fn domain_row(what: &str, stored: &StoredDomain) -> Result<SeedRow, String> {
    let record = stored.record().map_err(|error| error.to_string())?;
    Ok(SeedRow {
        what: what.to_owned(),
        kind: RowKind::Domain,
        id: DOMAIN_ROW,
        record,
        photo: None,
    })
}

/// Which ids the people of a directory have.
#[derive(Default)]
pub(super) struct Names {
    of_nameless: Naming,
    /// The first person of each id, and its record.
    taken: HashMap<String, (String, Record)>,
}

impl<S: Store> Service<S> {
    /// All directories of a seed, with the profiles that the accounts have in the store, or get.
    ///
    /// An account keeps the domain and the profile that are stored. So a profile of the seed comes in
    /// the directory of the stored domain, and in none where another profile is stored.
    pub(super) async fn directories<'s>(
        &self,
        seed: &'s Seed,
    ) -> Result<Vec<Directory<'s>>, SeedError> {
        let mut all: BTreeMap<Account, Directory<'s>> = BTreeMap::new();
        for (name, content) in &seed.domains {
            let account = domain(name)?;
            let directory = Directory {
                sharing: Some(content.sharing),
                people: &content.people,
                ..Directory::empty(account.clone())
            };
            all.insert(account, directory);
        }
        for (name, content) in &seed.accounts {
            if content.profile.is_none() {
                continue;
            }
            let Some(account) = self.domain_with_profile(name, content).await? else {
                continue;
            };
            let empty = || Directory::empty(account.clone());
            let directory = all.entry(account.clone()).or_insert_with(empty);
            directory.profiles.push((name, content));
        }
        Ok(all.into_values().collect())
    }

    /// The domain that an account has, or gets, if its profile is that of the seed.
    async fn domain_with_profile(
        &self,
        name: &str,
        content: &SeedAccount,
    ) -> Result<Option<Account>, SeedError> {
        let failed = |what: &str, source| SeedError::Store {
            account: name.to_owned(),
            what: what.to_owned(),
            source,
        };
        let account = Account::new(name);
        let account = account.map_err(|error| refused(name, "its name", error.to_string()))?;
        let stored = self.domain_row(&account).await;
        let stored = stored.map_err(|source| failed("its domain", source))?;
        let of_domain = match &stored {
            Some(stored) => &stored.domain,
            None => &content.domain,
        };
        if of_domain.is_empty() {
            return Ok(None);
        }
        let of_domain = domain(of_domain)?;
        let found = self.store.get(&account, RowKind::Profile, PROFILE_ROW);
        let found = found
            .await
            .map_err(|source| failed("its profile", source))?;
        let Some(found) = found else {
            return Ok(Some(of_domain));
        };
        let wanted = self.profile_record(&account, content);
        let (wanted, _) = wanted.map_err(|why| refused(name, "its profile", why))?;
        Ok(has(&found.record, &wanted).then_some(of_domain))
    }

    /// The rows of some people of a directory. A person without a resource name gets an id that is derived from its
    /// content, so that it is found again.
    pub(super) fn directory_rows(
        &self,
        directory: &Directory<'_>,
        some: Range<usize>,
        names: &mut Names,
    ) -> Result<Vec<SeedRow>, SeedError> {
        let account = &directory.account;
        let mut rows = Vec::new();
        for index in some {
            let (what, row) = match directory.people.get(index) {
                Some(entry) => (
                    person_name(index),
                    self.person_row(account, index, entry, names),
                ),
                None => {
                    let (name, content) = directory.profiles[index - directory.people.len()];
                    let what = format!("the profile of account `{name}`");
                    (what, self.profile_row(account, content))
                }
            };
            let refused = |why| refused(account.as_str(), &what, why);
            let (id, record, photo) = row.map_err(refused)?;
            if let Some((first, known)) = names.taken.get(&id) {
                if *known == record {
                    continue;
                }
                let why = format!("{first} has its resource name, with other values");
                return Err(refused(why));
            }
            names
                .taken
                .insert(id.clone(), (what.clone(), record.clone()));
            rows.push(SeedRow {
                what,
                kind: RowKind::DirectoryPerson,
                id: self.facts.mint.entry(account, &id, 0).max(1),
                record,
                photo,
            });
        }
        Ok(rows)
    }

    /// Makes every row, and writes none.
    pub(super) fn check_directory(&self, directory: &Directory<'_>) -> Result<(), SeedError> {
        let mut names = Names::default();
        directory.row()?;
        for some in directory.parts() {
            self.directory_rows(directory, some, &mut names)?;
        }
        Ok(())
    }

    /// Reports what the store does not hold as the seed has it.
    pub(super) async fn compare_directory(
        &self,
        directory: &Directory<'_>,
        differing: &mut Vec<Differing>,
    ) -> Result<(), SeedError> {
        let account = &directory.account;
        let failed = |source| SeedError::Store {
            account: account.as_str().to_owned(),
            what: "its people".to_owned(),
            source,
        };
        let domain = directory.row()?.into_iter().collect();
        let found = self.compare_rows(account, domain, differing).await;
        found.map_err(failed)?;
        let mut names = Names::default();
        for some in directory.parts() {
            let rows = self.directory_rows(directory, some, &mut names)?;
            let found = self.compare_rows(account, rows, differing).await;
            found.map_err(failed)?;
        }
        Ok(())
    }

    /// Adds the domain and those of its people that are not there; returns how many people there were.
    pub(super) async fn add_directory(
        &self,
        directory: &Directory<'_>,
    ) -> Result<usize, SeedError> {
        let account = &directory.account;
        let failed = |what: &str, source| SeedError::Store {
            account: account.as_str().to_owned(),
            what: what.to_owned(),
            source,
        };
        if let Some(row) = directory.row()? {
            let added = self.add_rows(account, vec![row]).await;
            added.map_err(|source| failed("the domain", source))?;
        }
        let (mut added, mut names) = (0, Names::default());
        for some in directory.parts() {
            let rows = self.directory_rows(directory, some, &mut names)?;
            let what = rows
                .first()
                .map_or_else(String::new, |row| row.what.clone());
            let new = self.add_rows(account, rows).await;
            added += new.map_err(|source| failed(&what, source))?;
        }
        Ok(added)
    }

    fn person_row(
        &self,
        domain: &Account,
        index: usize,
        entry: &Entry,
        names: &mut Names,
    ) -> Result<(String, Record, Option<NewPhoto>), String> {
        let characters = self.facts.settings.sizes.characters;
        let (source, person, photo, named) = named(entry, Some(characters))?;
        let photo = self.seed_photo(photo)?;
        let id = match named {
            Some(id) => id,
            None => {
                let text = format!("{} {}", source.as_str(), serde_json::json!(person));
                let mint = &self.facts.mint;
                let (id, _) = names.of_nameless.id(None, index, || (mint, domain, text));
                match source {
                    DirectorySource::Profile => format!("1{:020}", id.get()),
                    // Not `c` in front, which contacts have.
                    DirectorySource::Contact => format!("d{:x}", id.get()),
                }
            }
        };
        let region = self.facts.settings.region;
        let shown = photo.as_ref();
        let record = record((domain, &person, shown), &id, source, region)?;
        Ok((id, record, photo))
    }

    fn profile_row(
        &self,
        domain: &Account,
        content: &SeedAccount,
    ) -> Result<(String, Record, Option<NewPhoto>), String> {
        let Some(seed) = &content.profile else {
            return Err("it has none".to_owned());
        };
        let (person, photo) = match &seed.person {
            Some(entry) => entry.person()?,
            None => (Person::default(), None),
        };
        let photo = self.seed_photo(photo)?;
        let id = seed.profile_id(&person)?.to_string();
        let region = content.region.parse().ok().or(self.facts.settings.region);
        let shown = photo.as_ref();
        let record = record(
            (domain, &person, shown),
            &id,
            DirectorySource::Profile,
            region,
        )?;
        Ok((id, record, photo))
    }
}

/// The record of a person of a directory.
fn record(
    (domain, person, photo): (&Account, &Person, Option<&NewPhoto>),
    id: &str,
    source: DirectorySource,
    region: Option<Region>,
) -> Result<Record, String> {
    let canonical = |value: &str| phones::canonical(value, region);
    let Contact { fields, .. } = directory_person(person, id, source, &canonical);
    let fields: Value =
        serde_json::from_str(fields.as_json()).map_err(|error| error.to_string())?;
    let stored = StoredPerson {
        id: id.to_owned(),
        source: source.as_str().to_owned(),
        fields,
        photo: photo.map(|photo| DirectoryPhoto {
            domain: domain.domain().unwrap_or_default().to_owned(),
            digest: photo.digest().to_owned(),
        }),
    };
    stored
        .record()
        .ok_or_else(|| "its fields cannot be stored".to_owned())
}

type Named = (DirectorySource, Person, Option<Vec<u8>>, Option<String>);

/// A person of a directory as it is written: `source` is beside its fields. The last is the id of its resource name. No
/// text has more than so many characters (rule `N4`), where there is a limit.
fn named(entry: &Entry, characters: Option<usize>) -> Result<Named, String> {
    let members: Result<Map<String, Value>, _> = serde_json::from_str(entry.0.get());
    let mut members = members.map_err(|error| error.to_string())?;
    let photo = take_photo(&mut members)?;
    let source = match members.remove("source") {
        None => DirectorySource::Profile,
        Some(source) => {
            let mut sources = DirectorySource::ALL.into_iter();
            let source = sources.find(|it| source == it.as_str());
            source.ok_or("its source is neither DOMAIN_PROFILE nor DOMAIN_CONTACT")?
        }
    };
    let fields = Value::Object(members).to_string();
    let limit = characters.unwrap_or(usize::MAX);
    if let Some(text) = too_long(fields.as_bytes(), Person::DESCRIPTOR, "", limit) {
        return Err(text.description);
    }
    let person: Person = decode(fields.as_bytes())?;
    let name = &person.resource_name;
    if name.is_empty() {
        return Ok((source, person, photo, None));
    }
    let id = name.strip_prefix("people/").unwrap_or_default();
    let is_hex = !id.is_empty()
        && id
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_contact = matches!(
        PersonResourceName::parse(name),
        Some(PersonResourceName::Contact(_))
    );
    let is_one = match source {
        DirectorySource::Profile => ProfileId::parse(id).is_some(),
        DirectorySource::Contact => is_hex && !is_contact,
    };
    let id = id.to_owned();
    match is_one {
        true => Ok((source, person, photo, Some(id))),
        false => {
            let digits = match source {
                DirectorySource::Profile => "decimal digits",
                DirectorySource::Contact => "hexadecimal digits, and not that of a contact",
            };
            Err(format!(
                "`{name}` is not its name: it is people/ and {digits}"
            ))
        }
    }
}
