//! What the messages look like at run time.

use crate::codegen::{
    schema::{Member, Schema, Type},
    spellings::{screaming, snake},
};

pub(super) fn source(schema: &Schema) -> String {
    let mut text = "\
        use crate::descriptor::{Descriptor, ValueKind, Member};\n\
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
        Type::String => "ValueKind::String".to_owned(),
        Type::Bool => "ValueKind::Bool".to_owned(),
        Type::Int32 => "ValueKind::Int32".to_owned(),
        Type::Timestamp => "ValueKind::Timestamp".to_owned(),
        Type::Mask => "ValueKind::FieldMask".to_owned(),
        Type::Bytes => "ValueKind::Bytes".to_owned(),
        Type::Struct => "ValueKind::Struct".to_owned(),
        Type::Map(name) => format!("ValueKind::Map(&{path}{})", screaming(name)),
        Type::Named(name) if schema.is_message(name) => {
            format!("ValueKind::Message(&{path}{})", screaming(name))
        }
        Type::Named(name) => format!("ValueKind::Enum({name}::DESCRIPTOR)"),
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
