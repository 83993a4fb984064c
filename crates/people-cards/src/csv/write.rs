//! Tables for Google and for Outlook.

use std::sync::{Arc, LazyLock, OnceLock};

use people_model::{Person, PersonField as F};
use serde_json::Value;

use super::{Columns, Row, Table, google::NUMBERED, outlook, records::COLUMNS};
use crate::{groups::Groups, mapping::Entry, person, rest::Rest};

/// Google's table of contacts: one row per person, with the columns that the persons need (rule `Z8`).
///
/// Count all persons first, so that rows can be written one by one.
///
/// ```
/// use people_cards::{GoogleSheet, Groups};
/// use people_model::{Name, Person, PhoneNumber};
///
/// let phone = PhoneNumber::new().value("+44 20 7946 0018").r#type("workFax");
/// let ada = Person::new().names([Name::new().given_name("Ada")]).phone_numbers([phone]);
/// let mut sheet = GoogleSheet::new();
/// sheet.count(&ada);
///
/// assert!(sheet.header().ends_with(",Labels,Phone 1 - Label,Phone 1 - Value\r\n"));
/// let row = sheet.row(&ada, &Groups::new());
/// assert!(row.text.starts_with("Ada,") && row.text.ends_with(",Work Fax,+44 20 7946 0018\r\n"));
/// assert_eq!(row.left_out, []);
/// ```
#[derive(Clone, Debug, Default)]
pub struct GoogleSheet {
    /// How many columns each numbered part needs.
    counts: Vec<usize>,
    /// Columns for cells that no person says.
    extra: Vec<String>,
    /// What the columns say, once a row was written.
    columns: OnceLock<Option<Arc<Columns>>>,
}

/// A row of a table.
///
/// ```
/// use people_cards::{Groups, outlook_row};
/// use people_model::{Interest, Person, PersonField};
///
/// let ada = Person::new().interests([Interest::new().value("looms"), Interest::new().value("birds")]);
/// let row = outlook_row(&ada, &Groups::new());
///
/// assert_eq!(row.left_out, [PersonField::Interests]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WrittenRow {
    /// The row, with its line end.
    pub text: String,
    /// The fields that the table cannot hold, or not all of them.
    pub left_out: Vec<F>,
    /// The columns of cells that were kept of another table, and that this one has no place for.
    pub cells_left_out: Vec<String>,
}

/// Google's columns without a number, in its order: the name, the field and the member.
const PLAIN: &[(&str, F, &str)] = &[
    ("First Name", F::Names, "givenName"),
    ("Middle Name", F::Names, "middleName"),
    ("Last Name", F::Names, "familyName"),
    ("Phonetic First Name", F::Names, "phoneticGivenName"),
    ("Phonetic Middle Name", F::Names, "phoneticMiddleName"),
    ("Phonetic Last Name", F::Names, "phoneticFamilyName"),
    ("Name Prefix", F::Names, "honorificPrefix"),
    ("Name Suffix", F::Names, "honorificSuffix"),
    ("Nickname", F::Nicknames, "value"),
    ("Organization Name", F::Organizations, "name"),
    ("Organization Title", F::Organizations, "title"),
    ("Organization Department", F::Organizations, "department"),
    ("Birthday", F::Birthdays, "date"),
    ("Notes", F::Biographies, "value"),
];

/// The numbered parts that Google's table has since 2024.
const PARTS: &[&str] = &[
    "E-mail",
    "Phone",
    "Address",
    "Website",
    "Event",
    "Relation",
    "Custom Field",
];

impl GoogleSheet {
    /// A table of no persons.
    #[must_use]
    pub fn new() -> Self {
        Self {
            counts: vec![0; PARTS.len()],
            extra: Vec::new(),
            columns: OnceLock::new(),
        }
    }

