use std::{fmt, num::NonZeroU64};

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
/// assert_eq!(id.resource_name(), "people/c42");
/// assert_eq!(id.source_id(), "2a");
/// assert_eq!(ContactId::from_resource_name("people/c42"), Some(id));
/// assert_eq!(ContactId::from_source_id("2a"), Some(id));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactId(NonZeroU64);

impl ContactId {
    /// The contact with this number; none for zero.
    #[must_use]
    pub const fn new(id: u64) -> Option<Self> {
        match NonZeroU64::new(id) {
            Some(id) => Some(Self(id)),
            None => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0.get()
    }

    /// The contact's name: `people/c` and the number in decimal.
    #[must_use]
    pub fn resource_name(self) -> String {
        self.to_string()
    }

    /// The id of a person's contact source: the number in lower-case hexadecimal.
    #[must_use]
    pub fn source_id(self) -> String {
        // By hand, since every value of a contact names its source and `format!` is slow at it.
        let number = self.get();
        let digits = 16 - number.leading_zeros() / 4;
        (0..digits)
            .rev()
            .map(|digit| char::from(b"0123456789abcdef"[(number >> (4 * digit)) as usize & 0xf]))
            .collect()
    }

    /// Reads a contact's name; none when it is another's, or not how
    /// [`resource_name`](Self::resource_name) spells it.
    #[must_use]
    pub fn from_resource_name(name: &str) -> Option<Self> {
        Self::from_segment(name.strip_prefix(PEOPLE)?)
    }

    /// Reads the id of a contact source; none when it is not how
    /// [`source_id`](Self::source_id) spells it.
    #[must_use]
    pub fn from_source_id(id: &str) -> Option<Self> {
        canonical(id, 16).map(Self)
    }

    fn from_segment(segment: &str) -> Option<Self> {
        canonical(segment.strip_prefix('c')?, 10).map(Self)
    }
}

/// The contact's name.
impl fmt::Display for ContactId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{PEOPLE}c{}", self.0)
    }
}

/// A profile's id: decimal digits, 21 of them as a rule.
///
/// `Display` prints the id alone, which is also that of the person's profile source.
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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileId(Box<str>);

impl ProfileId {
    /// Reads an id; none when it is anything but digits.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Self(id.into()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The profile's name: `people/` and the id.
    #[must_use]
    pub fn resource_name(&self) -> String {
        format!("{PEOPLE}{self}")
    }
}

impl fmt::Display for ProfileId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A person's name: `people/` and one segment.
///
/// ```
/// use people_model::{ContactId, PersonName};
///
/// assert_eq!(PersonName::parse("people/me"), Some(PersonName::Me));
/// assert_eq!(
///     PersonName::parse("people/c42"),
///     ContactId::new(42).map(PersonName::Contact),
/// );
/// assert_eq!(PersonName::parse("contactGroups/starred"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // `Other` is everything else
pub enum PersonName {
    /// `people/me`: the caller.
    Me,
    /// `people/c…`: a contact.
    Contact(ContactId),
    /// `people/…`: a profile.
    Profile(ProfileId),
    /// The last segment of any other name of that form, which nobody has.
    Other(String),
}

impl PersonName {
    /// Reads a name; none when it is not of the form `people/*`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let segment = name.strip_prefix(PEOPLE)?;
        if segment.is_empty() || segment.contains('/') {
            return None;
        }
        Some(if segment == ME {
            Self::Me
        } else if let Some(id) = ContactId::from_segment(segment) {
            Self::Contact(id)
        } else if let Some(id) = ProfileId::parse(segment) {
            Self::Profile(id)
        } else {
            Self::Other(segment.to_owned())
        })
    }
}

/// The name, as it was read.
impl fmt::Display for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => write!(formatter, "{PEOPLE}{ME}"),
            Self::Contact(id) => id.fmt(formatter),
            Self::Profile(id) => write!(formatter, "{PEOPLE}{id}"),
            Self::Other(segment) => write!(formatter, "{PEOPLE}{segment}"),
        }
    }
}

/// The id of a group that a user made: a number that is not zero, in lower-case hexadecimal
/// (rule `G2`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId {
    id: NonZeroU64,
    /// With leading zeros.
    digits: [u8; 16],
}

impl GroupId {
    /// The group with this number; none for zero.
    #[must_use]
    pub fn new(id: u64) -> Option<Self> {
        let id = NonZeroU64::new(id)?;
        let digits = std::array::from_fn(|index| {
            let nibble = id.get() >> (60 - 4 * index) & 0xf;
            b"0123456789abcdef"[nibble as usize]
        });
        Some(Self { id, digits })
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.id.get()
    }

