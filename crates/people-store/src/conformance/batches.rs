//! The writes of a batch happen together or not at all.

use super::kit::{
    TIME, account, commit, conflicts, contact, create, delete, done, ids, joined, listed, plain,
    record, refused, replace, snapshot,
};
use crate::{Batch, Condition, Invalid, Order, Record, RowKind, Store, Version, Write};

/// A batch takes one version, for any number of writes.
pub async fn all_writes_share_a_version<S: Store>(store: S) {
    let first = done(commit(&store, [create(1, "Ada"), create(2, "Grace")]).await);
    let writes = [
        replace(1, "Augusta", first),
        delete(2, first),
        create(3, "Mary"),
    ];
    let second = done(commit(&store, writes).await);
    assert_eq!(second, Version(first.0 + 1));
    assert_eq!(store.version(&account()).await.expect("a version"), second);
    let changes = store
        .changes(&account(), RowKind::Contact, first, None, 10)
        .await;
    let changes = changes.expect("changes").rows;
    assert_eq!(ids(&changes), [1, 2, 3]);
    assert!(changes.iter().all(|row| row.version == second));
}

/// If one condition does not hold, no write of the batch is made, wherever the condition is.
pub async fn one_failed_condition_fails_the_batch<S: Store>(store: S) {
    let first = done(commit(&store, (1..=5).map(|id| create(id, "Ada"))).await);
    let second = done(commit(&store, [replace(3, "Augusta", first)]).await);
    let before = snapshot(&store, &account()).await;
    for place in 0..5 {
        let mut writes = vec![
            replace(1, "King", first),
            delete(2, first),
            create(6, "Mary"),
            replace(4, "King", first),
        ];
        writes.insert(place, replace(3, "King", first));
        conflicts(commit(&store, writes).await, place, Some(second));
        assert_eq!(
            snapshot(&store, &account()).await,
            before,
            "the failed write is at {place}"
        );
    }
}

/// Of several conditions that do not hold, the first is reported.
pub async fn the_first_failed_write_is_reported<S: Store>(store: S) {
    let version = done(commit(&store, [create(1, "Ada"), create(2, "Grace")]).await);
    let writes = [
        create(3, "Mary"),
        delete(4, version),
        create(1, "Ada"),
        create(2, "Ada"),
    ];
    conflicts(commit(&store, writes).await, 1, None);
    let writes = [create(3, "Mary"), create(2, "Ada"), delete(4, version)];
    conflicts(commit(&store, writes).await, 1, Some(version));
}

/// Conditions are about the rows as they were, and name versions that exist: never the batch's own.
pub async fn conditions_are_about_the_rows_before_the_batch<S: Store>(store: S) {
    let writes = [create(1, "Ada"), replace(2, "Grace", Version(1))];
    conflicts(commit(&store, writes).await, 1, None);
    let first = done(commit(&store, [create(1, "Ada"), create(2, "Grace")]).await);
    let next = Version(first.0 + 1);
    let writes = [replace(1, "Augusta", first), replace(2, "Hopper", next)];
    conflicts(commit(&store, writes).await, 1, Some(first));
}

/// A batch may write to several kinds, and to one id in each.
pub async fn a_batch_spans_kinds<S: Store>(store: S) {
    let write = |kind, name| Write::Put {
        kind,
        id: 7,
        record: record(name),
        condition: Condition::Absent,
    };
    let names = [
        "Ada",
        "Friends",
        "Me",
        "Face",
        "Selfie",
        "Charles",
        "Grace",
        "corp.example",
        "card",
        "merge",
    ];
    let rows = || RowKind::ALL.into_iter().zip(names);
    let writes = rows().map(|(kind, name)| write(kind, name));
    let version = done(commit(&store, writes).await);
    for (kind, name) in rows() {
        let row = store
            .get(&account(), kind, 7)
            .await
            .expect("a read")
            .expect("the row");
        assert_eq!((row.version, &*row.record), (version, &record(name)));
    }
    // A condition of one kind is not met by another.
    let group = Write::Delete {
        kind: RowKind::Group,
        id: 7,
        version,
    };
    done(commit(&store, [group]).await);
    let stale = Write::Delete {
        kind: RowKind::Group,
        id: 7,
        version,
    };
    conflicts(commit(&store, [delete(7, version), stale]).await, 1, None);
    assert!(contact(&store, 7).await.is_some());
}

