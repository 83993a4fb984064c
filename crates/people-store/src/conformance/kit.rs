use std::collections::BTreeSet;

use crate::{
    Account, Batch, CommitError, Condition, Cursor, Invalid, Micros, Order, Page, Record, Row,
    RowKind, Store, StoreError, Version, Write,
};

/// The time of a commit whose time does not matter.
pub(super) const TIME: Micros = 1_700_000_000_123_456;

pub(super) const ORDERS: [Order; 5] = [
    Order::Id,
    Order::VersionAscending,
    Order::VersionDescending,
    Order::FirstName,
    Order::LastName,
];

pub(super) fn account() -> Account {
    named("ada@example.com")
}

pub(super) fn named(name: &str) -> Account {
    Account::new(name).expect("a name")
}

/// A record with a part of each sort, all made from `name`.
pub(super) fn record(name: &str) -> Record {
    Record {
        body: format!(r#"{{"names":[{{"givenName":"{name}"}}]}}"#),
        layout: vec![1, 2, 3],
        sort_keys: [name.to_owned(), name.chars().rev().collect()],
        terms: [format!("name:{name}")].into(),
    }
}

pub(super) fn create(id: u64, name: &str) -> Write {
    put(id, name, Condition::Absent)
}

pub(super) fn replace(id: u64, name: &str, version: Version) -> Write {
    put(id, name, Condition::Version(version))
}

pub(super) fn put(id: u64, name: &str, condition: Condition) -> Write {
    Write::Put {
        kind: RowKind::Contact,
        id,
        record: record(name),
        condition,
    }
}

pub(super) fn delete(id: u64, version: Version) -> Write {
    Write::Delete {
        kind: RowKind::Contact,
        id,
        version,
    }
}

/// Commits contacts of [`account`].
pub(super) async fn commit<S: Store>(
    store: &S,
    writes: impl IntoIterator<Item = Write>,
) -> Result<Version, CommitError> {
    commit_to(store, &account(), writes).await
}

pub(super) async fn commit_to<S: Store>(
    store: &S,
    account: &Account,
    writes: impl IntoIterator<Item = Write>,
) -> Result<Version, CommitError> {
    let batch = Batch {
        writes: writes.into_iter().collect(),
        time: TIME,
    };
    store
        .commit(account, batch)
        .await
        .map(|committed| committed.version)
}

/// Commits what must succeed.
#[track_caller]
pub(super) fn done(outcome: Result<Version, CommitError>) -> Version {
    match outcome {
        Ok(version) => version,
        Err(error) => panic!("the commit should have succeeded: {error:?}"),
    }
}

#[track_caller]
pub(super) fn conflicts(
    outcome: Result<Version, CommitError>,
    index: usize,
    current: Option<Version>,
) {
    match outcome {
        Err(CommitError::Conflict {
            index: found,
            current: at,
        }) => {
            assert_eq!(
                (found, at),
                (index, current),
                "the conflict that is reported"
            );
        }
        other => panic!("the commit should have met a conflict: {other:?}"),
    }
}

#[track_caller]
pub(super) fn refused<T: std::fmt::Debug>(outcome: Result<T, StoreError>, why: Invalid) {
    match outcome {
        Err(StoreError::Invalid { reason }) => assert_eq!(reason, why),
        other => panic!("it should have been refused, since {why}: {other:?}"),
    }
}

/// The outcome of a commit that meets no condition.
pub(super) fn plain(outcome: Result<Version, CommitError>) -> Result<Version, StoreError> {
    match outcome {
        Ok(version) => Ok(version),
        Err(CommitError::Store(error)) => Err(error),
        Err(conflict) => panic!("there should have been no conflict: {conflict}"),
    }
}

pub(super) async fn contact<S: Store>(store: &S, id: u64) -> Option<Row> {
    store
        .get(&account(), RowKind::Contact, id)
        .await
        .expect("a read")
}

/// A whole listing of contacts, read in pages of `limit`, with what holds of every page.
pub(super) async fn listed<S: Store>(store: &S, order: Order, limit: usize) -> Vec<Row> {
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page = store
            .page(&account(), RowKind::Contact, order, cursor.as_ref(), limit)
            .await;
        let page = page.expect("a page");
        check(&page, limit);
        rows.extend(page.rows);
        match page.next {
            Some(next) => cursor = Some(travelled(&next)),
            None => return rows,
        }
    }
}

/// The whole feed of changes of a kind, read in pages of `limit`.
pub(super) async fn feed<S: Store>(
    store: &S,
    account: &Account,
    kind: RowKind,
    after: Version,
    limit: usize,
) -> Vec<Row> {
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page = store
            .changes(account, kind, after, cursor.as_ref(), limit)
            .await;
        let page = page.expect("a page of changes");
        check(&page, limit);
        rows.extend(page.rows);
        match page.next {
            Some(next) => cursor = Some(travelled(&next)),
            None => return rows,
        }
    }
}

fn check(page: &Page, limit: usize) {
    assert!(page.rows.len() <= limit, "a page of at most {limit} rows");
    if page.next.is_some() {
        assert_eq!(page.rows.len(), limit, "a page that others follow is full");
    }
}

/// The cursor after a journey in a token.
fn travelled(cursor: &Cursor) -> Cursor {
    let text = cursor.to_string();
    let back: Cursor = text.parse().expect("a cursor's text is a cursor");
    assert_eq!(back, *cursor);
    back
}

/// Everything that can be read of an account: two of them are equal when nothing happened between.
#[derive(Debug, PartialEq)]
pub(super) struct Snapshot {
    version: Version,
    counts: Vec<u64>,
    feeds: Vec<Vec<Row>>,
    found: Vec<Vec<u64>>,
}

impl Snapshot {
    pub(super) fn but_for_the_version(self) -> Self {
        Self {
            version: Version::ZERO,
            ..self
        }
    }
}

pub(super) async fn snapshot<S: Store>(store: &S, account: &Account) -> Snapshot {
    let mut snapshot = Snapshot {
        version: store.version(account).await.expect("a version"),
        counts: Vec::new(),
        feeds: Vec::new(),
        found: Vec::new(),
    };
    for kind in RowKind::ALL {
        snapshot
            .counts
            .push(store.count(account, kind).await.expect("a count"));
        let rows = feed(store, account, kind, Version::ZERO, 1_000).await;
        let terms = rows.iter().flat_map(|row| row.record.terms.iter());
        let terms: BTreeSet<&str> = terms.collect();
        for term in terms {
            let ids = store
                .find(account, kind, term, 0, usize::MAX)
                .await
                .expect("ids");
            snapshot.found.push(ids);
        }
        snapshot.feeds.push(rows);
    }
    snapshot
}

/// Waits for tasks, and fails with the first that failed.
pub(super) async fn joined<T>(tasks: Vec<tokio::task::JoinHandle<T>>) -> Vec<T> {
    let mut results = Vec::with_capacity(tasks.len());
    for task in tasks {
        results.push(task.await.expect("a task that does not panic"));
    }
    results
}

pub(super) fn ids(rows: &[Row]) -> Vec<u64> {
    rows.iter().map(|row| row.id).collect()
}
