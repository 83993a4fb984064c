//! A copy is the same store elsewhere, however often it was broken off.
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    path::Path,
    pin::pin,
    task::Poll,
};

use people_store::{
    Account, Batch, Condition, CopyError, Durability, Embedded, EmbeddedOptions, Import, Kind,
    Memory, Record, Row, Store, StoreError, Version, Write, copy,
};
use proptest::prelude::*;

use crate::model::{batch, step, visible};

fn options() -> EmbeddedOptions {
    EmbeddedOptions {
        durability: Durability::Relaxed,
        ..EmbeddedOptions::default()
    }
}

fn receiver(folder: &Path) -> Embedded {
    Embedded::open_for_import(folder, options()).expect("a store")
}

fn account(name: &str) -> Account {
    Account::new(name).expect("a name")
}

fn put(id: u64, number: usize, condition: Condition) -> Write {
    Write::Put {
        kind: if id.is_multiple_of(3) {
            Kind::Group
        } else {
            Kind::Contact
        },
        id,
        record: Record {
            body: number.to_string(),
            terms: vec![format!("number:{number}")],
            ..Record::default()
        },
        condition,
    }
}

/// So many rows in each of two accounts, some with the same version.
async fn fill<S: Store>(store: &S, rows: u64) {
    for name in ["ada", "bob"] {
        let mut ids = 1..=rows;
        while !ids.is_empty() {
            let some = ids.by_ref().take(7);
            let writes = some.map(|id| put(id, 1, Condition::Absent)).collect();
            let batch = Batch { writes, time: 1 };
            store.commit(&account(name), batch).await.expect("a commit");
        }
    }
}

/// Carries on until it is done, or has made so many steps.
async fn until<T>(future: impl Future<Output = T>, steps: &Cell<usize>, limit: usize) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if steps.get() >= limit => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever happened to a store, all that can be seen of a copy is the same, secret included.
    #[test]
    fn a_copy_cannot_be_told_from_the_store(history in prop::collection::vec(step(), 0..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let from = Memory::new();
            for step in &history {
                let _ = from.commit(&account(step.account()), batch(step)).await;
            }
            let folder = tempfile::tempdir().expect("a folder");
            let to = receiver(folder.path());
            copy(&from, &to, |_, _| {}).await.expect("a copy");
            prop_assert_eq!(visible(&to).await, visible(&from).await);
            prop_assert_eq!(to.secret().await.expect("it"), from.secret().await.expect("it"));
            // And the next commit takes the version that it would have taken.
            let next = || Batch { writes: vec![put(77, 1, Condition::Absent)], time: 2 };
            let ada = account("ada");
            let versions = (to.commit(&ada, next()).await, from.commit(&ada, next()).await);
            prop_assert_eq!(versions.0.expect("it").version, versions.1.expect("it").version);
            Ok(())
        })?;
    }
}

/// Broken off after a few steps, again and again, it comes to the same, and an unfinished copy is
/// served by nobody. Meanwhile the store that is copied goes on, between two attempts.
#[tokio::test]
async fn a_copy_that_was_broken_off_is_gone_on_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Memory::new();
    fill(&from, 3_000).await;
    let mut attempts = 0;
    loop {
        attempts += 1;
        let to = receiver(folder.path());
        let (steps, mut first) = (Cell::new(0), None);
        let progress = |done, all| {
            assert!(done <= all);
            first.get_or_insert(done);
            steps.set(steps.get() + 1);
        };
        let limit = if attempts < 6 { 2 } else { usize::MAX };
        let done = until(copy(&from, &to, progress), &steps, limit).await;
        to.close().await.expect("closed");
        if let Some(done) = done {
            let copied = done.expect("a copy");
            assert_eq!((copied.accounts, copied.rows), (2, 6_000));
            break;
        }
        let served = Embedded::open(folder.path(), options()).expect_err("it is not finished");
        assert!(matches!(served, StoreError::Unfinished { .. }), "{served}");
        // Row 1 has been copied by now, and changes.
        let version = from.get(&account("ada"), Kind::Contact, 1).await;
        let version = version.expect("a read").expect("a row").version;
        let writes = vec![put(1, attempts, Condition::Version(version))];
        let batch = Batch { writes, time: 3 };
        from.commit(&account("ada"), batch).await.expect("a commit");
    }
    assert_eq!(attempts, 6);
    let to = Embedded::open(folder.path(), options()).expect("it is finished");
    assert_eq!(visible(&to).await, visible(&from).await);
    let mut faults = Vec::new();
    let inspection = Embedded::inspect(folder.path()).expect("a store");
    inspection
        .run(|_, _, _| Vec::new(), |fault| faults.push(fault))
        .expect("readable");
    assert_eq!(faults, []);
}