/// Batches that no store could carry out are refused before anything is looked at.
pub async fn meaningless_batches_are_refused<S: Store>(store: S) {
    let too_many = (1..=Batch::MAX_WRITES as u64 + 1).map(|id| create(id, "Ada"));
    refused(plain(commit(&store, []).await), Invalid::BatchSize);
    refused(plain(commit(&store, too_many).await), Invalid::BatchSize);
    let twice = [create(1, "Ada"), create(2, "Grace"), delete(1, Version(1))];
    refused(plain(commit(&store, twice).await), Invalid::RepeatedRow);
    for id in [0, i64::MAX as u64 + 1, u64::MAX] {
        refused(
            plain(commit(&store, [create(id, "Ada")]).await),
            Invalid::Id,
        );
        refused(
            plain(commit(&store, [delete(id, Version(1))]).await),
            Invalid::Id,
        );
    }
    let version = store.version(&account()).await;
    assert_eq!(version.expect("a version"), Version::ZERO);
}

/// A batch with the largest allowed number of writes is accepted.
pub async fn the_largest_batch_is_taken<S: Store>(store: S) {
    let last = Batch::MAX_WRITES as u64;
    let small = |id| Write::Put {
        kind: RowKind::Contact,
        id,
        record: Record {
            body: id.to_string(),
            ..Record::default()
        },
        condition: Condition::Absent,
    };
    let version = done(commit(&store, (1..=last).map(small)).await);
    assert_eq!(version, Version(1));
    assert_eq!(
        store
            .count(&account(), RowKind::Contact)
            .await
            .expect("a count"),
        last
    );
    let rows = listed(&store, Order::Id, 4_000).await;
    assert!(
        rows.iter()
            .zip(1..)
            .all(|(row, id)| row.id == id && row.version == version)
    );
    assert_eq!(rows.len() as u64, last);
}

/// While a batch is written, readers see all of it or none.
pub async fn no_read_sees_part_of_a_batch<S: Store>(store: S) {
    const ROUNDS: u64 = 150;
    let trio = |version: Version| {
        let condition = match version {
            Version::ZERO => Condition::Absent,
            version => Condition::Version(version),
        };
        let record = Record {
            body: version.to_string(),
            ..Record::default()
        };
        let write = move |id| Write::Put {
            kind: RowKind::Contact,
            id,
            record: record.clone(),
            condition,
        };
        Batch {
            writes: (1..=3).map(write).collect(),
            time: TIME,
        }
    };
    store
        .commit(&account(), trio(Version::ZERO))
        .await
        .expect("a commit");

    let mut readers = Vec::new();
    for reader in 0..4 {
        let store = store.clone();
        readers.push(tokio::spawn(async move {
            loop {
                let rows = if reader % 2 == 0 {
                    let rows = store
                        .get_many(&account(), RowKind::Contact, &[3, 1, 2])
                        .await;
                    rows.expect("rows").into_iter().flatten().collect()
                } else {
                    let order = if reader == 1 {
                        Order::Id
                    } else {
                        Order::VersionAscending
                    };
                    let page = store
                        .page(&account(), RowKind::Contact, order, None, 10)
                        .await;
                    page.expect("a page").rows
                };
                assert_eq!(rows.len(), 3);
                let version = rows[0].version;
                assert!(
                    rows.iter().all(|row| row.version == version),
                    "torn: {rows:?}"
                );
                if version.0 > ROUNDS {
                    return;
                }
                tokio::task::yield_now().await;
            }
        }));
    }
    for round in 1..=ROUNDS {
        store
            .commit(&account(), trio(Version(round)))
            .await
            .expect("a commit");
    }
    joined(readers).await;
}
