//! A contact's own values of a field as a merge sees them: recognised by what they are, not by where
//! they stand (rules `M1`, `M2`).
use std::{
    any::Any,
    collections::{HashMap, VecDeque},
};

use people_model::{Address, Entry, FieldMetadata, Kind, Name, Person, PersonField, PhoneNumber};
use serde_json::Value;

use crate::{apply::folded, derive, names};

/// A value of the contact's own, without what the API fills in.
#[derive(Clone, Debug)]
pub(crate) struct Own<T> {
    pub(crate) entry: T,
    /// What it is recognised by: of an e-mail address, the address in lower case; of a phone number,
    /// its digits.
    pub(crate) key: String,
    /// The digits of a phone number's E.164 form, where the server told it.
    canonical: Option<String>,
}

impl<T> Own<T> {
    /// Whether the two are recognised by the same.
    pub(crate) fn is_named_as(&self, other: &Self) -> bool {
        let forms = |own: &Self| [Some(own.key.clone()), own.canonical.clone()];
        let same_number = || {
            let known = forms(other);
            forms(self)
                .iter()
                .any(|form| form.is_some() && known.contains(form))
        };
        let numbered = self.canonical.is_some() || other.canonical.is_some();
        !self.key.is_empty() && (self.key == other.key || numbered && same_number())
    }
}

/// The contact's own values of a field.
pub(crate) fn own<T: Entry>(person: &Person) -> Vec<Own<T>> {
    let mut values = T::of(person).clone();
    derive::normalize_values(&mut values);
    let forms = canonical_forms::<T>(person);
    let canonical = |entry: &T| {
        let phone = (entry as &dyn Any).downcast_ref::<PhoneNumber>()?;
        forms.get(phone.value.as_str()).cloned()
    };
    let mut all: Vec<Own<T>> = values
        .into_iter()
        .map(|mut entry| {
            // Of names and memberships no entry is chosen to lead.
            let chosen = !matches!(T::FIELD, PersonField::Names | PersonField::Memberships);
            let leads = chosen && leads(&entry);
            set_leads(&mut entry, leads);
            if follows(&entry) {
                clear_composed(&mut entry);
            }
            if let Some(birthday) = (&mut entry as &mut dyn Any).downcast_mut() {
                derive::prefer_date(birthday); // as the server does (rule `D6`)
            }
            Own {
                key: key(&entry),
                canonical: canonical(&entry),
                entry,
            }
        })
        .collect();
    if T::FIELD == PersonField::Memberships {
        // A set has no order (rule `D9`).
        all.sort_by(|one, other| one.key.cmp(&other.key));
    }
    all
}

fn key<T: Entry>(entry: &T) -> String {
    match T::FIELD {
        PersonField::EmailAddresses => folded(joined_identity(entry, "").trim()),
        PersonField::PhoneNumbers => digits(&joined_identity(entry, "")),
        _ => joined_identity(entry, "\u{1f}"),
    }
}

/// The digits of the canonical forms of phone numbers, by how these are written in the person as it
/// was read.
fn canonical_forms<T: Entry>(person: &Person) -> HashMap<&str, String> {
    let mut forms = HashMap::new();
    if T::FIELD == PersonField::PhoneNumbers {
        for phone in &person.phone_numbers {
            if is_form_of(&phone.canonical_form, &phone.value) {
                forms
                    .entry(phone.value.as_str())
                    .or_insert_with(|| digits(&phone.canonical_form));
            }
        }
    }
    forms
}

/// What people call an entry: its identity as it is written. Empty where there is but one.
pub(crate) fn label<T: Entry>(entry: &T) -> String {
    joined_identity(entry, " ")
}

fn joined_identity<T: Entry>(entry: &T, separator: &str) -> String {
    let mut joined = String::new();
    for &position in T::IDENTITY {
        let start = joined.len();
        if start > 0 {
            joined.push_str(separator);
        }
        match entry.text(position) {
            Some(text) => joined.push_str(text),
            None => match entry.member(position) {
                Some(value) => joined.push_str(&plain(value)),
                None => joined.truncate(start),
            },
        }
    }
    joined
}

/// A value as text. A membership is its group; any other message is its JSON.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        value => match value.get("contactGroupResourceName") {
            Some(Value::String(name)) => name.clone(),
            _ => value.to_string(),
        },
    }
}

/// Whether `key` is how somebody would name this entry: its label, one part of it, or for a group its id.
pub(crate) fn answers_to<T: Entry>(entry: &T, key: &str) -> bool {
    let parts = || {
        T::IDENTITY
            .iter()
            .filter_map(|&position| entry.member(position))
            .map(plain)
    };
    match T::FIELD {
        PersonField::EmailAddresses => {
            parts().any(|part| folded(part.trim()) == folded(key.trim()))
        }
        PersonField::PhoneNumbers => {
            let wanted = digits(key);
            let phone = (entry as &dyn Any).downcast_ref::<PhoneNumber>();
            let formed = phone.is_some_and(|phone| {
                is_form_of(&phone.canonical_form, &phone.value)
                    && digits(&phone.canonical_form) == wanted
            });
            formed || parts().any(|part| digits(&part) == wanted)
        }
        PersonField::Memberships => {
            parts().any(|part| part == key || part.strip_prefix("contactGroups/") == Some(key))
        }
        _ => label(entry) == key || parts().any(|part| part == key),
    }
}

