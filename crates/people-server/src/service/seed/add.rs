//! A seed that a server is started with, and how an entry becomes a row.
use std::{collections::HashMap, iter};

use people_model::{ContactGroup, ContactId, Person};
use people_rules::{Contact, Violation, create, profile};
use people_store::{Account, Condition, Record, RowKind, Store, StoreError, Write};

use super::{
    Seed, SeedError, SeedProfile, SeedReport,
    groups::{DELETED, GroupIds, Once, SeedGroup},
    naming::Naming,
    others::parts,
    people::SeedPerson,
    reason::reason,
    refused,
};
use crate::service::{
    People, Region, Service,
    etags::PROFILE_ROW,
    phones,
    photos::{NewPhoto, OF_PROFILE},
    profiles::StoredProfile,
    rows::record,
};

impl<S: Store> People<S> {
    /// Fills the store. Existing entries stay unchanged, so that a server can be started with
    /// the same seed again; a contact without a resource name is always added.
    ///
    /// # Errors
    ///
    /// [`SeedError::Refused`] for the first thing that cannot be stored; what came before it is.
    pub async fn seed(&self, seed: Seed) -> Result<SeedReport, SeedError> {
        let mut report = SeedReport {
            accounts: seed.accounts.len(),
            ..SeedReport::default()
        };
        for (name, content) in &seed.accounts {
            let refused = |what: &str, reason: String| refused(name, what, reason);
            let account =
                Account::new(name).map_err(|error| refused("its name", error.to_string()))?;
            let service = &self.inner;
            let sizes = &service.facts.settings.sizes;
            if content.has_profile() {
                let record = service.profile_record(&account, content);
                let record = record.map_err(|reason| refused("its profile", reason))?;
                let added = service.add_profile(&account, record).await;
                let added = added.map_err(|error| refused("its profile", error.to_string()))?;
                report.profiles += usize::from(added);
            }
            let (mut groups, mut once) = (GroupIds::default(), Once::default());
            for (index, entry) in content.groups.iter().enumerate() {
                let refused = |reason| refused(&content.group_name(index), reason);
                let group = entry.decode::<ContactGroup>(sizes).map_err(refused)?;
                let SeedGroup::Own { stored, id } = SeedGroup::read(&group).map_err(refused)?
                else {
                    continue;
                };
                let twice = |(first, shares)| format!("{} {shares}", content.group_name(first));
                let checked = once.check(index, &stored, id).map_err(twice);
                checked.map_err(refused)?;
                let kept = service.seed_group(&account, &stored, id);
                let (id, added) = kept.await.map_err(|failure| refused(reason(failure)))?;
                report.groups += usize::from(added);
                groups.insert(&group, id);
            }
            let region = service.region(&account, &content.region);
            let mut named_before = HashMap::new();
            for (index, entry) in content.contacts.iter().enumerate() {
                let refused = |reason| refused(&content.contact_name(index), reason);
                let person = service.seed_person(entry).map_err(refused)?;
                if let Some(id) = named(&person.person).map_err(refused)?
                    && let first = *named_before.entry(id).or_insert(index)
                    && first != index
                {
                    let known = service.seed_person(&content.contacts[first]);
                    let known = known.map_err(refused)?;
                    let known = service.contact_record(known, id, &groups, region);
                    let known = known.map_err(refused)?;
                    let again = service.contact_record(person, id, &groups, region);
                    if known != again.map_err(refused)? {
                        return Err(refused(content.named_twice(first)));
                    }
                    continue;
                }
                let added = service.seed_contact(&account, person, &groups, region);
                report.contacts += usize::from(added.await.map_err(refused)?);
            }
            let mut naming = Naming::default();
            for some in parts(&content.other_contacts) {
                let what = content.other_name(some.start);
                let rows = service.other_rows((name, &account), content, some, &mut naming)?;
                for row in &rows {
                    if ContactId::new(row.id).is_some_and(|id| named_before.contains_key(&id)) {
                        let why = format!("people/c{} has its number", row.id);
                        return Err(refused(&row.what, why));
                    }
                }
                let added = service.add_rows(&account, rows).await;
                let added = added.map_err(|error| refused(&what, error.to_string()))?;
                report.other_contacts += added;
            }
            if let Some(row) = content.domain_row(name)? {
                let added = service.add_rows(&account, vec![row]).await;
                added.map_err(|error| refused("its domain", error.to_string()))?;
            }
        }
        for directory in self.inner.directories(&seed).await? {
            report.directory_people += self.inner.add_directory(&directory).await?;
        }
        Ok(report)
    }
}

impl super::SeedAccount {
    pub(super) fn has_profile(&self) -> bool {
        self.profile.is_some() || !self.region.is_empty()
    }

    /// That a contact has the resource name of this one, and says something else.
    pub(super) fn named_twice(&self, first: usize) -> String {
        let first = self.contact_name(first);
        format!("{first} has its resource name, with other values")
    }
}

