//! One update, written as the clients of the API write it: what comes out is the same.

use http::{HeaderMap, Method as Verb};
use people_http::{
    Call, GetPeople, Query, Request, SystemParameters, UpdateContact, effective_verb, route,
};
use people_model::{ContactId, FieldMask, Person};
use people_rules::Sources;

/// A request as it comes off the wire, inflated and unchunked.
struct Form<'a> {
    verb: Verb,
    headers: &'a [(&'static str, &'static str)],
    target: &'a str,
    body: &'a str,
}

fn read(form: &Form<'_>) -> Call {
    let mut headers = HeaderMap::new();
    for &(name, value) in form.headers {
        headers.append(name, value.parse().unwrap());
    }
    let verb = effective_verb(&form.verb, &headers);
    let (path, query) = form.target.split_once('?').unwrap_or((form.target, ""));
    let route = route(&verb, path).unwrap_or_else(|| panic!("{verb} {path} has no route"));
    let mut query = Query::parse(query);
    let mut body = form.body;
    if verb == Verb::GET {
        query.append(body);
        body = "";
    }
    let (_, query) = SystemParameters::split(query).unwrap();
    Call::from_http(&route, &query, body.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

/// What each of them means.
fn expected() -> UpdateContact {
    let person: Person = serde_json::from_str(
        r#"{
            "etag": "%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9",
            "names": [{"givenName": "Zoë", "familyName": "Example 😀"}]
        }"#,
    )
    .unwrap();
    let mask = FieldMask::NAMES | FieldMask::EMAIL_ADDRESSES;
    UpdateContact::new(ContactId::new(1).unwrap(), person, mask.try_into().unwrap())
        .returning(FieldMask::NAMES | FieldMask::METADATA, Sources::DEFAULT)
}

#[track_caller]
fn check(form: &Form<'_>) {
    assert_eq!(read(form), Call::UpdateContact(Box::new(expected())));
}

#[test]
fn python_escapes_commas_and_all_that_is_not_ascii() {
    check(&Form {
        verb: Verb::PATCH,
        headers: &[("accept", "application/json"), ("user-agent", "(gzip)")],
        target: "/v1/people/c1:updateContact?updatePersonFields=names%2CemailAddresses\
                 &personFields=names%2Cmetadata&sources=READ_SOURCE_TYPE_CONTACT\
                 &sources=READ_SOURCE_TYPE_PROFILE&alt=json",
        body: r#"{"etag": "%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9", "names": [{"givenName": "Zo\u00eb", "familyName": "Example \ud83d\ude00"}], "emailAddresses": []}"#,
    });
}

#[test]
fn gam_shuffles_the_mask_and_asks_for_no_line_breaks() {
    check(&Form {
        verb: Verb::PATCH,
        headers: &[("user-agent", "GAM 7.49.00 / (gzip)")],
        target: "/v1/people/c1:updateContact?prettyPrint=false\
                 &updatePersonFields=emailAddresses%2Cnames&personFields=metadata%2Cnames\
                 &sources=READ_SOURCE_TYPE_PROFILE&sources=READ_SOURCE_TYPE_CONTACT&alt=json",
        body: r#"{"names": [{"familyName": "Example \ud83d\ude00", "givenName": "Zo\u00eb"}], "emailAddresses": null, "etag": "%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9"}"#,
    });
}

#[test]
fn node_names_no_format_and_sends_utf_8() {
    check(&Form {
        verb: Verb::PATCH,
        headers: &[("accept", "*/*"), ("content-type", "application/json")],
        target: "/v1/people/c1:updateContact?updatePersonFields=names%2CemailAddresses\
                 &personFields=names%2Cmetadata&sources=READ_SOURCE_TYPE_CONTACT\
                 &sources=READ_SOURCE_TYPE_PROFILE",
        body: r#"{"etag":"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9","names":[{"givenName":"Zoë","familyName":"Example 😀"}],"emailAddresses":null}"#,
    });
}

#[test]
fn go_sorts_its_parameters_and_ends_the_body_with_a_newline() {
    check(&Form {
        verb: Verb::PATCH,
        headers: &[("user-agent", "google-api-go-client/0.5")],
        target: "/v1/people/c1:updateContact?alt=json&personFields=names%2Cmetadata\
                 &prettyPrint=false&sources=READ_SOURCE_TYPE_CONTACT\
                 &sources=READ_SOURCE_TYPE_PROFILE&updatePersonFields=names%2CemailAddresses",
        body: "{\"emailAddresses\":[],\"etag\":\"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9\",\
               \"names\":[{\"familyName\":\"Example 😀\",\"givenName\":\"Zoë\"}]}\n",
    });
}

#[test]
fn java_overrides_a_post_and_leaves_commas_alone() {
    check(&Form {
        verb: Verb::POST,
        headers: &[
            ("X-HTTP-Method-Override", "PATCH"),
            ("content-type", "application/json; charset=UTF-8"),
        ],
        target: "/v1/people/c1:updateContact?updatePersonFields=names,emailAddresses\
                 &personFields=names,metadata&sources=READ_SOURCE_TYPE_CONTACT\
                 &sources=READ_SOURCE_TYPE_PROFILE",
        body: r#"{"names":[{"givenName":"Zoë","familyName":"Example 😀"}],"etag":"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9","emailAddresses":null}"#,
    });
}

#[test]
fn rust_sorts_its_members_and_drops_what_is_null() {
    check(&Form {
        verb: Verb::PATCH,
        headers: &[("user-agent", "google-api-rust-client/7.0.0")],
        target: "/v1/people/c1:updateContact?updatePersonFields=names%2CemailAddresses\
                 &sources=READ_SOURCE_TYPE_CONTACT&sources=READ_SOURCE_TYPE_PROFILE\
                 &personFields=names%2Cmetadata&alt=json",
        body: r#"{"etag":"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9","names":[{"familyName":"Example 😀","givenName":"Zoë"}]}"#,
    });
}

#[test]
fn gws_sends_what_it_is_given() {
    check(&Form {
        verb: Verb::PATCH,
        headers: &[("accept", "*/*")],
        target: "/v1/people/c1:updateContact?sources=READ_SOURCE_TYPE_CONTACT\
                 &sources=READ_SOURCE_TYPE_PROFILE&updatePersonFields=names%2CemailAddresses\
                 &personFields=names%2Cmetadata",
        body: r#"{"etag":"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9","names":{"givenName":"Zoë","familyName":"Example 😀"}}"#,
    });
}

#[test]
fn by_hand_in_snake_case_with_numbers_for_names() {
    check(&Form {
        verb: Verb::PATCH,
        headers: &[],
        target: "/v1/people/c1:updateContact?update_person_fields=names,email_addresses\
                 &person_fields=metadata,,names&sources=1&sources=2&$alt=json;enum-encoding=int",
        body: r#"{"etag":"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9","names":[{"given_name":"Zoë","family_name":"Example 😀"}],"email_addresses":[]}"#,
    });
}

#[test]
fn python_reads_200_persons_by_an_overridden_post() {
    let names: Vec<String> = (1..=200).map(|id| format!("people/c{id}")).collect();
    let mut form: String = names
        .iter()
        .map(|name| format!("resourceNames={}&", name.replace('/', "%2F")))
        .collect();
    form.push_str("personFields=names%2Curls&alt=json");

    let call = read(&Form {
        verb: Verb::POST,
        headers: &[
            ("x-http-method-override", "GET"),
            ("content-type", "application/x-www-form-urlencoded"),
        ],
        target: "/v1/people:batchGet",
        body: &form,
    });

    let get = GetPeople::new(names, FieldMask::NAMES | FieldMask::URLS);
    assert_eq!(call, Call::GetPeople(get.clone()));
    // And so do we.
    let sent = get.to_http();
    assert_eq!(sent.method(), Verb::POST);
    assert_eq!(sent.headers()["x-http-method-override"], "GET");
    assert_eq!(*sent.uri(), "/v1/people:batchGet");
}

#[test]
fn the_older_name_of_person_fields_is_understood() {
    let get = |query: &str| {
        read(&Form {
            verb: Verb::GET,
            headers: &[],
            target: &format!("/v1/people/me?{query}"),
            body: "",
        })
    };
    assert_eq!(
        get("requestMask.includeField=person.names%2Cperson.email_addresses"),
        get("personFields=names,emailAddresses"),
    );
    // The newer one counts when both are given.
    assert_eq!(
        get("requestMask.includeField=person.names&personFields=urls"),
        get("personFields=urls"),
    );
}

#[test]
fn f03_a_mask_given_twice_is_the_union() {
    check(&Form {
        verb: Verb::PATCH,
        headers: &[],
        target: "/v1/people/c1:updateContact?updatePersonFields=names&personFields=metadata\
                 &updatePersonFields=+emailAddresses&person_fields=names,+metadata",
        body: r#"{"etag":"%EgUBAi43PRoEAQIFByIMQUFBQUFBQUFBQUE9","names":[{"givenName":"Zoë","familyName":"Example 😀"}]}"#,
    });
}

/// A name in the body does not say which contact is updated (rule `U1`).
#[test]
fn the_path_names_the_contact() {
    let call = read(&Form {
        verb: Verb::PATCH,
        headers: &[],
        target: "/v1/people/c1:updateContact?updatePersonFields=names",
        body: r#"{"resourceName": "people/c2"}"#,
    });
    let Call::UpdateContact(update) = call else {
        panic!("not an update: {call:?}");
    };
    assert_eq!(update.id, ContactId::new(1).unwrap());
}
