//! Address books in which it is known which contacts are one person.
use people_model::{Birthday, Date, EmailAddress, Name, Organization, Person, PhoneNumber};

/// A generated address book.
pub(crate) struct AddressBook {
    pub(crate) contacts: Vec<Person>,
    /// Whom each contact is.
    pub(crate) people: Vec<usize>,
}

/// Draws an address book of so many people. About a seventh of them are in it more than once, spelled in
/// other ways and with some of the values. Families share a number and sometimes an e-mail address, and
/// have names that are a letter apart or the same; companies share a switchboard and an address; namesakes
/// live apart.
pub(crate) fn address_book(seed: u64, people: usize) -> AddressBook {
    let mut forge = Forge(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut book = AddressBook {
        contacts: Vec::new(),
        people: Vec::new(),
    };
    let mut all: Vec<Someone> = Vec::new();
    while all.len() < people {
        forge.household(&mut all);
    }
    all.truncate(people);
    for (number, someone) in all.iter().enumerate() {
        let copies = match forge.below(14) {
            0 => 3,
            1 => 2,
            _ => 1,
        };
        for copy in 0..copies {
            let contact = match copy {
                0 => someone.contact(),
                _ => forge.copy(someone),
            };
            book.contacts.push(contact);
            book.people.push(number);
        }
    }
    // The copies stand anywhere.
    for at in (1..book.contacts.len()).rev() {
        let to = forge.below(at + 1);
        book.contacts.swap(at, to);
        book.people.swap(at, to);
    }
    book
}

#[derive(Clone)]
struct Someone {
    given: String,
    middle: String,
    family: String,
    emails: Vec<String>,
    mobile: String,
    home: Option<String>,
    office: Option<String>,
    organization: String,
    birthday: Option<Date>,
}

impl Someone {
    fn contact(&self) -> Person {
        let name = Name::new()
            .given_name(&*self.given)
            .middle_name(&*self.middle)
            .family_name(&*self.family);
        self.with_name(name)
    }

    fn with_name(&self, name: Name) -> Person {
        let phone = |(number, label): (&String, &str)| {
            PhoneNumber::new()
                .value(number.as_str())
                .canonical_form(number.as_str())
                .r#type(label)
        };
        let mobile = (!self.mobile.is_empty()).then_some((&self.mobile, "mobile"));
        let home = self.home.iter().map(|number| (number, "home"));
        let office = self.office.iter().map(|number| (number, "work"));
        let phones = mobile.into_iter().chain(home).chain(office).map(phone);
        let emails = self.emails.iter();
        let mut person = Person::new()
            .names([name])
            .phone_numbers(phones)
            .email_addresses(emails.map(|email| EmailAddress::new().value(email.as_str())));
        if !self.organization.is_empty() {
            person = person.organizations([Organization::new().name(&*self.organization)]);
        }
        if let Some(date) = &self.birthday {
            person = person.birthdays([Birthday::new().date(date.clone())]);
        }
        person
    }
}

const GIVEN: [&str; 48] = [
    "Ada",
    "Alan",
    "Anna",
    "Hanna",
    "Hannah",
    "Anne",
    "Jan",
    "Jana",
    "Paul",
    "Paula",
    "Maria",
    "Marie",
    "Mario",
    "Christian",
    "Christiane",
    "Jörg",
    "Zoë",
    "Élodie",
    "Günther",
    "Björn",
    "Åsa",
    "Noël",
    "José",
    "Ana",
    "Petra",
    "Peter",
    "Hans",
    "Grace",
    "Edsger",
    "Barbara",
    "Donald",
    "Ken",
    "Dennis",
    "Margaret",
    "Katherine",
    "Dorothy",
    "Tim",
    "Tom",
    "Radia",
    "Leslie",
    "John",
    "Joan",
    "Jon",
    "Robert",
    "Roberta",
    "Sophie",
    "Stephen",
    "Steven",
];

const FAMILY: [&str; 56] = [
    "Müller",
    "Mueller",
    "Möller",
    "Meyer",
    "Meier",
    "Maier",
    "Schmidt",
    "Schmitt",
    "Weiß",
    "Groß",
    "Jönsson",
    "Østergård",
    "García",
    "Núñez",
    "O'Brien",
    "van der Berg",
    "de la Cruz",
    "King",
    "Lovelace",
    "Hopper",
    "Liskov",
    "Knuth",
    "Thompson",
    "Thomson",
    "Ritchie",
    "Hamilton",
    "Johnson",
    "Johnston",
    "Vaughan",
    "Perlman",
    "Lamport",
    "Smith",
    "Smythe",
    "Turing",
    "Dijkstra",
    "Wirth",
    "Hoare",
    "Backus",
    "Naur",
    "McCarthy",
    "Minsky",
    "Newell",
    "Simon",
    "Engelbart",
    "Kay",
    "Goldberg",
    "Cerf",
    "Kahn",
    "Postel",
    "Clark",
    "Baran",
    "Davies",
    "Shannon",
    "Babbage",
    "Boole",
    "Gödel",
];

struct Forge(u64);

impl Forge {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        ((self.next() >> 16) % end as u64) as usize
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    fn number(&mut self) -> String {
        format!("+4920{:08}", self.below(100_000_000))
    }

    /// People who live together.
    fn household(&mut self, all: &mut Vec<Someone>) {
        let family = self.pick(&FAMILY).to_owned();
        let home = (!self.one_in(3)).then(|| self.number());
        let shared = format!(
            "{}.family{}@home.example",
            ascii(&family),
            self.below(1_000_000)
        );
        let has_shared = self.one_in(6);
        let members = match self.one_in(4) {
            true => 2 + self.below(4),
            false => 1,
        };
        for member in 0..members {
            let number = all.len();
            let given = match all.last() {
                // A son who has the name of his father.
                Some(before) if member > 0 && self.one_in(12) => before.given.clone(),
                _ => self.pick(&GIVEN).to_owned(),
            };
            let mut emails = vec![format!(
                "{}.{}{number}@mail.example",
                ascii(&given),
                ascii(&family)
            )];
            if has_shared && members > 1 {
                emails.push(shared.clone());
            }
            let company = self.below(60);
            let employed = self.one_in(2);
            if employed {
                emails.push(format!(
                    "{}{number}@company{company}.example",
                    ascii(&given)
                ));
                if self.one_in(8) {
                    emails.push(format!("info@company{company}.example"));
                }
            }
            let middle = if self.one_in(4) {
                self.pick(&GIVEN)
            } else {
                ""
            };
            // Whoever has the name of another in the family has a birthday.
            let namesake = all
                .iter()
                .rev()
                .take(member)
                .any(|other| other.given == given);
            let birthday = (namesake || self.one_in(2)).then(|| {
                let year = 1930 + (number % 70) as i32;
                Date::new()
                    .year(year)
                    .month(1 + self.below(12) as i32)
                    .day(1 + self.below(28) as i32)
            });
            all.push(Someone {
                given,
                middle: middle.to_owned(),
                family: family.clone(),
                emails,
                mobile: self.number(),
                home: home.clone(),
                office: employed.then(|| format!("+4930{company:07}")),
                organization: if employed {
                    format!("Company {company}")
                } else {
                    String::new()
                },
                birthday,
            });
        }
    }

    /// The same person again, as another program or somebody else wrote it down.
    fn copy(&mut self, of: &Someone) -> Person {
        let mut copy = of.clone();
        copy.middle = if self.one_in(2) {
            of.middle.clone()
        } else {
            String::new()
        };
        copy.birthday = of.birthday.clone().filter(|_| self.one_in(2));
        copy.home = of.home.clone().filter(|_| self.one_in(2));
        copy.office = of.office.clone().filter(|_| self.one_in(2));
        copy.organization = if self.one_in(2) {
            of.organization.clone()
        } else {
            String::new()
        };
        let kept = self.below(10);
        // What the copy still has: the address, the mobile number, both, or the name alone.
        copy.emails = match kept {
            0..=4 => vec![of.emails[0].to_uppercase()],
            5..=6 => of.emails.clone(),
            _ => Vec::new(),
        };
        if !(3..=8).contains(&kept) {
            copy.mobile = String::new();
        }
        let has_value = !copy.emails.is_empty() || !copy.mobile.is_empty();
        let (given, family) = (&*copy.given, &*copy.family);
        let name = Name::new();
        let name = match self.below(if has_value { 12 } else { 8 }) {
            0 => name
                .given_name(given)
                .middle_name(&*copy.middle)
                .family_name(family),
            1 => name.given_name(family).family_name(given),
            2 => name.unstructured_name(format!("{}, {given}", family.to_uppercase())),
            3 => name.unstructured_name(format!("{given} {family}").to_lowercase()),
            4 => name.given_name(ascii(given)).family_name(ascii(family)),
            5 => name
                .given_name(spelled_out(given))
                .family_name(spelled_out(family)),
            6 => name
                .honorific_prefix("Dr.")
                .given_name(given)
                .family_name(family),
            7 => name.unstructured_name(format!("{given} {family}")),
            8 => name
                .given_name(format!("{}.", &ascii(given)[..1]))
                .family_name(family),
            9 => name.given_name(given).family_name(self.mistyped(family)),
            10 => name.given_name(given),
            _ => name,
        };
        copy.with_name(name)
    }

    /// The text with two neighbouring letters swapped, or one left out.
    fn mistyped(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let at = 1 + self.below(letters.len() - 2);
        match self.one_in(2) || letters[at] == letters[at + 1] {
            true => drop(letters.remove(at)),
            false => letters.swap(at, at + 1),
        }
        letters.into_iter().collect()
    }
}

/// The text without accents, in lower case.
fn ascii(text: &str) -> String {
    let plain = text.to_lowercase();
    let plain = plain.chars().filter_map(|letter| match letter {
        'ä' | 'å' | 'á' => Some('a'),
        'ë' | 'é' => Some('e'),
        'í' => Some('i'),
        'ñ' => Some('n'),
        'ö' | 'ø' | 'ó' => Some('o'),
        'ü' | 'ú' => Some('u'),
        'ß' => Some('s'),
        letter => letter.is_ascii_alphanumeric().then_some(letter),
    });
    plain.collect()
}

fn spelled_out(text: &str) -> String {
    text.replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue")
        .replace('ß', "ss")
        .replace('å', "aa")
}
