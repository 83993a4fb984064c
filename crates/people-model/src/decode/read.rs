//! What the generated decoders share. `serde_json` drives; these visitors choose.
//!
//! Values are read in place, into members of the message that holds them. Nothing is
//! allocated for names, and for the path of a problem only where messages nest.

use std::{collections::BTreeMap, fmt::Write as _, marker::PhantomData};

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::MapAccessDeserializer,
    },
};
use serde_json::{Map, Value};

use super::Problem;
use crate::{
    extra::Extra,
    message::{Descriptor, Kind, Member},
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

    fn extra_mut(&mut self) -> &mut Extra;

    /// [`document`], compiled once here instead of in every crate that decodes.
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error>;

    /// JSON text, compiled once likewise.
    fn encode(&self) -> String;
}

/// What a decoder carries along: where it is, and what was wrong so far.
#[derive(Debug)]
pub struct Context {
    root: String,
    path: Vec<Step>,
    problems: Vec<Problem>,
}

#[derive(Debug)]
enum Step {
    Member(&'static str),
    Element(&'static str, usize),
    Key(String),
}

impl Context {
    pub(crate) fn new(root: &str) -> Self {
        Self {
            root: root.to_owned(),
            path: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The path of the message that is being read, and of a member of it.
    fn path(&self, steps: &[Step], member: Option<&'static str>) -> String {
        let mut path = self.root.clone();
        let last = member.map(Step::Member);
        for step in steps.iter().chain(&last) {
            let dot = if path.is_empty() { "" } else { "." };
            // Writing to a string cannot fail.
            let _ = match step {
                Step::Member(name) => write!(path, "{dot}{name}"),
                Step::Element(name, index) => write!(path, "{dot}{name}[{index}]"),
                Step::Key(key) => write!(path, "[{key:?}]"),
            };
        }
        path
    }

    #[cold]
    fn unknown_member(&mut self, name: &str) {
        let path = self.path(&self.path, None);
        self.problems.push(Problem::UnknownMember {
            path,
            name: name.to_owned(),
        });
    }

    #[cold]
    fn invalid_value(&mut self, member: Option<&'static str>, kind: Kind, found: &Value) {
        let path = self.path(&self.path, member);
        let expected = kind.type_name().into_owned();
        self.problems.push(Problem::InvalidValue {
            path,
            expected,
            found: shorten(found),
        });
    }
}

/// A value as JSON text, cut after 100 characters.
fn shorten(found: &Value) -> String {
    const LIMIT: usize = 100;
    let mut text = found.to_string();
    if let Some((end, _)) = text.char_indices().nth(LIMIT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Which member a value is for, and whether the context's path has it already.
pub(crate) struct Place<'c> {
    member: &'static Member,
    in_path: bool,
    context: &'c mut Context,
}

impl Place<'_> {
    #[cold]
    fn invalid(self, found: &Value) {
        let name = (!self.in_path).then_some(self.member.proto);
        self.context.invalid_value(name, self.member.kind, found);
    }

    #[cold]
    fn unknown_enum_value(self, found: &Value) {
        let name = (!self.in_path).then_some(self.member.proto);
        let path = self.context.path(&self.context.path, name);
        let expected = self.member.kind.type_name().into_owned();
        let found = shorten(found);
        self.context.problems.push(Problem::UnknownEnumValue {
            path,
            expected,
            found,
        });
    }

    /// A list where one value belongs: of a list of lists each inner one is a bad
    /// element, any other is a member that must not be a list.
    #[cold]
    fn list(self, found: &Value) {
        if self.member.repeated {
            return self.invalid(found);
        }
        let name = self.member.json.to_owned();
        let path = self.context.path(&self.context.path, None);
        let problem = match self.member.kind {
            Kind::Map(_) => Problem::ListForMap { path, name },
            _ => Problem::UnexpectedList { path, name },
        };
        self.context.problems.push(problem);
    }
}

/// A value that can be read in place.
pub(crate) trait Decode {
    /// Reads the value; whatever was there before is gone. False when it is unset now.
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error>;
}

struct Slot<'a, T> {
    value: &'a mut T,
    place: Place<'a>,
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
        .problems
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

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<bool, A::Error> {
        self.place.list(&AnyVisitor.visit_seq(list)?);
        Ok(false)
    }

    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }

    fn visit_i64<E>(self, value: i64) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }

    fn visit_u64<E>(self, value: u64) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }

