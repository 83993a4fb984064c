//! A copy is the same store elsewhere, after any number of interruptions.
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use people_store::{
    Account, Batch, Condition, CopyError, CopyTarget, Durability, Embedded, EmbeddedOptions,
    Memory, Record, Row, RowKind, Store, StoreError, Version, Write, copy,
};
use proptest::{prelude::*, test_runner::TestCaseError};

use crate::model::{batch, step, visible};

/// Where a copy is made.
trait Place {
    type Engine: CopyTarget;

    async fn receive(&self) -> Result<Self::Engine, StoreError>;
    async fn serve(&self) -> Result<Self::Engine, StoreError>;
    /// Closes the store.
    async fn close(&self, engine: Self::Engine);
    /// What is wrong with what is there.
    async fn faults(&self) -> Vec<String>;

    async fn receiver(&self) -> Self::Engine {
        self.receive().await.expect("a store")
    }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }
}

impl Place for Folder {
    type Engine = Embedded;

    async fn receive(&self) -> Result<Embedded, StoreError> {
        Embedded::open_for_copy(self.0.path(), options())
    }

    async fn serve(&self) -> Result<Embedded, StoreError> {
        Embedded::open(self.0.path(), options())
    }

    async fn close(&self, engine: Embedded) {
        engine.close().await.expect("closed");
    }

    async fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let inspection = Embedded::inspect(self.0.path()).expect("a store");
        inspection
            .run(|_, _, _| Vec::new(), |fault| faults.push(fault.to_string()))
            .expect("readable");
        faults
    }
}

fn options() -> EmbeddedOptions {
    EmbeddedOptions {
        durability: Durability::Relaxed,
        ..EmbeddedOptions::default()
    }
}

fn account(name: &str) -> Account {
    Account::new(name).expect("a name")
}

