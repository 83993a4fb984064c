use super::{ContactId, PEOPLE, ParseNameError, ProfileId, text};
use crate::Person;

/// A person's name: `people/` and one segment.
///
/// ```
/// use people_model::{ContactId, PersonResourceName};
///
/// assert_eq!(PersonResourceName::parse("people/me"), Some(PersonResourceName::Me));
/// assert_eq!(
///     PersonResourceName::parse("people/c42"),
///     ContactId::new(42).map(PersonResourceName::Contact),
/// );
/// assert_eq!(PersonResourceName::parse("contactGroups/starred"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // `Other` is everything else
pub enum PersonResourceName {
    /// `people/me`: the caller.
    Me,
    /// `people/c…`: a contact.
    Contact(ContactId),
    /// `people/…`: a profile.
    Profile(ProfileId),
    /// Any other name of that form, unchanged. It belongs to no person.
    Other(String),
}

impl PersonResourceName {
    /// Reads a name; none when it is not of the form `people/*`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let segment = name.strip_prefix(PEOPLE)?;
        if segment.is_empty() || segment.contains('/') {
            return None;
        }
        Some(if name == ME {
            Self::Me
        } else if let Some(id) = ContactId::parse(name) {
            Self::Contact(id)
        } else if let Some(id) = ProfileId::parse(segment) {
            Self::Profile(id)
        } else {
            Self::Other(name.to_owned())
        })
    }

    /// The name, as it was read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Me => ME,
            Self::Contact(id) => id.as_str(),
            Self::Profile(id) => id.name(),
            Self::Other(name) => name,
        }
    }
}

impl From<ContactId> for PersonResourceName {
    fn from(id: ContactId) -> Self {
        Self::Contact(id)
    }
}

impl From<ProfileId> for PersonResourceName {
    fn from(id: ProfileId) -> Self {
        Self::Profile(id)
    }
}

/// The name that the person has.
impl TryFrom<&Person> for PersonResourceName {
    type Error = ParseNameError;

    fn try_from(person: &Person) -> Result<Self, Self::Error> {
        person.resource_name.parse()
    }
}

text! { PersonResourceName is "the name of a person" }

const ME: &str = "people/me";
