//! G7, G8: contacts join groups, leave them, and outlive them.
use std::{collections::BTreeSet, sync::Arc};

use people_rules::Contract;
use people_store::{Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Server, list, text, turns::Turns};
use crate::fake::Answer;

const ALL: &str = "/v1/people/me/connections?personFields=metadata,memberships&pageSize=1000";

async fn group<S: Store>(server: &Server<S>, name: &str) -> String {
    let body = json!({"contactGroup": {"name": name}});
    let answer = server.call("ada", "POST", "/v1/contactGroups", &body).await;
    text(&answer.json(), "resourceName").to_owned()
}

async fn contact<S: Store>(server: &Server<S>, groups: &[&str]) -> String {
    let member =
        |name: &&str| json!({"contactGroupMembership": {"contactGroupResourceName": name}});
    let memberships: Value = groups.iter().map(member).collect();
    let person = json!({"nicknames": [{"value": "Nick"}], "memberships": memberships});
    text(&server.create("ada", &person).await, "resourceName").to_owned()
}

async fn modify<S: Store>(
    server: &Server<S>,
    group: &str,
    add: &[String],
    remove: &[String],
) -> Answer {
    let address = format!("/v1/{group}/members:modify");
    let body = json!({"resourceNamesToAdd": add, "resourceNamesToRemove": remove});
    server.call("ada", "POST", &address, &body).await
}

async fn delete<S: Store>(server: &Server<S>, group: &str, with_contacts: bool) -> Answer {
    let address = format!("/v1/{group}?deleteContacts={with_contacts}");
    server.call("ada", "DELETE", &address, &Value::Null).await
}

fn groups_of(person: &Value) -> Vec<&str> {
    let memberships = list(person, "memberships").iter();
    let names = memberships.map(|membership| {
        text(
            &membership["contactGroupMembership"],
            "contactGroupResourceName",
        )
    });
    names.collect()
}

/// That every contact is in a group, that every group it is in is there, and that groups count and name
/// their members; returns how many contacts there are.
async fn check<S: Store>(server: &Server<S>) -> usize {
    let people = server.get("ada", ALL).await;
    let people = list(&people, "connections");
    let groups = server.get("ada", "/v1/contactGroups?pageSize=1000").await;
    let groups = list(&groups, "contactGroups");
    let known: BTreeSet<_> = groups.iter().map(|it| text(it, "resourceName")).collect();
    for person in people {
        let of = groups_of(person);
        assert!(!of.is_empty(), "a contact without a group: {person}");
        assert!(of.iter().all(|group| known.contains(group)), "{person}");
    }
    for group in groups {
        let name = text(group, "resourceName");
        let members = people.iter().filter(|it| groups_of(it).contains(&name));
        let mut members: Vec<_> = members.map(|it| text(it, "resourceName")).collect();
        let shown = server
            .get("ada", &format!("/v1/{name}?maxMembers=1000"))
            .await;
        let named = list(&shown, "memberResourceNames").iter();
        let mut named: Vec<_> = named.map(|name| name.as_str().expect("a name")).collect();
        members.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, members, "{name}");
        let count = shown["memberCount"].as_u64().unwrap_or(0);
        assert_eq!(count, members.len() as u64, "{name}");
    }
    people.len()
}

/// G7: at most 1,000 names, of both lists together; more than fit into one commit.
#[tokio::test]
async fn a_call_modifies_up_to_1000_members() {
    let server = Server::new().await;
    let engine = group(&server, "Engine").await;
    let mut people = Vec::new();
    for _ in 0..250 {
        people.push(contact(&server, &[]).await);
    }
    let missing: Vec<String> = (0..750)
        .map(|id| format!("people/c{}", (1_u64 << 40) | id))
        .collect();
    let answer = modify(&server, &engine, &people, &missing).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json(), json!({"notFoundResourceNames": missing}));
    check(&server).await;
    let shown = server.get("ada", &format!("/v1/{engine}")).await;
    assert_eq!(shown["memberCount"], 250);

    let before = server.get("ada", ALL).await;
    let mut many = missing.clone();
    many.push("people/c5".to_owned());
    let answer = modify(&server, &engine, &people, &many).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    // Who is in it stays as it is: no new etag.
    assert_eq!(modify(&server, &engine, &people, &[]).await.status, 200);
    assert_eq!(
        server.get("ada", ALL).await["connections"],
        before["connections"]
    );

    let answer = modify(&server, &engine, &[], &people).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, "{}\n"));
    check(&server).await;
    let shown = server.get("ada", &format!("/v1/{engine}")).await;
    assert_eq!(shown.get("memberCount"), None);
}

