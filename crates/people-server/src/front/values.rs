//! How many values and unknown members a request may have before it is decoded (rules `N3`, `N6`).
use std::borrow::Cow;

use people_model::{
    Body, Code, Descriptor, Message, Method, Person, Resources, ValueKind, member_name, string_end,
};

use crate::api::Failure;

/// Refuses a body in which a contact has many more list entries than `limit`, which is what it may have
/// when it is stored, or that has as many entries beside those of its contacts, or as many members that no
/// message has. Returns the memory that the entries take once they are decoded.
///
/// An entry takes three bytes to send and half a kilobyte to hold, and the service sees it only then. The limit applies
/// exactly to the values of the contact. A request may have more: values of a profile and empty ones, which are
/// ignored, and the sources that the contact was read from. An unknown member takes five bytes to send, and a
/// description of what is wrong with it to hold.
pub(super) fn check(method: Method, json: &[u8], limit: usize) -> Result<usize, Failure> {
    let Some(Body {
        message, resources, ..
    }) = method.body()
    else {
        return Ok(0);
    };
    let most = limit.saturating_mul(2).saturating_add(IGNORED);
    // An entry is a byte at least, and a comma; a member is more.
    if json.len() / 2 <= most {
        return Ok(0);
    }
    // What is no JSON but taken as such has the same limits.
    let json = people_model::as_json(json);
    let (rule, text) = match scan(json.as_bytes(), message, most) {
        Ok(entries) => return Ok(entries.saturating_mul(ENTRY)),
        Err(Excess::OfContact) => ("N3", format!("Person has more than {limit} values.")),
        Err(Excess::OfRequest) => ("N3", too_many(resources, limit, most)),
        Err(Excess::Unknown(name)) => (
            "N6",
            format!(
                "Invalid JSON payload received. More than {most} names are unknown; the last one \
                 read is \"{name}\"."
            ),
        ),
    };
    Err(Failure::new(Code::InvalidArgument, text).by_rule(rule))
}

/// The answer to a body whose entries would take more memory than an account has for bodies (rule `V1`).
pub(super) fn too_large() -> Failure {
    let text = "Request has more values than the server has memory for.";
    Failure::new(Code::InvalidArgument, text).by_rule("N3")
}

/// What most entries take when they are decoded, in bytes: an organization has this size without its texts.
const ENTRY: usize = 512;

/// This many more entries are allowed, because some do not count as values.
const IGNORED: usize = 100;

/// Says that the lists of a body have too many entries, beside those of its contacts.
fn too_many(resources: Resources, limit: usize, most: usize) -> String {
    match resources {
        Resources::Groups(_) => format!("Contact group has more than {limit} values."),
        Resources::People([_, ..]) => {
            format!("Request has more than {most} entries beside the values of its contacts.")
        }
        Resources::People([]) | Resources::None => {
            format!("Request has more than {most} entries.")
        }
    }
}

/// Of what a body has too many.
#[derive(Debug, PartialEq, Eq)]
enum Excess {
    /// Entries of one contact.
    OfContact,
    /// Entries of lists and maps that are of no contact.
    OfRequest,
    /// And the name of the first unknown member that is too many, or the beginning of it.
    Unknown(String),
}

/// What is open while a text is read: a list or an object, and the kind of its elements.
enum Open {
    List(Option<ValueKind>),
    Object(Option<ValueKind>),
}

/// Counts the entries of all lists of a text, within each other too, and those of its maps. Fails when one contact has
/// more than `most` of them, when so many are of no contact, or when the objects have more than `most` members that
/// their messages do not have. For a text that is not JSON, the result does not matter: the decoder refuses it.
fn scan(json: &[u8], message: &'static Descriptor, most: usize) -> Result<usize, Excess> {
    let mut open: Vec<Open> = Vec::new();
    // The kind of the value that comes next.
    let mut next = Some(ValueKind::Message(message));
    let mut entries = Entries::new(most);
    let (mut unknown, mut at) = (0, 0);
    while let Some(&byte) = json.get(at) {
        // The decoder stops there as well, and says so.
        if open.len() > DEEPEST {
            break;
        }
        let start = at;
        at += 1;
        match byte {
            b'"' => {
                at = string_end(json, start).unwrap_or(json.len());
                let Some(&Open::Object(kind)) = open.last() else {
                    continue;
                };
                if json[at..].trim_ascii_start().first() != Some(&b':') {
                    continue; // a text, and no name
                }
                let name = name(&json[start..at]);
                if matches!(kind, Some(ValueKind::Map(_))) {
                    entries.add()?;
                }
                next = kind.and_then(|kind| kind.of_member(&name));
                unknown += usize::from(next.is_none());
                if unknown > most {
                    return Err(Excess::Unknown(name.chars().take(LONGEST_NAME).collect()));
                }
            }
            b'{' => {
                let kind = element(&open, next);
                if is_contact(kind) {
                    entries.begin_contact(open.len());
                }
                open.push(Open::Object(kind));
            }
            b'[' => {
                open.push(Open::List(element(&open, next)));
                if !is_empty(&json[at..]) {
                    entries.add()?;
                }
            }
            b'}' | b']' => {
                open.pop();
                entries.end(open.len());
            }
            b',' if matches!(open.last(), Some(Open::List(_))) => entries.add()?,
            _ => {}
        }
    }
    Ok(entries.all)
}

/// Entries that were counted: of the contact that is being read, and of no contact.
struct Entries {
    most: usize,
    all: usize,
    of_request: usize,
    of_contact: usize,
    /// How many objects and lists the contact is in, while one is read.
    contact: Option<usize>,
}

impl Entries {
    fn new(most: usize) -> Self {
        Self {
            most,
            all: 0,
            of_request: 0,
            of_contact: 0,
            contact: None,
        }
    }

    fn add(&mut self) -> Result<(), Excess> {
        self.all += 1;
        let (count, excess) = match self.contact {
            Some(_) => (&mut self.of_contact, Excess::OfContact),
            None => (&mut self.of_request, Excess::OfRequest),
        };
        *count += 1;
        match *count > self.most {
            true => Err(excess),
            false => Ok(()),
        }
    }

    fn begin_contact(&mut self, depth: usize) {
        if self.contact.is_none() {
            self.contact = Some(depth);
            self.of_contact = 0;
        }
    }

    /// Something ends that is in so many objects and lists.
    fn end(&mut self, depth: usize) {
        if self.contact == Some(depth) {
            self.contact = None;
        }
    }
}

fn is_contact(kind: Option<ValueKind>) -> bool {
    matches!(kind, Some(ValueKind::Message(message)) if std::ptr::eq(message, Person::DESCRIPTOR))
}

/// How deep a body may be nested, as the decoder counts.
const DEEPEST: usize = 128;

/// How much of a name is repeated.
const LONGEST_NAME: usize = 100;

/// The kind of a value that begins: that of the list which it is in, or of the member.
fn element(open: &[Open], member: Option<ValueKind>) -> Option<ValueKind> {
    match open.last() {
        Some(&Open::List(kind)) => kind,
        Some(Open::Object(_)) | None => member,
    }
}

/// A name in quotes, as it is written if its escapes say nothing.
fn name(quoted: &[u8]) -> Cow<'_, str> {
    member_name(quoted).unwrap_or_else(|| String::from_utf8_lossy(quoted))
}

/// Whether a list whose beginning was read is at its end.
fn is_empty(rest: &[u8]) -> bool {
    rest.trim_ascii_start().first() == Some(&b']')
}

#[cfg(test)]
mod tests;
