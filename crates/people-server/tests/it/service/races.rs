//! B2, U13, U19, G1: writers at the same time.
use std::{collections::BTreeMap, sync::Arc};

use people_rules::Contract;
use people_store::{Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Server, edited, list, text, turns::Turns};

fn embedded() -> (tempfile::TempDir, Embedded) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    (folder, store)
}

/// In each round 64 writers hold the same etag: one of them wins, and its reply says so.
async fn one_of_64_wins<S: Store>(store: S, rounds: usize) {
    let server = Arc::new(Server::over(store, Contract::Documented).await);
    let mut person = server
        .create("ada", &json!({"nicknames": [{"value": "nobody"}]}))
        .await;
    for round in 0..rounds {
        let mut writers = JoinSet::new();
        for writer in 0..64 {
            let server = Arc::clone(&server);
            let nickname = json!([{"value": format!("{round} {writer}")}]);
            let person = edited(&person, "nicknames", nickname);
            writers.spawn(async move { server.update("ada", "nicknames", &person).await });
        }
        let (mut winners, mut stale) = (Vec::new(), 0);
        while let Some(answer) = writers.join_next().await {
            let answer = answer.expect("an answer");
            match answer.status.as_u16() {
                200 => winners.push(answer.json()),
                400 => {
                    assert_eq!(
                        text(&answer.json()["error"], "status"),
                        "FAILED_PRECONDITION"
                    );
                    stale += 1;
                }
                _ => panic!("{}", answer.text()),
            }
        }
        let [winner] = &winners[..] else {
            panic!("{} won round {round}", winners.len())
        };
        assert_eq!(stale, 63);
        let name = text(&person, "resourceName");
        let now = server
            .get(
                "ada",
                &format!("/v1/{name}?personFields=metadata,nicknames"),
            )
            .await;
        assert_eq!(now["nicknames"], winner["nicknames"]);
        assert_eq!(now["metadata"], winner["metadata"]);
        person = winner.clone();
    }
}

/// U6, U19, in memory.
#[tokio::test]
async fn one_of_64_racing_updates_wins() {
    one_of_64_wins(Turns(Memory::new()), 20).await;
}

/// U6, U19, in the embedded store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_64_racing_updates_wins_in_the_embedded_store() {
    let (_folder, store) = embedded();
    one_of_64_wins(store, 5).await;
}

/// Writers who update all of some contacts at once race those who update one of them, all by the same etags.
/// For each contact one of them wins; a batch wins all of its contacts or none.
async fn one_wins_each_version<S: Store>(store: S, rounds: usize) {
    const CONTACTS: usize = 6;

    let server = Arc::new(Server::over(store, Contract::Documented).await);
    let mut people = Vec::new();
    for _ in 0..CONTACTS {
        people.push(
            server
                .create("ada", &json!({"nicknames": [{"value": "nobody"}]}))
                .await,
        );
    }
    let names: Vec<String> = people
        .iter()
        .map(|it| text(it, "resourceName").to_owned())
        .collect();
    for round in 0..rounds {
        let mut writers = JoinSet::new();
        for writer in 0..16 {
            let server = Arc::clone(&server);
            let value = format!("{round} {writer}");
            let nickname = json!([{"value": value}]);
            // Every second one updates one contact, and the others all of them, from another one on.
            let single = writer % 2 == 0 && round % 3 != 0;
            let mut edited: Vec<Value> = people
                .iter()
                .map(|it| edited(it, "nicknames", nickname.clone()))
                .collect();
            edited.rotate_left(writer % CONTACTS);
            writers.spawn(async move {
                if single {
                    let person = &edited[0];
                    let answer = server.update("ada", "nicknames", person).await;
                    return (value, vec![text(person, "resourceName").to_owned()], answer);
                }
                let names: Vec<String> = edited
                    .iter()
                    .map(|it| text(it, "resourceName").to_owned())
                    .collect();
                let contacts: serde_json::Map<String, Value> =
                    names.iter().cloned().zip(edited).collect();
                let body = json!({"contacts": contacts, "updateMask": "nicknames"});
                let answer = server
                    .call("ada", "POST", "/v1/people:batchUpdateContacts", &body)
                    .await;
                (value, names, answer)
            });
        }
        let mut winners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        while let Some(answer) = writers.join_next().await {
            let (value, names, answer) = answer.expect("an answer");
            if answer.status == 200 {
                for name in names {
                    winners.entry(name).or_default().push(value.clone());
                }
                continue;
            }
            let error = &answer.json()["error"];
            assert_eq!(text(error, "status"), "FAILED_PRECONDITION", "{error}");
            let errors = error["details"][0]["contactErrors"].as_object();
            // Only those that somebody else changed are named.
            for (name, status) in errors.into_iter().flatten() {
                assert!(names.contains(name));
                assert_eq!(status["code"], 9, "{error}");
            }
        }
        for (place, name) in names.iter().enumerate() {
            let address = format!("/v1/{name}?personFields=metadata,nicknames");
            let now = server.get("ada", &address).await;
            let won = winners.get(name).map_or(&[][..], Vec::as_slice);
            match won {
                [] => assert_eq!(now["metadata"], people[place]["metadata"], "round {round}"),
                [winner] => assert_eq!(text(&now["nicknames"][0], "value"), winner),
                many => panic!("{} won {name} in round {round}", many.len()),
            }
            people[place] = now;
        }
        assert!(!winners.is_empty(), "nobody won round {round}");
    }
}

