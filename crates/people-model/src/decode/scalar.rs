//! Text, numbers, truth values and enums.

use std::fmt;

use serde::{
    Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use super::{any::AnyVisitor, context::Place, read::Decode};
use crate::literal::{parse_bool, parse_int32, whole};

/// The result of reading a scalar from a JSON value.
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

    /// A float that is whole is that number.
    fn set_f64(&mut self, value: f64) -> Fit {
        match whole(value) {
            Some(value) => self.set_i64(value.into()),
            None => Fit::Bad,
        }
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

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        parse_bool(text).map_or(Fit::Bad, |value| self.set_bool(value))
    }

    fn set_i64(&mut self, value: i64) -> Fit {
        match value {
            0 => self.set_bool(false),
            1 => self.set_bool(true),
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

    fn set_str(&mut self, text: &str) -> Fit {
        parse_int32(text).map_or(Fit::Bad, |value| self.set_i64(value.into()))
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
