//! Tables of contacts: Google's, Outlook's, Thunderbird's, and any other by a map (rules `Z7`, `Z8`).

mod columns;
mod google;
mod kept;
mod map;
mod outlook;
mod outlook_names;
mod reading;
mod records;
mod write;

use std::sync::Arc;

use csv::StringRecord;
use people_model::{Person, PersonField};

use self::{
    columns::{Column, Order},
    reading::Reading,
    records::{records, separator, text_of},
};
pub use self::{
    map::{Map, ParseMapError},
    write::{GoogleSheet, WrittenRow, outlook_header, outlook_row, outlook_row_with},
};
use crate::{error::Span, groups::Groups};

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
    /// In one text: a table has many columns, and few cells of a row say something.
    cells: StringRecord,
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
    /// What the table calls the person, in the column that a [`Map`] says is the key; else empty.
    pub key: String,
    /// The person.
    pub person: Person,
    /// The groups that the row names and the account does not have.
    pub groups: Vec<String>,
    /// The cells without a place in a person, with their columns.
    pub unmapped: Vec<(String, String)>,
}

/// Why bytes are not a table of contacts.
///
/// ```
/// use people_cards::Table;
///
/// let error = Table::read(b"Colour,Shape\nred,round\n", None).unwrap_err();
/// let expected = "line 1, column 1: no known table has these columns, so give a map of them: Colour, Shape";
/// assert_eq!(error.to_string(), expected);
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

impl Table {
    /// Reads a table. Its layout follows from the names of its columns, or is that of the map.
    ///
    /// The text is UTF-8, with or without a byte order mark, or UTF-16 with one, or else Windows-1252. Cells are
    /// between commas, semicolons or tabs.
    ///
    /// # Errors
    ///
    /// If no layout has these columns, if a column of the map is not there, if a row has more than 2,000 columns, or if
    /// a quoted cell does not end.
    pub fn read(bytes: &[u8], map: Option<&Map>) -> Result<Self, TableError> {
        Self::begin(bytes, map, usize::MAX)
    }

    /// The same, for the first rows only.
    pub(crate) fn begin(bytes: &[u8], map: Option<&Map>, most: usize) -> Result<Self, TableError> {
        let text = text_of(bytes);
        let error = |span, reason| TableError { span, reason };
        let start = Span::new(1, 1, 0..text.len());
        let separator = separator(&text);
        let mut records = records(&text, separator, most.saturating_add(1))?.into_iter();
        let Some((names, _)) = records.next() else {
            return Err(error(
                start,
                "the table has no row with the names of its columns".to_owned(),
            ));
        };
        let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
        let (layout, columns) = match map {
            Some(map) => {
                let columns = map.columns(&names).map_err(|reason| error(start, reason))?;
                let columns = Columns {
                    order: Order::DayFirst,
                    named: names.into_iter().zip(columns).collect(),
                };
                (Layout::Mapped, Arc::new(columns))
            }
            None => Self::columns(names.clone()).ok_or_else(|| {
                let all = names.join(", ");
                error(
                    start,
                    format!("no known table has these columns, so give a map of them: {all}"),
                )
            })?,
        };
        let rows = records
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

    /// Whose table has these columns, and what each of them says.
    fn columns(names: Vec<String>) -> Option<(Layout, Arc<Columns>)> {
        let (layout, order, columns) = columns::of(&names)?;
        let named = names.into_iter().zip(columns).collect();
        Some((layout, Arc::new(Columns { order, named })))
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
    /// The one row of a text without names; none if all its cells are empty.
    fn of(text: &str, columns: &Arc<Columns>) -> Option<Self> {
        let (cells, span) = records(text, ',', 1).ok()?.into_iter().next()?;
        let columns = columns.clone();
        let row = Self {
            cells,
            span,
            columns,
        };
        row.cells.iter().any(|cell| !cell.is_empty()).then_some(row)
    }

    /// Where the row is.
    #[must_use]
    pub const fn span(&self) -> &Span {
        &self.span
    }

    /// Reads the row as a person (rule `Z7`).
    #[must_use]
    pub fn to_person(&self, groups: &Groups) -> ReadRow {
        self.reading(groups).finish()
    }

    fn reading(&self, groups: &Groups) -> Reading {
        let Columns { order, named } = &*self.columns;
        let mut reading = Reading::default();
        for (at, cell) in self.cells.iter().enumerate() {
            if cell.trim().is_empty() {
                continue;
            }
            let Some((name, column)) = named.get(at) else {
                reading
                    .unmapped
                    .push((format!("column {}", at + 1), cell.to_owned()));
                continue;
            };
            let is_read = column
                .as_ref()
                .is_some_and(|column| reading.cell(column, cell, *order, groups));
            if !is_read {
                reading.unmapped.push((name.clone(), cell.to_owned()));
            }
        }
        reading
    }

    /// The columns of a value of the person, for a message about it: those of the member, or those of the whole value
    /// if the member has no columns.
    ///
    /// ```
    /// use people_cards::{Groups, Table};
    /// use people_model::PersonField;
    ///
    /// let table = Table::read(b"First Name,Labels,Phone 1 - Value,Phone 2 - Value\nAda,,,+44 20 7946 0018\n", None)?;
    /// let row = &table.rows()[0];
    /// assert_eq!(row.columns(PersonField::PhoneNumbers, 0, "value"), ["Phone 2 - Value"]);
    /// # Ok::<(), people_cards::TableError>(())
    /// ```
    #[must_use]
    pub fn columns(&self, field: PersonField, value: usize, member: &str) -> Vec<&str> {
        let entries = self.reading(&Groups::new()).entries();
        let mut of = entries.iter().filter(|(other, ..)| *other == field);
        let slot = of.nth(value).map(|(_, slot, _)| *slot);
        let filled = self.columns.named.iter().zip(self.cells.iter());
        let filled = filled.filter(|(_, cell)| !cell.trim().is_empty());
        let columns = filled.filter_map(|((name, column), _)| Some((name, column.as_ref()?)));
        let of: Vec<(&String, &Column)> = columns
            .filter(|(_, column)| {
                let is_of = field == PersonField::Memberships || Some(column.slot) == slot;
                column.field == field && is_of
            })
            .collect();
        let of_member = of.iter().filter(|(_, column)| column.member == member);
        let of_member: Vec<&str> = of_member.map(|(name, _)| name.as_str()).collect();
        match of_member.is_empty() {
            true => of.into_iter().map(|(name, _)| name.as_str()).collect(),
            false => of_member,
        }
    }

    /// The column of the longest cell, for a message about a row that is too large.
    #[must_use]
    pub fn longest(&self) -> Option<&str> {
        let cells = self.columns.named.iter().zip(self.cells.iter());
        let longest = cells.max_by_key(|(_, cell)| cell.len());
        longest.map(|((name, _), _)| name.as_str())
    }
}
