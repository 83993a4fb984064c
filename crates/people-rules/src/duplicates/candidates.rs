//! Which contacts are compared: those that share a value.
use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::keys::{Keys, is_of_office};

/// Each two of so many contacts that share a value are compared. If there are more, each is compared with this number
/// of contacts whose names are next to its own.
const CROWD: usize = 64;

/// The most names that a value may have and still identify a person.
const FEW: usize = 4;

/// The fewest letters of a name that is found with another letter in it.
const LETTERS: usize = 7;

/// The contacts by the values that they share.
pub(super) struct Candidates<'k> {
    contacts: &'k [Keys],
    values: HashMap<Value<'k>, Shared>,
    /// How many contacts have a name.
    names: HashMap<&'k [String], u32>,
    /// The name of each contact, as a number.
    ids: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Value<'k> {
    Email(&'k str),
    Phone(&'k str),
    Id(&'k str),
}

#[derive(Debug, Default)]
struct Shared {
    contacts: Vec<usize>,
    /// How many different names those have who have one.
    names: usize,
}

impl<'k> Candidates<'k> {
    pub(super) fn of(contacts: &'k [Keys]) -> Self {
        let mut known: HashMap<&[String], usize> = HashMap::new();
        let mut ids = Vec::with_capacity(contacts.len());
        let mut names: HashMap<&[String], u32> = HashMap::new();
        for keys in contacts {
            let next = known.len();
            ids.push(*known.entry(&keys.name.words).or_insert(next));
            *names.entry(&keys.name.words).or_default() += 1;
        }
        let mut values: HashMap<Value<'_>, Shared> = HashMap::new();
        for (at, keys) in contacts.iter().enumerate() {
            let emails = keys.emails.iter().map(|it| Value::Email(it));
            let phones = keys.phones.iter().map(|it| Value::Phone(&it.number));
            let all = keys.ids.iter().map(|it| Value::Id(it));
            for value in emails.chain(phones).chain(all) {
                let shared = values.entry(value).or_default();
                if shared.contacts.last() != Some(&at) {
                    shared.contacts.push(at);
                }
            }
        }
        values.retain(|_, shared| shared.contacts.len() > 1);
        for shared in values.values_mut() {
            let named = shared.contacts.iter();
            let named = named.filter(|&&at| !contacts[at].name.is_empty());
            shared.names = named.map(|&at| ids[at]).collect::<HashSet<_>>().len();
        }
        Self {
            contacts,
            values,
            names,
            ids,
        }
    }

    /// The pairs to compare, each once, the lower number first.
    pub(super) fn pairs(&self) -> impl Iterator<Item = [usize; 2]> {
        let mut pairs = HashSet::new();
        for shared in self.values.values() {
            self.pair_up(shared.contacts.clone(), &mut pairs);
        }
        for contacts in self.by_name().into_values() {
            self.pair_up(contacts, &mut pairs);
        }
        pairs.into_iter()
    }

    /// The contacts whose names have the same words, the same letters, or but for one letter.
    fn by_name(&self) -> HashMap<u64, Vec<usize>> {
        let mut found: HashMap<u64, Vec<usize>> = HashMap::new();
        let mut texts: HashSet<u64> = HashSet::new();
        for (at, keys) in self.contacts.iter().enumerate() {
            texts.clear();
            for name in [&keys.name, &keys.phonetic] {
                if !name.is_full() {
                    continue;
                }
                let spelled = name.spelled_out.iter();
                for words in std::iter::once(&name.words).chain(spelled) {
                    let text = words.join(" ");
                    texts.insert(hash(&text));
                    texts.extend(without_a_letter(&text));
                }
                texts.extend(name.joined.iter().map(|text| hash(text)));
            }
            for &text in &texts {
                found.entry(text).or_default().push(at);
            }
        }
        found
    }

    fn pair_up(&self, mut contacts: Vec<usize>, pairs: &mut HashSet<[usize; 2]>) {
        let reach = match contacts.len() > CROWD {
            true => {
                contacts.sort_unstable_by_key(|&at| (self.ids[at], at));
                CROWD / 2
            }
            false => CROWD,
        };
        for (place, &one) in contacts.iter().enumerate() {
            for &other in contacts[place + 1..].iter().take(reach) {
                pairs.insert([one.min(other), one.max(other)]);
            }
        }
    }

    /// How much an e-mail address says that two contacts share.
    pub(super) fn email(&self, address: &str) -> Rarity {
        match is_of_office(address) {
            true => Rarity::MANY,
            false => self.rarity(Value::Email(address)),
        }
    }

    pub(super) fn phone(&self, number: &str) -> Rarity {
        self.rarity(Value::Phone(number))
    }

    pub(super) fn id(&self, id: &str) -> Rarity {
        self.rarity(Value::Id(id))
    }

    fn rarity(&self, value: Value<'_>) -> Rarity {
        let Some(shared) = self.values.get(&value) else {
            return Rarity::MANY;
        };
        Rarity {
            is_rare: shared.names <= FEW,
            // A contact without a name may be any of them.
            is_of_two: shared.names <= 2 && (shared.contacts.len() == 2 || shared.names == 1),
            weight: weight(self.contacts.len(), shared.contacts.len()),
        }
    }

    /// Whether the name of a contact is that of more than two.
    pub(super) fn has_namesakes(&self, at: usize) -> bool {
        let times = self.names.get(&self.contacts[at].name.words[..]);
        times.is_some_and(|&times| times > 2)
    }

    /// How much the name of a contact says, if another has it too.
    pub(super) fn name(&self, at: usize) -> u32 {
        let times = self.names.get(&self.contacts[at].name.words[..]);
        weight(self.contacts.len(), times.copied().unwrap_or(1) as usize)
    }
}

/// How much a value says that two contacts share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rarity {
    /// Whether few people have it.
    pub(super) is_rare: bool,
    /// Whether only the two have it, or only contacts of one name.
    pub(super) is_of_two: bool,
    pub(super) weight: u32,
}

impl Rarity {
    const MANY: Self = Self {
        is_rare: false,
        is_of_two: false,
        weight: 1,
    };
}

/// What a value says that so many of all have: tenths of the bits of information.
fn weight(all: usize, have: usize) -> u32 {
    let share = (all.max(2) as f64) / (have.max(1) as f64);
    (10.0 * share.log2()).max(1.0).round() as u32
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The hashes of the text without each of its letters, one at a time.
fn without_a_letter(text: &str) -> Vec<u64> {
    /// The longest text that is tried.
    const MOST: usize = 48;

    let letters = text.chars().count();
    if !(LETTERS..=MOST).contains(&letters) {
        return Vec::new();
    }
    let mut rest = String::with_capacity(text.len());
    let places = text.char_indices().filter(|(_, letter)| *letter != ' ');
    places
        .map(|(at, letter)| {
            rest.clear();
            rest.push_str(&text[..at]);
            rest.push_str(&text[at + letter.len_utf8()..]);
            hash(&rest)
        })
        .collect()
}
