//! `cargo bench -p people-server`: calls per second through HTTP, and the server's CPU time for
//! each, beside an axum handler that reads the same requests and answers with the same replies.
//!
//! Prints `name<TAB>value<TAB>unit`. Client and server share the machine's cores, in one process:
//! the figures are for comparing with each other. Each is the median of rounds in which the cases
//! take turns. An argument picks the cases that have it in their names, for a profiler.

mod client;
mod cpu;
mod echo;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::Router;
use people_server::{Dev, People, Settings, router, serve};
use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Memory, Order, Record, RowKind, Store,
    Write,
};
use tokio::{
    net::TcpListener,
    runtime::{Builder, Handle},
};

use client::{Call, Client};
use cpu::Cpu;

/// That of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let (rounds, window) = length();
    let picked = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"))
        .unwrap_or_default();
    let runtime = |name| {
        let mut builder = Builder::new_multi_thread();
        builder.enable_all().thread_name(name).build()
    };
    let server = runtime("server").expect("a runtime");
    let clients = runtime(cpu::CLIENT).expect("a runtime");
    let server = server.handle().clone();
    clients.block_on(run(&server, rounds, window, &picked));
}

/// How many rounds, and how long a case takes in each.
fn length() -> (usize, Duration) {
    // `cargo test --benches` asks only whether it builds and runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        (1, Duration::from_millis(50))
    } else if std::env::var_os("PEOPLE_BENCH_QUICK").is_some() {
        (3, Duration::from_millis(400))
    } else {
        (5, Duration::from_millis(1_200))
    }
}

/// What a case measures: the same call by each of some connections, as fast as they can.
struct Case {
    name: &'static str,
    target: Target,
    call: Call,
    connections: usize,
}

/// Which server a case calls.
#[derive(Clone, Copy)]
enum Target {
    Echo,
    Memory,
    Durable,
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    case("http.echo.update.16", Target::Echo, Call::Update, 16),
    case("http.update.memory.16", Target::Memory, Call::Update, 16),
    case("http.echo.get.16", Target::Echo, Call::Get, 16),
    case("http.get.memory.16", Target::Memory, Call::Get, 16),
    case("http.get.embedded.16", Target::Durable, Call::Get, 16),
    case("http.echo.update.1", Target::Echo, Call::Update, 1),
    case("http.echo.get.1", Target::Echo, Call::Get, 1),
    case("http.get.embedded.1", Target::Durable, Call::Get, 1),
    case("http.update.memory.1", Target::Memory, Call::Update, 1),
    case("http.update.memory.64", Target::Memory, Call::Update, 64),
    case("http.update.embedded.1", Target::Durable, Call::Update, 1),
    case("http.update.embedded.16", Target::Durable, Call::Update, 16),
    case("http.update.embedded.64", Target::Durable, Call::Update, 64),
    case("http.batch_update.embedded.1", Target::Durable, Call::Batch, 1),
    case("http.echo.list_1000.16", Target::Echo, Call::List, 16),
    case("http.echo.list_1000.pretty.16", Target::Echo, Call::PrettyList, 16),
    case("http.list_1000.embedded.16", Target::Durable, Call::List, 16),
    case("http.list_1000.pretty.embedded.16", Target::Durable, Call::PrettyList, 16),
];

const fn case(name: &'static str, target: Target, call: Call, connections: usize) -> Case {
    Case {
        name,
        target,
        call,
        connections,
    }
}

