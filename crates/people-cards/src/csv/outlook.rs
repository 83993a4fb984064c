//! Outlook's columns, and Thunderbird's.

use people_model::PersonField as F;

use super::{
    columns::{Cell, Column},
    outlook_names::NAMES,
};

/// The columns by their English names: the field, the slot, the member, the type.
const COLUMNS: &[(&str, F, u32, &str, &str)] = &[
    ("Title", F::Names, 0, "honorificPrefix", ""),
    ("First Name", F::Names, 0, "givenName", ""),
    ("Middle Name", F::Names, 0, "middleName", ""),
    ("Last Name", F::Names, 0, "familyName", ""),
    ("Suffix", F::Names, 0, "honorificSuffix", ""),
    ("Given Yomi", F::Names, 0, "phoneticGivenName", ""),
    ("Surname Yomi", F::Names, 0, "phoneticFamilyName", ""),
    ("Nickname", F::Nicknames, 0, "value", ""),
    ("Initials", F::Nicknames, 1, "value", "INITIALS"),
    ("Company", F::Organizations, 0, "name", ""),
    ("Department", F::Organizations, 0, "department", ""),
    ("Job Title", F::Organizations, 0, "title", ""),
    ("Office Location", F::Organizations, 0, "location", ""),
    ("Company Yomi", F::Organizations, 0, "phoneticName", ""),
    ("Business Street", F::Addresses, 0, "streetAddress", "work"),
    (
        "Business Street 2",
        F::Addresses,
        0,
        "streetAddress",
        "work",
    ),
    (
        "Business Street 3",
        F::Addresses,
        0,
        "streetAddress",
        "work",
    ),
    ("Business City", F::Addresses, 0, "city", "work"),
    ("Business State", F::Addresses, 0, "region", "work"),
    (
        "Business Postal Code",
        F::Addresses,
        0,
        "postalCode",
        "work",
    ),
    (
        "Business Country/Region",
        F::Addresses,
        0,
        "country",
        "work",
    ),
    ("Business Address PO Box", F::Addresses, 0, "poBox", "work"),
    ("Home Street", F::Addresses, 1, "streetAddress", "home"),
    ("Home Street 2", F::Addresses, 1, "streetAddress", "home"),
    ("Home Street 3", F::Addresses, 1, "streetAddress", "home"),
    ("Home City", F::Addresses, 1, "city", "home"),
    ("Home State", F::Addresses, 1, "region", "home"),
    ("Home Postal Code", F::Addresses, 1, "postalCode", "home"),
    ("Home Country/Region", F::Addresses, 1, "country", "home"),
    ("Home Address PO Box", F::Addresses, 1, "poBox", "home"),
    ("Other Street", F::Addresses, 2, "streetAddress", "other"),
    ("Other Street 2", F::Addresses, 2, "streetAddress", "other"),
    ("Other Street 3", F::Addresses, 2, "streetAddress", "other"),
    ("Other City", F::Addresses, 2, "city", "other"),
    ("Other State", F::Addresses, 2, "region", "other"),
    ("Other Postal Code", F::Addresses, 2, "postalCode", "other"),
    ("Other Country/Region", F::Addresses, 2, "country", "other"),
    ("Other Address PO Box", F::Addresses, 2, "poBox", "other"),
    (
        "Assistant's Phone",
        F::PhoneNumbers,
        0,
        "value",
        "Assistant",
    ),
    ("Business Fax", F::PhoneNumbers, 1, "value", "workFax"),
    ("Business Phone", F::PhoneNumbers, 2, "value", "work"),
    ("Business Phone 2", F::PhoneNumbers, 3, "value", "work"),
    ("Callback", F::PhoneNumbers, 4, "value", "Callback"),
    ("Car Phone", F::PhoneNumbers, 5, "value", "Car"),
    (
        "Company Main Phone",
        F::PhoneNumbers,
        6,
        "value",
        "Company Main",
    ),
    ("Home Fax", F::PhoneNumbers, 7, "value", "homeFax"),
    ("Home Phone", F::PhoneNumbers, 8, "value", "home"),
    ("Home Phone 2", F::PhoneNumbers, 9, "value", "home"),
    ("ISDN", F::PhoneNumbers, 10, "value", "ISDN"),
    ("Mobile Phone", F::PhoneNumbers, 11, "value", "mobile"),
    ("Other Fax", F::PhoneNumbers, 12, "value", "otherFax"),
    ("Other Phone", F::PhoneNumbers, 13, "value", "other"),
    ("Pager", F::PhoneNumbers, 14, "value", "pager"),
    ("Primary Phone", F::PhoneNumbers, 15, "value", "main"),
    ("Radio Phone", F::PhoneNumbers, 16, "value", "Radio"),
    ("TTY/TDD Phone", F::PhoneNumbers, 17, "value", "TTY/TDD"),
    ("Telex", F::PhoneNumbers, 18, "value", "Telex"),
    ("E-mail Address", F::EmailAddresses, 0, "value", ""),
    (
        "E-mail Display Name",
        F::EmailAddresses,
        0,
        "displayName",
        "",
    ),
    ("E-mail 2 Address", F::EmailAddresses, 1, "value", ""),
    (
        "E-mail 2 Display Name",
        F::EmailAddresses,
        1,
        "displayName",
        "",
    ),
    ("E-mail 3 Address", F::EmailAddresses, 2, "value", ""),
    (
        "E-mail 3 Display Name",
        F::EmailAddresses,
        2,
        "displayName",
        "",
    ),
    ("IM Address", F::ImClients, 0, "username", ""),
    ("Spouse", F::Relations, 0, "person", "spouse"),
    ("Children", F::Relations, 1, "person", "child"),
    ("Manager's Name", F::Relations, 2, "person", "manager"),
    ("Assistant's Name", F::Relations, 3, "person", "assistant"),
    ("Referred By", F::Relations, 4, "person", "referredBy"),
    ("Gender", F::Genders, 0, "value", ""),
    ("Hobby", F::Interests, 0, "value", ""),
    ("Profession", F::Occupations, 0, "value", ""),
    ("Language", F::Locales, 0, "value", ""),
    ("Location", F::Locations, 0, "value", ""),
    ("Web Page", F::Urls, 0, "value", "work"),
    ("Personal Web Page", F::Urls, 1, "value", "homePage"),
    ("Internet Free Busy", F::CalendarUrls, 0, "url", "freeBusy"),
    ("Notes", F::Biographies, 0, "value", ""),
    ("Account", F::ExternalIds, 0, "value", "account"),
    (
        "Government ID Number",
        F::ExternalIds,
        1,
        "value",
        "Government ID",
    ),
    (
        "Organizational ID Number",
        F::ExternalIds,
        2,
        "value",
        "organization",
    ),
    (
        "Billing Information",
        F::MiscKeywords,
        0,
        "value",
        "OUTLOOK_BILLING_INFORMATION",
    ),
    (
        "Directory Server",
        F::MiscKeywords,
        1,
        "value",
        "OUTLOOK_DIRECTORY_SERVER",
    ),
    ("Keywords", F::MiscKeywords, 2, "value", "OUTLOOK_KEYWORD"),
    ("Mileage", F::MiscKeywords, 3, "value", "OUTLOOK_MILEAGE"),
    ("Priority", F::MiscKeywords, 4, "value", "OUTLOOK_PRIORITY"),
    (
        "Sensitivity",
        F::MiscKeywords,
        5,
        "value",
        "OUTLOOK_SENSITIVITY",
    ),
    ("User 1", F::MiscKeywords, 6, "value", "OUTLOOK_USER"),
    ("User 2", F::MiscKeywords, 7, "value", "OUTLOOK_USER"),
    ("User 3", F::MiscKeywords, 8, "value", "OUTLOOK_USER"),
    ("User 4", F::MiscKeywords, 9, "value", "OUTLOOK_USER"),
];

