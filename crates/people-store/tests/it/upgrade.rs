//! Stores of earlier schemas and rules are brought up to date, also by processes that are killed.
use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use people_store::{
    Account, Batch, Condition, Derivation, Embedded, EmbeddedOptions, Order, Record, Replacement,
    Row, RowKind, Store, StoreError, Version, Write,
};
use rusqlite::Connection;

/// More than any transaction goes through.
const ROWS: u64 = 1_300;

fn account() -> Account {
    Account::new("ada").expect("a name")
}

fn open(folder: &Path) -> Embedded {
    Embedded::open(folder, EmbeddedOptions::default()).expect("a store")
}

fn database(folder: &Path) -> Connection {
    Connection::open(folder.join("people.sqlite3")).expect("SQLite")
}

/// As schema 1 kept rows: contacts and, last, a tombstone. `{rows}` numbers.
const ROWS_OF_SCHEMA_1: &str = "INSERT INTO accounts VALUES ('ada', 2, {rows}, 0, 0);
    INSERT INTO terms SELECT 'ada', 0, 'old', id FROM numbers;
    INSERT INTO records SELECT 'ada', 0, id, 1, 7, FALSE, 'old', 'old', '[\"old\"]', '', '{}' FROM numbers;
    INSERT INTO records VALUES ('ada', 0, 9999, 2, 7, TRUE, '', '', '', '', '');
    DROP TABLE numbers;";

fn store_of_schema_1(folder: &Path) {
    let database = database(folder);
    database
        .execute_batch(include_str!("../../src/embedded/schema/1.sql"))
        .expect("SQL");
    let numbers = format!(
        "CREATE TABLE numbers AS WITH RECURSIVE n (id) AS \
         (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {ROWS}) SELECT id FROM n;"
    );
    let rows = ROWS_OF_SCHEMA_1
        .replace("{rows}", &ROWS.to_string())
        .replace("'', '{}'", "x'', '{}'")
        .replace("'', '', '')", "'', x'', '')");
    let settings = "INSERT INTO settings VALUES ('secret', zeroblob(32));
        PRAGMA application_id = 0x50504C53; PRAGMA user_version = 1; PRAGMA journal_mode = wal;";
    for sql in [&numbers, &rows, settings] {
        database.execute_batch(sql).expect("SQL");
    }
}

fn faults(folder: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    Embedded::inspect(folder)
        .expect("a store")
        .run(|_, _, _| Vec::new(), |fault| faults.push(fault.to_string()))
        .expect("readable");
    faults
}

/// Later ids come first.
fn by_rules(row: &Row) -> Record {
    Record {
        sort_keys: [format!("{:05}", 10_000 - row.id), String::new()],
        terms: ["new"].into(),
        ..Record::default()
    }
}

const NEW: Derivation = Derivation {
    rules: 1,
    of: |_, _, row| Some(by_rules(row)),
};

async fn check<S: Store>(store: &S) {
    let ada = account();
    let page = store.page(&ada, RowKind::Contact, Order::FirstName, None, 2_000);
    let rows = page.await.expect("a page").rows;
    let ids: Vec<u64> = rows.iter().map(|row| row.id).collect();
    assert_eq!(ids, (1..=ROWS).rev().collect::<Vec<_>>());
    for row in &rows {
        assert_eq!((row.version.0, row.update_time), (1, 7));
        assert_eq!(row.record.body, "{}");
    }
    for (term, count) in [("old", 0), ("new", ROWS)] {
        let found = store.count_term(&account(), RowKind::Contact, term).await;
        assert_eq!(found.expect("a count"), count, "{term}");
    }
    assert_eq!(store.version(&account()).await.expect("a version").0, 2);
    let count = store.count(&account(), RowKind::Contact).await;
    assert_eq!(count.expect("a count"), ROWS);
}

#[tokio::test]
async fn a_store_of_schema_1_is_brought_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    store_of_schema_1(folder.path());
    assert_eq!(faults(folder.path()), [""; 0], "also before");
    let store = open(folder.path());
    let row = store.get(&account(), RowKind::Contact, 7).await;
    assert_eq!(row.expect("a read").expect("a row").record.terms, ["old"]);
    assert_eq!(store.derive(NEW).await.expect("derived"), ROWS + 1);
    check(&store).await;
    assert_eq!(store.derive(NEW).await.expect("nothing to do"), 0);
    store.close().await.expect("closed");
    assert_eq!(faults(folder.path()), [""; 0]);
    let inspection = Embedded::inspect(folder.path()).expect("a store");
    assert_eq!(
        (inspection.rules(), inspection.has_checksums()),
        (Some(1), true)
    );
}

