//! What is lost or replaced outside of the store is noticed, before anything else is lost by it.
use std::{fs, path::Path};

use people_store::{
    Account, Batch, CommitError, Condition, Durability, Embedded, EmbeddedOptions, Order, Record,
    RowKind, Store, StoreError, Unavailable, Write,
};
use rusqlite::Connection;

const DATABASE: &str = "people.sqlite3";
const LOG: &str = "people.sqlite3-wal";
const MARK: &str = "people.mark";

fn account() -> Account {
    Account::new("ada").expect("a name")
}

fn open(folder: &Path) -> Embedded {
    try_open(folder).expect("a store")
}

fn try_open(folder: &Path) -> Result<Embedded, StoreError> {
    Embedded::open(folder, EmbeddedOptions::default())
}

async fn put(store: &Embedded, id: u64) -> Result<(), CommitError> {
    let record = Record {
        body: format!("{{\"id\":{id}}}"),
        terms: [format!("id:{id}")].into(),
        ..Record::default()
    };
    let write = Write::Put {
        kind: RowKind::Contact,
        id,
        record,
        condition: Condition::Absent,
    };
    let writes = vec![write];
    let batch = Batch { writes, time: 1 };
    store.commit(&account(), batch).await.map(drop)
}

async fn count(store: &Embedded) -> u64 {
    let count = store.count(&account(), RowKind::Contact).await;
    count.expect("a count")
}

/// The files of a store as a process leaves them that is killed after 50 commits, of which 20 are in
/// the database.
async fn killed(folder: &Path, durability: Durability) {
    let lives = tempfile::tempdir().expect("a folder");
    let options = EmbeddedOptions {
        durability,
        ..EmbeddedOptions::default()
    };
    for ids in [1..=20, 21..=50] {
        let store = Embedded::open(lives.path(), options.clone()).expect("a store");
        for id in ids.clone() {
            put(&store, id).await.expect("a commit");
        }
        if *ids.end() == 50 {
            for file in [DATABASE, LOG, MARK] {
                fs::copy(lives.path().join(file), folder.join(file)).expect("a copy");
            }
        }
        store.close().await.expect("closed");
    }
}

/// What a check of the folder finds.
fn faults(folder: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    let inspection = Embedded::inspect(folder);
    inspection
        .expect("a store")
        .run(|_, _, _| Vec::new(), |fault| faults.push(fault.to_string()))
        .expect("readable");
    faults
}

#[tokio::test]
async fn a_store_that_was_killed_has_all_that_was_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    killed(folder.path(), Durability::Full).await;
    assert_eq!(faults(folder.path()), [""; 0]);
    let store = open(folder.path());
    assert_eq!(count(&store).await, 50);
    store.close().await.expect("closed");
    assert_eq!(count(&open(folder.path())).await, 50);
}

/// Somebody who looks into a store that was killed with `sqlite3` has the log copied and removed. Nothing
/// is lost by that, and nothing is said.
#[tokio::test]
async fn a_log_that_another_program_copied_is_not_missed() {
    let folder = tempfile::tempdir().expect("a folder");
    killed(folder.path(), Durability::Full).await;
    let operator = Connection::open(folder.path().join(DATABASE)).expect("SQLite");
    operator
        .execute_batch("SELECT 1 FROM records; PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("SQL");
    drop(operator);
    fs::remove_file(folder.path().join(LOG)).ok();
    assert_eq!(count(&open(folder.path())).await, 50);
}

/// Each of these loses what was acknowledged. The store is not opened and not changed, a check and a
/// backup say so; and it is opened when an operator decides to go on without.
#[tokio::test]
async fn what_was_lost_after_a_crash_is_told() {
    type Damage = fn(&Path);
    let cases: [(Damage, &str); 5] = [
        (
            |folder| fs::remove_file(folder.join(LOG)).expect("removed"),
            "people.sqlite3-wal is missing",
        ),
        (
            |folder| fs::write(folder.join(LOG), "").expect("a file"),
            "people.sqlite3-wal is missing",
        ),
        (
            |folder| {
                let mut log = fs::read(folder.join(LOG)).expect("a log");
                let middle = log.len() / 2;
                log[middle] ^= 1;
                fs::write(folder.join(LOG), log).expect("a file");
            },
            "people.sqlite3-wal is damaged",
        ),
        (
            |folder| {
                let log = fs::read(folder.join(LOG)).expect("a log");
                fs::write(folder.join(LOG), &log[..log.len() - 1]).expect("a file");
            },
            "people.sqlite3-wal is damaged",
        ),
        (
            |folder| {
                let mut log = fs::read(folder.join(LOG)).expect("a log");
                log[16] ^= 1; // its salt: as if it were of another time
                fs::write(folder.join(LOG), log).expect("a file");
            },
            "people.sqlite3-wal is damaged",
        ),
    ];
    for (damage, why) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        killed(folder.path(), Durability::Full).await;
        damage(folder.path());
        let log = fs::read(folder.path().join(LOG)).unwrap_or_default();
        let found = faults(folder.path());
        assert!(found[0].contains(why), "{found:?}");
        let copied = Embedded::back_up(folder.path(), folder.path().join("backup"), |_, _| {});
        assert!(
            matches!(copied, Err(StoreError::Behind { .. })),
            "{copied:?}"
        );
        for _ in 0..2 {
            let refused = try_open(folder.path()).expect_err("it lacks something");
            let said = refused.to_string();
            assert!(matches!(refused, StoreError::Behind { .. }), "{said}");
            assert!(said.contains(why) && said.contains(MARK), "{said}");
        }
        let after = fs::read(folder.path().join(LOG)).unwrap_or_default();
        assert_eq!(after, log, "{why}: what is left of the log stays");
        fs::remove_file(folder.path().join(MARK)).expect("removed");
        let store = open(folder.path());
        assert!(count(&store).await < 50);
        store.close().await.expect("closed");
        open(folder.path());
    }
}