/// What is dialled of a number: its digits, and letters, which stand for others or for an extension;
/// or the text where it has no digits.
fn digits(number: &str) -> String {
    if !number.contains(|letter: char| letter.is_ascii_digit()) {
        return folded(number.trim());
    }
    let dialled = number.chars().filter(char::is_ascii_alphanumeric);
    dialled.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Whether an E.164 form can be that of a number as it is written now, and was not left over from
/// what was written before.
fn is_form_of(form: &str, written: &str) -> bool {
    let (form, written) = (digits(form), digits(written));
    let national = written.trim_start_matches('0');
    !national.is_empty() && form.ends_with(national)
}

/// Which entry of one list is which of another.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// By position in the first list: the position in the second.
    pub(crate) forward: Vec<Option<usize>>,
    /// By position in the second list: the position in the first.
    pub(crate) backward: Vec<Option<usize>>,
}

impl Pairs {
    /// Whether entries that are in both lists stand in another order.
    pub(crate) fn moved(&self) -> bool {
        let kept: Vec<usize> = self.forward.iter().copied().flatten().collect();
        !kept.is_sorted()
    }

    fn link(&mut self, from: usize, to: usize) {
        self.forward[from] = Some(to);
        self.backward[to] = Some(from);
    }
}

/// Finds the entries of `from` again in `to`: the equal ones first, then those with the same
/// identity in their order, then those of which a single part of the identity changed, then those
/// that are mostly the same (rule `M2`).
///
/// Where several could be meant, it is one whose key `is_elsewhere` too: on the other side, where
/// the same was made of it.
pub(crate) fn pair<T: Entry>(
    from: &[Own<T>],
    to: &[Own<T>],
    is_elsewhere: impl Fn(&str) -> bool,
) -> Pairs {
    let mut pairs = Pairs {
        forward: vec![None; from.len()],
        backward: vec![None; to.len()],
    };
    if T::FIELD.is_singleton() {
        (0..from.len().min(to.len())).for_each(|index| pairs.link(index, index));
        return pairs;
    }
    let mut by_key: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (index, own) in to.iter().enumerate() {
        by_key.entry(&own.key).or_default().push_back(index);
    }
    for (index, own) in from.iter().enumerate() {
        let Some(free) = by_key.get_mut(own.key.as_str()) else {
            continue;
        };
        let mut few = free.iter().take(FEW);
        if let Some(equal) = few.position(|&free| content_eq(&own.entry, &to[free].entry))
            && let Some(found) = free.remove(equal)
        {
            pairs.link(index, found);
        }
    }
    for (index, own) in from.iter().enumerate() {
        // Without any of the members that tell it from others, it is known by what else it says.
        if pairs.forward[index].is_none()
            && !own.key.is_empty()
            && let Some(free) = by_key.get_mut(own.key.as_str())
            && let Some(found) = free.pop_front()
        {
            pairs.link(index, found);
        }
    }
    let mut free: VecDeque<usize> = (0..to.len())
        .filter(|&index| pairs.backward[index].is_none())
        .collect();
    for same in [Own::is_named_as, is_renamed, is_like, is_mostly_same] {
        for (index, own) in from.iter().enumerate() {
            if pairs.forward[index].is_some() {
                continue;
            }
            let found = free.iter().take(FEW).enumerate();
            let mut found = found.filter(|&(_, &candidate)| same(own, &to[candidate]));
            let first = found.next();
            let candidates = first.into_iter().chain(found);
            let elsewhere = candidates
                .filter(|&(_, &candidate)| is_elsewhere(&to[candidate].key))
                .min_by_key(|&(_, &candidate)| &to[candidate].key);
            if let Some((at, _)) = elsewhere.or(first)
                && let Some(found) = free.remove(at)
            {
                pairs.link(index, found);
            }
        }
    }
    pairs
}

/// How many candidates are looked at: lists with more of the same are paired by order.
const FEW: usize = 64;

/// Whether two entries say the same, whichever leads.
fn content_eq<T: Entry>(left: &T, right: &T) -> bool {
    let mut members = T::UNITS.iter().copied().flatten();
    members.all(|&position| left.member_eq(right, position)) && left.extra() == right.extra()
}

