use std::{fmt, str::FromStr};

use crate::{Invalid, Row, StoreError, Version};

/// What the rows of a listing are sorted by. Rows that it leaves equal are sorted by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // every engine must know every order
pub enum Order {
    /// By id, ascending.
    Id,
    /// What changed last comes last.
    VersionAscending,
    /// What changed last comes first: [`VersionAscending`](Self::VersionAscending) backwards.
    VersionDescending,
    /// By the first of the [sort keys](crate::Record::sort_keys), ascending.
    FirstName,
    /// By the second of the [sort keys](crate::Record::sort_keys), ascending.
    LastName,
}

/// A part of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // engines outside this crate make them
pub struct Page {
    /// The requested number of rows, or all that are left.
    pub rows: Vec<Row>,
    /// Where the next page starts; none when this is the last one.
    pub next: Option<Cursor>,
}

impl Page {
    /// The page of at most `limit` rows. `rows` may have one more, which shows that there is a next page.
    ///
    /// For engines. `cursor` makes the position after a row.
    ///
    /// ```
    /// use people_store::{Page, Row};
    ///
    /// let page = Page::cut(Vec::<Row>::new(), 10, |_| unreachable!("there is no row"));
    /// assert_eq!(page.next, None);
    /// ```
    pub fn cut(mut rows: Vec<Row>, limit: usize, cursor: impl FnOnce(&Row) -> Cursor) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { rows, next }
    }
}

/// A position in a listing: after a row, wherever that row may have moved since.
///
/// Its text is short, fit for a token, and says which order it belongs to. If the order is by name, it has a row's sort
/// key, which is personal data.
///
/// ```
/// use people_store::{Cursor, Version};
///
/// let cursor = Cursor::after_version(Version(3), 7);
/// assert_eq!(cursor.to_string().parse(), Ok(cursor));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Cursor(Position);

/// The key of the row in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    Id(u64),
    Version(Version, u64),
    FirstName(String, u64),
    LastName(String, u64),
}

impl Cursor {
    /// After the row of this id, in [`Order::Id`].
    pub fn after_id(id: u64) -> Self {
        Self(Position::Id(id))
    }

    /// After the row of this version and id, in either direction of version order and in the feed
    /// of changes.
    pub fn after_version(version: Version, id: u64) -> Self {
        Self(Position::Version(version, id))
    }

    /// After the row of this sort key and id, in [`Order::FirstName`].
    pub fn after_first_name(key: &str, id: u64) -> Self {
        Self(Position::FirstName(key.to_owned(), id))
    }

    /// After the row of this sort key and id, in [`Order::LastName`].
    pub fn after_last_name(key: &str, id: u64) -> Self {
        Self(Position::LastName(key.to_owned(), id))
    }

    /// After `row`, in `order`.
    pub fn after(row: &Row, order: Order) -> Self {
        let [first, last] = &row.record.sort_keys;
        match order {
            Order::Id => Self::after_id(row.id),
            Order::VersionAscending | Order::VersionDescending => {
                Self::after_version(row.version, row.id)
            }
            Order::FirstName => Self::after_first_name(first, row.id),
            Order::LastName => Self::after_last_name(last, row.id),
        }
    }

    pub(crate) fn position(&self) -> &Position {
        &self.0
    }
}

/// A cursor that belongs to another order than the listing it was given to.
pub(crate) fn foreign_cursor() -> StoreError {
    StoreError::Invalid {
        reason: Invalid::Cursor,
    }
}

/// Does not show the sort key, because it is personal data.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (order, id) = match &self.0 {
            Position::Id(id) => ("id", id),
            Position::Version(_, id) => ("version", id),
            Position::FirstName(_, id) => ("first name", id),
            Position::LastName(_, id) => ("last name", id),
        };
        f.debug_struct("Cursor")
            .field("order", &order)
            .field("id", id)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Position::Id(id) => write!(f, "i{id:x}"),
            Position::Version(version, id) => write!(f, "v{:x}.{id:x}", version.0),
            Position::FirstName(key, id) => write!(f, "f{id:x}.{key}"),
            Position::LastName(key, id) => write!(f, "l{id:x}.{key}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        position(text).map(Self).ok_or(InvalidCursor(()))
    }
}

fn position(text: &str) -> Option<Position> {
    let order = text.chars().next()?;
    let rest = &text[order.len_utf8()..];
    if order == 'i' {
        return Some(Position::Id(number(rest)?));
    }
    let (first, second) = rest.split_once('.')?;
    let first = number(first)?;
    match order {
        'v' => Some(Position::Version(Version(first), number(second)?)),
        'f' => Some(Position::FirstName(second.to_owned(), first)),
        'l' => Some(Position::LastName(second.to_owned(), first)),
        _ => None,
    }
}

/// Hexadecimal as it is written above: one number has one text.
fn number(text: &str) -> Option<u64> {
    let number = u64::from_str_radix(text, 16).ok()?;
    (format!("{number:x}") == text).then_some(number)
}

/// The text is not a cursor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct InvalidCursor(());
