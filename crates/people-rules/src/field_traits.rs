//! What a field's entries are called by, in one table.
use people_model::PersonField;

/// How people call the entries of a field, and what they mean by a bare text (rules `T1`, `T3`).
///
/// Members are named as JSON spells them. What the API composes of other members is a fact of the schema:
/// [`Entry::COMPOSED`](people_model::Entry::COMPOSED).
///
/// ```
/// use people_model::PersonField;
/// use people_rules::{FieldTraits, Wording};
///
/// let traits = FieldTraits::of(PersonField::Addresses);
/// assert_eq!(traits.main, Some("formattedValue"));
/// assert_eq!(traits.main_part, Some("streetAddress"));
/// assert_eq!(traits.wording, Wording::Words);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldTraits {
    /// The member that says what an entry is, and that a text without the name of a member sets. `None` for
    /// fields that clients cannot set.
    pub main: Option<&'static str>,
    /// The part of the main member that a text sets if it comes with other parts: the street of an address.
    pub main_part: Option<&'static str>,
    /// The member that a text `KEY=VALUE` sets beside the main one, which is then a key.
    pub value: Option<&'static str>,
    /// A member that says the same as the main one in another form, and is not kept together with it: the text of a
    /// birthday (rule `D6`).
    pub instead: Option<&'static str>,
    /// Another member by which people call an entry: the title of a job.
    pub also: Option<&'static str>,
    /// When two texts of the main member mean the same.
    pub wording: Wording,
}

/// When two texts of a main member mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // a `match` over the wordings has to meet a new one
pub enum Wording {
    /// When they are equal.
    Exact,
    /// When they are one e-mail address: in any case.
    Email,
    /// When they are one phone number: in any spelling.
    Number,
    /// When they name one contact group: by its resource name or by its id.
    Group,
    /// When they have the same words: commas, lines, blanks and case do not matter.
    Words,
}

impl FieldTraits {
    /// The traits of a field.
    #[must_use]
    pub const fn of(field: PersonField) -> Self {
        use PersonField as F;
        match field {
            F::Addresses => Self {
                main_part: Some("streetAddress"),
                wording: Wording::Words,
                ..Self::main("formattedValue")
            },
            F::Birthdays => Self {
                instead: Some("text"),
                ..Self::main("date")
            },
            F::CalendarUrls => Self::main("url"),
            F::ClientData | F::UserDefined => Self {
                value: Some("value"),
                ..Self::main("key")
            },
            F::EmailAddresses => Self {
                wording: Wording::Email,
                ..Self::main("value")
            },
            F::Events => Self::main("date"),
            F::ImClients => Self::main("username"),
            F::Memberships => Self {
                wording: Wording::Group,
                ..Self::main("contactGroupMembership")
            },
            F::Names => Self {
                also: Some("displayName"),
                ..Self::main("unstructuredName")
            },
            F::Organizations => Self {
                also: Some("title"),
                ..Self::main("name")
            },
            F::PhoneNumbers => Self {
                wording: Wording::Number,
                ..Self::main("value")
            },
            F::Relations => Self::main("person"),
            F::Biographies
            | F::ExternalIds
            | F::Genders
            | F::Interests
            | F::Locales
            | F::Locations
            | F::MiscKeywords
            | F::Nicknames
            | F::Occupations
            | F::SipAddresses
            | F::Urls => Self::main("value"),
            // Clients do not set these.
            F::AgeRanges | F::CoverPhotos | F::Metadata | F::Photos | F::Skills => Self::NONE,
        }
    }

    const NONE: Self = Self {
        main: None,
        main_part: None,
        value: None,
        instead: None,
        also: None,
        wording: Wording::Exact,
    };

    const fn main(member: &'static str) -> Self {
        Self {
            main: Some(member),
            ..Self::NONE
        }
    }
}

/// The main member of a field's entries: the address of an e-mail, the date of a birthday, the whole text of
/// a postal address. `None` for fields that clients cannot set.
///
/// ```
/// use people_model::PersonField;
/// use people_rules::main_member;
///
/// assert_eq!(main_member(PersonField::Relations), Some("person"));
/// assert_eq!(main_member(PersonField::Photos), None);
/// ```
pub const fn main_member(field: PersonField) -> Option<&'static str> {
    FieldTraits::of(field).main
}
