//! Searches.
use people_model::FieldMask;

use super::script::{Answer, Script, ok};

#[tokio::test(start_paused = true)]
async fn a_search_returns_what_it_finds() {
    let results = r#"{"results": [{"person": {"resourceName": "people/c2"}}, {}, {"person": {"resourceName": "people/c1"}}]}"#;
    // A read is made again.
    let script = Script::new([Answer::Cut, ok(results), ok("{}")]);
    let client = script.client();
    let found = client.search("ada & l", FieldMask::NAMES).await.unwrap();
    let names: Vec<_> = found.iter().map(|it| it.resource_name.as_str()).collect();
    assert_eq!(names, ["people/c2", "people/c1"]);
    assert!(
        client
            .search("", FieldMask::NAMES)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(script.lines(), ["GET /v1/people:searchContacts"; 3]);
    assert_eq!(
        script.asked()[1].query,
        "query=ada+%26+l&readMask=names&pageSize=30"
    );
}

#[tokio::test(start_paused = true)]
async fn other_contacts_are_searched() {
    let results = r#"{"results": [{"person": {"resourceName": "otherContacts/c2"}}]}"#;
    let script = Script::new([Answer::Reset, ok(results)]);
    let client = script.client();
    let found = client.search_other_contacts("b", FieldMask::NAMES).await;
    assert_eq!(found.unwrap()[0].resource_name, "otherContacts/c2");
    assert_eq!(script.lines(), ["GET /v1/otherContacts:search"; 2]);
    assert_eq!(
        script.asked()[1].query,
        "query=b&readMask=names&pageSize=30"
    );
}

#[tokio::test(start_paused = true)]
async fn a_directory_is_searched_page_by_page() {
    let script = Script::new([
        ok(r#"{"people": [{"resourceName": "people/1"}], "nextPageToken": "t", "totalSize": 2}"#),
        ok(r#"{"people": [{"resourceName": "people/2"}], "totalSize": 2}"#),
    ]);
    let mut pages = script.client().search_directory("x", FieldMask::NAMES);
    let people = pages.all().await.unwrap();
    let names: Vec<_> = people.iter().map(|it| it.resource_name.as_str()).collect();
    assert_eq!(names, ["people/1", "people/2"]);
    assert_eq!(pages.sync_token(), None);
    assert_eq!(script.lines(), ["GET /v1/people:searchDirectoryPeople"; 2]);
    let query = &script.asked()[1].query;
    assert!(
        query.starts_with("query=x&") && query.ends_with("pageToken=t"),
        "{query}"
    );
    assert_eq!(
        query
            .matches("sources=DIRECTORY_SOURCE_TYPE_DOMAIN_")
            .count(),
        2
    );
}
