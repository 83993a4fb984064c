use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use people_model::{FieldMask, Fields, Fingerprint, ProfileId, SourceType, UserType};
use people_rules::{Index, ProfileSource};
use people_store::{Account, Order, Record, Row, RowKind, Store, StoreError, Terms};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{clock::rfc3339, etags::Mint, phones::Region, photos};

/// The profiles of a store, in memory, found by account and by verified address (rule `S2`).
///
/// Profiles change only by seeding, so they are read once.
#[derive(Default)]
pub(super) struct Profiles {
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    /// With the terms of the profile.
    by_account: HashMap<Account, (Arc<Profile>, Terms)>,
    by_term: HashMap<String, Arc<Profile>>,
}

/// A profile as it is served.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) id: ProfileId,
    pub(super) region: Option<Region>,
    pub(super) user_types: Vec<UserType>,
    pub(super) fields: Fields,
    pub(super) fingerprint: Fingerprint,
    pub(super) update_time: String,
    /// The digest that distinguishes its photo from others.
    pub(super) photo: Option<String>,
}

impl Profile {
    /// What of it is joined with a contact.
    pub(super) fn source(&self) -> ProfileSource<'_> {
        ProfileSource {
            id: &self.id,
            fields: &self.fields,
            fingerprint: self.fingerprint,
            update_time: &self.update_time,
            user_types: &self.user_types,
        }
    }
}

/// A profile as its row holds it.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredProfile {
    pub(super) id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) region: String,
    pub(super) user_types: Vec<String>,
    pub(super) fields: Value,
    /// The digest of the photo that is stored beside the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) photo: Option<String>,
}

/// Where a photo of a profile of an account is.
pub(super) type PhotoUrl<'u> = &'u (dyn Fn(&Account, &str) -> String + Sync);

const PAGE: usize = 500;

impl Profiles {
    pub(super) async fn load<S: Store>(
        store: &S,
        mint: &Mint,
        photo_url: PhotoUrl<'_>,
    ) -> Result<Self, StoreError> {
        let profiles = Self::default();
        let mut after: Option<Account> = None;
        loop {
            let accounts = store.accounts(after.as_ref(), PAGE).await?;
            for account in &accounts {
                let page = store
                    .page(account, RowKind::Profile, Order::Id, None, PAGE)
                    .await?;
                for row in &page.rows {
                    profiles.learn(account, row, mint, photo_url)?;
                }
            }
            match accounts.last() {
                Some(last) if accounts.len() == PAGE => after = Some(last.clone()),
                _ => return Ok(profiles),
            }
        }
    }

    /// Adds a profile's row.
    pub(super) fn learn(
        &self,
        account: &Account,
        row: &Row,
        mint: &Mint,
        photo_url: PhotoUrl<'_>,
    ) -> Result<(), StoreError> {
        let fingerprint = mint.profile(account, row.version);
        let mut profile = read(account, row, fingerprint)?;
        if let Some(digest) = &profile.photo {
            let url = photo_url(account, digest);
            let shown = photos::field(url, SourceType::Profile, profile.id.as_str());
            profile.fields = profile.fields.replace(FieldMask::PHOTOS, &shown);
        }
        let profile = Arc::new(profile);
        let mut known = self
            .known
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        known.by_account.insert(
            account.clone(),
            (Arc::clone(&profile), row.record.terms.clone()),
        );
        for term in row.record.terms.iter() {
            known.by_term.insert(term.to_owned(), Arc::clone(&profile));
        }
        Ok(())
    }

    /// Forgets the profile of the account.
    pub(super) fn forget(&self, account: &Account) {
        let mut known = self
            .known
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let Some((profile, terms)) = known.by_account.remove(account) else {
            return;
        };
        for term in terms.iter() {
            // Where two profiles share a term, the other may have it by now.
            if known
                .by_term
                .get(term)
                .is_some_and(|it| Arc::ptr_eq(it, &profile))
            {
                known.by_term.remove(term);
            }
        }
    }

    /// The account's own profile.
    pub(super) fn of(&self, account: &Account) -> Option<Arc<Profile>> {
        let known = self
            .known
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        known
            .by_account
            .get(account)
            .map(|(profile, _)| Arc::clone(profile))
    }

    /// The profile that one of a contact's e-mail addresses or phone numbers belongs to.
    pub(super) fn linked<'t>(&self, terms: impl Iterator<Item = &'t str>) -> Option<Arc<Profile>> {
        let known = self
            .known
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if known.by_term.is_empty() {
            return None;
        }
        let mut linking = terms.filter(|term| Index::is_linking(term));
        linking.find_map(|term| known.by_term.get(term)).cloned()
    }
}

/// The record of a profile's row, derived again from its body.
pub(super) fn rederived(row: &Row) -> Option<Record> {
    let stored: StoredProfile = serde_json::from_str(&row.record.body).ok()?;
    let fields = Fields::from_json(&stored.fields.to_string()).ok()?;
    Some(Record {
        terms: Index::linking_terms(&fields.to_person()).iter().collect(),
        ..Record::clone(&row.record)
    })
}

pub(super) fn read(
    account: &Account,
    row: &Row,
    fingerprint: Fingerprint,
) -> Result<Profile, StoreError> {
    let corrupt =
        |what: &str| StoreError::corrupt(format!("profile of account `{account}`: {what}"));
    let stored: StoredProfile =
        serde_json::from_str(&row.record.body).map_err(|_| corrupt("not JSON of a profile"))?;
    Ok(Profile {
        id: ProfileId::parse(&stored.id).ok_or_else(|| corrupt("no profile id"))?,
        region: stored.region.parse().ok(),
        user_types: stored
            .user_types
            .iter()
            .map(|kind| UserType::from(kind.as_str()))
            .collect(),
        fields: Fields::from_json(&stored.fields.to_string()).map_err(|_| corrupt("no fields"))?,
        fingerprint,
        update_time: rfc3339(row.update_time),
        photo: stored.photo,
    })
}
