//! What a contact is found and sorted by: terms, and keys of the orders by name.
use people_model::{FieldMask, Person, PersonField};

use crate::{
    collation::{folded, sort_key},
    context::DialledForms,
    phrases,
};

/// What a contact is found and sorted by. It follows from the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // mirrors what a store's row has
pub struct Index {
    /// Terms, sorted: exact ones, which are `email:…` (case-folded), `group:…` (id) and `phone:…` (E.164), and
    /// those whose beginnings a search finds ([`search_prefixes`](crate::search_prefixes)).
    pub terms: Vec<String>,
    /// The keys of the orders by first name and by last name ([`sort_key`]). A contact without a name
    /// comes last.
    pub sort_keys: [String; 2],
}

impl Index {
    /// The number of the rules by which an index follows from a contact's values. It is raised when
    /// the index of some value changes, so that a store knows which rows to update. A
    /// new version of Unicode's collation is such a change.
    pub const RULES: u32 = 3;

    /// What a contact with these values is found and sorted by.
    ///
    /// ```
    /// use people_model::Person;
    /// use people_rules::Index;
    ///
    /// let ada: Person = serde_json::from_str(r#"{"emailAddresses": [{"value": "Ada@example.com"}]}"#)?;
    /// let terms = Index::of(&ada, &|_| Vec::new()).terms;
    /// assert_eq!(terms, ["email:ada@example.com", "word:ada@example.com\t4", "word:example.com\t4"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn of(person: &Person, dialled: DialledForms<'_>) -> Self {
        Self::default().replace(FieldMask::UPDATABLE, person, dialled)
    }

    /// The terms of a person's e-mail addresses and phone numbers, by which contacts are linked to a
    /// profile (rule `S2`).
    pub fn linking_terms(person: &Person) -> Vec<String> {
        let mask = FieldMask::EMAIL_ADDRESSES.union(FieldMask::PHONE_NUMBERS);
        let mut terms = Vec::new();
        push_exact_terms(person, mask, &mut terms);
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Whether a term is one of [`linking_terms`](Self::linking_terms).
    pub fn is_linking(term: &str) -> bool {
        term.starts_with(EMAIL) || term.starts_with(PHONE)
    }

    pub(crate) fn replace(
        &self,
        mask: FieldMask,
        person: &Person,
        dialled: DialledForms<'_>,
    ) -> Self {
        let mut new = Vec::with_capacity(32);
        push_exact_terms(person, mask, &mut new);
        for field in mask.iter() {
            phrases::push_terms(person, field, dialled, &mut new);
        }
        new.sort_unstable();
        new.dedup();
        let kept = |term: &&String| !mask.contains(field_of(term));
        let terms = merged(self.terms.iter().filter(kept), new);
        let sort_keys = if mask.contains(PersonField::Names) {
            sort_keys(person)
        } else {
            self.sort_keys.clone()
        };
        Self { terms, sort_keys }
    }
}

/// The term of an [`Index`] that says a contact is in the group with this id.
///
/// ```
/// assert_eq!(people_rules::group_term("starred"), "group:starred");
/// ```
pub fn group_term(id: &str) -> String {
    [GROUP, id].concat()
}

/// Sorted terms, and others that are sorted, too.
fn merged<'t>(kept: impl Iterator<Item = &'t String>, new: Vec<String>) -> Vec<String> {
    let mut terms = Vec::with_capacity(new.len() + kept.size_hint().1.unwrap_or(0));
    let mut new = new.into_iter().peekable();
    for term in kept {
        while let Some(before) = new.next_if(|new| new < term) {
            terms.push(before);
        }
        terms.push(term.clone());
    }
    terms.extend(new);
    terms
}

/// The field that a term comes from.
fn field_of(term: &str) -> PersonField {
    if term.starts_with(EMAIL) {
        PersonField::EmailAddresses
    } else if term.starts_with(PHONE) {
        PersonField::PhoneNumbers
    } else {
        phrases::field_of(term).unwrap_or(PersonField::Memberships)
    }
}

const EMAIL: &str = "email:";
const GROUP: &str = "group:";
const PHONE: &str = "phone:";

fn push_exact_terms(person: &Person, mask: FieldMask, terms: &mut Vec<String>) {
    if mask.contains(PersonField::EmailAddresses) {
        let values = person
            .email_addresses
            .iter()
            .map(|email| email.value.trim());
        terms.extend(
            values
                .filter(|value| !value.is_empty())
                .map(|value| [EMAIL, &folded(value)].concat()),
        );
    }
    if mask.contains(PersonField::PhoneNumbers) {
        let forms = person
            .phone_numbers
            .iter()
            .map(|phone| phone.canonical_form.as_str());
        terms.extend(
            forms
                .filter(|form| !form.is_empty())
                .map(|form| [PHONE, form].concat()),
        );
    }
    if mask.contains(PersonField::Memberships) {
        let groups = person
            .memberships
            .iter()
            .filter_map(|m| m.contact_group_membership.as_ref());
        terms.extend(groups.map(|group| group_term(&group.contact_group_id)));
    }
}

fn sort_keys(person: &Person) -> [String; 2] {
    let Some(name) = person.names.first() else {
        return [NAMELESS.to_owned(), NAMELESS.to_owned()];
    };
    match (name.given_name.as_str(), name.family_name.as_str()) {
        ("", "") => {
            let whole = sort_key(&[&name.display_name]);
            [whole.clone(), whole]
        }
        (only, "") | ("", only) => {
            let only = sort_key(&[only]);
            [only.clone(), only]
        }
        // "Ann B" comes before "Anna A".
        (given, family) => [sort_key(&[given, family]), sort_key(&[family, given])],
    }
}

/// Sorts after every name: the key of one has no character beyond U+00FF.
const NAMELESS: &str = "\u{10ffff}";
