use std::fmt;

use proptest::{arbitrary::any, collection::vec as words, strategy::Strategy};
use serde_json::{Value, json};

use super::{Choices, contact_metadata, draw_field};
use crate::{Entry, EntryVisitor, FieldMetadata, Person, PersonField, ValueKind};

/// One state of a contact, and two states that two sides derived from it independently.
#[derive(Clone, PartialEq)]
#[allow(clippy::exhaustive_structs)] // the three states of a merge
pub struct Fork {
    /// What both began with.
    pub base: Person,
    /// The state after the edit of one side.
    pub ours: Person,
    /// The state after the edit of the other side.
    pub theirs: Person,
}

/// As JSON, which is short.
impl fmt::Debug for Fork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, side) in [
            ("base", &self.base),
            ("ours", &self.ours),
            ("theirs", &self.theirs),
        ] {
            let json = serde_json::to_string(side).map_err(|_| fmt::Error)?;
            write!(f, "\n{name:>6} {json}")?;
        }
        Ok(())
    }
}

/// Draws a fork of a contact's own data. The two sides change, add, remove, repeat and reorder entries of a few fields,
/// often of the same ones. Each side could be stored.
pub fn fork() -> impl Strategy<Value = Fork> + Clone {
    words(any::<u32>(), 0..=900).prop_map(|words| Forge::new(words, Texts::Any).fork())
}

/// Like [`fork`], but every text that a client can set is unique: a test can follow each text
/// without knowing which entries match.
///
/// Unknown members and enums are left out.
pub fn fork_of_unique_texts() -> impl Strategy<Value = Fork> + Clone {
    words(any::<u32>(), 0..=900)
        .prop_map(|words| Forge::new(words, Texts::Unique { next: 0 }).fork())
}

/// As [`fork`], with entries that look alike: they share labels, repeat, agree in some members, and have several
/// spellings. The two sides often make the same change.
pub fn fork_of_lookalikes() -> impl Strategy<Value = Fork> + Clone {
    words(any::<u32>(), 0..=400).prop_map(|words| Forge::new(words, Texts::Alike).fork())
}

/// As [`fork_of_unique_texts`], with entries that share their types and labels: only the text shows to which entry a
/// member belongs.
pub fn fork_of_shared_labels() -> impl Strategy<Value = Fork> + Clone {
    words(any::<u32>(), 0..=600)
        .prop_map(|words| Forge::new(words, Texts::Labelled { next: 0 }).fork())
}

struct Forge {
    choices: Choices,
    texts: Texts,
}

enum Texts {
    Any,
    Unique { next: u32 },
    Labelled { next: u32 },
    Alike,
}

impl Forge {
    fn new(words: Vec<u32>, texts: Texts) -> Self {
        Self {
            choices: Choices::new(words),
            texts,
        }
    }

    fn fork(mut self) -> Fork {
        let updatable: Vec<PersonField> = PersonField::ALL
            .into_iter()
            .filter(|field| field.is_updatable())
            .collect();
        let mut base = Person::default();
        let mut hot = Vec::new();
        // Of lookalikes, few fields with much in them.
        let fields = match self.texts {
            Texts::Any | Texts::Unique { .. } => 4,
            Texts::Labelled { .. } | Texts::Alike => 2,
        };
        for _ in 0..1 + self.choices.below(fields) {
            let field = updatable[self.choices.below(updatable.len() as u32) as usize];
            hot.push(field);
            self.change(&mut base, field, Stroke::Fill);
        }
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        for field in hot {
            for side in [&mut ours, &mut theirs] {
                for _ in 0..self.choices.below(4) {
                    self.change(side, field, Stroke::Edit);
                }
            }
            if matches!(self.texts, Texts::Alike | Texts::Labelled { .. }) && self.choices.flip() {
                let (from, to) = match self.choices.flip() {
                    true => (&ours, &mut theirs),
                    false => (&theirs, &mut ours),
                };
                field.visit(Share {
                    from,
                    to,
                    forge: &mut self,
                });
            }
        }
        Fork { base, ours, theirs }
    }

    fn change(&mut self, person: &mut Person, field: PersonField, stroke: Stroke) {
        field.visit(Change {
            person,
            stroke,
            forge: self,
        });
    }

