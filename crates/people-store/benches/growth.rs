//! `cargo bench -p people-store --bench growth`: durable updates per second of the embedded engine as it
//! grows, from a thousand contacts to a million, and from one account to ten thousand.
//!
//! Prints `name<TAB>value<TAB>unit`. Each figure is the median of rounds in which the stores take
//! turns. They take 5 GB while it runs, in the folder for temporary files.
mod kit;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use people_store::{
    Account, Condition, CopyTarget, Embedded, EmbeddedOptions, Record, Row, RowKind, Store, Version,
};

use kit::{Figures, body, put};

const WRITERS: u64 = 16;
/// How many rows are filled in at once.
const AT_ONCE: usize = 500;

/// How many accounts there are, and how many contacts in all of them.
struct Size {
    name: &'static str,
    accounts: u64,
    contacts: u64,
}

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let (rounds, window, part): (_, _, u64) = if measuring {
        (5, Duration::from_secs(2), 1)
    } else {
        (1, Duration::from_millis(20), 1_000)
    };
    let size = |name, accounts, contacts| Size {
        name,
        accounts: u64::max(accounts / part, 1),
        contacts: u64::max(contacts / part, WRITERS),
    };
    let sizes = [
        size("growth.contacts.1k", 1, 1_000),
        size("growth.contacts.100k", 1, 100_000),
        size("growth.contacts.1m", 1, 1_000_000),
        size("growth.accounts.10k", 10_000, 100_000),
    ];
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(&sizes, rounds, window));
}

async fn run(sizes: &[Size], rounds: usize, window: Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stores = Vec::new();
    for size in sizes {
        let store = fill(&folder.path().join(size.name), size).await;
        // Until what it works with is in memory.
        updates(&store, size, window).await;
        stores.push(store);
    }
    let mut figures = Figures::default();
    for _ in 0..rounds {
        for (store, size) in stores.iter().zip(sizes) {
            figures.add(size.name, "updates/s", updates(store, size, window).await);
        }
    }
    figures.print();
    for store in stores {
        store.close().await.expect("closed");
    }
}

/// A store of this size, as one that was copied from elsewhere.
async fn fill(folder: &Path, size: &Size) -> Embedded {
    let start = Instant::now();
    let store = Embedded::open_for_copy(folder, EmbeddedOptions::default()).expect("a store");
    store.begin([7; 32]).await.expect("a copy");
    for number in 0..size.accounts {
        let ids: Vec<u64> = (1..=size.contacts / size.accounts).collect();
        for ids in ids.chunks(AT_ONCE) {
            let rows = ids.iter().map(|&id| {
                let row = Row {
                    id,
                    version: Version(id),
                    update_time: 0,
                    deleted: false,
                    record: record(id).into(),
                };
                (RowKind::Contact, row)
            });
            let imported = store.put_rows(&account(number), rows.collect()).await;
            imported.expect("rows that can be kept");
        }
    }
    store.finish().await.expect("a store to serve");
    store.close().await.expect("closed");
    println!("# {}: filled in {:.1?}", size.name, start.elapsed());
    Embedded::open(folder, EmbeddedOptions::default()).expect("a store")
}

fn account(number: u64) -> Account {
    Account::new(&format!("account-{number}")).expect("a name")
}

fn record(id: u64) -> Record {
    Record {
        body: body(id),
        layout: vec![0; 24],
        sort_keys: [format!("ada\tlovelace {id}"), format!("lovelace {id}\tada")],
        terms: [
            format!("email:ada.{id}@example.com"),
            "group:myContacts".to_owned(),
        ]
        .into(),
    }
}

/// Conditional updates per second, of contacts all over the store. No two writers update the same.
async fn updates(store: &Embedded, size: &Size, window: Duration) -> f64 {
    let stop = Arc::new(AtomicBool::new(false));
    let (accounts, each) = (size.accounts, size.contacts / size.accounts);
    let start = Instant::now();
    let tasks: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (store, stop) = (store.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut done = 0_u64;
                while !stop.load(Ordering::Relaxed) {
                    let number = fastrand::u64(..accounts * each / WRITERS) * WRITERS + writer;
                    let (account, id) = (account(number % accounts), number / accounts + 1);
                    let row = store.get(&account, RowKind::Contact, id).await;
                    let row = row.expect("a read").expect("a row");
                    let batch = put(id, record(id), Condition::Version(row.version));
                    store.commit(&account, batch).await.expect("a commit");
                    done += 1;
                }
                done
            })
        })
        .collect();
    tokio::time::sleep(window).await;
    stop.store(true, Ordering::Relaxed);
    let mut done = 0;
    for task in tasks {
        done += task.await.expect("a writer");
    }
    done as f64 / start.elapsed().as_secs_f64()
}
