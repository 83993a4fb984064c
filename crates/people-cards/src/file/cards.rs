//! A file of cards: which contacts and groups it has, and where.
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use encoding_rs::{Encoding, UTF_8};
use people_model::{ContactGroupMembership, Membership, Person};
use people_rules::PhotoFormat;

use super::{FileContact, Place};
use crate::{
    card::Card,
    encoding::ValueEncoding,
    groups::Groups,
    lex::Cards,
    line::Line,
    rest::{Rest, to_person},
};

/// The cards of a file.
#[derive(Debug, Default)]
pub(super) struct CardFile {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
    pub(super) entries: Vec<Place>,
    /// What is no card: the line, and what is wrong.
    pub(super) refused: Vec<(usize, String)>,
    /// The names of the groups, and the UIDs of the contacts whom a card of the group lists.
    groups: BTreeMap<String, BTreeSet<String>>,
    /// The line of the card that names a group first.
    group_lines: BTreeMap<String, usize>,
}

impl CardFile {
    /// The first `most` cards of a file.
    pub(super) fn new(bytes: Vec<u8>, most: usize) -> Self {
        let mut file = Self::default();
        for card in Cards::new(&bytes).take(most) {
            match card {
                Ok(card) => file.found(&card, None),
                Err(error) => {
                    let wrong = error.kind.to_string();
                    file.refused.push((error.span.line, wrong));
                }
            }
        }
        file.bytes = bytes;
        file
    }

    /// Adds a card, which is in another form at this line of the file.
    pub(super) fn add(&mut self, card: &Card, line: usize) {
        self.found(card, Some((self.bytes.len(), line)));
        self.bytes.extend(card.to_bytes());
    }

    /// `moved` says where the card is, if not where it was read.
    fn found(&mut self, card: &Card, moved: Option<(usize, usize)>) {
        let Some((range, line)) = place(card) else {
            return;
        };
        let (before, line) = moved.unwrap_or((0, line));
        if is_group(card) {
            let name = card.property("FN").or_else(|| card.property("N"));
            let name = name.map(Line::text).unwrap_or_default();
            self.group_lines.entry(name.clone()).or_insert(line);
            self.groups.entry(name).or_default().extend(members(card));
            return;
        }
        for name in categories(card) {
            self.group_lines.entry(name.clone()).or_insert(line);
            self.groups.entry(name).or_default();
        }
        let at = self.ranges.len();
        self.ranges.push(range.start + before..range.end + before);
        self.entries.push(Place { at, line });
    }

    /// The names of all groups in it.
    pub(super) fn group_names(&self) -> impl Iterator<Item = &str> {
        self.groups.keys().map(String::as_str)
    }

    pub(super) fn line_of_group(&self, name: &str) -> Option<usize> {
        self.group_lines.get(name).copied()
    }

    /// Reads a card again: a file of many photos takes no more memory than its own.
    pub(super) fn read(&self, place: &Place, groups: &Groups, photo: usize) -> FileContact {
        let bytes = self
            .ranges
            .get(place.at)
            .map(|range| &self.bytes[range.clone()]);
        // It was read before.
        let Some(card) = bytes.and_then(|bytes| Card::parse(bytes).ok()) else {
            return FileContact::default();
        };
        let (mut person, rest) = to_person(&card, groups);
        let key = card.property("UID").map(|uid| one_form(uid.text().trim()));
        let key = key.unwrap_or_default();
        self.join(&mut person, &key, groups);
        let unmapped = rest
            .unmapped(groups)
            .filter(|line| !is_photo(line) && !line.is_named("UID"));
        let unmapped = unmapped.map(|line| line.name().to_ascii_uppercase());
        let unmapped = unmapped.collect();
        let (photo, rest) = without_photo(&rest, photo);
        FileContact {
            key,
            person,
            photo,
            rest: Some(rest),
            unmapped,
        }
    }

    /// Puts a person in the groups whose cards list it.
    fn join(&self, person: &mut Person, key: &str, groups: &Groups) {
        if key.is_empty() {
            return;
        }
        let listing = self.groups.iter().filter(|(_, uids)| uids.contains(key));
        for name in listing.filter_map(|(name, _)| groups.resource_name(name)) {
            let is_in = person.memberships.iter().any(|membership| {
                let group = membership.contact_group_membership.as_ref();
                group.is_some_and(|group| group.contact_group_resource_name == name)
            });
            if !is_in {
                let group = ContactGroupMembership::new().contact_group_resource_name(name);
                let membership = Membership::new().contact_group_membership(group);
                person.memberships.push(membership);
            }
        }
    }
}

