//! From the schema to Rust source.

mod person_field;

use std::{collections::BTreeMap, error::Error};

use super::schema::Schema;

const HEADER: &str =
    "// Rendered by `cargo xtask codegen` from crates/people-model/schema; edits are lost.\n\n";

/// The whole output, file name to contents, as a pure function of the schema.
pub(crate) fn files(schema: &Schema) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let sources = [("person_field.rs", person_field::source(schema))];
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

/// Arms that compare a name with few candidates: first its length, then its bytes.
///
/// A plain `match` on strings tries one literal after the other; this one looks at
/// the three or four that can be meant.
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
