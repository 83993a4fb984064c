//! The photos of contacts.
use people_http::UpdateContactPhoto;
use people_model::{ContactId, FieldMask, ReadSourceType};
use people_rules::Sources;
use serde_json::json;

use super::{
    predicates,
    script::{Answer, Script, ok, status},
};

const GET: &str = "GET /v1/people/c17";
const SET: &str = "PATCH /v1/people/c17:updateContactPhoto";
const DELETE: &str = "DELETE /v1/people/c17:deleteContactPhoto";

/// A contact with photos of these addresses, the last of which is its own.
fn with_photos(urls: &[&str]) -> Answer {
    let last = urls.len() - 1;
    let photos: Vec<_> = urls
        .iter()
        .enumerate()
        .map(|(place, url)| {
            let kind = if place == last { "CONTACT" } else { "PROFILE" };
            json!({"url": url, "metadata": {"source": {"type": kind}}})
        })
        .collect();
    ok(&json!({"resourceName": "people/c17", "photos": photos}).to_string())
}

#[tokio::test(start_paused = true)]
async fn a_photo_is_set_and_shown() {
    let reply = r#"{"person": {"resourceName": "people/c17", "photos": [{"url": "http://people.example/p"}]}}"#;
    let script = Script::new([ok(reply), ok("{}")]);
    let client = script.client();
    let person = client
        .set_photo("people/c17", &b"\x89PNG"[..])
        .await
        .unwrap();
    assert_eq!(person.photos[0].url, "http://people.example/p");
    let sent: serde_json::Value = serde_json::from_str(&script.asked()[0].body).unwrap();
    assert_eq!(
        sent,
        json!({"photoBytes": "iVBORw==", "personFields": "metadata,photos"})
    );
    // A reply without the contact does not say where the photo is.
    let error = client.set_photo("people/c17", vec![1]).await.unwrap_err();
    assert_eq!(error.resource_name(), Some("people/c17"));
    assert!(error.is_ambiguous());
    assert_eq!(script.lines(), [SET, SET]);
    let error = client.set_photo("people/me", vec![1]).await.unwrap_err();
    assert!(error.is_invalid());
}

const NONE: &str = r#"{"resourceName": "people/c17"}"#;
const OWN: &str = "http://people.example/p";
const FILE: &str = "GET /p";

/// A second call could replace what somebody else set in between.
#[tokio::test(start_paused = true)]
async fn r3_a_photo_is_never_set_again_blindly() {
    for lost in [|| Answer::Reset, || Answer::Cut, || status(503, "")] {
        // The contact has another photo, or none.
        for (found, asked) in [
            (
                vec![with_photos(&[OWN]), ok("another")],
                vec![SET, GET, FILE],
            ),
            (vec![ok(NONE)], vec![SET, GET]),
        ] {
            let script = Script::new([lost()].into_iter().chain(found));
            let client = script.client();
            let set = client.set_photo("people/c17", &b"mine"[..]).await;
            let error = set.unwrap_err();
            assert!(error.is_ambiguous(), "{error}");
            assert_eq!(script.lines(), asked);
        }
    }
    // What was surely not done is made again.
    let reply = r#"{"person": {"resourceName": "people/c17"}}"#;
    let script = Script::new([status(429, ""), ok(reply)]);
    let client = script.client();
    client.set_photo("people/c17", vec![1]).await.unwrap();
    assert_eq!(script.lines(), [SET, SET]);
}

#[tokio::test(start_paused = true)]
async fn r4_a_photo_that_is_found_after_a_lost_reply_was_set() {
    let script = Script::new([Answer::Reset, with_photos(&[OWN]), ok("mine")]);
    let client = script.client();
    let person = client.set_photo("people/c17", &b"mine"[..]).await.unwrap();
    assert_eq!(person.photos[0].url, OWN);
    assert_eq!(script.lines(), [SET, GET, FILE]);

    // The reply is what was asked for.
    let script = Script::new([Answer::Reset, with_photos(&[OWN]), ok("mine")]);
    let id = ContactId::new(17).unwrap();
    let update = UpdateContactPhoto::new(id, &b"mine"[..]);
    let reply = script.client().send(update.clone()).await.unwrap();
    assert_eq!(reply.person, None);
    let script = Script::new([Answer::Reset, with_photos(&[OWN]), ok("mine")]);
    let update = update.returning(FieldMask::NAMES, Sources::DEFAULT);
    let reply = script.client().send(update.clone()).await.unwrap();
    let person = reply.person.unwrap();
    assert_eq!(
        (person.resource_name.as_str(), person.photos.len()),
        ("people/c17", 0)
    );

    // Where the contact's own photo is not shown, nothing is found out.
    let profile = Sources::from_iter([ReadSourceType::Profile]);
    let script = Script::new([Answer::Reset]);
    let update = update.returning(FieldMask::NAMES, profile);
    let error = script.client().send(update).await.unwrap_err();
    assert!(error.is_ambiguous());
    assert_eq!(script.lines(), [SET]);
}

