//! The decoder's leniency, and how it says what is wrong.

use people_model::{
    BatchUpdateContactsRequest, Message, Person, Problem, ReadSourceType, Status, SyntaxError,
    SyntaxErrorKind, decode,
};

/// Decodes `json`, which has no problem, and returns it as the encoder writes it.
#[track_caller]
fn lenient<T: Message>(json: &str, expected: &str) {
    let decoded = decode::<T>(json.as_bytes(), "").unwrap();
    assert_eq!(decoded.problems, [], "{json}");
    assert_eq!(decoded.value.to_json(), expected, "{json}");
}

/// Decodes `json` below `person` and returns what is left and what was wrong.
#[track_caller]
fn faulty(json: &str, left: &str, messages: &[&str]) {
    let decoded = decode::<Person>(json.as_bytes(), "person").unwrap();
    let found: Vec<String> = decoded.problems.iter().map(Problem::message).collect();
    assert_eq!(found, messages, "{json}");
    assert_eq!(decoded.value.to_json(), left, "{json}");
}

#[test]
fn null_leaves_any_member_unset() {
    for json in [
        r#"{"etag":null}"#,
        r#"{"metadata":null}"#,
        r#"{"names":null}"#,
        r#"{"names":[null]}"#,
        r#"{"ageRange":null}"#,
        r#"{"etag":"x","etag":null}"#,
        r#"{"names":[{"givenName":"Ada"}],"names":null}"#,
    ] {
        lenient::<Person>(json, "{}");
    }
    lenient::<Person>(
        r#"{"names":[{"givenName":null,"metadata":{"primary":null,"source":null}}]}"#,
        r#"{"names":[{"metadata":{}}]}"#,
    );
    lenient::<BatchUpdateContactsRequest>(
        r#"{"contacts":{"people/c1":null},"sources":null}"#,
        "{}",
    );
}

