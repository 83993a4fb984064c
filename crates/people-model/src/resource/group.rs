use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    num::NonZeroU64,
};

use super::{Digits, canonical, text};

/// The id of a group that a user made: a number that is not zero, in lower-case hexadecimal
/// (rule `G2`).
///
/// ```
/// use people_model::{GroupId, GroupResourceName};
///
/// let id: GroupId = "1a2b3c".parse()?;
/// assert_eq!(id.get(), 0x1a2b3c);
/// assert_eq!(GroupResourceName::from(id).as_str(), "contactGroups/1a2b3c");
/// # Ok::<(), people_model::ParseNameError>(())
/// ```
#[derive(Clone, Copy)]
pub struct GroupId {
    id: NonZeroU64,
    name: Digits<NAME>,
}

/// The longest name: the prefix and 16 digits.
const NAME: usize = GROUPS.len() + 16;

impl GroupId {
    /// The group with this number; none for zero.
    #[must_use]
    pub const fn new(id: u64) -> Option<Self> {
        match NonZeroU64::new(id) {
            Some(id) => Some(Self {
                id,
                name: Digits::new(GROUPS, id.get(), 16),
            }),
            None => None,
        }
    }

    /// Reads an id; none when it is not how [`as_str`](Self::as_str) spells it.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::new(canonical(id, 16)?.get())
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.id.get()
    }

    /// The number in lower-case hexadecimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name.as_str()[GROUPS.len()..]
    }
}

/// The name is not compared: it follows from the number.
impl PartialEq for GroupId {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for GroupId {}

/// In the order of the numbers.
impl Ord for GroupId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

impl PartialOrd for GroupId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for GroupId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Debug for GroupId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "GroupId({self})")
    }
}

text! { GroupId is "the id of a user's contact group" }

/// A system group: every account has it, and no user created it.
///
/// ```
/// use people_model::SystemGroup;
///
/// assert_eq!("myContacts".parse(), Ok(SystemGroup::MyContacts));
/// assert_eq!(SystemGroup::MyContacts.formatted_name(), "My Contacts");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// Reads an id; none when no system group has it.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.id() == id)
    }

    /// The group's id, which is its name in the API as well.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.name().split_at(GROUPS.len()).1
    }

    /// The same as [`id`](Self::id): the text that the group is printed as.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.id()
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Starred => "contactGroups/starred",
            Self::Friends => "contactGroups/friends",
            Self::Family => "contactGroups/family",
            Self::Coworkers => "contactGroups/coworkers",
            Self::MyContacts => "contactGroups/myContacts",
            Self::ChatBuddies => "contactGroups/chatBuddies",
            Self::All => "contactGroups/all",
            Self::Blocked => "contactGroups/blocked",
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

text! { SystemGroup is "the id of a system group" }

/// A contact group's name: `contactGroups/` and the group's id.
///
/// ```
/// use people_model::{GroupResourceName, SystemGroup};
///
/// let starred = GroupResourceName::parse("contactGroups/starred").unwrap();
/// assert_eq!(starred.system(), Some(SystemGroup::Starred));
///
/// let book_club = GroupResourceName::parse("contactGroups/1a2b3c").unwrap();
/// assert_eq!(book_club.user_id(), Some(0x1a2b3c));
/// assert_eq!(book_club.id(), "1a2b3c");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)] // a group is somebody's or it is not
pub enum GroupResourceName {
    /// A group that every account has.
    System(SystemGroup),
    /// A group that a user made.
    User(GroupId),
}

impl GroupResourceName {
    /// Reads a name; none when no group can have it. A group has one name: letters in upper
    /// case and leading zeros are not read.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let id = name.strip_prefix(GROUPS)?;
        match SystemGroup::parse(id) {
            Some(system) => Some(Self::System(system)),
            None => GroupId::parse(id).map(Self::User),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::System(system) => system.name(),
            Self::User(id) => id.name.as_str(),
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

text! { GroupResourceName is "the name of a contact group" }

impl From<SystemGroup> for GroupResourceName {
    fn from(system: SystemGroup) -> Self {
        Self::System(system)
    }
}

impl From<GroupId> for GroupResourceName {
    fn from(id: GroupId) -> Self {
        Self::User(id)
    }
}

const GROUPS: &str = "contactGroups/";
