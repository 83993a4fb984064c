//! The messages as structs.

use super::{doc, rust_type};
use crate::codegen::{
    names::ident,
    schema::{Member, Message, Schema},
};

pub(super) fn source(schema: &Schema) -> String {
    let mut text = "\
        use std::collections::BTreeMap;\n\
        use serde_json::{Map, Value};\n\
        use crate::extra::Extra;\n\
        use super::enums::*;\n"
        .to_owned();
    for (name, message) in &schema.messages {
        text += &structure(name, message, schema);
    }
    text
}

fn structure(name: &str, message: &Message, schema: &Schema) -> String {
    let members: String = message
        .members
        .iter()
        .map(|m| format!("{} {},", member_doc(name, m, schema), field(m, schema)))
        .collect();
    let deprecated = if message.deprecated {
        "\n\nDeprecated by the API."
    } else {
        ""
    };
    format!(
        "{} #[derive(Clone, Debug, Default, PartialEq)] #[non_exhaustive]
        pub struct {name} {{
            {members}
            /// Members that this version does not know.
            pub extra: Extra,
        }}\n",
        doc(&format!("{}{deprecated}", message.doc)),
    )
}

fn field(member: &Member, schema: &Schema) -> String {
    format!("pub {}: {}", ident(&member.name), rust_type(member, schema))
}

fn member_doc(message: &str, member: &Member, schema: &Schema) -> String {
    let mut text = format!("`{}`: {}", member.name, member.doc);
    if member.output_only {
        text += " Set by the server.";
    }
    if member.deprecated {
        text += " Deprecated by the API.";
    }
    if let Some(known) = schema
        .overlay
        .predefined
        .get(&format!("{message}.{}", member.name))
    {
        let known: Vec<String> = known.keys().map(|value| format!("`{value}`")).collect();
        text += &format!("\n\nKnown values: {}.", known.join(", "));
    }
    doc(&text)
}
