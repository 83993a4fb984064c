//! What a small schema of our own becomes.

use super::{http, model};
use crate::codegen::schema::Schema;

const SCHEMA: &str = r#"{
    "name": "people", "version": "v1", "service": "p.Service", "scope_prefix": "https://scope/",
    "messages": {
        "FieldMetadata": {"proto": "p.FieldMetadata", "doc": "Whence.", "members": []},
        "Nickname": {"proto": "p.Nickname", "deprecated": true, "doc": "Another name.", "members": [
            {"name": "metadata", "type": "FieldMetadata", "doc": "Whence."},
            {"name": "type", "type": "string", "doc": "Its kind."},
            {"name": "formattedType", "type": "string", "output_only": true, "doc": "Shown."}
        ]},
        "Person": {"proto": "p.Person", "doc": "Someone.", "members": [
            {"name": "resourceName", "type": "string", "doc": "The name."},
            {"name": "nicknames", "type": "Nickname", "repeated": true, "doc": "Other names."}
        ]}
    },
    "enums": {"ReadSourceType": {"proto": "p.ReadSourceType", "closed": true, "doc": "A source.", "values": [
        {"name": "READ_SOURCE_TYPE_UNSPECIFIED", "number": 0, "doc": "None."},
        {"name": "READ_SOURCE_TYPE_CONTACT", "number": 2, "doc": "A contact."}
    ]}},
    "methods": [{"id": "people.people.get", "rpc": "GetPerson", "verb": "GET",
        "path": "/v1/{resourceName=people/*}", "response": "Person", "scopes": ["read"], "doc": "reads.",
        "query": [{"name": "sources", "type": "ReadSourceType", "repeated": true, "doc": "Which."}]},
        {"id": "people.people.createContact", "rpc": "CreateContact", "verb": "POST", "path": "/v1/people",
        "body": {"message": "Person", "field": "person"}, "response": "Person", "scopes": ["read"],
        "doc": "creates.", "query": []}],
    "scopes": [{"name": "read", "doc": "Read."}],
    "system_parameters": [{"name": "alt", "type": "string", "alias": "$alt", "doc": "Format."}]
}"#;

const OVERLAY: &str = r#"
    readable = ["nicknames"]
    updatable = ["nicknames"]
    singletons = []
    [etag_ids]
    nicknames = [10]
    [calls."people.people.get"]
    built = true
    cost = [3, 4]
    required = ["sources"]
    [calls."people.people.createContact"]
    cost = [5, 6]
    room = 7
    [predefined."Nickname.type"]
    shortName = "Short Name"
"#;

#[track_caller]
fn check(file: &str, parts: &[&str]) {
    let schema = Schema::parse(SCHEMA, OVERLAY).unwrap();
    let mut files = model(&schema).unwrap();
    files.extend(http(&schema).unwrap());
    let text = &files[file];
    for part in parts {
        assert!(
            text.contains(part),
            "{file} does not hold\n{part}\nbut is\n{text}"
        );
    }
}

#[test]
fn every_file_names_the_command_that_renders_it() {
    let schema = Schema::parse(SCHEMA, OVERLAY).unwrap();
    let (model, http) = (model(&schema).unwrap(), http(&schema).unwrap());
    for text in model.values().chain(http.values()) {
        assert!(text.starts_with("// Rendered by `cargo xtask codegen`"));
    }
}

#[test]
fn a_message_becomes_a_struct() {
    check(
        "messages.rs",
        &["/// Another name.
///
/// Deprecated by the API.
///
/// ```
/// use people_model::{Message, Nickname};
///
/// let nickname = Nickname::new().r#type(\"shortName\");
/// assert_eq!(nickname.to_json(), r#\"{\"type\":\"shortName\"}\"#);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Nickname {
    /// `metadata`: Whence.
    pub metadata: Option<FieldMetadata>,
    /// `type`: Its kind.
    ///
    /// Known values: `shortName`.
    pub r#type: String,
    /// `formattedType`: Shown. Set by the server.
    pub formatted_type: String,
    /// Members that this version does not know.
    pub extra: Extra,
}
impl PartialEq for Nickname {
    fn eq(&self, other: &Self) -> bool {
        is_same_text(&self.r#type, &other.r#type)
            && is_same_text(&self.formatted_type, &other.formatted_type)
            && self.metadata == other.metadata && self.extra == other.extra
    }
}"],
    );
}

#[test]
fn every_member_has_a_setter() {
    check(
        "setters.rs",
        &[
            "setters! {
    Nickname {
        metadata: message FieldMetadata,
        r#type: value String,
        formatted_type: value String,
    }
}
",
            "        nicknames: list Nickname,\n",
        ],
    );
}

