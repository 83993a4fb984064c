//! What the columns of a table are, and files of contacts as the command takes them.
use std::{error::Error, path::Path};

use people_cards::{ContactFile, ContactFileError, FileContact, Map};
use people_server::SourceEntry;

/// The contacts of a file; its bytes if it is a file of another kind.
///
/// # Errors
///
/// If it is a table or a list of jCards that cannot be read, with the place.
pub(super) fn contacts(
    bytes: Vec<u8>,
    map: Option<&Map>,
) -> Result<Result<ContactFile, Vec<u8>>, Box<dyn Error>> {
    match ContactFile::read(bytes, map) {
        Ok(file) => Ok(Ok(file)),
        Err(ContactFileError::Other(other)) => Ok(Err(other.bytes)),
        Err(ContactFileError::Table(error)) if map.is_none() => {
            Err(format!("{error}; {HOW}").into())
        }
        Err(error) => Err(error.into()),
    }
}

const HOW: &str = "give the columns by --map, such as --map 'Surname = familyName'";

/// A contact of a file as it is imported.
pub(super) fn entry(contact: FileContact) -> SourceEntry {
    let mut entry = SourceEntry::new(contact.person).key(contact.key);
    entry.photo = contact.photo;
    entry.rest = contact.rest;
    entry
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
