//! A seed in the place of all that an account has.
use std::{borrow::Cow, collections::HashMap};

use people_model::ContactId;
use people_store::{Account, Memory, Replacement, Row, RowKind, Store, Versions};
use serde::Deserialize;

use super::{Entry, Seed, SeedError, SeedReport};
use crate::service::People;

impl<S: Store> People<S> {
    /// Replaces everything that `account` has by the one account or the one domain of a seed. Its name in the seed does
    /// not matter. If it has a profile and is of a domain, the directory of the domain gets the profile, as it does
    /// when a server is started with the seed.
    ///
    /// # Errors
    ///
    /// [`SeedError::Refused`] when the seed has more or less than one account, or something in it cannot be stored;
    /// [`SeedError::Store`] when the store failed.
    pub async fn load(&self, account: &Account, seed: Seed) -> Result<SeedReport, SeedError> {
        let failed = |source| SeedError::Store {
            account: account.as_str().to_owned(),
            what: "all of it".to_owned(),
            source,
        };
        let seed = seed.renamed(account)?;
        let service = &self.inner;
        // By itself first: then all of it comes at once, or nothing does.
        let secret = service.store.secret().await.map_err(failed)?;
        let mut settings = service.facts.settings.clone();
        // There is no caller.
        settings.observer = None;
        let aside = People::open(Memory::with_secret(secret), settings);
        let aside = aside.await.map_err(failed)?;
        let report = aside.seed(seed.clone()).await?;
        let mut rows = Vec::new();
        for kind in RowKind::ALL {
            let of_kind = aside.inner.all_rows(account, kind).await;
            rows.extend(of_kind.map_err(failed)?);
        }
        in_order(&seed, account, &mut rows);
        let replacement = Replacement {
            rows,
            versions: Versions::New,
        };
        let replaced = service.store.replace(account, replacement).await;
        replaced.map_err(failed)?;
        service.know_profile(account).await.map_err(failed)?;
        if account.domain().is_none() {
            for directory in service.directories(&seed).await? {
                service.add_directory(&directory).await?;
            }
        }
        Ok(report)
    }
}

/// Lists the other contacts in the order of the seed, which stores many of them in one commit.
fn in_order(seed: &Seed, account: &Account, rows: &mut [(RowKind, Row)]) {
    let Some(content) = seed.accounts.get(account.as_str()) else {
        return;
    };
    let named = content.other_contacts.iter().zip(1..);
    let places: HashMap<u64, u64> = named
        .filter_map(|(entry, place)| Some((other_contact(entry)?, place)))
        .collect();
    let last = rows.iter().map(|(_, row)| row.version.0).max();
    for (kind, row) in rows {
        // Its photo has the version of the person: no contact has the number of an other contact.
        if matches!(kind, RowKind::OtherContact | RowKind::Photo)
            && let Some(place) = places.get(&row.id)
        {
            row.version.0 = last.unwrap_or(0) + place;
        }
    }
}

/// The id of an other contact that is named.
fn other_contact(entry: &Entry) -> Option<u64> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Named<'n> {
        #[serde(borrow)]
        resource_name: Cow<'n, str>,
    }

    let named: Named<'_> = serde_json::from_str(entry.0.get()).ok()?;
    ContactId::parse_other_contact(&named.resource_name).map(ContactId::get)
}
