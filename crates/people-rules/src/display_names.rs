//! Display names and unstructured names (rules `D3`, `D4`).
use people_model::Name;

/// Fills the members of a name that follow from the others.
///
/// Only structured members: the unstructured name is composed from them. Only an unstructured name: a best guess of the
/// structured members. Both: each is kept as it was sent, even if a structured member has only blanks. The display
/// names are always composed again.
pub(crate) fn complete(name: &mut Name) {
    if parts(name).iter().all(|part| part.is_empty()) {
        let unstructured = std::mem::take(&mut name.unstructured_name);
        split(&unstructured, name);
        name.unstructured_name = unstructured;
    }
    let structured = display_name(name);
    if name.unstructured_name.is_empty() {
        name.unstructured_name.clone_from(&structured);
    }
    name.display_name_last_first = display_name_last_first(name);
    name.display_name = structured;
    // All parts are blank: show them anyway.
    if name.display_name.is_empty() {
        name.unstructured_name
            .trim()
            .clone_into(&mut name.display_name);
        name.display_name_last_first.clone_from(&name.display_name);
    }
}

/// The name as it is written: prefix, given, middle, family, suffix (rule `D3`).
///
/// ```
/// use people_model::Name;
///
/// let name = Name::new().honorific_prefix("Dr.").given_name("Ada").family_name("Lovelace");
/// assert_eq!(people_rules::display_name(&name), "Dr. Ada Lovelace");
/// ```
#[must_use]
pub fn display_name(name: &Name) -> String {
    join(parts(name), " ")
}

/// The structured members, in the order in which a name is written.
fn parts(name: &Name) -> [&str; 5] {
    [
        &name.honorific_prefix,
        &name.given_name,
        &name.middle_name,
        &name.family_name,
        &name.honorific_suffix,
    ]
}

/// Family name first, as in `Lovelace, Dr. Ada Byron, III`.
fn display_name_last_first(name: &Name) -> String {
    let rest = [&name.honorific_prefix, &name.given_name, &name.middle_name];
    let rest = join(rest.map(String::as_str), " ");
    join([&name.family_name, &rest, &name.honorific_suffix], ", ")
}

/// The parts that say something, without the blanks around them.
fn join<const N: usize>(parts: [&str; N], separator: &str) -> String {
    let size: usize = parts.iter().map(|part| part.len() + separator.len()).sum();
    let mut joined = String::with_capacity(size);
    for part in parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if !joined.is_empty() {
            joined.push_str(separator);
        }
        joined.push_str(part);
    }
    joined
}

const PREFIXES: &[&str] = &[
    "dr", "prof", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev", "hon", "fr",
];
/// Those with capitals are names too where they are written in another way.
const SUFFIXES: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "phd", "md", "dds", "esq", "esquire", "dvm", "dmd", "dphil",
    "psyd", "pharmd", "llb", "llm", "bsc", "msc", "rn", "cpa", "cbe", "kbe", "MBA", "OBE", "MBE",
    "DBE", "EdD",
];
/// Words that belong to the family name that follows them.
const PARTICLES: &[&str] = &[
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "la", "le", "ter", "ten", "bin",
    "ibn", "al",
];

/// Splits a free-form name into its likely parts (ours: the API says only that it is a best guess).
///
/// Commas divide `Last, First, suffixes`; where only suffixes follow, what comes before them is a
/// whole name. What [`display_name_last_first`] makes of the parts is split into the same.
fn split(unstructured: &str, name: &mut Name) {
    let segments = unstructured.split(',').map(words);
    let mut segments = segments.filter(|segment| !segment.is_empty());
    let Some(mut first) = segments.next() else {
        return;
    };
    let (mut prefixes, mut rest, mut suffixes) = (Vec::new(), Vec::new(), Vec::new());
    for segment in segments {
        if segment.iter().all(|word| is_suffix(word)) {
            suffixes.push(segment.join(" "));
        } else if segment.iter().all(|word| is_prefix(word)) {
            prefixes.extend(segment);
        } else if rest.is_empty() {
            rest = segment;
        } else {
            // The third place is that of suffixes, known or not.
            suffixes.push(segment.join(" "));
        }
    }
    if rest.is_empty() {
        rest = std::mem::take(&mut prefixes);
    }

    let mut suffix;
    if rest.is_empty() {
        prefixes = take_prefixes(&mut first);
        suffix = take_suffixes(&mut first);
        let family = family_of(&mut first);
        name.family_name = family.join(" ");
        rest = first;
    } else {
        suffix = take_suffixes(&mut first);
        name.family_name = first.join(" ");
        prefixes.extend(take_prefixes(&mut rest));
    }
    // `John Jr. Smith`
    suffix.splice(0..0, take_suffixes(&mut rest));
    if !suffix.is_empty() {
        suffixes.insert(0, suffix.join(" "));
    }
    name.honorific_prefix = prefixes.join(" ");
    name.honorific_suffix = suffixes.join(", ");
    if let [given, middle @ ..] = &*rest {
        name.given_name = (*given).to_owned();
        name.middle_name = middle.join(" ");
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Takes the titles before a name, and leaves at least one word. A leading suffix counts as a
/// title: `MD` can also be a given name, and before all other words it cannot be a suffix.
fn take_prefixes<'w>(words: &mut Vec<&'w str>) -> Vec<&'w str> {
    let leads = |word: &&&str| is_prefix(word) || is_suffix(word);
    let count = words.iter().take_while(leads).count();
    words.drain(..count.min(words.len() - 1)).collect()
}

/// Takes the suffixes after a name, and leaves one word at least.
fn take_suffixes<'w>(words: &mut Vec<&'w str>) -> Vec<&'w str> {
    let count = words
        .iter()
        .rev()
        .take_while(|word| is_suffix(word))
        .count();
    words.split_off((words.len() - count).max(1))
}