/// B2, B4, U19, in memory.
#[tokio::test]
async fn racing_batches_and_updates_have_one_winner_a_version() {
    one_wins_each_version(Turns(Memory::new()), 60).await;
}

/// B2, B4, U19, in the embedded store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_batches_and_updates_have_one_winner_a_version_in_the_embedded_store() {
    let (_folder, store) = embedded();
    one_wins_each_version(store, 15).await;
}

/// Eight writers read, add a value of theirs, and write, again and again: none loses one.
async fn every_edit_lands<S: Store>(store: S, edits: usize) {
    const WRITERS: usize = 8;

    let server = Arc::new(Server::over(store, Contract::Documented).await);
    let person = server
        .create("ada", &json!({"nicknames": [{"value": "Nick"}]}))
        .await;
    let address = format!(
        "/v1/{}?personFields=metadata,userDefined",
        text(&person, "resourceName")
    );
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (server, address) = (Arc::clone(&server), address.clone());
        writers.spawn(async move {
            for edit in 0..edits {
                loop {
                    let person = server.get("ada", &address).await;
                    // Without this a writer would seldom be interrupted between its read and its write.
                    tokio::task::yield_now().await;
                    let mut values = list(&person, "userDefined").to_vec();
                    values.push(json!({"key": format!("{writer} {edit}"), "value": "there"}));
                    let answer = server
                        .update(
                            "ada",
                            "userDefined",
                            &edited(&person, "userDefined", Value::Array(values)),
                        )
                        .await;
                    match answer.status.as_u16() {
                        200 => break,
                        400 => assert_eq!(
                            text(&answer.json()["error"], "status"),
                            "FAILED_PRECONDITION"
                        ),
                        _ => panic!("{}", answer.text()),
                    }
                }
            }
        });
    }
    while let Some(writer) = writers.join_next().await {
        writer.expect("a writer");
    }
    let person = server.get("ada", &address).await;
    let mut keys: Vec<&str> = list(&person, "userDefined")
        .iter()
        .map(|value| text(value, "key"))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), WRITERS * edits);
}

/// U10, U13, in memory.
#[tokio::test]
async fn racing_edits_all_land() {
    every_edit_lands(Turns(Memory::new()), 12).await;
}

/// U10, U13, in the embedded store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_edits_all_land_in_the_embedded_store() {
    let (_folder, store) = embedded();
    every_edit_lands(store, 3).await;
}

