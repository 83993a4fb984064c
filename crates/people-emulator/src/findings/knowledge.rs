//! What a caller knows about each contact of an account.
//!
//! A caller knows what a reply showed and what it sent itself. Each of these is a [`View`]: the values of some
//! fields at one version of the contact. Of a field, the newest view counts. An older one says nothing about what
//! others have written since.
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use bytes::Bytes;
use people_model::{ContactId, FieldMask, Fingerprint, Person, PersonField};
use people_store::Record;
use serde_json::{Map, Value};

/// The most views of one contact that are kept for a caller.
const VIEWS: usize = 32;
/// The most etags of one contact that are kept for a caller.
const ETAGS: usize = 64;

/// What one caller knows.
#[derive(Debug, Default)]
pub(super) struct Knowledge {
    contacts: HashMap<ContactId, Known>,
    /// The contacts, those of which something was learned last at the end. A contact is in it as often as something
    /// was learned, and counts where it is for the last time.
    order: VecDeque<(ContactId, u64)>,
    learned: u64,
    bytes: usize,
    /// Whether anything was forgotten, so that what is not known may have been.
    forgot: bool,
}

/// What one caller knows about one contact.
#[derive(Debug, Default)]
pub(super) struct Known {
    views: VecDeque<View>,
    /// The etags that it got, with the number of the request.
    etags: VecDeque<(Fingerprint, u64)>,
    /// Whether something may be missing here.
    incomplete: bool,
    learned: u64,
    bytes: usize,
}

/// Some fields at one version.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// The number of the request.
    pub(super) number: u64,
    /// The version; none where it is not known, which may be any.
    pub(super) version: Option<Fingerprint>,
    /// The fields of which the caller knows something.
    pub(super) fields: FieldMask,
    /// The members of entries that the caller did not see.
    pub(super) hidden: Vec<(PersonField, String)>,
    /// The values, those that are hidden among them.
    pub(super) values: Values,
    /// The fields that may have more entries than the caller saw.
    pub(super) partial: FieldMask,
}

/// The values of a view. Most views are never looked at, so a person is kept as it arrived.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// An object of lists of own values, as JSON.
    Own(Box<str>),
    /// A person as a reply has it.
    Reply(Bytes),
    /// A person as a row has it.
    Row(Arc<Record>),
}

impl Values {
    fn bytes(&self) -> usize {
        match self {
            Self::Own(text) => text.len(),
            Self::Reply(text) => text.len(),
            Self::Row(record) => record.body.len(),
        }
    }

    /// The own values of some fields, of a person in JSON.
    fn of(text: &[u8], fields: FieldMask) -> Person {
        let person: Value = serde_json::from_slice(text).unwrap_or_default();
        serde_json::from_value(own_values(&person, fields).into()).unwrap_or_default()
    }
}

impl View {
    pub(super) fn person(&self) -> Person {
        match &self.values {
            Values::Own(text) => serde_json::from_str(text).unwrap_or_default(),
            Values::Reply(text) => Values::of(text, self.fields),
            Values::Row(record) => Values::of(record.body.as_bytes(), self.fields),
        }
    }

