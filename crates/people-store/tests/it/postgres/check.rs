//! A check of a store in a database finds every fault, and reports nothing else.
use people_store::{
    Account, Batch, Condition, Postgres, Record, Row, RowKind, Store, StoreError, Version, Write,
};

use super::{
    named, open, put,
    server::{fresh, psql},
};

/// A store of one account: contact 7, the tombstone of contact 8, and group 9.
async fn store(url: &str) {
    let store = open(url).await;
    let put = |kind, id, term: &str| Write::Put {
        kind,
        id,
        record: Record {
            body: "{}".to_owned(),
            terms: [term].into(),
            sort_keys: ["a".to_owned(), "b".to_owned()],
            ..Record::default()
        },
        condition: Condition::Absent,
    };
    for writes in [
        vec![
            put(RowKind::Contact, 7, "x\0\u{1}"),
            put(RowKind::Contact, 8, "x"),
        ],
        vec![put(RowKind::Group, 9, "y")],
        vec![Write::Delete {
            kind: RowKind::Contact,
            id: 8,
            version: Version(1),
        }],
    ] {
        let batch = Batch { writes, time: 1 };
        store.commit(&named("ada"), batch).await.expect("a commit");
    }
    store.close();
}

/// The faults of the store, with what the audit says of contact 7.
async fn faults(url: &str, of_7: &str) -> Vec<String> {
    let mut inspection = Postgres::inspect(url).await.expect("a store");
    let (mut faults, mut seen) = (Vec::new(), Vec::new());
    let audit = |account: &Account, kind, row: &Row| {
        seen.push((account.to_string(), kind, row.id));
        match (row.id, of_7) {
            (7, said) if !said.is_empty() => vec![said.to_owned()],
            _ => Vec::new(),
        }
    };
    let rows = inspection.run(audit, |fault| faults.push(fault.to_string()));
    assert_eq!(rows.await.expect("readable"), 3);
    let live = [(RowKind::Group, 9), (RowKind::Contact, 7)];
    assert_eq!(seen, live.map(|(kind, id)| ("ada".to_owned(), kind, id)));
    faults
}

#[tokio::test]
async fn a_sound_store_has_no_faults() {
    let Some(url) = fresh() else { return };
    store(&url).await;
    assert_eq!(faults(&url, "").await, [""; 0]);
    let said = faults(&url, "not what it seems").await;
    assert_eq!(said, ["account `ada`, contact 7: not what it seems"]);
}

