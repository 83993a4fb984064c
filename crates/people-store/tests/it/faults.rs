//! What goes wrong around the embedded engine, and who notices.
use std::{
    fs,
    future::{Future, poll_fn},
    path::Path,
    pin::Pin,
    task::Poll,
};

use people_store::{
    Account, Batch, CommitError, Committed, Condition, Durability, Embedded, EmbeddedOptions,
    Memory, Order, Record, RowKind, Store, StoreError, Unavailable, Version, Write,
};
use rusqlite::Connection;

pub(crate) type Verdict = Result<Committed, CommitError>;

pub(crate) fn account() -> Account {
    Account::new("ada@example.com").expect("a name")
}

pub(crate) fn open(folder: &Path) -> Embedded {
    Embedded::open(folder, EmbeddedOptions::default()).expect("a store")
}

/// A connection of somebody else's, such as an operator with `sqlite3`.
fn outside(folder: &Path) -> Connection {
    Connection::open(folder.join("people.sqlite3")).expect("SQLite")
}

pub(crate) fn put(id: u64, body: &str, terms: &[&str], condition: Condition) -> Batch {
    let record = Record {
        body: body.to_owned(),
        terms: terms.iter().collect(),
        ..Record::default()
    };
    let write = Write::Put {
        kind: RowKind::Contact,
        id,
        record,
        condition,
    };
    Batch {
        writes: vec![write],
        time: 1,
    }
}

fn create(id: u64) -> Batch {
    put(id, "{}", &["a"], Condition::Absent)
}

/// Hands commits to the writer, and returns what will be their verdicts.
pub(crate) async fn handed_over(
    store: &Embedded,
    batches: impl IntoIterator<Item = Batch>,
) -> Vec<Pin<Box<dyn Future<Output = Verdict> + Send>>> {
    let mut commits = Vec::new();
    for batch in batches {
        let store = store.clone();
        let mut commit: Pin<Box<dyn Future<Output = Verdict> + Send>> =
            Box::pin(async move { store.commit(&account(), batch).await });
        // The first step is to queue it. One that is refused then and there is over already.
        let step = poll_fn(|context| Poll::Ready(commit.as_mut().poll(context))).await;
        commits.push(match step {
            Poll::Ready(verdict) => Box::pin(std::future::ready(verdict)),
            Poll::Pending => commit,
        });
    }
    commits
}

pub(crate) async fn verdicts(
    commits: Vec<Pin<Box<dyn Future<Output = Verdict> + Send>>>,
) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for commit in commits {
        verdicts.push(commit.await);
    }
    verdicts
}

/// One commit fails in the middle of its writes, another on a damaged row, a third on its
/// condition; those beside them in the transaction are kept.
#[tokio::test]
async fn a_commit_that_fails_takes_no_other_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    for id in 1..=2 {
        store
            .commit(&account(), create(id))
            .await
            .expect("a commit");
    }
    let operator = outside(folder.path());
    operator
        .execute_batch(
            "CREATE TRIGGER planted BEFORE INSERT ON records WHEN NEW.id = 13
                 BEGIN SELECT RAISE(ABORT, 'planted'); END;
             UPDATE records SET terms = 'no list' WHERE id = 2;
             BEGIN IMMEDIATE;",
        )
        .expect("SQL");

    // They wait for the operator, and so end up together.
    let before = store.stats();
    let mut thirteenth = create(13);
    thirteenth.writes.insert(0, create(12).writes.remove(0));
    let damaged = put(2, "{}", &["b"], Condition::Version(Version(2)));
    let batches = [
        create(3),
        thirteenth,
        create(4),
        create(1),
        damaged,
        create(5),
    ];
    let commits = handed_over(&store, batches).await;
    operator.execute_batch("COMMIT").expect("SQL");
    let verdicts = verdicts(commits).await;

    let versions: Vec<_> = verdicts
        .iter()
        .filter_map(|verdict| Some(verdict.as_ref().ok()?.version.0))
        .collect();
    assert_eq!(versions, [3, 4, 5]);
    let [_, Err(failed), _, Err(conflict), Err(corrupt), _] = &verdicts[..] else {
        panic!("{verdicts:?}")
    };
    let engine = matches!(failed, CommitError::Store(StoreError::Engine { .. }));
    assert!(engine, "{failed:?}");
    let current = Some(Version(1));
    assert!(
        matches!(conflict, CommitError::Conflict { index: 0, current: at } if *at == current),
        "{conflict:?}"
    );
    let damage = matches!(corrupt, CommitError::Store(StoreError::Corrupt { .. }));
    assert!(damage, "{corrupt:?}");
    assert!(store.stats().transactions - before.transactions <= 2);

    // Nothing of the failed ones is there, and everything of the others.
    let ids = store
        .find(&account(), RowKind::Contact, "a", 0, 100)
        .await
        .expect("ids");
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    assert_eq!(
        store
            .count(&account(), RowKind::Contact)
            .await
            .expect("a count"),
        5
    );
    assert_eq!(
        store.version(&account()).await.expect("a version"),
        Version(5)
    );
    let damaged = store.get(&account(), RowKind::Contact, 2).await;
    assert!(
        matches!(damaged, Err(StoreError::Corrupt { .. })),
        "{damaged:?}"
    );
}

