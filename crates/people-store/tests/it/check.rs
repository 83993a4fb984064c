//! A check of a store finds every fault, and reports nothing else.
use std::path::Path;

use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Record, RowKind, Store, StoreError,
    Version, Write,
};
use rusqlite::Connection;

/// A store of one account: contact 7, the tombstone of contact 8, and group 9.
async fn store(folder: &Path) {
    let store = Embedded::open(folder, EmbeddedOptions::default()).expect("a store");
    let account = Account::new("ada").expect("a name");
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
        vec![put(RowKind::Contact, 7, "x"), put(RowKind::Contact, 8, "x")],
        vec![put(RowKind::Group, 9, "y")],
        vec![Write::Delete {
            kind: RowKind::Contact,
            id: 8,
            version: Version(1),
        }],
    ] {
        let batch = Batch { writes, time: 1 };
        store.commit(&account, batch).await.expect("a commit");
    }
    store.close().await.expect("closed");
    // Which would find as well what is taken away here.
    std::fs::remove_file(folder.join("people.mark")).expect("removed");
}

/// The faults of the store, with what the audit says of contact 7.
fn faults(folder: &Path, of_7: &str) -> Vec<String> {
    let inspection = Embedded::inspect(folder).expect("a store");
    assert_eq!(inspection.rows().expect("a count"), 3);
    let (mut faults, mut seen) = (Vec::new(), Vec::new());
    let audit = |account: &Account, kind, row: &people_store::Row| {
        seen.push((account.to_string(), kind, row.id));
        match (row.id, of_7) {
            (7, said) if !said.is_empty() => vec![said.to_owned()],
            _ => Vec::new(),
        }
    };
    inspection
        .run(audit, |fault| faults.push(fault.to_string()))
        .expect("readable");
    let live = [(RowKind::Group, 9), (RowKind::Contact, 7)];
    assert_eq!(seen, live.map(|(kind, id)| ("ada".to_owned(), kind, id)));
    faults
}

#[tokio::test]
async fn a_sound_store_has_no_faults() {
    let folder = tempfile::tempdir().expect("a folder");
    store(folder.path()).await;
    assert_eq!(faults(folder.path(), ""), [""; 0]);
    let said = faults(folder.path(), "not what it seems");
    assert_eq!(said, ["account `ada`, contact 7: not what it seems"]);
}