    /// The number in lower-case hexadecimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let zeros = self.id.leading_zeros() as usize / 4;
        str::from_utf8(&self.digits[zeros..]).unwrap_or_default()
    }
}

impl fmt::Debug for GroupId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "GroupId({self})")
    }
}

impl fmt::Display for GroupId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A contact group that every account has and nobody made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SystemGroup {
    /// `starred`
    Starred,
    /// `friends`, deprecated
    Friends,
    /// `family`, deprecated
    Family,
    /// `coworkers`, deprecated
    Coworkers,
    /// `myContacts`: what a user means by their contacts.
    MyContacts,
    /// `chatBuddies`, deprecated
    ChatBuddies,
    /// `all`, deprecated
    All,
    /// `blocked`, deprecated
    Blocked,
}

impl SystemGroup {
    /// Every system group, in the order in which the API lists them.
    pub const ALL: [Self; 8] = [
        Self::Starred,
        Self::Friends,
        Self::Family,
        Self::Coworkers,
        Self::MyContacts,
        Self::ChatBuddies,
        Self::All,
        Self::Blocked,
    ];

    /// The group's id, which is its name in the API as well.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Starred => "starred",
            Self::Friends => "friends",
            Self::Family => "family",
            Self::Coworkers => "coworkers",
            Self::MyContacts => "myContacts",
            Self::ChatBuddies => "chatBuddies",
            Self::All => "all",
            Self::Blocked => "blocked",
        }
    }

    /// The name to show to people, in English.
    #[must_use]
    pub const fn formatted_name(self) -> &'static str {
        match self {
            Self::Starred => "Starred",
            Self::Friends => "Friends",
            Self::Family => "Family",
            Self::Coworkers => "Coworkers",
            Self::MyContacts => "My Contacts",
            Self::ChatBuddies => "Chat contacts",
            Self::All => "All Contacts",
            Self::Blocked => "Blocked",
        }
    }

    /// Whether contacts can be added to the group (rule `U16`). They can be taken out of
    /// any.
    #[must_use]
    pub const fn takes_members(self) -> bool {
        matches!(self, Self::MyContacts | Self::Starred)
    }
}

/// A contact group's name: `contactGroups/` and the group's id.
///
/// ```
/// use people_model::{GroupName, SystemGroup};
///
/// let starred = GroupName::parse("contactGroups/starred").unwrap();
/// assert_eq!(starred.system(), Some(SystemGroup::Starred));
///
/// let book_club = GroupName::parse("contactGroups/1a2b3c").unwrap();
/// assert_eq!(book_club.user_id(), Some(0x1a2b3c));
/// assert_eq!(book_club.id(), "1a2b3c");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // a group is somebody's or it is not
pub enum GroupName {
    /// A group that every account has.
    System(SystemGroup),
    /// A group that a user made.
    User(GroupId),
}

impl GroupName {
    /// Reads a name; none when no group can have it. A group has one name: letters in upper
    /// case and leading zeros are not read.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let id = name.strip_prefix(GROUPS)?;
        match SystemGroup::ALL
            .into_iter()
            .find(|system| system.id() == id)
        {
            Some(system) => Some(Self::System(system)),
            None => GroupId::new(canonical(id, 16)?.get()).map(Self::User),
        }
    }

    /// The group's id: the name's last segment.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::System(system) => system.id(),
            Self::User(id) => id.as_str(),
        }
    }

    /// The system group of that name, if it is one.
    #[must_use]
    pub const fn system(self) -> Option<SystemGroup> {
        match self {
            Self::System(system) => Some(system),
            Self::User(_) => None,
        }
    }

    /// Whether every account has the group.
    #[must_use]
    pub const fn is_system(self) -> bool {
        matches!(self, Self::System(_))
    }

    /// The number of a user's group, if it is one.
    #[must_use]
    pub const fn user_id(self) -> Option<u64> {
        match self {
            Self::System(_) => None,
            Self::User(id) => Some(id.get()),
        }
    }
}

impl fmt::Display for GroupName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{GROUPS}{}", self.id())
    }
}

impl From<SystemGroup> for GroupName {
    fn from(system: SystemGroup) -> Self {
        Self::System(system)
    }
}

impl From<GroupId> for GroupName {
    fn from(id: GroupId) -> Self {
        Self::User(id)
    }
}

const PEOPLE: &str = "people/";
const ME: &str = "me";
const GROUPS: &str = "contactGroups/";

/// Reads a number as it is printed: no sign, no leading zero, lower case. Whoever has a
/// number has one name.
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
