//! A reader that follows the feed sees all changes.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use super::kit::{
    account, commit, contact, create, delete, done, feed, ids, joined, listed, replace,
};
use crate::{CommitError, Cursor, Order, Record, Row, RowKind, Store, Version};

/// Changes come in the order of their versions; those of one version in the order of their ids.
pub async fn changes_come_in_the_order_of_commits<S: Store>(store: S) {
    for id in [5, 3, 9] {
        done(commit(&store, [create(id, "Ada")]).await);
    }
    done(commit(&store, [create(8, "Ada"), create(2, "Ada")]).await);
    done(commit(&store, [replace(3, "Grace", Version(2))]).await);
    for limit in [1, 2, 3, 100] {
        let rows = feed(&store, &account(), RowKind::Contact, Version::ZERO, limit).await;
        assert_eq!(ids(&rows), [5, 9, 2, 8, 3], "pages of {limit}");
        assert_eq!(
            rows.iter().map(|row| row.version.0).collect::<Vec<_>>(),
            [1, 3, 4, 4, 5]
        );
    }
}

/// A deletion is a change: a tombstone with the version of its commit, and nothing of the record.
pub async fn tombstones_are_changes<S: Store>(store: S) {
    let first = done(commit(&store, [create(1, "Ada"), create(2, "Grace")]).await);
    let second = done(commit(&store, [delete(1, first)]).await);
    let rows = feed(&store, &account(), RowKind::Contact, Version::ZERO, 10).await;
    assert_eq!(ids(&rows), [2, 1]);
    let tombstone = &rows[1];
    assert_eq!((tombstone.version, tombstone.deleted), (second, true));
    assert_eq!(*tombstone.record, Record::default());

    let rows = feed(&store, &account(), RowKind::Contact, first, 10).await;
    assert_eq!(
        ids(&rows),
        [1],
        "a reader of the first version sees the deletion"
    );
    let third = done(commit(&store, [create(1, "Mary")]).await);
    let rows = feed(&store, &account(), RowKind::Contact, second, 10).await;
    assert_eq!(ids(&rows), [1]);
    assert_eq!((rows[0].version, rows[0].deleted), (third, false));
}

/// A row is in the feed once, at its last change.
pub async fn a_row_shows_its_last_change_only<S: Store>(store: S) {
    let mut version = done(commit(&store, [create(1, "Ada")]).await);
    done(commit(&store, [create(2, "Grace")]).await);
    for _ in 0..4 {
        version = done(commit(&store, [replace(1, "Augusta", version)]).await);
    }
    let rows = feed(&store, &account(), RowKind::Contact, Version::ZERO, 1).await;
    assert_eq!(ids(&rows), [2, 1]);
    assert_eq!(rows[1].version, version);
}

/// A reader names the last version that it has: the feed starts with the next one.
pub async fn changes_start_after_the_version<S: Store>(store: S) {
    for id in 1..=5 {
        done(commit(&store, [create(id, "Ada")]).await);
    }
    for after in 0..=5 {
        let rows = feed(&store, &account(), RowKind::Contact, Version(after), 2).await;
        assert_eq!(ids(&rows), (after + 1..=5).collect::<Vec<_>>());
    }
    for after in [6, i64::MAX as u64, u64::MAX] {
        assert_eq!(
            feed(&store, &account(), RowKind::Contact, Version(after), 2).await,
            []
        );
    }
}

/// A page may end within a batch, and the next page continues within it.
pub async fn a_version_is_split_over_pages<S: Store>(store: S) {
    done(commit(&store, (1..=10).map(|id| create(id, "Ada"))).await);
    done(commit(&store, (11..=13).map(|id| create(id, "Ada"))).await);
    let rows = feed(&store, &account(), RowKind::Contact, Version::ZERO, 3).await;
    assert_eq!(ids(&rows), (1..=13).collect::<Vec<_>>());

    // What changes between two pages of a version moves to its new place.
    let page = store
        .changes(&account(), RowKind::Contact, Version::ZERO, None, 4)
        .await;
    let page = page.expect("a page");
    let moved = [
        replace(3, "Grace", Version(1)),
        replace(7, "Grace", Version(1)),
    ];
    done(commit(&store, moved).await);
    let next = page.next.expect("more");
    let rest = store
        .changes(
            &account(),
            RowKind::Contact,
            Version::ZERO,
            Some(&next),
            100,
        )
        .await;
    assert_eq!(
        ids(&rest.expect("a page").rows),
        [5, 6, 8, 9, 10, 11, 12, 13, 3, 7]
    );
}

