use std::{collections::BTreeMap, fmt};

use people_model::{ContactGroup, ContactId, Message, Person, ProfileId};
use people_rules::{Contact, Context, Violation, create, profile};
use people_store::{Account, Condition, Kind, Record, Store, Write};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{
    Inner, People,
    groups::name_term,
    profiles::{PROFILE_ROW, StoredProfile},
    rows::record,
};
use crate::api::Failure;

/// Accounts with their profiles, contact groups and contacts, to fill a store with.
///
/// ```json
/// {
///   "accounts": {
///     "ada": {
///       "region": "GB",
///       "profile": {"id": "100000000000000000017", "person": {"names": [{"givenName": "Ada"}]}},
///       "groups": [{"name": "Engine"}],
///       "contacts": [{"resourceName": "people/c17", "names": [{"givenName": "Charles"}]}]
///     }
///   }
/// }
/// ```
///
/// The e-mail addresses and phone numbers of a profile are verified: contacts that share one are
/// linked to it. A membership may name a group of the seed as `contactGroups/<its name>`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    accounts: BTreeMap<String, SeedAccount>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SeedAccount {
    region: String,
    profile: Option<SeedProfile>,
    groups: Vec<Strict<ContactGroup>>,
    contacts: Vec<Strict<Person>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SeedProfile {
    id: String,
    #[serde(default)]
    user_types: Vec<String>,
    #[serde(default)]
    person: Strict<Person>,
}

/// A message in which every member is known: in a seed, one that is not is a slip of the pen.
#[derive(Debug, Default)]
struct Strict<T>(T);

impl<'de, T: Message> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?.to_string();
        let decoded = people_model::decode::<T>(json.as_bytes(), "").map_err(D::Error::custom)?;
        match decoded.problems.first() {
            None => Ok(Self(decoded.value)),
            Some(problem) => Err(D::Error::custom(problem)),
        }
    }
}

/// What a seed added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeedReport {
    /// Accounts named.
    pub accounts: usize,
    /// Profiles written.
    pub profiles: usize,
    /// Contact groups that were not there yet.
    pub groups: usize,
    /// Contacts that were not there yet.
    pub contacts: usize,
}

impl fmt::Display for SeedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            accounts,
            profiles,
            groups,
            contacts,
        } = self;
        write!(
            f,
            "{contacts} contacts, {groups} groups and {profiles} profiles in {accounts} accounts"
        )
    }
}

/// A seed that could not be taken in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// The text is no seed.
    #[error("the seed is not readable")]
    Syntax(#[source] serde_json::Error),
    /// Something in an account cannot be stored.
    #[error("account `{account}`, {what}: {reason}")]
    Refused {
        /// The account.
        account: String,
        /// What of it, such as `contact 3`.
        what: String,
        /// Why.
        reason: String,
    },
}

impl Seed {
    /// Reads a seed.
    ///
    /// # Errors
    ///
    /// [`SeedError::Syntax`] where the text is not JSON of the form above.
    pub fn from_json(json: &str) -> Result<Self, SeedError> {
        serde_json::from_str(json).map_err(SeedError::Syntax)
    }
}

impl<S: Store> People<S> {
    /// Fills the store. What is there already is left alone, so that a server can be started with
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
        for (name, content) in seed.accounts {
            let refused = |what: &str, reason: String| SeedError::Refused {
                account: name.clone(),
                what: what.to_owned(),
                reason,
            };
            let account =
                Account::new(&name).map_err(|error| refused("its name", error.to_string()))?;
            let service = &self.inner;
            if content.profile.is_some() || !content.region.is_empty() {
                let added = service
                    .seed_profile(&account, content.region, content.profile)
                    .await;
                report.profiles +=
                    usize::from(added.map_err(|reason| refused("its profile", reason))?);
            }
            let mut groups = BTreeMap::new();
            for Strict(group) in content.groups {
                let wanted = group.name.clone();
                let (id, added) = service
                    .seed_group(&account, group)
                    .await
                    .map_err(|reason| refused(&format!("group `{wanted}`"), reason))?;
                report.groups += usize::from(added);
                groups.insert(wanted, id);
            }
            for (index, Strict(person)) in content.contacts.into_iter().enumerate() {
                let added = service.seed_contact(&account, person, &groups).await;
                report.contacts += usize::from(
                    added.map_err(|reason| refused(&format!("contact {}", index + 1), reason))?,
                );
            }
        }
        Ok(report)
    }
}

