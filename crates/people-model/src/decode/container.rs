//! Lists, maps, and messages that may be absent.

use std::fmt;

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::MapAccessDeserializer,
    },
};
use serde_json::{Map, Value};

use super::{
    any::AnySeed,
    context::{Place, Step},
    not_an_object::not_an_object,
    read::{Decode, Record, Slot},
};
use crate::by_name::ByName;

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
        if self.list.len() == self.list.capacity() {
            // Most lists have one value or two, and values are large.
            self.list.reserve_exact(self.list.len().max(1));
        }
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
        Element {
            list: &mut *list,
            place,
        }
        .deserialize(from)?;
        Ok(!list.is_empty())
    }
}

impl<'de, T: Decode + Default> Visitor<'de> for ListVisitor<'_, T> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        loop {
            let place = Place {
                member,
                in_path: true,
                context: &mut *context,
            };
            let Some(()) = list.next_element_seed(Element {
                list: self.list,
                place,
            })?
            else {
                break;
            };
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

    fn visit_str<E: Error>(self, value: &str) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        self.single(value.into_deserializer())
    }
}

impl<R: Record + Decode> Decode for ByName<R> {
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
    map: &'a mut ByName<R>,
    place: Place<'a>,
}

impl<'de, R: Record + Decode> Visitor<'de> for MapVisitor<'_, R> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
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

    not_an_object!();
}
