//! The JSON of an error, both ways.

use expect_test::{Expect, expect};
use http::StatusCode;
use people_http::{ErrorBody, status_of, violation_of};
use people_model::{Code, ErrorInfo, PersonField, Status};
use people_rules::{EtagKind, MaskParameter, Violation};

#[track_caller]
fn check(body: &ErrorBody, expected: Expect) {
    let pretty = body.to_json(true);
    expected.assert_eq(&format!("{}\n", String::from_utf8(pretty.clone()).unwrap()));
    // Compact and pretty say the same, and what is read back is what was written.
    let http = StatusCode::from_u16(body.http_status()).unwrap();
    for json in [pretty, body.to_json(false)] {
        assert_eq!(ErrorBody::decode(http, &json), *body);
    }
}

#[test]
fn a_status_alone() {
    check(
        &ErrorBody::new(status_of(&Violation::NotFound)),
        expect![[r#"
            {
              "error": {
                "code": 404,
                "message": "Requested entity was not found.",
                "status": "NOT_FOUND"
              }
            }
        "#]],
    );
}

#[test]
fn errors_stand_between_message_and_status() {
    let stale = Violation::StaleEtag {
        etag: EtagKind::Person,
    };
    check(
        &ErrorBody::new(status_of(&stale)).with_errors(),
        expect![[r#"
            {
              "error": {
                "code": 400,
                "message": "Request person.etag is different than the current person.etag. Clear local cache and get the latest person.",
                "errors": [
                  {
                    "message": "Request person.etag is different than the current person.etag. Clear local cache and get the latest person.",
                    "domain": "global",
                    "reason": "failedPrecondition"
                  }
                ],
                "status": "FAILED_PRECONDITION"
              }
            }
        "#]],
    );
}

#[test]
fn details_come_last() {
    let malformed = Violation::MalformedMask {
        parameter: MaskParameter::UpdatePersonFields,
        text: "[names]".to_owned(),
    };
    check(
        &ErrorBody::new(status_of(&malformed)),
        expect![[r#"
            {
              "error": {
                "code": 400,
                "message": "Invalid value at 'update_person_fields' (type.googleapis.com/google.protobuf.FieldMask), Field 'update_person_fields', Invalid FieldMask '[names]'. Map keys should be represented as [\"some_key\"].",
                "status": "INVALID_ARGUMENT",
                "details": [
                  {
                    "@type": "type.googleapis.com/google.rpc.BadRequest",
                    "fieldViolations": [
                      {
                        "field": "update_person_fields",
                        "description": "Invalid value at 'update_person_fields' (type.googleapis.com/google.protobuf.FieldMask), Field 'update_person_fields', Invalid FieldMask '[names]'. Map keys should be represented as [\"some_key\"]."
                      }
                    ]
                  }
                ]
              }
            }
        "#]],
    );
}

#[test]
fn an_invalid_selection_names_its_parameter() {
    let invalid = "a(".parse::<people_http::Selector>().unwrap_err();
    let status = people_http::Rejection::from(invalid).status();
    check(
        &ErrorBody::new(status).with_fields_error(),
        expect![[r#"
            {
              "error": {
                "code": 400,
                "message": "Request contains an invalid argument.",
                "errors": [
                  {
                    "message": "Invalid Parameter",
                    "domain": "global",
                    "reason": "invalidParameter",
                    "location": "fields",
                    "locationType": "parameter"
                  }
                ],
                "status": "INVALID_ARGUMENT"
              }
            }
        "#]],
    );
}

#[test]
fn reasons_follow_the_code() {
    let reason = |status: Status| {
        let json = ErrorBody::new(status).with_errors().to_json(false);
        let body: serde_json::Value = serde_json::from_slice(&json).unwrap();
        body["error"]["errors"][0]["reason"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let plain = |code| reason(Status::new(code, "text"));
    assert_eq!(plain(Code::InvalidArgument), "badRequest");
    assert_eq!(plain(Code::FailedPrecondition), "failedPrecondition");
    assert_eq!(plain(Code::NotFound), "notFound");
    assert_eq!(plain(Code::Unauthenticated), "authError");
    assert_eq!(plain(Code::PermissionDenied), "forbidden");
    assert_eq!(plain(Code::ResourceExhausted), "rateLimitExceeded");
    assert_eq!(plain(Code::Internal), "backendError");
    let scope = ErrorInfo::new("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "googleapis.com");
    let lacks_scope = Status::new(Code::PermissionDenied, "text").with_detail(scope);
    assert_eq!(reason(lacks_scope), "insufficientPermissions");
}

#[test]
fn a_body_that_is_none_is_told_by_the_status_of_the_reply() {
    let code = |http: u16, body: &str| {
        let decoded = ErrorBody::decode(StatusCode::from_u16(http).unwrap(), body.as_bytes());
        (
            decoded.status().code().unwrap(),
            decoded.status().message.clone(),
        )
    };
    assert_eq!(
        code(502, "<html>Bad Gateway</html>"),
        (
            Code::Unavailable,
            "HTTP status 502 (Bad Gateway)".to_owned()
        ),
    );
    assert_eq!(code(429, "").0, Code::ResourceExhausted);
    assert_eq!(code(404, "[]").0, Code::NotFound);
    assert_eq!(
        code(401, r#"{"error":"invalid_token"}"#).0,
        Code::Unauthenticated
    );
    assert_eq!(code(418, "{}").0, Code::Unknown);
    // The word of the body counts where it has one.
    let body = r#"{"error":{"code":400,"message":"m","status":"FAILED_PRECONDITION"}}"#;
    assert_eq!(code(400, body), (Code::FailedPrecondition, "m".to_owned()));
    // An unknown word, and details that are none.
    let body = r#"{"error":{"message":7,"status":"NEW","details":[1,"x",{"a":1}]}}"#;
    assert_eq!(code(403, body), (Code::PermissionDenied, String::new()));
}

#[test]
fn every_violation_is_read_back() {
    let mut all = vec![
        Violation::EtagRequired,
        Violation::SourcesRequired,
        Violation::NoContactSource,
        Violation::NoMembership,
        Violation::NotFound,
        Violation::DeprecatedGroup,
        Violation::PersonRequired,
        Violation::NoContactField,
        Violation::InvalidArgument,
        Violation::NotAContact {
            resource_name: "people/me".to_owned(),
        },
        Violation::InvalidDate {
            path: "person.birthdays[0].date".to_owned(),
            year: 0,
            month: 2,
            day: 30,
        },
        Violation::InvalidDate {
            path: "person.events[3].date".to_owned(),
            year: 2026,
            month: 13,
            day: 1,
        },
    ];
    for etag in [EtagKind::Person, EtagKind::Source] {
        all.push(Violation::StaleEtag { etag });
    }
    for field in PersonField::ALL {
        all.push(Violation::TooManyValues { field });
        all.push(Violation::TwoSourcePrimaries { field });
    }
    for violation in all {
        assert_eq!(violation_of(&status_of(&violation)), Some(violation));
    }
}
