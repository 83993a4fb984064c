//! Where the slots of fields are in the text that holds them.
use std::ops::Range;

use memchr::memchr_iter;

use crate::{FieldMask, PersonField};

/// Where the slots are in a text: the members of one JSON object, in wire order, without a blank between them.
#[derive(Clone, Copy)]
pub(crate) struct Places {
    mask: FieldMask,
    /// Where each field's slot ends. A slot begins where the one before ends, with the brace or comma and
    /// the name. A field without one has the end before it.
    ends: [usize; PersonField::ALL.len()],
}

impl Places {
    /// Finds the slots by a table, if it fits the text.
    pub(crate) fn locate(json: &str, mut layout: &[u8]) -> Option<Self> {
        let text = json.as_bytes();
        let mut slots = Slots::default();
        let mut later = FieldMask::ALL.difference(FieldMask::METADATA).iter();
        let mut end = 0;
        while !layout.is_empty() {
            let (&separator, rest) = text.get(end..)?.split_first()?;
            let rest = rest.strip_prefix(b"\"")?;
            // Slots come in wire order, so that the next name is one of the few that follow.
            let (field, rest) = later.find_map(|field| {
                let (name, rest) = rest.split_at_checked(field.as_str().len())?;
                let (end, rest) = rest.split_first_chunk()?;
                (end == b"\":" && name == field.as_str().as_bytes()).then_some((field, rest))
            })?;
            let list = rest.get(..length(&mut layout)?)?;

            let fits = separator == slots.separator()
                && list.len() > 2
                && list.starts_with(b"[")
                && list.ends_with(b"]");
            if !fits {
                return None;
            }
            // Between two slots stands what hardly ever stands in one: this may be both of them.
            if memchr_iter(b']', list).any(|place| list[place..].starts_with(BETWEEN)) {
                return None;
            }
            // A bracket is at both ends of the list, so that no character is cut.
            end += 4 + field.as_str().len() + list.len();
            slots.end(field, end);
        }
        let rest: &[u8] = if slots.is_empty() { b"{}" } else { b"}" };
        (text.get(end..)? == rest).then(|| slots.places())
    }

    /// The fields that have slots.
    pub(crate) const fn mask(&self) -> FieldMask {
        self.mask
    }

    /// Where the member of a field that has values stands.
    pub(crate) fn range(&self, field: PersonField) -> Range<usize> {
        let index = field as usize;
        let before = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        before + 1..self.ends[index]
    }

    /// A field's member: its name, a colon and its list.
    pub(crate) fn member<'t>(&self, json: &'t str, field: PersonField) -> Option<&'t str> {
        let is_there = self.mask.contains(field);
        is_there.then(|| json.get(self.range(field)))?
    }

    /// A field's list.
    pub(crate) fn list<'t>(&self, json: &'t str, field: PersonField) -> Option<&'t str> {
        self.member(json, field)?.get(field.as_str().len() + 3..)
    }

    /// Appends the members in the mask, each after a comma. Neighbours are copied in one piece.
    pub(crate) fn append_members(&self, json: &str, mask: FieldMask, out: &mut String) {
        let mut run: Option<Range<usize>> = None;
        let mut flush = |run: Option<Range<usize>>| {
            if let Some(members) = run.and_then(|run| json.get(run)) {
                out.push(',');
                out.push_str(members);
            }
        };
        for field in self.mask.iter() {
            if mask.contains(field) {
                let Range { start, end } = self.range(field);
                run = Some(run.map_or(start, |run| run.start)..end);
            } else {
                flush(run.take());
            }
        }
        flush(run);
    }
}

/// The slots of a text under construction: which there are so far and where they end.
#[derive(Default)]
pub(crate) struct Slots {
    mask: FieldMask,
    ends: [usize; PersonField::ALL.len()],
}

impl Slots {
    /// What comes before the next slot.
    pub(crate) fn separator(&self) -> u8 {
        if self.mask.is_empty() { b'{' } else { b',' }
    }

    /// Whether there is none so far.
    pub(crate) const fn is_empty(&self) -> bool {
        self.mask.is_empty()
    }

    /// Slots come in wire order.
    pub(crate) fn end(&mut self, field: PersonField, end: usize) {
        self.mask |= FieldMask::only(field);
        self.ends[field as usize] = end;
    }

    /// With an end for the fields that have no slot too.
    pub(crate) fn places(mut self) -> Places {
        let mut last = 0;
        for end in &mut self.ends {
            last = last.max(*end);
            *end = last;
        }
        Places {
            mask: self.mask,
            ends: self.ends,
        }
    }
}

/// Where one slot ends and the next begins.
const BETWEEN: &[u8] = b"],\"";

/// Takes a number in LEB128 off the table.
fn length(layout: &mut &[u8]) -> Option<usize> {
    let mut value = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (&byte, rest) = layout.split_first()?;
        *layout = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}
