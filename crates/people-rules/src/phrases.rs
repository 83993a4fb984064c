//! What a search finds a person by: phrases of its texts, and numbers as they are dialled (rules `K1`
//! to `K4`).
use std::ops::Range;

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use people_model::{EmailAddress, Name, Nickname, Organization, PhoneNumber};

use crate::{
    collation::push_folded, context::DialledForms, entries::digit, fold::fold, terms::Terms,
};

/// The most characters of a phrase, of a number and of a query that count.
const LENGTH: usize = 100;
/// The most words of a text at which a phrase begins.
const WORDS: usize = 10;
/// The most terms of a field. There is room for a term of each value that a contact may have.
const TERMS: usize = 512;
/// The members of an entry that are searched, at most.
const TEXTS: usize = 9;
/// The fewest digits of a number that are found without those before them.
const DIGITS: usize = 4;

/// Begins a term that is a phrase.
pub(crate) const WORD: &str = "word:";
/// Begins a term that is a number as it is dialled.
pub(crate) const DIAL: &str = "dial:";
/// Begins a term that is a number in its E.164 form.
pub(crate) const PHONE: &str = "phone:";
/// Ends a phrase, before the sign of its field. No folded text has one.
const END: &str = "\t";

/// The beginnings of the terms of persons that a query finds, the best first. It is empty for a query without a letter,
/// digit or sign (rule `K1`).
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
    let text = &folded[..end(&folded, 0)];
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

/// The phrases of the values of some fields. All are parts of one text, so that few are copied.
#[derive(Default)]
pub(crate) struct Phrases<'t> {
    /// The folded values, one behind the other.
    text: String,
    phrases: Vec<Phrase>,
    /// Which phrases each value of the latest field has. With it, a text that may come again.
    values: Vec<(Option<&'t str>, Range<usize>)>,
    /// Where the phrases of the latest field begin.
    latest: usize,
}

#[derive(Clone)]
struct Phrase {
    /// The first bytes, as a number: most phrases are in the order of these.
    first: u64,
    /// Where it is in the text, no longer than counts.
    place: Range<usize>,
    /// The sign of its field.
    sign: Option<u8>,
}

