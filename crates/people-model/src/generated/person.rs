// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use crate::{
    encode::{AppendJson, Encode},
    person::{Content, strip, strip_metadata},
};
use super::{messages::*, person_field::PersonField};
/// Fields by name. None of these lists the fields of a person, so a field that the
/// schema gains is handled everywhere.
impl Person {
    /// Removes every value of a field.
    pub fn clear_field(&mut self, field: PersonField) {
        match field {
            PersonField::Metadata => self.metadata = None,
            PersonField::Locales => self.locales.clear(),
            PersonField::Names => self.names.clear(),
            PersonField::Nicknames => self.nicknames.clear(),
            PersonField::CoverPhotos => self.cover_photos.clear(),
            PersonField::Photos => self.photos.clear(),
            PersonField::Genders => self.genders.clear(),
            PersonField::AgeRanges => self.age_ranges.clear(),
            PersonField::Birthdays => self.birthdays.clear(),
            PersonField::Addresses => self.addresses.clear(),
            PersonField::EmailAddresses => self.email_addresses.clear(),
            PersonField::PhoneNumbers => self.phone_numbers.clear(),
            PersonField::Biographies => self.biographies.clear(),
            PersonField::Urls => self.urls.clear(),
            PersonField::Organizations => self.organizations.clear(),
            PersonField::Occupations => self.occupations.clear(),
            PersonField::Skills => self.skills.clear(),
            PersonField::Interests => self.interests.clear(),
            PersonField::Memberships => self.memberships.clear(),
            PersonField::Events => self.events.clear(),
            PersonField::ImClients => self.im_clients.clear(),
            PersonField::Relations => self.relations.clear(),
            PersonField::UserDefined => self.user_defined.clear(),
            PersonField::SipAddresses => self.sip_addresses.clear(),
            PersonField::CalendarUrls => self.calendar_urls.clear(),
            PersonField::ClientData => self.client_data.clear(),
            PersonField::ExternalIds => self.external_ids.clear(),
            PersonField::Locations => self.locations.clear(),
            PersonField::MiscKeywords => self.misc_keywords.clear(),
        }
    }
    /// Makes a field what it is in `other`.
    pub fn copy_field(&mut self, other: &Self, field: PersonField) {
        match field {
            PersonField::Metadata => self.metadata.clone_from(&other.metadata),
            PersonField::Locales => self.locales.clone_from(&other.locales),
            PersonField::Names => self.names.clone_from(&other.names),
            PersonField::Nicknames => self.nicknames.clone_from(&other.nicknames),
            PersonField::CoverPhotos => self.cover_photos.clone_from(&other.cover_photos),
            PersonField::Photos => self.photos.clone_from(&other.photos),
            PersonField::Genders => self.genders.clone_from(&other.genders),
            PersonField::AgeRanges => self.age_ranges.clone_from(&other.age_ranges),
            PersonField::Birthdays => self.birthdays.clone_from(&other.birthdays),
            PersonField::Addresses => self.addresses.clone_from(&other.addresses),
            PersonField::EmailAddresses => {
                self.email_addresses.clone_from(&other.email_addresses)
            }
            PersonField::PhoneNumbers => {
                self.phone_numbers.clone_from(&other.phone_numbers)
            }
            PersonField::Biographies => self.biographies.clone_from(&other.biographies),
            PersonField::Urls => self.urls.clone_from(&other.urls),
            PersonField::Organizations => {
                self.organizations.clone_from(&other.organizations)
            }
            PersonField::Occupations => self.occupations.clone_from(&other.occupations),
            PersonField::Skills => self.skills.clone_from(&other.skills),
            PersonField::Interests => self.interests.clone_from(&other.interests),
            PersonField::Memberships => self.memberships.clone_from(&other.memberships),
            PersonField::Events => self.events.clone_from(&other.events),
            PersonField::ImClients => self.im_clients.clone_from(&other.im_clients),
            PersonField::Relations => self.relations.clone_from(&other.relations),
            PersonField::UserDefined => self.user_defined.clone_from(&other.user_defined),
            PersonField::SipAddresses => {
                self.sip_addresses.clone_from(&other.sip_addresses)
            }
            PersonField::CalendarUrls => {
                self.calendar_urls.clone_from(&other.calendar_urls)
            }
            PersonField::ClientData => self.client_data.clone_from(&other.client_data),
            PersonField::ExternalIds => self.external_ids.clone_from(&other.external_ids),
            PersonField::Locations => self.locations.clone_from(&other.locations),
            PersonField::MiscKeywords => {
                self.misc_keywords.clone_from(&other.misc_keywords)
            }
        }
    }
    /// How many values a field has.
    #[must_use]
    pub fn field_len(&self, field: PersonField) -> usize {
        match field {
            PersonField::Metadata => usize::from(self.metadata.is_some()),
            PersonField::Locales => self.locales.len(),
            PersonField::Names => self.names.len(),
            PersonField::Nicknames => self.nicknames.len(),
            PersonField::CoverPhotos => self.cover_photos.len(),
            PersonField::Photos => self.photos.len(),
            PersonField::Genders => self.genders.len(),
            PersonField::AgeRanges => self.age_ranges.len(),
            PersonField::Birthdays => self.birthdays.len(),
            PersonField::Addresses => self.addresses.len(),
            PersonField::EmailAddresses => self.email_addresses.len(),
            PersonField::PhoneNumbers => self.phone_numbers.len(),
            PersonField::Biographies => self.biographies.len(),
            PersonField::Urls => self.urls.len(),
            PersonField::Organizations => self.organizations.len(),
            PersonField::Occupations => self.occupations.len(),
            PersonField::Skills => self.skills.len(),
            PersonField::Interests => self.interests.len(),
            PersonField::Memberships => self.memberships.len(),
            PersonField::Events => self.events.len(),
            PersonField::ImClients => self.im_clients.len(),
            PersonField::Relations => self.relations.len(),
            PersonField::UserDefined => self.user_defined.len(),
            PersonField::SipAddresses => self.sip_addresses.len(),
            PersonField::CalendarUrls => self.calendar_urls.len(),
            PersonField::ClientData => self.client_data.len(),
            PersonField::ExternalIds => self.external_ids.len(),
            PersonField::Locations => self.locations.len(),
            PersonField::MiscKeywords => self.misc_keywords.len(),
        }
    }
    /// Whether a field is the same as in `other`, the order of its values included.
    #[must_use]
    pub fn field_eq(&self, other: &Self, field: PersonField) -> bool {
        match field {
            PersonField::Metadata => self.metadata == other.metadata,
            PersonField::Locales => self.locales == other.locales,
            PersonField::Names => self.names == other.names,
            PersonField::Nicknames => self.nicknames == other.nicknames,
            PersonField::CoverPhotos => self.cover_photos == other.cover_photos,
            PersonField::Photos => self.photos == other.photos,
            PersonField::Genders => self.genders == other.genders,
            PersonField::AgeRanges => self.age_ranges == other.age_ranges,
            PersonField::Birthdays => self.birthdays == other.birthdays,
            PersonField::Addresses => self.addresses == other.addresses,
            PersonField::EmailAddresses => self.email_addresses == other.email_addresses,
            PersonField::PhoneNumbers => self.phone_numbers == other.phone_numbers,
            PersonField::Biographies => self.biographies == other.biographies,
            PersonField::Urls => self.urls == other.urls,
            PersonField::Organizations => self.organizations == other.organizations,
            PersonField::Occupations => self.occupations == other.occupations,
            PersonField::Skills => self.skills == other.skills,
            PersonField::Interests => self.interests == other.interests,
            PersonField::Memberships => self.memberships == other.memberships,
            PersonField::Events => self.events == other.events,
            PersonField::ImClients => self.im_clients == other.im_clients,
            PersonField::Relations => self.relations == other.relations,
            PersonField::UserDefined => self.user_defined == other.user_defined,
            PersonField::SipAddresses => self.sip_addresses == other.sip_addresses,
            PersonField::CalendarUrls => self.calendar_urls == other.calendar_urls,
            PersonField::ClientData => self.client_data == other.client_data,
            PersonField::ExternalIds => self.external_ids == other.external_ids,
            PersonField::Locations => self.locations == other.locations,
            PersonField::MiscKeywords => self.misc_keywords == other.misc_keywords,
        }
    }
    /// Appends the list of a field's values as compact JSON, and nothing for `metadata`,
    /// which is no list.
    pub(crate) fn encode_field(&self, field: PersonField, out: &mut Vec<u8>) {
        match field {
            PersonField::Metadata => {}
            PersonField::Locales => self.locales.append_json(out),
            PersonField::Names => self.names.append_json(out),
            PersonField::Nicknames => self.nicknames.append_json(out),
            PersonField::CoverPhotos => self.cover_photos.append_json(out),
            PersonField::Photos => self.photos.append_json(out),
            PersonField::Genders => self.genders.append_json(out),
            PersonField::AgeRanges => self.age_ranges.append_json(out),
            PersonField::Birthdays => self.birthdays.append_json(out),
            PersonField::Addresses => self.addresses.append_json(out),
            PersonField::EmailAddresses => self.email_addresses.append_json(out),
            PersonField::PhoneNumbers => self.phone_numbers.append_json(out),
            PersonField::Biographies => self.biographies.append_json(out),
            PersonField::Urls => self.urls.append_json(out),
            PersonField::Organizations => self.organizations.append_json(out),
            PersonField::Occupations => self.occupations.append_json(out),
            PersonField::Skills => self.skills.append_json(out),
            PersonField::Interests => self.interests.append_json(out),
            PersonField::Memberships => self.memberships.append_json(out),
            PersonField::Events => self.events.append_json(out),
            PersonField::ImClients => self.im_clients.append_json(out),
            PersonField::Relations => self.relations.append_json(out),
            PersonField::UserDefined => self.user_defined.append_json(out),
            PersonField::SipAddresses => self.sip_addresses.append_json(out),
            PersonField::CalendarUrls => self.calendar_urls.append_json(out),
            PersonField::ClientData => self.client_data.append_json(out),
            PersonField::ExternalIds => self.external_ids.append_json(out),
            PersonField::Locations => self.locations.append_json(out),
            PersonField::MiscKeywords => self.misc_keywords.append_json(out),
        }
    }
    /// Shows the metadata of each value of a field. `metadata` itself has no values.
    pub fn for_each_metadata(
        &self,
        field: PersonField,
        mut visit: impl FnMut(Option<&FieldMetadata>),
    ) {
        match field {
            PersonField::Metadata => {}
            PersonField::Locales => {
                self.locales.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Names => {
                self.names.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Nicknames => {
                self.nicknames.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::CoverPhotos => {
                self.cover_photos.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Photos => {
                self.photos.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Genders => {
                self.genders.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::AgeRanges => {
                self.age_ranges.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Birthdays => {
                self.birthdays.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Addresses => {
                self.addresses.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::EmailAddresses => {
                self.email_addresses
                    .iter()
                    .for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::PhoneNumbers => {
                self.phone_numbers
                    .iter()
                    .for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Biographies => {
                self.biographies.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Urls => {
                self.urls.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Organizations => {
                self.organizations
                    .iter()
                    .for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Occupations => {
                self.occupations.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Skills => {
                self.skills.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Interests => {
                self.interests.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Memberships => {
                self.memberships.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Events => {
                self.events.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::ImClients => {
                self.im_clients.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Relations => {
                self.relations.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::UserDefined => {
                self.user_defined.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::SipAddresses => {
                self.sip_addresses
                    .iter()
                    .for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::CalendarUrls => {
                self.calendar_urls
                    .iter()
                    .for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::ClientData => {
                self.client_data.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::ExternalIds => {
                self.external_ids.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::Locations => {
                self.locations.iter().for_each(|value| visit(value.metadata.as_ref()))
            }
            PersonField::MiscKeywords => {
                self.misc_keywords
                    .iter()
                    .for_each(|value| visit(value.metadata.as_ref()))
            }
        }
    }
    /// Keeps the values of a field whose metadata `keep` approves of.
    /// `metadata` itself has no values.
    pub fn retain_values(
        &mut self,
        field: PersonField,
        mut keep: impl FnMut(Option<&FieldMetadata>) -> bool,
    ) {
        match field {
            PersonField::Metadata => {}
            PersonField::Locales => {
                self.locales.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Names => {
                self.names.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Nicknames => {
                self.nicknames.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::CoverPhotos => {
                self.cover_photos.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Photos => {
                self.photos.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Genders => {
                self.genders.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::AgeRanges => {
                self.age_ranges.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Birthdays => {
                self.birthdays.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Addresses => {
                self.addresses.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::EmailAddresses => {
                self.email_addresses.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::PhoneNumbers => {
                self.phone_numbers.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Biographies => {
                self.biographies.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Urls => self.urls.retain(|value| keep(value.metadata.as_ref())),
            PersonField::Organizations => {
                self.organizations.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Occupations => {
                self.occupations.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Skills => {
                self.skills.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Interests => {
                self.interests.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Memberships => {
                self.memberships.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Events => {
                self.events.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::ImClients => {
                self.im_clients.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Relations => {
                self.relations.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::UserDefined => {
                self.user_defined.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::SipAddresses => {
                self.sip_addresses.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::CalendarUrls => {
                self.calendar_urls.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::ClientData => {
                self.client_data.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::ExternalIds => {
                self.external_ids.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::Locations => {
                self.locations.retain(|value| keep(value.metadata.as_ref()))
            }
            PersonField::MiscKeywords => {
                self.misc_keywords.retain(|value| keep(value.metadata.as_ref()))
            }
        }
    }
    /// Changes the metadata of each value of a field, given its position.
    /// `metadata` itself has no values.
    pub fn metadata_mut(
        &mut self,
        field: PersonField,
        mut edit: impl FnMut(usize, &mut Option<FieldMetadata>),
    ) {
        match field {
            PersonField::Metadata => {}
            PersonField::Locales => {
                (0..)
                    .zip(&mut self.locales)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Names => {
                (0..)
                    .zip(&mut self.names)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Nicknames => {
                (0..)
                    .zip(&mut self.nicknames)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::CoverPhotos => {
                (0..)
                    .zip(&mut self.cover_photos)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Photos => {
                (0..)
                    .zip(&mut self.photos)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Genders => {
                (0..)
                    .zip(&mut self.genders)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::AgeRanges => {
                (0..)
                    .zip(&mut self.age_ranges)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Birthdays => {
                (0..)
                    .zip(&mut self.birthdays)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Addresses => {
                (0..)
                    .zip(&mut self.addresses)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::EmailAddresses => {
                (0..)
                    .zip(&mut self.email_addresses)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::PhoneNumbers => {
                (0..)
                    .zip(&mut self.phone_numbers)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Biographies => {
                (0..)
                    .zip(&mut self.biographies)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Urls => {
                (0..)
                    .zip(&mut self.urls)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Organizations => {
                (0..)
                    .zip(&mut self.organizations)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Occupations => {
                (0..)
                    .zip(&mut self.occupations)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Skills => {
                (0..)
                    .zip(&mut self.skills)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Interests => {
                (0..)
                    .zip(&mut self.interests)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Memberships => {
                (0..)
                    .zip(&mut self.memberships)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Events => {
                (0..)
                    .zip(&mut self.events)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::ImClients => {
                (0..)
                    .zip(&mut self.im_clients)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Relations => {
                (0..)
                    .zip(&mut self.relations)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::UserDefined => {
                (0..)
                    .zip(&mut self.user_defined)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::SipAddresses => {
                (0..)
                    .zip(&mut self.sip_addresses)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::CalendarUrls => {
                (0..)
                    .zip(&mut self.calendar_urls)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::ClientData => {
                (0..)
                    .zip(&mut self.client_data)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::ExternalIds => {
                (0..)
                    .zip(&mut self.external_ids)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::Locations => {
                (0..)
                    .zip(&mut self.locations)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
            PersonField::MiscKeywords => {
                (0..)
                    .zip(&mut self.misc_keywords)
                    .for_each(|(index, value)| edit(index, &mut value.metadata))
            }
        }
    }
    /// Clears what only the server sets: the field itself if it is such a field, else
    /// in each value the output-only members, and the metadata but for `sourcePrimary`
    /// and what this version does not know.
    pub fn strip_output_only(&mut self, field: PersonField) {
        match field {
            PersonField::Metadata => self.metadata = None,
            PersonField::Locales => strip(&mut self.locales),
            PersonField::Names => strip(&mut self.names),
            PersonField::Nicknames => strip(&mut self.nicknames),
            PersonField::CoverPhotos => self.cover_photos.clear(),
            PersonField::Photos => self.photos.clear(),
            PersonField::Genders => strip(&mut self.genders),
            PersonField::AgeRanges => self.age_ranges.clear(),
            PersonField::Birthdays => strip(&mut self.birthdays),
            PersonField::Addresses => strip(&mut self.addresses),
            PersonField::EmailAddresses => strip(&mut self.email_addresses),
            PersonField::PhoneNumbers => strip(&mut self.phone_numbers),
            PersonField::Biographies => strip(&mut self.biographies),
            PersonField::Urls => strip(&mut self.urls),
            PersonField::Organizations => strip(&mut self.organizations),
            PersonField::Occupations => strip(&mut self.occupations),
            PersonField::Skills => strip(&mut self.skills),
            PersonField::Interests => strip(&mut self.interests),
            PersonField::Memberships => strip(&mut self.memberships),
            PersonField::Events => strip(&mut self.events),
            PersonField::ImClients => strip(&mut self.im_clients),
            PersonField::Relations => strip(&mut self.relations),
            PersonField::UserDefined => strip(&mut self.user_defined),
            PersonField::SipAddresses => strip(&mut self.sip_addresses),
            PersonField::CalendarUrls => strip(&mut self.calendar_urls),
            PersonField::ClientData => strip(&mut self.client_data),
            PersonField::ExternalIds => strip(&mut self.external_ids),
            PersonField::Locations => strip(&mut self.locations),
            PersonField::MiscKeywords => strip(&mut self.misc_keywords),
        }
    }
    /// Removes the values that say nothing: those that have only metadata and
    /// output-only members. Unknown members count as something.
    pub fn drop_empty_values(&mut self, field: PersonField) {
        match field {
            PersonField::Metadata => {
                if self.metadata.as_ref().is_some_and(|value| !value.has_content()) {
                    self.metadata = None;
                }
            }
            PersonField::Locales => self.locales.retain(Content::has_content),
            PersonField::Names => self.names.retain(Content::has_content),
            PersonField::Nicknames => self.nicknames.retain(Content::has_content),
            PersonField::CoverPhotos => self.cover_photos.retain(Content::has_content),
            PersonField::Photos => self.photos.retain(Content::has_content),
            PersonField::Genders => self.genders.retain(Content::has_content),
            PersonField::AgeRanges => self.age_ranges.retain(Content::has_content),
            PersonField::Birthdays => self.birthdays.retain(Content::has_content),
            PersonField::Addresses => self.addresses.retain(Content::has_content),
            PersonField::EmailAddresses => {
                self.email_addresses.retain(Content::has_content)
            }
            PersonField::PhoneNumbers => self.phone_numbers.retain(Content::has_content),
            PersonField::Biographies => self.biographies.retain(Content::has_content),
            PersonField::Urls => self.urls.retain(Content::has_content),
            PersonField::Organizations => self.organizations.retain(Content::has_content),
            PersonField::Occupations => self.occupations.retain(Content::has_content),
            PersonField::Skills => self.skills.retain(Content::has_content),
            PersonField::Interests => self.interests.retain(Content::has_content),
            PersonField::Memberships => self.memberships.retain(Content::has_content),
            PersonField::Events => self.events.retain(Content::has_content),
            PersonField::ImClients => self.im_clients.retain(Content::has_content),
            PersonField::Relations => self.relations.retain(Content::has_content),
            PersonField::UserDefined => self.user_defined.retain(Content::has_content),
            PersonField::SipAddresses => self.sip_addresses.retain(Content::has_content),
            PersonField::CalendarUrls => self.calendar_urls.retain(Content::has_content),
            PersonField::ClientData => self.client_data.retain(Content::has_content),
            PersonField::ExternalIds => self.external_ids.retain(Content::has_content),
            PersonField::Locations => self.locations.retain(Content::has_content),
            PersonField::MiscKeywords => self.misc_keywords.retain(Content::has_content),
        }
    }
}
impl Content for Address {
    fn has_content(&self) -> bool {
        !self.formatted_value.is_unset() || !self.r#type.is_unset()
            || !self.po_box.is_unset() || !self.street_address.is_unset()
            || !self.extended_address.is_unset() || !self.city.is_unset()
            || !self.region.is_unset() || !self.postal_code.is_unset()
            || !self.country.is_unset() || !self.country_code.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
    }
}
impl Content for AgeRangeType {
    fn has_content(&self) -> bool {
        !self.age_range.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Biography {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.content_type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Birthday {
    fn has_content(&self) -> bool {
        self.date.iter().any(Content::has_content) || !self.text.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        strip(&mut self.date);
    }
}
impl Content for CalendarUrl {
    fn has_content(&self) -> bool {
        !self.url.is_unset() || !self.r#type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
    }
}
impl Content for ClientData {
    fn has_content(&self) -> bool {
        !self.key.is_unset() || !self.value.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for ContactGroupMembership {
    fn has_content(&self) -> bool {
        !self.contact_group_resource_name.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        self.contact_group_id = Default::default();
    }
}
impl Content for CoverPhoto {
    fn has_content(&self) -> bool {
        !self.url.is_unset() || !self.default.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Date {
    fn has_content(&self) -> bool {
        !self.year.is_unset() || !self.month.is_unset() || !self.day.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {}
}
impl Content for DomainMembership {
    fn has_content(&self) -> bool {
        !self.in_viewer_domain.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {}
}
impl Content for EmailAddress {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.r#type.is_unset()
            || !self.display_name.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
    }
}
impl Content for Event {
    fn has_content(&self) -> bool {
        self.date.iter().any(Content::has_content) || !self.r#type.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        strip(&mut self.date);
        self.formatted_type = Default::default();
    }
}
impl Content for ExternalId {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.r#type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
    }
}
impl Content for Gender {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.address_me_as.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_value = Default::default();
    }
}
impl Content for ImClient {
    fn has_content(&self) -> bool {
        !self.username.is_unset() || !self.r#type.is_unset() || !self.protocol.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
        self.formatted_protocol = Default::default();
    }
}
impl Content for Interest {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Locale {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Location {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.r#type.is_unset() || !self.current.is_unset()
            || !self.building_id.is_unset() || !self.floor.is_unset()
            || !self.floor_section.is_unset() || !self.desk_code.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Membership {
    fn has_content(&self) -> bool {
        self.contact_group_membership.iter().any(Content::has_content)
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        strip(&mut self.contact_group_membership);
        self.domain_membership = Default::default();
    }
}
impl Content for MiscKeyword {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.r#type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
    }
}
impl Content for Name {
    fn has_content(&self) -> bool {
        !self.family_name.is_unset() || !self.given_name.is_unset()
            || !self.middle_name.is_unset() || !self.honorific_prefix.is_unset()
            || !self.honorific_suffix.is_unset() || !self.phonetic_family_name.is_unset()
            || !self.phonetic_given_name.is_unset()
            || !self.phonetic_middle_name.is_unset()
            || !self.phonetic_honorific_prefix.is_unset()
            || !self.phonetic_honorific_suffix.is_unset()
            || !self.phonetic_full_name.is_unset() || !self.unstructured_name.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.display_name = Default::default();
        self.display_name_last_first = Default::default();
    }
}
impl Content for Nickname {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.r#type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Occupation {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Organization {
    fn has_content(&self) -> bool {
        !self.r#type.is_unset() || self.start_date.iter().any(Content::has_content)
            || self.end_date.iter().any(Content::has_content) || !self.current.is_unset()
            || !self.name.is_unset() || !self.phonetic_name.is_unset()
            || !self.department.is_unset() || !self.title.is_unset()
            || !self.job_description.is_unset() || !self.symbol.is_unset()
            || !self.domain.is_unset() || !self.location.is_unset()
            || !self.cost_center.is_unset()
            || !self.full_time_equivalent_millipercent.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
        strip(&mut self.start_date);
        strip(&mut self.end_date);
    }
}
impl Content for PersonMetadata {
    fn has_content(&self) -> bool {
        self.sources.iter().any(Content::has_content) || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip(&mut self.sources);
        self.previous_resource_names = Default::default();
        self.linked_people_resource_names = Default::default();
        self.deleted = Default::default();
        self.object_type = Default::default();
    }
}
impl Content for PhoneNumber {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.r#type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.canonical_form = Default::default();
        self.formatted_type = Default::default();
    }
}
impl Content for Photo {
    fn has_content(&self) -> bool {
        !self.url.is_unset() || !self.default.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for ProfileMetadata {
    fn has_content(&self) -> bool {
        !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        self.object_type = Default::default();
        self.user_types = Default::default();
    }
}
impl Content for Relation {
    fn has_content(&self) -> bool {
        !self.person.is_unset() || !self.r#type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
    }
}
impl Content for SipAddress {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.r#type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
    }
}
impl Content for Skill {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
impl Content for Source {
    fn has_content(&self) -> bool {
        !self.r#type.is_unset() || !self.id.is_unset() || !self.etag.is_unset()
            || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        self.profile_metadata = Default::default();
        self.update_time = Default::default();
    }
}
impl Content for Url {
    fn has_content(&self) -> bool {
        !self.value.is_unset() || !self.r#type.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();
    }
}
impl Content for UserDefined {
    fn has_content(&self) -> bool {
        !self.key.is_unset() || !self.value.is_unset() || !self.extra.is_empty()
    }
    fn strip_output_only(&mut self) {
        strip_metadata(&mut self.metadata);
    }
}
