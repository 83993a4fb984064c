//! What the messages look like at run time.

use crate::codegen::{
    names::{screaming, snake},
    schema::{Member, Schema, Type},
};

pub(super) fn source(schema: &Schema) -> String {
    let mut text = "\
        use crate::message::{Descriptor, Kind, Member};\n\
        use super::enums::*;\n"
        .to_owned();
    for (name, message) in &schema.messages {
        let members: String = message
            .members
            .iter()
            .map(|m| format!("{},", member(name, m, schema)))
            .collect();
        text += &format!(
            "pub(crate) static {}: Descriptor = Descriptor::new({name:?}, {:?}, &[{members}]);\n",
            screaming(name),
            message.proto,
        );
    }
    text
}

/// An expression for a parameter's or a member's kind. `path` leads to this module.
pub(super) fn kind(ty: &Type, schema: &Schema, path: &str) -> String {
    match ty {
        Type::String => "Kind::String".to_owned(),
        Type::Bool => "Kind::Bool".to_owned(),
        Type::Int32 => "Kind::Int32".to_owned(),
        Type::Timestamp => "Kind::Timestamp".to_owned(),
        Type::Mask => "Kind::FieldMask".to_owned(),
        Type::Bytes => "Kind::Bytes".to_owned(),
        Type::Struct => "Kind::Struct".to_owned(),
        Type::Map(name) => format!("Kind::Map(&{path}{})", screaming(name)),
        Type::Named(name) if schema.is_message(name) => {
            format!("Kind::Message(&{path}{})", screaming(name))
        }
        Type::Named(name) => format!("Kind::Enum({name}::DESCRIPTOR)"),
    }
}

fn member(message: &str, member: &Member, schema: &Schema) -> String {
    let mut text = format!(
        "Member::new({:?}, {:?}, {})",
        member.name,
        snake(&member.name),
        kind(&member.ty, schema, "")
    );
    for (flag, call) in [
        (member.repeated, ".repeated()"),
        (member.output_only, ".output_only()"),
        (member.deprecated, ".deprecated()"),
    ] {
        if flag {
            text += call;
        }
    }
    if let Some(known) = schema
        .overlay
        .predefined
        .get(&format!("{message}.{}", member.name))
    {
        let known: String = known
            .iter()
            .map(|(value, display)| format!("({value:?}, {display:?}),"))
            .collect();
        text += &format!(".predefined(&[{known}])");
    }
    text
}