/// Thunderbird's columns, where they are not Outlook's.
const THUNDERBIRD: &[(&str, F, u32, &str, &str)] = &[
    ("First Name", F::Names, 0, "givenName", ""),
    ("Last Name", F::Names, 0, "familyName", ""),
    ("Display Name", F::Names, 0, "unstructuredName", ""),
    ("Nickname", F::Nicknames, 0, "value", ""),
    ("Primary Email", F::EmailAddresses, 0, "value", ""),
    ("Secondary Email", F::EmailAddresses, 1, "value", ""),
    ("Screen Name", F::ImClients, 0, "username", ""),
    ("Work Phone", F::PhoneNumbers, 0, "value", "work"),
    ("Home Phone", F::PhoneNumbers, 1, "value", "home"),
    ("Fax Number", F::PhoneNumbers, 2, "value", "otherFax"),
    ("Pager Number", F::PhoneNumbers, 3, "value", "pager"),
    ("Mobile Number", F::PhoneNumbers, 4, "value", "mobile"),
    ("Home Address", F::Addresses, 0, "streetAddress", "home"),
    ("Home Address 2", F::Addresses, 0, "extendedAddress", "home"),
    ("Home City", F::Addresses, 0, "city", "home"),
    ("Home State", F::Addresses, 0, "region", "home"),
    ("Home ZipCode", F::Addresses, 0, "postalCode", "home"),
    ("Home Country", F::Addresses, 0, "country", "home"),
    ("Work Address", F::Addresses, 1, "streetAddress", "work"),
    ("Work Address 2", F::Addresses, 1, "extendedAddress", "work"),
    ("Work City", F::Addresses, 1, "city", "work"),
    ("Work State", F::Addresses, 1, "region", "work"),
    ("Work ZipCode", F::Addresses, 1, "postalCode", "work"),
    ("Work Country", F::Addresses, 1, "country", "work"),
    ("Job Title", F::Organizations, 0, "title", ""),
    ("Department", F::Organizations, 0, "department", ""),
    ("Organization", F::Organizations, 0, "name", ""),
    ("Web Page 1", F::Urls, 0, "value", "work"),
    ("Web Page 2", F::Urls, 1, "value", "home"),
    ("Custom 1", F::UserDefined, 0, "value", "Custom 1"),
    ("Custom 2", F::UserDefined, 1, "value", "Custom 2"),
    ("Custom 3", F::UserDefined, 2, "value", "Custom 3"),
    ("Custom 4", F::UserDefined, 3, "value", "Custom 4"),
    ("Notes", F::Biographies, 0, "value", ""),
];

