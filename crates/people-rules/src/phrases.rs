//! What a search finds a person by: phrases of its texts, and numbers as they are dialled (rules `K1`
//! to `K4`).
use std::ops::Range;

use icu_normalizer::{
    ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed,
    properties::CanonicalCombiningClassMapBorrowed,
};
use people_model::{Name, Organization, Person, PersonField, PhoneNumber};

use crate::{context::DialledForms, entries::digit};

/// The most characters of a phrase, of a number and of a query that count.
const LENGTH: usize = 100;
/// The most words of a text at which a phrase begins.
const WORDS: usize = 10;
/// The most terms of a field. Each of the values that a contact may have gets one of its own.
const TERMS: usize = 512;
/// The members of an entry that are searched, at most.
const TEXTS: usize = 9;
/// The fewest digits of a number that are found without those before them.
const DIGITS: usize = 4;

const WORD: &str = "word:";
const DIAL: &str = "dial:";
const PHONE: &str = "phone:";
/// Ends a phrase, before the sign of its field. No folded text has one.
const END: char = '\t';

/// The fields that are searched, and the sign of each in a term. Where several fields have one phrase,
/// this is their order.
const FIELDS: [(PersonField, char); 5] = [
    (PersonField::Names, '1'),
    (PersonField::Nicknames, '2'),
    (PersonField::Organizations, '3'),
    (PersonField::EmailAddresses, '4'),
    (PersonField::PhoneNumbers, '5'),
];

/// What the terms begin with of the persons that a query finds, the best first; none for a query
/// without a letter, digit or sign (rule `K1`).
///
/// A store reads its index of terms from each of them on. A person that several find belongs to the
/// first.
///
/// ```
/// use people_rules::search_prefixes;
///
/// assert_eq!(search_prefixes("  Zoë L"), ["word:zoe l"]);
/// assert_eq!(search_prefixes("020 7946"), ["word:020 7946", "dial:0207946"]);
/// assert!(search_prefixes(" ").is_empty());
/// ```
pub fn search_prefixes(query: &str) -> Vec<String> {
    let mut folded = String::with_capacity(query.len());
    fold(query, &mut folded);
    let text = first(&folded);
    if text.is_empty() {
        return Vec::new();
    }
    let mut prefixes = vec![[WORD, text].concat()];
    let is_number = |letter| digit(letter).is_some() || PUNCTUATION.contains(&letter);
    let mut digits = String::new();
    push_digits(text, &mut digits);
    if digits.is_empty() || !text.chars().all(is_number) {
        return prefixes;
    }
    if text.trim_start_matches(['(', ' ']).starts_with('+') {
        prefixes.push([PHONE, "+", &digits].concat());
        prefixes.push([DIAL, "+", &digits].concat());
        return prefixes;
    }
    if let Some(abroad) = digits.strip_prefix("00")
        && !abroad.is_empty()
    {
        prefixes.push([PHONE, "+", abroad].concat());
    }
    prefixes.push([DIAL, &digits].concat());
    prefixes
}

/// What numbers are written with, beside digits.
const PUNCTUATION: [char; 7] = [' ', '+', '-', '(', ')', '.', '/'];

/// The field that a term of this module comes from.
pub(crate) fn field_of(term: &str) -> Option<PersonField> {
    if term.starts_with(DIAL) {
        return Some(PersonField::PhoneNumbers);
    }
    let sign = term.strip_prefix(WORD)?.chars().next_back()?;
    let field = FIELDS.iter().find(|(_, of_field)| *of_field == sign)?;
    Some(field.0)
}

/// Adds the terms by which a search finds the person in this field (rules `K2` to `K4`).
pub(crate) fn push_terms(
    person: &Person,
    field: PersonField,
    dialled: DialledForms<'_>,
    terms: &mut Vec<String>,
) {
    let mut phrases = Phrases::default();
    match field {
        PersonField::Names => {
            let texts = person.names.iter().flat_map(texts_of_name);
            texts.for_each(|text| phrases.add(text));
        }
        PersonField::Nicknames => {
            let values = person.nicknames.iter();
            values.for_each(|nickname| phrases.add(&nickname.value));
        }
        PersonField::Organizations => {
            let texts = person.organizations.iter().flat_map(texts_of_organization);
            texts.for_each(|text| phrases.add(text));
        }
        PersonField::EmailAddresses => {
            let addresses = person.email_addresses.iter();
            addresses.for_each(|address| phrases.add_address(&address.value));
            let addresses = person.email_addresses.iter();
            addresses.for_each(|address| phrases.add(&address.display_name));
        }
        PersonField::PhoneNumbers => {
            let mut dials = Phrases::default();
            for number in &person.phone_numbers {
                dials.add_number(number, dialled);
                // What has no letter is found as it is dialled.
                if number.value.contains(char::is_alphabetic) {
                    phrases.add(&number.value);
                }
            }
            let dials = dials.distinct().into_iter();
            terms.extend(dials.map(|dial| [DIAL, dial].concat()));
        }
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
        | PersonField::Memberships
        | PersonField::Metadata
        | PersonField::MiscKeywords
        | PersonField::Occupations
        | PersonField::Photos
        | PersonField::Relations
        | PersonField::SipAddresses
        | PersonField::Skills
        | PersonField::Urls
        | PersonField::UserDefined => return,
    }
    let Some(&(_, sign)) = FIELDS.iter().find(|(searched, _)| *searched == field) else {
        return;
    };
    terms.extend(phrases.distinct().into_iter().map(|phrase| {
        let mut term = String::with_capacity(WORD.len() + phrase.len() + 2);
        term.push_str(WORD);
        term.push_str(phrase);
        term.extend([END, sign]);
        term
    }));
}

