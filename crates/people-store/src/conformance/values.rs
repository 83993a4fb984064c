//! A store returns every value that was put in, unchanged.

use super::kit::{
    TIME, account, commit, commit_to, contact, create, done, feed, listed, named, plain, record,
    refused,
};
use crate::{Batch, Condition, Invalid, Order, Record, RowKind, Store, Version, Write};

/// Every part of a record comes back, by every way of reading it.
pub async fn records_come_back_as_they_were<S: Store>(store: S) {
    let records = [
        Record::default(),
        record("Ada"),
        Record {
            layout: (0..=255).collect(),
            ..Record::default()
        },
        Record {
            sort_keys: [String::new(), "only the second".into()],
            ..Record::default()
        },
        Record {
            terms: ["a", "b", "c"].into(),
            ..Record::default()
        },
        Record {
            body: "not JSON, which the store does not mind".into(),
            ..Record::default()
        },
    ];
    for (id, record) in (1..).zip(&records) {
        done(commit(&store, [write(id, record)]).await);
        let row = contact(&store, id).await.expect("the row");
        assert!(*row.record == *record, "record {id}");
        let many = store
            .get_many(&account(), RowKind::Contact, &[id])
            .await
            .expect("rows");
        assert_eq!(many, [Some(row)]);
    }
    for rows in [
        listed(&store, Order::Id, 2).await,
        feed(&store, &account(), RowKind::Contact, Version::ZERO, 2).await,
    ] {
        assert!(
            rows.iter()
                .zip(&records)
                .all(|(row, record)| *row.record == *record)
        );
        assert_eq!(rows.len(), records.len());
    }
}

/// Each part may be as large as it may be, all of them together.
pub async fn records_of_the_largest_size_are_kept<S: Store>(store: S) {
    let padded = |len: usize| {
        let hostile = "é\"\\😀";
        let text = hostile.repeat(len / hostile.len());
        format!("{text}{}", "x".repeat(len - text.len()))
    };
    let terms = (0..Record::MAX_TERMS - 1).map(|number| format!("{number:05}"));
    let largest = Record {
        body: padded(Record::MAX_BODY),
        layout: vec![0xFF; Record::MAX_LAYOUT],
        sort_keys: [
            padded(Record::MAX_SORT_KEY),
            "z".repeat(Record::MAX_SORT_KEY),
        ],
        terms: terms.chain([padded(Record::MAX_TERM)]).collect(),
    };
    assert_eq!(largest.body.len(), Record::MAX_BODY);
    assert_eq!(largest.sort_keys[0].len(), Record::MAX_SORT_KEY);
    let (first, last) = (
        largest.terms.iter().next(),
        largest.terms.iter().next_back(),
    );
    let [first, last] = [first, last].map(|term| term.expect("a term"));
    assert_eq!((first.len(), last.len()), (5, Record::MAX_TERM));

    let account = named(&"n".repeat(crate::Account::MAX_BYTES));
    let version = done(commit_to(&store, &account, [write(7, &largest)]).await);
    let row = store
        .get(&account, RowKind::Contact, 7)
        .await
        .expect("a read")
        .expect("the row");
    assert!(*row.record == largest, "the record came back changed");
    for term in [first, last] {
        assert_eq!(
            store
                .find(&account, RowKind::Contact, term, 0, 2)
                .await
                .expect("ids"),
            [7]
        );
    }
    let condition = Condition::Version(version);
    let smaller = Write::Put {
        kind: RowKind::Contact,
        id: 7,
        record: record("Ada"),
        condition,
    };
    done(commit_to(&store, &account, [smaller]).await);
    let row = store
        .get(&account, RowKind::Contact, 7)
        .await
        .expect("a read")
        .expect("the row");
    assert_eq!(*row.record, record("Ada"));
    assert_eq!(
        store
            .count_term(&account, RowKind::Contact, last)
            .await
            .expect("a count"),
        0
    );
}

