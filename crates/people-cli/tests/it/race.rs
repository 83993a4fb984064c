//! Writers that race on one contact, through sockets.
use people_model::FieldMask;

use crate::{Server, named, nicknamed, nicknames};

const WRITERS: usize = 64;
const ROUNDS: usize = 5;

/// U6, U19: of many updates with the same etag one succeeds, and it is the one that is stored.
#[tokio::test(flavor = "multi_thread")]
async fn u19_of_64_writers_with_one_etag_one_succeeds() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &[]);
    let client = server.client("ada");
    let mut person = client.create(named("Ada")).await.expect("a contact");
    for round in 0..ROUNDS {
        let race: Vec<_> = (0..WRITERS)
            .map(|writer| {
                // A client of its own: clones take turns.
                let (client, value) = (server.client("ada"), format!("{round} {writer}"));
                let update = nicknamed(&person, &value);
                tokio::spawn(async move { (value, client.update(update, nicknames()).await) })
            })
            .collect();
        let mut winners = Vec::new();
        for racer in race {
            match racer.await.expect("the racer ends") {
                (value, Ok(updated)) => winners.push((value, updated)),
                (_, Err(error)) => assert!(error.is_stale(), "{error}"),
            }
        }
        let [(value, updated)] = &winners[..] else {
            panic!("{} writers succeeded", winners.len())
        };
        let stored = client
            .get(&person.resource_name, FieldMask::ALL)
            .await
            .expect("the contact");
        assert_eq!(stored.nicknames[0].value, *value);
        assert_eq!(stored.etag, updated.etag);
        person = stored;
    }
}

/// U13: loops that read, edit and write until their etag is current lose no edit of each other.
#[tokio::test(flavor = "multi_thread")]
async fn u13_racing_read_edit_write_loops_all_land() {
    const LOOPS: usize = 8;
    const EDITS: usize = 10;
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &[]);
    let client = server.client("ada");
    let name = client
        .create(named("Ada"))
        .await
        .expect("a contact")
        .resource_name;
    let loops: Vec<_> = (0..LOOPS)
        .map(|number| {
            let (client, name) = (server.client("ada"), name.clone());
            tokio::spawn(async move {
                for edit in 0..EDITS {
                    loop {
                        let person = client
                            .get(&name, FieldMask::ALL)
                            .await
                            .expect("the contact");
                        let mut update = nicknamed(&person, &format!("{number} {edit}"));
                        update.nicknames.splice(0..0, person.nicknames);
                        match client.update(update, nicknames()).await {
                            Ok(_) => break,
                            Err(error) => assert!(error.is_stale(), "{error}"),
                        }
                    }
                }
            })
        })
        .collect();
    for task in loops {
        task.await.expect("the loop ends");
    }
    let person = client
        .get(&name, FieldMask::NICKNAMES)
        .await
        .expect("the contact");
    let mut values: Vec<_> = person
        .nicknames
        .iter()
        .map(|nickname| nickname.value.clone())
        .collect();
    values.sort_unstable();
    values.dedup();
    assert_eq!(values.len(), LOOPS * EDITS);
}
