// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use std::{fmt, str::FromStr};
use crate::{
    descriptor::{Descriptor, Member},
    field_mask::{FieldMask, ParseFieldMaskError},
    update_mask::UpdateMask,
};
use super::descriptors;
/// A field of [`Person`](crate::Person) that a mask can name, in wire order (rules U2, U3).
///
/// ```
/// use people_model::PersonField;
///
/// for field in PersonField::ALL {
///     assert_eq!(field.as_str().parse(), Ok(field));
///     assert_eq!(field.proto().parse(), Ok(field));
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)]
#[repr(u8)]
pub enum PersonField {
    /// `metadata`: The sources, and whether the person is gone.
    Metadata = 0,
    /// `locales`: Language preferences.
    Locales = 1,
    /// `names`: Names.
    Names = 2,
    /// `nicknames`: Nicknames.
    Nicknames = 3,
    /// `coverPhotos`: Banners of profiles.
    CoverPhotos = 4,
    /// `photos`: Pictures.
    Photos = 5,
    /// `genders`: Genders.
    Genders = 6,
    /// `ageRanges`: Age brackets.
    AgeRanges = 7,
    /// `birthdays`: Birthdays.
    Birthdays = 8,
    /// `addresses`: Postal addresses.
    Addresses = 9,
    /// `emailAddresses`: E-mail addresses.
    EmailAddresses = 10,
    /// `phoneNumbers`: Phone numbers.
    PhoneNumbers = 11,
    /// `biographies`: Notes about the person.
    Biographies = 12,
    /// `urls`: Web addresses.
    Urls = 13,
    /// `organizations`: Employers and schools.
    Organizations = 14,
    /// `occupations`: Occupations.
    Occupations = 15,
    /// `skills`: Skills.
    Skills = 16,
    /// `interests`: Interests.
    Interests = 17,
    /// `memberships`: Groups and domains the person belongs to.
    Memberships = 18,
    /// `events`: Dates that matter.
    Events = 19,
    /// `imClients`: Instant messengers.
    ImClients = 20,
    /// `relations`: Relations to other people.
    Relations = 21,
    /// `userDefined`: Fields that the user made up.
    UserDefined = 22,
    /// `sipAddresses`: Internet telephony addresses.
    SipAddresses = 23,
    /// `calendarUrls`: Addresses of calendars.
    CalendarUrls = 24,
    /// `clientData`: Keys and values that programs keep.
    ClientData = 25,
    /// `externalIds`: Identifiers in other systems.
    ExternalIds = 26,
    /// `locations`: Desks and places of origin.
    Locations = 27,
    /// `miscKeywords`: Keywords from other programs.
    MiscKeywords = 28,
}
const _: () = assert!(PersonField::ALL.len() <= 64, "a mask is a set of 64 bits");
impl PersonField {
    /// Every field, in wire order: the position of a field is its discriminant.
    pub const ALL: [Self; 29] = [
        Self::Metadata,
        Self::Locales,
        Self::Names,
        Self::Nicknames,
        Self::CoverPhotos,
        Self::Photos,
        Self::Genders,
        Self::AgeRanges,
        Self::Birthdays,
        Self::Addresses,
        Self::EmailAddresses,
        Self::PhoneNumbers,
        Self::Biographies,
        Self::Urls,
        Self::Organizations,
        Self::Occupations,
        Self::Skills,
        Self::Interests,
        Self::Memberships,
        Self::Events,
        Self::ImClients,
        Self::Relations,
        Self::UserDefined,
        Self::SipAddresses,
        Self::CalendarUrls,
        Self::ClientData,
        Self::ExternalIds,
        Self::Locations,
        Self::MiscKeywords,
    ];
    /// The name as JSON and masks spell it: `emailAddresses`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Locales => "locales",
            Self::Names => "names",
            Self::Nicknames => "nicknames",
            Self::CoverPhotos => "coverPhotos",
            Self::Photos => "photos",
            Self::Genders => "genders",
            Self::AgeRanges => "ageRanges",
            Self::Birthdays => "birthdays",
            Self::Addresses => "addresses",
            Self::EmailAddresses => "emailAddresses",
            Self::PhoneNumbers => "phoneNumbers",
            Self::Biographies => "biographies",
            Self::Urls => "urls",
            Self::Organizations => "organizations",
            Self::Occupations => "occupations",
            Self::Skills => "skills",
            Self::Interests => "interests",
            Self::Memberships => "memberships",
            Self::Events => "events",
            Self::ImClients => "imClients",
            Self::Relations => "relations",
            Self::UserDefined => "userDefined",
            Self::SipAddresses => "sipAddresses",
            Self::CalendarUrls => "calendarUrls",
            Self::ClientData => "clientData",
            Self::ExternalIds => "externalIds",
            Self::Locations => "locations",
            Self::MiscKeywords => "miscKeywords",
        }
    }
    /// The name as protobuf spells it: `email_addresses`. Paths in error messages use it.
    #[must_use]
    pub const fn proto(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Locales => "locales",
            Self::Names => "names",
            Self::Nicknames => "nicknames",
            Self::CoverPhotos => "cover_photos",
            Self::Photos => "photos",
            Self::Genders => "genders",
            Self::AgeRanges => "age_ranges",
            Self::Birthdays => "birthdays",
            Self::Addresses => "addresses",
            Self::EmailAddresses => "email_addresses",
            Self::PhoneNumbers => "phone_numbers",
            Self::Biographies => "biographies",
            Self::Urls => "urls",
            Self::Organizations => "organizations",
            Self::Occupations => "occupations",
            Self::Skills => "skills",
            Self::Interests => "interests",
            Self::Memberships => "memberships",
            Self::Events => "events",
            Self::ImClients => "im_clients",
            Self::Relations => "relations",
            Self::UserDefined => "user_defined",
            Self::SipAddresses => "sip_addresses",
            Self::CalendarUrls => "calendar_urls",
            Self::ClientData => "client_data",
            Self::ExternalIds => "external_ids",
            Self::Locations => "locations",
            Self::MiscKeywords => "misc_keywords",
        }
    }
    /// The field with this name, in either spelling.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        match name.len() {
            4 => {
                match name {
                    "urls" => Some(Self::Urls),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "names" => Some(Self::Names),
                    _ => None,
                }
            }
            6 => {
                match name {
                    "photos" => Some(Self::Photos),
                    "skills" => Some(Self::Skills),
                    "events" => Some(Self::Events),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "locales" => Some(Self::Locales),
                    "genders" => Some(Self::Genders),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(Self::Metadata),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "nicknames" => Some(Self::Nicknames),
                    "ageRanges" => Some(Self::AgeRanges),
                    "birthdays" => Some(Self::Birthdays),
                    "addresses" => Some(Self::Addresses),
                    "interests" => Some(Self::Interests),
                    "imClients" => Some(Self::ImClients),
                    "relations" => Some(Self::Relations),
                    "locations" => Some(Self::Locations),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "age_ranges" => Some(Self::AgeRanges),
                    "im_clients" => Some(Self::ImClients),
                    "clientData" => Some(Self::ClientData),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "coverPhotos" => Some(Self::CoverPhotos),
                    "biographies" => Some(Self::Biographies),
                    "occupations" => Some(Self::Occupations),
                    "memberships" => Some(Self::Memberships),
                    "userDefined" => Some(Self::UserDefined),
                    "client_data" => Some(Self::ClientData),
                    "externalIds" => Some(Self::ExternalIds),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "cover_photos" => Some(Self::CoverPhotos),
                    "phoneNumbers" => Some(Self::PhoneNumbers),
                    "user_defined" => Some(Self::UserDefined),
                    "sipAddresses" => Some(Self::SipAddresses),
                    "calendarUrls" => Some(Self::CalendarUrls),
                    "external_ids" => Some(Self::ExternalIds),
                    "miscKeywords" => Some(Self::MiscKeywords),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "phone_numbers" => Some(Self::PhoneNumbers),
                    "organizations" => Some(Self::Organizations),
                    "sip_addresses" => Some(Self::SipAddresses),
                    "calendar_urls" => Some(Self::CalendarUrls),
                    "misc_keywords" => Some(Self::MiscKeywords),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "emailAddresses" => Some(Self::EmailAddresses),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "email_addresses" => Some(Self::EmailAddresses),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    /// Whether `updatePersonFields` may name the field (rule U2).
    #[must_use]
    pub const fn is_updatable(self) -> bool {
        matches!(
            self, Self::Locales | Self::Names | Self::Nicknames | Self::Genders |
            Self::Birthdays | Self::Addresses | Self::EmailAddresses | Self::PhoneNumbers
            | Self::Biographies | Self::Urls | Self::Organizations | Self::Occupations |
            Self::Interests | Self::Memberships | Self::Events | Self::ImClients |
            Self::Relations | Self::UserDefined | Self::SipAddresses | Self::CalendarUrls
            | Self::ClientData | Self::ExternalIds | Self::Locations | Self::MiscKeywords
        )
    }
    /// Whether a contact source has at most one value of the field (rule U8).
    #[must_use]
    pub const fn is_singleton(self) -> bool {
        matches!(self, Self::Names | Self::Genders | Self::Birthdays | Self::Biographies)
    }
    /// Whether the field's values have a `type` member.
    #[must_use]
    pub const fn has_type(self) -> bool {
        matches!(
            self, Self::Nicknames | Self::Addresses | Self::EmailAddresses |
            Self::PhoneNumbers | Self::Urls | Self::Organizations | Self::Events |
            Self::ImClients | Self::Relations | Self::SipAddresses | Self::CalendarUrls |
            Self::ExternalIds | Self::Locations | Self::MiscKeywords
        )
    }
    /// The ids that stand for the field inside a person etag.
    #[must_use]
    pub const fn etag_ids(self) -> &'static [u8] {
        match self {
            Self::Metadata => &[],
            Self::Locales => &[6],
            Self::Names => &[2, 61],
            Self::Nicknames => &[10],
            Self::CoverPhotos => &[4],
            Self::Photos => &[3],
            Self::Genders => &[8],
            Self::AgeRanges => &[13],
            Self::Birthdays => &[7],
            Self::Addresses => &[16, 64],
            Self::EmailAddresses => &[9, 62],
            Self::PhoneNumbers => &[11, 63],
            Self::Biographies => &[5],
            Self::Urls => &[14],
            Self::Organizations => &[12],
            Self::Occupations => &[15],
            Self::Skills => &[19],
            Self::Interests => &[20],
            Self::Memberships => &[],
            Self::Events => &[21],
            Self::ImClients => &[25],
            Self::Relations => &[33],
            Self::UserDefined => &[22],
            Self::SipAddresses => &[34],
            Self::CalendarUrls => &[35],
            Self::ClientData => &[36],
            Self::ExternalIds => &[37],
            Self::Locations => &[38],
            Self::MiscKeywords => &[39],
        }
    }
    /// The members, as JSON spells them, by which a merge recognises one entry of the
    /// field. Empty: there is one entry per source, or entries are compared whole.
    #[must_use]
    pub const fn identity(self) -> &'static [&'static str] {
        match self {
            Self::Metadata => &[],
            Self::Locales => &["value"],
            Self::Names => &[],
            Self::Nicknames => &["value", "type"],
            Self::CoverPhotos => &["url"],
            Self::Photos => &["url"],
            Self::Genders => &[],
            Self::AgeRanges => &["ageRange"],
            Self::Birthdays => &[],
            Self::Addresses => &["type"],
            Self::EmailAddresses => &["value"],
            Self::PhoneNumbers => &["value"],
            Self::Biographies => &[],
            Self::Urls => &["value"],
            Self::Organizations => &["name"],
            Self::Occupations => &["value"],
            Self::Skills => &["value"],
            Self::Interests => &["value"],
            Self::Memberships => &["contactGroupMembership", "domainMembership"],
            Self::Events => &["type", "date"],
            Self::ImClients => &["protocol", "username"],
            Self::Relations => &["type", "person"],
            Self::UserDefined => &["key"],
            Self::SipAddresses => &["value"],
            Self::CalendarUrls => &["url"],
            Self::ClientData => &["key"],
            Self::ExternalIds => &["type", "value"],
            Self::Locations => &["type", "value"],
            Self::MiscKeywords => &["type", "value"],
        }
    }
    /// What one value of the field looks like.
    #[must_use]
    pub fn descriptor(self) -> &'static Descriptor {
        match self {
            Self::Metadata => &descriptors::PERSON_METADATA,
            Self::Locales => &descriptors::LOCALE,
            Self::Names => &descriptors::NAME,
            Self::Nicknames => &descriptors::NICKNAME,
            Self::CoverPhotos => &descriptors::COVER_PHOTO,
            Self::Photos => &descriptors::PHOTO,
            Self::Genders => &descriptors::GENDER,
            Self::AgeRanges => &descriptors::AGE_RANGE_TYPE,
            Self::Birthdays => &descriptors::BIRTHDAY,
            Self::Addresses => &descriptors::ADDRESS,
            Self::EmailAddresses => &descriptors::EMAIL_ADDRESS,
            Self::PhoneNumbers => &descriptors::PHONE_NUMBER,
            Self::Biographies => &descriptors::BIOGRAPHY,
            Self::Urls => &descriptors::URL,
            Self::Organizations => &descriptors::ORGANIZATION,
            Self::Occupations => &descriptors::OCCUPATION,
            Self::Skills => &descriptors::SKILL,
            Self::Interests => &descriptors::INTEREST,
            Self::Memberships => &descriptors::MEMBERSHIP,
            Self::Events => &descriptors::EVENT,
            Self::ImClients => &descriptors::IM_CLIENT,
            Self::Relations => &descriptors::RELATION,
            Self::UserDefined => &descriptors::USER_DEFINED,
            Self::SipAddresses => &descriptors::SIP_ADDRESS,
            Self::CalendarUrls => &descriptors::CALENDAR_URL,
            Self::ClientData => &descriptors::CLIENT_DATA,
            Self::ExternalIds => &descriptors::EXTERNAL_ID,
            Self::Locations => &descriptors::LOCATION,
            Self::MiscKeywords => &descriptors::MISC_KEYWORD,
        }
    }
    /// The member that says of which kind a value is, and which the API also displays.
    pub(crate) fn displayed(self) -> Option<&'static Member> {
        match self {
            Self::Metadata => None,
            Self::Locales => None,
            Self::Names => None,
            Self::Nicknames => None,
            Self::CoverPhotos => None,
            Self::Photos => None,
            Self::Genders => Some(&descriptors::GENDER.members[1]),
            Self::AgeRanges => None,
            Self::Birthdays => None,
            Self::Addresses => Some(&descriptors::ADDRESS.members[2]),
            Self::EmailAddresses => Some(&descriptors::EMAIL_ADDRESS.members[2]),
            Self::PhoneNumbers => Some(&descriptors::PHONE_NUMBER.members[3]),
            Self::Biographies => None,
            Self::Urls => Some(&descriptors::URL.members[2]),
            Self::Organizations => Some(&descriptors::ORGANIZATION.members[1]),
            Self::Occupations => None,
            Self::Skills => None,
            Self::Interests => None,
            Self::Memberships => None,
            Self::Events => Some(&descriptors::EVENT.members[2]),
            Self::ImClients => Some(&descriptors::IM_CLIENT.members[2]),
            Self::Relations => Some(&descriptors::RELATION.members[2]),
            Self::UserDefined => None,
            Self::SipAddresses => Some(&descriptors::SIP_ADDRESS.members[2]),
            Self::CalendarUrls => Some(&descriptors::CALENDAR_URL.members[2]),
            Self::ClientData => None,
            Self::ExternalIds => Some(&descriptors::EXTERNAL_ID.members[2]),
            Self::Locations => None,
            Self::MiscKeywords => Some(&descriptors::MISC_KEYWORD.members[2]),
        }
    }
}
/// The name in either spelling.
impl FromStr for PersonField {
    type Err = ParseFieldMaskError;
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::from_wire(name).ok_or_else(|| ParseFieldMaskError::new(name, name))
    }
}
/// The name as JSON spells it.
impl fmt::Display for PersonField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
impl AsRef<str> for PersonField {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}
/// One mask for each field.
impl FieldMask {
    /// [`PersonField::Metadata`] alone.
    pub const METADATA: Self = Self::only(PersonField::Metadata);
    /// [`PersonField::Locales`] alone.
    pub const LOCALES: Self = Self::only(PersonField::Locales);
    /// [`PersonField::Names`] alone.
    pub const NAMES: Self = Self::only(PersonField::Names);
    /// [`PersonField::Nicknames`] alone.
    pub const NICKNAMES: Self = Self::only(PersonField::Nicknames);
    /// [`PersonField::CoverPhotos`] alone.
    pub const COVER_PHOTOS: Self = Self::only(PersonField::CoverPhotos);
    /// [`PersonField::Photos`] alone.
    pub const PHOTOS: Self = Self::only(PersonField::Photos);
    /// [`PersonField::Genders`] alone.
    pub const GENDERS: Self = Self::only(PersonField::Genders);
    /// [`PersonField::AgeRanges`] alone.
    pub const AGE_RANGES: Self = Self::only(PersonField::AgeRanges);
    /// [`PersonField::Birthdays`] alone.
    pub const BIRTHDAYS: Self = Self::only(PersonField::Birthdays);
    /// [`PersonField::Addresses`] alone.
    pub const ADDRESSES: Self = Self::only(PersonField::Addresses);
    /// [`PersonField::EmailAddresses`] alone.
    pub const EMAIL_ADDRESSES: Self = Self::only(PersonField::EmailAddresses);
    /// [`PersonField::PhoneNumbers`] alone.
    pub const PHONE_NUMBERS: Self = Self::only(PersonField::PhoneNumbers);
    /// [`PersonField::Biographies`] alone.
    pub const BIOGRAPHIES: Self = Self::only(PersonField::Biographies);
    /// [`PersonField::Urls`] alone.
    pub const URLS: Self = Self::only(PersonField::Urls);
    /// [`PersonField::Organizations`] alone.
    pub const ORGANIZATIONS: Self = Self::only(PersonField::Organizations);
    /// [`PersonField::Occupations`] alone.
    pub const OCCUPATIONS: Self = Self::only(PersonField::Occupations);
    /// [`PersonField::Skills`] alone.
    pub const SKILLS: Self = Self::only(PersonField::Skills);
    /// [`PersonField::Interests`] alone.
    pub const INTERESTS: Self = Self::only(PersonField::Interests);
    /// [`PersonField::Memberships`] alone.
    pub const MEMBERSHIPS: Self = Self::only(PersonField::Memberships);
    /// [`PersonField::Events`] alone.
    pub const EVENTS: Self = Self::only(PersonField::Events);
    /// [`PersonField::ImClients`] alone.
    pub const IM_CLIENTS: Self = Self::only(PersonField::ImClients);
    /// [`PersonField::Relations`] alone.
    pub const RELATIONS: Self = Self::only(PersonField::Relations);
    /// [`PersonField::UserDefined`] alone.
    pub const USER_DEFINED: Self = Self::only(PersonField::UserDefined);
    /// [`PersonField::SipAddresses`] alone.
    pub const SIP_ADDRESSES: Self = Self::only(PersonField::SipAddresses);
    /// [`PersonField::CalendarUrls`] alone.
    pub const CALENDAR_URLS: Self = Self::only(PersonField::CalendarUrls);
    /// [`PersonField::ClientData`] alone.
    pub const CLIENT_DATA: Self = Self::only(PersonField::ClientData);
    /// [`PersonField::ExternalIds`] alone.
    pub const EXTERNAL_IDS: Self = Self::only(PersonField::ExternalIds);
    /// [`PersonField::Locations`] alone.
    pub const LOCATIONS: Self = Self::only(PersonField::Locations);
    /// [`PersonField::MiscKeywords`] alone.
    pub const MISC_KEYWORDS: Self = Self::only(PersonField::MiscKeywords);
}
/// One mask for each field that an update may replace.
impl UpdateMask {
    /// [`PersonField::Locales`] alone.
    pub const LOCALES: Self = Self::only(PersonField::Locales).unwrap();
    /// [`PersonField::Names`] alone.
    pub const NAMES: Self = Self::only(PersonField::Names).unwrap();
    /// [`PersonField::Nicknames`] alone.
    pub const NICKNAMES: Self = Self::only(PersonField::Nicknames).unwrap();
    /// [`PersonField::Genders`] alone.
    pub const GENDERS: Self = Self::only(PersonField::Genders).unwrap();
    /// [`PersonField::Birthdays`] alone.
    pub const BIRTHDAYS: Self = Self::only(PersonField::Birthdays).unwrap();
    /// [`PersonField::Addresses`] alone.
    pub const ADDRESSES: Self = Self::only(PersonField::Addresses).unwrap();
    /// [`PersonField::EmailAddresses`] alone.
    pub const EMAIL_ADDRESSES: Self = Self::only(PersonField::EmailAddresses).unwrap();
    /// [`PersonField::PhoneNumbers`] alone.
    pub const PHONE_NUMBERS: Self = Self::only(PersonField::PhoneNumbers).unwrap();
    /// [`PersonField::Biographies`] alone.
    pub const BIOGRAPHIES: Self = Self::only(PersonField::Biographies).unwrap();
    /// [`PersonField::Urls`] alone.
    pub const URLS: Self = Self::only(PersonField::Urls).unwrap();
    /// [`PersonField::Organizations`] alone.
    pub const ORGANIZATIONS: Self = Self::only(PersonField::Organizations).unwrap();
    /// [`PersonField::Occupations`] alone.
    pub const OCCUPATIONS: Self = Self::only(PersonField::Occupations).unwrap();
    /// [`PersonField::Interests`] alone.
    pub const INTERESTS: Self = Self::only(PersonField::Interests).unwrap();
    /// [`PersonField::Memberships`] alone.
    pub const MEMBERSHIPS: Self = Self::only(PersonField::Memberships).unwrap();
    /// [`PersonField::Events`] alone.
    pub const EVENTS: Self = Self::only(PersonField::Events).unwrap();
    /// [`PersonField::ImClients`] alone.
    pub const IM_CLIENTS: Self = Self::only(PersonField::ImClients).unwrap();
    /// [`PersonField::Relations`] alone.
    pub const RELATIONS: Self = Self::only(PersonField::Relations).unwrap();
    /// [`PersonField::UserDefined`] alone.
    pub const USER_DEFINED: Self = Self::only(PersonField::UserDefined).unwrap();
    /// [`PersonField::SipAddresses`] alone.
    pub const SIP_ADDRESSES: Self = Self::only(PersonField::SipAddresses).unwrap();
    /// [`PersonField::CalendarUrls`] alone.
    pub const CALENDAR_URLS: Self = Self::only(PersonField::CalendarUrls).unwrap();
    /// [`PersonField::ClientData`] alone.
    pub const CLIENT_DATA: Self = Self::only(PersonField::ClientData).unwrap();
    /// [`PersonField::ExternalIds`] alone.
    pub const EXTERNAL_IDS: Self = Self::only(PersonField::ExternalIds).unwrap();
    /// [`PersonField::Locations`] alone.
    pub const LOCATIONS: Self = Self::only(PersonField::Locations).unwrap();
    /// [`PersonField::MiscKeywords`] alone.
    pub const MISC_KEYWORDS: Self = Self::only(PersonField::MiscKeywords).unwrap();
}