    fn visit_f64<E>(self, value: f64) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }

    fn visit_str<E>(self, value: &str) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }
}

/// What a scalar made of a JSON value.
pub(crate) enum Fit {
    /// It holds the value.
    Good,
    /// It holds a value that the enum does not have.
    Unknown,
    /// It cannot hold the value.
    Bad,
}

/// A value that is not a container.
pub(crate) trait Scalar: Default {
    fn set_str(&mut self, _: &str) -> Fit {
        Fit::Bad
    }

    fn set_bool(&mut self, _: bool) -> Fit {
        Fit::Bad
    }

    fn set_i64(&mut self, _: i64) -> Fit {
        Fit::Bad
    }

    fn set_f64(&mut self, _: f64) -> Fit {
        Fit::Bad
    }
}

/// Reads a scalar.
pub(crate) fn scalar<'de, T: Scalar, D: Deserializer<'de>>(
    value: &mut T,
    place: Place<'_>,
    from: D,
) -> Result<bool, D::Error> {
    from.deserialize_any(ScalarVisitor { value, place })
}

struct ScalarVisitor<'a, T> {
    value: &'a mut T,
    place: Place<'a>,
}

impl<T: Scalar> ScalarVisitor<'_, T> {
    fn judge(self, fit: Fit, found: impl Into<Value>) -> bool {
        match fit {
            Fit::Good => true,
            Fit::Unknown => {
                self.place.unknown_enum_value(&found.into());
                true
            }
            Fit::Bad => {
                *self.value = T::default();
                self.place.invalid(&found.into());
                false
            }
        }
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<'_, T> {
    type Value = bool;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.place.member.kind.type_name())
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        let fit = self.value.set_str(text);
        Ok(self.judge(fit, text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        let fit = self.value.set_bool(value);
        Ok(self.judge(fit, value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<bool, E> {
        let fit = self.value.set_i64(value);
        Ok(self.judge(fit, value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<bool, E> {
        let fit = i64::try_from(value).map_or(Fit::Bad, |value| self.value.set_i64(value));
        Ok(self.judge(fit, value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<bool, E> {
        let fit = self.value.set_f64(value);
        Ok(self.judge(fit, value))
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        *self.value = T::default();
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<bool, A::Error> {
        *self.value = T::default();
        self.place.list(&AnyVisitor.visit_seq(list)?);
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let found = AnyVisitor.visit_map(map)?;
        Ok(self.judge(Fit::Bad, found))
    }
}

impl Scalar for String {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = text.to_owned(); // one allocation of the right size, where growing takes more
        Fit::Good
    }
}

impl Scalar for bool {
    fn set_bool(&mut self, value: bool) -> Fit {
        *self = value;
        Fit::Good
    }

    fn set_str(&mut self, text: &str) -> Fit {
        match text {
            "true" => self.set_bool(true),
            "false" => self.set_bool(false),
            _ => Fit::Bad,
        }
    }
}

impl Scalar for i32 {
    fn set_i64(&mut self, value: i64) -> Fit {
        Self::try_from(value).map_or(Fit::Bad, |value| {
            *self = value;
            Fit::Good
        })
    }

    fn set_f64(&mut self, value: f64) -> Fit {
        let fits =
            value.fract() == 0.0 && (f64::from(Self::MIN)..=f64::from(Self::MAX)).contains(&value);
        if !fits {
            return Fit::Bad;
        }
        #[allow(clippy::cast_possible_truncation)] // it is whole and in range
        self.set_i64(value as i64)
    }

    fn set_str(&mut self, text: &str) -> Fit {
        text.parse().map_or(Fit::Bad, |value| self.set_i64(value))
    }
}

impl Decode for String {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}

impl Decode for bool {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}

impl Decode for i32 {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}

impl<R: Record + Decode> Decode for Option<R> {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        let present = self.insert(R::default()).read(place, from)?;
        if !present {
            *self = None;
        }
        Ok(present)
    }
}

/// Any JSON object.
impl Decode for Map<String, Value> {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        self.clear();
        match AnySeed.deserialize(from)? {
            Value::Object(members) => {
                *self = members;
                return Ok(true);
            }
            Value::Null => {}
            list @ Value::Array(_) => place.list(&list),
            other => place.invalid(&other),
        }
        Ok(false)
    }
}

impl<T: Decode + Default> Decode for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        self.clear();
        from.deserialize_any(ListVisitor { list: self, place })
    }
}

/// The next element of a list, read where it stays.
struct Element<'a, T> {
    list: &'a mut Vec<T>,
    place: Place<'a>,
}

impl<'de, T: Decode + Default> DeserializeSeed<'de> for Element<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.list.push(T::default());
        if let Some(element) = self.list.last_mut()
            && !element.read(self.place, from)?
        {
            self.list.pop();
        }
        Ok(())
    }
}

struct ListVisitor<'a, T> {
    list: &'a mut Vec<T>,
    place: Place<'a>,
}

impl<T: Decode + Default> ListVisitor<'_, T> {
    /// One value where a list is expected is a list of one.
    fn single<'de, D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        let Self { list, place } = self;
        Element { list: &mut *list, place }.deserialize(from)?;
        Ok(!list.is_empty())
    }
}

