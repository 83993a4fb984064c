//! The number of live rows is known.

use super::kit::{
    account, commit, commit_to, create, delete, done, feed, joined, listed, named, replace,
};
use crate::{CommitError, Condition, Order, Record, RowKind, Store, Version, Write};

/// Creating, deleting and reviving change the count of their kind; replacing does not.
pub async fn counts_follow_every_write<S: Store>(store: S) {
    counted(&store, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await;
    done(commit(&store, (1..=3).map(|id| create(id, "Ada"))).await);
    counted(&store, [3, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await;
    done(commit(&store, [replace(1, "Grace", Version(1))]).await);
    counted(&store, [3, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await;
    done(
        commit(
            &store,
            [
                delete(1, Version(2)),
                delete(2, Version(1)),
                create(4, "Mary"),
            ],
        )
        .await,
    );
    counted(&store, [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await;
    done(commit(&store, [create(1, "Ada")]).await);
    counted(&store, [3, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await;
    assert!(
        commit(&store, [create(9, "Ada"), create(1, "Ada")])
            .await
            .is_err()
    );
    counted(&store, [3, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await;

    // Each kind has its own number of rows: the first one row, the second two, and so on.
    let put = |(kind, id)| Write::Put {
        kind,
        id,
        record: Record::default(),
        condition: Condition::Absent,
    };
    let rows = |(count, kind): (u64, RowKind)| (11..11 + count).map(move |id| (kind, id));
    let rows: Vec<(RowKind, u64)> = (1..).zip(RowKind::ALL).flat_map(rows).collect();
    done(commit(&store, rows.iter().copied().map(put)).await);
    counted(&store, [4, 2, 3, 4, 5, 6, 7, 8, 9, 10]).await;
    let delete_11 = |kind| Write::Delete {
        kind,
        id: 11,
        version: Version(5),
    };
    let delete_11 = RowKind::ALL.into_iter().map(delete_11);
    done(commit(&store, delete_11.chain([delete(1, Version(4))])).await);
    counted(&store, [2, 1, 2, 3, 4, 5, 6, 7, 8, 9]).await;
}

/// In every interleaving of writers, the count is the number of existing rows.
pub async fn counts_are_right_after_racing_writers<S: Store>(store: S) {
    const ROWS: u64 = 6;
    let writer = |writer: u64| {
        let store = store.clone();
        async move {
            for step in 0..25 {
                let id = 1 + (writer + step) % ROWS;
                let row = store
                    .get(&account(), RowKind::Contact, id)
                    .await
                    .expect("a read");
                tokio::task::yield_now().await;
                let write = match row {
                    None => create(id, "Ada"),
                    Some(row) => delete(id, row.version),
                };
                match commit(&store, [write]).await {
                    Ok(_) | Err(CommitError::Conflict { .. }) => {}
                    Err(error) => panic!("a commit: {error:?}"),
                }
            }
        }
    };
    joined((0..12).map(|number| tokio::spawn(writer(number))).collect()).await;
    let rows = listed(&store, Order::Id, 100).await.len() as u64;
    counted(&store, [rows, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await;
    // Terms are counted from another table or map: the two agree.
    let terms = store
        .count_term(&account(), RowKind::Contact, "name:Ada")
        .await
        .expect("a count");
    assert_eq!(terms, rows);
}

/// The count of changes after a version is the number of entries of the feed, with tombstones.
pub async fn changes_are_counted_as_they_are_listed<S: Store>(store: S) {
    done(commit(&store, (1..=3).map(|id| create(id, "Ada"))).await);
    done(
        commit(
            &store,
            [replace(1, "Grace", Version(1)), delete(2, Version(1))],
        )
        .await,
    );
    let group = Write::Put {
        kind: RowKind::Group,
        id: 1,
        record: Record::default(),
        condition: Condition::Absent,
    };
    done(commit(&store, [group, create(4, "Mary")]).await);
    done(commit_to(&store, &named("grace@example.com"), [create(9, "Grace")]).await);
    let afters = [0, 1, 2, 3, 4, i64::MAX as u64, u64::MAX];
    for (kind, counts) in [
        (RowKind::Contact, [4, 3, 1, 0, 0, 0, 0]),
        (RowKind::Group, [1, 1, 1, 0, 0, 0, 0]),
        (RowKind::Profile, [0; 7]),
    ] {
        for (after, expected) in afters.into_iter().zip(counts) {
            let after = Version(after);
            let count = store.count_changes(&account(), kind, after).await;
            assert_eq!(
                count.expect("a count"),
                expected,
                "{kind:?} after {after:?}"
            );
            let rows = feed(&store, &account(), kind, after, 2).await;
            assert_eq!(rows.len() as u64, expected);
        }
    }
}

async fn counted<S: Store>(store: &S, expected: [u64; RowKind::ALL.len()]) {
    for (kind, expected) in RowKind::ALL.into_iter().zip(expected) {
        let count = store.count(&account(), kind).await.expect("a count");
        assert_eq!(count, expected, "{kind:?}");
    }
}
