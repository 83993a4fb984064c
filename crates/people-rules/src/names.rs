//! Display names and unstructured names (rules `D3`, `D4`).
use people_model::Name;

/// Fills the members of a name that follow from the others.
///
/// Only structured members: the unstructured name is composed from them. Only an unstructured name:
/// a best guess of the structured members. Both: each is kept as it was sent, also where a
/// structured member is nothing but blanks. The display names are always composed anew.
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
    // No part says anything: what is there is shown all the same.
    if name.display_name.is_empty() {
        name.unstructured_name
            .trim()
            .clone_into(&mut name.display_name);
        name.display_name_last_first.clone_from(&name.display_name);
    }
}

/// The name as it is written: prefix, given, middle, family, suffix.
pub(crate) fn display_name(name: &Name) -> String {
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
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "phd", "md", "dds", "esq"];
/// Words that belong to the family name that follows them.
const PARTICLES: &[&str] = &[
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "la", "le", "ter", "ten", "bin",
    "ibn", "al",
];

/// Splits a free-form name into its likely parts (ours: the API says only that it is a best guess).
fn split(unstructured: &str, name: &mut Name) {
    if let Some((family, rest)) = unstructured.split_once(',')
        && !is_suffix(rest.trim())
    {
        let mut words: Vec<&str> = rest.split_whitespace().collect();
        take_affixes(&mut words, name);
        name.family_name = family.trim().to_owned();
        set_given(&words, name);
        return;
    }

    let unstructured = unstructured.replace(',', " ");
    let mut words: Vec<&str> = unstructured.split_whitespace().collect();
    take_affixes(&mut words, name);
    if words.len() > 1 {
        let particle = words[1..].iter().position(|word| listed(PARTICLES, word));
        let family = particle.map_or(words.len() - 1, |at| (at + 1).min(words.len() - 1));
        name.family_name = words.split_off(family).join(" ");
    }
    set_given(&words, name);
}

fn take_affixes(words: &mut Vec<&str>, name: &mut Name) {
    let prefixes = words
        .iter()
        .take_while(|word| listed(PREFIXES, word))
        .count();
    if prefixes < words.len() {
        name.honorific_prefix = words.drain(..prefixes).collect::<Vec<_>>().join(" ");
    }
    if words.len() > 1 && words.last().is_some_and(|word| is_suffix(word)) {
        name.honorific_suffix = words.pop().unwrap_or_default().to_owned();
    }
}

fn set_given(words: &[&str], name: &mut Name) {
    if let [given, middle @ ..] = words {
        name.given_name = (*given).to_owned();
        name.middle_name = middle.join(" ");
    }
}

fn is_suffix(word: &str) -> bool {
    listed(SUFFIXES, word)
}

fn listed(list: &[&str], word: &str) -> bool {
    let word = word.trim_end_matches('.');
    list.iter().any(|entry| {
        entry.eq_ignore_ascii_case(word) || entry.eq_ignore_ascii_case(&word.replace('.', ""))
    })
}
