//! Tables of contacts: Google's, Outlook's, Thunderbird's, and any other by a map (rules `Z7`, `Z8`).

mod columns;
mod google;
mod map;
mod outlook;
mod outlook_names;
mod write;

use std::sync::Arc;

use people_model::{Person, PersonField};
use serde_json::{Map as Json, Value};

use self::columns::{Cell, Column, Order};
pub use self::{
    map::{Map, ParseMapError},
    write::{GoogleSheet, WrittenRow, outlook_header, outlook_row},
};
use crate::{dates, error::Span, groups::Groups, line::decode_text, mapping::Entry, person};

/// Whose table it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Layout {
    /// Google Contacts since 2024: `First Name`, `E-mail 1 - Label`.
    Google,
    /// Google Contacts before: `Given Name`, `E-mail 1 - Type`.
    GoogleBefore,
    /// Outlook, in English, German, French or Spanish, in any order.
    Outlook,
    /// Thunderbird.
    Thunderbird,
    /// What a [`Map`] says.
    Mapped,
}

/// A table of contacts.
///
/// ```
/// use people_cards::{Groups, Layout, Table};
///
/// let file = "\u{feff}First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value\r\n\
///             Ada,Lovelace,* myContacts,* Work,ada@example.com ::: ada@example.org\r\n";
/// let table = Table::read(file.as_bytes(), None)?;
/// let row = table.rows()[0].to_person(&Groups::new());
///
/// assert_eq!(table.layout(), Layout::Google);
/// assert_eq!(row.person.email_addresses[1].value, "ada@example.org");
/// assert_eq!(row.person.memberships.len(), 1);
/// assert!(row.unmapped.is_empty());
/// # Ok::<(), people_cards::TableError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    layout: Layout,
    columns: Arc<Columns>,
    rows: Vec<Row>,
}

/// The columns, by their names, and how dates are written in them.
#[derive(Debug)]
struct Columns {
    order: Order,
    named: Vec<(String, Option<Column>)>,
}

/// One row of a table.
///
/// ```
/// use people_cards::{Groups, Row, Table};
///
/// let table = Table::read(b"First Name,Labels\nAda,\nGrace,Navy\n", None)?;
/// let navy = |row: &&Row| row.to_person(&Groups::new()).groups == ["Navy"];
///
/// assert_eq!(table.rows().iter().find(navy).map(|row| row.span().line), Some(3));
/// # Ok::<(), people_cards::TableError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Row {
    cells: Vec<String>,
    span: Span,
    columns: Arc<Columns>,
}

/// What a row says.
///
/// ```
/// use people_cards::{Groups, Table};
///
/// let table = Table::read(b"First Name,Labels,Photo,E-mail 1 - Value\nAda,Chess,https://p.example/a,\n", None)?;
/// let read = table.rows()[0].to_person(&Groups::new());
///
/// assert_eq!(read.groups, ["Chess"]);
/// assert_eq!(read.unmapped, [("Photo".to_owned(), "https://p.example/a".to_owned())]);
/// # Ok::<(), people_cards::TableError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ReadRow {
    /// The person.
    pub person: Person,
    /// The groups that the row names and the account does not have.
    pub groups: Vec<String>,
    /// The cells without a place in a person, with their columns.
    pub unmapped: Vec<(String, String)>,
}

/// Why bytes are no table of contacts.
///
/// ```
/// use people_cards::Table;
///
/// let error = Table::read(b"Colour,Shape\nred,round\n", None).unwrap_err();
/// assert_eq!(error.to_string(), "line 1, column 1: no known table has these columns: Colour, Shape");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{span}: {reason}")]
#[non_exhaustive]
pub struct TableError {
    /// Where.
    pub span: Span,
    /// What is wrong, for people.
    pub reason: String,
}

/// The most columns of a table. Google's largest have about 150.
const COLUMNS: usize = 2_000;

impl Table {
    /// Reads a table. Its layout follows from the names of its columns, or is that of the map.
    ///
    /// The text is UTF-8, with or without a byte order mark, or UTF-16 with one, or else Windows-1252. Cells are
    /// between commas, semicolons or tabs.
    ///
    /// # Errors
    ///
    /// If no layout has these columns, if a column of the map is not there, or if a quoted cell does not end.
    pub fn read(bytes: &[u8], map: Option<&Map>) -> Result<Self, TableError> {
        let text = text_of(bytes);
        let error = |span, reason| TableError { span, reason };
        let start = Span::new(1, 1, 0..text.len());
        let separator = separator(&text);
        let mut records = records(&text, separator)?.into_iter();
        let Some((names, _)) = records.next() else {
            return Err(error(start, "the table has no row of names".to_owned()));
        };
        if names.len() > COLUMNS {
            let reason = format!("the table has more than {COLUMNS} columns");
            return Err(error(start, reason));
        }
        let names: Vec<String> = names
            .into_iter()
            .map(|name| name.trim().to_owned())
            .collect();
        let (layout, order, columns) = match map {
            Some(map) => {
                let columns = map.columns(&names).map_err(|reason| error(start, reason))?;
                (Layout::Mapped, Order::DayFirst, columns)
            }
            None => columns::of(&names).ok_or_else(|| {
                let all = names.join(", ");
                error(start, format!("no known table has these columns: {all}"))
            })?,
        };
        let columns = Arc::new(Columns {
            order,
            named: names.into_iter().zip(columns).collect(),
        });
        let rows = records
            .filter(|(cells, _)| cells.iter().any(|cell| !cell.is_empty()))
            .map(|(cells, span)| Row {
                cells,
                span,
                columns: columns.clone(),
            })
            .collect();
        Ok(Self {
            layout,
            columns,
            rows,
        })
    }

