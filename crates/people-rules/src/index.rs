//! What a contact is found and sorted by: terms, and keys of the orders by name.
use people_model::{EmailAddress, FieldMask, Membership, Name, Person, PersonField, PhoneNumber};

use crate::{
    collation::{sort_key, sort_keys},
    context::DialledForms,
    phrases::{DIAL, PHONE, Phrases, WORD, Word},
    terms::Terms,
};

/// What a contact is found and sorted by. It follows from the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // mirrors what a store's row has
pub struct Index {
    /// Terms, sorted: exact ones, which are `email:…` (case-folded), `group:…` (id) and `phone:…` (E.164), and
    /// those whose beginnings a search finds ([`search_prefixes`](crate::search_prefixes)).
    pub terms: Terms,
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
    pub fn linking_terms(person: &Person) -> Terms {
        let mut terms = Terms::default();
        push_addresses(&person.email_addresses, &mut Phrases::default(), &mut terms);
        push_numbers(&person.phone_numbers, &mut terms);
        terms
    }

    /// How [`linking_terms`](Self::linking_terms) begin, in ascending order.
    ///
    /// ```
    /// use people_rules::Index;
    ///
    /// assert_eq!(Index::LINKING, ["email:", "phone:"]);
    /// assert!(Index::is_linking("email:ada@example.com"));
    /// ```
    pub const LINKING: [&str; 2] = [EMAIL, PHONE];

    /// Whether a term is one of [`linking_terms`](Self::linking_terms).
    pub fn is_linking(term: &str) -> bool {
        Self::LINKING.iter().any(|start| term.starts_with(start))
    }

    /// The index after the values of some fields became those of `person`. Terms and keys that cannot have
    /// changed are those of before.
    pub(crate) fn replace(
        self,
        changed: FieldMask,
        person: &Person,
        dialled: DialledForms<'_>,
    ) -> Self {
        let mut is_changed = [false; Indexed::ALL.len()];
        for field in changed.iter().filter_map(Indexed::of) {
            is_changed[field as usize] = true;
        }
        if is_changed == [false; Indexed::ALL.len()] {
            return self;
        }
        let changed = |field: Indexed| is_changed[field as usize];
        let sort_keys = match changed(Indexed::Names) {
            true => sort_keys_of(&person.names),
            false => self.sort_keys,
        };
        // Terms are sorted, so those that begin alike stand together.
        let before = &self.terms;
        let dials = before.section(0, DIAL);
        let addresses = before.section(dials.end, EMAIL);
        let groups = before.section(addresses.end, GROUP);
        let numbers = before.section(groups.end, PHONE);
        let words = before.section(numbers.end, WORD);

        let mut terms = Terms::with_room_of(before);
        let mut phrases = Phrases::with_capacity(512, 24);
        if changed(Indexed::PhoneNumbers) {
            phrases.add_dials(&person.phone_numbers, dialled);
            phrases.end_field(None);
            phrases.move_dials(&mut terms);
        } else {
            terms.push_section(before, dials);
        }
        if changed(Indexed::EmailAddresses) {
            push_addresses(&person.email_addresses, &mut phrases, &mut terms);
        } else {
            terms.push_section(before, addresses);
        }
        if changed(Indexed::Memberships) {
            push_groups(&person.memberships, &mut terms);
        } else {
            terms.push_section(before, groups);
        }
        if changed(Indexed::PhoneNumbers) {
            push_numbers(&person.phone_numbers, &mut terms);
        } else {
            terms.push_section(before, numbers);
        }
        for field in Indexed::ALL.into_iter().filter(|&field| changed(field)) {
            match field {
                Indexed::Names => phrases.add_names(&person.names),
                Indexed::Nicknames => phrases.add_nicknames(&person.nicknames),
                Indexed::Organizations => phrases.add_organizations(&person.organizations),
                Indexed::EmailAddresses => phrases.add_addresses(&person.email_addresses),
                Indexed::PhoneNumbers => phrases.add_lettered(&person.phone_numbers),
                Indexed::Memberships => {}
            }
            phrases.end_field(field.sign());
        }
        let kept = |word: &Word<'_>| Indexed::of_sign(word.sign).is_some_and(|it| !changed(it));
        let words = words.filter_map(|index| Word::of(before, index));
        let words = words.filter(kept);
        phrases.move_words(words, &mut terms);
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

const EMAIL: &str = "email:";
const GROUP: &str = "group:";

/// The terms of addresses as they are. They sort after the others.
fn push_addresses(addresses: &[EmailAddress], phrases: &mut Phrases<'_>, terms: &mut Terms) {
    let values = addresses.iter().map(|email| email.value.trim());
    phrases.add_lowered(values.filter(|value| !value.is_empty()));
    phrases.move_all(EMAIL, terms);
}

/// The terms of numbers in their E.164 form. They sort after the others.
fn push_numbers(numbers: &[PhoneNumber], terms: &mut Terms) {
    let first = terms.len();
    let forms = numbers.iter().map(|phone| phone.canonical_form.as_str());
    for form in forms.filter(|form| !form.is_empty()) {
        terms.push_by(|text| {
            text.push_str(PHONE);
            text.push_str(form);
        });
    }
    terms.sort_from(first);
}

/// The terms of groups. They sort after the others.
fn push_groups(memberships: &[Membership], terms: &mut Terms) {
    let first = terms.len();
    let groups = memberships.iter();
    for group in groups.filter_map(|it| it.contact_group_membership.as_ref()) {
        terms.push_by(|text| {
            text.push_str(GROUP);
            text.push_str(&group.contact_group_id);
        });
    }
    terms.sort_from(first);
}

fn sort_keys_of(names: &[Name]) -> [String; 2] {
    let Some(name) = names.first() else {
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
        (given, family) => sort_keys(given, family),
    }
}

/// Sorts after every name: the key of one has no character beyond U+00FF.
const NAMELESS: &str = "\u{10ffff}";

/// A field from whose values terms or keys follow. No term and no key follows from several fields, so an
/// update that leaves a field as it is leaves what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Indexed {
    Names,
    Nicknames,
    Organizations,
    EmailAddresses,
    PhoneNumbers,
    Memberships,
}

impl Indexed {
    const ALL: [Self; 6] = [
        Self::Names,
        Self::Nicknames,
        Self::Organizations,
        Self::EmailAddresses,
        Self::PhoneNumbers,
        Self::Memberships,
    ];

