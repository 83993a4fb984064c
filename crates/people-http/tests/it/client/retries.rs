//! Which calls are made again, and when (rules R1 to R3).
use std::time::Duration;

use people_http::{ListConnections, RetryPolicy};
use people_model::FieldMask;
use tokio::time::Instant;

use super::{
    ada, names, predicates,
    script::{Answer, Script, ok, status, with},
};

const ADA: &str = r#"{"resourceName": "people/c17", "etag": "%2"}"#;

/// Between a half and the whole of what the policy says, twice as long each time.
#[tokio::test(start_paused = true)]
async fn r1_a_full_quota_is_waited_for() {
    for code in [429, 503] {
        let script = Script::new([status(code, ""), status(code, ""), ok(ADA)]);
        script.client().update(ada(), names()).await.unwrap();
        let gaps = script.gaps();
        assert!((250..=501).contains(&gaps[0].as_millis()), "{gaps:?}");
        assert!((500..=1_001).contains(&gaps[1].as_millis()), "{gaps:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn r2_retry_after_is_the_least_that_is_waited() {
    let date = |answer| with(answer, "date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for (after, seconds) in [("7", 7), ("Sun, 06 Nov 1994 08:49:52 GMT", 15)] {
        let answer = date(with(status(429, ""), "retry-after", after));
        let script = Script::new([answer, ok(ADA)]);
        let client = script.client();
        client.get("people/c17", FieldMask::NAMES).await.unwrap();
        let waited = script.gaps()[0].as_millis();
        let least = seconds * 1_000 + 250;
        assert!((least..least + 252).contains(&waited), "{after}: {waited}");
    }
}

/// A very long `Retry-After` makes the client neither come sooner nor panic.
#[tokio::test(start_paused = true)]
async fn r2_an_absurd_retry_after_is_kept_to() {
    let mut policy = RetryPolicy::default();
    policy.first_wait = Duration::from_secs(4);
    for after in ["18446744073709551615", "99999999999999999999"] {
        let script = Script::new([with(status(429, ""), "retry-after", after)]);
        let builder = Script::builder().retry(policy.clone());
        let client = builder.build_over(script.clone()).unwrap();
        let error = client.get("people/c17", FieldMask::NAMES).await;
        assert_eq!(predicates(&error.unwrap_err()), "quota");
        assert_eq!(script.asked().len(), 1, "{after}");
    }
    for after in ["-5", "", "1e9", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let script = Script::new([with(status(429, ""), "retry-after", after), ok(ADA)]);
        let client = script.client();
        client.get("people/c17", FieldMask::NAMES).await.unwrap();
        assert!(script.gaps()[0] < Duration::from_secs(1), "{after}");
    }
}

/// What asks for more time than there is fails at once, and says how long it would be.
#[tokio::test(start_paused = true)]
async fn r2_the_time_is_bounded() {
    let script = Script::new([with(status(429, ""), "retry-after", "121")]);
    let begin = Instant::now();
    let error = script.client().create(ada()).await.unwrap_err();
    assert_eq!(predicates(&error), "quota");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(121)));
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn r2_the_attempts_are_bounded() {
    let script = Script::new([status(429, ""), status(429, ""), status(429, "")]);
    let error = script.client().create(ada()).await.unwrap_err();
    assert_eq!(predicates(&error), "quota");
    assert_eq!(script.asked().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_policy_may_be_to_try_once() {
    let script = Script::new([status(429, "")]);
    let builder = Script::builder().retry(RetryPolicy::none());
    let client = builder.build_over(script.clone()).unwrap();
    assert!(client.delete("people/c17").await.unwrap_err().is_quota());
}

/// Every way in which a reply is lost.
fn lost() -> [Answer; 8] {
    [
        Answer::Reset,
        Answer::Cut,
        Answer::Silence,
        status(500, ""),
        status(502, "<html>"),
        status(503, ""),
        status(504, ""),
        // As a proxy has it that waited long enough: no code of the standard, and of its class.
        status(524, ""),
    ]
}

#[tokio::test(start_paused = true)]
async fn r3_a_read_is_made_again() {
    for answer in lost() {
        let script = Script::new([answer, ok(ADA)]);
        let client = script.client();
        client.get("people/c17", FieldMask::NAMES).await.unwrap();
    }
    for answer in lost() {
        let script = Script::new([answer, ok("{}")]);
        let list = ListConnections::new(FieldMask::NAMES);
        script.client().send(list).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn r3_an_update_with_an_etag_is_made_again() {
    for answer in lost() {
        let script = Script::new([answer, ok(ADA)]);
        script.client().update(ada(), names()).await.unwrap();
        assert_eq!(script.asked().len(), 2);
    }
}

/// The service would refuse it anyway, but nothing here relies on that.
#[tokio::test(start_paused = true)]
async fn r3_an_update_without_an_etag_is_not() {
    for answer in lost() {
        let script = Script::new([answer]);
        let mut person = ada();
        person.etag.clear();
        let id = people_model::ContactId::new(17).unwrap();
        let update = people_http::UpdateContact::new(id, person, names());
        let error = script.client().send(update).await.unwrap_err();
        assert!(error.is_ambiguous(), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn r3_a_create_is_never_made_again_blindly() {
    for answer in lost() {
        let script = Script::new([answer]);
        let error = script.client().create(ada()).await.unwrap_err();
        assert!(error.is_ambiguous(), "{error}");
        assert_eq!(script.asked().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn r3_a_create_that_was_not_made_is() {
    for answer in [Answer::Refused, status(429, "")] {
        let script = Script::new([answer, ok(ADA)]);
        script.client().create(ada()).await.unwrap();
        assert_eq!(script.asked().len(), 2);
    }
}

/// It would be as unreadable the next time.
#[tokio::test(start_paused = true)]
async fn a_reply_that_cannot_be_read_ends_the_call() {
    for body in ["<html>", ""] {
        let script = Script::new([ok(body)]);
        let error = script.client().update(ada(), names()).await.unwrap_err();
        assert_eq!(predicates(&error), "ambiguous");
    }
    // Nothing is all that is said of a success.
    let script = Script::new([ok("")]);
    script.client().delete("people/c17").await.unwrap();
}

/// A contact that is not in the reply is not a contact without any data.
#[tokio::test(start_paused = true)]
async fn an_empty_reply_is_no_person() {
    let script = Script::new([ok("")]);
    let client = script.client();
    let error = client.get("people/c17", FieldMask::NAMES).await;
    assert_eq!(predicates(&error.unwrap_err()), "");
}

/// That the last attempt surely changed nothing says nothing of the one before.
#[tokio::test(start_paused = true)]
async fn an_error_remembers_what_was_lost() {
    let script = Script::new([Answer::Reset, status(429, ""), status(429, "")]);
    let error = script.client().update(ada(), names()).await.unwrap_err();
    assert_eq!(predicates(&error), "quota, ambiguous");
    assert_eq!(
        error.to_string(),
        "UpdateContact people/c17: 429 RESOURCE_EXHAUSTED: HTTP status 429 (Too Many Requests) \
         (an earlier attempt may have taken effect)",
    );
    let script = Script::new([Answer::Silence, status(403, "")]);
    let error = script.client().delete("people/c17").await.unwrap_err();
    assert_eq!(predicates(&error), "forbidden, ambiguous");
}

#[tokio::test(start_paused = true)]
async fn other_refusals_are_final() {
    for code in [400, 403, 404, 409, 413] {
        let script = Script::new([status(code, "")]);
        let error = script.client().update(ada(), names()).await.unwrap_err();
        assert!(!error.is_ambiguous(), "{error}");
    }
}
