//! A disk that is really full, if there is one to fill.
use std::{fs, path::Path, time::Duration};

use people_store::{
    Batch, CommitError, Condition, Embedded, EmbeddedOptions, Order, Replacement, RowKind, Store,
    StoreError, Unavailable, Version, Versions, Write,
};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

use crate::{
    faults::{account, handed_over, open, put, verdicts},
    wait::Deadline,
};

/// A folder on a file system of 16 MB that `PEOPLE_TEST_SMALL_DISK` names, for one test at a time.
async fn small_disk() -> Option<(MutexGuard<'static, ()>, TempDir)> {
    static TURN: Mutex<()> = Mutex::const_new(());

    disk("PEOPLE_TEST_SMALL_DISK", &TURN).await
}

async fn disk(
    variable: &str,
    turn: &'static Mutex<()>,
) -> Option<(MutexGuard<'static, ()>, TempDir)> {
    let Some(disk) = std::env::var_os(variable) else {
        eprintln!("skipped: {variable} does not name a folder on a small file system");
        return None;
    };
    let turn = turn.lock().await;
    Some((turn, tempfile::tempdir_in(disk).expect("a folder")))
}

const RESERVE: u64 = 4 << 20;

fn reopen(folder: &Path) -> Embedded {
    let options = EmbeddedOptions {
        reserve: RESERVE,
        ..EmbeddedOptions::default()
    };
    Embedded::open(folder, options).expect("a store")
}

