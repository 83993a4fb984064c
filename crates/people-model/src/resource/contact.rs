use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    num::NonZeroU64,
};

use super::{Digits, ParseNameError, canonical, text};
use crate::Person;

/// A contact's id: a number that is not zero (rule `E4`).
///
/// It is spelled in two ways: in decimal in the contact's name, in hexadecimal as the id of
/// the person's contact source.
///
/// ```
/// use people_model::ContactId;
///
/// let id = ContactId::new(0x2a).unwrap();
///
/// assert_eq!(id.as_str(), "people/c42");
/// assert_eq!(id.source_id(), "2a");
/// assert_eq!("people/c42".parse(), Ok(id));
/// assert_eq!(ContactId::from_source_id("2a"), Some(id));
/// ```
#[derive(Clone, Copy)]
pub struct ContactId {
    id: NonZeroU64,
    name: Digits<NAME>,
}

/// The longest name: the prefix and the 20 digits of the largest number.
const NAME: usize = PREFIX.len() + 20;

const PREFIX: &str = "people/c";
const OTHER_PREFIX: &str = "otherContacts/c";

impl ContactId {
    /// The contact with this number; none for zero.
    #[must_use]
    pub const fn new(id: u64) -> Option<Self> {
        match NonZeroU64::new(id) {
            Some(id) => Some(Self::of(id)),
            None => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.id.get()
    }

    /// The contact's name: `people/c` and the number in decimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.name.as_str()
    }

    /// The contact's name as an owned text.
    #[must_use]
    pub fn resource_name(self) -> String {
        self.as_str().to_owned()
    }

    /// The name of the other contact with this number: `otherContacts/c` and the number in decimal.
    ///
    /// ```
    /// use people_model::ContactId;
    ///
    /// let id = ContactId::new(42).unwrap();
    /// assert_eq!(id.other_contact_name(), "otherContacts/c42");
    /// assert_eq!(ContactId::parse_other_contact("otherContacts/c42"), Some(id));
    /// assert_eq!(ContactId::parse_other_contact("people/c42"), None);
    /// ```
    #[must_use]
    pub fn other_contact_name(self) -> String {
        format!("{OTHER_PREFIX}{}", self.get())
    }

    /// Reads the name of another contact; none when it is not how
    /// [`other_contact_name`](Self::other_contact_name) spells it.
    #[must_use]
    pub fn parse_other_contact(name: &str) -> Option<Self> {
        canonical(name.strip_prefix(OTHER_PREFIX)?, 10).map(Self::of)
    }

    /// The id of a person's contact source: the number in lower-case hexadecimal.
    #[must_use]
    pub fn source_id(self) -> String {
        let (digits, first) = self.source_digits();
        // ASCII throughout.
        let id = str::from_utf8(&digits[first..]);
        id.unwrap_or_default().to_owned()
    }

    /// Whether a text is the id of the person's contact source, in any case.
    ///
    /// ```
    /// use people_model::ContactId;
    ///
    /// let id = ContactId::new(0x2a).unwrap();
    /// assert!(id.is_source_id("2a") && id.is_source_id("2A"));
    /// assert!(!id.is_source_id("02a"));
    /// ```
    #[must_use]
    pub fn is_source_id(self, text: &str) -> bool {
        let (digits, first) = self.source_digits();
        digits[first..].eq_ignore_ascii_case(text.as_bytes())
    }

    /// The digits with zeros before them, and which is the first that is none. By hand, since every value of a
    /// contact names its source and `format!` is slow at it.
    fn source_digits(self) -> ([u8; 16], usize) {
        let (number, mut digits) = (self.get(), [0; 16]);
        for (digit, shift) in digits.iter_mut().zip((0..u64::BITS).step_by(4).rev()) {
            *digit = b"0123456789abcdef"[(number >> shift) as usize & 0xf];
        }
        (digits, number.leading_zeros() as usize / 4)
    }

    /// Reads a contact's name; none when it is another's, or not how [`as_str`](Self::as_str)
    /// spells it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        canonical(name.strip_prefix(PREFIX)?, 10).map(Self::of)
    }

    /// Reads the id of a contact source; none when it is not how
    /// [`source_id`](Self::source_id) spells it.
    #[must_use]
    pub fn from_source_id(id: &str) -> Option<Self> {
        canonical(id, 16).map(Self::of)
    }

    const fn of(id: NonZeroU64) -> Self {
        Self {
            id,
            name: Digits::new(PREFIX, id.get(), 10),
        }
    }
}

/// The name is not compared: it follows from the number.
impl PartialEq for ContactId {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for ContactId {}

/// In the order of the numbers.
impl Ord for ContactId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

impl PartialOrd for ContactId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for ContactId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Debug for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContactId({})", self.id)
    }
}

/// The contact that the person says it is.
///
/// ```
/// use people_model::{ContactId, Person};
///
/// let ada = Person::new().resource_name("people/c42");
/// assert_eq!(ContactId::try_from(&ada)?.get(), 42);
/// # Ok::<(), people_model::ParseNameError>(())
/// ```
impl TryFrom<&Person> for ContactId {
    type Error = ParseNameError;

    fn try_from(person: &Person) -> Result<Self, Self::Error> {
        person.resource_name.parse()
    }
}

text! { ContactId is "the name of a contact" }