fn put(id: u64, number: usize, condition: Condition) -> Write {
    Write::Put {
        kind: if id.is_multiple_of(3) {
            RowKind::Group
        } else {
            RowKind::Contact
        },
        id,
        record: Record {
            body: number.to_string(),
            terms: [format!("number:{number}")].into(),
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

/// All rows of an account, tombstones included.
async fn rows<S: Store>(store: &S, account: &Account) -> Vec<(RowKind, Row)> {
    let mut all = Vec::new();
    for kind in RowKind::ALL {
        let page = store.changes(account, kind, Version::ZERO, None, 10_000);
        let page = page.await.expect("rows");
        assert!(page.next.is_none());
        all.extend(page.rows.into_iter().map(|row| (kind, row)));
    }
    all
}

/// A history of a store, and whether its copy differs from it.
async fn assert_copied<F: Store, T: CopyTarget>(from: &F, to: &T) -> Result<(), TestCaseError> {
    copy(from, to, |_, _| {}).await.expect("a copy");
    prop_assert_eq!(visible(to).await, visible(from).await);
    for account in from.accounts(None, 10).await.expect("accounts") {
        // Not with `assert_eq`, which would not show them.
        prop_assert!(rows(to, &account).await == rows(from, &account).await);
    }
    prop_assert_eq!(
        to.secret().await.expect("it"),
        from.secret().await.expect("it")
    );
    Ok(())
}

/// The next commit takes the version that it would have taken.
async fn assert_goes_on<F: Store, T: Store>(from: &F, to: &T) -> Result<(), TestCaseError> {
    let next = || Batch {
        writes: vec![put(77, 1, Condition::Absent)],
        time: 2,
    };
    let ada = account("ada");
    let versions = (
        to.commit(&ada, next()).await,
        from.commit(&ada, next()).await,
    );
    prop_assert_eq!(
        versions.0.expect("it").version,
        versions.1.expect("it").version
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// After any history of a store, all that can be read of a copy is the same, secret included.
    #[test]
    fn a_copy_cannot_be_told_from_the_store(history in prop::collection::vec(step(), 0..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let from = Memory::new();
            for step in &history {
                let _ = from.commit(&account(step.account()), batch(step)).await;
            }
            let folder = Folder::new();
            let to = folder.receiver().await;
            assert_copied(&from, &to).await?;
            assert_goes_on(&from, &to).await
        })?;
    }
}

/// Broken off after a few steps, again and again, it comes to the same, and an unfinished copy is
/// served by nobody. Meanwhile the store that is copied goes on, between two attempts.
async fn is_gone_on_with(place: impl Place) {
    let from = Memory::new();
    fill(&from, 3_000).await;
    let mut attempts = 0;
    loop {
        attempts += 1;
        let to = place.receiver().await;
        let (steps, mut first) = (Cell::new(0), None);
        let progress = |done, all| {
            assert!(done <= all);
            first.get_or_insert(done);
            steps.set(steps.get() + 1);
        };
        let limit = if attempts < 6 { 2 } else { usize::MAX };
        let done = until(copy(&from, &to, progress), &steps, limit).await;
        place.close(to).await;
        if let Some(done) = done {
            let copied = done.expect("a copy");
            assert_eq!((copied.accounts, copied.rows), (2, 6_000));
            break;
        }
        let served = place.serve().await.expect_err("it is not finished");
        assert!(matches!(served, StoreError::Unfinished { .. }), "{served}");
        // Row 1 has been copied by now, and changes.
        let version = from.get(&account("ada"), RowKind::Contact, 1).await;
        let version = version.expect("a read").expect("a row").version;
        let writes = vec![put(1, attempts, Condition::Version(version))];
        let batch = Batch { writes, time: 3 };
        from.commit(&account("ada"), batch).await.expect("a commit");
    }
    assert_eq!(attempts, 6);
    let to = place.serve().await.expect("it is finished");
    assert_eq!(visible(&to).await, visible(&from).await);
    assert_eq!(place.faults().await, [""; 0]);
}

#[tokio::test]
async fn a_copy_that_was_broken_off_is_gone_on_with() {
    is_gone_on_with(Folder::new()).await;
}

/// A copy continues where it was interrupted, and not from the start.
async fn is_not_copied_again(place: impl Place) {
    let from = Memory::new();
    fill(&from, 3_000).await;
    let to = place.receiver().await;
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

#[tokio::test]
async fn what_was_copied_is_not_copied_again() {
    is_not_copied_again(Folder::new()).await;
}

/// Nothing is copied over another store.
async fn takes_the_place_of_nothing<P: Place>(place: P, other: P) {
    let store = place.serve().await.expect("a store");
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
    let row = store.get(&account("ada"), RowKind::Contact, 1).await;
    let rows = vec![(RowKind::Contact, row.expect("a read").expect("a row"))];
    assert!(store.put_rows(&account("ada"), rows.clone()).await.is_err());
    assert_eq!(visible(&store).await, before);
    place.close(store).await;
    let refused = place.receive().await.expect_err("it is a store's");
    assert!(matches!(refused, StoreError::Occupied { .. }), "{refused}");

    // What has begun to take over one store does not go on with another.
    let begun = other.receiver().await;
    begun.begin([7; 32]).await.expect("it begins");
    begun.begin([7; 32]).await.expect("it goes on");
    let refused = copy(&Memory::with_secret([8; 32]), &begun, |_, _| {}).await;
    assert!(refused.is_err_and(|error| occupied(&error)));
    // And takes nothing more once it has ended.
    begun.finish().await.expect("it ends");
    let late = begun.put_rows(&account("ada"), rows).await;
    assert!(matches!(late, Err(StoreError::Occupied { .. })), "{late:?}");
    assert_eq!(begun.accounts(None, 1).await.expect("accounts"), []);
}

#[tokio::test]
async fn a_copy_takes_the_place_of_nothing() {
    takes_the_place_of_nothing(Folder::new(), Folder::new()).await;
}

/// The comparison at the end notices a copy that is not one: what counts as copied, since later
/// rows are there, had been written wrong.
async fn is_not_finished<P: Place>(place: impl AsyncFn() -> P) {
    let from = Memory::with_secret([7; 32]);
    fill(&from, 10).await;
    let ada = account("ada");
    let sound = rows(&from, &ada).await;
    type Damage = fn(&mut Vec<(RowKind, Row)>);
    let cases: [(Damage, &str, &str); 5] = [
        (
            |rows| rows[0].1.record = Record::default().into(),
            "ada",
            "its rows",
        ),
        (|rows| rows[0].1.update_time += 1, "ada", "its rows"),
        (|rows| drop(rows.remove(0)), "ada", "how many rows it has"),
        (|rows| rows[0].1.version = Version(50), "ada", "its version"),
        // As a server that served it meanwhile could have written them.
        (|_| {}, "zoe", "being there at all"),
    ];
    for (damage, name, what) in cases {
        let place = place().await;
        let to = place.receiver().await;
        to.begin([7; 32]).await.expect("it begins");
        let mut rows = sound.clone();
        damage(&mut rows);
        to.put_rows(&account(name), rows).await.expect("rows");
        let error = copy(&from, &to, |_, _| {}).await.expect_err("they differ");
        assert!(error.to_string().ends_with(what), "{what}: {error}");
        place.close(to).await;
        let served = place.serve().await.expect_err("it is not finished");
        assert!(matches!(served, StoreError::Unfinished { .. }), "{served}");
    }
}

#[tokio::test]
async fn a_copy_that_differs_is_not_finished() {
    is_not_finished(async || Folder::new()).await;
}

/// A row that comes twice, as one does that changes while it is copied, is as it came last.
async fn counts_what_came_last(place: impl Place) {
    let to = place.receiver().await;
    to.begin([7; 32]).await.expect("it begins");
    let ada = account("ada");
    let row = |version, term: &str| {
        let record = Record {
            terms: [term].into(),
            ..Record::default()
        };
        let (id, deleted) = (1, false);
        let row = Row {
            id,
            version: Version(version),
            update_time: 1,
            deleted,
            record: record.into(),
        };
        (RowKind::Contact, row)
    };
    let rows = vec![row(1, "old"), row(2, "new")];
    to.put_rows(&ada, rows).await.expect("rows");
    to.finish().await.expect("it ends");
    let row = to.get(&ada, RowKind::Contact, 1).await.expect("a read");
    assert_eq!(row.expect("a row").version, Version(2));
    assert_eq!(to.count(&ada, RowKind::Contact).await.expect("a count"), 1);
    for (term, ids) in [("old", vec![]), ("new", vec![1])] {
        let found = to.find(&ada, RowKind::Contact, term, 0, 9).await;
        assert_eq!(found.expect("ids"), ids, "{term}");
    }
}

#[tokio::test]
async fn a_row_that_comes_twice_counts_once() {
    counts_what_came_last(Folder::new()).await;
}

#[cfg(unix)]
mod postgres;
