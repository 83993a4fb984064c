use super::*;

fn rendered(schema: &str) -> Value {
    let overlay = "readable = [\"names\"]\nupdatable = [\"names\"]\nsingletons = []\n\
                   [calls.\"things.update\"]\ncost = [0, 1]\nrequired = [\"updateMask\"]\n";
    let schema = Schema::parse(schema, overlay).expect("a schema");
    serde_json::from_str(&document(&schema)).expect("JSON")
}

const SCHEMA: &str = r#"{
    "name": "things", "version": "v1", "service": "s", "scope_prefix": "https://scopes/",
    "enums": {"Colour": {"proto": "p.Colour", "doc": "A colour.", "values": [{"name": "UNKNOWN", "number": 0, "doc": ""}]}},
    "messages": {
        "Person": {"proto": "p.Person", "doc": "One.", "members": [
            {"name": "names", "type": "Name", "repeated": true, "doc": "Names."},
            {"name": "etag", "type": "string", "output_only": true, "doc": "Its version."}]},
        "Name": {"proto": "p.Name", "doc": "A name.", "members": [
            {"name": "metadata", "type": "string", "doc": "Of it."},
            {"name": "colour", "type": "Colour", "doc": "Its colour."}]}
    },
    "methods": [{
        "id": "things.update", "rpc": "Update", "verb": "PATCH",
        "path": "/v1/{person.resourceName=people/*}:update",
        "body": {"message": "Person", "field": "person"}, "response": "Person",
        "scopes": ["write"], "doc": "updates.",
        "query": [{"name": "updateMask", "type": "mask", "doc": "What."}]
    }],
    "scopes": [{"name": "write", "doc": "Write."}],
    "system_parameters": [
        {"name": "fields", "type": "string", "doc": "Parts."},
        {"name": "access_token", "type": "string", "doc": "A secret."}]
}"#;

#[test]
fn a_method_is_an_operation() {
    let document = rendered(SCHEMA);
    let operation = &document["paths"]["/v1/people/{person}:update"]["patch"];
    assert_eq!(operation["operationId"], "things.update");
    assert_eq!(operation["x-scopes"], json!(["https://scopes/write"]));
    let parameters = operation["parameters"].as_array().expect("a list");
    let names: Vec<_> = parameters
        .iter()
        .map(|it| (&it["name"], &it["required"]))
        .collect();
    assert_eq!(
        names,
        [
            (&json!("person"), &json!(true)),
            (&json!("updateMask"), &json!(true)),
            (&json!("fields"), &json!(false)),
        ],
        "credentials are no parameters"
    );
    assert_eq!(parameters[1]["schema"]["pattern"], "^(names)(,(names))*$");
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["$ref"], "#/components/schemas/Person");
}

#[test]
fn a_message_is_a_schema() {
    let schemas = &rendered(SCHEMA)["components"]["schemas"];
    let person = &schemas["Person"]["properties"];
    assert_eq!(
        person["names"]["items"]["$ref"],
        "#/components/schemas/Name"
    );
    assert_eq!(person["etag"]["readOnly"], true);
    assert_eq!(schemas["Colour"]["enum"], json!(["UNKNOWN"]));
}

/// Every reference leads somewhere, in the schema that is served.
#[test]
fn every_reference_leads_somewhere() {
    let text = document(&super::super::load().expect("a schema"));
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let mut count = 0;
    for reference in text.split("\"$ref\": \"#").skip(1) {
        let pointer = reference.split('"').next().unwrap_or_default();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        count += 1;
    }
    assert!(count > 100, "{count}");
}
