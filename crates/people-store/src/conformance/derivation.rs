//! The derived data of rows is updated once for each number of the rules.

use super::kit::{account, commit, create, delete, done, named};
use crate::{
    Account, Batch, Condition, Derivation, Order, Record, Row, RowKind, Store, StoreError, Version,
    Write,
};

/// Rows get the record of the rules, and stay what they are otherwise.
pub async fn rows_are_brought_up_to_date<S: Store>(store: S) {
    let kept = done(commit(&store, [create(1, "b"), create(2, "a"), create(3, "z")]).await);
    let last = done(commit(&store, [delete(3, kept)]).await);
    // More than go together, and of all kinds.
    for kind in RowKind::ALL {
        let writes = (1..=700).map(|id| Write::Put {
            kind,
            id,
            record: Record {
                body: format!("{{\"id\":{id}}}"),
                terms: ["old"].into(),
                ..Record::default()
            },
            condition: Condition::Absent,
        });
        let writes = writes.collect();
        let batch = Batch { writes, time: 7 };
        store.commit(&other(), batch).await.expect("a commit");
    }
    let bob = other();
    let version = store.version(&bob).await.expect("a version");

    store.derive(FIRST).await.expect("derived");
    for kind in RowKind::ALL {
        let page = store.page(&bob, kind, Order::FirstName, None, 1_000);
        let rows = page.await.expect("a page").rows;
        let ids: Vec<u64> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, (1..=700).rev().collect::<Vec<_>>());
        assert!(rows.iter().all(|row| row.update_time == 7));
        assert!(rows.iter().all(|row| row.record.layout == [1]));
        for (term, count) in [("old", 0), ("first", 700)] {
            let found = store.count_term(&bob, kind, term).await;
            assert_eq!(found.expect("a count"), count, "{term}");
        }
        assert_eq!(store.count(&bob, kind).await.expect("a count"), 700);
    }
    assert_eq!(store.version(&bob).await.expect("a version"), version);

    let ada = account();
    let row = store.get(&ada, RowKind::Contact, 1).await;
    let row = row.expect("a read").expect("the row");
    assert_eq!((row.version, row.update_time), (kept, super::kit::TIME));
    assert_eq!(row.record.body, super::kit::record("b").body);
    let changes = store
        .changes(&account(), RowKind::Contact, kept, None, 10)
        .await;
    let changes = changes.expect("changes").rows;
    assert_eq!(changes.len(), 1, "no feed shows what was derived");
    assert!(changes[0].deleted && changes[0].version == last);
    assert_eq!(*changes[0].record, Record::default());
}

/// Of one number, rows are gone through once; a higher one goes through them again.
pub async fn rules_are_applied_once<S: Store>(store: S) {
    store.derive(FIRST).await.expect("nothing to do");
    let version = done(commit(&store, [create(1, "a")]).await);
    assert_eq!(store.derive(FIRST).await.expect("nothing to do"), 0);
    let row = || async {
        let row = store.get(&account(), RowKind::Contact, 1).await;
        row.expect("a read").expect("the row")
    };
    assert_eq!(*row().await.record, super::kit::record("a"));
    let second = Derivation { rules: 2, ..FIRST };
    assert_eq!(store.derive(second).await.expect("derived"), 1);
    assert_eq!(row().await.record.terms, ["first"]);
    assert_eq!(row().await.version, version);
    let third = Derivation {
        rules: 3,
        of: |_, _, _| None,
    };
    store.derive(third).await.expect("derived");
    assert_eq!(row().await.record.terms, ["first"], "left as it was");
    let error = store
        .derive(second)
        .await
        .expect_err("it is an earlier one");
    assert!(
        matches!(
            error,
            StoreError::NewerRules {
                found: 3,
                known: 2,
                ..
            }
        ),
        "{error}"
    );
}

/// Rows that were derived are changed and deleted like others.
pub async fn derived_rows_are_changed_like_others<S: Store>(store: S) {
    let version = done(commit(&store, [create(1, "a"), create(2, "b")]).await);
    store.derive(FIRST).await.expect("derived");
    let put = super::kit::replace(1, "c", version);
    let next = done(commit(&store, [put, delete(2, version)]).await);
    assert_eq!(next, Version(version.0 + 1));
    let found = store
        .find(&account(), RowKind::Contact, "first", 0, 10)
        .await;
    assert_eq!(found.expect("ids"), [0; 0]);
    let found = store
        .find(&account(), RowKind::Contact, "name:c", 0, 10)
        .await;
    assert_eq!(found.expect("ids"), [1]);
    assert_eq!(
        store
            .count(&account(), RowKind::Contact)
            .await
            .expect("a count"),
        1
    );
}

/// Later ids come first.
const FIRST: Derivation = Derivation {
    rules: 1,
    of: |_: &Account, _, row: &Row| {
        Some(Record {
            body: String::new(),
            layout: vec![1],
            sort_keys: [format!("{:04}", 1_000 - row.id), String::new()],
            terms: ["first"].into(),
        })
    },
};

fn other() -> Account {
    named("bob")
}
