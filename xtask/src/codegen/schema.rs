//! The schema as data: `people.v1.json` joined with `overlay.toml`.

use std::{collections::BTreeMap, error::Error};

use serde::Deserialize;

/// Everything that is rendered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schema {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The gRPC service that the methods belong to.
    pub(crate) service: String,
    pub(crate) scope_prefix: String,
    pub(crate) messages: BTreeMap<String, Message>,
    pub(crate) enums: BTreeMap<String, Enum>,
    pub(crate) methods: Vec<Method>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) system_parameters: Vec<SystemParameter>,
    #[serde(skip)]
    pub(crate) overlay: Overlay,
}

/// A message. Its members are in wire order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Message {
    pub(crate) proto: String,
    #[serde(default)]
    pub(crate) deprecated: bool,
    pub(crate) doc: String,
    pub(crate) members: Vec<Member>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: Type,
    #[serde(default)]
    pub(crate) repeated: bool,
    #[serde(default)]
    pub(crate) output_only: bool,
    #[serde(default)]
    pub(crate) deprecated: bool,
    pub(crate) doc: String,
}

/// An enum. A closed one is only ever sent by clients, which must use a known value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enum {
    pub(crate) proto: String,
    #[serde(default)]
    pub(crate) closed: bool,
    pub(crate) doc: String,
    pub(crate) values: Vec<EnumValue>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnumValue {
    pub(crate) name: String,
    pub(crate) number: i32,
    #[serde(default)]
    pub(crate) deprecated: bool,
    pub(crate) doc: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Method {
    pub(crate) id: String,
    pub(crate) rpc: String,
    pub(crate) verb: String,
    pub(crate) path: String,
    pub(crate) body: Option<Body>,
    pub(crate) response: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) doc: String,
    pub(crate) query: Vec<Parameter>,
}

/// What an HTTP body holds: one field of the request, or (`*`) all of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    pub(crate) message: String,
    pub(crate) field: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: Type,
    #[serde(default)]
    pub(crate) repeated: bool,
    pub(crate) doc: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scope {
    pub(crate) name: String,
    pub(crate) doc: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SystemParameter {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: Type,
    pub(crate) alias: Option<String>,
    #[serde(default)]
    pub(crate) values: Vec<String>,
    pub(crate) doc: String,
}

/// What a member holds, or each element of it when it is repeated.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) enum Type {
    String,
    Bool,
    Int32,
    Timestamp,
    Mask,
    Bytes,
    /// Any JSON object.
    Struct,
    /// Messages by string.
    Map(String),
    /// A message or an enum.
    Named(String),
}

impl From<String> for Type {
    fn from(text: String) -> Self {
        match text.as_str() {
            "string" => Self::String,
            "bool" => Self::Bool,
            "int32" => Self::Int32,
            "timestamp" => Self::Timestamp,
            "mask" => Self::Mask,
            "bytes" => Self::Bytes,
            "struct" => Self::Struct,
            _ => match text
                .strip_prefix("map<")
                .and_then(|rest| rest.strip_suffix('>'))
            {
                Some(value) => Self::Map(value.to_owned()),
                None => Self::Named(text),
            },
        }
    }
}

/// What the API publishes only as prose, or not at all. Lists of fields of `Person`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Overlay {
    pub(crate) readable: Vec<String>,
    pub(crate) updatable: Vec<String>,
    pub(crate) singletons: Vec<String>,
    #[serde(default)]
    pub(crate) identity: BTreeMap<String, Vec<String>>,
    /// By field: members of its values that only make sense together.
    #[serde(default)]
    pub(crate) units: BTreeMap<String, Vec<Vec<String>>>,
    /// By field: the member of its values that the API composes of others.
    #[serde(default)]
    pub(crate) composed: BTreeMap<String, Composed>,
    #[serde(default)]
    pub(crate) etag_ids: BTreeMap<String, Vec<u8>>,
    /// What is not published of each method in a form that can be read, by method id.
    #[serde(default)]
    pub(crate) calls: BTreeMap<String, Call>,
    /// By `Message.member`: value → how it is displayed.
    #[serde(default)]
    pub(crate) predefined: BTreeMap<String, BTreeMap<String, String>>,
    /// By `Message.member`: values for tests.
    #[serde(default)]
    pub(crate) samples: BTreeMap<String, Vec<String>>,
}

