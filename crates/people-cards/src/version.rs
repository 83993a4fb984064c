//! The versions of vCard.

use std::fmt;

/// The versions of vCard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // the code that reads and writes has to know each
pub enum Version {
    /// vCard 2.1, of the Internet Mail Consortium.
    V2_1,
    /// vCard 3.0: RFC 2426.
    V3,
    /// vCard 4.0: RFC 6350.
    V4,
}

impl Version {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::V2_1, Self::V3, Self::V4];

    /// What a card says.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2_1 => "2.1",
            Self::V3 => "3.0",
            Self::V4 => "4.0",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