async fn run(server: &Handle, rounds: usize, window: Duration, picked: &str) {
    let cases = || CASES.iter().filter(|case| case.name.contains(picked));
    let with_lists = cases().any(|case| matches!(case.call, Call::List | Call::PrettyList));

    let folder = tempfile::tempdir().expect("a folder");
    let embedded = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let memory = start(server, people(Memory::new()).await).await;
    let durable = start(server, people(embedded.clone()).await).await;
    if with_lists {
        client::fill(memory).await;
        client::fill(durable).await;
    }
    let echo = start(server, echo::echo(memory, with_lists).await).await;
    let address = |target| match target {
        Target::Echo => echo,
        Target::Memory => memory,
        Target::Durable => durable,
    };
    let row = match picked.is_empty() {
        true => Some(typical_row(durable, &embedded).await),
        false => None,
    };
    let mut measures = Measures::default();
    for _ in 0..rounds {
        for case in cases() {
            let done = load(case, address(case.target), window, &embedded).await;
            measures.call(case, &done);
            if case.name.contains("update.embedded") {
                let name = case.name.replace("update", "syncs");
                measures.note(name, "syncs", done.syncs as f64 / done.calls as f64);
            }
        }
        // The same store without HTTP, in the same rounds: what a disk does differs from one to the next.
        if let Some(row) = &row {
            for writers in [1, 16, 64] {
                let task = server.spawn(commits(embedded.clone(), row.clone(), writers, window));
                let done = task.await.expect("writers");
                let name = format!("engine.commit.{writers}");
                measures.note(format!("http.{name}"), "updates/s", done.rate());
                measures.time(&name, &done);
            }
        }
    }
    measures.add_up();
    measures.print();
}