#[test]
fn a_message_is_decoded_by_name_and_encoded_in_wire_order() {
    check(
        "codec.rs",
        &[
            "        match name.len() {
            4 => {
                match name {
                    \"type\" => Some(1),
                    _ => None,
                }
            }",
            "\"formatted_type\" => Some(2),",
            "            1 => member(map, &mut self.r#type, &members[1], context),",
            "        to.member(\"type\", &self.r#type)?;
        to.member(\"formattedType\", &self.formatted_type)?;
        to.extra(&self.extra)",
        ],
    );
}

#[test]
fn a_field_knows_what_the_overlay_says() {
    check(
        "person_field.rs",
        &[
            "    pub const ALL: [Self; 1] = [Self::Nicknames];",
            "matches!(self, Self::Nicknames)",
            "Self::Nicknames => &[10],",
            "Self::Nicknames => Some(&descriptors::NICKNAME.members[1]),",
        ],
    );
    check(
        "descriptors.rs",
        &["&[(\"shortName\", \"Short Name\")]", ".output_only()"],
    );
}

#[test]
fn helpers_of_a_person_reach_into_values() {
    check(
        "person.rs",
        &[
            "PersonField::Nicknames => self.nicknames.clear(),",
            "        strip_metadata(&mut self.metadata);
        self.formatted_type = Default::default();",
            "!self.r#type.is_unset() || !self.extra.is_empty()",
        ],
    );
}

#[test]
fn an_enum_of_requests_is_closed() {
    check(
        "enums.rs",
        &[
            "    Unspecified = 0,",
            "    Contact = 2,",
            "impl FromStr for ReadSourceType",
        ],
    );
}

#[test]
fn a_method_becomes_a_row() {
    check(
        "methods.rs",
        &[
            "pub const SERVICE: &str = \"p.Service\";",
            "Self::GetPerson => \"/v1/{resourceName=people/*}\",",
            "Self::GetPerson => &[\"https://scope/read\"],",
            ".repeated()",
            ".required()",
        ],
    );
}

#[test]
fn a_method_has_its_row_of_the_overlay() {
    check(
        "methods.rs",
        &[
            "Self::GetPerson => 3",
            "Self::CreateContact => 6",
            // The room of the body, and where the resources are in it.
            "7,\n                        Resources::People(&[]),",
        ],
    );
    let overlay = OVERLAY.replace("createContact", "createContacts");
    let error = Schema::parse(SCHEMA, &overlay).unwrap_err().to_string();
    assert!(
        error.contains("`people.people.createContact` has no row in `calls`"),
        "{error}"
    );
    assert!(
        error.contains("there is no method `people.people.createContacts`"),
        "{error}"
    );
}

#[test]
fn a_method_is_a_call_once_it_is_built() {
    check(
        "call.rs",
        &[
            "Method::GetPerson => {\n                    Self::GetPerson(GetPerson::from_http(route, query, body)?)",
            "method @ (Method::CreateContact) => Self::Unimplemented(method)",
            "impl Sendable for GetPerson {}",
            "is_sendable::<GetPerson>();",
        ],
    );
    let overlay = OVERLAY.replace("cost = [5, 6]", "built = true\n cost = [5, 6]");
    let schema = Schema::parse(SCHEMA, &overlay).unwrap();
    let call = &http(&schema).unwrap()["call.rs"];
    assert!(call.contains("CreateContact(Box<CreateContact>)"), "{call}");
    assert!(!call.contains("=> Self::Unimplemented(method)"), "{call}");
    // What a client does with it is written by hand.
    assert!(!call.contains("impl Sendable for CreateContact"), "{call}");
    assert!(call.contains("is_sendable::<CreateContact>();"), "{call}");
}