/// A store of schema 2 gets the kinds of schema 3, and counts them.
#[tokio::test]
async fn a_store_of_schema_2_gets_more_kinds() {
    let folder = tempfile::tempdir().expect("a folder");
    store_of_schema_1(folder.path());
    database(folder.path())
        .execute_batch(concat!(
            include_str!("../../src/embedded/schema/2.sql"),
            "PRAGMA user_version = 2;"
        ))
        .expect("SQL");
    assert_eq!(faults(folder.path()), [""; 0], "also before");
    let store = open(folder.path());
    check_kinds(&store).await;
    store.close().await.expect("closed");
    assert_eq!(faults(folder.path()), [""; 0]);
}

/// Contacts are as they were, and there are none of the kinds that are new, of which some are added.
async fn check_kinds<S: Store>(store: &S) {
    for kind in RowKind::ALL {
        let count = store.count(&account(), kind).await.expect("a count");
        let expected = if kind == RowKind::Contact { ROWS } else { 0 };
        assert_eq!(count, expected, "{kind:?}");
    }
    let put = |kind| Write::Put {
        kind,
        id: 10_000,
        record: Record::default(),
        condition: Condition::Absent,
    };
    let writes = RowKind::ALL.into_iter().map(put).collect();
    let batch = Batch { writes, time: 8 };
    let committed = store.commit(&account(), batch).await.expect("a commit");
    assert_eq!(committed.version.0, 3);
    for kind in RowKind::ALL {
        let count = store.count(&account(), kind).await.expect("a count");
        let before = if kind == RowKind::Contact { ROWS } else { 0 };
        assert_eq!(count, before + 1, "{kind:?}");
    }
}

/// A store of schema 3 knows of no replacement, and can be given one.
#[tokio::test]
async fn a_store_of_schema_3_can_be_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    store_of_schema_1(folder.path());
    database(folder.path())
        .execute_batch(concat!(
            include_str!("../../src/embedded/schema/2.sql"),
            include_str!("../../src/embedded/schema/3.sql"),
            "PRAGMA user_version = 3;"
        ))
        .expect("SQL");
    assert_eq!(faults(folder.path()), [""; 0], "also before");
    let store = open(folder.path());
    check_replacement(&store).await;
    store.close().await.expect("closed");
    assert_eq!(faults(folder.path()), [""; 0]);
}

/// A store of schema 4 gets the kinds of schema 5, and counts them. Its last replacement is known.
#[tokio::test]
async fn a_store_of_schema_4_gets_sources() {
    let folder = tempfile::tempdir().expect("a folder");
    store_of_schema_1(folder.path());
    database(folder.path())
        .execute_batch(concat!(
            include_str!("../../src/embedded/schema/2.sql"),
            include_str!("../../src/embedded/schema/3.sql"),
            include_str!("../../src/embedded/schema/4.sql"),
            "UPDATE accounts SET replaced = 2; PRAGMA user_version = 4;"
        ))
        .expect("SQL");
    assert_eq!(faults(folder.path()), [""; 0], "also before");
    let store = open(folder.path());
    let standing = store.standing(&account()).await.expect("a standing");
    assert_eq!((standing.replaced.0, standing.rows()), (2, ROWS));
    check_kinds(&store).await;
    store.close().await.expect("closed");
    assert_eq!(faults(folder.path()), [""; 0]);
}

/// A store of schema 5 has an index of versions, in whose place a table comes.
#[tokio::test]
async fn a_store_of_schema_5_keeps_the_order_of_versions() {
    let folder = tempfile::tempdir().expect("a folder");
    store_of_schema_1(folder.path());
    database(folder.path())
        .execute_batch(concat!(
            include_str!("../../src/embedded/schema/2.sql"),
            include_str!("../../src/embedded/schema/3.sql"),
            include_str!("../../src/embedded/schema/4.sql"),
            include_str!("../../src/embedded/schema/5.sql"),
            "UPDATE records SET version = 2 WHERE id = 7; PRAGMA user_version = 5;"
        ))
        .expect("SQL");
    assert_eq!(faults(folder.path()), [""; 0], "also before");
    let (store, ada, kind) = (open(folder.path()), account(), RowKind::Contact);
    let expected = (1..=ROWS).filter(|id| *id != 7).chain([7]);
    let page = store.page(&ada, kind, Order::VersionAscending, None, 2_000);
    let ids: Vec<u64> = page
        .await
        .expect("a page")
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(ids, expected.collect::<Vec<_>>());
    for (since, count) in [(0, ROWS + 1), (1, 2), (2, 0)] {
        let changes = store.count_changes(&ada, kind, Version(since)).await;
        assert_eq!(changes.expect("a count"), count, "{since}");
    }
    let feed = store.changes(&ada, kind, Version(1), None, 10).await;
    let ids: Vec<u64> = feed
        .expect("a feed")
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(ids, [7, 9_999]);
    store.close().await.expect("closed");
    assert_eq!(faults(folder.path()), [""; 0]);
}

