//! Contact groups: renames, deletes and members, and what a lost reply to them turns out to have been.
use people_http::{DeleteContactGroup, GroupFields, ModifyContactGroupMembers, UpdateContactGroup};
use people_model::{ContactGroup, ContactId};

use super::{
    predicates,
    script::{Answer, Script, ok, status},
};

fn group() -> ContactGroup {
    ContactGroup::new()
        .resource_name("contactGroups/1f")
        .etag("AAECAwQFBgc=")
        .name("Engine")
}

fn stale_group() -> Answer {
    status(
        400,
        r#"{"error": {"code": 400, "message": "Request contact_group.etag is different than the current contact_group.etag. Clear local cache and get the latest contact group.", "status": "FAILED_PRECONDITION"}}"#,
    )
}

#[tokio::test(start_paused = true)]
async fn r4_a_rename_that_is_found_to_have_happened_succeeds() {
    let found = r#"{"resourceName": "contactGroups/1f", "etag": "2", "name": "Society", "clientData": [{"key": "k"}]}"#;
    let script = Script::new([Answer::Reset, stale_group(), ok(found)]);
    let renamed = script.client().rename_group(&group(), " Society ").await;
    let renamed = renamed.unwrap();
    assert_eq!(
        (renamed.etag.as_str(), renamed.name.as_str()),
        ("2", "Society")
    );
    // As the call would have answered.
    assert!(renamed.client_data.is_empty());
    let put = "PUT /v1/contactGroups/1f";
    assert_eq!(script.lines(), [put, put, "GET /v1/contactGroups/1f"]);
}

#[tokio::test(start_paused = true)]
async fn r4_a_rename_that_is_not_found_is_stale_and_ambiguous() {
    let others = r#"{"resourceName": "contactGroups/1f", "etag": "2", "name": "Engines"}"#;
    let script = Script::new([Answer::Silence, stale_group(), ok(others)]);
    let error = script.client().rename_group(&group(), "Society").await;
    assert_eq!(predicates(&error.unwrap_err()), "stale, ambiguous");
    // Nothing was lost, so nothing is read back.
    let script = Script::new([stale_group()]);
    let error = script.client().rename_group(&group(), "Society").await;
    assert_eq!(predicates(&error.unwrap_err()), "stale");
}

/// The name alone says nothing of what a change of the data became.
#[tokio::test(start_paused = true)]
async fn r4_what_was_not_sent_is_not_compared() {
    let found = r#"{"resourceName": "contactGroups/1f", "etag": "2", "name": "Other"}"#;
    let update = UpdateContactGroup::new("contactGroups/1f", group());
    let script = Script::new([Answer::Reset, stale_group(), ok(found)]);
    let data = update.clone().updating(GroupFields::CLIENT_DATA);
    assert_eq!(script.client().send(data).await.unwrap().etag, "2");
    let script = Script::new([Answer::Reset, stale_group(), ok(found)]);
    let error = script.client().send(update).await.unwrap_err();
    assert_eq!(predicates(&error), "stale, ambiguous");
}

#[tokio::test(start_paused = true)]
async fn r3_a_rename_without_an_etag_is_not_made_again() {
    let script = Script::new([Answer::Reset]);
    let unread = group().etag("");
    let error = script.client().rename_group(&unread, "Society").await;
    assert!(error.unwrap_err().is_ambiguous());
    assert_eq!(script.lines().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn r5_a_group_that_is_gone_after_a_lost_reply_was_deleted() {
    let script = Script::new([Answer::Reset, status(404, "")]);
    script
        .client()
        .delete_group("contactGroups/1f")
        .await
        .unwrap();
    let script = Script::new([status(404, "")]);
    let error = script.client().delete_group("contactGroups/1f").await;
    assert_eq!(predicates(&error.unwrap_err()), "not found");
    let script = Script::new([ok("{}")]);
    let delete = DeleteContactGroup::new("contactGroups/1f").with_contacts();
    script.client().send(delete).await.unwrap();
    assert_eq!(script.asked()[0].query, "deleteContacts=true");
}

#[tokio::test(start_paused = true)]
async fn members_are_modified_1000_at_a_time_and_told_together() {
    let reply = |name: &str| {
        ok(&format!(
            r#"{{"notFoundResourceNames": ["people/c{name}"], "canNotRemoveLastContactGroupResourceNames": ["people/d{name}"]}}"#
        ))
    };
    // A lost reply in between does no harm.
    let script = Script::new([reply("1"), Answer::Reset, reply("2"), ok("{}")]);
    let ids: Vec<_> = (1..=2_001).filter_map(ContactId::new).collect();
    let starred = "contactGroups/starred";
    let told = script
        .client()
        .remove_from_group(starred, ids)
        .await
        .unwrap();
    assert_eq!(told.not_found_resource_names, ["people/c1", "people/c2"]);
    assert_eq!(
        told.can_not_remove_last_contact_group_resource_names,
        ["people/d1", "people/d2"]
    );
    let post = "POST /v1/contactGroups/starred/members:modify";
    assert_eq!(script.lines(), [post; 4]);
    assert_eq!(ModifyContactGroupMembers::MAX, 1_000);

    let script = Script::new([]);
    let none = script
        .client()
        .add_to_group(starred, ["people/c1", "people/me"])
        .await;
    assert_eq!(none.unwrap_err().violations().len(), 1);
    assert!(script.lines().is_empty(), "nothing is sent");
}

#[tokio::test(start_paused = true)]
async fn groups_are_read_200_at_a_time_and_come_in_order() {
    let reply = |numbers: std::ops::Range<usize>| {
        let responses: Vec<_> = numbers
            .rev()
            .map(|n| match n {
                7 => r#"{"requestedResourceName": "contactGroups/7", "status": {"code": 5, "message": "Requested entity was not found."}}"#.to_owned(),
                _ => format!(r#"{{"requestedResourceName": "contactGroups/{n}", "contactGroup": {{"name": "{n}"}}}}"#),
            })
            .collect();
        ok(&format!(r#"{{"responses": [{}]}}"#, responses.join(",")))
    };
    let script = Script::new([reply(0..200), reply(200..201)]);
    let names: Vec<_> = (0..201).map(|n| format!("contactGroups/{n}")).collect();
    let groups = script.client().get_groups(&names).await.unwrap();
    for (number, group) in groups.into_iter().enumerate() {
        match group {
            Ok(group) => assert_eq!(group.name, number.to_string()),
            Err(error) => assert_eq!(
                (
                    number,
                    error.to_string().as_str(),
                    predicates(&error).as_str()
                ),
                (
                    7,
                    "BatchGetContactGroups contactGroups/7: 404 NOT_FOUND: Requested entity was not found.",
                    "not found",
                ),
            ),
        }
    }
    let get = "/v1/contactGroups:batchGet";
    // The first address would be too long.
    assert_eq!(
        script.lines(),
        [format!("POST {get}"), format!("GET {get}")]
    );
}
