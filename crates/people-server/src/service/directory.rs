//! The directories of domains: their people, in the account of the domain, and which domain an account
//! belongs to.
use people_model::Fields;
use people_rules::Index;
use people_store::{Record, Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A person of a directory as its row holds it.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredPerson {
    /// What follows `people/` in the name.
    pub(super) id: String,
    /// The type of the source: `DOMAIN_PROFILE` or `DOMAIN_CONTACT`.
    pub(super) source: String,
    pub(super) fields: Value,
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

impl StoredPerson {
    /// The record of the person's row; none where it has no fields of a person.
    pub(super) fn record(&self) -> Option<Record> {
        let fields = Fields::from_json(&self.fields.to_string()).ok()?;
        let Index { terms, sort_keys } = Index::of(&fields.to_person());
        let record = Record {
            body: serde_json::to_string(self).ok()?,
            layout: Vec::new(),
            sort_keys,
            terms,
        };
        Some(record.indexable())
    }
}

/// The record of a person's row, derived again from its body.
pub(super) fn rederived(row: &Row) -> Option<Record> {
    let person: StoredPerson = serde_json::from_str(&row.record.body).ok()?;
    person.record()
}
