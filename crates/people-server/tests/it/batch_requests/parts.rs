//! What becomes of each call of a batch.
use std::time::Duration;

use people_http::{Call, Quota};
use people_model::{Code, Method};
use people_server::{Dev, Failure, Front, Limits, Metrics};

use super::{PATH, READ, TYPE, answers, batch, body_of, parts_of, statuses};
use crate::{
    fake::{Fake, ada, send, with},
    socket::within,
};

const CREATE: &str = "POST /v1/people:createContact\r\n\r\n{\"names\":[{\"givenName\":\"Ada\"}]}";

#[tokio::test]
async fn f20_what_is_no_call_is_refused_alone() {
    let fake = Fake::new();
    let many = format!(
        "GET /v1/people/c17?personFields=names\r\n{}\r\n",
        "a: b\r\n".repeat(101)
    );
    let long = format!(
        "GET /v1/people/c17?personFields=names\r\na: {}\r\n",
        "b".repeat(70_000)
    );
    let blank = "\n".repeat(70_000);
    for (request, status, said) in [
        (&*blank, 400, "first line is a verb and a path"),
        ("", 400, "first line is a verb and a path"),
        ("Hello, world", 400, "first line is a verb and a path"),
        ("{}", 400, "first line is a verb and a path"),
        ("GET", 400, "first line is a verb and a path"),
        ("GET people/c17", 400, "first line is a verb and a path"),
        (
            "GET /v1/people/c 17 HTTP/1.1",
            400,
            "first line is a verb and a path",
        ),
        (
            "GET /v1/people/c17 FTP/1.1",
            400,
            "first line is a verb and a path",
        ),
        (
            "G\u{e9}T /v1/people/c17",
            400,
            "first line is a verb and a path",
        ),
        (
            "GET https://people.googleapis.com/v1/people/c17 HTTP/1.1",
            400,
            "no full URL",
        ),
        ("GET http://127.0.0.1:9/v1/people/c17", 400, "no full URL"),
        (
            "POST /batch HTTP/1.1\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--",
            400,
            "no batches",
        ),
        ("POST /batch/people/v1", 400, "no batches"),
        ("GET /batch", 400, "no batches"),
        (
            "GET /v1/people/c17?personFields=names\r\nno field\r\n\r\n",
            400,
            "Line 1 ",
        ),
        (
            "GET /v1/people/c17?personFields=names\r\na: b\r\nc d: e\r\n\r\n",
            400,
            "Line 2 ",
        ),
        (
            "GET /v1/people/c17?personFields=names\r\n folded\r\n\r\n",
            400,
            "Line 1 ",
        ),
        (&many, 400, "at most 100 fields"),
        (&long, 400, "at most 65536 bytes"),
        (
            "PATCH /v1/people/c17:updateContact?updatePersonFields=names\r\n\r\n{",
            400,
            "",
        ),
    ] {
        let answered = answers(&fake, batch(body_of(&[READ, request, READ]))).await;
        assert_eq!(statuses(&answered), [200, status, 200], "{request}");
        assert!(
            answered[1].message().contains(said),
            "{request}: {}",
            answered[1].message()
        );
        assert_eq!(fake.calls().len(), 2, "{request}");
    }
    // What is not the API's is not there, as outside.
    for request in [
        "GET /healthz",
        "GET /openapi.json",
        "GET //evil.example/v1",
        "OPTIONS /v1/people/c17",
        "GET /$discovery/rest",
    ] {
        let answered = answers(&fake, batch(body_of(&[request]))).await;
        assert_eq!(statuses(&answered), [404], "{request}");
        assert!(
            answered[0].head.contains("Content-Type: text/html"),
            "{request}"
        );
    }
    let image = body_of(&[READ]).replace("application/http", "image/png");
    let image = answers(&fake, batch(image)).await;
    assert_eq!(
        image[0].message(),
        "A part of a batch has the content type application/http."
    );
}

