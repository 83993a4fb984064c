//! Directories: lists of them.
use people_http::ListDirectoryPeople;
use people_model::FieldMask;
use people_rules::DirectorySources;

use super::{
    predicates,
    script::{Answer, Script, ok, status},
};

#[tokio::test(start_paused = true)]
async fn a_directory_comes_page_by_page() {
    let script = Script::new([
        ok(r#"{"people": [{"resourceName": "people/1"}], "nextPageToken": "t"}"#),
        Answer::Silence,
        // A page may be empty, and others follow.
        ok(r#"{"nextPageToken": "u"}"#),
        ok(r#"{"people": [{"resourceName": "people/2"}], "nextSyncToken": "s"}"#),
    ]);
    let mut pages = script.client().directory(FieldMask::NAMES);
    let people = pages.all().await.unwrap();
    let names: Vec<_> = people.iter().map(|it| it.resource_name.as_str()).collect();
    assert_eq!(names, ["people/1", "people/2"]);
    assert_eq!(pages.sync_token(), Some("s"));
    assert_eq!(script.lines(), ["GET /v1/people:listDirectoryPeople"; 4]);
    let sources = |query: &str| {
        let kinds = ["DOMAIN_PROFILE", "DOMAIN_CONTACT"];
        kinds.map(|kind| query.contains(&format!("sources=DIRECTORY_SOURCE_TYPE_{kind}")))
    };
    assert_eq!(sources(&script.asked()[0].query), [true, true]);
    assert!(script.asked()[3].query.contains("pageToken=u"));

    // Only one of the two; and a caller of no domain.
    let script = Script::new([status(
        400,
        r#"{"error": {"code": 400, "message": "Must be a G Suite domain user.", "status": "FAILED_PRECONDITION"}}"#,
    )]);
    let profiles = DirectorySources {
        profiles: true,
        ..DirectorySources::default()
    };
    let list = ListDirectoryPeople::new(FieldMask::NAMES, profiles);
    let error = script.client().list(list).all().await.unwrap_err();
    assert_eq!(predicates(&error), "");
    assert!(error.to_string().contains("Must be a G Suite domain user."));
    assert_eq!(sources(&script.asked()[0].query), [true, false]);
}