/// Each of these is done to a sound store, and found.
#[tokio::test]
async fn every_fault_is_found() {
    let Some(url) = fresh() else { return };
    let cases: &[(&str, &[&str])] = &[
        (
            "UPDATE accounts SET version = 2",
            &[
                "account `ada`, contact 8: at version 3, but its account is at 2",
                "account `ada`: at version 2, but its latest row is at 3",
            ],
        ),
        (
            "UPDATE accounts SET version = 4",
            &["account `ada`: at version 4, but its latest row is at 3"],
        ),
        (
            "UPDATE accounts SET contacts = 2",
            &["account `ada`: counted as 2 live rows of contact, not 1"],
        ),
        (
            "UPDATE records SET version = 0 WHERE id = 7",
            &["account `ada`, contact 7: at version 0, but its account is at 3"],
        ),
        (
            "UPDATE records SET body = '{}' WHERE id = 8",
            &["account `ada`, contact 8: a tombstone with content"],
        ),
        (
            "UPDATE records SET first_name = repeat('a', 600) WHERE id = 7",
            &["account `ada`, contact 7: a sort key has at most 512 bytes"],
        ),
        // Rows that cannot be read are faults of those rows, and the others are still looked at.
        (
            "UPDATE records SET terms = 'no list' WHERE id = 8",
            &["account `ada`, contact 8: the terms of a row"],
        ),
        (
            "UPDATE records SET first_name = U&'\\0001' WHERE id = 8",
            &["account `ada`, contact 8: an escape in a sort key or term"],
        ),
        (
            "UPDATE records SET version = -1 WHERE id = 8",
            &[
                "account `ada`, contact 8: a negative number",
                "account `ada`: at version 3, but its latest row is at 2",
            ],
        ),
        (
            "DELETE FROM terms WHERE id = 7",
            &["account `ada`, contact 7: the index lacks 1 of its terms"],
        ),
        (
            "INSERT INTO terms VALUES ('ada', 0, 'z', 7)",
            &["account `ada`, contact 7: the index has 1 terms that it does not have"],
        ),
        (
            "UPDATE terms SET term = 'z' WHERE id = 7",
            &[
                "account `ada`, contact 7: the index lacks 1 of its terms",
                "account `ada`, contact 7: the index has 1 terms that it does not have",
            ],
        ),
        (
            "INSERT INTO terms VALUES ('ada', 0, 'x', 8)",
            &["account `ada`, contact 8: the index has 1 terms that it does not have"],
        ),
        // Before, between and after the rows.
        (
            "INSERT INTO terms VALUES ('ada', 1, 'x', -2), ('ada', 1, 'x', 10), ('ada', 2, 'x', 1)",
            &[
                "account `ada`, profile 1: it has terms but no row",
                "account `ada`, group -2: it has terms but no row",
                "account `ada`, group 10: it has terms but no row",
            ],
        ),
        (
            "INSERT INTO terms VALUES ('ada', 7, 'x', 10)",
            &["account `ada`, domain 10: it has terms but no row"],
        ),
        (
            "UPDATE accounts SET other_contacts = 1",
            &["account `ada`: counted as 1 live rows of other contact, not 0"],
        ),
        (
            "INSERT INTO terms VALUES ('ada', 10, 'x', 10)",
            &["account `ada`: it has rows of kind 10, which does not exist"],
        ),
        (
            "INSERT INTO terms VALUES ('bob', 0, 'x', 10)",
            &["account \"bob\": it has rows, and is not in the table of accounts"],
        ),
        (
            "INSERT INTO records SELECT 'aaron', kind, id, version, update_time, deleted, first_name, \
             last_name, terms, layout, body FROM records WHERE id = 9",
            &["account \"aaron\": it has rows, and is not in the table of accounts"],
        ),
        (
            "INSERT INTO accounts (account, version, contacts, groups, profiles) VALUES ('', 0, 0, 0, 0)",
            &["account \"\": an account's name has 1 to 256 bytes and no control characters"],
        ),
        (
            "DELETE FROM settings WHERE name = 'identity'",
            &["the database: the secret is missing"],
        ),
    ];
    store(&url).await;
    let saved = "CREATE TABLE saved_accounts AS TABLE accounts; CREATE TABLE saved_records AS TABLE \
                 records; CREATE TABLE saved_terms AS TABLE terms; CREATE TABLE saved_settings AS \
                 TABLE settings";
    psql(&url, saved);
    for (damage, expected) in cases {
        psql(&url, damage);
        assert_eq!(faults(&url, "").await, *expected, "{damage}");
        for table in ["accounts", "records", "terms", "settings"] {
            let mend = format!("TRUNCATE {table}; INSERT INTO {table} TABLE saved_{table}");
            psql(&url, &mend);
        }
    }
    assert_eq!(faults(&url, "").await, [""; 0]);
    psql(&url, "ALTER FUNCTION commit_batches RENAME TO renamed");
    let missing = "the database: the function commit_batches is missing";
    assert_eq!(faults(&url, "").await, [missing]);
}

