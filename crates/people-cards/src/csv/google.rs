//! Google's columns, since 2024 and before.

use people_model::PersonField as F;

use super::columns::{Cell, Column};

/// Columns without a number: their names, and what they say.
const PLAIN: &[(&str, F, &str, Cell)] = &[
    ("First Name", F::Names, "givenName", Cell::Text),
    ("Middle Name", F::Names, "middleName", Cell::Text),
    ("Last Name", F::Names, "familyName", Cell::Text),
    (
        "Phonetic First Name",
        F::Names,
        "phoneticGivenName",
        Cell::Text,
    ),
    (
        "Phonetic Middle Name",
        F::Names,
        "phoneticMiddleName",
        Cell::Text,
    ),
    (
        "Phonetic Last Name",
        F::Names,
        "phoneticFamilyName",
        Cell::Text,
    ),
    ("Name Prefix", F::Names, "honorificPrefix", Cell::Text),
    ("Name Suffix", F::Names, "honorificSuffix", Cell::Text),
    ("Nickname", F::Nicknames, "value", Cell::Values),
    ("Organization Name", F::Organizations, "name", Cell::Text),
    ("Organization Title", F::Organizations, "title", Cell::Text),
    (
        "Organization Department",
        F::Organizations,
        "department",
        Cell::Text,
    ),
    ("Birthday", F::Birthdays, "date", Cell::Date),
    ("Notes", F::Biographies, "value", Cell::Text),
    ("Labels", F::Memberships, "", Cell::Groups),
];

const PLAIN_BEFORE: &[(&str, F, &str, Cell)] = &[
    ("Name", F::Names, "unstructuredName", Cell::Text),
    ("Given Name", F::Names, "givenName", Cell::Text),
    ("Additional Name", F::Names, "middleName", Cell::Text),
    ("Family Name", F::Names, "familyName", Cell::Text),
    ("Yomi Name", F::Names, "phoneticFullName", Cell::Text),
    ("Given Name Yomi", F::Names, "phoneticGivenName", Cell::Text),
    (
        "Additional Name Yomi",
        F::Names,
        "phoneticMiddleName",
        Cell::Text,
    ),
    (
        "Family Name Yomi",
        F::Names,
        "phoneticFamilyName",
        Cell::Text,
    ),
    ("Name Prefix", F::Names, "honorificPrefix", Cell::Text),
    ("Name Suffix", F::Names, "honorificSuffix", Cell::Text),
    ("Nickname", F::Nicknames, "value", Cell::Values),
    ("Birthday", F::Birthdays, "date", Cell::Date),
    ("Gender", F::Genders, "value", Cell::Text),
    ("Location", F::Locations, "value", Cell::Text),
    ("Occupation", F::Occupations, "value", Cell::Text),
    ("Hobby", F::Interests, "value", Cell::Text),
    ("Language", F::Locales, "value", Cell::Text),
    ("Notes", F::Biographies, "value", Cell::Text),
    ("Group Membership", F::Memberships, "", Cell::Groups),
];

/// Columns without a number whose type is their name.
const TYPED_BEFORE: &[(&str, F, &str)] = &[
    ("Initials", F::Nicknames, "INITIALS"),
    ("Short Name", F::Nicknames, "SHORT_NAME"),
    ("Maiden Name", F::Nicknames, "MAIDEN_NAME"),
    (
        "Billing Information",
        F::MiscKeywords,
        "OUTLOOK_BILLING_INFORMATION",
    ),
    (
        "Directory Server",
        F::MiscKeywords,
        "OUTLOOK_DIRECTORY_SERVER",
    ),
    ("Mileage", F::MiscKeywords, "OUTLOOK_MILEAGE"),
    ("Sensitivity", F::MiscKeywords, "OUTLOOK_SENSITIVITY"),
    ("Priority", F::MiscKeywords, "OUTLOOK_PRIORITY"),
    ("Subject", F::MiscKeywords, "OUTLOOK_SUBJECT"),
];

/// Columns with a number: what stands before it, the field, and what each part says.
pub(super) type Numbered = (
    &'static str,
    F,
    &'static [(&'static str, &'static str, Cell)],
);