/// A member that the API composes of others, if it is not sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Composed {
    pub(crate) whole: String,
    pub(crate) parts: Vec<String>,
}

/// A method beside what [`Method`] says of it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    /// Whether there is a request type for it, and the server answers it.
    #[serde(default)]
    pub(crate) built: bool,
    /// Critical reads and writes.
    pub(crate) cost: [u32; 2],
    /// Query parameters that must be set.
    #[serde(default)]
    pub(crate) required: Vec<String>,
    /// How many times as much as one contact's its body may hold.
    #[serde(default = "once")]
    pub(crate) room: u32,
}

fn once() -> u32 {
    1
}

impl Schema {
    /// Joins the two files and checks that every name in one exists in the other.
    pub(crate) fn parse(json: &str, overlay: &str) -> Result<Self, Box<dyn Error>> {
        let mut schema: Self = serde_json::from_str(json)?;
        schema.overlay = toml::from_str(overlay)?;
        schema.verify()?;
        Ok(schema)
    }

    /// The fields of `Person` that a read mask can name, in wire order.
    pub(crate) fn person_fields(&self) -> Vec<&Member> {
        let members = self
            .messages
            .get("Person")
            .map_or(&[][..], |person| &person.members);
        members
            .iter()
            .filter(|member| self.overlay.readable.contains(&member.name))
            .collect()
    }