/// G7, Y1: members that come and go are changes of the contacts, and none of the group.
#[tokio::test]
async fn a_delta_has_the_contacts_that_join_and_leave() {
    let server = Server::new().await;
    let engine = group(&server, "Engine").await;
    let (ada, grace) = (contact(&server, &[]).await, contact(&server, &[]).await);
    let listed = |query: &str| format!("/v1/people/me/connections?personFields=memberships{query}");
    let first = server.get("ada", &listed("&requestSyncToken=true")).await;
    let groups = server
        .get("ada", "/v1/contactGroups?groupFields=name")
        .await;
    let token = text(&first, "nextSyncToken");

    assert_eq!(
        modify(&server, &engine, std::slice::from_ref(&ada), &[])
            .await
            .status,
        200
    );
    let delta = server
        .get("ada", &listed(&format!("&syncToken={token}")))
        .await;
    let [changed] = list(&delta, "connections") else {
        panic!("{delta}")
    };
    assert_eq!(text(changed, "resourceName"), ada);
    assert_eq!(groups_of(changed), [&*engine, "contactGroups/myContacts"]);
    let group_token = text(&groups, "nextSyncToken");
    let of_groups = format!("/v1/contactGroups?groupFields=name&syncToken={group_token}");
    let none = server.get("ada", &of_groups).await;
    assert!(list(&none, "contactGroups").is_empty(), "{none}");

    assert_eq!(
        modify(&server, &engine, std::slice::from_ref(&grace), &[])
            .await
            .status,
        200
    );
    assert_eq!(delete(&server, &engine, false).await.status, 200);
    let delta = server
        .get("ada", &listed(&format!("&syncToken={token}")))
        .await;
    let changed = list(&delta, "connections").iter();
    let changed: BTreeSet<_> = changed.map(|it| text(it, "resourceName")).collect();
    assert_eq!(changed, BTreeSet::from([&*ada, &*grace]));
    let gone = server.get("ada", &of_groups).await;
    let [gone] = list(&gone, "contactGroups") else {
        panic!("{gone}")
    };
    assert_eq!(text(gone, "resourceName"), engine);
    assert_eq!(gone["metadata"], json!({"deleted": true}));
}

/// G8: a group with more members than fit into one commit goes, and they stay, each in some group.
#[tokio::test]
async fn a_large_group_is_deleted() {
    let server = Server::new().await;
    let engine = group(&server, "Engine").await;
    for number in 0..330 {
        match number % 3 {
            0 => contact(&server, &[&engine]).await,
            1 => contact(&server, &[&engine, "contactGroups/starred"]).await,
            _ => contact(&server, &[&engine, "contactGroups/myContacts"]).await,
        };
    }
    let answer = delete(&server, &engine, false).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, "{}\n"));
    assert_eq!(check(&server).await, 330);
    let mine = server.get("ada", "/v1/contactGroups/myContacts").await;
    assert_eq!(mine["memberCount"], 220);
    assert_eq!(delete(&server, &engine, false).await.status, 404);
}

/// G8: with its contacts, those of other groups as well, and no others.
#[tokio::test]
async fn a_group_is_deleted_with_its_contacts() {
    let server = Server::new().await;
    let engine = group(&server, "Engine").await;
    let other = contact(&server, &["contactGroups/starred"]).await;
    for _ in 0..120 {
        contact(&server, &[&engine, "contactGroups/starred"]).await;
    }
    assert_eq!(delete(&server, &engine, true).await.status, 200);
    assert_eq!(check(&server).await, 1);
    let people = server.get("ada", ALL).await;
    assert_eq!(text(&people["connections"][0], "resourceName"), other);
}

/// Calls of every sort that move contacts between groups, and groups that go while they do.
async fn groups_and_members_agree<S: Store>(store: S, rounds: usize) {
    const CONTACTS: usize = 6;

    let server = Arc::new(Server::over(store, Contract::Documented).await);
    let mut people = Vec::new();
    for _ in 0..CONTACTS {
        people.push(contact(&server, &[]).await);
    }
    let people = Arc::new(people);
    for round in 0..rounds {
        let groups = Arc::new([
            group(&server, &format!("one {round}")).await,
            group(&server, &format!("two {round}")).await,
        ]);
        let mut racers = JoinSet::new();
        for racer in 0..16 {
            let (server, people, groups) = (
                Arc::clone(&server),
                Arc::clone(&people),
                Arc::clone(&groups),
            );
            racers.spawn(async move {
                let group = &groups[racer % 2];
                let status = match racer / 2 {
                    0 | 1 => modify(&server, group, &people, &[]).await.status,
                    2 | 3 => modify(&server, group, &[], &people).await.status,
                    4 => {
                        let mine = "contactGroups/myContacts";
                        modify(&server, mine, &[], &people).await.status
                    }
                    5 => {
                        let person = json!({"nicknames": [{"value": "New"}], "memberships":
                            [{"contactGroupMembership": {"contactGroupResourceName": group}}]});
                        let address = "/v1/people:createContact";
                        server.call("ada", "POST", address, &person).await.status
                    }
                    6 => {
                        let address = format!("/v1/{}?personFields=metadata", people[racer % CONTACTS]);
                        let mut person = server.get("ada", &address).await;
                        person["memberships"] = json!([{"contactGroupMembership": {"contactGroupResourceName": group}}]);
                        server.update("ada", "memberships", &person).await.status
                    }
                    _ => delete(&server, group, false).await.status,
                };
                // Stale, too late, or another's names lost too often: told, and nothing else.
                assert!(matches!(status.as_u16(), 200 | 400 | 404 | 409), "{status}");
            });
        }
        while let Some(racer) = racers.join_next().await {
            racer.expect("a racer");
        }
        check(&server).await;
        for name in &*groups {
            assert!(matches!(
                delete(&server, name, false).await.status.as_u16(),
                200 | 404
            ));
        }
        let count = check(&server).await;
        assert!(count >= CONTACTS, "round {round}: {count}");
    }
}

