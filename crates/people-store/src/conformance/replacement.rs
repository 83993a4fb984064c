//! An account that is replaced as a whole (rules `J1`, `Y4`).

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use super::kit::{
    ORDERS, account, commit, commit_to, conflicts, contact, create, delete, done, feed, ids,
    joined, listed, named, record, refused, replace, snapshot,
};
use crate::{
    Account, Batch, Condition, Invalid, Order, Record, Replacement, Row, RowKind, Store, Version,
    Versions, Write,
};

/// Row for a replacement.
fn row(id: u64, name: &str, version: u64) -> (RowKind, Row) {
    let row = Row {
        id,
        version: Version(version),
        update_time: (version as i64).saturating_add(100),
        deleted: false,
        record: Arc::new(record(name)),
    };
    (RowKind::Contact, row)
}

fn new(rows: Vec<(RowKind, Row)>) -> Replacement {
    let versions = Versions::New;
    Replacement { rows, versions }
}

fn kept(rows: Vec<(RowKind, Row)>) -> Replacement {
    let versions = Versions::Kept;
    Replacement { rows, versions }
}

async fn put<S: Store>(store: &S, replacement: Replacement) -> Version {
    let replaced = store.replace(&account(), replacement).await;
    replaced.expect("a replacement").version
}

/// All live rows of an account, as a replacement takes them.
async fn rows<S: Store>(store: &S, account: &Account) -> Vec<(RowKind, Row)> {
    let mut rows = Vec::new();
    for kind in RowKind::ALL {
        let page = store.page(account, kind, Order::VersionAscending, None, 1_000);
        let page = page.await.expect("a page");
        rows.extend(page.rows.into_iter().map(|row| (kind, row)));
    }
    rows
}

/// The rows of a replacement are those of the account, in every order and index, and none beside them.
pub async fn all_rows_are_replaced<S: Store>(store: S) {
    done(commit(&store, [create(1, "Ada"), create(2, "Bob")]).await);
    done(commit(&store, [create(3, "Cyd")]).await);
    let version = put(&store, new(vec![row(2, "Dan", 2), row(9, "Eve", 1)])).await;
    assert_eq!(
        version,
        Version(4),
        "after the two commits, one for each version"
    );
    for order in ORDERS {
        let mut seen = ids(&listed(&store, order, 1).await);
        seen.sort_unstable();
        assert_eq!(seen, [2, 9], "{order:?}");
    }
    assert_eq!(
        ids(&listed(&store, Order::VersionAscending, 9).await),
        [9, 2]
    );
    let dan = contact(&store, 2).await.expect("the row");
    assert_eq!((dan.version, dan.update_time), (Version(4), 102));
    assert_eq!(*dan.record, record("Dan"));
    for (term, found) in [
        ("Ada", vec![]),
        ("Bob", vec![]),
        ("Dan", vec![2]),
        ("Eve", vec![9]),
    ] {
        let term = format!("name:{term}");
        let ids = store.find(&account(), RowKind::Contact, &term, 0, 9).await;
        assert_eq!(ids.expect("ids"), found, "{term}");
    }
    let count = store.count(&account(), RowKind::Contact).await;
    assert_eq!(count.expect("a count"), 2);
    for id in [1, 3] {
        assert_eq!(contact(&store, id).await, None);
    }
}

/// Rows that keep their versions are as they were when they were read, to the last of them.
pub async fn what_was_true_is_true_again<S: Store>(store: S) {
    done(commit(&store, [create(1, "Ada"), create(2, "Bob")]).await);
    done(commit(&store, [create(3, "Cyd")]).await);
    let saved = rows(&store, &account()).await;
    let before = snapshot(&store, &account()).await;
    // A row that changes, one that goes, one that stays, and one that comes and goes.
    done(commit(&store, [replace(1, "Adele", Version(1)), create(4, "Dan")]).await);
    done(commit(&store, [delete(3, Version(2)), delete(4, Version(3))]).await);
    let version = put(&store, kept(saved.clone())).await;
    assert_eq!(version, Version(5));
    assert_eq!(rows(&store, &account()).await, saved);
    let after = snapshot(&store, &account()).await;
    assert_eq!(after.but_for_the_version(), before.but_for_the_version());
    // What knows a version of then can write again; what knows one of what is discarded cannot.
    conflicts(
        commit(&store, [replace(1, "Abe", Version(3))]).await,
        0,
        Some(Version(1)),
    );
    assert_eq!(
        done(commit(&store, [replace(1, "Abe", Version(1))]).await),
        Version(6)
    );
}

