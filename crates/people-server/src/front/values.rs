//! How many values a request may have before it is decoded (rule `N3`).
use people_model::{Code, Method};

use crate::api::Failure;

/// Refuses a contact or a group whose lists have many more entries than `limit`.
///
/// An entry takes three bytes to send and a kilobyte to hold, and the service sees it only then. It
/// counts the values of the contact exactly, but what is sent may be more: values of a profile and
/// empty ones, which are ignored, and the sources that the contact was read from.
pub(super) fn check(method: Method, json: &[u8], limit: usize) -> Result<(), Failure> {
    let what = match method {
        Method::CreateContact | Method::UpdateContact => "Person",
        Method::CreateContactGroup => "Contact group",
        _ => return Ok(()),
    };
    let most = limit.saturating_mul(2).saturating_add(IGNORED);
    // An entry is a byte at least, and a comma.
    if json.len() / 2 <= most || !exceeds(json, most) {
        return Ok(());
    }
    let message = format!("{what} has more than {limit} values.");
    Err(Failure::new(Code::InvalidArgument, message))
}

/// So many entries may be of no account, however few count.
const IGNORED: usize = 100;

/// Whether all lists of a text, within each other too, have more than `most` entries. What is no
/// JSON gets some answer.
fn exceeds(json: &[u8], most: usize) -> bool {
    // Of what is open, whether it is a list.
    let mut open = Vec::new();
    let (mut entries, mut at) = (0, 0);
    while let Some(&byte) = json.get(at) {
        at += 1;
        match byte {
            b'"' => at = string_end(json, at),
            b'{' => open.push(false),
            b'[' => {
                open.push(true);
                entries += usize::from(!is_empty(&json[at..]));
            }
            b'}' | b']' => {
                open.pop();
            }
            b',' if open.last() == Some(&true) => entries += 1,
            _ => {}
        }
        if entries > most {
            return true;
        }
    }
    false
}

/// Where the string ends whose text begins at `at`.
fn string_end(json: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = json.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

/// Whether a list whose beginning was read is at its end.
fn is_empty(rest: &[u8]) -> bool {
    rest.trim_ascii_start().first() == Some(&b']')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fewest entries that do not exceed.
    fn count(json: &str) -> usize {
        let enough = (0..).find(|&most| !exceeds(json.as_bytes(), most));
        enough.expect("a number")
    }

    #[test]
    fn entries_of_all_lists_are_counted() {
        let texts = [
            ("", 0),
            (r#"{"a":1,"b":{"c":2,"d":"x,y"}}"#, 0),
            (r#"{"a":[],"b":[ ]}"#, 0),
            (r#"{"a":[{}],"b":[1 , 2]}"#, 3),
            (r#"{"a":[{"b":1,"c":[1,2]},{}],"a":[null]}"#, 5),
            (r#"[[],[[]]]"#, 3),
            (r#"{"a":["[,","\",[","\\",{"b,[":","}]}"#, 4),
            (r#"{"a":["never ends,"#, 1),
            (r#"]]}}[1,2"#, 2),
        ];
        for (text, expected) in texts {
            assert_eq!(count(text), expected, "{text}");
        }
    }
}
