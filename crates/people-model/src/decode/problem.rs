//! What can be wrong with well-formed JSON.

use std::fmt;

/// Something in a JSON text that the message has no place for.
///
/// Paths are protobuf's: `person.names[0].given_name`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A member that the message does not have. It is kept in the message's `extra`.
    UnknownMember {
        /// The message that it is in; empty at the top without a root.
        path: String,
        /// The member's name, as written.
        name: String,
    },
    /// A value of the wrong type, or out of range. The member stays unset.
    InvalidValue {
        /// The member.
        path: String,
        /// The type it has: `TYPE_INT32`, `type.googleapis.com/google.type.Date`.
        expected: String,
        /// The value as JSON text, cut when long.
        found: String,
    },
    /// A name or number that the enum does not have. It is kept as unknown.
    UnknownEnumValue {
        /// The member.
        path: String,
        /// The enum: `type.googleapis.com/google.people.v1.SourceType`.
        expected: String,
        /// The value as JSON text.
        found: String,
    },
    /// A list where one value belongs. The member stays unset.
    UnexpectedList {
        /// The message it stands in.
        path: String,
        /// The member's name.
        name: String,
    },
    /// A list where a map belongs. The member stays unset.
    ListForMap {
        /// The message it stands in.
        path: String,
        /// The member's name.
        name: String,
    },
}

impl Problem {
    /// Whether the message still holds everything that the text has.
    ///
    /// True for unknown members and values. A reader can continue with them. A server cannot, if it must understand
    /// what it stores.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(
            self,
            Self::UnknownMember { .. } | Self::UnknownEnumValue { .. }
        )
    }

    /// The path that the API names in the `field` of a violation. For an unknown member it is the path of the message;
    /// otherwise it is the path of the member.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::UnknownMember { path, .. }
            | Self::InvalidValue { path, .. }
            | Self::UnknownEnumValue { path, .. }
            | Self::UnexpectedList { path, .. }
            | Self::ListForMap { path, .. } => path,
        }
    }

    /// Whether the API's front end counts the text as malformed, and says so with
    /// `Invalid JSON payload received. ` before the message.
    #[must_use]
    pub fn is_payload_error(&self) -> bool {
        !matches!(
            self,
            Self::InvalidValue { .. } | Self::UnknownEnumValue { .. }
        )
    }

    /// What the API's front end says about it.
    #[must_use]
    pub fn message(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, name, why) = match self {
            Self::InvalidValue {
                path,
                expected,
                found,
            }
            | Self::UnknownEnumValue {
                path,
                expected,
                found,
            } => {
                return write!(formatter, "Invalid value at '{path}' ({expected}), {found}");
            }
            Self::UnknownMember { path, name } => (path, name, "Cannot find field."),
            Self::UnexpectedList { path, name } => (
                path,
                name,
                "Proto field is not repeating, cannot start list.",
            ),
            Self::ListForMap { path, name } => (path, name, "Cannot bind a list to map."),
        };
        write!(formatter, "Unknown name \"{name}\"")?;
        if !path.is_empty() {
            write!(formatter, " at '{path}'")?;
        }
        write!(formatter, ": {why}")
    }
}