/// G1: of creates of one name at the same time, one makes the group.
#[tokio::test]
async fn one_of_two_racing_groups_is_made() {
    let server = Arc::new(Server::over(Turns(Memory::new()), Contract::Documented).await);
    for round in 0..100 {
        let mut creates = JoinSet::new();
        for name in [format!("Group {round}"), format!("GROUP {round}")] {
            let server = Arc::clone(&server);
            let body = json!({"contactGroup": {"name": name}});
            creates
                .spawn(async move { server.call("ada", "POST", "/v1/contactGroups", &body).await });
        }
        let mut statuses = Vec::new();
        while let Some(answer) = creates.join_next().await {
            statuses.push(answer.expect("an answer").status.as_u16());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "round {round}");
    }
    let groups = server.get("ada", "/v1/contactGroups?pageSize=1000").await;
    assert_eq!(list(&groups, "contactGroups").len(), 108);
}

/// Has writers give one name at the same time: two creates of it and four groups that are renamed to it.
async fn one_group_has_the_name<S: Store>(store: S, rounds: usize) {
    let server = Arc::new(Server::over(store, Contract::Documented).await);
    let named = |name: &str| json!({"contactGroup": {"name": name}});
    let mut renamed = Vec::new();
    for number in 0..4 {
        let body = named(&format!("Old {number}"));
        let answer = server.call("ada", "POST", "/v1/contactGroups", &body).await;
        renamed.push(text(&answer.json(), "resourceName").to_owned());
    }
    for round in 0..rounds {
        let mut racers = JoinSet::new();
        let mut requests = vec![("POST", "/v1/contactGroups".to_owned()); 2];
        requests.extend(renamed.iter().map(|name| ("PUT", format!("/v1/{name}"))));
        for (index, (verb, address)) in requests.into_iter().enumerate() {
            let server = Arc::clone(&server);
            let name = format!("Name {round}");
            let name = if index % 2 == 0 {
                name
            } else {
                name.to_uppercase()
            };
            let body = named(&name);
            racers.spawn(async move { server.call("ada", verb, &address, &body).await });
        }
        let mut statuses = Vec::new();
        while let Some(answer) = racers.join_next().await {
            statuses.push(answer.expect("an answer").status.as_u16());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409, 409, 409, 409], "round {round}");
    }
    let groups = server.get("ada", "/v1/contactGroups?pageSize=1000").await;
    let names = list(&groups, "contactGroups").iter();
    let mut names: Vec<_> = names
        .map(|group| text(group, "name").to_lowercase())
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "{names:?}");
}

/// G1, G6: of creates and renames that race for one name, one has it.
#[tokio::test]
async fn one_of_racing_creates_and_renames_has_the_name() {
    one_group_has_the_name(Turns(Memory::new()), 60).await;
}

/// G1, G6, in the embedded store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_racing_names_is_given_in_the_embedded_store() {
    let (_folder, store) = embedded();
    one_group_has_the_name(store, 10).await;
}

/// C4, U15, U19: of an update and a delete at the same time, the delete happens, and the update
/// came before it or found nothing.
#[tokio::test]
async fn a_delete_wins_over_updates() {
    let server = Arc::new(Server::over(Turns(Memory::new()), Contract::Documented).await);
    for round in 0..50 {
        let person = server
            .create("ada", &json!({"nicknames": [{"value": "Nick"}]}))
            .await;
        let name = text(&person, "resourceName").to_owned();
        let update = {
            let server = Arc::clone(&server);
            tokio::spawn(async move { server.update("ada", "nicknames", &person).await })
        };
        if round % 2 == 0 {
            // The update commits between the read and the commit of the delete.
            tokio::task::yield_now().await;
        }
        let deleted = server.delete("ada", &name).await;
        assert_eq!((deleted.status.as_u16(), deleted.text()), (200, "{}\n"));
        let updated = update.await.expect("an answer");
        assert!(
            matches!(updated.status.as_u16(), 200 | 404),
            "{}",
            updated.text()
        );
        let answer = server
            .call(
                "ada",
                "GET",
                &format!("/v1/{name}?personFields=names"),
                &Value::Null,
            )
            .await;
        assert_eq!(answer.status, 404);
    }
}
