// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::MapAccess};
use crate::{
    decode::{Context, Decode, Place, Record, deserialize, document, member, message},
    encode::{Members, serialize, to_json},
    extra::Extra, descriptor::Descriptor, message::Message,
};
use super::{descriptors, messages::*};
impl Record for Address {
    fn descriptor() -> &'static Descriptor {
        &descriptors::ADDRESS
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    "city" => Some(7),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "poBox" => Some(4),
                    _ => None,
                }
            }
            6 => {
                match name {
                    "po_box" => Some(4),
                    "region" => Some(8),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "country" => Some(10),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "postalCode" => Some(9),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "postal_code" => Some(9),
                    "countryCode" => Some(11),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "country_code" => Some(11),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    "streetAddress" => Some(5),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formattedValue" => Some(1),
                    "formatted_type" => Some(3),
                    "street_address" => Some(5),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "formatted_value" => Some(1),
                    "extendedAddress" => Some(6),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "extended_address" => Some(6),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::ADDRESS.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.formatted_value, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            4 => member(map, &mut self.po_box, &members[4], context),
            5 => member(map, &mut self.street_address, &members[5], context),
            6 => member(map, &mut self.extended_address, &members[6], context),
            7 => member(map, &mut self.city, &members[7], context),
            8 => member(map, &mut self.region, &members[8], context),
            9 => member(map, &mut self.postal_code, &members[9], context),
            10 => member(map, &mut self.country, &members[10], context),
            11 => member(map, &mut self.country_code, &members[11], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("formattedValue", &self.formatted_value)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.member("poBox", &self.po_box)?;
        to.member("streetAddress", &self.street_address)?;
        to.member("extendedAddress", &self.extended_address)?;
        to.member("city", &self.city)?;
        to.member("region", &self.region)?;
        to.member("postalCode", &self.postal_code)?;
        to.member("country", &self.country)?;
        to.member("countryCode", &self.country_code)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Address {
    const DESCRIPTOR: &'static Descriptor = &descriptors::ADDRESS;
}
impl Decode for Address {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for AgeRangeType {
    fn descriptor() -> &'static Descriptor {
        &descriptors::AGE_RANGE_TYPE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            8 => {
                match name {
                    "metadata" => Some(0),
                    "ageRange" => Some(1),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "age_range" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::AGE_RANGE_TYPE.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.age_range, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("ageRange", &self.age_range)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for AgeRangeType {
    const DESCRIPTOR: &'static Descriptor = &descriptors::AGE_RANGE_TYPE;
}
impl Decode for AgeRangeType {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for AgeRangeType {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for AgeRangeType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for BatchCreateContactsRequest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BATCH_CREATE_CONTACTS_REQUEST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            7 => {
                match name {
                    "sources" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "contacts" => Some(0),
                    "readMask" => Some(1),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "read_mask" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BATCH_CREATE_CONTACTS_REQUEST.members;
        match position {
            0 => member(map, &mut self.contacts, &members[0], context),
            1 => member(map, &mut self.read_mask, &members[1], context),
            2 => member(map, &mut self.sources, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("contacts", &self.contacts)?;
        to.member("readMask", &self.read_mask)?;
        to.member("sources", &self.sources)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for BatchCreateContactsRequest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BATCH_CREATE_CONTACTS_REQUEST;
}
impl Decode for BatchCreateContactsRequest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for BatchCreateContactsRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for BatchCreateContactsRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for BatchCreateContactsResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BATCH_CREATE_CONTACTS_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            13 => {
                match name {
                    "createdPeople" => Some(0),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "created_people" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BATCH_CREATE_CONTACTS_RESPONSE.members;
        match position {
            0 => member(map, &mut self.created_people, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("createdPeople", &self.created_people)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for BatchCreateContactsResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BATCH_CREATE_CONTACTS_RESPONSE;
}
impl Decode for BatchCreateContactsResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for BatchCreateContactsResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for BatchCreateContactsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for BatchDeleteContactsRequest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BATCH_DELETE_CONTACTS_REQUEST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            13 => {
                match name {
                    "resourceNames" => Some(0),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "resource_names" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BATCH_DELETE_CONTACTS_REQUEST.members;
        match position {
            0 => member(map, &mut self.resource_names, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("resourceNames", &self.resource_names)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for BatchDeleteContactsRequest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BATCH_DELETE_CONTACTS_REQUEST;
}
impl Decode for BatchDeleteContactsRequest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for BatchDeleteContactsRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for BatchDeleteContactsRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for BatchGetContactGroupsResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BATCH_GET_CONTACT_GROUPS_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            9 => {
                match name {
                    "responses" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BATCH_GET_CONTACT_GROUPS_RESPONSE.members;
        match position {
            0 => member(map, &mut self.responses, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("responses", &self.responses)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for BatchGetContactGroupsResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BATCH_GET_CONTACT_GROUPS_RESPONSE;
}
impl Decode for BatchGetContactGroupsResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for BatchGetContactGroupsResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for BatchGetContactGroupsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for BatchUpdateContactsRequest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BATCH_UPDATE_CONTACTS_REQUEST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            7 => {
                match name {
                    "sources" => Some(3),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "contacts" => Some(0),
                    "readMask" => Some(2),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "read_mask" => Some(2),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "updateMask" => Some(1),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "update_mask" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BATCH_UPDATE_CONTACTS_REQUEST.members;
        match position {
            0 => member(map, &mut self.contacts, &members[0], context),
            1 => member(map, &mut self.update_mask, &members[1], context),
            2 => member(map, &mut self.read_mask, &members[2], context),
            3 => member(map, &mut self.sources, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("contacts", &self.contacts)?;
        to.member("updateMask", &self.update_mask)?;
        to.member("readMask", &self.read_mask)?;
        to.member("sources", &self.sources)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for BatchUpdateContactsRequest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BATCH_UPDATE_CONTACTS_REQUEST;
}
impl Decode for BatchUpdateContactsRequest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for BatchUpdateContactsRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for BatchUpdateContactsRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for BatchUpdateContactsResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BATCH_UPDATE_CONTACTS_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            12 => {
                match name {
                    "updateResult" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "update_result" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BATCH_UPDATE_CONTACTS_RESPONSE.members;
        match position {
            0 => member(map, &mut self.update_result, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("updateResult", &self.update_result)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for BatchUpdateContactsResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BATCH_UPDATE_CONTACTS_RESPONSE;
}
impl Decode for BatchUpdateContactsResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for BatchUpdateContactsResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for BatchUpdateContactsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Biography {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BIOGRAPHY
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "contentType" => Some(2),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "content_type" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BIOGRAPHY.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.content_type, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("contentType", &self.content_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Biography {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BIOGRAPHY;
}
impl Decode for Biography {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Biography {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Biography {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Birthday {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BIRTHDAY
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "date" => Some(1),
                    "text" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BIRTHDAY.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.date, &members[1], context),
            2 => member(map, &mut self.text, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("date", &self.date)?;
        to.member("text", &self.text)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Birthday {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BIRTHDAY;
}
impl Decode for Birthday {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Birthday {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Birthday {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for BraggingRights {
    fn descriptor() -> &'static Descriptor {
        &descriptors::BRAGGING_RIGHTS
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::BRAGGING_RIGHTS.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for BraggingRights {
    const DESCRIPTOR: &'static Descriptor = &descriptors::BRAGGING_RIGHTS;
}
impl Decode for BraggingRights {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for BraggingRights {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for BraggingRights {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for CalendarUrl {
    fn descriptor() -> &'static Descriptor {
        &descriptors::CALENDAR_URL
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            3 => {
                match name {
                    "url" => Some(1),
                    _ => None,
                }
            }
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::CALENDAR_URL.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.url, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("url", &self.url)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for CalendarUrl {
    const DESCRIPTOR: &'static Descriptor = &descriptors::CALENDAR_URL;
}
impl Decode for CalendarUrl {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for CalendarUrl {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for CalendarUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ClientData {
    fn descriptor() -> &'static Descriptor {
        &descriptors::CLIENT_DATA
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            3 => {
                match name {
                    "key" => Some(1),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::CLIENT_DATA.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.key, &members[1], context),
            2 => member(map, &mut self.value, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("key", &self.key)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ClientData {
    const DESCRIPTOR: &'static Descriptor = &descriptors::CLIENT_DATA;
}
impl Decode for ClientData {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ClientData {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ClientData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ContactGroup {
    fn descriptor() -> &'static Descriptor {
        &descriptors::CONTACT_GROUP
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "etag" => Some(1),
                    "name" => Some(4),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(2),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "groupType" => Some(3),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "group_type" => Some(3),
                    "clientData" => Some(8),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "memberCount" => Some(7),
                    "client_data" => Some(8),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "resourceName" => Some(0),
                    "member_count" => Some(7),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "resource_name" => Some(0),
                    "formattedName" => Some(5),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_name" => Some(5),
                    _ => None,
                }
            }
            19 => {
                match name {
                    "memberResourceNames" => Some(6),
                    _ => None,
                }
            }
            21 => {
                match name {
                    "member_resource_names" => Some(6),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::CONTACT_GROUP.members;
        match position {
            0 => member(map, &mut self.resource_name, &members[0], context),
            1 => member(map, &mut self.etag, &members[1], context),
            2 => member(map, &mut self.metadata, &members[2], context),
            3 => member(map, &mut self.group_type, &members[3], context),
            4 => member(map, &mut self.name, &members[4], context),
            5 => member(map, &mut self.formatted_name, &members[5], context),
            6 => member(map, &mut self.member_resource_names, &members[6], context),
            7 => member(map, &mut self.member_count, &members[7], context),
            8 => member(map, &mut self.client_data, &members[8], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("resourceName", &self.resource_name)?;
        to.member("etag", &self.etag)?;
        to.member("metadata", &self.metadata)?;
        to.member("groupType", &self.group_type)?;
        to.member("name", &self.name)?;
        to.member("formattedName", &self.formatted_name)?;
        to.member("memberResourceNames", &self.member_resource_names)?;
        to.member("memberCount", &self.member_count)?;
        to.member("clientData", &self.client_data)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ContactGroup {
    const DESCRIPTOR: &'static Descriptor = &descriptors::CONTACT_GROUP;
}
impl Decode for ContactGroup {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ContactGroup {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ContactGroup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ContactGroupMembership {
    fn descriptor() -> &'static Descriptor {
        &descriptors::CONTACT_GROUP_MEMBERSHIP
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            14 => {
                match name {
                    "contactGroupId" => Some(0),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "contact_group_id" => Some(0),
                    _ => None,
                }
            }
            24 => {
                match name {
                    "contactGroupResourceName" => Some(1),
                    _ => None,
                }
            }
            27 => {
                match name {
                    "contact_group_resource_name" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::CONTACT_GROUP_MEMBERSHIP.members;
        match position {
            0 => member(map, &mut self.contact_group_id, &members[0], context),
            1 => member(map, &mut self.contact_group_resource_name, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("contactGroupId", &self.contact_group_id)?;
        to.member("contactGroupResourceName", &self.contact_group_resource_name)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ContactGroupMembership {
    const DESCRIPTOR: &'static Descriptor = &descriptors::CONTACT_GROUP_MEMBERSHIP;
}
impl Decode for ContactGroupMembership {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ContactGroupMembership {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ContactGroupMembership {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ContactGroupMetadata {
    fn descriptor() -> &'static Descriptor {
        &descriptors::CONTACT_GROUP_METADATA
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            7 => {
                match name {
                    "deleted" => Some(1),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "updateTime" => Some(0),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "update_time" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::CONTACT_GROUP_METADATA.members;
        match position {
            0 => member(map, &mut self.update_time, &members[0], context),
            1 => member(map, &mut self.deleted, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("updateTime", &self.update_time)?;
        to.member("deleted", &self.deleted)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ContactGroupMetadata {
    const DESCRIPTOR: &'static Descriptor = &descriptors::CONTACT_GROUP_METADATA;
}
impl Decode for ContactGroupMetadata {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ContactGroupMetadata {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ContactGroupMetadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ContactGroupResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::CONTACT_GROUP_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            6 => {
                match name {
                    "status" => Some(1),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "contactGroup" => Some(2),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "contact_group" => Some(2),
                    _ => None,
                }
            }
            21 => {
                match name {
                    "requestedResourceName" => Some(0),
                    _ => None,
                }
            }
            23 => {
                match name {
                    "requested_resource_name" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::CONTACT_GROUP_RESPONSE.members;
        match position {
            0 => member(map, &mut self.requested_resource_name, &members[0], context),
            1 => member(map, &mut self.status, &members[1], context),
            2 => member(map, &mut self.contact_group, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("requestedResourceName", &self.requested_resource_name)?;
        to.member("status", &self.status)?;
        to.member("contactGroup", &self.contact_group)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ContactGroupResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::CONTACT_GROUP_RESPONSE;
}
impl Decode for ContactGroupResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ContactGroupResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ContactGroupResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ContactToCreate {
    fn descriptor() -> &'static Descriptor {
        &descriptors::CONTACT_TO_CREATE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            13 => {
                match name {
                    "contactPerson" => Some(0),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "contact_person" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::CONTACT_TO_CREATE.members;
        match position {
            0 => member(map, &mut self.contact_person, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("contactPerson", &self.contact_person)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ContactToCreate {
    const DESCRIPTOR: &'static Descriptor = &descriptors::CONTACT_TO_CREATE;
}
impl Decode for ContactToCreate {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ContactToCreate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ContactToCreate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for CopyOtherContactToMyContactsGroupRequest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::COPY_OTHER_CONTACT_TO_MY_CONTACTS_GROUP_REQUEST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            7 => {
                match name {
                    "sources" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "copyMask" => Some(0),
                    "readMask" => Some(1),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "copy_mask" => Some(0),
                    "read_mask" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::COPY_OTHER_CONTACT_TO_MY_CONTACTS_GROUP_REQUEST
            .members;
        match position {
            0 => member(map, &mut self.copy_mask, &members[0], context),
            1 => member(map, &mut self.read_mask, &members[1], context),
            2 => member(map, &mut self.sources, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("copyMask", &self.copy_mask)?;
        to.member("readMask", &self.read_mask)?;
        to.member("sources", &self.sources)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for CopyOtherContactToMyContactsGroupRequest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::COPY_OTHER_CONTACT_TO_MY_CONTACTS_GROUP_REQUEST;
}
impl Decode for CopyOtherContactToMyContactsGroupRequest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for CopyOtherContactToMyContactsGroupRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for CopyOtherContactToMyContactsGroupRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for CoverPhoto {
    fn descriptor() -> &'static Descriptor {
        &descriptors::COVER_PHOTO
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            3 => {
                match name {
                    "url" => Some(1),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "default" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::COVER_PHOTO.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.url, &members[1], context),
            2 => member(map, &mut self.default, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("url", &self.url)?;
        to.member("default", &self.default)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for CoverPhoto {
    const DESCRIPTOR: &'static Descriptor = &descriptors::COVER_PHOTO;
}
impl Decode for CoverPhoto {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for CoverPhoto {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for CoverPhoto {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for CreateContactGroupRequest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::CREATE_CONTACT_GROUP_REQUEST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            12 => {
                match name {
                    "contactGroup" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "contact_group" => Some(0),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "readGroupFields" => Some(1),
                    _ => None,
                }
            }
            17 => {
                match name {
                    "read_group_fields" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::CREATE_CONTACT_GROUP_REQUEST.members;
        match position {
            0 => member(map, &mut self.contact_group, &members[0], context),
            1 => member(map, &mut self.read_group_fields, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("contactGroup", &self.contact_group)?;
        to.member("readGroupFields", &self.read_group_fields)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for CreateContactGroupRequest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::CREATE_CONTACT_GROUP_REQUEST;
}
impl Decode for CreateContactGroupRequest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for CreateContactGroupRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for CreateContactGroupRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Date {
    fn descriptor() -> &'static Descriptor {
        &descriptors::DATE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            3 => {
                match name {
                    "day" => Some(2),
                    _ => None,
                }
            }
            4 => {
                match name {
                    "year" => Some(0),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "month" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::DATE.members;
        match position {
            0 => member(map, &mut self.year, &members[0], context),
            1 => member(map, &mut self.month, &members[1], context),
            2 => member(map, &mut self.day, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("year", &self.year)?;
        to.member("month", &self.month)?;
        to.member("day", &self.day)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Date {
    const DESCRIPTOR: &'static Descriptor = &descriptors::DATE;
}
impl Decode for Date {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for DeleteContactPhotoResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::DELETE_CONTACT_PHOTO_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            6 => {
                match name {
                    "person" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::DELETE_CONTACT_PHOTO_RESPONSE.members;
        match position {
            0 => member(map, &mut self.person, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("person", &self.person)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for DeleteContactPhotoResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::DELETE_CONTACT_PHOTO_RESPONSE;
}
impl Decode for DeleteContactPhotoResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for DeleteContactPhotoResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for DeleteContactPhotoResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for DomainMembership {
    fn descriptor() -> &'static Descriptor {
        &descriptors::DOMAIN_MEMBERSHIP
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            14 => {
                match name {
                    "inViewerDomain" => Some(0),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "in_viewer_domain" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::DOMAIN_MEMBERSHIP.members;
        match position {
            0 => member(map, &mut self.in_viewer_domain, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("inViewerDomain", &self.in_viewer_domain)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for DomainMembership {
    const DESCRIPTOR: &'static Descriptor = &descriptors::DOMAIN_MEMBERSHIP;
}
impl Decode for DomainMembership {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for DomainMembership {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for DomainMembership {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for EmailAddress {
    fn descriptor() -> &'static Descriptor {
        &descriptors::EMAIL_ADDRESS
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "displayName" => Some(4),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "display_name" => Some(4),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::EMAIL_ADDRESS.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            4 => member(map, &mut self.display_name, &members[4], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.member("displayName", &self.display_name)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for EmailAddress {
    const DESCRIPTOR: &'static Descriptor = &descriptors::EMAIL_ADDRESS;
}
impl Decode for EmailAddress {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Empty {
    fn descriptor() -> &'static Descriptor {
        &descriptors::EMPTY
    }
    fn position(name: &str) -> Option<usize> {
        {
            let _ = name;
            None
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let _ = (position, map, context);
        Ok(())
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Empty {
    const DESCRIPTOR: &'static Descriptor = &descriptors::EMPTY;
}
impl Decode for Empty {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Empty {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Empty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Event {
    fn descriptor() -> &'static Descriptor {
        &descriptors::EVENT
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "date" => Some(1),
                    "type" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::EVENT.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.date, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("date", &self.date)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Event {
    const DESCRIPTOR: &'static Descriptor = &descriptors::EVENT;
}
impl Decode for Event {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ExternalId {
    fn descriptor() -> &'static Descriptor {
        &descriptors::EXTERNAL_ID
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::EXTERNAL_ID.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ExternalId {
    const DESCRIPTOR: &'static Descriptor = &descriptors::EXTERNAL_ID;
}
impl Decode for ExternalId {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ExternalId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ExternalId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for FieldMetadata {
    fn descriptor() -> &'static Descriptor {
        &descriptors::FIELD_METADATA
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            6 => {
                match name {
                    "source" => Some(2),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "primary" => Some(0),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "verified" => Some(1),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "sourcePrimary" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "source_primary" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::FIELD_METADATA.members;
        match position {
            0 => member(map, &mut self.primary, &members[0], context),
            1 => member(map, &mut self.verified, &members[1], context),
            2 => member(map, &mut self.source, &members[2], context),
            3 => member(map, &mut self.source_primary, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("primary", &self.primary)?;
        to.member("verified", &self.verified)?;
        to.member("source", &self.source)?;
        to.member("sourcePrimary", &self.source_primary)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for FieldMetadata {
    const DESCRIPTOR: &'static Descriptor = &descriptors::FIELD_METADATA;
}
impl Decode for FieldMetadata {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for FieldMetadata {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for FieldMetadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for FileAs {
    fn descriptor() -> &'static Descriptor {
        &descriptors::FILE_AS
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::FILE_AS.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for FileAs {
    const DESCRIPTOR: &'static Descriptor = &descriptors::FILE_AS;
}
impl Decode for FileAs {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for FileAs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for FileAs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Gender {
    fn descriptor() -> &'static Descriptor {
        &descriptors::GENDER
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "addressMeAs" => Some(3),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "address_me_as" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formattedValue" => Some(2),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "formatted_value" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::GENDER.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.formatted_value, &members[2], context),
            3 => member(map, &mut self.address_me_as, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("formattedValue", &self.formatted_value)?;
        to.member("addressMeAs", &self.address_me_as)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Gender {
    const DESCRIPTOR: &'static Descriptor = &descriptors::GENDER;
}
impl Decode for Gender {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Gender {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Gender {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for GetPeopleResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::GET_PEOPLE_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            9 => {
                match name {
                    "responses" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::GET_PEOPLE_RESPONSE.members;
        match position {
            0 => member(map, &mut self.responses, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("responses", &self.responses)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for GetPeopleResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::GET_PEOPLE_RESPONSE;
}
impl Decode for GetPeopleResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for GetPeopleResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for GetPeopleResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for GroupClientData {
    fn descriptor() -> &'static Descriptor {
        &descriptors::GROUP_CLIENT_DATA
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            3 => {
                match name {
                    "key" => Some(0),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::GROUP_CLIENT_DATA.members;
        match position {
            0 => member(map, &mut self.key, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("key", &self.key)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for GroupClientData {
    const DESCRIPTOR: &'static Descriptor = &descriptors::GROUP_CLIENT_DATA;
}
impl Decode for GroupClientData {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for GroupClientData {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for GroupClientData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ImClient {
    fn descriptor() -> &'static Descriptor {
        &descriptors::IM_CLIENT
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    "username" => Some(1),
                    "protocol" => Some(4),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            17 => {
                match name {
                    "formattedProtocol" => Some(5),
                    _ => None,
                }
            }
            18 => {
                match name {
                    "formatted_protocol" => Some(5),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::IM_CLIENT.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.username, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            4 => member(map, &mut self.protocol, &members[4], context),
            5 => member(map, &mut self.formatted_protocol, &members[5], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("username", &self.username)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.member("protocol", &self.protocol)?;
        to.member("formattedProtocol", &self.formatted_protocol)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ImClient {
    const DESCRIPTOR: &'static Descriptor = &descriptors::IM_CLIENT;
}
impl Decode for ImClient {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ImClient {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ImClient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Interest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::INTEREST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::INTEREST.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Interest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::INTEREST;
}
impl Decode for Interest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Interest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Interest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ListConnectionsResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::LIST_CONNECTIONS_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            10 => {
                match name {
                    "totalItems" => Some(4),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "connections" => Some(0),
                    "totalPeople" => Some(3),
                    "total_items" => Some(4),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "total_people" => Some(3),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "nextPageToken" => Some(1),
                    "nextSyncToken" => Some(2),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "next_page_token" => Some(1),
                    "next_sync_token" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::LIST_CONNECTIONS_RESPONSE.members;
        match position {
            0 => member(map, &mut self.connections, &members[0], context),
            1 => member(map, &mut self.next_page_token, &members[1], context),
            2 => member(map, &mut self.next_sync_token, &members[2], context),
            3 => member(map, &mut self.total_people, &members[3], context),
            4 => member(map, &mut self.total_items, &members[4], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("connections", &self.connections)?;
        to.member("nextPageToken", &self.next_page_token)?;
        to.member("nextSyncToken", &self.next_sync_token)?;
        to.member("totalPeople", &self.total_people)?;
        to.member("totalItems", &self.total_items)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ListConnectionsResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::LIST_CONNECTIONS_RESPONSE;
}
impl Decode for ListConnectionsResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ListConnectionsResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ListConnectionsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ListContactGroupsResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::LIST_CONTACT_GROUPS_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            10 => {
                match name {
                    "totalItems" => Some(1),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "total_items" => Some(1),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "contactGroups" => Some(0),
                    "nextPageToken" => Some(2),
                    "nextSyncToken" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "contact_groups" => Some(0),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "next_page_token" => Some(2),
                    "next_sync_token" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::LIST_CONTACT_GROUPS_RESPONSE.members;
        match position {
            0 => member(map, &mut self.contact_groups, &members[0], context),
            1 => member(map, &mut self.total_items, &members[1], context),
            2 => member(map, &mut self.next_page_token, &members[2], context),
            3 => member(map, &mut self.next_sync_token, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("contactGroups", &self.contact_groups)?;
        to.member("totalItems", &self.total_items)?;
        to.member("nextPageToken", &self.next_page_token)?;
        to.member("nextSyncToken", &self.next_sync_token)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ListContactGroupsResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::LIST_CONTACT_GROUPS_RESPONSE;
}
impl Decode for ListContactGroupsResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ListContactGroupsResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ListContactGroupsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ListDirectoryPeopleResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::LIST_DIRECTORY_PEOPLE_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            6 => {
                match name {
                    "people" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "nextPageToken" => Some(1),
                    "nextSyncToken" => Some(2),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "next_page_token" => Some(1),
                    "next_sync_token" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::LIST_DIRECTORY_PEOPLE_RESPONSE.members;
        match position {
            0 => member(map, &mut self.people, &members[0], context),
            1 => member(map, &mut self.next_page_token, &members[1], context),
            2 => member(map, &mut self.next_sync_token, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("people", &self.people)?;
        to.member("nextPageToken", &self.next_page_token)?;
        to.member("nextSyncToken", &self.next_sync_token)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ListDirectoryPeopleResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::LIST_DIRECTORY_PEOPLE_RESPONSE;
}
impl Decode for ListDirectoryPeopleResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ListDirectoryPeopleResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ListDirectoryPeopleResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ListOtherContactsResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::LIST_OTHER_CONTACTS_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            9 => {
                match name {
                    "totalSize" => Some(3),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "total_size" => Some(3),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "otherContacts" => Some(0),
                    "nextPageToken" => Some(1),
                    "nextSyncToken" => Some(2),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "other_contacts" => Some(0),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "next_page_token" => Some(1),
                    "next_sync_token" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::LIST_OTHER_CONTACTS_RESPONSE.members;
        match position {
            0 => member(map, &mut self.other_contacts, &members[0], context),
            1 => member(map, &mut self.next_page_token, &members[1], context),
            2 => member(map, &mut self.next_sync_token, &members[2], context),
            3 => member(map, &mut self.total_size, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("otherContacts", &self.other_contacts)?;
        to.member("nextPageToken", &self.next_page_token)?;
        to.member("nextSyncToken", &self.next_sync_token)?;
        to.member("totalSize", &self.total_size)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ListOtherContactsResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::LIST_OTHER_CONTACTS_RESPONSE;
}
impl Decode for ListOtherContactsResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ListOtherContactsResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ListOtherContactsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Locale {
    fn descriptor() -> &'static Descriptor {
        &descriptors::LOCALE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::LOCALE.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Locale {
    const DESCRIPTOR: &'static Descriptor = &descriptors::LOCALE;
}
impl Decode for Locale {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Location {
    fn descriptor() -> &'static Descriptor {
        &descriptors::LOCATION
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    "floor" => Some(5),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "current" => Some(3),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    "deskCode" => Some(7),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "desk_code" => Some(7),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "buildingId" => Some(4),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "building_id" => Some(4),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "floorSection" => Some(6),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "floor_section" => Some(6),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::LOCATION.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.current, &members[3], context),
            4 => member(map, &mut self.building_id, &members[4], context),
            5 => member(map, &mut self.floor, &members[5], context),
            6 => member(map, &mut self.floor_section, &members[6], context),
            7 => member(map, &mut self.desk_code, &members[7], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("type", &self.r#type)?;
        to.member("current", &self.current)?;
        to.member("buildingId", &self.building_id)?;
        to.member("floor", &self.floor)?;
        to.member("floorSection", &self.floor_section)?;
        to.member("deskCode", &self.desk_code)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Location {
    const DESCRIPTOR: &'static Descriptor = &descriptors::LOCATION;
}
impl Decode for Location {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Location {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Location {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Membership {
    fn descriptor() -> &'static Descriptor {
        &descriptors::MEMBERSHIP
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "domainMembership" => Some(2),
                    _ => None,
                }
            }
            17 => {
                match name {
                    "domain_membership" => Some(2),
                    _ => None,
                }
            }
            22 => {
                match name {
                    "contactGroupMembership" => Some(1),
                    _ => None,
                }
            }
            24 => {
                match name {
                    "contact_group_membership" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::MEMBERSHIP.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.contact_group_membership, &members[1], context),
            2 => member(map, &mut self.domain_membership, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("contactGroupMembership", &self.contact_group_membership)?;
        to.member("domainMembership", &self.domain_membership)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Membership {
    const DESCRIPTOR: &'static Descriptor = &descriptors::MEMBERSHIP;
}
impl Decode for Membership {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Membership {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Membership {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for MiscKeyword {
    fn descriptor() -> &'static Descriptor {
        &descriptors::MISC_KEYWORD
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::MISC_KEYWORD.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for MiscKeyword {
    const DESCRIPTOR: &'static Descriptor = &descriptors::MISC_KEYWORD;
}
impl Decode for MiscKeyword {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for MiscKeyword {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for MiscKeyword {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ModifyContactGroupMembersRequest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::MODIFY_CONTACT_GROUP_MEMBERS_REQUEST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            18 => {
                match name {
                    "resourceNamesToAdd" => Some(0),
                    _ => None,
                }
            }
            21 => {
                match name {
                    "resource_names_to_add" => Some(0),
                    "resourceNamesToRemove" => Some(1),
                    _ => None,
                }
            }
            24 => {
                match name {
                    "resource_names_to_remove" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::MODIFY_CONTACT_GROUP_MEMBERS_REQUEST.members;
        match position {
            0 => member(map, &mut self.resource_names_to_add, &members[0], context),
            1 => member(map, &mut self.resource_names_to_remove, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("resourceNamesToAdd", &self.resource_names_to_add)?;
        to.member("resourceNamesToRemove", &self.resource_names_to_remove)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ModifyContactGroupMembersRequest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::MODIFY_CONTACT_GROUP_MEMBERS_REQUEST;
}
impl Decode for ModifyContactGroupMembersRequest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ModifyContactGroupMembersRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ModifyContactGroupMembersRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ModifyContactGroupMembersResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::MODIFY_CONTACT_GROUP_MEMBERS_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            21 => {
                match name {
                    "notFoundResourceNames" => Some(0),
                    _ => None,
                }
            }
            24 => {
                match name {
                    "not_found_resource_names" => Some(0),
                    _ => None,
                }
            }
            41 => {
                match name {
                    "canNotRemoveLastContactGroupResourceNames" => Some(1),
                    _ => None,
                }
            }
            48 => {
                match name {
                    "can_not_remove_last_contact_group_resource_names" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::MODIFY_CONTACT_GROUP_MEMBERS_RESPONSE.members;
        match position {
            0 => member(map, &mut self.not_found_resource_names, &members[0], context),
            1 => {
                member(
                    map,
                    &mut self.can_not_remove_last_contact_group_resource_names,
                    &members[1],
                    context,
                )
            }
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("notFoundResourceNames", &self.not_found_resource_names)?;
        to.member(
            "canNotRemoveLastContactGroupResourceNames",
            &self.can_not_remove_last_contact_group_resource_names,
        )?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ModifyContactGroupMembersResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::MODIFY_CONTACT_GROUP_MEMBERS_RESPONSE;
}
impl Decode for ModifyContactGroupMembersResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ModifyContactGroupMembersResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ModifyContactGroupMembersResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Name {
    fn descriptor() -> &'static Descriptor {
        &descriptors::NAME
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "givenName" => Some(3),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "familyName" => Some(2),
                    "given_name" => Some(3),
                    "middleName" => Some(4),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "displayName" => Some(1),
                    "family_name" => Some(2),
                    "middle_name" => Some(4),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "display_name" => Some(1),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "honorificPrefix" => Some(5),
                    "honorificSuffix" => Some(6),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "honorific_prefix" => Some(5),
                    "honorific_suffix" => Some(6),
                    "phoneticFullName" => Some(12),
                    "unstructuredName" => Some(14),
                    _ => None,
                }
            }
            17 => {
                match name {
                    "phoneticGivenName" => Some(8),
                    "unstructured_name" => Some(14),
                    _ => None,
                }
            }
            18 => {
                match name {
                    "phoneticFamilyName" => Some(7),
                    "phoneticMiddleName" => Some(9),
                    "phonetic_full_name" => Some(12),
                    _ => None,
                }
            }
            19 => {
                match name {
                    "phonetic_given_name" => Some(8),
                    _ => None,
                }
            }
            20 => {
                match name {
                    "phonetic_family_name" => Some(7),
                    "phonetic_middle_name" => Some(9),
                    "displayNameLastFirst" => Some(13),
                    _ => None,
                }
            }
            23 => {
                match name {
                    "phoneticHonorificPrefix" => Some(10),
                    "phoneticHonorificSuffix" => Some(11),
                    "display_name_last_first" => Some(13),
                    _ => None,
                }
            }
            25 => {
                match name {
                    "phonetic_honorific_prefix" => Some(10),
                    "phonetic_honorific_suffix" => Some(11),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::NAME.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.display_name, &members[1], context),
            2 => member(map, &mut self.family_name, &members[2], context),
            3 => member(map, &mut self.given_name, &members[3], context),
            4 => member(map, &mut self.middle_name, &members[4], context),
            5 => member(map, &mut self.honorific_prefix, &members[5], context),
            6 => member(map, &mut self.honorific_suffix, &members[6], context),
            7 => member(map, &mut self.phonetic_family_name, &members[7], context),
            8 => member(map, &mut self.phonetic_given_name, &members[8], context),
            9 => member(map, &mut self.phonetic_middle_name, &members[9], context),
            10 => member(map, &mut self.phonetic_honorific_prefix, &members[10], context),
            11 => member(map, &mut self.phonetic_honorific_suffix, &members[11], context),
            12 => member(map, &mut self.phonetic_full_name, &members[12], context),
            13 => member(map, &mut self.display_name_last_first, &members[13], context),
            14 => member(map, &mut self.unstructured_name, &members[14], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("displayName", &self.display_name)?;
        to.member("familyName", &self.family_name)?;
        to.member("givenName", &self.given_name)?;
        to.member("middleName", &self.middle_name)?;
        to.member("honorificPrefix", &self.honorific_prefix)?;
        to.member("honorificSuffix", &self.honorific_suffix)?;
        to.member("phoneticFamilyName", &self.phonetic_family_name)?;
        to.member("phoneticGivenName", &self.phonetic_given_name)?;
        to.member("phoneticMiddleName", &self.phonetic_middle_name)?;
        to.member("phoneticHonorificPrefix", &self.phonetic_honorific_prefix)?;
        to.member("phoneticHonorificSuffix", &self.phonetic_honorific_suffix)?;
        to.member("phoneticFullName", &self.phonetic_full_name)?;
        to.member("displayNameLastFirst", &self.display_name_last_first)?;
        to.member("unstructuredName", &self.unstructured_name)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Name {
    const DESCRIPTOR: &'static Descriptor = &descriptors::NAME;
}
impl Decode for Name {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Nickname {
    fn descriptor() -> &'static Descriptor {
        &descriptors::NICKNAME
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::NICKNAME.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("type", &self.r#type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Nickname {
    const DESCRIPTOR: &'static Descriptor = &descriptors::NICKNAME;
}
impl Decode for Nickname {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Nickname {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Nickname {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Occupation {
    fn descriptor() -> &'static Descriptor {
        &descriptors::OCCUPATION
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::OCCUPATION.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Occupation {
    const DESCRIPTOR: &'static Descriptor = &descriptors::OCCUPATION;
}
impl Decode for Occupation {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Occupation {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Occupation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Organization {
    fn descriptor() -> &'static Descriptor {
        &descriptors::ORGANIZATION
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(1),
                    "name" => Some(6),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "title" => Some(9),
                    _ => None,
                }
            }
            6 => {
                match name {
                    "symbol" => Some(11),
                    "domain" => Some(12),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "endDate" => Some(4),
                    "current" => Some(5),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    "end_date" => Some(4),
                    "location" => Some(13),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "startDate" => Some(3),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "start_date" => Some(3),
                    "department" => Some(8),
                    "costCenter" => Some(14),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "cost_center" => Some(14),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "phoneticName" => Some(7),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(2),
                    "phonetic_name" => Some(7),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(2),
                    "jobDescription" => Some(10),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "job_description" => Some(10),
                    _ => None,
                }
            }
            30 => {
                match name {
                    "fullTimeEquivalentMillipercent" => Some(15),
                    _ => None,
                }
            }
            33 => {
                match name {
                    "full_time_equivalent_millipercent" => Some(15),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::ORGANIZATION.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.r#type, &members[1], context),
            2 => member(map, &mut self.formatted_type, &members[2], context),
            3 => member(map, &mut self.start_date, &members[3], context),
            4 => member(map, &mut self.end_date, &members[4], context),
            5 => member(map, &mut self.current, &members[5], context),
            6 => member(map, &mut self.name, &members[6], context),
            7 => member(map, &mut self.phonetic_name, &members[7], context),
            8 => member(map, &mut self.department, &members[8], context),
            9 => member(map, &mut self.title, &members[9], context),
            10 => member(map, &mut self.job_description, &members[10], context),
            11 => member(map, &mut self.symbol, &members[11], context),
            12 => member(map, &mut self.domain, &members[12], context),
            13 => member(map, &mut self.location, &members[13], context),
            14 => member(map, &mut self.cost_center, &members[14], context),
            15 => {
                member(
                    map,
                    &mut self.full_time_equivalent_millipercent,
                    &members[15],
                    context,
                )
            }
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.member("startDate", &self.start_date)?;
        to.member("endDate", &self.end_date)?;
        to.member("current", &self.current)?;
        to.member("name", &self.name)?;
        to.member("phoneticName", &self.phonetic_name)?;
        to.member("department", &self.department)?;
        to.member("title", &self.title)?;
        to.member("jobDescription", &self.job_description)?;
        to.member("symbol", &self.symbol)?;
        to.member("domain", &self.domain)?;
        to.member("location", &self.location)?;
        to.member("costCenter", &self.cost_center)?;
        to.member(
            "fullTimeEquivalentMillipercent",
            &self.full_time_equivalent_millipercent,
        )?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Organization {
    const DESCRIPTOR: &'static Descriptor = &descriptors::ORGANIZATION;
}
impl Decode for Organization {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Organization {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Organization {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Person {
    fn descriptor() -> &'static Descriptor {
        &descriptors::PERSON
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "etag" => Some(1),
                    "urls" => Some(17),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "names" => Some(4),
                    _ => None,
                }
            }
            6 => {
                match name {
                    "photos" => Some(7),
                    "skills" => Some(22),
                    "events" => Some(27),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "locales" => Some(3),
                    "genders" => Some(8),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(2),
                    "ageRange" => Some(9),
                    "taglines" => Some(20),
                    "fileAses" => Some(35),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "nicknames" => Some(5),
                    "age_range" => Some(9),
                    "ageRanges" => Some(10),
                    "birthdays" => Some(11),
                    "addresses" => Some(12),
                    "interests" => Some(23),
                    "imClients" => Some(28),
                    "relations" => Some(29),
                    "file_ases" => Some(35),
                    "locations" => Some(36),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "age_ranges" => Some(10),
                    "residences" => Some(13),
                    "im_clients" => Some(28),
                    "clientData" => Some(33),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "coverPhotos" => Some(6),
                    "biographies" => Some(16),
                    "occupations" => Some(19),
                    "memberships" => Some(26),
                    "userDefined" => Some(30),
                    "client_data" => Some(33),
                    "externalIds" => Some(34),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "resourceName" => Some(0),
                    "cover_photos" => Some(6),
                    "phoneNumbers" => Some(15),
                    "user_defined" => Some(30),
                    "sipAddresses" => Some(31),
                    "calendarUrls" => Some(32),
                    "external_ids" => Some(34),
                    "miscKeywords" => Some(37),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "resource_name" => Some(0),
                    "phone_numbers" => Some(15),
                    "organizations" => Some(18),
                    "sip_addresses" => Some(31),
                    "calendar_urls" => Some(32),
                    "misc_keywords" => Some(37),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "emailAddresses" => Some(14),
                    "braggingRights" => Some(21),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "email_addresses" => Some(14),
                    "bragging_rights" => Some(21),
                    _ => None,
                }
            }
            20 => {
                match name {
                    "relationshipStatuses" => Some(24),
                    _ => None,
                }
            }
            21 => {
                match name {
                    "relationship_statuses" => Some(24),
                    "relationshipInterests" => Some(25),
                    _ => None,
                }
            }
            22 => {
                match name {
                    "relationship_interests" => Some(25),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::PERSON.members;
        match position {
            0 => member(map, &mut self.resource_name, &members[0], context),
            1 => member(map, &mut self.etag, &members[1], context),
            2 => member(map, &mut self.metadata, &members[2], context),
            3 => member(map, &mut self.locales, &members[3], context),
            4 => member(map, &mut self.names, &members[4], context),
            5 => member(map, &mut self.nicknames, &members[5], context),
            6 => member(map, &mut self.cover_photos, &members[6], context),
            7 => member(map, &mut self.photos, &members[7], context),
            8 => member(map, &mut self.genders, &members[8], context),
            9 => member(map, &mut self.age_range, &members[9], context),
            10 => member(map, &mut self.age_ranges, &members[10], context),
            11 => member(map, &mut self.birthdays, &members[11], context),
            12 => member(map, &mut self.addresses, &members[12], context),
            13 => member(map, &mut self.residences, &members[13], context),
            14 => member(map, &mut self.email_addresses, &members[14], context),
            15 => member(map, &mut self.phone_numbers, &members[15], context),
            16 => member(map, &mut self.biographies, &members[16], context),
            17 => member(map, &mut self.urls, &members[17], context),
            18 => member(map, &mut self.organizations, &members[18], context),
            19 => member(map, &mut self.occupations, &members[19], context),
            20 => member(map, &mut self.taglines, &members[20], context),
            21 => member(map, &mut self.bragging_rights, &members[21], context),
            22 => member(map, &mut self.skills, &members[22], context),
            23 => member(map, &mut self.interests, &members[23], context),
            24 => member(map, &mut self.relationship_statuses, &members[24], context),
            25 => member(map, &mut self.relationship_interests, &members[25], context),
            26 => member(map, &mut self.memberships, &members[26], context),
            27 => member(map, &mut self.events, &members[27], context),
            28 => member(map, &mut self.im_clients, &members[28], context),
            29 => member(map, &mut self.relations, &members[29], context),
            30 => member(map, &mut self.user_defined, &members[30], context),
            31 => member(map, &mut self.sip_addresses, &members[31], context),
            32 => member(map, &mut self.calendar_urls, &members[32], context),
            33 => member(map, &mut self.client_data, &members[33], context),
            34 => member(map, &mut self.external_ids, &members[34], context),
            35 => member(map, &mut self.file_ases, &members[35], context),
            36 => member(map, &mut self.locations, &members[36], context),
            37 => member(map, &mut self.misc_keywords, &members[37], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("resourceName", &self.resource_name)?;
        to.member("etag", &self.etag)?;
        to.member("metadata", &self.metadata)?;
        to.member("locales", &self.locales)?;
        to.member("names", &self.names)?;
        to.member("nicknames", &self.nicknames)?;
        to.member("coverPhotos", &self.cover_photos)?;
        to.member("photos", &self.photos)?;
        to.member("genders", &self.genders)?;
        to.member("ageRange", &self.age_range)?;
        to.member("ageRanges", &self.age_ranges)?;
        to.member("birthdays", &self.birthdays)?;
        to.member("addresses", &self.addresses)?;
        to.member("residences", &self.residences)?;
        to.member("emailAddresses", &self.email_addresses)?;
        to.member("phoneNumbers", &self.phone_numbers)?;
        to.member("biographies", &self.biographies)?;
        to.member("urls", &self.urls)?;
        to.member("organizations", &self.organizations)?;
        to.member("occupations", &self.occupations)?;
        to.member("taglines", &self.taglines)?;
        to.member("braggingRights", &self.bragging_rights)?;
        to.member("skills", &self.skills)?;
        to.member("interests", &self.interests)?;
        to.member("relationshipStatuses", &self.relationship_statuses)?;
        to.member("relationshipInterests", &self.relationship_interests)?;
        to.member("memberships", &self.memberships)?;
        to.member("events", &self.events)?;
        to.member("imClients", &self.im_clients)?;
        to.member("relations", &self.relations)?;
        to.member("userDefined", &self.user_defined)?;
        to.member("sipAddresses", &self.sip_addresses)?;
        to.member("calendarUrls", &self.calendar_urls)?;
        to.member("clientData", &self.client_data)?;
        to.member("externalIds", &self.external_ids)?;
        to.member("fileAses", &self.file_ases)?;
        to.member("locations", &self.locations)?;
        to.member("miscKeywords", &self.misc_keywords)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Person {
    const DESCRIPTOR: &'static Descriptor = &descriptors::PERSON;
}
impl Decode for Person {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Person {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Person {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for PersonMetadata {
    fn descriptor() -> &'static Descriptor {
        &descriptors::PERSON_METADATA
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            7 => {
                match name {
                    "sources" => Some(0),
                    "deleted" => Some(3),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "objectType" => Some(4),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "object_type" => Some(4),
                    _ => None,
                }
            }
            21 => {
                match name {
                    "previousResourceNames" => Some(1),
                    _ => None,
                }
            }
            23 => {
                match name {
                    "previous_resource_names" => Some(1),
                    _ => None,
                }
            }
            25 => {
                match name {
                    "linkedPeopleResourceNames" => Some(2),
                    _ => None,
                }
            }
            28 => {
                match name {
                    "linked_people_resource_names" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::PERSON_METADATA.members;
        match position {
            0 => member(map, &mut self.sources, &members[0], context),
            1 => member(map, &mut self.previous_resource_names, &members[1], context),
            2 => {
                member(map, &mut self.linked_people_resource_names, &members[2], context)
            }
            3 => member(map, &mut self.deleted, &members[3], context),
            4 => member(map, &mut self.object_type, &members[4], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("sources", &self.sources)?;
        to.member("previousResourceNames", &self.previous_resource_names)?;
        to.member("linkedPeopleResourceNames", &self.linked_people_resource_names)?;
        to.member("deleted", &self.deleted)?;
        to.member("objectType", &self.object_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for PersonMetadata {
    const DESCRIPTOR: &'static Descriptor = &descriptors::PERSON_METADATA;
}
impl Decode for PersonMetadata {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for PersonMetadata {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for PersonMetadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for PersonResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::PERSON_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            6 => {
                match name {
                    "person" => Some(1),
                    "status" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "httpStatusCode" => Some(0),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "http_status_code" => Some(0),
                    _ => None,
                }
            }
            21 => {
                match name {
                    "requestedResourceName" => Some(2),
                    _ => None,
                }
            }
            23 => {
                match name {
                    "requested_resource_name" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::PERSON_RESPONSE.members;
        match position {
            0 => member(map, &mut self.http_status_code, &members[0], context),
            1 => member(map, &mut self.person, &members[1], context),
            2 => member(map, &mut self.requested_resource_name, &members[2], context),
            3 => member(map, &mut self.status, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("httpStatusCode", &self.http_status_code)?;
        to.member("person", &self.person)?;
        to.member("requestedResourceName", &self.requested_resource_name)?;
        to.member("status", &self.status)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for PersonResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::PERSON_RESPONSE;
}
impl Decode for PersonResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for PersonResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for PersonResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for PhoneNumber {
    fn descriptor() -> &'static Descriptor {
        &descriptors::PHONE_NUMBER
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(3),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "canonicalForm" => Some(2),
                    "formattedType" => Some(4),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "canonical_form" => Some(2),
                    "formatted_type" => Some(4),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::PHONE_NUMBER.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.canonical_form, &members[2], context),
            3 => member(map, &mut self.r#type, &members[3], context),
            4 => member(map, &mut self.formatted_type, &members[4], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("canonicalForm", &self.canonical_form)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for PhoneNumber {
    const DESCRIPTOR: &'static Descriptor = &descriptors::PHONE_NUMBER;
}
impl Decode for PhoneNumber {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Photo {
    fn descriptor() -> &'static Descriptor {
        &descriptors::PHOTO
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            3 => {
                match name {
                    "url" => Some(1),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "default" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::PHOTO.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.url, &members[1], context),
            2 => member(map, &mut self.default, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("url", &self.url)?;
        to.member("default", &self.default)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Photo {
    const DESCRIPTOR: &'static Descriptor = &descriptors::PHOTO;
}
impl Decode for Photo {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Photo {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Photo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for ProfileMetadata {
    fn descriptor() -> &'static Descriptor {
        &descriptors::PROFILE_METADATA
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            9 => {
                match name {
                    "userTypes" => Some(1),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "objectType" => Some(0),
                    "user_types" => Some(1),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "object_type" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::PROFILE_METADATA.members;
        match position {
            0 => member(map, &mut self.object_type, &members[0], context),
            1 => member(map, &mut self.user_types, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("objectType", &self.object_type)?;
        to.member("userTypes", &self.user_types)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for ProfileMetadata {
    const DESCRIPTOR: &'static Descriptor = &descriptors::PROFILE_METADATA;
}
impl Decode for ProfileMetadata {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for ProfileMetadata {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for ProfileMetadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Relation {
    fn descriptor() -> &'static Descriptor {
        &descriptors::RELATION
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            6 => {
                match name {
                    "person" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::RELATION.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.person, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("person", &self.person)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Relation {
    const DESCRIPTOR: &'static Descriptor = &descriptors::RELATION;
}
impl Decode for Relation {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Relation {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Relation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for RelationshipInterest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::RELATIONSHIP_INTEREST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formattedValue" => Some(2),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "formatted_value" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::RELATIONSHIP_INTEREST.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.formatted_value, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("formattedValue", &self.formatted_value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for RelationshipInterest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::RELATIONSHIP_INTEREST;
}
impl Decode for RelationshipInterest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for RelationshipInterest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for RelationshipInterest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for RelationshipStatus {
    fn descriptor() -> &'static Descriptor {
        &descriptors::RELATIONSHIP_STATUS
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formattedValue" => Some(2),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "formatted_value" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::RELATIONSHIP_STATUS.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.formatted_value, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("formattedValue", &self.formatted_value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for RelationshipStatus {
    const DESCRIPTOR: &'static Descriptor = &descriptors::RELATIONSHIP_STATUS;
}
impl Decode for RelationshipStatus {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for RelationshipStatus {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for RelationshipStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Residence {
    fn descriptor() -> &'static Descriptor {
        &descriptors::RESIDENCE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "current" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::RESIDENCE.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.current, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("current", &self.current)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Residence {
    const DESCRIPTOR: &'static Descriptor = &descriptors::RESIDENCE;
}
impl Decode for Residence {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Residence {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Residence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for SearchDirectoryPeopleResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::SEARCH_DIRECTORY_PEOPLE_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            6 => {
                match name {
                    "people" => Some(0),
                    _ => None,
                }
            }
            9 => {
                match name {
                    "totalSize" => Some(2),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "total_size" => Some(2),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "nextPageToken" => Some(1),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "next_page_token" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::SEARCH_DIRECTORY_PEOPLE_RESPONSE.members;
        match position {
            0 => member(map, &mut self.people, &members[0], context),
            1 => member(map, &mut self.next_page_token, &members[1], context),
            2 => member(map, &mut self.total_size, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("people", &self.people)?;
        to.member("nextPageToken", &self.next_page_token)?;
        to.member("totalSize", &self.total_size)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for SearchDirectoryPeopleResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::SEARCH_DIRECTORY_PEOPLE_RESPONSE;
}
impl Decode for SearchDirectoryPeopleResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for SearchDirectoryPeopleResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for SearchDirectoryPeopleResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for SearchResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::SEARCH_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            7 => {
                match name {
                    "results" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::SEARCH_RESPONSE.members;
        match position {
            0 => member(map, &mut self.results, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("results", &self.results)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for SearchResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::SEARCH_RESPONSE;
}
impl Decode for SearchResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for SearchResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for SearchResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for SearchResult {
    fn descriptor() -> &'static Descriptor {
        &descriptors::SEARCH_RESULT
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            6 => {
                match name {
                    "person" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::SEARCH_RESULT.members;
        match position {
            0 => member(map, &mut self.person, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("person", &self.person)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for SearchResult {
    const DESCRIPTOR: &'static Descriptor = &descriptors::SEARCH_RESULT;
}
impl Decode for SearchResult {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for SearchResult {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for SearchResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for SipAddress {
    fn descriptor() -> &'static Descriptor {
        &descriptors::SIP_ADDRESS
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::SIP_ADDRESS.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for SipAddress {
    const DESCRIPTOR: &'static Descriptor = &descriptors::SIP_ADDRESS;
}
impl Decode for SipAddress {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for SipAddress {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for SipAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Skill {
    fn descriptor() -> &'static Descriptor {
        &descriptors::SKILL
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::SKILL.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Skill {
    const DESCRIPTOR: &'static Descriptor = &descriptors::SKILL;
}
impl Decode for Skill {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Skill {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Skill {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Source {
    fn descriptor() -> &'static Descriptor {
        &descriptors::SOURCE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            2 => {
                match name {
                    "id" => Some(1),
                    _ => None,
                }
            }
            4 => {
                match name {
                    "type" => Some(0),
                    "etag" => Some(2),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "updateTime" => Some(4),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "update_time" => Some(4),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "profileMetadata" => Some(3),
                    _ => None,
                }
            }
            16 => {
                match name {
                    "profile_metadata" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::SOURCE.members;
        match position {
            0 => member(map, &mut self.r#type, &members[0], context),
            1 => member(map, &mut self.id, &members[1], context),
            2 => member(map, &mut self.etag, &members[2], context),
            3 => member(map, &mut self.profile_metadata, &members[3], context),
            4 => member(map, &mut self.update_time, &members[4], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("type", &self.r#type)?;
        to.member("id", &self.id)?;
        to.member("etag", &self.etag)?;
        to.member("profileMetadata", &self.profile_metadata)?;
        to.member("updateTime", &self.update_time)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Source {
    const DESCRIPTOR: &'static Descriptor = &descriptors::SOURCE;
}
impl Decode for Source {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Status {
    fn descriptor() -> &'static Descriptor {
        &descriptors::STATUS
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "code" => Some(0),
                    _ => None,
                }
            }
            7 => {
                match name {
                    "message" => Some(1),
                    "details" => Some(2),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::STATUS.members;
        match position {
            0 => member(map, &mut self.code, &members[0], context),
            1 => member(map, &mut self.message, &members[1], context),
            2 => member(map, &mut self.details, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("code", &self.code)?;
        to.member("message", &self.message)?;
        to.member("details", &self.details)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Status {
    const DESCRIPTOR: &'static Descriptor = &descriptors::STATUS;
}
impl Decode for Status {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Tagline {
    fn descriptor() -> &'static Descriptor {
        &descriptors::TAGLINE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::TAGLINE.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Tagline {
    const DESCRIPTOR: &'static Descriptor = &descriptors::TAGLINE;
}
impl Decode for Tagline {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Tagline {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Tagline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for UpdateContactGroupRequest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::UPDATE_CONTACT_GROUP_REQUEST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            12 => {
                match name {
                    "contactGroup" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "contact_group" => Some(0),
                    _ => None,
                }
            }
            15 => {
                match name {
                    "readGroupFields" => Some(2),
                    _ => None,
                }
            }
            17 => {
                match name {
                    "updateGroupFields" => Some(1),
                    "read_group_fields" => Some(2),
                    _ => None,
                }
            }
            19 => {
                match name {
                    "update_group_fields" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::UPDATE_CONTACT_GROUP_REQUEST.members;
        match position {
            0 => member(map, &mut self.contact_group, &members[0], context),
            1 => member(map, &mut self.update_group_fields, &members[1], context),
            2 => member(map, &mut self.read_group_fields, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("contactGroup", &self.contact_group)?;
        to.member("updateGroupFields", &self.update_group_fields)?;
        to.member("readGroupFields", &self.read_group_fields)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for UpdateContactGroupRequest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::UPDATE_CONTACT_GROUP_REQUEST;
}
impl Decode for UpdateContactGroupRequest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for UpdateContactGroupRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for UpdateContactGroupRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for UpdateContactPhotoRequest {
    fn descriptor() -> &'static Descriptor {
        &descriptors::UPDATE_CONTACT_PHOTO_REQUEST
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            7 => {
                match name {
                    "sources" => Some(2),
                    _ => None,
                }
            }
            10 => {
                match name {
                    "photoBytes" => Some(0),
                    _ => None,
                }
            }
            11 => {
                match name {
                    "photo_bytes" => Some(0),
                    _ => None,
                }
            }
            12 => {
                match name {
                    "personFields" => Some(1),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "person_fields" => Some(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::UPDATE_CONTACT_PHOTO_REQUEST.members;
        match position {
            0 => member(map, &mut self.photo_bytes, &members[0], context),
            1 => member(map, &mut self.person_fields, &members[1], context),
            2 => member(map, &mut self.sources, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("photoBytes", &self.photo_bytes)?;
        to.member("personFields", &self.person_fields)?;
        to.member("sources", &self.sources)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for UpdateContactPhotoRequest {
    const DESCRIPTOR: &'static Descriptor = &descriptors::UPDATE_CONTACT_PHOTO_REQUEST;
}
impl Decode for UpdateContactPhotoRequest {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for UpdateContactPhotoRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for UpdateContactPhotoRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for UpdateContactPhotoResponse {
    fn descriptor() -> &'static Descriptor {
        &descriptors::UPDATE_CONTACT_PHOTO_RESPONSE
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            6 => {
                match name {
                    "person" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::UPDATE_CONTACT_PHOTO_RESPONSE.members;
        match position {
            0 => member(map, &mut self.person, &members[0], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("person", &self.person)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for UpdateContactPhotoResponse {
    const DESCRIPTOR: &'static Descriptor = &descriptors::UPDATE_CONTACT_PHOTO_RESPONSE;
}
impl Decode for UpdateContactPhotoResponse {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for UpdateContactPhotoResponse {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for UpdateContactPhotoResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for Url {
    fn descriptor() -> &'static Descriptor {
        &descriptors::URL
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            4 => {
                match name {
                    "type" => Some(2),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(1),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            13 => {
                match name {
                    "formattedType" => Some(3),
                    _ => None,
                }
            }
            14 => {
                match name {
                    "formatted_type" => Some(3),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::URL.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.value, &members[1], context),
            2 => member(map, &mut self.r#type, &members[2], context),
            3 => member(map, &mut self.formatted_type, &members[3], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("value", &self.value)?;
        to.member("type", &self.r#type)?;
        to.member("formattedType", &self.formatted_type)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for Url {
    const DESCRIPTOR: &'static Descriptor = &descriptors::URL;
}
impl Decode for Url {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for Url {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for Url {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
impl Record for UserDefined {
    fn descriptor() -> &'static Descriptor {
        &descriptors::USER_DEFINED
    }
    fn position(name: &str) -> Option<usize> {
        match name.len() {
            3 => {
                match name {
                    "key" => Some(1),
                    _ => None,
                }
            }
            5 => {
                match name {
                    "value" => Some(2),
                    _ => None,
                }
            }
            8 => {
                match name {
                    "metadata" => Some(0),
                    _ => None,
                }
            }
            _ => None,
        }
    }
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
        context: &mut Context,
    ) -> Result<(), A::Error> {
        let members = descriptors::USER_DEFINED.members;
        match position {
            0 => member(map, &mut self.metadata, &members[0], context),
            1 => member(map, &mut self.key, &members[1], context),
            2 => member(map, &mut self.value, &members[2], context),
            _ => Ok(()),
        }
    }
    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {
        to.member("metadata", &self.metadata)?;
        to.member("key", &self.key)?;
        to.member("value", &self.value)?;
        to.extra(&self.extra)
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {
        document(json, context)
    }
    fn encode(&self) -> String {
        to_json(self)
    }
}
impl Message for UserDefined {
    const DESCRIPTOR: &'static Descriptor = &descriptors::USER_DEFINED;
}
impl Decode for UserDefined {
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        place: Place<'_>,
        from: D,
    ) -> Result<bool, D::Error> {
        message(self, place, from)
    }
}
impl<'de> Deserialize<'de> for UserDefined {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
impl Serialize for UserDefined {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}
