//! The contact's own entries of a field. A merge compares them by their content, not by their place in the list (rules
//! `M1`, `M2`).
mod composed;
mod likeness;
mod spelling;
mod threads;

use std::{any::Any, collections::HashMap, ops::Deref, rc::Rc};

use people_model::{Entry, FieldMetadata, Person, PersonField, PhoneNumber};
use serde_json::{Map, Value};

use self::spelling::Spelling;
pub(crate) use self::spelling::{Number, digit};
pub(crate) use self::{
    composed::{clear_composed, clear_stale_composed, composed, follows, has_parts, parts_eq},
    likeness::is_nameless,
    spelling::{fold_text, preferred, same_member},
    threads::{BASE, OURS, Standing, THEIRS, Thread, Threads, is_turned, threads},
};
use crate::{
    collation::folded,
    derive,
    field_traits::{FieldTraits, Wording},
};

/// A value of the contact's own, without what the API fills in. Sides that have it alike share it.
#[derive(Clone, Debug)]
pub(crate) struct Own<T>(Rc<Recognised<T>>);

/// A value and its identity.
#[derive(Clone, Debug)]
pub(crate) struct Recognised<T> {
    pub(crate) entry: T,
    /// The text that identifies it: the e-mail address in lower case, the phone number as it is dialled.
    pub(crate) key: String,
    /// The two forms, if it is a phone number.
    number: Option<Box<Forms>>,
    /// Where the person has it.
    place: usize,
}

impl<T> Deref for Own<T> {
    type Target = Recognised<T>;

    fn deref(&self) -> &Recognised<T> {
        &self.0
    }
}

/// The forms of a phone number: as written, and in E.164 if the server sent that.
#[derive(Clone, Debug)]
struct Forms {
    written: Number,
    canonical: Option<Number>,
}

impl Forms {
    fn all(&self) -> impl Iterator<Item = &Number> {
        std::iter::once(&self.written).chain(&self.canonical)
    }

    fn is(&self, other: &Self) -> bool {
        self.all().any(|one| other.all().any(|other| one.is(other)))
    }
}

impl<T: Entry> Own<T> {
    pub(crate) fn new(entry: T) -> Self {
        Self::with_canonical(entry, None, 0)
    }

    fn with_canonical(entry: T, canonical: Option<Number>, place: usize) -> Self {
        let number = (&entry as &dyn Any)
            .downcast_ref()
            .map(|phone: &PhoneNumber| {
                let written = Number::new(&phone.value);
                Box::new(Forms { written, canonical })
            });
        let key = match &number {
            Some(forms) => forms.written.dialled.clone(),
            None => key(&entry),
        };
        Self(Rc::new(Recognised {
            entry,
            key,
            number,
            place,
        }))
    }

    /// The entry, to change it. Its identity stays.
    pub(crate) fn entry_mut(&mut self) -> &mut T {
        &mut Rc::make_mut(&mut self.0).entry
    }

    pub(crate) fn into_entry(self) -> T {
        match Rc::try_unwrap(self.0) {
            Ok(own) => own.entry,
            Err(shared) => shared.entry.clone(),
        }
    }

