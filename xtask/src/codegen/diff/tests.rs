//! A small schema of our own against a small document, changed in one place at a time.

use super::*;

const SCHEMA: &str = r#"{
    "name": "people", "version": "v1", "service": "S", "scope_prefix": "https://scope/",
    "messages": {
        "Name": {"proto": "p.Name", "doc": "", "members": [
            {"name": "metadata", "type": "Meta", "doc": ""},
            {"name": "givenName", "type": "string", "doc": ""},
            {"name": "shownName", "type": "string", "output_only": true, "doc": ""},
            {"name": "type", "type": "NameType", "doc": ""}
        ]},
        "Meta": {"proto": "p.Meta", "doc": "", "members": []},
        "Person": {"proto": "p.Person", "doc": "", "members": [
            {"name": "names", "type": "Name", "repeated": true, "doc": ""}
        ]}
    },
    "enums": {"NameType": {"proto": "p.NameType", "doc": "", "values": [
        {"name": "PLAIN", "number": 0, "doc": ""}, {"name": "OLD", "number": 1, "deprecated": true, "doc": ""}
    ]}},
    "methods": [{"id": "people.people.get", "rpc": "Get", "verb": "GET",
        "path": "/v1/{person.resourceName=people/*}:get", "response": "Person", "scopes": ["read"], "doc": "",
        "query": [{"name": "personFields", "type": "mask", "doc": ""}]}],
    "scopes": [{"name": "read", "doc": ""}],
    "system_parameters": [{"name": "alt", "type": "string", "values": ["json"], "doc": ""}]
}"#;

const OVERLAY: &str = r#"
    readable = ["names"]
    updatable = ["names"]
    singletons = ["names"]
    [calls."people.people.get"]
    cost = [1, 0]
"#;

const DOCUMENT: &str = r#"{
    "name": "people", "version": "v1",
    "auth": {"oauth2": {"scopes": {"https://scope/read": {}}}},
    "parameters": {"alt": {"type": "string", "enum": ["json"]}},
    "schemas": {
        "Name": {"type": "object", "properties": {
            "metadata": {"$ref": "Meta"},
            "givenName": {"type": "string"},
            "shownName": {"type": "string", "readOnly": true},
            "type": {"type": "string", "enum": ["PLAIN", "OLD"], "enumDeprecated": [false, true]}
        }},
        "Meta": {"type": "object"},
        "Person": {"type": "object", "properties": {"names": {"type": "array", "items": {"$ref": "Name"}}}}
    },
    "resources": {"people": {"methods": {
        "get": {"id": "people.people.get", "httpMethod": "GET", "path": "v1/{+resourceName}:get",
            "response": {"$ref": "Person"}, "scopes": ["https://scope/read"],
            "parameters": {
                "resourceName": {"type": "string", "location": "path", "pattern": "^people/[^/]+$"},
                "personFields": {"type": "string", "format": "google-fieldmask", "location": "query",
                    "description": "Which. Valid values are: * names"}
            }}
    }}}
}"#;

/// The only method of the small document that the prose of updates would be in.
const UPDATE: &str = r#""updateContact": {"id": "u", "httpMethod": "PATCH", "path": "u",
    "description": "At most one of a singleton for contact sources: * names Be patient.",
    "parameters": {"updatePersonFields": {"type": "string", "description": "Valid values are: * names"}}}"#;

#[track_caller]
fn check(schema: &str, overlay: &str, document: &str, expected: &[&str]) {
    let schema = Schema::parse(schema, overlay).unwrap();
    // The method that carries the prose is not in the small schema.
    let document = document.replacen("\"get\": {", &format!("{UPDATE}, \"get\": {{"), 1);
    let lines = compare(&schema, &document).unwrap();
    let lines: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| !line.starts_with("only in the document: u"))
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn equal_sides_print_nothing() {
    check(SCHEMA, OVERLAY, DOCUMENT, &[]);
}

#[test]
fn a_field_removed_from_the_schema_is_printed() {
    let schema = SCHEMA.replace(r#"{"name": "givenName", "type": "string", "doc": ""},"#, "");
    check(
        &schema,
        OVERLAY,
        DOCUMENT,
        &["only in the document: Name.givenName (string)"],
    );
}

#[test]
fn a_field_removed_from_the_document_is_printed() {
    let document = DOCUMENT.replace(r#""givenName": {"type": "string"},"#, "");
    check(
        SCHEMA,
        OVERLAY,
        &document,
        &["only in the schema: Name.givenName (string)"],
    );
}

#[test]
fn flags_types_and_values_are_compared() {
    let document = DOCUMENT
        .replace(r#", "readOnly": true"#, "")
        .replace(r#""PLAIN", "OLD""#, r#""PLAIN", "NEW""#)
        .replace(
            r#""givenName": {"type": "string"}"#,
            r#""givenName": {"type": "boolean", "deprecated": true}"#,
        );
    let lines = [
        "differs: Name.givenName is string in the schema, boolean, deprecated in the document",
        "differs: Name.shownName is string, output only in the schema, string in the document",
        "only in the schema: Name.type = OLD (value 1, deprecated)",
        "only in the document: Name.type = NEW (value 1, deprecated)",
    ];
    check(SCHEMA, OVERLAY, &document, &lines);
}

#[test]
fn methods_parameters_and_scopes_are_compared() {
    let document = DOCUMENT
        .replace(r#""httpMethod": "GET""#, r#""httpMethod": "POST""#)
        .replace(r#""scopes": ["https://scope/read"]"#, r#""scopes": []"#)
        .replace(
            r#""personFields": {"#,
            r#""pageSize": {"type": "integer", "format": "int32"}, "personFields": {"#,
        )
        .replace("^people/[^/]+$", "^persons/[^/]+$")
        .replace(
            r#""alt": {"type": "string", "enum": ["json"]}"#,
            r#""alt": {"type": "string"}"#,
        );
    let lines = [
        "differs: ?alt is string, one of json in the schema, string in the document",
        "differs: people.people.get is GET v1/{+resourceName}:get in the schema, POST v1/{+resourceName}:get in the document",
        "only in the schema: people.people.get scope https://scope/read (sufficient)",
        "differs: people.people.get {resourceName} is string like ^people/[^/]+$ in the schema, string like ^persons/[^/]+$ in the document",
        "only in the document: people.people.get ?pageSize (int32)",
    ];
    check(SCHEMA, OVERLAY, &document, &lines);
}

#[test]
fn lists_in_prose_are_compared_with_the_overlay() {
    let document = DOCUMENT.replace(
        "Valid values are: * names",
        "Valid values are: * names * photos",
    );
    check(
        SCHEMA,
        OVERLAY,
        &document,
        &["only in the document: field photos, readable (named)"],
    );
    let overlay = OVERLAY.replace(r#"singletons = ["names"]"#, "singletons = []");
    check(
        SCHEMA,
        &overlay,
        DOCUMENT,
        &["only in the document: field names, singleton (named)"],
    );
}

#[test]
fn a_schema_that_contradicts_itself_is_refused() {
    let overlay = OVERLAY.replace(
        r#"updatable = ["names"]"#,
        r#"updatable = ["names", "nmes"]"#,
    );
    let error = Schema::parse(SCHEMA, &overlay).unwrap_err().to_string();
    assert!(error.contains("`nmes` is not readable"), "{error}");
    let schema = SCHEMA.replace(r#""type": "Name""#, r#""type": "Nme""#);
    let error = Schema::parse(&schema, OVERLAY).unwrap_err().to_string();
    assert!(error.contains("no message or enum `Nme`"), "{error}");
}
