//! Compares the schema with a discovery document, both ways.
//!
//! Both sides are flattened into facts, name to value, and the two lists compared. A
//! discovery document says neither in which order members are encoded nor which
//! field of a request its body is; those facts are ours alone.

use std::{collections::BTreeMap, error::Error};

use serde::Deserialize;

use super::schema::{Member, Method, Schema, Type};

/// One line for every fact that only one side has, or that the two see differently.
pub(crate) fn compare(schema: &Schema, document: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let document: Document = serde_json::from_str(document)?;
    let ours = facts_of_schema(schema);
    let theirs = facts_of_document(&document, schema);
    let mut lines = Vec::new();
    for (name, value) in &ours {
        match theirs.get(name) {
            None => lines.push(format!("only in the schema: {name} ({value})")),
            Some(other) if other != value => {
                lines.push(format!(
                    "differs: {name} is {value} in the schema, {other} in the document"
                ));
            }
            Some(_) => {}
        }
    }
    for (name, value) in theirs {
        if !ours.contains_key(&name) {
            lines.push(format!("only in the document: {name} ({value})"));
        }
    }
    Ok(lines)
}

type Facts = BTreeMap<String, String>;

fn facts_of_schema(schema: &Schema) -> Facts {
    let mut facts = Facts::new();
    facts.insert(
        "API".to_owned(),
        format!("{} {}", schema.name, schema.version),
    );
    for (name, message) in &schema.messages {
        facts.insert(
            name.clone(),
            described("message", [(message.deprecated, "deprecated")]),
        );
        for member in &message.members {
            let flags = [
                (member.output_only, "output only"),
                (member.deprecated, "deprecated"),
            ];
            let path = format!("{name}.{}", member.name);
            let ty = type_name(&member.ty, member.repeated, schema);
            facts.insert(path.clone(), described(&ty, flags));
            enum_facts(&mut facts, &path, &member.ty, schema);
            predefined_facts(&mut facts, &path, member, schema);
        }
    }
    for method in &schema.methods {
        facts.append(&mut facts_of_method(method, schema));
    }
    for scope in &schema.scopes {
        facts.insert(
            format!("scope {}{}", schema.scope_prefix, scope.name),
            "known".to_owned(),
        );
    }
    for parameter in &schema.system_parameters {
        let ty = type_name(&parameter.ty, false, schema);
        facts.insert(
            format!("?{}", parameter.name),
            one_of(&ty, &parameter.values),
        );
    }
    let overlay = &schema.overlay;
    for (list, fields) in [
        ("readable", &overlay.readable),
        ("updatable", &overlay.updatable),
        ("singleton", &overlay.singletons),
    ] {
        facts.extend(
            fields
                .iter()
                .map(|field| (format!("field {field}, {list}"), "named".to_owned())),
        );
    }
    facts
}

fn facts_of_method(method: &Method, schema: &Schema) -> Facts {
    let id = &method.id;
    let mut facts = Facts::new();
    // `{person.resourceName=people/*}` is `{+resourceName}` here, with a pattern.
    let mut path = method.path.trim_start_matches('/').to_owned();
    if let Some((before, (variable, after))) = path
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        let (variable, template) = variable.split_once('=').unwrap_or((variable, "*"));
        let name = variable.rsplit('.').next().unwrap_or(variable);
        let pattern = format!("^{}$", template.replace('*', "[^/]+"));
        facts.insert(format!("{id} {{{name}}}"), format!("string like {pattern}"));
        path = format!("{before}{{+{name}}}{after}");
    }
    facts.insert(id.clone(), format!("{} {path}", method.verb));
    facts.insert(format!("{id} response"), method.response.clone());
    if let Some(body) = &method.body {
        facts.insert(format!("{id} request"), body.message.clone());
    }
    for scope in &method.scopes {
        facts.insert(
            format!("{id} scope {}{scope}", schema.scope_prefix),
            "sufficient".to_owned(),
        );
    }
    for parameter in &method.query {
        let path = format!("{id} ?{}", parameter.name);
        facts.insert(
            path.clone(),
            type_name(&parameter.ty, parameter.repeated, schema),
        );
        enum_facts(&mut facts, &path, &parameter.ty, schema);
    }
    facts
}