    /// Makes room for a person, in at most 2,000 columns: more than that cannot be read again.
    pub fn count(&mut self, person: &Person) {
        self.columns = OnceLock::new();
        for (count, (_, field, _)) in self.counts.iter_mut().zip(parts()) {
            *count = (*count).max(person::entries(person, field).len());
        }
        self.limit();
    }

    /// Makes room for the cells that were kept of the table that a person came from.
    ///
    /// ```
    /// use people_cards::{GoogleSheet, Groups, Table};
    ///
    /// let table = Table::read(b"First Name,Labels,Locker\nAda,,7\n", None)?;
    /// let read = table.rows()[0].to_person(&Groups::new());
    /// let rest = read.rest();
    /// let mut sheet = GoogleSheet::new();
    /// sheet.count(&read.person);
    /// sheet.count_cells(rest.as_ref().ok_or("a rest").unwrap());
    ///
    /// assert!(sheet.header().ends_with(",Labels,Locker\r\n"));
    /// let row = sheet.row_with(&read.person, rest.as_ref(), &Groups::new());
    /// assert!(row.text.ends_with(",7\r\n"));
    /// assert!(row.cells_left_out.is_empty());
    /// # Ok::<(), people_cards::TableError>(())
    /// ```
    pub fn count_cells(&mut self, rest: &Rest) {
        self.columns = OnceLock::new();
        for (column, _) in rest.kept_cells() {
            let is_known = super::google::column(&column).is_some() || column.is_empty();
            if !is_known && !self.extra.contains(&column) && self.extra.len() < EXTRA {
                self.extra.push(column);
            }
        }
        self.limit();
    }

    /// Takes columns from the part with the most of them, until a table can have them all.
    fn limit(&mut self) {
        // One column has the labels.
        let most = COLUMNS - PLAIN.len() - 1 - self.extra.len();
        let widths: Vec<usize> = parts().map(|(.., members)| members.len()).collect();
        let width = |part: usize, counts: &[usize]| counts[part] * widths[part];
        loop {
            let counts = &self.counts;
            let parts = 0..counts.len();
            if parts.clone().map(|part| width(part, counts)).sum::<usize>() <= most {
                return;
            }
            let Some(widest) = parts.max_by_key(|part| width(*part, counts)) else {
                return;
            };
            self.counts[widest] -= 1;
        }
    }

    /// The row of names, with its line end.
    #[must_use]
    pub fn header(&self) -> String {
        record(&self.names())
    }

    /// The row of a person. A person that was not counted may not have enough columns: what is missing is left out.
    #[must_use]
    pub fn row(&self, person: &Person, groups: &Groups) -> WrittenRow {
        self.row_with(person, None, groups)
    }

    /// The row of a person with the cells that were kept of the table that it came from, in their columns.
    #[must_use]
    pub fn row_with(&self, person: &Person, rest: Option<&Rest>, groups: &Groups) -> WrittenRow {
        let mut cells: Vec<String> = Vec::new();
        let mut first: Option<(F, Option<Entry>)> = None;
        for (_, field, member) in PLAIN {
            // The columns of a field stand together.
            let (_, entry) = match first.take_if(|(of, _)| of == field) {
                Some(known) => first.insert(known),
                None => first.insert((*field, person::entries(person, *field).into_iter().next())),
            };
            cells.push(
                entry
                    .as_ref()
                    .map_or_else(String::new, |entry| cell(entry, member)),
            );
        }
        let labels = person::entries(person, F::Memberships);
        let labels = labels.iter().filter_map(|entry| group(entry, groups));
        let star = |name: &str| {
            if matches!(name, "myContacts" | "starred") {
                format!("* {name}")
            } else {
                name.to_owned()
            }
        };
        cells.push(labels.map(star).collect::<Vec<_>>().join(" ::: "));
        for (&count, (_, field, members)) in self.counts.iter().zip(parts()) {
            let entries = person::entries(person, field);
            for at in 0..count {
                for (_, member, _) in members {
                    let text = entries.get(at).map_or_else(String::new, |entry| {
                        if *member == "type" {
                            label(field, entry)
                        } else {
                            cell(entry, member)
                        }
                    });
                    cells.push(text);
                }
            }
        }
        cells.extend(self.extra.iter().map(|_| String::new()));
        let columns = || Table::columns(self.names()).map(|(_, columns)| columns);
        let columns = self.columns.get_or_init(columns);
        written(columns.as_ref(), cells, (person, rest), groups)
    }

