//! A backup is the store of one moment, and a store again when it is restored.
use std::{fs, path::Path};

use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Order, Record, Row, RowKind, Store,
    StoreError, Version, Write,
};

use crate::wait::Deadline;

fn account() -> Account {
    Account::new("ada").expect("a name")
}

fn open(folder: &Path) -> Embedded {
    Embedded::open(folder, EmbeddedOptions::default()).expect("a store")
}

/// Two rows that say the same number.
fn both(number: u64, condition: Condition) -> Batch {
    let put = |id| Write::Put {
        kind: RowKind::Contact,
        id,
        record: Record {
            body: format!("[{number}, \"{}\"]", "x".repeat(2_000)),
            ..Record::default()
        },
        condition,
    };
    Batch {
        writes: vec![put(1), put(2)],
        time: 1,
    }
}

async fn rows(store: &Embedded) -> Vec<Row> {
    let account = account();
    let page = store.page(&account, RowKind::Contact, Order::Id, None, 10);
    page.await.expect("rows").rows
}

/// While it is written, the store is backed up again and again: every backup has one moment of it,
/// and nothing that came after.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_busy_store_is_of_one_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let store = open(&data);
    let first = store.commit(&account(), both(1, Condition::Absent)).await;
    assert_eq!(first.expect("a commit").version, Version(1));
    let writer = {
        let store = store.clone();
        tokio::spawn(async move {
            let mut version = Version(1);
            while let Ok(done) = store
                .commit(&account(), both(version.0 + 1, Condition::Version(version)))
                .await
            {
                version = done.version;
            }
            version
        })
    };
    let mut last = Version::ZERO;
    for number in 0..8 {
        let (file, copy) = (
            folder.path().join(format!("{number}.backup")),
            folder.path().join(format!("{number}")),
        );
        let (from, to) = (data.clone(), file.clone());
        // Something is written between two backups, however slow the machine is.
        let deadline = Deadline::new();
        let before = loop {
            let version = store.version(&account()).await.expect("a version");
            if version > last {
                break version;
            }
            deadline.check("something is written");
            tokio::task::yield_now().await;
        };
        let backup = move || {
            let mut pages = (0, 0);
            Embedded::back_up(from, to, |done, all| pages = (done, all)).map(|()| pages)
        };
        let (done, all) = tokio::task::spawn_blocking(backup)
            .await
            .expect("it ends")
            .expect("a backup");
        assert_eq!(done, all);
        Embedded::restore(&file, &copy, |_, _| {}).expect("a store");
        let copy = open(&copy);
        let version = copy.version(&account()).await.expect("a version");
        assert!(version >= before, "{version} {before}");
        last = version;
        let rows = rows(&copy).await;
        for row in &rows {
            assert_eq!(row.version, version);
            assert!(row.record.body.starts_with(&format!("[{version}, ")));
        }
        assert_eq!(rows.len(), 2);
        // Etags and tokens of before are good for it.
        let secrets = (copy.secret().await, store.secret().await);
        assert_eq!(secrets.0.expect("a secret"), secrets.1.expect("a secret"));
    }
    store.close().await.expect("closed");
    assert!(writer.await.expect("it ends") >= last);
}

/// Nothing is written over, neither by a backup nor by a restore.
#[tokio::test]
async fn what_is_there_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, file) = (folder.path().join("data"), folder.path().join("backup"));
    let store = open(&data);
    store.close().await.expect("closed");
    Embedded::back_up(&data, &file, |_, _| {}).expect("a backup");
    let before = fs::read(&file).expect("a file");

    let again = Embedded::back_up(&data, &file, |_, _| {}).expect_err("it is there");
    assert!(matches!(again, StoreError::Exists { .. }), "{again}");
    let over = Embedded::restore(&file, &data, |_, _| {}).expect_err("it is there");
    assert!(matches!(over, StoreError::Exists { .. }), "{over}");
    assert_eq!(fs::read(&file).expect("a file"), before);

    // A log without its database would become part of what is restored.
    let lone = folder.path().join("lone");
    fs::create_dir(&lone).expect("a folder");
    fs::write(lone.join("people.sqlite3-wal"), "left").expect("a file");
    let lone = Embedded::restore(&file, &lone, |_, _| {}).expect_err("a part is there");
    assert!(matches!(lone, StoreError::Exists { .. }), "{lone}");
    // And a store that is served is not restored over.
    let served = open(&data);
    let locked = Embedded::restore(&file, &data, |_, _| {}).expect_err("it is served");
    assert!(matches!(locked, StoreError::Locked { .. }), "{locked}");
    served.close().await.expect("closed");
}

/// An attempt that was broken off is begun again.
#[tokio::test]
async fn what_an_earlier_attempt_left_is_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, file) = (folder.path().join("data"), folder.path().join("backup"));
    open(&data).close().await.expect("closed");
    for left in ["backup.partial", "backup.partial-journal"] {
        fs::write(folder.path().join(left), "half of it").expect("a file");
    }
    Embedded::back_up(&data, &file, |_, _| {}).expect("a backup");
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["backup", "data"]);
}

/// A file that is no store's, or not all of one, becomes no store.
#[tokio::test]
async fn what_is_no_backup_is_not_restored() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, file) = (folder.path().join("data"), folder.path().join("backup"));
    let store = open(&data);
    let commit = store.commit(&account(), both(1, Condition::Absent)).await;
    commit.expect("a commit");
    store.close().await.expect("closed");
    Embedded::back_up(&data, &file, |_, _| {}).expect("a backup");
    let whole = fs::read(&file).expect("a file");
    let cases: [(&str, Vec<u8>); 4] = [
        ("nothing", Vec::new()),
        ("text", b"no database at all".repeat(1_000)),
        ("half", whole[..whole.len() / 2].to_vec()),
        ("zeros inside", {
            let mut damaged = whole.clone();
            let middle = whole.len() / 4096 / 2 * 4096;
            damaged[middle..middle + 4096].fill(0);
            damaged
        }),
    ];
    for (what, content) in cases {
        let damaged = folder.path().join("damaged");
        fs::write(&damaged, content).expect("a file");
        let copy = folder.path().join("copy");
        let error = Embedded::restore(&damaged, &copy, |_, _| {}).expect_err(what);
        assert!(
            matches!(error, StoreError::Corrupt { .. }),
            "{what}: {error}"
        );
        assert!(!copy.join("people.sqlite3").exists(), "{what}");
    }
}
