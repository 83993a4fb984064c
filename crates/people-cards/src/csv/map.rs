//! A map of the columns of any table, in the form that people write.

use std::str::FromStr;

use people_model::{Member, PersonField, ValueKind};

use super::columns::{Cell, Column};
use crate::{mapping::is_mapped, person::fields};

/// What the columns of a table say: one line for each, `COLUMN = FIELD.MEMBER` with a type after it, if it has one.
///
/// A field alone means its value, and a member alone means that of the only field that has it. `groups` stands for the
/// names of groups, with semicolons between them, and `key` for what the table calls the person, such as a member's
/// number. Columns that the map leaves out are reported as unmapped.
///
/// ```
/// use people_cards::{Groups, Map, Table};
///
/// let map: Map = "# from the club's list\n\
///                 Surname = familyName\n\
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
/// assert!(error.to_string().starts_with("line 1: a contact has no field `emails`; it has names, "));
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
        let mut columns: Vec<(String, Column)> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let column = column(line, number as u32).map_err(|reason| ParseMapError {
                line: number + 1,
                reason,
            })?;
            if columns.iter().any(|(name, _)| *name == column.0) {
                let reason = format!("column `{}` is in the table twice", column.0);
                return Err(ParseMapError {
                    line: number + 1,
                    reason,
                });
            }
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

/// What stands in a map for what is no field.
const GROUPS: &str = "groups";
const KEY: &str = "key";

const SHAPE: &str = "expected COLUMN = FIELD.MEMBER";

fn column(line: &str, number: u32) -> Result<(String, Column), String> {
    let (name, said) = line.rsplit_once('=').ok_or(SHAPE)?;
    let (path, kind) = said.trim().split_once(' ').unwrap_or((said.trim(), ""));
    let name = name.trim().to_owned();
    match path {
        "" => return Err(SHAPE.to_owned()),
        GROUPS => {
            let mut column = Column::new(PersonField::Memberships, 0, "").cell(Cell::Groups);
            column.separator = ';';
            return Ok((name, column));
        }
        KEY => {
            let column = Column::new(PersonField::ExternalIds, 0, "").cell(Cell::Key);
            return Ok((name, column));
        }
        _ => {}
    }
    let (known, slot, described) = member(path)?;
    let field = known.as_str();
    let cell = cell(described)
        .ok_or_else(|| format!("`{}` is neither a text nor a date", described.json))?;
    let kind = kind.trim();
    if !kind.is_empty() && known.descriptor().member("type").is_none() {
        return Err(format!("`{field}` has no type"));
    }
    // Members of one name, address or job go together; each column of a list with one member is a value.
    let is_one = known.is_singleton()
        || matches!(known, PersonField::Addresses | PersonField::Organizations);
    let alone = slot.is_none() && !is_one;
    let slot = slot.unwrap_or(if is_one { 0 } else { 1_000 + number });
    let mut column = Column::new(known, slot, described.json)
        .cell(cell)
        .kind(kind);
    if alone && known == PersonField::UserDefined && described.json == "value" {
        column = column.key(&name);
    }
    Ok((name, column))
}

/// The member that a path means: `names.givenName`, or in short `givenName`; `emailAddresses.value`, or in short
/// `emailAddresses`.
fn member(path: &str) -> Result<(PersonField, Option<u32>, &'static Member), String> {
    let (field, member) = match path.split_once('.') {
        Some((field, member)) => (field, Some(member)),
        None => (path, None),
    };
    let (field, slot) = match field.split_once('[') {
        None => (field, None),
        Some((field, slot)) => {
            let slot = slot.trim_end_matches(']').parse();
            let slot = slot.map_err(|_| "expected a number between [ and ]")?;
            (field, Some(slot))
        }
    };
    let known = PersonField::from_wire(field).filter(|field| is_mapped(*field));
    match (known, member) {
        (Some(known), Some(member)) => {
            let mut members = members(known);
            let found = members.find(|described| described.json == member);
            let found = found.ok_or_else(|| {
                let all: Vec<&str> = self::members(known)
                    .filter(|it| cell(it).is_some())
                    .map(|it| it.json)
                    .collect();
                format!(
                    "`{field}` has no member `{member}`; it has {}",
                    all.join(", ")
                )
            })?;
            Ok((known, slot, found))
        }
        (Some(known), None) => {
            let main = [
                "value",
                "date",
                "person",
                "username",
                "url",
                "formattedValue",
                "unstructuredName",
                "name",
            ];
            let mut main = main
                .iter()
                .filter_map(|main| members(known).find(|it| it.json == *main));
            let found = main
                .next()
                .ok_or_else(|| format!("say which member: `{field}.MEMBER`"))?;
            Ok((known, slot, found))
        }
        (None, Some(_)) => Err(no_field(field)),
        (None, None) => {
            let all = fields().flat_map(|field| members(field).map(move |it| (field, it)));
            let found: Vec<_> = all.filter(|(_, member)| member.json == field).collect();
            match &found[..] {
                [] => Err(no_field(field)),
                [(known, member)] => Ok((*known, slot, *member)),
                several => {
                    let all = several
                        .iter()
                        .map(|(of, _)| format!("{of}.{field}", of = of.as_str()));
                    let all: Vec<String> = all.collect();
                    Err(format!(
                        "`{field}` is a member of several fields, write one of: {}",
                        all.join(", ")
                    ))
                }
            }
        }
    }
}

/// The members that a column can say.
fn members(field: PersonField) -> impl Iterator<Item = &'static Member> {
    let members = field.descriptor().members.iter();
    members.filter(|member| !member.output_only)
}

/// How a column of the member is read, if it is a text or a date.
fn cell(member: &Member) -> Option<Cell> {
    match member.kind {
        ValueKind::String | ValueKind::Enum(_) => Some(Cell::Text),
        ValueKind::Message(message) if message.name == "Date" => Some(Cell::Date),
        _ => None,
    }
}

fn no_field(field: &str) -> String {
    let all: Vec<&str> = fields().map(PersonField::as_str).collect();
    let all = all.join(", ");
    format!(
        "a contact has no field `{field}`; it has {all}; `{GROUPS}` and `{KEY}` are no fields, and are known too"
    )
}