/// A reader that follows the feed while writers commit sees each of their commits, in order, once.
pub async fn a_follower_misses_no_commit_and_sees_none_twice<S: Store>(store: S) {
    const WRITERS: u64 = 8;
    const COMMITS: u64 = 40;
    let mut followers = Vec::new();
    for limit in [1, 3, 1_000] {
        let mut follower = Follower {
            store: store.clone(),
            cursor: None,
            limit,
        };
        followers.push(tokio::spawn(async move {
            let mut seen = Vec::new();
            // Every commit makes one new row, so that no change hides another.
            while seen.len() < (WRITERS * COMMITS) as usize {
                for row in follower.more().await {
                    assert_eq!(row.version.0, seen.len() as u64 + 1, "the next version");
                    seen.push(row.id);
                }
                tokio::task::yield_now().await;
            }
            seen.sort_unstable();
            assert_eq!(seen, (1..=WRITERS * COMMITS).collect::<Vec<_>>());
        }));
    }
    let writer = |writer: u64| {
        let store = store.clone();
        async move {
            for commits in 0..COMMITS {
                let id = 1 + writer * COMMITS + commits;
                done(commit(&store, [create(id, "Ada")]).await);
            }
        }
    };
    joined(
        (0..WRITERS)
            .map(|number| tokio::spawn(writer(number)))
            .collect(),
    )
    .await;
    joined(followers).await;
}

/// A copy that follows the feed, deletions included, becomes equal to the store.
pub async fn a_replica_that_follows_becomes_the_store<S: Store>(store: S) {
    const WRITERS: u64 = 6;
    const ROWS: u64 = 10;
    let over = Arc::new(AtomicBool::new(false));
    let mut replicas = Vec::new();
    for limit in [1, 4, 1_000] {
        let (store, over) = (store.clone(), Arc::clone(&over));
        replicas.push(tokio::spawn(async move {
            let mut follower = Follower {
                store,
                cursor: None,
                limit,
            };
            let (mut replica, mut last) = (BTreeMap::new(), (Version::ZERO, 0));
            loop {
                // Asked before the read, so that the last round is after the last commit.
                let finished = over.load(SeqCst);
                let rows = follower.more().await;
                if finished && rows.is_empty() {
                    return replica;
                }
                for row in rows {
                    assert!((row.version, row.id) > last, "the feed goes forward");
                    last = (row.version, row.id);
                    if row.deleted {
                        replica.remove(&row.id)
                    } else {
                        replica.insert(row.id, row)
                    };
                }
                tokio::task::yield_now().await;
            }
        }));
    }
    let writer = |writer: u64| {
        let store = store.clone();
        async move {
            for step in 0..60 {
                // A few rows, so that writers meet; conflicts are as good as commits here.
                let id = 1 + (writer * 7 + step * 3) % ROWS;
                let current = contact(&store, id).await.map(|row| row.version);
                tokio::task::yield_now().await;
                let write = match current {
                    None => create(id, "Ada"),
                    Some(version) if (step + writer).is_multiple_of(4) => delete(id, version),
                    Some(version) => replace(id, &format!("{writer}-{step}"), version),
                };
                match commit(&store, [write]).await {
                    Ok(_) | Err(CommitError::Conflict { .. }) => {}
                    Err(error) => panic!("a commit: {error:?}"),
                }
            }
        }
    };
    joined(
        (0..WRITERS)
            .map(|number| tokio::spawn(writer(number)))
            .collect(),
    )
    .await;
    over.store(true, SeqCst);
    let held = listed(&store, Order::Id, 100).await;
    for replica in joined(replicas).await {
        assert_eq!(replica.into_values().collect::<Vec<_>>(), held);
    }
}

/// Reads a feed on and on: it keeps a position where others keep a token.
struct Follower<S> {
    store: S,
    cursor: Option<Cursor>,
    limit: usize,
}

impl<S: Store> Follower<S> {
    async fn more(&mut self) -> Vec<Row> {
        let account = account();
        let page = self.store.changes(
            &account,
            RowKind::Contact,
            Version::ZERO,
            self.cursor.as_ref(),
            self.limit,
        );
        let rows = page.await.expect("a page of changes").rows;
        if let Some(last) = rows.last() {
            self.cursor = Some(Cursor::after(last, Order::VersionAscending));
        }
        rows
    }
}