/// A discovery document has enums in place, so every use of one is compared.
fn enum_facts(facts: &mut Facts, path: &str, ty: &Type, schema: &Schema) {
    let Type::Named(name) = ty else { return };
    let Some(set) = schema.enums.get(name) else {
        return;
    };
    for value in &set.values {
        let number = format!("value {}", value.number);
        facts.insert(
            format!("{path} = {}", value.name),
            described(&number, [(value.deprecated, "deprecated")]),
        );
    }
}

fn predefined_facts(facts: &mut Facts, path: &str, member: &Member, schema: &Schema) {
    if member.ty == Type::String {
        for value in schema
            .overlay
            .predefined
            .get(path)
            .into_iter()
            .flat_map(BTreeMap::keys)
        {
            facts.insert(format!("{path} = {value}"), "predefined".to_owned());
        }
    }
}

fn type_name(ty: &Type, repeated: bool, schema: &Schema) -> String {
    let one = match ty {
        Type::String => "string",
        Type::Bool => "boolean",
        Type::Int32 => "int32",
        Type::Timestamp => "google-datetime",
        Type::Mask => "google-fieldmask",
        Type::Bytes => "byte",
        Type::Struct => "any object",
        Type::Map(name) => return format!("map of {name}"),
        Type::Named(name) if schema.is_message(name) => name,
        Type::Named(_) => "enum",
    };
    if repeated {
        format!("list of {one}")
    } else {
        one.to_owned()
    }
}

fn described<const N: usize>(what: &str, flags: [(bool, &str); N]) -> String {
    flags
        .iter()
        .filter(|(set, _)| *set)
        .fold(what.to_owned(), |text, (_, flag)| format!("{text}, {flag}"))
}

fn one_of(ty: &str, values: &[String]) -> String {
    if values.is_empty() {
        ty.to_owned()
    } else {
        format!("{ty}, one of {}", values.join(" "))
    }
}

/// The parts of a discovery document that are compared.
#[derive(Deserialize)]
struct Document {
    name: String,
    version: String,
    #[serde(default)]
    auth: Auth,
    #[serde(default)]
    parameters: BTreeMap<String, Property>,
    #[serde(default)]
    schemas: BTreeMap<String, Property>,
    #[serde(default)]
    resources: BTreeMap<String, Resource>,
}

#[derive(Default, Deserialize)]
struct Auth {
    oauth2: OAuth2,
}

#[derive(Default, Deserialize)]
struct OAuth2 {
    scopes: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(default)]
    methods: BTreeMap<String, DocumentMethod>,
    #[serde(default)]
    resources: BTreeMap<String, Resource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DocumentMethod {
    id: String,
    http_method: String,
    path: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: BTreeMap<String, Property>,
    request: Option<Property>,
    response: Option<Property>,
    #[serde(default)]
    scopes: Vec<String>,
}

/// A JSON schema: of a message, a member, an element or a parameter.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Property {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "type")]
    ty: String,
    format: Option<String>,
    description: String,
    #[serde(rename = "enum")]
    values: Vec<String>,
    enum_deprecated: Vec<bool>,
    items: Option<Box<Property>>,
    additional_properties: Option<Box<Property>>,
    properties: BTreeMap<String, Property>,
    read_only: bool,
    deprecated: bool,
    repeated: bool,
    location: Option<String>,
    pattern: Option<String>,
}

fn facts_of_document(document: &Document, schema: &Schema) -> Facts {
    let mut facts = Facts::new();
    facts.insert(
        "API".to_owned(),
        format!("{} {}", document.name, document.version),
    );
    for (name, message) in &document.schemas {
        facts.insert(
            name.clone(),
            described("message", [(message.deprecated, "deprecated")]),
        );
        for (member, property) in &message.properties {
            let flags = [
                (property.read_only, "output only"),
                (property.deprecated, "deprecated"),
            ];
            let path = format!("{name}.{member}");
            facts.insert(path.clone(), described(&property.type_name(), flags));
            property.enum_facts(&mut facts, &path);
            // The schema leaves out the values of deprecated messages.
            if property.type_name() == "string" && !message.deprecated {
                for value in bullets(&property.description, "predefined values:") {
                    facts.insert(format!("{path} = {value}"), "predefined".to_owned());
                }
            }
        }
    }
    document
        .resources
        .values()
        .for_each(|resource| resource.facts(&mut facts));
    for scope in document.auth.oauth2.scopes.keys() {
        facts.insert(format!("scope {scope}"), "known".to_owned());
    }
    for (name, parameter) in &document.parameters {
        facts.insert(format!("?{name}"), one_of(&parameter.ty, &parameter.values));
    }
    // A small schema of a test has none of these methods, and no such lists.
    if !schema.overlay.readable.is_empty() {
        prose_facts(document, &mut facts);
    }
    facts
}

