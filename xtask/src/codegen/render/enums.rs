//! The enums: open ones keep what they do not know, closed ones refuse it.

use super::{doc, match_by_length};
use crate::codegen::{
    schema::{Enum, EnumValue, Schema},
    spellings::{pascal, screaming},
};

pub(super) fn source(schema: &Schema) -> String {
    let mut text = "\
        use std::{fmt, str::FromStr};\n\
        use serde::{Deserializer, Serialize, Serializer};\n\
        use crate::{\
            decode::{Decode, Fit, Place, Scalar, scalar},\
            descriptor::{EnumDescriptor, ParseEnumError},\
            encode::{AppendJson, Encode, append_enum, enum_value},\
        };\n"
        .to_owned();
    for (name, set) in &schema.enums {
        text += &if set.closed {
            closed(name, set)
        } else {
            open(name, set)
        };
        text += &shared(name);
    }
    text
}

/// The variant of a value: its name without the enum's, `Unspecified` for zero.
fn variant(name: &str, value: &EnumValue) -> String {
    if value.name.ends_with("_UNSPECIFIED") || value.name.ends_with("_UNKNOWN") {
        return "Unspecified".to_owned();
    }
    let mut short = value.name.as_str();
    if let Some(rest) = short.strip_prefix(&format!("{}_", screaming(name))) {
        short = rest;
    }
    pascal(short)
}

fn variants(name: &str, set: &Enum, with_numbers: bool) -> String {
    let mut text = String::new();
    for value in &set.values {
        let note = if value.deprecated {
            " Deprecated by the API."
        } else {
            ""
        };
        text += &doc(&format!("`{}`: {}{note}", value.name, value.doc));
        if value.number == 0 {
            text += "#[default]";
        }
        text += &variant(name, value);
        if with_numbers {
            text += &format!(" = {}", value.number);
        }
        text += ",";
    }
    text
}

/// Reads the last value by its name.
fn example(name: &str, set: &Enum) -> String {
    let Some(last) = set.values.last() else {
        return String::new();
    };
    let (wire, variant) = (&last.name, variant(name, last));
    let lines = if set.closed {
        format!("assert_eq!({wire:?}.parse(), Ok({name}::{variant}));")
    } else {
        format!(
            "assert_eq!({name}::from({wire:?}), {name}::{variant});\n\
             assert!({name}::from(\"OF_A_LATER_VERSION\").is_unknown());"
        )
    };
    doc(&format!("\n```\nuse people_model::{name};\n\n{lines}\n```"))
}

fn descriptor(name: &str, set: &Enum) -> String {
    let values: String = set
        .values
        .iter()
        .map(|value| format!("({:?}, {}),", value.name, value.number))
        .collect();
    format!(
        "/// The names and numbers of the values.
        pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new({name:?}, {:?}, &[{values}]);\n",
        set.proto
    )
}

fn open(name: &str, set: &Enum) -> String {
    let names: String = set
        .values
        .iter()
        .map(|v| format!("Self::{} => {:?},", variant(name, v), v.name))
        .collect();
    let numbers: String = set
        .values
        .iter()
        .map(|v| format!("Self::{} => Some({}),", variant(name, v), v.number))
        .collect();
    let by_number: String = set
        .values
        .iter()
        .map(|v| format!("{} => Self::{},", v.number, variant(name, v)))
        .collect();
    let by_name = match_by_length(
        "name",
        set.values
            .iter()
            .map(|v| (v.name.as_str(), format!("Some(Self::{})", variant(name, v)))),
        "None",
    );
    format!(
        r#"
{doc}{example} #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)] #[non_exhaustive]
pub enum {name} {{
    {variants}
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}}

impl {name} {{
    {descriptor}

    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {{
        match self {{ {names} Self::Unknown(name) => name, Self::UnknownNumber(_) => "", }}
    }}

    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {{
        match self {{ {numbers} Self::Unknown(_) => None, Self::UnknownNumber(number) => Some(*number), }}
    }}

    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {{ matches!(self, Self::Unknown(_) | Self::UnknownNumber(_)) }}

    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {{
        match number {{ {by_number} _ => Self::UnknownNumber(number), }}
    }}

    fn from_name(name: &str) -> Option<Self> {{ {by_name} }}
}}

/// The value with this name, unknown or not.
impl From<&str> for {name} {{
    fn from(name: &str) -> Self {{
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }}
}}

impl fmt::Display for {name} {{
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {{
        match self {{
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }}
    }}
}}

impl Scalar for {name} {{
    fn set_str(&mut self, text: &str) -> Fit {{
        *self = Self::from(text);
        match self {{
            Self::Unknown(_) => match Self::DESCRIPTOR.parse(text) {{
                Some(number) => self.set_i64(number.into()),
                None => Fit::Unknown,
            }},
            _ => Fit::Good,
        }}
    }}

    fn set_i64(&mut self, number: i64) -> Fit {{
        let Ok(number) = i32::try_from(number) else {{ return Fit::Bad }};
        *self = Self::from_number(number);
        if self.is_unknown() {{ Fit::Unknown }} else {{ Fit::Good }}
    }}
}}

impl Serialize for {name} {{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{
        enum_value(self.as_str(), self.number(), serializer)
    }}
}}
"#,
        doc = doc(&set.doc),
        example = example(name, set),
        variants = variants(name, set, false),
        descriptor = descriptor(name, set),
    )
}

