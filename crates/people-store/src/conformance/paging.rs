//! Listings are read page by page.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use super::kit::{
    ORDERS, TIME, account, commit, create, delete, done, ids, listed, record, refused, replace,
};
use crate::{
    Batch, Condition, Cursor, Invalid, Order, Record, Row, RowKind, Store, Version, Write,
};

/// In every order and any size of page, each live row comes once, sorted.
pub async fn every_order_lists_every_live_row_once<S: Store>(store: S) {
    let names = [
        "Mary",
        "Ada",
        "Grace",
        "Ada",
        "",
        "Radia",
        "ada",
        "Émilie",
        "Ada Lovelace",
    ];
    for (id, name) in (1..).zip(names) {
        done(commit(&store, [create(id * 11 % 100, name)]).await);
    }
    done(
        commit(
            &store,
            [replace(11, "Maria", Version(1)), delete(33, Version(3))],
        )
        .await,
    );
    done(commit(&store, [create(70, "Joan"), create(60, "Barbara")]).await);

    let rows = listed(&store, Order::Id, 100).await;
    assert_eq!(rows.len(), names.len() - 1 + 2);
    assert!(rows.iter().all(|row| !row.deleted && row.id != 33));
    for order in ORDERS {
        let mut expected = rows.clone();
        sort(&mut expected, order);
        for limit in [
            1,
            2,
            3,
            7,
            expected.len() - 1,
            expected.len(),
            1_000,
            usize::MAX,
        ] {
            let found = listed(&store, order, limit).await;
            assert_eq!(ids(&found), ids(&expected), "{order:?} in pages of {limit}");
            assert_eq!(found, expected, "{order:?} in pages of {limit}");
        }
    }
}

/// Sort keys are compared as bytes: no language, no folding, no surrogates.
pub async fn names_are_sorted_by_their_bytes<S: Store>(store: S) {
    // U+FFFF comes before U+10000 in UTF-8 and after it in UTF-16.
    let sorted = [
        "", "\0", "A", "B", "Z", "a", "a\0", "a\0b", "a ", "aa", "b", "é", "ÿ", "Ā", "😀",
    ];
    let mut sorted: Vec<&str> = sorted
        .into_iter()
        .chain(["\u{FFFF}", "\u{10000}"])
        .collect();
    sorted.sort_unstable();
    let write = |(id, key): (u64, &&str)| Write::Put {
        kind: RowKind::Contact,
        id,
        record: Record {
            sort_keys: [(*key).to_owned(), (*key).to_owned()],
            ..Record::default()
        },
        condition: Condition::Absent,
    };
    // Ids run against the order of the keys.
    let count = sorted.len() as u64;
    done(commit(&store, (1..=count).rev().zip(&sorted).map(write)).await);
    let expected: Vec<u64> = (1..=count).rev().collect();
    for order in [Order::FirstName, Order::LastName] {
        for limit in [1, 4, 100] {
            let rows = listed(&store, order, limit).await;
            assert_eq!(ids(&rows), expected, "{order:?} in pages of {limit}");
        }
    }
}

/// What an order leaves equal is sorted by id, also across pages.
pub async fn equal_keys_are_sorted_by_id<S: Store>(store: S) {
    let order_of_writing = [5, 3, 9, 1, 7, 200, 30];
    done(commit(&store, order_of_writing.map(|id| create(id, "Ada"))).await);
    for limit in [1, 2, 3, 100] {
        for order in [
            Order::Id,
            Order::VersionAscending,
            Order::FirstName,
            Order::LastName,
        ] {
            let rows = listed(&store, order, limit).await;
            assert_eq!(ids(&rows), [1, 3, 5, 7, 9, 30, 200], "{order:?}");
        }
        let rows = listed(&store, Order::VersionDescending, limit).await;
        assert_eq!(ids(&rows), [200, 30, 9, 7, 5, 3, 1], "backwards throughout");
    }
}

/// A cursor promises more rows: a full page that is the last has none.
pub async fn the_last_page_has_no_cursor<S: Store>(store: S) {
    done(commit(&store, (1..=4).map(|id| create(id, "Ada"))).await);
    for order in ORDERS {
        let page = |cursor: Option<Cursor>, limit| {
            let store = store.clone();
            async move {
                let account = account();
                let page = store.page(&account, RowKind::Contact, order, cursor.as_ref(), limit);
                page.await.expect("a page")
            }
        };
        assert_eq!(page(None, 4).await.next, None);
        let first = page(None, 2).await;
        assert!(first.next.is_some());
        assert_eq!(page(first.next, 2).await.next, None);
    }
    let changes = store
        .changes(&account(), RowKind::Contact, Version::ZERO, None, 4)
        .await;
    assert_eq!(changes.expect("changes").next, None);
}

