//! What is said to a request that does not fit: the texts of the live service where they were
//! seen, byte for byte.

use http::Method as Verb;
use people_http::{Call, Query, Rejection, route};
use people_model::Code;
use serde_json::{Value, json};

fn reject(verb: Verb, target: &str, body: &str) -> Rejection {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let route = route(&verb, path).unwrap_or_else(|| panic!("{verb} {path} has no route"));
    match Call::from_http(&route, &Query::parse(query), body.as_bytes()) {
        Err(rejection) => rejection,
        Ok(call) => panic!("{verb} {target} {body} was accepted: {call:?}"),
    }
}

fn update(query: &str, body: &str) -> Rejection {
    let target = format!("/v1/people/c1:updateContact?{query}");
    reject(Verb::PATCH, &target, body)
}

/// The message, and the `field` of each violation with its description.
#[track_caller]
fn check(rejection: &Rejection, message: &str, violations: &[(Option<&str>, &str)]) {
    let status = rejection.status();
    assert_eq!(status.message, message);
    assert_eq!(rejection.to_string(), message);
    assert_eq!(status.code(), Some(Code::InvalidArgument));
    let field_violations: Vec<Value> = violations
        .iter()
        .map(|(field, description)| match field {
            Some(field) => json!({"field": field, "description": description}),
            None => json!({"description": description}),
        })
        .collect();
    let details: Vec<Value> = status.details.iter().cloned().map(Value::Object).collect();
    let expected = match field_violations.is_empty() {
        true => vec![],
        false => vec![json!({
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": field_violations,
        })],
    };
    assert_eq!(details, expected);
}

#[track_caller]
fn check_plain(rejection: &Rejection, message: &str) {
    check(rejection, message, &[]);
}

#[track_caller]
fn check_one(rejection: &Rejection, field: Option<&str>, message: &str) {
    check(rejection, message, &[(field, message)]);
}

#[test]
fn unknown_parameter() {
    check_one(
        &reject(
            Verb::POST,
            "/v1/people:createContact?parent=people/me",
            "{}",
        ),
        None,
        "Invalid JSON payload received. Unknown name \"parent\": Cannot bind query parameter. \
         Field 'parent' could not be found in request message.",
    );
    // One that another method has; and the path's own.
    check_one(
        &update("updatePersonFields=names&pageSize=2", "{}"),
        None,
        "Invalid JSON payload received. Unknown name \"pageSize\": Cannot bind query parameter. \
         Field 'pageSize' could not be found in request message.",
    );
}

#[test]
fn several_problems_are_told_together_the_querys_first() {
    let a = "Invalid JSON payload received. Unknown name \"a\": Cannot bind query parameter. \
             Field 'a' could not be found in request message.";
    let size = "Invalid value at 'page_size' (TYPE_INT32), \"many\"";
    let b = "Invalid JSON payload received. Unknown name \"b c\": Cannot bind query parameter. \
             Field 'b c' could not be found in request message.";
    check(
        &reject(
            Verb::GET,
            "/v1/people/me/connections?a=1&pageSize=many&b+c=&a=2",
            "",
        ),
        &format!("{a}\n{size}\n{b}"),
        &[(None, a), (Some("page_size"), size), (None, b)],
    );

    let member =
        "Invalid JSON payload received. Unknown name \"name\" at 'person': Cannot find field.";
    let year = "Invalid value at 'person.birthdays[0].date.year' (TYPE_INT32), \"abc\"";
    check(
        &update(
            "a=1",
            r#"{"name": "Ada", "birthdays": [{"date": {"year": "abc"}}]}"#,
        ),
        &format!("{a}\n{member}\n{year}"),
        &[
            (None, a),
            (Some("person"), member),
            (Some("person.birthdays[0].date.year"), year),
        ],
    );
}

#[test]
fn only_so_many_problems_are_told() {
    let query: String = (0..10_000).map(|index| format!("a{index}=&")).collect();
    let Rejection::Fields(violations) = update(&query, "{}") else {
        panic!("not about fields");
    };
    assert_eq!(violations.len(), 100);
}

#[test]
fn values_of_the_wrong_type() {
    let list = |query: &str| reject(Verb::GET, &format!("/v1/people/me/connections?{query}"), "");
    check_one(
        &list("requestSyncToken=maybe"),
        Some("request_sync_token"),
        "Invalid value at 'request_sync_token' (TYPE_BOOL), \"maybe\"",
    );
    check_one(
        &list("sources=CONTACT"),
        Some("sources"),
        "Invalid value at 'sources' (type.googleapis.com/google.people.v1.ReadSourceType), \"CONTACT\"",
    );
    check_one(
        &list("sortOrder="),
        Some("sort_order"),
        "Invalid value at 'sort_order' \
         (type.googleapis.com/google.people.v1.ListConnectionsRequest.SortOrder), \"\"",
    );
    for size in [
        "",
        "1.5",
        "2147483648",
        "1e99",
        "NaN",
        "inf",
        "0x10",
        "1_000",
    ] {
        check_one(
            &list(&format!("pageSize={size}")),
            Some("page_size"),
            &format!("Invalid value at 'page_size' (TYPE_INT32), \"{size}\""),
        );
    }
}