#[test]
fn a_number_may_be_text_or_an_integral_float() {
    for year in [
        "1815",
        "\"1815\"",
        "1815.0",
        "1.815e3",
        "\"+01815\"",
        "\"1815.0\"",
        "\"1.815E3\"",
        "\"\\t1815\\n\"",
    ] {
        lenient::<Person>(
            &format!(r#"{{"birthdays":[{{"date":{{"year":{year}}}}}]}}"#),
            r#"{"birthdays":[{"date":{"year":1815}}]}"#,
        );
    }
    lenient::<Status>(r#"{"code":-2147483648}"#, r#"{"code":-2147483648}"#);
}

#[test]
fn a_truth_value_may_be_text_or_a_number() {
    for yes in [
        "true", "\"true\"", "\"True\"", "\"TRUE\"", "\"t\"", "\"yes\"", "\"Y\"", "\"1\"", "1",
        "1.0",
    ] {
        lenient::<Person>(
            &format!(r#"{{"addresses":[{{"metadata":{{"primary":{yes}}}}}]}}"#),
            r#"{"addresses":[{"metadata":{"primary":true}}]}"#,
        );
    }
    for no in [
        "false",
        "\"False\"",
        "\"F\"",
        "\"no\"",
        "\"N\"",
        "\"0\"",
        "0",
        "-0",
        "0e1",
    ] {
        lenient::<Person>(
            &format!(r#"{{"addresses":[{{"metadata":{{"primary":{no}}}}}]}}"#),
            r#"{"addresses":[{"metadata":{}}]}"#,
        );
    }
    for neither in [
        "2",
        "-1",
        "0.5",
        "\"\"",
        "\" true\"",
        "\"on\"",
        "\"ye\u{17f}\"",
        "{}",
    ] {
        let json = format!(r#"{{"metadata":{{"deleted":{neither}}}}}"#);
        faulty(
            &json,
            r#"{"metadata":{}}"#,
            &[&format!(
                "Invalid value at 'person.metadata.deleted' (TYPE_BOOL), {neither}"
            )],
        );
    }
}

#[test]
fn an_enum_is_a_name_or_a_number() {
    for value in ["\"TEXT_HTML\"", "2", "2.0", "\"2\"", "\"text-Html\""] {
        lenient::<Person>(
            &format!(r#"{{"biographies":[{{"contentType":{value}}}]}}"#),
            r#"{"biographies":[{"contentType":"TEXT_HTML"}]}"#,
        );
    }
    lenient::<BatchUpdateContactsRequest>(
        r#"{"sources":["read_source_type_contact","1",1.0]}"#,
        r#"{"sources":["READ_SOURCE_TYPE_CONTACT","READ_SOURCE_TYPE_PROFILE","READ_SOURCE_TYPE_PROFILE"]}"#,
    );
    lenient::<BatchUpdateContactsRequest>(
        r#"{"sources":["READ_SOURCE_TYPE_CONTACT",1]}"#,
        r#"{"sources":["READ_SOURCE_TYPE_CONTACT","READ_SOURCE_TYPE_PROFILE"]}"#,
    );
}

#[test]
fn members_may_be_spelt_as_protobuf_does() {
    lenient::<Person>(
        r#"{"resource_name":"people/c1","email_addresses":[{"display_name":"Ada"}]}"#,
        r#"{"resourceName":"people/c1","emailAddresses":[{"displayName":"Ada"}]}"#,
    );
}

#[test]
fn one_value_is_a_list_of_one() {
    lenient::<Person>(
        r#"{"names":{"givenName":"Ada"}}"#,
        r#"{"names":[{"givenName":"Ada"}]}"#,
    );
    lenient::<Person>(
        r#"{"metadata":{"previousResourceNames":"people/c1"}}"#,
        r#"{"metadata":{"previousResourceNames":["people/c1"]}}"#,
    );
    lenient::<BatchUpdateContactsRequest>(
        r#"{"sources":2}"#,
        r#"{"sources":["READ_SOURCE_TYPE_CONTACT"]}"#,
    );
}

#[test]
fn of_two_members_of_a_name_the_last_counts() {
    lenient::<Person>(r#"{"etag":"a","etag":"b"}"#, r#"{"etag":"b"}"#);
    lenient::<Person>(
        r#"{"emailAddresses":[{"value":"a"},{"value":"b"}],"email_addresses":[{"value":"c"}]}"#,
        r#"{"emailAddresses":[{"value":"c"}]}"#,
    );
    lenient::<Person>(
        r#"{"metadata":{"deleted":true},"metadata":{"objectType":"PERSON"}}"#,
        r#"{"metadata":{"objectType":"PERSON"}}"#,
    );
    faulty(
        r#"{"etag":"a","etag":1}"#,
        "{}",
        &["Invalid value at 'person.etag' (TYPE_STRING), 1"],
    );
}

#[test]
fn names_and_text_may_be_escaped() {
    lenient::<Person>(
        r#" {"\u0065tag" : "\u00e4\ud83d\ude80\n" }  "#,
        "{\"etag\":\"ä🚀\\n\"}",
    );
}

#[test]
fn unknown_members_are_kept_and_reported() {
    faulty(
        r#"{"b":1,"names":[{"givenName":"Ada"},{"x":{"y":[null,{}]},"givenName":"Grace"}],"a":"ä"}"#,
        r#"{"names":[{"givenName":"Ada"},{"givenName":"Grace","x":{"y":[null,{}]}}],"b":1,"a":"ä"}"#,
        &[
            "Unknown name \"b\" at 'person': Cannot find field.",
            "Unknown name \"x\" at 'person.names[1]': Cannot find field.",
            "Unknown name \"a\" at 'person': Cannot find field.",
        ],
    );
    let decoded = decode::<Person>(br#"{"x":1}"#, "").unwrap();
    assert_eq!(
        decoded.problems[0].message(),
        "Unknown name \"x\": Cannot find field."
    );
    assert!(decoded.problems[0].is_kept() && decoded.problems[0].is_payload_error());
}

#[test]
fn a_magic_member_is_data() {
    faulty(
        r#"{"x":{"$serde_json::private::RawValue":"[1]"}}"#,
        r#"{"x":{"$serde_json::private::RawValue":"[1]"}}"#,
        &["Unknown name \"x\" at 'person': Cannot find field."],
    );
}

#[test]
fn unknown_enum_values_are_kept_and_reported() {
    faulty(
        r#"{"biographies":[{"contentType":"TEXT_MARKDOWN"},{"contentType":7}]}"#,
        r#"{"biographies":[{"contentType":"TEXT_MARKDOWN"},{"contentType":7}]}"#,
        &[
            "Invalid value at 'person.biographies[0].content_type' (type.googleapis.com/google.people.v1.Biography.ContentType), \"TEXT_MARKDOWN\"",
            "Invalid value at 'person.biographies[1].content_type' (type.googleapis.com/google.people.v1.Biography.ContentType), 7",
        ],
    );
}

#[test]
fn closed_enums_keep_nothing_unknown() {
    let json = br#"{"sources":["READ_SOURCE_TYPE_CONTACT","CONTACT",9]}"#;
    let decoded = decode::<BatchUpdateContactsRequest>(json, "").unwrap();
    assert_eq!(decoded.value.sources, [ReadSourceType::Contact]);
    let messages: Vec<String> = decoded.problems.iter().map(Problem::message).collect();
    assert_eq!(
        messages,
        [
            "Invalid value at 'sources[1]' (type.googleapis.com/google.people.v1.ReadSourceType), \"CONTACT\"",
            "Invalid value at 'sources[2]' (type.googleapis.com/google.people.v1.ReadSourceType), 9",
        ]
    );
    assert!(!decoded.problems[0].is_kept());
}

#[test]
fn bad_values_stay_unset_and_decoding_goes_on() {
    faulty(
        r#"{"birthdays":[{"date":{"year":"abc","month":12}}]}"#,
        r#"{"birthdays":[{"date":{"month":12}}]}"#,
        &["Invalid value at 'person.birthdays[0].date.year' (TYPE_INT32), \"abc\""],
    );
    faulty(
        r#"{"birthdays":[{"date":{"year":1.5,"month":3000000000,"day":" 1"}},{"date":{"year":true}}]}"#,
        r#"{"birthdays":[{"date":{}},{"date":{}}]}"#,
        &[
            "Invalid value at 'person.birthdays[0].date.year' (TYPE_INT32), 1.5",
            "Invalid value at 'person.birthdays[0].date.month' (TYPE_INT32), 3000000000",
            "Invalid value at 'person.birthdays[0].date.day' (TYPE_INT32), \" 1\"",
            "Invalid value at 'person.birthdays[1].date.year' (TYPE_INT32), true",
        ],
    );
    faulty(
        r#"{"names":["Ada",{"givenName":7,"metadata":"x","familyName":{"a":1}},[{}],{"middleName":"B"}]}"#,
        r#"{"names":[{},{"middleName":"B"}]}"#,
        &[
            "Invalid value at 'person.names[0]' (type.googleapis.com/google.people.v1.Name), \"Ada\"",
            "Invalid value at 'person.names[1].given_name' (TYPE_STRING), 7",
            "Invalid value at 'person.names[1].metadata' (type.googleapis.com/google.people.v1.FieldMetadata), \"x\"",
            "Invalid value at 'person.names[1].family_name' (TYPE_STRING), {\"a\":1}",
            "Invalid value at 'person.names[2]' (type.googleapis.com/google.people.v1.Name), [{}]",
        ],
    );
    faulty(
        r#"{"names":"Ada","metadata":{"deleted":"maybe"}}"#,
        r#"{"metadata":{}}"#,
        &[
            "Invalid value at 'person.names' (type.googleapis.com/google.people.v1.Name), \"Ada\"",
            "Invalid value at 'person.metadata.deleted' (TYPE_BOOL), \"maybe\"",
        ],
    );
}

#[test]
fn a_list_belongs_only_where_there_is_one() {
    faulty(
        r#"{"etag":["a"],"names":[{"metadata":[{}]}]}"#,
        r#"{"names":[{}]}"#,
        &[
            "Unknown name \"etag\" at 'person': Proto field is not repeating, cannot start list.",
            "Unknown name \"metadata\" at 'person.names[0]': Proto field is not repeating, cannot start list.",
        ],
    );
    let decoded = decode::<BatchUpdateContactsRequest>(br#"{"contacts":[{}]}"#, "").unwrap();
    assert_eq!(
        decoded.problems[0].message(),
        "Unknown name \"contacts\": Cannot bind a list to map."
    );
    let decoded = decode::<BatchUpdateContactsRequest>(br#"{"contacts":"x"}"#, "").unwrap();
    assert_eq!(
        decoded.problems[0].message(),
        "Invalid value at 'contacts' (type.googleapis.com/google.people.v1.Person), \"x\"",
    );
}

#[test]
fn paths_name_the_keys_of_maps() {
    let json = br#"{"contacts":{"people/c1":{"names":[{"x":1}]},"people/c2":5}}"#;
    let decoded = decode::<BatchUpdateContactsRequest>(json, "").unwrap();
    let paths: Vec<&str> = decoded.problems.iter().map(Problem::path).collect();
    assert_eq!(
        paths,
        [
            r#"contacts["people/c1"].names[0]"#,
            r#"contacts["people/c2"]"#
        ]
    );
    assert_eq!(decoded.value.contacts.len(), 1);
}

#[test]
fn long_values_are_cut_in_messages() {
    let json = format!(r#"{{"metadata":"{}"}}"#, "ä".repeat(500));
    let decoded = decode::<Person>(json.as_bytes(), "").unwrap();
    let message = decoded.problems[0].message();
    assert!(
        message.ends_with("äää…") && message.chars().count() < 200,
        "{message}"
    );
}

#[test]
fn details_of_a_status_are_any_objects() {
    let json = r#"{"code":3,"details":[{"@type":"t","a":[1]},{}]}"#;
    lenient::<Status>(json, json);
    let decoded = decode::<Status>(br#"{"details":[1,[],null,{}]}"#, "").unwrap();
    assert_eq!(decoded.problems.len(), 2, "{:?}", decoded.problems);
    assert_eq!(decoded.value.details.len(), 1);
}

#[track_caller]
fn syntax(json: &[u8]) -> SyntaxError {
    decode::<Person>(json, "person").unwrap_err()
}

#[test]
fn syntax_errors_say_where() {
    let error = syntax(br#"{"names": [{"givenName": "Ada" "familyName": "Lovelace"}]}"#);
    assert_eq!(
        error.message(),
        "Expected , or } after key:value pair.\n{\"givenName\": \"Ada\" \"familyName\": \"Lovel\n                    ^",
    );
    assert_eq!((error.line(), error.column(), error.offset()), (1, 32, 31));
    assert_eq!(error.to_string(), "malformed JSON at line 1 column 32");

    let error = syntax(b"{\n  \"etag\": nope\n}");
    assert_eq!(
        error.message(),
        "Unexpected token.\n{   \"etag\": nope }\n             ^"
    );
    assert_eq!(
        (error.line(), error.kind()),
        (2, SyntaxErrorKind::Malformed)
    );

    for json in ["", " ", "{", r#"{"a""#, r#"{"etag":"x"#, r#"{"names":["#] {
        assert!(
            syntax(json.as_bytes())
                .message()
                .starts_with("Unexpected end of string."),
            "{json}"
        );
    }
}

#[test]
fn only_an_object_is_a_message() {
    for json in ["null", "[]", "[{}]", "\"x\"", "1", "true", " 7 "] {
        let error = syntax(json.as_bytes());
        assert_eq!(error.kind(), SyntaxErrorKind::NotAnObject, "{json}");
        assert_eq!(
            error.message(),
            "Unknown name \"\": Root element must be a message."
        );
    }
    assert_eq!(syntax(b"[1,").kind(), SyntaxErrorKind::Malformed);
}

#[test]
fn deep_nesting_is_an_error_and_not_an_overflow() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        for member in ["unknown", "names", "etag"] {
            let value = format!("{}1{}", open.repeat(200), close.repeat(200));
            let error = syntax(format!(r#"{{"{member}":{value}}}"#).as_bytes());
            assert_eq!(error.kind(), SyntaxErrorKind::TooDeep, "{member} {open}");
        }
    }
    let shallow = format!(r#"{{"unknown":{}1{}}}"#, "[".repeat(100), "]".repeat(100));
    assert!(decode::<Person>(shallow.as_bytes(), "").is_ok());
}

#[test]
fn f04_so_many_problems_are_described() {
    let unknown: Vec<_> = (0..3_000).map(|at| format!("\"x{at}\":0")).collect();
    let invalid = vec!["1"; 3_000].join(",");
    let text = format!("{{{},\"urls\":[{invalid}]}}", unknown.join(","));
    let problems = decode::<Person>(text.as_bytes(), "").unwrap().problems;
    let kept = problems.iter().filter(|problem| problem.is_kept()).count();
    assert_eq!((kept, problems.len()), (1_000, 2_000));
}

#[test]
fn serde_refuses_what_it_would_lose_and_keeps_the_rest() {
    let error = serde_json::from_str::<Person>(r#"{"names":[{"givenName":1}]}"#).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("Invalid value at 'names[0].given_name' (TYPE_STRING), 1")
    );

    let person: Person =
        serde_json::from_str(r#"{"x":1,"metadata":{"objectType":"ROBOT"}}"#).unwrap();
    assert_eq!(
        person.to_json(),
        r#"{"metadata":{"objectType":"ROBOT"},"x":1}"#
    );

    let value = serde_json::json!({"names": {"givenName": "Ada"}, "birthdays": [{"date": {"year": "1815"}}]});
    let person: Person = serde_json::from_value(value).unwrap();
    assert_eq!(person.birthdays[0].date.as_ref().unwrap().year, 1815);
}
