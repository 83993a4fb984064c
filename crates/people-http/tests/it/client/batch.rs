use people_model::FieldMask;

use super::{
    predicates,
    script::{Script, ok},
};

#[tokio::test(start_paused = true)]
async fn many_are_read_200_at_a_time_and_come_in_order() {
    let reply = |numbers: std::ops::Range<usize>| {
        let responses: Vec<_> = numbers
            .rev()
            .map(|n| {
                format!(
                    r#"{{"requestedResourceName": "people/c{n}", "person": {{"etag": "{n}"}}}}"#
                )
            })
            .collect();
        ok(&format!(r#"{{"responses": [{}]}}"#, responses.join(",")))
    };
    let script = Script::new([reply(1..201), reply(201..401), reply(401..451)]);
    let names: Vec<_> = (1..451).map(|n| format!("people/c{n}")).collect();
    let people = script.client().get_many(&names, FieldMask::NAMES).await;
    let etags: Vec<_> = people
        .unwrap()
        .into_iter()
        .map(|person| person.unwrap().etag)
        .collect();
    let expected: Vec<_> = (1..451).map(|n| n.to_string()).collect();
    assert_eq!(etags, expected);
    assert_eq!(script.asked().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn some_of_many_may_fail() {
    let script = Script::new([ok(r#"{"responses": [
        {"requestedResourceName": "people/c1", "httpStatusCode": 200, "person": {"etag": "1"}},
        {"requestedResourceName": "people/c2", "httpStatusCode": 404, "status": {"code": 5, "message": "Requested entity was not found."}},
        {"requestedResourceName": "people/c3", "httpStatusCode": 404}
    ]}"#)]);
    let names = [
        "people/c3",
        "people/c1",
        "people/c2",
        "people/c1",
        "people/c4",
    ];
    let people = script.client().get_many(&names, FieldMask::NAMES).await;
    let shown: Vec<_> = people
        .unwrap()
        .into_iter()
        .map(|person| match person {
            Ok(person) => person.etag,
            Err(error) => format!("{error} ({})", predicates(&error)),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "GetPeople people/c3: 404 NOT_FOUND:  (not found)",
            "1",
            "GetPeople people/c2: 404 NOT_FOUND: Requested entity was not found. (not found)",
            "1",
            "GetPeople people/c4: the reply cannot be read ()",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn none_of_many_asks_nothing() {
    let names: [&str; 0] = [];
    let client = Script::new([]).client();
    let people = client.get_many(&names, FieldMask::NAMES).await.unwrap();
    assert!(people.is_empty());
}