    /// Whose table it is.
    #[must_use]
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// The rows, without the names of the columns.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The columns that have no place in a person.
    pub fn unmapped_columns(&self) -> impl Iterator<Item = &str> {
        self.columns
            .named
            .iter()
            .filter(|(name, column)| column.is_none() && !name.is_empty())
            .map(|(name, _)| name.as_str())
    }
}

impl Row {
    /// Where the row is.
    #[must_use]
    pub const fn span(&self) -> &Span {
        &self.span
    }

    /// Reads the row as a person (rule `Z7`).
    #[must_use]
    pub fn to_person(&self, groups: &Groups) -> ReadRow {
        let Columns { order, named } = &*self.columns;
        let mut reading = Reading::default();
        for (at, cell) in self.cells.iter().enumerate() {
            let Some((name, column)) = named.get(at) else {
                reading
                    .unmapped
                    .push((format!("column {}", at + 1), cell.clone()));
                continue;
            };
            if cell.trim().is_empty() {
                continue;
            }
            let is_read = column
                .as_ref()
                .is_some_and(|column| reading.cell(column, cell, *order, groups));
            if !is_read {
                reading.unmapped.push((name.clone(), cell.clone()));
            }
        }
        reading.finish()
    }
}

/// A row while it is read: entries by field and slot.
#[derive(Default)]
struct Reading {
    slots: Vec<(PersonField, u32, Entry)>,
    groups: Vec<String>,
    unmapped: Vec<(String, String)>,
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
    fn cell(&mut self, column: &Column, cell: &str, order: Order, groups: &Groups) -> bool {
        let text = cell.replace("\r\n", "\n").replace('\r', "\n");
        match column.cell {
            Cell::Ignored => true,
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
                            let entry = crate::read::membership(resource_name);
                            self.slots.push((PersonField::Memberships, slot, entry));
                        }
                        None => self.groups.push(name.to_owned()),
                    }
                }
                true
            }
        }
    }

    fn finish(self) -> ReadRow {
        let mut entries: Vec<(PersonField, Entry)> = Vec::new();
        let mut unmapped = self.unmapped;
        for (field, _, entry) in self.slots {
            let values = ["value", "date", "url", "person", "username"];
            let has_value = field == PersonField::Memberships
                || entry.keys().any(|name| {
                    !["type", "metadata", "protocol", "key", "displayName"].contains(&name.as_str())
                });
            if !has_value {
                if let Some(name) = entry.get("displayName").and_then(Value::as_str) {
                    unmapped.push(("Display Name".to_owned(), name.to_owned()));
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
                None => entries.push((field, entry)),
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
                        entries.push((field, one));
                    }
                }
            }
        }
        for (field, entry) in &mut entries {
            tidy(*field, entry);
        }
        let fields = person::fields().map(|field| {
            let of = entries.iter().filter(|(other, _)| *other == field);
            (field, of.map(|(_, entry)| entry.clone()).collect())
        });
        ReadRow {
            person: person::portable(&person::of_entries(fields)),
            groups: self.groups,
            unmapped,
        }
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
            let mut messengers = crate::mapping::MESSENGERS.iter();
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

fn text_of(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => encoding
            .decode_without_bom_handling(&bytes[length..])
            .0
            .into_owned(),
        None => decode_text(bytes, None),
    }
}

/// What stands between the names of the columns most often.
fn separator(text: &str) -> char {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let count = |separator: char| first.matches(separator).count();
    let best = [',', ';', '\t']
        .into_iter()
        .rev()
        .max_by_key(|&separator| count(separator));
    best.unwrap_or(',')
}

/// The cells of each row, and where it is.
fn records(text: &str, separator: char) -> Result<Vec<(Vec<String>, Span)>, TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator as u8)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let start = reader.position().clone();
        let at = usize::try_from(start.byte()).unwrap_or(text.len());
        let is_read = reader
            .read_record(&mut record)
            .map_err(|error| TableError {
                span: Span::new(start.line() as usize, 1, at..text.len()),
                reason: error.to_string(),
            })?;
        if !is_read {
            return Ok(rows);
        }
        let begin = record.position().map_or(at, |position| {
            usize::try_from(position.byte()).unwrap_or(text.len())
        });
        let line = record
            .position()
            .map_or(1, |position| position.line() as usize);
        // The reader has not yet taken the second half of a line end.
        let is_behind = begin > 0 && text.as_bytes().get(begin - 1..=begin) == Some(b"\r\n");
        let (begin, line) = if is_behind {
            (begin + 1, line + 1)
        } else {
            (begin, line)
        };
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let span = Span::new(line, 1, begin..end);
        let raw = text.get(begin..end).unwrap_or_default();
        if raw.matches('"').count() % 2 == 1 && end >= text.len() {
            let reason = "a quoted cell that begins in this row does not end".to_owned();
            return Err(TableError { span, reason });
        }
        rows.push((record.iter().map(str::to_owned).collect(), span));
    }
}