impl<S: Store> Service<S> {
    /// The row of the account's profile.
    pub(super) fn profile_record(
        &self,
        account: &Account,
        content: &super::SeedAccount,
    ) -> Result<(Record, Option<NewPhoto>), String> {
        let region = &content.region;
        let unnamed;
        let seed = match &content.profile {
            Some(seed) => seed,
            None => {
                unnamed = SeedProfile {
                    id: self.facts.own_id(account).to_string(),
                    ..SeedProfile::default()
                };
                &unnamed
            }
        };
        let SeedPerson { person, photo } = match &seed.person {
            Some(person) => self.seed_person(person)?,
            None => SeedPerson::default(),
        };
        let id = seed.profile_id(&person)?;
        let canonical = |value: &str| phones::canonical(value, region.parse().ok());
        let Contact { fields, index } = profile(&person, &id, &canonical);
        let user_types = match &*seed.user_types {
            [] => vec!["GOOGLE_USER".to_owned()],
            types => types.to_vec(),
        };
        let stored = StoredProfile {
            id: id.to_string(),
            region: region.clone(),
            user_types,
            fields: serde_json::from_str(fields.as_json()).map_err(|error| error.to_string())?,
            photo: photo.as_ref().map(|photo| photo.digest().to_owned()),
        };
        let record = Record {
            body: serde_json::to_string(&stored).map_err(|error| error.to_string())?,
            layout: Vec::new(),
            sort_keys: [String::new(), String::new()],
            terms: index.terms.iter().collect(),
        };
        Ok((record, photo))
    }

    /// Stores a profile if the account has none, and from now on knows the stored one.
    pub(super) async fn add_profile(
        &self,
        account: &Account,
        (record, photo): (Record, Option<NewPhoto>),
    ) -> Result<bool, StoreError> {
        let profile = Write::Put {
            kind: RowKind::Profile,
            id: PROFILE_ROW,
            record,
            condition: Condition::Absent,
        };
        let photo = photo.as_ref().map(NewPhoto::put_of_profile);
        let writes = iter::once(profile).chain(photo).collect();
        let added = self.commit(account, writes).await?.is_some();
        let row = self
            .store
            .get(account, RowKind::Profile, PROFILE_ROW)
            .await?;
        if let Some(row) = row {
            let photo_url = |account: &Account, digest: &str| {
                let facts = &self.facts;
                facts.own_photo_url(account, OF_PROFILE, digest)
            };
            let (profiles, mint) = (&self.facts.profiles, &self.facts.mint);
            profiles.learn(account, &row, mint, &photo_url)?;
        }
        Ok(added)
    }

    async fn seed_contact(
        &self,
        account: &Account,
        person: SeedPerson,
        groups: &GroupIds,
        region: Option<Region>,
    ) -> Result<bool, String> {
        self.check_groups(account, &person.person, groups).await?;
        let named = named(&person.person)?;
        loop {
            let id = match named {
                Some(id) => id,
                None => match ContactId::new(self.facts.settings.ids.next(account)) {
                    Some(id) => id,
                    None => continue,
                },
            };
            let contact = Write::Put {
                kind: RowKind::Contact,
                id: id.get(),
                record: self.contact_record(person.clone(), id, groups, region)?,
                condition: Condition::Absent,
            };
            let photo = person.photo.as_ref().map(|photo| photo.put(id.get(), None));
            let writes = iter::once(contact).chain(photo).collect();
            let committed = self.commit(account, writes).await;
            let added = committed.map_err(|error| error.to_string())?.is_some();
            if added || named.is_some() {
                return Ok(added);
            }
        }
    }

    /// The row of a contact of a seed.
    pub(super) fn contact_record(
        &self,
        person: SeedPerson,
        id: ContactId,
        groups: &GroupIds,
        region: Option<Region>,
    ) -> Result<Record, String> {
        let mark = person.mark();
        let mut person = person.person;
        let metadata = person.metadata.as_ref();
        if metadata.is_some_and(|metadata| metadata.deleted) {
            return Err(DELETED.to_owned());
        }
        groups.name(&mut person);
        let canonical = |value: &str| phones::canonical(value, region);
        let context = self.facts.context(id, &canonical);
        let contact = create(person, &context).map_err(|violation| violation.to_string())?;
        let record = record(contact, mark.as_ref(), &self.facts.settings.sizes).map_err(reason)?;
        Ok(record.0)
    }

    /// The region of an account's phone numbers: that of its profile, or of the one it will have.
    pub(super) fn region(&self, account: &Account, written: &str) -> Option<Region> {
        let own = match self.facts.profiles.of(account) {
            Some(profile) => profile.region,
            None => written.parse().ok(),
        };
        own.or(self.facts.settings.region)
    }
}

/// The id that a contact asks for by its resource name.
pub(super) fn named(person: &Person) -> Result<Option<ContactId>, String> {
    let resource_name = &person.resource_name;
    if resource_name.is_empty() {
        return Ok(None);
    }
    let not_one = || {
        let resource_name = resource_name.clone();
        Violation::NotAContact { resource_name }.to_string()
    };
    ContactId::parse(resource_name)
        .ok_or_else(not_one)
        .map(Some)
}
