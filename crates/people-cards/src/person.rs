//! The values of a person that a card can say.

use people_model::{EntryVisitor, FieldMetadata, Person, PersonField, SourceType};
use serde_json::{Map, Value};

use crate::{
    composed::{drop_composed_address, name_of},
    mapping::{Entry, is_mapped},
};

/// The fields that cards have, in the order in which they are written.
pub(crate) fn fields() -> impl Iterator<Item = PersonField> {
    let rest = PersonField::ALL
        .into_iter()
        .filter(|&field| field != PersonField::Names);
    [PersonField::Names]
        .into_iter()
        .chain(rest)
        .filter(|&field| is_mapped(field))
}

/// What a card can say of a person: what [`from_person`](crate::from_person) writes and
/// [`to_person`](crate::to_person) reads again (rule `Z3`).
///
/// The contact's own values, without what the server fills in. Line ends are `\n`. A text that the API composes of
/// other members is left out if it is just that, and `sourcePrimary` of a field that has one value.
///
/// ```
/// use people_model::{EmailAddress, Person};
///
/// let email = EmailAddress::new().value("ada@example.com").formatted_type("Work");
/// let person = people_cards::portable(&Person::new().email_addresses([email]));
///
/// assert_eq!(person.email_addresses[0].formatted_type, "");
/// ```
#[must_use]
pub fn portable(person: &Person) -> Person {
    of_entries(fields().map(|field| (field, entries(person, field))))
}

/// A person of the values of its fields.
pub(crate) fn of_entries(fields: impl Iterator<Item = (PersonField, Vec<Entry>)>) -> Person {
    let mut person = Map::new();
    for (field, entries) in fields {
        let entries: Vec<Value> = entries.into_iter().map(Value::Object).collect();
        if !entries.is_empty() {
            person.insert(field.as_str().to_owned(), entries.into());
        }
    }
    // The decoder is lenient: it takes any object.
    serde_json::from_value(Value::Object(person)).unwrap_or_default()
}

/// The values of a field that are the contact's own, as a card has them.
pub(crate) fn entries(person: &Person, field: PersonField) -> Vec<Entry> {
    let mut entries = field.visit(Values(person)).unwrap_or_default();
    for entry in &mut entries {
        normalize(field, entry);
    }
    entries.retain(|entry| !entry.is_empty());
    entries
}

struct Values<'p>(&'p Person);

impl EntryVisitor for Values<'_> {
    type Output = Vec<Entry>;

    fn visit<T: people_model::Entry>(self) -> Vec<Entry> {
        let own = T::of(self.0)
            .iter()
            .filter(|entry| is_own(entry.metadata()));
        own.filter_map(|entry| {
            let mut entry = entry.clone();
            entry.strip_output_only();
            match entry.has_content().then(|| serde_json::to_value(&entry)) {
                Some(Ok(Value::Object(entry))) => Some(entry),
                _ => None,
            }
        })
        .collect()
    }
}

fn is_own(metadata: Option<&FieldMetadata>) -> bool {
    let source = metadata.and_then(|metadata| metadata.source.as_ref());
    source
        .is_none_or(|source| matches!(source.r#type, SourceType::Contact | SourceType::Unspecified))
}

fn normalize(field: PersonField, entry: &mut Entry) {
    for value in entry.values_mut() {
        line_ends(value);
    }
    if field.is_singleton()
        && let Some(Value::Object(metadata)) = entry.get_mut("metadata")
    {
        metadata.remove("sourcePrimary");
        if metadata.is_empty() {
            entry.remove("metadata");
        }
    }
    match field {
        PersonField::Names => {
            let composed = name_of(entry).map(|name| people_rules::display_name(&name));
            if composed.is_some_and(|composed| {
                !composed.is_empty()
                    && entry.get("unstructuredName").and_then(Value::as_str) == Some(&composed)
            }) {
                entry.remove("unstructuredName");
            }
        }
        PersonField::Addresses => drop_composed_address(entry),
        _ => {}
    }
}

fn line_ends(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\r') => {
            *text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        Value::Array(values) => values.iter_mut().for_each(line_ends),
        Value::Object(members) => members.values_mut().for_each(line_ends),
        _ => {}
    }
}
