//! From the schema to Rust source: text, parsed and printed again in one format.

mod call;
mod codec;
mod descriptors;
mod entry;
mod enums;
mod messages;
mod methods;
mod person;
mod person_field;
mod setters;
mod strategy;

use std::{collections::BTreeMap, error::Error};

use super::schema::{Member, Schema, Type};

const HEADER: &str =
    "// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.\n\n";

/// What is rendered of people-model, file name to contents, as a pure function of the schema.
pub(crate) fn model(schema: &Schema) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut files = files([
        ("codec.rs", codec::source(schema)),
        ("descriptors.rs", descriptors::source(schema)),
        ("entry.rs", entry::source(schema)),
        ("enums.rs", enums::source(schema)),
        ("messages.rs", messages::source(schema)),
        ("methods.rs", methods::source(schema)),
        ("person.rs", person::source(schema)),
        ("person_field.rs", person_field::source(schema)),
        ("strategy.rs", strategy::source(schema)),
    ])?;
    files.insert("setters.rs".to_owned(), setters::file(schema));
    Ok(files)
}

/// What is rendered of people-http.
pub(crate) fn http(schema: &Schema) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    files([("call.rs", call::source(schema))])
}

fn files<const N: usize>(
    sources: [(&str, String); N],
) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut files = BTreeMap::new();
    for (name, source) in sources {
        let syntax = syn::parse_file(&source)
            .map_err(|error| format!("{name} is not Rust: {error}\n{source}"))?;
        files.insert(
            name.to_owned(),
            format!("{HEADER}{}", prettyplease::unparse(&syntax)),
        );
    }
    Ok(files)
}

/// A doc comment. `text` is one or more lines.
fn doc(text: &str) -> String {
    text.lines()
        .map(|line| format!("#[doc = {:?}]\n", format!(" {line}")))
        .collect()
}

/// The Rust type of a member.
fn rust_type(member: &Member, schema: &Schema) -> String {
    let one = match &member.ty {
        Type::String | Type::Timestamp | Type::Mask | Type::Bytes => "String".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Int32 => "i32".to_owned(),
        Type::Struct => "Map<String, Value>".to_owned(),
        Type::Map(name) => format!("ByName<{name}>"),
        Type::Named(name) => name.clone(),
    };
    match &member.ty {
        _ if member.repeated => format!("Vec<{one}>"),
        Type::Named(name) if schema.is_message(name) => format!("Option<{one}>"),
        _ => one,
    }
}

/// A `match` that looks at the length of a name first, then at the few candidates.
///
/// A plain `match` on strings tries one literal after the other.
fn match_by_length<'a>(
    subject: &str,
    cases: impl IntoIterator<Item = (&'a str, String)>,
    otherwise: &str,
) -> String {
    let mut by_length: BTreeMap<usize, Vec<(&str, String)>> = BTreeMap::new();
    for (literal, value) in cases {
        by_length
            .entry(literal.len())
            .or_default()
            .push((literal, value));
    }
    if by_length.is_empty() {
        return format!("{{ let _ = {subject}; {otherwise} }}");
    }
    let mut text = format!("match {subject}.len() {{");
    for (length, cases) in by_length {
        text += &format!("{length} => match {subject} {{");
        for (literal, value) in cases {
            text += &format!("{literal:?} => {value},");
        }
        text += &format!("_ => {otherwise},}},");
    }
    text + &format!("_ => {otherwise},}}")
}

#[cfg(test)]
mod tests;
