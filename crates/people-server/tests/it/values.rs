//! N3, N6: how many values and unknown members a request may have before it is decoded.
use people_server::Limits;
use serde_json::json;

use crate::fake::{Answer, Fake, UPDATE, ada, anonymous, send, with};

const CREATE: &str = "/v1/people:batchCreateContacts";
const UPDATES: &str = "/v1/people:batchUpdateContacts";

/// A batch of contacts, each of which is such a text.
fn batch(address: &str, contacts: &[String]) -> String {
    let contacts = contacts.iter().enumerate();
    let contacts = contacts.map(|(at, person)| match address {
        CREATE => format!("{{\"contactPerson\":{person}}}"),
        _ => format!("\"people/c{}\":{person}", at + 1),
    });
    let contacts = contacts.collect::<Vec<_>>().join(",");
    match address {
        CREATE => format!("{{\"contacts\":[{contacts}]}}"),
        _ => format!("{{\"contacts\":{{{contacts}}},\"updateMask\":\"urls\"}}"),
    }
}

/// A contact with values, each of which is this text.
fn person(values: usize, value: &str) -> String {
    format!("{{\"urls\":[{}]}}", vec![value; values].join(","))
}

async fn post(fake: &Fake, limits: &Limits, address: &str, body: String) -> Answer {
    send(
        fake.front_within(limits.clone()),
        ada("POST", address, body),
    )
    .await
}

#[tokio::test]
async fn n3_each_contact_of_a_batch_has_values_of_its_own() {
    let long = json!({"value": "x".repeat(120)}).to_string();
    let (fake, limits) = (Fake::new(), Limits::default());
    for (values, value) in [(60, &*long), (500, "{\"value\":\"x\"}"), (600, "{}")] {
        for address in [CREATE, UPDATES] {
            let body = batch(address, &vec![person(values, value); 200]);
            let answer = post(&fake, &limits, address, body).await;
            assert_eq!(answer.status, 200, "{address}: {}", answer.text());
            assert_eq!(fake.calls().len(), 1);
        }
    }
}

#[tokio::test]
async fn n3_far_too_many_values_of_a_batch_are_refused_before_they_are_decoded() {
    const PERSON: &str = "Person has more than 500 values.";
    const REQUEST: &str = "Request has more than 1100 entries beside the values of its contacts.";
    const MEMORY: &str = "Request has more values than the server has memory for.";

    let (fake, limits) = (Fake::new(), Limits::default());
    let empty = |count: usize| vec!["{}".to_owned(); count];
    let one_of_200 = || {
        let mut contacts = vec![person(9, "{}"); 200];
        contacts[150] = person(1_101, "{}");
        contacts
    };
    for address in [CREATE, UPDATES] {
        for (contacts, expected) in [
            (vec![person(1_101, "{}")], PERSON),
            (one_of_200(), PERSON),
            (empty(1_101), REQUEST),
            (empty(200_000), REQUEST),
            (vec![person(1_100, "{}"); 200], MEMORY),
        ] {
            let answer = post(&fake, &limits, address, batch(address, &contacts)).await;
            assert_eq!(answer.status, 400, "{address} of {}", contacts.len());
            assert_eq!(
                answer.message(),
                expected,
                "{address} of {}",
                contacts.len()
            );
            assert_eq!(fake.calls(), []);
        }
        let answer = post(&fake, &limits, address, batch(address, &empty(1_100))).await;
        assert_eq!(answer.message(), "Request contains an invalid argument.");
    }
    let names =
        |count: usize| format!("{{\"resourceNames\":[{}]}}", vec!["\"0\""; count].join(","));
    for (count, expected) in [
        (1_100, "Request contains an invalid argument."),
        (1_101, "Request has more than 1100 entries."),
    ] {
        let address = "/v1/people:batchDeleteContacts";
        let answer = post(&fake, &limits, address, names(count)).await;
        assert_eq!(answer.message(), expected);
    }
}

/// V1: entries take more memory than their texts, and it is that of the bodies.
#[tokio::test]
async fn n3_values_take_memory_of_bodies() {
    let mut limits = Limits::default();
    limits.bodies = 2 << 20;
    let body = |values: usize| batch(CREATE, &vec![person(values, "{}"); 8]);
    let fake = Fake::new().holds();
    let front = fake.front_within(limits);
    let first = tokio::spawn(send(front.clone(), ada("POST", CREATE, body(200))));
    fake.began.notified().await;
    // There would be memory for this one as well, if it were the only one of this account.
    let second = send(front.clone(), ada("POST", CREATE, body(200))).await;
    assert_eq!(second.status, 503, "{}", second.text());
    let others = with(
        anonymous("POST", CREATE, body(200)),
        "authorization",
        "Bearer mary",
    );
    let others = tokio::spawn(send(front.clone(), others));
    fake.began.notified().await;
    fake.go_on.notify_one();
    let never = send(front.clone(), ada("POST", CREATE, body(300))).await;
    assert_eq!(never.status, 400, "{}", never.text());
    fake.go_on.notify_one();
    assert_eq!(first.await.expect("an answer").status, 200);
    fake.go_on.notify_one();
    assert_eq!(others.await.expect("an answer").status, 200);
    fake.go_on.notify_one();
    let again = send(front, ada("POST", CREATE, body(200))).await;
    assert_eq!(again.status, 200, "{}", again.text());
}

