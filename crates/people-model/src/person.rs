//! What the generated helpers of `Person` share.

use crate::{
    field_mask::FieldMask,
    generated::{FieldMetadata, ImClient, Person, PersonField},
    message::Message,
};

impl Person {
    /// The fields that have a value.
    #[must_use]
    pub fn fields(&self) -> FieldMask {
        PersonField::ALL
            .into_iter()
            .filter(|&field| self.field_len(field) > 0)
            .fold(FieldMask::EMPTY, |mask, field| {
                mask | FieldMask::only(field)
            })
    }
}

impl PersonField {
    /// How the API displays the `type` of a value, or the `value` of a gender: `homeFax` as `Home Fax`. A type that a
    /// user made up is displayed as it is.
    ///
    /// ```
    /// use people_model::PersonField;
    ///
    /// assert_eq!(PersonField::PhoneNumbers.display_type("homeFax"), "Home Fax");
    /// assert_eq!(PersonField::PhoneNumbers.display_type("Boat"), "Boat");
    /// ```
    #[must_use]
    pub fn display_type(self, value: &str) -> String {
        let known = self.displayed().and_then(|member| member.display(value));
        known.unwrap_or(value).to_owned()
    }
}

/// How the API displays the protocol of an instant messenger: `googleTalk` as `Google Talk`.
///
/// ```
/// assert_eq!(people_model::display_protocol("googleTalk"), "Google Talk");
/// assert_eq!(people_model::display_protocol("carrier pigeon"), "carrier pigeon");
/// ```
#[must_use]
pub fn display_protocol(protocol: &str) -> String {
    let member = ImClient::DESCRIPTOR.member("protocol");
    member
        .and_then(|member| member.display(protocol))
        .unwrap_or(protocol)
        .to_owned()
}

/// A message that holds contact data beside what the server fills in.
pub(crate) trait Content {
    /// Whether any member is set that is neither metadata nor output-only.
    fn has_content(&self) -> bool;

    /// Clears the output-only members, and the metadata as [`strip_metadata`] does.
    fn strip_output_only(&mut self);
}

/// Strips each value of a list, or the one of an option.
pub(crate) fn strip<'a, T: Content + 'a>(values: impl IntoIterator<Item = &'a mut T>) {
    values.into_iter().for_each(Content::strip_output_only);
}

/// Leaves `sourcePrimary`, the one member that clients set, and what is not known here.
pub(crate) fn strip_metadata(metadata: &mut Option<FieldMetadata>) {
    *metadata = metadata.take().and_then(|metadata| {
        let kept = FieldMetadata {
            source_primary: metadata.source_primary,
            extra: metadata.extra,
            ..FieldMetadata::default()
        };
        (kept != FieldMetadata::default()).then_some(kept)
    });
}