#[test]
fn malformed_mask() {
    let text = "Invalid value at 'update_person_fields' \
         (type.googleapis.com/google.protobuf.FieldMask), Field 'update_person_fields', \
         Invalid FieldMask '\"names\": [{ \"givenName\": \"Ada\" }]'. Map keys should be \
         represented as [\"some_key\"].";
    let query = "updatePersonFields=%22names%22%3A+%5B%7B+%22givenName%22%3A+%22Ada%22+%7D%5D";
    check_one(&update(query, "{}"), Some("update_person_fields"), text);
    // Before the resource name is looked at.
    let target = format!("/v1/people/me:updateContact?{query}");
    check_one(
        &reject(Verb::PATCH, &target, "{}"),
        Some("update_person_fields"),
        text,
    );

    check_one(
        &reject(Verb::GET, "/v1/contactGroups?groupFields=(name)", ""),
        Some("group_fields"),
        "Invalid value at 'group_fields' (type.googleapis.com/google.protobuf.FieldMask), \
         Field 'group_fields', Invalid FieldMask '(name)'. Map keys should be represented as \
         [\"some_key\"].",
    );
    check_one(
        &reject(
            Verb::POST,
            "/v1/contactGroups",
            r#"{"contactGroup": {"name": "x"}, "readGroupFields": "{name}"}"#,
        ),
        Some("read_group_fields"),
        "Invalid value at 'read_group_fields' (type.googleapis.com/google.protobuf.FieldMask), \
         Field 'read_group_fields', Invalid FieldMask '{name}'. Map keys should be represented as \
         [\"some_key\"].",
    );
}

#[test]
fn mask_required() {
    let required = "updatePersonFields mask is required. Please specify one or more valid paths. \
         Valid paths are documented at \
         https://developers.google.com/people/api/rest/v1/people/updateContact.";
    check_plain(&update("", "{}"), required);
    check_plain(&update("updatePersonFields=", "{}"), required);
    check_plain(&update("updatePersonFields=,", "{}"), required);

    let required = "personFields mask is required. Please specify one or more valid paths. \
         Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get.";
    check_plain(&reject(Verb::GET, "/v1/people/c1", ""), required);
    check_plain(
        &reject(Verb::GET, "/v1/people/me/connections?pageSize=3", ""),
        required,
    );
    check_plain(
        &reject(Verb::GET, "/v1/people:batchGet?resourceNames=people/c1", ""),
        required,
    );
}

#[test]
fn invalid_mask_path() {
    check_plain(
        &update("updatePersonFields=names,photos,x", "{}"),
        "Invalid updatePersonFields mask path: \"x\". Valid paths are documented at \
         https://developers.google.com/people/api/rest/v1/people/updateContact.",
    );
    check_plain(
        &update("updatePersonFields=names,photos", "{}"),
        "Invalid updatePersonFields mask path: \"photos\". Valid paths are documented at \
         https://developers.google.com/people/api/rest/v1/people/updateContact.",
    );
    check_plain(
        &update("updatePersonFields=names&personFields=metadfafads", "{}"),
        "Invalid personFields mask path: \"metadfafads\". Valid paths are documented at \
         https://developers.google.com/people/api/rest/v1/people/get.",
    );
    for path in ["etag", "names.givenName", "*", "n ames"] {
        let target = format!("/v1/people/c1?personFields={}", path.replace(' ', "%20"));
        check_plain(
            &reject(Verb::GET, &target, ""),
            &format!(
                "Invalid personFields mask path: \"{path}\". Valid paths are documented at \
                 https://developers.google.com/people/api/rest/v1/people/get."
            ),
        );
    }
    check_plain(
        &reject(
            Verb::GET,
            "/v1/people/c1?requestMask.includeField=person.nom",
            "",
        ),
        "Invalid requestMask.includeField mask path: \"person.nom\". Valid paths are documented at \
         https://developers.google.com/people/api/rest/v1/people/get.",
    );
    check_plain(
        &reject(Verb::GET, "/v1/contactGroups/1f?groupFields=names", ""),
        "Invalid groupFields mask path: \"names\". Valid paths are documented at \
         https://developers.google.com/people/api/rest/v1/contactGroups/get.",
    );
}

#[test]
fn not_a_contact() {
    for name in [
        "people/me",
        "people/101234567890123456789",
        "people/x",
        "people/c",
    ] {
        let text = format!("Resource name \"{name}\" is not a valid contact person resource.");
        // Before the mask is looked at.
        let target = format!("/v1/{name}:updateContact?updatePersonFields=photos");
        check_plain(&reject(Verb::PATCH, &target, "{}"), &text);
        let target = format!("/v1/{name}:deleteContact");
        check_plain(&reject(Verb::DELETE, &target, ""), &text);
    }
}