/// Whether two entries differ in one part of their identity and agree in all else, of which there
/// is something.
fn is_renamed<T: Entry>(from: &Own<T>, to: &Own<T>) -> bool {
    let (from, to) = (&from.entry, &to.entry);
    let mut differing = differing(from, to);
    let renamed = differing
        .next()
        .is_some_and(|position| T::IDENTITY.contains(&position));
    renamed && differing.next().is_none() && agreeing(from, to) > 0 && from.extra() == to.extra()
}

/// Whether two entries without any identity have something in common.
fn is_like<T: Entry>(from: &Own<T>, to: &Own<T>) -> bool {
    from.key.is_empty() && to.key.is_empty() && agreeing(&from.entry, &to.entry) > 0
}

/// Whether more members are the same than differ.
fn is_mostly_same<T: Entry>(from: &Own<T>, to: &Own<T>) -> bool {
    let (from, to) = (&from.entry, &to.entry);
    agreeing(from, to) > differing(from, to).count()
}

fn differing<T: Entry>(left: &T, right: &T) -> impl Iterator<Item = usize> {
    let members = T::UNITS.iter().copied().flatten().copied();
    members.filter(|&position| !left.member_eq(right, position))
}

/// How many members are set to the same, of those that say something: a flag or a kind agrees by
/// chance.
fn agreeing<T: Entry>(left: &T, right: &T) -> usize {
    let telling = |&position: &usize| {
        let kind = T::DESCRIPTOR.members[position].kind;
        !matches!(kind, Kind::Bool | Kind::Int32 | Kind::Enum(_))
    };
    let members = T::UNITS.iter().copied().flatten().copied();
    members
        .filter(telling)
        .filter(|&position| left.member_eq(right, position) && left.member(position).is_some())
        .count()
}

/// The member that the API composes of the others unless it is sent (rules `D4`, `D5`).
pub(crate) fn composed<T: Entry>() -> Option<usize> {
    let name = match T::FIELD {
        PersonField::Names => "unstructuredName",
        PersonField::Addresses => "formattedValue",
        _ => return None,
    };
    T::DESCRIPTOR
        .members
        .iter()
        .position(|member| member.json == name)
}

fn compose<T: Entry>(entry: &T) -> String {
    let entry: &dyn Any = entry;
    if let Some(name) = entry.downcast_ref::<Name>() {
        names::display_name(name)
    } else if let Some(address) = entry.downcast_ref::<Address>() {
        derive::formatted_address(address)
    } else {
        String::new()
    }
}

/// Whether the composed member says what the API would make of the parts.
fn follows<T: Entry>(entry: &T) -> bool {
    composed::<T>().is_some_and(|position| {
        let text = entry.member(position);
        text.is_some_and(|text| text == compose(entry))
    })
}

pub(crate) fn clear_composed<T: Entry>(entry: &mut T) {
    if let Some(position) = composed::<T>() {
        entry.copy_member(&T::default(), position);
    }
}

/// Whether the members that another is composed of are the same.
pub(crate) fn parts_eq<T: Entry>(left: &T, right: &T) -> bool {
    parts::<T>().all(|position| left.member_eq(right, position))
}

/// The members that another is composed of: not what kind of address it is, nor how a name sounds.
fn parts<T: Entry>() -> impl Iterator<Item = usize> {
    let composed = composed::<T>();
    let members = T::UNITS.iter().copied().flatten().copied();
    members.filter(move |&position| {
        let name = T::DESCRIPTOR.members[position].json;
        Some(position) != composed && name != "type" && !name.starts_with("phonetic")
    })
}

/// Lets the composed member go with its parts: an edit that changes the parts, and not the text
/// that was made of them, means the text to be made anew (rule `M5`).
///
/// What a name is composed of is known exactly, so that a text of somebody's own is told apart and
/// kept; addresses are formatted by the rules of their countries, and one without any parts was
/// written by somebody.
pub(crate) fn settle<T: Entry>(before: &T, after: &mut T) {
    let Some(position) = composed::<T>() else {
        return;
    };
    if parts_eq(before, after) {
        return;
    }
    let stale = match before.member(position) {
        Some(_) => {
            let formatted = parts::<T>().any(|part| before.member(part).is_some());
            T::FIELD == PersonField::Addresses && formatted && after.member_eq(before, position)
        }
        None => after
            .member(position)
            .is_some_and(|text| text == compose(before)),
    };
    if stale {
        let text = after.clone();
        clear_composed(after);
        // All that is left of an address may be its text.
        if !after.has_content() {
            *after = text;
        }
    }
}

/// Whether the entry is marked as the one that leads.
pub(crate) fn leads<T: Entry>(entry: &T) -> bool {
    entry
        .metadata()
        .is_some_and(|metadata| metadata.source_primary)
}

/// Leaves nothing else of the metadata: a client sets nothing else.
pub(crate) fn set_leads<T: Entry>(entry: &mut T, leads: bool) {
    *entry.metadata_mut() = leads.then(|| {
        let mut metadata = FieldMetadata::default();
        metadata.source_primary = true;
        metadata
    });
}
