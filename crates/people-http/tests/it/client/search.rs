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
