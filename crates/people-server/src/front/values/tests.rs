use people_model::{BatchCreateContactsRequest, BatchUpdateContactsRequest};

use super::*;

/// The fewest entries and unknown members that do not exceed.
fn count(json: &str, message: &'static Descriptor) -> (usize, usize) {
    let mut counts = (0, 0);
    for most in 0.. {
        match scan(json.as_bytes(), message, most) {
            Ok(_) => break,
            Err(Excess::OfContact | Excess::OfRequest) => counts.0 = most + 1,
            Err(Excess::Unknown(_)) => counts.1 = most + 1,
        }
    }
    counts
}

#[test]
fn entries_of_all_lists_are_counted() {
    let texts = [
        ("", 0),
        (r#"{"names":[],"urls":[ ]}"#, 0),
        (r#"{"names":[{}],"urls":[1 , 2]}"#, 3),
        (r#"{"names":[{"metadata":[1,2]},{}],"urls":[null]}"#, 5),
        (r#"[[],[[]]]"#, 3),
        (r#"{"urls":["[,","\",[","\\"]}"#, 3),
        (r#"{"urls":["never ends,"#, 1),
        (r#"]]}}[1,2"#, 2),
    ];
    for (text, expected) in texts {
        assert_eq!(count(text, Person::DESCRIPTOR), (expected, 0), "{text}");
    }
}

#[test]
fn entries_are_counted_contact_by_contact() {
    let created = BatchCreateContactsRequest::DESCRIPTOR;
    let updated = BatchUpdateContactsRequest::DESCRIPTOR;
    for (text, message, most, all) in [
        (
            r#"{"contacts":[{"contactPerson":{"urls":[1,2]}},{"contactPerson":{"urls":[3],"names":[4,5]}}]}"#,
            created,
            3,
            7,
        ),
        (
            r#"{"contacts":{"a":{"urls":[1,2]},"b":{"urls":[3],"names":[4,5]}}}"#,
            updated,
            3,
            7,
        ),
        (
            r#"{"contacts":{"a":{},"b":{},"c":{"urls":{}}}}"#,
            updated,
            3,
            3,
        ),
        (
            r#"{"contacts":[{},{},{},{"contactPerson":{"urls":[1]}}]}"#,
            created,
            4,
            5,
        ),
        // What comes after a contact is not of it.
        (
            r#"{"contacts":{"a":{"urls":[1,2],"x":{"y":{}}}},"sources":[1,2]}"#,
            updated,
            3,
            5,
        ),
        (
            r#"{"contacts":{"a":[{"urls":[1]},{"urls":[2]}]}}"#,
            updated,
            3,
            5,
        ),
    ] {
        assert_eq!(count(text, message).0, most, "{text}");
        assert_eq!(scan(text.as_bytes(), message, 10), Ok(all), "{text}");
    }
}

#[test]
fn members_that_no_message_has_are_counted() {
    let texts = [
        (r#"{"names":{"givenName":"a: b","family_name" : ":"}}"#, 0),
        (r#"{"\u006eames":[{"given\u004eame":"x"}]}"#, 0),
        (r#"{"a":0,"b":"c","d" :{"etag":[{"names":1}]}}"#, 5),
        (
            r#"{"names":{"a":0,"metadata":{"b":0,"source":{"c":0,"id":""}}}}"#,
            3,
        ),
        (r#"{"etag":{"etag":0},"c":1}"#, 2),
    ];
    for (text, expected) in texts {
        let (_, unknown) = count(text, Person::DESCRIPTOR);
        assert_eq!(unknown, expected, "{text}");
    }
    // More than entries, so that they are what exceeds.
    let batch =
        r#"{"contacts":{"people/c1":{"names":{"a":0,"b":1,"c":2}},"people/c2":{"etag":""}}}"#;
    let (_, unknown) = count(batch, BatchUpdateContactsRequest::DESCRIPTOR);
    assert_eq!(unknown, 3);
}
