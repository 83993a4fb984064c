//! From the schema to a discovery document, for client libraries that build themselves from one.

use serde_json::{Map, Value, json};

use super::schema::{Enum, Member, Message, Method, Parameter, Schema, SystemParameter, Type};

/// The root of all addresses in the document. The server replaces it with where it is called.
const ROOT: &str = "http://127.0.0.1:8710/";

/// The whole document, as a pure function of the schema.
pub(crate) fn document(schema: &Schema) -> String {
    let mut resources = json!({});
    for method in &schema.methods {
        insert(&mut resources, method, schema);
    }
    let scopes: Map<String, Value> = schema
        .scopes
        .iter()
        .map(|scope| {
            let url = format!("{}{}", schema.scope_prefix, scope.name);
            (url, json!({"description": scope.doc}))
        })
        .collect();
    let parameters: Map<String, Value> = schema
        .system_parameters
        .iter()
        .map(|it| (it.name.clone(), system(it)))
        .collect();
    let schemas: Map<String, Value> = schema
        .messages
        .iter()
        .map(|(name, it)| (name.clone(), message(name, it, schema)))
        .collect();
    let document = json!({
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": format!("{}:{}", schema.name, schema.version),
        "name": schema.name,
        "version": schema.version,
        // The same for all servers of a build. Some readers require it.
        "revision": "1",
        "title": "People API",
        "description": "Contacts, contact groups and the people of a directory.",
        // Generated clients are named by these.
        "canonicalName": "People Service",
        "ownerDomain": "google.com",
        "ownerName": "Google",
        "protocol": "rest",
        "rootUrl": ROOT,
        "mtlsRootUrl": ROOT,
        "baseUrl": ROOT,
        "basePath": "",
        "servicePath": "",
        "batchPath": "batch",
        "version_module": true,
        "fullyEncodeReservedExpansion": true,
        "auth": {"oauth2": {"scopes": scopes}},
        "parameters": parameters,
        "resources": resources,
        "schemas": schemas,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Puts `people.people.connections.list` at `people`, `connections`, `list`.
fn insert(resources: &mut Value, method: &Method, schema: &Schema) {
    let mut names: Vec<&str> = method.id.split('.').skip(1).collect();
    let Some(name) = names.pop() else { return };
    let Some((last, parents)) = names.split_last() else {
        return;
    };
    let mut place = resources;
    for parent in parents {
        place = &mut place[*parent]["resources"];
    }
    place[*last]["methods"][name] = operation(method, schema);
}

fn operation(method: &Method, schema: &Schema) -> Value {
    let address = Address::of(method);
    let mut parameters: Map<String, Value> = method
        .query
        .iter()
        .map(|it| (it.name.clone(), query(it, schema)))
        .collect();
    let mut order = Vec::new();
    if let Some(captured) = &address.captured {
        let described = format!("The resource's name: `{}/` and an id.", captured.collection);
        let path = json!({
            "description": described,
            "location": "path",
            "pattern": format!("^{}/[^/]+$", captured.collection),
            "required": true,
            "type": "string",
        });
        parameters.insert(captured.name.to_owned(), path);
        order.push(captured.name);
    }
    let scopes: Vec<String> = method
        .scopes
        .iter()
        .map(|scope| format!("{}{scope}", schema.scope_prefix))
        .collect();
    let mut operation = json!({
        "id": method.id,
        "description": describe_method(method, schema),
        "httpMethod": method.verb,
        "path": address.path,
        "flatPath": address.flat,
        "parameterOrder": order,
        "parameters": parameters,
        "response": reference(&method.response),
        "scopes": scopes,
    });
    if let Some(body) = &method.body {
        operation["request"] = reference(&body.message);
    }
    operation
}

/// The address of a method in the two forms of the document.
struct Address<'m> {
    /// `v1/{+resourceName}/connections`
    path: String,
    /// `v1/people/{peopleId}/connections`
    flat: String,
    captured: Option<Captured<'m>>,
}

struct Captured<'m> {
    name: &'m str,
    collection: &'m str,
}

impl<'m> Address<'m> {
    /// Of `/v1/{person.resourceName=people/*}/connections`, for example.
    fn of(method: &'m Method) -> Self {
        let path = method.path.trim_start_matches('/');
        let parts = path.split_once('{').and_then(|(start, rest)| {
            let (variable, end) = rest.split_once('}')?;
            let (name, pattern) = variable.split_once('=')?;
            let name = name.rsplit('.').next()?;
            Some((start, name, pattern.strip_suffix("/*")?, end))
        });
        match parts {
            None => Self {
                path: path.to_owned(),
                flat: path.to_owned(),
                captured: None,
            },
            Some((start, name, collection, end)) => Self {
                path: format!("{start}{{+{name}}}{end}"),
                flat: format!("{start}{collection}/{{{collection}Id}}{end}"),
                captured: Some(Captured { name, collection }),
            },
        }
    }
}

fn describe_method(method: &Method, schema: &Schema) -> String {
    let described = sentence(&method.doc);
    let is_update = method
        .query
        .iter()
        .any(|it| it.name == "updatePersonFields");
    match is_update {
        false => described,
        true => format!(
            "{described} At most one value of each singleton for contact sources:{}",
            bullets(&schema.overlay.singletons)
        ),
    }
}

fn query(parameter: &Parameter, schema: &Schema) -> Value {
    let mut of_query = value(&parameter.ty, schema);
    of_query["description"] = json!(described(
        &parameter.doc,
        &parameter.name,
        &parameter.ty,
        schema
    ));
    of_query["location"] = json!("query");
    if parameter.repeated {
        of_query["repeated"] = json!(true);
    }
    of_query
}

fn system(parameter: &SystemParameter) -> Value {
    let ty = match parameter.ty {
        Type::Bool => "boolean",
        _ => "string",
    };
    let mut of_query = json!({
        "description": parameter.doc,
        "location": "query",
        "type": ty,
    });
    if !parameter.values.is_empty() {
        of_query["enum"] = json!(parameter.values);
    }
    match &*parameter.name {
        "alt" => of_query["default"] = json!("json"),
        "prettyPrint" => of_query["default"] = json!("true"),
        _ => {}
    }
    of_query
}

fn message(name: &str, message: &Message, schema: &Schema) -> Value {
    let properties: Map<String, Value> = message
        .members
        .iter()
        .map(|it| (it.name.clone(), member(name, it, schema)))
        .collect();
    let mut of_message = json!({
        "id": name,
        "type": "object",
        "description": message.doc,
        "properties": properties,
    });
    if message.deprecated {
        of_message["deprecated"] = json!(true);
    }
    of_message
}

fn member(message: &str, member: &Member, schema: &Schema) -> Value {
    let one = value(&member.ty, schema);
    let mut of_member = match member.repeated {
        true => json!({"type": "array", "items": one}),
        false => one,
    };
    let mut described = described(&member.doc, &member.name, &member.ty, schema);
    let path = format!("{message}.{}", member.name);
    if let Some(predefined) = schema.overlay.predefined.get(&path)
        && member.ty == Type::String
    {
        let values: Vec<String> = predefined.keys().cloned().collect();
        described = format!(
            "{described} These are predefined values:{}",
            bullets(&values)
        );
    }
    of_member["description"] = json!(described);
    if member.output_only {
        of_member["readOnly"] = json!(true);
    }
    if member.deprecated {
        of_member["deprecated"] = json!(true);
    }
    of_member
}

/// The description of a parameter or member, and what a mask of persons may name.
fn described(doc: &str, name: &str, ty: &Type, schema: &Schema) -> String {
    let paths = match (ty, name) {
        (Type::Mask, "personFields" | "readMask") => &schema.overlay.readable,
        (Type::Mask, "updatePersonFields" | "updateMask") => &schema.overlay.updatable,
        _ => return doc.to_owned(),
    };
    format!("{doc} Valid values are:{}", bullets(paths))
}

fn bullets(words: &[String]) -> String {
    words.iter().map(|word| format!(" * {word}")).collect()
}

fn value(ty: &Type, schema: &Schema) -> Value {
    match ty {
        Type::String => json!({"type": "string"}),
        Type::Mask => json!({"type": "string", "format": "google-fieldmask"}),
        Type::Bool => json!({"type": "boolean"}),
        Type::Int32 => json!({"type": "integer", "format": "int32"}),
        Type::Timestamp => json!({"type": "string", "format": "google-datetime"}),
        Type::Bytes => json!({"type": "string", "format": "byte"}),
        Type::Struct => json!({
            "type": "object",
            "additionalProperties": {"type": "any", "description": "A member of the object."},
        }),
        Type::Map(name) => json!({"type": "object", "additionalProperties": reference(name)}),
        Type::Named(name) => match schema.enums.get(name) {
            Some(set) => enumeration(set),
            None => reference(name),
        },
    }
}

/// An enum has no name in a discovery document: it stands where it is used.
fn enumeration(set: &Enum) -> Value {
    let names: Vec<&str> = set.values.iter().map(|value| &*value.name).collect();
    let docs: Vec<&str> = set.values.iter().map(|value| &*value.doc).collect();
    let mut of_enum = json!({"type": "string", "enum": names, "enumDescriptions": docs});
    if set.values.iter().any(|value| value.deprecated) {
        let flags: Vec<bool> = set.values.iter().map(|value| value.deprecated).collect();
        of_enum["enumDeprecated"] = json!(flags);
    }
    of_enum
}

fn reference(name: &str) -> Value {
    json!({"$ref": name})
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase());
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests;
