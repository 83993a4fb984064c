//! The helpers of `Person` that take a field by name, so that no rule lists the fields.

use std::collections::BTreeSet;

use crate::codegen::{
    schema::{Member, Schema, Type},
    spellings::{ident, pascal},
};

pub(super) fn source(schema: &Schema) -> String {
    let fields = schema.person_fields();
    let arms = |one: &str, list: &str| -> String {
        fields
            .iter()
            .map(|field| {
                let body = if field.repeated { list } else { one };
                let body = body.replace("$", &ident(&field.name));
                format!("PersonField::{} => {body},", pascal(&field.name))
            })
            .collect()
    };
    let clear = arms("self.$ = None", "self.$.clear()");
    let copy = arms("self.$.clone_from(&other.$)", "self.$.clone_from(&other.$)");
    let len = arms("usize::from(self.$.is_some())", "self.$.len()");
    let eq = arms("self.$ == other.$", "self.$ == other.$");
    let encode = arms("{}", "self.$.append_json(out)");
    let each = arms(
        "{}",
        "self.$.iter().for_each(|value| visit(value.metadata.as_ref()))",
    );
    let retain = arms("{}", "self.$.retain(|value| keep(value.metadata.as_ref()))");
    let edit = arms(
        "{}",
        "(0..).zip(&mut self.$).for_each(|(index, value)| edit(index, &mut value.metadata))",
    );
    let strip: String = fields
        .iter()
        .map(|field| {
            let name = ident(&field.name);
            let body = match (field.output_only, field.repeated) {
                (true, true) => format!("self.{name}.clear()"),
                (true, false) => format!("self.{name} = None"),
                (false, _) => format!("strip(&mut self.{name})"),
            };
            format!("PersonField::{} => {body},", pascal(&field.name))
        })
        .collect();
    let drop_empty = arms(
        "{ if self.$.as_ref().is_some_and(|value| !value.has_content()) { self.$ = None } }",
        "self.$.retain(Content::has_content)",
    );

    let mut text = format!(
        r#"
use crate::{{
    encode::{{AppendJson, Encode}},
    person::{{Content, strip, strip_metadata}},
}};
use super::{{messages::*, person_field::PersonField}};

/// Fields by name. None of these lists the fields of a person, so a field that the
/// schema gains is handled everywhere.
impl Person {{
    /// Removes every value of a field.
    pub fn clear_field(&mut self, field: PersonField) {{ match field {{ {clear} }} }}

    /// Makes a field what it is in `other`.
    pub fn copy_field(&mut self, other: &Self, field: PersonField) {{ match field {{ {copy} }} }}

    /// How many values a field has.
    #[must_use]
    pub fn field_len(&self, field: PersonField) -> usize {{ match field {{ {len} }} }}

    /// Whether a field is the same as in `other`, the order of its values included.
    #[must_use]
    pub fn field_eq(&self, other: &Self, field: PersonField) -> bool {{ match field {{ {eq} }} }}

    /// Appends the list of a field's values as compact JSON, and nothing for `metadata`,
    /// which is no list.
    pub(crate) fn encode_field(&self, field: PersonField, out: &mut Vec<u8>) {{
        match field {{ {encode} }}
    }}

    /// Shows the metadata of each value of a field. `metadata` itself has no values.
    pub fn for_each_metadata(&self, field: PersonField, mut visit: impl FnMut(Option<&FieldMetadata>)) {{
        match field {{ {each} }}
    }}

    /// Keeps the values of a field whose metadata `keep` approves of.
    /// `metadata` itself has no values.
    pub fn retain_values(&mut self, field: PersonField, mut keep: impl FnMut(Option<&FieldMetadata>) -> bool) {{
        match field {{ {retain} }}
    }}

    /// Changes the metadata of each value of a field, given its position.
    /// `metadata` itself has no values.
    pub fn metadata_mut(&mut self, field: PersonField, mut edit: impl FnMut(usize, &mut Option<FieldMetadata>)) {{
        match field {{ {edit} }}
    }}

    /// Clears what only the server sets: the field itself if it is such a field, else
    /// in each value the output-only members, and the metadata but for `sourcePrimary`
    /// and what this version does not know.
    pub fn strip_output_only(&mut self, field: PersonField) {{ match field {{ {strip} }} }}

    /// Removes the values that say nothing: those that have only metadata and
    /// output-only members. Unknown members count as something.
    pub fn drop_empty_values(&mut self, field: PersonField) {{ match field {{ {drop_empty} }} }}
}}
"#
    );
    for message in contents(schema, &fields) {
        text += &content(&message, schema);
    }
    text
}

/// The messages that values of a field consist of.
fn contents(schema: &Schema, fields: &[&Member]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<&Type> = fields.iter().map(|field| &field.ty).collect();
    while let Some(ty) = queue.pop() {
        let Type::Named(name) = ty else { continue };
        let Some(message) = schema
            .messages
            .get(name)
            .filter(|_| name != "FieldMetadata")
        else {
            continue;
        };
        if found.insert(name.clone()) {
            queue.extend(message.members.iter().map(|member| &member.ty));
        }
    }
    found
}

fn content(name: &str, schema: &Schema) -> String {
    let mut says = vec!["!self.extra.is_empty()".to_owned()];
    let mut strip = String::new();
    for member in &schema.messages[name].members {
        let field = ident(&member.name);
        let is_message = matches!(&member.ty, Type::Named(ty) if schema.is_message(ty));
        if member.ty == Type::Named("FieldMetadata".to_owned()) {
            strip += &format!("strip_metadata(&mut self.{field});");
        } else if member.output_only {
            strip += &format!("self.{field} = Default::default();");
        } else if is_message {
            strip += &format!("strip(&mut self.{field});");
            says.push(format!("self.{field}.iter().any(Content::has_content)"));
        } else {
            says.push(format!("!self.{field}.is_unset()"));
        }
    }
    says.rotate_left(1);
    format!(
        "
impl Content for {name} {{
    fn has_content(&self) -> bool {{ {} }}

    fn strip_output_only(&mut self) {{ {strip} }}
}}
",
        says.join("||")
    )
}
