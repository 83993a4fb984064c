//! What the generated encoders share: members in wire order, unset ones left out.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use crate::{by_name::ByName, extra::Extra};

/// A member's value, which is left out of the JSON while it is unset.
pub(crate) trait Encode: Serialize {
    fn is_unset(&self) -> bool;
}

/// A JSON object under construction.
pub(crate) struct Object<S: Serializer>(S::SerializeMap);

impl<S: Serializer> Object<S> {
    pub(crate) fn new(serializer: S) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(Self)
    }

    pub(crate) fn member<T: Encode>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        if value.is_unset() {
            Ok(())
        } else {
            self.0.serialize_entry(name, value)
        }
    }

    pub(crate) fn end(mut self, extra: &Extra) -> Result<S::Ok, S::Error> {
        for (name, value) in extra.iter() {
            self.0.serialize_entry(name, value)?;
        }
        self.0.end()
    }
}

/// JSON text of a message. Its keys are strings and its numbers finite, so it has one.
pub(crate) fn to_json<T: Serialize>(message: &T) -> String {
    serde_json::to_string(message).unwrap_or_else(|error| unreachable!("{error}"))
}

/// Appends the JSON text of a list of messages, which has one as a message does.
pub(crate) fn append_json<T: Serialize>(list: &[T], out: &mut Vec<u8>) {
    serde_json::to_writer(out, list).unwrap_or_else(|error| unreachable!("{error}"));
}

/// A member's value as JSON has it; none while it is unset.
pub(crate) fn member_value<T: Encode>(value: &T) -> Option<Value> {
    if value.is_unset() {
        return None;
    }
    Some(serde_json::to_value(value).unwrap_or_else(|error| unreachable!("{error}")))
}

/// An enum's value: its name, or the number of one that has no name here.
pub(crate) fn enum_value<S: Serializer>(
    name: &str,
    number: Option<i32>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match (name, number) {
        ("", Some(number)) => serializer.serialize_i32(number),
        (name, _) => serializer.serialize_str(name),
    }
}

impl Encode for String {
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl Encode for bool {
    fn is_unset(&self) -> bool {
        !*self
    }
}

impl Encode for i32 {
    fn is_unset(&self) -> bool {
        *self == 0
    }
}

impl<T: Serialize> Encode for Option<T> {
    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

impl<T: Serialize> Encode for Vec<T> {
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Serialize> Encode for ByName<T> {
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}
