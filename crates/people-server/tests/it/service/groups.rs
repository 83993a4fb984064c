//! G1 to G3, U16: contact groups and who is in them.
use people_store::Memory;
use serde_json::{Value, json};

use super::{Server, edited, list, text};
use crate::fake::Answer;

async fn create(server: &Server<Memory>, account: &str, name: &str) -> Answer {
    let body = json!({"contactGroup": {"name": name}});
    server
        .call(account, "POST", "/v1/contactGroups", &body)
        .await
}

async fn group(server: &Server<Memory>, name: &str) -> String {
    text(&create(server, "ada", name).await.json(), "resourceName").to_owned()
}

fn memberships<'g>(groups: impl IntoIterator<Item = &'g str>) -> Value {
    let member = |name| json!({"contactGroupMembership": {"contactGroupResourceName": name}});
    groups.into_iter().map(member).collect()
}

/// How many members a group has, and who they are.
async fn members(server: &Server<Memory>, group: &str, max: usize) -> (u64, Vec<String>) {
    let group = server
        .get("ada", &format!("/v1/{group}?maxMembers={max}"))
        .await;
    let count = group["memberCount"].as_u64().unwrap_or(0);
    let names = list(&group, "memberResourceNames").iter();
    (
        count,
        names
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect(),
    )
}

/// G1: a name is taken in every spelling, by the system's groups too, and only in its account.
#[tokio::test]
async fn a_name_is_taken_once() {
    let server = Server::new().await;
    assert_eq!(create(&server, "ada", "Engine").await.status, 200);
    for name in [
        "Engine",
        "engine",
        " ENGINE ",
        "mycontacts",
        "starred",
        "chatBuddies",
        // As clients show them.
        "My Contacts",
        "my contacts",
        " Chat contacts",
        "ALL CONTACTS",
    ] {
        let answer = create(&server, "ada", name).await;
        assert_eq!(answer.status, 409, "{name}: {}", answer.text());
        assert_eq!(text(&answer.json()["error"], "status"), "ALREADY_EXISTS");
    }
    for name in ["", "  ", &"x".repeat(1_100)] {
        assert_eq!(create(&server, "ada", name).await.status, 400, "`{name}`");
    }
    // Names of which nothing is seen, and one of which something is.
    for name in [
        "\u{200b}",
        " \u{200b}\u{feff} ",
        "\u{202e}\u{2066}\u{2069}",
        "\u{3164}",
        "\u{ad}\u{2060}",
        "\u{7}\u{9b}",
        "\u{e0041}",
        "\u{3000}",
    ] {
        let answer = create(&server, "ada", name).await;
        assert_eq!(answer.status, 400, "{}", name.escape_unicode());
    }
    let arrow = create(&server, "ada", "\u{200f}\u{2b05}\u{fe0f}").await;
    assert_eq!(arrow.status, 200, "{}", arrow.text());
    // Longer than the key that a store sorts by.
    assert_eq!(create(&server, "ada", &"é".repeat(400)).await.status, 200);
    assert_eq!(create(&server, "mary", "Engine").await.status, 200);
    assert_eq!(create(&server, "ada", "Engines").await.status, 200);
}

/// U7, U16, U17, G3: members are counted and named, and leave when they are deleted.
#[tokio::test]
async fn members_come_and_go() {
    let server = Server::new().await;
    let engine = group(&server, "Engine").await;
    assert_eq!(members(&server, &engine, 10).await, (0, vec![]));

    let mut people = Vec::new();
    for _ in 0..3 {
        let groups = memberships([engine.as_str(), "contactGroups/starred"]);
        people.push(
            server
                .create(
                    "ada",
                    &json!({"nicknames": [{"value": "Nick"}], "memberships": groups}),
                )
                .await,
        );
    }
    let names: Vec<String> = people
        .iter()
        .map(|person| text(person, "resourceName").to_owned())
        .collect();
    assert_eq!(members(&server, &engine, 10).await, (3, names.clone()));
    assert_eq!(
        members(&server, &engine, 2).await,
        (3, names[..2].to_vec()),
        "as many as asked for"
    );
    assert_eq!(members(&server, &engine, 0).await, (3, vec![]));
    assert_eq!(
        members(&server, "contactGroups/starred", 10).await,
        (3, names.clone())
    );
    assert_eq!(
        members(&server, "contactGroups/myContacts", 10).await,
        (0, vec![])
    );

    let moved = edited(
        &people[0],
        "memberships",
        memberships(["contactGroups/myContacts"]),
    );
    assert_eq!(
        server.update("ada", "memberships", &moved).await.status,
        200
    );
    assert_eq!(server.delete("ada", &names[1]).await.status, 200);
    assert_eq!(
        members(&server, &engine, 10).await,
        (1, names[2..].to_vec())
    );
    assert_eq!(
        members(&server, "contactGroups/myContacts", 10).await,
        (1, names[..1].to_vec())
    );

    // An update of another field leaves memberships and their count alone.
    let named = edited(&people[2], "names", json!([{"givenName": "Ada"}]));
    assert_eq!(server.update("ada", "names", &named).await.status, 200);
    assert_eq!(
        members(&server, &engine, 10).await,
        (1, names[2..].to_vec())
    );
    let groups = server.get("ada", "/v1/contactGroups").await;
    let listed = list(&groups, "contactGroups")
        .iter()
        .find(|group| group["name"] == "Engine");
    assert_eq!(listed.expect("the group")["memberCount"], 1);
}