/// The version goes on: none is of two contents.
pub async fn versions_never_go_back<S: Store>(store: S) {
    let mut last = Version::ZERO;
    for round in 0..3 {
        for step in [
            done(commit(&store, [create(100 + round, "Ada")]).await),
            put(&store, new(vec![row(1, "Ada", 1), row(2, "Bob", 3)])).await,
            put(&store, kept(Vec::new())).await,
            put(&store, Replacement::nothing()).await,
        ] {
            assert!(step > last, "{step} after {last}");
            let standing = store.standing(&account()).await.expect("a standing");
            last = step;
            assert!(standing.version >= step);
        }
    }
    let standing = store.standing(&account()).await.expect("a standing");
    assert_eq!((standing.version, standing.rows()), (last, 0));
}

/// A feed from before the replacement does not show what is gone. [`Standing::replaced`](crate::Standing::replaced)
/// says so.
pub async fn nothing_is_left_behind<S: Store>(store: S) {
    done(commit(&store, [create(1, "Ada"), create(2, "Bob")]).await);
    done(commit(&store, [delete(2, Version(1))]).await);
    assert_eq!(
        store
            .standing(&account())
            .await
            .expect("a standing")
            .replaced,
        Version::ZERO
    );
    let version = put(&store, new(vec![row(3, "Cyd", 1)])).await;
    let changes = feed(&store, &account(), RowKind::Contact, Version::ZERO, 1).await;
    assert_eq!(ids(&changes), [3], "no tombstone");
    let standing = store.standing(&account()).await.expect("a standing");
    assert_eq!((standing.version, standing.replaced), (version, version));
    // From here on a feed is whole.
    let deleted = done(commit(&store, [delete(3, version)]).await);
    let changes = feed(&store, &account(), RowKind::Contact, version, 1).await;
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].version, changes[0].deleted), (deleted, true));
    let standing = store.standing(&account()).await.expect("a standing");
    assert_eq!((standing.version, standing.replaced), (deleted, version));
    // Its tombstone goes as well.
    put(&store, Replacement::nothing()).await;
    assert_eq!(
        feed(&store, &account(), RowKind::Contact, Version::ZERO, 9).await,
        []
    );
    // An id that was removed is free.
    done(commit(&store, [create(3, "Dan")]).await);
}

/// Rows of all kinds are replaced, and those of other accounts are not.
pub async fn an_account_is_replaced_with_all_its_kinds<S: Store>(store: S) {
    let (ada, bob) = (account(), named("bob"));
    let every = |id| {
        RowKind::ALL.map(|kind| Write::Put {
            kind,
            id,
            record: record("Ada"),
            condition: Condition::Absent,
        })
    };
    for account in [&ada, &bob] {
        done(commit_to(&store, account, every(7)).await);
    }
    let before = snapshot(&store, &bob).await;
    let saved = rows(&store, &ada).await;
    assert_eq!(saved.len(), RowKind::ALL.len());
    done(commit_to(&store, &ada, every(8)).await);
    put(&store, Replacement::nothing()).await;
    let standing = store.standing(&ada).await.expect("a standing");
    assert_eq!(standing.live, [0; RowKind::ALL.len()]);
    put(&store, kept(saved.clone())).await;
    let standing = store.standing(&ada).await.expect("a standing");
    assert_eq!(standing.live, [1; RowKind::ALL.len()]);
    for kind in RowKind::ALL {
        assert_eq!(
            standing.count(kind),
            store.count(&ada, kind).await.expect("a count")
        );
    }
    assert_eq!(rows(&store, &ada).await, saved);
    assert_eq!(snapshot(&store, &bob).await, before);
}

/// An account that has never committed can get rows by a replacement, and exists from then on.
pub async fn a_new_account_is_given_rows<S: Store>(store: S) {
    let standing = store.standing(&account()).await.expect("a standing");
    assert_eq!(standing, crate::Standing::default());
    assert_eq!(put(&store, new(vec![row(1, "Ada", 1)])).await, Version(1));
    assert_eq!(
        store.accounts(None, 9).await.expect("accounts"),
        [account()]
    );
    assert_eq!(
        done(commit(&store, [replace(1, "Bob", Version(1))]).await),
        Version(2)
    );
}

