//! What the columns of any table say, as somebody writes it down.

use std::str::FromStr;

use people_model::PersonField;

use super::columns::{Cell, Column};
use crate::mapping::is_mapped;

/// What the columns of a table say: one line for each, `COLUMN = FIELD.MEMBER` with a type after it, if it has one.
///
/// `groups` stands for the names of groups, with semicolons between them. Columns that the map leaves out are
/// reported as unmapped.
///
/// ```
/// use people_cards::{Groups, Map, Table};
///
/// let map: Map = "# from the club's list\n\
///                 Surname = names.familyName\n\
///                 Mail = emailAddresses.value work\n\
///                 Born = birthdays.date\n"
///     .parse()?;
/// let table = Table::read(b"Surname;Mail;Born\nKing;ada@example.com;10.12.1815\n", Some(&map)).unwrap();
/// let ada = table.rows()[0].to_person(&Groups::new()).person;
///
/// assert_eq!(ada.email_addresses[0].r#type, "work");
/// assert_eq!(ada.birthdays[0].date.as_ref().map(|date| date.month), Some(12));
/// # Ok::<(), people_cards::ParseMapError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Map {
    columns: Vec<(String, Column)>,
}

/// A line of a map that makes no sense.
///
/// ```
/// let error = "Mail = emails.value".parse::<people_cards::Map>().unwrap_err();
/// assert_eq!(error.to_string(), "line 1: a contact has no field `emails`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
#[non_exhaustive]
pub struct ParseMapError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, for people.
    pub reason: String,
}

impl FromStr for Map {
    type Err = ParseMapError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut columns = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let column = column(line, number as u32).map_err(|reason| ParseMapError {
                line: number + 1,
                reason,
            })?;
            columns.push(column);
        }
        Ok(Self { columns })
    }
}

impl Map {
    /// What each column says; the reason if one of the map is not there.
    pub(super) fn columns(&self, names: &[String]) -> Result<Vec<Option<Column>>, String> {
        for (name, _) in &self.columns {
            if !names.contains(name) {
                let all = names.join(", ");
                return Err(format!("there is no column `{name}`; there are {all}"));
            }
        }
        let of = |name: &String| self.columns.iter().find(|(known, _)| known == name);
        Ok(names
            .iter()
            .map(|name| of(name).map(|(_, column)| column.clone()))
            .collect())
    }
}

fn column(line: &str, number: u32) -> Result<(String, Column), String> {
    let (name, said) = line
        .rsplit_once('=')
        .ok_or("a line is COLUMN = FIELD.MEMBER")?;
    let (path, kind) = said.trim().split_once(' ').unwrap_or((said.trim(), ""));
    let name = name.trim().to_owned();
    if path == "groups" {
        let mut column = Column::new(PersonField::Memberships, 0, "").cell(Cell::Groups);
        column.separator = ';';
        return Ok((name, column));
    }
    let (field, member) = path
        .split_once('.')
        .ok_or("a line is COLUMN = FIELD.MEMBER")?;
    let (field, slot) = match field.split_once('[') {
        None => (field, None),
        Some((field, slot)) => {
            let slot = slot.trim_end_matches(']').parse();
            (
                field,
                Some(slot.map_err(|_| "a number stands between [ and ]")?),
            )
        }
    };
    let known = PersonField::from_wire(field).filter(|field| is_mapped(*field));
    let known = known.ok_or_else(|| format!("a contact has no field `{field}`"))?;
    let described = known
        .descriptor()
        .member(member)
        .filter(|described| !described.output_only && described.json == member);
    let described = described.ok_or_else(|| format!("`{field}` has no member `{member}`"))?;
    let cell = match described.kind {
        people_model::ValueKind::String | people_model::ValueKind::Enum(_) => Cell::Text,
        people_model::ValueKind::Message(message) if message.name == "Date" => Cell::Date,
        _ => return Err(format!("`{member}` is no text and no date")),
    };
    let kind = kind.trim();
    if !kind.is_empty() && known.descriptor().member("type").is_none() {
        return Err(format!("`{field}` has no type"));
    }
    // Members of one name, address or job go together; each column of a list with one member is a value.
    let is_one = known.is_singleton()
        || matches!(known, PersonField::Addresses | PersonField::Organizations);
    let slot = slot.unwrap_or(if is_one { 0 } else { 1_000 + number });
    Ok((
        name,
        Column::new(known, slot, described.json)
            .cell(cell)
            .kind(kind),
    ))
}
