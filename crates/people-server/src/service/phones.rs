use std::{fmt, str::FromStr};

use people_model::{FieldMask, Fields, PhoneNumber};
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

/// The E.164 forms of the numbers that a contact has. A program that changes one number sends all others again, and to
/// read them once more would be a tenth of the work of an update.
pub(super) struct Known(Vec<PhoneNumber>);

impl Known {
    /// The numbers of the contact, if the update brings numbers.
    pub(super) fn of(contact: &Fields, mask: FieldMask) -> Self {
        let numbers = contact.retain(mask & FieldMask::PHONE_NUMBERS);
        match numbers.mask().is_empty() {
            true => Self(Vec::new()),
            false => Self(numbers.to_person().phone_numbers),
        }
    }

    /// The form that [`canonical`] returned for this number, and returns in every region. None if it is not known.
    ///
    /// Newer tables may not take the number for valid any more. It keeps its form then, until it is written differently.
    pub(super) fn canonical(&self, value: &str) -> Option<String> {
        let known = self.0.iter().find(|phone| phone.value == value)?;
        let form = &known.canonical_form;
        // Other spellings may mean another number in another region.
        let digits = value.strip_prefix('+')?.bytes().filter(u8::is_ascii_digit);
        let form_digits = form.strip_prefix('+')?.bytes();
        let is_spelled_out = value
            .bytes()
            .all(|byte| b"+0123456789 -().".contains(&byte));
        (is_spelled_out && digits.eq(form_digits)).then(|| form.clone())
    }
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

#[cfg(test)]
mod tests {
    use people_model::Person;
    use proptest::prelude::*;

    use super::*;

    fn known(value: &str, region: Option<Region>) -> Known {
        let mut phone = PhoneNumber::default();
        phone.value = value.to_owned();
        phone.canonical_form = canonical(value, region).unwrap_or_default();
        let mut person = Person::default();
        person.phone_numbers = vec![phone];
        let fields = Fields::from_person(&person, FieldMask::PHONE_NUMBERS);
        Known::of(&fields, FieldMask::PHONE_NUMBERS)
    }

    fn region() -> impl Strategy<Value = Option<Region>> {
        let some = prop_oneof![Just("NL"), Just("GB"), Just("US"), Just("IT"), Just("AR")];
        prop::option::of(some.prop_map(|code| code.parse().expect("a region")))
    }

    /// Numbers that are valid somewhere, written as people write them, and digits that only look like that.
    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            r"\+(44 20 7946|31 6 1234|1 650-253|39 06 69|54 9 11 23)( ?[0-9]){4}",
            r"\+(44 \(0\)20 7946|0 6 1234|00 44 20 7946|31 6 1234)[0-9]{4}( ext. [0-9])?",
            r"(0|00|011 )?(20 7946 0|6 12345|650 253 0)[0-9]{3}",
            r"\+?[0-9 a-c().-]{0,16}",
        ]
    }

    proptest! {
        /// D7: a form that is known is the one that the number has, in whatever region the account is now.
        #[test]
        fn a_known_form_is_that_of_every_region(value in value(), then in region(), now in region()) {
            if let Some(form) = known(&value, then).canonical(&value) {
                prop_assert_eq!(Some(form), canonical(&value, now));
            }
        }
    }

    #[test]
    fn an_international_number_is_known_and_a_national_one_is_not() {
        let nl = Some("NL".parse().expect("a region"));
        let form = Some("+31612345678".to_owned());
        assert_eq!(
            known("+31 6 12345678", nl).canonical("+31 6 12345678"),
            form
        );
        assert_eq!(
            known("+31 6 12345678", nl).canonical("+31 6 12345679"),
            None
        );
        assert_eq!(canonical("06 12345678", nl), form);
        assert_eq!(known("06 12345678", nl).canonical("06 12345678"), None);
        assert_eq!(known("+1 1", nl).canonical("+1 1"), None);
    }
}