/// Cards that were UTF-16, in UTF-8, without the charsets that this made untrue. What is quoted-printable still stands
/// for bytes of the charset that its line names.
pub(super) fn without_charsets(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(bytes.len());
    for card in Cards::new(bytes) {
        match card {
            Ok(card) => card
                .lines()
                .iter()
                .for_each(|line| all.extend(without_charset(line))),
            Err(error) => all.extend_from_slice(&bytes[error.span.range]),
        }
    }
    all
}

fn without_charset(line: &Line) -> Vec<u8> {
    let raw = line.raw();
    if line.is_named("AGENT") {
        // A card in a card.
        let begin = b"BEGIN:VCARD";
        let at = raw
            .windows(begin.len())
            .position(|text| text.eq_ignore_ascii_case(begin));
        let (head, card) = raw.split_at(at.unwrap_or(raw.len()));
        return [head, &without_charsets(card)].concat();
    }
    let is_untrue = |label: &str| Encoding::for_label(label.trim().as_bytes()) != Some(UTF_8);
    if line.encoding() != ValueEncoding::Plain || !line.param("CHARSET").is_some_and(is_untrue) {
        return raw.to_vec();
    }
    // Quotes that do not close are part of the text.
    let head = head_end(raw, true).or_else(|| head_end(raw, false));
    let (head, value) = raw.split_at(head.unwrap_or(0));
    let mut parts = Vec::new();
    let mut quoted = false;
    for part in head.split(|&byte| {
        quoted ^= byte == b'"';
        byte == b';' && !quoted
    }) {
        let name = part.split(|&byte| byte == b'=').next();
        let name = name.unwrap_or_default().iter();
        // Also where the line is folded in it.
        let name = name.filter(|byte| !byte.is_ascii_whitespace()).copied();
        if !name.collect::<Vec<u8>>().eq_ignore_ascii_case(b"CHARSET") {
            parts.push(part);
        }
    }
    [&parts.join(&b';'), value].concat()
}

/// Where the colon is that ends the head of a line.
fn head_end(raw: &[u8], with_quotes: bool) -> Option<usize> {
    let mut quoted = false;
    raw.iter().position(|&byte| {
        quoted ^= with_quotes && byte == b'"';
        byte == b':' && !quoted
    })
}

/// The bytes of a card, and its line.
fn place(card: &Card) -> Option<(Range<usize>, usize)> {
    let lines = card.lines();
    let begin = lines.iter().find(|line| line.is_named("BEGIN"))?.span();
    let end = lines.last()?.span().range.end;
    Some((begin.range.start..end, begin.line))
}

/// Whether the card is that of a group: as RFC 6350 has it, or as Apple does.
fn is_group(card: &Card) -> bool {
    let kinds = ["KIND", "X-ADDRESSBOOKSERVER-KIND"];
    let mut kinds = kinds.iter().filter_map(|name| card.property(name));
    kinds.any(|kind| kind.text().trim().eq_ignore_ascii_case("group"))
}

/// The UIDs of the members of a group's card.
fn members(card: &Card) -> impl Iterator<Item = String> {
    let names = ["MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"];
    let lines = card.lines().iter();
    let lines = lines.filter(move |line| names.iter().any(|name| line.is_named(name)));
    lines.map(|line| one_form(line.text().trim()))
}

/// A UID in the one form of all in which programs write it: `urn:uuid:` comes with vCard 4.0, and Apple writes a UUID
/// in capitals.
fn one_form(uid: &str) -> String {
    let known = uid
        .get(..9)
        .filter(|urn| urn.eq_ignore_ascii_case("urn:uuid:"));
    let bare = known.map_or(uid, |urn| &uid[urn.len()..]);
    let is_uuid = bare.len() == 36
        && bare.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    match is_uuid {
        true => bare.to_ascii_lowercase(),
        false => bare.to_owned(),
    }
}

fn categories(card: &Card) -> impl Iterator<Item = String> {
    let lines = card
        .lines()
        .iter()
        .filter(|line| line.is_named("CATEGORIES"));
    let names = lines.flat_map(Line::list);
    let names = names.map(|name| name.trim().to_owned());
    names.filter(|name| !name.is_empty())
}

fn is_photo(line: &Line) -> bool {
    line.is_named("PHOTO")
}

/// The photo of a card, if it has one; and the card, with an empty line for a photo that is stored in a separate row.
fn without_photo(rest: &Rest, most: usize) -> (Option<Vec<u8>>, Vec<u8>) {
    let card = rest.card();
    match card.take_photo() {
        Some((photo, emptied)) if PhotoFormat::of(&photo).is_ok() && photo.len() <= most => {
            (Some(photo), emptied.to_bytes())
        }
        // It is refused, and stays in the card.
        Some((photo, _)) => (Some(photo), card.to_bytes()),
        None => (None, card.to_bytes()),
    }
}
