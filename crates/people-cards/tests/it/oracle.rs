//! Cards as calcard, a crate of others, reads and writes them (rules Z1 and Z3).

use calcard::vcard::{VCard, VCardEntry, VCardValue, VCardVersion};
use people_cards::{Card, Line, Version, from_person, portable, to_person};
use people_model::{Birthday, Person};
use proptest::prelude::*;

use crate::laws::{config, flavour, groups, hostile, same, version, with_texts};

proptest! {
    #![proptest_config(config())]
    #[test]
    fn z3_another_crate_reads_the_same_values(person in hostile(), version in version(), flavour in flavour()) {
        let card = from_person(&plain(&person), None, version, flavour, &groups());
        let theirs = read(&card)?;
        let is_framed = |line: &&Line| !line.is_named("BEGIN") && !line.is_named("END");
        let lines: Vec<&Line> = card.lines().iter().filter(is_framed).collect();
        prop_assert_eq!(lines.len(), theirs.entries.len(), "{}", show(&card));
        for (line, entry) in lines.iter().zip(&theirs.entries) {
            prop_assert_eq!(line.group(), entry.group.as_deref());
            prop_assert!(line.is_named(entry.name.as_str()), "{} {}", line.name(), entry.name.as_str());
            // It takes the encoding and the charset of 2.1 off.
            if version != Version::V2_1 {
                prop_assert_eq!(line.params().is_empty(), entry.params.is_empty(), "{}", show(&card));
            }
            if let Some(values) = values(entry) {
                prop_assert_eq!(joined(said(line), line), joined(values, line), "{}", show(&card));
            }
        }
    }

    /// But for 2.1, whose lines it folds so that they gain a blank, and for months and days alone, which it writes
    /// with one digit.
    #[test]
    fn z3_what_another_crate_writes_is_read_as_the_same_person(
        person in hostile(), is_v4 in any::<bool>(), flavour in flavour(),
    ) {
        let mut person = plain(&person);
        person.birthdays.retain(is_whole);
        let (version, theirs) = if is_v4 { (Version::V4, VCardVersion::V4_0) } else { (Version::V3, VCardVersion::V3_0) };
        let card = from_person(&person, None, version, flavour, &groups());
        let mut text = String::new();
        prop_assert!(read(&card)?.write_to(&mut text, theirs).is_ok());
        let again = Card::parse(text.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        same(&to_person(&again, &groups()).0, &portable(&person), &again)?;
    }
}

fn read(card: &Card) -> Result<VCard, TestCaseError> {
    VCard::parse(show(card))
        .map_err(|entry| TestCaseError::fail(format!("{entry:?}: {}", show(card))))
}

/// The texts of a property; none if it is more than text to calcard, such as a date.
fn values(entry: &VCardEntry) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for value in &entry.values {
        match value {
            VCardValue::Text(text) => texts.push(text.clone()),
            VCardValue::Component(parts) => texts.extend(parts.iter().cloned()),
            VCardValue::Integer(_)
            | VCardValue::Float(_)
            | VCardValue::Boolean(_)
            | VCardValue::PartialDateTime(_)
            | VCardValue::Binary(_)
            | VCardValue::Sex(_)
            | VCardValue::GramGender(_)
            | VCardValue::Kind(_) => return None,
        }
    }
    // vCard 2.1 has the line ends of its file inside of a value.
    Some(
        texts
            .into_iter()
            .map(|text| text.replace("\r\n", "\n"))
            .collect(),
    )
}

/// calcard takes a comma in an address for the end of a value, and trims the parts of a name in 2.1.
fn joined(texts: Vec<String>, line: &Line) -> String {
    let separator = if is_structured(line) { ";" } else { "," };
    let text = texts.join(separator);
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    parts.join(separator)
}

fn said(line: &Line) -> Vec<String> {
    if is_structured(line) {
        line.components()
    } else if line.is_named("CATEGORIES") || line.is_named("NICKNAME") {
        line.list()
    } else {
        vec![line.text()]
    }
}

fn is_structured(line: &Line) -> bool {
    ["N", "ADR", "ORG", "GENDER", "X-ANDROID-CUSTOM"]
        .iter()
        .any(|name| line.is_named(name))
}

/// calcard drops control characters and blanks around some texts, and takes a backslash in a parameter as an escape.
fn plain(person: &Person) -> Person {
    let is_text = |letter: &char| !letter.is_control() || *letter == '\n';
    let mut person = with_texts(person, &|text| {
        let text: String = text.chars().filter(is_text).collect();
        text.trim().to_owned()
    });
    let addresses = person.addresses.iter_mut();
    let params = addresses
        .flat_map(|address| [&mut address.formatted_value, &mut address.country_code])
        .chain(person.im_clients.iter_mut().map(|it| &mut it.protocol))
        .chain(person.client_data.iter_mut().map(|it| &mut it.key));
    params.for_each(|text| *text = text.replace('\\', "/"));
    person
}

fn is_whole(birthday: &Birthday) -> bool {
    birthday.date.as_ref().is_none_or(|date| date.year > 0)
}

fn show(card: &Card) -> String {
    String::from_utf8(card.to_bytes()).expect("UTF-8")
}