    /// A few values of a field, the contact's own.
    fn draw<T: Entry>(&mut self) -> Vec<T> {
        let mut drawn = Person::default();
        draw_field(&mut drawn, T::FIELD, &mut self.choices);
        let mut values = std::mem::take(T::of_mut(&mut drawn));
        for value in &mut values {
            let kept = self.choices.flip();
            *value.metadata_mut() = kept.then(|| contact_metadata(false, &mut self.choices));
            self.freshen(value);
        }
        if let Texts::Alike | Texts::Labelled { .. } = self.texts {
            while values.len() < 1 + self.choices.below(3) as usize {
                let mut value = T::default();
                self.freshen(&mut value);
                values.push(value);
            }
        }
        values
    }

    /// Sets dates that exist in the calendar, because others would be refused and not merged. If texts must be unique,
    /// it sets unique ones.
    fn freshen<T: Entry>(&mut self, value: &mut T) {
        for name in ["date", "startDate", "endDate"] {
            let date = json!({"year": self.year(), "month": 12, "day": 10});
            if let Some(position) = position::<T>(name) {
                value.set_member(position, date);
            }
        }
        let (next, labelled) = match &mut self.texts {
            Texts::Any => return,
            Texts::Alike => return make_alike(value, &mut self.choices),
            Texts::Unique { next } => (next, false),
            Texts::Labelled { next } => (next, true),
        };
        for name in value
            .extra()
            .iter()
            .map(|(name, _)| name.to_owned())
            .collect::<Vec<_>>()
        {
            value.extra_mut().remove(&name);
        }
        for (position, member) in T::DESCRIPTOR.members.iter().enumerate() {
            *next += 1;
            let text = match member.kind {
                ValueKind::String if labelled && is_label(member.json) => {
                    Value::from(self.choices.pick(LABELS))
                }
                // Enough to tell whose it is, also where little was drawn.
                ValueKind::String if labelled && T::IDENTITY.contains(&position) => {
                    value.set_member(position, "text".into());
                    Value::from(format!("{MARK}{next}{MARK}"))
                }
                ValueKind::String => Value::from(format!("{MARK}{next}{MARK}")),
                ValueKind::Message(_) if member.json == "contactGroupMembership" => {
                    json!({"contactGroupResourceName": format!("contactGroups/{MARK}{next}{MARK}")})
                }
                ValueKind::Enum(_) => Value::Null,
                _ => continue,
            };
            if member.output_only || value.member(position).is_none() && !text.is_null() {
                continue;
            }
            value.set_member(position, text);
        }
    }

    fn year(&mut self) -> u32 {
        match &mut self.texts {
            Texts::Any => 1800 + self.choices.below(3),
            Texts::Alike => 1800 + self.choices.below(2),
            Texts::Unique { next } | Texts::Labelled { next } => {
                *next += 1;
                1 + *next % 9999
            }
        }
    }
}

fn position<T: Entry>(name: &str) -> Option<usize> {
    T::DESCRIPTOR
        .members
        .iter()
        .position(|member| member.json == name)
}

fn is_label(member: &str) -> bool {
    matches!(
        member,
        "type" | "protocol" | "jobDescription" | "displayName" | "city"
    )
}

/// What distinguishes one entry from another by chance.
const LABELS: &[&str] = &["home", "work", "other"];

/// Texts of which each entry has some, spellings of one among them.
fn make_alike<T: Entry>(value: &mut T, choices: &mut Choices) {
    let texts: &[&str] = match T::FIELD {
        PersonField::EmailAddresses => &[
            "a@x.example",
            " A@X.example",
            "b@x.example",
            "old@y.example",
        ],
        PersonField::PhoneNumbers => &[
            "020 7946 0018",
            "+44 20 7946 0018",
            "020 7946 0019",
            "07700 900123",
            "٠٧٧٠٠ ٩٠٠١٢٣",
        ],
        PersonField::Biographies => &[
            "one\ntwo",
            "one\r\ntwo",
            "one",
            "one\ntwo\nthree",
            "two\nthree",
        ],
        _ => &["one", "two", "caf\u{e9}", "cafe\u{301}", "other"],
    };
    for (position, member) in T::DESCRIPTOR.members.iter().enumerate() {
        if member.output_only || !matches!(member.kind, ValueKind::String) {
            continue;
        }
        let known = T::IDENTITY.contains(&position) || T::FIELD.is_singleton();
        // The first of them most often.
        let most = 1 + choices.below(texts.len() as u32) as usize;
        let text = match (is_label(member.json), choices.below(8)) {
            (true, 0..6) => Value::from(choices.pick(LABELS)),
            (false, 0) => Value::from(choices.pick(&texts[..most])),
            (false, 1..8) if known => Value::from(choices.pick(&texts[..most])),
            _ => Value::Null,
        };
        value.set_member(position, text);
    }
    let unknown: Vec<String> = value
        .extra()
        .iter()
        .map(|(name, _)| name.to_owned())
        .collect();
    for name in unknown {
        value.extra_mut().remove(&name);
    }
}

