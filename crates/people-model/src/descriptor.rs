//! What messages and enums look like at run time: the names and types of members, the names of values.

use std::{borrow::Cow, fmt};

use crate::literal::parse_int32;

/// The names and types of a message's members.
#[non_exhaustive]
pub struct Descriptor {
    /// The message's name in Rust and in the API's reference: `EmailAddress`.
    pub name: &'static str,
    /// The full protobuf name: `google.people.v1.EmailAddress`.
    pub proto: &'static str,
    /// The members, in wire order.
    pub members: &'static [Member],
}

impl Descriptor {
    pub(crate) const fn new(
        name: &'static str,
        proto: &'static str,
        members: &'static [Member],
    ) -> Self {
        Self {
            name,
            proto,
            members,
        }
    }

    /// The member with this name, as JSON or as protobuf spells it.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members
            .iter()
            .find(|member| member.json == name || member.proto == name)
    }
}

/// Prints only the name, because descriptors refer to each other.
impl fmt::Debug for Descriptor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Descriptor({})", self.proto)
    }
}

/// A member of a message.
#[derive(Debug)]
#[non_exhaustive]
pub struct Member {
    /// The name as JSON spells it: `givenName`.
    pub json: &'static str,
    /// The name as protobuf spells it: `given_name`. Paths in error messages use it.
    pub proto: &'static str,
    /// What the member holds, or each element of it.
    pub kind: ValueKind,
    /// Whether it is a list.
    pub repeated: bool,
    /// Whether only the server sets it; what a request says is ignored.
    pub output_only: bool,
    /// Whether the API discourages its use.
    pub deprecated: bool,
    /// The values of a free-text member that the API knows, each with its display form: `("homeFax", "Home Fax")`.
    /// Anything else is allowed too.
    pub predefined: &'static [(&'static str, &'static str)],
}

impl Member {
    pub(crate) const fn new(json: &'static str, proto: &'static str, kind: ValueKind) -> Self {
        Self {
            json,
            proto,
            kind,
            repeated: false,
            output_only: false,
            deprecated: false,
            predefined: &[],
        }
    }

    pub(crate) const fn repeated(self) -> Self {
        Self {
            repeated: true,
            ..self
        }
    }

    pub(crate) const fn output_only(self) -> Self {
        Self {
            output_only: true,
            ..self
        }
    }

    pub(crate) const fn deprecated(self) -> Self {
        Self {
            deprecated: true,
            ..self
        }
    }

    pub(crate) const fn predefined(
        self,
        predefined: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { predefined, ..self }
    }

    /// How the API displays `value`, when it is one of the values it knows.
    #[must_use]
    pub fn display(&self, value: &str) -> Option<&'static str> {
        self.predefined
            .iter()
            .find(|(known, _)| *known == value)
            .map(|(_, display)| *display)
    }
}

/// What a member holds.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums)] // code that walks members must know each kind
pub enum ValueKind {
    /// Text.
    String,
    /// True or false.
    Bool,
    /// A whole number of 32 bits.
    Int32,
    /// A time as RFC 3339 text; held as text.
    Timestamp,
    /// A comma-separated list of paths; held as text.
    FieldMask,
    /// Base64 text; held as text.
    Bytes,
    /// Any JSON object.
    Struct,
    /// One of a set of names.
    Enum(&'static EnumDescriptor),
    /// A message.
    Message(&'static Descriptor),
    /// Messages by name.
    Map(&'static Descriptor),
}

impl ValueKind {
    /// The kind of a member, by a name that the decoder takes; of a map any name is an entry's. `None`
    /// if there is no such member.
    #[must_use]
    pub fn of_member(self, name: &str) -> Option<Self> {
        match self {
            Self::Message(message) => message.member(name).map(|member| member.kind),
            Self::Map(message) => Some(Self::Message(message)),
            Self::String
            | Self::Bool
            | Self::Int32
            | Self::Timestamp
            | Self::FieldMask
            | Self::Bytes
            | Self::Struct
            | Self::Enum(_) => None,
        }
    }

    /// How the API names the type in an error message: `TYPE_STRING` for a scalar,
    /// `type.googleapis.com/google.people.v1.Name` for a message or an enum.
    #[must_use]
    pub fn type_name(self) -> Cow<'static, str> {
        match self {
            Self::String => "TYPE_STRING".into(),
            Self::Bool => "TYPE_BOOL".into(),
            Self::Int32 => "TYPE_INT32".into(),
            Self::Bytes => "TYPE_BYTES".into(),
            Self::Timestamp => "type.googleapis.com/google.protobuf.Timestamp".into(),
            Self::FieldMask => "type.googleapis.com/google.protobuf.FieldMask".into(),
            Self::Struct => "type.googleapis.com/google.protobuf.Struct".into(),
            Self::Enum(set) => format!("type.googleapis.com/{}", set.proto).into(),
            Self::Message(message) | Self::Map(message) => {
                format!("type.googleapis.com/{}", message.proto).into()
            }
        }
    }
}

/// The names of an enum's values.
#[derive(Debug)]
#[non_exhaustive]
pub struct EnumDescriptor {
    /// The enum's name in Rust: `NicknameType`.
    pub name: &'static str,
    /// The full protobuf name: `google.people.v1.Nickname.NicknameType`.
    pub proto: &'static str,
    /// Every value with its number. The first is zero, and means unset.
    pub values: &'static [(&'static str, i32)],
}

impl EnumDescriptor {
    pub(crate) const fn new(
        name: &'static str,
        proto: &'static str,
        values: &'static [(&'static str, i32)],
    ) -> Self {
        Self {
            name,
            proto,
            values,
        }
    }

    /// Reads a value that comes as text, and returns its number. The text is a name, in any case and with `-` for `_`,
    /// or the number of a value (rules `F3`, `F4`).
    ///
    /// ```
    /// use people_model::ContentType;
    ///
    /// assert_eq!(ContentType::DESCRIPTOR.parse("text-html"), Some(2));
    /// assert_eq!(ContentType::DESCRIPTOR.parse("2"), Some(2));
    /// assert_eq!(ContentType::DESCRIPTOR.parse("textHtml"), None);
    /// ```
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<i32> {
        let same = |letter: (u8, u8)| match letter {
            (b'_', b'-') => true,
            (known, given) => known.eq_ignore_ascii_case(&given),
        };
        let named =
            |name: &str| name.len() == text.len() && name.bytes().zip(text.bytes()).all(same);
        let number = parse_int32(text);
        self.values
            .iter()
            .find(|&&(name, known)| Some(known) == number || named(name))
            .map(|&(_, known)| known)
    }

    /// The number of a value.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i32> {
        self.values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, number)| *number)
    }

    /// The name of a value.
    #[must_use]
    pub fn name_of(&self, number: i32) -> Option<&'static str> {
        self.values
            .iter()
            .find(|(_, known)| *known == number)
            .map(|(name, _)| *name)
    }
}

/// Text that names no value of a closed enum.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a value of {expected}")]
pub struct ParseEnumError {
    expected: &'static str,
    found: String,
}

impl ParseEnumError {
    pub(crate) fn new(expected: &'static str, found: &str) -> Self {
        Self {
            expected,
            found: found.to_owned(),
        }
    }

    /// The full protobuf name of the enum.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// The text, as written.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}
