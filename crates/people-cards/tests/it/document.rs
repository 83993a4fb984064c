//! The table of docs/import.md, which says what each format holds (rules Z3 and Z8).

use std::{fs, path::Path};

use expect_test::expect_file;
use people_cards::{
    Flavour, GoogleSheet, Groups, Version, from_person, outlook_row, portable, to_person,
};
use people_model::{Date, Person, PersonField};
use serde_json::Value;

use crate::laws::{generated, known, with_texts};

/// A plain value of each field, and one with more.
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

/// Values of a field as people write them: each alone, with any of its members.
fn written(field: PersonField, people: &[Person]) -> impl Iterator<Item = Person> {
    people.iter().filter_map(move |person| {
        let mut one = Person::default();
        one.copy_field(person, field);
        let mut left = 1;
        one.retain_values(field, |_| std::mem::take(&mut left) > 0);
        one.metadata_mut(field, |_, metadata| *metadata = None);
        let one = portable(&one);
        let json = serde_json::to_value(&one).expect("JSON");
        says_something(field, &json[field.as_str()][0]).then_some(one)
    })
}

/// A type or a key alone says nothing to most formats.
fn says_something(field: PersonField, value: &Value) -> bool {
    let main = people_rules::main_member(field).into_iter();
    let mut main = main.chain((field == PersonField::UserDefined).then_some("value"));
    !value.is_null() && main.all(|name| value.get(name).is_some())
}

/// The API takes no 13th month, and no text beside the date of a birthday.
fn with_possible_dates(mut person: Person) -> Person {
    let events = person.events.iter_mut().map(|event| &mut event.date);
    let birthdays = person
        .birthdays
        .iter_mut()
        .map(|birthday| &mut birthday.date);
    for date in events.chain(birthdays).flatten() {
        *date = Date::new()
            .year(date.year.rem_euclid(1_600))
            .month(date.month.rem_euclid(12) + 1)
            .day(date.day.rem_euclid(28) + 1);
    }
    for birthday in &mut person.birthdays {
        if birthday.date.is_some() {
            birthday.text.clear();
        }
    }
    person
}

/// A text without what no table has: blanks around it, and what separates values.
fn ordinary(text: &str) -> String {
    let is_word = |letter: &char| letter.is_alphanumeric() || " ,.;:/@+-_\"'\n".contains(*letter);
    let text: String = text.chars().filter(is_word).collect();
    text.trim().to_owned()
}

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
    let people: Vec<Person> = generated()
        .take(1_200)
        .map(|person| with_possible_dates(with_texts(&known(&person), &ordinary)))
        .collect();
    for (field, plain, full) in SAMPLES {
        let of = PersonField::from_wire(field).expect("a field");
        let (plain, full) = (person(field, plain), person(field, full));
        let all: Vec<Person> = written(of, &people).chain([full]).collect();
        assert!(all.len() > 30, "{field}: {}", all.len());
        let holds = |format: &dyn Fn(&Person) -> bool| match format(&plain) {
            true if all.iter().all(format) => "whole",
            true => "in part",
            false => "–",
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