impl<'t> Phrases<'t> {
    /// With room for some.
    pub(crate) fn with_capacity(bytes: usize, phrases: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            phrases: Vec::with_capacity(phrases),
            values: Vec::with_capacity(phrases),
            latest: 0,
        }
    }

    pub(crate) fn add_names(&mut self, names: &'t [Name]) {
        let texts = names.iter().flat_map(texts_of_name);
        texts.for_each(|text| self.add(text));
    }

    pub(crate) fn add_nicknames(&mut self, nicknames: &'t [Nickname]) {
        let values = nicknames.iter().map(|nickname| &nickname.value);
        values.for_each(|value| self.add(value));
    }

    pub(crate) fn add_organizations(&mut self, organizations: &'t [Organization]) {
        let texts = organizations.iter().flat_map(texts_of_organization);
        texts.for_each(|text| self.add(text));
    }

    pub(crate) fn add_addresses(&mut self, addresses: &'t [EmailAddress]) {
        let values = addresses.iter().map(|address| &address.value);
        values.for_each(|value| self.add_address(value));
        let names = addresses.iter().map(|address| &address.display_name);
        names.for_each(|name| self.add(name));
    }

    /// Adds how numbers may be dialled (rule `K3`).
    pub(crate) fn add_dials(&mut self, numbers: &'t [PhoneNumber], dialled: DialledForms<'_>) {
        let numbers = numbers.iter();
        numbers.for_each(|number| self.add_number(number, dialled));
    }

    /// Adds the numbers with letters: others are found as they are dialled.
    pub(crate) fn add_lettered(&mut self, numbers: &'t [PhoneNumber]) {
        let values = numbers.iter().map(|number| number.value.as_str());
        let lettered = values.filter(|value| value.contains(char::is_alphabetic));
        lettered.for_each(|value| self.add(value));
    }

    /// Ends a field: the phrases since the one before are of this one.
    pub(crate) fn end_field(&mut self, sign: Option<u8>) {
        let all: usize = self.values.iter().map(|(_, phrases)| phrases.len()).sum();
        if all > TERMS {
            let taken: Vec<Phrase> = self.in_turns().take(TERMS).collect();
            self.phrases.splice(self.latest.., taken);
        }
        for phrase in &mut self.phrases[self.latest..] {
            phrase.sign = sign;
        }
        self.values.clear();
        self.latest = self.phrases.len();
    }

    /// Moves the phrases to terms after which they sort: sorted, without those that another of the same field
    /// continues. What finds the one finds the other. Between them come sorted words of other fields.
    pub(crate) fn move_words<'w>(
        &mut self,
        others: impl Iterator<Item = Word<'w>>,
        terms: &mut Terms,
    ) {
        let mut others = others.peekable();
        self.for_each_longest(|phrase, sign| {
            let order = (phrase.as_bytes(), sign);
            while let Some(other) = others.next_if(|it| (it.phrase, Some(it.sign)) < order) {
                terms.push_term(other.terms, other.index);
            }
            terms.push_by(|text| {
                text.push_str(WORD);
                text.push_str(phrase);
                text.push_str(END);
                if let Some(sign) = sign {
                    text.push(sign.into());
                }
            });
        });
        others.for_each(|other| terms.push_term(other.terms, other.index));
    }

    /// Moves the phrases, which are numbers, to terms after which they sort.
    pub(crate) fn move_dials(&mut self, terms: &mut Terms) {
        self.for_each_longest(|dial, _| {
            terms.push_by(|text| {
                text.push_str(DIAL);
                text.push_str(dial);
            });
        });
    }

    /// Adds texts in lower case, each of them whole.
    pub(crate) fn add_lowered<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        for text in texts {
            let start = self.text.len();
            push_folded(text, &mut self.text);
            self.push(start..self.text.len());
        }
    }

    /// Moves the phrases to terms after which they sort, each once.
    pub(crate) fn move_all(&mut self, prefix: &str, terms: &mut Terms) {
        self.sort();
        let text = |phrase: &Phrase| &self.text[phrase.place.clone()];
        let mut before = None;
        for phrase in self.phrases.iter().map(text) {
            if before != Some(phrase) {
                terms.push_by(|text| {
                    text.push_str(prefix);
                    text.push_str(phrase);
                });
            }
            before = Some(phrase);
        }
        self.clear();
    }

    /// Takes all out in their order, but for those that another of the same field continues.
    fn for_each_longest(&mut self, mut take: impl FnMut(&str, Option<u8>)) {
        self.sort();
        let bytes = |phrase: &Phrase| &self.text.as_bytes()[phrase.place.clone()];
        for (at, phrase) in self.phrases.iter().enumerate() {
            // Sorted, so what continues a phrase is right behind it.
            let behind = self.phrases[at + 1..].iter();
            let mut longer = behind.take_while(|it| bytes(it).starts_with(bytes(phrase)));
            if !longer.any(|it| it.sign == phrase.sign) {
                take(&self.text[phrase.place.clone()], phrase.sign);
            }
        }
        self.clear();
    }

    fn sort(&mut self) {
        let text = self.text.as_bytes();
        let bytes = |phrase: &Phrase| &text[phrase.place.clone()];
        self.phrases.sort_unstable_by(|one, other| {
            let order = one.first.cmp(&other.first);
            let order = order.then_with(|| bytes(one).cmp(bytes(other)));
            order.then_with(|| one.sign.cmp(&other.sign))
        });
    }

    fn clear(&mut self) {
        self.text.clear();
        self.phrases.clear();
        self.latest = 0;
    }

    /// The first phrases of all values, then the second ones, and so on.
    fn in_turns(&self) -> impl Iterator<Item = Phrase> {
        let most = self.values.iter().map(|(_, phrases)| phrases.len()).max();
        let of_turn = |turn| {
            let values = self.values.iter();
            values.filter_map(move |(_, phrases)| phrases.clone().nth(turn))
        };
        let all = (0..most.unwrap_or(0)).flat_map(of_turn);
        all.filter_map(|at| self.phrases.get(at).cloned())
    }

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

    /// Adds the forms in which a number may be dialled: as it is written, from each group of digits on, and in its
    /// national and international forms (rule `K3`).
    fn add_number(&mut self, number: &PhoneNumber, dialled: DialledForms<'_>) {
        let first = self.phrases.len();
        let mut written = self.text.len();
        self.text.push('+');
        push_digits(&number.value, &mut self.text);
        let last = self.text.len();
        if written + 1 == last {
            return;
        }
        match number.canonical_form.as_str() {
            "" if number.value.trim_start().starts_with('+') => self.add_phrase(written),
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
            if is_digit && !before && (start == written || last - start >= DIGITS) {
                // The other forms are behind it.
                self.push(start..last.min(start + LENGTH));
            }
            start += usize::from(is_digit);
            before = is_digit;
        }
        self.phrases.truncate(first + WORDS);
        self.values.push((None, first..self.phrases.len()));
    }

    /// Adds what follows from each word of a text on. At `last` begins its last word.
    fn add_words(&mut self, text: &str, last: impl FnOnce(&str) -> usize) -> Range<usize> {
        let (start, first) = (self.text.len(), self.phrases.len());
        fold(text, &mut self.text);
        let last = start.saturating_add(last(&self.text[start..]));
        if self.text[start..].is_ascii() {
            self.add_starts_of_ascii(start, last);
        } else {
            let begins = starts(&self.text[start..]).map(|begin| start + begin);
            let begins: Vec<usize> = begins.take_while(|&begin| begin < last).collect();
            begins.into_iter().for_each(|begin| self.add_phrase(begin));
        }
        if last < self.text.len() {
            self.add_phrase(last);
        }
        first..self.phrases.len()
    }

    /// What [`starts`] finds from here on to `last`, in less time.
    fn add_starts_of_ascii(&mut self, from: usize, last: usize) {
        let Self { text, phrases, .. } = self;
        let (mut before, mut room) = (BLANK, WORDS);
        for (at, &byte) in text.as_bytes().iter().enumerate().skip(from) {
            let class = CLASSES[usize::from(byte)];
            let begins = class > before;
            before = class;
            if begins {
                if at >= last || room == 0 {
                    return;
                }
                room -= 1;
                phrases.push(Phrase::at(at..text.len().min(at + LENGTH), text));
            }
        }
    }

    fn add_dial(&mut self, number: &str) {
        let start = self.text.len();
        push_digits(number, &mut self.text);
        self.add_phrase(start);
    }

    /// Adds what follows from here on.
    fn add_phrase(&mut self, start: usize) {
        self.push(start..end(&self.text, start));
    }

    fn push(&mut self, place: Range<usize>) {
        self.phrases.push(Phrase::at(place, &self.text));
    }
}

