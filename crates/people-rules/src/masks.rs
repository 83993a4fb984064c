use people_model::{FieldMask, InvalidUpdateMask, ParseFieldMaskErrorKind, UpdateMask};

use crate::violation::{MaskParameter, Violation};

/// Reads `updatePersonFields` (rule `U2`).
///
/// ```
/// use people_rules::update_mask;
///
/// assert_eq!(update_mask("names, email_addresses")?.to_string(), "names,emailAddresses");
/// assert_eq!(update_mask("").unwrap_err().rule(), "U2");
/// # Ok::<(), people_rules::Violation>(())
/// ```
///
/// # Errors
///
/// [`Violation::MaskRequired`] when it names nothing. [`Violation::MalformedMask`] when it is not a field mask at all.
/// [`Violation::InvalidMaskPath`] for the first path that is unknown or cannot be updated.
pub fn update_mask(text: &str) -> Result<UpdateMask, Violation> {
    updated(MaskParameter::UpdatePersonFields, text)
}

/// Reads the `updateMask` of a batch of updates, by the same rule (`U2`).
///
/// ```
/// let refused = people_rules::batch_update_mask("photos").unwrap_err();
/// assert!(refused.to_string().contains("photos"), "{refused}");
/// ```
///
/// # Errors
///
/// As for [`update_mask`].
pub fn batch_update_mask(text: &str) -> Result<UpdateMask, Violation> {
    updated(MaskParameter::UpdateMask, text)
}

fn updated(parameter: MaskParameter, text: &str) -> Result<UpdateMask, Violation> {
    let mask = parse(parameter, text)?;
    UpdateMask::try_from(mask).map_err(|invalid| match invalid {
        InvalidUpdateMask::NotUpdatable(field) => Violation::InvalidMaskPath {
            parameter,
            path: field.as_str().to_owned(),
        },
        _ => Violation::MaskRequired { parameter },
    })
}

/// Reads a mask of what is returned (rule `U3`); `None` when it names nothing.
///
/// ```
/// use people_model::FieldMask;
/// use people_rules::{MaskParameter, read_mask};
///
/// assert_eq!(read_mask(MaskParameter::PersonFields, "names")?, Some(FieldMask::NAMES));
/// assert_eq!(read_mask(MaskParameter::PersonFields, "")?, None);
/// # Ok::<(), people_rules::Violation>(())
/// ```
///
/// # Errors
///
/// [`Violation::MalformedMask`] or [`Violation::InvalidMaskPath`], as for [`update_mask`].
pub fn read_mask(parameter: MaskParameter, text: &str) -> Result<Option<FieldMask>, Violation> {
    let mask = parse(parameter, text)?;
    Ok((!mask.is_empty()).then_some(mask))
}

fn parse(parameter: MaskParameter, text: &str) -> Result<FieldMask, Violation> {
    FieldMask::parse(text).map_err(|error| match error.kind() {
        ParseFieldMaskErrorKind::Malformed => Violation::MalformedMask {
            parameter,
            text: text.to_owned(),
        },
        _ => Violation::InvalidMaskPath {
            parameter,
            path: error.path().to_owned(),
        },
    })
}