/// G7, G8, U15: after any race, every contact is in a group that exists.
#[tokio::test]
async fn racing_members_and_groups_agree() {
    groups_and_members_agree(Turns(Memory::new()), 40).await;
}

/// G7, G8, U15, in the embedded store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_members_and_groups_agree_in_the_embedded_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    groups_and_members_agree(store, 8).await;
}

/// U15, G8: a contact that is put in a group while the group is deleted is in some group afterwards, and
/// not in that one, at whichever step of the one call the other begins.
#[tokio::test]
async fn nobody_joins_a_group_that_is_deleted() {
    let server = Arc::new(Server::over(Turns(Memory::new()), Contract::Documented).await);
    let mut joined = BTreeSet::new();
    for step in 0..24_usize {
        let (delay, head_start) = (step.saturating_sub(12), 12_usize.saturating_sub(step));
        for joiner in 0..3 {
            let engine = group(&server, &format!("{step} {joiner}")).await;
            let name = contact(&server, &[]).await;
            let address = format!("/v1/{name}?personFields=metadata");
            let mut person = server.get("ada", &address).await;
            person["nicknames"] = json!([{"value": "Nick"}]);
            let member = json!({"contactGroupResourceName": engine});
            person["memberships"] = json!([{"contactGroupMembership": member}]);
            let joining = {
                let (server, engine) = (Arc::clone(&server), engine.clone());
                tokio::spawn(async move {
                    for _ in 0..delay {
                        tokio::task::yield_now().await;
                    }
                    let create = "/v1/people:createContact";
                    match joiner {
                        0 => server.call("ada", "POST", create, &person).await,
                        1 => server.update("ada", "memberships", &person).await,
                        _ => modify(&server, &engine, &[name], &[]).await,
                    }
                })
            };
            for _ in 0..head_start {
                tokio::task::yield_now().await;
            }
            let gone = delete(&server, &engine, false).await;
            assert_eq!(gone.status, 200, "{}", gone.text());
            let answer = joining.await.expect("an answer");
            let status = answer.status.as_u16();
            assert!(matches!(status, 200 | 404), "{}", answer.text());
            joined.insert((joiner, status));
        }
    }
    check(&server).await;
    assert_eq!(
        joined.len(),
        6,
        "each came first and came second: {joined:?}"
    );
}

/// G8: a delete that is interrupted leaves every contact whole, and the same call finishes it.
#[tokio::test]
async fn an_interrupted_delete_is_finished_by_the_same_call() {
    let mut interrupted = 0;
    for steps in (0..40).step_by(3) {
        let server = Arc::new(Server::over(Turns(Memory::new()), Contract::Documented).await);
        let engine = group(&server, "Engine").await;
        for _ in 0..230 {
            contact(&server, &[&engine]).await;
        }
        let deleting = {
            let (server, engine) = (Arc::clone(&server), engine.clone());
            tokio::spawn(async move { delete(&server, &engine, false).await.status })
        };
        for _ in 0..steps {
            tokio::task::yield_now().await;
        }
        deleting.abort();
        let is_done = deleting.await.is_ok();
        assert_eq!(check(&server).await, 230);
        let address = format!("/v1/{engine}");
        let left = server.call("ada", "GET", &address, &Value::Null);
        if let Some(count) = left.await.json()["memberCount"].as_u64() {
            interrupted += usize::from(count < 230);
        }
        let again = delete(&server, &engine, false).await.status.as_u16();
        assert!(again == 200 || again == 404 && is_done, "{again}");
        assert_eq!(check(&server).await, 230);
        let answer = server.call("ada", "GET", &address, &Value::Null);
        assert_eq!(answer.await.status, 404);
    }
    assert!(interrupted > 0, "none was interrupted half-way");
}