impl<'de, T: Decode + Default> Visitor<'de> for ListVisitor<'_, T> {
    type Value = bool;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "a list of {}",
            self.place.member.kind.type_name()
        )
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let Place {
            member, context, ..
        } = self.place;
        context.path.push(Step::Element(member.proto, 0));
        // Most lists have one value, and values are large.
        self.list.reserve_exact(1);
        loop {
            let place = Place { member, in_path: true, context: &mut *context };
            let Some(()) = list.next_element_seed(Element { list: self.list, place })? else { break };
            if let Some(Step::Element(_, index)) = context.path.last_mut() {
                *index += 1;
            }
        }
        context.path.pop();
        Ok(!self.list.is_empty())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        self.single(MapAccessDeserializer::new(map))
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }
}

impl<R: Record + Decode> Decode for BTreeMap<String, R> {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        self.clear();
        from.deserialize_any(MapVisitor { map: self, place })
    }
}

struct MapVisitor<'a, R> {
    map: &'a mut BTreeMap<String, R>,
    place: Place<'a>,
}

impl<'de, R: Record + Decode> Visitor<'de> for MapVisitor<'_, R> {
    type Value = bool;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "a map to {}", R::descriptor().proto)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let Place {
            member, context, ..
        } = self.place;
        context.path.push(Step::Member(member.proto));
        while let Some(key) = map.next_key::<String>()? {
            context.path.push(Step::Key(key.clone()));
            let mut value = R::default();
            let place = Place {
                member,
                in_path: true,
                context: &mut *context,
            };
            let present = map.next_value_seed(Slot {
                value: &mut value,
                place,
            })?;
            context.path.pop();
            if present {
                self.map.insert(key, value);
            } else {
                self.map.remove(&key);
            }
        }
        context.path.pop();
        Ok(!self.map.is_empty())
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<bool, A::Error> {
        self.place.list(&AnyVisitor.visit_seq(list)?);
        Ok(false)
    }

    fn visit_str<E>(self, value: &str) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }

    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }

    fn visit_i64<E>(self, value: i64) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }

    fn visit_u64<E>(self, value: u64) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }

    fn visit_f64<E>(self, value: f64) -> Result<bool, E> {
        self.place.invalid(&value.into());
        Ok(false)
    }
}

/// Reads any JSON value exactly as it is.
///
/// `Value`'s own `Deserialize` is not used: with the feature `raw_value` it gives a
/// meaning to an object with one magic member, which here is data like any other.
struct AnySeed;

impl<'de> DeserializeSeed<'de> for AnySeed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(AnySeed)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(AnySeed)?;
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}