    /// The message that a field of `Person` holds.
    pub(crate) fn entry<'a>(&self, field: &'a Member) -> &'a str {
        match &field.ty {
            Type::Named(name) if self.is_message(name) => name,
            _ => unreachable!("verify() saw that `{}` holds messages", field.name),
        }
    }

    /// The position of a member in its message.
    pub(crate) fn position(&self, message: &str, member: &str) -> Option<usize> {
        self.messages
            .get(message)?
            .members
            .iter()
            .position(|known| known.name == member)
    }

    /// The overlay's row of a method.
    pub(crate) fn call(&self, method: &Method) -> &Call {
        let row = self.overlay.calls.get(&method.id);
        row.unwrap_or_else(|| unreachable!("verify() saw a row of `{}`", method.id))
    }

    /// Where a message has people and contact groups: the name of the one or the other, and the members that
    /// lead there; `*` is every entry of a list or a map.
    pub(crate) fn resources(&self, message: &str) -> Vec<(&'static str, Vec<String>)> {
        let mut found = Vec::new();
        self.find_resources(message, &mut Vec::new(), &mut found);
        found
    }

    fn find_resources(
        &self,
        message: &str,
        place: &mut Vec<String>,
        found: &mut Vec<(&'static str, Vec<String>)>,
    ) {
        for resource in ["Person", "ContactGroup"] {
            if message == resource {
                return found.push((resource, place.clone()));
            }
        }
        // No message of the API holds itself; one that did would have no resources.
        if place.len() > 8 {
            return;
        }
        let members = self.messages.get(message).map(|message| &message.members);
        for member in members.into_iter().flatten() {
            let (inner, many) = match &member.ty {
                Type::Named(name) => (name, member.repeated),
                Type::Map(name) => (name, true),
                _ => continue,
            };
            let length = place.len();
            place.push(member.name.clone());
            place.extend(many.then(|| "*".to_owned()));
            self.find_resources(inner, place, found);
            place.truncate(length);
        }
    }

    pub(crate) fn is_message(&self, name: &str) -> bool {
        self.messages.contains_key(name)
    }

    fn verify(&self) -> Result<(), Box<dyn Error>> {
        let mut problems = Vec::new();
        let mut types = Vec::new();
        for (name, message) in &self.messages {
            for member in &message.members {
                types.push((format!("{name}.{}", member.name), &member.ty));
            }
        }
        for method in &self.methods {
            for parameter in &method.query {
                types.push((format!("{}?{}", method.id, parameter.name), &parameter.ty));
            }
            for message in method
                .body
                .iter()
                .map(|body| &body.message)
                .chain([&method.response])
            {
                if !self.is_message(message) {
                    problems.push(format!("{}: no message `{message}`", method.id));
                }
                if self.resources(message).len() > 1 {
                    problems.push(format!(
                        "{}: `{message}` has people or groups at more than one place",
                        method.id
                    ));
                }
            }
        }
        for (place, ty) in types {
            match ty {
                Type::Map(name) if !self.is_message(name) => {
                    problems.push(format!("{place}: no message `{name}`"));
                }
                Type::Named(name) if !self.is_message(name) && !self.enums.contains_key(name) => {
                    problems.push(format!("{place}: no message or enum `{name}`"));
                }
                _ => {}
            }
        }
        for (name, set) in &self.enums {
            if set.values.first().is_none_or(|value| value.number != 0) {
                problems.push(format!("{name}: the first value is not zero"));
            }
        }
        self.verify_overlay(&mut problems);
        if problems.is_empty() {
            return Ok(());
        }
        Err(format!(
            "the schema contradicts itself:\n  {}",
            problems.join("\n  ")
        )
        .into())
    }

    fn verify_overlay(&self, problems: &mut Vec<String>) {
        let overlay = &self.overlay;
        let has_member = |path: &str| {
            path.split_once('.')
                .is_some_and(|(message, member)| self.position(message, member).is_some())
        };
        for field in &overlay.readable {
            if !has_member(&format!("Person.{field}")) {
                problems.push(format!("overlay: `{field}` is not a member of Person"));
            }
        }
        for field in self.person_fields() {
            let entry = match &field.ty {
                Type::Named(name) if self.is_message(name) => name,
                _ => {
                    problems.push(format!("overlay: `{}` does not hold messages", field.name));
                    continue;
                }
            };
            if field.repeated && self.position(entry, "metadata").is_none() {
                problems.push(format!(
                    "overlay: values of `{}` have no metadata",
                    field.name
                ));
            }
        }
        let keys = overlay.identity.keys().chain(overlay.etag_ids.keys());
        let keys = keys.chain(overlay.units.keys());
        let keys = keys.chain(overlay.composed.keys());
        for field in overlay
            .updatable
            .iter()
            .chain(&overlay.singletons)
            .chain(keys)
        {
            if !overlay.readable.contains(field) {
                problems.push(format!("overlay: `{field}` is not readable"));
            }
        }
        for path in overlay.predefined.keys().chain(overlay.samples.keys()) {
            if !has_member(path) {
                problems.push(format!("overlay: no member `{path}`"));
            }
        }
        for method in &self.methods {
            if !overlay.calls.contains_key(&method.id) {
                problems.push(format!("overlay: `{}` has no row in `calls`", method.id));
            }
        }
        for (id, call) in &overlay.calls {
            let Some(method) = self.methods.iter().find(|method| method.id == *id) else {
                problems.push(format!("overlay: there is no method `{id}`"));
                continue;
            };
            for name in &call.required {
                if !method.query.iter().any(|query| query.name == *name) {
                    problems.push(format!("overlay: `{id}` has no query parameter `{name}`"));
                }
            }
            if call.room == 0 || (method.body.is_none() && call.room != 1) {
                problems.push(format!("overlay: `{id}` has no body with such room"));
            }
        }
        let united = overlay
            .units
            .iter()
            .map(|(field, units)| (field, units.concat()));
        let identity = overlay
            .identity
            .iter()
            .map(|(field, members)| (field, members.clone()));
        let composed = overlay.composed.iter().map(|(field, composed)| {
            let members = composed.parts.iter().chain([&composed.whole]);
            (field, members.cloned().collect())
        });
        for (field, members) in identity.chain(united).chain(composed) {
            let entry = self
                .person_fields()
                .into_iter()
                .find(|member| member.name == *field);
            let Some(Type::Named(entry)) = entry.map(|member| &member.ty) else {
                continue;
            };
            for member in members {
                if !has_member(&format!("{entry}.{member}")) {
                    problems.push(format!("overlay: `{field}` has no member `{member}`"));
                }
            }
        }
    }
}