/// Around the number of a unique text.
const MARK: char = '~';

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stroke {
    Fill,
    Edit,
}

struct Change<'a> {
    person: &'a mut Person,
    stroke: Stroke,
    forge: &'a mut Forge,
}

impl EntryVisitor for Change<'_> {
    type Output = ();

    fn visit<T: Entry>(self) {
        let forge = self.forge;
        let drawn = forge.draw::<T>();
        let values = T::of_mut(self.person);
        let before = values.clone();
        if self.stroke == Stroke::Fill || values.is_empty() {
            values.extend(drawn);
        } else {
            let at = forge.choices.below(values.len() as u32) as usize;
            // Of lookalikes many go: which of them is the question.
            let stroke = match (&forge.texts, forge.choices.below(10)) {
                (Texts::Alike | Texts::Labelled { .. }, 8..) => 3,
                (_, stroke) => stroke % 8,
            };
            match stroke {
                0..=2 => touch(&mut values[at], drawn.first(), &mut forge.choices),
                3 => {
                    values.remove(at);
                }
                4 => drawn.into_iter().for_each(|value| values.insert(at, value)),
                5 => {
                    let other = forge.choices.below(values.len() as u32) as usize;
                    values.swap(at, other);
                }
                6 => {
                    let mut twin = values[at].clone();
                    forge.freshen(&mut twin);
                    values.push(twin);
                }
                _ => lead(values, at),
            }
        }
        if let Texts::Unique { .. } | Texts::Labelled { .. } = forge.texts {
            // Without a text it is like others.
            values.retain(|value| value.to_json().contains(MARK));
        }
        acceptable(values, before);
    }
}

/// Gives one side what the other made: an entry of it, at another place perhaps, or all.
struct Share<'a> {
    from: &'a Person,
    to: &'a mut Person,
    forge: &'a mut Forge,
}

impl EntryVisitor for Share<'_> {
    type Output = ();

    fn visit<T: Entry>(self) {
        let choices = &mut self.forge.choices;
        let (from, to) = (T::of(self.from), T::of_mut(self.to));
        let before = to.clone();
        if from.is_empty() {
            return;
        }
        let shared = from[choices.below(from.len() as u32) as usize].clone();
        match choices.below(4) {
            0 if !to.is_empty() => {
                let at = choices.below(to.len() as u32) as usize;
                to[at] = shared;
            }
            1 => to.clone_from(from),
            2 => to.insert(0, shared),
            _ => to.push(shared),
        }
        acceptable(to, before);
    }
}

/// Sets one of its units to the value in another entry, or unsets it.
fn touch<T: Entry>(value: &mut T, like: Option<&T>, choices: &mut Choices) {
    let nothing = T::default();
    let like = like.unwrap_or(&nothing);
    let unit = T::UNITS[choices.below(T::UNITS.len() as u32) as usize];
    unit.iter()
        .for_each(|&position| value.copy_member(like, position));
    for (name, unknown) in like.extra().iter() {
        value.extra_mut().insert(name, unknown.clone());
    }
}

/// Marks one entry as the one that leads.
fn lead<T: Entry>(values: &mut [T], at: usize) {
    for (index, value) in values.iter_mut().enumerate() {
        match index == at {
            true => value.metadata_mut().get_or_insert_default().source_primary = true,
            false => unmark(value.metadata_mut()),
        }
    }
}

fn unmark(metadata: &mut Option<FieldMetadata>) {
    if let Some(metadata) = metadata {
        metadata.source_primary = false;
    }
}

/// Leaves what a server would accept: one value of a singleton, one that leads, some membership.
fn acceptable<T: Entry>(values: &mut Vec<T>, before: Vec<T>) {
    if T::FIELD.is_singleton() {
        values.truncate(1);
    }
    let mut led = false;
    for value in &mut *values {
        let leads = value
            .metadata()
            .is_some_and(|metadata| metadata.source_primary);
        if led && leads {
            unmark(value.metadata_mut());
        }
        led |= leads;
    }
    let named = |value: &T| {
        let group = position::<T>("contactGroupMembership").and_then(|group| value.member(group));
        group.is_some_and(|group| group.get("contactGroupResourceName").is_some())
    };
    if T::FIELD == PersonField::Memberships && !values.iter().any(named) {
        *values = before;
    }
}