impl Phrase {
    fn at(place: Range<usize>, text: &str) -> Self {
        let bytes = &text.as_bytes()[place.clone()];
        let first = bytes.first_chunk().copied().unwrap_or_else(|| {
            let mut first = [0; 8];
            first[..bytes.len()].copy_from_slice(bytes);
            first
        });
        Self {
            first: u64::from_be_bytes(first),
            place,
            sign: None,
        }
    }
}

/// A term that is a phrase, taken apart.
pub(crate) struct Word<'t> {
    terms: &'t Terms,
    index: usize,
    phrase: &'t [u8],
    /// The sign of its field.
    pub(crate) sign: u8,
}

impl<'t> Word<'t> {
    /// One of the terms that begin with [`WORD`]; `None` of one without a sign.
    #[inline]
    pub(crate) fn of(terms: &'t Terms, index: usize) -> Option<Self> {
        let word = terms.bytes(index).get(WORD.len()..)?;
        let (&sign, phrase) = word.split_last()?;
        Some(Self {
            terms,
            index,
            phrase: phrase.strip_suffix(END.as_bytes())?,
            sign,
        })
    }
}

/// What the bytes of ASCII are to words, by rank: a byte begins a word behind one of a lower class.
static CLASSES: [u8; 256] = {
    let (mut classes, mut byte) = ([SIGN; 256], 0_u8);
    classes[b' ' as usize] = BLANK;
    while byte.is_ascii() {
        if byte.is_ascii_alphanumeric() {
            classes[byte as usize] = INNER;
        }
        byte += 1;
    }
    classes
};

const BLANK: u8 = 0;
const SIGN: u8 = 1;
/// A letter or digit.
const INNER: u8 = 2;

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

/// Whether a letter after it belongs to the same word.
fn is_inner(letter: char) -> bool {
    const CLASSES: CanonicalCombiningClassMapBorrowed<'static> =
        CanonicalCombiningClassMapBorrowed::new();
    is_alphanumeric(letter) || !letter.is_ascii() && CLASSES.get_u8(letter) != 0
}

fn push_digits(text: &str, digits: &mut String) {
    let found = text.chars().filter_map(digit);
    digits.extend(found.map(|digit| char::from(b'0' + digit)));
}

/// Where the characters end that count from `start` on.
fn end(text: &str, start: usize) -> usize {
    if text.len() - start <= LENGTH {
        return text.len();
    }
    let end = text[start..].char_indices().nth(LENGTH);
    end.map_or(text.len(), |(end, _)| start + end)
}

#[cfg(test)]
mod tests;