/// What is larger is refused by name, and nothing of its batch is written.
pub async fn records_that_are_too_large_are_refused<S: Store>(store: S) {
    let long = |len: usize| "x".repeat(len + 1);
    let many = (0..=Record::MAX_TERMS)
        .map(|number| format!("{number:05}"))
        .collect();
    let cases = [
        (
            Record {
                body: long(Record::MAX_BODY),
                ..Record::default()
            },
            Invalid::Body,
        ),
        (
            Record {
                body: "a\0b".into(),
                ..Record::default()
            },
            Invalid::Body,
        ),
        (
            Record {
                layout: vec![0; Record::MAX_LAYOUT + 1],
                ..Record::default()
            },
            Invalid::Layout,
        ),
        (
            sorted(long(Record::MAX_SORT_KEY), String::new()),
            Invalid::SortKey,
        ),
        (
            sorted(String::new(), long(Record::MAX_SORT_KEY)),
            Invalid::SortKey,
        ),
        (
            Record {
                terms: [long(Record::MAX_TERM)].into(),
                ..Record::default()
            },
            Invalid::Terms,
        ),
        (
            Record {
                terms: many,
                ..Record::default()
            },
            Invalid::Terms,
        ),
    ];
    for (record, why) in cases {
        let outcome = commit(&store, [create(1, "Ada"), write(2, &record)]).await;
        refused(plain(outcome), why);
    }
    assert_eq!(
        store.version(&account()).await.expect("a version"),
        Version::ZERO
    );
    assert_eq!(contact(&store, 1).await, None);
}

/// Text is text: nothing in it is a quote, a pattern, a parameter or an end.
pub async fn hostile_text_is_kept<S: Store>(store: S) {
    let texts = [
        "'; DROP TABLE records; --",
        "\" OR 1=1",
        "%",
        "_",
        "*",
        "?",
        "?1",
        "$1",
        ":id",
        "@id",
        "\\",
        "\\'",
        "\\u0000",
        "''",
        "\"\"",
        "\t\r\n\u{1}\u{7F}",
        "a\0b",
        "\0",
        "a\0",
        "\u{FEFF}Ada",
        "\u{202E}adA",
        "e\u{301}",
        "\u{1F469}\u{200D}\u{1F52C}",
        "\u{FFFF}",
        "\u{10FFFF}",
        "null",
        "true",
        "[]",
        "{}",
        "0x41",
        "X'41'",
        " ",
        "  Ada  ",
        "Infinity",
    ];
    for (id, text) in (1..).zip(texts) {
        let record = Record {
            // A body is the one text that has no NUL: JSON has none.
            body: text.replace('\0', " "),
            layout: text.as_bytes().to_vec(),
            sort_keys: [text.to_owned(), format!("{text}{text}")],
            terms: [text].into(),
        };
        done(commit(&store, [write(id, &record)]).await);
        let row = contact(&store, id).await.expect("the row");
        assert!(*row.record == record, "{text:?}");
    }
    for (id, text) in (1..).zip(texts) {
        let found = store
            .find(&account(), RowKind::Contact, text, 0, 100)
            .await
            .expect("ids");
        assert_eq!(found, [id], "{text:?}");
    }
    // Pages pass through every text as a cursor.
    for order in [Order::FirstName, Order::LastName] {
        assert_eq!(listed(&store, order, 1).await.len(), texts.len());
    }
}

/// Names of accounts are text as well.
pub async fn hostile_accounts_are_kept<S: Store>(store: S) {
    let names = [
        "'; DROP TABLE accounts; --",
        "%",
        "_",
        "\\",
        "\"",
        "$1",
        "\u{202E}ada",
        "😀",
        "a b",
    ];
    for name in names {
        done(commit_to(&store, &named(name), [create(1, name)]).await);
    }
    for name in names {
        let row = store
            .get(&named(name), RowKind::Contact, 1)
            .await
            .expect("a read")
            .expect("the row");
        assert_eq!(row.record.sort_keys[0], name);
    }
    let accounts = store.accounts(None, 100).await.expect("accounts");
    assert_eq!(accounts.len(), names.len());
}

