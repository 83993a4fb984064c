//! From a card to a person and back.

mod join;
mod plan;

use std::collections::HashSet;

use people_model::{Person, PersonField};

use self::plan::Plan;
use crate::{
    card::Card,
    flavour::Flavour,
    groups::Groups,
    line::Line,
    mapping::Entry,
    person::{entries, fields, of_entries},
    read::units,
    version::Version,
    write::Manner,
};

/// What a card has beside a person: every line and parameter that has no place in one, and how the others were
/// written.
///
/// It is the card as it was read. [`from_person`] gives back its lines where the person still says the same.
///
/// ```
/// use people_cards::{Card, Flavour, Groups, Version, from_person, to_person};
///
/// let file = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada\r\nX-MOON:full\r\nEMAIL:ada@example.com\r\nEND:VCARD\r\n";
/// let (mut person, rest) = to_person(&Card::parse(file)?, &Groups::new());
/// assert_eq!(rest.unmapped(&Groups::new()).map(|line| line.name()).collect::<Vec<_>>(), ["X-MOON"]);
///
/// person.email_addresses[0].value = "ada@example.org".to_owned();
/// let card = from_person(&person, Some(&rest), Version::V3, Flavour::Rfc, &Groups::new());
/// let edited = String::from_utf8_lossy(file).replace("ada@example.com", "ada@example.org");
/// assert_eq!(card.to_bytes(), edited.as_bytes());
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    card: Card,
}

impl Rest {
    /// The rest that a stored card is.
    #[must_use]
    pub const fn new(card: Card) -> Self {
        Self { card }
    }

    /// The card, to be stored.
    #[must_use]
    pub const fn card(&self) -> &Card {
        &self.card
    }

    /// The lines without a place in a person. What frames a card (`BEGIN`, `VERSION`, `END`) is not among them, nor
    /// an `FN` of somebody without a name.
    pub fn unmapped(&self, groups: &Groups) -> impl Iterator<Item = &Line> {
        let taken: HashSet<usize> = units(&self.card, groups)
            .into_iter()
            .flat_map(|unit| unit.lines)
            .collect();
        let lines = self.card.lines().iter().enumerate();
        lines
            .filter(move |(at, line)| line.is_property() && !taken.contains(at))
            .map(|(_, line)| line)
            .filter(|line| {
                !["BEGIN", "END", "VERSION", "N", "FN"]
                    .iter()
                    .any(|frame| line.is_named(frame))
                    || (line.is_named("N") || line.is_named("FN")) && line.group().is_some()
            })
    }
}

/// Reads a card as a person. Nothing is lost: what has no place in a person is in the rest (rules `Z2`, `Z4`).
///
/// The person has what a client can set. Of a field that has one value, the first one counts.
///
/// ```
/// use people_cards::{Card, Groups, to_person};
///
/// let card = Card::parse(b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-12-10\nEND:VCARD\n")?;
/// let (person, _) = to_person(&card, &Groups::new());
/// let date = person.birthdays[0].date.as_ref().ok_or("a date").unwrap();
///
/// assert_eq!(person.names[0].unstructured_name, "Ada");
/// assert_eq!((date.year, date.month, date.day), (0, 12, 10));
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[must_use]
pub fn to_person(card: &Card, groups: &Groups) -> (Person, Rest) {
    let mut said = said(card, groups);
    let person = of_entries(fields().map(|field| (field, said.remove(&field).unwrap_or_default())));
    (person, Rest::new(card.clone()))
}

/// Writes a person as a card (rules `Z3`, `Z5`, `Z6`).
///
/// With the rest of the card that the person came from, each line stays as it was, byte for byte, but for what the
/// person says differently now. In another version all lines are written anew, and none is left out.
///
/// ```
/// use people_cards::{Flavour, Groups, Version, from_person, to_person};
/// use people_model::{Person, PhoneNumber};
///
/// let phone = PhoneNumber::new().value("+44 20 7946 0018").r#type("workFax");
/// let ada = Person::new().phone_numbers([phone]);
/// let card = from_person(&ada, None, Version::V4, Flavour::Rfc, &Groups::new());
///
/// assert_eq!(card.property("TEL").map(|tel| tel.raw()), Some(&b"TEL;TYPE=work,fax:+44 20 7946 0018\r\n"[..]));
/// assert_eq!(to_person(&card, &Groups::new()).0, ada);
/// ```
#[must_use]
pub fn from_person(
    person: &Person,
    rest: Option<&Rest>,
    version: Version,
    flavour: Flavour,
    groups: &Groups,
) -> Card {
    let manner = Manner {
        version,
        flavour,
        groups,
    };
    let wanted: Vec<(PersonField, Vec<Entry>)> = fields()
        .map(|field| (field, entries(person, field)))
        .collect();
    // Fields whose lines would be read as something else together: they are written as ours.
    let mut odd = HashSet::new();
    let mut card = Plan::new(manner, person, rest, &wanted, &odd).card();
    for _ in 0..4 {
        let mut said = said(&card, groups);
        let wrong = wanted
            .iter()
            .filter(|(field, entries)| said.remove(field).unwrap_or_default() != *entries);
        let before = odd.len();
        odd.extend(wrong.map(|(field, _)| *field));
        if odd.len() == before {
            break;
        }
        card = Plan::new(manner, person, rest, &wanted, &odd).card();
    }
    card
}

type Said = std::collections::HashMap<PersonField, Vec<Entry>>;

fn said(card: &Card, groups: &Groups) -> Said {
    let mut said = Said::new();
    for unit in units(card, groups) {
        said.entry(unit.field).or_default().extend(unit.entries);
    }
    said
}
