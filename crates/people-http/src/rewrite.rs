use std::str;

use people_model::{Descriptor, ValueKind, member_name, string_end};

use crate::selector::{Node, Selector};

/// Writes a reply in the form that the caller asks for: only the parts that `selector` keeps (rule `F8`), and enums as
/// numbers if `enums` describes the message (rule `F10`).
///
/// It reads `json` once from front to back, and writes the result over it, so that it needs no further memory. Members
/// keep their order; numbers and texts keep every byte. An entry of a list stays as `{}` if nothing of it is selected.
/// A scalar is removed if something inside of it is selected. A name that an enum does not have stays as it is.
///
/// # Errors
///
/// When `json` is not JSON, or is nested more than 128 levels deep. It does not find every fault: it does not check
/// parts that are kept or left out as a whole.
///
/// ```
/// use people_http::{Selector, rewrite};
/// use people_model::{ListConnectionsResponse, Message};
///
/// let selector: Selector = "connections(resourceName,names/givenName)".parse()?;
/// let reply = br#"{"connections":[{"resourceName":"people/c1","etag":"%","names":[{"givenName":"Ada"}]}],"totalItems":1}"#;
/// let part = rewrite(reply.to_vec(), Some(&selector), None)?;
/// assert_eq!(part, br#"{"connections":[{"resourceName":"people/c1","names":[{"givenName":"Ada"}]}]}"#);
///
/// let reply = br#"{"connections":[{"metadata":{"objectType":"PERSON"}}]}"#;
/// let numbers = rewrite(reply.to_vec(), None, Some(ListConnectionsResponse::DESCRIPTOR))?;
/// assert_eq!(numbers, br#"{"connections":[{"metadata":{"objectType":1}}]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rewrite(
    json: Vec<u8>,
    selector: Option<&Selector>,
    enums: Option<&'static Descriptor>,
) -> Result<Vec<u8>, MalformedReply> {
    let selected = selector.map(|selector| vec![selector.root()]);
    let mut pass = Pass {
        json,
        read: 0,
        written: 0,
        depth: 0,
    };
    let kept = pass.value(selected, enums.map(ValueKind::Message))?;
    pass.skip_blanks();
    if pass.read != pass.json.len() {
        return Err(MalformedReply(()));
    }
    if !kept {
        return Ok(b"{}".to_vec());
    }
    pass.json.truncate(pass.written);
    Ok(pass.json)
}

/// A reply is not JSON, so no part of it can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the reply is not JSON")]
pub struct MalformedReply(());

/// As deep as JSON is read anywhere.
const MAX_DEPTH: usize = 128;

struct Pass {
    json: Vec<u8>,
    /// How much of `json` was read, and how much of it has been written. The written part is never longer than the part
    /// that was read.
    read: usize,
    written: usize,
    depth: usize,
}

/// The parts of a value to keep: the selections that keep something. Without a selection, all of it is kept.
type Selected<'n> = Option<Vec<&'n Node>>;

impl Pass {
    /// Reads a value, and writes the parts to keep. `false` where nothing is.
    fn value(
        &mut self,
        selected: Selected<'_>,
        kind: Option<ValueKind>,
    ) -> Result<bool, MalformedReply> {
        self.skip_blanks();
        let selected = selected.filter(|nodes| !nodes.iter().any(|node| node.whole));
        let kind = kind.filter(|&kind| may_hold_enums(kind));
        match (self.peek()?, selected, kind) {
            (_, None, None) => {
                let end = self.value_end()?;
                self.keep(end);
                Ok(true)
            }
            (b'{', selected, kind) => self.nested(|pass| pass.members(selected.as_deref(), kind)),
            (b'[', selected, kind) => self.nested(|pass| pass.entries(selected.as_deref(), kind)),
            (_, None, kind) => {
                let end = self.value_end()?;
                match kind.and_then(|kind| self.enum_number(end, kind)) {
                    Some(number) => {
                        self.write(number.as_bytes());
                        self.read = end;
                    }
                    None => self.keep(end),
                }
                Ok(true)
            }
            (_, Some(_), _) => {
                self.read = self.value_end()?;
                Ok(false)
            }
        }
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<(), MalformedReply>,
    ) -> Result<bool, MalformedReply> {
        if self.depth == MAX_DEPTH {
            return Err(MalformedReply(()));
        }
        self.depth += 1;
        read(self)?;
        self.depth -= 1;
        Ok(true)
    }