    fn names(&self) -> Vec<String> {
        let plain = PLAIN.iter().map(|(name, ..)| (*name).to_owned());
        let mut names: Vec<String> = plain.chain(["Labels".to_owned()]).collect();
        for (&count, (name, _, members)) in self.counts.iter().zip(parts()) {
            for number in 1..=count {
                names.extend(
                    members
                        .iter()
                        .map(|(part, ..)| format!("{name} {number} - {part}")),
                );
            }
        }
        names.extend(self.extra.iter().cloned());
        names
    }
}

/// The most columns for cells that no person says.
const EXTRA: usize = 500;

fn parts() -> impl Iterator<Item = super::google::Numbered> {
    PARTS
        .iter()
        .filter_map(|part| NUMBERED.iter().find(|(name, ..)| name == part).copied())
}

/// The row of names of Outlook's table, in English, with its line end.
///
/// ```
/// assert!(people_cards::outlook_header().starts_with("Title,First Name,Middle Name,Last Name,Suffix,Company,"));
/// ```
#[must_use]
pub fn outlook_header() -> String {
    record(&outlook::names())
}

/// A row of Outlook's table (rule `Z8`).
///
/// ```
/// use people_cards::{Groups, outlook_row};
/// use people_model::{Name, Person};
///
/// let ada = Person::new().names([Name::new().given_name("Ada").honorific_prefix("Dr.")]);
/// assert!(outlook_row(&ada, &Groups::new()).text.starts_with("Dr.,Ada,,,"));
/// ```
#[must_use]
pub fn outlook_row(person: &Person, groups: &Groups) -> WrittenRow {
    outlook_row_with(person, None, groups)
}

/// A row of Outlook's table with the cells that were kept of the table that the person came from, in the columns of
/// their names.
///
/// ```
/// use people_cards::{Groups, Table, outlook_row_with};
///
/// let table = Table::read(b"First Name,Last Name,Anniversary,E-mail Address\nAda,King,some day,\n", None)?;
/// let read = table.rows()[0].to_person(&Groups::new());
/// let row = outlook_row_with(&read.person, read.rest().as_ref(), &Groups::new());
/// assert!(row.text.contains(",some day,") && row.cells_left_out.is_empty());
/// # Ok::<(), people_cards::TableError>(())
/// ```
#[must_use]
pub fn outlook_row_with(person: &Person, rest: Option<&Rest>, groups: &Groups) -> WrittenRow {
    let mut slots: Vec<(F, u32, Option<Entry>)> = Vec::new();
    let mut left: Vec<(F, Vec<Entry>)> = person::fields()
        .map(|field| (field, person::entries(person, field)))
        .collect();
    let mut cells = Vec::new();
    let columns = OUTLOOK.as_ref();
    for (name, column) in columns.iter().flat_map(|columns| &columns.named) {
        let Some(column) = column else {
            cells.push(String::new());
            continue;
        };
        if column.field == F::Memberships {
            let groups = person::entries(person, F::Memberships)
                .iter()
                .filter_map(|entry| group(entry, groups).map(str::to_owned))
                .collect::<Vec<_>>();
            cells.push(groups.join(";"));
            continue;
        }
        let at = slots
            .iter()
            .position(|(field, slot, _)| (*field, *slot) == (column.field, column.slot));
        let at = at.unwrap_or_else(|| {
            let entries = left.iter_mut().find(|(field, _)| *field == column.field);
            let entry = entries.and_then(|(_, entries)| {
                let said =
                    |entry: &Entry| entry.get("type").and_then(Value::as_str).map(str::to_owned);
                let fits = entries
                    .iter()
                    .position(|entry| column.kind.is_none() || said(entry) == column.kind);
                fits.map(|at| entries.remove(at))
            });
            slots.push((column.field, column.slot, entry));
            slots.len() - 1
        });
        let entry = &slots[at].2;
        let is_type = name.ends_with(" Type");
        cells.push(match entry {
            None => String::new(),
            Some(_) if is_type => "SMTP".to_owned(),
            Some(_) if name.ends_with("Street 2") || name.ends_with("Street 3") => String::new(),
            Some(entry) if column.member == "date" => outlook_date(entry),
            Some(entry) => cell(entry, column.member),
        });
    }
    written(columns, cells, (person, rest), groups)
}