fn closed(name: &str, set: &Enum) -> String {
    let names: String = set
        .values
        .iter()
        .map(|v| format!("Self::{} => {:?},", variant(name, v), v.name))
        .collect();
    let by_number: String = set
        .values
        .iter()
        .map(|v| format!("{} => Some(Self::{}),", v.number, variant(name, v)))
        .collect();
    let by_name = match_by_length(
        "name",
        set.values
            .iter()
            .map(|v| (v.name.as_str(), format!("Some(Self::{})", variant(name, v)))),
        "None",
    );
    format!(
        r#"
{doc}{example} #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)] #[non_exhaustive]
pub enum {name} {{ {variants} }}

impl {name} {{
    {descriptor}

    /// The name as JSON spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {{ match self {{ {names} }} }}

    /// The number that protobuf gives the value.
    #[must_use]
    pub const fn number(self) -> i32 {{ self as i32 }}

    /// The value with this number.
    #[must_use]
    pub const fn from_number(number: i32) -> Option<Self> {{ match number {{ {by_number} _ => None, }} }}

    fn from_name(name: &str) -> Option<Self> {{ {by_name} }}
}}

/// Takes what [`EnumDescriptor::parse`] does.
impl FromStr for {name} {{
    type Err = ParseEnumError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {{
        let number = || Self::DESCRIPTOR.parse(text).and_then(Self::from_number);
        Self::from_name(text)
            .or_else(number)
            .ok_or_else(|| ParseEnumError::new(Self::DESCRIPTOR.proto, text))
    }}
}}

impl fmt::Display for {name} {{
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {{
        formatter.write_str(self.as_str())
    }}
}}

impl Scalar for {name} {{
    fn set_str(&mut self, text: &str) -> Fit {{
        text.parse().map_or(Fit::Bad, |value| {{ *self = value; Fit::Good }})
    }}

    fn set_i64(&mut self, number: i64) -> Fit {{
        let value = i32::try_from(number).ok().and_then(Self::from_number);
        value.map_or(Fit::Bad, |value| {{ *self = value; Fit::Good }})
    }}
}}

impl Serialize for {name} {{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{
        serializer.serialize_str(self.as_str())
    }}
}}
"#,
        doc = doc(&set.doc),
        example = example(name, set),
        variants = variants(name, set, true),
        descriptor = descriptor(name, set),
    )
}

fn shared(name: &str) -> String {
    format!(
        "
impl Encode for {name} {{
    fn is_unset(&self) -> bool {{ *self == Self::default() }}
}}

impl AppendJson for {name} {{
    fn append_json(&self, out: &mut Vec<u8>) {{ append_enum(self, self.as_str(), out) }}
}}

impl Decode for {name} {{
    fn read<'de, D: Deserializer<'de>>(&mut self, place: Place<'_>, from: D) -> Result<bool, D::Error> {{
        scalar(self, place, from)
    }}
}}
"
    )
}
