//! What the generated decoders share: messages and their members.
//!
//! `serde_json` drives; these visitors choose. Values are read in place, into members of
//! the message that holds them, and names are compared where they lie in the text.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error as _, MapAccess, Visitor},
};

use super::{
    any::AnySeed,
    context::{Context, Place, Step},
    not_an_object::not_an_object,
};
use crate::{
    descriptor::{Descriptor, Member},
    encode::Members,
    extra::Extra,
};

/// The part of a message that is generated for the decoder and the encoder.
///
/// Public because [`Message`](crate::Message) builds on it, and out of reach so that
/// nothing else implements it.
pub trait Record: Default {
    fn descriptor() -> &'static Descriptor;

    /// The position in the descriptor of the member with this name, in either spelling.
    fn position(name: &str) -> Option<usize>;

    /// Reads the value at hand into the member at `position`.
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error>;

    /// Writes the members in the order of the schema, and behind them those that it does not have.
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error>;

    fn extra_mut(&mut self) -> &mut Extra;

    /// [`document`], compiled once here instead of in every crate that decodes.
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error>;

    /// JSON text, compiled once likewise.
    fn encode(&self) -> String;
}

/// A value that can be read in place.
pub(crate) trait Decode {
    /// Reads the value and replaces the old one. Returns false if the value is now unset.
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error>;
}

pub(super) struct Slot<'a, T> {
    pub(super) value: &'a mut T,
    pub(super) place: Place<'a>,
}

impl<'de, T: Decode> DeserializeSeed<'de> for Slot<'_, T> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        self.value.read(self.place, from)
    }
}

/// Reads the value at hand into a member.
pub(crate) fn member<'de, T: Decode, A: MapAccess<'de>>(
    map: &mut A,
    value: &mut T,
    member: &'static Member,
    context: &mut Context,
) -> Result<(), A::Error> {
    let place = Place {
        member,
        in_path: false,
        context,
    };
    map.next_value_seed(Slot { value, place })?;
    Ok(())
}

/// Reads a whole document.
pub(crate) fn document<R: Record>(
    json: &str,
    context: &mut Context,
) -> Result<R, serde_json::Error> {
    let mut record = R::default();
    let mut from = serde_json::Deserializer::from_str(json);
    from.deserialize_map(MembersVisitor {
        record: &mut record,
        context,
    })?;
    from.end()?;
    Ok(record)
}

/// Reads a message for `serde`, which has no place for problems: the first one that
/// loses something is an error.
pub(crate) fn deserialize<'de, R: Record, D: Deserializer<'de>>(from: D) -> Result<R, D::Error> {
    let mut record = R::default();
    let mut context = Context::new("");
    from.deserialize_map(MembersVisitor {
        record: &mut record,
        context: &mut context,
    })?;
    match context
        .into_problems()
        .into_iter()
        .find(|problem| !problem.is_kept())
    {
        Some(problem) => Err(D::Error::custom(problem)),
        None => Ok(record),
    }
}

/// The members of a message whose place the context's path has already.
struct MembersVisitor<'a, R> {
    record: &'a mut R,
    context: &'a mut Context,
}

impl<'de, R: Record> Visitor<'de> for MembersVisitor<'_, R> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(R::descriptor().proto)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(NameSeed::<R>(PhantomData))? {
            match name {
                Name::Known(position) => {
                    self.record.read_member(position, &mut map, self.context)?;
                }
                Name::Unknown(name) => {
                    self.context.unknown_member(&name);
                    let value = map.next_value_seed(AnySeed)?;
                    self.record.extra_mut().insert(name, value);
                }
            }
        }
        Ok(())
    }
}

enum Name {
    Known(usize),
    Unknown(String),
}

struct NameSeed<R>(PhantomData<R>);

impl<'de, R: Record> DeserializeSeed<'de> for NameSeed<R> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Name, D::Error> {
        from.deserialize_str(self)
    }
}

impl<R: Record> Visitor<'_> for NameSeed<R> {
    type Value = Name;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(R::position(name).map_or_else(|| Name::Unknown(name.to_owned()), Name::Known))
    }
}

/// Reads a message.
pub(crate) fn message<'de, R: Record, D: Deserializer<'de>>(
    record: &mut R,
    place: Place<'_>,
    from: D,
) -> Result<bool, D::Error> {
    from.deserialize_any(MessageVisitor { record, place })
}

struct MessageVisitor<'a, R> {
    record: &'a mut R,
    place: Place<'a>,
}

impl<'de, R: Record> Visitor<'de> for MessageVisitor<'_, R> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(R::descriptor().proto)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let Place {
            member,
            in_path,
            context,
        } = self.place;
        if !in_path {
            context.path.push(Step::Member(member.proto));
        }
        MembersVisitor {
            record: self.record,
            context,
        }
        .visit_map(map)?;
        if !in_path {
            context.path.pop();
        }
        Ok(true)
    }

    not_an_object!();
}
