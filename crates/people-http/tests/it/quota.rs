//! The quotas, and the error when a call is over one (rules Q1, Q2). `methods.rs` has the cost of each method.
use expect_test::expect;
use people_http::{Bucket, Cost, ErrorBody, Quota};
use people_model::Method;

/// A bucket that holds less than a call costs would never let it pass.
#[test]
fn a_full_bucket_has_room_for_every_call() {
    for method in Method::ALL {
        for bucket in Bucket::ALL {
            let cost = Cost::of(method).get(bucket);
            assert!(cost <= Quota::GOOGLE.get(bucket), "{}", method.id());
        }
    }
}

#[test]
fn q2_an_empty_bucket_is_429() {
    let shown = Bucket::ALL.map(|bucket| {
        let body = ErrorBody::new(bucket.exceeded(123_456_789_012));
        assert_eq!(body.http_status(), 429);
        String::from_utf8(body.to_json(true)).expect("text")
    });
    expect![[r#"
        {
          "error": {
            "code": 429,
            "message": "Quota exceeded for quota metric 'Critical read requests (Contact and Profile Reads)' and limit 'Critical read requests (Contact and Profile Reads) per minute per user' of service 'people.googleapis.com' for consumer 'project_number:123456789012'.",
            "status": "RESOURCE_EXHAUSTED",
            "details": [
              {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {
                  "consumer": "projects/123456789012",
                  "quota_limit": "CriticalReadsPerMinutePerProjectPerUser",
                  "quota_metric": "people.googleapis.com/critical_read_requests",
                  "service": "people.googleapis.com"
                }
              }
            ]
          }
        }
        {
          "error": {
            "code": 429,
            "message": "Quota exceeded for quota metric 'Critical write requests' and limit 'Critical write requests per minute per user' of service 'people.googleapis.com' for consumer 'project_number:123456789012'.",
            "status": "RESOURCE_EXHAUSTED",
            "details": [
              {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {
                  "consumer": "projects/123456789012",
                  "quota_limit": "CriticalWritesPerMinutePerProjectPerUser",
                  "quota_metric": "people.googleapis.com/critical_write_requests",
                  "service": "people.googleapis.com"
                }
              }
            ]
          }
        }
    "#]]
    .assert_eq(&format!("{}\n", shown.join("\n")));
}
