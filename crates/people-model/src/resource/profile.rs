use std::fmt;

use super::{PEOPLE, text};

/// A profile's id: decimal digits, 21 of them as a rule.
///
/// `Display` prints only the id, which is also the id of the person's profile source.
///
/// ```
/// use people_model::ProfileId;
///
/// let id = ProfileId::parse("100000000000000000042").unwrap();
///
/// assert_eq!(id.to_string(), "100000000000000000042");
/// assert_eq!(id.resource_name(), "people/100000000000000000042");
/// assert_eq!(ProfileId::parse("c42"), None);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileId {
    /// The whole name, so that it can be lent as well as the id.
    name: Box<str>,
}

impl ProfileId {
    /// Reads an id; none when it is anything but digits.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Self {
            name: [PEOPLE, id].concat().into(),
        })
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name[PEOPLE.len()..]
    }

    /// The profile's name: `people/` and the id.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The profile's name: `people/` and the id.
    #[must_use]
    pub fn resource_name(&self) -> String {
        self.name().to_owned()
    }
}

impl fmt::Debug for ProfileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProfileId").field(&self.as_str()).finish()
    }
}

text! { ProfileId is "the id of a profile" }