    /// Whether two sides share it. Those that do not may still say the same.
    pub(crate) fn is_shared(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Whether both say the same.
    pub(crate) fn entry_eq(&self, other: &Self) -> bool {
        self.is_shared(other) || self.entry == other.entry
    }

    /// Whether the two have the same identity.
    pub(crate) fn is_named_as(&self, other: &Self) -> bool {
        !self.key.is_empty()
            && (self.key == other.key
                || matches!((&self.number, &other.number), (Some(one), Some(other)) if one.is(other)))
    }

    /// Whether the two have the same identity if their types are left out.
    pub(crate) fn is_known_as(&self, other: &Self) -> bool {
        let mut members = T::IDENTITY.iter().copied();
        let known = |&position: &usize| {
            member_name::<T>(position) != "type" && self.entry.member(position).is_some()
        };
        self.is_named_as(other)
            || members.clone().any(|position| known(&position))
                && members.all(|position| {
                    member_name::<T>(position) == "type"
                        || same_member(&self.entry, &other.entry, position)
                })
    }

    /// A text that is equal for all entries that could have the same identity.
    fn bucket(&self) -> &str {
        match self.number {
            Some(_) => Number::tail(&self.key),
            None => &self.key,
        }
    }
}

/// The contact's own values of a field.
pub(crate) fn own<T: Entry>(person: &Person) -> Vec<Own<T>> {
    let forms = canonical_forms::<T>(person);
    let values = T::of(person).iter().enumerate();
    let all = values.filter_map(|(place, entry)| read(entry, place, &forms));
    if T::FIELD != PersonField::Memberships {
        return all.collect();
    }
    // Memberships are a set, without an order (rule `D9`).
    let mut set: Vec<T> = all.map(Own::into_entry).collect();
    derive::normalize_values(&mut set);
    let mut all: Vec<Own<T>> = set.into_iter().map(Own::new).collect();
    // Those that name no group have no key: their JSON orders them.
    let said = |own: &Own<T>| value(&own.entry).to_string();
    all.sort_by(|one, other| {
        let keys = one.key.cmp(&other.key);
        keys.then_with(|| said(one).cmp(&said(other)))
    });
    all
}

/// The same of an edit of a person whose values are known: it shares those that it has left alone.
pub(crate) fn own_of_edit<T: Entry>(
    person: &Person,
    base: &Person,
    known: &[Own<T>],
) -> Vec<Own<T>> {
    // What these are read as depends on the others of the list.
    if matches!(
        T::FIELD,
        PersonField::Memberships | PersonField::PhoneNumbers
    ) {
        return own(person);
    }
    let (before, after) = (T::of(base), T::of(person));
    let values = after.iter().enumerate().filter_map(|(place, entry)| {
        // Counted from the beginning, and from the end.
        let places = [Some(place), (place + before.len()).checked_sub(after.len())];
        let mut places = places.into_iter().flatten();
        match places.find(|&at| before.get(at) == Some(entry)) {
            Some(at) => {
                let at = known.binary_search_by_key(&at, |own| own.place).ok()?;
                Some(known[at].clone())
            }
            None => read(entry, place, &HashMap::new()),
        }
    });
    values.collect()
}

/// Whether two lists say the same, in the same order.
pub(crate) fn same<T: Entry>(left: &[Own<T>], right: &[Own<T>]) -> bool {
    let mut both = left.iter().zip(right);
    left.len() == right.len() && both.all(|(left, right)| left.entry_eq(right))
}

/// A value as a merge sees it; none if it is not the contact's own. The forms are those of phone
/// numbers.
fn read<T: Entry>(entry: &T, place: usize, forms: &HashMap<&str, Number>) -> Option<Own<T>> {
    let mut kept = derive::kept(entry)?;
    // Users choose no primary name and no primary membership.
    let chosen = !matches!(T::FIELD, PersonField::Names | PersonField::Memberships);
    set_leads(&mut kept, chosen && leads(entry));
    if follows(&kept) {
        clear_composed(&mut kept);
    }
    if let Some(birthday) = (&mut kept as &mut dyn Any).downcast_mut() {
        derive::prefer_date(birthday); // as the server does (rule `D6`)
    }
    let phone = (&kept as &dyn Any).downcast_ref::<PhoneNumber>();
    let canonical = phone.and_then(|phone| forms.get(phone.value.as_str()).cloned());
    Some(Own::with_canonical(kept, canonical, place))
}

fn key<T: Entry>(entry: &T) -> String {
    let mut key = String::new();
    for &position in T::IDENTITY {
        let start = key.len();
        if start > 0 {
            key.push('\u{1f}');
        }
        match entry.text(position) {
            Some(text) if key.is_empty() => {
                key = Spelling::of::<T>(position).fold(text).into_owned();
            }
            Some(text) => key.push_str(&Spelling::of::<T>(position).fold(text)),
            None => match entry.member(position) {
                Some(value) => key.push_str(&plain(value)),
                None => key.truncate(start),
            },
        }
    }
    key
}

/// The E.164 forms that the server sent, each by the number as it is written in the person.
fn canonical_forms<T: Entry>(person: &Person) -> HashMap<&str, Number> {
    let mut forms = HashMap::new();
    if T::FIELD == PersonField::PhoneNumbers {
        for phone in &person.phone_numbers {
            if is_form_of(&phone.canonical_form, &phone.value) {
                forms
                    .entry(phone.value.as_str())
                    .or_insert_with(|| Number::new(&phone.canonical_form));
            }
        }
    }
    forms
}

/// What people call an entry: its identity, as written. Empty if the field has one entry at most.
pub(crate) fn label<T: Entry>(entry: &T) -> String {
    let mut joined = String::new();
    for &position in T::IDENTITY {
        let start = joined.len();
        if start > 0 {
            joined.push(' ');
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

/// Whether somebody would call this entry `key`: it is its label, one part of it, or for a group its id.
pub(crate) fn answers_to<T: Entry>(entry: &T, key: &str) -> bool {
    let parts = || {
        T::IDENTITY
            .iter()
            .filter_map(|&position| entry.member(position))
            .map(plain)
    };
    match FieldTraits::of(T::FIELD).wording {
        Wording::Email => parts().any(|part| folded(part.trim()) == folded(key.trim())),
        Wording::Number => {
            let wanted = Number::new(key);
            let phone = (entry as &dyn Any).downcast_ref::<PhoneNumber>();
            let formed = phone.is_some_and(|phone| {
                is_form_of(&phone.canonical_form, &phone.value)
                    && Number::new(&phone.canonical_form) == wanted
            });
            formed || parts().any(|part| Number::new(&part).is(&wanted))
        }
        Wording::Group => {
            parts().any(|part| part == key || part.strip_prefix("contactGroups/") == Some(key))
        }
        Wording::Words | Wording::Exact => label(entry) == key || parts().any(|part| part == key),
    }
}

/// Whether an E.164 form belongs to the number as it is written now. After an edit of the number, the form
/// may still be that of the number before.
fn is_form_of(form: &str, written: &str) -> bool {
    let (form, written) = (Number::new(form).dialled, Number::new(written).dialled);
    let national = written.trim_start_matches('0');
    !national.is_empty() && form.ends_with(national)
}

/// Whether two entries have the same members. Which of them is primary does not count.
pub(crate) fn content_eq<T: Entry>(left: &T, right: &T) -> bool {
    let mut members = T::UNITS.iter().copied().flatten();
    members.all(|&position| left.member_eq(right, position)) && left.extra() == right.extra()
}

/// Whether two entries have the same members in perhaps another spelling.
pub(crate) fn spelled_eq<T: Entry>(left: &T, right: &T) -> bool {
    let mut members = T::UNITS.iter().copied().flatten();
    members.all(|&position| same_member(left, right, position)) && left.extra() == right.extra()
}

/// Whether the entry is marked as primary in its source.
pub(crate) fn leads<T: Entry>(entry: &T) -> bool {
    entry
        .metadata()
        .is_some_and(|metadata| metadata.source_primary)
}

/// Marks the entry as primary, or not. It clears all other metadata, which no client sets.
pub(crate) fn set_leads<T: Entry>(entry: &mut T, leads: bool) {
    *entry.metadata_mut() = leads.then(|| {
        let mut metadata = FieldMetadata::default();
        metadata.source_primary = true;
        metadata
    });
}

/// An entry as JSON.
pub(crate) fn value<T: Entry>(entry: &T) -> Value {
    serde_json::to_value(entry).unwrap_or_default()
}

pub(crate) fn member_name<T: Entry>(position: usize) -> &'static str {
    T::DESCRIPTOR.members[position].json
}

/// A member, or an object of the members that are one unit.
pub(crate) fn get_unit<T: Entry>(entry: &T, unit: &[usize]) -> Option<Value> {
    if let [position] = unit {
        return entry.member(*position);
    }
    let members: Map<String, Value> = unit
        .iter()
        .filter_map(|&position| {
            Some((
                member_name::<T>(position).to_owned(),
                entry.member(position)?,
            ))
        })
        .collect();
    (!members.is_empty()).then_some(Value::Object(members))
}

#[cfg(test)]
mod tests;
