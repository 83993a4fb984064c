//! How contacts are written in each format.
use base64::{Engine as _, engine::general_purpose::STANDARD};
use people_cards::{
    CardPhoto, ContactCard, Flavour, GoogleSheet, Groups, Rest, Version, WrittenRow,
    outlook_header, outlook_row_with, to_jcard,
};
use people_model::{ContactGroup, FieldMask, Person};
use people_server::KeptSource;
use serde_json::{Value, json};

use super::{Format, book::Entry, has_photo};

impl Format {
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Vcard4 | Self::Vcard3 => "vcf",
            Self::GoogleCsv | Self::OutlookCsv => "csv",
            Self::Jcard | Self::Json => "json",
        }
    }

    pub(super) fn is_table(self) -> bool {
        match self {
            Self::GoogleCsv | Self::OutlookCsv => true,
            Self::Vcard4 | Self::Vcard3 | Self::Jcard | Self::Json => false,
        }
    }
}

/// Writes contacts one after the other. It keeps no contact in memory.
pub(super) struct Writer {
    format: Format,
    flavour: Flavour,
    groups: Groups,
    listed: Vec<ContactGroup>,
    sheet: GoogleSheet,
    written: u64,
}

/// A contact as it is written.
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    /// What the format cannot hold: fields, properties of the card that it came from, and the photo.
    pub(super) left_out: Vec<String>,
}

/// Excel takes a text for UTF-8 if it begins with it, and Google's tables do.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The fields whose columns Google's table numbers.
const NUMBERED: FieldMask = FieldMask::EMAIL_ADDRESSES
    .union(FieldMask::PHONE_NUMBERS)
    .union(FieldMask::ADDRESSES)
    .union(FieldMask::URLS)
    .union(FieldMask::EVENTS)
    .union(FieldMask::RELATIONS)
    .union(FieldMask::USER_DEFINED);

impl Writer {
    pub(super) fn new(format: Format, flavour: Flavour, listed: Vec<ContactGroup>) -> Self {
        let named = listed
            .iter()
            .map(|group| (&*group.resource_name, &*group.name));
        Self {
            format,
            flavour,
            groups: named.collect(),
            listed,
            sheet: GoogleSheet::new(),
            written: 0,
        }
    }

    /// The groups of the account.
    pub(super) const fn groups(&self) -> &Groups {
        &self.groups
    }

    /// The fields that have to be counted before anything is written, if some have to.
    pub(super) fn counted(&self) -> Option<FieldMask> {
        (self.format == Format::GoogleCsv).then_some(NUMBERED)
    }

    /// Makes room for the values of a person, and for the cells that were kept of its table.
    pub(super) fn count(&mut self, person: &Person, kept: &[KeptSource]) {
        self.sheet.count(person);
        let rests = kept.iter().filter_map(|source| source.rest.as_deref());
        for rest in rests.filter_map(|rest| people_cards::Card::parse(rest).ok()) {
            self.sheet.count_cells(&Rest::new(rest));
        }
    }

    /// The text before the first contact.
    pub(super) fn begin(&self) -> String {
        match self.format {
            Format::Vcard4 | Format::Vcard3 => String::new(),
            Format::GoogleCsv => format!("{BYTE_ORDER_MARK}{}", self.sheet.header()),
            Format::OutlookCsv => format!("{BYTE_ORDER_MARK}{}", outlook_header()),
            Format::Jcard => "[".to_owned(),
            Format::Json => {
                let groups: Vec<String> = self.listed.iter().map(text).collect();
                let groups = groups.join(",\n");
                format!("{{\"contactGroups\":[\n{groups}],\n\"connections\":[")
            }
        }
    }

    /// A contact among others.
    pub(super) fn record(&mut self, entry: &Entry) -> Written {
        let mut written = self.one(entry);
        if matches!(self.format, Format::Jcard | Format::Json) {
            let between = if self.written > 0 { ",\n" } else { "\n" };
            written.bytes.splice(..0, between.bytes());
        }
        self.written += 1;
        written
    }

