//! What a search finds a person by: phrases of its texts, and numbers as they are dialled (rules `K1`
//! to `K4`).
use icu_normalizer::{
    ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed,
    properties::CanonicalCombiningClassMapBorrowed,
};
use people_model::{EmailAddress, Name, Organization, Person, PersonField, PhoneNumber};

use crate::{context::DialledForms, entries::digit};

/// The most characters of a phrase, of a number and of a query that count.
const LENGTH: usize = 100;
/// The most words of a text at which a phrase begins.
const WORDS: usize = 10;
/// The most terms of a field. Each of the values that a contact may have gets one of its own.
const TERMS: usize = 512;
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
    let text = first(fold(query));
    if text.is_empty() {
        return Vec::new();
    }
    let mut prefixes = vec![[WORD, &text].concat()];
    let is_number = |letter| digit(letter).is_some() || PUNCTUATION.contains(&letter);
    let digits = digits(&text);
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
    let Some((_, sign)) = FIELDS.iter().find(|(searched, _)| *searched == field) else {
        return;
    };
    let phrases = match field {
        PersonField::Names => phrases(person.names.iter().flat_map(texts_of_name)),
        PersonField::Nicknames => phrases(person.nicknames.iter().map(|it| it.value.as_str())),
        PersonField::Organizations => {
            phrases(person.organizations.iter().flat_map(texts_of_organization))
        }
        PersonField::EmailAddresses => {
            let addresses = person.email_addresses.iter().map(phrases_of_address);
            let names = person.email_addresses.iter().map(display_name);
            distinct(addresses.chain(names.map(phrases_of)).collect())
        }
        PersonField::PhoneNumbers => {
            let numbers = person.phone_numbers.iter();
            let numbers = numbers.map(|number| dials_of(number, dialled));
            let dials = distinct(numbers.collect());
            terms.extend(dials.iter().map(|dial| [DIAL, dial].concat()));
            let numbers = person.phone_numbers.iter().map(|it| it.value.as_str());
            // What has no letter is found as it is dialled.
            phrases(numbers.filter(|value| value.contains(char::is_alphabetic)))
        }
        _ => Vec::new(),
    };
    terms.extend(phrases.into_iter().map(|phrase| {
        let mut term = String::with_capacity(WORD.len() + phrase.len() + 2);
        term.push_str(WORD);
        term.push_str(&phrase);
        term.extend([END, *sign]);
        term
    }));
}

fn texts_of_name(name: &Name) -> [&str; 9] {
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

fn display_name(address: &EmailAddress) -> &str {
    &address.display_name
}

fn phrases<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    distinct(texts.map(phrases_of).collect())
}

/// The phrases of a text: what follows from each of its words on (rule `K2`).
fn phrases_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let starts = starts(&folded);
    starts
        .map(|start| first(folded[start..].to_owned()))
        .collect()
}

/// The same of an e-mail address, whose domain is one word.
fn phrases_of_address(address: &EmailAddress) -> Vec<String> {
    let folded = fold(&address.value);
    let domain = folded.rfind('@').map_or(folded.len(), |at| at + 1);
    let starts = starts(&folded).take_while(|&start| start < domain);
    let starts = starts.chain((domain < folded.len()).then_some(domain));
    starts
        .map(|start| first(folded[start..].to_owned()))
        .collect()
}

/// Where the words of a folded text begin: after a blank, and with a letter or digit after a sign.
fn starts(folded: &str) -> impl Iterator<Item = usize> {
    const CLASSES: CanonicalCombiningClassMapBorrowed<'static> =
        CanonicalCombiningClassMapBorrowed::new();
    let is_inner = |letter: char| letter.is_alphanumeric() || CLASSES.get_u8(letter) != 0;
    let mut before = ' ';
    let starts = folded.char_indices().filter(move |&(_, letter)| {
        let begins =
            letter != ' ' && (before == ' ' || letter.is_alphanumeric() && !is_inner(before));
        before = letter;
        begins
    });
    starts.map(|(start, _)| start).take(WORDS)
}

/// How a number may be dialled: as it is written, from each group of digits on, and in its national and
/// international forms (rule `K3`).
fn dials_of(number: &PhoneNumber, dialled: DialledForms<'_>) -> Vec<String> {
    let written = digits(&number.value);
    if written.is_empty() {
        return Vec::new();
    }
    let mut dials = Vec::with_capacity(8);
    match number.canonical_form.as_str() {
        "" if number.value.trim_start().starts_with('+') => dials.push(["+", &written].concat()),
        "" => {}
        canonical => {
            dials.push(digits(canonical));
            dials.extend(dialled(canonical).iter().map(|form| digits(form)));
        }
    }
    let (mut start, mut before) = (0, false);
    for letter in number.value.chars() {
        let is_digit = digit(letter).is_some();
        if is_digit && !before && (start == 0 || written.len() - start >= DIGITS) {
            dials.push(written[start..].to_owned());
        }
        start += usize::from(is_digit);
        before = is_digit;
    }
    dials.truncate(WORDS);
    dials.into_iter().map(first).collect()
}

fn digits(text: &str) -> String {
    let digits = text.chars().filter_map(digit);
    digits.map(|digit| char::from(b'0' + digit)).collect()
}

/// The phrases of several values, sorted, without those that another of them continues: what finds the
/// one finds the other. Where there are too many, the first ones of all values come first.
fn distinct(values: Vec<Vec<String>>) -> Vec<String> {
    let all: usize = values.iter().map(Vec::len).sum();
    let mut phrases = Vec::with_capacity(all.min(TERMS));
    let mut values: Vec<_> = values.into_iter().map(Vec::into_iter).collect();
    while !values.is_empty() && phrases.len() < TERMS {
        values.retain_mut(|value| match value.next() {
            Some(phrase) => {
                phrases.push(phrase);
                true
            }
            None => false,
        });
    }
    phrases.truncate(TERMS);
    phrases.sort_unstable();
    phrases.dedup();
    let mut kept: Vec<String> = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        // Sorted, so what continues a phrase is right behind it.
        if kept.last().is_some_and(|last| phrase.starts_with(last)) {
            kept.pop();
        }
        kept.push(phrase);
    }
    kept
}

/// The characters of it that count.
fn first(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LENGTH) {
        text.truncate(end);
    }
    text
}

/// A text without case, accents and spelling of signs; a run of blanks and commas is one blank, and
/// there is none around it (rule `K4`).
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|letter| push(&mut folded, letter));
    } else {
        const NFKD: DecomposingNormalizerBorrowed<'static> =
            DecomposingNormalizerBorrowed::new_nfkd();
        const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
        let mut plain = String::with_capacity(text.len());
        for letter in NFKD.normalize_iter(text.chars()) {
            if !is_accent(letter) {
                letter
                    .to_lowercase()
                    .for_each(|letter| push_plain(&mut plain, letter));
            }
        }
        let composed = NFC.normalize(&plain);
        composed
            .chars()
            .for_each(|letter| push(&mut folded, letter));
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push(folded: &mut String, letter: char) {
    if letter.is_whitespace() || letter.is_control() || letter == ',' {
        if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    } else {
        folded.push(letter.to_ascii_lowercase());
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
