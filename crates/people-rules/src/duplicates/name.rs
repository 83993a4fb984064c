//! A name, and how two of them agree.
use people_model::Name as Parts;
use strsim::osa_distance;

use super::keys::words;

/// The most words of a name that are compared.
const MOST: usize = 12;

/// The words of a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    /// Without case, accents and titles, sorted.
    pub(super) words: Vec<String>,
    /// The same with German umlauts as two letters, if that differs.
    pub(super) spelled_out: Option<Vec<String>>,
    /// All words as one, in both orders: names without blanks.
    pub(super) joined: [String; 2],
    /// The first of the given names.
    given: String,
    /// `jr`, `sr`, `ii` and so on.
    pub(super) generation: String,
}

/// How two names agree, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// They do not.
    None,
    /// One has no name.
    Missing,
    /// The given names are the same.
    Given,
    /// They differ in a letter or two, or one has a short form.
    Near,
    /// One is a word of the other that is not the given name, or the first given names differ.
    Part,
    /// One is the given name of the other.
    GivenAlone,
    /// One has initials for words of the other.
    Initials,
    /// One has more words, and the same first given name.
    Longer,
    /// They have the same words.
    Equal,
}

impl Name {
    pub(super) fn of(name: &Parts) -> Self {
        let parts = [&name.given_name, &name.middle_name, &name.family_name];
        let suffix = &name.honorific_suffix;
        if parts.iter().any(|part| !part.trim().is_empty()) {
            return Self::new(parts.map(String::as_str), suffix);
        }
        let whole = match &*name.unstructured_name {
            "" => &name.display_name,
            whole => whole,
        };
        // Family name first.
        match whole.split_once(',') {
            Some((family, given)) if !is_suffix(given) => Self::new([given, "", family], suffix),
            _ => Self::new([whole, "", ""], suffix),
        }
    }

    pub(super) fn phonetic_of(name: &Parts) -> Self {
        let parts = [
            &name.phonetic_given_name,
            &name.phonetic_middle_name,
            &name.phonetic_family_name,
        ];
        if parts.iter().any(|part| !part.trim().is_empty()) {
            return Self::new(parts.map(String::as_str), "");
        }
        Self::new([&name.phonetic_full_name, "", ""], "")
    }