#[tokio::test(start_paused = true)]
async fn r5_a_photo_that_is_gone_after_a_lost_reply_was_deleted() {
    let script = Script::new([Answer::Reset, ok(NONE), status(404, "")]);
    let client = script.client();
    client.delete_photo("people/c17").await.unwrap();
    let error = client.delete_photo("people/c17").await.unwrap_err();
    assert_eq!(predicates(&error), "not found");
    assert_eq!(script.lines(), [DELETE, GET, DELETE]);

    // Of one that is there somebody else may have given it in between.
    let script = Script::new([Answer::Reset, with_photos(&[OWN]), ok("another")]);
    let error = script
        .client()
        .delete_photo("people/c17")
        .await
        .unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!(script.lines(), [DELETE, GET, FILE]);
}

/// The file is at another address: read again if that fails, and never with the token.
#[tokio::test(start_paused = true)]
async fn a_photo_is_read_without_a_credential() {
    for url in [
        "http://people.example/photos/x",
        "https://photos.example/x?s=1",
    ] {
        let profile = "https://photos.example/of-the-profile";
        let script = Script::new([
            with_photos(&[profile, url]),
            status(503, ""),
            Answer::Cut,
            ok("the file"),
        ]);
        let photo = script.client().photo("people/c17").await.unwrap();
        assert_eq!(photo.as_deref(), Some(&b"the file"[..]));
        let asked = script.asked();
        assert_eq!(
            (asked[0].line.as_str(), asked[0].token.as_str()),
            (GET, "Secret-Token")
        );
        assert_eq!(asked.len(), 4);
        assert!(
            asked[1..]
                .iter()
                .all(|it| it.token.is_empty() && it.line.ends_with("/x"))
        );
        assert_eq!(
            asked[3].query,
            url.split_once('?').map_or("", |(_, query)| query)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_contact_without_a_photo_has_none() {
    let default =
        r#"{"resourceName": "people/c17", "photos": [{"url": "https://x", "default": true}]}"#;
    for reply in [default, r#"{"resourceName": "people/c17"}"#] {
        let script = Script::new([ok(reply)]);
        assert_eq!(script.client().photo("people/c17").await.unwrap(), None);
        assert_eq!(script.lines(), [GET]);
    }
    // One that is replaced meanwhile.
    let script = Script::new([with_photos(&["https://photos.example/x"]), status(404, "")]);
    let error = script.client().photo("people/c17").await.unwrap_err();
    assert_eq!(
        (predicates(&error).as_str(), error.resource_name()),
        ("not found", Some("people/c17"))
    );
}

/// An address within reach of the client, and not of the service, is not read.
#[tokio::test(start_paused = true)]
async fn a_photo_is_read_from_the_service_or_over_tls() {
    for url in [
        "http://127.0.0.1:8500/keys",
        "http://people.example:81/x",
        "file:///etc/passwd",
        "/photos/x",
        "",
    ] {
        let script = Script::new([with_photos(&[url])]);
        let error = script.client().photo("people/c17").await.unwrap_err();
        assert!(
            error.to_string().contains("the reply cannot be read"),
            "{error}"
        );
        assert_eq!(script.lines(), [GET], "{url}");
    }
}

/// A service on this machine is the same by each of the machine's names for itself.
#[tokio::test(start_paused = true)]
async fn a_photo_is_read_by_another_name_of_this_machine() {
    let names = ["localhost", "127.0.0.1", "127.8.9.1", "[::1]"];
    for service in names {
        let base = format!("http://{service}:9312");
        for own in names {
            let script = Script::new([with_photos(&[&format!("http://{own}:9312/x")]), ok("file")]);
            let client = Script::builder()
                .base_url(&base)
                .build_over(script.clone())
                .unwrap();
            let photo = client.photo("people/c17").await.unwrap();
            assert_eq!(photo.as_deref(), Some(&b"file"[..]), "{own} at {service}");
        }
        for other in [
            "http://localhost:9313/x",
            "http://128.0.0.1:9312/x",
            "http://localhost.example:9312/x",
            "http://[::2]:9312/x",
        ] {
            let script = Script::new([with_photos(&[other])]);
            let client = Script::builder()
                .base_url(&base)
                .build_over(script.clone())
                .unwrap();
            let error = client.photo("people/c17").await.unwrap_err();
            let said = std::error::Error::source(&error).unwrap().to_string();
            assert_eq!(
                said,
                format!(
                    "the photo is at {other}, without TLS and not at the service's own address, {base}: \
                     call the service by the name in that address, or have it serve photos over TLS"
                )
            );
        }
    }
}