/// Each of these is done to a sound store, and found.
#[tokio::test]
async fn every_fault_is_found() {
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
            &[
                "account `ada`, contact 7: its checksum does not match",
                "account `ada`, contact 7: at version 0, but its account is at 3",
                "account `ada`, contact 7: the order of versions has it at version 1",
                "account `ada`, contact 7: the order of versions lacks it",
            ],
        ),
        (
            "UPDATE records SET body = '{}' WHERE id = 8",
            &[
                "account `ada`, contact 8: its checksum does not match",
                "account `ada`, contact 8: a tombstone with content",
            ],
        ),
        (
            "UPDATE records SET first_name = hex(zeroblob(300)) WHERE id = 7",
            &[
                "account `ada`, contact 7: its checksum does not match",
                "account `ada`, contact 7: a sort key has at most 512 bytes",
            ],
        ),
        (
            "UPDATE records SET body = '[]' WHERE id = 7",
            &["account `ada`, contact 7: its checksum does not match"],
        ),
        (
            "UPDATE records SET update_time = 2 WHERE id = 8",
            &["account `ada`, contact 8: its checksum does not match"],
        ),
        (
            "UPDATE records SET checksum = checksum + 1 WHERE id = 7",
            &["account `ada`, contact 7: its checksum does not match"],
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
        (
            "INSERT INTO terms VALUES ('ada', 1, 'x', 10)",
            &["account `ada`, group 10: it has terms but no row"],
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
            "DELETE FROM changes WHERE id = 7",
            &["account `ada`, contact 7: the order of versions lacks it"],
        ),
        (
            "INSERT INTO changes VALUES ('ada', 0, 2, 7, 0, 0), ('ada', 1, 1, 10, 0, 0)",
            &[
                "account `ada`, group 10: the order of versions has it at version 1",
                "account `ada`, contact 7: the order of versions has it at version 2",
            ],
        ),
        // The tombstone's entry of before, which its present one names: outdated, and not counted.
        (
            "INSERT INTO changes VALUES ('ada', 0, 1, 8, 0, 0); UPDATE changes SET previous = 1 WHERE version = 3",
            &["account `ada`: counted as 0 outdated entries in the order of versions, not 1"],
        ),
        // Lists would pass over the one, and show the other.
        (
            "UPDATE changes SET deleted = 1 - deleted WHERE kind = 0",
            &[
                "account `ada`, contact 7: the order of versions has it as deleted",
                "account `ada`, contact 8: the order of versions has it as live",
            ],
        ),
        (
            "UPDATE changes SET previous = 1 WHERE id = 7",
            &["account `ada`, contact 7: at version 1, it names version 1 as one before"],
        ),
        // No sweep would find it any more.
        (
            "INSERT INTO changes VALUES ('ada', 0, 1, 8, 0, 0); UPDATE changes SET previous = 1 WHERE version = 3;
             UPDATE accounts SET swept = 3",
            &["account `ada`, contact 8: the order of versions has it at version 1"],
        ),
        (
            "INSERT INTO changes VALUES ('bob', 0, 1, 10, 0, 0)",
            &["account \"bob\": it has rows, and is not in the table of accounts"],
        ),
        (
            "INSERT INTO changes VALUES ('ada', 10, 1, 10, 0, 0)",
            &["account `ada`: it has rows of kind 10, which does not exist"],
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
            "INSERT INTO accounts (account, version, contacts, groups, profiles) VALUES ('', 0, 0, 0, 0)",
            &["account \"\": an account's name has 1 to 256 bytes and no control characters"],
        ),
        (
            "DELETE FROM settings",
            &["the database: the secret is missing"],
        ),
    ];
    for (damage, expected) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        store(folder.path()).await;
        let database = Connection::open(folder.path().join("people.sqlite3")).expect("SQLite");
        database.execute_batch(damage).expect("SQL");
        drop(database);
        assert_eq!(faults(folder.path(), ""), *expected, "{damage}");
    }
}

/// A row that cannot be read is a fault of that row, and the others are still looked at.
#[tokio::test]
async fn a_row_that_cannot_be_read_is_a_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    store(folder.path()).await;
    let database = Connection::open(folder.path().join("people.sqlite3")).expect("SQLite");
    database
        .execute_batch("UPDATE records SET terms = 'no list' WHERE id = 8")
        .expect("SQL");
    drop(database);
    let said = faults(folder.path(), "");
    let bytes = "account `ada`, contact 8: its checksum does not match";
    assert_eq!(
        said,
        [bytes, "account `ada`, contact 8: the terms of a row"]
    );
}

/// An index that has lost an entry is the database's own fault, which it knows to find.
#[tokio::test]
async fn a_database_that_is_damaged_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    store(folder.path()).await;
    let database = Connection::open(folder.path().join("people.sqlite3")).expect("SQLite");
    database
        .execute_batch(
            "PRAGMA writable_schema = 1;
             UPDATE sqlite_schema SET sql = replace(sql, 'last_name, id', 'first_name, id')
                 WHERE name = 'records_by_last_name';",
        )
        .expect("SQL");
    drop(database);
    let said = faults(folder.path(), "");
    assert!(
        said.iter().any(|it| it.starts_with("the database: ")),
        "{said:?}"
    );
}

#[test]
fn what_is_no_store_is_not_inspected() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = Embedded::inspect(folder.path()).expect_err("there is none");
    assert!(matches!(error, StoreError::Missing { .. }), "{error}");
}