async fn check_replacement<S: Store>(store: &S) {
    let standing = store.standing(&account()).await.expect("a standing");
    assert_eq!((standing.version.0, standing.replaced.0), (2, 0));
    assert_eq!(standing.rows(), ROWS);
    let replaced = store.replace(&account(), Replacement::nothing()).await;
    assert_eq!(replaced.expect("a replacement").version.0, 3);
    let standing = store.standing(&account()).await.expect("a standing");
    assert_eq!((standing.replaced.0, standing.rows()), (3, 0));
}

/// Rows get their checksums in many transactions. After a kill, the next start continues.
#[tokio::test]
async fn checksums_go_on_where_a_process_was_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    store_of_schema_1(folder.path());
    open(folder.path()).close().await.expect("closed");
    // As it was after a part of them. The one of 7 is wrong: an update from the start would correct it.
    database(folder.path())
        .execute_batch(
            "UPDATE derived SET account = 'ada', kind = 0, id = 700 WHERE name = 'checksum';
             UPDATE records SET checksum = 0 WHERE id > 700 OR id = 7;",
        )
        .expect("SQL");
    let inspection = Embedded::inspect(folder.path()).expect("a store");
    assert!(!inspection.has_checksums());
    drop(inspection);
    let store = open(folder.path());
    for (id, is_there) in [(6, true), (7, false), (8, true), (701, true), (ROWS, true)] {
        let row = store.get(&account(), RowKind::Contact, id).await;
        assert_eq!(row.is_ok(), is_there, "{id}: {row:?}");
    }
}

/// If the process ends in the middle, the next one continues with the store.
#[tokio::test]
async fn an_index_goes_on_where_a_process_ended() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    const ENDS: usize = 800;
    let folder = tempfile::tempdir().expect("a folder");
    store_of_schema_1(folder.path());
    let store = open(folder.path());
    let ends = Derivation {
        rules: 1,
        of: |_, _, row| {
            if CALLS.fetch_add(1, Relaxed) + 1 == ENDS {
                std::panic::resume_unwind(Box::new("the process ends"));
            }
            Some(by_rules(row))
        },
    };
    store.derive(ends).await.expect_err("it has ended");
    drop(store);
    let store = open(folder.path());
    let left = store.derive(ends).await.expect("derived");
    assert!(left < ROWS && left >= ROWS - ENDS as u64, "{left}");
    check(&store).await;
    store.close().await.expect("closed");
    assert_eq!(faults(folder.path()), [""; 0]);
}

/// A row that cannot be read is left as it is, is never sealed anew, and holds up no other.
#[tokio::test]
async fn a_damaged_row_stays_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    store_of_schema_1(folder.path());
    open(folder.path()).close().await.expect("closed");
    database(folder.path())
        .execute_batch("UPDATE records SET body = '[]' WHERE id = 7")
        .expect("SQL");
    let store = open(folder.path());
    store.derive(NEW).await.expect("derived");
    let row = store.get(&account(), RowKind::Contact, 8).await;
    assert_eq!(row.expect("a read").expect("a row").record.terms, ["new"]);
    let row = store.get(&account(), RowKind::Contact, 7).await;
    let Err(StoreError::Corrupt { what, .. }) = row else {
        panic!("{row:?}")
    };
    assert_eq!(what, "contact 7: its checksum does not match");
}

#[cfg(unix)]
mod postgres {
    use people_store::{CommitError, Postgres, PostgresOptions};

    use super::*;
    use crate::postgres::server::{fresh, psql};

    fn store_of_schema_1(url: &str) {
        let numbers = format!(
            "CREATE TABLE numbers AS SELECT id::bigint FROM generate_series(1, {ROWS}) AS id;"
        );
        let rows = ROWS_OF_SCHEMA_1.replace("{rows}", &ROWS.to_string());
        let settings = "INSERT INTO settings VALUES ('schema', 1, NULL), \
                        ('secret', NULL, decode(repeat('00', 32), 'hex'));";
        let schema = include_str!("../../src/postgres/schema/1.sql");
        for sql in [schema, &numbers, &rows, settings] {
            psql(url, sql);
        }
    }