/// A new store is all in its log at first.
#[tokio::test]
async fn a_new_store_without_its_log_is_told() {
    let lives = tempfile::tempdir().expect("a folder");
    let store = open(lives.path());
    put(&store, 1).await.expect("a commit");
    let folder = tempfile::tempdir().expect("a folder");
    for file in [DATABASE, MARK] {
        fs::copy(lives.path().join(file), folder.path().join(file)).expect("a copy");
    }
    let refused = [
        Embedded::inspect(folder.path()).map(drop),
        try_open(folder.path()).map(drop),
    ];
    for refused in refused {
        assert!(
            matches!(refused, Err(StoreError::Behind { .. })),
            "{refused:?}"
        );
    }
}

/// The same of a store that was closed, and of a database that is gone.
#[tokio::test]
async fn a_database_of_an_earlier_time_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    for (id, copy) in [(1, "earlier"), (2, "later")] {
        let store = open(folder.path());
        put(&store, id).await.expect("a commit");
        store.close().await.expect("closed");
        fs::copy(path(DATABASE), path(copy)).expect("a copy");
    }
    fs::copy(path("earlier"), path(DATABASE)).expect("a copy");
    let refused = try_open(folder.path()).expect_err("it lacks a commit");
    let said = refused.to_string();
    assert!(
        said.contains("1 commits") && said.contains("from an earlier time"),
        "{said}"
    );
    fs::remove_file(path(DATABASE)).expect("removed");
    let refused = try_open(folder.path()).expect_err("there is none");
    assert!(refused.to_string().contains("is missing"), "{refused}");
    assert!(!path(DATABASE).exists(), "none was made");
    fs::copy(path("later"), path(DATABASE)).expect("a copy");
    assert_eq!(count(&open(folder.path())).await, 2);
}

/// What an operator restores is what counts from then on.
#[tokio::test]
async fn a_restored_store_is_not_compared_with_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    let store = open(&data);
    put(&store, 1).await.expect("a commit");
    Embedded::back_up(&data, &backup, |_, _| {}).expect("a backup");
    put(&store, 2).await.expect("a commit");
    store.close().await.expect("closed");
    fs::remove_file(data.join(DATABASE)).expect("removed");
    Embedded::restore(&backup, &data, |_, _| {}).expect("restored");
    assert_eq!(count(&open(&data)).await, 1);
}

/// With relaxed durability the last commits may be lost with the power, and the store goes on.
#[tokio::test]
async fn a_relaxed_store_goes_on_without_its_last_commits() {
    let folder = tempfile::tempdir().expect("a folder");
    killed(folder.path(), Durability::Relaxed).await;
    fs::remove_file(folder.path().join(LOG)).expect("removed");
    let store = open(folder.path());
    assert_eq!(count(&store).await, 20);
    store.close().await.expect("closed");
    assert_eq!(count(&open(folder.path())).await, 20);
}

#[cfg(unix)]
mod moved {
    use super::*;

    async fn is_refused(store: &Embedded) {
        let refused = put(store, 99).await.expect_err("it cannot be kept");
        let moved = Unavailable::Moved;
        assert!(
            matches!(&refused, CommitError::Store(StoreError::Unavailable { reason, .. }) if *reason == moved),
            "{refused:?}"
        );
        assert!(store.secret().await.is_err(), "it is not ready");
        let read = store.get(&account(), RowKind::Contact, 1).await;
        assert!(read.is_err(), "{read:?}");
    }

    /// After any change to the files of an open store, the store acknowledges nothing.
    #[tokio::test]
    async fn nothing_is_kept_in_files_that_are_gone() {
        let cases: [fn(&Path); 5] = [
            |data| fs::remove_dir_all(data).expect("removed"),
            |data| fs::rename(data, data.with_extension("old")).expect("renamed"),
            |data| fs::remove_file(data.join(DATABASE)).expect("removed"),
            |data| fs::remove_file(data.join(LOG)).expect("removed"),
            |data| {
                let copy = data.with_extension("copy");
                fs::copy(data.join(DATABASE), &copy).expect("a copy");
                fs::rename(copy, data.join(DATABASE)).expect("replaced");
            },
        ];
        for damage in cases {
            let folder = tempfile::tempdir().expect("a folder");
            let data = folder.path().join("data");
            let store = open(&data);
            put(&store, 1).await.expect("a commit");
            damage(&data);
            is_refused(&store).await;
        }
    }

