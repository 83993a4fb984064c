//! What calls cost, and what is said when it is too much (rules Q1, Q2).
use expect_test::expect;
use people_http::{Bucket, Cost, ErrorBody, Quota};
use people_model::Method;

/// The whole table, so that a new method is not free unseen.
#[test]
fn q1_calls_have_their_costs() {
    let table: String = Method::ALL
        .into_iter()
        .map(|method| {
            let cost = Cost::of(method);
            format!("{} {} {}\n", method.id(), cost.reads, cost.writes)
        })
        .collect();
    expect![[r#"
        people.people.batchCreateContacts 6 6
        people.people.batchDeleteContacts 0 10
        people.people.batchUpdateContacts 6 6
        people.people.createContact 1 1
        people.people.deleteContact 0 1
        people.people.deleteContactPhoto 0 1
        people.people.get 1 0
        people.people.getBatchGet 1 0
        people.people.listDirectoryPeople 0 0
        people.people.searchContacts 0 0
        people.people.searchDirectoryPeople 0 0
        people.people.updateContact 1 1
        people.people.updateContactPhoto 0 1
        people.people.connections.list 1 0
        people.contactGroups.batchGet 0 0
        people.contactGroups.create 0 1
        people.contactGroups.delete 0 1
        people.contactGroups.get 0 0
        people.contactGroups.list 0 0
        people.contactGroups.update 0 1
        people.contactGroups.members.modify 0 1
        people.otherContacts.copyOtherContactToMyContactsGroup 0 1
        people.otherContacts.list 0 0
        people.otherContacts.search 0 0
    "#]]
    .assert_eq(&table);
}

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
