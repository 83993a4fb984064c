use std::fmt;

use super::owner;

/// An entry that the store does not hold as the seed has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Differing {
    /// The account.
    pub account: String,
    /// What of it, such as `contact 3`.
    pub what: String,
    /// Whether it exists with other values.
    pub is_there: bool,
    /// Where a group of its name has another resource name in the store: that one. Its members are put
    /// in it.
    pub is_named: Option<String>,
}

impl fmt::Display for Differing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: ", owner(&self.account), self.what)?;
        match (&self.is_named, self.is_there) {
            (Some(name), _) => write!(f, "exists as {name}; its members were added to that group"),
            (None, true) => f.write_str("exists with other values, which did not change"),
            (None, false) => f.write_str("is missing"),
        }
    }
}
