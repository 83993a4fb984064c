// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use serde_json::Value;
use crate::{
    encode::member_value, entry::{Composed, Entry, EntryVisitor},
    extra::Extra, person::Content, text::is_same_text,
};
use super::{messages::*, person_field::PersonField};
impl PersonField {
    /// Calls `visitor` with the type of the field's values; none for `metadata`, which is
    /// no list.
    pub fn visit<V: EntryVisitor>(self, visitor: V) -> Option<V::Output> {
        Some(
            match self {
                Self::Locales => visitor.visit::<Locale>(),
                Self::Names => visitor.visit::<Name>(),
                Self::Nicknames => visitor.visit::<Nickname>(),
                Self::CoverPhotos => visitor.visit::<CoverPhoto>(),
                Self::Photos => visitor.visit::<Photo>(),
                Self::Genders => visitor.visit::<Gender>(),
                Self::AgeRanges => visitor.visit::<AgeRangeType>(),
                Self::Birthdays => visitor.visit::<Birthday>(),
                Self::Addresses => visitor.visit::<Address>(),
                Self::EmailAddresses => visitor.visit::<EmailAddress>(),
                Self::PhoneNumbers => visitor.visit::<PhoneNumber>(),
                Self::Biographies => visitor.visit::<Biography>(),
                Self::Urls => visitor.visit::<Url>(),
                Self::Organizations => visitor.visit::<Organization>(),
                Self::Occupations => visitor.visit::<Occupation>(),
                Self::Skills => visitor.visit::<Skill>(),
                Self::Interests => visitor.visit::<Interest>(),
                Self::Memberships => visitor.visit::<Membership>(),
                Self::Events => visitor.visit::<Event>(),
                Self::ImClients => visitor.visit::<ImClient>(),
                Self::Relations => visitor.visit::<Relation>(),
                Self::UserDefined => visitor.visit::<UserDefined>(),
                Self::SipAddresses => visitor.visit::<SipAddress>(),
                Self::CalendarUrls => visitor.visit::<CalendarUrl>(),
                Self::ClientData => visitor.visit::<ClientData>(),
                Self::ExternalIds => visitor.visit::<ExternalId>(),
                Self::Locations => visitor.visit::<Location>(),
                Self::MiscKeywords => visitor.visit::<MiscKeyword>(),
                _ => return None,
            },
        )
    }
}
impl Entry for Locale {
    const FIELD: PersonField = PersonField::Locales;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.locales
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.locales
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            _ => None,
        }
    }
}
impl Entry for Name {
    const FIELD: PersonField = PersonField::Names;
    const IDENTITY: &'static [usize] = &[];
    const UNITS: &'static [&'static [usize]] = &[
        &[2],
        &[3],
        &[4],
        &[5],
        &[6],
        &[7],
        &[8],
        &[9],
        &[10],
        &[11],
        &[12],
        &[14],
    ];
    const COMPOSED: Option<Composed> = Some(Composed {
        whole: 14,
        parts: &[2, 3, 4, 5, 6],
    });
    fn of(person: &Person) -> &Vec<Self> {
        &person.names
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.names
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.display_name, &other.display_name),
            2 => is_same_text(&self.family_name, &other.family_name),
            3 => is_same_text(&self.given_name, &other.given_name),
            4 => is_same_text(&self.middle_name, &other.middle_name),
            5 => is_same_text(&self.honorific_prefix, &other.honorific_prefix),
            6 => is_same_text(&self.honorific_suffix, &other.honorific_suffix),
            7 => is_same_text(&self.phonetic_family_name, &other.phonetic_family_name),
            8 => is_same_text(&self.phonetic_given_name, &other.phonetic_given_name),
            9 => is_same_text(&self.phonetic_middle_name, &other.phonetic_middle_name),
            10 => {
                is_same_text(
                    &self.phonetic_honorific_prefix,
                    &other.phonetic_honorific_prefix,
                )
            }
            11 => {
                is_same_text(
                    &self.phonetic_honorific_suffix,
                    &other.phonetic_honorific_suffix,
                )
            }
            12 => is_same_text(&self.phonetic_full_name, &other.phonetic_full_name),
            13 => {
                is_same_text(
                    &self.display_name_last_first,
                    &other.display_name_last_first,
                )
            }
            14 => is_same_text(&self.unstructured_name, &other.unstructured_name),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.display_name.clone_from(&other.display_name),
            2 => self.family_name.clone_from(&other.family_name),
            3 => self.given_name.clone_from(&other.given_name),
            4 => self.middle_name.clone_from(&other.middle_name),
            5 => self.honorific_prefix.clone_from(&other.honorific_prefix),
            6 => self.honorific_suffix.clone_from(&other.honorific_suffix),
            7 => self.phonetic_family_name.clone_from(&other.phonetic_family_name),
            8 => self.phonetic_given_name.clone_from(&other.phonetic_given_name),
            9 => self.phonetic_middle_name.clone_from(&other.phonetic_middle_name),
            10 => {
                self.phonetic_honorific_prefix
                    .clone_from(&other.phonetic_honorific_prefix)
            }
            11 => {
                self.phonetic_honorific_suffix
                    .clone_from(&other.phonetic_honorific_suffix)
            }
            12 => self.phonetic_full_name.clone_from(&other.phonetic_full_name),
            13 => self.display_name_last_first.clone_from(&other.display_name_last_first),
            14 => self.unstructured_name.clone_from(&other.unstructured_name),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.display_name,
            2 => &self.family_name,
            3 => &self.given_name,
            4 => &self.middle_name,
            5 => &self.honorific_prefix,
            6 => &self.honorific_suffix,
            7 => &self.phonetic_family_name,
            8 => &self.phonetic_given_name,
            9 => &self.phonetic_middle_name,
            10 => &self.phonetic_honorific_prefix,
            11 => &self.phonetic_honorific_suffix,
            12 => &self.phonetic_full_name,
            13 => &self.display_name_last_first,
            14 => &self.unstructured_name,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.display_name),
            2 => member_value(&self.family_name),
            3 => member_value(&self.given_name),
            4 => member_value(&self.middle_name),
            5 => member_value(&self.honorific_prefix),
            6 => member_value(&self.honorific_suffix),
            7 => member_value(&self.phonetic_family_name),
            8 => member_value(&self.phonetic_given_name),
            9 => member_value(&self.phonetic_middle_name),
            10 => member_value(&self.phonetic_honorific_prefix),
            11 => member_value(&self.phonetic_honorific_suffix),
            12 => member_value(&self.phonetic_full_name),
            13 => member_value(&self.display_name_last_first),
            14 => member_value(&self.unstructured_name),
            _ => None,
        }
    }
}
impl Entry for Nickname {
    const FIELD: PersonField = PersonField::Nicknames;
    const IDENTITY: &'static [usize] = &[1, 2];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.nicknames
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.nicknames
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => self.r#type == other.r#type,
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.r#type.clone_from(&other.r#type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.r#type),
            _ => None,
        }
    }
}
impl Entry for CoverPhoto {
    const FIELD: PersonField = PersonField::CoverPhotos;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.cover_photos
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.cover_photos
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.url, &other.url),
            2 => self.default == other.default,
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.url.clone_from(&other.url),
            2 => self.default.clone_from(&other.default),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.url,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.url),
            2 => member_value(&self.default),
            _ => None,
        }
    }
}
impl Entry for Photo {
    const FIELD: PersonField = PersonField::Photos;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.photos
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.photos
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.url, &other.url),
            2 => self.default == other.default,
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.url.clone_from(&other.url),
            2 => self.default.clone_from(&other.default),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.url,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.url),
            2 => member_value(&self.default),
            _ => None,
        }
    }
}
impl Entry for Gender {
    const FIELD: PersonField = PersonField::Genders;
    const IDENTITY: &'static [usize] = &[];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[3]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.genders
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.genders
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => is_same_text(&self.formatted_value, &other.formatted_value),
            3 => is_same_text(&self.address_me_as, &other.address_me_as),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.formatted_value.clone_from(&other.formatted_value),
            3 => self.address_me_as.clone_from(&other.address_me_as),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            2 => &self.formatted_value,
            3 => &self.address_me_as,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.formatted_value),
            3 => member_value(&self.address_me_as),
            _ => None,
        }
    }
}
impl Entry for AgeRangeType {
    const FIELD: PersonField = PersonField::AgeRanges;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.age_ranges
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.age_ranges
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => self.age_range == other.age_range,
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.age_range.clone_from(&other.age_range),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let _ = position;
        None
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.age_range),
            _ => None,
        }
    }
}
impl Entry for Birthday {
    const FIELD: PersonField = PersonField::Birthdays;
    const IDENTITY: &'static [usize] = &[];
    const UNITS: &'static [&'static [usize]] = &[&[1, 2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.birthdays
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.birthdays
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => self.date == other.date,
            2 => is_same_text(&self.text, &other.text),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.date.clone_from(&other.date),
            2 => self.text.clone_from(&other.text),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            2 => &self.text,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.date),
            2 => member_value(&self.text),
            _ => None,
        }
    }
}
impl Entry for Address {
    const FIELD: PersonField = PersonField::Addresses;
    const IDENTITY: &'static [usize] = &[2];
    const UNITS: &'static [&'static [usize]] = &[
        &[1],
        &[2],
        &[4],
        &[5],
        &[6],
        &[7],
        &[8],
        &[9],
        &[10],
        &[11],
    ];
    const COMPOSED: Option<Composed> = Some(Composed {
        whole: 1,
        parts: &[4, 5, 6, 7, 8, 9, 10, 11],
    });
    fn of(person: &Person) -> &Vec<Self> {
        &person.addresses
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.addresses
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.formatted_value, &other.formatted_value),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            4 => is_same_text(&self.po_box, &other.po_box),
            5 => is_same_text(&self.street_address, &other.street_address),
            6 => is_same_text(&self.extended_address, &other.extended_address),
            7 => is_same_text(&self.city, &other.city),
            8 => is_same_text(&self.region, &other.region),
            9 => is_same_text(&self.postal_code, &other.postal_code),
            10 => is_same_text(&self.country, &other.country),
            11 => is_same_text(&self.country_code, &other.country_code),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.formatted_value.clone_from(&other.formatted_value),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            4 => self.po_box.clone_from(&other.po_box),
            5 => self.street_address.clone_from(&other.street_address),
            6 => self.extended_address.clone_from(&other.extended_address),
            7 => self.city.clone_from(&other.city),
            8 => self.region.clone_from(&other.region),
            9 => self.postal_code.clone_from(&other.postal_code),
            10 => self.country.clone_from(&other.country),
            11 => self.country_code.clone_from(&other.country_code),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.formatted_value,
            2 => &self.r#type,
            3 => &self.formatted_type,
            4 => &self.po_box,
            5 => &self.street_address,
            6 => &self.extended_address,
            7 => &self.city,
            8 => &self.region,
            9 => &self.postal_code,
            10 => &self.country,
            11 => &self.country_code,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.formatted_value),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            4 => member_value(&self.po_box),
            5 => member_value(&self.street_address),
            6 => member_value(&self.extended_address),
            7 => member_value(&self.city),
            8 => member_value(&self.region),
            9 => member_value(&self.postal_code),
            10 => member_value(&self.country),
            11 => member_value(&self.country_code),
            _ => None,
        }
    }
}
impl Entry for EmailAddress {
    const FIELD: PersonField = PersonField::EmailAddresses;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2], &[4]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.email_addresses
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.email_addresses
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            4 => is_same_text(&self.display_name, &other.display_name),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            4 => self.display_name.clone_from(&other.display_name),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            2 => &self.r#type,
            3 => &self.formatted_type,
            4 => &self.display_name,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            4 => member_value(&self.display_name),
            _ => None,
        }
    }
}
impl Entry for PhoneNumber {
    const FIELD: PersonField = PersonField::PhoneNumbers;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[3]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.phone_numbers
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.phone_numbers
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => is_same_text(&self.canonical_form, &other.canonical_form),
            3 => is_same_text(&self.r#type, &other.r#type),
            4 => is_same_text(&self.formatted_type, &other.formatted_type),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.canonical_form.clone_from(&other.canonical_form),
            3 => self.r#type.clone_from(&other.r#type),
            4 => self.formatted_type.clone_from(&other.formatted_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            2 => &self.canonical_form,
            3 => &self.r#type,
            4 => &self.formatted_type,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.canonical_form),
            3 => member_value(&self.r#type),
            4 => member_value(&self.formatted_type),
            _ => None,
        }
    }
}
impl Entry for Biography {
    const FIELD: PersonField = PersonField::Biographies;
    const IDENTITY: &'static [usize] = &[];
    const UNITS: &'static [&'static [usize]] = &[&[1, 2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.biographies
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.biographies
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => self.content_type == other.content_type,
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.content_type.clone_from(&other.content_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.content_type),
            _ => None,
        }
    }
}
impl Entry for Url {
    const FIELD: PersonField = PersonField::Urls;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.urls
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.urls
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            2 => &self.r#type,
            3 => &self.formatted_type,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            _ => None,
        }
    }
}
impl Entry for Organization {
    const FIELD: PersonField = PersonField::Organizations;
    const IDENTITY: &'static [usize] = &[6];
    const UNITS: &'static [&'static [usize]] = &[
        &[1],
        &[3],
        &[4],
        &[5],
        &[6],
        &[7],
        &[8],
        &[9],
        &[10],
        &[11],
        &[12],
        &[13],
        &[14],
        &[15],
    ];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.organizations
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.organizations
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.r#type, &other.r#type),
            2 => is_same_text(&self.formatted_type, &other.formatted_type),
            3 => self.start_date == other.start_date,
            4 => self.end_date == other.end_date,
            5 => self.current == other.current,
            6 => is_same_text(&self.name, &other.name),
            7 => is_same_text(&self.phonetic_name, &other.phonetic_name),
            8 => is_same_text(&self.department, &other.department),
            9 => is_same_text(&self.title, &other.title),
            10 => is_same_text(&self.job_description, &other.job_description),
            11 => is_same_text(&self.symbol, &other.symbol),
            12 => is_same_text(&self.domain, &other.domain),
            13 => is_same_text(&self.location, &other.location),
            14 => is_same_text(&self.cost_center, &other.cost_center),
            15 => {
                self.full_time_equivalent_millipercent
                    == other.full_time_equivalent_millipercent
            }
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.r#type.clone_from(&other.r#type),
            2 => self.formatted_type.clone_from(&other.formatted_type),
            3 => self.start_date.clone_from(&other.start_date),
            4 => self.end_date.clone_from(&other.end_date),
            5 => self.current.clone_from(&other.current),
            6 => self.name.clone_from(&other.name),
            7 => self.phonetic_name.clone_from(&other.phonetic_name),
            8 => self.department.clone_from(&other.department),
            9 => self.title.clone_from(&other.title),
            10 => self.job_description.clone_from(&other.job_description),
            11 => self.symbol.clone_from(&other.symbol),
            12 => self.domain.clone_from(&other.domain),
            13 => self.location.clone_from(&other.location),
            14 => self.cost_center.clone_from(&other.cost_center),
            15 => {
                self.full_time_equivalent_millipercent
                    .clone_from(&other.full_time_equivalent_millipercent)
            }
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.r#type,
            2 => &self.formatted_type,
            6 => &self.name,
            7 => &self.phonetic_name,
            8 => &self.department,
            9 => &self.title,
            10 => &self.job_description,
            11 => &self.symbol,
            12 => &self.domain,
            13 => &self.location,
            14 => &self.cost_center,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.r#type),
            2 => member_value(&self.formatted_type),
            3 => member_value(&self.start_date),
            4 => member_value(&self.end_date),
            5 => member_value(&self.current),
            6 => member_value(&self.name),
            7 => member_value(&self.phonetic_name),
            8 => member_value(&self.department),
            9 => member_value(&self.title),
            10 => member_value(&self.job_description),
            11 => member_value(&self.symbol),
            12 => member_value(&self.domain),
            13 => member_value(&self.location),
            14 => member_value(&self.cost_center),
            15 => member_value(&self.full_time_equivalent_millipercent),
            _ => None,
        }
    }
}
impl Entry for Occupation {
    const FIELD: PersonField = PersonField::Occupations;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.occupations
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.occupations
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            _ => None,
        }
    }
}
impl Entry for Skill {
    const FIELD: PersonField = PersonField::Skills;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.skills
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.skills
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            _ => None,
        }
    }
}
impl Entry for Interest {
    const FIELD: PersonField = PersonField::Interests;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.interests
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.interests
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            _ => None,
        }
    }
}
impl Entry for Membership {
    const FIELD: PersonField = PersonField::Memberships;
    const IDENTITY: &'static [usize] = &[1, 2];
    const UNITS: &'static [&'static [usize]] = &[&[1]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.memberships
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.memberships
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => self.contact_group_membership == other.contact_group_membership,
            2 => self.domain_membership == other.domain_membership,
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => {
                self.contact_group_membership.clone_from(&other.contact_group_membership)
            }
            2 => self.domain_membership.clone_from(&other.domain_membership),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let _ = position;
        None
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.contact_group_membership),
            2 => member_value(&self.domain_membership),
            _ => None,
        }
    }
}
impl Entry for Event {
    const FIELD: PersonField = PersonField::Events;
    const IDENTITY: &'static [usize] = &[2, 1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.events
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.events
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => self.date == other.date,
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.date.clone_from(&other.date),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            2 => &self.r#type,
            3 => &self.formatted_type,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.date),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            _ => None,
        }
    }
}
impl Entry for ImClient {
    const FIELD: PersonField = PersonField::ImClients;
    const IDENTITY: &'static [usize] = &[4, 1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2], &[4]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.im_clients
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.im_clients
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.username, &other.username),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            4 => is_same_text(&self.protocol, &other.protocol),
            5 => is_same_text(&self.formatted_protocol, &other.formatted_protocol),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.username.clone_from(&other.username),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            4 => self.protocol.clone_from(&other.protocol),
            5 => self.formatted_protocol.clone_from(&other.formatted_protocol),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.username,
            2 => &self.r#type,
            3 => &self.formatted_type,
            4 => &self.protocol,
            5 => &self.formatted_protocol,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.username),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            4 => member_value(&self.protocol),
            5 => member_value(&self.formatted_protocol),
            _ => None,
        }
    }
}
impl Entry for Relation {
    const FIELD: PersonField = PersonField::Relations;
    const IDENTITY: &'static [usize] = &[2, 1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.relations
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.relations
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.person, &other.person),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.person.clone_from(&other.person),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.person,
            2 => &self.r#type,
            3 => &self.formatted_type,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.person),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            _ => None,
        }
    }
}
impl Entry for UserDefined {
    const FIELD: PersonField = PersonField::UserDefined;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.user_defined
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.user_defined
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.key, &other.key),
            2 => is_same_text(&self.value, &other.value),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.key.clone_from(&other.key),
            2 => self.value.clone_from(&other.value),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.key,
            2 => &self.value,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.key),
            2 => member_value(&self.value),
            _ => None,
        }
    }
}
impl Entry for SipAddress {
    const FIELD: PersonField = PersonField::SipAddresses;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.sip_addresses
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.sip_addresses
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            2 => &self.r#type,
            3 => &self.formatted_type,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            _ => None,
        }
    }
}
impl Entry for CalendarUrl {
    const FIELD: PersonField = PersonField::CalendarUrls;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.calendar_urls
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.calendar_urls
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.url, &other.url),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.url.clone_from(&other.url),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.url,
            2 => &self.r#type,
            3 => &self.formatted_type,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.url),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            _ => None,
        }
    }
}
impl Entry for ClientData {
    const FIELD: PersonField = PersonField::ClientData;
    const IDENTITY: &'static [usize] = &[1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.client_data
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.client_data
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.key, &other.key),
            2 => is_same_text(&self.value, &other.value),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.key.clone_from(&other.key),
            2 => self.value.clone_from(&other.value),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.key,
            2 => &self.value,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.key),
            2 => member_value(&self.value),
            _ => None,
        }
    }
}
impl Entry for ExternalId {
    const FIELD: PersonField = PersonField::ExternalIds;
    const IDENTITY: &'static [usize] = &[2, 1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.external_ids
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.external_ids
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            2 => &self.r#type,
            3 => &self.formatted_type,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            _ => None,
        }
    }
}
impl Entry for Location {
    const FIELD: PersonField = PersonField::Locations;
    const IDENTITY: &'static [usize] = &[2, 1];
    const UNITS: &'static [&'static [usize]] = &[
        &[1],
        &[2],
        &[3],
        &[4],
        &[5],
        &[6],
        &[7],
    ];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.locations
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.locations
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => is_same_text(&self.r#type, &other.r#type),
            3 => self.current == other.current,
            4 => is_same_text(&self.building_id, &other.building_id),
            5 => is_same_text(&self.floor, &other.floor),
            6 => is_same_text(&self.floor_section, &other.floor_section),
            7 => is_same_text(&self.desk_code, &other.desk_code),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.current.clone_from(&other.current),
            4 => self.building_id.clone_from(&other.building_id),
            5 => self.floor.clone_from(&other.floor),
            6 => self.floor_section.clone_from(&other.floor_section),
            7 => self.desk_code.clone_from(&other.desk_code),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            2 => &self.r#type,
            4 => &self.building_id,
            5 => &self.floor,
            6 => &self.floor_section,
            7 => &self.desk_code,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.r#type),
            3 => member_value(&self.current),
            4 => member_value(&self.building_id),
            5 => member_value(&self.floor),
            6 => member_value(&self.floor_section),
            7 => member_value(&self.desk_code),
            _ => None,
        }
    }
}
impl Entry for MiscKeyword {
    const FIELD: PersonField = PersonField::MiscKeywords;
    const IDENTITY: &'static [usize] = &[2, 1];
    const UNITS: &'static [&'static [usize]] = &[&[1], &[2]];
    const COMPOSED: Option<Composed> = None;
    fn of(person: &Person) -> &Vec<Self> {
        &person.misc_keywords
    }
    fn of_mut(person: &mut Person) -> &mut Vec<Self> {
        &mut person.misc_keywords
    }
    fn metadata(&self) -> Option<&FieldMetadata> {
        self.metadata.as_ref()
    }
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {
        &mut self.metadata
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn has_content(&self) -> bool {
        Content::has_content(self)
    }
    fn strip_output_only(&mut self) {
        Content::strip_output_only(self)
    }
    fn member_eq(&self, other: &Self, position: usize) -> bool {
        match position {
            0 => self.metadata == other.metadata,
            1 => is_same_text(&self.value, &other.value),
            2 => self.r#type == other.r#type,
            3 => is_same_text(&self.formatted_type, &other.formatted_type),
            _ => true,
        }
    }
    fn copy_member(&mut self, other: &Self, position: usize) {
        match position {
            0 => self.metadata.clone_from(&other.metadata),
            1 => self.value.clone_from(&other.value),
            2 => self.r#type.clone_from(&other.r#type),
            3 => self.formatted_type.clone_from(&other.formatted_type),
            _ => {}
        }
    }
    fn text(&self, position: usize) -> Option<&str> {
        let text = match position {
            1 => &self.value,
            3 => &self.formatted_type,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
    fn member(&self, position: usize) -> Option<Value> {
        match position {
            0 => member_value(&self.metadata),
            1 => member_value(&self.value),
            2 => member_value(&self.r#type),
            3 => member_value(&self.formatted_type),
            _ => None,
        }
    }
}
