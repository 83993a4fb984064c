//! What calls meet besides the API (rules `X7` to `X9`).
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::server::{Answer, Server};

const ADA: (&str, &str) = ("authorization", "Bearer ada");
const BOB: (&str, &str) = ("authorization", "Bearer bob");
const CREATE: &str = "/v1/people:createContact?personFields=names,nicknames,metadata";

/// Replaces all rules.
async fn put(server: &Server, rules: Value) {
    let answer = server.control("PUT", "rules", &rules.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.message());
}

async fn rules(server: &Server, query: &str) -> Vec<Value> {
    let answer = server.control("GET", &format!("rules{query}"), "").await;
    serde_json::from_value(answer.json()["rules"].take()).expect("a list")
}

async fn create(server: &Server, caller: (&str, &str)) -> Value {
    let body = r#"{"names":[{"givenName":"Ada"}],"nicknames":[{"value":"A"}]}"#;
    let answer = server.send("POST", CREATE, &[caller], body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn get(server: &Server, name: &Value, caller: (&str, &str)) -> Answer {
    let name = name.as_str().expect("a name");
    let address = format!("/v1/{name}?personFields=names,nicknames,metadata");
    server.send("GET", &address, &[caller], "").await
}

async fn rename(server: &Server, person: &Value, fields: &[(&str, &str)], given: &str) -> Answer {
    let name = person["resourceName"].as_str().expect("a name");
    let address = format!("/v1/{name}:updateContact?updatePersonFields=names&personFields=names");
    let body = json!({
        "etag": person["etag"],
        "metadata": person["metadata"],
        "names": [{"givenName": given}],
    });
    server
        .send("PATCH", &address, fields, body.to_string())
        .await
}

#[tokio::test]
async fn x7_a_rule_is_for_the_calls_that_it_names() {
    let server = Server::start().await;
    put(
        &server,
        json!([
            {"match": {"account": "ada", "method": "people.people.get", "test": "t1", "after": 1},
             "times": 2,
             "then": {"status": "UNAVAILABLE", "retryAfter": "1500ms"}},
            {"match": {"account": "bob"}, "then": {"status": "INTERNAL"}},
        ]),
    )
    .await;
    let t1 = ("x-people-test", "t1");
    let me = "/v1/people/me?personFields=names";
    let mut statuses = Vec::new();
    for fields in [
        &[ADA, t1][..],
        &[ADA],
        &[ADA, t1],
        &[ADA, ("x-people-test", "t2")],
        &[ADA, t1],
        &[ADA, t1],
    ] {
        let answer = server.send("GET", me, fields, "").await;
        let wait = answer.headers.get("retry-after").cloned();
        assert_eq!(wait.is_some(), answer.status == 503);
        assert!(
            wait.is_none_or(|wait| wait == "2"),
            "whole seconds, not too few"
        );
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 503, 200, 503, 200]);
    assert_eq!(server.send("GET", me, &[BOB], "").await.status, 500);
    assert_eq!(server.send("GET", me, &[BOB], "").await.status, 500);

    let all = rules(&server, "").await;
    assert_eq!(all.len(), 2);
    assert_eq!(
        (&all[0]["seen"], &all[0]["fired"], &all[0]["left"]),
        (&json!(3), &json!(2), &json!(0))
    );
    assert_eq!((&all[1]["fired"], all[1].get("left")), (&json!(2), None));
    assert_eq!(all[0]["match"]["test"], "t1");
    assert_eq!(all[0]["then"]["status"], "UNAVAILABLE");
    // The journal says which.
    let journal = server
        .control("GET", "requests?status=503", "")
        .await
        .json();
    assert_eq!(
        journal["requests"][0]["fired"],
        json!([{"rule": all[0]["id"]}])
    );
}

#[tokio::test]
async fn x7_the_rules_of_one_account_are_replaced_alone() {
    let server = Server::start().await;
    let unavailable = json!({"then": {"status": "UNAVAILABLE"}}).to_string();
    for account in ["ada", "bob"] {
        let address = format!("rules?account={account}");
        let answer = server.control("PUT", &address, &unavailable).await;
        assert_eq!(answer.json()["rules"].as_array().map(Vec::len), Some(1));
    }
    let me = "/v1/people/me?personFields=names";
    let eve = ("authorization", "Bearer eve");
    for (caller, status) in [(ADA, 503), (BOB, 503), (eve, 200)] {
        assert_eq!(server.send("GET", me, &[caller], "").await.status, status);
    }
    let removed = server.control("DELETE", "rules?account=ada", "").await;
    assert_eq!(removed.json()["removed"], 1);
    for (caller, status) in [(ADA, 200), (BOB, 503), (eve, 200)] {
        assert_eq!(server.send("GET", me, &[caller], "").await.status, status);
    }
    let answer = server.control("POST", "rules?test=t1", &unavailable).await;
    assert_eq!(answer.status, 200);
    assert_eq!(rules(&server, "").await.len(), 2);
    assert_eq!(rules(&server, "?test=t1").await.len(), 1);
    assert_eq!(rules(&server, "?account=bob").await.len(), 1);
    let other = json!({"match": {"account": "bob"}, "then": {"delay": "1s"}}).to_string();
    let answer = server.control("PUT", "rules?account=ada", &other).await;
    assert_eq!(answer.status, 400);
    assert!(answer.message().contains("`bob`"), "{}", answer.message());
}

#[tokio::test]
async fn x7_a_wrong_rule_is_told_what_would_be_right() {
    let server = Server::start().await;
    for (rule, part) in [
        (json!(7), r#"`{"match": {"account": "ada"}"#),
        (json!({}), "`then` says what happens"),
        (json!({"thn": {"delay": "1s"}}), "Did you mean `then`?"),
        (
            json!({"then": "UNAVAILABLE"}),
            r#"{"status": "UNAVAILABLE"}"#,
        ),
        (json!({"then": {"status": 503}}), r#"write `"UNAVAILABLE"`"#),
        (json!({"then": {"status": 404}}), r#"write `"NOT_FOUND"`"#),
        (
            json!({"then": {"status": true}}),
            r#"write `"UNAVAILABLE"`"#,
        ),
        (
            json!({"then": {"delay": 300}}),
            r#"`"300ms"`, and not `300`"#,
        ),
        (
            json!({"then": {"status": "ABORTED", "retryAfter": 2}}),
            "`retryAfter`",
        ),
        (json!({"then": {"quota": 1}}), r#"`"writes"`"#),
        (
            json!({"then": {"page": "502"}}),
            r#"such as `502`, and not `"502"`"#,
        ),
        (json!({"then": {"page": 70_000}}), "such as 502"),
        (json!({"then": {"drop": true}}), "`before`, `after`, `body`"),
        (json!({"then": {"lag": -1}}), "`3`"),
        (json!({"then": {"warmUp": false}}), "`true`"),
        (
            json!({"then": {"edit": "people/c17"}}),
            r#"{"resourceName": "people/c17""#,
        ),
        (
            json!({"then": {"edit": {"resourceName": "people/c17"}}}),
            "steps of `people edit`",
        ),
        (
            json!({"then": {"edit": {"resourceName": "people/c17", "set": "names.familyName=B"}}}),
            "only as `person` and `mask`",
        ),
        (
            json!({"then": {"edit": {"person": {}, "mask": "names"}}}),
            "names a contact",
        ),
        (json!({"times": 0, "then": {"delay": "1s"}}), "1 or more"),
        (
            json!({"times": -1, "then": {"delay": "1s"}}),
            "whole number such as `1`",
        ),
        (
            json!({"times": "1", "then": {"delay": "1s"}}),
            "whole number such as `1`",
        ),
        (
            json!({"match": "ada", "then": {"delay": "1s"}}),
            r#"{"account": "ada"}"#,
        ),
        (
            json!({"match": {"account": 7}, "then": {"delay": "1s"}}),
            r#"`"ada"`, and not `7`"#,
        ),
        (
            json!({"match": {"after": 1.5}, "then": {"delay": "1s"}}),
            "`after`",
        ),
        (json!({"then": {}}), "has one of `status`"),
        (json!({"then": {"statuss": "UNAVAILABLE"}}), "`status`"),
        (json!({"then": {"status": "UNAVAILABEL"}}), "`UNAVAILABLE`"),
        (json!({"then": {"status": "OK"}}), "no error"),
        (
            json!({"then": {"status": "INTERNAL", "delay": "1s"}}),
            "two rules",
        ),
        (
            json!({"then": {"retryAfter": "1s", "delay": "1s"}}),
            "belongs to",
        ),
        (json!({"then": {"delay": "soon"}}), "300ms"),
        (json!({"then": {"delay": "48h"}}), "at most a day"),
        (
            json!({"then": {"drop": "during"}}),
            "`before`, `after`, `body`",
        ),
        (json!({"then": {"lag": true}}), "a number of reads"),
        (json!({"then": {"page": 200}}), "such as 502"),
        (
            json!({"then": {"quota": "critical"}}),
            "`reads` or `writes`",
        ),
        (
            json!({"then": {"edit": {"resourceName": "people/17", "person": {}, "mask": "names"}}}),
            "people/c17",
        ),
        (
            json!({"then": {"edit": {"resourceName": "people/c17", "person": {}, "mask": "shoes"}}}),
            "shoes",
        ),
        (
            json!({"then": {"edit": {"resourceName": "people/c17", "person": {}, "mask": ""}}}),
            "mask",
        ),
        (
            json!({"match": {"method": "updateContact"}, "then": {"delay": "1s"}}),
            "people.people.updateContact",
        ),
        (
            json!({"match": {"acount": "ada"}, "then": {"delay": "1s"}}),
            "`account`",
        ),
    ] {
        let answer = server.control("PUT", "rules", &rule.to_string()).await;
        assert_eq!(answer.status, 400, "{rule}");
        let message = answer.message();
        assert!(
            message.contains(part) && message.contains("rule 0"),
            "{rule}: {message}"
        );
    }
    let answer = server.control("PUT", "rules", "[").await;
    assert_eq!(answer.status, 400);
    assert_eq!(rules(&server, "").await.len(), 0);
}

#[tokio::test]
async fn x8_errors_are_those_of_the_api() {
    let server = Server::start().await;
    let me = "/v1/people/me?personFields=names";
    for (then, status, name, message) in [
        (
            json!({"status": "UNAVAILABLE"}),
            503,
            "UNAVAILABLE",
            "The service is currently unavailable.",
        ),
        (
            json!({"status": "INTERNAL"}),
            500,
            "INTERNAL",
            "Internal error encountered.",
        ),
        (
            json!({"status": "ABORTED"}),
            409,
            "ABORTED",
            "The operation was aborted.",
        ),
        (
            json!({"status": "DEADLINE_EXCEEDED"}),
            504,
            "DEADLINE_EXCEEDED",
            "Deadline expired before",
        ),
        (
            json!({"status": "UNAUTHENTICATED"}),
            401,
            "UNAUTHENTICATED",
            "Request had invalid auth",
        ),
        (
            json!({"status": "RESOURCE_EXHAUSTED"}),
            429,
            "RESOURCE_EXHAUSTED",
            "Critical read requests",
        ),
        (
            json!({"quota": "writes"}),
            429,
            "RESOURCE_EXHAUSTED",
            "'Critical write requests'",
        ),
    ] {
        put(&server, json!({"then": then})).await;
        let answer = server.send("GET", me, &[ADA], "").await;
        assert_eq!(answer.status, status, "{then}");
        assert_eq!(answer.json()["error"]["status"], name);
        assert!(answer.message().contains(message), "{}", answer.message());
        let challenge = answer.headers.contains_key("www-authenticate");
        assert_eq!(challenge, status == 401);
    }
    put(&server, json!({"then": {"page": 502}})).await;
    let answer = server.send("GET", me, &[ADA], "").await;
    assert_eq!(answer.status, 502);
    assert_eq!(answer.headers["content-type"], "text/html; charset=UTF-8");
    assert!(answer.body.starts_with(b"<!DOCTYPE html>"));

    // The same as without a rule, where the API says it itself.
    put(&server, json!([])).await;
    let person = create(&server, ADA).await;
    assert_eq!(rename(&server, &person, &[ADA], "B").await.status, 200);
    let stale = rename(&server, &person, &[ADA], "C").await;
    put(&server, json!({"then": {"status": "FAILED_PRECONDITION"}})).await;
    let by_rule = rename(&server, &person, &[ADA], "C").await;
    assert_eq!((by_rule.status, by_rule.body), (stale.status, stale.body));

    // Only a call with a sync token has one that can expire.
    put(
        &server,
        json!({"then": {"status": "EXPIRED_SYNC_TOKEN"}, "times": 1}),
    )
    .await;
    let list = "/v1/people/me/connections?personFields=names&requestSyncToken=true";
    let answer = server.send("GET", list, &[ADA], "").await;
    assert_eq!(answer.status, 200);
    let token = answer.json()["nextSyncToken"]
        .as_str()
        .expect("a token")
        .to_owned();
    let sync = format!("{list}&syncToken={}", token.replace('=', "%3D"));
    let answer = server.send("GET", &sync, &[ADA], "").await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json()["error"]["details"][0]["reason"],
        "EXPIRED_SYNC_TOKEN"
    );
    assert_eq!(server.send("GET", &sync, &[ADA], "").await.status, 200);
}

#[tokio::test]
async fn x8_somebody_else_edits_just_before_the_call() {
    let server = Server::start().await;
    let person = create(&server, ADA).await;
    let edit = |mask: &str, person: Value, name: &Value| {
        json!({"match": {"account": "ada", "method": "people.people.updateContact"}, "times": 1,
               "then": {"edit": {"resourceName": name, "person": person, "mask": mask}}})
    };
    let name = &person["resourceName"];
    put(
        &server,
        edit(
            "nicknames",
            json!({"nicknames": [{"value": "Theirs"}]}),
            name,
        ),
    )
    .await;
    let answer = rename(&server, &person, &[ADA], "B").await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["error"]["status"], "FAILED_PRECONDITION");
    let now = get(&server, name, ADA).await.json();
    assert_eq!(now["nicknames"][0]["value"], "Theirs");
    assert_eq!(now["names"][0]["givenName"], "Ada");
    assert_eq!(rename(&server, &now, &[ADA], "B").await.status, 200, "once");
    assert_eq!(rules(&server, "").await[0]["fired"], 1);

    // An edit of a contact that is not there: the rule says so, and the call is made.
    put(
        &server,
        edit(
            "names",
            json!({"names": [{"givenName": "X"}]}),
            &json!("people/c1"),
        ),
    )
    .await;
    let now = get(&server, name, ADA).await.json();
    assert_eq!(rename(&server, &now, &[ADA], "C").await.status, 200);
    let rule = &rules(&server, "").await[0];
    assert_eq!((&rule["fired"], &rule["left"]), (&json!(0), &json!(1)));
    assert_eq!(rule["error"], "Requested entity was not found.");
    let last = server
        .control("GET", "requests?method=people.people.updateContact", "")
        .await;
    let last = last.json()["requests"]
        .as_array()
        .and_then(|all| all.last().cloned());
    assert_eq!(last.expect("a request")["fired"][0]["error"], rule["error"]);
}

#[tokio::test]
async fn x8_an_edit_of_somebody_else_wins_a_race() {
    let server = Server::start().await;
    let person = create(&server, ADA).await;
    let name = &person["resourceName"];
    let rule = json!({"match": {"method": "people.people.get"},
        "then": {"edit": {"resourceName": name, "person": {"nicknames": [{"value": "Theirs"}]}, "mask": "nicknames"}}});
    put(&server, rule).await;
    let calls: Vec<_> = (0..16)
        .map(|_| {
            let (server, name) = (server.clone(), name.clone());
            tokio::spawn(async move { get(&server, &name, ADA).await.status })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.expect("an answer"), 200);
    }
    let rule = &rules(&server, "").await[0];
    assert_eq!((&rule["fired"], rule.get("error")), (&json!(16), None));
}

#[tokio::test]
async fn x8_a_rule_meets_a_call_of_a_batch() {
    let server = Server::start().await;
    let create = "Content-Type: application/http\r\n\r\nPOST /v1/people:createContact\r\n\r\n\
        {\"names\":[{\"givenName\":\"Ada\"}]}\r\n";
    let batch = format!("--b\r\n{create}--b\r\n{create}--b\r\n{create}--b--\r\n");
    let fields = [ADA, ("content-type", "multipart/mixed; boundary=b")];
    let contacts = async || {
        let list = "/v1/people/me/connections?personFields=names";
        let answer = server.send("GET", list, &[ADA], "").await;
        answer.json()["connections"].as_array().map_or(0, Vec::len)
    };
    let method = "people.people.createContact";
    let second =
        |then: Value| json!({"match": {"method": method, "after": 1}, "times": 1, "then": then});

    put(
        &server,
        second(json!({"status": "UNAVAILABLE", "retryAfter": "2s"})),
    )
    .await;
    let answer = server.send("POST", "/batch", &fields, batch.clone()).await;
    let text = String::from_utf8(answer.body.to_vec()).expect("text");
    let statuses: Vec<&str> = text.matches("HTTP/1.1 200").collect();
    assert_eq!(statuses.len(), 2, "{text}");
    assert!(
        text.contains("HTTP/1.1 503") && text.contains("Retry-After: 2"),
        "{text}"
    );
    assert_eq!(contacts().await, 2);

    // A connection that is broken carries no more calls.
    put(&server, second(json!({"drop": "after"}))).await;
    let answer = server.send("POST", "/batch", &fields, batch).await;
    assert_eq!(answer.status, 502);
    assert_eq!(contacts().await, 4);
}

#[tokio::test]
async fn x8_a_call_waits() {
    let server = Server::start().await;
    put(&server, json!({"then": {"delay": "30ms"}, "times": 1})).await;
    let begun = Instant::now();
    create(&server, ADA).await;
    assert!(begun.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn x8_reads_lag_behind_writes() {
    let server = Server::start().await;
    let person = create(&server, ADA).await;
    let name = &person["resourceName"];
    for (lag, reads) in [(json!(2), 2), (json!("1h"), 5)] {
        put(
            &server,
            json!({"match": {"account": "ada"}, "then": {"lag": lag}}),
        )
        .await;
        let before = get(&server, name, ADA).await;
        let renamed = rename(&server, &before.json(), &[ADA], &format!("After {lag}")).await;
        assert_eq!(renamed.status, 200, "writes do not lag");
        for _ in 0..reads {
            assert_eq!(get(&server, name, ADA).await.body, before.body);
        }
        // An etag of a reply that lags is stale.
        let stale = rename(&server, &before.json(), &[ADA], "Never").await;
        assert_eq!(stale.status, 400);
        assert_eq!(rules(&server, "").await[0]["fired"], reads);
        if lag == json!(2) {
            let now = get(&server, name, ADA).await.json();
            assert_eq!(now["names"][0]["givenName"], "After 2");
        }
        // A read that was not made before has nothing to show but the truth.
        let address = format!("/v1/{}?personFields=names", name.as_str().expect("a name"));
        let first = server.send("GET", &address, &[ADA], "").await.json();
        assert!(
            first["names"][0]["givenName"]
                .as_str()
                .expect("a name")
                .starts_with("After")
        );
    }
    put(&server, json!({"then": {"lag": "20ms"}})).await;
    let before = get(&server, name, ADA).await;
    assert_eq!(
        rename(&server, &before.json(), &[ADA], "Late").await.status,
        200
    );
    tokio::time::sleep(Duration::from_millis(25)).await;
    let now = get(&server, name, ADA).await.json();
    assert_eq!(now["names"][0]["givenName"], "Late");
}

#[tokio::test]
async fn x8_a_search_needs_to_be_warm() {
    let server = Server::start().await;
    create(&server, ADA).await;
    put(&server, json!({"then": {"warmUp": true}})).await;
    let search = async |query: &str, caller| {
        let address = format!("/v1/people:searchContacts?query={query}&readMask=names");
        let answer = server.send("GET", &address, &[caller], "").await;
        assert_eq!(answer.status, 200);
        answer.json()
    };
    assert_eq!(search("Ada", ADA).await, json!({}));
    assert_eq!(search("", BOB).await, json!({}));
    assert_eq!(
        search("Ada", ADA).await,
        json!({}),
        "the cache of another account is not hers"
    );
    assert_eq!(search("", ADA).await, json!({}));
    let found = search("Ada", ADA).await;
    assert_eq!(
        found["results"].as_array().map(Vec::len),
        Some(1),
        "{found}"
    );
    assert_eq!(rules(&server, "").await[0]["fired"], 2);
}

#[tokio::test]
async fn x9_a_request_asks_for_itself() {
    let server = Server::start().await;
    let me = "/v1/people/me?personFields=names";
    for value in ["drop", "{'drop': 'after'}", "[]", "503"] {
        let wrong = [ADA, ("x-people-emulator", value)];
        let answer = server.send("GET", me, &wrong, "").await;
        assert_eq!(answer.status, 400, "{value}");
        let message = answer.message();
        assert!(message.contains(r#"such as `{""#), "{message}");
    }
    for (name, value, status) in [
        ("x-goog-emulator-instructions", "return-503", 503),
        ("x-goog-emulator-instructions", "return-429", 429),
        ("x-goog-emulator-instructions", "return-502", 502),
        ("x-goog-emulator-instructions", "stall-for-10ms", 200),
        ("x-people-emulator", r#"{"status": "ABORTED"}"#, 409),
        ("x-people-emulator", r#"{"delay": "1ms"}"#, 200),
        ("x-people-emulator", r#"{"status": "ABORTEDD"}"#, 400),
        ("x-goog-emulator-instructions", "return-nothing", 400),
        ("x-goog-emulator-instructions", "return-299", 400),
    ] {
        let answer = server.send("GET", me, &[ADA, (name, value)], "").await;
        assert_eq!(answer.status, status, "{name}: {value}");
        let next = server.send("GET", me, &[ADA], "").await;
        assert_eq!(next.status, 200, "it is for this request alone");
    }
    let journal = server
        .control("GET", "requests?status=409", "")
        .await
        .json();
    assert_eq!(journal["requests"][0]["fired"], json!([{"rule": null}]));
}

#[tokio::test]
async fn x60_a_rule_is_turned_off_and_on_and_its_counts_stay() {
    let server = Server::start().await;
    let rules = json!([
        {"times": 2, "then": {"status": "UNAVAILABLE"}},
        {"enabled": false, "then": {"status": "INTERNAL"}},
    ]);
    put(&server, rules).await;
    let me = "/v1/people/me?personFields=names";
    let status = async || server.send("GET", me, &[ADA], "").await.status.as_u16();
    let patch = async |id: u64, enabled: bool| {
        let body = json!({"enabled": enabled}).to_string();
        let answer = server.control("PATCH", &format!("rules/{id}"), &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    assert_eq!(status().await, 503);
    let off = patch(1, false).await;
    assert_eq!(
        (&off["enabled"], &off["seen"], &off["fired"]),
        (&json!(false), &json!(1), &json!(1))
    );
    assert_eq!(status().await, 200, "both are off");
    let one = server.control("GET", "rules/1", "").await.json();
    assert_eq!(one, off, "what is off sees no call");
    assert_eq!(patch(1, true).await["left"], 1);
    assert_eq!(status().await, 503);
    assert_eq!(status().await, 200, "it is spent");
    assert_eq!(patch(2, true).await["enabled"], true);
    assert_eq!(status().await, 500);

    let removed = server.control("DELETE", "rules/2", "").await;
    assert_eq!(removed.json()["removed"], true);
    let again = server.control("DELETE", "rules/2", "").await;
    assert_eq!(again.json()["removed"], false);
    assert_eq!(status().await, 200);
    for (verb, path, body, expected) in [
        ("GET", "rules/2", "", 404),
        ("PATCH", "rules/2", r#"{"enabled": true}"#, 404),
        ("PATCH", "rules/1", r#"{"enabled": "no"}"#, 400),
        ("PATCH", "rules/1", r#"{"times": 3}"#, 400),
        ("PATCH", "rules/1", "", 400),
        ("GET", "rules/x", "", 400),
        ("GET", "rules/-1", "", 400),
    ] {
        let answer = server.control(verb, path, body).await;
        assert_eq!(answer.status, expected, "{verb} {path} {body}");
    }
    let wrong = r#"{"enabled": 1, "then": {"status": "INTERNAL"}}"#;
    let answer = server.control("POST", "rules", wrong).await;
    assert!(
        answer.message().contains("`true` or `false`"),
        "{}",
        answer.message()
    );
}

#[tokio::test]
async fn x60_reads_do_not_lag_behind_what_was_written_while_the_rule_was_off() {
    let server = Server::start().await;
    put(&server, json!([{"then": {"lag": 5}}])).await;
    let ada = create(&server, ADA).await;
    let name = async || {
        let person = get(&server, &ada["resourceName"], ADA).await.json();
        person["names"][0]["givenName"].clone()
    };
    assert_eq!(name().await, "Ada");
    let body = r#"{"enabled": false}"#;
    server.control("PATCH", "rules/1", body).await;
    rename(&server, &ada, &[ADA], "Augusta").await;
    let body = r#"{"enabled": true}"#;
    server.control("PATCH", "rules/1", body).await;
    assert_eq!(name().await, "Augusta");
    let now = get(&server, &ada["resourceName"], ADA).await.json();
    rename(&server, &now, &[ADA], "Byron").await;
    assert_eq!(name().await, "Augusta", "it lags again");
}
