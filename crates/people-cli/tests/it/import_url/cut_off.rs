//! Imports that were cut off, or that see an old state: nothing comes twice.
use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{Desk, PHOTO, card, cards, once};
use crate::{
    Server,
    wait::{PATIENCE, ended},
};

/// Whatever becomes of the calls that create contacts, groups, and photos: the import ends, or the next one does,
/// and nothing is there twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_a_lost_reply_creates_nothing_twice() {
    const CREATE: &str = "people.people.batchCreateContacts";
    const UPDATE: &str = "people.people.batchUpdateContacts";
    const GROUP: &str = "people.contactGroups.create";
    const SET: &str = "people.people.updateContactPhoto";
    let drop = |method: &str, when: &str, times: u32| json!({"match": {"method": method}, "times": times, "then": {"drop": when}});
    let error = |method: &str, status: &str, times: u32| json!({"match": {"method": method}, "times": times, "then": {"status": status, "retryAfter": "1s"}});
    for (at, rules) in [
        vec![drop(CREATE, "before", 1)],
        vec![drop(CREATE, "after", 1)],
        vec![drop(CREATE, "body", 1)],
        vec![drop(CREATE, "after", 1), drop(CREATE, "before", 1)],
        vec![drop(CREATE, "before", 2)],
        vec![drop(UPDATE, "after", 1), drop(GROUP, "after", 1)],
        vec![drop(UPDATE, "body", 6), drop(SET, "after", 1)],
        vec![drop(SET, "before", 6), drop(GROUP, "body", 1)],
        vec![error(CREATE, "RESOURCE_EXHAUSTED", 1), error(UPDATE, "UNAVAILABLE", 1)],
        vec![
            drop(CREATE, "after", 1),
            json!({"match": {"method": "people.people.connections.list"}, "times": 1, "then": {"drop": "body"}}),
        ],
    ]
    .into_iter()
    .enumerate()
    {
        let (desk, server) = (Desk::new(), Server::emulated());
        let photo = format!("CATEGORIES:Engine\r\nPHOTO;ENCODING=b;TYPE=PNG:{PHOTO}\r\n");
        desk.write(&(cards(5) + &card(5, &photo)));
        server.rules(&Value::from(rules));
        let mut said = desk.import(&server, &[]);
        assert!(server.fired() > 0, "case {at}");
        for _ in 0..4 {
            if said.done {
                break;
            }
            said = desk.import(&server, &[]);
        }
        assert!(said.done, "case {at}: {}{}", said.out, said.wrong);
        server.rules(&json!([]));
        let said = desk.import(&server, &[]);
        assert!(said.out.contains("updated 0, unchanged 6"), "case {at}: {}{}", said.out, said.wrong);
        once(&server, 6).await;
        let last = &server.all().await[5];
        assert!(!last.photos[0].default, "case {at}");
        assert_eq!(server.client("ada").groups().all().await.expect("groups").iter().filter(|group| group.name == "Engine").count(), 1);
        server.stop();
    }
}

/// A list that does not show yet what an import has created is read again until it does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_a_list_that_lags_creates_nothing_twice() {
    let (desk, server) = (Desk::new(), Server::emulated());
    desk.write(&cards(3));
    // A write that the reads do not show for a time.
    assert!(desk.import(&server, &[]).done);
    desk.write(&cards(4));
    assert!(desk.import(&server, &["--lag", "1m"]).done);
    server.rules(&json!([
        {"match": {"method": "people.people.connections.list"}, "then": {"lag": "2s"}},
        {"match": {"method": "people.people.getBatchGet"}, "then": {"lag": "2s"}},
    ]));
    desk.write(&cards(5));
    let said = desk.import(&server, &["--lag", "1m"]);
    assert!(said.done, "{}{}", said.out, said.wrong);
    let said = desk.import(&server, &["--lag", "1m"]);
    assert!(said.done, "{}{}", said.out, said.wrong);
    assert!(
        said.out
            .contains("added 0 contacts and 0 groups, updated 0, unchanged 5"),
        "{}",
        said.out
    );
    server.rules(&json!([]));
    assert!(desk.import(&server, &[]).done);
    once(&server, 5).await;
    server.stop();
}

/// Two runs with one state: the second does not begin.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i12_two_runs_do_not_share_a_state() {
    let (desk, server) = (Desk::new(), Server::emulated());
    desk.write(&cards(2));
    server.rules(&json!([
        {"match": {"method": "people.people.connections.list"}, "times": 1, "then": {"delay": "5s"}},
    ]));
    let mut first = Command::new(env!("CARGO_BIN_EXE_people"))
        .args(desk.arguments(&server, &[]))
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let patience = Instant::now();
    while !desk.path("state").exists() {
        assert!(patience.elapsed() < PATIENCE, "the first run begins");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let said = desk.import(&server, &[]);
    assert!(!said.done);
    assert!(
        said.wrong.contains("another import is using it"),
        "{}",
        said.wrong
    );
    assert!(ended(&mut first).success());
    once(&server, 2).await;
    server.stop();
}
