//! Whose habits a card is written in.

use std::{fmt, str::FromStr};

use crate::version::Version;

/// Which program's habits a written card follows (rule `Z6`). A reader takes all of them.
///
/// ```
/// use people_cards::{Flavour, Version};
///
/// assert_eq!("apple".parse(), Ok(Flavour::Apple));
/// assert_eq!(Flavour::Android.version(), Version::V2_1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Flavour {
    /// As the RFCs have it.
    #[default]
    Rfc,
    /// Contacts of Apple: labels in `_$!<…>!$_`, no year as 1604, companies.
    Apple,
    /// Google Contacts: labels in `_$!<…>!$_`.
    Google,
    /// Contacts of Android: `X-ANDROID-CUSTOM`, `X-CUSTOM(…)`, a property for each messenger.
    Android,
    /// Outlook: `X-MS-…`.
    Outlook,
    /// Nextcloud Contacts.
    Nextcloud,
    /// Thunderbird.
    Thunderbird,
}

impl Flavour {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Rfc,
        Self::Apple,
        Self::Google,
        Self::Android,
        Self::Outlook,
        Self::Nextcloud,
        Self::Thunderbird,
    ];

    /// Its name, in small letters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rfc => "rfc",
            Self::Apple => "apple",
            Self::Google => "google",
            Self::Android => "android",
            Self::Outlook => "outlook",
            Self::Nextcloud => "nextcloud",
            Self::Thunderbird => "thunderbird",
        }
    }

    /// The version that the program writes.
    #[must_use]
    pub const fn version(self) -> Version {
        match self {
            Self::Rfc | Self::Thunderbird => Version::V4,
            Self::Apple | Self::Google | Self::Nextcloud => Version::V3,
            Self::Android | Self::Outlook => Version::V2_1,
        }
    }
}

impl fmt::Display for Flavour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Flavour {
    type Err = ParseFlavourError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|flavour| flavour.as_str() == name)
            .ok_or(ParseFlavourError)
    }
}

/// The name is not a flavour.
///
/// ```
/// assert!("palm".parse::<people_cards::Flavour>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected rfc, apple, google, android, outlook, nextcloud or thunderbird")]
#[non_exhaustive]
pub struct ParseFlavourError;