    fn members(
        &mut self,
        selected: Option<&[&Node]>,
        kind: Option<ValueKind>,
    ) -> Result<(), MalformedReply> {
        self.list(b'}', |pass, before| {
            let end = string_end(&pass.json, pass.read).ok_or(MalformedReply(()))?;
            let name = member_name(&pass.json[pass.read..end]).ok_or(MalformedReply(()))?;
            let below: Selected<'_> = selected.map(|nodes| {
                let nodes = nodes.iter().copied();
                nodes.flat_map(|node| node.of_member(&name)).collect()
            });
            let kind = kind.and_then(|kind| kind.of_member(&name));
            let is_kept = below.as_ref().is_none_or(|nodes| !nodes.is_empty());
            if is_kept {
                pass.write(before);
                pass.keep(end);
            }
            pass.read = end;
            pass.skip_blanks();
            if !pass.takes(b':') {
                return Err(MalformedReply(()));
            }
            if is_kept {
                pass.write(b":");
                return pass.value(below, kind);
            }
            pass.skip_blanks();
            pass.read = pass.value_end()?;
            Ok(false)
        })
    }

    fn entries(
        &mut self,
        selected: Option<&[&Node]>,
        kind: Option<ValueKind>,
    ) -> Result<(), MalformedReply> {
        self.list(b']', |pass, before| {
            pass.write(before);
            pass.value(selected.map(<[&Node]>::to_vec), kind)
        })
    }

    /// Reads the entries between brackets. `item` reads and writes one entry: what it writes begins with the bytes that
    /// it gets, and is kept if it returns true.
    fn list(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self, &'static [u8]) -> Result<bool, MalformedReply>,
    ) -> Result<(), MalformedReply> {
        self.keep(self.read + 1);
        let mut before: &[u8] = b"";
        self.skip_blanks();
        if !self.takes(close) {
            loop {
                self.skip_blanks();
                let start = self.written;
                if item(self, before)? {
                    before = b",";
                } else {
                    self.written = start;
                }
                self.skip_blanks();
                if self.takes(close) {
                    break;
                }
                if !self.takes(b',') {
                    return Err(MalformedReply(()));
                }
            }
        }
        self.write(&[close]);
        Ok(())
    }

    /// The number of the enum's value whose name was not read yet and ends at `end`.
    fn enum_number(&self, end: usize, kind: ValueKind) -> Option<String> {
        let ValueKind::Enum(set) = kind else {
            return None;
        };
        let quoted = &self.json[self.read..end];
        let name = quoted.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        let number = set.number(str::from_utf8(name).ok()?)?.to_string();
        // As it is of every enum; else there is no room for it.
        (number.len() <= quoted.len()).then_some(number)
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.json.get(self.read) {
            self.read += 1;
        }
    }

    fn peek(&self) -> Result<u8, MalformedReply> {
        self.json.get(self.read).copied().ok_or(MalformedReply(()))
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.json.get(self.read) == Some(&byte);
        self.read += usize::from(is_next);
        is_next
    }

    /// Writes what was not read yet, up to `end`, as it is.
    fn keep(&mut self, end: usize) {
        self.json.copy_within(self.read..end, self.written);
        self.written += end - self.read;
        self.read = end;
    }

    /// Writes over what was read.
    fn write(&mut self, bytes: &[u8]) {
        let end = self.written + bytes.len();
        self.json[self.written..end].copy_from_slice(bytes);
        self.written = end;
    }

    fn value_end(&self) -> Result<usize, MalformedReply> {
        let is_end = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n');
        match self.peek()? {
            b'"' => string_end(&self.json, self.read).ok_or(MalformedReply(())),
            b'{' | b'[' => self.brackets_end(),
            _ => {
                let rest = &self.json[self.read..];
                let length = rest.iter().position(is_end).unwrap_or(rest.len());
                (length > 0)
                    .then_some(self.read + length)
                    .ok_or(MalformedReply(()))
            }
        }
    }

    fn brackets_end(&self) -> Result<usize, MalformedReply> {
        let (mut open, mut at) = (0_usize, self.read);
        while let Some(&byte) = self.json.get(at) {
            match byte {
                b'"' => {
                    at = string_end(&self.json, at).ok_or(MalformedReply(()))?;
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open = open.saturating_sub(1),
                _ => {}
            }
            at += 1;
            if open == 0 {
                return Ok(at);
            }
        }
        Err(MalformedReply(()))
    }
}

fn may_hold_enums(kind: ValueKind) -> bool {
    matches!(
        kind,
        ValueKind::Enum(_) | ValueKind::Message(_) | ValueKind::Map(_)
    )
}
