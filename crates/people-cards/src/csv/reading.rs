//! From the cells of a row to a person.

use people_model::PersonField;
use serde_json::{Map as Json, Value};

use super::{
    ReadRow,
    columns::{self, Cell, Column, Order},
};
use crate::{
    dates,
    groups::Groups,
    mapping::{Entry, MESSENGERS},
    person,
    read::membership,
};

/// A row while it is read: entries by field and slot.
#[derive(Default)]
pub(super) struct Reading {
    slots: Vec<(PersonField, u32, Entry)>,
    key: String,
    groups: Vec<String>,
    pub(super) unmapped: Vec<(String, String)>,
}

impl Reading {
    fn slot(&mut self, column: &Column) -> &mut Entry {
        let known = self
            .slots
            .iter()
            .position(|(field, slot, _)| (*field, *slot) == (column.field, column.slot));
        let at = known.unwrap_or_else(|| {
            self.slots.push((column.field, column.slot, Json::new()));
            self.slots.len() - 1
        });
        let entry = &mut self.slots[at].2;
        if let Some(key) = &column.key {
            entry.entry("key").or_insert_with(|| key.as_str().into());
        }
        if let Some(kind) = &column.kind {
            entry.entry("type").or_insert_with(|| kind.as_str().into());
        }
        entry
    }

    /// Whether the cell has a place.
    pub(super) fn cell(
        &mut self,
        column: &Column,
        cell: &str,
        order: Order,
        groups: &Groups,
    ) -> bool {
        let text = cell.replace("\r\n", "\n").replace('\r', "\n");
        match column.cell {
            Cell::Ignored => true,
            Cell::Key => {
                self.key = text.trim().to_owned();
                true
            }
            Cell::Text | Cell::Values => {
                let member = column.member;
                let entry = self.slot(column);
                match entry.get_mut(member) {
                    // The second and third line of a street.
                    Some(Value::String(before)) if member == "streetAddress" => {
                        before.push('\n');
                        before.push_str(&text);
                    }
                    Some(_) => return false,
                    None => {
                        entry.insert(member.to_owned(), text.into());
                    }
                }
                true
            }
            Cell::Label => {
                let (leads, label) = match text.strip_prefix("* ") {
                    Some(label) => (true, label),
                    None => (text == "*", text.trim_start_matches('*')),
                };
                let kind = columns::kind(column.field, label);
                let member = column.member;
                let entry = self.slot(column);
                if leads {
                    let leads = Json::from_iter([("sourcePrimary".to_owned(), true.into())]);
                    entry.insert("metadata".to_owned(), leads.into());
                }
                if !kind.is_empty() {
                    entry.insert(member.to_owned(), kind.into());
                }
                true
            }
            Cell::Date => match date(&text, order) {
                Some(None) => true,
                Some(Some(date)) => {
                    self.slot(column).insert("date".to_owned(), date.into());
                    true
                }
                None if column.field == PersonField::Birthdays => {
                    self.slot(column).insert("text".to_owned(), text.into());
                    true
                }
                None => false,
            },
            Cell::DatePart(part) => match text.trim().parse::<i64>() {
                Ok(number) if number > 0 => {
                    let date = self
                        .slot(column)
                        .entry("date")
                        .or_insert_with(|| Json::new().into());
                    if let Value::Object(date) = date {
                        date.insert(part.to_owned(), number.into());
                    }
                    true
                }
                number => number == Ok(0),
            },
            Cell::Groups => {
                for name in text
                    .split(" ::: ")
                    .flat_map(|part| part.split(column.separator))
                {
                    let (is_system, name) = match name.trim().strip_prefix("* ") {
                        Some(name) => (true, name.trim()),
                        None => (false, name.trim()),
                    };
                    let name = match name {
                        "My Contacts" if is_system => "myContacts",
                        "Starred in Android" if is_system => "starred",
                        name => name,
                    };
                    match groups.resource_name(name) {
                        _ if name.is_empty() => {}
                        // Who is in it is no contact yet: no group says so.
                        None if is_system && name == "Other Contacts" => {}
                        Some(resource_name) => {
                            let slot = self.slots.len() as u32 + 1_000;
                            let entry = membership(resource_name);
                            self.slots.push((PersonField::Memberships, slot, entry));
                        }
                        None => self.groups.push(name.to_owned()),
                    }
                }
                true
            }
        }
    }

