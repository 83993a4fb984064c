use std::{fmt, str::FromStr};

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, enums};

/// A region whose national phone numbers can be completed: two letters of ISO 3166-1, such as `NL`.
///
/// ```
/// use people_server::Region;
///
/// let region: Region = "nl".parse()?;
/// assert_eq!(region.to_string(), "NL");
/// assert!("Atlantis".parse::<Region>().is_err());
/// # Ok::<(), people_server::InvalidRegion>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Region(enums::Region);

impl FromStr for Region {
    type Err = InvalidRegion;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let region =
            enums::Region::from_str(&code.to_ascii_uppercase()).map_err(|_| InvalidRegion(()))?;
        // Any two letters parse; a region that has phone numbers has a calling code.
        let known = PHONE_NUMBER_UTIL
            .get_country_code_for_region(region)
            .is_some();
        known.then_some(Self(region)).ok_or(InvalidRegion(()))
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({self})")
    }
}

/// A region was not two letters of ISO 3166-1 that phone numbers know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a region is two letters of ISO 3166-1, such as `NL`")]
pub struct InvalidRegion(());

/// The E.164 form of a phone number; a number in national form is completed with the region. None if it is not a
/// possible number (rule `D7`).
pub(super) fn canonical(value: &str, region: Option<Region>) -> Option<String> {
    let number = PHONE_NUMBER_UTIL
        .parse(value, region.map(|region| region.0))
        .ok()?;
    let form = || number.format_as(PhoneNumberFormat::E164).into_owned();
    number.is_valid().then(form)
}

/// How else the number of this E.164 form is dialled (rule `K3`): as in its own country, with and
/// without what is dialled first there.
pub(super) fn dialled_forms(canonical: &str) -> Vec<String> {
    let Ok(number) = PHONE_NUMBER_UTIL.parse(canonical, None) else {
        return Vec::new();
    };
    let national = number.format_as(PhoneNumberFormat::National).into_owned();
    vec![national, number.get_national_significant_number()]
}
