//! The table of docs/import.md, which says what each format holds (rules Z3 and Z8).

use std::{fs, path::Path};

use expect_test::expect_file;
use people_cards::{
    Flavour, GoogleSheet, Groups, Version, from_person, outlook_row, portable, to_person,
};
use people_model::{Person, PersonField};

/// A plain value of each field, and one with all that it can have.
const SAMPLES: &[(&str, &str, &str)] = &[
    (
        "addresses",
        r#"{"streetAddress": "1 Way", "city": "Town", "type": "home"}"#,
        r#"{"streetAddress": "1 Way", "city": "Town", "type": "Boat", "poBox": "2", "extendedAddress": "3", "region": "R", "postalCode": "4", "country": "Chad", "countryCode": "TD"}"#,
    ),
    (
        "biographies",
        r#"{"value": "note", "contentType": "TEXT_PLAIN"}"#,
        r#"{"value": "<b>note</b>", "contentType": "TEXT_HTML"}"#,
    ),
    (
        "birthdays",
        r#"{"date": {"year": 1815, "month": 12, "day": 10}}"#,
        r#"{"date": {"month": 12, "day": 10}}"#,
    ),
    (
        "calendarUrls",
        r#"{"url": "https://a.example", "type": "freeBusy"}"#,
        r#"{"url": "https://a.example", "type": "Team"}"#,
    ),
    (
        "clientData",
        r#"{"key": "k", "value": "v"}"#,
        r#"{"key": "k", "value": "v"}"#,
    ),
    (
        "emailAddresses",
        r#"{"value": "a@x.example"}"#,
        r#"{"value": "a@x.example", "type": "Boat", "displayName": "Ada"}"#,
    ),
    (
        "events",
        r#"{"date": {"year": 1835, "month": 7, "day": 8}, "type": "anniversary"}"#,
        r#"{"date": {"month": 7, "day": 8}, "type": "Launch"}"#,
    ),
    (
        "externalIds",
        r#"{"value": "7", "type": "account"}"#,
        r#"{"value": "7", "type": "Library"}"#,
    ),
    (
        "genders",
        r#"{"value": "female"}"#,
        r#"{"value": "other", "addressMeAs": "they"}"#,
    ),
    (
        "imClients",
        r#"{"username": "ada"}"#,
        r#"{"username": "ada", "protocol": "skype", "type": "home"}"#,
    ),
    (
        "interests",
        r#"{"value": "looms"}"#,
        r#"{"value": "looms"}"#,
    ),
    ("locales", r#"{"value": "en"}"#, r#"{"value": "en"}"#),
    (
        "locations",
        r#"{"value": "Desk"}"#,
        r#"{"value": "Desk", "type": "desk", "floor": "3", "current": true}"#,
    ),
    (
        "memberships",
        r#"{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/7"}}"#,
        r#"{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/unknown"}}"#,
    ),
    (
        "miscKeywords",
        r#"{"value": "u", "type": "OUTLOOK_USER"}"#,
        r#"{"value": "u", "type": "WORK"}"#,
    ),
    (
        "names",
        r#"{"givenName": "Ada", "familyName": "King", "honorificPrefix": "Dr."}"#,
        r#"{"unstructuredName": "Ada K.", "givenName": "Ada", "phoneticFullName": "a"}"#,
    ),
    (
        "nicknames",
        r#"{"value": "Al"}"#,
        r#"{"value": "Al", "type": "MAIDEN_NAME"}"#,
    ),
    (
        "occupations",
        r#"{"value": "Poet"}"#,
        r#"{"value": "Poet"}"#,
    ),
    (
        "organizations",
        r#"{"name": "Mill", "department": "Looms", "title": "Head"}"#,
        r#"{"name": "Mill", "symbol": "M", "type": "work", "jobDescription": "j", "startDate": {"year": 1830}}"#,
    ),
    (
        "phoneNumbers",
        r#"{"value": "1", "type": "mobile"}"#,
        r#"{"value": "1", "type": "Boat"}"#,
    ),
    (
        "relations",
        r#"{"person": "William", "type": "spouse"}"#,
        r#"{"person": "William", "type": "Pen friend"}"#,
    ),
    (
        "sipAddresses",
        r#"{"value": "sip:a@x.example"}"#,
        r#"{"value": "sip:a@x.example", "type": "mobile"}"#,
    ),
    (
        "urls",
        r#"{"value": "https://a.example", "type": "work"}"#,
        r#"{"value": "https://a.example", "type": "blog"}"#,
    ),
    (
        "userDefined",
        r#"{"key": "Shoe", "value": "39"}"#,
        r#"{"key": "Shoe", "value": "39"}"#,
    ),
];

#[test]
fn z8_the_document_says_what_each_format_holds() {
    let groups = Groups::from_iter([("contactGroups/7", "Chess")]);
    let person = |field: &str, entry: &str| -> Person {
        serde_json::from_str(&format!(r#"{{"{field}": [{entry}]}}"#)).expect("a person")
    };
    let card = |person: &Person| {
        Version::ALL.into_iter().all(|version| {
            let card = from_person(person, None, version, Flavour::Rfc, &groups);
            to_person(&card, &groups).0 == portable(person)
        })
    };
    let google = |person: &Person| {
        let mut sheet = GoogleSheet::new();
        sheet.count(person);
        sheet.row(person, &groups).left_out.is_empty()
    };
    let outlook = |person: &Person| outlook_row(person, &groups).left_out.is_empty();
    let mut table =
        "| field | vCard, jCard | Google CSV | Outlook CSV |\n|---|---|---|---|\n".to_owned();
    let fields = PersonField::ALL
        .into_iter()
        .filter(|field| field.is_updatable());
    let mut fields: Vec<&str> = fields.map(PersonField::as_str).collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        SAMPLES.iter().map(|(field, ..)| *field).collect::<Vec<_>>()
    );
    for (field, plain, full) in SAMPLES {
        let (plain, full) = (person(field, plain), person(field, full));
        let holds = |format: &dyn Fn(&Person) -> bool| match (format(&plain), format(&full)) {
            (true, true) => "whole",
            (true, false) => "in part",
            (false, _) => "–",
        };
        table += &format!(
            "| `{field}` | {} | {} | {} |\n",
            holds(&card),
            holds(&google),
            holds(&outlook)
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/import.md");
    let document = fs::read_to_string(&path).expect("docs/import.md");
    let start = document.find("| field |").expect("a table");
    let end = document[start..]
        .find("\n\n")
        .map_or(document.len(), |end| start + end + 1);
    let fresh = format!("{}{table}{}", &document[..start], &document[end..]);
    expect_file![path].assert_eq(&fresh);
}