pub(super) const NUMBERED: &[Numbered] = &[
    (
        "E-mail",
        F::EmailAddresses,
        &[
            ("Label", "type", Cell::Label),
            ("Value", "value", Cell::Values),
        ],
    ),
    (
        "Phone",
        F::PhoneNumbers,
        &[
            ("Label", "type", Cell::Label),
            ("Value", "value", Cell::Values),
        ],
    ),
    (
        "Address",
        F::Addresses,
        &[
            ("Label", "type", Cell::Label),
            ("Formatted", "formattedValue", Cell::Text),
            ("Street", "streetAddress", Cell::Text),
            ("City", "city", Cell::Text),
            ("PO Box", "poBox", Cell::Text),
            ("Region", "region", Cell::Text),
            ("Postal Code", "postalCode", Cell::Text),
            ("Country", "country", Cell::Text),
            ("Extended Address", "extendedAddress", Cell::Text),
        ],
    ),
    (
        "Website",
        F::Urls,
        &[
            ("Label", "type", Cell::Label),
            ("Value", "value", Cell::Values),
        ],
    ),
    (
        "Event",
        F::Events,
        &[
            ("Label", "type", Cell::Label),
            ("Value", "date", Cell::Date),
        ],
    ),
    (
        "Relation",
        F::Relations,
        &[
            ("Label", "type", Cell::Label),
            ("Value", "person", Cell::Values),
        ],
    ),
    (
        "IM",
        F::ImClients,
        &[
            ("Label", "type", Cell::Label),
            ("Service", "protocol", Cell::Text),
            ("Value", "username", Cell::Values),
        ],
    ),
    (
        "Custom Field",
        F::UserDefined,
        &[
            ("Label", "key", Cell::Label),
            ("Value", "value", Cell::Text),
        ],
    ),
    (
        "Organization",
        F::Organizations,
        &[
            ("Label", "type", Cell::Label),
            ("Name", "name", Cell::Text),
            ("Yomi Name", "phoneticName", Cell::Text),
            ("Title", "title", Cell::Text),
            ("Department", "department", Cell::Text),
            ("Symbol", "symbol", Cell::Text),
            ("Location", "location", Cell::Text),
            ("Job Description", "jobDescription", Cell::Text),
        ],
    ),
    (
        "External ID",
        F::ExternalIds,
        &[
            ("Label", "type", Cell::Label),
            ("Value", "value", Cell::Values),
        ],
    ),
    (
        "Calendar Link",
        F::CalendarUrls,
        &[
            ("Label", "type", Cell::Label),
            ("Value", "url", Cell::Values),
        ],
    ),
];

pub(super) fn column(name: &str) -> Option<Column> {
    plain(PLAIN, name).or_else(|| numbered(name, "Label"))
}

pub(super) fn column_before(name: &str) -> Option<Column> {
    let typed = TYPED_BEFORE.iter().zip(100..);
    let typed = typed.filter(|((known, ..), _)| known.eq_ignore_ascii_case(name));
    let typed = typed.map(|((_, field, kind), slot)| Column::new(*field, slot, "value").kind(kind));
    let mut typed = typed;
    plain(PLAIN_BEFORE, name)
        .or_else(|| typed.next())
        .or_else(|| numbered(name, "Type"))
}

fn plain(table: &[(&str, F, &'static str, Cell)], name: &str) -> Option<Column> {
    let mut table = table.iter();
    table
        .find(|(known, ..)| known.eq_ignore_ascii_case(name))
        .map(|(_, field, member, cell)| Column::new(*field, 0, member).cell(*cell))
}

/// `E-mail 2 - Value`.
fn numbered(name: &str, label: &str) -> Option<Column> {
    let (before, part) = name.split_once(" - ")?;
    let (before, number) = before.rsplit_once(' ')?;
    let number: u32 = number.parse().ok().filter(|&number| number < 10_000)?;
    let (_, field, parts) = NUMBERED.iter().find(|(known, ..)| *known == before)?;
    let part = if part == label { "Label" } else { part };
    let (_, member, cell) = parts.iter().find(|(known, ..)| *known == part)?;
    Some(Column::new(*field, number, member).cell(*cell))
}
