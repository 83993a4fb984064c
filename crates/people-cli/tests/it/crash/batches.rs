//! A batch whose server is killed is there whole, or not at all (rule `B2`).
use std::{ops::Range, time::Duration};

use people_http::{BatchCreateContacts, BatchDeleteContacts};
use people_model::{ContactId, FieldMask};
use people_rules::Sources;
use people_store::{Account, Embedded, EmbeddedOptions, RowKind, Store};
use tokio::time::sleep;

use super::model::content;
use crate::Server;

const KILLS: usize = 8;
const MOMENT: Range<u64> = 20..700;
const BATCH: usize = BatchCreateContacts::MAX;

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_survives_kill_9_whole_or_not_at_all() {
    let data = tempfile::tempdir().expect("a folder");
    let ada = Account::new("ada").expect("an account");
    let (mut acknowledged, mut there) = (0, 0);
    for kill in 1..=KILLS {
        let server = Server::start(data.path(), &[]);
        let client = server.client("ada");
        let writer = tokio::spawn(async move {
            let mut batches = 0;
            loop {
                let people = (0..BATCH).map(|number| content(&format!("{kill} {number}")));
                let create = BatchCreateContacts::new(people)
                    .returning(FieldMask::NICKNAMES, Sources::DEFAULT);
                let Ok(reply) = client.send(create).await else {
                    return batches;
                };
                batches += 1;
                // Every third batch is deleted again.
                if batches % 3 == 0 {
                    let people = reply.created_people.into_iter().filter_map(|it| it.person);
                    let ids = people.filter_map(|it| ContactId::parse(&it.resource_name));
                    if client.send(BatchDeleteContacts::new(ids)).await.is_err() {
                        return batches;
                    }
                }
            }
        });
        sleep(Duration::from_millis(fastrand::u64(MOMENT))).await;
        server.kill();
        acknowledged += writer.await.expect("the writer ends when its server does");

        let store =
            Embedded::open(data.path(), EmbeddedOptions::default()).expect("the store opens");
        let count = store.count(&ada, RowKind::Contact).await.expect("a count");
        store.close().await.expect("the store closes");
        assert_eq!(
            count % BATCH as u64,
            0,
            "part of a batch is there after kill {kill}"
        );
        there = count;
    }
    println!("{acknowledged} batches acknowledged under {KILLS} kills, {there} contacts there");
    assert!(acknowledged > 0, "hardly anything was written");
}
