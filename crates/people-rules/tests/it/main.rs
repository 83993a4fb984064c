//! The rules, from outside: tables for single cases, laws over generated persons.
mod address_books;
mod check;
mod collation;
mod derive;
mod duplicates;
mod edit;
mod examples;
mod laws;
mod merge;
mod merge_cases;
mod merge_laws;
mod merge_laws_alike;
mod photo;
mod phrases;
mod project;
mod unite;

use people_model::{ContactId, Person, PersonField};
use people_rules::{Checked, Context, Contract, Update, Violation, check};

/// The contact that every test updates: `people/c17`, whose source id is `11`.
fn id() -> ContactId {
    ContactId::new(17).expect("17 is an id")
}

fn context(contract: Contract) -> Context<'static> {
    Context {
        id: id(),
        contract,
        canonical_phone: &canonical_phone,
        dialled_forms: &dialled_forms,
    }
}

/// A phone number is its digits here, if it has any.
fn canonical_phone(value: &str) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| format!("+{digits}"))
}

/// A national number has a 0 for the first two digits of the international one.
fn dialled_forms(canonical: &str) -> Vec<String> {
    let national = canonical.get(3..).unwrap_or_default();
    vec![national.to_owned(), format!("0{national}")]
}

/// An update of which only what it replaces matters, with an etag that nobody compares. Without
/// the memberships where it would remove the last one, which no update can (rule U7).
#[track_caller]
fn checked(mut update: Update) -> Checked {
    update.person.etag = "%e".to_owned();
    if check(update.clone(), Contract::Observed) == Err(Violation::NoMembership) {
        let rest = update.mask - PersonField::Memberships;
        update.mask = rest.try_into().expect("an update of more than memberships");
    }
    check(update, Contract::Observed).expect("breaks no rule")
}

#[track_caller]
fn person(json: &str) -> Person {
    serde_json::from_str(json).expect("a person")
}
