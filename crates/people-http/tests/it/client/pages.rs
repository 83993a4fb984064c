use people_http::ListConnections;
use people_model::FieldMask;

use super::{
    predicates,
    script::{Answer, Script, ok, status},
};

fn page(etags: &[&str], next: &str) -> Answer {
    let people: Vec<_> = etags
        .iter()
        .map(|etag| format!(r#"{{"etag": "{etag}"}}"#))
        .collect();
    let people = people.join(",");
    ok(&format!(
        r#"{{"connections": [{people}], "nextPageToken": "{next}", "nextSyncToken": "s{next}"}}"#
    ))
}

#[tokio::test(start_paused = true)]
async fn a_list_is_read_page_by_page() {
    let script = Script::new([page(&["1", "2"], "a"), page(&[], "b"), page(&["3"], "")]);
    let mut list = script.client().connections(FieldMask::NAMES);
    let mut etags = Vec::new();
    while let Some(person) = list.next().await.unwrap() {
        etags.push(person.etag);
        // No page is read before it is needed.
        assert_eq!(script.asked().len(), if etags.len() < 3 { 1 } else { 3 });
    }
    assert_eq!(etags, ["1", "2", "3"]);
    assert_eq!(list.sync_token(), Some("s"));
    assert!(list.next().await.unwrap().is_none());
    assert!(list.next_page().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_page_that_failed_can_be_asked_for_again() {
    let script = Script::new([
        page(&["1"], "a"),
        status(403, ""),
        page(&["2", "3"], "b"),
        page(&["4"], ""),
    ]);
    let mut list = script.client().list(ListConnections::new(FieldMask::NAMES));
    assert_eq!(list.next().await.unwrap().unwrap().etag, "1");
    assert_eq!(predicates(&list.next().await.unwrap_err()), "forbidden");
    assert_eq!(list.next().await.unwrap().unwrap().etag, "2");
    assert_eq!(list.next_page().await.unwrap().unwrap()[0].etag, "3");
    let rest = list.all().await.unwrap();
    assert_eq!((rest.len(), rest[0].etag.as_str()), (1, "4"));
    let asked = script.asked();
    let tokens: Vec<_> = asked
        .iter()
        .map(|asked| asked.query.rsplit("pageToken=").next().unwrap())
        .collect();
    assert_eq!(tokens, ["personFields=names", "a", "a", "b"]);
}

/// A token that leads to its own page would lead there for ever.
#[tokio::test(start_paused = true)]
async fn a_page_token_that_comes_again_is_an_error() {
    let cause = |error: people_http::Error| std::error::Error::source(&error).unwrap().to_string();
    const AGAIN: &str = "its nextPageToken is that of an earlier page, so the list would not end";
    let script = Script::new([page(&["1"], "a"), page(&["2"], "a"), page(&["2"], "")]);
    let mut list = script.client().connections(FieldMask::NAMES);
    assert_eq!(list.next().await.unwrap().unwrap().etag, "1");
    assert_eq!(cause(list.next().await.unwrap_err()), AGAIN);
    // That page can be asked for again.
    assert_eq!(list.all().await.unwrap().len(), 1);
    // In a circle of several pages. No page is read twice.
    let circle = ["a", "b", "c", "a", "b"].map(|next| page(&["1"], next));
    let script = Script::new(circle);
    let mut list = script.client().connections(FieldMask::NAMES);
    assert_eq!(cause(list.all().await.unwrap_err()), AGAIN);
    assert_eq!(script.lines().len(), 4);
    // The caller's own token is one too.
    let script = Script::new([page(&["1"], "mine"), page(&[], "")]);
    let list = ListConnections::new(FieldMask::NAMES).page_token("mine");
    let error = script.client().list(list).all().await.unwrap_err();
    assert_eq!(cause(error), AGAIN);
    // The other lists. The third page is not asked for.
    let twice = |list: &str| {
        let again = || ok(&format!(r#"{{"{list}": [], "nextPageToken": "t"}}"#));
        Script::new([again(), again(), ok("{}")]).client()
    };
    let groups = twice("contactGroups").groups().all().await;
    assert_eq!(cause(groups.unwrap_err()), AGAIN);
    let mut others = twice("otherContacts").other_contacts(FieldMask::NAMES);
    assert_eq!(cause(others.all().await.unwrap_err()), AGAIN);
    let mut directory = twice("people").directory(FieldMask::NAMES);
    assert_eq!(cause(directory.all().await.unwrap_err()), AGAIN);
    let mut found = twice("people").search_directory("a", FieldMask::NAMES);
    assert_eq!(cause(found.all().await.unwrap_err()), AGAIN);
}

#[tokio::test(start_paused = true)]
async fn groups_are_a_list_too() {
    let script = Script::new([
        ok(r#"{"contactGroups": [{"name": "a"}], "nextPageToken": "t"}"#),
        ok(r#"{"contactGroups": [{"name": "b"}]}"#),
        ok(r#"{"name": "b"}"#),
        ok(r#"{"name": "c"}"#),
    ]);
    let client = script.client();
    let groups = client.groups().all().await.unwrap();
    assert_eq!((groups.len(), groups[1].name.as_str()), (2, "b"));
    assert_eq!(client.group("contactGroups/b").await.unwrap().name, "b");
    assert_eq!(client.create_group("c").await.unwrap().name, "c");
    assert_eq!(script.lines()[3], "POST /v1/contactGroups");
}

#[tokio::test(start_paused = true)]
async fn y01_the_sync_token_comes_with_all_entries() {
    let script = Script::new([page(&["1"], "a"), page(&["2"], "")]);
    let client = script.client();
    let mut list = client.list(ListConnections::new(FieldMask::NAMES).request_sync_token(true));
    assert_eq!(list.sync_token(), None);
    assert_eq!(list.all().await.unwrap().len(), 2);
    assert_eq!(list.sync_token(), Some("s"));
    assert!(script.asked()[0].query.contains("requestSyncToken=true"));
}

#[tokio::test(start_paused = true)]
async fn y03_an_expired_sync_token_is_told_from_other_refusals() {
    let body = r#"{"error": {"code": 400, "status": "FAILED_PRECONDITION", "message": "Sync token is expired.",
        "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "EXPIRED_SYNC_TOKEN", "domain": "people.googleapis.com"}]}}"#;
    let other = r#"{"error": {"code": 400, "status": "FAILED_PRECONDITION", "message": "Sync token is expired."}}"#;
    let script = Script::new([status(400, body), status(400, other)]);
    let list = ListConnections::new(FieldMask::NAMES).sync_token("old");
    let error = script.client().list(list.clone()).all().await.unwrap_err();
    assert!(error.is_sync_expired() && !error.is_stale());
    assert_eq!(error.http_status(), Some(400));
    assert_eq!(error.method(), Some(people_model::Method::ListConnections));
    let error = script.client().list(list).all().await.unwrap_err();
    assert!(!error.is_sync_expired());
}