    /// Whether both views show the same row of the same request, with nothing hidden.
    fn is_of_row(&self, other: &Self) -> bool {
        let is_whole = |view: &Self| view.hidden.is_empty() && view.partial.is_empty();
        let is_one = match (&self.values, &other.values) {
            (Values::Row(one), Values::Row(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        let is_same = (self.number, self.version) == (other.number, other.version);
        is_one && is_same && is_whole(self) && is_whole(other)
    }

    pub(super) fn hides(&self, field: PersonField, member: &str) -> bool {
        self.hidden
            .iter()
            .any(|(of, hidden)| *of == field && hidden == member)
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.values.bytes() + 48 * self.hidden.len()
    }
}

impl Known {
    /// The views of a field, the oldest first.
    pub(super) fn views(&self, field: PersonField) -> impl Iterator<Item = &View> {
        self.views
            .iter()
            .filter(move |view| view.fields.contains(field))
    }

    /// The request whose reply had this etag.
    pub(super) fn request_of(&self, etag: Fingerprint) -> Option<u64> {
        let mut etags = self.etags.iter().rev();
        let found = etags.find(|(known, _)| *known == etag);
        found.map(|(_, number)| *number)
    }

    /// The last request whose reply had the contact's etag.
    pub(super) fn last_request(&self) -> Option<u64> {
        self.etags.back().map(|(_, number)| *number)
    }

    /// Whether nothing is missing here.
    pub(super) fn is_complete(&self) -> bool {
        !self.incomplete
    }
}

impl Knowledge {
    /// Nothing; `forgot` says whether the caller may know something all the same.
    pub(super) fn new(forgot: bool) -> Self {
        Self {
            forgot,
            ..Self::default()
        }
    }

    pub(super) fn of(&self, id: ContactId) -> Option<&Known> {
        self.contacts.get(&id)
    }

    /// Learns an etag of a contact.
    pub(super) fn learn_etag(&mut self, id: ContactId, etag: Fingerprint, number: u64) {
        let known = self.touch(id);
        known.etags.push_back((etag, number));
        if known.etags.len() > ETAGS {
            known.etags.pop_front();
        }
    }

    /// Learns what fields of a contact say.
    pub(super) fn learn(&mut self, id: ContactId, view: View) {
        if view.fields.is_empty() {
            return;
        }
        let known = self.touch(id);
        // A reply that shows the row that its call wrote says more of the same.
        if let Some(newest) = known.views.back_mut()
            && newest.is_of_row(&view)
        {
            newest.fields |= view.fields;
            return;
        }
        let before = known.bytes;
        known.bytes += view.bytes();
        known.views.push_back(view);
        if known.views.len() > VIEWS
            && let Some(oldest) = known.views.pop_front()
        {
            known.bytes -= oldest.bytes();
            let newer = known.views.iter().fold(FieldMask::EMPTY, |all, view| {
                all | view.fields.difference(view.partial)
            });
            known.incomplete |= !oldest.fields.difference(newer).is_empty();
        }
        let after = known.bytes;
        self.bytes = self.bytes + after - before;
    }

    /// Forgets the contacts of which nothing was learned for longest, until this many bytes are left.
    pub(super) fn shrink(&mut self, most: usize) {
        while self.bytes() > most {
            let Some((id, learned)) = self.order.pop_front() else {
                return;
            };
            let is_last = |known: &Known| known.learned == learned;
            if self.contacts.get(&id).is_some_and(is_last)
                && let Some(known) = self.contacts.remove(&id)
            {
                self.bytes -= known.bytes;
                self.forgot = true;
            }
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let contact = size_of::<(ContactId, Known)>() + ETAGS * size_of::<(Fingerprint, u64)>();
        self.bytes + self.contacts.len() * contact + self.order.len() * 16
    }

    fn touch(&mut self, id: ContactId) -> &mut Known {
        self.learned += 1;
        self.order.push_back((id, self.learned));
        if self.order.len() > 2 * self.contacts.len() + 64 {
            let contacts = &self.contacts;
            self.order
                .retain(|(id, learned)| contacts.get(id).is_some_and(|it| it.learned == *learned));
            self.order.push_back((id, self.learned));
        }
        let incomplete = self.forgot;
        let known = self.contacts.entry(id).or_insert_with(|| Known {
            incomplete,
            ..Known::default()
        });
        known.learned = self.learned;
        known
    }
}

/// The values of some fields of a contact's own, without metadata, of a person as JSON.
pub(super) fn own_values(person: &Value, fields: FieldMask) -> Map<String, Value> {
    let mut values = Map::new();
    for field in fields.iter() {
        let Some(entries) = person[field.as_str()].as_array() else {
            continue;
        };
        let own: Vec<Value> = entries
            .iter()
            .filter(|entry| is_own(entry))
            .map(without_metadata)
            .collect();
        if !own.is_empty() {
            values.insert(field.as_str().to_owned(), own.into());
        }
    }
    values
}

/// What a caller saw of the fields of a person.
pub(super) struct Seen {
    /// The fields of which it saw something, or that have no values.
    pub(super) fields: FieldMask,
    /// The members that it did not see, of any entry.
    pub(super) hidden: Vec<(PersonField, String)>,
    /// The fields that have entries of which it saw nothing.
    pub(super) partial: FieldMask,
    /// The values of the entries of which it saw something.
    pub(super) values: Map<String, Value>,
}

/// What a caller saw of fields that it asked for: `whole` is the person as it is, `seen` what the reply had.
pub(super) fn seen(whole: &Value, seen: &Value, asked: FieldMask) -> Seen {
    let mut all = Seen {
        fields: asked,
        hidden: Vec::new(),
        partial: FieldMask::EMPTY,
        values: own_values(whole, asked),
    };
    if whole == seen {
        return all;
    }
    let mut whole = whole.clone();
    for field in asked.iter() {
        let Some(entries) = whole[field.as_str()].as_array_mut() else {
            continue;
        };
        let mut places = 0..;
        let before = entries.len();
        entries.retain(|entry| {
            let place: usize = places.next().unwrap_or_default();
            let seen = &seen[field.as_str()][place];
            let members = entry.as_object().into_iter().flatten();
            let (shown, hidden): (Vec<_>, Vec<_>) = members
                .filter(|(name, _)| *name != "metadata")
                .partition(|(name, value)| seen[name.as_str()] == **value);
            for (name, _) in hidden {
                if !all.hidden.contains(&(field, name.clone())) {
                    all.hidden.push((field, name.clone()));
                }
            }
            !shown.is_empty()
        });
        if entries.is_empty() && before > 0 {
            all.fields = all.fields.difference(FieldMask::only(field));
        } else if entries.len() < before {
            all.partial |= FieldMask::only(field);
        }
    }
    all.values = own_values(&whole, all.fields);
    all
}

fn is_own(entry: &Value) -> bool {
    match entry["metadata"]["source"]["type"].as_str() {
        Some(source) => source == "CONTACT",
        None => true,
    }
}

fn without_metadata(entry: &Value) -> Value {
    let mut entry = entry.clone();
    if let Some(members) = entry.as_object_mut() {
        members.remove("metadata");
    }
    entry
}