    pub(super) fn finish(mut self) -> ReadRow {
        let entries = self.entries();
        let mut entries: Vec<(PersonField, Entry)> = entries
            .into_iter()
            .map(|(field, _, entry)| (field, entry))
            .collect();
        let unmapped = self.unmapped;
        for (field, entry) in &mut entries {
            tidy(*field, entry);
        }
        let fields = person::fields().map(|field| {
            let of = entries.iter().filter(|(other, _)| *other == field);
            (field, of.map(|(_, entry)| entry.clone()).collect())
        });
        ReadRow {
            key: self.key,
            person: person::portable(&person::of_entries(fields)),
            groups: self.groups,
            unmapped,
        }
    }
}

impl Reading {
    /// The values, each with its field and slot. A cell that is not a date becomes a cell without a place.
    pub(super) fn entries(&mut self) -> Vec<(PersonField, u32, Entry)> {
        let mut entries = Vec::new();
        for (field, slot, entry) in std::mem::take(&mut self.slots) {
            let values = ["value", "date", "url", "person", "username"];
            let has_value = field == PersonField::Memberships
                || entry.keys().any(|name| {
                    !["type", "metadata", "protocol", "key", "displayName"].contains(&name.as_str())
                });
            if !has_value {
                if let Some(name) = entry.get("displayName").and_then(Value::as_str) {
                    let column = "Display Name".to_owned();
                    self.unmapped.push((column, name.to_owned()));
                }
                continue;
            }
            // Google writes several values of one label in one cell.
            let joined = values.iter().find(|member| {
                entry
                    .get(**member)
                    .and_then(Value::as_str)
                    .is_some_and(|text| text.contains(" ::: "))
            });
            match joined.filter(|_| !field.is_singleton()) {
                None => entries.push((field, slot, entry)),
                Some(member) => {
                    let text = entry
                        .get(*member)
                        .and_then(Value::as_str)
                        .unwrap_or_default();
                    for (at, value) in text.split(" ::: ").enumerate() {
                        let mut one = entry.clone();
                        one.insert((*member).to_owned(), value.into());
                        if at > 0 {
                            one.remove("metadata");
                        }
                        entries.push((field, slot, one));
                    }
                }
            }
        }
        entries
    }
}

/// Words of tables for a gender. One that is not known is none.
const GENDERS: &[(&str, &str)] = &[
    ("male", "male"),
    ("female", "female"),
    ("männlich", "male"),
    ("weiblich", "female"),
    ("masculin", "male"),
    ("féminin", "female"),
    ("masculino", "male"),
    ("femenino", "female"),
    ("unspecified", ""),
    ("keine angabe", ""),
    ("non spécifié", ""),
    ("no especificado", ""),
];

/// What the API calls what the table says.
fn tidy(field: PersonField, entry: &mut Entry) {
    match field {
        PersonField::Biographies => {
            entry.insert("contentType".to_owned(), "TEXT_PLAIN".into());
        }
        PersonField::Genders => {
            let value = entry
                .get("value")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let known = GENDERS
                .iter()
                .find(|(word, _)| word.to_lowercase() == value.to_lowercase());
            match known {
                Some((_, "")) => entry.clear(),
                Some((_, value)) => {
                    entry.insert("value".to_owned(), (*value).into());
                }
                None => {}
            }
        }
        PersonField::ImClients => {
            let protocol = entry
                .get("protocol")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let mut messengers = MESSENGERS.iter();
            let known = messengers.find(|(known, name, _)| {
                known.eq_ignore_ascii_case(protocol) || name.eq_ignore_ascii_case(protocol)
            });
            if let Some((known, ..)) = known {
                entry.insert("protocol".to_owned(), (*known).into());
            }
        }
        _ => {}
    }
}

/// The date; none in it if the cell says that there is none.
fn date(text: &str, order: Order) -> Option<Option<Entry>> {
    let text = text.trim();
    if let Some(date) = dates::read(text) {
        return Some(Some(date));
    }
    // Google writes a date without a year as ` --04-15`.
    let parts: Vec<&str> = text
        .split(['/', '.', '-'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let numbers: Vec<i64> = parts.iter().map_while(|part| part.parse().ok()).collect();
    let [first, second, year] = numbers[..] else {
        return None;
    };
    if (first, second, year) == (0, 0, 0) {
        return Some(None);
    }
    let is_day_first = match order {
        Order::DayFirst => second <= 12,
        Order::MonthFirst => first > 12,
    };
    let is_day_first = is_day_first || text.contains('.');
    let (month, day) = if is_day_first {
        (second, first)
    } else {
        (first, second)
    };
    // Two digits do not say which century.
    (parts[2].len() == 4).then_some(())?;
    dates::read(&format!("{year:04}-{month:02}-{day:02}")).map(Some)
}