/// What was measured, round by round: a unit and the figures under each name.
#[derive(Default)]
struct Measures(BTreeMap<String, (&'static str, Vec<f64>)>);

impl Measures {
    fn note(&mut self, name: String, unit: &'static str, figure: f64) {
        let (_, figures) = self.0.entry(name).or_insert((unit, Vec::new()));
        figures.push(figure);
    }

    fn call(&mut self, case: &Case, done: &Done) {
        let (unit, contacts) = match case.call {
            Call::Get | Call::List | Call::PrettyList | Call::Update => ("calls/s", 1),
            Call::Batch => ("updates/s", case.call.contacts()),
        };
        self.note(
            case.name.to_owned(),
            unit,
            done.rate() * f64::from(u32::try_from(contacts).unwrap_or(u32::MAX)),
        );
        self.time(case.name.trim_start_matches("http."), done);
    }

    /// How long a call takes on each connection, and how much CPU time the server needs for it.
    fn time(&mut self, name: &str, done: &Done) {
        let micros = 1e6 * done.callers as f64 / done.rate();
        self.note(format!("http.time.{name}"), "µs", micros);
        if let Some(cpu) = done.cpu {
            let micros = 1e6 * cpu.as_secs_f64() / done.calls as f64;
            self.note(format!("http.cpu.{name}"), "µs", micros);
        }
    }

    /// What a durable update would take if HTTP, rules and engine were all, and nothing between them.
    fn add_up(&mut self) {
        let sums = [
            (
                "http.time.limit.1",
                "time.engine.commit.1",
                "time.echo.update.1",
            ),
            (
                "http.cpu.limit.16",
                "cpu.engine.commit.16",
                "cpu.update.memory.16",
            ),
            (
                "http.cpu.limit.64",
                "cpu.engine.commit.64",
                "cpu.update.memory.64",
            ),
        ];
        for (name, one, other) in sums {
            let figure = |name| {
                self.0
                    .get(&format!("http.{name}"))
                    .map(|(_, all)| median(all))
            };
            if let (Some(one), Some(other)) = (figure(one), figure(other)) {
                self.note(name.to_owned(), "µs", one + other);
            }
        }
    }

    fn print(&self) {
        for (name, (unit, figures)) in &self.0 {
            println!("{name}\t{:.3}\t{unit}", median(figures));
        }
    }
}

/// What callers did in a while.
struct Done {
    callers: usize,
    calls: u64,
    elapsed: Duration,
    /// CPU time of the server.
    cpu: Option<Duration>,
    /// Of the durable store, for calls of the API: one for each transaction, and for batches those that copy the
    /// log as well.
    syncs: u64,
}

impl Done {
    /// A second.
    fn rate(&self) -> f64 {
        self.calls as f64 / self.elapsed.as_secs_f64()
    }
}

/// Every connection works on a contact of its own account, as different users do.
async fn load(case: &Case, address: SocketAddr, window: Duration, store: &Embedded) -> Done {
    let stop = Arc::new(AtomicBool::new(false));
    let calls = Arc::new(AtomicU64::new(0));
    let mut clients = Vec::new();
    for number in 0..case.connections {
        let mut client = Client::connect(address, format!("Bearer account-{number}")).await;
        let mut known = Vec::new();
        for _ in 0..case.call.contacts() {
            known.push(client.prepare().await);
        }
        let (stop, calls, call) = (Arc::clone(&stop), Arc::clone(&calls), case.call);
        clients.push(async move {
            while !stop.load(Ordering::Relaxed) {
                client.exchange(call, &mut known).await;
                calls.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    let before = store.stats();
    let (start, cpu) = (Instant::now(), Cpu::now());
    let tasks: Vec<_> = clients.into_iter().map(tokio::spawn).collect();
    tokio::time::sleep(window).await;
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.expect("a client");
    }
    let (elapsed, cpu) = (start.elapsed(), used_since(cpu));
    let after = store.stats();
    let copies = match case.call {
        Call::Batch => after.checkpoint_syncs - before.checkpoint_syncs,
        Call::Get | Call::List | Call::PrettyList | Call::Update => 0,
    };
    Done {
        callers: case.connections,
        calls: calls.load(Ordering::Relaxed),
        elapsed,
        cpu,
        syncs: after.transactions - before.transactions + copies,
    }
}

/// The row of a contact as an update leaves it.
async fn typical_row(durable: SocketAddr, store: &Embedded) -> Arc<Record> {
    const ACCOUNT: &str = "typical";
    let mut client = Client::connect(durable, format!("Bearer {ACCOUNT}")).await;
    let mut known = [client.prepare().await];
    client.exchange(Call::Update, &mut known).await;
    let account = Account::new(ACCOUNT).expect("a name");
    let page = store.page(&account, RowKind::Contact, Order::Id, None, 1);
    let page = page.await.expect("a page");
    Arc::clone(&page.rows[0].record)
}

/// Conditional updates by writers that have an account each, on the threads of the server. They write the row that an
/// update over HTTP writes.
async fn commits(store: Embedded, record: Arc<Record>, writers: usize, window: Duration) -> Done {
    let stop = Arc::new(AtomicBool::new(false));
    let (start, cpu) = (Instant::now(), Cpu::now());
    let tasks: Vec<_> = (0..writers)
        .map(|number| {
            let (store, record, stop) = (store.clone(), Arc::clone(&record), Arc::clone(&stop));
            tokio::spawn(async move {
                let account = Account::new(&format!("writer-{number}")).expect("a name");
                let row = store
                    .get(&account, RowKind::Contact, 1)
                    .await
                    .expect("a read");
                let mut condition =
                    row.map_or(Condition::Absent, |row| Condition::Version(row.version));
                let mut done = 0_u64;
                while !stop.load(Ordering::Relaxed) {
                    let batch = Batch {
                        writes: vec![Write::Put {
                            kind: RowKind::Contact,
                            id: 1,
                            record: (*record).clone(),
                            condition,
                        }],
                        time: 0,
                    };
                    let committed = store.commit(&account, batch).await.expect("a commit");
                    condition = Condition::Version(committed.version);
                    done += 1;
                }
                done
            })
        })
        .collect();
    tokio::time::sleep(window).await;
    stop.store(true, Ordering::Relaxed);
    let mut calls = 0;
    for task in tasks {
        calls += task.await.expect("a writer");
    }
    Done {
        callers: writers,
        calls,
        elapsed: start.elapsed(),
        cpu: used_since(cpu),
        syncs: 0,
    }
}

fn used_since(before: Option<Cpu>) -> Option<Duration> {
    Some(before?.until(&Cpu::now()?))
}

async fn people<S: Store>(store: S) -> Router {
    router(
        People::open(store, Settings::default())
            .await
            .expect("a server"),
        Dev,
    )
}

/// Serves on the threads of `server`.
async fn start(server: &Handle, router: Router) -> SocketAddr {
    let listening = server.spawn(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(serve(listener, router, std::future::pending()));
        address
    });
    listening.await.expect("a server")
}

fn median(figures: &[f64]) -> f64 {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
