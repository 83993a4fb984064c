//! Strategies of [`proptest`] that draw messages and masks.
//!
//! Values are realistic and hostile in turn: common names and addresses, but also empty ones, quotes and control
//! characters, several scripts, unknown members and enum values, and repeated entries. A member that the schema gains
//! is drawn too, so every law covers it at once.
//!
//! ```
//! use people_model::{Person, decode, strategy};
//! use people_model::Message as _;
//! use proptest::prelude::*;
//!
//! proptest!(|(person in strategy::person())| {
//!     let json = person.to_json();
//!     prop_assert_eq!(decode::<Person>(json.as_bytes(), "").unwrap().value, person);
//! });
//! ```

mod fork;

use std::{fmt, vec};

use proptest::{arbitrary::any, collection::vec as words, strategy::Strategy};
use serde_json::{Map, Value, json};

pub use self::fork::{Fork, fork, fork_of_lookalikes, fork_of_shared_labels, fork_of_unique_texts};
pub use crate::generated::strategy::*;
use crate::{
    EnumDescriptor, Extra, FieldMask, FieldMetadata, Person, PersonField, Source, SourceType,
    UpdateMask, by_name::ByName,
};

/// Draws a person for a request to create or update a contact. It has only updatable fields, at most one value of a
/// singleton, and no value of another source.
///
/// Output-only members, entries that say nothing and unknown members occur.
pub fn contact_person() -> impl Strategy<Value = Person> + Clone {
    words(any::<u32>(), 0..=600).prop_map(|words| {
        let choices = &mut Choices::new(words);
        let mut person = Person::default();
        for field in PersonField::ALL
            .into_iter()
            .filter(|field| field.is_updatable())
        {
            if choices.flip() {
                draw_field(&mut person, field, choices);
            }
            if field.is_singleton() {
                let mut values = 0;
                person.retain_values(field, |_| {
                    values += 1;
                    values == 1
                });
            }
            let leader = choices.below(4) as usize;
            person.metadata_mut(field, |index, metadata| {
                *metadata = choices
                    .flip()
                    .then(|| contact_metadata(index == leader, choices));
            });
        }
        person
    })
}

fn contact_metadata(leads: bool, choices: &mut Choices) -> FieldMetadata {
    let source = Source {
        r#type: SourceType::Contact,
        id: choices.string(&["1", "47c21a010c6b30c8"]),
        ..Source::default()
    };
    FieldMetadata {
        source: choices.flip().then_some(source),
        source_primary: leads,
        ..FieldMetadata::default()
    }
}

/// Draws a mask, the empty one included.
pub fn field_mask() -> impl Strategy<Value = FieldMask> + Clone {
    any::<u64>().prop_map(|bits| {
        let chosen = PersonField::ALL
            .into_iter()
            .filter(|&field| bits >> field as u8 & 1 == 1);
        chosen.fold(FieldMask::EMPTY, |mask, field| {
            mask.union(FieldMask::only(field))
        })
    })
}

/// Draws a mask that is fit for an update.
pub fn update_mask() -> impl Strategy<Value = UpdateMask> + Clone {
    (0..FieldMask::UPDATABLE.len(), field_mask()).prop_map(|(one, more)| {
        let one = FieldMask::UPDATABLE
            .iter()
            .nth(one)
            .map_or(FieldMask::UPDATABLE, FieldMask::only);
        let mask = one.union(more.intersection(FieldMask::UPDATABLE));
        UpdateMask::try_from(mask).expect("at least one field, and updatable ones only")
    })
}

/// A message drawn from at most `size` choices.
pub(crate) fn drawn<T: Draw + fmt::Debug>(size: usize) -> impl Strategy<Value = T> + Clone {
    words(any::<u32>(), 0..=size).prop_map(|words| T::draw(&mut Choices::new(words)))
}

/// What can be drawn from a stream of choices.
pub(crate) trait Draw {
    fn draw(choices: &mut Choices) -> Self;
}

/// A stream of choices. Zero is the plainest choice, and zeros follow after the end of the stream. So a shorter stream
/// of smaller words is a simpler value: that is how values shrink.
pub(crate) struct Choices(vec::IntoIter<u32>);

impl Choices {
    pub(crate) fn new(words: Vec<u32>) -> Self {
        Self(words.into_iter())
    }