/// Deleted rows do not shorten a page, and none after it is promised for them.
pub async fn tombstones_take_no_place<S: Store>(store: S) {
    let first = done(commit(&store, (1..=40).map(|id| create(id, "Ada"))).await);
    let some = (1..=40).filter(|id| id % 10 != 0 || *id == 40);
    done(commit(&store, some.map(|id| delete(id, first))).await);
    for order in ORDERS {
        let page = store
            .page(&account(), RowKind::Contact, order, None, 3)
            .await
            .expect("a page");
        let mut found = ids(&page.rows);
        found.sort_unstable();
        assert_eq!(found, [10, 20, 30], "{order:?}");
        assert_eq!(page.next, None, "{order:?}");
    }
}

/// A cursor is a position: it holds when its row has moved or is gone.
pub async fn a_cursor_outlives_its_row<S: Store>(store: S) {
    for id in 1..=6 {
        done(commit(&store, [create(id, &format!("{id}"))]).await);
    }
    let mut cursors = Vec::new();
    for order in ORDERS {
        let page = store
            .page(&account(), RowKind::Contact, order, None, 3)
            .await
            .expect("a page");
        let rest = store
            .page(&account(), RowKind::Contact, order, page.next.as_ref(), 10)
            .await;
        cursors.push((order, page.next, ids(&rest.expect("a page").rows)));
    }
    // The third and the fourth row of every order.
    done(commit(&store, [delete(3, Version(3)), replace(4, "9", Version(4))]).await);
    for (order, cursor, rest) in cursors {
        let page = store
            .page(&account(), RowKind::Contact, order, cursor.as_ref(), 10)
            .await;
        let found = ids(&page.expect("a page").rows);
        let expected = match order {
            Order::Id => vec![4, 5, 6],
            Order::VersionAscending | Order::FirstName | Order::LastName => vec![5, 6, 4],
            // The fourth row was the cursor's own, and is now the very first.
            Order::VersionDescending => vec![2, 1],
        };
        assert_eq!(found, expected, "{order:?}, which had {rest:?}");
    }
}

/// A page of nothing would be followed by the same for ever, and a cursor belongs to its order.
pub async fn pages_without_meaning_are_refused<S: Store>(store: S) {
    done(commit(&store, (1..=3).map(|id| create(id, "Ada"))).await);
    for order in ORDERS {
        let page = store
            .page(&account(), RowKind::Contact, order, None, 0)
            .await;
        refused(page, Invalid::Limit);
    }
    refused(
        store
            .changes(&account(), RowKind::Contact, Version(1), None, 0)
            .await,
        Invalid::Limit,
    );

    let cursors = [
        (Cursor::after_id(1), &[Order::Id][..]),
        (
            Cursor::after_version(Version(1), 1),
            &[Order::VersionAscending, Order::VersionDescending],
        ),
        (Cursor::after_first_name("Ada", 1), &[Order::FirstName]),
        (Cursor::after_last_name("adA", 1), &[Order::LastName]),
    ];
    for (cursor, own) in cursors {
        for order in ORDERS {
            let page = store
                .page(&account(), RowKind::Contact, order, Some(&cursor), 10)
                .await;
            if own.contains(&order) {
                page.expect("a page");
            } else {
                refused(page, Invalid::Cursor);
            }
        }
        let account = account();
        let changes = store.changes(&account, RowKind::Contact, Version::ZERO, Some(&cursor), 10);
        let changes = changes.await;
        if own.contains(&Order::VersionAscending) {
            changes.expect("changes");
        } else {
            refused(changes, Invalid::Cursor);
        }
    }
}

