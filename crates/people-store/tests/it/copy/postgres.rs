//! The same of copies to PostgreSQL and from it, and what is of a database that servers share.
use std::time::Duration;

use people_store::{CommitError, Postgres, PostgresOptions, Unavailable};

use super::*;
use crate::postgres::server::{Server, fresh, psql};

struct Database(String);

impl Database {
    fn fresh() -> Option<Self> {
        fresh().map(Self)
    }
}

impl Place for Database {
    type Engine = Postgres;

    async fn receive(&self) -> Result<Postgres, StoreError> {
        Postgres::open_for_copy(&self.0, PostgresOptions::default()).await
    }

    async fn serve(&self) -> Result<Postgres, StoreError> {
        Postgres::open(&self.0, PostgresOptions::default()).await
    }

    async fn close(&self, engine: Postgres) {
        engine.close();
    }

    /// What `people store check` looks for in a folder, asked of the database.
    async fn faults(&self) -> Vec<String> {
        let counts = "SELECT 'counts of ' || account FROM accounts WHERE (contacts, groups, profiles) <> \
            (SELECT count(*) FILTER (WHERE kind = 0), count(*) FILTER (WHERE kind = 1), \
             count(*) FILTER (WHERE kind = 2) FROM records \
             WHERE records.account = accounts.account AND NOT deleted)";
        let terms = "SELECT 'terms of ' || account FROM ( \
            (SELECT account, kind, id, value FROM records, json_array_elements_text(terms::json) AS value \
             WHERE NOT deleted EXCEPT SELECT account, kind, id, term FROM terms) UNION ALL \
            (SELECT account, kind, id, term FROM terms EXCEPT \
             SELECT account, kind, id, value FROM records, json_array_elements_text(terms::json) AS value \
             WHERE NOT deleted)) AS differing";
        let found = [counts, terms].map(|sql| psql(&self.0, sql)).concat();
        found.lines().map(str::to_owned).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// From engine to engine, and back.
    #[test]
    fn a_copy_of_a_copy_cannot_be_told_from_the_store(
        history in prop::collection::vec(step(), 0..24)
    ) {
        let (Some(one), Some(other)) = (Database::fresh(), Database::fresh()) else {
            return Ok(());
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let memory = Memory::new();
            for step in &history {
                let _ = memory.commit(&account(step.account()), batch(step)).await;
            }
            let folders = [Folder::new(), Folder::new()];
            let embedded = folders[0].receiver().await;
            assert_copied(&memory, &embedded).await?;
            let postgres = one.receiver().await;
            assert_copied(&embedded, &postgres).await?;
            let second = other.receiver().await;
            assert_copied(&postgres, &second).await?;
            let back = folders[1].receiver().await;
            assert_copied(&second, &back).await?;
            assert_goes_on(&memory, &back).await?;
            assert_goes_on(&embedded, &postgres).await
        })?;
    }
}

#[tokio::test]
async fn a_copy_to_postgres_that_was_broken_off_is_gone_on_with() {
    let Some(place) = Database::fresh() else {
        return;
    };
    is_gone_on_with(place).await;
}

#[tokio::test]
async fn what_was_copied_to_postgres_is_not_copied_again() {
    let Some(place) = Database::fresh() else {
        return;
    };
    is_not_copied_again(place).await;
}

#[tokio::test]
async fn a_copy_to_postgres_takes_the_place_of_nothing() {
    let (Some(place), Some(other)) = (Database::fresh(), Database::fresh()) else {
        return;
    };
    takes_the_place_of_nothing(place, other).await;
}

#[tokio::test]
async fn a_copy_to_postgres_that_differs_is_not_finished() {
    if fresh().is_none() {
        return;
    }
    is_not_finished(async || Database::fresh().expect("a server")).await;
}

#[tokio::test]
async fn a_row_that_comes_to_postgres_twice_counts_once() {
    let Some(place) = Database::fresh() else {
        return;
    };
    counts_what_came_last(place).await;
}

