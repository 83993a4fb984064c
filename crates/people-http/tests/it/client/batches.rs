//! Batches of any length: what became of each contact, and what a lost reply turns out to have been.
mod replies;

use people_http::{Batches, Quota};
use people_model::{ContactId, FieldMask, Name};
use people_rules::{Contract, Violation};
use serde_json::{Value, json};
use tokio::time::Instant;

use self::replies::{
    NOT_FOUND, all_sent, created, kept, listed, name, not_found, read, refused, sent, stale, told,
    updated,
};
use super::{
    names,
    script::{Answer, Script, held, ok, status},
};

const CREATE: &str = "POST /v1/people:batchCreateContacts";
const UPDATE: &str = "POST /v1/people:batchUpdateContacts";
const DELETE: &str = "POST /v1/people:batchDeleteContacts";
const LIST: &str = "GET /v1/people/me/connections";
const READ: &str = "GET /v1/people:batchGet";
/// With more names than an address has room for.
const READ_LONG: &str = "POST /v1/people:batchGet";

#[tokio::test(start_paused = true)]
async fn r9_creates_are_sent_200_at_a_time() {
    let script = Script::new([
        listed([kept(7, 1)]),
        created(0..200),
        status(429, ""),
        created(200..400),
        created(400..450),
    ]);
    let mut batches = script.client().create_contacts(all_sent(0..450));
    assert_eq!(batches.len(), 450);
    let people = batches.all().await;
    let names = people.into_iter().map(|it| it.unwrap().resource_name);
    assert!(names.eq((0..450).map(name)));
    assert_eq!(script.lines(), [LIST, CREATE, CREATE, CREATE, CREATE]);
    assert_eq!(script.asked()[2].body, script.asked()[3].body);
    assert!(batches.next_batch().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn r9_what_is_refused_does_not_keep_the_others() {
    let invalid =
        json!({"code": 3, "message": "Must specify a non-metadata contact field on the person."});
    let refuse = |places: &[&str]| {
        let errors: Vec<_> = places.iter().map(|it| (*it, invalid.clone())).collect();
        refused("BatchCreateContactsErrorDetails", &errors)
    };
    // The second of the three that are left is the last of the four.
    let script = Script::new([
        listed([]),
        refuse(&["2"]),
        refuse(&["2"]),
        ok(&json!({"createdPeople": [{"person": kept(0, 9)}, {"person": kept(1, 9)}]}).to_string()),
    ]);
    let outcomes = script.client().create_contacts(all_sent(0..4)).all().await;
    assert_eq!(told(&outcomes), ["2 done", "2 invalid"]);
    let error = outcomes[2].as_ref().unwrap_err();
    assert_eq!(
        error.to_string(),
        "BatchCreateContacts: 400 INVALID_ARGUMENT: Must specify a non-metadata contact field on the person."
    );
    let sent: Value = serde_json::from_str(&script.asked()[3].body).unwrap();
    assert_eq!(sent["contacts"].as_array().unwrap().len(), 2);
}

/// A create is not sent again, and what it made is found: among what changed since, the latest first.
#[tokio::test(start_paused = true)]
async fn r9_creates_that_are_found_to_have_happened_succeed() {
    for lost in [Answer::Reset, Answer::Silence, status(503, ""), ok("{")] {
        let script = Script::new([
            listed([kept(7, 1)]),
            lost,
            // Not yet.
            listed([kept(7, 1)]),
            // The order is another; somebody else's is in between; the same as before is not taken for it.
            listed([kept(1, 9), kept(5, 9), kept(0, 9), kept(7, 1)]),
        ]);
        let people = all_sent(0..2);
        let outcomes = script.client().create_contacts(people).all().await;
        let names = outcomes.into_iter().map(|it| it.unwrap().resource_name);
        assert!(names.eq(["people/c1000", "people/c1001"]));
        assert_eq!(script.lines(), [LIST, CREATE, LIST, LIST]);
        assert!(script.asked()[2].query.contains("LAST_MODIFIED_DESCENDING"));
    }
}

#[tokio::test(start_paused = true)]
async fn r9_creates_that_are_not_found_are_ambiguous_and_the_rest_is_not_tried() {
    // Equal contacts that were there before are not taken for new ones, nor is one taken for two.
    let script = Script::new([
        listed([kept(0, 1)]),
        Answer::Cut,
        listed([kept(1, 9), kept(0, 1)]),
        listed([kept(1, 9), kept(0, 1)]),
        listed([kept(1, 9), kept(0, 1)]),
    ]);
    let mut people = all_sent(0..200);
    people[2] = people[1].clone();
    people.extend(all_sent(200..250));
    let outcomes = script.client().create_contacts(people).all().await;
    let expected = ["1 ambiguous", "1 done", "198 ambiguous", "50 not tried"];
    assert_eq!(told(&outcomes), expected);
    let untried = outcomes[249].as_ref().unwrap_err();
    assert_eq!(
        untried.to_string(),
        "BatchCreateContacts: not tried, because an earlier call failed"
    );
    let cause = std::error::Error::source(untried).unwrap();
    assert!(cause.to_string().contains("no reply came"), "{cause}");
    assert!(!untried.is_ambiguous());
}

/// Without knowing what was there before, nothing is sent.
#[tokio::test(start_paused = true)]
async fn r9_creates_begin_with_a_read() {
    let script = Script::new([status(403, "")]);
    let outcomes = script.client().create_contacts(all_sent(0..3)).all().await;
    assert_eq!(told(&outcomes), ["3 not tried"]);
    assert_eq!(script.lines(), [LIST]);
    let none = Script::new([]).client().create_contacts([]).all().await;
    assert!(none.is_empty());
}

#[tokio::test(start_paused = true)]
async fn r9_one_of_450_is_stale() {
    let script = Script::new([
        updated(0..200, 450),
        refused(
            "BatchUpdateContactsErrorDetails",
            &[("people/c1300", stale())],
        ),
        updated(200..400, 300),
        updated(400..450, 450),
    ]);
    let people = all_sent(0..450);
    let outcomes = script.client().update_contacts(people, names()).all().await;
    assert_eq!(told(&outcomes), ["300 done", "1 stale", "149 done"]);
    let error = outcomes[300].as_ref().unwrap_err();
    assert_eq!(error.resource_name(), Some("people/c1300"));
    assert_eq!(error.http_status(), Some(400));
    assert_eq!(script.lines(), [UPDATE; 4]);
    assert!(!script.asked()[2].body.contains("people/c1300"));
}

/// The etags make the second call harmless: all are stale if the first one happened.
#[tokio::test(start_paused = true)]
async fn r9_updates_that_are_found_to_have_happened_succeed() {
    for lost in [Answer::Reset, Answer::Silence, status(503, "")] {
        let all_stale = refused(
            "BatchUpdateContactsErrorDetails",
            &[
                ("people/c1000", stale()),
                ("people/c1001", stale()),
                ("people/c1002", stale()),
            ],
        );
        // Somebody changed the last one since.
        let mut others = kept(2, 9);
        others["names"][0]["givenName"] = "Grace".into();
        let script = Script::new([
            lost,
            all_stale,
            read([
                (0, Some(kept(0, 9))),
                (1, Some(kept(1, 9))),
                (2, Some(others)),
            ]),
        ]);
        let people = all_sent(0..3);
        let outcomes = script.client().update_contacts(people, names()).all().await;
        assert_eq!(told(&outcomes), ["2 done", "1 stale, ambiguous"]);
        assert_eq!(script.lines(), [UPDATE, UPDATE, READ]);
    }
}

/// A contact that is not refused has the etag that was sent: the lost call did not happen.
#[tokio::test(start_paused = true)]
async fn r9_updates_that_did_not_happen_are_sent_again() {
    let script = Script::new([
        Answer::Reset,
        refused(
            "BatchUpdateContactsErrorDetails",
            &[("people/c1000", stale()), ("people/c1002", not_found())],
        ),
        updated(1..2, 9),
    ]);
    let people = all_sent(0..3);
    let outcomes = script.client().update_contacts(people, names()).all().await;
    assert_eq!(told(&outcomes), ["1 stale", "1 done", "1 not found"]);
    assert_eq!(script.lines(), [UPDATE; 3]);
}

#[tokio::test(start_paused = true)]
async fn r9_updates_without_any_reply_are_settled_by_reading() {
    let lost = || [Answer::Reset, Answer::Reset, Answer::Reset];
    let script = Script::new(
        lost()
            .into_iter()
            .chain([read([(0, Some(kept(0, 9))), (1, None)])]),
    );
    let people = all_sent(0..2);
    let outcomes = script.client().update_contacts(people, names()).all().await;
    assert_eq!(told(&outcomes), ["1 done", "1 ambiguous"]);
    // The same if it cannot be read back: then neither is known, and the rest is not tried.
    let script = Script::new(lost().into_iter().chain([status(403, "")]));
    let people = all_sent(0..201);
    let outcomes = script.client().update_contacts(people, names()).all().await;
    assert_eq!(told(&outcomes), ["200 ambiguous", "1 not tried"]);
}

/// What is wrong is found before anything is sent, and is no reason not to send the others.
#[tokio::test(start_paused = true)]
async fn updates_are_checked_before_they_are_sent() {
    let script = Script::new([updated(0..1, 9)]);
    let me = sent(1).resource_name("people/me");
    let unread = sent(2).etag("");
    let people = [sent(0), me, unread];
    let outcomes = script.client().update_contacts(people, names()).all().await;
    assert_eq!(told(&outcomes), ["1 done", "2 invalid"]);
    let rules = |at: usize| {
        let violations = outcomes[at].as_ref().unwrap_err().violations();
        violations.iter().map(Violation::rule).collect::<Vec<_>>()
    };
    assert_eq!((rules(1), rules(2)), (vec!["U1"], vec!["U6"]));
    assert_eq!(
        outcomes[1].as_ref().unwrap_err().resource_name(),
        Some("people/me")
    );
    assert_eq!(script.lines(), [UPDATE]);
}

/// As by two calls: the second update is of a contact that changed since.
#[tokio::test(start_paused = true)]
async fn a_contact_that_is_named_twice_is_in_two_batches() {
    let again = refused(
        "BatchUpdateContactsErrorDetails",
        &[("people/c1000", stale())],
    );
    let script = Script::new([updated(0..2, 9), again, updated(2..3, 9)]);
    let people = [sent(0), sent(1), sent(0), sent(2)];
    let outcomes = script.client().update_contacts(people, names()).all().await;
    assert_eq!(told(&outcomes), ["2 done", "1 stale", "1 done"]);

    let script = Script::new([ok("{}"), status(404, NOT_FOUND), read([(1, None)])]);
    let outcomes = script
        .client()
        .delete_contacts(["people/c1001", "people/c1001"]);
    let outcomes = { outcomes }.all().await;
    assert_eq!(told(&outcomes), ["1 done", "1 not found"]);
}

/// Large contacts make small batches: a server takes bodies of 8 MiB.
#[tokio::test(start_paused = true)]
async fn large_contacts_go_in_smaller_batches() {
    let large = |number| sent(number).names([Name::new().given_name("x".repeat(1 << 20))]);
    let people: Vec<_> = (0..5).map(large).collect();
    let script = Script::new([listed([]), created(0..3), created(3..5)]);
    let outcomes = script.client().create_contacts(people).all().await;
    assert_eq!(told(&outcomes), ["5 done"]);
    // One that is larger than that is sent by itself, for the server to refuse.
    let huge = sent(0).names([Name::new().given_name("x".repeat(5 << 20))]);
    let script = Script::new([listed([]), status(400, ""), created(1..2)]);
    let outcomes = script.client().create_contacts([huge, sent(1)]).all().await;
    assert_eq!(told(&outcomes), ["1 invalid", "1 not tried"]);
}

#[tokio::test(start_paused = true)]
async fn r9_deletes_tell_which_contacts_are_missing() {
    let script = Script::new([
        ok("{}"),
        status(404, NOT_FOUND),
        read((500..700).map(|it| (it, (it != 600).then(|| kept(it, 1))))),
        read((700..750).map(|it| (it, Some(kept(it, 1))))),
        ok("{}"),
    ]);
    let ids = (0..750).map(|it| ContactId::parse(&name(it)).unwrap());
    let outcomes = script.client().delete_contacts(ids).all().await;
    assert_eq!(told(&outcomes), ["600 done", "1 not found", "149 done"]);
    let error = outcomes[600].as_ref().unwrap_err();
    assert_eq!(error.resource_name(), Some("people/c1600"));
    assert_eq!(script.lines(), [DELETE, DELETE, READ_LONG, READ, DELETE]);
    assert!(!script.asked()[4].body.contains("people/c1600"));
}

#[tokio::test(start_paused = true)]
async fn r9_deletes_that_are_found_to_have_happened_succeed() {
    let two = ["people/c1001", "people/c1002"];
    let delete = async |answers: Vec<Answer>| {
        let script = Script::new(answers);
        let outcomes = script.client().delete_contacts(two).all().await;
        (told(&outcomes), script.lines().len())
    };
    let there = |it| (it, Some(kept(it, 1)));
    let missing = || status(404, NOT_FOUND);
    // Both are gone after a lost reply.
    let gone = delete(vec![Answer::Reset, missing(), read([(1, None), (2, None)])]);
    assert_eq!(gone.await, (vec!["2 done".to_owned()], 3));
    // One is there: the lost call did not happen, and the other was gone before.
    let undone = vec![
        Answer::Silence,
        missing(),
        read([(1, None), there(2)]),
        ok("{}"),
    ];
    let expected = vec!["1 not found".to_owned(), "1 done".to_owned()];
    assert_eq!(delete(undone).await, (expected, 4));
    // Neither was there, and nothing was lost.
    let never = delete(vec![missing(), read([(1, None), (2, None)])]);
    assert_eq!(never.await, (vec!["2 not found".to_owned()], 2));
    // No reply at all.
    let lost = || [Answer::Reset, status(503, ""), Answer::Cut];
    let silent = lost().into_iter().chain([read([(1, None), (2, None)])]);
    assert_eq!(
        delete(silent.collect()).await,
        (vec!["2 done".to_owned()], 4)
    );
    let silent = lost().into_iter().chain([read([there(1), there(2)])]);
    let expected = vec!["2 ambiguous".to_owned()];
    assert_eq!(delete(silent.collect()).await, (expected, 4));
    // The service says that one is missing, and shows both: it does not go on forever.
    let odd = delete(vec![missing(), read([there(1), there(2)])]);
    assert_eq!(odd.await, (vec!["2 not found".to_owned()], 2));
}

/// A batch whose call was dropped on the wire is not sent again.
#[tokio::test(start_paused = true)]
async fn a_batch_that_was_dropped_is_ambiguous() {
    let (answer, go_on) = held(r#"{"updateResult": {}}"#);
    let script = Script::new([answer, updated(200..201, 450)]);
    let mut batches = script.client().update_contacts(all_sent(0..201), names());
    assert!(poll_once(&mut batches).await);
    assert_eq!(script.lines(), [UPDATE]);
    let dropped = batches.next_batch().await.unwrap();
    assert_eq!(told(&dropped), ["200 ambiguous"]);
    go_on.notify_one();
    assert_eq!(told(&batches.all().await), ["1 done"]);
    assert_eq!(script.lines(), [UPDATE; 2]);
    // One that waits for its turn was not sent, and is.
    let (answer, go_on) = held("{}");
    let script = Script::new([answer, ok("{}")]);
    let client = script.client();
    let other = tokio::spawn({
        let client = client.clone();
        async move { client.delete("people/c1009").await }
    });
    tokio::task::yield_now().await;
    let mut batches = client.delete_contacts(["people/c1001"]);
    assert!(poll_once(&mut batches).await);
    assert_eq!(script.lines().len(), 1);
    go_on.notify_one();
    other.await.unwrap().unwrap();
    assert_eq!(told(&batches.all().await), ["1 done"]);
}

/// Begins the next batch and drops it; whether it was still under way.
async fn poll_once<T: Send>(batches: &mut Batches<T>) -> bool {
    let next = batches.next_batch();
    let soon = std::time::Duration::from_secs(1);
    tokio::time::timeout(soon, next).await.is_err()
}

/// A batch of updates costs 6 reads and 6 writes.
#[tokio::test(start_paused = true)]
async fn r7_batches_wait_for_the_quota() {
    let answers = (0..3).map(|batch| updated(batch * 200..(batch + 1) * 200, 600));
    let script = Script::new(answers);
    let client = Script::builder().quota(Quota::per_minute(12));
    let client = client.build_over(script.clone()).unwrap();
    let begin = Instant::now();
    let outcomes = client
        .update_contacts(all_sent(0..600), names())
        .all()
        .await;
    assert_eq!(told(&outcomes), ["600 done"]);
    assert!(begin.elapsed().as_secs() >= 60);
    assert!(script.gaps()[0].as_secs() < 1);
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_fails_as_a_whole_ends_it() {
    let script = Script::new([status(403, "")]);
    let client = Script::builder().contract(Contract::Observed);
    let client = client.build_over(script.clone()).unwrap();
    let mut batches = client.update_contacts(all_sent(0..401), names());
    let first = batches.next_batch().await.unwrap();
    assert_eq!(told(&first), ["200 forbidden"]);
    let rest = batches.next_batch().await.unwrap();
    assert_eq!(told(&rest), ["201 not tried"]);
    assert!(batches.next_batch().await.is_none());
    assert_eq!(
        rest[200].as_ref().unwrap_err().resource_name(),
        Some("people/c1400")
    );
}

#[tokio::test(start_paused = true)]
async fn contacts_are_returned_as_asked() {
    let script = Script::new([listed([]), created(0..1), updated(0..1, 9)]);
    let client = script.client();
    let fields = FieldMask::NICKNAMES;
    client
        .create_contacts([sent(0)])
        .returning(fields)
        .all()
        .await;
    client
        .update_contacts([sent(0)], names())
        .returning(FieldMask::EMPTY)
        .all()
        .await;
    let asked = |at: usize| -> Value { serde_json::from_str(&script.asked()[at].body).unwrap() };
    assert_eq!(asked(1)["readMask"], "metadata,nicknames");
    assert_eq!(asked(2)["readMask"], "metadata");
    // A reply that leaves a contact out does not say what became of it.
    let script = Script::new([listed([]), created(0..1), ok("{}")]);
    let outcomes = script.client().create_contacts(all_sent(0..2)).all().await;
    assert_eq!(told(&outcomes), ["1 done", "1 ambiguous"]);
}
