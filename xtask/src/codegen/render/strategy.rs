//! Strategies of property tests: how each message is drawn.

use std::collections::BTreeSet;

use crate::codegen::{
    schema::{Member, Message, Schema, Type},
    spellings::{ident, pascal, snake},
};

pub(super) fn source(schema: &Schema) -> String {
    let mut text = "\
        use proptest::strategy::Strategy;\n\
        use crate::{\
            extra::Extra,\
            generated::{enums::*, messages::*, person_field::PersonField},\
            strategy::{Choices, Draw, drawn},\
        };\n"
        .to_owned();
    for (name, set) in &schema.enums {
        let unknown = if set.closed {
            "choices.number(Self::DESCRIPTOR).and_then(Self::from_number).unwrap_or_default()"
                .to_owned()
        } else {
            "match choices.number(Self::DESCRIPTOR) {
                Some(number) => Self::from_number(number),
                None if choices.flip() => Self::Unknown(\"FROM_THE_FUTURE\".to_owned()),
                None => Self::UnknownNumber(1_000_000),
            }"
            .to_owned()
        };
        text += &format!(
            "impl Draw for {name} {{ fn draw(choices: &mut Choices) -> Self {{ {unknown} }} }}\n"
        );
    }
    for (name, message) in &schema.messages {
        text += &strategy(name, message, schema);
    }
    text + &field(schema)
}

fn strategy(name: &str, message: &Message, schema: &Schema) -> String {
    let members: String = message
        .members
        .iter()
        .map(|m| format!("{}: {},", ident(&m.name), draw(name, m, schema)))
        .collect();
    // Two choices a member, and as many for unknown ones, is what a full message takes.
    let words = (2 * weight(name, schema, &mut BTreeSet::new())).clamp(16, 1000);
    format!(
        "
impl Draw for {name} {{
    fn draw(choices: &mut Choices) -> Self {{ Self {{ {members} extra: Extra::draw(choices) }} }}
}}

/// Draws a [`{name}`].
pub fn {}() -> impl Strategy<Value = {name}> + Clone {{ drawn({words}) }}
",
        snake(name),
    )
}

fn draw(message: &str, member: &Member, schema: &Schema) -> String {
    let path = format!("{message}.{}", member.name);
    match &member.ty {
        Type::String | Type::Timestamp | Type::Mask | Type::Bytes if !member.repeated => {
            let predefined = schema
                .overlay
                .predefined
                .get(&path)
                .into_iter()
                .flat_map(|known| known.keys());
            let samples = schema.overlay.samples.get(&path).into_iter().flatten();
            let samples: Vec<&String> = samples.chain(predefined).collect();
            format!("choices.string(&{samples:?})")
        }
        _ => "Draw::draw(choices)".to_owned(),
    }
}

/// How many members a message has, those of its messages included.
fn weight(name: &str, schema: &Schema, seen: &mut BTreeSet<String>) -> usize {
    if !seen.insert(name.to_owned()) {
        return 0;
    }
    let Some(message) = schema.messages.get(name) else {
        return 0;
    };
    message
        .members
        .iter()
        .map(|member| match &member.ty {
            Type::Named(inner) | Type::Map(inner) => 1 + 2 * weight(inner, schema, seen),
            _ => 1,
        })
        .sum()
}

/// Draws one field of a person, and nothing else.
fn field(schema: &Schema) -> String {
    let arms: String = schema
        .person_fields()
        .iter()
        .map(|f| {
            format!(
                "PersonField::{} => person.{} = Draw::draw(choices),",
                pascal(&f.name),
                ident(&f.name)
            )
        })
        .collect();
    format!(
        "
pub(crate) fn draw_field(person: &mut Person, field: PersonField, choices: &mut Choices) {{
    match field {{ {arms} }}
}}
"
    )
}
