use people_model::ReadSourceType;

/// The source types a read returns (rule `U4`).
///
/// A set: the parameter `sources` is repeated, and its order means nothing.
///
/// ```
/// use people_model::ReadSourceType;
/// use people_rules::Sources;
///
/// assert_eq!(Sources::from_iter([]), Sources::DEFAULT);
/// assert!(!Sources::from_iter([ReadSourceType::Contact]).contains(ReadSourceType::Profile));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sources(u8);

impl Sources {
    /// Contact and profile: what a request without `sources` gets.
    pub const DEFAULT: Self =
        Self(1 << ReadSourceType::Contact as u8 | 1 << ReadSourceType::Profile as u8);

    /// Only contact: the sources of a search without `sources`.
    pub const CONTACT: Self = Self(1 << ReadSourceType::Contact as u8);

    /// The types that a request names. None if it names none, or only `READ_SOURCE_TYPE_UNSPECIFIED`.
    ///
    /// ```
    /// use people_model::ReadSourceType;
    /// use people_rules::Sources;
    ///
    /// assert_eq!(Sources::named([ReadSourceType::Unspecified]), None);
    /// assert_eq!(Sources::named([ReadSourceType::Contact]), Some(Sources::CONTACT));
    /// ```
    pub fn named(types: impl IntoIterator<Item = ReadSourceType>) -> Option<Self> {
        let bits = types
            .into_iter()
            .filter(|&source| source != ReadSourceType::Unspecified)
            .fold(0, |bits, source| bits | 1 << source as u8);
        (bits != 0).then_some(Self(bits))
    }

    /// Whether values of this type are returned.
    pub const fn contains(self, source: ReadSourceType) -> bool {
        self.0 & (1 << source as u8) != 0
    }

    /// The types in the set, in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = ReadSourceType> {
        [
            ReadSourceType::Profile,
            ReadSourceType::Contact,
            ReadSourceType::DomainContact,
            ReadSourceType::OtherContact,
        ]
        .into_iter()
        .filter(move |&source| self.contains(source))
    }

    /// The types in the set; none where they are those of a request that names none.
    ///
    /// ```
    /// use people_model::ReadSourceType;
    /// use people_rules::Sources;
    ///
    /// assert_eq!(Sources::DEFAULT.unless_default(), []);
    /// assert_eq!(Sources::from_iter([ReadSourceType::Contact]).unless_default(), [ReadSourceType::Contact]);
    /// ```
    pub fn unless_default(self) -> Vec<ReadSourceType> {
        match self {
            Self::DEFAULT => Vec::new(),
            sources => sources.iter().collect(),
        }
    }

    /// The containers that were read, as the person's etag names them (rule `E2`).
    ///
    /// A profile brings the account and the domain profile with it.
    pub(crate) fn containers(self) -> &'static [u8] {
        let contact = self.contains(ReadSourceType::Contact);
        let profile = self.contains(ReadSourceType::Profile);
        match (contact, profile) {
            (true, true) => &[1, 2, 5, 7],
            (true, false) => &[2],
            (false, true) => &[1, 5, 7],
            (false, false) => &[],
        }
    }
}

impl Default for Sources {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl FromIterator<ReadSourceType> for Sources {
    /// An empty list means the default, and so does a list with only `READ_SOURCE_TYPE_UNSPECIFIED`.
    fn from_iter<I: IntoIterator<Item = ReadSourceType>>(sources: I) -> Self {
        Self::named(sources).unwrap_or(Self::DEFAULT)
    }
}