    fn of(field: PersonField) -> Option<Self> {
        match field {
            PersonField::Names => Some(Self::Names),
            PersonField::Nicknames => Some(Self::Nicknames),
            PersonField::Organizations => Some(Self::Organizations),
            PersonField::EmailAddresses => Some(Self::EmailAddresses),
            PersonField::PhoneNumbers => Some(Self::PhoneNumbers),
            PersonField::Memberships => Some(Self::Memberships),
            PersonField::Addresses
            | PersonField::AgeRanges
            | PersonField::Biographies
            | PersonField::Birthdays
            | PersonField::CalendarUrls
            | PersonField::ClientData
            | PersonField::CoverPhotos
            | PersonField::Events
            | PersonField::ExternalIds
            | PersonField::Genders
            | PersonField::ImClients
            | PersonField::Interests
            | PersonField::Locales
            | PersonField::Locations
            | PersonField::Metadata
            | PersonField::MiscKeywords
            | PersonField::Occupations
            | PersonField::Photos
            | PersonField::Relations
            | PersonField::SipAddresses
            | PersonField::Skills
            | PersonField::Urls
            | PersonField::UserDefined => None,
        }
    }

    /// Its sign at the end of a phrase. Where several fields have one phrase, this is their order.
    const fn sign(self) -> Option<u8> {
        match self {
            Self::Names => Some(b'1'),
            Self::Nicknames => Some(b'2'),
            Self::Organizations => Some(b'3'),
            Self::EmailAddresses => Some(b'4'),
            Self::PhoneNumbers => Some(b'5'),
            Self::Memberships => None,
        }
    }

    /// The field with this sign. Signs are in the order of the fields.
    fn of_sign(sign: u8) -> Option<Self> {
        let index = sign.checked_sub(b'1')?;
        let field = *Self::ALL.get(usize::from(index))?;
        (field.sign() == Some(sign)).then_some(field)
    }
}