/// The columns that say nothing about a person.
const IGNORED: &[&str] = &["E-mail Type", "E-mail 2 Type", "E-mail 3 Type"];

/// The language of Outlook's columns, by its number in [`NAMES`]; none if they are not Outlook's.
pub(super) fn language(names: &[String]) -> Option<usize> {
    let known = |language: usize| {
        names
            .iter()
            .filter(|name| NAMES.iter().any(|row| is_same(row[language], name)))
            .count()
    };
    // A few columns of two languages have one name.
    let best = (0..4).rev().max_by_key(|&language| known(language))?;
    (known(best) >= 4).then_some(best)
}

/// The columns in English, in Outlook's order.
pub(super) fn names() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for [english, german, ..] in NAMES {
        if !german.is_empty() && !names.iter().any(|name| name == english) {
            names.push((*english).to_owned());
        }
    }
    names
}

fn is_same(known: &str, name: &str) -> bool {
    fn small(text: &str) -> impl Iterator<Item = char> {
        text.chars().flat_map(char::to_lowercase)
    }
    !known.is_empty() && small(known).eq(small(name))
}

/// What a column says: `before` columns have the same name.
pub(super) fn column(language: usize, name: &str, before: usize) -> Option<Column> {
    let mut named = NAMES.iter().filter(|row| is_same(row[language], name));
    let english = named.nth(before).map(|row| row[0]);
    let english = english.or_else(|| IGNORED.iter().copied().find(|known| is_same(known, name)))?;
    match english {
        "Birthday" => Some(Column::new(F::Birthdays, 0, "date").cell(Cell::Date)),
        "Anniversary" => {
            let column = Column::new(F::Events, 0, "date").cell(Cell::Date);
            Some(column.kind("anniversary"))
        }
        "Categories" => {
            let mut column = Column::new(F::Memberships, 0, "").cell(Cell::Groups);
            column.separator = ';';
            Some(column)
        }
        _ if IGNORED.contains(&english) => {
            Some(Column::new(F::EmailAddresses, 0, "value").cell(Cell::Ignored))
        }
        _ => of(COLUMNS, english),
    }
}

pub(super) fn thunderbird(name: &str) -> Option<Column> {
    let part = match name {
        "Birth Year" => "year",
        "Birth Month" => "month",
        "Birth Day" => "day",
        _ => return of(THUNDERBIRD, name),
    };
    Some(Column::new(F::Birthdays, 0, "date").cell(Cell::DatePart(part)))
}

fn of(table: &[(&str, F, u32, &'static str, &str)], name: &str) -> Option<Column> {
    let found = table.iter().find(|(known, ..)| is_same(known, name))?;
    let (_, field, slot, member, kind) = *found;
    let column = Column::new(field, slot, member);
    Some(if field == F::UserDefined {
        column.key(kind)
    } else {
        column.kind(kind)
    })
}