/// An empty list is one empty page.
pub async fn an_empty_collection_is_one_page<S: Store>(store: S) {
    for _ in 0..2 {
        for order in ORDERS {
            let page = store
                .page(&account(), RowKind::Contact, order, None, 10)
                .await;
            let page = page.expect("a page");
            assert_eq!((page.rows, page.next), (vec![], None));
        }
        let changes = store
            .changes(&account(), RowKind::Contact, Version::ZERO, None, 10)
            .await;
        assert_eq!(changes.expect("changes").rows, []);
        // Once more beside a collection that has something.
        let group = Write::Put {
            kind: RowKind::Group,
            id: 1,
            record: record("Friends"),
            condition: Condition::Absent,
        };
        let _ = commit(&store, [group]).await;
    }
}

/// While others are written, a listing shows the rows that stay where they are, each once.
pub async fn rows_that_stay_are_seen_once_while_others_move<S: Store>(store: S) {
    const ROWS: u64 = 60;
    // Rows with an even id stay; the others are renamed and deleted and made again.
    done(
        commit(
            &store,
            (1..=ROWS).map(|id| create(id, &format!("{:02}", id % 10))),
        )
        .await,
    );
    let (over, writer) = restless(&store, ROWS);
    let staying: Vec<u64> = (1..=ROWS).filter(|id| id % 2 == 0).collect();
    for round in 0..40 {
        for order in [Order::Id, Order::FirstName, Order::LastName] {
            let rows = listed(&store, order, 1 + round % 9).await;
            let mut stayed: Vec<_> = rows.into_iter().filter(|row| row.id % 2 == 0).collect();
            let found = ids(&stayed);
            sort(&mut stayed, order);
            assert_eq!(found, ids(&stayed), "{order:?}");
            let mut found = found;
            found.sort_unstable();
            assert_eq!(found, staying, "{order:?}");
        }
    }
    over.store(true, SeqCst);
    writer.await.expect("the writer");
}

/// In ascending order of versions a row only ever moves to where the listing has not been yet.
pub async fn no_row_is_missed_in_ascending_version_order<S: Store>(store: S) {
    const ROWS: u64 = 60;
    done(commit(&store, (1..=ROWS).map(|id| create(id, "Ada"))).await);
    let mut versions = vec![Version(1); ROWS as usize];
    for round in 0..20 {
        // One page between any two commits, each of which moves a row to the end.
        let (mut seen, mut cursor) = (BTreeSet::new(), None::<Cursor>);
        for step in 0.. {
            let order = Order::VersionAscending;
            let page = store
                .page(&account(), RowKind::Contact, order, cursor.as_ref(), 7)
                .await;
            let page = page.expect("a page");
            seen.extend(ids(&page.rows));
            match page.next {
                Some(next) => cursor = Some(next),
                None => break,
            }
            let id = 1 + (round * 31 + step * 17) % ROWS;
            let version = &mut versions[id as usize - 1];
            *version = done(commit(&store, [replace(id, "Ada", *version)]).await);
        }
        assert_eq!(seen.len() as u64, ROWS, "round {round}");
    }
}

/// Changes the rows with an odd id until the test stops it.
fn restless<S: Store>(store: &S, rows: u64) -> (Arc<AtomicBool>, tokio::task::JoinHandle<()>) {
    let over = Arc::new(AtomicBool::new(false));
    let (store, told) = (store.clone(), Arc::clone(&over));
    let writer = tokio::spawn(async move {
        for step in 0u64.. {
            if told.load(SeqCst) {
                return;
            }
            let id = 1 + (step * 2) % rows;
            let row = store
                .get(&account(), RowKind::Contact, id)
                .await
                .expect("a read");
            let write = match row {
                None => create(id, &format!("{:02}", step % 13)),
                Some(row) if step % 5 == 0 => delete(id, row.version),
                Some(row) => replace(id, &format!("{:02}", step % 11), row.version),
            };
            let batch = Batch {
                writes: vec![write],
                time: TIME,
            };
            store
                .commit(&account(), batch)
                .await
                .expect("the only writer");
            tokio::task::yield_now().await;
        }
    });
    (over, writer)
}

fn sort(rows: &mut [Row], order: Order) {
    rows.sort_by(|a, b| {
        let by_key = |index: usize| a.record.sort_keys[index].cmp(&b.record.sort_keys[index]);
        let by_id = a.id.cmp(&b.id);
        match order {
            Order::Id => by_id,
            Order::VersionAscending => a.version.cmp(&b.version).then(by_id),
            Order::VersionDescending => a.version.cmp(&b.version).then(by_id).reverse(),
            Order::FirstName => by_key(0).then(by_id),
            Order::LastName => by_key(1).then(by_id),
        }
    });
}
