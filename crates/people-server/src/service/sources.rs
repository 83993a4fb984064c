//! What the files that a contact was imported from said of it: a row under the contact's id, which no method
//! of the API shows (rule `I5`).
//!
//! Its terms find it by the contact, and by the keys that its files have for the contact. Because of the
//! first one, a contact without such a row is deleted only if it has none by then either.
use people_store::{Record, Row, RowKind, Write};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// The sources of a contact, each with what it said last.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredSources {
    pub(super) sources: Vec<StoredSource>,
}

/// What one source said of a contact last.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredSource {
    /// The file.
    pub(super) file: String,
    /// What the file calls the contact, such as the UID of a card; empty where it has no name for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) key: String,
    /// The person as the file said it: what a later file is compared with.
    pub(super) said: Box<RawValue>,
    /// What the file said and a person cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rest: Option<Box<RawValue>>,
}

impl StoredSources {
    pub(super) fn of_row(row: &Row) -> Option<Self> {
        serde_json::from_str(&row.record.body).ok()
    }

    /// What a store keeps of it beside a contact.
    pub(super) fn record(&self, contact: u64) -> Result<Record, serde_json::Error> {
        let keys = self.sources.iter().filter(|source| !source.key.is_empty());
        let keys = keys.map(|source| key_term(&source.key));
        let record = Record {
            body: serde_json::to_string(self)?,
            terms: keys.chain([of_contact(contact)]).collect(),
            ..Record::default()
        };
        Ok(record.indexable())
    }
}

/// By what the row of a contact that a file calls so is found. A name may be as long as its author likes.
pub(super) fn key_term(key: &str) -> String {
    const MOST: usize = 200;
    match key.len() {
        0..=MOST => format!("key:{key}"),
        _ => {
            use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

            let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(key));
            format!("long key:{digest}")
        }
    }
}

/// By what the row of a contact is known to be there.
fn of_contact(id: u64) -> String {
    format!("contact:{id:x}")
}

/// Deletes the row of a contact with it, or ensures that it has none.
pub(super) fn delete(contact: u64, row: Option<&Row>) -> Write {
    let kind = RowKind::Source;
    match row {
        Some(row) => Write::Delete {
            kind,
            id: row.id,
            version: row.version,
        },
        None => Write::RequireFree {
            kind,
            term: of_contact(contact),
        },
    }
}

/// What is wrong with a row.
pub(super) fn faults(row: &Row) -> Vec<&'static str> {
    let Some(sources) = StoredSources::of_row(row) else {
        return vec!["the body is not what sources said"];
    };
    match sources.record(row.id) {
        Ok(expected) if expected.terms == row.record.terms => Vec::new(),
        Ok(_) | Err(_) => vec!["it is not found by what its body says"],
    }
}