fn texts_of_name(name: &Name) -> [&str; TEXTS] {
    [
        &name.display_name,
        &name.display_name_last_first,
        &name.unstructured_name,
        &name.phonetic_full_name,
        &name.phonetic_honorific_prefix,
        &name.phonetic_given_name,
        &name.phonetic_middle_name,
        &name.phonetic_family_name,
        &name.phonetic_honorific_suffix,
    ]
}

fn texts_of_organization(organization: &Organization) -> [&str; 6] {
    [
        &organization.name,
        &organization.phonetic_name,
        &organization.department,
        &organization.title,
        &organization.symbol,
        &organization.domain,
    ]
}

/// The phrases of the values of a field. All are parts of one text, so that few are copied.
#[derive(Default)]
struct Phrases<'t> {
    /// The folded values, one behind the other.
    text: String,
    /// Where the phrases are in it.
    phrases: Vec<Range<usize>>,
    /// Which of them each value has. With it, a text that may come again.
    values: Vec<(Option<&'t str>, Range<usize>)>,
}

impl<'t> Phrases<'t> {
    /// Adds the phrases of a text: what follows from each of its words on (rule `K2`).
    fn add(&mut self, text: &'t str) {
        if text.is_empty() {
            return;
        }
        // A name is often the same in several members.
        let mut latest = self.values.iter().rev().take(TEXTS);
        let same = latest.find(|(known, _)| *known == Some(text));
        let phrases = match same {
            Some((_, phrases)) => phrases.clone(),
            None => self.add_words(text, |_| usize::MAX),
        };
        self.values.push((Some(text), phrases));
    }

    /// The same of an e-mail address, whose domain is one word.
    fn add_address(&mut self, address: &'t str) {
        let phrases = self.add_words(address, |folded| {
            folded.rfind('@').map_or(usize::MAX, |at| at + 1)
        });
        self.values.push((None, phrases));
    }

    /// Adds what follows from each word of a text on. At `last` begins its last word.
    fn add_words(&mut self, text: &str, last: impl FnOnce(&str) -> usize) -> Range<usize> {
        let (start, first) = (self.text.len(), self.phrases.len());
        fold(text, &mut self.text);
        let folded = &self.text[start..];
        let last = last(folded);
        let starts = starts(folded).take_while(|&begin| begin < last);
        let starts = starts.chain((last < folded.len()).then_some(last));
        let end = self.text.len();
        self.phrases.extend(starts.map(|begin| start + begin..end));
        first..self.phrases.len()
    }

    /// Adds how a number may be dialled: as it is written, from each group of digits on, and in its
    /// national and international forms (rule `K3`).
    fn add_number(&mut self, number: &PhoneNumber, dialled: DialledForms<'_>) {
        let first = self.phrases.len();
        let mut written = self.text.len();
        self.text.push('+');
        push_digits(&number.value, &mut self.text);
        let end = self.text.len();
        if written + 1 == end {
            return;
        }
        match number.canonical_form.as_str() {
            "" if number.value.trim_start().starts_with('+') => self.phrases.push(written..end),
            "" => {}
            canonical => {
                self.add_dial(canonical);
                let forms = dialled(canonical);
                forms.iter().for_each(|form| self.add_dial(form));
            }
        }
        written += 1;
        let (mut start, mut before) = (written, false);
        for letter in number.value.chars() {
            let is_digit = digit(letter).is_some();
            if is_digit && !before && (start == written || end - start >= DIGITS) {
                self.phrases.push(start..end);
            }
            start += usize::from(is_digit);
            before = is_digit;
        }
        self.phrases.truncate(first + WORDS);
        self.values.push((None, first..self.phrases.len()));
    }

    fn add_dial(&mut self, number: &str) {
        let start = self.text.len();
        push_digits(number, &mut self.text);
        self.phrases.push(start..self.text.len());
    }

