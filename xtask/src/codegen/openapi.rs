//! From the schema to an OpenAPI description, for tools that know nothing of this API.

use serde_json::{Map, Value, json};

use super::schema::{Enum, Member, Message, Method, Parameter, Schema, SystemParameter, Type};

/// The whole description, as a pure function of the schema.
pub(crate) fn document(schema: &Schema) -> String {
    let mut paths: Map<String, Value> = Map::new();
    for method in &schema.methods {
        let (path, capture) = path(method);
        let operation = operation(method, capture, schema);
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[method.verb.to_lowercase()] = operation;
    }
    let messages = schema
        .messages
        .iter()
        .map(|(name, it)| (name.clone(), message(it, schema)));
    let enums = schema
        .enums
        .iter()
        .map(|(name, it)| (name.clone(), enumeration(it)));
    let mut schemas: Map<String, Value> = messages.chain(enums).collect();
    schemas.insert("Error".to_owned(), error());
    let scopes: Map<String, Value> = schema
        .scopes
        .iter()
        .map(|scope| {
            let url = format!("{}{}", schema.scope_prefix, scope.name);
            (url, json!(scope.doc))
        })
        .collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{} API", schema.name),
            "version": schema.version,
            "description": "Rendered by `cargo xtask codegen` from crates/people-model/schema.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of an account. Each operation names the scopes of which it needs one; a copy of another contact needs both of its scopes.",
                },
            },
        },
        "security": [{"bearer": []}],
        "x-scopes": scopes,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// What a path captures: the kind of resource, and the name of the parameter.
#[derive(Clone, Copy)]
struct Capture<'s> {
    collection: &'s str,
}

impl Capture<'_> {
    fn name(self) -> &'static str {
        match self.collection {
            "people" => "person",
            "otherContacts" => "otherContact",
            _ => "contactGroup",
        }
    }

    fn example(self) -> &'static str {
        match self.collection {
            "people" | "otherContacts" => "c17",
            _ => "myContacts",
        }
    }
}

/// `/v1/{resourceName=people/*}/connections` as `/v1/people/{person}/connections`.
fn path(method: &Method) -> (String, Option<Capture<'_>>) {
    let captured = method.path.split_once('{').and_then(|(start, rest)| {
        let (capture, end) = rest.split_once('}')?;
        let (_, pattern) = capture.split_once('=')?;
        Some((start, pattern.strip_suffix("/*")?, end))
    });
    match captured {
        None => (method.path.clone(), None),
        Some((start, collection, end)) => {
            let capture = Capture { collection };
            let path = format!("{start}{collection}/{{{}}}{end}", capture.name());
            (path, Some(capture))
        }
    }
}

fn operation(method: &Method, capture: Option<Capture<'_>>, schema: &Schema) -> Value {
    let mut parameters = Vec::new();
    if let Some(capture) = capture {
        parameters.push(json!({
            "name": capture.name(),
            "in": "path",
            "required": true,
            "description": format!("What follows `{}/` in the resource's name.", capture.collection),
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9]+$", "minLength": 1},
            "example": capture.example(),
        }));
    }
    let required = &schema.call(method).required;
    for parameter in &method.query {
        let required = required.contains(&parameter.name);
        parameters.push(query(parameter, required, schema));
    }
    parameters.extend(schema.system_parameters.iter().filter_map(system));
    let scopes = method.scopes.iter();
    let scopes: Vec<String> = scopes
        .map(|scope| format!("{}{scope}", schema.scope_prefix))
        .collect();
    let mut operation = json!({
        "operationId": method.id,
        "summary": method.doc,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "It succeeded.",
                "content": {"application/json": {"schema": reference(&method.response)}},
            },
            // A path that is no method's answers in HTML, which some captures lead to.
            "default": {
                "description": "It did not, and why.",
                "content": {
                    "application/json": {"schema": reference("Error")},
                    "text/html": {"schema": {"type": "string"}},
                },
            },
        },
        "x-scopes": scopes,
    });
    if let Some(body) = &method.body {
        operation["requestBody"] = json!({
            "required": true,
            "content": {"application/json": {"schema": reference(&body.message)}},
        });
    }
    operation
}

