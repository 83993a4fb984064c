//! `cargo bench -p people-store --bench engine`: what the engines do, beside the disk alone.
//!
//! Prints `name<TAB>value<TAB>unit`. Each figure is the median of rounds in which the cases take
//! turns, since a shared machine's disk has moods. PostgreSQL's engine is among them where its binaries
//! are, on a server that syncs and is thrown away, beside pgbench on a table of its own.
mod kit;
#[path = "../tests/it/postgres/server.rs"]
#[allow(dead_code)] // the tests use the rest
mod server;
#[path = "../tests/it/wait.rs"]
#[allow(dead_code)] // the tests use the rest
mod wait;

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use people_store::{
    Account, Condition, Embedded, EmbeddedOptions, Memory, Order, Postgres, PostgresOptions,
    Record, RowKind, Store,
};

use rusqlite::Connection;

use self::{
    kit::{Figures, body, put},
    server::{Server, psql},
};

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let quick = std::env::var_os("PEOPLE_BENCH_QUICK").is_some();
    let (rounds, window) = match (measuring, quick) {
        (true, false) => (5, Duration::from_millis(500)),
        (true, true) => (3, Duration::from_millis(200)),
        (false, _) => (1, Duration::from_millis(20)),
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
    let server = Server::start_durable();
    let postgres = match &server {
        Some(server) => Some(Postgresql::prepare(server).await),
        None => None,
    };
    let plain = Plain::open(&folder.path().join("plain"));

    let mut figures = Figures::default();
    for _ in 0..rounds {
        figures.add(
            "limit.fdatasync",
            "syncs/s",
            sync_rate(&folder.path().join("raw"), window),
        );
        figures.add("limit.sqlite", "updates/s", plain.updates(window));
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
        let (Some(postgres), Some(server)) = (&postgres, &server) else {
            continue;
        };
        for writers in [1, 16, 64] {
            let rate = postgres.pgbench(Script::Update, writers, window);
            figures.add(&format!("limit.pgbench.{writers}"), "updates/s", rate);
            let before = server.cpu();
            let rate = postgres.pgbench(Script::Commit, writers, window);
            let name = format!("limit.pgbench.commit.{writers}");
            figures.add(&name, "updates/s", rate);
            if rate > 0.0 {
                let transactions = rate * window.as_secs().max(1) as f64;
                let name = format!("cpu.limit.pgbench.commit.{writers}");
                figures.add(&name, "µs", micros_since(server, before) / transactions);
            }
            let before = server.cpu();
            let start = Instant::now();
            let rate = updates(&postgres.store, writers, window).await;
            let commits = rate * start.elapsed().as_secs_f64();
            let name = format!("engine.postgres.commit.{writers}");
            figures.add(&name, "updates/s", rate);
            let name = format!("cpu.engine.postgres.commit.{writers}");
            figures.add(&name, "µs", micros_since(server, before) / commits);
        }
        let rate = postgres.pgbench(Script::CommitOfOneAccount, 16, window);
        figures.add("limit.pgbench.commit.one_account.16", "updates/s", rate);
        let before = server.cpu();
        let start = Instant::now();
        let rate = updates_of_one_account(&postgres.store, 16, window).await;
        let commits = rate * start.elapsed().as_secs_f64();
        figures.add("engine.postgres.commit.one_account.16", "updates/s", rate);
        let name = "cpu.engine.postgres.commit.one_account.16";
        figures.add(name, "µs", micros_since(server, before) / commits);
        let store = &postgres.store;
        figures.add("engine.postgres.get", "µs", get(store, window).await);
        figures.add(
            "engine.postgres.list_1000",
            "ms",
            list(store, window).await / 1_000.0,
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
        terms: [
            "email:ada@example.com".to_owned(),
            "group:myContacts".to_owned(),
        ]
        .into(),
    }
}

fn reader() -> Account {
    Account::new("reader").expect("a name")
}

async fn fill<S: Store>(store: &S) {
    for id in 1..=LISTED {
        if store
            .get(&reader(), RowKind::Contact, id)
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
fn sync_rate(path: &Path, window: Duration) -> f64 {
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

/// SQLite without a store around it: one connection, one conditional update a transaction, and the
/// sync of each.
struct Plain(Connection);

impl Plain {
    fn open(path: &Path) -> Self {
        let connection = Connection::open(path).expect("a database");
        let schema = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE contacts (account TEXT, id INTEGER, version INTEGER, body TEXT, PRIMARY KEY (account, id));
            INSERT INTO contacts VALUES ('ada', 1, 0, '')";
        connection.execute_batch(schema).expect("a table");
        Self(connection)
    }

    fn updates(&self, window: Duration) -> f64 {
        const UPDATE: &str = "UPDATE contacts SET version = version + 1, body = ?1
            WHERE account = 'ada' AND id = 1 AND version = ?2";
        let version = "SELECT version FROM contacts WHERE account = 'ada' AND id = 1";
        let version = self.0.query_row(version, (), |row| row.get(0));
        let first: i64 = version.expect("a version");
        let mut update = self.0.prepare(UPDATE).expect("a statement");
        let (start, mut version) = (Instant::now(), first);
        while start.elapsed() < window {
            let updated = update.execute((body(7), version)).expect("an update");
            assert_eq!(updated, 1);
            version += 1;
        }
        (version - first) as f64 / start.elapsed().as_secs_f64()
    }
}

/// A server with our tables in it, and with some of pgbench's.
struct Postgresql {
    url: String,
    pgbench: PathBuf,
    scripts: Vec<(Script, tempfile::NamedTempFile)>,
    store: Postgres,
}

/// The statements that pgbench runs. Each client updates another row.
#[derive(Clone, Copy, PartialEq)]
enum Script {
    /// One conditional update, and nothing else.
    Update,
    /// What a commit of the store does: the lock of the account, the conditional update, the new version, and the
    /// record of the commit, each as a prepared statement of one transaction.
    Commit,
    /// The same, where all rows are of one account.
    CommitOfOneAccount,
}

impl Script {
    const ALL: [Self; 3] = [Self::Update, Self::Commit, Self::CommitOfOneAccount];

    fn text(self) -> String {
        let account = match self {
            Self::Update | Self::Commit => "'writer-' || :client_id",
            Self::CommitOfOneAccount => "'shared'",
        };
        let update = format!(
            "UPDATE plain SET version = version + 1, body = :body \
             WHERE account = {account} AND id = :client_id AND version >= 0;\n"
        );
        match self {
            Self::Update => update,
            Self::Commit | Self::CommitOfOneAccount => format!(
                "BEGIN;\n\
                 SELECT version FROM plain_accounts WHERE account = {account} FOR UPDATE;\n\
                 {update}\
                 UPDATE plain_accounts SET version = version + 1 WHERE account = {account};\n\
                 INSERT INTO plain_commits SELECT account, version, :signature, now() \
                 FROM plain_accounts WHERE account = {account};\n\
                 COMMIT;\n"
            ),
        }
    }
}

impl Postgresql {
    async fn prepare(server: &Server) -> Self {
        let url = server.url();
        let schema = "CREATE TABLE plain (account text, id bigint, version bigint, body text, PRIMARY KEY (account, id));
            CREATE TABLE plain_accounts (account text PRIMARY KEY, version bigint) WITH (fillfactor = 70);
            CREATE TABLE plain_commits (account text, version bigint, id bytea, made timestamptz,
                PRIMARY KEY (account, version));
            INSERT INTO plain SELECT 'writer-' || n, n, 0, '' FROM generate_series(0, 63) n;
            INSERT INTO plain SELECT 'shared', n, 0, '' FROM generate_series(0, 63) n;
            INSERT INTO plain_accounts SELECT DISTINCT account, 0 FROM plain";
        psql(&url, schema);
        let scripts = Script::ALL.map(|script| {
            let mut file = tempfile::NamedTempFile::new().expect("a file");
            file.write_all(script.text().as_bytes()).expect("space");
            (script, file)
        });
        let store = Postgres::open(&url, PostgresOptions::default()).await;
        let store = store.expect("a store");
        fill(&store).await;
        Self {
            url,
            pgbench: server::binary("pgbench").expect("pgbench beside its server"),
            scripts: scripts.into(),
            store,
        }
    }

    /// How often as many clients carry out a script in a second.
    fn pgbench(&self, script: Script, clients: u64, window: Duration) -> f64 {
        let seconds = window.as_secs().max(1).to_string();
        let file = self.scripts.iter().find(|(of, _)| *of == script);
        let output = Command::new(&self.pgbench)
            .args([
                "--no-vacuum",
                "--protocol=prepared",
                "--jobs=2",
                "--time",
                &seconds,
            ])
            .args(["--define", &format!("body={}", body(7))])
            .args(["--define", "signature=0123456789abcdef"])
            .args(["--client", &clients.to_string(), "--file"])
            .arg(file.expect("a script").1.path())
            .arg(&self.url)
            .output()
            .expect("pgbench starts");
        let text = String::from_utf8_lossy(&output.stdout);
        // It says nothing of the rate where the machine had no time for it.
        if text.contains("actually processed: 0") {
            return 0.0;
        }
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = "));
        let rate = rate.and_then(|rate| rate.split(' ').next()?.parse().ok());
        rate.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
    }
}

/// The CPU time of the server since another look, when what was asked of it has ended.
fn micros_since(server: &Server, before: Duration) -> f64 {
    // A process that ends is counted once its parent has seen it.
    std::thread::sleep(Duration::from_millis(50));
    1e6 * (server.cpu() - before).as_secs_f64()
}

/// Conditional updates per second of writers that update a contact of an account of their own.
async fn updates<S: Store>(store: &S, writers: u64, window: Duration) -> f64 {
    let account = |writer| Account::new(&format!("writer-{writer}")).expect("a name");
    updates_of(store, writers, window, |writer| (account(writer), 1)).await
}

/// The same of writers that update contacts of one account.
async fn updates_of_one_account<S: Store>(store: &S, writers: u64, window: Duration) -> f64 {
    let account = Account::new("shared").expect("a name");
    updates_of(store, writers, window, |writer| {
        (account.clone(), writer + 1)
    })
    .await
}

async fn updates_of<S: Store>(
    store: &S,
    writers: u64,
    window: Duration,
    place: impl Fn(u64) -> (Account, u64),
) -> f64 {
    let (stop, done) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(0)),
    );
    let start = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let (store, stop, done) = (store.clone(), Arc::clone(&stop), Arc::clone(&done));
            let (account, id) = place(writer);
            tokio::spawn(async move {
                let row = store
                    .get(&account, RowKind::Contact, id)
                    .await
                    .expect("a read");
                let mut condition =
                    row.map_or(Condition::Absent, |row| Condition::Version(row.version));
                let mut turn = 0;
                while !stop.load(Ordering::Relaxed) {
                    turn += 1;
                    let committed = store
                        .commit(&account, put(id, record(turn), condition))
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
            .get(&reader(), RowKind::Contact, id)
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
                RowKind::Contact,
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