/// If too many commits wait, the rest fail at once, and the waiting ones succeed.
#[tokio::test]
async fn a_full_queue_turns_commits_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = EmbeddedOptions {
        queue: 2.try_into().expect("a number"),
        ..EmbeddedOptions::default()
    };
    let store = Embedded::open(folder.path(), options).expect("a store");
    let operator = outside(folder.path());
    operator.execute_batch("BEGIN IMMEDIATE").expect("SQL");
    let commits = handed_over(&store, (1..=20).map(create)).await;
    operator.execute_batch("COMMIT").expect("SQL");

    let verdicts = verdicts(commits).await;
    let done = verdicts.iter().filter(|verdict| verdict.is_ok()).count() as u64;
    // What waits, and what the writer may have taken while it waited itself.
    assert!((2..=4).contains(&done), "{verdicts:?}");
    for verdict in verdicts.iter().filter(|verdict| verdict.is_err()) {
        let reason = Unavailable::Overloaded;
        assert!(
            matches!(verdict, Err(CommitError::Store(StoreError::Unavailable { reason: why, .. })) if *why == reason),
            "{verdict:?}"
        );
    }
    assert_eq!(
        store.version(&account()).await.expect("a version"),
        Version(done)
    );
}

/// Closing carries out what waits, and so does dropping the last clone.
#[tokio::test]
async fn what_waits_is_carried_out_before_the_end() {
    for by_closing in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path());
        let operator = outside(folder.path());
        operator.execute_batch("BEGIN IMMEDIATE").expect("SQL");
        let commits = handed_over(&store, (1..=9).map(create)).await;
        if by_closing {
            let closing = tokio::spawn({
                let store = store.clone();
                async move { store.close().await }
            });
            tokio::task::yield_now().await;
            operator.execute_batch("COMMIT").expect("SQL");
            closing.await.expect("it ends").expect("closed");
        } else {
            operator.execute_batch("COMMIT").expect("SQL");
        }
        assert!(verdicts(commits).await.iter().all(Result::is_ok));
        drop((store, operator));

        let store = open(folder.path());
        assert_eq!(
            store
                .count(&account(), RowKind::Contact)
                .await
                .expect("a count"),
            9
        );
    }
}

/// The files as they are at any moment, without a goodbye, hold what was answered.
#[tokio::test]
async fn a_process_that_dies_leaves_what_was_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    for id in 1..=50 {
        store
            .commit(&account(), create(id))
            .await
            .expect("a commit");
    }
    let copy = tempfile::tempdir().expect("a folder");
    for file in ["people.sqlite3", "people.sqlite3-wal"] {
        fs::copy(folder.path().join(file), copy.path().join(file)).expect("a copy");
    }
    let copy = open(copy.path());
    let rows = copy
        .page(&account(), RowKind::Contact, Order::Id, None, 100)
        .await
        .expect("a page")
        .rows;
    assert_eq!(rows.len(), 50);
    let next = copy.commit(&account(), create(51)).await.expect("a commit");
    assert_eq!(next.version, Version(51));
    assert_eq!(
        copy.secret().await.expect("a secret"),
        store.secret().await.expect("a secret")
    );
}

/// The log is copied and started again while commits and reads go on, so that it stays short.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_log_stays_short_under_load() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = EmbeddedOptions {
        durability: Durability::Relaxed,
        ..EmbeddedOptions::default()
    };
    let store = Embedded::open(folder.path(), options).expect("a store");
    let reader = tokio::spawn({
        let store = store.clone();
        async move {
            loop {
                let account = account();
                let page = store.page(&account, RowKind::Contact, Order::Id, None, 100);
                if page.await.is_err() {
                    return; // closed
                }
            }
        }
    });
    let body = "x".repeat(60_000);
    let (mut written, mut condition) = (0, Condition::Absent);
    while store.stats().checkpoints < 5 {
        assert!(written < 1 << 30, "a gigabyte went into the log");
        let committed = store
            .commit(&account(), put(1, &body, &[], condition))
            .await
            .expect("a commit");
        condition = Condition::Version(committed.version);
        written += body.len() as u64;
    }
    let log = fs::metadata(folder.path().join("people.sqlite3-wal")).expect("a log");
    // Twice what it has before it is copied, which is while a thread copies it.
    assert!(
        log.len() < 128 << 20,
        "{} bytes of log for {written}",
        log.len()
    );
    store.close().await.expect("closed");
    reader.await.expect("it ends");
    assert!(!folder.path().join("people.sqlite3-wal").exists());
}

/// What another program keeps under our file's name is left alone.
#[tokio::test]
async fn a_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let operator = outside(folder.path());
    operator
        .execute_batch("CREATE TABLE cats (name TEXT)")
        .expect("SQL");
    drop(operator);
    let path = folder.path().join("people.sqlite3");
    let before = fs::read(&path).expect("a file");
    let refused = Embedded::open(folder.path(), EmbeddedOptions::default());
    assert!(
        matches!(refused, Err(StoreError::Corrupt { .. })),
        "{refused:?}"
    );
    assert_eq!(fs::read(&path).expect("a file"), before);
    let left = || {
        let files = fs::read_dir(folder.path()).expect("a folder");
        let names = files.map(|file| file.expect("a file").file_name());
        names.collect::<Vec<_>>()
    };
    assert_eq!(left(), ["people.sqlite3"], "nothing is left behind");

    fs::write(&path, "no database at all, but something that is longer than a header of one, which is a hundred bytes long")
        .expect("a file");
    let refused = Embedded::open(folder.path(), EmbeddedOptions::default());
    assert!(
        matches!(refused, Err(StoreError::Corrupt { .. })),
        "{refused:?}"
    );
    assert_eq!(left(), ["people.sqlite3"], "nothing is left behind");
}

#[tokio::test]
async fn each_store_has_a_secret_of_its_own() {
    let (one, other) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let secrets = [
        open(one.path()).secret().await.expect("a secret"),
        open(other.path()).secret().await.expect("a secret"),
        Memory::new().secret().await.expect("a secret"),
        Memory::new().secret().await.expect("a secret"),
    ];
    for (index, secret) in secrets.iter().enumerate() {
        assert!(!secrets[..index].contains(secret));
    }
}