    fn new(parts: [&str; 3], suffix: &str) -> Self {
        let mut generation = String::new();
        for word in split(suffix) {
            if is_generation(&word) {
                generation = word;
            }
        }
        let [given, middle, family] = parts.map(|part| {
            let mut words = split(part);
            // A title stands in front, a suffix at the end; a name of nothing else is a name.
            while words.len() > 1 && TITLES.contains(&&*words[0]) {
                words.remove(0);
            }
            while words.len() > 1 && words.last().is_some_and(|word| is_suffix(word)) {
                let word = words.pop().unwrap_or_default();
                if is_generation(&word) {
                    generation = word;
                }
            }
            words
        });
        let first = given.first().cloned().unwrap_or_default();
        let joined = [
            [&given[..], &family].concat().concat(),
            [&family[..], &given].concat().concat(),
        ];
        let mut words = [given, middle, family].concat();
        words.truncate(MOST);
        words.sort_unstable();
        let mut spelled: Vec<String> = parts
            .iter()
            .flat_map(|part| split(&spell_out(part)))
            .collect();
        spelled.retain(|word| !TITLES.contains(&&**word) && !is_suffix(word));
        spelled.truncate(MOST);
        spelled.sort_unstable();
        let has_umlaut = parts.iter().any(|part| part.contains(UMLAUTS));
        generation = match &*generation {
            "junior" => "jr".to_owned(),
            "senior" => "sr".to_owned(),
            _ => generation,
        };
        Self {
            words,
            spelled_out: has_umlaut.then_some(spelled),
            joined,
            given: first,
            generation,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether it is more than a first name.
    pub(super) fn is_full(&self) -> bool {
        // A name in letters that stand for syllables or words has no blanks.
        let letters = || self.words[0].chars();
        self.words.len() > 1
            || self.words.len() == 1
                && letters().count() > 2
                && letters().all(|it| it >= '\u{2e80}')
    }

    /// How two names agree.
    pub(super) fn agreement(&self, other: &Self) -> Agreement {
        if self.is_empty() || other.is_empty() {
            return Agreement::Missing;
        }
        if self.is_equal(other) {
            return Agreement::Equal;
        }
        let spelled = |name: &Self| name.spelled_out.clone();
        let best = self.agreement_of_words(&self.words, other, &other.words);
        if best != Agreement::None {
            return best;
        }
        match (spelled(self), spelled(other)) {
            (Some(words), _) => self.agreement_of_words(&words, other, &other.words),
            (None, Some(words)) => self.agreement_of_words(&self.words, other, &words),
            (None, None) => best,
        }
    }

    fn is_equal(&self, other: &Self) -> bool {
        let spelled = |one: &Self, other: &Self| one.spelled_out.as_ref() == Some(&other.words);
        self.words == other.words
            || spelled(self, other)
            || spelled(other, self)
            || self
                .joined
                .iter()
                .any(|one| !one.is_empty() && other.joined.contains(one))
    }

    fn agreement_of_words(&self, ours: &[String], other: &Self, theirs: &[String]) -> Agreement {
        let (mut ours, mut theirs) = (ours.to_vec(), theirs.to_vec());
        let equal = take(&mut ours, &mut theirs, |one, other| one == other);
        let initials = take(&mut ours, &mut theirs, is_initial);
        if ours.is_empty() != theirs.is_empty() || ours.is_empty() {
            let same_given = self.given == other.given;
            let alone =
                |one: &Self, other: &Self| one.words.len() == 1 && one.words[0] == other.given;
            return match (equal, initials) {
                (0, 0) => Agreement::None,
                (2.., _) if same_given => Agreement::Longer,
                (2.., _) => Agreement::Part,
                (_, 1..) => Agreement::Initials,
                (1, 0) if alone(self, other) || alone(other, self) => Agreement::GivenAlone,
                (1, 0) => Agreement::Part,
            };
        }
        let near = take(&mut ours, &mut theirs, is_near);
        let is_rest = ours.is_empty() || theirs.is_empty();
        if near == 1 && equal + initials > 0 && is_rest {
            return Agreement::Near;
        }
        let same_given = self.given == other.given && self.given.chars().count() > 1;
        match same_given && equal > 0 {
            true => Agreement::Given,
            false => Agreement::None,
        }
    }
}

/// Takes out the words that are paired, and counts them.
fn take(
    ours: &mut Vec<String>,
    theirs: &mut Vec<String>,
    is_pair: impl Fn(&str, &str) -> bool,
) -> usize {
    let before = ours.len();
    ours.retain(|one| {
        let found = theirs.iter().position(|other| is_pair(one, other));
        found.map(|at| theirs.remove(at)).is_none()
    });
    before - ours.len()
}

fn is_initial(one: &str, other: &str) -> bool {
    let letters = |word: &str| word.chars().count();
    letters(one).min(letters(other)) == 1 && (one.starts_with(other) || other.starts_with(one))
}

/// A letter or two apart, or one is how the other begins.
fn is_near(one: &str, other: &str) -> bool {
    let (shorter, longer) = match one.len() < other.len() {
        true => (one, other),
        false => (other, one),
    };
    let letters = shorter.chars().count();
    if letters < 3 || longer.len() > 4 * shorter.len() || longer.len() > 64 {
        return false;
    }
    let most = match letters {
        ..=3 => 0,
        4..=7 => 1,
        8.. => 2,
    };
    longer.starts_with(shorter) || osa_distance(one, other) <= most
}

/// The words of a text: letters and digits, without case and accents.
fn split(text: &str) -> Vec<String> {
    // "O'Brien" is one word.
    let text = words(text).replace(['\'', '’', '`'], "");
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).take(MOST);
    words.map(str::to_owned).collect()
}

const UMLAUTS: [char; 11] = ['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü', 'ß', 'å', 'Å', 'ø', 'Ø'];

fn spell_out(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len() + 4);
    for letter in crate::entries::fold_text(text).chars() {
        match letter {
            'ä' | 'Ä' => spelled.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => spelled.push_str("oe"),
            'ü' | 'Ü' => spelled.push_str("ue"),
            'ß' => spelled.push_str("ss"),
            'å' | 'Å' => spelled.push_str("aa"),
            letter => spelled.push(letter),
        }
    }
    spelled
}

const TITLES: [&str; 17] = [
    "dipl",
    "dr",
    "fr",
    "frau",
    "herr",
    "hr",
    "ing",
    "mag",
    "miss",
    "mme",
    "mr",
    "mrs",
    "ms",
    "prof",
    "professor",
    "rev",
    "sir",
];

fn is_generation(word: &str) -> bool {
    matches!(
        word,
        "jr" | "sr" | "junior" | "senior" | "ii" | "iii" | "iv"
    )
}

fn is_suffix(text: &str) -> bool {
    let word = words(text);
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    is_generation(word) || matches!(word, "phd" | "md" | "msc" | "bsc" | "mba" | "esq")
}
