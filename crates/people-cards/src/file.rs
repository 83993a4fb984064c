//! A file of contacts: cards, or the rows of a table.

mod cards;
mod jcards;
mod tables;

use std::{fmt, str::Utf8Error};

use encoding_rs::{Encoding, UTF_8};
use people_model::Person;

use self::{cards::CardFile, tables::TableFile};
use crate::{
    csv::{Map, Row, Table, TableError},
    groups::Groups,
    lex::Cards,
};

/// A file of contacts: vCards, jCards, or a table, known by its content.
///
/// ```
/// use people_cards::{ContactFile, Groups};
///
/// let file = b"BEGIN:VCARD\r\nVERSION:4.0\r\nUID:7\r\nFN:Ada\r\nX-MOON:full\r\nEND:VCARD\r\nBEGIN:VCARD\r\n";
/// let file = ContactFile::read(file.to_vec(), None)?;
/// assert_eq!(file.lines().collect::<Vec<_>>(), [1]);
/// assert_eq!(file.refused()[0].0, 7);
///
/// let contact = file.contact(0, &Groups::new(), "contacts.vcf", 1 << 20);
/// assert_eq!(contact.key, "7");
/// assert_eq!(contact.unmapped, ["X-MOON"]);
/// # Ok::<(), people_cards::ContactFileError>(())
/// ```
#[derive(Debug)]
pub struct ContactFile(Kind);

#[derive(Debug)]
enum Kind {
    Cards(CardFile),
    Table(TableFile),
}

/// Where an entry is.
#[derive(Debug)]
struct Place {
    /// The entry, from 0.
    at: usize,
    /// The line where it begins, from 1.
    line: usize,
}

/// What a file says of one contact.
///
/// ```
/// use people_cards::FileContact;
///
/// assert_eq!(FileContact::default().rest, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FileContact {
    /// What the file calls the contact, such as the UID of a card; empty if it has no name for it.
    pub key: String,
    /// The person. Its memberships name groups of the account.
    pub person: Person,
    /// The file of the photo.
    pub photo: Option<Vec<u8>>,
    /// The card without the photo, or what of a row has no place in a person, as a card.
    pub rest: Option<Vec<u8>>,
    /// The properties or columns that have no place in a person.
    pub unmapped: Vec<String>,
}

/// Why a file is not a file of contacts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContactFileError {
    /// It is something else.
    #[error("the file has no vCard, no jCard and no table")]
    Other(OtherFile),
    /// It is a table that cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// It has more contacts than were asked for.
    #[error("the file has more than {0} contacts")]
    TooMany(usize),
    /// It is jCard, and not UTF-8.
    #[error(transparent)]
    Text(#[from] Utf8Error),
    /// It is jCard, and not JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// A file that has no contacts.
///
/// ```
/// use people_cards::{ContactFile, ContactFileError};
///
/// let refused = ContactFile::read(b"{}".to_vec(), None);
/// assert!(matches!(refused, Err(ContactFileError::Other(file)) if file.bytes == b"{}"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OtherFile {
    /// Its bytes, as they were given.
    pub bytes: Vec<u8>,
}

/// Shows nothing of the file.
impl fmt::Debug for OtherFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtherFile").finish_non_exhaustive()
    }
}

impl ContactFile {
    /// Reads a file. With a map, all that is no card is a table that the map describes.
    ///
    /// # Errors
    ///
    /// If it is not a file of contacts, or if it is a table or a list of jCards that cannot be read.
    pub fn read(bytes: Vec<u8>, map: Option<&Map>) -> Result<Self, ContactFileError> {
        Self::read_at_most(bytes, map, usize::MAX - 1)
    }