/// Outlook's columns in English.
static OUTLOOK: LazyLock<Option<Arc<Columns>>> =
    LazyLock::new(|| Table::columns(outlook::names()).map(|(_, columns)| columns));

/// The row, and what it does not say: it is read again.
fn written(
    columns: Option<&Arc<Columns>>,
    cells: Vec<String>,
    (person, rest): (&Person, Option<&Rest>),
    groups: &Groups,
) -> WrittenRow {
    let portable = person::portable(person);
    let left_out = |cells: &[String]| {
        let text = record(cells);
        let row = columns.and_then(|columns| Row::of(&text, columns));
        let read = row.map(|row| row.to_person(groups).person);
        let read = read.unwrap_or_default();
        let left_out = person::fields().filter(|field| !read.field_eq(&portable, *field));
        (text, left_out.collect::<Vec<F>>())
    };
    let (mut text, said) = left_out(&cells);
    let mut row = WrittenRow {
        text: String::new(),
        left_out: said,
        cells_left_out: Vec::new(),
    };
    let mut cells = cells;
    for (column, cell) in rest.into_iter().flat_map(Rest::kept_cells) {
        let named = columns.iter().flat_map(|columns| &columns.named);
        let mut same = named
            .zip(&cells)
            .map(|((name, _), now)| (*name == column, now));
        let place = same.position(|(is_it, now)| is_it && now.is_empty());
        let Some(place) = place else {
            row.cells_left_out.push(column);
            continue;
        };
        cells[place] = cell;
        // If a reader would take the cell for a value of the person, the cell is left out.
        let (with, says) = left_out(&cells);
        match says == row.left_out {
            true => text = with,
            false => {
                cells[place].clear();
                row.cells_left_out.push(column);
            }
        }
    }
    row.text = text;
    row
}

fn record(cells: &[String]) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // A vector takes every byte.
    let _ = writer.write_record(cells);
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn cell(entry: &Entry, member: &str) -> String {
    match entry.get(member) {
        Some(Value::String(text)) => text.clone(),
        Some(date @ Value::Object(_)) => {
            crate::dates::write(date, crate::Version::V3).unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn outlook_date(entry: &Entry) -> String {
    let part = |name: &str| {
        let date = entry.get("date").and_then(Value::as_object);
        date.and_then(|date| date.get(name)).and_then(Value::as_i64)
    };
    match (part("year"), part("month"), part("day")) {
        (Some(year), Some(month), Some(day)) => format!("{month}/{day}/{year:04}"),
        _ => cell(entry, "date"),
    }
}

fn label(field: F, entry: &Entry) -> String {
    let kind = entry
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let leads = entry
        .get("metadata")
        .and_then(|metadata| metadata.get("sourcePrimary"))
        .and_then(Value::as_bool);
    let shown = field.display_type(kind);
    match (leads, shown.is_empty()) {
        (Some(true), true) => "*".to_owned(),
        (Some(true), false) => format!("* {shown}"),
        _ => shown,
    }
}

fn group<'g>(entry: &Entry, groups: &'g Groups) -> Option<&'g str> {
    let group = entry.get("contactGroupMembership")?;
    groups.name(group.get("contactGroupResourceName")?.as_str()?)
}
