use super::*;
use crate::codegen::{diff, load};

/// What `cargo xtask codegen --diff` finds in a document, it finds in this one: nothing is missing, and
/// nothing differs from the schema.
#[test]
fn the_document_says_what_the_schema_says() {
    let schema = load().expect("a schema");
    let differences = diff::compare(&schema, &document(&schema)).expect("a document");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_reference_leads_to_a_schema() {
    let text = document(&load().expect("a schema"));
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let mut count = 0;
    for reference in text.split("\"$ref\": \"").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert_eq!(document["schemas"][name]["id"], name);
        count += 1;
    }
    assert!(count > 100, "{count}");
}

#[test]
fn a_method_is_where_its_id_says() {
    let text = document(&load().expect("a schema"));
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let people = &document["resources"]["people"];
    let list = &people["resources"]["connections"]["methods"]["list"];
    assert_eq!(list["id"], "people.people.connections.list");
    assert_eq!(list["path"], "v1/{+resourceName}/connections");
    assert_eq!(list["flatPath"], "v1/people/{peopleId}/connections");
    assert_eq!(list["parameterOrder"], json!(["resourceName"]));
    assert_eq!(
        list["parameters"]["resourceName"]["pattern"],
        "^people/[^/]+$"
    );
    let update = &people["methods"]["updateContact"];
    assert_eq!(update["request"], json!({"$ref": "Person"}));
    // Photos come as members of JSON, and clients look for this to send them otherwise.
    assert!(!text.contains("mediaUpload") && !text.contains("supportsMediaDownload"));
}