    /// Reads a file that has at most so many contacts and refusals together. The reader stops at the first one after
    /// them: a small file of very many takes little memory.
    ///
    /// ```
    /// use people_cards::{ContactFile, ContactFileError};
    ///
    /// let file = b"BEGIN:VCARD\nBEGIN:VCARD\nBEGIN:VCARD\n";
    /// assert!(ContactFile::read_at_most(file.to_vec(), None, 3).is_ok());
    /// let refused = ContactFile::read_at_most(file.to_vec(), None, 2);
    /// assert!(matches!(refused, Err(ContactFileError::TooMany(2))));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), and if there are more.
    pub fn read_at_most(
        bytes: Vec<u8>,
        map: Option<&Map>,
        most: usize,
    ) -> Result<Self, ContactFileError> {
        let file = Self::begin(bytes, map, most.saturating_add(1))?;
        let count = file.lines().len() + file.refused().len();
        match count > most {
            true => Err(ContactFileError::TooMany(most)),
            false => Ok(file),
        }
    }

    /// Reads the first contacts and refusals of a file.
    fn begin(given: Vec<u8>, map: Option<&Map>, most: usize) -> Result<Self, ContactFileError> {
        let (bytes, given) = match from_utf16(&given) {
            Some(text) => (text, Some(given)),
            None => (given, None),
        };
        if Cards::are_in(&bytes) {
            let bytes = match given {
                Some(_) => cards::without_charsets(&bytes),
                None => bytes,
            };
            return Ok(Self(Kind::Cards(CardFile::new(bytes, most))));
        }
        if jcards::are_in(&bytes) {
            return Ok(Self(Kind::Cards(jcards::read(&bytes, most)?)));
        }
        if map.is_none() && !may_be_table(&bytes) {
            let bytes = given.unwrap_or(bytes);
            return Err(ContactFileError::Other(OtherFile { bytes }));
        }
        let table = Table::begin(&bytes, map, most)?;
        Ok(Self(Kind::Table(TableFile::new(table))))
    }

    /// What is no entry: the line, and what is wrong.
    #[must_use]
    pub fn refused(&self) -> &[(usize, String)] {
        match &self.0 {
            Kind::Cards(cards) => &cards.refused,
            Kind::Table(_) => &[],
        }
    }

    /// The line on which each contact begins, from 1.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = usize> {
        self.places().iter().map(|place| place.line)
    }

    /// The names of all groups in it.
    pub fn group_names(&self) -> impl Iterator<Item = &str> {
        let (cards, table) = match &self.0 {
            Kind::Cards(cards) => (Some(cards.group_names()), None),
            Kind::Table(table) => (None, Some(table.group_names())),
        };
        let cards = cards.into_iter().flatten();
        cards.chain(table.into_iter().flatten())
    }

    /// Reads the contact at an index of [`lines`](Self::lines); an empty one if there is none.
    ///
    /// `source` is by what the file is known the next time: what a table calls a contact is known in this table alone.
    /// A photo of more than `largest_photo` bytes also stays in the rest.
    #[must_use]
    pub fn contact(
        &self,
        index: usize,
        groups: &Groups,
        source: &str,
        largest_photo: usize,
    ) -> FileContact {
        let Some(place) = self.places().get(index) else {
            return FileContact::default();
        };
        match &self.0 {
            Kind::Cards(cards) => cards.read(place, groups, largest_photo),
            Kind::Table(table) => table.read(place, groups, source),
        }
    }

    /// The row of a table at an index of [`lines`](Self::lines).
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&Row> {
        match &self.0 {
            Kind::Cards(_) => None,
            Kind::Table(table) => table.row(index),
        }
    }

    /// The line that names a group first.
    #[must_use]
    pub fn line_of_group(&self, name: &str) -> Option<usize> {
        match &self.0 {
            Kind::Cards(cards) => cards.line_of_group(name),
            Kind::Table(table) => table.line_of_group(name),
        }
    }

    fn places(&self) -> &[Place] {
        match &self.0 {
            Kind::Cards(cards) => &cards.entries,
            Kind::Table(table) => &table.entries,
        }
    }
}

/// A text in UTF-16, which its byte order mark tells, in UTF-8.
fn from_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let (encoding, mark) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8)?;
    let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
    Some(text.into_owned().into_bytes())
}

/// Whether it looks like a table: its first line has several cells. JSON does not.
fn may_be_table(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let is_json = first.starts_with(b"{") || first.starts_with(b"[");
    !is_json && first.iter().any(|byte| b",;\t".contains(byte))
}