/// A server that had the empty database open does not write into a copy, neither while it is made nor
/// after it, when its callers hold a secret that is not the store's.
#[tokio::test]
async fn a_store_that_was_open_before_a_copy_is_closed() {
    for finished in [false, true] {
        let Some(place) = Database::fresh() else {
            return;
        };
        let [reads, commits] = [
            place.serve().await.expect("a store"),
            place.serve().await.expect("a store"),
        ];
        let to = place.receiver().await;
        to.begin([7; 32]).await.expect("it begins");
        if finished {
            to.finish().await.expect("it ends");
        }
        let expected = |error: &StoreError| match finished {
            false => matches!(error, StoreError::Unfinished { .. }),
            true => matches!(error, StoreError::Replaced { .. }),
        };
        let ready = reads.secret().await.expect_err("it is not that store");
        assert!(expected(&ready), "{ready}");
        let batch = || Batch {
            writes: vec![put(1, 1, Condition::Absent)],
            time: 1,
        };
        let ada = account("ada");
        match commits.commit(&ada, batch()).await {
            Err(CommitError::Store(error)) => assert!(expected(&error), "{error}"),
            other => panic!("it is not that store: {other:?}"),
        }
        for left in [reads, commits] {
            let read = left.get(&ada, RowKind::Contact, 1).await;
            let error = read.expect_err("it is closed");
            let closed = matches!(
                error,
                StoreError::Unavailable {
                    reason: Unavailable::Closed,
                    ..
                }
            );
            assert!(closed, "{error}");
        }
        assert_eq!(to.accounts(None, 9).await.expect("accounts"), []);
    }
}

/// A commit that has begun ends before a copy does begin, which then finds it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_commit_and_the_beginning_of_a_copy_do_not_both_happen() {
    let (mut seen, mut lead, mut step) = ([0, 0], 0_i64, 100);
    // The one that was first starts later the next time, so that they meet.
    while seen.iter().any(|seen| *seen < 8) {
        let Some(place) = Database::fresh() else {
            return;
        };
        let store = place.serve().await.expect("a store");
        store.secret().await.expect("a connection");
        let to = place.receiver().await;
        let wait = |micros: i64| Duration::from_micros(u64::try_from(micros).unwrap_or(0));
        let committing = tokio::spawn(async move {
            tokio::time::sleep(wait(-lead)).await;
            let batch = Batch {
                writes: vec![put(1, 1, Condition::Absent)],
                time: 1,
            };
            store.commit(&account("ada"), batch).await
        });
        tokio::time::sleep(wait(lead)).await;
        let begun = to.begin([7; 32]).await;
        let committed = committing.await.expect("it ends");
        let accounts = to.accounts(None, 9).await.expect("accounts");
        match (&committed, &begun) {
            (Ok(_), Err(StoreError::Occupied { .. })) => assert_eq!(accounts.len(), 1),
            (Err(CommitError::Store(StoreError::Unfinished { .. })), Ok(())) => {
                assert_eq!(accounts, []);
            }
            other => panic!("{other:?}"),
        }
        let won = committed.is_ok();
        seen[usize::from(won)] += 1;
        step = if seen.contains(&0) { step * 2 } else { 200 };
        lead += if won { -step } else { step };
    }
}

/// The database is killed while it is copied to: what was not answered is sent again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_outlives_its_database() {
    let Some(server) = Server::start() else {
        return;
    };
    let from = Memory::new();
    fill(&from, 3_000).await;
    let place = Database(server.url());
    let to = place.receiver().await;
    let mut steps = 0;
    let progress = |_, _| {
        steps += 1;
        if steps == 3 {
            server.kill();
            server.resume();
        }
    };
    let copied = copy(&from, &to, progress).await.expect("a copy");
    assert_eq!(copied.rows, 6_000);
    assert_eq!(place.faults().await, [""; 0]);
}

/// A copy from a database without a store creates none there.
#[tokio::test]
async fn a_store_that_is_not_there_is_not_made() {
    let Some(url) = fresh() else { return };
    let options = PostgresOptions {
        create: false,
        ..PostgresOptions::default()
    };
    let missing = Postgres::open(&url, options.clone()).await;
    assert!(
        matches!(missing, Err(StoreError::Missing { .. })),
        "{missing:?}"
    );
    assert_eq!(psql(&url, "SELECT to_regclass('settings') IS NULL"), "t\n");
    Postgres::open(&url, PostgresOptions::default())
        .await
        .expect("a store");
    Postgres::open(&url, options).await.expect("it is there");
}