    /// A number below `limit`, smaller for a smaller word.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        let word = self.0.next().unwrap_or(0);
        ((u64::from(word) * u64::from(limit)) >> 32) as u32
    }

    pub(crate) fn flip(&mut self) -> bool {
        self.below(2) == 1
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len() as u32) as usize]
    }

    /// Nothing, a sample, something nasty, or gibberish.
    pub(crate) fn string(&mut self, samples: &[&str]) -> String {
        match self.below(8) {
            0..=2 => String::new(),
            3..=5 if !samples.is_empty() => self.pick(samples).to_owned(),
            6 => self.pick(NASTY).to_owned(),
            _ => (0..self.below(6)).map(|_| self.letter()).collect(),
        }
    }

    fn letter(&mut self) -> char {
        let any = self.below(0x11_0000);
        match any % 4 {
            0 => char::from_u32(any).unwrap_or('\u{fffd}'),
            _ => char::from(b' ' + (any / 4 % 95) as u8),
        }
    }

    /// The number of a value, or none to stand for an unknown one.
    pub(crate) fn number(&mut self, set: &EnumDescriptor) -> Option<i32> {
        let index = self.below(set.values.len() as u32 + 1);
        set.values.get(index as usize).map(|(_, number)| *number)
    }

    fn value(&mut self, depth: u32) -> Value {
        match self.below(if depth == 0 { 8 } else { 10 }) {
            0 => Value::Null,
            1 => self.flip().into(),
            2 => u64::MAX.into(),
            3 => i64::MIN.into(),
            4 => json!(0.1),
            5 => json!(-1.5e-300),
            6 | 7 => self.string(&["text"]).into(),
            8 => (0..self.below(3)).map(|_| self.value(depth - 1)).collect(),
            _ => Value::Object(self.object(depth - 1)),
        }
    }

    fn object(&mut self, depth: u32) -> Map<String, Value> {
        (0..self.below(3))
            .map(|_| (self.string(&["key", "@type"]), self.value(depth)))
            .collect()
    }
}

/// Strings that have broken something somewhere.
const NASTY: &[&str] = &[
    " ",
    "\"",
    "\\",
    "\\u0000",
    "\0",
    "\u{1}\u{8}\u{b}\u{c}\u{1f}\u{7f}\u{85}",
    "\r\n\t",
    "'; --",
    "</script>",
    "null",
    "true",
    "0",
    "[]",
    "{}",
    ",",
    "%",
    "日本語",
    "e\u{301}",
    "👩\u{200d}🚀",
    "\u{202e}tfel",
    "\u{feff}",
    "\u{2028}",
    "\u{10ffff}",
    "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
];

impl Draw for String {
    fn draw(choices: &mut Choices) -> Self {
        choices.string(&["people/c1", "contactGroups/myContacts"])
    }
}

impl Draw for bool {
    fn draw(choices: &mut Choices) -> Self {
        choices.flip()
    }
}

impl Draw for i32 {
    fn draw(choices: &mut Choices) -> Self {
        *choices.pick(&[&0, &1, &12, &29, &1815, &2026, &-1, &Self::MAX, &Self::MIN])
    }
}

impl<T: Draw> Draw for Option<T> {
    fn draw(choices: &mut Choices) -> Self {
        choices.flip().then(|| T::draw(choices))
    }
}

/// Few entries, and at times the same one twice.
impl<T: Draw + Clone> Draw for Vec<T> {
    fn draw(choices: &mut Choices) -> Self {
        let length = *choices.pick(&[&0, &0, &0, &0, &0, &1, &2, &3]);
        let mut list: Self = (0..length).map(|_| T::draw(choices)).collect();
        if choices.below(8) == 7 {
            list.extend(list.first().cloned());
        }
        list
    }
}

impl<T: Draw> Draw for ByName<T> {
    fn draw(choices: &mut Choices) -> Self {
        (0..choices.below(3))
            .map(|_| (Draw::draw(choices), T::draw(choices)))
            .collect()
    }
}

impl Draw for Map<String, Value> {
    fn draw(choices: &mut Choices) -> Self {
        choices.object(2)
    }
}

impl Draw for Extra {
    fn draw(choices: &mut Choices) -> Self {
        let mut extra = Self::default();
        if choices.below(8) == 7 {
            for name in [
                "fromTheFuture",
                "",
                "日本 \"\\\u{1}",
                "$serde_json::private::RawValue",
            ] {
                if choices.flip() {
                    extra.insert(name, choices.value(2));
                }
            }
        }
        extra
    }
}
