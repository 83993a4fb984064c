//! A contact's own values of a field as a merge sees them: recognised by what they are, not by where
//! they stand (rules `M1`, `M2`).
mod composed;
mod pair;

use std::{any::Any, collections::HashMap};

use people_model::{Entry, FieldMetadata, Person, PersonField, PhoneNumber};
use serde_json::{Map, Value};

use self::composed::follows;
pub(crate) use self::{
    composed::{clear_composed, composed, parts_eq, settle},
    pair::{Pairs, pair},
};
use crate::{apply::folded, derive};

/// A value of the contact's own, without what the API fills in.
#[derive(Clone, Debug)]
pub(crate) struct Own<T> {
    pub(crate) entry: T,
    /// What it is recognised by: of an e-mail address, the address in lower case; of a phone number,
    /// its digits.
    pub(crate) key: String,
    /// The digits of a phone number's E.164 form, where the server told it.
    canonical: Option<String>,
}

impl<T> Own<T> {
    /// Whether the two are recognised by the same.
    pub(crate) fn is_named_as(&self, other: &Self) -> bool {
        let forms = |own: &Self| [Some(own.key.clone()), own.canonical.clone()];
        let same_number = || {
            let known = forms(other);
            forms(self)
                .iter()
                .any(|form| form.is_some() && known.contains(form))
        };
        let numbered = self.canonical.is_some() || other.canonical.is_some();
        !self.key.is_empty() && (self.key == other.key || numbered && same_number())
    }
}

/// The contact's own values of a field.
pub(crate) fn own<T: Entry>(person: &Person) -> Vec<Own<T>> {
    let mut values = T::of(person).clone();
    derive::normalize_values(&mut values);
    let forms = canonical_forms::<T>(person);
    let canonical = |entry: &T| {
        let phone = (entry as &dyn Any).downcast_ref::<PhoneNumber>()?;
        forms.get(phone.value.as_str()).cloned()
    };
    let mut all: Vec<Own<T>> = values
        .into_iter()
        .map(|mut entry| {
            // Of names and memberships no entry is chosen to lead.
            let chosen = !matches!(T::FIELD, PersonField::Names | PersonField::Memberships);
            let leads = chosen && leads(&entry);
            set_leads(&mut entry, leads);
            if follows(&entry) {
                clear_composed(&mut entry);
            }
            if let Some(birthday) = (&mut entry as &mut dyn Any).downcast_mut() {
                derive::prefer_date(birthday); // as the server does (rule `D6`)
            }
            Own {
                key: key(&entry),
                canonical: canonical(&entry),
                entry,
            }
        })
        .collect();
    if T::FIELD == PersonField::Memberships {
        // A set has no order (rule `D9`).
        all.sort_by(|one, other| one.key.cmp(&other.key));
    }
    all
}

fn key<T: Entry>(entry: &T) -> String {
    match T::FIELD {
        PersonField::EmailAddresses => folded(joined_identity(entry, "").trim()),
        PersonField::PhoneNumbers => digits(&joined_identity(entry, "")),
        _ => joined_identity(entry, "\u{1f}"),
    }
}

/// The digits of the canonical forms of phone numbers, by how these are written in the person as it
/// was read.
fn canonical_forms<T: Entry>(person: &Person) -> HashMap<&str, String> {
    let mut forms = HashMap::new();
    if T::FIELD == PersonField::PhoneNumbers {
        for phone in &person.phone_numbers {
            if is_form_of(&phone.canonical_form, &phone.value) {
                forms
                    .entry(phone.value.as_str())
                    .or_insert_with(|| digits(&phone.canonical_form));
            }
        }
    }
    forms
}

/// What people call an entry: its identity as it is written. Empty where there is but one.
pub(crate) fn label<T: Entry>(entry: &T) -> String {
    joined_identity(entry, " ")
}

fn joined_identity<T: Entry>(entry: &T, separator: &str) -> String {
    let mut joined = String::new();
    for &position in T::IDENTITY {
        let start = joined.len();
        if start > 0 {
            joined.push_str(separator);
        }
        match entry.text(position) {
            Some(text) => joined.push_str(text),
            None => match entry.member(position) {
                Some(value) => joined.push_str(&plain(value)),
                None => joined.truncate(start),
            },
        }
    }
    joined
}

/// A value as text. A membership is its group; any other message is its JSON.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        value => match value.get("contactGroupResourceName") {
            Some(Value::String(name)) => name.clone(),
            _ => value.to_string(),
        },
    }
}

/// Whether `key` is how somebody would name this entry: its label, one part of it, or for a group its id.
pub(crate) fn answers_to<T: Entry>(entry: &T, key: &str) -> bool {
    let parts = || {
        T::IDENTITY
            .iter()
            .filter_map(|&position| entry.member(position))
            .map(plain)
    };
    match T::FIELD {
        PersonField::EmailAddresses => {
            parts().any(|part| folded(part.trim()) == folded(key.trim()))
        }
        PersonField::PhoneNumbers => {
            let wanted = digits(key);
            let phone = (entry as &dyn Any).downcast_ref::<PhoneNumber>();
            let formed = phone.is_some_and(|phone| {
                is_form_of(&phone.canonical_form, &phone.value)
                    && digits(&phone.canonical_form) == wanted
            });
            formed || parts().any(|part| digits(&part) == wanted)
        }
        PersonField::Memberships => {
            parts().any(|part| part == key || part.strip_prefix("contactGroups/") == Some(key))
        }
        _ => label(entry) == key || parts().any(|part| part == key),
    }
}

/// What is dialled of a number: its digits, and letters, which stand for others or for an extension;
/// or the text where it has no digits.
fn digits(number: &str) -> String {
    if !number.contains(|letter: char| letter.is_ascii_digit()) {
        return folded(number.trim());
    }
    let dialled = number.chars().filter(char::is_ascii_alphanumeric);
    dialled.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Whether an E.164 form can be that of a number as it is written now, and was not left over from
/// what was written before.
fn is_form_of(form: &str, written: &str) -> bool {
    let (form, written) = (digits(form), digits(written));
    let national = written.trim_start_matches('0');
    !national.is_empty() && form.ends_with(national)
}

/// Whether the entry is marked as the one that leads.
pub(crate) fn leads<T: Entry>(entry: &T) -> bool {
    entry
        .metadata()
        .is_some_and(|metadata| metadata.source_primary)
}

/// Leaves nothing else of the metadata: a client sets nothing else.
pub(crate) fn set_leads<T: Entry>(entry: &mut T, leads: bool) {
    *entry.metadata_mut() = leads.then(|| {
        let mut metadata = FieldMetadata::default();
        metadata.source_primary = true;
        metadata
    });
}

/// An entry as JSON.
pub(crate) fn value<T: Entry>(entry: &T) -> Value {
    serde_json::to_value(entry).unwrap_or_default()
}

pub(crate) fn member_name<T: Entry>(position: usize) -> &'static str {
    T::DESCRIPTOR.members[position].json
}

/// A member, or an object of the members that are one unit.
pub(crate) fn get_unit<T: Entry>(entry: &T, unit: &[usize]) -> Option<Value> {
    if let [position] = unit {
        return entry.member(*position);
    }
    let members: Map<String, Value> = unit
        .iter()
        .filter_map(|&position| {
            Some((
                member_name::<T>(position).to_owned(),
                entry.member(position)?,
            ))
        })
        .collect();
    (!members.is_empty()).then_some(Value::Object(members))
}
