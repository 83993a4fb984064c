use people_model::{
    BadRequest, Code, ErrorInfo, FieldViolation, QuotaFailure, QuotaViolation, Status,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

#[test]
fn codes_have_the_numbers_names_and_http_statuses_of_google_rpc() {
    let table = Code::ALL.map(|code| (code.number(), code.as_str(), code.http_status()));
    assert_eq!(
        table,
        [
            (0, "OK", 200),
            (1, "CANCELLED", 499),
            (2, "UNKNOWN", 500),
            (3, "INVALID_ARGUMENT", 400),
            (4, "DEADLINE_EXCEEDED", 504),
            (5, "NOT_FOUND", 404),
            (6, "ALREADY_EXISTS", 409),
            (7, "PERMISSION_DENIED", 403),
            (8, "RESOURCE_EXHAUSTED", 429),
            (9, "FAILED_PRECONDITION", 400),
            (10, "ABORTED", 409),
            (11, "OUT_OF_RANGE", 400),
            (12, "UNIMPLEMENTED", 501),
            (13, "INTERNAL", 500),
            (14, "UNAVAILABLE", 503),
            (15, "DATA_LOSS", 500),
            (16, "UNAUTHENTICATED", 401),
        ],
    );
}

#[test]
fn a_code_is_read_by_name_and_by_number() {
    for code in Code::ALL {
        assert_eq!(code.to_string().parse(), Ok(code));
        assert_eq!(Code::from_number(code.number()), Some(code));
    }
    assert_eq!(Code::from_number(17), None);
    assert_eq!(Code::from_number(-1), None);
    let error = "not_found".parse::<Code>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`not_found` is not the name of a status code"
    );
}

#[test]
fn details_are_objects_with_a_type() {
    let status = Status::new(Code::InvalidArgument, "no")
        .with_detail(
            ErrorInfo::new("WORD", "example.com").with_metadata("service", "people.example.com"),
        )
        .with_detail(BadRequest {
            field_violations: vec![
                FieldViolation {
                    field: "person.names".to_owned(),
                    description: "two".to_owned(),
                },
                FieldViolation {
                    field: String::new(),
                    description: "unknown".to_owned(),
                },
            ],
        })
        .with_detail(QuotaFailure {
            violations: vec![QuotaViolation {
                subject: "user".to_owned(),
                description: "90 a minute".to_owned(),
            }],
        });

    assert_eq!(
        serde_json::to_value(&status).unwrap(),
        json!({
            "code": 3,
            "message": "no",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "WORD",
                    "domain": "example.com",
                    "metadata": {"service": "people.example.com"},
                },
                {
                    "@type": "type.googleapis.com/google.rpc.BadRequest",
                    "fieldViolations": [
                        {"field": "person.names", "description": "two"},
                        {"description": "unknown"},
                    ],
                },
                {
                    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                    "violations": [{"subject": "user", "description": "90 a minute"}],
                },
            ],
        }),
    );
    assert_eq!(status.details[0].keys().next().unwrap(), "@type");
}

#[test]
fn a_detail_of_another_form_is_not_there() {
    let mut status = Status::new(Code::Internal, "");
    assert_eq!(status.error_info(), None);
    for detail in [
        json!({}),
        json!({"@type": 1}),
        json!({"@type": "type.googleapis.com/google.rpc.DebugInfo", "reason": "NO"}),
        json!({"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": 1}),
        json!({"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "YES", "later": [1]}),
    ] {
        status = status.with_detail(detail.as_object().unwrap().clone());
    }
    assert_eq!(status.error_info().unwrap().reason, "YES");
    assert_eq!(status.bad_request(), None);
    assert_eq!(status.quota_failure(), None);
}

#[test]
fn a_number_that_is_no_code_has_none() {
    let mut status = Status::new(Code::Ok, "");
    status.code = 99;
    assert_eq!(status.code(), None);
}

proptest! {
    /// What was put into a status is found in it, whatever stands before it, on the other
    /// side of the wire too.
    #[test]
    fn details_are_found_again(
        reason in any::<String>(),
        metadata in proptest::collection::btree_map(any::<String>(), any::<String>(), 0..4),
        places in proptest::collection::vec((any::<String>(), any::<String>()), 0..4),
    ) {
        let mut info = ErrorInfo::new(reason, "example.com");
        info.metadata = metadata;
        let violations = |(field, description)| FieldViolation { field, description };
        let request = BadRequest { field_violations: places.clone().into_iter().map(violations).collect() };
        let quota = QuotaFailure {
            violations: places.into_iter().map(|(subject, description)| QuotaViolation { subject, description }).collect(),
        };
        let status = Status::new(Code::Unknown, "x")
            .with_detail(Map::from_iter([("@type".to_owned(), Value::from("example.com/other"))]))
            .with_detail(request.clone())
            .with_detail(info.clone())
            .with_detail(quota.clone());

        let text = serde_json::to_string(&status).unwrap();
        let status: Status = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(status.code(), Some(Code::Unknown));
        prop_assert_eq!(status.error_info(), Some(info));
        prop_assert_eq!(status.bad_request(), Some(request));
        prop_assert_eq!(status.quota_failure(), Some(quota));
    }
}
