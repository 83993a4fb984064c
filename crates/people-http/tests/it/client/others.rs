//! Other contacts: lists of them, and copies.
use people_model::FieldMask;

use super::{
    predicates,
    script::{Answer, Script, ok, status},
};

#[tokio::test(start_paused = true)]
async fn other_contacts_come_page_by_page() {
    let script = Script::new([
        ok(r#"{"otherContacts": [{"resourceName": "otherContacts/c1"}], "nextPageToken": "t"}"#),
        // A read is made again.
        Answer::Reset,
        ok(r#"{"otherContacts": [{"resourceName": "otherContacts/c2"}], "nextSyncToken": "s"}"#),
    ]);
    let mut pages = script.client().other_contacts(FieldMask::NAMES);
    let others = pages.all().await.unwrap();
    let names: Vec<_> = others.iter().map(|it| it.resource_name.as_str()).collect();
    assert_eq!(names, ["otherContacts/c1", "otherContacts/c2"]);
    assert_eq!(pages.sync_token(), Some("s"));
    assert_eq!(script.lines(), ["GET /v1/otherContacts"; 3]);
    assert_eq!(script.asked()[2].query, "readMask=names&pageToken=t");
}

#[tokio::test(start_paused = true)]
async fn r3_a_copy_is_never_made_again_blindly() {
    let script = Script::new([
        status(429, ""),
        ok(r#"{"resourceName": "people/c9", "etag": "%"}"#),
    ]);
    let copied = script.client();
    let copied = copied.copy_other_contact("otherContacts/c1", FieldMask::NAMES);
    assert_eq!(copied.await.unwrap().resource_name, "people/c9");
    let copy = "POST /v1/otherContacts/c1:copyOtherContactToMyContactsGroup";
    assert_eq!(script.lines(), [copy; 2]);
    assert_eq!(script.asked()[1].body, r#"{"copyMask":"names"}"#);

    for lost in [Answer::Reset, status(503, ""), Answer::Cut] {
        let script = Script::new([lost]);
        let client = script.client();
        let copied = client.copy_other_contact("otherContacts/c1", FieldMask::NAMES);
        assert!(predicates(&copied.await.unwrap_err()).contains("ambiguous"));
        assert_eq!(script.lines().len(), 1);
    }
}
