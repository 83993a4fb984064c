//! Each commit takes the account's next version.

use super::kit::{
    account, commit, conflicts, contact, create, delete, done, joined, record, replace,
};
use crate::{Batch, Condition, RowKind, Store, Version, Write};

/// The first commit makes version 1, and each one after it the next.
pub async fn versions_count_up_by_one_from_one<S: Store>(store: S) {
    assert_eq!(
        store.version(&account()).await.expect("a version"),
        Version::ZERO
    );
    for number in 1..=20 {
        let version = done(commit(&store, [create(number, "Ada")]).await);
        assert_eq!(version, Version(number));
        assert_eq!(store.version(&account()).await.expect("a version"), version);
    }
}

/// A commit that was refused leaves no gap.
pub async fn conflicts_take_no_version<S: Store>(store: S) {
    let mut version = done(commit(&store, [create(1, "Ada")]).await);
    for _ in 0..5 {
        conflicts(commit(&store, [create(1, "Ada")]).await, 0, Some(version));
        assert_eq!(store.version(&account()).await.expect("a version"), version);
        let next = done(commit(&store, [replace(1, "Ada", version)]).await);
        assert_eq!(next, Version(version.0 + 1));
        version = next;
    }
}

/// The sequence of versions continues, even if every row was deleted.
pub async fn deleting_everything_gives_no_version_back<S: Store>(store: S) {
    let first = done(commit(&store, (1..=3).map(|id| create(id, "Ada"))).await);
    let second = done(commit(&store, (1..=3).map(|id| delete(id, first))).await);
    assert_eq!(second, Version(2));
    assert_eq!(done(commit(&store, [create(1, "Ada")]).await), Version(3));
    assert_eq!(
        done(commit(&store, [delete(1, Version(3))]).await),
        Version(4)
    );
    assert_eq!(done(commit(&store, [create(9, "Ada")]).await), Version(5));
}

/// Many writers at once take every version once: none is missing, none is given to two.
pub async fn concurrent_commits_take_each_version_once<S: Store>(store: S) {
    const WRITERS: u64 = 16;
    const COMMITS: u64 = 25;
    let writer = |writer: u64| {
        let store = store.clone();
        async move {
            let mut versions = Vec::new();
            for commits in 0..COMMITS {
                let id = 1 + writer * COMMITS + commits;
                let version = done(commit(&store, [create(id, "Ada")]).await);
                assert_eq!(contact(&store, id).await.expect("the row").version, version);
                versions.push(version.0);
            }
            assert!(
                versions.is_sorted(),
                "a writer's own commits are in its order"
            );
            versions
        }
    };
    let tasks = (0..WRITERS)
        .map(|number| tokio::spawn(writer(number)))
        .collect();
    let mut versions = joined(tasks).await.concat();
    versions.sort_unstable();
    assert_eq!(versions, (1..=WRITERS * COMMITS).collect::<Vec<_>>());
    let last = store.version(&account()).await.expect("a version");
    assert_eq!(last, Version(WRITERS * COMMITS));
}

/// A row has the version and the time of the commit that changed it last, and of no other.
pub async fn a_row_carries_its_commit<S: Store>(store: S) {
    let write = |condition| Write::Put {
        kind: RowKind::Contact,
        id: 7,
        record: record("Ada"),
        condition,
    };
    let batch = Batch {
        writes: vec![write(Condition::Absent)],
        time: 1_000,
    };
    let first = store
        .commit(&account(), batch)
        .await
        .expect("a commit")
        .version;
    done(commit(&store, [create(8, "Grace")]).await);
    let row = contact(&store, 7).await.expect("the row");
    assert_eq!((row.version, row.update_time), (first, 1_000));

    // Time may go backwards: the store has no opinion on it.
    let batch = Batch {
        writes: vec![write(Condition::Version(first))],
        time: 900,
    };
    let third = store
        .commit(&account(), batch)
        .await
        .expect("a commit")
        .version;
    let row = contact(&store, 7).await.expect("the row");
    assert_eq!((row.version, row.update_time), (third, 900));
    assert_eq!(third, Version(3));

    let writes = vec![Write::Delete {
        kind: RowKind::Contact,
        id: 7,
        version: third,
    }];
    let batch = Batch { writes, time: 800 };
    store.commit(&account(), batch).await.expect("a commit");
    let changes = store
        .changes(&account(), RowKind::Contact, third, None, 10)
        .await;
    let tombstone = &changes.expect("changes").rows[0];
    assert_eq!(
        (tombstone.version, tombstone.update_time),
        (Version(4), 800)
    );
}
