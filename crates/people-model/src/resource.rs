//! Resource names and ids: one text for each, read strictly.

mod contact;
mod group;
mod person;
mod profile;

use std::{convert::Infallible, num::NonZeroU64};

pub use self::{
    contact::ContactId,
    group::{GroupId, GroupResourceName, SystemGroup},
    person::PersonResourceName,
    profile::ProfileId,
};

/// Text that is not the name or id it should be.
///
/// ```
/// use people_model::ContactId;
///
/// let error = "people/me".parse::<ContactId>().unwrap_err();
/// assert_eq!(error.to_string(), "`people/me` is not the name of a contact");
/// assert_eq!(error.found(), "people/me");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not {expected}")]
pub struct ParseNameError {
    expected: &'static str,
    found: String,
}

impl ParseNameError {
    fn new(expected: &'static str, found: &str) -> Self {
        Self {
            expected,
            found: found.to_owned(),
        }
    }

    /// The text, as written.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

/// A name converts into itself, so that a function can take any value that converts into a name.
impl From<Infallible> for ParseNameError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// What every name and id is: text that is read by `parse` and lent by `as_str`.
macro_rules! text {
    ($type:ident is $expected:literal) => {
        /// The text that [`as_str`](Self::as_str) lends.
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        /// Reads what [`Display`](std::fmt::Display) prints, and nothing else.
        impl std::str::FromStr for $type {
            type Err = $crate::ParseNameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text).ok_or_else(|| $crate::ParseNameError::new($expected, text))
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::ParseNameError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<&String> for $type {
            type Error = $crate::ParseNameError;

            fn try_from(text: &String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<String> for $type {
            type Error = $crate::ParseNameError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

use text;

const PEOPLE: &str = "people/";

/// Reads a number in its printed form: no sign, no leading zero, lower case. So each number has exactly one name.
fn canonical(text: &str, radix: u32) -> Option<NonZeroU64> {
    let lower_case = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if text.starts_with('0') || !lower_case {
        return None;
    }
    u64::from_str_radix(text, radix)
        .ok()
        .and_then(NonZeroU64::new)
}

/// A name that ends in the digits of a number, in place: `Copy`, and no allocation.
#[derive(Clone, Copy)]
struct Digits<const N: usize> {
    /// The text is at the end.
    bytes: [u8; N],
    start: u8,
}

impl<const N: usize> Digits<N> {
    /// The caller sees to it that the prefix and the digits of any number fit into `N` bytes.
    const fn new(prefix: &str, number: u64, radix: u64) -> Self {
        let mut bytes = [0; N];
        let mut start = N;
        let mut rest = number;
        while rest > 0 {
            start -= 1;
            bytes[start] = b"0123456789abcdef"[(rest % radix) as usize];
            rest /= radix;
        }
        let prefix = prefix.as_bytes();
        start -= prefix.len();
        let mut index = 0;
        while index < prefix.len() {
            bytes[start + index] = prefix[index];
            index += 1;
        }
        Self {
            bytes,
            start: start as u8,
        }
    }

    fn as_str(&self) -> &str {
        // ASCII throughout.
        str::from_utf8(&self.bytes[self.start as usize..]).unwrap_or_default()
    }
}