#[tokio::test]
async fn f20_what_is_said_outside_holds_for_all_calls() {
    let fake = Fake::new();
    let own = "GET /v1/people/c17?personFields=names&prettyPrint=true\r\nAuthorization: Bearer mary\r\n\r\n";
    let by_parameter = "GET /v1/people/c17?personFields=names&access_token=grace";
    let request = with(
        ada(
            "POST",
            "/batch?prettyPrint=false&fields=etag",
            body_of(&[READ, own, by_parameter]),
        ),
        "content-type",
        TYPE,
    );
    let answered = answers(&fake, request).await;
    assert_eq!(answered[0].body, r#"{"etag":"%Eg=="}"#);
    assert_eq!(answered[1].body, "{\n  \"etag\": \"%Eg==\"\n}\n");
    let callers: Vec<String> = fake
        .callers()
        .into_iter()
        .map(|(caller, _)| caller.account.to_string())
        .collect();
    assert_eq!(callers, ["ada", "mary", "grace"]);

    // Who calls decides about `errors[]` (F9), whether it is said outside or inside.
    let failing = fake.clone().fails(Failure::new(Code::NotFound, "Gone."));
    let agent = "google-api-nodejs-client/8.0.3 (gzip)";
    let outside = with(batch(body_of(&[READ])), "user-agent", agent);
    let inside = batch(body_of(&[format!(
        "{}\r\nuser-agent: {agent}\r\n\r\n",
        READ.trim_end()
    )]));
    for request in [outside, inside] {
        let answered = answers(&failing, request).await;
        assert!(
            answered[0].body.contains("\"errors\": ["),
            "{}",
            answered[0].body
        );
    }
    assert!(
        !answers(&failing, batch(body_of(&[READ]))).await[0]
            .body
            .contains("errors")
    );
}

#[tokio::test]
async fn f20_a_verb_is_overridden_inside_alone() {
    let fake = Fake::new();
    let outside = with(batch(body_of(&[CREATE])), "x-http-method-override", "PATCH");
    assert_eq!(statuses(&answers(&fake, outside).await), [200]);
    let update = "POST /v1/people/c17:updateContact?updatePersonFields=names\r\n\
        X-HTTP-Method-Override: PATCH\r\n\r\n{\"etag\":\"x\"}";
    let read = "POST /v1/people:batchGet\r\nX-HTTP-Method-Override: GET\r\n\
        Content-Type: application/x-www-form-urlencoded\r\n\r\nresourceNames=people%2Fc1&personFields=names";
    let answered = answers(&fake, batch(body_of(&[update, read]))).await;
    assert_eq!(statuses(&answered), [200, 200]);
    let methods: Vec<Method> = fake.calls().iter().map(Call::method).collect();
    assert_eq!(
        methods,
        [
            Method::CreateContact,
            Method::UpdateContact,
            Method::GetPeople
        ]
    );
}

#[tokio::test]
async fn f20_scopes_quota_and_limits_are_each_calls_own() {
    let fake = Fake::new();
    let body = body_of(&[READ, CREATE, READ]);
    let reader = with(
        super::anonymous_batch(PATH, body),
        "authorization",
        "Bearer ada;scopes=contacts.readonly",
    );
    let answered = answers(&fake, reader).await;
    assert_eq!(statuses(&answered), [200, 403, 200]);
    assert!(answered[1].head.contains("WWW-Authenticate: Bearer"));

    let mut limits = Limits::default();
    limits.quota = Some(Quota::per_minute(2));
    limits.body = 1000;
    let answered = send(
        fake.front_within(limits.clone()),
        batch(body_of(&[READ; 3])),
    )
    .await;
    let answered = parts_of(&answered);
    assert_eq!(statuses(&answered), [200, 200, 429]);
    assert!(
        answered[2].head.contains("Retry-After: "),
        "{}",
        answered[2].head
    );

    // A body may be as long as its method allows, next to any others.
    limits.quota = None;
    let long = |length| CREATE.replace("Ada", &"A".repeat(length));
    let requests = [long(900), long(1000), long(900)];
    let answered = send(fake.front_within(limits), batch(body_of(&requests))).await;
    let answered = parts_of(&answered);
    assert_eq!(statuses(&answered), [200, 400, 200]);
    assert_eq!(
        answered[1].message(),
        "Request payload size exceeds the limit: 1000 bytes."
    );
}

#[tokio::test]
async fn f20_a_call_that_is_compressed_is_inflated_within_limits() {
    let bomb = crate::body::gzip(&vec![b' '; 2 << 20]);
    let small = crate::body::gzip(br#"{"names":[{"givenName":"Ada"}]}"#);
    let mut body = Vec::new();
    for zipped in [small, bomb] {
        body.extend_from_slice(b"--b\n\nPOST /v1/people:createContact\nContent-Encoding: gzip\n\n");
        body.extend_from_slice(&zipped);
        body.extend_from_slice(b"\n");
    }
    body.extend_from_slice(b"--b--");
    let answered = answers(&Fake::new(), batch(body)).await;
    assert_eq!(statuses(&answered), [200, 400]);
    assert!(answered[1].message().contains("exceeds the limit"));
}

/// A batch that took a place for each of its calls would wait for itself.
#[tokio::test]
async fn v4_the_calls_of_a_batch_take_one_place_after_the_other() {
    let mut limits = Limits::default();
    (limits.calls, limits.account_calls, limits.waiting) = (1, 1, 0);
    let fake = Fake::new();
    let answered = send(fake.front_within(limits), batch(body_of(&vec![READ; 100]))).await;
    assert_eq!(statuses(&parts_of(&answered)), [200; 100]);
}

/// Between two calls of a batch, those who wait have their turn.
#[tokio::test]
async fn v4_others_take_turns_with_a_batch() {
    let mut limits = Limits::default();
    (limits.calls, limits.account_calls) = (1, 1);
    let fake = Fake::new().holds();
    let front = fake.front_within(limits);
    let many = tokio::spawn(send(front.clone(), batch(body_of(&[READ; 3]))));
    within(fake.began.notified()).await;
    let other = with(
        crate::fake::anonymous("GET", crate::fake::GET, ""),
        "authorization",
        "Bearer mary",
    );
    let other = tokio::spawn(send(front, other));
    tokio::task::yield_now().await; // it waits now
    for _ in 0..3 {
        fake.go_on.notify_one();
        within(fake.began.notified()).await;
    }
    fake.go_on.notify_one();
    assert_eq!(within(other).await.expect("an answer").status, 200);
    assert_eq!(
        statuses(&parts_of(&within(many).await.expect("an answer"))),
        [200; 3]
    );
    let callers: Vec<String> = fake
        .callers()
        .into_iter()
        .map(|(caller, _)| caller.account.to_string())
        .collect();
    assert_eq!(callers, ["ada", "mary", "ada", "ada"]);
}

#[tokio::test]
async fn v4_the_replies_to_a_batch_have_so_much_memory() {
    let reply = format!(r#"{{"etag":"{}"}}"#, "x".repeat(30_000));
    let mut limits = Limits::default();
    limits.replies = 8 * 100_000;
    let fake = Fake::new().replies(reply);
    // Three fit; the fourth was read for nothing, and no other is made.
    let answered = send(
        fake.front_within(limits.clone()),
        batch(body_of(&[READ; 6])),
    )
    .await;
    assert!(answered.body.len() < 110_000, "{}", answered.body.len());
    let answered = parts_of(&answered);
    assert_eq!(statuses(&answered), [200, 200, 200, 429, 429, 429]);
    assert!(
        answered[3].message().contains("in a smaller batch"),
        "{}",
        answered[3].message()
    );
    assert_eq!(fake.calls().len(), 4);

    // A change that was made is reported, and no other is made.
    let answered = send(fake.front_within(limits), batch(body_of(&[CREATE; 6]))).await;
    assert_eq!(
        statuses(&parts_of(&answered)),
        [200, 200, 200, 200, 429, 429]
    );
    assert_eq!(fake.calls().len(), 4);
}

/// Replies of batches that are not sent yet count with those of single calls.
#[tokio::test]
async fn v4_replies_that_wait_to_be_sent_keep_their_memory() {
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    let reply = format!(r#"{{"etag":"{}"}}"#, "x".repeat(99_000));
    let mut limits = Limits::default();
    limits.replies = 8 << 20; // an account has 4 MiB, a batch 1 MiB
    let front = Fake::new().replies(reply).front_within(limits);
    let mut held = Vec::new();
    for _ in 0..4 {
        let Ok(response) = front.clone().oneshot(batch(body_of(&[READ; 10]))).await;
        held.push(response);
    }
    let Ok(response) = front.clone().oneshot(batch(body_of(&[READ; 10]))).await;
    let (head, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    let answered = crate::fake::Answer {
        status: head.status,
        headers: head.headers,
        body,
    };
    let refused = statuses(&parts_of(&answered));
    assert!(refused.contains(&429), "{refused:?}");
    held.clear();
    assert_eq!(
        statuses(&parts_of(&send(front, batch(body_of(&[READ; 10]))).await)),
        [200; 10]
    );
}

#[tokio::test(start_paused = true)]
async fn v4_no_call_begins_after_the_time_of_one() {
    let fake = Fake::new().holds();
    let slow = tokio::spawn(send(fake.front(), batch(body_of(&[CREATE; 3]))));
    fake.began.notified().await;
    tokio::time::advance(Duration::from_secs(61)).await;
    let answered = parts_of(&slow.await.expect("an answer"));
    assert_eq!(statuses(&answered), [504, 503, 503]);
    assert_eq!(fake.calls().len(), 1);
}

/// A client that goes away is not called for any more.
#[tokio::test]
async fn v4_calls_of_a_client_that_left_are_not_made() {
    let fake = Fake::new().holds();
    let left = tokio::spawn(send(fake.front(), batch(body_of(&[CREATE; 3]))));
    within(fake.began.notified()).await;
    left.abort();
    assert!(left.await.expect_err("it was aborted").is_cancelled());
    fake.go_on.notify_one();
    tokio::task::yield_now().await;
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test]
async fn f20_each_call_is_counted() {
    let metrics = Metrics::new();
    let front = Front::new(Fake::new(), Dev).with_metrics(metrics.clone());
    send(front, batch(body_of(&[READ, READ, CREATE, "GET /nowhere"]))).await;
    let text = metrics.render();
    for (method, status, count) in [
        ("batch", 200, 1),
        ("people.people.get", 200, 2),
        ("people.people.createContact", 200, 1),
        ("none", 404, 1),
    ] {
        let line = format!(
            "people_request_duration_seconds_count{{method=\"{method}\",status=\"{status}\"}} {count}\n"
        );
        assert!(text.contains(&line), "{line} in {text}");
    }
}
