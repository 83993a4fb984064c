//! What a lost reply turns out to have been (rules R4 and R5).
use people_http::{Client, UpdateContact};
use people_model::{ContactId, FieldMask, ReadSourceType};
use people_rules::Sources;

use super::{
    ada, names, predicates,
    script::{Answer, Script, ok, stale, status},
};

/// What is read back: the name as the server keeps it, with all that it fills in.
const KEPT: &str = r#"{
    "resourceName": "people/c17",
    "etag": "%2",
    "nicknames": [{"value": "Countess"}],
    "names": [
        {
            "metadata": {"primary": true, "sourcePrimary": true, "source": {"type": "CONTACT", "id": "11"}},
            "displayName": "Ada",
            "displayNameLastFirst": "Ada",
            "unstructuredName": "Ada",
            "givenName": "Ada"
        },
        {
            "metadata": {"source": {"type": "PROFILE", "id": "9"}},
            "displayName": "Ada King",
            "familyName": "King",
            "givenName": "Ada"
        }
    ]
}"#;

#[tokio::test(start_paused = true)]
async fn r4_an_update_that_is_found_to_have_happened_succeeds() {
    let script = Script::new([Answer::Reset, stale(), ok(KEPT)]);
    let person = script.client().update(ada(), names()).await.unwrap();
    assert_eq!((person.etag.as_str(), person.nicknames.len()), ("%2", 1));
    assert_eq!(
        script.lines(),
        [
            "PATCH /v1/people/c17:updateContact",
            "PATCH /v1/people/c17:updateContact",
            "GET /v1/people/c17",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn r4_an_update_that_is_not_found_is_stale_and_ambiguous() {
    let others = KEPT.replace("\"Ada\"", "\"Grace\"");
    let script = Script::new([Answer::Silence, stale(), ok(&others)]);
    let error = script.client().update(ada(), names()).await.unwrap_err();
    assert_eq!(predicates(&error), "stale, ambiguous");
    // The same if it cannot be read back.
    let script = Script::new([Answer::Silence, stale(), status(404, "")]);
    let error = script.client().update(ada(), names()).await.unwrap_err();
    assert_eq!(predicates(&error), "stale, ambiguous");
}

/// Nothing was lost, so nothing is read back.
#[tokio::test(start_paused = true)]
async fn an_update_that_is_stale_at_once_is_only_that() {
    let script = Script::new([status(429, ""), stale()]);
    let error = script.client().update(ada(), names()).await.unwrap_err();
    assert_eq!(predicates(&error), "stale");
}

#[tokio::test(start_paused = true)]
async fn r4_the_reply_is_what_was_asked_for() {
    let update = || UpdateContact::new(ContactId::new(17).unwrap(), ada(), names());
    let send = async |update: UpdateContact| {
        let script = Script::new([Answer::Reset, stale(), ok(KEPT)]);
        (script.client().send(update).await, script.lines().len())
    };
    let (person, _) = send(update().returning(FieldMask::NICKNAMES, Sources::DEFAULT)).await;
    assert_eq!(person.unwrap().fields(), FieldMask::NICKNAMES);
    // A profile shows nothing of what became of the contact.
    let profile = Sources::from_iter([ReadSourceType::Profile]);
    let (refused, asked) = send(update().returning(FieldMask::ALL, profile)).await;
    assert_eq!(predicates(&refused.unwrap_err()), "stale, ambiguous");
    assert_eq!(asked, 2);
}

#[tokio::test(start_paused = true)]
async fn r5_a_delete_that_finds_nothing_after_a_lost_reply_is_done() {
    let script = Script::new([Answer::Reset, status(404, "")]);
    script.client().delete("people/c17").await.unwrap();
    let script = Script::new([status(404, "")]);
    let error = script.client().delete("people/c17").await.unwrap_err();
    assert_eq!(predicates(&error), "not found");
}

#[test]
fn the_future_of_a_call_is_not_large() {
    let client: Client = Script::new([]).client();
    let size = size_of_val(&client.update(ada(), names()));
    assert!(size < 16 << 10, "{size}");
}
