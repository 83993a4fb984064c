//! Servers in front of one PostgreSQL database.
pub(crate) mod copy;
#[path = "../../../people-store/tests/it/postgres/server.rs"]
#[allow(dead_code)] // what only the tests of the store use
pub(crate) mod server;

use std::{path::Path, time::Duration};

use people_http::Client;
use people_model::{FieldMask, Person};

use crate::{Server, named, nicknamed, nicknames, people};

/// Clients take turns between two servers, one of which is killed. What either has acknowledged is
/// there for the other at once, and no etag of the one is unknown to the other.
#[tokio::test(flavor = "multi_thread")]
async fn either_of_two_servers_may_be_killed() {
    const WRITERS: usize = 6;
    const WRITES: usize = 30;
    let Some(database) = server::fresh() else {
        return;
    };
    let servers = [0, 1].map(|_| Server::start(&database, &[]));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let token = format!("writer-{}", writer % 2);
            let clients = [0, 1].map(|server: usize| servers[server].client(&token));
            tokio::spawn(write(clients, WRITES))
        })
        .collect();
    // The contacts are there, and some writes as well.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let [killed, left] = servers;
    killed.kill();
    for writer in writers {
        writer.await.expect("the writer ends");
    }
    left.stop();
}

/// Writes to one contact again and again, by one server and then the other.
///
/// PostgreSQL carries out what a server has sent before it was killed, also after the writer has looked for it. Then
/// the etag that the writer has read is stale, once.
async fn write(clients: [Client; 2], writes: usize) {
    let mut person = named("Ada");
    person.nicknames = nicknamed(&person, "0").nicknames;
    let mut person = clients[1].create(person).await.expect("a contact");
    let (mut acknowledged, mut unanswered) = (0, Vec::new());
    for number in 1..=writes {
        let update = nicknamed(&person, &number.to_string());
        match clients[number % 2].update(update, nicknames()).await {
            Ok(updated) => {
                person = updated;
                acknowledged = number;
                // Their etag is stale now.
                unanswered.clear();
            }
            Err(error) if error.status().is_none() => {
                // The server is gone. The update may have happened, or happen yet; nothing before it may be lost.
                unanswered.push(number);
                let (read, stored) = read(&clients[1], &person).await;
                let is_acknowledged = stored == acknowledged;
                assert!(is_acknowledged || unanswered.contains(&stored), "{stored}");
                if !is_acknowledged {
                    unanswered.clear();
                }
                (person, acknowledged) = (read, stored);
            }
            Err(error) if error.is_stale() && !unanswered.is_empty() => {
                // One of them has happened since.
                let (read, stored) = read(&clients[1], &person).await;
                assert!(unanswered.contains(&stored), "{stored}: {error}");
                unanswered.clear();
                (person, acknowledged) = (read, stored);
            }
            Err(error) => panic!("refused: {error}"),
        }
    }
    let (_, stored) = read(&clients[1], &person).await;
    let is_known = stored == acknowledged || unanswered.contains(&stored);
    assert!(is_known, "{stored}, not {acknowledged}");
}

/// The contact as it is now, and the number of its last write.
async fn read(client: &Client, person: &Person) -> (Person, usize) {
    let read = client.get(&person.resource_name, FieldMask::ALL).await;
    let person = read.expect("the contact");
    let stored = person.nicknames[0].value.parse().expect("a number");
    (person, stored)
}

/// Without its database a server lives and is not ready, and says so in the API's own words.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_its_database_is_not_ready() {
    let Some(database) = server::Server::start() else {
        return;
    };
    let server = Server::start(&database.url(), &[]);
    let client = server.client("ada");
    let person = client.create(named("Ada")).await.expect("a contact");
    assert_eq!(status(&server, "readyz").await, 200);

    database.kill();
    assert_eq!(status(&server, "readyz").await, 503);
    assert_eq!(status(&server, "healthz").await, 200);
    let update = nicknamed(&person, "Countess");
    let refused = client.update(update.clone(), nicknames()).await;
    let status_code = refused
        .expect_err("nobody keeps it")
        .status()
        .map(|status| status.code);
    assert_eq!(status_code, Some(people_model::Code::Unavailable as i32));

    database.resume();
    assert_eq!(status(&server, "readyz").await, 200);
    // Its etag is still current, so the refusal was the truth.
    let updated = client.update(update, nicknames()).await.expect("an update");
    assert_eq!(updated.nicknames[0].value, "Countess");
}

#[test]
fn an_address_that_cannot_be_used_says_why() {
    let cases = [
        ("mysql://ada@localhost/people", "postgres://"),
        ("postgres://ada:hush@localhost/people?colour=hush", "colour"),
        (
            "postgres://ada:hush@127.0.0.1:1/people",
            "cannot be reached",
        ),
    ];
    for (address, why) in cases {
        let output = people(&["serve", "--listen", "127.0.0.1:0", "--data", address]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success());
        assert!(error.contains(why), "{address}: {error}");
        assert!(!error.contains("hush"), "{address}: {error}");
    }
}

async fn status(server: &Server, path: &str) -> u16 {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let reply = reqwest::get(format!("{}/{path}", server.url)).await;
    reply.expect("a reply").status().as_u16()
}

/// A server says at its start when the database would not notice what its disk changes, and so does a
/// check.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_checksums_of_pages_is_warned_of() {
    let (Some(usual), Some(with)) = (server::fresh(), server::Server::start_with_checksums())
    else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    for (address, name) in [(usual, "usual"), (with.url(), "with")] {
        let is_on = server::psql(&address, "SHOW data_checksums") == "on\n";
        assert!(is_on || name == "usual");
        let log = folder.path().join(name);
        Server::start_logging(Path::new(&address), &[], &log).stop();
        let log = std::fs::read_to_string(log).expect("a log");
        assert_eq!(log.contains("data_checksums is off"), !is_on, "{log}");
        let checked = people(&["store", "check", &address]);
        let note = String::from_utf8_lossy(&checked.stderr).into_owned();
        assert!(checked.status.success(), "{note}");
        assert_eq!(note.contains("data_checksums is off"), !is_on, "{note}");
    }
}