fn query(parameter: &Parameter, required: bool, schema: &Schema) -> Value {
    let one = match parameter.ty {
        Type::Mask => mask(&parameter.name, schema),
        _ => value(&parameter.ty),
    };
    let of_all = match parameter.repeated {
        true => json!({"type": "array", "items": one}),
        false => one,
    };
    json!({
        "name": parameter.name,
        "in": "query",
        "required": required,
        "description": parameter.doc,
        "schema": of_all,
    })
}

/// A list of paths; of those that are known, for masks of persons.
fn mask(name: &str, schema: &Schema) -> Value {
    let paths = match name {
        "personFields" | "readMask" => &schema.overlay.readable,
        "updatePersonFields" | "updateMask" => &schema.overlay.updatable,
        _ => return json!({"type": "string"}),
    };
    let path = paths.join("|");
    json!({"type": "string", "pattern": format!("^({path})(,({path}))*$")})
}

/// Left out: credentials are described separately, and the API here has no uploads of media.
fn system(parameter: &SystemParameter) -> Option<Value> {
    if !matches!(
        &*parameter.name,
        "$.xgafv" | "fields" | "key" | "prettyPrint" | "quotaUser"
    ) {
        return None;
    }
    let mut of_value = value(&parameter.ty);
    if !parameter.values.is_empty() {
        of_value["enum"] = json!(parameter.values);
    }
    Some(json!({
        "name": parameter.name,
        "in": "query",
        "required": false,
        "description": parameter.doc,
        "schema": of_value,
    }))
}

fn message(message: &Message, schema: &Schema) -> Value {
    let members = message.members.iter();
    let properties: Map<String, Value> = members
        .map(|it| (it.name.clone(), member(it, schema)))
        .collect();
    let mut of_message = json!({
        "type": "object",
        "description": message.doc,
        "properties": properties,
        "additionalProperties": false,
    });
    if message.deprecated {
        of_message["deprecated"] = json!(true);
    }
    of_message
}

fn member(member: &Member, schema: &Schema) -> Value {
    let one = match member.ty {
        Type::Mask => mask(&member.name, schema),
        _ => value(&member.ty),
    };
    let mut of_member = match (member.repeated, one) {
        (true, one) => json!({"type": "array", "items": one}),
        (false, one) => one,
    };
    of_member["description"] = json!(member.doc);
    if member.output_only {
        of_member["readOnly"] = json!(true);
    }
    if member.deprecated {
        of_member["deprecated"] = json!(true);
    }
    of_member
}

fn enumeration(set: &Enum) -> Value {
    let names: Vec<&str> = set.values.iter().map(|value| &*value.name).collect();
    json!({"type": "string", "description": set.doc, "enum": names})
}

fn value(ty: &Type) -> Value {
    match ty {
        Type::String | Type::Mask => json!({"type": "string"}),
        Type::Bool => json!({"type": "boolean"}),
        Type::Int32 => json!({"type": "integer", "format": "int32"}),
        Type::Timestamp => json!({"type": "string", "format": "date-time"}),
        Type::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
        Type::Struct => json!({"type": "object"}),
        Type::Map(name) => json!({"type": "object", "additionalProperties": reference(name)}),
        Type::Named(name) => reference(name),
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The envelope of every error.
fn error() -> Value {
    json!({
        "type": "object",
        "required": ["error"],
        "additionalProperties": false,
        "properties": {"error": {
            "type": "object",
            "required": ["code", "message", "status"],
            "additionalProperties": false,
            "properties": {
                "code": {"type": "integer", "minimum": 400, "maximum": 599},
                "message": {"type": "string", "minLength": 1},
                "status": {"type": "string", "pattern": "^[A-Z_]+$"},
                "details": {
                    "type": "array",
                    "items": {"type": "object", "required": ["@type"]},
                },
                "errors": {"type": "array", "items": {"type": "object"}},
            },
        }},
    })
}

#[cfg(test)]
mod tests;