#[test]
fn unknown_members() {
    check_one(
        &update("updatePersonFields=names", r#"{"thinking": 1}"#),
        Some("person"),
        "Invalid JSON payload received. Unknown name \"thinking\" at 'person': Cannot find field.",
    );
    let nested = "Invalid JSON payload received. Unknown name \"x\" at 'person.names[1]': Cannot find field.";
    check_one(
        &update("updatePersonFields=names", r#"{"names": [{}, {"x": 1}]}"#),
        Some("person.names[1]"),
        nested,
    );
    // At the top there is no path.
    check_one(
        &reject(Verb::POST, "/v1/contactGroups", r#"{"thinking": 1}"#),
        None,
        "Invalid JSON payload received. Unknown name \"thinking\": Cannot find field.",
    );
}

#[test]
fn wrong_types_in_the_body() {
    check_one(
        &update(
            "updatePersonFields=biographies",
            r#"{"biographies": [{"contentType": "TEXT_NONE"}]}"#,
        ),
        Some("person.biographies[0].content_type"),
        "Invalid value at 'person.biographies[0].content_type' \
         (type.googleapis.com/google.people.v1.Biography.ContentType), \"TEXT_NONE\"",
    );
    check_one(
        &update(
            "updatePersonFields=names",
            r#"{"names": [{"givenName": {"a": 1}}]}"#,
        ),
        Some("person.names[0].given_name"),
        "Invalid value at 'person.names[0].given_name' (TYPE_STRING), {\"a\":1}",
    );
}

#[test]
fn no_json() {
    check_plain(
        &update("updatePersonFields=names", r#"{"names" [{}]}"#),
        "Invalid JSON payload received. Expected : between key:value pair.\n{\"names\" [{}]}\n         ^",
    );
    check_plain(
        &update("updatePersonFields=names", "nonsense"),
        "Invalid JSON payload received. Unexpected token.\nnonsense\n ^",
    );
    check_one(
        &update("updatePersonFields=names", r#"[{"names": []}]"#),
        None,
        "Invalid JSON payload received. Unknown name \"\": Root element must be a message.",
    );
    // The error of the query is reported instead.
    let rejection = update("a=", "nonsense");
    assert!(matches!(rejection, Rejection::Fields(violations) if violations.len() == 1));
}

#[test]
fn no_body() {
    let create = |body| reject(Verb::POST, "/v1/people:createContact", body);
    check_plain(&create(""), "Request must contain a person.");
    check_plain(&create(" \r\n"), "Request must contain a person.");
    // To an update it is an empty person, and what is missing is the mask.
    let Rejection::Rule(violation) = update("", "") else {
        panic!("not about a rule");
    };
    assert_eq!(violation.rule(), "U2");
}

#[test]
fn too_many_and_too_few_persons() {
    let get = |count: usize| {
        let names = "resourceNames=people/c1&".repeat(count);
        let target = format!("/v1/people:batchGet?{names}personFields=names");
        reject(Verb::GET, &target, "")
    };
    check_plain(&get(0), "Request contains an invalid argument.");
    check_plain(&get(201), "Request contains an invalid argument.");
}

/// H1: base64 in either alphabet, with padding or without, and with line breaks.
#[test]
fn h1_photo_bytes_are_base64_of_any_kind() {
    let decoded = |text: &str| {
        let route = route(&Verb::PATCH, "/v1/people/c1:updateContactPhoto").expect("a route");
        let body = json!({"photoBytes": text}).to_string();
        match Call::from_http(&route, &Query::parse(""), body.as_bytes()) {
            Ok(Call::UpdateContactPhoto(call)) => Ok(call.photo.to_vec()),
            Ok(call) => panic!("{call:?}"),
            Err(rejection) => Err(rejection),
        }
    };
    for text in [
        "+/+/AA==",
        "-_-_AA==",
        "+/+/AA",
        "-_-_AA",
        "-/+_AA=",
        "+/+/\nAA==\r\n",
        " +/ +/ AA==",
        "+/+/AB==",
    ] {
        assert_eq!(
            decoded(text).expect(text),
            [0xfb, 0xff, 0xbf, 0_u8],
            "{text}"
        );
    }
    assert!(decoded("").expect("nothing").is_empty());
    for text in [
        "+",
        "+/+/A",
        "+/+/AA===",
        "+/=+/AA",
        "é",
        "#",
        "data:image/png;base64,AAAA",
    ] {
        let rejection = decoded(text).expect_err(text);
        let message = format!(
            "Invalid value at 'photo_bytes' (TYPE_BYTES), Base64 decoding failed for \"{text}\""
        );
        check_one(&rejection, Some("photo_bytes"), &message);
    }
    let long = decoded(&"#".repeat(1_000_000)).expect_err("no base64");
    assert!(long.to_string().len() < 300, "{long}");
}