/// Callers go on while the disk is full, and the server is stopped and killed meanwhile. They do not use
/// up what is kept for deletions.
#[tokio::test]
async fn a_full_disk_keeps_its_reserve_for_deletions() {
    for (bytes, together) in [(200_000, 1), (2_000, 50), (60_000, 50)] {
        let Some((_turn, folder)) = small_disk().await else {
            return;
        };
        let other = folder.path().join("other");
        fs::write(&other, vec![0; 1 << 20]).expect("a file");
        let folder = folder.path().join("store");
        let mut store = reopen(&folder);
        let body = "x".repeat(bytes);
        let (mut next, mut kept) = (1, Vec::new());
        for restart in ["none", "stopped", "killed", "killed", "stopped"] {
            store = match restart {
                "killed" => {
                    let files = contents(&folder);
                    store.close().await.expect("closed");
                    fs::remove_dir_all(&folder).expect("a folder");
                    put_back(&folder, &files);
                    reopen(&folder)
                }
                "stopped" => {
                    store.close().await.expect("closed");
                    reopen(&folder)
                }
                _ => store,
            };
            let mut refusals = 0;
            while refusals < 10 {
                let ids: Vec<u64> = (next..next + together).collect();
                next += together;
                let puts = ids
                    .iter()
                    .map(|&id| put(id, &body, &["a"], Condition::Absent));
                let verdicts = verdicts(handed_over(&store, puts).await).await;
                let is_full = verdicts.iter().any(Result::is_err);
                let done = ids.into_iter().zip(verdicts);
                kept.extend(done.filter_map(|(id, verdict)| verdict.is_ok().then_some(id)));
                if is_full {
                    refusals += 1;
                    // So that the store tries to make its reserve again.
                    tokio::time::sleep(Duration::from_millis(60)).await;
                }
            }
            // A few, each of which succeeds.
            let some = kept.split_off(kept.len() - 5);
            delete(&store, &some).await;
        }
        assert!(kept.len() > 20, "{}", kept.len());
        delete(&store, &kept).await;
        let count = store.count(&account(), RowKind::Contact).await;
        assert_eq!(count.expect("a count"), 0);

        // With space there is a reserve again, and everything is kept.
        fs::remove_file(other).expect("a file");
        let end = Deadline::new();
        loop {
            let commit = put(next, &body, &[], Condition::Absent);
            match store.commit(&account(), commit).await {
                Ok(_) => break,
                Err(error) => assert!(error.to_string().contains("no space left"), "{error}"),
            }
            end.check("there is space again");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let reserve = fs::metadata(folder.join("people.reserve")).expect("a file");
        assert!(reserve.len() >= RESERVE / 2, "{}", reserve.len());
        store.close().await.expect("closed");
        let count = reopen(&folder).count(&account(), RowKind::Contact).await;
        assert_eq!(count.expect("a count"), 1);
    }
}

/// A batch that the database could not take in is refused as long as there is less space, and others go on.
#[tokio::test]
async fn a_full_disk_refuses_a_batch_that_would_take_its_reserve() {
    let Some((_turn, folder)) = small_disk().await else {
        return;
    };
    let folder = folder.path().join("store");
    let store = reopen(&folder);
    let body = "x".repeat(100_000);
    let batch = |first: u64| {
        let puts = (first..first + 60).map(|id| put(id, &body, &[], Condition::Absent));
        let writes = puts.flat_map(|batch| batch.writes).collect();
        Batch { writes, time: 1 }
    };
    let refused = store.commit(&account(), batch(1)).await;
    let refused = refused.expect_err("12 MB are left, and it takes twice 6");
    assert!(refused.to_string().contains("no space left"), "{refused}");
    for id in 1..=20 {
        let commit = put(id, &body, &[], Condition::Absent);
        store.commit(&account(), commit).await.expect("a commit");
    }
    delete(&store, &(1..=20).collect::<Vec<_>>()).await;
}

/// An account is emptied on a full disk, and not filled.
#[tokio::test]
async fn a_full_disk_lets_an_account_be_emptied() {
    let Some((_turn, folder)) = small_disk().await else {
        return;
    };
    let other = folder.path().join("other");
    let folder = folder.path().join("store");
    let store = reopen(&folder);
    let body = "x".repeat(20_000);
    for id in 1..=100 {
        let commit = put(id, &body, &["a"], Condition::Absent);
        store.commit(&account(), commit).await.expect("a commit");
    }
    let (account, order) = (account(), Order::VersionAscending);
    let page = store.page(&account, RowKind::Contact, order, None, 1000);
    let rows = page.await.expect("a page").rows;
    let rows = rows
        .into_iter()
        .map(|row| (RowKind::Contact, row))
        .collect();
    let all = Replacement {
        rows,
        versions: Versions::New,
    };
    fill(&other);
    let full = store.replace(&account, all.clone()).await;
    let full = full.expect_err("there is no space for two megabytes");
    assert!(full.to_string().contains("no space left"), "{full}");
    let emptied = store.replace(&account, Replacement::nothing()).await;
    emptied.expect("an account without rows");
    let count = store.count(&account, RowKind::Contact).await;
    assert_eq!(count.expect("a count"), 0);
    fs::remove_file(other).expect("a file");
    let end = Deadline::new();
    while store.replace(&account, all.clone()).await.is_err() {
        end.check("there is space again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let count = store.count(&account, RowKind::Contact).await;
    assert_eq!(count.expect("a count"), 100);
}

/// A store is opened where there is no space for its reserve.
#[tokio::test]
async fn a_store_is_opened_without_space_for_a_reserve() {
    let Some((_turn, folder)) = small_disk().await else {
        return;
    };
    let other = folder.path().join("other");
    fs::write(&other, vec![0; 14 << 20]).expect("a file");
    let folder = folder.path().join("store");
    let store = reopen(&folder);
    let commit = put(1, "{}", &["a"], Condition::Absent);
    store.commit(&account(), commit).await.expect("a commit");
    store.close().await.expect("closed");

    // Nor where there is no space at all.
    fs::remove_file(&other).expect("a file");
    reopen(&folder).close().await.expect("closed");
    fill(&other);
    let store = reopen(&folder);
    delete(&store, &[1]).await;
}

async fn delete(store: &Embedded, ids: &[u64]) {
    for &id in ids {
        let row = store.get(&account(), RowKind::Contact, id).await;
        let version = row.expect("a read").expect("a row").version;
        let write = Write::Delete {
            kind: RowKind::Contact,
            id,
            version,
        };
        let writes = vec![write];
        let deleted = store.commit(&account(), Batch { writes, time: 2 }).await;
        deleted.unwrap_or_else(|error| panic!("{id}: {error:?}"));
    }
}

/// The files of a store as a process leaves them that is killed.
fn contents(folder: &Path) -> Vec<(std::ffi::OsString, Vec<u8>)> {
    let files = fs::read_dir(folder).expect("a folder");
    let files = files.map(|file| file.expect("a file"));
    files
        .map(|file| (file.file_name(), fs::read(file.path()).expect("a file")))
        .collect()
}

fn put_back(folder: &Path, files: &[(std::ffi::OsString, Vec<u8>)]) {
    fs::create_dir(folder).expect("a folder");
    for (name, content) in files {
        fs::write(folder.join(name), content).expect("a file");
    }
}

fn fill(file: &Path) {
    use std::io::Write;

    let mut file = fs::File::create(file).expect("a file");
    while file.write_all(&[0; 4096]).is_ok() {}
}

/// Without a reserve.
#[tokio::test]
async fn a_full_disk_refuses_until_there_is_space() {
    let Some((_turn, folder)) = small_disk().await else {
        return;
    };
    let ballast = folder.path().join("ballast");
    fs::write(&ballast, vec![0; 4 << 20]).expect("a file");
    let options = EmbeddedOptions {
        reserve: 0,
        ..EmbeddedOptions::default()
    };
    let store = Embedded::open(folder.path().join("store"), options).expect("a store");
    let body = "x".repeat(60_000);
    let mut kept = 0;
    let refused = loop {
        let commit = put(kept + 1, &body, &[], Condition::Absent);
        match store.commit(&account(), commit).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    let full = Unavailable::Full;
    assert!(
        matches!(&refused, CommitError::Store(StoreError::Unavailable { reason, .. }) if *reason == full),
        "{refused:?}"
    );
    // Reads go on, and see what was answered.
    for _ in 0..3 {
        assert_eq!(
            store.version(&account()).await.expect("a version"),
            Version(kept)
        );
        let again = put(kept + 1, &body, &[], Condition::Absent);
        assert!(store.commit(&account(), again).await.is_err());
    }
    fs::remove_file(ballast).expect("a file");
    let next = put(kept + 1, &body, &[], Condition::Absent);
    let next = store
        .commit(&account(), next)
        .await
        .expect("there is space again");
    assert_eq!(next.version, Version(kept + 1));
    store.close().await.expect("closed");
    let store = open(&folder.path().join("store"));
    assert_eq!(
        store
            .count(&account(), RowKind::Contact)
            .await
            .expect("a count"),
        kept + 1
    );
}

/// The disk is full: every row can be deleted, again and again.
#[tokio::test]
async fn a_full_disk_lets_everything_be_deleted() {
    let Some((_turn, folder)) = small_disk().await else {
        return;
    };
    let other = folder.path().join("other");
    fs::write(&other, vec![0; 2 << 20]).expect("a file");
    let options = EmbeddedOptions {
        reserve: 4 << 20,
        ..EmbeddedOptions::default()
    };
    let store = Embedded::open(folder.path().join("store"), options.clone()).expect("a store");
    let body = "x".repeat(20_000);
    let mut kept = 0;
    loop {
        let commit = put(kept + 1, &body, &["a"], Condition::Absent);
        match store.commit(&account(), commit).await {
            Ok(_) => kept += 1,
            Err(error) => {
                assert!(error.to_string().contains("no space left"), "{error}");
                break;
            }
        }
    }
    assert!(kept > 20, "{kept}");
    for id in 1..=kept {
        let row = store.get(&account(), RowKind::Contact, id).await;
        let row = row.expect("a read").expect("a row");
        let write = Write::Delete {
            kind: RowKind::Contact,
            id,
            version: row.version,
        };
        let writes = vec![write];
        let deleted = store.commit(&account(), Batch { writes, time: 2 }).await;
        deleted.unwrap_or_else(|error| panic!("{id} of {kept}: {error:?}"));
    }
    let count = store.count(&account(), RowKind::Contact).await;
    assert_eq!(count.expect("a count"), 0);
    // With space there is a reserve again, and everything is kept.
    fs::remove_file(other).expect("a file");
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let next = put(kept + 1, &body, &[], Condition::Absent);
    store
        .commit(&account(), next)
        .await
        .expect("there is space again");
    store.close().await.expect("closed");
    let store = Embedded::open(folder.path().join("store"), options).expect("a store");
    let count = store.count(&account(), RowKind::Contact).await;
    assert_eq!(count.expect("a count"), 1);
}

/// Another program takes all space at once while the log is long, on a file system of 256 MB that
/// `PEOPLE_TEST_MIDDLE_DISK` names. The log holds no more new rows than fit into the reserve.
#[tokio::test]
async fn a_disk_that_is_suddenly_full_lets_everything_be_deleted() {
    static TURN: Mutex<()> = Mutex::const_new(());

    let Some((_turn, folder)) = disk("PEOPLE_TEST_MIDDLE_DISK", &TURN).await else {
        return;
    };
    let store = open(&folder.path().join("store"));
    let body = "x".repeat(10_000);
    let ids: Vec<u64> = (1..=3_000).collect();
    for ids in ids.chunks(100) {
        let puts = ids
            .iter()
            .map(|&id| put(id, &body, &["a"], Condition::Absent));
        let writes = puts.flat_map(|batch| batch.writes).collect();
        let batch = Batch { writes, time: 1 };
        store.commit(&account(), batch).await.expect("a commit");
    }
    let log = folder.path().join("store/people.sqlite3-wal");
    let end = Deadline::new();
    let mut condition = Condition::Version(Version(1));
    while fs::metadata(&log).expect("a log").len() < 40 << 20 {
        let update = put(1, &body, &["a"], condition);
        let committed = store.commit(&account(), update).await.expect("a commit");
        condition = Condition::Version(committed.version);
        end.check("the log is long");
    }
    fill(&folder.path().join("other"));
    delete(&store, &ids).await;
    let left = store.count(&account(), RowKind::Contact).await;
    assert_eq!(left.expect("a count"), 0);
}