    /// Sorted, without those that another of them continues: what finds the one finds the other.
    /// Where there are too many, the first ones of all values come first.
    fn distinct(&self) -> Vec<&str> {
        let all: usize = self.values.iter().map(|(_, phrases)| phrases.len()).sum();
        let phrase = |at: usize| {
            self.phrases
                .get(at)
                .map(|range| first(&self.text[range.clone()]))
        };
        let mut phrases: Vec<&str> = if all <= TERMS {
            (0..self.phrases.len()).filter_map(phrase).collect()
        } else {
            let most = self.values.iter().map(|(_, phrases)| phrases.len()).max();
            let turns = 0..most.unwrap_or(0);
            let of_turn = |turn| {
                let values = self.values.iter();
                values.filter_map(move |(_, phrases)| phrases.clone().nth(turn))
            };
            turns
                .flat_map(of_turn)
                .take(TERMS)
                .filter_map(phrase)
                .collect()
        };
        phrases.sort_unstable();
        // Sorted, so what continues a phrase is right behind it.
        let mut kept = 0;
        for at in 0..phrases.len() {
            let continues = kept > 0 && phrases[at].starts_with(phrases[kept - 1]);
            kept += usize::from(!continues);
            phrases[kept - 1] = phrases[at];
        }
        phrases.truncate(kept);
        phrases
    }
}

/// Where the words of a folded text begin: after a blank, and with a letter or digit after a sign.
fn starts(folded: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    let starts = folded.char_indices().filter(move |&(_, letter)| {
        let begins =
            letter != ' ' && (before == ' ' || is_alphanumeric(letter) && !is_inner(before));
        before = letter;
        begins
    });
    starts.map(|(start, _)| start).take(WORDS)
}

fn is_alphanumeric(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || !letter.is_ascii() && letter.is_alphanumeric()
}

/// Whether a letter behind it is in the same word.
fn is_inner(letter: char) -> bool {
    const CLASSES: CanonicalCombiningClassMapBorrowed<'static> =
        CanonicalCombiningClassMapBorrowed::new();
    is_alphanumeric(letter) || !letter.is_ascii() && CLASSES.get_u8(letter) != 0
}

fn push_digits(text: &str, digits: &mut String) {
    let found = text.chars().filter_map(digit);
    digits.extend(found.map(|digit| char::from(b'0' + digit)));
}

/// The characters of it that count.
fn first(text: &str) -> &str {
    if text.len() <= LENGTH {
        return text;
    }
    let end = text.char_indices().nth(LENGTH);
    end.map_or(text, |(end, _)| &text[..end])
}

/// Appends a text without case, accents and spelling of signs; a run of blanks and commas is one
/// blank, and there is none around it (rule `K4`).
pub(crate) fn fold(text: &str, folded: &mut String) {
    if text.is_ascii() {
        fold_ascii(text, folded);
    } else {
        fold_unicode(text, folded);
    }
}

/// What [`fold_unicode`] does to most texts, in a tenth of the time.
fn fold_ascii(text: &str, folded: &mut String) {
    let start = folded.len();
    let is_blank = |byte: &u8| is_blank(char::from(*byte));
    let mut rest = text;
    while let Some(word) = rest.bytes().position(|byte| !is_blank(&byte)) {
        rest = &rest[word..];
        let end = rest.bytes().position(|byte| is_blank(&byte));
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        if folded.len() > start {
            folded.push(' ');
        }
        folded.push_str(word);
        rest = after;
    }
    folded[start..].make_ascii_lowercase();
}

fn fold_unicode(text: &str, folded: &mut String) {
    const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();
    const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
    let mut plain = String::with_capacity(text.len());
    for letter in NFKD.normalize_iter(text.chars()) {
        if !is_accent(letter) {
            letter
                .to_lowercase()
                .for_each(|letter| push_plain(&mut plain, letter));
        }
    }
    let start = folded.len();
    for letter in NFC.normalize(&plain).chars() {
        if !is_blank(letter) {
            folded.push(letter.to_ascii_lowercase());
        } else if folded.len() > start && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(start + folded[start..].trim_end().len());
}

fn is_blank(letter: char) -> bool {
    match letter.is_ascii() {
        true => letter <= ' ' || letter == ',' || letter == '\u{7f}',
        false => letter.is_whitespace() || letter.is_control(),
    }
}

/// Whether a mark only changes how its letter sounds. Vowels, the voicing of kana and the like are marks
/// too, and make another letter.
fn is_accent(letter: char) -> bool {
    const CLASSES: CanonicalCombiningClassMapBorrowed<'static> =
        CanonicalCombiningClassMapBorrowed::new();
    matches!(CLASSES.get_u8(letter), 1 | 10..=35 | 202..=240)
}

/// The letters that Unicode does not take apart, and signs of several spellings. Signs without a look
/// of their own, such as those of direction, are left out.
fn push_plain(plain: &mut String, letter: char) {
    let replaced = match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => "'",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => "",
        letter => return plain.push(letter),
    };
    plain.push_str(replaced);
}

#[cfg(test)]
mod tests;