    /// A contact that is a file by itself.
    pub(super) fn alone(&mut self, entry: &Entry) -> Written {
        let mut written = self.one(entry);
        if self.format == Format::Json {
            let memberships = &entry.person.memberships;
            let is_in = |group: &&ContactGroup| {
                memberships.iter().any(|membership| {
                    let of = membership.contact_group_membership.as_ref();
                    of.is_some_and(|of| of.contact_group_resource_name == group.resource_name)
                })
            };
            let groups: Vec<String> = self.listed.iter().filter(is_in).map(text).collect();
            let groups = groups.join(",\n");
            let begin = format!("{{\"contactGroups\":[{groups}],\n\"connections\":[\n");
            written.bytes.splice(..0, begin.bytes());
            written.bytes.extend_from_slice(b"],\n\"totalItems\":1}");
        }
        if matches!(self.format, Format::Jcard | Format::Json) {
            written.bytes.push(b'\n');
        }
        self.written += 1;
        written
    }

    /// The text after the last contact.
    pub(super) fn end(&self) -> String {
        let written = self.written;
        match self.format {
            Format::Vcard4 | Format::Vcard3 | Format::GoogleCsv | Format::OutlookCsv => {
                String::new()
            }
            Format::Jcard => "\n]\n".to_owned(),
            Format::Json => format!("\n],\n\"totalItems\":{written}}}\n"),
        }
    }

    fn one(&self, entry: &Entry) -> Written {
        match self.format {
            Format::Vcard4 => whole(self.card(entry, Version::V4)),
            Format::Vcard3 => whole(self.card(entry, Version::V3)),
            Format::Jcard => {
                let card = people_cards::Card::parse(&self.card(entry, Version::V4));
                let card = card.map(|card| to_jcard(&card));
                whole(text(&card.unwrap_or_default()).into_bytes())
            }
            Format::GoogleCsv => {
                let rest = entry.rest.as_ref();
                self.row(
                    entry,
                    self.sheet.row_with(&entry.person, rest, &self.groups),
                )
            }
            Format::OutlookCsv => {
                let rest = entry.rest.as_ref();
                self.row(entry, outlook_row_with(&entry.person, rest, &self.groups))
            }
            Format::Json => Written {
                bytes: as_json(entry).into_bytes(),
                left_out: self.properties(entry),
            },
        }
    }

    fn card(&self, entry: &Entry, version: Version) -> Vec<u8> {
        let mut contact = ContactCard::new(entry.as_said.as_ref().unwrap_or(&entry.person));
        contact.rest = entry.rest.as_ref();
        contact.photo = entry.photo.as_ref().map(|photo| {
            let mut line = CardPhoto::new(photo.format.media_type(), &photo.bytes);
            line.is_unchanged = entry.photo_is_of_card;
            line
        });
        contact.write(version, self.flavour, &self.groups)
    }

    fn row(&self, entry: &Entry, row: WrittenRow) -> Written {
        let fields = row.left_out.iter().map(|field| field.as_str().to_owned());
        let photo = has_photo(&entry.person).then(|| "photos".to_owned());
        // Each cell is named by its column.
        let properties = self.properties(entry).into_iter();
        let properties = properties.filter(|name| name != CELL);
        let cells = row
            .cells_left_out
            .iter()
            .filter(|column| *column != "Photo");
        let cells = cells.map(|column| format!("column `{column}`"));
        Written {
            left_out: fields.chain(photo).chain(properties).chain(cells).collect(),
            bytes: row.text.into_bytes(),
        }
    }

    /// The properties of the card that have no place in a person.
    fn properties(&self, entry: &Entry) -> Vec<String> {
        // These say which card it was, and not what of.
        const CARD: [&str; 4] = ["UID", "REV", "PRODID", "PHOTO"];
        let rest = entry.rest.iter();
        let lines = rest.flat_map(|rest| rest.unmapped(&self.groups));
        let lines = lines.map(|line| line.name().to_ascii_uppercase());
        let mut names: Vec<String> = lines.filter(|name| !CARD.contains(&&**name)).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The stored cells of a table.
const CELL: &str = "X-PEOPLE-CELL";

/// A contact that lacks nothing.
fn whole(bytes: Vec<u8>) -> Written {
    Written {
        bytes,
        left_out: Vec::new(),
    }
}

/// A person as the API sends it, with the photo.
fn as_json(entry: &Entry) -> String {
    let mut person = json!(entry.person);
    if let (Some(photo), Value::Object(members)) = (&entry.photo, &mut person) {
        let photo = STANDARD.encode(&photo.bytes);
        members.insert("photo".to_owned(), photo.into());
    }
    text(&person)
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
