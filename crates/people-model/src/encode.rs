//! What the generated encoders share: members in wire order, unset ones left out.
//!
//! A message is written in two ways: by `serde`, in any format, and as JSON text. The second takes half of the
//! time: the names of members need no escapes, and most texts need none.

use std::convert::Infallible;

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use crate::{by_name::ByName, decode::Record, extra::Extra};

/// What the members of a message are written to.
///
/// Public for the reason that [`Record`] is.
pub trait Members {
    type Error;

    /// Writes a member, unless it is unset.
    fn member<T: Encode>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>;

    /// Writes the members that the schema does not have.
    fn extra(&mut self, extra: &Extra) -> Result<(), Self::Error>;
}

/// A member's value, which is left out of the JSON while it is unset.
pub trait Encode: AppendJson {
    fn is_unset(&self) -> bool;
}

/// A value that can be written as JSON text.
pub trait AppendJson: Serialize {
    fn append_json(&self, out: &mut Vec<u8>);
}

/// Writes a message by `serde`.
pub(crate) fn serialize<R: Record, S: Serializer>(
    record: &R,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = Object::<S>(serializer.serialize_map(None)?);
    record.write_members(&mut object)?;
    object.0.end()
}

struct Object<S: Serializer>(S::SerializeMap);

impl<S: Serializer> Members for Object<S> {
    type Error = S::Error;

    fn member<T: Encode>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        match value.is_unset() {
            true => Ok(()),
            false => self.0.serialize_entry(name, value),
        }
    }

    fn extra(&mut self, extra: &Extra) -> Result<(), S::Error> {
        let mut members = extra.iter();
        members.try_for_each(|(name, value)| self.0.serialize_entry(name, value))
    }
}

/// JSON text of a message.
pub(crate) fn to_json<R: AppendJson>(message: &R) -> String {
    let mut json = Vec::with_capacity(128);
    message.append_json(&mut json);
    String::from_utf8(json).unwrap_or_else(|error| unreachable!("{error}"))
}

impl<R: Record + Serialize> AppendJson for R {
    fn append_json(&self, out: &mut Vec<u8>) {
        let start = out.len();
        let mut object = JsonObject { out, start };
        let Ok(()) = self.write_members(&mut object);
        if out.len() == start {
            out.push(b'{');
        }
        out.push(b'}');
    }
}

/// An object under construction, of which nothing is written yet or at least one member.
struct JsonObject<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
}

impl JsonObject<'_> {
    /// Writes what is before the next member.
    fn separate(&mut self) {
        let is_first = self.out.len() == self.start;
        self.out.push(if is_first { b'{' } else { b',' });
    }
}

impl Members for JsonObject<'_> {
    type Error = Infallible;

    fn member<T: Encode>(&mut self, name: &'static str, value: &T) -> Result<(), Infallible> {
        if !value.is_unset() {
            self.separate();
            self.out.push(b'"');
            self.out.extend_from_slice(name.as_bytes());
            self.out.push(b'"');
            self.out.push(b':');
            value.append_json(self.out);
        }
        Ok(())
    }

    fn extra(&mut self, extra: &Extra) -> Result<(), Infallible> {
        for (name, value) in extra.iter() {
            self.separate();
            append_text(name, self.out);
            self.out.push(b':');
            append_by_serde(value, self.out);
        }
        Ok(())
    }
}

/// A JSON string.
fn append_text(text: &str, out: &mut Vec<u8>) {
    if needs_escapes(text.as_bytes()) {
        return append_by_serde(text, out);
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Whether a JSON string has other characters for some of this text. Most bytes are looked at eight at a time.
fn needs_escapes(text: &[u8]) -> bool {
    let (eights, few) = text.as_chunks();
    let Some(last) = text.last_chunk() else {
        let mut few = few.iter();
        return few.any(|&byte| byte < b' ' || byte == b'"' || byte == b'\\');
    };
    let found = eights.iter().map(escaped);
    found.fold(escaped(last), |all, found| all | found) != 0
}

/// Has bits if one of eight bytes needs an escape, and none if none does.
fn escaped(eight: &[u8; 8]) -> u64 {
    const fn eight_times(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    // A byte below a limit borrows, and so gets its highest bit, unless it had it before.
    let below = |bytes: u64, limit: u8| bytes.wrapping_sub(eight_times(limit)) & !bytes;
    let bytes = u64::from_le_bytes(*eight);
    let equal = |byte: u8| below(bytes ^ eight_times(byte), 1);
    (below(bytes, b' ') | equal(b'"') | equal(b'\\')) & eight_times(0x80)
}

/// A value whose keys are strings and whose numbers are finite, so that JSON has it.
fn append_by_serde<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).unwrap_or_else(|error| unreachable!("{error}"));
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

/// The same as JSON text.
pub(crate) fn append_enum<T: Serialize>(value: &T, name: &str, out: &mut Vec<u8>) {
    match name {
        "" => append_by_serde(value, out),
        name => append_text(name, out),
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

impl<T: AppendJson> Encode for Option<T> {
    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

impl<T: AppendJson> Encode for Vec<T> {
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl<T: AppendJson> Encode for ByName<T> {
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl AppendJson for String {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_text(self, out);
    }
}

impl AppendJson for bool {
    fn append_json(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl AppendJson for i32 {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_by_serde(self, out);
    }
}

/// Unset members are left out before this is called.
impl<T: AppendJson> AppendJson for Option<T> {
    fn append_json(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.append_json(out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

impl<T: AppendJson> AppendJson for Vec<T> {
    fn append_json(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        for (index, value) in self.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            value.append_json(out);
        }
        out.push(b']');
    }
}

impl<T: AppendJson> AppendJson for ByName<T> {
    fn append_json(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        for (index, (name, value)) in self.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            append_text(name, out);
            out.push(b':');
            value.append_json(out);
        }
        out.push(b'}');
    }
}

impl AppendJson for Map<String, Value> {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_by_serde(self, out);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_byte_at_each_place_needs_an_escape_or_none() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=0xff {
                    let mut text = vec![0xff; length];
                    text[place] = byte;
                    let expected = byte < b' ' || byte == b'"' || byte == b'\\';
                    assert_eq!(
                        needs_escapes(&text),
                        expected,
                        "{byte} at {place} of {length}"
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_text_is_written_as_serde_writes_it(
            text in "[ -~]{0,40}|\\PC{0,20}|[\\x00-\\x7f\u{80}\u{a0}é]{0,20}"
        ) {
            let mut json = Vec::new();
            append_text(&text, &mut json);
            prop_assert_eq!(String::from_utf8(json).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }
}
