//! A setter for each member of each message, as a table that one macro expands.
//!
//! Written out, the setters would be as long as all other code of the messages together.

use super::HEADER;
use crate::codegen::{
    schema::{Member, Schema, Type},
    spellings::ident,
};

/// The file, formatted here: a formatter leaves the input of a macro alone.
pub(super) fn file(schema: &Schema) -> String {
    let mut text =
        format!("{HEADER}use crate::setters::setters;\nuse super::{{enums::*, messages::*}};\n");
    let messages = schema.messages.iter();
    for (name, message) in messages.filter(|(name, _)| *name != BY_HAND) {
        text += &format!("\nsetters! {{\n    {name} {{\n");
        for member in &message.members {
            text += &format!(
                "        {}: {},\n",
                ident(&member.name),
                taken(member, schema)
            );
        }
        text += "    }\n}\n";
    }
    text
}

/// `Status` has a hand-written constructor that takes a code and a message.
const BY_HAND: &str = "Status";

/// What the setter takes, in the words of the macro.
fn taken(member: &Member, schema: &Schema) -> String {
    let one = match &member.ty {
        Type::String | Type::Timestamp | Type::Mask | Type::Bytes => "String",
        Type::Bool => "bool",
        Type::Int32 => "i32",
        Type::Struct if member.repeated => "serde_json::Map<String, serde_json::Value>",
        Type::Struct => "serde_json::Value",
        Type::Map(name) | Type::Named(name) => name,
    };
    let kind = match &member.ty {
        _ if member.repeated => "list",
        Type::Bool | Type::Int32 => "plain",
        Type::Named(name) if schema.is_message(name) => "message",
        Type::String | Type::Timestamp | Type::Mask | Type::Bytes | Type::Named(_) => "value",
        Type::Struct | Type::Map(_) => "map",
    };
    format!("{kind} {one}")
}
