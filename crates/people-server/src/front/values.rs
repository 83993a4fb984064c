//! How many values and unknown members a request may have before it is decoded (rules `N3`, `N6`).
use std::borrow::Cow;

use people_model::{Body, Code, Descriptor, Method, ValueKind, member_name, string_end};

use crate::api::Failure;

/// Refuses a body whose lists have many more entries than `limit`, which is what a contact may have, or
/// with as many members that no message has.
///
/// An entry takes three bytes to send and a kilobyte to hold, and the service sees it only then. It
/// counts the values of the contact exactly, but what is sent may be more: values of a profile and
/// empty ones, which are ignored, and the sources that the contact was read from. An unknown member
/// takes five bytes to send, and a description of what is wrong with it to hold. A body that has room
/// for several contacts may have as many times more of both.
pub(super) fn check(method: Method, json: &[u8], limit: usize) -> Result<(), Failure> {
    let Some(Body { message, room, .. }) = method.body() else {
        return Ok(());
    };
    let room = usize::try_from(room).unwrap_or(usize::MAX);
    let most = limit.saturating_mul(2).saturating_add(IGNORED);
    let most = most.saturating_mul(room);
    // An entry is a byte at least, and a comma; a member is more.
    if json.len() / 2 <= most {
        return Ok(());
    }
    // What is no JSON but taken as such has the same limits.
    let json = people_model::as_json(json);
    let (rule, text) = match (excess(json.as_bytes(), message, most), counted(method)) {
        (Some(Excess::Entries), Some(what)) => {
            let limit = limit.saturating_mul(room);
            ("N3", format!("{what} has more than {limit} values."))
        }
        (Some(Excess::Unknown(name)), _) => (
            "N6",
            format!(
                "Invalid JSON payload received. More than {most} names are unknown; the last one \
                 read is \"{name}\"."
            ),
        ),
        (Some(Excess::Entries), None) | (None, _) => return Ok(()),
    };
    Err(Failure::new(Code::InvalidArgument, text).by_rule(rule))
}

/// This many more entries are allowed, because some do not count as values.
const IGNORED: usize = 100;

/// What the body of a method is called; none where it has no body.
fn counted(method: Method) -> Option<&'static str> {
    match method {
        Method::CreateContact | Method::UpdateContact => Some("Person"),
        Method::CreateContactGroup | Method::UpdateContactGroup => Some("Contact group"),
        Method::BatchCreateContacts
        | Method::BatchDeleteContacts
        | Method::BatchUpdateContacts
        | Method::CopyOtherContactToMyContactsGroup
        | Method::ModifyContactGroupMembers
        | Method::UpdateContactPhoto => Some("Request"),
        Method::BatchGetContactGroups
        | Method::DeleteContact
        | Method::DeleteContactGroup
        | Method::DeleteContactPhoto
        | Method::GetContactGroup
        | Method::GetPeople
        | Method::GetPerson
        | Method::ListConnections
        | Method::ListContactGroups
        | Method::ListDirectoryPeople
        | Method::ListOtherContacts
        | Method::SearchContacts
        | Method::SearchDirectoryPeople
        | Method::SearchOtherContacts => None,
    }
}

/// Of what a body has too many.
#[derive(Debug, PartialEq, Eq)]
enum Excess {
    Entries,
    /// And the name of the first unknown member that is too many, or the beginning of it.
    Unknown(String),
}

/// What is open while a text is read: a list or an object, and the kind of its elements.
enum Open {
    List(Option<ValueKind>),
    Object(Option<ValueKind>),
}

/// Whether all lists of a text, within each other too, have more than `most` entries, or its objects
/// more than `most` members that their messages do not have. What is no JSON gets some answer.
fn excess(json: &[u8], message: &'static Descriptor, most: usize) -> Option<Excess> {
    let mut open: Vec<Open> = Vec::new();
    // The kind of the value that comes next.
    let mut next = Some(ValueKind::Message(message));
    let (mut entries, mut unknown, mut at) = (0, 0, 0);
    while let Some(&byte) = json.get(at) {
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
                next = kind.and_then(|kind| kind.of_member(&name));
                unknown += usize::from(next.is_none());
                if unknown > most {
                    return Some(Excess::Unknown(name.chars().take(LONGEST_NAME).collect()));
                }
            }
            b'{' => open.push(Open::Object(element(&open, next))),
            b'[' => {
                entries += usize::from(!is_empty(&json[at..]));
                open.push(Open::List(element(&open, next)));
            }
            b'}' | b']' => {
                open.pop();
            }
            b',' if matches!(open.last(), Some(Open::List(_))) => entries += 1,
            _ => {}
        }
        if entries > most {
            return Some(Excess::Entries);
        }
    }
    None
}

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
mod tests {
    use people_model::{BatchUpdateContactsRequest, Message, Person};

    use super::*;

    /// The fewest entries and unknown members that do not exceed.
    fn count(json: &str, message: &'static Descriptor) -> (usize, usize) {
        let mut counts = (0, 0);
        for most in 0.. {
            match excess(json.as_bytes(), message, most) {
                None => break,
                Some(Excess::Entries) => counts.0 = most + 1,
                Some(Excess::Unknown(_)) => counts.1 = most + 1,
            }
        }
        counts
    }

    #[test]
    fn entries_of_all_lists_are_counted() {
        let texts = [
            ("", 0),
            (r#"{"names":[],"urls":[ ]}"#, 0),
            (r#"{"names":[{}],"urls":[1 , 2]}"#, 3),
            (r#"{"names":[{"metadata":[1,2]},{}],"urls":[null]}"#, 5),
            (r#"[[],[[]]]"#, 3),
            (r#"{"urls":["[,","\",[","\\"]}"#, 3),
            (r#"{"urls":["never ends,"#, 1),
            (r#"]]}}[1,2"#, 2),
        ];
        for (text, expected) in texts {
            assert_eq!(count(text, Person::DESCRIPTOR), (expected, 0), "{text}");
        }
    }

    #[test]
    fn members_that_no_message_has_are_counted() {
        let texts = [
            (r#"{"names":{"givenName":"a: b","family_name" : ":"}}"#, 0),
            (r#"{"\u006eames":[{"given\u004eame":"x"}]}"#, 0),
            (r#"{"a":0,"b":"c","d" :{"etag":[{"names":1}]}}"#, 5),
            (
                r#"{"names":{"a":0,"metadata":{"b":0,"source":{"c":0,"id":""}}}}"#,
                3,
            ),
            (r#"{"etag":{"etag":0},"c":1}"#, 2),
        ];
        for (text, expected) in texts {
            let (_, unknown) = count(text, Person::DESCRIPTOR);
            assert_eq!(unknown, expected, "{text}");
        }
        let batch = r#"{"contacts":{"people/c1":{"names":{"a":0}},"people/c2":{"etag":""}}}"#;
        let counts = count(batch, BatchUpdateContactsRequest::DESCRIPTOR);
        assert_eq!(counts, (0, 1));
    }
}
