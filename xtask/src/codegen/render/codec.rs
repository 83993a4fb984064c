//! Decoders and encoders. What they share is written by hand, in `decode` and `encode`.

use super::match_by_length;
use crate::codegen::{
    schema::{Message, Schema},
    spellings::{ident, screaming, snake},
};

pub(super) fn source(schema: &Schema) -> String {
    let mut text = "\
        use serde::{Deserialize, Deserializer, Serialize, Serializer, de::MapAccess};\n\
        use crate::{\
            decode::{Context, Decode, Place, Record, deserialize, document, member, message},\
            encode::{Members, serialize, to_json},\
            extra::Extra,\
            descriptor::Descriptor, message::Message,\
        };\n\
        use super::{descriptors, messages::*};\n"
        .to_owned();
    for (name, message) in &schema.messages {
        text += &codec(name, message);
    }
    text
}

fn codec(name: &str, message: &Message) -> String {
    let mut spellings: Vec<(String, String)> = Vec::new();
    let mut read = String::new();
    let mut write = String::new();
    for (position, member) in message.members.iter().enumerate() {
        let field = ident(&member.name);
        let proto = snake(&member.name);
        let both = proto != member.name;
        spellings.push((member.name.clone(), format!("Some({position})")));
        spellings.extend(both.then(|| (proto, format!("Some({position})"))));
        read += &format!(
            "{position} => member(map, &mut self.{field}, &members[{position}], context),"
        );
        write += &format!("to.member({:?}, &self.{field})?;", member.name);
    }
    let position = match_by_length(
        "name",
        spellings
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
        "None",
    );
    let read_body = if message.members.is_empty() {
        // An unreachable position reads nothing rather than panicking.
        "let _ = (position, map, context); Ok(())".to_owned()
    } else {
        format!(
            "let members = descriptors::{}.members; match position {{ {read} _ => Ok(()), }}",
            screaming(name)
        )
    };
    let descriptor = screaming(name);
    format!(
        "
impl Record for {name} {{
    fn descriptor() -> &'static Descriptor {{ &descriptors::{descriptor} }}

    fn position(name: &str) -> Option<usize> {{ {position} }}

    fn read_member<'de, A: MapAccess<'de>>(
        &mut self, position: usize, map: &mut A, context: &mut Context,
    ) -> Result<(), A::Error> {{ {read_body} }}

    fn write_members<M: Members>(&self, to: &mut M) -> Result<(), M::Error> {{ {write} to.extra(&self.extra) }}

    fn extra_mut(&mut self) -> &mut Extra {{ &mut self.extra }}

    fn decode(json: &str, context: &mut Context) -> Result<Self, serde_json::Error> {{ document(json, context) }}

    fn encode(&self) -> String {{ to_json(self) }}
}}

impl Message for {name} {{
    const DESCRIPTOR: &'static Descriptor = &descriptors::{descriptor};
}}

impl Decode for {name} {{
    fn read<'de, D: Deserializer<'de>>(&mut self, place: Place<'_>, from: D) -> Result<bool, D::Error> {{
        message(self, place, from)
    }}
}}

impl<'de> Deserialize<'de> for {name} {{
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {{ deserialize(from) }}
}}

impl Serialize for {name} {{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{ serialize(self, serializer) }}
}}
"
    )
}