/// U15, U16: a group that is not there is 404, one that takes nobody is 400, on create and update,
/// and the contact is not changed.
#[tokio::test]
async fn some_groups_cannot_be_joined() {
    let server = Server::new().await;
    let person = server
        .create("ada", &json!({"nicknames": [{"value": "Nick"}]}))
        .await;
    let others = text(
        &create(&server, "mary", "Society").await.json(),
        "resourceName",
    )
    .to_owned();
    let cases = [
        ("contactGroups/abc", 404),
        ("contactGroups/nonsense", 404),
        ("people/c1", 404),
        (others.as_str(), 404),
        ("contactGroups/friends", 400),
        ("contactGroups/family", 400),
        ("contactGroups/coworkers", 400),
        ("contactGroups/chatBuddies", 400),
        ("contactGroups/all", 400),
        ("contactGroups/blocked", 400),
    ];
    for (name, status) in cases {
        let groups = memberships(["contactGroups/myContacts", name]);
        let updated = server
            .update(
                "ada",
                "memberships",
                &edited(&person, "memberships", groups.clone()),
            )
            .await;
        assert_eq!(updated.status, status, "{name}: {}", updated.text());
        let body = json!({"nicknames": [{"value": "Nick"}], "memberships": groups});
        let created = server
            .call("ada", "POST", "/v1/people:createContact", &body)
            .await;
        assert_eq!(
            (created.status, created.text()),
            (updated.status, updated.text()),
            "{name}"
        );
    }
    let all = server
        .get("ada", "/v1/people/me/connections?personFields=metadata")
        .await;
    assert_eq!(list(&all, "connections").len(), 1);
    assert_eq!(all["connections"][0]["metadata"], person["metadata"]);
}

/// G5: one to 200 names, of which each is answered, those that repeat too.
#[tokio::test]
async fn a_batch_has_1_to_200_groups() {
    let server = Server::new().await;
    let engine = group(&server, "Engine").await;
    for (names, status) in [(0, 400), (1, 200), (200, 200), (201, 400)] {
        let names = format!("&resourceNames={engine}").repeat(names);
        let address = format!("/v1/contactGroups:batchGet?groupFields=name{names}");
        let answer = server.call("ada", "GET", &address, &Value::Null).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        if status == 200 {
            let answered = answer.text().matches(&engine).count();
            assert_eq!(answered, 2 * address.matches(&engine).count());
        }
    }
}

/// G1, G6: a group that is renamed keeps its id, so that its first name is free for others, any number
/// of times.
#[tokio::test]
async fn a_name_is_free_again_after_a_rename() {
    let server = Server::new().await;
    let mut seen = Vec::new();
    for number in 0..12 {
        let engine = group(&server, "Engine").await;
        assert!(!seen.contains(&engine), "{engine}");
        let body = json!({"contactGroup": {"name": format!("Engine {number}")}});
        let answer = server
            .call("ada", "PUT", &format!("/v1/{engine}"), &body)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(text(&answer.json(), "resourceName"), engine);
        seen.push(engine);
    }
    let groups = server.get("ada", "/v1/contactGroups?pageSize=1000").await;
    assert_eq!(list(&groups, "contactGroups").len(), 12 + 8);
}