/// What would take hundreds of times its size to hold is refused by its size, whatever becomes
/// of the entries then.
#[tokio::test]
async fn very_many_values_are_refused_before_they_are_decoded() {
    let list = |entry: &str, count: usize| vec![entry; count].join(",");
    let fake = Fake::new();
    let mut few = Limits::default();
    few.values = 10;
    let [default, few] = [Limits::default(), few].map(|limits| fake.front_within(limits));
    for (front, person, values) in [
        (
            &default,
            format!("{{\"organizations\":[{}]}}", list("{}", 349_000)),
            Some(500),
        ),
        (
            &default,
            format!("{{\"organizations\":[{}]}}", list("null", 200_000)),
            Some(500),
        ),
        (
            &default,
            format!("{{\"urls\":[{}]}}", list("1", 500_000)),
            Some(500),
        ),
        (
            &default,
            format!("{{\"metadata\":{{\"sources\":[{}]}}}}", list("{}", 340_000)),
            Some(500),
        ),
        (
            &default,
            format!("{{\"urls\":[{}]}}", list("{}", 1_101)),
            Some(500),
        ),
        (
            &default,
            format!("{{\"urls\":[{}]}}", list("{}", 1_100)),
            None,
        ),
        (
            &default,
            format!("{{etag:'\"',urls:[{},]}}", list("{}", 1_101)),
            Some(500),
        ),
        (
            &default,
            format!("{{'urls':[{} , ]}}", list("{}", 1_100)),
            None,
        ),
        (
            &few,
            format!("{{\"urls\":[{}],\"names\":[{{}}]}}", list("{}", 120)),
            Some(10),
        ),
        (
            &few,
            format!("{{\"urls\":[{}],\"names\":{{}}}}", list("{}", 120)),
            None,
        ),
    ] {
        let answer = send(front.clone(), ada("PATCH", UPDATE, person)).await;
        match values {
            Some(values) => {
                assert_eq!(answer.status, 400);
                assert_eq!(
                    answer.message(),
                    format!("Person has more than {values} values.")
                );
            }
            None => assert_eq!(answer.status, 200, "{}", answer.text()),
        }
        assert_eq!(fake.calls().len(), usize::from(values.is_none()));
    }

    let data = list("{\"key\":\"a\"}", 1_101);
    let group = format!("{{\"contactGroup\":{{\"name\":\"a\",\"clientData\":[{data}]}}}}");
    let answer = send(default, ada("POST", "/v1/contactGroups", group)).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.message(), "Contact group has more than 500 values.");
}

/// Depth is what is wrong with it, and not how many lists begin on the way down.
#[tokio::test]
async fn f04_a_body_that_is_nested_too_deeply_is_told_so() {
    let deep = |text: &str, depth: usize| text.repeat(depth);
    for body in [
        format!("{{\"names\":{}", deep("[", 100_000)),
        format!("{{\"names\":{}{}}}", deep("[", 100_000), deep("]", 100_000)),
        format!("{{'names':{}{}}}", deep("[", 100_000), deep("]", 100_000)),
        deep("{\"names\":", 100_000),
        format!("{{\"x\":{}", deep("{\"x\":[", 50_000)),
    ] {
        let answer = send(Fake::new().front(), ada("PATCH", UPDATE, body.clone())).await;
        let told = answer.text();
        assert_eq!(answer.status, 400, "{told}");
        assert!(told.contains("Message too deep"), "{}: {told}", &body[..20]);
    }
    // What is no object is not looked into.
    let answer = send(
        Fake::new().front(),
        ada("PATCH", UPDATE, deep("[", 100_000)),
    )
    .await;
    let told = answer.text();
    assert!(told.contains("Unexpected end of string"), "{told}");
}

/// What is unknown is refused anyway, with a description of each; so many are not described.
#[tokio::test]
async fn n6_very_many_unknown_members_are_refused_before_they_are_decoded() {
    let unknown = |count: usize| {
        (0..count)
            .map(|at| format!("\"x{at}\":0"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let fake = Fake::new();
    let front = fake.front();
    for (verb, address, body) in [
        ("PATCH", UPDATE, format!("{{{}}}", unknown(90_000))),
        ("PATCH", UPDATE, format!("{{{}}}", unknown(1_101))),
        (
            "PATCH",
            UPDATE,
            format!("{{'etag':'\"',{},}}", unknown(1_101).replace('"', "")),
        ),
        ("PATCH", UPDATE, format!("{{\"a\":{{{}}}}}", unknown(1_100))),
        (
            "PATCH",
            UPDATE,
            format!("{{\"names\":[{{{}}},{{{}}}]}}", unknown(600), unknown(600)),
        ),
        (
            "POST",
            "/v1/people:createContact",
            format!("{{{}}}", unknown(1_101)),
        ),
        (
            "POST",
            "/v1/contactGroups",
            format!("{{\"contactGroup\":{{{}}}}}", unknown(1_101)),
        ),
    ] {
        let answer = send(front.clone(), ada(verb, address, body)).await;
        assert_eq!(answer.status, 400);
        let message = answer.message();
        assert!(
            message.starts_with("Invalid JSON payload received. More than 1100 names are unknown"),
            "{message}"
        );
        let details = &answer.json()["error"]["details"];
        assert!(details.is_null(), "{details}");
    }
    // So many are described, as far as there is room.
    let answer = send(
        front,
        ada("PATCH", UPDATE, format!("{{{}}}", unknown(1_100))),
    )
    .await;
    let described = &answer.json()["error"]["details"][0]["fieldViolations"];
    assert_eq!(
        described.as_array().map(Vec::len),
        Some(100),
        "{}",
        answer.message()
    );
    assert_eq!(fake.calls(), []);
}
