//! Names of files that are each of one contact.
use people_model::{ContactId, Person};

use super::Format;
use crate::person;

/// The name of a contact's file: what people call the contact, and its id, which no namesake has.
///
/// It has only letters and digits of any script, and hyphens. So it has no separator of folders and no dot at the
/// beginning, and is not the name of a device.
pub(super) fn of(person: &Person, format: Format) -> String {
    const LONGEST: usize = 80;
    let mut name = String::new();
    for letter in person::name(person).chars() {
        match letter.is_alphanumeric() {
            true if name.len() + letter.len_utf8() > LONGEST => break,
            true => name.push(letter),
            false if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            false => {}
        }
    }
    if !name.is_empty() && !name.ends_with('-') {
        name.push('-');
    }
    let id = ContactId::parse(&person.resource_name);
    let id = id.map_or_else(|| "contact".to_owned(), |id| format!("c{}", id.get()));
    format!("{name}{id}.{}", format.extension())
}
