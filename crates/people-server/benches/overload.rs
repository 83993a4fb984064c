//! `cargo bench -p people-server --bench overload`: how long accepted calls take when twice as much, and
//! when far more, is asked than can be answered, beside when little is.
//!
//! Prints `name<TAB>value<TAB>unit`. Client and server share the machine's cores, in one process.
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use people_server::{Dev, Front, Limits, People, Settings, Sizes, serve_with};
use people_store::{Account, Embedded, EmbeddedOptions, RowKind, Store};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

const ACCOUNTS: usize = 8;
/// So many calls are answered at a time, and so many may wait.
const CALLS: usize = 4;
const WAITING: usize = 8;
/// More than there is room for.
const CONNECTIONS: usize = 64;
/// Asked for twice what can be served, the 99th percentile of what is accepted is at most so many times
/// that of a server that is just full, and the process takes so many KiB more.
const TIMES: f64 = 5.0;
const MEMORY: u64 = 16 * 1024;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|arg| arg == "--bench");
    let window = Duration::from_millis(if measuring { 5_000 } else { 50 });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(window, measuring));
}

async fn run(window: Duration, measuring: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let mut settings = Settings::default();
    let mut sizes = Sizes::default();
    sizes.contacts = u64::MAX / 2;
    settings.sizes = sizes;
    let people = People::open(store.clone(), settings)
        .await
        .expect("a service");
    let mut limits = Limits::default();
    limits.calls = CALLS;
    limits.waiting = WAITING;
    let router = Front::with_limits(people, Dev, limits.clone()).into_router();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(
        async move { serve_with(listener, router, &limits, std::future::pending()).await },
    );

    load(address, 2, None, window / 5).await; // until everything is warm
    let before = stored(&store).await;
    let little = load(address, 2, None, window).await;
    // As many as there is room for: none is refused, and the server is never idle.
    let full = load(address, CALLS + WAITING, None, window).await;
    assert_eq!(full.refused, 0, "there is room for all of them");
    let capacity = full.times.len() as f64 / window.as_secs_f64();
    let pace = Duration::from_secs_f64(0.5 / capacity.max(1.0));
    let twice = load(address, CONNECTIONS, Some(pace), window).await;
    let much = load(address, CONNECTIONS, None, window).await;

    let unloaded = little.percentile(99);
    println!("overload.unloaded.p99\t{unloaded:.0}\tµs");
    println!("overload.capacity\t{capacity:.0}\tcalls/s");
    for (name, outcome) in [("full", &full), ("twice", &twice), ("much", &much)] {
        let (p99, asked) = (outcome.percentile(99), outcome.asked());
        let offered = asked / window.as_secs_f64() / capacity;
        println!("overload.{name}.offered\t{offered:.1}\tof what can be served");
        println!("overload.{name}.accepted\t{}\tcalls", outcome.times.len());
        let refused = outcome.refused as f64 / asked;
        println!("overload.{name}.refused\t{refused:.2}\tof all");
        println!("overload.{name}.p50\t{:.0}\tµs", outcome.percentile(50));
        println!("overload.{name}.p99\t{p99:.0}\tµs");
        println!(
            "overload.{name}.ratio\t{:.1}\tof unloaded p99",
            p99 / unloaded
        );
        for (moment, memory) in ["before", "during", "after"].iter().zip(outcome.memory) {
            println!("overload.{name}.memory.{moment}\t{memory}\tKiB");
        }
    }
    if measuring {
        let ratio = twice.percentile(99) / full.percentile(99);
        assert!(
            ratio <= TIMES,
            "{ratio:.1} times as long as in a full server"
        );
        let [before, during, _] = twice.memory;
        assert!(during - before <= MEMORY, "{} KiB more", during - before);
    }
    let outcomes = [&little, &full, &twice, &much];
    let acknowledged: usize = outcomes.iter().map(|outcome| outcome.times.len()).sum();
    assert_eq!(
        stored(&store).await - before,
        acknowledged as u64,
        "what was acknowledged, and nothing else"
    );
}

#[derive(Default)]
struct Outcome {
    /// Of what was accepted.
    times: Vec<Duration>,
    refused: usize,
    /// What the process held before, at most during, and after.
    memory: [u64; 3],
}

impl Outcome {
    /// In µs.
    fn percentile(&self, percent: usize) -> f64 {
        let mut times = self.times.clone();
        times.sort_unstable();
        times
            .get(times.len() * percent / 100)
            .map_or(0.0, |time| time.as_secs_f64() * 1e6)
    }

    fn asked(&self) -> f64 {
        (self.times.len() + self.refused) as f64
    }
}

/// Creates contacts over so many connections: one at each step of the pace, independent of the outcome of those
/// before, or each connection as fast as it is answered.
async fn load(
    address: SocketAddr,
    connections: usize,
    pace: Option<Duration>,
    window: Duration,
) -> Outcome {
    let before = resident();
    let start = Instant::now();
    let mut callers = JoinSet::new();
    for number in 0..connections {
        let turn = pace.map(|pace| Turn {
            due: start + pace * number as u32,
            every: pace * connections as u32,
        });
        let token = format!("Bearer account-{}", number % ACCOUNTS);
        callers.spawn(call(address, token, turn, start + window));
    }
    let mut outcome = Outcome::default();
    let mut during = before;
    while !callers.is_empty() {
        tokio::select! {
            Some(one) = callers.join_next() => {
                let one = one.expect("nobody panicked");
                outcome.times.extend(one.times);
                outcome.refused += one.refused;
            }
            () = tokio::time::sleep(Duration::from_millis(50)) => {}
        }
        during = during.max(resident());
    }
    outcome.memory = [before, during, resident()];
    outcome
}

/// When a connection's next call is due.
struct Turn {
    due: Instant,
    every: Duration,
}

async fn call(address: SocketAddr, token: String, mut turn: Option<Turn>, end: Instant) -> Outcome {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("a socket option");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("HTTP");
    tokio::spawn(connection);
    let body = Bytes::from_static(
        br#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"https://example.com"}]}"#,
    );
    let mut outcome = Outcome::default();
    loop {
        // A call that is due while the one before is not answered has waited since then.
        let start = match &mut turn {
            Some(turn) => {
                let due = turn.due;
                turn.due += turn.every;
                tokio::time::sleep_until(due.into()).await;
                due
            }
            None => Instant::now(),
        };
        if start >= end {
            return outcome;
        }
        let request = Request::post("/v1/people:createContact")
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, &token)
            .body(Full::new(body.clone()))
            .expect("a request");
        let response = sender.send_request(request).await.expect("a response");
        let status = response.status();
        response.into_body().collect().await.expect("a body");
        match status {
            StatusCode::OK => outcome.times.push(start.elapsed()),
            StatusCode::SERVICE_UNAVAILABLE => outcome.refused += 1,
            status => panic!("{status}"),
        }
    }
}

async fn stored(store: &Embedded) -> u64 {
    let mut contacts = 0;
    for number in 0..ACCOUNTS {
        let account = Account::new(&format!("account-{number}")).expect("a name");
        contacts += store
            .count(&account, RowKind::Contact)
            .await
            .expect("a count");
    }
    contacts
}

/// KiB of memory, where the system says so.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