/// A copy goes on from where it was, and not from the start.
#[tokio::test]
async fn what_was_copied_is_not_copied_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Memory::new();
    fill(&from, 3_000).await;
    let to = receiver(folder.path());
    let steps = Cell::new(0);
    let progress = |_, _| steps.set(steps.get() + 1);
    let broken_off = until(copy(&from, &to, progress), &steps, 3).await;
    assert!(broken_off.is_none());
    let there = to.version(&account("ada")).await.expect("a version");
    assert!(there > Version::ZERO);
    let mut first = None;
    let again = copy(&from, &to, |done, _| {
        first.get_or_insert(done);
    });
    again.await.expect("a copy");
    assert!(first >= Some(there.0), "{first:?} {there}");
}

/// Nothing is copied over another store.
#[tokio::test]
async fn a_copy_takes_the_place_of_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let store = Embedded::open(&data, options()).expect("a store");
    fill(&store, 5).await;
    let before = visible(&store).await;
    let refused = copy(&Memory::new(), &store, |_, _| {}).await;
    let occupied = |error: &CopyError| {
        matches!(
            error,
            CopyError::To {
                source: StoreError::Occupied { .. },
                ..
            }
        )
    };
    assert!(refused.is_err_and(|error| occupied(&error)));
    // Nor are rows slipped into a store that is served.
    let row = store.get(&account("ada"), Kind::Contact, 1).await;
    let rows = vec![(Kind::Contact, row.expect("a read").expect("a row"))];
    assert!(store.import(&account("ada"), rows).await.is_err());
    assert_eq!(visible(&store).await, before);
    store.close().await.expect("closed");
    let refused = Embedded::open_for_import(&data, options()).expect_err("it is a store's");
    assert!(matches!(refused, StoreError::Occupied { .. }), "{refused}");

    // What has begun to take over one store does not go on with another.
    let begun = receiver(&folder.path().join("begun"));
    begun.begin([7; 32]).await.expect("it begins");
    let other = copy(&Memory::with_secret([8; 32]), &begun, |_, _| {}).await;
    assert!(other.is_err_and(|error| occupied(&error)));
}

/// The comparison at the end notices a copy that is not one: what counts as copied, since later
/// rows are there, had been written wrong.
#[tokio::test]
async fn a_copy_that_differs_is_not_finished() {
    let from = Memory::with_secret([7; 32]);
    fill(&from, 10).await;
    let ada = account("ada");
    let mut sound = Vec::new();
    for kind in Kind::ALL {
        let page = from.changes(&ada, kind, Version::ZERO, None, 100).await;
        let rows = page.expect("rows").rows;
        sound.extend(rows.into_iter().map(|row| (kind, row)));
    }
    type Damage = fn(&mut Vec<(Kind, Row)>);
    let cases: [(Damage, &str); 4] = [
        (
            |rows| rows[0].1.record = Record::default().into(),
            "its rows",
        ),
        (|rows| rows[0].1.update_time += 1, "its rows"),
        (|rows| drop(rows.remove(0)), "how many rows it has"),
        (|rows| rows[0].1.version = Version(50), "its version"),
    ];
    for (damage, what) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        let to = receiver(folder.path());
        to.begin([7; 32]).await.expect("it begins");
        let mut rows = sound.clone();
        damage(&mut rows);
        to.import(&ada, rows).await.expect("rows");
        let error = copy(&from, &to, |_, _| {}).await.expect_err("they differ");
        assert!(error.to_string().ends_with(what), "{what}: {error}");
        to.close().await.expect("closed");
        let served = Embedded::open(folder.path(), options()).expect_err("it is not finished");
        assert!(matches!(served, StoreError::Unfinished { .. }), "{served}");
    }
}
