//! The messages as structs.

use super::{doc, rust_type};
use crate::codegen::{
    schema::{Member, Message, Schema, Type},
    spellings::{ident, snake},
};

pub(super) fn source(schema: &Schema) -> String {
    let mut text = "\
        use serde_json::{Map, Value};\n\
        use crate::{by_name::ByName, debug::short_debug, extra::Extra, text::is_same_text};\n\
        use super::enums::*;\n"
        .to_owned();
    let names: Vec<&str> = schema.messages.keys().map(String::as_str).collect();
    text += &format!("short_debug! {{ {} }}\n", names.join(" "));
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
        "{}{} #[derive(Clone, Default)] #[non_exhaustive]
        pub struct {name} {{
            {members}
            /// Members that this version does not know.
            pub extra: Extra,
        }}

        impl PartialEq for {name} {{
            fn eq(&self, other: &Self) -> bool {{ {} }}
        }}\n",
        doc(&format!("{}{deprecated}", message.doc)),
        example(name, message, schema),
        equal(message, schema),
    )
}

/// Compares two messages. Texts come first: they differ the most often, and metadata takes the longest.
fn equal(message: &Message, schema: &Schema) -> String {
    let members = message.members.iter();
    let (texts, others): (Vec<&Member>, _) = members.partition(|member| is_text(member, schema));
    let texts = texts.into_iter().map(|member| {
        let name = ident(&member.name);
        format!("is_same_text(&self.{name}, &other.{name})")
    });
    let others = others.into_iter().map(|member| {
        let name = ident(&member.name);
        format!("self.{name} == other.{name}")
    });
    let extra = ["self.extra == other.extra".to_owned()];
    let all: Vec<String> = texts.chain(others).chain(extra).collect();
    all.join(" && ")
}

/// Whether a member is a text in Rust.
pub(super) fn is_text(member: &Member, schema: &Schema) -> bool {
    rust_type(member, schema) == "String"
}

/// Sets one member and shows what it becomes on the wire.
fn example(name: &str, message: &Message, schema: &Schema) -> String {
    let settable = |member: &&Member| !member.output_only && !member.deprecated;
    let is_text = |member: &&Member| member.ty == Type::String && !member.repeated;
    let members = &message.members;
    let chosen = members
        .iter()
        .filter(settable)
        .find(is_text)
        .or_else(|| members.iter().find(settable))
        .or_else(|| members.first());
    let Some(member) = chosen.filter(|_| name != "Status") else {
        return String::new(); // a status is made by its own constructor, which has an example
    };
    let (given, json) = sample(name, member, schema);
    let variable = snake_of(name);
    doc(&format!(
        "\n```\nuse people_model::{{Message, {name}}};\n\n\
         let {variable} = {name}::new().{}({given});\n\
         assert_eq!({variable}.to_json(), r#\"{{{:?}:{json}}}\"#);\n```",
        ident(&member.name),
        member.name,
    ))
}

/// A value of a member, in Rust and in JSON.
fn sample(message: &str, member: &Member, schema: &Schema) -> (String, String) {
    let (given, json) = match &member.ty {
        Type::String | Type::Timestamp | Type::Mask | Type::Bytes => {
            let path = format!("{message}.{}", member.name);
            let overlay = &schema.overlay;
            let known = overlay
                .predefined
                .get(&path)
                .and_then(|it| it.keys().next());
            let samples = overlay.samples.get(&path).and_then(|it| it.first());
            let text = samples.or(known).map_or("text", String::as_str);
            (format!("{text:?}"), format!("{text:?}"))
        }
        Type::Bool => ("true".to_owned(), "true".to_owned()),
        Type::Int32 => ("1".to_owned(), "1".to_owned()),
        Type::Struct if member.repeated => ("serde_json::Map::new()".to_owned(), "{}".to_owned()),
        Type::Struct => (
            r#"[("key", true)]"#.to_owned(),
            r#"{"key":true}"#.to_owned(),
        ),
        Type::Map(value) => (
            format!(r#"[("people/c1", people_model::{value}::new())]"#),
            r#"{"people/c1":{}}"#.to_owned(),
        ),
        Type::Named(value) if schema.is_message(value) => {
            (format!("people_model::{value}::new()"), "{}".to_owned())
        }
        Type::Named(value) => {
            let last = schema.enums[value].values.last();
            let last = last.map_or("", |value| value.name.as_str());
            let json = format!("{last:?}");
            match schema.enums[value].closed {
                true => (format!("{json}.parse::<people_model::{value}>()?"), json),
                false => (json.clone(), json),
            }
        }
    };
    match member.repeated {
        true => (format!("[{given}]"), format!("[{json}]")),
        false => (given, json),
    }
}

/// `FieldMetadata` → `field_metadata`.
fn snake_of(name: &str) -> String {
    snake(&format!("{}{}", name[..1].to_lowercase(), &name[1..]))
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
