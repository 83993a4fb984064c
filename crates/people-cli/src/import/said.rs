//! What a file says of contacts: cards, or the rows of a table.
use std::{error::Error, mem::take, path::Path};

use people_cards::{Cards, Groups, Map, Table};
use people_server::SourceEntry;

use super::{cards::CardFile, jcards, tables::TableFile};

/// A file of contacts.
pub(super) enum Said {
    Cards(CardFile),
    Table(TableFile),
}

/// Where an entry is.
pub(super) struct Place {
    /// The entry, from 0.
    pub(super) at: usize,
    /// The line where it begins, from 1.
    pub(super) line: usize,
}

/// An entry as it is imported.
#[derive(Default)]
pub(super) struct Read {
    pub(super) entry: SourceEntry,
    /// The properties or columns that have no place in a person.
    pub(super) kept: Vec<String>,
}

impl Said {
    /// What a file of contacts says, by its content; none if it is a file of another kind. With a map, all that is
    /// no card is a table that the map describes. It takes the bytes if it keeps them.
    ///
    /// # Errors
    ///
    /// If it is a table or a list of jCards that cannot be read, with the place.
    pub(super) fn of(
        bytes: &mut Vec<u8>,
        map: Option<&Map>,
    ) -> Result<Option<Self>, Box<dyn Error>> {
        if Cards::are_in(bytes) {
            return Ok(Some(Self::Cards(CardFile::new(take(bytes)))));
        }
        if jcards::are_in(bytes) {
            return Ok(Some(Self::Cards(jcards::read(bytes)?)));
        }
        if map.is_none() && !may_be_table(bytes) {
            return Ok(None);
        }
        match Table::read(bytes, map) {
            Ok(table) => Ok(Some(Self::Table(TableFile::new(table)))),
            Err(error) if map.is_none() => Err(format!("{error}; {HOW}").into()),
            Err(error) => Err(error.into()),
        }
    }

    /// What is no entry: the line, and what is wrong.
    pub(super) fn refused(&self) -> &[(usize, String)] {
        match self {
            Self::Cards(cards) => &cards.refused,
            Self::Table(_) => &[],
        }
    }

    pub(super) fn entries(&self) -> &[Place] {
        match self {
            Self::Cards(cards) => &cards.entries,
            Self::Table(table) => &table.entries,
        }
    }

    /// The names of all groups in it.
    pub(super) fn group_names(&self) -> impl Iterator<Item = &String> {
        let (cards, table) = match self {
            Self::Cards(cards) => (Some(cards.group_names()), None),
            Self::Table(table) => (None, Some(table.group_names())),
        };
        cards
            .into_iter()
            .flatten()
            .chain(table.into_iter().flatten())
    }

    /// Reads an entry. `source` is what the file is known by the next time.
    pub(super) fn read(&self, place: &Place, groups: &Groups, source: &str, photo: usize) -> Read {
        match self {
            Self::Cards(cards) => cards.read(place, groups, photo),
            Self::Table(table) => table.read(place, groups, source),
        }
    }
}

const HOW: &str =
    "--map says what the columns of another table are, such as --map 'Surname = familyName'";

/// Whether it looks like a table: its first line has several cells. JSON does not.
fn may_be_table(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_utf16 = [b"\xff\xfe", b"\xfe\xff"]
        .iter()
        .any(|mark| bytes.starts_with(*mark));
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let is_json = first.starts_with(b"{") || first.starts_with(b"[");
    is_utf16 || !is_json && first.iter().any(|byte| b",;\t".contains(byte))
}

/// The lines of a map, each an argument of the command or a file of them.
pub(super) fn map(arguments: &[String]) -> Result<Option<Map>, Box<dyn Error>> {
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    for argument in arguments {
        if argument.contains('=') {
            lines.push(argument.replace('\n', " "));
            places.push(format!("--map '{argument}'"));
            continue;
        }
        let text = crate::file::text(Path::new(argument), MOST)?;
        for (line, number) in text.lines().zip(1..) {
            lines.push(line.to_owned());
            places.push(format!("{argument}:{number}"));
        }
    }
    if arguments.is_empty() {
        return Ok(None);
    }
    let map = lines.join("\n").parse::<Map>();
    let map = map.map_err(|error| format!("{}: {}", places[error.line - 1], error.reason))?;
    Ok(Some(map))
}

/// The most bytes of a map.
const MOST: u64 = 1 << 20;