/// The first and the last id, and every time, are stored and sorted as numbers.
pub async fn extreme_ids_and_times_are_kept<S: Store>(store: S) {
    let largest = i64::MAX as u64;
    let rows = [
        (largest, i64::MIN),
        (1, i64::MAX),
        (1 << 53, -1),
        ((1 << 53) + 1, 0),
        (10, TIME),
        (9, 1),
    ];
    for (id, time) in rows {
        let batch = Batch {
            writes: vec![create(id, "Ada")],
            time,
        };
        store.commit(&account(), batch).await.expect("a commit");
        let row = contact(&store, id).await.expect("the row");
        assert_eq!((row.id, row.update_time), (id, time));
    }
    let sorted = [1, 9, 10, 1 << 53, (1 << 53) + 1, largest];
    for order in [Order::Id, Order::FirstName] {
        let ids: Vec<u64> = listed(&store, order, 1)
            .await
            .iter()
            .map(|row| row.id)
            .collect();
        assert_eq!(ids, sorted);
    }
    let found = store
        .find(&account(), RowKind::Contact, "name:Ada", 0, 10)
        .await
        .expect("ids");
    assert_eq!(found, sorted);
}

/// Asking for an id that no row can have is not an error: there is no such row.
pub async fn ids_that_no_row_can_have_are_not_there<S: Store>(store: S) {
    done(commit(&store, [create(1, "Ada"), create(i64::MAX as u64, "Grace")]).await);
    for id in [0, i64::MAX as u64 + 1, u64::MAX] {
        assert_eq!(contact(&store, id).await, None, "{id}");
    }
    let many = store
        .get_many(&account(), RowKind::Contact, &[0, 1, u64::MAX])
        .await
        .expect("rows");
    assert_eq!(
        many.iter().map(Option::is_some).collect::<Vec<_>>(),
        [false, true, false]
    );
}

/// Many rows come in the order of the request. A row that is requested twice comes twice, and missing rows stay gaps.
pub async fn many_rows_come_in_the_order_asked<S: Store>(store: S) {
    let version = done(commit(&store, (1..=5).map(|id| create(id, &id.to_string()))).await);
    done(
        commit(
            &store,
            [Write::Delete {
                kind: RowKind::Contact,
                id: 2,
                version,
            }],
        )
        .await,
    );
    let asked = [5, 1, 2, 9, 1, 4];
    let rows = store
        .get_many(&account(), RowKind::Contact, &asked)
        .await
        .expect("rows");
    let found: Vec<Option<u64>> = rows
        .iter()
        .map(|row| row.as_ref().map(|row| row.id))
        .collect();
    assert_eq!(found, [Some(5), Some(1), None, None, Some(1), Some(4)]);
    assert_eq!(
        store
            .get_many(&account(), RowKind::Contact, &[])
            .await
            .expect("rows"),
        []
    );
}

/// The secret is the same whenever it is asked for, and is not trivial.
pub async fn the_secret_stays<S: Store>(store: S) {
    let secret = store.secret().await.expect("a secret");
    done(commit(&store, [create(1, "Ada")]).await);
    assert_eq!(store.clone().secret().await.expect("a secret"), secret);
    let distinct: std::collections::BTreeSet<u8> = secret.into_iter().collect();
    assert!(distinct.len() > 8, "32 random bytes are not {distinct:?}");
}

fn write(id: u64, record: &Record) -> Write {
    let record = record.clone();
    Write::Put {
        kind: RowKind::Contact,
        id,
        record,
        condition: Condition::Absent,
    }
}

fn sorted(first: String, last: String) -> Record {
    Record {
        sort_keys: [first, last],
        ..Record::default()
    }
}