impl<S: Store> Inner<S> {
    async fn seed_profile(
        &self,
        account: &Account,
        region: String,
        seed: Option<SeedProfile>,
    ) -> Result<bool, String> {
        if !region.is_empty() {
            region
                .parse::<super::Region>()
                .map_err(|error| error.to_string())?;
        }
        let seed = match seed {
            Some(seed) => seed,
            None => SeedProfile {
                id: self.own_id(account).to_string(),
                user_types: Vec::new(),
                person: Strict::default(),
            },
        };
        let id = ProfileId::parse(&seed.id).ok_or("a profile id is decimal digits")?;
        let Strict(person) = seed.person;
        let canonical = |value: &str| super::phones::canonical(value, region.parse().ok());
        let Contact { fields, index } = profile(&person, &id, &canonical);
        let user_types = if seed.user_types.is_empty() {
            vec!["GOOGLE_USER".to_owned()]
        } else {
            seed.user_types
        };
        let stored = StoredProfile {
            id: id.to_string(),
            region: region.clone(),
            user_types,
            fields: serde_json::from_str(fields.as_json()).map_err(|error| error.to_string())?,
        };
        let record = Record {
            body: serde_json::to_string(&stored).map_err(|error| error.to_string())?,
            layout: Vec::new(),
            sort_keys: [String::new(), String::new()],
            terms: index.terms,
        };
        let write = Write::Put {
            kind: Kind::Profile,
            id: PROFILE_ROW,
            record,
            condition: Condition::Absent,
        };
        let added = self.commit_absent(account, write).await?;
        let row = self
            .store
            .get(account, Kind::Profile, PROFILE_ROW)
            .await
            .map_err(|error| error.to_string())?;
        if let Some(row) = row {
            self.directory
                .learn(account, &row)
                .map_err(|error| error.to_string())?;
        }
        Ok(added)
    }

    async fn seed_group(
        &self,
        account: &Account,
        group: ContactGroup,
    ) -> Result<(String, bool), String> {
        let term = name_term(&group.name.trim().to_lowercase());
        let ids = self
            .store
            .find(account, Kind::Group, &term, 0, 1)
            .await
            .map_err(|error| error.to_string())?;
        if let Some(id) = ids.first() {
            return Ok((format!("{id:x}"), false));
        }
        let (row, _) = self
            .add_group(account, group, u64::MAX)
            .await
            .map_err(reason)?;
        Ok((format!("{:x}", row.id), true))
    }

    async fn seed_contact(
        &self,
        account: &Account,
        mut person: Person,
        groups: &BTreeMap<String, String>,
    ) -> Result<bool, String> {
        for membership in &mut person.memberships {
            let Some(group) = &mut membership.contact_group_membership else {
                continue;
            };
            let name = &mut group.contact_group_resource_name;
            if let Some(id) = name
                .strip_prefix("contactGroups/")
                .and_then(|name| groups.get(name))
            {
                *name = format!("contactGroups/{id}");
            }
        }
        let named = !person.resource_name.is_empty();
        loop {
            let id = if named {
                ContactId::from_resource_name(&person.resource_name).ok_or_else(|| {
                    Violation::NotAContact {
                        resource_name: person.resource_name.clone(),
                    }
                    .to_string()
                })?
            } else {
                match ContactId::new(self.settings.ids.next()) {
                    Some(id) => id,
                    None => continue,
                }
            };
            let canonical = |value: &str| self.canonical_phone(account, value);
            let context = Context {
                id,
                contract: self.settings.contract,
                canonical_phone: &canonical,
            };
            let contact =
                create(person.clone(), &context).map_err(|violation| violation.to_string())?;
            let write = Write::Put {
                kind: Kind::Contact,
                id: id.get(),
                record: record(&contact, &self.settings.sizes).map_err(reason)?,
                condition: Condition::Absent,
            };
            let added = self.commit_absent(account, write).await?;
            if added || named {
                return Ok(added);
            }
        }
    }

    async fn commit_absent(&self, account: &Account, write: Write) -> Result<bool, String> {
        let committed = self
            .commit(account, write)
            .await
            .map_err(|error| error.to_string())?;
        Ok(committed.is_some())
    }
}

fn reason(failure: Failure) -> String {
    failure.0.message
}
