//! `cargo bench -p people-store --bench growth`: durable updates per second of the embedded engine as it
//! grows, from a thousand contacts to a million, and from one account to ten thousand; and the same of SQLite
//! without a store.
//!
//! Prints `name<TAB>value<TAB>unit`. Each figure is the median of rounds in which the stores take turns. Beside
//! the updates per second, which depend on how busy the machine is, it prints what an update uses: pages of
//! the log, bytes written in all, and CPU time of the process.
//!
//! The stores take 10 GB while it runs, in the folder for temporary files. `-- --stores FOLDER` keeps
//! them there, and takes them from there the next time. `-- PART` takes only the sizes whose names have the part.
//! `-- --count` makes the same number of updates in each store, however long they take, and does not wait for the
//! disk: what an update uses is then the same on a busy machine, and the updates per second say nothing.
#[path = "../kit/mod.rs"]
mod kit;
mod plain;
mod usage;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use people_store::{
    Account, Condition, CopyTarget, Durability, Embedded, EmbeddedOptions, Record, Row, RowKind,
    Store, Version,
};

use self::{
    kit::{Figures, body, put},
    plain::Plain,
    usage::Usage,
};

const WRITERS: u64 = 16;
/// How many rows are filled in at once.
const AT_ONCE: usize = 500;

/// How many updates are counted: their pages fill the log many times.
const COUNTED: u64 = 160_000;

/// When a measurement ends.
#[derive(Clone, Copy)]
enum End {
    After(Duration),
    Updates(u64),
}

impl End {
    /// What one of the writers of the store does at most, and for how long.
    fn of_writer(self) -> (u64, Duration) {
        match self {
            Self::After(window) => (u64::MAX, window),
            Self::Updates(updates) => (updates / WRITERS, Duration::MAX),
        }
    }

    fn durability(self) -> Durability {
        match self {
            Self::After(_) => Durability::Full,
            Self::Updates(_) => Durability::Relaxed,
        }
    }
}

/// How many accounts there are, and how many contacts in all of them.
struct Size {
    name: &'static str,
    accounts: u64,
    contacts: u64,
}

impl Size {
    /// How many contacts each account has.
    fn each(&self) -> u64 {
        self.contacts / self.accounts
    }

    /// The number of an account, and the id of one of its contacts. No two writers get the same.
    fn pick(&self, writer: u64) -> (u64, u64) {
        let number = fastrand::u64(..self.accounts * self.each() / WRITERS) * WRITERS + writer;
        (number % self.accounts, number / self.accounts + 1)
    }
}

/// Updates that were done.
struct Done {
    updates: u64,
    transactions: u64,
    time: Duration,
    /// That were written to the log, where that is known.
    pages: Option<u64>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = arguments.iter().any(|argument| argument == "--bench");
    let counting = arguments.iter().any(|argument| argument == "--count");
    let (rounds, end, part): (_, _, u64) = match (measuring, counting) {
        (true, false) => (5, End::After(Duration::from_secs(2)), 1),
        (true, true) => (1, End::Updates(COUNTED), 1),
        (false, _) => (1, End::After(Duration::from_millis(20)), 1_000),
    };
    let size = |name, accounts, contacts| Size {
        name,
        accounts: u64::max(accounts / part, 1),
        contacts: u64::max(contacts / part, WRITERS),
    };
    let mut sizes = vec![
        size("contacts.1k", 1, 1_000),
        size("contacts.100k", 1, 100_000),
        size("contacts.1m", 1, 1_000_000),
        size("accounts.10k", 10_000, 100_000),
    ];
    let mut kept = None;
    let mut parts = Vec::new();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--stores" => kept = arguments.next().map(PathBuf::from),
            part if !part.starts_with('-') => parts.push(argument),
            _ => {}
        }
    }
    if !parts.is_empty() {
        sizes.retain(|size| parts.iter().any(|part| size.name.contains(part.as_str())));
    }
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = kept.as_deref().unwrap_or(temporary.path());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(folder, &sizes, rounds, end));
}

async fn run(folder: &Path, sizes: &[Size], rounds: usize, end: End) {
    let mut stores = Vec::new();
    for size in sizes {
        let store = open(&folder.join(size.name), size, end.durability()).await;
        let path = folder.join(format!("{}.sqlite3", size.name));
        let plain = Plain::open(&path, size, end.durability());
        // Until what they work with is in memory.
        updates(&store, size, end).await;
        plain.updates(size, end);
        stores.push((store, plain));
    }
    let mut figures = Figures::default();
    for _ in 0..rounds {
        for ((store, plain), size) in stores.iter().zip(sizes) {
            let before = Usage::now();
            let done = updates(store, size, end).await;
            note(&mut figures, &format!("growth.{}", size.name), before, done);
            let before = Usage::now();
            let done = plain.updates(size, end);
            note(
                &mut figures,
                &format!("limit.growth.{}", size.name),
                before,
                done,
            );
        }
    }
    figures.print();
    for (store, _) in stores {
        store.close().await.expect("closed");
    }
}

fn note(figures: &mut Figures, name: &str, before: Option<Usage>, done: Done) {
    let each = |of: u64| of as f64 / done.updates as f64;
    let rate = done.updates as f64 / done.time.as_secs_f64();
    figures.add(name, "updates/s", rate);
    if let Some(pages) = done.pages {
        figures.add(&format!("pages.{name}"), "pages", each(pages));
    }
    if let (Some(before), Some(after)) = (before, Usage::now()) {
        let (cpu, bytes) = before.until(&after, done.updates);
        figures.add(&format!("bytes.{name}"), "bytes", bytes);
        figures.add(&format!("cpu.{name}"), "µs", cpu);
    }
    let group = 1.0 / each(done.transactions);
    figures.add(&format!("group.{name}"), "updates", group);
}

/// A store of this size: the one that is there, or a new one, filled as one that was copied from elsewhere.
async fn open(folder: &Path, size: &Size, durability: Durability) -> Embedded {
    if !folder.exists() {
        fill(folder, size).await;
    }
    Embedded::open(folder, options(durability)).expect("a store")
}

fn options(durability: Durability) -> EmbeddedOptions {
    EmbeddedOptions {
        durability,
        ..EmbeddedOptions::default()
    }
}

async fn fill(folder: &Path, size: &Size) {
    let start = Instant::now();
    let store = Embedded::open_for_copy(folder, options(Durability::Relaxed)).expect("a store");
    store.begin([7; 32]).await.expect("a copy");
    for number in 0..size.accounts {
        let ids: Vec<u64> = (1..=size.each()).collect();
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

/// Conditional updates of contacts all over the store, each read before.
async fn updates(store: &Embedded, size: &Size, end: End) -> Done {
    let (most, window) = end.of_writer();
    let (before, start) = (store.stats(), Instant::now());
    let tasks: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (store, size) = (store.clone(), Size { ..*size });
            tokio::spawn(async move {
                let mut done = 0;
                while done < most && start.elapsed() < window {
                    let (account, id) = size.pick(writer);
                    let account = self::account(account);
                    let row = store.get(&account, RowKind::Contact, id).await;
                    let row = row.expect("a read").expect("a row");
                    let batch = put(id, record(id), Condition::Version(row.version));
                    store.commit(&account, batch).await.expect("a commit");
                    done += 1;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a writer");
    }
    let (after, time) = (store.stats(), start.elapsed());
    Done {
        updates: after.commits - before.commits,
        transactions: after.transactions - before.transactions,
        time,
        pages: Some(after.log_pages - before.log_pages),
    }
}
