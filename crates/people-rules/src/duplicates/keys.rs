//! What of a contact is compared.
use people_model::{Date, ExternalId, Person, PhoneNumber};

use super::name::Name;
use crate::{
    check::is_own,
    collation::folded,
    entries::{Number, fold_text},
    fold::fold,
};

/// The most values of a kind that are compared: more say nothing of one person.
const MOST: usize = 64;

/// What of a contact is compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    pub(super) name: Name,
    /// As it sounds.
    pub(super) phonetic: Name,
    pub(super) emails: Vec<String>,
    pub(super) phones: Vec<Phone>,
    pub(super) ids: Vec<String>,
    pub(super) organizations: Vec<String>,
    pub(super) birthday: Option<Date>,
    pub(super) gender: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Phone {
    /// In E.164, with its extension.
    pub(super) number: String,
    /// Whether it is a number of a home, which families share.
    pub(super) is_home: bool,
}

impl Keys {
    pub(super) fn of(person: &Person) -> Self {
        let name = person.names.iter().find(|it| is_own(it.metadata.as_ref()));
        let emails = person.email_addresses.iter();
        let emails = emails
            .filter(|it| is_own(it.metadata.as_ref()))
            .filter_map(|email| address(&email.value));
        let phones = person.phone_numbers.iter();
        let phones = phones
            .filter(|it| is_own(it.metadata.as_ref()))
            .filter_map(phone);
        let ids = person.external_ids.iter();
        let ids = ids.filter(|it| is_own(it.metadata.as_ref())).filter_map(id);
        let organizations = person.organizations.iter();
        let organizations = organizations
            .filter(|it| is_own(it.metadata.as_ref()))
            .map(|it| words(&it.name))
            .filter(|name| !name.is_empty());
        let birthday = person.birthdays.iter();
        let mut birthday = birthday.filter(|it| is_own(it.metadata.as_ref()));
        let gender = person.genders.iter();
        let mut gender = gender.filter(|it| is_own(it.metadata.as_ref()));
        Self {
            name: name.map(Name::of).unwrap_or_default(),
            phonetic: name.map(Name::phonetic_of).unwrap_or_default(),
            emails: set(emails),
            phones: set(phones),
            ids: set(ids),
            organizations: set(organizations),
            birthday: birthday
                .find_map(|it| it.date.clone())
                .filter(|date| date.month != 0),
            gender: gender
                .next()
                .map(|it| folded(&it.value))
                .unwrap_or_default(),
        }
    }
}

fn set<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.truncate(MOST);
    values
}

/// The words of a text, without case and accents.
pub(super) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    fold(text, &mut words);
    words
}

/// An e-mail address in one spelling. Gmail ignores dots and what follows a `+`.
fn address(value: &str) -> Option<String> {
    let value = folded(&fold_text(value.trim()));
    let (local, domain) = value.rsplit_once('@')?;
    if local.is_empty() || domain.is_empty() {
        return None;
    }
    if !matches!(domain, "gmail.com" | "googlemail.com") {
        return Some(value);
    }
    let local = local.split('+').next()?.replace('.', "");
    Some(format!("{local}@gmail.com"))
}

/// Whether an address is of an office and not of a person.
pub(super) fn is_of_office(address: &str) -> bool {
    const OFFICES: [&str; 22] = [
        "accounts",
        "admin",
        "billing",
        "booking",
        "contact",
        "enquiries",
        "hello",
        "help",
        "hr",
        "info",
        "jobs",
        "kontakt",
        "mail",
        "marketing",
        "no-reply",
        "noreply",
        "office",
        "post",
        "sales",
        "service",
        "support",
        "team",
    ];
    let local = address.split('@').next();
    local.is_some_and(|local| OFFICES.binary_search(&local).is_ok())
}

/// The fewest digits of a number that is not in E.164.
const DIGITS: usize = 7;

fn phone(phone: &PhoneNumber) -> Option<Phone> {
    let mut number = match &*phone.canonical_form {
        "" => {
            let written = Number::new(&phone.value).dialled;
            let digits = written.bytes().filter(u8::is_ascii_digit).count();
            (digits >= DIGITS).then_some(written)?
        }
        canonical => canonical.to_owned(),
    };
    if !phone.canonical_form.is_empty()
        && let Some(extension) = extension(&phone.value)
    {
        number.push_str(" ext. ");
        number.push_str(&extension);
    }
    let label = folded(&phone.r#type);
    Some(Phone {
        number,
        is_home: label.starts_with("home"),
    })
}

/// The digits behind the sign of an extension.
fn extension(written: &str) -> Option<String> {
    let written = written.trim_end();
    let digits = written.len()
        - written
            .trim_end_matches(|letter: char| letter.is_ascii_digit())
            .len();
    if !(1..=6).contains(&digits) {
        return None;
    }
    let (before, digits) = written.split_at(written.len() - digits);
    let before = folded(before.trim_end_matches([' ', '.', ':', '=', '-']));
    let is_sign = ["ext", "extension", "x", "#", ","]
        .iter()
        .any(|sign| before.ends_with(sign));
    is_sign.then(|| digits.to_owned())
}

fn id(id: &ExternalId) -> Option<String> {
    let value = id.value.trim();
    (value.chars().count() > 2).then(|| {
        format!("{} {}", folded(&id.r#type), value)
            .trim()
            .to_owned()
    })
}