    async fn open(url: &str) -> Postgres {
        Postgres::open(url, PostgresOptions::default())
            .await
            .expect("a store")
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_index_goes_on_where_a_server_ended() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        const ENDS: usize = 800;
        let Some(url) = fresh() else { return };
        store_of_schema_1(&url);
        let ends = Derivation {
            rules: 1,
            of: |_, _, row| {
                if CALLS.fetch_add(1, Relaxed) + 1 == ENDS {
                    std::panic::resume_unwind(Box::new("the server ends"));
                }
                Some(by_rules(row))
            },
        };
        let store = open(&url).await;
        let ended = tokio::spawn(async move { store.derive(ends).await });
        assert!(ended.await.is_err());
        let (one, other) = (open(&url).await, open(&url).await);
        // Two servers that start at once do it together, or one after the other.
        let (one_left, other_left) = tokio::join!(one.derive(ends), other.derive(ends));
        for left in [one_left, other_left] {
            let left = left.expect("derived");
            assert!(left < ROWS, "{left}");
        }
        check(&one).await;
        assert_eq!(one.derive(ends).await.expect("nothing to do"), 0);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_store_of_schema_2_gets_more_kinds() {
        let Some(url) = fresh() else { return };
        store_of_schema_1(&url);
        let settings = "UPDATE settings SET number = 2 WHERE name = 'schema'";
        for sql in [include_str!("../../src/postgres/schema/2.sql"), settings] {
            psql(&url, sql);
        }
        assert_eq!(faults(&url).await, [""; 0], "also before");
        check_kinds(&open(&url).await).await;
        assert_eq!(faults(&url).await, [""; 0]);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_store_of_schema_3_can_be_replaced() {
        let Some(url) = fresh() else { return };
        store_of_schema_1(&url);
        let settings = "UPDATE settings SET number = 3 WHERE name = 'schema'";
        for sql in [
            include_str!("../../src/postgres/schema/2.sql"),
            include_str!("../../src/postgres/schema/3.sql"),
            settings,
        ] {
            psql(&url, sql);
        }
        assert_eq!(faults(&url).await, [""; 0], "also before");
        check_replacement(&open(&url).await).await;
        assert_eq!(faults(&url).await, [""; 0]);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_store_of_schema_4_gets_sources() {
        let Some(url) = fresh() else { return };
        store_of_schema_1(&url);
        let settings = "UPDATE settings SET number = 4 WHERE name = 'schema'";
        for sql in [
            include_str!("../../src/postgres/schema/2.sql"),
            include_str!("../../src/postgres/schema/3.sql"),
            include_str!("../../src/postgres/schema/4.sql"),
            "UPDATE accounts SET replaced = 2",
            settings,
        ] {
            psql(&url, sql);
        }
        assert_eq!(faults(&url).await, [""; 0], "also before");
        let store = open(&url).await;
        let standing = store.standing(&account()).await.expect("a standing");
        assert_eq!((standing.replaced.0, standing.rows()), (2, ROWS));
        check_kinds(&store).await;
        assert_eq!(faults(&url).await, [""; 0]);
    }

    async fn faults(url: &str) -> Vec<String> {
        let mut faults = Vec::new();
        let mut inspection = Postgres::inspect(url).await.expect("a store");
        let run = inspection.run(|_, _, _| Vec::new(), |fault| faults.push(fault.to_string()));
        run.await.expect("readable");
        faults
    }

    /// Servers of earlier rules, and of the schema before, keep nothing once another has begun.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_server_of_earlier_rules_is_closed() {
        let Some(url) = fresh() else { return };
        let earlier = open(&url).await;
        earlier.derive(NEW).await.expect("derived");
        let write = |id| Batch {
            writes: vec![Write::Put {
                kind: RowKind::Contact,
                id,
                record: Record::default(),
                condition: Condition::Absent,
            }],
            time: 1,
        };
        earlier
            .commit(&account(), write(1))
            .await
            .expect("a commit");
        let later = open(&url).await;
        let rules = Derivation { rules: 2, ..NEW };
        later.derive(rules).await.expect("derived");
        let refused = earlier.commit(&account(), write(2)).await;
        assert!(
            matches!(
                refused,
                Err(CommitError::Store(StoreError::NewerRules {
                    found: 2,
                    known: 1,
                    ..
                }))
            ),
            "{refused:?}"
        );
        let closed = earlier.secret().await;
        assert!(closed.is_err(), "it was closed");
        later.commit(&account(), write(3)).await.expect("a commit");
        psql(
            &url,
            "UPDATE settings SET number = 99 WHERE name = 'schema'",
        );
        let refused = later.commit(&account(), write(4)).await;
        assert!(
            matches!(
                refused,
                Err(CommitError::Store(StoreError::NewerSchema {
                    found: 99,
                    ..
                }))
            ),
            "{refused:?}"
        );
        let old = psql(&url, "SELECT count(*) FROM settings WHERE name = 'secret'");
        assert_eq!(old.trim(), "0", "where servers of schema 1 look");
    }
}