    #[tokio::test]
    async fn files_that_come_back_are_kept_in_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let [data, away] = ["data", "away"].map(|name| folder.path().join(name));
        let store = open(&data);
        put(&store, 1).await.expect("a commit");
        fs::rename(&data, &away).expect("renamed");
        is_refused(&store).await;
        fs::rename(&away, &data).expect("renamed");
        let read = store.get(&account(), RowKind::Contact, 1).await;
        assert!(read.expect("a read").is_some(), "who reads finds out");
        put(&store, 2).await.expect("a commit");
        assert_eq!(count(&store).await, 2);
        store.close().await.expect("closed");
        assert_eq!(count(&open(&data)).await, 2);
    }

    /// A store whose folder another has taken the place of leaves that one's files alone, and its own.
    #[tokio::test]
    async fn a_store_in_the_place_of_another_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let [data, away] = ["data", "away"].map(|name| folder.path().join(name));
        let first = open(&data);
        put(&first, 1).await.expect("a commit");
        fs::rename(&data, &away).expect("renamed");
        let second = open(&data);
        for id in 1..=3 {
            put(&second, id).await.expect("a commit");
        }
        is_refused(&first).await;
        first.close().await.expect("closed");
        assert!(data.join(LOG).exists(), "its log is there");
        put(&second, 4).await.expect("a commit");
        assert_eq!(count(&second).await, 4);
        second.close().await.expect("closed");
        assert_eq!(count(&open(&data)).await, 4);
        assert_eq!(count(&open(&away)).await, 1);
    }

    #[tokio::test]
    async fn a_lock_that_was_removed_lets_nobody_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = open(folder.path());
        fs::remove_file(folder.path().join("people.lock")).expect("removed");
        let second = try_open(folder.path());
        assert!(
            matches!(second, Err(StoreError::Locked { .. })),
            "{second:?}"
        );
        first.close().await.expect("closed");
        open(folder.path());
    }
}

/// One byte anywhere in the database is changed: each row is the one that was written or an error, and
/// what is not as it was is found.
#[tokio::test]
async fn a_changed_byte_is_never_served() {
    let sound = tempfile::tempdir().expect("a folder");
    let store = open(sound.path());
    for id in 1..=120 {
        put(&store, id).await.expect("a commit");
    }
    store.close().await.expect("closed");
    let bytes = fs::read(sound.path().join(DATABASE)).expect("a database");
    let find = |text: &[u8]| {
        let place = bytes.windows(text.len()).position(|it| it == text);
        place.expect("it is in the database")
    };
    // A row, and a column that opening the store needs and no row does.
    let settings = b"CREATE TABLE settings (\n    name";
    let certain = [find(b"{\"id\":120}"), find(settings) + settings.len() - 4].map(|it| (it, 0));
    let random = std::iter::repeat_with(|| {
        let place = fastrand::usize(100..bytes.len());
        (place, fastrand::u8(0..8))
    });
    let folder = tempfile::tempdir().expect("a folder");
    let (mut errors, mut cases) = (0, 0);
    for (place, bit) in certain.into_iter().chain(random.take(100)) {
        cases += 1;
        let mut damaged = bytes.clone();
        damaged[place] ^= 1 << bit;
        let place = format!("{place}, bit {bit}");
        fs::write(folder.path().join(DATABASE), damaged).expect("a file");
        let mut found = Vec::new();
        let checked = Embedded::inspect(folder.path())
            .and_then(|it| it.run(|_, _, _| Vec::new(), |fault| found.push(fault.to_string())));
        let is_found = checked.is_err() || !found.is_empty();
        let Ok(store) = try_open(folder.path()) else {
            assert!(is_found, "byte {place}");
            continue;
        };
        for id in 1..=120 {
            let row = store.get(&account(), RowKind::Contact, id).await;
            let is_right = match &row {
                Ok(Some(row)) => {
                    assert_eq!(row.record.body, format!("{{\"id\":{id}}}"), "byte {place}");
                    assert_eq!((row.version.0, row.update_time), (id, 1), "byte {place}");
                    true
                }
                Ok(None) => false,
                Err(_) => {
                    errors += 1;
                    false
                }
            };
            assert!(is_right || is_found, "byte {place}: {row:?}");
        }
        let ada = account();
        let page = store.page(&ada, RowKind::Contact, Order::Id, None, 500);
        let is_right = page.await.is_ok_and(|page| page.rows.len() == 120);
        assert!(is_right || is_found, "byte {place}");
        store.close().await.ok();
    }
    assert!(errors > 0, "some of {cases} damage a row");
}