/// What no store would take is refused, and leaves no trace.
pub async fn meaningless_replacements_are_refused<S: Store>(store: S) {
    done(commit(&store, [create(1, "Ada")]).await);
    let before = snapshot(&store, &account()).await;
    let tombstone = || {
        let (kind, mut row) = row(1, "Ada", 1);
        row.deleted = true;
        row.record = Arc::default();
        (kind, row)
    };
    let large = || {
        let (kind, mut row) = row(1, "Ada", 1);
        let body = "x".repeat(Record::MAX_BODY + 1);
        row.record = Arc::new(Record {
            body,
            ..Record::default()
        });
        (kind, row)
    };
    let most = i64::MAX as u64;
    for (replacement, why) in [
        (new(vec![row(0, "Ada", 1)]), Invalid::Id),
        (new(vec![row(most + 1, "Ada", 1)]), Invalid::Id),
        (new(vec![row(1, "Ada", 0)]), Invalid::Version),
        (new(vec![row(1, "Ada", most)]), Invalid::Version),
        (kept(vec![row(1, "Ada", 2)]), Invalid::Version),
        (
            new(vec![row(1, "Ada", 1), row(1, "Bob", 2)]),
            Invalid::RepeatedRow,
        ),
        (new(vec![tombstone()]), Invalid::Tombstone),
        (new(vec![large()]), Invalid::Body),
    ] {
        refused(store.replace(&account(), replacement).await, why);
    }
    assert_eq!(snapshot(&store, &account()).await, before);
    let stranger = named("bob");
    let outcome = store.replace(&stranger, kept(vec![row(1, "Ada", 1)])).await;
    refused(outcome, Invalid::Version);
    assert_eq!(
        store.accounts(None, 9).await.expect("accounts"),
        [account()]
    );
}

/// Readers and writers meet an account before or after it is replaced, and never between.
pub async fn no_read_sees_part_of_a_replacement<S: Store>(store: S) {
    const ROWS: u64 = 40;
    const ROUNDS: usize = 12;
    let all = |name: &str| (1..=ROWS).map(|id| row(id, name, id)).collect::<Vec<_>>();
    put(&store, new(all("0"))).await;
    let over = Arc::new(AtomicBool::new(false));
    let read = || {
        let (store, over) = (store.clone(), Arc::clone(&over));
        async move {
            let ada = account();
            loop {
                let ends = over.load(Relaxed);
                let page = store.page(&ada, RowKind::Contact, Order::Id, None, 1_000);
                let rows = page.await.expect("a page").rows;
                assert_eq!(rows.len() as u64, ROWS);
                let first = &rows[0].record;
                assert!(rows.iter().all(|row| row.record == *first), "one state");
                if ends {
                    return;
                }
                tokio::task::yield_now().await;
            }
        }
    };
    let readers: Vec<_> = (0..2).map(|_| tokio::spawn(read())).collect();
    // Each bumps one row, if it is at the version that it read.
    let write = |id: u64| {
        let store = store.clone();
        async move {
            for _ in 0..ROUNDS {
                let row = contact(&store, id).await.expect("the row");
                let write = Write::Put {
                    kind: RowKind::Contact,
                    id,
                    record: Record::clone(&row.record),
                    condition: Condition::Version(row.version),
                };
                let batch = Batch {
                    writes: vec![write],
                    time: 1,
                };
                // A conflict means that it came after a replacement, which is as good.
                let _ = store.commit(&account(), batch).await;
            }
        }
    };
    let writers: Vec<_> = (1..=3).map(|id| tokio::spawn(write(id))).collect();
    let mut last = Version::ZERO;
    for round in 1..=ROUNDS {
        let version = put(&store, new(all(&round.to_string()))).await;
        assert!(version > last);
        last = version;
    }
    joined(writers).await;
    over.store(true, Relaxed);
    joined(readers).await;
    let standing = store.standing(&account()).await.expect("a standing");
    assert_eq!(standing.rows(), ROWS);
    assert_eq!(standing.replaced, last);
}