/// Takes the family name from a name that is written in order: from the first particle on, or the
/// last word. A single word is a given name.
fn family_of<'w>(words: &mut Vec<&'w str>) -> Vec<&'w str> {
    let last = words.len() - 1;
    if last == 0 {
        return Vec::new();
    }
    let particle = words[1..].iter().position(|word| listed(PARTICLES, word));
    words.split_off(particle.map_or(last, |at| at + 1))
}

fn is_prefix(word: &str) -> bool {
    listed(PREFIXES, word)
}

fn is_suffix(word: &str) -> bool {
    listed(SUFFIXES, word)
}

fn listed(list: &[&str], word: &str) -> bool {
    let word = word.replace('.', "");
    let is_word = |entry: &&str| match entry.chars().any(char::is_uppercase) {
        true => **entry == word,
        false => entry.eq_ignore_ascii_case(&word),
    };
    list.iter().any(is_word)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    fn read(unstructured: &str) -> Name {
        let mut name = Name::default();
        name.unstructured_name = unstructured.to_owned();
        complete(&mut name);
        name
    }

    /// Prefix, given, middle, family and suffix.
    #[track_caller]
    fn check(unstructured: &str, expected: [&str; 5]) {
        let name = read(unstructured);
        assert_eq!(parts(&name), expected, "{unstructured}");
        let again = read(&name.display_name_last_first);
        assert_eq!(parts(&again), expected, "{}", name.display_name_last_first);
    }

    #[test]
    fn d04_names_with_several_commas() {
        check(
            "John Smith, Jr., Ph.D., DVM",
            ["", "John", "", "Smith", "Jr., Ph.D., DVM"],
        );
        check("Smith, John, Jr.", ["", "John", "", "Smith", "Jr."]);
        check("Smith, Jr., John", ["", "John", "", "Smith", "Jr."]);
        check("Smith Jr., John", ["", "John", "", "Smith", "Jr."]);
        check(
            "Smith, John Jr., PhD",
            ["", "John", "", "Smith", "Jr., PhD"],
        );
        check("John Jr. Smith", ["", "John", "", "Smith", "Jr."]);
        check("John Smith Jr. PhD", ["", "John", "", "Smith", "Jr. PhD"]);
        check(
            "Smith, Dr. John Paul, III",
            ["Dr.", "John", "Paul", "Smith", "III"],
        );
        check("Smith, John, Dr.", ["Dr.", "John", "", "Smith", ""]);
        check(
            "Smith, John, KCVO, Jr.",
            ["", "John", "", "Smith", "KCVO, Jr."],
        );
        check(
            "van der Berg, Ada, MBA",
            ["", "Ada", "", "van der Berg", "MBA"],
        );
        check(
            "Ada van der Berg, M.D.",
            ["", "Ada", "", "van der Berg", "M.D."],
        );
        check("Smith, Jr.", ["", "Smith", "", "", "Jr."]);
        check("Smith, Dr.", ["", "Dr.", "", "Smith", ""]);
        check(" ,Smith,, John ,", ["", "John", "", "Smith", ""]);
        check("Md Abdul Rahman", ["Md", "Abdul", "", "Rahman", ""]);
        check("Ada Mba", ["", "Ada", "", "Mba", ""]);
        check("Jr.", ["", "Jr.", "", "", ""]);
        check("Jr., Sr.", ["", "Jr.", "", "", "Sr."]);
    }

    const LOOKALIKES: [&str; 24] = [
        "Dr.", "Prof", "Sir", "Jr.", "jr", "Sr.", "III", "Ph.D.", "MD", "Md", "M.D.", "MBA", "Mba",
        "van", "Van", "der", "de", "al", "Al", "Ada", "Smith", "O'Hara", "J.", "KCVO",
    ];

    proptest! {
        /// The display form of every name reads as the same name again.
        #[test]
        fn d04_the_last_name_first_reads_as_the_same_name(
            tokens in vec(prop_oneof![5 => select(&LOOKALIKES[..]), 2 => Just(","), 1 => Just(" , ")], 0..10),
            free in "\\PC{0,12}",
        ) {
            for text in [tokens.join(" "), format!("{} {free}", tokens.join(" "))] {
                let name = read(&text);
                let again = read(&name.display_name_last_first);
                prop_assert_eq!(parts(&again), parts(&name), "{} as {}", text, name.display_name_last_first);
                prop_assert_eq!(&again.display_name, &name.display_name);
                prop_assert_eq!(&again.display_name_last_first, &name.display_name_last_first);
            }
        }

        /// So does the display name of parts, if each part does.
        #[test]
        fn d04_parts_read_as_they_are_shown(
            prefix in vec(select(&["Dr.", "Prof.", "Sir"][..]), 0..3),
            given in select(&["Ada", "Ludwig", "J."][..]),
            middle in vec(select(&["Byron", "van", "Q."][..]), 0..3),
            family in vec(select(&["van", "der", "Al", "Smith", "Dr.", "J."][..]), 0..3),
            suffix in vec(select(&["Jr.", "III", "Ph.D.", "DVM", "Jr. M.D."][..]), 0..4),
        ) {
            let mut name = Name::default();
            name.honorific_prefix = prefix.join(" ");
            name.given_name = given.to_owned();
            name.family_name = format!("{} Lovelace", family.join(" ")).trim().to_owned();
            name.middle_name = middle.join(" ");
            name.honorific_suffix = suffix.join(", ");
            complete(&mut name);
            let again = read(&name.display_name_last_first);
            prop_assert_eq!(parts(&again), parts(&name), "{}", name.display_name_last_first);
        }
    }
}
