use proptest::{arbitrary::any, collection::vec as words, strategy::Strategy};
use serde_json::{Value, json};

use super::{Choices, contact_metadata, draw_field};
use crate::{Entry, EntryVisitor, FieldMetadata, Kind, Person, PersonField};

/// One state of a contact, and two that were made of it independently of each other.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::exhaustive_structs)] // the three states of a merge
pub struct Fork {
    /// What both began with.
    pub base: Person,
    /// What one of them made of it.
    pub ours: Person,
    /// What the other made of it.
    pub theirs: Person,
}

/// Draws a fork of a contact's own data in which the two sides change, add, remove, repeat and
/// reorder entries of a few fields, often of the same ones, and of which each could be stored.
pub fn fork() -> impl Strategy<Value = Fork> + Clone {
    words(any::<u32>(), 0..=900).prop_map(|words| Forge::new(words, Texts::Any).fork())
}

/// As [`fork`], where every text that a client can set is like no other: what becomes of it can be
/// told without knowing which entry is which.
///
/// Unknown members and enums do not take part.
pub fn fork_of_unique_texts() -> impl Strategy<Value = Fork> + Clone {
    words(any::<u32>(), 0..=900)
        .prop_map(|words| Forge::new(words, Texts::Unique { next: 0 }).fork())
}

struct Forge {
    choices: Choices,
    texts: Texts,
}

enum Texts {
    Any,
    Unique { next: u32 },
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
        for _ in 0..1 + self.choices.below(4) {
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
        values
    }

    /// Gives dates that a calendar has, since others would be refused and not merged, and texts of
    /// its own where these are to be unique.
    fn freshen<T: Entry>(&mut self, value: &mut T) {
        for name in ["date", "startDate", "endDate"] {
            let date = json!({"year": self.year(), "month": 12, "day": 10});
            if let Some(position) = position::<T>(name) {
                value.set_member(position, date);
            }
        }
        let Texts::Unique { next } = &mut self.texts else {
            return;
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
                Kind::String => Value::from(format!("{MARK}{next}{MARK}")),
                Kind::Message(_) if member.json == "contactGroupMembership" => {
                    json!({"contactGroupResourceName": format!("contactGroups/{MARK}{next}{MARK}")})
                }
                Kind::Enum(_) => Value::Null,
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
            Texts::Unique { next } => {
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
            match forge.choices.below(8) {
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
        if let Texts::Unique { .. } = forge.texts {
            // Without a text it is like others.
            values.retain(|value| value.to_json().contains(MARK));
        }
        acceptable(values, before);
    }
}

/// Makes one of its units what it is in another entry, or unsets it.
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
