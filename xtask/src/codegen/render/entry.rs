//! The values of each field of `Person`, member by member, so that no rule lists either.

use super::messages::is_text;
use crate::codegen::{
    schema::{Member, Schema, Type},
    spellings::{ident, pascal},
};

pub(super) fn source(schema: &Schema) -> String {
    let fields: Vec<&Member> = schema
        .person_fields()
        .into_iter()
        .filter(|field| field.repeated)
        .collect();
    let visit: String = fields
        .iter()
        .map(|field| {
            let variant = pascal(&field.name);
            format!(
                "Self::{variant} => visitor.visit::<{}>(),",
                schema.entry(field)
            )
        })
        .collect();
    let others = match fields.len() == schema.person_fields().len() {
        true => "",
        false => "_ => return None,",
    };
    let mut text = format!(
        r#"
use serde_json::Value;
use crate::{{encode::member_value, entry::{{Composed, Entry, EntryVisitor}}, extra::Extra, person::Content, text::is_same_text}};
use super::{{messages::*, person_field::PersonField}};

impl PersonField {{
    /// Calls `visitor` with the type of the field's values; none for `metadata`, which is
    /// no list.
    pub fn visit<V: EntryVisitor>(self, visitor: V) -> Option<V::Output> {{
        Some(match self {{ {visit} {others} }})
    }}
}}
"#
    );
    for field in fields {
        text += &entry(field, schema);
    }
    text
}

fn entry(field: &Member, schema: &Schema) -> String {
    let name = schema.entry(field);
    let (list, variant) = (ident(&field.name), pascal(&field.name));
    let members = &schema.messages[name].members;
    let arms = |body: &str| -> String {
        members
            .iter()
            .enumerate()
            .map(|(position, member)| {
                format!("{position} => {},", body.replace('$', &ident(&member.name)))
            })
            .collect()
    };
    let eq: String = members
        .iter()
        .enumerate()
        .map(|(position, member)| {
            let name = ident(&member.name);
            match is_text(member, schema) {
                true => format!("{position} => is_same_text(&self.{name}, &other.{name}),"),
                false => format!("{position} => self.{name} == other.{name},"),
            }
        })
        .collect();
    let copy = arms("self.$.clone_from(&other.$)");
    let value = arms("member_value(&self.$)");
    let texts: String = members
        .iter()
        .enumerate()
        .filter(|(_, member)| member.ty == Type::String && !member.repeated)
        .map(|(position, member)| format!("{position} => &self.{},", ident(&member.name)))
        .collect();
    let text = match texts.is_empty() {
        true => "let _ = position; None".to_owned(),
        false => format!(
            "let text = match position {{ {texts} _ => return None }}; (!text.is_empty()).then_some(text)"
        ),
    };
    let identity = positions(schema.overlay.identity.get(&field.name), name, schema);
    let units = units(field, schema);
    let composed = composed(field, schema);
    format!(
        "
impl Entry for {name} {{
    const FIELD: PersonField = PersonField::{variant};
    const IDENTITY: &'static [usize] = &{identity:?};
    const UNITS: &'static [&'static [usize]] = &[{units}];
    const COMPOSED: Option<Composed> = {composed};

    fn of(person: &Person) -> &Vec<Self> {{ &person.{list} }}

    fn of_mut(person: &mut Person) -> &mut Vec<Self> {{ &mut person.{list} }}

    fn metadata(&self) -> Option<&FieldMetadata> {{ self.metadata.as_ref() }}

    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata> {{ &mut self.metadata }}

    fn extra(&self) -> &Extra {{ &self.extra }}

    fn has_content(&self) -> bool {{ Content::has_content(self) }}

    fn strip_output_only(&mut self) {{ Content::strip_output_only(self) }}

    fn member_eq(&self, other: &Self, position: usize) -> bool {{ match position {{ {eq} _ => true }} }}

    fn copy_member(&mut self, other: &Self, position: usize) {{ match position {{ {copy} _ => {{}} }} }}

    fn text(&self, position: usize) -> Option<&str> {{ {text} }}

    fn member(&self, position: usize) -> Option<Value> {{ match position {{ {value} _ => None }} }}
}}
"
    )
}

fn positions(members: Option<&Vec<String>>, message: &str, schema: &Schema) -> Vec<usize> {
    let members = members.into_iter().flatten();
    members
        .filter_map(|member| schema.position(message, member))
        .collect()
}

/// The units of the overlay, and one for each other member that a client can set.
fn units(field: &Member, schema: &Schema) -> String {
    let message = schema.entry(field);
    let united = schema.overlay.units.get(&field.name);
    let mut units: Vec<Vec<usize>> = united
        .into_iter()
        .flatten()
        .map(|unit| positions(Some(unit), message, schema))
        .collect();
    for (position, member) in schema.messages[message].members.iter().enumerate() {
        let settable = !member.output_only && member.name != "metadata";
        if settable && !units.concat().contains(&position) {
            units.push(vec![position]);
        }
    }
    units.sort();
    units.iter().map(|unit| format!("&{unit:?},")).collect()
}

/// The member that the API composes of others, and these.
fn composed(field: &Member, schema: &Schema) -> String {
    let message = schema.entry(field);
    let Some(composed) = schema.overlay.composed.get(&field.name) else {
        return "None".to_owned();
    };
    let whole = schema.position(message, &composed.whole);
    let whole = whole.unwrap_or_else(|| unreachable!("verify() saw `{}`", composed.whole));
    let parts = positions(Some(&composed.parts), message, schema);
    format!("Some(Composed {{ whole: {whole}, parts: &{parts:?} }})")
}