/// What is published only as bullets in prose.
fn prose_facts(document: &Document, facts: &mut Facts) {
    let methods = document
        .resources
        .get("people")
        .map(|people| &people.methods);
    let method = |name: &str| methods.and_then(|methods| methods.get(name));
    let parameter = |method_name: &str, name: &str| {
        method(method_name)
            .and_then(|method| method.parameters.get(name))
            .map_or("", |parameter| &parameter.description)
    };
    let update = method("updateContact").map_or("", |method| &method.description);
    for (list, prose, marker) in [
        (
            "readable",
            parameter("get", "personFields"),
            "Valid values are:",
        ),
        (
            "updatable",
            parameter("updateContact", "updatePersonFields"),
            "Valid values are:",
        ),
        ("singleton", update, "singleton for contact sources:"),
    ] {
        for field in bullets(prose, marker) {
            facts.insert(format!("field {field}, {list}"), "named".to_owned());
        }
    }
}

/// The words that follow a `*` after `marker`, without the quotes around them.
fn bullets<'a>(prose: &'a str, marker: &str) -> Vec<&'a str> {
    let Some((_, list)) = prose.split_once(marker) else {
        return Vec::new();
    };
    let words: Vec<&str> = list.split_whitespace().collect();
    let items = words.windows(2).filter(|pair| pair[0] == "*");
    items
        .map(|pair| pair[1].trim_matches(|letter: char| !letter.is_ascii_alphanumeric()))
        .collect()
}

impl Resource {
    fn facts(&self, facts: &mut Facts) {
        for method in self.methods.values() {
            let id = &method.id;
            facts.insert(
                id.clone(),
                format!("{} {}", method.http_method, method.path),
            );
            for (what, message) in [("request", &method.request), ("response", &method.response)] {
                if let Some(name) = message
                    .as_ref()
                    .and_then(|message| message.reference.as_ref())
                {
                    facts.insert(format!("{id} {what}"), name.clone());
                }
            }
            for scope in &method.scopes {
                facts.insert(format!("{id} scope {scope}"), "sufficient".to_owned());
            }
            for (name, parameter) in &method.parameters {
                if parameter.location.as_deref() == Some("path") {
                    let pattern = parameter.pattern.as_deref().unwrap_or_default();
                    facts.insert(
                        format!("{id} {{{name}}}"),
                        format!("{} like {pattern}", parameter.ty),
                    );
                } else {
                    let path = format!("{id} ?{name}");
                    facts.insert(path.clone(), parameter.type_name());
                    parameter.enum_facts(facts, &path);
                }
            }
        }
        self.resources
            .values()
            .for_each(|resource| resource.facts(facts));
    }
}

impl Property {
    fn type_name(&self) -> String {
        if let Some(items) = &self.items {
            return format!("list of {}", items.type_name());
        }
        if let Some(values) = &self.additional_properties {
            return match values.ty.as_str() {
                "any" => "any object".to_owned(),
                _ => format!("map of {}", values.type_name()),
            };
        }
        let one = match (&self.reference, &self.format) {
            (Some(name), _) => name,
            (None, _) if !self.values.is_empty() => "enum",
            (None, Some(format)) => format,
            (None, None) => &self.ty,
        };
        if self.repeated {
            format!("list of {one}")
        } else {
            one.to_owned()
        }
    }

    fn enum_facts(&self, facts: &mut Facts, path: &str) {
        let property = self.items.as_deref().unwrap_or(self);
        for (number, value) in property.values.iter().enumerate() {
            let deprecated = property
                .enum_deprecated
                .get(number)
                .copied()
                .unwrap_or_default();
            let number = format!("value {number}");
            facts.insert(
                format!("{path} = {value}"),
                described(&number, [(deprecated, "deprecated")]),
            );
        }
    }
}

#[cfg(test)]
mod tests;