/// Pages meet: of rows, and of what terms find.
#[tokio::test]
async fn every_row_is_walked_once() {
    let Some(url) = fresh() else { return };
    let store = open(&url).await;
    for (account, rows) in [("ada", 200), ("bob", 199), ("carl", 201)] {
        let writes = (1..=rows).map(|id| put(id, "{}", Condition::Absent).writes.remove(0));
        let (writes, time) = (writes.collect(), 1);
        let account = named(account);
        let committed = store.commit(&account, Batch { writes, time });
        committed.await.expect("a commit");
    }
    psql(&url, "DELETE FROM terms WHERE account = 'bob' AND id = 101");
    psql(
        &url,
        "INSERT INTO terms SELECT 'carl', 0, 'more', id FROM generate_series(202, 10301) AS id",
    );

    let (mut seen, mut faults) = (Vec::new(), Vec::new());
    let mut inspection = Postgres::inspect(&url).await.expect("a store");
    let audit = |account: &Account, _, row: &Row| {
        seen.push((account.to_string(), row.id));
        Vec::new()
    };
    let rows = inspection.run(audit, |fault| faults.push(fault.to_string()));
    assert_eq!(rows.await.expect("readable"), 600);
    let all = [("ada", 200), ("bob", 199), ("carl", 201)]
        .into_iter()
        .flat_map(|(account, rows)| (1..=rows).map(move |id| (account.to_owned(), id)));
    assert_eq!(seen, all.collect::<Vec<_>>());
    let bob = "account `bob`, contact 101: the index lacks 1 of its terms".to_owned();
    let carl =
        (202..=10_301).map(|id| format!("account `carl`, contact {id}: it has terms but no row"));
    assert_eq!(faults, [bob].into_iter().chain(carl).collect::<Vec<_>>());
}

/// An account is looked at as of one moment, and what is committed meanwhile is no fault.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_meanwhile_is_no_fault() {
    let Some(url) = fresh() else { return };
    let store = open(&url).await;
    let ada = named("ada");
    let writes = (1..=150).map(|id| put(id, "{}", Condition::Absent).writes.remove(0));
    let batch = Batch {
        writes: writes.collect(),
        time: 1,
    };
    store.commit(&ada, batch).await.expect("a commit");

    let mut inspection = Postgres::inspect(&url).await.expect("a store");
    let (mut faults, mut seen) = (Vec::new(), 0);
    let handle = tokio::runtime::Handle::current();
    let audit = |_: &Account, _, row: &Row| {
        seen += 1;
        if row.id == 1 {
            // In the middle of the walk: it waits for no lock of it.
            tokio::task::block_in_place(|| {
                let id = 150;
                let version = Condition::Version(Version(1));
                handle.block_on(async {
                    store
                        .commit(&ada, put(id, "{\"a\":1}", version))
                        .await
                        .expect("a commit");
                    let new = put(151, "{}", Condition::Absent);
                    store.commit(&ada, new).await.expect("a commit");
                });
            });
        }
        Vec::new()
    };
    let rows = inspection.run(audit, |fault| faults.push(fault.to_string()));
    assert_eq!(rows.await.expect("readable"), 150);
    assert_eq!((seen, faults), (150, Vec::<String>::new()));
}

/// A store that no server has brought up to date is looked at as it is.
#[tokio::test]
async fn an_earlier_schema_is_inspected_and_left_alone() {
    let Some(url) = fresh() else { return };
    store(&url).await;
    psql(
        &url,
        "DROP TABLE derived; UPDATE settings SET number = 1 WHERE name = 'schema'; \
         UPDATE settings SET name = 'secret' WHERE name = 'identity'",
    );
    assert_eq!(faults(&url, "").await, [""; 0]);
    assert_eq!(
        Postgres::inspect(&url).await.expect("a store").rules(),
        None
    );
    let schema = psql(&url, "SELECT number FROM settings WHERE name = 'schema'");
    assert_eq!(schema, "1\n");
}

#[tokio::test]
async fn what_is_no_store_is_not_inspected() {
    let Some(url) = fresh() else { return };
    let missing = Postgres::inspect(&url).await;
    assert!(
        matches!(missing, Err(StoreError::Missing { .. })),
        "{missing:?}"
    );
    open(&url).await;
    psql(
        &url,
        "UPDATE settings SET number = 4711 WHERE name = 'schema'",
    );
    let newer = Postgres::inspect(&url).await;
    assert!(
        matches!(newer, Err(StoreError::NewerSchema { found: 4_711, .. })),
        "{newer:?}"
    );
    let elsewhere = Postgres::inspect("people-data").await;
    assert!(
        matches!(elsewhere, Err(StoreError::Address { .. })),
        "{elsewhere:?}"
    );
}
