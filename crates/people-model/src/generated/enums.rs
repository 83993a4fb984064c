// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use std::{fmt, str::FromStr};
use serde::{Deserializer, Serialize, Serializer};
use crate::{
    decode::{Decode, Fit, Place, Scalar, scalar},
    descriptor::{EnumDescriptor, ParseEnumError},
    encode::{AppendJson, Encode, append_enum, enum_value},
};
/// An age bracket.
///
/// ```
/// use people_model::AgeRange;
///
/// assert_eq!(AgeRange::from("TWENTY_ONE_OR_OLDER"), AgeRange::TwentyOneOrOlder);
/// assert!(AgeRange::from("OF_A_LATER_VERSION").is_unknown());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AgeRange {
    /// `AGE_RANGE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified,
    /// `LESS_THAN_EIGHTEEN`: Under 18.
    LessThanEighteen,
    /// `EIGHTEEN_TO_TWENTY`: 18 to 20.
    EighteenToTwenty,
    /// `TWENTY_ONE_OR_OLDER`: 21 and over.
    TwentyOneOrOlder,
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}
impl AgeRange {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "AgeRange",
        "google.people.v1.AgeRange",
        &[
            ("AGE_RANGE_UNSPECIFIED", 0),
            ("LESS_THAN_EIGHTEEN", 1),
            ("EIGHTEEN_TO_TWENTY", 2),
            ("TWENTY_ONE_OR_OLDER", 3),
        ],
    );
    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unspecified => "AGE_RANGE_UNSPECIFIED",
            Self::LessThanEighteen => "LESS_THAN_EIGHTEEN",
            Self::EighteenToTwenty => "EIGHTEEN_TO_TWENTY",
            Self::TwentyOneOrOlder => "TWENTY_ONE_OR_OLDER",
            Self::Unknown(name) => name,
            Self::UnknownNumber(_) => "",
        }
    }
    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Unspecified => Some(0),
            Self::LessThanEighteen => Some(1),
            Self::EighteenToTwenty => Some(2),
            Self::TwentyOneOrOlder => Some(3),
            Self::Unknown(_) => None,
            Self::UnknownNumber(number) => Some(*number),
        }
    }
    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::UnknownNumber(_))
    }
    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::LessThanEighteen,
            2 => Self::EighteenToTwenty,
            3 => Self::TwentyOneOrOlder,
            _ => Self::UnknownNumber(number),
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            18 => {
                match name {
                    "LESS_THAN_EIGHTEEN" => Some(Self::LessThanEighteen),
                    "EIGHTEEN_TO_TWENTY" => Some(Self::EighteenToTwenty),
                    _ => None,
                }
            }
            19 => {
                match name {
                    "TWENTY_ONE_OR_OLDER" => Some(Self::TwentyOneOrOlder),
                    _ => None,
                }
            }
            21 => {
                match name {
                    "AGE_RANGE_UNSPECIFIED" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// The value with this name, unknown or not.
impl From<&str> for AgeRange {
    fn from(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}
impl fmt::Display for AgeRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }
    }
}
impl Scalar for AgeRange {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = Self::from(text);
        match self {
            Self::Unknown(_) => {
                match Self::DESCRIPTOR.parse(text) {
                    Some(number) => self.set_i64(number.into()),
                    None => Fit::Unknown,
                }
            }
            _ => Fit::Good,
        }
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let Ok(number) = i32::try_from(number) else { return Fit::Bad };
        *self = Self::from_number(number);
        if self.is_unknown() { Fit::Unknown } else { Fit::Good }
    }
}
impl Serialize for AgeRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum_value(self.as_str(), self.number(), serializer)
    }
}
impl Encode for AgeRange {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for AgeRange {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for AgeRange {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// How a biography is written.
///
/// ```
/// use people_model::ContentType;
///
/// assert_eq!(ContentType::from("TEXT_HTML"), ContentType::TextHtml);
/// assert!(ContentType::from("OF_A_LATER_VERSION").is_unknown());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContentType {
    /// `CONTENT_TYPE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified,
    /// `TEXT_PLAIN`: Plain text.
    TextPlain,
    /// `TEXT_HTML`: HTML.
    TextHtml,
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}
impl ContentType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "ContentType",
        "google.people.v1.Biography.ContentType",
        &[("CONTENT_TYPE_UNSPECIFIED", 0), ("TEXT_PLAIN", 1), ("TEXT_HTML", 2)],
    );
    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unspecified => "CONTENT_TYPE_UNSPECIFIED",
            Self::TextPlain => "TEXT_PLAIN",
            Self::TextHtml => "TEXT_HTML",
            Self::Unknown(name) => name,
            Self::UnknownNumber(_) => "",
        }
    }
    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Unspecified => Some(0),
            Self::TextPlain => Some(1),
            Self::TextHtml => Some(2),
            Self::Unknown(_) => None,
            Self::UnknownNumber(number) => Some(*number),
        }
    }
    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::UnknownNumber(_))
    }
    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::TextPlain,
            2 => Self::TextHtml,
            _ => Self::UnknownNumber(number),
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            9 => {
                match name {
                    "TEXT_HTML" => Some(Self::TextHtml),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "TEXT_PLAIN" => Some(Self::TextPlain),
                    _ => None,
                }
            }
            24 => {
                match name {
                    "CONTENT_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// The value with this name, unknown or not.
impl From<&str> for ContentType {
    fn from(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}
impl fmt::Display for ContentType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }
    }
}
impl Scalar for ContentType {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = Self::from(text);
        match self {
            Self::Unknown(_) => {
                match Self::DESCRIPTOR.parse(text) {
                    Some(number) => self.set_i64(number.into()),
                    None => Fit::Unknown,
                }
            }
            _ => Fit::Good,
        }
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let Ok(number) = i32::try_from(number) else { return Fit::Bad };
        *self = Self::from_number(number);
        if self.is_unknown() { Fit::Unknown } else { Fit::Good }
    }
}
impl Serialize for ContentType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum_value(self.as_str(), self.number(), serializer)
    }
}
impl Encode for ContentType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for ContentType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for ContentType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// What to add to a directory entry. Only requests use it.
///
/// ```
/// use people_model::DirectoryMergeSourceType;
///
/// assert_eq!("DIRECTORY_MERGE_SOURCE_TYPE_CONTACT".parse(), Ok(DirectoryMergeSourceType::Contact));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DirectoryMergeSourceType {
    /// `DIRECTORY_MERGE_SOURCE_TYPE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified = 0,
    /// `DIRECTORY_MERGE_SOURCE_TYPE_CONTACT`: What the user has saved about the same person.
    Contact = 1,
}
impl DirectoryMergeSourceType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "DirectoryMergeSourceType",
        "google.people.v1.DirectoryMergeSourceType",
        &[
            ("DIRECTORY_MERGE_SOURCE_TYPE_UNSPECIFIED", 0),
            ("DIRECTORY_MERGE_SOURCE_TYPE_CONTACT", 1),
        ],
    );
    /// The name as JSON spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "DIRECTORY_MERGE_SOURCE_TYPE_UNSPECIFIED",
            Self::Contact => "DIRECTORY_MERGE_SOURCE_TYPE_CONTACT",
        }
    }
    /// The number that protobuf gives the value.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }
    /// The value with this number.
    #[must_use]
    pub const fn from_number(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Unspecified),
            1 => Some(Self::Contact),
            _ => None,
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            35 => {
                match name {
                    "DIRECTORY_MERGE_SOURCE_TYPE_CONTACT" => Some(Self::Contact),
                    _ => None,
                }
            }
            39 => {
                match name {
                    "DIRECTORY_MERGE_SOURCE_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// Takes what [`EnumDescriptor::parse`] does.
impl FromStr for DirectoryMergeSourceType {
    type Err = ParseEnumError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = || Self::DESCRIPTOR.parse(text).and_then(Self::from_number);
        Self::from_name(text)
            .or_else(number)
            .ok_or_else(|| ParseEnumError::new(Self::DESCRIPTOR.proto, text))
    }
}
impl fmt::Display for DirectoryMergeSourceType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
impl Scalar for DirectoryMergeSourceType {
    fn set_str(&mut self, text: &str) -> Fit {
        text.parse()
            .map_or(
                Fit::Bad,
                |value| {
                    *self = value;
                    Fit::Good
                },
            )
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let value = i32::try_from(number).ok().and_then(Self::from_number);
        value
            .map_or(
                Fit::Bad,
                |value| {
                    *self = value;
                    Fit::Good
                },
            )
    }
}
impl Serialize for DirectoryMergeSourceType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl Encode for DirectoryMergeSourceType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for DirectoryMergeSourceType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for DirectoryMergeSourceType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// A kind of directory entry to ask for. Only requests use it.
///
/// ```
/// use people_model::DirectorySourceType;
///
/// assert_eq!("DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE".parse(), Ok(DirectorySourceType::DomainProfile));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DirectorySourceType {
    /// `DIRECTORY_SOURCE_TYPE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified = 0,
    /// `DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT`: Contacts that the organisation shares.
    DomainContact = 1,
    /// `DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE`: Profiles of the organisation's people.
    DomainProfile = 2,
}
impl DirectorySourceType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "DirectorySourceType",
        "google.people.v1.DirectorySourceType",
        &[
            ("DIRECTORY_SOURCE_TYPE_UNSPECIFIED", 0),
            ("DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT", 1),
            ("DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE", 2),
        ],
    );
    /// The name as JSON spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "DIRECTORY_SOURCE_TYPE_UNSPECIFIED",
            Self::DomainContact => "DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT",
            Self::DomainProfile => "DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE",
        }
    }
    /// The number that protobuf gives the value.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }
    /// The value with this number.
    #[must_use]
    pub const fn from_number(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Unspecified),
            1 => Some(Self::DomainContact),
            2 => Some(Self::DomainProfile),
            _ => None,
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            33 => {
                match name {
                    "DIRECTORY_SOURCE_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            36 => {
                match name {
                    "DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT" => Some(Self::DomainContact),
                    "DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE" => Some(Self::DomainProfile),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// Takes what [`EnumDescriptor::parse`] does.
impl FromStr for DirectorySourceType {
    type Err = ParseEnumError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = || Self::DESCRIPTOR.parse(text).and_then(Self::from_number);
        Self::from_name(text)
            .or_else(number)
            .ok_or_else(|| ParseEnumError::new(Self::DESCRIPTOR.proto, text))
    }
}
impl fmt::Display for DirectorySourceType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
impl Scalar for DirectorySourceType {
    fn set_str(&mut self, text: &str) -> Fit {
        text.parse()
            .map_or(
                Fit::Bad,
                |value| {
                    *self = value;
                    Fit::Good
                },
            )
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let value = i32::try_from(number).ok().and_then(Self::from_number);
        value
            .map_or(
                Fit::Bad,
                |value| {
                    *self = value;
                    Fit::Good
                },
            )
    }
}
impl Serialize for DirectorySourceType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl Encode for DirectorySourceType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for DirectorySourceType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for DirectorySourceType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// Who made a group.
///
/// ```
/// use people_model::GroupType;
///
/// assert_eq!(GroupType::from("SYSTEM_CONTACT_GROUP"), GroupType::SystemContactGroup);
/// assert!(GroupType::from("OF_A_LATER_VERSION").is_unknown());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GroupType {
    /// `GROUP_TYPE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified,
    /// `USER_CONTACT_GROUP`: The user.
    UserContactGroup,
    /// `SYSTEM_CONTACT_GROUP`: The system.
    SystemContactGroup,
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}
impl GroupType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "GroupType",
        "google.people.v1.GroupType",
        &[
            ("GROUP_TYPE_UNSPECIFIED", 0),
            ("USER_CONTACT_GROUP", 1),
            ("SYSTEM_CONTACT_GROUP", 2),
        ],
    );
    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unspecified => "GROUP_TYPE_UNSPECIFIED",
            Self::UserContactGroup => "USER_CONTACT_GROUP",
            Self::SystemContactGroup => "SYSTEM_CONTACT_GROUP",
            Self::Unknown(name) => name,
            Self::UnknownNumber(_) => "",
        }
    }
    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Unspecified => Some(0),
            Self::UserContactGroup => Some(1),
            Self::SystemContactGroup => Some(2),
            Self::Unknown(_) => None,
            Self::UnknownNumber(number) => Some(*number),
        }
    }
    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::UnknownNumber(_))
    }
    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::UserContactGroup,
            2 => Self::SystemContactGroup,
            _ => Self::UnknownNumber(number),
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            18 => {
                match name {
                    "USER_CONTACT_GROUP" => Some(Self::UserContactGroup),
                    _ => None,
                }
            }
            20 => {
                match name {
                    "SYSTEM_CONTACT_GROUP" => Some(Self::SystemContactGroup),
                    _ => None,
                }
            }
            22 => {
                match name {
                    "GROUP_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// The value with this name, unknown or not.
impl From<&str> for GroupType {
    fn from(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}
impl fmt::Display for GroupType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }
    }
}
impl Scalar for GroupType {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = Self::from(text);
        match self {
            Self::Unknown(_) => {
                match Self::DESCRIPTOR.parse(text) {
                    Some(number) => self.set_i64(number.into()),
                    None => Fit::Unknown,
                }
            }
            _ => Fit::Good,
        }
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let Ok(number) = i32::try_from(number) else { return Fit::Bad };
        *self = Self::from_number(number);
        if self.is_unknown() { Fit::Unknown } else { Fit::Good }
    }
}
impl Serialize for GroupType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum_value(self.as_str(), self.number(), serializer)
    }
}
impl Encode for GroupType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for GroupType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for GroupType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// The kind of a keyword.
///
/// ```
/// use people_model::MiscKeywordType;
///
/// assert_eq!(MiscKeywordType::from("OTHER"), MiscKeywordType::Other);
/// assert!(MiscKeywordType::from("OF_A_LATER_VERSION").is_unknown());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MiscKeywordType {
    /// `TYPE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified,
    /// `OUTLOOK_BILLING_INFORMATION`: Billing information in Outlook.
    OutlookBillingInformation,
    /// `OUTLOOK_DIRECTORY_SERVER`: A directory server in Outlook.
    OutlookDirectoryServer,
    /// `OUTLOOK_KEYWORD`: A keyword in Outlook.
    OutlookKeyword,
    /// `OUTLOOK_MILEAGE`: A mileage in Outlook.
    OutlookMileage,
    /// `OUTLOOK_PRIORITY`: A priority in Outlook.
    OutlookPriority,
    /// `OUTLOOK_SENSITIVITY`: A sensitivity in Outlook.
    OutlookSensitivity,
    /// `OUTLOOK_SUBJECT`: A subject in Outlook.
    OutlookSubject,
    /// `OUTLOOK_USER`: A user field in Outlook.
    OutlookUser,
    /// `HOME`: Private.
    Home,
    /// `WORK`: At work.
    Work,
    /// `OTHER`: Anything else.
    Other,
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}
impl MiscKeywordType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "MiscKeywordType",
        "google.people.v1.MiscKeyword.Type",
        &[
            ("TYPE_UNSPECIFIED", 0),
            ("OUTLOOK_BILLING_INFORMATION", 1),
            ("OUTLOOK_DIRECTORY_SERVER", 2),
            ("OUTLOOK_KEYWORD", 3),
            ("OUTLOOK_MILEAGE", 4),
            ("OUTLOOK_PRIORITY", 5),
            ("OUTLOOK_SENSITIVITY", 6),
            ("OUTLOOK_SUBJECT", 7),
            ("OUTLOOK_USER", 8),
            ("HOME", 9),
            ("WORK", 10),
            ("OTHER", 11),
        ],
    );
    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unspecified => "TYPE_UNSPECIFIED",
            Self::OutlookBillingInformation => "OUTLOOK_BILLING_INFORMATION",
            Self::OutlookDirectoryServer => "OUTLOOK_DIRECTORY_SERVER",
            Self::OutlookKeyword => "OUTLOOK_KEYWORD",
            Self::OutlookMileage => "OUTLOOK_MILEAGE",
            Self::OutlookPriority => "OUTLOOK_PRIORITY",
            Self::OutlookSensitivity => "OUTLOOK_SENSITIVITY",
            Self::OutlookSubject => "OUTLOOK_SUBJECT",
            Self::OutlookUser => "OUTLOOK_USER",
            Self::Home => "HOME",
            Self::Work => "WORK",
            Self::Other => "OTHER",
            Self::Unknown(name) => name,
            Self::UnknownNumber(_) => "",
        }
    }
    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Unspecified => Some(0),
            Self::OutlookBillingInformation => Some(1),
            Self::OutlookDirectoryServer => Some(2),
            Self::OutlookKeyword => Some(3),
            Self::OutlookMileage => Some(4),
            Self::OutlookPriority => Some(5),
            Self::OutlookSensitivity => Some(6),
            Self::OutlookSubject => Some(7),
            Self::OutlookUser => Some(8),
            Self::Home => Some(9),
            Self::Work => Some(10),
            Self::Other => Some(11),
            Self::Unknown(_) => None,
            Self::UnknownNumber(number) => Some(*number),
        }
    }
    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::UnknownNumber(_))
    }
    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::OutlookBillingInformation,
            2 => Self::OutlookDirectoryServer,
            3 => Self::OutlookKeyword,
            4 => Self::OutlookMileage,
            5 => Self::OutlookPriority,
            6 => Self::OutlookSensitivity,
            7 => Self::OutlookSubject,
            8 => Self::OutlookUser,
            9 => Self::Home,
            10 => Self::Work,
            11 => Self::Other,
            _ => Self::UnknownNumber(number),
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            4 => {
                match name {
                    "HOME" => Some(Self::Home),
                    "WORK" => Some(Self::Work),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "OTHER" => Some(Self::Other),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "OUTLOOK_USER" => Some(Self::OutlookUser),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "OUTLOOK_KEYWORD" => Some(Self::OutlookKeyword),
                    "OUTLOOK_MILEAGE" => Some(Self::OutlookMileage),
                    "OUTLOOK_SUBJECT" => Some(Self::OutlookSubject),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                    "OUTLOOK_PRIORITY" => Some(Self::OutlookPriority),
                    _ => None,
                }
            }
            19 => {
                match name {
                    "OUTLOOK_SENSITIVITY" => Some(Self::OutlookSensitivity),
                    _ => None,
                }
            }
            24 => {
                match name {
                    "OUTLOOK_DIRECTORY_SERVER" => Some(Self::OutlookDirectoryServer),
                    _ => None,
                }
            }
            27 => {
                match name {
                    "OUTLOOK_BILLING_INFORMATION" => {
                        Some(Self::OutlookBillingInformation)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// The value with this name, unknown or not.
impl From<&str> for MiscKeywordType {
    fn from(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}
impl fmt::Display for MiscKeywordType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }
    }
}
impl Scalar for MiscKeywordType {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = Self::from(text);
        match self {
            Self::Unknown(_) => {
                match Self::DESCRIPTOR.parse(text) {
                    Some(number) => self.set_i64(number.into()),
                    None => Fit::Unknown,
                }
            }
            _ => Fit::Good,
        }
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let Ok(number) = i32::try_from(number) else { return Fit::Bad };
        *self = Self::from_number(number);
        if self.is_unknown() { Fit::Unknown } else { Fit::Good }
    }
}
impl Serialize for MiscKeywordType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum_value(self.as_str(), self.number(), serializer)
    }
}
impl Encode for MiscKeywordType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for MiscKeywordType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for MiscKeywordType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// The kind of a nickname.
///
/// ```
/// use people_model::NicknameType;
///
/// assert_eq!(NicknameType::from("SHORT_NAME"), NicknameType::ShortName);
/// assert!(NicknameType::from("OF_A_LATER_VERSION").is_unknown());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NicknameType {
    /// `DEFAULT`: No particular kind.
    #[default]
    Default,
    /// `MAIDEN_NAME`: A surname before marriage. Deprecated by the API.
    MaidenName,
    /// `INITIALS`: Initials. Deprecated by the API.
    Initials,
    /// `GPLUS`: A name on a social network that is gone. Deprecated by the API.
    Gplus,
    /// `OTHER_NAME`: A professional name. Deprecated by the API.
    OtherName,
    /// `ALTERNATE_NAME`: Another name.
    AlternateName,
    /// `SHORT_NAME`: A short form of the name. Deprecated by the API.
    ShortName,
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}
impl NicknameType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "NicknameType",
        "google.people.v1.Nickname.NicknameType",
        &[
            ("DEFAULT", 0),
            ("MAIDEN_NAME", 1),
            ("INITIALS", 2),
            ("GPLUS", 3),
            ("OTHER_NAME", 4),
            ("ALTERNATE_NAME", 5),
            ("SHORT_NAME", 6),
        ],
    );
    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Default => "DEFAULT",
            Self::MaidenName => "MAIDEN_NAME",
            Self::Initials => "INITIALS",
            Self::Gplus => "GPLUS",
            Self::OtherName => "OTHER_NAME",
            Self::AlternateName => "ALTERNATE_NAME",
            Self::ShortName => "SHORT_NAME",
            Self::Unknown(name) => name,
            Self::UnknownNumber(_) => "",
        }
    }
    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Default => Some(0),
            Self::MaidenName => Some(1),
            Self::Initials => Some(2),
            Self::Gplus => Some(3),
            Self::OtherName => Some(4),
            Self::AlternateName => Some(5),
            Self::ShortName => Some(6),
            Self::Unknown(_) => None,
            Self::UnknownNumber(number) => Some(*number),
        }
    }
    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::UnknownNumber(_))
    }
    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Default,
            1 => Self::MaidenName,
            2 => Self::Initials,
            3 => Self::Gplus,
            4 => Self::OtherName,
            5 => Self::AlternateName,
            6 => Self::ShortName,
            _ => Self::UnknownNumber(number),
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            5 => {
                match name {
                    "GPLUS" => Some(Self::Gplus),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "DEFAULT" => Some(Self::Default),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "INITIALS" => Some(Self::Initials),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "OTHER_NAME" => Some(Self::OtherName),
                    "SHORT_NAME" => Some(Self::ShortName),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "MAIDEN_NAME" => Some(Self::MaidenName),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "ALTERNATE_NAME" => Some(Self::AlternateName),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// The value with this name, unknown or not.
impl From<&str> for NicknameType {
    fn from(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}
impl fmt::Display for NicknameType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }
    }
}
impl Scalar for NicknameType {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = Self::from(text);
        match self {
            Self::Unknown(_) => {
                match Self::DESCRIPTOR.parse(text) {
                    Some(number) => self.set_i64(number.into()),
                    None => Fit::Unknown,
                }
            }
            _ => Fit::Good,
        }
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let Ok(number) = i32::try_from(number) else { return Fit::Bad };
        *self = Self::from_number(number);
        if self.is_unknown() { Fit::Unknown } else { Fit::Good }
    }
}
impl Serialize for NicknameType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum_value(self.as_str(), self.number(), serializer)
    }
}
impl Encode for NicknameType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for NicknameType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for NicknameType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// What a profile stands for.
///
/// ```
/// use people_model::ObjectType;
///
/// assert_eq!(ObjectType::from("PAGE"), ObjectType::Page);
/// assert!(ObjectType::from("OF_A_LATER_VERSION").is_unknown());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ObjectType {
    /// `OBJECT_TYPE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified,
    /// `PERSON`: A human being.
    Person,
    /// `PAGE`: A page on a social network that is gone.
    Page,
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}
impl ObjectType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "ObjectType",
        "google.people.v1.ObjectType",
        &[("OBJECT_TYPE_UNSPECIFIED", 0), ("PERSON", 1), ("PAGE", 2)],
    );
    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unspecified => "OBJECT_TYPE_UNSPECIFIED",
            Self::Person => "PERSON",
            Self::Page => "PAGE",
            Self::Unknown(name) => name,
            Self::UnknownNumber(_) => "",
        }
    }
    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Unspecified => Some(0),
            Self::Person => Some(1),
            Self::Page => Some(2),
            Self::Unknown(_) => None,
            Self::UnknownNumber(number) => Some(*number),
        }
    }
    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::UnknownNumber(_))
    }
    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::Person,
            2 => Self::Page,
            _ => Self::UnknownNumber(number),
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            4 => {
                match name {
                    "PAGE" => Some(Self::Page),
                    _ => None,
                }
            }
            6 => {
                match name {
                    "PERSON" => Some(Self::Person),
                    _ => None,
                }
            }
            23 => {
                match name {
                    "OBJECT_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// The value with this name, unknown or not.
impl From<&str> for ObjectType {
    fn from(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}
impl fmt::Display for ObjectType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }
    }
}
impl Scalar for ObjectType {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = Self::from(text);
        match self {
            Self::Unknown(_) => {
                match Self::DESCRIPTOR.parse(text) {
                    Some(number) => self.set_i64(number.into()),
                    None => Fit::Unknown,
                }
            }
            _ => Fit::Good,
        }
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let Ok(number) = i32::try_from(number) else { return Fit::Bad };
        *self = Self::from_number(number);
        if self.is_unknown() { Fit::Unknown } else { Fit::Good }
    }
}
impl Serialize for ObjectType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum_value(self.as_str(), self.number(), serializer)
    }
}
impl Encode for ObjectType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for ObjectType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for ObjectType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// A kind of source to ask for. Only requests use it.
///
/// ```
/// use people_model::ReadSourceType;
///
/// assert_eq!("READ_SOURCE_TYPE_OTHER_CONTACT".parse(), Ok(ReadSourceType::OtherContact));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReadSourceType {
    /// `READ_SOURCE_TYPE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified = 0,
    /// `READ_SOURCE_TYPE_PROFILE`: Profiles, those of accounts and organisations included.
    Profile = 1,
    /// `READ_SOURCE_TYPE_CONTACT`: The user's contacts.
    Contact = 2,
    /// `READ_SOURCE_TYPE_DOMAIN_CONTACT`: Contacts that the organisation shares.
    DomainContact = 3,
    /// `READ_SOURCE_TYPE_OTHER_CONTACT`: Other contacts.
    OtherContact = 4,
}
impl ReadSourceType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "ReadSourceType",
        "google.people.v1.ReadSourceType",
        &[
            ("READ_SOURCE_TYPE_UNSPECIFIED", 0),
            ("READ_SOURCE_TYPE_PROFILE", 1),
            ("READ_SOURCE_TYPE_CONTACT", 2),
            ("READ_SOURCE_TYPE_DOMAIN_CONTACT", 3),
            ("READ_SOURCE_TYPE_OTHER_CONTACT", 4),
        ],
    );
    /// The name as JSON spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "READ_SOURCE_TYPE_UNSPECIFIED",
            Self::Profile => "READ_SOURCE_TYPE_PROFILE",
            Self::Contact => "READ_SOURCE_TYPE_CONTACT",
            Self::DomainContact => "READ_SOURCE_TYPE_DOMAIN_CONTACT",
            Self::OtherContact => "READ_SOURCE_TYPE_OTHER_CONTACT",
        }
    }
    /// The number that protobuf gives the value.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }
    /// The value with this number.
    #[must_use]
    pub const fn from_number(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Unspecified),
            1 => Some(Self::Profile),
            2 => Some(Self::Contact),
            3 => Some(Self::DomainContact),
            4 => Some(Self::OtherContact),
            _ => None,
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            24 => {
                match name {
                    "READ_SOURCE_TYPE_PROFILE" => Some(Self::Profile),
                    "READ_SOURCE_TYPE_CONTACT" => Some(Self::Contact),
                    _ => None,
                }
            }
            28 => {
                match name {
                    "READ_SOURCE_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            30 => {
                match name {
                    "READ_SOURCE_TYPE_OTHER_CONTACT" => Some(Self::OtherContact),
                    _ => None,
                }
            }
            31 => {
                match name {
                    "READ_SOURCE_TYPE_DOMAIN_CONTACT" => Some(Self::DomainContact),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// Takes what [`EnumDescriptor::parse`] does.
impl FromStr for ReadSourceType {
    type Err = ParseEnumError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = || Self::DESCRIPTOR.parse(text).and_then(Self::from_number);
        Self::from_name(text)
            .or_else(number)
            .ok_or_else(|| ParseEnumError::new(Self::DESCRIPTOR.proto, text))
    }
}
impl fmt::Display for ReadSourceType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
impl Scalar for ReadSourceType {
    fn set_str(&mut self, text: &str) -> Fit {
        text.parse()
            .map_or(
                Fit::Bad,
                |value| {
                    *self = value;
                    Fit::Good
                },
            )
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let value = i32::try_from(number).ok().and_then(Self::from_number);
        value
            .map_or(
                Fit::Bad,
                |value| {
                    *self = value;
                    Fit::Good
                },
            )
    }
}
impl Serialize for ReadSourceType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl Encode for ReadSourceType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for ReadSourceType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for ReadSourceType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// How contacts are ordered in a listing. Only requests use it.
///
/// ```
/// use people_model::SortOrder;
///
/// assert_eq!("LAST_NAME_ASCENDING".parse(), Ok(SortOrder::LastNameAscending));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SortOrder {
    /// `LAST_MODIFIED_ASCENDING`: Least recently changed first.
    #[default]
    LastModifiedAscending = 0,
    /// `LAST_MODIFIED_DESCENDING`: Most recently changed first.
    LastModifiedDescending = 1,
    /// `FIRST_NAME_ASCENDING`: By first name.
    FirstNameAscending = 2,
    /// `LAST_NAME_ASCENDING`: By surname.
    LastNameAscending = 3,
}
impl SortOrder {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "SortOrder",
        "google.people.v1.ListConnectionsRequest.SortOrder",
        &[
            ("LAST_MODIFIED_ASCENDING", 0),
            ("LAST_MODIFIED_DESCENDING", 1),
            ("FIRST_NAME_ASCENDING", 2),
            ("LAST_NAME_ASCENDING", 3),
        ],
    );
    /// The name as JSON spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LastModifiedAscending => "LAST_MODIFIED_ASCENDING",
            Self::LastModifiedDescending => "LAST_MODIFIED_DESCENDING",
            Self::FirstNameAscending => "FIRST_NAME_ASCENDING",
            Self::LastNameAscending => "LAST_NAME_ASCENDING",
        }
    }
    /// The number that protobuf gives the value.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }
    /// The value with this number.
    #[must_use]
    pub const fn from_number(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::LastModifiedAscending),
            1 => Some(Self::LastModifiedDescending),
            2 => Some(Self::FirstNameAscending),
            3 => Some(Self::LastNameAscending),
            _ => None,
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            19 => {
                match name {
                    "LAST_NAME_ASCENDING" => Some(Self::LastNameAscending),
                    _ => None,
                }
            }
            20 => {
                match name {
                    "FIRST_NAME_ASCENDING" => Some(Self::FirstNameAscending),
                    _ => None,
                }
            }
            23 => {
                match name {
                    "LAST_MODIFIED_ASCENDING" => Some(Self::LastModifiedAscending),
                    _ => None,
                }
            }
            24 => {
                match name {
                    "LAST_MODIFIED_DESCENDING" => Some(Self::LastModifiedDescending),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// Takes what [`EnumDescriptor::parse`] does.
impl FromStr for SortOrder {
    type Err = ParseEnumError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = || Self::DESCRIPTOR.parse(text).and_then(Self::from_number);
        Self::from_name(text)
            .or_else(number)
            .ok_or_else(|| ParseEnumError::new(Self::DESCRIPTOR.proto, text))
    }
}
impl fmt::Display for SortOrder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
impl Scalar for SortOrder {
    fn set_str(&mut self, text: &str) -> Fit {
        text.parse()
            .map_or(
                Fit::Bad,
                |value| {
                    *self = value;
                    Fit::Good
                },
            )
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let value = i32::try_from(number).ok().and_then(Self::from_number);
        value
            .map_or(
                Fit::Bad,
                |value| {
                    *self = value;
                    Fit::Good
                },
            )
    }
}
impl Serialize for SortOrder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl Encode for SortOrder {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for SortOrder {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for SortOrder {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// Where data comes from.
///
/// ```
/// use people_model::SourceType;
///
/// assert_eq!(SourceType::from("DOMAIN_CONTACT"), SourceType::DomainContact);
/// assert!(SourceType::from("OF_A_LATER_VERSION").is_unknown());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceType {
    /// `SOURCE_TYPE_UNSPECIFIED`: Not said.
    #[default]
    Unspecified,
    /// `ACCOUNT`: An account.
    Account,
    /// `PROFILE`: A profile that the person wrote.
    Profile,
    /// `DOMAIN_PROFILE`: A profile that the person's organisation wrote.
    DomainProfile,
    /// `CONTACT`: A contact of the user.
    Contact,
    /// `OTHER_CONTACT`: Someone the user was in touch with but never saved.
    OtherContact,
    /// `DOMAIN_CONTACT`: A contact that the organisation shares.
    DomainContact,
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}
impl SourceType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "SourceType",
        "google.people.v1.SourceType",
        &[
            ("SOURCE_TYPE_UNSPECIFIED", 0),
            ("ACCOUNT", 1),
            ("PROFILE", 2),
            ("DOMAIN_PROFILE", 3),
            ("CONTACT", 4),
            ("OTHER_CONTACT", 5),
            ("DOMAIN_CONTACT", 6),
        ],
    );
    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unspecified => "SOURCE_TYPE_UNSPECIFIED",
            Self::Account => "ACCOUNT",
            Self::Profile => "PROFILE",
            Self::DomainProfile => "DOMAIN_PROFILE",
            Self::Contact => "CONTACT",
            Self::OtherContact => "OTHER_CONTACT",
            Self::DomainContact => "DOMAIN_CONTACT",
            Self::Unknown(name) => name,
            Self::UnknownNumber(_) => "",
        }
    }
    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Unspecified => Some(0),
            Self::Account => Some(1),
            Self::Profile => Some(2),
            Self::DomainProfile => Some(3),
            Self::Contact => Some(4),
            Self::OtherContact => Some(5),
            Self::DomainContact => Some(6),
            Self::Unknown(_) => None,
            Self::UnknownNumber(number) => Some(*number),
        }
    }
    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::UnknownNumber(_))
    }
    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::Account,
            2 => Self::Profile,
            3 => Self::DomainProfile,
            4 => Self::Contact,
            5 => Self::OtherContact,
            6 => Self::DomainContact,
            _ => Self::UnknownNumber(number),
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            7 => {
                match name {
                    "ACCOUNT" => Some(Self::Account),
                    "PROFILE" => Some(Self::Profile),
                    "CONTACT" => Some(Self::Contact),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "OTHER_CONTACT" => Some(Self::OtherContact),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "DOMAIN_PROFILE" => Some(Self::DomainProfile),
                    "DOMAIN_CONTACT" => Some(Self::DomainContact),
                    _ => None,
                }
            }
            23 => {
                match name {
                    "SOURCE_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// The value with this name, unknown or not.
impl From<&str> for SourceType {
    fn from(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}
impl fmt::Display for SourceType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }
    }
}
impl Scalar for SourceType {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = Self::from(text);
        match self {
            Self::Unknown(_) => {
                match Self::DESCRIPTOR.parse(text) {
                    Some(number) => self.set_i64(number.into()),
                    None => Fit::Unknown,
                }
            }
            _ => Fit::Good,
        }
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let Ok(number) = i32::try_from(number) else { return Fit::Bad };
        *self = Self::from_number(number);
        if self.is_unknown() { Fit::Unknown } else { Fit::Good }
    }
}
impl Serialize for SourceType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum_value(self.as_str(), self.number(), serializer)
    }
}
impl Encode for SourceType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for SourceType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for SourceType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
/// The kind of account behind a profile.
///
/// ```
/// use people_model::UserType;
///
/// assert_eq!(UserType::from("GOOGLE_APPS_USER"), UserType::GoogleAppsUser);
/// assert!(UserType::from("OF_A_LATER_VERSION").is_unknown());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserType {
    /// `USER_TYPE_UNKNOWN`: Not said.
    #[default]
    Unspecified,
    /// `GOOGLE_USER`: A Google account.
    GoogleUser,
    /// `GPLUS_USER`: An account on a social network that is gone.
    GplusUser,
    /// `GOOGLE_APPS_USER`: An account of an organisation.
    GoogleAppsUser,
    /// A name that this version does not know; it is encoded again as it is.
    Unknown(String),
    /// A number that this version does not know; it is encoded again as it is.
    UnknownNumber(i32),
}
impl UserType {
    /// The names and numbers of the values.
    pub const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "UserType",
        "google.people.v1.UserType",
        &[
            ("USER_TYPE_UNKNOWN", 0),
            ("GOOGLE_USER", 1),
            ("GPLUS_USER", 2),
            ("GOOGLE_APPS_USER", 3),
        ],
    );
    /// The name as JSON spells it; empty for a number that has none here.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unspecified => "USER_TYPE_UNKNOWN",
            Self::GoogleUser => "GOOGLE_USER",
            Self::GplusUser => "GPLUS_USER",
            Self::GoogleAppsUser => "GOOGLE_APPS_USER",
            Self::Unknown(name) => name,
            Self::UnknownNumber(_) => "",
        }
    }
    /// The number that protobuf gives the value, unless only a name is known.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Unspecified => Some(0),
            Self::GoogleUser => Some(1),
            Self::GplusUser => Some(2),
            Self::GoogleAppsUser => Some(3),
            Self::Unknown(_) => None,
            Self::UnknownNumber(number) => Some(*number),
        }
    }
    /// Whether this version does not know the value.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::UnknownNumber(_))
    }
    /// The value with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::GoogleUser,
            2 => Self::GplusUser,
            3 => Self::GoogleAppsUser,
            _ => Self::UnknownNumber(number),
        }
    }
    fn from_name(name: &str) -> Option<Self> {
        match name.len() {
            10 => {
                match name {
                    "GPLUS_USER" => Some(Self::GplusUser),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "GOOGLE_USER" => Some(Self::GoogleUser),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "GOOGLE_APPS_USER" => Some(Self::GoogleAppsUser),
                    _ => None,
                }
            }
            17 => {
                match name {
                    "USER_TYPE_UNKNOWN" => Some(Self::Unspecified),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
/// The value with this name, unknown or not.
impl From<&str> for UserType {
    fn from(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}
impl fmt::Display for UserType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNumber(number) => number.fmt(formatter),
            _ => formatter.write_str(self.as_str()),
        }
    }
}
impl Scalar for UserType {
    fn set_str(&mut self, text: &str) -> Fit {
        *self = Self::from(text);
        match self {
            Self::Unknown(_) => {
                match Self::DESCRIPTOR.parse(text) {
                    Some(number) => self.set_i64(number.into()),
                    None => Fit::Unknown,
                }
            }
            _ => Fit::Good,
        }
    }
    fn set_i64(&mut self, number: i64) -> Fit {
        let Ok(number) = i32::try_from(number) else { return Fit::Bad };
        *self = Self::from_number(number);
        if self.is_unknown() { Fit::Unknown } else { Fit::Good }
    }
}
impl Serialize for UserType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        enum_value(self.as_str(), self.number(), serializer)
    }
}
impl Encode for UserType {
    fn is_unset(&self) -> bool {
        *self == Self::default()
    }
}
impl AppendJson for UserType {
    fn append_json(&self, out: &mut Vec<u8>) {
        append_enum(self, self.as_str(), out)
    }
}
impl Decode for UserType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        scalar(self, place, from)
    }
}
