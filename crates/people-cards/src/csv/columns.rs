//! What the columns of a table say.

use people_model::PersonField;

use super::{Layout, google, outlook};
use crate::types;

/// What a column says of a person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub(super) field: PersonField,
    /// Columns of one slot say one value together.
    pub(super) slot: u32,
    pub(super) member: &'static str,
    pub(super) kind: Option<String>,
    /// The key of a field of the user's own.
    pub(super) key: Option<String>,
    pub(super) cell: Cell,
    /// Between groups.
    pub(super) separator: char,
}

/// How a cell is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Text,
    /// Text that may be several values: ` ::: ` is between them.
    Values,
    /// A type, with a star before it if its value leads.
    Label,
    Date,
    DatePart(&'static str),
    Groups,
    /// What the table calls the person.
    Key,
    /// Says nothing about a person: the kind of an address.
    Ignored,
}

/// How a table writes dates such as 4/5/1990.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    MonthFirst,
    DayFirst,
}

impl Column {
    pub(super) const fn new(field: PersonField, slot: u32, member: &'static str) -> Self {
        Self {
            field,
            slot,
            member,
            kind: None,
            key: None,
            cell: Cell::Text,
            separator: '\u{1f}',
        }
    }

    pub(super) const fn cell(mut self, cell: Cell) -> Self {
        self.cell = cell;
        self
    }

    pub(super) fn key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    pub(super) fn kind(mut self, kind: &str) -> Self {
        self.kind = (!kind.is_empty()).then(|| kind.to_owned());
        self
    }
}

type Found = (Layout, Order, Vec<Option<Column>>);

/// The layout that has these columns, and the meaning of each.
pub(super) fn of(names: &[String]) -> Option<Found> {
    let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    let numbered = |end: &str| names.iter().any(|name| name.ends_with(end));
    let all =
        |column: &dyn Fn(&str) -> Option<Column>| names.iter().map(|name| column(name)).collect();
    // People remove columns from a table.
    let has_values = numbered(" 1 - Value");
    if has("First Name") && (has("Labels") || numbered(" 1 - Label") || has_values) {
        return Some((Layout::Google, Order::MonthFirst, all(&google::column)));
    }
    if has("Given Name") && (has("Group Membership") || numbered(" 1 - Type") || has_values) {
        return Some((
            Layout::GoogleBefore,
            Order::MonthFirst,
            all(&google::column_before),
        ));
    }
    if has("Primary Email") {
        return Some((
            Layout::Thunderbird,
            Order::MonthFirst,
            all(&outlook::thunderbird),
        ));
    }
    let language = outlook::language(names)?;
    let order = if language == 0 {
        Order::MonthFirst
    } else {
        Order::DayFirst
    };
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        // French calls the title of a person and that of a job the same.
        let before = names[..at].iter().filter(|other| *other == name).count();
        columns.push(outlook::column(language, name, before));
    }
    Some((Layout::Outlook, order, columns))
}

/// The type that a label says.
pub(super) fn kind(field: PersonField, label: &str) -> String {
    types::of_label(field, label.trim())
}
