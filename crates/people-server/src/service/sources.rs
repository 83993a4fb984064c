//! What the files that a contact was imported from said of it: a row under the contact's id, which no method
//! of the API shows (rule `I5`).
//!
//! Its terms find it by the contact, by the file, and by what the file calls the contact or said of it. The first row
//! may be added at any time. So a contact without such a row is deleted only if it still has none at the commit.
mod entry;
mod find;
mod group;
mod import;
mod kept;
mod mirror;
mod take;

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use people_store::{Condition, Record, Row, RowKind, Version, Write};
use serde::{Deserialize, Serialize};
use serde_json::{json, value::RawValue};
use sha2::{Digest, Sha256};

pub use self::{
    entry::{Effect, ImportedEntry, SourceEntry},
    group::SourceGroup,
    import::{ImportOptions, SourceConflicts, SourceFile},
    kept::{ImportedFile, KeptSource},
    mirror::{FoundEntries, Mirror, PlannedEntry, PlannedPhoto, SourceRecord},
};

/// The sources of a contact, each with its last content.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredSources {
    pub(super) sources: Vec<StoredSource>,
}

/// What one source said of a contact last.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredSource {
    /// The file that said it. Of several, the one that was imported longest ago.
    file: String,
    /// Other files that said just the same, such as the same download under another name. The one that was imported
    /// last is at the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    /// What the file calls the contact, such as the UID of a card; empty where it has no name for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    key: String,
    /// The person as the file said it: what a later file is compared with.
    said: Box<RawValue>,
    /// The digest of what the file said, where it has no key and a conflict was left: `said` lacks what conflicts then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    row: String,
    /// The digest of the photo that the file had; empty where it had none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    photo: String,
    /// What the file said and a person cannot: its text, or its bytes in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rest: Option<Box<RawValue>>,
}

/// How many names of files that said the same are kept, those that were imported last, and how many sources of one
/// key. A program that writes the same contacts under a new name each time does not make the row of a contact grow.
const FILES: usize = 8;
const SOURCES: usize = 8;

impl StoredSource {
    fn is_of(&self, file: &str) -> bool {
        self.file == file || self.also.iter().any(|other| other == file)
    }

    /// Whether the two say the same, whichever files they are of.
    fn says_the_same(&self, other: &Self) -> bool {
        let rest = |source: &Self| source.rest.as_ref().map(|rest| rest.get().to_owned());
        (&self.key, self.said.get(), &self.row, &self.photo)
            == (&other.key, other.said.get(), &other.row, &other.photo)
            && rest(self) == rest(other)
    }

    /// Notes that this file has the same content, as the last of the files. So the one that is dropped for it is the
    /// one that was imported longest ago, and not the one that is imported most.
    fn add_file(&mut self, file: &str) {
        if self.also.last().unwrap_or(&self.file) == file {
            return;
        }
        if self.is_of(file) {
            self.remove_file(file);
        }
        self.also.push(file.to_owned());
        if self.also.len() == FILES {
            self.file = self.also.remove(0);
        }
    }

    /// Notes that this file has other content now. Returns whether another one still says the same.
    fn remove_file(&mut self, file: &str) -> bool {
        self.also.retain(|other| other != file);
        if self.file != file {
            return true;
        }
        match self.also.is_empty() {
            true => false,
            false => {
                self.file = self.also.remove(0);
                true
            }
        }
    }

    /// By what the rows of contacts are found of which the same source said something.
    fn term(&self) -> String {
        match &*self.key {
            "" => said_term(&self.digest()),
            key => key_term(key),
        }
    }

    /// The digest of what the file said.
    fn digest(&self) -> String {
        match &*self.row {
            "" => digest(self.said.get()),
            row => row.to_owned(),
        }
    }
}

impl StoredSources {
    pub(super) fn of_row(row: &Row) -> Option<Self> {
        serde_json::from_str(&row.record.body).ok()
    }

    /// Adds a source that says something new: it comes last. Of the sources of one key, so many that said something new
    /// last are kept. For the file of another one, what it says next is again the first that is known of it.
    fn add(&mut self, source: StoredSource) {
        let key = source.key.clone();
        self.sources.push(source);
        let is_one = |it: &StoredSource| !key.is_empty() && it.key == key;
        if self.sources.iter().filter(|it| is_one(it)).count() > SOURCES
            && let Some(oldest) = self.sources.iter().position(is_one)
        {
            self.sources.remove(oldest);
        }
    }

