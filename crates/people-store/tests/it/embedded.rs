//! Only the embedded engine: what it keeps on disk, and what the disk may do to it.
use std::{
    path::Path,
    process::Command,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use people_store::{
    Account, Batch, CommitError, Condition, Durability, Embedded, EmbeddedOptions, Order, Record,
    RowKind, Store, StoreError, Unavailable, Version, Write,
};

fn account() -> Account {
    Account::new("ada@example.com").expect("a name")
}

fn put(id: u64, body: &str, condition: Condition) -> Batch {
    let record = Record {
        body: body.to_owned(),
        terms: [format!("id:{id}")].into(),
        ..Record::default()
    };
    Batch {
        writes: vec![Write::Put {
            kind: RowKind::Contact,
            id,
            record,
            condition,
        }],
        time: 1,
    }
}

fn open(folder: &Path) -> Embedded {
    Embedded::open(folder, EmbeddedOptions::default()).expect("a store")
}

#[tokio::test]
async fn what_was_committed_is_there_after_reopening() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let secret = store.secret().await.expect("a secret");
    for id in 1..=20 {
        store
            .commit(&account(), put(id, "{}", Condition::Absent))
            .await
            .expect("a commit");
    }
    let delete = Write::Delete {
        kind: RowKind::Contact,
        id: 20,
        version: Version(20),
    };
    store
        .commit(
            &account(),
            Batch {
                writes: vec![delete],
                time: 2,
            },
        )
        .await
        .expect("a commit");
    store.close().await.expect("closed");

    let store = open(folder.path());
    assert_eq!(store.secret().await.expect("a secret"), secret);
    assert_eq!(
        store
            .count(&account(), RowKind::Contact)
            .await
            .expect("a count"),
        19
    );
    let committed = store
        .commit(&account(), put(20, "{}", Condition::Absent))
        .await
        .expect("a commit");
    assert_eq!(
        committed.version,
        Version(22),
        "no version is given twice, and none is left out"
    );
    assert_eq!(
        store
            .find(&account(), RowKind::Contact, "id:20", 0, 2)
            .await
            .expect("ids"),
        [20]
    );
    let feed = store
        .changes(&account(), RowKind::Contact, Version(20), None, 10)
        .await
        .expect("a feed");
    assert_eq!(
        feed.rows
            .iter()
            .map(|row| (row.id, row.deleted))
            .collect::<Vec<_>>(),
        [(20, false)]
    );
}

#[tokio::test]
async fn a_store_is_open_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = open(folder.path());
    let second = Embedded::open(folder.path(), EmbeddedOptions::default());
    assert!(
        matches!(second, Err(StoreError::Locked { .. })),
        "{second:?}"
    );
    first.close().await.expect("closed");
    open(folder.path());
}

/// A program that is started has the open files of this process for a moment, and with them their locks.
#[cfg(unix)]
#[test]
fn a_store_is_opened_again_while_programs_are_started() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_done.load(Relaxed) {
                    let ended = Command::new("true").status().expect("a program");
                    assert!(ended.success());
                }
            });
        }
        let refused = (0..200).find_map(|_| {
            match Embedded::open(folder.path(), EmbeddedOptions::default()) {
                Ok(store) => {
                    runtime.block_on(store.close()).expect("closed");
                    None
                }
                Err(refused) => Some(refused),
            }
        });
        is_done.store(true, Relaxed);
        assert!(refused.is_none(), "{refused:?}");
    });
}

#[tokio::test]
async fn a_closed_store_refuses() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    store.close().await.expect("closed");
    let refused = store
        .commit(&account(), put(1, "{}", Condition::Absent))
        .await;
    assert!(
        matches!(
            refused,
            Err(CommitError::Store(StoreError::Unavailable {
                reason: Unavailable::Closed,
                ..
            }))
        ),
        "{refused:?}"
    );
}

/// The schema's version is SQLite's `user_version`, so that `sqlite3` shows it.
#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    open(folder.path()).close().await.expect("closed");
    let database = folder.path().join("people.sqlite3");
    let connection = rusqlite::Connection::open(&database).expect("SQLite");
    connection
        .pragma_update(None, "user_version", 4_711)
        .expect("a version");
    drop(connection);
    let before = std::fs::read(&database).expect("a file");
    let refused = Embedded::open(folder.path(), EmbeddedOptions::default());
    assert!(
        matches!(refused, Err(StoreError::NewerSchema { found: 4_711, .. })),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(&database).expect("a file"), before);
}

/// Commits that wait for one sync share the next.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn waiting_commits_share_a_transaction() {
    const WRITERS: u64 = 64;
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let before = store.stats();
    let writers: Vec<_> = (1..=WRITERS)
        .map(|id| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut condition = Condition::Absent;
                for _ in 0..10 {
                    let committed = store
                        .commit(&account(), put(id, "{}", condition))
                        .await
                        .expect("a commit");
                    condition = Condition::Version(committed.version);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("it ends");
    }
    let after = store.stats();
    assert_eq!(after.commits - before.commits, WRITERS * 10);
    let transactions = after.transactions - before.transactions;
    assert!(
        transactions <= WRITERS * 10 / 2,
        "{transactions} transactions"
    );
}

/// A full disk refuses what does not fit, keeps what was there, and works again with room.
#[tokio::test]
async fn a_full_store_refuses_and_recovers() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = EmbeddedOptions {
        durability: Durability::Relaxed,
        max_bytes: Some(1 << 20),
        ..EmbeddedOptions::default()
    };
    let store = Embedded::open(folder.path(), options).expect("a store");
    let body = format!("{{\"x\":\"{}\"}}", "x".repeat(50_000));
    let mut kept = 0;
    let refused = loop {
        match store
            .commit(&account(), put(kept + 1, &body, Condition::Absent))
            .await
        {
            Ok(_) => kept += 1,
            Err(refused) => break refused,
        }
        assert!(kept < 1_000, "a megabyte holds that much");
    };
    assert!(
        matches!(
            refused,
            CommitError::Store(StoreError::Unavailable {
                reason: Unavailable::Full,
                ..
            })
        ),
        "{refused:?}"
    );
    assert!(kept > 0);
    assert_eq!(
        store
            .count(&account(), RowKind::Contact)
            .await
            .expect("a count"),
        kept
    );
    assert_eq!(
        store.version(&account()).await.expect("a version"),
        Version(kept),
        "a refused commit takes no version"
    );
    let page = store
        .page(&account(), RowKind::Contact, Order::Id, None, 1_000)
        .await
        .expect("a page");
    assert!(page.rows.iter().all(|row| row.record.body == body));

    for row in &page.rows[..page.rows.len() / 2] {
        let delete = Write::Delete {
            kind: RowKind::Contact,
            id: row.id,
            version: row.version,
        };
        store
            .commit(
                &account(),
                Batch {
                    writes: vec![delete],
                    time: 2,
                },
            )
            .await
            .expect("a tombstone is small");
    }
    store
        .commit(&account(), put(5_000, &body, Condition::Absent))
        .await
        .expect("room again");
}
