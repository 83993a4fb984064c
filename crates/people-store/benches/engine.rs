//! `cargo bench -p people-store --bench engine`: what the engines do, beside the disk alone.
//!
//! Prints `name<TAB>value<TAB>unit`. Each figure is the median of rounds in which the cases take
//! turns, since a shared machine's disk has moods. With the address of a database in
//! `PEOPLE_TEST_POSTGRES`, its engine as well; what it fills there stays.
mod kit;

use std::{
    fs::File,
    io::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use people_store::{
    Account, Condition, Embedded, EmbeddedOptions, Kind, Memory, Order, Postgres, PostgresOptions,
    Record, Store,
};

use kit::{Figures, body, put};

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let (rounds, window) = if measuring {
        (5, Duration::from_millis(500))
    } else {
        (1, Duration::from_millis(20))
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(rounds, window));
}

async fn run(rounds: usize, window: Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let embedded =
        Embedded::open(folder.path().join("store"), EmbeddedOptions::default()).expect("a store");
    let memory = Memory::new();
    fill(&embedded).await;
    fill(&memory).await;
    let postgres = match std::env::var("PEOPLE_TEST_POSTGRES") {
        Ok(url) if url.starts_with("postgres") => {
            let store = Postgres::open(&url, PostgresOptions::default()).await;
            let store = store.expect("a store");
            fill(&store).await;
            Some(store)
        }
        _ => None,
    };

    let mut figures = Figures::default();
    for _ in 0..rounds {
        figures.add(
            "limit.fdatasync",
            "syncs/s",
            sync_rate(&folder.path().join("raw"), window),
        );
        for writers in [1, 16, 64] {
            let before = embedded.stats();
            let rate = updates(&embedded, writers, window).await;
            let after = embedded.stats();
            let syncs = (after.transactions - before.transactions) as f64
                / (after.commits - before.commits) as f64;
            figures.add(&format!("engine.commit.{writers}"), "updates/s", rate);
            figures.add(&format!("engine.syncs.{writers}"), "syncs", syncs);
        }
        figures.add(
            "engine.memory.commit.1",
            "updates/s",
            updates(&memory, 1, window).await,
        );
        figures.add(
            "engine.memory.commit.16",
            "updates/s",
            updates(&memory, 16, window).await,
        );
        figures.add("engine.get", "µs", get(&embedded, window).await);
        figures.add("engine.memory.get", "µs", get(&memory, window).await);
        figures.add(
            "engine.list_1000",
            "ms",
            list(&embedded, window).await / 1_000.0,
        );
        figures.add(
            "engine.memory.list_1000",
            "ms",
            list(&memory, window).await / 1_000.0,
        );
        let Some(postgres) = &postgres else { continue };
        for writers in [1, 16, 64] {
            let rate = updates(postgres, writers, window).await;
            let name = format!("engine.postgres.commit.{writers}");
            figures.add(&name, "updates/s", rate);
        }
        figures.add("engine.postgres.get", "µs", get(postgres, window).await);
        figures.add(
            "engine.postgres.list_1000",
            "ms",
            list(postgres, window).await / 1_000.0,
        );
    }
    figures.print();
    embedded.close().await.expect("closed");
}

const LISTED: u64 = 1_000;

/// A typical contact, but for what it is found by.
fn record(turn: u64) -> Record {
    Record {
        body: body(turn),
        layout: vec![0; 24],
        sort_keys: ["ada\tlovelace".to_owned(), "lovelace\tada".to_owned()],
        terms: vec![
            "email:ada@example.com".to_owned(),
            "group:myContacts".to_owned(),
        ],
    }
}

fn reader() -> Account {
    Account::new("reader").expect("a name")
}

async fn fill<S: Store>(store: &S) {
    for id in 1..=LISTED {
        if store
            .get(&reader(), Kind::Contact, id)
            .await
            .expect("a read")
            .is_none()
        {
            store
                .commit(&reader(), put(id, record(0), Condition::Absent))
                .await
                .expect("a commit");
        }
    }
}

/// What the disk does alone: append the bytes of a commit, and sync.
fn sync_rate(path: &std::path::Path, window: Duration) -> f64 {
    let mut file = File::create(path).expect("a file");
    let page = vec![7_u8; 4_096 * 3];
    let (start, mut syncs) = (Instant::now(), 0_u32);
    while start.elapsed() < window {
        file.write_all(&page).expect("space");
        file.sync_data().expect("a disk");
        syncs += 1;
    }
    f64::from(syncs) / start.elapsed().as_secs_f64()
}

/// Conditional updates per second of writers that update a contact of an account of their own.
async fn updates<S: Store>(store: &S, writers: u64, window: Duration) -> f64 {
    let (stop, done) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(0)),
    );
    let start = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let (store, stop, done) = (store.clone(), Arc::clone(&stop), Arc::clone(&done));
            tokio::spawn(async move {
                let account = Account::new(&format!("writer-{writer}")).expect("a name");
                let row = store.get(&account, Kind::Contact, 1).await.expect("a read");
                let mut condition =
                    row.map_or(Condition::Absent, |row| Condition::Version(row.version));
                let mut turn = 0;
                while !stop.load(Ordering::Relaxed) {
                    turn += 1;
                    let committed = store
                        .commit(&account, put(1, record(turn), condition))
                        .await
                        .expect("a commit");
                    condition = Condition::Version(committed.version);
                    done.fetch_add(1, Ordering::Relaxed);
                    // Memory never waits; without this it would never let the timer run.
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    tokio::time::sleep(window).await;
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.expect("a writer");
    }
    done.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64()
}

/// Microseconds of a read of one row.
async fn get<S: Store>(store: &S, window: Duration) -> f64 {
    let mut id = 0;
    each(window, async || {
        id = id % LISTED + 1;
        store
            .get(&reader(), Kind::Contact, id)
            .await
            .expect("a read")
            .expect("a row");
    })
    .await
}

/// Microseconds of a page of 1,000 rows.
async fn list<S: Store>(store: &S, window: Duration) -> f64 {
    each(window, async || {
        let page = store
            .page(
                &reader(),
                Kind::Contact,
                Order::VersionAscending,
                None,
                1_000,
            )
            .await;
        assert_eq!(page.expect("a page").rows.len(), 1_000);
    })
    .await
}

async fn each(window: Duration, mut act: impl AsyncFnMut()) -> f64 {
    let (start, mut times) = (Instant::now(), 0_u32);
    while start.elapsed() < window {
        act().await;
        times += 1;
    }
    start.elapsed().as_micros() as f64 / f64::from(times)
}