    /// What the sources of a contact said that is this one now.
    pub(super) fn join(&mut self, other: Self) {
        for source in other.sources {
            let files: Vec<String> = std::iter::once(source.file.clone())
                .chain(source.also.iter().cloned())
                .collect();
            // Two rows of one file that say the same are two.
            let is_of_one = |it: &StoredSource| files.iter().any(|file| it.is_of(file));
            let mut there = self.sources.iter_mut();
            match there.find(|it| it.says_the_same(&source) && !is_of_one(it)) {
                Some(there) => files.iter().for_each(|file| there.add_file(file)),
                None => self.sources.push(source),
            }
        }
    }

    /// Takes out the sources that a union moved here. Of those that a file has no key for, which are found by what
    /// they say, `moved` gets what they say now. Those with a key stay in it as they were, like the contact that
    /// comes back: so the next import replays what the file has changed since.
    pub(super) fn give_back(&mut self, moved: &mut Self) {
        for back in &mut moved.sources {
            let says = |it: &StoredSource| {
                it.key == back.key && (!it.key.is_empty() || it.said.get() == back.said.get())
            };
            let has_file = |it: &StoredSource| it.is_of(&back.file);
            // What moved came last. Another file may have said more of the same key since, or this one something
            // else of a contact that it has no key for.
            let mut all = self.sources.iter();
            let place = all.rposition(|it| has_file(it) && says(it));
            let place = place.or_else(|| self.sources.iter().rposition(says));
            let place = place.or_else(|| {
                let mut all = self.sources.iter();
                all.rposition(|it| has_file(it) && it.key.is_empty() && back.key.is_empty())
            });
            if let Some(place) = place {
                let now = self.sources.remove(place);
                if now.key.is_empty() {
                    *back = now;
                }
            }
        }
    }

    /// What a store keeps of it beside a contact.
    pub(super) fn record(&self, contact: u64) -> Result<Record, serde_json::Error> {
        let keys = self.sources.iter().map(StoredSource::term);
        let files = self.sources.iter().flat_map(|source| {
            let all = std::iter::once(&source.file).chain(&source.also);
            all.map(|file| file_term(file))
        });
        let record = Record {
            body: serde_json::to_string(self)?,
            terms: keys.chain(files).chain([of_contact(contact)]).collect(),
            ..Record::default()
        };
        Ok(record.indexable())
    }
}

/// What a file calls a contact. A name may be as long as its author likes.
fn key_term(key: &str) -> String {
    of_any_length("key", key)
}

fn file_term(file: &str) -> String {
    of_any_length("file", file)
}

fn of_any_length(what: &str, text: &str) -> String {
    const MOST: usize = 200;
    match text.len() {
        0..=MOST => format!("{what}:{text}"),
        _ => format!(
            "long {what}:{}",
            URL_SAFE_NO_PAD.encode(Sha256::digest(text))
        ),
    }
}

/// What a file said of a contact that it has no name for, by its digest.
fn said_term(digest: &str) -> String {
    format!("said:{digest}")
}

fn digest(said: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(said))
}

/// By what the row of a contact is known to be there.
fn of_contact(id: u64) -> String {
    format!("contact:{id:x}")
}

/// Bytes as JSON: as a text if they are one.
fn rest_to_json(rest: &[u8]) -> Result<Box<RawValue>, serde_json::Error> {
    let value = match std::str::from_utf8(rest) {
        Ok(text) => json!(text),
        Err(_) => json!({"base64": STANDARD.encode(rest)}),
    };
    serde_json::value::to_raw_value(&value)
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

/// Writes the row of a contact in the place of the one that there was at this version. The same commit writes
/// the contact, or requires it.
fn put(contact: u64, record: Record, before: Option<Version>) -> Write {
    Write::Put {
        kind: RowKind::Source,
        id: contact,
        record,
        condition: before.map_or(Condition::Absent, Condition::Version),
    }
}

/// What is wrong with a row.
pub(super) fn faults(row: &Row) -> Vec<&'static str> {
    let Some(sources) = StoredSources::of_row(row) else {
        return vec!["the body is not a record of sources"];
    };
    match sources.record(row.id) {
        Ok(expected) if expected.terms == row.record.terms => Vec::new(),
        Ok(_) | Err(_) => vec!["its terms do not match its body"],
    }
}
