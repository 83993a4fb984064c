//! The directories of domains: their people, in the account of the domain, and which domain an account
//! belongs to.
use people_model::{ContactId, Fields};
use people_rules::{DirectorySource, Index, Violation};
use people_store::{Account, Record, Row, RowKind, Store, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Service, phones, rows::Stored};
use crate::api::Failure;

/// A person of a directory as its row holds it.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredPerson {
    /// What follows `people/` in the name.
    pub(super) id: String,
    /// The type of the source: `DOMAIN_PROFILE` or `DOMAIN_CONTACT`.
    pub(super) source: String,
    pub(super) fields: Value,
    /// The photo that is stored beside the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) photo: Option<DirectoryPhoto>,
}

/// Whose photo it is, and which.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct DirectoryPhoto {
    pub(super) domain: String,
    pub(super) digest: String,
}

/// The row of a domain, as an account and as the domain itself hold it.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredDomain {
    /// The domain that the account belongs to. Empty in the account of a domain.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) domain: String,
    /// Whether the people of the domain see its directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sharing: Option<bool>,
}

/// The id of the one domain row of an account, and of a domain.
pub(super) const DOMAIN_ROW: u64 = 1;

impl StoredDomain {
    /// The record of the domain's row.
    pub(super) fn record(&self) -> Result<Record, serde_json::Error> {
        Ok(Record {
            body: serde_json::to_string(self)?,
            ..Record::default()
        })
    }
}

impl StoredPerson {
    /// The person of a row.
    pub(super) fn read(row: &Row) -> Result<(Self, DirectorySource, Fields), StoreError> {
        let corrupt = || StoreError::corrupt(format!("person {} of a directory", row.id));
        let person: Self = serde_json::from_str(&row.record.body).map_err(|_| corrupt())?;
        let mut sources = DirectorySource::ALL.into_iter();
        let source = sources.find(|source| source.as_str() == person.source);
        let fields = Fields::from_json(&person.fields.to_string());
        let (source, fields) = source.zip(fields.ok()).ok_or_else(corrupt)?;
        Ok((person, source, fields))
    }

    /// The record of the person's row; none where it has no fields of a person.
    pub(super) fn record(&self) -> Option<Record> {
        let fields = Fields::from_json(&self.fields.to_string()).ok()?;
        let Index { terms, sort_keys } = Index::of(&fields.to_person(), &phones::dialled_forms);
        let record = Record {
            body: serde_json::to_string(self).ok()?,
            layout: Vec::new(),
            sort_keys,
            terms: terms.iter().collect(),
        };
        Some(record.indexable())
    }
}

/// The record of a person's row, derived again from its body.
pub(super) fn rederived(row: &Row) -> Option<Record> {
    let person: StoredPerson = serde_json::from_str(&row.record.body).ok()?;
    person.record()
}

impl<S: Store> Service<S> {
    /// The account with the directory of the caller's domain (rule `W1`).
    pub(super) async fn directory_of(&self, account: &Account) -> Result<Account, Failure> {
        let own = self.domain_row(account).await?;
        let domain = own.ok_or(Violation::NoDomain)?.domain;
        let domain = Account::of_domain(&domain).map_err(StoreError::engine)?;
        match self.domain_row(&domain).await? {
            Some(StoredDomain {
                sharing: Some(false),
                ..
            }) => Err(Violation::SharingOff.into()),
            _ => Ok(domain),
        }
    }

    /// The domain of an account, or a domain itself.
    pub(super) async fn domain_row(
        &self,
        account: &Account,
    ) -> Result<Option<StoredDomain>, StoreError> {
        let row = self.store.get(account, RowKind::Domain, DOMAIN_ROW).await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let stored = serde_json::from_str(&row.record.body);
        stored.map_err(|_| StoreError::corrupt(format!("the domain of account `{account}`")))
    }

    /// The caller's contact that shares an address or a number with a person of a directory: the first
    /// by its first such address or number.
    pub(super) async fn contact_like(
        &self,
        account: &Account,
        person: &Row,
    ) -> Result<Option<Stored>, StoreError> {
        let terms = person.record.terms.iter();
        for term in terms.filter(|term| Index::is_linking(term)) {
            let found = self
                .store
                .find(account, RowKind::Contact, term, 0, 1)
                .await?;
            let Some(id) = found.first().and_then(|id| ContactId::new(*id)) else {
                continue;
            };
            let row = self.store.get(account, RowKind::Contact, id.get()).await?;
            if let Some(row) = row {
                return Stored::from_row(row).map(Some);
            }
        }
        Ok(None)
    }
}
